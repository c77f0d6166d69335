"""The learner's progress file: readable, replaced as a whole, never lost, never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from marginlab import progress


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
        "version": 1,
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
    content = json.dumps({"version": 2, "something": "else"})
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


@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
def test_a_failing_disk_is_told_and_leaves_the_old_file(
    kept: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    progress.record("2.1", "not yet")
    before = kept.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress.tempfile if step == "mkstemp" else os, step, full)
    said = progress.record("2.1", "correct")
    assert said == "Progress could not be kept here: no space left on device."
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]


def test_a_kill_before_the_replacement_loses_nothing(kept: Path) -> None:
    progress.record("2.1", "not yet")
    before = progress.load()
    die = (
        "import os; from marginlab import progress; "
        "os.replace = lambda *_: os._exit(9); progress.record('2.1', 'correct')"
    )
    assert subprocess.run([sys.executable, "-c", die], check=False).returncode == 9
    assert progress.load() == before


def test_progress_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); from marginlab import progress; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) - sys.stdlib_module_names == {"marginlab"}
