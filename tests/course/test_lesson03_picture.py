"""Lesson 3: two lives of one trade, their picture, their words and the panel that plays them."""

from __future__ import annotations

import re
from math import isnan
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlab.course.lesson03_two_fates.panel import (
    QUESTION,
    FatesPanel,
    fates_panel,
    place_fates_mark,
)
from marginlab.course.lesson03_two_fates.picture import fates_figure
from marginlab.course.lesson03_two_fates.scene import (
    HIGHEST,
    LOWEST,
    OWN,
    PATHS,
    FatesScene,
    fates_scene,
)
from marginlab.course.lesson03_two_fates.words import fates_words
from marginlab.engine.account import Account
from marginlab.engine.events import Open
from marginlab.engine.paths import marks
from marginlab.engine.replay import replay
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.drawn import lines, words
from tests.lessons import NAN, Asked, Lesson

POINTS = st.lists(st.integers(70, 130).map(lambda n: n * 500.0), min_size=5, max_size=5)
STATES = st.fixed_dictionaries(
    {
        "path": st.sampled_from(["A", "B", "C", OWN, OWN, OWN]),
        "way_points": POINTS.map(lambda later: (60_000.0, *later)),
        "leverage": st.integers(1, 150),
        "fees": st.booleans(),
        "day": st.integers(0, 100).map(lambda n: n / 10) | st.just(10.0),
        "guess": st.none() | st.integers(0, 50).map(lambda n: n * 50.0),
    }
)
LESSON = Lesson(
    theme="fates", room="lesson03_two_fates", states=STATES, bytes=40_000, truth=frozenset({
        "isolated wall", "cross wall", "worth", "lost", "end", "loss", "liquidated", "stake",
    }),
    secret=("54,249",), unsaid=r"\bnan\b|never stake", also={"leverage": (3,)},
    code="panel.scene.way_points", moved=("leverage", "ArrowRight"),
    refused=(
        ({"leverage": 200}, "leverage was 200"),
        ({"leverage": 2}, "margin and fee needed was 3,000; 2,000 is available"),
        ({"path": "D"}, "path was 'D'; A, B, C or own is needed"),
        ({"day": 11}, "day was 11; 0 to 10 is needed"),
        ({"day": "x"}, "day was 'x'"),
        ({"guess": NAN}, "your mark was nan"),
        ({"path": OWN, "way_points": (60_000, 1)}, "way-points were 2; 6 are needed"),
        ({"path": OWN, "way_points": (60_000, 1, 1, 1, 1, 1)}, "a way-point was 1; 35,000 to"),
        ({"path": OWN, "way_points": (50_000,) * 6}, "the first way-point was 50000.0"),
    ),
    asked=Asked(
        truth=frozenset({"x/isolated wall", "x/cross wall", "x2/worth", "x3/worth", "x2/end"}),
        secret="1,400", axes="2", along="y", click=(5, 1_700), grasp=(10, 1_700), drop=(10, 1_900),
        marks=(1_700, 1_900), keys=("ArrowLeft", 6), typed=1_700,
    ),
    opens={"path": "C"},
    goals=(
        [("leverage", "ArrowRight", 10)],
        [("leverage", "ArrowLeft", 10), ("path", "ArrowRight", 2), ("shape the path on", "ArrowRight", 1),
         ("price there", "Home", 1), ("price there", "ArrowRight", 30),
         ("shape the path on", "ArrowRight", 1), ("price there", "Home", 1),
         ("price there", "ArrowRight", 34)],
        [("price there", "ArrowRight", 4)],
    ),
)  # fmt: skip


def scene_of(state: dict[str, Any]) -> FatesScene:
    try:
        return fates_scene(**state)
    except Rejected:
        assume(False)
        raise


# ---- the numbers


@pytest.mark.parametrize(
    ("path", "fees", "isolated", "cross"),
    [("A", False, 1_400, 2_100), ("B", False, 1_400, 0), ("A", True, 1_396.40, 2_092.74)],
)
def test_the_paths_end_as_the_plan_of_the_course_worked_out(
    path: str, fees: bool, isolated: float, cross: float
) -> None:
    scene = fates_scene(path=path, fees=fees)
    ends = scene.isolated.final_wallet, scene.cross.final_wallet
    assert ends == pytest.approx((isolated, cross), abs=0.005)


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_isolated_never_loses_more_than_its_margin_and_cross_more_than_all(
    state: dict[str, Any],
) -> None:
    scene = scene_of(state)
    for fate in (scene.isolated, scene.cross):
        assert min(fate.equity) >= fate.kept - 1e-6
        assert fate.final_wallet >= (0 if scene.fees else fate.kept) - 1e-6
    assert scene.cross.kept == pytest.approx(0)


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_as_long_as_both_live_they_are_worth_the_same(state: dict[str, Any]) -> None:
    scene = scene_of(state)
    if not (scene.isolated.dead(scene.day) or scene.cross.dead(scene.day)):
        own, all_in = (scene.wallet(f, scene.day) for f in (scene.isolated, scene.cross))
        assert own == pytest.approx(all_in)


