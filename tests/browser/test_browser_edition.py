"""The browser edition: built, shown by a plain web server, and used in Chromium without a network.

What a notebook prints there is what the desktop's Python has stored, and what a panel draws is what
the desktop's Python computes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from datetime import date
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, expect

from marginlab.app.folder import edition_name, notebooks
from marginlab.course.book import ITEMS
from marginlab.course.lesson00_start_here.panel import twin_panel
from marginlab.course.lesson02_the_wall.panel import wall_panel
from marginlab.drawing.panel import VIEW
from marginlab.practice.entries import SURE, entered, is_sound, nothing_yet, put_right, said
from marginlab.practice.whereabouts import SESSION_ONLY
from marginlab.teach.room_check import LESSON_BYTES
from tests.browser.desktop import shows
from tests.browser.lab import ROOT, Notebook, Shots, played, violations
from tests.browser.net import HOST, ISOLATING, PLAIN, ROOM, fetched, shown, visitor, weight
from tests.browser.test_reopened import shows_what_is_stored, stored
from tests.browser.test_review import right
from tests.conftest import MOVING
from tests.lessons import lessons
from tools.notebooks import build
from tools.site import edition, environment, wheels

MOST = 25_000_000  # bytes that a first lesson may fetch, packed
# Python never begins. A route would not do: the service worker answers for its script.
NO_WORKER = "globalThis.Worker = class extends EventTarget { postMessage() {} terminate() {} };"

expect.set_options(timeout=20_000)


ROWS = {lesson.number: lesson for lesson in lessons().values()}
SOURCES = build.read_sources(ROOT)
LESSONS, EXERCISES = (
    [one for one in SOURCES if one.kind == kind] for kind in ("lesson", "exercise")
)
OF_NO_LESSON = [one for one in SOURCES if one not in (*LESSONS, *EXERCISES)]
every_lesson = pytest.mark.parametrize("source", LESSONS, ids=lambda source: source.path.stem)
EARLY = "02_where_the_wall_stands"  # a cell of it derives before sympy is there
DERIVES = "A formula is to be derived"  # how the bar begins to say that a cell waits


@pytest.fixture(scope="module")
def port(site: Path) -> Iterator[int]:
    with shown(site) as number:
        yield number


def stays_here(profile: Path) -> set[str]:
    """What was fetched; not one address was of another machine."""
    urls = fetched(profile)
    assert len(urls) > 50
    assert not [url for url in urls if not re.match(rf"http://({HOST}|{ROOM}):", url)]
    return urls


@pytest.fixture(scope="module")
def guest(
    browser: Browser, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that knows nothing yet; at its end, no request had left the machine."""
    profile = tmp_path_factory.mktemp("guest")
    with visitor(browser, chromium, profile) as context:
        yield context
    stays_here(profile)


def address_of(port: int, path: str) -> str:
    """The address of a notebook."""
    return f"http://{HOST}:{port}/notebooks/index.html?path={path}"


def run_all(book: Notebook) -> None:
    """Presses the bar's button, and waits until the last cell has run."""
    book.command("notebook:clear-all-cell-outputs")
    bar = book.page.get_by_role("navigation", name="marginlab")
    expect(bar.get_by_role("status")).to_contain_text("Python is ready.")
    bar.get_by_role("button", name="Run all cells").click()
    waits = "() => [...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))"
    book.page.wait_for_function(waits)
    book.page.wait_for_function(f"() => !({waits})()", timeout=120_000)
    book.idle()


