"""How an exchange settles a liquidation: its insurance fund, its steps, its fills, who keeps the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from marginlab.engine.holdings import Marks
from marginlab.engine.pool import Pool
from marginlab.theory.given import count, expect, fraction, number, one_of
from marginlab.venues import Venue
from marginlab.venues.traits import WORDS, RestGoesTo, ShareFirst

Closing = Literal["steps", "at once"]


@dataclass(frozen=True, slots=True)
class Settling:
    """How an exchange settles a liquidation: its insurance fund, its steps and its fills.

    insurance_fund [settle coin]; closing: a pool goes in the venue's documented "steps" or "at
    once"; fill_deviation [fraction]: None fills at the triggering mark, a number fills at the
    bankruptcy price worsened by that share; tiers_at_a_time: how far one step reduces a cross pool;
    share_first, backstop, rest_goes_to and liquidation_fee: the venue's traits of these names.
    begun: by pool, when its share was closed.
    """

    insurance_fund: float = 1_000_000.0
    closing: Closing = "steps"
    fill_deviation: float | None = None
    tiers_at_a_time: int = 2
    share_first: ShareFirst | None = None
    backstop: float = 0.0
    rest_goes_to: RestGoesTo = "insurance fund"
    liquidation_fee: float = 0.0
    begun: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, venue: Venue) -> Settling:
        """How the venue says that it settles."""
        tiers, worse = venue.partial_liquidation, float(venue.fill_deviation)
        closing: Closing = "steps" if tiers or venue.share_first else "at once"
        return cls(
            closing=closing,
            fill_deviation=worse or None,
            tiers_at_a_time=tiers or 2,
            share_first=venue.share_first,
            backstop=float(venue.backstop),
            rest_goes_to=venue.rest_goes_to,
            liquidation_fee=float(venue.liquidation_fee),
        )

    def __post_init__(self) -> None:
        one_of("closing", self.closing, get_args(Closing))
        number("insurance fund", self.insurance_fund, least=0)
        if self.fill_deviation is not None:
            fraction("fill deviation", self.fill_deviation)
        if self.share_first is not None:
            expect("share first", self.share_first, ShareFirst)
        fraction("backstop", self.backstop)
        fraction("liquidation fee", self.liquidation_fee)
        one_of("rest goes to", self.rest_goes_to, WORDS["rest_goes_to"])
        expect("begun", self.begun, Mapping)
        count("number of tiers at a time", self.tiers_at_a_time)

    def below_backstop(self, pool: Pool, marks: Marks) -> bool:
        """Whether the equity is below the backstop's share of the maintenance margin."""
        if not self.backstop:
            return False
        risk = pool.risk(marks)
        return risk.equity < self.backstop * risk.maintenance_margin

    def waits(self, pool: Pool, time: float) -> bool:
        """Whether a share of the pool was closed so lately that nothing more is closed yet."""
        begun = self.begun.get(pool.name)
        first = self.share_first
        return begun is not None and first is not None and time < begun + float(first.pause)
