"""A preview is what the move does, and it makes none."""

from __future__ import annotations

import pytest

from marginlab.engine.account import Account
from marginlab.engine.preview import MOVES, Reading, preview
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET
from tests.engine.random_accounts import drawn, order

BTC = "BTCUSDT"
MARKS = {BTC: 61_000.0}
ACCOUNTS = 5_000  # in the long run; the tests take a tenth


def house(mode="isolated"):
    account = Account(BITGET, 2_000).set_margin_mode(BTC, mode)
    return account.open(BTC, LONG, size=0.1, price=60_000)


def told(account, marks):
    """The same numbers, asked of the account one by one."""
    legs = {}
    for key, leg in account.positions.items():
        risk = account.pool_of(leg).risk(marks)
        own = leg.margin if leg.margin is not None else leg.at(marks).set_aside(marks[key[0]])
        wall = account.liquidation_price(key[0], marks, key[1])
        legs[key] = own, wall, leg.leverage, risk.effective_leverage, risk.margin_ratio
    return account.available_balance(marks), account.withdrawable_balance(marks), legs


def same(reading, numbers):
    available, withdrawable, legs = numbers
    balances = reading.available_balance, reading.withdrawable_balance
    figures = {key: [*own] for key, own in reading.positions.items()}
    expected = {key: [*own] for key, own in legs.items()}
    return balances == (available, withdrawable) and str(figures) == str(expected)  # nan is nan


def moves(account, marks, draw):
    """A few moves that may be made or refused, each with what it takes."""
    symbol, side, price = order(marks, draw)
    margin = account.available_balance(marks) * draw.choice((0.1, 0.9, 1.1)) or 1.0
    yield "open", (symbol, side), {"margin": margin, "price": price}
    yield "set_leverage", (symbol, draw.choice((2, 20, 50))), {}
    yield "set_margin_mode", (symbol, draw.choice(("cross", "isolated"))), {}
    yield "transfer", (draw.choice((-1, 1)) * margin,), {}
    for symbol, side in account.positions:
        part = account.positions[symbol, side].size * draw.choice((0.5, 1))
        yield "close", (symbol, marks[symbol], part, side), {}
        yield "add_margin", (symbol, margin / 10, side), {}
        yield "remove_margin", (symbol, margin / 10), {"side": side}


def failures(count):
    """In words, where a preview of a random account is not the move that is then made."""
    found = []
    for number in range(count):
        account, marks, draw = drawn(number)
        for move, given, terms in moves(account, marks, draw):
            what = f"account {number}: {move}{given}"
            seen = preview(account, move, *given, marks=marks, **terms)
            known = {} if move == "set_margin_mode" else {"marks": marks}
            try:
                made = getattr(account, move)(*given, **terms, **known)
            except Rejected as refusal:
                found += [what] * (seen.after is not None or seen.refused != str(refusal))
            else:
                found += [what] * (seen.after is None or not same(seen.after, told(made, marks)))
            found += [what] * (not same(seen.before, told(account, marks)))
    return found


@pytest.mark.slow
def test_a_preview_equals_the_move_that_is_made():
    assert not failures(ACCOUNTS // 10)


def test_margin_moves_the_wall_by_hand():
    seen = preview(house(), "add_margin", BTC, 100, marks=MARKS)
    before, after = seen.before.positions[BTC, LONG], seen.after.positions[BTC, LONG]
    assert (before.margin, after.margin) == (600, 700)
    assert (seen.before.withdrawable_balance, seen.after.withdrawable_balance) == (1_400, 1_300)
    # The wall: (q E - M) / (q (1 - 0.46 %)).
    assert before.liquidation_price == pytest.approx(5_400 / 0.09954, abs=1e-9)
    assert after.liquidation_price == pytest.approx(5_300 / 0.09954, abs=1e-9)
    assert after.effective_leverage == pytest.approx(6_100 / 800)
    assert after.leverage == 10


def test_the_exchange_s_refusal_is_the_answer():
    seen = preview(house(), "open", BTC, SHORT, size=1, price=60_000)
    assert seen.after is None
    assert seen.refused == "margin and fee needed was 6,000; 1,400 is available"
    assert str(seen) == f"refused: {seen.refused}"


def test_what_is_gone_or_new_has_no_figures_on_the_other_side():
    seen = preview(house(), "close", BTC, 61_000, marks=MARKS)
    assert not seen.after.positions
    assert seen.after.available_balance == pytest.approx(2_100)
    opened = preview(Account(BITGET, 2_000), "open", BTC, LONG, size=0.1, price=60_000)
    assert not opened.before.positions
    assert "54,249.55" not in str(opened)  # a cross wall has all of the wallet behind it
    assert "40,184.85" in str(opened)


def test_the_text_has_a_line_for_each_number():
    lines = str(preview(house(), "add_margin", BTC, 100, marks=MARKS)).splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "available balance",
        "withdrawable balance",
        "BTCUSDT long: margin",
        "BTCUSDT long: liquidation price",
        "BTCUSDT long: leverage",
        "BTCUSDT long: effective leverage",
    ]
    assert {len(line) for line in lines} == {len(lines[0])}


def test_a_price_of_next_to_nothing_keeps_its_digits():
    cheap = "1000SATSUSDT"
    account = Account(BITGET, 500).open(cheap, LONG, size=1e7, price=0.0002)
    wall = account.liquidation_price(cheap, {cheap: 0.0002})
    assert f"{wall:.5g}" in str(preview(account, "transfer", 1))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda a: preview(a, "opne", BTC),
            f"move was 'opne'; one of {', '.join(MOVES)} is needed",
        ),
        (lambda a: preview(a, "equity", {}), "move was 'equity'"),
        (lambda a: preview(5, "open"), "account was 5"),
        (lambda a: preview(a, "transfer", "x"), "amount was 'x'"),
        (lambda a: preview(a, "transfer", 1, marks={BTC: -1}), "mark price of BTCUSDT was -1"),
        (lambda a: preview(a, "transfer", 1, marks=5), "marks were 5"),
    ],
)
def test_nonsense_is_a_value_error(call, said):
    with pytest.raises(ValueError, match=r"was|were") as caught:
        call(house())
    assert not isinstance(caught.value, Rejected)
    assert str(caught.value).startswith(said)


def test_a_reading_needs_no_marks():
    assert same(Reading.of(house()), told(house(), {BTC: 60_000.0}))
