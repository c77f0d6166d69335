"""Accounts and replays against the money's side: thousands of random lives, nobody's rounding.

A life is an account at a venue of random traits with a random story of marks, payments and moves.
The oracle in `money` lives it in fractions while it is made up, so that marks can be put on walls
and amounts on limits; then the library replays it in floats. Both must agree on everything that
was paid, refused and ended.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from math import floor, frexp, isnan, ldexp
from pathlib import Path
from random import Random

import pytest

from marginlab.engine.account import Account
from marginlab.engine.replay import (
    Close,
    Deleveraging,
    Funding,
    Mark,
    Open,
    StopLoss,
    TakeProfit,
    Transfer,
    replay,
)
from marginlab.engine.settling import Settling
from marginlab.theory import linear
from marginlab.theory.terms import LONG, SHORT, side_name
from marginlab.venues import Contract, Venue, progressive_tiers
from marginlab.venues.consequences import Consequences
from marginlab.venues.modes import CLASSIC, UNIFIED, by_name
from marginlab.venues.traits import ShareFirst
from tests import money
from tests.money import Money, Rules, exact, progressive

EACH, WORLDS = 40, 50  # lives in a world; the long run has ten times as many worlds
NEAR = 1e-9  # of everything that was moved: what sixteen digits lose on the way is less
WALL = 1e-8  # of a price: a line that is nearly flat meets zero less sharply
AMBIGUOUS = 0.02  # the share of lives that may hang on the last digits
LINES = {
    "mark with fee": linear.maintenance_margin,
    "mark": linear.maintenance_margin_without_fee,
    "rate": linear.maintenance_rate_alone,
    "entry": linear.maintenance_margin_at_entry,
    "grows": linear.maintenance_margin_growing_with_size,
    "none": linear.no_requirement,
}
TRAITS = {
    "hedged_legs": ("larger leg", "both legs", "larger leg, initial margin too"),
    "tie": ("liquidated", "alive"),
    "open_profit": ("backs new positions", "backs none"),
    "initial_margin_at": ("mark", "entry"),
    "removal_floor": ("initial margin", "maintenance margin"),
    "resting_orders": ("initial margin", "maintenance margin and fee too"),
    "rest_goes_to": ("insurance fund", "trader"),
}
COINS = {"BTC": 60_000.0, "ETH": 3_000.0, "SOL": 150.0, "USDC": 1.0}
# By name: what the account counts in, and (symbol, kind, base, the symbol that prices the coin).
THREE = ("BTC", "ETH", "SOL")
MARKETS = {
    "linear": ("USDT", [(f"{base}USDT", "linear", base, "") for base in THREE]),
    "inverse": ("BTC", [(s, "inverse", "BTC", "") for s in ("BTCUSD", "BTCUSDH", "BTCUSDM")]),
    "own coin": ("BTC", [(s, "coin", "BTC", s) for s in ("BTCUSD", "BTCUSDH")]),
    "another coin": ("ETH", [(f"{base}USD", "coin", base, "ETHUSD") for base in THREE]),
    "both in coins": ("BTC", [("BTCUSD", "coin", "BTC", "BTCUSD"),
                              ("BTCUSDI", "inverse", "BTC", "")]),
    "two pegged": ("USDT", [("BTCUSDT", "linear", "BTC", ""), ("ETHPERP", "pegged", "ETH", "")]),
    "three families": ("USDT", [("BTCUSDT", "linear", "BTC", ""),
                                ("ETHPERP", "pegged", "ETH", ""), ("SOLUSD", "coin", "SOL", "SOLUSD")]),
}  # fmt: skip
# By market: the account modes that are drawn, and the coins that are margin in them.
ACCOUNT_MODES = {
    "two pegged": (("basic",), ("USDC",)),
    "three families": (("advanced", "delta neutral"), ("USDC", "BTC")),
}
MARGIN_MODES = {"isolated margin": ("isolated",), "delta neutral": ("cross",)}
LEVERAGES = (1, 2, 3, 5, 5, 10, 10, 10, 20, 20, 25, 50, 100, 125)
ARCS = ("any", "any", "carried", "hedged")  # what a life is mostly about


# ---- a venue, on both sides -------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """One venue, as the library and as the oracle have it."""

    market: str
    venue: Venue
    rules: Rules
    contracts: tuple
    bases: dict
    wealth: float  # a wallet of 10,000 dollars in the settle coin
    account_mode: str


@cache
def world(number):
    draw = Random(f"world {number}")
    market, line = list(MARKETS)[number % len(MARKETS)], list(LINES)[number % 5]
    settle, symbols = MARKETS[market]
    trigger = "none" if draw.random() < 0.15 else line
    traits = {name: draw.choice(words) for name, words in TRAITS.items()}
    account_modes = ("classic", "classic", "classic", "isolated margin"), ()
    account_mode = draw.choice(ACCOUNT_MODES.get(market, account_modes)[0])
    wealth = 10_000 / COINS.get(settle, 1)
    numbers = {
        "liquidation_fee": draw.choice(("0", "0.001", "0.02")),
        "backstop": draw.choice(("0", "0", "2/3")),
        "funding_rate_cap": draw.choice((None, "0.015")),
    }
    first = draw.choice(
        (None, None, None, ("0.2", f"{wealth:.3g}", draw.choice(("1/120", "8", "20"))))
    )
    here, there, grows = [], [], line == "grows"
    for symbol, kind, base, coin in symbols:
        rows = tier_rows(draw, wealth if kind == "inverse" else 10_000)
        # About a hundredth of the rate for the size of such a wallet.
        growth = (
            f"{4e-5 * (1 if kind == 'inverse' else COINS[base]) / 10_000:.3g}" if grows else "0"
        )
        fee, least = draw.choice(("0", "0.0006")), "0.00001" if kind == "inverse" else "5"
        here.append(
            Contract(
                symbol=symbol, base=base, fee_rate=Decimal(fee), tick=None,
                settle={"pegged": "USDC", "coin": base}.get(kind, settle)
                if market in ACCOUNT_MODES else settle,
                min_order_value=Decimal(least), funding_hours=8,
                kind="linear" if kind == "pegged" else kind, rate_growth=Decimal(growth),
                tiers=progressive_tiers(*rows), source="made for these tests", as_of="2026",
            )
        )  # fmt: skip
        tiers = progressive(*((exact(cap), exact(rate), most) for cap, rate, most in rows))
        peg = "USDC" if kind == "pegged" else ""
        there.append(
            money.Contract(
                symbol,
                kind,
                tiers,
                exact(fee),
                exact(least),
                coin,
                market in ACCOUNT_MODES,
                peg,
                exact(growth),
            )
        )
    venue = Venue(
        name=f"World {number}", requirement=LINES[line], trigger=LINES[trigger],
        contracts={c.symbol: c for c in here}, source="made for these tests", as_of="2026",
        account_modes=by_name(CLASSIC, *UNIFIED), **traits,
        **{name: value if value is None else Fraction(value) for name, value in numbers.items()},
        share_first=first and ShareFirst(*map(Fraction, first)),
    )  # fmt: skip
    bases = {symbol: base for symbol, _, base, _ in symbols}
    numbers = {name: value if value is None else Fraction(value) for name, value in numbers.items()}
    first = first and tuple(map(Fraction, first))
    rules = Rules(line, trigger, **traits, **numbers, share_first=first)
    return World(market, venue, rules, tuple(there), bases, wealth, account_mode)


def tier_rows(draw, wealth):
    """One tier for all, or four that the positions of such a wallet really climb."""
    if draw.random() < 0.2:
        return (("1e12", "0.004", 125),)
    cap, rows = wealth * draw.uniform(0.3, 6), []
    for rate, most in (("0.004", 125), ("0.01", 100), ("0.025", 50)):
        rows.append((f"{cap:.3g}", rate, most))
        cap *= draw.uniform(1.5, 4)
    return (*rows, (f"{cap * draw.choice((4, 1e6)):.3g}", "0.05", 20))


# ---- a life -----------------------------------------------------------------------------------


@dataclass
class Life:
    """What was made up, and what the oracle says of it."""

    name: str
    world: World
    money: Money
    account: Account
    settling: Settling
    funding_from: str
    events: list = field(default_factory=list)
    rows: list = field(default_factory=list)  # (time, equity, margin ratio by pool)
    views: list = field(default_factory=list)  # (how many events, what is read then)
    seen: Counter = field(default_factory=Counter)


def life(number):
    """The life of this number, and how many were too near to a decision to be of use."""
    for attempt in count():
        made = Maker(number, attempt).made()
        if not made.money.doubtful:
            return made, attempt
    raise AssertionError


def given(number):
    """What may have been left out."""
    return None if number is None else exact(number)


def places(price, digits=6):
    return float(f"{price:.{digits}g}")


def dyadic(size):
    """The size to twelve bits, so that sums of sizes are as exact in floats as in fractions."""
    mantissa, exponent = frexp(size)
    return ldexp(floor(mantissa * 4096), exponent - 12)


class Maker:
    """Makes a life up, event by event, with the oracle living it."""

    def __init__(self, number, attempt):
        draw = self.draw = Random(f"life {number} {attempt}")
        here = self.world = world(number // EACH)
        self.wallet = places(here.wealth * draw.uniform(0.1, 2), 4)
        fee = draw.choice((0.0, 0.0006))
        fund = draw.choice((0.0, places(here.wealth * 100, 3)))
        closing, down = draw.choice(("steps", "steps", "at once")), draw.choice((1, 2))
        worse = draw.choice((None, None, 0.005))
        funding_from = draw.choice(("margin", "available", "capped"))
        oracle = self.money = Money(
            here.rules, here.contracts, exact(self.wallet), trading_fee_rate=exact(fee),
            fund=exact(fund), closing=closing, tiers_at_a_time=down, funding_from=funding_from,
            fill_deviation=None if worse is None else exact(worse),
        )  # fmt: skip
        oracle.hedged_last = here.account_mode == "delta neutral"
        account = Account(here.venue, self.wallet, trading_fee_rate=fee)
        account = self.with_coins(account)
        settling = replace(
            Settling.of(here.venue), insurance_fund=fund, closing=closing, fill_deviation=worse,
            tiers_at_a_time=down,
        )  # fmt: skip
        self.symbols = draw.sample(list(here.bases), draw.randint(1, len(here.bases)))
        self.arc = draw.choice(ARCS)
        oracle.one_way = self.arc != "hedged" and draw.random() < 0.12
        if oracle.one_way:
            account = account.set_position_mode("one-way")
        self.priced = [*here.bases, *self.pegs]  # all symbols have marks
        self.ever = []  # the keys that were held at some time
        for symbol in here.bases:
            mode = draw.choice(("cross", "cross", "isolated"))
            if symbol == self.symbols[0] and self.arc != "any":
                mode = "isolated" if self.arc == "carried" and draw.random() < 0.3 else "cross"
            allowed = MARGIN_MODES.get(here.account_mode, (mode,))
            mode = mode if mode in allowed else allowed[0]
            account = account.set_margin_mode(symbol, mode)
            if mode == "isolated":
                oracle.isolated.add(symbol)
            settings = draw.choice(LEVERAGES), draw.choice(LEVERAGES)
            for side, leverage in zip((LONG, SHORT), settings, strict=True):
                leverage = leverage if mode == "isolated" and not oracle.one_way else settings[0]
                account = self.set_leverage(account, symbol, side, leverage)
        marks = {s: places(COINS[b] * draw.uniform(0.97, 1.03)) for s, b in here.bases.items()}
        if self.pegs and draw.random() < 0.5:
            marks["USDC"] = draw.choice((0.98, 0.999, 1.002))
        oracle.marks = {s: exact(price) for s, price in {**self.pegs, **marks}.items()}
        account = self.before(account, marks)
        oracle.payments.clear()
        oracle.undone.clear()
        self.life = Life(
            f"life {number}", here, oracle, account, settling, funding_from
        )  # fmt: skip
        self.happen(Mark(0.0, marks))

    def with_coins(self, account):
        """The account in its mode, with the coins that are margin there."""
        draw, here = self.draw, self.world
        names = ACCOUNT_MODES.get(here.market, ((), ()))[1]
        self.pegs = {"USDC": 1.0} if names else {}
        amounts, ratios = {}, {}
        for name in names:
            if draw.random() < 0.7:
                share = draw.choice((0.02, 0.3, 1.0))
                amounts[name] = places(self.wallet * share / COINS[name], 3)
                ratios[name] = draw.choice((0.5, 0.9, 1.0)) if len(names) > 1 else 1.0
                symbol = name if name in self.pegs else f"{name}USDT"
                self.money.coins[name] = money.Coin(
                    exact(amounts[name]), exact(ratios[name]), symbol
                )
        return account.set_account_mode(here.account_mode, coins=amounts, collateral_ratios=ratios)

    def set_leverage(self, account, symbol, side, leverage):
        contract = self.money.contracts[symbol]
        leverage = min(leverage, contract.tiers[0].max_leverage)
        self.money.leverage[symbol, side] = leverage
        return account.set_leverage(symbol, leverage, side)

    def before(self, account, marks):
        """What the account has when its life begins: orders, and positions that call for margin."""
        draw, oracle = self.draw, self.money
        if draw.random() < 0.3:
            symbol, side = draw.choice(self.symbols), draw.choice((LONG, SHORT))
            contract, price = oracle.contracts[symbol], places(marks[symbol] * 0.9)
            leverage = oracle.leverage[symbol, side]
            size = self.size(symbol, self.wallet * draw.uniform(0.01, 0.2), leverage, price)
            order = money.Leg(contract, side, exact(size), exact(price), leverage, False)
            notional = contract.notional(order.size, order.entry)
            tier = contract.tiers[contract.tier(notional)]
            most = contract.most_leverage(tier, order.size)
            if contract.min_order_value <= notional and leverage <= most:
                oracle.orders.append(order)
                account = account.place_order(symbol, side, size=size, price=price, marks=marks)
        for symbol in self.symbols:
            if symbol in oracle.isolated and draw.random() < 0.5:
                side = draw.choice((LONG, SHORT))
                leverage = oracle.leverage[symbol, side]
                part = float(oracle.withdrawable()) * draw.uniform(0.05, 0.3)
                size = self.size(symbol, part, leverage, marks[symbol])
                if oracle.attempt(oracle.open, symbol, side, exact(size), called=True):
                    self.ever.append((symbol, side))
                    account = account.open(
                        symbol, side, size=size, price=marks[symbol], marks=marks
                    ).set_automatic_margin_call(symbol, "on", side)
        return account

    def size(self, symbol, margin, leverage, price):
        """About the size that a margin opens."""
        contract = self.money.contracts[symbol]
        there = {**self.money.marks, symbol: exact(price)}
        notional = exact(margin) * leverage * contract.coin_price(there)
        return dyadic(float(contract.size(notional, exact(price))))

    # ---- its story ----------------------------------------------------------------------------

    def made(self):
        draw, story = self.draw, self.life
        self.record()
        batches = draw.randint(4, 14)
        views = {draw.randrange(1, batches), batches - 1}
        for batch in range(batches):
            self.time = 8.0 * (batch + 1)
            for kind in self.plan(batch):
                for event in kind():
                    self.happen(event)
            if self.money.time == self.time:
                self.record()
            if batch in views:
                story.views.append((len(story.events), self.view()))
        return story

    def plan(self, batch):
        """What is tried at one time."""
        draw = self.draw
        if self.arc != "any":
            if batch == 0:
                return [self.opening]
            if batch % 2 and batch < 8:
                return [self.profit]
            if self.arc == "carried" and draw.random() < 0.7:
                return [self.drain]
            if self.arc == "hedged" and draw.random() < 0.5:
                return [self.loss_taken]
        kinds = (self.marks, self.payments, self.opens, self.closes, self.transfers, self.waits,
                 self.queues)  # fmt: skip
        weights = (4, 2, 6 if batch < 5 else 3, 2, 2, 1.5, 0.4)
        return draw.choices(kinds, weights, k=draw.choice((1, 1, 1, 2, 2, 3, 4)))

    def opening(self):
        """One position that matters, or both sides of it."""
        draw, symbol = self.draw, self.symbols[0]
        sides = draw.sample([LONG, SHORT], 2 if self.arc == "hedged" else 1)
        leverage = self.money.leverage[symbol, LONG]
        mark = float(self.money.marks[symbol])
        free = float(self.money.available()) * draw.uniform(0.2, 0.95) / len(sides)
        size = self.size(symbol, free, min(leverage, 20), mark)
        for side in sides:
            yield Open(self.time, symbol, side, size=size)
            size = dyadic(size * draw.choice((0.25, 0.5, 0.8, 1, 1)))

    def profit(self):
        """The mark runs the way in which the first symbol's legs win."""
        sides = {
            side: leg.size for (s, side), leg in self.money.legs.items() if s == self.symbols[0]
        }
        side = max(sides, key=sides.get, default=LONG)
        mark = float(self.money.marks[self.symbols[0]])
        price = places(mark * (1 + self.draw.uniform(0.05, 0.6)) ** side)
        yield Mark(self.time, self.clear({self.symbols[0]: price}))

    def drain(self):
        """The winner pays."""
        for (symbol, side), _ in self.money.legs.items():
            if symbol == self.symbols[0]:
                for _ in range(self.draw.choice((1, 1, 2))):
                    rate = side * self.draw.choice((0.01, 0.02, 0.05, 0.1))
                    yield Funding(self.time, symbol, rate)
                return

    def loss_taken(self):
        """The leg that loses is closed, in part or whole."""
        legs = [leg for leg in self.money.legs.values() if leg.symbol == self.symbols[0]]
        if legs:
            leg = min(legs, key=lambda leg: leg.profit(self.money.marks))
            size = self.draw.choice((None, None, 0.5, 0.75))
            size = size and float(leg.size) * size
            yield Close(self.time, leg.symbol, size=size, side=leg.side)

    def happen(self, event):
        """The oracle lives the event, and it is noted."""
        oracle, tell = self.money, self.life.seen
        oracle.advance(event.time)
        self.life.events.append(event)
        if isinstance(event, Mark):
            prices, last = (
                {symbol: exact(price) for symbol, price in (given or {}).items()}
                for given in (event.prices, event.last)
            )
            oracle.mark(prices, last)
        elif isinstance(event, Funding):
            oracle.funding(event.symbol, exact(event.rate))
        elif isinstance(event, Transfer):
            made = oracle.attempt(oracle.transfer, exact(event.amount), event.symbol, event.side)
            where = "cash" if event.symbol is None else "margin"
            tell[f"{where} {'added' if event.amount > 0 else 'removed'}"] += made
        elif isinstance(event, Open):
            made = oracle.attempt(
                oracle.open, event.symbol, event.side, given(event.size), given(event.margin),
                given(event.price), event.tier_rule == "flat",
            )  # fmt: skip
            if (event.symbol, event.side) in {*oracle.legs} - {*self.ever}:
                self.ever.append((event.symbol, event.side))
            tell["margin named"] += made and event.margin is not None
            tell["flat"] += made and event.tier_rule == "flat"
        elif isinstance(event, StopLoss | TakeProfit):
            oracle.attempt(
                oracle.arm, event.symbol, event.side, exact(event.price), event.way,
                given(event.size), event.by, exact(event.gap),
            )  # fmt: skip
        elif isinstance(event, Deleveraging):
            others = [(exact(score), exact(size)) for score, size in event.others]
            tell["winner closed"] += oracle.attempt(
                oracle.deleverage, event.symbol, event.side, exact(event.size), exact(event.price),
                others,
            )  # fmt: skip
        else:
            size, price = given(event.size), given(event.price)
            made = oracle.attempt(oracle.close, event.symbol, event.side, size, price)
            tell["partial close"] += made and event.size is not None
        tell[type(event).__name__] += 1
        tell["cash below zero"] += oracle.pots["cross"] < -exact(self.wallet) / 10**6
        tell["margin below zero"] += any(oracle.pots.get(key, 0) < 0 for key in oracle.legs)
        shared = {leg.key for leg in oracle.held("cross")}
        coins = oracle.coins and oracle.held("cross")
        tell["coins behind a position"] += bool(coins)
        won = oracle.profit("cross", oracle.marks)
        tell["carried by coins"] += bool(coins) and oracle.pots["cross"] + won < 0
        tell["waits"] += any(map(oracle.pausing, oracle.begun))
        tell["order charged"] += oracle.charged_for_orders(oracle.marks) > 0 and bool(oracle.legs)
        tell["hedge"] += any((symbol, -side) in shared for symbol, side in shared)
        tell["both modes"] += 0 < len(shared) < len(oracle.legs)
        tell["several symbols in cross"] += len({symbol for symbol, _ in shared}) > 1

    def marks(self):
        """Prices wander, jump, run far into profit, or stand on a wall."""
        draw, oracle = self.draw, self.money
        keys = list(oracle.legs)
        kind = draw.choice(("wander", "wander", "jump", "profit", "wall", "wall", "zero"))
        prices = {}
        if kind == "wander" or not keys:
            for symbol in draw.sample(self.priced, draw.randint(1, len(self.priced))):
                prices[symbol] = float(oracle.marks[symbol]) * (1 + draw.gauss(0, 0.02))
        else:
            symbol, side = draw.choice(keys)
            mark = float(oracle.marks[symbol])
            if kind == "jump":
                prices[symbol] = mark * draw.choice((0.6, 0.8, 0.9, 0.95, 1.05, 1.1, 1.3, 1.6))
            elif kind == "profit":
                prices[symbol] = mark * (1 + draw.uniform(0.05, 0.9)) ** side
            else:
                find = self.wall if kind == "wall" else self.zero
                wall = find(symbol, side)
                if wall is None or not 0.05 < wall / mark < 20:
                    return
                aside = draw.choice((0, 0, 1e-4, -1e-4, 0.01, -0.01))
                aside = aside or (kind == "zero") * 1e-5  # where nobody owes the fund a thing
                prices[symbol] = wall * (1 + aside)
                if not aside:
                    self.life.seen["mark on a wall"] += 1
                    yield Mark(self.time, self.clear(prices))
                    return
        prices = self.clear({s: places(p) for s, p in prices.items()})
        last = None
        if draw.random() < 0.3:  # where is traded, aside of the mark
            traded = {s: p for s, p in prices.items() if s in oracle.contracts}
            last = {s: places(p * (1 + draw.gauss(0, 0.01))) for s, p in traded.items()}
        yield Mark(self.time, prices, last)

    def waits(self):
        """A stop or a profit, or both."""
        draw, oracle = self.draw, self.money
        if not self.ever:
            return
        symbol, side = draw.choice(list(oracle.legs) or self.ever)
        leg, mark = oracle.legs.get((symbol, side)), float(oracle.marks[symbol])
        for kind in draw.choice(([StopLoss], [TakeProfit], [StopLoss, TakeProfit])):
            off = draw.choice((0.002, 0.01, 0.01, 0.03, 0.1, -0.01))
            size = leg and draw.random() < 0.4 and float(leg.size) * draw.choice((0.25, 0.5, 1.5))
            yield kind(
                self.time, symbol, places(mark * (1 + kind.way * side * off)), size or None, side,
                draw.choice(("mark", "last")), draw.choice((0.0, 0.0, 0.005)),
            )  # fmt: skip

    def queues(self):
        """Somebody was bankrupt, and winners are asked."""
        draw, oracle = self.draw, self.money
        if oracle.legs:
            leg = draw.choice(list(oracle.legs.values()))
            price = float(oracle.marks[leg.symbol]) * (1 - leg.side * draw.uniform(0, 0.03))
            size = dyadic(float(leg.size) * draw.choice((0.3, 1.25, 2)))
            others = tuple(
                (
                    places(draw.choice((-1, 1)) * 10 ** draw.uniform(-5, 0)),
                    dyadic(size * draw.choice((0.25, 1))),
                )
                for _ in range(draw.randint(0, 3))
            )
            yield Deleveraging(self.time, leg.symbol, leg.side, size, places(price), others)

    def wall(self, symbol, side):
        """Where a mark may be put; that it was looked for decides nothing."""
        before = self.money.doubtful
        wall = self.money.wall(symbol, side)
        self.money.doubtful = before
        return wall and float(wall)

    def zero(self, symbol, side):
        oracle = self.money
        price = oracle.bankruptcy(oracle.pool(oracle.legs[symbol, side]), symbol)
        return price and float(price)

    def clear(self, prices):
        """The prices, moved off where a value stands on the very edge of a tier."""
        for symbol in prices:
            legs = [leg for leg in self.money.legs.values() if leg.symbol == symbol]
            notionals = [p.contract.notional(p.size, exact(prices[symbol])) for p in legs]
            edges = [tier.cap for leg in legs for tier in leg.contract.tiers]
            if any(abs(n - cap) <= cap / 10**9 for n in notionals for cap in edges):
                prices[symbol] *= 1 + 1e-6
        return prices

    def payments(self):
        """Some at the same time, of both signs, of one symbol or of several."""
        draw, signs = self.draw, set()
        for _ in range(draw.choice((1, 1, 2, 3))):
            sign = draw.choice((1, 1, -1))
            signs.add(sign)
            rate = sign * draw.choice((0.0001, 0.001, 0.01, 0.02, 0.05))
            yield Funding(self.time, draw.choice(self.symbols), rate)
        self.life.seen["payments of both signs"] += len(signs) == 2 and bool(self.money.pending)

    def opens(self):
        draw, oracle = self.draw, self.money
        symbol, side = draw.choice(self.symbols), draw.choice((LONG, SHORT))
        old, other = oracle.legs.get((symbol, side)), oracle.legs.get((symbol, -side))
        price = float(oracle.marks[symbol])
        off = draw.choice((0.9, 0.99, 0.999, 1.001, 1.01, 1.1))
        price = places(price * off) if draw.random() < 0.25 else None
        leverage = old.leverage if old else oracle.leverage[symbol, side]
        isolated = symbol in oracle.isolated
        free = float(oracle.withdrawable() if isolated else oracle.available())
        share = draw.choice((0.02, 0.1, 0.3, 0.5, 0.9, 1.0, 1.0, 1.5))
        rule = "flat" if draw.random() < 0.2 else "progressive"
        terms = {"price": price, "tier_rule": rule}
        margin = free * share or self.wallet * 0.01
        if draw.random() < 0.15:
            margin = margin if share == 1 else places(margin, 5)
            yield Open(self.time, symbol, side, margin=margin, **terms)
        elif other and Fraction(float(other.size)) == other.size and draw.random() < 0.5:
            yield Open(self.time, symbol, side, size=float(other.size), **terms)
        else:
            at = price or float(oracle.marks[symbol])
            size = self.size(symbol, margin, leverage, at)
            yield Open(self.time, symbol, side, size=size, **terms)

    def closes(self):
        draw, oracle = self.draw, self.money
        if not self.ever:
            return
        symbol, side = draw.choice(list(oracle.legs) or self.ever)
        if draw.random() < 0.1:
            symbol, side = draw.choice(self.ever)
        leg = oracle.legs.get((symbol, side))
        size = price = None
        if leg and draw.random() < 0.6:
            size = float(leg.size) * draw.choice((0.25, 0.5, 0.75, 0.75, 1.5))
        if draw.random() < 0.35:
            off = draw.choice((0.7, 0.95, 0.999, 1.001, 1.05, 1.4))
            price = places(float(oracle.marks[symbol]) * off)
        yield Close(self.time, symbol, size=size, side=side, price=price)

    def transfers(self):
        draw, oracle = self.draw, self.money
        share = draw.choice((0.1, 0.5, 1.0, 1.0, 1.1))
        keys = [key for key in self.ever if key[0] in oracle.isolated]
        gone = [key for key in keys if key not in oracle.legs]
        keys = [key for key in keys if key in oracle.legs]
        if gone and draw.random() < 0.1:
            yield Transfer(self.time, places(self.wallet / 100), *draw.choice(gone))
        elif keys and draw.random() < 0.7:
            key = draw.choice(keys)
            if draw.random() < 0.5:
                amount = float(oracle.withdrawable()) * share * draw.choice((0.1, 1))
            else:
                amount = -float(oracle.removable(key)) * share
            if abs(amount) > self.wallet * 1e-3:
                yield Transfer(self.time, amount, *key)
        elif draw.random() < 0.4:
            yield Transfer(self.time, places(self.wallet * draw.uniform(0.01, 0.5)))
        else:
            amount = float(oracle.withdrawable()) * share
            if amount > self.wallet * 1e-3:
                yield Transfer(self.time, -amount)

    # ---- what is read off it ------------------------------------------------------------------

    def pools(self):
        oracle = self.money
        names = {key: f"{key[0]} {side_name(key[1])}" for key in oracle.legs}
        pools = {names[leg.key]: leg.key for leg in oracle.legs.values() if leg.isolated}
        return {**pools, **({"cross": "cross"} if oracle.held("cross") else {})}

    def record(self):
        """One row: equity of the account, and equity and requirement of each of its pools."""
        oracle = self.money
        oracle.settle()
        measures = {
            name: (oracle.equity(pool, oracle.marks), oracle.required(pool, oracle.marks))
            for name, pool in self.pools().items()
        }
        alone = Fraction(0) if oracle.held("cross") else oracle.backing("cross", oracle.marks)
        equity = alone + sum(own for own, _ in measures.values())
        self.life.rows.append((oracle.time, equity, measures))

    def view(self):
        """The balances, and by key what can be removed and where the wall stands."""
        oracle = self.money
        removable, walls = {}, {}
        for key, leg in oracle.legs.items():
            if leg.isolated:
                removable[key] = oracle.removable(key)
            before, oracle.doubtful = oracle.doubtful, False
            wall = oracle.wall(*key)
            # Below its requirement already: no wall, but a price where it would live again.
            if not oracle.doubtful and self.spare(key) > 0:
                walls[key] = wall
            oracle.doubtful = before
        return {
            "available": oracle.available(),
            "withdrawable": oracle.withdrawable(),
            "removable": removable,
            "walls": walls,
            "marks": {symbol: float(price) for symbol, price in oracle.marks.items()},
            "held": set(oracle.legs),
        }

    def spare(self, key):
        oracle = self.money
        pool = oracle.pool(oracle.legs[key])
        return oracle.equity(pool, oracle.marks) - oracle.required(pool, oracle.marks)


