"""The picture of the start page: two accounts as bars on one axis of prices, and a wall in each.

A bar ends below where its account is empty and above at the price of now, so that the same line of
the price cuts both. Where it meets a wall, the position is closed and the price goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marginlab.course.lesson00_start_here.scene import (
    ENTRY_PRICE,
    SIZE,
    Twin,
    TwinScene,
    twin_scene,
)
from marginlab.drawing.canvas import LIGHT, MARGIN, WIDTH, Canvas, Figure, View, figure
from marginlab.drawing.placement import Box, Spot
from marginlab.drawing.sheet import layout_of
from marginlab.theory.terms import show

HEIGHT = 410
PRICES = (1_400.0, 2_890.0)
DOMAINS = {"": (0.0, 0.485), "2": (0.515, 1.0)}
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
_LEFT, _RIGHT = 0.22, 0.53  # the bar's edges as shares of the pane
_OVER = 0.04  # how far a wall stands out of the bar
_MARK = 0.1  # where the learner's mark stands


@dataclass(slots=True)
class _Pane:
    """One mode's account on a canvas; foot: the price at which nothing would be left of it."""

    mode: str
    twin: Twin
    foot: float
    colour: str
    fill: str
    canvas: Canvas

    def bar(self, name: str, low: float, high: float, fill: str, **look: Any) -> None:
        """A piece of the bar between two prices; nothing when they are the same."""
        if high > low:
            xs = [_LEFT, _RIGHT, _RIGHT, _LEFT, _LEFT]
            self.canvas.wash(name, xs, [low, low, high, high, low], fill, **look)

    def say(self, name: str, text: str, colour: str, price: float, first: Sequence[int]) -> None:
        """Words to the right of the bar, as near to their price as there is room."""
        view = self.canvas.view
        steps = [*first, *(sign * step for step in range(12, 121, 12) for sign in (-1, 1))]
        places = [Spot(view.x(_RIGHT + _OVER), view.y(price), 8, dy, "left") for dy in steps]
        self.canvas.label(name, text, colour, places)


