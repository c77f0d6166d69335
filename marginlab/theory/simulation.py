"""Simulated lives of a position, made from a seed: how many are liquidated, and where prices end.

The same model as `survival`, whose formulas it checks, and what they leave out: a wall that moves.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import exp, log1p, sqrt
from random import Random
from typing import Literal, get_args

from marginlab.theory.given import count, number, one_of
from marginlab.theory.survival import Survival, years_of

Monitoring = Literal["bridge", "steps"]


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
) -> Fates:
    """Simulate this many such positions for this many hours; the same seed gives the same fates.

    monitoring: "bridge" draws whether the wall was touched between two steps, with the chance of
    a Brownian bridge, and is exact; "steps" looks at the steps only and misses liquidations.
    creep: how far the wall moves at the end of each step, as a share of the price then: what a
    funding payment does. Take one step for each payment.
    """
    for name, given in (("paths", paths), ("steps", steps)):
        count(f"number of {name}", given)
    one_of("monitoring", monitoring, get_args(Monitoring))
    years = years_of(number("hours", hours, positive=True))
    number("creep", creep)
    draw, dt = Random(seed), years / steps
    liquidated, ends = [], array("d")
    for _ in range(paths):
        gone, end = _life(survival, draw, dt, steps, monitoring == "bridge", creep)
        liquidated.append(gone)
        ends.append(end)
    return Fates(tuple(liquidated), ends)


def _life(
    survival: Survival, draw: Random, dt: float, steps: int, bridge: bool, creep: float
) -> tuple[bool, float]:
    """One path: whether it was liquidated, and the price at the end."""
    side, start, nu, sigma = survival.side, survival.mark_price, survival.nu, survival.volatility
    price, wall, gone = start, survival.liquidation_price, survival.liquidated
    for step in range(steps):
        if gone:  # the price goes on without the position
            left = dt * (steps - step)
            return True, price * exp(nu * left + sigma * sqrt(left) * draw.gauss(0.0, 1.0))
        before, price = price, price * exp(nu * dt + sigma * sqrt(dt) * draw.gauss(0.0, 1.0))
        gone = side * (price - wall) <= 0
        if bridge and not gone and wall > 0:
            closeness = log1p(before / wall - 1) * log1p(price / wall - 1)
            gone = draw.random() < exp(-2 * closeness / (sigma**2 * dt))
        if creep and not gone:
            wall += creep * price
            gone = side * (price - wall) <= 0
    return gone, price
