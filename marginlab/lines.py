"""Straight lines as a kind of number, and the first place where a chain of them falls to zero.

Statements are plain arithmetic, so a mark price that is a `Line` goes through them and comes out
as the line that equity or requirement follows inside one tier: no slope is worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf, nan


@dataclass(frozen=True, slots=True)
class Line:
    """start + slope x, for an x that is still unknown."""

    start: float
    slope: float = 0.0

    @classmethod
    def of(cls, value: Line | float) -> Line:
        """The value as a line; a number is a level one."""
        return value if isinstance(value, Line) else cls(value)

    def at(self, x: float) -> float:
        """Its height at x."""
        return self.start + self.slope * x

    def __add__(self, other: Line | float) -> Line:
        more = Line.of(other)
        return Line(self.start + more.start, self.slope + more.slope)

    __radd__ = __add__

    def __neg__(self) -> Line:
        return Line(-self.start, -self.slope)

    def __sub__(self, other: Line | float) -> Line:
        return self + -Line.of(other)

    def __rsub__(self, other: Line | float) -> Line:
        return Line.of(other) - self

    def __mul__(self, other: float) -> Line:
        return Line(self.start * other, self.slope * other)

    __rmul__ = __mul__


def first_crossing(
    line_near: Callable[[float], Line], breaks: Iterable[float], limit: float = inf
) -> float:
    """The smallest x from 0 to limit at which the height is 0 or jumps below it; else nan.

    line_near: the line that holds around an x; breaks: where one line gives way to the next.
    """
    left = 0.0
    for right in (*sorted(x for x in breaks if 0 < x < limit), limit):
        line = line_near((left + right) / 2 if right < inf else 2 * left + 1)
        if line.at(left) <= 0:
            return left
        if line.slope < 0 and -line.start / line.slope <= right:
            return -line.start / line.slope
        left = right
    return nan
