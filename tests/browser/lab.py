"""A JupyterLab on loopback and a page in Chromium, with the words that the browser tests speak."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import nbformat
from playwright.sync_api import BrowserContext, Locator, Page, expect

from marginlab.drawing.panel import Panel

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
]

# What JupyterLab itself says as an error while everything works: a restart cancels its own questions, and a
# page that lists the kernels while another's begins gets no list
# (findings/jupyter-server-list-while-starting.sh).
NOT_OURS = re.compile(
    r"Could not restore the debugger state"
    r"|Canceled future for (?!execute)\w+_request message before replies were done"
    r"|status of 500 \(Internal Server Error\) \(http://[\d.]+:\d+/api/kernels\?\d+\)"
)

# What a plot is drawn from: its shapes, traces and single markers.
DRAWN = """graph => [
  ...graph._fullLayout.shapes.map(({name, xref, x0, x1, y0, y1, path, line, fillcolor}) => (
    {name, xaxis: xref, x: [x0, x1], y: [y0, y1], path, line, fillcolor})),
  ...graph.data.flatMap(({name, x, y, xaxis, line, marker, ids}) => ids
    ? ids.map((id, i) => ({name: id, x: [x[i]], y: [y[i]], xaxis, marker}))
    : {name, x, y, xaxis, line, marker}),
]"""


def notebook(path: Path, *cells: str, html: str = "") -> None:
    """Writes a notebook of code cells; `html` is the stored result of the last one."""
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    if html:
        data = {"text/plain": "stored", "text/html": html}
        made[-1].execution_count = 1
        made[-1].outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


@contextmanager
def serving(folder: Path, home: Path, **config: str) -> Iterator[str]:
    """Runs JupyterLab over a folder until the block ends; yields its address with %s for the path."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    layers = {
        f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")
    }
    environment = os.environ | layers | {
        "JUPYTER_CONFIG_PATH": str(ROOT / "marginlab" / "jupyter"),
        "JUPYTER_PATH": str(ROOT / "marginlab" / "jupyter"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "IPYTHONDIR": str(home / "ipython"),
    }  # fmt: skip
    environment.pop("MARGINLAB_PROGRESS", None)  # as a learner has it: beside the notebooks
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}",
        f"--LabApp.workspaces_dir={home / 'workspaces'}", f"--LabApp.user_settings_dir={home / 'settings'}",
        *(f"--{name.replace('__', '.')}={value}" for name, value in config.items()),
    ]  # fmt: skip
    log = home / "server.log"
    with log.open("w") as writing:
        server = subprocess.Popen(command, env=environment, stdout=writing, stderr=writing)
    try:
        _await_answer(f"http://{HOST}:{port}/api/status?token={token}", server, log)
        yield f"http://{HOST}:{port}/lab/tree/%s?token={token}&reset"
    finally:
        server.terminate()
        server.wait(20)


def _await_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start; its last words: {log.read_text()[-2000:]}")


def shut_down(address: str) -> None:
    """Ends every kernel of the server."""
    server, query = address.partition("/lab/")[0], urlsplit(address).query
    for one in json.load(urlopen(f"{server}/api/kernels?{query}")):
        urlopen(Request(f"{server}/api/kernels/{one['id']}?{query}", method="DELETE"))


