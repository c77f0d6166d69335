"""What a position is worth and what it requires: Rulebook, Risk, Position and its wall.

Money in the settle coin, prices in quote per base, linear contracts. A price that is never
reached is nan.
"""

from __future__ import annotations

import inspect
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from math import inf, nan
from typing import Any, Literal

from marginlab.formulas import equity, initial_margin, position_value, roe, unrealized_pnl
from marginlab.lines import Line
from marginlab.terms import LONG, SHORT, TERMS, side_name
from marginlab.venues import Contract, Venue
from marginlab.venues.contracts import checked

TierRule = Literal["progressive", "flat"]
MarginMode = Literal["cross", "isolated"]
TIER_RULES = ("progressive", "flat")
TOLERANCE = 1e-9  # of the position value: exact ties must liquidate in floats too
CHARGE_TERMS = ("size", "entry_price", "mark_price", "mmr", "fee_rate", "offset")
ALL_TERMS = ("side", "size", "entry_price", "collateral", "mmr", "fee_rate", "offset")


def number(name: str, value: Any, *, positive: bool = False) -> float:
    """The value as a float; ValueError says what was given when it is no finite number."""
    checked(name, value, positive=positive)
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
    if type(mark) is float and 0 < mark < inf:
        return mark
    return number(f"mark price of {symbol}", mark, positive=True)


def _by_name(function: Callable[..., Any], names: tuple[str, ...], known: tuple[str, ...]) -> Any:
    """The function with the positions of `known`, of which it needs only `names`."""
    if names == known:
        return function
    wanted = list(inspect.signature(function).parameters)
    by_position = wanted == list(names)
    given = ", ".join(n if by_position else f"{n}={n}" for n in names)
    return eval(f"lambda {', '.join(known)}: function({given})", {"function": function})


