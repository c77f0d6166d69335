"""Posts and calculators that were read in November 2026: their sentences as cards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from marginlab.course.court.card import Card, Published, Side, Typed, at_its_word
from marginlab.course.court.ledger import NEVER, Ledger, ledger, lived, wall_of
from marginlab.course.court.scenes import NOTHING_REQUIRED
from marginlab.course.house import MODES, SYMBOL, opened
from marginlab.engine.events import Funding, Mark
from marginlab.engine.replay import replay
from marginlab.theory.conditions import Statement
from marginlab.theory.linear import maintenance_margin, maintenance_margin_at_entry
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BINANCE, BITGET, Venue

_READ = "2026-11-22"
_ALL_IN = Published("gate.ac, post 16611371", "undated", _READ)
_STORY = Published("binance.bh, a post under the hashtag FundingRate", "undated", _READ)
_card = partial(Card, about="none named")


def _square(post: str) -> Published:
    return Published(f"Binance Square, {post}", "undated", _READ)


def _charging(mmr: str, *, on: Statement = maintenance_margin) -> Venue:
    """Bitget, were all that it requires this rate and its fee of any value, at the mark or entry."""
    contract = BITGET.contract(SYMBOL).with_rate(mmr)
    return replace(BITGET, requirement=on, trigger=on, contracts={SYMBOL: contract})


def _all_in(
    side: Side, /, *, margin: float, leverage: float, entry_price: float, wallet: float, low: float
) -> Ledger:
    """A cross long of this margin times leverage: its wall, what it has and has to have at a low."""
    account = opened(
        "cross", venue=side.venue, size=margin * leverage / entry_price, entry_price=entry_price,
        leverage=leverage, wallet=wallet,
    )  # fmt: skip
    risk = account.cross_pool.risk({SYMBOL: low})
    return ledger(
        ("position value", margin * leverage),
        *wall_of(account, SYMBOL),
        ("equity at the low", risk.equity),
        ("equity over value", risk.equity / risk.position_value, "percent"),
        ("required over value", risk.maintenance_margin / risk.position_value, "percent"),
    )


def _falls(side: Side, /, *, low: float, symbol: str, **position: Any) -> Ledger:
    """The position in the margin mode of the side, after one mark price."""
    account = opened(side.rule, venue=side.venue, symbol=symbol, **position)
    return lived(account, Mark(1, {symbol: low}))


def _by_leverage(side: Side, /, *, entry_price: float, leverages: tuple[float, ...]) -> Ledger:
    """The distance to the wall of isolated longs that were opened at these leverages."""
    rows = []
    for leverage in leverages:
        account = opened("isolated", venue=side.venue, entry_price=entry_price, leverage=leverage)
        rows += [
            row._replace(what=f"{row.what} at {leverage:g}x") for row in wall_of(account, SYMBOL)
        ]
    return ledger(*rows)


def _switched(side: Side, /, *, leverages: tuple[float, ...], **position: Any) -> Ledger:
    """The wall at each leverage, in cross and in isolated margin."""
    rows = []
    for mode, leverage in product(reversed(MODES), leverages):
        account = opened(mode, venue=side.venue, leverage=leverage, **position)
        wall = next(wall_of(account, SYMBOL))
        rows.append(wall._replace(what=f"{mode} wall at {leverage:g}x"))
    return ledger(*rows)


def _charged(side: Side, /, *, rate: float, **position: Any) -> Ledger:
    """One funding time of an isolated position, at the rate that the side's rule makes of it."""
    account = opened("isolated", venue=side.venue, **position)
    (leg,) = account.positions.values()
    charged = side.rule(rate, leg.leverage) if side.rule else rate
    return lived(account, Mark(0, {SYMBOL: leg.entry_price}), Funding(8, SYMBOL, charged))


def _drained(side: Side, /, *, rate: float, **position: Any) -> Ledger:
    """How many payments an isolated position lasts while its price stands still."""
    account = opened("isolated", venue=side.venue, **position)
    (leg,) = account.positions.values()
    times = range(8, 8 * 400, 8)
    flat = Mark(0, {SYMBOL: leg.entry_price})
    trace = replay(account, [flat, *(Funding(time, SYMBOL, rate) for time in times)])
    payments = [-entry.trader for entry in trace.ledger if entry.what.startswith("funding of ")]
    return ledger(
        ("margin", leg.cash),
        ("one payment", payments[0]),
        ("payments until it is closed", len(payments), "plain"),
        ("days until then", sum(end.time for end in trace.liquidations) / 24, "about"),
        ("left then", leg.cash - sum(payments)),
    )


