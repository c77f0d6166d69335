"""Statements written down: plain arithmetic that is run with names in place of numbers.

Run so, a statement says all that it does, with every constant and every function that it calls, and
what does something else says something else. What was derived is stored under what it was derived
from (`marginlab.theory.stored`), so nothing is ever found there for a constant or a sign that has changed.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sympy import Expr

SUM, PRODUCT, SIGN, POWER, NAME = range(5)  # how tightly a piece of text holds together
NUMBERS = (int, float, Fraction, Decimal)


class Written:
    """A name, or what arithmetic has made of names: `2 * Written("size")` says "2*size".

    says: empty where anything but names and numbers is in it. sympy takes it for the expression that
    the same arithmetic makes of symbols.
    """

    __slots__ = ("_made_of", "holds", "says")

    def __init__(self, says: str, holds: int = NAME, *made_of: Any) -> None:
        self.says = says
        self.holds = holds
        self._made_of = made_of

    def _sympy_(self) -> Expr:
        if self._made_of:
            work, *parts = self._made_of
            return work(*(p._sympy_() if isinstance(p, Written) else p for p in parts))
        from sympy import Symbol

        return Symbol(self.says)

    def __eq__(self, other: object) -> bool:
        raise TypeError("a statement is plain arithmetic: it compares nothing")

    def __bool__(self) -> bool:
        raise TypeError("a statement is plain arithmetic: it asks for no truth")

    def __neg__(self) -> Written:
        inner = _within(self, POWER)
        return Written(inner and f"-{inner}", SIGN, operator.neg, self)

    def __add__(self, other: Any) -> Written:
        return _joined(self, " + ", other, SUM, operator.add)

    def __radd__(self, other: Any) -> Written:
        return _joined(other, " + ", self, SUM, operator.add)

    def __sub__(self, other: Any) -> Written:
        return _joined(self, " - ", other, SUM, operator.sub)

    def __rsub__(self, other: Any) -> Written:
        return _joined(other, " - ", self, SUM, operator.sub)

    def __mul__(self, other: Any) -> Written:
        return _joined(self, "*", other, PRODUCT, operator.mul)

    def __rmul__(self, other: Any) -> Written:
        return _joined(other, "*", self, PRODUCT, operator.mul)

    def __truediv__(self, other: Any) -> Written:
        return _joined(self, "/", other, PRODUCT, operator.truediv)

    def __rtruediv__(self, other: Any) -> Written:
        return _joined(other, "/", self, PRODUCT, operator.truediv)

    def __pow__(self, other: Any) -> Written:
        return _joined(self, "**", other, POWER, operator.pow)

    def __rpow__(self, other: Any) -> Written:
        return _joined(other, "**", self, POWER, operator.pow)


def said(value: Any) -> str:
    """What a number or something written says; empty for anything else."""
    return _within(value, SUM)


def key(*parts: str) -> str:
    """Under which name something is stored that depends on these texts; empty if one of them is."""
    return sha256("\n".join(parts).encode()).hexdigest()[:16] if all(parts) else ""


def _joined(
    left: Any, sign: str, right: Any, holds: int, work: Callable[[Any, Any], Any]
) -> Written:
    # a - b - c is (a - b) - c; of two powers neither goes without brackets.
    first, second = _within(left, holds + (holds == POWER)), _within(right, holds + 1)
    says = f"{first}{sign}{second}" if first and second else ""
    return Written(says, holds, work, left, right)


def _within(value: Any, holds: int) -> str:
    """What it says, in brackets where it holds together less tightly than that."""
    if isinstance(value, Written):
        says, own = value.says, value.holds
    elif type(value) in NUMBERS:  # not True, nor numpy's
        says = repr(value)
        own = SIGN if says.startswith("-") else NAME
    else:
        return ""
    return f"({says})" if says and own < holds else says
