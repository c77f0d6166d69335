"""Every picture in every layout, from a phone's column to a projector's: no label collides or is cut."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.course.lesson01_whose_money.basics import basics_figure
from tests.drawn import collisions, cut
from tests.lessons import State, lessons

LESSONS = lessons()
LAYOUTS = {"stacked": (320, 639), "column": (640, 1_199), "projector": (1_200, 1_600)}
STATES = 2_500  # of a picture in a layout; the tests take a tenth


def check(theme: str, layout: str, count: int) -> None:
    """Draws so many states at random widths of a layout; an AssertionError names what collides."""
    lesson = LESSONS[theme]

    @settings(
        max_examples=count, deadline=None, database=None,
        suppress_health_check=[HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(lesson.states, st.integers(*LAYOUTS[layout]), st.booleans())
    def holds(state: State, width: int, revealed: bool) -> None:
        drawn = lesson.figure(lesson.drawable(state), width=width, revealed=revealed)
        assert collisions(drawn, width) + cut(drawn, width) == []

    holds()


def failures(count: int) -> list[str]:
    """What collides or is cut in so many states of each picture in each layout."""
    found = []
    for theme in LESSONS:
        for layout in LAYOUTS:
            try:
                check(theme, layout, count)
            except AssertionError as error:
                found.append(f"{theme}, {layout}: {error}")
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("theme", LESSONS)
def test_no_label_collides_or_is_cut(theme: str, layout: str) -> None:
    check(theme, layout, STATES // 10)


@pytest.mark.parametrize("width", [320, 400, 480, 639, 640, 740, 840, 1_199, 1_200, 1_600])
def test_the_five_pictures_hold_in_every_layout(width: int) -> None:
    drawn: dict[str, Any] = basics_figure(width=width)
    assert collisions(drawn, width) + cut(drawn, width) == []
