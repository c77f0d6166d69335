"""The picture of lesson 2 in words: where the wall stands in both margin modes."""

from __future__ import annotations

from math import isnan, nan

from marginlab.course.lesson02_the_wall.scene import Wall, WallScene
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import show, side_name


def wall_words(scene: WallScene) -> Words:
    """The sentences, and where each mode ends the position."""
    opening = (
        f"{side_name(scene.side).capitalize()} {show(scene.size, 'plain')} BTC "
        f"at {show(scene.entry_price, 'money')}, {show(scene.leverage, 'x')}"
        f"{'' if scene.maintenance else ', maintenance off'}."
    )
    rows = {"isolated": _row(scene.isolated), "cross": _row(scene.cross)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _row(wall: Wall) -> dict[str, str]:
    price, distance, zero, left = "never", show(nan), "never", "nothing"
    if wall.exists:
        price, distance = show(wall.liquidation_price, "price"), show(wall.distance, "percent")
        zero, left = show(wall.bankruptcy_price, "price"), _forfeited(wall)
    return {
        "stands behind it": show(wall.collateral, "money"),
        "liquidation price": price,
        "distance": distance,
        "bankruptcy price": zero,
        "forfeited": left,
    }


def _said(scene: WallScene) -> str:
    own, all_in = scene.isolated, scene.cross
    if not own.exists:
        return f"No wall in either mode: {bold(own.collateral, 'money')} pays for a fall to zero."
    price, away = show(own.liquidation_price, "price"), show(own.distance, "percent")
    if not scene.maintenance:
        return (
            f"Maintenance off: the wall is the bankruptcy price, <b>{price}</b>, {away} away, "
            f"and nothing is forfeited; {_other(own, all_in)}."
        )
    gap = abs(own.liquidation_price - own.bankruptcy_price)
    return (
        f"Isolated ends at <b>{price}</b>, {away} away, {show(gap, 'money')} before the bankruptcy "
        f"price: <b>{_forfeited(own)}</b> is forfeited; {_other(own, all_in)}."
    )


def _forfeited(wall: Wall) -> str:
    return show(wall.forfeited, "money") if wall.forfeited > 0 else "nothing"


def _other(own: Wall, all_in: Wall) -> str:
    if not all_in.exists:
        return "cross is never liquidated"
    if all_in == own:
        return "cross ends there too, because the whole wallet is this position's margin"
    return f"cross ends at {bold(all_in.liquidation_price, 'price')}"


def _verdict(scene: WallScene) -> str:
    if scene.guess is None:
        return ""
    miss, said = scene.guess - scene.isolated.liquidation_price, show(scene.guess, "money")
    if isnan(miss):
        return f"You said {said}: it is never liquidated."
    return verdict(said, miss, show(abs(miss), "money"), "high", "low", "exactly there")
