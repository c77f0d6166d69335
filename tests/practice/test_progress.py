"""The learner's progress file: readable, replaced as a whole, never lost, never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from marginlab.practice import progress


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's progress is kept; there is no file yet."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


def test_progress_lies_beside_the_lessons_and_exercises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    for folder in ("", "lessons", "exercises"):
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        assert progress.file() == tmp_path.resolve() / "marginlab-progress.json"


def test_a_variable_names_another_file(kept: Path) -> None:
    assert progress.file() == kept


def test_verdicts_are_counted_and_ideas_met_once(kept: Path) -> None:
    for verdict, idea in [("not yet", ""), ("this looks like", "a"), ("this looks like", "a")]:
        assert progress.record("2.1", verdict, idea) == ""
    assert progress.load() == {
        "version": progress.VERSION,
        "exercises": {
            "2.1": {"verdicts": {"not yet": 1, "this looks like": 2}, "met": ["a"], "cured": []}
        },
    }


def test_ideas_are_cured_by_the_right_answer_to_their_exercise(kept: Path) -> None:
    progress.record("2.1", "this looks like", "a")
    progress.record("2.2", "this looks like", "b")
    progress.record("2.1", "correct")
    exercises = progress.load()["exercises"]
    assert exercises["2.1"]["cured"] == ["a"]
    assert exercises["2.2"]["cured"] == []


PLACED = {"axis": {"from": 0, "to": 10}, "mark": 3, "sure": "guess"}


def test_a_mark_is_kept_beside_the_verdicts_until_it_is_forgotten(kept: Path) -> None:
    progress.record("2.1", "correct")
    assert progress.mark("wall") == {}
    assert progress.keep_mark("wall", PLACED) == progress.keep_mark("leak", PLACED) == ""
    progress.record("2.1", "correct")
    assert progress.mark("wall") == PLACED
    assert progress.keep_mark("wall", {}) == ""
    assert (progress.mark("wall"), progress.mark("leak")) == ({}, PLACED)
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 2}


def test_a_file_from_before_marks_is_read_and_gets_them(kept: Path) -> None:
    entry = {"verdicts": {"correct": 1}, "met": ["a"], "cured": ["a"]}
    kept.write_text(json.dumps({"version": 1, "exercises": {"2.1": entry}}))
    assert progress.mark("wall") == {}
    assert progress.keep_mark("wall", PLACED) == ""
    assert progress.load() == {
        "version": 1, "exercises": {"2.1": entry}, "marks": {"wall": PLACED},
    }  # fmt: skip


@pytest.mark.parametrize("marks", [None, [], "x", {"wall": []}, {"wall": 3}], ids=str)
def test_marks_that_are_not_sound_cost_no_verdict(kept: Path, marks: object) -> None:
    kept.write_text(json.dumps({"version": 1, "exercises": {}, "marks": marks}))
    assert progress.mark("wall") == {}
    assert progress.record("2.1", "correct") == ""
    assert progress.keep_mark("wall", PLACED) == ""
    assert progress.mark("wall") == PLACED
    assert "2.1" in progress.load()["exercises"]


def test_a_damaged_or_newer_file_shows_no_mark_and_says_why_it_keeps_none(kept: Path) -> None:
    kept.write_text('{"version": 99}')
    assert progress.mark("wall") == {}
    assert "newer edition" in progress.keep_mark("wall", PLACED)
    kept.write_text("{")
    assert progress.mark("wall") == {}
    assert "was damaged" in progress.keep_mark("wall", PLACED)
    assert progress.mark("wall") == PLACED


def test_a_person_can_read_the_file(kept: Path) -> None:
    progress.record("2.1", "this looks like", "sign of κ turned")
    text = kept.read_text(encoding="utf-8")
    assert "sign of κ turned" in text
    assert len(text.splitlines()) > 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"version": 1}',
        b'{"version": "1", "exercises": {}}',
        b'{"version": 1, "exercises": []}',
        b'{"version": 1, "exercises": {"2.1": []}}',
        b'{"version": 1, "exercises": {"2.1": {"verdicts": {"a": "b"}, "met": [], "cured": []}}}',
        b'{"version": 1, "exercises": {"2.1": {"verdicts": {}, "met": [1], "cured": []}}}',
        b"[" * 100_000,
        b"9" * 10_000,
    ],
    ids=lambda content: repr(content[:60]),
)
def test_a_damaged_file_is_set_aside_and_not_lost(kept: Path, content: bytes) -> None:
    kept.write_bytes(content)
    said = progress.record("2.1", "correct")
    assert (
        said
        == "progress.json was damaged; it is now progress-damaged-1.json, and a new file was begun."
    )
    assert kept.with_name("progress-damaged-1.json").read_bytes() == content
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 1}


def test_a_second_damaged_file_does_not_replace_the_first(kept: Path) -> None:
    for content in ("one", "two"):
        kept.write_text(content)
        progress.record("2.1", "correct")
    assert kept.with_name("progress-damaged-1.json").read_text() == "one"
    assert kept.with_name("progress-damaged-2.json").read_text() == "two"


def test_a_file_of_a_newer_edition_is_left_alone(kept: Path) -> None:
    content = json.dumps({"version": progress.VERSION + 1, "something": "else"})
    kept.write_text(content)
    assert "newer edition" in progress.record("2.1", "correct")
    assert kept.read_text() == content


def test_what_an_edition_adds_besides_is_kept(kept: Path) -> None:
    kept.write_text(json.dumps({"version": 1, "exercises": {}, "name": "my notes"}))
    progress.record("2.1", "correct")
    assert progress.load()["name"] == "my notes"


def test_a_folder_in_its_place_is_told(kept: Path) -> None:
    kept.mkdir()
    assert progress.record("2.1", "correct").startswith("Progress could not be kept here: ")


@pytest.mark.parametrize(
    ("step", "silent"),
    [("fsync", lambda file: os.truncate(file, 0)), ("replace", lambda *_: None)],
    ids=["nothing is written", "nothing is renamed"],
)
def test_what_a_full_browser_refuses_without_a_word_is_noticed(
    kept: Path, monkeypatch: pytest.MonkeyPatch, step: str, silent: Callable[..., None]
) -> None:
    progress.record("2.1", "correct")
    before = kept.read_bytes()
    monkeypatch.setattr(os, step, silent)
    said = progress.record("2.2", "correct")
    assert said == "Progress could not be kept here: no space left on device."
    assert kept.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "copymode", "replace"])
def test_a_failing_disk_is_told_and_leaves_the_old_file(
    kept: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    progress.record("2.1", "not yet")
    before = kept.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress.shutil if step == "copymode" else os, step, full)
    said = progress.record("2.1", "correct")
    assert said == "Progress could not be kept here: no space left on device."
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_kill_in_the_middle_loses_nothing(kept: Path, step: str) -> None:
    progress.record("2.1", "not yet")
    before = progress.load()
    die = (
        "import os; from marginlab.practice import progress; "
        f"os.{step} = lambda *_: os._exit(9); progress.record('2.1', 'correct')"
    )
    assert subprocess.run([sys.executable, "-c", die], check=False).returncode == 9
    assert progress.load() == before


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_kill_at_any_moment_leaves_a_whole_file(kept: Path) -> None:
    progress.record("2.1", "not yet")
    code = (
        "from marginlab.practice.progress import record\n"
        "while True: print(record('2.1', 'correct'), flush=True)"
    )
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
        writer.communicate()
        assert progress.load()["exercises"]["2.1"]["verdicts"]["correct"] > 0
        assert not list(kept.parent.glob("*damaged*"))


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_byte_more_loses_nothing(kept: Path) -> None:
    progress.record("2.1", "not yet")
    before = kept.read_bytes()
    code = (
        "import resource; from marginlab.practice.progress import record; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40)); print(record('2.1', 'correct'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("Progress could not be kept here: ")
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]


def test_an_idea_that_is_met_again_is_no_longer_cured(kept: Path) -> None:
    for verdict, idea in [("this looks like", "a"), ("correct", ""), ("this looks like", "a")]:
        progress.record("2.1", verdict, idea)
    entry = progress.load()["exercises"]["2.1"]
    assert (entry["met"], entry["cured"]) == (["a"], [])


def test_a_report_tells_what_cannot_be_read(kept: Path) -> None:
    kept.write_text("{")
    assert "is damaged" in progress.report(kept, ["2.1"])[0]
    assert kept.read_text() == "{", "looking changes nothing"
    kept.write_text(json.dumps({"version": progress.VERSION + 1}))
    assert "newer edition" in progress.report(kept, ["2.1"])[0]
    kept.unlink()
    kept.mkdir()
    assert "could not be read" in progress.report(kept, ["2.1"])[0]


def test_the_next_exercise_is_the_one_after_the_last_mastered(kept: Path) -> None:
    every = ["1.1", "1.2", "2.1", "2.2"]
    assert progress.report(kept, every)[-1] == "Next: exercise 1.1."
    progress.record("2.1", "correct")
    assert progress.report(kept, every)[-1] == "Next: exercise 2.2."
    progress.record("2.2", "correct")
    assert progress.report(kept, every)[-1] == "Next: exercise 1.1."


def test_a_report_ends_when_all_is_mastered(kept: Path) -> None:
    progress.record("2.1", "correct")
    assert progress.report(kept, ["2.1"]) == [
        "Mastered: 1 of 1 exercises: 2.1.",
        "All exercises are mastered.",
    ]


def test_an_idea_is_cured_when_it_is_in_every_exercise(kept: Path) -> None:
    for exercise in ("2.1", "2.2"):
        progress.record(exercise, "this looks like", "a")
    progress.record("2.1", "correct")
    assert "Wrong ideas met and not cured yet: a (in 2.2)." in progress.report(kept, ["2.1", "2.2"])
    progress.record("2.2", "correct")
    assert "Wrong ideas met and cured: a." in progress.report(kept, ["2.1", "2.2"])


def test_progress_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); from marginlab.practice import progress; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) - sys.stdlib_module_names == {"marginlab"}


def test_in_a_browser_without_its_storage_progress_says_once_that_it_will_not_last(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(progress, "STORAGE", tmp_path / "drive")
    assert progress.record("2.1", "not yet") == progress.SESSION_ONLY
    assert progress.record("2.1", "correct") == ""
    assert progress.report(kept, ["2.1"])[-1] == progress.SESSION_ONLY
    assert "Mastered: 1 of 1" in progress.report(kept, ["2.1"])[0]


def test_in_a_browser_with_its_storage_progress_is_kept_as_anywhere(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(progress, "STORAGE", tmp_path)
    assert progress.record("2.1", "correct") == ""
    assert progress.SESSION_ONLY not in progress.report(kept, ["2.1"])
