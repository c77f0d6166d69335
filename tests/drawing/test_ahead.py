"""What is handed to the page ahead of a hand: what the panel shows there, and only while it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from marginlab.course.lesson02_the_wall.panel import wall_panel
from marginlab.drawing.panel import Goal, Panel
from tests.drawing.test_panel import square
from tests.lessons import Lesson, lessons

Act = Callable[[], object]
LESSONS = lessons().values()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIET", "PAUSE"):
        monkeypatch.setattr(f"marginlab.drawing.ahead.{name}", 0.0)


def handed(panel: Panel, slider: str, *acts: Act) -> list[Mapping[str, Any]]:
    """What the page is told from a hand's coming to a slider on; it waits before each of its acts."""
    told: list[Mapping[str, Any]] = []
    panel.view.send = told.append

    async def whole() -> None:
        for act in (lambda: panel.controls._hear(panel.controls, {"focus": slider}, []), *acts):
            act()
            if panel.ahead.running:
                await panel.ahead.running

    asyncio.run(whole())
    return told


@pytest.mark.parametrize(
    "lesson", [one for one in LESSONS if one.panel().forgets], ids=lambda one: one.theme
)
def test_what_is_handed_over_is_what_the_panel_shows_there(lesson: Lesson) -> None:
    panel, twin, name = lesson.panel(), lesson.panel(), lesson.moved[0]
    panel.goals = twin.goals = ()
    told = handed(panel, name)
    slider = next(one for one in panel.controls.controls if one.name == name)
    assert {one["at"][name] for one in told} <= {*slider.steps}
    for one in told[:: max(1, len(told) // 8)]:
        twin.set(**one["at"])
        shown = {key: getattr(twin.view, key) for key in one["state"]}
        assert one["state"] == shown, one["at"]


def test_the_nearest_come_first_and_nothing_that_is_refused() -> None:
    panel, twin = wall_panel(leverage=12), wall_panel()
    values = [one["at"]["leverage"] for one in handed(panel, "leverage")]
    assert values == sorted(values, key=lambda value: abs(value - 12))
    for value in range(1, 151):
        twin.set(leverage=value)
        assert (value in values) == (twin.view.refusal == "")


def test_a_move_of_the_same_slider_changes_nothing_of_it() -> None:
    panel = square()
    told = handed(panel, "side", lambda: panel.set(side=5), lambda: panel.set(side=7))
    assert sorted(one["at"]["side"] for one in told) == [1, 2, 3, 4, 5, 6, 8, 10]


def big(panel: Panel) -> None:
    panel.goals = [Goal("a large one", lambda it: it.scene.area > 20)]
    panel.set(side=5)


@pytest.mark.parametrize(
    "act",
    [
        lambda panel: panel.set(shown=False),
        lambda panel: panel.give(guess=4.0),
        lambda panel: setattr(panel.view, "width", 480),
        big,
    ],
    ids=["another control", "a value without one", "the width", "a goal"],
)
def test_whatever_else_decides_the_picture_has_it_handed_over_anew(act: Any) -> None:
    panel = square(guess=3.0)
    before, after = halves(handed(panel, "side", lambda: act(panel)))
    assert len(before) == len(after) == 8
    here = next(one for one in after if one["at"] == panel.values)
    assert here["state"] == {key: getattr(panel.view, key) for key in here["state"]}


def halves(told: list[Any]) -> tuple[list[Any], list[Any]]:
    """What stood before the page was told to forget, and what stands since."""
    [at] = [place for place, one in enumerate(told) if one["kind"] == "forget"]
    return told[:at], told[at + 1 :]


@pytest.mark.parametrize(
    "lesson", [one for one in LESSONS if not one.panel().forgets], ids=lambda one: one.theme
)
def test_a_panel_that_remembers_hands_over_nothing(lesson: Lesson) -> None:
    assert handed(lesson.panel(), lesson.moved[0]) == []


def test_a_choice_in_hand_has_nothing_handed_over() -> None:
    assert handed(square(), "shown") == []
