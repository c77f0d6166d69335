"""The picture of lesson 4: the wall over the margin, and below it the stake against the chance.

Above, one straight line: margin to the right, wall down, isolated left and cross right. Below, two
bars for each way to back the position; adding margin lengthens the one and shortens the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from marginlab.course.lesson04_plus_and_minus.bars import bar_axes, draw_bars
from marginlab.course.lesson04_plus_and_minus.labels import label_pane
from marginlab.course.lesson04_plus_and_minus.scene import WALLET, AdjustScene, adjust_scene
from marginlab.drawing.canvas import LIGHT, MARGIN, WIDTH, Canvas, Figure, View, figure
from marginlab.drawing.placement import Box, Spot
from marginlab.theory.terms import show

HEIGHT = 580
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
PRICES = (30_500.0, 67_000.0)
MARGINS = (0.0, 2_090.0)
STRIP = (30_500.0, 33_000.0)  # the prices between which the strip of the wallet is drawn
UPPER = (0.43, 1.0)
DOMAINS = {"": (0.0, 0.79), "2": (0.83, 1.0)}


def adjust_figure(scene: AdjustScene, *, scale: float = 1.0, revealed: bool = True) -> Figure:
    """The wall over the margin, isolated left, cross right; below, the stakes and the chances.

    With `revealed=False` only the position as it was opened, and what is asked.
    """
    left = Canvas(View("", MARGINS, PRICES, _box(DOMAINS[""])), scale)
    right = Canvas(View("2", (0.0, 1.0), PRICES, _box(DOMAINS["2"])), scale)
    _draw_mark(left, scene)
    if revealed:
        _draw_line(left, scene)
    else:
        left.marker("opened", scene.opened.stake, scene.opened.liquidation_price, LIGHT["wall"])
    _draw_strip(left, scene)
    _draw_cross(right, scene, revealed)
    label_pane(left, scene, STRIP, revealed=revealed)
    step = scene.wall(0) - scene.wall(100)
    says = f"each +100 moves the wall by {show(step, 'price')}"
    if not revealed:
        says = f"opened with {show(scene.opened.stake, 'money')}, now {show(scene.margin, 'money')}"
    left.heading(f"<b>Isolated</b>: {says}", LIGHT["isolated"])
    right.heading("<b>Cross</b>", LIGHT["cross"])
    bars = draw_bars(scene, PLOT, scale, revealed=revealed)
    layout = _axes() | bar_axes(PLOT)
    return figure([left, right, *bars], layout, height=HEIGHT, scale=scale)


def _box(domain: tuple[float, float]) -> Box:
    (start, end), (low, high) = domain, UPPER
    return Box(PLOT.left + start * PLOT.width, PLOT.bottom - high * PLOT.height,
               PLOT.left + end * PLOT.width, PLOT.bottom - low * PLOT.height)  # fmt: skip


def _draw_mark(canvas: Canvas, scene: AdjustScene) -> None:
    ends = [0.0, WALLET]
    canvas.line("mark price", ends, [scene.mark_price] * 2, LIGHT["mark"], width=3)


def _draw_line(canvas: Canvas, scene: AdjustScene) -> None:
    """The line of all walls, the wall of now on it, and the stairs of automatic calls."""
    ends = [0.0, WALLET]
    canvas.line("walls", ends, [scene.wall(x) for x in ends], LIGHT["wall"], width=4)
    rungs = scene.rungs
    if len(rungs) > 1:
        xs, ys = [rungs[0].margin], [rungs[0].liquidation_price]
        for rung, after in pairwise(rungs):
            xs += [after.margin] * 2
            ys += [rung.liquidation_price, after.liquidation_price]
        canvas.line("calls", xs, ys, LIGHT["isolated"], width=2, dash="dash")
    now = rungs[0]
    stem = [now.liquidation_price, scene.mark_price]
    canvas.line("room", [now.margin] * 2, stem, LIGHT["isolated"], width=2)
    for i, rung in enumerate(rungs[1:], 1):
        place = rung.margin, rung.liquidation_price
        canvas.marker(f"call {i}", *place, LIGHT["isolated"], form="square", size=12)
    canvas.marker("now", now.margin, now.liquidation_price, LIGHT["wall"], size=16)


def _draw_strip(canvas: Canvas, scene: AdjustScene) -> None:
    """All the money on the axis of the margin: in the position, and still free."""
    low, high = STRIP
    ends, held = [low, low, high, high], scene.margin
    if held < WALLET:
        corners = [held, WALLET, WALLET, held]
        canvas.wash("wallet", corners, ends, LIGHT["keep"], outline=LIGHT["keep_l"])
    canvas.wash("margin", [0, held, held, 0], ends, LIGHT["iso_f"], outline=LIGHT["isolated"])


def _draw_cross(canvas: Canvas, scene: AdjustScene, revealed: bool) -> None:
    """The same price axis with the whole wallet behind the position: nothing to move."""
    low, high = STRIP
    ends, view = [0.0, 1.0], canvas.view
    canvas.line("mark price", ends, [scene.mark_price] * 2, LIGHT["mark"], width=3)
    strip = [low, low, high, high]
    canvas.wash("wallet", [0, 1, 1, 0], strip, LIGHT["cross_f"], outline=LIGHT["cross"])
    middle = view.x(0.5)
    spot = Spot(middle, view.y((low + high) / 2))
    canvas.label("money", f"<b>{show(WALLET, 'money')}</b>", LIGHT["ink"], [spot], size=13)
    wall = scene.cross.liquidation_price
    if revealed:
        canvas.line("wall", ends, [wall] * 2, LIGHT["wall"], width=5)
        number = f"<b>{show(wall, 'price')}</b>"
        spots = [Spot(middle, view.y(wall) + dy) for dy in (-16, 16)]
        canvas.label("wall", number, LIGHT["wall"], spots)
    text = "no plus,<br>no minus:<br>the wallet is<br>already in"
    spots = [Spot(middle, view.y(price)) for price in (53_000, 49_000, 57_000, 46_000)]
    canvas.label("nothing to move", text, LIGHT["muted"], spots, size=14)
    canvas.finish()


def _axes() -> dict[str, Any]:
    prices = {"range": list(PRICES), "domain": list(UPPER)}
    prices |= {"tickvals": list(range(40_000, 70_000, 5_000))}
    margins = {"range": list(MARGINS), "tickvals": [0, 600, 1_200, 1_800],
               "title": {"text": "margin in the position"}}  # fmt: skip
    bare = {"range": [0, 1], "showticklabels": False, "ticks": ""}
    return {
        "xaxis": margins | {"domain": list(DOMAINS[""])},
        "xaxis2": bare | {"domain": list(DOMAINS["2"]), "anchor": "y2"},
        "yaxis": prices,
        "yaxis2": prices | {"anchor": "x2", "showticklabels": False},
    }


STILLS: Mapping[str, Callable[[], Figure]] = {
    "adjust": lambda: adjust_figure(adjust_scene()),
    "adjust_question": lambda: adjust_figure(adjust_scene(), revealed=False),
    "adjust_offer": lambda: adjust_figure(
        adjust_scene(margin=900, mark_price=55_000), revealed=False
    ),
    "adjust_called": lambda: adjust_figure(
        adjust_scene(margin=600, mark_price=55_000, automatic_call="Bitget")
    ),
}
