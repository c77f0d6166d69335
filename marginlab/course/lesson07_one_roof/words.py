"""The picture of lesson 7 in words, and what a realised result does to another position, in time."""

from __future__ import annotations

from math import isfinite

from marginlab.course.house import WALLET
from marginlab.course.lesson07_one_roof.scene import (
    BTC,
    DAYS,
    ETH,
    SIZES,
    START,
    SWINGS,
    Point,
    RoofScene,
    book,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.engine.replay import Close, Event, Mark, replay
from marginlab.theory.terms import THIN_SPACE, show


def roof_words(scene: RoofScene) -> Words:
    """The sentences, and every number of both accounts."""
    btc, eth = (show(scene.marks[symbol], "tick") for symbol in START)
    opening = (
        f"Long {show(SIZES[BTC])} BTC from {show(START[BTC], 'tick')}, {scene.other} "
        f"{show(SIZES[ETH])} ETH from {show(START[ETH], 'tick')}, each with 10x, "
        f"{show(WALLET, 'money')} in the wallet. The market went straight to BTC {btc}, ETH {eth}. "
        f"A week's moves: {show(SWINGS[BTC], 'percent')} and {show(SWINGS[ETH], 'percent')} a year, "
        f"shaped like a bell, correlation {show(scene.correlation)}."
    )
    rows = {"isolated": _rooms(scene), "cross": _roof(scene)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _rooms(scene: RoofScene) -> dict[str, str]:
    rooms = {symbol.removesuffix("USDT"): room for symbol, room in scene.isolated.items()}
    return {
        **{f"{name} wall": show(room.wall, "price") for name, room in rooms.items()},
        "closed": " and ".join(name for name, room in rooms.items() if room.met) or "nothing",
        "worth": show(scene.worth["isolated"], "money"),
        f"beyond a wall after {DAYS} days": ", ".join(
            f"{name} {_share(room.chance)}" for name, room in rooms.items()
        ),
    }


def _roof(scene: RoofScene) -> dict[str, str]:
    roof = scene.cross

    def told(symbol: str) -> str:
        return "met" if roof.met else show(roof.shown[symbol], "price")

    return {
        **{f"{symbol.removesuffix('USDT')} wall": told(symbol) for symbol in START},
        "closed": "everything" if roof.met else "nothing",
        "worth": show(scene.worth["cross"], "money"),
        f"beyond a wall after {DAYS} days": _share(roof.chance),
    }


def _share(chance: float) -> str:
    """A chance in per cent; one that rounds to nothing is small, not none."""
    return show(chance, "percent") if chance >= 5e-5 else f"below 0.01{THIN_SPACE}%"


def _said(scene: RoofScene) -> str:
    rooms, roof = scene.isolated, scene.cross
    gone = [symbol.removesuffix("USDT") for symbol in START if rooms[symbol].met]
    own = {
        0: "Isolated, both positions are open",
        1: f"Isolated, {''.join(gone)} alone is closed",
        2: "Isolated, each position has met its own wall",
    }[len(gone)]
    if roof.met:
        btc, eth = (bold(price, "price") for price in roof.met)
        whole = (
            f"the one wall of cross was met at BTC {btc}, ETH {eth}, and the whole wallet is lost"
        )
    else:
        whole = "the cross account is open, and its two displayed walls move with every price"
    return (
        f"{own}: worth {bold(scene.worth['isolated'], 'money')}. In cross, {whole}: worth "
        f"{bold(scene.worth['cross'], 'money')}. Correlation {show(scene.correlation)}: "
        f"{bold(roof.chance, 'percent') if roof.chance >= 5e-5 else _share(roof.chance)} of weeks end "
        "beyond the cross wall; an isolated wall does not care."
    )


def _verdict(scene: RoofScene) -> str:
    if scene.guess is None:
        return ""
    said = f"BTC {show(scene.guess, 'tick')}"
    if scene.alike != scene.alike:  # nan: no common fall closes it
        return f"You said {said}: with a short of ETH no common fall closes the account."
    miss = scene.guess - scene.alike
    fall = show(1 - scene.alike / START[BTC], "percent")
    much = (
        f"it is {show(scene.alike, 'price')}, a fall of {fall}; you were {show(abs(miss), 'price')}"
    )
    return verdict(said, miss, much, "high", "low", f"just there, a fall of {fall}")


def realised(price: float, *later: Point) -> list[tuple[str, ...]]:
    """Rows of a table: the wall of BTC in time, while ETH stays open and where it is closed at a price.

    later: where the market of BTC and ETH goes after that. A wall is that after the row's moves; the
    isolated one is the same in both cases.
    """
    path = [(START[BTC], START[ETH]), (START[BTC], price), *later]
    marks: list[Event] = [Mark(hour, {BTC: btc, ETH: eth}) for hour, (btc, eth) in enumerate(path)]
    taken = [*marks[:2], Close(1, ETH), *marks[2:]]
    traces = (
        replay(book("cross"), marks),
        replay(book("cross"), taken),
        replay(book("isolated"), marks),
    )
    walls = [next(iter(trace.liquidation_price.values())) for trace in traces]
    cases = ("ETH stays open", f"ETH closed at {show(price, 'tick')}", "isolated")
    rows: list[tuple[str, ...]] = [("BTC", "ETH", *(f"wall of BTC, {case}" for case in cases))]
    for i, market in enumerate(path):
        prices = (show(wall[i], "price") if isfinite(wall[i]) else "closed" for wall in walls)
        rows.append((*(show(at, "tick") for at in market), *prices))
    return rows
