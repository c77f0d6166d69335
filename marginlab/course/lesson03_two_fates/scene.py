"""One trade under both margin modes on one price path: two lives and their ends, as values.

The path is straight between its way-points, one every two days, the first at the entry price. Both
accounts live through it in a replay, ten marks a day and one where the path meets their wall, and
close what is still open at the last mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import isfinite, nan
from types import MappingProxyType

from marginlab.course.house import ENTRY_PRICE, LEVERAGE, MODES, RATES, SYMBOL, opened
from marginlab.engine.events import Close, Mark
from marginlab.engine.paths import marks
from marginlab.engine.replay import replay
from marginlab.engine.settlement import Settlement
from marginlab.theory.given import MarginMode, within
from marginlab.theory.terms import show

LOWEST, HIGHEST = 35_000.0, 65_000.0  # where a way-point may stand
PATHS: Mapping[str, tuple[float, ...]] = MappingProxyType({
    "A": (ENTRY_PRICE, 58_500.0, 55_500.0, 50_000.0, 57_000.0, 61_000.0),
    "B": (ENTRY_PRICE, 57_000.0, 52_500.0, 48_000.0, 43_500.0, 38_000.0),
    "C": (ENTRY_PRICE, 61_500.0, 59_500.0, 57_000.0, 59_000.0, 61_000.0),
})  # fmt: skip
OWN = "own"
STEP = 2  # days from one way-point to the next
DAYS = STEP * (len(PATHS["A"]) - 1)
_MARKS_A_DAY = 10
_HOURS = 24


@dataclass(frozen=True)
class Fate:
    """What becomes of the account in one margin mode.

    stake: the money that stands behind the position; kept: what is out of its reach;
    equity: of the whole account [settle coin], one number for each tenth of a day;
    final_wallet: after the last mark, the position closed; settlement: of its liquidation, or None.
    """

    stake: float
    kept: float
    liquidation_price: float
    equity: Sequence[float]
    final_wallet: float
    settlement: Settlement | None

    @property
    def death(self) -> float:
        """The day on which it is liquidated; nan when it is not."""
        return nan if self.settlement is None else self.settlement.time / _HOURS

    @property
    def at_death(self) -> float:
        """What the account was worth when it touched the wall [settle coin]; nan without an end."""
        done = self.settlement
        return nan if done is None else self.kept + done.insurance_fund_change + done.fee

    def dead(self, day: float) -> bool:
        """Whether it has been liquidated by then."""
        return self.death <= day


@dataclass(frozen=True)
class FatesScene:
    """A path, the two fates on it, the day up to which they are shown, and the learner's mark."""

    path: str
    way_points: tuple[float, ...]
    leverage: float
    fees: bool
    day: float
    isolated: Fate
    cross: Fate
    mark_prices: Sequence[float]  # one for each tenth of a day
    guess: float | None

    @property
    def ended(self) -> bool:
        return self.day >= DAYS

    def price(self, day: float) -> float:
        """The mark price on that day [quote per base]."""
        return self.mark_prices[_row(day)]

    def wallet(self, fate: Fate, day: float) -> float:
        """What the account is worth on that day; at the end, what is in the wallet [settle coin]."""
        return fate.final_wallet if day >= DAYS else fate.equity[_row(day)]


def fates_scene(
    *,
    path: str = "A",
    way_points: Sequence[float] = PATHS["A"],
    leverage: float = LEVERAGE,
    fees: bool = False,
    day: float = DAYS,
    guess: float | None = None,
) -> FatesScene:
    """The house position on a path: one of PATHS by its letter, or its `OWN` way-points.

    fees: whether opening and closing cost the taker fee.
    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    if path not in (*PATHS, OWN):
        raise ValueError(f"path was {path!r}; {', '.join(PATHS)} or {OWN} is needed")
    points = PATHS[path] if path in PATHS else _checked(way_points)
    day = within("day", day, 0, DAYS)
    guess = None if guess is None else within("your mark", guess, 0, 1e9)
    isolated, cross = (_lived(mode, points, leverage, fees) for mode in MODES)
    prices = [mark.prices[SYMBOL] for mark in _marks(points)]
    return FatesScene(path, points, leverage, fees, day, isolated, cross, prices, guess)


def _row(day: float) -> int:
    return round(day * _MARKS_A_DAY)


def _checked(way_points: Sequence[float]) -> tuple[float, ...]:
    count = len(PATHS["A"])
    if len(way_points) != count:
        raise ValueError(f"way-points were {len(way_points)}; {count} are needed")
    points = tuple(within("a way-point", price, LOWEST, HIGHEST) for price in way_points)
    if points[0] != ENTRY_PRICE:
        raise ValueError(
            f"the first way-point was {points[0]!r}; the trade opens at {show(ENTRY_PRICE)}"
        )
    return points


@lru_cache(maxsize=64)
def _marks(points: tuple[float, ...]) -> tuple[Mark, ...]:
    return marks({SYMBOL: points}, hours=STEP * _HOURS, between=STEP * _MARKS_A_DAY - 1)


def _touch(points: tuple[float, ...], wall: float) -> float:
    """The time at which the path first comes down to the wall [hours]; nan when it never does."""
    for i, (here, there) in enumerate(pairwise(points)):
        if there <= wall:
            return STEP * _HOURS * (i + (here - wall) / (here - there))
    return nan


@lru_cache(maxsize=64)
def _lived(mode: MarginMode, points: tuple[float, ...], leverage: float, fees: bool) -> Fate:
    """Kept, because a slider of time asks for the same lives again and again."""
    fee_rate = float(RATES["fee_rate"]) if fees else 0.0
    begun, path = opened(mode, leverage=leverage, fee_rate=fee_rate), _marks(points)
    pool = begun.pool_of(begun.position(SYMBOL))
    wall = begun.liquidation_price(SYMBOL, path[0].prices)
    events, touch = list(path), _touch(points, wall)
    if isfinite(touch):
        events = sorted([*path, Mark(touch, {SYMBOL: wall})], key=lambda mark: mark.time)
    lived = replay(begun, events)
    wallet, worth = lived.account, dict(zip(lived.times, lived.equity, strict=True))
    if wallet.positions:
        closing = Close(path[-1].time, SYMBOL)
        wallet = replay(wallet, [path[-1], closing], strict=True).account
    return Fate(
        stake=pool.collateral,
        kept=begun.wallet_balance - pool.collateral,
        liquidation_price=wall,
        equity=[worth[mark.time] for mark in path],
        final_wallet=wallet.wallet_balance,
        settlement=next(iter(lived.liquidations), None),
    )
