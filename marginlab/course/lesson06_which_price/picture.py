"""The pictures of lesson 6: an hour of prices with what it does to two accounts; a cascade.

The hour: last price, index and mark, the wall and a stop across them, and below the money of both
accounts. The cascade: to the right what was closed so far, upwards the price; the walls in their order
are a staircase down, and the price falls on as long as it stands at or below the next step.
"""

from __future__ import annotations

from marginlab.course.house import WALLET
from marginlab.course.lesson06_which_price.scene import (
    DEEPEST,
    MINUTES,
    PRICE,
    WALLS,
    CascadeScene,
    Fall,
    Fate,
    PriceScene,
    cascade_scene,
    price_scene,
)
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import (
    AXIS,
    INK,
    ISOLATED,
    LOST,
    MARK,
    MUTED,
    REQUIREMENT,
    WALL,
    WORDS,
    Mode,
)
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

PRICES, MONEY = (52_300.0, 56_400.0), (0.0, 2_020.0)
BAR, BAR_WINDOW = (0.0, 1.0), (-0.85, 1.12)  # the bar's words stand below it, inside its window
SAID = 46  # the minute at which the learner's mark stands, right of the deepest one
STOP = REQUIREMENT  # what is wanted of the exchange, as the requirement is what it wants
TIME = {"dtick": 10, "title": {"text": "minute"}}
EACH = 4  # of the steps down, one in so many is drawn: between them lie a few pixels
FIELD, SIZES = (53_400.0, 60_300.0), (0.0, 63.0)
SIZE_AXIS = {"dtick": 10, "title": {"text": "BTC closed so far"}}


