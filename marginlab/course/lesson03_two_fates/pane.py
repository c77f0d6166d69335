"""The three panes of lesson 3: the path with both walls above, the two accounts below.

Left below is isolated, right is cross, over the same days. Windows are wide enough for every path
and every leverage, so that nothing jumps while the time runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marginlab.course.lesson03_two_fates.scene import DAYS, STEP, Fate, FatesScene
from marginlab.drawing.canvas import LIGHT, MARGIN, WIDTH, Canvas, View
from marginlab.drawing.placement import Box, Pinned, Spot
from marginlab.theory.terms import show

HEIGHT = 540
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
PRICES = (33_500.0, 66_500.0)
MONEY = (0.0, 2_700.0)
HANDLE = "way-point"
_ACROSS = {"": (0.0, 1.0), "2": (0.0, 0.49), "3": (0.51, 1.0)}  # shares of the plot
_UP = {"": (0.59, 1.0), "2": (0.0, 0.45), "3": (0.0, 0.45)}
_ROOM = 0.115  # share of the plot right of a pane's last day, for the numbers at its end
_EDGE = 15  # pixels that the worth's number keeps from an edge
_HALF = 5.5  # pixels from a handle's middle to its edge


def canvas(number: str, scale: float) -> Canvas:
    """The empty pane of this number."""
    (left, right), (bottom, top) = _ACROSS[number], _UP[number]
    box = Box(
        PLOT.left + left * PLOT.width,
        PLOT.bottom - top * PLOT.height,
        PLOT.left + right * PLOT.width,
        PLOT.bottom - bottom * PLOT.height,
    )
    return Canvas(View(number, _time(number), MONEY if number else PRICES, box), scale)


def _time(number: str) -> tuple[float, float]:
    left, right = _ACROSS[number]
    return 0.0, round(DAYS * (right - left) / (right - left - _ROOM), 4)


def axes() -> dict[str, Any]:
    """The layout of the three pairs of axes; each pane draws its own line of time."""
    layout: dict[str, Any] = {}
    for number in _ACROSS:
        days = list(range(0, DAYS + 1, STEP))
        names = [*map(str, days[:-1]), f"day {days[-1]}"]
        x: dict[str, Any] = {"range": list(_time(number)), "domain": list(_ACROSS[number]),
             "anchor": "y" + number, "tickvals": days, "ticktext": names, "showline": False}  # fmt: skip
        y: dict[str, Any] = {"domain": list(_UP[number]), "anchor": "x" + number}
        if number:
            y |= {"range": list(MONEY), "dtick": 500, "showticklabels": number == "2"}
        else:
            y |= {"range": list(PRICES), "dtick": 10_000}
        layout |= {"xaxis" + number: x, "yaxis" + number: y}
    return layout


def draw_days(pane: Canvas) -> None:
    """The line of time at the foot of a pane, from the first day to the last."""
    foot = pane.view.y_range[0]
    pane.line("days", [0, DAYS], [foot, foot], LIGHT["axis"], width=1)


@dataclass(slots=True)
class PathPane:
    """The mark price over time, and where each mode's wall stands."""

    scene: FatesScene
    canvas: Canvas

    def draw_path(self) -> None:
        """The path so far, what is still to come, and the price of now."""
        scene, day = self.scene, self.scene.day
        corners = [STEP * i for i in range(len(scene.way_points))]
        past = [d for d in corners if d < day] + [day]
        future = [day] + [d for d in corners if d > day]
        if len(future) > 1:
            self.canvas.polyline("path to come", future, [scene.price(d) for d in future],
                             LIGHT["axis"], width=1.5, dash="dot")  # fmt: skip
        if len(past) > 1:
            self.canvas.polyline("mark price", past, [scene.price(d) for d in past],
                             LIGHT["mark"], width=3)  # fmt: skip

    def draw_now(self) -> None:
        """The price of now, and room for the discs of the way-points."""
        for i, price in enumerate(self.scene.way_points):
            at = Spot(self.canvas.view.x(STEP * i), self.canvas.view.y(price))
            self.canvas.obstacles.append(Pinned(at, 2 * _HALF + 4, 2 * _HALF + 4))
        self.canvas.marker("now", self.scene.day, self.scene.price(self.scene.day), LIGHT["mark"])

    def draw_wall(self, name: str, fate: Fate) -> None:
        """A wall, thick as long as its position lives; a square where it is touched."""
        price, end, day = fate.liquidation_price, DAYS, self.scene.day
        if fate.dead(day):
            self.canvas.line(name, [0, fate.death], [price] * 2, LIGHT["wall"], width=5)
            self.canvas.line(f"{name} past", [fate.death, end], [price] * 2, LIGHT["wall"],
                             width=1.5, dash="dot")  # fmt: skip
            self.canvas.marker(f"{name} touched", fate.death, price, LIGHT["wall"], form="square")
        else:
            self.canvas.line(name, [0, end], [price] * 2, LIGHT["wall"], width=5)

    def handles(self) -> list[dict[str, Any]]:
        """The way-points as discs for the hand; pixels, so that they keep their size."""
        half = _HALF * self.canvas.scale
        return [
            {
                "type": "path", "name": f"{HANDLE} {i}", "layer": "above", "path": _disc(half),
                "xref": "x", "xsizemode": "pixel", "xanchor": STEP * i,
                "yref": "y", "ysizemode": "pixel", "yanchor": price,
                "fillcolor": LIGHT["ink" if STEP * i == self.scene.day else "paper"],
                "line": {"color": LIGHT["ink"], "width": 2},
            }
            for i, price in enumerate(self.scene.way_points) if i
        ]  # fmt: skip

    def spots(self, price: float, *, below_first: bool) -> list[Spot]:
        """Where a wall's label may stand: on either side of its line, from left to right."""
        view = self.canvas.view
        found = []
        for share in (0.0, 0.62, 0.3, 0.75, 0.45, 0.15):
            x = share * DAYS
            sides = [(6, "top"), (-6, "bottom")]
            for dy, yanchor in sides if below_first else sides[::-1]:
                found.append(Spot(view.x(x), view.y(price), 6, dy, "left", yanchor))
        return found


