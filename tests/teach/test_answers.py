"""The answer sheet: every exercise and every wrong idea, with the numbers that were worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from html import unescape
from math import exp, log, sqrt
from statistics import NormalDist

import pytest

from marginlab.course.book import ITEMS
from marginlab.course.ideas import NAMES
from marginlab.practice.item import Choice, Function, Item, Number
from marginlab.teach import pages
from marginlab.teach.answers import Row, beside, rows
from tests.course.test_items import (
    BY_HAND,
    CHOICES_BY_HAND,
    FORMULAS_BY_HAND,
    FUNCTIONS_BY_HAND,
    Body,
)

LESSONS = sorted({item.lesson for item in ITEMS.values()})
SHEET = [row for lesson in LESSONS for row in (*rows(lesson), *beside(lesson))]
BY_ID = {row.item.id: row for row in SHEET}
# Half of the last digit that is shown.
HALF = {
    "price": 0.005,
    "money": 0.005,
    "x": 0.005,
    "count": 0.005,
    "percent": 5e-5,
    "move": 5e-5,
    "size": 5e-5,
    "leverage": 5e-4,
}
PAGE = pages.page("answers.html", date(2026, 11, 27), rows=SHEET)
every = pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)


def number(shown: str) -> float:
    """A number as it is printed, read."""
    text = shown.replace(",", "").replace("\u2212", "-").removesuffix("x")
    if text.endswith("%"):
        return float(text.removesuffix("%")) / 100
    return float(text)


@every
def test_an_exercise_and_all_of_its_wrong_ideas_stand_there(item: Item) -> None:
    row = BY_ID[item.id]
    assert [wrong.idea for wrong in row.wrong] == [NAMES[wrong.idea] for wrong in item.wrong]
    assert [wrong.cure for wrong in row.wrong] == [wrong.cure for wrong in item.wrong]


@pytest.mark.parametrize("key", BY_HAND)
def test_a_number_is_the_one_that_was_worked_out_by_hand(key: str) -> None:
    item, row = ITEMS[key], BY_ID[key]
    assert isinstance(item, Number)
    right, wrong = BY_HAND[key]
    names = {NAMES[idea]: value for idea, value in wrong.items()}
    shown = {answer.idea: answer.value for answer in row.wrong}
    assert number(row.right.value) == pytest.approx(right, abs=1.01 * HALF[item.unit])
    assert set(shown) == set(names)
    for idea, value in names.items():
        # A wrong answer is known with either sign.
        told = abs(number(shown[idea]))
        assert told == pytest.approx(abs(value), abs=2.01 * HALF[item.unit]), idea


@pytest.mark.parametrize("key", [key for key in CHOICES_BY_HAND if key in ITEMS])
def test_a_word_is_the_one_that_was_worked_out_by_hand(key: str) -> None:
    assert isinstance(ITEMS[key], Choice)
    right, wrong = CHOICES_BY_HAND[key]
    row = BY_ID[key]
    assert row.right.value == right
    assert {answer.idea: answer.value for answer in row.wrong} == {
        NAMES[idea]: word for idea, word in wrong.items()
    }


def read(at: str) -> dict[str, Fraction]:
    """The numbers that stand beside a formula."""
    pairs = (pair.split(" = ") for pair in at.replace("\u2212", "-").split(", "))
    return {letter: Fraction(value.replace(",", "")) for letter, value in pairs}


def wall(d: Fraction, q: Fraction, e: Fraction, m: Fraction, k: Fraction) -> Fraction:
    """Where m + d q (P - e) = k q P."""
    return (m - d * q * e) / (q * (k - d))


# Of side d, size q, entry e, money m, requirement rate k and maintenance rate r alone.
Formula = Callable[[Fraction, Fraction, Fraction, Fraction, Fraction, Fraction], Fraction]
WRONG: dict[str, Formula] = {
    "equity-zero": lambda d, q, e, m, k, r: wall(d, q, e, m, Fraction(0)),
    "entry-value": lambda d, q, e, m, k, r: wall(d, q, e, m - k * q * e, Fraction(0)),
    "closing-fee-forgotten": lambda d, q, e, m, k, r: wall(d, q, e, m, r),
    "kappa-turned": lambda d, q, e, m, k, r: wall(d, q, e, m, -k),
    "side-left-out": lambda d, q, e, m, k, r: wall(Fraction(1), q, e, m, k),
    "sides-swapped": lambda d, q, e, m, k, r: wall(-d, q, e, m, k),
    "short-mirrored": lambda d, q, e, m, k, r: 2 * e - wall(-d, q, e, m, k),
    "distance-for-price": lambda d, q, e, m, k, r: wall(d, q, e, m, k) - e,
}
FORMULAS = [row for row in SHEET if row.code and row.item.id in ITEMS]
WALLS = [row for row in FORMULAS if row.item.lesson == 2]


@pytest.mark.parametrize("row", WALLS, ids=lambda row: row.item.id)
def test_what_a_formula_gives_is_computed_again_from_the_numbers_beside_it(row: Row) -> None:
    at = read(row.at)
    names = {"d": "side", "q": "size", "E": "entry_price", "M": "collateral", "kappa": "kappa"}
    d, q, e, m, k = (at[letter] if letter in at else at[name] for letter, name in names.items())
    r = at.get("m", k)
    half = HALF["price"]
    assert number(row.right.value) == pytest.approx(float(wall(d, q, e, m, k)), abs=1.01 * half)
    ideas = {NAMES[idea]: formula for idea, formula in WRONG.items()}
    for wrong in row.wrong:
        value = ideas[wrong.idea](d, q, e, m, k, r)
        assert number(wrong.value) == pytest.approx(float(value), abs=1.01 * half), wrong.idea


def touched(mark: float, wall: float, sigma: float, hours: float, away: float = 0.0) -> float:
    """The share of longs that meets a wall, by the reflection; away: of the wall, in spreads of a step."""
    step = sigma * sqrt(hours / 8_760)
    b, spread, law = log(wall / mark) - away * step, 2 * step, NormalDist().cdf
    half = spread / 2
    return law(b / spread + half) + exp(-b) * law(b / spread - half)


# What the simulation around a function comes to in four steps, with it and with a wrong one.
SIMULATED: dict[str, tuple[Body, dict[str, list[Body]]]] = {
    "10.6a": (
        lambda a, b, w, v, h: touched(a, w, v, h),
        {"between-marks-missed": [lambda a, b, w, v, h: touched(a, w, v, h, 0.5826)]},
    ),
}


@pytest.mark.parametrize("key", FUNCTIONS_BY_HAND)
def test_what_a_function_gives_is_what_was_worked_out_by_hand_for_these_numbers(key: str) -> None:
    item, row = ITEMS[key], BY_ID[key]
    assert isinstance(item, Function)
    (right, *_), wrong = FUNCTIONS_BY_HAND[key]
    if item.within:
        right, wrong = SIMULATED[key]
    at = [float(value) for value in read(row.at).values()]
    half = 1.01 * HALF[item.unit]
    assert number(row.right.value) == pytest.approx(right(*at), abs=half)
    shown = {answer.idea: number(answer.value) for answer in row.wrong}
    assert shown == {
        NAMES[idea]: pytest.approx(function(*at), abs=half) for idea, [function] in wrong.items()
    }


def test_exercises_that_ask_for_a_formula_or_a_function_are_told_with_one() -> None:
    assert {row.item.id for row in FORMULAS} == {*FORMULAS_BY_HAND, *FUNCTIONS_BY_HAND}


@pytest.mark.parametrize("row", SHEET, ids=lambda row: row.item.id)
def test_no_wrong_answer_looks_like_the_right_one(row: Row) -> None:
    assert row.right.value not in {wrong.value for wrong in row.wrong}


def test_all_of_it_stands_on_the_page() -> None:
    cells = [
        unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<t[dh]\b.*?</t[dh]>", PAGE, re.S)
    ]
    for row in SHEET:
        at = cells.index(f"{row.item.id} {row.item.title}")
        asked = unescape(re.sub(r"<[^>]+>", "", pages.html(row.item.prompt))).strip()
        assert cells[at + 1] == asked != ""
        assert cells[at + 2] == row.right.value
        for place, wrong in enumerate(row.wrong):
            value, idea, cure = cells[at + 4 + 3 * place : at + 7 + 3 * place]
            assert (value, idea) == (wrong.value, wrong.idea)
            assert len(cure) > 10
