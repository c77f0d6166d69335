"""Transfers and trades of a replay: the account after each, and its rows of the ledger."""

from __future__ import annotations

from dataclasses import replace

from marginlab.engine.account import Account
from marginlab.engine.events import Close, Open, Transfer
from marginlab.engine.holdings import Marks
from marginlab.engine.settlement import Entry
from marginlab.theory.given import mark_of, number

Moved = tuple[Account, tuple[Entry, ...]]


def transferred(account: Account, event: Transfer, marks: Marks) -> Moved:
    """Money moved into or out of the account, or between its wallet and an isolated position."""
    amount, symbol = number("amount", event.amount), event.symbol
    if symbol is None:
        after = account.transfer(amount, marks)
        return after, (Entry(event.time, "transfer", amount, outside=-amount),)
    if amount < 0:
        after, word = account.remove_margin(symbol, -amount, marks, event.side), "remove"
    else:
        after, word = account.add_margin(symbol, amount, event.side, marks=marks), "add"
    return after, (Entry(event.time, f"{word} margin of {symbol}: {abs(amount):,.2f}"),)


def traded(account: Account, event: Open | Close, marks: Marks, order: str = "") -> Moved:
    """A trade at the mark, or at the event's price; order: the waiting order that made it.

    An opening that closes what stands against it has a row for each of the two.
    """
    symbol = event.symbol
    price = mark_of(marks, symbol) if event.price is None else event.price
    if isinstance(event, Open):
        after = account.open(
            symbol, event.side, price=price, size=event.size, margin=event.margin,
            tier_rule=event.tier_rule, marks=marks,
        )  # fmt: skip
        rows: tuple[Entry, ...] = ()
        key = symbol, -event.side
        if account.position_mode == "one-way" and key in account.positions:
            left = after.positions.get(key)
            size = account.positions[key].size - left.size if left is not None else None
            closing = Close(event.time, symbol, size, -event.side, price)
            account, rows = traded(account, closing, marks)
        fee = account.wallet_balance - after.wallet_balance
        if (symbol, event.side) in after.positions:
            rows = (*rows, Entry(event.time, f"open {symbol}", -fee, 0.0, fee))
        return after, rows
    leg = account.position(symbol, event.side).at(marks)
    after = account.close(symbol, price, event.size, event.side, marks=marks)
    if event.size is not None:
        leg = replace(leg, size=min(event.size, leg.size))
    change = after.wallet_balance - account.wallet_balance
    fee = leg.position_value(price) * account.trading_fee_rate
    what = f"close {leg.name}" + (f" by its {order}" if order else "")
    return after, (Entry(event.time, what, change, -change - fee, fee),)
