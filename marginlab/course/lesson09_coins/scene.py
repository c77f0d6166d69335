"""A position worth one bitcoin, backed by dollars or by coins, as values at a mark price.

Counted in dollars, equity and requirement of all of them are straight lines over the price; counted in
bitcoin they are those lines divided by the price. Both are read off the engine's own pools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isnan
from types import MappingProxyType
from typing import Literal, get_args

from marginlab.course.house import MODES, SYMBOL
from marginlab.engine.account import Account
from marginlab.engine.pool import Pool
from marginlab.theory.given import MarginMode, number, one_of, within
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET, Contract

Backing = Literal["COIN-M", "USDT-M", "USDT-M on coins"]
Unit = Literal["BTC", "USD"]

ENTRY_PRICE, WALLET = 60_000.0, 1.5  # the wallet in bitcoin, at the entry price
PRICES = (20_000.0, 100_000.0)  # that the price axis shows
ASKED = ENTRY_PRICE / 2  # the question's price
COIN = "BTCUSD"
BACKINGS: tuple[Backing, ...] = get_args(Backing)
UNITS: tuple[Unit, ...] = get_args(Unit)
SIDES: Mapping[str, int] = MappingProxyType({"long": LONG, "short": SHORT})


def lent(symbol: str) -> Contract:
    """A contract for which no table was found, at the rate and the leverage of BTCUSDT's first tier."""
    first = BITGET.contract(SYMBOL).tiers[0]
    return BITGET.contract(symbol).with_rate(first.mmr, max_leverage=first.max_leverage)


# Sized in dollars and paid in bitcoin, as at BitMEX, Bybit and Binance, at Bitget's rates.
INVERSE = replace(lent(COIN), kind="inverse", min_order_value=Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Sum:
    """Money that is straight in the price: at 0 [USD], and more for each dollar of it [BTC]."""

    still: float
    coins: float

    def at(self, price: float, unit: Unit) -> float:
        """What it is at this mark price, counted in that unit."""
        dollars = self.still + self.coins * price
        return dollars if unit == "USD" else dollars / price

    def reaches(self, money: float, unit: Unit) -> float:
        """The price at which it is this much, counted in that unit; 0 where there is none."""
        still, coins = (
            (money - self.still, self.coins) if unit == "USD" else (-self.still, self.coins - money)
        )
        return still / coins if coins else 0.0


@dataclass(frozen=True, slots=True)
class Backed:
    """The position in one margin mode: what stands behind it counts, and what it requires.

    opened: the money behind it at the entry price [BTC]; equity: the adjusted one; wall: nan where no
    price liquidates it; closed: whether the mark price has passed it.
    """

    opened: float
    equity: Sum
    required: Sum
    wall: float
    closed: bool

    def left(self, price: float, unit: Unit) -> float:
        """What counts at this mark price, of a position that is not closed there."""
        return 0.0 if self.closed else self.equity.at(price, unit)


@dataclass(frozen=True, slots=True)
class CoinsScene:
    """The position at a mark price, in both modes, and what the learner said.

    ratio: the collateral ratio of bitcoin [fraction], where coins back dollars; asked: what is left at
    the question's price of a long on coins at 1x, isolated [BTC].
    """

    backing: Backing
    side: int
    leverage: float
    ratio: float
    price: float
    unit: Unit
    isolated: Backed
    cross: Backed
    asked: float
    guess: float | None


def coins_scene(
    *,
    backing: Backing = "COIN-M",
    side: str = "long",
    leverage: float = 1.0,
    ratio: float = 0.9,
    price: float = ASKED,
    unit: Unit = "BTC",
    guess: float | None = None,
) -> CoinsScene:
    """One bitcoin's worth at 60,000, with 1.5 bitcoin or as many dollars in the wallet.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    one_of("margin", backing, BACKINGS)
    one_of("side", side, tuple(SIDES))
    one_of("unit", unit, UNITS)
    ratio = within("collateral ratio", ratio, 0, 1)
    price = within("mark price", price, *PRICES)
    guess = None if guess is None else number("your mark", guess, least=0)
    isolated, cross = (backed(mode, backing, SIDES[side], leverage, ratio, price) for mode in MODES)
    question = backed("isolated", "COIN-M", LONG, 1, ratio, ASKED)
    return CoinsScene(
        backing, SIDES[side], leverage, ratio, price, unit, isolated, cross,
        question.left(ASKED, "BTC"), guess,
    )  # fmt: skip


def opened(
    mode: MarginMode, contract: Contract, side: int, leverage: float, *, on_coins: bool = False
) -> Account:
    """An account with the position, 1.5 bitcoin or as many dollars in its wallet.

    on_coins: whether bitcoin stand behind a contract that is not paid in them, all of their price.
    """
    symbol, venue = contract.symbol, BITGET.with_contracts(contract)
    account = Account(venue, WALLET * (1 if contract.settle == contract.base else ENTRY_PRICE))
    if on_coins:
        account = Account(venue, 0).set_account_mode(
            "advanced", coins={"BTC": WALLET}, collateral_ratios={"BTC": 1}
        )
    account = account.set_margin_mode(symbol, mode).set_leverage(symbol, leverage)
    size = ENTRY_PRICE if contract.kind == "inverse" else 1.0
    return account.open(symbol, side, size=size, price=ENTRY_PRICE)


def backed(
    mode: MarginMode, backing: Backing, side: int, leverage: float, ratio: float, price: float
) -> Backed:
    """The position at a mark price, its ratio having changed since it was opened.

    Isolated, only money of the coin that the contract pays in stands behind it.
    """
    contract = INVERSE if backing == "COIN-M" else BITGET.contract(SYMBOL)
    on_coins = backing == "USDT-M on coins" and mode == "cross"
    account = opened(mode, contract, side, leverage, on_coins=on_coins)
    if on_coins:
        account = account.set_account_mode("advanced", collateral_ratios={"BTC": ratio})
    (leg,) = account.positions.values()
    pool, marks = account.pool_of(leg), {leg.symbol: ENTRY_PRICE}
    equity, required = _sums(pool, leg.symbol)
    wall = pool.liquidation_price(leg.symbol, marks)
    if pool.risk(marks).liquidated:  # by its ratio alone, before the price has moved
        wall = ENTRY_PRICE
    closed = not isnan(wall) and side * (price - wall) <= 0
    return Backed(equity.at(ENTRY_PRICE, "BTC"), equity, required, wall, closed)


def _sums(pool: Pool, symbol: str) -> tuple[Sum, Sum]:
    """Equity and requirement of a pool as straight lines in dollars, through two prices."""
    (low, below), (high, above) = ((price, pool.risk({symbol: price})) for price in PRICES)
    at_low, at_high = (low, high) if symbol == COIN else (1.0, 1.0)  # dollars a unit of its money

    def through(one: float, other: float) -> Sum:
        coins = (other * at_high - one * at_low) / (high - low)
        return Sum(one * at_low - coins * low, coins)

    return (
        through(below.equity, above.equity),
        through(below.maintenance_margin, above.maintenance_margin),
    )