def _dangers(
    side: Side, /, *, leverages: tuple[float, ...], size: float, entry_price: float, days: float,
    volatility: float,
) -> Ledger:  # fmt: skip
    """Stake and chance at each leverage, the size kept, or else the margin of the first."""
    rows: list[tuple[str, float, str]] = []
    for leverage in leverages:
        grown = leverage / leverages[0] if side.rule == "margin" else 1.0
        account = opened(
            "isolated", venue=side.venue, size=size * grown, entry_price=entry_price,
            leverage=leverage,
        )  # fmt: skip
        leg = account.position(SYMBOL)
        wall = account.liquidation_price(SYMBOL, {SYMBOL: entry_price})
        chance = Survival(LONG, entry_price, wall, volatility).probability(24 * days)
        rows += [
            (f"size at {leverage:g}x", leg.size, "plain"),
            (f"stake at {leverage:g}x", leg.cash, "money"),
            (f"chance at {leverage:g}x", chance, "chance"),
            (f"chance × stake at {leverage:g}x", chance * leg.cash, "about"),
        ]
    return ledger(*rows)


def _seen(
    side: Side, /, *, wallet: float, size: float, entry_price: float, leverage: float,
    ether: float, ether_price: float, ether_low: float,
) -> Ledger:  # fmt: skip
    """The wall of a bitcoin trade at two prices of ether, of which the wallet may hold a long."""
    rows = []
    for mode, mark in product(MODES, (ether_price, ether_low)):
        account = opened(
            mode, venue=side.venue, size=size, entry_price=entry_price, leverage=leverage,
            wallet=wallet,
        )  # fmt: skip
        if side.rule == "all trades":
            account = account.open("ETHUSDT", LONG, size=ether, price=ether_price)
        wall = account.liquidation_price(SYMBOL, {SYMBOL: entry_price, "ETHUSDT": mark})
        rows.append((f"{mode} wall, ETH at {show(mark)}", wall, "price"))
    return ledger(*rows)


def _of(run: Ledger, start: str) -> list[float]:
    """The numbers of the rows whose names begin so."""
    return [run[row.what] for row in run if row.what.startswith(start)]


_CROSS = "{margin:money} at {leverage:x} on a wallet of {wallet:money}, in cross, from " \
         "{entry_price:tick}; the mark price falls to {low:tick}."  # fmt: skip
_FLAT = "Short {size} BTC from {entry_price:tick}, isolated at {leverage:x}, a funding rate of " \
        "{rate:percent} every 8 hours; the price stands still."  # fmt: skip
_SHORT = {"side": SHORT, "size": 0.2, "entry_price": 50_000.0, "leverage": 20.0}

