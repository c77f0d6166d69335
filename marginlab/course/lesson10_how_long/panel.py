"""Lesson 10, how long it will live: two hundred lives of one position, in both modes, as time passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.house import ENTRY_PRICE
from marginlab.course.ideas import NAMES
from marginlab.course.lesson10_how_long.picture import life_figure
from marginlab.course.lesson10_how_long.scene import (
    ASKED,
    COUNT,
    SPANS,
    WATCHED,
    LifeScene,
    life_scene,
    position,
)
from marginlab.course.lesson10_how_long.words import life_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG

HERE = Path(__file__).parent
LIFE = Theme(life_scene, life_figure, life_words)
QUESTION = (
    "100 traders go long at 100x, isolated, each at breakfast on another morning. The price has no "
    "direction; its volatility is 60 % a year. How many of the positions are still open at lunch, 4 hours "
    "later?"
)
HINT = (
    "Click on the dotted line of the lower isolated picture, at the number that you expect, or move the "
    "slider. Then place your mark."
)
AT_MOST = 5  # of 100, what the first goal lets go
MANY, MISSED = 40, 20  # of 200
CURES = {
    "end-alone": (
        "That counts where the prices end; a position is closed on the way, even if its "
        "price comes back."
    ),
    "half-fall": (
        "Being above or below at the end is not asked: what counts is whether the wall was "
        "touched on the way."
    ),
}


def _largest(panel: Panel) -> bool:
    """Whether at most 5 of 100 isolated longs are gone after a week, and with 1x more it is more."""
    scene: LifeScene = panel.scene

    def gone(leverage: float) -> float:
        _, wall = position("isolated", leverage, scene.wallet)
        life = Survival(LONG, ENTRY_PRICE, wall, scene.volatility)
        return 100 * life.probability(scene.span.hours)

    week = scene.span.name == "a week" and scene.exact
    return week and gone(scene.leverage) <= AT_MOST < gone(scene.leverage + 1)


def _alike(panel: Panel) -> bool:
    """Whether the same positions are open in both modes, and many are gone."""
    scene: LifeScene = panel.scene
    one, other = scene.isolated, scene.cross
    return one.ended == other.ended and COUNT - one.open_at(scene.now) >= MANY


def _unseen(panel: Panel) -> bool:
    """Whether hourly looks leave many isolated positions open that were at the wall in between."""
    scene: LifeScene = panel.scene
    if scene.watched != "bell, hourly":
        return False
    always = life_scene(
        leverage=scene.leverage, wallet=scene.wallet, volatility_percent=100 * scene.volatility,
        span=scene.span.name, watched="bell, always",
    )  # fmt: skip
    return scene.isolated.open_at(scene.now) - always.isolated.open_at(scene.now) >= MISSED


GOALS = (
    Goal("the highest leverage with which at most 5 of 100 are gone after a week", _largest),
    Goal("cross has lost its wall far away: in both modes the same are open", _alike),
    Goal(
        "at hourly looks many are open that have been at their wall in between",
        _unseen,
        by=(("span", "4 hours"), ("leverage", 125), ("watched", "bell, hourly")),
    ),
)


def life_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened at breakfast and lunch or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "life_puzzle.png", **values)


def _panel() -> Panel:
    time = Slider("time_percent", 0, 100, 2.5, 100, "time", suffix=" %")
    controls = (
        Slider("leverage", 3, 125, 1, 100, suffix="x"),
        Slider("wallet", 100, 4_000, 100, 2_000),
        Slider("volatility_percent", 40, 150, 10, 60, "volatility", suffix=" %"),
        Choice("span", {name: name for name in SPANS}, ASKED, "time span"),
        Choice("watched", {name: name for name in WATCHED}, "bell, always", "price moves by"),
        time,
    )
    return Panel(controls, LIFE, plays=[{time.name: passed} for passed in time.steps])


def place_life_mark() -> Prediction:
    """The question before the panel: of 100 longs at 100x, how many are open after four hours?"""
    scene = life_scene()
    any_price = Survival(
        LONG, ENTRY_PRICE, ENTRY_PRICE, scene.volatility
    )  # gone at once, wherever it ends
    above = any_price.liquidated_yet_right(scene.span.hours, scene.isolated.wall)
    ideas = {"end-alone": 100 * above, "half-fall": 50.0}
    mark = Slider("guess", 0, 100, 1, 50, "your mark")
    return Prediction(
        "life", _panel, QUESTION, mark, subplot="x3", along="y", hint=HINT,
        picture=HERE / "life.png", answers=Answers(scene.asked, ideas, NAMES, CURES),
    )  # fmt: skip
