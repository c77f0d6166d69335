"""Whose money stands behind what: Pool, its walls and its frontier.

Pool is the only own word here: collateral and the positions that it answers for. Isolated margin
is many pools with one position each, cross margin one pool with many positions.
Money in the settle coin, prices in quote per base. A price that is never reached is nan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, nan
from typing import NamedTuple

from marginlab.engine.coins import Coin
from marginlab.engine.crossing import Height, first_crossing
from marginlab.engine.position import Position, Risk
from marginlab.theory.given import MODES, MarginMode, by_symbol, expect, mark_of, number, one_of
from marginlab.theory.rounding import HAIR
from marginlab.venues.modes import PEGGED
from marginlab.venues.traits import Tie


@dataclass(frozen=True, slots=True)
class Frontier:
    """All sets of mark prices at which a pool is liquidated: sum of weight x price = level.

    Inverse contracts: of weight / price (`reciprocal`). Holds within the tiers of the marks that
    it was taken at. A pool is alive where the sum is above the level; a displayed liquidation
    price is one coordinate of it, the others still.
    """

    weights: Mapping[str, float]
    level: float
    reciprocal: bool = False

    def price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's price on the frontier, the other symbols at their marks."""
        if symbol not in list(self.weights):  # which anything can be looked up in
            raise ValueError(f"symbol was {symbol!r}; the pool has {', '.join(self.weights)}")
        power = -1 if self.reciprocal else 1
        rest = sum(w * mark_of(marks, s) ** power for s, w in self.weights.items() if s != symbol)
        weight, left = self.weights[symbol], self.level - rest
        if not weight or (self.reciprocal and not left):
            return nan
        return (left / weight) ** power


class Walls(NamedTuple):
    """The first prices below and above the mark at which a pool is liquidated; nan is never."""

    below: float
    above: float


def _weight(leg: Position) -> tuple[float, float, bool, int]:
    # Twelve digits: the average of equal prices is rounded, and is the same price.
    worth = float(f"{leg.rules.notional(leg.size, leg.entry_price):.12g}")
    return leg.size, worth, leg.rules.tier_rule == "flat", leg.side


