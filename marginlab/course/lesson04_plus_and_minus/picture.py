"""The picture of lesson 4: the wall over the margin, and below it the stake against the chance.

Above, one straight line: margin to the right, wall down. Below, two bars for each way to back the
position, the stake to the left and the chance to the right; adding margin lengthens the one and
shortens the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from marginlab.course.house import WALLET
from marginlab.course.lesson04_plus_and_minus.scene import AdjustScene, Backing, adjust_scene
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import CROSS, INK, ISOLATED, KEPT, LOST, MARK, WALL, Mode
from marginlab.drawing.marks import Mark, Pane, Span
from marginlab.drawing.sheet import BARE, Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import THIN_SPACE, show

PRICES, MARGINS = (30_500.0, 67_000.0), (0.0, 2_090.0)
STRIP = (30_500.0, 33_300.0)  # the prices between which the strip of the wallet is drawn
MARGIN_AXIS = {"tickvals": [0, 600, 1_200, 1_800], "title": {"text": "margin in the position"}}
PRICE_AXIS = {"tickvals": list(range(40_000, 70_000, 5_000))}
UNSEEN = {"visible": False}
# A stake is drawn to the left of zero, and to the right stand the names; chances are in per cent,
# and where they stand below the stakes they have the names on their left.
STAKES, STAKES_STACKED = (-2_650.0, 650.0), (-2_650.0, 950.0)
CHANCES, CHANCES_STACKED = (0.0, 125.0), (-45.0, 125.0)
ROWS, YOUR_ROW, HEAD_ROW, ROW_WINDOW = (3.0, 2.0, 1.0), 0.1, 4.05, (-0.5, 4.5)
HALF = 0.33  # of a bar's height
CHANCE_AXIS = {
    "tickvals": list(range(0, 101, 25)),
    "ticktext": [f"{tick}{THIN_SPACE}%" for tick in range(0, 101, 25)],
}


class Row(NamedTuple):
    """A way to back the position; up: from where to where its bars reach."""

    name: str
    backing: Backing
    mode: Mode
    up: Span


def adjust_figure(scene: AdjustScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The wall over the margin, the stakes and the chances; unrevealed, what is asked is left out."""
    sheet = Sheet(width)
    own, shared = sheet.row(284, 0.79, 0.17, gap=0.04)
    _margin(own.pane(MARGINS, PRICES, MARGIN_AXIS, PRICE_AXIS), scene, revealed)
    _wallet(shared.pane((0, 1), PRICES, BARE, PRICE_AXIS, shared=True), scene, revealed)
    rows = [
        Row(name, backing, CROSS if name == "cross" else ISOLATED, (y - HALF, y + HALF))
        for (name, backing), y in zip(scene.backings.items(), ROWS, strict=True)
    ][: None if revealed else 2]
    stakes, chances = sheet.row(159, 0.56, 0.43, gap=0.01, above=55)
    left, right = (STAKES_STACKED, CHANCES_STACKED) if sheet.stacked else (STAKES, CHANCES)
    _stakes(stakes.pane(left, ROW_WINDOW, UNSEEN, UNSEEN), rows)
    _chances(chances.pane(right, ROW_WINDOW, CHANCE_AXIS, UNSEEN), rows, scene, revealed)
    return sheet.figure()


def _margin(pane: Pane, scene: AdjustScene, revealed: bool) -> None:
    """The line of all walls with the wall of now on it, over the strip of the money."""
    opened = scene.opened
    step = scene.wall(0) - scene.wall(100)
    says = f"each +100 moves the wall by {show(step, 'price')}"
    if not revealed:
        says = f"opened with {show(opened.stake, 'money')}, now {show(scene.margin, 'money')}"
    pane.title(ISOLATED, says)
    rest = pane.bar("wallet", (scene.margin, WALLET), STRIP, KEPT)
    held = pane.bar("margin", (0, scene.margin), STRIP, ISOLATED.held)
    held.label(f"margin {bold(scene.margin, 'money')}", "inside-right right", ink=INK, size=13)
    free = f"{show(WALLET - scene.margin, 'money')} free"
    rest.label(free, "inside-right", ink=INK, size=13, needed=False)
    pane.keep_off(rest, held)
    mark = pane.line("mark price", (0, WALLET), (scene.mark_price, scene.mark_price), MARK)
    if revealed:
        calls = _walls(pane, scene)
        text = f"{bold(scene.removable, 'money')} may be taken out"
        held.label(text, "above-right above-left", name="removable", size=14)
    else:
        begun = pane.point("opened", opened.stake, opened.liquidation_price, WALL)
        stake, wall = show(opened.stake, "money"), bold(opened.liquidation_price, "price")
        begun.label(f"wall with {stake}<br>{wall}", "SW NE NW SE", name="wall as opened")
    text = f"mark price {bold(scene.mark_price, 'money')}"
    mark.label(text, "above-end below-end above-start below-start above below")
    if revealed and calls:
        text = "automatic call: the price reaches<br>the wall, more margin goes in"
        calls[0].label(text, "NE", name="automatic call", ink=ISOLATED.ink, size=14, needed=False)


