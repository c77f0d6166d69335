"""The picture of the start page and its words: the library's numbers at every price."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.course.lesson00_start_here.panel import place_twin_mark, twin_panel
from marginlab.course.lesson00_start_here.picture import twin_figure
from marginlab.course.lesson00_start_here.scene import twin_scene
from marginlab.course.lesson00_start_here.words import twin_words
from marginlab.engine.account import Account
from marginlab.engine.events import Mark, Open
from marginlab.engine.replay import replay
from marginlab.theory.formulas import equity
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from tests.drawn import lines, words
from tests.lessons import NAN, Asked, Lesson

TRADE = {"side": LONG, "size": 2.0, "entry_price": 2_500.0}
PRICES = st.integers(0, 52).map(lambda steps: 1_500.0 + 25 * steps)
STATES = st.fixed_dictionaries({
    "mark_price": PRICES,
    "wallet_balance": st.sampled_from([1_500.0, 2_000.0]),
    "guess": st.none() | st.integers(145, 250).map(lambda n: n * 10.0),
})  # fmt: skip
LESSON = Lesson(
    theme="twin", room="lesson00_start_here", states=STATES, bytes=9_000,
    truth=frozenset({"wall", "lost", "end", "change"}), unseen={"mark_price": 2_500.0},
    largest={"guess": 1_700}, moved=("mark_price", "ArrowRight"),
    also={"mark_price": (1_750, 1_775, 2_250, 2_275, 2_475, 2_500, 2_525)},
    refused=(
        ({"mark_price": 0}, "mark price was 0"),
        ({"mark_price": NAN}, "mark price was nan"),
        ({"guess": -5}, "your mark was -5"),
        ({"wallet_balance": 400}, "margin and fee needed was 500; 400 is available"),
    ),
    asked=Asked(
        truth=frozenset({"x2/wall"}), secret="1,506", axes="2", along="y", click=(0.4, 1_600),
        drop=(0.4, 2_000), marks=(1_600, 2_000), near=25, keys=("ArrowLeft", 5), typed=2_450,
    ),
)  # fmt: skip


def both(scene):
    return ("x", scene.isolated), ("x2", scene.cross)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_drawn_walls_are_the_librarys(state):
    scene = twin_scene(**state)
    figure = twin_figure(scene)
    walls = {t.get("xaxis", "x"): t["y"] for t in figure["data"] if t["name"] == "wall"}
    for axis, collateral in (("x", 500.0), ("x2", state["wallet_balance"])):
        mmr = BITGET.contract("ETHUSDT").tiers[0].mmr
        wall = BITGET.liquidation_price(
            **TRADE, collateral=collateral, mmr=float(mmr), fee_rate=0.0006
        )
        assert walls[axis] == pytest.approx([wall] * 3, abs=0.001)


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_each_account_ends_as_a_replay_of_the_fall_says(state):
    scene = twin_scene(**state)
    for mode, twin in (("isolated", scene.isolated), ("cross", scene.cross)):
        account = Account(BITGET, state["wallet_balance"], trading_fee_rate=0.0)
        account = account.set_margin_mode("ETHUSDT", mode).set_leverage("ETHUSDT", 10)
        path = [Mark(0, {"ETHUSDT": 2_500.0}), Open(0, "ETHUSDT", LONG, size=2.0)]
        path.append(Mark(1, {"ETHUSDT": state["mark_price"]}))
        lived = replay(account, path)
        assert bool(lived.liquidations) == twin.closed
        assert lived.equity[-1] == pytest.approx(twin.worth)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_while_both_are_open_they_are_worth_the_same(state):
    scene = twin_scene(**state)
    for _, twin in both(scene):
        if not twin.closed:
            left = equity(**TRADE, mark_price=scene.mark_price, collateral=scene.wallet_balance)
            assert twin.worth == pytest.approx(left)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_bar_shows_what_is_left_and_what_is_lost_at_its_price(state):
    scene = twin_scene(**state)
    figure = twin_figure(scene)
    drawn, hatched = (
        lines(figure),
        {t.get("xaxis", "x"): t for t in figure["data"] if t["name"] == "lost"},
    )
    for axis, twin in both(scene):
        pieces = [
            drawn[key] for part in ("untouched", "behind") if (key := f"{axis}/{part}") in drawn
        ]
        heights = [max(piece["y"]) - min(piece["y"]) for piece in pieces]
        assert sum(heights) * TRADE["size"] == pytest.approx(twin.worth, abs=0.01)
        lost = hatched.get(axis)
        height = max(lost["y"]) - min(lost["y"]) if lost else 0.0
        assert height * TRADE["size"] == pytest.approx(max(0.0, -twin.change), abs=0.01)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_one_price_runs_through_both_panes(state):
    scene = twin_scene(**state)
    drawn = lines(twin_figure(scene))
    for axis, twin in both(scene):
        assert drawn[f"{axis}/price"]["y"] == [scene.mark_price] * 2
        assert ("dash" in drawn[f"{axis}/price"]["line"]) == twin.closed


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_every_number_is_written_into_the_picture(state):
    scene = twin_scene(**state)
    written = {key: text for key, (_, _, text, *_) in words(twin_figure(scene)).items()}
    for axis, twin in both(scene):
        assert show(twin.worth, "money") in written[axis, "heading"]
        assert show(twin.liquidation_price, "price") in written[axis, "wall"]
        assert show(scene.mark_price, "money") in written[axis, "price"]
        if twin.change:
            assert show(abs(twin.change), "money") in written[axis, "change"]
        if not twin.closed:
            assert show(twin.equity, "money") in written[axis, "behind"]
    if scene.guess is not None:
        assert show(scene.guess, "money") in written["x2", "you"]


def test_the_opening_state_carries_the_message():
    scene = twin_scene()
    assert twin_words(scene).say == (
        "Price 2,200: isolated is closed with <b>1,000</b> and cross is open with <b>900</b>. "
        "The fall to its wall took 479.20 of 500 from isolated; the exchange keeps the other 20.80."
    )
    for number in ("2,260.40", "1,758.09", "500 lost", "600 lost", "1,000", "900"):
        assert number in twin_words(scene).summary
    assert twin_words(scene).table[1] == ["isolated", "500", "1,000", "2,260.40", "closed", "1,000"]
    assert "So far the two are the same." in twin_words(twin_scene(mark_price=2_400)).say
    assert "neither gain nor loss" in twin_words(twin_scene(mark_price=2_500)).summary


def test_a_larger_wallet_moves_the_cross_wall_only():
    small, large = twin_scene(), twin_scene(wallet_balance=2_000)
    assert small.isolated.liquidation_price == large.isolated.liquidation_price
    assert small.cross.liquidation_price > large.cross.liquidation_price


def test_the_control_moves_the_picture():
    panel = twin_panel()
    panel.set(mark_price=1_750)
    assert panel.scene.isolated.closed
    assert panel.scene.cross.closed
    assert "cross is closed with <b>0</b>" in panel.view.say
    assert place_twin_mark().panel.values == {"mark_price": 1_700}


def test_a_mark_stands_beside_the_truth():
    asked = place_twin_mark()
    assert "wallet 2,000" in json.dumps(asked.view.figure), "the question has the larger wallet"
    asked.view._handle_custom_msg({"kind": "click", "subplot": "x2", "x": 0.4, "y": 1_604.0}, [])
    assert asked.mark == 1_600
    assert "1,506" not in json.dumps(asked.view.figure)
    asked.place()
    assert "You said 1,600; cross is closed at 1,506.93, 93.07 lower." in asked.panel.summary()
