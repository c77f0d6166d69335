"""The entry quiz that OKEx asked before futures could be traded: its answers as they were counted."""

from __future__ import annotations

from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, Typed, at_its_word
from marginlab.course.court.ledger import Ledger, Row, ledger, lived
from marginlab.course.court.scenes import HOUSE, ISOLATED, LONG_BTC, NOTHING_REQUIRED
from marginlab.course.house import MODES, SYMBOL, opened
from marginlab.engine.events import Mark
from marginlab.theory.given import MarginMode
from marginlab.theory.linear import maintenance_margin_at_entry
from marginlab.venues import BITGET, Venue

_card = partial(Card, about="OKX")
_BOTH = f"{LONG_BTC} at {{leverage:x}}, isolated or cross"
# Both answers follow from a maintenance of 1 % of the value at entry; the quiz names no rate.
_OKEX = Venue(
    "OKEx, about 2020",
    maintenance_margin_at_entry,
    {SYMBOL: BITGET.contract(SYMBOL).with_rate("0.01")},
    source="inferred from questions 1 and 2 of its entry quiz",
    as_of="2020",
    read="2026-11-27",
)
_WALL = ("margin", "wall", "equity at the wall", "required there")
_QUIZ = Side("OKEx, about 2020", _OKEX)
_WEEKLY = Side("OKEx futures, about 2020", _OKEX, "weekly")
_PERPETUAL = Side("Bitget, a perpetual", rule="at once")
_AT_ZERO = at_its_word(NOTHING_REQUIRED)


def _question(number: int) -> Published:
    title = f"OKEx, entry quiz of its futures, question {number} (copy on a public blog)"
    return Published(title, "about 2020", "2026-11-27")


def _at_the_wall(side: Side, mode: MarginMode, **house: Any) -> dict[str, Row]:
    """The rows of a position that has just been opened, by name; what it has at its wall."""
    run = lived(opened(mode, venue=side.venue, **house), Mark(0, {SYMBOL: house["entry_price"]}))
    return {row.what: row for row in run if row.what in _WALL}


def _eaten(side: Side, **house: Any) -> Ledger:
    """How much of its margin a position has lost where it is liquidated."""
    run = ledger(*_at_the_wall(side, "isolated", **house).values())
    left = run["equity at the wall"] / run["margin"]
    return ledger(
        *run,
        ("share of the margin left", left, "percent"),
        ("share of the margin lost", 1 - left, "percent"),
    )


def _left_at_the_wall(side: Side, **house: Any) -> Ledger:
    """What both margin modes still have where they are liquidated, and what they require there."""
    rows = [
        row._replace(what=f"{name}, {mode}")
        for mode in MODES
        for name, row in _at_the_wall(side, mode, **house).items()
        if name != "margin"
    ]
    return ledger(*rows)


def _ends_with(run: Ledger, share: float) -> bool:
    """Whether in both modes this share of the requirement is left at the wall."""
    return all(
        round(run[f"equity at the wall, {m}"] - share * run[f"required there, {m}"], 6) == 0
        for m in MODES
    )


def _filled(side: Side, *, fill: float, **house: Any) -> Ledger:
    """Who bears the loss of a liquidation that is filled at this price."""
    run = lived(opened(side.rule, venue=side.venue, **house), Mark(1, {SYMBOL: fill}))
    loss = house["size"] * (house["entry_price"] - fill)
    borne = [row for row in run if row.what in ("wall", "closed at", "lost", "insurance fund")]
    return ledger(("loss at the fill", loss), *borne)


def _missing(run: Ledger) -> float:
    """What a fill lacks: its loss beyond what the trader had [settle coin]."""
    return run["loss at the fill"] - run["lost"]


