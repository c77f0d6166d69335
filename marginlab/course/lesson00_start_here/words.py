"""The picture of the start page in words: the same trade twice, one switch apart."""

from __future__ import annotations

from marginlab.course.lesson00_start_here.scene import ENTRY_PRICE, LEVERAGE, SIZE, Twin, TwinScene
from marginlab.drawing.words import Words, bold
from marginlab.theory.terms import show


def twin_words(scene: TwinScene) -> Words:
    """The sentences, and what has become of both accounts."""
    opening = (
        f"{show(SIZE)} ETH bought at {show(ENTRY_PRICE, 'money')} with {show(LEVERAGE, 'x')}, in a "
        f"wallet of {show(scene.wallet_balance, 'money')}; the price is now "
        f"{show(scene.mark_price, 'money')}. So far {_change(scene.isolated)} in isolated and "
        f"{_change(scene.cross)} in cross."
    )
    rows = {mode: _row(twin) for mode, twin in _both(scene)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _both(scene: TwinScene) -> tuple[tuple[str, Twin], tuple[str, Twin]]:
    return ("isolated", scene.isolated), ("cross", scene.cross)


def _change(twin: Twin) -> str:
    if not twin.change:
        return "neither gain nor loss"
    return f"{show(abs(twin.change), 'money')} {'gained' if twin.change > 0 else 'lost'}"


def _row(twin: Twin) -> dict[str, str]:
    return {
        "behind it at first": show(twin.stake, "money"),
        "untouched": show(twin.kept, "money"),
        "closes at": show(twin.liquidation_price, "price"),
        "now": "closed" if twin.closed else "open",
        "left in all": show(twin.worth, "money"),
    }


def _said(scene: TwinScene) -> str:
    told = [
        f"{mode} is {'closed' if twin.closed else 'open'} with {bold(twin.worth, 'money')}"
        for mode, twin in _both(scene)
    ]
    text = f"Price {show(scene.mark_price, 'money')}: {' and '.join(told)}."
    for mode, twin in _both(scene):
        if twin.closed:
            fall, rest = twin.stake - twin.forfeited, twin.forfeited
            text += (
                f" The fall to its wall took {show(fall, 'price')} of {show(twin.stake, 'money')} "
                f"from {mode}; the exchange keeps the other {show(rest, 'price')}."
            )
    both = {(twin.closed, twin.worth) for _, twin in _both(scene)}
    return text + (" So far the two are the same." if len(both) == 1 else "")


def _verdict(scene: TwinScene) -> str:
    """How far off the learner's mark is from the cross wall."""
    if scene.guess is None:
        return ""
    wall = scene.cross.liquidation_price
    said = f"You said {show(scene.guess, 'money')}; cross is closed at {show(wall, 'price')}"
    miss = scene.guess - wall
    return f"{said}, {show(abs(miss), 'price')} {'lower' if miss > 0 else 'higher'}."
