"""The lens of lesson 2: the last few dollars before zero, which the maintenance takes.

At full size the triangle of what is forfeited is two pixels wide. The lens enlarges both axes by the
same printed factor, from a short list, so that it can be seen in every state.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson02_the_wall.pane import Pane
from marginlab.drawing.canvas import LIGHT, Canvas, View, screen
from marginlab.drawing.placement import Box, Segment, place_box
from marginlab.theory.terms import LONG, SHORT, show

_SIZE = (184.0, 162.0)  # width and height in pixels
_FACTORS = (40, 32, 24, 20, 16, 12, 10, 8)
_TRIANGLE = (58.0, 88.0)  # the pixels that it may take up, wide and high
_TOUCH = 50.0  # pixels² of the equity line that a corner of it may hide
_ZERO = (0.3, 0.27)  # where bankruptcy stands, as shares from the losing side and from the bottom


def draw_lens(pane: Pane) -> Canvas | None:
    """The lens on the foot of the pane's wall, on a canvas of its own; its ground on the pane's.

    None where it would hide the equity line wherever it lies.
    """
    frame, factor = _frame(pane), _factor(pane)
    if frame is None:
        return None
    view = _view(pane, frame, factor)
    x0, x1 = pane.view.value_x(frame.left), pane.view.value_x(frame.right)
    y0, y1 = pane.view.value_y(frame.bottom), pane.view.value_y(frame.top)
    corners = [x0, x1, x1, x0, x0], [y0, y0, y1, y1, y0]
    pane.canvas.wash("lens", *corners, LIGHT["paper"], outline=LIGHT["axis"])
    pane.canvas.obstacles.append(frame)
    pane.guides = _guides(pane.view, view)
    # A label may cross a guide where its other spots are worse; then the guides are left out.
    pane.canvas.obstacles += [replace(line, weight=1e-4) for line in pane.guides]
    lens = replace(pane, canvas=Canvas(view, pane.canvas.scale))
    _draw(lens)
    _label(lens, factor)
    return lens.canvas


def lens_axes(view: View, plot: Box) -> dict[str, Any]:
    """The layout of the lens's own axes, given the plot's pixels."""
    box, number = view.box, view.number
    across = [round((x - plot.left) / plot.width, 4) for x in (box.left, box.right)]
    up = [round((plot.bottom - y) / plot.height, 4) for y in (box.bottom, box.top)]
    x = {"range": list(view.x_range), "domain": across, "anchor": "y" + number, "visible": False}
    y = {"range": list(view.y_range), "domain": up, "anchor": "x" + number, "visible": False}
    return {"xaxis" + number: x, "yaxis" + number: y}


def _frame(pane: Pane) -> Box | None:
    """On the losing side, where it may hide the wall's middle but not the living equity line."""
    view, scene, wall, guess = pane.view, pane.scene, pane.wall, pane.scene.guess
    entry, end, winning = scene.entry_price, pane.losing_end, pane.winning_end
    living = view.segment(end, wall.forfeited, winning, scene.equity(winning, wall), 4)
    keep_clear: list[Box | Segment] = [living, view.segment(entry, 0, entry, wall.collateral)]
    if guess is not None and view.shows(guess):
        x, y = view.x(guess), view.y(0)
        keep_clear.append(Box(x - 40, y - 110, x + 40, y))
    near, far = view.box.left + 6, view.box.right - 6 - _SIZE[0]
    if scene.side == SHORT:
        near, far = far, near
    top = view.box.top
    corners = [(near, top + 26), (near, top + 6), (near - 6 * scene.side, top)]
    corners.append((far, view.y(0) - 16 - _SIZE[1]))
    frame = place_box(*_SIZE, corners, keep_clear, gap=3)
    return frame if living.covers(frame) < _TOUCH else None


def _factor(pane: Pane) -> int:
    """The largest at which the triangle fits; the same with maintenance off, where there is none."""
    high = pane.scene.requirement(pane.wall.bankruptcy_price, pane.wall)
    wide, view = high / pane.scene.size, pane.view
    pixels = view.x(wide) - view.x(0), view.y(0) - view.y(high)
    fitting = [
        f for f in _FACTORS if pixels[0] * f <= _TRIANGLE[0] and pixels[1] * f <= _TRIANGLE[1]
    ]
    return fitting[0] if fitting else _FACTORS[-1]


