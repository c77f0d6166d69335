"""A course, an article and issue threads that were read in November 2026: their sentences as cards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, Typed, at_its_word
from marginlab.course.court.ledger import Ledger, Row, answer, ledger
from marginlab.course.court.scenes import HOUSE, of_one_tier
from marginlab.course.house import MODES, SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Funding, Mark
from marginlab.engine.position import Position
from marginlab.engine.replay import replay
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG
from marginlab.venues import BINANCE, BITGET, GATE, Venue
from marginlab.venues.contract import contract
from marginlab.venues.tables import BINANCE_2021_BTCUSDT

_READ = "2026-11-22"
_LESSON = Published("defiuniversity-xyz, perpetual-futures-course, lesson 2", "undated", _READ)
_course = partial(Card, by=_LESSON, about="none named")
_SHIB = "SHIBUSDT"


def _issue(project: str, number: int) -> Published:
    return Published(f"{project}, issue {number}", "undated", _READ)


def _of_rate(mmr: str) -> Venue:
    """Bitget, were this maintenance rate that of every value."""
    return replace(BITGET, contracts={SYMBOL: BITGET.contract(SYMBOL).with_rate(mmr)})


def _of_row(mmr: str) -> Venue:
    """Gate with one row of its tiers for SHIB, counted in millions of coins, and the report's fee."""
    row = contract(
        _SHIB, (("Infinity", mmr, 20),), base="million SHIB", fee_rate="0.0000075", read=_READ,
        source="freqtrade, issue 7294; 2.57 % is inferred from the price that Gate showed there",
        as_of="undated",
    )  # fmt: skip
    return replace(GATE, contracts={_SHIB: row})


def _three_brackets() -> Venue:
    """Binance with its first three brackets of 2021, open at the top and for any leverage."""
    tiers = [replace(tier, max_leverage=125) for tier in BINANCE_2021_BTCUSDT.tiers[:3]]
    tiers[-1] = replace(tiers[-1], cap=Decimal("Infinity"))
    return replace(BINANCE, contracts={SYMBOL: replace(BINANCE_2021_BTCUSDT, tiers=tuple(tiers))})


def _carried(side: Side, /, *, rate: float, days: float, high: float, **position: Any) -> Ledger:
    """A position that pays for some days at a flat price and is up then, as the side counts a gain."""
    account = opened("isolated", venue=side.venue, **position)
    (leg,) = account.positions.values()
    paying = [Funding(8.0 * i, SYMBOL, rate) for i in range(1, int(3 * days) + 1)]
    trace = replay(account, [Mark(0, {SYMBOL: leg.entry_price}), *paying])
    paid, gain = account.wallet_balance - trace.account.wallet_balance, side.rule(leg, high)
    return ledger(
        ("position value", leg.position_value(leg.entry_price)),
        ("margin", leg.cash),
        ("gain", gain),
        ("paid in funding", paid),
        ("in all", gain - paid),
    )


def _profit(side: Side, /, *, high: float, **position: Any) -> Ledger:
    """What a position has gained at a mark price, as the side counts it."""
    (leg,) = opened("isolated", venue=side.venue, **position).positions.values()
    return ledger(
        ("size", leg.size, "plain"),
        ("position value", leg.position_value(leg.entry_price)),
        ("margin", leg.cash),
        ("change of price", high - leg.entry_price),
        ("profit", side.rule(leg, high)),
    )


def _buffered(side: Side, /, *, entry_price: float, leverage: float, buffer: float) -> Ledger:
    """How far the wall of a long is, and which leverage would leave the distance that was printed."""
    printed = entry_price * (1 - buffer)
    wall, needed = printed, leverage
    if side.rule != "as printed":
        account = opened("isolated", venue=side.venue, entry_price=entry_price, leverage=leverage)
        leg = account.position(SYMBOL)
        wall = account.liquidation_price(SYMBOL, {SYMBOL: entry_price})
        margin = leg.maintenance_margin(printed) - leg.unrealized_pnl(printed)
        needed = leg.position_value(entry_price) / margin
    return ledger(
        ("buffer as printed", buffer, "percent"),
        ("wall", wall, "price"),
        ("buffer", 1 - wall / entry_price, "percent"),
        ("leverage for the printed buffer", needed, "x"),
    )


def _shared(side: Side, /, **position: Any) -> Ledger:
    """The maintenance margin at the entry, as a share of the initial margin."""
    (leg,) = opened("isolated", venue=side.venue, **position).positions.values()
    required = leg.maintenance_margin(leg.entry_price)
    return ledger(
        ("initial margin", leg.cash),
        ("maintenance margin and fee", required),
        ("share of it", required / leg.cash, "percent"),
    )


