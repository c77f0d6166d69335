"""Simulated lives of a position, made from a seed: how many are liquidated, and where prices end.

The normal model, watched at every moment, is that of `survival`, whose formulas it checks. The rest
is what they leave out: prices of another shape, marks at intervals, a wall that moves.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from random import Random
from typing import Literal, get_args

from marginlab.theory.given import count, number, one_of
from marginlab.theory.price_models import MODELS, shocks
from marginlab.theory.survival import Survival, years_of

Monitoring = Literal["bridge", "steps"]
Touched = Callable[[float, float, float], bool]  # of the price before, the price and the wall


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of simulated positions: who was liquidated, and where each price ended."""

    liquidated: tuple[bool, ...]
    end_prices: array[float]

    @property
    def probability(self) -> float:
        """Share that was liquidated [fraction]."""
        return sum(self.liquidated) / len(self.liquidated)

    @property
    def standard_error(self) -> float:
        """Standard error of that share [fraction]."""
        p = self.probability
        return sqrt(p * (1 - p) / len(self.liquidated))


def simulate(
    survival: Survival,
    hours: float,
    *,
    paths: int = 10_000,
    steps: int = 32,
    seed: int = 1,
    monitoring: Monitoring = "bridge",
    creep: float = 0.0,
    every: int = 1,
    model: str = "normal",
) -> Fates:
    """Simulate this many such positions for this many hours; the same seed gives the same fates.

    monitoring: "bridge" draws whether the wall was touched between two steps, with the chance of
    a Brownian bridge, and is exact; "steps" looks at the steps only, as an exchange looks at its
    marks, and misses what came and went between them. Only the normal model has a bridge.
    creep, every: how far the wall moves after each `every` steps, as a share of the price then:
    what a funding payment does. model: how the price moves, "normal", "student t" or "jumps", all
    of equal variance. Positions of the same seed, steps and model meet the same moves.
    """
    one_of("monitoring", monitoring, get_args(Monitoring))
    one_of("model", model, tuple(MODELS))
    if monitoring == "bridge" and not MODELS[model].is_normal:
        raise ValueError(
            f"monitoring was {monitoring!r} with the model {model!r}, of which nothing is known "
            "between two steps; steps is needed"
        )
    drawn = shocks(MODELS[model], paths=paths, steps=steps, hours=hours, seed=seed)
    touched = None
    if monitoring == "bridge":
        touched = bridge(survival.volatility, hours / steps, seed)
    liquidated, ends = [], array("d")
    for path in drawn:
        prices = path.prices(survival.mark_price, survival.volatility, survival.drift)
        at = liquidated_at(survival, prices, touched=touched, creep=creep, every=every)
        liquidated.append(at is not None)
        ends.append(prices[-1])
    return Fates(tuple(liquidated), ends)


def liquidated_at(
    survival: Survival,
    prices: Sequence[float],
    *,
    touched: Touched | None = None,
    creep: float = 0.0,
    every: int = 1,
) -> int | None:
    """The step of a path, from 0 on, by which the position is liquidated; None if it never is.

    touched: says whether the wall was met on the way from one step to the next, as a `bridge` does;
    without it the steps alone are looked at. creep, every: as in `simulate`.
    """
    number("creep", creep)
    count("number of steps from payment to payment", every)
    if survival.liquidated:
        return 0
    side, wall = survival.side, survival.liquidation_price
    if touched is None and not creep:  # several times as fast
        return next((at for at, p in enumerate(prices) if side * (p - wall) <= 0), None)
    for at, (before, price) in enumerate(pairwise(prices), 1):
        if side * (price - wall) <= 0 or (touched and touched(before, price, wall)):
            return at
        if creep and at % every == 0:
            wall += creep * price
            if side * (price - wall) <= 0:
                return at
    return None


def bridge(volatility: float, hours: float, seed: int) -> Touched:
    """Draws whether a normal path touched a wall within a step of so many hours, of which both ends
    are known and lie on the living side: exact, the law of a Brownian bridge."""
    draw = Random(f"{seed} between the steps")
    half_variance = volatility**2 * years_of(hours) / 2

    def touched(before: float, price: float, wall: float) -> bool:
        if not (wall > 0 and price > 0):  # no wall, or infinitely far from it
            return False
        return draw.random() < exp(-log(before / wall) * log(price / wall) / half_variance)

    return touched
