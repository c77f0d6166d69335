"""A venue: one requirement line, and everything that follows from it.

`Prices` solves the equation equity = requirement for the mark price; `Rules` adds what needs fees
and funding; `Venue` gives a requirement its linear and its inverse form, contracts and sources.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType, ModuleType

from marginlab import inverse, linear
from marginlab.conditions import Condition, N, Statement
from marginlab.formulas import Formula, solve
from marginlab.terms import INVERSE_TERMS, LONG, SHORT, TERMS, Term, show
from marginlab.venues.contracts import Contract, Rejected, Tier, checked


@dataclass(frozen=True)
class Prices:
    """The prices at which a position ends, solved from its equity and its requirement.

    `approximate` says, where it is not empty, what the equation leaves out.
    """

    equity: Statement
    requirement: Statement
    trigger: Statement
    taker_fee: Statement
    source: str
    terms: Mapping[str, Term] = field(default_factory=lambda: TERMS)
    approximate: str = ""

    def _price(self, name: str, right: Statement) -> Formula:
        condition = Condition(self.equity, right, self.terms)
        return solve(condition, "mark_price", name=name, source=self.source)

    @cached_property
    def liquidation_price(self) -> Formula:
        """Mark price at which equity has fallen to the requirement [quote per base]."""
        return self._price("liquidation_price", self.requirement)

    @cached_property
    def trigger_price(self) -> Formula:
        """Mark price that really closes the position [quote per base].

        The displayed liquidation price, except where a venue's two rules differ.
        """
        if self.trigger is self.requirement:
            return self.liquidation_price
        return self._price("trigger_price", self.trigger)

    @cached_property
    def bankruptcy_price(self) -> Formula:
        """Mark price at which equity is zero, closing fee left out [quote per base]."""
        return self._price("bankruptcy_price", linear.no_requirement)

    @cached_property
    def worst_close_price(self) -> Formula:
        """Price at which equity just pays the fee of closing there [quote per base].

        Bitget refuses to close by a limit order beyond it.
        Source: Bitget, announcement 12560604115513 (2024-07-24; read 2026-11-22).
        """
        return self._price("worst_close_price", self.taker_fee)

    def required(
        self,
        *,
        size: N,
        entry_price: N,
        mark_price: N,
        mmr: N,
        fee_rate: N = 0,
        offset: N = 0,
    ) -> N:
        """The requirement in money, whichever of these its line asks for."""
        given = {
            "size": size,
            "entry_price": entry_price,
            "mark_price": mark_price,
            "mmr": mmr,
            "fee_rate": fee_rate,
            "offset": offset,
        }
        return self.requirement(**{name: given[name] for name in self._asks})

    @cached_property
    def _asks(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.requirement).parameters)


@dataclass(frozen=True)
class Rules(Prices):
    """The same with what fees and funding add: break-even price and funding payments left."""

    result: Statement = linear.result
    funding_payment: Statement = linear.funding_payment

    @cached_property
    def break_even_price(self) -> Formula:
        """Price at which closing leaves nothing, all that is booked counted [quote per base]."""
        return solve(
            Condition(self.result, self.taker_fee, self.terms),
            "mark_price",
            name="break_even_price",
            source=self.source,
        )

    @cached_property
    def funding_intervals_left(self) -> Formula:
        """Payments until the requirement is reached, price and rate standing still.

        Give Fractions and round up for the number of the payment that liquidates; floats can miss
        it by one.
        """

        def drained(
            side: N,
            size: N,
            entry_price: N,
            mark_price: N,
            collateral: N,
            funding_rate: N,
            intervals: N,
        ) -> N:
            paid = intervals * self.funding_payment(side, size, mark_price, funding_rate)
            return self.equity(side, size, entry_price, mark_price, collateral) - paid

        return solve(
            Condition(drained, self.trigger, self.terms),
            "intervals",
            name="funding_intervals_left",
            source=self.source,
        )


def _rules(kind: ModuleType, requirement: Statement, trigger: Statement, source: str) -> Rules:
    return Rules(
        equity=kind.equity,
        requirement=requirement,
        trigger=trigger,
        taker_fee=kind.taker_fee,
        source=source,
        terms=INVERSE_TERMS if kind is inverse else TERMS,
        result=kind.result,
        funding_payment=kind.funding_payment,
    )


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
        return _rules(linear, self.requirement, self.trigger, self.source)

    @cached_property
    def inverse(self) -> Rules:
        """The same line for contracts sized in USD, with money in the base coin.

        Raises ValueError for a requirement that `marginlab.inverse` does not have.
        """
        found = [_inverse_of(statement) for statement in (self.requirement, self.trigger)]
        if None in found:
            raise ValueError(f"{self.name}: its requirement has no form for inverse contracts")
        requirement, trigger = found
        assert requirement is not None
        assert trigger is not None
        return _rules(inverse, requirement, trigger, self.source)

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
        """Whether the exchange would open this linear position; the tier that it opens in.

        size [base coin], entry_price [quote per base], leverage [x], collateral and
        available_balance [settle coin]: the money behind it, and the money there is.

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
        needed = max(collateral, linear.initial_margin(size, entry_price, leverage))
        if needed > available_balance:
            raise Rejected(
                f"margin needed was {show(needed, 'money')}; the wallet has "
                f"{show(available_balance, 'money')} available"
            )
        required = self.linear.required(
            size=size,
            entry_price=entry_price,
            mark_price=entry_price,
            mmr=float(tier.mmr),
            fee_rate=float(contract.fee_rate),
            offset=float(tier.offset),
        )
        if collateral <= required:
            raise Rejected(
                f"money behind the position was {show(collateral, 'money')}; it would be "
                f"liquidated at once, more than {show(required, 'money')} is needed"
            )
        return tier


_INVERSE_OF: Mapping[Statement, Statement] = MappingProxyType(
    {
        linear.no_requirement: linear.no_requirement,
        linear.maintenance_margin: inverse.maintenance_margin,
        linear.maintenance_margin_without_fee: inverse.maintenance_margin_without_fee,
        linear.maintenance_rate_alone: inverse.maintenance_rate_alone,
        linear.maintenance_margin_at_entry: inverse.maintenance_margin_at_entry,
    }
)


def _inverse_of(statement: Statement) -> Statement | None:
    return _INVERSE_OF.get(statement)
