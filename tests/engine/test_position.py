"""Walls: one equation in every tier, against a brute-force walk along the price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from math import inf, isnan, nan
from types import MappingProxyType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlab.engine.pool import Pool
from marginlab.engine.position import Position, Risk
from marginlab.engine.rulebook import Rulebook
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import (
    BINANCE,
    BITGET,
    BYBIT_ENTRY_VALUE,
    DYDX,
    GATE,
    HYPERLIQUID,
    KUCOIN,
    OKX,
)

BTC = "BTCUSDT"
RULES = Rulebook.of(BITGET, BTC)
FLAT = Rulebook.of(BITGET, BTC, "flat")
# A second coin with BTCUSDT's table: what is tested is the pool, not the table.
TWO = replace(
    BITGET,
    contracts=MappingProxyType(
        {BTC: BITGET.contract(BTC), "ETHUSDT": replace(BITGET.contract(BTC), symbol="ETHUSDT")}
    ),
)
ETH_RULES = Rulebook.of(TWO, "ETHUSDT")
CENT = 0.005  # the course prints cents


def leg(side=LONG, size=0.1, entry=60_000.0, leverage=10.0, margin=None, rules=RULES):
    return Position(rules, side, size, entry, leverage, margin)


def cross(collateral, *legs):
    return Pool("cross", "cross", collateral, legs)


# ---- the course's numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "collateral", "wall"),
    [(1, 600, 54_249.55), (-1, 600, 65_697.79), (1, 2_000, 40_184.85), (-1, 2_000, 79_633.69)],
)
def test_the_house_position_s_walls(side, collateral, wall):
    assert leg(side).liquidation_price(collateral, 60_000) == pytest.approx(wall, abs=CENT)


def test_the_tier_is_taken_at_the_liquidation_price_not_at_entry():
    # 2 BTC at 105,000 open in the second tier, 210,000, and die in the first.
    wall = leg(size=2, entry=105_000).liquidation_price(21_000, 105_000)
    assert wall == pytest.approx(94_936.71, abs=CENT)
    assert wall != pytest.approx(94_931.62, abs=1)


def test_both_legs_of_a_symbol_share_one_equation():
    legs = leg(LONG, 0.1, 60_000), leg(SHORT, 0.06, 58_000)
    pool = cross(500, *legs)
    assert pool.liquidation_price(BTC, {BTC: 60_000}) == pytest.approx(51_087.51, abs=CENT)
    # Priced leg by leg, the short's loss and its own maintenance taken off, it would be wrong.
    alone = 500 + legs[1].unrealized_pnl(60_000) - legs[1].maintenance_margin(60_000)
    assert legs[0].liquidation_price(alone, 60_000) == pytest.approx(56_626.08, abs=CENT)


def test_a_locked_hedge_dies_of_its_growing_requirement():
    pool = cross(200, leg(LONG, 0.1, 61_500), leg(SHORT, 0.1, 60_000))
    assert pool.liquidation_price(BTC, {BTC: 60_000}) == pytest.approx(108_695.65, abs=CENT)


def test_two_coins_share_one_wallet():
    pool = cross(2_000, leg(), leg(LONG, 2, 3_000, rules=ETH_RULES))
    still = {BTC: 60_000.0, "ETHUSDT": 3_000.0}
    assert pool.liquidation_price(BTC, still) == pytest.approx(40_462.13, abs=CENT)
    lower = {BTC: 60_000.0, "ETHUSDT": 2_700.0}
    assert pool.liquidation_price(BTC, lower) == pytest.approx(46_462.13, abs=CENT)
    assert pool.common_fall(still) == pytest.approx(0.1628, abs=5e-5)
    assert pool.common_fall(still, {"ETHUSDT": 1.3}) == pytest.approx(0.1416, abs=5e-5)


def test_a_displayed_price_is_one_coordinate_of_the_frontier():
    pool = cross(2_000, leg(), leg(SHORT, 2, 3_000, rules=ETH_RULES))
    marks = {BTC: 59_000.0, "ETHUSDT": 3_100.0}
    frontier = pool.frontier(marks)
    for symbol in marks:
        wall = pool.liquidation_price(symbol, marks)
        assert frontier.price(symbol, marks) == pytest.approx(wall, rel=1e-12)


def test_a_pool_that_stands_on_a_tier_edge_dies_right_there():
    # Flat tiers: at 100,000 two coins are worth the first cap, just above it they need 200 more.
    short = leg(SHORT, 2, 100_000, rules=FLAT)
    hedge = leg(LONG, 0.001, 100_000, rules=FLAT)
    pool, marks = cross(1_000, short, hedge), {BTC: 100_000.0}
    assert not pool.risk(marks).liquidated
    assert pool.liquidation_price(BTC, marks) == 100_000
    assert cross(1_000, short).liquidation_price(BTC, marks) == 100_000


def test_risks_add():
    assert Risk(1, 2, 3) + Risk(10, 20, 30) == Risk(11, 22, 33)
    assert Risk(50, 25, 500).margin_ratio == 0.5
    assert Risk(0, 25, 500).margin_ratio == inf


# ---- tiers ------------------------------------------------------------------------------------


def test_a_short_dies_at_the_tier_edge_when_no_root_fits():
    # Flat tiers: at 200,000 the requirement jumps from 920 to 1,120; this equity is between them.
    short = leg(SHORT, 2, 99_000, rules=FLAT)
    wall = short.liquidation_price(2_000 + 1_000, 99_500)
    assert wall == 100_000
    assert not short.risk(wall, 3_000).liquidated
    assert short.risk(wall * (1 + 1e-9), 3_000).liquidated


def test_of_two_roots_a_falling_long_meets_the_first():
    long = leg(LONG, 2, 101_000, rules=FLAT)
    collateral = 3_050.0  # alive in tier 1 below the edge, dead just above it
    root = long.liquidation_price(collateral, 101_000)
    assert root * 2 > 200_000
    assert long.risk(root, collateral).liquidated
    assert not long.risk(99_990, collateral).liquidated


def oracle(alive, mark, way, edges=()):
    """The first price at which it is dead, walked outward in small steps, then bisected.

    edges: of the tiers, above which a flat requirement can be too much for less than a step.
    """
    steps = [i / 1_000 for i in range(1, 1_000)]
    walk = [mark * (1 - step if way < 0 else 1 + 4 * step) for step in steps]
    walk += [price for price in (edge * (1 + 1e-9) for edge in edges) if (price - mark) * way > 0]
    last = mark
    for price in sorted(walk, reverse=way < 0):
        if not alive(price):
            low, high = last, price
            for _ in range(80):
                middle = (low + high) / 2
                low, high = (middle, high) if alive(middle) else (low, middle)
            return high
        last = price
    return nan


sides = st.sampled_from([LONG, SHORT])
sizes = st.floats(0.001, 200)
prices = st.floats(20_000, 120_000)
shares = st.floats(0.007, 0.6)
rules = st.sampled_from([RULES, FLAT])


# Thousands of books more are walked in test_pools.py, closely at the edges and bisected between.
@settings(max_examples=150, deadline=None)
@given(sides, sizes, prices, shares, st.floats(0.9, 1.1), rules)
def test_every_wall_is_where_a_walk_along_the_price_first_dies(
    side, size, entry, share, drift, book
):
    position = leg(side, size, entry, rules=book)
    collateral, mark = share * size * entry, entry * drift

    def alive(price):
        return position.risk(price, collateral).equity > position.maintenance_margin(price)

    assume(alive(mark))
    edges = [cap / size for cap in book.caps[:-1]]
    wall, walked = position.liquidation_price(collateral, mark), oracle(alive, mark, -side, edges)
    if isnan(walked):
        assert isnan(wall) or abs(wall / mark - 1) > 0.999
    else:
        assert wall == pytest.approx(walked, rel=1e-9)


@settings(max_examples=80, deadline=None)
@given(sizes, sizes, prices, prices, st.floats(0.02, 0.6), rules)
def test_a_hedged_wall_is_where_a_walk_along_the_price_first_dies(
    long_size, short_size, long_entry, short_entry, share, book
):
    mark = (long_entry + short_entry) / 2
    legs = leg(LONG, long_size, long_entry, rules=book), leg(SHORT, short_size, short_entry)
    legs = legs[0], replace(legs[1], rules=book)
    # So much money that it is alive at the mark.
    money = share * mark * max(long_size, short_size) - sum(p.unrealized_pnl(mark) for p in legs)
    pool = cross(money, *legs)

    def alive(price):
        risk = pool.risk({BTC: price})
        return risk.equity > risk.maintenance_margin

    assume(alive(mark))
    wall = pool.liquidation_price(BTC, {BTC: mark})
    walks = [oracle(alive, mark, -1), oracle(alive, mark, 1)]
    found = [w for w in walks if not isnan(w)]
    if found:
        assert any(wall == pytest.approx(w, rel=1e-7) for w in found)
    else:
        assert isnan(wall) or wall > 4.9 * mark or wall < mark / 3_900


@settings(max_examples=500, deadline=None)
@given(sides, sizes, prices, shares, rules)
def test_at_the_wall_nothing_is_spare_or_it_is_a_tier_edge(side, size, entry, share, book):
    position, collateral = leg(side, size, entry, rules=book), share * size * entry
    wall = position.liquidation_price(collateral, entry)
    if isnan(wall):
        return
    risk = position.risk(wall, collateral)
    spare = abs(risk.equity - risk.maintenance_margin)
    edge = min(abs(wall * size / cap - 1) for cap in book.caps[:-1])
    # A millionth of a millionth of the value is rounding.
    assert spare <= 1e-11 * size * (wall + entry) or edge < 1e-12


@settings(max_examples=500, deadline=None)
@given(sides, sizes, prices, shares, st.floats(0, 0.2), rules)
def test_more_margin_never_brings_the_wall_nearer(side, size, entry, share, more, book):
    position = leg(side, size, entry, rules=book)
    assume(not position.risk(entry, share * size * entry).liquidated)
    first, second = (
        position.liquidation_price(s * size * entry, entry) for s in (share, share + more)
    )
    assert isnan(second) or side * (first - second) >= -1e-9 * entry


@settings(max_examples=300, deadline=None)
@given(sides, sizes, prices, shares, rules)
def test_a_pool_of_one_is_isolated(side, size, entry, share, book):
    money = share * size * entry
    alone, shared = leg(side, size, entry, margin=money, rules=book), leg(side, size, entry,
                                                                         rules=book)  # fmt: skip
    walls = [
        Pool("x", mode, money, (p,)).liquidation_price(BTC, {BTC: entry})
        for mode, p in (("isolated", alone), ("cross", shared))
    ]
    assert walls[0] == walls[1] or (isnan(walls[0]) and isnan(walls[1]))


@settings(deadline=None)
@given(sizes, prices, st.floats(0.01, 0.5))
def test_a_short_is_a_long_with_money_and_rates_negated(size, entry, share):
    money = share * size * entry
    mmr, fee, offset = 0.004, 0.0006, 20.0
    price = BITGET.liquidation_price.compiled
    short = price(SHORT, size, entry, money, mmr, fee, offset)
    mirrored = price(LONG, size, entry, -money, -mmr, -fee, -offset)
    assert short == pytest.approx(mirrored, rel=1e-12)


@settings(deadline=None)
@given(sizes, prices, st.floats(0.01, 0.5))
def test_distances_are_equal_only_without_maintenance_or_with_maintenance_on_entry_value(
    size, entry, share
):
    terms = {"size": size, "entry_price": entry, "collateral": share * size * entry}

    def distances(venue, mmr):
        walls = (venue.liquidation_price(side=s, mmr=mmr, **terms) for s in (LONG, SHORT))
        return [abs(wall / entry - 1) for wall in walls]

    for venue, mmr in ((HYPERLIQUID, 0.0), (BYBIT_ENTRY_VALUE, 0.004)):
        long, short = distances(venue, mmr)
        assert long == pytest.approx(short, abs=1e-9)
    long, short = distances(HYPERLIQUID, 0.004)
    assert abs(long - short) > 1e-5


def test_the_wall_is_the_venue_s_formula_to_the_last_digit():
    exact = BITGET.liquidation_price(
        side=1, size=Decimal("0.1"), entry_price=Decimal(60_000), collateral=Decimal(600),
        mmr=Decimal("0.004"), fee_rate=Decimal("0.0006"), offset=Decimal(0),
    )  # fmt: skip
    assert leg().liquidation_price(600.0, 60_000.0) == pytest.approx(float(exact), rel=1e-15)


OTHERS = [BINANCE, BYBIT_ENTRY_VALUE, KUCOIN, HYPERLIQUID, DYDX, GATE, OKX]


@cache
def elsewhere(name):
    """The rules of a venue that publishes no table here, with Bitget's tiers."""
    venue = next(v for v in OTHERS if v.name == name)
    return Rulebook.of(replace(venue, contracts=BITGET.contracts), BTC)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(OTHERS),
    sides, st.floats(0.001, 3), prices, shares,
)  # fmt: skip
def test_every_venue_s_wall_is_where_its_own_requirement_is_met(venue, side, size, entry, share):
    book = elsewhere(venue.name)
    position, money = leg(side, size, entry, rules=book), share * size * entry
    wall = position.liquidation_price(money, entry)
    if not isnan(wall):
        risk = position.risk(wall, money)
        spare = abs(risk.equity - risk.maintenance_margin)
        edge = min(abs(wall * size / cap - 1) for cap in book.caps[:-1])
        assert spare <= 1e-11 * size * (wall + entry) or edge < 1e-12


