"""Lesson 9's derivation, rung by rung: a wall on coins, and a solution to repair."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from marginlab.course.lesson09_coins.exercises import NOTEBOOK, Chest, Kept
from marginlab.course.trade import AT_THE_REQUIREMENT, MET_BEFORE
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory import inverse
from marginlab.theory.conditions import Condition, nothing
from marginlab.theory.terms import LONG, SHORT


def requirement_turned(size: Any, mark_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with its sign turned [base coin]."""
    return -inverse.maintenance_margin(size, mark_price, mmr, fee_rate)


def other_side(side: Any, size: Any, entry_price: Any, mark_price: Any, collateral: Any) -> Any:
    """The equity of the other side [base coin]."""
    return inverse.equity(-side, size, entry_price, mark_price, collateral)


_MEETS = {
    RIGHT: Condition(inverse.equity, inverse.maintenance_margin),
    "equity-zero": Condition(inverse.equity, nothing),
    "kappa-turned": Condition(inverse.equity, requirement_turned),
    "sides-swapped": Condition(other_side, inverse.maintenance_margin),
}

# Here a turned requirement gives the other side's size with a minus: two ideas, one number.
_MEETS_APART = {idea: one for idea, one in _MEETS.items() if idea != "kappa-turned"}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity equals the requirement, both in coins",
    read=Case("the wall of a long on coins", derived(_MEETS, "mark_price", side=LONG, offset=0)),
    faded=Case("the wall of a short on coins", derived(_MEETS, "mark_price", side=SHORT, offset=0)),
    alone=Case(
        "the size of a long on M coins whose wall stands at the price P",
        derived(_MEETS_APART, "size", side=LONG, offset=0),
    ),
    ideas=(
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
        Idea(
            "kappa-turned",
            MET_BEFORE,
            "Derive it",
        ),
        Idea(
            "sides-swapped",
            "A long gains coins when the price rises, and a short when it falls: look at the sign of the "
            "result.",
            "Derive it",
        ),
    ),
)

BROKEN = Broken(
    of="9.5",
    idea="one-ratio",
    given=Chest(
        Fraction(1_500),
        (
            Kept("BTC", Fraction("0.2"), Fraction(90_000), Fraction("0.95")),
            Kept("ETH", Fraction(5), Fraction(2_800), Fraction("0.85")),
        ),
        Fraction(2_300),
    ),
    believed=lambda chest: chest.at_ratio(chest.coins[0].ratio),
)
