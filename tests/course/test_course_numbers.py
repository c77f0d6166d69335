"""Every number of the lessons' derivations and exercises comes out of the library.

The expected figures are those of the course's plan, which were computed independently of this
code. Each test names its lesson; `abs` is half of the last printed digit unless a line says why.
"""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
import sympy

from marginlab.engine.account import Account
from marginlab.theory import inverse
from marginlab.theory.formulas import (
    Condition,
    equity,
    funding_payment,
    initial_margin,
    position_value,
    roe,
    solve,
    taker_fee,
    unrealized_pnl,
)
from marginlab.theory.mark_price import mark_price_2, median_price
from marginlab.theory.simulation import simulate
from marginlab.theory.survival import Survival, wall_for
from marginlab.theory.terms import INVERSE_TERMS, LONG, SHORT
from marginlab.venues import BINANCE, BITGET, BYBIT_ENTRY_VALUE, progressive_tiers
from marginlab.venues.consequences import Consequences

BTC, ETH = "BTCUSDT", "ETHUSDT"
RATE = {"mmr": 0.004, "fee_rate": 0.0006}
HOUSE = {"side": LONG, "size": 0.1, "entry_price": 60_000.0}
FOUR_ETH = {"side": LONG, "size": 4.0, "entry_price": 2_500.0}
FOLLOWS = Consequences(BITGET)
d, q, E, P, M, W, L, m, f, r, kappa = sympy.symbols("d q E P M W L m f r kappa")
WALL, BANKRUPTCY = BITGET.liquidation_price, BITGET.bankruptcy_price


def near(value, digits=2):
    """The value to half of its last printed digit."""
    return pytest.approx(value, abs=0.5001 * 10.0**-digits)


def account(symbol=BTC, *, wallet=2_000.0, mode="isolated", leverage=10):
    return Account(BITGET, wallet).set_margin_mode(symbol, mode).set_leverage(symbol, leverage)


def house(mode="isolated", side=LONG):
    return account(mode=mode).open(BTC, side, size=0.1, price=60_000)


# ---- lesson 1: whose money is it? ---------------------------------------------------------------


def test_lesson_1_opening_and_predictions():
    assert initial_margin(0.1, 60_000, 10) == 600
    assert equity(mark_price=57_000, collateral=600, **HOUSE) == 300
    assert equity(mark_price=57_000, collateral=2_000, **HOUSE) == 1_700
    assert FOLLOWS.roe(side=LONG, entry_price=60_000, mark_price=57_000, leverage=10) == -0.5


def test_lesson_1_exercises():
    assert position_value(4, 2_500) == 10_000
    assert initial_margin(4, 2_500, 20) == 500
    assert taker_fee(4, 2_500, 0.0006) == near(6.00)
    assert unrealized_pnl(mark_price=2_550, **FOUR_ETH) == 200
    assert roe(200, 500) == 0.4
    assert FOLLOWS.roe(
        side=LONG, entry_price=2_500, mark_price=2_550, leverage=20
    ) == pytest.approx(0.4)
    paid = -taker_fee(4.0, 2_500.0, 0.0006)
    even = BITGET.break_even_price(**FOUR_ETH, fee_rate=0.0006, realized_pnl=paid)
    assert even == near(2_503.00)


def test_lesson_1_derivations():
    assert sympy.simplify(FOLLOWS.roe.expr - d * L * (P / E - 1)) == 0
    even = BITGET.break_even_price.at(side=LONG, realized_pnl=-q * E * f)
    assert sympy.simplify(even.expr - E * (1 + f) / (1 - f)) == 0


def test_lesson_1_feedback():
    both_ways = 2 * taker_fee(4, 2_500, 0.0006)
    assert both_ways == near(12.00)
    assert both_ways / 500 == pytest.approx(0.024)


# ---- lesson 2: where the wall stands -------------------------------------------------------------