def test_once_liquidated_the_wall_is_where_it_would_live_again():
    assert leg().liquidation_price(600, 50_000) == pytest.approx(54_249.55, abs=CENT)
    assert leg(SHORT).liquidation_price(600, 70_000) == pytest.approx(65_697.79, abs=CENT)


def test_money_enough_for_a_fall_to_zero_means_never():
    assert isnan(leg().liquidation_price(6_000, 60_000))
    assert isnan(leg().bankruptcy_price(6_000))


@pytest.mark.parametrize("value", [nan, inf, -1, 0, "1", None, True])
@pytest.mark.parametrize("name", ["size", "entry_price", "leverage"])
def test_a_position_refuses_nonsense(name, value):
    with pytest.raises(ValueError, match=name.replace("_", " ")):
        replace(leg(), **{name: value})


@pytest.mark.parametrize("value", [nan, inf, "1", None, True])
def test_a_risk_and_a_pool_refuse_nonsense(value):
    for make in (
        lambda: Risk(value, 1),
        lambda: Risk(1, value),
        lambda: Risk(1, 1, value),
        lambda: cross(value, leg()),
        lambda: cross(600, value),
        lambda: Pool("own", value, 600, (leg(),)),
    ):
        with pytest.raises(ValueError, match=r"was .*is needed"):
            make()
    with pytest.raises(TypeError):
        Risk(1, 1) + value


