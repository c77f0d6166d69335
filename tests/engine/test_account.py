"""Moves: what they do, what is refused and in which words, and that they create no money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction as F  # noqa: N817
from math import inf, isfinite, isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.pool import Frontier
from marginlab.engine.position import Risk
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import ARTICLE, BITGET
from tests.engine.test_position import TWO

BTC = "BTCUSDT"
MARKS = {BTC: 60_000.0}
CENT = 0.005  # the course prints cents


def isolated(wallet=2_000.0, leverage=10, venue=BITGET):
    return Account(venue, wallet).set_margin_mode(BTC, "isolated").set_leverage(BTC, leverage)


def house(mode="isolated", side=LONG, wallet=2_000.0):
    account = Account(BITGET, wallet).set_margin_mode(BTC, mode)
    return account.open(BTC, side, size=0.1, price=60_000)


def wall(account, marks=MARKS, side=None):
    return account.liquidation_price(BTC, marks, side)


# ---- the course's numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "side", "price"),
    [
        ("isolated", LONG, 54_249.55),
        ("isolated", SHORT, 65_697.79),
        ("cross", LONG, 40_184.85),
        ("cross", SHORT, 79_633.69),
    ],
)
def test_the_house_position_s_walls(mode, side, price):
    assert wall(house(mode, side)) == pytest.approx(price, abs=CENT)


@pytest.mark.parametrize(("leverage", "price"), [(10, 54_249.55), (20, 57_263.41), (50, 59_071.73)])
def test_leverage_moves_only_the_isolated_wall(leverage, price):
    own = isolated(leverage=leverage).open(BTC, LONG, size=0.1, price=60_000)
    shared = Account(BITGET, 2_000).set_leverage(BTC, leverage)
    assert wall(own) == pytest.approx(price, abs=CENT)
    assert wall(shared.open(BTC, LONG, size=0.1, price=60_000)) == pytest.approx(
        40_184.85, abs=CENT
    )


def test_the_automatic_margin_call_is_a_ladder_down_to_the_cross_wall():
    account, rungs = house(), []
    for _ in range(4):
        rungs.append(wall(account))
        account = account.call_margin(BTC, {BTC: rungs[-1]})
    assert rungs == pytest.approx([54_249.55, 48_221.82, 42_194.09, 40_184.85], abs=CENT)
    assert account.available_balance() == 0


def test_bitgets_own_automatic_margin_call_example():
    # Support article 12560603797467; the page rounds a long's price up to its tick of 0.1.
    account = isolated().open(BTC, LONG, size=0.1, price=27_249.5)
    assert wall(account, {BTC: 27_249.5}) == pytest.approx(24_637.884, abs=0.001)
    called = account.call_margin(BTC, {BTC: 25_000.0})
    assert wall(called, {BTC: 25_000.0}) == pytest.approx(21_900.342, abs=0.001)


def test_bitgets_own_api_sample_in_an_account():
    # get-single-position: 0.01 at 25,000, mark 25,100; what is left of the margin after funding.
    account = isolated(leverage=20).open(BTC, LONG, size=0.01, price=25_000)
    held = replace(account.position(BTC), margin=9.6695050093373343)
    account, marks = account.with_position(held), {BTC: 25_100.0}
    assert wall(account, marks) == pytest.approx(24_144.1124161806977798, rel=1e-15)
    risk = account.pool_of(held).risk(marks)
    assert risk.margin_ratio == pytest.approx(0.1082149545822005, rel=1e-15)
    assert held.unrealized_pnl(25_100.0) == pytest.approx(1)


@pytest.mark.parametrize(
    ("size", "price", "margin"),
    [(0.005, 92_171, 32.9182142857), (0.0155, 93_203.4, 103.1894785714)],
)
def test_bitgets_cross_samples_show_the_initial_margin_at_mark(size, price, margin):
    account = Account(BITGET, 2_000).set_leverage(BTC, 14)
    account = account.open(BTC, LONG, size=size, price=90_000)
    assert account.position(BTC).initial_margin(price) == pytest.approx(margin, abs=5e-11)


def test_the_removal_floor_is_the_initial_margin_at_mark():
    account = house().add_margin(BTC, 300)
    assert account.removable_margin(BTC, {BTC: 61_000}) == pytest.approx(390, abs=1e-9)
    rest = account.remove_margin(BTC, 390, {BTC: 61_000})
    assert rest.position(BTC).margin == pytest.approx(510, abs=1e-9)
    with pytest.raises(Rejected, match="insufficient coverage: amount was 391; at most 390"):
        account.remove_margin(BTC, 391, {BTC: 61_000})


def test_adding_size_is_not_adding_margin():
    bigger = house().open(BTC, LONG, size=0.1, price=57_000)
    assert wall(bigger, {BTC: 57_000.0}) == pytest.approx(52_893.31, abs=CENT)
    assert bigger.position(BTC).margin == pytest.approx(1_170)
    safer = house().add_margin(BTC, 570)
    assert wall(safer, {BTC: 57_000.0}) == pytest.approx(48_523.21, abs=CENT)


@pytest.mark.parametrize(("amount", "price"), [(423.00, 50_000.0)])
def test_a_top_up_moves_the_wall_by_a_constant(amount, price):
    assert wall(house().add_margin(BTC, amount)) == pytest.approx(price, abs=0.05)


def test_size_and_margin_give_each_other():
    by_size, by_margin = (
        isolated().open(BTC, LONG, price=60_000, **{k: v})
        for k, v in (("size", 0.1), ("margin", 600))
    )
    assert by_size.position(BTC).size == pytest.approx(by_margin.position(BTC).size)
    assert by_margin.position(BTC).margin == pytest.approx(600)


def test_lower_leverage_pulls_margin_in_and_higher_leaves_it():
    at_20 = isolated(leverage=20).open(BTC, LONG, size=0.1, price=60_000)
    at_40 = at_20.set_leverage(BTC, 40)
    assert wall(at_40) == wall(at_20) == pytest.approx(57_263.41, abs=CENT)
    taken = at_40.remove_margin(BTC, 150, MARKS)
    assert wall(taken) == pytest.approx(58_770.34, abs=CENT)
    assert at_20.set_leverage(BTC, 10).position(BTC).margin == 600


def test_profits_of_one_position_help_another_in_cross_only():
    marks = {BTC: 60_000.0, "ETHUSDT": 3_300.0}
    shared = Account(TWO, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    both = shared.open("ETHUSDT", LONG, size=1, price=3_000)
    still = {BTC: 60_000.0, "ETHUSDT": 3_000.0}
    assert wall(both, marks) < wall(both, still)
    own = isolated(venue=TWO).open(BTC, LONG, size=0.1, price=60_000)
    both = own.open("ETHUSDT", LONG, size=1, price=3_000)
    assert wall(both, marks) == wall(both, still) == wall(own)


def test_the_two_paths_decide_which_mode_was_better():
    # Path A ends at 61,000; without fees cross earns 100, and 7.26 less with 0.06 % both ways.
    assert house("cross").close(BTC, 61_000).wallet_balance == pytest.approx(2_100)
    paying = Account(BITGET, 2_000, trading_fee_rate=0.0006)
    paying = paying.open(BTC, LONG, size=0.1, price=60_000).close(BTC, 61_000)
    assert paying.wallet_balance == pytest.approx(2_092.74)


def test_part_of_a_position_takes_its_share_of_the_margin():
    rest = house().add_margin(BTC, 100).close(BTC, 60_000, size=0.04)
    assert rest.position(BTC).margin == pytest.approx(420)
    assert rest.wallet_balance == pytest.approx(2_000)
    assert wall(rest) == pytest.approx(wall(house().add_margin(BTC, 100)))


def test_isolated_legs_have_a_wall_each_and_cross_legs_one():
    own = isolated().open(BTC, LONG, size=0.1, price=60_000)
    own = own.open(BTC, SHORT, size=0.05, price=60_000)
    assert wall(own, side=LONG) == pytest.approx(54_249.55, abs=CENT)
    assert wall(own, side=SHORT) == pytest.approx(65_697.79, abs=CENT)
    shared = Account(BITGET, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    shared = shared.open(BTC, SHORT, size=0.05, price=60_000)
    assert wall(shared, side=LONG) == wall(shared, side=SHORT) == wall(shared)


def test_side_must_be_named_while_both_legs_are_open():
    both = isolated().open(BTC, LONG, size=0.05, price=60_000)
    both = both.open(BTC, SHORT, size=0.05, price=60_000)
    for move in (
        lambda: both.close(BTC, 60_000),
        lambda: both.add_margin(BTC, 10),
        lambda: both.remove_margin(BTC, 10, MARKS),
        lambda: both.removable_margin(BTC, MARKS),
        lambda: both.set_margin(BTC, 700, MARKS),
        lambda: both.call_margin(BTC, MARKS),
        lambda: both.set_automatic_margin_call(BTC),
        lambda: both.position(BTC),
        lambda: wall(both),
    ):
        with pytest.raises(ValueError, match="side was left out; BTCUSDT has a long and a short"):
            move()
    assert both.close(BTC, 60_000, side=SHORT).position(BTC).side == LONG


# ---- equity decides, not cash -----------------------------------------------------------------


def hedged(wallet=1_300.0, leverage=125, **change):
    """Long and short 0.1 at 60,000 in one cross pool."""
    account = Account(BITGET, wallet, **change).set_leverage(BTC, leverage)
    return account.open(BTC, LONG, size=0.1, price=60_000).open(BTC, SHORT, size=0.1, price=60_000)


def test_a_close_may_leave_cash_below_zero_while_open_profit_carries_it():
    # 1,300 + 0.1 x (44,000 - 60,000) = -300 of cash, and the short has won 1,600.
    after = hedged().close(BTC, 44_000, side=LONG)
    assert after.wallet_balance == pytest.approx(float(1_300 + F("0.1") * (44_000 - 60_000)))
    assert after.equity({BTC: 44_000}) == pytest.approx(1_300)
    # 1,300 - 0.1 (P - 44,000) = 0.0046 x 0.1 P
    price = (1_300 + F("0.1") * 44_000) / (F("0.1") * (1 + F("0.0046")))
    assert wall(after, {BTC: 44_000.0}) == pytest.approx(float(price))
    done = after.close(BTC, 44_000)
    assert done.wallet_balance == pytest.approx(1_300)


def test_a_close_that_would_end_the_rest_says_so():
    # The short closed at 61,000 while the mark is 45,000: 1,300 - 100 - 1,500 is below 0.46 % of it.
    said = (
        r"closing price was 61,000\.00; of what is left the money behind the position was −300; "
        r"it would be liquidated at once, more than 20\.70 is needed"
    )
    account = hedged()
    with pytest.raises(Rejected, match=said):
        account.close(BTC, 61_000, side=SHORT, marks={BTC: 45_000})
    part = house().close(BTC, 58_000, size=0.04)  # at the mark, nothing changes for the rest
    assert wall(part, {BTC: 58_000.0}) == pytest.approx(54_249.55, abs=CENT)
    with pytest.raises(Rejected, match="of what is left the money behind the position was"):
        house().close(BTC, 54_200, size=0.04)


def test_what_no_rest_carries_is_refused_at_the_bankruptcy_price():
    account = house("cross")
    assert account.close(BTC, 40_000).wallet_balance == pytest.approx(0)
    with pytest.raises(Rejected, match="the loss of 2,010 is more than the 2,000 behind it"):
        account.close(BTC, 39_900)
    alone = house()
    assert alone.close(BTC, 54_000).wallet_balance == pytest.approx(1_400)
    with pytest.raises(Rejected, match="the loss of 610 is more than the 600 behind it"):
        alone.close(BTC, 53_900)


@settings(max_examples=200)
@given(st.floats(1, 3_000), st.floats(20_000, 90_000), st.sampled_from([LONG, SHORT]))
def test_a_close_at_the_bankruptcy_price_leaves_nothing_and_is_taken(size, price, side):
    # Such a price was rounded, so that what is left may be a hair below nothing.
    account = Account(BITGET, size * price * 0.35).set_leverage(BTC, 3)
    account = account.open(BTC, side, size=size, price=price)
    at = account.cross_pool.bankruptcy_price(BTC, {BTC: price})
    assert account.close(BTC, at).wallet_balance == pytest.approx(0, abs=1e-9 * size * price)
    with pytest.raises(Rejected, match="behind it"):
        account.close(BTC, at * (1 - side * 1e-6))


def test_an_isolated_part_never_costs_the_wallet_more_than_its_margin():
    # Half closed at 47,000 while the mark stands: a loss of 650 against a share of 300.
    after = house().add_margin(BTC, 600).close(BTC, 47_000, size=0.05, marks=MARKS)
    assert after.cross_balance == pytest.approx(800)
    assert after.position(BTC).margin == pytest.approx(1_200 - 650)
    fair = house().add_margin(BTC, 600).close(BTC, 55_000, size=0.05, marks=MARKS)
    assert fair.position(BTC).margin == pytest.approx(600)
    assert fair.cross_balance == pytest.approx(800 + 600 - 250)


def test_a_whole_that_was_added_up_can_be_closed_by_its_sum():
    account = Account(BITGET, 20_000)
    for _ in range(3):
        account = account.open(BTC, LONG, size=0.1, price=60_000)
    assert account.position(BTC).size != 0.3
    assert not account.close(BTC, 60_000, size=0.3).positions


def test_two_balances_have_two_names():
    # Bitget 12560603819491: 1,000 + 0.2 x 5,000 - 0.2 x 55,000 / 10.
    marks, held = {BTC: 55_000}, F("0.2") * 55_000 / 10
    for wallet, left in ((1_000, 900), (10_000, 9_900)):
        account = Account(BITGET, wallet).open(BTC, LONG, size=0.2, price=50_000)
        assert wallet + F("0.2") * 5_000 - held == left
        assert account.available_balance(marks) == pytest.approx(left)
        assert account.withdrawable_balance(marks) == pytest.approx(max(0, float(wallet - held)))
    more = account.open(BTC, LONG, size=1.8, price=55_000, marks=marks)
    assert more.available_balance(marks) == pytest.approx(0, abs=1e-9)
    with pytest.raises(Rejected, match="margin and fee needed was 9,955; 9,900 is available"):
        account.open(BTC, LONG, size=1.81, price=55_000, marks=marks)


def test_what_is_available_does_not_fall_when_a_position_wins():
    account = Account(BITGET, 1_000).open(BTC, LONG, size=0.2, price=50_000)
    free = [account.available_balance({BTC: 50_000.0 + 1_000 * i}) for i in range(10)]
    assert free == sorted(free)
    assert free[0] == 0


@pytest.mark.parametrize(
    "move",
    [
        lambda a, x: a.transfer(-x, {BTC: 55_000, "ETHUSDT": 3_000}),
        lambda a, x: a.add_margin("ETHUSDT", x, marks={BTC: 55_000, "ETHUSDT": 3_000}),
        lambda a, x: a.open("ETHUSDT", LONG, margin=x, price=3_000, marks={BTC: 55_000}),
    ],
)
def test_open_profit_opens_positions_and_does_not_leave_the_pool(move):
    # 2,000 - 100 in ETH = 1,900 of cash; 1,100 of it is held; 1,000 more is only open profit.
    account = Account(TWO, 2_000).open(BTC, LONG, size=0.2, price=50_000)
    account = account.set_margin_mode("ETHUSDT", "isolated")
    account = account.open("ETHUSDT", LONG, margin=100, price=3_000, marks={BTC: 50_000})
    marks = {BTC: 55_000, "ETHUSDT": 3_000}
    assert account.withdrawable_balance(marks) == pytest.approx(800)
    assert account.available_balance(marks) == pytest.approx(1_800)
    assert move(account, 800).withdrawable_balance(marks) == pytest.approx(0, abs=1e-9)
    with pytest.raises(Rejected, match="800 is available to be moved; open profit stays"):
        move(account, 801)


def test_an_automatic_call_takes_what_can_leave_the_pool():
    account = Account(TWO, 2_000).open(BTC, LONG, size=0.2, price=50_000)
    account = account.set_margin_mode("ETHUSDT", "isolated")
    account = account.open("ETHUSDT", LONG, size=9, price=1_000, marks={BTC: 50_000})
    marks = {BTC: 55_000, "ETHUSDT": 905.0}
    # 2,000 - 900 - 1,100: no cash is free, though open profit of 1,000 is.
    assert account.call_margin("ETHUSDT", marks).position("ETHUSDT").margin == pytest.approx(900)


def test_nothing_leaves_that_would_end_the_pool():
    # At 150x the initial margin grows with the value and the requirement faster: 0.7 % less 2,200
    # of 4,950,000 is more than a 150th of it.
    account = Account(BITGET, 60_000).set_leverage(BTC, 150).open(BTC, LONG, size=1, price=190_000)
    account = replace(account, wallet_balance=1e6)
    leg = replace(account.position(BTC), size=90.0, entry_price=55_000.0)
    account, marks = account.with_position(leg), {BTC: 55_000.0}
    value = 90 * F(55_000)
    required = value * (F("0.007") + F("0.0006")) - 2_200
    assert required > value / 150
    most = account.withdrawable_balance(marks)
    assert most == pytest.approx(float(1_000_000 - required), rel=1e-6)
    assert not account.transfer(-most, marks).cross_pool.risk(marks).liquidated


def test_cash_below_zero_needs_a_cross_position_and_no_isolated_one_pays_for_it():
    account = hedged().close(BTC, 44_000, side=LONG)
    assert account.cross_balance == pytest.approx(-300)
    with pytest.raises(ValueError, match="wallet balance was -300"):
        account.without_position(account.position(BTC))
    own = house(wallet=700.0)
    with pytest.raises(
        ValueError, match=r"wallet balance was 599\.0, of which 600\.0 is in isolated"
    ):
        replace(own, wallet_balance=599.0)
    with pytest.raises(Rejected, match="0 is available"):
        account.transfer(-1, {BTC: 44_000})


def test_set_leverage_looks_at_the_tier_of_the_value_at_the_mark():
    account = Account(BITGET, 20_000).open(BTC, LONG, size=3.2, price=60_000)
    assert account.set_leverage(BTC, 150).position(BTC).leverage == 150
    assert F("3.2") * 66_000 == 211_200
    with pytest.raises(
        Rejected, match="leverage was 150x; BTCUSDT allows 1x to 100x for a position of 211,200"
    ):
        account.set_leverage(BTC, 150, marks={BTC: 66_000})
    small = Account(BITGET, 40_000).set_leverage(BTC, 150)
    small = small.open(BTC, LONG, size=3.2, price=60_000)
    with pytest.raises(Rejected, match="for a position of 211,860"):
        small.open(BTC, LONG, size=0.01, price=60_000, marks={BTC: 66_000})


def test_a_lower_leverage_is_asked_of_equity_in_cross_and_of_cash_in_isolated():
    account = Account(BITGET, 1_000).open(BTC, LONG, size=0.2, price=50_000)
    marks = {BTC: 55_000}
    assert account.set_leverage(BTC, 6, marks=marks).available_balance(marks) == pytest.approx(
        float(2_000 - F("0.2") * 55_000 / 6)
    )
    with pytest.raises(Rejected, match="margin needed was 1,100; 900 is available"):
        account.set_leverage(BTC, 5, marks=marks)


def test_a_lower_leverage_counts_margin_and_orders_together():
    # The position asks 300 more and the order 300 more; 400 are free. At 6x it is 200 and 200.
    account = isolated(1_000.0).open(BTC, LONG, size=0.05, price=60_000)
    account = account.place_order(BTC, LONG, size=0.05, price=60_000)
    assert account.withdrawable_balance() == pytest.approx(400)
    with pytest.raises(Rejected, match="margin needed was 600; 400 is available"):
        account.set_leverage(BTC, 5)
    lower = account.set_leverage(BTC, 6)
    assert lower.withdrawable_balance() == pytest.approx(0, abs=1e-9)
    assert lower.cross_balance == pytest.approx(500)


@settings(max_examples=200)
@given(st.floats(1e3, 1e12), st.floats(1e-4, 0.1))
def test_all_that_can_leave_a_large_wallet_leaves_it(wallet, size):
    account = isolated(wallet, 150).open(BTC, LONG, size=size, price=60_000)
    margin = account.position(BTC).margin
    left = account.transfer(-account.withdrawable_balance())
    assert left.wallet_balance == pytest.approx(margin, rel=1e-12)
    assert left.cross_balance == 0
    assert left.close(BTC, 60_000).wallet_balance == pytest.approx(margin, rel=1e-12)


def test_a_refusal_tells_two_amounts_apart():
    account = Account(BITGET, 400)
    with pytest.raises(Rejected, match=r"amount was 400\.0004; 400 is available"):
        account.transfer(-400.0004)


# ---- tier rules -----------------------------------------------------------------------------


def test_flat_and_progressive_positions_stand_side_by_side():
    # Both worth 330,000 at 110,000: Bitget's example, 1,848 flat and 1,648 progressive.
    account = isolated(1e6, venue=TWO)
    for symbol, rule in ((BTC, "flat"), ("ETHUSDT", "progressive")):
        account = account.set_margin_mode(symbol, "isolated")
        account = account.open(symbol, LONG, size=3, price=110_000, tier_rule=rule)
    flat, progressive = account.positions.values()
    assert flat.maintenance_margin(110_000.0) == pytest.approx(1_848)
    assert progressive.maintenance_margin(110_000.0) == pytest.approx(1_648)
    # Both die in the first tier or above it, where the flat one needs more.
    marks = {BTC: 110_000.0, "ETHUSDT": 110_000.0}
    assert wall(account, marks) > account.liquidation_price("ETHUSDT", marks)


def test_two_legs_of_one_symbol_may_follow_two_rules():
    account = isolated(1e6).open(BTC, LONG, size=3, price=110_000, tier_rule="flat")
    account = account.open(BTC, SHORT, size=3, price=110_000)
    needs = [p.maintenance_margin(110_000.0) for p in account.positions.values()]
    assert needs == pytest.approx([1_848, 1_648])


# ---- the article's word ---------------------------------------------------------------------


def article(wallet=2_000.0, **change):
    return Account(replace(ARTICLE, **change), wallet).set_margin_mode(BTC, "isolated")


def test_the_article_takes_the_leverage_from_the_entered_margin():
    account = article().open(BTC, LONG, size=0.1, margin=300, price=60_000)
    assert account.position(BTC).leverage == pytest.approx(20)
    assert account.position(BTC).margin == 300
    with pytest.raises(ValueError, match="size and margin were both given; give one"):
        isolated().open(BTC, LONG, size=0.1, margin=300, price=60_000)


def test_the_article_wants_the_margin_adjusted_before_the_leverage():
    account = article().open(BTC, LONG, size=0.1, margin=300, price=60_000)
    said = "leverage was 10x; it follows from the margin of 300: adjust that to 600 first"
    with pytest.raises(Rejected, match=said):
        account.set_leverage(BTC, 10)
    more = account.set_margin(BTC, 600, MARKS)
    assert more.position(BTC).leverage == pytest.approx(10)
    assert more.set_leverage(BTC, 10).position(BTC).margin == 600
    # At Bitget it is the other way round: the setting pulls the margin in.
    assert house().set_leverage(BTC, 5).position(BTC).margin == 1_200


def test_the_article_s_least_margin_is_a_share_of_the_value():
    with pytest.raises(Rejected, match=r"margin was 39; BTCUSDT takes at least 0.67.%.*, 40"):
        article().open(BTC, LONG, size=0.1, margin=39, price=60_000)
    assert article().open(BTC, LONG, size=0.1, margin=40, price=60_000).positions
    strict = article(least_margin=Decimal("0.05"))
    with pytest.raises(Rejected, match=r"takes at least 5.00.%.*, 300"):
        strict.open(BTC, LONG, size=0.1, margin=299, price=60_000)


def test_the_article_opens_at_the_greatest_leverage():
    # The leverage that follows from the margin is rounded up here, and is still the one that was set.
    size, price = 0.412, 95_516
    assert size * price / (size * price / 150) > 150
    assert article(1e9).set_leverage(BTC, 150).open(BTC, LONG, size=size, price=price).positions


def test_the_article_names_a_smaller_margin_and_is_stopped_at_maintenance():
    account = article().open(BTC, LONG, size=0.1, margin=600, price=60_000)
    least = account.set_margin(BTC, 24, MARKS)
    assert least.position(BTC).margin == pytest.approx(24)
    assert least.available_balance() == pytest.approx(1_976)
    with pytest.raises(Rejected, match="insufficient coverage: amount was 577; at most 576"):
        account.set_margin(BTC, 23, MARKS)
    # Bitget stops at the initial margin, which it still has.
    with pytest.raises(Rejected, match="insufficient coverage: amount was 1; at most 0"):
        house().set_margin(BTC, 599, MARKS)


def test_the_article_s_margin_stays_as_it_is_unless_adjusted_by_hand():
    account = article().open(BTC, LONG, size=0.1, margin=600, price=60_000)
    with pytest.raises(Rejected, match="a margin stays as it is unless it is adjusted by hand"):
        account.set_automatic_margin_call(BTC)
    assert account.set_automatic_margin_call(BTC, "off") == account
    assert house().set_automatic_margin_call(BTC).position(BTC).automatic_margin_call


def test_the_article_s_leverage_stays_where_no_margin_is_left():
    # Without a maintenance rate all of the margin may go while the position has won.
    venue = ARTICLE.with_contracts(ARTICLE.contract(BTC).with_rate(0))
    account = isolated(venue=venue).open(BTC, LONG, size=0.1, margin=300, price=60_000)
    empty = account.remove_margin(BTC, 300, {BTC: 61_000})
    assert empty.position(BTC).margin == 0
    assert empty.position(BTC).leverage == pytest.approx(20)


def test_naming_the_margin_adds_or_removes_the_difference():
    assert house().set_margin(BTC, 900, MARKS) == house().add_margin(BTC, 300)
    assert house().set_margin(BTC, 600, MARKS) == house()
    higher = {BTC: 66_000.0}
    assert house().set_margin(BTC, 590, higher) == house().remove_margin(BTC, 10, higher)


# ---- refusals ---------------------------------------------------------------------------------

REFUSED = [
    (lambda a: a.set_margin_mode(BTC, "cross"), "it can change only while nothing is open"),
    (lambda a: a.set_leverage(BTC, 200), "leverage was 200x; BTCUSDT allows 1x to 150x"),
    (lambda a: a.set_leverage(BTC, 1), "margin needed was 5,400; 1,400 is available"),
    (lambda a: a.add_margin(BTC, 1_401), "amount was 1,401; 1,400 is available"),
    (lambda a: a.remove_margin(BTC, 1, MARKS), "insufficient coverage: amount was 1; at most 0"),
    (lambda a: a.open(BTC, LONG, size=0.00001, price=60_000), "takes at least 5 USDT"),
    (lambda a: a.open(BTC, LONG, size=1, price=60_000), "needed was 6,000; 1,400 is available"),
    (lambda a: a.open(BTC, LONG, size=1e6, price=60_000), "at most 1,200,000,000 USDT"),
    (
        lambda a: a.set_leverage("ETHUSDT", 150).open("ETHUSDT", LONG, size=70, price=3_000),
        "leverage was 150x; ETHUSDT allows 1x to 100x for a position of 210,000",
    ),
    (lambda a: a.transfer(-1_500), "amount was 1,500; 1,400 is available"),
    (lambda a: a.close(BTC, 53_000), "loss of 700 is more than the 600 behind it"),
    (lambda a: a.close(BTC, 60_000, size=0.2), r"size was 0.2; BTCUSDT long has 0.1 to close"),
]


@pytest.mark.parametrize(("move", "said"), REFUSED)
def test_what_the_exchange_would_refuse_is_rejected_in_its_words(move, said):
    account = house()
    before = repr(account)
    with pytest.raises(Rejected, match=said):
        move(account)
    assert repr(account) == before


def test_a_position_that_would_die_at_once_is_not_opened():
    thin = isolated(10_000, 150)
    with pytest.raises(Rejected, match="it would be liquidated at once"):
        thin.open(BTC, LONG, size=0.1, price=60_000, marks={BTC: 59_850.0})


def test_a_resting_order_reserves_margin_and_locks_the_mode():
    account = Account(BITGET, 2_000).place_order(BTC, LONG, size=0.1, price=50_000)
    assert account.available_balance() == 1_500
    with pytest.raises(Rejected, match="close an order of BTCUSDT first"):
        account.set_margin_mode(BTC, "isolated")
    account.cancel_orders().set_margin_mode(BTC, "isolated")


def test_cross_positions_have_no_margin_of_their_own():
    for move in (
        lambda a: a.add_margin(BTC, 1),
        lambda a: a.removable_margin(BTC, MARKS),
        lambda a: a.call_margin(BTC, MARKS),
        lambda a: a.set_automatic_margin_call(BTC),
    ):
        with pytest.raises(Rejected, match="is for isolated positions"):
            move(house("cross"))


def test_cross_is_the_default_mode():
    assert Account(BITGET, 1).mode(BTC) == "cross"


# ---- nonsense ---------------------------------------------------------------------------------

nonsense = st.one_of(
    st.sampled_from([nan, inf, -inf, None, "", "1", [], {}, object(), 1j, True, 10**400, b"1"]),
    st.floats(max_value=0, allow_nan=False),
    st.text(max_size=3),
)
NUMBERS = [
    lambda a, x: a.open(BTC, LONG, size=x, price=60_000),
    lambda a, x: a.open(BTC, LONG, size=0.1, price=x),
    lambda a, x: a.open(BTC, LONG, margin=x, price=60_000),
    lambda a, x: a.open(BTC, LONG, size=0.1, price=60_000, marks={BTC: x}),
    lambda a, x: a.open("ETHUSDT", LONG, size=0.1, price=60_000, marks={BTC: 60_000, "ETHUSDT": x}),
    lambda a, x: a.close(BTC, x),
    lambda a, x: a.close(BTC, 60_000, size=x if x is not None else 0),
    lambda a, x: a.add_margin(BTC, x),
    lambda a, x: a.remove_margin(BTC, x, MARKS),
    lambda a, x: a.remove_margin(BTC, 1, {BTC: x}),
    lambda a, x: a.set_margin(BTC, x, MARKS),
    lambda a, x: a.set_leverage(BTC, x),
    lambda a, x: a.set_leverage("ETHUSDT", x),
    lambda a, x: a.set_leverage(BTC, 5, marks={BTC: x}),
    lambda a, x: a.close(BTC, 60_000, marks={BTC: x}),
    lambda a, x: a.call_margin(BTC, {BTC: x}),
    lambda a, x: a.pools[1].set_aside({BTC: x}),
    lambda a, x: a.liquidation_price(BTC, {BTC: x}),
    lambda a, x: a.removable_margin(BTC, {BTC: x}),
    lambda a, x: a.equity({BTC: x}),
    lambda a, x: a.positions_table({BTC: x}),
    lambda a, x: a.pools[1].risk({BTC: x}),
    lambda a, x: a.pools[1].common_fall({BTC: x}),
    lambda a, x: a.pools[1].frontier({BTC: x}),
    lambda a, x: a.pools[1].bankruptcy_price(BTC, {BTC: x}),
    lambda a, x: a.place_order(BTC, LONG, size=x, price=60_000),
    lambda a, x: a.place_order(BTC, LONG, size=0.1, price=x),
    lambda a, x: Account(TWO, 1, default_leverage=x),
]
# What may be below zero, or is no number at all.
WORDS = [
    lambda a, x: a.open(x, LONG, size=0.1, price=60_000),
    lambda a, x: a.open(BTC, x, size=0.1, price=60_000),
    lambda a, x: a.open(BTC, LONG, size=0.1, price=60_000, tier_rule=x),
    lambda a, x: a.open(BTC, LONG, size=0.1, price=60_000, marks=x or 0),
    lambda a, x: a.close(x, 60_000),
    lambda a, x: a.close(BTC, 60_000, side=x or 0),
    lambda a, x: a.add_margin(x, 1),
    lambda a, x: a.add_margin(BTC, 1, x or 0),
    lambda a, x: a.remove_margin(x, 1, MARKS),
    lambda a, x: a.remove_margin(BTC, 1, x),
    lambda a, x: a.set_leverage(x, 10),
    lambda a, x: a.set_leverage(BTC, 10, x or 0),
    lambda a, x: a.set_margin_mode(x, "cross"),
    lambda a, x: a.set_margin_mode("ETHUSDT", x),
    lambda a, x: a.set_automatic_margin_call(BTC, x),
    lambda a, x: a.set_automatic_margin_call(x),
    lambda a, x: a.call_margin(BTC, x or 0),
    lambda a, x: a.cancel_orders(x or 0),
    lambda a, x: a.transfer(x),
    lambda a, x: a.equity(x),
    lambda a, x: a.available_balance(x or 0),
    lambda a, x: a.withdrawable_balance(x or 0),
    lambda a, x: a.liquidation_price(x, MARKS),
    lambda a, x: a.liquidation_price(BTC, x),
    lambda a, x: a.liquidation_price(BTC, MARKS, x or 0),
    lambda a, x: a.positions_table(x),
    lambda a, x: a.pools[1].common_fall(MARKS, {BTC: x}),
    lambda a, x: a.pools[1].common_fall(MARKS, x or 0),
    lambda a, x: a.pools[1].frontier(MARKS).price(x, MARKS),
    lambda a, x: a.leverage(x, LONG),
    lambda a, x: a.leverage(BTC, x),
    lambda a, x: a.place_order(x, LONG, size=0.1, price=60_000),
    lambda a, x: a.place_order(BTC, x, size=0.1, price=60_000),
    lambda a, x: Account(TWO, x),
    lambda a, x: Account(x, 1),
    lambda a, x: Account(TWO, 1, trading_fee_rate=x),
]
strange = st.one_of(
    st.sampled_from([nan, inf, -inf, "", "1", [], [1], object(), 1j, 10**400, b"1", {1}, None]),
    st.text(min_size=1, max_size=3).filter(lambda x: x not in ("on", "off")),
)


def two(wallet=2_000.0):
    """The house position in an account that knows a second coin."""
    account = Account(TWO, wallet).set_margin_mode(BTC, "isolated")
    return account.open(BTC, LONG, size=0.1, price=60_000)


MOVES = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), nonsense), st.tuples(st.sampled_from(WORDS), strange)
)


def refuse_a_move(case):
    """Nonsense in a move is one sentence, and the account is as it was."""
    move, x = case
    account = two()
    before = repr(account)
    with pytest.raises(ValueError, match=r"was|were|given|has no") as caught:
        move(account, x)
    assert len(str(caught.value)) > 15
    assert repr(account) == before


@settings(max_examples=600, deadline=None)
@given(MOVES)
def test_nonsense_is_a_value_error_and_changes_nothing(case):
    refuse_a_move(case)


def numbers_of(result):
    """All numbers that a move's result holds."""
    if isinstance(result, Account):
        yield from (result.wallet_balance, result.available_balance())
        for leg in result.positions.values():
            yield from (leg.size, leg.entry_price, leg.leverage, leg.margin or 0.0)
    elif isinstance(result, Risk):
        yield from (result.equity, result.maintenance_margin, result.position_value)
    elif isinstance(result, Frontier):
        yield from (result.level, *result.weights.values())
    elif isinstance(result, int | float):
        yield result


