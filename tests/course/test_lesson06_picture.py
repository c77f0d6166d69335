"""The picture of lesson 6's hour and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given, settings

from marginlab.course.lesson06_which_price.panel import place_price_mark, price_panel
from marginlab.course.lesson06_which_price.picture import price_figure
from marginlab.course.lesson06_which_price.scene import DEEPEST, price_scene
from marginlab.course.lesson06_which_price.words import price_words, rests
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show
from tests.drawn import drawn, names, words
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(price_panel(), place_price_mark())
LESSON = Lesson(
    theme="price", room="lesson06_which_price", states=STATES, bytes=20_000,
    truth=frozenset({"mark price", "mark low", "low", "stop", "fill"}), secret=("54,400",),
    moved=("last", "ArrowLeft"),
    largest={"stop": "mark", "at": 54_900, "guess": 55_000},
    refused=(
        ({"last": 0}, "low of the last price was 0"),
        ({"index": NAN}, "low of the index was nan"),
        ({"stop": "hope"}, "stop was 'hope'"),
        ({"stop": "mark", "at": 57_000}, "has to lie below the mark price of 56,000"),
        ({"gap_percent": -1}, "gap was -1"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/mark price"}), secret="54,400.00", click=(20, 55_010),
        drop=(40, 54_010), marks=(55_000, 54_000), near=60, along="y",
        keys=("ArrowRight", 3), typed=55_075,
    ),
    opens={"last": 54_700, "index": 54_700},
    goals=(
        [("last price", "Home", 1)],
        [("last price", "End", 1), ("index", "Home", 1)],
        [("last price", "Home", 1), ("stop by", "ArrowRight", 2), ("stop at", "Home", 1)],
    ),
)  # fmt: skip

KAPPA, SIZE, ENTRY = Fraction("0.0046"), Fraction("0.1"), 60_000


def quiet(minute: int) -> Fraction:
    """The price of a minute that is not the deepest: straight from 56,000 by 54,700 to 55,500."""
    if minute < 30:
        return 56_000 - Fraction(1_300 * minute, 30)
    return 54_700 + Fraction(800 * (minute - 30), 30)


def marks_of(last: int, index: int) -> list[Fraction]:
    """The median of three of each minute, in plain fractions."""
    found = []
    for minute in range(61):
        spot = Fraction(index) if minute == 30 else quiet(minute)
        traded = Fraction(last) if minute == 30 else spot
        second = spot + spot * Fraction("0.0001") * (120 - minute) / 480
        window = range(max(0, minute - 4), minute + 1)
        third = spot + (Fraction(last - index, len(window)) if 30 in window else 0)
        found.append(median([traded, second, third]))
    return found


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_mark_is_the_middle_one_of_three_in_every_minute(state):
    scene = price_scene(**state)
    assert scene.hour.marks == pytest.approx(
        [float(mark) for mark in marks_of(state["last"], state["index"])]
    )


@settings(max_examples=100, deadline=None)
@given(STATES)
def test_who_is_closed_and_at_what_is_what_fractions_say(state):
    scene, marks = price_scene(**state), marks_of(state["last"], state["index"])
    money = {"isolated": 600, "cross": 2_000}
    for mode, fate in (("isolated", scene.isolated), ("cross", scene.cross)):
        ended, lost, rest = "", 4_500 * SIZE, Fraction(0)  # at 55,500, where the hour ends
        for minute, mark in enumerate(marks[1:], 1):
            traded = Fraction(state["last"]) if minute == 30 else quiet(minute)
            equity = money[mode] + SIZE * (mark - ENTRY)
            seen = {"mark": mark, "last": traded}.get(state["stop"])
            if equity <= KAPPA * SIZE * mark:
                ended, lost, rest = "wall", Fraction(money[mode]), equity
                break
            if seen is not None and seen <= state["at"]:
                fill = traded * (1 - Fraction(str(state["gap_percent"])) / 100)
                if SIZE * (ENTRY - fill) < money[mode]:
                    ended, lost = "stop", SIZE * (ENTRY - fill)
                    break
                seen = None
                state = state | {"stop": "none"}  # refused, and gone
        assert (fate.ended, fate.lost, fate.rest) == (
            ended, pytest.approx(float(lost)), pytest.approx(float(rest)),
        )  # fmt: skip
        assert fate.worth == pytest.approx(2_000 - fate.lost)
        state = state | {"stop": scene.stop}


def test_the_courses_two_hours():
    lives, dies = price_scene(last=53_500), price_scene(last=54_300, index=54_175)
    assert (lives.low, lives.isolated.ended) == (pytest.approx(54_400), "")
    assert (dies.low, dies.isolated.ended) == (pytest.approx(54_200), "wall")
    assert dies.isolated.rest == pytest.approx(20)  # 600 - 0.1 x 5,800


def test_whose_the_rest_is():
    heading, *rows = rests(54_200, 54_100, 53_950, 53_500)
    assert len(heading) == len(rows[0])
    assert [row[1] for row in rows] == ["+20", "+10", "−5", "−50"]
    told = {row[0]: row[2:] for row in rows}
    # At 54,100 equity is 10, below 2/3 of 0.004 x 5,410 = 14.43: Hyperliquid's backstop keeps it.
    assert told["54,200"][1] == "1,420.00, 0"
    assert told["54,100"][1] == "1,400.00, +10"
    # 0.05 % of 5,410 is 2.705, and 10 less that comes back.
    assert told["54,100"][2] in ("1,407.30, +2.71", "1,407.29, +2.71", "1,407.30, +2.70")
    assert {cell.split(", ")[0] for cell in told["53,500"]} == {"1,400.00"}


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene, seen = price_scene(**state), drawn(price_figure(price_scene(**state)))
    assert min(seen["x/mark price"]["y"]) == pytest.approx(min(scene.hour.marks), abs=1)
    assert min(seen["x/last"]["y"]) == pytest.approx(min(scene.hour.last), abs=1)
    assert seen["x/wall"]["y"][0] == pytest.approx(scene.isolated.wall, abs=0.01)
    written = names(price_figure(scene))
    assert ("fill" in written) == (scene.cross.ended == "stop")
    assert ("stop" in written) == (scene.stop != "none")
    for axis, fate in (("x2", scene.isolated), ("x3", scene.cross)):
        kept = seen[f"{axis}/kept"]["x"]
        assert max(kept) - min(kept) == pytest.approx(fate.worth, abs=0.001)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_words_say_the_numbers_that_are_written_into_the_picture(state):
    scene = price_scene(**state)
    said = price_words(scene).summary
    written = {key: text for key, (_, _, text, *_) in words(price_figure(scene)).items()}
    assert show(scene.low, "tick") in written["x", "mark low"]
    assert show(scene.low, "price") in said
    assert show(scene.hour.last[DEEPEST], "tick") in written["x", "last low"]
    for axis, fate in (("x2", scene.isolated), ("x3", scene.cross)):
        assert show(fate.worth, "money") in written[axis, "kept"]
        assert show(fate.worth, "money") in said
        assert show(fate.lost, "money") in written[axis, "lost"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "The wall of 54,249.55 is not met: isolated lives."),
        ({"last": 54_300, "index": 54_175}, "<b>20</b> between that and the fill goes to the"),
        ({"last": 53_500, "index": 53_000}, "is paid by the insurance fund"),
        ({"stop": "mark"}, "lost in either mode, and no more"),
        ({"stop": "last", "at": 53_500, "last": 53_000}, "could not pay the loss"),
        ({"guess": 54_400}, "You said 54,400: just there."),
        ({"guess": 53_500}, "you were 900.00 too low"),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in price_words(price_scene(**state)).say


def test_a_stop_that_is_reached_already_is_refused_in_words():
    panel = price_panel()
    with pytest.raises(Rejected):
        price_scene(stop="last", at=56_000)
    panel.set(stop="mark", at=55_900)
    assert panel.error is None
