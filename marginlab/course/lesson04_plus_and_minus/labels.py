"""What is written into the pane of the margin in lesson 4, the most important first.

Every label has an ordered list of spots; the first is where it stands in the opening state.
"""

from __future__ import annotations

from marginlab.course.lesson04_plus_and_minus.scene import WALLET, AdjustScene
from marginlab.drawing.canvas import LIGHT, Canvas
from marginlab.drawing.placement import Box, Spot
from marginlab.theory.terms import show

_MARGIN, _WALLET = 96.0, 150.0  # pixels that the strip's words need


def label_pane(
    canvas: Canvas, scene: AdjustScene, strip: tuple[float, float], *, revealed: bool
) -> None:
    """All labels of the left pane; `strip`: the prices between which the strip is drawn."""
    _label_strip(canvas, scene, strip)
    _label_now(canvas, scene, revealed)
    if revealed:
        _label_rungs(canvas, scene)
        _label_removable(canvas, scene, strip[1])
    _label_mark(canvas, scene)
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
    name = "wall now" if revealed else "wall as opened"
    canvas.label(name, text, LIGHT["wall"], spots)


def _label_rungs(canvas: Canvas, scene: AdjustScene) -> None:
    """The walls that automatic calls lead to, the last one first; where two meet, it alone."""
    view = canvas.view
    for i, rung in reversed(list(enumerate(scene.rungs))[1:]):
        x, y = view.x(rung.margin), view.y(rung.liquidation_price)
        spots = [Spot(x, y, dx, dy, "right", "top")
                 for dx, dy in ((-2, 8), (-10, 8), (-10, 14), (0, 10), (-16, 20))]  # fmt: skip
        text = f"<b>{show(rung.liquidation_price, 'price')}</b>"
        canvas.label(f"call {i}", text, LIGHT["ink"], spots, size=14, needed=False)


def _label_mark(canvas: Canvas, scene: AdjustScene) -> None:
    view, y = canvas.view, canvas.view.y(scene.mark_price)
    spots = [Spot(view.x(x), y, 0, dy, xanchor, yanchor)
             for x, xanchor in ((WALLET, "right"), (0, "left"), (WALLET / 2, "center"))
             for dy, yanchor in ((-5, "bottom"), (6, "top"))]  # fmt: skip
    text = f"mark price <b>{show(scene.mark_price, 'money')}</b>"
    canvas.label("mark price", text, LIGHT["ink"], spots)


def _label_strip(canvas: Canvas, scene: AdjustScene, strip: tuple[float, float]) -> None:
    """How much is in the position and how much is free, written into the strip."""
    view, held = canvas.view, scene.margin
    low, high = (view.y(price) for price in strip)
    spot = Spot(view.x(held), (low + high) / 2, -6, 0, "right")
    if view.x(held) - view.x(0) < _MARGIN:
        spot = Spot(view.x(held), (low + high) / 2, 6, 0, "left")
    text = f"margin <b>{show(held, 'money')}</b>"
    canvas.label("margin", text, LIGHT["ink"], [spot], size=13)
    spot = Spot(view.x(WALLET), (low + high) / 2, -6, 0, "right")
    if view.x(WALLET) - view.x(held) > _WALLET:
        text = f"{show(WALLET - held, 'money')} free"
        canvas.label("wallet", text, LIGHT["ink"], [spot], size=13)
    canvas.finish()
    canvas.obstacles.append(Box(view.x(0), high, view.x(WALLET), low))


def _label_removable(canvas: Canvas, scene: AdjustScene, top: float) -> None:
    """What may be taken out, above the end of the margin."""
    view = canvas.view
    spots = [Spot(view.x(x), view.y(top), dx, -4, xanchor, "bottom")
             for x, dx, xanchor in ((scene.margin, 0, "right"), (0, 6, "left"))]  # fmt: skip
    text = f"<b>{show(scene.removable, 'money')}</b> may be taken out"
    canvas.label("removable", text, LIGHT["isolated"], spots, size=14)


def _label_calls(canvas: Canvas, scene: AdjustScene) -> None:
    """What a stair means, where there is room above it."""
    view = canvas.view
    text = "automatic call: the price reaches<br>the wall, more margin goes in"
    spots = [Spot(view.x(rung.margin), view.y(rung.liquidation_price), 14, -7, "left", "bottom")
             for rung in (*scene.rungs[1:], scene.rungs[0])]  # fmt: skip
    canvas.label("automatic call", text, LIGHT["isolated"], spots, size=14, needed=False)
