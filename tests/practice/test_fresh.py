"""Fresh numbers: each draw of each exercise asks as well as the exercise's own numbers do.

Judged by the real check and opened in real accounts; the long run makes ten times as many draws.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS
from marginlab.course.lesson06_which_price.exercises_stop import Stopped, size_for
from marginlab.course.lesson07_one_roof.exercises import Book, Locked
from marginlab.course.lesson09_coins.exercises import OnCoins, Pledged
from marginlab.course.lesson11_court.cases import OnCard
from marginlab.course.trade import Trade
from marginlab.practice.fresh import Sampler, near
from marginlab.practice.item import Choice, Expression, Item, Number, Sampled
from marginlab.theory.given import Rejected
from marginlab.theory.terms import show
from tests.course.test_items import by_hand, divisions, writings

DRAWS = 1_000
SAMPLER = Sampler(BOOK.slips)
UNITS = ("price", "money", "percent", "move", "x", "leverage", "size", "plain")
FRESH = [item for item in ITEMS.values() if not item.no_fresh]
every_item = pytest.mark.parametrize("item", FRESH, ids=lambda item: item.id)


def faults(item: Item, draw: int) -> Iterator[str]:
    """What is wrong with a draw."""
    drawn = SAMPLER.drawn(item, draw)
    if drawn is None:
        yield "no numbers were found"
        return
    for answer, idea in answers(drawn):
        found = BOOK.judged(drawn, answer)
        if (found.kind, found.idea) != (("this looks like", idea) if idea else ("correct", "")):
            yield f"{answer!r} gave {found.kind} {found.idea}, not {idea or 'correct'}"
    if isinstance(drawn, Number):
        sizes = [abs(drawn.answer), *(abs(number) for _, number in drawn.wrong_answers)]
        if min(abs(a - b) for a, b in combinations(sizes, 2)) <= 3 * drawn.tolerance:
            yield "two answers lie within three tolerances"
        worked = drawn.work(drawn.given)
        last = re.findall(r"\*\*([^*]*)\*\*", worked)[-1]
        if last not in {show(drawn.answer, unit) for unit in UNITS}:
            yield f"the solution ends with {last}"
        yield from divisions_that_fail(worked)
    yield from (f"{name} is told rounded" for name in told_rounded(item, drawn))
    try:
        open_it(drawn.given)
    except Rejected as refused:
        yield f"refused: {refused}"


def divisions_that_fail(solution: str) -> Iterator[str]:
    """Those that do not come out, even if both parts were rounded to their last digit."""
    for top, bottom, result, percent in divisions(solution):
        part = Fraction(1, 100 if percent else 1)
        above, below, shown = (
            (number - unit, number + unit) for number, unit in map(read, (top, bottom, result))
        )
        quotients = [one / other for one in above for other in below]
        if max(shown) * part < min(quotients) or min(shown) * part > max(quotients):
            yield f"{top} / {bottom} is not {result}{percent}"


def read(text: str) -> tuple[Fraction, Fraction]:
    """A number as it was printed, and half a unit of its last digit, or of the cents."""
    places = len(text.partition(".")[2])
    return Fraction(text.replace(",", "")), Fraction(1, 2 * 10 ** max(places, 2))


def answers(drawn: Item) -> Iterator[tuple[object, str]]:
    """The right answer and the wrong ones as learners type them, each with its idea."""
    if isinstance(drawn, Choice):
        yield drawn.answer, ""
        yield from ((word, wrong.idea) for wrong, word in drawn.wrong_answers)
    elif isinstance(drawn, Number):
        pairs = [(drawn.answer, ""), *((n, wrong.idea) for wrong, n in drawn.wrong_answers)]
        for number, idea in pairs:
            yield number, idea
            yield typed(number, drawn.unit), idea
    else:  # formulas and functions that were written by hand
        right, wrong = by_hand(drawn)
        yield writings(drawn, right)[0], ""
        yield from ((writings(drawn, answer)[0], idea) for idea, answer in wrong.items())


def typed(number: Fraction, unit: str) -> str:
    """The number as it is typed, rounded once, at the end."""
    if unit in ("percent", "move"):
        return f"{float(100 * number):.2f} %"
    return f"{float(number):.{ {'size': 4, 'leverage': 3}.get(unit, 2) }f}"


def told_rounded(own: Item, drawn: Item) -> Iterator[str]:
    """The numbers that the own prompt tells with all their digits, and the drawn one does not."""
    before, after = told(own.prompt), told(drawn.prompt)
    for name in (field.name for field in fields(own.given)):
        value, other = getattr(own.given, name), getattr(drawn.given, name)
        if isinstance(value, Fraction) and abs(value) in before and abs(other) not in after:
            yield name


def told(prompt: str) -> set[Fraction]:
    """Every number in a prompt, without its sign."""
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)(\s?%)?", prompt)
    return {
        Fraction(n.replace(",", "").rstrip(".")) / (100 if percent else 1) for n, percent in found
    }


def open_it(what: object) -> None:
    """Open what an exercise is about in real accounts; Rejected where the exchange refuses."""
    match what:
        case Stopped():
            open_it(
                Trade(size=size_for(what), entry_price=what.entry_price, leverage=what.leverage)
            )
        case Book():
            second = f"{what.second_base}USDT"
            account = what.account("cross").set_leverage(second, float(what.leverage))
            size, price = float(what.second_size), float(what.second_entry)
            account.open(second, what.side, size=size, price=price)
        case OnCoins():
            open_it(what.on_dollars)
        case Pledged():
            behind = what.units * (1 if what.worth else what.entry_price)
            replace(what, wallet=behind).account("isolated")
        case Trade():
            # What has shrunk since, or is not told, was enough.
            shrunk = isinstance(what, Locked) or not what.wallet
            paid = replace(what, wallet=2 * what.collateral) if shrunk else what
            paid.account("isolated")


def failures(count: int) -> list[str]:
    """What is wrong with so many draws of each exercise."""
    return [
        f"{item.id}, draw {draw}: {fault}"
        for item in FRESH
        for draw in range(1, count + 1)
        for fault in faults(item, draw)
    ]


def test_what_can_have_no_fresh_numbers_says_why() -> None:
    silent = [item for item in ITEMS.values() if item.no_fresh]
    assert len(silent) <= 3
    for item in silent:
        assert SAMPLER.drawn(item, 1) is None
        assert BOOK.again(item.id).text == item.no_fresh


@every_item
def test_a_draw_asks_as_well_as_the_items_own_numbers(item: Item) -> None:
    # A hundredth of what is judged at many points: each draw of it is as many cases.
    count = DRAWS // (100 if isinstance(item, Sampled) else 10)
    assert [fault for draw in range(1, count + 1) for fault in faults(item, draw)] == []


@every_item
def test_a_draw_is_the_same_for_everybody_and_hardly_ever_another_one(item: Item) -> None:
    some = [SAMPLER.drawn(item, draw) for draw in range(1, 21)]
    assert some[::7] == [Sampler(BOOK.slips).drawn(item, draw) for draw in range(1, 21, 7)]
    asked = {found.prompt for found in some if found}
    assert item.prompt not in asked or isinstance(item, Expression)
    # A formula is asked with letters, and there are only so many cards of one verdict.
    few = isinstance(item, Expression) or isinstance(item.given, OnCard)
    assert len(asked) > (7 if few else 15) or isinstance(item, Expression)


@given(
    number=st.fractions(min_value=Fraction(1, 10**5), max_value=10**6),
    digits=st.integers(1, 4),
    seed=st.integers(),
)
def test_a_number_near_another_has_few_digits_and_is_near(
    number: Fraction, digits: int, seed: int
) -> None:
    found = near(Random(seed), number, digits)
    written = f"{float(found):.15g}".replace(".", "").partition("e")[0].strip("0")
    assert len(written) <= digits
    half = Fraction(5, 10**digits)  # of the last digit, as a share of any number
    assert Fraction(2, 3) * (1 - half) <= found / number <= Fraction(3, 2) * (1 + half)


def test_zero_stays_zero() -> None:
    assert near(Random(1), Fraction(0)) == 0


def test_a_loss_keeps_its_side_and_its_place() -> None:
    for own in (ITEMS[name] for name in ("6.2a", "6.2c", "4.1", "4.2")):
        for draw in range(1, 30):
            there, here = (
                given.side * (given.at - given.entry_price * (1 - given.side / given.leverage))
                for given in (own.given, SAMPLER.drawn(own, draw).given)
            )
            assert (there > 0) == (here > 0)


# ---- what is not taken ------------------------------------------------------------------------


def changed(of: str, **wrong: Callable[[Any], Fraction]) -> Item:
    """The exercise with other formulas behind some of its wrong ideas."""
    item = ITEMS[of]
    ideas = (replace(w, formula=wrong.get(w.idea.replace("-", "_"), w.formula)) for w in item.wrong)
    return replace(item, wrong=tuple(ideas))


@pytest.mark.parametrize(
    "item",
    [
        changed("2.1", entry_value=lambda t: t.wall() + Fraction(1, 100)),
        changed("2.1", entry_value=lambda t: -t.wall()),
        changed("2.3b", left_for_lost=lambda t: ITEMS["2.3b"].truth(t) / 100),
        changed("5.3a", leverage_twice=lambda t: ITEMS["5.3a"].truth(t) + 1),
        replace(ITEMS["2.1"], truth=lambda t: Fraction(2386)),
        replace(ITEMS["2.1"], truth=lambda t: 1 / Fraction(0)),
    ],
    ids=["too near", "sign turned", "no percent sign", "off by one", "as before", "no number"],
)
def test_a_draw_that_is_ambiguous_is_not_taken(item: Item) -> None:
    assert SAMPLER.drawn(item, 1) is None


def test_a_draw_that_the_exchange_refuses_is_not_taken() -> None:
    of = ITEMS["2.1"].given
    for refused in (
        replace(of, leverage=Fraction(200)),
        replace(of, size=Fraction(1, 10**4)),
        replace(of, size=Fraction(100)),  # another tier, another rate
        replace(of, wallet=of.collateral / 2),
    ):
        with pytest.raises(Rejected):
            refused.check_open()
