"""The close-up of lesson 2: the isolated position at a leverage whose wall stands near the entry.

In the whole picture the wall of 100x and the bankruptcy price are two pixels apart. Here the scale
is a few dozen times as large, so that a mark says at which of the two it stands, and what the lens
shows there is seen without it. The window is that of a side, for leverages from LEVERAGES[0] on.
"""

from __future__ import annotations

from marginlab.course.lesson02_the_wall.half import Half, outside
from marginlab.course.lesson02_the_wall.scene import WallScene
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import BANKRUPTCY, INK, ISOLATED, LOST, MUTED, WALL, YOU
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, SHORT, show

LEVERAGES = (75, 150)
PRICES = {LONG: (58_950.0, 60_550.0), SHORT: (59_450.0, 61_050.0)}
MONEY = (-20.0, 135.0)
MEASURED = -11.0  # the money at which the distance is drawn, below zero
# The learner's mark hangs below zero, so that it hides nothing; its stem may reach up to these.
HANGING, STEMS = -3.0, (50, 34, 64, 20, 82, 100, 10)


def close_up_figure(scene: WallScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Equity against requirement near the entry; unrevealed, the position and its money alone."""
    sheet = Sheet(width)
    low, high = PRICES[scene.side]
    step = 500 if sheet.stacked else 250
    ticks = [price for price in range(59_000, 61_001, step) if low < price < high]
    (slot,) = sheet.row(418)
    half = Half.on(slot, scene, ISOLATED, (low, high), MONEY, revealed, ticks=ticks, step=20)
    (_answer if revealed else _question)(half)
    return sheet.figure()


def _question(half: Half) -> None:
    half.pane.words_above(0)
    now = half.position()
    _yours(half)
    half.money(now)
    half.asks((60, 120))


def _answer(half: Half) -> None:
    wall, pane = half.wall, half.pane
    end, zero, left = wall.liquidation_price, wall.bankruptcy_price, wall.forfeited
    half.distance(MEASURED)
    needed = half.fate()
    if needed:
        pane.area("forfeited", (zero, end), (0, left), 0, LOST)
        half.equity(zero, end, 2, "dot")
        none = pane.point("bankrupt", zero, 0, BANKRUPTCY, "x-thin-open", 12)
    equity = half.equity(end, half.winning_end)
    pane.point("end", end, left, WALL, "square")
    now = half.position()
    half.barrier().label(f"wall<br>{bold(end, 'price')}", "left right")
    _yours(half)
    half.money(now)
    equity.label("equity", "NW SE", needed=False)
    if needed:
        none.label(f"zero<br>{show(zero, 'tick')}", "NW N NE", name="zero", ink=MUTED, needed=False)
        beside = pane.space("forfeited", (end, end), (0, left), INK)
        beside.label(f"{bold(left, 'money')}<br>forfeited", "right left", needed=False)
        needed.label("requirement", "above-end above-start", size=14, needed=False)
    half_way = pane.space("closed", half.edges[:1] * 2, (90, 110))
    half_way.label("position closed", "right", size=14, needed=False)


def _yours(half: Half) -> None:
    """The learner's mark with a stem and its number; at the window's edge if it lies outside."""
    pane, guess = half.pane, half.scene.guess
    if guess is None:
        return
    if pane.view.shows(guess):
        pane.flag(guess, HANGING, STEMS, show(guess, "money"))
        return
    left = guess < pane.view.x_range[0]
    edge = pane.view.x_range[0 if left else 1]
    place = pane.space("you", (edge, edge), (8, 22), YOU) | half.barrier()
    text = outside("you said", bold(guess, "money"), left=left)
    place.label(text, "right left" if left != pane.mirrored else "left right")