MAY_BE_NEVER = {"liquidation_price", "bankruptcy_price", "common_fall"}


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(NUMBERS), st.floats(allow_nan=False, allow_infinity=False, min_value=0))
def test_numbers_of_any_size_never_give_a_silent_nan(move, x):
    account = two()
    before = repr(account)
    try:
        result = move(account, x)
    except ValueError:
        return
    finally:
        assert repr(account) == before
    if MAY_BE_NEVER & set(move.__code__.co_names):
        assert isnan(result) or result > 0 or x > 0
    else:
        assert all(isfinite(n) for n in numbers_of(result))
        assert getattr(result, "cross_balance", 0) > -1e-9


@pytest.mark.parametrize(
    "move",
    [
        lambda a: a.open("DOGE", LONG, size=1, price=1),
        lambda a: a.open(BTC, 0, size=1, price=1),
        lambda a: a.open(BTC, "long", size=1, price=1),
        lambda a: a.open(BTC, LONG, price=1),
        lambda a: a.open(BTC, LONG, size=1, margin=1, price=1),
        lambda a: a.open(BTC, LONG, size=1, price=1, tier_rule="x"),
        lambda a: a.set_margin_mode(BTC, "both"),
        lambda a: a.set_margin_mode("X", "cross"),
        lambda a: a.close(BTC, 60_000, side=SHORT),
        lambda a: a.liquidation_price(BTC, {}),
        lambda a: a.liquidation_price(BTC, None),
        lambda a: a.set_automatic_margin_call(BTC, True),
        lambda a: Account(BITGET, -1),
        lambda a: Account("Bitget", 1),
        lambda a: replace(a, positions={(BTC, SHORT): a.position(BTC)}),
        lambda a: replace(a, positions={5: a.position(BTC)}),
        lambda a: replace(a, modes={"DOGE": "cross"}),
        lambda a: replace(a, leverages={5: 5}),
        lambda a: replace(a, leverages={(BTC, LONG): "x"}),
        lambda a: replace(a, orders=(1,)),
        lambda a: Account(BITGET, 1, trading_fee_rate=2),
    ],
)
def test_wrong_words_are_a_value_error_and_no_refusal(move):
    with pytest.raises(ValueError, match=r"was|were") as caught:
        move(house())
    assert not isinstance(caught.value, Rejected)


