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
from typing import Any, Literal

from marginlab import inverse, linear
from marginlab.conditions import Condition
from marginlab.formulas import solve
from marginlab.terms import LONG, SHORT, TERMS
from marginlab.venues import TIER_RULES, Contract, Venue
from marginlab.venues.contracts import checked

TierRule = Literal["progressive", "flat"]
MarginMode = Literal["cross", "isolated"]
Function = Callable[..., Any]
MODES = ("cross", "isolated")
LARGEST, SMALLEST = 1e60, 1e-60
_CHARGE = ("size", "entry_price", "mark_price", "mmr", "fee_rate", "offset")
_ENDS = ("side", "size", "entry_price", "collateral", "mmr", "fee_rate", "offset")
_HEDGE = ("hedge_size", "hedge_entry_price")


def number(name: str, value: Any, *, positive: bool = False) -> float:
    """The value as a float; ValueError says what was given when it is no finite number.

    Beyond any market's numbers products could overflow, so those are refused as well.
    """
    if type(value) is float and (SMALLEST if positive else -LARGEST) < value < LARGEST:
        return value
    checked(name, value, positive=positive)
    if abs(value) >= LARGEST or (positive and value <= SMALLEST):
        raise ValueError(
            f"{name.replace('_', ' ')} was {value!r}; no market has that, a number "
            f"{f'from {SMALLEST:g}' if positive else f'from {-LARGEST:g}'} to {LARGEST:g} is needed"
        )
    return float(value)


def direction(side: Any) -> int:
    """LONG or SHORT; ValueError for anything else."""
    if isinstance(side, bool) or not isinstance(side, int) or side not in (LONG, SHORT):
        raise ValueError(f"side was {side!r}; {TERMS['side'].allowed} is needed")
    return side


def mark_of(marks: Mapping[str, float], symbol: str) -> float:
    """The mark price of a symbol; ValueError when it is missing or no number above 0."""
    try:
        mark = marks[symbol]
    except (KeyError, TypeError, IndexError):
        raise ValueError(f"marks were {marks!r}; a mark price for {symbol} is needed") from None
    if type(mark) is float and SMALLEST < mark < LARGEST:
        return mark
    return number(f"mark price of {symbol}", mark, positive=True)


def margin_mode(mode: Any) -> MarginMode:
    """cross or isolated; ValueError for anything else."""
    if mode not in MODES:
        raise ValueError(f"mode was {mode!r}; one of {', '.join(MODES)} is needed")
    chosen: MarginMode = mode
    return chosen


