"""Lesson 10's derivation, rung by rung: which of two prices comes first, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson10_how_long.exercises import NOTEBOOK, WEEK, Life
from marginlab.course.trade import exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition


def mean_end(chance: Any, mark_price: Any, liquidation_price: Any) -> Any:
    """Where a price ends on average that stops at a target or at the wall [quote per base]."""
    return chance * mark_price + (1 - chance) * liquidation_price


def start(entry_price: Any) -> Any:
    """Where it began, which is where it ends on average without drift [quote per base]."""
    return entry_price


def ends_swapped(chance: Any, mark_price: Any, liquidation_price: Any) -> Any:
    """The mean with the chance of the target at the wall [quote per base]."""
    return mean_end(1 - chance, mark_price, liquidation_price)


def target_alone(chance: Any, mark_price: Any) -> Any:
    """The mean as if nothing were left at the wall [quote per base]."""
    return chance * mark_price


_MEETS = {
    RIGHT: Condition(mean_end, start),
    "chances-swapped": Condition(ends_swapped, start),
    "lost-end-forgotten": Condition(target_alone, start),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="without drift the price ends on average where it began, at the target P or at the wall",
    read=Case("the chance p that a target P comes before the wall", derived(_MEETS, "chance")),
    faded=Case("the target P that comes first with the chance p", derived(_MEETS, "mark_price")),
    alone=Case(
        "the wall that leaves a target P the chance p", derived(_MEETS, "liquidation_price")
    ),
    ideas=(
        Idea(
            "chances-swapped",
            "The chance p is that of the target; the wall has what is left of one.",
            "Derive it",
        ),
        Idea(
            "lost-end-forgotten",
            "A price that has met the wall stands there, not at nothing: it counts in the mean.",
            "Derive it",
        ),
    ),
)

BROKEN = Broken(
    of="10.3",
    idea="another-horizon",
    given=Life(
        **exact(size=0.1, entry_price=64_000, leverage=10, volatility=0.7, limit=0.02, days=21)
    ),
    believed=lambda life: replace(life, days=WEEK),
)
