"""Stops, profits and the queue: orders that wait in a replay, and winners who are deleveraged."""

from __future__ import annotations

import pytest

from marginlab.engine.account import Account
from marginlab.engine.paths import wick
from marginlab.engine.replay import (
    Close,
    Deleveraging,
    Funding,
    Mark,
    Open,
    StopLoss,
    TakeProfit,
    replay,
)
from marginlab.engine.settlement import deleveraging_score
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET

BTC = "BTCUSDT"


def house(mode="isolated", side=LONG, leverage=10):
    account = Account(BITGET, 2_000).set_margin_mode(BTC, mode).set_leverage(BTC, leverage)
    return account.open(BTC, side, size=0.1, price=60_000)


def at(*prices, last=()):
    """Marks hour by hour, the last prices beside them where there are some."""
    last = last or (None,) * len(prices)
    return [
        Mark(float(i), {BTC: p}, None if own is None else {BTC: own})
        for i, (p, own) in enumerate(zip(prices, last, strict=True))
    ]


def lived(account, order, marks, **terms):
    first, *rest = marks
    return replay(account, [first, order, *rest], **terms)


# ---- stops and profits ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "order", "prices", "wallet"),
    [
        (LONG, StopLoss(0, BTC, 58_000), (60_000, 59_000, 57_500, 61_000), 2_000 - 250),
        (LONG, StopLoss(0, BTC, 58_000), (60_000, 59_000, 58_000, 61_000), 2_000 - 200),
        (LONG, TakeProfit(0, BTC, 63_000), (60_000, 62_000, 63_500, 50_000), 2_000 + 350),
        (SHORT, StopLoss(0, BTC, 62_000), (60_000, 61_000, 62_800, 60_000), 2_000 - 280),
        (SHORT, TakeProfit(0, BTC, 57_000), (60_000, 58_000, 56_000, 60_000), 2_000 + 400),
        # Half a per cent beyond the price that triggers: 0.1 x (60,000 - 58,000 x 0.995).
        (LONG, StopLoss(0, BTC, 58_000, gap=0.005), (60_000, 58_000), 2_000 - 229),
    ],
)
def test_an_order_is_filled_where_the_market_is_not_at_its_own_price(side, order, prices, wallet):
    for mode in ("isolated", "cross"):
        trace = lived(house(mode, side), order, at(*prices))
        assert not trace.account.positions
        assert trace.account.wallet_balance == pytest.approx(wallet)
        assert not trace.undone
        assert order.word in trace.ledger[-1].what


def test_the_last_price_triggers_only_who_asks_for_it():
    marks = at(60_000, 59_500, 59_400, last=(60_000, 57_600, 59_400))
    by_last = lived(house(), StopLoss(0, BTC, 58_000, by="last"), marks)
    assert by_last.account.wallet_balance == pytest.approx(2_000 - 240)
    by_mark = lived(house(), StopLoss(0, BTC, 58_000), marks)
    assert by_mark.account.positions


def test_what_the_mark_triggers_is_filled_at_the_last_price():
    marks = at(60_000, 57_900, last=(60_000, 57_700))
    trace = lived(house(), StopLoss(0, BTC, 58_000), marks)
    assert trace.account.wallet_balance == pytest.approx(2_000 - 230)


def test_a_last_price_of_an_earlier_mark_fills_nothing_and_triggers_nothing():
    marks = at(60_000, 57_900, last=(60_000, None))
    trace = lived(house(), StopLoss(0, BTC, 58_000), marks)
    assert trace.account.wallet_balance == pytest.approx(2_000 - 210)  # at the mark, not at 60,000
    silent = at(60_000, 59_000, 57_900, last=(60_000, 59_000, None))
    assert lived(house(), StopLoss(0, BTC, 58_000, by="last"), silent).account.positions
    with pytest.raises(ValueError, match="last price of BTCUSDT was -1; a number above 0"):
        replay(house(), [Mark(0, {BTC: 60_000}, {BTC: -1})])