@dataclass(frozen=True)
class Pool:
    """Collateral [settle coin], with coins beside it, and the positions that it answers for."""

    name: str
    mode: MarginMode
    collateral: float
    positions: tuple[Position, ...]
    coins: tuple[Coin, ...] = ()  # that stand behind it beside the collateral
    orders: tuple[Position, ...] = ()  # what resting orders would be, where those are charged

    def __post_init__(self) -> None:
        one_of("mode", self.mode, MODES)
        number("collateral", self.collateral)
        expect("positions", self.positions, tuple)
        for position in self.positions:
            expect("position", position, Position)

    def backing(self, marks: Mapping[str, float]) -> float:
        """Its collateral, and what its coins count at these marks [settle coin]."""
        if not self.coins:
            return self.collateral
        return self.collateral + sum(c.weight * c.price(marks) for c in self.coins)

    def ordered(self, marks: Mapping[str, float]) -> tuple[float, float]:
        """What its resting orders require, and of that what liquidates [settle coin].

        Of each the maintenance margin and the closing fee, at its own price.
        Source: the venue's trait `resting_orders`.
        """
        required = least = 0.0
        for order in self.orders:
            _, own, value, trigger = order.at(marks).measured(order.entry_price)
            fee = value * order.rules.fee_rate
            required, least = required + own + fee, least + trigger + fee
        return required, least

    @cached_property
    def larger(self) -> tuple[Position, ...]:
        """The leg of each symbol, of both the larger, whose side is that of the net position.

        Of equal sizes the one that was worth more when it was opened, then the one that is charged
        flat, then the long: the order in which they were opened decides nothing.
        """
        found: dict[str, Position] = {}
        for leg in self.positions:
            other = found.get(leg.symbol)
            if other is None or _weight(leg) > _weight(other):
                found[leg.symbol] = leg
        return tuple(found.values())

    @cached_property
    def charged(self) -> tuple[Position, ...]:
        """The legs that pay maintenance: of both legs on a symbol the larger, or both.

        Source: the venue's trait `hedged_legs`.
        """
        if self.positions and self.positions[0].rules.venue.hedged_legs == "both legs":
            return self.positions
        return self.larger

    @cached_property
    def _entries(self) -> tuple[tuple[Position, str, bool], ...]:
        """Every leg with its symbol and whether it pays maintenance."""
        return tuple((p, p.symbol, any(p is c for c in self.charged)) for p in self.positions)

    def set_aside(self, marks: Mapping[str, float]) -> float:
        """The initial margin of its positions [settle coin], at mark or entry as the venue counts.

        Of both legs on a symbol both are counted, unless the venue charges the larger alone.
        Source: the venue's traits `initial_margin_at` and `hedged_legs`.
        """
        legs = self.positions
        if legs and legs[0].rules.venue.hedged_legs == "larger leg, initial margin too":
            legs = self.larger
        return sum(leg.at(marks).set_aside(mark_of(marks, leg.symbol)) for leg in legs)

    @cached_property
    def _has_other_coin(self) -> bool:
        return any(p.rules.other_coin for p in self.positions)

    def _at(self, marks: Mapping[str, float]) -> tuple[tuple[Position, str, bool], ...]:
        """The entries, with the coins' prices of these marks where other coins back them."""
        if not self._has_other_coin:
            return self._entries
        return tuple((leg.at(marks), symbol, pays) for leg, symbol, pays in self._entries)

    def risk(self, marks: Mapping[str, float]) -> Risk:
        """Equity and requirement of the whole pool at these marks."""
        equity, value = self.backing(marks), 0.0
        required, least = self.ordered(marks)
        for leg, symbol, pays in self._at(marks):
            own = leg.measured(mark_of(marks, symbol))
            equity += own[0]
            value += own[2]
            if pays:
                required += own[1]
                least += own[3]
        return Risk(equity, required, value, least, self.tie)

    @cached_property
    def tie(self) -> Tie:
        """What becomes of it where equity equals the requirement, by its venue's trait."""
        return self.positions[0].rules.venue.tie if self.positions else "liquidated"

    def with_collateral(self, collateral: float) -> Pool:
        """The same positions with other money behind them; what is known of them is kept."""
        pool = object.__new__(Pool)
        pool.__dict__.update(self.__dict__, collateral=collateral)
        return pool

    def liquidation_price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's mark price at which the pool is liquidated, other symbols still.

        Both legs of the symbol enter one equation. Then there may be a wall on either side: this
        is the one where the marks are heading when things get worse, or else the other one.
        Where the symbol is the price of the coin that backs others, their money moves with it.
        """
        legs, behind = [], self.backing(marks) - self.ordered(marks)[0]
        alone = not any(coin.symbol == symbol for coin in self.coins)
        alone = alone and not any(order.rules.other_coin == symbol for order in self.orders)
        for leg, its_symbol, pays in self._at(marks):
            if its_symbol == symbol:
                legs.append((pays, leg))
                continue
            alone = alone and leg.rules.coin_symbol != symbol
            pnl, required, _, _ = leg.measured(mark_of(marks, its_symbol))
            behind += pnl - required if pays else pnl
        if not legs:
            raise ValueError(f"symbol was {symbol!r}; no position of it is in pool {self.name}")
        mark = mark_of(marks, symbol)
        if not alone or sum(pays for pays, _ in legs) > 1:
            return self._joint_price(symbol, marks)
        if len(legs) == 1:
            return legs[0][1].liquidation_price(behind, mark)
        (_, hedge), (_, charged) = sorted(legs, key=lambda leg: leg[0])
        return charged.liquidation_price(behind, mark, hedge)

    def bankruptcy_price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's mark price at which equity is zero, other symbols still; nan if never."""
        leg, mark = self._leg(symbol), mark_of(marks, symbol)

        def equity(price: float) -> float:
            return self._spare({**marks, symbol: price}, {}, leg.rules.coin_symbol)

        slope = (equity(2 * mark) - equity(mark)) / mark
        if abs(slope) * mark <= HAIR * self.risk(marks).position_value:  # nothing but rounding
            return nan
        price = mark - equity(mark) / slope
        price -= equity(price) / slope if price > 0 else 0.0  # sharpened: the two were rounded
        return price if 0 < price < inf else nan

    def walls(self, symbol: str, marks: Mapping[str, float]) -> Walls:
        """The walls of the symbol on both sides of its mark, other symbols still.

        A hedged book may have one on either side: the larger leg's losses on the one, and on the
        other a requirement that grows with the value of what is locked. `liquidation_price` is the
        one towards which things get worse. Below its requirement: the prices at which it would live again.
        """
        return Walls(*(self._wall(symbol, marks, way) for way in (-1.0, 1.0)))

    def _wall(self, symbol: str, marks: Mapping[str, float], way: float) -> float:
        """The first price at which it dies on the way down (-1) or up (1), or would live again."""
        mark, sign = mark_of(marks, symbol), 1.0 if self._above(marks) else -1.0
        distance = self._crossing(marks, {symbol: way}, mark if way < 0 else inf, symbol, sign)
        price = mark + way * distance
        return price if price > 0 else nan

    def _joint_price(self, symbol: str, marks: Mapping[str, float]) -> float:
        height = self._height_near(marks, {symbol: 1.0}, symbol)(0.0)
        falling = height(mark_of(marks, symbol)) > height(0.0)
        way = -1.0 if falling is self._above(marks) else 1.0  # to worse, or from below to better
        price = self._wall(symbol, marks, way)
        return price if price == price else self._wall(symbol, marks, -way)

    def _above(self, marks: Mapping[str, float]) -> bool:
        """Whether it has more than it requires, and is not liquidated."""
        risk = self.risk(marks)
        return risk.equity > risk.maintenance_margin and not risk.liquidated

    def common_fall(
        self, marks: Mapping[str, float], betas: Mapping[str, float] | None = None
    ) -> float:
        """The fall of all marks together that liquidates the pool [fraction]; nan if none does.

        betas: how much of the fall a symbol takes, 1 where it is not named; a negative one rises.
        The price of another coin that backs the pool falls along, under its own symbol.
        """
        slopes, limit, betas = {}, inf, by_symbol("betas", betas)
        for symbol in self._symbols:
            beta = number("beta", betas.get(symbol, 1.0))
            slopes[symbol] = -mark_of(marks, symbol) * beta
            limit = min(limit, 1 / beta) if beta > 0 else limit
        if not slopes:
            return nan
        if self.risk(marks).liquidated:
            return 0.0
        fall = self._crossing(marks, slopes, limit, self.positions[0].symbol)
        return fall if fall < limit else nan  # a price of zero is never reached

    def frontier(self, marks: Mapping[str, float]) -> Frontier:
        """The hyperplane of liquidation within the tiers of these marks."""
        if not self.positions:
            return Frontier({}, -self.backing(marks))
        now = {**marks, **{s: mark_of(marks, s) for s in self._symbols}}
        tiers = {(p.symbol, p.side): p.tier(now[p.symbol]) for p in self.charged}
        rules = self.positions[0].rules
        coin, reciprocal = (rules.coin_symbol, False) if rules.notional_rises else (None, True)
        spare, weights = self._spare(now, tiers, coin), {}
        for symbol in self._symbols:
            mark = now[symbol]
            at, twice = (1 / mark, mark / 2) if reciprocal else (mark, mark * 2)
            weights[symbol] = (self._spare({**now, symbol: twice}, tiers, coin) - spare) / at
        level = sum(w * (1 / now[s] if reciprocal else now[s]) for s, w in weights.items()) - spare
        return Frontier(weights, level, reciprocal)

    # ---- along a path -------------------------------------------------------------------------
    # What is spare is straight in the prices within one tier, once coins are counted in dollars.

    @cached_property
    def _symbols(self) -> dict[str, None]:
        """The symbols whose marks it depends on, those of coins included."""
        held = dict.fromkeys(p.symbol for p in self.positions)
        held |= dict.fromkeys(c.symbol for c in self.coins if c.symbol not in PEGGED)
        return held | dict.fromkeys(filter(None, (p.rules.coin_symbol for p in self.positions)))

    def _leg(self, symbol: str) -> Position:
        for leg in self.positions:
            if leg.symbol == symbol:
                return leg
        raise ValueError(f"symbol was {symbol!r}; no position of it is in pool {self.name}")

    def _spare(
        self, marks: Mapping[str, float], tiers: Mapping[tuple[str, int], int], coin: str | None
    ) -> float:
        """Equity less requirement as charged in these tiers, without any where none is named.

        In the settle coin, or times the price of the coin.
        """
        spare = self.backing(marks) - (self.ordered(marks)[0] if tiers else 0.0)
        for leg, symbol, pays in self._at(marks):
            mark = marks[symbol]
            spare += leg.unrealized_pnl(mark)
            if pays and (symbol, leg.side) in tiers:
                spare -= leg.maintenance_margin(mark, tiers[symbol, leg.side])
        return spare * marks[coin] if coin else spare

    def _height_near(
        self, marks: Mapping[str, float], slopes: Mapping[str, float], symbol: str
    ) -> Callable[[float], Height]:
        """What is spare along the path marks + slopes x, by the tiers that hold near an x."""
        coin = self._leg(symbol).rules.coin_symbol

        def at(x: float) -> dict[str, float]:
            return {**marks, **{s: marks[s] + slope * x for s, slope in slopes.items()}}

        def near(x: float) -> Height:
            prices = at(x)
            tiers = {(p.symbol, p.side): p.tier(prices[p.symbol]) for p in self.charged}
            return lambda x: self._spare(at(x), tiers, coin)

        return near

    def _crossing(
        self,
        marks: Mapping[str, float],
        slopes: Mapping[str, float],
        limit: float,
        symbol: str,
        sign: float = 1.0,
    ) -> float:
        edges = [
            (leg.rules.statements.price_at_notional(leg.size, cap) - marks[leg.symbol])
            / slopes[leg.symbol]
            for leg in self.charged
            if slopes.get(leg.symbol) and not leg.rules.charged_at_entry
            for cap in leg.rules.caps[:-1]
        ]
        near = self._height_near(marks, slopes, symbol)

        def signed(x: float) -> Height:
            height = near(x)
            return lambda x: height(x) * sign

        return first_crossing(signed, edges, limit)
