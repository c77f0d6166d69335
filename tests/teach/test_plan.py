"""The minute plan: its rules recomputed from what the build stored, its clock, its cuts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.teach.plan import Plan, clock, laid_out, plan, problems, text
from marginlab.teach.syllabus import Lesson, Part, Syllabus, Track

ROOT = Path(__file__).parents[2]
STORED = json.loads((ROOT / "lessons" / "course.json").read_text(encoding="utf-8"))
SYLLABUS = Syllabus.of(STORED)
LENGTHS = [track.minutes for track in SYLLABUS.tracks]
every_track = pytest.mark.parametrize("stored", STORED["tracks"], ids=lambda one: one["minutes"])


def pieces(stored: Mapping[str, Any]) -> list[tuple[str, Fraction, bool]]:
    """Each piece of a track as it is stored: its kind, its minutes, whether the learners act."""
    lessons = {lesson["number"]: lesson for lesson in STORED["lessons"]}
    found = []
    for part in stored["parts"]:
        if "lesson" not in part:
            [(kind, minutes)] = part.items()
            found.append((kind, Fraction(str(minutes)), kind == "close"))
            continue
        lesson = lessons[part["lesson"]]
        beats = {beat["key"]: beat for beat in lesson["beats"]}
        exercises = {one["id"]: one for one in lesson["exercises"]}
        for key in part["beats"]:
            found.append(("beat", Fraction(str(beats[key]["minutes"])), beats[key]["act"]))
        for one in part.get("exercises", []):
            # half as long again as one reader, and a minute and a half for the answer
            minutes = Fraction(3, 2) * exercises[one]["minutes"] + Fraction(3, 2)
            found.append(("exercise", minutes, True))
    return found


def test_there_are_workshops_from_an_hour_to_a_day() -> None:
    assert LENGTHS == [60, 90, 120, 180, 240, 360]


@every_track
def test_a_track_leaves_slack(stored: Mapping[str, Any]) -> None:
    taken = sum(minutes for _, minutes, _ in pieces(stored))
    assert stored["minutes"] - taken >= Fraction(8, 100) * stored["minutes"]
    assert plan(SYLLABUS, stored["minutes"]).slack == pytest.approx(
        float(stored["minutes"] - taken)
    )


@every_track
def test_nobody_sits_longer_than_seventy_minutes(stored: Mapping[str, Any]) -> None:
    """With all of the slack in the longest stretch: no room spreads it as a plan does."""
    stretches = [Fraction(0)]
    for kind, minutes, _ in pieces(stored):
        if kind == "break":
            stretches.append(Fraction(0))
        else:
            stretches[-1] += minutes
    slack = stored["minutes"] - sum(minutes for _, minutes, _ in pieces(stored))
    laid = plan(SYLLABUS, stored["minutes"]).longest_stretch
    assert max(stretches) <= laid <= min(70, max(stretches) + slack)


@every_track
def test_nobody_listens_longer_than_ten_minutes(stored: Mapping[str, Any]) -> None:
    listened, longest = Fraction(0), Fraction(0)
    for kind, minutes, act in pieces(stored):
        listened = Fraction(0) if act or kind == "break" else listened + minutes
        longest = max(longest, listened)
    assert longest <= 10
    assert plan(SYLLABUS, stored["minutes"]).longest_listening == pytest.approx(float(longest))


@every_track
def test_each_row_begins_where_the_one_before_ends(stored: Mapping[str, Any]) -> None:
    made = plan(SYLLABUS, stored["minutes"])
    ends = 0.0
    for row in made.rows:
        assert row.begins == pytest.approx(ends)
        ends += row.minutes
    assert ends == pytest.approx(stored["minutes"])
    assert sum(row.shown for row in made.rows) == stored["minutes"]


@every_track
def test_the_slack_that_is_printed_runs_out_with_the_workshop(stored: Mapping[str, Any]) -> None:
    said = text(plan(SYLLABUS, stored["minutes"]), 0)
    [left] = map(int, re.findall(r"^Slack (\d+) min\.", said, re.MULTILINE))
    taken = sum(minutes for _, minutes, _ in pieces(stored))
    rows = re.findall(r"^\d\d:\d\d +(\d+) +(\d+) .* {2}(.*)$", said, re.MULTILINE)
    spread = [row for row in rows if row[2].startswith("Questions")]
    assert abs(left - (stored["minutes"] - taken)) <= Fraction(len(spread), 2)
    for minutes, slack, what in rows:
        assert int(slack) == left
        left -= int(minutes) if what.startswith("Questions") else 0
    assert left == 0


@every_track
def test_cuts_are_what_no_core_needs_then_exercises_and_never_a_vote(
    stored: Mapping[str, Any],
) -> None:
    made = plan(SYLLABUS, stored["minutes"])
    assert {row.what for row in made.rows if not row.core} <= {row.what for row in made.cuts}
    exercises = [row for row in made.cuts if row.exercise]
    assert [row.core for row in exercises] == sorted(row.core for row in exercises)
    assert not [row for row in made.cuts if row.vote or row.lesson is None]
    for core in (True, False):
        begins = [row.begins for row in exercises if row.core == core]
        assert begins == sorted(begins)


@every_track
def test_no_exercise_is_left_without_what_it_asks_for(stored: Mapping[str, Any]) -> None:
    """Its lesson's derivation, and the beat in which one learns how an answer is checked."""
    cuts = plan(SYLLABUS, stored["minutes"]).cuts
    for at, row in enumerate(cuts):
        if row.beat is None or row.beat.key not in ("derive", "answer"):
            continue
        later = [other for other in cuts[at:] if other.exercise]
        if row.beat.key == "derive":
            later = [other for other in later if other.lesson == row.lesson]
        assert later == []
    if any(part.get("exercises") for part in stored["parts"]):
        assert "answer" in [row.beat.key for row in cuts if row.beat]


