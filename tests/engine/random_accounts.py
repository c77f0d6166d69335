"""Random accounts at venues of random traits, of every kind of contract, and their marks."""

from __future__ import annotations

from random import Random

from marginlab.engine.account import Account
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from tests.engine.test_money import COINS, LEVERAGES, world

EACH, STRIDE = 50, 7  # accounts of one venue; the next differs from it in market and requirement


def drawn(number):
    """The account of this number, its marks, and dice of its own; all its pools live."""
    draw, here = Random(f"account {number}"), world(number // EACH * STRIDE)
    marks = {s: COINS[b] * draw.uniform(0.97, 1.03) for s, b in here.bases.items()}
    account = Account(
        here.venue, here.wealth * draw.uniform(0.1, 2), trading_fee_rate=draw.choice((0, 0.0006))
    )
    if draw.random() < 0.25:
        account = account.set_position_mode("one-way")
    for symbol in marks:
        account = account.set_margin_mode(symbol, draw.choice(("cross", "cross", "isolated")))
        account = account.set_leverage(symbol, draw.choice(LEVERAGES))
    for _ in range(draw.randint(0, 4)):
        symbol, side, price = order(marks, draw)
        margin = account.withdrawable_balance(marks) * draw.choice((0.05, 0.2, 0.5))
        rule = draw.choice(("progressive", "progressive", "flat"))
        try:
            account = account.open(
                symbol, side, margin=margin or 1.0, price=price, tier_rule=rule, marks=marks
            )
        except Rejected:
            continue
    moved = {symbol: mark * draw.gauss(1, 0.01) for symbol, mark in marks.items()}
    alive = not any(pool.risk(moved).liquidated for pool in account.pools)
    return account, moved if alive else marks, draw


def order(marks, draw):
    """A symbol, a side and a price near its mark."""
    symbol = draw.choice(list(marks))
    price = marks[symbol] * draw.choice((1, 1, 1, 0.9, 0.99, 0.999, 1.001, 1.01, 1.1))
    return symbol, draw.choice((LONG, SHORT)), price
