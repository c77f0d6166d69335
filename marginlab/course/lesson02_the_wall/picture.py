"""The picture of lesson 2: equity against requirement, and the wall where they meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marginlab.course.lesson02_the_wall.labels import (
    draw_guess,
    label_closed,
    label_equity,
    label_position,
    label_question,
    label_requirement,
    label_wall,
)
from marginlab.course.lesson02_the_wall.lens import draw_lens, lens_axes
from marginlab.course.lesson02_the_wall.pane import DOMAINS, HEIGHT, MONEY, PLOT, PRICES, Pane
from marginlab.course.lesson02_the_wall.scene import WallScene, wall_scene
from marginlab.drawing.canvas import LIGHT, WIDTH, Canvas, Figure, View, figure
from marginlab.drawing.placement import Box
from marginlab.drawing.sheet import layout_of
from marginlab.theory.terms import TERMS, show


def wall_figure(scene: WallScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Equity against requirement over the mark price, isolated left, cross right.

    With `revealed=False` only what the question gives away: the position, its money, the mark.
    """
    scale = layout_of(width).scale
    left = Pane(scene, scene.isolated, LIGHT["isolated"], _canvas("", scene.side, scale))
    right = Pane(scene, scene.cross, LIGHT["cross"], _canvas("2", scene.side, scale))
    layout, canvases = _axes(scene.side), [left.canvas, right.canvas]
    if revealed:
        lens = _answer(left, right)
        if lens is not None:
            canvases.append(lens)
            layout |= lens_axes(lens.view, PLOT)
    else:
        _question(left, right)
    own, all_in = (show(wall.collateral, "money") for wall in (scene.isolated, scene.cross))
    left.canvas.heading(f"<b>Isolated</b>: {own} stands behind it", left.colour)
    right.canvas.heading(f"<b>Cross</b>: all {all_in} stand behind it", right.colour)
    return figure(canvases, layout, height=HEIGHT, scale=scale)


def _answer(left: Pane, right: Pane) -> Canvas | None:
    """Both panes with everything; the lens's canvas, if the isolated wall stands in the window."""
    lens = None
    for pane in (left, right):
        pane.draw()
        if pane is left and pane.wall_shown:
            lens = draw_lens(pane)
        label_wall(pane)
        if pane is left and pane.scene.guess is not None:
            draw_guess(pane, pane.scene.guess)
        label_position(pane)
        pane.draw_guides()
        label_equity(pane)
    if left.wall_shown:
        label_closed(left)
    if right.scene.maintenance:
        label_requirement(right)
    left.place()
    right.place()
    return lens


def _question(left: Pane, right: Pane) -> None:
    """Both panes with the position alone."""
    for pane in (left, right):
        pane.draw_position()
        if pane is left and pane.scene.guess is not None:
            draw_guess(pane, pane.scene.guess)
        label_position(pane)
    label_question(left)
    left.place()


def _canvas(number: str, side: int, scale: float) -> Canvas:
    start, end = DOMAINS[number]
    box = Box(PLOT.left + start * PLOT.width, PLOT.top, PLOT.left + end * PLOT.width, PLOT.bottom)
    return Canvas(View(number, PRICES[side], MONEY, box), scale)


def _axes(side: int) -> dict[str, Any]:
    low, high = PRICES[side]
    # A tick near the window's end would run into the other pane.
    ticks = [price for price in range(0, 100_000, 10_000) if low + 3_000 < price < high - 3_000]
    title = {"text": TERMS["mark_price"].name.replace("_", " ")}
    prices = {"range": [low, high], "tickvals": ticks, "title": title}
    money = {"range": list(MONEY), "dtick": 500, "zeroline": True, "zerolinecolor": LIGHT["axis"]}
    return {
        "xaxis": prices | {"domain": list(DOMAINS[""])},
        "xaxis2": prices | {"domain": list(DOMAINS["2"]), "anchor": "y2"},
        "yaxis": money,
        "yaxis2": money | {"anchor": "x2", "showticklabels": False},
    }


STILLS: Mapping[str, Callable[[], Figure]] = {
    "wall": lambda: wall_figure(wall_scene()),
    "wall_question": lambda: wall_figure(wall_scene(), revealed=False),
}
