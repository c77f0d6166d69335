"""The board of verdicts: how the room fares with each exercise, told of as many as a vote is."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from marginlab.course.book import ITEMS, rungs
from marginlab.course.ideas import NAMES
from marginlab.practice.cards import Kind
from marginlab.teach.live.vote import FEWEST

NONE = "not tried"  # a blank is no answer


class Board:
    """The last verdict of each seat on each exercise."""

    def __init__(self) -> None:
        self._last: dict[str, dict[str, tuple[str, str]]] = {}

    def enter(self, seat: str, said: object) -> None:
        """Takes [exercise, kind, idea or ""]; a ValueError where one of them is none of the course's."""
        match said:
            case [str(exercise), str(kind), str(idea)] if (
                (exercise in ITEMS or exercise in rungs())
                and kind in get_args(Kind)
                and (not idea or idea in NAMES)
            ):
                if kind != NONE:
                    self._last.setdefault(exercise, {})[seat] = kind, idea
            case _:
                raise ValueError("the verdict is none of this course")

    def leave(self, seat: str) -> None:
        """Takes back what a seat has said."""
        for verdicts in self._last.values():
            verdicts.pop(seat, None)

    def counts(self) -> dict[str, dict[str, int]]:
        """By exercise how many stand at what, a wrong idea by its id, the most first."""
        return {
            exercise: dict(Counter(idea or kind for kind, idea in verdicts.values()).most_common())
            for exercise, verdicts in self._last.items()
            if len(verdicts) >= FEWEST
        }

    def said(self) -> list[str]:
        """The same in sentences: "2.1: 12 correct, 5 liquidation at equity zero."."""
        return [
            f"{exercise}: {', '.join(f'{count} {NAMES.get(what, what)}' for what, count in found.items())}."
            for exercise, found in self.counts().items()
        ]