def test_lesson_2_exercises():
    long = WALL(collateral=500, **FOUR_ETH, **RATE)
    short = WALL(**{**FOUR_ETH, "side": SHORT}, collateral=500, **RATE)
    assert long == near(2_385.98)
    assert short == near(2_612.98)
    assert equity(mark_price=long, collateral=500, **FOUR_ETH) == near(43.90)
    assert FOLLOWS.roe(side=LONG, entry_price=2_500, mark_price=long, leverage=20) == pytest.approx(
        -0.9122, abs=5e-5
    )
    at_five_percent = FOLLOWS.leverage_for_distance.at(side=LONG, offset=0)
    assert at_five_percent(distance=0.05, **RATE) == near(18.39)


def test_lesson_2_feedback():
    trade = {**FOUR_ETH, "collateral": 500.0}
    short = {**trade, "side": SHORT}
    assert BANKRUPTCY(**trade) == near(2_375.00)
    assert BANKRUPTCY(**short) == near(2_625.00)
    kappa = {"mmr": 0.0046, "fee_rate": 0}
    assert BYBIT_ENTRY_VALUE.liquidation_price(**trade, **kappa) == near(2_386.50)
    assert BINANCE.liquidation_price(**trade, mmr=0.004) == near(2_384.54)
    turned = {f: 0, m: -sympy.Rational(46, 10_000)}
    for side, price in ((LONG, 2_364.13), (SHORT, 2_637.13)):
        wall = WALL.at(side=side, offset=0, size=4, entry_price=2_500, collateral=500)
        assert float(wall.expr.subs(turned)) == near(price)
    no_maintenance = FOLLOWS.leverage_for_distance.at(side=LONG, offset=0)
    assert no_maintenance(distance=0.05, mmr=0.0, fee_rate=0.0) == near(20)


@pytest.mark.parametrize(
    ("leverage", "distance"), [(10, 0.09584), (20, 0.04561), (50, 0.01547), (100, 0.00542)]
)
def test_lesson_2_distances(leverage, distance):
    away = FOLLOWS.distance.at(side=LONG, offset=0)
    assert away(leverage=leverage, **RATE) == near(distance, 5)


def test_lesson_2_derivations():
    wall = FOLLOWS.wall.at(side=LONG, offset=0)
    without = sympy.limit(wall.expr.subs(f, kappa - m), kappa, 0)
    assert sympy.simplify(without - E * (1 - 1 / L)) == 0
    assert BANKRUPTCY(**HOUSE, collateral=600.0) == 54_000
    largest = FOLLOWS.largest_leverage.at(offset=0)
    assert int(largest(**RATE)) == 217


def test_lesson_2_transfer_no_wall_below_the_entry():
    # freqtrade issue 7294: 4.96x with a maintenance rate of 25 %.
    rate = {"mmr": 0.25, "fee_rate": 0.0}
    assert FOLLOWS.largest_leverage.at(offset=0)(**rate) == 4 < 4.96
    assert FOLLOWS.distance.at(side=LONG, offset=0)(leverage=4.96, **rate) < 0


# ---- lesson 3: one switch, two fates -------------------------------------------------------------


def test_lesson_3_the_path_decides():
    own, shared = house(), house("cross")
    assert WALL(collateral=600, **HOUSE, **RATE) > 50_000  # path A ends the isolated one at 1,400
    assert own.wallet_balance - own.position(BTC).margin == 1_400
    assert shared.close(BTC, 61_000).wallet_balance == near(2_100)
    assert shared.liquidation_price(BTC, {BTC: 60_000.0}) > 38_000  # path B takes all
    paying = Account(BITGET, 2_000, trading_fee_rate=0.0006).open(BTC, LONG, size=0.1, price=60_000)
    assert paying.close(BTC, 61_000).wallet_balance == near(2_092.74)


@pytest.mark.parametrize(("leverage", "isolated"), [(10, 54_249.55), (25, 57_866.18)])
def test_lesson_3_leverage_moves_the_isolated_wall_only(leverage, isolated):
    marks = {BTC: 60_000.0}
    own = account(wallet=1_500, leverage=leverage).open(BTC, LONG, size=0.05, price=60_000)
    assert own.liquidation_price(BTC, marks) == near(isolated)
    shared = account(wallet=1_500, mode="cross", leverage=leverage)
    shared = shared.open(BTC, LONG, size=0.05, price=60_000)
    assert shared.liquidation_price(BTC, marks) == near(30_138.64)


