"""Lesson 5, the quiet leak: payments and their signs, the wall that walks, the life at a still price.

A wrong idea is the right formula with another payment, another count or another end.
Where people believe it: funding on the margin, or multiplied by the leverage once more, is what a
trader asks on Binance Square (18588680857609); that it ends a position when all the margin is
eaten, and that a short pays a positive rate, stands in a story there (hashtag FundingRate).
(Pages read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from marginlab.course.trade import KAPPA_HAS_THE_FEE, Trade, terms, told
from marginlab.practice.item import Number, Wrong
from marginlab.theory.formulas import funding_payment, maintenance_margin
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

NOTEBOOK = "05_the_quiet_leak"
HOURS = BITGET.contract("BTCUSDT").funding_hours
A_DAY = 24 // HOURS


_FOLLOWS = Consequences(BITGET)


@dataclass(frozen=True, slots=True)
class Drain:
    """A trade whose price stands still, with so many payments at this funding rate."""

    trade: Trade
    funding_rate: Fraction
    payments: int = 0

    @property
    def payment(self) -> Fraction:
        """What one payment takes from the position [settle coin]."""
        t = self.trade
        return Fraction(funding_payment(t.side, t.size, t.entry_price, self.funding_rate))

    @property
    def terms(self) -> dict[str, Any]:
        """Everything that a formula may ask for."""
        t = self.trade
        return {
            "side": t.side, "size": t.size, "entry_price": t.entry_price, "mmr": t.mmr,
            "fee_rate": t.fee_rate, "collateral": t.collateral, "funding_rate": self.funding_rate,
        }  # fmt: skip


def required(drain: Drain) -> Fraction:
    """The requirement at the entry price [settle coin]."""
    t = drain.trade
    return Fraction(maintenance_margin(t.size, t.entry_price, t.mmr, t.fee_rate))


def room(drain: Drain) -> Fraction:
    """What may leak before the requirement is reached [settle coin]."""
    return drain.trade.collateral - required(drain)


def payment_on_margin(drain: Drain) -> Fraction:
    """The rate on the margin instead of the position [settle coin]."""
    return drain.payment / drain.trade.leverage


def wall(drain: Drain, payments: int, **changes: Any) -> Fraction:
    """The liquidation price after so many payments [quote per base]."""
    given = drain.terms | changes
    return Fraction(_FOLLOWS.wall_after_funding(**given, intervals=payments))


def wall_on_requirement_of_entry(drain: Drain) -> Fraction:
    """The first wall if the requirement stayed what it is at the entry [quote per base]."""
    nothing = Fraction(0)
    return wall(drain, 0, collateral=room(drain), mmr=nothing, fee_rate=nothing)


def wall_now(drain: Drain) -> Fraction:
    """The liquidation price after this drain's payments [quote per base]."""
    return wall(drain, drain.payments)


def wall_paying(payment: Callable[[Drain], Fraction]) -> Callable[[Drain], Fraction]:
    """The liquidation price when each payment is taken for another amount [quote per base]."""

    def there(drain: Drain) -> Fraction:
        left = drain.trade.collateral - drain.payments * payment(drain)
        return wall(drain, 0, collateral=left)

    return there


def wall_moved_without_kappa(drain: Drain) -> Fraction:
    """The first wall moved by what was paid over size [quote per base]."""
    return wall(drain, 0) + drain.payments * drain.payment / drain.trade.size


def payments_left(drain: Drain, **changes: Any) -> Fraction:
    """The number of the payment that liquidates."""
    given = drain.terms | {"mark_price": drain.trade.entry_price} | changes
    return Fraction(_FOLLOWS.payments_left(**given))


def payments_until_empty(drain: Drain) -> Fraction:
    """The number of the payment with which the margin is gone."""
    return payments_left(drain, mmr=Fraction(0), fee_rate=Fraction(0))


def days_left(drain: Drain) -> Fraction:
    """The day on which the position is liquidated."""
    return payments_left(drain) / A_DAY


def leak_a_day(drain: Drain) -> Fraction:
    """What a day's payments take of the margin [fraction]."""
    return A_DAY * drain.payment / drain.trade.collateral


