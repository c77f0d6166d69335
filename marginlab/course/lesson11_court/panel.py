"""Lesson 11, the claim court: leverage and wallet of a long that meets the lowest price of a crash."""

from __future__ import annotations

from pathlib import Path

from marginlab.course.ideas import NAMES
from marginlab.course.lesson11_court.picture import LEFT, crash_figure
from marginlab.course.lesson11_court.scene import (
    ENTRY_PRICE,
    FIRST_FALL,
    LARGEST,
    LEVERAGE,
    LOW,
    WALLET,
    CrashScene,
    crash_scene,
    survived,
)
from marginlab.course.lesson11_court.words import crash_words
from marginlab.drawing.controls import Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.terms import show

HERE = Path(__file__).parent
CRASH = Theme(crash_scene, crash_figure, crash_words)
LEVERAGE_STEP, PRICE_STEP = 0.05, 100
CURES = {
    "first-fall": "The price fell further after that; a position has to live through the deepest point.",
    "fall-from-low": "A fall is counted from the price before it, where the position was opened.",
}


def _highest(panel: Panel) -> bool:
    """Whether isolated is open after that day's fall, and a step more leverage would be closed."""
    scene: CrashScene = panel.scene
    near = scene.limit < scene.leverage + LEVERAGE_STEP
    return scene.low <= LOW and near and not scene.isolated.is_closed


def _smallest(panel: Panel) -> bool:
    """Whether cross is open after that day's fall, and a step less in the wallet would not do."""
    scene: CrashScene = panel.scene
    near = scene.wallet - PRICE_STEP < scene.needed
    return scene.low <= LOW and near and not scene.cross.is_closed


def _deepest(panel: Panel) -> bool:
    """Whether the largest leverage is open, isolated, and a step farther down is past its wall."""
    scene: CrashScene = panel.scene
    near = scene.low - PRICE_STEP < scene.isolated.wall
    return scene.leverage == LARGEST and near and not scene.isolated.is_closed


GOALS = (
    Goal("isolated is open after that fall, and a little more leverage would be closed", _highest),
    Goal("cross is open after that fall, and a smaller wallet would not do", _smallest),
    Goal(
        f"isolated is open at {show(LARGEST, 'x')}, and a slightly deeper fall would close it",
        _deepest,
        by=(("leverage", LARGEST), ("low", 5_996)),
    ),
)


def crash_panel(**values: float) -> Panel:
    """The puzzle's panel, opened at the lowest price or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "crash.png", **values)


def _panel() -> Panel:
    controls = (
        Slider("leverage", 1, LARGEST, LEVERAGE_STEP, LEVERAGE, suffix="x"),
        Slider("wallet", 3_000, 8_000, PRICE_STEP, WALLET),
        Slider("low", LOW - 500, LOW + 3_500, PRICE_STEP, LOW, "lowest price"),
    )
    return Panel(controls, CRASH)


def place_crash_mark() -> Prediction:
    """The question before the panel: which leverage did that day leave alive, isolated?"""
    question = (
        f"On 12 March 2020 bitcoin fell from {show(ENTRY_PRICE, 'tick')} to {show(LOW, 'tick')}. What is the "
        "highest leverage with which an isolated long survived, whole or not?"
    )
    hint = (
        "Click into the isolated picture at the leverage that you expect, at any height, or move the slider. "
        "Then place your mark."
    )
    mark = Slider("guess", LEFT, LARGEST, 0.01, 3, label="your mark", suffix="x")
    ideas = {
        "first-fall": survived(ENTRY_PRICE, FIRST_FALL),
        "fall-from-low": LOW / (ENTRY_PRICE - LOW),
    }
    return Prediction(
        "crash", _panel, question, mark, hint=hint, picture=HERE / "crash.png",
        answers=Answers(survived(ENTRY_PRICE, LOW), ideas, NAMES, CURES),
    )  # fmt: skip
