"""Lesson 3, one switch, two fates: one path that a hand shapes and time plays, in both modes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marginlab.course.house import ENTRY_PRICE, SIZE, WALLET
from marginlab.course.ideas import NAMES
from marginlab.course.lesson03_two_fates.picture import HANDLE, fates_figure
from marginlab.course.lesson03_two_fates.scene import (
    DAYS,
    HIGHEST,
    LOWEST,
    OWN,
    STEP,
    FatesScene,
    fates_scene,
)
from marginlab.course.lesson03_two_fates.words import fates_words
from marginlab.drawing.controls import Choice, Controls, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.drawing.states import Way
from marginlab.drawing.view import Act
from marginlab.theory.formulas import unrealized_pnl
from marginlab.theory.terms import LONG

HERE = Path(__file__).parent
FATES = Theme(fates_scene, fates_figure, fates_words)
QUESTION = (
    "This long has 10x leverage, its margin is 600 of a wallet of 2,000. The price falls to 50,000 "
    "and comes back to 61,000. With how much does the account end, if the position is isolated?"
)
STEPS = 500  # of a way-point's price
STRIDE = 0.1  # days from one picture of the play to the next
CENT = 0.01
LATE: Way = (("path", "A"), ("way_point", 4), ("price", 50_000), ("way_point", 5))
CURES = {
    "wallet-for-margin": (
        "It was closed on the way: isolated, its margin alone stood behind it, and not the wallet."
    ),
    "isolated-without-cap": (
        "Isolated, no more than the margin can be lost, however far the price falls."
    ),
    "lost-for-left": "That is what was lost; the question is what the account keeps.",
}


def _only_isolated_ends(scene: FatesScene) -> bool:
    return scene.isolated.settlement is not None and scene.cross.settlement is None


GOALS = (
    Goal(
        "on the calm path C isolated is liquidated by its leverage alone",
        lambda panel: panel.scene.path == "C" and _only_isolated_ends(panel.scene),
    ),
    Goal(
        "isolated ends with more, though cross is not liquidated",
        lambda panel: (
            panel.scene.path == OWN
            and panel.scene.cross.settlement is None
            and panel.scene.isolated.final_wallet > panel.scene.cross.final_wallet + CENT
        ),
        by=(*LATE, ("price", 52_000)),
    ),
    Goal(
        "isolated was liquidated, and at this last price both end the same",
        lambda panel: (
            _only_isolated_ends(panel.scene)
            and abs(panel.scene.isolated.final_wallet - panel.scene.cross.final_wallet) < CENT
        ),
        by=(*LATE, ("price", 54_000)),
    ),
)


class FatesPanel(Panel):
    """The panel with a path that can be shaped, by its discs in the picture or by the second row."""

    def __init__(self, **given: Any) -> None:
        days = {f"day {day}": day // STEP for day in range(STEP, DAYS + 1, STEP)}
        self.hand = Controls([
            Choice("way_point", days, 3, "shape the path on"),
            Slider("price", LOWEST, HIGHEST, STEPS, LOWEST, "price there"),
        ])  # fmt: skip
        self._shaped = False  # whether a hand has made a path
        day = Slider("day", 0, DAYS, STRIDE, DAYS)
        super().__init__(
            [
                Slider("leverage", 1, 150, 1, 10, suffix="x"),
                Choice("path", {"A": "A", "B": "B", "C": "C", "own": OWN}, "A"),
                Choice("fees", {"off": False, "on": True}, False),
                day,
            ],
            FATES,
            plays=[{"day": passed} for passed in day.steps],
            **given,
        )
        self.children = [self.controls, self.view, self.hand]
        self._follow()
        self.hand.observe(self._moved, "values")
        self.view.on_act(self._act)

    @property
    def rows(self) -> list[Controls]:
        return [self.controls, self.hand]

    @property
    def at(self) -> dict[str, Any]:
        """As any panel's; the way-points only where they are, or were, made by hand."""
        own = self._shaped or self.values["path"] == OWN
        return super().at | {"way_points": list(self.given["way_points"]) if own else None}

    def put_back(self, at: Mapping[str, Any]) -> None:
        self._shaped = False
        points = at["way_points"] or self.given["way_points"]
        super().put_back({**at, "way_points": tuple(points)})
        self.hand.values = {name: at[name] for name in self.hand.values}

    def shape(self, way_point: int, price: float) -> None:
        """Puts a way-point, 1 to 5, at the nearest step to this price: the path is one's own then."""
        points = list(self.scene.way_points)
        points[way_point] = min(max(round(price / STEPS) * STEPS, LOWEST), HIGHEST)
        self.hand.set(way_point=way_point)
        self.given["way_points"] = tuple(points)
        self._shaped = True
        self.set(path=OWN)

    def _update(self) -> None:
        super()._update()
        self._follow()

    def _follow(self) -> None:
        """What the second row says is the path that is shown."""
        if self.values["path"] == OWN or not self._shaped:  # a preset hides one's own path only
            self.given["way_points"] = self.scene.way_points
        price = self.scene.way_points[self.hand.values["way_point"]]
        if price != self.hand.values["price"]:
            self.hand.set(price=price)

    def _moved(self, change: Mapping[str, Any]) -> None:
        new, old = change["new"], change["old"]
        if new["way_point"] != old["way_point"]:
            self._follow()
        elif new["price"] != self.scene.way_points[new["way_point"]]:
            self.shape(new["way_point"], new["price"])

    def _act(self, act: Act) -> None:
        if act["kind"] == "shape":
            name = self.view.figure["layout"]["shapes"][act["index"]]["name"]
            self.shape(int(name.removeprefix(HANDLE)), act["yanchor"])


def fates_panel(**values: Any) -> FatesPanel:
    """The puzzle's panel, opened at path A or at these values of its controls."""
    return FatesPanel().posed(GOALS, HERE / "fates_calm.png", **values)


def place_fates_mark() -> Prediction:
    """The question before the panel: how does the isolated account end on path A?"""
    mark = Slider("guess", 0, 2_500, 50, 2_000, label="your mark")
    asked = fates_scene()
    at_worst = unrealized_pnl(LONG, SIZE, ENTRY_PRICE, min(asked.way_points))
    ideas = {
        "wallet-for-margin": asked.cross.final_wallet,
        "isolated-without-cap": WALLET + at_worst,
        "lost-for-left": asked.isolated.stake,
    }
    return Prediction(
        "fates", FatesPanel, QUESTION, mark, subplot="x2", along="y", picture=HERE / "fates.png",
        answers=Answers(asked.isolated.final_wallet, ideas, NAMES, CURES),
    )  # fmt: skip
