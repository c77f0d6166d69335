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
from marginlab.drawing.ink import (
    AXIS,
    CLOSED,
    CROSS,
    ISOLATED,
    REQUIREMENT_WORDS,
    WALL,
)
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, SHORT, TERMS, show

PRICES = {LONG: (29_500.0, 74_500.0), SHORT: (45_500.0, 90_500.0)}
MONEY = (-400.0, 2_950.0)
MONEY_AXIS = {"dtick": 500, "zeroline": True, "zerolinecolor": AXIS}
MEASURED = -224.0  # the money at which the distance is drawn, below zero


def wall_figure(scene: WallScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Equity against requirement over the mark price; unrevealed, the position and its money alone."""
    sheet = Sheet(width)
    low, high = PRICES[scene.side]
    # A tick near the window's end would run into the other pane.
    ticks = [price for price in range(0, 100_000, 10_000) if low + 3_000 < price < high - 3_000]
    prices = {"tickvals": ticks, "title": {"text": TERMS["mark_price"].name.replace("_", " ")}}
    halves = []
    for slot, mode, wall in sheet.pair(418, scene.isolated, scene.cross):
        pane = slot.pane((low, high), MONEY, prices, MONEY_AXIS, shared=True)
        pane.mirrored = scene.side == SHORT
        money = show(wall.collateral, "money")
        says = f"all {money} stand" if mode is CROSS else f"{money} stands"
        pane.title(mode, f"{says} behind it")
        halves.append(Half(scene, wall, mode, pane, revealed))
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
    end, top = half.losing_end, pane.view.y_range[1]
    if wall.exists:
        text = bold(wall.liquidation_price / scene.entry_price - 1, "move")
        pane.distance(scene.entry_price, end, MEASURED, text, beyond=not half.shown)
        pane.keep_off()
    pane.words_above(0)
    if half.shown:
        left, right = sorted((half.edge, end))
        pane.bar("closed", (left, right), (0, top), CLOSED)
    needed = half.requirement() if scene.maintenance else None
    number = bold(wall.liquidation_price, "price")
    if half.shown:
        pane.line("wall", (end, end), (0, top), WALL, width=5)
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
        closed = pane.space("closed", (half.edge, half.edge), (200, 400))
        closed.label("position closed", "right", size=14, needed=False)
    if half.mode is CROSS and needed:
        needed.label("requirement", "N", ink=REQUIREMENT_WORDS, size=14, needed=False)


STILLS = {
    "wall": lambda: wall_figure(wall_scene()),
    "wall_question": lambda: wall_figure(wall_scene(), revealed=False),
    "wall_close_up": lambda: close_up_figure(wall_scene(leverage=100)),
    "wall_close_up_question": lambda: close_up_figure(wall_scene(leverage=100), revealed=False),
}