# ---- properties -------------------------------------------------------------------------------

amounts = st.floats(0.01, 1_300)


@settings(deadline=None)
@given(amounts, amounts)
def test_moving_margin_creates_no_money(there, back):
    account = house().add_margin(BTC, there)
    assert account.wallet_balance == 2_000
    assert account.equity(MARKS) == 2_000
    assert sum(p.collateral for p in account.pools) == pytest.approx(2_000)
    try:
        account = account.remove_margin(BTC, back, MARKS)
    except Rejected:
        assert back > account.removable_margin(BTC, MARKS)
    assert sum(p.collateral for p in account.pools) == pytest.approx(2_000)


@settings(deadline=None)
@given(st.floats(0.001, 0.3), st.floats(0.001, 0.3), st.floats(55_000, 65_000))
def test_opening_and_closing_at_one_price_costs_nothing_without_fees(one, two, price):
    account = Account(BITGET, 20_000).open(BTC, LONG, size=one, price=price)
    account = account.open(BTC, LONG, size=two, price=price * 1.01)
    closed = account.close(BTC, price)
    expected = 20_000 - two * price * 0.01
    assert closed.wallet_balance == pytest.approx(expected)
    assert not closed.positions


def test_a_position_keeps_the_tier_rule_it_began_with():
    old = isolated(1e6).open(BTC, LONG, size=1, price=60_000, tier_rule="flat")
    assert old.open(BTC, LONG, size=1, price=60_000).position(BTC).rules.tier_rule == "flat"


