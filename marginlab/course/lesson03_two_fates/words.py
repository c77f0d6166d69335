"""The picture of lesson 3 in words: one trade on one path, and how it ends in both margin modes."""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE
from marginlab.course.lesson03_two_fates.scene import OWN, STEP, Fate, FatesScene
from marginlab.drawing.words import NOTHING, Words, verdict
from marginlab.theory.terms import show


def fates_words(scene: FatesScene) -> Words:
    """The sentences, and what became of both accounts up to the day that is shown."""
    points = ", ".join(show(price, "money") for price in scene.way_points)
    name = "Your own path" if scene.path == OWN else f"Path {scene.path}"
    opening = (
        f"Long {show(SIZE)} BTC at {show(ENTRY_PRICE, 'money')}, {show(scene.leverage, 'x')}, "
        f"fees {'on' if scene.fees else 'off'}. {name}, every {STEP} days: {points}. "
        f"Day {show(scene.day)}: mark price {show(scene.price(scene.day), 'money')}."
    )
    rows = {mode: _row(scene, fate) for mode, fate in _both(scene)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _both(scene: FatesScene) -> tuple[tuple[str, Fate], tuple[str, Fate]]:
    return ("isolated", scene.isolated), ("cross", scene.cross)


def _row(scene: FatesScene, fate: Fate) -> dict[str, str]:
    closed, lost, fund = "no", 0.0, 0.0
    if fate.settlement is not None and fate.dead(scene.day):
        closed = f"day {_day(fate)}"
        lost, fund = fate.settlement.trader_loss, fate.settlement.insurance_fund_change
    return {
        "at stake": show(fate.stake, "money"),
        "liquidation price": show(fate.liquidation_price, "price"),
        "liquidated": closed,
        "trader's loss": show(lost, "money"),
        "to the insurance fund": show(fund, "money"),
        "wallet": _worth(scene, fate),
    }


def _said(scene: FatesScene) -> str:
    if not scene.ended:
        states = "; ".join(f"{mode} {_state(scene, fate)}" for mode, fate in _both(scene))
        return (
            f"Day {show(scene.day)}, mark price {show(scene.price(scene.day), 'money')}: {states}."
        )
    ends = "; ".join(f"{mode} {_end(scene, fate)}" for mode, fate in _both(scene))
    more = scene.isolated.final_wallet - scene.cross.final_wallet
    judged = "both end with the same"
    if abs(more) >= NOTHING:
        richer = "isolated" if more > 0 else "cross"
        judged = f"<b>{richer}</b> ends with {show(abs(more), 'money')} more"
    return f"Same trade, same path: {ends}. Here {judged}."


def _day(fate: Fate) -> str:
    """The day of its liquidation."""
    return show(round(fate.death, 2))


def _worth(scene: FatesScene, fate: Fate) -> str:
    return show(scene.wallet(fate, scene.day), "money")


def _state(scene: FatesScene, fate: Fate) -> str:
    """How an account stands in the middle of the path."""
    if fate.dead(scene.day):
        return f"was liquidated on day {_day(fate)} and keeps <b>{_worth(scene, fate)}</b>"
    return f"is open and worth <b>{_worth(scene, fate)}</b>"


def _end(scene: FatesScene, fate: Fate) -> str:
    """How an account came to the end of the path."""
    if fate.dead(scene.day):
        return f"is liquidated on day {_day(fate)} and keeps <b>{_worth(scene, fate)}</b>"
    low = show(min(scene.way_points), "money")
    return f"lives through {low} and ends with <b>{_worth(scene, fate)}</b>"


def _verdict(scene: FatesScene) -> str:
    """How far off the learner's mark is from the isolated wallet."""
    if scene.guess is None:
        return ""
    said = f"{show(scene.guess, 'money')} for isolated"
    if not scene.ended:
        return f"You said {said}."
    miss = scene.guess - scene.isolated.final_wallet
    return verdict(said, miss, show(abs(miss), "money"), "much", "little", "exactly")
