"""Lesson 7's map in a real JupyterLab: a hand on either map moves the one market, as keys do."""

from __future__ import annotations

import re

import pytest

from marginlab.course.lesson07_one_roof.panel import roof_panel
from marginlab.course.lesson07_one_roof.scene import roof_scene
from tests.browser.lab import PanelOnPage, played

LESSON = "roof"
START = 48_000, 2_400


def says(panel: PanelOnPage, btc: float, eth: float) -> None:
    """The panel comes to say, and to draw on both maps, the market at these prices."""
    words = roof_panel().theme.words(roof_scene(btc=btc, eth=eth))
    panel.expect_say(re.sub(r"</?b>", "", words.say))
    drawn = panel.drawn()
    for axis in ("x", "x2"):
        way = drawn[f"{axis}/way"]
        assert (way["x"][1], way["y"][1]) == (btc, eth)


@pytest.mark.parametrize("number", ["", "2"])
def test_a_hand_on_either_map_and_keys_move_the_same_market(
    panel: PanelOnPage, number: str
) -> None:
    says(panel, *START)
    mouse = panel.page.mouse
    mouse.move(*panel.pixel(*START, number))
    mouse.down()
    mouse.move(*panel.pixel(52_000, 2_900, number), steps=4)
    mouse.move(*panel.pixel(56_040, 3_202, number), steps=4)
    mouse.up()
    says(panel, 56_000, 3_200)
    by_hand = panel.drawn()
    panel.put("BTC", 55_500)
    panel.press("BTC", "ArrowRight")
    panel.put("ETH", 3_225)
    says(panel, 56_000, 3_225)  # else the words of before the keys would do
    panel.press("ETH", "ArrowLeft")
    says(panel, 56_000, 3_200)
    assert panel.drawn() == by_hand
    panel.put("BTC", START[0])
    panel.put("ETH", START[1])
    says(panel, *START)


def test_play_is_a_common_fall(panel: PanelOnPage) -> None:
    desktop = roof_panel()
    played(panel, desktop)
    says(panel, *desktop.played.states[-1].values())
