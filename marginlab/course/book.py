"""All exercises of the course, and the functions with which a learner asks about them.

A lesson's exercises are the `ITEMS` of the modules `exercises…` in its folder; they are loaded when
the first exercise is looked up. What a lesson asks again of an earlier one becomes an item here, because
no lesson imports another. The ladder to a lesson's derivation and its broken solution, `LADDER` and
`BROKEN` of a module `ladder` in the folder, are loaded when one of their rungs is looked up.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from marginlab import course
from marginlab.course.house import numbers
from marginlab.course.ideas import IDS, NAMES
from marginlab.practice.check import Book
from marginlab.practice.item import Again, Item

if TYPE_CHECKING:
    from marginlab.practice.ladder import Ladder


class _Items(Mapping[str, Item]):
    """All items by id, in the order of the lessons; found by their folders at first use."""

    @cached_property
    def _items(self) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for module in _modules("exercises"):
            for asked in module.ITEMS:
                item = asked.made(found[asked.of]) if isinstance(asked, Again) else asked
                if item.id in found:
                    raise ValueError(f"exercise {item.id} stands twice in marginlab/course")
                found[item.id] = item
        return found

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def _modules(beginning: str) -> Iterator[ModuleType]:
    """The modules of the lessons whose names begin so, in the order of the lessons."""
    modules = pkgutil.walk_packages(course.__path__, f"{course.__name__}.")
    names = (m.name for m in modules if m.name.rpartition(".")[2].startswith(beginning))
    return map(import_module, sorted(names))


@cache
def ladders() -> Mapping[int, Ladder]:
    """The ladder of each lesson that has one."""
    return MappingProxyType({module.LADDER.lesson: module.LADDER for module in _modules("ladder")})


@cache
def rungs() -> Mapping[str, Item]:
    """What a ladder asks and what a broken solution does, by id; no lesson counts them as exercises."""
    found: dict[str, Item] = {}
    for module in _modules("ladder"):
        broken = module.BROKEN
        for item in (*module.LADDER.rungs, *broken.items(ITEMS[broken.of], NAMES)):
            found[item.id] = item
    return MappingProxyType(found)


ITEMS: Mapping[str, Item] = _Items()
BOOK = Book(ITEMS, rungs, ladders, numbers, NAMES, IDS)
check, again = BOOK.check, BOOK.again
hint, reveal, task, ladder = BOOK.hint, BOOK.reveal, BOOK.task, BOOK.ladder
progress, my_map = BOOK.progress, BOOK.my_map
