"""What is written into the pane of the margin in lesson 4, the most important first.

Every label has an ordered list of spots; the first is where it stands in the opening state.
"""

from __future__ import annotations

from marginlab.figures.adjust_scene import WALLET, AdjustScene
from marginlab.figures.base import LIGHT, Canvas
from marginlab.figures.placement import Spot
from marginlab.terms import show


def label_pane(
    canvas: Canvas, scene: AdjustScene, strip: tuple[float, float], *, revealed: bool
) -> None:
    """All labels of the left pane; `strip`: the prices between which the strip is drawn."""
    _label_now(canvas, scene, revealed)
    if revealed:
        _label_rungs(canvas, scene)
    _label_mark(canvas, scene)
    _label_strip(canvas, scene, strip, revealed)
    if revealed and len(scene.rungs) > 1:
        _label_calls(canvas, scene)
    canvas.finish()


def _label_now(canvas: Canvas, scene: AdjustScene, revealed: bool) -> None:
    """The wall of now with its distance; before the reveal the wall as it was opened."""
    view, wall, margin = canvas.view, scene.liquidation_price, scene.margin
    text = f"wall <b>{show(wall, 'price')}</b><br>{show(-scene.room, 'percent')} away"
    if not revealed:
        margin, wall = scene.opened.stake, scene.opened.liquidation_price
        text = f"wall with {show(margin, 'money')}<br><b>{show(wall, 'price')}</b>"
    x, y = view.x(margin), view.y(wall)
    spots = [Spot(x, y, dx, dy, "right", "top") for dx, dy in ((-4, 12), (-4, 24), (-12, 36))]
    spots += [Spot(x, y, dx, dy, "left", "bottom") for dx, dy in ((12, -6), (16, -16), (30, -30))]
    spots += [Spot(x, y, -14, -4, "right", "bottom"), Spot(x, y, 12, 36, "left", "top")]
    canvas.label("now", text, LIGHT["wall"], spots)


def _label_rungs(canvas: Canvas, scene: AdjustScene) -> None:
    """The walls that automatic calls lead to; the last one, which is cross, above all."""
    view, rungs = canvas.view, list(enumerate(scene.rungs))[1:]
    for i, rung in reversed(rungs):
        x, y = view.x(rung.margin), view.y(rung.liquidation_price)
        spots = [Spot(x, y, dx, dy, "right", "top")
                 for dx, dy in ((-2, 8), (-10, 8), (-10, 14), (0, 10), (-16, 20))]  # fmt: skip
        text = f"<b>{show(rung.liquidation_price, 'price')}</b>"
        last = i == rungs[-1][0]
        canvas.label(f"call {i}", text, LIGHT["ink"], spots, size=14, needed=last)


def _label_mark(canvas: Canvas, scene: AdjustScene) -> None:
    view, y = canvas.view, canvas.view.y(scene.mark_price)
    spots = [Spot(view.x(x), y, 0, dy, xanchor, yanchor)
             for x, xanchor in ((WALLET, "right"), (0, "left"), (WALLET / 2, "center"))
             for dy, yanchor in ((-5, "bottom"), (6, "top"))]  # fmt: skip
    text = f"mark price <b>{show(scene.mark_price, 'money')}</b>"
    canvas.label("mark price", text, LIGHT["ink"], spots)


def _label_strip(
    canvas: Canvas, scene: AdjustScene, strip: tuple[float, float], revealed: bool
) -> None:
    """How much is in the position, in the wallet, and may be taken out."""
    view, held = canvas.view, scene.margin
    low, high = (view.y(price) for price in strip)
    middle, left = (low + high) / 2, WALLET - held
    inside = Spot(view.x(held), middle, -6, 0, "right")
    before = Spot(view.x(held), middle, 8, 0, "left")
    text = f"<b>{show(held, 'money')}</b> in it"
    spots = [inside] if view.x(held) - view.x(0) > 80 else [before]
    canvas.label("margin", text, LIGHT["ink"], spots, size=13)
    text = f"{show(left, 'money')} in the wallet"
    spots = [Spot(view.x(WALLET), middle, -6, 0, "right"), Spot(view.x(WALLET), high, 0, -4, "right", "bottom")]
    canvas.label("wallet", text, LIGHT["ink"], spots, size=13, needed=False)
    if revealed:
        text = f"<b>{show(scene.removable, 'money')}</b> may be taken out"
        spots = [Spot(view.x(held), high, 0, -4, "right", "bottom"),
                 Spot(view.x(0), high, 6, -4, "left", "bottom")]  # fmt: skip
        canvas.label("removable", text, LIGHT["isolated"], spots, size=14)


def _label_calls(canvas: Canvas, scene: AdjustScene) -> None:
    """What a stair means, where there is room above it."""
    view = canvas.view
    text = "automatic call: the price reaches<br>the wall, more margin goes in"
    spots = [Spot(view.x(rung.margin), view.y(rung.liquidation_price), 14, -7, "left", "bottom")
             for rung in (*scene.rungs[1:], scene.rungs[0])]  # fmt: skip
    canvas.label("automatic call", text, LIGHT["isolated"], spots, size=14, needed=False)