def outputs(notebook: Any) -> list[list[dict[str, str]]]:
    """What the code cells show, without the live widgets and with every text in one piece.

    JupyterLite's Python has an empty result besides where a result displays itself.
    """
    return [
        [
            {kind: "".join(shown) for kind, shown in one["data"].items()}
            if "data" in one
            else {"error": f"{one}"}
            for one in cell["outputs"]
            if "data" not in one or one["data"].keys() - {VIEW}
        ]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def on_page(book: Notebook) -> Any:
    """The notebook as it stands there."""
    return book.page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toJSON()")


def runs_as_stored(book: Notebook, source: Any) -> None:
    """Every cell shows what it showed on the desktop."""
    run_all(book)
    shows_as_stored(book, source)


def shows_as_stored(book: Notebook, source: Any) -> None:
    assert outputs(on_page(book)) == outputs(nbformat.read(source.notebook, as_version=4))


# ---- every lesson


@every_lesson
def test_a_lesson_and_its_exercises_run_and_its_panel_follows_the_keys(
    source: Any, guest: BrowserContext, port: int, shots: Shots
) -> None:
    row = ROWS[source.front["number"]]
    link = f"Run lesson {source.front['number']}"
    book = Notebook(guest, f"http://{HOST}:{port}/", link=link)
    with sympy_loads_when_it_is_needed(book) if source.path.stem == EARLY else nullcontext():
        runs_as_stored(book, source)
    panel, desktop = book.panel(row.place), row.puzzle()
    shows(panel, desktop)
    panel.press(row.control["label"], row.moved[1], 3)
    row.move(desktop, 3)
    shows(panel, desktop)
    shots.take(book.page, f"edition_{source.path.stem}")
    if desktop.played:
        played(panel, desktop)
    saved(book)
    shows_what_is_stored_without_python(guest, book.page.url, source)
    [exercises] = [one for one in EXERCISES if one.path.stem == source.path.stem]
    book.put_in(nbformat.read(exercises.notebook, as_version=4))
    book.run_again()
    shows_as_stored(book, exercises)
    assert book.errors == []
    book.close()


@contextmanager
def sympy_loads_when_it_is_needed(book: Notebook) -> Iterator[None]:
    """Not before Python is ready; a cell that derives earlier waits, and the bar says so, once."""
    status = book.page.get_by_role("navigation", name="marginlab").get_by_role("status")
    expect(status).to_contain_text("Python is ready.")
    loaded = """() => performance.getEntriesByType("resource")
      .filter(one => one.name.includes("/sympy-")).length"""
    [worker] = book.page.workers
    assert worker.evaluate(loaded) == book.page.evaluate(loaded) == 0
    status.evaluate("""node => {
      window.said = [];
      new MutationObserver(() => said.push(node.textContent)).observe(node, {childList: true});
    }""")
    yield
    waits = [text for text in book.page.evaluate("() => said") if text.startswith(DERIVES)]
    assert len(waits) == worker.evaluate(loaded), "it waits for what it fetches itself, and once"
    assert not status.text_content()
    book.page.wait_for_function(loaded)  # the page has fetched it as well


def shows_what_is_stored_without_python(guest: BrowserContext, address: str, source: Any) -> None:
    page = guest.new_page()
    page.add_init_script(NO_WORKER)
    page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    shows_what_is_stored(page, len(stored(nbformat.read(source.notebook, as_version=4))))
    assert page.workers == []
    page.close()


@pytest.mark.parametrize("source", OF_NO_LESSON, ids=lambda source: source.path.stem)
def test_what_belongs_to_no_lesson_runs(source: Any, guest: BrowserContext, port: int) -> None:
    book = Notebook(guest, address_of(port, f"{source.notebook.relative_to(ROOT)}"))
    runs_as_stored(book, source)
    assert book.errors == []
    book.close()


def test_python_is_begun_while_the_notebook_opens_and_anew_after_a_restart(
    guest: BrowserContext, port: int
) -> None:
    loads = "() => performance.getEntriesByType('resource').filter(one => one.name.endsWith('.wasm')).length"
    book = Notebook(guest, address_of(port, "lessons/00_start_here.ipynb"))
    run_all(book)
    [worker] = book.page.workers
    assert worker.url.endswith("/marginlab/kernel.js")
    assert worker.evaluate(loads) == 1
    book.run_all()
    shows(book.panel(0), twin_panel())
    [worker] = book.page.workers
    assert "comlink.worker" in worker.url
    assert worker.evaluate(loads) == 1
    assert book.errors == []
    book.close()


def test_on_a_host_that_isolates_its_pages_a_lesson_ends_as_anywhere(
    site: Path, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    [lesson] = [one for one in LESSONS if one.path.stem == "02_where_the_wall_stands"]
    with shown(site, ISOLATING) as port, visitor(browser, chromium, tmp_path) as context:
        book = Notebook(context, f"http://{HOST}:{port}/", link="Run lesson 2")
        assert book.page.evaluate("() => typeof SharedArrayBuffer") == "function", "is isolated"
        runs_as_stored(book, lesson)
        panel, desktop = book.panel(1), wall_panel()
        panel.press("leverage", "ArrowRight", 3)
        desktop.set(leverage=desktop.values["leverage"] + 3)
        shows(panel, desktop)
        book.run_all()  # in a kernel that was begun anew, which is JupyterLite's own
        shows(book.panel(1), wall_panel())
        assert book.errors == []
    stays_here(tmp_path)


def test_a_first_lesson_stays_within_its_weight(
    site: Path, port: int, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    with visitor(browser, chromium, tmp_path) as context:
        book = Notebook(context, f"http://{HOST}:{port}/", link="Run lesson 1")
        run_all(book)
    raw, compressed = weight(site, stays_here(tmp_path))
    assert 10_000_000 < compressed < raw
    assert compressed <= MOST, f"{compressed:,} bytes"
    assert compressed == pytest.approx(LESSON_BYTES, rel=0.1)  # with which a room is reckoned


# ---- a learner's work


def landed(context: BrowserContext, port: int, host: str = HOST) -> Page:
    """The course map, when it has looked what is kept."""
    page = context.new_page()
    page.goto(f"http://{host}:{port}/")
    page.wait_for_load_state("networkidle")
    return page


def saved(book: Notebook) -> None:
    """Waits until the notebook is kept, which happens by itself."""
    book.page.wait_for_function(
        "() => !jupyterapp.shell.currentWidget.context.model.dirty", timeout=30_000
    )


MARK, SURELY = 59_400, "certain"
SAID_SO = f"You said {MARK:,} ({SURELY})"
LONG_AGO = """from datetime import date
from marginlab.practice import progress as kept
kept.record("1.2", "not yet", day=date(2026, 1, 1))
review()"""


def place_a_mark_and_do_a_review(book: Notebook) -> None:
    """In the cell of an exercise that is not answered, one after the other."""
    cell, _ = book.stub("2.2")
    book.write(cell, "place_wall_mark()")
    asked = book.panel()
    asked.put("your mark", MARK)
    asked.choose("this is", SURELY)
    asked.button("Place my mark").click()
    expect(asked.root).to_contain_text(SAID_SO)
    book.write(cell, LONG_AGO)
    quiz = book.page.locator(".marginlab-panel")
    expect(quiz).to_contain_text("Question 1 of 1")
    quiz.get_by_role("textbox", name="your answer").fill(right("1.2"))
    quiz.get_by_role("radiogroup").get_by_text(SURELY, exact=True).click()
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz).to_contain_text("Correct, exercise 1.2")


def finds_the_mark_and_the_review(book: Notebook) -> None:
    """The same mark is drawn, nothing is asked again, and it is known how sure both were."""
    cell, card = book.stub("2.3a")
    book.write(cell, "place_wall_mark()")
    asked = book.panel()
    assert asked.drawn()["x/your mark"]["x"] == [MARK]
    expect(asked.root).to_contain_text(SAID_SO)
    book.write(cell, "review()")
    expect(card).to_contain_text("Nothing is due today")
    book.write(cell, "calibration()")
    assert "Certain, answers: 2; right: 1;" in str(book.panel().alt())


def test_an_exercise_is_judged_and_kept_when_the_browser_is_closed(
    port: int, browser: Browser, chromium: str, tmp_path: Path, shots: Shots
) -> None:
    answer = round(float(ITEMS["2.1"].answer), 2)  # type: ignore[attr-defined]
    address = address_of(port, "exercises/02_where_the_wall_stands.ipynb")
    with visitor(browser, chromium, tmp_path) as context:
        book = Notebook(context, address)
        cell, card = book.stub("2.1")
        expect(card).to_have_count(0)  # as nobody has run it
        book.write(cell, 'answer = ____\ncheck("2.1", answer)')
        expect(card).to_contain_text("run the first cell of this notebook", timeout=60_000)
        run_all(book)
        expect(card).to_contain_text("Not tried")
        book.write(cell, 'answer = 2375\ncheck("2.1", answer)')
        expect(card).to_contain_text("This looks like: liquidation at equity zero")
        with context.expect_page() as opening:
            card.get_by_role("link", name="Lesson 2, “The reveal”").click()
        expect(opening.value.get_by_role("heading", name="The reveal")).to_be_in_viewport()
        opening.value.close()
        book.write(cell, f'answer = {answer}\ncheck("2.1", answer)')
        expect(card).to_contain_text("Correct, exercise 2.1")
        expect(card).not_to_contain_text(SESSION_ONLY)
        place_a_mark_and_do_a_review(book)
        saved(book)
        with book.page.expect_download() as downloading:
            book.page.get_by_role("button", name="Download my notebook").click()
        assert downloading.value.suggested_filename == "02_where_the_wall_stands.ipynb"
        downloaded = nbformat.read(downloading.value.path(), as_version=4)
        assert any(f"answer = {answer}" in one.source for one in downloaded.cells)
        assert book.errors == []
    with visitor(browser, chromium, tmp_path) as context:
        page = landed(context, port)
        shelf = page.locator("#shelf")
        expect(shelf.get_by_role("link")).to_have_text("exercises/02_where_the_wall_stands.ipynb")
        count = sum(item.notebook == "02_where_the_wall_stands" for item in ITEMS.values())
        expect(page.locator("[data-items]").nth(2)).to_contain_text(
            f"Mastered: 1 of {count} exercises."
        )
        assert violations(page, "body") == []
        shots.take(page, "edition_map_used", full_page=True)
        book = Notebook(context, address)
        cell, card = book.stub("2.1")
        expect(cell).to_contain_text(f"answer = {answer}")
        expect(card).to_contain_text("Correct, exercise 2.1")
        book.write(cell, "from marginlab.lesson import *\nprogress()")
        expect(book.page.locator(".jp-OutputArea", has_text="Mastered: 2 of")).to_be_visible()
        finds_the_mark_and_the_review(book)
        saved(book)
        page.bring_to_front()
        page.reload()
        shelf.get_by_role("button", name="aside and start afresh").click()
        expect(shelf.get_by_role("link")).to_contain_text("put aside")
        book = Notebook(context, address)
        assert 'answer = ____\ncheck("2.1", answer)' in [
            one["source"] for one in on_page(book)["cells"]
        ]
        assert book.errors == []
    stays_here(tmp_path)


OLD = "marginlab 0.0.9 0123abcd"
SEED = """async ([name, kept]) => {
  const files = localforage.createInstance({name, storeName: "files"});
  for (const [path, content] of Object.entries(kept)) {
    const [type, format] = path.endsWith(".ipynb") ? ["notebook", "json"] : ["file", "text"];
    await files.setItem(path, {
      path, type, format, content, name: path.split("/").at(-1), mimetype: "", writable: true, size: 1,
      created: "2026-01-01T00:00:00Z", last_modified: "2026-01-01T00:00:00Z"});
  }
}"""
PROGRESS = "marginlab-progress.json"
KEPT = """async ([name, path]) => {
  const file = await localforage.createInstance({name, storeName: "files"}).getItem(path);
  return file && file.content;
}"""


def test_work_of_an_earlier_edition_hides_nothing_and_is_not_lost(
    port: int, browser: Browser, chromium: str, tmp_path: Path, shots: Shots
) -> None:
    mine = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("'my old note'")])
    kept = {
        "version": 1,
        "exercises": {"5.1": {"verdicts": {"correct": 2}, "met": [], "cured": []}},
    }
    with visitor(browser, chromium, tmp_path) as context:
        page = landed(context, port)
        seed = {"lessons/05_the_quiet_leak.ipynb": mine, PROGRESS: json.dumps(kept)}
        page.evaluate(SEED, [OLD, seed])
        # Straight to an exercise, past the map: the progress is there as well.
        book = Notebook(context, address_of(port, "exercises/05_the_quiet_leak.ipynb"))
        cell, card = book.stub("5.1")
        book.write(cell, "from marginlab.lesson import *\nprogress()")
        expect(card).to_contain_text("Mastered: 1 of")
        book.close()
        page.bring_to_front()
        page.reload()
        shelf = page.locator("#shelf")
        expect(shelf).to_contain_text("From an earlier edition (0.0.9)")
        expect(page.locator("[data-items]").nth(5)).to_contain_text("Mastered: 1 of")
        shots.take(page, "edition_map_earlier", full_page=True)
        with page.expect_download() as downloading:
            shelf.get_by_role("button", name="Download lessons/05").click()
        assert (
            nbformat.read(downloading.value.path(), as_version=4).cells[0].source == "'my old note'"
        )
        book = Notebook(context, f"http://{HOST}:{port}/", link="Run lesson 5")
        assert "'my old note'" not in [one["source"] for one in on_page(book)["cells"]]
        page.bring_to_front()
        shelf.get_by_role("button", name="Bring lessons/05").click()
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        expect(page.locator(".jp-Notebook")).to_contain_text("my old note")
    stays_here(tmp_path)