def test_a_derivation_without_exercises_goes_before_those_that_others_keep() -> None:
    second = lesson_part("derive", "transfer")
    third = lesson_part("derive", number=3, exercises=("3.2a", "3.1a"))
    cuts = laid_out(track(second, third), 100).cuts
    told = [row.exercise.id if row.exercise else row.what for row in cuts]
    assert told == [
        "3.1a",
        "2. Where the wall stands: Derive it",
        "2. Where the wall stands: In real life",
        "3.2a",
        "3. One switch, two fates: Derive it",
    ]


def test_a_plan_of_core_beats_alone_says_that_nothing_may_be_cut() -> None:
    said = text(plan(SYLLABUS, 60), 0)
    assert "\nNothing may be cut.\n" in said
    assert "Nothing may be cut" not in text(plan(SYLLABUS, 90), 0)


@every_track
def test_only_what_is_practised_is_promised(stored: Mapping[str, Any]) -> None:
    made = plan(SYLLABUS, stored["minutes"])
    lessons = {lesson["number"]: lesson for lesson in STORED["lessons"]}
    parts = [part for part in stored["parts"] if "lesson" in part]
    practised = {
        part["lesson"] for part in parts if "derive" in part["beats"] or part.get("exercises")
    }
    met = [number for number in lessons if number in {part["lesson"] for part in parts}]
    goals = [
        goal for number in met if number in practised for goal in lessons[number]["objectives"]
    ]
    assert list(made.objectives) == goals
    questions = [lessons[number]["question"] for number in met if number not in practised]
    assert list(made.questions) == questions
    said = text(made, 0)
    for one in (*goals, *questions):
        assert f"  - {one}" in said
    assert ("participants can" in said) == bool(goals)


def track(*parts: Part) -> Track:
    return Track(100, parts)


def told(*parts: Part) -> str:
    return "\n".join(problems(Syllabus(SYLLABUS.lessons, (track(*parts),))))


