"""Makes the notebooks of the course from their sources: `python -m tools.notebooks [02 05 ...]`.

    lessons/src/NN_slug.md      ->  lessons/NN_slug.ipynb
    exercises/src/NN_slug.md    ->  exercises/NN_slug.ipynb
    exercises/src/final.md      ->  exercises/final.ipynb    (and the other pages of source.APART)

A source is MyST Markdown and the only form that is edited; lessons/src/_template.md shows one.
source.py checks front matter and cells, rules.py the rest; pages.py writes exercises from their items,
and counts in words. The front matter stands once and is written
into the notebook here: an opening cell with title, question, what one can do afterwards and the
minutes; the keypoints below the heading "Keep this"; the sources below the heading "Sources".
Cells tagged `solution` or `instructor` are cut from the learner's edition.

Every notebook runs in a fresh kernel with the marginlab beside it, and is stored with its outputs
but without widget state, times and versions; a cell's id comes from its text. Then the map of the
lessons is written into README.md between `<!-- lessons -->` and `<!-- /lessons -->`. What
sympy derives for the course is stored before all this (derived.py).

    --check       changes nothing; fails, with the difference, when what is stored is not that
    --stills      draws all stored pictures anew; otherwise those whose figure has changed

Pixels differ between machines, so they are never a drift; a picture of another figure is one.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from marginlab.course.book import ITEMS, rungs
from marginlab.practice.item import Item
from tools.notebooks import COMMAND, ROOT, derived, reference, stills, teaching
from tools.notebooks.kernels import listening
from tools.notebooks.rules import minutes_problem, problems, term_problems
from tools.notebooks.source import (
    APART,
    BEATS,
    KINDS,
    Broken,
    Source,
    read_apart,
    read_lesson,
    read_page,
    shown,
)

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_TIMEOUT = 120
DIFF_LINES, DIFF_WIDTH = 40, 240
UNDATED = "undated"  # the `as_of` of a page that names no day
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MAP = re.compile(r"(?<=<!-- lessons -->\n).*?(?=<!-- /lessons -->)", re.DOTALL)
PIXELS = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")


def main(argv: list[str] | None = None) -> int:
    """Runs the command line; 0 when all is well, else 1 and a sentence for each problem."""
    arguments = _parser().parse_args(argv)
    folder = ROOT / "marginlab" / "course"
    try:
        sources = read_sources(ROOT)
        chosen = choose(sources, arguments.names)
        if arguments.check:
            found = [*derived.problems(), *reference.problems(), *stills.problems(folder)]
            found += drift(ROOT, sources, chosen)
        else:
            # First: the notebooks use what is derived, and show the stills.
            derived.refresh()
            reference.refresh()
            found = list(stills.refresh(redraw=arguments.stills))
            found += write(ROOT, sources, chosen)
    except Broken as broken:
        found = list(broken.problems)
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND, description="Makes the course's notebooks.")
    parser.add_argument("names", nargs="*", help="how file names begin, such as 02; default: all")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on drift")
    parser.add_argument("--stills", action="store_true", help="draw all stored pictures anew")
    return parser


def read_sources(root: Path, items: Mapping[str, Item] = ITEMS) -> list[Source]:
    """Every lesson, its exercises in order, and the pages apart; `Broken` names every broken rule."""
    lessons, pages = (sorted((root / folder / "src").glob("[0-9]*.md")) for folder in KINDS)
    read: dict[str, Source] = {}
    practice: list[Source] = []
    found: list[str] = []
    of_lesson = {
        path.stem: [item for item in items.values() if item.notebook == path.stem]
        for path in lessons
    }
    for path in lessons:
        try:
            read[path.stem] = read_lesson(path, of_lesson[path.stem])
        except Broken as broken:
            found += broken.problems
        if of_lesson[path.stem] and path.stem not in {page.stem for page in pages}:
            found.append(f"{shown(path)}: it has exercises and no page exercises/src/{path.name}.")
    for path in pages:
        try:
            if path.stem in read:
                beside = [item for item in rungs().values() if item.notebook == path.stem]
                practice.append(read_page(path, read[path.stem], of_lesson[path.stem], beside))
            elif path.stem not in of_lesson:
                found.append(f"{shown(path)}: exercises are named as their lesson, and none is so.")
        except Broken as broken:
            found += broken.problems
    apart = (root / folder / "src" / f"{name}.md" for name in APART for folder in KINDS)
    for path in filter(Path.exists, apart):
        try:
            practice.append(read_apart(path))
        except Broken as broken:
            found += broken.problems
    sources = [*read.values(), *practice]
    found += [problem for source in sources for problem in problems(source)]
    found += term_problems(read.values())
    if found:
        raise Broken(*found)
    return sources


def choose(sources: list[Source], names: Iterable[str]) -> list[Source]:
    """The sources whose file name begins with one of the names; all when there are none."""
    beginnings = tuple(Path(name).stem for name in names)
    for beginning in beginnings:
        if not any(source.path.stem.startswith(beginning) for source in sources):
            known = ", ".join(source.name for source in sources)
            raise Broken(f"no source begins with {beginning}; there are {known}.")
    return [s for s in sources if not beginnings or s.path.stem.startswith(beginnings)]


def assemble(source: Source, sources: list[Source]) -> NotebookNode:
    """The learner's notebook before it runs."""
    cells = [nbformat.v4.new_markdown_cell(opening(source, sources))]
    for cell in source.learner_cells:
        cells.append(nbformat.from_dict(cell))
        if cell.cell_type == "markdown" and source.kind == "lesson":
            cells[-1].source = with_front_matter(cell.source, source.front)
    texts: list[str] = []
    for cell in cells:
        texts.append(cell.source)
        cell.id = f"{sha256(cell.source.encode()).hexdigest()[:12]}-{texts.count(cell.source)}"
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    return notebook


