"""How long a position lives while its mark price wanders: chances of liquidation, and half-life.

The model: the mark price is a geometric Brownian motion that is watched at every moment, and the
liquidation price stands still. Volatility and drift are per year of 365 days, as fractions; times
are in hours. Real prices jump and have fatter tails: of equal variance, they make what is rare
likelier and what is likely rarer (`price_models`).

The law of first passage is classical (Schrödinger 1915); it is given, and the tests prove it: it
solves the backward equation of the motion, and at the wall it is 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import erfc, exp, expm1, hypot, inf, log, log1p, nan, pi, sqrt
from typing import Any

from marginlab.theory.given import LARGEST, direction, fraction, number

HOURS = 24 * 365  # of a year
N = Any  # a float, or a sympy expression
VOLATILITIES = (1e-6, 1e3)  # of what moves at all; beyond them floats would not do
HALF = Fraction(1, 2)
COARSENESS = 0.5826  # -zeta(1/2) / sqrt(2 pi), of a motion that is looked at now and then


def first_passage(
    side: N, b: N, nu: N, volatility: N, years: N, phi: Callable[[N], N], tilted: Callable[..., N]
) -> N:
    """Chance that a Brownian motion with drift nu touches b within this many years [fraction].

    b: logarithm of wall over price; phi: the normal distribution; tilted(a, z, ...): exp(a) phi(z),
    for which floats need care. The second term counts the paths that came back.
    """
    spread = volatility * years**HALF
    beyond = phi(side * (b - nu * years) / spread)
    return beyond + touched_and_back(side, b, b, nu, volatility, years, tilted)


def touched_and_back(
    side: N, b: N, k: N, nu: N, volatility: N, years: N, tilted: Callable[..., N]
) -> N:
    """Chance that it touches b, but ends on the living side of k [fraction]: the reflection.

    k lies on the living side of b, or is b.
    """
    spread = volatility * years**HALF
    return tilted(
        2 * nu * b / volatility**2,
        side * (2 * b - k + nu * years) / spread,
        ((k - nu * years) / spread, 2 * (b * (b - k)) ** HALF / spread),
    )


@dataclass(frozen=True, slots=True)
class Survival:
    """A position under a wandering mark price: how likely it is to be liquidated, and when.

    mark_price, liquidation_price [quote per base]; the latter is nan, or below zero for a long,
    where it is never reached. volatility, drift [fraction per year]. approximate says, where it is
    not empty, what the numbers leave out.
    """

    side: int
    mark_price: float
    liquidation_price: float
    volatility: float
    drift: float = 0.0
    approximate: str = ""

    def __post_init__(self) -> None:
        def put(name: str, value: float) -> None:
            object.__setattr__(self, name, value)

        direction(self.side)
        put("mark_price", number("mark price", self.mark_price, positive=True))
        put("volatility", number("volatility", self.volatility))
        put("drift", number("drift", self.drift))
        if self.liquidation_price == self.liquidation_price:  # nan, never, is welcome
            put("liquidation_price", number("liquidation price", self.liquidation_price))
        least, most = VOLATILITIES
        if not least <= self.volatility <= most:
            raise ValueError(
                f"volatility was {self.volatility!r}; a fraction per year from {least} to {most:.0f} "
                "is needed"
            )

    @property
    def never_reached(self) -> bool:
        """Whether no price of the model reaches the wall."""
        wall = self.liquidation_price
        return wall != wall or (self.side > 0 and wall <= 0)

    @property
    def liquidated(self) -> bool:
        """Whether the mark price stands at the wall or beyond it from the start."""
        return (
            not self.never_reached and self.side * (self.mark_price - self.liquidation_price) <= 0
        )

    @property
    def log_distance(self) -> float:
        """Logarithm of wall over mark price: below zero for a long, above for a short."""
        return _log_ratio(self.liquidation_price, self.mark_price)

    @property
    def nu(self) -> float:
        """Drift of the logarithm of the price [per year]."""
        return self.drift - self.volatility**2 / 2

    def probability(self, hours: float) -> float:
        """Chance to be liquidated within this many hours [fraction]; hours may be inf."""
        years = years_of(hours)
        if self.never_reached or self.liquidated or years == 0:
            return float(self.liquidated)
        if years == inf:
            return exp(min(0.0, 2 * self.nu * self.log_distance / self.volatility**2))
        chance = first_passage(
            self.side, self.log_distance, self.nu, self.volatility, years, _phi, _tilted
        )
        return min(1.0, float(chance))

    def time_until(self, probability: float) -> float:
        """Hours until this share of such positions is gone; inf if it never comes so far."""
        probability = fraction("probability", probability, positive=True)
        if self.liquidated:
            return 0.0
        if self.probability(inf) <= probability:
            return inf
        return _crossing(lambda hours: self.probability(hours) >= probability)

    @property
    def half_life(self) -> float:
        """Hours until half of such positions are gone; inf if fewer ever are."""
        return self.time_until(0.5)

    @property
    def mean_life(self) -> float:
        """Mean of the hours to liquidation: inf where some live for ever, and without drift.

        Far above the half-life: a few live very long.
        """
        if self.liquidated:
            return 0.0
        if self.never_reached or self.nu * self.side >= 0:
            return inf
        return self.log_distance / self.nu * HOURS

    def density(self, hours: float) -> float:
        """Density of the time of liquidation [per hour]: inverse Gaussian."""
        years = years_of(number("hours", hours, positive=True))
        if self.never_reached or self.liquidated:
            return 0.0
        spread = self.volatility * sqrt(years)
        z = (self.log_distance - self.nu * years) / spread
        height = _bell(z)
        return abs(self.log_distance) / spread / years * height / HOURS if height else 0.0

    def liquidated_yet_right(self, hours: float, price: float | None = None) -> float:
        """Chance to be liquidated within this many hours although the end price is no worse than
        `price`, by default the current mark price [fraction]."""
        years = years_of(number("hours", hours))
        price = self.mark_price if price is None else number("price", price, positive=True)
        if self.never_reached or years == 0:
            return float(self.liquidated and self.side * (self.mark_price - price) >= 0)
        k, spread = _log_ratio(price, self.mark_price), self.volatility * sqrt(years)
        worse = _phi(self.side * (k - self.nu * years) / spread)
        if self.liquidated:
            return 1 - worse
        b = self.log_distance
        if self.side * (k - b) < 0:  # whoever ends worse than that was liquidated on the way
            return self.probability(hours) - worse
        return float(touched_and_back(self.side, b, k, self.nu, self.volatility, years, _tilted))

    def take_profit_first(self, target: float) -> float:
        """Chance to reach a target price before the wall [fraction]."""
        target = number("target", target, positive=True)
        if self.side * (target - self.mark_price) < 0:
            raise ValueError(
                f"target was {target!r}; one on the profitable side of {self.mark_price!r} is needed"
            )
        if self.liquidated:
            return 0.0
        ahead = abs(_log_ratio(target, self.mark_price))
        pull = -2 * self.nu * self.side / self.volatility**2  # towards the wall where positive
        if self.never_reached:
            return exp(-max(0.0, pull) * ahead)
        behind = abs(self.log_distance)
        if abs(pull) * (behind + ahead) < 1e-12:
            return behind / (behind + ahead)
        if pull > 0:
            whole = -expm1(-pull * (behind + ahead))
            return exp(-pull * ahead) * -expm1(-pull * behind) / whole
        return expm1(pull * behind) / expm1(pull * (behind + ahead))

    def expected_forfeit(self, hours: float, maintenance_margin: float) -> float:
        """Mean of what liquidations within this many hours forfeit [settle coin].

        maintenance_margin: the requirement at the wall, which is what is left there. Without drift
        it is also what the position loses on average: a mode changes the shape, not the mean.
        """
        return self.probability(hours) * number("maintenance margin", maintenance_margin)

    def at_marks(self, hours: float) -> Survival:
        """The same where the price is looked at every so many hours only: an approximation.

        What came and went between two marks is not seen, as if the wall stood further away by the
        factor exp(0.5826 sigma sqrt(dt)): Broadie, Glasserman and Kou, "A continuity correction for
        discrete barrier options" (Mathematical Finance 7, 1997). Good to about 0.001 while the
        horizon has many marks, to 0.02 where it has three.
        """
        years = years_of(number("hours", hours, positive=True))
        away = 1.0 if self.liquidated else exp(COARSENESS * self.volatility * sqrt(years))
        return replace(
            self, liquidation_price=self.liquidation_price * away**-self.side,
            approximate=self._also("marks at intervals are put into the wall"),
        )  # fmt: skip

    def with_funding(self, rate: float, leverage: float, hours: float = 8.0) -> Survival:
        """The same with funding of that rate at this interval [h]: an approximation.

        The wall of a long moves up by rate x L / (L - 1) of itself at each payment, L being
        position value over margin; that is put into the drift. Good to about 0.005 within a month
        while rates stay at 0.03 % or less; at 0.1 % it errs by up to 0.02. A simulation with
        `creep` tells.
        """
        rate, leverage = number("funding rate", rate), number("leverage", leverage, positive=True)
        if leverage - self.side <= 0:
            raise ValueError(f"leverage was {leverage!r}; more than 1 is needed for a long")
        a_year = HOURS / number("hours", hours, positive=True)
        creep = rate * a_year * leverage / (leverage - self.side)
        return replace(
            self, drift=self.drift - creep,
            approximate=self._also("funding is put into the drift of the price"),
        )  # fmt: skip

    def _also(self, left_out: str) -> str:
        return f"{self.approximate}; {left_out}" if self.approximate else left_out


def wall_for(
    probability: float,
    hours: float,
    *,
    side: int,
    mark_price: float,
    volatility: float,
    drift: float = 0.0,
) -> float:
    """The liquidation price that is reached within this many hours with this chance."""
    probability = fraction("probability", probability, positive=True)
    number("hours", hours, positive=True)
    there = Survival(side, mark_price, nan, volatility, drift)

    def price(distance: float) -> float:
        wall = mark_price * exp(-side * min(distance, 600.0))
        if distance > 600 or wall >= LARGEST:
            raise ValueError(
                f"probability was {probability!r}; with a drift of {drift!r} no wall is that far away"
            )
        return wall

    def rare(distance: float) -> bool:
        at = replace(there, liquidation_price=price(distance))
        return at.probability(hours) <= probability

    return price(_crossing(rare))


# ---- numbers ----------------------------------------------------------------------------------


def years_of(hours: float) -> float:
    """The hours in years of 365 days; inf stays inf."""
    return (hours if hours == inf else number("hours", hours, least=0)) / HOURS


def _log_ratio(a: float, b: float) -> float:
    return log1p((a - b) / b) if 0.5 < a / b < 2 else log(a) - log(b)


def _phi(z: float) -> float:
    """The normal distribution."""
    return erfc(-z / sqrt(2)) / 2


def _bell(z: float) -> float:
    """The normal density."""
    return exp(-z * z / 2) / sqrt(2 * pi)


def _tilted(a: float, z: float, near: tuple[float, float]) -> float:
    """exp(a) phi(z), where a may be huge and phi(z) tiny: then z^2 - 2 a is the square of near."""
    if z > 0:
        return exp(a) * _phi(z)
    return _bell(hypot(*near)) * _mills(-z)


def _mills(z: float) -> float:
    """The normal tail beyond z >= 0 over the density at z."""
    if z < 12:
        return _phi(-z) / _bell(z)
    fraction = z
    for k in range(30, 0, -1):  # Laplace's continued fraction, exact to the last digit here
        fraction = z + k / fraction
    return 1 / fraction


def _crossing(reached: Callable[[float], bool]) -> float:
    """The smallest x above 0 from which `reached` holds, by halving its logarithm."""
    low = high = 1.0
    while not reached(high):
        low, high = high, high * 2
    while reached(low):
        low, high = low / 2, low
    for _ in range(60):
        middle = sqrt(low * high)
        low, high = (low, middle) if reached(middle) else (middle, high)
    return sqrt(low * high)