@settings(max_examples=25, deadline=None)
@given(STATES)
def test_a_position_dies_when_the_path_touches_its_wall(state: dict[str, Any]) -> None:
    """As in a slow replay of a hundred marks a day, which sees the wall crossed a mark later."""
    scene = scene_of(state)
    account = Account(BITGET, 2_000.0, trading_fee_rate=0.0006 if scene.fees else 0.0)
    path = marks({"BTCUSDT": scene.way_points}, hours=48, between=199)
    for mode, fate in (("isolated", scene.isolated), ("cross", scene.cross)):
        opened = account.set_margin_mode("BTCUSDT", mode).set_leverage("BTCUSDT", scene.leverage)
        lived = replay(opened, [path[0], Open(0, "BTCUSDT", 1, size=0.1), *path])
        slow = [end.time / 24 for end in lived.liquidations]
        if fate.settlement is None:
            assert slow == []
            assert isnan(fate.death)
        else:
            assert slow == pytest.approx([fate.death + 0.005], abs=0.00501)
            assert fate.settlement.trigger_price == pytest.approx(fate.liquidation_price)


@given(st.integers(4, 150))
@settings(max_examples=30, deadline=None)
def test_leverage_moves_the_isolated_wall_alone(leverage: int) -> None:
    scene, house = fates_scene(leverage=leverage), fates_scene()
    assert scene.cross == house.cross
    rates = {"mmr": 0.004, "fee_rate": 0.0006}
    wall = BITGET.liquidation_price(
        side=1, size=0.1, entry_price=60_000, collateral=6_000 / leverage, **rates
    )
    assert scene.isolated.liquidation_price == pytest.approx(wall)


def test_a_margin_as_large_as_the_wallet_makes_both_fates_one() -> None:
    scene = fates_scene(leverage=3, path="B")
    assert scene.isolated.final_wallet == scene.cross.final_wallet == 0
    assert scene.isolated.death == scene.cross.death


def test_what_the_stake_leaves_at_the_wall_goes_to_the_fund() -> None:
    fate = fates_scene().isolated
    assert fate.settlement is not None
    assert fate.settlement.trader_loss == pytest.approx(fate.stake)
    requirement = 0.1 * fate.liquidation_price * 0.0046
    assert fate.settlement.insurance_fund_change == pytest.approx(requirement)


# ---- the picture


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_the_drawn_walls_are_the_librarys_at_every_state(state: dict[str, Any]) -> None:
    scene = scene_of(state)
    account = Account(BITGET, 2_000.0, trading_fee_rate=0.0006 if scene.fees else 0.0)
    drawn = lines(fates_figure(scene))
    for mode in ("isolated", "cross"):
        opened = account.set_margin_mode("BTCUSDT", mode).set_leverage("BTCUSDT", scene.leverage)
        opened = opened.open("BTCUSDT", 1, size=0.1, price=60_000)
        price = opened.liquidation_price("BTCUSDT", {"BTCUSDT": 60_000})
        assert drawn[f"x/{mode} wall"]["y"] == pytest.approx([price, price], abs=0.01)


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_every_wallet_is_written_beside_its_line_and_in_the_words(state: dict[str, Any]) -> None:
    scene = scene_of(state)
    written = {key: text for key, (_, _, text, *_) in words(fates_figure(scene)).items()}
    for axis, fate in (("x2", scene.isolated), ("x3", scene.cross)):
        worth = show(scene.wallet(fate, scene.day), "money")
        assert worth in written[axis, "worth"]
        for said in (
            fates_words(scene).summary,
            fates_words(scene).say,
            str(fates_words(scene).table),
        ):
            assert worth in said