def opening(source: Source, sources: list[Source]) -> str:
    """The first cell: what the notebook is about, what it takes and what it gives."""
    front, stem = source.front, source.path.stem
    if source.kind in APART:
        title, when = APART[source.kind]
        return f"# {title}\n\n{when}"
    time = f"About {source.minutes:.0f} minutes"
    if source.kind == "exercise":
        lesson = f"[lesson {front['number']}](../lessons/{stem}.ipynb)"
        return f"# Exercises {front['number']}: {front['title']}\n\n{time}, after {lesson}."
    practice = exercises_of(source, sources)
    if practice:
        link = f"[the exercises](../exercises/{stem}.ipynb)"
        time += f", and {practice.minutes:.0f} for {link}"
    told = [f"# {front['number']}. {front['title']}", f"*{front['question']}*"]
    if "objectives" in front:
        objectives = "\n".join(f"- {objective}" for objective in front["objectives"])
        told.append(f"Afterwards you can\n\n{objectives}")
    told.append(
        f"{time}. **Run → Run All Cells** brings the pictures to life. The page may then stand at its "
        "end: scroll back up to here."
    )
    return "\n\n".join(told)


def with_front_matter(markdown: str, front: dict[str, Any]) -> str:
    """The Markdown with the keypoints right below their heading and the sources at its end."""
    heading = f"## {BEATS['keypoints']}\n"
    keypoints = "\n".join(f"- {keypoint}" for keypoint in front["keypoints"])
    markdown = re.sub(
        f"^{heading}", lambda _: f"{heading}\n{keypoints}\n", f"{markdown}\n", flags=re.MULTILINE
    ).rstrip()
    if re.search(f"^## {BEATS['sources']}$", markdown, re.MULTILINE):
        markdown += "\n\n" + "\n".join(
            f"- [{one['title']}]({one['address']}), {_dated(one['as_of'])}, read {one['read']}"
            for one in front["sources"]
        )
    return markdown


def _dated(as_of: str) -> str:
    return as_of if as_of == UNDATED else f"as of {as_of}"


def exercises_of(lesson: Source, sources: list[Source]) -> Source | None:
    """The exercises that belong to a lesson, if there are any."""
    same = (s for s in sources if s.kind == "exercise" and s.path.stem == lesson.path.stem)
    return next(same, None)


def built(source: Source, sources: list[Source], root: Path) -> NotebookNode:
    """The notebook as it is stored; `Broken` when it stops, warns or takes another time.

    `Broken` as well when no kernel starts.
    """
    notebook = assemble(source, sources)
    # The opening cell is the build's own.
    edited = {
        cell.id: own for cell, own in zip(notebook.cells[1:], source.learner_cells, strict=True)
    }
    try:
        execute(notebook, root)
    except Stopped as stopped:
        told = source.told(edited[stopped.cell.id], str(stopped))
        raise Broken("\n".join(filter(None, [told, stopped.traceback]))) from None
    except RuntimeError as error:
        raise Broken(f"{source.name}: no kernel to run it in could be started: {error}.") from None
    found = [source.told(edited[cell.id], problem) for cell, problem in strip(notebook)]
    time = minutes_problem(source, notebook)
    if found or time:
        raise Broken(*found, *([time] if time else []))
    return notebook


class Stopped(Exception):
    """A cell could not be run, or should not have been; the words follow on its name.

    traceback: what the kernel said besides.
    """

    def __init__(self, cell: NotebookNode, problem: str, traceback: str = "") -> None:
        super().__init__(problem)
        self.cell, self.traceback = cell, traceback


