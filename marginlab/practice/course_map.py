"""The map of the course that a learner's own answers draw: what to skip, what to look at, what to take.

Every exercise that is about another lesson (`Item.about`) is a question of the map. A lesson that has
exercises stands on it; what nobody asks about is "not asked", what was left blank "not answered".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from marginlab.practice.cards import Link, lesson_number
from marginlab.practice.entries import Entry
from marginlab.practice.item import Item

Advice = Literal["you may skip it", "look at this part", "take it", "not answered", "not asked"]

_ICONS: Mapping[Advice, str] = {
    "you may skip it": "✓", "look at this part": "◐", "take it": "→",
    "not answered": "○", "not asked": "○",
}  # fmt: skip
_CELL = "text-align:left;padding:4px 12px"


@dataclass(frozen=True)
class Row:
    """One lesson on the map; parts: what to look at, each with its place; a question
    that is still open says so."""

    notebook: str
    advice: Advice
    parts: tuple[tuple[str, Link], ...] = ()

    @property
    def title(self) -> str:
        """The lesson's number and name, read off the name of its notebook."""
        words = self.notebook.partition("_")[2].replace("_", " ")
        return f"{lesson_number(self.notebook)}. {words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, repr=False)
class CourseMap:
    """The lessons with an advice each, as a table; due: how many exercises are to be asked again."""

    rows: tuple[Row, ...]
    due: int = 0

    def __repr__(self) -> str:
        wide = max(len(row.title) for row in self.rows)
        lines = [
            f"{row.title:<{wide}}  {_ICONS[row.advice]} {row.advice}"
            + "".join(f"; {part}" for part, _ in row.parts)
            for row in self.rows
        ]
        return "\n".join([*lines, *self._due()])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._html()}

    def _html(self) -> str:
        heads = "".join(
            f'<th scope="col" style="{_CELL}">{head}</th>'
            for head in ("lesson", "your map", "the part")
        )
        body = "".join(f"<tr>{_html(row)}</tr>" for row in self.rows)
        told = "".join(f'<p lang="en">{line}</p>' for line in self._due())
        return f'<table lang="en"><tr>{heads}</tr>{body}</table>{told}'

    def _due(self) -> list[str]:
        return [f"{self.due} due: progress() says which."] if self.due else []


def _html(row: Row) -> str:
    lesson = _anchor(row.title, f"../lessons/{row.notebook}.ipynb")
    parts = ", ".join(_anchor(part, link.address) for part, link in row.parts)
    strong = f"<strong>{_ICONS[row.advice]} {row.advice}</strong>"
    return (
        f'<th scope="row" style="{_CELL}">{lesson}</th>'
        f'<td style="{_CELL}">{strong}</td><td style="{_CELL}">{parts}</td>'
    )


def _anchor(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def drawn(exercises: Mapping[str, Entry], items: Mapping[str, Item]) -> CourseMap:
    """The map that these entries of the progress file draw."""
    questions = [item for item in items.values() if item.about]
    taught = {item.taught_in for item in items.values()} - {item.notebook for item in questions}
    return CourseMap(
        tuple(
            _row(notebook, [item for item in questions if item.about == notebook], exercises)
            for notebook in sorted(taught, key=lesson_number)
        )
    )


def _row(notebook: str, questions: Sequence[Item], exercises: Mapping[str, Entry]) -> Row:
    answered = [item for item in questions if item.id in exercises]
    right = [item for item in answered if "correct" in exercises[item.id]["verdicts"]]
    at_once = [item for item in right if not _missed(exercises[item.id])]
    if not answered:
        return Row(notebook, "not answered" if questions else "not asked")
    if len(at_once) == len(questions):
        return Row(notebook, "you may skip it")
    parts = tuple(
        _part(item, answered=item in answered) for item in questions if item not in at_once
    )
    return Row(notebook, "look at this part" if right else "take it", parts)


def _missed(entry: Entry) -> bool:
    """Whether another answer came before the right one; a slip of the pen is none."""
    return bool({"not yet", "this looks like"} & set(entry["verdicts"]))


def _part(item: Item, *, answered: bool) -> tuple[str, Link]:
    text = item.title.lower() if answered else f"{item.title.lower()} (open)"
    return text, Link(item.taught_in, item.wrong[0].see)
