"""A pool while time goes by: its cash, and what its legs measure at the current marks.

The one mutable value of the engine, for replays: thousands of marks and payments pass without a
new account each. Within one tier all that a leg measures is straight in its mark, or in the
reciprocal of it, so a leg is kept as the lines of its tier until the mark leaves that. Isolated and
cross pools are the same here, one leg or many.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import inf, nan
from typing import NamedTuple

from marginlab.engine.coins import Coin
from marginlab.engine.holdings import Key
from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.theory.given import mark_of
from marginlab.theory.rounding import HAIR
from marginlab.venues.traits import line_of_death


class Leg:
    """A position of a pool, with what a replay asks of it again and again.

    fund: what it pays at a mark and a funding rate [settle coin].
    """

    __slots__ = ("fund", "funding", "key", "name", "pays", "position", "symbol")

    def __init__(self, position: Position, *, pays: bool) -> None:
        self.pays, self.symbol, self.name = pays, position.symbol, position.name
        self.funding = f"funding of {position.name}"
        self.key: Key = (position.symbol, position.side)
        self.update(position)

    def update(self, position: Position) -> None:
        """Take this position in place of the one before."""
        paid, self.position = position.rules.statements.funding_payment, position
        self.fund = partial(paid, position.side, position.size, position.coin_price)


class Lines(NamedTuple):
    """A leg in one tier, between two marks: a + b x for each measure, x the mark or 1 / mark."""

    symbol: str
    low: float
    high: float
    reciprocal: bool
    pnl: float
    pnl_slope: float
    required: float
    required_slope: float
    value: float
    value_slope: float
    least: float
    least_slope: float

    @classmethod
    def of(cls, leg: Leg, mark: float) -> Lines:
        """The lines that hold at this mark; a leg that is not charged requires nothing."""
        position = leg.position
        rules, tier = position.rules, position.tier(mark)
        ends = [position.mark_at(edge) for edge in (rules.floors[tier], rules.caps[tier])]
        if rules.charged_at_entry:
            ends = [0.0, inf]
        own = position.side, position.size, position.entry_price
        lines = rules.statements.lines(*own, *rules.rates[tier], position.coin_price)
        if not leg.pays:
            pnl, pnl_slope, _, _, value, value_slope, _, _ = lines
            lines = pnl, pnl_slope, 0.0, 0.0, value, value_slope, 0.0, 0.0
        # So near to a tier's edge the tier is asked anew, because the edge was rounded.
        low, high = min(ends) * (1 + HAIR), max(ends) * (1 - HAIR)
        return cls(leg.symbol, low, high, rules.reciprocal, *lines)

    @classmethod
    def of_coin(cls, coin: Coin) -> Lines:
        """Those of a coin that stands behind the pool: it is worth its price and requires nothing."""
        return cls(coin.symbol, 0.0, inf, False, 0.0, coin.weight, *[0.0] * 6)


class Wall(NamedTuple):
    """What is spare of a symbol's legs as one line, and the marks between which it holds.

    places: of the lines that it is in, those of its legs and of a coin that it is the price of.
    """

    symbol: str
    places: tuple[int, ...]
    legs: tuple[int, ...]
    low: float
    high: float
    reciprocal: bool
    spare: float
    slope: float


class Standing:
    """A pool, the cash that it has now [settle coin], and its measures.

    pnl, required, position_value and line, the equity at which it dies [settle coin], hold until
    the marks change (`stale`); `unsure` says that it was not looked at since something changed.
    """

    __slots__ = (
        "cash", "coupled", "has_other_coin", "legs", "line", "lines", "ordered", "paid", "pnl", "pool",
        "position_value", "required", "spares", "stale", "tie", "unsure", "walls",
    )  # fmt: skip

    def __init__(self, pool: Pool) -> None:
        self.pool, self.cash, self.tie = pool, pool.collateral, pool.tie
        legs = pool.positions
        self.legs = [Leg(p, pays=any(p is c for c in pool.charged)) for p in legs]
        priced = (*legs, *pool.orders)
        self.has_other_coin = any(p.rules.other_coin is not None for p in priced)
        self.coupled = self.has_other_coin and len(priced) > 1  # several move with a coin's price
        self.stale = self.unsure = True
        self.paid = self.pnl = self.required = self.position_value = self.line = 0.0
        self.spares: list[float] = []  # open profit less requirement of each leg; a coin's worth
        self.lines: list[Lines] = []
        self.ordered = (0.0, 0.0)  # what resting orders require, and of that what liquidates
        self.walls: list[Wall] = []

    @property
    def equity(self) -> float:
        """Cash and open profit."""
        return self.cash + self.pnl

    @property
    def margin_ratio(self) -> float:
        """Requirement over equity [fraction]; inf when no equity is left."""
        equity = self.cash + self.pnl
        return self.required / equity if equity > 0 else inf

    def pay(self, amount: float) -> None:
        """Pay from the cash; a negative amount comes in. Payments add up first: few are rounded."""
        self.paid += amount
        self.cash = self.pool.collateral - self.paid
        self.unsure = True

    def update(self, marks: Mapping[str, float]) -> None:
        """Note that the marks are new, and take the price of another coin from them."""
        self.stale = self.unsure = True
        if self.has_other_coin:
            self.lines = []
            for leg in self.legs:
                leg.update(leg.position.at(marks))

    def liquidated(self, marks: Mapping[str, float]) -> bool:
        """Whether equity has fallen to what liquidates, at the current marks."""
        if self.stale:
            self.measure(marks)
        self.unsure = dead = self.cash + self.pnl <= self.line
        return dead

    def measure(self, marks: Mapping[str, float], *, bound: bool = False) -> None:
        """Measure every leg at the current marks; bound: in tiers that were just looked up."""
        if not self.lines:
            self._bind(marks)
        pnl = value = 0.0
        required, least = self.ordered
        spares = []
        for symbol, low, high, reciprocal, p, p1, r, r1, v, v1, m, m1 in self.lines:
            x = marks[symbol]
            if not (low < x < high or bound):
                self._bind(marks)
                return self.measure(marks, bound=True)
            if reciprocal:
                x = 1 / x
            own, needed = p + p1 * x, r + r1 * x
            pnl += own
            required += needed
            value += v + v1 * x
            least += m + m1 * x
            spares.append(own - needed)
        self.pnl, self.required, self.position_value = pnl, required, value
        self.line, self.spares, self.stale = line_of_death(least, value, self.tie), spares, False
        return None

    def _bind(self, marks: Mapping[str, float]) -> None:
        """Look up the current tiers, and the lines that hold in them."""
        self.lines = [Lines.of(leg, mark_of(marks, leg.symbol)) for leg in self.legs]
        for coin in self.pool.coins:
            mark_of(marks, coin.symbol)  # says so where it is missing
            self.lines.append(Lines.of_coin(coin))
        self.ordered = self.pool.ordered(marks)
        self.walls = []
        for symbol in dict.fromkeys(leg.symbol for leg in self.legs):
            places = tuple(i for i, line in enumerate(self.lines) if line.symbol == symbol)
            lines = [self.lines[i] for i in places]
            charged = [
                line
                for leg, line in zip(self.legs, self.lines, strict=False)
                if leg.symbol == symbol and leg.pays
            ]
            self.walls.append(
                Wall(
                    symbol,
                    places,
                    tuple(i for i in places if i < len(self.legs)),
                    max(line.low for line in charged),
                    min(line.high for line in charged),
                    lines[0].reciprocal,
                    sum(line.pnl - line.required for line in lines),
                    sum(line.pnl_slope - line.required_slope for line in lines),
                )
            )

    def liquidation_prices(self, marks: Mapping[str, float]) -> list[float]:
        """The liquidation price of each leg, other symbols still; nan is never."""
        spares, found = self.spares, [nan] * len(self.legs)
        spare = self.cash + sum(spares) - self.ordered[0]
        for symbol, places, legs, low, high, reciprocal, own, slope in self.walls:
            behind = spare
            for i in places:
                behind -= spares[i]
            x = -(behind + own) / slope if slope else 0.0
            price = 1 / x if reciprocal and x else x
            if self.coupled or not low < price < high:
                pool = self.pool.with_collateral(self.cash)
                price = pool.liquidation_price(symbol, marks)
            for i in legs:
                found[i] = price
        return found
