"""What the memo is about: two longs that are to be held, the limits on them, and what follows from a plan.

Each sitting has its own numbers, the same for everybody; the first has those of the course's plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import erfc, sqrt
from random import Random
from typing import Any

from marginlab.course.house import PAYMENTS_A_DAY, RATES
from marginlab.course.trade import exact
from marginlab.practice.fresh import near, rounded
from marginlab.theory.formulas import funding_payment, maintenance_margin, position_value
from marginlab.theory.simulation import Fates, simulate
from marginlab.theory.survival import Survival, wall_for
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

HOURS_A_DAY, DAYS_A_YEAR = 24, 365
PATHS, SEED = 10_000, 1  # of the simulation that says what funding does to a chance
ERRORS = 3  # standard errors within which it is believed
TRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A long that is to be held while its mark price wanders from the entry, without drift.

    size [base coin], entry_price [quote per base]; mmr, fee_rate [fraction]; days: for how long;
    volatility [fraction per year].
    """

    base: str
    size: Fraction
    entry_price: Fraction
    mmr: Fraction
    fee_rate: Fraction = RATES["fee_rate"]
    days: int
    volatility: Fraction

    @property
    def value(self) -> Fraction:
        """The notional at the entry [settle coin]."""
        return Fraction(position_value(self.size, self.entry_price))

    @property
    def required(self) -> Fraction:
        """The requirement at the entry [settle coin]."""
        return Fraction(maintenance_margin(self.size, self.entry_price, self.mmr, self.fee_rate))

    @property
    def payments(self) -> int:
        """How many funding payments fall into its days."""
        return self.days * PAYMENTS_A_DAY

    def payment(self, rate: Fraction) -> Fraction:
        """One funding payment at that rate and the entry price [settle coin]."""
        return Fraction(funding_payment(LONG, self.size, self.entry_price, rate))

    def wall(self, behind: Fraction) -> Fraction:
        """Its liquidation price with this money behind it [quote per base]."""
        return Fraction(BITGET.liquidation_price(**self._terms(collateral=behind)))

    def told(self, price: Fraction) -> str:
        """A price of it in words: with two decimals, and with four where it is below a hundred."""
        return show(price, "price" if self.entry_price >= 100 else "size")

    def money_for(self, wall: float) -> Fraction:
        """The money that puts its wall there [settle coin]."""
        formula = Consequences(BITGET).collateral_for_wall
        return Fraction(formula(**self._terms(mark_price=Fraction(wall))))

    def money_within(self, chance: Fraction) -> Fraction:
        """The money with which it is liquidated within its days with just this chance, funding left out."""
        return self.money_for(
            wall_for(
                float(chance), HOURS_A_DAY * self.days, side=LONG, mark_price=float(self.entry_price),
                volatility=float(self.volatility),
            )
        )  # fmt: skip

    def survival(self, behind: Fraction) -> Survival:
        """What the closed forms say of it with this money behind it."""
        wall = float(self.wall(behind))
        return Survival(LONG, float(self.entry_price), wall, float(self.volatility))

    def chance(self, behind: Fraction) -> float:
        """How likely it is liquidated within its days, funding left out [fraction]."""
        return self.survival(behind).probability(HOURS_A_DAY * self.days)

    def chance_at_the_end(self, behind: Fraction) -> float:
        """How likely its price ends beyond the wall: what was there on the way does not count [fraction]."""
        end = self.survival(behind)
        if end.never_reached:
            return 0.0
        spread = end.volatility * sqrt(self.days / DAYS_A_YEAR)
        return erfc((-end.log_distance - spread**2 / 2) / spread / sqrt(2)) / 2

    def chance_paying(self, behind: Fraction, rate: Fraction) -> float:
        """The same with funding of that rate, put into the drift of the price: an approximation."""
        paying = self.survival(behind).with_funding(float(rate), float(self.value / behind))
        return paying.probability(HOURS_A_DAY * self.days)

    def fates(self, behind: Fraction, rate: Fraction) -> Fates:
        """What simulated positions meet that pay funding of this rate, on the value at the mark price.

        A payment of rate x value moves the wall up by rate / (1 - kappa) of the price.
        """
        return _simulated(self, behind, rate)

    def _terms(self, **more: Fraction) -> dict[str, Any]:
        return {
            "side": LONG, "size": self.size, "entry_price": self.entry_price, "mmr": self.mmr,
            "fee_rate": self.fee_rate, "offset": 0,
        } | more  # fmt: skip


@cache
def _simulated(held: Holding, behind: Fraction, rate: Fraction) -> Fates:
    creep = float(rate / (1 - held.mmr - held.fee_rate))
    return simulate(
        held.survival(behind), HOURS_A_DAY * held.days, paths=PATHS, steps=held.payments, seed=SEED,
        creep=creep,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What the memo has to keep to.

    wallet [settle coin]; core: the position that is to last, with at most this `limit` [fraction] of a
    chance to be liquidated; bet: the other one, which may cost at most this much [settle coin];
    rate, high_rate: of the funding that the core may have to pay, every eight hours [fraction].
    """

    wallet: Fraction
    core: Holding
    limit: Fraction
    bet: Holding
    most: Fraction
    rate: Fraction
    high_rate: Fraction

    def drain(self, rate: Fraction) -> Fraction:
        """What the core pays within its days at a price that stands still [settle coin]."""
        return self.core.payments * self.core.payment(rate)

    @property
    def can_be_kept(self) -> bool:
        """Whether there is a plan for it: in cross, and isolated with money to spare."""
        behind = self.wallet - self.most
        needed = self.core.money_within(self.limit) + self.drain(self.high_rate)
        worth_asking = self.core.value / 5 < needed < Fraction("0.95") * behind
        return (
            worth_asking
            and behind < self.core.value
            and 2 * self.bet.required < self.most < self.bet.value / 3
        )

    def drawn(self, random: Random) -> Mandate:
        """Another mandate of the same kind; it need not be one that can be kept."""
        core = _other(self.core, random)
        bet = _other(self.bet, random)
        return replace(
            self,
            core=core,
            bet=bet,
            wallet=rounded(self.wallet * core.value / self.core.value),
            most=rounded(self.most * bet.value / self.bet.value),
            rate=near(random, self.rate, 1),
            high_rate=near(random, self.high_rate, 1),
        )


def _other(held: Holding, random: Random) -> Holding:
    return replace(
        held, size=near(random, held.size), entry_price=near(random, held.entry_price),
        days=round(near(random, Fraction(held.days))), volatility=near(random, held.volatility),
    )  # fmt: skip


FIRST = Mandate(
    core=Holding(
        base="BTC", **exact(size=0.2, entry_price=60_000, volatility=0.6), mmr=RATES["mmr"], days=30
    ),
    bet=Holding(base="ALT", **exact(size=1_000, entry_price=1.5, volatility=1.2, mmr=0.02), days=7),
    **exact(wallet=5_000, limit=0.05, most=300, rate=0.0001, high_rate=0.0003),
)


@cache
def mandate_of(sitting: int) -> Mandate:
    """The mandate of a sitting, counted from 1."""
    if sitting == 1:
        return FIRST
    random = Random(f"capstone {sitting}")
    tries = (FIRST.drawn(random) for _ in range(TRIES))
    return next(
        (found for found in tries if found.can_be_kept and found.rate < found.high_rate), FIRST
    )
