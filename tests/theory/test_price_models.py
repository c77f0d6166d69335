"""Price models: their laws, and chances of liquidation against simulations of up to 2 billion paths.

The simulations (tests/data/model-risk.json, which says how they were made) are independent of this
code. What is random is checked at a tenth here and whole by `python -m tests.long`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, exp, factorial, inf, pi, sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist, fmean, stdev

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.price_models import MODELS, PriceModel, shocks
from marginlab.theory.simulation import bridge, liquidated_at, simulate
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG

RISK = Path(__file__).parents[1] / "data" / "model-risk.json"
ROWS = {row["model"]: row for row in json.loads(RISK.read_text(encoding="utf-8"))["rows"]}
LEVERAGES = (3, 10, 20, 50, 100)
HORIZONS = (24, 168, 720)  # hours
KAPPA, VOLATILITY = 0.0046, 0.6
WATCHED = "normal, watched at every moment"
MINUTE = 1 / 60
NORMAL, STUDENT_T, JUMPS = (MODELS[name] for name in ("normal", "student t", "jumps"))


def isolated(leverage: int) -> Survival:
    """The position of the simulations: one long of size 1 at 1, its margin one over the leverage."""
    return Survival(LONG, 1.0, (1 - 1 / leverage) / (1 - KAPPA), VOLATILITY)


# ---- laws --------------------------------------------------------------------------------------


def distance_of_laws(numbers: list[float], law) -> float:
    """The Kolmogorov–Smirnov statistic: above 1.95 once in a thousand where the law is right."""
    ordered, n = sorted(numbers), len(numbers)
    gaps = (max((i + 1) / n - law(x), law(x) - i / n) for i, x in enumerate(ordered))
    return sqrt(n) * max(gaps)


def student_3(x: float) -> float:
    """The distribution of Student's t with 3 degrees, as printed in any table of distributions."""
    t = x / sqrt(3)
    return 0.5 + (t / (1 + t * t) + atan(t)) / pi


def student_4(x: float) -> float:
    """The same with 4 degrees."""
    t = 1 + x * x / 4
    return 0.5 + 3 / 8 * x / sqrt(t) * (1 - x * x / (12 * t))


@pytest.mark.parametrize(
    ("model", "law"),
    [
        (NORMAL, NormalDist().cdf),
        (STUDENT_T, lambda move: student_3(move * sqrt(3))),  # whose own variance is 3
        (PriceModel(degrees=4), lambda move: student_4(move * sqrt(2))),
    ],
)
def test_the_moves_have_their_shape_and_a_variance_of_1(model, law):
    [drawn] = shocks(model, paths=1, steps=10_000, hours=1, seed=5)
    assert distance_of_laws(list(drawn.moves), law) < 1.95


def test_jumps_come_as_often_and_are_as_wide_as_said():
    # A path of one week in one step: how many jumps it has is Poisson with a mean of 1, so that it
    # has none with 1/e, and a sum that is normal otherwise.
    sums = [path.jumps[0] for path in shocks(JUMPS, paths=4_000, steps=1, hours=168, seed=3)]
    none = sums.count(0.0) / len(sums)
    assert abs(none - exp(-1)) < 3 * sqrt(exp(-1) * (1 - exp(-1)) / len(sums))

    def law(x):  # of the sum of k jumps, k Poisson, given that there is one
        chances = [exp(-1) / factorial(k) for k in range(1, 12)]
        wide = [NormalDist(0, 0.05 * sqrt(k)).cdf(x) for k in range(1, 12)]
        return sum(c * w for c, w in zip(chances, wide, strict=True)) / (1 - exp(-1))

    assert distance_of_laws([s for s in sums if s], law) < 1.95


@given(st.integers(1, 500), st.integers(0, 10**6))
def test_the_jumps_are_the_same_however_time_is_divided(steps, seed):
    whole, parts = (
        JUMPS.drawn(Random(seed), n, 720 / n).jumps for n in (1, steps)
    )  # fmt: skip
    assert sum(parts) == pytest.approx(sum(whole), abs=1e-12)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("drift", [0.0, 0.5])
def test_a_price_goes_nowhere_on_average_but_with_its_drift(model, drift):
    paths = shocks(MODELS[model], paths=4_000, steps=24, hours=720, seed=2)
    ends = [path.prices(1.0, 0.6, drift)[-1] for path in paths]
    assert abs(fmean(ends) - exp(drift * 720 / 8_760)) < 3.5 * stdev(ends) / sqrt(len(ends))


@pytest.mark.parametrize("model", [NORMAL, JUMPS, PriceModel(degrees=9)])
def test_every_model_has_the_variance_of_the_volatility(model):
    # Within standard errors, for which a law needs a fourth moment: with 3 degrees it has none.
    paths = shocks(model, paths=4_000, steps=1, hours=168, seed=8)
    squares = [(path.prices(1.0, 0.6)[1] - 1) ** 2 for path in paths]
    assert abs(fmean(squares) - 0.36 * 168 / 8_760) < 3.5 * stdev(squares) / sqrt(len(squares))


