"""What a notebook's first cell brings in: `from marginlab.lesson import *`.

Formulas, venues, panels and checks under their own names, and three small helpers of the lessons:
`letters` (symbols for the mathematics), `sweep` (a formula over several values of one term) and
`say` (a sentence whose numbers are computed).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from marginlab.accounts import Account
from marginlab.checks import ____, check, hint, reveal, task
from marginlab.consequences import Consequences
from marginlab.figures.fates import fates_scene
from marginlab.formulas import (
    Condition,
    Formula,
    equity,
    funding_payment,
    initial_margin,
    maintenance_margin,
    margin_ratio,
    position_value,
    roe,
    solve,
    unrealized_pnl,
)
from marginlab.panels.fates import fates_panel, place_fates_mark
from marginlab.panels.picture import Picture
from marginlab.panels.wall import place_wall_mark, wall_panel
from marginlab.survival import Survival
from marginlab.terms import LONG, SHORT, TERMS, glossary, show, symbol
from marginlab.venues import BITGET, Rejected

if TYPE_CHECKING:
    from sympy import Symbol

__all__ = [
    "BITGET",
    "LONG",
    "SHORT",
    "TERMS",
    "Account",
    "Condition",
    "Consequences",
    "Picture",
    "Rejected",
    "Survival",
    "____",
    "check",
    "equity",
    "fates_panel",
    "fates_scene",
    "funding_payment",
    "glossary",
    "hint",
    "initial_margin",
    "letters",
    "maintenance_margin",
    "margin_ratio",
    "place_fates_mark",
    "place_wall_mark",
    "position_value",
    "reveal",
    "roe",
    "say",
    "show",
    "solve",
    "sweep",
    "task",
    "unrealized_pnl",
    "wall_panel",
]


def letters(names: str) -> tuple[Symbol, ...]:
    """The course's letters as sympy symbols: `M, q, P = letters("M q P")`.

    Raises ValueError for a letter that the course does not use.
    """
    by_letter = {term.letter: term.name for term in TERMS.values()}
    unknown = [n for n in names.split() if n not in by_letter]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not among the letters {', '.join(by_letter)}")
    return tuple(symbol(by_letter[n]) for n in names.split())


class Sentence(str):
    """Text with computed numbers; a notebook shows it as prose."""

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self).replace("**", "")


class _Writer(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return show(value, format_spec) if format_spec else str(value)


def say(text: str, **numbers: Any) -> Sentence:
    """A sentence with numbers as the course prints them: `say("{x:price} away", x=…)`.

    The units are those of `show`: price, tick, money, percent, move, x, plain.
    """
    return Sentence(_Writer().vformat(text, (), numbers))


@dataclass(frozen=True)
class Table:
    """Rows of text under a heading; a notebook shows it as a table."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_markdown_(self) -> str:
        lines = [self.heading, tuple("--:" for _ in self.heading), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def __repr__(self) -> str:
        lines = [self.heading, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.heading))]
        padded = (" ".join(c.rjust(w) for c, w in zip(line, widths, strict=True)) for line in lines)
        return "\n".join(padded)


def sweep(formula: Formula, term: str, values: Sequence[float], **others: float) -> Table:
    """A price formula over several values of one term, and how far each price is from the entry.

    others: the remaining terms, `entry_price` [quote per base] among them.
    """
    entry = others["entry_price"]
    unit = "x" if term == "leverage" else "money"
    prices = [formula(**{term: value}, **others) for value in values]
    return Table(
        (term.replace("_", " "), formula.name.replace("_", " "), "away from entry"),
        tuple(
            (show(value, unit), show(price, "price"), show(price / entry - 1, "move"))
            for value, price in zip(values, prices, strict=True)
        ),
    )
