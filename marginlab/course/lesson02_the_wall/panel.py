"""Lesson 2, where the wall stands: the equity line against the requirement line, in both modes."""

from __future__ import annotations

from math import isclose
from pathlib import Path
from typing import Any

from marginlab.course.house import ENTRY_PRICE, SIZE, WALLET
from marginlab.course.ideas import NAMES
from marginlab.course.lesson02_the_wall.close_up import LEVERAGES, close_up_figure
from marginlab.course.lesson02_the_wall.picture import wall_figure
from marginlab.course.lesson02_the_wall.scene import wall_scene
from marginlab.course.lesson02_the_wall.words import wall_words
from marginlab.course.trade import Trade, exact, maintenance_turned
from marginlab.drawing.controls import Choice, Control, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.conditions import nothing
from marginlab.theory.terms import LONG, SHORT

HERE = Path(__file__).parent
WALL = Theme(wall_scene, wall_figure, wall_words)
CLOSE_UP = Theme(wall_scene, close_up_figure, wall_words)
QUESTION = (
    "A long of 0.1 bitcoin was bought at 60,000 with 100x leverage. At which mark price does the "
    "exchange close it, if it is isolated?"
)
ASKED = Trade(**exact(size=SIZE, entry_price=ENTRY_PRICE, leverage=100))
GOALS = (
    Goal(
        "the left wall stands exactly 10 % below the entry",
        lambda panel: isclose(panel.scene.isolated.distance, 0.1),
    ),
    Goal(
        "with maintenance on both walls meet, and the wallet is as it was",
        lambda panel: (
            panel.scene.maintenance
            and panel.scene.wallet_balance == WALLET
            and isclose(panel.scene.isolated.collateral, panel.scene.cross.collateral)
        ),
    ),
    Goal(
        "short, and the wall stands above the entry",
        lambda panel: (
            panel.scene.side == SHORT
            and panel.scene.isolated.liquidation_price > panel.scene.entry_price
        ),
    ),
)
CURES = {
    "equity-zero": (
        "There equity is zero; the exchange steps in before that, when equity has fallen to "
        "the requirement."
    ),
    "kappa-turned": (
        "The requirement closes a long while there is equity left: its wall stands above "
        "that of zero equity."
    ),
    "sides-swapped": "That is where a short is closed; a long loses when the price falls.",
}


def wall_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened at the house position or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "wall.png", **values)


def _panel() -> Panel:
    return Panel(
        [
            Slider("leverage", 1, 150, 1, 10, suffix="x"),
            *_switches(),
            Slider("wallet_balance", 500, 2_500, 100, WALLET, label="wallet"),
            Slider("entry_price", 50_000, 70_000, 500, 60_000, label="entry"),
            Slider("size", 0.02, 0.2, 0.01, 0.1, suffix=" BTC"),
            Slider("extra_margin", 0, 1_400, 50, 0, prefix="+"),
        ],
        WALL,
    )


def _close_up() -> Panel:
    """What answers the question: the isolated position near its entry."""
    leverage = Slider("leverage", *LEVERAGES, 1, int(ASKED.leverage), suffix="x")
    return Panel([leverage, *_switches()], CLOSE_UP)


def _switches() -> tuple[Control, ...]:
    return (
        Choice("side", {"long": LONG, "short": SHORT}, LONG),
        Choice("maintenance", {"on": True, "off": False}, True),
    )


def place_wall_mark() -> Prediction:
    """The question before the panel: where does the exchange close this position at 100x?"""
    mark = Slider("guess", 59_000, 60_500, 10, 60_000, label="your mark")
    ideas = {
        "equity-zero": ASKED.wall(requirement=nothing),
        "kappa-turned": ASKED.wall(requirement=maintenance_turned),
        "sides-swapped": ASKED.wall(side=SHORT),
    }
    answers = Answers(
        float(ASKED.wall()), {key: float(at) for key, at in ideas.items()}, NAMES, CURES
    )
    return Prediction(
        "wall at 100x",
        _close_up,
        QUESTION,
        mark,
        picture=HERE / "wall_close_up.png",
        answers=answers,
    )
