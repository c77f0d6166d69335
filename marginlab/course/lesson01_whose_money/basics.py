"""Five small pictures that come before any formula: what a perpetual future is, and how it ends.

The prices are drawn, not measured: they have no scale and stand for no day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marginlab.drawing.canvas import LIGHT, MARGIN, WIDTH, Canvas, Figure, View, figure
from marginlab.drawing.placement import Box, Spot

HEIGHT = 310
_FRAMES = 5
_GAP = 0.022  # between two frames, as a share of the plot
_DRAWING = (0.36, 0.97)  # the drawing's part of a frame's height; its words stand below
_PLOT = Box(8, MARGIN["t"], WIDTH - 8, HEIGHT - 8)
# A price as people know it from charts: heights at even steps, 0 to 1.
_PRICE = (0.42, 0.5, 0.44, 0.56, 0.66, 0.58, 0.7, 0.62, 0.48, 0.55, 0.4, 0.5, 0.6)
_FALL = (0.86, 0.78, 0.82, 0.7, 0.74, 0.62, 0.66, 0.52, 0.56, 0.44, 0.34, 0.24)


def basics_figure(*, scale: float = 1.0) -> Figure:
    """The five frames side by side, each a drawing with a heading and a sentence."""
    canvases, layout = [], {}
    for at, (heading, words, draw) in enumerate(_CONTENTS):
        number = "" if at == 0 else str(at + 1)
        domain = _domain(at)
        canvas = _canvas(number, domain, scale)
        draw(canvas)
        top = Spot(canvas.view.box.left, canvas.view.box.top, 0, -6, "left", "bottom")
        canvas.label("heading", f"<b>{at + 1}. {heading}</b>", LIGHT["ink"], [top])
        foot = Spot(canvas.view.box.left, canvas.view.y(_DRAWING[0]), 0, 8, "left", "top")
        canvas.label("sentence", words, LIGHT["ink"], [foot], size=14)
        canvas.finish(Box(0, 0, WIDTH, HEIGHT))
        canvases.append(canvas)
        axis = {"showticklabels": False, "ticks": "", "showline": False, "showgrid": False}
        layout[f"xaxis{number}"] = axis | {
            "range": [0, 1],
            "domain": domain,
            "anchor": f"y{number}",
        }
        layout[f"yaxis{number}"] = axis | {"range": [0, 1], "anchor": f"x{number}"}
    drawn = figure(canvases, layout, height=HEIGHT, scale=scale)
    edges = {"l": _PLOT.left, "r": WIDTH - _PLOT.right, "t": _PLOT.top, "b": HEIGHT - _PLOT.bottom}
    drawn["layout"]["margin"] = {edge: round(space * scale) for edge, space in edges.items()}
    return drawn


def _domain(at: int) -> list[float]:
    wide = (1 - _GAP * (_FRAMES - 1)) / _FRAMES
    return [round(at * (wide + _GAP), 4), round(at * (wide + _GAP) + wide, 4)]


def _canvas(number: str, domain: Sequence[float], scale: float) -> Canvas:
    left, right = (_PLOT.left + share * _PLOT.width for share in domain)
    return Canvas(
        View(number, (0.0, 1.0), (0.0, 1.0), Box(left, _PLOT.top, right, _PLOT.bottom)), scale
    )


def _height(share: float) -> float:
    low, high = _DRAWING
    return low + share * (high - low)


def _curve(canvas: Canvas, name: str, shares: Sequence[float], colour: str, **look: Any) -> None:
    xs = [at / (len(shares) - 1) for at in range(len(shares))]
    canvas.line(name, xs, [_height(share) for share in shares], colour, **look)


def _say(
    canvas: Canvas, name: str, text: str, colour: str, x: float, y: float, xanchor: str
) -> None:
    view = canvas.view
    spot = Spot(view.x(x), view.y(_height(y)), 0, 0, xanchor, "middle")
    canvas.label(name, text, colour, [spot], size=13)


def _perpetual(canvas: Canvas) -> None:
    """The price of bitcoin, and a perpetual that keeps close to it."""
    _curve(canvas, "bitcoin", _PRICE, LIGHT["keep_l"], width=6)
    near = [share + (0.035, -0.03)[at % 2] for at, share in enumerate(_PRICE)]
    _curve(canvas, "perpetual", near, LIGHT["mark"], width=1.5)
    _say(canvas, "bitcoin", "bitcoin", LIGHT["muted"], 0.02, 0.25, "left")
    _say(canvas, "perpetual", "perpetual", LIGHT["ink"], 0.3, 0.9, "left")


def _sides(canvas: Canvas) -> None:
    """Profit over price: up for a long, down for a short."""
    middle = _height(0.5)
    canvas.line("zero", [0, 1], [middle, middle], LIGHT["axis"], width=1)
    canvas.line("long", [0, 1], [_height(0.08), _height(0.92)], LIGHT["ink"], width=3)
    canvas.line("short", [0, 1], [_height(0.92), _height(0.08)], LIGHT["ink"], width=2, dash="dash")
    _say(canvas, "long", "long", LIGHT["ink"], 0.7, 0.95, "right")
    _say(canvas, "short", "short", LIGHT["ink"], 0.7, 0.05, "right")


def _coin(canvas: Canvas) -> None:
    """A price that moves, and a coin that does not."""
    _curve(canvas, "bitcoin", _PRICE[::-1], LIGHT["keep_l"], width=3)
    level = _height(0.12)
    canvas.line("USDT", [0, 1], [level, level], LIGHT["ink"], width=3)
    _say(canvas, "bitcoin", "1 bitcoin", LIGHT["muted"], 0.02, 0.87, "left")
    _say(canvas, "USDT", "1 USDT", LIGHT["ink"], 0.02, 0.25, "left")


def _prices(canvas: Canvas) -> None:
    """The last price with one odd trade, and the mark price without it."""
    calm = [0.62 + (share - 0.5) * 0.35 for share in _PRICE]
    odd = [*calm[:7], 0.04, *calm[8:]]
    _curve(canvas, "last price", odd, LIGHT["keep_l"], width=2)
    _curve(canvas, "mark price", calm, LIGHT["mark"], width=3)
    _say(canvas, "last price", "last", LIGHT["muted"], 0.5, 0.16, "right")
    _say(canvas, "mark price", "mark", LIGHT["ink"], 0.02, 0.86, "left")


def _liquidation(canvas: Canvas) -> None:
    """A falling price that reaches the wall."""
    wall = _height(_FALL[-1])
    canvas.line("wall", [0, 1], [wall, wall], LIGHT["wall"], width=5)
    xs = [0.82 * at / (len(_FALL) - 1) for at in range(len(_FALL))]
    canvas.line("mark price", xs, [_height(share) for share in _FALL], LIGHT["mark"], width=3)
    canvas.marker("end", xs[-1], wall, LIGHT["wall"], form="square")
    _say(canvas, "wall", "closed here", LIGHT["wall"], 0.02, 0.08, "left")


_CONTENTS: tuple[tuple[str, str, Callable[[Canvas], None]], ...] = (
    (
        "The contract",
        "A perpetual future<br>keeps close to the<br>price of bitcoin<br>and never ends.",
        _perpetual,
    ),
    (
        "The side",
        "A long gains when<br>the price rises,<br>a short when<br>it falls.",
        _sides,
    ),
    (
        "The money",
        "Margin, gain and<br>loss are counted<br>in USDT, a coin<br>meant as a dollar.",
        _coin,
    ),
    (
        "The price",
        "The mark price<br>counts, not the last<br>trade: one odd trade<br>does not move it.",
        _prices,
    ),
    (
        "The end",
        "When the money<br>behind it runs low,<br>the exchange closes<br>the position.",
        _liquidation,
    ),
)
