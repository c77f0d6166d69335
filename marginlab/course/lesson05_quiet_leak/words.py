"""The picture of lesson 5 in words: what funding does to one position in both margin modes."""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE
from marginlab.course.lesson05_quiet_leak.scene import Leak, LeakScene
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import show

TAKEN_FROM = {
    "margin": "paid from the margin",
    "available": "paid from the rest of the wallet first",
    "capped": "paid from the margin, down to the requirement",
}


def leak_words(scene: LeakScene) -> Words:
    """The sentences, and every number of both accounts."""
    opening = (
        f"Long {show(SIZE)} BTC at {show(ENTRY_PRICE, 'tick')}, {show(scene.leverage, 'x')}, "
        f"on day {scene.day}; the mark price stood still. "
        f"Funding {show(scene.funding_rate * 100)} % every 8 hours, "
        f"{show(scene.payment, 'price')} a payment, {TAKEN_FROM[scene.funding_from]}."
    )
    rows = {"isolated": _row(scene.isolated), "cross": _row(scene.cross)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _row(leak: Leak) -> dict[str, str]:
    word = "received" if leak.paid < 0 else "paid"
    return {
        "behind it on day 0": show(leak.collateral, "money"),
        "payments": f"{leak.payments}: {show(abs(leak.paid), 'price')} {word}",
        "wall on day 0": show(leak.walls[0], "price"),
        "wall now": show(leak.wall, "price"),
        "left": show(leak.left, "price"),
        "closed": f"day {show(leak.closed, 'money')}" if leak.is_closed else "no",
    }


def _said(scene: LeakScene) -> str:
    own, shared = scene.isolated, scene.cross
    each = show(abs(scene.payment), "price")
    behind = bold(shared.left, "money")
    if own.is_closed:
        return (
            f"The price never moved. {own.payments} payments of {each} took "
            f"{bold(own.drained, 'money')} of {show(own.collateral, 'money')}. The "
            f"{bold(own.left, 'money')} that is left no longer exceeds the requirement, so "
            f"isolated ends. Cross has paid {show(shared.paid, 'money')} so far and still has {behind}."
        )
    if scene.payment < 0 and shared.payments:
        return (
            f"The rate is negative, so shorts pay: this long received {own.payments} times {each}, "
            f"{bold(-own.paid, 'money')}, and both walls walk away from the price."
        )
    if not shared.payments and scene.day:
        return "Nothing has been paid, and both walls stand where they stood on day <b>0</b>."
    if not shared.payments:
        return "Day <b>0</b>: nothing has been paid yet."
    if not own.drained:
        return (
            f"The rest of the wallet paid {bold(own.paid, 'money')} for the isolated position: "
            f"its margin is still {show(own.collateral, 'money')}, its wall stands still. "
            f"Cross paid the same and still has {behind}."
        )
    if own.paid < shared.paid:
        return (
            f"The margin paid {bold(own.paid, 'money')}, down to the requirement; what is "
            f"beyond is not charged. The wall has reached the price and the position stays open. "
            f"Cross has paid {show(shared.paid, 'money')} and still has {behind}."
        )
    return (
        f"{own.payments} payments of {each} took {bold(own.paid, 'money')} of "
        f"{show(own.collateral, 'money')}, and the wall climbed to "
        f"{bold(own.wall, 'price')}. Cross paid the same and still has {behind}."
    )


def _verdict(scene: LeakScene) -> str:
    if scene.guess is None:
        return ""
    said = f"day {show(scene.guess, 'money')}"
    if not scene.isolated.is_closed:
        return f"You said {said}: on day {scene.day} it is still open."
    miss = scene.guess - scene.isolated.closed
    days = show(abs(miss), "money")
    much = f"{days} {'day' if days == '1' else 'days'}"
    return verdict(said, miss, much, "late", "early", "exactly then")
