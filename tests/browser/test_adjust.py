"""Lesson 4's panel and question in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel
from marginlab.course.lesson04_plus_and_minus.words import adjust_scene
from marginlab.drawing.canvas import DARK
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.browser.lab import SIZES, Notebook, PanelOnPage, collisions, violations, window

Opened = Callable[..., Notebook]
PANEL = (
    "from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel",
    "adjust_panel()",
)
QUESTION = (
    "from marginlab.course.lesson04_plus_and_minus.panel import place_adjust_mark",
    "place_adjust_mark()",
)


def wall(margin: float) -> float:
    """Where the library says that the wall is."""
    position = {"side": 1, "size": 0.1, "entry_price": 60_000.0, "mmr": 0.004, "fee_rate": 0.0006}
    return float(BITGET.liquidation_price(**position, collateral=margin))


def stands(panel: PanelOnPage, margin: float) -> None:
    """The wall of now comes to stand where the library has it for this margin."""
    panel.expect_say(show(wall(margin), "price"))
    panel.settles("x/now", margin)
    now = panel.drawn()["x/now"]
    assert now["x"] == pytest.approx([margin])
    assert now["y"] == pytest.approx([wall(margin)], abs=0.01)


def moved(panel: PanelOnPage, button: str) -> None:
    panel.button(f"{button} 100").click()


def test_the_opening_state_is_300_added(panel: PanelOnPage) -> None:
    stands(panel, 900)
    assert panel.drawn()["x2/wall"]["y"] == pytest.approx([wall(2_000)] * 2, abs=0.01)


def test_plus_and_minus_move_the_wall_by_mouse_and_by_keyboard(panel: PanelOnPage) -> None:
    moved(panel, "+")
    stands(panel, 1_000)
    panel.button("− 100").press("Enter")
    stands(panel, 900)
    assert panel.drawn()["x2/wall"]["y"] == pytest.approx([wall(2_000)] * 2, abs=0.01)


def test_what_the_exchange_refuses_is_said_and_the_picture_stays(panel: PanelOnPage) -> None:
    for margin in (800, 700, 600):
        moved(panel, "−")
        stands(panel, margin)
    before = panel.drawn()
    panel.expect_no_refusal()
    moved(panel, "−")
    panel.expect_refusal("insufficient coverage")
    assert panel.drawn() == before
    moved(panel, "+")
    stands(panel, 700)
    panel.expect_no_refusal()


def test_a_falling_price_meets_the_calls_and_their_money_stays(panel: PanelOnPage) -> None:
    panel.choose("automatic call", "Bitget")
    panel.expect_say("After 2 more automatic calls")
    price = panel.drag("mark price", 0.35)
    called = adjust_scene(mark_price=price, automatic_call="Bitget").margin
    assert called == 1_500
    stands(panel, called)
    panel.press("mark price", "End")
    free = adjust_scene(margin=called, mark_price=64_000, automatic_call="Bitget").removable
    panel.expect_say(f"away; {show(free, 'money')} may be taken out")
    stands(panel, called)
    panel.button("Start again").click()
    stands(panel, 900)


def test_a_price_beyond_the_wall_is_refused_in_words(panel: PanelOnPage) -> None:
    panel.press("mark price", "Home")
    panel.expect_refusal("this position is liquidated at 51,235.68")
    stands(panel, 900)


def test_the_dark_theme_swaps_every_colour_without_the_kernel(
    panel: PanelOnPage, panel_book: Notebook
) -> None:
    light = panel.colours()
    try:
        panel_book.theme("JupyterLab Dark")
        assert panel.colours() == {DARK[colour] for colour in light}
    finally:
        panel_book.theme("JupyterLab Light")


def test_the_panel_is_accessible(panel: PanelOnPage) -> None:
    assert violations(panel.page, ".marginlab-panel") == []
    assert panel.alt() == adjust_panel().summary()


# ---- place your mark


TRUTH = {"x/walls", "x/now", "x2/wall", "x4/chance now", "x4/chance cross"}


def shows_both(book: Notebook, mark: float) -> None:
    panel = book.panel(1)
    panel.expect_say(f"You said {show(mark)} of 100, it is 6.2 of 100.")
    assert set(panel.drawn()) >= TRUTH
    assert panel.drawn()["x4/your mark"]["x"] == [mark]
    moved(panel, "+")
    stands(panel, 1_000)
    assert panel.drawn()["x4/your mark"]["x"] == [mark], "a placed mark never moves"


def test_a_mark_by_mouse_holds_the_truth_back_and_then_stands_beside_it(asked: Notebook) -> None:
    panel, mouse = asked.panel(), asked.page.mouse
    assert not TRUTH & set(panel.drawn())
    mouse.click(*panel.pixel(12.1, 2, "4"))
    panel.expect_say("Your mark: 12")
    mouse.move(*panel.pixel(12, panel.drawn()["x4/your mark"]["y"][0], "4"))
    mouse.down()
    mouse.move(*panel.pixel(40, 0.5, "4"), steps=4)
    mouse.up()
    panel.expect_say("Your mark: 40")
    assert not TRUTH & set(panel.drawn())
    assert not any("51,235.68" in t for t in asked.page.locator(".jp-OutputArea").all_inner_texts())
    panel.button("Place my mark").click()
    shows_both(asked, 40)


def test_a_mark_by_keyboard_does_the_same(asked: Notebook) -> None:
    panel = asked.panel()
    panel.press("your mark", "ArrowLeft", 3)
    panel.expect_say("Your mark: 47")
    panel.button("Place my mark").press("Enter")
    shows_both(asked, 47)


def test_the_question_is_accessible(asked: Notebook) -> None:
    panel = asked.panel()
    panel.press("your mark", "ArrowLeft")
    panel.expect_say("49")
    assert violations(asked.page, ".marginlab-panel") == []


# ---- the look


@pytest.mark.parametrize("size", SIZES)
def test_no_label_collides_at_either_end_of_any_control(
    size: str, panel_book: Notebook, panel: PanelOnPage, shots: Path
) -> None:
    page, found = panel_book.page, {}
    with window(panel_book, size, shots, "adjust"):
        found["the opening state"] = collisions(panel.labels())
        for state, move, values in ends(panel):
            move()
            model = adjust_panel(automatic_call="Bitget")
            model.set(**values)
            panel.expect_say(re.sub(r"</?b>", "", model.theme.say(model.scene)))
            found[state] = collisions(panel.labels())
            page.screenshot(path=shots / f"adjust_{size}_{state.replace('/', ' of ')}.png")
            panel.button("Start again").click()
            panel.expect_say("6.2")
    assert {state: texts for state, texts in found.items() if texts} == {}


def ends(panel: PanelOnPage) -> Iterator[tuple[str, Callable[[], None], dict[str, object]]]:
    """Both ends of every control, with automatic calls on, so that no price ends it."""

    def reached(then: Callable[[], None]) -> Callable[[], None]:
        def move() -> None:
            panel.choose("automatic call", "Bitget")
            panel.expect_say("automatic call")
            then()

        return move

    for price in (42_000, 64_000):
        then = partial(panel.put, "mark price", price)
        yield f"price {price}", reached(then), {"mark_price": price}
    choices: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("automatic call", "1/L", {"automatic_call": "1/L"}),
        ("automatic call", "off", {"automatic_call": "off"}),
        ("days", "30", {"days": 30}),
    )
    for label, word, values in choices:
        yield f"{label} {word}", reached(partial(panel.choose, label, word)), values
