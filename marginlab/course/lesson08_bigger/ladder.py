"""Lesson 8's derivation, rung by rung: the wall in a tier with an offset, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson08_bigger.exercises import NOTEBOOK, Table
from marginlab.course.trade import AT_THE_REQUIREMENT, KAPPA_HAS_THE_FEE
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, Statement, nothing
from marginlab.theory.formulas import (
    equity,
    maintenance_margin,
    maintenance_margin_without_fee,
)
from marginlab.theory.terms import LONG, SHORT


def whole_at_its_rate(size: Any, mark_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with the whole value at the tier's rate [settle coin]."""
    return maintenance_margin(size, mark_price, mmr, fee_rate)


_REQUIREMENTS: dict[str, Statement] = {
    RIGHT: maintenance_margin,
    "offset-forgotten": whole_at_its_rate,
    "equity-zero": nothing,
    "closing-fee-forgotten": maintenance_margin_without_fee,
}
_MEETS = {idea: Condition(equity, required) for idea, required in _REQUIREMENTS.items()}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity equals the requirement of the tier, its offset taken off",
    read=Case(
        "the wall of a long in a tier with the offset A", derived(_MEETS, "mark_price", side=LONG)
    ),
    faded=Case(
        "the wall of a short in a tier with the offset A", derived(_MEETS, "mark_price", side=SHORT)
    ),
    alone=Case(
        "the size of a long whose wall stands at P, in a tier with the offset A",
        derived(_MEETS, "size", side=LONG),
    ),
    ideas=(
        Idea(
            "offset-forgotten",
            "The tier's rate is for its own slice; what the lower slices save is taken off as the offset.",
            "Derive it",
        ),
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
        Idea("closing-fee-forgotten", KAPPA_HAS_THE_FEE, "Derive it"),
    ),
)


def _nothing_carried(table: Table) -> Table:
    """The table as somebody reads it for whom the tier below takes nothing off."""
    (cap, _, leverage), second, *others = table.rows
    return replace(table, rows=((cap, second[1], leverage), second, *others))


BROKEN = Broken(
    of="8.4c",
    idea="offset-not-carried",
    given=Table((("50000", "0.005", 100), ("200000", "0.008", 50), ("900000", "0.013", 25)), 2),
    believed=_nothing_carried,
)
