"""Update and reset on real folders: nothing of the learner's is ever lost."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.app import copies as editions
from marginlab.app import folder
from marginlab.app.copies import Step, reset, update
from marginlab.app.folder import copy_course, digest, manifest

LESSON, EXERCISE = "lessons/02_wall.ipynb", "exercises/02_wall.ipynb"
BESIDE = "exercises/02_wall-new-1.ipynb"


class Course:
    """A course of one lesson and one exercise, as a wheel carries it, and a learner's copy."""

    def __init__(self, root: Path) -> None:
        self.package, self.mine = root / "marginlab", root / "mine"
        self.publish("first")

    def publish(self, edition: str) -> None:
        """Install another edition."""
        for name in (LESSON, EXERCISE):
            path = self.package / "notebooks" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{edition} of {name}", encoding="utf-8")

    def withdraw(self, name: str) -> None:
        """Install an edition without this notebook."""
        (self.package / "notebooks" / name).unlink()

    def write(self, name: str, text: str) -> None:
        (self.mine / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.mine / name).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.mine.rglob("*") if path.is_file())
        return {path.relative_to(self.mine).as_posix(): path.read_bytes() for path in found}

    def updated(self, **how: bool) -> dict[str, str]:
        return {step.name: step.done for step in update(self.mine, **how)}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The first edition, copied; the second one is installed."""
    made = Course(tmp_path)
    monkeypatch.setattr(folder, "PACKAGE", made.package)
    copy_course(made.mine)
    made.publish("second")
    return made


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# ---- update -----------------------------------------------------------------------------------


def test_an_untouched_notebook_is_replaced(course: Course) -> None:
    assert course.updated() == {LESSON: "replaced", EXERCISE: "replaced"}
    assert course.read(LESSON) == f"second of {LESSON}"


def test_a_touched_notebook_is_kept_and_the_new_edition_stands_beside_it(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    steps = {step.name: step for step in update(course.mine)}
    assert steps[EXERCISE] == Step(
        EXERCISE, "kept", f"yours; the new edition is {BESIDE}", writes=BESIDE
    )
    assert course.read(EXERCISE) == "my answers"
    assert course.read(BESIDE) == f"second of {EXERCISE}"


def test_a_deleted_notebook_is_restored(course: Course) -> None:
    (course.mine / LESSON).unlink()
    assert course.updated()[LESSON] == "restored"
    assert course.read(LESSON) == f"second of {LESSON}"


def test_a_renamed_notebook_is_left_alone_and_its_name_restored(course: Course) -> None:
    (course.mine / LESSON).rename(course.mine / "lessons" / "mine.ipynb")
    assert course.updated()[LESSON] == "restored"
    assert course.read("lessons/mine.ipynb") == f"first of {LESSON}"


def test_a_notebook_that_the_course_has_gained_is_new(course: Course) -> None:
    path = course.package / "notebooks" / "lessons" / "03_new.ipynb"
    path.write_text("third lesson", encoding="utf-8")
    assert course.updated()["lessons/03_new.ipynb"] == "new"


def test_a_notebook_that_the_course_has_dropped_is_kept(course: Course) -> None:
    course.withdraw(LESSON)
    assert course.updated()[LESSON] == "kept"
    assert course.read(LESSON) == f"first of {LESSON}"


def test_a_second_update_has_nothing_to_do(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    course.updated()
    files = course.files()
    steps = list(update(course.mine))
    assert [(step.done, step.writes) for step in steps] == [("up to date", ""), ("kept", "")]
    assert course.files() == files


def test_an_edition_beside_that_was_not_touched_gives_way_to_the_next(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    course.updated()
    course.publish("third")
    course.updated()
    assert course.read(EXERCISE) == "my answers"
    assert course.read(BESIDE) == f"third of {EXERCISE}"


def test_an_edition_beside_that_was_touched_is_kept_too(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    course.updated()
    course.write(BESIDE, "more answers")
    course.publish("third")
    course.updated()
    assert course.read(EXERCISE) == "my answers"
    assert course.read(BESIDE) == "more answers"
    assert course.read("exercises/02_wall-new-2.ipynb") == f"third of {EXERCISE}"


def test_a_notebook_touched_after_its_update_is_the_learners_again(course: Course) -> None:
    course.updated()
    course.write(EXERCISE, "my answers")
    course.publish("third")
    assert course.updated() == {LESSON: "replaced", EXERCISE: "kept"}
    assert course.read(EXERCISE) == "my answers"


def test_without_a_manifest_every_other_content_is_the_learners(course: Course) -> None:
    (course.mine / folder.MANIFEST).unlink()
    assert course.updated() == {LESSON: "kept", EXERCISE: "kept"}
    assert course.read(LESSON) == f"first of {LESSON}"


def test_a_dry_run_says_the_same_and_changes_nothing(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    (course.mine / LESSON).unlink()
    before = course.files()
    told = list(update(course.mine, dry_run=True))
    assert course.files() == before
    assert list(update(course.mine)) == told


def test_a_write_protected_notebook_is_the_learners(course: Course) -> None:
    (course.mine / LESSON).chmod(0o444)
    assert course.updated()[LESSON] == "kept"
    assert course.read(LESSON) == f"first of {LESSON}"


def test_a_link_is_kept_with_what_it_leads_to(course: Course, tmp_path: Path) -> None:
    (course.mine / LESSON).rename(tmp_path / "elsewhere.ipynb")
    (course.mine / LESSON).symlink_to(tmp_path / "elsewhere.ipynb")
    assert course.updated()[LESSON] == "kept"
    assert (course.mine / LESSON).is_symlink()
    assert course.read(LESSON) == f"first of {LESSON}"


def test_a_folder_in_a_notebooks_place_is_kept(course: Course) -> None:
    (course.mine / LESSON).unlink()
    (course.mine / LESSON).mkdir()
    assert course.updated()[LESSON] == "kept"


def test_permissions_stay(course: Course) -> None:
    (course.mine / LESSON).chmod(0o640)
    course.updated()
    assert (course.mine / LESSON).stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_and_the_others_are_updated(
    course: Course,
) -> None:
    (course.mine / "lessons").chmod(0o500)
    try:
        assert course.updated() == {LESSON: "failed", EXERCISE: "replaced"}
    finally:
        (course.mine / "lessons").chmod(0o700)
    assert course.read(LESSON) == f"first of {LESSON}"


def test_a_refusal_in_one_folder_is_told_and_the_others_are_updated(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = editions.write_whole

    def refusing(path: Path, content: bytes) -> None:
        if path.parent.name == "lessons":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(path, content)

    monkeypatch.setattr(editions, "write_whole", refusing)
    steps = {step.name: step for step in update(course.mine)}
    assert steps[LESSON] == Step(LESSON, "failed", "permission denied")
    assert steps[EXERCISE].done == "replaced"
    assert course.read(LESSON) == f"first of {LESSON}"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_every_file_as_it_was(
    course: Course, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    course.write(EXERCISE, "my answers")
    before = course.files()
    with monkeypatch.context() as full:
        full.setattr(os, step, no_space)
        steps = list(update(course.mine))
    assert {s.done for s in steps} == {"failed"}
    assert "no space left on device" in steps[0].why
    assert course.files() == before
    assert course.updated() == {LESSON: "replaced", EXERCISE: "kept"}


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_byte_more_leaves_every_file_as_it_was(course: Course) -> None:
    before = course.files()
    code = (
        "import resource, sys; from pathlib import Path; from marginlab.app import folder; "
        "from marginlab.app import copies as editions; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5)); folder.PACKAGE = Path(sys.argv[1]); "
        "print(*[step.done for step in editions.update(Path(sys.argv[2]))])"
    )
    words = [sys.executable, "-c", code, str(course.package), str(course.mine)]
    run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["failed", "failed"]
    assert course.files() == before


def test_a_manifest_that_cannot_be_kept_costs_no_work(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(editions, "save_manifest", no_space)
        assert course.updated()[folder.MANIFEST] == "failed"
    course.write(EXERCISE, "my answers")
    course.publish("third")
    course.updated()
    assert course.read(EXERCISE) == "my answers"


# ---- what counts as a learner's change


def cell(kind: str, source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": source[:8], "source": source, "metadata": metadata} | (
        {"execution_count": None, "outputs": []} if kind == "code" else {}
    )


def written(*cells: dict[str, Any], **metadata: Any) -> str:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


FIRST = (cell("markdown", "# Wall"), cell("code", "answer = ____", tags=["task"]))


def as_jupyterlab_leaves_it(text: str) -> str:
    """The same notebook after it was opened, run and saved by itself."""
    notebook = json.loads(text)
    notebook["metadata"] = {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    for number, one in enumerate(notebook["cells"]):
        one["id"] = str(number)
        one["source"] = one["source"].splitlines(keepends=True)
        one["metadata"] |= {"scrolled": True, "jupyter": {"outputs_hidden": False}}
        if one["cell_type"] == "code":
            output = {"output_type": "stream", "name": "stdout", "text": ["54,249.55\n"]}
            one |= {"execution_count": number + 1, "outputs": [output]}
    return json.dumps(notebook, indent=1) + "\n"


@pytest.fixture
def real(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course whose first edition is a notebook, copied; later ones are too."""

    def publish(edition: str) -> None:
        for name in (LESSON, EXERCISE):
            cells = (*FIRST, cell("markdown", edition)) if edition else FIRST
            (course.package / "notebooks" / name).write_text(written(*cells), encoding="utf-8")

    monkeypatch.setattr(course, "publish", publish)
    course.publish("")
    for name in (LESSON, EXERCISE):
        (course.mine / name).unlink()
    copy_course(course.mine)
    course.write(LESSON, as_jupyterlab_leaves_it(course.read(LESSON)))
    return course


