"""The vocabulary: what numbers look like, and that every term says what it is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.terms import TERMS, glossary, show, symbol


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (54_249.547_92, "price", "54,249.55"),
        (60_000, "tick", "60,000"),
        (600.0, "money", "600"),
        (24.9548, "money", "24.95"),
        (0.095_84, "percent", "9.58\u202f%"),
        (-0.095_84, "move", "\u22129.58\u202f%"),
        (0.02, "move", "+2.00\u202f%"),
        (10, "x", "10x"),
        (-0.001, "price", "0.00"),
        (float("nan"), "price", "never"),
        (Decimal("24144.1124161806977798"), "price", "24,144.11"),
        (Fraction(1, 4), "plain", "0.25"),
        (Fraction(3), "plain", "3"),
    ],
)
def test_numbers_are_printed_as_the_course_prints_them(value, unit, text):
    assert show(value, unit) == text


def test_an_unknown_unit_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match="unit was 'furlong'; one of price"):
        show(1, "furlong")


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_rounding_for_display_is_never_off_by_more_than_half_a_cent(value):
    back = float(show(value, "price").replace(",", "").replace("\u2212", "-"))
    assert back == pytest.approx(value, abs=0.005 + abs(value) * 1e-12)


def test_every_term_says_what_it_is():
    for name, term in TERMS.items():
        assert term.name == name
        assert all((term.unit, term.meaning, term.latex, term.allowed))
        assert f"`{name}`" in glossary()


def test_a_learners_own_symbol_is_ours():
    sympy = pytest.importorskip("sympy")
    assert symbol("size") == sympy.Symbol("q")
