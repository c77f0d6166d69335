"""Five small pictures that come before any formula: what a perpetual future is, and how it ends.

The prices are drawn, not measured: they have no scale and stand for no day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marginlab.drawing.canvas import TEXT, WIDTH, Figure
from marginlab.drawing.ink import AXIS, INK, LIGHT, MARK, MUTED, WALL
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet

WINDOW = (-0.59, 1.05)  # a drawing from 0 to 1, its sentence below
FAINT = LIGHT["keep_l"]
# A price as people know it from charts: heights at even steps.
PRICE = (0.42, 0.5, 0.44, 0.56, 0.66, 0.58, 0.7, 0.62, 0.48, 0.55, 0.4, 0.5, 0.6)
FALL = (0.86, 0.78, 0.82, 0.7, 0.74, 0.62, 0.66, 0.52, 0.56, 0.44, 0.34, 0.24)


def basics_figure(*, width: float = WIDTH) -> Figure:
    """The five frames side by side, each a drawing with a heading and a sentence."""
    sheet = Sheet(width, {"l": 8, "r": 8, "t": 34, "b": 8})
    slots = sheet.row(268, *[0.1824] * len(CONTENTS), gap=0.022)
    for i, (slot, (heading, draw, sentence)) in enumerate(zip(slots, CONTENTS, strict=True), 1):
        pane = slot.pane((0, 1), WINDOW)
        draw(pane)
        pane.heading(f"<b>{i}. {heading}</b>", INK, TEXT)
        foot = pane.space("sentence", (0, 1), (0, 0), INK)
        foot.label(sentence.replace("/", "<br>"), "below-left", size=14)
    return sheet.figure()


def _curve(pane: Pane, name: str, heights: Sequence[float], ink: str, **look: Any) -> None:
    pane.line(name, [i / (len(heights) - 1) for i in range(len(heights))], heights, ink, **look)


def _say(pane: Pane, name: str, text: str, ink: str, x: float, y: float, side: str) -> None:
    """Words in the drawing that begin, or end, near a point."""
    pane.space(name, (x, x), (y, y), ink).label(text, side, size=13)


def _perpetual(pane: Pane) -> None:
    """The price of bitcoin, and a perpetual that keeps close to it."""
    _curve(pane, "bitcoin", PRICE, FAINT, width=6)
    near = [height + (0.035, -0.03)[i % 2] for i, height in enumerate(PRICE)]
    _curve(pane, "perpetual", near, MARK, width=1.5)
    _say(pane, "bitcoin", "bitcoin", MUTED, 0, 0.25, "right")
    _say(pane, "perpetual", "perpetual", INK, 0.26, 0.9, "right")


def _sides(pane: Pane) -> None:
    """Profit over price: up for a long, down for a short."""
    pane.level("zero", 0.5, AXIS, width=1)
    pane.line("long", (0, 1), (0.08, 0.92), INK)
    pane.line("short", (0, 1), (0.92, 0.08), INK, width=2, dash="dash")
    _say(pane, "long", "long", INK, 0.74, 0.95, "left")
    _say(pane, "short", "short", INK, 0.74, 0.05, "left")


def _coin(pane: Pane) -> None:
    """A price that moves, and a coin that does not."""
    _curve(pane, "bitcoin", PRICE[::-1], FAINT)
    pane.level("USDT", 0.12, INK)
    _say(pane, "bitcoin", "1 bitcoin", MUTED, 0, 0.87, "right")
    _say(pane, "USDT", "1 USDT", INK, 0, 0.25, "right")


def _prices(pane: Pane) -> None:
    """The last price with one odd trade, and the mark price without it."""
    calm = [0.62 + (height - 0.5) * 0.35 for height in PRICE]
    _curve(pane, "last price", [*calm[:7], 0.04, *calm[8:]], FAINT, width=2)
    _curve(pane, "mark price", calm, MARK)
    _say(pane, "last price", "last", MUTED, 0.54, 0.16, "left")
    _say(pane, "mark price", "mark", INK, 0, 0.86, "right")


def _liquidation(pane: Pane) -> None:
    """A falling price that reaches the wall."""
    wall = FALL[-1]
    pane.level("wall", wall, WALL, width=5)
    days = [0.82 * i / (len(FALL) - 1) for i in range(len(FALL))]
    pane.line("mark price", days, FALL, MARK)
    pane.point("end", days[-1], wall, WALL, "square")
    _say(pane, "wall", "closed here", WALL, 0, 0.08, "right")


# Of each frame its heading, its drawing and its sentence, line by line.
CONTENTS: tuple[tuple[str, Callable[[Pane], None], str], ...] = (
    ("The contract", _perpetual, "A perpetual future/keeps close to the/price of bitcoin/and never ends."),
    ("The side", _sides, "A long gains when/the price rises,/a short when/it falls."),
    ("The money", _coin, "Margin, gain and/loss are counted/in USDT, a coin/meant as a dollar."),
    ("The price", _prices, "The mark price/counts, not the last/trade: one odd trade/does not move it."),
    ("The end", _liquidation, "When the money/behind it runs low,/the exchange closes/the position."),
)  # fmt: skip
