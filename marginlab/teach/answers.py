"""The answer sheet: every exercise with its answer, and every wrong number with its idea and its cure.

Nothing is typed: an item's own functions give all of it. It is no secret, since nothing is graded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marginlab.course.book import ITEMS
from marginlab.course.ideas import NAMES
from marginlab.practice.item import Choice, Item, Number, Point, Sampled
from marginlab.theory.terms import show


@dataclass(frozen=True)
class Answer:
    """What a learner may answer. idea: the wrong one that leads to it; none where it is right."""

    value: str
    idea: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Row:
    """An exercise. at: the numbers for which a formula or a function gives these values."""

    item: Item
    right: Answer
    wrong: tuple[Answer, ...]
    at: str = ""


def rows(lesson: int | None = None) -> list[Row]:
    """The exercises of a lesson, or all of them."""
    return [_row(item) for item in ITEMS.values() if lesson in (None, item.lesson)]


def _row(item: Item) -> Row:
    if isinstance(item, Sampled):
        point = item.points[0]
        unit = getattr(item, "unit", "price")
        answers = _wrong(item, [shown(value, unit) for value in point.wrong])
        code = item.solve.removeprefix("answer = ").strip('"')
        right = Answer(f"{code}, there {shown(point.truth, unit)}")
        return Row(item, right, answers, _numbers(point))
    if isinstance(item, Number):
        values = [shown(value, item.unit) for _, value in item.wrong_answers]
        return Row(item, Answer(shown(item.answer, item.unit)), _wrong(item, values))
    assert isinstance(item, Choice)  # there is no other kind
    values = [value for _, value in item.wrong_answers]
    return Row(item, Answer(item.answer), _wrong(item, values))


def _wrong(item: Item, values: list[str]) -> tuple[Answer, ...]:
    return tuple(
        Answer(value, NAMES[wrong.idea], wrong.cure)
        for value, wrong in zip(values, item.wrong, strict=True)
    )


def _numbers(point: Point) -> str:
    return ", ".join(f"{letter} = {show(value)}" for letter, value in point.letters.items())


def shown(value: Any, unit: str) -> str:
    """An answer as the course prints its unit."""
    return show(value, "plain" if unit == "count" else unit)


def text(sheet: list[Row]) -> Iterator[str]:
    """The sheet for a terminal, a line each."""
    for row in sheet:
        yield f"{row.item.id}  {row.item.title}: {row.right.value}"
        if row.at:
            yield f"      at {row.at}"
        yield from (f"      {one.value}: {one.idea}. {one.cure}" for one in row.wrong)
