"""Where a height that is straight in pieces first falls to zero, along a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf, nan

from marginlab.theory.rounding import HAIR

Height = Callable[[float], float]


def first_crossing(
    height_near: Callable[[float], Height], breaks: Iterable[float], limit: float = inf
) -> float:
    """The smallest x from 0 to limit at which the height is 0 or jumps below it; else nan.

    height_near: the straight line that holds around an x; breaks: where one gives way to the next.
    """
    left = 0.0
    for right in (*sorted({x for x in breaks if 0 < x < limit}), limit):
        inside = (left + right) / 2 if right < inf else 2 * left + 1
        height = height_near(inside)
        here = height(left)
        if here <= 0:
            return left
        slope = (height(inside) - here) / (inside - left)
        if slope < 0:
            x = left - here / slope
            # Both heights were rounded: look once more where they meet, but not where the path ends.
            if x <= right and x < limit * (1 - HAIR):
                return min(max(left, x - height(x) / slope), right)
        left = right
    return nan
