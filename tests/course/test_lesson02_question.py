"""The close-up of lesson 2: the same scene as in the whole picture, at the leverages that it is for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.course.lesson02_the_wall.close_up import close_up_figure
from marginlab.course.lesson02_the_wall.panel import place_wall_mark
from marginlab.course.lesson02_the_wall.scene import wall_scene
from marginlab.theory.terms import show
from tests.drawn import collisions, cut, lines, names, words
from tests.lessons import State, states_of

STATES = states_of(place_wall_mark().panel, place_wall_mark())
TRUTH = {"wall", "equity", "requirement", "end", "closed", "bankrupt", "zero", "forfeited"}


@settings(max_examples=250, deadline=None)
@given(STATES, st.integers(320, 1_600), st.booleans())
def test_no_label_collides_or_is_cut_in_any_column(state: State, width: int, seen: bool) -> None:
    drawn = close_up_figure(wall_scene(**state), width=width, revealed=seen)
    assert collisions(drawn, width) + cut(drawn, width) == []


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_before_the_mark_nothing_of_the_truth_is_drawn(state: State) -> None:
    scene = wall_scene(**state)
    drawn = close_up_figure(scene, revealed=False)
    assert not names(drawn) & TRUTH
    unseen = wall_scene(**state | {"maintenance": not state["maintenance"]})
    assert drawn == close_up_figure(unseen, revealed=False)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_axes_stand_still_and_hold_all_that_is_drawn(state: State) -> None:
    scene = wall_scene(**state)
    drawn, home = close_up_figure(scene), close_up_figure(wall_scene(side=scene.side, leverage=100))
    for axis in ("xaxis", "yaxis"):
        assert drawn["layout"][axis] == home["layout"][axis]
    (low, high), (bottom, top) = (drawn["layout"][f"{axis}axis"]["range"] for axis in "xy")
    for line in lines(drawn).values():
        assert low <= min(line["x"]) <= max(line["x"]) <= high
        assert bottom <= min(line["y"]) <= max(line["y"]) <= top
    json.dumps(drawn, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(STATES)
def test_its_numbers_are_those_of_the_scene(state: State) -> None:
    scene = wall_scene(**state)
    drawn, wall = close_up_figure(scene), scene.isolated
    assert lines(drawn)["x/wall"]["x"] == pytest.approx([wall.liquidation_price] * 2, abs=0.01)
    written = {name: text for (_, name), (_, _, text, *_) in words(drawn).items()}
    assert show(wall.liquidation_price, "price") in written["wall"]
    assert show(wall.collateral, "money") in written["money"]
    if scene.guess is not None:
        assert show(scene.guess, "money") in written["you"]
    assert ("requirement" in names(drawn)) is scene.maintenance
