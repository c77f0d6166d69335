"""How fast the court answers: `python tests/benchmarks/bench_court.py`, by hand, not a test.

One JupyterLab page holds lesson 2's panel and the court. In turn, a key on the panel's slider counts
until text and drawing have changed, and a key on *Run it* until both ledgers stand in the page. Other
programs slow both alike, so the ratio is what can be compared between machines (bar 1.0). Then: the
processor time of running all cards, as a part of that of lesson 5's notebook under nbval (bar 0.5).
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.bench_panel import MEASURED, WATCH, spread
from tests.browser.lab import FLAGS, ROOT, Notebook, notebook, serving

ROUNDS, WARM = 30, 2
CELLS = (
    "from marginlab.lesson import court_panel, wall_panel\nwall_panel()",
    "court_panel()",
)
OPENED = """() => {
  const panel = document.querySelectorAll(".marginlab-panel")[1];
  window.measured = new Promise(done => {
    let pressed;
    document.addEventListener("keydown", () => { pressed = performance.now(); }, {capture: true, once: true});
    new MutationObserver((_, observer) => {
      if (!panel.querySelectorAll(".marginlab-ledgers tbody tr").length) return;
      observer.disconnect();
      done(performance.now() - pressed);
    }).observe(panel, {subtree: true, childList: true, characterData: true});
  });
}"""
ALL_CARDS = (
    "from marginlab.course.court.docket import DOCKET; [card.judged for card in DOCKET.values()]"
)


def key(page: Page, up: bool) -> float:
    """Milliseconds from a key on lesson 2's panel to its picture."""
    panel = page.locator(".marginlab-panel").first
    panel.get_by_role("slider").first.focus()
    page.evaluate(WATCH, [".marginlab-panel", ".marginlab-say"])
    page.keyboard.press("ArrowRight" if up else "ArrowLeft")
    return float(page.evaluate(MEASURED))


def run_card(page: Page) -> float:
    """Milliseconds from *Run it* to both ledgers; then the next card stands there."""
    court = page.locator(".marginlab-panel").nth(1)
    court.get_by_role("button", name="Run it", exact=True).focus()
    page.evaluate(OPENED)
    page.keyboard.press("Enter")
    took = float(page.evaluate(MEASURED))
    court.get_by_role("button", name="Next card").click()
    court.get_by_role("button", name="Run it", exact=True).wait_for()
    return took


def processor_time(*command: str) -> float:
    """Seconds of processor time of a process and of those that it began."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(act: Callable[[Page, int], float], *cells: str) -> tuple[list[float], list[float]]:
    """Milliseconds of a key on lesson 2's panel, which stands first in the page, and of an act beside it.

    act: given the page and its number, does it and says how long it took.
    """
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name, "course"), Path(name, "home")
        folder.mkdir()
        home.mkdir()
        notebook(folder / "beside.ipynb", *cells)
        with serving(folder, home) as url:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            context = browser.new_context(viewport={"width": 1280, "height": 2200})
            opened = Notebook(context, url % "beside.ipynb")
            opened.run_all()
            opened.page.wait_for_timeout(3000)
            keys, acts = [], []
            for number in range(ROUNDS + WARM):
                keys.append(key(opened.page, number % 20 < 10))
                opened.page.wait_for_timeout(150)
                acts.append(act(opened.page, number))
                opened.page.wait_for_timeout(150)
            browser.close()
    return keys[WARM:], acts[WARM:]


def main() -> None:
    keys, cards = in_turn(lambda page, _: run_card(page), *CELLS)
    ratio = statistics.median(cards) / statistics.median(keys)
    print(f"lesson 2, key to drawn {spread(keys)} ms; the court, run to both ledgers "
          f"{spread(cards)} ms: {ratio:.2f} (bar 1.0)")  # fmt: skip
    lesson = next((ROOT / "lessons").glob("05_*.ipynb"))
    judged = processor_time("-c", ALL_CARDS)
    checked = processor_time("-m", "pytest", "-q", "-n", "0", "--nbval", str(lesson))
    print(f"all cards {judged:.2f} s, lesson 5 under nbval {checked:.2f} s of processor time: "
          f"{judged / checked:.2f} (bar 0.5)")  # fmt: skip


if __name__ == "__main__":
    main()
