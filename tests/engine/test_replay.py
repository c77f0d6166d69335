"""Replays: the same numbers as the formulas, and no money made or lost on the way."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from fractions import Fraction as F  # noqa: N817
from math import ceil, isfinite, isnan, nan

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marginlab.engine import paths
from marginlab.engine.account import Account
from marginlab.engine.replay import Close, Funding, Mark, Open, Transfer, replay
from marginlab.engine.settlement import Entry
from marginlab.engine.settling import Settling
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import ARTICLE, BITGET
from marginlab.venues.consequences import Consequences
from tests.engine.test_account import BTC, house, isolated, strange, two
from tests.engine.test_position import TWO

ETH = "ETHUSDT"


def at(*prices):
    return [Mark(float(i), {BTC: float(p)}) for i, p in enumerate(prices)]


# ---- the course's numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "prices", "wallet"),
    [
        ("isolated", (60_000, 50_000, 61_000), 1_400),
        ("cross", (60_000, 50_000, 61_000), 2_100),
        ("isolated", (60_000, 38_000), 1_400),
        ("cross", (60_000, 38_000), 0),
    ],
)
def test_the_path_decides_which_mode_was_better(mode, prices, wallet):
    trace = replay(house(mode), at(*prices))
    assert trace.equity[-1] == pytest.approx(wallet)
    if trace.account.positions:
        trace = replay(trace.account, [*at(prices[-1]), Close(9.0, BTC)])
    assert trace.account.wallet_balance == pytest.approx(wallet)


def payments_until_gone(account, price, rate, most=2_000):
    events = [Mark(0.0, {BTC: price}), *(Funding(8.0 * i, BTC, rate) for i in range(1, most))]
    trace = replay(account, events)
    assert len(trace.liquidations) == 1
    return round(trace.liquidations[0].time / 8)


@pytest.mark.parametrize(("leverage", "payments"), [(10, 954), (20, 454), (50, 154), (100, 54)])
def test_the_flat_price_life_is_the_exact_count(leverage, payments):
    exact = (F(1, leverage) - F("0.0046")) / F("0.0001")
    assert ceil(exact) == payments
    account = isolated(leverage=leverage).open(BTC, LONG, size=0.1, price=60_000)
    assert payments_until_gone(account, 60_000.0, 0.0001) == payments


def test_the_course_s_exercise_lives_for_177_payments():
    account = isolated(leverage=25).open(BTC, LONG, size=0.2, price=52_000)
    assert payments_until_gone(account, 52_000.0, 0.0002) == 177


def test_funding_walks_the_wall_towards_the_price():
    account = isolated(leverage=25).open(BTC, LONG, size=0.2, price=52_000)
    events = [Mark(0.0, {BTC: 52_000.0}), *(Funding(8.0 * i, BTC, 0.0002) for i in range(1, 31))]
    walls = replay(account, events).liquidation_price[f"{BTC} long"]
    assert walls[0] == pytest.approx(50_150.69, abs=0.005)
    assert walls[-1] == pytest.approx(50_464.14, abs=0.005)
    received = [events[0], *(replace(e, rate=-0.0005) for e in events[1:])]
    walls = replay(account, received).liquidation_price[f"{BTC} long"]
    assert walls[-1] == pytest.approx(49_367.09, abs=0.005)


def test_the_automatic_margin_call_lives_as_long_as_cross():
    called = house().set_automatic_margin_call(BTC)
    prices = (60_000, 54_000, 48_000, 42_000, 40_185)
    trace = replay(called, at(*prices))
    assert [e.what for e in trace.ledger].count("automatic margin call of BTCUSDT long") == 3
    assert not trace.liquidations
    assert trace.liquidation_price["BTCUSDT long"][-1] == pytest.approx(40_184.85, abs=0.005)
    trace = replay(called, at(*prices, 40_184))
    assert trace.liquidations[0].trader_loss == pytest.approx(2_000)


@pytest.mark.parametrize(("fill", "residual"), [(54_100, 10), (53_950, -5), (53_500, -50)])
def test_the_insurance_fund_gets_or_pays_the_residual(fill, residual):
    trace = replay(house(), at(60_000, fill))
    (end,) = trace.liquidations
    assert (end.trigger_price, end.fill_price) == (fill, fill)
    assert end.bankruptcy_price == pytest.approx(54_000)
    assert end.trader_loss == 600
    assert end.insurance_fund_change == pytest.approx(residual)
    assert trace.settling.insurance_fund == pytest.approx(1_000_000 + residual)


def test_an_empty_fund_means_that_counterparties_are_deleveraged():
    trace = replay(house(), at(60_000, 50_000), settling=Settling(insurance_fund=0))
    (end,) = trace.liquidations
    assert end.deleveraged
    assert end.fill_price == pytest.approx(54_000)
    assert end.insurance_fund_after == 0
    assert trace.ledger[-1].counterparties == pytest.approx(600)


def test_a_fill_may_be_worse_than_bankruptcy_by_half_a_percent():
    trace = replay(house(), at(60_000, 54_000), settling=Settling(fill_deviation=0.005))
    (end,) = trace.liquidations
    assert end.fill_price == pytest.approx(54_000 * 0.995)
    assert end.trader_loss == 600


# ---- cross books ------------------------------------------------------------------------------


def two_coins():
    account = Account(TWO, 2_000).open(BTC, LONG, size=0.1, price=60_000)
    return account.open(ETH, LONG, size=2, price=3_000)


def test_a_cross_liquidation_takes_every_cross_position_but_no_isolated_one():
    account = Account(TWO, 3_000).set_margin_mode(ETH, "isolated")
    account = account.open(ETH, SHORT, size=1, price=3_000)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(account, [Mark(0, {BTC: 60_000, ETH: 3_000}), Mark(1, {BTC: 30_000})])
    assert [p.name for p in trace.account.positions.values()] == ["ETHUSDT short"]
    assert trace.account.wallet_balance == pytest.approx(300)
    assert trace.liquidations[0].pool == "cross"


def test_an_isolated_liquidation_leaves_the_cross_pool_as_it_is():
    account = Account(TWO, 3_000).set_margin_mode(ETH, "isolated")
    account = account.open(ETH, SHORT, size=1, price=3_000)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(account, [Mark(0, {BTC: 60_000, ETH: 3_000}), Mark(1, {ETH: 6_000})])
    assert [p.name for p in trace.account.positions.values()] == ["BTCUSDT long"]
    assert trace.account.cross_balance == account.cross_balance
    assert trace.liquidations[0].trader_loss == 300


def test_the_losing_leg_drags_the_other_one_along():
    start, fall = Mark(0, {BTC: 60_000, ETH: 3_000}), Mark(2, {BTC: 58_000})
    assert replay(two_coins(), [start, fall]).account.positions
    trace = replay(two_coins(), [start, Mark(1, {ETH: 2_100}), fall])
    assert not trace.account.positions
    assert [e.time for e in trace.liquidations] == [2]


def hedged():
    account = Account(BITGET, 500).set_leverage(BTC, 50)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    return account.open(BTC, SHORT, size=0.06, price=60_000).place_order(
        BTC, LONG, size=0.001, price=50_000
    )


def test_cross_goes_in_the_documented_steps():
    wall = hedged().liquidation_price(BTC, {BTC: 60_000.0})
    trace = replay(hedged(), at(60_000, wall))
    said = [e.what for e in trace.ledger]
    assert said[0] == "cross: cancel resting orders"
    assert said[1] == "cross: net BTCUSDT"
    assert not trace.account.orders
    # Netting frees the requirement of the closed part; the rest of the long lives on.
    assert not trace.liquidations or said[-1] == "cross: close the rest"


def test_a_large_position_is_reduced_two_tiers_at_a_time():
    account = Account(BITGET, 600_000).set_leverage(BTC, 50)
    account = account.open(BTC, LONG, size=100, price=60_000)
    wall = account.liquidation_price(BTC, {BTC: 60_000.0})
    trace = replay(account, at(60_000, wall))
    assert [e.what for e in trace.ledger] == ["cross: reduce BTCUSDT long from tier 4 to 2"]
    (rest,) = trace.account.positions.values()
    assert rest.size * wall == pytest.approx(1_000_000)
    assert not trace.liquidations
    at_once = replay(account, at(60_000, wall), settling=Settling(closing="at once"))
    assert not at_once.account.positions
    assert at_once.liquidations[0].trader_loss == 600_000


def test_a_pool_of_two_symbols_asks_for_the_symbol():
    trace = replay(two_coins(), [Mark(0, {BTC: 60_000, ETH: 3_000}), Mark(1, {BTC: 30_000})])
    (end,) = trace.liquidations
    assert end.fills == {BTC: 30_000, ETH: 3_000}
    with pytest.raises(ValueError, match="pool cross held BTCUSDT, ETHUSDT"):
        _ = end.fill_price


# ---- where funding is taken -------------------------------------------------------------------


def test_funding_may_come_from_the_available_balance_first():
    events = [*at(60_000), Funding(8.0, BTC, 0.01)]
    own = replay(house(), events).account
    wallet = replay(house(), events, funding_from="available").account
    assert own.position(BTC).margin == pytest.approx(540)
    assert wallet.position(BTC).margin == 600
    assert own.wallet_balance == wallet.wallet_balance == pytest.approx(1_940)


def test_only_funding_from_the_available_balance_costs_more_than_the_margin():
    events = [*at(60_000), Funding(8.0, BTC, 0.01), *(Mark(9.0, {BTC: 50_000.0}),)]
    assert replay(house(), events).account.wallet_balance == pytest.approx(1_400)
    paid_first = replay(house(), events, funding_from="available").account
    assert paid_first.wallet_balance == pytest.approx(1_400 - 60)


def test_capped_funding_never_liquidates():
    events = [*at(60_000), *(Funding(8.0 * i, BTC, 0.01) for i in range(1, 50))]
    trace = replay(house(), events, funding_from="capped")
    assert not trace.liquidations
    assert trace.margin_ratio["BTCUSDT long"][-1] == pytest.approx(1, abs=1e-5)


# ---- equity decides, not cash -----------------------------------------------------------------


def drained(mode, last):
    """Long 0.1 at a mark of 90,000 that pays 1 % at each time, and the payment that ends it."""
    account = house(mode)
    events = [*at(90_000), *(Funding(8.0 * i, BTC, 0.01) for i in range(1, 99))]
    trace = replay(account, events)
    collateral = 600 if mode == "isolated" else 2_000
    spare = collateral + F("0.1") * 30_000 - F("0.0046") * 9_000
    assert ceil(spare / 90) == last
    assert Consequences(BITGET).payments_left(
        side=LONG, size=F("0.1"), entry_price=60_000, mark_price=90_000, collateral=collateral,
        funding_rate=F("0.01"), mmr=F("0.004"), fee_rate=F("0.0006"),
    ) == last  # fmt: skip
    return trace


@pytest.mark.parametrize(("mode", "last"), [("isolated", 40), ("cross", 56)])
def test_funding_takes_from_open_profit_until_equity_is_used_up(mode, last):
    trace = drained(mode, last)
    (end,) = trace.liquidations
    assert end.time == 8 * last
    assert len(trace.ledger) == last + 1
    # What is left of the cash is a debt of the pool that the close pays back.
    cash = (600 if mode == "isolated" else 2_000) - 90 * last
    assert end.trader_loss == pytest.approx(cash)
    assert end.trader_loss < 0
    equity = cash + 3_000
    assert end.insurance_fund_change == pytest.approx(equity)
    assert trace.account.wallet_balance == pytest.approx(1_400 if mode == "isolated" else 0)
    assert sum(e.total for e in trace.ledger) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("sides", [(LONG, SHORT), (SHORT, LONG)])
def test_what_one_leg_pays_the_other_receives_in_any_order(sides):
    account = Account(BITGET, 100).set_leverage(BTC, 125)
    for side in sides:
        account = account.open(BTC, side, size=0.1, price=60_000)
    trace = replay(account, [*at(60_000), Funding(8, BTC, 0.02)])
    assert trace.account.wallet_balance == 100
    assert not trace.liquidations
    assert {e.what: e.trader for e in trace.ledger} == pytest.approx(
        {"funding of BTCUSDT long": -120, "funding of BTCUSDT short": 120}
    )


def test_payments_of_one_time_are_booked_before_it_is_asked_who_lives():
    # BTC pays 120 of 100; ETH, short, receives 150 in the same moment, at a mark of its own.
    account = Account(TWO, 700).set_leverage(BTC, 125).set_leverage(ETH, 125)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    account = account.open(ETH, SHORT, size=2, price=3_000, marks={BTC: 60_000})
    pay, get = Funding(8, BTC, 0.2), Funding(8, ETH, 0.15)
    start = [Mark(0, {BTC: 60_000, ETH: 3_000})]
    for events in ((pay, get), (get, pay), (pay, Mark(8, {ETH: 3_000}), get)):
        trace = replay(account, [*start, *events])
        assert not trace.liquidations
        assert trace.account.wallet_balance == pytest.approx(700 - 1_200 + 900)
    late = [pay, Mark(9, {ETH: 3_000}), get]
    assert replay(account, [*start, pay, Mark(9, {ETH: 3_000})]).liquidations[0].time == 8
    with pytest.raises(ValueError, match="time was 8; the event before was at 9"):
        replay(account, [*start, *late])


def test_a_move_comes_after_the_payments_of_its_time():
    events = [*at(60_000), Funding(8, BTC, 0.11), Close(8, BTC), Funding(8, BTC, -0.11)]
    trace = replay(house(), events)
    assert [e.time for e in trace.liquidations] == [8]
    assert [u.move for u in trace.undone] == [events[2]]


def test_shares_of_what_is_available_do_not_depend_on_the_order():
    # 1,400 - 600 - 650 = 150 can leave the wallet; 120 and 60 are asked.
    found = []
    for first, second in ((BTC, ETH), (ETH, BTC)):
        account = (
            Account(TWO, 1_350).set_margin_mode(BTC, "isolated").set_margin_mode(ETH, "isolated")
        )
        for symbol in (first, second):
            size, price = (0.1, 60_000) if symbol == BTC else (2, 3_000)
            account = account.open(symbol, LONG, size=size, price=price)
        events = [
            Mark(0, {BTC: 60_000, ETH: 3_000}),
            Funding(8, first, 0.02 if first == BTC else 0.01),
        ]
        events.append(Funding(8, second, 0.02 if second == BTC else 0.01))
        done = replay(account, events, funding_from="available").account
        found.append([done.position(s).margin for s in (BTC, ETH)])
        assert done.cross_balance == pytest.approx(0, abs=1e-9)
    # 150 is divided as 120 and 60 were asked: 100 and 50; 20 and 10 come out of the margins.
    assert found[0] == pytest.approx([580, 590])
    assert found[1] == pytest.approx(found[0])


def test_closing_a_leg_of_a_hedge_goes_on():
    account = Account(BITGET, 1_300).set_leverage(BTC, 125)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    account = account.open(BTC, SHORT, size=0.1, price=60_000)
    trace = replay(account, [*at(60_000, 44_000), Close(2, BTC, side=LONG), Close(3, BTC)])
    assert trace.equity.tolist() == pytest.approx([1_300] * 4)
    assert trace.account.wallet_balance == pytest.approx(1_300)
    assert not trace.undone


def test_a_reduction_in_steps_may_leave_a_debt_that_profit_carries():
    # Equity -2,940 + 0.2 x 15,000 = 60 is below 0.0046 x 13,500; netting costs 5.40 and frees 20.70.
    account = Account(BITGET, 1_300).set_leverage(BTC, 125)
    account = account.open(BTC, SHORT, size=0.3, price=60_000)
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(replace(account, wallet_balance=-2_940.0), at(45_000))
    assert [e.what for e in trace.ledger] == ["cross: net BTCUSDT"]
    fee = 2 * F("0.1") * 45_000 * F("0.0006")
    assert trace.account.cross_balance == pytest.approx(float(-2_940 - fee))
    assert trace.account.equity({BTC: 45_000}) == pytest.approx(float(60 - fee))


def test_a_payment_of_nothing_hides_no_liquidation():
    account = Account(TWO, 1_000).open(BTC, LONG, size=0.1, price=60_000)
    account = account.open(ETH, LONG, size=0.01, price=3_000, marks={BTC: 60_000})
    start, wick = (
        Mark(0, {BTC: 60_000, ETH: 3_000}),
        [Mark(1, {BTC: 50_000}), Mark(1, {BTC: 60_000})],
    )
    for events in (wick, [Funding(1, ETH, 0.0), *wick], [*wick, Funding(1, ETH, 0.0)]):
        assert len(replay(account, [start, *events]).liquidations) == 1
    # What is owed before the mark is paid before it is asked: received, it may save the pool.
    saved = replace(account, wallet_balance=1_000.0)
    saved = saved.open(BTC, SHORT, size=0.001, price=60_000, marks={ETH: 3_000})
    rich = [Funding(1, BTC, -0.1), *wick]
    assert not replay(saved, [start, *rich]).liquidations


def test_a_jump_is_met_by_as_many_margin_calls_as_it_takes():
    # 60,000 to 700,000 costs 64,000; each call brings 48.
    account = isolated(1e6, 125).open(BTC, SHORT, size=0.1, price=60_000)
    account = account.set_automatic_margin_call(BTC)
    trace = replay(account, at(60_000, 700_000))
    needed = F("0.1") * 640_000 + F("0.0046") * 70_000
    assert len(trace.ledger) == ceil((needed - 48) / 48)
    assert trace.account.positions


# ---- moves that do not happen -----------------------------------------------------------------


def test_a_move_whose_position_is_gone_is_noted_with_the_reason():
    account = isolated(120.0, 50).open(BTC, LONG, size=0.1, price=60_000)
    moves = [Close(2, BTC), Transfer(3, 10, BTC), Close(4, BTC, side=LONG, size=0.05)]
    trace = replay(account, [*at(60_000, 54_000), *moves])
    assert len(trace.liquidations) == 1
    assert [(u.time, u.move) for u in trace.undone] == [(m.time, m) for m in moves]
    for undone in trace.undone:
        assert undone.why == "BTCUSDT long was liquidated at 1; there is nothing to move"
    assert len(trace.times) == 5
    with pytest.raises(Rejected, match="BTCUSDT long was liquidated at 1"):
        replay(account, [*at(60_000, 54_000), *moves], strict=True)
    for never in (Close(2, ETH), Close(2, BTC, side=SHORT), Transfer(2, 5, ETH)):
        with pytest.raises(ValueError, match=r"was|were") as caught:
            replay(account, [*at(60_000, 54_000), never])
        assert not isinstance(caught.value, Rejected)


def test_a_position_that_was_closed_is_gone_as_well_and_may_come_back():
    events = [
        *at(60_000),
        Close(1, BTC),
        Close(2, BTC),
        Open(3, BTC, LONG, size=0.1),
        Close(4, BTC),
    ]
    trace = replay(house(), events)
    assert [u.why for u in trace.undone] == [
        "BTCUSDT long was closed at 1; there is nothing to move"
    ]
    assert not trace.account.positions


def test_a_refused_move_is_noted_and_the_replay_goes_on():
    moves = [Open(1, BTC, LONG, size=9), Transfer(2, -5_000), Transfer(3, -100, BTC)]
    trace = replay(house(), [*at(60_000), *moves, Close(4, BTC)])
    assert [u.time for u in trace.undone] == [1, 2, 3]
    assert "54,000; 1,400 is available" in trace.undone[0].why
    assert "at most 0 can be taken out" in trace.undone[2].why
    assert trace.account.wallet_balance == 2_000
    for move in moves:
        with pytest.raises(Rejected, match="was"):
            replay(house(), [*at(60_000), move], strict=True)


def test_a_refused_opening_leaves_nothing_to_close_and_the_trace_goes_on():
    moves = [Open(0, BTC, LONG, size=1.0), Close(1, BTC), Close(2, BTC, side=LONG)]
    trace = replay(Account(BITGET, 100.0), [*at(60_000), *moves])
    assert [u.move for u in trace.undone] == moves
    assert trace.undone[1].why == "BTCUSDT long was refused at 0; there is nothing to move"
    again = [*at(60_000), *moves[:1], Open(1, BTC, LONG, size=0.01), Close(2, BTC)]
    assert len(replay(Account(BITGET, 100.0), again).undone) == 1


def test_a_nameless_close_does_not_fall_on_the_leg_that_is_left():
    account = isolated(3_000, 50).open(BTC, LONG, size=0.1, price=60_000)
    account = account.open(BTC, SHORT, size=0.1, price=60_000)
    trace = replay(account, [*at(60_000, 55_000), Close(2, BTC), Close(3, BTC, side=SHORT)])
    (undone,) = trace.undone
    assert undone.why.startswith("BTCUSDT long was liquidated at 1; its other leg lives")
    assert not trace.account.positions
    # Whoever closed the long by hand knows which one is left.
    by_hand = [*at(60_000), Close(1, BTC, side=LONG), Close(2, BTC)]
    assert not replay(account, by_hand).undone


def test_nonsense_is_nonsense_though_the_position_is_gone():
    account = isolated(120.0, 50).open(BTC, LONG, size=0.1, price=60_000)
    for move in (Close(2, BTC, size="x"), Close(2, BTC, price=nan), Close(2, BTC, side=1.0),
                 Transfer(2, 5, BTC, side="long"), Close(2, [])):  # fmt: skip
        with pytest.raises(ValueError, match="was"):
            replay(account, [*at(60_000, 54_000), move])


def test_no_row_of_the_ledger_has_a_minus_zero():
    account = house("cross").open(BTC, SHORT, size=0.05, price=60_000)
    events = [
        *at(60_000), Funding(1, BTC, 0.0), Open(2, BTC, LONG, size=0.01), Transfer(3, 0),
        Close(4, BTC, side=SHORT), Close(5, BTC, size=0.01, side=LONG), Mark(6, {BTC: 1_000}),
    ]  # fmt: skip
    trace = replay(account, events)
    assert trace.liquidations
    assert len(trace.ledger) > 5
    for entry in trace.ledger:
        assert "-0.0" not in [repr(number) for number in entry[2:]]
    assert repr(Entry(0, "x", -0.0, -0.0, -0.0, -0.0, -0.0)) == repr(Entry(0, "x"))


# ---- properties -------------------------------------------------------------------------------

moves = st.one_of(
    st.builds(lambda f, g: ("mark", {BTC: 60_000 * f, ETH: 3_000 * g}),
              st.floats(0.6, 1.5), st.floats(0.5, 1.6)),
    st.builds(lambda s, r: ("fund", s, r), st.sampled_from([BTC, ETH]), st.floats(-0.02, 0.02)),
    st.builds(lambda a: ("transfer", a), st.floats(-500, 500)),
    st.builds(lambda s, d, q: ("open", s, d, q), st.sampled_from([BTC, ETH]),
              st.sampled_from([LONG, SHORT]), st.floats(10, 3_000)),
    st.builds(lambda s, d: ("close", s, d), st.sampled_from([BTC, ETH]),
              st.sampled_from([LONG, SHORT])),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example(
    [
        ("open", BTC, SHORT, 2_357),
        ("mark", {BTC: 36_000, ETH: 1_800}),
        ("transfer", 45),
        ("open", BTC, LONG, 19),
        ("open", BTC, SHORT, 899),
        ("mark", {BTC: 82_500, ETH: 4_125}),
        ("close", BTC, SHORT),
    ],
    "cross",
    0.0,
    0.0,
    "steps",
)
@given(
    st.lists(moves, max_size=25), st.sampled_from(["isolated", "cross"]),
    st.sampled_from([0.0, 0.0006]), st.sampled_from([0.0, 1e6]),
    st.sampled_from(["steps", "at once"]),
)  # fmt: skip
def test_every_row_of_the_ledger_sums_to_zero(steps, mode, fee, fund, closing):
    account = Account(TWO, 2_000, trading_fee_rate=fee).set_margin_mode(BTC, mode)
    settling, marks = Settling(fund, closing), {BTC: 60_000.0, ETH: 3_000.0}
    rows = []
    for what, *args in [("mark", marks), *steps]:
        event = {
            "mark": lambda m: Mark(0, m),
            "fund": lambda s, r: Funding(0, s, r),
            "transfer": lambda a: Transfer(0, a),
            "open": lambda s, d, q: Open(0, s, d, margin=q / 10),
            "close": lambda s, d: Close(0, s, side=d),
        }[what](*args)
        if what == "mark":
            marks = args[0]
        try:
            trace = replay(account, [Mark(0, marks), event], settling=settling)
        except ValueError:
            continue
        change = trace.account.wallet_balance - account.wallet_balance
        assert change == pytest.approx(sum(e.trader for e in trace.ledger), abs=1e-6)
        fund_change = trace.settling.insurance_fund - settling.insurance_fund
        assert fund_change == pytest.approx(sum(e.insurance_fund for e in trace.ledger), abs=1e-6)
        for entry in trace.ledger:
            assert entry.total == pytest.approx(0, abs=1e-6)
        account, settling = trace.account, trace.settling
        rows += trace.ledger
        # A realised loss may be more than the wallet where another leg's open profit stands behind it.
        profit = sum(
            held.side * held.size * (marks[symbol] - held.entry_price)
            for (symbol, _), held in account.positions.items()
        )
        assert account.wallet_balance + max(0, profit) >= -1e-6
    assert sum(e.total for e in rows) == pytest.approx(0, abs=1e-4)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(0.5, 1.6), min_size=1, max_size=30), st.sampled_from([LONG, SHORT]))
def test_a_replay_without_events_is_the_formula_on_that_path(factors, side):
    account = house(side=side)
    wall = account.liquidation_price(BTC, {BTC: 60_000.0})
    prices = [60_000.0, *(60_000 * f for f in factors)]
    hit = next((i for i, p in enumerate(prices) if side * (p - wall) <= 0), None)
    trace = replay(account, at(*prices))
    assert [e.time for e in trace.liquidations] == ([] if hit is None else [hit])
    for i, equity in enumerate(trace.equity):
        gone = hit is not None and i >= hit
        assert equity == pytest.approx(1_400 if gone else 2_000 + side * 0.1 * (prices[i] - 60_000))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.floats(-0.02, 0.02), st.floats(30_000, 90_000)), max_size=30))
def test_an_isolated_position_never_costs_more_than_its_margin(steps):
    events = [*at(60_000)]
    for i, x in enumerate(steps, 1):
        events.append(Funding(i, BTC, x) if abs(x) < 1 else Mark(i, {BTC: x}))
    trace = replay(house(), events)
    assert trace.account.cross_balance >= 1_400 - 1e-9
    if trace.liquidations:
        assert trace.account.wallet_balance == pytest.approx(1_400)


@settings(deadline=None)
@given(st.floats(-0.001, 0.001), st.floats(-0.001, 0.001))
def test_two_funding_payments_are_their_sum(one, two):
    both = replay(house(), [*at(60_000), Funding(1, BTC, one), Funding(2, BTC, two)])
    once = replay(house(), [*at(60_000), Funding(1, BTC, one + two)])
    assert both.account.position(BTC).margin == pytest.approx(once.account.position(BTC).margin)


start = [Mark(0, {BTC: 60_000, ETH: 3_000})]
EVENTS = [
    lambda x: Mark(x, {BTC: 60_000}),
    lambda x: Mark(1, x),
    lambda x: Mark(1, {BTC: x}),
    lambda x: Mark(1, {x if x.__hash__ else "": 60_000}),
    lambda x: Funding(x, BTC, 0.0001),
    lambda x: Funding(1, x, 0.0001),
    lambda x: Funding(1, BTC, x),
    lambda x: Transfer(x, 1),
    lambda x: Transfer(1, x),
    lambda x: Transfer(1, x, BTC),
    lambda x: Transfer(1, 1, x if x is not None else 0),
    lambda x: Transfer(1, 1, BTC, x if x is not None else 0),
    lambda x: Open(x, ETH, LONG, size=1),
    lambda x: Open(1, x, LONG, size=1),
    lambda x: Open(1, ETH, x, size=1),
    lambda x: Open(1, ETH, LONG, size=x),
    lambda x: Open(1, ETH, LONG, margin=x),
    lambda x: Open(1, ETH, LONG, size=1, price=x if x is not None else 0),
    lambda x: Open(1, ETH, LONG, size=1, tier_rule=x),
    lambda x: Close(x, BTC),
    lambda x: Close(1, x),
    lambda x: Close(1, BTC, size=x if x is not None else 0),
    lambda x: Close(1, BTC, side=x if x is not None else 0),
    lambda x: Close(1, BTC, price=x if x is not None else 0),
    lambda x: x,
]


STRANGE_EVENTS = st.tuples(st.sampled_from(EVENTS), strange)


def refuse_an_event(case):
    """Nonsense in an event is one sentence, and the account is as it was."""
    make, x = case
    account = two()
    before = repr(account)
    with pytest.raises(ValueError, match=r"was|were|given|has no") as caught:
        replay(account, [*start, make(x)])
    assert len(str(caught.value)) > 15
    assert not isinstance(caught.value, Rejected)
    assert repr(account) == before


@settings(max_examples=500, deadline=None)
@given(STRANGE_EVENTS)
def test_events_with_nonsense_in_them_are_a_value_error(case):
    refuse_an_event(case)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(EVENTS[:-1]), st.floats(allow_nan=False, allow_infinity=False))
def test_events_with_any_number_never_give_a_silent_nan(make, x):
    account = two()
    try:
        trace = replay(account, [*start, make(x)])
    except ValueError:
        return
    assert all(isfinite(e) for e in trace.equity)
    assert not any(isnan(e.total) for e in trace.ledger)
    assert isfinite(trace.account.wallet_balance)


@settings(max_examples=100, deadline=None)
@given(st.permutations([Mark(1, {BTC: 59_000}), Funding(2, BTC, 1e-4), Transfer(3, 5),
                        Open(4, BTC, LONG, size=0.01), Close(5, BTC)]))  # fmt: skip
def test_events_out_of_order_are_a_value_error(events):
    times = [e.time for e in events]
    if times == sorted(times):
        assert replay(two(), [*start, *events]).times.tolist() == [0, 1, 2, 3, 4, 5]
    else:
        with pytest.raises(ValueError, match=r"time was \d; the event before was at \d"):
            replay(two(), [*start, *events])


@pytest.mark.parametrize(
    "events",
    [
        [Mark(1, {BTC: 60_000}), Mark(0, {BTC: 60_000})],
        [Mark(nan, {BTC: 60_000})],
        [Mark(0, {BTC: nan})],
        [Mark(0, {BTC: -1})],
        [Mark(0, {"DOGE": 1})],
        [Mark(0, 60_000)],
        [Funding(0, BTC, 0.0001)],
        [Mark(0, {BTC: 60_000}), Funding(1, BTC, nan)],
        [Mark(0, {BTC: 60_000}), Funding(1, "DOGE", 0.1)],
        [Mark(0, {BTC: 60_000}), Transfer(1, "all")],
        [Mark(0, {BTC: 60_000}), Close(1, BTC, side=SHORT)],
        [Open(0, BTC, LONG, size=0.1)],
        ["mark"],
        [None],
    ],
    ids=str,
)
def test_events_that_make_no_sense_are_a_value_error(events):
    with pytest.raises(ValueError, match=r"was|were") as caught:
        replay(house(), events)
    assert not isinstance(caught.value, Rejected)


def test_the_columns_are_as_long_as_the_times():
    trace = replay(house(), at(60_000, 50_000, 51_000))
    for columns in (trace.marks, trace.margin_ratio, trace.liquidation_price):
        assert all(len(c) == len(trace.times) for c in columns.values())
    assert isnan(trace.liquidation_price["BTCUSDT long"][-1])


# ---- paths ------------------------------------------------------------------------------------


def test_a_seed_gives_the_same_path_and_another_seed_another():
    for make in (paths.calm, paths.grind, paths.squeeze, paths.wick, paths.twins):
        assert make(7) == make(7)
        assert make(7) != make(8)


def test_the_crash_falls_by_half_in_sixteen_hours():
    path = paths.crash(start=60_000)
    assert path[0] == pytest.approx(60_000)
    assert path[-1] / path[0] == pytest.approx(3_596 / 7_672)


def test_in_a_wick_the_last_price_dives_deeper_than_the_mark():
    last, mark = paths.wick()
    assert min(last) / last[0] == pytest.approx(0.96, abs=0.005)
    assert min(mark) / mark[0] == pytest.approx(0.99, abs=0.005)


def test_a_path_can_be_subdivided_to_show_the_crossing():
    events = paths.marks({BTC: (60_000.0, 50_000.0)}, between=9)
    assert [e.prices[BTC] for e in events] == pytest.approx([60_000 - 1_000 * i for i in range(11)])
    assert replay(house(), events).liquidations[0].trigger_price == 54_000


def test_ten_thousand_steps_fit_in_forty_megabytes():
    events = list(paths.marks({BTC: paths.grind(steps=9_999)}))
    tracemalloc.start()
    trace = replay(house("cross"), events)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(trace.times) == 10_000
    assert peak < 40e6


# ---- the article taken at its word ------------------------------------------------------------


def article(mode="isolated"):
    return replace(house(mode), venue=ARTICLE, positions={}).open(BTC, LONG, size=0.1, price=60_000)


def test_the_article_shows_one_price_and_closes_at_another():
    account = article()
    shown = account.liquidation_price(BTC, {BTC: 60_000.0})
    assert shown == pytest.approx(54_000 / (1 - 0.004))
    assert not replay(account, at(60_000, shown - 1, 54_001)).liquidations
    (end,) = replay(account, at(60_000, 54_000)).liquidations
    assert end.fill_price == pytest.approx(54_000 * 0.995)
    # Bitget, on the same path, closes at its wall.
    assert replay(house(), at(60_000, 54_249)).liquidations[0].trigger_price == 54_249


def test_the_article_lets_margin_out_down_to_maintenance():
    more = article().add_margin(BTC, 300)
    assert more.removable_margin(BTC, {BTC: 61_000.0}) == pytest.approx(900 - 0.004 * 6_100)
    assert house().add_margin(BTC, 300).removable_margin(BTC, {BTC: 61_000.0}) == pytest.approx(390)
    with pytest.raises(Rejected, match="insufficient coverage"):
        more.remove_margin(BTC, 890, {BTC: 61_000.0})


def test_the_article_s_funding_closes_when_it_is_used_up():
    events = [*at(60_000), *(Funding(8.0 * i, BTC, 0.01) for i in range(1, 20))]
    assert replay(article(), events).liquidations[0].time == 80  # ten payments of 60: all of it
    assert replay(house(), events).liquidations[0].time == 80  # nine leave 60, more than 27.60
    finer = [*at(60_000), *(Funding(8.0 * i, BTC, 0.001) for i in range(1, 200))]
    assert replay(article(), finer).liquidations[0].time == 800
    assert replay(house(), finer).liquidations[0].time == 96 * 8
