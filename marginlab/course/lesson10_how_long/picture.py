"""The picture of lesson 10: two hundred prices, how many positions are still open, and their results.

Each price is drawn until its position is liquidated. Below, over the same time, how many of 100 are
open, beside the formula; at the foot, how many have won or lost how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from marginlab.course.house import ENTRY_PRICE
from marginlab.course.lesson10_how_long.scene import ASKED, COUNT, Crowd, LifeScene, life_scene
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import AXIS, INK, ISOLATED, LOST, MUTED, WALL, Mode
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import BARE, Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.theory.terms import show

Line = Sequence[tuple[float, float]]

ROOM = 1.12  # of the time: right of its end there is room for the learner's mark
POINTS = 24  # of the curves
BINS = 12  # of results; the outer two hold what lies beyond them, too
SMALL = 15  # letters of the headings below the first row
HUNDRED = {"tickvals": [0, 50, 100]}
# By time span: from one number of the axes to the next, in hours and prices.
TICKS = {ASKED: (1, 1_000), "a day": (6, 3_000), "a week": (24, 10_000), "a month": (240, 20_000)}


def life_figure(scene: LifeScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Prices, who is open, and results; unrevealed the walls, and the time that is asked about."""
    sheet, span = Sheet(width, MARGIN | {"l": 84}), scene.span
    crowds = scene.isolated, scene.cross
    time, (_, step) = (0, ROOM * span.steps), TICKS[span.name]
    apart = (52, 66, 84) if sheet.stacked else (0, 40, 64)  # pixels above the rows' panes
    for slot, mode, crowd in sheet.pair(170, *crowds, gap=0.04, above=apart[0]):
        axis = {"dtick": step, "title": {"text": "price" if slot.leads else ""}}
        pane = slot.pane(time, span.prices, BARE, axis, shared=True)
        leverage = f" {show(scene.leverage, 'x')}" if mode is ISOLATED else ""
        pane.title(mode, f"wall at {show(crowd.wall, 'price')}", leverage)
        _prices(pane, scene, mode, crowd, revealed)
    for slot, mode, crowd in sheet.pair(140, *crowds, gap=0.04, above=apart[1]):
        axis = HUNDRED | {"title": {"text": "open, of 100" if slot.leads else ""}}
        pane = slot.pane(time, (0, 104), _clock(scene), axis, shared=True)
        (_open if revealed else _asked)(pane, scene, mode, crowd)
        if mode is ISOLATED and scene.guess is not None:
            pane.yours(span.steps, scene.guess, show(scene.guess), "W NW SW N S E", needed=False)
    if revealed:
        for slot, mode, crowd in sheet.pair(84, *crowds, gap=0.04, above=apart[2]):
            axis = HUNDRED | {"title": {"text": "of 100" if slot.leads else ""}}
            ticks = [-span.money / 2, 0, span.money / 2]
            money = {"tickvals": ticks, "title": {"text": "won or lost"}}
            pane = slot.pane((-span.money, span.money), (0, 104), money, axis, shared=True)
            _results(pane, scene, mode, crowd)
    return sheet.figure()


def lasting(hours: float) -> str:
    """A time as this lesson prints it: 1.6 hours, 20.3 days."""
    much, unit = (hours, "hours") if hours < 48 else (hours / 24, "days")
    return f"{show(round(much, 1))} {unit}"


