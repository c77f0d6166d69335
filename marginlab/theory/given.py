"""What may be given, and the sentence for what may not: what was, what is allowed.

A value that makes no sense raises ValueError; what an exchange would refuse raises Rejected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import inf, isfinite
from numbers import Number
from typing import Any, Literal, get_args

from marginlab.theory.conditions import is_sympy
from marginlab.theory.terms import LONG, SHORT, TERMS, show
from marginlab.theory.written import Written

MarginMode = Literal["cross", "isolated"]
TierRule = Literal["progressive", "flat"]
MODES: tuple[MarginMode, ...] = get_args(MarginMode)
TIER_RULES: tuple[TierRule, ...] = get_args(TierRule)
LARGEST, SMALLEST = 1e60, 1e-60


class Rejected(ValueError):
    """The exchange would refuse this; the sentence says what was asked and what is allowed."""


class Misread(ValueError):
    """Several values cannot be; `faults` holds a sentence for each, by its name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


def number(name: str, value: Any, *, positive: bool = False, least: float = -LARGEST) -> float:
    """The value as a float; ValueError says what was given when it is no finite number.

    positive: it must be above 0; least: it must not be below that. Beyond any market's numbers
    products could overflow, so those are refused as well.
    """
    if type(value) is float and (SMALLEST if positive else least) < value < LARGEST:
        return value
    checked(name, value, positive=positive)
    if value < least and least > -LARGEST:
        raise _refused(name, value, f"a number from {least:g} upwards")
    if abs(value) >= LARGEST or (positive and value <= SMALLEST):
        lowest = SMALLEST if positive else -LARGEST
        raise _refused(name, value, f"no market has that, a number from {lowest:g} to {LARGEST:g}")
    return float(value)


def within(name: str, value: Any, low: float, high: float) -> float:
    """The value as a float; ValueError unless it is a number from low to high."""
    if not (is_number(value) and low <= value <= high):
        raise _refused(name, value, f"{show(low)} to {show(high)}")
    return float(value)


def fraction(name: str, value: Any, *, positive: bool = False) -> float:
    """The value as a float; ValueError unless it is from 0 (positive: above 0) to below 1."""
    if not (is_number(value) and 0 <= value < 1 and (value > 0 or not positive)):
        raise _refused(
            name, value, f"a fraction {'above 0 and' if positive else 'from 0 to'} below 1"
        )
    return float(value)


def count(name: str, value: Any, *, least: int = 1, most: int | None = None) -> int:
    """The value; ValueError unless it is a whole number from least to most."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < least or (most is not None and value > most):
        upwards = "upwards" if most is None else f"to {most:,}"
        raise _refused(name, value, f"a whole number from {least} {upwards}")
    chosen: int = value
    return chosen


def checked(name: str, value: Any, *, positive: bool = False) -> None:
    """ValueError unless value is a finite number, above 0 where that is asked."""
    if not (is_number(value) and (value > 0 or not positive)):
        raise _refused(name, value, "a number above 0" if positive else "a finite number")


def exact(name: str, value: Decimal | float | str) -> Decimal:
    """The number as it was written; ValueError for what is none."""
    try:
        written = Decimal("nan" if isinstance(value, bool) else str(value))
    except ArithmeticError:
        written = Decimal("nan")
    if not written.is_finite():
        raise _refused(name, value, "a finite number")
    return written


def rate(name: str, value: Decimal | float | str) -> Decimal:
    """A rate as it was written [fraction]; ValueError unless it is from 0 to below 1."""
    written = exact(name, value)
    if not 0 <= written < 1:
        raise _refused(name, value, "a fraction from 0 to below 1")
    return written


def direction(side: Any) -> int:
    """LONG or SHORT; ValueError for anything else."""
    if isinstance(side, bool) or not isinstance(side, int) or side not in (LONG, SHORT):
        raise _refused("side", side, TERMS["side"].allowed)
    return side


def one_of(name: str, value: Any, words: Sequence[str]) -> None:
    """ValueError unless the value is one of these words."""
    if value not in words:
        known = " or ".join(words) if len(words) == 2 else f"one of {', '.join(words)}"
        raise _refused(name, value, known)


def expect(name: str, value: Any, kind: type) -> None:
    """ValueError unless the value is of that kind."""
    if not isinstance(value, kind):
        raise _refused(name, value, f"one of the kind {kind.__name__}")


def by_symbol(what: str, given: Any) -> Mapping[str, float]:
    """Numbers by symbol, none for None; ValueError for anything else."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ValueError(f"{what} were {given!r}; numbers by symbol are needed")
    return given


def mark_of(marks: Mapping[str, float], symbol: str, what: str = "mark") -> float:
    """The mark price of a symbol; ValueError when it is missing or no number above 0.

    what: the word for another price than the mark.
    """
    try:
        mark = marks[symbol]
    except (KeyError, TypeError, IndexError):
        raise ValueError(f"{what}s were {marks!r}; a {what} price for {symbol} is needed") from None
    if type(mark) is float and SMALLEST < mark < LARGEST:
        return mark
    return number(f"{what} price of {symbol}", mark, positive=True)


def look_closer(terms: Mapping[str, Any]) -> None:
    """Refuse the value that is out of bounds; let arrays and symbols pass, which have no order."""
    for name, value in terms.items():
        term = TERMS.get(name)
        symbolic = is_sympy(value) and getattr(value, "free_symbols", None)
        if term is None or symbolic or isinstance(value, Written):
            continue
        try:
            good = bool(eval(term.bounds, {"x": value, "inf": inf}))  # our own table of bounds
        except Exception:
            # Not comparable: an array or an expression carries on, a string or None does not.
            numeric = hasattr(value, "__mul__") and hasattr(value, "__truediv__")
            good = numeric and not isinstance(value, Number)
        if not good:
            raise ValueError(f"{name} was {value!r}; {term.allowed} is needed")


def is_number(value: Any) -> bool:
    """Whether it is a finite number, of any kind but truth values and text."""
    try:
        return not isinstance(value, bool | str) and isfinite(value)
    except (TypeError, ValueError, OverflowError):
        return False


def _refused(name: str, value: Any, allowed: str) -> ValueError:
    return ValueError(f"{name.replace('_', ' ')} was {value!r}; {allowed} is needed")
