"""Clumsy acts on a lesson, and what must hold after each: nothing lost, and a visible way back.

Acts are dealt from packs of a seed: a pack holds every kind, and is played out on one lesson in one
edition, JupyterLab's or the browser's. Before each act the learner writes an answer in a cell of their own.
"""

from __future__ import annotations

import json
import re
import shutil
from abc import ABC, abstractmethod
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from marginlab.app.command import main as marginlab
from marginlab.app.folder import copy_course, edition_name, exercises, handed, notebooks
from marginlab.practice.progress import FILE
from tests.browser.lab import FLAGS, HOST, Notebook, serving
from tests.browser.net import shown, visitor
from tools.site import edition, environment

LESSONS = [name for name in notebooks() if name.startswith("lessons/")]
MINE = "  # mine"
WINDOW = {"width": 1280, "height": 800}

# No room for anything of this many letters. The other file is the learner's; its rename has no letters.
FILL = """letters => {
  const {prototype} = IDBObjectStore;
  window.put ??= prototype.put;
  prototype.put = function (file, ...more) {
    if (JSON.stringify(file.content ?? "").length > letters)
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    return window.put.call(this, file, ...more);
  };
}"""
CLEAR = "() => { IDBObjectStore.prototype.put = window.put; }"
# Of notebooks only what is written in their cells: the pictures are large.
STORED = """async name => {
  const found = [];
  await localforage.createInstance({name, storeName: "files"}).iterate(({path, format, content}) => {
    const cells = content?.cells?.map(({source}) => ({source}));
    found.push({path, format, content: cells ? {cells} : content});
  });
  return found;
}"""
NO_SPACE = """
import errno, os
def full(_): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
fsync, os.fsync = os.fsync, full
"""
SPACE = "os.fsync = fsync"
SILENTLY = """code => jupyterapp.shell.currentWidget.sessionContext.session.kernel
  .requestExecute({code, silent: true, store_history: false}).done.then(() => {})"""
AT = "(at) => { jupyterapp.shell.currentWidget.content.activeCellIndex = at; }"
DO = "([name, given]) => jupyterapp.commands.execute(name, given).then(() => {})"
READY = """() => {
  const editor = document.activeElement.closest(".jp-Notebook .jp-Cell.jp-mod-active .cm-content");
  return editor && jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.source === "";
}"""
SAVED = "() => !jupyterapp.shell.currentWidget.context.model.dirty"
CELLS = """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(({source, outputs = []}) =>
  ({source, outputs: outputs.filter((one) => one.output_type === "error")}))"""


class Edition(ABC):
    """One of the two editions, as far as they differ for a learner."""

    name: str

    @abstractmethod
    def address(self, lesson: str) -> str:
        """Where a lesson is opened."""

    @abstractmethod
    def files(self) -> dict[str, Any]:
        """What is kept, by its path: notebooks and the progress, read."""

    @abstractmethod
    @contextmanager
    def full(self, book: Notebook, letters: int) -> Iterator[None]:
        """Room only for what has at most so many letters, until the block ends."""

    @abstractmethod
    def start_afresh(self, lesson: str) -> None:
        """The visible way back to the lesson as the course gives it."""


class OwnComputer(Edition):
    """JupyterLab over a learner's folder."""

    name = "JupyterLab"

    def __init__(self, context: BrowserContext, url: str, root: Path, folder: Path) -> None:
        self.context, self._url = context, url
        self._root, self._folder = root, folder
        copy_course(folder)

    def address(self, lesson: str) -> str:
        return self._url % (self._folder / lesson).relative_to(self._root).as_posix()

    def files(self) -> dict[str, Any]:
        found = [*self._folder.rglob("*.ipynb"), *self._folder.glob(FILE)]
        return {
            path.relative_to(self._folder).as_posix(): json.loads(path.read_bytes())
            for path in found
            if ".ipynb_checkpoints" not in path.parts
        }

    @contextmanager
    def full(self, book: Notebook, letters: int) -> Iterator[None]:
        """The server refuses what the page saves; Python finds no space for its own file."""
        refuse = lambda route: (  # noqa: E731
            route.fulfill(status=507, json={"message": "No space left on device"})
            if route.request.method == "PUT"
            else route.continue_()
        )
        book.page.route("**/api/contents/**", refuse)
        book.page.evaluate(SILENTLY, NO_SPACE)
        yield
        book.page.evaluate(SILENTLY, SPACE)
        book.page.unroute("**/api/contents/**")

    def start_afresh(self, lesson: str) -> None:
        with redirect_stdout(StringIO()) as told:
            marginlab(["reset", lesson, "--folder", str(self._folder)])
        assert "yours is now archive/" in told.getvalue()