def test_an_unknown_tier_rule_is_told_the_two():
    with pytest.raises(ValueError, match="tier rule was 'steep'; progressive or flat"):
        Rulebook.of(BITGET, BTC, "steep")


@pytest.mark.parametrize("equity", [0.25, 0.5, 1, 2])
def test_ratios_hold_for_equity_below_one_as_above(equity):
    risk = Risk(equity, 0.125, 10)
    assert risk.effective_leverage == 10 / equity
    assert risk.margin_ratio == 0.125 / equity
    assert Risk(0, 1, 10).effective_leverage == Risk(0, 1, 10).margin_ratio == inf


@pytest.mark.parametrize("equity", [-5, -0.5, 0.5, 5])
def test_effective_leverage_has_the_sign_of_the_equity(equity):
    assert Risk(equity, 1, 10).effective_leverage == pytest.approx(10 / equity)
    assert Risk(equity, 1, 10).margin_ratio == (0.2 if equity == 5 else 2 if equity > 0 else inf)


def test_what_can_be_released_leaves_the_risk_alive():
    risk = Risk(100, 40, 1_000)
    assert risk.releasable == pytest.approx(60, abs=1e-5)
    assert not replace(risk, equity=100 - risk.releasable).liquidated
    assert replace(risk, equity=100 - risk.releasable - 1e-5).liquidated
    assert Risk(30, 40, 1_000).releasable == 0
    assert Risk(30, 0).releasable == 30
