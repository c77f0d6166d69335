"""The reading edition: a page for every lesson, and pages of the words, the claims and the sources.

A page says what the stored notebook says, and no Python stands behind it: texts, derivations as MathML,
tables, pictures as SVG, and what the exercises ask. What has a picture is in places.py; read/ holds the
templates, and what a page looks like and does.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

import marginlab
from marginlab.course.court.docket import DOCKET
from marginlab.drawing.ink import dark_rules
from marginlab.teach import pages
from marginlab.theory.terms import TERMS
from marginlab.venues import VENUES
from tools.notebooks.build import exercises_of, read_sources
from tools.notebooks.source import APART, Source
from tools.site import places, tables
from tools.site.environment import HERE, ROOT, Tools
from tools.site.places import Place

FOLDER = "read"
PARTS = HERE / FOLDER
LARGEST = 100_000  # bytes, packed, of all that a lesson asks for in one layout
PAGE = 16_000  # of them for its text and for what is said of its states
STATES, PICTURES = "states", "pictures"
ICON = "favicon.ico"
SCRIPTS = ("controls.js", "drawer.js")  # of the notebooks' own
RUN = "../notebooks/index.html?path="
DARK = "@media screen and (prefers-color-scheme: dark)"
PRACTICE = {"check", "map"}  # the beats below which the tasks stand
ON_NOTEBOOKS = {"answer", "keys", "place"}  # the beats of a guide that say how a notebook is used
NUMBERED = re.compile(r"\d+\.\d+[a-z]? ")  # the heading of an exercise that counts
LESSON = re.compile(r"(?<!\[)\blesson (\d+)\b(?!\])")
LINK = re.compile(r'href="(?:\.\./)?(?:(lessons|exercises)/)?(\w+)\.ipynb"')
STYLED = re.compile(r'<style>.*?</style>| style="[^"]*"', re.DOTALL)
EMPTY = re.compile(r"<th([^>]*)></th>")
CARD = re.compile(r"<p>Card (\S+)</p>")


@dataclass(frozen=True)
class Block:
    """What a cell says to a reader: HTML, or a place for its picture; code: its own."""

    html: str = ""
    place: Place | None = None
    code: str = ""


@dataclass(frozen=True)
class Section:
    """A beat of a lesson; key: its name in the front matter."""

    key: str
    heading: str
    blocks: Sequence[Block]

    @property
    def practises(self) -> bool:
        """Whether the tasks of the exercises stand below it."""
        return self.key in PRACTICE

    @property
    def on_notebooks(self) -> bool:
        """Whether it says how a notebook is used, which this page is not."""
        return self.key in ON_NOTEBOOKS


@dataclass(frozen=True)
class Task:
    """What an exercise asks, below its heading."""

    heading: str
    html: Markup


@dataclass(frozen=True)
class Lesson:
    """A lesson as its page shows it; terms: those it introduces, each with the sentence that does."""

    source: Source
    practice: Source | None
    sections: Sequence[Section]
    tasks: Sequence[Task]
    terms: Mapping[str, str]

    @property
    def stem(self) -> str:
        """The name of its files."""
        return self.source.path.stem

    @property
    def front(self) -> Mapping[str, Any]:
        """What its front matter says."""
        return self.source.front

    @property
    def title(self) -> str:
        """Its number and title."""
        return f"{self.front['number']}. {self.front['title']}"

    @property
    def places(self) -> list[Place]:
        """Where its pictures stand."""
        return [b.place for section in self.sections for b in section.blocks if b.place]


def add(tools: Tools, site: Path, moving: Sequence[str] = ("",)) -> None:
    """Puts the reading edition into a site; moving: how the names of the lessons begin that move."""
    target = site / FOLDER
    if target.exists() and not (target / STATES).is_dir():
        raise ValueError(f"{target} holds something else; name another folder for the site")
    shutil.rmtree(target, ignore_errors=True)
    for folder in (STATES, PICTURES):
        (target / folder).mkdir(parents=True)
    sources = read_sources(ROOT)
    stems = [source.path.stem for source in sources if source.kind == "lesson"]
    lessons = [_lesson(source, sources, stems) for source in sources if source.kind == "lesson"]
    made = pages.templates(PARTS)
    made.globals |= {
        "lessons": lessons, "apart": APART, "run": RUN, "claims": list(DOCKET.values()),
        "pictures": _drawn(tools, lessons, target),
        "states": _tabulated(tools, [one for one in lessons if one.stem.startswith(tuple(moving))], target),
        "version": marginlab.__version__,
    }  # fmt: skip
    made.filters |= {"slug": slug, "letter": lambda latex: pages.inline(f"${latex}$")}

    def write(name: str, template: str, **values: Any) -> None:
        text = made.get_template(template).render(name=name, **values)
        (target / name).write_text(f"{text}\n", encoding="utf-8")

    beside = zip([None, *lessons], lessons, [*lessons[1:], None], strict=False)
    for before, lesson, after in beside:
        write(f"{lesson.stem}.html", "lesson.html", lesson=lesson, before=before, after=after)
    write("index.html", "map.html")
    words = [(term, said, lesson) for lesson in lessons for term, said in lesson.terms.items()]
    words.sort(key=lambda word: word[0].casefold())
    quantities = [TERMS[name] for name in sorted(TERMS)]
    write("glossary.html", "glossary.html", terms=words, quantities=quantities)
    write("claims.html", "claims.html")
    write("sources.html", "sources.html", venues=VENUES)
    (target / "read.css").write_text(_style(), encoding="utf-8")
    for script in (*PARTS.glob("*.js"), *(places.DRAWING / name for name in SCRIPTS)):
        shutil.copy(script, target)
    shutil.copy(HERE / "page" / ICON, target)


def _drawn(
    tools: Tools, lessons: Sequence[Lesson], target: Path
) -> dict[Place, list[tuple[str, places.Drawing]]]:
    """Writes the pictures of all places; those of each with their addresses."""
    made = places.drawings(tools, [place for lesson in lessons for place in lesson.places])
    found: dict[Place, list[tuple[str, places.Drawing]]] = {}
    for lesson in lessons:
        shown = [one for place in lesson.places for one in (place, place.answer) if one]
        for number, place in enumerate(shown, 1):
            found[place] = []
            for drawing in made[place]:
                address = f"{PICTURES}/{lesson.stem[:2]}-{number}-{drawing.width}.svg"
                (target / address).write_text(f"{drawing.svg}\n", encoding="utf-8")
                found[place].append((address, drawing))
    return found


def _tabulated(tools: Tools, lessons: Sequence[Lesson], target: Path) -> dict[Place, str]:
    """Writes the states of all that moves; the address of each place's words."""
    found: dict[Place, str] = {}
    with ProcessPoolExecutor() as workers:
        room = [LARGEST - PAGE - _packed(target, lesson) for lesson in lessons]
        made = workers.map(_files, map(_moving, lessons), room)
        for lesson, files in zip(lessons, made, strict=True):
            live = [place for place in lesson.places if place.live]
            for place, (words, *figures) in zip(live, files, strict=True):
                for name, text in (words, *figures):
                    (target / STATES / name).write_bytes(text)
                found[place] = f"{STATES}/{words[0]}"
    places.run(tools, "draw_states.mjs", (target / STATES).resolve(), places.WIDTHS[-1])
    return found


