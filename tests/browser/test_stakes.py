"""Lesson 1's panel and question in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from marginlab.theory.formulas import equity
from marginlab.theory.terms import show
from tests.browser.lab import PanelOnPage, becomes, until

LESSON = "stakes"


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
    until(panel.page, lambda: on_page.count() > before)  # a gain has a line of its own
    panel.press("mark price", "Home")
    stands(panel, left(600, 56_000), left(2_000, 56_000))
    expect(on_page).to_have_count(before)


def test_size_and_margin_follow_each_other_under_mouse_and_keys(panel: PanelOnPage) -> None:
    size = panel.drag("size", 0.75)
    panel.expect_say(show(left(size * 6_000, 57_000, size), "money"))
    margin = pytest.approx(size * 6_000, abs=30)
    becomes(panel.page, lambda: float(panel.slider("margin").input_value()), margin)
    panel.put("margin", 300)
    panel.press("margin", "ArrowRight", 9)
    stands(panel, left(480, 57_000, 0.08), left(2_000, 57_000, 0.08))
    expect(panel.slider("size")).to_have_attribute("aria-valuetext", "0.080 BTC")
    panel.choose("leverage", "5x")
    stands(panel, left(960, 57_000, 0.08), left(2_000, 57_000, 0.08))
    expect(panel.slider("margin")).to_have_attribute("aria-valuetext", "960")


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
