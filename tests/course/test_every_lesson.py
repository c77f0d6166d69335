"""What is true of every lesson's picture, words and panel, at every state of its controls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from marginlab import lesson as notebook
from marginlab.course.stills import STILLS
from marginlab.drawing.words import Words
from marginlab.theory.terms import show
from tests.drawn import WIDTHS, collisions, lines, names, paths
from tests.lessons import ROOT, Lesson, State, lessons

LESSONS = lessons()
every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_every_folder_of_a_lesson_has_a_row_and_notebooks_know_its_panel() -> None:
    # A row that is missing tests nothing, and no other test would say so.
    rooms = {path.name for path in (ROOT / "marginlab" / "course").glob("lesson*")}
    assert {lesson.room for lesson in LESSONS.values()} == rooms
    known = {
        name for name in notebook.__all__ if name.startswith("place_") or name.endswith("_panel")
    } - {"court_panel", "own_panel"}  # they belong to no lesson
    made = [lesson.panel for lesson in LESSONS.values()]
    made += [lesson.question for lesson in LESSONS.values()]
    assert {one.__name__ for one in made} == known


@every_lesson
def test_the_pictures_of_panel_and_question_are_kept(lesson: Lesson) -> None:
    opened, asked = lesson.panel(), lesson.question()
    for kept in (opened, asked.panel):
        assert kept.picture is None or kept.picture.stem in STILLS
    assert {name for name in STILLS if name.startswith(lesson.theme)} >= {lesson.theme}
    assert all({"data", "layout", "config"} <= set(still.figure()) for still in STILLS.values())


def said(words: Words) -> str:
    """All that is said of a picture."""
    return f"{words.say} {words.summary} {words.table}"


def at_any_state(lesson: Lesson, claim: Callable[..., None], **more: SearchStrategy[Any]) -> None:
    """Draws states at random; claim: what holds of each, its scene and what is drawn besides."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(state=lesson.states, **more)
    def holds(state: State, **drawn: Any) -> None:
        claim(lesson.drawable(state), state, **drawn)

    holds()


@pytest.mark.parametrize("width", WIDTHS)
@every_lesson
def test_no_label_covers_another_or_a_line_at_any_state(lesson: Lesson, width: int) -> None:
    def claim(scene: Any, _: State, revealed: bool) -> None:
        assert collisions(lesson.figure(scene, revealed=revealed), width) == []

    at_any_state(lesson, claim, revealed=st.booleans())


@every_lesson
def test_before_the_mark_nothing_of_the_truth_is_drawn(lesson: Lesson) -> None:
    question = lesson.question()
    asked, mark = question.panel.values | question.panel.given, question.slider.name

    def claim(scene: Any, state: State) -> None:
        drawn = lesson.figure(scene, revealed=False)
        assert not names(drawn) & lesson.truth
        # Elsewhere the answer's number may be one of those that are given.
        known = {name: asked.get(name, value) for name, value in state.items()}
        as_asked = lesson.figure(lesson.scene(**known | {mark: state[mark]}), revealed=False)
        assert not [text for text in lesson.secret if text in json.dumps(as_asked)]
        if lesson.unseen:
            begun = lesson.scene(**state | lesson.unseen)
            assert drawn == lesson.figure(begun, revealed=False), "the answer's value shows"

    at_any_state(lesson, claim)


@every_lesson
def test_axes_stand_still_and_hold_all_that_is_drawn(lesson: Lesson) -> None:
    def claim(scene: Any, state: State) -> None:
        figure = lesson.figure(scene)
        layout = figure["layout"]
        home = lesson.figure(lesson.scene(**{name: state[name] for name in lesson.axes}))["layout"]
        for key, value in home.items():
            if re.fullmatch(r"[xy]axis\d*", key) and key not in lesson.moving:
                for part in ("range", "domain", "tickvals"):
                    assert layout[key].get(part) == value.get(part), (key, part)
        assert layout["uirevision"] == home["uirevision"]
        drawn = [(axis, xs, ys) for _, axis, xs, ys in paths(figure)]
        drawn += [(key.partition("/")[0], one["x"], one["y"]) for key, one in lines(figure).items()]
        for number, xs, ys in drawn:
            for key, values in ((f"xaxis{number[1:]}", xs), (f"yaxis{number[1:]}", ys)):
                low, high = layout[key]["range"]
                assert key in lesson.moving or low <= min(values) <= max(values) <= high

    at_any_state(lesson, claim)


@every_lesson
def test_picture_and_words_are_plain_json_without_nan(lesson: Lesson) -> None:
    def claim(scene: Any, _: State) -> None:
        json.dumps(lesson.figure(scene), allow_nan=False)
        assert not re.search(lesson.unsaid, said(lesson.words(scene)))

    at_any_state(lesson, claim)


@every_lesson
def test_a_question_holds_the_answer_back_and_then_shows_both(lesson: Lesson) -> None:
    asked, mark, secret = lesson.question(), lesson.asked.typed, lesson.asked.secret
    assert asked.summary().startswith(asked.question)
    asked.put(mark)
    folded = asked.html().partition("<details>")[0]
    assert secret not in folded + asked.view.say + asked.view.alt + json.dumps(asked.view.figure)
    asked.place()
    answer = asked.panel.summary()
    assert lesson.asked.said.format(show(mark)) in answer
    assert secret in answer


@every_lesson
def test_a_drawn_state_is_small(lesson: Lesson) -> None:
    """What goes over the wire at every key press; the common template alone weighs 7 kB."""
    figure = lesson.figure(lesson.scene(**lesson.largest))
    assert len([trace for trace in figure["data"] if trace.get("mode") != "text"]) <= 8
    assert len(json.dumps(figure)) < lesson.bytes


@pytest.mark.parametrize(
    ("lesson", "bad", "said"),
    [(lesson, bad, said) for lesson in LESSONS.values() for bad, said in lesson.refused],
    ids=[f"{lesson.theme}-{bad}" for lesson in LESSONS.values() for bad, _ in lesson.refused],
)
def test_what_cannot_be_is_said_in_a_sentence(lesson: Lesson, bad: State, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        lesson.scene(**bad)


@every_lesson
def test_each_control_holds_at_both_ends(lesson: Lesson) -> None:
    for spec in lesson.panel().controls.specs:
        bounds = [spec["low"], spec["high"]] if spec["kind"] == "slider" else []
        for end in bounds + [value for _, value in spec.get("options", [])]:
            panel = lesson.panel(**lesson.first)
            panel.set(**{spec["name"]: end})
            assert panel.error is None, (spec["name"], end, panel.error)
