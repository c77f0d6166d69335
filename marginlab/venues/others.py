"""The other conventions, one requirement line each, and the article taken at its word.

Which value does maintenance charge, the mark's or the entry's, and is a fee inside? These two
questions make nearly all of the difference between exchanges. Their tables of tiers stand in `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from marginlab.theory.linear import (
    maintenance_margin,
    maintenance_margin_at_entry,
    maintenance_margin_growing_with_size,
    maintenance_margin_without_fee,
    maintenance_rate_alone,
    no_requirement,
)
from marginlab.venues.bitget import BITGET
from marginlab.venues.contract import Contract, Published, contract
from marginlab.venues.tables import (
    BINANCE_CONTRACTS,
    BYBIT_CONTRACTS,
    DYDX_CONTRACTS,
    HYPERLIQUID_CONTRACTS,
)
from marginlab.venues.traits import ShareFirst, Source
from marginlab.venues.venue import Example, Venue

OWN = "the exchange's own"
THIRD_PARTY = "a third party's"
_READ = "2026-11-22"
_ARTICLE = 'kdj.com, "How to use isolated margin on Bitget" (2026-03)'
_NONE: Mapping[str, Contract] = MappingProxyType({})


def _terms(
    side: int, size: str, entry: str, collateral: str, mmr: str, **more: str
) -> dict[str, str]:
    return {
        "side": str(side),
        "size": size,
        "entry_price": entry,
        "collateral": collateral,
        "mmr": mmr,
        **more,
    }


BINANCE = Venue(
    name="Binance",
    requirement=maintenance_margin_without_fee,
    contracts=BINANCE_CONTRACTS,
    source="Binance, support faq b3c689c1f50a44cabb3a84e663b81d93",
    as_of="2020-08-14",
    read=_READ,
    hedged_legs="both legs",
    sources={
        "hedged_legs": Source(
            "Binance, support faq b3c689c1f50a44cabb3a84e663b81d93: the maintenance of both",
            "2020-08-14",
            "2026-11-27",
        ),
        "removal_floor": Source("Binance, support faq 360038447311", "undated", _READ),
    },
    examples=(
        Example(
            "liquidation_price",
            _terms(1, "3683.979", "1456.84", "1535443.01", "0.1", offset="135365"),
            printed="1114.78",
            source="Binance, the same faq, as transcribed in freqtrade's tests (commit c9ae5e1)",
            source_kind=OWN,
        ),
        Example(
            "inverse.liquidation_price",
            _terms(1, "10000000", "45000", "101", "0.125", offset="11.81"),
            printed="33578.859744834",
            source="dev.binance.vision, thread 6292: 100,000 contracts of 100 USD",
            source_kind=THIRD_PARTY,
        ),
    ),
)

BYBIT_ENTRY_VALUE = Venue(
    name="Bybit, classic",
    requirement=maintenance_margin_at_entry,
    contracts=BYBIT_CONTRACTS,
    source='Bybit, "Liquidation Price (USDT Contract)"',
    as_of="2024-09-10",
    read=_READ,
    funding_from="available",
    sources={
        "funding_from": Source(
            'Bybit, "Funding fee calculation": the available balance first', "2024-12-19", _READ
        )
    },
    examples=(
        Example(
            "liquidation_price",
            _terms(1, "1", "20000", "400", "0.005"),
            printed="19700",
            source="Bybit, the same page: 20,000 at 50x",
            source_kind=OWN,
        ),
    ),
)

# Bybit as it was in 2021: what a position sets aside is counted at its entry, and stays there.
BYBIT_2021 = Venue(
    name="Bybit 2021",
    requirement=maintenance_margin_at_entry,
    contracts=_NONE,
    source="Bybit, help article 4404146318617 (2021)",
    as_of="2021",
    read="2026-11-27",
    initial_margin_at="entry",
    sources={
        "initial_margin_at": Source(
            "Bybit, help article 4404146318617: 3,000 in the wallet, long 2, short 4",
            "2021",
            "2026-11-27",
        )
    },
    examples=(
        Example(
            "bankruptcy_price",
            _terms(1, "1", "10000", "200", "0.005"),
            printed="9800",
            source='Bybit, "Bankruptcy Price (USDT Contract)": 10,000 at 50x (read 2026-11-22)',
            source_kind=OWN,
        ),
    ),
)

KUCOIN = Venue(
    name="KuCoin",
    requirement=maintenance_margin_at_entry,
    contracts=_NONE,
    source="KuCoin, help centre, liquidation price of linear contracts",
    as_of="2026-11-22",
    read=_READ,
    resting_orders="maintenance margin and fee too",
    sources={
        "resting_orders": Source(
            "KuCoin, help centre: the risk rate while an order rests", "undated", "2026-11-27"
        )
    },
    examples=(
        Example(
            "liquidation_price",
            _terms(-1, "0.005", "28000", "1.4", "0.004"),
            printed="28168",
            source="KuCoin, the same page: 5 lots of 0.001 at 100x",
            source_kind=OWN,
        ),
    ),
)

HYPERLIQUID = Venue(
    name="Hyperliquid",
    requirement=maintenance_margin_without_fee,  # mmr: half of 1 / max leverage
    contracts=HYPERLIQUID_CONTRACTS,
    source="Hyperliquid, documentation, trading/liquidations (undated)",
    as_of="2026-11-22",
    read=_READ,
    rest_goes_to="trader",
    share_first=ShareFirst(Decimal("0.2"), Decimal(100_000), Fraction(30, 3_600)),
    backstop=Fraction(2, 3),
    sources=dict.fromkeys(
        ("rest_goes_to", "share_first", "backstop"),
        Source("Hyperliquid, documentation, trading/liquidations", "undated", "2026-11-27"),
    ),
    examples=(
        Example(
            "liquidation_price",
            _terms(1, "0.0015", "66930", "20.043862", "0.01"),
            printed="54108.51043771",
            source="the exchange's answer as recorded in freqtrade's tests (BTC, 5x)",
            source_kind=THIRD_PARTY,
        ),
    ),
)

_DERIBIT = Published(
    source="Deribit, support article 25944738177565, linear perpetual (undated)",
    as_of="2026-11-22",
    read=_READ,
)
DERIBIT = Venue(
    name="Deribit",
    requirement=maintenance_margin_growing_with_size,
    contracts=MappingProxyType(
        {
            f"{base}_USDC": contract(
                f"{base}_USDC", (("Infinity", mmr, most),), base=base, settle="USDC", fee_rate="0",
                min_order_value="0", rate_growth=growth, **_DERIBIT,
            )
            for base, mmr, most, growth in (
                ("BTC", "0.01", 50, "0.00005"), ("SOL", "0.02", 25, "0.000005"),
            )
        }
    ),
    **_DERIBIT,
    examples=(
        # The initial margin of 350 BTC at 100,000: the same curve from its own base, 2 %.
        Example(
            "requirement",
            {"size": "350", "mark_price": "100000", "mmr": "0.02", "rate_growth": "0.00005"},
            printed="1312500",
            source="Deribit, the same page; no example of a liquidation price was found",
            source_kind=OWN,
        ),
    ),
)  # fmt: skip

DYDX = Venue(
    name="dYdX",
    requirement=maintenance_rate_alone,
    contracts=DYDX_CONTRACTS,
    source="dYdX, documentation of liquidations (commit 3e475b7)",
    as_of="2026-04-22",
    read=_READ,
    tie="alive",
    sources={
        "tie": Source(
            "dYdX v4, its own tests of liquidation: equity 100 against 100 is safe",
            "v26",
            "2026-11-27",
        )
    },
    examples=(
        Example(
            "liquidation_price",
            # Equity 1,000, of which the other position requires 175; priced from its mark.
            _terms(-1, "1.5", "3000", "825", "0.05"),
            printed="3380.95",
            source="dYdX, the same page",
            source_kind=OWN,
        ),
    ),
)

GATE = Venue(
    name="Gate",
    requirement=maintenance_margin,
    contracts=_NONE,
    source="Gate, help centre, via freqtrade's issue 7294 and tests",
    as_of="2026-11-22",
    read=_READ,
    examples=(
        Example(
            "liquidation_price",
            _terms(-1, "1", "8", "1.6", "0.01", fee_rate="0.0006"),
            printed="9.499307342172967",
            source="freqtrade, tests/exchange/test_exchange.py",
            source_kind=THIRD_PARTY,
        ),
    ),
)

OKX = Venue(
    name="OKX",
    requirement=maintenance_margin,
    contracts=_NONE,
    source='OKX, help, "tiered maintenance margin ratio rules" (2025-05-16)',
    as_of="2025-05-16",
    read=_READ,
    examples=(
        Example(
            "liquidation_price",
            _terms(1, "0.5", "60996", "5000", "0.004", fee_rate="0.0005"),
            printed="51226.5",
            source="deveab.com/7216.html, from OKX's calculator; the rates are inferred",
            source_kind=THIRD_PARTY,
        ),
    ),
)

# The article shows a price from the maintenance rate alone, yet closes at equity zero (4.1, 4.5).
# The entered margin gives the leverage and stays until the trader changes it (1.3, 1.5, 2.4); the
# least margin that it speaks of has no number: `replace(ARTICLE, least_margin=...)`. It gives no
# tables and no example, so it borrows Bitget's contracts and carries none of its own.
ARTICLE = Venue(
    name="the article",
    requirement=maintenance_rate_alone,
    trigger=no_requirement,
    contracts=BITGET.contracts,
    source=f"{_ARTICLE}, 4.1 and 4.5",
    as_of="2026-03",
    read=_READ,
    removal_floor="maintenance margin",
    fill_deviation=Decimal("0.005"),
    margin_sets_leverage=True,
    sources={
        "removal_floor": Source(f"{_ARTICLE}, 3.3 to 3.5", "2026-03", _READ),
        "fill_deviation": Source(f"{_ARTICLE}, 4.4", "2026-03", _READ),
        "margin_sets_leverage": Source(f"{_ARTICLE}, 1.3, 1.5 and 2.4", "2026-03", _READ),
        "partial_liquidation": Source(f"{_ARTICLE}: closure is always full", "2026-03", _READ),
        "least_margin": Source(
            f"{_ARTICLE} gives no number; one over the greatest leverage",
            "2026-03",
            _READ,
            assumed=True,
        ),
    },
)
