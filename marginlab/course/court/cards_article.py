"""An article of March 2026 on isolated margin at Bitget: each of its rule sentences as a card."""

from __future__ import annotations

from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, at_its_word
from marginlab.course.court.ledger import ACCEPTED, Ledger, answer, ledger, lived
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.events import Mark
from marginlab.venues import ARTICLE

_BY = Published('kdj.com, "How to use isolated margin on Bitget?"', "2026-03-03", "2026-11-22")
_card = partial(Card, by=_BY, about="Bitget", left=at_its_word(ARTICLE))
_HOUSE = {"size": 0.1, "entry_price": 60_000.0, "leverage": 10.0}
_LONG = "Long {size} BTC from {entry_price:tick}, isolated at {leverage:x}"


def _falls(side: Side, *, low: float, **house: Any) -> Ledger:
    """The position after one mark price."""
    return lived(opened("isolated", venue=side.venue, **house), Mark(1, {SYMBOL: low}))


def _releverage(side: Side, *, to: float, **house: Any) -> Ledger:
    """Whether the exchange takes another leverage while the position is open, and what moves."""
    before = opened("isolated", venue=side.venue, **house)
    asked = answer("set the leverage", lambda: before.set_leverage(SYMBOL, to))
    after = before.set_leverage(SYMBOL, to) if asked.value == ACCEPTED else before
    return ledger(
        ("margin before", before.position(SYMBOL).cash),
        asked,
        ("margin after", after.position(SYMBOL).cash),
    )


def _called(side: Side, *, low: float, lower: float, **house: Any) -> Ledger:
    """The position with the automatic margin call "on" or "off", through two falls."""
    account = opened("isolated", venue=side.venue, **house)
    account = account.set_automatic_margin_call(SYMBOL, side.rule)
    return lived(account, Mark(1, {SYMBOL: low}), Mark(2, {SYMBOL: lower}))


def _filled(side: Side, **house: Any) -> Ledger:
    """The liquidation's fill beside the bankruptcy price, as the exchange documents itself."""
    worse = float(side.venue.fill_deviation)
    account = opened("isolated", venue=side.venue, **house)
    pool = account.pool_of(account.position(SYMBOL))
    bankruptcy = pool.bankruptcy_price(SYMBOL, {SYMBOL: house["entry_price"]})
    fill = bankruptcy * (1 - worse)
    return ledger(
        ("bankruptcy price", bankruptcy, "price"),
        ("fill at worst", fill, "price"),
        ("share of it", worse, "percent"),
        ("below it", house["size"] * (bankruptcy - fill)),
    )


CARDS = (
    _card(
        id="B1.4",
        says="The most that an isolated position can lose is its margin{}.",
        topic="margin",
        lesson=4,
        scene=f"{_LONG}, 2,000 in the wallet; the mark price falls to {{low:tick}}, then to "
              "{lower:tick}.",
        given={**_HOUSE, "low": 54_000.0, "lower": 40_000.0},
        run=_called,
        left=Side("Bitget, automatic margin call off", rule="off"),
        right=Side("Bitget, automatic margin call on", rule="on"),
        holds=lambda run: run["lost"] <= run["margin"],
        verdict="depends",
        told="With the automatic margin call off {left[lost]} are lost; with it on, {right[lost]}.",
        repairs={
            ", while the automatic margin call is off": lambda off, on:
                off["lost"] <= off["margin"] and on["lost"] > on["margin"],
            ", while the automatic margin call is on": lambda off, on: on["lost"] <= on["margin"],
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="B1.5",
        says="To change the leverage of an open position, {the margin must be adjusted first}.",
        topic="leverage",
        lesson=4,
        scene=f"{_LONG}; the trader asks for {{to:x}}.",
        given={**_HOUSE, "to": 5.0},
        run=_releverage,
        holds=lambda run: not run.accepts("set the leverage"),
        verdict="false",
        told="Bitget takes the new setting and moves the margin itself: {right[margin before]} becomes "
             "{right[margin after]}.",
        repairs={
            "nothing has to be done before": lambda _, right: right.accepts("set the leverage"),
            "the position must be closed first": lambda _, right:
                not right.accepts("set the leverage"),
        },
        rests=("margin_sets_leverage",),
    ),
    _card(
        id="B4.4",
        says="A buffer of the insurance fund lets a liquidation be filled up to {0.5 %} worse.",
        topic="insurance fund",
        lesson=6,
        scene=f"{_LONG}; it is liquidated.",
        given=_HOUSE,
        run=_filled,
        holds=lambda run: run["share of it"] == 0.005,
        verdict="no source",
        told="No page of Bitget's names such a buffer. At 0.5 % the house position would be filled "
             "{left[below it]} below bankruptcy.",
        repairs={"no documented amount": lambda _, right: right["share of it"] == 0},
        unfound="such a buffer, on any page of Bitget's",
        rests=("fill_deviation",),
    ),
    _card(
        id="B4.5b",
        says="An isolated position is closed when its equity {reaches zero}.",
        topic="liquidation",
        lesson=2,
        scene=f"{_LONG}; the mark price falls to {{low:tick}}.",
        given={**_HOUSE, "low": 54_200.0},
        run=_falls,
        holds=lambda run: "closed at" not in run,  # there something is left
        verdict="false",
        told="The position is closed at {right[wall]}, where {right[equity at the wall]} is left: the "
             "maintenance margin and the closing fee.",
        repairs={
            "falls to the maintenance margin and the closing fee": lambda _, right:
                "closed at" in right and round(right["equity at the wall"], 6) ==
                round(right["required there"], 6),
            "falls to half of the margin": lambda _, right:
                right["equity at the wall"] >= right["margin"] / 2,
        },
        rests=("requirement", SYMBOL),
    ),
)  # fmt: skip
