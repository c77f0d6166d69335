"""The instructor's guide: beats with their notes and pictures, votes, exercises with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marginlab import lesson as notebook
from marginlab.drawing.prediction import Prediction
from marginlab.teach import answers, pages
from marginlab.teach.syllabus import Beat, Lesson

OUTCOMES = {
    "below 30 % right": "explain the question once more, in other words, and vote anew",
    "30 to 70 %": "two minutes in pairs, each convinces the neighbour; then a second vote",
    "above 70 %": "reveal, let one of them say why, and go on",
}


@dataclass(frozen=True)
class Taught:
    """A beat as the guide shows it."""

    beat: Beat
    pictures: list[pages.Picture]


@dataclass(frozen=True)
class Chapter:
    """A lesson as the guide shows it."""

    lesson: Lesson
    beats: list[Taught]
    mark: Prediction
    answers: list[answers.Row]


def question(lesson: Lesson) -> Prediction:
    """The lesson's question to the room, which asks for a mark."""
    asked = getattr(notebook, lesson.room)()
    assert isinstance(asked, Prediction)  # the build has looked
    return asked


def chapter(lesson: Lesson) -> Chapter:
    """All that the guide says of a lesson."""
    stored = pages.beats(lesson.stem)
    beats = [
        Taught(beat, pages.pictures(stored.get(beat.heading, [])))
        for beat in lesson.beats
        if beat.minutes
    ]
    return Chapter(lesson, beats, question(lesson), answers.rows(lesson.number))


def page(lessons: Sequence[Lesson], day: date) -> str:
    """The guide to some lessons, as a page."""
    chapters = [chapter(lesson) for lesson in lessons]
    return pages.page("guide.html", day, chapters=chapters, outcomes=OUTCOMES)
