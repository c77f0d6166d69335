"""How the exchange settles: fills, the insurance fund, and who is closed when it is empty."""

from __future__ import annotations

from math import inf, isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.replay import Mark, replay
from marginlab.engine.settlement import deleveraging_score
from marginlab.engine.settling import Settling
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import ARTICLE
from tests.engine.test_account import BTC, house
from tests.engine.test_position import TWO
from tests.engine.test_replay import at

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
    trace = replay(house(), at(60_000, 50_000), settling=Settling(insurance_fund=0))
    (entry,) = trace.ledger
    assert entry.what == "BTCUSDT long: deleverage at the bankruptcy price"
    assert (entry.trader, entry.counterparties, entry.insurance_fund) == pytest.approx(
        (-600, 600, 0)
    )
    (end,) = trace.liquidations
    assert (end.insurance_fund_before, end.insurance_fund_after) == (0, 0)
    assert end.fills[BTC] == end.bankruptcies[BTC]


START = {BTC: 60_000.0, "ETHUSDT": 3_000.0}
EXCHANGES = [
    Settling(closing="at once"),
    Settling(insurance_fund=0),
    Settling(closing="at once", fill_deviation=0.005),
    Settling.of(ARTICLE),
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([LONG, SHORT]), st.floats(0.5, 4), st.floats(0.3, 1.7), st.floats(0.3, 1.7),
    st.sampled_from(EXCHANGES), st.sampled_from(["cross", "isolated"]),
)  # fmt: skip
def test_counterparties_get_what_the_fills_say(side, ether, one, two, settling, mode):
    account = Account(TWO, 2_000).set_margin_mode(BTC, mode)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    account = account.open("ETHUSDT", side, size=ether, price=3_000)
    fall = {BTC: 60_000 * one, "ETHUSDT": 3_000 * two}
    trace = replay(account, [Mark(0, START), Mark(1, fall)], settling=settling)
    for end, entry in zip(trace.liquidations, trace.ledger, strict=True):
        legs = [p for p in account.positions.values() if p.symbol in end.fills]
        gain = sum(p.unrealized_pnl(end.fills[p.symbol]) for p in legs)
        assert entry.counterparties == pytest.approx(-gain, abs=1e-6)
        zero = sum(p.unrealized_pnl(end.bankruptcies[p.symbol]) for p in legs)
        assert isnan(zero) or zero == pytest.approx(-end.trader_loss, abs=1e-6)
        assert end.insurance_fund_after >= 0


def test_several_positions_share_what_is_left_by_what_they_require():
    account = Account(TWO, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    account = account.open("ETHUSDT", LONG, size=2, price=3_000)
    # 4,000 and 4,000 are left of 6,000 each; the equity of -2,000 is shared in halves.
    fall = {BTC: 40_000.0, "ETHUSDT": 2_000.0}
    (end,) = replay(account, [Mark(0, START), Mark(1, fall)]).liquidations
    assert end.bankruptcies == pytest.approx({BTC: 50_000, "ETHUSDT": 2_500})
    assert end.insurance_fund_change == pytest.approx(-2_000)


def test_a_pool_without_a_requirement_dies_at_its_bankruptcy_price():
    venue = ARTICLE.with_contracts(ARTICLE.contract(BTC).with_rate(0))
    account = Account(venue, 600).open(BTC, LONG, size=0.1, price=60_000)
    (end,) = replay(account, at(60_000, 53_000)).liquidations
    assert end.bankruptcy_price == pytest.approx(54_000)


def test_a_fund_that_can_pay_is_not_spared():
    (end,) = replay(house(), at(60_000, 50_000), settling=Settling(400)).liquidations
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
        Settling(**terms)
