"""The lens of lesson 2: the last few dollars before zero, which the maintenance takes.

At full size the triangle of what is forfeited is two pixels wide. The lens enlarges both axes by the
same printed factor, from a short list, so that it can be seen in every state.
"""

from __future__ import annotations

from typing import Any

from marginlab.figures.base import LIGHT, Canvas, View, screen
from marginlab.figures.placement import Box, Spot
from marginlab.figures.wall_scene import Wall, WallScene
from marginlab.terms import LONG, show

LENS = (184.0, 162.0)  # width and height in pixels
_FACTORS = (40, 32, 24, 20, 16, 12, 10, 8)
_TRIANGLE = (58.0, 88.0)  # the pixels that it may take up, wide and high
_ZERO = (0.3, 0.27)  # where bankruptcy stands, as shares from the losing side and from the bottom


def spot(view: View, side: int, x: float, y: float, dx: float = 0.0, dy: float = 0.0,
         xanchor: str = "win", yanchor: str = "middle") -> Spot:  # fmt: skip
    """A spot at a price and an amount, `dx` pixels towards the winning side, `dy` downwards.

    The text lies on the winning side of that point ("win"), on the losing side ("lose") or "center".
    """
    starts, ends = ("left", "right") if side == LONG else ("right", "left")
    xanchor = {"win": starts, "lose": ends}.get(xanchor, xanchor)
    return Spot(view.x(x), view.y(y), dx * side, dy, xanchor, yanchor)


def draw_lens(scene: WallScene, wall: Wall, panel: Canvas, frame: Box) -> Canvas:
    """The lens over `frame` of the panel, on a canvas of its own; the ground below it on the panel's."""
    factor = _factor(scene, wall, panel.view)
    lens = Canvas(_view(scene.side, wall, panel.view, frame, factor), panel.scale)
    x0, x1 = panel.view.value_x(frame.left), panel.view.value_x(frame.right)
    y0, y1 = panel.view.value_y(frame.bottom), panel.view.value_y(frame.top)
    panel.wash(
        "lens", [x0, x1, x1, x0, x0], [y0, y0, y1, y1, y0], LIGHT["paper"], outline=LIGHT["axis"]
    )
    panel.obstacles.append(frame)
    (low, high), (floor, top) = lens.view.x_range, lens.view.y_range
    losing, winning = (low, high) if scene.side == LONG else (high, low)
    end, zero, left = wall.liquidation_price, wall.bankruptcy_price, wall.forfeited
    colour = LIGHT["isolated"]

    lens.line("zero", [low, high], [0, 0], LIGHT["axis"], width=1.2)
    if left > 0:
        lens.wash("forfeited", [zero, end, end], [0, left, 0], LIGHT["lost"], hatch=6)
    if scene.maintenance:
        needed = [scene.requirement(x, wall) for x in (low, high)]
        lens.line("requirement", [low, high], needed, LIGHT["req"], width=2.5, dash="dash")
        lens.line(
            "bankruptcy", [zero, zero], [floor, 0.15 * top], LIGHT["bankrupt"], width=2, dash="dot"
        )
    lens.line("wall", [end, end], [floor, top], LIGHT["wall"], width=5)
    lens.line(
        "equity", [losing, end], [scene.equity(losing, wall), left], colour, width=2, dash="dot"
    )
    lens.line("equity", [end, winning], [left, scene.equity(winning, wall)], colour, width=4)
    lens.marker("end", end, left, LIGHT["wall"], form="square", size=12)
    if scene.maintenance:
        lens.marker("bankrupt", zero, 0, LIGHT["bankrupt"], form="x-thin-open", size=12)
    _label(lens, scene, wall, factor)
    return lens


def guide_lines(panel: View, lens: View) -> list[tuple[list[float], list[float]]]:
    """Two lines, each as its prices and its amounts, from what the lens shows to its lower corners.

    None where the lens hangs over the wall itself, which then leads into it, or lies beside it.
    """
    (low, high), (_, top) = lens.x_range, lens.y_range
    x0, x1 = panel.value_x(lens.box.left), panel.value_x(lens.box.right)
    bottom = panel.value_y(lens.box.bottom)
    if (x0 < low and high < x1) or lens.box.bottom > panel.y(0) - 60:
        return []
    return [([low, x0], [top, bottom]), ([high, x1], [top, bottom])]