@dataclass(frozen=True, slots=True)
class Rulebook:
    """How a venue charges one contract: its tiers as floats, its requirement and its price.

    tier_rule: "progressive" charges each slice of the value at its own rate; "flat" charges the
    whole value at the rate of its tier, so the requirement jumps at an edge.
    Source: Bitget, support article 12560603841843 (2025-11-07): progressive for positions opened
    since 2025-11-10, flat for older ones (read 2026-11-22).
    """

    venue: str
    symbol: str
    contract: Contract
    tier_rule: TierRule
    fee_rate: float
    caps: tuple[float, ...]
    rates: tuple[tuple[float, float, float], ...]  # (mmr, fee_rate, offset) of each tier
    price: Callable[..., float] = field(compare=False, repr=False)
    bankruptcy: Callable[..., float] = field(compare=False, repr=False)
    requirement: Callable[..., Any] = field(compare=False, repr=False)
    # What liquidates, where that is another line than the displayed price's; else None.
    trigger: Callable[..., Any] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, venue: Venue, symbol: str, tier_rule: TierRule = "progressive") -> Rulebook:
        """The rulebook of that symbol; ValueError for an unknown symbol or rule."""
        contract = venue.contract(symbol)
        if contract.kind != "linear":
            raise ValueError(
                f"symbol was {symbol!r}, a {contract.kind} contract; accounts hold linear ones"
            )
        if not contract.tiers:
            contract.tier_at(1)  # says that no table is published, and what to do
        if tier_rule not in TIER_RULES:
            raise ValueError(f"tier_rule was {tier_rule!r}; one of {', '.join(TIER_RULES)}")
        fee = float(contract.fee_rate)
        flat = tier_rule == "flat"
        return cls(
            venue=venue.name,
            symbol=symbol,
            contract=contract,
            tier_rule=tier_rule,
            fee_rate=fee,
            # Above the last cap nothing can be opened, but a short can grow there: the last holds.
            caps=(*(float(t.cap) for t in contract.tiers[:-1]), inf),
            rates=tuple((float(t.mmr), fee, 0.0 if flat else float(t.offset))
                        for t in contract.tiers),
            price=_by_name(
                venue.liquidation_price.compiled, venue.liquidation_price.terms, ALL_TERMS
            ),
            bankruptcy=_by_name(
                venue.bankruptcy_price.compiled, venue.bankruptcy_price.terms, ALL_TERMS[:4]
            ),
            requirement=_by_name(
                venue.requirement,
                tuple(inspect.signature(venue.requirement).parameters),
                CHARGE_TERMS,
            ),
            trigger=None
            if venue.trigger is venue.requirement
            else _by_name(
                venue.trigger, tuple(inspect.signature(venue.trigger).parameters), CHARGE_TERMS
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """Equity and maintenance margin of a position or of a whole pool [settle coin]. Risks add.

    position_value [settle coin] sets the tolerance with which the two are compared. trigger
    [settle coin]: the equity that liquidates, where it is not the maintenance margin.
    """

    equity: float
    maintenance_margin: float
    position_value: float = 0.0
    trigger: float | None = None

    def __add__(self, other: Risk) -> Risk:
        return Risk(
            self.equity + other.equity,
            self.maintenance_margin + other.maintenance_margin,
            self.position_value + other.position_value,
            None if self.trigger is None and other.trigger is None else self.floor + other.floor,
        )

    @property
    def floor(self) -> float:
        """The equity at which it is liquidated [settle coin]."""
        return self.maintenance_margin if self.trigger is None else self.trigger

    @property
    def margin_ratio(self) -> float:
        """Maintenance margin over equity [fraction]; inf when no equity is left."""
        return self.maintenance_margin / self.equity if self.equity > 0 else inf

    @property
    def effective_leverage(self) -> float:
        """Position value over equity [x]: the leverage that is true now."""
        return self.position_value / self.equity if self.equity > 0 else inf

    @property
    def liquidated(self) -> bool:
        """Whether equity has fallen to the requirement; equality liquidates."""
        least = self.maintenance_margin if self.trigger is None else self.trigger
        spare = self.equity - least
        return self.position_value > 0 and spare <= TOLERANCE * self.position_value


@dataclass(frozen=True, slots=True)
class Position:
    """One leg: a symbol and a side, with its size, average entry, and margin if isolated.

    size [base coin], entry_price [quote per base], leverage [x], margin [settle coin] or None
    in a cross pool.
    """

    rules: Rulebook
    side: int
    size: float
    entry_price: float
    leverage: float
    margin: float | None = None
    automatic_margin_call: bool = False

    def __post_init__(self) -> None:
        direction(self.side)
        for name in ("size", "entry_price", "leverage"):
            number(name, getattr(self, name), positive=True)
        if self.margin is not None:
            number("margin", self.margin)

    @property
    def symbol(self) -> str:
        """The contract's symbol."""
        return self.rules.symbol

    @property
    def name(self) -> str:
        """Symbol and side, as in "BTCUSDT long"."""
        return f"{self.symbol} {side_name(self.side)}"

    @property
    def mode(self) -> MarginMode:
        """Whose money stands behind it."""
        return "cross" if self.margin is None else "isolated"

    def with_margin(self, margin: float) -> Position:
        """The same position with another margin, not checked."""
        position = object.__new__(Position)
        put = object.__setattr__
        for name in _FIELDS:
            put(position, name, getattr(self, name))
        put(position, "margin", margin)
        return position

    def position_value(self, mark_price: float) -> float:
        """Notional at the mark price [settle coin]."""
        return float(position_value(self.size, mark_price))

    def unrealized_pnl(self, mark_price: float) -> float:
        """Open profit or loss at the mark price [settle coin]."""
        pnl: float = unrealized_pnl(self.side, self.size, self.entry_price, mark_price)
        return pnl

    def initial_margin(self, price: float) -> float:
        """What opening it at this price takes [settle coin]."""
        return float(initial_margin(self.size, price, self.leverage))

    def roe(self, mark_price: float) -> float:
        """Open profit or loss over the initial margin at mark [fraction]."""
        return float(roe(self.unrealized_pnl(mark_price), self.initial_margin(mark_price)))

    def tier(self, mark_price: float) -> int:
        """Index of the tier of its value at the mark price; an edge belongs to the lower one."""
        return bisect_left(self.rules.caps, self.size * mark_price)

    def maintenance_margin(self, mark_price: float) -> float:
        """The requirement at the mark price, in the tier of its value there [settle coin]."""
        rules = self.rules
        rates = rules.rates[bisect_left(rules.caps, self.size * mark_price)]
        required: float = rules.requirement(self.size, self.entry_price, mark_price, *rates)
        return required

    def trigger(self, mark_price: float) -> float | None:
        """The equity that liquidates it, where that is not the maintenance margin."""
        rules = self.rules
        if rules.trigger is None:
            return None
        rates = rules.rates[self.tier(mark_price)]
        return float(rules.trigger(self.size, self.entry_price, mark_price, *rates))

    def requirement_line(self, mark_price: Line, tier: int) -> Line:
        """The requirement within one tier, while the mark price follows a line."""
        rates = self.rules.rates[tier]
        return Line.of(self.rules.requirement(self.size, self.entry_price, mark_price, *rates))

    def pnl_line(self, mark_price: Line) -> Line:
        """Open profit or loss while the mark price follows a line."""
        return Line.of(unrealized_pnl(self.side, self.size, self.entry_price, mark_price))

    def risk(self, mark_price: float, collateral: float) -> Risk:
        """Its equity with that collateral, and its requirement."""
        return Risk(
            equity(self.side, self.size, self.entry_price, mark_price, collateral),
            self.maintenance_margin(mark_price),
            self.size * mark_price,
            None if self.rules.trigger is None else self.trigger(mark_price),
        )

    def bankruptcy_price(self, collateral: float) -> float:
        """The mark price at which equity is zero, fee left out; nan if at or below zero."""
        price = self.rules.bankruptcy(self.side, self.size, self.entry_price, collateral)
        return price if price > 0 else nan

    def liquidation_price(self, collateral: float, mark_price: float) -> float:
        """The first mark price, going against the position, at which it is liquidated.

        Tier-consistent: the tier is taken at the value at the answer. With flat tiers the
        requirement jumps: of two roots the first is reached, and where none fits a short dies at
        the tier's edge. Once liquidated at the mark: the price at which it would live again.
        """
        # Walk the tiers from the mark outward.
        side, size, entry_price, rules = self.side, self.size, self.entry_price, self.rules
        price, rates, caps = rules.price, rules.rates, rules.caps
        tier = bisect_left(caps, size * mark_price)
        root = price(side, size, entry_price, collateral, *rates[tier])
        upward = root > mark_price
        while True:
            value = root * size
            if upward:
                if value <= caps[tier]:
                    break
                tier += 1
                root = price(side, size, entry_price, collateral, *rates[tier])
                if root * size < caps[tier - 1] and side == SHORT:
                    return caps[tier - 1] / size
            else:
                if tier == 0 or value > caps[tier - 1]:
                    break
                tier -= 1
                root = price(side, size, entry_price, collateral, *rates[tier])
                if root * size > caps[tier] and side == SHORT:
                    return caps[tier] / size
        return root if root > 0 else nan


_FIELDS = tuple(f.name for f in fields(Position))
