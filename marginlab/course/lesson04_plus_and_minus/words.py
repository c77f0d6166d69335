"""The plus and the minus: what moving margin does to one position, as a picture and in words.

The values come from adjust_scene, the drawing from adjust_picture; here every number is said again.
"""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE, WALLET
from marginlab.course.lesson04_plus_and_minus.picture import adjust_figure
from marginlab.course.lesson04_plus_and_minus.scene import (
    VOLATILITY,
    AdjustScene,
    Backing,
    adjust_scene,
)
from marginlab.theory.terms import show

__all__ = [
    "AdjustScene",
    "Backing",
    "adjust_figure",
    "adjust_say",
    "adjust_scene",
    "adjust_summary",
    "adjust_table",
    "top_ups",
]


def adjust_summary(scene: AdjustScene) -> str:
    """The whole picture as plain text."""
    parts = [
        f"Long {show(SIZE)} BTC from {show(ENTRY_PRICE, 'money')}, isolated, "
        f"{show(WALLET, 'money')} in the account, mark price {show(scene.mark_price, 'money')}. "
        f"Margin {show(scene.margin, 'money')}: "
        f"liquidation at {show(scene.liquidation_price, 'price')}, "
        f"{show(-scene.room, 'percent')} away; "
        f"{show(scene.removable, 'money')} may be taken out, "
        f"{show(scene.available, 'money')} may be added."
    ]
    if len(scene.rungs) > 1:
        walls = ", ".join(show(rung.liquidation_price, "price") for rung in scene.rungs)
        parts.append(f"Automatic call, {_rule(scene)}: walls {walls}.")
    parts += [
        f"{row[0].capitalize()}: {row[1]} at stake, {row[3]} likely to be lost within "
        f"{show(scene.days)} days, chance times stake {row[4]}."
        for row in adjust_table(scene)[1:]
    ]
    parts.append(f"Assumed: a volatility of {_volatility()} a year.")
    return " ".join([*parts, *_verdict(scene)])


def adjust_say(scene: AdjustScene) -> str:
    """Two or three sentences under the figure, as HTML."""
    text = (
        f"With <b>{show(scene.margin, 'money')}</b> the wall stands at "
        f"<b>{show(scene.liquidation_price, 'price')}</b>, {show(-scene.room, 'percent')} away; "
        f"{show(scene.removable, 'money')} may be taken out. "
    )
    if scene.automatic_call != "off":
        if scene.come_in > 0:
            text += f"Since the opening <b>{show(scene.come_in, 'money')}</b> came in. "
        count = len(scene.rungs) - 1
        more = " more" if scene.come_in > 0 else ""
        when = f"After {count}{more} automatic call{'' if count == 1 else 's'} it is cross"
        text += (
            f"{when if count else 'No money is free any more, so it is cross'}: all "
            f"{show(WALLET, 'money')} at stake, the wall at "
            f"<b>{show(scene.now.liquidation_price, 'price')}</b>."
        )
    else:
        text += (
            f"<b>{show(scene.now.stake, 'money')}</b> is lost with a chance of "
            f"<b>{show(scene.now.chance, 'chance')}</b> in {show(scene.days)} days "
            f"(volatility {_volatility()}); with the {show(scene.opened.stake, 'money')} of the "
            f"opening it would be {show(scene.opened.chance, 'chance')}. Chance times stake: "
            f"{show(scene.opened.expected_loss, 'about')} with {show(scene.opened.stake, 'money')}, "
            f"<b>{show(scene.now.expected_loss, 'about')}</b> now."
        )
    return " ".join([text.strip(), *_verdict(scene)])


def adjust_table(scene: AdjustScene) -> list[list[str]]:
    """The header and one row for each way to back the position, for a table in HTML."""
    rows = [["", "at stake", "wall", "chance", "chance times stake"]]
    for name, one in scene.backings.items():
        rows.append([name, show(one.stake, "money"), show(one.liquidation_price, "price"),
                     show(one.chance, "chance"), show(one.expected_loss, "about")])  # fmt: skip
    return rows


def top_ups(*amounts: float, days: float = 7, mark_price: float = 60_000) -> list[list[str]]:
    """The header and one row for each amount added while the price stands at the mark price."""
    rows = [["added", "at stake", "wall", "chance", "chance times stake"]]
    opened = adjust_scene().opened.stake
    for amount in amounts:
        scene = adjust_scene(margin=opened + amount, days=days, mark_price=mark_price)
        rows.append([f"+{show(amount, 'money')}", *adjust_table(scene)[2][1:]])
    return rows


def _rule(scene: AdjustScene) -> str:
    return {"Bitget": "one initial margin each time", "1/L": "back to value over leverage"}[
        scene.automatic_call
    ]


def _volatility() -> str:
    return show(VOLATILITY, "percent").replace(".00", "")


def _verdict(scene: AdjustScene) -> list[str]:
    """How far off the learner's mark is; nothing when there is none."""
    if scene.guess is None:
        return []
    truth = f"{show(scene.now.chance * 100, 'about')} of 100"
    return [f"You said {show(scene.guess)} of 100, it is {truth}."]
