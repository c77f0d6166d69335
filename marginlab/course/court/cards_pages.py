"""Pages on derivatives that were read in November 2026: their sentences as cards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isclose
from typing import Any

from marginlab.course.court.card import Card, Published, Repair, Side, at_its_word
from marginlab.course.court.ledger import Ledger, ledger, lived, wall_of
from marginlab.course.court.scenes import HOUSE, ISOLATED, NOTHING_REQUIRED, at_will, switched
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.events import Mark
from marginlab.theory.terms import LONG, SHORT, side_name

_READ = "2026-11-27"
_card = partial(Card, about="none named")


def _short_walls(side: Side, /, *, entry_price: float, leverages: tuple[float, ...]) -> Ledger:
    """The wall of isolated shorts, by the page's formula and by the rule of the side."""
    short = partial(opened, "isolated", venue=side.venue, side=SHORT, entry_price=entry_price)
    (leg,) = short().positions.values()
    rate = leg.maintenance_margin(entry_price) / leg.position_value(entry_price)
    rows = []
    for leverage in leverages:
        formula = entry_price / (1 - (1 / leverage - rate))
        wall = short(leverage=leverage).liquidation_price(SYMBOL, {SYMBOL: entry_price})
        rows.append((f"by the formula at {leverage:g}x", formula, "price"))
        rows.append(
            (f"wall at {leverage:g}x", formula if side.rule == "formula" else wall, "price")
        )
    return ledger(
        ("entry price", entry_price, "price"), ("maintenance rate and fee", rate, "percent"), *rows
    )


def _entry_times(factor: Callable[[float, float], float]) -> Repair:
    """Whether the wall at 10x is the entry price times this, of the initial and maintenance rates."""

    def holds(_: Ledger, right: Ledger) -> bool:
        wall = right["entry price"] * factor(1 / 10, right["maintenance rate and fee"])
        return isclose(wall, right["wall at 10x"])

    return holds


def _both_sides(side: Side, /, *, entry_price: float, leverage: float) -> Ledger:
    """How far the walls of a long and of a short stand away."""
    rows = []
    for direction in (LONG, SHORT):
        account = opened(
            "isolated", venue=side.venue, side=direction, entry_price=entry_price,
            leverage=leverage, wallet=entry_price,
        )  # fmt: skip
        name = side_name(direction)
        rows += [row._replace(what=f"{row.what} of the {name}") for row in wall_of(account, SYMBOL)]
    return ledger(*rows)


def _paired(side: Side, /, *, low: float, lower: float, **position: Any) -> Ledger:
    """A long and a short of one size, in the margin mode of the side, through two falls."""
    account = opened(side.rule, venue=side.venue, **position)
    account = account.open(SYMBOL, SHORT, size=position["size"], price=position["entry_price"])
    return lived(account, Mark(1, {SYMBOL: low}), Mark(2, {SYMBOL: lower}))


def _one_leg(run: Ledger) -> bool:
    """Whether one leg was liquidated and the other was not."""
    return sum(row.what.startswith("closed at") for row in run) == 1


CARDS = (
    _card(
        id="G1",
        says="{An active position} can generally be switched between isolated and cross.",
        by=Published("learn.greeks.live, crypto derivatives", "undated", _READ),
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}; the trader wants to go over to cross.",
        given=HOUSE,
        run=switched,
        left=at_its_word(rule=at_will),
        holds=lambda run: run.accepts("to cross with a position"),
        verdict="false",
        told="Bitget refuses while a position or an order is open; it stays {right[mode then]}, with its "
             "wall at {right[wall then]}. Closed first, it may change the mode.",
        repairs={
            "A symbol on which only orders are open": lambda _, right:
                right.accepts("to cross with an order"),
            "A symbol on which nothing is open": lambda _, right:
                right.accepts("to cross with neither"),
        },
        rests=("classic account", "requirement"),
    ),
    _card(
        id="G2",
        says="A short's liquidation price is its entry {over 1 − (initial rate − maintenance rate)}.",
        by=Published("learn.greeks.live, short position risk", "undated", _READ),
        topic="liquidation price",
        lesson=2,
        scene="Isolated shorts from {entry_price:tick} at {leverages[0]:x}, {leverages[1]:x} and "
              "{leverages[2]:x}.",
        given={"entry_price": 60_000.0, "leverages": (10.0, 50.0, 125.0)},
        run=_short_walls,
        left=at_its_word(rule="formula"),
        holds=lambda run: all(run[f"wall at {x}x"] == run[f"by the formula at {x}x"]
                              for x in (10, 50, 125)),
        verdict="false",
        told="At 10x the formula gives {right[by the formula at 10x]}, the wall is {right[wall at 10x]}; "
             "at 125x {right[by the formula at 125x]} and {right[wall at 125x]}: they meet only where "
             "leverage is high.",
        repairs={
            "times 1 + (initial rate − maintenance rate)":
                _entry_times(lambda initial, required: 1 + (initial - required)),
            "times (1 + initial rate) / (1 + maintenance rate)":
                _entry_times(lambda initial, required: (1 + initial) / (1 + required)),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="G3",
        says="At 2x a perpetual position stands an adverse move of about 50 %.",
        by=Published("mentatai.xyz, funding arbitrage, day 3", "undated", _READ),
        topic="leverage",
        lesson=2,
        scene="A long and a short from {entry_price:tick}, each isolated at {leverage:x}.",
        given={"entry_price": 60_000.0, "leverage": 2.0},
        run=_both_sides,
        left=at_its_word(NOTHING_REQUIRED),
        holds=lambda run: all(abs(run[f"distance of the {name}"] - 0.5) < 0.01
                              for name in ("long", "short")),
        verdict="true",
        told="Nearly: {right[distance of the long]} for a long, {right[distance of the short]} for a "
             "short. Maintenance and fee take the rest.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="G4",
        says="A delta-neutral pair is liquidated leg by leg, by engines that do not see the other leg{}.",
        by=Published("perpsindex.xyz", "2026-06-10", _READ),
        topic="liquidation",
        lesson=7,
        scene="Long and short {size} BTC from {entry_price:tick} at {leverage:x}, 2,000 in the wallet; the "
              "mark price falls to {low:tick}, then to {lower:tick}.",
        given={**HOUSE, "low": 54_000.0, "lower": 50_000.0},
        run=_paired,
        left=Side("Bitget, isolated", rule="isolated"),
        right=Side("Bitget, cross", rule="cross"),
        holds=_one_leg,
        verdict="depends",
        told="Isolated, the long is closed with {left[lost, BTCUSDT long]} lost, and the short goes on "
             "alone. In one cross pool the legs carry each other: {right[equity at 50,000]} are there.",
        repairs={
            " where each leg has a margin of its own": lambda isolated, cross:
                _one_leg(isolated) and not _one_leg(cross),
            " where one cross pool backs both": lambda _, cross: _one_leg(cross),
        },
        rests=("requirement", "hedged_legs", SYMBOL),
    ),
)  # fmt: skip
