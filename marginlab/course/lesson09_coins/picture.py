"""The picture of lesson 9: what counts behind a position over the price, in bitcoin or in dollars.

What is a straight line on the one scale is a curve on the other; the wall stands at the same price on
both. A coin's price is dollars for a bitcoin, so money in dollars is money in bitcoin times the price.
"""

from __future__ import annotations

from math import isnan

from marginlab.course.lesson09_coins.scene import (
    ASKED,
    ENTRY_PRICE,
    PRICES,
    Backed,
    CoinsScene,
    Sum,
    Unit,
    coins_scene,
)
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import (
    CLOSED,
    INK,
    ISOLATED,
    MARK,
    MUTED,
    REQUIREMENT,
    WALL,
    Mode,
)
from marginlab.drawing.marks import Mark, Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

TOP: dict[Unit, float] = {"BTC": 3.2, "USD": 160_000.0}  # of the scale that is counted in
STEP: dict[Unit, float] = {"BTC": 0.5, "USD": 25_000.0}
BELOW = 0.05  # of the top: room below nothing, for what stands there
PRICE_AXIS = {"tickvals": [30_000, 60_000, 90_000], "title": {"text": "price of bitcoin"}}
CURVE = 24  # points


def coins_figure(scene: CoinsScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """What is left at any price, and the walls; unrevealed, what there is at the entry price."""
    sheet, unit = Sheet(width, MARGIN | {"l": 84}), scene.unit  # for 150,000 and a title
    top = TOP[unit]
    for slot, mode, held in sheet.pair(400, scene.isolated, scene.cross, gap=0.05):
        axis = {"dtick": STEP[unit], "title": {"text": f"left, in {unit}" if slot.leads else ""}}
        pane = slot.pane(PRICES, (-BELOW * top, top), PRICE_AXIS, axis, shared=True)
        leverage = f" {show(scene.leverage, 'x')}" if mode is ISOLATED else ""
        pane.title(mode, _says(scene, held) if revealed else _asks(mode, held), leverage)
        (_answer if revealed else _question)(pane, scene, mode, held)
    return sheet.figure()


def money(amount: float, unit: Unit) -> str:
    """An amount as this lesson prints it: four decimals of a bitcoin, or a sum of dollars."""
    written = f"{amount:,.4f}".rstrip("0").rstrip(".") if unit == "BTC" else show(amount, "money")
    return f"{written} {unit}"


def _question(pane: Pane, scene: CoinsScene, mode: Mode, held: Backed) -> None:
    """What stands behind it at the entry, and the price that is asked about."""
    known = held.equity.at(ENTRY_PRICE, scene.unit)
    start = pane.point("start", ENTRY_PRICE, known, INK)
    start.label(f"at {show(ENTRY_PRICE, 'tick')}<br><b>{money(known, scene.unit)}</b>", "NE E N")
    half = pane.line("half", (ASKED, ASKED), pane.view.y_range, MUTED, width=1.5, dash="dot")
    half.label(f"at {show(ASKED, 'tick')}", "right left", ink=MUTED)
    if mode is ISOLATED:
        _yours(pane, scene)


def _answer(pane: Pane, scene: CoinsScene, mode: Mode, held: Backed) -> None:
    unit, (low, high) = scene.unit, PRICES
    top = TOP[unit]
    inside = low < held.wall < high
    ends = (low, high)
    if inside:
        dead = (low, held.wall) if scene.side > 0 else (held.wall, high)
        band = pane.bar("closed", dead, pane.view.y_range, CLOSED)
        ends = (held.wall, high) if scene.side > 0 else (low, held.wall)
    required = None
    if inside or not held.closed:
        required = _curve(pane, "requirement", held.required, ends, unit, REQUIREMENT, 2.5, "dash")
        _curve(pane, "equity", held.equity, ends, unit, mode.ink, 4, "solid")
    if inside and not held.closed:
        wall = pane.line("wall", (held.wall, held.wall), pane.view.y_range, WALL, width=5)
        wall.label(f"wall<br>{bold(held.wall, 'price')}", "left right")
    if inside and held.closed:
        end = pane.point("end", held.wall, held.equity.at(held.wall, unit), WALL, "square")
        end.label(f"closed at<br>{bold(held.wall, 'price')}", "NE E N NW W SE SW")
    if not held.closed:
        now = held.equity.at(scene.price, unit)
        if now <= top:
            point = pane.point("now", scene.price, now, MARK)
            point.label(f"<b>{money(now, unit)}</b>", "NE N E NW SE W S SW")
    if mode is ISOLATED:
        _yours(pane, scene)
    if required:
        required.label("required", "above-end above", size=14, needed=False)
    if inside:
        band.label("position closed", "inside", size=14, needed=False)


def _curve(
    pane: Pane, name: str, what: Sum, ends: tuple[float, float], unit: Unit, ink: str,
    width: float, dash: str,
) -> Mark | None:  # fmt: skip
    """The part of a sum that the scale shows; two points in dollars, where all are straight."""
    low, high = ends
    top = TOP[unit]
    leaves = what.reaches(top, unit)
    inside = [what.at(price, unit) <= top for price in ends]
    if not any(inside):
        return None
    if low < leaves < high:
        low, high = (low, leaves) if inside[0] else (leaves, high)
    count = 1 if unit == "USD" else CURVE
    xs = [low * (high / low) ** (i / count) for i in range(count + 1)]
    ys = [min(what.at(x, unit), top) for x in xs]
    return pane.line(name, xs, ys, ink, width=width, dash=dash)


def _yours(pane: Pane, scene: CoinsScene) -> None:
    if scene.guess is not None:
        times = ASKED if scene.unit == "USD" else 1.0
        at = min(scene.guess * times, TOP[scene.unit])
        where, said = "W E NW SW NE SE N S", money(scene.guess, "BTC")
        pane.yours(
            ASKED, at, said, where, needed=False
        )  # where there is no room, the sentence says it


def _asks(mode: Mode, held: Backed) -> str:
    behind = money(held.opened, "BTC")
    return "what is left at half?" if mode is ISOLATED else f"{behind} stand behind it"


def _says(scene: CoinsScene, held: Backed) -> str:
    """What stands above a pane."""
    if held.closed:
        return "closed, nothing is left"
    if isnan(held.wall):
        return "no price is its wall"
    return f"{show(abs(1 - held.wall / scene.price), 'percent')} from its wall"


STILLS = stills(coins_figure, coins_scene, coins={}, coins_question=QUESTION)
