"""How fast a position of one's own follows the keys: `python -m tests.benchmarks.bench_own`, by hand.

One JupyterLab page holds lesson 2's panel and the page's. In turn, a key on the panel's slider and a digit
typed into the size count until text and drawing have both changed. Other programs slow both alike, so the
ratio is what can be compared between machines (bar 1.5).
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from tests.benchmarks.bench_court import in_turn
from tests.benchmarks.bench_panel import MEASURED, WATCH, spread

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
    keys, digits = in_turn(lambda page, n: digit(page, "Backspace" if n % 2 else "5"), *CELLS)
    ratio = statistics.median(digits) / statistics.median(keys)
    print(f"lesson 2, key to drawn {spread(keys)} ms; a position of one's own "
          f"{spread(digits)} ms: {ratio:.2f} (bar 1.5)")  # fmt: skip


if __name__ == "__main__":
    main()
