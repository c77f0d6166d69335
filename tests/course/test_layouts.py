"""Every picture in every layout, from a phone's column to a projector's: no label collides or is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import tests.course.test_lesson00_picture as twin
import tests.course.test_lesson01_picture as stakes
import tests.course.test_lesson03_picture as fates
import tests.course.test_lesson04_picture as adjust
import tests.course.test_lesson05_picture as leak
import tests.drawing.test_canvas as wall
from marginlab.course.lesson00_start_here.picture import twin_figure
from marginlab.course.lesson00_start_here.scene import twin_scene
from marginlab.course.lesson01_whose_money.basics import basics_figure
from marginlab.course.lesson01_whose_money.picture import stakes_figure
from marginlab.course.lesson01_whose_money.scene import stakes_scene
from marginlab.course.lesson02_the_wall.picture import wall_figure
from marginlab.course.lesson02_the_wall.scene import wall_scene
from marginlab.course.lesson03_two_fates.picture import fates_figure
from marginlab.course.lesson03_two_fates.scene import fates_scene
from marginlab.course.lesson04_plus_and_minus.picture import adjust_figure
from marginlab.course.lesson04_plus_and_minus.scene import adjust_scene
from marginlab.course.lesson05_quiet_leak.picture import leak_figure
from marginlab.course.lesson05_quiet_leak.scene import leak_scene
from marginlab.drawing.canvas import Figure
from tests.drawn import collisions, cut

LAYOUTS = {"stacked": (320, 639), "column": (640, 1199), "projector": (1200, 1600)}
State = dict[str, Any]
# By name: values to a scene, a scene to a picture, and the states of its controls.
PICTURES: dict[str, tuple[Callable[..., Any], Callable[..., Figure], SearchStrategy[State]]] = {
    "adjust": (adjust_scene, adjust_figure, adjust.STATES),
    "stakes": (stakes_scene, stakes_figure, stakes.STATES),
    "twin": (twin_scene, twin_figure, twin.STATES),
    "basics": (lambda: None, lambda _, *, width, revealed: basics_figure(width=width), st.just({})),
    "fates": (fates_scene, fates_figure, fates.STATES),
    "wall": (wall_scene, wall_figure, wall.STATES),
    "leak": (leak_scene, leak_figure, leak.STATES),
}
STATES = 2_500  # of a picture in a layout; the tests take a tenth


def check(picture: str, layout: str, count: int) -> None:
    """Draws so many states at random widths of a layout; an AssertionError names what collides."""
    scene, figure, states = PICTURES[picture]

    @settings(max_examples=count, deadline=None, database=None)
    @given(states, st.integers(*LAYOUTS[layout]), st.booleans())
    def no_label_collides_or_is_cut(state: State, width: int, revealed: bool) -> None:
        try:
            drawn = figure(scene(**state), width=width, revealed=revealed)
        except ValueError:  # what the exchange refuses, and a position that would be liquidated
            return
        assert collisions(drawn, width) + cut(drawn, width) == []

    no_label_collides_or_is_cut()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("picture", PICTURES)
def test_no_label_collides_or_is_cut(picture: str, layout: str) -> None:
    check(picture, layout, STATES // 10)
