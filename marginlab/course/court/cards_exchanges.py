"""Other exchanges' pages: what triggers, what is charged, who keeps the rest, and some worked examples."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from marginlab.course.court.card import Card, Published, Side, Typed, at_its_word
from marginlab.course.court.ledger import Ledger, Row, ledger, lived
from marginlab.course.court.scenes import HOUSE, ISOLATED, falls, okx
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Mark
from marginlab.engine.position import Risk
from marginlab.engine.replay import replay
from marginlab.theory import inverse
from marginlab.theory.linear import maintenance_margin_at_entry, maintenance_margin_without_fee
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import (
    BINANCE,
    BITGET,
    BYBIT_ENTRY_VALUE,
    DYDX,
    HYPERLIQUID,
    Venue,
)
from marginlab.venues.contract import contract

_SEEN, _READ = "2026-11-22", "2026-11-27"
_BINANCE_FAQ = Published("Binance, faq b3c689c1f50a44cabb3a84e663b81d93", "2020-08-14", _READ)
_HEDGE = "Long and short {size:plain} BTC from {entry_price:tick} in one cross pool"

_TOOBIT = Venue(
    name="Toobit",
    requirement=maintenance_margin_at_entry,
    contracts=MappingProxyType({"ETHUSDT": contract(
        "ETHUSDT", (("Infinity", "0.005", 100),), base="ETH", fee_rate="0", as_of="undated",
        read=_SEEN, source="Toobit, support article 14253344654105",
    )}),
    source="Toobit, support article 14253344654105, its isolated example",
    as_of="undated",
    read=_SEEN,
)  # fmt: skip
_BYBIT_PAGE = "Bybit, liquidation price under isolated mode (unified account)"
_BYBIT_2024 = BYBIT_ENTRY_VALUE.with_contracts(
    contract("BTCUSD", (("Infinity", "0.005", 100),), base="BTC", settle="BTC", kind="inverse",
             fee_rate="0", min_order_value="0", source=_BYBIT_PAGE, as_of="2024-09-10", read=_SEEN)
)  # fmt: skip
_BYBIT_2026 = replace(
    _BYBIT_2024,
    name="Bybit, edition of 2026-05-27",
    requirement=maintenance_margin_without_fee,
    trigger=maintenance_margin_without_fee,
    source=_BYBIT_PAGE,
    as_of="2026-05-27",
    examples=(),
)


def _triggered(side: Side, *, moments: tuple[tuple[float, float], ...], **house: Any) -> Ledger:
    """What becomes of the position at each pair of a last price and a mark price."""
    account = opened("isolated", venue=side.venue, **house)
    wall = account.liquidation_price(SYMBOL, {SYMBOL: house["entry_price"]})
    rows = [Row("margin", account.position(SYMBOL).cash), Row("wall", wall, "price")]
    for last, mark in moments:
        decides = last if side.rule == "last price" else mark
        trace = replay(account, (Mark(1, {SYMBOL: decides}, {SYMBOL: last}),))
        rows.append(Row(f"last {show(last)}, mark {show(mark)}", _fate(bool(trace.liquidations))))
    return ledger(*rows)


def _fate(liquidated: bool) -> str:
    return "liquidated" if liquidated else "alive"


def _fates(run: Ledger) -> tuple[float | str, ...]:
    """What became of the position at each moment."""
    return tuple(row.value for row in run if row.what.startswith("last"))


def _rated(side: Side, *, mark: float, **opening: Any) -> Ledger:
    """The margin ratio of a short in cross, line by line."""
    account = opened("cross", venue=side.venue, symbol="ETHUSDT", side=SHORT, **opening)
    leg, risk = account.position("ETHUSDT"), account.cross_pool.risk({"ETHUSDT": mark})
    profit, required = leg.unrealized_pnl(mark), risk.maintenance_margin
    if side.rule == "as the page counts":
        profit, required = -profit, leg.initial_margin(leg.entry_price)
    at = Risk(account.wallet_balance + profit, required, risk.position_value)
    return ledger(
        ("open profit", profit),
        ("equity", at.equity),
        ("required", required),
        ("margin ratio", at.margin_ratio, "percent"),
        ("position", _fate(at.liquidated)),
    )


def _mirrored(side: Side, **house: Any) -> Ledger:
    """The wall, and that of a requirement on the entry value, or its mirror image at the entry."""
    line = maintenance_margin_at_entry
    other, at = replace(side.venue, requirement=line, trigger=line), {SYMBOL: house["entry_price"]}
    wall, at_entry = (
        opened("isolated", venue=venue, **house).liquidation_price(SYMBOL, at)
        for venue in (side.venue, other)
    )
    if side.rule == "the sign turned":
        wall = 2 * house["entry_price"] - at_entry
    return ledger(
        ("margin", house["size"] * house["entry_price"] / house["leverage"]),
        ("wall, charged on the entry value", at_entry, "price"),
        ("wall", wall, "price"),
    )


def _premium(side: Side, *, index: float, perpetual: float, usd: float) -> Ledger:
    """An hour's funding rate from a premium, by what it is divided by, and the payment in coin."""
    premium = (perpetual - index) / index
    rate = premium / side.rule
    return ledger(
        ("premium, in %", premium * 100, "plain"),
        ("divided by", side.rule, "plain"),
        ("hourly rate, in %", rate * 100, "plain"),
        ("paid in an hour, in BTC", inverse.funding_payment(LONG, usd, index, rate), "plain"),
    )


