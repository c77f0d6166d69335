"""The learner's progress file: readable, replaced as a whole, never lost, never in the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.practice import entries, files, progress, report

DAY = date(2026, 11, 27)
PLACED = {"axis": {"from": 0, "to": 10}, "mark": 3, "sure": "guess", "right": False}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's progress is kept; there is no file yet, and it is always the same day."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    monkeypatch.setenv(entries.VARIABLE, DAY.isoformat())
    return path


def beside(kept: Path) -> list[str]:
    """What lies in the folder, but for the file that is locked."""
    return sorted(one.name for one in kept.parent.iterdir() if not one.name.endswith("-lock"))


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


def test_an_answer_is_kept_with_its_day_box_and_how_sure_it_was(kept: Path) -> None:
    assert progress.record("2.1", "this looks like", "a", sure="certain") == ""
    assert progress.record("2.1", "correct") == ""
    assert progress.load() == {
        "version": progress.VERSION,
        "exercises": {
            "2.1": {
                "verdicts": {"this looks like": 1, "correct": 1}, "met": ["a"], "cured": [],
                "cured_on": {"a": "2026-11-27"}, "day": "2026-11-27", "box": 1, "due": "2026-11-28",
                "said": {"certain": [0, 1]}, "missed": "certain",
            }
        },
    }  # fmt: skip


def test_the_day_is_handed_in(kept: Path) -> None:
    progress.record("2.1", "correct", day=date(2027, 1, 1))
    assert progress.load()["exercises"]["2.1"]["day"] == "2027-01-01"


def test_a_mark_is_kept_beside_the_verdicts_until_it_is_forgotten(kept: Path) -> None:
    progress.record("2.1", "correct")
    assert progress.mark("wall") == {}
    assert progress.keep_mark("wall", PLACED) == progress.keep_mark("leak", PLACED) == ""
    progress.record("2.1", "correct")
    assert progress.mark("wall") == PLACED
    assert progress.keep_mark("wall", {}) == ""
    assert (progress.mark("wall"), progress.mark("leak")) == ({}, PLACED)
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 2}


def test_the_first_mark_on_a_question_stays_known(kept: Path) -> None:
    progress.keep_mark("wall", PLACED)
    progress.keep_mark("wall", {})
    progress.keep_mark("wall", PLACED | {"sure": "certain", "right": True})
    assert progress.load()["first_marks"] == {"wall": {"sure": "guess", "right": False}}


def test_a_mark_of_before_stays_the_first_though_nobody_knows_whether_it_was_right(
    kept: Path,
) -> None:
    old = {part: one for part, one in PLACED.items() if part != "right"}
    kept.write_text(json.dumps({"version": 2, "exercises": {}, "marks": {"wall": old}}))
    progress.keep_mark("wall", {})
    progress.keep_mark("wall", PLACED | {"right": True})
    assert progress.load()["first_marks"] == {"wall": {"sure": "guess"}}


def test_a_file_from_before_marks_is_read_and_gets_them(kept: Path) -> None:
    entry = {"verdicts": {"correct": 1}, "met": ["a"], "cured": ["a"]}
    kept.write_text(json.dumps({"version": 1, "exercises": {"2.1": entry}}))
    assert progress.mark("wall") == {}
    assert progress.keep_mark("wall", PLACED) == ""
    assert progress.load() == {
        "version": 1, "exercises": {"2.1": entry}, "marks": {"wall": PLACED},
        "first_marks": {"wall": {"sure": "guess", "right": False}},
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
        b'{"version": 1, "exercises": {"2.1": {"verdicts": {"a": -1}, "met": [], "cured": []}}}',
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


def test_what_is_nested_too_deeply_to_be_written_is_damaged(kept: Path) -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    with pytest.raises(progress.Damaged):
        progress.save({"version": 3, "exercises": {}, "deep": deep}, kept)
    assert not kept.exists()


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

    monkeypatch.setattr(files.shutil if step == "copymode" else os, step, full)
    said = progress.record("2.1", "correct")
    assert said == "Progress could not be kept here: no space left on device."
    assert kept.read_bytes() == before
    assert beside(kept) == [kept.name]


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
    assert beside(kept) == [kept.name]


def test_progress_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); from marginlab.practice import report; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) - sys.stdlib_module_names == {"marginlab"}


WRITERS, ANSWERS = 4, 15
WRITER = """
import sys
from marginlab.practice.progress import keep_mark, record
mine = sys.argv[1]
for number in range(int(sys.argv[2])):
    said = [record("2.1", f"of {mine}"), record(f"of {mine}, {number}", "correct")]
    said.append(keep_mark(f"{mine} {number}", {"mark": number}))
    assert said == ["", "", ""], said
