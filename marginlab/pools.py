"""Whose money stands behind what: Pool, its walls and its frontier.

Pool is the only own word here: collateral and the positions that it answers for. Isolated margin
is many pools with one position each, cross margin one pool with many positions.
Money in the settle coin, prices in quote per base, linear contracts. A price that is never
reached is nan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, nan

from marginlab.formulas import unrealized_pnl
from marginlab.lines import Line, first_crossing
from marginlab.risk import MarginMode, Position, Risk, mark_of, number


@dataclass(frozen=True, slots=True)
class Frontier:
    """All sets of mark prices at which a pool is liquidated: sum of weight x price = level.

    Holds within the tiers of the marks that it was taken at. A pool is alive where the sum is
    above the level; a displayed liquidation price is one coordinate of it, the others still.
    """

    weights: Mapping[str, float]
    level: float

    def price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's price on the frontier, the other symbols at their marks."""
        if symbol not in self.weights:
            raise ValueError(f"symbol was {symbol!r}; the pool has {', '.join(self.weights)}")
        rest = sum(w * mark_of(marks, s) for s, w in self.weights.items() if s != symbol)
        weight = self.weights[symbol]
        return (self.level - rest) / weight if weight else nan


@dataclass(frozen=True)
class Pool:
    """Collateral [settle coin] and the positions that it answers for."""

    name: str
    mode: MarginMode
    collateral: float
    positions: tuple[Position, ...]

    @cached_property
    def charged(self) -> tuple[Position, ...]:
        """The legs that pay maintenance: of both legs on a symbol, only the larger.

        Source: Bitget, support article 360058821652 (2025-02-07; read 2026-11-22).
        """
        larger: dict[str, Position] = {}
        for leg in self.positions:
            other = larger.get(leg.symbol)
            if other is None or leg.size > other.size:
                larger[leg.symbol] = leg
        return tuple(larger.values())

    @cached_property
    def _entries(self) -> tuple[tuple[Position, str, bool], ...]:
        """Every leg with its symbol and whether it pays maintenance."""
        return tuple((p, p.symbol, any(p is c for c in self.charged)) for p in self.positions)

    def risk(self, marks: Mapping[str, float]) -> Risk:
        """Equity and requirement of the whole pool at these marks."""
        equity, required, value = self.collateral, 0.0, 0.0
        trigger: float | None = None
        for leg, symbol, pays in self._entries:
            mark = mark_of(marks, symbol)
            equity += unrealized_pnl(leg.side, leg.size, leg.entry_price, mark)
            value += leg.size * mark
            if pays:
                required += leg.maintenance_margin(mark)
                if leg.rules.trigger is not None:
                    trigger = (trigger or 0.0) + (leg.trigger(mark) or 0.0)
        return Risk(equity, required, value, trigger)

    def with_collateral(self, collateral: float) -> Pool:
        """The same positions with other money behind them; what is known of them is kept."""
        pool = object.__new__(Pool)
        pool.__dict__.update(self.__dict__, collateral=collateral)
        return pool

    def liquidation_price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's mark price at which the pool is liquidated, other symbols still.

        Both legs of the symbol enter one equation. Then there may be a wall on either side: this
        is the one where the marks are heading when things get worse, or else the other one.
        """
        own, other, behind = None, None, self.collateral
        for leg, its_symbol, pays in self._entries:
            if its_symbol == symbol:
                own, other = leg, own
                continue
            mark = mark_of(marks, its_symbol)
            behind += unrealized_pnl(leg.side, leg.size, leg.entry_price, mark)
            if pays:
                behind -= leg.maintenance_margin(mark)
        if own is None:
            raise ValueError(f"symbol was {symbol!r}; no position of it is in pool {self.name}")
        mark = mark_of(marks, symbol)
        if other is None:
            return own.liquidation_price(behind, mark)
        return Pool(self.name, self.mode, behind, (other, own))._joint_price(symbol, mark)

    def bankruptcy_price(self, symbol: str, marks: Mapping[str, float]) -> float:
        """The symbol's mark price at which equity is zero, other symbols still; nan if never."""
        path = Line(0.0, 1.0)
        still = {p.symbol: Line(mark_of(marks, p.symbol)) for p in self.positions}
        if symbol not in still:
            raise ValueError(f"symbol was {symbol!r}; no position of it is in pool {self.name}")
        line = Line(self.collateral)
        for leg in self.positions:
            line += leg.pnl_line(path if leg.symbol == symbol else still[leg.symbol])
        price = -line.start / line.slope if line.slope else nan
        return price if price > 0 else nan

    def _joint_price(self, symbol: str, mark: float) -> float:
        here = self._gap({symbol: Line(mark, 1.0)}, 0.0)
        risk = self.risk({symbol: mark})
        sign = -1.0 if risk.liquidated else 1.0  # once liquidated: where it would live again
        worse = -1 if here.slope > 0 else 1
        for way in (worse * sign, -worse * sign):
            path = {symbol: Line(mark, way)}
            distance = self._crossing(path, mark if way < 0 else inf, sign)
            if distance == distance:
                price = mark + way * distance
                return price if price > 0 else nan
        return nan

    def common_fall(
        self, marks: Mapping[str, float], betas: Mapping[str, float] | None = None
    ) -> float:
        """The fall of all marks together that liquidates the pool [fraction]; nan if none does.

        betas: how much of the fall a symbol takes, 1 where it is not named; a negative one rises.
        """
        paths, limit = {}, inf
        for leg in self.positions:
            mark = mark_of(marks, leg.symbol)
            beta = number("beta", (betas or {}).get(leg.symbol, 1.0))
            paths[leg.symbol] = Line(mark, -mark * beta)
            limit = min(limit, 1 / beta) if beta > 0 else limit
        if self.risk(marks).liquidated:
            return 0.0
        return self._crossing(paths, limit) if paths else nan

    def frontier(self, marks: Mapping[str, float]) -> Frontier:
        """The hyperplane of liquidation within the tiers of these marks."""
        weights, constant = {}, self.collateral
        for symbol in dict.fromkeys(p.symbol for p in self.positions):
            mark = mark_of(marks, symbol)
            legs = tuple(p for p in self.positions if p.symbol == symbol)
            part = Pool("", self.mode, 0.0, legs)
            (charged,) = part.charged
            line = part._equity({symbol: Line(0.0, 1.0)})
            line -= charged.requirement_line(Line(0.0, 1.0), charged.tier(mark))
            weights[symbol], constant = line.slope, constant + line.start
        return Frontier(weights, -constant)

    def _equity(self, paths: Mapping[str, Line]) -> Line:
        line = Line(self.collateral)
        for leg in self.positions:
            line += leg.pnl_line(paths[leg.symbol])
        return line

    def _gap(self, paths: Mapping[str, Line], x: float) -> Line:
        """Equity less requirement along the paths, as a line that holds around x."""
        line = self._equity(paths)
        for leg in self.charged:
            path = paths[leg.symbol]
            line -= leg.requirement_line(path, leg.tier(path.at(x)))
        return line

    def _crossing(self, paths: Mapping[str, Line], limit: float, sign: float = 1.0) -> float:
        edges = [
            (cap / leg.size - paths[leg.symbol].start) / paths[leg.symbol].slope
            for leg in self.charged
            for cap in leg.rules.caps[:-1]
            if paths[leg.symbol].slope
        ]
        return first_crossing(lambda x: self._gap(paths, x) * sign, edges, limit)
