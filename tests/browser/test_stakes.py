"""Lesson 1's panel and question in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from marginlab.course.lesson01_whose_money.panel import place_stakes_mark, stakes_panel
from marginlab.drawing.canvas import DARK
from marginlab.theory.formulas import equity
from marginlab.theory.terms import show
from tests.browser.lab import SIZES, Notebook, PanelOnPage, collisions, violations, window

Opened = Callable[..., Notebook]
PANEL = ("from marginlab.course.lesson01_whose_money.panel import stakes_panel", "stakes_panel()")
QUESTION = (
    "from marginlab.course.lesson01_whose_money.panel import place_stakes_mark",
    "place_stakes_mark()",
)


def left(collateral: float, mark_price: float, size: float = 0.1, side: int = 1) -> float:
    """What the library says is left behind the position."""
    return float(equity(side, size, 60_000.0, mark_price, collateral))


def stands(panel: PanelOnPage, own: float, shared: float) -> None:
    """The words say both equities, and both bars end there."""
    panel.expect_say(f"{show(own, 'money')} isolated and {show(shared, 'money')} cross")
    drawn = panel.drawn()
    assert drawn["x/equity"]["y"] == pytest.approx([own, own], abs=0.005)
    assert drawn["x2/equity"]["y"] == pytest.approx([shared, shared], abs=0.005)


def test_the_opening_state_is_the_fall_of_the_question(panel: PanelOnPage) -> None:
    stands(panel, left(600, 57_000), left(2_000, 57_000))


def test_arrow_keys_move_the_price_and_both_bars(panel: PanelOnPage) -> None:
    panel.press("mark price", "ArrowRight", 5)
    stands(panel, left(600, 57_500), left(2_000, 57_500))
    panel.press("mark price", "End")
    stands(panel, left(600, 64_000), left(2_000, 64_000))


def test_nothing_of_an_earlier_picture_stays_on_the_page(panel: PanelOnPage) -> None:
    on_page = panel.root.locator(".marginlab-plot .shapelayer [data-index]")
    before = on_page.count()
    panel.press("mark price", "End")
    stands(panel, left(600, 64_000), left(2_000, 64_000))
    assert on_page.count() > before, "a gain has a line of its own"
    panel.press("mark price", "Home")
    stands(panel, left(600, 56_000), left(2_000, 56_000))
    assert on_page.count() == before


def test_size_and_margin_follow_each_other_under_mouse_and_keys(panel: PanelOnPage) -> None:
    size = panel.drag("size", 0.75)
    panel.expect_say(show(left(size * 6_000, 57_000, size), "money"))
    assert float(panel.slider("margin").input_value()) == pytest.approx(size * 6_000, abs=30)
    panel.put("margin", 300)
    panel.press("margin", "ArrowRight", 9)
    stands(panel, left(480, 57_000, 0.08), left(2_000, 57_000, 0.08))
    assert panel.slider("size").get_attribute("aria-valuetext") == "0.080 BTC"
    panel.choose("leverage", "5x")
    stands(panel, left(960, 57_000, 0.08), left(2_000, 57_000, 0.08))
    assert panel.slider("margin").get_attribute("aria-valuetext") == "960"


def test_a_short_gains_from_the_same_fall(panel: PanelOnPage) -> None:
    panel.choose("side", "short")
    stands(panel, left(600, 57_000, side=-1), left(2_000, 57_000, side=-1))


def test_what_the_exchange_refuses_is_said_and_the_picture_stays(panel: PanelOnPage) -> None:
    before = panel.drawn()
    panel.choose("leverage", "2x")
    panel.expect_refusal("3,000; 2,000 is available")
    assert panel.drawn() == before
    panel.choose("leverage", "10x")
    stands(panel, left(600, 57_000), left(2_000, 57_000))
    panel.expect_no_refusal()


def test_the_ticket_is_accessible_in_both_themes(panel: PanelOnPage, panel_book: Notebook) -> None:
    assert panel.alt() == stakes_panel().summary()
    assert violations(panel.page, ".marginlab-panel") == []
    light = panel.colours()
    try:
        panel_book.theme("JupyterLab Dark")
        assert panel.colours() == {DARK[colour] for colour in light}
        assert violations(panel.page, ".marginlab-panel") == []
    finally:
        panel_book.theme("JupyterLab Light")


# ---- place your mark


def truth_is_held_back(panel: PanelOnPage) -> bool:
    texts = panel.page.locator(".jp-OutputArea").all_inner_texts()
    return "x/lost" not in panel.drawn() and not any("1,700" in text for text in texts)


def shows_both(book: Notebook, mark: float) -> None:
    panel = book.panel(1)
    stands(panel, left(600, 57_000), left(2_000, 57_000))
    panel.expect_say(f"You said {show(mark)}")
    assert panel.drawn()["x/your mark"]["y"] == [mark]
    panel.press("mark price", "ArrowRight")
    stands(panel, left(600, 57_100), left(2_000, 57_100))
    assert panel.drawn()["x/your mark"]["y"] == [mark], "a placed mark never moves"


def test_a_mark_by_mouse_stands_at_its_height(asked: Notebook) -> None:
    panel, mouse = asked.panel(), asked.page.mouse
    assert truth_is_held_back(panel)
    mouse.click(*panel.pixel(0.8, 460))
    panel.expect_say("Your mark: 450")
    mouse.move(*panel.pixel(panel.drawn()["x/your mark"]["x"][0], 450))
    mouse.down()
    mouse.move(*panel.pixel(0.5, 1_000), steps=4)
    mouse.up()
    panel.expect_say("Your mark: 1,0")
    [mark] = panel.drawn()["x/your mark"]["y"]
    assert mark == pytest.approx(1_000, abs=50)
    assert truth_is_held_back(panel)
    panel.button("Place my mark").click()
    shows_both(asked, mark)


def test_a_mark_by_keyboard_does_the_same(asked: Notebook) -> None:
    panel, keyboard = asked.panel(), asked.page.keyboard
    panel.press("your mark", "ArrowLeft", 3)
    panel.expect_say("Your mark: 450")
    assert truth_is_held_back(panel)
    assert violations(asked.page, ".marginlab-panel") == []
    for key in ("Tab", "Tab", "Space"):
        keyboard.press(key)
    asked.page.get_by_text("You said 450 (guess).").wait_for()
    shows_both(asked, 450)


# ---- the look


@pytest.mark.parametrize("size", SIZES)
def test_no_label_collides_at_either_end_of_any_control(
    size: str, panel_book: Notebook, panel: PanelOnPage, shots: Path
) -> None:
    page, model = panel_book.page, stakes_panel()
    with window(panel_book, size, shots, "stakes"):
        found = {"the opening state": collisions(panel.labels())}
        for spec in model.controls.specs:
            name, label, start = spec["name"], spec["label"], model.values[spec["name"]]
            if spec["kind"] == "slider":
                ends = [spec["low"], spec["high"], start]
                moves = {
                    str(end): lambda end=end, label=label: panel.put(label, end) for end in ends
                }
            else:
                words = [word for word, value in spec["options"] if value != start]
                words += [word for word, value in spec["options"] if value == start]
                moves = {w: lambda w=w, label=label: panel.choose(label, w) for w in words}
            for end, move in moves.items():
                move()
                model.set(**{name: end if spec["kind"] == "choice" else float(end)})
                panel.expect_say(re.sub("</?b>", "", model.theme.say(model.scene)))
                panel.expect_refusal(model.view.refusal)
                found[f"{name} {end}"] = collisions(panel.labels())
                page.screenshot(path=shots / f"stakes_{size}_{name}_{end}.png")
    assert {state: texts for state, texts in found.items() if texts} == {}


def test_the_stored_words_fold_the_answer() -> None:
    question, answer = place_stakes_mark().html().split("<details>")
    assert "1,700" not in question
    assert "1,700" in answer
