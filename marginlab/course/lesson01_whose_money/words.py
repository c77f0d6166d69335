"""The picture of lesson 1 in words: one order under both margin modes, and whose money is at stake."""

from __future__ import annotations

from marginlab.course.lesson01_whose_money.scene import Stake, StakesScene
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import show, side_name


def stakes_words(scene: StakesScene) -> Words:
    """The sentences, and how each mode divides the wallet."""
    opening = (
        f"{side_name(scene.side).capitalize()} {show(round(scene.size, 4))} BTC at "
        f"{show(scene.entry_price, 'money')}, {show(scene.leverage, 'x')}, "
        f"mark price {show(scene.mark_price, 'money')}: {_change(scene)}, "
        f"{show(scene.roe, 'move')} of the margin."
    )
    rows = {"isolated": _row(scene, scene.isolated), "cross": _row(scene, scene.cross)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _row(scene: StakesScene, stake: Stake) -> dict[str, str]:
    return {
        "at stake": show(stake.at_stake, "money"),
        "profit or loss": show(scene.unrealized_pnl, "money"),
        "behind it now": show(stake.equity, "money"),
        "untouched": show(stake.untouched, "money") if stake.untouched else "nothing",
    }


def _said(scene: StakesScene) -> str:
    own, shared = (show(stake.equity, "money") for stake in (scene.isolated, scene.cross))
    text = (
        f"{_change(scene).capitalize()} in either mode, {bold(scene.roe, 'move')} of the "
        f"margin. Behind the position stand <b>{own}</b> isolated and <b>{shared}</b> cross."
    )
    if scene.isolated == scene.cross:
        text += " The whole wallet is its margin, so both modes are the same."
    return text


def _change(scene: StakesScene) -> str:
    if not scene.unrealized_pnl:
        return "neither gain nor loss"
    verb = "gained" if scene.unrealized_pnl > 0 else "lost"
    return f"{show(abs(scene.unrealized_pnl), 'money')} {verb}"


def _verdict(scene: StakesScene) -> str:
    if scene.guess is None:
        return ""
    miss = scene.guess - scene.isolated.equity
    said, much = show(scene.guess, "money"), show(abs(miss), "money")
    return verdict(said, miss, much, "much", "little", "exactly right")
