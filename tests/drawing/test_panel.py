"""A panel without a browser: values in, picture and words out, refusals in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.course.lesson02_the_wall.panel import place_wall_mark, wall_panel
from marginlab.course.lesson03_two_fates.panel import fates_panel
from marginlab.course.lesson05_quiet_leak.panel import leak_panel
from marginlab.course.stills import STILLS
from marginlab.drawing import panel as base
from marginlab.drawing import still
from marginlab.drawing.canvas import WIDTH
from marginlab.drawing.controls import Choice, Slider
from marginlab.drawing.panel import KEPT, TROUBLE, Goal, Kept, Panel, Theme
from marginlab.drawing.prediction import ELSEWHERE, NO_MARK, Prediction
from marginlab.lesson import Picture
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.goals import PUZZLES, press
from tests.lessons import lessons

QUESTIONS = [lesson.question for lesson in lessons().values()]


@dataclass(frozen=True)
class Square:
    side: float
    shown: bool
    guess: float | None

    @property
    def area(self) -> float:
        return self.side**2


def scene(*, side: float, shown: bool = True, guess: float | None = None) -> Square:
    if side == 7:
        raise ValueError("side was 7; the exchange has no sevens")
    if side == 9:
        raise ZeroDivisionError("a mistake of ours")
    return Square(side, shown, guess)


def figure(square: Square, *, width: float = WIDTH, revealed: bool = True) -> dict[str, Any]:
    data = [{"name": "area", "x": [square.area]}] if revealed else []
    if square.guess is not None:
        data.append({"name": "points", "ids": ["your mark"], "x": [square.guess], "y": [0],
                     "marker": {"size": [15], "color": ["#43017e"]}})  # fmt: skip
    return {"data": data, "layout": {"height": width / 2, "shapes": []}, "config": {}}


def words(s: Square) -> Any:
    said = "" if s.guess is None else f", said {s.guess}"
    return SimpleNamespace(
        say=f"The area is <b>{s.area}</b>.",
        summary=f"Side {s.side}: area {s.area}{said}.",
        table=[["side", "area"], [str(s.side), f"<{s.area}>"]],
    )


SQUARE = Theme(scene, figure, words)


def square(**given: Any) -> Panel:
    controls = [Slider("side", 1, 10, 1, 3), Choice("shown", {"yes": True, "no": False}, True)]
    return Panel(controls, SQUARE, **given)


def question() -> Prediction:
    return Prediction("square", square, "How large is it?", Slider("guess", 0, 100, 5, 50))


def pressed(asked: Prediction, name: str) -> None:
    asked.controls._handle_custom_msg({"press": name}, [])


def acted(asked: Prediction, **act: Any) -> None:
    asked.view._handle_custom_msg(act, [])


@pytest.mark.parametrize("opened", [wall_panel, leak_panel, fates_panel], ids=lambda f: f.__name__)
def test_no_slider_of_leverage_reaches_what_the_exchange_refuses(opened: Any) -> None:
    panel = opened()
    (most,) = (spec["high"] for spec in panel.controls.specs if spec["name"] == "leverage")
    panel.set(leverage=most)
    assert panel.view.refusal == ""


def test_a_refusal_says_who_refuses_and_what_the_picture_shows() -> None:
    panel = wall_panel()
    panel.set(wallet_balance=500)
    assert panel.view.refusal.startswith("The exchange refuses this: ")
    assert panel.view.refusal.endswith(KEPT)


# ---- the panel


def test_a_panel_opens_with_its_message() -> None:
    panel = square()
    assert panel.values == {"side": 3, "shown": True}
    assert panel.view.say == "The area is <b>9</b>."
    assert panel.view.alt == panel.summary() == "Side 3: area 9."
    assert panel.view.figure["data"][0]["x"] == [9]


def test_several_values_are_one_update(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = square()
    drawn: list[dict] = []
    panel.view.observe(lambda change: drawn.append(change["new"]), "figure")
    panel.set(side=4, shown=False)
    assert [f["data"][0]["x"] for f in drawn] == [[16]]
    assert panel.values == {"side": 4, "shown": False}


def test_a_moved_control_moves_words_and_picture() -> None:
    panel = square()
    panel.controls._handle_custom_msg({"moved": {"side": 5}}, [])
    assert panel.view.figure["data"][0]["x"] == [25]
    assert "25" in panel.view.say


def test_a_refusal_is_said_and_the_last_good_picture_stays() -> None:
    panel = square()
    before = panel.view.figure, panel.view.say
    panel.set(side=7)
    assert panel.view.refusal == f"This cannot be: side was 7; the exchange has no sevens. {KEPT}"
    assert (panel.view.figure, panel.view.say) == before
    assert panel.summary() == f"Side 3: area 9.\n{panel.view.refusal}"
    panel.set(side=8)
    assert panel.view.refusal == ""


@pytest.mark.parametrize(
    "values", [{"side": 200}, {"side": "abc"}, {"sides": 3}, {"side": 4, "shown": 2}]
)
def test_what_no_hand_could_set_moves_nothing(values: dict[str, Any]) -> None:
    panel = square()
    panel.set(**values)
    assert "allowed" in panel.view.refusal or "there is no control" in panel.view.refusal
    assert panel.values == {"side": 3, "shown": True}
    panel.set(side=3)
    assert panel.view.refusal == ""


def test_our_own_mistake_is_a_sentence_for_the_learner_and_an_error_for_us() -> None:
    panel = square()
    before = panel.view.figure
    panel.set(side=9)
    assert panel.view.refusal == TROUBLE
    assert isinstance(panel.error, ZeroDivisionError)
    assert panel.view.figure == before
    assert panel.summary().startswith("Side 3")


def test_the_same_scene_is_drawn_for_another_width() -> None:
    panel = square()
    panel.view.width = 1200
    assert panel.view.figure["layout"]["height"] == 600


def test_a_stored_panel_is_words_and_a_table_and_always_the_same() -> None:
    one, other = square()._repr_mimebundle_(), square()._repr_mimebundle_()
    assert one["text/plain"] == other["text/plain"] == "Side 3: area 9."
    assert one["text/html"] == other["text/html"]
    assert "<p>The area is <b>9</b>.</p><table>" in one["text/html"]
    assert "&lt;9&gt;" in one["text/html"], "cells are text, not HTML"


@pytest.mark.parametrize("make", [square, lambda: question()], ids=["panel", "question"])
def test_what_is_stored_stands_beside_the_view(
    make: Callable[[], Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(base, "publish_display_data", shown.append)
    kept = make()
    kept._ipython_display_()
    stored, view = shown
    assert stored == kept._repr_mimebundle_()
    assert [*view] == ["application/vnd.jupyter.widget-view+json"], (
        "nothing else may be shown for it"
    )
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == kept.model_id


# ---- place your mark


def test_before_the_mark_nothing_of_the_truth_is_there() -> None:
    asked = question()
    assert asked.view.figure["data"] == []
    assert asked.panel not in asked.children
    assert "9" not in asked.view.say + asked.view.alt + asked.words.value


def test_a_click_puts_the_mark_at_the_nearest_step() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x", x=33.1, y=2.0)
    assert asked.mark == 35
    assert asked.controls.values["guess"] == 35
    assert asked.view.say == "Your mark: <b>35</b>."


def test_a_mark_stays_on_the_slider_however_far_the_hand_went() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x", x=-400, y=0)
    assert asked.mark == 0
    acted(asked, kind="shape", index=0, xanchor=1e9, yanchor=3)
    assert asked.mark == 100


def test_a_dragged_diamond_snaps_back_to_the_axis() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x", x=35, y=0)
    [diamond] = asked.view.figure["layout"]["shapes"]
    assert (diamond["xanchor"], diamond["yanchor"]) == (35, 0)
    acted(asked, kind="shape", index=0, xanchor=61.4, yanchor=17)
    [diamond] = asked.view.figure["layout"]["shapes"]
    assert (diamond["xanchor"], diamond["yanchor"]) == (60, 0)


def test_the_slider_puts_the_mark_too() -> None:
    asked = question()
    asked.controls.values = {**asked.controls.values, "guess": 45}
    assert asked.mark == 45


def test_being_sure_is_not_yet_a_mark() -> None:
    asked = question()
    asked.controls.values = {**asked.controls.values, "sure": "certain"}
    assert asked.mark is None


def test_a_click_elsewhere_is_told_where_to_click() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x2", x=33.1, y=2.0)
    assert (asked.mark, asked.view.refusal) == (None, ELSEWHERE)


def test_without_a_mark_there_is_nothing_to_place() -> None:
    asked = question()
    pressed(asked, "place")
    assert asked.view.refusal == NO_MARK
    assert not asked.revealed


def test_a_placed_mark_stands_beside_the_truth_and_never_moves_again() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x", x=35, y=0)
    asked.controls.values = {**asked.controls.values, "sure": "certain"}
    pressed(asked, "place")
    assert asked.children == (asked.words, asked.panel, asked.over, asked.seen)
    assert (asked.confidence, asked.words.value.count("You said 35 (certain).")) == ("certain", 1)
    acted(asked, kind="click", subplot="x", x=80, y=0)
    pressed(asked, "skip")
    asked.panel.set(side=5)
    drawn = {trace["name"]: trace["x"] for trace in asked.panel.view.figure["data"]}
    assert drawn == {"area": [25], "points": [35]}
    assert asked.mark == 35


class Memory:
    """What a question is handed to keep its mark in."""

    def __init__(self, trouble: str = "") -> None:
        self.kept: dict[str, Any] = {}
        self.trouble = trouble

    def recall(self, name: str) -> Any:
        return self.kept.get(name, {})

    def keep(self, name: str, placed: Any) -> str:
        self.kept[name] = placed
        return self.trouble


def remembering(memory: Memory, **slider: Any) -> Prediction:
    asked = Prediction("square", square, "How large is it?", Slider("guess", **(AXIS | slider)))
    return asked.remember(memory.recall, memory.keep)


AXIS = {"low": 0, "high": 100, "step": 5, "value": 50}


def placed_at(asked: Prediction, value: float, sure: str = "guess") -> Prediction:
    asked.put(value)
    asked.controls.values = {**asked.controls.values, "sure": sure}
    pressed(asked, "place")
    return asked


def test_a_mark_that_was_kept_opens_the_panel_with_the_truth_beside_it() -> None:
    memory = Memory()
    before = placed_at(remembering(memory), 35, "certain")
    after = remembering(memory)
    assert after.children == (after.words, after.panel, after.over, after.seen)
    assert (after.mark, after.confidence) == (35, "certain")
    assert after.words.value == before.words.value
    assert after.panel.view.figure == before.panel.view.figure
    assert after.summary() == before.summary()
    assert "<details>" not in after.html()
    assert not after.panel.controls.focus  # nobody pressed anything: the keyboard stays where it is


@pytest.mark.parametrize("other", [{"high": 200}, {"low": -100}, {"step": 20}], ids=str)
def test_a_mark_that_this_axis_cannot_hold_is_not_shown(other: dict[str, Any]) -> None:
    memory = Memory()
    placed_at(remembering(memory), 35)
    assert not remembering(memory, **other).revealed


def test_a_mark_is_shown_where_only_the_steps_are_finer() -> None:
    memory = Memory()
    placed_at(remembering(memory), 35)
    assert remembering(memory, step=1).mark == 35


def test_only_a_placed_mark_is_kept() -> None:
    memory = Memory()
    asked = remembering(memory)
    asked.put(35)
    pressed(asked, "skip")
    assert memory.kept == {}
    assert not remembering(memory).revealed


def test_starting_over_takes_the_mark_back_and_asks_anew() -> None:
    memory = Memory()
    asked = placed_at(remembering(memory), 35)
    asked.panel.set(side=5)
    asked.over._handle_custom_msg({"press": "over"}, [])
    assert not remembering(memory).revealed
    assert asked.children == (asked.words, asked.view, asked.controls, asked.seen)
    assert (asked.view.figure, asked.html()) == (question().view.figure, question().html())
    assert asked.controls.focus
    assert placed_at(asked, 80).panel.view.figure["data"][1]["x"] == [80]
    assert remembering(memory).mark == 80


def test_a_mark_that_could_not_be_kept_is_shown_all_the_same_and_says_so() -> None:
    asked = placed_at(remembering(Memory("The disk is full.")), 35)
    assert asked.revealed
    assert asked.panel.view.refusal == "The disk is full."


ODD = [
    None,
    True,
    "",
    "guess",
    "35",
    35,
    35.5,
    -5,
    float("nan"),
    float("inf"),
    10**400,
    [],
    [35],
    {},
]


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.sampled_from(["axis", "mark", "sure"]), st.sampled_from(ODD)), st.booleans()
)
def test_no_kept_mark_can_break_a_question(kept: dict[str, Any], on_its_axis: bool) -> None:
    memory = Memory()
    memory.kept["square"] = kept | ({"axis": question().axis} if on_its_axis else {})
    asked = remembering(memory)
    assert not asked.revealed or (asked.mark, asked.confidence) == (35, "guess")


def test_skipping_shows_the_truth_without_a_mark() -> None:
    asked = question()
    acted(asked, kind="click", subplot="x", x=35, y=0)
    pressed(asked, "skip")
    assert [trace["name"] for trace in asked.panel.view.figure["data"]] == ["area"]


def test_a_stored_question_folds_its_answer_away() -> None:
    bundle = question()._repr_mimebundle_()
    before, fold, answer = bundle["text/html"].partition("<details><summary>")
    assert fold
    assert "How large is it?" in before
    assert "9" not in before
    assert "The area is <b>9</b>." in answer
    assert bundle["text/plain"] == "How large is it?\nSide 3: area 9."


def test_question_and_folded_answer_have_their_pictures_if_they_are_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(base, "png", lambda file, figure: shown.append(figure) or b"a picture")
    asked = question()
    asked.panel.picture = Path("square.png")
    before, _, answer = asked.html().partition("<details>")
    assert '<img src="data:image/png;base64,YSBwaWN0dXJl" alt="The question as a picture.' in before
    assert '<img src="data:image/png;base64,YSBwaWN0dXJl" alt="Side 3: area 9." ' in answer
    assert shown == [figure(scene(side=3), revealed=False), figure(scene(side=3))]


# ---- the goals of puzzles


@pytest.mark.parametrize("lesson", PUZZLES)
def test_every_goal_is_reached_by_keys_alone_and_confirmed(lesson: int) -> None:
    panel, keys = PUZZLES[lesson].puzzle(), PUZZLES[lesson].goals
    assert "Goal" not in panel.summary() + panel.html()
    assert len(keys) == len(panel.goals) >= 3
    for at, (goal, pressing) in enumerate(zip(panel.goals, keys, strict=True), 1):
        assert len(panel.reached) == at - 1, "a goal was reached before its turn"
        for label, key, times in pressing:
            press(panel, label, key, times)
        confirmed = f"✓ Goal reached ({at} of {len(keys)}): {goal.words}."
        assert f"<b>{confirmed}</b>" in panel.view.say
        assert confirmed in panel.summary()


@pytest.mark.parametrize("place", QUESTIONS, ids=lambda place: place.__name__)
def test_the_panel_of_a_question_has_no_goals(place: Any) -> None:
    asked = place()
    asked.put(asked.slider.high)
    asked.place()
    assert asked.panel.goals == ()


def test_a_goal_is_confirmed_once_and_the_last_one_stays_confirmed() -> None:
    panel = square()
    panel.goals = (
        Goal("the side is 5", lambda panel: panel.scene.side == 5),
        Goal("the exchange refuses", lambda panel: panel.refused),
    )
    panel.set(side=7)  # refused by the panel, not by the exchange
    assert panel.reached == []
    for side in (5, 6, 5):
        panel.set(side=side)
        assert panel.view.say.endswith("<b>✓ Goal reached (1 of 2): the side is 5.</b>")
    assert len(panel.reached) == 1


# ---- a figure that stands still


def test_a_picture_is_a_figure_on_white_paper_with_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(still, "png", lambda file, figure: b"a picture")
    [name, *_] = STILLS
    bundle, metadata = Picture(name, "What one sees.")._repr_mimebundle_()
    assert metadata["image/png"]["width"] <= 850  # the column at 1,280 pixels
    assert bundle["text/plain"] == "What one sees."
    assert bundle["image/png"] == "YSBwaWN0dXJl"
    assert metadata["image/png"]["alt"] == "What one sees."
    assert set(bundle) == {"image/png", "text/plain"}


def test_a_picture_without_a_stored_file_still_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "png", lambda file, figure: None)
    [name, *_] = STILLS
    bundle, _ = Picture(name, "What one sees.")._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert bundle["application/vnd.plotly.v1+json"]["layout"]["paper_bgcolor"] == "#ffffff"


# ---- the panel of lesson 2


def wall(side: int, collateral: float) -> str:
    price = BITGET.liquidation_price(
        side=side, size=0.1, entry_price=60_000, collateral=collateral, mmr=0.004, fee_rate=0.0006
    )
    return show(price, "price")


@pytest.mark.parametrize(("side", "word"), [(1, "long"), (-1, "short")])
def test_the_wall_panel_says_both_walls(side: int, word: str) -> None:
    panel = wall_panel(side=word)
    for collateral in (600, 2_000):
        assert wall(side, collateral) in panel.view.say
        assert wall(side, collateral) in panel.summary()


def test_each_control_of_the_wall_panel_holds_at_both_ends() -> None:
    for spec in wall_panel().controls.specs:
        ends = (
            [spec["low"], spec["high"]]
            if spec["kind"] == "slider"
            else [v for _, v in spec["options"]]
        )
        for end in ends:
            panel = wall_panel(**{spec["name"]: end})
            assert panel.error is None, (spec["name"], end, panel.error)
            assert panel.values[spec["name"]] == end


def test_a_wallet_too_small_is_refused_in_words_and_the_picture_stays() -> None:
    panel = wall_panel()
    panel.set(wallet_balance=500, leverage=5)
    assert "1,200" in panel.view.refusal
    assert "500" in panel.view.refusal
    assert wall(1, 600) in panel.view.say


def test_a_bad_opening_state_opens_the_house_position_and_says_why() -> None:
    panel = wall_panel(leverage=200)
    assert "leverage was 200; 1 to 150 in steps of 1 is allowed here" in panel.view.refusal
    assert wall(1, 600) in panel.view.say


def test_the_question_of_lesson_2_does_not_show_its_answer() -> None:
    asked = place_wall_mark()
    before = asked.html().partition("<details>")[0] + asked.view.say + asked.view.alt
    names = {trace["name"] for trace in asked.view.figure["data"]}
    assert not names & {"wall", "equity", "requirement"}
    for truth in ("59,674", "59674", "59,400", "40,184"):
        assert truth not in before + str(asked.view.figure)


def test_every_question_has_a_name_of_its_own() -> None:
    asked = [place() for place in QUESTIONS]
    assert len({one.name for one in asked}) == len(asked)
