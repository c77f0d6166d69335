"""The picture of lesson 8 in words: what a large position requires, and how each mode closes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import isnan

from marginlab.course.house import MODES, SYMBOL
from marginlab.course.lesson08_bigger.scene import (
    ASKED,
    ENTRY_PRICE,
    Held,
    TiersScene,
    first_step,
    tiers_scene,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from marginlab.venues.others import HYPERLIQUID

Rows = Iterator[list[str]]

CHARGED = {
    "progressive": "each slice of the value at its own rate",
    "flat": "the whole value at the rate of its tier",
}


def tiers_words(scene: TiersScene) -> Words:
    """The sentences, and every number of both accounts."""
    opening = (
        f"Long {show(scene.size)} BTC at {show(ENTRY_PRICE, 'tick')}, {show(scene.leverage, 'x')}, in "
        f"tier {scene.tier} when it was opened; the mark price fell to {show(scene.price, 'tick')}. "
        f"Charged is {CHARGED[scene.tier_rule]}: a value of {show(ASKED, 'tick')} requires "
        f"{show(scene.asked, 'money')}."
    )
    rows = {"isolated": _row(scene, scene.isolated), "cross": _row(scene, scene.cross)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _row(scene: TiersScene, held: Held) -> dict[str, str]:
    there = not isnan(held.first)
    now = held.size * scene.price
    steps = [
        f"{show(c.size, 'money')} BTC at {show(c.price, 'price')}, worth {show(c.value, 'money')} with "
        f"{show(c.required, 'money')} required"
        for c in held.closings
    ]
    return {
        "behind it at the opening": show(held.collateral, "money"),
        "first wall": show(held.first, "price") if there else "none",
        "tier there": show(held.tier) if there else "none",
        "required there": show(held.required, "money") if there else "nothing",
        "closed": "; ".join(steps) or "nothing",
        "still open": f"{show(held.size, 'money')} BTC",
        "required now": "nothing" if held.is_closed else show(scene.required(now), "money"),
        "next wall": "none" if isnan(held.wall) else show(held.wall, "price"),
    }


def _said(scene: TiersScene) -> str:
    return f"Isolated {_tells(scene, scene.isolated)} Cross {_tells(scene, scene.cross)}"


def _tells(scene: TiersScene, held: Held) -> str:
    steps = held.closings
    if not steps and isnan(held.wall):
        return "has no wall: all the money behind it outlasts any fall."
    if not steps:
        lower = ", a lower tier than at the entry" if held.tier < scene.tier else ""
        return f"has its wall at {bold(held.wall, 'price')}, in tier {held.tier}{lower}."
    if held.is_closed and len(steps) == 1:
        return f"was closed whole at {bold(steps[0].price, 'price')}, in tier {steps[0].tier}."
    first = (
        f"lost {bold(steps[0].size, 'money')} of {show(scene.size)} BTC at "
        f"{bold(steps[0].price, 'price')}, two tiers at once"
    )
    if held.is_closed:
        return f"{first}, and the rest at {bold(steps[-1].price, 'price')}."
    return f"{first}; {bold(held.size, 'money')} are open, with a new wall at {bold(held.wall, 'price')}."


def _verdict(scene: TiersScene) -> str:
    if scene.guess is None:
        return ""
    miss = scene.guess - scene.asked
    much = show(abs(miss), "money")
    said = verdict(show(scene.guess, "money"), miss, much, "much", "little", "exactly that")
    return f"{show(ASKED, 'tick')} requires {show(scene.asked, 'money')}. {said}"


# ---- tables: the first row is the heading -----------------------------------------------------


def tier_rows(symbol: str, count: int) -> Rows:
    """The lowest tiers of Bitget's contract: what each charges, and the least margin in it."""
    contract = BITGET.contract(symbol)
    yield ["tier", "value up to", "requirement", "offset", "greatest leverage", "least margin"]
    for number, tier in enumerate(contract.tiers[:count], 1):
        yield [
            str(number), show(tier.cap, "money"), show(tier.mmr + contract.fee_rate, "percent"),
            show(tier.offset, "money"),
            show(tier.max_leverage, "x"), show(1 / tier.max_leverage, "percent"),
        ]  # fmt: skip


def size_rows(*sizes: float) -> Rows:
    """Both walls of the position at these sizes [BTC], as it was opened."""
    yield ["BTC", "required at the entry", "isolated wall", "away", "cross wall", "away"]
    for size in sizes:
        scene = tiers_scene(size=size, price=ENTRY_PRICE)
        row = [show(size), show(scene.required(size * ENTRY_PRICE), "money")]
        for held in (scene.isolated, scene.cross):
            wall = held.first
            far = "" if isnan(wall) else show(wall / ENTRY_PRICE - 1, "move")
            row += [show(wall, "price"), far]
        yield row


def step_rows() -> Rows:
    """What a first liquidation makes of the position, by exchange and margin mode."""
    yield ["", "first wall", "closed there, BTC", "still open", "next wall"]
    lent = HYPERLIQUID.with_contracts(BITGET.contract(SYMBOL))
    for venue, mode in product((BITGET, lent), MODES):
        held = first_step(venue, mode)
        yield [
            f"{venue.name}, {mode}", show(held.first, "price"), show(held.closed, "money"),
            show(held.size, "money"), "none" if held.is_closed else show(held.wall, "price"),
        ]  # fmt: skip
