"""A picture said again: for the line below it, for screen readers, for viewers that draw nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marginlab.theory.terms import show

Rows = Mapping[str, Mapping[str, str]]
NOTHING = 0.005  # less is nothing in the digits that are shown


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture shows, in words; every number that it draws is in `opening` or in `rows`.

    said: the sentences below the picture, as HTML; opening: what the picture is about; rows: by the
    name of each way to back the position, what there is and how much; verdict: on the learner's mark,
    or nothing; first: the head of the column of names.
    """

    said: str
    opening: str
    rows: Rows
    verdict: str = ""
    first: str = "mode"

    @property
    def say(self) -> str:
        """The sentences below the picture, and the verdict."""
        return " ".join(filter(None, [self.said, self.verdict]))

    @property
    def summary(self) -> str:
        """All of it as plain text."""
        told = [
            f"{name.capitalize()}, {'; '.join(f'{what}: {much}' for what, much in row.items())}."
            for name, row in self.rows.items()
        ]
        return " ".join(filter(None, [self.opening, *told, self.verdict]))

    @property
    def table(self) -> list[list[str]]:
        """The header and one row for each name."""
        header = [self.first, *next(iter(self.rows.values()))]
        return [header, *([name, *row.values()] for name, row in self.rows.items())]


def bold(value: Any, unit: str = "plain") -> str:
    """A number as pictures and sentences stress it; the units are those of `show`."""
    return f"<b>{show(value, unit)}</b>"


def verdict(said: str, miss: float, much: str, more: str, less: str, exact: str) -> str:
    """How far off a mark is: "You said day 6: 12 days too early."."""
    if abs(miss) < NOTHING:
        return f"You said {said}: {exact}."
    return f"You said {said}: {much} too {more if miss > 0 else less}."
