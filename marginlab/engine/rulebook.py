"""How a venue charges one contract: the statements of its kind, with money in the settle coin.

Linear contracts: size in the base coin, money in the quote coin. Inverse: size in USD, money in
the coin. Bitget's COIN-M: size in the base coin, counted in USD and paid in a coin; its own, and
every statement is divided by the mark price, or another, whose price then stands still.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from types import MappingProxyType
from typing import Any

from marginlab.theory import inverse, linear
from marginlab.theory.compiled import bare, lines
from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import solve
from marginlab.theory.given import TIER_RULES, TierRule, expect
from marginlab.theory.written import Written
from marginlab.venues import Contract, Prices, Venue

Function = Callable[..., Any]
# What each bare function of Statements takes, in order; of a position's own numbers first, so that
# a loop can bind them, the prices last.
_RATES = ("mmr", "fee_rate", "offset")
_OWN = ("side", "size", "entry_price")
TAKES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "notional": ("size", "mark_price"),
        "edge": ("size", "cap"),
        "unrealized_pnl": (*_OWN, "coin_price", "mark_price"),
        "requirement": ("size", "entry_price", *_RATES, "coin_price", "mark_price"),
        "measures": (*_OWN, *_RATES, "coin_price", "mark_price"),
        "lines": (*_OWN, *_RATES, "coin_price"),
        "initial_margin": ("size", "leverage", "coin_price", "price"),
        "funding_payment": ("side", "size", "coin_price", "mark_price", "funding_rate"),
        "price": (*_OWN, *_RATES, "collateral"),
        "hedged_price": (*_OWN, *_RATES, "hedge_size", "hedge_entry_price", "collateral"),
        "bankruptcy": (*_OWN, "collateral"),
    }
)


@dataclass(frozen=True, slots=True)
class Statements:
    """What is true of a kind of contract under a venue's lines, as bare functions for loops.

    They take floats by position, in the order of `TAKES`, and give money in the settle coin. The
    coin's price is asked where another coin than its own backs a contract; elsewhere it is 1.
    """

    notional: Function  # what the tiers are counted in
    edge: Function  # (size, cap): the price where a tier ends
    unrealized_pnl: Function
    requirement: Function
    measures: Function  # open profit, requirement, value, least equity: all in one go
    lines: Function  # of each measure within one tier: a, b of a + b x, x the mark or 1 / mark
    initial_margin: Function
    funding_payment: Function
    average_entry_price: Function
    price: Function
    hedged_price: Function
    bankruptcy: Function


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One contract under one venue's rules: its tiers as floats, its statements, its traits.

    tier_rule: "progressive" charges each slice of the value at its own rate; "flat" charges the
    whole value at the rate of its tier, so the requirement jumps at an edge.
    Source: Bitget, support article 12560603841843 (2025-11-07): progressive for positions opened
    since 2025-11-10, flat for older ones (read 2026-11-22).

    coin: the symbol whose mark is the price of the settle coin, None where that is the quote coin;
    approximate says, where it is not empty, what a liquidation price leaves out.
    """

    venue: Venue
    symbol: str
    contract: Contract = field(repr=False)
    tier_rule: TierRule
    fee_rate: float = field(repr=False)
    floors: tuple[float, ...] = field(repr=False)
    caps: tuple[float, ...] = field(repr=False)
    rates: tuple[tuple[float, float, float], ...] = field(repr=False)  # (mmr, fee_rate, offset)
    at_entry: bool = field(repr=False)  # whether the value at the entry is charged, not at the mark
    rises: bool = field(repr=False)  # whether what tiers are counted in grows with the price
    coin: str | None = field(repr=False)
    reciprocal: bool = field(repr=False)  # whether money is straight in 1 / mark, not in the mark
    own: bool = field(repr=False)  # whether it is counted in dollars and paid in its own coin
    elsewhere: bool = field(repr=False)  # whether another coin than its own backs it
    approximate: str = field(repr=False)
    statements: Statements = field(compare=False, repr=False)

    @classmethod
    def of(cls, venue: Venue, symbol: str, tier_rule: TierRule = "progressive") -> Rulebook:
        """The rulebook of that symbol.

        Raises ValueError for an unknown symbol or rule, for a contract without a table of tiers,
        and where no contract of the venue has the price of the coin that backs this one.
        """
        expect("venue", venue, Venue)
        contract = venue.contract(symbol)
        if tier_rule not in TIER_RULES:
            raise ValueError(f"tier_rule was {tier_rule!r}; one of {', '.join(TIER_RULES)}")
        if not contract.tiers:
            contract.tier_at(1)  # says that no table is published, and what to do
        return _written(venue, symbol, tier_rule)

    def notional(self, size: float, price: float) -> float:
        """What the tiers are counted in [settle coin; USD for a coin contract]."""
        return float(self.statements.notional(size, price))

    def size_of(self, notional: float, price: float) -> float:
        """The size whose value at this price is `notional`, in what tiers are counted in."""
        return float(notional / self.notional(1.0, price))


