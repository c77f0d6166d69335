"""The prices at which a position ends, solved from a venue's requirement.

`Prices` solves the equation equity = requirement for the mark price; `Rules` adds what fees and
funding bring; `linear_rules` and its siblings make them from the same line, once for all venues
that share line and source, so that a derivation is not repeated for a contract more.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import ModuleType

from marginlab.theory import inverse, linear
from marginlab.theory.conditions import Condition, N, Statement
from marginlab.theory.formulas import Formula, solve
from marginlab.theory.terms import INVERSE_TERMS, TERMS, Term
from marginlab.venues.traits import HedgedLegs


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
    hedged_legs: HedgedLegs = "larger leg"

    def _price(self, name: str, right: Statement) -> Formula:
        condition = Condition(self.equity, right, self.terms)
        return solve(condition, "mark_price", name=name, source=self.source)

    @cached_property
    def liquidation_price(self) -> Formula:
        """Mark price at which equity has fallen to the requirement [quote per base]."""
        return self._price("liquidation_price", self.requirement)

    @cached_property
    def hedged_liquidation_price(self) -> Formula:
        """The same with both legs of a symbol in one equation [quote per base].

        side, size and entry_price are those of the larger leg, hedge_size and hedge_entry_price
        those of the opposite one. Which of them is charged is a trait of the venue; where both
        are, the formula holds while they are in one tier.
        Source: Bitget, support articles 12560603808759 (2025-09-18; its hedge-mode formula is cut
        off there, so this is derived) and 360058821652 (2025-02-07; read 2026-11-22).
        """

        def both(
            side: N,
            size: N,
            entry_price: N,
            mark_price: N,
            collateral: N,
            hedge_size: N,
            hedge_entry_price: N,
        ) -> N:
            own = self.equity(side, size, entry_price, mark_price, collateral)
            return own + self.equity(-side, hedge_size, hedge_entry_price, mark_price, 0)

        def both_charged(
            size: N,
            entry_price: N,
            mark_price: N,
            mmr: N,
            hedge_size: N,
            hedge_entry_price: N,
            fee_rate: N = 0,
            offset: N = 0,
            rate_growth: N = 0,
        ) -> N:
            rates = {
                "mark_price": mark_price,
                "mmr": mmr,
                "fee_rate": fee_rate,
                "offset": offset,
                "rate_growth": rate_growth,
            }
            own = self.required(size=size, entry_price=entry_price, **rates)
            return own + self.required(size=hedge_size, entry_price=hedge_entry_price, **rates)

        charged = both_charged if self.hedged_legs == "both legs" else self.requirement
        condition = Condition(both, charged, self.terms)
        return solve(condition, "mark_price", name="hedged_liquidation_price", source=self.source)

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
        rate_growth: N = 0,
    ) -> N:
        """The requirement in money, whichever of these its line asks for."""
        given = {
            "size": size,
            "entry_price": entry_price,
            "mark_price": mark_price,
            "mmr": mmr,
            "fee_rate": fee_rate,
            "offset": offset,
            "rate_growth": rate_growth,
        }
        return self.requirement(**{name: given[name] for name in _asked(self.requirement)})


@cache
def _asked(line: Statement) -> tuple[str, ...]:
    return tuple(inspect.signature(line).parameters)


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


@cache
def linear_rules(
    requirement: Statement, trigger: Statement, hedged_legs: HedgedLegs, source: str
) -> Rules:
    """What follows for contracts sized in the base coin, with money in the quote coin."""
    return _rules(linear, requirement, trigger, hedged_legs, source, TERMS)


@cache
def inverse_rules(
    requirement: Statement, trigger: Statement, hedged_legs: HedgedLegs, source: str
) -> Rules:
    """What follows from the inverse twins of two linear lines: size in USD, money in the coin.

    Raises KeyError for a line that has no twin in `marginlab.theory.inverse`.
    """
    twins = _twin(requirement), _twin(trigger)
    return _rules(inverse, *twins, hedged_legs, source, INVERSE_TERMS)


def _twin(statement: Statement) -> Statement:
    """The same line for inverse contracts: it has the same name there; none is none everywhere."""
    if statement is linear.no_requirement:
        return statement
    name = statement.__name__
    if getattr(linear, name, None) is not statement or not hasattr(inverse, name):
        raise KeyError(f"{name} has no twin in {inverse.__name__}")
    twin: Statement = getattr(inverse, name)
    return twin


@cache
def own_coin_prices(
    requirement: Statement, trigger: Statement, hedged_legs: HedgedLegs, source: str
) -> Prices:
    """What follows for COIN-M contracts, sized in the base coin and backed by it; exact."""
    return Prices(
        inverse.own_coin_equity,
        requirement,
        trigger,
        linear.taker_fee,
        source,
        hedged_legs=hedged_legs,
    )


@cache
def other_coin_prices(
    requirement: Statement, trigger: Statement, hedged_legs: HedgedLegs, source: str
) -> Prices:
    """The same backed by another coin, whose price (`coin_price`) is frozen: approximate."""
    return Prices(
        inverse.coin_equity,
        requirement,
        trigger,
        linear.taker_fee,
        source,
        approximate="the margin coin's price is frozen; it will move with the market",
        hedged_legs=hedged_legs,
    )


def _rules(
    kind: ModuleType,
    requirement: Statement,
    trigger: Statement,
    hedged_legs: HedgedLegs,
    source: str,
    terms: Mapping[str, Term],
) -> Rules:
    return Rules(
        equity=kind.equity,
        requirement=requirement,
        trigger=trigger,
        taker_fee=kind.taker_fee,
        source=source,
        terms=terms,
        hedged_legs=hedged_legs,
        result=kind.result,
        funding_payment=kind.funding_payment,
    )