def test_the_same_shocks_serve_every_volatility():
    [path] = shocks(NORMAL, paths=1, steps=50, hours=50, seed=4)
    logs = [mpmath.log(path.prices(100.0, v)[-1] / 100) + v**2 / 2 * 50 / 8_760 for v in (0.3, 0.9)]
    assert float(logs[1] / logs[0]) == pytest.approx(3)
    assert path.prices(200.0, 0.3) == pytest.approx([2 * p for p in path.prices(100.0, 0.3)])


def test_no_price_falls_below_nothing():
    [path] = shocks(STUDENT_T, paths=1, steps=2_000, hours=2_000, seed=1)
    prices = path.prices(1.0, 60.0)
    assert min(prices) == prices[-1] == 0


# ---- chances, against the simulations ------------------------------------------------------------


@pytest.mark.parametrize("hours", HORIZONS)
@pytest.mark.parametrize("leverage", LEVERAGES)
def test_the_closed_form_is_what_is_seen_at_every_moment(leverage, hours):
    row = ROWS[WATCHED]["by_leverage"][str(leverage)]
    chance = isolated(leverage).probability(hours)
    assert chance == pytest.approx(row[f"{hours}h"]["share"], abs=3e-5)


@pytest.mark.parametrize("leverage", LEVERAGES)
def test_the_coarse_marks_correction_for_hourly_marks_and_a_week(leverage):
    row = ROWS["normal, marks every hour"]["by_leverage"][str(leverage)]
    chance = isolated(leverage).at_marks(1).probability(168)
    assert chance == pytest.approx(row["168h"]["share"], abs=1e-3)


@pytest.mark.parametrize(
    ("marks", "hours", "off"),
    [("minute", MINUTE, 3e-4), ("hour", 1, 3e-3), ("8 hours", 8, 0.016)],
)
def test_how_far_the_correction_is_off_with_few_marks(marks, hours, off):
    row = ROWS[f"normal, marks every {marks}"]["by_leverage"]
    for leverage in LEVERAGES:
        corrected = isolated(leverage).at_marks(hours)
        for horizon in HORIZONS:
            seen = row[str(leverage)][f"{horizon}h"]["share"]
            assert corrected.probability(horizon) == pytest.approx(seen, abs=off), (
                leverage,
                horizon,
            )


# How far funding put into the drift may be off within a month: rate, and the bound.
FUNDED = {0.0001: 0.002, 0.0003: 0.005, 0.0005: 0.0075, 0.001: 0.025}


def funding_errors() -> Iterator[tuple[float, int, list[float]]]:
    """Rate, leverage, and by how much the approximation is off at each horizon."""
    for rate in FUNDED:
        row = ROWS[f"{WATCHED}, funding {100 * rate:g} % every 8 hours"]["by_leverage"]
        for leverage in LEVERAGES:
            funded = isolated(leverage).with_funding(rate, leverage)
            seen = (row[str(leverage)][f"{hours}h"]["share"] for hours in HORIZONS)
            pairs = zip(HORIZONS, seen, strict=True)
            yield rate, leverage, [funded.probability(hours) - share for hours, share in pairs]


def test_how_far_the_drift_is_off_as_an_approximation_of_funding():
    table = "\n".join(
        f"{rate:.2%} {leverage:3}x " + " ".join(f"{error:+.5f}" for error in errors)
        for rate, leverage, errors in funding_errors()
    )
    print(table)
    for rate, leverage, errors in funding_errors():
        assert max(map(abs, errors)) < FUNDED[rate], f"{leverage}x\n{table}"


# ---- our own simulation --------------------------------------------------------------------------


@dataclass(frozen=True)
class Setup:
    """How a row's lives are simulated here.

    hours: of a step; hours_seen: of the longest horizon that is tried, which a year of marks each
    minute would make long; watched: whether the wall is looked at between the steps, too.
    """

    model: PriceModel
    hours: float
    hours_seen: int = 720
    watched: bool = False
    funding: float = 0.0


# All but the marks of every second, of which a day has 86,400.
SETUPS = {
    WATCHED: Setup(NORMAL, 24, watched=True),
    "normal, marks every 8 hours": Setup(NORMAL, 8),
    "normal, marks every hour": Setup(NORMAL, 1),
    "normal, marks every minute": Setup(NORMAL, MINUTE, 24),
    "Student t, 3 degrees, marks every hour": Setup(STUDENT_T, 1),
    "Student t, 4 degrees, marks every hour": Setup(PriceModel(degrees=4), 1),
    "Student t, 5 degrees, marks every hour": Setup(PriceModel(degrees=5), 1),
    "Student t, 3 degrees, marks every minute": Setup(STUDENT_T, MINUTE, 24),
    "jumps (one a week on average, 5 % wide), marks every hour": Setup(JUMPS, 1),
} | {
    f"{WATCHED}, funding {100 * rate:g} % every 8 hours": Setup(
        NORMAL, 8, watched=True, funding=rate
    )
    for rate in FUNDED
}
PATHS = 10_000


