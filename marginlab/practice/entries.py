"""What the learner's progress says of one exercise, and what an answer changes in it.

An entry is a part of a file that people can read and change, so it is a plain dict:

- verdicts: how often which was given;
- met, cured: the ids of wrong ideas. One that is put right stands in cured_on, with that day, and counts
  as cured when it is put right once more RETURNS days later or after that;
- day: that of the last answer, without a time; box, due: the box of Leitner's in which the exercise lies,
  from 1, and the day from which it is to be asked again. A right answer moves it on by one box, but not
  before it is due; a wrong one takes it back to the first;
- said: by how sure the learner was, how many answers were right, and of how many. The first answer of a
  day counts, because a second one knows the verdict on the first;
- missed: how sure the learner was of the last wrong answer, until a right one moves the exercise on.

Entries of versions 1 and 2 have verdicts, met and cured alone. What else stands in an entry is kept, and
what somebody made of a part that it cannot be is read as if it were not there.

A day is a `date` that is handed in, and is kept as "2026-11-27"; such words sort as the days do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

VARIABLE = "MARGINLAB_TODAY"
SURE = ("guess", "fairly sure", "certain")
INTERVALS = (1, 3, 7, 21)  # days from box to box
RETURNS = 7  # days
RIGHT = "correct"
MISSED = ("not yet", "this looks like")  # what is unreadable, or a slip of the pen, is no miss
_MANY = 2**53  # what every reader of JSON can count to

Entry = dict[str, Any]
NONE: Mapping[str, str] = MappingProxyType({})


def today() -> date:
    """The day by this machine's clock, or the one that VARIABLE names, such as "2026-11-27"."""
    named = _day(os.environ.get(VARIABLE))
    return date.fromisoformat(named) if named else date.today()


def nothing_yet() -> Entry:
    """The entry of an exercise that nobody has answered."""
    return {"verdicts": {}, "met": [], "cured": []}


def is_sound(entry: object) -> bool:
    """Whether it is an entry of any edition."""
    if not isinstance(entry, dict):  # a match takes twice the time, and every check asks it of all
        return False
    verdicts, met, cured = entry.get("verdicts"), entry.get("met"), entry.get("cured")
    return (
        isinstance(verdicts, dict)
        and isinstance(met, list)
        and isinstance(cured, list)
        and all(map(_is_count, verdicts.values()))
        and all(isinstance(idea, str) for idea in (*met, *cured))
    )


def entered(entry: Entry, verdict: str, day: date, *, idea: str = "", sure: str = "") -> Entry:
    """The entry after one more verdict.

    idea: the id of the wrong idea that was met; sure: one of SURE, where the learner said it.
    """
    new = entry | {"verdicts": entry["verdicts"] | {verdict: entry["verdicts"].get(verdict, 0) + 1}}
    if idea:
        new |= _met(entry, idea)
    if verdict == RIGHT:
        new |= _put_right(new, day)
    if verdict == RIGHT or verdict in MISSED:
        if sure and _day(entry.get("day")) != day.isoformat():
            new["said"] = _counted(entry.get("said"), sure, right=verdict == RIGHT)
        if verdict != RIGHT or "box" not in entry or is_due(entry, day):
            new = _moved(new, day, sure, right=verdict == RIGHT)
        new["day"] = day.isoformat()
    return new


def is_due(entry: Entry, day: date) -> bool:
    """Whether the exercise is to be asked again on this day, or was to be before; never twice a day.

    An answer from the future was given under a wrong clock, so nothing follows from its day.
    """
    if not any(entry["verdicts"].get(verdict) for verdict in (RIGHT, *MISSED)):
        return False
    now, answered = day.isoformat(), _day(entry.get("day"))
    if answered == now:
        return False
    returning = any(since <= _before(day, RETURNS) for since in put_right(entry).values())
    return answered > now or _day(entry.get("due")) <= now or returning