# ---- the two compared -------------------------------------------------------------------------


def kind_of(what):
    """What a row of the ledger is about, in the oracle's words."""
    for word in ("funding", "open", "transfer", "net", "reduce", "sell"):
        if what.startswith((word, f"cross: {word}")):
            return word
    if what.endswith(" first"):
        return "share"
    if what.startswith(("close ", "deleverage ")):
        return "close"
    if "close the rest" in what or "deleverage" in what:
        return "take over"
    return "nothing"  # rows that only tell: margin moved, orders cancelled


def first_word(what):
    """The kind of a payment: a step names its symbol as well."""
    word = what.split()[0]
    return word if word in ("net", "reduce") else what


def booked(life):
    """The oracle's payments, by time and kind, as the columns of a ledger."""
    rows = {}
    columns = ("trader", *money.OTHERS)
    words = {"trading fee": "open", "margin": "nothing", "margin call": "nothing"}
    for time, what, giver, taker, amount in life.money.payments:
        word = words.get(what, first_word(what))
        row = rows.setdefault((time, word), [Fraction(0)] * 5)
        for pot, change in ((giver, -amount), (taker, amount)):
            row[columns.index(pot) if pot in money.OTHERS else 0] += change
    return rows


def disagreements(life):
    """In words, everything in which the library and the oracle differ over a life."""
    return [f"{life.name}: {found}" for found in _disagreements(life)]