def execute(notebook: NotebookNode, root: Path) -> None:
    """Runs all cells in a fresh kernel, in an empty folder, with the root's marginlab.

    Raises Stopped for a cell that takes too long, ends in an error or with its kernel, or makes an
    Output widget: what is printed into one is kept in the widget's state, which is not stored. Raises
    RuntimeError when no kernel starts.
    """
    running = notebook.cells[0]

    def begins(cell: NotebookNode, **_: object) -> None:
        nonlocal running
        running = cell

    def ended(cell: NotebookNode, **_: object) -> None:
        if any(state.get("_model_name") == "OutputModel" for state in client.widget_state.values()):
            raise Stopped(
                cell, "makes an Output widget, whose words are not stored; show a text or print it"
            )

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as sockets:
        paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
        progress = Path(folder) / "progress.json"
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            config=Config({"KernelManager": listening(Path(sockets))}),
            timeout=CELL_TIMEOUT,
            resources={"metadata": {"path": folder}},
            on_cell_start=begins,
            on_cell_executed=ended,
            record_timing=False,
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
        )
        own = {
            "PYTHONPATH": os.pathsep.join(paths),
            "MARGINLAB_PROGRESS": str(progress),
            "MARGINLAB_TODAY": "2026-11-27",  # the day that tests have, too: see conftest.py
        }
        try:
            client.execute(env={**os.environ, **own})
        except CellTimeoutError:
            raise Stopped(running, f"ran for more than {CELL_TIMEOUT} s") from None
        except CellExecutionError as error:
            reason = re.sub(r"\x1b\[[\d;]*m", "", str(error)).strip()
            raise Stopped(running, "stopped with an error", reason) from None
        except DeadKernelError:
            raise Stopped(running, "ended its kernel") from None


def strip(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Takes out what only a running kernel understands; tells of warnings that were printed."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            output.get("metadata", {}).pop(WIDGET_VIEW, None)
            if output.get("name") == "stderr":
                yield cell, f"warned: {output.text.strip()}"
        cell.outputs = [o for o in cell.outputs if o.output_type == "stream" or o.data]


def write(root: Path, sources: list[Source], chosen: list[Source]) -> Iterator[str]:
    """Stores the chosen notebooks, the README's map and what instructors need; tells what failed."""
    stored = root / "lessons" / teaching.NAME
    stored.write_text(teaching.course(root, sources, ITEMS), encoding="utf-8")
    for source in chosen:
        try:
            nbformat.write(built(source, sources, root), source.notebook)
        except Broken as broken:
            yield from broken.problems
    readme = root / "README.md"
    readme.write_text(mapped(readme.read_text(encoding="utf-8"), sources), encoding="utf-8")


def mapped(readme: str, sources: list[Source]) -> str:
    """The README with the map of the lessons that the sources give."""
    if not MAP.search(readme):
        raise Broken("README.md: the lines <!-- lessons --> and <!-- /lessons --> are missing.")
    rows = [
        "| lesson | it asks | lesson, minutes | exercises, minutes | in class, minutes |",
        "|---|---|--:|--:|--:|",
    ]
    for lesson in sources:
        if lesson.kind == "lesson":
            front, practice = lesson.front, exercises_of(lesson, sources)
            link = f"[{front['number']}. {front['title']}](lessons/{lesson.notebook.name})"
            more = f"{practice.minutes:.0f}" if practice else ""
            taught = sum(front["class"]["minutes"].values())
            rows.append(
                f"| {link} | {front['question']} | {lesson.minutes:.0f} | {more} | {taught:.0f} |"
            )
    text = "\n".join([*rows, ""])
    return MAP.sub(lambda _: text, readme)


def drift(root: Path, sources: list[Source], chosen: list[Source]) -> Iterator[str]:
    """Where what is stored is not what the sources give, a sentence each."""
    for source in chosen:
        name = source.notebook.relative_to(root).as_posix()
        if not source.notebook.exists():
            yield f"{name} is missing; run {COMMAND}."
            continue
        stored = comparable(nbformat.read(source.notebook, as_version=4))
        try:
            fresh = comparable(built(source, sources, root))
        except Broken as broken:
            yield from broken.problems
            continue
        if stored != fresh:
            lines = difflib.unified_diff(stored, fresh, name, f"what {source.name} gives", n=1)
            told = [line.rstrip()[:DIFF_WIDTH] for line in lines][:DIFF_LINES]
            yield "\n".join([f"{name} is not what its source gives; run {COMMAND}.", *told])
    notebooks = {source.notebook for source in sources}
    for folder in KINDS:
        for path in sorted(set((root / folder).glob("*.ipynb")) - notebooks):
            yield f"{folder}/{path.name} has no source in {folder}/src; delete it."
    yield from teaching.drift(root, sources, ITEMS)
    readme = (root / "README.md").read_text(encoding="utf-8")
    if mapped(readme, sources) != readme:
        yield f"README.md: its map of the lessons is not what the sources give; run {COMMAND}."


def comparable(notebook: NotebookNode) -> list[str]:
    """The lines of a notebook that are the same on every machine: all but pixels."""
    text = nbformat.writes(notebook)
    for cell in (copy := json.loads(text))["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            output.get("metadata", {}).pop("image/png", None)
    text = json.dumps(copy, indent=1, sort_keys=True, ensure_ascii=False)
    # Long HTML is broken between its tags, so that a difference shows in few words.
    return PIXELS.sub("data:image/png", text).replace("><", ">\n<").splitlines()
