"""Contracts whose money is a coin: exchanges' own numbers, and what must hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from marginlab.theory import inverse, linear
from marginlab.theory.formulas import Condition, solve
from marginlab.theory.terms import INVERSE_TERMS, LONG, SHORT

PRICE = solve(
    Condition(inverse.equity, inverse.maintenance_margin, INVERSE_TERMS),
    "mark_price",
    name="liquidation_price",
)
sides = st.sampled_from([LONG, SHORT])
amounts = st.fractions(Fraction(1, 100), 10**6, max_denominator=1000)


def test_the_size_is_q_in_mathematics_and_size_in_a_call():
    Q, E, M, m, f = sympy.symbols("Q E M m f")  # noqa: N806
    long = PRICE.at(side=LONG, offset=0)
    assert long.latex == r"\frac{Q\,(1+\kappa)}{M + Q/E}"
    assert sympy.simplify(long.expr - Q * (1 + m + f) / (M + Q / E)) == 0
    assert PRICE.at(side=SHORT, offset=0).latex == r"\frac{Q\,(1-\kappa)}{Q/E - M}"
    assert PRICE.terms[:2] == ("side", "size")
    assert PRICE.where[1].unit == "USD"
    assert long(size=6_000, entry_price=60_000, collateral=0.01, mmr=0.004, fee_rate=0.0006) == (
        pytest.approx(54_796.36, abs=0.005)
    )


def test_more_coins_move_the_price_less_and_less():
    slope = PRICE.at(side=LONG, offset=0).sensitivity("collateral")
    assert slope.latex == r"-\frac{Q\,(1+\kappa)}{(M + Q/E)^{2}}"


def test_its_derivation_multiplies_by_the_price_first():
    steps = PRICE.at(side=LONG, offset=0).steps()
    assert steps[1].latex == r"P \cdot (M + Q/E) = Q\,(1+\kappa)"
    assert steps[1].words.startswith("Multiply by P")


@given(sides, amounts, amounts, amounts)
def test_the_same_equation_holds_at_the_price(side, size, entry, collateral):
    if side == SHORT and collateral * entry == size:
        return  # a short at exactly 1x has no price
    mmr = Fraction(1, 200)
    price = PRICE(
        side=side, size=size, entry_price=entry, collateral=collateral, mmr=mmr, fee_rate=0
    )
    assert inverse.equity(side, size, entry, price, collateral) == inverse.maintenance_margin(
        size, price, mmr, 0
    )


@given(amounts, amounts)
def test_a_short_at_1x_is_never_liquidated(size, entry):
    terms = {"side": SHORT, "size": size, "entry_price": entry, "mmr": 0, "fee_rate": 0}
    with pytest.raises(ValueError, match="no value here"):
        PRICE(collateral=inverse.initial_margin(size, entry, 1), **terms)
    more = inverse.initial_margin(size, entry, Fraction(99, 100))
    assert PRICE(collateral=more, **terms) < 0  # no price above zero ever reaches it


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=5), amounts)
def test_the_average_entry_keeps_the_profit_of_the_fills(fills, mark):
    total = sum(size for size, _ in fills)
    for kind in (linear, inverse):
        average = kind.average_entry_price(fills)
        singly = sum(kind.unrealized_pnl(LONG, size, price, mark) for size, price in fills)
        assert kind.unrealized_pnl(LONG, total, average, mark) == singly


def test_a_coin_position_backed_by_its_own_coin_is_exact_and_a_frozen_price_is_not():
    frozen = solve(Condition(inverse.coin_equity, linear.maintenance_margin), "mark_price")
    exact = solve(Condition(inverse.own_coin_equity, linear.maintenance_margin), "mark_price")
    terms = {"side": LONG, "size": 1.0, "entry_price": 60_000.0, "mmr": 0.004, "fee_rate": 0.0006}
    price = exact(collateral=0.1, **terms)
    equity = inverse.own_coin_equity(LONG, 1.0, 60_000.0, price, 0.1)
    assert equity == pytest.approx(linear.maintenance_margin(1.0, price, 0.004, 0.0006))
    assert frozen(collateral=0.1, coin_price=60_000.0, **terms) < price
    assert frozen(collateral=0.1, coin_price=price, **terms) == pytest.approx(price)


def test_two_ether_behind_a_tenth_of_a_bitcoin_never_die_with_the_price_frozen():
    frozen = solve(Condition(inverse.coin_equity, linear.maintenance_margin), "mark_price")
    terms = {"side": LONG, "size": 0.1, "entry_price": 60_000, "mmr": 0.004, "fee_rate": 0.0006}
    assert frozen(collateral=2, coin_price=3_000, **terms) <= 0


def test_two_ether_behind_a_tenth_of_a_bitcoin_die_where_ether_falls_along():
    def falling(side, size, entry_price, mark_price, collateral):
        coin_price = mark_price * 3_000 / 60_000
        return inverse.coin_equity(side, size, entry_price, mark_price, collateral, coin_price)

    price = solve(Condition(falling, linear.maintenance_margin), "mark_price")
    terms = {"side": LONG, "size": 0.1, "entry_price": 60_000, "mmr": 0.004, "fee_rate": 0.0006}
    assert price(collateral=2, **terms) == pytest.approx(30_069, abs=0.5)