def as_saved(cells: list[Any]) -> list[Any]:
    """Cells as JupyterLite saves them after a run, and as a tool does that counts them anew."""
    kept = deepcopy(cells)
    for number, one in enumerate(kept):
        one["id"] = str(number)
        one["metadata"] |= {"scrolled": True, "trusted": True}
        if one["cell_type"] == "code":
            one["outputs"], one["execution_count"] = [], number
    return kept


CHANGES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "lessons/01_whose_money_is_it.ipynb": lambda cells: [*cells[:3], *cells[4:]],  # deleted
    "lessons/02_where_the_wall_stands.ipynb": lambda cells: [*cells[1:], cells[0]],  # moved
    "lessons/03_one_switch_two_fates.ipynb": lambda cells: [cells[0], *cells],  # doubled
    "lessons/04_the_plus_and_the_minus.ipynb": lambda cells: [
        cells[0] | {"source": "mine"}, *cells[1:]
    ],
    "lessons/05_the_quiet_leak.ipynb": lambda cells: [
        cells[0] | {"metadata": {"tags": ["mine"]}}, *cells[1:]
    ],
    "lessons/my own.ipynb": lambda cells: cells,
}  # fmt: skip


def variants(site: Path) -> dict[str, Any]:
    """Every notebook of the site, opened and run; those of CHANGES were changed by a learner."""
    kept = {}
    for path in [*notebooks().values(), ROOT / "lessons" / "my own.ipynb"]:
        name = f"{path.parent.name}/{path.name}"
        source = (
            site / "files" / name if path.exists() else site / "files/lessons/00_start_here.ipynb"
        )
        notebook = json.loads(source.read_text(encoding="utf-8"))
        change = CHANGES.get(name, lambda cells: cells)
        kept[name] = notebook | {"cells": change(as_saved(notebook["cells"]))}
    return kept


