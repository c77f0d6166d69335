"""Each exchange's rules: what it requires, its contracts, tiers and fees, with source and date.

A venue is one requirement line; its liquidation and bankruptcy prices are solved from it.
Rates are kept exactly, as Decimal; money and prices that enter are the caller's kind of number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from math import isfinite
from types import MappingProxyType

from marginlab.conditions import Condition, Statement, nothing
from marginlab.formulas import Formula, equity, initial_margin, maintenance_margin, solve
from marginlab.terms import LONG, SHORT, TERMS, show


class Rejected(ValueError):
    """The exchange would refuse this; the sentence says what was asked and what is allowed."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a contract's position tiers, for notionals from `floor` to `cap` [settle coin].

    mmr: maintenance margin rate [fraction]; max_leverage [x];
    offset: what the progressive rule takes off the requirement [settle coin].
    """

    floor: Decimal
    cap: Decimal
    mmr: Decimal
    max_leverage: int
    offset: Decimal


def progressive_tiers(*rows: tuple[str, str, int]) -> tuple[Tier, ...]:
    """Tiers from (cap, mmr, max_leverage) rows; offsets make the requirement continuous.

    Each slice of the notional is charged at its own rate, so the offset of a tier is that of the
    tier below plus floor times the rise of the rate.
    Source: Bitget, support article 12560603841952 (2025-11-07; read 2026-11-22); its example of
    330,000 USDT gives the second offset, 200.
    """
    tiers: list[Tier] = []
    floor = offset = Decimal(0)
    for cap, mmr, max_leverage in rows:
        rate = Decimal(mmr)
        offset += floor * (rate - (tiers[-1].mmr if tiers else rate))
        tiers.append(Tier(floor, Decimal(cap), rate, max_leverage, offset))
        floor = Decimal(cap)
    return tuple(tiers)


@dataclass(frozen=True, slots=True)
class Contract:
    """A perpetual contract: what one trades, at which fee, in which steps.

    fee_rate: taker fee [fraction]; tick: price step [quote]; min_order_value [settle coin];
    funding_hours: time between two funding payments [h]; source with as-of date.
    """

    symbol: str
    base: str
    settle: str
    fee_rate: Decimal
    tick: Decimal
    min_order_value: Decimal
    funding_hours: int
    tiers: tuple[Tier, ...]
    source: str
    as_of: str

    def __post_init__(self) -> None:
        if not self.tiers or any(a.cap != b.floor for a, b in pairwise(self.tiers)):
            raise ValueError(f"{self.symbol}: tiers must follow each other without a gap")

    def tier_at(self, notional: float) -> Tier:
        """The tier of a position of this value [settle coin].

        Raises ValueError for a notional that is no number or not above 0, Rejected above the
        last tier.
        """
        _checked("position_value", notional, positive=True)
        for tier in self.tiers:
            if notional <= tier.cap:
                return tier
        raise Rejected(
            f"position value was {show(notional, 'money')}; {self.symbol} allows at most "
            f"{show(self.tiers[-1].cap, 'money')} {self.settle}"
        )


@dataclass(frozen=True)
class Venue:
    """An exchange: its name, its requirement, its contracts, and where its rule is written."""

    name: str
    requirement: Statement
    contracts: Mapping[str, Contract]
    source: str
    as_of: str
    examples: tuple[Mapping[str, str], ...] = field(default=())

    @cached_property
    def liquidation_price(self) -> Formula:
        """Mark price at which equity has fallen to the requirement [quote per base]; linear."""
        return solve(
            Condition(equity, self.requirement),
            "mark_price",
            name="liquidation_price",
            source=self.source,
        )

    @cached_property
    def bankruptcy_price(self) -> Formula:
        """Mark price at which equity is zero, closing fee left out [quote per base]; linear."""
        return solve(
            Condition(equity, nothing), "mark_price", name="bankruptcy_price", source=self.source
        )

    def contract(self, symbol: str) -> Contract:
        """The contract of that symbol; ValueError names the symbols that exist."""
        try:
            return self.contracts[symbol]
        except (KeyError, TypeError):
            known = ", ".join(self.contracts)
            raise ValueError(f"symbol was {symbol!r}; {self.name} here has {known}") from None

    def check_opening(
        self,
        symbol: str,
        *,
        side: int,
        size: float,
        entry_price: float,
        leverage: float,
        collateral: float,
        available_balance: float,
    ) -> Tier:
        """Whether the exchange would open this position; the tier that it opens in.

        size [base coin], entry_price [quote per base], leverage [x], collateral and
        available_balance [settle coin]: the money behind it, and the money there is.

        Raises ValueError for values that make no sense, Rejected for what the exchange refuses.
        """
        contract = self.contract(symbol)
        if isinstance(side, bool) or side not in (LONG, SHORT):
            raise ValueError(f"side was {side!r}; {TERMS['side'].allowed} is needed")
        _checked("size", size, positive=True)
        _checked("entry_price", entry_price, positive=True)
        _checked("leverage", leverage, positive=True)
        _checked("collateral", collateral)
        _checked("available_balance", available_balance)
        notional = size * entry_price
        if notional < contract.min_order_value:
            raise Rejected(
                f"order value was {show(notional, 'money')}; {symbol} takes at least "
                f"{show(contract.min_order_value, 'money')} {contract.settle}"
            )
        tier = contract.tier_at(notional)
        if not 1 <= leverage <= tier.max_leverage:
            raise Rejected(
                f"leverage was {show(leverage, 'x')}; {symbol} allows 1x to {tier.max_leverage}x "
                f"for a position of {show(notional, 'money')}"
            )
        needed = max(collateral, initial_margin(size, entry_price, leverage))
        if needed > available_balance:
            raise Rejected(
                f"margin needed was {show(needed, 'money')}; the wallet has "
                f"{show(available_balance, 'money')} available"
            )
        required = maintenance_margin(
            size, entry_price, float(tier.mmr), float(contract.fee_rate), float(tier.offset)
        )
        if collateral <= required:
            raise Rejected(
                f"money behind the position was {show(collateral, 'money')}; it would be "
                f"liquidated at once, more than {show(required, 'money')} is needed"
            )
        return tier


def _checked(name: str, value: float, *, positive: bool = False) -> None:
    """ValueError unless value is a finite number, above 0 where that is asked."""
    allowed = "a number above 0" if positive else "a finite number"
    try:
        good = not isinstance(value, bool | str) and isfinite(value) and (value > 0 or not positive)
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        raise ValueError(f"{name.replace('_', ' ')} was {value!r}; {allowed} is needed")


_BTCUSDT = Contract(
    symbol="BTCUSDT",
    base="BTC",
    settle="USDT",
    fee_rate=Decimal("0.0006"),
    tick=Decimal("0.1"),
    min_order_value=Decimal("5"),
    funding_hours=8,
    tiers=progressive_tiers(
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
    source="Bitget, support article 12560603838668 (tiers); API sample (fee, minimum order value)",
    as_of="2025-09-26",
)

BITGET = Venue(
    name="Bitget",
    requirement=maintenance_margin,
    contracts=MappingProxyType({"BTCUSDT": _BTCUSDT}),
    source=(
        'Bitget, "What is estimated liquidation price", support article 12560603808759 '
        "(2025-09-18, later edited; read 2026-11-22)"
    ),
    as_of="2025-11-10",
)
