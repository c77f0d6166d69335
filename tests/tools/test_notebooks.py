"""The stored notebooks: they are what their sources say, they were run, and a changed truth shows.

Strict nbval compares every stored output with a new one (the root's own pytest options); here
stands what nbval does not see. `python -m tools.notebooks --check` runs all of it again from the
sources.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from marginlab.drawing.panel import OPENING
from tests.goals import PUZZLES
from tools.notebooks import ROOT, build, pages, rules, source

SOURCES = build.read_sources(ROOT)
LESSONS = [one for one in SOURCES if one.kind == "lesson"]
LARGEST = 300_000
# Tags of ours; nbval's own would take a cell out of the comparison.
TAGS_ALLOWED = {"key"}
UNCHECKED = re.compile(r"#\s*(NBVAL|PYTEST_VALIDATE)_\w+|%%?capture|\bclear_output\b")
# What may not change unseen: the file, how it stands there, and what it is changed to.
CHANGES = {
    "rate": ("venues/bitget.py", '"0.004"', '"0.005"'),
    "sign": ("theory/linear.py", "(mmr + fee_rate)", "(mmr - fee_rate)"),
}

each_notebook = pytest.mark.parametrize("one", SOURCES, ids=lambda one: one.name)
each_lesson = pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)


def stored(one: Any) -> NotebookNode:
    return nbformat.read(one.notebook, as_version=4)


def code_cells(one: Any) -> list[NotebookNode]:
    return [cell for cell in stored(one).cells if cell.cell_type == "code"]


@each_notebook
def test_a_notebook_has_the_cells_of_its_source(one: Any) -> None:
    wanted = build.assemble(one, SOURCES)
    assert [(c.id, c.source) for c in stored(one).cells] == [(c.id, c.source) for c in wanted.cells]


@each_notebook
def test_every_code_cell_was_executed_in_order(one: Any) -> None:
    cells = code_cells(one)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@each_notebook
def test_no_widget_state_and_no_view_is_stored(one: Any) -> None:
    assert stored(one).metadata == build.METADATA
    assert "widget-view" not in one.notebook.read_text(encoding="utf-8")


@each_notebook
def test_every_output_has_words_that_nbval_compares(one: Any) -> None:
    for cell in code_cells(one):
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "display_data"), cell.source
            assert output.data.get("text/plain", "").strip(), cell.source


@each_notebook
def test_no_cell_is_taken_out_of_the_comparison(one: Any) -> None:
    for cell in stored(one).cells:
        assert set(cell.metadata.get("tags", [])) <= TAGS_ALLOWED
        assert not UNCHECKED.search(cell.source), cell.source


@each_notebook
def test_a_notebook_is_small(one: Any) -> None:
    assert one.notebook.stat().st_size < LARGEST


@each_notebook
def test_no_solution_stands_in_the_learners_edition(one: Any) -> None:
    texts = [cell.source for cell in stored(one).cells]
    cut = [cell.source for cell in one.cells if cell not in one.learner_cells]
    assert not [text for text in cut if text in texts]


@each_notebook
def test_a_notebook_needs_nothing_but_the_course(one: Any) -> None:
    """The browser edition carries no numpy, and no files beside the notebooks."""
    for cell in code_cells(one):
        for node in ast.walk(ast.parse(cell.source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names | {"marginlab", "sympy"}


@each_lesson
def test_the_stated_minutes_are_those_of_its_words_and_cells(one: Any) -> None:
    assert rules.minutes_problem(one, stored(one)) is None


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_no_count_of_the_course_is_typed_where_the_build_writes_none(name: str) -> None:
    assert pages.typed_count((ROOT / name).read_text(encoding="utf-8")) is None


def test_every_notebook_has_a_source() -> None:
    notebooks = {path for folder in source.KINDS for path in (ROOT / folder).glob("*.ipynb")}
    assert notebooks == {one.notebook for one in SOURCES}


def test_the_readmes_map_is_that_of_the_sources() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert build.mapped(readme, SOURCES) == readme


def copy_of_the_course(lesson: Path, folder: Path) -> Path:
    """A folder with the package and one lesson, to be changed."""
    # With what is compiled already; a file that is changed afterwards is compiled anew.
    unbuilt = shutil.ignore_patterns("notebooks")
    shutil.copytree(ROOT / "marginlab", folder / "marginlab", ignore=unbuilt)
    shutil.copy(lesson, folder)
    return folder


def strict_nbval(folder: Path) -> tuple[int, str]:
    """nbval on a folder's lesson, with the package beside it and without the root's options.

    Its exit code and words.
    """
    shutil.copy(ROOT / "conftest.py", folder)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    options = "--nbval --nbval-cell-timeout 120 -x -q --color no -p no:xdist -p no:cacheprovider"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split(), "-c", os.devnull, "--rootdir", folder]
        + [str(path) for path in folder.glob("*.ipynb")],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(folder), "MARGINLAB_PROGRESS": str(folder / "progress")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def test_a_copy_of_the_course_passes_as_it_is(tmp_path: Path) -> None:
    # One stands for all: each lesson passes where it is, and it is the copy that might not.
    code, told = strict_nbval(copy_of_the_course(LESSONS[-1].notebook, tmp_path))
    assert code == 0, told


@each_lesson
def test_a_lesson_fails_when_a_rate_or_a_sign_is_changed(one: Any, tmp_path: Path) -> None:
    for name, (file, old, new) in CHANGES.items():
        folder = copy_of_the_course(one.notebook, tmp_path / name)
        module = folder / "marginlab" / file
        text = module.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old}; name what does in CHANGES"
        module.write_text(text.replace(old, new), encoding="utf-8")
        _, told = strict_nbval(folder)
        assert "Cell outputs differ" in told, f"nobody notices another {name}: {told}"


def test_a_slow_cell_alone_is_red(tmp_path: Path) -> None:
    cells = {"1 + 1": "2", "import time; time.sleep(60); wall = 3": "", "2 + 2": "4", "wall": "3"}
    result = partial(nbformat.v4.new_output, "execute_result")
    notebook = nbformat.v4.new_notebook(
        metadata=build.METADATA,
        cells=[
            nbformat.v4.new_code_cell(
                text,
                execution_count=count,
                outputs=[result({"text/plain": out}, execution_count=count)] if out else [],
            )
            for count, (text, out) in enumerate(cells.items(), 1)
        ],
    )
    nbformat.write(notebook, tmp_path / "slow.ipynb")
    shutil.copy(ROOT / "conftest.py", tmp_path)
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", tmp_path]
    options = "-n 0 --nbval-cell-timeout 5 -q --color no -p no:cacheprovider slow.ipynb"
    done = subprocess.run(
        [*command, *options.split()], cwd=tmp_path, capture_output=True, text=True
    )
    assert "1 failed, 1 passed, 1 xfailed, 1 xpassed" in done.stdout
    assert "Cell 1: Timeout of 5 seconds exceeded executing cell" in done.stdout


# ---- puzzles


@each_lesson
def test_the_puzzle_of_a_lesson_opens_the_panel_that_knows_its_goals(one: Any) -> None:
    number = one.front["number"]
    assert (number in PUZZLES) == ("puzzle" in one.beats)
    if number in PUZZLES:
        text = one.path.read_text(encoding="utf-8")
        puzzle = text.partition("## Puzzle\n")[2].partition("\n## ")[0]
        assert PUZZLES[number].opening in map(_plain, puzzle.splitlines())


def _plain(code: str) -> str:
    """A line of code as Python would write it: 55_000 and 55000 are the same."""
    with suppress(SyntaxError):
        return ast.unparse(ast.parse(code))
    return code


def test_no_progress_of_whoever_runs_this_reaches_a_notebook() -> None:
    kept = Path(os.environ["MARGINLAB_PROGRESS"])
    assert not kept.is_relative_to(ROOT)
    assert not kept.exists()


@pytest.mark.parametrize("path", sorted((ROOT / "lessons").glob("*.ipynb")), ids=lambda p: p.stem)
def test_every_stored_panel_has_its_opening_picture_and_says_so(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    stored = [
        output.data["text/html"] for cell in cells for output in cell.get("outputs", [])
        if "marginlab-stored" in output.get("data", {}).get("text/html", "")
    ]  # fmt: skip
    asked = sum(
        bool(re.search(r"^(?:\w+ = )?(\w+_panel|place_\w+_mark)\(.*\)$", c.source, re.M))
        for c in cells
    )
    assert (
        len(stored) == asked >= (2 if path.stem[:2].isdigit() else 1)
    )  # a lesson has a question, too
    for html in stored:
        seen = html.partition("<details>")[0]
        pictures = 0 if "marginlab-card" in seen else 1  # a card of the court is words
        assert seen.count("<img ") == seen.count(OPENING) == pictures
