"""The pictures of lesson 1, their words and the ticket: the library's numbers at every state."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlab.course.lesson01_whose_money.basics import basics_figure
from marginlab.course.lesson01_whose_money.panel import place_stakes_mark, stakes_panel
from marginlab.course.lesson01_whose_money.picture import stakes_figure
from marginlab.course.lesson01_whose_money.scene import stakes_scene, ticket_margin, ticket_size
from marginlab.course.lesson01_whose_money.words import stakes_words
from marginlab.theory.formulas import equity, initial_margin, unrealized_pnl
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT, show
from tests.drawn import collisions, lines, words
from tests.lessons import Asked, Lesson

LEVERAGES = [2, 3, 5, 10]
# Every state of the ticket: entered by size, or by margin.
SIZES = st.integers(1, 40).map(lambda steps: steps * 0.005)
ORDERS = st.sampled_from(LEVERAGES).flatmap(
    lambda leverage: st.fixed_dictionaries({
        "leverage": st.just(leverage),
        "size": SIZES | st.integers(1, 33).map(lambda n: ticket_size(n * 60, leverage)),
    })
)  # fmt: skip
MOMENTS = st.fixed_dictionaries({
    "side": st.sampled_from([LONG, SHORT]),
    "mark_price": st.integers(560, 640).map(lambda n: n * 100),
    "guess": st.none() | st.integers(0, 40).map(lambda n: n * 50),
})  # fmt: skip
STATES = st.tuples(ORDERS, MOMENTS).map(lambda both: both[0] | both[1])
LESSON = Lesson(
    theme="stakes", room="lesson01_whose_money", states=STATES, bytes=12_000,
    truth=frozenset({"lost", "change", "opening"}), secret=("<b>1,700</b> behind it",),
    largest={"guess": 450}, moved=("mark_price", "ArrowLeft"),
    refused=(
        ({"leverage": 2}, "margin and fee needed was 3,000; 2,000 is available"),
        ({"mark_price": 54_000}, "the isolated position is liquidated at 54,249.55"),
        ({"mark_price": "low"}, "'low'"),
        ({"size": -1}, "size was -1"),
        ({"side": 2}, "side was 2"),
    ),
    asked=Asked(
        truth=frozenset({"x/lost"}), secret="1,700", along="y", click=(0.8, 460), drop=(0.5, 1_000),
        marks=(450, 1_000), near=50, keys=("ArrowLeft", 3), typed=450,
    ),
    goals=(
        [("leverage", "ArrowLeft", 1)],
        [("margin", "ArrowRight", 40)],
        [("margin", "ArrowRight", 1)],
    ),
)  # fmt: skip


def scene_of(state):
    try:
        return stakes_scene(**state)
    except Rejected:
        return None


def top(piece):
    return max(piece["y"])


@settings(max_examples=100, deadline=None)
@given(STATES)
def test_the_drawn_bars_are_the_librarys_at_every_state(state):
    scene = scene_of(state)
    assume(scene is not None)
    drawn = lines(stakes_figure(scene))
    position = {"side": scene.side, "size": scene.size, "entry_price": 60_000.0}
    margin = initial_margin(scene.size, 60_000.0, scene.leverage)
    for axis, collateral in (("x", margin), ("x2", 2_000.0)):
        left = equity(**position, mark_price=scene.mark_price, collateral=collateral)
        assert drawn[f"{axis}/equity"]["y"] == pytest.approx([left, left], abs=0.01)
        assert top(drawn[f"{axis}/at stake"]) == pytest.approx(left, abs=0.01)
        untouched = drawn.get(f"{axis}/untouched")
        reach = -min(untouched["y"]) if untouched else 0.0
        assert reach == pytest.approx(2_000 - collateral, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_lost_stays_on_the_picture(state):
    scene = scene_of(state)
    assume(scene is not None and scene.unrealized_pnl < 0)
    for trace, stake in zip(
        [t for t in stakes_figure(scene)["data"] if t["name"] == "lost"],
        (scene.isolated, scene.cross),
        strict=True,
    ):
        assert max(trace["y"]) - min(trace["y"]) == pytest.approx(-scene.unrealized_pnl, abs=0.01)
        assert max(trace["y"]) == pytest.approx(stake.at_stake, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_both_modes_gain_and_lose_the_same(state):
    scene = scene_of(state)
    assume(scene is not None)
    pnl = unrealized_pnl(scene.side, scene.size, scene.entry_price, scene.mark_price)
    for stake in (scene.isolated, scene.cross):
        assert stake.equity - stake.at_stake == pytest.approx(pnl)
        assert stake.at_stake + stake.untouched == pytest.approx(scene.wallet_balance)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_price_moves_nothing_that_is_untouched(state):
    before, after = scene_of(state), scene_of(state | {"mark_price": 60_000})
    assume(before is not None)
    for one, other in ((before.isolated, after.isolated), (before.cross, after.cross)):
        assert (one.at_stake, one.untouched) == (other.at_stake, other.untouched)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_question_shows_what_is_at_stake(state):
    scene = scene_of(state)
    assume(scene is not None)
    drawn = lines(stakes_figure(scene, revealed=False))
    for axis, stake in (("x", scene.isolated), ("x2", scene.cross)):
        assert top(drawn[f"{axis}/at stake"]) == pytest.approx(stake.at_stake, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_every_number_of_a_bar_is_written_beside_it(state):
    scene = scene_of(state)
    assume(scene is not None)
    written = {key: text for key, (_, _, text, *_) in words(stakes_figure(scene)).items()}
    for axis, stake in (("x", scene.isolated), ("x2", scene.cross)):
        assert show(stake.equity, "money") in written[axis, "behind"]
        assert show(stake.at_stake, "money") in written[axis, "heading"]
        untouched = show(stake.untouched, "money") if stake.untouched else "nothing"
        assert untouched in written[axis, "untouched"]
    if scene.guess is not None:
        assert show(scene.guess, "money") in written["x", "you"]


def test_the_words_say_the_predicted_numbers():
    scene = stakes_scene(guess=450)
    for number in ("300 lost", "1,700", "1,400", "at stake: 600", "−50.00"):
        assert number in stakes_words(scene).summary
    assert "You said 450: 150 too much." in stakes_words(scene).say
    assert "exactly right" in stakes_words(stakes_scene(guess=300)).say
    assert "neither gain nor loss" in stakes_words(stakes_scene(mark_price=60_000)).summary.lower()
    assert stakes_words(scene).table[1] == ["isolated", "600", "−300", "300", "1,400"]
    assert stakes_words(scene).table[2] == ["cross", "2,000", "−300", "1,700", "nothing"]


def test_margin_as_large_as_the_wallet_makes_both_modes_one():
    scene = stakes_scene(size=ticket_size(2_000, 10))
    assert scene.isolated.equity == pytest.approx(scene.cross.equity)
    scene = stakes_scene(size=0.1, leverage=3)
    assert scene.isolated == scene.cross
    assert "both modes are the same" in stakes_words(scene).say


# ---- the ticket


@given(st.floats(1, 1e5), st.sampled_from(LEVERAGES))
def test_size_and_margin_are_two_ways_to_say_the_same(margin, leverage):
    assert ticket_margin(ticket_size(margin, leverage), leverage) == pytest.approx(margin)


def test_each_of_size_and_margin_moves_the_other():
    panel = stakes_panel()
    panel.set(size=0.05)
    assert panel.values["margin"] == pytest.approx(300)
    panel.set(margin=1_200)
    assert panel.values["size"] == pytest.approx(0.2)
    panel.set(leverage=5)
    assert panel.values["size"] == pytest.approx(0.2)
    assert panel.values["margin"] == pytest.approx(2_400)
    assert "2,400; 2,000 is available" in panel.view.refusal
    panel.set(margin=1_500)
    assert panel.values["size"] == pytest.approx(0.125)
    assert panel.view.refusal == ""
    assert "at stake: 1,500" in panel.summary()


def test_the_linked_control_takes_the_exact_value_between_its_steps():
    panel = stakes_panel(leverage=2, size=0.035)
    panel.set(margin=120)
    assert panel.values["size"] == pytest.approx(0.004)
    assert panel.scene.size == pytest.approx(0.004)


def test_one_move_of_the_ticket_is_drawn_once():
    panel, drawn = stakes_panel(), []
    panel.view.observe(drawn.append, "figure")
    panel.set(margin=900)
    assert len(drawn) == 1


def test_a_mark_on_the_upright_axis_stands_beside_the_truth():
    asked = place_stakes_mark()
    asked.view._handle_custom_msg({"kind": "click", "subplot": "x", "x": 0.4, "y": 463.0}, [])
    assert asked.mark == 450
    assert "1,700" not in json.dumps(asked.view.figure)
    asked.view._handle_custom_msg({"kind": "shape", "xanchor": 0.3, "yanchor": 310.0}, [])
    assert asked.mark == 300
    asked.place()
    assert "exactly right" in asked.panel.summary()
    assert asked.panel.scene.guess == 300


# ---- the five pictures


@pytest.mark.parametrize("width", [840, 900, 950])
def test_the_five_pictures_hold_their_words(width):
    figure = basics_figure()
    assert sum(key[1] == "sentence" for key in words(figure)) == 5
    assert collisions(figure, width) == []