def _disagreements(life):
    oracle, events = life.money, life.events
    trace = replay(life.account, events, settling=life.settling, funding_from=life.funding_from)
    turnover = sum(abs(p.amount) for p in oracle.payments)
    values = max((abs(e) for _, e, _ in life.rows), default=0)
    scale = float(turnover + values + exact(life.account.wallet_balance))

    def differ(what, told, truth, scale=scale):
        if not abs(told - float(truth)) <= NEAR * scale:
            yield f"{what} was {told!r}; {float(truth)!r} is right"

    # Refusals and ends first: what differs there explains the rest.
    undone = [(time, why) for time, why in oracle.undone]
    told = [u.time for u in trace.undone]
    if told != [time for time, _ in undone]:
        yield f"undone were {[(u.time, u.why) for u in trace.undone]}; {undone} is right"
    ends = [(e.time, e.pool if e.pool == "cross" else f"{e.pool[0]} {side_name(e.pool[1])}")
            for e in oracle.ends]  # fmt: skip
    told = [(e.time, e.pool) for e in trace.liquidations]
    if told != ends:
        yield f"liquidations were {told}; {ends} is right"
        return
    for one, end in zip(trace.liquidations, oracle.ends, strict=True):
        yield from differ(f"trader loss at {end.time}", one.trader_loss, end.trader_loss)
        yield from differ(f"residual at {end.time}", one.insurance_fund_change, end.residual)
        if one.deleveraged != end.deleveraged:
            yield f"deleveraged at {end.time} was {one.deleveraged}"
        elif not end.deleveraged:
            for symbol, price in end.fills.items():
                yield from differ(f"fill of {symbol}", one.fills[symbol], price, float(price) * 10)
    # What is left, in the order in which it stands there.
    account = trace.account
    if list(account.positions) != list(oracle.legs):
        yield f"positions were {list(account.positions)}; {list(oracle.legs)} is right"
        return
    for key, leg in account.positions.items():
        truth = oracle.legs[key]
        yield from differ(f"size of {key}", leg.size, truth.size, float(truth.size))
        yield from differ(f"entry of {key}", leg.entry_price, truth.entry, float(truth.entry))
        if truth.isolated:
            yield from differ(f"margin of {key}", leg.margin, oracle.pots[key])
    yield from differ("cross balance", account.cross_balance, oracle.pots["cross"])
    yield from differ("insurance fund", trace.settling.insurance_fund,
                      oracle.pots["insurance fund"], scale + life.settling.insurance_fund)  # fmt: skip
    if len(account.orders) != len(oracle.orders):
        yield f"orders were {account.orders}; {len(oracle.orders)} are right"
    # Who paid whom, and that nothing was made or lost.
    rows = {}
    for entry in trace.ledger:
        row = rows.setdefault((entry.time, kind_of(entry.what)), [0.0] * 5)
        for i, change in enumerate(entry[2:]):
            row[i] += change
        yield from differ(f"total of {entry.what}", entry.total, 0)
    truths = booked(life)
    for at in dict.fromkeys((*rows, *truths)):
        told, truth = rows.get(at, [0.0] * 5), truths.get(at, [Fraction(0)] * 5)
        for name, one, other in zip(("trader", *money.OTHERS), told, truth, strict=True):
            yield from differ(f"{name} in {at}", one, other)
    change = account.wallet_balance - life.account.wallet_balance
    yield from differ("change of the wallet", change, sum(e.trader for e in trace.ledger))
    change = trace.settling.insurance_fund - life.settling.insurance_fund
    yield from differ("change of the fund", change, sum(e.insurance_fund for e in trace.ledger),
                      scale + life.settling.insurance_fund)  # fmt: skip
    # The columns.
    if list(trace.times) != [time for time, _, _ in life.rows]:
        yield f"times were {list(trace.times)}"
        return
    for i, (time, equity, pools) in enumerate(life.rows):
        yield from differ(f"equity at {time}", trace.equity[i], equity)
        for name in {*trace.margin_ratio, *pools}:
            ratio = trace.margin_ratio[name][i] if name in trace.margin_ratio else float("nan")
            if name not in pools:
                if not isnan(ratio):
                    yield f"margin ratio of {name} at {time} was {ratio!r}; it is not there"
                continue
            own, required = pools[name]
            if not (own <= NEAR * scale and ratio > 1 / NEAR):
                yield from differ(f"requirement of {name} at {time}", ratio * float(own), required)
    for (symbol, side), wall in life.views[-1][1]["walls"].items():
        mark = oracle.marks[symbol]
        told = trace.liquidation_price[f"{symbol} {side_name(side)}"][-1]
        yield from _misplaced(f"last wall of {symbol}", told, wall, mark)
    for number, view in life.views:
        seen = account
        if number != len(events):
            seen = replay(
                life.account, events[:number], settling=life.settling,
                funding_from=life.funding_from,
            ).account  # fmt: skip
        yield from _misread(number, seen, view, differ)


