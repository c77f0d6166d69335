"""Every notebook of exercises: it holds its items, and runs untouched and solved."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import nbclient
import nbformat
import pytest
from nbformat import NotebookNode
from traitlets.config import Config

from marginlab.course.book import ITEMS, ladders, rungs
from marginlab.course.court.docket import DOCKET
from marginlab.practice.item import Expression, Function, Item, Number
from marginlab.theory.terms import show
from tools.notebooks import ROOT, build
from tools.notebooks.kernels import listening
from tools.notebooks.source import Source

PAGES = [source for source in build.read_sources(ROOT) if source.kind == "exercise"]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)


def items_of(page: Source) -> list[Item]:
    return [item for item in ITEMS.values() if item.notebook == page.path.stem]


def asked_by(page: Source) -> list[Item]:
    """The exercises of a page, and behind them what counts for nothing."""
    return [
        *items_of(page),
        *(item for item in rungs().values() if item.notebook == page.path.stem),
    ]


def test_every_item_has_its_notebook() -> None:
    assert {item.notebook for item in ITEMS.values()} == {page.path.stem for page in PAGES}


@every_page
def test_stated_minutes_are_those_of_the_items(page: Source) -> None:
    stated = nbformat.read(page.notebook, as_version=4).cells[0].source
    assert f"About {sum(item.minutes for item in items_of(page))} minutes, after" in stated


@every_page
def test_each_item_stands_in_the_notebook_under_its_title(page: Source) -> None:
    cells = [cell.source for cell in nbformat.read(page.notebook, as_version=4).cells]
    for item in asked_by(page):
        assert item.lesson == page.front["number"]
        [at] = [i for i, text in enumerate(cells) if text.endswith(f"## {item.id} {item.title}")]
        task, stub = cells[at + 1 : at + 3]
        assert task == f'task("{item.id}")'
        if isinstance(item, Function):
            head = f"def {item.name}({', '.join(item.parameters)}):"
            assert stub == f'{head}\n    return ____\n\n\ncheck("{item.id}", {item.name})'
        else:
            assert stub == f'answer = ____\ncheck("{item.id}", answer)'


@every_page
def test_a_ladder_is_read_before_its_rungs_and_a_lesson_without_one_has_none(page: Source) -> None:
    code = [cell.source for cell in page.cells if cell.cell_type == "code"]
    number = page.front["number"]
    assert (f"ladder({number})" in code) is (number in ladders())
    if number in ladders():
        first = ladders()[number].rungs[0].id
        assert code[code.index(f"ladder({number})") + 1] == f'task("{first}")'


@every_page
def test_no_rung_that_is_to_be_worked_out_stands_in_what_was_read_before(page: Source) -> None:
    cells = nbformat.read(page.notebook, as_version=4).cells
    told = "".join(str(o.get("data")) for cell in cells for o in cell.get("outputs", []))
    for item in asked_by(page):
        if isinstance(item, Expression) and item.id not in ITEMS:
            assert item.solve.removeprefix("answer = ") not in told
    if page.front["number"] in ladders():
        alone = ladders()[page.front["number"]].alone.right
        assert alone.latex not in told


def executed(page: Source, keep: Callable[[NotebookNode], bool], tmp_path: Path) -> list[str]:
    """The words that the checks of a notebook begin with, run from top to bottom."""
    cells = [nbformat.from_dict(cell) for cell in page.cells if keep(cell)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=build.METADATA)
    with TemporaryDirectory() as sockets:
        nbclient.NotebookClient(
            notebook,
            config=Config({"KernelManager": listening(Path(sockets))}),
            timeout=120,
            resources={"metadata": {"path": tmp_path}},
        ).execute()
    return [
        output["data"]["text/plain"].splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code" and "check(" in cell.source
        for output in cell.outputs
    ]


def is_solution(cell: NotebookNode) -> bool:
    return "solution" in cell.metadata.get("tags", [])


def is_stub(cell: NotebookNode) -> bool:
    return "____" in cell.source and cell.cell_type == "code"


@every_page
def test_untouched_notebook_runs_and_nothing_is_tried(
    page: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(page, lambda cell: not is_solution(cell), tmp_path)
    assert said == [f"○ Not tried, exercise {item.id}" for item in asked_by(page)]
    assert list(tmp_path.iterdir()) == []


@every_page
def test_solved_notebook_runs_and_everything_is_correct(
    page: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(page, lambda cell: not is_stub(cell), tmp_path)
    assert said == [f"✓ Correct, exercise {item.id}" for item in asked_by(page)]


@pytest.mark.parametrize(
    "item", [item for item in ITEMS.values() if isinstance(item, Number)], ids=lambda item: item.id
)
def test_no_answer_of_four_digits_stands_in_the_outputs_of_its_lesson(item: Number) -> None:
    answer = show(item.answer, item.unit if item.unit != "count" else "plain")
    notebook = nbformat.read(ROOT / "lessons" / f"{item.notebook}.ipynb", as_version=4)
    told = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [
        str(text) for output in told for kind, text in output.get("data", {}).items()
        if not kind.startswith("image/")
    ]  # fmt: skip
    printed = re.compile(rf"(?<![\d,.]){re.escape(answer)}(?!\d)")
    long = sum(map(str.isdigit, answer)) >= 4  # a small number may stand anywhere
    assert not long or [text[:80] for text in texts if printed.search(text)] == []


def test_exercises_of_earlier_lessons_are_mixed_in_and_never_two_in_a_row() -> None:
    for page in PAGES:
        items = items_of(page)
        again = [bool(item.repeats) for item in items]
        if items[0].lesson >= 2:
            assert sum(again) >= 3, page.name
            assert not any(one and other for one, other in pairwise(again)), page.name
        if items[0].lesson >= 6:
            assert 3 * sum(again) >= len(again), page.name


@every_page
def test_the_cards_about_a_lesson_are_named_below_its_exercises(page: Source) -> None:
    last = nbformat.read(page.notebook, as_version=4).cells[-1].source
    about = {card.id for card in DOCKET.values() if card.lesson == page.front["number"]}
    assert set(re.findall(r"\b[A-Z]+\d[\d.]*[ab]?\b", last)) == about
