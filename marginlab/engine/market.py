"""A market to run on: the prices of one contract over time, from a file of yours or from a path.

A file has one row for each time and names its columns in the first: `time` and `mark`, and where they
are known `last`, `index` and `funding`. Nothing is fetched.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice, pairwise
from math import isnan, nan
from os import PathLike
from pathlib import Path
from typing import Literal, TextIO, get_args

from marginlab.engine.events import Event, Funding, Mark
from marginlab.theory.given import LARGEST, SMALLEST, count, number, one_of
from marginlab.theory.terms import show

Gaps = Literal["refused", "kept"]
BLOCK = 512  # rows that are looked at together
SLACK = 1.5  # of the step between two rows: what comes later than that leaves a gap
MOST_HOURS = 1e7  # beyond a thousand years a time is something else, such as milliseconds


@dataclass(frozen=True)
class Market:
    """The prices of one symbol, a row for each time; `replay(account, market)` lives through it.

    times [h]; mark, last, index [quote per base]; funding [fraction]: the rate where a payment is
    due; nan where a column has nothing to say. A row is one moment: its funding is paid at its mark.
    The index triggers nothing; it is there to be looked at.
    """

    symbol: str
    times: array[float]
    mark: array[float]
    last: array[float]
    index: array[float]
    funding: array[float]

    def __post_init__(self) -> None:
        if not (isinstance(self.symbol, str) and self.symbol):
            raise ValueError(f"symbol was {self.symbol!r}; the name of a contract is needed")
        columns = [getattr(self, column.name) for column in fields(self)[1:]]
        if not all(isinstance(column, array) and column.typecode == "d" for column in columns):
            raise ValueError(f"columns were {columns!r}; an array of floats is needed for each")
        lengths = sorted({len(column) for column in columns})
        if lengths[0] == 0 or len(lengths) > 1:
            told = " and ".join(map(str, lengths))
            raise ValueError(f"columns were of {told} rows; one length above 0 is needed")

    @classmethod
    def read(cls, path: str | PathLike[str], symbol: str, *, gaps: Gaps = "refused") -> Market:
        """The market that a CSV file tells, its cells separated by commas.

        time: hours, or dates such as 2025-10-10T21:00, which become hours since the first; each
        later than the one before. gaps: rows come at the step of the first two, and what is missing
        could hide a wall, so it is "refused" unless it is to be "kept". A last price, an index or a
        rate that is not known is an empty cell, or nan.

        Raises ValueError with the row for what is missing, out of order or no number.
        """
        one_of("gaps", gaps, get_args(Gaps))
        if not isinstance(path, str | PathLike):
            raise ValueError(f"path was {path!r}; the name of a file is needed")
        return cls(symbol, *_File(Path(path), keep_gaps=gaps == "kept").columns())

    @classmethod
    def along(
        cls,
        symbol: str,
        mark: Sequence[float],
        last: Sequence[float] | None = None,
        *,
        start: float = 0.0,
        hours: float = 1.0,
        funding_rate: float | None = None,
        every: int = 8,
    ) -> Market:
        """The market of a path, such as those of `paths`, a step of so many hours between two marks.

        last: the last prices of the same times; funding_rate: paid at every so many steps
        [fraction], at none where it is left out.
        """
        for name, prices in (("mark", mark), ("last", () if last is None else last)):
            if not isinstance(prices, Sequence):
                raise ValueError(f"{name} was {prices!r}; a sequence of prices is needed")
        start, hours = number("start", start), number("hours", hours, positive=True)
        every, rows = count("number of steps between payments", every), len(mark)
        rate = nan if funding_rate is None else number("funding rate", funding_rate)
        return cls(
            symbol,
            array("d", (start + i * hours for i in range(rows))),
            array("d", (number("mark price", p, positive=True) for p in mark)),
            array("d", (number("last price", p, positive=True) for p in last or ()))
            or array("d", [nan] * rows),
            array("d", [nan] * rows),
            array("d", (rate if i and i % every == 0 else nan for i in range(rows))),
        )

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[Event]:
        """Its events in order: the prices of a time, then the payment that is due."""
        symbol = self.symbol
        rows = zip(self.times, self.mark, self.last, self.funding, strict=True)
        for time, mark, last, rate in rows:
            yield Mark(time, {symbol: mark}, None if last != last else {symbol: last})
            if rate == rate:
                yield Funding(time, symbol, rate)


def _is_price(value: float) -> bool:
    return SMALLEST < value < LARGEST


# What a file may name, what is right there, and the words for it; the first two have to be there.
_NAMES = ("time", "mark", "last", "index", "funding")
_NEEDED = 2
_RIGHT: tuple[tuple[Callable[[float], bool], str], ...] = (
    (
        lambda hours: abs(hours) < MOST_HOURS,
        "hours, or a date such as 2025-10-10T21:00, is needed, in all rows the same",
    ),
    *((_is_price, "a price above 0 is needed") for _ in range(3)),
    (lambda rate: -1 < rate < 1, "a rate as a fraction is needed"),
)


class _File:
    """A file while it is read, block by block; a block with a fault is told row by row."""

    def __init__(self, path: Path, *, keep_gaps: bool) -> None:
        self.path, self.keep_gaps = path, keep_gaps
        self.found = tuple(array("d") for _ in _NAMES)
        self.places: list[int | None] = []
        self.width, self.row = 0, 1
        self.first: datetime | None = None  # of a file of dates

    def columns(self) -> tuple[array[float], ...]:
        try:
            with self._opened() as file:
                rows = csv.reader(file)
                self._head([name.strip().lower() for name in next(rows, [])])
                while block := list(islice(rows, BLOCK)):
                    if filled := [row for row in block if row]:
                        self._take(filled, block)
                    self.row += len(block)
        except OSError:
            raise ValueError(
                f"path was {str(self.path)!r}; a file that can be read is needed"
            ) from None
        except (UnicodeDecodeError, csv.Error):
            raise ValueError(
                f"{self.path.name} was no text that can be read; save it as CSV in UTF-8"
            ) from None
        if not self.found[0]:
            raise ValueError(f"{self.path.name} was without rows; they are needed below the names")
        return self.found

    def _opened(self) -> TextIO:
        try:
            return self.path.open(newline="", encoding="utf-8-sig")
        except ValueError:  # no file can be named so: half of a character, or a NUL in it
            raise OSError from None

    def _head(self, names: list[str]) -> None:
        needed = set(_NAMES[:_NEEDED])
        if not needed <= set(names) <= set(_NAMES) or len(set(names)) != len(names):
            raise ValueError(
                f"columns of {self.path.name} were {', '.join(names) or 'none'}; time and mark are "
                "needed, last, index and funding may be there, each once, separated by commas"
            )
        self.places = [names.index(n) if n in names else None for n in _NAMES]
        self.width = len(names)

    def _take(self, rows: list[list[str]], block: list[list[str]]) -> None:
        """Take a block in, column by column; row by row where that fails, to say where."""
        before = len(self.found[0])
        try:
            if self.first is not None:  # dates are read one by one
                raise ValueError
            cells = list(zip(*rows, strict=True))
            if len(cells) != self.width:
                raise ValueError
            for column, place in zip(self.found, self.places, strict=True):
                self._fill(column, () if place is None else cells[place], len(rows))
            if not self._is_right(before):
                raise ValueError
        except ValueError:
            for column in self.found:
                del column[before:]
            self._take_slowly(block)

    def _fill(self, column: array[float], cells: tuple[str, ...], rows: int) -> None:
        if not cells:
            column.extend([nan] * rows)
        elif column is self.found[0] or column is self.found[1]:
            column.extend(map(float, cells))
        else:
            column.extend(float(cell) if cell else nan for cell in cells)

    def _is_right(self, before: int) -> bool:
        """Whether the rows from there on are right, and follow those before."""
        times, step = self.found[0][max(0, before - 1) :], self._step()
        return (
            all(0 < b - a <= step for a, b in pairwise(times))
            and all(map(_RIGHT[0][0], (times[0], times[-1])))
            and all(map(_is_price, self.found[1][before:]))
            and all(
                isnan(value) or _RIGHT[i][0](value)
                for i in range(_NEEDED, len(_NAMES))
                if self.places[i] is not None
                for value in self.found[i][before:]
            )
        )

    def _step(self) -> float:
        """The longest time from one row to the next that leaves no gap [h]."""
        times = self.found[0]
        if self.keep_gaps or len(times) < 2:
            return LARGEST
        return (times[1] - times[0]) * SLACK

    def _take_slowly(self, block: list[list[str]]) -> None:
        for row, cells in enumerate(block, self.row + 1):
            if cells:
                self._take_row(f"row {row} of {self.path.name}", cells)

    def _take_row(self, where: str, cells: list[str]) -> None:
        if len(cells) != self.width:
            raise ValueError(f"{where} was of {len(cells)} cells; {self.width} are needed")
        values = [
            nan if place is None else self._value(where, i, cells[place].strip())
            for i, place in enumerate(self.places)
        ]
        times = self.found[0]
        if times and not values[0] > times[-1]:
            raise ValueError(
                f"{where}: time was {cells[self.places[0] or 0]}; one later than the row before is needed"
            )
        if times and values[0] - times[-1] > self._step():
            raise ValueError(
                f"{where}: time was {show(values[0] - times[-1])} h after the row before, and "
                f'{show(times[1] - times[0])} h is the step; fill the gap, or read with gaps="kept"'
            )
        for column, value in zip(self.found, values, strict=True):
            column.append(value)

    def _value(self, where: str, i: int, cell: str) -> float:
        unknown = i >= _NEEDED and cell.lower() in ("", "nan")
        right, needed = _RIGHT[i]
        try:
            value = nan if unknown else self._hours(cell) if i == 0 else float(cell)
        except ValueError:
            value = nan
        if not (right(value) or unknown):
            raise ValueError(f"{where}: {_NAMES[i]} was {cell!r}; {needed}")
        return value

    def _hours(self, cell: str) -> float:
        """Hours, as they stand or since the first date; nan for neither, and for one below the other."""
        if self.first is None:
            with suppress(ValueError):
                return float(cell)
            if self.found[0]:
                return nan
        try:
            date = datetime.fromisoformat(cell)
            self.first = self.first or date
            return (date - self.first).total_seconds() / 3_600
        except (ValueError, TypeError):  # no date, or one with a time zone beside one without
            return nan
