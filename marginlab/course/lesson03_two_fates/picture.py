"""The picture of lesson 3: one path above, and below what it does to two accounts, over the same days.

Windows are wide enough for every path and every leverage, so that nothing jumps while the days pass;
right of its last day each pane has room for the numbers at its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marginlab.course.lesson03_two_fates.scene import DAYS, STEP, Fate, FatesScene, fates_scene
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import AXIS, INK, ISOLATED, KEPT, LOST, MARK, WALL, Mode
from marginlab.drawing.marks import Pane
from marginlab.drawing.sheet import Sheet, Slot
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

PRICES, MONEY = (33_500.0, 66_500.0), (0.0, 2_700.0)
HANDLE = "way-point"
TICKS = list(range(0, DAYS + 1, STEP))
DAYS_AXIS = {
    "tickvals": TICKS,
    "ticktext": [*map(str, TICKS[:-1]), f"day {DAYS}"],
    "showline": False,  # each pane draws its own line of days, which ends with the last
}
ROOM = 88.0  # pixels right of the last day, for the numbers at its end
NEAR = 15.0  # pixels: so near to the edge of what is kept the worth is written above it


def fates_figure(scene: FatesScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """The path, both walls and both accounts; unrevealed the path, the wallets' start, the mark."""
    sheet = Sheet(width)
    (above,) = sheet.row(188)
    path = _pane(above, PRICES, {"dtick": 10_000})
    _path(path, scene, revealed, wide=not sheet.stacked)
    for slot, mode, fate in sheet.pair(206, scene.isolated, scene.cross, gap=0.02, above=64):
        pane = _pane(slot, MONEY, {"dtick": 500})
        (_account if revealed else _start)(pane, scene, mode, fate)
        if mode is ISOLATED and scene.guess is not None:
            pane.yours(DAYS, scene.guess, show(scene.guess, "money"), "E NE SE", size=14)
    return sheet.figure()


def _pane(slot: Slot, window: tuple[float, float], axis: Mapping[str, Any]) -> Pane:
    days = (0.0, round(DAYS * slot.box.width / (slot.box.width - ROOM), 4))
    pane = slot.pane(days, window, DAYS_AXIS, axis, shared=True)
    pane.line("days", (0, DAYS), (window[0], window[0]), AXIS, width=1)
    return pane


def _path(pane: Pane, scene: FatesScene, revealed: bool, *, wide: bool) -> None:
    """The path so far and what is still to come, the current price, and where the walls stand."""
    day = scene.day
    past, future = [*(d for d in TICKS if d < day), day], [day, *(d for d in TICKS if d > day)]
    to_come, so_far = [*map(scene.price, future)], [*map(scene.price, past)]
    pane.line("path to come", future, to_come, AXIS, width=1.5, dash="dot", moves=True)
    pane.line("mark price", past, so_far, MARK, moves=True)
    own, all_in = scene.isolated, scene.cross
    if revealed:
        for i, price in enumerate(scene.way_points[1:], 1):
            pane.canvas.handle(f"{HANDLE} {i}", STEP * i, price, filled=STEP * i == day)
        _wall(pane, "cross wall", all_in, day)
        _wall(pane, "isolated wall", own, day)
    now = pane.point("now", day, scene.price(day), MARK)
    where = "E" if scene.ended else "NE SW N S NW SE E"
    now.label(bold(scene.price(day), "tick"), where, name="price", ink=INK)
    if not revealed:
        return
    one = own.liquidation_price == all_in.liquidation_price
    walls = ("isolated wall", own, "below above right"), ("cross wall", all_in, "above below right")
    for name, fate, where in walls[one:]:
        wall = fate.liquidation_price
        level = pane.line(name, (0, DAYS), (wall, wall), WALL, width=0)
        text = f"{'both walls' if one else name}{' ' if wide else '<br>'}{show(wall, 'price')}"
        level.label(text, where, size=14)


def _wall(pane: Pane, name: str, fate: Fate, day: float) -> None:
    """A wall, thick as long as its position lives; a square where it is touched."""
    wall = (fate.liquidation_price,) * 2
    dead = fate.dead(day)
    pane.line(name, (0, fate.death if dead else DAYS), wall, WALL, width=5)
    if dead:
        pane.line(f"{name} past", (fate.death, DAYS), wall, WALL, width=1.5, dash="dot")
        pane.point(f"{name} touched", fate.death, wall[0], WALL, "square")


def _account(pane: Pane, scene: FatesScene, mode: Mode, fate: Fate) -> None:
    """Money out of reach, money at stake, money lost; over it what the account is worth."""
    now, dead = scene.day, fate.dead(scene.day)
    end, worth = fate.death if dead else now, scene.wallet(fate, now)
    much = show(worth, "money")
    pane.title(mode, f"ends with {much}" if scene.ended else f"worth {much} on day {show(now)}")
    days = [*(float(d) for d in range(0, DAYS, STEP) if d < end), end]
    money = [scene.wallet(fate, d) for d in days]
    if dead:  # straight down at the wall: what was left of the stake is forfeited
        days, money = [*days, end], [*money[:-1], fate.at_death, fate.kept]
    pane.bar("kept", (0, DAYS), (0, fate.kept), KEPT)
    pane.area("stake", days, money, fate.kept, mode.held)
    lost = pane.space("loss", (end, now), (fate.kept, fate.kept + fate.stake), INK)
    if dead and end < now:
        pane.area("lost", (end, now), (fate.kept + fate.stake,) * 2, fate.kept, LOST)
        pane.keep_off(lost)
        days, money = [*days, now], [*money, fate.kept]
    pane.line("worth", days, money, mode.ink, width=4, moves=True)
    if dead:
        closed = pane.point("end", end, fate.kept, WALL, "square")
    dot = pane.point("now", now, worth, mode.ink)
    near = not scene.ended and abs(pane.view.y(worth) - pane.view.y(fate.kept)) < NEAR
    dot.label(bold(worth, "money"), "NE" if near else "E NE SE", name="worth", size=17)
    if dead:
        lost.label(f"<b>{show(fate.stake, 'money')} lost</b>", "above-right above-left above")
        text = f"liquidated at {show(fate.liquidation_price, 'price')}"
        where = "S SW SE" if fate.kept else "NW NE above-right above-left above"
        (closed | lost).label(text, where, name="liquidated", ink=INK, size=14)
    if fate.kept:
        under = pane.space("kept", (0, DAYS), (0, 0.56 * fate.kept), INK)
        under.label(f"{show(fate.kept, 'money')} never at stake", "middle", needed=False)
    elif not dead:
        under = pane.space("at stake", (0, end), (0, 0.32 * fate.stake), INK)
        under.label(f"all {show(fate.stake, 'money')} at stake", "middle", needed=False)


def _start(pane: Pane, scene: FatesScene, mode: Mode, fate: Fate) -> None:
    """The wallet with which both begin, and the question."""
    pane.title(mode, f"{show(fate.stake, 'money')} stands behind the trade")
    start = scene.wallet(fate, 0)
    text = f"begins with {bold(start, 'money')}"
    pane.point("start", 0, start, mode.ink).label(text, "NE", ink=INK)
    if mode is ISOLATED:
        asked = pane.space("question", (0, DAYS), (800, 1_000))
        asked.label("with how much<br>does it end?", "middle", size=17, needed=False)


STILLS = stills(
    fates_figure, fates_scene, fates={}, fates_question=QUESTION, fates_calm={"path": "C"}
)