CARDS = (
    _card(
        id="E1",
        says="A position of 95,000 on 10,000 was liquidated by a fall of {less than 3 %}.",
        by=_ALL_IN,
        topic="liquidation price",
        lesson=3,
        scene=_CROSS,
        given={"margin": 9_500.0, "leverage": 10.0, "entry_price": 100_000.0, "wallet": 10_000.0,
               "low": 97_000.0},
        run=_all_in,
        left=at_its_word(_charging("0.078")),
        holds=lambda run: run["distance"] < 0.03,
        verdict="false",
        told="The wall is {right[distance]} away. At a fall of 3 % equity is {right[equity over value]} "
             "of the value, and {right[required over value]} is required: only a rate of that height "
             "would have ended it there.",
        repairs={
            "exactly 10 %, for at 10x the margin is gone then": lambda _, right:
                right.says("distance").startswith("10.00"),
            "more than 10 %": lambda _, right: right["distance"] > 0.1,
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E2",
        says="900 at 10x on a wallet of 1,000 dies in cross after a fall of {5 %}.",
        by=_ALL_IN,
        topic="liquidation price",
        lesson=3,
        scene=_CROSS,
        given={"margin": 900.0, "leverage": 10.0, "entry_price": 100_000.0, "wallet": 1_000.0,
               "low": 95_000.0},
        run=_all_in,
        left=at_its_word(_charging("0.06373")),
        holds=lambda run: run.says("distance").startswith("5.00"),
        verdict="false",
        told="The wall is {right[distance]} away: 9,000 stand on 1,000. At a fall of 5 % equity is still "
             "{right[equity over value]} of the value, and {right[required over value]} is required.",
        repairs=Typed("distance"),
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E3",
        says="100 at 10x on a wallet of 1,000 dies in cross {after a fall of 50 %}.",
        by=_ALL_IN,
        topic="liquidation price",
        lesson=3,
        scene=_CROSS,
        given={"margin": 100.0, "leverage": 10.0, "entry_price": 100_000.0, "wallet": 1_000.0,
               "low": 50_000.0},
        run=_all_in,
        left=at_its_word(_charging("0.5", on=maintenance_margin_at_entry)),
        holds=lambda run: run.says("distance").startswith("50.00"),
        verdict="false",
        told="The wallet is as much as the position is worth, so no price above zero ends it: "
             "{right[wall]}. At a fall of 50 % {right[equity at the low]} is there.",
        repairs={
            "at no price": lambda _, right: right.says("wall") == NEVER,
            "after a fall of 90 %": lambda _, right: right.says("distance").startswith("90.00"),
            "after a fall of 99.54 %, for maintenance and fee are 0.46 %": lambda _, right:
                right.says("distance").startswith("99.54"),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E4",
        says="With 10 in the wallet and a margin of 5, only the 5 can be lost{}.",
        by=_square("a question, post 22736154878178"),
        topic="margin mode",
        lesson=3,
        scene="Long {size} ETH from {entry_price:tick} at {leverage:x}, {wallet:money} in the wallet; the "
              "mark price falls to {low:tick}.",
        given={"size": 0.2, "entry_price": 2_500.0, "leverage": 100.0, "wallet": 10.0, "low": 2_455.0},
        run=partial(_falls, symbol="ETHUSDT"),
        left=Side("Bitget, isolated", rule="isolated"),
        right=Side("Bitget, cross", rule="cross"),
        holds=lambda run: run["lost"] <= 5,
        verdict="depends",
        told="Isolated, the wall is {left[wall]} and {left[lost]} are lost; in cross it is {right[wall]}, "
             "and {right[lost]} are.",
        repairs={
            " in isolated margin": lambda isolated, cross: isolated["lost"] <= 5 < cross["lost"],
            " in cross margin": lambda _, cross: cross["lost"] <= 5,
            " in either mode": lambda isolated, cross: max(isolated["lost"], cross["lost"]) <= 5,
        },
        rests=("requirement", "ETHUSDT"),
    ),
    _card(
        id="E5",
        says="At 100x a fall of {1 %} liquidates.",
        by=_square('post 24056526120786; devutl.com, "leveraged futures calculator"'),
        topic="leverage",
        lesson=2,
        scene="Isolated longs from {entry_price:tick} at {leverages[0]:x}, {leverages[1]:x}, "
              "{leverages[2]:x} and {leverages[3]:x}.",
        given={"entry_price": 60_000.0, "leverages": (10.0, 50.0, 100.0, 125.0)},
        run=_by_leverage,
        left=at_its_word(NOTHING_REQUIRED),
        holds=lambda run: run.says("distance at 100x").startswith("1.00"),
        verdict="false",
        told="Maintenance and fee take their part: at 100x {right[distance at 100x]} is enough, at 10x "
             "{right[distance at 10x]}, at 125x {right[distance at 125x]}.",
        repairs=Typed("distance at 100x"),
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E6",
        says="In cross margin, leverage does not change the liquidation price.",
        by=_square("post 14638589459978"),
        topic="leverage",
        lesson=3,
        scene="Long {size} BTC from {entry_price:tick}, {wallet:money} in the wallet, at "
              "{leverages[0]:x}, {leverages[1]:x} and {leverages[2]:x}.",
        given={"size": 0.1, "entry_price": 60_000.0, "wallet": 2_000.0, "leverages": (10.0, 20.0, 50.0)},
        run=_switched,
        left=Side("Binance", BINANCE),
        holds=lambda run: len(set(_of(run, "cross wall"))) == 1,
        verdict="true",
        told="The wall is {right[cross wall at 10x]} at each of them on Bitget, {left[cross wall at 10x]} "
             "on Binance: the wallet stands behind it, not the margin. Isolated, it goes from "
             "{right[isolated wall at 10x]} to {right[isolated wall at 50x]}.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E7",
        says="A margin of 100 at 100x pays {100} at a funding rate of 0.01 %.",
        by=_square("a question, post 18588680857609"),
        topic="funding",
        lesson=5,
        scene="Long {size} BTC from {entry_price:tick}, isolated at {leverage:x}, {wallet:money} in the "
              "wallet; one payment at {rate:percent}.",
        given={"size": 0.2, "entry_price": 50_000.0, "leverage": 100.0, "wallet": 100.0, "rate": 0.0001},
        run=_charged,
        left=at_its_word(rule=lambda rate, leverage: rate * leverage),
        holds=lambda run: round(run["paid in funding"], 6) == 100,
        verdict="false",
        told="The rate is charged on the value of 10,000, in which the leverage is already: "
             "{right[paid in funding]} is paid. Times the leverage once more, "
             "{left[paid in funding]} would take the whole margin at once.",
        repairs={
            "0.01, for the rate is one of the margin": lambda _, right:
                round(right["paid in funding"], 6) == 0.01,
            "1": lambda _, right: round(right["paid in funding"], 6) == 1,
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E8",
        says="A short of 10,000 with a margin of 500 that pays 0.05 % lasts {33 days} if nothing moves.",
        by=_STORY,
        topic="funding",
        lesson=5,
        scene=_FLAT,
        given={**_SHORT, "rate": -0.0005},
        run=_drained,
        left=at_its_word(NOTHING_REQUIRED),
        holds=lambda run: int(run["days until then"]) == 33,
        verdict="false",
        told="It is closed at payment {right[payments until it is closed]}, after "
             "{right[days until then]} days, with {right[left then]} left: not when all is paid, but when "
             "the requirement is reached.",
        repairs=Typed("days until then"),
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E9",
        says="At a positive funding rate {the short pays the long}.",
        by=_STORY,
        topic="funding",
        lesson=5,
        scene=_FLAT,
        given={**_SHORT, "rate": 0.0005},
        run=_charged,
        left=at_its_word(rule=lambda rate, _: -rate),
        holds=lambda run: run["paid in funding"] > 0,
        verdict="false",
        told="The short pays {right[paid in funding]}, that is, it receives: at a positive rate longs "
             "pay.",
        repairs={
            "nobody pays while the price stands still": lambda _, right:
                "paid in funding" not in right,
            "the long pays the short": lambda _, right: right["paid in funding"] < 0,
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E10",
        says="High leverage is dangerous{}; leverage does not matter, only size, says another post.",
        by=_square("posts 14131470860473 and 32889424686874"),
        topic="leverage",
        lesson=3,
        scene="Isolated longs from {entry_price:tick} at {leverages[0]:x}, {size} BTC, and at "
              "{leverages[1]:x}; {days:plain} days at a volatility of {volatility:chance}.",
        given={"leverages": (10.0, 50.0), "size": 0.1, "entry_price": 60_000.0, "days": 7.0,
               "volatility": 0.6},
        run=_dangers,
        left=Side("Bitget, the same size", rule="size"),
        right=Side("Bitget, the same margin", rule="margin"),
        holds=lambda run: run["chance × stake at 50x"] > run["chance × stake at 10x"],
        verdict="depends",
        told="The chance goes from {left[chance at 10x]} to {left[chance at 50x]}. At the same size the "
             "stake falls to {left[stake at 50x]}, and so does chance × stake: "
             "{left[chance × stake at 10x]}, then {left[chance × stake at 50x]}. At the same "
             "margin it grows to {right[chance × stake at 50x]}.",
        repairs={" where the size stays the same": lambda size, _:
                 size["chance × stake at 50x"] > size["chance × stake at 10x"],
                 " where the margin stays the same": lambda _, margin:
                 margin["chance × stake at 50x"] > margin["chance × stake at 10x"]},
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="E11",
        says="A liquidation calculator for Bitget is 100 % accurate{}.",
        by=Published("calculator.city, a calculator for Bitget", "undated", _READ),
        about="Bitget",
        topic="liquidation price",
        lesson=7,
        scene="Long {size} BTC from {entry_price:tick} at {leverage:x}, {wallet:money} in the wallet; also "
              "long {ether:plain} ETH from {ether_price:tick}, whose mark price may be {ether_low:tick}.",
        given={"size": 0.1, "entry_price": 60_000.0, "leverage": 10.0, "wallet": 2_000.0, "ether": 2.0,
               "ether_price": 3_000.0, "ether_low": 2_700.0},
        run=_seen,
        left=at_its_word(rule="one trade"),
        right=Side("Bitget", rule="all trades"),
        holds=lambda run: len(set(_of(run, "cross wall"))) == 1,
        verdict="false",
        told="In cross another position moves the wall: {right[cross wall, ETH at 3,000]}, or "
             "{right[cross wall, ETH at 2,700]}; the numbers of one trade give "
             "{left[cross wall, ETH at 3,000]}. A sister page says that they are not enough.",
        repairs={" for an isolated position": lambda left, right:
                 _of(left, "isolated") == _of(right, "isolated"),
                 " for a position in cross": lambda left, right:
                 _of(left, "cross") == _of(right, "cross")},
        rests=("requirement", SYMBOL, "ETHUSDT"),
    ),
)  # fmt: skip
