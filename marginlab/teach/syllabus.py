"""What a course consists of for the person who teaches it, as the build stored it.

The minutes here are a class's: one reader's stand in the notebooks. Standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marginlab.app.folder import course

FILE = Path("lessons") / "course.json"


@dataclass(frozen=True)
class Note:
    """An instructor's note; kind is Say, Ask, Watch or Cut."""

    kind: str
    text: str


@dataclass(frozen=True)
class Beat:
    """A part of a lesson. act: whether the learners do something in it, and do not only listen."""

    key: str
    heading: str
    minutes: float
    core: bool
    act: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Exercise:
    """An exercise of a lesson; minutes are a reader's, kind is core, more or home."""

    id: str
    title: str
    minutes: float
    kind: str

    @property
    def in_class(self) -> float:
        """The minutes that a class takes: its slower quarter, and the answer after it."""
        return self.minutes * 1.5 + 1.5


@dataclass(frozen=True)
class Lesson:
    """A lesson. taught: how many classes its minutes were measured with; room: the function that
    asks for the mark."""

    stem: str
    number: int
    title: str
    question: str
    objectives: tuple[str, ...]
    keypoints: tuple[str, ...]
    taught: int
    room: str
    beats: tuple[Beat, ...]
    exercises: tuple[Exercise, ...]

    @property
    def minutes(self) -> float:
        """What a class takes for all of its beats."""
        return sum(beat.minutes for beat in self.beats)

    @property
    def measured(self) -> str:
        """Where the minutes come from, in a word."""
        return f"taught {self.taught} times" if self.taught else "estimated"


@dataclass(frozen=True)
class Part:
    """A part of a track: welcome, break or close, whose minutes are fixed, or a part of a lesson."""

    kind: str
    fixed: float = 0
    lesson: Lesson | None = None
    beats: tuple[Beat, ...] = ()
    exercises: tuple[Exercise, ...] = ()

    @property
    def minutes(self) -> float:
        """What a class takes for it."""
        beats = sum(beat.minutes for beat in self.beats)
        return self.fixed + beats + sum(exercise.in_class for exercise in self.exercises)


@dataclass(frozen=True)
class Track:
    """A workshop for a room that has so many minutes; what its parts leave of them is slack."""

    minutes: int
    parts: tuple[Part, ...]

    @property
    def taken(self) -> float:
        """The minutes of all parts."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class Syllabus:
    """All lessons, and the tracks that lead through them, the shortest first."""

    lessons: tuple[Lesson, ...]
    tracks: tuple[Track, ...]

    @classmethod
    def installed(cls) -> Syllabus:
        """That of the installed edition."""
        return cls.of(json.loads((course() / FILE).read_text(encoding="utf-8")))

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Syllabus:
        """What was stored, read."""
        lessons = {one["number"]: _lesson(one) for one in stored["lessons"]}
        tracks = (
            Track(one["minutes"], tuple(_part(part, lessons) for part in one["parts"]))
            for one in stored["tracks"]
        )
        return cls(tuple(lessons.values()), tuple(tracks))


def _lesson(one: Mapping[str, Any]) -> Lesson:
    beats = (
        Beat(**{**beat, "notes": tuple(Note(**note) for note in beat["notes"])})
        for beat in one["beats"]
    )
    lists = {key: tuple(one[key]) for key in ("objectives", "keypoints")}
    exercises = tuple(Exercise(**item) for item in one["exercises"])
    return Lesson(**{**one, **lists, "beats": tuple(beats), "exercises": exercises})


def _part(part: Mapping[str, Any], lessons: Mapping[int, Lesson]) -> Part:
    if "lesson" not in part:
        [(kind, minutes)] = part.items()
        return Part(kind, minutes)
    lesson = lessons[part["lesson"]]
    beats, exercises = (part.get(key, ()) for key in ("beats", "exercises"))
    return Part(
        "lesson",
        lesson=lesson,
        beats=_chosen(lesson.beats, "key", beats),
        exercises=_chosen(lesson.exercises, "id", exercises),
    )


def _chosen(among: Sequence[Any], name: str, wanted: Sequence[str]) -> tuple[Any, ...]:
    known = {getattr(one, name): one for one in among}
    return tuple(known[one] for one in wanted)
