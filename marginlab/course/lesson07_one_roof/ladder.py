"""Lesson 7's derivation, rung by rung: how far all prices may go together, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson07_one_roof.exercises import NOTEBOOK, Book
from marginlab.course.trade import AT_THE_REQUIREMENT, MET_BEFORE, NONE, exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, nothing
from marginlab.theory.formulas import equity, maintenance_margin
from marginlab.theory.terms import LONG, SHORT


def after_move(side: Any, wallet_balance: Any, position_value: Any, distance: Any) -> Any:
    """Equity of an account after all its prices moved against it by one share [settle coin].

    position_value: of all its positions, of one side, before the move.
    """
    return equity(side, position_value, 1, 1 - side * distance, wallet_balance)


def required_then(side: Any, position_value: Any, distance: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement after that move [settle coin]."""
    return maintenance_margin(position_value, 1 - side * distance, mmr, fee_rate)


def required_before(position_value: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement before it [settle coin]."""
    return maintenance_margin(position_value, 1, mmr, fee_rate)


def required_turned(side: Any, position_value: Any, distance: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with its sign turned [settle coin]."""
    return -required_then(side, position_value, distance, mmr, fee_rate)


_MEETS = {
    RIGHT: Condition(after_move, required_then),
    "requirement-still": Condition(after_move, required_before),
    "equity-zero": Condition(after_move, nothing),
    "kappa-turned": Condition(after_move, required_turned),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="the wallet, less what all positions lose, equals what they require then",
    read=Case(
        "the share x by which all prices may fall, all positions long",
        derived(_MEETS, "distance", side=LONG),
    ),
    faded=Case(
        "the share x by which all prices may rise, all positions short",
        derived(_MEETS, "distance", side=SHORT),
    ),
    alone=Case(
        "the value V of longs with which the account may bear a fall x of all prices",
        derived(_MEETS, "position_value", side=LONG),
    ),
    ideas=(
        Idea(
            "requirement-still",
            "The requirement is a share of the value, and the value has changed by then: a fall lowers it, "
            "a rise raises it.",
            "Derive it",
        ),
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
        Idea(
            "kappa-turned",
            MET_BEFORE,
            "Derive it",
        ),
    ),
)

BROKEN = Broken(
    of="7.1a",
    idea="others-maintenance",
    given=Book(
        **exact(size=0.4, entry_price=45_000, leverage=9, wallet=4_000),
        **exact(second_size=6, second_entry=2_000, at=2_000),
    ),
    believed=lambda b: replace(b, second_size=NONE),
)
