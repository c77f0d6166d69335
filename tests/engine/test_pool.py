"""Walls against a slow oracle: thousands of random books, walked along the price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan, nan
from random import Random

import pytest

from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.engine.rulebook import Rulebook
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BINANCE, BITGET
from tests.engine.random_accounts import drawn
from tests.engine.test_rulebook import HERE, OWN, inverse_contract

TIERED = OWN.with_contracts(
    inverse_contract("BTCUSD", kind="coin", tiers=BITGET.contract("BTCUSDT").tiers)
)
VENUES = {"linear": (BITGET, "BTCUSDT"), "inverse": (HERE, "BTCUSD"), "coin": (TIERED, "BTCUSD")}
FAR = 1e7  # a wall farther than this many times the mark is none
CASES = 1_500


@dataclass(frozen=True)
class Leg:
    """A position as the oracle sees it: plain numbers and a table of (cap, rate, offset)."""

    kind: str
    side: int
    size: float
    entry: float
    table: tuple[tuple[float, float, float], ...]

    def value(self, price):
        return self.size / price if self.kind == "inverse" else self.size * price

    def pnl(self, price):
        if self.kind == "inverse":
            return self.side * self.size * (1 / self.entry - 1 / price)
        dollars = self.side * self.size * (price - self.entry)
        return dollars / price if self.kind == "coin" else dollars

    def required(self, price):
        value = self.value(price)
        for cap, rate, offset in self.table:
            if value <= cap:
                needed = value * rate - offset
                return needed / price if self.kind == "coin" else needed
        raise AssertionError

    def edges(self):
        for cap, _, _ in self.table[:-1]:
            yield self.size / cap if self.kind == "inverse" else cap / self.size


def spare(legs, collateral):
    """Equity less requirement as a function of the price; of both legs only the larger is charged."""
    larger = max(legs, key=lambda leg: leg.size)
    return lambda price: collateral + sum(p.pnl(price) for p in legs) - larger.required(price)


def walk(left: Callable[[float], float], legs, mark, way):
    """The first price, from the mark downward (-1) or upward (1), at which nothing is spare.

    Within a tier what is spare changes its sign at most once, so it is enough to look closely on
    both sides of every edge, and to bisect.
    """
    edges = [e * (1 + k * 1e-13) for e in max(legs, key=lambda p: p.size).edges() for k in (-1, 1)]
    stops = [e for e in edges if (e - mark) * way > 0]
    last = mark
    for price in (*sorted(stops, reverse=way < 0), mark * FAR**way):
        if left(price) <= 0:
            alive, dead = last, price
            for _ in range(80):
                middle = (alive * dead) ** 0.5
                alive, dead = (middle, dead) if left(middle) > 0 else (alive, middle)
            return dead
        last = price
    return nan


def table(rules: Rulebook):
    fee = rules.fee_rate
    caps = (*rules.caps[:-1], inf)
    tiers = zip(caps, rules.rates, strict=True)
    return tuple((cap, rate + fee, offset) for cap, (rate, _, offset, _) in tiers)


def random_book(draw, kind, rule, hedged):
    """Legs of one symbol with collateral that keeps them alive at the mark, for oracle and engine."""
    venue, symbol = VENUES[kind]
    rules = Rulebook.of(venue, symbol, rule)
    mark = draw.uniform(20_000, 120_000)
    top = 5e6 if kind == "inverse" else 400
    sides = draw.sample([LONG, SHORT], 2 if hedged else 1)
    legs = [
        Leg(
            kind, side, top * 10 ** draw.uniform(-4, 0), mark * draw.uniform(0.9, 1.1), table(rules)
        )
        for side in sides
    ]
    larger = max(legs, key=lambda p: p.size)
    worth = larger.value(mark) / (mark if kind == "coin" else 1)
    share = 10 ** draw.uniform(-2.3, 0.2)
    collateral = larger.required(mark) - sum(p.pnl(mark) for p in legs) + share * worth
    held = [Position(rules, p.side, p.size, p.entry, 10.0) for p in legs]
    return mark, legs, collateral, held, symbol


@pytest.mark.parametrize("rule", ["progressive", "flat"])
@pytest.mark.parametrize("kind", VENUES)
def test_every_wall_is_where_a_walk_along_the_price_first_dies(kind, rule):
    draw = Random(f"{kind} {rule}")
    found = 0
    for _ in range(CASES):
        mark, legs, collateral, (leg,), symbol = random_book(draw, kind, rule, hedged=False)
        wall = leg.liquidation_price(collateral, mark)
        shared = Pool("x", "cross", collateral, (leg,)).liquidation_price(symbol, {symbol: mark})
        assert shared == wall or isnan(wall)
        walked = walk(spare(legs, collateral), legs, mark, -leg.side)
        if isnan(walked):
            assert isnan(wall) or max(wall / mark, mark / wall) > FAR / 2
        else:
            found += 1
            assert wall == pytest.approx(walked, rel=1e-9)
    assert found > CASES / 3


@pytest.mark.parametrize("rule", ["progressive", "flat"])
@pytest.mark.parametrize("kind", VENUES)
def test_hedged_legs_die_where_a_walk_along_the_price_first_dies(kind, rule):
    draw = Random(f"{kind} {rule} hedged")
    found = 0
    for _ in range(CASES):
        mark, legs, collateral, held, symbol = random_book(draw, kind, rule, hedged=True)
        pool = Pool("cross", "cross", collateral, tuple(held))
        wall = pool.liquidation_price(symbol, {symbol: mark})
        left = spare(legs, collateral)
        worse = -1 if left(mark * (1 - 1e-7)) < left(mark) else 1
        if kind == "coin":  # counted in dollars, as the walls are
            worse = -1 if left(mark * (1 - 1e-7)) * (1 - 1e-7) < left(mark) else 1
        below, above = (walk(left, legs, mark, way) for way in (-1, 1))
        for wall_there, walked in zip(
            pool.walls(symbol, {symbol: mark}), (below, above), strict=True
        ):
            if isnan(walked):
                assert isnan(wall_there) or max(wall_there / mark, mark / wall_there) > FAR / 2
            else:
                assert wall_there == pytest.approx(walked, rel=1e-7)
        walks = (below, above) if worse < 0 else (above, below)
        walked = next((w for w in walks if not isnan(w)), nan)
        if isnan(walked):
            assert isnan(wall) or max(wall / mark, mark / wall) > FAR / 2
        else:
            found += 1
            assert wall == pytest.approx(walked, rel=1e-7)
    assert found > CASES / 3


@pytest.mark.parametrize("rule", ["progressive", "flat"])
def test_a_pool_of_two_symbols_dies_where_a_walk_along_one_of_them_does(rule):
    draw = Random(f"two {rule}")
    other = Rulebook.of(BITGET, "ETHUSDT", rule)
    for _ in range(CASES):
        mark, legs, collateral, (leg,), symbol = random_book(draw, "linear", rule, hedged=False)
        ether = draw.uniform(1_000, 5_000)
        size = leg.size * draw.uniform(1, 20)
        second = Leg("linear", draw.choice([1, -1]), size, ether * draw.uniform(0.95, 1.05),
                     table(other))  # fmt: skip
        money = collateral + second.required(ether) - second.pnl(ether)
        held = Position(other, second.side, second.size, second.entry, 10.0)
        pool = Pool("cross", "cross", money, (leg, held))
        wall = pool.liquidation_price(symbol, {symbol: mark, "ETHUSDT": ether})
        behind = money + second.pnl(ether) - second.required(ether)
        walked = walk(spare(legs, behind), legs, mark, -leg.side)
        assert wall == pytest.approx(walked, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("rule", ["progressive", "flat"])
def test_a_common_fall_is_where_all_prices_together_first_die(rule):
    draw = Random(f"fall {rule}")
    other = Rulebook.of(BITGET, "ETHUSDT", rule)
    for _ in range(CASES // 3):
        mark, (first,), collateral, (leg,), symbol = random_book(draw, "linear", rule, hedged=False)
        ether, beta = draw.uniform(1_000, 5_000), draw.uniform(0.2, 2)
        second = Leg("linear", draw.choice([1, -1]), leg.size * draw.uniform(1, 20), ether,
                     table(other))  # fmt: skip
        money = collateral + second.required(ether)
        held = Position(other, second.side, second.size, second.entry, 10.0)
        marks = {symbol: mark, "ETHUSDT": ether}
        fall = Pool("cross", "cross", money, (leg, held)).common_fall(marks, {"ETHUSDT": beta})

        def left(x, legs=((first, mark, 1.0), (second, ether, beta)), money=money):
            prices = [price * (1 - b * x) for _, price, b in legs]
            pairs = list(zip(legs, prices, strict=True))
            return money + sum(p.pnl(at) - p.required(at) for (p, _, _), at in pairs)

        limit = min(1, 1 / beta)
        edges = [(1 - e / mark) * (1 + k) for e in first.edges() for k in (-1e-12, 1e-12)]
        edges += [(1 - e / ether) / beta * (1 + k) for e in second.edges() for k in (-1e-12, 1e-12)]
        stops = sorted(x for x in edges if 0 < x < limit)
        dead = next((x for x in (*stops, limit * (1 - 1e-12)) if left(x) <= 0), nan)
        if isnan(dead):
            assert isnan(fall)
            continue
        alive = max((x for x in (0.0, *stops) if x < dead), default=0.0)
        for _ in range(80):
            middle = (alive + dead) / 2
            alive, dead = (middle, dead) if left(middle) > 0 else (alive, middle)
        assert fall == pytest.approx(dead, abs=1e-9)


@pytest.mark.slow
def test_the_displayed_price_is_one_of_the_two_walls_in_any_pool():
    for number in range(300):
        account, marks, _ = drawn(number)
        for (symbol, side), leg in account.positions.items():
            below, above = account.pool_of(leg).walls(symbol, marks)
            assert isnan(below) or below <= marks[symbol]  # equal at a tie
            assert isnan(above) or above >= marks[symbol]
            shown = account.liquidation_price(symbol, marks, side)
            either = [w for w in (below, above) if not isnan(w)]
            if not 1 / FAR < shown / marks[symbol] < FAR:  # never, or nearly so
                assert all(max(w / marks[symbol], marks[symbol] / w) > FAR for w in either)
            else:
                assert any(shown == pytest.approx(w, rel=1e-8) for w in either)


@pytest.mark.parametrize(
    ("venue", "legs", "wallet", "walls"),
    [
        # Binance, support faq b3c689c1f50a44cabb3a84e663b81d93: both legs are charged 0.4 %.
        ("both legs", ((LONG, 0.1), (SHORT, 0.1)), 100, (nan, 125_000)),
        ("larger leg", ((LONG, 0.1), (SHORT, 0.1)), 100, (nan, 250_000)),
        ("both legs", ((LONG, 0.1), (SHORT, 0.06)), 1_000, (35_569.11, nan)),
        # The short is the larger leg by 0.04: 3,400 over 0.04 and the rate on 0.16.
        ("both legs", ((LONG, 0.06), (SHORT, 0.1)), 1_000, (nan, 3_400 / 0.04064)),
    ],
)
def test_a_locked_hedge_has_its_wall_above(venue, legs, wallet, walls):
    contract = BITGET.contract("BTCUSDT").with_rate("0.004")
    there = BINANCE.with_contracts(contract).with_traits(hedged_legs=venue)
    rules = Rulebook.of(there, "BTCUSDT")
    held = tuple(Position(rules, side, size, 60_000.0, 10.0) for side, size in legs)
    found = Pool("cross", "cross", wallet, held).walls("BTCUSDT", {"BTCUSDT": 60_000.0})
    assert found == pytest.approx(walls, abs=0.005, nan_ok=True)  # the venue prints cents


def test_a_hedge_may_die_on_either_side():
    # The net of 60 long and 59.5 short is 0.83 % of the larger: more than the tiers up to 5,000,000
    # ask of each dollar of its value, less than those above.
    rules = Rulebook.of(BITGET, "BTCUSDT")
    held = tuple(
        Position(rules, side, size, 60_000.0, 10.0) for side, size in ((LONG, 60), (SHORT, 59.5))
    )
    pool, marks = Pool("cross", "cross", 29_000.0, held), {"BTCUSDT": 60_000.0}
    below, above = pool.walls("BTCUSDT", marks)
    assert below < 60_000 < above
    for wall in (below, above):
        assert pool.risk({"BTCUSDT": wall}).margin_ratio == pytest.approx(1)
