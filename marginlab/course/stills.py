"""The pictures that stand still, by name: those that the `picture` modules of the course list as STILLS.

Each is kept as a PNG in its module's folder, for readers who run nothing: the key pictures of a lesson
and the opening state of each panel and question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path

from marginlab import course
from marginlab.drawing.still import Still


class _Stills(Mapping[str, Still]):
    """All of them by name, found by their folders at first use."""

    @cached_property
    def _stills(self) -> dict[str, Still]:
        found: dict[str, Still] = {}
        for file in sorted(Path(course.__path__[0]).glob("*/picture.py")):
            module = import_module(f"{course.__name__}.{file.parent.name}.picture")
            found |= {
                name: Still(file.with_name(f"{name}.png"), figure)
                for name, figure in module.STILLS.items()
            }
        return found

    def __getitem__(self, key: str) -> Still:
        return self._stills[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stills)

    def __len__(self) -> int:
        return len(self._stills)


STILLS: Mapping[str, Still] = _Stills()
