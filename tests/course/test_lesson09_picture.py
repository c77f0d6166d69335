"""The picture of lesson 9 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from math import isnan

import pytest
from hypothesis import given, settings

from marginlab.course.lesson09_coins.panel import coins_panel, place_coins_mark
from marginlab.course.lesson09_coins.picture import TOP, coins_figure
from marginlab.course.lesson09_coins.scene import coins_scene
from marginlab.course.lesson09_coins.words import coins_words
from marginlab.lesson import coin_families, one_times, ratios_at
from marginlab.theory.terms import show
from tests.drawn import drawn, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(coins_panel(), place_coins_mark())
LESSON = Lesson(
    theme="coins", room="lesson09_coins", states=STATES, bytes=16_000,
    truth=frozenset({"equity", "requirement", "wall", "end", "closed", "now"}),
    unseen={"price": 60_000}, secret=("closed at", "30,138"), axes=("unit",),
    largest={"guess": 0.5}, moved=("price", "ArrowRight"),
    first={"price": 60_000, "backing": "USDT-M"},
    refused=(
        ({"backing": "USDC-M"}, "margin was 'USDC-M'"),
        ({"side": "up"}, "side was 'up'"),
        ({"unit": "EUR"}, "unit was 'EUR'"),
        ({"leverage": 160}, "leverage was 160x; BTCUSD allows 1x to 150x"),
        ({"leverage": "abc"}, "leverage was 'abc'"),
        ({"ratio": 1.1}, "collateral ratio was 1.1"),
        ({"price": NAN}, "mark price was nan"),
        ({"price": 10_000}, "mark price was 10000"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/equity", "x2/equity", "x/end", "x2/wall"}),
        secret="30,138", along="y", click=(30_000, 1), drop=(30_000, 0.5), marks=(1, 0.5), near=0.05,
        keys=("ArrowRight", 3), typed=0.9,
    ),
    goals=(
        [("side", "ArrowRight", 1), ("counted in", "ArrowRight", 1)],
        [("side", "ArrowLeft", 1), ("contract", "ArrowRight", 2), ("collateral ratio", "ArrowLeft", 5)],
        [("contract", "ArrowLeft", 2), ("leverage", "ArrowRight", 4), ("mark price", "ArrowRight", 38)],
    ),
)  # fmt: skip

KAPPA = Fraction("0.0046")
E60 = 60_000


def equity(scene, mode, price):
    """Adjusted equity in dollars, in plain fractions: one bitcoin's worth from 60,000."""
    price, lever = Fraction(price), Fraction(scene.leverage)
    cross, side = mode == "cross", scene.side
    if scene.backing == "COIN-M":
        coins = Fraction(3, 2) if cross else 1 / lever
        return price * (coins + side * (E60 * (Fraction(1, E60) - 1 / price)))
    if cross and scene.backing == "USDT-M on coins":
        money = Fraction(str(scene.ratio)) * Fraction(3, 2) * price
    else:
        money = Fraction(90_000) if cross else E60 / lever
    return money + side * (price - E60)


def required(scene, price):
    """κ of the value: of 60,000 dollars, or of one bitcoin."""
    return KAPPA * (E60 if scene.backing == "COIN-M" else Fraction(price))


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_equity_and_requirement_are_those_of_the_contract(state):
    scene = LESSON.drawable(state)
    for mode, held in (("isolated", scene.isolated), ("cross", scene.cross)):
        for price in (20_000, 45_000, 60_000, 99_500):
            dollars = float(equity(scene, mode, price))
            assert held.equity.at(price, "USD") == pytest.approx(dollars, abs=1e-6)
            assert held.equity.at(price, "BTC") == pytest.approx(dollars / price, abs=1e-9)
            assert held.required.at(price, "USD") == pytest.approx(float(required(scene, price)))


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_at_the_wall_equity_is_the_requirement_and_nothing_is_left_beyond(state):
    scene = LESSON.drawable(state)
    for mode, held in (("isolated", scene.isolated), ("cross", scene.cross)):
        spare = equity(scene, mode, scene.price) - required(scene, scene.price)
        assert held.closed == (spare <= 0)
        assert (held.left(scene.price, "USD") == 0) == held.closed
        if isnan(held.wall):
            for price in (Fraction(1, 100), 10**8):
                assert equity(scene, mode, price) > required(scene, price) or scene.side < 0
        elif held.wall < 200_000 and held.wall != E60:
            wall = Fraction(held.wall)
            assert abs(equity(scene, mode, wall) - required(scene, wall)) < Fraction(1, 100)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_the_ratio_moves_the_cross_wall_of_coins_alone(state):
    scene = LESSON.drawable(state)
    other = coins_scene(**{**state, "ratio": 0.5})
    assert repr(scene.isolated) == repr(other.isolated)
    if scene.backing != "USDT-M on coins":
        assert repr(scene.cross) == repr(other.cross)


