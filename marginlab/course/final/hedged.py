"""What only the final asks about: a hedge beside a position."""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.house import RATES
from marginlab.course.lesson07_one_roof.exercises import Book
from marginlab.course.trade import Trade
from marginlab.theory.terms import SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedged(Book):
    """A long and beside it, in the same cross account, a short of another coin, charged at its own rate."""

    second_base: str = "BTC"

    @property
    def second(self) -> Trade:
        """The short."""
        return Trade(
            size=self.second_size, entry_price=self.second_entry, leverage=self.leverage,
            base=self.second_base, side=SHORT, mmr=RATES["mmr"], fee_rate=self.fee_rate,
        )  # fmt: skip
