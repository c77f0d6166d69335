"""The room's marks in a question's picture: where they stand, what they show, and what not yet."""

from __future__ import annotations

from typing import Any

import pytest

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.prediction import Prediction
from marginlab.teach import guide
from marginlab.teach.live.piles import HALF, SHADES, others
from marginlab.teach.live.vote import FEWEST, RIGHT, Vote
from marginlab.teach.syllabus import Lesson, Syllabus
from tests.drawn import drawn_texts, pixel

every_lesson = pytest.mark.parametrize(
    "lesson", Syllabus.installed().lessons, ids=lambda one: one.stem
)


def voted(lesson: Lesson, *steps: str) -> tuple[Prediction, Vote]:
    """Six marks on one step of the slider, one at its end, and a second round of certain ones."""
    asked = guide.question(lesson)
    assert asked.answers is not None
    vote = Vote(asked.answers, asked.slider)
    low, high = asked.slider.low, asked.slider.high
    for step in ("open", *steps):
        vote.go(step)
        if vote.open:
            for seat in range(FEWEST + 1):
                vote.mark(str(seat), low, "certain" if step == "again" else "guess")
            vote.mark("last", high, "fairly sure")
    return asked, vote


def drawn(asked: Prediction, vote: Vote) -> tuple[Figure, list[Any], list[Any]]:
    """The picture with the room's marks in it, its diamonds, and its lines."""
    figure = asked.asked()
    others(asked, vote)(figure, WIDTH)
    mine = [shape for shape in figure["layout"]["shapes"] if shape.get("name") == "the room"]
    paths, lines = ([one for one in mine if one["type"] == kind] for kind in ("path", "line"))
    return figure, paths, lines


@every_lesson
def test_marks_stand_on_the_axis_of_the_question_and_on_top_of_one_another(lesson: Lesson) -> None:
    asked, vote = voted(lesson, "piles")
    _, diamonds, lines = drawn(asked, vote)
    along, number = asked.axis["along"], asked.axis["subplot"][1:]
    low, high = asked.slider.low, asked.slider.high
    assert [one[f"{along}anchor"] for one in diamonds] == [low] * (FEWEST + 1) + [high]
    assert {one["xref"] for one in diamonds} == {f"x{number}"}
    assert {one["yref"] for one in diamonds} == {f"y{number}"}
    assert len({one["path"] for one in diamonds[:-1]}) == FEWEST + 1  # none hides another
    assert [one["fillcolor"][-2:] for one in diamonds] == [SHADES["guess"]] * (FEWEST + 1) + [
        SHADES["fairly sure"]
    ]
    assert lines == []


@every_lesson
def test_no_words_stand_where_marks_and_letters_do(lesson: Lesson) -> None:
    """Each place along the axis is marked, and each of the answers by a whole pile."""
    asked = guide.question(lesson)
    assert asked.answers is not None
    vote = Vote(asked.answers, asked.slider)
    vote.go("open")
    for place in vote.places:
        vote.tally(place, "certain", 9)
    for step in ("piles", "named", "truth"):
        vote.go(step)
    figure, diamonds, _ = drawn(asked, vote)
    axis, along = asked.axis["subplot"], asked.axis["along"]
    texts = [text for text in drawn_texts(figure, WIDTH) if text[1] == axis]
    marks = []
    for diamond in diamonds:
        across, down = pixel(figure, WIDTH, axis, diamond["xanchor"], diamond["yanchor"])
        corners = [
            tuple(map(float, one.split(","))) for one in diamond["path"].strip("MZ ").split(" L")
        ]
        away = sum(x if along == "y" else y for x, y in corners) / len(corners)
        marks.append((across + away, down) if along == "y" else (across, down - away))
    for name, _, left, top, right, bottom in texts:
        for x, y in marks:
            assert not (
                left < x + HALF and x - HALF < right and top < y + HALF and y - HALF < bottom
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
    figure, diamonds, lines = drawn(asked, vote)
    assert (diamonds, lines) == ([], [])
    assert figure == asked.asked()


@every_lesson
def test_the_first_round_is_hollow_beside_the_second_and_the_truth_is_named_last(
    lesson: Lesson,
) -> None:
    asked, vote = voted(lesson, "piles", "again", "piles again", "named")
    figure, diamonds, lines = drawn(asked, vote)
    hollow = [one for one in diamonds if one["fillcolor"].endswith("00")]
    assert len(hollow) * 2 == len(diamonds)
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
