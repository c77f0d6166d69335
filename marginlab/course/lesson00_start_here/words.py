"""The same trade twice, one switch apart: the picture of the start page, and its words.

The values come from twin_scene, the drawing from twin_picture; here every number is said again, for
those who do not see the picture and for the check that the lesson still says what it said.
"""

from __future__ import annotations

from marginlab.course.lesson00_start_here.picture import twin_figure
from marginlab.course.lesson00_start_here.scene import (
    ENTRY_PRICE,
    HIGHEST,
    LEVERAGE,
    LOWEST,
    SIZE,
    STEP,
    Twin,
    TwinScene,
    twin_scene,
)
from marginlab.theory.terms import show

__all__ = [
    "HIGHEST",
    "LOWEST",
    "STEP",
    "Twin",
    "TwinScene",
    "twin_figure",
    "twin_say",
    "twin_scene",
    "twin_summary",
    "twin_table",
]


def twin_summary(scene: TwinScene) -> str:
    """The whole picture as plain text."""
    parts = [
        f"{show(SIZE)} ETH bought at {show(ENTRY_PRICE, 'money')} with {show(LEVERAGE, 'x')}, in a "
        f"wallet of {show(scene.wallet_balance, 'money')}; the price is now "
        f"{show(scene.mark_price, 'money')}."
    ]
    for mode, twin in _both(scene):
        wall = show(twin.liquidation_price, "price")
        state = f"closed at {wall}" if twin.closed else f"open, closes at {wall}"
        parts.append(
            f"{mode.capitalize()}, {show(twin.stake, 'money')} behind it and "
            f"{show(twin.kept, 'money')} untouched: {state}, {_change(twin)}, "
            f"{show(twin.worth, 'money')} left in all."
        )
    return " ".join([*parts, *_verdict(scene)])


def twin_say(scene: TwinScene) -> str:
    """One or two sentences under the figure, as HTML: what is seen, and the learner's mark."""
    told = [
        f"{mode} is {'closed' if twin.closed else 'open'} with <b>{show(twin.worth, 'money')}</b>"
        for mode, twin in _both(scene)
    ]
    text = f"Price {show(scene.mark_price, 'money')}: {' and '.join(told)}."
    for mode, twin in _both(scene):
        if twin.closed:
            fall, rest = twin.stake - twin.forfeited, twin.forfeited
            text += (
                f" The fall to its wall took {show(fall, 'price')} of {show(twin.stake, 'money')} "
                f"from {mode}; the exchange keeps the other {show(rest, 'price')}."
            )
    both = {(twin.closed, twin.worth) for _, twin in _both(scene)}
    if len(both) == 1:
        text += " So far the two are the same."
    return " ".join([text, *_verdict(scene)])


def twin_table(scene: TwinScene) -> list[list[str]]:
    """The header and one row for each mode, for a table in HTML."""
    rows = [["mode", "behind it at first", "untouched", "closes at", "now", "left in all"]]
    for mode, twin in _both(scene):
        rows.append([
            mode, show(twin.stake, "money"), show(twin.kept, "money"),
            show(twin.liquidation_price, "price"), "closed" if twin.closed else "open",
            show(twin.worth, "money"),
        ])  # fmt: skip
    return rows


def _both(scene: TwinScene) -> tuple[tuple[str, Twin], tuple[str, Twin]]:
    return ("isolated", scene.isolated), ("cross", scene.cross)


def _change(twin: Twin) -> str:
    if not twin.change:
        return "neither gain nor loss"
    return f"{show(abs(twin.change), 'money')} {'gained' if twin.change > 0 else 'lost'}"


def _verdict(scene: TwinScene) -> list[str]:
    """How far off the learner's mark is from the cross wall; nothing when there is none."""
    if scene.guess is None:
        return []
    wall = scene.cross.liquidation_price
    said = f"You said {show(scene.guess, 'money')}; cross is closed at {show(wall, 'price')}"
    miss = scene.guess - wall
    return [f"{said}, {show(abs(miss), 'price')} {'lower' if miss > 0 else 'higher'}."]