def lesson_part(*keys: str, number: int = 2, exercises: tuple[str, ...] = ()) -> Part:
    lesson = SYLLABUS.lessons[number]
    beats = {beat.key: beat for beat in lesson.beats}
    items = {item.id: item for item in lesson.exercises}
    return Part(
        "lesson",
        lesson=lesson,
        beats=tuple(beats[key] for key in keys),
        exercises=tuple(items[one] for one in exercises),
    )


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ((Part("welcome", 93), lesson_part("mark")), "leaves 1 minutes of slack"),
        ((lesson_part("mark"), Part("break", 5)), "goes on for 95 minutes without a break"),
        ((Part("welcome", 11), lesson_part("mark")), "lets learners listen for 11 minutes"),
        ((lesson_part("mark", "mark"),), "takes a beat or an exercise twice"),
        ((lesson_part("mark", exercises=("2.1",)),), "holds exercises without the beat answer"),
    ],
)
def test_a_track_that_breaks_a_rule_is_named(parts: tuple[Part, ...], named: str) -> None:
    assert f"track 100 {named}" in told(*parts)


def test_slack_is_no_act_of_the_learners() -> None:
    """Questions may not come, and then one listens on."""
    listens = (lesson_part("question", "reveal"), lesson_part("transfer", "keypoints"))
    lesson = SYLLABUS.lessons[2]
    minutes = {beat.key: beat.minutes for beat in lesson.beats}
    made = laid_out(track(*listens), 100)
    assert [row.kind for row in made.rows].count("slack") == 2
    wanted = sum(minutes[key] for key in ("question", "reveal", "transfer", "keypoints"))
    assert made.longest_listening == wanted


@given(st.integers(min_value=1, max_value=1000))
def test_a_length_is_answered_by_the_longest_track_that_fits(length: int) -> None:
    fitting = [one for one in LENGTHS if one <= length]
    if not fitting:
        sentence = f"the length was {length} minutes; the shortest track takes {LENGTHS[0]}"
        with pytest.raises(ValueError, match=sentence):
            plan(SYLLABUS, length)
        return
    made = plan(SYLLABUS, length)
    assert made.track.minutes == max(fitting)
    said = text(made, 0)
    assert f"the track of {max(fitting)}" in said
    assert (f"the longest that fits into {length}" in said) == (length not in LENGTHS)
    assert (f"for {length - max(fitting)} min more" in said) == (length not in LENGTHS)
    # What is announced is the end of the plan, and not that of the room.
    assert re.findall(r"^(\S+) +end$", said, re.MULTILINE) == [clock(max(fitting))]
    assert f"00:00 to {clock(max(fitting))}: " in said


@given(st.sampled_from(LENGTHS), st.integers(min_value=0, max_value=24 * 60 - 1))
def test_the_clock_of_a_plan_agrees_with_its_minutes(length: int, start: int) -> None:
    said = text(plan(SYLLABUS, length), start)
    rows = re.findall(r"^(\d\d):(\d\d) +(\d+) ", said, re.MULTILINE)
    clocks = [int(hours) * 60 + int(minutes) for hours, minutes, _ in rows]
    assert clocks[0] == start
    for now, then, (_, _, minutes) in zip(clocks, clocks[1:], rows, strict=False):
        assert (then - now) % (24 * 60) == int(minutes)


@pytest.mark.parametrize(
    ("minutes", "said"), [(570, "09:30"), (574.5, "09:35"), (1439.4, "23:59"), (1440, "00:00")]
)
def test_a_clock_is_a_time_of_the_day(minutes: float, said: str) -> None:
    assert clock(minutes) == said


def taught(times: int) -> Plan:
    lessons: dict[Lesson, Lesson] = {
        lesson: replace(lesson, taught=times) for lesson in SYLLABUS.lessons
    }
    one = SYLLABUS.tracks[0]
    parts = tuple(
        replace(part, lesson=lessons[part.lesson]) if part.lesson else part for part in one.parts
    )
    return laid_out(replace(one, parts=parts), one.minutes)


def test_minutes_that_nobody_has_taught_are_called_estimated() -> None:
    assert "Minutes of a class, estimated;" in text(taught(0), 0)
    assert "Minutes of a class, taught 3 times;" in text(taught(3), 0)


def test_every_vote_and_what_may_be_cut_is_marked() -> None:
    made = plan(SYLLABUS, 180)
    said = text(made, 0)
    assert said.count("[vote]") == sum(row.vote for row in made.rows) > 3
    assert said.count("(may be cut)") == sum(not row.core for row in made.rows) > 0
    assert "lessons/02 " in said
    assert "exercises/02 " in said
