"""Lesson 10's derivation, rung by rung: where prices end on average, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson10_how_long.exercises import NOTEBOOK, WEEK, Life
from marginlab.course.trade import exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition


def mean_end(chance: Any, mark_price: Any, liquidation_price: Any) -> Any:
    """Where prices end on average, a share of them at the wall [quote per base]."""
    return chance * liquidation_price + (1 - chance) * mark_price


def start(entry_price: Any) -> Any:
    """Where they began, which is where they end on average without drift [quote per base]."""
    return entry_price


def ends_swapped(chance: Any, mark_price: Any, liquidation_price: Any) -> Any:
    """The mean with the share that ends at the wall put where the others end [quote per base]."""
    return mean_end(1 - chance, mark_price, liquidation_price)


def others_alone(chance: Any, mark_price: Any) -> Any:
    """The mean as if nothing were left at the wall [quote per base]."""
    return (1 - chance) * mark_price


_MEETS = {
    RIGHT: Condition(mean_end, start),
    "chances-swapped": Condition(ends_swapped, start),
    "lost-end-forgotten": Condition(others_alone, start),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="a share p ends at the wall, the others at P on average, and without drift all together end on "
    "average where they began",
    read=Case("the share p that ends at the wall", derived(_MEETS, "chance")),
    faded=Case("the mean price P at which those end that live", derived(_MEETS, "mark_price")),
    alone=Case(
        "the wall at which a share p ends, where P is the mean of the others",
        derived(_MEETS, "liquidation_price"),
    ),
    ideas=(
        Idea(
            "chances-swapped",
            "The share p is that of the wall; the others are what is left of one.",
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
