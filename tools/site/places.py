"""What stands on a page, where no Python answers, of a cell whose value is a picture.

A panel, a question and a still are made by running the cell that shows them. Their figures are drawn,
each for a few widths, by the course's own drawer, all in one run of Node.
"""

from __future__ import annotations

import ast
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from marginlab import drawing, lesson
from marginlab.drawing.canvas import Figure
from marginlab.drawing.panel import Panel, html_table
from marginlab.drawing.prediction import Prediction
from marginlab.drawing.still import Picture
from marginlab.practice.progress import VARIABLE
from tools.site.environment import HERE, Tools

WIDTHS = (320, 640, 840)  # of the columns for which pictures are laid out [pixels]
DRAWING = Path(drawing.__path__[0])
STORED = "marginlab-stored"  # what a notebook keeps of a widget


@dataclass(frozen=True)
class Place:
    """A picture on a page.

    name: its own on the page, "" where nothing moves; figure: from a width to the figure; alt: what it
    shows; say: the sentence below it; table: its numbers; question, answer: of a mark, what is asked and
    the place of what answers it.
    """

    name: str
    figure: Callable[..., Figure]
    alt: str
    say: str = ""
    table: str = ""
    question: str = ""
    answer: Place | None = None


def shows_picture(outputs: Sequence[dict[str, str]]) -> bool:
    """Whether a cell with these stored outputs has a picture as its value."""
    return any(
        "image/png" in data or (STORED in (text := data.get("text/html", "")) and "<img" in text)
        for data in outputs
    )


def place(code: str, name: str) -> Place:
    """The place of a cell's value; `name` is for what moves."""
    match value_of(code):
        case Prediction() as asked:
            answer = _panel(asked.panel, "")
            return Place(name, asked.asked, asked.alt, question=asked.question, answer=answer)
        case Panel() as panel:
            return _panel(panel, name)
        case Picture() as picture:
            return Place("", picture.still.figure, picture.alt)
        case other:
            raise ValueError(
                f"a cell's value was {other!r}; a panel, question or still has a place"
            )


def value_of(code: str) -> Any:
    """The value of a cell's last line, as for a learner who has done nothing yet."""
    *before, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        raise ValueError(f"a cell that shows a picture ends with {ast.unparse(last)!r}, no value")
    names = dict(vars(lesson))
    with _nothing_done():
        exec(compile(ast.Module(before, []), "<cell>", "exec"), names)
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


@contextmanager
def _nothing_done() -> Iterator[None]:
    """Another progress file, so that no mark of whoever builds this stands on a page."""
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = str(Path(folder) / "progress.json")
        try:
            yield
        finally:
            del os.environ[VARIABLE]
            if before is not None:
                os.environ[VARIABLE] = before


def _panel(panel: Panel, name: str) -> Place:
    words = panel.theme.words(panel.scene)

    def figure(*, width: float) -> Figure:
        return panel.theme.figure(panel.scene, width=width)

    table = Markup(html_table(words.table))
    return Place(name, figure, words.summary, Markup(words.say), table)


def drawings(tools: Tools, places: Sequence[Place]) -> dict[Place, list[tuple[int, Markup]]]:
    """The figures of all places, and of what answers them, as SVG for each width."""
    shown = [one for place in places for one in (place, place.answer) if one]
    figures = [(place.figure(width=width), width) for place in shown for width in WIDTHS]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "drawer.mjs").write_bytes((DRAWING / "drawer.js").read_bytes())
        (folder / "draw.mjs").write_bytes((HERE / "draw.mjs").read_bytes())
        (folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        svgs = iter(json.loads(tools.node(folder / "draw.mjs")))
    return {place: [(width, Markup(next(svgs))) for width in WIDTHS] for place in shown}
