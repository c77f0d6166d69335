"""One position under both margin modes: where its walls stand, as values.

Isolated, the position's own margin stands behind it; cross, the whole wallet does. The wall is the
mark price at which the equity has fallen to the requirement; where there is none, the price is nan.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from marginlab.course.house import (
    ENTRY_PRICE,
    LEVERAGE,
    MODES,
    SIZE,
    SYMBOL,
    WALLET,
    opened,
)
from marginlab.engine.account import Account
from marginlab.engine.position import Position
from marginlab.theory.given import number
from marginlab.theory.terms import LONG


@dataclass(frozen=True, slots=True)
class Wall:
    """Where one margin mode ends the position, and what its collateral is worth there.

    tier: the index of the tier that is charged at the wall; distance: a fraction of the entry price
    without sign; forfeited: the equity at the wall, which the requirement takes [settle coin].
    Without a wall all but the collateral and the tier are nan.
    """

    collateral: float
    tier: int
    liquidation_price: float
    bankruptcy_price: float
    distance: float
    forfeited: float

    @property
    def exists(self) -> bool:
        """Whether any mark price ends the position."""
        return not isnan(self.liquidation_price)


@dataclass(frozen=True, slots=True)
class WallScene:
    """One position at its entry price, both of its walls, and where the learner put the mark."""

    position: Position
    wallet_balance: float
    maintenance: bool
    isolated: Wall
    cross: Wall
    guess: float | None

    @property
    def side(self) -> int:
        """LONG or SHORT."""
        return self.position.side

    @property
    def size(self) -> float:
        """How much of it [base coin]."""
        return self.position.size

    @property
    def entry_price(self) -> float:
        """The price at which it was opened [quote per base]."""
        return self.position.entry_price

    @property
    def leverage(self) -> float:
        """The leverage setting [x]."""
        return self.position.leverage

    def equity(self, mark_price: float, wall: Wall) -> float:
        """Equity of the position in the mode of this wall [settle coin]."""
        return wall.collateral + self.position.unrealized_pnl(mark_price)

    def requirement(self, mark_price: float, wall: Wall) -> float:
        """The equity that keeps the position open, charged as in the wall's tier [settle coin]."""
        return self.position.maintenance_margin(mark_price, wall.tier)


def wall_scene(
    *,
    side: int = LONG,
    entry_price: float = ENTRY_PRICE,
    size: float = SIZE,
    leverage: float = LEVERAGE,
    extra_margin: float = 0,
    wallet_balance: float = WALLET,
    maintenance: bool = True,
    guess: float | None = None,
) -> WallScene:
    """The position that a learner set up on Bitget, with both of its walls.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    extra_margin = number("extra margin", extra_margin, least=0)
    guess = None if guess is None else number("your mark", guess, positive=True)
    isolated, cross = (
        opened(
            mode, side=side, size=size, entry_price=entry_price, leverage=leverage,
            wallet=wallet_balance,
        )
        for mode in MODES
    )  # fmt: skip
    if extra_margin:
        isolated = isolated.add_margin(SYMBOL, extra_margin)
    return WallScene(
        isolated.position(SYMBOL), wallet_balance, maintenance,
        _wall(isolated, maintenance), _wall(cross, maintenance), guess,
    )  # fmt: skip


def _wall(account: Account, maintenance: bool) -> Wall:
    position = account.position(SYMBOL)
    collateral = account.pool_of(position).collateral
    zero = position.bankruptcy_price(collateral)
    price = account.liquidation_price(SYMBOL, {SYMBOL: position.entry_price})
    if not maintenance:
        price = zero
    if isnan(price):
        return Wall(collateral, position.tier(position.entry_price), nan, nan, nan, nan)
    distance = abs(price / position.entry_price - 1)
    left = collateral + position.unrealized_pnl(price) if maintenance else 0.0
    return Wall(collateral, position.tier(price), price, zero, distance, left)
