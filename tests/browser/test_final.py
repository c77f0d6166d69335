"""The final in a real JupyterLab: one question by keys alone, then to its end, and what stands there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marginlab.course.final.items import questions
from marginlab.practice.progress import FILE
from tests.browser.lab import Notebook, Shots, violations

Opened = Callable[..., Notebook]


@pytest.fixture
def book(opened: Opened, course: Path) -> Iterator[Notebook]:
    made = opened("exercises/final.ipynb")
    made.run_again()
    yield made
    (course / FILE).unlink()


def test_the_final_is_taken_by_keys_alone_to_its_picture(
    book: Notebook, course: Path, shots: Shots
) -> None:
    page, quiz = book.page, book.page.locator(".jp-OutputArea .marginlab-panel").first
    expect(quiz).to_contain_text(f"Question 1 of {len(questions())}")
    field = quiz.get_by_role("textbox", name="your answer")
    field.focus()
    page.keyboard.type("300")  # the margin for the notional
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Say first how sure you are of it.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # fairly sure
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Your answer is kept")
    kept = json.loads((course / FILE).read_text(encoding="utf-8"))["exercises"]
    assert kept["F.1a"]["said"] == {"fairly sure": [0, 1]}
    for number in range(2, len(questions()) + 1):
        on = quiz.get_by_role("button", name="Next question")
        on.focus()
        page.keyboard.press("Enter")
        expect(quiz).to_contain_text(f"Question {number} of {len(questions())}")
        expect(field).to_be_focused()  # the keyboard is where the next answer is typed
    quiz.get_by_role("button", name="End the final").focus()
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Not passed yet: 0 of 12")
    expect(quiz.locator(".plot-container").first).to_be_visible()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        book.theme(theme)
        assert violations(page, ".marginlab-panel") == []
        shots.take(quiz, f"final_{theme[-5:].strip().lower()}")