def _walls(pane: Pane, scene: AdjustScene) -> list[Mark]:
    """The line of walls, the wall of now, and the stairs of automatic calls with their marks."""
    now, *further = scene.rungs
    ends = (0, WALLET)
    pane.line("walls", ends, [scene.wall(margin) for margin in ends], WALL, width=4)
    if further:
        xs, ys = [now.margin], [now.liquidation_price]
        for rung, after in pairwise(scene.rungs):
            xs += [after.margin, after.margin]
            ys += [rung.liquidation_price, after.liquidation_price]
        pane.line("calls", xs, ys, ISOLATED.ink, width=2, dash="dash")
    stem = (now.margin,) * 2, (now.liquidation_price, scene.mark_price)
    pane.line("room", *stem, ISOLATED.ink, width=2)
    calls = [
        pane.point(f"call {i}", rung.margin, rung.liquidation_price, ISOLATED.ink, "square", 12)
        for i, rung in enumerate(further, 1)
    ]
    wall = pane.point("now", now.margin, now.liquidation_price, WALL, size=16)
    text = f"wall {bold(now.liquidation_price, 'price')}<br>{show(-scene.room, 'percent')} away"
    wall.label(text, "SW NE NW SE", name="wall now")
    for call, rung in reversed([*zip(calls, further, strict=True)]):
        call.label(bold(rung.liquidation_price, "price"), "SW", ink=INK, size=14, needed=False)
    return calls


def _wallet(pane: Pane, scene: AdjustScene, revealed: bool) -> None:
    """The same price axis with the whole wallet behind the position: nothing to move."""
    pane.heading("<b>Cross</b>", CROSS.ink)
    pane.level("mark price", scene.mark_price, MARK)
    held = pane.bar("wallet", (0, 1), STRIP, CROSS.held)
    held.label(bold(WALLET, "money"), "middle", name="money", ink=INK, size=13)
    if revealed:
        wall = scene.cross.liquidation_price
        pane.level("wall", wall, WALL, width=5)
        pane.point("wall", 0.5, wall, WALL, "").label(bold(wall, "price"), "N S")
    text = "no plus,<br>no minus:<br>the wallet is<br>already in"
    pane.space("nothing to move", (0, 1), (39_000, 59_000)).label(text, "inside", size=14)


def _stakes(pane: Pane, rows: Sequence[Row]) -> None:
    """What each way to back the position can lose."""
    _names(pane, rows, (0, pane.view.x_range[1]))
    for row in rows:
        bar = pane.bar(f"stake {row.name}", (-row.backing.stake, 0), row.up, row.mode.held)
        bar.label(bold(row.backing.stake, "money"), "left", ink=INK)
    pane.bars("lost", [((-row.backing.stake, 0), row.up) for row in rows], LOST)
    head = pane.space("stakes", (STAKES[0], 0), (HEAD_ROW, HEAD_ROW), INK)
    head.label("lost if the wall is hit", "inside-right")


def _chances(pane: Pane, rows: Sequence[Row], scene: AdjustScene, revealed: bool) -> None:
    """The chance of that; before the reveal that of the position as it was opened."""
    _names(pane, rows, (pane.view.x_range[0], 0))
    for row in rows:
        if revealed or row.backing is scene.opened:
            end = 100 * row.backing.chance
            bar = pane.bar(f"chance {row.name}", (0, end), row.up, row.mode.held)
            bar.label(bold(row.backing.chance, "chance"), "right", ink=INK)
        else:
            pane.space("question", (0, 0), row.up, INK).label("<b>?</b>", "right")
    text = f"chance of that in {show(scene.days)} days, from {show(scene.mark_price, 'money')}"
    pane.space("chances", pane.view.x_range, (HEAD_ROW, HEAD_ROW), INK).label(text, "inside-left")
    if scene.guess is not None:
        pane.yours(scene.guess, YOUR_ROW, show(scene.guess), "E W", join=" ")


def _names(pane: Pane, rows: Sequence[Row], across: Span) -> None:
    if across[1] > across[0]:
        for row in rows:
            space = pane.space(f"row {row.name}", across, row.up, row.mode.ink)
            space.label(f"<b>{row.name}</b>", "middle")


STILLS = stills(
    adjust_figure, adjust_scene, adjust={}, adjust_question=QUESTION,
    adjust_offer={"margin": 900, "mark_price": 55_000} | QUESTION,
    adjust_called={"margin": 600, "mark_price": 55_000, "automatic_call": "Bitget"},
)  # fmt: skip