class Notebook:
    """A notebook open in JupyterLab, and what a learner does with it."""

    def __init__(self, context: BrowserContext, url: str, link: str = "") -> None:
        """Opens the address; link: what to click there, where the notebook is another page."""
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self._note(error.stack or str(error)))
        self.page.on("console", self._console)
        self.page.goto(url)
        if link:
            self.page.get_by_role("link", name=link, exact=True).click()
        self._await_cells()

    def _await_cells(self) -> None:
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.idle()

    def reopen(self) -> None:
        """Saves the notebook and loads the page anew; the kernel runs on."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        self.page.reload()
        self._await_cells()

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self._note(f"{message.text} ({message.location.get('url')})")

    def _note(self, error: str) -> None:
        if not NOT_OURS.search(error):
            self.errors.append(error)

    def command(self, name: str, **arguments: Any) -> None:
        """Executes a command of JupyterLab without waiting for its end."""
        self.page.evaluate(
            "([name, given]) => void jupyterapp.commands.execute(name, given)", [name, arguments]
        )

    def run_all(self) -> None:
        """Restart Kernel and Run All Cells; back when the last cell has run."""
        self.page.evaluate(
            "() => { window.ran = jupyterapp.commands.execute('notebook:restart-run-all'); }"
        )
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.evaluate("() => window.ran")
        self.idle()

    def run_again(self) -> None:
        """Runs all cells in the kernel as it is: every panel in its opening state.

        Back when no panel of the run before is left: the page takes it away after the kernel is idle.
        """
        self.page.evaluate(
            """() => {
              document.querySelectorAll('.marginlab-panel').forEach(one => one.classList.add('of-before'));
              return jupyterapp.commands.execute('notebook:run-all-cells');
            }"""
        )
        self.idle()
        self.page.wait_for_function("() => !document.querySelector('.of-before')")

    def put_in(self, notebook: nbformat.NotebookNode) -> None:
        """Another notebook's cells, none of them run, in place of this one's, until the page is closed.

        The kernel stays, and what is kept as this notebook stays what it was.
        """
        cells = [
            cell | ({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {})
            for cell in notebook.cells
        ]
        self.page.evaluate(
            """notebook => {
              const {content, context} = jupyterapp.shell.currentWidget;
              context.save = async () => {};
              content.model.fromJSON(notebook);
            }""",
            notebook | {"cells": cells},
        )
        self.await_count(len(cells))

    def await_count(self, cells: int) -> None:
        """Waits until the notebook has so many cells."""
        self.page.wait_for_function(
            "count => jupyterapp.shell.currentWidget.content.widgets.length === count", arg=cells
        )

    def cell(self, text: str) -> Locator:
        """The code cell in which this text stands, scrolled to."""
        found = self.page.locator(".jp-Notebook .jp-CodeCell", has_text=text).first
        found.scroll_into_view_if_needed()
        return found

    def write(self, cell: Locator, code: str) -> None:
        """Types code in place of what stands in a cell, and runs it with Shift+Enter."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.idle()

    def stub(self, exercise: str) -> tuple[Locator, Locator]:
        """The cell that hands the answer to an exercise in, and its card."""
        cell = self.cell(f'check("{exercise}"')
        # Found anew at each look: the text by which it was found goes when something else is typed.
        number = cell.evaluate("cell => [...cell.parentNode.children].indexOf(cell)")
        cell = self.page.locator(".jp-Notebook .jp-WindowedPanel-viewport > *").nth(number)
        return cell, cell.locator(".jp-OutputArea-output")

    def idle(self) -> None:
        """Waits until the kernel is there and has nothing left to do."""
        self.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=60_000,
        )

    def panel(self, number: int = 0) -> PanelOnPage:
        """The panel of this number."""
        return _shown(self.page, self.page.locator(".marginlab-panel").nth(number))

    def theme(self, name: str) -> None:
        """JupyterLab Light or JupyterLab Dark."""
        self.command("apputils:change-theme", theme=name)
        light = str(name.endswith("Light")).lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
        # A second splash screen would trip over the first.
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")
        frames(self.page)

    def close(self) -> None:
        self.page.close()


class Cell:
    """A cell of a notebook that shows a panel or a question."""

    def __init__(self, book: Notebook, number: int) -> None:
        self.book, self.page, self.number = book, book.page, number
        self.root = book.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def run(self) -> None:
        """Runs it in the kernel as it is; back when no panel of the run before is left in it."""
        self.page.evaluate(
            """number => {
              const book = jupyterapp.shell.currentWidget.content;
              book.activeCellIndex = number;
              book.deselectAll();
              book.widgets[number].node.querySelectorAll('.marginlab-panel')
                .forEach(one => one.classList.add('of-before'));
              return jupyterapp.commands.execute('notebook:run-cell');
            }""",
            self.number,
        )
        self.book.idle()
        self.page.wait_for_function("() => !document.querySelector('.of-before')")

    def panel(self, number: int = 0) -> PanelOnPage:
        """The panel of this number in it; 1 is the one below a question that was answered."""
        return _shown(self.page, self.root.locator(".marginlab-panel").nth(number))


def _shown(page: Page, found: Locator) -> PanelOnPage:
    """A panel, scrolled to: what is out of sight JupyterLab does not lay out."""
    plot = found.locator(".marginlab-plot.js-plotly-plot")
    for _ in range(100):
        found.scroll_into_view_if_needed()
        if plot.is_visible():
            break
        page.wait_for_timeout(50)
    expect(plot).to_be_visible()
    return PanelOnPage(page, found)


