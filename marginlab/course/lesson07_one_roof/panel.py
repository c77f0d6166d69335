"""Lesson 7, one roof, many rooms: a map on which a hand moves the market, in both modes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.ideas import NAMES
from marginlab.course.lesson07_one_roof.picture import BTCS, ETHS, roof_figure
from marginlab.course.lesson07_one_roof.scene import BTC, ETH, START, RoofScene, roof_scene
from marginlab.course.lesson07_one_roof.words import roof_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.drawing.view import Act

HERE = Path(__file__).parent
ROOF = Theme(roof_scene, roof_figure, roof_words)
QUESTION = (
    "In cross each position shows a liquidation price a third below the price of now. Both prices fall "
    "by the same share. At which price of BTC is everything liquidated?"
)
HINT = "Click into the right map above the price of BTC that you expect, or move the slider."
STEPS = {BTC: 500, ETH: 25}  # of the market's prices, an equal share of where both begin
ALIKE = 0.9  # the highest correlation that the slider has
RARE = 1e-3  # of weeks
CURES = {
    "one-at-a-time": "Each shown price lets the other one stand still; here both fall at once.",
    "margin-behind-cross": (
        "That is the isolated wall; in cross the whole wallet stands behind both positions."
    ),
}


def _closed(scene: RoofScene) -> int:
    return sum(room.met is not None for room in scene.isolated.values())


GOALS = (
    Goal(
        "both isolated positions are closed, and the cross account stands",
        lambda panel: _closed(panel.scene) == len(START) and not panel.scene.cross.met,
        by=(("btc", 54_000), ("eth", 2_700)),
    ),
    Goal(
        "the cross account is closed, and one isolated position stands",
        lambda panel: _closed(panel.scene) == 1 and panel.scene.cross.met is not None,
        by=(("btc", 30_000), ("eth", 3_375)),
    ),
    Goal(
        "the prices move as alike as they can, and fewer than 1 of 1,000 weeks end beyond the cross wall",
        lambda panel: panel.scene.correlation == ALIKE and panel.scene.cross.chance < RARE,
        by=(("other", "short"), ("correlation", ALIKE)),
    ),
)


class RoofPanel(Panel):
    """The panel with a market that can be dragged, on either map; *play* is a common fall."""

    def __init__(self) -> None:
        btc = Slider("btc", *BTCS, STEPS[BTC], 48_000, "BTC")
        eth = Slider("eth", *ETHS, STEPS[ETH], 2_400, "ETH")
        alike = zip(reversed(btc.steps), reversed(eth.steps), strict=True)  # a common fall
        super().__init__(
            [
                btc,
                eth,
                Choice("other", {"long": "long", "short": "short"}, "long", "side of ETH"),
                Slider("correlation", -ALIKE, ALIKE, 0.1, 0.8),
            ],
            ROOF,
            plays=[{"btc": b, "eth": e} for b, e in alike if b <= START[BTC]],
        )
        self.view.on_act(self._act)

    def put(self, btc: float, eth: float) -> None:
        """Puts the market where a hand let it go, at the nearest steps of both prices."""
        (low, high), (bottom, top) = BTCS, ETHS
        self.set(
            btc=min(max(round(btc / STEPS[BTC]) * STEPS[BTC], low), high),
            eth=min(max(round(eth / STEPS[ETH]) * STEPS[ETH], bottom), top),
        )

    def _act(self, act: Act) -> None:
        if act["kind"] == "shape":
            self.put(act["xanchor"], act["yanchor"])


def roof_panel(**values: Any) -> RoofPanel:
    """The puzzle's panel, opened where all is closed or at these values of its controls."""
    return RoofPanel().posed(GOALS, HERE / "roof_puzzle.png", **values)


def place_roof_mark() -> Prediction:
    """The question before the panel: at which price of BTC does a common fall end the account?"""
    mark = Slider("guess", 35_000, 59_000, 250, 50_000, label="your mark")
    scene = roof_scene(btc=START[BTC], eth=START[ETH])
    ideas = {
        "one-at-a-time": scene.cross.shown[BTC],
        "margin-behind-cross": scene.isolated[BTC].wall,
    }
    return Prediction(
        "roof", RoofPanel, QUESTION, mark, subplot="x2", hint=HINT, picture=HERE / "roof.png",
        answers=Answers(scene.alike, ideas, NAMES, CURES),
    )  # fmt: skip