def expect(name: str, value: Any, kind: type) -> None:
    """ValueError unless the value is of that kind."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} was {value!r}; one of the kind {kind.__name__} is needed")


def by_symbol(what: str, given: Any) -> Mapping[str, float]:
    """Numbers by symbol, none for None; ValueError for anything else."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ValueError(f"{what} were {given!r}; numbers by symbol are needed")
    return given


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One contract under one venue's rules: its tiers as floats, its statements, its prices.

    tier_rule: "progressive" charges each slice of the value at its own rate; "flat" charges the
    whole value at the rate of its tier, so the requirement jumps at an edge.
    Source: Bitget, support article 12560603841843 (2025-11-07): progressive for positions opened
    since 2025-11-10, flat for older ones (read 2026-11-22).

    The statements take numbers by position, as `marginlab.linear` and `marginlab.inverse` name
    them. coin: the symbol whose mark is the price of the settle coin, None where that is the quote
    coin; approximate says, where it is not empty, what a liquidation price leaves out.
    """

    venue: str
    symbol: str
    contract: Contract = field(repr=False)
    tier_rule: TierRule
    fee_rate: float = field(repr=False)
    floors: tuple[float, ...] = field(repr=False)
    caps: tuple[float, ...] = field(repr=False)
    rates: tuple[tuple[float, float, float], ...] = field(repr=False)  # (mmr, fee_rate, offset)
    rises: bool = field(repr=False)  # whether what tiers are counted in grows with the price
    coin: str | None = field(repr=False)
    own: bool = field(repr=False)  # whether it is counted in dollars and paid in its own coin
    elsewhere: bool = field(repr=False)  # whether another coin than its own backs it
    approximate: str = field(repr=False)
    notional: Function = field(compare=False, repr=False)  # what the tiers are counted in
    edge: Function = field(compare=False, repr=False)  # (size, cap): the price where a tier ends
    unrealized_pnl: Function = field(compare=False, repr=False)
    initial_margin: Function = field(compare=False, repr=False)
    average_entry_price: Function = field(compare=False, repr=False)
    funding_payment: Function = field(compare=False, repr=False)
    requirement: Function = field(compare=False, repr=False)
    # What liquidates, where that is another line than the displayed price's; else None.
    trigger: Function | None = field(compare=False, repr=False)
    price: Function = field(compare=False, repr=False)
    hedged_price: Function = field(compare=False, repr=False)
    bankruptcy: Function = field(compare=False, repr=False)

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

    def size_of(self, notional: float, price: float) -> float:
        """The size whose value at this price is `notional`, in what tiers are counted in."""
        return float(notional / self.notional(1.0, price))


@lru_cache(maxsize=256)
def _written(venue: Venue, symbol: str, tier_rule: TierRule) -> Rulebook:
    contract, ends, coin = venue.contract(symbol), venue.prices(symbol), venue.coin_symbol(symbol)
    kind = inverse if contract.kind == "inverse" else linear
    own = contract.kind == "coin" and coin == symbol
    # While another coin's price stands still, coins are so many dollars: a linear equation.
    solved = venue.linear if ends.approximate else ends
    fee, tiers = float(contract.fee_rate), contract.under(tier_rule).tiers

    def in_coin(statement: Function, *takes: str, price: str = "mark_price") -> Function:
        return _positional(statement, takes, price if own else "")

    def charge(statement: Function) -> Function:
        return in_coin(statement, *_CHARGE)

    return Rulebook(
        venue=venue.name,
        symbol=symbol,
        contract=contract,
        tier_rule=tier_rule,
        fee_rate=fee,
        floors=tuple(float(t.floor) for t in tiers),
        # Above the last cap nothing can be opened, but a value can grow there: the last holds.
        caps=(*(float(t.cap) for t in tiers[:-1]), inf),
        rates=tuple((float(t.mmr), fee, float(t.offset)) for t in tiers),
        rises=kind is linear,
        coin=coin,
        own=own,
        elsewhere=coin is not None and coin != symbol,
        approximate=ends.approximate,
        notional=kind.position_value,
        edge=solve(Condition(kind.position_value, _cap), "mark_price").compiled,
        unrealized_pnl=in_coin(kind.unrealized_pnl, "side", "size", "entry_price", "mark_price"),
        initial_margin=in_coin(
            kind.initial_margin, "size", "entry_price", "leverage", price="entry_price"
        ),
        average_entry_price=kind.average_entry_price,
        funding_payment=in_coin(kind.funding_payment, "side", "size", "mark_price", "funding_rate"),
        requirement=charge(ends.requirement),
        trigger=None if ends.trigger is ends.requirement else charge(ends.trigger),
        price=_positional(solved.liquidation_price.compiled, _ENDS),
        hedged_price=_positional(solved.hedged_liquidation_price.compiled, (*_ENDS, *_HEDGE)),
        bankruptcy=_positional(solved.bankruptcy_price.compiled, _ENDS[:4]),
    )


def _cap(cap: float) -> float:
    return cap


def _positional(function: Function, takes: tuple[str, ...], divisor: str = "") -> Function:
    """The function called by the positions of `takes`, of which it may need only some."""
    parameters = tuple(inspect.signature(function).parameters)
    if parameters == takes and not divisor:
        return function
    given = ", ".join(f"{n}={n}" for n in parameters if n in takes)
    if set(parameters) <= set(takes):
        given = ", ".join(parameters)  # by position, which is faster
    per = f" / {divisor}" if divisor else ""
    made: Function = eval(  # our own text
        f"lambda {', '.join(takes)}: function({given}){per}", {"function": function}
    )
    return made
