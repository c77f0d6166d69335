"""How fast the panels follow the hand: `python tests/benchmarks/bench_panel.py`, by hand, not a test.

With names of themes, `bench_panel.py fates leak`, only their key presses are measured.
For each lesson's central control, and what ALSO names, one JupyterLab page holds the panel and the same
figure shown the usual way, by `interact`, which clears the output and displays a plotly figure. Both
get 44 key presses, in turn; a press counts until the text and the drawing have both changed in the
page. Other programs slow both ways alike, so the ratio is what can be compared between machines. A panel
gets them twice: without and with the states that its kernel hands over to the slider in hand.
Then: the pictures a second of every *play*; from Run All, in a kernel that has not yet imported
marginlab, to a panel's first picture; from the first cell of a notebook that was run, saved, shut down
and opened again to its picture, as a part of that; and each lesson's Restart and Run All.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, sync_playwright

from tests.browser.lab import FLAGS, ROOT, Notebook, notebook, played, serving, shut_down
from tests.lessons import Lesson, lessons

KEYS = 44
WARM = 2  # the first presses, which are not counted
PATIENCE = 6_000  # milliseconds in which all states of a slider are handed over


@dataclass(frozen=True)
class Row:
    """A control of a lesson's panel, by its name; so many keys up, then as many down, and so on.

    buttons: those that are pressed instead of a slider, for up and for down; moves: the ends of the value
    that is moved, its step and where it starts, where they are not those of the panel's slider.
    """

    lesson: Lesson
    name: str
    buttons: tuple[str, str] | None = None
    moves: tuple[float, float, float, float] | None = None

    @property
    def theme(self) -> str:
        return self.lesson.theme

    @property
    def label(self) -> str:
        return ", ".join(self.buttons) if self.buttons else str(self._control["label"])

    @property
    def range(self) -> tuple[float, float, float, float]:
        """The ends of what is moved, its step and where it starts."""
        if self.moves:
            return self.moves
        spec, start = self._control, self.lesson.panel().values[self.name]
        return spec["low"], spec["high"], spec["step"], start

    @property
    def turn(self) -> int:
        """How many keys go up before as many go down."""
        _, high, step, start = self.range
        return min(KEYS + WARM, round((high - start) / step))

    @property
    def panel(self) -> str:
        name = f"{self.theme}_panel"
        return f"from marginlab.lesson import {name}\n{name}({self.name}={self.range[-1]})"

    @property
    def usual(self) -> str:
        low, high, step, start = self.range
        kind = "IntSlider" if isinstance(step, int) else "FloatSlider"
        cell = USUAL.replace("THEME", self.theme).replace("ROOM", self.lesson.room)
        return cell.replace(
            "SLIDER", f"{self.name}={kind}({start}, min={low}, max={high}, step={step})"
        )

    @property
    def _control(self) -> dict[str, Any]:
        specs = self.lesson.panel().controls.specs
        return next(spec for spec in specs if spec["name"] == self.name)


LESSONS = lessons()
ALSO = (
    Row(LESSONS["fates"], "day", moves=(0, 10, 0.1, 5)),
    Row(LESSONS["adjust"], "margin", ("+ 100", "− 100"), (600, 2_000, 100, 900)),
)
PANELS = (*(Row(lesson, lesson.moved[0]) for lesson in LESSONS.values()), *ALSO)
# Those that open, with no values given, as they are stored.
KEPT = [theme for theme, lesson in LESSONS.items() if "<img" in lesson.panel().html()]
PLAYED = [lesson for lesson in LESSONS.values() if lesson.panel().played]
USUAL = """import plotly.graph_objects as go
from ipywidgets import FloatSlider, IntSlider, interact
from marginlab.course.ROOM.picture import THEME_figure
from marginlab.course.ROOM.scene import THEME_scene
from marginlab.course.ROOM.words import THEME_words
@interact(SLIDER)
def show(**values):
    scene = THEME_scene(**values)
    figure = THEME_figure(scene)
    go.Figure(figure["data"], figure["layout"]).show()
    print(THEME_words(scene).summary)"""
# What stands in the page: the text, and every drawn line. Both must differ from before the key.
WATCH = """([root, text]) => {
  const cell = document.querySelector(root).closest(".jp-Cell, body");
  const layers = [".js-plotly-plot .shapelayer", ".js-plotly-plot .scatterlayer", ".marginlab-moving"];
  const lines = layers.map(layer => `${layer} path`).join();
  const state = () => [
    [...cell.querySelectorAll(text)].map(node => node.textContent).join(),
    [...cell.querySelectorAll(lines)].map(node => node.getAttribute("d")).join(),
  ];
  const before = state();
  window.measured = new Promise(done => {
    let pressed;
    document.addEventListener("keydown", () => { pressed = performance.now(); }, {capture: true, once: true});
    const observer = new MutationObserver(() => {
      const now = state();
      if (now.every((part, i) => part && part !== before[i])) {
        observer.disconnect();
        done(performance.now() - pressed);
      }
    });
    observer.observe(cell, {subtree: true, childList: true, characterData: true, attributes: true});
  });
}"""
MEASURED = """() => Promise.race([window.measured, new Promise((_, fail) =>
  setTimeout(() => fail(new Error("a key changed nothing, or not both")), 10_000))])"""
UNHEARD = "event => (window.unheard ?? (heard => heard.stopPropagation()))(event)"
FIRST = """async () => {
  const start = performance.now();
  jupyterapp.commands.execute("notebook:run-all-cells");
  const drawn = () => document.querySelector(".marginlab-plot .shapelayer path");
  while (!drawn()) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""

REOPENED = """const begun = {}, look = () => {
  if (document.querySelector(".jp-Notebook .jp-Cell")) begun.cell ??= performance.now();
  const picture = document.querySelector(".marginlab-stored img");
  if (picture?.complete && picture.clientHeight) window.reopened = performance.now() - begun.cell;
  else requestAnimationFrame(look);
};
look();"""


def key_presses(opened: Notebook, row: Row) -> tuple[list[float], list[float]]:
    """Milliseconds from a key to its picture: the panel's, and the usual way's.

    The panel hears of no focus, so that nothing is handed over.
    """
    page = opened.page
    page.evaluate(f"() => window.addEventListener('focusin', {UNHEARD}, true)")
    panel, usual = page.locator(".marginlab-panel"), page.locator(".widget-interact")

    def key(way: Locator, up: bool) -> tuple[Locator, str]:
        if way is usual:
            return way.locator(".noUi-handle"), "ArrowRight" if up else "ArrowLeft"
        if row.buttons:
            return way.get_by_role("button", name=row.buttons[not up]), "Enter"
        return way.get_by_role("slider", name=row.label), "ArrowRight" if up else "ArrowLeft"

    ways = ((panel, ".marginlab-panel", ".marginlab-say"), (usual, ".widget-interact", "pre"))
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(KEYS + WARM):
        for (way, root, text), its in zip(ways, times, strict=True):
            handle, name = key(way, number // row.turn % 2 == 0)
            handle.focus()
            page.evaluate(WATCH, [root, text])
            page.keyboard.press(name)
            its.append(page.evaluate(MEASURED))
            page.wait_for_timeout(300)  # plotly's picture stands in place of the drawer's
    return times[0][WARM:], times[1][WARM:]


def handed_over(opened: Notebook, row: Row) -> list[float]:
    """The panel's, where the states of the slider that has the focus were handed over.

    Goes on where `key_presses` has left the slider.
    """
    page, times = opened.page, list[float]()
    page.evaluate("() => { window.unheard = () => {}; document.activeElement.blur(); }")
    opened.panel().slider(row.label).focus()
    page.wait_for_timeout(PATIENCE)
    for number in range(KEYS + WARM, 2 * (KEYS + WARM)):
        page.evaluate(WATCH, [".marginlab-panel", ".marginlab-say"])
        page.keyboard.press("ArrowRight" if number // row.turn % 2 == 0 else "ArrowLeft")
        times.append(page.evaluate(MEASURED))
        page.wait_for_timeout(300)
    return times[WARM:]


def first_picture(context: BrowserContext, url: str) -> float:
    """Milliseconds from Run All to the first line, in a fresh page: plotly.js is not yet loaded."""
    opened = Notebook(context, url)
    opened.command("notebook:clear-all-cell-outputs")
    opened.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    opened.idle()
    opened.page.wait_for_timeout(1500)
    took = opened.page.evaluate(FIRST)
    opened.close()
    return float(took)


def reopened_picture(context: BrowserContext, url: str) -> float:
    """Milliseconds from the first cell to the picture of a panel that was run, saved and shut down."""
    opened = Notebook(context, url)
    opened.run_all()
    opened.panel()
    opened.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    opened.close()
    shut_down(url)
    page = context.new_page()
    page.add_init_script(REOPENED)
    page.goto(url)
    page.wait_for_function("() => window.reopened !== undefined")
    took = page.evaluate("() => window.reopened")
    page.close()
    return float(took)


def run_all(context: BrowserContext, url: str) -> float:
    """Seconds that Restart and Run All of a lesson takes, the second time."""
    opened = Notebook(context, url)
    opened.run_all()
    begun = time.monotonic()
    opened.run_all()
    took = time.monotonic() - begun
    opened.close()
    return took


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):5.0f} / {ordered[int(0.95 * len(ordered))]:.0f}"


def main() -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name, "course"), Path(name, "home")
        folder.mkdir()
        home.mkdir()
        lessons = sorted((ROOT / "lessons").glob("*.ipynb"))
        for lesson in lessons:
            shutil.copy(lesson, folder)
        with serving(folder, home) as url:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            context = browser.new_context(viewport={"width": 1280, "height": 1600})
            print("key press to text and drawing, median / 95th ms (bars 80 / 130; ratio 0.5)")
            for number, row in enumerate(PANELS):
                if sys.argv[1:] and row.theme not in sys.argv[1:]:
                    continue
                notebook(folder / f"keys{number}.ipynb", row.panel, row.usual)
                opened = Notebook(context, url % f"keys{number}.ipynb")
                opened.run_all()
                opened.page.locator(".widget-interact").wait_for()
                opened.page.wait_for_timeout(3000)
                ours, usual = key_presses(opened, row)
                ahead = [] if row.buttons else handed_over(opened, row)
                opened.close()
                ratio = statistics.median(ours) / statistics.median(usual)
                print(f"{row.theme:7}{row.label:12}{spread(ours):>12}   interact {spread(usual)}"
                      f"   ratio {ratio:.2f}")  # fmt: skip
                if ahead:
                    share = statistics.median(ahead) / statistics.median(usual)
                    print(f"{'':7}handed over {spread(ahead):>11}{'':23}ratio {share:.2f}")
            for lesson in PLAYED:
                if sys.argv[1:] and lesson.theme not in sys.argv[1:]:
                    continue
                notebook(folder / f"{lesson.theme}_play.ipynb", *lesson.cells[:2])
                opened = Notebook(context, url % f"{lesson.theme}_play.ipynb")
                opened.run_all()
                plays = [played(opened.panel(), lesson.panel()) for _ in range(3)]
                rates = [(len(times) - 1) / (times[-1] - times[0]) * 1_000 for times in plays]
                opened.close()
                print(f"{lesson.theme:7} plays {', '.join(f'{rate:.1f}' for rate in rates)} "
                      "pictures a second")  # fmt: skip
            if sys.argv[1:]:
                return
            for theme, row in {row.theme: row for row in PANELS}.items():
                notebook(folder / "first.ipynb", row.panel)
                first = [first_picture(context, url % "first.ipynb") / 1000 for _ in range(3)]
                print(f"{theme:7} Run All to the first picture: "
                      f"{', '.join(f'{t:.2f}' for t in first)} s (bar 2.5)")  # fmt: skip
            for theme in KEPT:
                name = f"{theme}_panel"
                cell = f"from marginlab.lesson import {name}\n{name}()"
                notebook(folder / "kept.ipynb", cell)
                url_kept = url % "kept.ipynb"
                share = reopened_picture(context, url_kept) / first_picture(context, url_kept)
                print(
                    f"{theme:7} opened again, first cell to picture: {share:.2f} of that (bar 0.3)"
                )
            for lesson in lessons:
                print(f"{lesson.name}: Run All {run_all(context, url % lesson.name):.1f} s (bar 8)")
            browser.close()


if __name__ == "__main__":
    main()