class PanelOnPage:
    """One panel as it is drawn, and a learner's hands on it."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page, self.root = page, root

    def _plot(self) -> Locator:
        """The picture at rest; until then the light drawer draws over it."""
        return self.root.locator(
            ".marginlab-stage:not([data-moving]) .marginlab-plot.js-plotly-plot"
        )

    def drawn(self) -> dict[str, dict[str, Any]]:
        """What is drawn, by axis and name, as "x2/wall": lines, washes, curves and markers.

        What plotly has drawn from, not what Python has sent.
        """
        found = self._plot().evaluate(DRAWN)
        return {f"{one.get('xaxis') or 'x'}/{one['name']}": one for one in found}

    def width(self) -> float:
        """How wide the drawing is [pixels]."""
        return float(self._plot().evaluate("graph => graph._fullLayout.width"))

    def settles(self, trace: str, x: float) -> None:
        """Waits until a drawn line begins at x; the text comes a frame earlier."""
        becomes(self.page, lambda: abs(self.drawn()[trace]["x"][0] - x) < 0.005, True)

    def colours(self) -> set[str]:
        """All colours of the drawn data, layout and words."""
        return set(
            self._plot().evaluate(
                """graph => {
                  const two = (n) => Number(n).toString(16).padStart(2, "0");
                  const hex = (rgb) => "#" + rgb.match(/\\d+/g).map(two).join("");
                  const words = [...graph.parentNode.querySelectorAll('.marginlab-words span')];
                  return [...JSON.stringify([graph.data, graph.layout]).match(/#[0-9a-f]{6}/g),
                          ...words.map(word => hex(word.style.color))];
                }"""
            )
        )

    def stroke(self, line: str) -> list[float]:
        """The left and right pixel of the path that stands in the page for a straight line."""
        return self._plot().evaluate(
            """(graph, key) => {
              const index = graph._fullLayout.shapes.findIndex(s => `${s.xref}/${s.name}` === key);
              const path = graph.querySelector(`.shapelayer path[data-index="${index}"]`);
              const {left, right} = path.getBoundingClientRect();
              return [left, right];
            }""",
            line,
        )

    def pixel(self, x: float, y: float, subplot: str = "") -> tuple[float, float]:
        """Where on the page a point of the subplot stands."""
        left, top = self._plot().evaluate(
            """(graph, [x, y, n]) => {
              const {left, top} = graph.getBoundingClientRect();
              const [ax, ay] = [graph._fullLayout['xaxis' + n], graph._fullLayout['yaxis' + n]];
              return [left + ax._offset + ax.d2p(x), top + ay._offset + ay.d2p(y)];
            }""",
            [x, y, subplot],
        )
        return left, top

    def alt(self) -> str | None:
        return self._plot().get_attribute("aria-label")

    def expect_say(self, text: str) -> None:
        """Waits for the words; the picture, which comes in the same message, has a frame to follow."""
        expect(self.root.locator(".marginlab-say")).to_contain_text(text)
        frames(self.page)

    def expect_refusal(self, text: str) -> None:
        expect(self.root.locator(".marginlab-refusal")).to_contain_text(text)

    def expect_no_refusal(self) -> None:
        """Waits until no refusal stands there; words and picture may be those of before the refusal."""
        expect(self.root.locator(".marginlab-refusal")).to_have_text("")

    def slider(self, label: str) -> Locator:
        return self.root.get_by_role("slider", name=label)

    def press(self, label: str, key: str, times: int = 1) -> None:
        """Presses a key on a slider."""
        self.slider(label).focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def drag(self, label: str, share: float) -> float:
        """Drags a slider with the mouse to a share of its way; gives back the value it then has."""
        slider = self.slider(label)
        box = slider.bounding_box()
        low, high, value = (
            float(slider.evaluate(f"e => e.{name}")) for name in ("min", "max", "value")
        )
        knob = 16  # the pixels of a native slider's knob, which stays inside the bar
        at = lambda part: box["x"] + knob / 2 + part * (box["width"] - knob)  # noqa: E731
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(at((value - low) / (high - low)), middle)
        self.page.mouse.down()
        self.page.mouse.move(at(share), middle, steps=8)
        self.page.mouse.up()
        frames(self.page)  # a busy page hears late
        return float(slider.input_value())

    def put(self, label: str, value: float) -> None:
        """Puts a slider where a hand would, in one go."""
        self.slider(label).evaluate(
            "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }",
            value,
        )

    def choose(self, label: str, word: str) -> None:
        self.root.get_by_role("radiogroup", name=label).get_by_text(word, exact=True).click()

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name)

    def labels(self) -> list[dict[str, Any]]:
        """The boxes of all written labels, in pixels of the plot."""
        return self._plot().evaluate(
            """graph => {
              const frame = graph.getBoundingClientRect();
              const texts = [...graph.parentNode.querySelectorAll('.marginlab-words span')];
              return texts.filter(t => t.textContent.trim()).map(t => {
                const {left, top, right, bottom} = t.getBoundingClientRect();
                return {text: t.textContent, left: left - frame.left, top: top - frame.top,
                        right: right - frame.left, bottom: bottom - frame.top,
                        width: frame.width, height: frame.height};
              });
            }"""
        )


# A window's width and height in pixels, and the size of the letters that a figure has in it.
SIZES = {"laptop": (1280, 800, 15), "projector": (1920, 1080, 20)}


class Shots:
    """Screenshots in a folder; without one, none is taken."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def take(self, what: Page | Locator, name: str, **how: Any) -> None:
        """Photographs a page or a part of it."""
        if self.folder:
            what.screenshot(path=self.folder / f"{name}.png".replace("/", " of "), **how)


@contextmanager
def window(book: Notebook, size: str, shots: Shots, name: str) -> Iterator[None]:
    """The notebook in a window of this size, photographed in both themes; then in the usual one again."""
    width, height, letters = SIZES[size]
    page = book.page
    page.set_viewport_size({"width": width, "height": height})
    try:
        page.wait_for_function(
            "size => document.querySelector('.marginlab-plot')._fullLayout.font.size === size",
            arg=letters,
        )
        for theme in ("Dark", "Light") if shots.folder else ():
            book.theme(f"JupyterLab {theme}")
            shots.take(page, f"{name}_{size}_{theme.lower()}")
        yield
    finally:
        usual = SIZES["laptop"]
        page.set_viewport_size({"width": usual[0], "height": usual[1]})


def moved(slider: Locator, key: str) -> float:
    """Presses a key by which a slider moves; where it then stands. A busy page hears late."""
    before = slider.input_value()
    slider.press(key)
    expect(slider).not_to_have_value(before)
    return float(slider.input_value())


def until(page: Page, holds: Callable[[], object], seen: Callable[[], object] = str) -> None:
    """Waits, as long as for a locator, for something that none shows; seen: what to say in vain."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, f"it has not come within twenty seconds {seen()}"
        page.wait_for_timeout(50)


def becomes(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Waits until something that no locator shows is as wanted."""
    until(page, lambda: read() == wanted, lambda: f"{read()}, not {wanted}")


def frames(page: Page, count: int = 2) -> None:
    """Lets the browser draw."""
    page.evaluate(
        """n => new Promise(done => {
          const next = () => n-- ? requestAnimationFrame(next) : done();
          next();
        })""",
        count,
    )


def played(panel: PanelOnPage, desktop: Panel) -> list[float]:
    """Lets a panel play once; every state that the desktop knows must come to the page, in order.

    When each picture was drawn [ms]; how many of them a second is a benchmark's to tell.
    """
    assert desktop.played
    told = []
    for state in desktop.played.states:
        desktop.set(**state)
        told.append(desktop.view.alt)
    plot = panel.root.locator(".marginlab-plot.js-plotly-plot")
    panel.root.evaluate(
        """root => {
          const graph = root.querySelector('.marginlab-plot.js-plotly-plot');
          const layer = root.querySelector('.marginlab-moving');
          window.drawn = [];
          window.heard = [];
          layer.timed ??= new MutationObserver(
            () => layer.firstChild && window.drawn.push(performance.now()));
          layer.timed.observe(layer, {childList: true});
          graph.heard ??= new MutationObserver(
            changes => window.heard.push(...changes.map(change => change.oldValue)));
          graph.heard.observe(
            graph, {attributeFilter: ['aria-label'], attributeOldValue: true});
        }"""
    )
    panel.button("play").click()
    panel.page.wait_for_function("() => window.drawn.length > 2")
    expect(plot).to_have_attribute("aria-label", told[-1], timeout=30_000)
    heard = [*panel.page.evaluate("() => window.heard"), panel.alt()]
    before = heard[0] != told[0]  # what was shown until the play began
    assert [alt for alt, _ in groupby(heard)][before:] == [alt for alt, _ in groupby(told)]
    return list(panel.page.evaluate("() => window.drawn"))


def collisions(labels: Sequence[Mapping[str, Any]]) -> list[str]:
    """Labels that overlap one another or leave the plot, in words."""
    found = [
        f"{box['text']!r} leaves the plot" for box in labels
        if box["left"] < -1 or box["top"] < -1 or box["right"] > box["width"] + 1
        or box["bottom"] > box["height"] + 1
    ]  # fmt: skip
    for i, one in enumerate(labels):
        for other in labels[i + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > 1 and down > 1:
                found.append(f"{one['text']!r} overlaps {other['text']!r}")
    return found


def violations(page: Page, selector: str) -> list[str]:
    """What axe finds serious or critical within the selector, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=selector).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:200] for n in v['nodes']]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
