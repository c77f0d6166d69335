"""The start page in a real JupyterLab: its picture, a first mark, a first answer, the map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marginlab.course.book import ITEMS
from marginlab.course.lesson00_start_here.panel import place_twin_mark, twin_panel
from marginlab.course.lesson00_start_here.words import TwinScene, twin_say, twin_scene
from marginlab.drawing.canvas import DARK
from marginlab.practice.progress import FILE
from tests.browser.lab import SIZES, Notebook, PanelOnPage, collisions, violations, window

Opened = Callable[..., Notebook]
LESSON, EXERCISES = "lessons/00_start_here.ipynb", "exercises/00_start_here.ipynb"
PANEL = ("from marginlab.course.lesson00_start_here.panel import twin_panel", "twin_panel()")
QUESTION = (
    "from marginlab.course.lesson00_start_here.panel import place_twin_mark",
    "place_twin_mark()",
)


def plain(html: str) -> str:
    return re.sub("</?b>", "", html)


def stands(panel: PanelOnPage, scene: TwinScene) -> None:
    """The words are those of the scene, and the price and both walls stand where it says."""
    panel.expect_say(plain(twin_say(scene)))
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


def test_the_picture_is_accessible_in_both_themes(panel: PanelOnPage, panel_book: Notebook) -> None:
    assert panel.alt() == twin_panel().summary()
    assert violations(panel.page, ".marginlab-panel") == []
    light = panel.colours()
    try:
        panel_book.theme("JupyterLab Dark")
        assert panel.colours() == {DARK[colour] for colour in light}
        assert violations(panel.page, ".marginlab-panel") == []
    finally:
        panel_book.theme("JupyterLab Light")


@pytest.mark.parametrize("size", SIZES)
def test_no_label_collides_at_any_price(
    size: str, panel_book: Notebook, panel: PanelOnPage, shots: Path
) -> None:
    with window(panel_book, size, shots, "start"):
        found = {"the opening state": collisions(panel.labels())}
        for price in (1_500, 1_750, 1_775, 2_250, 2_275, 2_475, 2_500, 2_525, 2_800):
            panel.put("price", price)
            panel.expect_say(plain(twin_say(twin_scene(mark_price=price))))
            found[str(price)] = collisions(panel.labels())
            panel_book.page.screenshot(path=shots / f"start_{size}_{price}.png")
    assert {state: texts for state, texts in found.items() if texts} == {}


# ---- place your mark


def truth_is_held_back(panel: PanelOnPage) -> bool:
    texts = panel.page.locator(".jp-OutputArea").all_inner_texts()
    return "x2/wall" not in panel.drawn() and not any("1,506" in text for text in texts)


def test_a_mark_by_mouse_is_held_back_and_then_stands_beside_the_truth(asked: Notebook) -> None:
    panel = asked.panel()
    assert truth_is_held_back(panel)
    asked.page.mouse.click(*panel.pixel(0.4, 1_600, "2"))
    panel.expect_say("Your mark: 1,6")
    [mark] = panel.drawn()["x2/your mark"]["y"]
    assert mark == pytest.approx(1_600, abs=10)
    assert truth_is_held_back(panel)
    panel.button("Place my mark").click()
    shown = asked.panel(1)
    stands(shown, twin_scene(mark_price=1_700, wallet_balance=2_000, guess=mark))
    assert shown.drawn()["x2/your mark"]["y"] == [mark]


def test_a_click_into_the_other_picture_is_told(asked: Notebook) -> None:
    panel = asked.panel()
    asked.page.mouse.click(*panel.pixel(0.4, 2_000))
    panel.expect_refusal("Your mark belongs in the other picture")


def test_a_mark_by_keyboard_does_the_same(asked: Notebook) -> None:
    panel = asked.panel()
    panel.press("your mark", "ArrowLeft", 5)
    panel.expect_say("Your mark: 2,450")
    assert violations(asked.page, ".marginlab-panel") == []
    for key in ("Tab", "Tab", "Space"):
        asked.page.keyboard.press(key)
    scene = twin_scene(mark_price=1_700, wallet_balance=2_000, guess=2_450)
    stands(asked.panel(1), scene)


def test_the_stored_words_fold_the_answer() -> None:
    question, answer = place_twin_mark().html().split("<details>")
    assert "1,506" not in question
    assert "1,506.93" in answer


# ---- the lesson and its map


@pytest.fixture
def unknown(course: Path) -> Iterator[None]:
    """A learner of whom nothing is kept, before and after."""
    (course / FILE).unlink(missing_ok=True)
    yield
    (course / FILE).unlink(missing_ok=True)


@pytest.mark.usefixtures("unknown")
def test_the_first_answer_is_checked_blank_wrong_and_right(opened: Opened) -> None:
    book = opened(LESSON)
    book.run_all()
    cell, card = book.stub("0.1")
    expect(card).to_contain_text("Not tried")
    book.write(cell, 'answer = 100\ncheck("0.1", answer)')
    expect(card).to_contain_text("This looks like: one coin taken for the position")
    expect(card.get_by_role("link")).to_have_text("Lesson 0, “One picture”")
    book.write(cell, 'answer = 2 * (2_500 - 2_400)\ncheck("0.1", answer)')
    expect(card).to_contain_text("Correct, exercise 0.1")


@pytest.mark.usefixtures("unknown")
def test_the_answers_draw_the_map(opened: Opened, course: Path, shots: Path) -> None:
    book = opened(EXERCISES)
    book.run_all()
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
    book.page.screenshot(path=shots / "start_map.png")
    assert (course / FILE).exists()
