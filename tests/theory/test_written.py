"""Statements written down: they say what they do, and what does something else says something else."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.written import Written, key, said

q, P = Written("q"), Written("P")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (q * (P - 1) + 2, "q*(P - 1) + 2"),
        (q - (P - 1), "q - (P - 1)"),
        (q - P - 1, "q - P - 1"),
        (1 - q / (P * 2), "1 - q/(P*2)"),
        (-q * P, "-q*P"),
        (-(q * P), "-(q*P)"),
        (-q - -P, "-q - -P"),
        ((-q) ** 2, "(-q)**2"),
        ((q**2) ** P, "(q**2)**P"),
        (2 ** (q**2), "2**(q**2)"),
        (q * -2, "q*-2"),
        (q ** Fraction(1, 2) + Decimal("0.1"), "q**Fraction(1, 2) + Decimal('0.1')"),
        (0.5 + q, "0.5 + q"),
    ],
)
def test_arithmetic_is_written_as_python_reads_it(written: Written, says: str) -> None:
    assert said(written) == says


OPERATIONS = [operator.add, operator.sub, operator.mul, operator.truediv]
numbers = st.fractions(1, 9, max_denominator=3)
# A tree of operations: a name, a number, or (operation, tree, tree).
trees: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["q", "P"]) | numbers,
    lambda inner: st.tuples(st.sampled_from(OPERATIONS), inner, inner),
    max_leaves=8,
)


def run(tree: Any, values: dict[str, Any]) -> Any:
    if isinstance(tree, tuple):
        work, left, right = tree
        return work(run(left, values), run(right, values))
    return values[tree] if isinstance(tree, str) else tree


@given(trees, numbers, numbers)
def test_what_is_written_does_what_was_run(tree: Any, size: Fraction, price: Fraction) -> None:
    values = {"q": size, "P": price}
    try:
        result, written = run(tree, values), run(tree, {"q": q, "P": P})
    except ZeroDivisionError:
        return
    assert eval(said(written), {"Fraction": Fraction, **values}) == result
    expression = sympy.sympify(written).subs(
        {n: sympy.Rational(v) for n, v in values.items()}, simultaneous=True
    )
    assert expression == sympy.Rational(result)


def test_sympy_takes_what_is_written_into_its_own_arithmetic() -> None:
    assert sympy.sqrt(q) == sympy.sqrt(sympy.Symbol("q"))
    assert sympy.Rational(1, 3) * q == sympy.Symbol("q") / 3


@pytest.mark.parametrize("stranger", [True, "1", None, 1j, sympy.Integer(2)])
def test_what_holds_a_stranger_says_nothing(stranger: Any) -> None:
    assert said(stranger) == ""
    assert said(Written("", 4) * 2) == ""
    assert key("a", said(stranger)) == ""


@pytest.mark.parametrize("branch", [lambda x: x == 1, lambda x: x < 1, bool, float, abs])
def test_a_statement_that_is_no_arithmetic_cannot_be_written(branch: Any) -> None:
    with pytest.raises(TypeError):
        branch(q)


def test_a_key_depends_on_every_text_and_on_their_order() -> None:
    assert len({key("a", "b"), key("b", "a"), key("ab"), key("a"), key("a", "b", "c")}) == 5
