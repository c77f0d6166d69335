"""The picture of lesson 8 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
from hypothesis import given, settings

from marginlab.course.lesson08_bigger.panel import place_tiers_mark, tiers_panel
from marginlab.course.lesson08_bigger.picture import tiers_figure
from marginlab.course.lesson08_bigger.scene import tiers_scene
from marginlab.course.lesson08_bigger.words import tiers_words
from marginlab.lesson import larger_positions, liquidation_steps, tier_table
from marginlab.theory.terms import show
from tests.drawn import drawn, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(tiers_panel(), place_tiers_mark())
LESSON = Lesson(
    theme="tiers", room="lesson08_bigger", states=STATES, bytes=14_000,
    truth=frozenset({"requirement", "wall", "end", "reduced", "closed", "now", "lost", "asked"}),
    unseen={"price": 110_000}, secret=("closed at", "10,340"),
    largest={"guess": 9_000}, moved=("size", "ArrowRight"),
    first={"leverage": 5, "price": 110_000, "size": 9},
    refused=(
        ({"size": 0}, "size was 0"),
        ({"size": 19}, "size was 19"),
        ({"size": "abc"}, "size was 'abc'"),
        ({"price": NAN}, "mark price was nan"),
        ({"price": 120_000}, "mark price was 120,000"),
        ({"leverage": 80}, "leverage was 80x; BTCUSDT allows 1x to 75x for a position of 1,650,000"),
        ({"tier_rule": "thin air"}, "tier rule was 'thin air'"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/requirement", "x2/requirement", "x/end", "x3/lost"}),
        secret="10,340", along="y", click=(1_650_000, 6_000), drop=(1_650_000, 9_000),
        marks=(6_000, 9_000), near=120, keys=("ArrowRight", 3), typed=6_030,
    ),
    goals=(
        [("size", "ArrowLeft", 5)],
        [("size", "ArrowRight", 3), ("mark price", "Home", 1)],
        [("charged", "ArrowRight", 1), ("mark price", "End", 1), ("mark price", "ArrowLeft", 41)],
    ),
)  # fmt: skip

TABLE = [
    (200_000, 4),
    (1_000_000, 5),
    (5_000_000, 7),
]  # caps and rates per mille, as Bitget printed
FEE = Fraction(6, 10_000)


def required(value, tier_rule):
    """The requirement of a value in plain fractions, slice by slice or all at one rate."""
    paid, floor = Fraction(0), Fraction(0)
    for cap, mille in TABLE:
        rate = Fraction(mille, 1_000) + FEE
        if tier_rule == "flat" and floor < value <= cap:
            return value * rate
        paid += max(Fraction(0), min(value, Fraction(cap)) - floor) * rate
        floor = Fraction(cap)
    return paid


def spare(value, size, money, tier_rule):
    """What a long opened at 110,000 has above its requirement once it is worth this."""
    return money + value - size * 110_000 - required(value, tier_rule)


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_curve_is_that_of_slices_or_of_one_rate(state):
    scene = LESSON.drawable(state)
    for value in (
        1_000,
        165_000,
        199_999,
        200_001,
        330_000,
        999_000,
        1_000_001,
        1_650_000,
        2_000_000,
    ):
        assert scene.required(value) == pytest.approx(float(required(value, scene.tier_rule)))
    assert scene.asked == pytest.approx(float(required(1_650_000, scene.tier_rule)))


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_at_every_wall_equity_is_the_requirement_and_above_it_more(state):
    scene = LESSON.drawable(state)
    for held in (scene.isolated, scene.cross):
        money, size = held.collateral, Fraction(scene.size)
        if isnan(held.first):  # then not even a price of almost nothing ends it
            assert spare(Fraction(1, 100), size, money, scene.tier_rule) > 0
            continue
        value = Fraction(held.first) * size
        assert abs(spare(value, size, money, scene.tier_rule)) < 0.01
        assert spare(value * Fraction(1_000_001, 1_000_000), size, money, scene.tier_rule) > 0
        assert held.tier == next(i for i, (cap, _) in enumerate(TABLE, 1) if value <= cap)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_isolated_goes_whole_and_cross_two_tiers_at_a_time(state):
    scene = LESSON.drawable(state)
    for held in (scene.isolated, scene.cross):
        assert held.size + held.closed == pytest.approx(scene.size)
        assert [c.price for c in held.closings] == sorted(
            (c.price for c in held.closings), reverse=True
        )
        assert bool(held.closings) == (held.first >= scene.price)
    assert len(scene.isolated.closings) <= 1
    if scene.isolated.closings:
        assert scene.isolated.is_closed
    for step in scene.cross.closings:
        left = step.value - step.size * step.price
        assert left == pytest.approx(200_000 if step.tier == 3 else 0, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_leverage_moves_the_isolated_wall_and_not_the_other(state):
    scene = LESSON.drawable(state)
    other = tiers_scene(**{**state, "leverage": 20})
    # As text, because a wall that is not there is nan, which equals nothing.
    assert repr(scene.cross) == repr(other.cross)


def test_larger_positions_have_nearer_walls_and_only_cross_feels_much():
    rows = larger_positions(2, 5, 10, 15, 18).rows
    isolated, cross = ([float(row[i].replace(",", "")) for row in rows[1:]] for i in (2, 4))
    assert isolated == sorted(isolated)
    assert cross == sorted(cross)
    assert max(isolated) - min(isolated) < 200 < 50_000 < max(cross) - min(cross)


def test_the_tables_print_what_was_worked_out_by_hand():
    tiers = tier_table("BTCUSDT", 3).rows
    assert [row[3] for row in tiers] == ["0", "200", "2,200"]
    assert [row[5] for row in tiers] == ["0.67\u202f%", "1.00\u202f%", "1.33\u202f%"]
    whole, step, *share = liquidation_steps().rows
    assert whole[2:4] == ("15", "0")
    # 12.614 BTC at 83,823.73 leave 200,000.
    assert 15 - float(step[2]) == pytest.approx(200_000 / 83_823.73, abs=0.01)
    assert [row[2:4] for row in share] == [("3", "12"), ("3", "12")]


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene = LESSON.drawable(state)
    figure = tiers_figure(scene)
    seen, written = drawn(figure), words(figure)
    for axis, bar, held in (("x", "x3", scene.isolated), ("x2", "x4", scene.cross)):
        kept = seen.get(f"{bar}/kept", {"x": [0]})
        assert max(kept["x"]) == pytest.approx(held.size, abs=0.001)
        assert (f"{axis}/wall" in seen) == (not isnan(held.wall))
        if not isnan(held.wall):
            assert seen[f"{axis}/wall"]["x"][0] == pytest.approx(held.wall * held.size, abs=1)
            assert show(held.wall, "price") in written[axis, "wall"][2]
        if held.is_closed:
            assert show(held.closings[-1].price, "price") in written[axis, "end"][2]


@pytest.mark.parametrize(
    ("row", "behind", "rate", "offset"),
    [
        (1, 400_000, "0.0046", 0),  # two tiers lower, its rest stands in the first
        (2, 165_000, "0.0070", 2_200),
        (3, 400_000, "0.0070", 2_200),
    ],
)
def test_the_next_wall_counts_with_the_fee_of_what_was_closed(row, behind, rate, offset):
    _, first, _, left, then = (said.replace(",", "") for said in liquidation_steps().rows[row])
    left = 200_000 / Fraction(first) if row == 1 else Fraction(left)
    money = behind + (15 - left) * (Fraction(first) * (1 - Fraction("0.0006")) - 110_000)
    wall = (left * 110_000 - money - offset) / (left * (1 - Fraction(rate)))
    assert float(then) == pytest.approx(float(wall), abs=0.05)  # the first wall is rounded to cents


# ---- words and answers


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Isolated was closed whole at <b>99,610.37</b>, in tier 3."),
        ({}, "Cross lost <b>12.61</b> of 15 BTC at <b>83,823.73</b>, two tiers at once"),
        ({"price": 70_000}, "and the rest at <b>81,380.98</b>."),
        ({"price": 110_000}, "Isolated has its wall at <b>99,610.37</b>, in tier 3."),
        ({"size": 10, "price": 110_000}, "in tier 2, a lower tier than at the entry."),
        ({"size": 1}, "Cross has no wall"),
        ({"guess": 7_590}, "You said 7,590: 2,750 too little."),
        ({"guess": 12_540}, "You said 12,540: 2,200 too much."),
        ({"guess": 10_340}, "You said 10,340: exactly that."),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in tiers_words(tiers_scene(**state)).say
