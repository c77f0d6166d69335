"""What is tabulated of a panel is what the panel shows when a hand does the same, step by step."""

from __future__ import annotations

import json
from functools import cache
from random import Random

import pytest

import marginlab.lesson
from marginlab.drawing.controls import Choice, Field, Slider
from marginlab.drawing.panel import Goal, Panel, Theme
from marginlab.drawing.words import Words
from marginlab.theory.given import Rejected
from tests.goals import PUZZLES
from tests.lessons import lessons

PANELS = {lesson.theme: lesson.puzzle for lesson in lessons().values()}
WALKS, STEPS = 4, 8


@cache
def table_of(theme):
    return PANELS[theme]().states(1)


def key(at):
    return json.dumps(at)


class Reader:
    """What a page makes of a table: an act leads where the table says, or to the state that differs so."""

    def __init__(self, states):
        self.table = states
        # A refused press leaves the values as they are; a move never leads there.
        self.places = {}
        for place, state in enumerate(states.states):
            self.places.setdefault(key(state.at), place)
        self.place = 0

    def leads(self, name, value):
        way = self.table.ways.get((self.place, name, value))
        if way is not None or value is None:
            return way
        return self.places.get(key({**self.table.states[self.place].at, name: value}))


def walk(theme, seed):
    random, panel = Random(f"{theme} {seed}"), PANELS[theme]()
    reader, met = Reader(table_of(theme)), set()
    acts = [(name, None) for name in panel.buttons]
    for row in panel.rows:
        for control in row.controls:
            values = control.steps if isinstance(control, Slider) else [*control.options.values()]
            acts += [(control.name, value) for value in values]
    for _ in range(STEPS):
        known = [(act, to) for act in acts if (to := reader.leads(*act)) is not None]
        (name, value), to = random.choice(known)
        before = panel.view.figure
        next(row for row in panel.rows if name in row.names).act(name, value)
        yield panel, reader.table.states[to], before, met
        met.update(reader.table.states[to].goals)
        if value is None and reader.table.states[to].refusal:
            continue  # the page stays where it was
        reader.place = to


def same(panel, state, before, met):
    assert key(panel.at) == key(state.at)
    assert panel.view.refusal == state.refusal
    if state.scene is None:
        assert panel.view.figure == before
        assert panel.controls.faults == state.faults
    else:
        words = panel.theme.words(state.scene)
        assert panel.view.figure == panel.theme.figure(state.scene)
        assert (state.say, state.alt, state.table) == (words.say, panel.view.alt, words.table)
        assert panel.view.say.startswith(state.say)
    now = {number for number, goal in enumerate(panel.goals) if goal.reached(panel)}
    assert {*state.goals} <= now <= {*state.goals, *(met if state.scene is None else ())}


def every_state(theme):
    """Each state of a panel to which it can be put, in turn; what others remember, walks must find."""
    panel = PANELS[theme]()
    for state in table_of(theme).states if panel.forgets else ():
        before = panel.view.figure
        panel.put_back(state.at)
        yield panel, state, before, {*range(len(panel.goals))}


def failures(walks):
    """What `python -m tests.long` finds: walks of each panel, and all states."""
    found = []
    for theme in PANELS:
        try:
            for steps in (*(walk(theme, seed) for seed in range(walks)), every_state(theme)):
                for step in steps:
                    same(*step)
        except AssertionError as error:
            found.append(f"{theme}: {error}")
    return found


@pytest.mark.parametrize("theme", PANELS)
def test_walking_through_a_table_is_walking_with_the_panel(theme):
    for seed in range(WALKS):
        for step in walk(theme, seed):
            same(*step)


@pytest.mark.parametrize("number", PUZZLES)
def test_every_goal_of_a_puzzle_is_in_its_table(number):
    lesson = PUZZLES[number]
    found = {goal for state in table_of(lesson.theme).states for goal in state.goals}
    assert found == {*range(len(lesson.puzzle().goals))}


@pytest.mark.parametrize("theme", PANELS)
def test_each_control_alone_is_in_the_table_and_the_panel_stands_where_it_opened(theme):
    panel = PANELS[theme]()
    opened, shown = key(panel.at), panel.view.figure
    panel.states(0, [panel.rows[0].controls[0].name])
    reader = Reader(table_of(theme))
    assert (key(panel.at), panel.view.figure, panel.view.refusal) == (opened, shown, "")
    assert key(reader.table.states[0].at) == opened
    for row in panel.rows:
        for control in row.controls:
            values = control.steps if isinstance(control, Slider) else control.options.values()
            assert all(reader.leads(control.name, value) is not None for value in values)
    for place, played in zip(
        reader.table.plays, panel.played.states if panel.played else (), strict=True
    ):
        at = reader.table.states[place].at
        assert {name: at[name] for name in played} == played


# ---- a panel whose states can be counted by hand


def figure(scene, width=840):
    return {"data": [scene, width], "layout": {}, "config": {}}


def words(scene):
    return Words(f"said {scene}", "about", {"one": {"much": f"{scene}"}})


def small(scene=lambda a, b, c: (a, b, c), goals=(), plays=()):
    controls = [
        Slider("a", 0, 3, 1, 0),
        Choice("b", {"x": 1, "y": 2}, 1),
        Choice("c", {"x": 1, "y": 2}, 1),
    ]
    panel = Panel(controls, Theme(scene, figure, words), plays)
    panel.goals = goals
    return panel


@pytest.mark.parametrize(
    ("most", "count"), [(1, 1 + 3 + 1 + 1), (16, 4 * 2 + 2), (32, 4 * 2 * 2), (1_000, 16)]
)
def test_choices_are_multiplied_as_far_as_that_stays_few(most, count):
    assert len(small().states(most).states) == count


def test_the_way_to_a_goal_is_walked():
    goal = Goal("both", lambda panel: panel.scene == (2, 2, 2), (("a", 2), ("b", 2), ("c", 2)))
    table = small(goals=(goal,)).states(1)
    ats = {tuple(state.at.values()) for state in table.states}
    assert {(a, 1, 1) for a in range(4)} | {(2, 2, 1), (2, 2, 2)} <= ats
    assert [state.goals for state in table.states if state.scene == (2, 2, 2)] == [[0]]


def test_what_is_refused_has_no_picture_and_says_why():
    def scene(a, b, c):
        if a == 3:
            raise Rejected("a was 3; less is allowed")
        return a

    refused = [state for state in small(scene).states(1).states if state.scene is None]
    assert [state.at["a"] for state in refused] == [3]
    assert "a was 3; less is allowed" in refused[0].refusal
    assert (refused[0].say, refused[0].table) == ("", ())


def test_controls_that_are_left_out_do_not_move_and_nothing_plays_with_them():
    panel = small(plays=[{"a": 1}, {"a": 2}])
    assert len(panel.states(0, ["b"]).states) == 2
    assert panel.states(0, ["b"]).plays == []
    assert len(panel.states(0).plays) == 2


def test_a_field_cannot_be_tabulated():
    panel = Panel([Field("typed", "typed")], Theme(lambda typed: typed, figure, words))
    with pytest.raises(ValueError, match="'typed' was a field"):
        panel.states()


def test_a_fault_of_a_theme_is_no_state():
    def scene(a, b, c):
        return 1 / (a - 2)

    with pytest.raises(ZeroDivisionError):
        small(scene).states(1)


def test_every_panel_of_a_lesson_is_walked():
    others = {"court_panel", "own_panel"}
    named = {name for name in marginlab.lesson.__all__ if name.endswith("_panel")} - others
    assert named == {f"{theme}_panel" for theme in PANELS}