@lru_cache(maxsize=256)
def _written(venue: Venue, symbol: str, tier_rule: TierRule) -> Rulebook:
    contract, ends, coin = venue.contract(symbol), venue.prices(symbol), venue.coin_symbol(symbol)
    fee, tiers = float(contract.fee_rate), contract.under(tier_rule).tiers
    kind = "inverse" if contract.kind == "inverse" else "linear"
    own = contract.kind == "coin" and coin == symbol
    elsewhere = coin is not None and coin != symbol
    # While another coin's price stands still, coins are so many dollars: a linear equation.
    solved = venue.linear if ends.approximate else ends
    return Rulebook(
        venue=venue,
        symbol=symbol,
        contract=contract,
        tier_rule=tier_rule,
        fee_rate=fee,
        floors=tuple(float(t.floor) for t in tiers),
        # Above the last cap nothing can be opened, but a value can grow there: the last holds.
        caps=(*(float(t.cap) for t in tiers[:-1]), inf),
        rates=tuple((float(t.mmr), fee, float(t.offset)) for t in tiers),
        at_entry="entry_price" in inspect.signature(ends.requirement).parameters,
        rises=kind == "linear",
        coin=coin,
        reciprocal=own or kind == "inverse",
        own=own,
        elsewhere=elsewhere,
        approximate=ends.approximate,
        statements=_compiled(kind, own, elsewhere, ends.requirement, ends.trigger, solved),
    )


def _compiled(
    kind: str, own: bool, elsewhere: bool, requirement: Statement, trigger: Statement, ends: Prices
) -> Statements:
    """The statements of a kind of contract, run with names once and printed as functions."""
    of = inverse if kind == "inverse" else linear
    names = {n for takes in TAKES.values() for n in takes}
    terms = {n: Written(n) for n in names}

    def in_coin(statement: Statement, price: str = "mark_price", **known: Any) -> Any:
        asked = inspect.signature(statement).parameters
        money = statement(**{n: v for n, v in {**terms, **known}.items() if n in asked})
        return money / terms[price if own else "coin_price"] if own or elsewhere else money

    def function(name: str, *expressions: Any) -> Function:
        return bare(TAKES[name], *expressions)

    pnl, required = in_coin(of.unrealized_pnl), in_coin(requirement)
    opening = in_coin(of.initial_margin, "price", entry_price=terms["price"])
    measures = pnl, required, in_coin(of.position_value), in_coin(trigger)
    reciprocal = own or kind == "inverse"
    return Statements(
        notional=function("notional", of.position_value(terms["size"], terms["mark_price"])),
        edge=solve(Condition(of.position_value, _cap), "mark_price").taking(*TAKES["edge"]),
        unrealized_pnl=function("unrealized_pnl", pnl),
        requirement=function("requirement", required),
        measures=function("measures", *measures),
        lines=lines(TAKES["lines"], *measures, variable="mark_price", reciprocal=reciprocal),
        initial_margin=function("initial_margin", opening),
        funding_payment=function("funding_payment", in_coin(of.funding_payment)),
        average_entry_price=of.average_entry_price,
        price=ends.liquidation_price.taking(*TAKES["price"]),
        hedged_price=ends.hedged_liquidation_price.taking(*TAKES["hedged_price"]),
        bankruptcy=ends.bankruptcy_price.taking(*TAKES["bankruptcy"]),
    )


def _cap(cap: float) -> float:
    return cap
