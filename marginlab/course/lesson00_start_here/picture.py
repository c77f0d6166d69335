"""The picture of the start page: two accounts as bars on one axis of prices, and a wall in each.

A bar ends below where its account is empty and above at the current price, so that the same line of
the price cuts both. Where it meets a wall, the position is closed and the price goes on without it.
"""

from __future__ import annotations

from typing import Any

from marginlab.course.lesson00_start_here.scene import (
    ENTRY_PRICE,
    SIZE,
    Twin,
    TwinScene,
    twin_scene,
)
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import CROSS, ISOLATED, KEPT, LOST, MARK, WALL, Mode
from marginlab.drawing.marks import Pane, Span
from marginlab.drawing.sheet import BARE, Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show

PRICES = (1_400.0, 2_890.0)
# Across, as shares of a pane: the bar, how far the wall stands out of it, and the learner's mark.
BAR, BAR_STACKED, OVER, YOURS = (0.22, 0.53), (0.22, 0.44), 0.04, 0.1


def twin_figure(scene: TwinScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Both accounts at the current price; unrevealed as the trade begins, without their walls."""
    sheet = Sheet(width)
    wallet = show(scene.wallet_balance, "money")
    title = f"{show(SIZE)} ETH bought at {show(ENTRY_PRICE, 'money')}, wallet {wallet}"
    across = BARE | {"title": {"text": title}}
    for slot, mode, twin in sheet.pair(328, scene.isolated, scene.cross):
        pane = slot.pane((0, 1), PRICES, across, {"dtick": 250}, shared=True)
        worth = show(twin.worth, "money")
        state = f"closed, {worth} left" if twin.closed else f"open, worth {worth}"
        begun = f"begins with {show(twin.stake + twin.kept, 'money')}"
        pane.title(mode, state if revealed else begun)
        bar = BAR_STACKED if sheet.stacked else BAR
        _account(pane, mode, twin, scene, bar, revealed)
        if mode is CROSS and scene.guess is not None:
            pane.stem((YOURS, bar[0]), (scene.guess, scene.guess))
            pane.yours(YOURS, scene.guess, show(scene.guess, "money"), "N S", size=14)
    return sheet.figure()


def _account(
    pane: Pane, mode: Mode, twin: Twin, scene: TwinScene, bar: Span, revealed: bool
) -> None:
    """The money as a bar up to the price, what is lost of it, the wall, and the price through all."""
    price = scene.mark_price if revealed else ENTRY_PRICE
    passed = revealed and twin.closed and price < twin.liquidation_price
    own, foot = twin.bankruptcy_price, scene.cross.bankruptcy_price
    top = own if revealed and twin.closed else price
    pane.bar("untouched", bar, (foot, own), KEPT)
    pane.bar("behind", bar, (own, top), mode.held)
    pane.bar("lost", bar, (top, ENTRY_PRICE), LOST)
    if top > ENTRY_PRICE:
        pane.line("entry", bar, (ENTRY_PRICE,) * 2, mode.ink, width=1.5, dash="dash")
    look: dict[str, Any] = {"width": 1.5, "dash": "dot"} if passed else {"width": 3}
    now = pane.line("price", (0, bar[1]), (price, price), MARK, **look)
    number, wide = bold(price, "money"), (bar[0] - OVER, bar[1] + OVER)
    now.label(f"price<br>{number}" if mode is ISOLATED else number, "above below")
    if revealed:
        wall = twin.liquidation_price
        # Through a third point, because only a curve lies above the hatch.
        pane.line("wall", (wide[0], bar[0], wide[1]), (wall,) * 3, WALL, width=5)
        if twin.closed:
            pane.point("end", bar[0], wall, WALL, "square", 13)
        text = f"{'closed' if twin.closed else 'closes'} at {bold(wall, 'price')}"
        pane.space("wall", wide, (wall, wall), WALL).label(text, "right")
    if top > own:
        held = pane.space("behind", wide, (own, min(top, ENTRY_PRICE)), mode.ink)
        held.label(f"{bold(twin.equity if revealed else twin.stake, 'money')} behind it", "right")
    if twin.kept:
        rest = pane.space("untouched", wide, (foot, own))
        rest.label(f"{bold(twin.kept, 'money')} untouched", "right")
    if revealed and twin.change:
        text = f"{bold(abs(twin.change), 'money')} {'gained' if twin.change > 0 else 'lost'}"
        pane.space("change", wide, (top, ENTRY_PRICE)).label(text, "right")


_WALLET = {"mark_price": 1_700, "wallet_balance": 2_000}
STILLS = stills(
    twin_figure, twin_scene, twin={}, twin_wallet=_WALLET, twin_wallet_question=_WALLET | QUESTION
)
