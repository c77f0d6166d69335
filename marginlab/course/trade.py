"""The trade that many exercises are about, and the words that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from marginlab.theory.formulas import Formula, initial_margin
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