def test_every_way_point_but_the_first_has_a_disc_for_the_hand() -> None:
    shapes = fates_figure(fates_scene())["layout"]["shapes"]
    discs = [(s["xanchor"], s["yanchor"]) for s in shapes if s.get("layer") == "above"]
    assert discs == [(2 * i, price) for i, price in enumerate(PATHS["A"]) if i]


def test_words_of_a_day_on_the_way_do_not_tell_the_end() -> None:
    scene = fates_scene(day=3)
    assert "1,400" not in fates_words(scene).say
    assert "liquidated on" not in fates_words(scene).summary
    assert "no" in fates_words(scene).table[1]


# ---- the panel


def ends(panel: FatesPanel) -> tuple[float, float]:
    return panel.scene.isolated.final_wallet, panel.scene.cross.final_wallet


def dropped(panel: FatesPanel, way_point: int, price: float) -> None:
    """A hand lets go of a disc at that price."""
    shapes = panel.view.figure["layout"]["shapes"]
    index = next(i for i, s in enumerate(shapes) if s["name"] == f"way-point {way_point}")
    act = {"kind": "shape", "index": index, "xanchor": 3.3, "yanchor": price}
    panel.view._hear(panel.view, act, [])


def test_a_dropped_disc_changes_the_path_and_both_ends() -> None:
    panel = fates_panel(path="C")
    assert ends(panel) == (2_100, 2_100)
    dropped(panel, 5, 38_040)
    assert panel.scene.way_points == (*PATHS["C"][:5], 38_000)
    assert panel.values["path"] == OWN
    assert panel.hand.values == {"way_point": 5, "price": 38_000}
    assert ends(panel) == (1_400, 0)


def test_the_second_row_does_what_the_hand_does() -> None:
    by_hand, by_key = fates_panel(path="C"), fates_panel(path="C")
    dropped(by_hand, 5, 38_000)
    by_key.hand.set(way_point=5)
    assert by_key.values["path"] == "C", "choosing a day alone changes nothing"
    assert by_key.hand.values["price"] == 61_000
    by_key.hand.set(price=38_000)
    assert by_key.scene == by_hand.scene
    assert by_key.values == by_hand.values


def test_a_way_point_stays_in_the_picture_however_far_the_hand_went() -> None:
    panel = fates_panel()
    dropped(panel, 3, -1e6)
    assert panel.scene.way_points[3] == LOWEST
    dropped(panel, 3, 1e6)
    assert panel.scene.way_points[3] == HIGHEST


def test_an_own_path_begins_with_the_one_that_was_shown() -> None:
    panel = fates_panel(path="B")
    panel.set(path="own")
    assert panel.scene.way_points == PATHS["B"]
    panel.set(path="A")
    assert panel.scene.way_points == PATHS["A"]
    assert panel.hand.values["price"] == 50_000


def test_an_own_path_outlives_a_preset() -> None:
    panel = fates_panel(path="C")
    panel.shape(5, 45_000)
    own = panel.scene.way_points
    panel.set(path="B")
    assert panel.scene.way_points == PATHS["B"]
    panel.set(path="own")
    assert panel.scene.way_points == own
    assert panel.hand.values == {"way_point": 5, "price": 45_000}


def test_a_refused_leverage_keeps_the_picture_and_says_why() -> None:
    panel = fates_panel()
    panel.set(leverage=2)
    assert "3,000" in panel.view.refusal
    assert "1,400" in panel.view.say


# ---- place your mark


def test_the_mark_is_read_up_the_left_pane_and_answered_there() -> None:
    asked = place_fates_mark()
    before = asked.html().partition("<details>")[0] + asked.view.say + str(asked.view.figure)
    assert QUESTION in before
    assert not re.search(r"1,400|2,100|54,249", before)
    asked.view._hear(asked.view, {"kind": "click", "subplot": "x", "x": 5.0, "y": 900.0}, [])
    assert asked.mark is None
    asked.view._hear(asked.view, {"kind": "click", "subplot": "x2", "x": 5.0, "y": 1_688.0}, [])
    assert asked.mark == 1_700
    diamond = asked.view.figure["layout"]["shapes"][-1]
    assert (diamond["xref"], diamond["yref"], diamond["yanchor"]) == ("x2", "y2", 1_700)
    act = {"kind": "shape", "index": 0, "xanchor": 2.0, "yanchor": 1_512.0}
    asked.view._hear(asked.view, act, [])
    assert asked.mark == 1_500
    asked.place()
    assert "You said 1,500 for isolated: 100 too much." in asked.panel.view.say
