"""Every notebook of exercises: it holds its items, and runs untouched and solved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jupytext
import nbclient
import pytest
import yaml

from marginlab.course.book import ITEMS
from marginlab.practice.item import Function, Item

SOURCES = sorted((Path(__file__).parents[2] / "exercises" / "src").glob("[0-9]*.md"))
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def items_of(source: Path) -> list[Item]:
    return [item for item in ITEMS.values() if item.notebook == source.stem]


def front_matter(source: Path) -> dict[str, object]:
    front = yaml.safe_load(source.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(front, dict)
    return front


def test_every_item_has_its_notebook() -> None:
    assert {item.notebook for item in ITEMS.values()} == {source.stem for source in SOURCES}


@every_source
def test_stated_minutes_are_those_of_the_items(source: Path) -> None:
    assert front_matter(source)["minutes"] == sum(item.minutes for item in items_of(source))


@every_source
def test_each_item_stands_in_the_notebook_under_its_title(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    for item in items_of(source):
        assert item.lesson == front_matter(source)["number"]
        section = text.partition(f"\n## {item.id} {item.title}\n")[2].partition("\n## ")[0]
        assert f'task("{item.id}")' in section
        if isinstance(item, Function):
            assert f"def {item.name}({', '.join(item.parameters)}):\n    return ____\n" in section
            assert f'check("{item.id}", {item.name})' in section
        else:
            assert f'answer = ____\ncheck("{item.id}", answer)' in section


def executed(source: Path, keep: Callable[[object], bool], tmp_path: Path) -> list[str]:
    """The words that the checks of a notebook begin with, run from top to bottom."""
    notebook = jupytext.read(source, fmt="md:myst")
    notebook.cells = [cell for cell in notebook.cells if keep(cell)]
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": tmp_path}}
    ).execute()
    return [
        output["data"]["text/plain"].splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code" and "check(" in cell.source
        for output in cell.outputs
    ]


def is_solution(cell: object) -> bool:
    return "solution" in cell.metadata.get("tags", [])  # type: ignore[attr-defined]


def is_stub(cell: object) -> bool:
    return "____" in cell.source and cell.cell_type == "code"  # type: ignore[attr-defined]


@every_source
def test_untouched_notebook_runs_and_nothing_is_tried(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(source, lambda cell: not is_solution(cell), tmp_path)
    assert said == [f"○ Not tried, exercise {item.id}" for item in items_of(source)]
    assert list(tmp_path.iterdir()) == []


@every_source
def test_solved_notebook_runs_and_everything_is_correct(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(source, lambda cell: not is_stub(cell), tmp_path)
    assert said == [f"✓ Correct, exercise {item.id}" for item in items_of(source)]
