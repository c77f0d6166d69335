"""Two positions on a market of two prices, under both margin modes, as values.

Both accounts hold the house position and as much worth of ETH, and live through the same replay: the
market goes from its opening straight to where it stands now. The walls are the exchange's own. What a
week may bring is an assumption: moves shaped like a bell, SWINGS a year, and a correlation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, log, pi, sin, sqrt
from statistics import NormalDist

from marginlab.course.house import ENTRY_PRICE, SIZE, SYMBOL, WALLET
from marginlab.engine.account import Account
from marginlab.engine.pool import Frontier
from marginlab.engine.replay import Mark, Trace, replay
from marginlab.theory.given import MarginMode, number, one_of, within
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET

BTC, ETH = SYMBOL, "ETHUSDT"
START: Mapping[str, float] = {BTC: ENTRY_PRICE, ETH: 3_000.0}
SIZES: Mapping[str, float] = {BTC: SIZE, ETH: 2.0}
SIDES: Mapping[str, int] = {"long": LONG, "short": SHORT}
SWINGS: Mapping[str, float] = {BTC: 0.6, ETH: 0.8}  # a year, assumptions that the words repeat
DAYS, INSIDE = 7, 0.9  # the cloud: where so many of all markets stand after so many days
CORNERS = 36  # of the line round the cloud

Point = tuple[float, float]  # the price of BTC, the price of ETH
_BELL = NormalDist()


@dataclass(frozen=True, slots=True)
class Room:
    """An isolated position: its wall [quote per base], which depends on no other price.

    met: where on the map the market met the wall on its way, None while the position is open;
    chance: of a market beyond the wall after a week [fraction].
    """

    side: int
    wall: float
    met: Point | None
    chance: float


@dataclass(frozen=True, slots=True)
class Roof:
    """The cross pool: a wall of both prices together, and what an exchange displays of it.

    frontier: that wall; shown: each position's liquidation price, the other price as it is now, nan
    where there is none; met, chance: as of a room.
    """

    frontier: Frontier
    shown: Mapping[str, float]
    met: Point | None
    chance: float

    def partner(self, btc: float) -> float:
        """The price of ETH that stands on the wall with this price of BTC."""
        return self.frontier.price(ETH, {BTC: btc, ETH: 0.0})


@dataclass(frozen=True, slots=True)
class RoofScene:
    """The market, both accounts, and the price of BTC that the learner said.

    isolated: by symbol; worth: of each account, open profit counted [settle coin]; alike: the price of
    BTC at which the roof falls when both prices fall by the same share, nan where none does;
    cloud: the line round what a week may bring.
    """

    marks: Mapping[str, float]
    other: str
    correlation: float
    isolated: Mapping[str, Room]
    cross: Roof
    worth: Mapping[MarginMode, float]
    alike: float
    cloud: tuple[Point, ...]
    guess: float | None

    @property
    def market(self) -> Point:
        """Where the market stands on the map."""
        return self.marks[BTC], self.marks[ETH]


def roof_scene(
    *,
    btc: float = 48_000.0,
    eth: float = 2_400.0,
    other: str = "long",
    correlation: float = 0.8,
    guess: float | None = None,
) -> RoofScene:
    """A long of 0.1 BTC from 60,000 beside 2 ETH from 3,000, each with 10x, on Bitget, with 2,000.

    btc, eth [quote per base]: where the market stands now; other: "long" or "short", the side of ETH;
    correlation: of the two prices' moves, from -1 to 1; guess: the price of BTC at which the learner
    expects the cross account to end when both fall by the same share.

    Raises ValueError for values that make no sense.
    """
    marks = {
        BTC: number("price of BTC", btc, positive=True),
        ETH: number("price of ETH", eth, positive=True),
    }
    one_of("side of ETH", other, tuple(SIDES))
    correlation = within("correlation", correlation, -1, 1)
    guess = None if guess is None else number("your mark", guess, positive=True)
    apart, together = (book(mode, SIDES[other]) for mode in ("isolated", "cross"))
    alone, shared = _lived(apart, marks), _lived(together, marks)
    rooms = {symbol: _room(apart, symbol, marks, alone) for symbol in START}
    fall = together.cross_pool.common_fall(START)
    return RoofScene(
        marks=marks,
        other=other,
        correlation=correlation,
        isolated=rooms,
        cross=_roof(together, marks, correlation, shared),
        worth={"isolated": alone.equity[-1], "cross": shared.equity[-1]},
        alike=START[BTC] * (1 - fall),
        cloud=_cloud(correlation),
        guess=guess,
    )


def book(mode: MarginMode, side: int = LONG) -> Account:
    """The account that has opened both positions in this mode; side: of ETH."""
    account = Account(BITGET, WALLET)
    for symbol, price in START.items():
        account = account.set_margin_mode(symbol, mode)
        direction = side if symbol == ETH else LONG
        account = account.open(symbol, direction, size=SIZES[symbol], price=price)
    return account


def swing(symbol: str) -> float:
    """How far a week usually takes a price, as a share of it: one standard deviation."""
    return SWINGS[symbol] * sqrt(DAYS / 365)


def _lived(account: Account, marks: Mapping[str, float]) -> Trace:
    return replay(account, [Mark(0.0, START), Mark(1.0, marks)])


def _on_the_way(share: float, marks: Mapping[str, float]) -> Point:
    btc, eth = (start + share * (marks[symbol] - start) for symbol, start in START.items())
    return btc, eth


def _room(account: Account, symbol: str, marks: Mapping[str, float], lived: Trace) -> Room:
    side, start, now = account.position(symbol).side, START[symbol], marks[symbol]
    wall, met = account.liquidation_price(symbol, START), None
    if (symbol, side) not in lived.account.positions:
        met = _on_the_way((wall - start) / (now - start), marks)
    chance = _BELL.cdf(side * (wall / start - 1) / swing(symbol))
    return Room(side, wall, met, chance)


def _roof(account: Account, marks: Mapping[str, float], correlation: float, lived: Trace) -> Roof:
    pool = account.cross_pool
    frontier, met = pool.frontier(START), None
    shown = {symbol: account.liquidation_price(symbol, marks) for symbol in START}
    # Equity less requirement is straight in the prices, so its swing is that of a sum.
    btc, eth = (weight * START[s] * swing(s) for s, weight in frontier.weights.items())
    spread = sqrt(btc**2 + eth**2 + 2 * correlation * btc * eth)
    risks = (pool.risk(at) for at in (START, marks))
    room, rest = (risk.equity - risk.trigger for risk in risks)
    if not lived.account.positions:
        met = _on_the_way(room / (room - rest), marks)
    return Roof(frontier, shown, met, _BELL.cdf(-room / spread))


def _cloud(correlation: float) -> tuple[Point, ...]:
    """An ellipse: both prices move along what they share and along what parts them."""
    reach = sqrt(-2 * log(1 - INSIDE))
    shared, parted = sqrt((1 + correlation) / 2), sqrt((1 - correlation) / 2)
    points = []
    for corner in range(CORNERS + 1):
        one, two = (reach * wave(2 * pi * corner / CORNERS) for wave in (cos, sin))
        moves = {BTC: shared * one + parted * two, ETH: shared * one - parted * two}
        btc, eth = (START[symbol] * (1 + swing(symbol) * move) for symbol, move in moves.items())
        points.append((btc, eth))
    return tuple(points)