def test_what_the_course_says_of_1x_and_10x():
    usdt, usdc, own, dollars = coin_families(1, 10).rows
    assert dollars[3:] == ("30,138.00", "never", "54,796.36", "66,360.00")
    assert usdt[3:] == usdc[3:] == ("never", "119,450.53", "54,249.55", "65,697.79")
    # E / (1 + 1 - 0.0046): in the base coin the requirement grows with the price
    assert own[3] == show(60_000 / 1.9954, "price")


def test_the_tables_print_what_was_worked_out_by_hand():
    *_, long, short = one_times().rows
    assert long == ("COIN-M sized in dollars, long", "30,138.00", "0", "0", "1.5", "180,000")
    assert short == ("COIN-M sized in dollars, short", "none", "2", "60,000", "0.5", "60,000")
    full, part, gone = ratios_at(36_000, 1, 0.6, 0.4).rows
    assert full[1:3] == ("30,000", "165.60")  # 54,000 - 24,000; 0.46 % of 36,000
    assert part[3] == show(60_000 / (0.9 + 0.9954), "price")
    assert gone[1] == "\N{MINUS SIGN}2,400"
    assert gone[-1] == "closed"


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene = LESSON.drawable(state)
    figure = coins_figure(scene)
    seen, written = drawn(figure), words(figure)
    for axis, held in (("x", scene.isolated), ("x2", scene.cross)):
        inside = 20_000 < held.wall < 100_000
        assert (f"{axis}/wall" in seen) == (inside and not held.closed)
        if f"{axis}/wall" in seen:
            assert seen[f"{axis}/wall"]["x"][0] == pytest.approx(held.wall, abs=0.01)
            assert show(held.wall, "price") in written[axis, "wall"][2]
        for x, y in zip(
            *(seen.get(f"{axis}/equity", {"x": [], "y": []})[k] for k in "xy"), strict=True
        ):
            there = min(held.equity.at(x, scene.unit), TOP[scene.unit])
            assert y == pytest.approx(there, rel=1e-4, abs=1e-3)


def test_what_is_a_line_in_dollars_is_a_curve_in_bitcoin_and_the_wall_stays():
    coin, dollar = (coins_scene(price=60_000, unit=unit) for unit in ("BTC", "USD"))
    curve, line = (drawn(coins_figure(scene))["x/equity"] for scene in (coin, dollar))
    assert (len(curve["x"]), len(line["x"])) == (25, 2)
    walls = [drawn(coins_figure(scene))["x/wall"]["x"][0] for scene in (coin, dollar)]
    assert walls[0] == walls[1]


# ---- words and answers


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Isolated was closed at <b>30,138.00</b>: nothing is left."),
        (
            {},
            "Cross has <b>0.5 BTC</b> left, worth <b>15,000 USD</b>, and its wall at <b>24,110.40</b>.",
        ),
        (
            {"side": "short"},
            "<b>2 BTC</b> left, worth <b>60,000 USD</b>, and no wall at any price.",
        ),
        ({"backing": "USDT-M on coins", "ratio": 0.65}, "Cross was closed at <b>"),
        ({"guess": 0.5}, "You said 0.5 BTC: 0.5 BTC too much."),
        ({"guess": 0}, "You said 0 BTC: exactly that."),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in coins_words(coins_scene(**state)).say
