"""The picture of lesson 2: equity against requirement, and the wall where they meet.

Both panes share one window a side, wide enough for the sliders' whole range, so that nothing jumps.
A long wins to the right and is closed left of its wall; the picture of a short is the mirror image.
"""

from __future__ import annotations

from marginlab.course.lesson02_the_wall.close_up import close_up_figure
from marginlab.course.lesson02_the_wall.half import Half, outside
from marginlab.course.lesson02_the_wall.lens import draw_lens
from marginlab.course.lesson02_the_wall.scene import WallScene, wall_scene
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import AXIS, CROSS, ISOLATED, WALL
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, SHORT

PRICES = {LONG: (29_500.0, 74_500.0), SHORT: (45_500.0, 90_500.0)}
MONEY = (-400.0, 2_950.0)
MEASURED = -224.0  # the money at which the distance is drawn, below zero


def wall_figure(scene: WallScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Equity against requirement over the mark price; unrevealed, the position and its money alone."""
    sheet = Sheet(width)
    low, high = PRICES[scene.side]
    # A tick near the window's end would run into the other pane.
    ticks = [price for price in range(0, 100_000, 10_000) if low + 3_000 < price < high - 3_000]
    halves = [
        Half.on(slot, scene, mode, (low, high), MONEY, revealed, ticks=ticks, step=500)
        for slot, mode, _ in sheet.pair(418, scene.isolated, scene.cross)
    ]
    for half in halves:
        (_answer if revealed else _question)(half, sheet)
    return sheet.figure()


def _question(half: Half, _: Sheet) -> None:
    """The position alone: its mark price and the money behind it."""
    half.pane.words_above(0)
    now = half.position()
    half.money(now)
    if half.mode is ISOLATED:
        half.asks((900, 2_050))


def _answer(half: Half, sheet: Sheet) -> None:
    """Everything; in the first pane also the lens, if the wall stands in its window."""
    scene, wall, pane = half.scene, half.wall, half.pane
    end = half.losing_end
    half.distance(MEASURED)
    needed = half.fate()
    number = bold(wall.liquidation_price, "price")
    if half.shown:
        text = f"wall<br>{number}"
    elif wall.exists:
        text = outside("wall", number, left=scene.side == LONG)
    else:
        text = "no wall:<br>never reached"
    equity = half.equity(end, half.winning_end)
    if half.shown:
        pane.point("end", end, wall.forfeited, WALL, "square")
    now = half.position()
    guides = draw_lens(half, sheet) if half.shown and half.mode is ISOLATED else []
    half.barrier().label(text, "right left" if half.shown else "right")
    half.money(now)
    pane.unless_words("guide", AXIS, *guides)
    equity.label("equity", "NW SE", needed=False)
    if half.mode is ISOLATED and half.shown:
        closed = pane.space("closed", half.edges[:1] * 2, (200, 400))
        closed.label("position closed", "right", size=14, needed=False)
    if half.mode is CROSS and needed:
        needed.label("requirement", "N", size=14, needed=False)


_NEAR = {"leverage": 100}
STILLS = stills(wall_figure, wall_scene, wall={}, wall_question=QUESTION) | stills(
    close_up_figure, wall_scene, wall_close_up=_NEAR, wall_close_up_question=_NEAR | QUESTION
)
