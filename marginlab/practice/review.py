"""Which exercises a review asks, and in which order.

Those that are due, as `entries.due` orders them, but never two of one family in a row: what is asked
again belongs to the lesson that asked it first, too. Where only one family is due, something else stands
between: what was answered before and is not due, the longest ago first, then what was never answered of
the lessons up to the furthest one. Nothing is asked twice a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from marginlab.practice.entries import Entry, due
from marginlab.practice.item import Item

MOST = 8


@dataclass(frozen=True, slots=True)
class Review:
    """The exercises of one review by their ids, and how many others are due."""

    asked: tuple[str, ...]
    left: int


def chosen(items: Mapping[str, Item], entries: Mapping[str, Entry], day: date) -> Review:
    """The review of a day, out of these exercises and what the learner's progress says of them."""
    known = {exercise: entries[exercise] for exercise in items if exercise in entries}
    waiting = due(known, day)
    between = [one for one in _between(items, known, day) if one not in waiting]
    asked: list[str] = []
    while step := _step(items, waiting, between, asked):
        if len(asked) + len(step) > MOST:
            break
        asked += step
        waiting.remove(step[-1])
        between = [one for one in between if one not in step]
    return Review(tuple(asked), len(waiting))


def family(item: Item) -> frozenset[str]:
    """The lessons that an exercise belongs to; a question of the map is one of the lesson it is about."""
    return frozenset({item.taught_in} if item.about else {item.taught_in, item.notebook})


def _step(
    items: Mapping[str, Item], waiting: Sequence[str], between: Sequence[str], asked: Sequence[str]
) -> list[str]:
    """The next exercise that is due, behind another one where it needs something between."""

    def apart(one: str, other: str) -> bool:
        return not family(items[one]) & family(items[other])

    fits = {one for one in (*waiting, *between) if not asked or apart(asked[-1], one)}
    at_once = ([one] for one in waiting if one in fits)
    behind = (
        [other, one]
        for other, one in product(between, waiting)
        if other in fits and apart(other, one)
    )
    return next(at_once, None) or next(behind, [])


def _between(items: Mapping[str, Item], known: Mapping[str, Entry], day: date) -> list[str]:
    """What may stand between those that are due."""
    days = {one: str(entry["day"]) for one, entry in known.items() if "day" in entry}
    answered = sorted((one for one in days if days[one] != day.isoformat()), key=days.__getitem__)
    furthest = max((items[one].lesson for one in known), default=0)
    return answered + [
        one
        for one, item in items.items()
        if one not in known and item.lesson <= furthest and not item.about
    ]
