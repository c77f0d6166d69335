"""An exercise in a real JupyterLab: a wrong answer is understood, a right one is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marginlab.course.book import ITEMS
from marginlab.practice.progress import FILE
from tests.browser.lab import Notebook, Shots, becomes, violations

Opened = Callable[..., Notebook]
NAME = "exercises/02_where_the_wall_stands.ipynb"
RIGHT, TRUE = (round(float(ITEMS[one].answer), 2) for one in ("2.1", "1.1a"))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def book(opened: Opened) -> Notebook:
    made = opened(NAME)
    made.run_again()
    return made


def test_a_wrong_answer_is_understood_and_the_right_one_correct(book: Notebook) -> None:
    cell, card = book.stub("2.1")
    expect(card).to_contain_text("Not tried")
    book.write(cell, 'answer = 2375\ncheck("2.1", answer)')
    expect(card).to_contain_text("This looks like: liquidation at equity zero")
    expect(card.get_by_role("link")).to_have_text("Lesson 2, “The reveal”")
    assert violations(book.page, ".jp-OutputArea-output div[lang=en]") == []
    book.write(cell, f'answer = {RIGHT}\ncheck("2.1", answer)')
    expect(card).to_contain_text("Correct, exercise 2.1")


def test_each_hint_shows_when_the_one_before_was_opened(book: Notebook) -> None:
    cell, card = book.stub("2.2")
    book.write(cell, 'answer = 2700\ncheck("2.2", answer)')
    expect(card).to_contain_text("Not yet")
    rungs = [card.locator("summary", has_text=f"Hint {n} of 3") for n in (1, 2, 3)]
    solution = card.locator("summary", has_text="Worked solution")
    for rung, following in zip(rungs, [*rungs[1:], solution], strict=True):
        expect(following).to_be_hidden()
        rung.click()
        expect(following).to_be_visible()


def test_progress_outlives_the_kernel_and_the_page(book: Notebook, course: Path) -> None:
    kept = json.loads((course / FILE).read_text(encoding="utf-8"))["exercises"]
    assert [*kept["2.1"]["cured_on"]] == ["equity-zero"]
    book.run_all()  # in a new kernel
    cell, card = book.stub("2.3a")
    book.write(cell, "progress()")
    expect(card).to_contain_text(f"Mastered: 1 of {len(ITEMS)} exercises: 2.1.")
    book.reopen()
    cell, card = book.stub("2.3b")
    book.write(cell, "progress()")
    expect(card).to_contain_text("before they count as cured: liquidation at equity zero.")


def test_what_was_said_is_drawn_against_what_was_true(opened: Opened, shots: Shots) -> None:
    # Two that nobody has answered here yet: of a day, the first answer to an exercise counts.
    said = f'check("1.2", 1, sure="certain")\ncheck("1.1a", {TRUE}, sure="fairly sure")'
    book = opened("said.ipynb", "from marginlab.lesson import *", said, "calibration()")
    book.run_again()
    panel = book.panel()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        book.theme(theme)
        assert {"x/certain: share", "x/fairly sure: share"} <= panel.drawn().keys()
        assert "Certain, answers: 1; right: 0; share: 0 %." in str(panel.alt())
        assert violations(book.page, ".marginlab-panel") == []
        shots.take(panel.root, f"calibration_{theme[-5:].strip().lower()}")


def test_a_cell_that_is_run_before_the_first_one_says_what_to_do(opened: Opened) -> None:
    answer = 'answer = cross\ncheck("3.5a", answer)'
    book = opened("stuck.ipynb", 'task("3.5a")', "from marginlab.lesson import *", answer)
    cells = book.page.locator(".jp-Notebook .jp-CodeCell")
    for cell, said in (
        (0, "run the first cell of this notebook"),
        (1, None),
        (2, 'answer = "cross"'),
    ):
        cells.nth(cell).locator(".cm-content").click()
        book.page.keyboard.press("Shift+Enter")
        book.idle()
        if said:
            output = cells.nth(cell).locator(".jp-OutputArea-output")
            expect(output).to_contain_text(said)
            assert "Traceback" not in output.inner_text()


def test_the_tab_of_an_exercise_is_told_apart_from_its_lessons(opened: Opened) -> None:
    book = opened("tabs.ipynb", "from marginlab.lesson import *", "twin_panel()")
    book.run_again()
    for path in (NAME, NAME.replace("exercises", "lessons")):
        book.page.evaluate(
            """path => jupyterapp.commands.execute('docmanager:open', {path, options: {mode: 'tab-after'}})
              .then(() => {})""",  # the document itself would be written out for Python
            path,
        )
    labels = book.page.locator(".lm-TabBar-tabLabel", has_text="02_where_the_wall_stands")
    expect(labels).to_have_count(2)
    before = "labels => labels.map(one => getComputedStyle(one, '::before').content).sort()"
    told = ['"Exercises: "', "none"]
    becomes(book.page, lambda: labels.evaluate_all(before), told)  # a tab hears late of its path
