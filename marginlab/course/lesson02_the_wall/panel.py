"""Lesson 2, where the wall stands: the equity line against the requirement line, in both modes."""

from __future__ import annotations

from math import isclose
from pathlib import Path
from typing import Any

from marginlab.course.house import WALLET
from marginlab.course.lesson02_the_wall.picture import wall_figure
from marginlab.course.lesson02_the_wall.scene import wall_scene
from marginlab.course.lesson02_the_wall.words import wall_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Prediction
from marginlab.theory.terms import LONG, SHORT

HERE = Path(__file__).parent
WALL = Theme(wall_scene, wall_figure, wall_words)
QUESTION = (
    "This long has 10x leverage. At which mark price does the exchange close it, if it is isolated?"
)
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


def wall_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened at the house position or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "wall.png", **values)


def _panel() -> Panel:
    return Panel(
        [
            Slider("leverage", 1, 150, 1, 10, suffix="x"),
            Choice("side", {"long": LONG, "short": SHORT}, LONG),
            Choice("maintenance", {"on": True, "off": False}, True),
            Slider("wallet_balance", 500, 2_500, 100, WALLET, label="wallet"),
            Slider("entry_price", 50_000, 70_000, 500, 60_000, label="entry"),
            Slider("size", 0.02, 0.2, 0.01, 0.1, suffix=" BTC"),
            Slider("extra_margin", 0, 1_400, 50, 0, prefix="+"),
        ],
        WALL,
    )


def place_wall_mark() -> Prediction:
    """The question before the panel: where does the exchange close this position?"""
    mark = Slider("guess", 45_000, 65_000, 50, 60_000, label="your mark")
    return Prediction("wall", _panel, QUESTION, mark, picture=HERE / "wall.png")
