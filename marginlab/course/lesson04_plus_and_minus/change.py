"""A trade whose margin or size is changed: what a wall costs, what may leave, where calls lead.

Every answer of lesson 4, right or wrong, is one of these functions at the numbers of its item.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Self

from marginlab.course.trade import NONE, Answer, Trade
from marginlab.practice.fresh import jitter, near
from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import (
    average_entry_price,
    equity,
    initial_margin,
    maintenance_margin,
    solve,
)
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

FOLLOWS = Consequences(BITGET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought(Trade):
    """A trade that is bought once more: again, the size of the second buy; at, its price."""

    again: Fraction

    def drawn(self, random: Random) -> Self:
        """Another trade that is bought once more, at a leverage at which all margins are whole cents."""
        new = replace(Trade.drawn(self, random), leverage=self.leverage)
        fall = round((1 - self.at / self.entry_price) * jitter(random), 2)
        return replace(
            new, again=round(near(random, self.again), 2), at=new.entry_price * (1 - fall)
        )

    @property
    def more(self) -> Fraction:
        """What the second buy takes as margin [settle coin]."""
        return Fraction(initial_margin(self.again, self.at, self.leverage))

    @property
    def whole(self) -> Trade:
        """Both purchases as one trade."""
        fills = [(self.size, self.entry_price), (self.again, self.at)]
        average = Fraction(average_entry_price(fills))
        return replace(self, size=self.size + self.again, entry_price=average)


# ---- the money for a wall ---------------------------------------------------------------------


def needed_for(requirement: Statement = maintenance_margin, **other: Fraction) -> Answer:
    """The top-up that puts the wall at `trade.at`, under that requirement."""
    formula = solve(Condition(equity, requirement), "collateral")
    return lambda trade: trade.solved(formula, **other) - trade.margin


top_up = needed_for()


def whole_margin(trade: Trade) -> Fraction:
    """All the margin that this wall takes [settle coin]."""
    return top_up(trade) + trade.margin


def top_up_at_the_old_requirement(trade: Trade) -> Fraction:
    """The top-up if the requirement stayed what it is at the wall of now [settle coin]."""
    return trade.side * trade.size * (trade.wall() - trade.at)


def turned(trade: Trade) -> Fraction:
    """The top-up with the requirement on the wrong side of the equation [settle coin]."""
    return top_up(trade) - 2 * trade.required(trade.at)


# ---- what may be taken out --------------------------------------------------------------------


def at_mark(trade: Trade) -> tuple[Fraction, Fraction, Fraction]:
    """Open profit, requirement, and the margin of a new opening at the mark price."""
    t = trade
    opening = Fraction(initial_margin(t.size, t.at, t.leverage))
    return t.pnl(t.at), t.required(t.at), opening


def removable(trade: Trade) -> Fraction:
    """What may be taken out [settle coin]."""
    profit, required, opening = at_mark(trade)
    return max(Fraction(0), min(trade.margin - required, trade.margin + profit - opening))


def down_to_rate(trade: Trade) -> Fraction:
    """All but the maintenance margin without the fee [settle coin]."""
    return trade.margin - replace(trade, fee_rate=NONE).required(trade.at)


# ---- automatic calls --------------------------------------------------------------------------


def after_calls(trade: Trade, calls: int) -> Fraction:
    """The wall after so many whole calls of Bitget's rule [quote per base]."""
    return trade.solved(FOLLOWS.wall_after_calls, calls=calls)


def after_one_restoring_call(trade: Trade) -> Fraction:
    """The wall after one call that fills equity up to value over leverage [quote per base].

    The position is as good as opened anew at its wall.
    """
    return replace(trade, entry_price=trade.wall(), added=NONE).wall()


def after_the_last_call(trade: Trade) -> Fraction:
    """The wall with all the account's money behind the position [quote per base]."""
    return trade.wall(trade.wallet)


def full_calls(trade: Trade) -> int:
    """How many whole initial margins the wallet can give."""
    return int((trade.wallet - trade.margin) // trade.collateral)


# ---- more size or more margin -----------------------------------------------------------------


def with_more_size(trade: Bought) -> Fraction:
    """The wall after the second buy, which brings its own margin [quote per base]."""
    return trade.whole.wall(trade.margin + trade.more)


def with_more_margin(trade: Bought) -> Fraction:
    """The wall with the second buy's money as margin only [quote per base]."""
    return trade.wall(trade.margin + trade.more)
