"""The lens of lesson 2: the last few dollars before zero, which the maintenance takes.

At full size the triangle of what is forfeited is two pixels wide. The lens enlarges both axes by the
same printed factor, from a short list, so that it can be seen in every state.
"""

from __future__ import annotations

from marginlab.course.lesson02_the_wall.half import Half
from marginlab.drawing.canvas import SMALLEST
from marginlab.drawing.ink import AXIS, BANKRUPTCY, INK, LOST, MUTED, WALL
from marginlab.drawing.placement import Box, Segment, View, place_box
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, SHORT, show

WORDS = 13  # the size of its letters
SIZE = (184.0, 162.0)  # width and height in pixels
FACTORS = (40, 32, 24, 20, 16, 12, 10, 8)
TRIANGLE = (58.0, 88.0)  # the pixels that it may take up, wide and high
TOUCH = 50.0  # pixels² of the equity line that a corner of it may hide
ZERO = (0.3, 0.27)  # where bankruptcy stands, as shares from the losing side and from the bottom


def draw_lens(half: Half, sheet: Sheet) -> list[Segment]:
    """The lens on the foot of the wall, or nothing where it would hide the equity line; its guides."""
    frame, factor, outer = _frame(half), _factor(half), half.pane.view
    if frame is None:
        return []
    wide = (outer.value_x(frame.right) - outer.value_x(frame.left)) / factor
    high = (outer.value_y(frame.top) - outer.value_y(frame.bottom)) / factor
    share = ZERO[0] if half.scene.side == LONG else 1 - ZERO[0]
    low, bottom = half.wall.bankruptcy_price - wide * share, -high * ZERO[1]
    x, y = (low, low + wide), (bottom, bottom + high)
    lens = Half(half.scene, half.wall, half.mode, sheet.inset("lens", half.pane, frame, x, y))
    _draw(lens, factor)
    guides = _guides(outer, lens.pane.view)
    half.pane.faint(*guides)
    return guides


def _frame(half: Half) -> Box | None:
    """On the losing side, where it may hide the wall's middle but not the living equity line."""
    view, scene, wall = half.pane.view, half.scene, half.wall
    entry, end, winning = scene.entry_price, half.losing_end, half.winning_end
    living = view.segment(end, wall.forfeited, winning, scene.equity(winning, wall), 4)
    keep_clear: list[Box | Segment] = [living, view.segment(entry, 0, entry, wall.collateral)]
    larger = max(1.0, SMALLEST / half.pane.canvas.scale / WORDS)  # where letters do not shrink
    wide, high = (larger * size for size in SIZE)
    near, far = view.box.left + 6, view.box.right - 6 - wide
    if scene.side == SHORT:
        near, far = far, near
    top = view.box.top
    corners = [(near, top + 26), (near, top + 6), (near - 6 * scene.side, top)]
    corners.append((far, view.y(0) - 16 - high))
    frame = place_box(wide, high, corners, keep_clear, gap=3)
    return frame if living.covers(frame) < TOUCH else None


def _factor(half: Half) -> int:
    """The largest at which the triangle fits; the same with maintenance off, where there is none."""
    high = half.scene.requirement(half.wall.bankruptcy_price, half.wall)
    wide, view = high / half.scene.size, half.pane.view
    pixels = view.x(wide) - view.x(0), view.y(0) - view.y(high)
    fitting = [f for f in FACTORS if pixels[0] * f <= TRIANGLE[0] and pixels[1] * f <= TRIANGLE[1]]
    return fitting[0] if fitting else FACTORS[-1]


def _guides(pane: View, lens: View) -> list[Segment]:
    """Two lines from what the lens shows to its lower corners.

    None where the lens hangs over the wall itself, which then leads into it, or lies beside it.
    """
    frame, top = lens.box, pane.y(lens.y_range[1])
    low, high = (pane.x(x) for x in lens.x_range)
    if (frame.left < low and high < frame.right) or frame.bottom > pane.y(0) - 60:
        return []
    ways = ((low, frame.left), (high, frame.right))
    return [Segment(start, top, end, frame.bottom) for start, end in ways]


def _draw(lens: Half, factor: int) -> None:
    """The same lines as in the pane, and what is too small there: bankruptcy and what is forfeited."""
    scene, wall, pane = lens.scene, lens.wall, lens.pane
    (low, high), (bottom, top) = pane.view.x_range, pane.view.y_range
    end, zero, left = wall.liquidation_price, wall.bankruptcy_price, wall.forfeited
    pane.line("zero", (low, high), (0, 0), AXIS, width=1.2)
    if scene.maintenance:
        pane.area("forfeited", (zero, end), (0, left), 0, LOST)
        needed = lens.requirement()
        pane.line("bankruptcy", (zero, zero), (bottom, 0.15 * top), BANKRUPTCY, width=2, dash="dot")
    pane.line("wall", (end, end), (bottom, top), WALL, width=5)
    lens.equity(lens.edges[0], end, 2, "dot")
    lens.equity(end, lens.edges[1])
    wall_end = pane.point("end", end, left, WALL, "square", 12)
    if not scene.maintenance:
        text = "wall = zero<br><b>nothing</b> forfeited"
        wall_end.label(text, "SE", name="forfeited", ink=INK, size=WORDS)
    else:
        text = f"{bold(left, 'money')}<br>forfeited"
        beside = pane.space("forfeited", (end, end), (0, left), INK)
        beside.label(text, "right", size=WORDS)
        none = pane.point("bankrupt", zero, 0, BANKRUPTCY, "x-thin-open", 12)
        none.label(f"zero<br>{show(zero, 'tick')}", "NW SE SW", name="zero", ink=MUTED, size=WORDS)
    text = f"{factor}\N{MULTIPLICATION SIGN} enlarged"
    whole = pane.space("factor", (low, high), (0, top))
    whole.label(text, "top-left top-right bottom-right", size=13)
    if scene.maintenance:
        needed.label("requirement", "above-start above-end below-end", size=WORDS, needed=False)
