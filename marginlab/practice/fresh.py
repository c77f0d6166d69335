"""Fresh numbers for an exercise: the same question once more, and the same diagnoses.

What an item is about draws other numbers of its kind. A draw is taken only where it asks as well as the
item's own numbers do: the right answer and those of the wrong ideas stand apart, each idea errs on the
side on which it always erred, so that its cure stays true, and the exchange would open the position.
The n-th draw of an item is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor, log10
from random import Random
from typing import Self

from marginlab.practice.item import Choice, Item, Number
from marginlab.practice.slips import Slip

TRIES = 200
APART = 3  # tolerances between any two answers that are told apart


class Numbers:
    """What an exercise is about, as numbers that can be drawn anew."""

    __slots__ = ()

    def drawn(self, random: Random) -> Self:
        """Other numbers of the same kind: those that are used, near what they are, few digits each.

        Raises ValueError or ArithmeticError where these cannot be, and is asked again.
        """
        raise NotImplementedError

    def check_open(self) -> None:
        """Rejected for what the exchange would not let anybody open."""


# ---- numbers near others ----------------------------------------------------------------------


def jitter(random: Random) -> Fraction:
    """A factor from two thirds to three halves."""
    return Fraction(random.randint(667, 1_500), 1_000)


def near(random: Random, number: Fraction, digits: int = 2) -> Fraction:
    """A number of so many digits, from two thirds of this one to half as much again; 0 stays 0."""
    return rounded(number * jitter(random), digits)


def rounded(number: Fraction, digits: int = 2) -> Fraction:
    """The number with so many digits, leading zeros not counted."""
    if not number:
        return number
    step = Fraction(10) ** (floor(log10(abs(number))) + 1 - digits)
    return round(number / step) * step


# ---- draws ------------------------------------------------------------------------------------

Meeting = tuple[str, str]  # two ideas, or "" for the truth, that give the same


@dataclass(frozen=True, slots=True)
class _Own:
    """What a draw is held against, of the item's own numbers: `_sides`, every `_meeting`, and the answers
    that are known, to these numbers and to those of the worked solution."""

    sides: list[int]
    meetings: frozenset[Meeting]
    answers: tuple[float, float]


class Sampler:
    """Draws fresh numbers for the items of a course.

    slips: what the usual slips give in an item; their numbers are to stand apart, too.
    """

    def __init__(self, slips: Callable[[Number], Iterable[Slip]]) -> None:
        self._slips = slips
        self._own: dict[str, _Own] = {}

    def drawn(self, item: Item, draw: int) -> Item | None:
        """The item with the numbers of a draw, counted from 1; None where none of many tries will do."""
        random = Random(f"{item.id} {draw}")
        for _ in range(0 if item.no_fresh else TRIES):
            # No such position, nothing to divide by, or an order that the exchange refuses.
            with suppress(ValueError, ArithmeticError):
                found = replace(item, given=item.given.drawn(random), draw=draw)
                if self._asks_as_well(found, item):
                    found.given.check_open()
                    return found
        return None

    def _asks_as_well(self, drawn: Item, own: Item) -> bool:
        if isinstance(drawn, Choice):
            words = [drawn.answer, *(word for _, word in drawn.wrong_answers)]
            return sorted(words) == sorted(drawn.options)
        if not isinstance(drawn, Number) or not isinstance(own, Number):
            return True  # it is asked with letters, and judged at other points in each draw
        if own.unit == "count" and own.answer.denominator < drawn.answer.denominator:
            return False
        known = self._known(own)
        return (
            _sides(drawn) == known.sides
            and _reads_one_way(drawn)
            and not any(_near([float(drawn.answer), one], drawn) for one in known.answers)
            and all(two in known.meetings for two in _meetings(drawn, self._slips(drawn)))
        )

    def _known(self, own: Number) -> _Own:
        if own.id not in self._own:
            answers = float(own.answer), float(own.truth(own.other))
            meetings = frozenset(_meetings(own, self._slips(own)))
            self._own[own.id] = _Own(_sides(own), meetings, answers)
        return self._own[own.id]


def _sides(item: Number) -> list[int]:
    """The signs of all answers, and on which side of the right one each wrong one lies."""
    right, wrong = item.answer, [number for _, number in item.wrong_answers]
    numbers = [right, *wrong, *(number - right for number in wrong)]
    return [(number > 0) - (number < 0) for number in numbers]


def _reads_one_way(item: Number) -> bool:
    """Whether all answers stand apart, also as the exchange displays them or as per cent without a sign."""
    sizes = [abs(float(item.answer)), *(abs(float(number)) for _, number in item.wrong_answers)]
    if item.unit in ("percent", "move"):
        sizes += [100 * size for size in sizes if size]
    shown = abs(float(item.displayed or 0))
    return not _near(sizes, item) and not any(
        _near([shown, size], item) for size in sizes[1:] if shown
    )


def _near(numbers: Iterable[float], item: Number) -> bool:
    """Whether any two of these lie within three tolerances."""
    slack = APART * float(item.tolerance)
    return any(b - a <= slack for a, b in pairwise(sorted(numbers)))


def _meetings(item: Number, slips: Iterable[Slip]) -> Iterator[Meeting]:
    """Which slip gives what the truth, a wrong idea or another slip gives, one slip after the other."""
    answers = [("", item.answer), *((wrong.idea, number) for wrong, number in item.wrong_answers)]
    sizes = [(name, abs(float(number))) for name, number in answers]
    slack = APART * float(item.tolerance)
    for slip in slips:
        size = abs(float(slip.number))
        for name, other in sizes:
            if name != slip.idea and abs(size - other) <= slack:
                yield name, slip.idea
        sizes.append((slip.idea, size))
