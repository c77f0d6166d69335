"""An exercise asked again: which numbers are judged, until when, and what a restart keeps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS
from marginlab.practice import progress
from marginlab.practice.cards import Card, Task
from marginlab.practice.check import Book
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Number
from tests.practice.test_check import ANSWERS, ANYWHERE, KINDS

WAITING = replace(BOOK)  # a kernel in which fresh numbers of every exercise wait
OWN = 2385.98  # the right answer to 2.1 with its own numbers


@pytest.fixture(autouse=True)
def _progress_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))


@pytest.fixture(scope="module")
def _everything_waits(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(progress.VARIABLE, str(tmp_path_factory.mktemp("all") / "progress.json"))
        for exercise in ITEMS:
            WAITING.again(exercise)


def kernel() -> Book:
    """The course in a kernel of its own."""
    return replace(BOOK)


def drawn(draw: int, exercise: str = "2.1") -> Number:
    found = Sampler(BOOK.slips).drawn(ITEMS[exercise], draw)
    assert isinstance(found, Number)
    return found


def right(draw: int, exercise: str = "2.1") -> Fraction:
    return drawn(draw, exercise).answer


def text_of(task: Task | Card) -> str:
    assert isinstance(task, Task)
    return task.text


def test_an_exercise_is_asked_again_with_a_cell_to_answer_in() -> None:
    asked = kernel().again("2.1")
    assert drawn(1).prompt in text_of(asked)
    bundle = asked._repr_mimebundle_()
    assert '```python\nanswer = ____\ncheck("2.1", answer)\n```' in bundle["text/markdown"]
    assert bundle["text/plain"].endswith('\nanswer = ____\ncheck("2.1", answer)')
    function = kernel().again("2.6")._repr_mimebundle_()["text/markdown"]
    assert "```python\ndef wall(side, size, entry_price, collateral, kappa):" in function


def test_fresh_numbers_are_judged_until_they_are_answered_right() -> None:
    book = kernel()
    book.again("2.1")
    wrong = next(number for wrong, number in drawn(1).wrong_answers if wrong.idea == "equity-zero")
    assert book.check("2.1", wrong).idea == "equity-zero"
    assert book.check("2.1", right(1)).kind == "correct"
    assert book.check("2.1", OWN).note == ""
    assert book.check("2.1", right(1)).kind != "correct"


def test_a_verdict_says_which_numbers_were_judged() -> None:
    book = kernel()
    assert book.check("2.1", 1).note == ""
    book.again("2.1")
    told = drawn(1).prompt.partition("\n\n")[0].replace("**", "")
    for answer in (1, "x", None):
        assert told in book.check("2.1", answer).note
    assert "fresh numbers" in book.check("2.1", right(1)).note


def test_what_is_right_with_the_exercises_own_numbers_is_not_called_wrong() -> None:
    book = kernel()
    book.again("2.1")
    found = book.check("2.1", OWN)
    assert found.kind == "correct"
    assert "own numbers" in found.note
    assert book.check("2.1", 2375).idea == "equity-zero"  # an idea of the own numbers
    assert book.check("2.1", right(1)).kind == "correct"  # the fresh ones still waited


def test_the_nth_time_has_the_nth_draw_on_every_machine() -> None:
    book = kernel()
    asked = [text_of(book.again("2.1")) for _ in range(3)]
    assert len(set(asked)) == 3
    for draw, text in enumerate(asked, 1):
        assert drawn(draw).prompt in text
    assert book.check("2.1", right(2)).kind == "not yet"  # only the last one waits
    assert book.check("2.1", right(3)).kind == "correct"
    assert drawn(4).prompt in text_of(book.again("2.1"))


def test_a_restart_keeps_what_waits() -> None:
    kernel().again("2.1")
    book = kernel()
    assert drawn(1).prompt in text_of(book.task("2.1"))
    assert book.check("2.1", right(1)).kind == "correct"
    assert text_of(kernel().task("2.1")) == ITEMS["2.1"].prompt
    assert progress.draws() == {"2.1": (1, 1)}


def test_two_notebooks_each_judge_what_they_asked() -> None:
    one, other = kernel(), kernel()
    one.again("2.1")
    other.again("2.1")
    assert one.check("2.1", right(1)).kind == "correct"
    assert progress.draws() == {"2.1": (2, 1)}  # that of the other notebook waits on
    assert other.check("2.1", right(2)).kind == "correct"
    assert progress.draws() == {"2.1": (2, 2)}


def test_an_older_answer_does_not_answer_a_later_question() -> None:
    progress.keep_draw("2.1", 3, answered=True)
    progress.keep_draw("2.1", 2)
    assert progress.draws() == {"2.1": (2, 3)}
    assert drawn(3).prompt in text_of(kernel().again("2.1"))


def test_it_works_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "no such folder" / "progress.json"))
    book = kernel()
    assert "Progress could not be kept here" in text_of(book.again("2.1"))
    assert drawn(2).prompt in text_of(book.again("2.1"))
    assert book.check("2.1", right(2)).kind == "correct"
    assert drawn(3).prompt in text_of(book.again("2.1"))


@pytest.mark.parametrize(
    "kept", ["3", "[]", '{"2.1": 4}', '{"2.1": [1, "x"]}', '{"2.1": [1.5, 0]}']
)
def test_draws_that_are_not_sound_cost_no_verdict(kept: str) -> None:
    progress.file().write_text(f'{{"version": 2, "exercises": {{}}, "draws": {kept}}}')
    book = kernel()
    assert book.check("2.1", OWN).kind == "correct"
    assert drawn(1).prompt in text_of(book.again("2.1"))


def test_a_damaged_file_is_set_aside_and_the_question_asked() -> None:
    progress.file().write_text("{")
    assert "a new file was begun" in text_of(kernel().again("2.1"))
    assert progress.draws() == {"2.1": (1, 0)}


def test_the_map_is_of_own_and_fresh_numbers_alike() -> None:
    book = kernel()
    book.again("2.1")
    book.check("2.1", right(1))
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 1}


@pytest.mark.parametrize("exercise", ["9.9", 3, None, "`<b>"], ids=repr)
def test_an_unknown_exercise_is_told_which_exist(exercise: str) -> None:
    card = kernel().again(exercise)
    assert isinstance(card, Card)
    assert "1.1a, 1.1b, 1.2" in repr(card)


@pytest.mark.usefixtures("_everything_waits")
@ANYWHERE
@given(exercise=st.sampled_from(sorted(ITEMS)), answer=ANSWERS)
def test_every_answer_to_fresh_numbers_gets_a_verdict(exercise: str, answer: object) -> None:
    verdict = WAITING.check(exercise, answer)
    assert verdict.kind in KINDS
    bundle = verdict._repr_mimebundle_()
    assert all(text.encode("utf-8") for text in bundle.values())
    assert "<script>alert" not in bundle["text/html"]


def test_where_no_numbers_are_found_it_says_so() -> None:
    alike = replace(ITEMS["2.1"], wrong=ITEMS["2.1"].wrong[:1] * 2)
    card = replace(BOOK, items={**ITEMS, "2.1": alike}).again("2.1")
    assert "No fresh numbers" in repr(card)
    assert progress.draws() == {}
