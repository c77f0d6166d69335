"""The bars of lesson 4: what is lost if the wall is hit, and the chance of that.

One row for each way to back the position, the stake growing to the left and the chance to the right.
"""

from __future__ import annotations

from typing import Any

from marginlab.course.lesson04_plus_and_minus.scene import AdjustScene
from marginlab.drawing.canvas import LIGHT, Canvas, View
from marginlab.drawing.placement import Box, Spot
from marginlab.theory.terms import THIN_SPACE, show

LOWER = (0.0, 0.32)
DOMAINS = {"3": (0.0, 0.56), "4": (0.57, 1.0)}
STAKES = (-2_650.0, 650.0)  # a stake is drawn to the left of zero; to the right stand the names
CHANCES = (0.0, 125.0)  # per cent
ROWS = (3.0, 2.0, 1.0)
YOU, HEADS, HEIGHTS = 0.1, 4.05, (-0.5, 4.5)
HALF = 0.33  # of a bar's height
FILLS = {"isolated": "iso_f", "cross": "cross_f"}


def draw_bars(scene: AdjustScene, plot: Box, scale: float, *, revealed: bool) -> list[Canvas]:
    """The canvases of stakes and chances; before the reveal what is asked is left out."""
    stakes = Canvas(View("3", STAKES, HEIGHTS, _box("3", plot)), scale)
    chances = Canvas(View("4", CHANCES, HEIGHTS, _box("4", plot)), scale)
    rows = list(scene.backings.items())
    lost: tuple[list[float], list[float]] = ([], [])
    for (name, one), y in zip(rows if revealed else rows[:2], ROWS, strict=False):
        mode = "cross" if name == "cross" else "isolated"
        middle = Spot(stakes.view.x(STAKES[1] / 2), stakes.view.y(y))
        stakes.label(f"row {name}", f"<b>{name}</b>", LIGHT[mode], [middle])
        xs, ys = _bar(stakes, f"stake {name}", -one.stake, y, mode)
        lost[0].extend(xs)
        lost[1].extend(ys)
        _write(stakes, f"stake {name}", f"<b>{show(one.stake, 'money')}</b>", -one.stake, y, -6)
        if revealed or one is scene.opened:
            percent, text = 100 * one.chance, f"<b>{show(one.chance, 'chance')}</b>"
            _bar(chances, f"chance {name}", percent, y, mode)
            _write(chances, f"chance {name}", text, percent, y, 6)
        else:
            _write(chances, "question", "<b>?</b>", 0, y, 6)
    stakes.wash("lost", *lost, LIGHT["lost"], hatch=9)
    _write(stakes, "stakes", "lost if the wall is hit", 0, HEADS, 0)
    _write(chances, "chances", _chances(scene), 0, HEADS, 6)
    if scene.guess is not None:
        _draw_guess(chances, scene.guess)
    stakes.finish()
    chances.finish()
    return [stakes, chances]


def _chances(scene: AdjustScene) -> str:
    return f"chance of that in {show(scene.days)} days, from {show(scene.mark_price, 'money')}"


def bar_axes(plot: Box) -> dict[str, Any]:
    """The layout of both bars' axes: only that of the chances is seen."""
    heights = {"range": list(HEIGHTS), "domain": list(LOWER), "visible": False}
    ticks = list(range(0, 101, 25))
    seen = {"tickvals": ticks, "ticktext": [f"{tick}{THIN_SPACE}%" for tick in ticks]}
    return {
        "xaxis3": {
            "range": list(STAKES),
            "domain": list(DOMAINS["3"]),
            "anchor": "y3",
            "visible": False,
        },
        "yaxis3": heights | {"anchor": "x3"},
        "xaxis4": {"range": list(CHANCES), "domain": list(DOMAINS["4"]), "anchor": "y4"} | seen,
        "yaxis4": heights | {"anchor": "x4"},
    }


def _box(number: str, plot: Box) -> Box:
    (start, end), (low, high) = DOMAINS[number], LOWER
    return Box(plot.left + start * plot.width, plot.bottom - high * plot.height,
               plot.left + end * plot.width, plot.bottom - low * plot.height)  # fmt: skip


def _bar(
    canvas: Canvas, name: str, length: float, y: float, mode: str
) -> tuple[list[float], list[float]]:
    """A bar from zero in the colour of its mode; its corners, for the hatch."""
    xs, ys = [0, length, length, 0], [y - HALF, y - HALF, y + HALF, y + HALF]
    canvas.wash(name, xs, ys, LIGHT[FILLS[mode]], outline=LIGHT[mode])
    return xs, ys


def _write(canvas: Canvas, name: str, text: str, x: float, y: float, aside: float) -> None:
    """A text beside a bar's end: to the right of it, or to the left where aside is not above zero."""
    xanchor = "left" if aside > 0 else "right"
    spot = Spot(canvas.view.x(x), canvas.view.y(y), aside, 0, xanchor)
    canvas.label(name, text, LIGHT["ink"], [spot])


def _draw_guess(chances: Canvas, guess: float) -> None:
    """The learner's mark on the axis of the chances."""
    colour = LIGHT["you"]
    chances.marker("your mark", guess, YOU, colour, form="diamond", size=15)
    x, y = chances.view.x(guess), chances.view.y(YOU)
    spots = [Spot(x, y, 13, 0, "left"), Spot(x, y, -13, 0, "right")]
    chances.label("you", f"you said <b>{show(guess)}</b>", colour, spots)
