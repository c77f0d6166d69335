"""A class beside its plan: lateness and cuts, worked out by hand over a plan of round minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.teach.live.pace import ON_TIME, Pace, key
from marginlab.teach.plan import laid_out
from marginlab.teach.syllabus import Syllabus

TRACKS = Syllabus.installed().tracks
PLAN = laid_out(TRACKS[3], TRACKS[3].minutes)
SLACK = [row.minutes if row.kind == "slack" else 0 for row in PLAN.rows]


def at(row: int, minute: float) -> Pace:
    """A class that was to begin at minute 100 and reached this row so many minutes later."""
    pace = Pace(PLAN, 100)
    pace.go(row, 100 + minute)
    return pace


@pytest.mark.parametrize("begun", [100, None])
def test_a_class_that_keeps_to_its_plan_is_never_late(begun: float | None) -> None:
    pace = Pace(PLAN, begun)
    for number, row in enumerate(PLAN.rows):
        pace.go(number, 100 + row.begins)
        for share in (0, 0.5, 1):
            now = 100 + row.begins + share * row.minutes
            assert pace.late(now) == pytest.approx(0)
            assert pace.cuts(now) == []
    kept = pace.minutes(100 + PLAN.track.minutes)
    of_all = {key(row): 0.0 for row in PLAN.rows}
    for row in PLAN.rows[
        0 if begun else 1 :
    ]:  # how long the welcome took is not known without a start
        of_all[key(row)] += row.minutes
    assert kept == {name: minutes for name, minutes in of_all.items() if minutes}


def test_what_is_tried_before_the_class_begins_takes_no_minutes() -> None:
    pace = Pace(PLAN, 100)
    for row, now in ((3, 60.0), (7, 80.0), (0, 95.0)):
        pace.go(row, now)
        assert pace.late(now) < ON_TIME
        assert pace.minutes(now) == {}
    assert (pace.late(102), pace.minutes(102)) == (0, {key(PLAN.rows[0]): 2})


def test_a_welcome_that_begins_late_makes_late() -> None:
    pace = Pace(PLAN, 100)
    welcome = PLAN.rows[0].minutes
    assert pace.late(100 + welcome + 7) == 7
    pace.go(1, 100 + welcome + 7)
    assert pace.late(100 + welcome + 7) == 7


def test_a_row_that_takes_longer_makes_late_by_what_it_takes_longer() -> None:
    begins, minutes = PLAN.rows[5].begins, PLAN.rows[5].minutes
    pace = at(5, begins + 3)
    assert pace.late(100 + begins + 3) == pytest.approx(3)
    assert pace.late(100 + begins + 3 + minutes) == pytest.approx(3)
    assert pace.late(100 + begins + 3 + minutes + 2) == pytest.approx(5)


@given(row=st.integers(0, len(PLAN.rows) - 2), late=st.floats(-20, 60))
def test_cuts_make_up_for_what_slack_does_not_in_the_plans_order(row: int, late: float) -> None:
    begins = PLAN.rows[row].begins + late
    pace = at(row, begins) if row else Pace(PLAN, 100)
    now = 100 + begins + (PLAN.rows[0].minutes if not row and late > 0 else 0)
    assert pace.late(now) == pytest.approx(late, abs=1e-9)
    cut = pace.cuts(now)
    rest = [one for one in PLAN.cuts if one in PLAN.rows[row + 1 :]]
    assert cut == rest[: len(cut)]
    left = late - sum(SLACK[row + 1 :])
    if late <= ON_TIME:
        assert cut == []
    else:
        taken = [one.minutes for one in cut]
        assert sum(taken[:-1]) < max(left, 1e-9) or not cut
        assert sum(taken) >= left - 1e-9 or cut == rest


def test_minutes_of_a_row_that_is_visited_twice_add_up() -> None:
    pace = at(2, 4)
    pace.go(1, 106)
    pace.go(2, 107)
    assert pace.minutes(110) == {key(PLAN.rows[0]): 4, key(PLAN.rows[1]): 1, key(PLAN.rows[2]): 5}


def test_before_it_has_begun_nothing_is_late_and_nothing_is_kept() -> None:
    pace = Pace(PLAN)
    pace.go(0, 50)
    assert (pace.late(90), pace.cuts(90), dict(pace.minutes(90))) == (0, [], {})


def test_a_row_is_named_as_the_front_matter_names_it() -> None:
    beat = next(row for row in PLAN.rows if row.beat and row.lesson and row.lesson.number == 2)
    exercise = next(row for row in PLAN.rows if row.exercise)
    assert key(beat) == f"2/{beat.beat.key if beat.beat else ''}"
    assert key(exercise) == (exercise.exercise.id if exercise.exercise else "")
    assert key(replace(beat, lesson=None, beat=None, kind="break")) == "break"