def leak_a_day_of_room(drain: Drain) -> Fraction:
    """What a day's payments take of the margin above the requirement [fraction]."""
    return A_DAY * drain.payment / room(drain)


# ---- how the numbers are told -----------------------------------------------------------------


def _position(drain: Drain) -> str:
    return f"You are **{told(drain.trade)}, {show(drain.trade.leverage, 'x')}**."


def _rate(drain: Drain) -> str:
    return f"{show(drain.funding_rate * 100)} %"


def _still(drain: Drain) -> str:
    return (
        f"{terms(drain.trade)} The price stands still at the entry, the funding rate at "
        f"**{_rate(drain)}** every eight hours, and payments are taken from the margin."
    )


def _ask_payment(drain: Drain) -> str:
    return (
        f"{_position(drain)} The price stands still at the entry; the funding rate is "
        f"**{_rate(drain)}**.\n\nHow much do you pay at one funding time? Two decimals."
    )


def _ask_start(drain: Drain) -> str:
    return (
        f"{_position(drain)} {terms(drain.trade)}\n\n"
        "Where is its wall before the first payment? Two decimals."
    )


def _ask_wall(drain: Drain) -> str:
    return (
        f"{_position(drain)} {_still(drain)}\n\n"
        f"Where is its wall after **{drain.payments} payments**? Two decimals."
    )


def _ask_payments(drain: Drain) -> str:
    return f"{_position(drain)} {_still(drain)}\n\nWhich payment, counted from the first, liquidates it?"


def _ask_days(drain: Drain) -> str:
    return f"{_position(drain)} {_still(drain)}\n\nAfter how many days is it liquidated?"


def _ask_leak(drain: Drain) -> str:
    return (
        f"{_position(drain)} {_still(drain)}\n\nWhich share of its margin leaks away in one day? "
        'Write it as text, like `"12.34 %"`, or as a fraction, like `0.1234`.'
    )


def _value(drain: Drain, more: str = "") -> str:
    """The first lines of every solution: position, what else is given, margin and one payment."""
    t = drain.trade
    value = t.size * t.entry_price
    return (
        f"Take a **{told(t)}, {show(t.leverage, 'x')}**, at a funding rate of {_rate(drain)}, "
        f"with κ = {show(t.kappa, 'percent')}.{more}\n\n"
        f"1. Value {show(value, 'money')}, margin {show(value, 'money')} / {show(t.leverage)} "
        f"= {show(t.collateral, 'money')}.\n"
        f"2. One payment: {show(value, 'money')} × {show(drain.funding_rate)} "
        f"= {show(drain.payment, 'price')}{'' if drain.payment > 0 else ', which is received'}.\n"
    )


def _work_payment(drain: Drain) -> str:
    return _value(drain) + (
        f"3. The margin plays no part in it: a long pays **{show(drain.payment, 'price')}**."
    )


def _work_start(drain: Drain) -> str:
    t = drain.trade
    value = t.size * t.entry_price
    return (
        f"Take a **{told(t)}, {show(t.leverage, 'x')}**, with κ = {show(t.kappa, 'percent')}.\n\n"
        f"1. Value {show(value, 'money')}, margin {show(value, 'money')} / {show(t.leverage)} "
        f"= {show(t.collateral, 'money')}.\n"
        f"2. {_wall_of(drain, t.collateral)}"
    )


def _work_wall(drain: Drain) -> str:
    t = drain.trade
    left = t.collateral - drain.payments * drain.payment
    sign = "−" if drain.payment > 0 else "+"
    return _value(drain, f" Wanted: the wall after {drain.payments} payments.") + (
        f"3. After {drain.payments} payments the margin is {show(t.collateral, 'money')} {sign} "
        f"{drain.payments} × {show(abs(drain.payment), 'price')} = {show(left, 'money')}.\n"
        f"4. {_wall_of(drain, left)}"
    )


