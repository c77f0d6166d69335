"""What follows from a venue's equation: right by substitution, readable, and for every venue.

Expected numbers are an exchange's own, identities, or the mathematics that a person would write.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isnan

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.theory.linear import equity, initial_margin, maintenance_margin
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import ARTICLE, BITGET, VENUES
from marginlab.venues.consequences import Consequences

FOLLOWS = {venue.name: Consequences(venue) for venue in VENUES}
BITGETS, ARTICLES = FOLLOWS[BITGET.name], FOLLOWS[ARTICLE.name]
q, E, P, M, W, V, L, m, f, kappa = sympy.symbols("q E P M W V L m f kappa")
n, r, x, k, d = sympy.symbols("n r x k d")
derived_first = settings(deadline=None)  # sympy works at the first call
RATE = {"mmr": Fraction(4, 1000), "fee_rate": Fraction(6, 10_000)}

# ---- mathematics ------------------------------------------------------------------------------

LONG_WALL = E * (1 - 1 / L) / (1 - kappa)
READABLE = {
    r"E\,\frac{1-1/L}{1-\kappa}": (BITGETS.wall.at(side=LONG, offset=0), LONG_WALL),
    r"\frac{1/L-\kappa}{1-\kappa}": (BITGETS.distance.at(side=LONG, offset=0), 1 - LONG_WALL / E),
    r"\frac{1}{1-(1-\kappa)\,(1-x)}": (
        BITGETS.leverage_for_distance.at(side=LONG, offset=0),
        1 / (1 - (1 - x) * (1 - kappa)),
    ),
    r"\frac{1}{(1+\kappa)\,(1+x)-1}": (
        BITGETS.leverage_for_distance.at(side=SHORT, offset=0),
        1 / ((1 + x) * (1 + kappa) - 1),
    ),
    r"\frac{1}{\kappa}": (BITGETS.largest_leverage.at(offset=0), 1 / kappa),
    r"-\frac{1}{q\,(1-\kappa)}": (
        BITGET.liquidation_price.at(side=LONG).sensitivity("collateral"),
        -1 / (q * (1 - kappa)),
    ),
    r"\frac{1}{q\,(1+\kappa)}": (
        BITGET.liquidation_price.at(side=SHORT).sensitivity("collateral"),
        1 / (q * (1 + kappa)),
    ),
    r"\frac{E}{L^{2}\,(1-\kappa)}": (
        BITGETS.wall.at(side=LONG, offset=0).sensitivity("leverage"),
        E / (L**2 * (1 - kappa)),
    ),
    r"d\,L\,(P/E - 1)": (BITGETS.roe, d * L * (P / E - 1)),
    r"\frac{q P}{q P + M - q E}": (
        BITGETS.effective_leverage.at(side=LONG),
        q * P / (M + q * (P - E)),
    ),
    r"q\,(E + \kappa P - P)": (
        BITGETS.collateral_for_wall.at(side=LONG, offset=0),
        kappa * q * P - q * (P - E),
    ),
    r"\kappa E\,\frac{1-1/L}{1-\kappa}": (
        BITGETS.gap.at(side=LONG, offset=0, collateral=q * E / L),
        E * (1 - 1 / L) * (1 / (1 - kappa) - 1),
    ),
    r"E\,\frac{L-1-k}{L\,(1-\kappa)}": (
        BITGETS.wall_after_calls.at(side=LONG, offset=0),
        E * (1 - (1 + k) / L) / (1 - kappa),
    ),
    r"q P\,(1/L-\kappa)": (BITGETS.restoring_top_up.at(offset=0), q * P * (1 / L - kappa)),
    r"E\,\left(\frac{1-1/L}{1-\kappa}\right)^{1+k}": (
        BITGETS.wall_after_restoring_calls.at(side=LONG),
        E * ((1 - 1 / L) / (1 - kappa)) ** (k + 1),
    ),
    r"E\,\frac{1+n r-1/L}{1-\kappa}": (
        BITGETS.wall_after_funding.at(side=LONG, offset=0, collateral=q * E / L),
        LONG_WALL + n * r * E / (1 - kappa),
    ),
    r"\frac{1/L-\kappa}{r}": (BITGETS.flat_price_life.at(side=LONG, offset=0), (1 / L - kappa) / r),
    r"\frac{W - \kappa V}{V\,(1-\kappa)}": (
        BITGETS.common_fall.at(offset=0),
        (W - kappa * V) / (V * (1 - kappa)),
    ),
}


@pytest.mark.parametrize("target", READABLE, ids=str)
def test_mathematics_reads_as_a_person_would_write_it(target):
    formula, by_hand = READABLE[target]
    assert formula.latex == target
    assert sympy.simplify(formula.expr - by_hand.subs(kappa, m + f)) == 0
    assert formula.steps()[-1].latex.endswith(f"= {target}")


def test_a_hedge_reads_as_one_equation_of_both_legs():
    wall = BITGET.linear.hedged_liquidation_price.at(side=LONG, offset=0)
    assert wall.latex == r"\frac{q E - q_h E_h - M}{q - q_h - \kappa q}"
    assert "hedge_size" in [term.name for term in wall.where]
    plain = BITGET.liquidation_price.at(side=LONG, offset=0)
    assert sympy.simplify(wall.at(hedge_size=0).expr - plain.expr) == 0


def test_a_cross_book_is_liquidated_on_a_hyperplane():
    condition = BITGETS.cross_condition(3)
    prices = sympy.symbols("P_1:4")
    for i, price in enumerate(prices, 1):
        size, side, rate = sympy.symbols(f"q_{i} d_{i} kappa_{i}")
        assert condition.lhs.diff(price) - size * (side - rate) == 0
    assert not condition.rhs.free_symbols & set(prices)
    alone = sympy.solve(BITGETS.cross_condition(1), "P_1")[0]
    names = dict(zip(sympy.symbols("d_1 q_1 E_1 kappa_1"), (d, q, E, m + f), strict=True))
    here = BITGET.liquidation_price.at(collateral=W).expr
    side_is_a_sign = [(alone.subs(names) - here).subs(d, s) for s in (LONG, SHORT)]
    assert [sympy.simplify(gap) for gap in side_is_a_sign] == [0, 0]


def test_a_derivation_never_says_the_same_twice():
    for formula, _ in READABLE.values():
        lines = [step.latex for step in formula.steps()]
        assert len(lines) == len(set(lines))
    assert BITGETS.leverage_for_distance.at(side=LONG, offset=0).steps()[1].words == (
        r"Multiply by $L\,(1-\kappa)$, and gather what holds L on one side"
    )


# ---- numbers ----------------------------------------------------------------------------------

sides = st.sampled_from([LONG, SHORT])
money = st.fractions(1, 10**5)
leverages = st.fractions(Fraction(3, 2), 100)
rates = st.fractions(0, Fraction(1, 200))


@pytest.mark.parametrize("venue", FOLLOWS)
@settings(max_examples=25, deadline=None)  # at each of the ten
@given(side=sides, entry=money, leverage=leverages, mmr=rates)
def test_distance_and_leverage_answer_each_other_at_every_venue(venue, side, entry, leverage, mmr):
    follows = FOLLOWS[venue]
    rest = {"side": side, "size": 1, "entry_price": entry, "offset": 0, "mmr": mmr, "fee_rate": 0}
    rest["rate_growth"] = 0

    def told(formula, **terms):
        known = {**rest, **terms}
        return formula(**{name: known[name] for name in formula.terms})

    distance = told(follows.distance, leverage=leverage)
    assert told(follows.leverage_for_distance, distance=distance) == leverage
    assert told(follows.wall, leverage=leverage) == entry * (1 - side * distance)
    if mmr > 0:
        assert told(follows.distance, leverage=told(follows.largest_leverage)) == 0


@derived_first
@given(side=sides, size=money, entry=money, mark=money)
def test_the_collateral_for_a_wall_puts_it_there(side, size, entry, mark):
    rest = {"side": side, "size": size, "entry_price": entry, **RATE}
    needed = BITGETS.collateral_for_wall(mark_price=mark, **rest)
    assert BITGET.liquidation_price(collateral=needed, **rest) == mark


@derived_first
@given(side=sides, size=money, entry=money, margin=money)
def test_effective_leverage_at_the_wall_is_one_over_the_rate(side, size, entry, margin):
    rest = {"side": side, "size": size, "entry_price": entry, "collateral": margin}
    wall = BITGET.liquidation_price(**rest, **RATE)
    if wall > 0:
        effective = BITGETS.effective_leverage(mark_price=wall, **rest)
        assert effective == 1 / sum(RATE.values())


@derived_first
@given(side=sides, size=money, entry=money, margin=money)
def test_the_gap_ends_at_the_bankruptcy_price(side, size, entry, margin):
    rest = {"side": side, "size": size, "entry_price": entry, "collateral": margin}
    wall, gap = BITGET.liquidation_price(**rest, **RATE), BITGETS.gap(**rest, **RATE)
    assert wall - side * gap == BITGET.bankruptcy_price(**rest)


@derived_first
@given(side=sides, size=money, entry=money, leverage=leverages, calls=st.integers(0, 20))
def test_a_call_of_one_initial_margin_is_a_step_of_the_linear_ladder(
    side, size, entry, leverage, calls
):
    rest = {"side": side, "size": size, "entry_price": entry, **RATE}
    money = initial_margin(size, entry, leverage) * (calls + 1)
    rung = BITGETS.wall_after_calls(calls=calls, leverage=leverage, **rest)
    assert rung == BITGET.liquidation_price(collateral=money, **rest)


@derived_first
@given(side=sides, size=money, entry=money, leverage=leverages, calls=st.integers(0, 6))
def test_restoring_calls_make_a_fresh_position_at_each_wall(side, size, entry, leverage, calls):
    margin = initial_margin(size, entry, leverage)
    rest = {"side": side, "size": size, "entry_price": entry, **RATE}
    for done in range(calls + 1):
        wall = BITGET.liquidation_price(collateral=margin, **rest)
        rung = BITGETS.wall_after_restoring_calls(
            side=side, entry_price=entry, leverage=leverage, calls=done, **RATE
        )
        assert rung == wall
        margin += BITGETS.restoring_top_up(size=size, mark_price=wall, leverage=leverage, **RATE)
        assert equity(side, size, entry, wall, margin) == initial_margin(size, wall, leverage)


@pytest.mark.parametrize("rule", ["one initial margin", "restoring"])
@derived_first
@given(wallet=st.floats(600, 3_000))
def test_every_ladder_ends_on_the_cross_wall(rule, wallet):
    rest = {"side": LONG, "size": 0.1, "entry_price": 60_000.0, "mmr": 0.004, "fee_rate": 0.0006}
    margin, walls = 600.0, []
    while True:
        walls.append(BITGET.liquidation_price(collateral=margin, **rest))
        if margin == wallet:
            break
        call = 600.0
        if rule == "restoring":
            call = BITGETS.restoring_top_up(
                size=0.1, mark_price=walls[-1], leverage=10.0, mmr=0.004, fee_rate=0.0006
            )
        margin = min(margin + call, wallet)
    assert walls == sorted(walls, reverse=True)
    assert walls[-1] == BITGET.liquidation_price(collateral=wallet, **rest)


@derived_first
@given(
    side=sides,
    size=money,
    entry=money,
    leverage=leverages,
    funding=rates,
    times=st.integers(0, 500),
)
def test_the_wall_after_funding_is_that_of_the_margin_that_is_left(
    side, size, entry, leverage, funding, times
):
    margin = initial_margin(size, entry, leverage)
    rest = {"side": side, "size": size, "entry_price": entry, **RATE}
    left = margin - times * side * size * entry * funding
    after = BITGETS.wall_after_funding(
        collateral=margin, funding_rate=funding, intervals=times, **rest
    )
    assert after == BITGET.liquidation_price(collateral=left, **rest)


@pytest.mark.parametrize(("leverage", "payments"), [(10, 954), (20, 454), (50, 154), (100, 54)])
def test_flat_price_life_is_counted_exactly(leverage, payments):
    house = {"side": LONG, "size": 0.1, "entry_price": 60_000, "mark_price": 60_000}
    told = {**house, "mmr": 0.004, "fee_rate": 0.0006, "funding_rate": 0.0001}
    assert BITGETS.payments_left(collateral=6_000 / leverage, **told) == payments
    life = BITGETS.flat_price_life.at(side=LONG, offset=0)
    assert life(leverage=leverage, funding_rate=Fraction(1, 10_000), **RATE) == payments


def test_a_position_that_receives_funding_is_never_ended_by_it():
    short = {
        "side": SHORT, "size": 0.1, "entry_price": 60_000, "mark_price": 60_000,
        "collateral": 600, "mmr": 0.004, "fee_rate": 0.0006,
    }  # fmt: skip
    assert isnan(BITGETS.payments_left(funding_rate=0.0001, **short))
    assert isnan(BITGETS.payments_left(funding_rate=0, **short))
    assert BITGETS.payments_left(funding_rate=-0.0001, **short) == 954
    assert BITGETS.payments_left(funding_rate=0.0001, **{**short, "collateral": 1}) == 0
    with pytest.raises(ValueError, match="collateral was nan; a finite number is needed"):
        BITGETS.payments_left(funding_rate=0.0001, **{**short, "collateral": float("nan")})
    with pytest.raises(TypeError, match="missing funding_rate"):
        BITGETS.payments_left(**short)


def test_the_article_waits_for_the_last_of_the_margin():
    terms = {
        "side": LONG, "size": 0.1, "entry_price": 60_000, "mark_price": 60_000,
        "collateral": 600, "funding_rate": 0.0001, "mmr": 0.004,
    }  # fmt: skip
    assert ARTICLES.payments_left(**terms) == 1_000
    assert ARTICLES.flat_price_life.at(side=LONG).latex == r"\frac{1}{r L}"


@derived_first
@given(wallet=st.fractions(1, 1000), value=st.fractions(1000, 10**5))
def test_a_common_fall_ends_the_book_at_its_requirement(wallet, value):
    fall = BITGETS.common_fall(wallet_balance=wallet, position_value=value, **RATE)
    left = equity(LONG, value, 1, 1 - fall, wallet)
    assert left == maintenance_margin(value, 1 - fall, **RATE)


def test_what_is_left_out_is_nothing():
    book = {
        "wallet_balance": Fraction(2_000),
        "position_value": Fraction(6_000),
        "mmr": Fraction("0.004"),
    }
    # 2,000 - 6,000 x = 0.004 x 6,000 (1 - x), no fee and no offset.
    fall = (2_000 - Fraction("0.004") * 6_000) / (6_000 - Fraction("0.004") * 6_000)
    assert BITGETS.common_fall(**book) == fall
    kinds = {
        "side": LONG, "size": Decimal("0.1"), "entry_price": 60_000, "mark_price": 60_000,
        "collateral": 600, "funding_rate": 0.0001, "mmr": Fraction("0.004"), "fee_rate": 0.0006,
    }  # fmt: skip
    assert BITGETS.payments_left(**kinds) == 954


HAIRCUT = {
    "side": LONG,
    "size": 0.4,
    "entry_price": 60_000,
    "collateral": 3_000,
    "mmr": 0.004,
    "fee_rate": 0.0006,
}


@pytest.mark.parametrize(("ratio", "distance"), [(0.65, 0.0770), (1, 0.1210)])
def test_a_haircut_brings_the_wall_nearer(ratio, distance):
    # 1,950 of the 3,000 count: (1,950 - 0.46 % of 24,000) / (24,000 x (1 - 0.46 %)).
    found = BITGETS.distance_after_haircut(collateral_ratio=ratio, **HAIRCUT)
    assert found == pytest.approx(distance, abs=5e-5)
    wall = BITGETS.wall_after_haircut(collateral_ratio=ratio, **HAIRCUT)
    assert wall == pytest.approx(60_000 * (1 - found))


def test_without_a_haircut_the_wall_is_the_venue_s():
    wall = BITGETS.wall_after_haircut(collateral_ratio=1, **HAIRCUT)
    assert wall == pytest.approx(BITGET.liquidation_price(**HAIRCUT))


def test_a_ratio_that_falls_while_the_price_stands_liquidates():
    ratio = BITGETS.ratio_at_the_wall(mark_price=60_000, **HAIRCUT)
    assert ratio == pytest.approx(24_000 * 0.0046 / 3_000)
    assert BITGETS.wall_after_haircut(collateral_ratio=ratio, **HAIRCUT) == pytest.approx(60_000)