def _misread(number, account, view, differ):
    marks, after = view["marks"], f"after {number} events"
    if set(account.positions) != view["held"]:
        yield f"positions {after} were {set(account.positions)}; {view['held']} is right"
        return
    yield from differ(f"available {after}", account.available_balance(marks), view["available"])
    told = account.withdrawable_balance(marks)
    yield from differ(f"withdrawable {after}", told, view["withdrawable"])
    for (symbol, side), truth in view["removable"].items():
        told = account.removable_margin(symbol, marks, side)
        yield from differ(f"removable of {symbol} {after}", told, truth)
    for (symbol, side), truth in view["walls"].items():
        told, mark = account.liquidation_price(symbol, marks, side), exact(marks[symbol])
        yield from _misplaced(f"wall of {symbol} {after}", told, truth, mark)


def _misplaced(what, told, truth, mark):
    """Walls are compared where a market can come to: within a million times the mark."""
    reached = truth is not None and 1e-6 < truth / mark < 1e6
    if reached and not abs(told / float(truth) - 1) <= WALL:
        yield f"{what} was {told!r}; {float(truth)!r} is right"
    elif not reached and 1e-6 < told / float(mark) < 1e6:
        yield f"{what} was {told!r}; there is none"


# ---- lives ------------------------------------------------------------------------------------


