"""One pane of lesson 2: the window on prices and money, and what is drawn into it.

Both panes share one window a side, wide enough for the sliders' whole range, so that nothing jumps.
A long wins to the right and is closed left of its wall; a short is the mirror image, so `side` times
a number of pixels always leads to where the position wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from marginlab.course.lesson02_the_wall.scene import Wall, WallScene
from marginlab.drawing.canvas import LIGHT, MARGIN, WIDTH, Canvas, View
from marginlab.drawing.placement import Box, Pinned, Placed, Segment, Spot, text_size
from marginlab.theory.terms import LONG, SHORT, show

HEIGHT = 500
PRICES = {LONG: (29_500.0, 74_500.0), SHORT: (45_500.0, 90_500.0)}
MONEY = (-400.0, 2_950.0)
DOMAINS = {"": (0.0, 0.485), "2": (0.515, 1.0)}
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
_ROW = 28.0  # pixels from the zero line down to the measured distance


@dataclass(slots=True)
class Pane:
    """One mode's position on a canvas: the places of its points, its lines, its numbers."""

    scene: WallScene
    wall: Wall
    colour: str
    canvas: Canvas
    guides: list[Segment] = field(default_factory=list)  # from the lens to what it shows
    numbers: list[Pinned] = field(default_factory=list)  # where numbers have been written

    @property
    def view(self) -> View:
        return self.canvas.view

    @property
    def wall_shown(self) -> bool:
        return self.wall.exists and self.view.shows(self.wall.liquidation_price)

    @property
    def edge(self) -> float:
        """The price at which the window ends on the losing side."""
        return self.view.x_range[0 if self.scene.side == LONG else 1]

    @property
    def far_edge(self) -> float:
        """The price at which the window ends on the winning side."""
        return sum(self.view.x_range) - self.edge

    @property
    def losing_end(self) -> float:
        """The price up to which the position lives, as far as the window shows."""
        return self.wall.liquidation_price if self.wall_shown else self.edge

    @property
    def winning_end(self) -> float:
        """The price at which the equity line leaves the window."""
        scene, top = self.scene, self.view.y_range[1]
        leaves = scene.entry_price + scene.side * (top - self.wall.collateral) / scene.size
        return (min if scene.side == LONG else max)(leaves, self.far_edge)

    @property
    def sky(self) -> Box:
        """The pixels above the zero line; below it only the measured distance is written."""
        box = self.view.box
        return Box(box.left, box.top, box.right, self.view.y(0))

    def spot(
        self,
        x: float,
        y: float,
        dx: float = 0.0,
        dy: float = 0.0,
        lies: str = "win",
        yanchor: str = "middle",
    ) -> Spot:
        """A spot at a price and an amount, `dx` pixels towards the winning side, `dy` downwards.

        The text lies on the winning side of that point ("win"), on the losing side ("lose"), or
        around it ("center").
        """
        side = self.scene.side
        starts, ends = ("left", "right") if side == LONG else ("right", "left")
        xanchor = {"win": starts, "lose": ends}.get(lies, lies)
        return Spot(self.view.x(x), self.view.y(y), dx * side, dy, xanchor, yanchor)

    def place(self) -> dict[str, Placed]:
        """Place the labels asked for so far; what they say counts as numbers."""
        placed = self.canvas.finish(self.sky)
        self.numbers += [p.pinned for p in placed.values()]
        return placed

    # ---- what is drawn

    def draw(self) -> None:
        """The wall and its lines, the position, and the measured distance between the two."""
        scene, wall, canvas = self.scene, self.wall, self.canvas
        end, edge, top = self.losing_end, self.edge, self.view.y_range[1]
        if self.wall_shown:
            canvas.wash("closed", [edge, end, end, edge], [0, 0, top, top], LIGHT["wall_f"])
        if scene.maintenance:
            xs = self.view.x_range
            needed = [scene.requirement(x, wall) for x in xs]
            canvas.line("requirement", xs, needed, LIGHT["req"], width=2.5, dash="dash")
        if self.wall_shown:
            canvas.line("wall", [end, end], [0, top], LIGHT["wall"], width=5)
        self._draw_stem()
        ends = [end, self.winning_end]
        canvas.line("equity", ends, [scene.equity(x, wall) for x in ends], self.colour, width=4)
        self._draw_now()
        if self.wall_shown:
            canvas.marker("end", end, wall.forfeited, LIGHT["wall"], form="square")
        if wall.exists:
            self._draw_distance()

    def draw_position(self) -> None:
        """The position alone: its mark price and the money behind it."""
        self._draw_stem()
        self._draw_now()

    def draw_guides(self) -> None:
        """The lines between the lens and what it shows, unless one would run through a number."""
        for line in self.guides:
            if any(self.canvas.meets(line, number) for number in self.numbers):
                return
        for line in self.guides:
            xs = [self.view.value_x(x) for x in (line.x0, line.x1)]
            ys = [self.view.value_y(y) for y in (line.y0, line.y1)]
            self.canvas.line("guide", xs, ys, LIGHT["axis"], width=1)

    def _draw_stem(self) -> None:
        stem = [self.scene.entry_price] * 2, [0, self.wall.collateral]
        self.canvas.line("mark price", *stem, LIGHT["mark"], width=1.5, dash="dot")

    def _draw_now(self) -> None:
        self.canvas.marker("now", self.scene.entry_price, self.wall.collateral, LIGHT["mark"])

    def _draw_distance(self) -> None:
        """The way from the mark price to the wall, its length in per cent in the gap or beside it."""
        canvas, side, entry, end = (
            self.canvas,
            self.scene.side,
            self.scene.entry_price,
            self.losing_end,
        )
        row = self.view.value_y(self.view.y(0) + _ROW)
        text = f"<b>{show(self.wall.liquidation_price / entry - 1, 'move')}</b>"
        room = abs(self.view.x(entry) - self.view.x(end))
        gap = text_size(text, 16)[0] + 8
        inside = room >= gap + 36
        beside = 8.0
        if not self.wall_shown:
            canvas.arrow(entry, end, row, heads="end", gap=gap if inside else 0.0)
        elif room >= 26:
            canvas.arrow(entry, end, row, gap=gap if inside else 0.0)
        else:
            beside = 26.0
            canvas.pointer(end, row, -18 * side)
            canvas.pointer(entry, row, 18 * side)
        spots = [self.spot(entry, row, beside), self.spot(end, row, -beside, 0, "lose")]
        if inside:
            spots = [self.spot((entry + end) / 2, row, 0, 0, "center")]
        canvas.label("distance", text, LIGHT["ink"], spots, size=16)
        canvas.finish()
