"""Where the wall stands: one position under both margin modes, as a picture and in words.

The values come from wall_scene, the drawing from wall_picture; here every number is said again, for
those who do not see the picture and for the check that the lesson still says what it said.
"""

from __future__ import annotations

from math import isnan, nan

from marginlab.course.lesson02_the_wall.picture import wall_figure
from marginlab.course.lesson02_the_wall.scene import Wall, WallScene, wall_scene
from marginlab.theory.terms import show, side_name

__all__ = [
    "Wall",
    "WallScene",
    "wall_figure",
    "wall_say",
    "wall_scene",
    "wall_summary",
    "wall_table",
]


def wall_summary(scene: WallScene) -> str:
    """The whole picture as plain text."""
    parts = [
        f"{side_name(scene.side).capitalize()} {show(scene.size, 'plain')} BTC "
        f"at {show(scene.entry_price, 'money')}, {show(scene.leverage, 'x')}"
        f"{'' if scene.maintenance else ', maintenance off'}."
    ]
    for mode, wall in (("Isolated, margin", scene.isolated), ("Cross, wallet", scene.cross)):
        text = f"{mode} {show(wall.collateral, 'money')}: "
        if wall.exists:
            text += (
                f"liquidation at {show(wall.liquidation_price, 'price')}, "
                f"{show(wall.distance, 'percent')} away; "
                f"bankruptcy at {show(wall.bankruptcy_price, 'price')}; "
                f"{_forfeited(wall)} forfeited."
            )
        else:
            text += "never liquidated."
        parts.append(text)
    return " ".join([*parts, *_verdict(scene)])


def wall_say(scene: WallScene) -> str:
    """One or two sentences under the figure, as HTML: what is seen, and the learner's mark."""
    own, all_in = scene.isolated, scene.cross
    if not own.exists:
        text = f"No wall in either mode: <b>{show(own.collateral, 'money')}</b> pays for a fall to zero."
    elif scene.maintenance:
        gap = abs(own.liquidation_price - own.bankruptcy_price)
        text = (
            f"Isolated ends at <b>{show(own.liquidation_price, 'price')}</b>, "
            f"{show(own.distance, 'percent')} away, {show(gap, 'money')} before the bankruptcy price: "
            f"<b>{_forfeited(own)}</b> is forfeited; {_other(own, all_in)}."
        )
    else:
        text = (
            f"Maintenance off: the wall is the bankruptcy price, "
            f"<b>{show(own.liquidation_price, 'price')}</b>, {show(own.distance, 'percent')} away, "
            f"and nothing is forfeited; {_other(own, all_in)}."
        )
    return " ".join([text, *_verdict(scene)])


def wall_table(scene: WallScene) -> list[list[str]]:
    """The header and one row for each mode, for a table in HTML."""
    rows = [
        [
            "mode",
            "stands behind it",
            "liquidation price",
            "distance",
            "bankruptcy price",
            "forfeited",
        ]
    ]
    for mode, wall in (("isolated", scene.isolated), ("cross", scene.cross)):
        numbers = ["never", show(nan), "never", "nothing"]
        if wall.exists:
            numbers = [show(wall.liquidation_price, "price"), show(wall.distance, "percent"),
                       show(wall.bankruptcy_price, "price"), _forfeited(wall)]  # fmt: skip
        rows.append([mode, show(wall.collateral, "money"), *numbers])
    return rows


def _forfeited(wall: Wall) -> str:
    return show(wall.forfeited, "money") if wall.forfeited > 0 else "nothing"


def _other(own: Wall, all_in: Wall) -> str:
    if not all_in.exists:
        return "cross is never liquidated"
    if all_in == own:
        return "cross ends there too, because the whole wallet is this position's margin"
    return f"cross ends at <b>{show(all_in.liquidation_price, 'price')}</b>"


def _verdict(scene: WallScene) -> list[str]:
    """How far off the learner's mark is; nothing when there is none."""
    if scene.guess is None:
        return []
    said = f"You said {show(scene.guess, 'money')}: "
    miss = scene.guess - scene.isolated.liquidation_price
    if isnan(miss):
        return [said + "it is never liquidated."]
    if abs(miss) < 0.005:
        return [said + "exactly there."]
    return [f"{said}{show(abs(miss), 'money')} too {'high' if miss > 0 else 'low'}."]
