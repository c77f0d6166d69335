"""The picture of lesson 5: funding eats the money, and the wall walks to a price that stands still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marginlab.course.lesson05_quiet_leak.labels import (
    draw_guess,
    label_break,
    label_closed,
    label_end,
    label_money,
    label_payments,
    label_price,
    label_start,
    label_untouched,
)
from marginlab.course.lesson05_quiet_leak.pane import (
    BAR,
    BAR_HEIGHTS,
    BAR_OF,
    DOMAINS,
    EDGES,
    HEIGHT,
    MONEY,
    PRICES,
    TRAIL,
    Pane,
    pane,
)
from marginlab.course.lesson05_quiet_leak.scene import DAYS, ENTRY_PRICE, LeakScene, leak_scene
from marginlab.drawing.canvas import CLEAR, Figure, figure
from marginlab.theory.terms import show

_TICKS = 100  # quote per base between two labels of the price axis
_HIGHEST_TICK = 40_600  # of cross; above it the scale breaks


def leak_figure(scene: LeakScene, *, scale: float = 1.0, revealed: bool = True) -> Figure:
    """The wall over the days and the money behind the position, isolated left, cross right.

    With `revealed=False` only day 0 and the learner's mark.
    """
    panes = pane(scene, "", scale), pane(scene, "2", scale)
    for one in panes:
        if revealed:
            _answer(one)
        else:
            _question(one)
    left, right = panes
    left.trail.heading(_isolated(scene, revealed=revealed), left.colour)
    right.trail.heading(_cross(scene, revealed=revealed), right.colour)
    canvases = [canvas for one in panes for canvas in (one.trail, one.bar)]
    return figure(canvases, _axes(), height=HEIGHT, scale=scale, margin=EDGES)


def _answer(one: Pane) -> None:
    one.draw_trail()
    one.draw_money()
    if not one.is_cross and one.scene.guess is not None:
        draw_guess(one, one.scene.guess)
    label_break(one)
    label_end(one)
    label_start(one)
    label_price(one)
    label_payments(one)
    if one.leak.is_closed:
        label_closed(one)
    label_money(one)


def _question(one: Pane) -> None:
    one.draw_price()
    one.draw_start()
    one.draw_untouched()
    if not one.is_cross and one.scene.guess is not None:
        draw_guess(one, one.scene.guess)
    label_break(one)
    label_start(one)
    label_price(one)
    label_untouched(one)


def _isolated(scene: LeakScene, *, revealed: bool) -> str:
    leak, head = scene.isolated, f"<b>Isolated</b> {show(scene.leverage, 'x')}"
    if not revealed:
        return f"{head}: until which day?"
    if leak.is_closed:
        return f"{head}: closed on day {show(leak.closed, 'money')}"
    away = ENTRY_PRICE - leak.wall
    if away < 0.005:  # nothing, in the digits that are shown
        return f"{head}: at its wall, still open"
    return f"{head}: {show(away, 'price')} from its wall"


def _cross(scene: LeakScene, *, revealed: bool) -> str:
    if not revealed:
        return f"<b>Cross</b>: all {show(scene.cross.collateral, 'money')} stand behind it"
    return f"<b>Cross</b>: {show(ENTRY_PRICE - scene.cross.wall, 'price')} from its wall"


def _axes() -> dict[str, Any]:
    days = {"range": [0, DAYS], "dtick": 3, "title": {"text": "day, a payment every 8 hours"}}
    layout: dict[str, Any] = {}
    for number, (low, high) in PRICES.items():
        top = _HIGHEST_TICK if number else ENTRY_PRICE
        first = int(low // _TICKS + 1) * _TICKS
        ticks = list(range(first, int(top) + 1, _TICKS))
        layout[f"xaxis{number}"] = days | {"domain": list(DOMAINS[number]), "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {
            "range": [low, high], "domain": list(TRAIL), "anchor": f"x{number}", "tickvals": ticks,
        }  # fmt: skip
        bar, bare = BAR_OF[number], {"showticklabels": False, "ticks": "", "showgrid": False}
        layout[f"xaxis{bar}"] = bare | {
            "range": list(MONEY[number]), "domain": list(DOMAINS[number]), "anchor": f"y{bar}",
            "linecolor": CLEAR,
        }  # fmt: skip
        layout[f"yaxis{bar}"] = bare | {
            "range": list(BAR_HEIGHTS),
            "domain": list(BAR),
            "anchor": f"x{bar}",
        }
    return layout


STILLS: Mapping[str, Callable[[], Figure]] = {
    "leak": lambda: leak_figure(leak_scene()),
    "leak_question": lambda: leak_figure(leak_scene(), revealed=False),
}
