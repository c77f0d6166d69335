"""A trade whose margin or size is changed: what a wall costs, what may leave, where calls lead.

Every answer of lesson 4, right or wrong, is one of these functions at the numbers of its item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from marginlab.course.trade import Trade
from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import (
    Formula,
    average_entry_price,
    equity,
    initial_margin,
    maintenance_margin,
    solve,
    unrealized_pnl,
)
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

FOLLOWS = Consequences(BITGET)


@dataclass(frozen=True, slots=True)
class Change:
    """A trade and what is moved: margin already added, the money of the account, a second buy.

    again, at: size and price of the second buy; trade.at is the mark price or the wanted wall.
    """

    trade: Trade
    added: Fraction = Fraction(0)
    wallet: Fraction = Fraction(0)
    again: Fraction = Fraction(0)
    at: Fraction = Fraction(0)

    @property
    def margin(self) -> Fraction:
        """What the position holds [settle coin]."""
        return self.trade.collateral + self.added

    @property
    def more(self) -> Fraction:
        """What the second buy takes as margin [settle coin]."""
        return Fraction(initial_margin(self.again, self.at, self.trade.leverage))


Answer = Callable[[Change], Fraction]


@cache
def price_for(requirement: Statement) -> Formula:
    """The mark price at which equity meets that requirement."""
    return solve(Condition(equity, requirement), "mark_price")


def wall_of(
    change: Change, margin: Fraction, requirement: Statement = maintenance_margin, **other: Fraction
) -> Fraction:
    """The wall that this margin would buy [quote per base]."""
    return change.trade.solved(price_for(requirement), collateral=margin, **other)


# ---- the money for a wall ---------------------------------------------------------------------


def needed_for(requirement: Statement, **other: Fraction) -> Answer:
    """The top-up that puts the wall at `trade.at`, under that requirement."""
    formula = solve(Condition(equity, requirement), "collateral")

    def top_up(change: Change) -> Fraction:
        return change.trade.solved(formula, **other) - change.margin

    return top_up


top_up = needed_for(maintenance_margin)


def whole_margin(change: Change) -> Fraction:
    """All the margin that this wall takes [settle coin]."""
    return top_up(change) + change.margin


def top_up_at_the_old_requirement(change: Change) -> Fraction:
    """The top-up if the requirement stayed what it is at the wall of now [settle coin]."""
    trade, wall = change.trade, wall_of(change, change.margin)
    return trade.side * trade.size * (wall - trade.at)


def turned(change: Change) -> Fraction:
    """The top-up with the requirement on the wrong side of the equation [settle coin]."""
    trade = change.trade
    needed = maintenance_margin(trade.size, trade.at, trade.mmr, trade.fee_rate)
    return Fraction(top_up(change) - 2 * needed)


# ---- what may be taken out --------------------------------------------------------------------


def at_mark(change: Change) -> tuple[Fraction, Fraction, Fraction]:
    """Open profit, requirement, and the margin of a new opening at the mark price."""
    t = change.trade
    profit = unrealized_pnl(t.side, t.size, t.entry_price, t.at)
    required = maintenance_margin(t.size, t.at, t.mmr, t.fee_rate)
    return profit, required, Fraction(initial_margin(t.size, t.at, t.leverage))


def removable(change: Change) -> Fraction:
    """What may be taken out [settle coin]."""
    profit, required, opening = at_mark(change)
    return max(Fraction(0), min(change.margin - required, change.margin + profit - opening))


def down_to_rate(change: Change) -> Fraction:
    """All but the maintenance margin without the fee [settle coin]."""
    t = change.trade
    return Fraction(change.margin - maintenance_margin(t.size, t.at, t.mmr, 0))


# ---- automatic calls --------------------------------------------------------------------------


def after_calls(change: Change, calls: int) -> Fraction:
    """The wall after so many whole calls of Bitget's rule [quote per base]."""
    return change.trade.solved(FOLLOWS.wall_after_calls, **_called(change, calls))


def after_one_restoring_call(change: Change) -> Fraction:
    """The wall after one call that fills equity up to value over leverage [quote per base]."""
    return change.trade.solved(FOLLOWS.wall_after_restoring_calls, **_called(change, 1))


def after_the_last_call(change: Change) -> Fraction:
    """The wall with all the account's money behind the position [quote per base]."""
    return wall_of(change, change.wallet)


def full_calls(change: Change) -> int:
    """How many whole initial margins the wallet can give."""
    return int((change.wallet - change.margin) // change.trade.collateral)


def _called(change: Change, calls: int) -> dict[str, Fraction]:
    return {"leverage": change.trade.leverage, "calls": Fraction(calls)}


# ---- more size or more margin -----------------------------------------------------------------


def average(change: Change) -> Fraction:
    """The average entry after the second buy [quote per base]."""
    fills = [(change.trade.size, change.trade.entry_price), (change.again, change.at)]
    return Fraction(average_entry_price(fills))


def together(change: Change) -> Change:
    """Both purchases as one trade."""
    size = change.trade.size + change.again
    return replace(change, trade=replace(change.trade, size=size, entry_price=average(change)))


def with_more_size(change: Change) -> Fraction:
    """The wall after the second buy, which brings its own margin [quote per base]."""
    return wall_of(together(change), change.margin + change.more)


def with_more_margin(change: Change) -> Fraction:
    """The wall with the second buy's money as margin only [quote per base]."""
    return wall_of(change, change.margin + change.more)