# In at least this share of the lives; what else is random is left to chance.
LEAST = {
    **{f"{name}: {word}": 0.25 for name, words in TRAITS.items() for word in words},
    **{f"charged: {line}": 0.15 for line in list(LINES)[:5]},
    **{f"market: {market}": 0.12 for market in MARKETS},
    **{f"account mode: {mode}": 0.03 for mode in ("basic", "advanced", *MARGIN_MODES)},
    "coins behind a position": 0.12,
    "carried by coins": 0.01,
    "paid: sell": 0.03,
    "paid: share": 0.02,
    "below the backstop": 0.03,
    "rest given back": 0.012,
    "waits": 0.01,
    "order charged": 0.05,
    **{f"funding from {where}": 0.25 for where in ("margin", "available", "capped")},
    **{f"closing {how}": 0.25 for how in ("steps", "at once")},
    "trigger: none": 0.05,
    "hedge": 0.22,
    "both modes": 0.06,
    "several symbols in cross": 0.065,
    "cash below zero": 0.08,
    "margin below zero": 0.02,
    "mark on a wall": 0.08,
    "payments of both signs": 0.1,
    "margin named": 0.1,
    "flat": 0.15,
    "orders at the end": 0.1,
    "order filled": 0.04,
    "one-way": 0.05,
    "flipped": 0.01,
    "winner closed": 0.05,
    "undone: its position ended": 0.1,
    "undone: reached already": 0.05,
    "undone: others take all": 0.02,
    "partial close": 0.25,
    "cash added": 0.25,
    "cash removed": 0.2,
    "margin added": 0.04,
    "margin removed": 0.04,
    "paid: funding": 0.4,
    "paid: trading fee": 0.3,
    "paid: margin call": 0.04,
    "paid: net": 0.015,
    "paid: reduce": 0.012,
    "taken over: cross": 0.13,
    "taken over: isolated": 0.08,
    "taken over with a debt": 0.015,
    "deleveraged": 0.08,
    "filled beside the mark": 0.05,
    "undone: gone": 0.1,
    "undone: available balance": 0.2,
    "undone: withdrawable balance": 0.15,
    "undone: removable margin": 0.01,
    "undone: leverage": 0.1,
    "undone: larger than the last tier": 0.008,
    "undone: order too small": 0.03,
    "undone: more than is held": 0.05,
    "undone: would be liquidated": 0.015,
    "undone: the loss is more than the margin": 0.005,
    "undone: the loss is more than the wallet": 0.003,
}