def lens_axes(view: View, plot: Box) -> dict[str, Any]:
    """The layout of the lens's own axes, given the plot's pixels."""
    box, number = view.box, view.number
    across = [round((x - plot.left) / plot.width, 4) for x in (box.left, box.right)]
    up = [round((plot.bottom - y) / plot.height, 4) for y in (box.bottom, box.top)]
    return {
        f"{axis}axis{number}": {"range": list(limits), "domain": domain,
                                "anchor": other + number, "visible": False}
        for axis, other, limits, domain in (
            ("x", "y", view.x_range, across), ("y", "x", view.y_range, up))
    }  # fmt: skip


def _factor(scene: WallScene, wall: Wall, view: View) -> int:
    """The largest factor at which the triangle fits; the same with maintenance off, where there is none."""
    high = scene.requirement(wall.bankruptcy_price, wall)
    wide = high / scene.size
    pixels = view.x(wide) - view.x(0), view.y(0) - view.y(high)
    for factor in _FACTORS:
        if pixels[0] * factor <= _TRIANGLE[0] and pixels[1] * factor <= _TRIANGLE[1]:
            return factor
    return _FACTORS[-1]


def _view(side: int, wall: Wall, panel: View, frame: Box, factor: int) -> View:
    wide = (panel.value_x(frame.right) - panel.value_x(frame.left)) / factor
    high = (panel.value_y(frame.top) - panel.value_y(frame.bottom)) / factor
    low = wall.bankruptcy_price - wide * (_ZERO[0] if side == LONG else 1 - _ZERO[0])
    prices = screen(low), screen(low + wide)
    return View("3", prices, (screen(-high * _ZERO[1]), screen(high * (1 - _ZERO[1]))), frame)


def _label(lens: Canvas, scene: WallScene, wall: Wall, factor: int) -> None:
    view, side = lens.view, scene.side
    end, zero = wall.liquidation_price, wall.bankruptcy_price
    edge = view.x_range[0 if side == LONG else 1]
    far, top = sum(view.x_range) - edge, view.y_range[1]
    needed = scene.requirement(end, wall)
    if scene.maintenance:
        money = f"<b>{show(wall.forfeited, 'money')}</b><br>forfeited"
        spots = [spot(view, side, end, needed / 2, 9, dy) for dy in (0, 8, 16, -8, 24, 32, -16)]
        lens.label("forfeited", money, LIGHT["ink"], spots, size=13)
        spots = [
            spot(view, side, zero, 0, -8, -4, "lose", "bottom"),
            spot(view, side, zero, 0, 8, 5, "win", "top"),
            spot(view, side, zero, 0, -8, 5, "lose", "top"),
        ]
        lens.label("zero", f"zero<br>{show(zero, 'money')}", LIGHT["muted"], spots, size=13)
    else:
        text = "wall = zero<br><b>nothing</b> forfeited"
        lens.label(
            "forfeited", text, LIGHT["ink"], [spot(view, side, end, 0, 9, 5, "win", "top")], size=13
        )
    spots = [
        spot(view, side, edge, top, 5, 5, "win", "top"),
        spot(view, side, far, top, -5, 5, "lose", "top"),
        spot(view, side, far, 0, -5, -6, "lose", "bottom"),
    ]
    lens.label(
        "factor", f"{factor}\N{MULTIPLICATION SIGN} enlarged", LIGHT["muted"], spots, size=12
    )
    if scene.maintenance:
        spots = [
            spot(view, side, edge, needed, 5, -5, "win", "bottom"),
            spot(view, side, far, needed, -5, -5, "lose", "bottom"),
            spot(view, side, far, needed, -5, 5, "lose", "top"),
        ]
        lens.label("requirement", "requirement", LIGHT["req_t"], spots, size=13, needed=False)
    lens.finish()
