"""One JupyterLab and one Chromium for these tests, over a folder that holds the course.

Both end with this package: while Playwright waits for a browser, nothing else in its thread may run an
event loop, as nbclient and the build do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.lab import FLAGS, ROOT, Cell, Notebook, PanelOnPage, Shots, notebook, serving
from tests.conftest import MOVING
from tests.lessons import lessons
from tools.site import edition, environment

Opening = Callable[..., Notebook]
MISSING = "the browser tests need Chromium: install it (apt-get install chromium) to run them"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    return path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Path:
    """The site, built by the first worker that asks for it; of its pages to be read one lesson moves."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    out = shared / "edition" / "site"
    with FileLock(shared / "edition.lock"):
        try:
            environment.Tools(environment.FOLDER)
        except RuntimeError as error:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
                f"the browser edition needs Node and JupyterLite, which could not be fetched: {error}"
            )
        if not out.is_dir():
            edition.build(out, environment.FOLDER, MOVING)
    return out


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the lessons and exercises."""
    folder = tmp_path_factory.mktemp("course")
    for kind in ("lessons", "exercises"):
        (folder / kind).mkdir()
        for path in (ROOT / kind).glob("*.ipynb"):
            shutil.copy(path, folder / kind)
    return folder


@pytest.fixture(scope="package")
def shots() -> Shots:
    """Screenshots, to be looked at: taken where MARGINLAB_SHOTS names a folder for them."""
    folder = os.environ.get("MARGINLAB_SHOTS")
    return Shots(Path(folder) if folder else None)


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where JupyterLab keeps what is its own."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="package")
def address(course: Path, home: Path, browser: Browser) -> Iterator[str]:
    with serving(course, home) as url:
        yield url


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(20_000)
    yield made
    made.close()


@contextmanager
def _opening(
    address: str, course: Path, context: BrowserContext, *, alone: bool = False
) -> Iterator[Opening]:
    """Opens a notebook once: one of the course, or a new one of the given cells.

    alone: the one before is closed first.
    At the end no error may stand in a console, and what is kept of the learner is forgotten.
    """
    notebooks: dict[str, Notebook] = {}
    errors: list[str] = []

    def close() -> None:
        for one in notebooks.values():
            errors.extend(one.errors)
            one.close()
        notebooks.clear()

    def opening(name: str, *cells: str) -> Notebook:
        if name not in notebooks:
            if alone:
                close()
            if cells:
                notebook(course / name, *cells)
            notebooks[name] = Notebook(context, address % name)
        notebooks[name].page.bring_to_front()
        return notebooks[name]

    yield opening
    close()
    for kept in course.glob("marginlab-*.json"):
        kept.unlink()
    assert not errors, f"the console says {errors}"


@pytest.fixture(scope="module")
def opened(address: str, course: Path, context: BrowserContext) -> Iterator[Opening]:
    """Opens a notebook once a module."""
    with _opening(address, course, context) as opening:
        yield opening


@pytest.fixture(scope="module")
def pages(
    address: str, course: Path, context: BrowserContext
) -> Iterator[Callable[[str], Notebook]]:
    """The page of a lesson's panel and question, run once, until another lesson's is asked for.

    None stays behind another: Chromium slows such a page down after five minutes.
    """
    run: dict[str, Notebook] = {}
    with _opening(address, course, context, alone=True) as opening:

        def page(lesson: str) -> Notebook:
            book = opening(f"{lesson}.ipynb", *lessons()[lesson].cells)
            if run.get(lesson) is not book:
                book.run_again()
                run[lesson] = book
            return book

        yield page


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest) -> str:
    """Whose page it is: what the test file calls LESSON, a theme of tests/lessons.py."""
    return str(request.module.LESSON)


@pytest.fixture
def book(pages: Callable[[str], Notebook], lesson: str) -> Notebook:
    """The lesson's page, in front."""
    return pages(lesson)


@pytest.fixture
def panel(book: Notebook) -> PanelOnPage:
    """The lesson's panel in its opening state."""
    cell = Cell(book, 1)
    cell.run()
    return cell.panel()


@pytest.fixture
def asked(book: Notebook) -> Cell:
    """The lesson's question, which nobody has answered."""
    cell = Cell(book, 2)
    cell.run()
    return cell