def test_every_change_of_a_cell_is_known_and_nothing_else_is_one(
    site: Path, port: int, browser: Browser, chromium: str, tmp_path: Path, shots: Shots
) -> None:
    name, kept = edition_name(), variants(site)
    with visitor(browser, chromium, tmp_path) as context:
        page = landed(context, port)
        expect(page.locator("#shelf")).to_have_text("Nothing of yours is kept here yet.")
        page.evaluate(SEED, [name, kept])
        page.reload()
        shelf = page.locator("#shelf")
        expect(shelf.get_by_role("link")).to_have_text(sorted(CHANGES))
        assert violations(page, "body") == []
        shots.take(page, "edition_map_changed", full_page=True)
        for path in sorted(CHANGES)[:5]:
            button = shelf.get_by_role("button", name=f"Put {path} aside and start afresh")
            button.click()
            expect(button).to_have_count(0)
            expect(page.locator("#told")).to_contain_text("Yours is now put aside")
        aside = shelf.get_by_role("link").filter(has_text="put aside")
        expect(aside).to_have_count(5)
        for path in sorted(CHANGES)[:5]:
            assert page.evaluate(KEPT, [name, path]) is None  # the lesson is the site's again
        with page.expect_download() as downloading:
            shelf.get_by_role("button", name=re.compile("Download put aside .*01_whose")).click()
        mine = json.loads(downloading.value.path().read_text(encoding="utf-8"))
        assert mine == kept["lessons/01_whose_money_is_it.ipynb"]


