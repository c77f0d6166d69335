"""The picture of lesson 1: the money behind the position and the money out of its reach.

In both panes the zero line divides the wallet. Above it stands what the position can lose, below it
what it cannot reach; lost money stays on the picture, hatched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marginlab.course.lesson01_whose_money.basics import basics_figure
from marginlab.course.lesson01_whose_money.scene import Stake, StakesScene, stakes_scene
from marginlab.drawing.canvas import LIGHT, MARGIN, TEXT, WIDTH, Canvas, Figure, View, figure
from marginlab.drawing.placement import Box, Spot
from marginlab.drawing.sheet import layout_of
from marginlab.theory.terms import show, side_name

HEIGHT = 470
MONEY = (-2_100.0, 3_450.0)
DOMAINS = {"": (0.0, 0.485), "2": (0.515, 1.0)}
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
_LEFT, _RIGHT = 0.25, 0.52  # the bar's edges as shares of the pane; the mark stands left of it
_MARK = 0.12


@dataclass(slots=True)
class _Pane:
    """One mode's bar on a canvas."""

    stake: Stake
    colour: str
    fill: str
    canvas: Canvas

    def bar(self, name: str, low: float, high: float, fill: str, **look: Any) -> None:
        """A piece of the bar between two amounts; nothing when they are the same."""
        if high > low:
            xs, ys = [_LEFT, _RIGHT, _RIGHT, _LEFT], [low, low, high, high]
            self.canvas.wash(name, [*xs, _LEFT], [*ys, low], fill, **look)

    def say(
        self, name: str, text: str, colour: str, spots: Sequence[tuple[float, float, str]]
    ) -> None:
        """Words to the right of the bar: each spot an amount, pixels down from it, an anchor."""
        view = self.canvas.view
        right = view.x(_RIGHT)
        places = [Spot(right, view.y(money), 10, dy, "left", anchor) for money, dy, anchor in spots]
        self.canvas.label(name, text, colour, places)


def stakes_figure(scene: StakesScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Two stacked bars, at stake above and untouched below the line: isolated left, cross right.

    With `revealed=False` the bars of the opening, before the price has moved.
    """
    scale = layout_of(width).scale
    left = _Pane(scene.isolated, LIGHT["isolated"], LIGHT["iso_f"], _canvas("", scale))
    right = _Pane(scene.cross, LIGHT["cross"], LIGHT["cross_f"], _canvas("2", scale))
    for pane in (left, right):
        _draw(pane, pane.stake.equity if revealed else pane.stake.at_stake)
        if pane is left and scene.guess is not None:
            _draw_guess(pane.canvas, scene.guess)
        _label(pane, pane.stake.equity if revealed else pane.stake.at_stake)
        pane.canvas.finish()
    own, shared = (show(pane.stake.at_stake, "money") for pane in (left, right))
    left.canvas.heading(f"<b>Isolated</b>: {own} can be lost", left.colour)
    right.canvas.heading(f"<b>Cross</b>: all {shared} can be lost", right.colour)
    layout = _axes(scene, scene.mark_price if revealed else scene.entry_price)
    return figure([left.canvas, right.canvas], layout, height=HEIGHT, scale=scale)


def _draw(pane: _Pane, equity: float) -> None:
    stake, canvas = pane.stake, pane.canvas
    pane.bar("untouched", -stake.untouched, 0, LIGHT["keep"], outline=LIGHT["keep_l"])
    pane.bar("at stake", 0, equity, pane.fill, outline=pane.colour)
    pane.bar("lost", equity, stake.at_stake, LIGHT["lost"], outline=LIGHT["lost"], hatch=8)
    if equity > stake.at_stake:
        level = [stake.at_stake, stake.at_stake]
        canvas.line("opening", [_LEFT, _RIGHT], level, pane.colour, width=1.5, dash="dash")
    canvas.line("divide", [0, 1], [0, 0], LIGHT["axis"], width=1.5)
    canvas.line("equity", [_LEFT, _RIGHT], [equity, equity], pane.colour, width=4)


def _label(pane: _Pane, equity: float) -> None:
    stake, change = pane.stake, equity - pane.stake.at_stake
    kept = min(equity, stake.at_stake)
    behind = f"<b>{show(equity, 'money')}</b> behind it"
    pane.say("behind", behind, pane.colour, [
        (kept / 2, 0, "middle"), (kept, 4, "top"), (0, -4, "bottom"), (0, 4, "top"),
    ])  # fmt: skip
    if change:
        text = f"<b>{show(-change, 'money')}</b> lost"
        if change > 0:
            text = f"<b>{show(change, 'money')}</b> of it gained"
        top = max(equity, stake.at_stake)
        spots = [((kept + top) / 2, 0, "middle"), (kept, -4, "bottom"), (top, -4, "bottom")]
        spots += [(0, -up, "bottom") for up in (26, 34, 42)]
        pane.say("change", text, LIGHT["muted"], spots)
    below = [(-stake.untouched / 2, 0, "middle"), (0, 8, "top"), (0, 28, "top"), (0, 48, "top")]
    text = f"<b>{show(stake.untouched, 'money')}</b> untouched"
    if not stake.untouched:
        text, below = "nothing untouched", below[1:]
    pane.say("untouched", text, LIGHT["muted"], below)


def _draw_guess(canvas: Canvas, guess: float) -> None:
    """The learner's mark: a diamond at the amount, with a stem that leads to the bar."""
    view, colour = canvas.view, LIGHT["you"]
    canvas.line("you", [_MARK, _LEFT], [guess, guess], colour, width=2, dash="dashdot")
    canvas.marker("your mark", _MARK, guess, colour, form="diamond", size=15)
    x, y = view.x(_MARK), view.y(guess)
    spots = [Spot(x, y, 0, -12, "center", "bottom"), Spot(x, y, 0, 12, "center", "top")]
    text = f"you said<br><b>{show(guess, 'money')}</b>"
    canvas.label("you", text, colour, spots, size=TEXT)


def _canvas(number: str, scale: float) -> Canvas:
    start, end = DOMAINS[number]
    box = Box(PLOT.left + start * PLOT.width, PLOT.top, PLOT.left + end * PLOT.width, PLOT.bottom)
    return Canvas(View(number, (0.0, 1.0), MONEY, box), scale)


def _axes(scene: StakesScene, price: float) -> dict[str, Any]:
    prices = f"mark price {show(price, 'tick')}"
    if price != scene.entry_price:
        prices = f"{show(scene.entry_price, 'tick')} \N{RIGHTWARDS ARROW} {prices}"
    title = f"{side_name(scene.side)} {show(scene.size)} BTC, {prices}"
    across = {"range": [0, 1], "showticklabels": False, "ticks": "", "title": {"text": title}}
    # Below the line money is counted downwards, and without a sign.
    amounts = range(-2_000, 3_001, 1_000)
    money = {
        "range": list(MONEY),
        "tickvals": list(amounts),
        "ticktext": [show(abs(amount), "tick") for amount in amounts],
    }
    return {
        "xaxis": across | {"domain": list(DOMAINS[""])},
        "xaxis2": across | {"domain": list(DOMAINS["2"]), "anchor": "y2"},
        "yaxis": money,
        "yaxis2": money | {"anchor": "x2", "showticklabels": False},
    }


STILLS: Mapping[str, Callable[[], Figure]] = {
    "basics": basics_figure,
    "stakes": lambda: stakes_figure(stakes_scene()),
    "stakes_question": lambda: stakes_figure(stakes_scene(), revealed=False),
}