@cache
def block(number):
    """The lives of one world: what disagrees, and what happened in how many of them."""
    found, seen = [], Counter()
    for i in range(number * EACH, (number + 1) * EACH):
        made, ambiguous = life(i)
        try:
            found += disagreements(made)
        except Exception as error:  # one bad life must not hide the others
            found.append(f"{made.name} raised {error!r}")
        seen += happened(made)
        seen["ambiguous"] += ambiguous
    return found, seen


def happened(made):
    """In which of the things that can happen this life had a part, once each."""
    rules, oracle = made.world.rules._asdict(), made.money
    seen = Counter(what for what, times in made.seen.items() if times)
    seen.update(f"{name}: {rules[name]}" for name in TRAITS)
    seen.update([f"market: {made.world.market}", f"charged: {rules['requirement']}"])
    seen.update([f"funding from {made.funding_from}", f"closing {made.settling.closing}"])
    seen.update({f"undone: {why}" for _, why in oracle.undone})
    seen.update({f"paid: {first_word(p.what)}" for p in oracle.payments})
    seen.update(
        {f"taken over: {'cross' if e.pool == 'cross' else 'isolated'}" for e in oracle.ends}
    )
    for what, is_so in (
        ("trigger: none", rules["trigger"] == "none"),
        ("order filled", oracle.fills),
        ("one-way", oracle.one_way),
        ("flipped", oracle.flips),
        ("deleveraged", any(end.deleveraged for end in oracle.ends)),
        ("taken over with a debt", any(end.trader_loss < 0 for end in oracle.ends)),
        ("filled beside the mark", oracle.ends and oracle.fill_deviation),
        ("orders at the end", oracle.orders),
        ("rest given back", any(e.trader_loss < e.cash for e in oracle.ends)),
        ("below the backstop", any(e.backstop for e in oracle.ends)),
        (f"account mode: {made.world.account_mode}", True),
        ("lives", True),
    ):
        seen[what] += bool(is_so)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("number", range(WORLDS))
