"""What can happen to an account in time: marks, funding, transfers of margin, trades.

Times are hours by convention. A replay checks the values; see `replay`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marginlab.theory.given import TierRule


@dataclass(frozen=True, slots=True)
class Mark:
    """New mark prices, by symbol [quote per base]; symbols that are not named stay."""

    time: float
    prices: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding time of one symbol: rate [fraction]; positive, longs pay."""

    time: float
    symbol: str
    rate: float


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved [settle coin]: into the account (negative: out of it), or, where a symbol is
    named, from the wallet into its isolated position (negative: back)."""

    time: float
    amount: float
    symbol: str | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open at the mark price, or at `price`; by size or by margin, as `Account.open`."""

    time: float
    symbol: str
    side: int
    size: float | None = None
    margin: float | None = None
    price: float | None = None
    tier_rule: TierRule = "progressive"


@dataclass(frozen=True, slots=True)
class Close:
    """Close at the mark price, or at `price`, whole or in part, as `Account.close`."""

    time: float
    symbol: str
    size: float | None = None
    side: int | None = None
    price: float | None = None


Event = Mark | Funding | Transfer | Open | Close
