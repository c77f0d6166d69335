"""Which exercises a review asks: those that are due, apart from their like, and none twice a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.course.book import ITEMS
from marginlab.practice.entries import (
    MISSED,
    RIGHT,
    SURE,
    Entry,
    due,
    entered,
    is_due,
    nothing_yet,
)
from marginlab.practice.review import MOST, Review, chosen, family

DAY = date(2026, 11, 27)
AGAIN = next(item for item in ITEMS.values() if item.repeats)


def answered(
    *exercises: str, before: int = 2, verdict: str = RIGHT, sure: str = ""
) -> dict[str, Entry]:
    """Progress in which these were answered so many days ago."""
    on = DAY - timedelta(before)
    return {one: entered(nothing_yet(), verdict, on, sure=sure) for one in exercises}


def apart(asked: tuple[str, ...]) -> bool:
    """Whether no two in a row are of one family."""
    return all(not family(ITEMS[a]) & family(ITEMS[b]) for a, b in pairwise(asked))


def test_where_nothing_was_answered_nothing_is_asked() -> None:
    assert chosen(ITEMS, {}, DAY) == Review((), 0)
    assert chosen(ITEMS, answered("2.1", before=0), DAY) == Review((), 0)


def test_what_is_due_is_asked_and_what_was_missed_for_certain_first() -> None:
    kept = answered("1.2", "2.1") | answered("3.3", verdict=MISSED[0], sure=SURE[-1])
    assert chosen(ITEMS, kept, DAY) == Review(("3.3", "1.2", "2.1"), 0)


def test_between_two_of_one_lesson_stands_what_was_answered_before_and_is_not_due() -> None:
    kept = answered("2.1", "2.2") | answered("1.2", before=1)
    kept["1.2"]["due"] = (DAY + timedelta(1)).isoformat()
    assert chosen(ITEMS, kept, DAY) == Review(("2.1", "1.2", "2.2"), 0)


def test_who_knows_one_lesson_alone_gets_something_of_an_earlier_one_between() -> None:
    first, other, second = chosen(ITEMS, answered("2.1", "2.2"), DAY).asked
    assert (first, second) == ("2.1", "2.2")
    assert ITEMS[other].lesson < 2
    assert not ITEMS[other].about


def test_what_is_asked_again_is_of_the_lesson_that_asked_it_first_too() -> None:
    first = next(item for item in ITEMS.values() if item.notebook == AGAIN.repeats)
    asked = chosen(ITEMS, answered(AGAIN.id, first.id), DAY).asked
    assert len(asked) == 3
    assert apart(asked)


def test_what_cannot_be_asked_in_one_review_is_left() -> None:
    many = [item.id for item in ITEMS.values() if not item.about and not item.repeats]
    found = chosen(ITEMS, answered(*many), DAY)
    assert len(found.asked) == MOST
    assert found.left == len(many) - MOST


def test_what_is_no_exercise_is_not_asked() -> None:
    assert chosen(ITEMS, answered("2.L2", "12.7"), DAY).asked == ()


@given(
    st.dictionaries(
        st.sampled_from([*ITEMS]),
        st.tuples(
            st.integers(0, 30),
            st.sampled_from([RIGHT, *MISSED, "almost"]),
            st.sampled_from(["", *SURE]),
        ),
    )
)
def test_every_review_keeps_its_promises(said: dict[str, tuple[int, str, str]]) -> None:
    kept = {
        one: entered(nothing_yet(), verdict, DAY - timedelta(before), sure=sure)
        for one, (before, verdict, sure) in said.items()
    }
    waiting = due({one: kept[one] for one in ITEMS if one in kept}, DAY)
    found = chosen(ITEMS, kept, DAY)
    assert len({*found.asked}) == len(found.asked) <= MOST
    assert apart(found.asked)
    assert found.asked[:1] == tuple(waiting[:1])
    assert {*found.asked[-1:]} <= {*waiting}, "nothing stands between one and nothing"
    assert found.left == len({*waiting} - {*found.asked})
    assert not [one for one in found.asked if kept.get(one, {}).get("day") == DAY.isoformat()]


@pytest.mark.parametrize("seed", range(5))
def test_with_one_review_a_day_nothing_waits_for_two_weeks(seed: int) -> None:
    """A learner of 60 days, who answers two new exercises a day and takes one review."""
    random, entries, asked_on = Random(seed), dict[str, Entry](), dict[str, date]()

    def answer(exercise: str, on: date) -> None:
        assert asked_on.get(exercise) != on
        asked_on[exercise] = on
        for verdict in (
            random.choice([RIGHT, RIGHT, RIGHT, MISSED[1]]),
            RIGHT,
        ):  # put right at once
            before = entries.get(exercise, nothing_yet())
            entries[exercise] = entered(before, verdict, on, sure=random.choice(["", *SURE]))

    for n in range(60):
        on = DAY + timedelta(n)
        found = chosen(ITEMS, entries, on)
        assert apart(found.asked)
        for exercise in found.asked:
            answer(exercise, on)
        for entry in entries.values():
            if is_due(entry, on):
                assert (on - date.fromisoformat(entry["due"])).days <= 14
        new = [one for one in ITEMS if one not in entries]
        for exercise in new[:2]:
            answer(exercise, on)
    assert len(entries) == min(len(ITEMS), len(asked_on))