def _shared_at(side: Side, /, *, low: float, high: float, **position: Any) -> Ledger:
    """The same, at the lower or the higher leverage, as the side says."""
    return _shared(side, leverage={"low": low, "high": high}[side.rule], **position)


def _rowed(side: Side, /, *, size: float, entry_price: float, margin: float) -> Ledger:
    """A long of SHIB: what it requires where it begins, its wall, and whether it can be opened."""
    account = Account(side.venue, margin).set_margin_mode(_SHIB, "isolated")
    account = account.set_leverage(_SHIB, size * entry_price / margin)
    leg = account.draft(_SHIB, LONG, size, entry_price, {})
    risk = leg.risk(entry_price, margin)
    return ledger(
        ("entry price", entry_price, "price"),
        ("leverage", risk.effective_leverage, "x"),
        ("margin", risk.equity),
        ("required at the entry", risk.maintenance_margin),
        ("wall", leg.liquidation_price(margin, entry_price), "price"),
        answer("open it", lambda: account.open(_SHIB, LONG, size=size, price=entry_price)),
    )


def _bracketed(side: Side, /, *, size: float, entry_price: float, leverage: float) -> Ledger:
    """The wall of a long by the bracket of its margin, or as the exchange finds the bracket."""
    table, value = side.venue.contract(SYMBOL), size * entry_price
    by_size, by_margin, by_value = map(table.tier_at, (size, value / leverage, value))
    if side.rule == "collateral":
        table = of_one_tier(table, value / leverage)
    account = opened(
        "isolated", venue=replace(side.venue, contracts={SYMBOL: table}), size=size,
        entry_price=entry_price, leverage=leverage, wallet=value / leverage,
    )  # fmt: skip
    leg, wall = account.position(SYMBOL), account.liquidation_price(SYMBOL, {SYMBOL: entry_price})
    return ledger(
        ("position value", value),
        ("margin", leg.cash),
        ("rate of the size's bracket", float(by_size.mmr), "percent"),
        ("rate of the margin's bracket", float(by_margin.mmr), "percent"),
        ("rate of the value's bracket", float(by_value.mmr), "percent"),
        ("rate charged", float(table.tiers[leg.tier(wall)].mmr), "percent"),
        ("wall", wall, "price"),
        ("required there", leg.maintenance_margin(wall)),
    )


def _shapes(side: Side, /, *, days: float, volatility: float, **position: Any) -> Ledger:
    """Both modes by what the side counts, and what a liquidation takes from each on average."""
    counted, forfeited = [], []
    for mode in MODES:
        account = opened(mode, venue=side.venue, **position)
        (leg,) = account.positions.values()
        wall = account.liquidation_price(SYMBOL, {SYMBOL: leg.entry_price})
        life = Survival(LONG, leg.entry_price, wall, volatility)
        if side.rule == "chance":
            counted.append(Row(f"{mode}, counted", life.probability(24 * days), "chance"))
        else:
            counted.append(Row(f"{mode}, counted", account.pool_of(leg).collateral))
        lost = life.expected_forfeit(24 * days, leg.maintenance_margin(wall))
        forfeited.append(Row(f"{mode}, forfeited on average", lost))
    return ledger(*counted, *forfeited)


def _room(
    side: Side, /, *, wallet: float, size: float, entry_price: float, leverage: float,
    ether: float, ether_price: float, ether_mark: float,
) -> Ledger:  # fmt: skip
    """The room of a bitcoin long in cross: equity less maintenance, its own or that of all."""
    account = opened(
        "cross", venue=side.venue, size=size, entry_price=entry_price, leverage=leverage,
        wallet=wallet,
    ).set_leverage("ETHUSDT", leverage).open("ETHUSDT", LONG, size=ether, price=ether_price)  # fmt: skip
    marks = {SYMBOL: entry_price, "ETHUSDT": ether_mark}
    risk, leg = account.cross_pool.risk(marks), account.position(SYMBOL)
    own, wall = leg.maintenance_margin(entry_price), account.liquidation_price(SYMBOL, marks)
    counted = risk.maintenance_margin
    if side.rule == "own":
        counted, wall = own, leg.liquidation_price(risk.equity, entry_price)
    return ledger(
        ("initial margin of all positions", account.cross_pool.set_aside(marks)),
        ("equity", risk.equity),
        ("its maintenance margin", own),
        ("that of all positions", risk.maintenance_margin),
        ("room", (risk.equity - counted) / leg.position_value(entry_price), "percent"),
        ("wall", wall, "price"),
    )


_BRACKETS = _three_brackets()

