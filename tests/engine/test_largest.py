"""The largest order is accepted, and a millionth more is refused."""

from __future__ import annotations

from random import Random

import pytest

from marginlab.engine.account import Account
from marginlab.engine.largest import largest_order
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET
from marginlab.venues.others import ARTICLE
from tests.engine.random_accounts import drawn, order

BTC = "BTCUSDT"
ACCOUNTS = 5_000  # in the long run; the tests take a tenth
MORE = 1 + 1e-6


def accepted(account, symbol, side, size, price, marks, rule="progressive"):
    try:
        account.open(symbol, side, size=size, price=price, marks=marks, tier_rule=rule)
    except Rejected:
        return False
    return True


def failures(count):
    """In words, where the largest order of a random account is refused, or more is accepted."""
    found = []
    for number in range(count):
        account, marks, draw = drawn(number)
        symbol, side, price = order(marks, draw)
        rule = draw.choice(("progressive", "flat"))
        size = largest_order(account, symbol, side, price=price, tier_rule=rule, marks=marks)
        rest = price, marks, rule
        what = f"account {number}: {size!r} of {symbol} {side} at {price!r}"
        if size and not accepted(account, symbol, side, size, *rest):
            found.append(f"{what} was refused")
        contract = account.venue.contract(symbol)
        least = account.draft(symbol, side, 1.0, price, marks).rules.size_of(
            float(contract.min_order_value), price
        )
        if accepted(account, symbol, side, (size or least) * MORE, *rest):
            found.append(f"{what}: a millionth more was accepted")
    return found


@pytest.mark.slow
def test_the_largest_order_is_accepted_and_a_millionth_more_is_refused():
    assert not failures(ACCOUNTS // 10)


def test_bitget_s_open_profit_opens_a_fiftieth_of_a_coin():
    # Support article 12560603819491: 10,000 in the wallet, all of it and the open profit at work.
    account = Account(BITGET, 1_100).open(BTC, LONG, size=0.2, price=50_000)
    marks = {BTC: 55_000.0}
    free = 1_100 + 1_000 - 0.2 * 55_000 / 10
    size = largest_order(account, BTC, LONG, price=55_000, marks=marks)
    assert size == pytest.approx(free * 10 / 55_000)


@pytest.mark.parametrize("mode", ["cross", "isolated"])
def test_the_fee_comes_out_of_the_same_money(mode):
    account = Account(BITGET, 2_000, trading_fee_rate=0.0006).set_margin_mode(BTC, mode)
    size = largest_order(account, BTC, SHORT, price=60_000)
    assert size == pytest.approx(2_000 / (60_000 * (1 / 10 + 0.0006)))


def test_the_tier_that_allows_the_leverage_is_an_upper_bound():
    # 50x is allowed up to 15,000,000 (support article 12560603838668).
    account = Account(BITGET, 1e9).set_leverage(BTC, 50)
    assert largest_order(account, BTC, LONG, price=60_000) == pytest.approx(15e6 / 60_000)
    held = account.open(BTC, LONG, size=100, price=60_000)
    assert largest_order(held, BTC, LONG, price=60_000) == pytest.approx(150)


def test_an_order_far_from_the_mark_is_bounded_by_its_own_loss():
    # What is bought at 66,000 loses 6,000 a coin at once: equity W - 6,000 q meets 0.46 % of value.
    account = Account(BITGET, 2_000).set_leverage(BTC, 100)
    size = largest_order(account, BTC, LONG, price=66_000, marks={BTC: 60_000.0})
    assert size == pytest.approx(2_000 / (6_000 + 60_000 * 0.0046), rel=1e-8)  # a tie


def test_a_margin_that_sets_the_leverage_is_asked_for_at_the_tier_of_the_order_s_own_price():
    # Sold 30 % above the mark, the value of the order is in a higher tier than that of the position.
    venue, found = ARTICLE.with_contracts(BITGET.contract(BTC)), []
    for number in range(200):
        draw = Random(f"margin {number}")
        account = Account(venue, 10 ** draw.uniform(2, 7)).set_margin_mode(BTC, "isolated")
        account = account.set_leverage(BTC, draw.choice((2, 50, 100, 125, 150)))
        side, marks = draw.choice((LONG, SHORT)), {BTC: draw.uniform(50_000, 70_000)}
        if draw.random() < 0.5:
            margin = account.wallet_balance * draw.uniform(0.1, 0.6)
            try:
                account = account.open(BTC, side, margin=margin, price=marks[BTC])
            except Rejected:
                continue
        price = marks[BTC] * draw.choice((0.3, 0.8, 1, 1.05, 1.3, 3))
        size = largest_order(account, BTC, side, price=price, marks=marks)
        if size and not accepted(account, BTC, side, size, price, marks):
            found.append(f"{number}: {size} was refused")
        if accepted(account, BTC, side, (size or 5 / price) * MORE, price, marks):
            found.append(f"{number}: a millionth more than {size} was accepted")
    assert not found


def test_what_this_account_may_not_open_has_no_largest_order():
    coin = BITGET.contract("BTCUSD").with_rate("0.004")
    venue = BITGET.with_contracts(coin.backed_by("ETH", as_of="2026-06-01"))
    marks = {"BTCUSD": 60_000.0, "ETHUSD": 3_000.0}
    for account in (
        Account(venue, 10),  # another coin's margin has ended
        Account(BITGET.with_contracts(coin), 1_000).set_account_mode("basic"),
    ):
        assert largest_order(account, "BTCUSD", LONG, price=60_000, marks=marks) == 0
        assert not accepted(account, "BTCUSD", LONG, 0.001, 60_000, marks)
    mixed = Account(BITGET.with_contracts(coin), 1_000).open(BTC, LONG, size=0.01, price=60_000)
    with pytest.raises(ValueError, match="one account has one settle coin"):
        largest_order(mixed, "BTCUSD", LONG, price=60_000)


def test_less_than_the_smallest_order_is_none():
    assert largest_order(Account(BITGET, 0.4), BTC, LONG, price=60_000) == 0
    assert largest_order(Account(BITGET, 0.6), BTC, LONG, price=60_000) == pytest.approx(1e-4)
    assert largest_order(Account(BITGET, 0), BTC, LONG, price=60_000) == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda a: largest_order(a, "DOGE", LONG, price=1), "symbol was 'DOGE'"),
        (lambda a: largest_order(a, [], LONG, price=1), "symbol was []"),
        (lambda a: largest_order(a, BTC, 0, price=1), "side was 0"),
        (lambda a: largest_order(a, BTC, LONG, price=-1), "price was -1"),
        (lambda a: largest_order(a, BTC, LONG, price=1, tier_rule="x"), "tier rule was 'x'"),
        (lambda a: largest_order(a, BTC, LONG, price=1, marks=5), "marks were 5"),
        (lambda a: largest_order(a, BTC, LONG, price=1, marks={BTC: 0}), "mark price of BTCUSDT"),
        (lambda a: largest_order("a", BTC, LONG, price=1), "account was 'a'"),
    ],
)
def test_nonsense_is_a_value_error(call, said):
    with pytest.raises(ValueError, match=r"was|were") as caught:
        call(Account(BITGET, 2_000))
    assert str(caught.value).startswith(said)
