"""Marks that know where their words may stand: a pane draws one and hands it back.

`mark.label(text, "E SE above")` asks for words beside it. The places are tried in their order, so the
order is the style; the label that was asked for first is placed before all others. Which words there
are depends on the mark: a point has a compass, a line has sides and ends, a box has an inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marginlab.drawing.canvas import HEADING, TEXT, Canvas
from marginlab.drawing.ink import CLEAR, INK, LIGHT, MUTED, WORDS, YOU, Look, Mode
from marginlab.drawing.placement import Box, Segment, Spot, View, text_size, wrapped
from marginlab.drawing.places import along, around, mirrored, near

Span = tuple[float, float]
Places = Callable[[str], list[Spot]]


@dataclass(slots=True)
class Mark:
    """Something drawn; `places` turns a word such as "NE", "above" or "inside" into spots."""

    pane: Pane
    name: str
    ink: str
    places: Places
    box: Box | None = None  # the pixels of what is filled

    def __or__(self, other: Mark) -> Mark:
        """This mark with the places of another after its own."""
        return replace(self, places=lambda word: [*self.places(word), *other.places(word)])

    def label(
        self, text: str, where: str, *, name: str = "", ink: str = "", size: float = TEXT,
        needed: bool = True,
    ) -> None:  # fmt: skip
        """Ask for words at the first free place; if not needed, rather none than badly put.

        Raises ValueError for a place that the mark does not have.
        """
        spots: list[Spot] = []
        for word in (mirrored(where) if self.pane.mirrored else where).split():
            if not (there := self.places(word)):
                raise ValueError(f"the place was {word!r}; {self.name} has no such place")
            spots += there
        ink = ink or WORDS.get(self.ink, self.ink)
        self.pane.canvas.label(name or self.name, text, ink, spots, size=size, needed=needed)


@dataclass(slots=True)
class Pane:
    """One pair of axes, and the pencil for it.

    room: the pixels that a heading may take before it starts a second line, where that matters;
    mirrored: whether places to the right are to the left and the other way round.
    """

    canvas: Canvas
    room: float | None = None
    mirrored: bool = False

    @property
    def view(self) -> View:
        return self.canvas.view

    def heading(self, text: str, ink: str, size: float = HEADING) -> None:
        """A sentence above the pane."""
        self.canvas.heading(wrapped(text, size, self.room) if self.room else text, ink, size)

    def title(self, mode: Mode, says: str, more: str = "") -> None:
        """A margin mode above the pane, with more on it, and what is said of it."""
        self.heading(f"<b>{mode.name}</b>{more}: {says}", mode.ink)

    def point(
        self, name: str, x: float, y: float, ink: str, form: str = "circle", size: float = 11
    ) -> Mark:
        """A marker, and words around it; without a form nothing is drawn, it is a place for words."""
        if form:
            self.canvas.marker(name, x, y, ink, form=form, size=size)
        across, down, gap = self.view.x(x), self.view.y(y), size / 2 + 3.5
        return Mark(self, name, ink, lambda word: near(across, down, word, gap))

    def line(
        self, name: str, xs: Sequence[float], ys: Sequence[float], ink: str, *,
        width: float = 3, dash: str = "solid", shape: str = "linear", moves: bool = False,
    ) -> Mark:  # fmt: skip
        """A line, not drawn through one point; words above, below, at its ends, or to one side of it.

        One that moves fast has a few straight pieces and lies below curves; one without a width is
        not drawn, it is a place for words.
        """
        if len(xs) > 1 and moves:
            self.canvas.polyline(name, xs, ys, ink, width=width, dash=dash)
        elif len(xs) > 1 and width:
            self.canvas.line(name, xs, ys, ink, width=width, dash=dash, shape=shape)
        x, y = self.view.x, self.view.y
        return Mark(self, name, ink, lambda word: along([*map(x, xs)], [*map(y, ys)], word))

    def level(self, name: str, y: float, ink: str, **look: Any) -> Mark:
        """A line across the whole pane at one height."""
        return self.line(name, self.view.x_range, (y, y), ink, **look)

    def area(
        self, name: str, xs: Sequence[float], ys: Sequence[float], base: float, look: Look
    ) -> Mark:
        """What lies between a line and its base, without an edge; words at the base."""
        if any(y != base for y in ys):
            self.canvas.wash(name, [*xs, xs[-1], xs[0]], [*ys, base, base], look.plain)
        return self._box(name, (xs[0], xs[-1]), (base, base), look.ink)

    def bar(self, name: str, x: Span, y: Span, look: Look) -> Mark:
        """A rectangle, not drawn where it is empty; words inside, beside, above or below it."""
        (x0, x1), (y0, y1) = x, y
        if x1 > x0 and y1 > y0:
            self.canvas.wash(name, [x0, x1, x1, x0, x0], [y0, y0, y1, y1, y0], look)
        return self._box(name, x, y, look.ink)

    def bars(self, name: str, spans: Sequence[tuple[Span, Span]], look: Look) -> None:
        """Several rectangles as one, for a hatch over bars that are there."""
        xs = [x for (x0, x1), _ in spans for x in (x1, x0, x0, x1)]
        ys = [y for _, (y0, y1) in spans for y in (y0, y0, y1, y1)]
        self.canvas.wash(name, xs, ys, look.plain)

    def space(self, name: str, x: Span, y: Span, ink: str = MUTED) -> Mark:
        """A rectangle of which nothing is seen: a place for words."""
        return self._box(name, x, y, ink)

    def tear(self, name: str, top: float, bottom: float) -> Mark:
        """A band with teeth, pixels below the pane's top, where the scale leaves something out."""
        view, teeth = self.view, 28
        left, width = view.box.left, view.box.width
        across = [view.value_x(left + width * i / teeth) for i in range(teeth + 1)]
        upper, lower = (
            [view.value_y(view.box.top + y + 3.0 * (-1) ** i) for i in range(teeth + 1)]
            for y in (top, bottom)
        )
        corners = [*across, *across[::-1]], [*upper, *lower[::-1]]
        self.canvas.wash(name, *corners, Look(CLEAR, LIGHT["keep_l"]))
        up = view.value_y(view.box.top + bottom), view.value_y(view.box.top + top)
        return self._box(name, view.x_range, up, MUTED)

    def stem(self, xs: Sequence[float], ys: Sequence[float]) -> Mark:
        """From the learner's mark to what it is about."""
        return self.line("you", xs, ys, YOU, width=2, dash="dashdot")

    def yours(
        self, x: float, y: float, said: str, where: str, *, by: Mark | None = None,
        join: str = "<br>", size: float = TEXT, needed: bool = True,
    ) -> None:  # fmt: skip
        """The learner's mark, a diamond, and by it, or by another mark, what was said."""
        mark = self.point("your mark", x, y, YOU, "diamond", 15)
        text = f"you said{join}<b>{said}</b>"
        (by or mark).label(text, where, name="you", ink=YOU, size=size, needed=needed)

    def flag(self, x: float, y: float, tops: Sequence[float], said: str) -> None:
        """The learner's mark below a stem with what was said: at the first top where there is room."""
        self.keep_off()  # no words that stand may be under the stem
        view, canvas = self.view, self.canvas
        free = [top for top in tops if not canvas.meets_words(view.segment(x, 0, x, top, 6))]
        stem, *higher = [self.point("you", x, top, YOU, "") for top in free or tops[-1:]]
        for other in higher:
            stem = stem | other
        self.yours(x, y, said, "NE NW N", by=stem)
        words = canvas.finish()["you"].pinned
        foot = words.spot.y
        if words.box.left <= view.x(x) <= words.box.right:
            foot = max(foot, words.box.bottom + 3)
        self.stem((x, x), (0, view.value_y(foot)))

    def distance(self, x0: float, x1: float, y: float, text: str, *, beyond: bool = False) -> None:
        """The way from x0 to x1 as an arrow, its length in the middle, or beside it where it is short.

        beyond: it goes on outside the window, so it has one head.
        """
        (left, right), size = sorted((self.view.x(x0), self.view.x(x1))), 16
        gap = text_size(text, size)[0] + 8
        inside, tail = right - left >= gap + 36, 18
        if beyond or right - left >= 26:
            heads = "end" if beyond else "both"
            self.canvas.arrow(x0, x1, y, heads=heads, gap=gap if inside else 0.0)
        else:  # two short arrows from outside
            for x, away in ((left, -tail), (right, tail)):
                self.canvas.pointer(self.view.value_x(x), y, away)
            left, right = left - tail, right + tail
        across = self.view.value_x(left), self.view.value_x(right)
        place = self.space("distance", across, (y, y), INK)
        place.label(text, "middle" if inside else "right left", size=size)

    def faint(self, *lines: Segment) -> None:
        """Words had better keep off these lines, which are left out where words cannot."""
        self.canvas.obstacles += [line._replace(weight=1e-4) for line in lines]

    def unless_words(self, name: str, ink: str, *lines: Segment) -> None:
        """Thin lines, drawn if none of them runs through words."""
        self.keep_off()
        if not any(map(self.canvas.meets_words, lines)):
            for line in lines:
                xs = [self.view.value_x(x) for x in (line.x0, line.x1)]
                ys = [self.view.value_y(y) for y in (line.y0, line.y1)]
                self.line(name, xs, ys, ink, width=1)

    def words_above(self, y: float) -> None:
        """Words that are asked for from now on keep above this height."""
        box = self.view.box
        self.canvas.panel = Box(box.left, box.top + 1, box.right, self.view.y(y))

    def keep_off(self, *marks: Mark) -> None:
        """Place the words asked for so far; those that follow stay off these marks."""
        self.canvas.finish()
        self.canvas.obstacles += [mark.box for mark in marks if mark.box]

    def _box(self, name: str, x: Span, y: Span, ink: str) -> Mark:
        left, right, bottom, top = *map(self.view.x, x), *map(self.view.y, y)
        box = Box(left, top, right, bottom)
        return Mark(self, name, ink, lambda word: around(box, word), box)
