"""Bitget's glossary on isolated margin: each of its rule sentences as a card."""

from __future__ import annotations

from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, at_its_word
from marginlab.course.court.ledger import Ledger, ledger
from marginlab.course.court.scenes import HOUSE, ISOLATED, LONG_BTC, switched
from marginlab.course.house import MODES, SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Mark
from marginlab.engine.replay import replay
from marginlab.theory.given import MarginMode
from marginlab.theory.terms import LONG, show
from marginlab.venues import BINANCE

ETH, SAFE = "ETHUSDT", "SAFEUSDT"
_BY = Published('Bitget glossary, "Isolated margin"', "undated", "2026-11-22")
_card = partial(Card, by=_BY, about="Bitget", left=Side("Binance", BINANCE))
_OTHER = {"size": 0.1, "entry_price": 60_000.0, "other_size": 1.0, "other_price": 3_000.0}
_BESIDE = "beside {other_size:plain} ETH from {other_price:tick} in cross"


def _beside(
    side: Side, mode: MarginMode, other_size: float, other_price: float, **house: Any
) -> Account:
    """The house position in this mode, and another one in cross."""
    account = opened(mode, venue=side.venue, **house)
    return account.open(ETH, LONG, size=other_size, price=other_price)


def _spared(side: Side, *, low: float, other_price: float, **given: Any) -> Ledger:
    """What stands in cross, before and after an isolated position beside it is liquidated."""
    before = _beside(side, "isolated", other_price=other_price, **given)
    marks = {SYMBOL: low, ETH: other_price}
    after = replay(before, [Mark(1, marks)])
    return ledger(
        ("equity of the other", before.cross_pool.risk(marks).equity),
        ("its wall", before.liquidation_price(ETH, marks), "price"),
        ("lost beside it", sum(end.trader_loss for end in after.liquidations)),
        ("equity of the other after", after.account.cross_pool.risk(marks).equity),
        ("its wall after", after.account.liquidation_price(ETH, marks), "price"),
    )


def _saved(side: Side, *, more: float, low: float, **house: Any) -> Ledger:
    """The same fall without and with more margin."""
    account = opened("isolated", venue=side.venue, **house)
    marks, rows = {SYMBOL: house["entry_price"]}, []
    for how, at in (("without", account), ("with", account.add_margin(SYMBOL, more))):
        after = replay(at, [Mark(1, {SYMBOL: low})])
        rows += [
            (f"wall {how} it", at.liquidation_price(SYMBOL, marks), "price"),
            (f"lost {how} it", sum(end.trader_loss for end in after.liquidations), "money"),
        ]
    return ledger(*rows)


def _swept(
    side: Side,
    *,
    third: float,
    third_price: float,
    order: float,
    lows: tuple[float, float],
    **given: Any,
) -> Ledger:
    """Two positions in cross that are liquidated, beside a third in the side's mode, with an order."""
    before = _beside(side, "cross", **given).set_margin_mode(SAFE, side.rule)
    before = before.open(SAFE, LONG, size=third, price=third_price)
    before = before.place_order(SAFE, LONG, size=third, price=order)
    low, other_low = lows
    marks = {SYMBOL: low, ETH: other_low, SAFE: third_price}
    risk, after = before.cross_pool.risk(marks), replay(before, [Mark(1, marks)])
    return ledger(
        ("positions before", len(before.positions), "plain"),
        ("orders before", len(before.orders), "plain"),
        (
            "reserved by the order",
            before.cancel_orders().available_balance() - before.available_balance(),
        ),
        ("equity of the cross pool", risk.equity),
        ("required of it", risk.maintenance_margin),
        ("lost", sum(end.trader_loss for end in after.liquidations)),
        ("held at the end", after.account.wallet_balance),
        ("positions after", len(after.account.positions), "plain"),
        ("orders after", len(after.account.orders), "plain"),
    )


def _reached(side: Side, *, gain: float, fall: float, other_price: float, **given: Any) -> Ledger:
    """The wall of one position before another one is closed, and after, in profit and in loss."""
    before = _beside(side, "cross", other_price=other_price, **given)
    marks = {SYMBOL: given["entry_price"], ETH: other_price}
    rows = [("wall before", before.liquidation_price(SYMBOL, marks), "price")]
    for what, price in (("profit", gain), ("loss", fall)):
        after = before.close(ETH, price)
        realised = after.wallet_balance - before.wallet_balance
        rows += [
            (f"realised {what}", realised, "money"),
            (f"wall after a {what}", after.liquidation_price(SYMBOL, marks), "price"),
        ]
    return ledger(*rows)


