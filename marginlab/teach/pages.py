"""Pages from the beats of a stored notebook: Markdown as HTML, mathematics as MathML.

What an instructor prints is one file without scripts, fonts or pictures from elsewhere; every browser
prints it. The site's pages to be read are made from the same beats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from marginlab import __version__
from marginlab.app.folder import course

MARGIN = 14  # of paper [mm]
TEMPLATES = Path(__file__).parent / "templates"
LICENCE = (
    "marginlab, edition {edition}, {day}. Text and figures: CC BY 4.0, by the marginlab authors. "
    "Education, not trading advice."
)
HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*")
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
RESULT = re.compile(r"^\$\\displaystyle (.+)\$$")  # a formula that is a cell's value
SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-ZÄÖÜ*$])")


@dataclass(frozen=True)
class Picture:
    """A stored picture as a data address, and what it shows in words."""

    source: str
    alt: str


@dataclass(frozen=True)
class Cell:
    """A cell of a beat; outputs hold the data of each output by its type."""

    kind: str
    text: str
    outputs: tuple[dict[str, str], ...] = ()

    @property
    def said(self) -> Iterator[str]:
        """What it says to a reader, as Markdown: its own text, or what its code printed."""
        if self.kind == "markdown":
            yield self.text
        for data in self.outputs:
            if said := data.get("text/markdown") or data.get("text/latex"):
                yield said

    @property
    def pictures(self) -> Iterator[Picture]:
        """The pictures that are stored in it."""
        for data in self.outputs:
            if "image/png" in data:
                yield Picture(f"data:image/png;base64,{data['image/png']}", data["alt"])
            for image in re.findall(r"<img\b[^>]*>", data.get("text/html", "")):
                source, alt = (re.search(rf'\b{name}="([^"]*)"', image) for name in ("src", "alt"))
                if source and alt:
                    yield Picture(Markup(source[1]).unescape(), Markup(alt[1]).unescape())


def beats(stem: str, part: str = "lessons") -> dict[str, list[Cell]]:
    """The cells of a lesson of the installed edition, by the heading under which they stand.

    part: "exercises" for those of its exercises.
    """
    stored = json.loads((course() / part / f"{stem}.ipynb").read_text(encoding="utf-8"))
    found: dict[str, list[Cell]] = {}
    heading = ""
    for cell in stored["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            outputs = tuple(_data(output) for output in cell["outputs"] if "data" in output)
            found.setdefault(heading, []).append(Cell("code", text, outputs))
            continue
        # A heading may stand in the middle of a cell.
        before, *parts = HEADING.split(text)
        if before.strip():
            found.setdefault(heading, []).append(Cell("markdown", before.strip()))
        for heading, said in zip(parts[::2], parts[1::2], strict=True):
            found.setdefault(heading, []).append(Cell("markdown", said.strip()))
    return found


def _data(output: dict[str, Any]) -> dict[str, str]:
    data = {kind: "".join(text) for kind, text in output["data"].items()}
    if alt := output.get("metadata", {}).get("image/png", {}).get("alt"):
        data["alt"] = alt
    return data


def pictures(cells: list[Cell]) -> list[Picture]:
    """The pictures of a beat."""
    return [picture for cell in cells for picture in cell.pictures]


def formulas(cells: list[Cell]) -> list[str]:
    """What was derived in a beat: the displayed mathematics that its code printed, each once."""
    found = [
        formula.strip()
        for cell in cells
        if cell.kind == "code"
        for said in cell.said
        for shown in [*DISPLAYED.findall(said), *RESULT.findall(said)]
        for formula in shown.split(r"\qquad")
    ]
    return [formula for formula in dict.fromkeys(found) if "=" in formula]


def terms(lesson: dict[str, list[Cell]]) -> dict[str, str]:
    """The terms that a lesson introduces, in bold, each with the sentence that does so."""
    found: dict[str, str] = {}
    for heading, cells in lesson.items():
        for cell in cells:
            if cell.kind == "markdown" and heading:  # the opening is the build's
                before = ""
                for sentence in SENTENCE.split(" ".join(cell.text.split())):
                    for term in BOLD.findall(sentence):
                        alone = sentence.rstrip(".") == f"**{term}**"
                        found.setdefault(term, f"{before} {sentence}" if alone else sentence)
                    before = sentence
    return found


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("js-default")  # tables, and no HTML of the text's own
    made.use(dollarmath_plugin, allow_space=True, double_inline=True, renderer=_mathematics)
    for cell in ("th_open", "td_open"):
        made.add_render_rule(cell, _cell)
    made.add_render_rule("math_inline_double", _displayed)
    return made


def _displayed(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Mathematics on lines of its own in the middle of a paragraph, where no <div> may stand."""
    formulas = _mathematics(tokens[at].content.strip(), {"display_mode": True})
    return f'<span class="math block">{formulas}</span>'


def _cell(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """A cell of a table; how numbers stand is the style sheet's affair, and a page may forbid others."""
    if tokens[at].attrs.pop("style", "") == "text-align:right":
        tokens[at].attrJoin("class", "n")
    return renderer.renderToken(tokens, at, options, env)


def _mathematics(latex: str, options: dict[str, Any]) -> str:
    if not options.get("display_mode"):
        return str(convert(latex, display="inline"))
    # Formulas that stand side by side may stand below one another where a page is narrow.
    return "\n".join(convert(one, display="block") for one in latex.split(r"\qquad"))


def html(markdown: str) -> Markup:
    """A text of the course as HTML."""
    return Markup(_markdown().render(markdown))


def inline(markdown: str) -> Markup:
    """A sentence of the course as HTML, without a paragraph of its own."""
    return Markup(_markdown().renderInline(markdown))


def mathematics(latex: str) -> Markup:
    """A formula as MathML on a line of its own."""
    return Markup(convert(latex, display="block"))


@cache
def templates(folder: Path = TEMPLATES) -> Environment:
    """The templates of a folder, with filters for the texts of the course."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"html": html, "inline": inline, "mathematics": mathematics}
    return made


def page(template: str, day: date, **values: Any) -> str:
    """A page from its template, as it was made on a day."""
    imprint = LICENCE.format(edition=__version__, day=day.isoformat())
    made = templates().get_template(template)
    return made.render(values, imprint=imprint, margin=MARGIN) + "\n"
