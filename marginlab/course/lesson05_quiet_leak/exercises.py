"""Lesson 5, the quiet leak: payments and their signs, the wall that walks, the life at a still price.

A wrong idea is the right formula with another payment, another count or another end.
Where people believe it: funding on the margin, or multiplied by the leverage once more, is what a
trader asks on Binance Square (18588680857609); that it ends a position when all the margin is
eaten, and that a short pays a positive rate, stands in a story there (hashtag FundingRate).
(Pages read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from marginlab.course.house import PAYMENTS_A_DAY as A_DAY
from marginlab.course.trade import (
    NONE,
    SHORT_FOR_LONG,
    Answer,
    Trade,
    closing_fee_forgotten,
    exact,
    held,
    maintenance_on_entry_value,
    terms,
    wall_with,
)
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

NOTEBOOK = "05_the_quiet_leak"
_FOLLOWS = Consequences(BITGET)


def required(trade: Trade) -> Fraction:
    """The requirement at the entry price [settle coin]."""
    return trade.required(trade.entry_price)


def room(trade: Trade) -> Fraction:
    """What may leak before the requirement is reached [settle coin]."""
    return trade.collateral - required(trade)


def payment_on_margin(trade: Trade) -> Fraction:
    """The rate on the margin instead of the position [settle coin]."""
    return trade.payment / trade.leverage


def wall_paying(payment: Answer, times: int = 1) -> Answer:
    """The liquidation price after the payments, each of this amount, or after more of them."""
    return lambda t: t.wall(t.collateral - times * t.payments * payment(t))


wall_now = wall_paying(lambda t: t.payment)


def wall_moved_without_kappa(trade: Trade) -> Fraction:
    """The first wall moved by what was paid over size [quote per base]."""
    return trade.wall() + trade.payments * trade.payment / trade.size


def payments_left(trade: Trade, **changes: Any) -> Fraction:
    """The number of the payment that liquidates."""
    asked = {"mark_price": trade.entry_price, **changes}
    return Fraction(_FOLLOWS.payments_left(**trade.given(BITGET.funding_intervals_left, **asked)))


def payments_until_empty(trade: Trade) -> Fraction:
    """The number of the payment with which the margin is gone."""
    return payments_left(trade, mmr=NONE, fee_rate=NONE)


def days_left(trade: Trade) -> Fraction:
    """The day on which the position is liquidated."""
    return payments_left(trade) / A_DAY


def leak_a_day(trade: Trade) -> Fraction:
    """What a day's payments take of the margin [fraction]."""
    return A_DAY * trade.payment / trade.collateral


def leak_a_day_of_room(trade: Trade) -> Fraction:
    """What a day's payments take of the margin above the requirement [fraction]."""
    return A_DAY * trade.payment / room(trade)


# ---- how the numbers are told -----------------------------------------------------------------


def _rate(trade: Trade) -> str:
    return f"{show(trade.funding_rate * 100)} %"


def _still(question: str) -> Callable[[Trade], str]:
    """Asks that of a position whose price stands still; "{}" is how many payments there were."""
    return lambda t: (
        f"You are **{held(t)}**. {terms(t)} The price stands still at the entry, the funding rate at "
        f"**{_rate(t)}** every eight hours, and payments are taken from the margin.\n\n"
        f"{question.format(t.payments)}"
    )


def _ask_payment(t: Trade) -> str:
    return (
        f"You are **{held(t)}**. The price stands still at the entry; the funding rate is "
        f"**{_rate(t)}**.\n\nHow much do you pay at one funding time?"
    )


def _ask_start(t: Trade) -> str:
    return f"You are **{held(t)}**. {terms(t)}\n\nWhere is its wall before the first payment?"


def _margin(t: Trade, given: str) -> str:
    """The first line of every solution, after what is given: the margin."""
    value = show(t.value, "money")
    return (
        f"Take a **{held(t)}**, {given}\n\n1. Value {value}, margin {value} / {show(t.leverage)} "
        f"= {show(t.collateral, 'money')}.\n"
    )


def _payment(t: Trade, more: str = "") -> str:
    """The first two lines of most solutions: margin and one payment."""
    rates = f"at a funding rate of {_rate(t)}, with κ = {show(t.kappa, 'percent')}."
    return _margin(t, rates + more) + (
        f"2. One payment: {show(t.value, 'money')} × {show(t.funding_rate)} "
        f"= {show(t.payment, 'price')}{'' if t.payment > 0 else ', which is received'}.\n"
    )


