"""Every number of the lessons' derivations and exercises comes out of the library.

The expected figures are those of the course's plan, which were computed independently of this
code. Each test names its lesson; `abs` is half of the last printed digit unless a line says why.
"""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
import sympy

from marginlab.accounts import Account
from marginlab.consequences import Consequences
from marginlab.formulas import (
    equity,
    funding_payment,
    initial_margin,
    position_value,
    roe,
    taker_fee,
    unrealized_pnl,
)
from marginlab.terms import LONG, SHORT
from marginlab.venues import BITGET

BTC, ETH = "BTCUSDT", "ETHUSDT"
RATE = {"mmr": 0.004, "fee_rate": 0.0006}
HOUSE = {"side": LONG, "size": 0.1, "entry_price": 60_000.0}
FOUR_ETH = {"side": LONG, "size": 4.0, "entry_price": 2_500.0}
FOLLOWS = Consequences(BITGET)
d, q, E, P, M, W, L, m, f, r, kappa = sympy.symbols("d q E P M W L m f r kappa")
WALL, BANKRUPTCY = BITGET.liquidation_price, BITGET.bankruptcy_price


def near(value: float, digits: int = 2) -> object:
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


# ---- lesson 5: the quiet leak --------------------------------------------------------------------

LEAKING = {"side": LONG, "size": 0.2, "entry_price": 52_000.0}


def test_lesson_5_exercises():
    margin = initial_margin(0.2, 52_000, 25)
    payment = funding_payment(LONG, 0.2, 52_000, 0.0002)
    assert payment == near(2.08)
    after = {"collateral": margin, **LEAKING, **RATE}
    wall = FOLLOWS.wall_after_funding
    assert wall(funding_rate=0.0002, intervals=0, **after) == near(50_150.69)
    assert wall(funding_rate=0.0002, intervals=30, **after) == near(50_464.14)
    assert wall(funding_rate=-0.0005, intervals=30, **after) == near(49_367.09)
    payments = FOLLOWS.payments_left(mark_price=52_000, funding_rate=0.0002, **after)
    assert payments == 177
    assert payments * BITGET.contract(BTC).funding_hours / 24 == 59
    assert 3 * payment / margin == pytest.approx(0.015)


@pytest.mark.parametrize(
    ("leverage", "rate", "days"),
    [(10, 0.0001, 318), (20, 0.0001, 151.3), (50, 0.0001, 51.3), (100, 0.0001, 18),
     (50, 0.001, 5.3), (100, 0.001, 2)],
)  # fmt: skip
def test_lesson_5_flat_price_lives(leverage, rate, days):
    margin = 6_000 / leverage
    payments = FOLLOWS.payments_left(
        mark_price=60_000, collateral=margin, funding_rate=rate, **HOUSE, **RATE
    )
    assert payments / 3 == near(days, 1)


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


def test_lesson_7_a_locked_hedge_ends_above():
    legs = {
        "long_size": 0.1, "short_size": 0.1,
        "long_entry_price": 60_000, "short_entry_price": 60_000, "collateral": 50,
    }  # fmt: skip
    wall = FOLLOWS.wall_of_hedge
    assert wall(charged_size=0.1, **legs, **RATE) == near(108_695.65)
    assert wall(charged_size=0.2, **legs, **RATE) == near(54_347.83)