class InTheBrowser(Edition):
    """The browser edition, with the course map open in another tab."""

    name = "the browser edition"

    def __init__(self, context: BrowserContext, port: int) -> None:
        self.context, self._root = context, f"http://{HOST}:{port}/"
        self._map = context.new_page()
        self._look()

    def _look(self) -> None:
        self._map.goto(self._root)
        expect(self._map.locator("#shelf > *")).not_to_have_count(0)

    def address(self, lesson: str) -> str:
        return f"{self._root}notebooks/index.html?path={lesson}"

    def files(self) -> dict[str, Any]:
        kept = self._map.evaluate(STORED, edition_name())
        return {one["path"]: read(one) for one in kept if one["path"].endswith((".ipynb", FILE))}

    @contextmanager
    def full(self, book: Notebook, letters: int) -> Iterator[None]:
        """The page keeps things for Python too."""
        book.page.evaluate(FILL, letters)
        yield
        book.page.evaluate(CLEAR)

    def start_afresh(self, lesson: str) -> None:
        self._look()
        shelf = self._map.locator("#shelf")
        shelf.get_by_role("button", name=f"Put {lesson} aside and start afresh").click()
        expect(self._map.locator("#told")).to_contain_text("Yours is now put aside")
        expect(shelf.get_by_role("link").filter(has_text="put aside")).not_to_have_count(0)


def read(file: dict[str, Any]) -> Any:
    """What stands in a file of the browser's storage."""
    text = b64decode(file["content"]) if file["format"] == "base64" else file["content"]
    return json.loads(text) if isinstance(text, str | bytes) else text


def sources(notebook: Any) -> list[str]:
    """What stands in the cells; a cell's text may be a list of lines."""
    return ["".join(cell["source"]) for cell in notebook["cells"]]


