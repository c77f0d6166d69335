"""A picture in the making: rows of panes, laid out for the width of the column that it stands in.

A picture says which panes stand side by side; where that is, the sheet decides. In a narrow column
they stand below one another, with the height, and so the scale, that they have beside each other; in
a very wide one everything is larger. A pane's axes and its pixels come from the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from marginlab.drawing.canvas import MARGIN, WIDTH, Canvas, Figure, figure
from marginlab.drawing.ink import AXIS, CLEAR, CROSS, ISOLATED, PAPER, Look, Mode
from marginlab.drawing.marks import Pane, Span
from marginlab.drawing.placement import Box, View

T = TypeVar("T")
BARE = {"showticklabels": False, "ticks": ""}  # an axis whose line alone is drawn
NO_AXIS = BARE | {"showgrid": False, "linecolor": CLEAR}
_SECOND_LINE = 22  # pixels that a heading of two lines needs more


@dataclass(frozen=True, slots=True)
class Layout:
    """How a picture is laid out in a column of this many pixels or more.

    scale: what letters, lines and heights are multiplied by; drawn: the width for which labels are
    placed, before scaling; stretches: the wider columns, as multiples of it, for which they hold;
    stacked: whether panes that stand side by side elsewhere stand below one another.
    """

    width: int
    scale: float
    drawn: float
    stretches: tuple[float, ...]
    stacked: bool = False


LAYOUTS = (
    Layout(320, 0.85, 320 / 0.85, (1.0, 1.125, 1.25), stacked=True),
    Layout(400, 0.9, 400 / 0.9, (1.0, 1.1, 1.2), stacked=True),
    Layout(480, 1.0, 480, (1.0, 1.17, 1.34), stacked=True),
    Layout(640, 0.8, 800, (1.0, 1.08, 1.16)),
    Layout(740, 0.88, WIDTH, (1.0, 1.14)),
    Layout(WIDTH, 1.0, WIDTH, (1.0, 1.2, 1.4, 1.6)),
    Layout(1200, 1.3, WIDTH, (1.0, 1.2, 1.4, 1.6)),  # a projector
)


@cache
def layout_of(width: float) -> Layout:
    """The layout of a column of this width."""
    return next((one for one in reversed(LAYOUTS) if one.width <= width), LAYOUTS[0])


@dataclass(slots=True)
class Slot:
    """A place for panes on a sheet; `leads`: nothing stands on its left."""

    sheet: Sheet
    box: Box
    leads: bool

    def pane(
        self, x: Span, y: Span, x_axis: Mapping[str, Any] = NO_AXIS,
        y_axis: Mapping[str, Any] = NO_AXIS, *, up: Span = (0.0, 1.0), shared: bool = False,
    ) -> Pane:  # fmt: skip
        """A pane with these windows on these shares of the slot's height, and what plotly is told.

        shared: its axis upwards is that of the pane on its left, where there is one.
        """
        box = self.box
        bottom, top = (box.bottom - share * box.height for share in up)
        if shared and not self.leads:
            y_axis = dict(y_axis) | {"showticklabels": False}
        return self.sheet.add(Box(box.left, top, box.right, bottom), x, y, x_axis, y_axis)


@dataclass(slots=True)
class Sheet:
    """Rows of slots from above, and the panes in them; at the end the plotly dict."""

    width: float
    margin: Mapping[str, float] = field(default_factory=lambda: MARGIN)
    layout: Layout = field(init=False)
    panes: list[Pane] = field(init=False, default_factory=list)
    _axes: list[tuple[View, Mapping[str, Any], Mapping[str, Any]]] = field(
        init=False, default_factory=list
    )
    _foot: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.layout = layout_of(self.width)
        if self.stacked:
            self.margin = {**self.margin, "t": self.margin["t"] + _SECOND_LINE}

    @property
    def stacked(self) -> bool:
        """Whether panes of a row stand below one another."""
        return self.layout.stacked

    def row(
        self, height: float, *shares: float, gap: float = 0.0, above: float = 0.0
    ) -> list[Slot]:
        """Slots of this height, side by side, below what is there; stacked, below one another.

        shares, gap: of the width inside the margins; above: the pixels over this row, where less than
        both margins will do.
        """
        left, right = self.margin["l"], self.layout.drawn - self.margin["r"]
        slots: list[Slot] = []
        for share in shares or (1.0,):
            leads = not slots or self.stacked
            if leads:
                apart = above or self.margin["t"] + self.margin["b"]
                top = self._foot + apart if self._foot else self.margin["t"]
                self._foot, start = top + height, left
            end = right if self.stacked else start + share * (right - left)
            slots.append(Slot(self, Box(start, top, end, self._foot), leads))
            start = end + gap * (right - left)
        return slots

    def pair(
        self, height: float, isolated: T, cross: T, *, gap: float = 0.03, above: float = 0.0
    ) -> list[tuple[Slot, Mode, T]]:
        """Two slots as wide as each other, one for each margin mode, with what is shown there."""
        left, right = self.row(height, *[(1 - gap) / 2] * 2, gap=gap, above=above)
        return [(left, ISOLATED, isolated), (right, CROSS, cross)]

    def add(
        self, box: Box, x: Span, y: Span, x_axis: Mapping[str, Any], y_axis: Mapping[str, Any],
    ) -> Pane:  # fmt: skip
        """A pane on these pixels, over all that is there; `Slot.pane` finds them."""
        number = str(len(self.panes) + 1) if self.panes else ""
        view = View(number, x, y, box)
        self._axes.append((view, x_axis, y_axis))
        canvas = Canvas(view, self.layout.scale, self.layout.stretches)
        room = self.layout.drawn - box.left if self.stacked else None
        self.panes.append(Pane(canvas, room))
        return self.panes[-1]

    def inset(self, name: str, pane: Pane, frame: Box, x: Span, y: Span) -> Pane:
        """A pane without axes on some pixels of another, on paper; its words keep inside."""
        view = pane.view
        left, right = view.value_x(frame.left), view.value_x(frame.right)
        bottom, top = view.value_y(frame.bottom), view.value_y(frame.top)
        pane.keep_off(pane.bar(name, (left, right), (bottom, top), Look(PAPER, AXIS)))
        inner = self.add(frame, x, y, {"visible": False}, {"visible": False})
        inner.canvas.panel, inner.mirrored = frame.grown(-3), pane.mirrored
        return inner

    def figure(self) -> Figure:
        """The picture, its labels placed."""
        height = self._foot + self.margin["b"]
        plot = Box(
            self.margin["l"], self.margin["t"], self.layout.drawn - self.margin["r"], self._foot
        )
        axes: dict[str, Any] = {}
        for view, x_axis, y_axis in self._axes:
            box, number = view.box, view.number
            across = [round((x - plot.left) / plot.width, 5) for x in (box.left, box.right)]
            up = [round((plot.bottom - y) / plot.height, 5) for y in (box.bottom, box.top)]
            x = {"range": list(view.x_range), "domain": across, "anchor": f"y{number}"}
            y = {"range": list(view.y_range), "domain": up, "anchor": f"x{number}"}
            axes |= {f"xaxis{number}": x | dict(x_axis), f"yaxis{number}": y | dict(y_axis)}
        canvases = [pane.canvas for pane in self.panes]
        for canvas in canvases:
            canvas.finish()
        return figure(canvases, axes, height=height, scale=self.layout.scale, margin=self.margin)
