"""The answer sheet: every exercise with its answer, and every wrong number with its idea and its cure.

Nothing is typed: an item's own functions give all of it. It is no secret, since nothing is graded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marginlab.course.book import ITEMS, rungs
from marginlab.course.ideas import NAMES
from marginlab.practice.item import Choice, Expression, Function, Item, Number, Order, Sampled
from marginlab.theory.terms import show


@dataclass(frozen=True)
class Answer:
    """What a learner may answer. idea: the wrong one that leads to it; none where it is right."""

    value: str
    idea: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Row:
    """An exercise. Where it asks for a formula or a function, code is one that is right, and at are
    the numbers with which it and the wrong ideas give these values."""

    item: Item
    right: Answer
    wrong: tuple[Answer, ...]
    code: str = ""
    at: str = ""


def rows(lesson: int) -> list[Row]:
    """The exercises of a lesson."""
    return [_row(item) for item in ITEMS.values() if item.lesson == lesson]


def beside(lesson: int) -> list[Row]:
    """What stands behind its exercises: the rungs of its ladder and its solution to repair."""
    return [_row(item) for item in rungs().values() if item.lesson == lesson]


def _row(item: Item) -> Row:
    if isinstance(item, Expression | Function):
        truth, values, at = _example(item)
        code = item.solve.removeprefix("answer = ").strip('"')
        wrong = _wrong(item, [shown(value, item.unit) for value in values])
        return Row(item, Answer(shown(truth, item.unit)), wrong, code, at)
    if isinstance(item, Number):
        values = [shown(value, item.unit) for _, value in item.wrong_answers]
        return Row(item, Answer(shown(item.answer, item.unit)), _wrong(item, values))
    if isinstance(item, Order):
        values = [" ".join(wrong.formula(item.given)) for wrong in item.wrong]
        return Row(item, Answer(" ".join(item.answer)), _wrong(item, values))
    assert isinstance(item, Choice)  # there is no other kind
    values = [value for _, value in item.wrong_answers]
    return Row(item, Answer(item.answer), _wrong(item, values))


def _example(item: Sampled) -> tuple[Any, list[Any], str]:
    """The truth, what the wrong ideas give and the numbers: the first with which none is right."""
    for given in (item.given, item.other):
        truth, values = item.truth(given), [wrong.formula(given) for wrong in item.wrong]
        if truth not in values:
            break
    letters = item.letters(given).items()
    return truth, values, ", ".join(f"{letter} = {show(value)}" for letter, value in letters)


def _wrong(item: Item, values: list[str]) -> tuple[Answer, ...]:
    return tuple(
        Answer(value, NAMES[wrong.idea], wrong.cure)
        for value, wrong in zip(values, item.wrong, strict=True)
    )


def shown(value: Any, unit: str) -> str:
    """An answer as the course prints its unit."""
    return show(value, "plain" if unit == "count" else unit)