def _charged(side: Side, *, low: float, **opening: Any) -> Ledger:
    """What an inverse position requires at its entry and lower down, and its wall; in coin."""
    leg = opened("isolated", venue=side.venue, symbol="BTCUSD", **opening).position("BTCUSD")
    return ledger(
        ("edition", side.venue.as_of),
        ("margin", leg.cash, "plain"),
        ("required at the entry", leg.maintenance_margin(leg.entry_price), "plain"),
        ("required lower down", leg.maintenance_margin(low), "plain"),
        ("wall", leg.liquidation_price(leg.cash, leg.entry_price), "price"),
    )


def _hedged(side: Side, *, wallet: float, size: float, entry_price: float) -> Ledger:
    """Two equal legs in one pool: what they require and where they end, the fee counted and not."""

    def held(venue: Venue) -> Account:
        account = Account(venue, wallet, default_leverage=125.0)
        for way in (LONG, SHORT):
            account = account.open(SYMBOL, way, size=size, price=entry_price)
        return account

    account, at = held(side.venue), {SYMBOL: entry_price}
    free = replace(side.venue.contract(SYMBOL), fee_rate=Decimal(0))
    bare = held(side.venue.with_contracts(free))
    return ledger(
        ("one leg requires", account.position(SYMBOL, LONG).maintenance_margin(entry_price)),
        ("required of the pool", account.cross_pool.risk(at).maintenance_margin),
        ("wall", account.liquidation_price(SYMBOL, at), "price"),
        ("wall, no fee in it", bare.liquidation_price(SYMBOL, at), "price"),
    )


def _legs_charged(run: Ledger) -> int:
    return round(run["required of the pool"] / run["one leg requires"])


def _both_ways(side: Side, *, low: float, high: float, **house: Any) -> Ledger:
    """Two isolated legs of one hedge through a fall and a rise."""
    account = opened("isolated", venue=side.venue, **house)
    account = account.open(SYMBOL, SHORT, size=house["size"], price=house["entry_price"])
    return lived(account, Mark(1, {SYMBOL: low}), Mark(2, {SYMBOL: high}))


def _raised(side: Side, *, to: float, **house: Any) -> Ledger:
    """Margin and wall before and after the leverage is raised, the freed margin kept or released."""
    before, at = opened("isolated", venue=side.venue, **house), {SYMBOL: house["entry_price"]}
    after = before.set_leverage(SYMBOL, to)
    if side.rule == "released":
        after = after.remove_margin(SYMBOL, after.removable_margin(SYMBOL, at), at)
    return ledger(
        ("margin before", before.position(SYMBOL).cash),
        ("wall before", before.liquidation_price(SYMBOL, at), "price"),
        ("margin after", after.position(SYMBOL).cash),
        ("wall after", after.liquidation_price(SYMBOL, at), "price"),
    )


def _stands(run: Ledger) -> bool:
    return run.says("wall before") == run.says("wall after")


def _tied(side: Side, *, value: float, equity: float, required: float) -> Ledger:
    """What becomes of an account of this equity and this requirement."""
    risk = Risk(equity, required, value, tie=side.venue.tie)
    return ledger(
        ("position value", value),
        ("equity", equity),
        ("required", required),
        ("margin ratio", risk.margin_ratio, "percent"),
        ("account", _fate(risk.liquidated)),
    )


