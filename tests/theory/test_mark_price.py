"""The mark price: funding to come on the index, and the middle one of three."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.mark_price import (
    funding_to_come,
    mark_price_2,
    median_equation,
    median_price,
    price_over_index,
)
from marginlab.theory.terms import symbol

prices = st.fractions(1, 10**6)
CASE = {"index_price": 91_500, "funding_rate": Fraction(1, 10_000), "funding_interval": 480}


def test_a_quarter_of_the_interval_is_a_quarter_of_the_payment():
    price = mark_price_2(**CASE, time_left=120)
    assert float(price) == 91_502.2875
    assert median_price(91_380, price, 91_455) == 91_455


def test_nothing_is_left_at_the_funding_time_and_all_of_it_just_after():
    assert mark_price_2(**CASE, time_left=0) == 91_500
    assert mark_price_2(**CASE, time_left=480) == 91_500 * (1 + CASE["funding_rate"])


@given(prices, st.fractions(-1, 1), st.fractions(0, 480))
def test_it_solves_its_own_condition(index, rate, left):
    terms = {"index_price": index, "funding_rate": rate, "time_left": left, "funding_interval": 480}
    assert price_over_index(mark_price_2(**terms), index) == funding_to_come(**terms)


def test_the_derivation_ends_in_the_published_form():
    sympy = pytest.importorskip("sympy")
    names = "index_price", "funding_rate", "time_left", "funding_interval"
    index, rate, left, interval = map(symbol, names)
    published = index * (1 + rate * left / interval)
    assert sympy.simplify(mark_price_2.expr - published) == 0


@given(prices, prices, prices)
def test_the_median_is_the_one_in_the_middle(one, two, three):
    assert median_price(one, two, three) == sorted((one, two, three))[1]


@given(prices, prices, prices, prices)
def test_one_price_alone_moves_it_no_farther_than_to_the_next(one, two, three, jump):
    low, high = min(one, two), max(one, two)
    assert low <= median_price(one, two, jump) <= high
    assert median_price(one, two, three) in (one, two, three)


@given(prices, prices, prices)
def test_the_equation_says_the_same(one, two, three):
    sympy = pytest.importorskip("sympy")
    values = {f"P_{i}": sympy.Rational(p) for i, p in enumerate((one, two, three), 1)}
    assert median_equation().rhs.subs(values) == sympy.Rational(median_price(one, two, three))
