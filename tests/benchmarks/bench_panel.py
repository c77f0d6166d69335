"""How fast a panel follows the hand: `python tests/benchmarks/bench_panel.py`, by hand, not a test.

In one JupyterLab page stand lesson 2's panel and the same figure shown the usual way, by `interact`,
which clears the output and displays a plotly figure. Both get 44 key presses on their leverage
slider, in turn; a press counts until the text and the drawn line have both changed in the page.
Then: from Run All, in a kernel that has not yet imported marginlab, to the first drawn line.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from lab import FLAGS, Notebook, notebook, serving
from playwright.sync_api import sync_playwright

KEYS = 44
USUAL = """import plotly.graph_objects as go
from ipywidgets import IntSlider, interact
from marginlab.figures.wall import wall_figure, wall_scene, wall_summary
@interact(leverage=IntSlider(10, 1, 150))
def show(leverage):
    scene = wall_scene(leverage=leverage)
    figure = wall_figure(scene)
    go.Figure(figure["data"], figure["layout"]).show()
    print(wall_summary(scene))"""
# What stands in the page: the text, and every drawn line. Both must differ from before the key.
WATCH = """([root, text]) => {
  const cell = document.querySelector(root).closest(".jp-Cell");
  const state = () => [
    [...cell.querySelectorAll(text)].map(node => node.textContent).join(),
    [...cell.querySelectorAll(".js-plotly-plot .shapelayer path")].map(node => node.getAttribute("d")).join(),
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
FIRST = """async () => {
  const start = performance.now();
  jupyterapp.commands.execute("notebook:run-all-cells");
  const drawn = () => document.querySelector(".marginlab-plot .shapelayer path");
  while (!drawn()) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def key_presses(opened: Notebook) -> dict[str, list[float]]:
    page = opened.page
    ways = {
        "marginlab": (".marginlab-panel", ".marginlab-say", "input[aria-label=leverage]"),
        "interact": (".widget-interact", "pre", ".noUi-handle"),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(KEYS + 2):
        for way, (root, text, handle) in ways.items():
            page.locator(handle).first.focus()
            page.evaluate(WATCH, [root, text])
            page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
            times[way].append(page.evaluate("() => window.measured"))
            page.wait_for_timeout(150)
    return {way: all_of_them[2:] for way, all_of_them in times.items()}


def first_pictures(context: object, url: str, again: int) -> list[float]:
    times = []
    for _ in range(again):
        opened = Notebook(context, url)  # a fresh page: plotly.js is not yet loaded
        opened.command("notebook:clear-all-cell-outputs")
        opened.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
        opened.idle()
        opened.page.wait_for_timeout(1500)
        times.append(opened.page.evaluate(FIRST))
        opened.close()
    return times


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(ordered):.0f} ms, 95th {ordered[int(0.95 * len(ordered))]:.0f} ms"


def main() -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name, "course"), Path(name, "home")
        folder.mkdir()
        home.mkdir()
        panel = "from marginlab.panels.wall import wall_panel\nwall_panel()"
        notebook(folder / "keys.ipynb", panel, USUAL)
        notebook(folder / "first.ipynb", panel)
        with serving(folder, home) as url:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            context = browser.new_context(viewport={"width": 1280, "height": 1600})
            opened = Notebook(context, url % "keys.ipynb")
            opened.run_all()
            opened.page.locator(".widget-interact").wait_for()
            opened.page.wait_for_timeout(3000)
            times = key_presses(opened)
            opened.close()
            first = first_pictures(context, url % "first.ipynb", 5)
            browser.close()
    for way, all_of_them in times.items():
        print(f"{way:10} key press to text and drawing: {spread(all_of_them)}")
    ratio = statistics.median(times["marginlab"]) / statistics.median(times["interact"])
    print(f"ratio of the medians {ratio:.2f} (bar 0.5; bars in ms: median 80, 95th 130)")
    print(
        f"Run All to the first picture: {', '.join(f'{t / 1000:.2f}' for t in first)} s (bar 2.5)"
    )


if __name__ == "__main__":
    main()
