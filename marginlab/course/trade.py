"""The trade that many exercises are about, the words that tell it, and walls that are believed in.

A wrong wall is the right equation with another requirement, so it is solved like the right one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import Formula, equity, initial_margin, maintenance_margin, solve
from marginlab.theory.terms import show, side_name
from marginlab.venues import BITGET, Contract


@dataclass(frozen=True, slots=True)
class Trade:
    """An isolated position with nothing but its initial margin; at is a mark price it may reach."""

    side: int
    size: Fraction
    base: str
    entry_price: Fraction
    leverage: Fraction
    mmr: Fraction
    fee_rate: Fraction
    at: Fraction = Fraction(0)

    @property
    def collateral(self) -> Fraction:
        """The initial margin [settle coin]."""
        return Fraction(initial_margin(self.size, self.entry_price, self.leverage))

    @property
    def kappa(self) -> Fraction:
        """Maintenance rate and fee rate together [fraction]."""
        return self.mmr + self.fee_rate

    @property
    def contract(self) -> Contract | None:
        """What is traded, if the exchange's page on it is known here."""
        return BITGET.contracts.get(f"{self.base}USDT")

    def solved(self, formula: Formula, **changes: Fraction) -> Fraction:
        """The formula at this trade's numbers, some of them changed."""
        known = {
            "side": self.side, "size": self.size, "entry_price": self.entry_price,
            "collateral": self.collateral, "mmr": self.mmr, "fee_rate": self.fee_rate,
            "mark_price": self.at,
        } | changes  # fmt: skip
        return Fraction(formula(**{name: known[name] for name in formula.terms if name in known}))


def told(trade: Trade) -> str:
    return (
        f"{side_name(trade.side)} {show(trade.size)} {trade.base} "
        f"at {show(trade.entry_price, 'money')}"
    )


def terms(trade: Trade) -> str:
    return (
        f"Isolated, nothing added. Maintenance rate {show(trade.mmr, 'percent')}, "
        f"taker fee {show(trade.fee_rate, 'percent')}, both on the value at the mark price."
    )


def maintenance_on_entry_value(size: Any, entry_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """A requirement that stays what it was at the entry [settle coin]."""
    return maintenance_margin(size, entry_price, mmr, fee_rate)


def maintenance_turned(size: Any, mark_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with its sign turned [settle coin]."""
    return -maintenance_margin(size, mark_price, mmr, fee_rate)


def wall_with(requirement: Statement, **changes: Fraction) -> Callable[[Trade], Fraction]:
    """The mark price at which equity meets that requirement."""
    formula = solve(Condition(equity, requirement), "mark_price")
    return lambda trade: trade.solved(formula, **changes)


AT_THE_REQUIREMENT = (
    "There equity is zero, the bankruptcy price; the exchange steps in earlier, "
    "when equity has fallen to the requirement."
)
ON_MARK_VALUE = (
    "Some venues charge maintenance on the value at entry; here it is charged on the value "
    "at the mark price and moves with it."
)
KAPPA_HAS_THE_FEE = (
    "The requirement also sets aside the taker fee of the closing trade: "
    "κ is maintenance rate plus fee rate."
)
