"""How a venue charges one contract: its tiers as floats, and the statements of its kind.

Four kinds answer the same questions: linear (size in the base coin, money in the quote coin),
inverse (size in USD, money in the base coin), and Bitget's COIN-M (size in the base coin, counted
in USD), paid in that same coin or in another. Money that is handed out is in the settle coin.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from types import MappingProxyType, ModuleType
from typing import Any, ClassVar

from marginlab.engine.coins import coin_price
from marginlab.theory import inverse, linear
from marginlab.theory.compiled import bare, lines
from marginlab.theory.conditions import Condition, N
from marginlab.theory.formulas import solve
from marginlab.theory.given import TIER_RULES, TierRule, expect, mark_of, one_of
from marginlab.theory.written import Written
from marginlab.venues import Contract, Prices, Venue
from marginlab.venues.modes import CLASSIC, PEGGED, AccountMode

Function = Callable[..., Any]
# What each bare function of Statements takes, in order; of a position's own numbers first, so that
# a loop can bind them, the prices last.
_RATES = ("mmr", "fee_rate", "offset", "rate_growth")
_OWN = ("side", "size", "entry_price")
_HEDGE = ("hedge_size", "hedge_entry_price")
TAKES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "notional": ("size", "mark_price"),
        "price_at_notional": ("size", "cap"),
        "unrealized_pnl": (*_OWN, "coin_price", "mark_price"),
        "requirement": ("size", "entry_price", *_RATES, "coin_price", "mark_price"),
        "measures": (*_OWN, *_RATES, "coin_price", "mark_price"),
        "lines": (*_OWN, *_RATES, "coin_price"),
        "initial_margin": ("size", "leverage", "coin_price", "price"),
        "funding_payment": ("side", "size", "coin_price", "mark_price", "funding_rate"),
        "liquidation_price": (*_OWN, *_RATES, "collateral"),
        "hedged_liquidation_price": (*_OWN, *_RATES, *_HEDGE, "collateral"),
        "bankruptcy_price": (*_OWN, "collateral"),
    }
)
_PRICES = ("liquidation_price", "hedged_liquidation_price", "bankruptcy_price")


@dataclass(frozen=True, slots=True)
class Statements:
    """What is true of a kind of contract under a venue's lines, as bare functions for loops.

    They take floats by position, in the order of `TAKES`, and give money in the settle coin. The
    coin's price is asked where another coin than its own backs a contract; elsewhere it is 1.
    """

    notional: Function  # what the tiers are counted in
    price_at_notional: Function  # where a size is worth that: where a tier ends
    unrealized_pnl: Function
    requirement: Function
    measures: Function  # open profit, requirement, value, least equity: all in one go
    lines: Function  # of each measure within one tier: a, b of a + b x, x the mark or 1 / mark
    initial_margin: Function
    funding_payment: Function
    average_entry_price: Function
    liquidation_price: Function
    hedged_liquidation_price: Function
    bankruptcy_price: Function


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One contract under one venue's rules; `of` gives the one of its kind.

    tier_rule: "progressive" charges each slice of the value at its own rate; "flat" charges the
    whole value at the rate of its tier, so the requirement jumps at an edge.
    Source: Bitget, support article 12560603841843 (2025-11-07): progressive for positions opened
    since 2025-11-10, flat for older ones (read 2026-11-22).

    floors, caps: of the tiers [quote; settle coin for an inverse contract]; rates: the mmr, fee
    rate, offset and growth of each; charged_at_entry: whether the value at the entry is charged, not at the
    mark; coin_symbol: whose mark is the price of the settle coin, None where that is the quote coin;
    mode: the account's, which says what its money is counted in.
    """

    # What a kind says of itself: its statements, whether the notional grows with the price, and
    # whether money is straight in 1 / mark, not in the mark.
    module: ClassVar[ModuleType]
    notional_rises: ClassVar[bool]
    reciprocal: ClassVar[bool]

    venue: Venue
    symbol: str
    tier_rule: TierRule
    mode: AccountMode = field(repr=False)
    contract: Contract = field(repr=False)
    floors: tuple[float, ...] = field(repr=False)
    caps: tuple[float, ...] = field(repr=False)
    rates: tuple[tuple[float, float, float, float], ...] = field(repr=False)
    charged_at_entry: bool = field(repr=False)
    coin_symbol: str | None = field(repr=False)
    statements: Statements = field(compare=False, repr=False)

    @classmethod
    def of(
        cls,
        venue: Venue,
        symbol: str,
        tier_rule: TierRule = "progressive",
        mode: AccountMode = CLASSIC,
    ) -> Rulebook:
        """The rulebook of that symbol.

        Raises ValueError for an unknown symbol or rule, for a contract without a table of tiers,
        and where no contract of the venue has the price of the coin that backs this one.
        """
        expect("venue", venue, Venue)
        contract = venue.contract(symbol)
        one_of("tier rule", tier_rule, TIER_RULES)
        if not contract.tiers:
            contract.tier_at(1)  # says that no table is published, and what to do
        return _written(venue, symbol, tier_rule, mode)

    @staticmethod
    def in_settle_coin(money: N, mark_price: N, coin_price: N) -> N:
        """What its statements count, in the coin that is paid."""
        return money

    @property
    def other_coin(self) -> str | None:
        """The symbol whose mark is the price of another coin that backs it; None without one."""
        return None

    def price_of_coin(self, marks: Mapping[str, float]) -> float:
        """The price of the other coin that it is paid in, by these marks; 1 without one."""
        return 1.0

    @property
    def fee_rate(self) -> float:
        """The taker fee [fraction]."""
        return self.rates[0][1]

    @property
    def approximate(self) -> str:
        """What its liquidation price leaves out; empty where it is exact."""
        return "" if self.mode.one_pool else self.venue.prices(self.symbol).approximate

    def notional(self, size: float, price: float) -> float:
        """What the tiers are counted in [settle coin; USD for a coin contract]."""
        return float(self.statements.notional(size, price))

    def size_of(self, notional: float, price: float) -> float:
        """The size whose value at this price is `notional`, in what tiers are counted in."""
        return float(notional / self.notional(1.0, price))


