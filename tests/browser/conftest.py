"""One JupyterLab and one Chromium for these tests, over a folder that holds the course.

Both end with this package: while Playwright waits for a browser, nothing else in its thread may run an
event loop, as nbclient and the build do.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.lab import FLAGS, ROOT, Notebook, PanelOnPage, notebook, serving
from tools.site import edition, environment

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
    """The built site."""
    try:
        environment.Tools(environment.FOLDER)
    except RuntimeError as error:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"the browser edition needs Node and JupyterLite, which could not be fetched: {error}"
        )
    out = tmp_path_factory.mktemp("edition") / "site"
    edition.build(out, environment.FOLDER)
    return Path(out)


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
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go, to be looked at: MARGINLAB_SHOTS, or a temporary folder."""
    folder = Path(os.environ.get("MARGINLAB_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"screenshots: {folder}")
    return folder


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


@pytest.fixture(scope="module")
def opened(
    address: str, course: Path, context: BrowserContext
) -> Iterator[Callable[..., Notebook]]:
    """Opens a notebook once a module: one of the course, or a new one of the given cells.

    At the end no error may stand in a console.
    """
    notebooks: dict[str, Notebook] = {}

    def opening(name: str, *cells: str) -> Notebook:
        if name not in notebooks:
            if cells:
                notebook(course / name, *cells)
            notebooks[name] = Notebook(context, address % name)
        notebooks[name].page.bring_to_front()
        return notebooks[name]

    yield opening
    errors = [error for one in notebooks.values() for error in one.errors]
    for one in notebooks.values():
        one.close()
    assert not errors, f"the console says {errors}"


@pytest.fixture(scope="module")
def panel_book(opened: Callable[..., Notebook], request: pytest.FixtureRequest) -> Notebook:
    """The cells that the test file calls PANEL, run in a notebook of their own."""
    return _run(opened, request, "PANEL")


@pytest.fixture
def panel(panel_book: Notebook) -> PanelOnPage:
    """The file's panel in its opening state."""
    panel_book.page.bring_to_front()
    panel_book.run_again()
    return panel_book.panel()


@pytest.fixture(scope="module")
def question_book(opened: Callable[..., Notebook], request: pytest.FixtureRequest) -> Notebook:
    """The cells that the test file calls QUESTION, run in a notebook of their own."""
    return _run(opened, request, "QUESTION")


@pytest.fixture
def asked(question_book: Notebook) -> Notebook:
    """The notebook with a question that nobody has answered."""
    question_book.page.bring_to_front()
    question_book.run_again()
    return question_book


def _run(opened: Callable[..., Notebook], request: pytest.FixtureRequest, cells: str) -> Notebook:
    """Opens and runs cells that a test file names."""
    name = f"{request.module.__name__}_{cells.lower()}.ipynb"
    book = opened(name, *getattr(request.module, cells))
    book.run_all()
    return book