class Learner:
    """Somebody with two left hands, and what is theirs."""

    def __init__(self, edition: Edition, lesson: str, random: Random) -> None:
        self.edition, self.lesson, self.random = edition, lesson, random
        given = json.loads(handed(notebooks()[lesson]))
        self._given = sources(given)
        shown = [one for cell in given["cells"] for one in cell.get("outputs", [])]
        self._panels = sum("marginlab-stored" in str(one) for one in shown)
        number = Path(lesson).name[1]
        self._exercise = next(one for one in exercises() if one.startswith(f"{number}."))
        self._mine: list[str] = []
        self._progress: dict[str, Any] = {"exercises": {}, "marks": {}}
        self.open()
        self.book.run_again()
        self._place_mark()

    # ---- hands

    def open(self) -> None:
        self.book = Notebook(self.edition.context, self.edition.address(self.lesson))

    @property
    def page(self) -> Page:
        return self.book.page

    def do(self, command: str, at: int | None = None) -> None:
        """A command of JupyterLab's menus, on a cell; back when it is done."""
        if at is not None:
            self.page.evaluate(AT, at)
        self.page.evaluate(DO, [command, {}])

    def run(self, at: int) -> None:
        self.do("notebook:run-cell", at)
        self.book.idle()

    def cells(self) -> list[str]:
        return sources({"cells": self.page.evaluate(CELLS)})

    def some(self) -> int:
        """The place of some cell of the notebook as it is now."""
        return self.random.randrange(len(self.cells()))

    def write(self) -> None:
        """Types an answer into a new cell somewhere, and runs it."""
        answer = f'check("{self._exercise}", {1000 + len(self._mine)})'
        mine = f"from marginlab.lesson import check\n{answer}{MINE}"
        self.do("notebook:insert-cell-below", self.some())
        self.do("notebook:enter-edit-mode")
        self.page.wait_for_function(READY)  # a hand sees the cursor before it types
        self.page.keyboard.insert_text(mine)
        self._mine.append(mine)
        self.page.keyboard.press("Control+Enter")
        self.book.idle()

    def save(self) -> None:
        self.do("docmanager:save")
        self.page.wait_for_function(SAVED)

    def _place_mark(self) -> None:
        """Answers the lesson's question."""
        panels = map(self.book.panel, range(self._panels))
        asked = next(one for one in panels if one.button("Place my mark").count())
        asked.root.get_by_role("slider").first.press("ArrowLeft")
        asked.button("Place my mark").click()
        expect(asked.root).to_contain_text("You said")

    # ---- what must hold

    def lost(self) -> list[str]:
        """What the learner wrote that is neither on the page nor in a file."""
        kept = [one for name, one in self.edition.files().items() if name.endswith(".ipynb")]
        here = {text for one in kept for text in sources(one)} | set(self.cells())
        return [text for text in self._mine if text not in here]

    def check(self) -> None:
        """Nothing is lost, no cell ends in a bare traceback, and there is a way back to the lesson."""
        assert not self.lost(), f"lost: {self.lost()}"
        self._check_progress()
        if [text for text in self.cells() if MINE not in text] != self._given:
            self.do("notebook:run-all-cells")
            self.book.idle()
            self._check_tracebacks()
            self.save()
            self.edition.start_afresh(self.lesson)
            self.do("docmanager:reload")
            assert self.cells() == self._given, "starting afresh leads to another lesson"
            assert not self.lost(), f"lost by starting afresh: {self.lost()}"
        self._check_tracebacks()
        self.book.run_again()
        assert not self.errors(), f"the lesson ends in {self.errors()}"
        for number in range(self._panels):
            assert self.book.panel(number).drawn(), f"panel {number} is empty"

    def errors(self) -> list[str]:
        """What cells show that ended in an error."""
        found = (one for cell in self.page.evaluate(CELLS) for one in cell["outputs"])
        return ["\n".join(one["traceback"]) for one in found]

    def _check_tracebacks(self) -> None:
        bare = [text for text in self.errors() if "Traceback" in text]
        assert not bare, f"a bare traceback: {bare[0]}"

    def _check_progress(self) -> None:
        """No verdict and no mark of before is gone."""
        now, before = self.edition.files()[FILE], self._progress
        for exercise, entry in before["exercises"].items():
            counts = now["exercises"][exercise]["verdicts"]
            assert Counter(counts) >= Counter(entry["verdicts"]), f"verdicts on {exercise} are lost"
        assert now["marks"].items() >= before["marks"].items(), "a mark is lost"
        self._progress = now


# ---- the acts


def deletes(learner: Learner) -> None:
    """Deletes one to three cells; takes it back if one of them was the learner's own."""
    for _ in range(learner.random.randint(1, 3)):
        at = learner.some()
        own = MINE in learner.cells()[at]
        learner.page.wait_for_timeout(600)  # what happens in half a second is taken back together
        learner.do("notebook:delete-cell", at)
        if own:
            learner.do("notebook:undo-cell-action")


def moves(learner: Learner) -> None:
    """Moves a cell up or down by one to five places."""
    command = learner.random.choice(["notebook:move-cell-up", "notebook:move-cell-down"])
    learner.do(command, learner.some())
    for _ in range(learner.random.randrange(5)):
        learner.do(command)


def doubles(learner: Learner) -> None:
    """Copies a cell and pastes it below another."""
    learner.do("notebook:copy-cell", learner.some())
    learner.do("notebook:paste-cell-below", learner.some())


def runs_twice(learner: Learner) -> None:
    """Runs a cell twice."""
    at = learner.some()
    learner.run(at)
    learner.run(at)


def runs_out_of_order(learner: Learner) -> None:
    """Runs three cells in any order."""
    for _ in range(3):
        learner.run(learner.some())


