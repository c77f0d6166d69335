"""The instructor's guide: every note, exercise, vote and picture of every lesson stands in it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from marginlab.course.book import ITEMS
from marginlab.drawing.prediction import Prediction
from marginlab.teach import guide, pages
from marginlab.teach.syllabus import Lesson, Syllabus

SYLLABUS = Syllabus.installed()
every_lesson = pytest.mark.parametrize("lesson", SYLLABUS.lessons, ids=lambda one: one.stem)


def page(*lessons: Lesson) -> str:
    return guide.page(lessons, date(2026, 11, 27))


def said(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


@every_lesson
def test_a_lessons_guide_holds_all_that_is_known_of_it(lesson: Lesson) -> None:
    made = page(lesson)
    words = said(made)
    for beat in lesson.beats:
        for note in beat.notes:
            assert f"{note.kind} {note.text}" in words
    for text in (*lesson.objectives, lesson.question, guide.question(lesson).question):
        assert text in words
    for exercise in lesson.exercises:
        assert f"{exercise.id} {exercise.title} ({exercise.kind})" in words
        for wrong in ITEMS[exercise.id].wrong:
            assert said(pages.inline(wrong.cure)) in words
    assert lesson.measured in words


@every_lesson
def test_the_pictures_of_a_lesson_stand_in_its_guide(lesson: Lesson) -> None:
    shown = re.findall(r'<img src="([^"]+)"', page(lesson))
    taught = {beat.heading for beat in lesson.beats if beat.minutes}
    stored = [
        picture.source
        for heading, cells in pages.beats(lesson.stem).items()
        if heading in taught
        for picture in pages.pictures(cells)
    ]
    assert shown == stored != []


@every_lesson
def test_the_room_is_asked_the_lessons_own_question(lesson: Lesson) -> None:
    asked = guide.question(lesson)
    assert isinstance(asked, Prediction)
    [mark] = [beat for beat in lesson.beats if beat.key == "mark"]
    [cell] = [
        cell
        for cell in pages.beats(lesson.stem)[mark.heading]
        if cell.kind == "code" and cell.text.startswith(f"{lesson.room}(")
    ]
    assert pages.pictures([cell])


def test_what_to_do_after_a_vote_is_said_for_each_outcome() -> None:
    words = said(page(*SYLLABUS.lessons))
    for share, deed in guide.OUTCOMES.items():
        assert f"{share}{deed}" in words.replace(f"{share} ", share)
    assert words.count("The vote:") == len(SYLLABUS.lessons)


@every_lesson
def test_the_piles_of_a_vote_are_named_along_its_axis(lesson: Lesson) -> None:
    """Each idea at its own place, and the truth among them; that these are right is for test_marks."""
    known = guide.question(lesson).answers
    assert known is not None
    piles = guide.piles(guide.question(lesson))
    places = [float(pile.place.replace(",", "")) for pile in piles]
    assert places == sorted(places)
    at = {pile.idea: place for pile, place in zip(piles, places, strict=True)}
    wanted = {known.names[idea]: value for idea, value in known.ideas.items()} | {"": known.truth}
    assert at == pytest.approx(wanted, abs=0.0051)
    made = unescape(page(lesson))
    for pile in piles:
        told = pile.idea or "<strong>right</strong>"
        assert f'<td class="n">{pile.place}</td><td>{told}</td>' in made


def test_its_opening_says_what_the_words_mean_and_when_the_sheets_are_handed_out() -> None:
    words = said(page(SYLLABUS.lessons[2])).partition("A vote")[0]
    for kind in ("Say:", "Ask:", "Watch:", "Cut:", "Core is", "more is", "home is"):
        assert kind in words
    assert "turned over after the reveal" in words
