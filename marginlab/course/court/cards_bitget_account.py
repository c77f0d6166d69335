"""Bitget's help pages on the account: its modes, its coins, and what it can open or switch."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, at_its_word
from marginlab.course.court.ledger import Ledger, Row, answer, ledger
from marginlab.course.court.scenes import HOUSE, ISOLATED, at_will, bitget_article, switched
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Close, Deleveraging, Mark
from marginlab.engine.largest import largest_order
from marginlab.engine.replay import replay
from marginlab.engine.settlement import deleveraging_score
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import Venue

_card = partial(Card, about="Bitget")
_article = partial(bitget_article, read="2026-11-27")
_COIN, _USDC = "BTCUSD", "BTCPERP"
_RATE = "0.004"  # of contracts without a published table: that of the first tier of BTCUSDT
_ONLY_CLASSIC = Side("Bitget, classic account", rule="classic")


def _backed_by_eth(venue: Venue, as_of: str) -> Venue:
    """The venue whose BTC contract was backed by ETH in an edition of this day."""
    bitcoin, ether = (venue.contract(symbol).with_rate(_RATE) for symbol in (_COIN, "ETHUSD"))
    return venue.with_contracts(bitcoin.backed_by("ETH", as_of=as_of), ether)


def _ended(
    side: Side, *, size: float, entry_price: float, mark_price: float,
    eth_price: float, wallet: float,
) -> Ledger:  # fmt: skip
    """A position backed by ETH that is closed at the mark on the last day, and another one asked."""
    earlier, ended = (_backed_by_eth(side.venue, day) for day in ("2026-05-27", "2026-05-28"))
    marks = {_COIN: entry_price, "ETHUSD": eth_price}
    account = Account(earlier, wallet).open(_COIN, LONG, size=size, price=entry_price, marks=marks)
    leg, after = account.position(_COIN), {**marks, _COIN: mark_price}
    profit, value = leg.unrealized_pnl(mark_price), leg.position_value(mark_price)
    rate = float(earlier.contract(_COIN).fee_rate)
    closing = replace(account, trading_fee_rate=rate)
    (entry,) = replay(closing, [Mark(0, after), Close(1, _COIN)]).ledger
    booked = profit - value * rate if side.rule else entry.trader
    again = replace(Account(ended, wallet + booked), trading_fee_rate=rate)
    return ledger(
        ("profit at the mark", profit, "plain"),
        ("taker fee", value * rate, "plain"),
        ("booked", booked, "plain"),
        ("held after it", again.wallet_balance, "plain"),
        answer(
            "open another",
            lambda: again.open(_COIN, LONG, size=size, price=mark_price, marks=after),
        ),
    )


def _pooled(
    side: Side, *, size: float, entry_price: float, low: float, usdt: float, usdc: float
) -> Ledger:
    """A USDT long and a USDC short, equal and opposite, after one fall of the price."""
    venue = side.venue.with_contracts(side.venue.contract(_USDC).with_rate(_RATE))
    one = Account(venue, usdt).set_account_mode(side.rule, coins={"USDC": usdc})
    apart = not one.mode_rules.one_pool
    other = Account(venue, usdc) if apart else one.open(SYMBOL, LONG, size=size, price=entry_price)
    other = other.open(_USDC, SHORT, size=size, price=entry_price)
    accounts = [other]
    if apart:
        accounts = [one.open(SYMBOL, LONG, size=size, price=entry_price), other]
    marks = {SYMBOL: low, _USDC: low}
    risk = accounts[0].cross_pool.risk(marks)
    traces = [replay(account, [Mark(1, marks)]) for account in accounts]
    alive = (SYMBOL, LONG) in traces[0].account.positions
    return ledger(
        ("pools", len(accounts), "plain"),
        ("equity of the long's pool", risk.equity),
        ("required of it", risk.maintenance_margin),
        ("the long", "alive" if alive else "liquidated"),
        ("held in all", sum(trace.equity[-1] for trace in traces)),
    )


def _summed(
    side: Side, *, usdt: float, usdc: float, eth: float, eth_price: float,
    ratios: tuple[float, float], size: float, entry_price: float,
) -> Ledger:  # fmt: skip
    """What of three coins stands behind a long, and where its wall then is."""
    of_usdc, of_eth = ratios
    account = Account(side.venue, usdt).set_account_mode(
        side.rule, coins={"USDC": usdc, "ETH": eth},
        collateral_ratios={"USDC": of_usdc, "ETH": of_eth},
    )  # fmt: skip
    marks = {SYMBOL: entry_price, account.venue.price_symbol("ETH"): eth_price}
    account = account.open(SYMBOL, LONG, size=size, price=entry_price, marks=marks)
    return ledger(
        ("sum at full price", usdt + usdc + eth * eth_price),
        ("sum at the ratios", usdt + of_usdc * usdc + of_eth * eth * eth_price),
        ("behind the long", account.adjusted_equity(marks)),
        ("wall", account.liquidation_price(SYMBOL, marks), "price"),
    )


def _is_behind(run: Ledger, what: str) -> bool:
    return round(run["behind the long"] - run[what], 6) == 0


def _score(account: Account, mark_price: float) -> float:
    """How soon its short is deleveraged at this mark price."""
    leg = account.position(SYMBOL, SHORT)
    ratio = account.pool_of(leg).risk({SYMBOL: mark_price}).margin_ratio
    return deleveraging_score(leg.roe(mark_price), ratio)


def _queued(
    side: Side, *, size: float, hedge: float, entry_price: float, mark_price: float,
    wallet: float, other_wallet: float,
) -> Ledger:  # fmt: skip
    """Who of a hedged and an unhedged winner is deleveraged, where one of the two has to be."""
    alone, ours = (
        Account(side.venue, money).set_account_mode(side.rule).open(
            SYMBOL, SHORT, size=size, price=entry_price
        )
        for money in (other_wallet, wallet)
    )  # fmt: skip
    ours = ours.open(SYMBOL, LONG, size=hedge, price=entry_price)
    theirs = _score(alone, mark_price)
    called = Deleveraging(2, SYMBOL, SHORT, size, mark_price, ((theirs, size),))
    trace = replay(ours, [Mark(1, {SYMBOL: mark_price}), called])
    left = trace.account.positions.get((SYMBOL, SHORT))
    return ledger(
        ("score of the hedged", _score(ours, mark_price), "size"),
        ("score of the unhedged", theirs, "size"),
        ("taken from the hedged", size - (left.size if left else 0.0), "size"),
        ("held by the hedged", trace.account.wallet_balance),
    )


def _moded(side: Side, *, size: float, price: float, debt: float, usdc: float) -> Ledger:
    """Whether an account in the basic mode is put into another, with and without something open."""
    free = Account(side.venue, 0.0, collateral_ratios={"USDC": 1.0})
    free = free.set_account_mode("basic", coins={"USDC": usdc})
    held = free.open(SYMBOL, LONG, size=size, price=price)
    ordered = free.place_order(SYMBOL, LONG, size=size, price=price)
    owing = replace(free, wallet_balance=-debt)

    def asked(what: str, account: Account) -> Row:
        return answer(f"with {what}", lambda: account.set_account_mode(side.rule))

    return ledger(
        ("available beside the position", held.available_balance()),
        asked("a position", held),
        ("available beside the order", ordered.available_balance()),
        asked("an order", ordered),
        ("available beside the debt", owing.available_balance()),
        asked("a debt", owing),
        ("available beside nothing", free.available_balance()),
        asked("nothing", free),
    )


def _profit_backs(
    side: Side, *, more: float, mark_price: float, wallet: float, **house: Any
) -> Ledger:
    """What a cross position in profit leaves for more of it; by the sum where the side has a rule."""
    account = opened("cross", venue=side.venue, wallet=wallet, **house)
    leg, marks = account.position(SYMBOL), {SYMBOL: mark_price}
    profit, aside = leg.unrealized_pnl(mark_price), leg.initial_margin(mark_price)
    free, most = wallet + profit - aside, (wallet + profit - aside) * leg.leverage / mark_price
    if not side.rule:
        free = account.available_balance(marks)
        most = largest_order(account, SYMBOL, LONG, price=mark_price, marks=marks)
    return ledger(
        ("open profit", profit),
        ("initial margin at the mark", aside),
        ("available without the profit", wallet - aside),
        ("available", free),
        ("most that can be opened", most, "size"),
        ("needed for more", more * mark_price / leg.leverage),
        answer(
            "open more",
            lambda: account.open(SYMBOL, LONG, size=more, price=mark_price, marks=marks),
        ),
    )


CARDS = (
    _card(
        id="C6",
        says="Users switch the margin mode {at will}.",
        by=Published("Bitget, support article 12560603775981", "undated, older text", "2026-11-22"),
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}; the trader asks for "
              "cross: with the position, with an order instead of it, with neither.",
        given=HOUSE,
        run=switched,
        left=at_its_word(rule=at_will),
        holds=lambda run: run.accepts("to cross with a position") and run.accepts("to cross with an order"),
        verdict="false",
        told="Bitget refuses it with a position and with an order. At will, the wall would have moved from "
             "{right[wall then]} to {left[wall then]} with the position open.",
        repairs={
            "while no position is open": lambda _, right:
                not right.accepts("to cross with a position")
                and right.accepts("to cross with an order"),
            "while no position and no order is open": lambda _, right: right.accepts("to cross with neither")
                and not right.accepts("to cross with a position")
                and not right.accepts("to cross with an order"),
            "never": lambda _, right: not right.accepts("to cross with neither"),
        },
        rests=("classic account", "requirement"),
    ),
    _card(
        id="C10",
        says="COIN-M positions left on 2026-05-28 with another coin's margin are closed at the mark price, "
             "taker fee charged.",
        by=_article("12560603882722", "2026-04-16"),
        topic="account",
        lesson=9,
        scene="Long {size:plain} BTC from {entry_price:tick} in BTCUSD, cross at 10x, backed by "
              "{wallet:plain} ETH at {eth_price:tick}; on the last day the mark price is {mark_price:tick}.",
        given={"size": 0.1, "entry_price": 60_000.0, "mark_price": 63_000.0, "eth_price": 3_000.0,
               "wallet": 2.0},
        run=_ended,
        left=at_its_word(rule="profit at the mark less the taker fee"),
        right=Side("Bitget, 2026-05-28"),
        holds=lambda run: not run.accepts("open another")
            and round(run["booked"] - run["profit at the mark"] + run["taker fee"], 12) == 0,
        verdict="true",
        told="The close books {right[booked]} ETH, a profit of {right[profit at the mark]} less the fee of "
             "{right[taker fee]}. What was opened before still computes; another one is refused.",
        rests=("other_coin_margin_ended",),
    ),
    _card(
        id="C11",
        says="USDT-M and USDC-M contracts share one pool{}.",
        by=_article("12560603884121", "2026-05-19"),
        topic="account",
        lesson=7,
        scene="Long {size:plain} BTC in BTCUSDT and short as much in BTCPERP, both cross from "
              "{entry_price:tick}; {usdt:tick} USDT and {usdc:tick} USDC; both marks fall to {low:tick}.",
        given={"size": 0.1, "entry_price": 60_000.0, "low": 50_000.0, "usdt": 700.0, "usdc": 800.0},
        run=_pooled,
        left=Side("Bitget, unified account, basic mode", rule="basic"),
        right=_ONLY_CLASSIC,
        holds=lambda run: run.says("the long") == "alive",
        verdict="depends",
        told="In the basic mode the profit of the USDC short carries the USDT long: "
             "{left[equity of the long's pool]} stand behind both. In a classic account the long is alone "
             "with {right[equity of the long's pool]}, and is liquidated.",
        repairs={
            " in a classic account": lambda _, right: right.says("the long") == "alive",
            " in the basic mode": lambda left, right:
                left["pools"] == 1 != right["pools"] and left.says("the long") == "alive",
        },
        rests=("classic account", "basic account", "requirement", SYMBOL),
    ),
    _card(
        id="C12",
        says="Margin is the sum of all coins, each times its collateral ratio{}.",
        by=_article("12560603884121 and 12560603834587", "2026-05-19"),
        topic="account",
        lesson=9,
        scene="{usdt:tick} USDT, {usdc:tick} USDC at a ratio of {ratios[0]:percent}, {eth:plain} ETH of "
              "{eth_price:tick} at {ratios[1]:percent}; cross long {size:plain} BTC from {entry_price:tick}.",
        given={"usdt": 1_000.0, "usdc": 500.0, "eth": 0.5, "eth_price": 3_000.0, "ratios": (0.98, 0.9),
               "size": 0.1, "entry_price": 60_000.0},
        run=_summed,
        left=Side("Bitget, unified account, advanced mode", rule="advanced"),
        right=_ONLY_CLASSIC,
        holds=lambda run: _is_behind(run, "sum at the ratios"),
        verdict="depends",
        told="In the advanced mode {left[behind the long]} stand behind the long, in a classic account "
             "{right[behind the long]}: the USDT alone. The ratios are the exchange's to change.",
        repairs={
            ", in a classic account": lambda _, right: _is_behind(right, "sum at the ratios"),
            ", in the advanced mode": lambda left, right: _is_behind(left, "sum at the ratios")
                and not _is_behind(right, "sum at the ratios"),
            " of one": lambda left, _: _is_behind(left, "sum at full price"),
        },
        rests=("classic account", "advanced account", "requirement", SYMBOL),
    ),
    _card(
        id="C13",
        says="Hedged positions stand further back in the deleveraging queue{}.",
        by=_article("12560603884121", "2026-05-19"),
        topic="insurance fund",
        lesson=7,
        scene="Short {size:plain} BTC from {entry_price:tick} with {wallet:tick}, hedged by a long of "
              "{hedge:plain}, and one with {other_wallet:tick}, not; at {mark_price:tick} one has to go.",
        given={"size": 0.1, "hedge": 0.05, "entry_price": 60_000.0, "mark_price": 54_000.0,
               "wallet": 2_000.0, "other_wallet": 4_000.0},
        run=_queued,
        left=Side("Bitget, unified account, delta neutral mode", rule="delta neutral"),
        right=_ONLY_CLASSIC,
        holds=lambda run: run["score of the hedged"] > run["score of the unhedged"]
            and run["taken from the hedged"] == 0,
        verdict="depends",
        told="The hedged short has the higher score, {right[score of the hedged]}. In a classic account that "
             "closes it; in the delta neutral mode the one of {right[score of the unhedged]} goes first.",
        repairs={
            ", in a classic account": lambda _, right: right["taken from the hedged"] == 0,
            ", in the delta neutral mode": lambda left, right:
                left["taken from the hedged"] == 0 < right["taken from the hedged"],
        },
        rests=("delta neutral account", "classic account", "requirement", SYMBOL),
    ),
    _card(
        id="C14",
        says="An account switches its mode only without orders, positions or debts.",
        by=_article("12560603884121", "2026-05-19"),
        topic="account",
        lesson=7,
        scene="{usdc:tick} USDC in the basic mode, asked to leave it with a long of {size:plain} BTC from "
              "{price:tick}, with an order for it, with a debt of {debt:tick} USDT, with none of these.",
        given={"size": 0.1, "price": 60_000.0, "debt": 50.0, "usdc": 1_000.0},
        run=_moded,
        left=Side("Bitget, from the basic mode to the advanced one", rule="advanced"),
        right=Side("Bitget, from the basic mode to the classic account", rule="classic"),
        holds=lambda run: run.accepts("with nothing")
            and not any(run.accepts(f"with {one}") for one in ("a position", "an order", "a debt")),
        verdict="true",
        told="With a position, an order or a debt the switch is refused; with nothing, and "
             "{right[available beside nothing]} free, it is made.",
        rests=("basic account",),
    ),
    _card(
        id="C15",
        says="In cross, open profit may back new positions.",
        by=_article("12560603819491", "undated"),
        topic="profit",
        lesson=7,
        scene="{wallet:tick} in the wallet; long {size:plain} BTC from {entry_price:tick}, cross at "
              "{leverage:x}; at {mark_price:tick} the trader asks for {more:plain} BTC more.",
        given={"wallet": 10_000.0, "size": 0.2, "entry_price": 50_000.0, "leverage": 10.0,
               "mark_price": 55_000.0, "more": 0.02},
        run=_profit_backs,
        left=at_its_word(rule="equity less initial margin"),
        holds=lambda run: run.accepts("open more")
            and round(run["available"] - run["available without the profit"] - run["open profit"], 6) == 0,
        verdict="true",
        told="{right[available]} are free with the profit of {right[open profit]}, "
             "{right[available without the profit]} would be without it; "
             "{right[most that can be opened]} BTC could follow.",
        rests=("open_profit", "initial_margin_at"),
    ),
)  # fmt: skip
