"""One switch, two fates: one trade on one path in both margin modes, as a picture and in words.

The values come from fates_scene, the drawing from fates_picture; here every number is said again,
for those who do not see the picture and for the check that the lesson still says what it said.
"""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE
from marginlab.course.lesson03_two_fates.picture import fates_figure
from marginlab.course.lesson03_two_fates.scene import OWN, STEP, Fate, FatesScene, fates_scene
from marginlab.theory.terms import show

__all__ = [
    "Fate",
    "FatesScene",
    "fates_figure",
    "fates_say",
    "fates_scene",
    "fates_summary",
    "fates_table",
]


def fates_summary(scene: FatesScene) -> str:
    """The whole picture as plain text."""
    points = ", ".join(show(price, "money") for price in scene.way_points)
    name = "Your own path" if scene.path == OWN else f"Path {scene.path}"
    parts = [
        f"Long {show(SIZE)} BTC at {show(ENTRY_PRICE, 'money')}, {show(scene.leverage, 'x')}, "
        f"fees {'on' if scene.fees else 'off'}.",
        f"{name}, every {STEP} days: {points}. "
        f"Day {show(scene.day)}: mark price {show(scene.price(scene.day), 'money')}.",
    ]
    for mode, fate in _both(scene):
        parts.append(
            f"{mode.capitalize()}, {show(fate.stake, 'money')} at stake, "
            f"wall {show(fate.liquidation_price, 'price')}: {_life(scene, fate)}."
        )
    return " ".join([*parts, *_verdict(scene)])


def fates_say(scene: FatesScene) -> str:
    """One or two sentences under the figure, as HTML: what is seen, and the learner's mark."""
    if not scene.ended:
        text = (
            f"Day {show(scene.day)}, mark price {show(scene.price(scene.day), 'money')}: "
            + "; ".join(f"{mode} {_state(scene, fate)}" for mode, fate in _both(scene))
        )
        return " ".join([f"{text}.", *_verdict(scene)])
    ends = "; ".join(f"{mode} {_end(scene, fate)}" for mode, fate in _both(scene))
    more = scene.isolated.final_wallet - scene.cross.final_wallet
    judged = "both end with the same"
    if abs(more) >= 0.005:
        richer = "isolated" if more > 0 else "cross"
        judged = f"<b>{richer}</b> ends with {show(abs(more), 'money')} more"
    return " ".join([f"Same trade, same path: {ends}. Here {judged}.", *_verdict(scene)])


def fates_table(scene: FatesScene) -> list[list[str]]:
    """The header and one row for each mode, for a table in HTML."""
    rows = [
        ["mode", "at stake", "liquidation price", "liquidated", "trader's loss",
         "to the insurance fund", "wallet"]
    ]  # fmt: skip
    for mode, fate in _both(scene):
        event = ["no", show(0, "money"), show(0, "money")]
        done = fate.settlement
        if done is not None and fate.dead(scene.day):
            event = [f"day {_day(fate)}", show(done.trader_loss, "money"),
                     show(done.insurance_fund_change, "money")]  # fmt: skip
        rows.append([mode, show(fate.stake, "money"), show(fate.liquidation_price, "price"), *event,
                     show(scene.wallet(fate, scene.day), "money")])  # fmt: skip
    return rows


def _both(scene: FatesScene) -> tuple[tuple[str, Fate], tuple[str, Fate]]:
    return ("isolated", scene.isolated), ("cross", scene.cross)


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


def _life(scene: FatesScene, fate: Fate) -> str:
    """The event with its settlement, or that there is none, as plain text."""
    done = fate.settlement
    if done is None or not fate.dead(scene.day):
        return (
            f"open, worth {_worth(scene, fate)}"
            if not scene.ended
            else (f"never liquidated, ends with {_worth(scene, fate)}")
        )
    change = done.insurance_fund_change
    fund = f"{show(change, 'money')} forfeited"
    if change < 0:
        fund = f"{show(-change, 'money')} from the insurance fund"
    return (
        f"liquidated on day {_day(fate)} at a mark price of {show(done.trigger_price, 'price')}, "
        f"{show(done.trader_loss, 'money')} lost, {fund}, {_worth(scene, fate)} left"
    )


def _verdict(scene: FatesScene) -> list[str]:
    """How far off the learner's mark is from the isolated wallet; nothing when there is none."""
    if scene.guess is None:
        return []
    said = f"You said {show(scene.guess, 'money')} for isolated"
    if not scene.ended:
        return [f"{said}."]
    miss = scene.guess - scene.isolated.final_wallet
    if abs(miss) < 0.005:
        return [f"{said}: exactly."]
    return [f"{said}: {show(abs(miss), 'money')} too {'much' if miss > 0 else 'little'}."]