def lived(setup: Setup, paths: int) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """How many of these positions are liquidated by leverage and horizon, and by leverage below zero
    equity; positions of every leverage live on the same paths."""
    gone: Counter[tuple[int, int]] = Counter()
    below: Counter[int] = Counter()
    lives = {leverage: isolated(leverage) for leverage in LEVERAGES}
    touched = bridge(VOLATILITY, setup.hours, 6) if setup.watched else None
    steps = round(setup.hours_seen / setup.hours)
    drawn = shocks(setup.model, paths=paths, steps=steps, hours=setup.hours_seen, seed=6)
    for path in drawn:
        prices = path.prices(1.0, VOLATILITY)
        for leverage, life in lives.items():
            at = liquidated_at(life, prices, touched=touched, creep=setup.funding / (1 - KAPPA))
            if at is not None:
                gone.update((leverage, h) for h in HORIZONS if at * setup.hours <= h + 1e-9)
                below[leverage] += prices[at] < 1 - 1 / leverage
    return gone, below


def deviation(count: int, trials: int, share: float, error: float = 0.0) -> float:
    """By how many standard errors a count is off a share that has an error of its own.

    Where few are expected, the standard errors of a normal law that is as unlikely.
    """
    if share > 0.5:
        return deviation(trials - count, trials, 1 - share, error)
    expected = trials * share
    if expected >= 25:
        return (count / trials - share) / sqrt(share * (1 - share) / trials + error**2)
    likely = expected + trials * error
    tail = mpmath.gammainc(count, 0, likely, regularized=True) if count > likely else 0.5
    if count < expected:
        tail = mpmath.gammainc(count + 1, expected, inf, regularized=True)
    return abs(NormalDist().inv_cdf(min(0.5, float(tail)))) if tail > 1e-300 else inf


def deviations(paths: int) -> Iterator[tuple[str, float]]:
    """Every comparison of our lives with a row, and by how many standard errors it is off."""
    for name, setup in SETUPS.items():
        gone, below = lived(setup, paths)
        for leverage in LEVERAGES:
            row = ROWS[name]["by_leverage"][str(leverage)]
            for hours in (h for h in HORIZONS if h <= setup.hours_seen):
                cell = row[f"{hours}h"]
                off = deviation(gone[leverage, hours], paths, cell["share"], cell["se"])
                yield f"{name}, {leverage}x, {hours} h", off
            all_gone = gone[leverage, 720]
            if not setup.watched and all_gone and setup.hours_seen == 720:
                off = deviation(below[leverage], all_gone, row["below_bankruptcy"])
                yield f"{name}, {leverage}x, below bankruptcy", off


def failures(paths: int) -> list[str]:
    """Rows that are off by more than 4 standard errors, and those by more than 3 if 1 % are."""
    found = list(deviations(paths))
    far = [(name, off) for name, off in found if not abs(off) <= 3]
    if len(far) * 100 <= len(found):
        far = [(name, off) for name, off in far if not abs(off) <= 4]
    return [f"{name}: {off:.1f} standard errors off" for name, off in far]


@pytest.mark.slow
def test_our_own_lives_are_those_of_the_large_simulations():
    assert len(ROWS) - 1 == len(SETUPS.keys() & ROWS.keys())
    assert failures(PATHS // 10) == []


def test_few_are_told_from_none():
    assert deviation(0, 1_000, 1e-6) < 0.1
    assert deviation(1, 1_000, 1e-6) > 3
    assert deviation(3, 1_000, 1e-6) > 4
    assert deviation(0, 1_000, 0.02) > 4  # 20 were expected
    assert deviation(998, 1_000, 0.998) < 1
    assert deviation(1_000, 1_000, 0.98) > 4


def test_positions_of_one_seed_meet_the_same_moves():
    near, far = (
        simulate(isolated(leverage), 168, paths=100, steps=168, monitoring="steps", model="jumps")
        for leverage in (20, 3)
    )
    assert near.end_prices == far.end_prices
    assert all(a or not b for a, b in zip(near.liquidated, far.liquidated, strict=True))


# ---- nonsense ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: PriceModel(degrees=2), "degrees was 2; more than 2 are needed"),
        (lambda: PriceModel(jumps=-1), "jumps was -1; a number from 0"),
        (lambda: PriceModel(width=inf), "width was inf"),
        (lambda: shocks(NORMAL, paths=0, steps=1, hours=1, seed=1), "number of paths was 0"),
        (lambda: shocks(NORMAL, paths=1, steps=1.5, hours=1, seed=1), "number of steps was 1.5"),
        (lambda: shocks(NORMAL, paths=1, steps=1, hours=0, seed=1), "hours was 0"),
        (
            lambda: next(shocks(JUMPS, paths=1, steps=1, hours=1, seed=1)).prices(1.0, 0.3),
            r"volatility was 0.3; the jumps alone make 0.3611 a year, so that or more is needed",
        ),
    ],
)
def test_nonsense_is_told_with_what_is_allowed(call, said):
    with pytest.raises(ValueError, match=said):
        call()