def due(entries: Mapping[str, Entry], day: date) -> list[str]:
    """The exercises to be asked again: those that were missed for certain first, then the longest due."""

    def order(exercise: str) -> tuple[bool, str]:
        entry = entries[exercise]
        return entry.get("missed") != SURE[-1], _day(entry.get("due"))

    return sorted((one for one, entry in entries.items() if is_due(entry, day)), key=order)


def put_right(entry: Entry) -> Mapping[str, str]:
    """The wrong ideas that were put right and do not count as cured yet, each with its day."""
    days = entry.get("cured_on")
    found = days if isinstance(days, dict) else {}
    return {
        idea: found[idea]
        for idea in entry["met"]
        if idea not in entry["cured"] and _day(found.get(idea))
    }


def said(entry: Entry) -> Mapping[str, tuple[int, int]]:
    """By how sure the learner was: how many first answers of a day were right, and of how many."""
    words = entry.get("said")
    return {
        word: (one[0], one[1])
        for word, one in (words.items() if isinstance(words, dict) else ())
        if _is_tally(one)
    }


def with_ids(entries: Mapping[str, Entry], ids: Mapping[str, str]) -> dict[str, Entry]:
    """The same entries, the ideas in them by their ids; an idea that is not known stays as it is."""

    def by_id(met: Iterable[str]) -> list[str]:
        # Once each: the browser edition may have joined a file of version 1 with one of version 2.
        return list(dict.fromkeys(ids.get(idea, idea) for idea in met))

    return {
        exercise: entry | {"met": by_id(entry["met"]), "cured": by_id(entry["cured"])}
        for exercise, entry in entries.items()
    }


def _met(entry: Entry, idea: str) -> Entry:
    """What changes when a wrong idea is met: it stands last, and all of its cure is to be done again."""
    others = {one: since for one, since in put_right(entry).items() if one != idea}
    return {
        "met": [*(one for one in entry["met"] if one != idea), idea],
        "cured": [one for one in entry["cured"] if one != idea],
    } | ({"cured_on": others} if "cured_on" in entry else {})


def _put_right(entry: Entry, day: date) -> Entry:
    """What a right answer changes in the wrong ideas that were met."""
    if not entry["met"]:
        return {}
    since, now = put_right(entry), day.isoformat()
    cured = [*entry["cured"], *(one for one, on in since.items() if on <= _before(day, RETURNS))]
    waiting = {idea: min(since.get(idea, now), now) for idea in entry["met"] if idea not in cured}
    return {"cured": cured, "cured_on": waiting}


def _moved(entry: Entry, day: date, sure: str, *, right: bool) -> Entry:
    """The entry in the box into which an answer takes it."""
    box = entry.get("box")
    known = box if type(box) is int and 0 < box <= len(INTERVALS) else 0
    to = min(known + 1, len(INTERVALS)) if right else 1
    rest = {part: one for part, one in entry.items() if part != "missed"}
    missed = {"missed": sure} if sure and not right else {}
    due_on = (day + timedelta(INTERVALS[to - 1])).isoformat()
    return rest | missed | {"box": to, "due": due_on}


def _counted(words: object, sure: str, *, right: bool) -> Entry:
    """How often which word was said, after once more."""
    known: Entry = words if isinstance(words, dict) else {}
    so_many, of = known[sure] if _is_tally(known.get(sure)) else (0, 0)
    return known | {sure: [so_many + right, of + 1]}


def _is_count(one: object) -> bool:
    return type(one) is int and 0 <= one < _MANY


def _is_tally(one: object) -> bool:
    match one:
        case [int(right), int(of)]:
            return _is_count(right) and _is_count(of) and right <= of
    return False


def _day(one: object) -> str:
    """A day as it is kept; "", which comes before all days, where it is none."""
    return _checked(one) if type(one) is str else ""


@lru_cache(maxsize=512)
def _checked(word: str) -> str:
    try:
        return word if date.fromisoformat(word).isoformat() == word else ""
    except ValueError:
        return ""


def _before(day: date, days: int) -> str:
    return (day - timedelta(days)).isoformat()
