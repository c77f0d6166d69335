"""A position that may be large, its requirement in tiers, and its liquidation in steps, as values.

Both accounts live through the same fall, each wall that is met on the way through the engine's own
replay. What a value requires is read off the position, tier by tier.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan

from marginlab.course.house import MODES, SYMBOL
from marginlab.engine.account import Account
from marginlab.engine.position import Position
from marginlab.engine.replay import Mark, replay
from marginlab.theory.given import MarginMode, TierRule, number
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET, Venue

ENTRY_PRICE, SIZE, LEVERAGE, WALLET = 110_000.0, 15.0, 10.0, 400_000.0
SMALL, TIMES = 1.5, 10  # the question: from what a small one requires to one so many times as big
ASKED = SMALL * TIMES * ENTRY_PRICE  # its value
LARGEST = 2_080_000.0  # a value that no size of the panel reaches
TIERS = [tier for tier in BITGET.contract(SYMBOL).tiers if tier.floor < LARGEST]
EDGES = (*(float(tier.floor) for tier in TIERS), LARGEST)  # of the tiers that are shown

Corner = tuple[float, float]  # value, requirement


@dataclass(frozen=True, slots=True)
class Closing:
    """One step of a liquidation: where the mark price stood, and what was there of the position.

    price [quote per base]; value, required: of the whole position then [settle coin]; tier: counted
    from 1, of that value; size: how much was closed [base coin].
    """

    price: float
    value: float
    required: float
    tier: int
    size: float


@dataclass(frozen=True, slots=True)
class Held:
    """The position in one margin mode, after its fall.

    collateral: the money behind it when it was opened, left: what of it is behind it now; first: the
    wall at the opening, wall: where it would be liquidated next, nan where nothing is open or nothing
    ends it; tier: counted from 1, of the value at the first wall, 0 without one; required: the
    requirement at the first wall, nan without one; size: how much is still open [base coin].
    """

    collateral: float
    first: float
    tier: int
    required: float
    closings: tuple[Closing, ...]
    size: float
    left: float
    wall: float

    @property
    def closed(self) -> float:
        """How much was closed [base coin]."""
        return sum(closing.size for closing in self.closings)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is open any more."""
        return not self.size


@dataclass(frozen=True, slots=True)
class TiersScene:
    """The position at a mark price, in both modes, and what the learner said.

    corners: the requirement over the value, two for each tier; tier: counted from 1, of the value at
    the entry; asked, small: what the question's two values require [settle coin].
    """

    size: float
    price: float
    leverage: float
    tier_rule: TierRule
    corners: tuple[Corner, ...]
    tier: int
    asked: float
    small: float
    isolated: Held
    cross: Held
    guess: float | None

    def required(self, value: float) -> float:
        """What a position of this value requires [settle coin]; at an edge, as in the tier below."""
        below = [corner for corner in self.corners if corner[0] < value]
        (x0, y0), (x1, y1) = below[-1], self.corners[len(below)]
        return y0 + (value - x0) / (x1 - x0) * (y1 - y0)


def tiers_scene(
    *,
    size: float = SIZE,
    price: float = 83_750,
    leverage: float = LEVERAGE,
    tier_rule: TierRule = "progressive",
    guess: float | None = None,
) -> TiersScene:
    """A long of BTC at 110,000 on Bitget with 400,000 in the wallet; the mark price fell to this.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    price = number("mark price", price, positive=True)
    guess = None if guess is None else number("your mark", guess, positive=True)
    if price > ENTRY_PRICE:
        raise ValueError(f"mark price was {show(price)}; at most {show(ENTRY_PRICE)} is shown here")
    isolated, cross = (_opened(mode, size, leverage, tier_rule) for mode in MODES)
    leg = isolated.position(SYMBOL)
    if leg.position_value(ENTRY_PRICE) > LARGEST:
        raise ValueError(f"size was {show(leg.size)}; at most 18 BTC is shown here")
    corners = tuple(_corners(leg))
    return TiersScene(
        leg.size, price, leg.leverage, tier_rule, corners, leg.tier(ENTRY_PRICE) + 1,
        _required(leg, ASKED), _required(leg, SMALL * ENTRY_PRICE), _held(isolated, price),
        _held(cross, price), guess,
    )  # fmt: skip


def first_step(venue: Venue, mode: MarginMode) -> Held:
    """The position at this venue after the first liquidation on its way down.

    Raises ValueError for a venue that does not know the contract.
    """
    account = _opened(mode, SIZE, LEVERAGE, "progressive", venue)
    return _held(account, account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE}))


def _opened(
    mode: MarginMode, size: float, leverage: float, tier_rule: TierRule, venue: Venue = BITGET
) -> Account:
    account = Account(venue, WALLET).set_margin_mode(SYMBOL, mode).set_leverage(SYMBOL, leverage)
    return account.open(SYMBOL, LONG, size=size, price=ENTRY_PRICE, tier_rule=tier_rule)


def _required(leg: Position, value: float) -> float:
    return leg.maintenance_margin(leg.mark_at(value))


def _corners(leg: Position) -> list[Corner]:
    """The requirement at both ends of every tier that is shown."""
    return [
        (value, leg.maintenance_margin(value / leg.size, tier) if value else 0.0)
        for tier, ends in enumerate(pairwise(EDGES))
        for value in ends
    ]


def _held(account: Account, price: float) -> Held:
    """What the fall makes of it: at every wall on the way the engine liquidates."""
    whole = account.position(SYMBOL)
    leg: Position | None = whole
    collateral, closings = account.pool_of(whole).collateral, []
    first = wall = account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE})
    tier, required = 0, nan
    if not isnan(first):
        tier, required = whole.tier(first) + 1, whole.maintenance_margin(first)
    while leg and wall >= price:
        met, before = wall, leg
        account = replay(account, [Mark(0.0, {SYMBOL: met})]).account
        leg = account.positions.get((SYMBOL, LONG))
        closings.append(
            Closing(
                met, before.position_value(met), before.maintenance_margin(met),
                before.tier(met) + 1, before.size - (leg.size if leg else 0.0),
            )
        )  # fmt: skip
        wall = account.liquidation_price(SYMBOL, {SYMBOL: met}) if leg else nan
    size, left = (leg.size, account.pool_of(leg).collateral) if leg else (0.0, 0.0)
    return Held(collateral, first, tier, required, tuple(closings), size, left, wall)
