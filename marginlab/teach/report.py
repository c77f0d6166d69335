"""What a class took, beside what was planned, and the class minutes that several classes suggest.

A kept file holds minutes and counts and says nothing of anybody: no seat, no name, no time of the day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

from marginlab.course.ideas import NAMES
from marginlab.teach.syllabus import Lesson, Syllabus

MOST = 24 * 60  # minutes of a row that are believed
LEAST = 0.25  # of what was planned: a beat that took less was only passed
ENOUGH = 3  # classes
HALF = 2  # suggested minutes are whole or half


@dataclass(frozen=True)
class Kept:
    """One class. minutes: by the names of its rows; votes: right and all of each round, by question,
    None for one of too few; verdicts: how many stood at what at the end, a wrong idea by its id, by exercise.
    """

    edition: str
    minutes: Mapping[str, float]
    votes: Mapping[str, Sequence[tuple[int, int] | None]]
    verdicts: Mapping[str, Mapping[str, int]]

    @property
    def text(self) -> str:
        """As it is kept."""
        held = {
            "marginlab": self.edition,
            "minutes": {**self.minutes},
            "votes": {**self.votes},
            "verdicts": {**self.verdicts},
        }
        return json.dumps(held, indent=1) + "\n"


def read(path: Path) -> Kept:
    """A kept file; raises ValueError, with a sentence, where it is none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        minutes = {str(name): float(taken) for name, taken in held["minutes"].items()}
        votes = {
            str(name): [None if one is None else (int(one[0]), int(one[1])) for one in rounds]
            for name, rounds in held["votes"].items()
        }
        verdicts = {
            str(name): {str(what): int(n) for what, n in v.items()}
            for name, v in held["verdicts"].items()
        }
        if not all(0 <= taken <= MOST for taken in minutes.values()):
            raise ValueError
        counted = filter(None, chain.from_iterable(votes.values()))
        if not all(0 <= right <= count for right, count in counted):
            raise ValueError
        if not all(map(str.isprintable, (*minutes, *votes, *verdicts))):
            raise ValueError
        return Kept(str(held["marginlab"]), minutes, votes, verdicts)
    except OSError as error:
        raise ValueError(f"{path} could not be read: {error.strerror}") from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError):
        raise ValueError(f"{path} was not kept by `marginlab teach room --keep`") from None


def medians(classes: Sequence[Kept]) -> dict[str, float]:
    """The middle of what each row took in these classes [min]."""
    names = dict.fromkeys(name for kept in classes for name in kept.minutes)
    return {
        name: median(kept.minutes[name] for kept in classes if name in kept.minutes)
        for name in names
    }


def suggested(lesson: Lesson, real: Mapping[str, float]) -> dict[str, float]:
    """The class minutes of a lesson: where a beat was taught what it took, else what was planned."""
    taught = _taught(lesson, real)
    return {
        beat.key: round(taught.get(beat.key, beat.minutes) * HALF) / HALF
        for beat in lesson.beats
        if beat.minutes
    }


def _taught(lesson: Lesson, real: Mapping[str, float]) -> dict[str, float]:
    """What its beats took, of those that were taught and not only passed."""
    took = {beat: real.get(f"{lesson.number}/{beat.key}", 0.0) for beat in lesson.beats}
    return {beat.key: minutes for beat, minutes in took.items() if minutes > LEAST * beat.minutes}


def text(classes: Sequence[Kept], syllabus: Syllabus) -> Iterator[str]:
    """The report, line by line; classes that were not held say nothing."""
    classes = [kept for kept in classes if kept.minutes]
    real = medians(classes)
    count = f"{len(classes)} class{'' if len(classes) == 1 else 'es'}"
    guess = "" if len(classes) >= ENOUGH else f" Fewer than {ENOUGH}: take them as a first guess."
    yield f"{count}; the middle one's minutes beside the planned ones.{guess}"
    yield f"{'row':<16}{'planned':>8}{'real':>8}"
    for name, planned in _planned(syllabus).items():
        if name in real:
            yield f"{name:<16}{planned:>8.1f}{real[name]:>8.1f}"
    for number, kept in enumerate(classes, 1):
        for name, rounds in kept.votes.items():
            told = ", then ".join(
                f"{one[0]} of {one[1]} right" if one else "too few to be told" for one in rounds
            )
            yield f"Vote {name}, class {number}: {told}."
        for name, found in kept.verdicts.items():
            told = ", ".join(f"{count} {NAMES.get(what, what)}" for what, count in found.items())
            yield f"Exercise {name}, class {number}: {told}."
    for lesson in syllabus.lessons:
        taught = sum(bool(_taught(lesson, kept.minutes)) for kept in classes)
        if taught:
            written = ", ".join(
                f"{key}: {minutes:g}" for key, minutes in suggested(lesson, real).items()
            )
            yield ""
            yield "To be sent to the course's authors, or put into the front matter of"
            yield f"lessons/src/{lesson.stem}.md:"
            yield "class:"
            yield f"  taught: {lesson.taught + taught}"
            yield f"  minutes: {{{written}}}"


def _planned(syllabus: Syllabus) -> dict[str, Any]:
    """The planned minutes of every beat and exercise, by their names."""
    found: dict[str, float] = {}
    for lesson in syllabus.lessons:
        found |= {f"{lesson.number}/{beat.key}": beat.minutes for beat in lesson.beats}
        found |= {exercise.id: exercise.in_class for exercise in lesson.exercises}
    return found