def _fates(side: Side, *, dip: tuple[float, ...], fall: tuple[float, ...], **house: Any) -> Ledger:
    """Both modes on one path, a dip or a fall: what the position could take, and what is left."""
    path, rows = (dip if side.rule == "dip" else fall), list[tuple[str, float, str]]()
    marks = {SYMBOL: house["entry_price"]}
    for mode in MODES:
        account = opened(mode, venue=side.venue, **house)
        stake = account.pool_of(account.position(SYMBOL)).collateral
        lives = replay(account, [Mark(n, {SYMBOL: mark}) for n, mark in enumerate(path)])
        rows += [
            (f"in its reach, {mode}", stake, "money"),
            (f"wall, {mode}", account.liquidation_price(SYMBOL, marks), "price"),
            (f"held at the end, {mode}", lives.equity[-1], "money"),
        ]
    return ledger(*rows)


def _largest(side: Side, *, lows: tuple[float, ...], **house: Any) -> Ledger:
    """What several falls take of an isolated position, and the largest of these losses."""
    account = opened("isolated", venue=side.venue, **house)
    account = account.set_automatic_margin_call(SYMBOL, side.rule)
    ends = [replay(account, [Mark(1, {SYMBOL: low})]).liquidations for low in lows]
    lost = [sum(end.trader_loss for end in each) for each in ends]
    rows = [(f"lost at {show(low, 'tick')}", money) for low, money in zip(lows, lost, strict=True)]
    wall = account.liquidation_price(SYMBOL, {SYMBOL: house["entry_price"]})
    margin = account.position(SYMBOL).cash
    return ledger(("margin", margin), ("wall", wall, "price"), *rows, ("largest loss", max(lost)))


def _carried(
    side: Side, *, low: float, high: float, other_price: float, wallet: float, **given: Any
) -> Ledger:
    """A losing position in cross, alone and beside a winning one, at the same prices."""
    house = {name: given[name] for name in ("size", "entry_price")}
    alone = opened("cross", venue=side.venue, wallet=wallet, **house)
    both = _beside(side, "cross", other_price=other_price, wallet=wallet, **given)
    marks, rows = {SYMBOL: low, ETH: high}, list[tuple[str, float | str]]()
    for how, at in (("alone", alone), ("beside the other", both)):
        fate = "liquidated" if replay(at, [Mark(1, marks)]).liquidations else "alive"
        rows += [
            (f"equity, {how}", at.equity(marks)),
            (f"wall, {how}", at.liquidation_price(SYMBOL, {**marks, SYMBOL: given["entry_price"]})),
            (f"fate, {how}", fate),
        ]
    deficit = alone.position(SYMBOL).unrealized_pnl(low)
    profit = both.position(ETH).unrealized_pnl(high)
    return ledger(("deficit of the one", deficit), ("profit of the other", profit), *rows)


