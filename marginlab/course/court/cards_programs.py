"""What programs answer to valid input: a version, a number, and the one from equity = requirement.

Each was seen in the package itself. Where it is known how a program comes to its number, that is the
rule on the left; a card falls away when a later version answers otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from marginlab.course.court.card import Card, Published, Side, Typed, at_its_word
from marginlab.course.court.ledger import NEVER, Ledger, Row, answer, ledger, lived
from marginlab.course.court.scenes import LONG_BTC, of_one_tier, okx
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Mark
from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.engine.replay import replay
from marginlab.theory.linear import equity, maintenance_rate_alone, roe, taker_fee
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BINANCE, HYPERLIQUID, Venue
from marginlab.venues.contract import contract

_SEEN = "2026-11-27"
_SWAP, _PERP, _ETH = "BTC-USDT-SWAP", "PERP_BTC_USDC", "ETHUSDT"

_OKX = okx(_SWAP)
_BINANCE = BINANCE.with_contracts(
    contract(SYMBOL, (
        ("300000", "0.004", 150), ("800000", "0.005", 100), ("3000000", "0.0065", 75),
        ("12000000", "0.01", 50), ("70000000", "0.02", 25),
    ), base="BTC", source="Binance's leverage brackets as freqtrade 2026.9 carries them", as_of="2026-09",
        read=_SEEN)
)  # fmt: skip
_ORDERLY = Venue(
    name="Orderly",
    requirement=maintenance_rate_alone,
    contracts=MappingProxyType({_PERP: contract(
        _PERP, (("Infinity", "0.006", 100),), base="BTC", settle="USDC", fee_rate="0", as_of="undated",
        read=_SEEN, source="Orderly, documentation, formulas and definitions; the rates are inferred",
    )}),
    source="Orderly, documentation, formulas and definitions",
    as_of="undated",
    read=_SEEN,
)  # fmt: skip


def _answered(program: str) -> Published:
    return Published(program, _SEEN, _SEEN)


def _ratios(side: Side, *, marks: tuple[float, ...], **opening: Any) -> Ledger:
    """The margin ratio of a cross long at some marks, and how far the last is from its wall.

    As the program has it, the equity is worked back from the liquidation price at the rate alone, and
    the open loss is left out.
    """
    account = opened("cross", venue=side.venue, **opening)
    leg = account.position(SYMBOL)
    wall = account.liquidation_price(SYMBOL, {SYMBOL: leg.entry_price})
    rows = [Row("wall", wall, "price")]
    for mark in marks:
        risk = account.cross_pool.risk({SYMBOL: mark})
        behind, required = risk.equity, risk.maintenance_margin
        if side.rule == "worked back":
            rate = float(leg.rules.contract.tier_at(risk.position_value).mmr)
            behind = leg.size * (leg.entry_price - wall * (1 - rate))
            required = rate * risk.position_value
        at = f"at {show(mark)}"
        rows += [
            Row(f"equity {at}", behind),
            Row(f"required {at}", required),
            Row(f"margin ratio {at}", required / behind, "percent"),
        ]
    return ledger(*rows, ("from there to the wall", marks[-1] - wall))


_Leg = tuple[str, int, float, float, float]  # symbol, side, size, entry price, mark price


def _book(venue: Venue, wallet: float, *legs: _Leg) -> tuple[Account, dict[str, float]]:
    """A cross account with these positions, and their marks."""
    account = Account(venue, wallet, default_leverage=50.0)
    for symbol, side, size, entry_price, _ in legs:
        account = account.open(symbol, side, size=size, price=entry_price)
    return account, {symbol: mark for symbol, _, _, _, mark in legs}


def _alone(leg: Position, money: float, marks: dict[str, float]) -> float:
    """The wall of one position that has this money behind it."""
    return Pool("cross", "cross", money, (leg,)).liquidation_price(leg.symbol, marks)


def _two_walls(
    side: Side,
    *,
    wallet: float,
    short: tuple[float, float, float],
    long: tuple[float, float, float],
) -> Ledger:
    """The walls of a short in BTC and a long in ETH: each with more behind it, then together."""
    account, marks = _book(side.venue, wallet, (SYMBOL, SHORT, *short), (_ETH, LONG, *long))
    btc, eth = account.position(SYMBOL), account.position(_ETH)
    rows: list[Row] = []
    for leg, other in ((btc, eth), (eth, btc)):
        of, mark = f"of {leg.rules.contract.base}", marks[other.symbol]
        profit, required = other.unrealized_pnl(mark), other.maintenance_margin(mark)
        money = {_WALLET: wallet, _PROFIT: wallet + profit, _BOTH: wallet + profit - required}
        walls = {by: _alone(leg, behind, marks) for by, behind in money.items()}
        wall = walls[_WALLET] if side.rule else account.liquidation_price(leg.symbol, marks)
        rows += [
            Row(f"wall {of}{by}", price, "price") for by, price in (*walls.items(), ("", wall))
        ]
    return ledger(*rows)


_WALLET, _PROFIT = " by the wallet", ", the other's profit counted"
_BOTH = ", its requirement too"


def _by(run: Ledger, how: str) -> bool:
    """Whether both walls are those that were found so."""
    return all(
        run.says(f"wall of {coin}") == run.says(f"wall of {coin}{how}") for coin in ("BTC", "ETH")
    )


def _beside(
    side: Side,
    *,
    wallet: float,
    held: tuple[float, float],
    other: tuple[float, float, float],
) -> Ledger:
    """The wall of a long in BTC beside a long in ETH, and beside a short, each signed or not."""
    rows = []
    for way, name in ((LONG, "long"), (SHORT, "short")):
        account, marks = _book(
            side.venue, wallet, (SYMBOL, LONG, *held, held[-1]), (_ETH, way, *other)
        )
        leg, beside = account.position(SYMBOL), account.position(_ETH)
        profit, required = (
            of(marks[_ETH]) for of in (beside.unrealized_pnl, beside.maintenance_margin)
        )
        wall = account.liquidation_price(SYMBOL, marks)
        if side.rule == "without a sign":
            profit = way * profit
            wall = _alone(leg, wallet + profit - required, marks)
        rows += [Row(f"profit of the {name}", profit), Row(f"wall beside a {name}", wall, "price")]
    return ledger(*rows)


def _ratio_of(side: Side, *, marks: tuple[float, ...], **opening: Any) -> Ledger:
    """The margin ratio of a cross long on its way down, over the account or over its own margin."""
    account = opened("cross", venue=side.venue, symbol=_SWAP, **opening)
    leg, rows = account.position(_SWAP), []
    for mark in marks:
        risk = account.cross_pool.risk({_SWAP: mark})
        behind, required = risk.equity, risk.maintenance_margin
        if side.rule == "initial margin and open profit":
            behind = leg.initial_margin(mark) + leg.unrealized_pnl(mark)
            required = float(leg.rules.contract.tiers[0].mmr) * risk.position_value
        at = f"at {show(mark)}"
        rows += [Row(f"behind it {at}", behind), Row(f"ratio {at}", required / behind, "percent")]
    return ledger(*rows)


def _ways(run: Ledger) -> set[bool]:
    """Whether the margin ratio rises from one mark to the next."""
    ratios = [run[row.what] for row in run if row.what.startswith("ratio")]
    return {one < other for one, other in pairwise(ratios)}


def _returned(side: Side, *, mark: float, **opening: Any) -> Ledger:
    """The return of an isolated long: its profit over what was put in, or without a sign over the rest."""
    leg = opened("isolated", venue=side.venue, symbol="MARKET-40X", **opening).position(
        "MARKET-40X"
    )
    profit, left = leg.unrealized_pnl(mark), leg.cash + leg.unrealized_pnl(mark)
    over = roe(abs(profit), left) if side.rule == "over the rest" else roe(profit, leg.cash)
    return ledger(
        ("put in", leg.cash), ("profit", profit), ("left", left), ("return", over, "move")
    )


def _fee(side: Side, *, contracts: float, contract_size: float, price: float) -> Ledger:
    """The taker fee of an order that counts in contracts."""
    size = contracts if side.rule == "contracts for coins" else contracts * contract_size
    fee = taker_fee(size, price, float(side.venue.contract(_SWAP).fee_rate))
    return ledger(("size", size, "plain"), ("order value", size * price), ("fee", fee))


def _second_tier(
    side: Side, *, second: float, contract_size: float, price: float, size: float
) -> Ledger:
    """Where the second tier begins, which is counted in contracts, and the tier of a position."""
    begins = second if side.rule == "contracts for money" else second * contract_size * price
    # Only the edge decides here, not what the second tier charges.
    rows = ((str(begins), "0.004", 100), ("Infinity", "0.004", 100))
    table = contract(_SWAP, rows, base="BTC", source=_ANSWER, as_of=_SEEN, read=_SEEN)
    tier = table.tiers.index(table.tier_at(size * price)) + 1
    return ledger(
        ("second tier from", begins), ("position value", size * price), ("its tier", tier, "plain")
    )


_ANSWER = "OKX, what its table of position tiers answers"


def _tiered(side: Side, **opening: Any) -> Ledger:
    """The wall of an isolated long whose tier is looked up by its value at the wall, or by its margin."""
    margin = opening["size"] * opening["entry_price"] / opening["leverage"]
    venue, table = side.venue, side.venue.contract(SYMBOL)
    if side.rule == "by the margin":
        venue = venue.with_contracts(of_one_tier(table, margin))
    leg = opened("isolated", venue=venue, wallet=margin, **opening).position(SYMBOL)
    wall = leg.liquidation_price(leg.cash, leg.entry_price)
    mmr, _, offset, _ = leg.rules.rates[leg.tier(wall)]
    return ledger(
        ("margin", margin),
        ("rate", mmr, "percent"),
        ("offset", offset),
        ("wall", wall, "price"),
        ("value there", leg.position_value(wall)),
    )


def _bought(
    side: Side, *, wallet: float, leverage: float, price: float, sizes: tuple[float, ...]
) -> Ledger:
    """Whether orders of these sizes are taken; a program without a check takes all."""
    account = Account(side.venue, wallet, default_leverage=leverage)

    def order(size: float) -> Callable[[], object]:
        if side.rule == "no check":
            return lambda: account
        return lambda: account.open(SYMBOL, LONG, size=size, price=price)

    return ledger(
        ("available", account.available_balance()),
        ("margin of the first", sizes[0] * price / leverage),
        *(answer(f"buy {show(size)} BTC", order(size)) for size in sizes),
    )


def _gapped(side: Side, *, low: float, **opening: Any) -> Ledger:
    """Who pays when a mark gaps beyond the bankruptcy price of a cross long."""
    account = opened("cross", venue=side.venue, **opening)
    (end,) = replay(account, (Mark(1, {SYMBOL: low}),)).ledger
    fund = 0.0 if side.rule == "debt forgotten" else end.insurance_fund
    return ledger(
        ("equity after the gap", account.equity({SYMBOL: low})),
        ("trader", end.trader),
        ("counterparties", end.counterparties),
        ("insurance fund", fund),
        ("sum of all", end.trader + end.counterparties + fund),
    )


def _crossed(side: Side, *, marks: tuple[float, ...], **opening: Any) -> Ledger:
    """A cross long through some marks; where nothing is liquidated, its equity alone."""
    account = opened("cross", venue=side.venue, **opening)
    if side.rule != "no liquidation":
        return lived(account, *(Mark(time, {SYMBOL: mark}) for time, mark in enumerate(marks)))
    equities = [(f"equity at {show(m)}", account.equity({SYMBOL: m})) for m in marks]
    return ledger(("wall", NEVER), *equities, ("held at the end", equities[-1][1]))


def _growing(
    side: Side, *, growth: float, size: float, entry_price: float, leverage: float
) -> Ledger:
    """The wall of a long whose rate grows with its value: by three calls, and where it really is."""
    venue, margin = side.venue, size * entry_price / leverage
    least = float(venue.contract(_PERP).tiers[0].mmr)

    def rate_at(price: float) -> float:
        return max(least, growth * math.pow(size * price / 100_000, 0.8))

    def wall_at(rate: float) -> float:
        given = {"side": LONG, "size": size, "entry_price": entry_price, "collateral": margin}
        return float(venue.liquidation_price(**given, mmr=rate))

    def left_at(price: float) -> float:
        return float(equity(LONG, size, entry_price, price, margin))

    low, high = wall_at(least), wall_at(rate_at(entry_price))
    rows = [
        Row("wall by the least rate", low, "price"),
        Row("wall by the rate at the mark", high, "price"),
    ]
    wall = high
    while 2 * (high - low) > 0.0001 * (high + low):
        middle = (low + high) / 2
        alive = left_at(middle) >= rate_at(middle) * size * middle
        low, high = (low, middle) if alive else (middle, high)
    rows.append(Row("wall halved to 0.01 %", high, "price"))
    if side.rule != "by the rate at the mark":
        for _ in range(50):  # each time a twentieth of the difference stays
            wall = wall_at(rate_at(wall))
    return ledger(
        *rows,
        ("wall", wall, "price"),
        ("equity there", left_at(wall)),
        ("required there", rate_at(wall) * size * wall),
    )


CARDS = (
    Card(
        id="T1",
        says="At a mark of 50,210 this account has a margin ratio of {2.50 %}.",
        by=_answered("ccxt 4.5.90, fetch_positions"),
        about="Binance",
        topic="liquidation",
        lesson=7,
        scene=f"{LONG_BTC} in cross, {{wallet:money}} in the wallet; the mark price falls from "
              "{marks[0]:tick} to {marks[1]:tick}.",
        given={"size": 1.0, "entry_price": 60_000.0, "wallet": 10_000.0, "marks": (60_000.0, 50_210.0)},
        run=_ratios,
        left=at_its_word(BINANCE, "worked back"),
        right=Side("Binance", BINANCE),
        holds=lambda run: round(run["margin ratio at 50,210"], 4) == 0.025,
        verdict="false",
        told="The open loss was left out. Of {right[equity at 50,210]}, {right[required at 50,210]} is "
             "required: {right[margin ratio at 50,210]}, and {right[from there to the wall]} to the wall.",
        repairs=Typed("margin ratio at 50,210"),
        rests=(SYMBOL,),
    ),
    Card(
        id="T2",
        says="In cross the wall of a position follows from {the wallet and that position alone}.",
        by=_answered("ccxt 4.5.90, fetch_positions, method account, useV2"),
        about="Binance",
        topic="liquidation price",
        lesson=7,
        scene="{wallet:money} in the wallet; short {short[0]:plain} BTC from {short[1]:tick}, mark "
              "{short[2]:tick}, and long {long[0]:plain} ETH from {long[1]:tick}, mark {long[2]:tick}.",
        given={"wallet": 2_000.0, "short": (0.1, 60_000.0, 61_000.0), "long": (10.0, 3_000.0, 3_000.0)},
        run=_two_walls,
        left=at_its_word(BINANCE, "alone"),
        right=Side("Binance", BINANCE),
        holds=lambda run: _by(run, _WALLET),
        verdict="false",
        told="The program names {left[wall of BTC]} and {left[wall of ETH]}. With the other's profit or loss "
             "and its requirement the walls are at {right[wall of BTC]} and {right[wall of ETH]}.",
        repairs={
            "the wallet, that position and the other's profit": lambda _, right: _by(right, _PROFIT),
            "the wallet, that position, the other's profit and its requirement": lambda _, right:
                _by(right, _BOTH),
        },
        rests=(SYMBOL, _ETH),
    ),
    Card(
        id="T3",
        says="As this long falls, its margin ratio {falls, and below zero}.",
        by=_answered("ccxt 4.5.90, fetch_positions"),
        about="OKX",
        topic="liquidation",
        lesson=7,
        scene=f"{LONG_BTC} in cross at {{leverage:x}}, {{wallet:money}} in the account; the mark price is "
              "{marks[0]:tick}, {marks[1]:tick}, then {marks[2]:tick}.",
        given={"size": 1.0, "entry_price": 60_000.0, "leverage": 10.0, "wallet": 40_000.0,
               "marks": (54_600.0, 54_000.0, 30_000.0)},
        run=_ratio_of,
        left=at_its_word(_OKX, "initial margin and open profit"),
        right=Side("OKX, by the rates of its calculator", _OKX),
        holds=lambda run: run["ratio at 54,600"] > 0 > run["ratio at 54,000"],
        verdict="false",
        told="The whole account stands behind it, not its initial margin and open profit: the ratio is "
             "{right[ratio at 54,600]}, then {right[ratio at 30,000]}.",
        repairs={
            "falls, and stays above zero": lambda _, right:
                _ways(right) == {False} and right["ratio at 30,000"] > 0,
            "rises": lambda _, right: _ways(right) == {True},
        },
        rests=("requirement", _SWAP),
    ),
    Card(
        id="T4",
        says="This long has a return of {+500 %}.",
        by=_answered("ccxt 4.5.90, fetch_positions, percentage"),
        about="Hyperliquid",
        topic="profit",
        lesson=1,
        scene=f"{LONG_BTC}, isolated at {{leverage:x}}; the mark price is {{mark:tick}}.",
        given={"size": 0.1, "entry_price": 60_000.0, "leverage": 10.0, "mark": 55_000.0},
        run=_returned,
        left=at_its_word(HYPERLIQUID, "over the rest"),
        right=Side("Hyperliquid", HYPERLIQUID),
        holds=lambda run: round(run["return"], 6) == 5,
        verdict="false",
        told="Of the {right[put in]} that were put in {right[left]} are left: {right[return]}. The program "
             "divides the loss, without its sign, by what is left.",
        repairs=Typed("return"),
        rests=(),
    ),
    Card(
        id="T5",
        says="Buying 1 BTC at 60,000 costs a taker fee of {3,000}.",
        by=_answered("ccxt 4.5.90, calculate_fee"),
        about="none named",
        topic="profit",
        lesson=1,
        scene="{contracts:plain} contracts of {contract_size:plain} BTC at {price:tick}, at a fee of 0.05 %.",
        given={"contracts": 100.0, "contract_size": 0.01, "price": 60_000.0},
        run=_fee,
        left=at_its_word(_OKX, "contracts for coins"),
        right=Side("OKX, by the rates of its calculator", _OKX),
        holds=lambda run: round(run["fee"], 6) == 3_000,
        verdict="false",
        told="The contracts were taken for coins. The order is worth {right[order value]}, and "
             "costs {right[fee]}.",
        repairs=Typed("fee"),
        rests=(_SWAP,),
    ),
    Card(
        id="T6",
        says="The second tier begins at a value of {1,001}.",
        by=_answered("ccxt 4.5.90, fetch_market_leverage_tiers"),
        about="OKX",
        topic="tiers",
        lesson=8,
        scene="By the exchange's table the second tier begins at {second:plain} contracts of "
              "{contract_size:plain} BTC; a position of {size:plain} BTC at {price:tick}.",
        given={"second": 1_001.0, "contract_size": 0.01, "price": 60_000.0, "size": 0.1},
        run=_second_tier,
        left=at_its_word(_OKX, "contracts for money"),
        right=Side("OKX", _OKX),
        holds=lambda run: run["second tier from"] == 1_001,
        verdict="false",
        told="The table counts contracts. In money the tier begins at {right[second tier from]}; a position "
             "of {right[position value]} is in tier {right[its tier]}, not in tier {left[its tier]}.",
        repairs=Typed("second tier from"),
        rests=(),
    ),
    Card(
        id="T7",
        says="This long is liquidated at {95,381.53}.",
        by=_answered("freqtrade 2026.9"),
        about="Binance",
        topic="tiers",
        lesson=8,
        scene=f"{LONG_BTC}, isolated at {{leverage:x}}.",
        given={"size": 40.0, "entry_price": 100_000.0, "leverage": 20.0},
        run=_tiered,
        left=at_its_word(_BINANCE, "by the margin"),
        right=Side("Binance, brackets of 2026-09", _BINANCE),
        holds=lambda run: run.says("wall") == "95,381.53",
        verdict="false",
        told="The tier was looked up by the margin of {left[margin]}. The value decides, "
             "{right[value there]} at the wall: a rate of {right[rate]}, and the wall at {right[wall]}.",
        repairs=Typed("wall"),
        rests=(SYMBOL,),
    ),
    Card(
        id="T8",
        says="In cross this long's wall is {the same beside a long and beside a short}.",
        by=_answered("freqtrade 2026.9, dry run in cross"),
        about="Binance",
        topic="liquidation price",
        lesson=7,
        scene="{wallet:money} in the wallet; long {held[0]:plain} BTC from {held[1]:tick}, beside "
              "{other[0]:plain} ETH from {other[1]:tick}, mark {other[2]:tick}.",
        given={"wallet": 8_000.0, "held": (0.2, 100_000.0), "other": (10.0, 3_000.0, 3_300.0)},
        run=_beside,
        left=at_its_word(BINANCE, "without a sign"),
        right=Side("Binance", BINANCE),
        holds=lambda run: run.says("wall beside a long") == run.says("wall beside a short"),
        verdict="false",
        told="The sign of the side was left out. A long gains {right[profit of the long]}, and the wall is "
             "at {right[wall beside a long]}; a short loses as much: {right[wall beside a short]}.",
        repairs={
            "lower beside a long than beside a short": lambda _, right:
                right["wall beside a long"] < right["wall beside a short"],
            "higher beside a long than beside a short": lambda _, right:
                right["wall beside a long"] > right["wall beside a short"],
        },
        rests=(SYMBOL, _ETH),
    ),
    Card(
        id="T9",
        says="An account of 10,000 may buy {800 BTC} at 60,000 and 10x.",
        by=_answered("nautilus_trader 1.221.0, margin account"),
        about="none named",
        topic="leverage",
        lesson=1,
        scene="{wallet:money} in the account, which has a leverage of {leverage:x}; orders at {price:tick}.",
        given={"wallet": 10_000.0, "leverage": 10.0, "price": 60_000.0, "sizes": (800.0, 16.0, 1.6)},
        run=_bought,
        left=at_its_word(rule="no check"),
        holds=lambda run: run.accepts("buy 800 BTC"),
        verdict="false",
        told="The order would need a margin of {right[margin of the first]}, and {right[available]} is "
             "there: Bitget refuses it.",
        repairs={
            "16 BTC": lambda _, right: right.accepts("buy 16 BTC"),
            "1.6 BTC": lambda _, right: right.accepts("buy 1.6 BTC"),
        },
        rests=(),
    ),
    Card(
        id="T10",
        says="After this gap the account has lost all that it had, and {nobody else anything}.",
        by=_answered("backtesting.py 0.6.6"),
        about="none named",
        topic="insurance fund",
        lesson=6,
        scene=f"{LONG_BTC} in cross, {{wallet:money}} in the wallet; the mark price gaps to {{low:tick}}.",
        given={"size": 1.65, "entry_price": 60_000.0, "wallet": 10_000.0, "low": 48_000.0},
        run=_gapped,
        left=at_its_word(rule="debt forgotten"),
        holds=lambda run: run["insurance fund"] == 0,
        verdict="false",
        told="The counterparties have won {right[counterparties]} and the trader had only the wallet. The "
             "difference comes out of the insurance fund, {right[insurance fund]}.",
        repairs={
            "the insurance fund 9,800": lambda _, right: round(right["insurance fund"], 2) == -9_800,
            "the counterparties 9,800": lambda _, right: round(right["counterparties"], 2) == -9_800,
        },
        rests=("fill_deviation",),
    ),
    Card(
        id="T11",
        says="A cross account {is never liquidated, and can come back from below zero}.",
        by=_answered("jesse 3.5.3, back-test, default mode"),
        about="none named",
        topic="liquidation",
        lesson=3,
        scene=f"{LONG_BTC} in cross, {{wallet:money}} in the wallet; the mark price falls to "
              "{marks[0]:tick} and {marks[1]:tick}, then is back at {marks[2]:tick}.",
        given={"size": 0.1, "entry_price": 60_000.0, "wallet": 2_000.0,
               "marks": (40_100.0, 30_200.0, 60_000.0)},
        run=_crossed,
        left=at_its_word(rule="no liquidation"),
        holds=lambda run: "closed at" not in run and run["equity at 30,200"] < 0,
        verdict="false",
        told="Its wall is at {right[wall]}; behind it the account is liquidated, and at "
             "{left[equity at 30,200]} there is nothing left to come back.",
        repairs={
            "is liquidated where its equity is zero": lambda _, right:
                "closed at" in right and round(right["equity at the wall"], 6) == 0,
            "is liquidated at its wall, and what is lost stays lost": lambda _, right:
                "closed at" in right and right["held at the end"] == 0,
        },
        rests=("requirement", SYMBOL),
    ),
    Card(
        id="T12",
        says="A rate that grows with the value is taken at {the value at the mark} to find the wall.",
        by=_answered("@orderly.network/perp 5.2.1"),
        about="Orderly",
        topic="tiers",
        lesson=8,
        scene=f"{LONG_BTC}, isolated at {{leverage:x}}, marked there. The maintenance rate is 0.6 %, or "
              "{growth:plain} times the value, in units of 100,000, to the power of 0.8 where that is more.",
        given={"growth": 0.0002478, "size": 300.0, "entry_price": 60_000.0, "leverage": 10.0},
        run=_growing,
        left=at_its_word(_ORDERLY, "by the rate at the mark"),
        right=Side("Orderly, by its formula", _ORDERLY),
        holds=lambda run: run.says("wall") == run.says("wall by the rate at the mark"),
        verdict="false",
        told="By the call that is asked the wall is at {left[wall by the least rate]}, "
             "{left[wall by the rate at the mark]} or {left[wall halved to 0.01 %]}. Equity and requirement "
             "meet at {right[wall]}.",
        repairs={
            "its least": lambda _, right: right.says("wall") == right.says("wall by the least rate"),
            "the value at the wall": lambda _, right:
                right.says("equity there") == right.says("required there"),
        },
        rests=(_PERP,),
    ),
)  # fmt: skip
