"""The cascade of lesson 6 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from marginlab.course.house import SYMBOL, opened
from marginlab.course.lesson06_which_price.panel import cascade_panel, place_cascade_mark
from marginlab.course.lesson06_which_price.picture import cascade_figure
from marginlab.course.lesson06_which_price.scene import (
    FUND,
    LEVERAGES,
    WALLS,
    cascade_scene,
    field,
    queue,
    shorts,
)
from marginlab.course.lesson06_which_price.words import cascade_words
from marginlab.engine.replay import Mark, replay
from marginlab.theory.terms import show
from tests.drawn import drawn, words
from tests.lessons import NAN, Asked, Lesson, states_of

ROOT = Path(__file__).parents[2]
STATES = states_of(cascade_panel(), place_cascade_mark())
LESSON = Lesson(
    theme="cascade", room="lesson06_which_price", states=STATES, bytes=24_000,
    truth=frozenset({"price", "stop", "stops", "fund"}), secret=("57,149",),
    unseen={"depth": 10}, moved=("depth", "ArrowLeft"),
    largest={"push_percent": 4, "depth": 4, "guess": 55_000},
    refused=(
        ({"push_percent": 60}, "push was 60"),
        ({"push_percent": NAN}, "push was nan"),
        ({"depth": 0}, "depth was 0"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/price"}), secret="57,149.40", click=(30, 57_020), drop=(30, 56_020),
        marks=(57_000, 56_000), near=110, along="y", keys=("ArrowRight", 3), typed=59_150,
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_price_stops_where_the_next_wall_lies_below_it(state):
    scene = cascade_scene(**state)
    for mode, fall in (("isolated", scene.isolated), ("cross", scene.cross)):
        walls = [long.wall for long in field(mode)]
        assert len(walls) == WALLS
        assert walls == sorted(walls, reverse=True)
        prices = [price for _, price in fall.path]
        assert all(wall >= price for wall, price in zip(walls, prices[:-1], strict=False))
        assert prices[-1] == fall.stops
        assert fall.fallen == len(prices) - 1
        if fall.fallen < WALLS:
            assert walls[fall.fallen] < fall.stops
        assert fall.pushed == sum(wall >= scene.pushed_to for wall in walls) <= fall.fallen


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_no_money_is_made_and_a_sale_presses_the_price_by_its_share_of_the_book(state):
    scene, fund, taken = cascade_scene(**state), Fraction(FUND), Fraction(0)
    price = Fraction(60_000) * (100 - Fraction(str(state["push_percent"]))) / 100
    for long in field("isolated")[: scene.isolated.fallen]:
        size = Fraction(str(long.size))
        move = size / state["depth"] * 600
        money = Fraction(long.collateral)
        rest = money + size * (price - move / 2 - Fraction(long.entry_price))
        if fund + rest >= 0:
            fund, price = fund + rest, price - move
        else:
            taken += size
    assert float(price) == pytest.approx(scene.isolated.stops)
    assert float(fund) == pytest.approx(scene.isolated.fund, abs=1e-6)
    sizes = [Fraction(str(size)) for _, size in queue(scene.isolated.stops)]
    assert sum(sizes) >= taken, "winners for all that has to be closed"
    assert (scene.isolated.winners > 0) == (taken > 0)
    assert float(taken) == pytest.approx(scene.isolated.deleveraged)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_more_money_behind_puts_every_wall_lower(state):
    scene = cascade_scene(**state)
    assert scene.cross.pushed <= scene.isolated.pushed
    for own, shared in zip(field("isolated"), field("cross"), strict=True):
        assert shared.wall < own.wall


def test_the_longs_are_as_large_as_the_lesson_says():
    text = (ROOT / "lessons/src/06_which_price_who_pays.md").read_text("utf-8")
    (found,) = re.findall(
        r"(\d+) longs.*: ([\d.]+) to ([\d.]+) bitcoin each, (\d+)x to (\d+)x", text
    )
    count, least, most, low, high = map(float, found)
    sizes = [long.size for long in field("isolated")]
    assert (count, low, high) == (len(sizes), min(LEVERAGES), max(LEVERAGES))
    assert (least, most) == pytest.approx((min(sizes), max(sizes)), abs=0.01)


@pytest.mark.parametrize("nth", [0, 60, 150])
def test_what_a_fill_leaves_is_what_a_replay_books(nth):
    long = field("isolated")[nth]
    leverage = long.size * long.entry_price / long.collateral
    account = opened(
        "isolated", size=long.size, entry_price=long.entry_price, leverage=round(leverage),
        wallet=2 * long.collateral,
    )  # fmt: skip
    fill = long.wall - 100
    trace = replay(account, [Mark(0.0, {SYMBOL: 60_000.0}), Mark(1.0, {SYMBOL: fill})])
    (end,) = trace.liquidations
    rest = long.collateral + long.size * (fill - long.entry_price)
    assert end.insurance_fund_change == pytest.approx(rest)


def test_the_queue_is_by_return_times_ratio_of_winners():
    names = [name for name, _ in queue(57_000)]
    assert sorted(names) == sorted(shorts())

    def score(name: str) -> float:
        leg = shorts()[name].position(SYMBOL)
        value = leg.size * 57_000
        gain = leg.size * (leg.entry_price - 57_000)
        ratio = 0.0046 * value / (leg.margin + gain)
        roi = gain * leg.leverage / value  # over the initial margin at the mark
        return roi * ratio if roi > 0 else roi / ratio

    scores = [score(name) for name in names]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_what_is_drawn_and_written_is_the_scene(state):
    scene = cascade_scene(**state)
    seen, said = drawn(cascade_figure(scene)), cascade_words(scene).summary
    written = {key: text for key, (_, _, text, *_) in words(cascade_figure(scene)).items()}
    for axis, fall in (("x", scene.isolated), ("x2", scene.cross)):
        assert show(fall.stops, "tick") in written[axis, "stops"]
        assert show(fall.stops, "price") in said
        assert f"{fall.fallen} of {WALLS} fall" in written[axis, "heading"]
        if fall.fallen:
            assert seen[f"{axis}/price"]["y"][-1] == pytest.approx(fall.stops, abs=1)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "<b>1</b> winner is deleveraged"),
        ({"depth": 40}, "their sales reach"),
        ({"guess": 59_400}, "too high"),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in cascade_words(cascade_scene(**state)).say
