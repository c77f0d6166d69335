"""Position tiers that other exchanges than Bitget have published, and earlier editions of some.

What none of these pages gives, fee and smallest order, is that of Bitget's API sample: an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from marginlab.venues.contract import Contract, contract

_READ = "2026-11-22"
_ASSUMED = "fee and smallest order assumed, as in Bitget's API sample"


def _by_symbol(contracts: Iterable[Contract]) -> Mapping[str, Contract]:
    return MappingProxyType({c.symbol: c for c in contracts})


_binance = partial(
    contract,
    read=_READ,
    source=(
        "Binance's leverage brackets as recorded in freqtrade, binance_leverage_tiers.json "
        f"(commit 3d9514d); {_ASSUMED}"
    ),
    as_of="2024-10-24",
)
_BTCUSDT = _binance(
    "BTCUSDT",
    (
        ("50000", "0.004", 125),
        ("600000", "0.005", 100),
        ("3000000", "0.0065", 75),
        ("12000000", "0.01", 50),
        ("70000000", "0.02", 25),
        ("100000000", "0.025", 20),
        ("230000000", "0.05", 10),
        ("480000000", "0.1", 5),
        ("600000000", "0.125", 4),
        ("800000000", "0.15", 3),
        ("1200000000", "0.25", 2),
        ("1800000000", "0.5", 1),
    ),
    base="BTC",
)
_ETHUSDT = _binance(
    "ETHUSDT",
    (
        ("50000", "0.004", 125),
        ("600000", "0.005", 100),
        ("3000000", "0.0065", 75),
        ("12000000", "0.01", 50),
        ("50000000", "0.02", 25),
        ("65000000", "0.025", 20),
        ("150000000", "0.05", 10),
        ("320000000", "0.1", 5),
        ("400000000", "0.125", 4),
        ("530000000", "0.15", 3),
        ("800000000", "0.25", 2),
        ("1200000000", "0.5", 1),
    ),
    base="ETH",
)
_SOLUSDT = _binance(
    "SOLUSDT",
    (
        ("20000", "0.005", 100),
        ("100000", "0.0065", 75),
        ("800000", "0.01", 50),
        ("4000000", "0.02", 25),
        ("8000000", "0.025", 20),
        ("40000000", "0.05", 10),
        ("80000000", "0.1", 5),
        ("100000000", "0.125", 4),
        ("200000000", "0.25", 2),
        ("400000000", "0.5", 1),
    ),
    base="SOL",
)
_DOGEUSDT = _binance(
    "DOGEUSDT",
    (
        ("10000", "0.005", 75),
        ("50000", "0.007", 50),
        ("750000", "0.01", 40),
        ("800000", "0.02", 25),
        ("1600000", "0.025", 20),
        ("8000000", "0.05", 10),
        ("16000000", "0.1", 5),
        ("20000000", "0.125", 4),
        ("40000000", "0.25", 2),
        ("80000000", "0.5", 1),
    ),
    base="DOGE",
)
_BTCUSDC = _binance(
    "BTCUSDC",
    (
        ("50000", "0.004", 125),
        ("500000", "0.005", 100),
        ("10000000", "0.01", 50),
        ("80000000", "0.025", 20),
        ("150000000", "0.05", 10),
        ("300000000", "0.1", 5),
        ("450000000", "0.125", 4),
        ("600000000", "0.15", 3),
        ("800000000", "0.25", 2),
        ("1000000000", "0.5", 1),
    ),
    base="BTC",
    settle="USDC",
)

BINANCE_CONTRACTS = _by_symbol((_BTCUSDT, _ETHUSDT, _SOLUSDT, _DOGEUSDT, _BTCUSDC))

BINANCE_2021_BTCUSDT = contract(
    "BTCUSDT",
    (
        ("50000", "0.004", 125),
        ("250000", "0.005", 100),
        ("1000000", "0.01", 50),
        ("10000000", "0.025", 20),
        ("20000000", "0.05", 10),
        ("50000000", "0.1", 5),
        ("100000000", "0.125", 4),
        ("200000000", "0.15", 3),
        ("300000000", "0.25", 2),
        ("500000000", "0.5", 1),
    ),
    base="BTC",
    source=(
        "Binance's help page of 2021 and gist b71e76f51eed84d56c1be8ebbcc286b5, whose column of "
        f"leverages is not Binance's; {_ASSUMED}"
    ),
    as_of="2021",
    read=_READ,
)

BYBIT_CONTRACTS = _by_symbol(
    (
        contract(
            "BTCUSDT",
            (
                ("2000000", "0.005", 100),
                ("2600000", "0.0056", 90),
                ("3200000", "0.0063", 80),
                ("3800000", "0.0067", 75),
                ("4400000", "0.0071", 70),
                ("5000000", "0.0077", 65),
                ("5600000", "0.0091", 55),
                ("8500000", "0.01", 50),
                ("10000000", "0.013", 45),
                ("14000000", "0.015", 40),
                ("20000000", "0.016", 35),
                ("28000000", "0.02", 30),
                ("38000000", "0.025", 25),
                ("50000000", "0.029", 20),
                ("55000000", "0.03", 19),
                ("60000000", "0.035", 18),
                ("65000000", "0.036", 17),
                ("70000000", "0.038", 16),
                ("75000000", "0.04", 15),
                ("80000000", "0.045", 14),
            ),
            base="BTC",
            source=f"Bybit, announcement-info/margin-parameters (undated); {_ASSUMED}",
            as_of="2025",
            read=_READ,
        ),
    )
)


def _of_one_rate(symbol: str, mmr: str, max_leverage: int, source: str, as_of: str) -> Contract:
    """A class of markets that are charged one rate, whatever their value."""
    return contract(
        symbol,
        (("Infinity", mmr, max_leverage),),
        base=symbol,
        settle="USDC",
        source=f"{source}; {_ASSUMED}",
        as_of=as_of,
        read=_READ,
    )


# Maintenance is half of the initial margin at the greatest leverage of a market, 1 / (2 x leverage).
HYPERLIQUID_CONTRACTS = _by_symbol(
    _of_one_rate(
        f"MARKET-{leverage}X",
        str(1 / (2 * Decimal(leverage))),
        leverage,
        "Hyperliquid, documentation, trading/liquidations; its margin tables for large values left out",
        "2026-11-22",
    )
    for leverage in (50, 40, 20, 3)
)

DYDX_CONTRACTS = _by_symbol(
    _of_one_rate(
        symbol,
        mmr,
        leverage,
        "dYdX, documentation, liquidity tiers (commit 3e475b7)",
        "2026-04",
    )
    for symbol, mmr, leverage in (
        ("LARGE-CAP", "0.03", 20),
        ("MID-CAP", "0.05", 10),
        ("LONG-TAIL", "0.1", 5),
    )
)

# Bitget's tables that were replaced, or stand on a help page as an illustration.
BITGET_BTCUSDT_ILLUSTRATED = contract(
    "BTCUSDT",
    (
        ("150000", "0.004", 125),
        ("900000", "0.005", 100),
        ("12000000", "0.01", 50),
        ("38000000", "0.015", 25),
        ("50000000", "0.03", 20),
        ("100000000", "0.05", 10),
        ("150000000", "0.12", 5),
        ("200000000", "0.15", 4),
        ("250000000", "0.2", 3),
        ("400000000", "0.3", 2),
        ("1200000000", "0.6", 1),
    ),
    base="BTC",
    source=f"Bitget, support article 12560603777225 (an illustration); {_ASSUMED}",
    as_of="2025-06-25",
    read=_READ,
)