def _wall_of(drain: Drain, margin: Fraction) -> str:
    """The last step to a wall: the equation of lesson 2, solved, with this margin."""
    t = drain.trade
    top, bottom = t.size * t.entry_price - t.side * margin, t.size * (1 - t.side * t.kappa)
    return (
        f"The wall of that margin: {show(top, 'money')} / {show(bottom)} "
        f"= **{show(top / bottom, 'price')}**."
    )


def _work_life(drain: Drain) -> str:
    may_leak = room(drain)
    return _value(drain) + (
        f"3. Requirement: {show(drain.trade.kappa)} of the value, {show(required(drain), 'money')}; "
        f"so {show(may_leak, 'money')} may leak.\n"
        f"4. {show(may_leak, 'money')} / {show(drain.payment, 'price')} = "
        f"{show(may_leak / drain.payment, 'price')}; the payment that reaches it is number "
    )


def _work_payments(drain: Drain) -> str:
    return f"{_work_life(drain)}**{show(payments_left(drain))}**."


def _work_days(drain: Drain) -> str:
    count = payments_left(drain)
    return (
        f"{_work_life(drain)}{show(count)}.\n"
        f"5. {A_DAY} payments a day: {show(count)} / {A_DAY} = **{show(days_left(drain), 'money')}**."
    )


def _work_leak(drain: Drain) -> str:
    a_day = A_DAY * drain.payment
    return _value(drain) + (
        f"3. In a day: {A_DAY} × {show(drain.payment, 'price')} = {show(a_day, 'price')}.\n"
        f"4. Of the margin: {show(a_day, 'price')} / {show(drain.trade.collateral, 'money')} = "
        f"**{show(leak_a_day(drain), 'percent')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_TRADE = Trade(
    side=LONG, size=Fraction("0.2"), base="BTC", entry_price=Fraction(52000),
    leverage=Fraction(25), mmr=Fraction("0.004"), fee_rate=Fraction("0.0006"),
)  # fmt: skip
_OTHER_TRADE = replace(
    _TRADE, size=Fraction(5), base="ETH", entry_price=Fraction(3000), leverage=Fraction(40),
    mmr=Fraction("0.005"),
)  # fmt: skip
_PAYING = Drain(_TRADE, Fraction("0.0002"))
_OTHER = Drain(_OTHER_TRADE, Fraction("0.0003"))
_START, _OTHER_START = (replace(d, funding_rate=Fraction(0)) for d in (_PAYING, _OTHER))
_MONTH, _OTHER_MONTH = replace(_PAYING, payments=30), replace(_OTHER, payments=12)
_RECEIVING = replace(_MONTH, funding_rate=Fraction("-0.0005"))
_OTHER_RECEIVING = replace(_OTHER_MONTH, funding_rate=Fraction("-0.0004"))

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
        lambda d: wall(d, 0),
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
        lambda d: wall(d, A_DAY * d.payments),
        "That is the wall after so many days; there are three payments in each of them.",
        "Place your mark",
    ),
)

