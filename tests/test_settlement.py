"""How the exchange settles: fills, the insurance fund, and who is closed when it is empty."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_accounts import BTC, house
from test_timeline import at

from marginlab.settlement import Exchange, deleveraging_score
from marginlab.timeline import replay

ratios = st.floats(0.001, 1)


@given(st.floats(0.001, 50), st.floats(-0.99, -0.001), ratios, ratios)
def test_every_winner_stands_before_every_loser(gain, loss, one, two):
    assert deleveraging_score(gain, one) > 0 > deleveraging_score(loss, two)


@given(st.floats(0.001, 50), ratios, ratios)
def test_of_equal_winners_the_one_nearer_to_liquidation_goes_first(gain, one, two):
    ranked = sorted((one, two), key=lambda ratio: deleveraging_score(gain, ratio))
    assert ranked == sorted((one, two))


def test_the_score_multiplies_a_profit_and_divides_a_loss():
    assert deleveraging_score(0.5, 0.2) == 0.1
    assert deleveraging_score(-0.5, 0.2) == -2.5


@pytest.mark.parametrize("value", [nan, inf, 0, -1, "1", None])
def test_a_margin_ratio_that_makes_no_sense_is_refused(value):
    with pytest.raises(ValueError, match="margin ratio was"):
        deleveraging_score(0.5, value)


def test_the_ledger_shows_who_stands_in_for_an_empty_fund():
    trace = replay(house(), at(60_000, 50_000), exchange=Exchange(insurance_fund=0))
    (entry,) = trace.ledger
    assert entry.what == "BTCUSDT long: deleverage at the bankruptcy price"
    assert (entry.trader, entry.counterparties, entry.insurance_fund) == pytest.approx(
        (-600, 600, 0)
    )
    (end,) = trace.liquidations
    assert (end.insurance_fund_before, end.insurance_fund_after) == (0, 0)
    assert end.fills[BTC] == end.bankruptcies[BTC]


def test_a_fund_that_can_pay_is_not_spared():
    (end,) = replay(house(), at(60_000, 50_000), exchange=Exchange(400)).liquidations
    assert not end.deleveraged
    assert end.insurance_fund_after == pytest.approx(0)


@pytest.mark.parametrize(
    "terms",
    [
        {"insurance_fund": nan},
        {"insurance_fund": -1},
        {"insurance_fund": "all"},
        {"closing": "slowly"},
        {"fill_deviation": 1},
        {"fill_deviation": "0.5 %"},
        {"fill_deviation": nan},
        {"tiers_at_a_time": 0},
        {"tiers_at_a_time": 1.5},
    ],
    ids=str,
)
def test_an_exchange_refuses_nonsense(terms):
    with pytest.raises(ValueError, match=r"was|were"):
        Exchange(**terms)
