"""How fast the browser edition is: `python tests/benchmarks/bench_site.py [00 02 ...]`, by hand, not a test.

Builds the site, shows it on loopback, and opens lessons from the course map in Chromium: cold, with a
new profile, and warm, after the browser was closed. *Run all cells* is pressed as soon as it is there;
the times are seconds since the click on the map. Then 44 key presses on the lesson's panel, each until
text and drawing have changed, and what was fetched, raw and packed. Without names: lesson 0 alone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench_panel import KEYS, MEASURED, PANELS, WARM, WATCH, spread
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.lab import FLAGS, HOST
from tests.browser.net import fetched, shown, visitor, weight
from tools.site import edition
from tools.site.environment import FOLDER

FIRST = "() => document.querySelector('.marginlab-plot .shapelayer path')"
RUNNING = (
    "() => [...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))"
)


def visit(
    browser: Browser, chromium: str, profile: Path, port: int, number: int, what: str
) -> None:
    """Opens and runs a lesson, and presses keys on its panel."""
    with visitor(browser, chromium, profile) as context:
        page = context.new_page()
        page.goto(f"http://{HOST}:{port}/")
        link = page.get_by_role("link", name=f"Run lesson {number}", exact=True)
        begun = time.monotonic()
        link.click()
        times = {}

        def at(name: str) -> None:
            times[name] = time.monotonic() - begun

        page.locator(".marginlab-cover img").wait_for()
        at("cover")
        page.locator(".jp-Notebook .jp-MarkdownCell h1").wait_for()
        at("lesson")
        run = page.get_by_role("navigation", name="marginlab").get_by_role(
            "button", name="Run all cells"
        )
        run.wait_for(timeout=90_000)
        at("Python")
        run.click()
        page.wait_for_function(FIRST, timeout=90_000)
        at("first picture")
        page.wait_for_function(f"() => !({RUNNING})()", timeout=90_000)
        at("all run")
        print(f"{what:5}", ", ".join(f"{name} {took:.1f}" for name, took in times.items()), "s")
        print(
            f"      key press to text and drawing, median / 95th ms: {spread(keys(page, number))}"
        )


def keys(page: Page, number: int) -> list[float]:
    """Milliseconds from each key to its picture."""
    row = next(row for row in PANELS if row.lesson.number == number)
    page.wait_for_timeout(2000)
    slider = page.get_by_role("slider", name=row.label, exact=True).last
    panel = page.locator(".marginlab-panel", has=slider).last
    panel.evaluate("node => node.id = 'measured'")
    slider.scroll_into_view_if_needed()
    slider.focus()
    found = []
    for press in range(KEYS + WARM):
        page.evaluate(WATCH, ["#measured", ".marginlab-say"])
        page.keyboard.press("ArrowLeft" if press % 8 < 4 else "ArrowRight")
        found.append(page.evaluate(MEASURED))
        page.wait_for_timeout(150)
    return found[WARM:]


def main() -> None:
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    numbers = [int(name) for name in sys.argv[1:]] or [0]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        edition.build(site, FOLDER)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with shown(site) as port:
            for number in numbers:
                print(
                    f"lesson {number} (bars: first picture 35 s cold, 20 s warm; key press 100 ms)"
                )
                profile = Path(folder) / f"profile{number}"
                profile.mkdir()
                visit(browser, chromium, profile, port, number, "cold")
                raw, packed = weight(site, fetched(profile))
                visit(browser, chromium, profile, port, number, "warm")
                print(
                    f"      fetched: {raw / 1e6:.1f} MB raw, {packed / 1e6:.1f} MB packed (bar 25)"
                )
        browser.close()


if __name__ == "__main__":
    main()