ITEMS = (
    Number(
        id="5.1",
        title="One payment",
        notebook=NOTEBOOK,
        minutes=3,
        given=_PAYING,
        other=_OTHER,
        unit="money",
        ask=_ask_payment,
        truth=lambda d: d.payment,
        wrong=(
            Wrong("funding-on-margin", payment_on_margin, _ON_THE_POSITION, "The reveal"),
            Wrong(
                "leverage-twice", lambda d: d.payment * d.trade.leverage, _ALREADY_IN, "The reveal"
            ),
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
    Number(
        id="5.2a",
        title="The wall at the start",
        notebook=NOTEBOOK,
        minutes=3,
        given=_START,
        other=_OTHER_START,
        unit="price",
        ask=_ask_start,
        truth=wall_now,
        wrong=(
            Wrong(
                "equity-zero",
                lambda d: wall(d, 0, mmr=Fraction(0), fee_rate=Fraction(0)),
                "There equity is zero; the exchange steps in earlier, when equity has fallen to "
                "the requirement.",
                "Derive it",
            ),
            Wrong(
                "entry-value",
                wall_on_requirement_of_entry,
                "The requirement is charged on the value at the mark price and moves with it, "
                "so divide by 1 − κ.",
                "Derive it",
            ),
            Wrong(
                "closing-fee-forgotten",
                lambda d: wall(d, 0, fee_rate=Fraction(0)),
                KAPPA_HAS_THE_FEE,
                "Derive it",
            ),
            Wrong(
                "sides-swapped",
                lambda d: wall(d, 0, side=-d.trade.side),
                "That is the wall of a short; a long loses when the price falls, so its wall lies "
                "below the entry.",
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
    Number(
        id="5.2b",
        title="The wall after the payments",
        notebook=NOTEBOOK,
        minutes=3,
        given=_MONTH,
        other=_OTHER_MONTH,
        unit="price",
        ask=_ask_wall,
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
            "It is the wall of exercise 5.2a with less money behind it.",
            "Take the payments from the margin first: margin less their number times one payment.",
            "Put that smaller margin into the wall of 5.2a: value at entry less margin, over "
            "size × (1 − κ).",
        ),
        work=_work_wall,
        solve="margin = 416 - 30 * 2.08\nanswer = (0.2 * 52000 - margin) / (0.2 * (1 - 0.0046))",
    ),
    Number(
        id="5.3a",
        title="The payment that ends it",
        notebook=NOTEBOOK,
        minutes=5,
        given=_PAYING,
        other=_OTHER,
        unit="count",
        ask=_ask_payments,
        truth=payments_left,
        wrong=(
            Wrong("until-margin-empty", payments_until_empty, _MAINTENANCE_ENDS_IT, "Derive it"),
            Wrong(
                "closing-fee-forgotten",
                lambda d: payments_left(d, fee_rate=Fraction(0)),
                KAPPA_HAS_THE_FEE,
                "Derive it",
            ),
            Wrong(
                "leverage-twice",
                lambda d: payments_left(d, funding_rate=d.funding_rate * d.trade.leverage),
                _ALREADY_IN,
                "The reveal",
            ),
            Wrong(
                "funding-on-margin",
                lambda d: payments_left(d, funding_rate=d.funding_rate / d.trade.leverage),
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
    Number(
        id="5.3b",
        title="The day on which it ends",
        notebook=NOTEBOOK,
        minutes=2,
        given=_PAYING,
        other=_OTHER,
        unit="count",
        ask=_ask_days,
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
                lambda d: payments_left(d) * HOURS,
                "That is how many hours it lives; a day has twenty-four of them.",
                "Place your mark",
            ),
            Wrong(
                "closing-fee-forgotten",
                lambda d: payments_left(d, fee_rate=Fraction(0)) / A_DAY,
                KAPPA_HAS_THE_FEE,
                "Derive it",
            ),
        ),
        hints=(
            "You know which payment ends it. How many are there in a day?",
            "Every eight hours means three times in twenty-four.",
            "Divide the number of exercise 5.3a by three.",
        ),
        work=_work_days,
        solve="answer = 177 / 3",
    ),
    Number(
        id="5.4",
        title="A negative rate",
        notebook=NOTEBOOK,
        minutes=3,
        given=_RECEIVING,
        other=_OTHER_RECEIVING,
        unit="price",
        ask=_ask_wall,
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
            "Add the payments to the margin, then take the wall of that margin as in "
            "exercise 5.2b.",
        ),
        work=_work_wall,
        solve=(
            "margin = 416 + 30 * 0.2 * 52000 * 0.0005\n"
            "answer = (0.2 * 52000 - margin) / (0.2 * (1 - 0.0046))"
        ),
    ),
    Number(
        id="5.5",
        title="The leak of a day",
        notebook=NOTEBOOK,
        minutes=3,
        given=_PAYING,
        other=_OTHER,
        unit="percent",
        ask=_ask_leak,
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
                lambda d: leak_a_day(d) / d.trade.leverage,
                "That is the share of the position; of the margin, which is smaller, it is "
                "the leverage times as much.",
                "Derive it",
            ),
            Wrong(
                "leverage-twice",
                lambda d: leak_a_day(d) * d.trade.leverage,
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