def test_lesson_3_exercises():
    money = FOLLOWS.collateral_for_wall.at(side=LONG, mark_price=0, offset=0)
    assert money(size=0.05, entry_price=60_000.0) == 3_000
    short = account(wallet=1_500, mode="cross").open(BTC, SHORT, size=0.05, price=60_000)
    assert short.liquidation_price(BTC, {BTC: 60_000.0}) == near(89_587.90)


def test_lesson_3_feedback_the_margin_counted_twice():
    trade = {"side": LONG, "size": 0.05, "entry_price": 60_000.0, **RATE}
    for leverage, price in ((10, 24_110.91), (25, 27_727.55)):
        assert WALL(collateral=1_500 + 3_000 / leverage, **trade) == near(price)


def test_lesson_3_derivations():
    cross = WALL.at(side=LONG, offset=0, collateral=W)
    assert cross.sensitivity("leverage").expr == 0
    own = WALL.at(side=LONG, offset=0)
    gap = sympy.simplify((own.expr - cross.expr) / (W - M))  # positive: nearer while W > M
    assert sympy.simplify(gap + WALL.at(side=LONG).sensitivity("collateral").expr) == 0
    assert sympy.solve(cross.expr, W) == [q * E]
    effective = FOLLOWS.effective_leverage.at(side=LONG, mark_price=E, collateral=W)
    assert sympy.simplify(effective.expr - q * E / W) == 0


# ---- lesson 4: the plus and the minus ------------------------------------------------------------


def test_lesson_4_exercises():
    needed = FOLLOWS.collateral_for_wall
    assert needed(mark_price=50_000, **HOUSE, **RATE) - 600 == near(423.00)
    short = {**HOUSE, "side": SHORT}
    assert WALL(collateral=600, **short, **RATE) == near(65_697.79)
    assert needed(mark_price=70_000, **short, **RATE) - 600 == near(432.20)
    more = house().add_margin(BTC, 300)
    assert more.removable_margin(BTC, {BTC: 61_000.0}) == near(390.00)
    bigger = house().open(BTC, LONG, size=0.1, price=57_000)
    assert bigger.liquidation_price(BTC, {BTC: 57_000.0}) == near(52_893.31)
    safer = house().add_margin(BTC, 570)
    assert safer.liquidation_price(BTC, {BTC: 57_000.0}) == near(48_523.21)


def test_lesson_4_ladders():
    at = {**HOUSE, "leverage": 10.0, **RATE}
    linear = [FOLLOWS.wall_after_calls(calls=k, **at) for k in range(3)]
    assert linear == [near(54_249.55), near(48_221.82), near(42_194.09)]
    fresh = {"side": LONG, "entry_price": 60_000.0, "leverage": 10.0, **RATE}
    geometric = [FOLLOWS.wall_after_restoring_calls(calls=k, **fresh) for k in range(3)]
    assert geometric == [near(54_249.55), near(49_050.22), near(44_349.21)]
    assert geometric[1] / geometric[0] == near(0.904159, 6)
    assert WALL(collateral=2_000, **HOUSE, **RATE) == near(40_184.85)
    called = house()
    for wall in (*linear, 40_184.85):
        assert called.liquidation_price(BTC, {BTC: 60_000.0}) == near(wall)
        called = called.call_margin(BTC, {BTC: wall})


def test_lesson_4_a_thousand_of_wall_costs_the_same_at_any_time():
    moves = WALL.at(side=LONG, offset=0).sensitivity("collateral")
    assert -1_000 / moves(size=0.1, **RATE) == near(99.54)
    assert moves.terms == ("size", "mmr", "fee_rate")


