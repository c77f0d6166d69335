"""An hour in which one trade goes astray, and a field of walls that sell one another down, as values.

The hour: last price and index fall, the mark is the median that Bitget documents, and the house
position lives through it in both margin modes, with a stop or without. The cascade: longs whose forced
orders press the price, in the order of their walls. Walls, scores and what a fill leaves are the
exchange's own; what is assumed stands beside the function that assumes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import inf, nan
from random import Random
from statistics import fmean

from marginlab.course.house import ENTRY_PRICE, MODES, SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import TriggeredBy
from marginlab.engine.replay import Event, Mark, StopLoss, Trace, replay
from marginlab.engine.settlement import deleveraging_score
from marginlab.theory.formulas import equity
from marginlab.theory.given import MarginMode, Rejected, number, one_of, within
from marginlab.theory.mark_price import mark_price_2, median_price
from marginlab.theory.terms import LONG, SHORT

MINUTES, DEEPEST = 60, 30  # of the hour, and when both prices are lowest
BEGIN, FLOOR, END = 56_000.0, 54_700.0, 55_500.0  # of the hour, but for its deepest minute
FUNDING_RATE, INTERVAL, LEFT = 0.0001, 480, 120  # minutes between payments, and to the next one
WINDOW = 5  # minutes over which Bitget averages how far the last price is from the index
STOPS = ("none", "mark", "last")
WALLS = 200


@dataclass(frozen=True, slots=True)
class Hour:
    """The prices of each minute [quote per base]: last, index, and the mark that they make.

    seconds, thirds: the two that the mark is made of besides the last price: the index with the
    funding to come, and the index as far off as the last price lately was.
    """

    last: tuple[float, ...]
    index: tuple[float, ...]
    seconds: tuple[float, ...]
    thirds: tuple[float, ...]
    marks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What the hour did to the position in one margin mode.

    wall: its liquidation price [quote per base]; ended: "" while it is open, else "wall" or "stop"; refused:
    whether a stop was triggered at whose fill the margin could not pay the loss; minute, fill: when and
    at which price it was closed, nan while it is open; lost: what it has cost so far [settle coin];
    rest: of that, what went to the insurance fund, negative where the fund paid; worth: of the account
    at the end.
    """

    wall: float
    ended: str
    refused: bool
    minute: float
    fill: float
    lost: float
    rest: float
    worth: float


@dataclass(frozen=True, slots=True)
class PriceScene:
    """The hour, the stop, what became of both accounts, and the lowest mark that the learner said."""

    hour: Hour
    stop: str
    at: float
    gap: float
    isolated: Fate
    cross: Fate
    guess: float | None

    @property
    def low(self) -> float:
        """The mark price when both prices are lowest [quote per base]."""
        return self.hour.marks[DEEPEST]


def price_scene(
    *,
    last: float = 53_500.0,
    index: float = 54_625.0,
    stop: str = "none",
    at: float = 55_000.0,
    gap_percent: float = 0.0,
    guess: float | None = None,
) -> PriceScene:
    """The house position, long from 60,000 with 10x, in an hour that begins at 56,000 on Bitget.

    last, index: how low each falls [quote per base]; stop: which price triggers it, "mark" or "last",
    or "none"; at: its price; gap_percent: how far below the market it is filled, in per cent.

    Raises ValueError for values that make no sense, Rejected for a stop that the exchange refuses.
    """
    hour = _hour(
        number("low of the last price", last, positive=True),
        number("low of the index", index, positive=True),
    )
    one_of("stop", stop, STOPS)
    at = number("price of the stop", at, positive=True)
    gap = number("gap", gap_percent, least=0) / 100
    guess = None if guess is None else number("your mark", guess, positive=True)
    own, shared = (_lived(mode, hour, stop, at, gap) for mode in ("isolated", "cross"))
    return PriceScene(hour, stop, at, gap, own, shared, guess)


