"""What all pictures share: template, the mapping to pixels and the small builders.

A figure is a plain dict {data, layout, config}, written in light colours; the view swaps them by DARK.
`scale` is what letters, lines and heights are multiplied by. Plotted numbers are rounded to what a
screen can show, so that the same state gives the same text on every processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from types import MappingProxyType
from typing import Any, NamedTuple

from marginlab.drawing.ink import CLEAR, LIGHT, Look
from marginlab.drawing.placement import (
    Box,
    Label,
    Obstacle,
    Pinned,
    Placed,
    Segment,
    Spot,
    View,
    place,
)

Trace = dict[str, Any]
Figure = dict[str, Any]

# Not `system-ui` first: on a bare Linux it is DejaVu, 15 % wider than all the others, and labels collide.
FONT = "Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif"
TEXT = 15
HEADING = 17
MARGIN = MappingProxyType({"l": 62, "r": 14, "t": 34, "b": 48})
REACH = 14  # pixels of unseen edge round what a hand takes, so that it is found
SMALLEST = 12  # pixels on the screen: no letters are smaller, whatever the scale
WIDTH = 840  # of the column that pictures are drawn for where nothing tells another
STRETCHES = (1.0, 1.2, 1.4, 1.6)


def screen(value: float) -> float | int:
    """The value to seven significant digits, more than any screen can show."""
    rounded = float(f"{value:.7g}")
    return int(rounded) if rounded.is_integer() else rounded


def letters(size: float, scale: float) -> int:
    """The pixels that letters of a size have at a scale."""
    return max(round(size * scale), SMALLEST)


def template(scale: float = 1.0, margin: Mapping[str, float] = MARGIN) -> dict[str, Any]:
    """Everything that never changes, and the defaults that keep traces and labels short."""
    title = {"standoff": round(6 * scale), "font": {"size": letters(TEXT, scale)}}
    # Without an angle and a rule for overflow plotly measures every tick label at every drawing.
    axis = {"zeroline": False, "tickformat": ",", "fixedrange": True, "ticks": "outside", "ticklen": 5,
            "tickangle": 0, "ticklabeloverflow": "allow", "title": title}  # fmt: skip
    return {
        "data": {"scatter": [{"mode": "lines", "hoverinfo": "skip"}]},
        "layout": {
            "font": {"family": FONT, "size": letters(TEXT, scale), "color": LIGHT["ink"]},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {edge: screen(space * scale) for edge, space in margin.items()},
            "showlegend": False,
            "dragmode": False,
            "hovermode": False,
            "hoverlabel": {"bgcolor": LIGHT["paper"]},
            "shapedefaults": {"layer": "between"},
            "xaxis": axis | {"showgrid": False, "showline": True, "linecolor": LIGHT["axis"]},
            "yaxis": axis | {"gridcolor": LIGHT["grid"], "tickcolor": CLEAR},
        },
    }


def figure(
    canvases: Sequence[Canvas], layout: dict[str, Any], *, height: float, scale: float,
    margin: Mapping[str, float] = MARGIN,
) -> Figure:  # fmt: skip
    """A finished figure: what stands on the canvases, with a height that nothing changes."""
    data = [trace for canvas in canvases for trace in canvas.drawn_traces]
    shapes = [shape for canvas in canvases for shape in canvas.drawn_shapes]
    handles = [handle for canvas in canvases for handle in canvas.handles]
    fixed = {
        "shapes": shapes + handles,
        "template": template(scale, margin),
        "height": screen(height * scale),
        "uirevision": "fixed",
    }
    config: dict[str, Any] = {
        "displayModeBar": False,
        "responsive": True,
        "staticPlot": not handles,
    }
    if handles:
        config["edits"] = {"shapePosition": True}
    return {"data": data, "layout": layout | fixed, "config": config}


@dataclass(slots=True)
class Canvas:
    """The drawing of one view, and all that labels have to keep clear of.

    Straight lines and washes are shapes, in the order in which they are drawn; curves, hatches,
    markers and words are traces and lie above them. plotly takes two milliseconds for a trace, a third
    of one for a shape, and more for an annotation, whose words it measures in the page.
    Lines and markers become obstacles as they are drawn. Labels are placed last, by `finish`,
    in the order in which they were asked for: the most important first.
    """

    view: View
    scale: float = 1.0
    stretches: tuple[float, ...] = STRETCHES
    panel: Box | None = None  # where labels may stand, if not in the whole view
    traces: list[Trace] = field(default_factory=list)
    handles: list[Trace] = field(default_factory=list)
    shapes: list[Trace] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    placed: list[Pinned] = field(default_factory=list)  # words, where they stand
    _waiting: list[tuple[Label, str]] = field(default_factory=list)
    _points: list[_Point] = field(default_factory=list)
    _words: list[_Word] = field(default_factory=list)

    @property
    def drawn_shapes(self) -> list[Trace]:
        """Its shapes, on the axes of its view."""
        axes = {"xref": "x" + self.view.number, "yref": "y" + self.view.number}
        return [shape | axes for shape in self.shapes]

    @property
    def drawn_traces(self) -> list[Trace]:
        """Its traces, over them one with all its markers, and over that one with all its words.

        A marker or a word is found by its id.
        """
        drawn = list(self.traces)
        if self._points:
            ids, xs, ys, forms, angles, sizes, colours, edges, widths = _columns(self._points)
            look = {"symbol": forms, "angle": angles, "size": sizes, "color": colours, "opacity": 1,
                    "line": {"color": edges, "width": widths}}  # fmt: skip
            drawn.append({"name": "points", "mode": "markers", "ids": ids, "x": xs, "y": ys,
                          "marker": look, "cliponaxis": False})  # fmt: skip
        if self._words:
            ids, xs, ys, texts, positions, sizes, colours = _columns(self._words)
            drawn.append({"name": "words", "mode": "text", "ids": ids, "x": xs, "y": ys, "text": texts,
                          "textposition": positions, "textfont": {"size": sizes, "color": colours},
                          "cliponaxis": False})  # fmt: skip
        number = self.view.number
        own = {"xaxis": "x" + number, "yaxis": "y" + number} if number else {}
        return [trace | own for trace in drawn]

    def line(self, name: str, xs: Sequence[float], ys: Sequence[float], colour: str, *,
             width: float, dash: str = "solid", shape: str = "linear") -> None:  # fmt: skip
        """A line through the given points; two are enough for a straight one.

        With the shape "hv" it stays where it is until the next point and steps there.
        """
        stroke, xs, ys = self._stroke(colour, width, dash), _screens(xs), _screens(ys)
        if shape != "linear":
            stroke["shape"] = shape
        if len(xs) == 2:
            self._straight(name, xs, ys, stroke)
        else:
            self.traces.append({"name": name, "x": xs, "y": ys, "line": stroke})
        self._keep_clear(xs, ys, width)

    def polyline(self, name: str, xs: Sequence[float], ys: Sequence[float], colour: str, *,
                 width: float, dash: str = "solid") -> None:  # fmt: skip
        """A line of a few straight pieces as one shape, for pictures that are to move fast."""
        stroke, xs, ys = self._stroke(colour, width, dash), _screens(xs), _screens(ys)
        look = {"fillcolor": CLEAR, "line": stroke}
        self.shapes.append({"type": "path", "name": name, "path": _path(xs, ys)} | look)
        self._keep_clear(xs, ys, width)

    def threads(
        self,
        name: str,
        lines: Iterable[Iterable[tuple[float, float]]],
        colour: str,
        *,
        width: float,
    ) -> None:
        """Many thin lines through their points as one shape, no obstacles.

        Numbers are written as they are, so that hundreds of lines cost little: round them before.
        """
        path = "".join("M" + "L".join([f"{x},{y}" for x, y in line]) for line in lines)
        if path:
            look = {"fillcolor": CLEAR, "line": self._stroke(colour, width, "solid")}
            self.shapes.append({"type": "path", "name": name, "path": path} | look)

    def _stroke(self, colour: str, width: float, dash: str) -> dict[str, Any]:
        stroke: dict[str, Any] = {"color": colour, "width": round(width * self.scale, 2)}
        return stroke if dash == "solid" else stroke | {"dash": dash}

    def _keep_clear(self, xs: Sequence[float], ys: Sequence[float], width: float) -> None:
        points = [(self.view.x(x), self.view.y(y)) for x, y in zip(xs, ys, strict=True)]
        self.obstacles += [Segment(*start, *end, width) for start, end in pairwise(_bends(points))]

    def _straight(self, name: str, xs: Sequence[float], ys: Sequence[float], stroke: Trace) -> None:
        (x0, x1), (y0, y1) = xs, ys
        ends = {"x0": x0, "x1": x1, "y0": y0, "y1": y1}
        self.shapes.append({"type": "line", "name": name, **ends, "line": stroke})

    def wash(self, name: str, xs: Sequence[float], ys: Sequence[float], look: Look) -> None:
        """A filled area, no obstacle."""
        xs, ys = _screens(xs), _screens(ys)
        stroke = {"color": look.outline, "width": 0 if look.outline == CLEAR else 1.2 * self.scale}
        if look.hatch or look.stripes:
            pattern = {
                "shape": "/" if look.hatch else "|",
                "fgcolor": look.fill,
                "size": (look.hatch or look.stripes) * self.scale,
                "solidity": 0.35 if look.hatch else 0.25,
            }
            fill = {"fill": "toself", "fillcolor": CLEAR, "fillpattern": pattern}
            self.traces.append({"name": name, "x": xs, "y": ys, "line": stroke} | fill)
        else:
            path = {"type": "path", "name": name, "path": _path(xs, ys) + "Z"}
            self.shapes.append(path | {"fillcolor": look.fill, "line": stroke})

    def marker(
        self, name: str, x: float, y: float, colour: str, *, form: str = "circle", size: float = 11
    ) -> None:
        """A marker with a halo of paper; an open form is drawn in strokes and has none."""
        edge, width = (colour, 2.5 * self.scale) if form.endswith("-open") else (LIGHT["paper"], 2)
        size_drawn = round(size * self.scale, 2)
        self._points.append(
            _Point(name, *self._inside(x, y), form, 0, size_drawn, colour, edge, width)
        )
        self.obstacles.append(Pinned(Spot(self.view.x(x), self.view.y(y)), size + 2, size + 2))

    def arrow(
        self, x0: float, x1: float, y: float, *, heads: str = "both", gap: float = 0.0
    ) -> None:
        """A distance along x, with heads at "both" ends or at the "end", x1; no obstacle.

        `gap` leaves that many pixels free in the middle, for a label.
        """
        colour, ends, pieces = LIGHT["muted"], sorted((x0, x1)), [(x0, x1)]
        if gap:
            middle = (self.view.x(x0) + self.view.x(x1)) / 2
            inner = [self.view.value_x(middle + half) for half in (-gap / 2, gap / 2)]
            pieces = list(zip(ends, inner, strict=True))
        for start, stop in pieces:
            stroke = {"color": colour, "width": 1.5 * self.scale}
            self._straight("arrow", _screens((start, stop)), _screens((y, y)), stroke)
        for x in ends if heads == "both" else (x1,):
            turn = -90 if x == ends[0] else 90
            place = self._inside(x, y)
            name = f"head {len(self._points)}"  # plotly draws only one marker of an id
            self._points.append(
                _Point(name, *place, "arrow", turn, 12 * self.scale, colour, colour, 0)
            )

    def pointer(self, x: float, y: float, tail: float) -> None:
        """A short arrow that ends at (x, y) and comes from `tail` pixels to the right (negative: left)."""
        self.arrow(self.view.value_x(self.view.x(x) + tail), x, y, heads="end")

    def handle(self, name: str, x: float, y: float, *, filled: bool = False) -> None:
        """A ring for the hand, or a disc, in pixels so that it keeps its size; above all else."""
        self.marker(f"below {name}", x, y, LIGHT["paper"], form="circle")
        outer, inner = (_disc(radius * self.scale) for radius in (6.5, 4.5))
        self.handles.append({
            "type": "path", "name": name, "layer": "above", "path": outer if filled else outer + inner,
            "xref": f"x{self.view.number}", "xsizemode": "pixel", "xanchor": x,
            "yref": f"y{self.view.number}", "ysizemode": "pixel", "yanchor": y,
            "fillcolor": LIGHT["ink"], "fillrule": "evenodd", "line": {"color": CLEAR, "width": REACH},
        })  # fmt: skip

    def label(self, name: str, text: str, colour: str, spots: Sequence[Spot], *, size: float = TEXT,
              needed: bool = True) -> None:  # fmt: skip
        """Ask for a label, which is written at the first of its spots that is free."""
        if self.scale < 1:  # letters do not shrink as much as their picture
            size = letters(size, self.scale) / self.scale
        self._waiting.append((Label(name, text, spots, size, needed), colour))

    def heading(self, text: str, colour: str, size: float = HEADING) -> None:
        """A sentence in the mode's colour above the view's left edge."""
        spot = Spot(self.view.box.left, self.view.box.top, 0, 0, "left", "bottom")
        self._write("heading", text, colour, size, spot)

    def meets_words(self, line: Segment) -> bool:
        """Whether a line would run through words that are placed, in a narrow or in a wide column."""
        return any(
            line.stretched(by).covers(words.stretched(by).box) > 0
            for words in self.placed
            for by in self.stretches
        )

    def finish(self) -> dict[str, Placed]:
        """Place the labels asked for so far; they are obstacles to those asked for later."""
        labels = [label for label, _ in self._waiting]
        box = self.view.box
        panel = self.panel or Box(box.left, box.top + 1, box.right, box.bottom)  # off the heading
        placed = place(labels, self.obstacles, panel, stretches=self.stretches)
        for label, colour in self._waiting:
            if label.name in placed:
                self._write(
                    label.name, label.text, colour, label.size, placed[label.name].pinned.spot
                )
        pinned = [p.pinned for p in placed.values()]
        self.obstacles += pinned
        self.placed += pinned
        self._waiting.clear()
        return placed

    def _write(self, name: str, text: str, colour: str, size: float, spot: Spot) -> None:
        place = self._inside(
            self.view.value_x(spot.x + spot.dx), self.view.value_y(spot.y + spot.dy)
        )
        position = f"{_UPWARDS[spot.yanchor]} {_SIDEWAYS[spot.xanchor]}"
        drawn = max(int(size * self.scale + 1e-9), SMALLEST)  # no larger than they were placed
        self._words.append(_Word(name, *place, text, position, drawn, colour))

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        """The point as it is drawn; plotly hides one outside the range, be it by the last digit only."""
        (left, right), (bottom, top) = self.view.x_range, self.view.y_range
        return min(max(screen(x), left), right), min(max(screen(y), bottom), top)


class _Point(NamedTuple):
    """One marker, in the words of plotly's traces."""

    id: str
    x: float
    y: float
    symbol: str
    angle: float
    size: float
    colour: str
    edge: str
    edge_width: float


