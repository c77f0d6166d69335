"""The picture of lesson 4 in words: what moving margin does to one position."""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE, WALLET
from marginlab.course.lesson04_plus_and_minus.scene import (
    VOLATILITY,
    AdjustScene,
    Backing,
    adjust_scene,
)
from marginlab.drawing.words import Words, bold
from marginlab.theory.terms import show

RULES = {"Bitget": "one initial margin each time", "1/L": "back to value over leverage"}


def adjust_words(scene: AdjustScene) -> Words:
    """The sentences, and what each way to back the position can lose."""
    opening = (
        f"Long {show(SIZE)} BTC from {show(ENTRY_PRICE, 'money')}, isolated, "
        f"{show(WALLET, 'money')} in the account, mark price {show(scene.mark_price, 'money')}. "
        f"Margin {show(scene.margin, 'money')}: liquidation at "
        f"{show(scene.liquidation_price, 'price')}, {show(-scene.room, 'percent')} away; "
        f"{show(scene.removable, 'money')} may be taken out, "
        f"{show(scene.available, 'money')} may be added."
    )
    if len(scene.rungs) > 1:
        walls = ", ".join(show(rung.liquidation_price, "price") for rung in scene.rungs)
        opening += f" Automatic call, {RULES[scene.automatic_call]}: walls {walls}."
    opening += (
        f" The chance that a wall is hit within {show(scene.days)} days, if the volatility is "
        f"{_volatility()} a year:"
    )
    rows = {name: _row(one) for name, one in scene.backings.items()}
    return Words(_said(scene), opening, rows, _verdict(scene), first="")


def top_ups(*amounts: float, days: float = 7, mark_price: float = 60_000) -> list[list[str]]:
    """The header and one row for each amount added while the price stands at the mark price."""
    opened, rows = adjust_scene().opened.stake, {}
    for amount in amounts:
        scene = adjust_scene(margin=opened + amount, days=days, mark_price=mark_price)
        rows[f"+{show(amount, 'money')}"] = _row(scene.now)
    return Words("", "", rows, first="added").table


def _row(one: Backing) -> dict[str, str]:
    return {
        "at stake": show(one.stake, "money"),
        "wall": show(one.liquidation_price, "price"),
        "chance": show(one.chance, "chance"),
        "chance times stake": show(one.expected_loss, "about"),
    }


def _said(scene: AdjustScene) -> str:
    text = (
        f"With {bold(scene.margin, 'money')} the wall stands at "
        f"{bold(scene.liquidation_price, 'price')}, {show(-scene.room, 'percent')} away; "
        f"{show(scene.removable, 'money')} may be taken out. "
    )
    if scene.automatic_call == "off":
        return text + (
            f"{bold(scene.now.stake, 'money')} is lost with a chance of "
            f"{bold(scene.now.chance, 'chance')} in {show(scene.days)} days "
            f"(volatility {_volatility()}); with the {show(scene.opened.stake, 'money')} of the "
            f"opening it would be {show(scene.opened.chance, 'chance')}. Chance times stake: "
            f"{show(scene.opened.expected_loss, 'about')} with {show(scene.opened.stake, 'money')}, "
            f"{bold(scene.now.expected_loss, 'about')} now."
        )
    if scene.come_in > 0:
        text += f"Since the opening {bold(scene.come_in, 'money')} came in. "
    count = len(scene.rungs) - 1
    more = " more" if scene.come_in > 0 else ""
    when = f"After {count}{more} automatic call{'' if count == 1 else 's'} it is cross"
    return text + (
        f"{when if count else 'No money is free any more, so it is cross'}: all "
        f"{show(WALLET, 'money')} at stake, the wall at "
        f"{bold(scene.now.liquidation_price, 'price')}."
    )


def _volatility() -> str:
    return show(VOLATILITY, "percent").replace(".00", "")


def _verdict(scene: AdjustScene) -> str:
    if scene.guess is None:
        return ""
    truth = f"{show(scene.now.chance * 100, 'about')} of 100"
    return f"You said {show(scene.guess)} of 100, it is {truth}."