@cache
def _hour(last: float, index: float) -> Hour:
    """Both prices fall and come back in straight lines, and dip for the one deepest minute."""
    quiet = [
        start + (FLOOR - start) * (1 - abs(minute - DEEPEST) / DEEPEST)
        for minute in range(MINUTES + 1)
        for start in [BEGIN if minute < DEEPEST else END]
    ]
    lasts, indices = ([*quiet[:DEEPEST], low, *quiet[DEEPEST + 1 :]] for low in (last, index))
    basis = [traded - spot for traded, spot in zip(lasts, indices, strict=True)]
    seconds = [
        mark_price_2(
            index_price=spot, funding_rate=FUNDING_RATE, time_left=LEFT - minute,
            funding_interval=INTERVAL,
        )
        for minute, spot in enumerate(indices)
    ]  # fmt: skip
    thirds = [
        spot + fmean(basis[max(0, minute + 1 - WINDOW) : minute + 1])
        for minute, spot in enumerate(indices)
    ]
    marks = [median_price(*three) for three in zip(lasts, seconds, thirds, strict=True)]
    return Hour(*(tuple(prices) for prices in (lasts, indices, seconds, thirds, marks)))


def _lived(mode: MarginMode, hour: Hour, stop: str, at: float, gap: float) -> Fate:
    account = opened(mode)
    start = {SYMBOL: hour.marks[0]}
    moves: list[Event] = [Mark(0.0, start, {SYMBOL: hour.last[0]})]
    if stop != "none":
        by: TriggeredBy = "mark" if stop == "mark" else "last"
        moves.append(StopLoss(0.0, SYMBOL, at, by=by, gap=gap))
    for minute in range(1, MINUTES + 1):
        last = {SYMBOL: hour.last[minute]}
        moves.append(Mark(float(minute), {SYMBOL: hour.marks[minute]}, last))
    trace = replay(account, moves)
    for undone in trace.undone:
        if undone.time == 0:
            raise Rejected(undone.why)
    return _fate(account, trace, account.liquidation_price(SYMBOL, start), hour)


def _fate(account: Account, trace: Trace, wall: float, hour: Hour) -> Fate:
    worth = trace.equity[-1]
    lost, refused = account.wallet_balance - worth, any(undone.time for undone in trace.undone)
    if trace.liquidations:
        (end,) = trace.liquidations
        rest = end.insurance_fund_change
        return Fate(wall, "wall", refused, end.time, end.fill_price, lost, rest, worth)
    if trace.account.positions:
        return Fate(wall, "", refused, nan, nan, lost, 0.0, worth)
    (entry,) = (row for row in trace.ledger if row.what.endswith("by its stop"))
    fill = ENTRY_PRICE - lost / account.position(SYMBOL).size
    return Fate(wall, "stop", refused, entry.time, fill, lost, 0.0, worth)


# ---- the cascade ------------------------------------------------------------------------------

PRICE = 60_000.0  # before the push
SEED = 6
WINNERS = 60
FUND = 5_000.0  # in the insurance fund [settle coin], an assumption
ONE_PERCENT = PRICE / 100
LEVERAGES = (10, 12, 15, 20, 25, 30, 40, 50)
BEHIND = 2  # times the margin: the wallet of each account, which cross reaches


@dataclass(frozen=True, slots=True)
class Held:
    """One long of the field: its size [base coin], its entry, the money behind it, its wall."""

    wall: float
    size: float
    entry_price: float
    collateral: float


@dataclass(frozen=True, slots=True)
class Fall:
    """What one push did to the field in one margin mode.

    stairs, path: points (size so far, price): all walls in their order, and where the price went; fallen:
    how many were closed, of them pushed: whose wall the push itself had reached; stops: where the price
    stopped; fund: what the insurance fund holds; winners: how many were deleveraged, and deleveraged: the
    size for which they were [base coin], of all that was closed; first_round: where the price would
    stand had only the pushed ones been sold.
    """

    stairs: tuple[tuple[float, float], ...]
    path: tuple[tuple[float, float], ...]
    fallen: int
    pushed: int
    stops: float
    fund: float
    winners: int
    deleveraged: float
    first_round: float

    @property
    def closed(self) -> float:
        """The size of all that was closed [base coin]."""
        return self.path[-1][0]


@dataclass(frozen=True, slots=True)
class CascadeScene:
    """The field after one push, in both modes, and where the learner said that the price stops."""

    push: float
    depth: float
    isolated: Fall
    cross: Fall
    guess: float | None

    @property
    def pushed_to(self) -> float:
        """The price to which the push itself takes the market."""
        return PRICE * (1 - self.push)


