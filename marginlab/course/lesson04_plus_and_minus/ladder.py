"""Lesson 4's derivation, rung by rung: the wall after margin was added, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.house import ENTRY_PRICE, SIZE
from marginlab.course.lesson04_plus_and_minus.exercises import NOTEBOOK
from marginlab.course.trade import AT_THE_REQUIREMENT, Trade, exact, maintenance_on_entry_value
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, nothing
from marginlab.theory.formulas import equity, maintenance_margin
from marginlab.theory.terms import LONG, SHORT


def topped_up(
    side: Any, size: Any, entry_price: Any, mark_price: Any, collateral: Any, top_up: Any
) -> Any:
    """Equity of a position to whose margin this much was added [settle coin]."""
    return equity(side, size, entry_price, mark_price, collateral + top_up)


def on_top_up(side: Any, size: Any, entry_price: Any, mark_price: Any, top_up: Any) -> Any:
    """The same, where somebody takes what is added for the whole margin [settle coin]."""
    return equity(side, size, entry_price, mark_price, top_up)


_MEETS = {
    RIGHT: Condition(topped_up, maintenance_margin),
    "requirement-still": Condition(topped_up, maintenance_on_entry_value),
    "whole-margin": Condition(on_top_up, maintenance_margin),
    "equity-zero": Condition(topped_up, nothing),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity, with the margin that was added, equals the requirement",
    read=Case(
        "the wall of a long to which the margin a was added",
        derived(_MEETS, "mark_price", side=LONG, offset=0),
    ),
    faded=Case(
        "the wall of a short to which the margin a was added",
        derived(_MEETS, "mark_price", side=SHORT, offset=0),
    ),
    alone=Case(
        "the margin a that puts the wall of a long at the price P",
        derived(_MEETS, "top_up", side=LONG, offset=0),
    ),
    ideas=(
        Idea(
            "requirement-still",
            "The requirement is a share of the value at the mark price, so it moves with the wall.",
            "Derive it",
        ),
        Idea(
            "whole-margin",
            "What was there before stands behind the position, too: take the margin M and a together.",
            "Derive it",
        ),
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
    ),
)

BROKEN = Broken(
    of="4.4b",
    idea="margin-twice",
    given=Trade(**exact(size=SIZE, entry_price=ENTRY_PRICE, leverage=15, wallet=1_500)),
    believed=lambda t: replace(t, wallet=t.wallet + t.collateral),
)
