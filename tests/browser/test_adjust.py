"""Lesson 4's panel and question in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import pytest

from marginlab.course.lesson04_plus_and_minus.scene import adjust_scene
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.browser.lab import PanelOnPage

LESSON = "adjust"


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
