"""What only the final asks about: a hedge beside a position, and a price that wanders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import erfc, log, sqrt
from random import Random
from typing import Any, Self

from marginlab.course.house import RATES
from marginlab.course.lesson07_one_roof.exercises import Book
from marginlab.course.trade import Trade
from marginlab.practice.fresh import near
from marginlab.theory.survival import Survival
from marginlab.theory.terms import SHORT

HOURS_A_DAY, DAYS_A_YEAR = 24, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedged(Book):
    """A long and beside it, in the same cross account, a short of another coin, charged at its own rate."""

    second_base: str = "BTC"

    @property
    def second(self) -> Trade:
        """The short."""
        return Trade(
            size=self.second_size, entry_price=self.second_entry, leverage=self.leverage,
            base=self.second_base, side=SHORT, mmr=RATES["mmr"], fee_rate=self.fee_rate,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wandering(Trade):
    """A position whose mark price wanders from its entry, without drift.

    volatility [fraction per year]; days: for how long.
    """

    volatility: Fraction
    days: int

    def drawn(self, random: Random) -> Self:
        """Another position, under another volatility, for another time."""
        days = round(near(random, Fraction(self.days)))
        volatility = near(random, self.volatility)
        return replace(Trade.drawn(self, random), volatility=volatility, days=days)

    def chance(self, **changes: Any) -> Fraction:
        """How likely its wall is reached within that time, under other rates where they are given."""
        return self.chance_to(self.wall(**changes))

    def chance_to(self, wall: Fraction) -> Fraction:
        """How likely this price is reached within that time [fraction]."""
        survival = Survival(self.side, float(self.entry_price), float(wall), float(self.volatility))
        return Fraction(survival.probability(HOURS_A_DAY * self.days))

    def chance_at_the_end(self) -> Fraction:
        """How likely the price ends beyond its wall: what was there on the way does not count."""
        spread = float(self.volatility) * sqrt(self.days / DAYS_A_YEAR)
        away = log(self.wall() / self.entry_price) + spread**2 / 2
        return Fraction(erfc(-self.side * away / spread / sqrt(2)) / 2)