class _Word(NamedTuple):
    """One text at its place, in the words of plotly's traces."""

    id: str
    x: float
    y: float
    text: str
    position: str
    size: int
    colour: str


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


# A text whose bottom is anchored at a point stands on top of it.
_UPWARDS = {"bottom": "top", "middle": "middle", "top": "bottom"}
_SIDEWAYS = {"left": "right", "center": "center", "right": "left"}


def _bends(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a line without those in the midst of a straight run, to half a pixel."""
    bends: list[tuple[float, float]] = list(points[:1])
    along, across, way = 0.0, 0.0, 0.0  # the run's direction, and how far it has come
    for last, (x, y) in pairwise(points):
        dx, dy = x - bends[-1][0], y - bends[-1][1]
        ahead, aside = dx * along + dy * across, abs(dx * across - dy * along)
        if (along or across) and (ahead <= way or aside > 0.5):
            bends.append(last)
            dx, dy = x - last[0], y - last[1]
            along = across = 0.0
        if not (along or across):
            length = hypot(dx, dy) or 1.0
            along, across = dx / length, dy / length
        way = dx * along + dy * across
    return [*bends, *points[1:][-1:]]


def _path(xs: Sequence[float], ys: Sequence[float]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True))


def _screens(values: Sequence[float]) -> list[float | int]:
    return [screen(value) for value in values]


def _disc(radius: float) -> str:
    """A circle as plotly's paths can draw it: four curves."""
    r, c = round(radius, 2), round(radius * 0.5523, 2)
    return (
        f"M{r},0 C{r},{c} {c},{r} 0,{r} C{-c},{r} {-r},{c} {-r},0 "
        f"C{-r},{-c} {-c},{-r} 0,{-r} C{c},{-r} {r},{-c} {r},0 Z"
    )
