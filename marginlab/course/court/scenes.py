"""What cards of several sources share: the house position in numbers and words, its falls, some rule sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marginlab.course.court.card import Published, Side
from marginlab.course.court.ledger import ACCEPTED, Ledger, answer, ledger, lived
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Mark
from marginlab.theory.given import MarginMode
from marginlab.theory.linear import no_requirement
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET, OKX, Venue
from marginlab.venues.contract import Contract, contract

HOUSE = {"size": 0.1, "entry_price": 60_000.0, "leverage": 10.0}
LONG_BTC = "Long {size:plain} BTC from {entry_price:tick}"
ISOLATED = f"{LONG_BTC}, isolated at {{leverage:x}}"
NOTHING_REQUIRED = replace(BITGET, requirement=no_requirement, trigger=no_requirement)


def bitget_article(number: str, dated: str, read: str) -> Published:
    """An article of Bitget's help pages, by the number in its address."""
    return Published(f"Bitget, support article {number}", dated, read)


def okx(symbol: str) -> Venue:
    """OKX with the rates that follow from the examples of its calculator."""
    row = contract(
        symbol, (("Infinity", "0.004", 100),), base="BTC", fee_rate="0.0005", as_of="undated",
        read="2026-11-22", source="deveab.com/7216.html, from OKX's calculator; the rates are inferred",
    )  # fmt: skip
    return OKX.with_contracts(row)


def of_one_tier(table: Contract, value: float) -> Contract:
    """The contract as if all values were in the tier of this one."""
    tier = table.tier_at(value)
    return replace(table, tiers=(replace(tier, floor=Decimal(0), cap=Decimal("Infinity")),))


def falls(side: Side, *, lows: tuple[float, ...], **house: Any) -> Ledger:
    """The isolated position through these mark prices, one after the other."""
    account = opened("isolated", venue=side.venue, **house)
    return lived(account, *(Mark(time, {SYMBOL: low}) for time, low in enumerate(lows, 1)))


def at_will(account: Account, symbol: str, mode: MarginMode) -> Account:
    """The account with the symbol in another margin mode, whatever is open on it."""
    held = {
        key: replace(leg, margin=None) if leg.symbol == symbol and mode == "cross" else leg
        for key, leg in account.positions.items()
    }
    return replace(account, modes={**account.modes, symbol: mode}, positions=held)


def switched(side: Side, *, size: float, entry_price: float, **house: Any) -> Ledger:
    """Whether an isolated symbol is put into cross with a position, with an order, with neither.

    The rule of the side is how it is asked, `at_will` or as the exchange documents it.
    """
    switch: Callable[..., Account] = side.rule or Account.set_margin_mode
    held = opened("isolated", venue=side.venue, size=size, entry_price=entry_price, **house)
    closed = held.close(SYMBOL, entry_price)
    ordered = closed.place_order(SYMBOL, LONG, size=size, price=entry_price)
    asked = answer("to cross with a position", lambda: switch(held, SYMBOL, "cross"))
    after = switch(held, SYMBOL, "cross") if asked.value == ACCEPTED else held
    return ledger(
        ("margin", held.position(SYMBOL).cash),
        asked,
        ("mode then", after.position(SYMBOL).mode),
        ("wall then", after.liquidation_price(SYMBOL, {SYMBOL: entry_price}), "price"),
        answer("to cross with an order", lambda: switch(ordered, SYMBOL, "cross")),
        answer("to cross with neither", lambda: switch(closed, SYMBOL, "cross")),
    )
