from __future__ import annotations

import json
import os

import nbformat
import pytest

from marginlab.app import folder
from marginlab.app.folder import (
    MANIFEST,
    copy_course,
    course,
    digest,
    exercises,
    folder_problem,
    handed,
    manifest,
    notebooks,
)
from marginlab.course.book import ITEMS


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """A course of one lesson and one exercise, as an installed wheel carries it."""
    package = tmp_path / "site-packages" / "marginlab"
    for part in ("lessons", "exercises"):
        (package / "notebooks" / part).mkdir(parents=True)
        (package / "notebooks" / part / "02_wall.ipynb").write_bytes(b"the course's\r\n")
    (package / "notebooks" / "lessons" / "build.py").write_text(
        "not for learners", encoding="utf-8"
    )
    monkeypatch.setattr(folder, "PACKAGE", package)
    return package / "notebooks"


def test_a_wheel_has_the_course_inside(carried):
    assert course() == carried


def test_a_checkout_has_the_course_beside_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "PACKAGE", tmp_path / "marginlab")
    assert course() == tmp_path


def test_notebooks_are_copied_byte_for_byte_and_nothing_else(carried, tmp_path):
    assert copy_course(tmp_path / "mine") == (2, 0)
    copies = [path for path in (tmp_path / "mine").rglob("*") if path.is_file()]
    assert sorted(path.relative_to(tmp_path / "mine").as_posix() for path in copies) == [
        ".marginlab-given.json",
        "exercises/02_wall.ipynb",
        "lessons/02_wall.ipynb",
    ]
    notebooks = [path for path in copies if path.suffix == ".ipynb"]
    assert {path.read_bytes() for path in notebooks} == {b"the course's\r\n"}


@pytest.mark.parametrize("name", [n for n in notebooks() if n.startswith("exercises/")])
def test_an_exercise_is_handed_out_as_nobody_has_run_it(name):
    built = json.loads(notebooks()[name].read_bytes())
    given = nbformat.reads(handed(notebooks()[name]).decode(), as_version=4)
    nbformat.validate(given)
    assert [c.source for c in given.cells] == ["".join(c["source"]) for c in built["cells"]]
    code = [cell for cell in given.cells if cell.cell_type == "code"]
    assert {cell.execution_count for cell in code} == {None}
    assert all(bool(cell.outputs) == cell.source.startswith("task(") for cell in code)


def test_a_lesson_is_handed_out_with_its_pictures():
    for name, path in notebooks().items():
        if name.startswith("lessons/"):
            assert handed(path) == path.read_bytes()


def test_a_file_of_the_learner_is_never_overwritten(carried, tmp_path):
    mine = tmp_path / "mine" / "lessons" / "02_wall.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my notes", encoding="utf-8")
    assert copy_course(tmp_path / "mine") == (1, 1)
    assert copy_course(tmp_path / "mine") == (0, 2)
    assert mine.read_text(encoding="utf-8") == "my notes"


def test_a_link_that_leads_nowhere_is_the_learners_too(carried, tmp_path):
    link = tmp_path / "mine" / "lessons" / "02_wall.ipynb"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "nowhere")
    assert copy_course(tmp_path / "mine") == (1, 1)
    assert not (tmp_path / "nowhere").exists()


def test_a_break_leaves_no_half_notebook_that_would_be_kept_for_ever(
    carried, tmp_path, monkeypatch
):
    broken = carried / "lessons" / "02_wall.ipynb"
    broken.unlink()
    broken.mkdir()  # reading it fails after its copy was opened
    with pytest.raises(IsADirectoryError):
        copy_course(tmp_path / "mine")
    assert not (tmp_path / "mine" / "lessons" / "02_wall.ipynb").exists()


def test_what_was_given_is_kept_in_a_manifest(carried, tmp_path):
    copy_course(tmp_path / "mine")
    known = digest(b"the course's\r\n")
    names = {"exercises/02_wall.ipynb", "lessons/02_wall.ipynb"}
    assert manifest(tmp_path / "mine") == dict.fromkeys(names, known)


def test_a_file_that_was_there_before_was_not_given(carried, tmp_path):
    mine = tmp_path / "mine" / "lessons" / "02_wall.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my notes", encoding="utf-8")
    copy_course(tmp_path / "mine")
    assert list(manifest(tmp_path / "mine")) == ["exercises/02_wall.ipynb"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"given": []}', b"\xff", b"[" * 100_000]
)
def test_a_damaged_manifest_makes_every_file_the_learners(tmp_path, content):
    (tmp_path / MANIFEST).write_bytes(content)
    assert manifest(tmp_path) == {}


def test_the_exercises_of_the_course_are_found_in_its_notebooks():
    assert exercises() == list(ITEMS)


def test_a_folder_need_not_exist_yet(tmp_path):
    assert folder_problem(tmp_path / "not" / "yet" / "there") is None
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_file_cannot_be_the_folder(tmp_path, below):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    problem = folder_problem(tmp_path / "taken" / below)
    assert (
        problem == f"{tmp_path / 'taken'} is a file, not a folder; name another one with --folder."
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    assert "cannot be written (Permission denied)" in (folder_problem(tmp_path / "mine") or "")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs Linux")
def test_a_place_where_nobody_can_write_is_told():
    assert "cannot be written" in (folder_problem(folder.Path("/proc/marginlab-course")) or "")


def test_a_changed_notebook_makes_another_edition(tmp_path, monkeypatch):
    before = folder.edition_name()
    copies = {}
    for name, path in folder.notebooks().items():
        copies[name] = tmp_path / name.replace("/", " ")
        copies[name].write_bytes(path.read_bytes())
    monkeypatch.setattr(folder, "notebooks", lambda: copies)
    assert folder.edition_name() == before
    first = next(iter(copies.values()))
    first.write_bytes(first.read_bytes() + b"\n")
    assert folder.edition_name() != before
    assert folder.edition_name().startswith("marginlab ")