def test_in_a_wick_a_stop_by_last_is_taken_out_and_one_by_mark_is_not():
    last, mark = wick()
    marks = at(*mark, last=last)
    stop = 60_000 * 0.98
    assert lived(house(), StopLoss(0, BTC, stop), marks).account.positions
    assert not lived(house(), StopLoss(0, BTC, stop, by="last"), marks).account.positions


@pytest.mark.parametrize(("leverage", "fires"), [(25, True), (50, False)])
def test_a_stop_behind_the_wall_never_fires(leverage, fires):
    # At 50x the wall stands at 59,071.73, before the stop at 58,800; at 25x behind it.
    account = house(leverage=leverage)
    trace = lived(account, StopLoss(0, BTC, 58_800), at(60_000, 59_050, 58_790, 58_000))
    assert bool(trace.liquidations) is not fires
    assert trace.account.wallet_balance == pytest.approx(2_000 - (121 if fires else 120))
    assert [u.why for u in trace.undone] == (
        [] if fires else ["BTCUSDT long was liquidated at 1; its order ended"]
    )


def test_a_mark_that_reaches_both_liquidates():
    trace = lived(house(), StopLoss(0, BTC, 55_000), at(60_000, 54_000))
    assert len(trace.liquidations) == 1
    assert len(trace.undone) == 1


def test_an_order_closes_a_part_and_never_more_than_is_held():
    part = lived(house(), TakeProfit(0, BTC, 61_000, size=0.04), at(60_000, 61_000))
    assert part.account.position(BTC).size == pytest.approx(0.06)
    more = [at(60_000)[0], StopLoss(0, BTC, 59_000, size=0.1), Close(1, BTC, size=0.03)]
    rest = replay(house(), [*more, Mark(2, {BTC: 58_500})])
    assert not rest.account.positions
    assert not rest.undone


def test_a_stop_and_a_profit_wait_together_and_the_one_ends_the_other():
    first, *rest = at(60_000, 58_500, 63_500)
    trace = replay(house(), [first, StopLoss(0, BTC, 59_000), TakeProfit(0, BTC, 63_000), *rest])
    assert trace.account.wallet_balance == pytest.approx(2_000 - 150)
    ((time, move, why),) = trace.undone
    assert (time, type(move), why) == (
        1, TakeProfit, "BTCUSDT long was closed at 1; its order ended"
    )  # fmt: skip


def test_an_order_does_not_fall_on_a_position_that_is_opened_later():
    events = [at(60_000)[0], StopLoss(0, BTC, 59_000), Close(1, BTC), Open(2, BTC, LONG, size=0.1)]
    assert replay(house(), [*events, Mark(3, {BTC: 58_000})]).account.positions


def test_what_is_owed_before_is_paid_before():
    events = [
        at(60_000)[0],
        StopLoss(0, BTC, 59_000),
        Funding(1, BTC, 0.01),
        Mark(1, {BTC: 58_000}),
    ]
    trace = replay(house(), events)
    assert trace.account.wallet_balance == pytest.approx(2_000 - 60 - 200)
    dead = replay(house(leverage=25), [*events[:2], Funding(1, BTC, 0.03), Mark(1, {BTC: 58_900})])
    assert [s.pool for s in dead.liquidations] == ["BTCUSDT long"]
    assert [u.why for u in dead.undone] == ["BTCUSDT long was liquidated at 1; its order ended"]


