"""The stage beside JupyterLab: `python -m tests.benchmarks.bench_stage`, by hand.

Lesson 2's panel stands on the stage of a class and in a notebook, each in a page of its own. Both get
key presses in turn; a press counts until the sentence and the drawing have both changed, and neither
slider gets its states handed over. Before that,
from opening the address to the first live picture, in a browser that knows nothing yet. What counts are
the ratios of one run.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from tests.benchmarks.bench_panel import MEASURED, UNHEARD, WATCH
from tests.browser.lab import FLAGS, HOST, ROOT, Notebook, notebook, serving

PRESSES, WARM, ROUNDS, PORT = 40, 4, 3, 8655
CELL = "from marginlab.lesson import wall_panel\nwall_panel()"
BARS = {"key": 1.2, "first": 0.5}
PICTURE = ".marginlab-plot .shapelayer path"


@contextmanager
def a_class(port: int, *words: str) -> Iterator[tuple[int, str]]:
    """A class in a process of its own: the process's number, and what the terminal says."""
    told = ["room", "60", "--host", HOST, "--port", str(port), *words]
    command = [sys.executable, "-m", "marginlab", "teach", *told]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = ""
        while "Stop it" not in said:
            said += process.stdout.readline()
        try:
            yield process.pid, said
        finally:
            process.terminate()


def the_console(said: str) -> str:
    """The address of a class's console, out of what the terminal says."""
    address = re.search(r"http://\S+/console\?key=\S+", said)
    assert address
    return address[0].replace("localhost", HOST)


def pressed(page: Page, inside: Page | Frame, key: str) -> float:
    """Milliseconds from a key on the slider until sentence and drawing have changed."""
    inside.get_by_role("slider", name="leverage").focus()
    inside.evaluate(WATCH, [".marginlab-panel", ".marginlab-say"])
    page.keyboard.press(key)
    took = float(inside.evaluate(MEASURED))
    page.wait_for_timeout(300)  # plotly's picture stands in place of the drawer's
    return took


def on_the_puzzle(page: Page, address: str) -> None:
    """Puts lesson 2's puzzle on the wall."""
    page.goto(address)
    rows = page.get_by_label("Go to")
    rows.locator("option").first.wait_for(state="attached")
    puzzle = rows.locator("option", has_text="2. Where the wall stands: Puzzle").get_attribute(
        "value"
    )
    rows.select_option(puzzle)
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Next slide").click()
    page.wait_for_timeout(300)


def opened_stage(browser: Browser, address: str) -> tuple[float, Page]:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    begun = time.monotonic()
    page.goto(address.replace("console", "stage"))
    page.frame_locator("#wall").locator(PICTURE).first.wait_for(state="attached")
    return time.monotonic() - begun, page


def opened_lab(browser: Browser, address: str) -> tuple[float, Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    begun = time.monotonic()
    book = Notebook(context, address)
    book.command("notebook:run-all-cells")
    book.page.locator(PICTURE).first.wait_for(state="attached")
    return time.monotonic() - begun, book.page


def main() -> None:
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    waits: dict[str, list[float]] = {"stage": [], "lab": []}
    firsts: dict[str, list[float]] = {"stage": [], "lab": []}
    with (
        tempfile.TemporaryDirectory() as kept,
        sync_playwright() as playwright,
        a_class(PORT) as (_, said),
    ):
        console = the_console(said)
        folder, home = Path(kept) / "course", Path(kept) / "home"
        folder.mkdir()
        home.mkdir()
        notebook(folder / "wall.ipynb", CELL)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        on_the_puzzle(browser.new_page(), console)
        with serving(folder, home) as address:
            for _ in range(ROUNDS):
                first, stage = opened_stage(browser, console)
                firsts["stage"].append(first)
                first, lab = opened_lab(browser, address % "wall.ipynb")
                firsts["lab"].append(first)
            inside = stage.frame(url="**/wall*")
            assert inside
            for part in (inside, lab):
                part.evaluate(f"() => window.addEventListener('focusin', {UNHEARD}, true)")
            for press in range(PRESSES + WARM):
                key = "ArrowRight" if press % 2 else "ArrowLeft"
                for name, page, part in (("stage", stage, inside), ("lab", lab, lab)):
                    page.bring_to_front()
                    took = pressed(page, part, key)
                    if press >= WARM:
                        waits[name].append(took)
        browser.close()
    for what, found in (("key", waits), ("first", firsts)):
        stage_took, lab_took = (statistics.median(found[name]) for name in ("stage", "lab"))
        unit = "ms" if what == "key" else "s"
        print(f"{what}: stage {stage_took:.1f} {unit}, JupyterLab {lab_took:.1f} {unit}, "
              f"ratio {stage_took / lab_took:.2f} (bar {BARS[what]})")  # fmt: skip


if __name__ == "__main__":
    main()
