"""Slides: every row has its own, prose is shortened and nothing else, and a panel is the lesson's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from marginlab.drawing.panel import Kept
from marginlab.drawing.prediction import Prediction
from marginlab.practice import progress
from marginlab.teach import pages
from marginlab.teach.live.slides import (
    BESIDE,
    MOST,
    _pages,
    answer,
    panel,
    shortened,
    slides,
    weight,
)
from marginlab.teach.plan import Plan, laid_out
from marginlab.teach.syllabus import Syllabus

PLANS = [laid_out(track, track.minutes) for track in Syllabus.installed().tracks]
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan.track.minutes))


@every_plan
def test_every_row_that_takes_time_has_slides_in_the_order_of_the_plan(plan: Plan) -> None:
    rows = [slide.row for slide in slides(plan)]
    assert rows == sorted(rows)
    assert set(rows) == {number for number, row in enumerate(plan.rows) if row.minutes}


@every_plan
def test_every_panel_and_question_of_its_beats_lives_on_a_slide(plan: Plan) -> None:
    """A cell calls for one where it ends so; what else a notebook shows is no panel."""
    made = slides(plan)
    for number, row in enumerate(plan.rows):
        if row.lesson and row.beat:
            cells = pages.beats(row.lesson.stem)[row.beat.heading]
            code = [cell.text for cell in cells if cell.kind == "code"]
            called = [
                text for text in code if re.search(r"^(place_\w+|\w+_panel)\(.*\)$", text, re.M)
            ]
            shown = [slide.make() for slide in made if slide.row == number and slide.make]
            assert len(shown) == len(called), row.what
            assert any(isinstance(one, Prediction) for one in shown) or not row.vote


@every_plan
def test_every_picture_that_stands_still_in_its_beats_is_drawn_on_a_slide(plan: Plan) -> None:
    made = slides(plan)
    for number, row in enumerate(plan.rows):
        if row.lesson and row.beat:
            cells = pages.beats(row.lesson.stem)[row.beat.heading]
            code = [cell for cell in cells if cell.kind == "code" and not panel(cell.text)]
            stored = [picture.alt for cell in code for picture in cell.pictures]
            shown = [slide.still.alt for slide in made if slide.row == number and slide.still]
            if row.beat.key == "reveal":
                answers = shown.count(answer(row.lesson).alt)
                assert answers > 0
                shown = shown[answers:]
            assert shown == stored, row.what


@every_plan
def test_no_slide_says_too_much_and_none_shows_code_or_raw_mathematics(plan: Plan) -> None:
    for slide in slides(plan):
        said = re.sub(r"<math.*?</math>", "", str(slide.words), flags=re.DOTALL)
        assert "$" not in said
        assert "`" not in said
        assert "marginlab.lesson" not in said
        assert "<a " not in said
        assert len(re.sub(r"<[^>]+>", "", said)) < 1.5 * BESIDE


def test_a_paragraph_keeps_its_first_sentence_and_those_with_a_term() -> None:
    text = "One is said. Two is not. A **term** is kept.\n\nThree [leads](a.md) there. Four.\n\n- a\n- b"
    assert shortened(text) == ["One is said. A **term** is kept.", "Three leads there.", "- a\n- b"]


def test_what_is_too_much_for_one_slide_stands_on_two() -> None:
    few, many = (list(_pages(7, "a heading", ["a" * 100] * count)) for count in (3, 6))
    assert [slide.words.count("aaa") > 0 for slide in many] == [True, True]
    assert (len(few), {slide.row for slide in many}) == (1, {7})
    assert weight(["x" * MOST]) > MOST
    assert weight(["$$a = b$$"]) > weight(["a = b"])
    assert weight(["| a | b |\n|---|---|\n| 1 | 2 |"]) > weight(["a b 1 2"])


@pytest.mark.parametrize(
    "code", ["x = 1", "check('0.1', 2)", "", "wall_panel", "import os\nos.panel()"]
)
def test_what_makes_no_panel_is_none(code: str) -> None:
    assert panel(code) is None


def test_a_question_on_the_wall_has_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    make = panel("place_wall_mark()")
    assert make is not None
    asked = make()
    assert isinstance(asked, Prediction)
    asked.put(59_400)
    asked.place()
    assert asked.revealed
    again = make()
    assert isinstance(again, Kept)
    assert not again.revealed
    assert list(tmp_path.iterdir()) == []