def _beside(
    side: Side,
    *,
    size: float,
    entry_price: float,
    mark: float,
    equity: float,
    elsewhere: float,
    printed: float,
) -> Ledger:
    """A cross long beside another position that requires so much: its wall, computed or as printed."""
    held, other = "MARKET-20X", "MARKET-50X"
    worth = elsewhere / float(side.venue.contract(other).tiers[0].mmr)
    wallet = equity - size * (mark - entry_price)
    account = Account(side.venue, wallet).open(held, LONG, size=size, price=entry_price)
    account = account.open(other, LONG, size=1.0, price=worth)
    marks = {held: mark, other: worth}
    wall = printed if side.rule == "as printed" else account.liquidation_price(held, marks)
    now, there = (account.cross_pool.risk({**marks, held: price}) for price in (mark, wall))
    return ledger(
        ("open profit", account.position(held).unrealized_pnl(mark)),
        ("equity at the mark", now.equity),
        ("required in all", now.maintenance_margin),
        ("as printed", printed, "price"),
        ("wall", wall, "price"),
        ("equity there", there.equity),
        ("required there", there.maintenance_margin),
    )  # fmt: skip


CARDS = (
    Card(
        id="D1",
        says="That a position is liquidated at a margin level of 0 % is a common misconception.",
        by=Published("OKX, learn: When would my order be liquidated", "undated", _READ),
        about="OKX",
        topic="liquidation",
        lesson=2,
        scene=f"{ISOLATED}; the mark price falls to {{lows[0]:tick}}.",
        given={**HOUSE, "lows": (54_200.0,)},
        run=falls,
        left=Side("OKX, by the rates of its calculator", okx(SYMBOL)),
        holds=lambda run: "closed at" in run and run["equity at the wall"] > 0,
        verdict="true",
        told="Both exchanges close it while something is left: {left[equity at the wall]} at OKX, "
             "{right[equity at the wall]} at Bitget, as much as is required there.",
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="D2",
        says="Liquidation is triggered by {the last price}.",
        by=Published("CoinDCX, support article …6381b99a", "undated", _READ),
        about="CoinDCX",
        topic="liquidation",
        lesson=6,
        scene=f"{ISOLATED}; once the last price is {{moments[0][0]:tick}} and the mark price "
              "{moments[0][1]:tick}, once {moments[1][0]:tick} and {moments[1][1]:tick}.",
        given={**HOUSE, "moments": ((54_300.0, 54_200.0), (53_500.0, 54_400.0))},
        run=_triggered,
        left=at_its_word(rule="last price"),
        holds=lambda run: _fates(run) == ("alive", "liquidated"),
        verdict="false",
        told="At Bitget the mark price decides. With the wall at {right[wall]} the first moment closes "
             "the position though the last price is above it, and the second leaves it alive.",
        repairs={
            "the mark price": lambda _, right: _fates(right) == ("liquidated", "alive"),
            "the lower of last and mark price": lambda _, right:
                _fates(right) == ("liquidated", "liquidated"),
        },
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="D3",
        says="This short has a margin ratio of {118.5 %}.",
        by=Published("Toobit, support article 14253344654105", "undated", _SEEN),
        about="Toobit",
        topic="liquidation",
        lesson=3,
        scene="Short {size:plain} ETH from {entry_price:tick}, cross at {leverage:x}, {wallet:money} in the "
              "wallet; the mark price is {mark:tick} and the maintenance rate 0.5 % of the entry value.",
        given={"size": 20.0, "entry_price": 1_600.0, "leverage": 100.0, "wallet": 350.0, "mark": 1_596.0},
        run=_rated,
        left=at_its_word(_TOOBIT, "as the page counts"),
        right=Side("Toobit, by its own rule", _TOOBIT),
        holds=lambda run: round(run["margin ratio"], 3) == 1.185,
        verdict="false",
        told="The short is {right[open profit]} in profit, not at a loss, and {right[required]} is "
             "required, not the {left[required]} that opening took: a ratio of {right[margin ratio]}.",
        repairs=Typed("margin ratio"),
        rests=("requirement", "ETHUSDT"),
    ),
    Card(
        id="D4",
        says="This long is liquidated at {51,800}.",
        by=Published("makeyousmile.net, MEXC futures, a copy of MEXC's example", "undated", _SEEN),
        about="MEXC",
        topic="liquidation price",
        lesson=2,
        scene=f"{ISOLATED}.",
        given={"size": 0.1, "entry_price": 50_000.0, "leverage": 25.0},
        run=_mirrored,
        left=at_its_word(rule="the sign turned"),
        holds=lambda run: run.says("wall") == "51,800.00",
        verdict="false",
        told="A long's wall is below its entry. Charged on the entry value it is at "
             "{right[wall, charged on the entry value]}, of which the printed number is the mirror image; at "
             "Bitget it is at {right[wall]}.",
        repairs=Typed("wall"),
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="D5",
        says="A premium of 10 on an index of 7,000 makes a funding rate of {0.01785 %} an hour.",
        by=Published("Kraken, support article 360022835911, example 1", "undated", _SEEN),
        about="Kraken",
        topic="funding",
        lesson=5,
        scene="The index is at {index:tick}, the perpetual at {perpetual:tick}; a long of {usd:tick} USD "
              "pays in coin.",
        given={"index": 7_000.0, "perpetual": 7_010.0, "usd": 100_000.0},
        run=_premium,
        left=at_its_word(rule=8),
        right=Side("Kraken, by its own formula", rule=24),
        holds=lambda run: abs(run["hourly rate, in %"] - 0.01785) < 0.00001,
        verdict="false",
        told="The page's own formula takes a 24th of the premium, {right[hourly rate, in %]} %; the number "
             "printed is an eighth.",
        repairs={
            "0.00595 %": lambda _, right: abs(right["hourly rate, in %"] - 0.00595) < 0.00001,
            "0.14286 %": lambda _, right: abs(right["hourly rate, in %"] - 0.14286) < 0.00001,
        },
        rests=(),
    ),
    Card(
        id="D6",
        says="Since the edition of 2026-05-27, maintenance is charged on the value at the mark.",
        by=Published(_BYBIT_PAGE, "2026-05-27", _SEEN),
        about="Bybit",
        topic="liquidation price",
        lesson=9,
        scene="Inverse long of {size:tick} USD from {entry_price:tick}, isolated at {leverage:x}, at a "
              "maintenance rate of 0.5 %; the mark price falls to {low:tick}.",
        given={"size": 60_000.0, "entry_price": 50_000.0, "leverage": 10.0, "low": 46_000.0},
        run=_charged,
        left=Side("Bybit, edition of 2024-09-10", _BYBIT_2024),
        right=Side("Bybit, edition of 2026-05-27", _BYBIT_2026),
        holds=lambda run: (run.says("edition") >= "2026-05-27") is (
            run["required lower down"] > run["required at the entry"]),
        verdict="true",
        told="On the value at the entry the wall is at {left[wall]}, on that at the mark at {right[wall]}.",
        rests=("BTCUSD",),
    ),
    Card(
        id="D7",
        says="Of a hedge both legs are charged{}.",
        by=_BINANCE_FAQ,
        about="Binance",
        topic="margin",
        lesson=7,
        scene=f"{_HEDGE} of {{wallet:money}}.",
        given={"wallet": 100.0, "size": 0.1, "entry_price": 60_000.0},
        run=_hedged,
        left=Side("Binance", BINANCE),
        holds=lambda run: _legs_charged(run) == 2,
        verdict="depends",
        told="Binance charges both, Bitget the larger one. At 0.4 % and without a fee the wall is at "
             "{left[wall, no fee in it]} or at {right[wall, no fee in it]}; Bitget's own, with its fee, "
             "is at {right[wall]}.",
        repairs={
            " at Bitget": lambda _, right: _legs_charged(right) == 2,
            " at Binance, and one at Bitget": lambda left, right:
                _legs_charged(left) == 2 and _legs_charged(right) == 1,
        },
        rests=("hedged_legs", "requirement", SYMBOL),
    ),
    Card(
        id="D8",
        says="Two isolated legs of a hedge have two liquidation prices.",
        by=_BINANCE_FAQ,
        about="Binance",
        topic="liquidation price",
        lesson=7,
        scene="Long and short {size:plain} BTC from {entry_price:tick}, both isolated at {leverage:x}; the "
              "mark price falls to {low:tick}, then rises to {high:tick}.",
        given={**HOUSE, "low": 54_200.0, "high": 65_800.0},
        run=_both_ways,
        left=Side("Binance", BINANCE),
        holds=lambda run: run["wall, BTCUSDT long"] < run["wall, BTCUSDT short"],
        verdict="true",
        told="At Bitget the long's wall is at {right[wall, BTCUSDT long]}, the short's at "
             "{right[wall, BTCUSDT short]}; the one that is left has no hedge any more.",
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="D9",
        says="A position that is fully hedged still needs collateral.",
        by=Published("BTSE, support article 43000717655", "undated", _READ),
        about="BTSE",
        topic="liquidation price",
        lesson=7,
        scene=f"{_HEDGE}, in which {{wallet:money}} is left.",
        given={"wallet": 50.0, "size": 0.1, "entry_price": 30_000.0},
        run=_hedged,
        left=Side("both legs charged, as at Binance", BITGET.with_traits(hedged_legs="both legs")),
        holds=lambda run: run["required of the pool"] > 0 and run["wall"] > 0,
        verdict="true",
        told="Gains and losses cancel, but what is required grows with the price: the pool ends at "
             "{right[wall]}, or at {left[wall]} where both legs are charged.",
        rests=("hedged_legs", "requirement", SYMBOL),
    ),
    Card(
        id="D10",
        says="Raising the leverage from 20x to 40x leaves the liquidation price where it is{}.",
        by=Published("DigiFinex, support article 18672734320281", "undated", _READ),
        about="DigiFinex",
        topic="leverage",
        lesson=4,
        scene=f"{ISOLATED}; the leverage is raised to {{to:x}}.",
        given={**HOUSE, "leverage": 20.0, "to": 40.0},
        run=_raised,
        left=Side("the freed margin leaves, as reported of Bybit", rule="released"),
        right=Side("Bitget, the freed margin stays"),
        holds=_stands,
        verdict="depends",
        told="At Bitget the margin stays {right[margin after]} and the wall at {right[wall after]}; where "
             "only {left[margin after]} stay, the wall moves to {left[wall after]}.",
        repairs={
            ", where the freed margin leaves": lambda left, _: _stands(left),
            ", where the freed margin stays in": lambda left, right:
                _stands(right) and not _stands(left),
        },
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="D11",
        says="An account whose equity equals its requirement is {safe}.",
        by=Published("dYdX v4, its own tests of liquidation", "undated", _READ),
        about="dYdX",
        topic="liquidation",
        lesson=2,
        scene="A position of {value:money}, with an equity of {equity:money} and a requirement of "
              "{required:money}.",
        given={"value": 10_000.0, "equity": 100.0, "required": 100.0},
        run=_tied,
        left=Side("dYdX", DYDX),
        holds=lambda run: run.says("account") == "alive",
        verdict="depends",
        told="At dYdX only less than {left[required]} is liquidated; at Bitget a margin ratio of "
             "{right[margin ratio]} liquidates.",
        repairs={
            "safe at Bitget, liquidated at dYdX": lambda left, right:
                right.says("account") == "alive" and left.says("account") == "liquidated",
            "safe at dYdX, liquidated at Bitget": lambda left, right:
                left.says("account") == "alive" and right.says("account") == "liquidated",
        },
        rests=("tie",),
    ),
    Card(
        id="D12",
        says="If the book takes the position, what is left after a liquidation goes to {the trader}.",
        by=Published("Hyperliquid, documentation, trading/liquidations", "undated", _READ),
        about="Hyperliquid",
        topic="insurance fund",
        lesson=6,
        scene=f"{ISOLATED}; the liquidation is filled at {{lows[0]:tick}}.",
        given={**HOUSE, "lows": (54_100.0,)},
        run=falls,
        left=Side("the rest is the trader's, as at Hyperliquid", BITGET.with_traits(rest_goes_to="trader")),
        holds=lambda run: run["lost"] < run["margin"],
        verdict="depends",
        told="At Bitget the {right[insurance fund]} that are left go to the insurance fund; at Hyperliquid "
             "they return, and only {left[lost]} are lost.",
        repairs={
            "the trader at Bitget, to the insurance fund at Hyperliquid": lambda left, right:
                left["insurance fund"] > 0 and right["lost"] < right["margin"],
            "the trader at Hyperliquid, to the insurance fund at Bitget": lambda left, right:
                right["insurance fund"] > 0 and left["lost"] < left["margin"],
        },
        rests=("rest_goes_to", "requirement"),
    ),
    Card(
        id="D13",
        says="This long is liquidated at {38,500}.",
        by=Published("docs.hypereth.io, sample of the clearinghouse state", "undated", _SEEN),
        about="Hyperliquid",
        topic="liquidation price",
        lesson=7,
        scene="Long {size:plain} from {entry_price:tick}, 20x at most, in a cross account that is worth "
              "{equity:money} at a mark of {mark:tick}; other positions require {elsewhere:money}.",
        given={"size": 0.5, "entry_price": 43_000.0, "mark": 43_250.0, "equity": 10_250.75,
               "elsewhere": 259.375, "printed": 38_500.0},
        run=_beside,
        left=at_its_word(HYPERLIQUID, "as printed"),
        right=Side("Hyperliquid", HYPERLIQUID),
        holds=lambda run: run["wall"] == run["as printed"],
        verdict="false",
        told="At {left[as printed]} the account would still have {left[equity there]}, and "
             "{left[required there]} is required. By that exchange's rule the wall is at {right[wall]}.",
        repairs=Typed("wall"),
        rests=("MARKET-20X",),
    ),
)  # fmt: skip