def test_a_notebook_that_was_only_opened_and_run_is_replaced(real: Course) -> None:
    real.publish("second")
    assert real.updated() == {LESSON: "replaced", EXERCISE: "replaced"}
    assert json.loads(real.read(LESSON)) == json.loads(real.read(EXERCISE))


def test_a_notebook_that_was_only_run_is_up_to_date_while_nothing_is_newer(real: Course) -> None:
    before = real.files()
    assert real.updated() == {LESSON: "up to date", EXERCISE: "up to date"}
    assert real.files() == before


def test_new_outputs_alone_are_an_edition_too(real: Course) -> None:
    newer = as_jupyterlab_leaves_it(written(*FIRST)).replace("54,249.55", "54,249.6")
    for name in (LESSON, EXERCISE):
        (real.package / "notebooks" / name).write_text(newer, encoding="utf-8")
    assert real.updated() == {LESSON: "replaced", EXERCISE: "replaced"}
    assert "54,249.6" in real.read(LESSON)


def test_an_answer_in_a_notebook_that_jupyterlab_has_written_is_kept(real: Course) -> None:
    mine = real.read(LESSON).replace("____", "54249.55")
    real.write(LESSON, mine)
    real.publish("second")
    assert real.updated() == {LESSON: "kept", EXERCISE: "replaced"}
    assert real.read(LESSON) == mine


