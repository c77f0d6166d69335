"""Money on the move: into an account and out of it, and between its wallet and its positions.

What leaves the cross pool, wherever it goes, is bounded by the withdrawable balance, what leaves
an isolated position by what can be removed. Every move returns a new account; see `accounts` for
what is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from marginlab.engine.holdings import Holdings, Marks
from marginlab.engine.position import Position
from marginlab.theory.given import Rejected, mark_of, number
from marginlab.theory.terms import show

ROUNDING = 1e-9  # slack, as a share of the amount, for sums that were rounded on the way


@dataclass(frozen=True)
class Funds(Holdings):
    """Holdings whose money can be moved, as far as what stays carries the positions."""

    def transfer(self, amount: float, marks: Marks | None = None) -> Self:
        """Bring money into the account (positive) or take it out (negative) [settle coin]."""
        amount = number("amount", amount)
        if amount < 0:
            amount = -self._withdrawn("amount", -amount, marks)
        return self.holding(self.positions, self.cross_balance + amount)

    def add_margin(
        self, symbol: str, amount: float, side: int | None = None, *, marks: Marks | None = None
    ) -> Self:
        """Move cash of the wallet into an isolated position; its wall moves away [settle coin].

        Source: Bitget, API "Change Margin" (only for isolated; read 2026-11-22).
        """
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "adding margin")
        return self._moved(leg, self._withdrawn("amount", amount, marks))

    def removable_margin(self, symbol: str, marks: Marks, side: int | None = None) -> float:
        """The most that can be taken out of an isolated position [settle coin], never below zero.

        Where the venue asks for maintenance margin only, that must remain, in cash and in equity.
        Elsewhere what stays must hold the maintenance margin from cash and the initial margin from
        equity; and never so much leaves that the position would be liquidated.
        Source: the venue's trait `removal_floor`.
        """
        leg = self._isolated(symbol, side, "removing margin")
        mark, leg = mark_of(marks, symbol), leg.at(marks)
        cash, pnl, required = (
            leg.cash,
            leg.unrealized_pnl(mark),
            leg.maintenance_margin(mark),
        )
        if self.venue.removal_floor == "maintenance margin":
            above_floor = cash - required + min(0.0, pnl)
        else:
            above_floor = min(cash - required, cash + pnl - leg.set_aside(mark))
        return max(0.0, min(above_floor, leg.risk(mark, cash).releasable))

    def remove_margin(
        self, symbol: str, amount: float, marks: Marks, side: int | None = None
    ) -> Self:
        """Take cash out of an isolated position, down to `removable_margin`."""
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "removing margin")
        most = self.removable_margin(symbol, marks, leg.side)
        if amount > most * (1 + ROUNDING):
            money = leg.rules.contract.money
            raise Rejected(
                f"insufficient coverage: amount was {money(amount)}; at most "
                f"{money(most)} can be taken out of {leg.name} now, so that what stays suffices"
            )
        return self._moved(leg, -min(amount, most))

    def set_margin(self, symbol: str, margin: float, marks: Marks, side: int | None = None) -> Self:
        """Name what an isolated position is to hold: the difference is added or removed."""
        margin = number("margin", margin, positive=True)
        more = margin - self._isolated(symbol, side, "setting the margin").cash
        if more < 0:
            return self.remove_margin(symbol, -more, marks, side)
        return self.add_margin(symbol, more, side, marks=marks) if more else self

    def call_margin(self, symbol: str, marks: Marks, side: int | None = None) -> Self:
        """The automatic margin call: one initial margin from the wallet, or what can leave it.

        Source: Bitget, support article 12560603797467 (2020-11-19 onward; read 2026-11-22).
        """
        leg = self._isolated(symbol, side, "the automatic margin call").at(marks)
        amount = min(leg.initial_margin(leg.entry_price), self.withdrawable_balance(marks))
        return self._moved(leg, amount)

    # ---- inside -------------------------------------------------------------------------------

    def _moved(self, leg: Position, amount: float) -> Self:
        return self.with_position(self._backed(leg, leg.cash + amount))

    def _backed(self, leg: Position, margin: float) -> Position:
        """The position with this margin, and the leverage that follows where it does."""
        if self.venue.margin_sets_leverage and margin > 0:
            value = replace(leg, leverage=1.0).initial_margin(leg.entry_price)
            leg = replace(leg, leverage=value / margin)
        return replace(leg, margin=margin)

    def _isolated(self, symbol: str, side: int | None, what: str) -> Position:
        leg = self.position(symbol, side)
        if leg.margin is None:
            raise Rejected(
                f"mode was cross; {what} is for isolated positions, {leg.name} is backed by the "
                "whole wallet: transfer to it instead"
            )
        return leg

    def _withdrawn(
        self, what: str, amount: float, marks: Marks | None, symbol: str | None = None
    ) -> float:
        """The amount, as far as it can leave the cross pool; Rejected when it is more."""
        most = self.withdrawable_balance(marks)
        if amount > most * (1 + ROUNDING):
            told = self._too_much(what, amount, most, symbol)
            if amount <= self.available_balance(marks):
                told += " to be moved; open profit stays, and so does what the positions require"
            raise Rejected(told)
        return min(amount, most)

    def _too_much(self, what: str, amount: float, most: float, symbol: str | None) -> str:
        held = (p.rules.contract.money for p in self.positions.values())
        money = self.venue.contract(symbol).money if symbol else next(held, show)
        if money(amount) == money(most):  # so near that a cent does not tell them apart
            money = show
        return f"{what} was {money(amount)}; {money(most)} is available"