def test_a_deleted_cell_can_be_brought_back(
    port: int, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    with visitor(browser, chromium, tmp_path) as context:
        book = Notebook(context, address_of(port, "lessons/00_start_here.ipynb"))
        [deleted, *others] = on_page(book)["cells"]
        book.command("notebook:delete-cell")
        book.await_count(len(others))
        saved(book)
        book.close()
        page = landed(context, port)
        page.locator("#shelf").get_by_role("button", name="aside and start afresh").click()
        aside = page.locator("#shelf").get_by_role("link")
        expect(aside).to_contain_text("put aside")
        name = edition_name()
        mine = page.evaluate(KEPT, [name, aside.text_content()])
        assert [one["source"] for one in mine["cells"]] == [one["source"] for one in others]
        page.get_by_role("link", name="Run lesson 0", exact=True).click()
        expect(page.locator(".jp-Notebook")).to_contain_text(deleted["source"].splitlines()[-1])


def test_an_earlier_edition_remembers_what_it_gave(
    site: Path, port: int, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    """Of this edition's notebooks under an older name, nobody has changed any but those of CHANGES."""
    remember = """async ([name, paths]) => {
      const {course, remember} = await import("/marginlab/store.js");
      for (const path of paths) await remember({...await course(), store: name}, path);
    }"""
    kept = variants(site)
    with visitor(browser, chromium, tmp_path) as context:
        page = landed(context, port)
        page.evaluate(SEED, [OLD, kept])
        page.evaluate(remember, [OLD, list(kept)])
        page.reload()
        lines = page.locator("#shelf li")
        expect(lines.locator("span")).to_have_text(sorted(CHANGES))
        for _ in range(2):  # what was brought over and worked on is not overwritten
            lines.get_by_role("button", name="Bring lessons/01").click()
            page.wait_for_url("**/notebooks/**")
            page.go_back()
        name = "from 0.0.9 01_whose_money_is_it"
        expect(lines.get_by_role("link")).to_have_text([f"{name} 2.ipynb", f"{name}.ipynb"])


def entry(met: list[str], cured: list[str], **verdicts: int) -> dict[str, Any]:
    return {"verdicts": verdicts, "met": met, "cured": cured}


def test_progress_of_another_device_is_joined_with_that_of_this_one(
    port: int, browser: Browser, chromium: str, tmp_path: Path, shots: Shots
) -> None:
    here = {
        "version": 1, "marks": {"wall": 54_000}, "exercises": {
            "5.1": entry(["percent"], [], wrong=1), "5.2a": entry([], [], correct=1)}}  # fmt: skip
    there = {
        "version": 1, "marks": {"wall": 50_000, "leak": 3}, "exercises": {
            "5.1": entry(["percent", "≤ 1"], ["percent", "≤ 1"], wrong=2, correct=1),
            "5.3a": entry([], [], correct=1)}}  # fmt: skip
    both = {
        "version": 1, "marks": {"wall": 54_000, "leak": 3}, "exercises": {
            "5.1": there["exercises"]["5.1"], "5.2a": here["exercises"]["5.2a"],
            "5.3a": there["exercises"]["5.3a"]}}  # fmt: skip
    name = edition_name()
    with visitor(browser, chromium, tmp_path) as context:
        page = landed(context, port)
        lesson, told = page.locator("[data-items]").nth(5), page.locator("#told")

        def bring(file: str, content: str) -> None:
            (tmp_path / file).write_text(content, encoding="utf-8")
            with page.expect_file_chooser() as choosing:
                page.get_by_role("button", name="bring it in from a file").click()
            choosing.value.set_files(tmp_path / file)

        bring("first.json", json.dumps(here))
        expect(told).to_contain_text("The progress in first.json was brought in")
        expect(lesson).to_contain_text("Mastered: 1 of")
        for _ in range(2):  # once more changes nothing
            bring("second.json", json.dumps(there))
            expect(told).to_contain_text("The progress in second.json was brought in")
            expect(lesson).to_contain_text("Mastered: 3 of")
            assert json.loads(page.evaluate(KEPT, [name, PROGRESS])) == both
        shots.take(page, "edition_map_joined", full_page=True)
        assert violations(page, "body") == []
        for file, content, sentence in (
            ("letter.json", "dear", "letter.json is no progress of this course"),
            ("book.json", '{"cells": []}', "book.json is no progress of this course"),
            ("late.json", '{"version": 4}', "late.json was written by a newer edition"),
        ):
            bring(file, content)
            expect(page.get_by_role("alert")).to_contain_text(sentence)
            assert json.loads(page.evaluate(KEPT, [name, PROGRESS])) == both
        page.evaluate(SEED, [name, {PROGRESS: "torn"}])
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("keeps as your progress is no progress")
        bring("second.json", json.dumps(there))
        expect(lesson).to_contain_text("Mastered: 2 of")
        assert page.evaluate(KEPT, [name, "marginlab-progress-damaged.json"]) == "torn"


IDEAS = st.lists(st.sampled_from(["percent", "sign", "fee"]), unique=True)
VERDICTS = st.dictionaries(st.sampled_from(["correct", "wrong"]), st.integers(1, 9))
ANSWERS = st.lists(
    st.tuples(
        st.dates(date(2026, 11, 1), date(2026, 11, 30)),
        st.sampled_from(["correct", "this looks like"]),
        st.sampled_from(["percent", "sign", "fee"]),
        st.sampled_from(["", *SURE]),
    )
).map(sorted)


def lived(answers: list[tuple[date, str, str, str]]) -> dict[str, Any]:
    """The entry of this edition after these answers."""
    known = nothing_yet()
    for day, verdict, idea, sure in answers:
        known = entered(known, verdict, day, idea="" if verdict == "correct" else idea, sure=sure)
    return known


BEFORE = st.builds(
    lambda met, cured, verdicts: entry(met, [i for i in met if i in cured], **verdicts),
    IDEAS, IDEAS, VERDICTS,
)  # fmt: skip
DRAWS = st.lists(st.integers(0, 9), min_size=2, max_size=2).map(lambda two: sorted(two)[::-1])
KNOWN_OF_IT = {"sure": st.sampled_from(SURE), "right": st.booleans()}
FIRST_MARK = st.fixed_dictionaries({}, optional=KNOWN_OF_IT)
MARKED = st.fixed_dictionaries({"mark": st.integers(0, 9)}, optional=KNOWN_OF_IT)
QUESTIONS = st.sampled_from(["wall", "leak"])
KNOWN = st.builds(
    lambda version, exercises, more: {"version": version, "exercises": exercises} | more,
    st.sampled_from([1, 2, 3]),
    st.dictionaries(st.sampled_from(["1.1", "2.1", "2.L2"]), BEFORE | ANSWERS.map(lived)),
    st.fixed_dictionaries({}, optional={
        "draws": st.dictionaries(st.sampled_from(["1.1", "2.1"]), DRAWS),
        "marks": st.dictionaries(QUESTIONS, MARKED),
        "first_marks": st.dictionaries(QUESTIONS, FIRST_MARK),
    }),
)  # fmt: skip


def loses_no_part(both: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Every draw, every mark and all that is known of a first one is there, and nothing else."""
    for part in ("draws", "marks", "first_marks"):
        of_each = [one.get(part, {}) for one in (mine, theirs)]
        assert both.get(part, {}).keys() == of_each[0].keys() | of_each[1].keys()
        for name, found in both.get(part, {}).items():
            kept = [one[name] for one in of_each if name in one]
            if part == "draws":
                assert found == [max(draw) for draw in zip(*kept, strict=True)]
            else:
                assert found in kept
                assert part == "marks" or len(found) == max(map(len, kept))


def test_joining_loses_nothing_and_can_be_repeated(browser: Browser, port: int) -> None:
    context = browser.new_context()
    page = landed(context, port)
    join = """async ([mine, theirs]) => {
      const {joined} = await import("/marginlab/progress.js"), both = joined(mine, theirs);
      return [both, joined(both, theirs), joined(both, mine)];
    }"""

    @settings(max_examples=60, deadline=None)
    @given(mine=KNOWN, theirs=KNOWN)
    def check(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
        both, again, back = page.evaluate(join, [mine, theirs])
        assert again == back == both
        assert both["version"] == max(mine["version"], theirs["version"])
        assert both["exercises"].keys() == mine["exercises"].keys() | theirs["exercises"].keys()
        for one in (mine, theirs):
            for exercise, known in one["exercises"].items():
                found = both["exercises"][exercise]
                assert set(found["met"]) >= set(known["met"])
                assert all(found["verdicts"][word] >= n for word, n in known["verdicts"].items())
                assert set(found["cured"]) <= set(found["met"])
                assert found.get("day", "") >= known.get("day", "")
                for word, (_, of) in said(known).items():
                    assert said(found)[word][1] >= of
                assert not {*found["cured"]} & {*put_right(found)}
            for exercise, found in both["exercises"].items():
                of_each = [one["exercises"].get(exercise, {}) for one in (mine, theirs)]
                assert ("box" in found) == any("box" in one for one in of_each)
                when = itemgetter("day", "box", "due", "missed")
                nothing = dict.fromkeys(("day", "box", "due", "missed"))
                assert when(nothing | found) in [when(nothing | one) for one in of_each]
                assert is_sound(found)
        loses_no_part(both, mine, theirs)
        if mine == theirs:
            assert both == mine

    check()
    context.close()


def test_over_plain_http_everything_works_and_progress_says_that_it_will_not_last(
    site: Path, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    """The zip, unpacked, behind the simplest web server there is, under another name."""
    with ZipFile(edition.packed(site)) as archive:
        archive.extractall(tmp_path / "unpacked")
    [folder] = (tmp_path / "unpacked").iterdir()
    with shown(folder, PLAIN) as port, visitor(browser, chromium, tmp_path / "profile") as context:
        book = Notebook(context, f"http://{ROOM}:{port}/", link="Run lesson 0")
        assert book.page.evaluate("() => [isSecureContext, 'serviceWorker' in navigator]") == [
            False,
            False,
        ]
        run_all(book)
        expect(book.page.get_by_role("navigation", name="marginlab")).to_contain_text(
            "only until this page is closed"
        )
        panel, desktop = book.panel(0), twin_panel()
        panel.press("price", "ArrowRight", 3)
        desktop.set(mark_price=2_275)
        shows(panel, desktop)
        cell, card = book.stub("0.1")
        book.write(cell, 'answer = 100\ncheck("0.1", answer)')
        expect(card).to_contain_text("This looks like: one coin taken for the position")
        expect(card).to_contain_text(SESSION_ONLY)
        book.write(cell, 'answer = 200\ncheck("0.1", answer)')
        expect(card).to_contain_text("Correct, exercise 0.1")
        expect(card).not_to_contain_text(SESSION_ONLY)
        book.write(cell, "progress()")
        expect(card).to_contain_text(SESSION_ONLY)
        saved(book)
        book.page.reload()  # the edit lasts, the verdicts do not
        expect(book.page.locator(".jp-Notebook")).to_contain_text("progress()")
        assert book.errors == []
    stays_here(tmp_path / "profile")


# ---- the pages around the notebooks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_bar_and_cover_are_accessible(
    scheme: str, port: int, browser: Browser, chromium: str, tmp_path: Path, shots: Shots
) -> None:
    with visitor(browser, chromium, tmp_path, color_scheme=scheme) as context:
        page = landed(context, port)
        assert violations(page, "body") == []
        shots.take(page, f"edition_map_{scheme}", full_page=True)
        page.get_by_role("link", name="Run lesson 2", exact=True).click()
        cover = page.locator(".marginlab-cover")
        expect(cover.get_by_role("heading")).to_have_text("2. Where the wall stands")
        expect(cover.get_by_role("img")).to_be_visible()
        shots.take(page, f"edition_cover_{scheme}")
        assert violations(page, ".marginlab-cover, .marginlab-bar") == []
        status = page.get_by_role("navigation", name="marginlab").get_by_role("status")
        expect(status).to_contain_text("Python is being loaded")
        expect(cover).to_have_count(0)
        shots.take(page, f"edition_loading_{scheme}")
        expect(status).to_contain_text("Python is ready.", timeout=60_000)
        assert violations(page, ".marginlab-bar") == []
        shots.take(page, f"edition_ready_{scheme}")


def test_links_of_a_notebook_lead_on(guest: BrowserContext, port: int) -> None:
    book = Notebook(guest, f"http://{HOST}:{port}/", link="Run lesson 1")

    def exercises() -> Page:
        book.page.bring_to_front()
        with guest.expect_page() as opening:
            book.page.locator(".jp-Notebook").get_by_role("link", name="the exercises").click()
        title = opening.value.locator(".jp-Notebook h1")
        expect(title).to_contain_text("Exercises 1: Whose money is it?")
        return opening.value

    first = exercises()
    first.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    first.close()
    book.reopen()  # now the exercises are a file that this browser keeps
    again = exercises()
    again.get_by_role("link", name="Course map").click()
    expect(again.get_by_role("heading", name="The course")).to_be_visible()
    again.get_by_role("link", name="open the list of files").click()
    expect(again.get_by_text("exercises", exact=True)).to_be_visible()
    again.close()
    book.close()


# ---- the build


def test_the_same_inputs_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    edition.build(again, environment.FOLDER, MOVING)
    first, second = (
        {
            p.relative_to(folder): sha256(p.read_bytes()).hexdigest()
            for p in folder.rglob("*")
            if p.is_file()
        }
        for folder in (site, again)
    )
    assert first == second
    assert edition.packed(site).read_bytes() == edition.packed(again).read_bytes()


def test_marginlab_can_be_read_and_the_rest_is_compiled(site: Path) -> None:
    found = {path.name.split("-")[0]: path for path in (site / "static" / "pyodide").glob("*.whl")}
    readable = ZipFile(found["marginlab"]).namelist()
    assert "marginlab/theory/formulas.py" in readable
    assert "marginlab/theory/__pycache__/formulas.cpython-314.pyc" in readable  # which is imported
    assert "sympy/__init__.pyc" in ZipFile(found["sympy"]).namelist()


# Their tests need neither a process, nor a file of the project, nor numpy, nor an event loop.
LIBRARY = {
    "theory": ("formulas", "inverse", "simulation", "survival", "terms", "written"),
    "venues": ("consequences", "published", "venues"),
    "engine": ("account", "pool", "position", "replay", "rulebook", "settlement"),
    "drawing": ("canvas", "controls", "panel", "png"),
    "practice": ("check", "entries", "report"),
}
FILES = [f"tests/{room}/test_{name}.py" for room, names in LIBRARY.items() for name in names]
EVERY_ITEM = (
    "tests/course/test_items.py::test_truth_is_correct_and_each_wrong_idea_gets_its_own_diagnosis"
)


def test_the_librarys_own_tests_pass_in_pyodide(site: Path, tmp_path: Path) -> None:
    """With the very files of the site; hypothesis is the last one that needs no compiler."""
    made, core = environment.Tools(environment.FOLDER), site / "static" / "pyodide"
    lock = json.loads((core / "pyodide-lock.json").read_text())
    python, held = lock["info"]["python"].rpartition(".")[0], ("-c", ROOT / "constraints.txt")
    (tmp_path / "wheels").mkdir()
    for wanted in (
        ["hypothesis==6.155.7"],
        [*held, "iniconfig", "pluggy", "pytest", "sortedcontainers"],
    ):
        wheels.download(made, python, tmp_path / "wheels", *wanted)
    shutil.copytree(
        ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("browser", "__pycache__")
    )
    script = (
        environment.HERE / "run.mjs",
        core / "pyodide.mjs",
        Path(__file__).parents[1] / "in_pyodide.py",
    )
    said = made.node(*script, tmp_path, ",".join(lock["packages"]), *FILES, EVERY_ITEM)
    [passed] = re.findall(r"(\d+) passed", said)
    assert int(passed) > 1_000, said


def test_the_lock_file_names_files_beside_it_and_no_address(site: Path) -> None:
    folder = site / "static" / "pyodide"
    text = (folder / "pyodide-lock.json").read_text()
    assert "://" not in text
    for package in json.loads(text)["packages"].values():
        assert sha256((folder / package["file_name"]).read_bytes()).hexdigest() == package["sha256"]
