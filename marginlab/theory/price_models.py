"""How a price may wander: models of equal variance and different shape, drawn from a seed.

In each of them the price moves by independent steps whose returns have the variance of the
volatility, so that they differ in shape alone: the normal model is that of `survival`; Student's t
moves less at most times and far more at some; jumps come now and then, on top of small moves. Without
drift none of them rises or falls on average. Volatility and drift are per year of 365 days, as
fractions; times are in hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import cos, exp, inf, pi, sqrt
from operator import mul
from random import Random
from types import MappingProxyType

from marginlab.theory.given import count, number
from marginlab.theory.survival import years_of


@dataclass(frozen=True, slots=True)
class PriceModel:
    """The shape of a price's moves.

    degrees: of freedom of Student's t, more than 2; inf is the normal shape. jumps: how many
    come in a year, on average, each normal with a standard deviation of `width` [fraction of the
    price]; the normal shape takes what variance they leave.
    """

    degrees: float = inf
    jumps: float = 0.0
    width: float = 0.0

    def __post_init__(self) -> None:
        if not self.degrees > 2:
            raise ValueError(
                f"degrees was {self.degrees!r}; more than 2 are needed, for there to be a variance"
            )
        for name, given in (("jumps", self.jumps), ("width", self.width)):
            number(name, given, least=0)

    @property
    def is_normal(self) -> bool:
        """Whether it is the model of `survival`, whose logarithm moves normally."""
        return self.degrees == inf and not self.jumps

    @property
    def least_volatility(self) -> float:
        """What the jumps alone come to [fraction per year]."""
        return sqrt(self.jumps) * self.width

    def drawn(self, draw: Random, steps: int, hours: float) -> Shocks:
        """What is drawn for a path of so many steps, of so many hours each."""
        years = years_of(number("hours", hours, positive=True))
        shape = self._normal if self.degrees == inf else self._student
        jumps = self._jumps(draw, steps, years)
        return Shocks(self, years, tuple(shape(draw) for _ in range(steps)), jumps)

    def _normal(self, draw: Random) -> float:
        return draw.gauss(0.0, 1.0)

    def _student(self, draw: Random) -> float:
        """Student's t of unit variance, by the polar method (Bailey 1994, Math. Comp. 62, 779)."""
        spread = (self.degrees - 2) * ((1 - draw.random()) ** (-2 / self.degrees) - 1)
        return sqrt(spread) * cos(2 * pi * draw.random())

    def _jumps(self, draw: Random, steps: int, years: float) -> tuple[float, ...]:
        """The jumps of each step, added up; empty where the model has none."""
        if not self.jumps:
            return ()
        sums, rate = [0.0] * steps, self.jumps * years
        at = draw.expovariate(rate)
        while at < steps:
            sums[int(at)] += draw.gauss(0.0, self.width)
            at += draw.expovariate(rate)
        return tuple(sums)


# The jumps: one a week, on average, 5 % wide.
MODELS: Mapping[str, PriceModel] = MappingProxyType({
    "normal": PriceModel(),
    "student t": PriceModel(degrees=3),
    "jumps": PriceModel(jumps=365 / 7, width=0.05),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shocks:
    """What was drawn of one path, to be used at any volatility and from any price.

    years: of a step; moves: of each step, with a variance of 1; jumps: of each step [fraction].
    """

    model: PriceModel
    years: float
    moves: tuple[float, ...]
    jumps: tuple[float, ...]

    def prices(self, start: float, volatility: float, drift: float = 0.0) -> list[float]:
        """The prices at the steps, the start first [quote per base]; none falls below 0."""
        left = volatility**2 - self.model.least_volatility**2
        if left < 0:
            raise ValueError(
                f"volatility was {volatility!r}; the jumps alone make "
                f"{self.model.least_volatility:.4f} a year, so that or more is needed"
            )
        spread = sqrt(left * self.years)
        returns = [spread * move for move in self.moves]
        if self.jumps:
            returns = [r + jump for r, jump in zip(returns, self.jumps, strict=True)]
        if self.model.is_normal:
            nu = (drift - volatility**2 / 2) * self.years
            factors = [exp(nu + r) for r in returns]
        else:
            growth = exp(drift * self.years)
            factors = [growth * max(0.0, 1 + r) for r in returns]
        return list(accumulate(factors, mul, initial=start))


def shocks(
    model: PriceModel, *, paths: int, steps: int, hours: float, seed: int
) -> Iterator[Shocks]:
    """What is drawn of this many paths within this many hours, one after the other.

    The same seed gives the same. A picture that keeps them draws nothing anew when volatility or
    drift change.
    """
    for name, given in (("paths", paths), ("steps", steps)):
        count(f"number of {name}", given)
    draw, step = Random(seed), number("hours", hours, positive=True) / steps
    return (model.drawn(draw, steps, step) for _ in range(paths))