def _view(pane: Pane, frame: Box, factor: int) -> View:
    outer = pane.view
    wide = (outer.value_x(frame.right) - outer.value_x(frame.left)) / factor
    high = (outer.value_y(frame.top) - outer.value_y(frame.bottom)) / factor
    share = _ZERO[0] if pane.scene.side == LONG else 1 - _ZERO[0]
    low, bottom = pane.wall.bankruptcy_price - wide * share, -high * _ZERO[1]
    prices = screen(low), screen(low + wide)
    return View("3", prices, (screen(bottom), screen(bottom + high)), frame)


def _guides(pane: View, lens: View) -> list[Segment]:
    """Two lines from what the lens shows to its lower corners.

    None where the lens hangs over the wall itself, which then leads into it, or lies beside it.
    """
    frame, top = lens.box, pane.y(lens.y_range[1])
    low, high = (pane.x(x) for x in lens.x_range)
    if (frame.left < low and high < frame.right) or frame.bottom > pane.y(0) - 60:
        return []
    return [
        Segment(low, top, frame.left, frame.bottom),
        Segment(high, top, frame.right, frame.bottom),
    ]


def _draw(lens: Pane) -> None:
    """The same lines as in the pane, and what is too small there: bankruptcy and what is forfeited."""
    scene, wall, canvas = lens.scene, lens.wall, lens.canvas
    (low, high), (bottom, top) = lens.view.x_range, lens.view.y_range
    end, zero, left = wall.liquidation_price, wall.bankruptcy_price, wall.forfeited
    after, before = [lens.edge, end], [end, lens.far_edge]
    canvas.line("zero", [low, high], [0, 0], LIGHT["axis"], width=1.2)
    if scene.maintenance:
        canvas.wash("forfeited", [zero, end, end], [0, left, 0], LIGHT["lost"], hatch=6)
        needed = [scene.requirement(x, wall) for x in (low, high)]
        canvas.line("requirement", [low, high], needed, LIGHT["req"], width=2.5, dash="dash")
        stem = [zero, zero], [bottom, 0.15 * top]
        canvas.line("bankruptcy", *stem, LIGHT["bankrupt"], width=2, dash="dot")
    canvas.line("wall", [end, end], [bottom, top], LIGHT["wall"], width=5)
    for ends, width, dash in ((after, 2, "dot"), (before, 4, "solid")):
        money = [scene.equity(x, wall) for x in ends]
        canvas.line("equity", ends, money, lens.colour, width=width, dash=dash)
    canvas.marker("end", end, left, LIGHT["wall"], form="square", size=12)
    if scene.maintenance:
        canvas.marker("bankrupt", zero, 0, LIGHT["bankrupt"], form="x-thin-open", size=12)


def _label(lens: Pane, factor: int) -> None:
    scene, wall, canvas, spot = lens.scene, lens.wall, lens.canvas, lens.spot
    edge, far, top = lens.edge, lens.far_edge, lens.view.y_range[1]
    end, zero = wall.liquidation_price, wall.bankruptcy_price
    needed = scene.requirement(end, wall)
    if scene.maintenance:
        money = f"<b>{show(wall.forfeited, 'money')}</b><br>forfeited"
        spots = [spot(end, needed / 2, 9, dy) for dy in (0, 8, 16, -8, 24, 32, -16)]
        canvas.label("forfeited", money, LIGHT["ink"], spots, size=13)
        spots = [spot(zero, 0, -8, -4, "lose", "bottom"), spot(zero, 0, 8, 5, "win", "top"),
                 spot(zero, 0, -8, 5, "lose", "top")]  # fmt: skip
        canvas.label("zero", f"zero<br>{show(zero, 'tick')}", LIGHT["muted"], spots, size=13)
    else:
        spots = [spot(end, 0, 9, 5, "win", "top")]
        text = "wall = zero<br><b>nothing</b> forfeited"
        canvas.label("forfeited", text, LIGHT["ink"], spots, size=13)
    spots = [spot(edge, top, 5, 5, "win", "top"), spot(far, top, -5, 5, "lose", "top"),
             spot(far, 0, -5, -6, "lose", "bottom")]  # fmt: skip
    text = f"{factor}\N{MULTIPLICATION SIGN} enlarged"
    canvas.label("factor", text, LIGHT["muted"], spots, size=12)
    if scene.maintenance:
        spots = [spot(edge, needed, 5, -5, "win", "bottom"), spot(far, needed, -5, -5, "lose", "bottom"),
                 spot(far, needed, -5, 5, "lose", "top")]  # fmt: skip
        canvas.label("requirement", "requirement", LIGHT["req_t"], spots, size=13, needed=False)
    canvas.finish(lens.view.box.grown(-3))
