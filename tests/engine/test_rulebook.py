"""Contracts whose money is a coin, in positions, pools, accounts and replays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import isnan, nan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.replay import Close, Funding, Mark, Open, replay
from marginlab.engine.rulebook import Rulebook
from marginlab.theory.given import Rejected
from marginlab.theory.linear import maintenance_margin_without_fee
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BINANCE, BITGET, BYBIT_ENTRY_VALUE, Contract
from marginlab.venues import progressive_tiers as tiers

USD = "BTCUSD"
MARKS = {USD: 60_000.0}


def inverse_contract(symbol=USD, **change):
    """An inverse contract of the caller's own: tiers in coins, Bitget's rate and fee."""
    return replace(
        Contract(
            symbol=symbol, base="BTC", settle="BTC", fee_rate=Decimal("0.0006"), tick=None,
            min_order_value=Decimal("0.0001"), funding_hours=8, kind="inverse",
            tiers=tiers(("5", "0.004", 125), ("20", "0.01", 50), ("100", "0.05", 10)),
            source="made for these tests", as_of="2026-11-22",
        ),
        **change,
    )  # fmt: skip


HERE = BITGET.with_contracts(inverse_contract())
OWN = BITGET.with_contracts(BITGET.contract(USD).with_rate("0.004"))
# Two ether behind a contract on bitcoin.
ETHER = BITGET.with_contracts(
    BITGET.contract(USD).with_rate("0.004").backed_by("ETH", as_of="2025-02-11"),
    BITGET.contract("ETHUSD").with_rate("0.004"),
)
TWO_COINS = {USD: 60_000.0, "ETHUSD": 3_000.0}


def inverse(side=LONG, leverage=10, wallet=1.0, mode="isolated", size=6_000, venue=HERE):
    account = Account(venue, wallet).set_margin_mode(USD, mode).set_leverage(USD, leverage)
    return account.open(USD, side, size=size, price=60_000)


def wall(account, marks=MARKS, symbol=USD, side=None):
    return account.liquidation_price(symbol, marks, side)


# ---- inverse ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "price"), [(6_000, 54_796.36), (30_000, 45_207)])
def test_the_course_s_inverse_walls(size, price):
    # 0.01 coins of margin at 10x; and 3x, where all of 30,000 USD / 60,000 / 3 coins stand behind.
    leverage = 10 if size == 6_000 else 3
    account = inverse(leverage=leverage, size=size)
    assert wall(account) == pytest.approx(price, abs=0.5 if size == 30_000 else 0.005)


def test_an_inverse_long_at_1x_dies_near_half_and_a_short_at_1x_never():
    assert wall(inverse(leverage=1)) == pytest.approx(30_138)
    for leverage in (1, 0.5):
        short = replace(inverse(SHORT).position(USD), margin=0.1 / leverage)
        assert isnan(short.liquidation_price(short.margin, 60_000.0))
    assert isnan(wall(inverse(SHORT, leverage=1)))
    assert "never" in str(inverse(SHORT, leverage=1).positions_table(MARKS))


def test_profit_is_in_coin_and_the_average_entry_is_harmonic():
    account = Account(HERE, 1.0).open(USD, LONG, size=50, price=10_000)
    account = account.open(USD, LONG, size=50, price=15_000)
    leg = account.position(USD)
    assert leg.entry_price == pytest.approx(12_000)
    assert leg.unrealized_pnl(15_000.0) == pytest.approx(100 * (1 / 12_000 - 1 / 15_000))
    assert account.close(USD, 15_000.0).wallet_balance == pytest.approx(
        1 + 100 / 12_000 - 100 / 15_000
    )


def test_size_and_margin_give_each_other_in_coins():
    account = Account(HERE, 1.0).set_margin_mode(USD, "isolated")
    by_margin = account.open(USD, LONG, margin=0.01, price=60_000)
    assert by_margin.position(USD).size == pytest.approx(6_000)
    with pytest.raises(Rejected, match=r"needed was 1\.6666666667; 1 is available"):
        account.open(USD, LONG, size=1_000_000, price=60_000)


def test_binance_s_published_inverse_example_in_an_account():
    # dev.binance.vision, thread 6292: 10,000,000 USD at 45,000, 101 coins, 12.5 %, 11.81 off.
    table = tiers(("5", "0.004", 125), ("10", "0.005", 100), ("1000", "0.125", 4))
    table = (*table[:2], replace(table[2], offset=Decimal("11.81")))
    venue = BINANCE.with_contracts(inverse_contract(tiers=table))
    account = Account(venue, 101.0).set_leverage(USD, 4)
    account = account.open(USD, LONG, size=10_000_000, price=45_000)
    assert wall(account, {USD: 45_000.0}) == pytest.approx(33_578.859744834, abs=5e-10)


def test_the_tier_is_taken_at_the_value_at_the_wall_which_grows_as_the_price_falls():
    # 5 coins at 60,000 open at the edge of the first tier and die in the second.
    account = inverse(size=299_000, wallet=3)
    leg, price = account.position(USD), wall(account)
    assert (leg.tier(60_000.0), leg.tier(price)) == (0, 1)
    risk = leg.risk(price, leg.margin)
    assert risk.equity == pytest.approx(risk.maintenance_margin, rel=1e-12)


@pytest.mark.parametrize("venue", [BINANCE, BYBIT_ENTRY_VALUE])
def test_other_venues_hold_inverse_contracts_that_the_caller_makes(venue):
    account = inverse(venue=venue.with_contracts(inverse_contract()))
    expected = venue.inverse.liquidation_price(
        side=LONG, size=6_000.0, entry_price=60_000.0, collateral=0.01, mmr=0.004
    )
    assert wall(account) == pytest.approx(expected)


def test_two_inverse_contracts_share_one_wallet_of_coins():
    quarter = inverse_contract("BTCUSDH")
    account = Account(HERE.with_contracts(quarter), 0.02)
    account = account.open(USD, LONG, size=6_000, price=60_000)
    account = account.open("BTCUSDH", SHORT, size=3_000, price=61_000)
    marks = {USD: 60_000.0, "BTCUSDH": 61_000.0}
    for symbol in marks:
        price = wall(account, marks, symbol)
        risk = account.cross_pool.risk({**marks, symbol: price})
        assert risk.equity == pytest.approx(risk.maintenance_margin, rel=1e-9)
        assert account.cross_pool.frontier(marks).price(symbol, marks) == pytest.approx(price)
    fall = account.cross_pool.common_fall(marks)
    risk = account.cross_pool.risk({s: p * (1 - fall) for s, p in marks.items()})
    assert risk.equity == pytest.approx(risk.maintenance_margin, rel=1e-9)


def test_inverse_funding_is_paid_in_coins_on_the_value_at_mark():
    trace = replay(inverse(), [Mark(0, MARKS), Mark(8, {USD: 58_000}), Funding(8, USD, 0.0001)])
    assert trace.account.position(USD).margin == pytest.approx(0.01 - 6_000 / 58_000 * 0.0001)
    assert trace.account.wallet_balance == pytest.approx(1 - 6_000 / 58_000 * 0.0001)


def test_an_inverse_replay_liquidates_at_its_wall_and_the_ledger_sums_to_zero():
    price = wall(inverse())
    assert not replay(inverse(), [Mark(0, MARKS), Mark(1, {USD: price + 0.01})]).liquidations
    trace = replay(inverse(), [Mark(0, MARKS), Mark(1, {USD: price})])
    (end,) = trace.liquidations
    assert end.trader_loss == pytest.approx(0.01)
    assert end.bankruptcy_price == pytest.approx(60_000 * 10 / 11)
    assert trace.account.wallet_balance == pytest.approx(0.99)
    assert [e.total for e in trace.ledger] == pytest.approx([0], abs=1e-12)


def test_margin_of_an_inverse_position_is_added_and_removed_in_coins():
    account = inverse().add_margin(USD, 0.02)
    assert account.removable_margin(USD, MARKS) == pytest.approx(0.02)
    marks = {USD: 61_000.0}
    spare = 0.03 + 6_000 * (1 / 60_000 - 1 / 61_000) - 6_000 / 61_000 / 10
    assert account.removable_margin(USD, marks) == pytest.approx(spare)
    with pytest.raises(Rejected, match=r"insufficient coverage: amount was 0\.025; at most 0\.02"):
        account.remove_margin(USD, 0.025, MARKS)


def test_one_account_has_one_settle_coin():
    venue = HERE.with_contracts(BITGET.contract("BTCUSDT"))
    with pytest.raises(ValueError, match="settled in USDT; this account holds BTC"):
        inverse(venue=venue).open("BTCUSDT", LONG, size=0.1, price=60_000)


# ---- COIN-M -----------------------------------------------------------------------------------


def test_a_contract_without_a_table_asks_for_its_rate():
    with pytest.raises(ValueError, match="no published table; give its rate with with_rate"):
        Account(BITGET, 1.0).open(USD, LONG, size=0.1, price=60_000)


@pytest.mark.parametrize("side", [LONG, SHORT])
def test_a_coin_contract_behind_its_own_coin_is_exact(side):
    account = Account(OWN, 0.05).open(USD, side, size=0.1, price=60_000)
    expected = OWN.coin_margined.liquidation_price(
        side=side, size=0.1, entry_price=60_000.0, collateral=0.05, mmr=0.004, fee_rate=0.0006
    )
    price = wall(account)
    assert price == pytest.approx(expected)
    risk = account.cross_pool.risk({USD: price})
    assert risk.equity == pytest.approx(risk.maintenance_margin)
    # 0.1 coins that are worth 10 % more have won a tenth of a dollar value that is paid in coins.
    assert account.position(USD).unrealized_pnl(66_000.0) == pytest.approx(side * 600 / 66_000)
    assert account.position(USD).rules.approximate == ""


def test_two_ether_behind_a_tenth_of_a_bitcoin():
    account = Account(ETHER, 2.0).open(USD, LONG, size=0.1, price=60_000, marks=TWO_COINS)
    assert isnan(wall(account, TWO_COINS))  # with the price of ether frozen
    fall = account.cross_pool.common_fall(TWO_COINS)
    assert 60_000 * (1 - fall) == pytest.approx(30_069, abs=0.5)
    assert isnan(account.cross_pool.common_fall(TWO_COINS, {"ETHUSD": 0}))
    assert "frozen" in account.position(USD).rules.approximate


def test_a_frozen_price_is_labelled_and_the_marks_of_now_are_used():
    account = Account(ETHER, 1.0).open(USD, LONG, size=0.1, price=60_000, marks=TWO_COINS)
    frozen = ETHER.coin_margined_elsewhere.liquidation_price
    terms = {"side": LONG, "size": 0.1, "entry_price": 60_000.0, "mmr": 0.004, "fee_rate": 0.0006}
    for ether in (3_000.0, 2_400.0):
        marks = {USD: 60_000.0, "ETHUSD": ether}
        price = wall(account, marks)
        assert price == pytest.approx(frozen(collateral=1.0, coin_price=ether, **terms))
        assert f"about {price:,.2f}" in str(account.positions_table(marks))
    assert wall(account, {USD: 60_000.0}) == pytest.approx(
        frozen(collateral=1.0, coin_price=3_000.0, **terms)
    )


def test_the_price_of_the_coin_moves_the_money_of_all_that_it_backs():
    account = Account(ETHER, 1.0).open(USD, LONG, size=0.1, price=60_000, marks=TWO_COINS)
    account = account.open("ETHUSD", LONG, size=1, price=3_000, marks=TWO_COINS)
    marks = {USD: 57_000.0, "ETHUSD": 3_000.0}
    for symbol in marks:
        price = wall(account, marks, symbol)
        risk = account.cross_pool.risk({**marks, symbol: price})
        assert risk.equity == pytest.approx(risk.maintenance_margin, rel=1e-9)
        assert account.cross_pool.frontier(marks).price(symbol, marks) == pytest.approx(price)


def test_a_coin_replay_ends_where_both_coins_fall():
    account = Account(ETHER, 2.0).open(USD, LONG, size=0.1, price=60_000, marks=TWO_COINS)
    falls = [Mark(i, {s: p * (1 - i / 100) for s, p in TWO_COINS.items()}) for i in range(60)]
    (end,) = replay(account, falls).liquidations
    assert end.time == 50
    still = [Mark(i, {USD: 60_000 * (1 - i / 100), "ETHUSD": 3_000}) for i in range(60)]
    assert not replay(account, still).liquidations


def test_without_the_price_of_the_coin_nothing_is_opened():
    with pytest.raises(ValueError, match="a mark price for ETHUSD is needed"):
        Account(ETHER, 2.0).open(USD, LONG, size=0.1, price=60_000)
    stranger = BITGET.with_contracts(
        BITGET.contract(USD).with_rate("0.004").backed_by("SOL", as_of="2026-05-27")
    )
    with pytest.raises(ValueError, match="was SOL; Bitget here has no coin contract with its"):
        Account(stranger, 2.0).open(USD, LONG, size=0.1, price=60_000)
    with pytest.raises(ValueError, match="only a coin contract may be backed"):
        inverse_contract().backed_by("ETH")


@pytest.mark.parametrize(
    ("venue", "size", "smallest"),
    [(HERE, 6_000, "0.0001 BTC"), (OWN, 0.1, "5 USD")],
    ids=["inverse", "own coin"],
)
def test_a_contract_in_coins_is_refused_in_coins(venue, size, smallest):
    account = Account(venue, 0.005).set_margin_mode(USD, "isolated").set_leverage(USD, 10)
    with pytest.raises(Rejected, match=r"needed was 0\.01; 0\.005 is available"):
        account.open(USD, LONG, size=size, price=60_000)
    with pytest.raises(Rejected, match=f"order value was .* takes at least {smallest}"):
        account.open(USD, LONG, size=size / 10**5, price=60_000)
    # A thousandth of a coin behind a tenth of one, which has lost most of it: 0.46 % is more.
    thin = account.set_leverage(USD, 100)
    with pytest.raises(Rejected, match=r"at once, more than 0\.00046\d* is needed"):
        thin.open(USD, LONG, size=size, price=60_000, marks={USD: 59_500.0})


# ---- properties -------------------------------------------------------------------------------

sides = st.sampled_from([LONG, SHORT])
BOOKS = [Rulebook.of(venue, USD, rule) for venue in (HERE, OWN) for rule in ("progressive", "flat")]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.floats(10, 1e5), st.floats(1e4, 1e5)), min_size=2, max_size=4),
       st.floats(1e4, 1e5), sides)  # fmt: skip
def test_a_position_of_several_fills_is_worth_what_the_fills_are(fills, mark, side):
    account = Account(HERE, 1e4)
    for size, price in fills:
        account = account.open(USD, side, size=size, price=price, marks={USD: price})
    singly = sum(side * size * (1 / price - 1 / mark) for size, price in fills)
    value = sum(size / mark for size, _ in fills)
    assert account.position(USD).unrealized_pnl(mark) == pytest.approx(singly, abs=1e-9 * value)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.floats(-0.02, 0.02), st.floats(30_000, 90_000)), max_size=20),
       sides, st.sampled_from(["isolated", "cross"]))  # fmt: skip
def test_a_replay_in_coins_makes_no_coins(steps, side, mode):
    start = Account(HERE, 0.02).set_margin_mode(USD, mode)
    events = [Mark(0, MARKS), Open(0, USD, side, size=6_000)]
    for i, x in enumerate(steps, 1):
        events.append(Funding(i, USD, x) if abs(x) < 1 else Mark(i, {USD: x}))
    trace = replay(start, events)
    if trace.account.positions:
        try:
            trace = replay(start, [*events, Close(len(events), USD)])
        except Rejected:
            assume(False)
    change = trace.account.wallet_balance - start.wallet_balance
    assert change == pytest.approx(sum(e.trader for e in trace.ledger), abs=1e-12)
    assert [e.total for e in trace.ledger] == pytest.approx([0] * len(trace.ledger), abs=1e-12)
    assert trace.account.wallet_balance >= 0.01 - 1e-12 or mode == "cross"


@pytest.mark.parametrize("value", [nan, -1, 0, "1", None])
def test_a_coin_price_that_makes_no_sense_is_refused(value):
    account = Account(ETHER, 2.0)
    with pytest.raises(ValueError, match="mark price of ETHUSD was"):
        account.open(USD, LONG, size=0.1, price=60_000, marks={**TWO_COINS, "ETHUSD": value})


@pytest.mark.parametrize("venue", [OWN, ETHER], ids=["own coin", "another coin"])
def test_a_trigger_of_its_own_is_counted_in_coins_too(venue):
    # It shows a price from the requirement and dies by another line: 0.4 % without the fee.
    venue = replace(venue, trigger=maintenance_margin_without_fee)
    coin = 60_000 if venue.coin_symbol(USD) == USD else 3_000
    account = Account(venue, 10.0).open(USD, LONG, size=0.1, price=60_000, marks=TWO_COINS)
    risk = account.cross_pool.risk(TWO_COINS)
    assert risk.maintenance_margin == pytest.approx(0.1 * 60_000 * 0.0046 / coin)
    assert risk.trigger == pytest.approx(0.1 * 60_000 * 0.004 / coin)
    between = 10.0 - (0.1 * 60_000 * 0.0043 / coin)
    poor = replace(account, wallet_balance=10.0 - between)
    assert not poor.cross_pool.risk(TWO_COINS).liquidated
    assert not replay(poor, [Mark(0, TWO_COINS)]).liquidations
    poorer = replace(account, wallet_balance=0.1 * 60_000 * 0.0039 / coin)
    assert replay(poorer, [Mark(0, TWO_COINS)]).liquidations


def test_a_line_that_knows_only_the_entry_takes_the_tier_of_the_entry():
    # 120,000 at 0.4 %, whatever the mark: the requirement neither moves nor falls below zero.
    venue = BYBIT_ENTRY_VALUE.with_contracts(BITGET.contract("BTCUSDT"))
    account = Account(venue, 50_000).open("BTCUSDT", LONG, size=2, price=60_000)
    for mark in (30_000.0, 60_000.0, 101_000.0, 600_000.0, 3_000_000.0):
        assert account.cross_pool.risk({"BTCUSDT": mark}).maintenance_margin == pytest.approx(480)
    # A short at 99,000 opens in the first tier and is liquidated beyond its edge at 100,000.
    short = Account(venue, 50_000).open("BTCUSDT", SHORT, size=2, price=99_000)
    assert short.liquidation_price("BTCUSDT", {"BTCUSDT": 99_000.0}) == pytest.approx(
        99_000 + (50_000 - 0.004 * 198_000) / 2
    )