def twin_figure(scene: TwinScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Both accounts at the price of now: isolated left, cross right.

    With `revealed=False` as they are when the trade begins, without their walls.
    """
    scale = layout_of(width).scale
    foot = scene.cross.bankruptcy_price
    left = _Pane(
        "Isolated", scene.isolated, foot, LIGHT["isolated"], LIGHT["iso_f"], _canvas("", scale)
    )
    right = _Pane("Cross", scene.cross, foot, LIGHT["cross"], LIGHT["cross_f"], _canvas("2", scale))
    for pane in (left, right):
        if revealed:
            _answer(pane, scene)
        else:
            _question(pane)
        if pane is right and scene.guess is not None:
            _draw_guess(pane, scene.guess)
        pane.canvas.finish()
    layout = _axes(scene)
    return figure([left.canvas, right.canvas], layout, height=HEIGHT, scale=scale)


def _question(pane: _Pane) -> None:
    twin = pane.twin
    _draw_money(pane, ENTRY_PRICE)
    _draw_price(pane, ENTRY_PRICE)
    _label_price(pane, ENTRY_PRICE)
    _label_money(pane, ENTRY_PRICE, twin.stake)
    pane.canvas.heading(
        f"<b>{pane.mode}</b>: begins with {show(twin.stake + twin.kept, 'money')}", pane.colour
    )


def _answer(pane: _Pane, scene: TwinScene) -> None:
    twin, now = pane.twin, scene.mark_price
    top = twin.bankruptcy_price if twin.closed else now
    _draw_money(pane, top)
    pane.bar("lost", top, ENTRY_PRICE, LIGHT["lost"], outline=LIGHT["lost"], hatch=8)
    if top > ENTRY_PRICE:
        pane.canvas.line(
            "entry", [_LEFT, _RIGHT], [ENTRY_PRICE] * 2, pane.colour, width=1.5, dash="dash"
        )
    wall = twin.liquidation_price
    # Through a third point, because only a curve lies above the hatch.
    across = [_LEFT - _OVER, _LEFT, _RIGHT + _OVER]
    pane.canvas.line("wall", across, [wall] * 3, LIGHT["wall"], width=5)
    _draw_price(pane, now)
    if twin.closed:
        pane.canvas.marker("end", _LEFT, wall, LIGHT["wall"], form="square", size=13)
    _label_price(pane, now)
    verb = "closed" if twin.closed else "closes"
    pane.say("wall", f"{verb} at <b>{show(wall, 'price')}</b>", LIGHT["wall"], wall, [0])
    _label_money(pane, top, twin.equity)
    if twin.change:
        word = "gained" if twin.change > 0 else "lost"
        text = f"<b>{show(abs(twin.change), 'money')}</b> {word}"
        pane.say("change", text, LIGHT["muted"], (top + ENTRY_PRICE) / 2, [0])
    state = "closed, {} left" if twin.closed else "open, worth {}"
    pane.canvas.heading(
        f"<b>{pane.mode}</b>: {state.format(show(twin.worth, 'money'))}", pane.colour
    )


def _draw_money(pane: _Pane, top: float) -> None:
    """What is out of reach below, what stands behind the position above it."""
    own = pane.twin.bankruptcy_price
    pane.bar("untouched", pane.foot, own, LIGHT["keep"], outline=LIGHT["keep_l"])
    pane.bar("behind", own, top, pane.fill, outline=pane.colour)


def _draw_price(pane: _Pane, price: float) -> None:
    """The price of now up to the bar; through it as dots once the position is closed."""
    if pane.twin.closed and price < pane.twin.liquidation_price:
        pane.canvas.line("price", [0, _RIGHT], [price, price], LIGHT["mark"], width=1.5, dash="dot")
    else:
        pane.canvas.line("price", [0, _RIGHT], [price, price], LIGHT["mark"], width=3)


def _label_price(pane: _Pane, price: float) -> None:
    view = pane.canvas.view
    x, y = view.x(0), view.y(price)
    spots = [Spot(x, y, 10, dy, "left", "bottom" if dy < 0 else "top") for dy in (-5, 5)]
    text = f"<b>{show(price, 'money')}</b>"
    pane.canvas.label("price", text if view.number else f"price<br>{text}", LIGHT["mark"], spots)


def _label_money(pane: _Pane, top: float, behind: float) -> None:
    twin, own = pane.twin, pane.twin.bankruptcy_price
    if top > own:
        text = f"<b>{show(behind, 'money')}</b> behind it"
        pane.say("behind", text, pane.colour, (min(top, ENTRY_PRICE) + own) / 2, [0])
    if twin.kept:
        text = f"<b>{show(twin.kept, 'money')}</b> untouched"
        pane.say("untouched", text, LIGHT["muted"], (own + pane.foot) / 2, [0])


def _draw_guess(pane: _Pane, guess: float) -> None:
    """The learner's mark: a diamond at the price, with a stem that leads to the bar."""
    canvas, colour = pane.canvas, LIGHT["you"]
    canvas.line("you", [_MARK, _LEFT], [guess, guess], colour, width=2, dash="dashdot")
    canvas.marker("your mark", _MARK, guess, colour, form="diamond", size=15)
    x, y = canvas.view.x(_MARK), canvas.view.y(guess)
    spots = [Spot(x, y, 0, sign * dy, "center", "bottom" if sign < 0 else "top")
             for dy in (12, 24, 36, 48, 60) for sign in (-1, 1)]  # fmt: skip
    beside = canvas.view.x(_RIGHT + _OVER)
    spots += [Spot(beside, y, 8, dy, "left") for dy in (0, -30, 30, -60, 60)]
    canvas.label("you", f"you said<br><b>{show(guess, 'money')}</b>", colour, spots, size=14)


def _canvas(number: str, scale: float) -> Canvas:
    start, end = DOMAINS[number]
    box = Box(PLOT.left + start * PLOT.width, PLOT.top, PLOT.left + end * PLOT.width, PLOT.bottom)
    return Canvas(View(number, (0.0, 1.0), PRICES, box), scale)


def _axes(scene: TwinScene) -> dict[str, Any]:
    wallet = show(scene.wallet_balance, "money")
    title = f"{show(SIZE)} ETH bought at {show(ENTRY_PRICE, 'money')}, wallet {wallet}"
    across = {"range": [0, 1], "showticklabels": False, "ticks": "", "title": {"text": title}}
    prices = {"range": list(PRICES), "dtick": 250}
    return {
        "xaxis": across | {"domain": list(DOMAINS[""])},
        "xaxis2": across | {"domain": list(DOMAINS["2"]), "anchor": "y2"},
        "yaxis": prices,
        "yaxis2": prices | {"anchor": "x2", "showticklabels": False},
    }


STILLS: Mapping[str, Callable[[], Figure]] = {
    "twin": lambda: twin_figure(twin_scene()),
    "twin_wallet": lambda: twin_figure(twin_scene(mark_price=1_700, wallet_balance=2_000)),
    "twin_wallet_question": lambda: twin_figure(
        twin_scene(mark_price=1_700, wallet_balance=2_000), revealed=False
    ),
}
