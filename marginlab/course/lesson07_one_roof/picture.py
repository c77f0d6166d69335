"""The picture of lesson 7: a map of two prices, with two straight walls or one slanted one on it.

To the right BTC, upwards ETH; both axes reach the same shares below and above the opening, so that a
fall of both by the same share is the diagonal. The market's way from its opening is drawn, and a
square stands where it met a wall.
"""

from __future__ import annotations

from itertools import pairwise

from marginlab.course.lesson07_one_roof.scene import (
    BTC,
    ETH,
    INSIDE,
    START,
    Point,
    Roof,
    RoofScene,
    roof_scene,
)
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import CLEAR, CLOSED, INK, ISOLATED, MARK, MUTED, WALL, Look, Mode
from marginlab.drawing.marks import Mark, Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, show

LOW, HIGH = 0.5, 1.25  # of the opening prices: what the map shows
BTCS, ETHS = ((START[symbol] * LOW, START[symbol] * HIGH) for symbol in (BTC, ETH))
BTC_TICKS, ETH_TICKS = range(30_000, 75_000, 10_000), range(1_500, 3_501, 500)
BTC_AXIS = {"tickvals": [*BTC_TICKS], "title": {"text": "price of BTC"}}
ETH_AXIS = {
    "tickvals": [*ETH_TICKS],
    "ticktext": [*(show(tick, "tick") for tick in ETH_TICKS[:-1]), f"ETH {ETH_TICKS[-1]:,}"],
}
HANDLE = "market"
ASIDE = 4_000  # the price of BTC between a met wall and its words, where way and wall spread
OPENING = START[BTC], START[ETH]


