"""The picture of lesson 10 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import exp, log, sqrt
from random import Random
from statistics import NormalDist, fmean

import pytest
from hypothesis import given, settings

from marginlab.course.lesson10_how_long.panel import life_panel, place_life_mark
from marginlab.course.lesson10_how_long.picture import life_figure
from marginlab.course.lesson10_how_long.scene import COUNT, SPANS, WATCHED, life_scene, lows_within
from marginlab.course.lesson10_how_long.words import life_words
from marginlab.lesson import chances_at, modes_over, shapes_of_chance
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show
from tests.drawn import drawn, paths
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(life_panel(), place_life_mark())
WEEK = {"leverage": 10, "span": "a week"}
LESSON = Lesson(
    theme="life", room="lesson10_how_long", states=STATES, bytes=90_000,
    truth=frozenset({"living", "ended", "count", "formula", "half", "results", "lost", "mean"}),
    unseen={"watched": "bell, hourly", "time_percent": 50, "volatility_percent": 100},
    secret=("32.7", "of 200"), axes=("span",), largest={"span": "a month", "leverage": 3, "wallet": 4_000},
    moved=("leverage", "ArrowLeft"), opens=WEEK, first=WEEK,
    refused=(
        ({"leverage": 2}, "2,000 is available"),
        ({"leverage": "abc"}, "leverage was 'abc'"),
        ({"wallet": 50}, "wallet was 50"),
        ({"volatility_percent": NAN}, "volatility was nan"),
        ({"span": "a year"}, "time span was 'a year'"),
        ({"watched": "the moon"}, "model was 'the moon'"),
        ({"time_percent": 101}, "time was 101"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/living", "x/ended", "x3/count", "x4/formula", "x5/results"}), secret="32.7",
        axes="3", along="y", click=(48, 40), drop=(48, 60), marks=(40, 60), near=1,
        keys=("ArrowRight", 3), typed=53,
    ),
    goals=(
        [("leverage", "ArrowLeft", 4)],
        [("leverage", "ArrowRight", 4), ("wallet", "ArrowLeft", 14)],
        [("time span", "ArrowLeft", 2), ("leverage", "End", 1), ("price moves by", "ArrowRight", 1)],
    ),
)  # fmt: skip

KAPPA = Fraction("0.0046")


def walls(state):
    """Both walls by hand: a long of 0.1 from 60,000 on its margin, and on the wallet."""
    stakes = {
        "isolated": Fraction(6_000) / Fraction(state["leverage"]),
        "cross": Fraction(state["wallet"]),
    }
    return {
        mode: (stake, (6_000 - stake) / (Fraction("0.1") * (1 - KAPPA))) for mode, stake in stakes.items()
    }  # fmt: skip


def touched(far: float, spread: float) -> float:
    """The chance that the bell touches a wall, its logarithm `far` away, without direction."""
    down = NormalDist(-(spread**2) / 2, spread).cdf(far)
    return down + exp(-far) * NormalDist(spread**2 / 2, spread).cdf(far)


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_walls_and_the_formula_are_those_worked_out_by_hand(state):
    scene = LESSON.drawable(state)
    years = SPANS[state["span"]].hours / 8_760
    for mode, (stake, wall) in walls(state).items():
        crowd = getattr(scene, mode)
        assert (crowd.stake, crowd.wall) == (
            pytest.approx(float(stake)),
            pytest.approx(float(wall)),
        )
        far, sigma = log(wall / 60_000), state["volatility_percent"] / 100
        if not WATCHED[state["watched"]].always:
            far -= 0.5826 * sigma * sqrt(1 / 8_760)
        chance = touched(far, sigma * sqrt(years))
        assert scene.formula(crowd, scene.span.steps) == pytest.approx(100 * (1 - chance), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_who_is_open_has_never_been_seen_at_the_wall(state):
    scene = LESSON.drawable(state)
    for crowd in (scene.isolated, scene.cross):
        for path, end in zip(scene.paths, crowd.ended, strict=True):
            looks = len(path.prices) if end is None else end // scene.every
            assert all(price > crowd.wall for price in path.prices[:looks])
            if end is not None and not WATCHED[scene.watched].always:
                assert path.prices[looks] <= crowd.wall
            assert end is None or 0 < end <= scene.span.steps


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_results_are_those_of_the_price_or_the_stake(state):
    scene = LESSON.drawable(state)
    for crowd in (scene.isolated, scene.cross):
        results = scene.results(crowd)
        gone = [end is not None and end <= scene.now for end in crowd.ended]
        assert crowd.open_at(scene.now) == gone.count(False)
        for path, dead, result in zip(scene.paths, gone, results, strict=True):
            seen = path.prices[scene.now // scene.every]
            assert result == pytest.approx(-crowd.stake if dead else 0.1 * (seen - 60_000))
        assert scene.mean(crowd) == pytest.approx(fmean(results))


def test_more_leverage_and_less_money_never_save_anybody():
    def ends(**values):
        scene = life_scene(span="a week", **values)
        return [
            [float("inf") if end is None else end for end in crowd.ended]
            for crowd in (scene.isolated, scene.cross)
        ]

    for watched in WATCHED:
        for (own, whole), (nearer, poorer) in pairwise([
            ends(watched=watched, leverage=leverage, wallet=wallet)
            for leverage, wallet in ((5, 3_000), (10, 2_000), (20, 1_000), (50, 500))
        ]):  # fmt: skip
            assert all(map(float.__ge__, map(float, own), map(float, nearer)))
            assert all(map(float.__ge__, map(float, whole), map(float, poorer)))


def test_the_lowest_price_within_a_step_has_the_law_of_a_bridge():
    # From 100 to 101 with a variance of 0.01: below 95 with exp(-2 ln(100/95) ln(101/95) / 0.01).
    draw = Random(7)
    lows = [[*lows_within((100.0, 101.0), 0.01, draw)][1] for _ in range(20_000)]
    assert max(lows) <= 100
    chance = exp(-2 * log(100 / 95) * log(101 / 95) / 0.01)
    share = sum(low <= 95 for low in lows) / len(lows)
    assert share == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / len(lows)))


@pytest.mark.parametrize("watched", ["bell, always", "bell, hourly"])
@pytest.mark.parametrize("leverage", [5, 10, 50, 100])
def test_two_hundred_are_open_as_the_formula_says_but_for_chance(watched, leverage):
    for span in SPANS:
        scene = life_scene(leverage=leverage, span=span, watched=watched)
        for crowd in (scene.isolated, scene.cross):
            p = scene.formula(crowd, scene.span.steps) / 100
            spread = sqrt(p * (1 - p) / COUNT) + 0.02 * (
                not scene.exact
            )  # the moved wall, at few looks
            assert crowd.open_at(scene.span.steps) / COUNT == pytest.approx(
                p, abs=4 * spread + 0.001
            )


def test_hourly_looks_see_the_same_prices_and_miss_what_came_and_went():
    for span in SPANS:
        always, hourly = (
            life_scene(span=span, leverage=50, watched=watched).isolated
            for watched in ("bell, always", "bell, hourly")
        )
        for at_any, at_looks in zip(always.ended, hourly.ended, strict=True):
            assert at_looks is None or (at_any is not None and at_any <= at_looks)
        assert hourly.open_at(10**9) > always.open_at(10**9)


def test_the_tables_print_what_was_worked_out_by_hand():
    (row,) = chances_at(50).rows
    far = log(58_800 / 60_000 / 0.9954)
    hours = (4, 24, 168, 720)
    assert row[0] == "50x"
    assert row[2:6] == tuple(show(touched(far, 0.6 * sqrt(h / 8_760)), "chance") for h in hours)
    own, whole = modes_over("a month").rows
    for (_, wall, gone, profit, stake, mean), margin in ((own, 600), (whole, 2_000)):
        level = (6_000 - margin) / 0.09954
        spread, far = 0.6 * sqrt(720 / 8_760), log(level / 60_000)
        chance = touched(far, spread)
        # Of those that end above the entry, the reflected ones have touched the wall.
        above = NormalDist(spread**2 / 2, spread).cdf(0) - exp(-far) * NormalDist(
            spread**2 / 2, spread
        ).cdf(2 * far)
        assert (wall, stake) == (show(level, "price"), show(margin, "money"))
        assert (gone, profit) == (show(chance, "chance"), show(above, "chance"))
        assert mean == show(-chance * 0.0046 * 0.1 * level, "about")
    day, week, cross = shapes_of_chance().rows
    assert day[1:] == ("988", "3,951", "8,040")
    assert week[1:] == ("220,018", "196,374", "195,981")
    assert cross[1:] == ("1", "427", "57")


# ---- the picture


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene = LESSON.drawable(state)
    figure = life_figure(scene)
    seen, low, high = drawn(figure), *scene.span.prices
    strokes = [(axis, name, xs, ys) for name, axis, xs, ys in paths(figure)]
    sides = (("x", "x3", "x5", scene.isolated), ("x2", "x4", "x6", scene.cross))
    for above, middle, below, crowd in sides:
        assert (f"{above}/wall" in seen) == (low < crowd.wall < high)
        for axis, name, _, ys in strokes:
            if axis == above and name in ("living", "ended"):
                assert min(ys) >= min(crowd.wall, high) - 1, "a price is drawn beyond its wall"
        if scene.now:
            assert seen[f"{middle}/count"]["y"][-1] == crowd.open_at(scene.now) / 2
        mean = seen[f"{below}/mean"]["x"][0]
        assert mean == pytest.approx(scene.mean(crowd), rel=1e-6)
        lost = seen.get(f"{below}/lost", {"y": [0]})["y"]
        assert max(lost) - min(lost) == pytest.approx((COUNT - crowd.open_at(scene.now)) / 2)
        bars = seen[f"{below}/results"]["y"]
        assert sum(bars) / 2 == pytest.approx(crowd.open_at(scene.now) / 2)


# ---- words, answers and play


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "is watched at every moment. Isolated <b>"),
        ({}, "by the formula 32.7"),
        ({"watched": "jumps, hourly"}, "with jumps; the exchange looks at it once an hour."),
        ({"watched": "fat tails, hourly"}, "by the bell's formula"),
        ({"guess": 40}, "are open after 4 hours. You said 40: 7.3 too many."),
        ({"guess": 33}, "You said 33: 0.3 too many."),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in life_words(life_scene(**state)).say


def test_jumps_alone_may_be_more_than_the_volatility():
    with pytest.raises(ValueError, match="volatility was 30"):
        life_scene(volatility_percent=30, watched="jumps, hourly")


def test_what_the_exchange_refuses_is_said_and_the_picture_stays():
    panel = life_panel(**WEEK)
    panel.set(wallet=500)
    assert panel.refused
    assert panel.scene.wallet == 2_000
    with pytest.raises(Rejected):
        life_scene(leverage=3, wallet=1_000)