def test_lesson_4_feedback():
    forgot_that_maintenance_falls = 0.1 * (WALL(collateral=600, **HOUSE, **RATE) - 50_000)
    assert forgot_that_maintenance_falls == near(424.95)
    more = house().add_margin(BTC, 300).position(BTC)
    spare = more.margin - more.maintenance_margin(61_000)
    assert spare == near(871.94)
    down_to_rate_alone = more.margin - 0.004 * more.position_value(61_000)
    assert down_to_rate_alone == near(875.60)


def test_lesson_4_the_chance_and_the_stake():
    topped = [0, 150, 300, 600]
    lives = [
        Survival(LONG, 60_000, WALL(collateral=600 + more, **HOUSE, **RATE), 0.6) for more in topped
    ]
    week = [life.probability(7 * 24) for life in lives]
    assert week == [near(0.237, 3), near(0.129, 3), near(0.062, 3), near(0.010, 3)]
    month = [
        life.probability(30 * 24) * (600 + more) for life, more in zip(lives, topped, strict=True)
    ]
    assert month == [near(351.7, 1), near(362.2, 1), near(348.6, 1), near(272.4, 1)]
    assert max(month) == month[1]  # adding a little first raises the expected loss


# ---- lesson 5: the quiet leak --------------------------------------------------------------------


def test_lesson_5_thirty_days_at_the_usual_rate():
    after = {"collateral": 600, "funding_rate": 0.0001, "intervals": 90, **HOUSE, **RATE}
    assert 90 * funding_payment(LONG, 0.1, 60_000, 0.0001) == near(54, 9)
    assert FOLLOWS.wall_after_funding(**after) == near(54_792.04)


def test_lesson_5_derivations():
    wall = FOLLOWS.wall_after_funding.at(side=LONG, offset=0)
    step = wall.sensitivity("intervals").expr
    assert sympy.simplify(step - r * E / (1 - m - f)) == 0


def test_lesson_5_transfer_the_square_story():
    # Short of 10,000 on a margin of 500 at 0.05 %: payment 91, 30.3 days, not 33 days; and a
    # positive rate pays a short.
    story = {"side": SHORT, "size": 1, "entry_price": 10_000, "mark_price": 10_000}
    told = {"collateral": 500, **story, **RATE}
    payments = FOLLOWS.payments_left(funding_rate=-0.0005, **told)
    assert payments == 91
    assert payments / 3 == near(30.3, 1)
    assert isnan(FOLLOWS.payments_left(funding_rate=0.0005, **told))
    assert Fraction(500, 5) - 1 == 99  # the story's 33 days of three payments


# ---- lesson 6: which price, and who pays? --------------------------------------------------------


def test_lesson_6_exercises():
    for fill, residual in ((54_100, 10), (53_950, -5), (53_500, -50)):
        assert equity(mark_price=fill, collateral=600, **HOUSE) == near(residual)
    fifty = account(leverage=50).open(BTC, LONG, size=0.1, price=60_000)
    assert fifty.liquidation_price(BTC, {BTC: 60_000.0}) == near(59_071.73)  # a stop at 58,800: no


def test_lesson_6_mark_price():
    prices = {
        "index_price": 91_500,
        "funding_rate": 0.0001,
        "time_left": 120,
        "funding_interval": 480,
    }
    second = mark_price_2(**prices)
    assert second == near(91_502.2875, 4)
    assert median_price(91_380, second, 91_455) == 91_455
    assert (91_380 + second + 91_455) / 3 == near(91_445.76)  # the mean


def test_lesson_6_rests_of_the_exercises():
    for fill, rest in ((2_378, 12), (2_373.5, -6), (2_362, -52)):
        assert equity(mark_price=fill, collateral=500, **FOUR_ETH) == near(rest)
    assert unrealized_pnl(LONG, 120 / 1_800, 60_000, 58_200) == near(-120)
    assert near(0.0667, 4) == 120 / 1_800


