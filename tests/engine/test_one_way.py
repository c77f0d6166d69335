"""One-way mode: an order against a position closes it first, and flips through zero."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.largest import largest_order
from marginlab.engine.replay import Mark, Open, replay
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET

BTC = "BTCUSDT"


def one_way(mode="isolated", wallet=2_000.0, fee=0.0, size=0.1):
    account = Account(BITGET, wallet, trading_fee_rate=fee).set_position_mode("one-way")
    account = account.set_margin_mode(BTC, mode)
    return account.open(BTC, LONG, size=size, price=60_000)


@pytest.mark.parametrize("mode", ["isolated", "cross"])
def test_an_order_against_a_position_reduces_closes_and_flips_it(mode):
    reduced = one_way(mode).open(BTC, SHORT, size=0.04, price=61_000)
    assert reduced.position(BTC).size == pytest.approx(0.06)
    assert reduced.wallet_balance == pytest.approx(2_040)
    closed = one_way(mode).open(BTC, SHORT, size=0.1, price=61_000)
    assert not closed.positions
    flipped = one_way(mode).open(BTC, SHORT, size=0.15, price=61_000)
    leg = flipped.position(BTC)
    assert (leg.side, leg.entry_price) == (SHORT, 61_000)
    assert leg.size == pytest.approx(0.05)
    assert flipped.wallet_balance == pytest.approx(2_100)
    assert leg.cash == pytest.approx(305 if mode == "isolated" else 0)


@settings(max_examples=60)
@given(st.floats(0.01, 0.25), st.floats(58_000, 64_000), st.sampled_from(["isolated", "cross"]))
def test_a_flip_is_a_close_and_an_opening_at_one_price(size, price, mode):
    account, marks = one_way(mode, 5_000.0, 0.0006), {BTC: 60_000.0}
    flipped = account.open(BTC, SHORT, size=size, price=price, marks=marks)
    by_hand = account.close(BTC, price, min(size, 0.1), marks=marks)
    if size - 0.1 > 1e-4:  # else the rest alone is no order that is large enough
        by_hand = by_hand.open(BTC, SHORT, size=size - 0.1, price=price, marks=marks)
    if not 0 < size - 0.1 < 1e-4:
        assert flipped == by_hand


def test_the_rest_of_a_flip_may_be_smaller_than_the_smallest_order():
    leg = one_way().open(BTC, SHORT, size=0.10005, price=60_000).position(BTC)
    assert leg.size == pytest.approx(0.00005)  # worth 3, where an order has to be worth 5
    assert leg.side == SHORT


def test_a_flip_that_is_refused_closes_nothing():
    account = one_way()
    with pytest.raises(Rejected, match="margin and fee needed was 12,000; 2,000 is available"):
        account.open(BTC, SHORT, size=2.1, price=60_000)
    assert account.position(BTC).size == 0.1


def test_by_margin_the_order_has_the_size_that_the_leverage_gives():
    leg = one_way().open(BTC, SHORT, margin=900, price=60_000).position(BTC)
    assert (leg.side, leg.size) == (SHORT, pytest.approx(0.05))
    assert leg.margin == pytest.approx(300)


def test_the_largest_order_flips_too():
    # The long comes back first: 2,000 open 0.3333 short, and 0.1 closes the long.
    size = largest_order(one_way(), BTC, SHORT, price=60_000)
    assert size == pytest.approx(0.1 + 2_000 * 10 / 60_000)
    assert one_way().open(BTC, SHORT, size=size, price=60_000).position(BTC).side == SHORT
    with pytest.raises(Rejected):
        one_way().open(BTC, SHORT, size=size * (1 + 1e-6), price=60_000)


def test_a_replay_tells_both_halves_and_each_sums_to_zero():
    events = [Mark(0, {BTC: 61_000.0}), Open(0, BTC, SHORT, size=0.15)]
    trace = replay(one_way(fee=0.0006), events)
    closed, opened = trace.ledger
    assert (closed.what, opened.what) == ("close BTCUSDT long", "open BTCUSDT")
    assert closed.trader == pytest.approx(100 - 0.1 * 61_000 * 0.0006)
    assert opened.fees == pytest.approx(0.05 * 61_000 * 0.0006)
    assert [row.total for row in trace.ledger] == pytest.approx([0, 0])
    assert trace.account.wallet_balance == pytest.approx(
        one_way(fee=0.0006).wallet_balance + closed.trader + opened.trader
    )


def test_both_sides_have_one_leverage():
    account = Account(BITGET, 2_000).set_position_mode("one-way").set_margin_mode(BTC, "isolated")
    account = account.set_leverage(BTC, 20, LONG)
    assert account.leverage(BTC, SHORT) == 20


def test_the_mode_changes_only_while_nothing_is_open():
    with pytest.raises(Rejected, match="position mode was one-way, and hedge is not allowed now"):
        one_way().set_position_mode("hedge")
    assert one_way().set_position_mode("one-way") == one_way()
    with pytest.raises(ValueError, match="position mode was 'both'; hedge or one-way is needed"):
        Account(BITGET, 1).set_position_mode("both")
    hedged = Account(BITGET, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    hedged = hedged.open(BTC, SHORT, size=0.1, price=60_000)
    with pytest.raises(ValueError, match="positions were on both sides of BTCUSDT"):
        Account(BITGET, 2_000, positions=hedged.positions, position_mode="one-way")
