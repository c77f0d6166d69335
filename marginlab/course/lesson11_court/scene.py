"""A long through the fall of March 2020, in both modes: what stands behind it, and where it ends.

The rules are those of today's Bitget, lent to that day: what is asked is how far money reaches, and not
what another exchange did then. Walls and endings are the engine's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from marginlab.course.house import MODES, RATES, SYMBOL, opened
from marginlab.engine.replay import Mark, replay
from marginlab.theory import inverse
from marginlab.theory.given import MarginMode, number
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

# BitMEX's perpetual on 12 March 2020, as published: about 10:00, about 10:45, and the lowest that followed.
ENTRY_PRICE, FIRST_FALL, LOW = 7_353.0, 5_678.0, 3_596.0
SIZE, LEVERAGE, WALLET = 1.0, 3.0, 5_000.0
LARGEST = 5.0  # leverage that is shown
LEVERAGES = tuple(1 + step / 10 for step in range(41))  # at which the curve of walls is drawn
POSITION = {"side": LONG, "size": SIZE, "entry_price": ENTRY_PRICE, "offset": 0, **RATES}
FOLLOWS = Consequences(BITGET)


@dataclass(frozen=True, slots=True)
class Stood:
    """The position in one margin mode, at the lowest price.

    behind: the money behind it when it was opened [settle coin]; wall: its liquidation price, nan where
    nothing ends it; lost: what is gone where it was closed, else the open loss [settle coin].
    """

    behind: float
    wall: float
    is_closed: bool
    lost: float


@dataclass(frozen=True, slots=True)
class CrashScene:
    """The fall in both modes, and what the learner said.

    needed: the money that has to stand behind the position so that its wall is the lowest price [settle
    coin]; limit: the leverage whose margin is just that [x]; asked: the same at the lowest price of that
    day; walls: the isolated wall at each of LEVERAGES.
    """

    leverage: float
    low: float
    wallet: float
    needed: float
    limit: float
    asked: float
    walls: tuple[float, ...]
    isolated: Stood
    cross: Stood
    guess: float | None

    @property
    def loss(self) -> float:
        """What the position has lost at the lowest price [settle coin]."""
        return SIZE * (ENTRY_PRICE - self.low)

    @property
    def highest(self) -> float:
        """The highest leverage that is still open there [x], in hundredths."""
        return still_open(self.limit)


def crash_scene(
    *,
    leverage: float = LEVERAGE,
    low: float = LOW,
    wallet: float = WALLET,
    guess: float | None = None,
) -> CrashScene:
    """A long of 1 BTC from 7,353, and the lowest price that its mark reached.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    low = number("lowest price", low, positive=True)
    guess = None if guess is None else number("your mark", guess, positive=True)
    if low >= ENTRY_PRICE:
        raise ValueError(f"lowest price was {show(low)}; one below {show(ENTRY_PRICE)} is needed")
    isolated, cross = (_stood(mode, leverage, low, wallet) for mode in MODES)
    if leverage > LARGEST:
        said = f"leverage was {show(leverage, 'x')}"
        raise ValueError(f"{said}; at most {show(LARGEST, 'x')} is shown here")
    needed = float(FOLLOWS.collateral_for_wall(mark_price=low, **POSITION))
    walls = tuple(float(FOLLOWS.wall(leverage=one, **POSITION)) for one in LEVERAGES)
    limit, asked = survived(ENTRY_PRICE, low), survived(ENTRY_PRICE, LOW)
    return CrashScene(leverage, low, wallet, needed, limit, asked, walls, isolated, cross, guess)


def survived(entry_price: float, low: float) -> float:
    """The leverage of an isolated long that a fall from this price to that just liquidates [x]."""
    at = POSITION | {"entry_price": entry_price}
    return float(FOLLOWS.leverage_for_distance(distance=1 - low / entry_price, **at))


def still_open(limit: float) -> float:
    """The highest leverage below one that is just liquidated [x], in hundredths as it is set."""
    return (ceil(100 * limit) - 1) / 100


def survived_inverse(entry_price: float, low: float) -> float:
    """The same for a contract whose margin is the coin: its long just pays its requirement there [x]."""
    lost = -inverse.unrealized_pnl(LONG, SIZE, entry_price, low)
    margin = lost + BITGET.inverse.requirement(size=SIZE, mark_price=low, offset=0, **RATES)
    return float(inverse.position_value(SIZE, entry_price) / margin)


def _stood(mode: MarginMode, leverage: float, low: float, wallet: float) -> Stood:
    account = opened(mode, size=SIZE, entry_price=ENTRY_PRICE, leverage=leverage, wallet=wallet)
    behind = account.pool_of(account.position(SYMBOL)).collateral
    wall = account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE})
    after = replay(account, [Mark(0.0, {SYMBOL: low})])
    if after.liquidations:
        return Stood(behind, wall, True, after.liquidations[0].trader_loss)
    return Stood(behind, wall, False, SIZE * (ENTRY_PRICE - low))
