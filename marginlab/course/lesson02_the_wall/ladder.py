"""Lesson 2's derivation, rung by rung: where equity meets the requirement, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace

from marginlab.course.lesson02_the_wall.exercises import NOTEBOOK, equity_on_initial_margin
from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    KAPPA_HAS_THE_FEE,
    MET_BEFORE,
    NONE,
    ON_MARK_VALUE,
    Trade,
    exact,
    maintenance_on_entry_value,
    maintenance_turned,
)
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, Statement, nothing
from marginlab.theory.formulas import equity, maintenance_margin, maintenance_margin_without_fee
from marginlab.theory.terms import LONG, SHORT

_REQUIREMENTS: dict[str, Statement] = {
    RIGHT: maintenance_margin,
    "equity-zero": nothing,
    "entry-value": maintenance_on_entry_value,
    "closing-fee-forgotten": maintenance_margin_without_fee,
    "kappa-turned": maintenance_turned,
}


def _meets(money: Statement) -> dict[str, Condition]:
    """That money and each requirement that somebody believes in."""
    return {idea: Condition(money, required) for idea, required in _REQUIREMENTS.items()}


LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity equals the requirement",
    read=Case(
        "the liquidation price of a long",
        derived(_meets(equity), "mark_price", side=LONG, offset=0),
    ),
    faded=Case(
        "the liquidation price of a short",
        derived(_meets(equity), "mark_price", side=SHORT, offset=0),
    ),
    alone=Case(
        "the leverage with which a long is liquidated at the price P",
        derived(_meets(equity_on_initial_margin), "leverage", side=LONG, offset=0),
    ),
    ideas=(
        Idea("equity-zero", AT_THE_REQUIREMENT, "The reveal"),
        Idea("entry-value", ON_MARK_VALUE, "Derive it"),
        Idea(
            "kappa-turned",
            MET_BEFORE,
            "Derive it",
        ),
        Idea("closing-fee-forgotten", KAPPA_HAS_THE_FEE, "Derive it"),
    ),
)

BROKEN = Broken(
    of="2.1",
    idea="closing-fee-forgotten",
    given=Trade(base="ETH", **exact(size=5, entry_price=3_000, leverage=12, mmr=0.005)),
    believed=lambda t: replace(t, fee_rate=NONE),
)
