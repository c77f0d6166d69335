"""The Positions tab: one row for each position, as a notebook table and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.theory.given import mark_of
from marginlab.theory.terms import show

COLUMNS = (
    "position",
    "mode",
    "size",
    "entry price",
    "mark price",
    "margin",
    "margin ratio",
    "effective leverage",
    "liquidation price",
    "unrealised PnL",
    "ROE",
)


@dataclass(frozen=True, slots=True)
class PositionsTable:
    """Rows of text under COLUMNS. In a notebook it is a table; `print` gives the same as text."""

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls, held: Iterable[tuple[Position, Pool]], marks: Mapping[str, float]
    ) -> PositionsTable:
        """The table of these positions, each with the pool that answers for it."""
        return cls(tuple(_row(position, pool, marks) for position, pool in held))

    def __str__(self) -> str:
        lines = [COLUMNS, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
        padded = (
            "  ".join(
                text.ljust(width) if i < 2 else text.rjust(width)
                for i, (text, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        )
        return "\n".join(line.rstrip() for line in padded)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in COLUMNS)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(text)}</td>" for text in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(position: Position, pool: Pool, marks: Mapping[str, float]) -> tuple[str, ...]:
    mark, position = mark_of(marks, position.symbol), position.at(marks)
    risk, contract = pool.risk(marks), position.rules.contract
    own = position.margin if position.margin is not None else position.set_aside(mark)
    wall = contract.price(pool.liquidation_price(position.symbol, marks))
    return (
        position.name,
        position.mode.capitalize(),
        show(position.size),
        contract.price(position.entry_price),
        contract.price(mark),
        contract.money(own),
        show(risk.margin_ratio, "percent"),
        show(risk.effective_leverage, "x"),
        f"about {wall}" if position.rules.approximate and wall != "never" else wall,
        contract.money(position.unrealized_pnl(mark)),
        show(position.roe(mark), "percent"),
    )