def test_a_fill_beyond_bankruptcy_is_refused_and_the_order_is_gone():
    trace = lived(house(), StopLoss(0, BTC, 56_000), at(60_000, 55_500, last=(60_000, 53_000)))
    assert trace.account.positions
    assert "closing price was 53,000" in trace.undone[0].why
    with pytest.raises(Rejected, match="closing price was 53,000"):
        lived(
            house(),
            StopLoss(0, BTC, 56_000),
            at(60_000, 55_500, last=(60_000, 53_000)),
            strict=True,
        )


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (
            StopLoss(0, BTC, 61_000),
            "stop was 61,000; that of BTCUSDT long has to lie below the mark",
        ),
        (
            TakeProfit(0, BTC, 60_000),
            "take profit was 60,000; that of BTCUSDT long has to lie above",
        ),
        (StopLoss(0, BTC, 59_000, side=SHORT), "position was BTCUSDT short"),
    ],
)
def test_an_order_whose_price_is_reached_already_is_refused(order, said):
    with pytest.raises(ValueError, match=r"was") as caught:
        lived(house(), order, at(60_000), strict=True)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "event",
    [
        StopLoss(0, "DOGE", 1),
        StopLoss(0, BTC, -1),
        StopLoss(0, BTC, 59_000, size=0),
        StopLoss(0, BTC, 59_000, by="index"),
        StopLoss(0, BTC, 59_000, gap=1),
        StopLoss(0, BTC, 59_000, side="long"),
        TakeProfit(0, BTC, "x"),
        Deleveraging(0, BTC, LONG, None, 1),
        Deleveraging(0, BTC, LONG, 1, 0),
        Deleveraging(0, BTC, 0, 1, 1),
        Deleveraging(0, BTC, LONG, 1, 1, (5,)),
        Deleveraging(0, BTC, LONG, 1, 1, [(1, 1)]),
        Deleveraging(0, BTC, LONG, 1, 1, ((1, -1),)),
        Mark(0, {}, {"DOGE": 1}),
        Mark(0, {}, {BTC: 0}),
        Mark(0, {}, 5),
    ],
    ids=repr,
)
def test_nonsense_is_a_value_error(event):
    with pytest.raises(ValueError, match=r"was|were") as caught:
        replay(house(), [Mark(0, {BTC: 60_000}), event])
    assert not isinstance(caught.value, Rejected)


# ---- the queue --------------------------------------------------------------------------------


def deleveraging(size, *others, price=64_000.0):
    """A short was bankrupt at 64,000; the mark is at 66,000, longs have won."""
    event = Deleveraging(1, BTC, LONG, size, price, others)
    return replay(house(), [Mark(0, {BTC: 60_000}), Mark(1, {BTC: 66_000}), event])


def score():
    """Of the house position at 66,000, by the page: return times maintenance over equity."""
    return (600 / 660) * (0.0046 * 6_600) / (600 + 600)


def test_the_winner_is_closed_at_the_bankruptcy_price_and_pays_no_fee():
    trace = deleveraging(1)
    assert not trace.account.positions
    assert trace.account.wallet_balance == pytest.approx(2_000 + 400)  # not the 600 of the mark
    row = trace.ledger[-1]
    assert row.what == "deleverage BTCUSDT long"
    assert (row.trader, row.counterparties, row.fees) == pytest.approx((400, -400, 0))


def test_who_scores_higher_comes_first():
    assert score() == pytest.approx(deleveraging_score(600 / 660, 0.0046 * 6_600 / 1_200))
    assert deleveraging(0.5, (score() * 1.01, 0.45)).account.position(BTC).size == pytest.approx(
        0.05
    )
    assert not deleveraging(0.5, (score() * 0.99, 0.45)).account.positions
    (undone,) = deleveraging(0.5, (score() * 1.01, 0.3), (score() * 2, 0.2)).undone
    assert undone.why == "size was 0.5; the 2 before BTCUSDT long in the queue take all"


def test_after_it_an_order_of_the_position_is_gone():
    events = [
        Mark(0, {BTC: 60_000}),
        StopLoss(0, BTC, 58_000),
        Mark(1, {BTC: 66_000}),
        Deleveraging(1, BTC, LONG, 1, 64_000),
    ]
    (undone,) = replay(house(), events).undone
    assert undone.why == "BTCUSDT long was deleveraged at 1; its order ended"


def test_others_who_take_it_all_up_to_rounding_leave_nothing():
    # 0.1 and 0.7 are a hair less than 0.8 in floats; a position is not closed by that hair.
    assert 0.8 - (0.1 + 0.7) > 0
    event = Deleveraging(0, BTC, LONG, 0.8, 62_000, ((9.0, 0.1), (9.0, 0.7)))
    trace = replay(house(), [Mark(0, {BTC: 61_000}), event])
    assert "the 2 before BTCUSDT long in the queue take all" in trace.undone[0].why
    assert not trace.ledger
