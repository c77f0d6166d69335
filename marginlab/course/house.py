"""The house position: the one trade that the lessons speak of, and its exchange's rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from marginlab.engine.account import Account
from marginlab.theory.given import MarginMode
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET, Venue

SYMBOL = "BTCUSDT"
SIZE, ENTRY_PRICE, LEVERAGE, WALLET = 0.1, 60_000.0, 10.0, 2_000.0
MODES: tuple[MarginMode, ...] = ("isolated", "cross")
MARKS = tuple(map(Fraction, (60_000, 57_000, 54_000)))  # at which the lessons read numbers off

# The leverages of its story, by lesson, where it is told at others than the house position's.
TOLD_AT: Mapping[int, tuple[float, ...]] = {2: (LEVERAGE, 100.0), 5: (100.0,)}


def rates_of(venue: Venue, symbol: str) -> Mapping[str, Fraction]:
    """Maintenance rate of the first tier and taker fee rate of a contract, exact [fraction]."""
    contract = venue.contract(symbol)
    return {"mmr": Fraction(contract.tiers[0].mmr), "fee_rate": Fraction(contract.fee_rate)}


RATES = rates_of(BITGET, SYMBOL)
PAYMENTS_A_DAY = 24 // BITGET.contract(SYMBOL).funding_hours


def opened(
    mode: MarginMode,
    *,
    venue: Venue = BITGET,
    symbol: str = SYMBOL,
    side: int = LONG,
    size: float = SIZE,
    entry_price: float = ENTRY_PRICE,
    leverage: float = LEVERAGE,
    wallet: float = WALLET,
    fee_rate: float = 0.0,
) -> Account:
    """An account that has opened the house position, or another one, in this margin mode.

    venue: the exchange, Bitget unless given;
    size [base coin], entry_price [quote per base], leverage [x], wallet [settle coin]: before it was
    opened; fee_rate [fraction]: what opening and closing cost.
    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    account = Account(venue, wallet, trading_fee_rate=fee_rate).set_margin_mode(symbol, mode)
    if venue.margin_sets_leverage and mode == "isolated":
        margin = size * entry_price / leverage
        return account.open(symbol, side, size=size, margin=margin, price=entry_price)
    return account.set_leverage(symbol, leverage).open(symbol, side, size=size, price=entry_price)


def numbers(lesson: int) -> Iterator[Mapping[str, Fraction | str]]:
    """Its numbers in a lesson by the names that exercises use, for each mark price of MARKS."""
    for leverage, mark in product(TOLD_AT.get(lesson, (LEVERAGE,)), MARKS):
        yield {
            "size": Fraction(str(SIZE)), "base": "BTC", "entry_price": Fraction(ENTRY_PRICE),
            "leverage": Fraction(leverage), "wallet": Fraction(WALLET), "at": mark,
        }  # fmt: skip
