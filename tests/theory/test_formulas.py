"""Formulas: derived once, right to the exchange's digits, readable, and open to any kind of number.

The expected numbers are an exchange's own published digits, identities, or the mathematics that a
person would write by hand (`architecture` targets), never our own output.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory.formulas import (
    Condition,
    equity,
    funding_payment,
    initial_margin,
    maintenance_margin,
    margin_ratio,
    roe,
    solve,
    unrealized_pnl,
)
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET

LIQUIDATION = BITGET.liquidation_price
BANKRUPTCY = BITGET.bankruptcy_price
HOUSE = {"size": 0.1, "entry_price": 60_000, "mmr": 0.004, "fee_rate": 0.0006}

d, q, E, P, M, W, L, m, f, A, kappa, r = sympy.symbols("d q E P M W L m f A kappa r")
Q = sympy.Symbol("Q")


def test_bitgets_api_sample_to_every_digit():
    # Bitget API, get-single-position: the margin and the price are printed by the exchange.
    price = LIQUIDATION(
        side=LONG,
        size=Decimal("0.01"),
        entry_price=Decimal(25_000),
        collateral=Decimal("9.6695050093373343"),
        mmr=Decimal("0.004"),
        fee_rate=Decimal("0.0006"),
    )
    assert str(price).startswith("24144.11241618069777978")  # printed ...7798, 18 places


def test_bitgets_api_sample_of_the_margin_ratio():
    size, mark = Decimal("0.01"), Decimal(25_100)
    ratio = margin_ratio(
        maintenance_margin(size, mark, Decimal("0.004"), Decimal("0.0006")),
        equity(LONG, size, Decimal(25_000), mark, Decimal("9.6695050093373343")),
    )
    assert ratio == pytest.approx(Decimal("0.1082149545822005"), abs=Decimal("5e-17"))


@pytest.mark.parametrize(
    ("side", "collateral", "printed"),
    [
        (LONG, 600, 54_249.55),
        (SHORT, 600, 65_697.79),
        (LONG, 2_000, 40_184.85),
        (SHORT, 2_000, 79_633.69),
    ],
)
def test_the_house_position(side, collateral, printed):
    assert LIQUIDATION(side=side, collateral=collateral, **HOUSE) == pytest.approx(
        printed, abs=0.005
    )


def test_bitgets_worked_example_of_the_automatic_margin_call():
    # Support article 12560603797467; Bitget rounds a long's price up to the tick of 0.1.
    terms = {"side": LONG, "size": 0.1, "entry_price": 27_249.5, "mmr": 0.004, "fee_rate": 0.0006}
    margin = initial_margin(0.1, 27_249.5, 10)
    assert LIQUIDATION(collateral=margin, **terms) == pytest.approx(24_637.85, abs=0.05)
    assert LIQUIDATION(collateral=2 * margin, **terms) == pytest.approx(21_900.35, abs=0.05)


money = st.floats(1, 1e6)
rates = st.floats(0, 0.2)
sides = st.sampled_from([LONG, SHORT])


@given(sides, money, money, money, rates, rates)
def test_equity_is_the_requirement_at_the_liquidation_price(side, size, entry, margin, mmr, fee):
    price = LIQUIDATION(
        side=side, size=size, entry_price=entry, collateral=margin, mmr=mmr, fee_rate=fee
    )
    left = equity(side, size, entry, price, margin)
    right = maintenance_margin(size, price, mmr, fee)
    assert left == pytest.approx(right, rel=1e-9, abs=1e-9 * size * (abs(entry) + abs(price)))


@given(sides, money, money, money)
def test_equity_is_nothing_at_the_bankruptcy_price(side, size, entry, margin):
    price = BANKRUPTCY(side=side, size=size, entry_price=entry, collateral=margin)
    assert equity(side, size, entry, price, margin) == pytest.approx(
        0, abs=1e-9 * size * entry + 1e-9
    )


@given(money, money, money, rates)
def test_a_short_is_the_long_with_margin_and_rate_negated(size, entry, margin, mmr):
    long = sympy.Lambda((M, m), LIQUIDATION.at(side=LONG, fee_rate=0, offset=0).expr)
    short = LIQUIDATION(
        side=SHORT, size=size, entry_price=entry, collateral=margin, mmr=mmr, fee_rate=0
    )
    mirrored = float(long(-margin, -mmr).subs({q: size, E: entry}))
    assert short == pytest.approx(mirrored, rel=1e-9)


@given(sides, st.fractions(1, 100), st.fractions(1, 10**6), st.fractions(1, 10**6))
def test_fractions_stay_exact(side, size, entry, margin):
    rate = Fraction(46, 10_000)
    price = LIQUIDATION(
        side=side, size=size, entry_price=entry, collateral=margin, mmr=rate, fee_rate=Fraction(0)
    )
    assert isinstance(price, Fraction)
    assert equity(side, size, entry, price, margin) == maintenance_margin(size, price, rate, 0)


def test_arrays_and_symbols_pass_through_the_same_statement():
    numpy = pytest.importorskip("numpy")
    margins = numpy.array([600.0, 2_000.0])
    prices = LIQUIDATION(side=LONG, collateral=margins, **HOUSE)
    singly = [LIQUIDATION(side=LONG, collateral=float(c), **HOUSE) for c in margins]
    assert list(prices) == singly
    assert LIQUIDATION(
        side=1, size=q, entry_price=E, collateral=M, mmr=m, fee_rate=f, offset=A
    ).equals(LIQUIDATION.at(side=1).expr)
    assert unrealized_pnl(d, q, E, P) == d * q * (P - E)
    assert funding_payment(LONG, 1, 50_000, Fraction(1, 10_000)) == 5
    assert roe(-300, 600) == -0.5


INVERSE_LONG = M + Q * (1 / E - 1 / P) - kappa * Q / P

TARGETS = {
    r"\frac{q E - M - A}{q\,(1-\kappa)}": (
        LIQUIDATION.at(side=LONG),
        (q * E - M - A) / (q * (1 - kappa)),
    ),
    r"\frac{q E + M + A}{q\,(1+\kappa)}": (
        LIQUIDATION.at(side=SHORT),
        (q * E + M + A) / (q * (1 + kappa)),
    ),
    r"E\,\frac{1-1/L}{1-\kappa}": (
        LIQUIDATION.at(side=LONG, offset=0, collateral=q * E / L),
        E * (1 - 1 / L) / (1 - kappa),
    ),
    r"E\,\frac{1+1/L}{1+\kappa}": (
        LIQUIDATION.at(side=SHORT, offset=0, collateral=q * E / L),
        E * (1 + 1 / L) / (1 + kappa),
    ),
    r"\frac{Q\,(1+\kappa)}{M + Q/E}": (solve(INVERSE_LONG, P), Q * (1 + kappa) / (M + Q / E)),
    r"\frac{1/L-\kappa}{r}": (
        solve(q * E / L - sympy.Symbol("n") * r * q * E - kappa * q * E, "n"),
        (1 / L - kappa) / r,
    ),
    r"\frac{q E - W}{q\,(1-\kappa)}": (
        LIQUIDATION.at(side=LONG, offset=0, collateral=W),
        (q * E - W) / (q * (1 - kappa)),
    ),
}


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_mathematics_reads_as_a_person_would_write_it(target):
    formula, by_hand = TARGETS[target]
    assert formula.latex == target
    assert target in formula._repr_latex_()
    assert sympy.simplify(formula.expr - by_hand.subs(kappa, m + f)) == 0 or (
        sympy.simplify(formula.expr - by_hand) == 0
    )


def test_a_unit_of_margin_moves_the_price_by_a_constant():
    slope = LIQUIDATION.at(side=LONG).sensitivity("collateral")
    assert sympy.simplify(slope.expr + 1 / (q * (1 - m - f))) == 0
    assert slope(size=0.1, mmr=0.004, fee_rate=0.0006) == pytest.approx(-10.0462, abs=5e-5)


def test_leverage_is_not_in_the_cross_price():
    assert sympy.diff(LIQUIDATION.at(collateral=W).expr, L) == 0


def test_the_derivation_starts_at_the_equation_and_ends_at_the_price():
    steps = LIQUIDATION.at(side=LONG, offset=0).steps()
    assert steps[0].latex == r"M + q\,(P - E) = \kappa q P"
    assert steps[-1].latex == r"P = \frac{q E - M}{q\,(1-\kappa)}"
    assert "1. " in steps._repr_markdown_()


def test_a_condition_may_be_solved_for_any_of_its_terms():
    terms = {"side": LONG, "mark_price": 50_000, **HOUSE}
    needed = solve(Condition(equity, maintenance_margin), "collateral")(**terms)
    assert LIQUIDATION(side=LONG, collateral=needed, **HOUSE) == pytest.approx(50_000)
    zero_at = solve(equity, "P", name="bankruptcy_price")
    assert zero_at(side=LONG, size=0.1, entry_price=60_000, collateral=600) == pytest.approx(54_000)


def test_a_formula_is_a_statement_again():
    def five_percent_below(entry_price):
        return entry_price * sympy.Rational(95, 100)

    wall = LIQUIDATION.at(side=LONG, offset=0)
    margin = solve(Condition(wall, five_percent_below), "collateral")
    assert (
        sympy.simplify(margin.expr - (q * E - q * (1 - m - f) * E * sympy.Rational(95, 100))) == 0
    )
    assert solve(Condition(LIQUIDATION, five_percent_below), "collateral").terms[0] == "side"


def test_a_condition_without_one_solution_is_refused():
    with pytest.raises(ValueError, match="2 solutions"):
        solve(P**2 - 4, P)(mark_price=1)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"size": 0}, "size was 0; a number above 0"),
        ({"size": -1.0}, "size was -1.0; a number above 0"),
        ({"size": float("nan")}, "size was nan"),
        ({"entry_price": float("inf")}, "entry_price was inf"),
        ({"collateral": float("nan")}, "collateral was nan; a finite number"),
        ({"size": "0.1"}, "size was '0.1'"),
        ({"size": None}, "size was None"),
        ({"mmr": -0.1}, "mmr was -0.1; a fraction"),
        ({"mmr": 4}, "mmr was 4; a fraction"),
        ({"side": 0}, r"side was 0; LONG \(1\) or SHORT"),
        ({"side": "long"}, "side was 'long'; LONG"),
        ({"size": Decimal("NaN")}, "size was Decimal"),
    ],
)
def test_a_value_that_makes_no_sense_is_told_with_what_is_allowed(bad, said):
    with pytest.raises(ValueError, match=said):
        LIQUIDATION(**{"side": LONG, "collateral": 600, **HOUSE, **bad})


def test_missing_and_unknown_terms_are_named():
    with pytest.raises(TypeError, match="missing mmr, fee_rate"):
        LIQUIDATION(side=LONG, size=1, entry_price=1, collateral=1)
    with pytest.raises(TypeError, match="does not know lever; its terms are side, size"):
        LIQUIDATION(side=LONG, collateral=600, lever=3, **HOUSE)
    with pytest.raises(TypeError, match="does not know lever"):
        LIQUIDATION.at(lever=3)
    with pytest.raises(TypeError, match="one kind"):
        LIQUIDATION(side=LONG, collateral=Decimal(600), **HOUSE)


def test_terms_carry_their_units_and_the_rule_its_source():
    assert [t.name for t in LIQUIDATION.where][:2] == ["side", "size"]
    assert "| $q$ | `size` | base coin |" in LIQUIDATION.where._repr_markdown_()
    assert "12560603808759" in LIQUIDATION.source
    assert LIQUIDATION.terms == (
        "side",
        "size",
        "entry_price",
        "collateral",
        "mmr",
        "fee_rate",
        "offset",
    )