def _moving(lesson: Lesson) -> dict[str, str]:
    """The cells of a lesson whose value moves, by the names of their files."""
    codes = [
        b.code for section in lesson.sections for b in section.blocks if b.place and b.place.live
    ]
    return {f"{lesson.stem[:2]}-{number}": code for number, code in enumerate(codes, 1)}


def _packed(target: Path, lesson: Lesson) -> int:
    """The bytes of a lesson's pictures for one width, packed."""
    widest = target.glob(f"{PICTURES}/{lesson.stem[:2]}-*-{places.WIDTHS[-1]}.svg")
    return sum(len(gzip.compress(path.read_bytes())) for path in widest)


def _files(cells: Mapping[str, str], room: int) -> list[list[tuple[str, bytes]]]:
    """The files of the states that these cells show; room: the bytes, packed, of their figures."""
    values = {name: places.value_of(code) for name, code in cells.items()}
    made = tables.tables(values, room)
    return [[*table.files(name, places.WIDTHS)] for name, table in made.items()]


def _style() -> str:
    """How a page looks: its panels as everywhere, itself, and what moves where the screen is dark."""
    files = (places.DRAWING / "widgets.css", PARTS / "read.css")
    looks = [path.read_text(encoding="utf-8") for path in files]
    return "\n".join([*looks, f"{DARK} {{\n{dark_rules('.picture')}\n}}\n"])


