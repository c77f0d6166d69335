"""Lesson 4, the plus and the minus: margin moved by hand or by automatic calls, and what it buys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.house import ENTRY_PRICE
from marginlab.course.ideas import NAMES
from marginlab.course.lesson04_plus_and_minus.picture import adjust_figure
from marginlab.course.lesson04_plus_and_minus.scene import adjust_scene
from marginlab.course.lesson04_plus_and_minus.words import adjust_words
from marginlab.drawing.controls import Action, Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.given import Rejected

HERE = Path(__file__).parent
ADJUST = Theme(adjust_scene, adjust_figure, adjust_words)
STEP = 100.0
QUESTION = (
    "This long was opened at 60,000 with a margin of 600. Now 300 are added. "
    "Of 100 such positions, how many are liquidated within 7 days?"
)
OPENED = 600.0  # what opening the position took
LOW = 42_000
CURES = {
    "added-out-of-reach": (
        "What is added stands behind the position too, so the wall moves away and fewer are "
        "liquidated."
    ),
    "chance-for-stake": "More can be lost, and less often: added margin moves the wall away.",
    "chance-by-margin": (
        "The chance does not follow the margin; it follows how far away the wall stands."
    ),
}


def _called(panel: Panel) -> bool:
    return bool(panel.scene.automatic_call != "off" and panel.scene.margin > OPENED)


GOALS = (
    Goal(
        "the price is at 42,000, and calls have kept the position open",
        lambda panel: _called(panel) and panel.scene.mark_price == LOW,
    ),
    Goal(
        "the price is back at 60,000, and what was called in has stayed in",
        lambda panel: _called(panel) and panel.scene.mark_price == ENTRY_PRICE,
        by=(("mark_price", LOW), ("mark_price", ENTRY_PRICE)),
    ),
    Goal(
        "the exchange refuses to let margin go",
        lambda panel: panel.refused and panel.scene.automatic_call == "off",
        by=(("automatic_call", "off"), ("minus", None)),
    ),
    Goal(
        "100 were taken out, at a price that allows it",
        lambda panel: panel.scene.automatic_call == "off" and panel.scene.margin == OPENED - STEP,
        by=(("automatic_call", "off"), ("mark_price", 64_000), ("minus", None)),
    ),
)


class AdjustPanel(Panel):
    """The panel whose buttons move margin as the exchange would; what was called in stays in."""

    def __init__(self, *, margin: float = 900.0, mark_price: float = 60_000, **values: Any) -> None:
        super().__init__(
            [
                Action("minus", f"− {STEP:.0f}"),
                Action("plus", f"+ {STEP:.0f}"),
                Slider("mark_price", 42_000, 64_000, 500, mark_price, label="mark price"),
                Choice("automatic_call", {"off": "off", "Bitget": "Bitget", "1/L": "1/L"}, "off",
                       "automatic call"),
                Choice("days", {"7": 7, "30": 30}, 7),
                Action("again", "Start again"),
            ],
            ADJUST,
            margin=margin,
        )  # fmt: skip
        self.controls.on_press(self.press)
        if values:
            self.set(**values)
        self._start = self.values | {"margin": margin}

    @property
    def buttons(self) -> list[str]:
        return ["minus", "plus", "again"]

    def press(self, button: str) -> None:
        """Does what a button says: "plus", "minus" or "again"."""
        if button == "again":
            start = dict(self._start)
            self.given["margin"] = start.pop("margin")
            self.set(**start)
            return
        try:
            margin = self.scene.moved(STEP if button == "plus" else -STEP)
        except Rejected as refusal:
            self.refuse(refusal)
        else:
            self.give(margin=margin)

    def _update(self) -> None:
        super()._update()
        self.given["margin"] = self.scene.margin


def adjust_panel(**values: Any) -> AdjustPanel:
    """The puzzle's panel, opened with 900 in the position at 60,000 or at these values."""
    return AdjustPanel(**values).posed(GOALS, HERE / "adjust_called.png")


def place_adjust_mark() -> Prediction:
    """The question before the panel: how likely is the end after adding 300?"""
    mark = Slider("guess", 0, 100, 1, 50, label="your mark")
    asked = adjust_scene()
    before, grown = 100 * asked.opened.chance, asked.now.stake / asked.opened.stake
    ideas = {
        "added-out-of-reach": before,
        "chance-for-stake": before * grown,
        "chance-by-margin": before / grown,
    }
    return Prediction(
        "adjust", AdjustPanel, QUESTION, mark, subplot="x4", picture=HERE / "adjust.png",
        answers=Answers(100 * asked.now.chance, ideas, NAMES, CURES),
    )  # fmt: skip
