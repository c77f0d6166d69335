"""What is written into a pane of lesson 5, the most important first, and the learner's mark.

Every label has an ordered list of spots; the first is where it stands in the opening state. What
is said about the trail stands on the side to which it does not go: a wall that climbs has its
numbers below, one that sinks has them above.
"""

from __future__ import annotations

from marginlab.course.lesson05_quiet_leak.pane import BREAK, SKIPPED, Pane
from marginlab.course.lesson05_quiet_leak.scene import DAYS, ENTRY_PRICE
from marginlab.drawing.canvas import LIGHT
from marginlab.drawing.placement import Box, Spot, around
from marginlab.theory.terms import show

_STEM = 26.0  # pixels that the learner's mark reaches above the axis of the days


def label_break(pane: Pane) -> None:
    """How much the scale of cross leaves out; nothing else stands in its band."""
    if not pane.is_cross:
        return
    box = pane.view.box
    top, bottom = (box.top + down for down in BREAK)
    middle = Spot((box.left + box.right) / 2, (top + bottom) / 2)
    text = f"{show(SKIPPED, 'tick')} not drawn"
    pane.trail.label("break", text, LIGHT["muted"], [middle], size=13)
    pane.trail.finish()
    pane.trail.obstacles.append(Box(box.left, top, box.right, bottom))


def label_price(pane: Pane) -> None:
    """The price that stands still."""
    view, y = pane.view, pane.view.y(pane.price)
    spots = [Spot(view.x(0), y, dx, -5, "left", "bottom") for dx in (8, 60, 120, 200)]
    text = f"mark price {show(ENTRY_PRICE, 'tick')}, still"
    pane.trail.label("mark price", text, LIGHT["ink"], spots)
    pane.trail.finish()


def label_start(pane: Pane) -> None:
    """The wall of day 0, beside where its trail begins."""
    sinks = pane.leak.wall < pane.leak.walls[0]
    x, y = pane.view.x(0), pane.view.y(pane.leak.walls[0])
    beside = Spot(x, y, 14, 0, "left")
    below = [Spot(x, y, 8, dy, "left", "top") for dy in (7, 27)]
    above = [Spot(x, y, 8, -dy, "left", "bottom") for dy in (7, 27)]
    spots = [beside, *above, *below] if sinks else [beside, *below, *above]
    pane.trail.label(
        "start", f"wall <b>{show(pane.leak.walls[0], 'price')}</b>", LIGHT["wall"], spots
    )
    pane.trail.finish()


def label_end(pane: Pane) -> None:
    """Where the trail ends: the day of the liquidation, or where the wall stands now."""
    leak, view = pane.leak, pane.view
    x, y = view.x(leak.days[-1]), view.y(leak.wall)
    if leak.is_closed:
        text = f"<b>day {show(leak.closed, 'money')}</b>"
        pane.trail.label("end", text, LIGHT["wall"], around(x, y, "N NE NW SE SW", 9), size=17)
    elif leak.wall != leak.walls[0]:
        sinks = leak.wall < leak.walls[0]
        spots = around(x, y, "SW S W E SE" if sinks else "NW N W SE E S", 8)
        spots.append(Spot(x, y, -26, 8 if sinks else -8, "right", "middle"))
        text = f"<b>{show(leak.wall, 'price')}</b>"
        pane.trail.label("end", text, LIGHT["wall"], spots)
    pane.trail.finish()


def label_payments(pane: Pane) -> None:
    """How many payments there were and of how much, on the base of their stripes."""
    leak = pane.leak
    if leak.wall == leak.walls[0]:
        return
    sinks = leak.wall < leak.walls[0]
    count = f"{leak.payments} payment{'s' if leak.payments > 1 else ''}"
    text = f"<b>{count}</b><br>of {show(abs(pane.scene.payment), 'price')}"
    days, base = leak.days[-1], pane.view.y(leak.walls[0])
    away, yanchor = (-1, "bottom") if sinks else (1, "top")
    spots = [
        Spot(pane.view.x(share * days), base, 0, away * dy, xanchor, yanchor)
        for dy in (7, 27, 47)
        for share, xanchor in ((1.0, "right"), (0.8, "center"), (1.0, "left"), (0.6, "left"))
    ]
    pane.trail.label("payments", text, LIGHT["drain_t"], spots, size=14, needed=False)
    pane.trail.finish()