CARDS = (
    _card(
        id="A1",
        says="The shortfall or liquidation of an isolated position leaves the others alone.",
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}, {_BESIDE}; BTC falls to {{low:tick}}.",
        given={**_OTHER, "leverage": 10.0, "low": 54_000.0},
        run=_spared,
        holds=lambda run: run["lost beside it"] > 0 and
            run["equity of the other"] == run["equity of the other after"] and
            run["its wall"] == run["its wall after"],
        verdict="true",
        told="{right[lost beside it]} are lost; the other keeps {right[equity of the other after]} behind "
             "it, and its wall at {right[its wall after]}.",
        rests=("requirement", ETH),
    ),
    _card(
        id="A2",
        says="Margin can be added to an open isolated position, and that may prevent its liquidation.",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}, with {{more:money}} added, and without; the mark price "
              "falls to {low:tick}.",
        given={**HOUSE, "more": 300.0, "low": 53_000.0},
        run=_saved,
        holds=lambda run: run["lost without it"] > 0 == run["lost with it"],
        verdict="true",
        told="The wall goes from {right[wall without it]} to {right[wall with it]}: without the addition "
             "{right[lost without it]} are lost, with it nothing.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="A3",
        says="The margin mode cannot be changed once a position is open.",
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}; the trader asks for cross: with the position, with an order instead of "
              "it, with neither.",
        given=HOUSE,
        run=switched,
        left=at_its_word(),
        holds=lambda run: not run.accepts("to cross with a position") and
            run.accepts("to cross with neither"),
        verdict="true",
        told="With a position it is refused, and the wall stays at {right[wall then]}; with an order, too; "
             "with neither it is accepted. Bybit's classic account once allowed it.",
        rests=("classic account", "requirement"),
    ),
    _card(
        id="A4",
        says="A liquidation in cross may take the whole margin balance and {every open position}.",
        topic="liquidation",
        lesson=3,
        scene="{size:plain} BTC from {entry_price:tick} and {other_size:plain} ETH from {other_price:tick} "
              "in cross; {third:plain} SAFE with an order, in cross or isolated. The first two fall to "
              "{lows[0]:tick} and {lows[1]:tick}.",
        given={**_OTHER, "other_size": 2.0, "third": 200.0, "third_price": 0.5, "order": 0.4,
               "lows": (50_000.0, 2_520.0)},
        run=_swept,
        left=Side("Bitget, all three in cross", rule="cross"),
        right=Side("Bitget, the third isolated", rule="isolated"),
        holds=lambda run: run["positions after"] == 0 == run["held at the end"],
        verdict="depends",
        told="All in cross, nothing is left. Isolated, the third position stays with its "
             "{right[held at the end]}, but its order is cancelled, too.",
        repairs={
            "every open position in cross": lambda left, right:
                left["positions after"] == 0 and right["positions after"] == 1,
            "every open position, but no order": lambda left, right:
                left["orders after"] == left["orders before"],
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="A5",
        says="In cross, realised profit or loss of one position reaches another one.",
        topic="profit",
        lesson=7,
        scene=f"{LONG_BTC}, {_BESIDE}; the ETH are sold at {{gain:tick}}, or at {{fall:tick}}.",
        given={**_OTHER, "gain": 3_300.0, "fall": 2_700.0},
        run=_reached,
        holds=lambda run:
            run["wall after a profit"] < run["wall before"] < run["wall after a loss"],
        verdict="true",
        told="The wall of the BTC stood at {right[wall before]}; after the profit it stands at "
             "{right[wall after a profit]}, after the loss at {right[wall after a loss]}.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="A6",
        says="Cross is the default mode on most platforms.",
        about="none named",
        topic="margin mode",
        lesson=3,
        verdict="no source",
        told="Nobody was found who counted. In this course an account begins in cross.",
        left=None,
        why_not="how many platforms do so is a count of platforms; no run of a position can show it",
    ),
    _card(
        id="A7",
        says="Cross margin suits beginners{}.",
        about="none named",
        topic="margin mode",
        lesson=3,
        scene=f"{LONG_BTC} at {{leverage:x}}, 2,000 in the wallet, in both modes on two paths: a dip from "
              "which the price comes back, and a fall.",
        given={**HOUSE, "dip": (50_000.0, 61_000.0), "fall": (38_000.0,)},
        run=_fates,
        left=Side("Bitget, the price comes back", rule="dip"),
        right=Side("Bitget, the price keeps falling", rule="fall"),
        holds=lambda run: run["held at the end, cross"] >= run["held at the end, isolated"],
        verdict="depends",
        told="If the price comes back, {left[held at the end, cross]} are left in cross and "
             "{left[held at the end, isolated]} isolated; if not, {right[held at the end, cross]} and "
             "{right[held at the end, isolated]}: simple to hold, dear to lose.",
        repairs={
            " if the price comes back in time": lambda back, on:
                back["held at the end, cross"] > back["held at the end, isolated"] and
                on["held at the end, cross"] < on["held at the end, isolated"],
            " if the price keeps falling": lambda _, on:
                on["held at the end, cross"] >= on["held at the end, isolated"],
        },
    ),
    _card(
        id="A8",
        says="Isolated margin suits speculative positions that need a strict limit{}.",
        about="none named",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}, 2,000 in the wallet; three falls, each by itself.",
        given={**HOUSE, "lows": (54_000.0, 48_000.0, 40_000.0)},
        run=_largest,
        left=Side("Bitget, automatic margin call off", rule="off"),
        right=Side("Bitget, automatic margin call on", rule="on"),
        holds=lambda run: run["largest loss"] <= run["margin"],
        verdict="depends",
        told="With the automatic margin call off no fall takes more than {left[largest loss]}; with it on, "
             "one takes {right[largest loss]}.",
        repairs={
            ", with the automatic margin call off": lambda off, _: off["largest loss"] <= off["margin"],
            ", with the automatic margin call on": lambda _, on: on["largest loss"] <= on["margin"],
        },
    ),
    _card(
        id="A9",
        says="In cross, the deficit of one position can be offset by the profit of others.",
        topic="profit",
        lesson=7,
        scene=f"{LONG_BTC}, alone, or {_BESIDE}, with {{wallet:money}} in the wallet; BTC falls to "
              "{low:tick}, ETH rises to {high:tick}.",
        given={**_OTHER, "wallet": 1_200.0, "low": 48_000.0, "high": 3_500.0},
        run=_carried,
        holds=lambda run: run.says("fate, alone") == "liquidated" and
            run.says("fate, beside the other") == "alive",
        verdict="true",
        told="Alone, a result of {right[deficit of the one]} ends it; beside a profit of "
             "{right[profit of the other]} it lives, with {right[equity, beside the other]} behind both.",
        rests=("requirement", SYMBOL, ETH),
    ),
)  # fmt: skip
