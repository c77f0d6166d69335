"""A lesson or an exercise as it is edited: MyST Markdown with front matter, read and checked.

A file is refused whose front matter lacks a key or gives it another shape, and one whose cells the
reader of Markdown would take for something else (layout.py); the sentence names the file, the line and
what is wanted. What the build writes into a source stands in pages.py, what one must hold in rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupytext.myst import myst_to_notebook
from nbformat import NotebookNode

from marginlab.practice.item import Item
from tools.notebooks import layout, pages

# The beats of a lesson in order: the key that holds their minutes, and their heading.
BEATS = {
    "question": "The question",
    "mark": "Place your mark",
    "reveal": "The reveal",
    "puzzle": "Puzzle",
    "derive": "Derive it",
    "check": "Check yourself",
    "transfer": "In real life",
    "keypoints": "Keep this",
    "sources": "Sources",
}
# Those of a guide, a lesson that shows how the course is used and derives nothing.
GUIDE = {
    "picture": "One picture",
    "lesson": "How a lesson works",
    "mark": BEATS["mark"],
    "answer": "Check an answer",
    "keys": "The keyboard",
    "place": "Where your work is kept",
    "map": "Your map",
    "keypoints": BEATS["keypoints"],
    "sources": BEATS["sources"],
}
# Beats in which learners do something themselves; in the others a class listens.
ACTS = {"mark", "puzzle", "picture", "answer", "map"}
KINDS = {"lessons": "lesson", "exercises": "exercise"}
# Pages that belong to no lesson, by their file name: the title, and when to open them.
APART = {
    "review": ("Review", "For every day on which something is due, after any lesson."),
    "capstone": ("The risk memo", "About 40 minutes, after lesson 10."),
    "final": ("The final", "About 20 minutes in one sitting, after the lessons."),
    "your_own_position": (
        "Your own position",
        "For a position that you hold or think of, after lesson 2.",
    ),
}
REFERENCE = {"title", "address", "as_of", "read"}
# Words that show that an objective does not begin with something a learner can be seen to do.
NO_DEED = {"a", "an", "the", "you", "how", "what", "why", "to", "know", "understand", "learn"}


class Broken(Exception):
    """A source or a notebook breaks rules; `problems` holds one sentence for each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Source:
    """One lesson, page of exercises or page apart: its front matter and its cells, solutions among them.

    lines: where each cell begins in the file, counted from one.
    """

    path: Path
    kind: str
    front: dict[str, Any]
    cells: list[NotebookNode]
    lines: list[int]

    @property
    def name(self) -> str:
        """The path as one types it from the root."""
        return shown(self.path)

    @property
    def notebook(self) -> Path:
        """Where the built notebook stands."""
        return self.path.parents[1] / f"{self.path.stem}.ipynb"

    @property
    def learner_cells(self) -> list[NotebookNode]:
        """The cells of the learner's edition: without solutions and instructor's notes."""
        cut = layout.CUT_TAGS
        return [cell for cell in self.cells if not cut & set(cell.metadata.get("tags", []))]

    def told(self, cell: NotebookNode, problem: str) -> str:
        """A sentence on one of the cells, with its line and its first words."""
        [line] = [line for one, line in zip(self.cells, self.lines, strict=True) if one is cell]
        beginning = " ".join(cell.source.split())[:40]
        return f'{self.name}, line {line}: the cell "{beginning} …" {problem}.'

    @property
    def beats(self) -> dict[str, str]:
        """The beats of a lesson, by the key that holds their minutes."""
        return GUIDE if "form" in self.front else BEATS

    @property
    def minutes(self) -> float:
        """The stated minutes of the whole notebook."""
        stated = self.front["minutes"]
        return sum(stated.values()) if isinstance(stated, dict) else stated


def shown(path: Path) -> str:
    """The last three parts of a source's path: lessons/src/02_where.md."""
    return "/".join(path.parts[-3:])


