"""The review: what it asks of a learner's progress, and that its answers are kept as those of a check."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS, check
from marginlab.course.review import EMPTY, MORE, NOTHING_DUE, OVER, review
from marginlab.drawing.quiz import Quiz
from marginlab.practice import entries, progress
from marginlab.practice.cards import Card
from marginlab.practice.item import Choice, Expression, Function, Item, Number

DAY = date(2026, 11, 27)
KIND = {kind: next(i.id for i in ITEMS.values() if isinstance(i, kind))
        for kind in (Number, Choice, Expression, Function)}  # fmt: skip


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    monkeypatch.setenv(entries.VARIABLE, DAY.isoformat())
    return tmp_path / "progress.json"


def answered(*exercises: str, verdict: str = "correct", sure: str = "") -> None:
    for one in exercises:
        progress.record(one, verdict, day=DAY - timedelta(3), sure=sure)


def opened() -> Quiz:
    found = review()
    assert isinstance(found, Quiz)
    return found


def right(quiz: Quiz) -> str:
    """The right answer to the numbers that stand there."""
    item, _ = BOOK.anew(quiz.asked[quiz.at])
    if isinstance(item, Number):
        return str(float(item.answer))
    assert isinstance(item, Choice)
    return item.answer


def entry(exercise: str) -> entries.Entry:
    found: entries.Entry = progress.load()["exercises"][exercise]
    return found


@pytest.mark.parametrize("day", ["2026-11-27", "2031-02-03"])
def test_with_empty_progress_it_is_the_same_on_every_day(
    day: str, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(entries.VARIABLE, day)
    assert repr(review()) == f"→ Review\n{NOTHING_DUE}"
    assert not kept.exists()


def test_what_was_missed_for_certain_is_asked_first_with_fresh_numbers() -> None:
    answered("1.2", "2.1")
    answered("3.3", verdict="not yet", sure="certain")
    quiz = opened()
    assert quiz.asked == ("3.3", "1.2", "2.1")
    assert ITEMS["3.3"].prompt not in quiz.summary()
    assert BOOK.anew("3.3")[0].prompt.partition("\n")[0].replace("**", "") in quiz.summary()


def test_a_right_answer_is_kept_with_its_day_its_box_and_how_sure_it_was() -> None:
    answered("2.1")
    quiz = opened()
    quiz.answer(right(quiz), "fairly sure")
    assert quiz.summary().count("✓ Correct, exercise 2.1") == 1
    found = entry("2.1")
    assert (found["day"], found["box"]) == (DAY.isoformat(), 2)
    assert found["said"] == {"fairly sure": [1, 1]}
    assert progress.draws()["2.1"] == (1, 1)
    assert repr(review()) == f"→ Review\n{NOTHING_DUE}", "nothing is asked twice a day"


def test_the_answer_to_the_exercises_own_numbers_is_not_that_of_the_fresh_ones() -> None:
    answered("2.1")
    own = ITEMS["2.1"]
    assert isinstance(own, Number)
    quiz = opened()
    quiz.answer(str(float(own.answer)))
    assert "✓" not in quiz.summary()
    assert entry("2.1")["box"] == 1


def test_a_wrong_idea_is_told_and_kept_by_its_id() -> None:
    answered("2.1")
    quiz = opened()
    item, _ = BOOK.anew("2.1")
    assert isinstance(item, Number)
    wrong, number = item.wrong_answers[0]
    quiz.answer(str(float(number)))
    assert "This looks like" in quiz.summary()
    assert "commandlinker" in quiz.result.value
    assert wrong.idea in entry("2.1")["met"]


@pytest.mark.parametrize("quotes", ["{}", '"{}"', "'{}'", "  {} "])
def test_quotes_may_be_left_out(quotes: str) -> None:
    answered(KIND[Choice])
    quiz = opened()
    quiz.answer(quotes.format(right(quiz)))
    assert "✓ Correct" in quiz.summary()


@pytest.mark.parametrize("kind", [Number, Choice, Expression])
def test_a_question_mark_opens_the_hints_and_counts_for_nothing(kind: type[Item]) -> None:
    answered(KIND[kind])
    quiz = opened()
    before = entry(KIND[kind])
    quiz.answer(" ? ", "certain")
    assert "→ Hint, exercise" in quiz.summary()
    for title in ("Hint 2 of 3", "Hint 3 of 3", "Worked solution with other numbers"):
        assert title in quiz.html()
    assert entry(KIND[kind]) == before
    assert "check" in [spec["name"] for spec in quiz.row.specs], "an answer may follow"


@pytest.mark.parametrize("blank", ['""', "____", "' '"])
def test_a_blank_is_not_judged_and_no_cell_is_spoken_of(blank: str) -> None:
    answered("2.1")
    quiz = opened()
    quiz.answer(blank)
    assert EMPTY in quiz.summary()
    assert "cell" not in quiz.summary()
    assert entry("2.1")["day"] != DAY.isoformat()


def test_a_formula_is_typed_as_it_is() -> None:
    item = ITEMS[KIND[Expression]]
    answered(item.id)
    found = re.search(r'"(.+)"', item.solve)
    assert found
    quiz = opened()
    quiz.answer(found[1])
    assert "✓ Correct" in quiz.summary()


def test_a_function_opens_its_exercise() -> None:
    item = ITEMS[KIND[Function]]
    answered(item.id)
    quiz = opened()
    assert [spec["kind"] for spec in quiz.row.specs] == ["action"]
    assert f"exercises/{item.notebook}.ipynb#{item.id}-" in quiz.html()
    quiz.answer("1")
    assert entry(item.id)["day"] != DAY.isoformat()


def test_who_runs_the_exercise_meanwhile_loses_nothing() -> None:
    answered("2.1")
    quiz = opened()
    answer = right(quiz)
    assert check("2.1", answer).kind == "correct"
    quiz.answer(answer)
    assert "✓ Correct" in quiz.summary()
    assert entry("2.1")["verdicts"]["correct"] == 3


def test_its_end_says_whether_more_is_due() -> None:
    answered("2.1")
    assert OVER.partition(" `")[0] in ended(opened())
    answered(
        *(f"{lesson}.{n}" for lesson in (1, 2, 4, 5) for n in (2, 4, 5) if f"{lesson}.{n}" in ITEMS)
    )
    assert MORE in ended(opened())


def ended(quiz: Quiz) -> str:
    for _ in quiz.asked:
        quiz.next()
    return quiz.summary()


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 99, "exercises": {}}'])
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(text: str, kept: Path) -> None:
    kept.write_text(text, encoding="utf-8")
    found = review()
    assert isinstance(found, Card)
    assert kept.name in found.text
    assert kept.read_text(encoding="utf-8") == text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.sampled_from(["", *entries.SURE]))
def test_whatever_is_typed_a_verdict_or_a_sentence_comes_out(text: str, sure: str) -> None:
    answered("2.1", "1.2")
    found = review()
    if isinstance(found, Quiz):
        found.answer(text, sure)
        assert found.result.value
