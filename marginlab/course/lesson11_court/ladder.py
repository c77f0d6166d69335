"""Lesson 11's derivation, rung by rung: the leverage that a fall ends; a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson11_court.cases import Post
from marginlab.course.lesson11_court.exercises import NOTEBOOK
from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    KAPPA_HAS_THE_FEE,
    MET_BEFORE,
    NONE,
    ON_MARK_VALUE,
    exact,
)
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, nothing


def left_after(leverage: Any, distance: Any) -> Any:
    """The equity after the price moved this share against a position, as a share of its value at entry."""
    return 1 / leverage - distance


def required_after_fall(distance: Any, mmr: Any, fee_rate: Any) -> Any:
    """What is required after a fall, as a share of the value at entry."""
    return (mmr + fee_rate) * (1 - distance)


def required_after_rise(distance: Any, mmr: Any, fee_rate: Any) -> Any:
    """The same after a rise, for a short."""
    return (mmr + fee_rate) * (1 + distance)


def required_at_entry(mmr: Any, fee_rate: Any) -> Any:
    """The same, where somebody takes it for a share of the value at entry that stays."""
    return mmr + fee_rate


def without_fee(distance: Any, mmr: Any) -> Any:
    """The same after a fall, where somebody forgets the fee of closing."""
    return mmr * (1 - distance)


_FALLEN = {
    RIGHT: Condition(left_after, required_after_fall),
    "equity-zero": Condition(left_after, nothing),
    "entry-value": Condition(left_after, required_at_entry),
    "closing-fee-forgotten": Condition(left_after, without_fee),
}
_RISEN = {
    RIGHT: Condition(left_after, required_after_rise),
    "equity-zero": Condition(left_after, nothing),
    "entry-value": Condition(left_after, required_at_entry),
    "sides-swapped": Condition(left_after, required_after_fall),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="what is left of the margin equals what is required, both as shares of the value at the entry",
    read=Case("the leverage of a long that a fall just ends", derived(_FALLEN, "leverage")),
    faded=Case("the fall that ends a long of this leverage", derived(_FALLEN, "distance")),
    alone=Case("the leverage of a short that a rise just ends", derived(_RISEN, "leverage")),
    ideas=(
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
        Idea("entry-value", ON_MARK_VALUE, "Derive it"),
        Idea("closing-fee-forgotten", KAPPA_HAS_THE_FEE, "Derive it"),
        Idea("sides-swapped", MET_BEFORE, "Derive it"),
    ),
)

BROKEN = Broken(
    of="11.2a",
    idea="closing-fee-forgotten",
    given=Post(**exact(wallet=6_000, value=60_000, leverage=20, claimed=0.03)),
    believed=lambda post: replace(post, fee_rate=NONE),
)