def _disc(radius: float) -> str:
    """A circle as plotly's paths can draw it: four curves."""
    r, c = round(radius, 2), round(radius * 0.5523, 2)
    return (
        f"M{r},0 C{r},{c} {c},{r} 0,{r} C{-c},{r} {-r},{c} {-r},0 "
        f"C{-r},{-c} {-c},{-r} 0,{-r} C{c},{-r} {r},{-c} {r},0 Z"
    )


@dataclass(slots=True)
class AccountPane:
    """What one mode's account is worth over time, and how much of it stands behind the trade."""

    scene: FatesScene
    fate: Fate
    mode: str
    canvas: Canvas

    @property
    def colour(self) -> str:
        return LIGHT[self.mode]

    @property
    def stake_colour(self) -> str:
        return LIGHT["iso_f" if self.mode == "isolated" else "cross_f"]

    @property
    def dead(self) -> bool:
        return self.fate.dead(self.scene.day)

    @property
    def end(self) -> float:
        """The day up to which the position lives, as far as it is shown."""
        return self.fate.death if self.dead else self.scene.day

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Day and worth wherever the line bends, up to the end of the position."""
        days = [float(d) for d in range(0, DAYS, STEP) if d < self.end]
        points = [(d, self.scene.wallet(self.fate, d)) for d in days]
        if self.dead:
            # Straight down at the wall: what was left of the stake is forfeited.
            return [*points, (self.end, self.fate.at_death), (self.end, self.fate.kept)]
        return [*points, (self.end, self.scene.wallet(self.fate, self.end))]

    def draw(self) -> None:
        """Money out of reach, money at stake, money lost; over it the account's worth."""
        fate, canvas, now = self.fate, self.canvas, self.scene.day
        xs, ys = [list(column) for column in zip(*self.corners, strict=True)]
        if fate.kept > 0:
            box = [0, DAYS, DAYS, 0], [0, 0, fate.kept, fate.kept]
            canvas.wash("kept", *box, LIGHT["keep"], outline=LIGHT["keep_l"])
        if len(xs) > 1:
            floor = [fate.kept] * 2
            canvas.wash("stake", [*xs, xs[-1], xs[0]], [*ys, *floor], self.stake_colour)
        if self.dead and self.end < now:
            self._draw_loss()
            xs, ys = [*xs, now], [*ys, fate.kept]
        if len(xs) > 1:
            canvas.polyline("worth", xs, ys, self.colour, width=4)
        if self.dead:
            canvas.marker("end", self.end, fate.kept, LIGHT["wall"], form="square")
        canvas.marker("now", now, self.scene.wallet(fate, now), self.colour)

    def _draw_loss(self) -> None:
        """The stake from its end on, hatched; no label may stand on it."""
        fate, view, now = self.fate, self.canvas.view, self.scene.day
        top = fate.kept + fate.stake
        box = [self.end, now, now, self.end], [fate.kept, fate.kept, top, top]
        self.canvas.wash("lost", *box, LIGHT["lost"], hatch=9)
        hatched = Box(view.x(self.end), view.y(top), view.x(now), view.y(fate.kept))
        self.canvas.obstacles.append(hatched)

    def label(self) -> None:
        """The worth beside its dot, then what is lost, what stays out of reach, and the event."""
        scene, fate, view = self.scene, self.fate, self.canvas.view
        worth = scene.wallet(fate, scene.day)
        now = view.x(scene.day)
        steps: tuple[float, ...] = (0, -14, 14, -26, 26)
        if not scene.ended and abs(view.y(worth) - view.y(fate.kept)) < _EDGE:
            steps = (-_EDGE, -26)  # clear of the upper edge of what is kept
        spots = [Spot(now, view.y(worth), 11, dy, "left") for dy in steps]
        self.canvas.label("worth", f"<b>{show(worth, 'money')}</b>", self.colour, spots, size=17)
        if self.dead:
            self._label_loss()
        if fate.kept > 0:
            middle = Spot(view.x(DAYS / 2), view.y(fate.kept * 0.28))
            text = f"{show(fate.kept, 'money')} never at stake"
            self.canvas.label("kept", text, LIGHT["ink"], [middle], needed=False)
        elif not self.dead:
            middle = Spot(view.x(self.end / 2), view.y(fate.stake * 0.16))
            text = f"all {show(fate.stake, 'money')} at stake"
            self.canvas.label("at stake", text, LIGHT["ink"], [middle], needed=False)

    def _label_loss(self) -> None:
        fate, view, now = self.fate, self.canvas.view, self.scene.day
        lost, top = f"<b>{show(fate.stake, 'money')} lost</b>", fate.kept + fate.stake
        above = [Spot(view.x(x), view.y(top), 0, -6, anchor, "bottom")
                 for x, anchor in ((now, "right"), (self.end, "left"), (now, "center"))]  # fmt: skip
        self.canvas.label("loss", lost, LIGHT["ink"], above)
        text = f"liquidated at {show(fate.liquidation_price, 'price')}"
        foot = view.y(fate.kept)
        if fate.kept > 0:
            where = [(self.end, 0, "center"), (self.end, -8, "right"), (self.end, 8, "left")]
            spots = [Spot(view.x(x), foot, dx, 10, anchor, "top") for x, dx, anchor in where]
            spots += [Spot(view.x(x), foot, 0, 10, "center", "top") for x in (3, 5, 7)]
        else:
            spots = [
                Spot(view.x(self.end), foot, dx, -up, anchor, "bottom")
                for up in (12, 40, 70, 100)
                for dx, anchor in ((-12, "right"), (12, "left"))
            ]
            spots += [
                Spot(view.x(x), view.y(top), 0, -up, anchor, "bottom")
                for up in (6, 28)
                for x, anchor in ((now, "right"), (self.end, "left"), (0, "left"), (DAYS, "right"))
            ]
        self.canvas.label("liquidated", text, LIGHT["ink"], spots, size=14)
