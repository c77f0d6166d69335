"""Play: every panel that has one goes through its states, and a hand stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from marginlab.course.lesson03_two_fates.panel import STRIDE, fates_panel
from marginlab.course.lesson03_two_fates.scene import DAYS
from marginlab.course.lesson07_one_roof.panel import roof_panel
from marginlab.course.lesson07_one_roof.scene import BTC, ETH, START
from marginlab.drawing.panel import Panel
from tests.lessons import lessons

every_play = pytest.mark.parametrize(
    "opened",
    [one.panel for one in lessons().values() if one.panel().played],
    ids=lambda f: f.__name__,
)
hurried = pytest.fixture(
    lambda monkeypatch: monkeypatch.setattr("marginlab.drawing.play.FRAME", 0.0)
)


def lived(panel: Panel, act: Callable[[], Any] = lambda: None, *, seconds: float = 0) -> list[Any]:
    """The values that the panel shows while it plays for a while, is acted upon, and plays to its end."""
    shown: list[Any] = []
    panel.view.observe(lambda _: shown.append(panel.values), "figure")

    async def whole() -> None:
        panel.play()
        await asyncio.sleep(seconds)
        act()
        assert panel.played is not None
        await (panel.played.running or asyncio.sleep(0.15))

    asyncio.run(whole())
    return shown


def hand(panel: Panel, **moved: Any) -> None:
    panel.controls._hear(panel.controls, {"moved": moved}, [])


@every_play
@pytest.mark.usefixtures("hurried")
def test_play_goes_through_its_states_in_their_order_up_to_the_end(opened: Any) -> None:
    panel = opened()
    states = list(panel.played.states)
    shown = lived(panel)
    names = states[0].keys()
    passed = [{name: values[name] for name in names} for values in shown]
    assert passed == states[passed[0] != states[0] :], "a state that stood there is not drawn again"
    assert len(states) > 20


@every_play
def test_a_hand_on_what_plays_stops_it(opened: Any) -> None:
    panel = opened()
    last = panel.played.states[-1]
    lived(panel, lambda: panel.set(**last), seconds=0.12)
    before = panel.values
    assert before == before | last
    lived(panel, lambda: panel.set(**panel.played.states[0]), seconds=0.12)
    assert panel.values == before | panel.played.states[0]


@every_play
def test_where_no_motion_is_wanted_play_goes_to_the_end(opened: Any) -> None:
    panel = opened()
    panel.set(**panel.played.states[3])
    panel.controls._hear(panel.controls, {"still": True}, [])
    panel.controls._hear(panel.controls, {"press": "play"}, [])
    assert panel.values == panel.values | panel.played.states[-1]


@pytest.mark.parametrize("ahead", [0, STRIDE], ids=["shown", "next"])
def test_a_hand_that_asks_for_the_frame_of_the_play_itself_stops_it(ahead: float) -> None:
    panel, asked = fates_panel(), []

    def ask() -> None:
        asked.append(round(panel.values["day"] + ahead, 1))
        hand(panel, day=asked[0])

    lived(panel, ask, seconds=0.12)
    assert [panel.values["day"], panel.scene.day] == asked * 2


@pytest.mark.usefixtures("hurried")
def test_a_hand_on_another_control_lets_the_play_go_on() -> None:
    panel = fates_panel()
    lived(panel, lambda: hand(panel, leverage=20))
    assert panel.values == panel.values | {"leverage": 20, "day": DAYS}


def test_the_map_plays_a_common_fall() -> None:
    played = roof_panel().played
    assert played is not None
    assert played.states[0] == {"btc": START[BTC], "eth": START[ETH]}
    for state in played.states:
        assert state["btc"] * START[ETH] == state["eth"] * START[BTC]
