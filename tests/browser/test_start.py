"""The start page in a real JupyterLab: its picture, a first mark, a first answer, the map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marginlab.course.book import ITEMS
from marginlab.course.lesson00_start_here.scene import TwinScene, twin_scene
from marginlab.course.lesson00_start_here.words import twin_words
from marginlab.practice.progress import FILE
from tests.browser.lab import Cell, Notebook, PanelOnPage, Shots, violations

Opened = Callable[..., Notebook]
LESSON = "twin"
START, EXERCISES = "lessons/00_start_here.ipynb", "exercises/00_start_here.ipynb"


def plain(html: str) -> str:
    return re.sub("</?b>", "", html)


def stands(panel: PanelOnPage, scene: TwinScene) -> None:
    """The words are those of the scene, and the price and both walls stand where it says."""
    panel.expect_say(plain(twin_words(scene).say))
    drawn = panel.drawn()
    for axis, twin in (("x", scene.isolated), ("x2", scene.cross)):
        assert drawn[f"{axis}/price"]["y"] == [scene.mark_price] * 2
        assert drawn[f"{axis}/wall"]["y"] == pytest.approx([twin.liquidation_price] * 3, abs=0.005)
        assert (f"{axis}/end" in drawn) == twin.closed


def test_the_opening_state_shows_two_fates(panel: PanelOnPage) -> None:
    scene = twin_scene()
    assert (scene.isolated.closed, scene.cross.closed) == (True, False)
    stands(panel, scene)


def test_arrow_keys_move_one_price_through_both(panel: PanelOnPage) -> None:
    panel.press("price", "ArrowRight", 3)
    stands(panel, twin_scene(mark_price=2_275))
    panel.press("price", "ArrowLeft")
    stands(panel, twin_scene(mark_price=2_250))
    panel.press("price", "Home")
    stands(panel, twin_scene(mark_price=1_500))
    panel.press("price", "End")
    stands(panel, twin_scene(mark_price=2_800))


def test_the_mouse_does_the_same(panel: PanelOnPage) -> None:
    price = panel.drag("price", 0.2)
    stands(panel, twin_scene(mark_price=price))


def test_a_click_into_the_other_picture_is_told(asked: Cell) -> None:
    panel = asked.panel()
    asked.page.mouse.click(*panel.pixel(0.4, 2_000))
    panel.expect_refusal("Your mark belongs in the other picture")


# ---- the lesson and its map


@pytest.fixture
def unknown(course: Path) -> Iterator[None]:
    """A learner of whom nothing is kept, before and after."""
    (course / FILE).unlink(missing_ok=True)
    yield
    (course / FILE).unlink(missing_ok=True)


@pytest.mark.usefixtures("unknown")
def test_the_first_answer_is_checked_blank_wrong_and_right(opened: Opened) -> None:
    book = opened(START)
    book.run_again()
    cell, card = book.stub("0.1")
    expect(card).to_contain_text("Not tried")
    book.write(cell, 'answer = 100\ncheck("0.1", answer)')
    expect(card).to_contain_text("This looks like: one coin taken for the position")
    expect(card.get_by_role("link")).to_have_text("Lesson 0, “One picture”")
    book.write(cell, 'answer = 2 * (2_500 - 2_400)\ncheck("0.1", answer)')
    expect(card).to_contain_text("Correct, exercise 0.1")


@pytest.mark.usefixtures("unknown")
def test_the_answers_draw_the_map(opened: Opened, course: Path, shots: Shots) -> None:
    book = opened(EXERCISES)
    book.run_again()
    table = book.cell("my_map()").locator("table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("○ not answered")
    answers = {"0.5": "less", "0.6": "above", "0.7": "nearer", "0.8": "less"}
    for exercise, answer in answers.items():
        cell, card = book.stub(exercise)
        book.write(cell, f'answer = "{answer}"\ncheck("{exercise}", answer)')
        right = answer == ITEMS[exercise].answer  # type: ignore[attr-defined]
        expect(card).to_contain_text("Correct" if right else "This looks like")
    cell, card = book.stub("0.8")
    book.write(cell, 'answer = "more"\ncheck("0.8", answer)')
    expect(card).to_contain_text("Correct")
    cell = book.cell("my_map()")
    book.write(cell, "my_map()")
    rows = book.cell("my_map()").locator("table").get_by_role("row")
    for at, advice in enumerate(
        ("not answered", "you may skip it", "take it", "look at this part", "not answered"), 1
    ):
        expect(rows.nth(at)).to_contain_text(advice)
    expect(rows.nth(3).get_by_role("link", name="more leverage in cross")).to_be_visible()
    assert violations(book.page, ".jp-OutputArea-output table") == []
    shots.take(book.page, "start_map")
    assert (course / FILE).exists()
