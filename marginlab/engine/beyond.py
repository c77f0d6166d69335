"""A stop, and the wall beyond it: how much margin keeps the liquidation price away from a stop."""

from __future__ import annotations

from typing import NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.holdings import Marks
from marginlab.engine.position import Position
from marginlab.theory.given import TierRule, by_symbol, direction, expect, fraction, number
from marginlab.theory.terms import show, side_name


class Beyond(NamedTuple):
    """Where a wall stands beyond a stop, and what puts it there.

    liquidation_price [quote per base]; margin [settle coin]: the least with which an isolated
    position is alive before that price; leverage [x]: the setting that gives it when it is opened,
    whether the tier allows that or not.
    """

    liquidation_price: float
    margin: float
    leverage: float


def beyond_stop(
    account: Account,
    symbol: str,
    side: int,
    *,
    size: float,
    price: float,
    stop: float,
    distance: float,
    tier_rule: TierRule = "progressive",
    marks: Marks | None = None,
) -> Beyond:
    """The wall at a distance beyond a stop [fraction of the stop], and the margin that it takes.

    For a position of this size [base coin; USD if inverse] that would be opened at this price. Its
    tier is that of the value at the wall. marks are asked only where another coin backs it.

    Raises ValueError for a stop that lies on the winning side, and for values that make no sense.
    """
    expect("account", account, Account)
    side, price = direction(side), number("price", price, positive=True)
    stop, distance = number("stop", stop, positive=True), fraction("distance", distance)
    if (price - stop) * side <= 0:
        where = "below" if side > 0 else "above"
        raise ValueError(
            f"stop was {show(stop)}; that of a {side_name(side)} opened at {show(price)} lies {where} it"
        )
    size = number("size", size, positive=True)
    leg = account.draft(symbol, side, size, price, by_symbol("marks", marks), tier_rule)
    wall = stop * (1 - side * distance)
    margin = _least_margin(leg, wall)
    return Beyond(wall, margin, leg.leverage * leg.initial_margin(price) / margin)


def _least_margin(leg: Position, wall: float) -> float:
    """What it has to hold so that equity meets the requirement at the wall, and not before.

    Flat tiers ask for more at an edge than beyond it: then it may be the edge that decides.
    """
    found = [leg.maintenance_margin(wall) - leg.unrealized_pnl(wall)]
    low, high = sorted((leg.entry_price, wall))
    caps = () if leg.rules.charged_at_entry else leg.rules.caps[:-1]
    for tier, price in enumerate(map(leg.mark_at, caps)):
        if low < price < high:
            required = max(leg.maintenance_margin(price, t) for t in (tier, tier + 1))
            found.append(required - leg.unrealized_pnl(price))
    return max(found)
