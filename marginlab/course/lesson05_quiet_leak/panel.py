"""Lesson 5, the quiet leak: a calendar on which funding moves the wall, in both modes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.house import PAYMENTS_A_DAY
from marginlab.course.ideas import NAMES
from marginlab.course.lesson05_quiet_leak.picture import leak_figure
from marginlab.course.lesson05_quiet_leak.scene import DAYS, LeakScene, leak_scene
from marginlab.course.lesson05_quiet_leak.words import leak_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction

HERE = Path(__file__).parent
LEAK = Theme(leak_scene, leak_figure, leak_words)
USUAL_RATE, LEVERAGE = 0.01, 100  # in per cent; x
QUESTION = (
    f"The price stands still at 60,000, and every 8 hours a long pays {USUAL_RATE:g} % of its value. "
    f"On which day does the exchange close this isolated {LEVERAGE}x long? Day 24 means: on day 24 it is "
    "still open."
)
STEP = 1  # of the leverage
CURES = {
    "fixed-wall": (
        "Each payment is taken from the margin, so the wall comes nearer while the price "
        "stands still."
    ),
    "day-for-payment": (
        "What a day takes is spread over its payments; none of them takes all of it."
    ),
}


def _lasts(panel: Panel) -> bool:
    """Whether the isolated position is still open on the last day, at the usual rate."""
    scene: LeakScene = panel.scene
    usual: bool = panel.values["rate_percent"] == USUAL_RATE
    return usual and scene.day == DAYS and not scene.isolated.is_closed


def _highest(panel: Panel) -> bool:
    """Whether a step more of leverage would have it closed, the margin paying."""
    higher = panel.values | {"leverage": panel.values["leverage"] + STEP}
    return panel.scene.funding_from == "margin" and leak_scene(**higher).isolated.is_closed


def _others_pay(panel: Panel) -> bool:
    scene: LeakScene = panel.scene
    return scene.funding_from != "margin" and scene.leverage == LEVERAGE


GOALS = (
    Goal(
        "the wall walks away from the price, and the other side pays",
        lambda panel: panel.scene.isolated.wall < panel.scene.isolated.walls[0],
    ),
    Goal(
        "no higher leverage is still open on day 24",
        lambda panel: _lasts(panel) and _highest(panel),
        by=(("day", 24), ("leverage", 84)),
    ),
    Goal(
        "100x is still open on day 24, because other money pays",
        lambda panel: _lasts(panel) and _others_pay(panel),
        by=(("day", 24), ("leverage", 100), ("funding_from", "available")),
    ),
)


def leak_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened on the day of the liquidation or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "leak.png", **values)


def _panel() -> Panel:
    paid_from = {"margin": "margin", "wallet first": "available", "margin, capped": "capped"}
    controls = (
        Slider("day", 0, DAYS, 1, 18),
        Slider("rate_percent", -0.005, USUAL_RATE, 0.001, USUAL_RATE, "funding rate", suffix=" %"),
        Slider("leverage", 80, 150, STEP, LEVERAGE, suffix="x"),
        Choice("funding_from", paid_from, "margin", label="paid from"),
    )
    return Panel(controls, LEAK)


def place_leak_mark() -> Prediction:
    """The question before the panel: how long does a position live while nothing happens?"""
    mark = Slider("guess", 1, 24, 1, 12, label="your mark")
    asked = leak_scene(day=DAYS)
    faster = leak_scene(day=DAYS, rate_percent=USUAL_RATE * PAYMENTS_A_DAY)
    ideas = {"fixed-wall": DAYS, "day-for-payment": faster.isolated.closed}
    return Prediction(
        "leak", _panel, QUESTION, mark, picture=HERE / "leak.png",
        answers=Answers(asked.isolated.closed, ideas, NAMES, CURES),
    )  # fmt: skip