def label_closed(pane: Pane) -> None:
    view, leak = pane.view, pane.leak
    middle = (view.x(leak.closed) + view.x(DAYS)) / 2
    spots = [Spot(middle, view.box.top + down) for down in (120, 170, 220, 80)]
    text = "position<br>closed"
    pane.trail.label("closed", text, LIGHT["muted"], spots, size=14, needed=False)
    pane.trail.finish()


def label_money(pane: Pane) -> None:
    """Under the bar: what went out of it or came in, and what is left, or lost."""
    leak, view = pane.leak, pane.bar.view
    below, end = view.y(0) + 6, view.x(max(leak.left, leak.collateral))
    start = Spot(view.x(0), below, 0, 0, "left", "top")
    ends = [
        Spot(end, below, 0, 0, "right", "top"),
        Spot(view.box.right, below, 0, 0, "right", "top"),
    ]
    beside = Spot(end, view.y(0.5), 8, 0, "left")
    if leak.is_closed:
        kept, colour = f"<b>{show(leak.left, 'money')}</b> forfeited", LIGHT["ink"]
    else:
        kept, colour = _behind(leak.left), pane.colour
    if leak.drained < 0:
        text = f"<b>{show(-leak.drained, 'money')}</b> received"
        pane.bar.label("kept", kept, colour, [start], size=14)
        pane.bar.label("moved", text, LIGHT["drain_t"], ends, size=14)
    else:
        if leak.drained > 0:
            text = f"<b>{show(leak.drained, 'money')}</b> leaked"
            pane.bar.label("moved", text, LIGHT["drain_t"], [start], size=14)
        elif leak.paid:
            text = f"the rest of the wallet paid <b>{show(leak.paid, 'money')}</b>"
            pane.bar.label("moved", text, LIGHT["drain_t"], [start], size=14)
        pane.bar.label("kept", kept, colour, [beside, *ends], size=14)
    pane.bar.finish()


def label_untouched(pane: Pane) -> None:
    """The money of day 0 beside its bar."""
    view, money = pane.bar.view, pane.leak.collateral
    spots = [Spot(view.x(money), view.y(0.5), 8, 0, "left"),
             Spot(view.x(money), view.y(0) + 6, 0, 0, "right", "top")]  # fmt: skip
    pane.bar.label("kept", _behind(money), pane.colour, spots, size=14)
    pane.bar.finish()


def _behind(money: float) -> str:
    return f"<b>{show(money, 'money')}</b> behind it"


def draw_guess(pane: Pane, guess: float) -> None:
    """The learner's mark: a diamond on the axis of the days, and a short stem with its day."""
    view, canvas, colour = pane.view, pane.trail, LIGHT["you"]
    bottom = view.y_range[0]
    canvas.marker("your mark", guess, bottom, colour, form="diamond", size=15)
    top = view.value_y(view.box.bottom - _STEM)
    canvas.line("you", [guess, guess], [bottom, top], colour, width=2, dash="dashdot")
    x, y = view.x(guess), view.y(top)
    spots = [
        Spot(x, y, dx, dy, xanchor, yanchor)
        for xanchor, dx, dy, yanchor in (
            ("center", 0, -6, "bottom"), ("left", -12, -6, "bottom"), ("right", 12, -6, "bottom"),
            ("left", 12, 0, "middle"), ("right", -12, 0, "middle"),
        )
    ]  # fmt: skip
    text = f"you said<br><b>day {show(guess, 'money')}</b>"
    canvas.label("you", text, colour, spots)
    canvas.finish()
