"""What a learner is told of the progress: what is due and cured, what follows, and all that is kept."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from marginlab.practice import entries, progress, report, whereabouts

DAY = date(2026, 11, 27)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's progress is kept; there is no file yet, and it is always the same day."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    monkeypatch.setenv(entries.VARIABLE, DAY.isoformat())
    return path


def test_an_idea_that_is_met_again_is_no_longer_cured(kept: Path) -> None:
    for verdict, idea in [("this looks like", "a"), ("correct", ""), ("this looks like", "a")]:
        progress.record("2.1", verdict, idea)
    entry = progress.load()["exercises"]["2.1"]
    assert (entry["met"], entry["cured"]) == (["a"], [])


def test_a_report_tells_what_cannot_be_read(kept: Path) -> None:
    kept.write_text("{")
    assert "is damaged" in report.report(kept, ["2.1"])[0]
    assert kept.read_text() == "{", "looking changes nothing"
    kept.write_text(json.dumps({"version": progress.VERSION + 1}))
    assert "newer edition" in report.report(kept, ["2.1"])[0]
    kept.unlink()
    kept.mkdir()
    assert "could not be read" in report.report(kept, ["2.1"])[0]


def test_the_next_exercise_is_the_one_after_the_last_mastered(kept: Path) -> None:
    every = ["1.1", "1.2", "2.1", "2.2"]
    assert report.report(kept, every)[-1] == "Next: exercise 1.1."
    progress.record("2.1", "correct")
    assert report.report(kept, every)[-1] == "Next: exercise 2.2."
    progress.record("2.2", "correct")
    assert report.report(kept, every)[-1] == "Next: exercise 1.1."


def test_a_report_ends_when_all_is_mastered(kept: Path) -> None:
    progress.record("2.1", "correct")
    assert report.report(kept, ["2.1"]) == [
        "Mastered: 1 of 1 exercises: 2.1.",
        "All exercises are mastered.",
    ]


def test_an_idea_is_cured_when_it_is_in_every_exercise_and_for_a_week(kept: Path) -> None:
    every, week = ["2.1", "2.2"], DAY + timedelta(7)
    for exercise in every:
        progress.record(exercise, "this looks like", "a")
    progress.record("2.1", "correct")
    assert "Wrong ideas met and not cured yet: a (in 2.2)." in report.report(kept, every)
    progress.record("2.2", "correct")
    back = "Wrong ideas put right, they come back after 7 days before they count as cured: a."
    assert back in report.report(kept, every)
    progress.record("2.1", "correct", day=week)
    assert back in report.report(kept, every)
    progress.record("2.2", "correct", day=week)
    assert "Wrong ideas met and cured: a." in report.report(kept, every)


def test_a_report_says_what_is_due_on_its_day(kept: Path) -> None:
    every = ["2.1", "2.2", "2.3"]
    progress.record("2.1", "correct")
    assert not [line for line in report.report(kept, every) if "due" in line]
    progress.record("2.2", "correct", day=DAY + timedelta(1))
    assert "1 due: 2.1." in report.report(kept, every, day=DAY + timedelta(1))
    assert "2 due: 2.1, 2.2." in report.report(kept, every, day=DAY + timedelta(2))
    assert "1 due: 2.2." in report.report(kept, ["2.2"], day=DAY + timedelta(2))


def test_tallies_count_first_answers_of_a_day_and_first_marks(kept: Path) -> None:
    progress.record("2.1", "not yet", sure="certain")
    progress.record("2.1", "correct", sure="certain")  # knows the verdict on the first
    progress.record("2.2", "correct", sure="certain")
    progress.record("2.2", "correct", sure="guess", day=DAY + timedelta(1))
    progress.keep_mark("wall", {"mark": 3, "sure": "fairly sure", "right": True})
    progress.keep_mark("leak", {"mark": 3, "sure": "certain"})  # nobody knows whether it is right
    assert report.tallies(progress.load()) == {
        "guess": (1, 1), "fairly sure": (1, 1), "certain": (1, 2),
    }  # fmt: skip


def test_everything_that_is_kept_can_be_read(kept: Path) -> None:
    progress.record("2.1", "this looks like", "a", sure="certain")
    progress.record("2.1", "correct")
    progress.keep_mark("wall", {"mark": 3, "sure": "guess", "right": False})
    whole = progress.load() | {"name": "my notes"}
    progress.save(whole, kept)
    assert report.everything(kept, {"a": "an idea"}).splitlines() == [
        "progress.json, version 3",
        "",
        "Exercise 2.1",
        "  answers: 1 correct, 1 this looks like",
        "  wrong idea: an idea, put right on 2026-11-27",
        "  certain: 0 of 1 right",
        "  box, of 4: 1",
        "  last answered on: 2026-11-27",
        "  due on: 2026-11-28",
        "  sure of the last wrong answer: certain",
        "",
        "First marks",
        "  wall: right false, sure guess",
        "",
        "Marks",
        "  wall: mark 3, right false, sure guess",
        "",
        "Name",
        "  my notes",
    ]


def test_no_words_of_a_file_reach_the_terminal_as_orders(kept: Path) -> None:
    progress.record("2.1", "this looks like", "\x1b[2J\ud800\n")
    for told in (*report.report(kept, ["2.1"]), *report.everything(kept).splitlines()):
        assert told.isprintable()
    assert "???" not in report.report(kept, ["2.1"])[0]


def test_in_a_browser_without_its_storage_progress_says_once_that_it_will_not_last(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(whereabouts, "STORAGE", tmp_path / "drive")
    assert progress.record("2.1", "not yet") == whereabouts.SESSION_ONLY
    assert progress.record("2.1", "correct") == ""
    assert report.report(kept, ["2.1"])[-1] == whereabouts.SESSION_ONLY
    assert "Mastered: 1 of 1" in report.report(kept, ["2.1"])[0]


def test_in_a_browser_with_its_storage_progress_is_kept_as_anywhere(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(whereabouts, "STORAGE", tmp_path)
    assert progress.record("2.1", "correct") == ""
    assert whereabouts.SESSION_ONLY not in report.report(kept, ["2.1"])