def text_of(path: Path) -> str:
    """The text of a file; `Broken` when it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Broken(f"{shown(path)}: byte {error.start + 1} is no UTF-8.") from None


def read_lesson(path: Path, items: Sequence[Item]) -> Source:
    """The lesson at `path` with these exercises; `Broken` when it is not as it must be."""
    text = text_of(path)
    parts = re.match(r"(---\n(.*?\n)---\n)(.*)", text, re.DOTALL)
    if parts is None:
        raise Broken(f"{shown(path)}: front matter is missing; begin with a --- block of YAML.")
    before = parts[1].count("\n")
    try:
        front = layout.from_yaml(parts[2])
    except layout.Unread as error:
        place = f"{shown(path)}, line {error.line + 2}"
        raise Broken(f"{place}: the front matter is not YAML: {error}.") from None
    if not isinstance(front, dict):
        raise Broken(f"{shown(path)}: the front matter was {front!r}; wanted are keys with values.")
    found = [f"{shown(path)}: {told}" for told in front_matter_problems(front, path.stem)]
    found += [
        f"{shown(path)}, line {before + line}: {told}." for line, told in layout.problems(parts[3])
    ]
    if found:
        raise Broken(*found)
    cells, lines = cells_of(parts[3])
    return counted(Source(path, "lesson", front, cells, [before + line for line in lines]), items)


def read_page(
    path: Path, lesson: Source, items: Sequence[Item], rungs: Sequence[Item] = ()
) -> Source:
    """The page at `path` with the exercises of its lesson; `Broken` when it is not as it must be."""
    prose, name = text_of(path), shown(path)
    found = [f"{name}, line {line}: {told}." for line, told in layout.problems(prose)]
    if prose.startswith("---"):
        found.append(f"{name}: a page has no front matter; the lesson and the items say it.")
    found += [f"{name}: {told}." for told in pages.place_problems(prose, rungs)]
    if not items:
        found.append(f"{name}: its lesson has no exercises in marginlab/course.")
    if found:
        raise Broken(*found)
    front = {
        "title": lesson.front["title"],
        "number": lesson.front["number"],
        "minutes": sum(item.minutes for item in items),
    }
    cells, lines = cells_of(pages.page(prose, items, rungs))
    lines = [pages.line_in_prose(line, prose, items, rungs) for line in lines]
    return counted(Source(path, "exercise", front, cells, lines), items)


def read_apart(path: Path) -> Source:
    """The page at `path`, one of `APART`; `Broken` when it is not as it must be."""
    prose, name = text_of(path), shown(path)
    found = [f"{name}, line {line}: {told}." for line, told in layout.problems(prose)]
    if prose.startswith("---"):
        found.append(f"{name}: it has no front matter; the build writes its opening.")
    if found:
        raise Broken(*found)
    cells, lines = cells_of(pages.FIRST + prose)
    lines = [max(1, line - pages.FIRST.count("\n")) for line in lines]
    title, _ = APART[path.stem]
    return counted(Source(path, path.stem, {"title": title}, cells, lines), ())


def cells_of(text: str) -> tuple[list[NotebookNode], list[int]]:
    """The cells of a text without front matter, and the line on which each begins."""
    notebook = myst_to_notebook(text, add_source_map=True)
    lines = text.splitlines()
    begins = [
        next(i for i in range(line, len(lines)) if lines[i])
        for line in notebook.metadata.source_map
    ]
    return notebook.cells, [line + 1 for line in begins]


def counted(source: Source, items: Sequence[Item]) -> Source:
    """The source with the counts of its exercises in words; `Broken` when one is typed."""
    prose = [cell for cell in source.cells if cell.cell_type == "markdown"]
    found = [
        source.told(cell, problem)
        for cell in prose
        for problem in pages.count_problems(cell.source)
    ]
    if found:
        raise Broken(*found)
    for cell in prose:
        cell.source = pages.filled(cell.source, items)
    return source


def front_matter_problems(front: dict[str, Any], stem: str) -> list[str]:
    """What is missing or of the wrong shape, a sentence for each key."""
    wanted = FRONT_MATTER["guide" if "form" in front else "lesson"]
    found = [f"`{key}` is missing; wanted: {wanted[key][0]}." for key in wanted if key not in front]
    found += [
        f"`{key}` was {front[key]!r}; wanted: {text}."
        for key, (text, good) in wanted.items()
        if key in front and not good(front[key])
    ]
    found += [
        f"`{key}` is not a key of front matter here; allowed are {', '.join(wanted)}."
        for key in front
        if key not in wanted
    ]
    if not found and not stem.startswith(f"{front['number']:02d}_"):
        found.append(f"`number` was {front['number']}; wanted: the number in the file's name.")
    return found


Shape = tuple[str, Callable[[Any], bool]]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 100


def _amount(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < 1000


def _minutes(beats: dict[str, str]) -> Shape:
    def good(value: Any) -> bool:
        keys = isinstance(value, dict) and list(value) == list(beats)
        return keys and all(map(_amount, value.values()))

    return f"minutes above 0 for each beat in order: {', '.join(beats)}", good


def _objectives(value: Any) -> bool:
    return _texts(value) and all(text.split()[0].lower() not in NO_DEED for text in value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_text, value))


def _keypoints(value: Any) -> bool:
    return _texts(value) and len(value) == 3


def _references(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_reference, value))


def _reference(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != REFERENCE or not all(value.values()):
        return False
    read = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value["read"]))
    return bool(read) and str(value["address"]).startswith("https://")


def _myst(value: Any) -> bool:
    representation = value.get("text_representation") if isinstance(value, dict) else None
    return isinstance(representation, dict) and representation.get("format_name") == "myst"


def _kernel(value: Any) -> bool:
    return isinstance(value, dict) and value.get("name") == "python3"


_MACHINERY: dict[str, Shape] = {
    "jupytext": ("text_representation: {extension: .md, format_name: myst}", _myst),
    "kernelspec": ("display_name: Python 3, language: python, name: python3", _kernel),
    "title": ("a short text", _text),
    "number": ("a whole number below 100", _number),
}
_TOLD: dict[str, Shape] = {
    "question": ("the opening question, one sentence", _text),
    "keypoints": ("a list of exactly three sentences", _keypoints),
    "sources": (
        "a list of {title, address: https://…, as_of: a date or words, read: YYYY-MM-DD}",
        _references,
    ),
}
# What it holds is checked in teaching.py, which knows the exercises.
_CLASS: Shape = ("what an instructor needs; see teaching.py", lambda value: isinstance(value, dict))
FRONT_MATTER: dict[str, dict[str, Shape]] = {
    "lesson": {
        **_MACHINERY,
        **_TOLD,
        "objectives": ("a list of what one can do afterwards, a verb first", _objectives),
        "minutes": _minutes(BEATS),
        "class": _CLASS,
    },
    "guide": {
        **_MACHINERY,
        **_TOLD,
        "form": ("guide, or no such key", lambda value: value == "guide"),
        "minutes": _minutes(GUIDE),
        "class": _CLASS,
    },
}
