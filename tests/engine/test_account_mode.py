"""Account modes: whose money stands behind what, worked out by hand from equity = requirement."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F  # noqa: N817

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.largest import largest_order
from marginlab.engine.replay import Close, Deleveraging, Mark, Open, Transfer, replay
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BINANCE, BITGET, progressive_tiers
from marginlab.venues.modes import ONE_TO_ONE

BTC, PERP, USD = "BTCUSDT", "ETHPERP", "BTCUSD"
TIERS = progressive_tiers(("1000000000", "0.004", 125))
HERE = BITGET.with_contracts(
    *(
        replace(BITGET.contract(symbol), tiers=TIERS, fee_rate=F(0))
        for symbol in (BTC, "ETHUSDT", PERP, "BTCPERP", USD)
    )
)
MARKS = {BTC: 60_000.0, PERP: 3_000.0, USD: 60_000.0}


def account(mode, wallet=1_000, coins=None, ratios=None):
    return Account(HERE, wallet).set_account_mode(mode, coins=coins, collateral_ratios=ratios)


# ---- basic ------------------------------------------------------------------------------------


def test_profit_of_a_usdc_position_rescues_a_usdt_position_in_the_basic_mode():
    held = account("basic").open(BTC, LONG, size=0.1, price=60_000)
    both = held.open(PERP, SHORT, size=1, price=3_000, marks=MARKS)
    marks = {BTC: 50_000.0, PERP: 2_600.0}
    # 1,000 - 0.1 x 10,000 + 400 = 400 against 0.4 % of 5,000 + 2,600
    risk = both.cross_pool.risk(marks)
    assert risk.equity == pytest.approx(400)
    assert risk.maintenance_margin == pytest.approx(0.004 * 7_600)
    assert replay(held, [Mark(0, marks)]).liquidations
    assert not replay(both, [Mark(0, marks)]).liquidations


def test_one_account_has_one_settle_coin_in_the_classic_mode():
    held = Account(HERE, 1_000).open(BTC, LONG, size=0.01, price=60_000)
    with pytest.raises(ValueError, match="one account has one settle coin"):
        held.open(PERP, SHORT, size=1, price=3_000, marks=MARKS)


def test_usdc_counts_at_its_mark_or_as_one_usdt_which_is_labelled():
    both = account("basic", coins={"USDC": 500}).open(PERP, LONG, size=1, price=3_000)
    at = {PERP: 3_100.0}
    assert both.equity(at) == 1_600
    assert both.adjusted_equity({**at, "USDC": 0.9}) == pytest.approx(1_000 + 0.9 * 600)
    assert "assumption" in str(ONE_TO_ONE)
    # 1,000 + 0.9 (500 + P - 3,000) = 0.9 x 0.4 % x P
    wall = (F("0.9") * 2_500 - 1_000) / (F("0.9") * F("0.996"))
    seen = both.liquidation_price(PERP, {**at, "USDC": 0.9})
    assert seen == pytest.approx(float(wall))
    trace = replay(both, [Mark(0, at), Mark(1, {"USDC": 0.9})])
    assert trace.liquidation_price["ETHPERP long"][-1] == pytest.approx(float(wall))
    assert list(trace.marks["USDC"]) == [1.0, 0.9]
    assert list(trace.equity) == pytest.approx([1_600, 1_540])


def test_the_basic_mode_takes_no_coin_contract_and_counts_no_other_coin():
    with pytest.raises(Rejected, match=r"settled in BTC; in the basic mode only USDT and USDC"):
        account("basic").open(USD, LONG, size=0.1, price=60_000)
    with pytest.raises(Rejected, match="only USDT and USDC are margin"):
        account("basic").place_order(USD, LONG, size=0.1, price=60_000, marks=MARKS)
    assert account("basic", coins={"BTC": 1}).equity({}) == 1_000


def test_usdc_carries_a_loss_in_usdt_and_leaves_a_debt():
    held = account("basic", 100, coins={"USDC": 900}).open(BTC, LONG, size=0.1, price=60_000)
    owing = held.close(BTC, 57_000)
    assert owing.cross_balance == pytest.approx(-200)
    assert owing.adjusted_equity({}) == pytest.approx(700)
    assert owing.withdrawable_balance() == 0
    assert owing.available_balance() == pytest.approx(700)
    with pytest.raises(Rejected, match=r"open or owed, and there is a debt of 200\.00"):
        owing.set_account_mode("classic")
    with pytest.raises(Rejected, match="is more than"):
        held.close(BTC, 49_900)


# ---- advanced ---------------------------------------------------------------------------------


def test_adjusted_equity_is_the_sum_of_coins_times_their_ratios():
    rich = account("advanced", coins={"BTC": 0.05, "USDC": 400}, ratios={"BTC": 0.9, "USDC": 0.98})
    assert rich.equity(MARKS) == 1_000 + 3_000 + 400
    assert rich.adjusted_equity(MARKS) == pytest.approx(1_000 + 2_700 + 392)
    assert rich.available_balance(MARKS) == pytest.approx(4_092)
    assert rich.withdrawable_balance(MARKS) == 1_000


def test_a_coin_that_is_margin_moves_the_wall_of_a_position_in_it():
    held = account("advanced", 0, coins={"BTC": 0.05}, ratios={"BTC": 0.9})
    for side in (LONG, SHORT):
        leg = held.open(BTC, side, size=0.1, price=60_000)
        # 0.045 P + d 0.1 (P - 60,000) = 0.0004 P
        wall = side * 6_000 / (F("0.045") + side * F("0.1") - F("0.0004"))
        seen = leg.liquidation_price(BTC, MARKS)
        assert seen == pytest.approx(float(wall))
        trace = replay(leg, [Mark(0, MARKS), Mark(1, {BTC: float(wall) + 1e-3 * side})])
        assert trace.liquidation_price[f"BTCUSDT {'long' if side == LONG else 'short'}"][0] == (
            pytest.approx(float(wall))
        )
        assert not trace.liquidations
        assert replay(leg, [Mark(0, {BTC: float(wall) - 1e-3 * side})]).liquidations
        pool = leg.cross_pool
        assert pool.frontier(MARKS).price(BTC, MARKS) == pytest.approx(float(wall))
        if side == LONG:
            assert 60_000 * (1 - pool.common_fall(MARKS)) == pytest.approx(float(wall))


def test_all_three_families_offset_one_another_in_the_advanced_mode():
    held = account("advanced", 400).set_leverage(BTC, 100).set_leverage(USD, 100)
    held = held.open(BTC, LONG, size=0.1, price=60_000, marks=MARKS)
    held = held.open(USD, SHORT, size=0.06, price=60_000, marks=MARKS)
    held = held.open(PERP, SHORT, size=0.1, price=3_000, marks=MARKS)
    marks = {BTC: 54_000.0, USD: 54_000.0, PERP: 2_800.0}
    assert held.equity(marks) == pytest.approx(400 - 600 + 360 + 20)
    assert "approximate" not in str(held.positions_table(marks))


def test_a_ratio_is_given_and_never_invented():
    with pytest.raises(ValueError, match="collateral ratio of BTC was left out"):
        account("advanced", coins={"BTC": 1}).equity(MARKS)
    with pytest.raises(ValueError, match=r"collateral ratio of BTC was 1\.5"):
        account("advanced", coins={"BTC": 1}, ratios={"BTC": 1.5}).equity(MARKS)
    with pytest.raises(ValueError, match="amount of BTC was -1"):
        account("advanced", coins={"BTC": -1}, ratios={"BTC": 1}).equity(MARKS)
    with pytest.raises(
        ValueError, match="coin was 'DOGE'; no contract of Bitget here has its price"
    ):
        account("advanced", coins={"DOGE": 1}, ratios={"DOGE": 0.5}).equity(MARKS)


def test_a_liquidated_pool_has_its_coins_sold_at_the_mark_and_money_is_kept():
    held = account("advanced", 0, coins={"BTC": 0.05}, ratios={"BTC": 0.9})
    held = held.open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(held, [Mark(0, MARKS), Mark(1, {BTC: 40_000.0})])
    sale, rest = (e for e in trace.ledger if e.trader)
    assert (sale.what, sale.trader) == ("sell 0.05 BTC", 2_000)
    # 2,000 of coins and a loss of 0.1 x 20,000: nothing is left for the fund.
    assert (rest.trader, rest.insurance_fund) == (-2_000, 0)
    assert all(entry.total == 0 for entry in trace.ledger)
    assert trace.account.coins == {}
    assert trace.account.equity({}) == 0


def test_coins_without_a_position_go_with_their_price():
    rich = account("advanced", coins={"BTC": 0.05}, ratios={"BTC": 0.5})
    trace = replay(rich, [Mark(0, MARKS), Mark(1, {BTC: 80_000.0}), Transfer(1, -1_000)])
    assert list(trace.equity) == [2_500, 2_000]


# ---- modes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "refused"), [("isolated margin", "cross"), ("delta neutral", "isolated")]
)
def test_a_mode_takes_its_own_margin_modes(mode, refused):
    here = account(mode)
    with pytest.raises(Rejected, match=f"margin mode was {refused}; an account in the {mode} mode"):
        here.set_margin_mode(BTC, refused)
    other = {"cross": "isolated", "isolated": "cross"}[refused]
    assert here.open(BTC, LONG, size=0.01, price=60_000).position(BTC).mode == other
    with pytest.raises(Rejected, match="margin mode was"):
        Account(HERE, 1_000, modes={BTC: refused}, account_mode=mode)
    moved = Account(HERE, 1_000).set_margin_mode(BTC, refused).set_account_mode(mode)
    assert moved.mode(BTC) == other


@pytest.mark.parametrize(("mode", "closed"), [("advanced", True), ("delta neutral", False)])
def test_a_hedged_winner_stands_last_in_the_delta_neutral_mode(mode, closed):
    held = account(mode, 10_000).open(BTC, LONG, size=0.1, price=60_000)
    held = held.open(BTC, SHORT, size=0.1, price=60_000)
    queue = Deleveraging(1, BTC, LONG, size=0.1, price=70_000, others=((-1.0, 0.1),))
    trace = replay(held, [Mark(0, {BTC: 70_000.0}), queue])
    assert ((BTC, LONG) not in trace.account.positions) is closed
    assert len(trace.undone) == (not closed)


def test_a_mode_changes_only_while_nothing_is_open():
    held = account("basic").open(BTC, LONG, size=0.01, price=60_000)
    ordered = account("basic").place_order(BTC, LONG, size=0.01, price=50_000)
    for busy, what in ((held, "BTCUSDT long"), (ordered, "an order of BTCUSDT")):
        with pytest.raises(Rejected, match=f"account mode was basic, and advanced is .* {what}"):
            busy.set_account_mode("advanced")
        assert busy.set_account_mode("basic").account_mode == "basic"
    assert held.close(BTC, 60_000).set_account_mode("advanced").account_mode == "advanced"


def test_a_venue_without_such_modes_is_classic_alone():
    with pytest.raises(ValueError, match="account mode was 'basic'; Binance here has classic"):
        Account(BINANCE, 1_000).set_account_mode("basic")
    with pytest.raises(ValueError, match="account mode was 3; Bitget here has classic, isolated"):
        Account(BITGET, 1_000, account_mode=3)


def test_a_classic_account_keeps_its_pools_apart_from_coins_it_holds():
    rich = Account(HERE, 1_000, coins={"BTC": 1, "USDC": 500})
    assert rich.equity({}) == rich.adjusted_equity({}) == rich.available_balance() == 1_000


def test_coins_that_back_a_position_are_not_taken_out_but_more_are_brought():
    rich = account("advanced", 0, coins={"BTC": 0.5, "USDC": 10}, ratios={"BTC": 0.9, "USDC": 1})
    held = rich.open(PERP, LONG, size=1, price=3_000, marks=MARKS)
    for less in ({}, {"BTC": 0.4, "USDC": 10}, {"BTC": 0.5}):
        with pytest.raises(
            Rejected, match=r"(BTC was 0.5|USDC was 10), and less is not allowed now"
        ):
            held.set_account_mode("advanced", coins=less)
    more = held.set_account_mode("advanced", coins={"BTC": 0.6, "USDC": 10})
    assert more.adjusted_equity(MARKS) == pytest.approx(0.6 * 0.9 * MARKS[BTC] + 10)
    assert not rich.set_account_mode("advanced", coins={}).coins


def test_the_frontier_of_coins_alone_is_what_they_are_worth():
    rich = account("basic", 0, coins={"USDC": 500})
    frontier = rich.cross_pool.frontier({"USDC": 0.9})
    assert (frontier.weights, frontier.level) == ({}, pytest.approx(-450))


# ---- COIN-M with another coin's margin --------------------------------------------------------


def test_another_coin_s_margin_ended_and_an_older_edition_still_computes():
    ether = replace(BITGET.contract("ETHUSD"), tiers=TIERS)
    contract = replace(BITGET.contract(USD), tiers=TIERS)
    for as_of, open_ in (("2026-05-27", True), ("2026-05-28", False), ("", False)):
        venue = BITGET.with_contracts(contract.backed_by("ETH", as_of=as_of), ether)
        two = Account(venue, 2.0)
        marks = {USD: 60_000.0, "ETHUSD": 3_000.0}
        if open_:
            assert two.open(USD, LONG, size=0.01, price=60_000, marks=marks).positions
            continue
        sentence = r"margin of BTCUSD was ETH; Bitget ended another coin's margin on 2026-05-28"
        with pytest.raises(Rejected, match=sentence):
            two.open(USD, LONG, size=0.01, price=60_000, marks=marks)
        with pytest.raises(Rejected, match=sentence):
            two.place_order(USD, LONG, size=0.01, price=60_000, marks=marks)
        event = Open(0, USD, LONG, size=0.01)
        (undone,) = replay(two, [Mark(0, marks), event, Close(1, USD)]).undone[:1]
        assert "2026-05-28" in undone.why


def test_an_inverse_contract_has_no_pool_of_several_families():
    inverse = replace(BITGET.contract(USD), kind="inverse", tiers=TIERS)
    held = Account(BITGET.with_contracts(inverse), 1_000).set_account_mode("advanced")
    with pytest.raises(ValueError, match="kind of BTCUSD was inverse"):
        held.open(USD, LONG, size=100, price=60_000)


# ---- one-way ----------------------------------------------------------------------------------


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