def test_accounts_and_replays_agree_with_the_money(number):
    found, _ = block(number)
    assert not found


@pytest.mark.slow
def test_few_lives_are_ambiguous_and_everything_happens_in_many():
    assert not missing(WORLDS)


def missing(worlds):
    """In words, what happened in too few lives, or too often."""
    seen = sum((block(number)[1] for number in range(worlds)), Counter())
    few = [f"{what} in {seen[what]} lives" for what, share in LEAST.items()
           if seen[what] < share * seen["lives"]]  # fmt: skip
    many = seen["ambiguous"] >= AMBIGUOUS * seen["lives"]
    return few + [f"{seen['ambiguous']} lives were ambiguous"] * many


def failures(lives):
    """All that fails in so many lives, for the long run."""
    worlds = lives // EACH
    found = [failure for number in range(worlds) for failure in block(number)[0]]
    return found + missing(worlds)


# ---- by hand ----------------------------------------------------------------------------------

BTC = "BTCUSDT"
THOUSANDTHS = progressive((exact(1e9), exact(0.004), 125))


def by_hand(wallet, *legs, leverage=10, mode="cross", mark=60_000, **rules):
    """Money with legs (side, size, entry) in it that were opened without asking."""
    contract = money.Contract(BTC, "linear", THOUSANDTHS, exact(0.0006))
    own = Money(Rules(**rules), [contract], Fraction(wallet))
    own.marks, own.time = {BTC: Fraction(mark)}, 0
    for side, size, entry in legs:
        leg = money.Leg(contract, side, exact(size), Fraction(entry), leverage, mode == "isolated")
        own.legs[leg.key] = leg
        if leg.isolated:
            own.pots[leg.key] = 0
            own.pay("margin", "cross", leg.key, leg.initial_margin(leg.at_entry(own.marks)))
    return own


