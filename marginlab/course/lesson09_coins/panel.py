"""Lesson 9, coins as collateral: what stands behind a position, the price, and how a coin is counted."""

from __future__ import annotations

from pathlib import Path

from marginlab.course.ideas import NAMES
from marginlab.course.lesson09_coins.picture import coins_figure
from marginlab.course.lesson09_coins.scene import (
    ASKED,
    BACKINGS,
    ENTRY_PRICE,
    PRICES,
    SIDES,
    CoinsScene,
    coins_scene,
)
from marginlab.course.lesson09_coins.words import coins_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import show

HERE = Path(__file__).parent
COINS = Theme(coins_scene, coins_figure, coins_words)
CURES = {
    "coins-at-entry-price": (
        "The loss is paid in coins at the price of now, and at a lower price it takes more of them."
    ),
    "collateral-still": "What the position loses is taken from the coins that stand behind it.",
}


def _level(panel: Panel) -> bool:
    """Whether the isolated position's money, in dollars, is the same at every price."""
    scene: CoinsScene = panel.scene
    return scene.unit == "USD" and abs(scene.isolated.equity.coins) < ROUNDING


def _by_ratio(panel: Panel) -> bool:
    """Whether cross is closed at a price at which it would be open if its coins counted in full."""
    scene: CoinsScene = panel.scene
    full = coins_scene(backing=scene.backing, ratio=1, price=scene.price, leverage=scene.leverage)
    return scene.backing == "USDT-M on coins" and scene.cross.closed and not full.cross.closed


def _dollars_live(panel: Panel) -> bool:
    """Whether a long of at least 5x is closed on bitcoin, and with dollars would not be."""
    scene: CoinsScene = panel.scene
    dollars = coins_scene(backing="USDT-M", leverage=scene.leverage, price=scene.price)
    on_coins = scene.backing == "COIN-M" and scene.side > 0 and scene.leverage >= 5
    return on_coins and scene.isolated.closed and not dollars.isolated.closed


GOALS = (
    Goal(
        "what is left in dollars is the same at every price",
        _level,
        by=(("side", "short"), ("unit", "USD")),
    ),
    Goal(
        "the collateral ratio alone has closed the cross position",
        _by_ratio,
        by=(("backing", "USDT-M on coins"), ("ratio", 0.65)),
    ),
    Goal(
        "at 5x or more bitcoin has closed what dollars keep open",
        _dollars_live,
        by=(("leverage", 5), ("price", 49_000)),
    ),
)


def coins_panel(**values: object) -> Panel:
    """The puzzle's panel, opened at half the price or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "coins.png", **values)


def _panel() -> Panel:
    controls = (
        Choice("backing", {name: name for name in BACKINGS}, "COIN-M", label="contract"),
        Choice("side", {name: name for name in SIDES}, "long"),
        Slider("leverage", 1, 20, 1, 1, suffix="x"),
        Slider("price", *PRICES, 500, ASKED, "mark price"),
        Slider("ratio", 0.05, 1, 0.05, 0.9, "collateral ratio"),
        Choice("unit", {"bitcoin": "BTC", "dollars": "USD"}, "BTC", label="counted in"),
    )
    return Panel(controls, COINS)


def place_coins_mark() -> Prediction:
    """The question before the panel: what is left of one bitcoin at 1x once its price has halved?"""
    question = (
        f"Long {show(ENTRY_PRICE, 'tick')} dollars of bitcoin at 1x, with 1 bitcoin as margin. The price "
        f"halves to {show(ASKED, 'tick')}. How many bitcoin are left, if it is isolated?"
    )
    hint = (
        "Click on the dotted line of the isolated picture, at the height that you expect, or move the "
        "slider. Then place your mark."
    )
    mark = Slider("guess", 0, 1.5, 0.05, 0.75, label="your mark")
    loss = ENTRY_PRICE - ASKED  # in dollars
    ideas = {
        "coins-at-entry-price": 1 - loss / ENTRY_PRICE,
        "collateral-still": (ENTRY_PRICE - loss) / ASKED,
    }
    return Prediction(
        "coins", _panel, question, mark, along="y", hint=hint, picture=HERE / "coins.png",
        answers=Answers(coins_scene().asked, ideas, NAMES, CURES),
    )  # fmt: skip
