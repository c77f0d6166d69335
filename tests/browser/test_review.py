"""The review in a real JupyterLab: answered by keys alone, kept, and not asked again on the same day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from marginlab.course.book import BOOK, ITEMS
from marginlab.practice.entries import RIGHT, entered, nothing_yet, today
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Number
from marginlab.practice.progress import FILE, VERSION
from tests.browser.lab import Notebook, Shots, violations

Opened = Callable[..., Notebook]
NAME = "exercises/review.ipynb"
ASKED = ("1.2", "2.1")


@pytest.fixture
def book(opened: Opened, course: Path) -> Iterator[Notebook]:
    """The review, where two exercises were answered some days ago."""
    before = today() - timedelta(3)
    kept = {one: entered(nothing_yet(), RIGHT, before) for one in ASKED}
    (course / FILE).write_text(json.dumps({"version": VERSION, "exercises": kept}))
    made = opened(NAME)
    made.run_again()
    yield made
    (course / FILE).unlink()


def panel(book: Notebook) -> Locator:
    return book.page.locator(".jp-OutputArea .marginlab-panel")


def right(exercise: str) -> str:
    """The right answer with the first fresh numbers."""
    drawn = Sampler(BOOK.slips).drawn(ITEMS[exercise], 1)
    assert isinstance(drawn, Number)
    return f"{float(drawn.answer):.2f}"


def test_a_review_is_done_by_keys_alone_and_kept(
    book: Notebook, course: Path, shots: Shots
) -> None:
    page, quiz = book.page, panel(book)
    expect(quiz).to_contain_text("Question 1 of 2")
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        book.theme(theme)
        assert violations(page, ".marginlab-panel") == []
        shots.take(quiz, f"review_{theme[-5:].strip().lower()}")
    field = quiz.get_by_role("textbox", name="your answer")
    field.focus()
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Type your answer first, or ? for a hint.")
    page.keyboard.type("dd1")  # what JupyterLab would take for its own orders
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Can't read it")
    page.keyboard.press("Control+a")
    page.keyboard.type(right(ASKED[0]))
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # fairly sure
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text(f"Correct, exercise {ASKED[0]}")
    expect(quiz.get_by_role("button", name="Next question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("Question 2 of 2")
    expect(field).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(quiz).to_contain_text("exercise 2.1")
    assert violations(page, ".marginlab-panel") == []
    kept = json.loads((course / FILE).read_text(encoding="utf-8"))["exercises"]
    assert kept[ASKED[0]]["said"] == {"fairly sure": [1, 1]}
    assert [kept[one]["box"] for one in ASKED] == [2, 1]
    book.run_all()  # in a new kernel
    expect(book.page.locator(".jp-OutputArea-output").last).to_contain_text("Nothing is due today")


def test_a_link_of_a_verdict_opens_the_lesson_beside_the_review(book: Notebook) -> None:
    quiz = panel(book)
    quiz.get_by_role("button", name="Next question").click()
    expect(quiz.get_by_role("button", name="End the review")).to_be_visible()
    drawn = Sampler(BOOK.slips).drawn(ITEMS[ASKED[1]], 1)
    assert isinstance(drawn, Number)
    wrong, number = drawn.wrong_answers[0]
    quiz.get_by_role("textbox", name="your answer").fill(f"{float(number):.2f}")
    quiz.get_by_role("button", name="Check", exact=True).click()
    expect(quiz).to_contain_text("This looks like")
    quiz.get_by_role("link", name=f"“{wrong.see}”").click()
    lesson = f"Path: lessons/{ITEMS[ASKED[1]].taught_in}.ipynb"
    expect(book.page.locator(f'.lm-TabBar-tab.lm-mod-current[title*="{lesson}"]')).to_have_count(1)