def restarts_mid_cell(learner: Learner) -> None:
    """Restarts Python while cells run, and goes on somewhere in the middle."""
    learner.book.command("notebook:run-all-cells")
    learner.page.wait_for_timeout(learner.random.choice([0, 50, 200]))
    learner.book.command("notebook:restart-kernel")
    learner.page.get_by_role("button", name="Confirm Kernel Restart").click()
    learner.book.idle()
    runs_out_of_order(learner)


def closes_mid_save(learner: Learner) -> None:
    """Closes the tab while the notebook is saved; stays, and tries again, if the browser asks."""
    page = learner.page
    page.on("dialog", lambda dialog: dialog.dismiss())
    learner.book.command("docmanager:save")
    page.wait_for_timeout(learner.random.choice([0, 5, 20, 100]))
    page.close(run_before_unload=True)
    with suppress(Error):  # which says that the page is closed, and so that nobody asked
        page.wait_for_timeout(500)
        page.wait_for_function(SAVED)
        page.close()
    learner.open()


def fills_the_storage(learner: Learner) -> None:
    """Writes and saves where there is no room; is told so; saves when there is room again."""
    with learner.edition.full(learner.book, learner.random.choice([0, 20])):
        learner.write()
        learner.book.command("docmanager:save")
        dialog = learner.page.locator(".jp-Dialog")
        expect(dialog).to_contain_text(re.compile("Save Error|could not be saved"))
        dialog.get_by_role("button").last.click()
        told = learner.page.locator(".jp-CodeCell.jp-mod-selected")
        expect(told).to_contain_text("Progress could not be kept")
    learner.save()
    assert learner._mine[-1] in sources(learner.edition.files()[learner.lesson])


# How often each act is in a pack.
PACK: dict[Callable[[Learner], None], int] = {
    deletes: 2, moves: 2, doubles: 1, runs_twice: 1, runs_out_of_order: 1, restarts_mid_cell: 1,
    closes_mid_save: 1, fills_the_storage: 1,
}  # fmt: skip
ACTS = sum(PACK.values())


def replay(edition: Edition, seed: int) -> None:
    """Plays the pack of a seed out on a lesson. An AssertionError names the seed and the acts so far."""
    random, told = Random(seed), []
    lesson = LESSONS[seed % len(LESSONS)]
    acts = [act for act, count in PACK.items() for _ in range(count)]
    random.shuffle(acts)
    try:
        learner = Learner(edition, lesson, random)
        for act in acts:
            told.append(act.__name__)
            learner.write()
            act(learner)
            learner.check()
        learner.page.close()
    except (AssertionError, Error, KeyError) as error:
        where = f"{edition.name}, {lesson}, seed {seed}, after {', '.join(told) or 'nothing'}"
        raise AssertionError(f"{where}: {error!r}") from error


def replays(count: int, site: Path, folder: Path) -> Iterator[str]:
    """Plays packs out, in either edition in turn, until there were so many acts: what failed."""
    with ExitStack() as ending:
        chromium = shutil.which("chromium") or "chromium"
        playing = ending.enter_context(sync_playwright())
        browser = playing.chromium.launch(executable_path=chromium, args=FLAGS)
        (root := folder / "root").mkdir()
        url = ending.enter_context(serving(root, folder))
        port = ending.enter_context(shown(site))
        for seed in range(count // (2 * ACTS)):
            with browser.new_context(viewport=WINDOW) as context, failing() as found:
                replay(OwnComputer(context, url, root, root / str(seed)), seed)
            yield from found
            with visitor(browser, chromium, folder / f"{seed}") as context, failing() as found:
                replay(InTheBrowser(context, port), seed)
            yield from found


@contextmanager
def failing() -> Iterator[list[str]]:
    """A list that holds, when the block has ended, the sentence of what failed in it."""
    found: list[str] = []
    try:
        yield found
    except AssertionError as error:
        found.append(str(error))


def failures(count: int) -> list[str]:
    """What fails in so many acts, a sentence a pack."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        edition.build(folder / "site", environment.FOLDER)
        return list(replays(count, folder / "site", folder))
