"""The quiet leak: what funding does to one position in both margin modes, as a picture and in words.

The values come from leak_scene, the drawing from leak_picture; here every number is said again, for
those who do not see the picture and for the check that the lesson still says what it said.
"""

from __future__ import annotations

from marginlab.course.house import ENTRY_PRICE, SIZE
from marginlab.course.lesson05_quiet_leak.picture import leak_figure
from marginlab.course.lesson05_quiet_leak.scene import Leak, LeakScene, leak_scene
from marginlab.theory.terms import show

__all__ = [
    "Leak",
    "LeakScene",
    "leak_figure",
    "leak_say",
    "leak_scene",
    "leak_summary",
    "leak_table",
]

_TAKEN_FROM = {
    "margin": "paid from the margin",
    "available": "paid from the rest of the wallet first",
    "capped": "paid from the margin, down to the requirement",
}


def leak_summary(scene: LeakScene) -> str:
    """The whole picture as plain text."""
    parts = [
        f"Long {show(SIZE)} BTC at {show(ENTRY_PRICE, 'tick')}, {show(scene.leverage, 'x')}, "
        f"on day {scene.day}; the mark price stood still.",
        f"Funding {show(scene.funding_rate * 100)} % every 8 hours, "
        f"{show(scene.payment, 'price')} a payment, {_TAKEN_FROM[scene.funding_from]}.",
    ]
    for mode, leak in (("Isolated, margin", scene.isolated), ("Cross, wallet", scene.cross)):
        end = f"{show(leak.left, 'price')} is left"
        if leak.is_closed:
            end = (
                f"closed on day {show(leak.closed, 'money')}, {show(leak.left, 'price')} forfeited"
            )
        parts.append(
            f"{mode} {show(leak.collateral, 'money')}: {leak.payments} payments, "
            f"{_paid(leak)}; wall from {show(leak.walls[0], 'price')} to "
            f"{show(leak.wall, 'price')}; {end}."
        )
    return " ".join([*parts, *_verdict(scene)])


def leak_say(scene: LeakScene) -> str:
    """A few sentences under the figure, as HTML: what is seen, and the learner's mark."""
    own, shared = scene.isolated, scene.cross
    each = show(abs(scene.payment), "price")
    behind = f"<b>{show(shared.left, 'money')}</b>"
    if own.is_closed:
        text = (
            f"The price never moved. {own.payments} payments of {each} took "
            f"<b>{show(own.drained, 'money')}</b> of {show(own.collateral, 'money')}. The "
            f"<b>{show(own.left, 'money')}</b> that is left no longer exceeds the requirement, so "
            f"isolated ends. Cross has paid {show(shared.paid, 'money')} so far and still has {behind}."
        )
    elif scene.payment < 0 and shared.payments:
        text = (
            f"The rate is negative, so shorts pay: this long received {own.payments} times {each}, "
            f"<b>{show(-own.paid, 'money')}</b>, and both walls walk away from the price."
        )
    elif not shared.payments:
        text = (
            "Nothing has been paid, and both walls stand where they stood on day "
            "<b>0</b>." if scene.day else "Day <b>0</b>: nothing has been paid yet."
        )  # fmt: skip
    elif not own.drained:
        text = (
            f"The rest of the wallet paid <b>{show(own.paid, 'money')}</b> for the isolated position: "
            f"its margin is still {show(own.collateral, 'money')}, its wall stands still. "
            f"Cross paid the same and still has {behind}."
        )
    elif own.paid < shared.paid:
        text = (
            f"The margin paid <b>{show(own.paid, 'money')}</b>, down to the requirement; what is "
            f"beyond is not charged. The wall has reached the price and the position stays open. "
            f"Cross has paid {show(shared.paid, 'money')} and still has {behind}."
        )
    else:
        text = (
            f"{own.payments} payments of {each} took <b>{show(own.paid, 'money')}</b> of "
            f"{show(own.collateral, 'money')}, and the wall climbed to "
            f"<b>{show(own.wall, 'price')}</b>. Cross paid the same and still has {behind}."
        )
    return " ".join([text, *_verdict(scene)])


def leak_table(scene: LeakScene) -> list[list[str]]:
    """The header and one row for each mode, for a table in HTML."""
    rows = [
        ["mode", "behind it on day 0", "payments", "wall on day 0", "wall now", "left", "closed"]
    ]
    for mode, leak in (("isolated", scene.isolated), ("cross", scene.cross)):
        closed = f"day {show(leak.closed, 'money')}" if leak.is_closed else "no"
        rows.append([
            mode, show(leak.collateral, "money"), f"{leak.payments}: {_paid(leak)}",
            show(leak.walls[0], "price"), show(leak.wall, "price"), show(leak.left, "price"), closed,
        ])  # fmt: skip
    return rows


def _paid(leak: Leak) -> str:
    word = "received" if leak.paid < 0 else "paid"
    return f"{show(abs(leak.paid), 'price')} {word}"


def _verdict(scene: LeakScene) -> list[str]:
    """How far off the learner's mark is; nothing when there is none."""
    if scene.guess is None:
        return []
    said = f"You said day {show(scene.guess, 'money')}: "
    if not scene.isolated.is_closed:
        return [f"{said}on day {scene.day} it is still open."]
    miss = scene.guess - scene.isolated.closed
    if abs(miss) < 0.005:
        return [said + "exactly then."]
    days = show(abs(miss), "money")
    unit = "day" if days == "1" else "days"
    return [f"{said}{days} {unit} too {'late' if miss > 0 else 'early'}."]
