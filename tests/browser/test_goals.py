"""The puzzles in a real JupyterLab: each goal is reached with the keyboard alone, and confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Notebook, PanelOnPage
from tests.goals import PUZZLES, found, press

CELLS = ("from marginlab.lesson import *", *(lesson.opening for lesson in PUZZLES.values()))


@pytest.fixture(scope="module")
def puzzles(opened: Callable[..., Notebook]) -> Notebook:
    """All panels of the puzzles, one below the other."""
    book = opened("goals.ipynb", *CELLS)
    book.run_again()
    return book


@pytest.mark.parametrize("lesson", PUZZLES)
def test_keys_alone_reach_every_goal(lesson: int, puzzles: Notebook) -> None:
    puzzles.page.bring_to_front()
    on_page, twin = puzzles.panel(list(PUZZLES).index(lesson)), PUZZLES[lesson].puzzle()
    for keys in PUZZLES[lesson].goals:
        for label, key, times in keys:
            control = focused(on_page, found(twin, label)[1])
            for _ in range(times):
                control.press(key)
            press(twin, label, key, times)
            agrees(on_page, twin)
        on_page.expect_say(twin._confirmed())


@pytest.mark.parametrize("lesson", PUZZLES)
def test_sentence_and_refusal_are_in_sight_while_a_hand_is_on_the_controls(
    lesson: int, puzzles: Notebook
) -> None:
    """At 1280 by 800 pixels, wherever between its first and its last control the page was scrolled to."""
    puzzles.page.bring_to_front()
    panel = puzzles.panel(list(PUZZLES).index(lesson))
    first, foot = panel.root.locator("input").first, panel.root.locator(".marginlab-foot")
    first.focus()
    for pixels in (0, 150):  # the controls at the upper edge, and farther down
        shown = panel.root.evaluate(
            """(root, pixels) => {
              const page = root.closest('.jp-WindowedPanel-outer'), edge = page.getBoundingClientRect();
              page.scrollTop += root.getBoundingClientRect().top - edge.top - pixels;
              const controls = root.querySelector('input').getBoundingClientRect();
              const foot = root.querySelector('.marginlab-foot').getBoundingClientRect();
              const hidden = [edge.top - controls.top, foot.bottom - edge.bottom].map(Math.round);
              return {hidden, covered: document.elementFromPoint(foot.left + 9, foot.top + 9)?.textContent};
            }""",
            pixels,
        )
        assert max(shown["hidden"]) <= 0, (pixels, shown)
        assert shown["covered"] in foot.inner_text(), "something stands before the sentence"


def focused(panel: PanelOnPage, spec: dict) -> object:
    """The control, found as a keyboard finds it."""
    if spec["kind"] == "choice":
        group = panel.root.get_by_role("radiogroup", name=spec["label"], exact=True)
        return group.locator("input:checked")
    role = "slider" if spec["kind"] == "slider" else "button"
    return panel.root.get_by_role(role, name=spec["label"], exact=True)


def agrees(panel: PanelOnPage, twin: object) -> None:
    """Waits until every slider on the page stands where the same keys have put it in Python."""
    for row in twin.rows:
        for spec in row.specs:
            if spec["kind"] == "slider" and spec["low"] <= row.values[spec["name"]] <= spec["high"]:
                value = row.values[spec["name"]]
                slider = panel.root.get_by_role("slider", name=spec["label"], exact=True)
                expect(slider).to_have_attribute("aria-valuetext", written(spec, value))


def written(spec: dict, value: float) -> str:
    return f"{spec['prefix']}{value:,.{spec['digits']}f}{spec['suffix']}"
