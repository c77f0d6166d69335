"""Every solution to repair: its line, its idea and its number, worked out by hand."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from marginlab.course.book import BOOK, ITEMS, ladders, rungs
from marginlab.practice.item import Choice, Item, Number

RUNGS = rungs()


def every(kind: type[Item]) -> pytest.MarkDecorator:
    chosen = [item for item in RUNGS.values() if isinstance(item, kind)]
    return pytest.mark.parametrize("item", chosen, ids=lambda item: item.id)


# The wrong line, the idea behind it, and the number that should have come out.
REPAIRS = {
    1: (2, "margin-spent", 2_230),  # 2500 - 270
    2: (3, "closing-fee-forgotten", 2_765.49),  # 13,750 / (5 x 0.9944)
    3: (1, "margin-for-wallet", 1_808.32),  # 3600 / (2 x 0.9954)
    4: (2, "margin-twice", 45_207.96),  # 4500 / (0.1 x 0.9954)
    5: (2, "payer-swapped", 46_157.93),  # (14,400 - 720 + 103.68) / (0.3 x 0.9954)
    6: (1, "filled-at-stop", 217.60),  # 0.05 x (80,000 - 0.985 x 76,800)
    7: (2, "others-maintenance", 35_300.38),  # (18,000 - 4000 + 55.20) / (0.4 x 0.9954)
    8: (3, "offset-not-carried", 1_150),  # 50,000 x 0.3 % + 200,000 x 0.5 %
    9: (2, "one-ratio", 28_200),  # 1500 + 0.95 x 18,000 + 0.85 x 14,000 - 2300
    10: (1, "another-horizon", 2.99),  # the wall at 42,773.46, by halving: 64,000 / 21,423
    11: (1, "closing-fee-forgotten", 0.0958),  # 5,724 / 59,724
}


def test_every_lesson_with_a_ladder_has_one() -> None:
    assert REPAIRS.keys() == ladders().keys()


@pytest.mark.parametrize("lesson", REPAIRS)
def test_line_idea_and_number_are_those_worked_out_by_hand(lesson: int) -> None:
    line, idea, number = REPAIRS[lesson]
    for part, answer in (("R1", line), ("R1", f"{line}"), ("R2", idea), ("R3", number)):
        assert BOOK.judged(RUNGS[f"{lesson}.{part}"], answer).kind == "correct"


@pytest.mark.parametrize("lesson", REPAIRS)
def test_the_last_line_of_a_broken_solution_holds_what_its_idea_gives(lesson: int) -> None:
    find, _, mend = (RUNGS[f"{lesson}.R{part}"] for part in (1, 2, 3))
    assert isinstance(mend, Number)
    [number] = [found for wrong, found in mend.wrong_answers if wrong.idea == REPAIRS[lesson][1]]
    *_, (last, share) = re.findall(r"^\d+\. .* ([\d,.]+)(\s%)?\.$", find.prompt, re.MULTILINE)
    assert abs(float(last.replace(",", "")) / (100 if share else 1) - number) <= mend.tolerance
    assert f"{float(mend.answer):,.2f}" not in find.prompt


@every(Number)
def test_right_and_wrong_numbers_lie_more_than_three_tolerances_apart(item: Number) -> None:
    sizes = [abs(item.answer), *(abs(number) for _, number in item.wrong_answers)]
    assert min(abs(a - b) for a, b in combinations(sizes, 2)) > 3 * item.tolerance
    own = (one.given for one in ITEMS.values() if one.lesson == item.lesson)
    assert item.given not in (item.other, *own), "its numbers are to be new"


@every(Choice)
def test_every_wrong_word_has_its_diagnosis(item: Choice) -> None:
    words = [item.answer, *(word for _, word in item.wrong_answers)]
    assert sorted(words) == sorted(item.options)
    for wrong, word in item.wrong_answers:
        verdict = BOOK.judged(item, word)
        assert (verdict.kind, verdict.idea) == ("this looks like", wrong.idea)
        assert wrong.cure in verdict.text


def test_a_line_that_the_idea_does_not_touch_is_called_sound_wherever_it_stands() -> None:
    # Line 2 of lesson 3 is the value at the entry, which no money behind the position changes.
    assert {n: BOOK.judged(RUNGS["3.R1"], n).idea for n in (2, 3, 4)} == {
        2: "line-sound", 3: "line-follows", 4: "line-follows",
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer", [9, -1, pytest.param(10**5000, id="huge"), True, 2.0, "two", "2 3"]
)
def test_what_is_no_line_is_told(answer: object) -> None:
    assert BOOK.judged(RUNGS["2.R1"], answer).kind == "can't read it"
