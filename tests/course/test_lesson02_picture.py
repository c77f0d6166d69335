"""The picture of lesson 2 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import HealthCheck, assume, given, settings

from marginlab.course.lesson02_the_wall.panel import place_wall_mark, wall_panel
from marginlab.course.lesson02_the_wall.picture import wall_figure
from marginlab.course.lesson02_the_wall.scene import wall_scene
from marginlab.course.lesson02_the_wall.words import wall_words
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.drawn import lines, names, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(wall_panel(), place_wall_mark())
LESSON = Lesson(
    theme="wall", room="lesson02_the_wall", states=STATES, bytes=12_000,
    truth=frozenset({"wall", "equity", "end", "lens", "closed", "bankruptcy", "forfeited"}),
    unseen={"maintenance": False}, secret=("54,249",), axes=("side",), moving=("xaxis3", "yaxis3"),
    moved=("leverage", "ArrowRight"),
    refused=(
        ({"leverage": 200}, "leverage was 200x"),
        ({"leverage": NAN}, "leverage was nan"),
        ({"size": 0}, "size was 0"),
        ({"entry_price": "abc"}, "price was 'abc'"),
        ({"wallet_balance": -1}, "wallet balance was -1"),
        ({"guess": 0}, "mark was 0"),
        ({"side": "long"}, "side was 'long'"),
        ({"extra_margin": 1_500}, "amount was 1,500; 1,400 is available"),
    ),
    asked=Asked(
        truth=frozenset({"x/wall", "x/equity", "x/requirement"}), secret="59,674.50",
        click=(59_641, 40), drop=(59_300, 20), marks=(59_640, 59_300), near=10,
        keys=("ArrowLeft", 3), typed=59_970,
    ),
    goals=(
        [("maintenance", "ArrowRight", 1)],
        [("maintenance", "ArrowRight", 1), ("extra margin", "End", 1)],
        [("side", "ArrowRight", 1)],
    ),
)  # fmt: skip


def scene_or_none(state):
    try:
        return wall_scene(**state)
    except Rejected:
        return None


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(STATES)
def test_the_drawn_wall_is_the_librarys_at_every_state(state):
    scene = scene_or_none(state)
    assume(scene is not None)
    drawn = lines(wall_figure(scene))
    for axis, collateral in (("x", scene.isolated.collateral), ("x2", scene.wallet_balance)):
        # All sizes and prices of the sliders stay in the first tier.
        terms = {"side": scene.side, "size": scene.size, "entry_price": scene.entry_price}
        price = (
            BITGET.liquidation_price(**terms, collateral=collateral, mmr=0.004, fee_rate=0.0006)
            if scene.maintenance
            else BITGET.bankruptcy_price(**terms, collateral=collateral)
        )
        wall = drawn.get(f"{axis}/wall")
        low, high = wall_figure(scene)["layout"]["xaxis"]["range"]
        if wall is None:
            assert not low < price < high
        else:
            assert wall["x"] == pytest.approx([price, price], abs=0.01)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_every_number_of_a_wall_is_written_into_its_panel(state):
    scene = scene_or_none(state)
    assume(scene is not None)
    written = {key: text for key, (_, _, text, *_) in words(wall_figure(scene)).items()}
    for axis, wall in (("x", scene.isolated), ("x2", scene.cross)):
        price = show(wall.liquidation_price, "price")
        assert (price if wall.exists else "never reached") in written[axis, "wall"]
        assert show(wall.collateral, "money") in written[axis, "money"]


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_lens_enlarges_both_axes_by_the_factor_that_it_prints(state):
    scene = scene_or_none(state)
    assume(scene is not None)
    figure = wall_figure(scene)
    assume("xaxis3" in figure["layout"])
    printed = words(figure)["x3", "factor"][2]
    factor = int(printed.partition("\N{MULTIPLICATION SIGN}")[0])
    for axis in "xy":
        near, far = (figure["layout"][f"{axis}axis{number}"] for number in ("3", ""))
        share = span(near.get("domain")) / span(far.get("domain", (0, 1)))
        assert share * span(far["range"]) / span(near["range"]) == pytest.approx(factor, rel=0.005)


def span(ends):
    return ends[1] - ends[0]


def test_a_projector_gets_the_same_picture_with_larger_letters():
    small, large = (wall_figure(wall_scene(), width=width) for width in (840, 1200))
    assert [t["x"] for t in small["data"]] == [t["x"] for t in large["data"]]
    assert [line["x"] for line in lines(small).values()] == [
        line["x"] for line in lines(large).values()
    ]
    assert large["layout"]["height"] == 1.3 * small["layout"]["height"]
    assert large["layout"]["template"]["layout"]["font"]["size"] == 20


def test_with_maintenance_off_the_wall_is_the_bankruptcy_price():
    scene = wall_scene(maintenance=False, guess=54_000)
    assert scene.isolated.liquidation_price == scene.isolated.bankruptcy_price
    assert "nothing is forfeited" in wall_words(scene).say
    assert "exactly there" in wall_words(scene).say
    assert "requirement" not in names(wall_figure(scene))


def test_a_short_is_the_mirror_image_of_a_long():
    long, short = (wall_scene(side=side, maintenance=False) for side in (1, -1))
    assert long.isolated.distance == pytest.approx(short.isolated.distance)
    assert short.isolated.liquidation_price == 66_000


def test_the_tier_is_taken_at_the_wall_and_not_at_the_opening():
    scene = wall_scene(size=4, entry_price=55_000, leverage=10, wallet_balance=30_000)
    assert BITGET.contracts["BTCUSDT"].tier_at(4 * 55_000).floor == 200_000
    assert scene.isolated.tier == 0


def test_the_words_say_the_house_numbers():
    text = wall_words(wall_scene(guess=56_400)).summary
    for number in ("54,249.55", "9.58", "54,000.00", "24.95", "40,184.85", "33.03", "56,400"):
        assert number in text
    assert "2,150.45 too high" in wall_words(wall_scene(guess=56_400)).say


def test_leverage_moves_the_isolated_wall_and_not_the_other():
    low, high = wall_scene(leverage=10), wall_scene(leverage=50)
    assert low.isolated != high.isolated
    assert low.cross == high.cross


def test_a_wall_that_is_never_reached_is_told_so():
    scene = wall_scene(size=0.02, wallet_balance=2_500, entry_price=50_000, leverage=10)
    assert isnan(scene.cross.liquidation_price)
    assert "never" in wall_words(scene).summary
    assert "x2/wall" not in lines(wall_figure(scene))


def test_margin_as_large_as_the_wallet_makes_both_walls_one():
    scene = wall_scene(leverage=3)
    assert scene.isolated == scene.cross
