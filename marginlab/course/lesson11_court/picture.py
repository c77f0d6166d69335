"""The picture of lesson 11: where walls stand at each leverage, beside the lowest price of a crash.

Above, prices over leverage: isolated the wall climbs with it, in cross it does not care. Below, the money
of the account: how much of it stands behind the position, and how much the fall asked for.
"""

from __future__ import annotations

from math import isnan

from marginlab.course.lesson11_court.scene import (
    ENTRY_PRICE,
    FIRST_FALL,
    LARGEST,
    LEVERAGES,
    LOW,
    WALLET,
    CrashScene,
    Stood,
    crash_scene,
)
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import (
    CLOSED,
    CROSS,
    INK,
    ISOLATED,
    KEPT,
    LOST,
    MARK,
    MUTED,
    REQUIREMENT,
    WALL,
    Look,
    Mode,
)
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

LEFT, RIGHT = 0.5, 5.1  # leverages at the edges of the panes
PRICES = (0.0, 8_000.0)
LEVERAGE_AXIS = {"tickvals": [1, 2, 3, 4, 5], "title": {"text": "leverage"}}
PRICE_AXIS = {"dtick": 1_000}
MONEY, BAR_WINDOW = (0.0, 8_200.0), (-1.1, 2.1)  # the bar's words stand above and below it, inside
BAR, NEEDED = (0.0, 1.0), (-0.2, 1.2)


def crash_figure(scene: CrashScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The walls over leverage and the money behind; unrevealed, the published prices alone."""
    sheet = Sheet(width, MARGIN | {"b": 8})
    halves = sheet.pair(518, scene.isolated, scene.cross, gap=0.05)
    for slot, mode, stood in halves:
        pane = slot.pane((LEFT, RIGHT), PRICES, LEVERAGE_AXIS, PRICE_AXIS, up=(0.3, 1), shared=True)
        pane.title(mode, _says(mode, stood, revealed))
        (_answer if revealed else _question)(pane, scene, mode, stood)
    for slot, mode, stood in halves:
        pane = slot.pane(MONEY, BAR_WINDOW, up=(0, 0.17))
        if revealed:
            _money(pane, scene, mode, stood)
        else:
            _wallet(pane, mode)
    return sheet.figure()


def _question(pane: Pane, scene: CrashScene, mode: Mode, _: Stood) -> None:
    """What was published: the price before, the first fall, and the lowest."""
    if mode is ISOLATED:
        _yours(pane, scene)
    for name, price, said in (
        ("entry", ENTRY_PRICE, "10:00"),
        ("first fall", FIRST_FALL, "10:45"),
        ("low", LOW, "the lowest"),
    ):
        level = pane.level(name, price, MUTED if name == "first fall" else MARK)
        level.label(
            f"{said} {bold(price, 'tick')}", "below-end below-start above-end above", ink=INK
        )


def _answer(pane: Pane, scene: CrashScene, mode: Mode, stood: Stood) -> None:
    """The walls, the lowest price, and at which leverages it closes the position."""
    begins = scene.limit if mode is ISOLATED else LEFT
    closes = begins < LARGEST if mode is ISOLATED else stood.is_closed
    if closes:
        closed = pane.bar("closed", (begins, RIGHT), PRICES, CLOSED)
    low = pane.level("low", scene.low, MARK)
    entry = pane.level("entry", ENTRY_PRICE, MUTED, width=2, dash="dash")
    if mode is ISOLATED:
        pane.line("walls", LEVERAGES, scene.walls, WALL, width=4)
    if not isnan(stood.wall):
        if mode is CROSS:
            pane.level("walls", stood.wall, WALL, width=4)
        form = "square" if stood.is_closed else "circle"
        here = pane.point("wall", scene.leverage, stood.wall, WALL, form)
        here.label(f"wall {bold(stood.wall, 'price')}", "SE NW S N NE SW E W")
    if mode is ISOLATED and closes:
        limit = pane.point("limit", scene.limit, scene.low, MARK)
        limit.label(bold(scene.limit, "x"), "SE NW S N SW NE E W", size=17)
    if mode is ISOLATED:
        _yours(pane, scene)
    low.label(f"lowest {show(scene.low, 'tick')}", "below-end above-end below-start above-start")
    entry.label(f"bought at {show(ENTRY_PRICE, 'tick')}", "above-end above-start", needed=False)
    if closes:
        closed.label("position<br>closed", "inside", size=14, needed=False)


def _yours(pane: Pane, scene: CrashScene) -> None:
    if scene.guess is not None:
        pane.yours(scene.guess, LOW, f"{show(scene.guess)}x", "N S NE NW SE SW E W")


def _money(pane: Pane, scene: CrashScene, mode: Mode, stood: Stood) -> None:
    """What stands behind it, the rest of the wallet, and what the fall asked for."""
    held = pane.bar("behind", (0, stood.behind), BAR, LOST if stood.is_closed else mode.held)
    pane.bar("rest", (stood.behind, scene.wallet), BAR, KEPT)
    at = (scene.needed, scene.needed)
    pane.line("needed", at, NEEDED, REQUIREMENT, width=4)
    top, said = pane.space("needed", at, NEEDED, REQUIREMENT), bold(scene.needed, "money")
    top.label(f"needed {said}", "above-left above-right", size=14)
    behind = bold(stood.behind, "money")
    held.label(f"{behind} behind it", "below-left", name="held", ink=INK, size=14)


def _wallet(pane: Pane, mode: Mode) -> None:
    """The account before anything is opened."""
    look: Look = KEPT if mode is ISOLATED else mode.held
    said = "how much of it?" if mode is ISOLATED else "behind it"
    whole = pane.bar("wallet", (0, WALLET), BAR, look)
    whole.label(f"wallet {bold(WALLET, 'money')}, {said}", "below-left", ink=INK, size=14)


def _says(mode: Mode, stood: Stood, revealed: bool) -> str:
    """What stands above a pane."""
    if not revealed:
        return "up to which leverage?" if mode is ISOLATED else "the whole wallet stands behind it"
    if stood.is_closed:
        return f"closed, {show(stood.lost, 'money')} lost"
    return f"still open, {show(stood.lost, 'money')} down"


STILLS = stills(crash_figure, crash_scene, crash={}, crash_question=QUESTION)