def slug(words: str) -> str:
    """Words as they stand in an address."""
    return re.sub(r"\W+", "-", words.casefold()).strip("-")


def _lesson(source: Source, sources: list[Source], stems: Sequence[str]) -> Lesson:
    stem, practice = source.path.stem, exercises_of(source, sources)
    cells = pages.beats(stem)
    terms = {term: pages.inline(said) for term, said in pages.terms(cells).items()}
    keys = {heading: key for key, heading in source.beats.items()}
    reader = _Reader(stem, stems, list(terms))
    sections = [
        Section(keys[heading], heading, [*reader.blocks(said)])
        for heading, said in cells.items()
        if heading  # the opening is the build's
    ]
    asked = pages.beats(stem, "exercises") if practice else {}
    tasks = [
        Task(heading, _framed(pages.html(said)))
        for heading, cells in asked.items()
        if NUMBERED.match(heading)
        for cell in cells
        if cell.text.startswith("task(")
        for said in cell.said
    ]
    return Lesson(source, practice, sections, tasks, terms)


@dataclass(frozen=True)
class _Reader:
    """Reads the cells of a lesson."""

    stem: str
    stems: Sequence[str]
    terms: Sequence[str]

    def blocks(self, cells: Sequence[pages.Cell]) -> Iterator[Block]:
        """What they say, in their order."""
        for cell in cells:
            if cell.kind == "markdown":
                yield Block(self._prose(cell.text))
            elif places.shows_picture(cell.outputs):
                yield Block(place=places.place(cell.text), code=cell.text)
            elif cell.outputs:
                said = Markup("\n").join(map(self._output, cell.outputs))
                yield Block(said, code=cell.text)

    def _prose(self, markdown: str) -> Markup:
        """A text with its links, and its new terms where the glossary finds them."""
        html = str(pages.html(LESSON.sub(self._to_lesson, markdown)))
        for term in self.terms:
            name = slug(term)
            there = f'<dfn id="term-{name}"><a href="glossary.html#{name}">{escape(term)}</a></dfn>'
            html = html.replace(f"<strong>{escape(term)}</strong>", there)
        return _framed(LINK.sub(self._link, html))

    def _to_lesson(self, found: re.Match[str]) -> str:
        stem = self.stems[int(found[1])]
        return found[0] if stem == self.stem else f"[{found[0]}]({stem}.ipynb)"

    def _link(self, found: re.Match[str]) -> str:
        folder, stem = found[1] or "lessons", found[2]
        if folder == "lessons" and stem in self.stems:
            return f'href="{stem}.html"'
        if (folder, stem) == ("exercises", self.stem):
            return 'href="#tasks"'
        return f'href="{RUN}{folder}/{stem}.ipynb"'

    def _output(self, data: Mapping[str, str]) -> Markup:
        """What a cell printed; a page forbids styles in its text."""
        if html := data.get("text/html"):
            if card := CARD.search(html):
                html += f'<p><a href="claims.html#card-{card[1]}">Card {card[1]}, among all</a></p>'
            return _framed(STYLED.sub("", html))
        said = data.get("text/markdown") or data["text/latex"]
        return _framed(pages.html(pages.RESULT.sub(lambda formula: f"$${formula[1]}$$", said)))


def _framed(html: str) -> Markup:
    """HTML whose tables move sideways by themselves where a column is narrow; no header is empty."""
    html = EMPTY.sub(r"<td\1></td>", html)
    wide = '<div class="wide" role="group" aria-label="A table"><table'
    return Markup(html.replace("<table", wide).replace("</table>", "</table></div>"))
