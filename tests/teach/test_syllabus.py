"""What the build stored for instructors, read: each lesson is the one that its front matter tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from marginlab.course.book import ITEMS
from marginlab.teach.syllabus import Lesson, Syllabus

ROOT = Path(__file__).parents[2]
SYLLABUS = Syllabus.installed()
every_lesson = pytest.mark.parametrize("lesson", SYLLABUS.lessons, ids=lambda one: one.stem)


def source(lesson: Lesson) -> str:
    return (ROOT / "lessons" / "src" / f"{lesson.stem}.md").read_text(encoding="utf-8")


def test_every_lesson_is_there() -> None:
    stems = sorted(path.stem for path in (ROOT / "lessons" / "src").glob("[0-9]*.md"))
    assert [lesson.stem for lesson in SYLLABUS.lessons] == stems


@every_lesson
def test_a_lesson_says_what_its_front_matter_does(lesson: Lesson) -> None:
    front = next(yaml.safe_load_all(source(lesson)))
    block = front["class"]
    assert (lesson.title, lesson.question) == (front["title"], front["question"])
    assert {beat.key: beat.minutes for beat in lesson.beats if beat.minutes} == block["minutes"]
    assert [beat.key for beat in lesson.beats if beat.core] == block["core"]
    kinds = {kind: [] for kind in block["exercises"]}
    for exercise in lesson.exercises:
        kinds[exercise.kind].append(exercise.id)
    assert kinds == block["exercises"]
    assert lesson.minutes == pytest.approx(sum(block["minutes"].values()))


@every_lesson
def test_every_note_stands_under_its_beat(lesson: Lesson) -> None:
    """Found again by another way: what stands between a heading of the source and the next."""
    parts = re.split(r"^## (.*)$", source(lesson), flags=re.MULTILINE)
    below = dict(zip(parts[1::2], parts[2::2], strict=True))
    for beat in lesson.beats:
        written = re.findall(
            r'\+\+\+ \{"tags": \["instructor"\]\}\n\n\*\*(\w+)\*\* (.*?)\n\n',
            below[beat.heading],
            re.S,
        )
        told = [(note.kind, note.text) for note in beat.notes]
        assert told == [(kind, " ".join(text.split())) for kind, text in written]


def test_every_exercise_of_the_course_stands_in_one_list() -> None:
    placed = [exercise.id for lesson in SYLLABUS.lessons for exercise in lesson.exercises]
    assert sorted(placed) == sorted(ITEMS)


def test_a_class_takes_longer_for_an_exercise_than_a_reader() -> None:
    for lesson in SYLLABUS.lessons:
        for exercise in lesson.exercises:
            assert exercise.in_class > exercise.minutes == ITEMS[exercise.id].minutes
