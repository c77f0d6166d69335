"""Orders that wait in a replay for their price, and the queue of those who are deleveraged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from marginlab.engine.account import Account
from marginlab.engine.events import Close, Deleveraging, Exit
from marginlab.engine.holdings import Key
from marginlab.engine.position import Position
from marginlab.engine.settlement import Entry, deleveraging_score
from marginlab.theory.given import Rejected, mark_of
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import show

Prices = Mapping[str, float]


class Waiting:
    """The stop and take-profit orders of a replay, by the position that each would close."""

    def __init__(self) -> None:
        self.orders: list[tuple[Exit, Key]] = []

    def add(self, order: Exit, leg: Position, marks: Prices, last: Prices) -> None:
        """Let the order wait; Rejected where its price has been reached already."""
        price = self._price(order, marks, last)
        if price is not None and _reached(order, leg.side, price):
            where = "below" if leg.side * order.way < 0 else "above"
            raise Rejected(
                f"{order.word} was {show(order.price)}; that of {leg.name} has to lie {where} the "
                f"{order.by} price of {show(price)}"
            )
        self.orders.append((order, (leg.symbol, leg.side)))

    def ended_with(self, positions: Mapping[Key, Position]) -> Iterator[tuple[Exit, Key]]:
        """Take out and name the orders whose position is no longer among these."""
        gone = [(order, key) for order, key in self.orders if key not in positions]
        self.orders = [(order, key) for order, key in self.orders if key in positions]
        yield from gone

    def reached(self, marks: Prices, last: Prices) -> int | None:
        """The place of the first order whose price is reached; None where none is."""
        for place, (order, (_, side)) in enumerate(self.orders):
            price = self._price(order, marks, last)
            if price is not None and _reached(order, side, price):
                return place
        return None

    def filled(
        self, place: int, time: float, held: float, marks: Prices, last: Prices
    ) -> tuple[Exit, Close]:
        """The order of that place, which then waits no more, and the trade that it becomes.

        held: the size of its position [base coin]; more than that is not closed.
        """
        order, (symbol, side) = self.orders.pop(place)
        size = None if order.size is None or order.size >= held else order.size
        fill = last.get(symbol, marks[symbol]) * (1 - side * order.gap)
        return order, Close(time, symbol, size, side, fill)

    @staticmethod
    def _price(order: Exit, marks: Prices, last: Prices) -> float | None:
        return (marks if order.by == "mark" else last).get(order.symbol)


def _reached(order: Exit, side: int, price: float) -> bool:
    return (price - order.price) * side * order.way >= 0


def deleveraged(
    account: Account, event: Deleveraging, marks: Prices
) -> tuple[Account, tuple[Entry]]:
    """The account after its place in the queue has come; Rejected where others take all.

    Of equal scores the others come first: who does is not published. Where the account mode says so,
    all of them come before a hedged position.
    Source: Bitget, support article 12560603800805 (edition of 2025-09-27: counterparties are
    matched at the bankruptcy price, no fee; read 2026-11-22).
    """
    leg = account.position(event.symbol, event.side).at(marks)
    risk = account.pool_of(leg).risk(marks)
    if risk.equity <= 0:
        raise Rejected(
            f"equity behind {leg.name} was used up; only who has some stands in the queue"
        )
    score = deleveraging_score(leg.roe(mark_of(marks, leg.symbol)), risk.margin_ratio)
    hedged = (leg.symbol, -leg.side) in account.positions
    last = hedged and account.mode_rules.hedged_last
    before = [size for other, size in event.others if last or other >= score]
    left = event.size - sum(before)
    if left <= ROUNDING * event.size:
        raise Rejected(
            f"size was {show(event.size)}; the {len(before)} before {leg.name} in the queue take all"
        )
    part = replace(leg, size=min(left, leg.size))
    free = replace(account, trading_fee_rate=0.0)
    closed = free.close(leg.symbol, event.price, part.size, leg.side, marks=marks)
    gain = closed.wallet_balance - account.wallet_balance
    entry = Entry(event.time, f"deleverage {leg.name}", gain, -gain)
    return replace(closed, trading_fee_rate=account.trading_fee_rate), (entry,)