def _withdrawn(side: Side, *, high: float, wallet: float, **house: Any) -> Ledger:
    """What may be taken out before a close in profit, after it, and after the weekly settlement."""
    account = opened("cross", venue=side.venue, wallet=wallet, **house)
    before = account.withdrawable_balance({SYMBOL: high})
    closed = account.close(SYMBOL, high)
    profit = closed.wallet_balance - wallet
    free = closed.withdrawable_balance()
    return ledger(
        ("can be withdrawn before", before),
        ("realised profit", profit),
        ("can be withdrawn after the close", free - (profit if side.rule == "weekly" else 0.0)),
        ("can be withdrawn after the week", free),
    )


def _week(side: Side, *, high: float, wallet: float, **house: Any) -> Ledger:
    """The books of a winning position, in both modes, before and after a weekly settlement."""
    rows: list[Row] = []
    for mode in MODES:
        account = opened(mode, venue=side.venue, wallet=wallet, **house)
        leg, marks = account.position(SYMBOL), {SYMBOL: high}
        behind, profit = account.pool_of(leg).collateral, leg.unrealized_pnl(high)
        booked = profit if side.rule == "weekly" else 0.0
        equity = account.pool_of(leg).risk(marks).equity
        rows += [
            Row(f"ledger before, {mode}", behind),
            Row(f"open profit, {mode}", profit),
            Row(f"ledger after, {mode}", behind + booked),
            Row(f"equity, {mode}", equity),
        ]
    return ledger(*rows)


def _is_booked(run: Ledger, *modes: str) -> bool:
    """Whether the open profit has come into the ledger in exactly these modes."""
    raised = [m for m in MODES if run[f"ledger after, {m}"] > run[f"ledger before, {m}"]]
    return raised == list(modes)


