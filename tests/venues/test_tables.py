"""The tables of tiers are those that the exchanges published, offsets too; what is left out says why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from marginlab.engine.account import Account
from marginlab.theory.terms import LONG
from marginlab.venues import BINANCE, BITGET, BYBIT_ENTRY_VALUE, DYDX, HYPERLIQUID
from marginlab.venues.tables import BINANCE_2021_BTCUSDT, BITGET_BTCUSDT_ILLUSTRATED

TABLES = json.loads(
    (Path(__file__).parents[1] / "data" / "position-tiers.json").read_text("utf-8"),
    parse_float=Decimal,
    parse_int=Decimal,
)
# What no contract stands for, and why; by exchange, symbol and how its date begins.
LEFT_OUT = {
    ("Bitget", "BTCUSDT", "before"): "the later table with another leverage in its first row",
    ("Bitget", "BTCUSDT", "2023-09-27"): "a sample of an API, two rows of a table",
    ("Binance", "BTCUSD", "2021"): "a help page that quotes rows, and not the first ones",
    ("CoinEx", "BTCUSD", "undated"): "counted in USD contracts, where tiers here count the coin",
    (
        "Deribit",
        "BTC_USDC / SOL_USDC",
        "undated",
    ): "a curve without steps, which is a trait of DERIBIT",
}


def known(table):
    return next((k for k in LEFT_OUT if k[:2] == (table["exchange"], table["symbol"])
                 and table["effective"].startswith(k[2])), None)  # fmt: skip


def contracts(table):
    """The contracts that stand for a table, one for each of its rows where it is one of rates."""
    exchange, symbol, date = table["exchange"], table["symbol"], table["effective"]
    if exchange == "Hyperliquid":
        return [HYPERLIQUID.contract(f"MARKET-{row['max_leverage']}X") for row in table["tiers"]]
    if exchange == "dYdX v4":
        return [DYDX.contract(row["name"].upper()) for row in table["tiers"]]
    if date.startswith("2021"):
        return [BINANCE_2021_BTCUSDT]
    if date.startswith("2025-06-25"):
        return [BITGET_BTCUSDT_ILLUSTRATED]
    venue = {"Bitget": BITGET, "Binance": BINANCE, "Bybit": BYBIT_ENTRY_VALUE}[exchange]
    return [venue.contract(symbol)]


def test_what_is_left_out_is_there_and_nothing_else():
    assert {known(t) for t in TABLES} - {None} == set(LEFT_OUT)


@pytest.mark.parametrize(
    "table", [t for t in TABLES if not known(t)], ids=lambda t: f"{t['exchange']} {t['symbol']}"
)
def test_a_table_is_the_published_one(table):
    made = contracts(table)
    if len(made) > 1:  # a rate for each class of markets
        for contract, row in zip(made, table["tiers"], strict=True):
            (tier,) = contract.tiers
            assert float(tier.mmr) == pytest.approx(float(row.get("mmr", row.get("mmf"))))
            assert tier.max_leverage == (row["max_leverage"] if "mmr" in row else 1 / row["imf"])
        return
    (contract,) = made
    assert len(contract.tiers) == len(table["tiers"])
    for tier, row in zip(contract.tiers, table["tiers"], strict=True):
        assert (tier.floor, tier.cap, tier.mmr, tier.max_leverage) == (
            row["floor"], row["cap"], row["mmr"], row["max_leverage"]
        )  # fmt: skip
        printed = row.get("deduction_published", row.get("cum_published"))
        assert printed is None or tier.offset == printed
    assert contract.settle == table["notional_unit"]
    assert contract.source
    assert contract.read


@pytest.mark.parametrize("venue", [BINANCE, BYBIT_ENTRY_VALUE, HYPERLIQUID, DYDX], ids=repr)
def test_positions_can_be_opened_in_every_contract(venue):
    for symbol in venue.contracts:
        account = Account(venue, 1_000).set_leverage(symbol, 3)
        account = account.open(symbol, LONG, size=25, price=100)
        assert 55 < account.liquidation_price(symbol, {symbol: 100.0}) < 80


def test_binances_help_page_on_its_own_table():
    # faq b3c689c1f50a44cabb3a84e663b81d93: 264,000 is charged 1 %, and 500,000 less 1,300.
    assert BINANCE_2021_BTCUSDT.tier_at(264_000).mmr == Decimal("0.01")
    assert BINANCE_2021_BTCUSDT.tier_at(500_000).offset == 1_300
