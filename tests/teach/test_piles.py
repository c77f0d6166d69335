"""The room's marks in a question's picture: where they stand, what they show, and what not yet."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import pytest

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.prediction import Prediction
from marginlab.teach import guide
from marginlab.teach.live.piles import HALF, MARKS, SHADES, others
from marginlab.teach.live.vote import FEWEST, RIGHT, Vote
from marginlab.teach.syllabus import Lesson, Syllabus
from tests.drawn import drawn_texts, pixel

every_lesson = pytest.mark.parametrize(
    "lesson", Syllabus.installed().lessons, ids=lambda one: one.stem
)


def opened(lesson: Lesson) -> tuple[Prediction, Vote]:
    """A lesson's question, and a vote on it that takes marks."""
    asked = guide.question(lesson)
    assert asked.answers is not None
    vote = Vote(asked.answers, asked.slider)
    vote.go("open")
    return asked, vote


def voted(lesson: Lesson, *steps: str) -> tuple[Prediction, Vote]:
    """Six marks on one step of the slider, one at its end, and a second round of certain ones."""
    asked, vote = opened(lesson)
    low, high = asked.slider.low, asked.slider.high
    for step in ("open", *steps):
        if step != vote.step:
            vote.go(step)
        if vote.open:
            for seat in range(FEWEST + 1):
                vote.mark(str(seat), low, "certain" if step == "again" else "guess")
            vote.mark("last", high, "fairly sure")
    return asked, vote


class Mark(NamedTuple):
    """A mark of the room as it is drawn; x and y are pixels from the picture's corner."""

    at: float
    x: float
    y: float
    form: str
    ink: str


def drawn(asked: Prediction, vote: Vote) -> tuple[Figure, list[Mark], list[Any]]:
    """The picture with the room's marks in it, these marks, and its lines."""
    figure = asked.asked()
    others(asked, vote)(figure, WIDTH)
    along, axis = asked.axis["along"], asked.axis["subplot"]
    marks = [
        Mark(at, *pixel(figure, WIDTH, axis, x, y), form, ink)
        for trace in figure["data"] if trace["name"] == MARKS
        for at, x, y, form, ink in zip(
            trace[along], trace["x"], trace["y"], trace["marker"]["symbol"], trace["marker"]["color"],
            strict=True,
        )
    ]  # fmt: skip
    lines = [shape for shape in figure["layout"]["shapes"] if shape.get("name") == "the room"]
    return figure, marks, lines


@every_lesson
def test_marks_stand_on_the_axis_of_the_question_and_on_top_of_one_another(lesson: Lesson) -> None:
    asked, vote = voted(lesson, "piles")
    figure, marks, lines = drawn(asked, vote)
    low, high = asked.slider.low, asked.slider.high
    assert [mark.at for mark in marks] == [low] * (FEWEST + 1) + [high]
    [trace] = [trace for trace in figure["data"] if trace["name"] == MARKS]
    number = asked.axis["subplot"][1:]
    assert (trace["xaxis"], trace["yaxis"]) == (f"x{number}", f"y{number}")
    assert len({(mark.x, mark.y) for mark in marks[:-1]}) == FEWEST + 1  # none hides another
    assert [mark.ink[-2:] for mark in marks] == [SHADES["guess"]] * (FEWEST + 1) + [
        SHADES["fairly sure"]
    ]
    assert lines == []


@every_lesson
def test_marks_are_whole_at_both_ends_of_the_axis_and_in_a_high_pile(lesson: Lesson) -> None:
    asked, vote = opened(lesson)
    for seat in range(200):
        vote.mark(str(seat), (asked.slider.low, asked.slider.high)[seat % 2], "certain")
    for step in ("piles", "named", "truth"):
        vote.go(step)
    figure, marks, _ = drawn(asked, vote)
    assert len(marks) == 200
    for trace in figure["data"][-2:]:  # the marks and their letters
        assert trace["cliponaxis"] is False  # what is beyond the axis would not be drawn at all
        for letter in "xy":
            low, high = figure["layout"][f"{letter}axis{asked.axis['subplot'][1:]}"]["range"]
            assert all(low <= one <= high for one in trace[letter])


def test_two_rounds_are_piled_on_one_scale() -> None:
    asked, vote = opened(Syllabus.installed().lessons[2])
    for count, steps in ((20, ("piles", "again")), (40, ("piles again",))):
        for seat in range(count):
            vote.mark(str(seat), asked.slider.low, "guess")
        for step in steps:
            vote.go(step)
    _, marks, _ = drawn(asked, vote)
    foot = max(mark.y for mark in marks)
    heights = {
        form: foot - min(mark.y for mark in marks if mark.form == form)
        for form in ("diamond-open", "diamond")
    }
    assert heights["diamond"] / heights["diamond-open"] == pytest.approx(39 / 19)


@every_lesson
def test_no_words_stand_where_marks_and_letters_do(lesson: Lesson) -> None:
    """Each place along the axis is marked, and each of the answers by a whole pile."""
    asked, vote = opened(lesson)
    for place in vote.places:
        vote.tally(place, "certain", 9)
    for step in ("piles", "named", "truth"):
        vote.go(step)
    figure, marks, _ = drawn(asked, vote)
    texts = [text for text in drawn_texts(figure, WIDTH) if text[1] == asked.axis["subplot"]]
    for name, _, left, top, right, bottom in texts:
        for mark in marks:
            assert not (
                left < mark.x + HALF
                and mark.x - HALF < right
                and top < mark.y + HALF
                and mark.y - HALF < bottom
            ), name
    letters = [text for text in texts if text[0].startswith("the room")]
    assert len(letters) == len(vote.places)
    for letter in letters:
        for name, _, left, top, right, bottom in texts:
            apart = (
                letter[4] <= left or right <= letter[2] or letter[5] <= top or bottom <= letter[3]
            )
            assert apart or name == letter[0], (name, letter[0])


@every_lesson
def test_while_marks_are_taken_none_is_drawn(lesson: Lesson) -> None:
    asked, vote = voted(lesson)
    figure, marks, lines = drawn(asked, vote)
    assert (marks, lines) == ([], [])
    assert figure == asked.asked()


@every_lesson
def test_the_first_round_is_hollow_beside_the_second_and_the_truth_is_named_last(
    lesson: Lesson,
) -> None:
    asked, vote = voted(lesson, "piles", "again", "piles again", "named")
    figure, marks, lines = drawn(asked, vote)
    assert Counter(mark.form for mark in marks) == dict.fromkeys(
        ("diamond-open", "diamond"), FEWEST + 2
    )
    named = [place for place, *_ in vote.told_places()]
    assert len(lines) == len(named)
    vote.go("truth")
    figure, _, lines = drawn(asked, vote)
    along = asked.axis["along"]
    at = dict(vote.told_places())
    assert [line[f"{along}0"] for line in lines] == list(at.values())
    assert at[RIGHT] == vote.answers.truth
    [words] = [trace for trace in figure["data"] if trace.get("name") == "the room"]
    assert words[along] == list(at.values())
