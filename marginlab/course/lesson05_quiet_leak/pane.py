"""One pane of lesson 5: the wall's trail over the days, and a bar of the money behind the position.

Both panes have the same days across and the same money a pixel upwards. The price stands still at
the same height in both; in cross it is so far away that the scale breaks below it, and says by how
much. All windows hold every state of the controls, so nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.lesson05_quiet_leak.scene import DAYS, ENTRY_PRICE, Leak, LeakScene
from marginlab.drawing.canvas import CLEAR, LIGHT, MARGIN, WIDTH, Canvas, View
from marginlab.drawing.placement import Box

HEIGHT = 560
EDGES = MARGIN | {"b": 8}  # the bar's words stand inside its own window
DOMAINS = {"": (0.0, 0.455), "2": (0.545, 1.0)}
TRAIL, BAR = (0.25, 1.0), (0.0, 0.12)  # the shares of the height that trail and bar take
PLOT = Box(EDGES["l"], EDGES["t"], WIDTH - EDGES["r"], HEIGHT - EDGES["b"])
PRICES = {"": (59_190.0, 60_070.0), "2": (39_920.0, 40_800.0)}
BAR_HEIGHTS = (-0.85, 1.0)  # the bar from 0 to 1, its words below
MONEY = {"": (0.0, 100.0), "2": (0.0, 2_060.0)}
BAR_OF = {"": "3", "2": "4"}  # the numbers of the bars' axes
SKIPPED = PRICES[""][1] - PRICES["2"][1]  # what the scale of cross leaves out
_STRIPES = 8.0
BREAK = (42.0, 64.0)  # pixels below the pane's top
_TEETH = 14


@dataclass(slots=True)
class Pane:
    """One mode's position: its trail on one canvas, its money on another."""

    scene: LeakScene
    leak: Leak
    colour: str
    wash: str
    trail: Canvas
    bar: Canvas

    @property
    def view(self) -> View:
        return self.trail.view

    @property
    def is_cross(self) -> bool:
        return self.view.number == "2"

    @property
    def price(self) -> float:
        """The number on the pane's own scale at which the mark price is drawn."""
        return ENTRY_PRICE - (SKIPPED if self.is_cross else 0.0)

    # ---- the trail

    def draw_price(self) -> None:
        """The mark price, which stands still, and in cross the break of the scale."""
        if self.is_cross:
            self._draw_break()
        self.trail.line("mark price", [0, DAYS], [self.price] * 2, LIGHT["mark"], width=3)

    def draw_trail(self) -> None:
        """The wall's way, a step for each payment, and where it ends."""
        leak, canvas = self.leak, self.trail
        days, walls = leak.days, leak.walls
        if leak.is_closed:
            low, high = self.view.y_range
            xs = [leak.closed, DAYS, DAYS, leak.closed]
            canvas.wash("closed", xs, [low, low, high, high], LIGHT["wall_f"])
        if leak.wall != walls[0]:
            xs, ys = [*days, days[-1]], [*walls, walls[0]]
            canvas.wash("payments", xs, ys, LIGHT["drain"], stripes=_STRIPES)
        self.draw_price()
        if len(walls) > 1:
            canvas.line("wall", days, walls, LIGHT["wall"], width=4, shape="hv")
        else:
            self.draw_start()
        if leak.is_closed:
            canvas.marker("end", leak.closed, self.price, LIGHT["wall"], form="square")
        elif not self.is_cross:
            canvas.marker("now", self.scene.day, self.price, LIGHT["mark"])

    def draw_start(self) -> None:
        """The wall of day 0 alone."""
        self.trail.marker("wall", 0, self.leak.walls[0], LIGHT["wall"], form="square")

    def _draw_break(self) -> None:
        """A band with teeth across the pane, where the scale jumps."""
        left, width = self.view.box.left, self.view.box.width
        upper, lower = (self.view.box.top + down for down in BREAK)
        across = [left + width * i / (2 * _TEETH) for i in range(2 * _TEETH + 1)]
        teeth = [3.0 * (-1) ** i for i in range(2 * _TEETH + 1)]
        points = [(x, upper + up) for x, up in zip(across, teeth, strict=True)]
        points += [(x, lower + up) for x, up in zip(across[::-1], teeth[::-1], strict=True)]
        xs = [self.view.value_x(x) for x, _ in points]
        ys = [self.view.value_y(y) for _, y in points]
        self.trail.wash("break", xs, ys, CLEAR, outline=LIGHT["keep_l"])

    # ---- the money

    def draw_money(self) -> None:
        """The money behind the position: what was paid out of it or came in, and the rest."""
        leak = self.leak
        low, high = sorted((leak.left, leak.collateral))
        if leak.drained > 0:
            kept, moved = (leak.drained, high), (0.0, leak.drained)
        else:
            kept, moved = (0.0, low), (low, high)
        if leak.is_closed:
            self._block("lost", *kept, LIGHT["lost"], outline=LIGHT["lost"], hatch=_STRIPES)
        else:
            self._block("kept", *kept, self.wash, outline=self.colour)
        if moved[1] > moved[0]:
            self._block("leaked", *moved, LIGHT["drain"], outline=LIGHT["drain"], stripes=_STRIPES)

    def draw_untouched(self) -> None:
        """The money of day 0."""
        self._block("kept", 0, self.leak.collateral, self.wash, outline=self.colour)

    def _block(self, name: str, start: float, end: float, fill: str, *, outline: str,
               hatch: float = 0.0, stripes: float = 0.0) -> None:  # fmt: skip
        self.bar.wash(name, [start, end, end, start], [0, 0, 1, 1], fill, outline=outline,
                      hatch=hatch, stripes=stripes)  # fmt: skip


def pane(scene: LeakScene, number: str, scale: float) -> Pane:
    """The empty pane of isolated (number "") or of cross ("2")."""
    trail = View(number, (0.0, DAYS), PRICES[number], _box(number, TRAIL))
    bar = View(BAR_OF[number], MONEY[number], BAR_HEIGHTS, _box(number, BAR))
    leak, mode, wash = (
        (scene.cross, "cross", "cross_f") if number else (scene.isolated, "isolated", "iso_f")
    )
    return Pane(scene, leak, LIGHT[mode], LIGHT[wash], Canvas(trail, scale), Canvas(bar, scale))


def _box(number: str, heights: tuple[float, float]) -> Box:
    left, right = (PLOT.left + share * PLOT.width for share in DOMAINS[number])
    bottom, top = (PLOT.bottom - share * PLOT.height for share in heights)
    return Box(left, top, right, bottom)