def test_the_oracle_imports_nothing_but_the_standard_library():
    tree = ast.parse(Path(money.__file__).read_text(encoding="utf-8"))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(("mode", "payments"), [("isolated", 40), ("cross", 56)])
def test_profit_carries_funding_until_equity_is_gone(mode, payments):
    # 90 a payment; equity 3,600 or 5,000 against 0.1 x 90,000 x 0.46 % = 41.40.
    assert -(-(3_600 - Fraction("41.4")) // 90) == 40
    assert -(-(5_000 - Fraction("41.4")) // 90) == 56
    own = by_hand(2_000, (LONG, 0.1, 60_000), mode=mode, mark=90_000)
    assert own.payments_left(BTC, LONG, exact(0.01)) == payments
    for time in range(1, payments + 1):
        own.advance(time)
        assert own.legs
        own.funding(BTC, exact(0.01))
    own.settle()
    (end,) = own.ends
    assert (end.time, end.trader_loss) == (
        payments,
        (600 if mode == "isolated" else 2_000) - 90 * payments,
    )


def test_what_one_leg_pays_the_other_receives():
    own = by_hand(100, (LONG, 0.1, 60_000), (SHORT, 0.1, 60_000), leverage=125)
    own.funding(BTC, exact(0.02))
    own.settle()
    assert own.pots["cross"] == 100
    assert len(own.legs) == 2


@pytest.mark.parametrize(("wallet", "available"), [(1_000, 900), (10_000, 9_900)])
def test_open_profit_backs_new_positions(wallet, available):
    # Bitget 12560603819491: equity less 0.2 x 55,000 / 10.
    own = by_hand(wallet, (LONG, 0.2, 50_000), mark=55_000)
    assert own.available() == available
    assert own.withdrawable() == wallet - 1_100 * (wallet > 1_100) - 1_000 * (wallet < 1_100)
    assert own.attempt(own.open, BTC, LONG, exact(1.8)) is (wallet == 10_000)
    assert not own.attempt(own.open, BTC, LONG, exact(1.81))


def test_bybit_counted_initial_margin_at_the_entry():
    own = by_hand(3_000, (LONG, 2, 10_000), (SHORT, 4, 9_000), leverage=100, mark=9_000,
                  initial_margin_at="entry")  # fmt: skip
    assert own.available() == 3_000 - 200 - 360 - 2_000


def test_closing_the_loser_of_a_hedge_is_carried_by_the_winner():
    own = by_hand(1_300, (LONG, 0.1, 60_000), (SHORT, 0.1, 60_000), mark=44_000)
    assert own.attempt(own.close, BTC, LONG)
    assert own.pots["cross"] == -300
    assert own.equity("cross", own.marks) == 1_300
    assert not own.attempt(own.close, BTC, SHORT, price=Fraction(59_000))  # 100 win, 200 are short
    assert own.attempt(own.close, BTC, SHORT)
    assert own.pots["cross"] == 1_300


@pytest.mark.parametrize(
    ("legs", "wallet", "rules", "wall"),
    [
        (((LONG, 0.1), (SHORT, 0.1)), 100, {"hedged_legs": "both legs"}, 125_000),
        (((LONG, 0.1), (SHORT, 0.1)), 100, {}, 250_000),
        (((LONG, 0.1), (SHORT, 0.06)), 1_000, {"hedged_legs": "both legs"}, 35_569.11),
    ],
)
def test_hedged_legs_have_the_walls_of_their_venue(legs, wallet, rules, wall):
    legs = [(side, size, 60_000) for side, size in legs]
    own = by_hand(wallet, *legs, requirement="mark", trigger="mark", **rules)
    assert float(own.wall(BTC, LONG)) == pytest.approx(wall, abs=0.005)  # the venues print cents


@pytest.mark.parametrize(("tie", "pools"), [("liquidated", ["cross"]), ("alive", [])])
def test_a_tie_is_settled_by_the_venue(tie, pools):
    own = by_hand(100, (LONG, 1, 1_000), mark=1_000, requirement="rate", trigger="rate", tie=tie)
    own.mark({BTC: Fraction(900_000, 996)})  # equity 100 - (1,000 - P) is 0.4 % of P
    assert [end.pool for end in own.ends] == pools


@pytest.mark.slow
def test_payments_left_are_counted_as_they_are_made():
    draw = Random("payments")
    ended = 0
    for line in list(LINES)[:4]:
        venue = Consequences(Venue(line, LINES[line], {}, "made for these tests", "2026"))
        for _ in range(100):
            side, mark = draw.choice((LONG, SHORT)), places(draw.uniform(40_000, 90_000))
            mode, rate = draw.choice(("isolated", "cross")), draw.choice((0.01, 0.02, 0.05, -0.01))
            own = by_hand(2_000, (side, 0.1, 60_000), mode=mode, mark=mark,
                          requirement=line, trigger=line)  # fmt: skip
            truth = own.payments_left(BTC, side, exact(rate))
            if own.doubtful or own.dead("cross" if mode == "cross" else (BTC, side)):
                continue
            told = venue.payments_left(
                side=side, size=0.1, entry_price=60_000.0, mark_price=mark, mmr=0.004,
                fee_rate=0.0006, funding_rate=rate, collateral=600.0 if mode == "isolated" else 2_000.0,
            )  # fmt: skip
            if truth is None:
                assert isnan(told) or told > 400
            else:
                ended += 1
                assert told == truth
    assert ended > 100
