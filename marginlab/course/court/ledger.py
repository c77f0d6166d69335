"""The ledger of a run: what happened to a position under one set of rules, row by row.

A row has a name, and a value that is a number with its unit or words. The predicate of a card reads
the same rows that a learner sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.events import Event, Mark
from marginlab.engine.position import Position
from marginlab.engine.replay import replay
from marginlab.engine.settling import Settling
from marginlab.engine.trace import Trace
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show

ACCEPTED = "accepted"
NEVER = "never"


class Row(NamedTuple):
    """One row: its name, and its value, a number in a unit of `show` or words."""

    what: str
    value: float | str
    unit: str = "money"

    @property
    def says(self) -> str:
        """The value as it is printed."""
        return self.value if isinstance(self.value, str) else show(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows in the order in which they came to be."""

    rows: tuple[Row, ...]

    def __getitem__(self, what: str) -> float:
        """The number in the row of that name; ValueError where it is missing or holds words."""
        value = self._row(what).value
        if isinstance(value, str):
            raise ValueError(f"row {what!r} says {value!r}; a number is needed")
        return value

    def __contains__(self, what: object) -> bool:
        return any(row.what == what for row in self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def says(self, what: str) -> str:
        """The row of that name as it is printed."""
        return self._row(what).says

    def accepts(self, what: str) -> bool:
        """Whether the move in the row of that name was accepted."""
        return self._row(what).value == ACCEPTED

    @property
    def printed(self) -> dict[str, str]:
        """All rows as they are printed, by name."""
        return {row.what: row.says for row in self.rows}

    def _row(self, what: str) -> Row:
        for row in self.rows:
            if row.what == what:
                return row
        raise ValueError(f"row was {what!r}; there is {', '.join(r.what for r in self.rows)}")


def ledger(*rows: Row | tuple[str, float | str] | tuple[str, float | str, str]) -> Ledger:
    """A ledger of these rows; ValueError where two have one name."""
    made = tuple(Row(*row) for row in rows)
    names = [row.what for row in made]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"row {twice!r} stands twice; give each its own name")
    return Ledger(made)


def first_difference(one: Ledger, other: Ledger) -> str:
    """The name of the first row that the two do not print alike; "" where there is none."""
    theirs = other.printed
    for row in one:
        if theirs.get(row.what) != row.says:
            return row.what
    return next((row.what for row in other if row.what not in one.printed), "")


def answer(what: str, move: Callable[[], object]) -> Row:
    """What the exchange says to a move: that it is accepted, or why it refuses."""
    try:
        move()
    except Rejected as refusal:
        return Row(what, f"refused: {refusal}")
    return Row(what, ACCEPTED)


def lived(account: Account, *events: Event, settling: Settling | None = None) -> Ledger:
    """What becomes of an account that lives through these events, as a replay tells it.

    First each position with its margin and its wall, and what is left and required there; then the equity
    of the account after each mark, what was paid in funding, each liquidation, each move that did
    not happen, and what the account holds at the end.
    """
    trace = replay(account, events, settling=settling)
    seen = next((event.prices for event in events if isinstance(event, Mark)), {})
    rows = [row for leg in account.positions.values() for row in _opening(account, leg, seen)]
    rows += _numbered(_equities(trace, events))
    paid = -sum(entry.trader for entry in trace.ledger if entry.what.startswith("funding of "))
    if paid:
        rows.append(Row("paid in funding", paid))
    several = len(account.positions) > 1
    for end in trace.liquidations:
        of = f", {end.pool}" if several else ""
        rows += [
            *(Row(f"closed at{of}", price, "price") for price in tuple(end.triggers.values())[:1]),
            Row(f"lost{of}", end.trader_loss),
            Row(f"insurance fund{of}", end.insurance_fund_change),
        ]
    rows += (
        Row(f"not done: {type(undone.move).__name__.lower()}", undone.why)
        for undone in trace.undone
    )
    return ledger(
        *rows,
        Row(
            "held at the end",
            trace.equity[-1] if trace.times else account.equity(_entries(account)),
        ),
    )


def wall_of(account: Account, symbol: str) -> Iterator[Row]:
    """The wall of a position while the others stand at their entry price, and its distance from there."""
    leg = account.position(symbol)
    entries = {p.symbol: p.entry_price for p in account.positions.values()}
    wall = account.liquidation_price(symbol, entries)
    if isnan(wall):
        yield from (Row("wall", NEVER), Row("distance", NEVER))
        return
    yield Row("wall", wall, "price")
    yield Row("distance", abs(wall / leg.entry_price - 1), "percent")


def _opening(account: Account, leg: Position, seen: Mapping[str, float]) -> Iterator[Row]:
    """The margin of a position, its wall, and what its pool has and requires there."""
    marks = {**_entries(account), **seen, leg.symbol: leg.entry_price}
    of = f", {leg.name}" if len(account.positions) > 1 else ""
    if leg.margin is not None:
        yield Row(f"margin{of}", leg.margin)
    wall = account.liquidation_price(leg.symbol, marks, leg.side)
    if isnan(wall):
        yield Row(f"wall{of}", NEVER)
        return
    yield Row(f"wall{of}", wall, "price")
    risk = account.pool_of(leg).risk({**marks, leg.symbol: wall})
    yield Row(f"equity at the wall{of}", risk.equity)
    yield Row(f"required there{of}", risk.maintenance_margin)


def _entries(account: Account) -> dict[str, float]:
    """The entry price of each symbol [quote per base]."""
    return {leg.symbol: leg.entry_price for leg in account.positions.values()}


def _equities(trace: Trace, events: Iterable[Event]) -> Iterator[Row]:
    """The equity of the account after each mark."""
    at = dict(zip(trace.times, trace.equity, strict=True))
    for event in events:
        if isinstance(event, Mark):
            prices = " and ".join(show(price) for price in event.prices.values())
            yield Row(f"equity at {prices}", at[event.time])


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, a name that comes again with its number behind it."""
    times: dict[str, int] = {}
    for row in rows:
        times[row.what] = times.get(row.what, 0) + 1
        again = times[row.what] > 1
        yield row._replace(what=f"{row.what} ({times[row.what]})") if again else row
