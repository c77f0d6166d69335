"""The handout: what stands on a sheet, and an axis on which each answer can be drawn."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from itertools import pairwise
from operator import mul
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.drawing.controls import Slider
from marginlab.drawing.ink import LIGHT
from marginlab.teach import handout, pages
from marginlab.teach.guide import question
from marginlab.teach.syllabus import Lesson, Syllabus
from tests.drawing.test_canvas import contrast

ROOT = Path(__file__).parents[2]
SYLLABUS = Syllabus.installed()
every_lesson = pytest.mark.parametrize("lesson", SYLLABUS.lessons, ids=lambda one: one.stem)


def said(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def number(tick: str, slider: Slider) -> float:
    bare = tick.removeprefix(slider.prefix).removesuffix(slider.suffix)
    return float(bare.replace(",", "").replace("\u2212", "-"))


def assert_places(ticks: list[tuple[float, str]], slider: Slider) -> None:
    for place, tick in ticks:
        at = slider.low + place / 100 * (slider.high - slider.low)
        assert at == pytest.approx(number(tick, slider), abs=1e-6 * (slider.high - slider.low))
        assert 0 <= place <= 100 + 1e-9


@every_lesson
def test_a_sheet_holds_keypoints_terms_and_formulas(lesson: Lesson) -> None:
    page = handout.page([lesson], date(2026, 11, 27), "a4")
    words = said(page)
    stored = pages.beats(lesson.stem)
    for text in (lesson.question, *lesson.keypoints, question(lesson).question):
        assert text in words
    for term in pages.terms(stored):
        assert f"<strong>{term}</strong>" in page
    derived = pages.formulas(stored.get(handout.DERIVED, []))
    assert page.count("<math ") >= len(derived)
    assert bool(derived) == (handout.DERIVED in [beat.heading for beat in lesson.beats])
    assert page.count("CC BY 4.0") == 2  # on either side


@every_lesson
def test_what_answers_the_vote_stands_behind_its_axis(lesson: Lesson) -> None:
    page = handout.page([lesson], date(2026, 11, 27), "a4")
    front, back = re.findall(r'<section class="side">(.*?)</section>', page, re.DOTALL)
    assert 'class="axis"' in front
    assert "After the vote" in back
    assert ("<img" in front, back.count("<img")) == (False, 1)
    assert "<math" not in front
    for point in lesson.keypoints:
        assert point not in said(front)
        assert point in said(back)


@every_lesson
def test_no_number_beside_the_axis_is_its_answer(lesson: Lesson) -> None:
    page = handout.page([lesson], date(2026, 11, 27), "a4")
    front = page.split('<section class="side">')[1]
    known = question(lesson).answers
    assert known is not None
    beside = re.sub(r'<div class="axis">.*?</div>', "", front, flags=re.DOTALL)
    # The last 0 of the edition 0.1.0 is no number.
    found = re.findall(r"(?<![\d.])\d[\d,]*(?:\.\d+)?", said(beside))
    numbers = [word.replace(",", "") for word in found]
    assert numbers
    assert not [word for word in numbers if float(word) == pytest.approx(known.truth, abs=0.01)]


@every_lesson
def test_a_word_stands_in_front_that_is_known_before_the_mark_is_asked_for(lesson: Lesson) -> None:
    """Found again by another way: by its place in the lesson's source."""
    source = (ROOT / "lessons" / "src" / f"{lesson.stem}.md").read_text(encoding="utf-8")
    source = " ".join(source.split())
    asked = source.index(f" {lesson.room}()")
    sheet = handout.sheet(lesson)
    assert all(source.index(sentence) < asked for sentence in sheet.before)
    assert all(source.index(sentence) > asked for sentence in sheet.after)


@every_lesson
def test_a_mark_can_be_drawn_where_the_slider_reaches(lesson: Lesson) -> None:
    slider = question(lesson).slider
    ticks = handout.ticks(slider)
    assert 4 <= len(ticks) <= 13
    assert_places(ticks, slider)


@given(
    st.integers(min_value=-10_000, max_value=90_000),
    st.integers(min_value=2, max_value=100_000),
)
def test_ticks_are_round_evenly_apart_and_where_they_say(low: int, length: int) -> None:
    slider = Slider("mark", low, low + length, 1, low)
    ticks = handout.ticks(slider)
    assert_places(ticks, slider)
    gaps = {round(b - a, 6) for (a, _), (b, _) in pairwise(ticks)}
    assert len(gaps) == 1
    [gap] = gaps
    assert 100 / 13 < gap <= 50
    step = gap / 100 * length
    assert re.fullmatch(r"[125]e[+-]\d\d", f"{step:.0e}") is not None
    assert step == pytest.approx(float(f"{step:.0e}"))
    assert ticks[0][0] < gap
    assert ticks[-1][0] > 100 - gap - 1e-9


@pytest.mark.parametrize(
    "role", ["ink", "muted", "isolated", "cross", "wall", "bankrupt", "req_t", "drain_t", "you"]
)
def test_the_words_of_a_picture_can_be_read_in_grey(role: str) -> None:
    """The weights are those with which a browser takes the colour out."""
    parts = [int(LIGHT[role][at : at + 2], 16) for at in (1, 3, 5)]
    level = round(sum(map(mul, parts, (0.2126, 0.7152, 0.0722))))
    assert contrast(f"#{level:02x}{level:02x}{level:02x}", LIGHT["paper"]) >= 4.5
