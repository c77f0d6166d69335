"""The picture of lesson 7 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings

from marginlab.course.lesson07_one_roof.panel import place_roof_mark, roof_panel
from marginlab.course.lesson07_one_roof.picture import BTCS, ETHS, roof_figure
from marginlab.course.lesson07_one_roof.scene import BTC, ETH, INSIDE, START, roof_scene
from marginlab.course.lesson07_one_roof.words import realised, roof_words
from marginlab.theory.terms import show
from tests.drawn import drawn, names, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(roof_panel(), place_roof_mark())
LESSON = Lesson(
    theme="roof", room="lesson07_one_roof", states=STATES, bytes=16_000,
    truth=frozenset({"wall", "all closed", "cloud", "way", "met"}), secret=("50,231",),
    unseen={"btc": 60_000, "eth": 3_000}, axes=(), moved=("btc", "ArrowLeft"),
    largest={"guess": 45_000},
    refused=(
        ({"btc": 0}, "price of BTC was 0"),
        ({"eth": NAN}, "price of ETH was nan"),
        ({"btc": "low"}, "price of BTC was 'low'"),
        ({"other": "sideways"}, "side of ETH was 'sideways'"),
        ({"correlation": 1.5}, "correlation was 1.5"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x2/wall", "x2/all closed", "x2/cloud", "x2/way"}), secret="50,231.06",
        click=(45_010, 2_600), grasp=(45_000, 2_250), drop=(42_010, 2_500), marks=(45_000, 42_000),
        axes="2", keys=("ArrowRight", 3), typed=50_750, said="You said BTC {}",
    ),
    opens={"btc": 60_000, "eth": 3_000},
    goals=(
        [("BTC", "ArrowLeft", 12), ("ETH", "ArrowLeft", 12)],
        [("BTC", "Home", 1), ("ETH", "End", 1), ("ETH", "ArrowLeft", 15)],
        [("side of ETH", "ArrowRight", 1), ("correlation", "End", 1)],
    ),
)  # fmt: skip

KAPPA, SIZES = Fraction("0.0046"), {BTC: Fraction("0.1"), ETH: Fraction(2)}


def spare(money: int, marks: dict[str, Fraction], sides: dict[str, int]) -> Fraction:
    """Equity less requirement of these positions on this money, in plain fractions."""
    found = Fraction(money)
    for symbol, side in sides.items():
        size, mark = SIZES[symbol], marks[symbol]
        found += side * size * (mark - Fraction(START[symbol])) - KAPPA * size * mark
    return found


def sides_of(state) -> dict[str, int]:
    return {BTC: 1, ETH: 1 if state["other"] == "long" else -1}


# ---- the numbers


@settings(max_examples=100, deadline=None)
@given(STATES)
def test_who_is_closed_is_what_fractions_say(state):
    scene = roof_scene(**state)
    marks, sides = {BTC: Fraction(state["btc"]), ETH: Fraction(state["eth"])}, sides_of(state)
    worth = Fraction(2_000)
    for symbol, side in sides.items():
        closed = spare(600, marks, {symbol: side}) <= 0
        assert (scene.isolated[symbol].met is not None) == closed
        gain = side * SIZES[symbol] * (marks[symbol] - Fraction(START[symbol]))
        worth += -600 if closed else gain
    assert scene.worth["isolated"] == pytest.approx(float(worth))
    closed = spare(2_000, marks, sides) <= 0
    assert (scene.cross.met is not None) == closed
    gains = sum(side * SIZES[s] * (marks[s] - Fraction(START[s])) for s, side in sides.items())
    assert scene.worth["cross"] == pytest.approx(0 if closed else float(2_000 + gains))


@settings(max_examples=100, deadline=None)
@given(STATES)
def test_every_point_where_a_wall_was_met_is_on_the_way_and_on_the_wall(state):
    scene, sides = roof_scene(**state), sides_of(state)
    for money, held, met in (
        (600, {BTC: sides[BTC]}, scene.isolated[BTC].met),
        (600, {ETH: sides[ETH]}, scene.isolated[ETH].met),
        (2_000, sides, scene.cross.met),
    ):
        if met:
            at = {BTC: Fraction(met[0]), ETH: Fraction(met[1])}
            assert float(spare(money, at, held)) == pytest.approx(0, abs=1e-6)
            along = [(met[i] - a) * (scene.market[1 - i] - b) for i, a, b in (
                (0, START[BTC], START[ETH]), (1, START[ETH], START[BTC]),
            )]  # fmt: skip
            assert along[0] == pytest.approx(along[1], abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_a_displayed_price_is_a_point_of_the_wall_with_the_other_price_still(state):
    scene, sides = roof_scene(**state), sides_of(state)
    for symbol, price in scene.cross.shown.items():
        if price == price:  # a price that is never reached is nan
            marks = {s: Fraction(m) for s, m in scene.marks.items()} | {symbol: Fraction(price)}
            assert float(spare(2_000, marks, sides)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("other", "rho"), [("long", 0.8), ("long", -0.5), ("short", 0.3)])
def test_chances_are_those_of_many_drawn_weeks(other, rho):
    scene, random, count = roof_scene(other=other, correlation=rho), Random(7), 40_000
    sides, hits = {BTC: 1.0, ETH: 1.0 if other == "long" else -1.0}, {BTC: 0, ETH: 0, "roof": 0}
    inside = 0
    for _ in range(count):
        first, second = random.gauss(0, 1), random.gauss(0, 1)
        second = rho * first + sqrt(1 - rho**2) * second
        moves = {BTC: 0.6 * sqrt(7 / 365) * first, ETH: 0.8 * sqrt(7 / 365) * second}
        left = {s: 6_000 * (sides[s] * moves[s] - 0.0046 * (1 + moves[s])) for s in moves}
        for symbol in moves:
            hits[symbol] += left[symbol] + 600 <= 0
        hits["roof"] += sum(left.values()) + 2_000 <= 0
        inside += (first**2 + second**2 - 2 * rho * first * second) / (
            1 - rho**2
        ) <= 2 * 2.302585093
    known = {s: room.chance for s, room in scene.isolated.items()} | {"roof": scene.cross.chance}
    for name, chance in known.items():
        error = sqrt(max(chance, 1 / count) / count)
        assert abs(hits[name] / count - chance) < 4 * error, name
    assert inside / count == pytest.approx(INSIDE, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_no_isolated_wall_cares_for_the_correlation(state):
    other = roof_scene(**state | {"correlation": 0.1})
    assert roof_scene(**state).isolated == other.isolated


def test_realised_results_reach_the_wall_of_the_other_position_and_stay():
    profit, loss = realised(3_300, (46_000, 2_700)), realised(2_750, (45_000, 3_000))
    assert [row[2:] for row in profit[1:]] == [
        ("40,462.13", "40,462.13", "54,249.55"),  # (4,000 + 27.60) / 0.09954
        ("34,462.13", "34,157.12", "54,249.55"),  # 6,000 lower; (6,000 - 2,600) / 0.09954
        ("closed", "34,157.12", "closed"),
    ]
    assert [row[2:] for row in loss[2:]] == [
        ("45,462.13", "45,207.96", "54,249.55"),  # 5,000 higher; (6,000 - 1,500) / 0.09954
        ("40,462.13", "closed", "closed"),
    ]


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene, figure = roof_scene(**state), roof_figure(roof_scene(**state))
    found = drawn(figure)
    wall = found["x2/wall"]
    sides = sides_of(state)
    for btc, eth in zip(wall["x"], wall["y"], strict=True):
        on_wall = {BTC: Fraction(btc), ETH: Fraction(eth)}
        assert float(spare(2_000, on_wall, sides)) == pytest.approx(0, abs=0.05)  # to the digits
        assert btc in BTCS or eth in ETHS, "the wall ends at the edge of the map"
    assert found["x/BTC wall"]["x"] == pytest.approx([scene.isolated[BTC].wall] * 2, abs=0.01)
    assert found["x/ETH wall"]["y"] == pytest.approx([scene.isolated[ETH].wall] * 2, abs=0.01)
    handles = [s for s in figure["layout"]["shapes"] if s["name"] == "market"]
    assert [(h["xanchor"], h["yanchor"]) for h in handles] == [scene.market] * 2
    met = sum(room.met is not None for room in scene.isolated.values())
    assert len({n for n in names(figure) if n.startswith("met ")}) == max(
        met, scene.cross.met is not None
    )


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_words_say_the_numbers_that_are_written_into_the_picture(state):
    scene = roof_scene(**state)
    said, written = roof_words(scene), words(roof_figure(scene))
    for mode, axis in (("isolated", "x"), ("cross", "x2")):
        worth = show(scene.worth[mode], "money")
        assert worth in said.say
        assert worth in said.summary
        assert worth in written[axis, "heading"][2]
    if scene.cross.met:
        for price in scene.cross.met:
            assert show(price, "price") in said.say
            assert show(price, "price") in written["x2", "met"][2]
    if scene.guess is not None:
        assert f"You said BTC {show(scene.guess, 'tick')}" in said.say


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "each position has met its own wall: worth <b>800</b>"),
        ({"btc": 54_000, "eth": 2_700}, "the cross account is open"),
        ({"btc": 40_000, "eth": 3_600}, "BTC alone is closed: worth <b>2,600</b>"),
        ({"guess": 45_000}, "a fall of 16.28 %; you were 5,231.06 too low"),
        ({"guess": 51_000}, "you were 768.94 too high"),
        ({"guess": 45_000, "other": "short"}, "no common fall closes the account"),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said.replace(" %", "\N{NARROW NO-BREAK SPACE}%") in roof_words(roof_scene(**state)).say


def test_a_hand_puts_the_market_at_the_nearest_steps_within_the_map():
    panel = roof_panel()
    for act, market in (
        ({"xanchor": 51_230.0, "yanchor": 2_811.0}, (51_000, 2_800)),
        ({"xanchor": 10_000.0, "yanchor": 9_999.0}, (30_000, 3_750)),
    ):
        panel._act({"kind": "shape", "index": 0} | act)
        assert panel.scene.market == market
