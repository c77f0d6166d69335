"""A venue: one requirement line with its contracts, its sources and a worked example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from marginlab.theory.conditions import Statement
from marginlab.theory.formulas import Formula
from marginlab.theory.given import Rejected, checked, count, expect, fraction
from marginlab.venues.contract import Contract
from marginlab.venues.modes import CLASSIC, PEGGED, UNIT, AccountMode, by_name
from marginlab.venues.prices import (
    Prices,
    Rules,
    inverse_rules,
    linear_rules,
    other_coin_prices,
    own_coin_prices,
)
from marginlab.venues.traits import (
    GIVEN,
    FundingFrom,
    HedgedLegs,
    InitialMarginAt,
    OpenProfit,
    RemovalFloor,
    RestGoesTo,
    RestingOrders,
    Rule,
    ShareFirst,
    Source,
    Tie,
    check_words,
    day,
)

# What stands in where a venue's own rule was not found; each default below is one of these.
_ASSUMED = MappingProxyType(
    {
        "hedged_legs": "as at Bitget, the larger leg",
        "tie": "as at Bitget, equality liquidates",
        "open_profit": "as at Bitget, open profit backs new positions",
        "initial_margin_at": "as at Bitget, at the mark",
        "removal_floor": "as at Binance (faq 360038447311), the initial margin stays",
        "partial_liquidation": "no steps were found: all is closed at once",
        "fill_deviation": "none was found: it fills at the market",
        "margin_sets_leverage": "as at Bitget, the trader sets the leverage",
        "least_margin": "none was found but one over the greatest leverage",
        "other_coin_margin_ended": "no end was found",
        "resting_orders": "as at Bitget, an order reserves its initial margin only",
        "rest_goes_to": "as at Bitget, the insurance fund",
        "liquidation_fee": "none was found",
        "share_first": "no share was found: the whole is closed",
        "backstop": "none was found",
        "funding_from": "as at Bitget, the margin",
        "funding_rate_cap": "none was found",
    }
)
_LOOKED_FOR = "2026-11-27"  # the day on which these were looked for


@dataclass(frozen=True)
class Example:
    """A worked example that somebody published: the terms, and the digits that were printed.

    asked: the formula, "liquidation_price" or "inverse.liquidation_price", or the "requirement".
    source_kind: whose example it is, the exchange's own or a third party's.
    """

    asked: str
    terms: Mapping[str, str]
    printed: str
    source: str
    source_kind: str


@dataclass(frozen=True, eq=False)
class Venue:
    """An exchange: its name, its requirement, its contracts, its traits, and where they are written.

    requirement: the line behind the displayed price; trigger: the line that liquidates, the same
    unless given; source, as_of, read: where it stands, from when it holds, the day it was read.

    Traits, in which venues differ; the words of each stand in `traits.WORDS`, and `sources` says by
    the trait's name where it is written (`rules` lists them all, assumptions labelled):
    hedged_legs: which of a symbol's two legs in a cross pool is charged; of the larger leg only the
    maintenance margin unless "initial margin too". tie: what becomes of a pool whose equity equals
    its requirement. open_profit: whether that of cross positions backs new ones. initial_margin_at:
    the price at which a cross position's initial margin is counted. removal_floor: what must remain
    when margin is taken out. partial_liquidation: by how many tiers at a time a cross pool is
    reduced, 0 for closing all at once. fill_deviation: by how much at most the closing trade is
    worse than the bankruptcy price [fraction]; 0: it fills at the market. margin_sets_leverage: an
    isolated position's leverage is its value over the margin that the trader entered, and only the
    trader's hand changes that margin; least_margin: its least share of the value [fraction], None
    for one over the greatest leverage. other_coin_margin_ended: the day since which a coin contract
    is no longer opened with another coin's margin, "" where it still is. resting_orders: whether a
    cross order's maintenance margin and taker fee, at its price, are required of the pool as well.
    rest_goes_to: who keeps what a fill leaves above zero equity; of the trader's the liquidation_fee
    [fraction of the closed value] goes to the fund. share_first: how much is closed before the rest;
    backstop: the share of the maintenance margin below which the whole pool is taken over, the rest
    included [fraction]. funding_from: where an isolated position's payment is taken, see `replay`;
    funding_rate_cap: the greatest rate of one payment [fraction].

    account_modes: by name, whose money stands behind what; see `modes.AccountMode`.
    """

    name: str
    requirement: Statement
    contracts: Mapping[str, Contract]
    source: str
    as_of: str
    examples: tuple[Example, ...] = ()
    trigger: Statement = None  # type: ignore[assignment]  # the requirement, set below
    removal_floor: RemovalFloor = "initial margin"
    partial_liquidation: int = 0
    fill_deviation: Decimal = Decimal(0)
    margin_sets_leverage: bool = False
    least_margin: Decimal | None = None
    hedged_legs: HedgedLegs = "larger leg"
    tie: Tie = "liquidated"
    open_profit: OpenProfit = "backs new positions"
    initial_margin_at: InitialMarginAt = "mark"
    other_coin_margin_ended: str = ""
    resting_orders: RestingOrders = "initial margin"
    rest_goes_to: RestGoesTo = "insurance fund"
    liquidation_fee: Decimal = Decimal(0)
    share_first: ShareFirst | None = None
    backstop: Fraction = Fraction(0)
    funding_from: FundingFrom = "margin"
    funding_rate_cap: Decimal | None = None
    account_modes: Mapping[str, AccountMode] = field(default_factory=lambda: by_name(CLASSIC))
    read: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    # By trait, what was documented and where; kept by the venue itself.
    documented: Mapping[str, tuple[object, Source]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.trigger is None:
            object.__setattr__(self, "trigger", self.requirement)
        for line in ("requirement", "trigger"):
            if not callable(getattr(self, line)):
                raise ValueError(f"{line} was {getattr(self, line)!r}; a statement is needed")
        if not isinstance(self.contracts, Mapping):
            raise ValueError(f"contracts were {self.contracts!r}; a Contract by symbol is needed")
        check_words({name: getattr(self, name) for name in _ASSUMED})
        self._check_sources()
        if self.least_margin is not None:
            checked("least_margin", self.least_margin, positive=True)
        for name in ("fill_deviation", "liquidation_fee", "backstop"):
            fraction(name, getattr(self, name))
        if self.funding_rate_cap is not None:
            fraction("funding_rate_cap", self.funding_rate_cap)
        if self.share_first is not None:
            expect("share first", self.share_first, ShareFirst)
        count("partial_liquidation", self.partial_liquidation, least=0, most=100)
        if not isinstance(self.margin_sets_leverage, bool):
            said = self.margin_sets_leverage
            raise ValueError(f"margin sets leverage was {said!r}; True or False is needed")
        expect("account modes", self.account_modes, Mapping)
        for mode in self.account_modes.values():
            expect("account mode", mode, AccountMode)
        day(self.other_coin_margin_ended, "other coin margin ended")

    def _check_sources(self) -> None:
        """ValueError for what is no source; a trait that was changed since loses its own."""
        if not isinstance(self.sources, Mapping):
            raise ValueError(f"sources were {self.sources!r}; a Source by trait is needed")
        for name, source in self.sources.items():
            if name not in _ASSUMED:
                raise ValueError(f"sources were of {name!r}; one of {', '.join(_ASSUMED)}")
            if not isinstance(source, Source):
                raise ValueError(f"source of {name} was {source!r}; a Source is needed")
        # A changed trait is the caller's: `replace(BITGET, tie="alive")` is not documented by Bitget.
        stated = {name: (getattr(self, name), source) for name, source in self.sources.items()}
        for name, (value, source) in stated.items():
            before = self.documented.get(name)
            if before is not None and before[1] is source and before[0] != value:
                stated[name] = value, GIVEN
        sources = {name: source for name, (_, source) in stated.items()}
        object.__setattr__(self, "sources", MappingProxyType(sources))
        object.__setattr__(self, "documented", MappingProxyType(stated))

    def __repr__(self) -> str:
        return f"Venue({self.name!r})"

    @property
    def source_kind(self) -> str:
        """Whose worked example the venue carries; "none" for one without."""
        return self.examples[0].source_kind if self.examples else "none"

    def rules(self) -> tuple[Rule, ...]:
        """Its requirement, its traits and its contracts, each with where and when it was read."""
        stated = Rule(self.name, "requirement", self._says("requirement"), self._source)
        contracts = (
            Rule(self.name, c.symbol, f"fee {c.fee_rate}, {len(c.tiers)} tiers",
                 Source(c.source, c.as_of, c.read))
            for c in self.contracts.values()
        )  # fmt: skip
        traits = (Rule(self.name, n, self._says(n), self._source_of(n)) for n in _ASSUMED)
        modes = (
            Rule(self.name, f"{m.name} account", m.margin_coins, m.source)
            for m in self.account_modes.values()
        )
        return (stated, *traits, *modes, *contracts)

    @property
    def _source(self) -> Source:
        return Source(self.source, self.as_of, self.read)

    def _source_of(self, trait: str) -> Source:
        if trait in self.sources:
            return self.sources[trait]
        if getattr(self, trait) != self.__dataclass_fields__[trait].default:
            return GIVEN
        return Source(_ASSUMED[trait], "undated", _LOOKED_FOR, assumed=True)

    def _says(self, name: str) -> str:
        value = getattr(self, name)
        return value.__name__.replace("_", " ") if callable(value) else str(value)

    @property
    def linear(self) -> Rules:
        """What follows for contracts sized in the base coin, with money in the quote coin."""
        return linear_rules(self.requirement, self.trigger, self.hedged_legs, str(self._source))

    @property
    def inverse(self) -> Rules:
        """The same line for contracts sized in USD, with money in the base coin.

        Raises ValueError for a requirement that `marginlab.theory.inverse` does not have.
        """
        try:
            return inverse_rules(
                self.requirement, self.trigger, self.hedged_legs, str(self._source)
            )
        except KeyError:
            raise ValueError(
                f"{self.name}: its requirement has no form for inverse contracts"
            ) from None

    @property
    def coin_margined(self) -> Prices:
        """COIN-M: size in the base coin, backed by that same coin; exact."""
        return own_coin_prices(self.requirement, self.trigger, self.hedged_legs, str(self._source))

    @property
    def coin_margined_elsewhere(self) -> Prices:
        """COIN-M backed by another coin, whose price (`coin_price`) is frozen: approximate."""
        return other_coin_prices(
            self.requirement, self.trigger, self.hedged_legs, str(self._source)
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

    def account_mode(self, name: str) -> AccountMode:
        """The account mode of that name; ValueError names those that the venue has."""
        try:
            return self.account_modes[name]
        except (KeyError, TypeError):
            known = ", ".join(self.account_modes)
            raise ValueError(f"account mode was {name!r}; {self.name} here has {known}") from None

    def check_offered(self, contract: Contract) -> None:
        """Rejected for a contract that is no longer opened: a coin contract backed by another coin.

        An edition of it that is dated before the end still is. Source: the trait
        `other_coin_margin_ended`.
        """
        ended = self.other_coin_margin_ended
        elsewhere = contract.kind == "coin" and contract.settle != contract.base
        if ended and elsewhere and contract.as_of >= ended:
            raise Rejected(
                f"margin of {contract.symbol} was {contract.settle}; {self.name} ended another "
                f"coin's margin on {ended}: only {contract.base} backs it"
            )

    def price_symbol(self, coin: str) -> str:
        """Whose mark is the price of a coin in USDT: a linear contract of it, or a peg's own name.

        ValueError where neither has its price.
        """
        if coin in PEGGED:
            return coin
        for contract in self.contracts.values():
            if contract.base == coin and contract.settle == UNIT and contract.kind == "linear":
                return contract.symbol
        raise ValueError(f"coin was {coin!r}; no contract of {self.name} here has its price")

    def with_contracts(self, *contracts: Contract) -> Venue:
        """The venue with these contracts added to its own, or put in their place."""
        for contract in contracts:
            if not isinstance(contract, Contract):
                raise ValueError(f"contract was {contract!r}; a Contract is needed")
        return replace(self, contracts={**self.contracts, **{c.symbol: c for c in contracts}})

    def with_traits(self, **traits: Any) -> Venue:
        """The venue with these traits in place of its own; their source is then the caller."""
        unknown = [name for name in traits if name not in _ASSUMED]
        if unknown:
            raise ValueError(f"trait was {unknown[0]!r}; one of {', '.join(_ASSUMED)} is needed")
        return replace(self, **traits)

    def prices(self, symbol: str) -> Prices:
        """What follows from the requirement for the contract of that symbol, by its kind."""
        contract = self.contract(symbol)
        if contract.kind == "linear":
            return self.linear
        if contract.kind == "inverse":
            return self.inverse
        return (
            self.coin_margined if contract.settle == contract.base else self.coin_margined_elsewhere
        )

    def coin_symbol(self, symbol: str) -> str | None:
        """The symbol whose mark is the price of the settle coin; None where it is the quote coin.

        Raises ValueError where another coin backs the contract and none has its price.
        """
        contract = self.contract(symbol)
        if contract.kind == "linear":
            return None
        if contract.settle == contract.base:
            return symbol
        for other in self.contracts.values():
            if other.kind == "coin" and other.base == contract.settle:
                return other.symbol
        raise ValueError(
            f"settle coin of {symbol} was {contract.settle}; {self.name} here has no coin "
            "contract with its price"
        )
