"""What a move would do, before it is made: the account's numbers before and after, or the refusal.

Money in the settle coin, prices in quote per base. A price that is never reached is nan.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.holdings import Holdings, Key, Marks
from marginlab.theory.given import Rejected, by_symbol, expect, mark_of, one_of
from marginlab.theory.terms import show, side_name


class Figures(NamedTuple):
    """The numbers of one position.

    margin [settle coin]: its own, or in a cross pool the initial margin that is set aside for it;
    liquidation_price [quote per base], other symbols still; nan is never; leverage: the setting
    [x]; effective_leverage and margin_ratio: those of its pool [x, fraction].
    """

    margin: float
    liquidation_price: float
    leverage: float
    effective_leverage: float
    margin_ratio: float


@dataclass(frozen=True, slots=True)
class Reading:
    """An account's balances [settle coin] and the figures of its positions, at given marks."""

    available_balance: float
    withdrawable_balance: float
    positions: Mapping[Key, Figures]

    @classmethod
    def of(cls, account: Holdings, marks: Marks | None = None) -> Reading:
        """What is read off the account; without a mark a position stands at its entry price."""
        entries = {leg.symbol: leg.entry_price for leg in account.positions.values()}
        marks, found = {**entries, **by_symbol("marks", marks)}, {}
        shared = account.cross_pool.risk(marks)
        for key, leg in account.positions.items():
            pool, mark = account.pool_of(leg), mark_of(marks, leg.symbol)
            risk = shared if leg.margin is None else pool.risk(marks)
            found[key] = Figures(
                leg.at(marks).set_aside(mark) if leg.margin is None else leg.margin,
                pool.liquidation_price(leg.symbol, marks),
                leg.leverage,
                risk.effective_leverage,
                risk.margin_ratio,
            )
        return cls(
            account.available_balance(marks),
            account.withdrawable_balance(marks),
            MappingProxyType(found),
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """A move that was not made: what is true before it and after it, or why it would be refused.

    after is None where the exchange would refuse; refused is then its sentence, else empty.
    `print` shows both side by side.
    """

    before: Reading
    after: Reading | None
    refused: str = ""

    def __str__(self) -> str:
        if self.after is None:
            return f"refused: {self.refused}"
        rows = [("", "before", "after"), *self._rows(self.after)]
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        return "\n".join(
            f"{name.ljust(widths[0])}  {one.rjust(widths[1])}  {two.rjust(widths[2])}"
            for name, one, two in rows
        )

    __repr__ = __str__

    def _rows(self, after: Reading) -> Iterator[tuple[str, str, str]]:
        for name in ("available_balance", "withdrawable_balance"):
            one, two = (_number(getattr(reading, name)) for reading in (self.before, after))
            yield name.replace("_", " "), one, two
        for key in dict.fromkeys((*self.before.positions, *after.positions)):
            figures = (reading.positions.get(key) for reading in (self.before, after))
            both = [_told(own) for own in figures]
            for i, name in enumerate(_TOLD):
                yield f"{key[0]} {side_name(key[1])}: {name}", both[0][i], both[1][i]


_TOLD = ("margin", "liquidation price", "leverage", "effective leverage")


def _told(own: Figures | None) -> tuple[str, ...]:
    if own is None:
        return ("",) * len(_TOLD)
    levers = show(own.leverage, "x"), show(own.effective_leverage, "x")
    return _number(own.margin), _number(own.liquidation_price), *levers


def _number(value: float) -> str:
    """Money or a price in words; what is below 1, as coins are, keeps five digits."""
    small = 0 < abs(value) < 1
    return show(float(f"{value:.5g}"), "plain") if small else show(value, "money")


def preview(
    account: Account, move: str, *given: Any, marks: Marks | None = None, **terms: Any
) -> Preview:
    """What a move of the account would do, without making it; a refusal is an answer here.

    move: the name of one of its moves, "open", "close", "add_margin", "set_leverage" and so on;
    what that takes follows: `preview(account, "open", "BTCUSDT", LONG, size=0.1, price=60_000)`.
    marks: mark prices by symbol [quote per base], for the move and for what is read before and
    after it; without them positions stand at their entry price.

    Raises ValueError for an unknown move and, as the move itself does, for values without sense.
    """
    expect("account", account, Account)
    one_of("move", move, MOVES)
    if marks is not None and _takes_marks(move):
        terms["marks"] = marks
    before = Reading.of(account, marks)
    try:
        after = getattr(account, move)(*given, **terms)
    except Rejected as refusal:
        return Preview(before, None, str(refusal))
    return Preview(before, Reading.of(after, marks))


# What an account can do and mere holdings cannot is a move.
MOVES = tuple(name for name in dir(Account) if name[0] != "_" and not hasattr(Holdings, name))


@cache
def _takes_marks(move: str) -> bool:
    return "marks" in inspect.signature(getattr(Account, move)).parameters
