"""The final: its answers by hand in each sitting, what is kept, told and told last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS
from marginlab.course.final.items import number_of, questions
from marginlab.course.final.page import MOST, final
from marginlab.course.final.sitting import KEPT, PASS, Sitting
from marginlab.drawing.quiz import UNSURE, Quiz
from marginlab.practice import entries, progress
from marginlab.practice.cards import Card
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Item, Number
from marginlab.theory.terms import show
from tests.course.final_by_hand import BY_HAND, worked

# On paper, from the plan of the course: long 40 SOL at 150, 20x, κ = 0.56 %, a wallet of 1,000.
FIRST = {
    "F.1a": "6,000.00", "F.1b": "300.00", "F.1c": "3.60", "F.2": "143.30", "F.3a": "125.70",
    "F.3b": "125.70", "F.4": "156.62", "F.5": "139.53", "F.6a": "32.10", "F.6b": "-0.89", "F.7": "148.00",
    "F.8a": "126.05", "F.8b": "129.84", "F.9a": "100.56", "F.9b": "75.42", "F.10": "0.63",
    "F.11": "128.22", "F.12a": "open", "F.12b": "closed",
}  # fmt: skip
SITTINGS = (1, 2, 3, 17)
DRAWS = 10


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


def opened(sitting: int = 1) -> Quiz:
    found = final(sitting)
    assert isinstance(found, Quiz)
    return found


def take(quiz: Quiz, said: Mapping[str, tuple[str, str]]) -> None:
    """Answers these questions, each with how sure it is, and leaves the others out."""
    for key in quiz.asked:
        if key in said:
            quiz.answer(*said[key])
        quiz.next()


def right(sitting: int, sure: str = "certain") -> dict[str, tuple[str, str]]:
    return {key: (str(worked(item)[0]), sure) for key, item in Sitting(sitting).items.items()}


def test_twelve_items_are_asked_in_order() -> None:
    asked = [number_of(key) for key in questions()]
    assert asked == sorted(asked)
    assert set(asked) == set(range(1, 13))
    assert set(BY_HAND) == set(questions())


def test_the_first_sitting_has_the_numbers_of_the_plan() -> None:
    found = {key: worked(item)[0] for key, item in questions().items()}
    told = {k: a if isinstance(a, str) else f"{a:,.2f}" for k, a in found.items()}
    assert told == FIRST


@pytest.mark.parametrize("sitting", SITTINGS)
def test_every_answer_of_a_sitting_is_the_one_worked_out_by_hand(sitting: int) -> None:
    for key, item in Sitting(sitting).items.items():
        answer, wrong = worked(item)
        assert BOOK.judged(item, answer).kind == "correct", key
        assert set(wrong) == {one.idea for one in item.wrong}, key
        for idea, other in wrong.items():
            found = BOOK.judged(item, other)
            assert (found.kind, found.idea) == ("this looks like", idea), (key, other)


@pytest.mark.parametrize("key", questions())
def test_each_sitting_has_numbers_of_its_own(key: str) -> None:
    sampler, item = Sampler(BOOK.slips), questions()[key]
    drawn = [sampler.drawn(item, draw) for draw in range(1, DRAWS + 1)]
    asked = {item.prompt, *(one.prompt for one in drawn if one)}
    assert len(asked) == DRAWS + 1


@pytest.mark.parametrize("key", questions())
def test_a_title_names_no_number(key: str) -> None:
    assert not re.search(r"\d", questions()[key].title)


def test_a_sitting_is_the_same_for_everybody() -> None:
    assert Sitting(2).items == Sitting(2).items


def test_it_asks_about_what_the_map_asks_about() -> None:
    families = {item.about for item in ITEMS.values() if item.about}
    assert {item.taught_in for item in questions().values()} <= families


@pytest.mark.parametrize("item", questions().values(), ids=lambda item: item.id)
def test_a_cure_points_to_a_heading_of_its_lesson(item: Item) -> None:
    root = Path(__file__).parents[2] / "lessons" / "src"
    source = (root / f"{item.taught_in}.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ +(.*?) *$", source, re.MULTILINE))
    assert {wrong.see for wrong in item.wrong} <= headings


# ---- a sitting --------------------------------------------------------------------------------


@pytest.mark.parametrize("sitting", [1, 2])
def test_who_knows_everything_passes(sitting: int) -> None:
    quiz = opened(sitting)
    take(quiz, right(sitting))
    told = quiz.summary()
    assert "Passed: 12 of 12 items are right" in told
    assert f"`final({sitting + 1})`".strip("`") in told
    assert f"Certain, answers: {len(questions())}; right: {len(questions())}; share: 100" in told
    assert quiz.shown.below in quiz.children


def test_a_verdict_waits_for_the_end_and_the_first_answer_counts(kept: Path) -> None:
    quiz = opened()
    quiz.next()
    quiz.answer("6000", "certain")  # the notional for the margin
    assert KEPT in quiz.summary()
    assert "looks like" not in quiz.result.value
    quiz.answer("300", "certain")
    entry = progress.load()["exercises"]["F.1b"]
    assert entry["verdicts"] == {"this looks like": 1}
    assert entry["met"] == ["notional-margin-swapped"]
    assert entry["said"] == {"certain": [0, 1]}


@pytest.mark.parametrize("answer", ["six", "-6000", "6000.04", "6000 %"])
def test_what_is_a_slip_is_told_at_once_and_may_be_mended(answer: str) -> None:
    quiz = opened()
    quiz.answer(answer, "guess")
    assert KEPT not in quiz.summary()
    assert "Hint" not in quiz.result.value
    assert "Worked solution" not in quiz.result.value
    quiz.answer("6000", "guess")
    assert KEPT in quiz.summary()


def test_how_sure_it_is_has_to_be_said(kept: Path) -> None:
    quiz = opened()
    quiz.answer("6000")
    assert UNSURE in quiz.result.value
    assert not kept.exists()


def test_a_part_that_is_missed_takes_its_item() -> None:
    said = right(1)
    said["F.1c"] = ("0.18", "guess")
    del said["F.12b"]
    quiz = opened()
    take(quiz, said)
    assert "Passed: 10 of 12" in quiz.summary()


@pytest.mark.parametrize(("wrong", "word"), [(3, "Passed"), (4, "Not passed yet")])
def test_nine_items_pass(wrong: int, word: str) -> None:
    said = right(1)
    for key in ("F.2", "F.4", "F.5", "F.7")[:wrong]:
        del said[key]
    quiz = opened()
    take(quiz, said)
    assert f"{word}: {12 - wrong} of 12" in quiz.summary()
    assert f"{PASS} are needed" in quiz.summary()


def test_what_was_missed_for_certain_stands_first_and_leads_to_its_lesson() -> None:
    said = right(1)
    said |= {"F.2": ("142.50", "guess"), "F.4": ("1", "fairly sure"), "F.7": ("167", "certain")}
    del said["F.5"]
    quiz = opened()
    take(quiz, said)
    told = quiz.summary()
    places = [told.index(f"exercise {key}\n") for key in ("F.7", "F.4", "F.2", "F.5")]
    assert places == sorted(places)
    assert "and 1 of them missed: they come first" in told
    for key in ("F.2", "F.4", "F.5", "F.7"):
        assert f"../lessons/{questions()[key].taught_in}.ipynb#" in quiz.paper.value
    assert "waiting until the margin is empty" in told
    assert quiz.paper.value.count("Worked solution") == 3
    assert "commandlinker" in quiz.paper.value


def test_nothing_answered_is_no_picture() -> None:
    quiz = opened()
    take(quiz, {})
    assert "Not passed yet: 0 of 12" in quiz.summary()
    assert list(quiz.children) == [quiz.paper]


@pytest.mark.parametrize("sitting", [0, -1, MOST + 1, 1.0, "2", True, None])
def test_there_is_no_other_sitting(sitting: object) -> None:
    found = final(sitting)
    assert isinstance(found, Card)
    assert "There are sittings 1 to" in found.text


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.sampled_from(["", *entries.SURE]))
def test_whatever_is_typed_a_sentence_comes_out(text: str, sure: str) -> None:
    quiz = opened()
    quiz.answer(text, sure)
    assert quiz.result.value


def test_an_answer_in_the_result_is_the_learners() -> None:
    quiz = opened()
    take(quiz, {"F.2": ("142.50", "guess")})
    item = questions()["F.2"]
    assert isinstance(item, Number)
    assert "You said 142.50" in quiz.summary()
    assert show(item.answer, "price") not in quiz.summary()