def cascade_scene(
    *, push_percent: float = 1.0, depth: float = 10.0, guess: float | None = None
) -> CascadeScene:
    """200 seeded longs, and one sale that pushes the price from 60,000 by this many per cent.

    depth: how much the book takes for each per cent of the price [base coin]. Assumed: the book is as
    deep at every price, nobody buys into the fall, and the mark follows each trade at once.

    Raises ValueError for values that make no sense.
    """
    push = within("push", push_percent, 0, 50) / 100
    depth = number("depth", depth, positive=True)
    guess = None if guess is None else number("your mark", guess, positive=True)
    own, shared = (_fallen(field(mode), push, depth) for mode in ("isolated", "cross"))
    return CascadeScene(push, depth, own, shared, guess)


@cache
def field(mode: MarginMode) -> tuple[Held, ...]:
    """The same longs in this mode, the highest wall first; the isolated walls lie below the price."""
    draw, marks, found = Random(SEED), {SYMBOL: PRICE}, list[Held]()
    while len(found) < WALLS:
        leverage, entry = draw.choice(LEVERAGES), float(round(draw.gauss(60_800, 700)))
        size = round(draw.uniform(0.05, 0.55), 2)
        wallet = BEHIND * size * entry / leverage
        own, account = (
            opened(which, size=size, entry_price=entry, leverage=leverage, wallet=wallet)
            for which in (MODES[0], mode)
        )
        if own.liquidation_price(SYMBOL, marks) < PRICE - 50:
            money = account.pool_of(account.position(SYMBOL)).collateral
            wall = account.liquidation_price(SYMBOL, marks)
            found.append(Held(wall, size, entry, money))
    return tuple(sorted(found, key=lambda long: -long.wall))


@cache
def shorts() -> Mapping[str, Account]:
    """The winners by name, isolated, seeded as well."""
    draw = Random(SEED + 1)
    return {
        f"short {i + 1}": opened(
            "isolated", side=SHORT, size=round(draw.uniform(0.5, 1.5), 2),
            entry_price=float(round(draw.gauss(61_500, 900))), leverage=draw.choice(LEVERAGES),
            wallet=30_000.0,
        )
        for i in range(WINNERS)
    }  # fmt: skip


def queue(price: float) -> Iterator[tuple[str, float]]:
    """The winners at this price with their sizes, who is deleveraged first before the others."""
    marks, scores = {SYMBOL: price}, dict[str, float]()
    for name, account in shorts().items():
        leg = account.position(SYMBOL)
        ratio = account.pool_of(leg).risk(marks).margin_ratio
        scores[name] = deleveraging_score(leg.roe(price), ratio)
    for name in sorted(scores, key=lambda name: -scores[name]):
        yield name, shorts()[name].position(SYMBOL).size


def _fallen(longs: tuple[Held, ...], push: float, depth: float) -> Fall:
    """One after the other: each forced sale presses the price, or, for want of a fund, takes a winner."""
    price, fund, closed, taken = PRICE * (1 - push), FUND, 0.0, 0.0
    pushed = sum(1 for long in longs if long.wall >= price)
    once = price - sum(long.size for long in longs[:pushed]) / depth * ONE_PERCENT
    path, fallen, since = [(0.0, price)], 0, inf
    for long in longs:
        if long.wall < price:
            break
        move = long.size / depth * ONE_PERCENT
        rest = equity(LONG, long.size, long.entry_price, price - move / 2, long.collateral)
        if fund + rest >= 0:
            fund, price = fund + rest, price - move
        else:
            taken, since = taken + long.size, min(since, price)
        fallen, closed = fallen + 1, closed + long.size
        path.append((closed, price))
    stairs = zip(
        accumulate(long.size for long in longs), (long.wall for long in longs), strict=True
    )
    winners = _reached(taken, since)
    return Fall(tuple(stairs), tuple(path), fallen, pushed, price, fund, winners, taken, once)


def _reached(taken: float, price: float) -> int:
    """How many winners it takes to close this size, in the order of the queue."""
    count = 0
    for _, size in queue(price) if taken else ():
        if taken <= 0:
            break
        count, taken = count + 1, taken - size
    return count
