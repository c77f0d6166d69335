"""A vote's piles beside an oracle in plain fractions, what is never told, and which step may follow."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.drawing.controls import Slider
from marginlab.drawing.prediction import Answers
from marginlab.teach import guide
from marginlab.teach.live.sentences import said
from marginlab.teach.live.vote import (
    CERTAIN,
    ELSEWHERE,
    FEWEST,
    MOST_HANDS,
    RIGHT,
    STEPS,
    TRUTH,
    Vote,
)
from marginlab.teach.syllabus import Lesson, Syllabus

SLIDER = Slider("guess", 0, 100, 1, 50)
ANSWERS = Answers(
    40, {"a": 60, "b": 8}, {"a": "one idea", "b": "another idea"}, {"a": "Not so.", "b": "Nor so."}
)
SURE = ("guess", "fairly sure", "certain")
every_mark = st.lists(st.tuples(st.integers(0, 100), st.sampled_from(SURE)), max_size=40)


def voted(marks: list[tuple[float, str]], *steps: str) -> Vote:
    """A vote in which each seat has marked once, and so many steps after it."""
    vote = Vote(ANSWERS, SLIDER)
    vote.go("open")
    for seat, (at, sure) in enumerate(marks):
        vote.mark(f"seat {seat}", at, sure)
    for step in steps:
        vote.go(step)
    return vote


def told(vote: Vote) -> dict[str, tuple[int, int]]:
    return {pile.place: (pile.count, pile.certain) for pile in vote.piles()}


def by_hand(at: int) -> str:
    """The answer that a mark says: no other is as near to that as twice the mark, nor is it far from it."""
    answers = {TRUTH: Fraction(40), "a": Fraction(60), "b": Fraction(8)}
    for name, place in answers.items():
        others = [abs(place - other) for key, other in answers.items() if key != name]
        if abs(place - at) < min(min(others) / 2, Fraction(60 - 8, 5)):
            return name
    return ELSEWHERE


@given(every_mark)
def test_marks_gather_where_an_idea_leads_and_never_below_the_fewest(
    marks: list[tuple[int, str]],
) -> None:
    vote = voted(marks, "piles")
    count = Counter(by_hand(at) for at, _ in marks)
    certain = Counter(by_hand(at) for at, sure in marks if sure == CERTAIN)
    expected = {place: (count[place], certain[place]) for place in count}
    assert told(vote) == (expected if len(marks) >= FEWEST else {})
    assert len(vote.marks(vote.last)) == (len(marks) if len(marks) >= FEWEST else 0)


@given(every_mark)
def test_hands_that_are_counted_give_the_piles_of_seats(marks: list[tuple[int, str]]) -> None:
    seats = voted(marks, "piles")
    hands = voted([])
    for (place, sure), count in Counter((by_hand(at), sure) for at, sure in marks).items():
        hands.tally(place, sure, count)
    hands.go("piles")
    assert hands.piles() == seats.piles()
    told = [
        [one.replace("hand", "mark") for one in said(vote) if not one.startswith("The stronger")]
        for vote in (hands, seats)  # of hands elsewhere nothing is drawn whose colour could be told
    ]
    assert told[0] == told[1]
    assert (hands.right, hands.advice) == (seats.right, seats.advice)


@given(every_mark, st.integers(0, 40))
def test_who_leaves_an_open_vote_has_never_been_there(
    marks: list[tuple[int, str]], seat: int
) -> None:
    left = voted(marks)
    left.leave(f"seat {seat}")
    others = voted([one for number, one in enumerate(marks) if number != seat])
    for step in ("piles", "named", "truth"):
        assert said(left) == said(others)
        left.go(step)
        others.go(step)
    assert (left.piles(), left.marks(0)) == (others.piles(), others.marks(0))


@given(every_mark, st.integers(0, 40), st.randoms())
def test_a_closed_vote_holds_nothing_by_which_one_mark_could_be_found(
    marks: list[tuple[int, str]], seat: int, random: Random
) -> None:
    """Neither a seat nor the order in which marks came, and who leaves changes nothing that is told."""
    vote = voted(marks, "piles")
    assert "seat" not in repr(vars(vote)["rounds"])
    shuffled = random.sample(marks, len(marks))
    assert vote.rounds == voted(shuffled, "piles").rounds
    before = said(vote), vote.marks(0)
    vote.leave(f"seat {seat}")
    assert (said(vote), vote.marks(0)) == before


@given(every_mark)
def test_while_it_is_open_only_the_count_is_told(marks: list[tuple[int, str]]) -> None:
    vote = voted(marks)
    assert said(vote) == [f"{len(marks)} mark{'' if len(marks) == 1 else 's'}."]
    assert (vote.piles(), vote.marks(vote.last), vote.right, vote.advice) == ((), (), None, "")


def test_certain_and_wrong_is_said_first_and_the_truth_last() -> None:
    marks = [(60, "guess")] * 4 + [(8, "certain")] + [(40, "certain")] * 3 + [(80, "certain")]
    vote = voted(marks, "piles", "named")
    assert [pile.place for pile in vote.piles()] == ["b", "a", ELSEWHERE, TRUTH]
    assert said(vote) == [
        "2 were certain and wrong.",
        "A: 1 near 8, 1 certain; another idea.",
        "B: 4 near 60; one idea.",
        "4 at none of these.",  # not even by leaving it over is the right pile told
    ]
    vote.go("truth")
    assert said(vote)[-2:] == ["1 elsewhere, 1 certain.", "✓: 3 near 40, 3 certain; the truth."]


def test_piles_have_no_names_before_they_are_named() -> None:
    vote = voted([(60, "guess")] * 3 + [(40, "guess")] * 2 + [(75, "guess")], "piles")
    assert said(vote) == [
        "1 elsewhere.",
        "2 near 40.",
        "3 near 60.",
        "The stronger the colour, the surer the mark.",
    ]
    assert list(vote.told_places()) == []
    vote.go("named")
    assert list(vote.told_places()) == [("A", 60)]
    vote.go("truth")
    assert list(vote.told_places()) == [(RIGHT, 40), ("A", 60)]
    vote.go("cure")
    assert said(vote) == ["A (3): Not so.", "1 elsewhere.", "✓: 2 near 40; the truth."]


@pytest.mark.parametrize("place", [TRUTH, "a", "b"])
def test_hands_are_asked_for_by_where_a_mark_says_the_same(place: str) -> None:
    vote = Vote(ANSWERS, SLIDER)
    low, high = vote.ranges[place]
    assert low < vote.places[place] < high
    for at in range(101):
        assert (by_hand(at) == place) == (low <= at <= high)


@pytest.mark.parametrize(
    ("right", "advised"),
    [(2, "below 30 % right"), (3, "30 to 70 %"), (7, "30 to 70 %"), (8, "above 70 %")],
)
def test_the_share_that_is_right_says_what_to_do(right: int, advised: str) -> None:
    vote = voted([(40, "guess")] * right + [(60, "guess")] * (10 - right), "piles")
    assert vote.right == right / 10
    assert vote.advice == guide.OUTCOMES[advised]


def test_a_second_round_is_told_beside_the_first() -> None:
    vote = voted([(60, "guess")] * 5 + [(40, "guess")], "piles", "again")
    for seat in range(6):
        vote.mark(f"seat {seat}", 40 if seat else 60, "certain")
    vote.go("piles again")
    piles = ["5 (1 before) near 40, 5 certain.", "1 (5 before) near 60, 1 certain."]
    shades = "The stronger the colour, the surer the mark. Hollow ones are of the first round."
    assert said(vote) == [*piles, shades]


@pytest.mark.parametrize("again", [0, FEWEST - 1])
def test_a_second_round_of_too_few_leaves_the_first_to_be_named(again: int) -> None:
    vote = voted([(60, "certain")] * 5 + [(40, "guess")], "piles", "again")
    for seat in range(again):
        vote.mark(f"seat {seat}", 40, "guess")
    vote.go("piles again")
    few = f"Second round: {again} marks: piles are shown from {FEWEST} marks or {FEWEST} hands on."
    few += " These are of the first round."
    assert said(vote) == [
        "1 near 40.",
        "5 near 60, 5 certain.",
        "The stronger the colour, the surer the mark.",
        few,
    ]
    vote.go("named")
    assert said(vote)[:2] == ["5 were certain and wrong.", "A: 5 near 60, 5 certain; one idea."]
    assert (vote.last, vote.marks(1)) == (0, ())


def test_counted_hands_do_not_show_what_few_telephones_say() -> None:
    vote = Vote(ANSWERS, SLIDER)
    vote.go("open")
    vote.mark("seat", 10, "certain")
    vote.tally("a", "guess", FEWEST - 1)
    vote.go("piles")
    assert (vote.piles(), vote.marks(0)) == ((), ())
    vote.start_over()
    vote.go("open")
    vote.mark("seat", 10, "certain")
    vote.tally("a", "guess", FEWEST)
    vote.go("piles")
    assert told(vote) == {"a": (FEWEST, 0)}
    hidden = f"1 mark is not shown: piles of marks are, from {FEWEST} on."
    assert said(vote)[-1] == hidden
    assert vote.marks(0) == ((60, "guess"),) * FEWEST


def test_of_marks_that_are_not_shown_the_truth_tells_nothing() -> None:
    """As where somebody tries a vote alone, and is right."""
    vote = voted([(40, "certain")], "piles", "named", "truth")
    assert said(vote)[0] == "✓: 40; the truth."
    assert said(vote)[1].startswith("1 mark: piles are shown from")


def test_marks_and_hands_are_counted_apart() -> None:
    vote = voted([(40, "certain")])
    assert said(vote) == ["1 mark."]
    vote.tally("a", "guess", 4)
    assert said(vote) == ["1 mark and 4 hands."]
    vote.go("piles")
    assert said(vote) == ["1 mark and 4 hands: piles are shown from 5 marks or 5 hands on."]
    vote.start_over()
    vote.go("open")
    vote.tally(TRUTH, "guess", 1)
    assert said(vote) == ["1 hand."]


def test_the_answer_can_be_shown_without_a_vote_and_the_piles_again_after_it() -> None:
    vote = voted([(60, "guess")] * 5, "piles", "named", "truth")
    before = said(vote)
    vote.go("cure")
    assert vote.following == ("truth",)
    vote.go("truth")
    assert said(vote) == before
    vote.start_over()
    assert vote.following == ("open", "cure")
    vote.go("cure")
    vote.go("truth")
    assert said(vote) == ["✓: 40; the truth."]
    assert said(voted([], "piles")) == ["0 marks: piles are shown from 5 marks or 5 hands on."]


def test_the_truth_is_told_where_nobody_stands_there() -> None:
    vote = voted([(60, "guess")] * 5, "piles", "named", "truth")
    assert said(vote) == ["A (5): Not so.", "✓: 0 near 40; the truth."]


def test_a_seat_has_one_mark_the_last() -> None:
    vote = voted([(60, "guess")] * 5)
    vote.mark("seat 0", 40, "certain")
    vote.go("piles")
    assert told(vote) == {"a": (4, 0), TRUTH: (1, 1)}


@pytest.mark.parametrize("at", [-1, 101, 0.5, "40", None, float("nan"), True, [40], 10**400])
def test_what_no_hand_could_place_is_no_mark(at: object) -> None:
    vote = voted([])
    with pytest.raises(ValueError, match="guess was"):
        vote.mark("seat", at, "guess")
    with pytest.raises(ValueError, match="guess or fairly sure"):
        vote.mark("seat", 40, "<script>")
    assert vote.rounds[-1].count == 0


def test_a_vote_takes_marks_only_while_it_is_open_and_steps_only_in_their_order() -> None:
    vote = Vote(ANSWERS, SLIDER)
    for step, following in STEPS.items():
        vote.step = step
        if not vote.open:
            with pytest.raises(ValueError, match="not taken now"):
                vote.mark("seat", 40, "guess")
            with pytest.raises(ValueError, match="not taken now"):
                vote.tally(TRUTH, "guess", 1)
        for other in STEPS.keys() - set(following):
            with pytest.raises(ValueError, match="comes"):
                vote.go(other)
    vote.start_over()
    assert (vote.step, vote.rounds[0].count, len(vote.rounds)) == ("asked", 0, 1)


@pytest.mark.parametrize(
    ("place", "count"),
    [("<b>", 1), ("c", 1), (TRUTH, -1), (TRUTH, MOST_HANDS + 1), (TRUTH, 2.5), (TRUTH, True)],
)
def test_hands_are_counted_for_places_that_there_are(place: str, count: object) -> None:
    with pytest.raises(ValueError, match=r"the (place|hands) w"):
        voted([]).tally(place, "guess", count)


@pytest.mark.parametrize("lesson", Syllabus.installed().lessons, ids=lambda one: one.stem)
def test_every_lesson_asks_what_can_be_voted_on(lesson: Lesson) -> None:
    asked = guide.question(lesson)
    assert asked.answers is not None
    vote = Vote(asked.answers, asked.slider)
    for place, at in vote.places.items():
        low, step = asked.slider.low, asked.slider.step
        nearest = asked.slider.checked(
            min(max(low + round((at - low) / step) * step, low), asked.slider.high)
        )
        assert vote.place(nearest) == place
