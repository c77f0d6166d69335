"""The picture of lesson 11 in words, and a table of crashes by what they left alive."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from marginlab.course.lesson11_court.scene import (
    ENTRY_PRICE,
    LOW,
    CrashScene,
    Stood,
    still_open,
    survived,
    survived_inverse,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import show


def crash_words(scene: CrashScene) -> Words:
    """The sentences, and every number of both accounts."""
    opening = (
        f"Long 1 BTC from {show(ENTRY_PRICE, 'tick')}, {show(scene.leverage, 'x')}, "
        f"{show(scene.wallet, 'money')} in the wallet; the mark price falls to "
        f"{show(scene.low, 'tick')}. To live through that, {show(scene.needed, 'money')} must stand behind "
        f"the position: isolated, a leverage of at most {show(scene.highest, 'x')}."
    )
    rows = {"isolated": _row(scene.isolated), "cross": _row(scene.cross)}
    margin = f"{show(ENTRY_PRICE, 'tick')} / {show(scene.leverage)} = "
    said = (
        f"Needed are {bold(scene.needed, 'money')}: {show(scene.loss, 'money')} for the loss and "
        f"{show(scene.needed - scene.loss, 'money')} that are required there; isolated, that is a leverage "
        f"of at most {bold(scene.highest, 'x')}. Isolated at {show(scene.leverage, 'x')} "
        f"{_tells(scene.isolated, margin)} Cross {_tells(scene.cross, 'the wallet of ')}"
    )
    return Words(said, opening, rows, _verdict(scene))


def _row(stood: Stood) -> dict[str, str]:
    return {
        "behind it": show(stood.behind, "money"),
        "wall": "none" if isnan(stood.wall) else show(stood.wall, "price"),
        "at the lowest price": "closed" if stood.is_closed else "open",
        "lost or down": show(stood.lost, "money"),
    }


def _tells(stood: Stood, what: str) -> str:
    """What becomes of it; what: the words before the money that stands behind it."""
    behind = f"{what}{bold(stood.behind, 'money')} behind it"
    if stood.is_closed:
        return f"had {behind} and was closed at {bold(stood.wall, 'price')}."
    if isnan(stood.wall):
        return f"has {behind} and no wall."
    return f"has {behind} and is open; its wall stands at {bold(stood.wall, 'price')}."


def _verdict(scene: CrashScene) -> str:
    if scene.guess is None:
        return ""
    highest = still_open(scene.asked)
    miss = scene.guess - highest
    told = verdict(
        f"{show(scene.guess)}x", miss, show(abs(miss), "x"), "much", "little", "exactly that"
    )
    asked = f"The fall to {show(LOW, 'tick')} just liquidates {show(scene.asked, 'x')}"
    return f"{asked}; with {show(highest, 'x')} it is still open. {told}"


# ---- tables: the first row is the heading -----------------------------------------------------


def survivor_rows(*falls: tuple[str, float]) -> Iterator[list[str]]:
    """What each fall [fraction] just liquidates, isolated: a linear long, and an inverse one."""
    yield ["day and exchange", "fall", "leverage, margin in USDT", "leverage, margin in bitcoin"]
    for told, fall in falls:
        low = 1 - fall
        limits = survived(1, low), survived_inverse(1, low)
        yield [told, show(fall, "percent"), *(show(limit, "x") for limit in limits)]