def test_the_positions_tab_says_the_mode_and_has_a_text_twin():
    table = house().positions_table(MARKS)
    text, html = str(table), table._repr_html_()
    for words in ("BTCUSDT long", "Isolated", "60,000.00", "600", "54,249.55", "10x"):
        assert words in text
        assert words in html
    assert "never" in str(Account(BITGET, 9_000).open(BTC, LONG, size=0.1, price=60_000)
                          .positions_table(MARKS))  # fmt: skip


def test_the_positions_tab_of_a_cheap_coin_shows_its_price():
    account = Account(BITGET, 500).open("1000SATSUSDT", LONG, size=1e7, price=0.0002)
    ((*_, wall_shown, _, _),) = account.positions_table({"1000SATSUSDT": 0.00021}).rows
    wall_price = account.liquidation_price("1000SATSUSDT", {"1000SATSUSDT": 0.00021})
    assert wall_shown == f"{wall_price:.5g}" != "0.00"
    assert "0.00021" in str(account.positions_table({"1000SATSUSDT": 0.00021}))


def test_an_account_tells_what_it_holds_in_a_few_lines():
    told = repr(house())
    assert len(told) < 600
    for words in ("Bitget", "wallet_balance=2000.0", "BTCUSDT", "size=0.1", "margin=600.0"):
        assert words in told


def test_accounts_are_equal_when_their_values_are():
    assert house() == house()
    assert house() != replace(house(), wallet_balance=1_999)


@pytest.mark.parametrize("symbol", ["DOGE", 5, None, [], {}])
def test_walls_of_what_is_no_symbol_are_a_sentence(symbol):
    with pytest.raises(ValueError, match="symbol was"):
        house().walls(symbol, MARKS)
