"""The usual slips: wrong numbers behind which no idea about margin stands, each as a kind.

A kind holds no list of answers. It computes the truth once more from what the learner had in hand, a
percentage in place of a fraction or the lesson's position in place of the exercise's, so it is
there for every exercise whose numbers can be mistaken so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from marginlab.practice.item import HALF_A_DISPLAY_UNIT, Number

Change = Callable[[Any], Any]

RATES = ("mmr", "fee_rate", "funding_rate")
REQUIREMENT = ("mmr", "fee_rate")


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip: its id, the same in every exercise; the number it gives; one sentence that mends it.

    unit: that of its number, where it is not the one that was asked for.
    """

    idea: str
    number: Fraction
    cure: str
    unit: str = ""

    def gives(self, number: Fraction, tolerance: Fraction) -> bool:
        """Whether this is its number, of either sign, half a display unit off at most."""
        slack = HALF_A_DISPLAY_UNIT[self.unit] if self.unit else tolerance
        return abs(abs(number) - abs(self.number)) <= slack


def slips(
    item: Number, others: Iterable[Number] = (), lessons: Iterable[Mapping[str, Any]] = ()
) -> Iterator[Slip]:
    """What the usual slips give in this exercise, the likeliest first.

    others: the exercises whose answers may be taken for this one's; lessons: the numbers of the
    lesson's own position, by name, for each mark price at which a number is read off there.
    """
    if item.unit == "count":
        for number in (item.answer - 1, item.answer + 1):
            yield Slip(
                "off-by-one",
                number,
                "Off by one: write down the first two or three and see with which number they begin.",
            )
    for names in (RATES, *((name,) for name in RATES)):
        for number in _truth(item, dict.fromkeys(names, lambda rate: 100 * rate)):
            yield Slip(
                "percent-for-fraction",
                number,
                "A rate in per cent went into the formula as it stands: divide it by 100 first, "
                "so that 1 % is 0.01.",
            )
    # Only where the requirement counts: elsewhere the same fee is that of a trade.
    if list(_truth(item, {"mmr": lambda _: Fraction(0)})):
        for number in _truth(item, dict.fromkeys(REQUIREMENT, lambda _: Fraction(0))):
            yield Slip(
                "requirement-forgotten",
                number,
                "The requirement is left out: the position is closed when its equity has fallen to "
                "the requirement, not when it is gone.",
            )
    margin = getattr(item.given, "collateral", None)
    if margin and item.is_share:
        yield Slip(
            "amount-for-share",
            item.answer * margin,
            "That is the amount of money; what is asked for is its share of the margin.",
            "money",
        )
    for other in others:
        yield Slip(
            "other-exercise",
            other.answer,
            f"That is an answer to exercise {other.id}; read once more what this one gives and asks.",
        )
    for lesson in lessons:
        for number in _truth(item, _in_place(lesson)):
            yield Slip(
                "lesson-number",
                number,
                "That is the number of the lesson's position; this exercise is about another one.",
            )


def _in_place(numbers: Mapping[str, Any]) -> Mapping[str, Change]:
    """These numbers for those that the exercise has."""

    def instead_of(its: Any) -> Change:
        return lambda own: its if own else own

    return {name: instead_of(its) for name, its in numbers.items()}


def _truth(item: Number, changes: Mapping[str, Change]) -> Iterator[Fraction]:
    """The truth at changed numbers, if they have one and it would not be read as the right answer."""
    given = _changed(item.given, changes)
    if given != item.given:
        try:
            number = Fraction(item.truth(given))
        except (ValueError, ArithmeticError):  # no such position, or nothing to divide by
            return
        if abs(number - item.answer) > item.tolerance:
            yield number


def _changed(given: Any, changes: Mapping[str, Change]) -> Any:
    """The same numbers, those of these names changed."""
    if not is_dataclass(given) or isinstance(given, type):
        return given
    names = {field.name for field in fields(given)} & set(changes)
    return replace(given, **{name: changes[name](getattr(given, name)) for name in names})
