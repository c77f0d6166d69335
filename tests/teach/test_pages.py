"""Pages from beats: what becomes of Markdown, formulas, pictures and terms, and what no page holds."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from marginlab import __version__
from marginlab.teach import answers, guide, handout, pages, sheets
from marginlab.teach.plan import plan, values
from marginlab.teach.syllabus import Lesson, Syllabus

ROOT = Path(__file__).parents[2]
SYLLABUS = Syllabus.installed()
DAY = date(2026, 11, 27)
every_lesson = pytest.mark.parametrize("lesson", SYLLABUS.lessons, ids=lambda one: one.stem)


def plan_page() -> str:
    return pages.page("plan.html", DAY, **values(plan(SYLLABUS, 240), 570))


def answers_page() -> str:
    rows = [row for lesson in SYLLABUS.lessons for row in answers.rows(lesson.number)]
    return pages.page("answers.html", DAY, rows=rows)


PAGES: dict[str, Callable[[], str]] = {
    "plan": plan_page,
    "guide": lambda: guide.page(SYLLABUS.lessons, DAY),
    "handout": lambda: handout.page(SYLLABUS.lessons, DAY, "a4"),
    "answers": answers_page,
    "sheets": lambda: sheets.page(DAY),
}


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


def words(page: str) -> str:
    """What a page says, a line each paragraph, item and cell; without style, formulas, pictures."""
    page = re.sub(r"<(style|math|pre|code)\b.*?</\1>", " ", page, flags=re.DOTALL)
    lines = re.sub(r"</?(?:p|li|td|th|h\d|dt|dd|tr|footer)\b[^>]*>", "\n", page)
    return unescape(re.sub(r"<[^>]+>", " ", lines))


def test_no_mathematics_is_left_raw(page: str) -> None:
    said = words(page)
    assert not re.findall(r".{0,40}\$.{0,40}", said)
    assert not re.findall(r".{0,40}\\[a-zA-Z]+.{0,40}", said)
    inside = " ".join(re.findall(r"<math\b.*?</math>", page, re.DOTALL))
    assert "\\" not in unescape(inside)
    assert "$" not in inside


def test_no_markdown_is_left_raw(page: str) -> None:
    assert not re.findall(r".{0,40}(?:\*\*|`|\]\(|\{\{|\{%).{0,40}", words(page))


def test_a_page_asks_for_nothing_from_elsewhere_and_runs_nothing(page: str) -> None:
    assert not re.findall(r"<(?:script|link|iframe)\b|@import|url\(", page)
    assert all(
        src.startswith("data:image/png;base64,") for src in re.findall(r'src="([^"]+)"', page)
    )


def test_a_page_says_edition_day_and_licence(page: str) -> None:
    said = words(page)
    assert f"marginlab, edition {__version__}, 2026-11-27" in said
    assert "CC BY 4.0" in said
    assert "not trading advice" in said


def sentences(page: str) -> set[str]:
    """Its sentences of six or more words, as words with a space between."""
    return {sentence for sentence in split(words(page)) if len(sentence.split()) >= 6}


def split(text: str) -> set[str]:
    """The sentences of a text, its quotes and lines being their ends too."""
    return set(map(bare, re.split(r'[.?!](?=[\s"])|["\n]', text)))


def bare(text: str) -> str:
    """Only the words and numbers of a text."""
    return " ".join(re.findall(r"[\w%.,']*\w", text.casefold()))


def sources() -> dict[str, set[str]]:
    """The sentences that somebody has written, by file; the lines of a string are joined."""
    files = [
        *(ROOT / "lessons" / "src").glob("[0-9]*.md"),
        *(ROOT / "exercises" / "src").glob("[0-9]*.md"),
        ROOT / "lessons" / "tracks.yaml",
        *(
            path
            for path in (ROOT / "marginlab").rglob("*.py")
            if not path.name.startswith("stored")
        ),
        *(ROOT / "marginlab" / "teach" / "templates").iterdir(),
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    joined = {path: re.sub(r'"\s*\n\s*[fr]?"', "", text) for path, text in texts.items()}
    return {str(path.relative_to(ROOT)): split(joined[path]) for path in files}


def test_no_sentence_is_written_twice() -> None:
    written = sources()
    found = {}
    for name in ("guide", "plan", "handout"):
        for sentence in sentences(PAGES[name]()):
            where = [path for path, said in written.items() if sentence in said]
            if len(where) > 1:
                found[sentence] = where
    assert not found, "\n".join(f"{one}: {', '.join(where)}" for one, where in found.items())


def test_that_test_finds_what_is_written() -> None:
    """Most sentences of the guide are found where they were written: so a second place would be, too."""
    said = sentences(PAGES["guide"]())
    assert len(said & set().union(*sources().values())) > 0.6 * len(said)


@every_lesson
def test_the_beats_of_a_lesson_stand_under_its_headings(lesson: Lesson) -> None:
    found = list(pages.beats(lesson.stem))
    assert [heading for heading in found if heading] == [beat.heading for beat in lesson.beats]


@every_lesson
def test_pictures_are_whole_and_described(lesson: Lesson) -> None:
    found = [one for cells in pages.beats(lesson.stem).values() for one in pages.pictures(cells)]
    assert found
    for picture in found:
        kind, _, data = picture.source.partition(",")
        assert kind == "data:image/png;base64"
        assert base64.b64decode(data, validate=True).endswith(b"IEND\xaeB`\x82")
        assert len(picture.alt.split()) > 5


@every_lesson
def test_every_term_in_bold_is_told_with_its_sentence(lesson: Lesson) -> None:
    found = pages.terms(pages.beats(lesson.stem))
    assert found
    for term, sentence in found.items():
        assert f"**{term}**" in sentence


def test_what_was_derived_is_found_once_without_its_dollars() -> None:
    stored = [
        pages.Cell("markdown", "$$a = 1$$"),
        pages.Cell("code", "", ({"text/markdown": r"$$b = 2 \qquad c = 3$$ **4**"},)),
        pages.Cell("code", "", ({"text/latex": r"$\displaystyle d = 5$"},)),
        pages.Cell("code", "", ({"text/latex": r"$\displaystyle d = 5$"},)),
        pages.Cell("code", "", ({"text/latex": r"$\displaystyle 6$"},)),
    ]
    assert pages.formulas(stored) == ["b = 2", "c = 3", "d = 5"]


def test_formulas_become_mathml_and_html_of_a_text_stays_text() -> None:
    assert re.search(r"<p>.*<math\b.*<mfrac>", pages.html(r"so $\frac{a}{b}$ is it"))
    assert 'display="block"' in pages.mathematics("a = b")
    assert pages.inline("**a** <b>") == "<strong>a</strong> &lt;b&gt;"
