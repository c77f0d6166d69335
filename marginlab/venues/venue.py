"""A venue: one requirement line with its contracts, its sources and a worked example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from marginlab import inverse, linear
from marginlab.conditions import Statement
from marginlab.formulas import Formula
from marginlab.terms import LONG, SHORT, TERMS, show
from marginlab.venues.contracts import Contract, Rejected, Tier, checked
from marginlab.venues.prices import Prices, Rules, inverse_rules, linear_rules


@dataclass(frozen=True)
class Example:
    """A worked example that somebody published: the terms, and the digits that were printed.

    asked: the formula, "liquidation_price" or "inverse.liquidation_price".
    source_kind: whose example it is, the exchange's own or a third party's.
    """

    asked: str
    terms: Mapping[str, str]
    printed: str
    source: str
    source_kind: str


@dataclass(frozen=True)
class Venue:
    """An exchange: its name, its requirement, its contracts, and where its rule is written.

    requirement: the line behind the displayed price; trigger: the line that liquidates, the same
    unless given. removal_floor: what must remain when margin is taken out, the "initial margin" at
    the mark or the "maintenance margin". partial_liquidation: by how many tiers at a time a cross
    pool is reduced, 0 for closing all at once. fill_deviation: by how much at most the closing
    trade is worse than the bankruptcy price [fraction]; 0: it fills at the market.
    """

    name: str
    requirement: Statement
    contracts: Mapping[str, Contract]
    source: str
    as_of: str
    examples: tuple[Example, ...] = ()
    trigger: Statement = None  # type: ignore[assignment]  # the requirement, set below
    removal_floor: str = "initial margin"
    partial_liquidation: int = 0
    fill_deviation: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.trigger is None:
            object.__setattr__(self, "trigger", self.requirement)
        if self.removal_floor not in ("initial margin", "maintenance margin"):
            raise ValueError(
                f"removal floor was {self.removal_floor!r}; 'initial margin' or "
                "'maintenance margin' is needed"
            )

    @property
    def source_kind(self) -> str:
        """Whose worked example the venue carries; "none" for one without."""
        return self.examples[0].source_kind if self.examples else "none"

    @cached_property
    def linear(self) -> Rules:
        """What follows for contracts sized in the base coin, with money in the quote coin."""
        return linear_rules(self.requirement, self.trigger, self.source)

    @cached_property
    def inverse(self) -> Rules:
        """The same line for contracts sized in USD, with money in the base coin.

        Raises ValueError for a requirement that `marginlab.inverse` does not have.
        """
        try:
            return inverse_rules(self.requirement, self.trigger, self.source)
        except KeyError:
            raise ValueError(
                f"{self.name}: its requirement has no form for inverse contracts"
            ) from None

    @cached_property
    def coin_margined(self) -> Prices:
        """COIN-M: size in the base coin, backed by that same coin; exact."""
        return Prices(
            inverse.own_coin_equity,
            self.requirement,
            self.trigger,
            linear.taker_fee,
            self.source,
        )

    @cached_property
    def coin_margined_elsewhere(self) -> Prices:
        """COIN-M backed by another coin, whose price (`coin_price`) is frozen: approximate."""
        return Prices(
            inverse.coin_equity,
            self.requirement,
            self.trigger,
            linear.taker_fee,
            self.source,
            approximate="the margin coin's price is frozen; it will move with the market",
        )

    @property
    def liquidation_price(self) -> Formula:
        """Mark price at which equity has fallen to the requirement [quote per base]; linear."""
        return self.linear.liquidation_price

    @property
    def trigger_price(self) -> Formula:
        """Mark price that really closes the position [quote per base]; linear."""
        return self.linear.trigger_price

    @property
    def bankruptcy_price(self) -> Formula:
        """Mark price at which equity is zero, closing fee left out [quote per base]; linear."""
        return self.linear.bankruptcy_price

    @property
    def worst_close_price(self) -> Formula:
        """Price at which equity just pays the fee of closing there [quote per base]; linear."""
        return self.linear.worst_close_price

    @property
    def break_even_price(self) -> Formula:
        """Price at which closing leaves nothing, all booked counted [quote per base]; linear."""
        return self.linear.break_even_price

    @property
    def funding_intervals_left(self) -> Formula:
        """Payments until the requirement is reached, price and rate standing still; linear."""
        return self.linear.funding_intervals_left

    def contract(self, symbol: str) -> Contract:
        """The contract of that symbol; ValueError names the symbols that exist."""
        try:
            return self.contracts[symbol]
        except (KeyError, TypeError):
            known = ", ".join(self.contracts) or "none"
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

        size [base coin, or USD for an inverse contract], entry_price [quote per base],
        leverage [x], collateral and available_balance [settle coin]: the money behind it, and the
        money there is.

        Raises ValueError for values that make no sense, Rejected for what the exchange refuses.
        """
        contract = self.contract(symbol)
        if isinstance(side, bool) or side not in (LONG, SHORT):
            raise ValueError(f"side was {side!r}; {TERMS['side'].allowed} is needed")
        checked("size", size, positive=True)
        checked("entry_price", entry_price, positive=True)
        checked("leverage", leverage, positive=True)
        checked("collateral", collateral)
        checked("available_balance", available_balance)
        rules, kind = (
            (self.inverse, inverse) if contract.kind == "inverse" else (self.linear, linear)
        )
        notional = kind.position_value(size, entry_price)
        if notional < contract.min_order_value:
            raise Rejected(
                f"order value was {show(notional, 'money')}; {symbol} takes at least "
                f"{show(contract.min_order_value, 'money')} {contract.counted_in}"
            )
        tier = contract.tier_at(notional)
        if not 1 <= leverage <= tier.max_leverage:
            raise Rejected(
                f"leverage was {show(leverage, 'x')}; {symbol} allows 1x to {tier.max_leverage}x "
                f"for a position of {show(notional, 'money')}"
            )
        # A coin contract counts in USD what its own coin, worth the entry price, has to cover.
        unit = "money" if contract.kind == "linear" else "plain"  # 0.0051 coins are not 0.01
        coin = entry_price if contract.kind == "coin" else 1
        needed = max(collateral, kind.initial_margin(size, entry_price, leverage) / coin)
        if needed > available_balance:
            raise Rejected(
                f"margin needed was {show(needed, unit)}; the wallet has "
                f"{show(available_balance, unit)} available"
            )
        required = (
            rules.required(
                size=size,
                entry_price=entry_price,
                mark_price=entry_price,
                mmr=float(tier.mmr),
                fee_rate=float(contract.fee_rate),
                offset=float(tier.offset),
            )
            / coin
        )
        if collateral <= required:
            raise Rejected(
                f"money behind the position was {show(collateral, unit)}; it would be "
                f"liquidated at once, more than {show(required, unit)} is needed"
            )
        return tier
