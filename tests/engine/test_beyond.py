"""The margin that keeps a wall away from a stop, against the wall that it then has."""

from __future__ import annotations

from math import isnan

import pytest

from marginlab.engine.account import Account
from marginlab.engine.beyond import beyond_stop
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET
from tests.engine.random_accounts import drawn, order
from tests.engine.test_money import dyadic

BTC = "BTCUSDT"
ACCOUNT = Account(BITGET, 100_000)


@pytest.mark.parametrize(
    ("side", "size", "price", "margin", "wall"),
    [
        (LONG, 0.1, 60_000, 600, 54_249.55),
        (LONG, 2, 105_000, 21_000, 94_936.71),  # opened in the second tier, liquidated in the first
        (SHORT, 2, 99_950, 3_998, 101_480.7),  # the other way about
    ],
)
def test_the_margin_is_the_one_that_has_this_wall(side, size, price, margin, wall):
    stop = wall / (1 - side * 0.01)
    found = beyond_stop(ACCOUNT, BTC, side, size=size, price=price, stop=stop, distance=0.01)
    assert found.liquidation_price == pytest.approx(wall)
    assert found.margin == pytest.approx(margin, abs=size * 0.05)  # the walls are printed so
    assert found.leverage == pytest.approx(size * price / margin, rel=1e-3)


def test_the_wall_of_the_position_is_where_it_was_asked_for():
    found = beyond_stop(ACCOUNT, BTC, LONG, size=2, price=101_000, stop=93_000, distance=0.02)
    account = ACCOUNT.set_margin_mode(BTC, "isolated").open(BTC, LONG, size=2, price=101_000)
    account = account.set_margin(BTC, found.margin, {BTC: 101_000})
    assert account.liquidation_price(BTC, {BTC: 101_000.0}) == pytest.approx(93_000 * 0.98)


@pytest.mark.slow
def test_with_less_it_dies_before_the_wall_and_with_more_beyond_it():
    for number in range(200):
        account, marks, draw = drawn(number)
        symbol, side, price = order(marks, draw)
        rule = draw.choice(("progressive", "flat"))
        size = dyadic(account.draft(symbol, side, 1.0, price, marks).rules.size_of(
            10 ** draw.uniform(-1, 1) * abs(account.wallet_balance), price))  # fmt: skip
        stop = price * (1 - side * draw.uniform(0.001, 0.3))
        found = beyond_stop(account, symbol, side, size=size, price=price, stop=stop,
                            distance=draw.uniform(0, 0.1), tier_rule=rule, marks=marks)  # fmt: skip
        leg, wall = account.draft(symbol, side, size, price, marks, rule), found.liquidation_price
        less, more = (leg.liquidation_price(found.margin * k, price) for k in (1 - 1e-6, 1 + 1e-6))
        assert (wall - less) * side < 0
        assert isnan(more) or (wall - more) * side > 0


def test_the_edge_of_a_flat_tier_may_ask_for_more_than_the_wall():
    # At 100,000 the two coins are worth 200,000, charged 0.56 % above and 0.46 % below: 1,120 and
    # 10,000 of loss, where the wall at 99,950 would ask for 919.54 and 10,100.
    terms = {"size": 2, "price": 105_000, "stop": 99_950, "distance": 0}
    flat = beyond_stop(ACCOUNT, BTC, LONG, **terms, tier_rule="flat")
    assert flat.margin == pytest.approx(11_120)
    assert beyond_stop(ACCOUNT, BTC, LONG, **terms).margin == pytest.approx(11_019.54)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stop": 61_000}, "stop was 61,000; that of a long opened at 60,000 lies below it"),
        ({"stop": 60_000}, "stop was 60,000"),
        ({"stop": 0}, "stop was 0"),
        ({"distance": 1}, "distance was 1"),
        ({"distance": -0.1}, "distance was -0.1"),
        ({"size": 0}, "size was 0"),
        ({"price": "x"}, "price was 'x'"),
    ],
)
def test_nonsense_is_a_value_error(change, said):
    terms = {"size": 0.1, "price": 60_000, "stop": 58_000, "distance": 0.01} | change
    with pytest.raises(ValueError, match=r"was") as caught:
        beyond_stop(ACCOUNT, BTC, LONG, **terms)
    assert str(caught.value).startswith(said)
