"""The picture of lesson 1: the money behind the position and the money out of its reach.

In both panes the zero line divides the wallet. Above it stands what the position can lose, below it
what it cannot reach; lost money stays on the picture, hatched.
"""

from __future__ import annotations

from marginlab.course.lesson01_whose_money.basics import basics_figure
from marginlab.course.lesson01_whose_money.scene import Stake, StakesScene, stakes_scene
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import AXIS, CROSS, ISOLATED, KEPT, LOST, MUTED, Mode
from marginlab.drawing.marks import Pane, Span
from marginlab.drawing.sheet import BARE, Sheet
from marginlab.drawing.still import QUESTION, stills
from marginlab.drawing.words import bold
from marginlab.theory.terms import show, side_name

MONEY = (-2_100.0, 3_450.0)
AMOUNTS = range(-2_000, 3_001, 1_000)
# Below the line money is counted downwards, and without a sign.
MONEY_AXIS = {
    "tickvals": list(AMOUNTS),
    "ticktext": [show(abs(amount), "tick") for amount in AMOUNTS],
}
YOURS, BAR, BAR_STACKED = 0.12, (0.25, 0.52), (0.25, 0.44)  # across, as shares of a pane


def stakes_figure(scene: StakesScene, *, width: float = WIDTH, revealed: bool = True) -> Figure:
    """Two stacked bars, at stake above the line and untouched below; unrevealed, as it was opened."""
    sheet = Sheet(width)
    price = scene.mark_price if revealed else scene.entry_price
    prices = f"mark price {show(price, 'tick')}"
    if price != scene.entry_price:
        prices = f"{show(scene.entry_price, 'tick')} \N{RIGHTWARDS ARROW} {prices}"
    title = f"{side_name(scene.side)} {show(scene.size)} BTC, {prices}"
    across = BARE | {"title": {"text": title}}
    for slot, mode, stake in sheet.pair(388, scene.isolated, scene.cross):
        pane = slot.pane((0, 1), MONEY, across, MONEY_AXIS, shared=True)
        lost = f"{show(stake.at_stake, 'money')} can be lost"
        pane.title(mode, f"all {lost}" if mode is CROSS else lost)
        bar = BAR_STACKED if sheet.stacked else BAR
        if mode is ISOLATED and scene.guess is not None:
            pane.stem((YOURS, bar[0]), (scene.guess, scene.guess))
            pane.yours(YOURS, scene.guess, show(scene.guess, "money"), "N S")
        _money(pane, mode, stake, stake.equity if revealed else stake.at_stake, bar)
    return sheet.figure()


def _money(pane: Pane, mode: Mode, stake: Stake, equity: float, across: Span) -> None:
    """What is left of the stake, what of it is lost or gained, and what is out of reach."""
    change, kept = equity - stake.at_stake, min(equity, stake.at_stake)
    rest = pane.bar("untouched", across, (-stake.untouched, 0), KEPT)
    pane.bar("at stake", across, (0, equity), mode.held)
    pane.bar("lost", across, (equity, stake.at_stake), LOST)
    if change > 0:
        pane.line("opening", across, (stake.at_stake,) * 2, mode.ink, width=1.5, dash="dash")
    pane.level("divide", 0, AXIS, width=1.5)
    pane.line("equity", across, (equity, equity), mode.ink, width=4)
    held = pane.space("behind", across, (0, kept), mode.ink)
    held.label(f"{bold(equity, 'money')} behind it", "right")
    if change:
        text = f"{bold(abs(change), 'money')} {'of it gained' if change > 0 else 'lost'}"
        pane.space("change", across, (kept, kept + abs(change))).label(text, "right")
    untouched = bold(stake.untouched, "money") if stake.untouched else "nothing"
    rest.label(f"{untouched} untouched", "right", ink=MUTED)


STILLS = {"basics": basics_figure} | stills(
    stakes_figure, stakes_scene, stakes={}, stakes_question=QUESTION
)
