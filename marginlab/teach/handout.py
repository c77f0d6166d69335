"""The handout: a sheet a lesson, both sides, to print in grey and to write on.

The front has what one knows before the vote: the question, the axis on which a mark is drawn, the words
of the lesson until then. What answers it stands on the back: keypoints, formulas, the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from marginlab.drawing.controls import Slider
from marginlab.drawing.prediction import SURE
from marginlab.teach import pages
from marginlab.teach.guide import question
from marginlab.teach.syllabus import Lesson
from marginlab.theory.terms import show

PAPERS = {"a4": ("A4", 297), "letter": ("letter", 279.4)}  # as CSS names it; its height [mm]
TICKS = 6  # about so many on an axis
DERIVED = "Derive it"


@dataclass(frozen=True)
class Axis:
    """The axis on which a mark is drawn by hand. ticks: where they stand [%], and what they say."""

    question: str
    ticks: list[tuple[float, str]]


@dataclass(frozen=True)
class Sheet:
    """A lesson as the handout shows it. before, after: the words it brings until the vote, and then."""

    lesson: Lesson
    before: list[str]
    after: list[str]
    formulas: list[str]
    picture: pages.Picture
    axis: Axis


def sheet(lesson: Lesson) -> Sheet:
    """What the handout shows of a lesson."""
    stored = pages.beats(lesson.stem)
    asked = question(lesson)
    pictures = [picture for cells in stored.values() for picture in pages.pictures(cells)]
    before = list(dict.fromkeys(pages.terms(until_asked(stored, lesson.room)).values()))
    return Sheet(
        lesson,
        before,
        [said for said in dict.fromkeys(pages.terms(stored).values()) if said not in before],
        pages.formulas(stored.get(DERIVED, [])),
        pictures[-1],  # the puzzle's, or where there is none the answer's
        Axis(asked.question, ticks(asked.slider)),
    )


def until_asked(stored: dict[str, list[pages.Cell]], room: str) -> dict[str, list[pages.Cell]]:
    """What stands in a lesson before its mark is asked for, by heading."""
    found: dict[str, list[pages.Cell]] = {}
    for heading, cells in stored.items():
        for cell in cells:
            if cell.text.startswith(f"{room}("):
                return found
            found.setdefault(heading, []).append(cell)
    return found


def ticks(slider: Slider) -> list[tuple[float, str]]:
    """Round numbers along a slider, with their places as a share of its length [%]."""
    length = slider.high - slider.low
    magnitude = 10.0 ** floor(log10(length / TICKS))
    step = magnitude * next(k for k in (1, 2, 5, 10) if k * magnitude >= length / TICKS)
    first = -(-slider.low // step)
    count = floor((slider.high - first * step) / step) + 1
    values = [(first + k) * step for k in range(count)]
    return [
        (100 * (value - slider.low) / length, f"{slider.prefix}{show(value)}{slider.suffix}")
        for value in values
    ]


def page(lessons: Sequence[Lesson], day: date, paper: str) -> str:
    """The handout of some lessons, as a page for a paper of `PAPERS`."""
    sheets = [sheet(lesson) for lesson in lessons]
    name, height = PAPERS[paper]
    return pages.page(
        "handout.html", day, sheets=sheets, paper=name, height=height, sure=SURE.options
    )
