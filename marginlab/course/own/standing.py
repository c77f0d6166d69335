"""Your own position in both margin modes, as values: what the account says of it, and what may become of it.

All that is true now is read off the account. The chances are those of a price that wanders without
drift at the stated volatility while the wall stands still; the life under funding is that of a price
that stands still.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isnan, nan
from typing import Any

from marginlab.course.own.inputs import Own, read
from marginlab.engine.account import Account
from marginlab.engine.position import Position, Risk
from marginlab.engine.preview import preview
from marginlab.theory.given import MarginMode, Rejected
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.survival import Survival
from marginlab.venues.traits import line_of_death

HORIZONS = {"day": 24.0, "week": 7 * 24.0, "month": 30 * 24.0}  # hours


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop: what is left there [settle coin], its taker fee paid, and the chance that it comes within a
    month [fraction]. left is nan where the wall comes before it."""

    left: float
    chance: float


@dataclass(frozen=True, slots=True)
class Added:
    """What the margin that is added does to the wall [quote per base]; or why it would be refused."""

    wall: float
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The position in one margin mode at its mark price.

    collateral: the money behind it [settle coin]; risk: its pool's equity and requirement; wall,
    bankruptcy [quote per base], nan where there is none; away: the move of the mark to the wall
    [fraction, signed]; chances: to be liquidated within each of HORIZONS [fraction]; payments: the number
    of the funding payment that liquidates at a price that stands still, nan where none does, and days:
    the time until then; stop, added: None where they are not asked for.
    """

    mode: MarginMode
    position: Position
    collateral: float
    risk: Risk
    wall: float
    bankruptcy: float
    away: float
    chances: tuple[float, ...]
    payments: float
    days: float
    stop: Stopped | None
    added: Added | None


@dataclass(frozen=True, slots=True)
class OwnScene:
    """The position, and how it stands in each mode; a sentence where there is no such mode for it."""

    own: Own
    isolated: Standing | str
    cross: Standing | str


def own_scene(**typed: Any) -> OwnScene:
    """The position that is typed in both margin modes.

    Raises Misread with a sentence for each field that is wrong, Rejected where neither mode can be.
    """
    own = read(**typed)
    isolated, cross = standing(own, "isolated"), standing(own, "cross")
    if isinstance(isolated, str) and isinstance(cross, str):
        raise Rejected(isolated)
    return OwnScene(own, isolated, cross)


def standing(own: Own, mode: MarginMode) -> Standing | str:
    """How the position stands in that mode; or why there is no such thing."""
    try:
        account = own.account(mode)
    except Rejected as refusal:
        return str(refusal)
    leg, mark = account.position(own.symbol), own.mark_price
    risk = account.pool_of(leg).risk(own.marks)
    collateral = risk.equity - leg.unrealized_pnl(mark)
    wall = account.liquidation_price(own.symbol, own.marks)
    empty = leg.bankruptcy_price(collateral)
    if empty < ROUNDING * mark:  # at 1x it is zero, and was rounded
        empty = nan
    life = Survival(own.side, mark, wall, own.volatility)
    payments = _payments(own, account, leg, risk)
    return Standing(
        mode, leg, collateral, risk, wall, empty, wall / mark - 1,
        tuple(map(life.probability, HORIZONS.values())),
        payments, payments * own.interval / 24,
        _stopped(own, leg, collateral, wall), _added(own, account),
    )  # fmt: skip


def _payments(own: Own, account: Account, leg: Position, risk: Risk) -> float:
    """The number of the payment that liquidates, taken where the venue's trait `funding_from` says."""
    if risk.liquidated:
        return 0
    each = leg.funding_payment(own.mark_price, own.funding_rate)
    alone, source = leg.margin is not None, own.venue.funding_from
    if each <= 0 or (alone and source == "capped"):
        return nan
    spare = risk.equity - line_of_death(risk.trigger, risk.position_value, risk.tie)
    if alone and source == "available":
        spare += account.withdrawable_balance(own.marks)
    return ceil(spare / each)


def _stopped(own: Own, leg: Position, collateral: float, wall: float) -> Stopped | None:
    if own.stop is None:
        return None
    chance = Survival(own.side, own.mark_price, own.stop, own.volatility).probability(
        HORIZONS["month"]
    )
    if not isnan(wall) and own.side * (own.stop - wall) <= 0:
        return Stopped(nan, chance)
    fee = leg.position_value(own.stop) * leg.rules.fee_rate
    return Stopped(collateral + leg.unrealized_pnl(own.stop) - fee, chance)


def _added(own: Own, account: Account) -> Added | None:
    """An isolated margin is added to out of the wallet; behind a cross position that stands already."""
    if own.added is None:
        return None
    leg = account.position(own.symbol)
    if leg.margin is None:
        return Added(account.liquidation_price(own.symbol, own.marks))
    seen = preview(account, "add_margin", own.symbol, own.added, marks=own.marks)
    if seen.after is None:
        return Added(nan, seen.refused)
    return Added(seen.after.positions[own.symbol, own.side].liquidation_price)
