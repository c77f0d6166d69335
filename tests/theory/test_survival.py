"""Chances of liquidation: proved by the equation they solve, by integrals, and against published
tables.

The tables are Monte Carlo runs of 200,000 to 400,000 paths with a Brownian-bridge correction, made
independently of this code; each comes with its standard error.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import exp, inf, isnan, log, nan, sqrt

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.theory.simulation import simulate
from marginlab.theory.survival import COARSENESS, Survival, first_passage, wall_for
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

DAY = 24
FOLLOWS = Consequences(BITGET)
RATE = {"mmr": 0.004, "fee_rate": 0.0006}
WALLS = {side: FOLLOWS.wall.at(side=side, offset=0) for side in (LONG, SHORT)}


def at(leverage, *, side=LONG, volatility=0.6, drift=0.0):
    """The house position on its initial margin, at that leverage."""
    wall = WALLS[side](entry_price=60_000, leverage=leverage, **RATE)
    return Survival(side, 60_000, wall, volatility, drift)


CROSS = Survival(LONG, 60_000, 40_184.85, 0.6)

# ---- the law ----------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [LONG, SHORT])
def test_the_probability_solves_the_backward_equation_and_is_1_at_the_wall(side):
    price, wall, years, sigma = sympy.symbols("S B T sigma", positive=True)
    mu = sympy.Symbol("mu", real=True)

    def phi(z):
        return sympy.erfc(-z / sympy.sqrt(2)) / 2

    def tilted(a, z, _):
        return sympy.exp(a) * phi(z)

    p = first_passage(side, sympy.log(wall / price), mu - sigma**2 / 2, sigma, years, phi, tilted)
    drifts = mu * price * p.diff(price) + sigma**2 * price**2 * p.diff(price, 2) / 2
    assert sympy.simplify(p.diff(years) - drifts) == 0
    assert sympy.simplify(p.subs(price, wall)) == 1


MONTE_CARLO = [
    (at(10), 7, 0.235657, 0.00065),
    (at(50), 1, 0.625458, 0.00074),
    (at(10, drift=0.5), 30, 0.507540, 0.00076),
    (at(10, side=SHORT), 7, 0.263057, 0.00068),
    (at(10, side=SHORT, drift=0.5), 30, 0.644439, 0.00073),
    (CROSS, 90, 0.216474, 0.00063),
    (at(20, volatility=0.8), 7, 0.690185, 0.00070),
]


@pytest.mark.parametrize(("survival", "days", "share", "error"), MONTE_CARLO)
def test_a_large_simulation_by_others_agrees(survival, days, share, error):
    assert survival.probability(days * DAY) == pytest.approx(share, abs=3 * error)


@pytest.mark.parametrize("survival", [at(10), at(20), at(10, side=SHORT, drift=0.5), CROSS])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_the_density_adds_up_to_the_probability(survival, days):
    area = mpmath.quad(survival.density, [0, 1, 10, days * DAY])
    assert float(area) == pytest.approx(survival.probability(days * DAY), abs=1e-9)


@pytest.mark.parametrize("side", [LONG, SHORT])
def test_touching_is_twice_as_likely_as_ending_there_without_drift_of_the_logarithm(side):
    survival = Survival(side, 100, 100 * exp(-side * 0.1), 0.6, 0.6**2 / 2)
    terminal = float(mpmath.ncdf(-0.1 / (0.6 * sqrt(7 / 365))))
    assert survival.probability(7 * DAY) == pytest.approx(2 * terminal, rel=1e-12)


def test_the_laplace_transform_of_the_time():
    # E exp(-lambda tau) = exp(b (nu + sqrt(nu^2 + 2 lambda sigma^2)) / sigma^2), lambda = 3 a year.
    survival = at(10)
    nu, sigma, b = survival.nu, survival.volatility, survival.log_distance
    by_formula = exp(b * (nu + sqrt(nu**2 + 2 * 3 * sigma**2)) / sigma**2)
    by_density = mpmath.quad(
        lambda hours: mpmath.exp(-3 * hours / 8760) * survival.density(hours),
        [0, 10, 100, 1_000, 10_000, 100_000, 10**6],
    )
    assert float(by_density) == pytest.approx(by_formula, abs=1e-8)
    assert by_formula == pytest.approx(0.6948855, abs=5e-8)


# ---- ever, half-life, mean life ----------------------------------------------------------------


def test_without_drift_every_long_is_reached_but_not_every_short():
    assert at(10).probability(inf) == 1
    short = at(10, side=SHORT)
    assert short.probability(inf) == pytest.approx(60_000 / short.liquidation_price)
    assert short.probability(inf) == pytest.approx(0.9133, abs=5e-5)
    assert at(10, drift=0.5).probability(inf) == pytest.approx(0.8360, abs=5e-5)


HALF_LIVES = {
    0.4: (4_587.9, 1_093.6, 248.8, 28.7, 3.54, 1.40),
    0.6: (2_039.1, 486.1, 110.6, 12.8, 1.57, 0.62),
    0.8: (1_147.0, 273.4, 62.2, 7.18, 0.885, 0.351),
    1.0: (734.1, 175.0, 39.8, 4.60, 0.566, 0.225),
}


@pytest.mark.parametrize("volatility", HALF_LIVES)
def test_the_table_of_half_lives(volatility):
    for leverage, hours in zip((5, 10, 20, 50, 100, 125), HALF_LIVES[volatility], strict=True):
        digits = len(str(hours).partition(".")[2])
        assert at(leverage, volatility=volatility).half_life == pytest.approx(
            hours, abs=0.5001 * 10**-digits
        )


def test_the_mean_life_is_far_above_the_half_life():
    assert at(10).mean_life / DAY == pytest.approx(204.3, abs=0.05)
    assert at(10).half_life / DAY == pytest.approx(20.3, abs=0.05)
    assert at(10, drift=0.5).mean_life == inf  # some live for ever
    grid = [exp(x / 100) for x in range(-200, 1_700)]  # hours, evenly in the logarithm
    density = at(10).density
    mean = sum(hours * density(hours) * hours / 100 for hours in grid)
    assert mean == pytest.approx(at(10).mean_life, rel=1e-6)


def test_any_kind_of_number_will_do():
    exact = Survival(LONG, Decimal(60_000), Fraction(54_000), Decimal("0.6"))
    assert exact == Survival(LONG, 60_000.0, 54_000.0, 0.6)


def test_half_life_is_endless_where_half_are_never_reached():
    assert Survival(LONG, 100, 10, 0.6, 1.0).half_life == inf


positions = st.builds(
    lambda side, distance, volatility, drift: Survival(
        side, 100.0, 100 * exp(-side * distance), volatility, drift
    ),
    st.sampled_from([LONG, SHORT]),
    st.floats(1e-4, 3),
    st.floats(0.05, 3),
    st.floats(-3, 3),
)


@given(positions, st.floats(0.01, 0.99))
def test_time_until_is_when_that_share_is_gone(survival, share):
    hours = survival.time_until(share)
    if hours == inf:
        assert survival.probability(inf) <= share
    else:
        assert survival.probability(hours) == pytest.approx(share, abs=1e-9)


@given(positions, st.floats(0, 1e5), st.floats(0, 1e5))
def test_chances_grow_with_time_up_to_ever(survival, one, other):
    sooner, later = sorted((one, other))
    assert 0 <= survival.probability(sooner) <= survival.probability(later) + 1e-12
    assert survival.probability(later) <= survival.probability(inf) + 1e-12


@given(positions, st.floats(0.1, 1e4))
def test_a_short_is_a_long_in_the_mirror(survival, hours):
    # Mirrored in the logarithm: the drift of the logarithm changes its sign.
    wall = survival.mark_price**2 / survival.liquidation_price
    drift = survival.volatility**2 - survival.drift
    mirrored = Survival(-survival.side, 100.0, wall, survival.volatility, drift)
    assert mirrored.probability(hours) == pytest.approx(survival.probability(hours), abs=1e-9)


# ---- regret, profit first, forfeit -------------------------------------------------------------


@pytest.mark.parametrize(
    ("leverage", "days", "chance", "simulated", "share"),
    [(20, 7, 0.1278, 0.1274, 0.217), (100, 1, 0.3606, 0.3602, 0.417), (10, 30, 0.1154, 0.1147, 0.197)],
)  # fmt: skip
def test_liquidated_yet_right(leverage, days, chance, simulated, share):
    survival = at(leverage)
    regret = survival.liquidated_yet_right(days * DAY)
    assert regret == pytest.approx(chance, abs=5e-5)
    assert regret == pytest.approx(simulated, abs=3 * sqrt(chance / 200_000))
    assert regret / survival.probability(days * DAY) == pytest.approx(share, abs=5e-4)


@given(positions, st.floats(0.1, 1e4), st.floats(-1, 1))
def test_to_be_liquidated_is_to_end_on_either_side_of_any_price(survival, hours, k):
    price = 100 * exp(k)
    right = survival.liquidated_yet_right(hours, price)
    assert -1e-12 <= right <= survival.probability(hours) + 1e-12
    beyond = survival.liquidated_yet_right(hours, survival.liquidation_price)
    years = hours / 8_760
    ended = float(mpmath.ncdf(survival.side * (survival.log_distance - survival.nu * years)
                              / (survival.volatility * sqrt(years))))  # fmt: skip
    assert beyond + ended == pytest.approx(survival.probability(hours), abs=1e-9)


def test_take_profit_first_is_a_matter_of_distances_without_drift():
    # A target one margin away, as far as equity zero: what is missing to a half is the house edge.
    for leverage, chance in ((10, 0.489), (20, 0.477), (50, 0.436), (100, 0.352)):
        target = 60_000 * (1 + 1 / leverage)
        first = at(leverage).take_profit_first(target)
        wall = at(leverage).liquidation_price
        assert first == pytest.approx((60_000 - wall) / (target - wall))
        assert first == pytest.approx(chance, abs=5e-4)
    with_drift = at(10, drift=0.5).take_profit_first(66_000)
    assert with_drift == pytest.approx(0.5572, abs=5e-5)
    assert with_drift == pytest.approx(0.5566, abs=3 * 0.0016)


@given(positions, st.floats(1e-3, 2))
def test_take_profit_first_solves_its_equation(survival, ahead):
    # P = (E^p - B^p) / (U^p - B^p), p = 1 - 2 mu / sigma^2, in many digits.
    target = 100 * exp(survival.side * ahead)
    with mpmath.workdps(60):
        p = 1 - 2 * mpmath.mpf(survival.drift) / mpmath.mpf(survival.volatility) ** 2
        e, b, u = (mpmath.mpf(x) for x in (100, survival.liquidation_price, target))
        exact = (
            mpmath.log(e / b) / mpmath.log(u / b)
            if abs(p) < 1e-30
            else (e**p - b**p) / (u**p - b**p)
        )
        assert survival.take_profit_first(target) == pytest.approx(
            float(exact), rel=1e-8, abs=1e-12
        )


def test_expected_forfeit_is_the_share_times_what_is_left_at_the_wall():
    twenty = at(20)
    left = 0.1 * twenty.liquidation_price * 0.0046
    assert twenty.expected_forfeit(7 * DAY, left) == pytest.approx(15.48, abs=0.005)


# ---- funding, and the wall for a chance ---------------------------------------------------------

WITH_FUNDING = [
    (10, 0.0001, 30, 0.5861, 0.6050, 0.6066),
    (10, 0.0005, 30, 0.5861, 0.6783, 0.6771),
    (20, 0.0003, 14, 0.7072, 0.7371, 0.7378),
    (50, 0.0005, 2, 0.7312, 0.7484, 0.7433),
    (10, 0.001, 14, 0.4111, 0.5506, 0.5456),
    (5, 0.0005, 60, 0.4101, 0.5741, 0.5695),
]


@pytest.mark.parametrize(
    ("leverage", "rate", "days", "without", "approximately", "simulated"), WITH_FUNDING
)
def test_funding_acts_like_a_drift_approximately(
    leverage, rate, days, without, approximately, simulated
):
    survival = at(leverage)
    funded = survival.with_funding(rate, leverage)
    assert survival.probability(days * DAY) == pytest.approx(without, abs=5.001e-5)
    # The third row is 0.737048 and printed as 0.7371; half a digit does not cover it.
    assert funded.probability(days * DAY) == pytest.approx(approximately, abs=5.3e-5)
    assert funded.probability(days * DAY) == pytest.approx(simulated, abs=0.0053)
    assert funded.approximate
    assert not survival.approximate


# By others, as above: seven positions and what 32 marks show of them.
AT_32_MARKS = [0.1988, 0.5540, 0.4398, 0.2208, 0.5793, 0.1817, 0.6174]


@pytest.mark.parametrize(("case", "shown"), list(zip(MONTE_CARLO, AT_32_MARKS, strict=True)))
def test_marks_at_intervals_move_the_wall_away(case, shown):
    survival, days, *_ = case
    corrected = survival.at_marks(days * DAY / 32)
    assert corrected.probability(days * DAY) == pytest.approx(shown, abs=5.001e-5)
    assert corrected.approximate
    assert corrected.with_funding(0.0001, 10).approximate == (
        "marks at intervals are put into the wall; funding is put into the drift of the price"
    )


def test_the_shift_of_the_wall_is_that_of_the_paper():
    assert (
        pytest.approx(float(-mpmath.zeta(0.5) / mpmath.sqrt(2 * mpmath.pi)), abs=5e-5) == COARSENESS
    )


def test_marks_change_nothing_for_who_is_liquidated_now_or_never():
    assert Survival(LONG, 60_000, 60_000, 0.6).at_marks(1).liquidated
    assert Survival(LONG, 60_000, -5.0, 0.6).at_marks(1).never_reached
    assert Survival(SHORT, 60_000, nan, 0.6).at_marks(1).never_reached


@pytest.mark.parametrize("side", [LONG, SHORT])
def test_the_drift_of_funding_is_the_growth_of_the_wall(side):
    told = {"size": 0.1, "entry_price": 60_000.0, "side": side, "collateral": 600.0, **RATE}
    growth = FOLLOWS.wall_after_funding.sensitivity("intervals").at(offset=0)
    step = growth(**{n: {**told, "funding_rate": 0.0001}[n] for n in growth.terms})
    without = {**RATE, "mmr": 0.0, "fee_rate": 0.0}
    wall = BITGET.liquidation_price(**{**told, **without})
    funded = at(10, side=side).with_funding(0.0001, 10)
    a_year = 3 * 365 * step * (1 - side * 0.0046) / wall
    assert -funded.drift == pytest.approx(a_year, rel=1e-12)


def test_the_largest_leverage_for_a_limit():
    leverage = FOLLOWS.leverage_for_distance.at(side=LONG, offset=0)
    for days, volatility, most in ((7, 0.6, 6.38), (30, 0.6, 3.35), (30, 0.8, 2.64)):
        wall = wall_for(0.05, days * DAY, side=LONG, mark_price=60_000, volatility=volatility)
        found = leverage(distance=1 - wall / 60_000, **RATE)
        assert found == pytest.approx(most, abs=0.005)


@given(st.sampled_from([LONG, SHORT]), st.floats(0.001, 0.999), st.floats(0.1, 1e4))
def test_the_wall_for_a_chance_has_it(side, chance, hours):
    wall = wall_for(chance, hours, side=side, mark_price=100.0, volatility=0.6)
    assert Survival(side, 100.0, wall, 0.6).probability(hours) == pytest.approx(chance, abs=1e-7)


# ---- edges ------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([LONG, SHORT]),
    st.floats(1e-12, 50),
    st.floats(1e-3, 100),
    st.floats(-1e4, 1e4),
    st.floats(1e-9, 1e7),
)
def test_huge_exponents_do_not_overflow(side, distance, volatility, drift, hours):
    wall = 100 * exp(-side * distance)
    survival = Survival(side, 100.0, wall, volatility, drift)
    found = survival.probability(hours)
    assert 0 <= found <= 1
    if survival.liquidated:
        return
    with mpmath.workdps(60):
        b, sigma = mpmath.mpf(survival.log_distance), mpmath.mpf(volatility)
        nu, years = mpmath.mpf(survival.nu), mpmath.mpf(hours / 8_760)
        exact = first_passage(
            side, b, nu, sigma, years, mpmath.ncdf, lambda a, z, _: mpmath.exp(a) * mpmath.ncdf(z)
        )
    # Rounding of the distance in spreads is amplified where the law is steep.
    spreads = abs(survival.log_distance - survival.nu * hours / 8_760) / (
        volatility * sqrt(hours / 8_760)
    )
    assert found == pytest.approx(float(exact), rel=1e-11 * (1 + spreads**2), abs=1e-300)


extremes = st.floats(2e-60, 5e59)  # beyond them every number is refused


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([LONG, SHORT]), extremes, st.floats(-5e59, 5e59), st.floats(1e-6, 1e3),
    st.floats(-1e6, 1e6), extremes, extremes,
)  # fmt: skip
def test_no_extreme_gives_what_is_no_chance(side, mark, wall, volatility, drift, hours, price):
    survival = Survival(side, mark, wall, volatility, drift)
    assert 0 <= survival.probability(hours) <= 1
    assert -1e-9 <= survival.liquidated_yet_right(hours, price) <= 1
    assert survival.density(hours) >= 0
    assert survival.half_life >= 0
    assert survival.mean_life >= 0
    if side * (price - mark) >= 0:
        assert 0 <= survival.take_profit_first(price) <= 1


def test_no_time_no_liquidation_unless_it_stands_at_the_wall():
    assert at(10).probability(0) == 0
    assert at(10).probability(5e-324) == 0
    for wall in (60_000, 60_001):
        survival = Survival(LONG, 60_000, wall, 0.6)
        assert survival.probability(0) == survival.probability(1) == 1
        assert survival.half_life == survival.mean_life == 0
        assert survival.take_profit_first(61_000) == 0
    assert Survival(SHORT, 60_000, 59_999, 0.6).probability(1) == 1


@pytest.mark.parametrize("wall", [nan, 0, -100.0])
def test_a_long_without_a_wall_lives_for_ever(wall):
    survival = Survival(LONG, 60_000, wall, 0.6)
    assert survival.probability(1e9) == survival.probability(inf) == 0
    assert survival.half_life == survival.mean_life == inf
    assert survival.density(1) == survival.liquidated_yet_right(1) == 0
    assert survival.take_profit_first(66_000) == pytest.approx(60_000 / 66_000)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Survival(0, 1, 1, 1), r"side was 0; LONG \(1\) or SHORT"),
        (lambda: Survival(LONG, 0, 1, 1), "mark price was 0; a number above 0"),
        (lambda: Survival(LONG, nan, 1, 1), "mark price was nan"),
        (lambda: Survival(LONG, 1, inf, 1), "liquidation price was inf; a finite number"),
        (lambda: Survival(LONG, 1, "1", 1), "liquidation price was '1'"),
        (lambda: Survival(LONG, 1, 1, 0), "volatility was 0.0; a fraction per year"),
        (lambda: Survival(LONG, 1, 1, 60_000), "volatility was 60000.0; a fraction per year"),
        (lambda: Survival(LONG, 1, 1, 1, nan), "drift was nan"),
        (lambda: at(10).probability(-1), "hours was -1; a number from 0 upwards"),
        (lambda: at(10).probability(nan), "hours was nan; a finite number"),
        (lambda: at(10).density(0), "hours was 0; a number above 0"),
        (lambda: at(10).time_until(1), "probability was 1; a fraction above 0 and below 1"),
        (
            lambda: at(10).take_profit_first(59_000),
            "target was 59000.0; one on the profitable side",
        ),
        (lambda: at(10).at_marks(0), "hours was 0; a number above 0"),
        (lambda: at(10).with_funding(0.0001, 1), "leverage was 1.0; more than 1 is needed"),
        (
            lambda: wall_for(1.5, 1, side=LONG, mark_price=1, volatility=1),
            "probability was 1.5; a fraction above 0 and below 1",
        ),
        (
            lambda: wall_for(0.5, 1e9, side=SHORT, mark_price=1.0, volatility=0.1, drift=2.0),
            "no wall is that far away",
        ),
    ],
)
def test_nonsense_is_told_with_what_is_allowed(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_the_end_of_a_simulation_is_where_the_formulas_are():
    fates = simulate(at(20), 7 * DAY, paths=4_000, steps=8)
    assert abs(fates.probability - at(20).probability(7 * DAY)) < 3 * fates.standard_error
    assert not isnan(log(fates.end_prices[0]))