def _work_payment(t: Trade) -> str:
    return _payment(t) + (
        f"3. The margin plays no part in it: a long pays **{show(t.payment, 'price')}**."
    )


def _work_start(t: Trade) -> str:
    kappa = f"with κ = {show(t.kappa, 'percent')}."
    return f"{_margin(t, kappa)}2. {_wall_of(t, t.collateral)}"


def _work_wall(t: Trade) -> str:
    left = t.collateral - t.payments * t.payment
    sign = "−" if t.payment > 0 else "+"
    return _payment(t, f" Wanted: the wall after {t.payments} payments.") + (
        f"3. After {t.payments} payments the margin is {show(t.collateral, 'money')} {sign} "
        f"{t.payments} × {show(abs(t.payment), 'price')} = {show(left, 'money')}.\n"
        f"4. {_wall_of(t, left)}"
    )


def _wall_of(t: Trade, margin: Fraction) -> str:
    """The last step to a wall: the equation of lesson 2, solved, with this margin."""
    top, bottom = t.value - t.side * margin, t.size * (1 - t.side * t.kappa)
    return (
        f"The wall of that margin: {show(top, 'money')} / {show(bottom)} "
        f"= **{show(top / bottom, 'price')}**."
    )


def _work_life(t: Trade) -> str:
    may_leak = show(room(t), "money")
    return _payment(t) + (
        f"3. Requirement: {show(t.kappa)} of the value, {show(required(t), 'money')}; "
        f"so {may_leak} may leak.\n"
        f"4. {may_leak} / {show(t.payment, 'price')} = {show(room(t) / t.payment, 'price')}; "
        "the payment that reaches it is number "
    )


def _work_payments(t: Trade) -> str:
    return f"{_work_life(t)}**{show(payments_left(t))}**."


def _work_days(t: Trade) -> str:
    count = show(payments_left(t))
    return (
        f"{_work_life(t)}{count}.\n"
        f"5. {A_DAY} payments a day: {count} / {A_DAY} = **{show(days_left(t), 'money')}**."
    )


