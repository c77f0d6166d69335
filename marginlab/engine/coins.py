"""Coins that stand behind a pool beside its cash: their amounts, prices and collateral ratios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marginlab.theory.given import mark_of, number, within
from marginlab.venues.modes import PEGGED


@dataclass(frozen=True, slots=True)
class Coin:
    """An amount of a coin that is margin: its price times the collateral ratio counts.

    amount [coins], ratio [fraction]; symbol: whose mark is its price in what the pool is counted in.
    A pegged coin is priced under its own name, at 1 where its mark is not given.
    """

    name: str
    amount: float
    ratio: float
    symbol: str

    def __post_init__(self) -> None:
        number(f"amount of {self.name}", self.amount, least=0)
        within(f"collateral ratio of {self.name}", self.ratio, 0, 1)

    @property
    def weight(self) -> float:
        """How much of a move of its price counts [coins]."""
        return self.amount * self.ratio

    def price(self, marks: Mapping[str, float]) -> float:
        """Its price at these marks [USDT]."""
        return coin_price(self.symbol, marks)


def coin_price(symbol: str, marks: Mapping[str, float]) -> float:
    """The price whose symbol this is; that of a pegged coin is 1 where it has no mark."""
    return 1.0 if symbol in PEGGED and symbol not in marks else mark_of(marks, symbol)
