"""One position under both margin modes: where its walls stand, as values.

Isolated, the position's own margin stands behind it; cross, the whole wallet does. The wall is the
mark price at which the equity has fallen to the requirement; where there is none, the price is nan.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import Any

from marginlab.theory.formulas import equity, initial_margin, maintenance_margin, position_value
from marginlab.theory.given import direction, number
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET, Tier

SYMBOL = "BTCUSDT"


@dataclass(frozen=True, slots=True)
class Wall:
    """Where one margin mode ends the position, and what its collateral is worth there.

    `distance` is a fraction of the entry price without sign, `forfeited` the equity at the wall,
    which the requirement takes. Without a wall all but the collateral and the tier are nan.
    """

    collateral: float
    tier: Tier
    liquidation_price: float
    bankruptcy_price: float
    distance: float
    forfeited: float

    @property
    def exists(self) -> bool:
        return not isnan(self.liquidation_price)


@dataclass(frozen=True, slots=True)
class WallScene:
    """One position at its entry price, both of its walls, and where the learner put the mark."""

    side: int
    size: float
    entry_price: float
    leverage: float
    wallet_balance: float
    maintenance: bool
    isolated: Wall
    cross: Wall
    guess: float | None

    def equity(self, mark_price: float, wall: Wall) -> float:
        """Equity of the position in the mode of this wall [settle coin]."""
        return float(equity(self.side, self.size, self.entry_price, mark_price, wall.collateral))

    def requirement(self, mark_price: float, wall: Wall) -> float:
        """The equity that keeps the position open, as the exchange has it [settle coin]."""
        return float(maintenance_margin(self.size, mark_price, **_rates(wall.tier)))


def wall_scene(
    *,
    side: int = LONG,
    entry_price: float = 60_000,
    size: float = 0.1,
    leverage: float = 10,
    extra_margin: float = 0,
    wallet_balance: float = 2_000,
    maintenance: bool = True,
    guess: float | None = None,
) -> WallScene:
    """The position that a learner set up on Bitget, with both of its walls.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    direction(side)
    size = number("size", size, positive=True)
    entry_price = number("entry price", entry_price, positive=True)
    leverage = number("leverage", leverage, positive=True)
    wallet_balance = number("wallet balance", wallet_balance, positive=True)
    extra_margin = number("extra margin", extra_margin, least=0)
    guess = None if guess is None else number("your mark", guess, positive=True)
    margin = float(initial_margin(size, entry_price, leverage)) + extra_margin
    position: dict[str, Any] = {"side": side, "size": size, "entry_price": entry_price}
    tier = BITGET.check_opening(SYMBOL, **position, leverage=leverage, collateral=margin,
                                available_balance=wallet_balance)  # fmt: skip
    isolated, cross = (
        _wall(position, money, tier, maintenance) for money in (margin, wallet_balance)
    )
    return WallScene(**position, leverage=leverage, wallet_balance=wallet_balance,
                     maintenance=maintenance, isolated=isolated, cross=cross, guess=guess)  # fmt: skip


def _rates(tier: Tier) -> dict[str, float]:
    fee_rate = BITGET.contracts[SYMBOL].fee_rate
    return {"mmr": float(tier.mmr), "fee_rate": float(fee_rate), "offset": float(tier.offset)}


def _wall(position: dict[str, Any], collateral: float, tier: Tier, maintenance: bool) -> Wall:
    held = position | {"collateral": collateral}
    zero = float(BITGET.bankruptcy_price(**held))
    price = zero
    if maintenance:
        price = float(BITGET.liquidation_price(**held, **_rates(tier)))
    if maintenance and price > 0:
        # The tier that counts is the one at the wall, not the one at the opening.
        there = BITGET.contracts[SYMBOL].tier_at(position_value(position["size"], price))
        if there != tier:
            tier, price = there, float(BITGET.liquidation_price(**held, **_rates(there)))
    if price <= 0:
        return Wall(collateral, tier, nan, nan, nan, nan)
    distance = abs(price / position["entry_price"] - 1)
    forfeited = float(equity(**held, mark_price=price)) if maintenance else 0.0
    return Wall(collateral, tier, price, zero, distance, forfeited)
