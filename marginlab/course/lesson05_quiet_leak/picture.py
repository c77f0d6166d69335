"""The picture of lesson 5: funding eats the money, and the wall walks to a price that stands still.

Above, the wall's trail, a step for each payment; below, the money. What is said of the trail stands
on the side to which it does not go. In cross the price is so far away that the scale breaks below
it, and says by how much. All windows hold every state of the controls, so nothing jumps.
"""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE
from marginlab.course.lesson05_quiet_leak.scene import DAYS, Leak, LeakScene, leak_scene
from marginlab.drawing.canvas import MARGIN, WIDTH, Figure
from marginlab.drawing.ink import CLOSED, CROSS, INK, ISOLATED, LOST, MARK, PAID, WALL, YOU, Mode
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import NOTHING, bold
from marginlab.theory.terms import show

PRICES = {ISOLATED: (59_190.0, 60_070.0), CROSS: (39_920.0, 40_800.0)}  # the same money a pixel
TICKS = {ISOLATED: range(59_200, 60_001, 100), CROSS: range(40_000, 40_601, 100)}
SKIPPED = PRICES[ISOLATED][1] - PRICES[CROSS][1]  # what the scale of cross leaves out
MONEY = {ISOLATED: (0.0, 100.0), CROSS: (0.0, 2_060.0)}
BAR, BAR_WINDOW = (0.0, 1.0), (-0.85, 1.0)  # the bar's words stand below it, inside its window
STEM = 59.0  # of the learner's mark, in the prices of its pane
DAYS_AXIS = {"dtick": 3, "title": {"text": "day, a payment every 8 hours"}}


def leak_figure(scene: LeakScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The wall over the days and the money behind the position; unrevealed, day 0 alone."""
    sheet = Sheet(width, MARGIN | {"b": 8})
    halves = sheet.pair(518, scene.isolated, scene.cross, gap=0.09)
    for slot, mode, leak in halves:
        prices = {"tickvals": list(TICKS[mode])}
        trail = slot.pane((0, DAYS), PRICES[mode], DAYS_AXIS, prices, up=(0.25, 1))
        leverage = f" {show(scene.leverage, 'x')}" if mode is ISOLATED else ""
        trail.title(mode, _says(mode, leak, revealed), leverage)
        _trail(trail, scene, mode, leak, revealed)
    for slot, mode, leak in halves:
        _money(slot.pane(MONEY[mode], BAR_WINDOW, up=(0, 0.12)), mode, leak, revealed)
    return sheet.figure()


def _trail(pane: Pane, scene: LeakScene, mode: Mode, leak: Leak, revealed: bool) -> None:
    first, price = leak.walls[0], ENTRY_PRICE - (SKIPPED if mode is CROSS else 0)
    moved, dead = revealed and leak.wall != first, revealed and leak.is_closed
    ahead, behind, aside = ("S", "N", "above") if leak.wall < first else ("N", "S", "below")
    if mode is CROSS:
        torn = pane.tear("break", 42, 64)
        torn.label(f"{show(SKIPPED, 'tick')} not drawn", "middle", size=13)
        pane.keep_off(torn)
    if dead:
        closed = pane.bar("closed", (leak.closed, DAYS), pane.view.y_range, CLOSED)
        end = pane.point("end", leak.closed, price, WALL, "square")
        end.label(f"<b>day {show(leak.closed, 'money')}</b>", "N NE NW SE SW", size=17)
    elif moved:
        end = pane.point("end", leak.days[-1], leak.wall, WALL, "")
        end.label(bold(leak.wall, "price"), f"{ahead}W {ahead} W E {behind}E")
    start = pane.point("wall", 0, first, WALL, "" if revealed and leak.days[1:] else "square")
    start.label(f"wall {bold(first, 'price')}", f"E {behind}E {ahead}E", name="start")
    level = pane.level("mark price", price, MARK)
    level.label(f"mark price {show(ENTRY_PRICE, 'tick')}, still", "above", ink=INK)
    if moved:
        paid = pane.area("payments", leak.days, leak.walls, first, PAID)
        count = f"<b>{leak.payments} payment{'s' if leak.payments > 1 else ''}</b>"
        each = show(abs(scene.payment), "price")
        paid.label(f"{count}<br>of {each}", aside, size=14, needed=False)
    if revealed:
        pane.line("wall", leak.days, leak.walls, WALL, width=4, shape="hv")
    if dead:
        closed.label("position<br>closed", "inside", size=14, needed=False)
    elif revealed and mode is ISOLATED:
        pane.point("now", scene.day, price, MARK)
    if mode is ISOLATED and scene.guess is not None:
        foot, top = PRICES[mode][0], PRICES[mode][0] + STEM
        pane.stem((scene.guess, scene.guess), (foot, top))
        tip = pane.point("tip", scene.guess, top, YOU, "")
        pane.yours(scene.guess, foot, f"day {show(scene.guess, 'money')}", "N NE NW E W", by=tip)


def _money(pane: Pane, mode: Mode, leak: Leak, revealed: bool) -> None:
    """What was paid out of the money or came in, and what is left of it, or lost."""
    left, drained = (leak.left, leak.drained) if revealed else (leak.collateral, 0.0)
    whole, dead = max(left, leak.collateral), revealed and leak.is_closed
    out, into = max(0.0, drained), max(0.0, -drained)
    rest = (out, whole - into)
    held = pane.bar("lost", rest, BAR, LOST) if dead else pane.bar("kept", rest, BAR, mode.held)
    moved = pane.bar("leaked", (0, out) if out else (rest[1], whole), BAR, PAID)
    if into:
        moved.label(f"{bold(into, 'money')} received", "below-right", name="moved", size=14)
    elif out:
        moved.label(f"{bold(out, 'money')} leaked", "below-left", name="moved", size=14)
    elif revealed and leak.paid:
        text = f"the rest of the wallet paid {bold(leak.paid, 'money')}"
        held.label(text, "below-left", name="moved", ink=PAID.ink, size=14)
    text = f"{bold(left, 'money')} {'forfeited' if dead else 'behind it'}"
    held.label(text, "below-left" if into else "right below-right", name="kept", size=14)


def _says(mode: Mode, leak: Leak, revealed: bool) -> str:
    """What stands above a pane."""
    away, all_in = ENTRY_PRICE - leak.wall, f"all {show(leak.collateral, 'money')} stand behind it"
    if not revealed:
        return all_in if mode is CROSS else "until which day?"
    if leak.is_closed:
        return f"closed on day {show(leak.closed, 'money')}"
    if away < NOTHING:
        return "at its wall, still open"
    return f"{show(away, 'price')} from its wall"


STILLS = stills(leak_figure, leak_scene, leak={}, leak_question=QUESTION)
