"""The picture of lesson 4 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

import json
from itertools import pairwise
from math import exp, log
from statistics import NormalDist

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel, place_adjust_mark
from marginlab.course.lesson04_plus_and_minus.picture import adjust_figure
from marginlab.course.lesson04_plus_and_minus.scene import adjust_scene
from marginlab.course.lesson04_plus_and_minus.words import adjust_words, top_ups
from marginlab.drawing.prediction import ELSEWHERE
from marginlab.lesson import added_margin
from marginlab.theory.given import Rejected
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences
from tests.drawn import lines, words
from tests.lessons import NAN, Asked, Lesson

HOUSE = {"side": LONG, "size": 0.1, "entry_price": 60_000.0}
RATE = {"mmr": 0.004, "fee_rate": 0.0006}
STATES = st.fixed_dictionaries(
    {
        "margin": st.integers(1, 40).map(lambda n: n * 50.0) | st.floats(60, 2_000),
        "mark_price": st.integers(84, 128).map(lambda n: n * 500),
        "automatic_call": st.sampled_from(["off", "Bitget", "1/L"]),
        "days": st.sampled_from([7, 30]),
        "guess": st.none() | st.integers(0, 100),
    }
)
LESSON = Lesson(
    theme="adjust", room="lesson04_plus_and_minus", states=STATES, bytes=20_000,
    truth=frozenset({"walls", "wall", "now", "calls", "room", "chance now", "chance cross"}),
    first={"automatic_call": "Bitget"}, again="Start again", moved=("mark_price", "ArrowLeft"),
    refused=(
        ({"margin": 0}, "margin was 0"),
        ({"margin": NAN}, "margin was nan"),
        ({"margin": 2_100}, "amount was 1,500; 1,400 is available"),
        ({"mark_price": -1}, "mark price was -1"),
        ({"mark_price": 50_000}, "mark price was 50,000; this position is liquidated at 51,235.68"),
        ({"automatic_call": "maybe"}, "automatic call was 'maybe'; off or Bitget or 1/L"),
        ({"days": 0}, "days was 0"),
        ({"guess": 101}, "your mark was 101"),
    ),
    asked=Asked(
        truth=frozenset({"x/walls", "x/now", "x2/wall", "x4/chance now", "x4/chance cross"}),
        secret="51,235.68", axes="4", click=(12.1, 2), drop=(40, 0.5), marks=(12, 40),
        keys=("ArrowLeft", 3), typed=47, said="You said {} of 100, it is 6.2 of 100.",
    ),
    opens={"margin": 600.0, "mark_price": 55_000, "automatic_call": "Bitget"},
    goals=(
        [("mark price", "Home", 1)],
        [("mark price", "ArrowRight", 36)],
        [("Start again", "Space", 1), ("automatic call", "ArrowLeft", 1), ("− 100", "Space", 1)],
        [("mark price", "End", 1), ("− 100", "Space", 1)],
    ),
)  # fmt: skip


def wall(margin):
    return BITGET.liquidation_price(**HOUSE, collateral=margin, **RATE)


def living(state):
    """The scene, or None where the position would be liquidated."""
    try:
        return adjust_scene(**state)
    except ValueError:
        return None


@settings(max_examples=100, deadline=None)
@given(STATES)
def test_the_drawn_walls_are_the_librarys_at_every_state(state):
    scene = living(state)
    assume(scene is not None)
    drawn = lines(adjust_figure(scene))
    assert drawn["x/walls"]["y"] == pytest.approx([wall(0), wall(2_000)], abs=0.01)
    assert drawn["x/room"]["y"] == pytest.approx([wall(scene.margin), scene.mark_price], abs=0.01)
    assert drawn["x2/wall"]["y"] == pytest.approx([wall(2_000)] * 2, abs=0.01)
    for rung in scene.rungs:
        assert rung.liquidation_price == pytest.approx(wall(rung.margin))


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_drawn_bars_are_the_stakes_and_the_chances(state):
    scene = living(state)
    assume(scene is not None)
    drawn = lines(adjust_figure(scene))
    for name, stake in zip(scene.backings, (600, scene.rungs[-1].margin, 2_000), strict=True):
        life = Survival(LONG, scene.mark_price, wall(stake), 0.6)
        percent = 100 * life.probability(24 * scene.days)
        assert min(drawn[f"x3/stake {name}"]["x"]) == pytest.approx(-stake)
        assert max(drawn[f"x4/chance {name}"]["x"]) == pytest.approx(percent, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(STATES, st.floats(1, 500))
def test_more_margin_is_a_larger_stake_a_farther_wall_and_a_smaller_chance(state, more):
    state |= {"automatic_call": "off"}
    less, scene = living(state), living(state | {"margin": min(2_000, state["margin"] + more)})
    assume(less is not None)
    assume(less.margin < 1_999)
    assert scene.now.stake > less.now.stake
    assert scene.liquidation_price < less.liquidation_price
    assert scene.now.chance <= less.now.chance


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_automatic_calls_end_on_the_cross_wall(state):
    assume(state["automatic_call"] != "off")
    scene = adjust_scene(**state)
    assert scene.rungs[-1].margin == pytest.approx(2_000)
    assert scene.now.liquidation_price == pytest.approx(scene.cross.liquidation_price)
    assert all(one.margin < other.margin for one, other in pairwise(scene.rungs))


def test_the_ladders_are_those_of_the_equations():
    follows = Consequences(BITGET)
    for call, ladder, given_ in (
        ("Bitget", follows.wall_after_calls, HOUSE | {"leverage": 10}),
        ("1/L", follows.wall_after_restoring_calls, {"side": LONG, "entry_price": 60_000, "leverage": 10}),
    ):  # fmt: skip
        rungs = adjust_scene(margin=600, automatic_call=call).rungs
        derived = [ladder(calls=k, **given_, **RATE) for k in range(3)]
        assert [r.liquidation_price for r in rungs[:3]] == pytest.approx(derived)
    assert (
        "54,249.55, 49,050.22, 44,349.21, 40,184.85"
        in adjust_words(adjust_scene(margin=600, automatic_call="1/L")).summary
    )


def test_the_words_say_the_courses_numbers():
    text = adjust_words(adjust_scene(margin=600, automatic_call="Bitget")).summary
    assert "54,249.55, 48,221.82, 42,194.09, 40,184.85" in text
    week, month = top_ups(0, 150, 300, 600), top_ups(0, 150, 300, 600, days=30)
    assert [row[3] for row in week[1:]] == [f"{p}\u202f%" for p in ("23.7", "12.9", "6.2", "1.0")]
    assert [row[4] for row in month[1:]] == ["351.7", "362.2", "348.6", "272.4"]


@pytest.mark.parametrize("mark_price", [57_000, 60_000, 66_000])
def test_top_ups_stand_where_the_price_stands(mark_price):
    """Beside a chance in plain arithmetic: twice that of ending beyond, corrected for the drift."""
    heading, row = top_ups(300, mark_price=mark_price)
    wall = (0.1 * 60_000 - 900) / (0.1 * (1 - 0.0046))
    spread = 0.6 * (7 / 365) ** 0.5
    depth, normal = log(mark_price / wall), NormalDist().cdf
    chance = normal((-depth + spread**2 / 2) / spread) + exp(depth) * normal(
        (-depth - spread**2 / 2) / spread
    )
    assert row[heading.index("wall")] == show(wall, "price")
    assert row[heading.index("chance")] == show(chance, "chance")
    assert added_margin(300, mark_price=mark_price).rows == (tuple(row),)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_every_number_is_written_into_the_picture(state):
    scene = living(state)
    assume(scene is not None)
    written = {key: text for key, (_, _, text, *_) in words(adjust_figure(scene)).items()}
    assert show(scene.liquidation_price, "price") in written["x", "wall now"]
    assert show(scene.margin, "money") in written["x", "margin"]
    assert show(scene.removable, "money") in written["x", "removable"]
    assert show(scene.mark_price, "money") in written["x", "mark price"]
    for name, one in scene.backings.items():
        assert show(one.chance, "chance") in written["x4", f"chance {name}"]
        assert show(one.stake, "money") in written["x3", f"stake {name}"]
    if scene.guess is not None:
        assert show(scene.guess) in written["x4", "you"]


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_question_does_not_write_where_the_wall_is(state):
    scene = living(state)
    assume(scene is not None and scene.margin != 600)
    drawn = json.dumps(adjust_figure(scene, revealed=False))
    assert show(scene.liquidation_price, "price") not in drawn


def test_the_exchange_refuses_what_may_not_be_moved():
    scene = adjust_scene(margin=600, mark_price=55_000)
    with pytest.raises(Rejected, match="insufficient coverage: amount was 100; at most 0"):
        scene.moved(-100)
    with pytest.raises(Rejected, match="amount was 1,500; 1,400 is available"):
        scene.moved(1_500)
    assert scene.moved(100) == 700


# ---- the panel ---------------------------------------------------------------------------------


def pressed(panel, *buttons):
    for button in buttons:
        panel.controls._handle_custom_msg({"press": button}, [])
    return panel


def test_the_buttons_move_margin_until_the_exchange_refuses():
    panel = pressed(adjust_panel(), "plus", "plus")
    assert show(wall(1_100), "price") in panel.view.say
    pressed(panel, *["minus"] * 5)
    assert panel.scene.margin == 600
    assert panel.view.refusal == ""
    pressed(panel, "minus")
    assert "insufficient coverage" in panel.view.refusal
    assert panel.scene.margin == 600
    assert "insufficient coverage" in panel.summary()
    pressed(panel, "plus")
    assert panel.view.refusal == ""


def test_the_wallet_is_the_most_that_can_be_added():
    panel = pressed(adjust_panel(margin=2_000.0), "plus")
    assert "amount was 100; 0 is available" in panel.view.refusal


def test_what_was_called_in_stays_when_the_price_comes_back():
    panel = adjust_panel(margin=600.0, automatic_call="Bitget")
    panel.set(mark_price=50_000)
    assert panel.scene.margin == 1_200
    panel.set(mark_price=60_000)
    assert panel.scene.margin == 1_200
    pressed(panel, "again")
    assert (panel.scene.margin, panel.error) == (600, None)


def test_a_price_beyond_the_wall_is_refused_and_the_picture_stays():
    panel = adjust_panel()
    before = panel.view.figure
    panel.set(mark_price=45_000)
    assert "liquidated at 51,235.68" in panel.view.refusal
    assert panel.view.figure == before
    pressed(panel, "again")
    assert (panel.view.refusal, panel.values["mark_price"]) == ("", 60_000)


def test_the_question_holds_back_the_chance_and_is_answered_on_its_axis():
    asked = place_adjust_mark()
    before = asked.html().partition("<details>")[0] + asked.view.say + str(asked.view.figure)
    for truth in (show(adjust_scene().now.chance, "chance"), "51,235.68", "40,184.85"):
        assert truth not in before
    asked.view._handle_custom_msg({"kind": "click", "subplot": "x", "x": 900.0, "y": 0.0}, [])
    assert (asked.mark, asked.view.refusal) == (None, ELSEWHERE)
    asked.view._handle_custom_msg({"kind": "click", "subplot": "x4", "x": 11.7, "y": 0.0}, [])
    assert asked.mark == 12
    diamond = asked.view.figure["layout"]["shapes"][-1]
    assert (diamond["xref"], diamond["yref"], diamond["xanchor"]) == ("x4", "y4", 12)
    asked.place()
    assert "You said 12 of 100, it is 6.2 of 100." in asked.panel.view.say
