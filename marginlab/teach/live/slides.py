"""A workshop's rows as slides: a beat's cells in turn, its prose shortened, its panels to be moved.

A slide says little: the first sentence of each paragraph, and those that hold a term in bold. Lists,
tables and what code printed stay whole, and so does what has room beside a picture that stands still;
the code itself is never shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import unwrap
from itertools import takewhile

from markupsafe import Markup

from marginlab import lesson as notebook
from marginlab.course.book import ITEMS
from marginlab.drawing.canvas import Figure
from marginlab.drawing.panel import Kept
from marginlab.teach import guide, pages
from marginlab.teach.plan import Plan, Row
from marginlab.teach.syllabus import Lesson

MOST = 430  # letters of a slide
BESIDE = 560  # letters that have room beside a picture
SIZES = (150, 260)  # letters up to which words are large, and middling
FORMULA = 110  # letters whose room a displayed formula takes
TABLE_ROW = 45
LIST = re.compile(r"^(?:[-*] |\d+\. |\|)")
LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")


@dataclass(frozen=True)
class Drawing:
    """A figure that stands still, made for a `width`, and what it shows in words."""

    figure: Callable[..., Figure]
    alt: str


@dataclass(frozen=True)
class Slide:
    """What stands on the wall. row: its place in the plan; make: makes the panel that lives there;
    words: HTML; still: what is drawn beside them."""

    row: int
    heading: str
    words: str = ""
    still: Drawing | None = None
    make: Callable[[], Kept] | None = None
    size: str = "small"


def slides(plan: Plan) -> list[Slide]:
    """All slides of a workshop, at least one for each row of its plan."""
    return [slide for number, row in enumerate(plan.rows) for slide in _of_row(number, row)]


def invitation(address: str, code: str) -> Markup:
    """What the first slide says besides: how to take a seat."""
    return Markup("<p>On your telephone: <b>{}</b>, code <b>{}</b></p>").format(address, code)


def _of_row(number: int, row: Row) -> Iterator[Slide]:
    if row.exercise:
        asked = LINK.sub(r"\1", ITEMS[row.exercise.id].prompt)
        yield _spoken(number, f"Exercise {row.exercise.id}: {row.exercise.title}", [asked])
    elif row.lesson and row.beat:
        asks = row.beat.key == "question"
        said = row.lesson.question if asks else f"{row.lesson.title}: {row.beat.heading}"
        heading = f"{row.lesson.number}. {said}"
        cells = pages.beats(row.lesson.stem)[row.beat.heading]
        if row.beat.key == "reveal":
            opening = _opening(cells)
            cells = cells[len(opening) :]
            shown = answer(row.lesson)
            yield from (_beside(number, heading, [one.text], shown) for one in opening)
        yield from _of_beat(number, heading, cells)
    elif row.minutes:
        yield Slide(number, row.what, Markup("<p>{} min</p>").format(row.shown), size="large")


def _of_beat(number: int, heading: str, cells: Sequence[pages.Cell]) -> Iterator[Slide]:
    waiting: list[str] = []
    texts: list[str] = []
    for cell in cells:
        if cell.kind == "markdown":
            waiting += shortened(cell.text)
            texts.append(cell.text)
            continue
        if make := panel(cell.text):
            yield from _pages(number, heading, waiting)
            yield Slide(number, heading, make=make)
            waiting, texts = [], []
            continue
        if shown := still(cell.text):
            yield _beside(number, heading, texts, shown)
            waiting, texts = [], []
        waiting += [LINK.sub(r"\1", said) for said in cell.said]
    yield from _pages(number, heading, waiting)


def _opening(cells: Sequence[pages.Cell]) -> list[pages.Cell]:
    """The cells that speak of the picture which a beat begins with: its first words, and no figures."""
    words = list(takewhile(lambda cell: cell.kind == "markdown", cells))
    return words[:-1] or words  # the last of several says what comes next


def _beside(number: int, heading: str, texts: Sequence[str], shown: Drawing) -> Slide:
    """A picture and what is said of it, whole where there is room."""
    whole = [LINK.sub(r"\1", text) for text in texts]
    short = [paragraph for text in texts for paragraph in shortened(text)]
    said = whole if weight(whole) <= BESIDE else short
    return Slide(number, heading, pages.html("\n\n".join(said)), shown)


def answer(lesson: Lesson) -> Drawing:
    """The picture that answers a lesson's question."""
    asked = guide.question(lesson)
    asked.skip()
    view = asked.panel.view

    def figure(width: int) -> Figure:
        view.width = width
        return dict(view.figure)

    return Drawing(figure, view.alt)


def shortened(text: str) -> list[str]:
    """A text's paragraphs, each as its first sentence and those that hold a term in bold."""
    found = []
    for paragraph in re.split(r"\n\s*\n", LINK.sub(r"\1", text).strip()):
        if LIST.match(paragraph):
            found.append(paragraph)
            continue
        first, *rest = pages.SENTENCE.split(" ".join(paragraph.split()))
        found.append(" ".join([first, *(one for one in rest if pages.BOLD.search(one))]))
    return found


def _pages(number: int, heading: str, paragraphs: Sequence[str]) -> Iterator[Slide]:
    """Paragraphs on as many slides as they need."""
    taken: list[str] = []
    for paragraph in paragraphs:
        if taken and weight([*taken, paragraph]) > MOST:
            yield _spoken(number, heading, taken)
            taken = []
        taken.append(paragraph)
    if taken:
        yield _spoken(number, heading, taken)


def _spoken(number: int, heading: str, paragraphs: Sequence[str]) -> Slide:
    letters = weight(paragraphs)
    size = "large" if letters <= SIZES[0] else "middling" if letters <= SIZES[1] else "small"
    return Slide(number, heading, pages.html("\n\n".join(paragraphs)), size=size)


def weight(paragraphs: Sequence[str]) -> int:
    """How much room paragraphs take, in letters."""
    total = 0
    for paragraph in paragraphs:
        formulas = len(pages.DISPLAYED.findall(paragraph))
        rows = sum(line.startswith("|") for line in paragraph.splitlines())
        rest = pages.DISPLAYED.sub("", paragraph) if formulas else paragraph
        total += FORMULA * formulas + (TABLE_ROW * rows or len(rest)) + 30
    return total


def panel(code: str) -> Callable[[], Kept] | None:
    """What makes the panel or the question that a cell ends with; none where it ends with neither.

    It has no memory of marks, so that the wall knows nothing of what its owner once marked.
    """
    called = _called(code)
    if called and (called[0].endswith("_panel") or called[0].startswith("place_")):
        name, given, named = called
        words = {one.arg: ast.literal_eval(one.value) for one in named if one.arg}
        return partial(unwrap(getattr(notebook, name)), *map(ast.literal_eval, given), **words)
    return None


def still(code: str) -> Drawing | None:
    """The picture that a cell ends with; none where it ends with none."""
    called = _called(code)
    if called and called[0] == notebook.Picture.__name__:
        picture = notebook.Picture(*map(ast.literal_eval, called[1]))
        return Drawing(picture.still.figure, picture.alt)
    return None


def _called(code: str) -> tuple[str, list[ast.expr], list[ast.keyword]] | None:
    """What the last line of a cell calls, and with what; none where it calls nothing."""
    match ast.parse(code).body[-1:]:
        case [ast.Expr(ast.Call(ast.Name(name), given, named))]:
            return name, given, named
    return None
