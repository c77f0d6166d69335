"""A lesson that was run and saved, opened again: it shows its pictures before Python is there, and with it.

A notebook is saved with the views of its panels, whose models end with the kernel. Most tests here put
such views into the built notebooks, which is what running and saving them does, as the first test shows.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.sign import NotebookNotary
from playwright.sync_api import BrowserContext, Page, expect

from marginlab.drawing.panel import OPENING, VIEW
from tests.browser.lab import ROOT, Notebook, Shots, shut_down

LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
GONE = {"version_major": 2, "version_minor": 0, "model_id": "0123456789abcdef"}
TROUBLE = re.compile("model not found|Loading widget|Error displaying|Traceback")


def as_saved(path: Path) -> nbformat.NotebookNode:
    """A built notebook as it is saved after it was run: beside what is stored of a panel is its view."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for at, output in reversed([*enumerate(cell.get("outputs", []))]):
            if "marginlab-stored" in output.get("data", {}).get("text/html", ""):
                view = nbformat.v4.new_output("display_data", {VIEW: GONE})
                cell.outputs.insert(at + 1, view)
    return notebook


def stored(notebook: nbformat.NotebookNode) -> list[str]:
    """What is stored of each panel."""
    found = (out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", []))
    return [data["text/html"] for data in found if "marginlab-stored" in data.get("text/html", "")]


PANELS = sum(len(stored(nbformat.read(path, as_version=4))) for path in LESSONS)
"""How many the lessons have in all."""


def shows_what_is_stored(page: Page, count: int) -> None:
    """Each panel's picture or card, sentence and numbers are there, nothing of its view, no error."""
    panels = page.locator(".marginlab-stored")
    for number in range(count):
        for _ in range(100):  # what is out of sight JupyterLab does not lay out
            if panels.count() > number:
                break
            page.mouse.wheel(0, 400)
            page.wait_for_timeout(20)
        panel = panels.nth(number)
        panel.scroll_into_view_if_needed()
        expect(panel.locator("p").first).to_be_visible()
        if not panel.locator(".marginlab-card").count():  # a card of the claim court is words
            picture = panel.locator("img").first
            expect(picture).to_be_visible()
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 800
            expect(panel.get_by_text(re.sub("<.*", "", OPENING)).first).to_be_visible()
        fold = panel.locator("summary")
        if fold.count():
            fold.click()
        expect(panel.locator("table").first).to_be_visible()
        view = page.locator(".jp-OutputArea-child:has(.marginlab-stored) + .jp-OutputArea-child")
        assert view.nth(number).bounding_box()["height"] == 0  # type: ignore[index]
    assert not TROUBLE.search(page.locator(".jp-Notebook").inner_text())


@pytest.fixture
def without_python(context: BrowserContext) -> Iterator[Page]:
    """A page to which no kernel is ever given."""
    page = context.new_page()
    page.route(
        "**/api/sessions*", lambda route: route.request.method == "GET" and route.continue_()
    )
    yield page
    page.unroute_all(behavior="ignoreErrors")
    page.close()


def test_a_lesson_that_was_run_saved_and_shut_down_shows_its_pictures_when_it_is_opened_again(
    context: BrowserContext, address: str, course: Path, without_python: Page
) -> None:
    name = shutil.copy(LESSONS[0], course / "run.ipynb").name
    book = Notebook(context, address % name)
    book.run_all()
    for number in range(2):
        expect(book.panel(number).root).to_be_visible()
    expect(book.page.locator(".marginlab-stored:visible")).to_have_count(0)
    book.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    book.close()
    shut_down(address)
    saved = nbformat.read(course / name, as_version=4)
    views = [
        out.data[VIEW]
        for cell in saved.cells
        for out in cell.get("outputs", [])
        if VIEW in out.get("data", {})
    ]
    assert [{**view, "model_id": GONE["model_id"]} for view in views] == [GONE, GONE]
    without_python.goto(address % name)
    shows_what_is_stored(without_python, 2)
    for app in ("lab/tree", "notebooks"):  # with a new Python, which knows no model of the old one
        again = Notebook(context, address.replace("/lab/tree/", f"/{app}/") % name)
        shows_what_is_stored(again.page, 2)
        again.run_all()
        assert again.panel(1).drawn()
        expect(again.page.locator(".marginlab-stored:visible")).to_have_count(0)
        again.close()
        shut_down(address)


@pytest.fixture(scope="module")
def saved(course: Path, home: Path) -> str:
    """A notebook of every panel of every lesson, saved after it was run, and signed as JupyterLab does."""
    notebooks = [as_saved(path) for path in LESSONS]
    every = nbformat.v4.new_notebook(metadata=notebooks[0].metadata)
    for lesson, notebook in enumerate(notebooks):
        for cell in notebook.cells:
            if stored(nbformat.v4.new_notebook(cells=[cell])):
                cell.id = f"{lesson}-{cell.id}"
                every.cells.append(cell)
    assert len(stored(every)) == PANELS >= 2 * len(LESSONS)
    NotebookNotary(data_dir=str(home / "data")).sign(every)
    nbformat.write(every, course / "saved.ipynb")
    return "saved.ipynb"


@pytest.mark.parametrize("app", ["lab/tree", "notebooks"])
def test_every_panel_of_every_lesson_shows_what_is_stored(
    app: str, address: str, saved: str, without_python: Page, shots: Shots
) -> None:
    without_python.goto(address.replace("/lab/tree/", f"/{app}/") % saved)
    without_python.locator(".jp-Notebook .jp-Cell").first.wait_for()
    shows_what_is_stored(without_python, PANELS)
    shots.take(without_python, f"reopened_{app.partition('/')[0]}")
    without_python.evaluate("() => { document.body.dataset.jpThemeLight = 'false'; }")
    picture = without_python.locator(".marginlab-stored img").last
    assert picture.evaluate("image => getComputedStyle(image).filter").startswith("invert(1)")
    shots.take(without_python, f"reopened_{app.partition('/')[0]}_dark")


@pytest.mark.filterwarnings(
    "ignore:Your element with mimetype"
)  # the view that nbconvert leaves out
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_static_html_shows_what_is_stored(path: Path) -> None:
    notebook = as_saved(path)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    counts = [
        len(re.findall(part, page))
        for part in ('class="marginlab-stored"', OPENING, GONE["model_id"])
    ]
    assert counts == [
        len(stored(notebook)),
        sum(html.count(OPENING) for html in stored(notebook)),
        0,
    ]
