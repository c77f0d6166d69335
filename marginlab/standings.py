"""A pool while time goes by: its cash, and what its legs measure at the marks of now.

The one mutable value of the engine, for replays: thousands of marks and payments pass without a
new account each. Isolated and cross pools are the same here, one leg or many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from marginlab.holdings import Key
from marginlab.pools import Pool
from marginlab.risk import Position, is_liquidated
from marginlab.rulebooks import mark_of


@dataclass(slots=True)
class Standing:
    """A pool, the cash that it has and has paid [settle coin], and its measures.

    pnl, required, position_value and least [settle coin] hold until the marks change (`stale`);
    `unsure` says that it has not been looked at since something changed.
    """

    pool: Pool
    cash: float
    legs: tuple[Position, ...]
    keys: tuple[Key, ...]
    pays: tuple[bool, ...]  # whether a leg is charged maintenance
    elsewhere: bool  # whether another coin backs a leg
    coupled: bool  # whether several legs move with one price
    paid: float = 0.0
    stale: bool = True
    unsure: bool = True
    pnl: float = 0.0
    required: float = 0.0
    position_value: float = 0.0
    least: float = 0.0
    spares: list[float] = field(default_factory=list)  # open profit less requirement of each leg

    @classmethod
    def of(cls, pool: Pool) -> Standing:
        """The pool as it stands, not yet measured."""
        legs = pool.positions
        prices = [s for p in legs for s in {p.symbol, p.rules.coin} if s is not None]
        keys = tuple((p.symbol, p.side) for p in legs)
        pays = tuple(any(p is c for c in pool.charged) for p in legs)
        elsewhere = any(p.rules.elsewhere for p in legs)
        coupled = len(set(prices)) < len(prices)
        return cls(pool, pool.collateral, legs, keys, pays, elsewhere, coupled)

    @property
    def equity(self) -> float:
        """Cash and open profit."""
        return self.cash + self.pnl

    @property
    def spare(self) -> float:
        """Equity above the requirement."""
        return self.cash + self.pnl - self.required

    @property
    def margin_ratio(self) -> float:
        """Requirement over equity [fraction]; inf when no equity is left."""
        equity = self.cash + self.pnl
        return self.required / equity if equity > 0 else inf

    def pay(self, amount: float) -> None:
        """Let cash go; a negative amount comes in."""
        self.cash -= amount
        self.paid += amount
        self.unsure = True

    def turn(self, marks: Mapping[str, float]) -> None:
        """Turn to the marks of now."""
        self.stale = self.unsure = True
        if self.elsewhere:
            self.legs = tuple(leg.at(marks) for leg in self.legs)

    def liquidated(self, marks: Mapping[str, float]) -> bool:
        """Whether equity has fallen to what liquidates, at the marks of now."""
        if self.stale:
            self._measure(marks)
        self.unsure = is_liquidated(self.cash + self.pnl, self.least, self.position_value)
        return self.unsure

    def _measure(self, marks: Mapping[str, float]) -> None:
        self.pnl = self.required = self.position_value = self.least = 0.0
        self.spares = []
        for leg, pays in zip(self.legs, self.pays, strict=True):
            pnl, required, value, least = leg.measured(mark_of(marks, leg.rules.symbol))
            self.pnl += pnl
            self.position_value += value
            if pays:
                self.required += required
                self.least += least
                pnl -= required
            self.spares.append(pnl)
        self.stale = False

    def walls(self, marks: Mapping[str, float]) -> list[float]:
        """The liquidation price of each leg, other symbols still; nan is never."""
        if self.coupled:
            pool = self.pool.with_collateral(self.cash)
            symbols = [leg.rules.symbol for leg in self.legs]
            prices = {s: pool.liquidation_price(s, marks) for s in dict.fromkeys(symbols)}
            return [prices[s] for s in symbols]
        spare = self.cash + sum(self.spares)
        return [
            leg.liquidation_price(spare - own, marks[leg.rules.symbol])
            for leg, own in zip(self.legs, self.spares, strict=True)
        ]