def _work_leak(t: Trade) -> str:
    a_day = show(A_DAY * t.payment, "price")
    return _payment(t) + (
        f"3. In a day: {A_DAY} × {show(t.payment, 'price')} = {a_day}.\n"
        f"4. Of the margin: {a_day} / {show(t.collateral, 'money')} = "
        f"**{show(leak_a_day(t), 'percent')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_START = Trade(**exact(size=0.2, entry_price=52_000, leverage=25))
_OTHER_START = Trade(base="ETH", **exact(size=5, entry_price=3_000, leverage=40, mmr=0.005))
_PAYING = replace(_START, **exact(funding_rate=0.0002))
_OTHER = replace(_OTHER_START, **exact(funding_rate=0.0003))
_MONTH, _OTHER_MONTH = replace(_PAYING, payments=30), replace(_OTHER, payments=12)
_RECEIVING = replace(_MONTH, **exact(funding_rate=-0.0005))
_OTHER_RECEIVING = replace(_OTHER_MONTH, **exact(funding_rate=-0.0004))
_number = partial(Number, notebook=NOTEBOOK, given=_PAYING, other=_OTHER)
_again = partial(Again, notebook=NOTEBOOK)

_ON_THE_POSITION = (
    "Funding is charged on the value of the whole position; the margin plays no part in it."
)
_ALREADY_IN = (
    "The value of the position already is the margin times the leverage, so it counts once."
)
_MAINTENANCE_ENDS_IT = (
    "It does not wait for zero: the position ends when the margin has fallen to the requirement."
)
_WALKING_IDEAS = (
    Wrong(
        "fixed-wall",
        Trade.wall,
        "The wall that was shown at the opening belongs to the money of that day, and each payment "
        "changes that money.",
        "The reveal",
    ),
    Wrong(
        "funding-on-margin",
        wall_paying(payment_on_margin),
        "Each payment is charged on the value of the whole position, not on its margin.",
        "The reveal",
    ),
    Wrong(
        "requirement-constant",
        wall_moved_without_kappa,
        "The requirement moves with the wall, so a payment moves it by F / (q(1 − κ)), "
        "not by F / q.",
        "Derive it",
    ),
    Wrong(
        "payments-for-days",
        wall_paying(lambda d: d.payment, A_DAY),
        "That is the wall after so many days; there are three payments in each of them.",
        "Place your mark",
    ),
)

ITEMS = (
    _number(
        id="5.1",
        title="One payment",
        minutes=3,
        unit="money",
        ask=_ask_payment,
        truth=lambda d: d.payment,
        wrong=(
            Wrong("funding-on-margin", payment_on_margin, _ON_THE_POSITION, "The reveal"),
            Wrong("leverage-twice", lambda d: d.payment * d.leverage, _ALREADY_IN, "The reveal"),
            Wrong(
                "day-for-payment",
                lambda d: A_DAY * d.payment,
                "That is what a whole day takes; the question is about one funding time.",
                "Place your mark",
            ),
        ),
        hints=(
            "One number of the position is not needed at all. Which one?",
            "A payment is a share of the value of the position, and the share is the funding rate.",
            "Value is size × price. Write the rate as a fraction, its per cent divided by 100, "
            "and multiply.",
        ),
        work=_work_payment,
        solve="answer = 0.2 * 52000 * 0.0002",
    ),
    _again(
        id="5.6",
        of="1.2",
        given=Trade(**exact(size=0.6, entry_price=45_000, leverage=30)),
        solve="answer = 0.0006 * 0.6 * 45000",
    ),
    _number(
        id="5.2a",
        title="The wall at the start",
        minutes=3,
        given=_START,
        other=_OTHER_START,
        unit="price",
        ask=_ask_start,
        truth=wall_now,
        wrong=(
            Wrong(
                "equity-zero",
                wall_with(nothing),
                "There equity is zero; the exchange steps in earlier, when equity has fallen to "
                "the requirement.",
                "Derive it",
            ),
            Wrong(
                "entry-value",
                wall_with(maintenance_on_entry_value),
                "The requirement is charged on the value at the mark price and moves with it, "
                "so divide by 1 − κ.",
                "Derive it",
            ),
            closing_fee_forgotten(wall_with(fee_rate=NONE)),
            Wrong(
                "sides-swapped",
                lambda d: d.wall(side=-d.side),
                SHORT_FOR_LONG,
                "Derive it",
            ),
        ),
        hints=(
            "Nothing has leaked yet: this is a wall of lesson 2.",
            "Equity: margin + size × (P − entry). Requirement: κ × size × P. Set them equal.",
            "Divide the value at entry less the margin by size × (1 − κ).",
        ),
        work=_work_start,
        solve="answer = (0.2 * 52000 - 416) / (0.2 * (1 - 0.0046))",
    ),
    _number(
        id="5.2b",
        title="The wall after the payments",
        minutes=3,
        given=_MONTH,
        other=_OTHER_MONTH,
        unit="price",
        ask=_still("Where is its wall after **{} payments**?"),
        truth=wall_now,
        wrong=(
            *_WALKING_IDEAS,
            Wrong(
                "payer-swapped",
                wall_paying(lambda d: -d.payment),
                "At a positive rate a long pays, so its margin shrinks and its wall walks up, "
                "towards the price.",
                "Derive it",
            ),
        ),
        hints=(
            "It is the wall of an isolated position, with less money behind it.",
            "Take the payments from the margin first: margin less their number times one payment.",
            "Put that smaller margin into the wall of a long: value at entry less margin, over "
            "size × (1 − κ).",
        ),
        work=_work_wall,
        solve="margin = 416 - 30 * 2.08\nanswer = (0.2 * 52000 - margin) / (0.2 * (1 - 0.0046))",
    ),
    _again(
        id="5.7",
        of="3.3",
        given=Trade(base="ETH", **exact(size=7, entry_price=3_250, leverage=13)),
        solve="answer = 7 * 3250",
    ),
    _number(
        id="5.3a",
        title="The payment that ends it",
        minutes=5,
        unit="count",
        ask=_still("Which payment, counted from the first, liquidates it?"),
        truth=payments_left,
        wrong=(
            Wrong("until-margin-empty", payments_until_empty, _MAINTENANCE_ENDS_IT, "Derive it"),
            closing_fee_forgotten(lambda d: payments_left(d, fee_rate=NONE)),
            Wrong(
                "leverage-twice",
                lambda d: payments_left(d, funding_rate=d.funding_rate * d.leverage),
                _ALREADY_IN,
                "The reveal",
            ),
            Wrong(
                "funding-on-margin",
                lambda d: payments_left(d, funding_rate=d.funding_rate / d.leverage),
                _ON_THE_POSITION,
                "The reveal",
            ),
        ),
        hints=(
            "Not the whole margin may leak. What must be left of it?",
            "The room is margin less requirement; at the entry price the requirement is κ × value.",
            "Divide that room by one payment, and round up: the payment that reaches the "
            "requirement ends it.",
        ),
        work=_work_payments,
        solve="answer = round((416 - 0.0046 * 0.2 * 52000) / 2.08)",
    ),
    _again(
        id="5.8",
        of="4.4a",
        given=Trade(base="ETH", **exact(size=6, entry_price=2_800, leverage=14, wallet=3_000)),
        solve="answer = (6 * 2800 - 2 * 1200) / (6 * (1 - 0.0046))",
    ),
    _number(
        id="5.3b",
        title="The day on which it ends",
        minutes=2,
        unit="count",
        ask=_still("After how many days is it liquidated?"),
        truth=days_left,
        wrong=(
            Wrong(
                "until-margin-empty",
                lambda d: payments_until_empty(d) / A_DAY,
                _MAINTENANCE_ENDS_IT,
                "Derive it",
            ),
            Wrong(
                "one-payment-a-day",
                payments_left,
                "That many payments it lives, but there are three funding times in a day.",
                "Place your mark",
            ),
            Wrong(
                "hours-for-days",
                lambda d: payments_left(d) * 24 / A_DAY,
                "That is how many hours it lives; a day has twenty-four of them.",
                "Place your mark",
            ),
            closing_fee_forgotten(lambda d: payments_left(d, fee_rate=NONE) / A_DAY),
        ),
        hints=(
            "Which payment ends it, and how many are there in a day?",
            "Every eight hours means three times in twenty-four.",
            "Divide margin less requirement by one payment, round up, and divide that by three.",
        ),
        work=_work_days,
        solve="answer = 177 / 3",
    ),
    _number(
        id="5.4",
        title="A negative rate",
        minutes=3,
        given=_RECEIVING,
        other=_OTHER_RECEIVING,
        unit="price",
        ask=_still("Where is its wall after **{} payments**?"),
        truth=wall_now,
        wrong=(
            *_WALKING_IDEAS,
            Wrong(
                "payer-swapped",
                wall_paying(lambda d: -d.payment),
                "At a negative rate shorts pay and a long receives, so its margin grows and its "
                "wall walks down, away from the price.",
                "Derive it",
            ),
        ),
        hints=(
            "Who pays when the rate is negative?",
            "A long receives: its margin is larger after every funding time.",
            "Add the payments to the margin M; the wall of a long on it is (value at entry − M) / "
            "(size × (1 − κ)).",
        ),
        work=_work_wall,
        solve=(
            "margin = 416 + 30 * 0.2 * 52000 * 0.0005\n"
            "answer = (0.2 * 52000 - margin) / (0.2 * (1 - 0.0046))"
        ),
    ),
    _number(
        id="5.5",
        title="The leak of a day",
        minutes=3,
        unit="percent",
        ask=_still("Which share of its margin leaks away in one day?"),
        truth=leak_a_day,
        wrong=(
            Wrong(
                "payment-for-day",
                lambda d: leak_a_day(d) / A_DAY,
                "That is one payment; in a day there are three.",
                "Derive it",
            ),
            Wrong(
                "funding-on-margin",
                lambda d: leak_a_day(d) / d.leverage,
                "That is the share of the position; of the margin, which is smaller, it is "
                "the leverage times as much.",
                "Derive it",
            ),
            Wrong(
                "leverage-twice",
                lambda d: leak_a_day(d) * d.leverage,
                _ALREADY_IN,
                "Derive it",
            ),
            Wrong(
                "room-for-margin",
                leak_a_day_of_room,
                "That is the share of what may still leak; the question is about the whole margin.",
                "Derive it",
            ),
        ),
        hints=(
            "Two of the position's numbers drop out of this one. Which?",
            "A day takes three payments. Put them over the margin.",
            "Three times the rate times the leverage, because the value is the margin times the "
            "leverage.",
        ),
        work=_work_leak,
        solve="answer = 3 * 0.0002 * 25",
    ),
)
