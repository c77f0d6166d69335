"""What all pictures share: colours, template, the mapping to pixels and the small builders.

A figure is a plain dict {data, layout, config}, written in light colours; the view swaps them by DARK.
`scale` is 1 for a column of about 900 pixels and 1.3 for a projector. Plotted numbers are rounded to
what a screen can show, so that the same state gives the same text on every processor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from marginlab.figures.placement import Box, Label, Obstacle, Pinned, Placed, Segment, Spot, place

Trace = dict[str, Any]
Figure = dict[str, Any]

LIGHT: Mapping[str, str] = MappingProxyType({
    "paper": "#ffffff", "ink": "#16191d", "muted": "#595f67", "grid": "#e7e9ec", "axis": "#848b94",
    "isolated": "#9c4902", "cross": "#1d5bcf", "mark": "#16191d", "wall": "#d40154",
    "bankrupt": "#6d7175", "req": "#a88900", "req_t": "#735c00", "drain": "#1c99af",
    "drain_t": "#0f7283", "you": "#43017e", "keep": "#dfe5ec", "keep_l": "#76828f",
    "lost": "#5d636b", "iso_f": "#f3dfcc", "cross_f": "#d5e1f8", "wall_f": "#fceaf1",
})  # fmt: skip
_DARK: Mapping[str, str] = MappingProxyType({
    "paper": "#111111", "ink": "#f4f6f8", "muted": "#b6bcc4", "grid": "#2b2f35", "axis": "#727983",
    "isolated": "#f0913a", "cross": "#78c3fd", "mark": "#f4f6f8", "wall": "#ff4c97",
    "bankrupt": "#b1b6bf", "req": "#f5e661", "req_t": "#f5e661", "drain": "#349086",
    "drain_t": "#4fb3a8", "you": "#ae64fc", "keep": "#2b333d", "keep_l": "#8592a1",
    "lost": "#a3aab4", "iso_f": "#47301a", "cross_f": "#1d3a50", "wall_f": "#2b1520",
})  # fmt: skip
PALETTE: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": LIGHT, "dark": _DARK})
DARK: Mapping[str, str] = MappingProxyType({LIGHT[role]: _DARK[role] for role in LIGHT})

CLEAR = "rgba(0,0,0,0)"
# Not `system-ui` first: on a bare Linux it is DejaVu, 15 % wider than all the others, and labels collide.
FONT = "Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif"
TEXT = 15
HEADING = 17
MARGIN = MappingProxyType({"l": 62, "r": 14, "t": 34, "b": 48})
# Labels are placed for the narrowest column that occurs, and hold in wider ones.
WIDTH = 840
STRETCHES = (1.0, 1.2, 1.4, 1.6)


def screen(value: float) -> float | int:
    """The value to seven significant digits, more than any screen can show."""
    rounded = float(f"{value:.7g}")
    return int(rounded) if rounded.is_integer() else rounded


def template(scale: float = 1.0) -> dict[str, Any]:
    """Everything that never changes, and the defaults that keep traces and labels short."""
    title = {"standoff": round(6 * scale), "font": {"size": round(TEXT * scale)}}
    axis = {"zeroline": False, "tickformat": ",", "fixedrange": True, "ticks": "outside",
            "ticklen": 5, "title": title}  # fmt: skip
    halo = {"color": LIGHT["paper"], "width": 2}
    return {
        "data": {"scatter": [{"mode": "lines", "hoverinfo": "skip", "marker": {"line": halo}}]},
        "layout": {
            "font": {"family": FONT, "size": round(TEXT * scale), "color": LIGHT["ink"]},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {edge: round(space * scale) for edge, space in MARGIN.items()},
            "showlegend": False,
            "dragmode": False,
            "hovermode": False,
            "hoverlabel": {"bgcolor": LIGHT["paper"]},
            "annotationdefaults": {
                "showarrow": False,
                "text": "",
                "xref": "x",
                "yref": "y",
                "arrowhead": 2,
                "startarrowhead": 2,
                "arrowsize": 0.8,
                "arrowwidth": 1.5 * scale,
                "arrowcolor": LIGHT["muted"],
            },
            "xaxis": axis | {"showgrid": False, "showline": True, "linecolor": LIGHT["axis"]},
            "yaxis": axis | {"gridcolor": LIGHT["grid"], "tickcolor": CLEAR},
        },
    }


def figure(data: list[Trace], layout: dict[str, Any], *, height: float, scale: float) -> Figure:
    """A finished figure: traces and layout on the template, with a height that nothing changes."""
    fixed = {"template": template(scale), "height": round(height * scale), "uirevision": "fixed"}
    config = {"displayModeBar": False, "responsive": True}
    return {"data": data, "layout": layout | fixed, "config": config}


@dataclass(frozen=True, slots=True)
class View:
    """One pair of axes: what it shows and which pixels it fills when the figure is WIDTH wide.

    `number` is the axes' number in the figure: "" for the first pair, "2" for the second.
    """

    number: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    box: Box

    def x(self, value: float) -> float:
        low, high = self.x_range
        return self.box.left + (value - low) / (high - low) * self.box.width

    def y(self, value: float) -> float:
        low, high = self.y_range
        return self.box.bottom - (value - low) / (high - low) * self.box.height

    def value_x(self, pixel: float) -> float:
        low, high = self.x_range
        return low + (pixel - self.box.left) / self.box.width * (high - low)

    def value_y(self, pixel: float) -> float:
        low, high = self.y_range
        return low + (self.box.bottom - pixel) / self.box.height * (high - low)

    def shows(self, x: float) -> bool:
        return self.x_range[0] <= x <= self.x_range[1]

    def segment(self, x0: float, y0: float, x1: float, y1: float, width: float = 1.0) -> Segment:
        return Segment(self.x(x0), self.y(y0), self.x(x1), self.y(y1), width)


@dataclass(slots=True)
class Canvas:
    """The drawing of one view: its traces and notes, and all that labels have to keep clear of.

    Lines and markers become obstacles as they are drawn. Labels are placed last, by `finish`,
    in the order in which they were asked for: the most important first.
    """

    view: View
    scale: float = 1.0
    traces: list[Trace] = field(default_factory=list)
    notes: list[Trace] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    _waiting: list[tuple[Label, str, bool]] = field(default_factory=list)

    def _draw(self, trace: Trace) -> None:
        if self.view.number:
            trace |= {"xaxis": "x" + self.view.number, "yaxis": "y" + self.view.number}
        self.traces.append(trace)

    def line(self, name: str, xs: Sequence[float], ys: Sequence[float], colour: str, *,
             width: float, dash: str = "solid") -> None:  # fmt: skip
        """A line through the given points; two are enough for a straight one."""
        stroke: dict[str, Any] = {"color": colour, "width": round(width * self.scale, 2)}
        if dash != "solid":
            stroke["dash"] = dash
        self._draw({"name": name, "x": _screens(xs), "y": _screens(ys), "line": stroke})
        corners = list(zip(xs, ys, strict=True))
        for (x0, y0), (x1, y1) in pairwise(corners):
            self.obstacles.append(self.view.segment(x0, y0, x1, y1, width))

    def wash(self, name: str, xs: Sequence[float], ys: Sequence[float], fill: str, *,
             outline: str = CLEAR, hatch: float = 0.0) -> None:  # fmt: skip
        """A filled area, no obstacle. With `hatch`, the pixels between its diagonals, it is lost money."""
        stroke = {"color": outline, "width": 0 if outline == CLEAR else 1.2 * self.scale}
        look: Trace = {"fill": "toself", "fillcolor": fill}
        if hatch:
            look["fillcolor"] = CLEAR
            look["fillpattern"] = {
                "shape": "/",
                "fgcolor": fill,
                "size": hatch * self.scale,
                "solidity": 0.35,
            }
        self._draw({"name": name, "x": _screens(xs), "y": _screens(ys), "line": stroke} | look)

    def marker(
        self, name: str, x: float, y: float, colour: str, *, form: str = "circle", size: float = 11
    ) -> None:
        """A marker with a halo of paper; an open form is drawn in strokes and has none."""
        look: Trace = {"color": colour, "symbol": form, "size": round(size * self.scale, 2)}
        if form.endswith("-open"):
            look["line"] = {"color": colour, "width": 2.5 * self.scale}
        mark: Trace = {
            "name": name,
            "x": [screen(x)],
            "y": [screen(y)],
            "mode": "markers",
            "marker": look,
        }
        pinned = Pinned(Spot(self.view.x(x), self.view.y(y)), size + 2, size + 2)
        if pinned.box.way_inside(self.view.box) != (0, 0):
            mark["cliponaxis"] = False
        self._draw(mark)
        self.obstacles.append(pinned)

    def arrow(self, x0: float, x1: float, y: float, *, heads: str = "end+start") -> None:
        """A measured distance along x, with heads at both ends or, with `heads="end"`, at x1 only."""
        tail = {
            "ax": screen(x0),
            "ay": screen(y),
            "axref": "x" + self.view.number,
            "ayref": "y" + self.view.number,
        }
        self._note({"x": x1, "y": y, "showarrow": True, "arrowside": heads} | tail)

    def pointer(self, x: float, y: float, tail: float) -> None:
        """A short arrow that ends at (x, y) and comes from `tail` pixels to the right (negative: left)."""
        self._note({"x": x, "y": y, "ax": round(tail * self.scale, 1), "ay": 0, "showarrow": True})

    def label(self, name: str, text: str, colour: str, spots: Sequence[Spot], *, size: float = TEXT,
              needed: bool = True, backed: bool = False) -> None:  # fmt: skip
        """Ask for a label; `backed` puts paper behind it, for labels over an arrow or a hatch."""
        self._waiting.append((Label(name, text, spots, size, needed), colour, backed))

    def meets(self, one: Obstacle, label: Pinned) -> bool:
        """Whether a line or a marker runs through a placed label, in a narrow or in a wide column."""
        return any(one.stretched(by).covers(label.stretched(by).box) > 0 for by in STRETCHES)

    def finish(self, panel: Box | None = None) -> dict[str, Placed]:
        """Place the labels asked for so far; they are obstacles to those asked for later."""
        labels = [label for label, _, _ in self._waiting]
        placed = place(labels, self.obstacles, panel or self.view.box, stretches=STRETCHES)
        for label, colour, backed in self._waiting:
            if label.name in placed:
                self._write(placed[label.name], colour, backed)
        self.obstacles += [p.pinned for p in placed.values()]
        self._waiting.clear()
        return placed

    def _write(self, placed: Placed, colour: str, backed: bool) -> None:
        """The label as an annotation at its object's point, so that it stays there when the figure grows."""
        spot, label = placed.pinned.spot, placed.label
        note: Trace = {"name": label.name, "x": self.view.value_x(spot.x), "y": self.view.value_y(spot.y),
                       "text": label.text, "font": {"color": colour}}  # fmt: skip
        if label.size != TEXT:
            note["font"]["size"] = round(label.size * self.scale)
        if spot.xanchor != "center":
            note["xanchor"] = spot.xanchor
            if "<br>" in label.text:
                note["align"] = spot.xanchor
        if spot.yanchor != "middle":
            note["yanchor"] = spot.yanchor
        if spot.dx:
            note["xshift"] = round(spot.dx * self.scale, 1)
        if spot.dy:
            note["yshift"] = round(-spot.dy * self.scale, 1)
        if backed:
            note["bgcolor"] = LIGHT["paper"]
        self._note(note)

    def _note(self, note: Trace) -> None:
        # plotly hides a note whose point lies outside the range, be it by the last digit only.
        (left, right), (bottom, top) = self.view.x_range, self.view.y_range
        note["x"] = min(max(screen(note["x"]), left), right)
        note["y"] = min(max(screen(note["y"]), bottom), top)
        if self.view.number:
            note |= {"xref": "x" + self.view.number, "yref": "y" + self.view.number}
        self.notes.append(note)


def _screens(values: Sequence[float]) -> list[float | int]:
    return [screen(value) for value in values]


def heading(text: str, colour: str, x: float, *, y: float = 1.0, scale: float = 1.0) -> Trace:
    """A panel's heading, a sentence in the mode's colour above its left edge; x, y: shares of the plot."""
    return {"x": x, "y": y, "xref": "paper", "yref": "paper", "text": text, "xanchor": "left",
            "yanchor": "bottom", "yshift": round(8 * scale),
            "font": {"color": colour, "size": round(HEADING * scale)}}  # fmt: skip
