"""The picture of lesson 11 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
from hypothesis import given, settings

from marginlab.course.lesson11_court.panel import crash_panel, place_crash_mark
from marginlab.course.lesson11_court.picture import crash_figure
from marginlab.course.lesson11_court.scene import LEVERAGES, crash_scene
from marginlab.course.lesson11_court.words import crash_words
from marginlab.lesson import crash_survivors
from marginlab.theory.terms import show
from tests.drawn import drawn, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(crash_panel(), place_crash_mark())
LESSON = Lesson(
    theme="crash", room="lesson11_court", states=STATES, bytes=14_000,
    truth=frozenset({"walls", "wall", "limit", "needed", "behind", "rest", "closed"}),
    unseen={"leverage": 2, "low": 5_096, "wallet": 6_000}, secret=("1.94x", "1.95x", "3,773.54"),
    largest={"guess": 4}, moved=("leverage", "ArrowRight"),
    first={"wallet": 8_000},
    refused=(
        ({"leverage": 1}, "margin and fee needed was 7,353; 5,000 is available"),
        ({"leverage": 0.5}, "leverage was 0.50x; BTCUSDT allows 1x to 150x"),
        ({"leverage": 6}, "leverage was 6x; at most 5x is shown here"),
        ({"leverage": "abc"}, "leverage was 'abc'"),
        ({"low": 0}, "lowest price was 0"),
        ({"low": NAN}, "lowest price was nan"),
        ({"low": 8_000}, "lowest price was 8,000; one below 7,353 is needed"),
        ({"wallet": "x"}, "wallet balance was 'x'"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/walls", "x2/walls", "x3/behind", "x4/needed"}),
        secret="1.94x", click=(3.5, 3_596), drop=(2.5, 3_596), marks=(3.5, 2.5), near=0.06,
        keys=("ArrowRight", 3), typed=3.03, said="You said {}x",
    ),
    cards=2,
    goals=(
        [("leverage", "ArrowLeft", 22)],
        [("leverage", "ArrowRight", 3), ("wallet", "ArrowLeft", 12)],
        [("leverage", "End", 1), ("lowest price", "ArrowRight", 24)],
    ),
)  # fmt: skip

E_, KAPPA = Fraction(7_353), Fraction("0.0046")


def spare(price, money):
    """What a long of one coin has above its requirement at this price, in plain fractions."""
    return money + price - E_ - KAPPA * price


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_at_every_wall_equity_is_the_requirement(state):
    scene = LESSON.drawable(state)
    for stood in (scene.isolated, scene.cross):
        money = Fraction(stood.behind)
        if isnan(stood.wall):  # then not even a price of almost nothing ends it
            assert spare(Fraction(1, 100), money) > 0
        else:
            assert abs(spare(Fraction(stood.wall), money)) < 1e-9
        assert stood.is_closed == (spare(Fraction(scene.low), money) <= 0)
        assert stood.lost == pytest.approx(
            float(stood.behind if stood.is_closed else E_ - scene.low)
        )


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_stands_behind_decides_in_both_modes(state):
    scene = LESSON.drawable(state)
    assert abs(spare(Fraction(scene.low), Fraction(scene.needed))) < 1e-9
    for stood in (scene.isolated, scene.cross):
        assert stood.is_closed == (stood.behind <= scene.needed)
    assert scene.isolated.is_closed == (scene.leverage >= scene.limit)
    assert scene.limit == pytest.approx(float(E_) / scene.needed)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_leverage_moves_the_isolated_wall_and_not_the_other(state):
    scene = LESSON.drawable(state)
    other = crash_scene(**{**state, "leverage": 4})
    # As text, because a wall that is not there is nan, which equals nothing.
    assert repr(scene.cross) == repr(other.cross)


def test_the_curve_is_the_wall_of_an_account_opened_at_each_leverage():
    curve = crash_scene().walls
    for leverage, wall in zip(LEVERAGES[1:], curve[1:], strict=True):
        assert crash_scene(leverage=leverage, wallet=8_000).isolated.wall == pytest.approx(wall)
    assert curve[0] == 0  # there the engine knows of none


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_highest_leverage_is_open_and_a_hundredth_more_is_closed(state):
    scene = LESSON.drawable(state)
    low, highest = Fraction(scene.low), Fraction(str(scene.highest))
    assert spare(low, E_ / highest) > 0
    assert spare(low, E_ / (highest + Fraction(1, 100))) <= 0


def test_the_table_of_crashes_prints_what_was_worked_out_by_hand():
    # 1 / (1 - (1 - x)(1 - k)) and 1 / ((1 + k) / (1 - x) - 1)
    rows = crash_survivors(("half", 0.5), ("a fifth", 0.2)).rows
    assert [row[2:] for row in rows] == [("1.99x", "0.99x"), ("4.91x", "3.91x")]


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene = LESSON.drawable(state)
    figure = crash_figure(scene)
    seen, written = drawn(figure), words(figure)
    for axis, bar, stood in (("x", "x3", scene.isolated), ("x2", "x4", scene.cross)):
        assert max(seen[f"{bar}/behind"]["x"]) == pytest.approx(stood.behind, abs=0.01)
        assert seen[f"{bar}/needed"]["x"][0] == pytest.approx(scene.needed, abs=0.01)
        assert seen[f"{axis}/low"]["y"][0] == scene.low
        if not isnan(stood.wall):
            assert show(stood.wall, "price") in written[axis, "wall"][2]
    if scene.limit < 5:
        assert min(seen["x/closed"]["x"]) == pytest.approx(scene.limit, abs=1e-5)
    assert ("x2/closed" in seen) == scene.cross.is_closed


# ---- words and answers


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Needed are <b>3,773.54</b>: 3,757 for the loss and 16.54 that are required there;"),
        ({}, "there; isolated, that is a leverage of at most <b>1.94x</b>. Isolated at 3x had"),
        (
            {},
            "Isolated at 3x had 7,353 / 3 = <b>2,451</b> behind it and was closed at <b>4,924.65</b>.",
        ),
        ({}, "Cross has the wallet of <b>5,000</b> behind it and is open; its wall stands at"),
        ({}, "wall stands at <b>2,363.87</b>."),
        ({"leverage": 1, "wallet": 8_000}, "7,353 / 1 = <b>7,353</b> behind it and no wall."),
        ({"guess": 3}, "The fall to 3,596 just liquidates 1.95x; with 1.94x it is still open."),
        ({"guess": 3}, "You said 3x: 1.06x too much."),
        ({"guess": 1.95}, "You said 1.95x: 0.01x too much."),
        ({"guess": 1.94}, "You said 1.94x: exactly that."),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in crash_words(crash_scene(**state)).say
