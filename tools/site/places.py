"""What stands on a page, where no Python answers, of a cell whose value is a picture.

A panel, a question and a still are made by running the cell that shows them. Their figures are drawn,
each for a few widths, by the course's own drawer, all in one run of Node.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from marginlab import drawing, lesson
from marginlab.drawing.canvas import Figure
from marginlab.drawing.ink import dark_rules
from marginlab.drawing.panel import Panel, html_table
from marginlab.drawing.prediction import Prediction
from marginlab.drawing.still import Picture
from marginlab.practice.progress import VARIABLE
from tools.site.environment import HERE, Tools

WIDTHS = (320, 640, 840)  # of the columns for which pictures are laid out [pixels]
DRAWING = Path(drawing.__path__[0])
# As a picture of a page it knows of its surroundings only whether they are dark.
DARK = f"<style>@media (prefers-color-scheme: dark) {{\n{dark_rules('')}\n}}</style>"
STORED = "marginlab-stored"  # what a notebook keeps of a widget


@dataclass(frozen=True)
class Place:
    """A picture on a page.

    live: what moves in it, if anything does; figure: from a width to the figure; alt: what it shows;
    say: the sentence below it; table: its numbers; question, answer: of a mark, what is asked and the
    place of what answers it.
    """

    live: Panel | Prediction | None
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


def place(code: str) -> Place:
    """The place of a cell's value."""
    match value_of(code):
        case Prediction() as asked:
            answer = _panel(asked.panel)
            return Place(asked, asked.asked, asked.alt, question=asked.question, answer=answer)
        case Panel() as panel:
            return _panel(panel)
        case Picture() as picture:
            return Place(None, picture.still.figure, picture.alt)
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


def _panel(panel: Panel) -> Place:
    words = panel.theme.words(panel.scene)

    def figure(*, width: float) -> Figure:
        return panel.theme.figure(panel.scene, width=width)

    table = Markup(html_table(words.table))
    return Place(panel, figure, words.summary, Markup(words.say), table)


@dataclass(frozen=True)
class Drawing:
    """A place's figure as an SVG file, laid out for a column of that width [pixels]."""

    width: int
    height: int
    svg: str


def drawings(tools: Tools, places: Sequence[Place]) -> dict[Place, list[Drawing]]:
    """The drawings of all places, and of what answers them, the narrowest first."""
    shown = [one for place in places for one in (place, place.answer) if one]
    figures = [(place.figure(width=width), width) for place in shown for width in WIDTHS]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        file.write_text(json.dumps(figures), encoding="utf-8")
        svgs = json.loads(run(tools, "draw.mjs", file))
    drawn = (
        Drawing(width, round(figure["layout"]["height"]), svg.replace(">", f">{DARK}", 1))
        for (figure, width), svg in zip(figures, svgs, strict=True)
    )
    return {place: [next(drawn) for _ in WIDTHS] for place in shown}


def run(tools: Tools, script: str, *arguments: Any) -> str:
    """What a script prints that draws; beside it stand the drawer and what unpacks states."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (HERE / script, HERE / "read" / "unpack.js", DRAWING / "drawer.js"):
            shutil.copy(file, folder)
        (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        return tools.node(folder / script, *arguments)
