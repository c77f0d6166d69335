"""Wrong ideas: each has one id and one name, and what was kept of them by name is not lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from marginlab.course.book import BOOK, ITEMS, rungs
from marginlab.course.final.items import questions
from marginlab.course.ideas import IDS, NAMES
from marginlab.practice import entries, progress, report
from marginlab.practice.item import Number
from marginlab.practice.order import OUT_OF_ORDER
from tests.drawing.test_panel import QUESTIONS

# As the last edition that kept ideas by their names has written it: every idea was met, lessons 1
# and 2 were mastered.
VERSION_1 = Path(__file__).with_name("progress_version_1.json")
# As earlier editions wrote them: the first that knew ideas, the last of version 1, the last of version 2.
WRITTEN = ("version_1_without_marks", "version_1", "version_2")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's progress file of version 1."""
    path = tmp_path / progress.FILE
    shutil.copy(VERSION_1, path)
    monkeypatch.setenv(progress.VARIABLE, str(path))
    monkeypatch.setenv(entries.VARIABLE, "2026-11-27")
    return path


def test_every_idea_that_an_exercise_a_slip_or_a_mark_names_has_a_name_and_no_other_has() -> None:
    asked = (*ITEMS.values(), *rungs().values(), *questions().values())
    items = {wrong.idea for item in asked for wrong in item.wrong} | {OUT_OF_ORDER}
    numbers = [item for item in ITEMS.values() if isinstance(item, Number)]
    slips = {slip.idea for item in numbers for slip in BOOK.slips(item)}
    marks = {idea for place in QUESTIONS for idea in place().answers.ideas}
    assert NAMES.keys() == items | slips | marks


def test_no_two_ideas_have_one_name() -> None:
    assert len(set(NAMES.values())) == len(NAMES)


def test_ideas_need_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); from marginlab.course import ideas; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) - sys.stdlib_module_names == {"marginlab"}


def test_every_name_of_version_1_has_an_id() -> None:
    entries = json.loads(VERSION_1.read_text(encoding="utf-8"))["exercises"].values()
    lost = {name for entry in entries for name in entry["met"]} - set(IDS)
    assert not lost, f"a name that is bettered stays in ideas.IDS as it was: {lost}"


def test_a_file_of_version_1_tells_what_was_met_and_cured(kept: Path) -> None:
    entries = json.loads(kept.read_text(encoding="utf-8"))["exercises"]
    _, _, cured, standing, following = report.report(kept, tuple(ITEMS), NAMES, IDS)
    for exercise, entry in entries.items():
        for name in entry["met"]:
            told = NAMES[IDS[name]]
            is_cured = name in entry["cured"]
            assert (f"{told} (in {exercise})" in standing) is not is_cured
            assert (told in cured) is is_cured
    assert following == "Next: exercise 0.1."


@pytest.mark.parametrize("name", WRITTEN)
def test_the_next_verdict_takes_over_a_file_of_any_edition_and_loses_nothing(
    kept: Path, name: str
) -> None:
    shutil.copy(VERSION_1.with_name(f"progress_{name}.json"), kept)
    before = progress.load()
    old = report.report(kept, tuple(ITEMS), NAMES, IDS)
    progress.keep_mark("leak", {"axis": {}, "mark": 3, "sure": "guess", "right": True})
    assert progress.record("6.1", "this looks like", "equity-zero", IDS) == ""
    after = progress.load()
    assert after["version"] == progress.VERSION
    assert {**before.get("marks", {}), "leak": after["marks"]["leak"]} == after["marks"]
    assert after["exercises"].pop("6.1")["met"] == ["equity-zero"]
    for entry in before["exercises"].values():
        entry |= {part: [IDS.get(one, one) for one in entry[part]] for part in ("met", "cured")}
    assert after["exercises"] == before["exercises"]
    assert {*after} == {*before, "marks", "first_marks"}
    assert report.report(kept, tuple(ITEMS), NAMES, IDS)[0] == old[0]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_exercise_of_an_earlier_edition_that_was_answered_is_due(
    kept: Path, name: str
) -> None:
    shutil.copy(VERSION_1.with_name(f"progress_{name}.json"), kept)
    entries_of = progress.load()["exercises"]
    tried = [one for one, entry in entries_of.items() if {*entry["verdicts"]} - {"can't read it"}]
    assert f"{len(tried)} due: " in report.report(kept, tuple(ITEMS), NAMES, IDS)[1]


def test_an_idea_kept_by_its_name_is_the_same_one_when_it_is_met_again(kept: Path) -> None:
    exercises = json.loads(kept.read_text(encoding="utf-8"))["exercises"]
    [exercise] = [
        e for e, entry in exercises.items() if "fixed-wall" in {IDS[name] for name in entry["met"]}
    ]
    progress.record(exercise, "this looks like", "fixed-wall", IDS)
    assert progress.load()["exercises"][exercise]["met"].count("fixed-wall") == 1
    progress.record(exercise, "correct", ids=IDS)
    assert "fixed-wall" in entries.put_right(progress.load()["exercises"][exercise])


def test_a_file_that_was_joined_from_both_versions_counts_an_idea_once(kept: Path) -> None:
    both = {"verdicts": {"this looks like": 2}, "met": ["one-coin", NAMES["one-coin"]]}
    kept.write_text(json.dumps({"version": 2, "exercises": {"1.1a": both | {"cured": []}}}))
    told = report.report(kept, tuple(ITEMS), NAMES, IDS)
    assert f"Wrong ideas met and not cured yet: {NAMES['one-coin']} (in 1.1a)." in told


def test_an_idea_that_no_edition_knows_is_kept_as_it_is(kept: Path) -> None:
    entry = {"verdicts": {"this looks like": 1}, "met": ["of another day"], "cured": []}
    kept.write_text(json.dumps({"version": 1, "exercises": {"1.1a": entry}}))
    progress.record("1.2", "correct", ids=IDS)
    assert progress.load()["exercises"]["1.1a"] == entry
    assert "of another day (in 1.1a)" in "".join(report.report(kept, tuple(ITEMS), NAMES, IDS))