def test_a_manifest_of_bytes_alone_knows_what_nobody_has_opened(real: Course) -> None:
    kept = json.loads(real.read(folder.MANIFEST))
    del kept["cells"]
    real.write(folder.MANIFEST, json.dumps(kept))
    real.publish("second")
    assert real.updated() == {LESSON: "kept", EXERCISE: "replaced"}


def test_without_a_manifest_the_cells_of_the_newest_edition_are_known(real: Course) -> None:
    (real.mine / folder.MANIFEST).unlink()
    assert real.updated() == {LESSON: "up to date", EXERCISE: "up to date"}
    real.publish("second")
    assert real.updated() == {LESSON: "replaced", EXERCISE: "replaced"}


CELLS = st.lists(
    st.builds(
        lambda kind, source, tags: cell(kind, source, **({"tags": tags} if tags else {})),
        st.sampled_from(["markdown", "code", "raw"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.lists(st.sampled_from(["key", "task"]), max_size=2),
    ),
    min_size=1,
    max_size=5,
)
PASTED = {"wall.png": {"image/png": "QUJD"}}


@given(cells=CELLS)
def test_what_a_front_end_notes_is_no_change(cells: list[dict[str, Any]]) -> None:
    given = digest(written(*cells).encode())
    assert given.is_still(as_jupyterlab_leaves_it(written(*cells)).encode())


@given(cells=CELLS, data=st.data())
def test_whatever_a_learner_does_to_a_cell_is_a_change(
    cells: list[dict[str, Any]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(cells) - 1))
    one = cells[at]
    changes = {
        "deleted": [*cells[:at], *cells[at + 1 :]],
        "doubled": [*cells[: at + 1], *cells[at:]],
        "moved": [*cells[:at], *cells[at + 1 :], one],
        "written in": [*cells[:at], one | {"source": one["source"] + " "}, *cells[at + 1 :]],
        "tagged": [*cells[:at], one | {"metadata": {"tags": ["mine"]}}, *cells[at + 1 :]],
        "turned": [*cells[:at], one | {"cell_type": "other"}, *cells[at + 1 :]],
        "a picture pasted": [*cells[:at], one | {"attachments": PASTED}, *cells[at + 1 :]],
    }
    change = data.draw(st.sampled_from(sorted(changes)))
    told = [(c["cell_type"], c["source"], c["metadata"]) for c in cells]
    moved = [(c["cell_type"], c["source"], c["metadata"]) for c in changes["moved"]]
    if change != "moved" or moved != told:
        assert not digest(written(*cells).encode()).is_still(
            as_jupyterlab_leaves_it(written(*changes[change])).encode()
        )


CHANGES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["write", "delete"]), st.sampled_from([LESSON, EXERCISE, BESIDE])
        ),
        st.tuples(st.sampled_from(["publish", "update", "full", "reset"]), st.just(EXERCISE)),
    ),
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_whatever_happens_no_text_of_the_learners_is_lost(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        course = Course(tmp_path_factory.mktemp("any"))
        patch.setattr(folder, "PACKAGE", course.package)
        copy_course(course.mine)
        written: dict[str, str] = {}  # what the learner has written and not deleted, by name
        owned: list[str] = []
        for number, (change, name) in enumerate(changes):
            match change:
                case "write" if (course.mine / name).exists():
                    if written.get(name) == course.read(name):
                        owned.remove(written[name])  # overwritten by the learner's own hand
                    written[name] = f"mine {number}"
                    owned.append(written[name])
                    course.write(name, written[name])
                case "delete" if (course.mine / name).exists():
                    if written.get(name) == course.read(name):
                        owned.remove(written.pop(name))
                    (course.mine / name).unlink()
                case "publish":
                    course.publish(f"edition {number}")
                case "update":
                    list(update(course.mine))
                case "reset":
                    reset(course.mine, EXERCISE)
                case "full":
                    with pytest.MonkeyPatch.context() as full:
                        full.setattr(os, "fsync", no_space)
                        list(update(course.mine))
            texts = [content.decode() for content in course.files().values()]
            assert all(text in texts for text in owned)


# ---- reset ------------------------------------------------------------------------------------


def test_reset_archives_and_then_restores(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    step = reset(course.mine, "exercises/02")
    assert (step.done, step.why) == ("reset", "yours is now archive/exercises/02_wall-1.ipynb")
    assert course.read("archive/exercises/02_wall-1.ipynb") == "my answers"
    assert course.read(EXERCISE) == f"second of {EXERCISE}"
    assert course.read(LESSON) == f"first of {LESSON}", "only the one"


def test_a_second_reset_archives_beside_the_first(course: Course) -> None:
    for text in ("one", "two"):
        course.write(EXERCISE, text)
        reset(course.mine, EXERCISE)
    assert course.read("archive/exercises/02_wall-1.ipynb") == "one"
    assert course.read("archive/exercises/02_wall-2.ipynb") == "two"


def test_reset_of_a_missing_notebook_restores_it(course: Course) -> None:
    (course.mine / EXERCISE).unlink()
    assert reset(course.mine, EXERCISE).done == "restored"
    assert not (course.mine / "archive").exists()


def test_reset_of_what_is_as_the_course_has_it_does_nothing(course: Course) -> None:
    course.updated()
    before = course.files()
    assert reset(course.mine, EXERCISE).done == "up to date"
    assert course.files() == before


def test_a_notebook_that_was_reset_counts_as_untouched(course: Course) -> None:
    course.write(EXERCISE, "my answers")
    reset(course.mine, EXERCISE)
    assert EXERCISE in manifest(course.mine)
    course.publish("third")
    assert course.updated()[EXERCISE] == "replaced"


@pytest.mark.parametrize(
    "wanted", [EXERCISE, "exercises/02_wall", "exercises/02", "exercises\\02", f"mine/{EXERCISE}"]
)
def test_enough_of_a_name_is_enough(course: Course, wanted: str) -> None:
    assert reset(course.mine, wanted).name == EXERCISE


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("02_wall", f"'02_wall' fits 2 notebooks; name one of {LESSON}, {EXERCISE}."),
        ("02", f"'02' fits 2 notebooks; name one of {LESSON}, {EXERCISE}."),
        ("09", f"'09' fits none; name one of {LESSON}, {EXERCISE}."),
        ("", "'' fits 2 notebooks"),
        ("../../etc", "fits none"),
    ],
)
def test_a_name_that_fits_none_or_several_is_told(
    course: Course, wanted: str, sentence: str
) -> None:
    before = course.files()
    with pytest.raises(ValueError, match=re.escape(sentence)):
        reset(course.mine, wanted)
    assert course.files() == before


def test_a_link_is_not_reset(course: Course, tmp_path: Path) -> None:
    (course.mine / EXERCISE).rename(tmp_path / "elsewhere.ipynb")
    (course.mine / EXERCISE).symlink_to(tmp_path / "elsewhere.ipynb")
    with pytest.raises(ValueError, match="is a link or a folder"):
        reset(course.mine, EXERCISE)


@pytest.mark.parametrize("writes", range(3))
def test_a_disk_that_fills_during_a_reset_loses_nothing(
    course: Course, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    course.write(EXERCISE, "my answers")
    real, done = os.fsync, []

    def filling(descriptor: int) -> None:
        done.append(descriptor)
        real(descriptor) if len(done) <= writes else no_space()

    monkeypatch.setattr(os, "fsync", filling)
    with pytest.raises(OSError, match="No space left"):
        reset(course.mine, EXERCISE)
    assert b"my answers" in course.files().values()
    assert (course.mine / EXERCISE).exists()