def price_figure(scene: PriceScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The hour and both accounts; unrevealed last price and index alone, and the accounts' beginning."""
    sheet = Sheet(width, MARGIN | {"b": 8})
    (above,) = sheet.row(380)
    pane = above.pane((0, MINUTES), PRICES, TIME, {"dtick": 1_000})
    low = f"falls to {bold(scene.low, 'tick')}" if revealed else "falls how far?"
    pane.heading(f"Last price {show(scene.hour.last[DEEPEST], 'tick')}; the mark {low}", INK)
    _hour(pane, scene, revealed, "wall" if sheet.stacked else "isolated wall")
    for slot, mode, fate in sheet.pair(62, scene.isolated, scene.cross, gap=0.09, above=96):
        _money(slot.pane(MONEY, BAR_WINDOW), mode, fate, revealed)
    return sheet.figure()


def _hour(pane: Pane, scene: PriceScene, revealed: bool, name: str) -> None:
    hour, minutes = scene.hour, [*range(MINUTES + 1)]
    lows = hour.last[DEEPEST], hour.index[DEEPEST]
    wall = pane.level("wall", scene.isolated.wall, WALL, width=5)
    pane.line("index", minutes, hour.index, MUTED, width=1.5, dash="dash", moves=True)
    pane.line("last", minutes, hour.last, AXIS, width=2, moves=True)
    if revealed and scene.stop != "none":
        stop = pane.level("stop", scene.at, STOP, width=2.5, dash="longdash")
        text = f"stop {bold(scene.at, 'tick')}, by {scene.stop}"
        stop.label(text, "above-start below-start below-end above-end", size=14)
    if revealed:
        pane.line("mark price", minutes, hour.marks, MARK, moves=True)
        _ends(pane, scene)
    if scene.guess is not None:
        pane.yours(SAID, scene.guess, show(scene.guess, "tick"), "E NE SE N S W NW SW", join=" ")
    text = f"{name} {bold(scene.isolated.wall, 'price')}"
    wall.label(text, "below-start above-start below-end above-end", size=14)
    last = pane.point("last low", DEEPEST, lows[0], AXIS, "")
    last.label(f"last {bold(lows[0], 'tick')}", "S SE SW E W NE NW", ink=MUTED, size=14)
    index = pane.point("index low", DEEPEST, lows[1], MUTED, "")
    index.label(f"index {bold(lows[1], 'tick')}", "NE NW N E W SE SW", size=14, needed=False)


def _ends(pane: Pane, scene: PriceScene) -> None:
    """The lowest mark, and where the exchange or a stop has closed a position."""
    own, shared = scene.isolated, scene.cross
    dead = own.ended == "wall"
    low = pane.point(
        "low", DEEPEST, scene.low, WALL if dead else MARK, "square" if dead else "circle"
    )
    text = f"mark {bold(scene.low, 'tick')}"
    places = "E W SE SW NE NW N S"
    low.label(text + ("<br>liquidated" if dead else ""), places, name="mark low", ink=INK, size=14)
    if shared.ended == "stop":
        fill = pane.point("fill", shared.minute, shared.fill, WORDS[STOP], "diamond-open")
        text = f"filled at {bold(shared.fill, 'price')}"
        fill.label(text, "SW W NW S SE E NE N", name="fill", size=14)


def _money(pane: Pane, mode: Mode, fate: Fate, revealed: bool) -> None:
    """What the account is worth at the end, and what is lost."""
    worth = fate.worth if revealed else WALLET
    pane.title(mode, _says(fate) if revealed else "2,000 in the wallet")
    kept = pane.bar("kept", (0, worth), BAR, mode.held)
    lost = pane.bar("lost", (worth, WALLET), BAR, LOST)
    if not revealed:
        kept.label("still open?", "below-left", size=14)
        return
    kept.label(f"worth {bold(worth, 'money')}", "below-left", size=14)
    word = "lost" if fate.ended else "open loss"
    lost.label(f"{word} {bold(fate.lost, 'money')}", "below-right", size=14)


def _says(fate: Fate) -> str:
    """What stands above a pane."""
    if fate.ended == "wall":
        much, who = show(abs(fate.rest), "money"), "gets" if fate.rest >= 0 else "pays"
        return f"liquidated, the fund {who} {much}"
    if fate.ended == "stop":
        return "left by its stop"
    return "open, its stop refused" if fate.refused else "still open"


def cascade_figure(scene: CascadeScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The staircase of walls and the price that falls over it; unrevealed, the push alone."""
    sheet = Sheet(width)
    for slot, mode, fall in sheet.pair(400, scene.isolated, scene.cross):
        pane = slot.pane(SIZES, FIELD, SIZE_AXIS, {"dtick": 1_000}, shared=True)
        fallen = f"{fall.fallen} of {WALLS} fall" if revealed else "where does it stop?"
        pane.title(mode, fallen)
        _fall(pane, scene, mode, fall, revealed)
    return sheet.figure()


def _fall(pane: Pane, scene: CascadeScene, mode: Mode, fall: Fall, revealed: bool) -> None:
    seen = [step for step in fall.stairs if step[1] >= FIELD[0]]
    sizes, steps = zip(*seen[::EACH], strict=True)
    walls = pane.line("walls", sizes, steps, WALL, width=4, moves=True)
    pane.line("push", (0, 0), (PRICE, scene.pushed_to), MARK, width=5)
    if revealed:
        sizes, prices = zip(*fall.path, strict=True)
        pane.line("price", sizes, prices, MARK, width=3, moves=True)
        end = pane.point("stop", fall.closed, fall.stops, MARK)
        text = f"stops at<br>{bold(fall.stops, 'tick')}"
        end.label(text, "SW S W SE E NE N NW", name="stops", ink=INK)
        corner = pane.space("fund", SIZES, FIELD)
        taken = f"<br>{fall.winners} deleveraged" if fall.winners else ""
        text = f"fund {bold(fall.fund, 'tick')}{taken}"
        corner.label(text, "bottom-left bottom-right top-right", size=14)
    else:
        start = pane.point("pushed", 0, scene.pushed_to, MARK)
        start.label(f"pushed to {bold(scene.pushed_to, 'tick')}", "SE E", ink=INK, size=14)
    if mode is ISOLATED and scene.guess is not None:
        pane.yours(54, scene.guess, show(scene.guess, "tick"), "N S NW SW W")
    walls.label(f"{WALLS} walls", "NE SW", size=14, needed=False)


_NEAR = {"last": 54_700, "index": 54_700}
STILLS = stills(
    price_figure, price_scene, price={}, price_puzzle=_NEAR, price_question=QUESTION
) | stills(cascade_figure, cascade_scene, cascade={}, cascade_question=QUESTION)
