"""Simulated lives against the closed forms, within three standard errors."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, stdev

import pytest

from marginlab.theory.linear import unrealized_pnl
from marginlab.theory.simulation import simulate
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, SHORT
from tests.theory.test_survival import CROSS, DAY, FOLLOWS, RATE, WITH_FUNDING, at

CASES = [
    (at(10), 7),
    (at(50), 1),
    (at(10, drift=0.5), 30),
    (at(10, side=SHORT), 7),
    (at(10, side=SHORT, drift=0.5), 30),
    (CROSS, 90),
    (at(20, volatility=0.8), 7),
]


@pytest.mark.parametrize("steps", [1, 6])
@pytest.mark.parametrize(("survival", "days"), CASES)
def test_the_bridge_makes_any_number_of_steps_exact(survival, days, steps):
    fates = simulate(survival, days * DAY, paths=10_000, steps=steps, seed=11)
    assert abs(fates.probability - survival.probability(days * DAY)) < 3 * fates.standard_error


NAIVE = [0.1993, 0.5548, 0.4416, 0.2219, 0.5822, 0.1829, 0.6191]


@pytest.mark.parametrize(("case", "naive"), list(zip(CASES, NAIVE, strict=True)))
def test_looking_at_the_steps_only_misses_liquidations(case, naive):
    # By others, 32 steps. The bias is that of a wall moved away by exp(0.5826 sigma sqrt(dt)):
    # Broadie, Glasserman and Kou (1997).
    survival, days = case
    fates = simulate(survival, days * DAY, paths=6_000, steps=32, monitoring="steps")
    assert abs(fates.probability - naive) < 3.1 * fates.standard_error
    moved = survival.at_marks(days * DAY / 32)
    assert abs(fates.probability - moved.probability(days * DAY)) < 3.5 * fates.standard_error
    assert fates.probability < survival.probability(days * DAY)


@pytest.mark.parametrize(("leverage", "side"), [(10, LONG), (20, LONG), (50, LONG), (10, SHORT)])
def test_a_mode_changes_the_shape_and_not_the_mean(leverage, side):
    # Without drift, the remainder forfeited: E[PnL] = -P kappa q B.
    survival, margin = at(leverage, side=side), 6_000 / leverage
    fates = simulate(survival, 7 * DAY, paths=20_000, steps=2, seed=7)
    pnl = [
        -margin if gone else unrealized_pnl(side, 0.1, 60_000, end)
        for gone, end in zip(fates.liquidated, fates.end_prices, strict=True)
    ]
    left = 0.0046 * 0.1 * survival.liquidation_price
    expected = -survival.expected_forfeit(7 * DAY, left)
    assert abs(fmean(pnl) - expected) < 3 * stdev(pnl) / sqrt(len(pnl))
    ended = [unrealized_pnl(side, 0.1, 60_000, end) for end in fates.end_prices]
    assert abs(fmean(ended)) < 3 * stdev(ended) / sqrt(len(ended))


def test_liquidated_yet_right_is_counted_too():
    fates = simulate(at(20), 7 * DAY, paths=20_000, steps=2, seed=3)
    pairs = zip(fates.liquidated, fates.end_prices, strict=True)
    share = sum(gone and end >= 60_000 for gone, end in pairs) / 20_000
    chance = at(20).liquidated_yet_right(7 * DAY)
    assert abs(share - chance) < 3 * sqrt(chance / 20_000)


@pytest.mark.parametrize(
    ("leverage", "rate", "days", "simulated"), [(*row[:3], row[5]) for row in WITH_FUNDING]
)
def test_a_wall_that_creeps_is_what_funding_does(leverage, rate, days, simulated):
    growth = FOLLOWS.wall_after_funding.at(side=LONG, offset=0).sensitivity("intervals")
    creep = growth(entry_price=1.0, funding_rate=rate, **RATE)
    fates = simulate(at(leverage), days * DAY, paths=5_000, steps=3 * days, creep=creep)
    error = sqrt(fates.standard_error**2 + 0.0011**2)
    assert abs(fates.probability - simulated) < 3 * error


def test_a_payment_comes_only_so_often():
    # Two steps from payment to payment, watched without a gap: the same law as one step.
    creep, position = 0.0005, at(20)
    often, seldom = (
        simulate(position, 7 * DAY, paths=5_000, steps=21 * n, creep=creep, every=n) for n in (1, 2)
    )
    error = sqrt(often.standard_error**2 + seldom.standard_error**2)
    assert abs(often.probability - seldom.probability) < 3 * error
    unpaid = simulate(position, 7 * DAY, paths=5_000, steps=42, creep=creep, every=43)
    assert unpaid == simulate(position, 7 * DAY, paths=5_000, steps=42)


def test_the_same_seed_gives_the_same_fates():
    once, again = (simulate(at(10), DAY, paths=50) for _ in range(2))
    assert once == again
    assert simulate(at(10), DAY, paths=50, seed=2) != once


def test_a_position_without_a_wall_survives_every_path():
    fates = simulate(Survival(LONG, 60_000, float("nan"), 0.6), 90 * DAY, paths=200)
    assert fates.probability == 0
    assert len(fates.end_prices) == 200
    assert simulate(Survival(LONG, 60_000, 60_000, 0.6), DAY, paths=10).probability == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"paths": 0}, "number of paths was 0; a whole number from 1 upwards"),
        ({"steps": 1.5}, "number of steps was 1.5; a whole number from 1"),
        ({"monitoring": "never"}, "monitoring was 'never'; bridge or steps"),
        ({"creep": float("nan")}, "creep was nan"),
        ({"every": 0}, "number of steps from payment to payment was 0; a whole number from 1"),
        ({"model": "calm"}, "model was 'calm'; one of normal, student t, jumps is needed"),
        ({"model": "jumps"}, "monitoring was 'bridge' with the model 'jumps', of which nothing"),
    ],
)
def test_nonsense_is_told_with_what_is_allowed(wrong, said):
    with pytest.raises(ValueError, match=said):
        simulate(at(10), DAY, **wrong)
    with pytest.raises(ValueError, match="hours was 0; a number above 0"):
        simulate(at(10), 0)
