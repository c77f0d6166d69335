"""Lesson 8, bigger is different: size and price of a position whose requirement comes in tiers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.ideas import NAMES
from marginlab.course.lesson08_bigger.picture import tiers_figure
from marginlab.course.lesson08_bigger.scene import (
    ASKED,
    ENTRY_PRICE,
    LEVERAGE,
    SIZE,
    SMALL,
    TIMES,
    TiersScene,
    tiers_scene,
)
from marginlab.course.lesson08_bigger.words import tiers_words
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.prediction import Answers, Prediction
from marginlab.theory.terms import show

HERE = Path(__file__).parent
TIERS = Theme(tiers_scene, tiers_figure, tiers_words)
LOWEST = 70_000  # mark price
RULES = {"slice by slice": "progressive", "all at one rate": "flat"}
CURES = {
    "first-tier-rate": (
        "A rate ends at the edge of its tier; the slice above it pays a higher one."
    ),
    "offset-forgotten": (
        "The higher rate is charged on the slice above the edge alone; the offset takes off "
        "what the lower ones save."
    ),
}


def _lower(panel: Panel) -> bool:
    """Whether both walls stand in a lower tier than the entry."""
    scene: TiersScene = panel.scene
    return 0 < scene.isolated.tier < scene.tier and 0 < scene.cross.tier < scene.tier


def _in_steps(scene: TiersScene) -> bool:
    return bool(scene.cross.closings) and scene.cross.closings[0].tier > 2


def _changed(scene: TiersScene, **values: Any) -> TiersScene:
    """The same position with some of its values changed."""
    same = {name: getattr(scene, name) for name in ("size", "price", "leverage", "tier_rule")}
    return tiers_scene(**same | values)


def _smallest(panel: Panel) -> bool:
    """Whether it is liquidated in steps, and one that is a coin smaller never is."""
    scene: TiersScene = panel.scene
    return _in_steps(scene) and not _in_steps(_changed(scene, size=scene.size - 1, price=LOWEST))


def _rules_part(panel: Panel) -> bool:
    """Whether at this price the flat rule has closed what slices leave open."""
    flat: TiersScene = panel.scene
    sliced = _changed(flat, tier_rule="progressive")
    return flat.tier_rule == "flat" and flat.isolated.is_closed and not sliced.isolated.is_closed


GOALS = (
    Goal("both walls stand in a lower tier than the position was opened in", _lower),
    Goal(
        "no smaller position is liquidated in steps",
        _smallest,
        by=(("size", 13), ("price", LOWEST)),
    ),
    Goal(
        "all at one rate has closed the isolated position that slices leave open",
        _rules_part,
        by=(("size", 13), ("tier_rule", "flat"), ("price", 99_750)),
    ),
)


def tiers_panel(**values: Any) -> Panel:
    """The puzzle's panel, opened after a fall or at these values of its controls."""
    return _panel().posed(GOALS, HERE / "tiers.png", **values)


def _panel() -> Panel:
    controls = (
        Slider("size", 1, 18, 1, SIZE, suffix=" BTC"),
        Slider("price", LOWEST, ENTRY_PRICE, 250, 83_750, "mark price"),
        Slider("leverage", 5, 150, 5, LEVERAGE, suffix="x"),
        Choice("tier_rule", RULES, "progressive", label="charged"),
    )
    return Panel(controls, TIERS)


def place_tiers_mark() -> Prediction:
    """The question before the panel: what does ten times the size require?"""
    asked, flat = tiers_scene(), tiers_scene(tier_rule="flat")
    small, large = show(SMALL * ENTRY_PRICE, "tick"), show(ASKED, "tick")
    question = (
        f"A position worth {small} requires {show(asked.small, 'money')}. What does one that is {TIMES} "
        f"times as big require?"
    )
    hint = (
        f"Click into the isolated picture above {large}, at the height that you expect, or move the slider. "
        "Then place your mark."
    )
    mark = Slider("guess", 4_000, 16_000, 10, 6_000, label="your mark")
    ideas = {"first-tier-rate": TIMES * asked.small, "offset-forgotten": flat.asked}
    return Prediction(
        "tiers", _panel, question, mark, along="y", hint=hint, picture=HERE / "tiers.png",
        answers=Answers(asked.asked, ideas, NAMES, CURES),
    )  # fmt: skip
