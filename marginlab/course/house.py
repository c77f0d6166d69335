"""The house position: the one trade that the lessons speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

LEVERAGE = {5: Fraction(100)}  # by lesson, where it is another
MARKS = tuple(map(Fraction, (60_000, 57_000, 54_000)))  # at which the lessons read numbers off


def numbers(lesson: int) -> Iterator[Mapping[str, Fraction | str]]:
    """Its numbers in a lesson by the names that exercises use, for each mark price of MARKS."""
    for mark in MARKS:
        yield {
            "size": Fraction("0.1"), "base": "BTC", "entry_price": Fraction(60_000),
            "leverage": LEVERAGE.get(lesson, Fraction(10)),
            "wallet": Fraction(2_000), "wallet_balance": Fraction(2_000), "at": mark,
        }  # fmt: skip
