"""Lesson 6, which price, who pays: an hour with a stop in it, and a cascade."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean
from typing import Any

from marginlab.course.ideas import NAMES
from marginlab.course.lesson06_which_price.picture import cascade_figure, price_figure
from marginlab.course.lesson06_which_price.scene import (
    DEEPEST,
    PRICE,
    STOPS,
    PriceScene,
    cascade_scene,
    price_scene,
)
from marginlab.course.lesson06_which_price.words import cascade_words, price_words
from marginlab.drawing.controls import Choice, Control, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction

HERE = Path(__file__).parent
HOUR = Theme(price_scene, price_figure, price_words)
FIELD = Theme(cascade_scene, cascade_figure, cascade_words)
QUESTION = (
    "For one minute coins change hands at 53,500, far below the index. The mark price alone liquidates. "
    "How low does it fall?"
)
HINT = "Click in the upper picture at the mark price that you expect, or move the slider."
CASCADE_QUESTION = (
    "Isolated, one sale pushes the price to 59,400. Every wall that it reaches is a forced sale, and "
    "presses the price. Where does it stop?"
)
CASCADE_HINT = "Click in the first picture at the price that you expect, or move the slider."
CURES = {
    "last-for-mark": (
        "The mark price decides, and the last price is only one of the three from which it "
        "is taken."
    ),
    "mean-for-median": (
        "The exchange takes the middle one of the three and not their mean, so one that "
        "strays moves it little."
    ),
    "index-for-mark": (
        "That is only one of the three from which the mark price is taken; it is the one in "
        "the middle."
    ),
}
CASCADE_CURES = {
    "push-alone": (
        "Each wall that the push has reached is a forced sale, and that presses the price further."
    ),
    "one-round": "The first forced sales reach further walls, and those are sold as well.",
}


def _lives(scene: PriceScene) -> bool:
    return not scene.isolated.ended


GOALS = (
    Goal(
        "last prices below the wall, and isolated lives without a stop",
        lambda panel: (
            panel.scene.stop == "none"
            and panel.scene.hour.last[DEEPEST] < panel.scene.isolated.wall
            and _lives(panel.scene)
        ),
    ),
    Goal(
        "no trade at or below the wall, and isolated is liquidated",
        lambda panel: (
            panel.scene.isolated.ended == "wall"
            and panel.scene.hour.last[DEEPEST] > panel.scene.isolated.wall
        ),
    ),
    Goal(
        "a stop loses more than the whole isolated margin",
        lambda panel: panel.scene.cross.ended == "stop" and panel.scene.cross.lost > 600,
        by=(("last", 53_000), ("index", 53_000), ("stop", "last"), ("at", 53_500)),
    ),
)


def hour_panel() -> Panel:
    """How low both prices fall, and a stop."""
    controls: list[Control] = [
        Slider("last", 53_000, 54_700, 50, 53_500, "last price"),
        Slider("index", 53_000, 54_700, 25, 54_625),
        Choice("stop", {stop: stop for stop in STOPS}, "none", "stop by"),
        Slider("at", 53_500, 55_900, 50, 55_000, "stop at"),
        Slider("gap_percent", 0, 1, 0.1, 0, "gap", suffix=" %"),
    ]
    return Panel(controls, HOUR)


def price_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened in the hour of the question or at these values of its controls."""
    return hour_panel().posed(GOALS, HERE / "price_puzzle.png", **values)


def place_price_mark() -> Prediction:
    """The question before the panel: how low does the mark price fall?"""
    hour, scene = price_scene().hour, price_scene()
    three = [prices[DEEPEST] for prices in (hour.last, hour.seconds, hour.thirds)]
    ideas = {
        "last-for-mark": hour.last[DEEPEST],
        "mean-for-median": fmean(three),
        "index-for-mark": hour.index[DEEPEST],
    }
    return Prediction(
        "price", hour_panel, QUESTION, Slider("guess", 52_500, 56_000, 25, 55_000, "your mark"),
        along="y", hint=HINT, picture=HERE / "price.png", answers=Answers(scene.low, ideas, NAMES, CURES),
    )  # fmt: skip


def cascade_panel(**values: Any) -> Panel:
    """The cascade: how far one sale pushes the price, and how deep the book is; *play* pushes harder."""
    push = Slider("push_percent", 0.5, 4, 0.1, 1, "push", suffix=" %")
    depth = Slider("depth", 4, 40, 1, 10, "depth", suffix=" BTC")
    plays = [{"push_percent": harder} for harder in push.steps]
    return Panel([push, depth], FIELD, plays).posed((), HERE / "cascade.png", **values)


def place_cascade_mark() -> Prediction:
    """The question before the cascade: where does the price stop?"""
    scene = cascade_scene()
    ideas = {"push-alone": scene.pushed_to, "one-round": scene.isolated.first_round}
    mark = Slider("guess", 53_500, PRICE, 50, 59_000, "your mark")
    return Prediction(
        "cascade", cascade_panel, CASCADE_QUESTION, mark, along="y", hint=CASCADE_HINT,
        picture=HERE / "cascade.png", answers=Answers(scene.isolated.stops, ideas, NAMES, CASCADE_CURES),
    )  # fmt: skip
