"""The picture of lesson 5 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from marginlab.course.lesson05_quiet_leak.panel import leak_panel, place_leak_mark
from marginlab.course.lesson05_quiet_leak.picture import leak_figure
from marginlab.course.lesson05_quiet_leak.scene import leak_scene
from marginlab.course.lesson05_quiet_leak.words import leak_words
from marginlab.lesson import flat_price_lives
from marginlab.theory.formulas import funding_payment
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences
from tests.drawn import drawn, lines, names, words
from tests.lessons import NAN, Asked, Lesson, states_of

FOLLOWS = Consequences(BITGET)
RATES = {"mmr": 0.004, "fee_rate": 0.0006}
HELD = {"side": LONG, "size": 0.1, "entry_price": 60_000.0}
STATES = states_of(leak_panel(), place_leak_mark())
LESSON = Lesson(
    theme="leak", room="lesson05_quiet_leak", states=STATES, bytes=14_000,
    truth=frozenset({"end", "payments", "closed", "leaked", "lost", "moved", "now"}),
    unseen={"day": 0}, secret=("payments", "closed"), unsaid=r"\bnan\b|\bnever\b(?! moved)",
    largest={"day": 24, "guess": 6}, moved=("day", "ArrowRight"),
    refused=(
        ({"day": 25}, "day was 25"),
        ({"day": 1.5}, "day was 1.5"),
        ({"day": True}, "day was True"),
        ({"day": "abc"}, "day was 'abc'"),
        ({"rate_percent": NAN}, "funding rate was nan"),
        ({"leverage": 0}, "leverage was 0"),
        ({"leverage": 160}, "leverage was 160x"),
        ({"funding_from": "thin air"}, "funding from was 'thin air'"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/payments", "x2/payments", "x/end", "x3/leaked", "x3/lost"}),
        secret="32.40", click=(6.1, 59_500), grasp=(6, 59_190), drop=(9.1, 59_300), marks=(6, 9),
        keys=("ArrowRight", 3), typed=15, said="You said day {}",
    ),
    goals=(
        [("funding rate", "Home", 1)],
        [("funding rate", "End", 1), ("day", "End", 1), ("leverage", "Home", 1),
         ("leverage", "ArrowRight", 4)],
        [("leverage", "ArrowRight", 16), ("paid from", "ArrowRight", 1)],
    ),
)  # fmt: skip


# ---- the numbers


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_trail_of_a_margin_that_pays_is_the_formulas(state):
    scene = leak_scene(**state | {"funding_from": "margin"})
    rate = state["rate_percent"] / 100
    for leak, collateral in ((scene.isolated, 6_000 / state["leverage"]), (scene.cross, 2_000)):
        for n, wall in enumerate(leak.walls):
            if leak.is_closed and n == len(leak.walls) - 1:
                assert wall == 60_000, "the trail ends where it meets the price"
            else:
                assert wall == pytest.approx(
                    FOLLOWS.wall_after_funding(
                        collateral=collateral, funding_rate=rate, intervals=n, **HELD, **RATES
                    )
                )


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_it_is_closed_by_the_payment_that_fractions_count(state):
    scene = leak_scene(**state | {"funding_from": "margin", "day": 24})
    last = FOLLOWS.payments_left(
        **HELD | {"size": Fraction("0.1")}, **RATES, mark_price=60_000,
        collateral=Fraction(6_000, state["leverage"]),
        funding_rate=Fraction(round(state["rate_percent"] * 1_000), 100_000),
    )  # fmt: skip
    if last <= 72:
        assert scene.isolated.payments == last
        assert scene.isolated.closed == pytest.approx(last / 3)
    else:
        assert not scene.isolated.is_closed


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_no_money_is_made_or_lost_on_the_way(state):
    scene = leak_scene(**state)
    for leak in (scene.isolated, scene.cross):
        from_elsewhere = leak.paid - leak.drained
        assert leak.left + leak.paid == pytest.approx(leak.collateral + from_elsewhere)
        if state["funding_from"] != "available":
            assert from_elsewhere == pytest.approx(0)
    assert scene.cross.paid == pytest.approx(3 * state["day"] * scene.payment)


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_leverage_moves_the_isolated_wall_and_not_the_other(state):
    other = leak_scene(**state | {"leverage": 85})
    # As text, because "never" is nan, which equals nothing.
    assert repr(leak_scene(**state).cross) == repr(other.cross)


def test_the_course_says_eighteen_days():
    scene = leak_scene(day=24)
    assert (scene.isolated.payments, scene.isolated.closed) == (54, 18)
    assert scene.payment == pytest.approx(funding_payment(LONG, 0.1, 60_000, 0.0001))
    assert show(scene.isolated.drained, "price") == "32.40"
    assert show(scene.isolated.left, "price") == "27.60"
    assert show(leak_scene(day=18).cross.wall, "price") == "40,510.35"


def test_wallet_first_leaves_the_isolated_wall_where_it_stood():
    own = leak_scene(day=24, funding_from="available").isolated
    assert set(own.walls) == {own.walls[0]}
    assert (own.drained, own.is_closed) == (0, False)
    assert own.paid == pytest.approx(43.2)


def test_a_capped_margin_pays_down_to_the_requirement_and_stays_open():
    scene = leak_scene(day=24, funding_from="capped")
    own = scene.isolated
    assert "at its wall, still open" in words(leak_figure(scene))["x", "heading"][2]
    assert not own.is_closed
    assert own.payments == 54
    assert own.left == pytest.approx(27.6, abs=1e-4)
    assert own.wall == pytest.approx(60_000, abs=0.001)


def test_the_courses_flat_price_lives():
    table = flat_price_lives([10, 20, 50, 100], [0.0001, 0.001], **RATES)
    assert [row[1] for row in table.rows] == ["954", "454", "154", "54"]
    assert [row[2] for row in table.rows] == ["318", "151.33", "51.33", "18"]
    assert [row[4] for row in table.rows[2:]] == ["5.33", "2"]


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_what_is_drawn_is_the_scene(state):
    scene, figure = leak_scene(**state), leak_figure(leak_scene(**state))
    own, shared, seen = scene.isolated, scene.cross, drawn(figure)
    for trail, leak in (("x/wall", own), ("x2/wall", shared)) if state["day"] else ():
        assert seen[trail]["x"] == pytest.approx(list(leak.days), abs=1e-5)
        assert seen[trail]["y"] == pytest.approx(list(leak.walls), abs=0.01)
        assert seen[trail]["line"]["shape"] == "hv"
    assert seen["x/mark price"]["y"] == [60_000, 60_000]
    assert ("end" in names(figure)) == (own.is_closed or shared.wall != shared.walls[0])
    width = {name: max(bar["x"]) - min(bar["x"]) for name, bar in seen.items() if "x3/" in name}
    rest = width.get("x3/lost", width.get("x3/kept", 0))
    assert rest == pytest.approx(min(own.left, own.collateral), abs=0.001)
    assert width.get("x3/leaked", 0) == pytest.approx(abs(own.drained), abs=0.001)


def test_both_panes_have_the_same_money_a_pixel_and_the_break_says_the_rest():
    figure = leak_figure(leak_scene())
    own, shared = (figure["layout"][axis]["range"] for axis in ("yaxis", "yaxis2"))
    assert own[1] - own[0] == shared[1] - shared[0]
    drawn = lines(figure)["x2/mark price"]["y"][0]
    assert words(figure)["x2", "break"][2] == f"{show(60_000 - drawn, 'tick')} not drawn"


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_words_say_the_numbers_that_are_written_into_the_picture(state):
    scene = leak_scene(**state)
    said = leak_words(scene).summary
    written = {key: text for key, (_, _, text, *_) in words(leak_figure(scene)).items()}
    for axis, bar, leak in (("x", "x3", scene.isolated), ("x2", "x4", scene.cross)):
        assert show(leak.walls[0], "price") in written[axis, "start"]
        assert show(leak.left, "money") in written[bar, "kept"]
        for number in (leak.walls[0], leak.wall, leak.left, abs(leak.paid)):
            assert show(number, "price") in said
    if scene.isolated.is_closed:
        day = f"day {show(scene.isolated.closed, 'money')}"
        assert day in written["x", "end"]
        assert day in said
    if scene.guess is not None:
        assert f"day {state['guess']}" in written["x", "you"]
        assert f"You said day {state['guess']}:" in leak_words(scene).say


# ---- words, panel and refusals


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"guess": 6}, "You said day 6: 12 days too early."),
        ({"guess": 19}, "You said day 19: 1 day too late."),
        ({"guess": 18}, "You said day 18: exactly then."),
        ({"guess": 18, "day": 5}, "You said day 18: on day 5 it is still open."),
        ({}, "54 payments of 0.60 took <b>32.40</b> of 60."),
        ({"day": 5}, "the wall climbed to <b>59,764.92</b>"),
        ({"day": 0}, "nothing has been paid yet"),
        ({"rate_percent": 0}, "Nothing has been paid"),
        ({"rate_percent": -0.005}, "shorts pay: this long received 54 times 0.30, <b>16.20</b>"),
        ({"funding_from": "available"}, "The rest of the wallet paid <b>32.40</b>"),
        ({"funding_from": "capped", "day": 24}, "beyond is not charged"),
    ],
)
def test_the_sentence_says_what_is_seen(state, said):
    assert said in leak_words(leak_scene(**state)).say