CARDS = (
    _course(
        id="E12",
        says="A position of 10,000 that gained 1 % and paid 24 in funding is {still down}.",
        topic="profit",
        lesson=5,
        scene="Long {size} BTC from {entry_price:tick}, isolated at {leverage:x}; {rate:percent} every 8 "
              "hours for {days:plain} days, then the mark price is {high:tick}.",
        given={"size": 0.2, "entry_price": 50_000.0, "leverage": 10.0, "rate": 0.0001, "days": 8.0,
               "high": 50_500.0},
        run=_carried,
        left=at_its_word(rule=lambda leg, mark: leg.cash * (mark / leg.entry_price - 1)),
        right=Side("Bitget", rule=Position.unrealized_pnl),
        holds=lambda run: run["in all"] < 0,
        verdict="false",
        told="1 % of the position is {right[gain]}; less {right[paid in funding]} that is "
             "{right[in all]}. Only 1 % of the margin would be less than what was paid: {left[gain]}.",
        repairs={
            "up by 76": lambda _, right: right.says("in all") == "76",
            "up by 100": lambda _, right: right.says("in all") == "100",
        },
        rests=(),
    ),
    _course(
        id="E13",
        says="A leverage of {3.85x} leaves a buffer of 30 %.",
        topic="leverage",
        lesson=2,
        scene="An isolated long from {entry_price:tick} at {leverage:x}: 3,846 on 1,000.",
        given={"entry_price": 60_000.0, "leverage": 3.846, "buffer": 0.3},
        run=_buffered,
        left=at_its_word(rule="as printed"),
        holds=lambda run: run.says("buffer") == run.says("buffer as printed"),
        verdict="false",
        told="Its wall is {right[buffer]} away. {right[buffer as printed]} are left at "
             "{right[leverage for the printed buffer]}.",
        repairs=Typed("leverage for the printed buffer"),
        rests=("requirement", SYMBOL),
    ),
    _course(
        id="E14",
        says="Maintenance is {usually} 50 to 80 % of the initial margin.",
        topic="margin",
        lesson=2,
        scene="Long {size} BTC from {entry_price:tick}, isolated, at {low:x} or at {high:x}.",
        given={"size": 0.1, "entry_price": 60_000.0, "low": 10.0, "high": 125.0},
        run=_shared_at,
        left=Side("Bitget, at 125x", rule="high"),
        right=Side("Bitget, at 10x", rule="low"),
        holds=lambda run: 0.5 <= run["share of it"] <= 0.8,
        verdict="depends",
        told="The share grows with the leverage: {right[share of it]} at 10x, {left[share of it]} at 125x.",
        repairs={
            "at 10x": lambda _, low: 0.5 <= low["share of it"] <= 0.8,
            "at 125x": lambda high, _: 0.5 <= high["share of it"] <= 0.8,
            "at any leverage": lambda high, low:
                min(high["share of it"], low["share of it"]) >= 0.5,
        },
        rests=("requirement", SYMBOL),
    ),
    _course(
        id="E15",
        says="Profit is the change of price times {the position in dollars}.",
        topic="profit",
        lesson=1,
        scene="Long {size} BTC from {entry_price:tick}, isolated at {leverage:x}; the mark price rises to "
              "{high:tick}.",
        given={**HOUSE, "high": 61_000.0},
        run=_profit,
        left=at_its_word(
            rule=lambda leg, mark: leg.position_value(leg.entry_price) * (mark - leg.entry_price)
        ),
        right=Side("Bitget", rule=Position.unrealized_pnl),
        holds=lambda run: run["profit"] == run["change of price"] * run["position value"],
        verdict="false",
        told="It is {right[profit]}: {right[change of price]} times {right[size]} BTC. Times the "
             "{right[position value]} that it is worth, it would be {left[profit]}.",
        repairs={
            "the size in coin": lambda _, right:
                round(right["profit"] - right["change of price"] * right["size"], 6) == 0,
            "the margin": lambda _, right:
                right["profit"] == right["change of price"] * right["margin"],
        },
        rests=(),
    ),
    Card(
        id="E16",
        says="On Bitget, at 5x, maintenance is around {12.5 %} of the initial margin.",
        by=Published("kdj.com, another page on Bitget", "undated", _READ),
        about="Bitget",
        topic="margin",
        lesson=2,
        scene="Long {size} BTC from {entry_price:tick}, isolated at {leverage:x}.",
        given={**HOUSE, "leverage": 5.0},
        run=_shared,
        left=at_its_word(_of_rate("0.0244")),
        holds=lambda run: round(run["share of it"], 3) == 0.125,
        verdict="false",
        told="{right[maintenance margin and fee]} of {right[initial margin]} are {right[share of it]}. "
             "12.5 % would be a rate of 2.5 % of the value.",
        repairs=Typed("share of it"),
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="E17",
        says="A long of SHIB at 4.96x is liquidated {above its entry, at once}.",
        by=_issue("freqtrade", 7294),
        about="Gate",
        topic="tiers",
        lesson=8,
        scene="Long {size} million SHIB from {entry_price} a million, with a margin of {margin:money}.",
        given={"size": 65.9974, "entry_price": 13.841, "margin": 184.05},
        run=_rowed,
        left=at_its_word(_of_row("0.25")),
        right=Side("Gate, by the wall that it showed", _of_row("0.0257")),
        holds=lambda run: run["wall"] > run["entry price"],
        verdict="false",
        told="25 %, the rate of another row, would require {left[required at the entry]} of a margin of "
             "{left[margin]}: it has no wall below the entry and cannot be opened. Its own row "
             "requires {right[required at the entry]}, and the wall is {right[wall]} a million.",
        repairs={
            "at its entry": lambda _, right: right.says("wall") == right.says("entry price"),
            "below its entry": lambda _, right: right["wall"] < right["entry price"],
        },
        rests=("requirement", _SHIB),
    ),
    Card(
        id="E18",
        says="The maintenance bracket is found by {the collateral}.",
        by=_issue("freqtrade", 10422),
        about="Binance",
        topic="tiers",
        lesson=8,
        scene="Long {size:plain} BTC from {entry_price:tick}, isolated at {leverage:x}; three brackets.",
        given={"size": 100.0, "entry_price": 60_000.0, "leverage": 100.0},
        run=_bracketed,
        left=at_its_word(_BRACKETS, "collateral"),
        right=Side("Binance, three brackets of 2021", _BRACKETS),
        holds=lambda run: run["rate charged"] == run["rate of the margin's bracket"],
        verdict="false",
        told="A margin of {right[margin]} lies in the bracket of {right[rate of the margin's bracket]}, a "
             "value of {right[position value]} in that of {right[rate of the value's bracket]}. The "
             "wall is {right[wall]}, not {left[wall]}. The report was contested.",
        repairs={
            "the value": lambda _, right: right["rate charged"] == right["rate of the value's bracket"],
            "the size in coin": lambda _, right:
                right["rate charged"] == right["rate of the size's bracket"],
        },
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="E19",
        says="Cross has no benefit for its greater risk{}.",
        by=_issue("freqtrade", 11916),
        about="none named",
        topic="margin mode",
        lesson=3,
        scene="Long {size} BTC from {entry_price:tick} at {leverage:x}, {wallet:money} in the wallet; "
              "{days:plain} days at a volatility of {volatility:chance}.",
        given={**HOUSE, "wallet": 2_000.0, "days": 30.0, "volatility": 0.6},
        run=_shapes,
        left=Side("Bitget, by the chance of a liquidation", rule="chance"),
        right=Side("Bitget, by the most that is lost", rule="stake"),
        holds=lambda run: run["cross, counted"] >= run["isolated, counted"],
        verdict="depends",
        told="Of isolated positions {left[isolated, counted]} are liquidated, of cross ones "
             "{left[cross, counted]}; at most {right[isolated, counted]} are lost, or "
             "{right[cross, counted]}. The mean is the same but for what is forfeited.",
        repairs={", by the most that is lost": lambda _, stake:
                 stake["cross, counted"] >= stake["isolated, counted"],
                 ", by the chance of a liquidation": lambda chance, _:
                 chance["cross, counted"] >= chance["isolated, counted"]},
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="E20",
        says="In cross, room of {4.60 %} is left.",
        by=_issue("TorchTrade", 344),
        about="none named",
        topic="liquidation price",
        lesson=7,
        scene="Long {size} BTC from {entry_price:tick} and {ether} ETH from {ether_price:tick} at "
              "{leverage:x}, {wallet:money} in the wallet; ETH stands at {ether_mark:tick}.",
        given={"wallet": 14.0, "size": 0.001, "entry_price": 100_000.0, "leverage": 100.0, "ether": 0.25,
               "ether_price": 4_036.0, "ether_mark": 4_000.0},
        run=_room,
        left=at_its_word(BINANCE, "own"),
        right=Side("Binance", BINANCE),
        holds=lambda run: round(run["room"], 6) == 0.046,
        verdict="false",
        told="Equity is {right[equity]}; this position requires {right[its maintenance margin]}, all "
             "together {right[that of all positions]}. Room of {right[room]} is left, and the wall is "
             "{right[wall]}, not {left[wall]}.",
        repairs=Typed("room"),
        rests=("requirement", SYMBOL, "ETHUSDT"),
    ),
)  # fmt: skip
