"""The map: what a learner's answers say about the lessons, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from marginlab.course.book import ITEMS, check, my_map
from marginlab.practice import entries, progress
from marginlab.practice.course_map import CourseMap, drawn

ROOT = Path(__file__).parents[2]
QUESTIONS = [item for item in ITEMS.values() if item.about]
LESSONS = sorted((ROOT / "lessons" / "src").glob("[0-9]*.md"))


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


def advice() -> dict[str, str]:
    found = my_map()
    assert isinstance(found, CourseMap)
    return {row.notebook: row.advice for row in found.rows}


def about(lesson: str) -> list[str]:
    return [item.id for item in QUESTIONS if item.about.startswith(lesson)]


def answer(exercise: str, *, right: bool = True) -> None:
    item = ITEMS[exercise]
    wrong = item.wrong_answers[0][1]  # type: ignore[attr-defined]
    check(exercise, item.answer if right else wrong)  # type: ignore[attr-defined]


def test_the_questions_are_about_lessons_that_exist() -> None:
    assert QUESTIONS
    assert {item.about for item in QUESTIONS} <= {path.stem for path in LESSONS}


def test_every_lesson_with_exercises_stands_on_the_map_under_its_name() -> None:
    titles = {}
    for path in LESSONS:
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        titles[path.stem] = f"{front['number']}. {front['title']}"
    rows = drawn({}, ITEMS).rows
    assert [row.notebook for row in rows] == [
        path.stem for path in LESSONS if path.stem[:2] != "00"
    ]
    for row in rows:
        # A file's name has no commas and question marks.
        assert row.title == titles[row.notebook].replace(",", "").replace("?", "")


def test_an_untouched_map_advises_nothing(kept: Path) -> None:
    assert set(advice().values()) == {"not answered"}
    assert not kept.exists()


def test_who_knows_all_of_a_lesson_may_skip_it() -> None:
    for exercise in about("01"):
        answer(exercise)
    assert advice()["01_whose_money_is_it"] == "you may skip it"
    assert set(list(advice().values())[1:]) == {"not answered"}


def test_who_knows_nothing_of_a_lesson_takes_it() -> None:
    for exercise in about("02"):
        answer(exercise, right=False)
    assert advice()["02_where_the_wall_stands"] == "take it"


def test_who_knows_some_of_a_lesson_looks_at_the_rest() -> None:
    first, *others = about("01")
    answer(first, right=False)
    for exercise in others:
        answer(exercise)
    row = drawn(progress.load()["exercises"], ITEMS).rows[0]
    assert row.advice == "look at this part"
    assert [part for part, _ in row.parts] == [ITEMS[first].title.lower()]
    assert row.parts[0][1].address == "../lessons/01_whose_money_is_it.ipynb#The-reveal"


def test_an_open_question_is_no_reason_to_skip() -> None:
    first, *others = about("02")
    answer(first)
    row = drawn(progress.load()["exercises"], ITEMS).rows[1]
    assert row.advice == "look at this part"
    assert [part for part, _ in row.parts] == [f"{ITEMS[e].title.lower()} (open)" for e in others]


def test_a_right_answer_after_a_wrong_one_is_worth_a_look() -> None:
    [exercise] = about("05")
    answer(exercise, right=False)
    answer(exercise)
    assert advice()["05_the_quiet_leak"] == "look at this part"


def test_a_slip_of_the_pen_is_no_wrong_answer() -> None:
    [exercise] = about("05")
    check(exercise, "nerer")
    answer(exercise)
    assert advice()["05_the_quiet_leak"] == "you may skip it"


def test_text_and_table_say_the_same() -> None:
    answer(about("04")[0], right=False)
    told = my_map()._repr_mimebundle_()
    for row in drawn(progress.load()["exercises"], ITEMS).rows:
        assert row.title in told["text/plain"]
        assert row.title in told["text/html"]
        assert f"../lessons/{row.notebook}.ipynb" in told["text/html"]
    assert "→ take it; margin added" in told["text/plain"]
    assert "→ take it" in told["text/html"]
    assert "margin added" in told["text/html"]


@pytest.mark.parametrize(("content", "said"), [("{", "is damaged"), ('{"version": 99}', "newer")])
def test_a_file_that_cannot_be_used_is_told(kept: Path, content: str, said: str) -> None:
    kept.write_text(content, encoding="utf-8")
    assert said in repr(my_map())
    assert kept.read_text(encoding="utf-8") == content


def test_the_map_says_how_many_exercises_are_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(entries.VARIABLE, "2026-11-27")
    first, second, *_ = ITEMS
    answer(first)
    answer(second, right=False)
    assert "due" not in repr(my_map())
    monkeypatch.setenv(entries.VARIABLE, "2026-11-28")
    shown = my_map()._repr_mimebundle_()
    for text in shown.values():
        assert "2 due: progress() says which." in text