def roof_figure(scene: RoofScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The map in both modes; unrevealed, the market at its opening, and in cross only what is shown."""
    sheet = Sheet(width, MARGIN | {"l": 88})
    for slot, mode, _ in sheet.pair(400, scene.isolated, scene.cross, gap=0.07):
        pane = slot.pane(BTCS, ETHS, BTC_AXIS, ETH_AXIS, shared=True)
        pane.title(mode, _says(scene, mode, revealed))
        if mode is ISOLATED:
            _rooms(pane, scene, revealed)
        elif revealed:
            _roof(pane, scene)
        else:
            _asked(pane, scene)
    return sheet.figure()


def _says(scene: RoofScene, mode: Mode, revealed: bool) -> str:
    """What stands above a pane."""
    if not revealed:
        return "each has its wall" if mode is ISOLATED else "where is it liquidated?"
    worth = scene.worth["isolated" if mode is ISOLATED else "cross"]
    if mode is ISOLATED:
        gone = [symbol.removesuffix("USDT") for symbol in START if scene.isolated[symbol].met]
        state = ("both open", f"{''.join(gone)} closed", "both closed")[len(gone)]
    else:
        state = "both closed" if scene.cross.met else "both open"
    return f"{state}, worth {show(worth, 'money')}"


def _market(pane: Pane, scene: RoofScene, *met: Point | None) -> None:
    """The market's way from its opening to where a hand has put it, and where it met a wall."""
    pane.line("way", (START[BTC], scene.market[0]), (START[ETH], scene.market[1]), MARK, width=2)
    for i, at in enumerate(at for at in met if at):
        pane.point(f"met {i}", *at, WALL, "square")
    pane.point("opening", *OPENING, MARK, "circle-open", 9)
    pane.canvas.handle(HANDLE, *scene.market, filled=True)


def _rooms(pane: Pane, scene: RoofScene, revealed: bool) -> None:
    """Two walls, each straight across the other price, and what is closed beyond them."""
    btc, eth = scene.isolated[BTC], scene.isolated[ETH]
    below = eth.side == LONG
    lost = (ETHS[0], eth.wall) if below else (eth.wall, ETHS[1])
    pane.bar("BTC closed", (BTCS[0], btc.wall), ETHS, CLOSED)
    pane.bar("ETH closed", BTCS, lost, CLOSED)
    pane.line("BTC wall", (btc.wall, btc.wall), ETHS, WALL, width=5)
    pane.line("ETH wall", BTCS, (eth.wall, eth.wall), WALL, width=5)
    if revealed:
        _market(pane, scene, btc.met, eth.met)
    else:
        pane.point("now", *OPENING, MARK)
    here = pane.space("BTC", (btc.wall, BTCS[1]), ETHS, WALL)
    here.label(f"wall of BTC<br>{bold(btc.wall, 'price')}", "bottom-left top-left", name="BTC wall")
    there = pane.space("ETH", (BTCS[0] + 800, btc.wall), (eth.wall, eth.wall), WALL)
    text = f"wall of ETH<br>{bold(eth.wall, 'price')}"
    there.label(text, "above-left below-left", name="ETH wall")
    keep = (eth.wall, ETHS[1]) if below else (ETHS[0], eth.wall)
    for name, x, y in (
        ("BTC closed", (BTCS[0], btc.wall), keep),
        ("ETH closed", (btc.wall, BTCS[1]), lost),
        ("both closed", (BTCS[0], btc.wall), lost),
    ):
        room = pane.space(name, x, y)
        room.label(name, "middle inside", size=14, needed=False)
    if revealed:
        _cloud(pane, scene)


def _roof(pane: Pane, scene: RoofScene) -> None:
    """One wall for both, slanted, and what the exchange shows of it."""
    roof, (xs, ys) = scene.cross, _ends(scene.cross)
    below = scene.other == "long"
    pane.area("all closed", xs, ys, ETHS[0] if below else ETHS[1], CLOSED)
    wall = pane.line("wall", xs, ys, WALL, width=5)
    line = _diagonal(pane)
    _market(pane, scene, roof.met)
    if roof.met:
        btc, eth = roof.met
        at = pane.point("met", btc, eth, INK, "")
        text = f"closed at {bold(btc, 'price')}<br>and {bold(eth, 'price')}"
        beside = pane.space("met", (btc - ASIDE, btc + ASIDE), (eth, eth))
        corners = pane.space("met", BTCS, ETHS)
        places = "right left bottom-left top-right top-left bottom-right"
        (at | beside | corners).label(text, places, name="met")
    if scene.guess is not None:
        _guess(pane, scene.guess)
    _shown(pane, scene, OPENING if roof.met else scene.market, lines=not roof.met)
    _cloud(pane, scene)
    wall.label("one wall for both", "NE SW" if below else "SE NW", size=14, needed=False)
    corner = (ETHS[0], ETHS[0] + 500) if below else (ETHS[1] - 500, ETHS[1])
    beyond = pane.space("both closed", (BTCS[0], BTCS[0] + 15_000), corner)
    beyond.label("both closed", "inside", size=14, needed=False)
    line.label("both fall alike", "SE NW", size=13, needed=False)


def _asked(pane: Pane, scene: RoofScene) -> None:
    """What the exchange shows at the opening, and the way that both prices will take."""
    line = _diagonal(pane)
    pane.point("now", *OPENING, MARK)
    if scene.guess is not None:
        _guess(pane, scene.guess)
    _shown(pane, scene, OPENING)
    line.label("both fall alike", "SE NW", size=13, needed=False)


def _shown(pane: Pane, scene: RoofScene, market: Point, *, lines: bool = True) -> None:
    """Each displayed price as the point that it means: the other price stays where it is."""
    btc, eth = market
    marks, wall = {BTC: btc, ETH: eth}, scene.cross.frontier.price
    for symbol, x, y, where in (
        (BTC, wall(BTC, marks), eth, "N NE NW S SE SW"),
        (ETH, btc, wall(ETH, marks), "E NE SE W NW SW"),
    ):
        name = symbol.removesuffix("USDT")
        if not (BTCS[0] <= x <= BTCS[1] and ETHS[0] <= y <= ETHS[1]):
            continue
        if lines:
            pane.line(f"to {name} wall", (btc, x), (eth, y), MUTED, width=1.5, dash="dot")
        point = pane.point(f"shown {name}", x, y, WALL, "square-open")
        text = f"{name} shows<br>{bold(x if symbol == BTC else y, 'price')}"
        point.label(text, where, name=f"shown {name}", ink=INK, size=14, needed=False)


def _diagonal(pane: Pane) -> Mark:
    """Where both prices have fallen by the same share."""
    xs, ys = (BTCS[0], START[BTC]), (ETHS[0], START[ETH])
    return pane.line("alike", xs, ys, MUTED, dash="dash", width=1.5)


def _guess(pane: Pane, btc: float) -> None:
    eth = START[ETH] * btc / START[BTC]
    pane.yours(btc, eth, show(btc, "tick"), "SE NW E W S N")


def _cloud(pane: Pane, scene: RoofScene) -> None:
    """Where a week may bring the market, as a thin line: words keep off it where they can."""
    xs, ys = zip(*scene.cloud, strict=True)
    pane.canvas.wash("cloud", xs, ys, Look(CLEAR, MUTED))
    corners = pairwise(zip(xs, ys, strict=True))
    pane.faint(*(pane.view.segment(*start, *end) for start, end in corners))
    line = pane.line("weeks", xs, ys, MUTED, width=0)
    text = f"{show(10 * INSIDE)} of 10<br>weeks"
    line.label(text, "SE E NE W NW SW", name="weeks", size=13, needed=False)


def _ends(roof: Roof) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the wall enters and leaves the map."""
    level, (weight, other) = roof.frontier.level, (roof.frontier.weights[s] for s in (BTC, ETH))
    on_sides = [(btc, roof.partner(btc)) for btc in BTCS]
    on_edges = [((level - other * eth) / weight, eth) for eth in ETHS]
    inside = [
        (x, y)
        for x, y in on_sides + on_edges
        if BTCS[0] <= x <= BTCS[1] and ETHS[0] <= y <= ETHS[1]
    ]
    (x0, y0), (x1, y1) = sorted(inside)
    return (x0, x1), (y0, y1)


STILLS = stills(
    roof_figure,
    roof_scene,
    roof={},
    roof_puzzle={"btc": 60_000, "eth": 3_000},
    roof_question=QUESTION,
)
