"""Each exchange's rules: what it requires, its contracts, tiers and fees, with source and date.

A venue is one requirement line; its liquidation and bankruptcy prices are solved from it.
Every venue is asked in the same words (side, size, entry_price, collateral, mmr, fee_rate,
offset); what its rule leaves out may be given and changes nothing.
"""

from __future__ import annotations

from marginlab.venues import bitget, others
from marginlab.venues.bitget import BITGET, BITGET_2020
from marginlab.venues.contract import NO_TABLE, Contract, Tier, progressive_tiers
from marginlab.venues.others import (
    ARTICLE,
    BINANCE,
    BYBIT_2021,
    BYBIT_ENTRY_VALUE,
    DYDX,
    GATE,
    HYPERLIQUID,
    KUCOIN,
    OKX,
)
from marginlab.venues.prices import Prices, Rules
from marginlab.venues.traits import Rule, Source, read_before
from marginlab.venues.venue import Example, Venue

# All that the two modules define, in their order: a new venue is added by being written there.
VENUES: tuple[Venue, ...] = tuple(
    {
        venue.name: venue
        for module in (bitget, others)
        for venue in vars(module).values()
        if isinstance(venue, Venue)
    }.values()
)

__all__ = [
    "ARTICLE",
    "BINANCE",
    "BITGET",
    "BITGET_2020",
    "BYBIT_2021",
    "BYBIT_ENTRY_VALUE",
    "DYDX",
    "GATE",
    "HYPERLIQUID",
    "KUCOIN",
    "NO_TABLE",
    "OKX",
    "VENUES",
    "Contract",
    "Example",
    "Prices",
    "Rule",
    "Rules",
    "Source",
    "Tier",
    "Venue",
    "progressive_tiers",
    "read_before",
]
