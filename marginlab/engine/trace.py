"""What a replay leaves: its trace, and the rows that it is written from.

A row is taken for each time, after its last event and what that triggered.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from types import MappingProxyType
from typing import NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.events import Move
from marginlab.engine.settlement import Entry, Settlement
from marginlab.engine.settling import Settling
from marginlab.engine.standing import Standing

Columns = dict[str, "array[float]"]
Frozen = Mapping[str, "array[float]"]
BLOCK = 4_096  # numbers of rows that gather before they go to their columns


class Undone(NamedTuple):
    """A move that did not happen: refused by the exchange, or its position was gone."""

    time: float
    move: Move
    why: str


@dataclass(frozen=True)
class Trace:
    """What happened: one row for each time, taken after its last event and what that triggered.

    times; equity [settle coin]; marks, by symbol; margin_ratio [fraction] and liquidation_price
    [quote per base] by pool and by position name; nan where a column has nothing to say.
    settling: as it began, with what the insurance fund holds now; undone: the moves that did not
    happen, each with the sentence that says why.
    """

    account: Account
    settling: Settling
    times: array[float]
    equity: array[float]
    marks: Mapping[str, array[float]]
    margin_ratio: Mapping[str, array[float]]
    liquidation_price: Mapping[str, array[float]]
    ledger: tuple[Entry, ...]
    liquidations: tuple[Settlement, ...]
    undone: tuple[Undone, ...] = ()


class Rows:
    """The columns of a trace while it is written.

    Rows gather in a block, end to end, which goes to the columns when these change or it is long.
    """

    def __init__(self) -> None:
        self.times, self.equity, self.block = array("d"), array("d"), array("d")
        self.marks: Columns = {}
        self.ratios: Columns = {}
        self.walls: Columns = {}
        self.row: tuple[array[float], ...] = ()  # where a row goes; () when that changed

    def record(
        self, time: float, marks: Mapping[str, float], standings: Sequence[Standing]
    ) -> None:
        """Take the row of a time; the same marks and standings until `change`."""
        if not self.row:
            self.row = tuple(self._columns(marks, standings))
        values, equity = [time, 0.0, *marks.values()], 0.0
        for standing in standings:
            equity += standing.cash + standing.pnl
            if standing.legs:
                values.append(standing.margin_ratio)
                values += standing.liquidation_prices(marks)
        values[1] = equity
        self.block.fromlist(values)
        if len(self.block) > BLOCK:
            self._write()

    def change(self) -> None:
        """Other marks or standings come: the next row has other columns."""
        self._write()
        self.row = ()

    def finished(self) -> tuple[array[float], array[float], Frozen, Frozen, Frozen]:
        """Times, equity, marks, margin ratios and liquidation prices, all of one length."""
        self._write()
        for columns in (self.marks, self.ratios, self.walls):
            for name in columns:
                self._column(columns, name)
        marks, ratios, walls = map(MappingProxyType, (self.marks, self.ratios, self.walls))
        return self.times, self.equity, marks, ratios, walls

    def _write(self) -> None:
        for i, column in enumerate(self.row):
            column.extend(self.block[i :: len(self.row)])
        self.block = array("d")

    def _columns(
        self, marks: Mapping[str, float], standings: Sequence[Standing]
    ) -> Iterator[array[float]]:
        """The columns of a row in order; rows in which one had nothing to say are nan."""
        yield self.times
        yield self.equity
        for symbol in marks:
            yield self._column(self.marks, symbol)
        for standing in standings:
            if standing.legs:
                yield self._column(self.ratios, standing.pool.name)
                for leg in standing.legs:
                    yield self._column(self.walls, leg.name)

    def _column(self, columns: Columns, name: str) -> array[float]:
        column = columns.setdefault(name, array("d"))
        column.extend([nan] * (len(self.times) - len(column)))
        return column
