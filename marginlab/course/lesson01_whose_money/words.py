"""Whose money is at stake: one order under both margin modes, as a picture and in words.

The values come from stakes_scene, the drawing from stakes_picture; here every number is said again,
for those who do not see the picture and for the check that the lesson still says what it said.
"""

from __future__ import annotations

from marginlab.course.lesson01_whose_money.picture import stakes_figure
from marginlab.course.lesson01_whose_money.scene import (
    Stake,
    StakesScene,
    stakes_scene,
    ticket_margin,
    ticket_size,
)
from marginlab.theory.terms import show, side_name

__all__ = [
    "Stake",
    "StakesScene",
    "stakes_figure",
    "stakes_say",
    "stakes_scene",
    "stakes_summary",
    "stakes_table",
    "ticket_margin",
    "ticket_size",
]


def stakes_summary(scene: StakesScene) -> str:
    """The whole picture as plain text."""
    parts = [
        f"{side_name(scene.side).capitalize()} {_size(scene)} BTC at "
        f"{show(scene.entry_price, 'money')}, {show(scene.leverage, 'x')}, "
        f"mark price {show(scene.mark_price, 'money')}: {_change(scene)}, "
        f"{show(scene.roe, 'move')} of the margin."
    ]
    for mode, stake in (("Isolated", scene.isolated), ("Cross", scene.cross)):
        parts.append(
            f"{mode}: {show(stake.at_stake, 'money')} at stake, {show(stake.equity, 'money')} "
            f"behind it now, {_untouched(stake)} untouched."
        )
    return " ".join([*parts, *_verdict(scene)])


def stakes_say(scene: StakesScene) -> str:
    """One or two sentences under the figure, as HTML: what is seen, and the learner's mark."""
    own, shared = (show(stake.equity, "money") for stake in (scene.isolated, scene.cross))
    text = (
        f"{_change(scene).capitalize()} in either mode, <b>{show(scene.roe, 'move')}</b> of the "
        f"margin. Behind the position stand <b>{own}</b> isolated and <b>{shared}</b> cross."
    )
    if scene.isolated == scene.cross:
        text += " The whole wallet is its margin, so both modes are the same."
    return " ".join([text, *_verdict(scene)])


def stakes_table(scene: StakesScene) -> list[list[str]]:
    """The header and one row for each mode, for a table in HTML."""
    rows = [["mode", "at stake", "profit or loss", "behind it now", "untouched"]]
    for mode, stake in (("isolated", scene.isolated), ("cross", scene.cross)):
        rows.append([
            mode, show(stake.at_stake, "money"), show(scene.unrealized_pnl, "money"),
            show(stake.equity, "money"), _untouched(stake),
        ])  # fmt: skip
    return rows


def _size(scene: StakesScene) -> str:
    return show(round(scene.size, 4))


def _change(scene: StakesScene) -> str:
    if not scene.unrealized_pnl:
        return "neither gain nor loss"
    verb = "gained" if scene.unrealized_pnl > 0 else "lost"
    return f"{show(abs(scene.unrealized_pnl), 'money')} {verb}"


def _untouched(stake: Stake) -> str:
    return show(stake.untouched, "money") if stake.untouched else "nothing"


def _verdict(scene: StakesScene) -> list[str]:
    """How far off the learner's mark is; nothing when there is none."""
    if scene.guess is None:
        return []
    said = f"You said {show(scene.guess, 'money')}: "
    miss = scene.guess - scene.isolated.equity
    if abs(miss) < 0.005:
        return [said + "exactly right."]
    return [f"{said}{show(abs(miss), 'money')} too {'much' if miss > 0 else 'little'}."]
