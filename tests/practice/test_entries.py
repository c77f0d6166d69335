"""What an answer changes in an entry: boxes, days, cures, and how sure one was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.drawing.prediction import SURE as ON_MARKS
from marginlab.practice.entries import (
    INTERVALS,
    MISSED,
    RIGHT,
    SURE,
    VARIABLE,
    due,
    entered,
    is_due,
    nothing_yet,
    put_right,
    said,
    today,
)

DAY = date(2026, 11, 27)
WRONG = MISSED[0]
Entry = dict[str, Any]


def answered(*answers: tuple[int, str], **more: str) -> Entry:
    """An entry after these answers, each so many days after DAY; the first one with more."""
    entry = nothing_yet()
    for days, verdict in answers:
        entry = entered(entry, verdict, DAY + timedelta(days), **more)
        more = {}
    return entry


def due_after(entry: Mapping[str, Any]) -> int:
    """In how many days from DAY it is due, when that day has come."""
    answered = (date.fromisoformat(entry["day"]) - DAY).days
    return next(n for n in range(answered, answered + 99) if is_due(entry, DAY + timedelta(n)))


def test_marks_and_checks_ask_how_sure_one_is_in_the_same_words() -> None:
    assert tuple(ON_MARKS.options) == SURE


def test_the_clock_is_the_machines_unless_a_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2026-02-03")
    assert today() == date(2026, 2, 3)
    for named in ("", "yesterday", "20260203", "2026-02-30"):
        monkeypatch.setenv(VARIABLE, named)
        assert today() == date.today()


def test_right_answers_come_back_after_1_3_7_and_21_days() -> None:
    on, answers = 0, []
    for wait in (1, 3, 7, 21, 21):
        answers.append((on, RIGHT))
        assert due_after(answered(*answers)) == on + wait
        on += wait


def test_a_wrong_answer_begins_again() -> None:
    entry = answered((0, RIGHT), (1, RIGHT), (4, WRONG))
    assert (entry["box"], due_after(entry)) == (1, 5)


def test_a_right_answer_before_its_day_moves_nothing_on() -> None:
    once, often = answered((0, RIGHT)), answered((0, RIGHT), (0, RIGHT), (0, RIGHT))
    assert often | {"verdicts": 0} == once | {"verdicts": 0}
    early = answered((0, RIGHT), (1, RIGHT), (2, RIGHT))
    assert (early["day"], early["box"], due_after(early)) == ("2026-11-29", 2, 4)


def test_who_puts_an_answer_right_at_once_is_asked_again_tomorrow() -> None:
    assert due_after(answered((0, RIGHT), (1, RIGHT), (4, WRONG), (4, RIGHT))) == 5


@pytest.mark.parametrize("verdict", ["can't read it", "almost"])
def test_what_is_no_answer_moves_nothing(verdict: str) -> None:
    entry = answered((0, RIGHT), (1, verdict))
    assert entry | {"verdicts": 0} == answered((0, RIGHT)) | {"verdicts": 0}
    assert not is_due(answered((0, verdict)), DAY + timedelta(99))


def test_an_entry_of_before_is_due_because_nobody_knows_since_when() -> None:
    old = {"verdicts": {RIGHT: 1}, "met": [], "cured": []}
    assert is_due(old, DAY)
    assert entered(old, RIGHT, DAY)["box"] == 1
    assert not is_due({"verdicts": {"can't read it": 1}, "met": [], "cured": []}, DAY)


def test_an_answer_under_a_clock_that_was_fast_does_not_hide_an_exercise() -> None:
    entry = answered((400, RIGHT))
    assert is_due(entry, DAY)
    assert due_after(entered(entry, RIGHT, DAY)) == INTERVALS[1]


def test_those_that_were_missed_for_certain_come_first_then_the_longest_due() -> None:
    entries = {
        "late": answered((0, RIGHT)),
        "later": answered((-3, RIGHT)),
        "sure": answered((0, WRONG), (0, RIGHT), sure="certain"),
        "guessed": answered((-1, WRONG), sure="guess"),
        "not yet": answered((1, RIGHT)),
    }
    assert due(entries, DAY + timedelta(1)) == ["sure", "later", "guessed", "late"]


def test_a_confident_miss_leads_until_it_is_right_on_another_day() -> None:
    assert "missed" in answered((0, WRONG), (0, RIGHT), sure="certain")
    assert "missed" not in answered((0, WRONG), (1, RIGHT), sure="certain")
    assert "missed" not in answered((0, WRONG))


def test_an_idea_is_cured_when_it_is_right_again_after_a_week() -> None:
    entry = entered(answered((0, "this looks like"), idea="a"), RIGHT, DAY)
    assert (entry["cured"], put_right(entry)) == ([], {"a": "2026-11-27"})
    sooner = entered(entry, RIGHT, DAY + timedelta(6))
    assert (sooner["cured"], put_right(sooner)) == ([], {"a": "2026-11-27"})
    cured = entered(sooner, RIGHT, DAY + timedelta(7))
    assert (cured["cured"], put_right(cured)) == (["a"], {})
    again = entered(cured, "this looks like", DAY + timedelta(8), idea="a")
    assert (again["met"], again["cured"], put_right(again)) == (["a"], [], {})


def test_an_idea_comes_back_after_a_week_whatever_the_box() -> None:
    entry = answered((0, RIGHT), (1, RIGHT), (4, RIGHT), (11, RIGHT))  # due again on day 32
    assert due_after(entry | {"met": ["a"], "cured_on": {"a": "2026-12-08"}}) == 18


def test_what_was_cured_in_a_file_of_before_stays_cured() -> None:
    old = {"verdicts": {RIGHT: 1}, "met": ["a", "b"], "cured": ["a"]}
    entry = entered(old, RIGHT, DAY)
    assert (entry["cured"], put_right(entry)) == (["a"], {"b": "2026-11-27"})


def test_how_sure_one_is_counts_once_a_day() -> None:
    entry = nothing_yet()
    for days, verdict, sure in (
        (0, WRONG, "certain"), (0, RIGHT, "certain"), (1, RIGHT, "certain"), (2, RIGHT, ""),
        (2, RIGHT, "guess"), (3, "almost", "guess"), (3, RIGHT, "guess"),
    ):  # fmt: skip
        entry = entered(entry, verdict, DAY + timedelta(days), sure=sure)
    assert said(entry) == {"certain": (1, 2), "guess": (1, 1)}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.sampled_from([RIGHT, *MISSED, "almost"]),
            st.sampled_from(["", "a", "b"]),
            st.sampled_from(["", *SURE]),
        )
    )
)
def test_whatever_is_answered_an_entry_keeps_its_promises(
    answers: list[tuple[int, str, str, str]],
) -> None:
    entry, on = nothing_yet(), DAY
    for wait, verdict, idea, sure in answers:
        on += timedelta(wait)
        before = entry
        entry = entered(before, verdict, on, idea=idea, sure=sure)
        assert sum(entry["verdicts"].values()) == sum(before["verdicts"].values()) + 1
        assert {*entry["met"]} == {*before["met"], idea} - {""}
        assert {*entry["cured"]} <= {*entry["met"]}
        assert not {*entry["cured"]} & {*put_right(entry)}
        if verdict == RIGHT:
            assert {*entry["cured"], *put_right(entry)} == {*entry["met"]}
            assert entry["box"] - before.get("box", 0) in (0, 1)
        if verdict == RIGHT or verdict in MISSED:
            assert entry["day"] == on.isoformat()
            assert 1 <= entry["box"] <= len(INTERVALS)
            assert not is_due(entry, on), "nothing is asked twice a day"
            assert is_due(entry, on + timedelta(INTERVALS[-1]))


@pytest.mark.parametrize("seed", range(5))
def test_with_one_review_a_day_nothing_waits_for_two_weeks(seed: int) -> None:
    """A learner of 60 days: two new exercises a day, and a review of up to eight that are due."""
    random, entries, asked = Random(seed), dict[str, Entry](), dict[str, str]()

    def answer(exercise: str, on: date) -> None:
        for verdict in (random.choice([RIGHT, RIGHT, RIGHT, WRONG]), RIGHT):  # put right at once
            before = entries.get(exercise, nothing_yet())
            sure = random.choice(["", *SURE])
            entries[exercise] = entered(before, verdict, on, sure=sure)

    for n in range(60):
        on = DAY + timedelta(n)
        waiting = due(entries, on)
        for exercise in waiting[:8]:
            assert asked.get(exercise) != on.isoformat()
            asked[exercise] = on.isoformat()
            answer(exercise, on)
        assert not {*waiting[:8]} & {*due(entries, on)}
        for exercise in waiting[8:]:
            assert (on - date.fromisoformat(entries[exercise]["due"])).days <= 14
        answer(f"new {2 * n}", on)
        answer(f"new {2 * n + 1}", on)