def _clock(scene: LifeScene) -> dict[str, Any]:
    """The axis of time: a number at each tick, the unit at the last."""
    span, (apart, _) = scene.span, TICKS[scene.span.name]
    ticks, in_days = range(0, span.hours + 1, apart), span.hours > 48
    says = [show(tick / 24 if in_days else tick) for tick in ticks]
    says[-1] += " days" if in_days else " hours"
    return {"tickvals": [tick * span.steps // span.hours for tick in ticks], "ticktext": says}


def _prices(pane: Pane, scene: LifeScene, mode: Mode, crowd: Crowd, revealed: bool) -> None:
    """Each price, as far as its position came, and the wall."""
    low, high = scene.span.prices
    if revealed:
        living: list[Line] = []
        ended: list[Line] = []
        for path, end in zip(scene.paths, crowd.ended, strict=True):
            if end is None or end > scene.now:
                living += _within(_line(scene, path.prices, scene.now), low, high)
            else:
                ended += _within(_line(scene, path.prices, end, crowd.wall), low, high)
        pane.canvas.threads("living", living, mode.ink, width=1)
        pane.canvas.threads("ended", ended, AXIS, width=1)
    else:
        start = pane.point("start", 0, ENTRY_PRICE, INK)
        start.label(f"{COUNT} longs", "NE E")
    if low < crowd.wall < high:
        pane.level("wall", crowd.wall, WALL, width=5)


def _line(scene: LifeScene, prices: Sequence[float], end: int, stops: float | None = None) -> Line:
    """A price at the picture's times up to the end, where it stands or stops at a wall."""
    every = scene.every
    times = range(0, end, max(scene.span.apart, every))
    last = prices[end // every] if stops is None else stops
    return [*((at, round(prices[at // every])) for at in times), (end, round(last))]


def _within(line: Line, low: float, high: float) -> Iterator[Line]:
    """The pieces of a line from low to high."""
    heights = [y for _, y in line]
    if low <= min(heights) and max(heights) <= high:
        yield line
        return
    piece: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(line):
        begins, goes_on = low <= y0 <= high, low <= y1 <= high
        if begins and not piece:
            piece = [(x0, y0)]
        if begins != goes_on:
            edge = high if max(y0, y1) > high else low
            piece.append((round(x0 + (edge - y0) / (y1 - y0) * (x1 - x0), 1), edge))
        if goes_on:
            piece.append((x1, y1))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _asked(pane: Pane, scene: LifeScene, mode: Mode, _: Crowd) -> None:
    """The time that is asked about."""
    pane.heading(f"<b>{mode.name}</b>: how many are open at the end?", mode.ink, SMALL)
    steps = scene.span.steps
    end = pane.line("end", (steps, steps), pane.view.y_range, MUTED, width=1.5, dash="dot")
    end.label(f"after {lasting(scene.span.hours)}", "left", ink=MUTED)


def _open(pane: Pane, scene: LifeScene, mode: Mode, crowd: Crowd) -> None:
    """How many are open over time, beside the formula, and when half are gone by it."""
    span, now = scene.span, scene.now
    passed = lasting(scene.hours(now))
    says = f"{crowd.open_at(now)} of {COUNT} open after {passed}"
    pane.heading(f"<b>{mode.name}</b>: {says}", mode.ink, SMALL)
    each = span.steps // POINTS
    times, past = range(0, span.steps + 1, each), [*range(0, now, each), now]
    chances = [scene.formula(crowd, at) for at in times]
    pane.line("formula", times, chances, MUTED, width=1.5, dash="dash", moves=True)
    counted = [100 * crowd.open_at(at) / COUNT for at in past]
    pane.line("count", past, counted, mode.ink, width=4, moves=True)
    half = crowd.life.half_life
    if half <= span.hours:
        at = pane.point("half", half / span.hours * span.steps, 50, INK)
        at.label(f"half-life<br><b>{lasting(half)}</b>", "NE N E SW S W NW SE", ink=INK, size=14)


def _results(pane: Pane, scene: LifeScene, mode: Mode, crowd: Crowd) -> None:
    """How many have won or lost how much; those that were liquidated are hatched."""
    reach = scene.span.money
    size = 2 * reach / BINS

    def bin_of(money: float) -> int:
        return min(max(int((money + reach) // size), 0), BINS - 1)

    lost = COUNT - crowd.open_at(scene.now)
    held = [0.0] * BINS
    for money in scene.results(crowd):
        held[bin_of(money)] += 100 / COUNT
    place = bin_of(-crowd.stake)
    held[place] -= 100 * lost / COUNT
    edges = [-reach + size * i for i in range(BINS + 1)]
    xs = [x for pair in pairwise(edges) for x in pair]
    ys = [height for height in held for _ in "LR"]
    pane.canvas.wash("results", [-reach, *xs, reach], [0, *ys, 0], mode.held)
    bottom = held[place]
    pane.bar("lost", (edges[place], edges[place + 1]), (bottom, bottom + 100 * lost / COUNT), LOST)
    mean = scene.mean(crowd)
    pane.line("mean", (mean, mean), pane.view.y_range, INK, width=2.5)
    gone = f"{lost} lost {show(crowd.stake, 'money')}" if lost else "none was liquidated"
    says = f"<b>{mode.name}</b>: {gone}, mean {show(mean, 'about')}"
    pane.heading(says, mode.ink, SMALL)


STILLS = stills(
    life_figure, life_scene, life={}, life_question=QUESTION,
    life_puzzle={"leverage": 10, "span": "a week"},
)  # fmt: skip
