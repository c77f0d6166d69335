"""The instructor's guide: beats with their notes and pictures, votes, exercises with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marginlab import lesson as notebook
from marginlab.drawing.prediction import Prediction
from marginlab.teach import answers, pages
from marginlab.teach.syllabus import Beat, Lesson
from marginlab.theory.terms import show

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
class Pile:
    """Where marks gather on the axis; idea: what leads there, and its cure, nothing where it is the truth."""

    place: str
    idea: str
    cure: str


@dataclass(frozen=True)
class Chapter:
    """A lesson as the guide shows it."""

    lesson: Lesson
    beats: list[Taught]
    question: str
    piles: list[Pile]
    answers: list[answers.Row]

    @property
    def kinds(self) -> dict[str, str]:
        """Whether an exercise is core, more or home, by its id."""
        return {exercise.id: exercise.kind for exercise in self.lesson.exercises}


def question(lesson: Lesson) -> Prediction:
    """The lesson's question to the room, which asks for a mark."""
    asked = getattr(notebook, lesson.room)()
    assert isinstance(asked, Prediction)  # the build has looked
    return asked


def piles(asked: Prediction) -> list[Pile]:
    """Where the marks of a room will gather, in the order of the axis."""
    known = asked.answers
    assert known is not None  # a test holds that each lesson's mark tells ideas apart
    ideas = {at: (known.names[idea], known.cures[idea]) for idea, at in known.ideas.items()}
    places = ideas | {known.truth: ("", "")}
    return [Pile(show(at, "money"), *places[at]) for at in sorted(places)]


def chapter(lesson: Lesson) -> Chapter:
    """All that the guide says of a lesson."""
    stored = pages.beats(lesson.stem)
    beats = [
        Taught(beat, pages.pictures(stored.get(beat.heading, [])))
        for beat in lesson.beats
        if beat.minutes
    ]
    asked = question(lesson)
    return Chapter(lesson, beats, asked.question, piles(asked), answers.rows(lesson.number))


def page(lessons: Sequence[Lesson], day: date) -> str:
    """The guide to some lessons, as a page."""
    chapters = [chapter(lesson) for lesson in lessons]
    return pages.page("guide.html", day, chapters=chapters, outcomes=OUTCOMES)
