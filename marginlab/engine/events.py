"""What can happen to an account in time: prices, funding, transfers of margin, trades, orders.

Times are hours by convention. A replay checks the values; see `replay`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from marginlab.theory.given import TierRule, direction, expect, fraction, number, one_of
from marginlab.venues import Venue

TriggeredBy = Literal["mark", "last"]
TRIGGERED_BY: tuple[TriggeredBy, ...] = get_args(TriggeredBy)


@dataclass(frozen=True, slots=True)
class Mark:
    """New mark prices, by symbol [quote per base]; symbols that are not named stay.

    last: prices at which was traded at that moment, where they are known; the mark alone
    liquidates, but orders may be triggered by them and are filled there. A new mark without one
    leaves its symbol's last price unknown.
    """

    time: float
    prices: Mapping[str, float]
    last: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding time of one symbol: rate [fraction]; positive, longs pay."""

    time: float
    symbol: str
    rate: float


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved [settle coin]: into the account (negative: out of it), or, where a symbol is
    named, from the wallet into its isolated position (negative: back)."""

    time: float
    amount: float
    symbol: str | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open at the mark price, or at `price`; by size or by margin, as `Account.open`."""

    time: float
    symbol: str
    side: int
    size: float | None = None
    margin: float | None = None
    price: float | None = None
    tier_rule: TierRule = "progressive"


@dataclass(frozen=True, slots=True)
class Close:
    """Close at the mark price, or at `price`, whole or in part, as `Account.close`."""

    time: float
    symbol: str
    size: float | None = None
    side: int | None = None
    price: float | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    """An order that closes a position, or `size` of it, once a price is reached: stop or profit.

    price [quote per base]; by: the price that triggers it, "mark" or "last". It is filled where is
    traded at that moment (at the mark where no last price is known), worse by the share gap of it
    [fraction], not at its own price. It ends with the position.
    """

    word: ClassVar[str]
    way: ClassVar[int]  # a long's is triggered by a price that falls (-1) or rises (+1)

    time: float
    symbol: str
    price: float
    size: float | None = None
    side: int | None = None
    by: TriggeredBy = "mark"
    gap: float = 0.0


class StopLoss(Conditional):
    """Closes when the price has gone this far against the position."""

    __slots__ = ()
    word: ClassVar = "stop"
    way: ClassVar = -1


class TakeProfit(Conditional):
    """Closes when the price has gone this far with the position."""

    __slots__ = ()
    word: ClassVar = "take profit"
    way: ClassVar = 1


@dataclass(frozen=True, slots=True)
class Deleveraging:
    """Winners of one side are closed at a loser's bankruptcy price, without a fee.

    size [base coin; USD if inverse]: what has to be closed in all; price [quote per base]; others:
    score and size of every other position of that side, by `deleveraging_score`. The account's
    position stands among them by its own score, and what those before it do not take it gives.
    """

    time: float
    symbol: str
    side: int
    size: float
    price: float
    others: tuple[tuple[float, float], ...] = ()


Exit = StopLoss | TakeProfit
Move = Transfer | Open | Close | Exit | Deleveraging
Event = Mark | Funding | Move


def check_sense(move: Move, venue: Venue) -> None:
    """ValueError for nonsense in a move, whatever became of the position."""
    if move.symbol is not None:
        venue.contract(move.symbol)
    if move.side is not None or isinstance(move, Open | Deleveraging):
        direction(move.side)
    if isinstance(move, Close | Exit | Deleveraging):
        for name in ("size", "price"):
            value = getattr(move, name)
            if value is not None or isinstance(move, Deleveraging):
                number(name, value, positive=True)
    if isinstance(move, Exit):
        number("price", move.price, positive=True)
        one_of("by", move.by, TRIGGERED_BY)
        fraction("gap", move.gap)
    if isinstance(move, Deleveraging):
        expect("others", move.others, tuple)
        for other in move.others:
            if not (isinstance(other, tuple) and len(other) == 2):
                raise ValueError(f"others were {other!r}; a score and a size are needed of each")
            number("score", other[0])
            number("size", other[1], positive=True)