CARDS = (
    _card(
        id="Q1",
        says="At 10x a position is liquidated when {90 %} of its margin is lost.",
        by=_question(1),
        topic="liquidation",
        lesson=2,
        scene=f"{ISOLATED}.",
        given=HOUSE,
        run=_eaten,
        left=_QUIZ,
        holds=lambda run: round(run["share of the margin lost"], 9) == 0.9,
        verdict="depends",
        told="A maintenance of 1 % of the value at entry makes it {left[share of the margin lost]}. At "
             "Bitget {right[equity at the wall]} of {right[margin]} are left at the wall: "
             "{right[share of the margin lost]} are lost.",
        repairs=Typed("share of the margin lost"),
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="Q2",
        says="At 20x a position is liquidated when {80 %} of its margin is lost.",
        by=_question(2),
        topic="liquidation",
        lesson=2,
        scene=f"{ISOLATED}.",
        given={**HOUSE, "leverage": 20.0},
        run=_eaten,
        left=_QUIZ,
        holds=lambda run: round(run["share of the margin lost"], 9) == 0.8,
        verdict="depends",
        told="The maintenance that explains question 1 explains this, too: {left[share of the margin lost]}. "
             "At Bitget it is {right[share of the margin lost]}.",
        repairs=Typed("share of the margin lost"),
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="Q3",
        says="The estimated liquidation price is where the margin hits {0 %}.",
        by=_question(3),
        topic="liquidation price",
        lesson=2,
        scene=f"{ISOLATED}.",
        given=HOUSE,
        run=_eaten,
        left=_AT_ZERO,
        holds=lambda run: round(run["share of the margin left"], 9) == 0,
        verdict="false",
        told="At {right[wall]}, where equity meets the requirement, {right[equity at the wall]} of "
             "{right[margin]} are left. The quiz counts this answer as right, and its question 4 as wrong.",
        repairs={
            "the maintenance margin and the closing fee": lambda _, right: right["required there"] > 0 and
                round(right["equity at the wall"] - right["required there"], 6) == 0,
            "half of what was put in": lambda _, right: right["share of the margin left"] >= 0.5,
            "less than 0 %": lambda _, right: right["share of the margin left"] < 0,
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="Q4",
        says="The liquidation price is where the whole margin, or in cross the whole equity, {is lost}.",
        by=_question(4),
        topic="liquidation price",
        lesson=2,
        scene=f"{_BOTH} with {{wallet:money}} in the wallet.",
        given={**HOUSE, "wallet": 2_000.0},
        run=_left_at_the_wall,
        left=_AT_ZERO,
        holds=lambda run: all(round(run[f"equity at the wall, {mode}"], 6) == 0 for mode in MODES),
        verdict="false",
        told="{right[equity at the wall, isolated]} are left in isolated and "
             "{right[equity at the wall, cross]} in cross: the requirement. The quiz counts the sentence as "
             "wrong, and says the same in question 3.",
        repairs={
            "but half of the requirement is lost": lambda _, right: _ends_with(right, 0.5),
            "but the requirement is lost": lambda _, right: _ends_with(right, 1.0),
            "but twice the requirement is lost": lambda _, right: _ends_with(right, 2.0),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="Q5",
        says="The insurance fund covers what a forced order could not be filled for.",
        by=_question(5),
        topic="insurance fund",
        lesson=6,
        scene=f"{_BOTH} with {{wallet:money}} in the wallet; the forced order is filled at {{fill:tick}}.",
        given={**HOUSE, "wallet": 600.0, "fill": 53_500.0},
        run=_filled,
        left=Side("Bitget, cross", rule="cross"),
        right=Side("Bitget, isolated", rule="isolated"),
        holds=lambda run: _missing(run) > 0 and round(_missing(run) + run["insurance fund"], 6) == 0,
        verdict="true",
        told="The fill loses {right[loss at the fill]} and the trader has {right[lost]}; the change of the "
             "insurance fund is {right[insurance fund]}.",
        rests=("fill_deviation", "requirement", SYMBOL),
    ),
    _card(
        id="Q6",
        says="Realised profits can be withdrawn {only after the weekly settlement}.",
        by=_question(6),
        topic="profit",
        lesson=1,
        scene="Long {size:plain} BTC from {entry_price:tick}, cross at {leverage:x}, {wallet:money} in the "
              "wallet; closed at {high:tick} within the week.",
        given={**HOUSE, "wallet": 2_000.0, "high": 65_000.0},
        run=_withdrawn,
        left=_WEEKLY,
        right=_PERPETUAL,
        holds=lambda run: run["can be withdrawn after the close"] < run["can be withdrawn after the week"],
        verdict="depends",
        told="Settled by the week, {left[can be withdrawn after the close]} until then. On a perpetual the "
             "profit of {right[realised profit]} is free at once: {right[can be withdrawn after the close]}.",
        repairs={
            "as soon as the position is closed": lambda _, right:
                right["can be withdrawn before"] < right["can be withdrawn after the close"]
                == right["can be withdrawn after the week"],
            "while the position is still open": lambda _, right:
                right["can be withdrawn before"] >= right["can be withdrawn after the week"],
        },
        rests=("classic account", "initial_margin_at"),
    ),
    _card(
        id="Q7",
        says="At the weekly settlement open profits {become part of the margin, or in cross of the equity}.",
        by=_question(7),
        topic="profit",
        lesson=1,
        scene=f"{_BOTH} with {{wallet:money}} in the wallet; the week ends at {{high:tick}}.",
        given={**HOUSE, "wallet": 2_000.0, "high": 65_000.0},
        run=_week,
        left=_WEEKLY,
        right=_PERPETUAL,
        holds=lambda run: _is_booked(run, *MODES),
        verdict="depends",
        told="Settled by the week, a margin of {left[ledger before, isolated]} becomes "
             "{left[ledger after, isolated]}. A perpetual has no such day: the margin stays at "
             "{right[ledger after, isolated]}, and the open profit counts in the equity all along.",
        repairs={
            "become part of the margin, but not of a cross balance": lambda _, right:
                _is_booked(right, "isolated"),
            "are not booked": lambda _, right: _is_booked(right),
            "become part of a cross balance, but not of the margin": lambda _, right:
                _is_booked(right, "cross"),
        },
        rests=("classic account",),
    ),
)  # fmt: skip
