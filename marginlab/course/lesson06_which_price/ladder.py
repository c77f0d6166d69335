"""Lesson 6's derivation, rung by rung: the size for a stop that a gap jumps over; a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson06_which_price.exercises import NOTEBOOK
from marginlab.course.lesson06_which_price.exercises_stop import Stopped
from marginlab.course.trade import NONE, exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition
from marginlab.theory.formulas import position_value, unrealized_pnl
from marginlab.theory.terms import LONG, SHORT


def filled_beyond(side: Any, size: Any, entry_price: Any, mark_price: Any, gap: Any) -> Any:
    """What a stop at this price brings that is filled a gap beyond it [settle coin]."""
    return unrealized_pnl(side, size, entry_price, mark_price - side * gap)


def filled_before(side: Any, size: Any, entry_price: Any, mark_price: Any, gap: Any) -> Any:
    """The same, where somebody takes the gap for a help [settle coin]."""
    return unrealized_pnl(side, size, entry_price, mark_price + side * gap)


def whole_value(side: Any, size: Any, entry_price: Any) -> Any:
    """The same, where somebody risks the whole value and not the way to the stop [settle coin]."""
    return -position_value(size, entry_price)


def brought(realized_pnl: Any) -> Any:
    """What the trade is to bring, a loss and so negative [settle coin]."""
    return realized_pnl


_BRINGS = {
    RIGHT: Condition(filled_beyond, brought),
    "filled-at-stop": Condition(unrealized_pnl, brought),
    "gap-turned": Condition(filled_before, brought),
    "risk-over-value": Condition(whole_value, brought),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="the profit or loss at the fill is the R that was chosen, and a loss is negative",
    read=Case(
        "the size of a long with a stop at P that is filled by the gap lower",
        derived(_BRINGS, "size", side=LONG),
    ),
    faded=Case(
        "the size of a short with a stop at P that is filled by the gap higher",
        derived(_BRINGS, "size", side=SHORT),
    ),
    alone=Case(
        "the stop P of a long of size q that is filled by the gap lower",
        derived(_BRINGS, "mark_price", side=LONG),
    ),
    ideas=(
        Idea(
            "filled-at-stop",
            "A stop is an order at the market: where the price jumps, it is filled beyond its own price.",
            "The reveal",
        ),
        Idea(
            "gap-turned",
            "The gap makes the loss larger: the fill lies farther from the entry than the stop.",
            "The reveal",
        ),
        Idea(
            "risk-over-value",
            "Each coin loses the way from the entry to the fill, not the whole of its price.",
            "Derive it",
        ),
    ),
)

BROKEN = Broken(
    of="6.5c",
    idea="filled-at-stop",
    given=Stopped(
        size=NONE, **exact(entry_price=80_000, leverage=8, distance=0.04, risk=160, gap=0.015)
    ),
    believed=lambda s: replace(s, gap=NONE),
)
