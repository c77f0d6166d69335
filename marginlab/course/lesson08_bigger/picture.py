"""The picture of lesson 8: what a value requires, tier by tier, and how much of a position is closed.

Above, the requirement over the position's value. Equity falls as fast as the value does, which on
this scale is as steep as the wall itself. Below, the position: what is open and what was closed.
"""

from __future__ import annotations

from itertools import pairwise
from math import isnan

from marginlab.course.lesson08_bigger.scene import (
    ASKED,
    EDGES,
    ENTRY_PRICE,
    LARGEST,
    SMALL,
    Held,
    TiersScene,
    tiers_scene,
)
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import (
    CLOSED,
    INK,
    ISOLATED,
    LIGHT,
    LOST,
    MARK,
    MUTED,
    REQUIREMENT,
    WALL,
    Mode,
)
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

MONEY = (0.0, 18_000.0)
VALUES_AXIS = {
    "tickvals": [*EDGES[1:-1], ASKED], "showgrid": True, "gridcolor": LIGHT["grid"],
    "title": {"text": "position value"},
}  # fmt: skip
MONEY_AXIS = {"dtick": 3_000}
BTC, BTC_WINDOW = (0.0, 18.4), (-0.85, 1.0)  # the bar's words stand below it, inside its window
BAR = (0.0, 1.0)


def tiers_figure(scene: TiersScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The requirement and the walls on it, and the position; unrevealed, the first tier alone."""
    sheet = Sheet(width, MARGIN | {"b": 8})
    halves = sheet.pair(518, scene.isolated, scene.cross, gap=0.05)
    for slot, mode, held in halves:
        pane = slot.pane((0, LARGEST), MONEY, VALUES_AXIS, MONEY_AXIS, up=(0.25, 1), shared=True)
        leverage = f" {show(scene.leverage, 'x')}" if mode is ISOLATED else ""
        pane.title(mode, _says(mode, scene, held, revealed), leverage)
        (_answer if revealed else _question)(pane, scene, mode, held)
    for slot, mode, held in halves:
        _position(slot.pane(BTC, BTC_WINDOW, up=(0, 0.12)), scene, mode, held, revealed)
    return sheet.figure()


def _question(pane: Pane, scene: TiersScene, mode: Mode, _: Held) -> None:
    """The first tier, a small position in it, and where the large one will stand."""
    (x0, y0), (x1, y1), *_rest = scene.corners
    pane.line("start", (x0, x1), (y0, y1), REQUIREMENT, dash="dash")
    small = SMALL * ENTRY_PRICE
    known = pane.point("small", small, scene.small, INK)
    known.label(f"{show(small, 'tick')} requires<br>{bold(scene.small, 'money')}", "NE E N")
    if mode is ISOLATED:
        _yours(pane, scene)


def _answer(pane: Pane, scene: TiersScene, mode: Mode, held: Held) -> None:
    if held.is_closed:
        band = pane.bar("closed", (0, held.closings[-1].value), MONEY, CLOSED)
    values, money = zip(*scene.corners, strict=True)
    required = pane.line(
        "requirement", values, money, REQUIREMENT, width=2.5, dash="dash", moves=True
    )
    for closing in held.closings:
        whole = held.is_closed and closing is held.closings[-1]
        name = "end" if whole else "reduced"
        said = (
            "closed whole"
            if closing.size == scene.size
            else f"{show(closing.size, 'money')} BTC closed"
        )
        met = pane.point(name, closing.value, closing.required, WALL, "square")
        met.label(f"{said}<br>at {bold(closing.price, 'price')}", "NW N NE SE W E S SW")
    if not held.is_closed:
        value = held.size * scene.price
        if not isnan(held.wall):
            across = held.wall * held.size
            wall = pane.line("wall", (across, across), MONEY, WALL, width=5)
            wall.label(f"wall<br>{bold(held.wall, 'price')}", "left right")
        now = pane.point("now", value, scene.required(value), MARK)
        now.label(f"requires<br>{bold(scene.required(value), 'money')}", "SE S E NW N SW W NE")
    if mode is ISOLATED and scene.guess is not None:
        asked = pane.point("asked", ASKED, scene.asked, REQUIREMENT)
        asked.label(bold(scene.asked, "money"), "SE E S NW N W")
        _yours(pane, scene)
    required.label("requirement", "SE NW S", size=14, needed=False)
    if held.is_closed:
        band.label("position closed", "inside", size=14, needed=False)
    for number, ends in enumerate(pairwise(EDGES), 1):
        tier = pane.space(f"tier {number}", ends, MONEY)
        tier.label(tier.name, "top-left bottom-right", size=13, needed=False)


def _yours(pane: Pane, scene: TiersScene) -> None:
    if scene.guess is not None:
        pane.yours(ASKED, scene.guess, show(scene.guess, "money"), "W E NW SW NE SE N S")


def _position(pane: Pane, scene: TiersScene, mode: Mode, held: Held, revealed: bool) -> None:
    """How much of the position is open, and how much was closed."""
    open_ = held.size if revealed else scene.size
    pane.bar("lost", (open_, scene.size), BAR, LOST)
    kept = pane.bar("kept", (0, open_), BAR, mode.held)
    whole = pane.space("size", (0, scene.size), BAR)
    if revealed and held.closings:
        text = f"{bold(held.closed, 'money')} of {show(scene.size)} BTC closed"
        whole.label(text, "below-left", name="open", ink=INK, size=14)
    else:
        kept.label(f"{bold(scene.size)} BTC open", "below-left", name="open", ink=MUTED, size=14)


def _says(mode: Mode, scene: TiersScene, held: Held, revealed: bool) -> str:
    """What stands above a pane."""
    if not revealed:
        money = f"all {show(held.collateral, 'money')} stand behind it"
        return "what does it require?" if mode is ISOLATED else money
    if held.is_closed:
        return "closed, nothing is left"
    if held.closings:
        return f"{show(held.size, 'money')} BTC still open"
    if isnan(held.wall):
        return "no wall, never reached"
    return f"{show(1 - held.wall / scene.price, 'percent')} from its wall"


STILLS = stills(tiers_figure, tiers_scene, tiers={}, tiers_question=QUESTION)
