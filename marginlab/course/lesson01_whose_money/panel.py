"""Lesson 1, whose money is it: an order ticket, and what it puts at stake in both modes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.house import LEVERAGE, SIZE
from marginlab.course.ideas import NAMES
from marginlab.course.lesson01_whose_money.picture import stakes_figure
from marginlab.course.lesson01_whose_money.scene import (
    StakesScene,
    stakes_scene,
    ticket_margin,
    ticket_size,
)
from marginlab.course.lesson01_whose_money.words import stakes_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.terms import LONG, SHORT

HERE = Path(__file__).parent
QUESTION = (
    "A long of 0.1 bitcoin has a margin of 600, and 2,000 are in the wallet. The price falls from 60,000 "
    "to 57,000. How much money is then left behind the position, if it is isolated?"
)
HINT = "Click into the isolated picture at the height you expect, or move the slider. Then place your mark."


CENT = 0.01
GOALS = (
    Goal(
        "the same size with twice the margin",
        lambda panel: (
            panel.scene.size == SIZE and panel.scene.margin == 2 * ticket_margin(SIZE, LEVERAGE)
        ),
    ),
    Goal(
        "isolated and cross are the same, because all of the wallet is margin",
        lambda panel: abs(panel.scene.cross.untouched - panel.scene.isolated.untouched) < CENT,
    ),
    Goal("the exchange refuses this order", lambda panel: panel.refused),
)
CURES = {
    "loss-forgotten": "That was there at the opening; the fall has taken its part since.",
    "wallet-for-margin": (
        "Isolated, the margin alone stands behind the position; the rest of the wallet stays "
        "outside."
    ),
}


def _scene(*, margin: float, **values: Any) -> StakesScene:
    """The scene of a ticket, whose margin follows from size and leverage."""
    return stakes_scene(**values)


STAKES = Theme(_scene, stakes_figure, stakes_words)


class Ticket(Panel):
    """The order ticket: size and margin set each other, through leverage and entry price.

    Another leverage keeps the size. The linked control takes the exact value, on a step or not.
    """

    def __init__(self) -> None:
        super().__init__(
            [
                Slider("mark_price", 56_000, 64_000, 100, 57_000),
                Slider("size", 0.005, 0.2, 0.005, SIZE, suffix=" BTC"),
                Slider("margin", 60, 2_400, 20, ticket_margin(SIZE, LEVERAGE)),
                Choice("leverage", {f"{times}x": times for times in (2, 3, 5, 10)}, LEVERAGE),
                Choice("side", {"long": LONG, "short": SHORT}, LONG),
            ],
            STAKES,
        )

    def _update(self) -> None:
        values, linked, moved = self.values, self.values, self.controls.moved
        if "margin" in moved and "size" not in moved:
            linked["size"] = ticket_size(values["margin"], values["leverage"])
        else:
            linked["margin"] = ticket_margin(values["size"], values["leverage"])
        if linked == values:
            super()._update()
        else:
            self.controls.values = linked  # which comes back here


def stakes_panel(**values: Any) -> Panel:
    """The puzzle's ticket and its picture, opened at the house position or at these values."""
    return Ticket().posed(GOALS, HERE / "stakes.png", **values)


def place_stakes_mark() -> Prediction:
    """The question before the panel: what is left behind this position after a fall?"""
    mark = Slider("guess", 0, 2_000, 50, 600, label="your mark")
    asked = stakes_scene()
    ideas = {
        "loss-forgotten": asked.isolated.at_stake,
        "wallet-for-margin": asked.cross.equity,
    }
    return Prediction(
        "stakes", Ticket, QUESTION, mark, along="y", hint=HINT, picture=HERE / "stakes.png",
        answers=Answers(asked.isolated.equity, ideas, NAMES, CURES),
    )  # fmt: skip
