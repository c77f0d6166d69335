"""The pages to be read: they say what the stored notebooks say, hold together, and ask for nothing."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest

from marginlab.app.folder import notebooks
from marginlab.course.book import ITEMS
from marginlab.course.court.docket import DOCKET
from marginlab.lesson import place_wall_mark
from marginlab.practice.progress import VARIABLE, keep_mark
from marginlab.teach import pages
from marginlab.theory.terms import TERMS
from marginlab.venues import VENUES
from tests.conftest import MOVING
from tools.site import environment, places, reading

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("[0-9]*.ipynb"))
NAMES = [*LESSONS, "index", "glossary", "claims", "sources"]
SHARED = 150_000  # bytes, packed, of what all pages share
NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
ASKS = {"link": "href", "script": "src", "img": "src", "source": "srcset"}
every_lesson = pytest.mark.parametrize("stem", LESSONS)
every_page = pytest.mark.parametrize("name", NAMES)


class Seen(HTMLParser):
    """What a page consists of: its elements, its text, and its headings with theirs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.headings: list[tuple[int, str]] = []
        self._in: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.text += " " * tag.startswith("m")  # two numbers of a formula are two
        if re.fullmatch(r"h\d", tag):
            self.headings.append((int(tag[1]), ""))
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._in[-1:] == [tag]:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in:
            level, before = self.headings.pop()
            self.headings.append((level, before + data))

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]

    def __contains__(self, words: str) -> bool:
        return squeezed(words) in squeezed(self.text)


def squeezed(words: str) -> str:
    return " ".join(words.split())


@cache
def seen(folder: Path, name: str) -> Seen:
    return Seen((folder / f"{name}.html").read_text(encoding="utf-8"))


def stored(stem: str) -> list[dict[str, str]]:
    """What the cells of a lesson's notebook show, the opening apart, which is the build's."""
    notebook = json.loads((ROOT / "lessons" / f"{stem}.ipynb").read_text(encoding="utf-8"))
    shown = []
    for cell in notebook["cells"][1:]:
        if cell["cell_type"] == "markdown":
            shown.append({"text/markdown": "".join(cell["source"])})
        for output in cell.get("outputs", []):
            data = {kind: "".join(text) for kind, text in output["data"].items()}
            data["alt"] = output.get("metadata", {}).get("image/png", {}).get("alt", "")
            shown.append(data)
    return shown


def plain(html: str) -> Seen:
    return Seen(
        re.sub(r"<style>.*?</style>|<figcaption>.*?</figcaption>", "", html, flags=re.DOTALL)
    )


@every_lesson
def test_every_number_of_the_stored_notebook_is_on_its_page(read: Path, stem: str) -> None:
    page = seen(read, stem)
    there = Counter(NUMBER.findall(" ".join([page.text, *page.all("alt")])))
    for data in stored(stem):
        said = data.get("text/markdown") or data.get("text/latex") or ""
        said = re.sub(r"\]\([^)]*\)", "]", said)  # an address is no number
        html = plain(data.get("text/html", ""))
        found = NUMBER.findall(" ".join([said, html.text, *html.all("alt")]))
        missing = Counter(found) - there
        assert not missing, f"{stem}: {missing} of {said or html.text:.80}"


@every_lesson
def test_every_picture_of_the_stored_notebook_is_on_its_page(read: Path, stem: str) -> None:
    shown = [attributes for tag, attributes in seen(read, stem).elements if tag == "img"]
    wanted = [
        alt
        for data in stored(stem)
        for alt in (data.get("alt", ""), *plain(data.get("text/html", "")).all("alt"))
    ]
    assert [image["alt"] for image in shown] == [*filter(None, wanted)]
    for image in shown:
        assert (read / image["src"]).read_text(encoding="utf-8").startswith("<svg ")


@every_lesson
def test_every_exercise_that_counts_is_asked(read: Path, stem: str) -> None:
    page = seen(read, stem)
    asked = [item for item in ITEMS.values() if item.notebook == stem]
    assert [text for level, text in page.headings if level == 3] == [
        f"{item.id} {item.title}" for item in asked
    ]
    assert all(plain(pages.html(item.prompt)).text in page for item in asked)


@every_page
def test_every_link_leads_somewhere(read: Path, name: str) -> None:
    for address in seen(read, name).all("href"):
        parts = urlsplit(address)
        if parts.scheme:
            assert parts.scheme == "https"
        elif parts.path == "../notebooks/index.html":
            assert parse_qs(parts.query)["path"][0] in notebooks()
        elif parts.path.startswith("../"):
            assert parts.path == "../index.html"
        else:
            there = parts.path or f"{name}.html"
            assert (read / there).is_file(), address
            if parts.fragment:
                assert parts.fragment in seen(read, there.removesuffix(".html")).all("id"), address


