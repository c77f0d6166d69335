"""How fast a position of one's own follows the keys: `python -m tests.benchmarks.bench_own`, by hand.

One JupyterLab page holds lesson 2's panel and the page's. In turn, a key on the panel's slider and a digit
typed into the size count until text and drawing have both changed. Other programs slow both alike, so the
ratio is what can be compared between machines (bar 1.5).
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.bench_court import key
from tests.benchmarks.bench_panel import MEASURED, WATCH, spread
from tests.browser.lab import FLAGS, Notebook, notebook, serving

ROUNDS, WARM = 44, 2
CELLS = ("from marginlab.lesson import own_panel, wall_panel\nwall_panel()", "own_panel()")


def digit(page: Page, typed: str) -> float:
    """Milliseconds from a key in the field of the size to the picture."""
    panel = page.locator(".marginlab-panel").nth(1)
    panel.evaluate("panel => panel.classList.add('of-own')")
    panel.get_by_role("textbox", name="size", exact=True).focus()
    page.keyboard.press("End")
    page.evaluate(WATCH, [".of-own", ".marginlab-say"])
    page.keyboard.press(typed)
    return float(page.evaluate(MEASURED))


def main() -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name, "course"), Path(name, "home")
        folder.mkdir()
        home.mkdir()
        notebook(folder / "own.ipynb", *CELLS)
        with serving(folder, home) as url:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            context = browser.new_context(viewport={"width": 1280, "height": 2200})
            opened = Notebook(context, url % "own.ipynb")
            opened.run_all()
            opened.page.wait_for_timeout(3000)
            keys, digits = [], []
            for number in range(ROUNDS + WARM):
                keys.append(key(opened.page, number % 20 < 10))
                opened.page.wait_for_timeout(150)
                digits.append(digit(opened.page, "Backspace" if number % 2 else "5"))
                opened.page.wait_for_timeout(150)
            browser.close()
    ratio = statistics.median(digits[WARM:]) / statistics.median(keys[WARM:])
    print(f"lesson 2, key to drawn {spread(keys[WARM:])} ms; a position of one's own "
          f"{spread(digits[WARM:])} ms: {ratio:.2f} (bar 1.5)")  # fmt: skip


if __name__ == "__main__":
    main()
