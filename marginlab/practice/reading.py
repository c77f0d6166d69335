"""How a learner's answer is read as a number, and how it is said back.

Numbers of any kind become a Fraction, exactly; text may carry $, %, x, thousands' commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marginlab.practice.trees import (
    SHOWN,
    WANTED_NUMBER,
    Unreadable,
    exact,
    is_number,
    is_sympy,
    plain,
    shown,
    tree,
    value,
)
from marginlab.theory.formulas import Formula
from marginlab.theory.terms import MINUS, show


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what was written behind it: "%", "x", "money" or nothing."""

    value: Fraction
    mark: str = ""


_MARKS = {
    "%": "%",
    "x": "x",
    "×": "x",
    "$": "money",
    "usdt": "money",
    "usdc": "money",
    "usd": "money",
}
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s?(?P<dollar>\$?)\s?(?P<sign2>[+-]?)"
    r"(?P<digits>[0-9]{1,3}(?:[ ,_][0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?P<power>(?:e[+-]?[0-9]{1,3})?)\s?(?P<mark>%|\$|x|×|usdt|usdc|usd)?",
    re.IGNORECASE,
)
# 2385,98 and 2.385,98 and 2 385,98, with whatever may stand around a number.
_DECIMAL_COMMA = re.compile(
    r"[+-]?\s?\$?\s?[+-]?[0-9][0-9. _']*,[0-9]+\s?(?:%|\$|x|×|€|[a-z]{3,4})?", re.IGNORECASE
)


def quantity(answer: object) -> Quantity:
    """The number that an answer is, exact."""
    kind = type(answer)
    if issubclass(kind, str):
        return _quantity_of_text(str(answer))
    if issubclass(kind, bool):
        raise Unreadable(f"`{answer}` is a yes or no. {WANTED_NUMBER}")
    if issubclass(kind, Formula):
        raise Unreadable("This is a formula; call it with its terms to get a number.")
    if is_sympy(kind) or is_number(kind):
        return Quantity(_worth(answer))
    if issubclass(kind, tuple) and _is_a_split_number(answer):
        raise Unreadable(
            "In Python a comma makes two numbers of one: leave it out, or put the number in quotes."
        )
    raise Unreadable(f"A `{shown(kind.__name__)}` is no number. {WANTED_NUMBER}")


def _worth(answer: object) -> Fraction:
    """The number that a formula without letters comes to, such as 4*2500/20."""
    try:
        return value(tree(answer, ()), {})
    except Unreadable:
        if is_sympy(type(answer)):
            raise Unreadable("Turn it into a plain number first, with `float(...)`.") from None
        raise
    except ZeroDivisionError:
        raise Unreadable(f"This divides by zero. {WANTED_NUMBER}") from None


def _is_a_split_number(answer: Any) -> bool:
    """Whether 2,385.98 was typed without quotes, which Python reads as (2, 385.98)."""
    return len(answer) > 1 and all(type(part) in (int, float) for part in answer)


def _quantity_of_text(text: str) -> Quantity:
    text = plain(text)
    found = _NUMBER.fullmatch(text) if len(text) <= SHOWN else None
    if found is None:
        if _DECIMAL_COMMA.fullmatch(text):
            raise Unreadable("Decimals stand behind a point here, and commas part thousands.")
        try:
            return Quantity(_worth(text))
        except Unreadable:
            raise Unreadable(WANTED_NUMBER) from None
    digits = re.sub("[ ,_]", "", found["digits"])
    number = Fraction(digits + found["power"])
    if "-" in (found["sign"], found["sign2"]):
        number = -number
    mark = found["mark"] or found["dollar"]
    return Quantity(number, _MARKS.get(mark.lower(), ""))


def echo(answer: object) -> str:
    """The learner's answer as it is printed back, or nothing if it has no short form."""
    kind = type(answer)
    if issubclass(kind, str):
        return shown(str(answer))
    if issubclass(kind, Formula):
        return shown(str(answer.expr))  # type: ignore[attr-defined]
    if issubclass(kind, bool) or not is_number(kind):
        return shown(str(answer)) if is_sympy(kind) else ""
    number = exact(answer)
    if number == 0 or Fraction(1, 10**6) <= abs(number) < 10**15:
        return show(number, "plain")
    return f"{float(number):.6g}".replace("-", MINUS)
