"""A history of prices and funding over a position of your own: what becomes of it in both margin modes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from marginlab.course.own.inputs import Own
from marginlab.course.own.standing import OwnScene, Standing
from marginlab.drawing.panel import html_table
from marginlab.engine.events import Mark
from marginlab.engine.market import Market
from marginlab.engine.replay import replay
from marginlab.engine.trace import Trace
from marginlab.theory.terms import show

Row = tuple[str, ...]
HEADING = ("mode", "what becomes of it", "paid in funding", "equity of the account at the end")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the position, a row for each margin mode below the heading."""

    rows: tuple[Row, ...]

    def _repr_html_(self) -> str:
        return html_table(self.rows)

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in self.rows)


def replayed(scene: OwnScene, told: str) -> Replayed:
    """The position in both modes through a CSV file, or through the text of one.

    told: the name of a file, or its lines; the first names the columns time and mark, and funding where
    it is known. Other positions stand still, and are replayed beside it.
    Raises ValueError for what is no such file, with its row.
    """
    market = _market(told, scene.own.symbol)
    modes = {"isolated": scene.isolated, "cross": scene.cross}
    return Replayed((HEADING, *(_row(scene.own, name, one, market) for name, one in modes.items())))


def _market(told: str, symbol: str) -> Market:
    if not isinstance(told, str):
        raise ValueError(f"history was {told!r}; the name of a CSV file or its text is needed")
    if "\n" not in told.strip():
        return Market.read(told.strip(), symbol)
    with TemporaryDirectory() as folder:
        file = Path(folder, "pasted text")
        file.write_text(f"{told.strip()}\n", encoding="utf-8", errors="replace")
        return Market.read(file, symbol)


def _row(own: Own, name: str, one: Standing | str, market: Market) -> Row:
    if isinstance(one, str):
        return name, one, "", ""
    money = own.contract.money
    first = Mark(market.times[0], {**own.marks, own.symbol: market.mark[0]})
    trace = replay(own.account(one.mode), [first, *market])
    name_in_ledger = f"funding of {one.position.name}"
    paid = -sum(entry.trader for entry in trace.ledger if entry.what == name_in_ledger)
    return name, _fate(own, trace), money(paid), money(trace.equity[-1])


def _fate(own: Own, trace: Trace) -> str:
    left = trace.account.positions.get((own.symbol, own.side))
    if left is not None and left.size == own.size:
        return "open to the end"
    if left is not None:
        return f"open to the end, reduced to {show(left.size)}"
    end = next(end for end in trace.liquidations if own.symbol in end.triggers)
    at = own.contract.price(end.triggers[own.symbol])
    return f"liquidated at hour {show(end.time)}, at a mark price of {at}"
