"""All exercises of the course, and the functions with which a learner asks about them.

A lesson's exercises are the `ITEMS` of the modules `exercises…` in its folder; they are loaded when
the first exercise is looked up. What a lesson asks again of an earlier one becomes an item here, because
no lesson imports another.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module

from marginlab import course
from marginlab.course.house import numbers
from marginlab.course.ideas import IDS, NAMES
from marginlab.practice.check import Book
from marginlab.practice.item import Again, Item


class _Items(Mapping[str, Item]):
    """All items by id, in the order of the lessons; found by their folders at first use."""

    @cached_property
    def _items(self) -> dict[str, Item]:
        found: dict[str, Item] = {}
        modules = pkgutil.walk_packages(course.__path__, f"{course.__name__}.")
        names = (m.name for m in modules if m.name.rpartition(".")[2].startswith("exercises"))
        for name in sorted(names):
            for asked in import_module(name).ITEMS:
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


ITEMS: Mapping[str, Item] = _Items()
BOOK = Book(ITEMS, numbers, NAMES, IDS)
check, again = BOOK.check, BOOK.again
hint, reveal, task = BOOK.hint, BOOK.reveal, BOOK.task
progress, my_map = BOOK.progress, BOOK.my_map
