"""One position under both margin modes: where its walls stand, as values.

Isolated, the position's own margin stands behind it; cross, the whole wallet does. The wall is the
mark price at which the equity has fallen to the requirement; where there is none, the price is nan.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from marginlab.engine.account import Account
from marginlab.engine.position import Position
from marginlab.theory.formulas import equity
from marginlab.theory.given import MarginMode, number
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET

SYMBOL = "BTCUSDT"


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
        return float(equity(self.side, self.size, self.entry_price, mark_price, wall.collateral))

    def requirement(self, mark_price: float, wall: Wall) -> float:
        """The equity that keeps the position open, charged as in the wall's tier [settle coin]."""
        return self.position.maintenance_margin(mark_price, wall.tier)


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
    price = number("entry price", entry_price, positive=True)
    extra_margin = number("extra margin", extra_margin, least=0)
    guess = None if guess is None else number("your mark", guess, positive=True)
    own = _opened("isolated", side, size, leverage, price, wallet_balance)
    shared = _opened("cross", side, size, leverage, price, wallet_balance)
    if extra_margin:
        own = own.add_margin(SYMBOL, extra_margin)
    isolated, cross = (_wall(account, maintenance=maintenance) for account in (own, shared))
    return WallScene(own.position(SYMBOL), own.wallet_balance, maintenance, isolated, cross, guess)


def _opened(
    mode: MarginMode, side: int, size: float, leverage: float, price: float, wallet: float
) -> Account:
    account = Account(BITGET, wallet).set_margin_mode(SYMBOL, mode)
    return account.set_leverage(SYMBOL, leverage).open(SYMBOL, side, size=size, price=price)


def _wall(account: Account, *, maintenance: bool) -> Wall:
    position = account.position(SYMBOL)
    entry, collateral = position.entry_price, account.pool_of(position).collateral
    zero = price = position.bankruptcy_price(collateral)
    if maintenance:
        price = account.liquidation_price(SYMBOL, {SYMBOL: entry})
    if isnan(price):
        return Wall(collateral, position.tier(entry), nan, nan, nan, nan)
    forfeited = collateral + position.unrealized_pnl(price) if maintenance else 0.0
    distance = abs(price / entry - 1)
    return Wall(collateral, position.tier(price), price, zero, distance, forfeited)
