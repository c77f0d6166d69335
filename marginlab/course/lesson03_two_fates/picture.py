"""The picture of lesson 3: one path above, and below what it does to two accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marginlab.course.lesson03_two_fates.pane import (
    HEIGHT,
    AccountPane,
    PathPane,
    axes,
    canvas,
    draw_days,
)
from marginlab.course.lesson03_two_fates.scene import DAYS, FatesScene, fates_scene
from marginlab.drawing.canvas import LIGHT, WIDTH, Figure, figure
from marginlab.drawing.placement import Spot, around
from marginlab.drawing.sheet import layout_of
from marginlab.theory.terms import show


def fates_figure(scene: FatesScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """One price path, both walls, and the worth of both accounts: isolated left, cross right.

    With `revealed=False` only what the question gives away: the path, the wallets' start, the mark.
    """
    scale = layout_of(width).scale
    top = PathPane(scene, canvas("", scale))
    left, right = (
        AccountPane(scene, fate, mode, canvas(number, scale))
        for fate, mode, number in ((scene.isolated, "isolated", "2"), (scene.cross, "cross", "3"))
    )
    for pane in (top, left, right):
        draw_days(pane.canvas)
    top.draw_path()
    if revealed:
        _answer(top, left, right)
    else:
        _question(top, left, right)
    made = figure([top.canvas, left.canvas, right.canvas], axes(), height=HEIGHT, scale=scale)
    if revealed:
        made["layout"]["shapes"] += top.handles()
        made["config"] |= {"staticPlot": False, "edits": {"shapePosition": True}}
    return made


def _answer(top: PathPane, left: AccountPane, right: AccountPane) -> None:
    scene = top.scene
    top.draw_wall("cross wall", scene.cross)
    top.draw_wall("isolated wall", scene.isolated)
    _label_path(top)
    _label_walls(top)
    top.canvas.finish()
    for pane in (left, right):
        pane.draw()
        worth = show(scene.wallet(pane.fate, scene.day), "money")
        verb = f"ends with {worth}" if scene.ended else f"worth {worth} on day {show(scene.day)}"
        pane.canvas.heading(f"<b>{pane.mode.capitalize()}</b>: {verb}", pane.colour)
        if pane is left and scene.guess is not None:
            _draw_guess(pane, scene.guess)
        pane.label()
        pane.canvas.finish()


def _question(top: PathPane, left: AccountPane, right: AccountPane) -> None:
    scene = top.scene
    _label_path(top)
    top.canvas.finish()
    for pane in (left, right):
        start = scene.wallet(pane.fate, 0)
        pane.canvas.marker("start", 0, start, pane.colour)
        view = pane.canvas.view
        spot = Spot(view.x(0), view.y(start), 10, -4, "left", "bottom")
        pane.canvas.label(
            "start", f"begins with <b>{show(start, 'money')}</b>", LIGHT["ink"], [spot]
        )
        stands = f"{show(pane.fate.stake, 'money')} stands behind the trade"
        pane.canvas.heading(f"<b>{pane.mode.capitalize()}</b>: {stands}", pane.colour)
        if pane is left and scene.guess is not None:
            _draw_guess(pane, scene.guess)
        if pane is left:
            middle = [Spot(view.x(5), view.y(900)), Spot(view.x(5), view.y(1_400))]
            pane.canvas.label(
                "question", "with how much<br>does it end?", LIGHT["muted"], middle, size=17,
                needed=False,
            )  # fmt: skip
        pane.canvas.finish()


def _label_path(top: PathPane) -> None:
    scene, view = top.scene, top.canvas.view
    top.draw_now()
    price = scene.price(scene.day)
    x, y, edge = view.x(scene.day), view.y(price), view.x(DAYS)
    beside = [Spot(x, y, 11, 0, "left")]
    if not scene.ended:
        beside = [spot for gap in (14, 28) for spot in around(x, y, "NE SW N S NW SE", gap)]
    beside += [Spot(edge, y, 11, dy, "left") for dy in (0, -12, 12)]
    top.canvas.label("price", f"<b>{show(price, 'tick')}</b>", LIGHT["ink"], beside)


def _label_walls(top: PathPane) -> None:
    scene = top.scene
    own, all_in = (fate.liquidation_price for fate in (scene.isolated, scene.cross))
    if own == all_in:
        both = top.spots(own, below_first=False)
        top.canvas.label(
            "cross wall", f"both walls {show(own, 'price')}", LIGHT["wall"], both, size=14
        )
        return
    for name, price, below in (("isolated wall", own, True), ("cross wall", all_in, False)):
        text = f"{name} {show(price, 'price')}"
        spots = top.spots(price, below_first=below)
        top.canvas.label(name, text, LIGHT["wall"], spots, size=14)


def _draw_guess(pane: AccountPane, guess: float) -> None:
    """The learner's mark at the end of the left pane, its number beside it."""
    canvas, view = pane.canvas, pane.canvas.view
    canvas.marker("your mark", DAYS, guess, LIGHT["you"], form="diamond", size=15)
    text = f"you said<br><b>{show(guess, 'money')}</b>"
    spots = [Spot(view.x(DAYS), view.y(guess), 11, dy, "left") for dy in (0, -20, 20, -34, 34)]
    canvas.label("you", text, LIGHT["you"], spots, size=14)


STILLS: Mapping[str, Callable[[], Figure]] = {
    "fates": lambda: fates_figure(fates_scene()),
    "fates_question": lambda: fates_figure(fates_scene(), revealed=False),
    "fates_calm": lambda: fates_figure(fates_scene(path="C")),
}
