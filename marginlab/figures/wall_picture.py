"""The picture of lesson 2: equity against requirement, and the wall where they meet.

Both panels share one window a side, wide enough for the sliders' whole range, so that nothing jumps.
A long wins to the right and is closed left of its wall; a short is the mirror image, so `side` times
a number of pixels always leads to where the position wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from marginlab.figures.base import (
    LIGHT,
    MARGIN,
    STRETCHES,
    WIDTH,
    Canvas,
    Figure,
    View,
    figure,
    heading,
)
from marginlab.figures.placement import Box, Pinned, Placed, Segment, Spot, place_box, text_size
from marginlab.figures.wall_lens import LENS, draw_lens, guide_lines, lens_axes, spot
from marginlab.figures.wall_scene import Wall, WallScene
from marginlab.terms import LONG, SHORT, TERMS, show

HEIGHT = 500
PRICES = {LONG: (29_500.0, 74_500.0), SHORT: (45_500.0, 90_500.0)}
MONEY = (-400.0, 2_950.0)
DOMAINS = {"": (0.0, 0.485), "2": (0.515, 1.0)}
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
ROW = 28.0  # pixels from the zero line down to the measured distance
DIAMOND = 8.0  # pixels that the learner's mark hangs below the zero line, so that it hides nothing


def wall_figure(scene: WallScene, *, scale: float = 1.0, revealed: bool = True) -> Figure:
    """Equity against requirement over the mark price, isolated left, cross right.

    With `revealed=False` only what the question gives away: the position, its money, the mark.
    """
    left = _Panel(
        scene, scene.isolated, LIGHT["isolated"], _canvas("", scene.side, scale), scene.guess
    )
    right = _Panel(scene, scene.cross, LIGHT["cross"], _canvas("2", scene.side, scale), None)
    layout = _axes(scene.side)
    canvases = [left.canvas, right.canvas]
    if revealed:
        left.draw()
        right.draw()
        lens = left.draw_lens()
        if lens:
            canvases.append(lens)
            layout |= lens_axes(lens.view, PLOT)
    else:
        left.draw_position()
        right.draw_position()
    for panel in (left, right):
        panel.label(revealed)
    own, all_in = (show(wall.collateral, "money") for wall in (scene.isolated, scene.cross))
    layout["annotations"] = [
        *(note for canvas in canvases for note in canvas.notes),
        heading(
            f"<b>Isolated</b>: {own} stands behind it", left.colour, DOMAINS[""][0], scale=scale
        ),
        heading(
            f"<b>Cross</b>: all {all_in} stand behind it",
            right.colour,
            DOMAINS["2"][0],
            scale=scale,
        ),
    ]
    traces = [trace for canvas in canvases for trace in canvas.traces]
    return figure(traces, layout, height=HEIGHT, scale=scale)


def _canvas(number: str, side: int, scale: float) -> Canvas:
    start, end = DOMAINS[number]
    box = Box(PLOT.left + start * PLOT.width, PLOT.top, PLOT.left + end * PLOT.width, PLOT.bottom)
    return Canvas(View(number, PRICES[side], MONEY, box), scale)


def _axes(side: int) -> dict[str, Any]:
    low, high = PRICES[side]
    # A tick near the window's end would run into the other panel.
    ticks = [price for price in range(0, 100_000, 10_000) if low + 3_000 < price < high - 3_000]
    prices = {
        "range": [low, high],
        "tickvals": ticks,
        "title": {"text": TERMS["mark_price"].name.replace("_", " ")},
    }
    money = {"range": list(MONEY), "dtick": 500, "zeroline": True, "zerolinecolor": LIGHT["axis"]}
    return {
        "xaxis": prices | {"domain": list(DOMAINS[""])},
        "xaxis2": prices | {"domain": list(DOMAINS["2"]), "anchor": "y2"},
        "yaxis": money,
        "yaxis2": money | {"anchor": "x2", "showticklabels": False},
    }


@dataclass(slots=True)
class _Panel:
    """One mode's half of the picture."""

    scene: WallScene
    wall: Wall
    colour: str
    canvas: Canvas
    guess: float | None
    guides: list[tuple[list[float], list[float]]] = field(default_factory=list)
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
    def losing_end(self) -> float:
        """The price up to which the position lives, as far as the window shows."""
        return self.wall.liquidation_price if self.wall_shown else self.edge

    @property
    def winning_end(self) -> float:
        """The price at which the equity line leaves the window."""
        scene, (low, high) = self.scene, self.view.x_range
        top = scene.entry_price + scene.side * (MONEY[1] - self.wall.collateral) / scene.size
        return min(top, high) if scene.side == LONG else max(top, low)

    def spot(self, x: float, y: float, dx: float = 0.0, dy: float = 0.0, xanchor: str = "win",
             yanchor: str = "middle") -> Spot:  # fmt: skip
        return spot(self.view, self.scene.side, x, y, dx, dy, xanchor, yanchor)

    # ---- what is drawn

    def draw(self) -> None:
        """Everything but the labels, the lens and the learner's mark."""
        scene, wall, canvas = self.scene, self.wall, self.canvas
        end, edge, top = self.losing_end, self.edge, MONEY[1]
        if self.wall_shown:
            canvas.wash("closed", [edge, end, end, edge], [0, 0, top, top], LIGHT["wall_f"])
        if scene.maintenance:
            xs = self.view.x_range
            canvas.line("requirement", xs, [scene.requirement(x, wall) for x in xs], LIGHT["req"],
                        width=2.5, dash="dash")  # fmt: skip
        if self.wall_shown:
            canvas.line("wall", [end, end], [0, top], LIGHT["wall"], width=5)
        self.draw_stem()
        ends = [end, self.winning_end]
        canvas.line("equity", ends, [scene.equity(x, wall) for x in ends], self.colour, width=4)
        self.draw_mark()
        if self.wall_shown:
            canvas.marker("end", end, wall.forfeited, LIGHT["wall"], form="square")
        if wall.exists:
            self._draw_distance()

    def draw_position(self) -> None:
        """The position alone: its mark price and the money behind it."""
        self.draw_stem()
        self.draw_mark()

    def draw_stem(self) -> None:
        entry, money = self.scene.entry_price, self.wall.collateral
        self.canvas.line(
            "mark price", [entry, entry], [0, money], LIGHT["mark"], width=1.5, dash="dot"
        )

    def draw_mark(self) -> None:
        self.canvas.marker("now", self.scene.entry_price, self.wall.collateral, LIGHT["mark"])

    def _row(self) -> float:
        return self.view.value_y(self.view.y(0) + ROW)

    def _draw_distance(self) -> None:
        """The way from the mark price to the wall, its length in per cent in the gap or beside it."""
        scene, canvas, view, row = self.scene, self.canvas, self.view, self._row()
        entry, end = scene.entry_price, self.losing_end
        move = self.wall.liquidation_price / entry - 1
        text = f"<b>{show(move, 'move')}</b>"
        room = abs(view.x(entry) - view.x(end))
        beside = 8.0
        if not self.wall_shown:
            canvas.arrow(end, entry, row, heads="end")
        elif room >= 26:
            canvas.arrow(entry, end, row)
        else:
            beside = 26.0
            canvas.pointer(end, row, -18 * scene.side)
            canvas.pointer(entry, row, 18 * scene.side)
        inside = room >= text_size(text, 16)[0] + 44
        spots = [self.spot((entry + end) / 2, row, 0, 0, "center")] if inside else [
            self.spot(entry, row, beside), self.spot(end, row, -beside, 0, "lose")]  # fmt: skip
        canvas.label("distance", text, LIGHT["ink"], spots, size=16, backed=inside)

    def draw_lens(self) -> Canvas | None:
        """The lens on what is forfeited, if the wall stands in the window."""
        if not self.wall_shown:
            return None
        lens = draw_lens(self.scene, self.wall, self.canvas, self._lens_frame())
        self.guides = guide_lines(self.view, lens.view)
        self.canvas.obstacles += [replace(line, weight=1e-4) for line in self._guide_segments()]
        return lens

    def _guide_segments(self) -> list[Segment]:
        return [self.view.segment(xs[0], ys[0], xs[1], ys[1]) for xs, ys in self.guides]

    def _draw_guides(self) -> None:
        """The guide lines of the lens, unless one would run through a number."""
        for line in self._guide_segments():
            for by in STRETCHES:
                if any(
                    line.stretched(by).covers(number.stretched(by).box) for number in self.numbers
                ):
                    return
        for xs, ys in self.guides:
            self.canvas.line("guide", xs, ys, LIGHT["axis"], width=1)

    def _lens_frame(self) -> Box:
        """Where the lens lies: on the losing side if that keeps the living equity line in sight."""
        view, scene, wall = self.view, self.scene, self.wall
        entry, end = scene.entry_price, self.losing_end
        keep_clear: list[Box | Segment] = [
            view.segment(
                end, wall.forfeited, self.winning_end, scene.equity(self.winning_end, wall), 4
            ),
            view.segment(entry, 0, entry, wall.collateral),
        ]
        if scene.guess is not None and view.shows(scene.guess):
            x, y = view.x(scene.guess), view.y(0)
            keep_clear.append(Box(x - 40, y - 110, x + 40, y))
        near, far = view.box.left + 6, view.box.right - 6 - LENS[0]
        if scene.side == SHORT:
            near, far = far, near
        top = view.box.top + 6
        corners = [(near, top + 20), (near, top), (far, view.y(0) - 16 - LENS[1])]
        return place_box(*LENS, corners, keep_clear, gap=3)

    def _draw_guess(self, guess: float) -> None:
        """The learner's mark: a diamond at the price axis and a stem with its number on top."""
        view, canvas, colour = self.view, self.canvas, LIGHT["you"]
        number = f"<b>{show(guess, 'money')}</b>"
        if not view.shows(guess):
            low = guess < view.x_range[0]
            text = (
                f"\N{LEFTWARDS ARROW} you said<br>{number}"
                if low
                else f"you said \N{RIGHTWARDS ARROW}<br>{number}"
            )
            x, anchor, dx = (view.box.left, "left", 6) if low else (view.box.right, "right", -6)
            spots = [
                Spot(x, view.y(0), dx, -up, anchor, "bottom") for up in (16, 60, 110, 160, 220, 280)
            ]
            canvas.label("you", text, colour, spots)
            self._place()
            return
        hanging = view.value_y(view.y(0) + DIAMOND)
        canvas.marker("your mark", guess, hanging, colour, form="diamond", size=15)
        heights = [
            money
            for money in (1_000, 700, 1_300, 400, 1_700, 2_100, 200)
            if not any(
                view.segment(guess, 0, guess, money, 6).covers(number.box)
                for number in self.numbers
            )
        ]
        spots = [
            Spot(view.x(guess), view.y(money), dx, -2, anchor, "bottom")
            for money in heights or [200]
            for anchor, dx in (("left", -8), ("right", 8), ("center", 0))
        ]
        canvas.label("you", f"you said<br>{number}", colour, spots)
        written = self._place()["you"].pinned
        top = written.spot.y
        if written.box.left <= view.x(guess) <= written.box.right:
            top = max(top, written.box.bottom)
        canvas.line("you", [guess, guess], [0, view.value_y(top)], colour, width=2, dash="dashdot")

    # ---- what is written

    def label(self, revealed: bool) -> None:
        """All labels, the most important first."""
        if revealed:
            self._label_wall()
            self._place()
        if self.guess is not None:
            self._draw_guess(self.guess)
        self._label_position()
        self._place()
        self._draw_guides()
        if revealed:
            self._label_lines()
        elif self.view.number == "":
            self._label_question()
        self.canvas.finish()

    def _place(self) -> dict[str, Placed]:
        placed = self.canvas.finish()
        self.numbers += [p.pinned for p in placed.values()]
        return placed

    def _label_wall(self) -> None:
        top = self.view.value_y
        heights = [top(self.view.box.top + down) for down in (10, 60, 110, 160, 210, 260, 300)]
        number = f"<b>{show(self.wall.liquidation_price, 'price')}</b>"
        if self.wall_shown:
            end = self.wall.liquidation_price
            spots = [self.spot(end, y, 9, 0, "win", "top") for y in heights[:3]]
            spots += [self.spot(end, y, -9, 0, "lose", "top") for y in heights[:3]]
            spots += [self.spot(end, y, 9, 0, "win", "top") for y in heights[3:]]
            spots += [self.spot(end, y, -9, 0, "lose", "top") for y in heights[3:]]
            self.canvas.label("wall", f"wall<br>{number}", LIGHT["wall"], spots)
            return
        text = "no wall:<br>never reached"
        if self.wall.exists:
            long = self.scene.side == LONG
            text = (
                f"\N{LEFTWARDS ARROW} wall<br>{number}"
                if long
                else f"wall \N{RIGHTWARDS ARROW}<br>{number}"
            )
        spots = [self.spot(self.edge, y, 6, 0, "win", "top") for y in heights]
        self.canvas.label("wall", text, LIGHT["wall"], spots)

    def _label_position(self) -> None:
        """The money at the mark price, and the words "mark price" at its stem."""
        entry, money, end = self.scene.entry_price, self.wall.collateral, self.losing_end
        foot = self.view.y(self.scene.requirement(entry, self.wall)) - self.view.y(0) - 7
        spots = [
            self.spot(entry, money, -10, -2, "lose", "bottom"),
            self.spot(entry, money, 11, 5, "win", "top"),
            self.spot(entry, money, -11, 0, "lose"),
            self.spot(entry, money, 11, 0, "win"),
            self.spot(end, money, -10, -5, "lose", "bottom"),
            *(self.spot(entry, 0, aside, foot, "win", "bottom") for aside in (26, 40, 56, 72)),
        ]
        self.canvas.label("money", f"<b>{show(money, 'money')}</b>", LIGHT["ink"], spots)
        spots = [
            self.spot(entry, 0, 6, foot, "win", "bottom"),
            self.spot(entry, 0, -6, foot, "lose", "bottom"),
        ]
        self.canvas.label("mark price", "mark<br>price", LIGHT["ink"], spots, size=13, needed=False)

    def _label_lines(self) -> None:
        """The words on the equity line, on the requirement and in the wash; each goes if it has no place."""
        start, stop = self.losing_end, self.winning_end
        spots = []
        for share in (0.6, 0.45, 0.75, 0.3, 0.9):
            x = start + share * (stop - start)
            y = self.scene.equity(x, self.wall)
            spots += [
                self.spot(x, y, -6, -5, "lose", "bottom"),
                self.spot(x, y, 6, 5, "win", "top"),
            ]
        self.canvas.label("equity", "equity", self.colour, spots, needed=False)
        if self.view.number == "2" and self.scene.maintenance:
            low, high = self.view.x_range
            prices = [low + share * (high - low) for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2)]
            spots = [
                self.spot(x, self.scene.requirement(x, self.wall), 0, -5, "center", "bottom")
                for x in prices
            ]
            self.canvas.label(
                "requirement", "requirement", LIGHT["req_t"], spots, size=14, needed=False
            )
        if self.view.number == "" and self.wall_shown:
            spots = [self.spot(self.edge, 0, 10, -up, "win", "bottom") for up in (30, 60, 90, 120)]
            self.canvas.label(
                "closed", "position closed", LIGHT["muted"], spots, size=14, needed=False
            )

    def _label_question(self) -> None:
        verb = "fall" if self.scene.side == LONG else "rise"
        middle = (self.edge + self.scene.entry_price) / 2
        spots = [self.spot(middle, money, 0, 0, "center") for money in (1_700, 2_200, 1_200)]
        self.canvas.label(
            "question", f"how far may<br>it {verb}?", LIGHT["muted"], spots, size=17, needed=False
        )