def test_lesson_6_predictions():
    marks = {"at the wall": 54_200.0, "above it": 54_400.0}
    pool = house().pool_of(house().position(BTC))
    assert pool.risk({BTC: marks["at the wall"]}).liquidated  # whatever the last price of 54,300
    assert not pool.risk({BTC: marks["above it"]}).liquidated


# ---- lesson 7: one roof, many rooms --------------------------------------------------------------


def two_coins():
    held = Account(BITGET, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    return held.open(ETH, LONG, size=2, price=3_000)


def test_lesson_7_exercises():
    marks = {BTC: 60_000.0, ETH: 3_000.0}
    held = two_coins()
    assert held.liquidation_price(BTC, marks) == near(40_462.13)
    assert held.liquidation_price(BTC, {**marks, ETH: 2_700.0}) == near(46_462.13)
    assert held.cross_pool.common_fall(marks) == near(0.1628, 4)
    by_formula = FOLLOWS.common_fall.at(offset=0)
    assert by_formula(wallet_balance=2_000, position_value=12_000, **RATE) == near(0.1628, 4)
    assert held.cross_pool.common_fall(marks, {ETH: 1.3}) == near(0.1416, 4)
    alone = {"wallet_balance": 2_000 - 27.6, "position_value": 6_000}  # one at a time
    assert by_formula(**alone, **RATE) == near(0.3256, 4)
    assert held.close(ETH, 3_000).liquidation_price(BTC, marks) == near(40_184.85)  # without ETH's


def test_lesson_7_a_locked_hedge_of_the_text_ends_above():
    trade = {
        "side": LONG, "size": 0.1, "entry_price": 60_000.0, "collateral": 100.0,
        "hedge_size": 0.1, "hedge_entry_price": 60_000.0, "mmr": 0.004, "fee_rate": 0,
    }  # fmt: skip
    assert BITGET.linear.hedged_liquidation_price(**trade) == near(250_000)
    assert BINANCE.linear.hedged_liquidation_price(**trade) == near(125_000)


def test_lesson_7_the_short_of_a_carry_ends_alone():
    short = house(side=SHORT)
    assert short.liquidation_price(BTC, {BTC: 60_000.0}) == near(65_697.79)  # 6,600 / 0.10046
    shared = house("cross", SHORT)
    assert shared.liquidation_price(BTC, {BTC: 60_000.0}) == near(79_633.69)  # 8,000 / 0.10046


def test_lesson_7_a_locked_hedge_ends_above():
    trade = {
        "side": LONG, "size": 0.1, "entry_price": 60_000.0, "collateral": 50.0,
        "hedge_size": 0.1, "hedge_entry_price": 60_000.0,
    }  # fmt: skip
    larger = BITGET.linear.hedged_liquidation_price(**trade, **RATE)
    assert larger == near(108_695.65)
    twice = {name: 2 * rate for name, rate in RATE.items()}  # both sides are charged
    assert BITGET.linear.hedged_liquidation_price(**trade, **twice) == near(54_347.83)


# ---- lesson 8: bigger is different ---------------------------------------------------------------


def test_lesson_8_exercises():
    contract = BITGET.contract(BTC)

    def required(tier_rule):
        tier = contract.under(tier_rule).tier_at(330_000)
        rate, fee, offset = (float(x) for x in (tier.mmr, contract.fee_rate, tier.offset))
        return BITGET.linear.required(
            size=1, entry_price=330_000, mark_price=330_000, mmr=rate, fee_rate=fee, offset=offset
        )

    assert (required("progressive"), required("flat")) == (near(1_648), near(1_848))
    rich = account(wallet=1e6, leverage=20).open(BTC, LONG, size=3, price=110_000)
    assert rich.liquidation_price(BTC, {BTC: 110_000.0}) == near(105_021.45)
    rich = account(wallet=1e6, leverage=10).open(BTC, LONG, size=2, price=105_000)
    assert rich.liquidation_price(BTC, {BTC: 105_000.0}) == near(94_936.71)
    table = progressive_tiers(
        ("50000", "0.004", 125), ("250000", "0.005", 100), ("1e9", "0.01", 50)
    )
    assert [tier.offset for tier in table[1:]] == [50, 1_300]


def test_lesson_8_the_tier_at_the_answer():
    two = {"side": LONG, "size": 2.0, "entry_price": 101_000.0, "collateral": 20_200.0}
    first, second = (float(tier.mmr) for tier in BITGET.contract(BTC).tiers[:2])
    assert WALL(mmr=first, fee_rate=0.0006, **two) == near(91_320.07)
    assert WALL(mmr=second, fee_rate=0.0006, **two) == near(91_411.91)
    opened_ = account(wallet=1e6).open(BTC, LONG, size=2, price=101_000)
    assert opened_.liquidation_price(BTC, {BTC: 101_000.0}) == near(91_320.07)
    assert [tier.offset for tier in BITGET.contract(BTC).tiers[1:4]] == [200, 2_200, 17_200]


# ---- lesson 9: coins as collateral ---------------------------------------------------------------


def test_lesson_9_exercises():
    coins = 30_000 / 60_000 / 3
    inverse_trade = {"size": 30_000, "entry_price": 60_000, "collateral": coins, **RATE}
    wall = BITGET.inverse.liquidation_price
    assert wall(side=LONG, **inverse_trade) == near(45_207.00)
    assert wall(side=SHORT, **inverse_trade) == near(89_586.00)
    assert inverse.unrealized_pnl(LONG, 30_000, 60_000, 48_000) == pytest.approx(-0.125)
    assert 48_000 * inverse.unrealized_pnl(LONG, 30_000, 60_000, 48_000) == pytest.approx(-6_000)
    trade = {"side": LONG, "size": 0.4, "entry_price": 60_000.0, **RATE}
    for worth, distance in ((1.0, 0.1210), (0.65, 0.0770)):
        assert 1 - WALL(collateral=3_000 * worth, **trade) / 60_000 == near(distance, 4)


# ---- lesson 10: how long will it live? -----------------------------------------------------------


def alone(leverage, volatility=0.6):
    wall = FOLLOWS.wall.at(side=LONG, offset=0)(entry_price=60_000, leverage=leverage, **RATE)
    return Survival(LONG, 60_000, wall, volatility)


def test_lesson_10_exercises():
    twenty = alone(20)
    assert twenty.probability(24) == near(0.1404, 4)
    assert alone(20, 0.8).half_life == near(62.2, 1)
    leverage = FOLLOWS.leverage_for_distance.at(side=LONG, offset=0)
    for days, most in ((30, 3.35), (7, 6.38)):
        wall = wall_for(0.05, days * 24, side=LONG, mark_price=60_000, volatility=0.6)
        assert leverage(distance=1 - wall / 60_000, **RATE) == near(most)
    left = BITGET.linear.required(
        size=0.1, entry_price=60_000, mark_price=twenty.liquidation_price, **RATE
    )
    assert twenty.expected_forfeit(7 * 24, left) == near(15.48)
    share = twenty.liquidated_yet_right(7 * 24) / twenty.probability(7 * 24)
    assert share == near(0.217, 3)
    naive = simulate(twenty, 24, paths=8_000, monitoring="steps")
    exact = simulate(twenty, 24, paths=8_000)
    assert naive.probability < 0.1404 - 3 * naive.standard_error
    assert abs(exact.probability - 0.1404) < 3 * exact.standard_error


def test_lesson_10_opening_and_feedback():
    assert alone(100).half_life == near(1.57)
    twenty = alone(20)
    came_back = twenty.liquidated_yet_right(24, twenty.liquidation_price)
    assert twenty.probability(24) - came_back == near(0.0707, 4)  # where the day ends: half of it


# ---- lesson 11: claim court ----------------------------------------------------------------------


def inverse_equity_on_initial_margin(side, size, entry_price, mark_price, leverage):
    margin = inverse.initial_margin(size, entry_price, leverage)
    return inverse.equity(side, size, entry_price, mark_price, margin)


def test_lesson_11_exercises():
    leverage = FOLLOWS.leverage_for_distance.at(side=LONG, offset=0)
    black_thursday = 1 - 3_596 / 7_353
    assert leverage(distance=black_thursday, **RATE) == near(1.949, 3)
    assert leverage(distance=0.17, **RATE) == near(5.753, 3)
    inverse_wall = solve(
        Condition(inverse_equity_on_initial_margin, inverse.maintenance_margin, INVERSE_TERMS),
        "leverage",
    ).at(side=LONG, offset=0)
    survived = inverse_wall(entry_price=7_353.0, mark_price=3_596.0, **RATE)
    assert survived == near(0.95)
    # A post: 9,500 at 10x on an account of 10,000.
    post = {"wallet_balance": 10_000, "position_value": 95_000}
    fall = FOLLOWS.common_fall.at(offset=0)
    assert fall(**post, **RATE) == near(0.1011, 4)
    claimed = Condition(fall.at(fee_rate=0), lambda: Fraction(3, 100))
    assert solve(claimed, "mmr")(**post) == near(0.0776, 4)


# ---- capstone: the risk memo ---------------------------------------------------------------------

MEMO = {"side": LONG, "size": 0.2, "entry_price": 60_000.0}


def margin_for(limit, hours, funding_rate=0.0):
    """The margin with which the memo's position keeps to the limit [settle coin]."""
    low, high = 600.0, 12_000.0
    for _ in range(60):
        margin = (low + high) / 2
        life = Survival(LONG, 60_000, WALL(collateral=margin, **MEMO, **RATE), 0.6)
        life = life.with_funding(funding_rate, 12_000 / margin)
        low, high = (low, margin) if life.probability(hours) <= limit else (margin, high)
    return high


def test_capstone_margins():
    assert margin_for(0.05, 720) <= 3_579.53
    assert margin_for(0.05, 720) == pytest.approx(3_579.53, abs=0.01)  # rounded up to the cent
    assert margin_for(0.05, 720, 0.0003) == pytest.approx(3_863.94, abs=0.01)
    wall = wall_for(0.05, 720, side=LONG, mark_price=60_000, volatility=0.6)
    by_formula = FOLLOWS.collateral_for_wall(mark_price=wall, **MEMO, **RATE)
    assert by_formula == pytest.approx(margin_for(0.05, 720))


def test_capstone_drains():
    for rate, drain in ((0.0001, 108), (0.0003, 324)):
        assert 90 * funding_payment(LONG, 0.2, 60_000, rate) == pytest.approx(drain)


def test_capstone_reference():
    life = Survival(LONG, 60_000, WALL(collateral=4_700, **MEMO, **RATE), 0.6)
    assert life.liquidation_price == near(36_668.68)
    assert life.probability(720) == near(0.0054, 4)
    assert life.with_funding(0.0003, 12_000 / 4_700).probability(720) == near(0.0107, 4)
    coin = {"side": LONG, "size": 1.0, "entry_price": 1_500.0, "mmr": 0.02, "fee_rate": 0.0006}
    small = Survival(LONG, 1_500, WALL(collateral=300, **coin), 1.2)
    assert small.liquidation_price / 1_500 - 1 == near(-0.183, 3)
    assert small.probability(168) == near(0.247, 3)


# ---- final self-assessment -----------------------------------------------------------------------


def test_the_final_is_answered_by_the_library():
    sol = {"side": LONG, "size": 40.0, "entry_price": 150.0}
    rate = {"mmr": 0.005, "fee_rate": 0.0006}
    margin = initial_margin(40.0, 150.0, 20.0)
    assert (position_value(40, 150), margin) == (6_000, 300)
    wall = WALL(collateral=margin, **sol, **rate)
    life = FOLLOWS.payments_left(
        mark_price=150, collateral=margin, funding_rate=0.0003, **sol, **rate
    )
    assert life == 148  # not 149, which floats give
    alive, dead = 143.45, 143.20  # the marks; the last prices, 143.10 and 143.60, say the opposite
    assert dead < wall < alive
