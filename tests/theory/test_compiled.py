"""What was derived, as functions: the same numbers, and what cannot be straight is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.compiled import bare, straight
from marginlab.theory.conditions import plain_symbol

a, b, x = (plain_symbol(n) for n in "abx")
numbers = st.fractions(-100, 100, max_denominator=50)


@given(numbers, numbers, numbers)
def test_a_bare_function_takes_its_terms_by_position(one, two, three):
    function = bare(("a", "b", "x"), (a + b) * x, a - (a + b))
    assert function(one, two, three) == ((one + two) * three, -two)
    assert bare(("x", "a"), a + 0 * x)(one, two) == two  # what is not needed changes nothing


def test_what_was_compiled_is_compiled_once():
    assert bare(("a", "b"), a * b) is bare(("a", "b"), a * b)


@given(numbers, numbers, st.fractions(Fraction(1, 50), 100, max_denominator=50))
def test_a_straight_expression_is_its_two_numbers(one, two, at):
    rest, slope = straight((a - b) * x + a, "x")
    values = {a: sympy.Rational(one), b: sympy.Rational(two)}
    assert (rest + slope * at).subs(values) == one + (one - two) * sympy.Rational(at)
    rest, slope = straight(a - b / x, "x", reciprocal=True)
    assert (rest.subs(values), slope.subs(values)) == (one, -two)
    assert straight(5, "x") == (5, 0)


@pytest.mark.parametrize(("expression", "reciprocal"), [(x**2, False), (1 / x, False), (x, True)])
def test_a_curve_is_refused(expression, reciprocal):
    with pytest.raises(ValueError, match="is not straight in x"):
        straight(expression, "x", reciprocal=reciprocal)
