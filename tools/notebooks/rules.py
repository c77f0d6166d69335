"""What every lesson and exercise must hold; each broken rule is told in one sentence.

`problems` reads the source without running it; `minutes_problem` reads the executed notebook,
because what its cells say is read too. Words are what a reader sees: link addresses, HTML tags
and fenced code do not count. Solutions and instructor's notes are under no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode

from tools.notebooks.pages import typed_count
from tools.notebooks.source import Source

FIRST_LINE = "from marginlab.lesson import *"
CELLS, PROSE_WORDS, CODE_LINES = 30, 90, 8
CODE_COLUMNS = 100  # more, and JupyterLab at 1280 pixels puts a scroll bar below the cell
# Of somebody who reads derivations with a pencil: measured by reading lessons 0 to 5, 146 minutes.
WORDS_A_MINUTE, MINUTES_A_CODE_CELL, MINUTES_A_FORMULA, MINUTES_A_PANEL = 120, 0.5, 1.0, 2.0
PANEL = re.compile(r"^(place_\w+_mark|\w+_panel)\(", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
# 54,249.55 or 24.95: what a computation gives. 0.4 and 60,000 are givens and may be typed.
COMPUTED = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+\.\d+|\d{2,}\.\d{2,})(?!\.?\d)")


def problems(source: Source) -> list[str]:
    """Every rule that the source breaks, a sentence each."""
    cells = source.learner_cells
    found = []
    for cell in cells:
        told = prose_problems(cell) if cell.cell_type == "markdown" else code_problems(cell)
        found += [source.told(cell, problem) for problem in told]
    told = heading_problems(cells)
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    if not code or not code[0].startswith(FIRST_LINE):
        told.append(f"the first code cell must begin with `{FIRST_LINE}`")
    if source.kind == "lesson":
        told += lesson_problems(source)
    return found + [f"{source.name}: {problem}." for problem in told]


def lesson_problems(source: Source) -> list[str]:
    """The rules for lessons only: their beats, their length, their front matter's numbers."""
    found = []
    beats = [text for level, text in headings(source.learner_cells) if level == 2]
    if beats != list(source.beats.values()):
        wanted = ", ".join(source.beats.values())
        found.append(f"its beats were {', '.join(beats) or 'none'}; wanted, in order: {wanted}")
    count = len(source.learner_cells) + 1
    if count > CELLS:
        found.append(f"it has {count} cells with the opening one; at most {CELLS} are allowed")
    for key in ("question", "objectives", "keypoints"):
        text = str(source.front.get(key))
        if number := typed_number(text):
            found.append(f"`{key}` types {number}; a computed number belongs into a code cell")
        if typed := typed_count(text):
            found.append(f'`{key}` types "{typed}"; nothing keeps that true')
    return found


def term_problems(lessons: Iterable[Source]) -> list[str]:
    """Terms that are bold twice: a term is bold once in the course, where it is introduced."""
    introduced: dict[str, str] = {}
    found = []
    for lesson in lessons:
        prose = [cell.source for cell in lesson.learner_cells if cell.cell_type == "markdown"]
        for term in re.findall(r"\*\*(.+?)\*\*", FENCE.sub(" ", "\n\n".join(prose))):
            if term.casefold() in introduced:
                first = introduced[term.casefold()]
                found.append(f'{lesson.name}: "{term}" is bold, and {first} has introduced it.')
            introduced.setdefault(term.casefold(), lesson.name)
    return found


def prose_problems(cell: NotebookNode) -> list[str]:
    """What is wrong in one Markdown cell."""
    found = []
    count, number = words(cell.source), typed_number(cell.source)
    if count > PROSE_WORDS:
        found.append(f"has {count} words; at most {PROSE_WORDS} are allowed (+++ splits a cell)")
    if number:
        found.append(f"types {number}; a number that the library computes is printed by code")
    for image in re.findall(r"<img\b[^>]*>", cell.source, re.IGNORECASE):
        if not re.search(r"""\balt\s*=\s*(["'])(?!\1).*?\1""", image, re.IGNORECASE):
            found.append("has an <img> without an alt text that says what it shows")
    if "<!--" in FENCE.sub("", cell.source):
        found.append("has a comment that learners can read; tag an instructor's cell instead")
    if re.search(r"!\[\s*\]\(", cell.source):
        found.append("has an image without a text between ![ and ] that says what it shows")
    return found


def code_problems(cell: NotebookNode) -> list[str]:
    """What is wrong in one code cell."""
    found = []
    lines = len(cell.source.splitlines())
    if lines > CODE_LINES:
        found.append(f"has {lines} lines of code; at most {CODE_LINES} are allowed")
    wide = max(map(len, cell.source.splitlines()), default=0)
    if wide > CODE_COLUMNS:
        found.append(f"has a line of {wide} characters; at most {CODE_COLUMNS} are allowed")
    number = re.search(r"\d,\d{3}\.\d+", cell.source)
    if number:
        found.append(f"types {number[0]}; let the library format what it computes")
    return found


def heading_problems(cells: list[NotebookNode]) -> list[str]:
    """Titles, which only the build writes, and headings that skip a level."""
    found = []
    above = 1
    for level, text in headings(cells):
        if level == 1:
            found.append(f'"# {text}" is a title; the build writes it from the front matter')
        elif level > above + 1:
            found.append(f'the heading "{text}" has level {level} under {above}; none is skipped')
        above = level
    return found


def minutes_problem(source: Source, notebook: NotebookNode) -> str | None:
    """What to say when a lesson's stated minutes are off by more than a third of the measured."""
    measured = reading_minutes(notebook)
    if source.kind != "lesson" or abs(source.minutes - measured) <= measured / 3:
        return None
    return (
        f"{source.name}: the stated minutes add up to {source.minutes:g}; by its words, code "
        f"cells, formulas and panels it takes {measured:.1f}, and they may differ by a third of that."
    )


def reading_minutes(notebook: NotebookNode) -> float:
    """The time for its prose, what its cells say, each code cell, formula and panel [min]."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    data = [out["data"] for c in code for out in c.outputs if "data" in out]
    said = [one.get("text/markdown", "") for one in data]
    formulas = sum("$" in one.get("text/markdown", "") + one.get("text/latex", "") for one in data)
    return (
        sum(map(words, [*prose, *said])) / WORDS_A_MINUTE
        + len(code) * MINUTES_A_CODE_CELL
        + formulas * MINUTES_A_FORMULA
        + sum(bool(PANEL.search(c.source)) for c in code) * MINUTES_A_PANEL
    )


def words(markdown: str) -> int:
    """The number of words that a reader sees."""
    return sum(any(map(str.isalnum, word)) for word in visible(markdown).split())


def typed_number(markdown: str) -> str | None:
    """The first computed number that stands in the prose; `code` shows what one may type."""
    number = COMPUTED.search(re.sub(r"`[^`]*`", " ", visible(markdown)))
    return number and number[0]


def visible(markdown: str) -> str:
    """The Markdown without what a reader does not see as words."""
    return re.sub(r"\]\([^)]*\)|</?[a-zA-Z][^>]*>|https?://\S+", " ", FENCE.sub(" ", markdown))


def headings(cells: list[NotebookNode]) -> list[tuple[int, str]]:
    """The headings of the Markdown cells in order, as (level, text)."""
    text = "\n".join(FENCE.sub("", c.source) for c in cells if c.cell_type == "markdown")
    found = re.findall(r"^(#{1,6}) +(.*?) *$", text, re.MULTILINE)
    return [(len(marks), title) for marks, title in found]
