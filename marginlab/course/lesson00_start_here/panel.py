"""The start page: one price that moves the same trade in two accounts, and a first mark."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from marginlab.course.ideas import NAMES
from marginlab.course.lesson00_start_here.picture import twin_figure
from marginlab.course.lesson00_start_here.scene import HIGHEST, LOWEST, STEP, twin_scene
from marginlab.course.lesson00_start_here.words import twin_words
from marginlab.drawing.controls import Slider
from marginlab.drawing.panel import Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction

HERE = Path(__file__).parent
TWIN = Theme(twin_scene, twin_figure, twin_words)
QUESTION = (
    "The same two accounts, but with 2,000 in each wallet instead of 1,500. The price falls. Where is "
    "the cross trade closed?"
)
HINT = "Click into the cross picture at the price you expect, or move the slider. Then place your mark."
CURES = {
    "margin-behind-cross": (
        "In cross the whole wallet stands behind the trade, and not its margin alone."
    ),
    "fixed-wall": (
        "In cross all of the wallet stands behind the trade, so a fuller one moves the wall away."
    ),
}


def twin_panel(**given: Any) -> Panel:
    """The picture with its one control; given: values that have none, such as another wallet."""
    price = given.pop("mark_price", 2_200)
    panel = Panel([Slider("mark_price", LOWEST, HIGHEST, STEP, price, "price")], TWIN, **given)
    panel.picture = HERE / "twin.png"
    return panel


def place_twin_mark() -> Prediction:
    """A first mark: where is the cross position closed, when its wallet is larger?"""
    mark = Slider("guess", 1_450, 2_500, 10, 2_500, label="your mark")
    panel = partial(twin_panel, mark_price=1_700, wallet_balance=2_000)
    asked, shown = twin_scene(wallet_balance=2_000), twin_scene()
    ideas = {
        "margin-behind-cross": asked.isolated.liquidation_price,
        "fixed-wall": shown.cross.liquidation_price,
    }
    return Prediction(
        "twin",
        panel,
        QUESTION,
        mark,
        subplot="x2",
        along="y",
        hint=HINT,
        picture=HERE / "twin_wallet.png",
        answers=Answers(asked.cross.liquidation_price, ideas, NAMES, CURES),
    )