class Linear(Rulebook):
    """Size in the base coin, money in the quote coin."""

    __slots__ = ()
    module: ClassVar = linear
    notional_rises: ClassVar = True
    reciprocal: ClassVar = False


class Inverse(Rulebook):
    """Size in USD, money in the base coin, which is worth the mark price."""

    __slots__ = ()
    module: ClassVar = inverse
    notional_rises: ClassVar = False
    reciprocal: ClassVar = True


class OwnCoin(Rulebook):
    """Size in the base coin, counted in USD and paid in that coin, which is worth the mark price."""

    __slots__ = ()
    module: ClassVar = linear
    notional_rises: ClassVar = True
    reciprocal: ClassVar = True

    @staticmethod
    def in_settle_coin(money: N, mark_price: N, coin_price: N) -> N:
        """USD over the mark price."""
        return money / mark_price


class OtherCoin(Rulebook):
    """Size in the base coin, counted in USD and paid in another coin, whose price stands still."""

    __slots__ = ()
    module: ClassVar = linear
    notional_rises: ClassVar = True
    reciprocal: ClassVar = False

    @staticmethod
    def in_settle_coin(money: N, mark_price: N, coin_price: N) -> N:
        """USD over the price of the other coin."""
        return money / coin_price

    @property
    def other_coin(self) -> str | None:
        """The symbol whose mark is the price of the coin."""
        return self.coin_symbol

    def price_of_coin(self, marks: Mapping[str, float]) -> float:
        """The mark of that symbol."""
        return mark_of(marks, self.coin_symbol or "")


class Pegged(OtherCoin):
    """Size in the base coin, counted in USDC and paid in USDT, one for one unless USDC has a mark."""

    __slots__ = ()

    @property
    def other_coin(self) -> str:
        """USDC, the symbol of its own mark."""
        return self.contract.settle

    def price_of_coin(self, marks: Mapping[str, float]) -> float:
        """What one USDT is worth in USDC."""
        return 1 / coin_price(self.contract.settle, marks)


def _kind(contract: Contract, mode: AccountMode) -> type[Rulebook]:
    if mode.one_pool:
        return Pegged if contract.settle in PEGGED else Linear
    if contract.kind == "coin":
        return OwnCoin if contract.settle == contract.base else OtherCoin
    return Inverse if contract.kind == "inverse" else Linear


@lru_cache(maxsize=256)
def _written(venue: Venue, symbol: str, tier_rule: TierRule, mode: AccountMode) -> Rulebook:
    contract = mode.counted(venue.contract(symbol))
    kind, tiers = _kind(contract, mode), contract.under(tier_rule).tiers
    # While another coin's price stands still, coins are this many dollars: a linear equation.
    ends = venue.prices(symbol) if kind in (Inverse, OwnCoin) else venue.linear
    return kind(
        venue=venue,
        symbol=symbol,
        tier_rule=tier_rule,
        mode=mode,
        contract=contract,
        floors=tuple(float(t.floor) for t in tiers),
        # Above the last cap nothing can be opened, but a value can grow there: the last holds.
        caps=(*(float(t.cap) for t in tiers[:-1]), inf),
        rates=tuple(
            (float(t.mmr), float(contract.fee_rate), float(t.offset), float(contract.rate_growth))
            for t in tiers
        ),
        charged_at_entry="entry_price" in inspect.signature(ends.requirement).parameters,
        coin_symbol=None if mode.one_pool else venue.coin_symbol(symbol),
        statements=_statements(kind, ends),
    )


def _statements(kind: type[Rulebook], ends: Prices) -> Statements:
    """The statements of a kind of contract, run with names once and printed as functions."""
    of, names = kind.module, {n for takes in TAKES.values() for n in takes}
    terms = {n: Written(n) for n in names}

    def in_coin(statement: Callable[..., N], price: str = "mark_price", **known: N) -> N:
        asked = inspect.signature(statement).parameters
        money = statement(**{n: v for n, v in {**terms, **known}.items() if n in asked})
        return kind.in_settle_coin(money, terms[price], terms["coin_price"])

    def function(name: str, *expressions: N) -> Function:
        return bare(TAKES[name], *expressions)

    pnl, required = in_coin(of.unrealized_pnl), in_coin(ends.requirement)
    opening = in_coin(of.initial_margin, "price", entry_price=terms["price"])
    measures = pnl, required, in_coin(of.position_value), in_coin(ends.trigger)
    worth = Condition(of.position_value, _cap)
    return Statements(
        notional=function("notional", of.position_value(terms["size"], terms["mark_price"])),
        price_at_notional=solve(worth, "mark_price").taking(*TAKES["price_at_notional"]),
        unrealized_pnl=function("unrealized_pnl", pnl),
        requirement=function("requirement", required),
        measures=function("measures", *measures),
        lines=lines(TAKES["lines"], *measures, variable="mark_price", reciprocal=kind.reciprocal),
        initial_margin=function("initial_margin", opening),
        funding_payment=function("funding_payment", in_coin(of.funding_payment)),
        average_entry_price=of.average_entry_price,
        **{n: getattr(ends, n).taking(*TAKES[n]) for n in _PRICES},
    )


def _cap(cap: float) -> float:
    return cap
