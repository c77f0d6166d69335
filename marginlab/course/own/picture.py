"""The picture of a position of your own: where the price may wander, and the wall it must not touch.

Both panes share the axis of prices. Time runs in its square root, in which a price spreads evenly: the
wedge holds what a price that wanders without drift ends in two times of three. Under each time stands
the chance that the position is liquidated by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, floor, isnan, log10, sqrt

from marginlab.course.own.inputs import OPENS
from marginlab.course.own.standing import HORIZONS, OwnScene, Standing, own_scene
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import AXIS, BANKRUPTCY, CLOSED, INK, LIGHT, MARK, MUTED, WALL, YOU, Look
from marginlab.drawing.marks import Pane, Span
from marginlab.drawing.sheet import Sheet
from marginlab.theory.survival import HOURS
from marginlab.theory.terms import LONG, show

HEIGHT = 400
LAST = HORIZONS["month"]
END = 1.12  # of the axis of times, where a month is 1
WEDGE = Look(LIGHT["grid"], ink=MUTED)
REACH = 3.0  # a wall or a stop this many times farther than all else is not drawn, but named
TICKS, LETTERS = 6, 9  # of the axis of prices, and of a tick


def own_figure(scene: OwnScene, *, width: float = WIDTH) -> Figure:
    """The wandering price and the wall in both modes."""
    sheet, window = Sheet(width, MARGIN | {"l": 78, "b": 74}), _window(scene)
    ticks = _ticks(*window)
    up = {"tickvals": ticks, "ticktext": [_tick(price) for price in ticks]}
    for slot, mode, one in sheet.pair(HEIGHT, scene.isolated, scene.cross):
        pane = slot.pane((0.0, END), window, _times(one), up, shared=True)
        if isinstance(one, str):
            pane.title(mode, "not here")
            continue
        behind = scene.own.contract.money(one.collateral)
        pane.title(mode, f"{behind} behind it")
        _draw(pane, scene, one)
    return sheet.figure()


def _draw(pane: Pane, scene: OwnScene, one: Standing) -> None:
    own, price = scene.own, scene.own.contract.price
    gains, loses = ("above", "below") if own.side == LONG else ("below", "above")
    shares = [i / 8 for i in range(9)]
    low, high = ([_wandered(scene, sign * share) for share in shares] for sign in (-1, 1))
    pane.canvas.wash("wedge", [*shares, *shares[::-1]], [*low, *high[::-1]], WEDGE)
    drawn = not isnan(one.wall) and _shows(pane, one.wall)
    if drawn:
        low_end, high_end = pane.view.y_range
        beyond = (low_end, one.wall) if own.side == LONG else (one.wall, high_end)
        pane.bar("closed", (0.0, END), beyond, CLOSED)
        wall = pane.level("wall", one.wall, WALL, width=5)
        wall.label(f"wall <b>{price(one.wall)}</b>", f"{loses} {gains}")
    level = pane.level("mark price", own.mark_price, MARK, width=2)
    level.label(f"mark price <b>{price(own.mark_price)}</b>", f"{gains} {loses}")
    if not drawn:
        _elsewhere(pane, scene, one)
    for name, at, ink, dash in (
        ("stop", own.stop, YOU, "dashdot"),
        ("bankruptcy", one.bankruptcy, BANKRUPTCY, "dot"),
        ("entry", own.entry_price, AXIS, "dash"),
    ):
        if at is not None and not isnan(at) and _shows(pane, at) and at != own.mark_price:
            line = pane.level(name, at, ink, width=1.5, dash=dash)
            ends = "below-end above-end below above"
            line.label(f"{name} {price(at)}", ends, ink=INK, size=14, needed=False)


def _elsewhere(pane: Pane, scene: OwnScene, one: Standing) -> None:
    """Where the wall is that the window does not show, at the edge towards it."""
    low, high = pane.view.y_range
    falls = (isnan(one.wall) and scene.own.side == LONG) or one.wall < low
    arrow = "\N{DOWNWARDS ARROW}" if falls else "\N{UPWARDS ARROW}"
    text = f"{arrow} wall <b>{scene.own.contract.price(one.wall)}</b>"
    if isnan(one.wall):
        text = "no wall: never reached"
    edge = pane.point("wall", END / 2, low if falls else high, WALL, "")
    edge.label(text, "N" if falls else "S")


def _times(one: Standing | str) -> dict[str, object]:
    """The axis of times, with the chances where there are any."""
    places = [0.0, *(sqrt(hours / LAST) for hours in HORIZONS.values())]
    chances = ["", "", ""] if isinstance(one, str) else [show(c, "chance") for c in one.chances]
    words = [f"a {name}<br><b>{much}</b>" for name, much in zip(HORIZONS, chances, strict=True)]
    title = {"text": "liquidated within that time"}
    return {"tickvals": places, "ticktext": ["now", *words], "title": title}


def _wandered(scene: OwnScene, share: float) -> float:
    """Where a price is that has wandered by one standard deviation, up or down, at a share of the axis."""
    own = scene.own
    return own.mark_price * exp(share * own.volatility * sqrt(LAST / HOURS))


def _window(scene: OwnScene) -> Span:
    """The prices that both panes show: the wedge, and of walls and stop what is not too far."""
    own = scene.own
    mark, highest = own.mark_price, REACH * own.mark_price
    shown = [mark, _wandered(scene, -1), min(_wandered(scene, 1), highest)]
    walls = (one.wall for one in (scene.isolated, scene.cross) if isinstance(one, Standing))
    for price in (own.stop, *walls):
        reach = max(abs(other - mark) for other in shown)
        if price is not None and abs(price - mark) <= REACH * reach:  # nan is not
            shown.append(price)
    pad = 0.14 * (max(shown) - min(shown))
    return max(min(shown) - pad, 0.0), max(shown) + pad


def _shows(pane: Pane, price: float) -> bool:
    low, high = pane.view.y_range
    return low < price < high


def _ticks(low: float, high: float) -> Sequence[float]:
    """Round prices between these."""
    least = (high - low) / TICKS
    power = 10.0 ** floor(log10(least))
    step = power * next(many for many in (1, 2, 5, 10) if many * power >= least)
    return [n * step for n in range(ceil(low / step), floor(high / step) + 1)]


def _tick(price: float) -> str:
    text = show(price, "plain")
    return text if len(text) <= LETTERS and text != "0" else f"{price:.5g}"


STILLS = {"own": lambda **look: own_figure(own_scene(**OPENS), **look)}
