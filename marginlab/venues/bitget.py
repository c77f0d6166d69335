"""Bitget, as it documents itself: its requirement, its contracts and their tiers.

USDT-M contracts have the tier tables that Bitget announced. For USDC-M and COIN-M no table was
found; those contracts take the rate as a parameter (`Contract.with_rate`).
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

from marginlab.theory.linear import maintenance_margin, maintenance_margin_at_entry
from marginlab.venues.contract import NO_TABLE, contract
from marginlab.venues.modes import CLASSIC, UNIFIED, by_name
from marginlab.venues.traits import Source
from marginlab.venues.venue import Example, Venue

_READ = "2026-11-22"
_STEPS = "Bitget, support article 360058821652"
_SAMPLE = "API sample (fee, minimum order value)"


_contract = partial(contract, read=_READ)
_BTCUSDT = _contract(
    "BTCUSDT",
    (
        ("200000", "0.004", 150),
        ("1000000", "0.005", 100),
        ("5000000", "0.007", 75),
        ("15000000", "0.01", 50),
        ("50000000", "0.02", 25),
        ("100000000", "0.03", 20),
        ("150000000", "0.06", 10),
        ("300000000", "0.12", 5),
        ("500000000", "0.15", 4),
        ("700000000", "0.2", 3),
        ("900000000", "0.3", 2),
        ("1200000000", "0.6", 1),
    ),
    base="BTC",
    tick="0.1",
    source=f"Bitget, support article 12560603838668 (tiers); {_SAMPLE}",
    as_of="2025-09-26",
)
_ETHUSDT = _contract(
    "ETHUSDT",
    (
        ("200000", "0.004", 150),
        ("1000000", "0.005", 100),
        ("3000000", "0.01", 75),
        ("12000000", "0.015", 50),
        ("40000000", "0.02", 25),
        ("70000000", "0.03", 20),
        ("100000000", "0.05", 10),
        ("150000000", "0.07", 8),
        ("200000000", "0.08", 7),
        ("250000000", "0.09", 6),
        ("300000000", "0.12", 5),
        ("400000000", "0.15", 4),
        ("500000000", "0.2", 3),
        ("800000000", "0.3", 2),
        ("1200000000", "0.6", 1),
    ),
    base="ETH",
    source=f"Bitget, support article 12560603838666 (tiers); {_SAMPLE}",
    as_of="2025-09-26",
)
_SAFEUSDT = _contract(
    "SAFEUSDT",
    (
        ("10000", "0.01", 75),
        ("40000", "0.015", 50),
        ("50000", "0.018", 40),
        ("100000", "0.025", 25),
        ("200000", "0.03", 20),
        ("700000", "0.05", 10),
        ("1500000", "0.12", 5),
        ("2000000", "0.15", 4),
        ("3000000", "0.2", 3),
        ("5500000", "0.3", 2),
        ("10000000", "0.6", 1),
    ),
    base="SAFE",
    source=f"Bitget, support article 12560603824682 (tiers); {_SAMPLE}",
    as_of="2025-03-28",
)
_1000SATSUSDT = _contract(
    "1000SATSUSDT",
    (
        ("10000", "0.02", 25),
        ("50000", "0.03", 20),
        ("150000", "0.04", 15),
        ("500000", "0.05", 10),
        ("1000000", "0.07", 8),
        ("2000000", "0.12", 5),
        ("3000000", "0.15", 4),
        ("4000000", "0.3", 2),
        ("5000000", "0.6", 1),
    ),
    base="1000SATS",
    source=f"Bitget, support article 12560603838678 (tiers); {_SAMPLE}",
    as_of="2025-09-27",
)
_SUPERUSDT = _contract(
    "SUPERUSDT",
    (
        ("5000", "0.01", 50),
        ("10000", "0.02", 25),
        ("25000", "0.03", 20),
        ("50000", "0.04", 15),
        ("175000", "0.05", 10),
        ("375000", "0.12", 5),
        ("850000", "0.15", 4),
        ("1550000", "0.3", 2),
        ("2500000", "0.6", 1),
    ),
    base="SUPER",
    source=f"Bitget, support article 12560603844085 (tiers); {_SAMPLE}",
    as_of="2025-11-27",
)
_UNPUBLISHED = [
    _contract(
        symbol,
        base=symbol[:3],
        settle=settle,
        kind=kind,
        source=f"Bitget, {_SAMPLE}; tiers: {NO_TABLE}",
        as_of="2026-11-22",
    )
    for symbol, settle, kind in (
        ("BTCPERP", "USDC", "linear"),
        ("ETHPERP", "USDC", "linear"),
        ("BTCUSD", "BTC", "coin"),
        ("ETHUSD", "ETH", "coin"),
    )
]

BITGET = Venue(
    name="Bitget",
    requirement=maintenance_margin,
    contracts=MappingProxyType(
        {
            c.symbol: c
            for c in (_BTCUSDT, _ETHUSDT, _SAFEUSDT, _1000SATSUSDT, _SUPERUSDT, *_UNPUBLISHED)
        }
    ),
    source=(
        'Bitget, "What is estimated liquidation price", support article 12560603808759, '
        "2025-09-18, later edited"
    ),
    as_of="2025-11-10",
    read=_READ,
    partial_liquidation=2,
    other_coin_margin_ended="2026-05-28",
    account_modes=by_name(CLASSIC, *UNIFIED),
    sources={
        "other_coin_margin_ended": Source(
            "Bitget, support article 12560603882722; it began with 12560603822465",
            "2026-04-16",
            "2026-11-27",
        ),
        "hedged_legs": Source(f"{_STEPS}: the larger side", "2025-02-07", _READ),
        "tie": Source(f"{_STEPS}: the ratio reaches 100 %", "2025-02-07", _READ),
        "open_profit": Source(
            "Bitget, support article 12560603819491, 10,000 in the wallet", "undated", "2026-11-27"
        ),
        "initial_margin_at": Source("Bitget, support article 12560603838731", "2025-09-29", _READ),
        "removal_floor": Source(
            "Bitget's was not found; Binance's, faq 360038447311", "undated", _READ, assumed=True
        ),
        **dict.fromkeys(
            ("share_first", "backstop"), Source(f"{_STEPS}: no other steps", "2025-02-07", _READ)
        ),
        "resting_orders": Source(
            "Bitget, support article 12560603808747: size x price / leverage", "undated", _READ
        ),
        "liquidation_fee": Source(
            "Bitget, support article 360059239211: the fund takes all", "2025-10-21", _READ
        ),
        "rest_goes_to": Source("Bitget, support article 360059239211", "2025-10-21", _READ),
        "funding_from": Source(
            "Bitget, support article 12560603824512; the cap of older pages is not repeated",
            "2025",
            _READ,
        ),
        "partial_liquidation": Source(f"{_STEPS}: two tiers at a time", "2025-02-07", _READ),
        "fill_deviation": Source(
            "Bitget, support article 360059239211: at the market", "2025-10-21", _READ
        ),
        "margin_sets_leverage": Source(
            "Bitget, support article 12560603808747: the setting gives the margin", "undated", _READ
        ),
        "least_margin": Source(
            "Bitget, support article 12560603838668: the tier's greatest leverage",
            "2025-09-26",
            _READ,
        ),
    },
    examples=(
        Example(
            "liquidation_price",
            {
                "side": "1",
                "size": "0.01",
                "entry_price": "25000",
                "collateral": "9.6695050093373343",
                "mmr": "0.004",
                "fee_rate": "0.0006",
            },
            printed="24144.1124161806977798",
            source="Bitget, API documentation, get-single-position (read 2026-11-22)",
            source_kind="the exchange's own",
        ),
    ),
)

BITGET_2020 = Venue(
    name="Bitget 2020-21",
    requirement=maintenance_margin_at_entry,
    contracts=MappingProxyType({}),
    source="Bitget, Japanese help page (2020-21)",
    as_of="2021",
    read=_READ,
    funding_from="capped",
    sources={
        "funding_from": Source(
            "Bitget, support articles 360053300511 and 360059301491: at most down to maintenance",
            "2020-21",
            _READ,
        )
    },
    examples=(
        Example(
            "liquidation_price",
            {
                "side": "1",
                "size": "1",
                "entry_price": "10000",
                "collateral": "200",
                "mmr": "0.005",
            },
            printed="9850",
            source="Bitget, Japanese help page, 10,000 at 50x (2020-21; read 2026-11-22)",
            source_kind="the exchange's own",
        ),
    ),
)
