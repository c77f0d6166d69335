"""Lesson 5's calendar in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import pytest

from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences
from tests.browser.lab import PanelOnPage

LESSON = "leak"
WALL = Consequences(BITGET).wall_after_funding
HOUSE = {"side": LONG, "size": 0.1, "entry_price": 60_000, "mmr": 0.004, "fee_rate": 0.0006}


def wall(collateral: float, payments: int, rate: float = 0.0001) -> float:
    """Where the library says that the wall is after so many payments."""
    return float(WALL(**HOUSE, collateral=collateral, funding_rate=rate, intervals=payments))


def ends(panel: PanelOnPage, trail: str, day: float, price: float) -> None:
    """The drawn trail comes to end on that day at that price."""
    for _ in range(50):
        drawn = panel.drawn()[trail]
        if abs(drawn["x"][-1] - day) < 0.001 and abs(drawn["y"][-1] - price) < 0.01:
            return
        panel.page.wait_for_timeout(100)
    pytest.fail(f"{trail} ends on day {drawn['x'][-1]} at {drawn['y'][-1]}, not {day}, {price}")


def test_the_opening_state_is_the_day_of_the_liquidation(panel: PanelOnPage) -> None:
    panel.expect_say("54 payments of 0.60 took 32.40 of 60")
    ends(panel, "x/wall", 18, 60_000)
    ends(panel, "x2/wall", 18, wall(2_000, 54))


def test_arrow_keys_turn_the_calendar_in_both_panes(panel: PanelOnPage) -> None:
    panel.press("day", "ArrowLeft", 3)
    panel.expect_say(show(wall(60, 45), "price"))
    ends(panel, "x/wall", 15, wall(60, 45))
    ends(panel, "x2/wall", 15, wall(2_000, 45))
    panel.press("funding rate", "Home")
    panel.expect_say("shorts pay")
    ends(panel, "x/wall", 15, wall(60, 45, -0.00005))


def test_a_mouse_drag_moves_text_and_trail(panel: PanelOnPage) -> None:
    day = panel.drag("day", 0.4)
    assert 8 <= day <= 11
    panel.expect_say(show(wall(60, 3 * int(day)), "price"))
    ends(panel, "x/wall", day, wall(60, 3 * int(day)))


def test_another_pocket_leaves_the_isolated_wall_where_it_stands(panel: PanelOnPage) -> None:
    panel.choose("paid from", "wallet first")
    panel.expect_say("The rest of the wallet paid 32.40")
    ends(panel, "x/wall", 18, wall(60, 0))
    ends(panel, "x2/wall", 18, wall(2_000, 54))


def test_both_ends_of_the_leverage_are_allowed(panel: PanelOnPage) -> None:
    panel.press("leverage", "End")
    panel.expect_no_refusal()
    panel.press("leverage", "Home")
    panel.expect_say("75")
    panel.expect_no_refusal()