@every_page
def test_a_page_is_in_order(read: Path, name: str) -> None:
    page = seen(read, name)
    assert not [id_ for id_, count in Counter(page.all("id")).items() if count > 1]
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1 == levels[0]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    said = {
        attributes.get("name"): attributes.get("content")
        for tag, attributes in page.elements
        if tag == "meta"
    }
    assert 40 <= len(said["description"] or "") <= 160


@every_page
def test_a_page_asks_no_other_server_and_keeps_to_its_policy(read: Path, name: str) -> None:
    page = seen(read, name)
    asked = [
        attributes[ASKS[tag]]
        for tag, attributes in page.elements
        if tag in ASKS and attributes.get("rel") != "canonical"
    ]
    for address in asked:
        assert (read / address).is_file()
    assert not page.all("style")
    assert not [
        one for tag, attributes in page.elements for one in attributes if one.startswith("on")
    ]
    assert [attributes for tag, attributes in page.elements if tag == "script"] in (
        [], [{"type": "module", "src": "read.js"}]
    )  # fmt: skip
    [policy] = [a["content"] for tag, a in page.elements if "http-equiv" in a]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def packed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


@every_lesson
def test_a_lesson_is_light_in_every_layout(read: Path, stem: str) -> None:
    assert heavy(read, stem) == []
    assert bool(moved(read, stem)) == (stem[:2] in MOVING)


def moved(read: Path, stem: str) -> list[Path]:
    """The words of a lesson's states."""
    said = read.glob(f"states/{stem[:2]}-?-*.json")
    return [path for path in said if path.name.count("-") == 2]


def heavy(read: Path, stem: str) -> list[str]:
    """In which layouts a lesson asks for too much."""
    found = []
    for width in places.WIDTHS:
        drawn = [
            *read.glob(f"pictures/{stem[:2]}-*-{width}.svg"),
            *read.glob(f"states/{stem[:2]}-?-{width}-*.json"),
        ]
        assert drawn
        weight = packed(read / f"{stem}.html", *moved(read, stem), *drawn)
        if weight > reading.LARGEST:
            found.append(f"{stem} at {width} pixels: {weight} bytes; allowed are {reading.LARGEST}")
    return found


def failures(count: int) -> list[str]:
    """Tabulates and draws all states of so many lessons; too heavy ones, and those that move nothing."""
    with TemporaryDirectory() as folder:
        site = Path(folder)
        reading.add(
            environment.Tools(environment.FOLDER), site, [one[:2] for one in LESSONS[:count]]
        )
        read = site / reading.FOLDER
        still = [f"{one} has no states" for one in LESSONS[:count] if not moved(read, one)]
        return [*still, *(one for stem in LESSONS for one in heavy(read, stem))]


def test_what_pages_share_is_light(read: Path) -> None:
    assert packed(*read.glob("*.js"), *read.glob("*.css")) <= SHARED


def test_every_term_is_in_the_words_and_every_claim_among_the_claims(read: Path) -> None:
    words, claims = seen(read, "glossary"), seen(read, "claims")
    for stem in LESSONS:
        for id_ in seen(read, stem).all("id"):
            if id_.startswith("term-"):
                assert id_.removeprefix("term-") in words.all("id")
    assert all(term.meaning in words for term in TERMS.values())
    for card in DOCKET.values():
        assert f"card-{card.id}" in claims.all("id")
        assert card.sentence in claims
        assert card.reason in claims
        assert str(card.by) in claims


def test_every_rule_says_where_it_stands_and_when_it_was_read(read: Path) -> None:
    page = seen(read, "sources")
    for venue in VENUES:
        for rule in venue.rules():
            assert rule.source.page in page
            assert rule.source.read in page


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1", "a cell that shows a picture ends with 'x = 1', no value"),
        ("1 + 1", "a cell's value was 2; a panel, question or still has a place"),
    ],
)
def test_what_has_no_picture_is_refused(code: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        places.place(code)


def test_a_mark_of_whoever_builds_stands_on_no_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "progress.json"))
    keep_mark("wall at 100x", {"mark": 59_400, "sure": "guess", "axis": place_wall_mark().axis})
    assert place_wall_mark().mark == 59_400
    assert places.value_of("place_wall_mark()").mark is None
    assert os.environ[VARIABLE] == str(tmp_path / "progress.json")


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / reading.FOLDER / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("dear")
    with pytest.raises(ValueError, match="holds something else"):
        reading.add(environment.Tools(environment.FOLDER), tmp_path)
    assert kept.read_text() == "dear"