"""


def test_kernels_that_check_in_the_same_instant_lose_nothing(kept: Path) -> None:
    code = [sys.executable, "-c", WRITER]
    writers = [subprocess.Popen([*code, str(one), str(ANSWERS)]) for one in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    found = progress.load()
    verdicts = found["exercises"].pop("2.1")["verdicts"]
    assert verdicts == {f"of {one}": ANSWERS for one in range(WRITERS)}
    every = [(one, number) for one in range(WRITERS) for number in range(ANSWERS)]
    assert set(found["exercises"]) == {f"of {one}, {number}" for one, number in every}
    assert set(found["marks"]) == {f"{one} {number}" for one, number in every}


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_kernels_that_are_killed_while_others_check_lose_nothing_of_theirs(kept: Path) -> None:
    code = [sys.executable, "-c", WRITER]
    steady, killed = subprocess.Popen([*code, "7", str(5 * ANSWERS)]), 0
    while steady.poll() is None:
        doomed = subprocess.Popen([*code, "8", "1000"], stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            steady.wait(0.3)
        doomed.kill()
        killed += doomed.wait() == -signal.SIGKILL
    assert killed
    assert steady.returncode == 0
    assert progress.load()["exercises"]["2.1"]["verdicts"]["of 7"] == 5 * ANSWERS
    assert not [name for name in beside(kept) if "damaged" in name]


def test_who_never_lets_go_of_the_file_is_told(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    with files.alone(kept):
        said = progress.record("2.1", "correct")
    assert said == "Progress could not be kept here: another notebook is keeping its own."
    assert progress.record("2.1", "correct") == ""


# ---- files that somebody else has written

WORDS = st.sampled_from(
    ["a", "certain", "2026-11-27", "2026-11-19", "27 Nov", "right", "of", "\ud800", ""]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2**60) | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
PARTS = ("day", "due", "box", "said", "missed", "cured_on", "draws")
ENTRIES = st.builds(
    lambda counts, met, cured, more: {"verdicts": counts, "met": met, "cured": cured} | more,
    st.dictionaries(st.sampled_from(["correct", "not yet", "x"]), st.integers(0, 9)),
    st.lists(WORDS), st.lists(WORDS), st.dictionaries(st.sampled_from(PARTS), JSON),
)  # fmt: skip
FILES = st.builds(
    lambda version, exercises, more: {"version": version, "exercises": exercises} | more,
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(["2.1", "2.2", "9.9"]), ENTRIES),
    st.dictionaries(st.sampled_from(["marks", "first_marks", "draws", "name"]), JSON),
)
ANSWER = st.tuples(
    st.sampled_from(["correct", "not yet", "this looks like", "can't read it", "almost"]),
    st.sampled_from(["", "a", "b"]), st.sampled_from(["", *entries.SURE]),
)  # fmt: skip


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=FILES, answer=ANSWER)
def test_what_anybody_wrote_costs_no_verdict_and_is_not_lost(
    kept: Path, content: dict[str, Any], answer: tuple[str, str, str]
) -> None:
    kept.write_text(json.dumps(content))
    verdict, idea, sure = answer
    assert progress.record("2.1", verdict, idea, sure=sure) == ""
    found = progress.load()
    assert found["version"] == progress.VERSION
    before = content["exercises"].pop("2.1", entries.nothing_yet())
    after = found["exercises"].pop("2.1")
    assert after["verdicts"] == before["verdicts"] | {
        verdict: before["verdicts"].get(verdict, 0) + 1
    }
    assert {*after["met"]} >= {*before["met"]}
    assert {*after["cured"]} >= {*before["cured"]} - {idea}
    assert after.get("draws") == before.get("draws")
    for exercise, entry in content["exercises"].items():  # but for an idea that stood there twice
        assert found["exercises"][exercise] | {"met": 0, "cured": 0} == entry | {
            "met": 0,
            "cured": 0,
        }
    assert {name: found.get(name) for name in content if name not in ("version", "exercises")} == {
        name: part for name, part in content.items() if name not in ("version", "exercises")
    }
    assert report.report(kept, ["2.1", "2.2"], day=DAY)
    assert report.everything(kept).isprintable() is False  # it has lines
    report.tallies(progress.load())
    assert progress.keep_mark("wall", PLACED) == ""


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary() | JSON.map(lambda one: json.dumps(one).encode()))
def test_whatever_lies_there_is_used_or_set_aside(kept: Path, content: bytes) -> None:
    for name in beside(kept):
        kept.with_name(name).unlink()
    kept.write_bytes(content)
    assert report.report(kept, ["2.1"])
    said = progress.record("2.1", "correct")
    assert "was damaged" in said
    assert kept.with_name("progress-damaged-1.json").read_bytes() == content
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 1}


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=FILES)
def test_what_is_saved_is_read_as_it_was(kept: Path, content: dict[str, Any]) -> None:
    progress.save(content, kept)
    assert progress.load(kept) == content
