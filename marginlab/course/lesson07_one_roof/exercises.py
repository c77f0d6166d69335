"""Lesson 7, one roof, many rooms: walls that stand on several prices, common falls, locked hedges.

A wrong idea leaves out, or counts twice, what the other position brings. Where people believe them:
TorchTrade's issue 344 (2026-08-12) left out the other positions' maintenance; Pacifica's help (undated)
answers those who take a displayed price for the position's own; Binance's FAQ (b3c689c1…) charges both
legs of a hedge. (Pages read 2026-11-27.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Self

from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    NONE,
    Answer,
    Trade,
    closing_fee_forgotten,
    exact,
    told,
)
from marginlab.practice.fresh import jitter, near, rounded
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.given import Rejected
from marginlab.theory.terms import SHORT, show
from marginlab.venues import BINANCE, BITGET, Venue

NOTEBOOK = "07_one_roof_many_rooms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Trade):
    """A position and beside it, in the same cross account, a long of another coin.

    second_size [base coin], second_entry [quote per base]; at: the other coin's mark price; beta: how
    much of a fall of the first price the second one takes.
    """

    second_size: Fraction
    second_entry: Fraction
    second_base: str = "ETH"
    beta: Fraction = Fraction(1)

    def drawn(self, random: Random) -> Self:
        """Another account with two positions in the same coins."""
        new = Trade.drawn(self, random)
        size, entry = near(random, self.second_size), near(random, self.second_entry)
        fall = round((1 - self.at / self.second_entry) * jitter(random), 3)
        new = replace(
            new, second_size=size, second_entry=entry, at=entry * (1 - fall),
            beta=1 + near(random, self.beta - 1, 1),
        )  # fmt: skip
        grown = (new.value + new.second.value) / (self.value + self.second.value)
        return replace(new, wallet=rounded(self.wallet * grown * jitter(random)))

    def check_open(self) -> None:
        """Rejected where the exchange would not open both."""
        first = replace(self, wallet=self.wallet - self.second.collateral)
        Trade.check_open(first)
        self.second.check_open()

    @property
    def second(self) -> Trade:
        """The other position, charged at the same rates."""
        return Trade(
            size=self.second_size, entry_price=self.second_entry, leverage=self.leverage,
            base=self.second_base, mmr=self.mmr, fee_rate=self.fee_rate,
        )  # fmt: skip

    @property
    def brings(self) -> Fraction:
        """What the other position adds to the money behind the first: its result less its requirement."""
        return self.second.pnl(self.at) - self.second.required(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked(Trade):
    """A long and a short of one size; wallet: what is left of the account's money."""

    def check_open(self) -> None:
        """Rejected for a leg that the exchange would not open, or legs that it would close at once."""
        Trade.check_open(replace(self, wallet=NONE))
        if self.wallet <= 2 * self.required(self.entry_price):
            raise Rejected(f"wallet was {show(self.wallet, 'money')}; both legs require more")


# ---- one wall, the other price given ----------------------------------------------------------


def shown(b: Book) -> Fraction:
    """The wall that is displayed for the first position while the other price stays [quote per base]."""
    return b.wall(b.wallet + b.brings)


def on(money: Answer) -> Answer:
    """The wall of the first position on other money than the account's."""
    return lambda b: b.wall(money(b))


def equity_zero(b: Book) -> Fraction:
    """Where the account is worth nothing, the requirement of both left out."""
    return b.wall(b.wallet + b.second.pnl(b.at), nothing)


# ---- both prices at once ----------------------------------------------------------------------


def fall(b: Book, *, value: Fraction | None = None, rate: Fraction | None = None) -> Fraction:
    """The fall of the first price that ends the account, if the second falls beta times as far.

    value: what falls, where somebody counts another one [settle coin]; rate: another requirement.
    """
    kappa = b.kappa if rate is None else rate
    falls = b.value + b.beta * b.second.value if value is None else value
    return (b.wallet - kappa * (b.value + b.second.value)) / (falls * (1 - kappa))


def alone(b: Book) -> Fraction:
    """The fall of the first price with the other still."""
    return fall(b, value=b.value)


def own_margin(b: Book) -> Fraction:
    """The fall to the wall of an isolated position."""
    return 1 - b.wall() / b.entry_price


# ---- a locked hedge ---------------------------------------------------------------------------


def locked(venue: Venue) -> Answer:
    """The upper wall of a long and a short of one size, at one entry, by this venue's rule."""

    def wall(t: Trade, **changes: Fraction) -> Fraction:
        formula = venue.linear.hedged_liquidation_price
        asked = {"collateral": t.wallet, "hedge_size": t.size, "hedge_entry_price": t.entry_price}
        rates = {"mmr": t.kappa, "fee_rate": NONE} | changes
        return t.solved(formula, **asked, **rates)

    return wall


def without_fee(venue: Venue) -> Answer:
    return lambda t: locked(venue)(replace(t, fee_rate=NONE))


def short_alone(t: Trade) -> Fraction:
    """The wall of the short leg, if the long did not carry it."""
    return t.wall(t.wallet, side=SHORT)


# ---- how the numbers are told -----------------------------------------------------------------


def _account(b: Book) -> str:
    return (
        f"A cross account with **{show(b.wallet, 'money')}** in the wallet holds two positions: "
        f"**{told(b)}**, and **{told(b.second)}**. Maintenance rate {show(b.mmr, 'percent')}, taker fee "
        f"{show(b.fee_rate, 'percent')}, for both on the value at the mark price."
    )


def _ask_shown(b: Book) -> str:
    still = b.at == b.second_entry
    where = "has not moved" if still else f"stands at **{show(b.at, 'money')}**"
    return (
        f"{_account(b)} The price of {b.second_base} {where}.\n\n"
        f"At which mark price of {b.base} is the account liquidated?"
    )


def _ask_fall(b: Book) -> str:
    alike = "Both prices fall alike."
    if b.beta != 1:
        alike = f"When {b.base} falls, {b.second_base} falls **{show(b.beta)} times** as far, in per cent."
    return f"{_account(b)} {alike}\n\nAt which fall of {b.base} is the account liquidated?"


def _ask_locked(rule: str) -> Callable[[Trade], str]:
    return lambda t: (
        f"Long {show(t.size)} {t.base} and short {show(t.size)} {t.base}, both opened at "
        f"{show(t.entry_price, 'money')}, in a cross account with **{show(t.wallet, 'money')}** in the "
        f"wallet. Maintenance rate {show(t.mmr, 'percent')}, taker fee {show(t.fee_rate, 'percent')}. "
        f"{rule}\n\nAt which mark price above the entry is the account liquidated?"
    )


def _given(b: Book) -> str:
    return f"{_account(b)}\n\n1. κ is {show(b.kappa, 'percent')}.\n"


def _work_shown(b: Book) -> str:
    result, needs = b.second.pnl(b.at), b.second.required(b.at)
    behind = b.wallet + b.brings
    sign = "+" if result >= 0 else "−"
    return _given(b) + (
        f"2. With {b.second_base} at {show(b.at, 'money')} its result is {show(result, 'money')}, its "
        f"requirement {show(needs, 'price')}.\n"
        f"3. Behind {b.base} stand {show(b.wallet, 'money')} {sign} {show(abs(result), 'money')} − "
        f"{show(needs, 'price')} = {show(behind, 'price')}.\n"
        f"4. Its wall: {show(b.value - behind, 'price')} / {show(b.size * (1 - b.kappa))} "
        f"= **{show(shown(b), 'price')}**."
    )


def _work_fall(b: Book) -> str:
    both, falls = b.value + b.second.value, b.value + b.beta * b.second.value
    spare = b.wallet - b.kappa * both
    return _given(b) + (
        f"2. All positions are worth {show(both, 'money')}; what is spare now: "
        f"{show(b.wallet, 'money')} − κ × {show(both, 'money')} = {show(spare, 'price')}.\n"
        f"3. A fall x of {b.base} takes {show(falls, 'money')} × x, and lowers the requirement by κ times "
        f"that.\n"
        f"4. x = {show(spare, 'price')} / {show(falls * (1 - b.kappa), 'price')} "
        f"= **{show(fall(b), 'percent')}**."
    )


def _work_locked(venue: Venue, legs: int) -> Callable[[Trade], str]:
    def work(t: Trade) -> str:
        size = legs * t.size
        return (
            f"Take {show(t.size)} {t.base} on each side, {show(t.wallet, 'money')} in the wallet and "
            f"κ = {show(t.kappa, 'percent')}.\n\n"
            f"1. What one leg wins the other loses: equity stays {show(t.wallet, 'money')}.\n"
            f"2. The requirement at a price P is κ × {show(size)} × P = {show(size * t.kappa)} × P.\n"
            f"3. Equal at P = {show(t.wallet, 'money')} / {show(size * t.kappa)} "
            f"= **{show(locked(venue)(t), 'price')}**."
        )

    return work


# ---- the items --------------------------------------------------------------------------------

_BOOK = Book(
    **exact(size=0.2, entry_price=50_000, leverage=10, wallet=3_000),
    **exact(second_size=4, second_entry=2_500, at=2_500),
)
_OTHER = Book(
    second_base="SOL",
    **exact(size=0.5, entry_price=40_000, leverage=8, wallet=9_000, mmr=0.005),
    **exact(second_size=200, second_entry=150, at=150),
)
_FALLEN, _OTHER_FALLEN = (
    replace(_BOOK, at=Fraction(2_250)),
    replace(_OTHER, at=Fraction(135)),
)
_FASTER, _OTHER_FASTER = (
    replace(_BOOK, beta=Fraction("1.3")),
    replace(_OTHER, beta=Fraction("1.5")),
)
_LOCKED = Locked(**exact(size=0.1, entry_price=50_000, leverage=10, wallet=50))
_OTHER_LOCKED = Locked(
    base="ETH", **exact(size=3, entry_price=2_000, leverage=8, mmr=0.005, wallet=90)
)
_SHORT = Trade(base="ETH", side=SHORT, **exact(size=2, entry_price=3_500, leverage=25))
_ADDED = Trade(**exact(size=0.2, entry_price=50_000, leverage=25, at=45_000))
_PAYING = Trade(base="ETH", **exact(size=3, entry_price=2_000, leverage=30, funding_rate=0.0004))
_number, _again = partial(Number, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)

_ANSWERS_FOR_BOTH = (
    "In cross the wallet answers for every position, and so for the other one's requirement too."
)
_WHOLE_WALLET = "That is the isolated wall; in cross the whole wallet stands behind every position."
_RESULT_COUNTS = "What the other position has lost is gone from the money behind this one as well."
_LARGER_RULE = "Here only the larger leg is charged; two equal legs are charged like one."
_BOTH_RULE = "Here both legs are charged, so the requirement is twice that of one."
_LEGS_TOGETHER = (
    "That is the wall of the short without the long; what the one loses the other wins."
)


def _not_both(b: Book) -> Fraction:
    return b.wall(b.wallet + b.second.pnl(b.at))


_ONE_AT_A_TIME = Wrong(
    "one-at-a-time",
    alone,
    "So far one price may fall while the other stands; here both fall at once.",
    "The reveal",
)
_SHOWN_HINTS = (
    "One wallet, two positions. What has to be left of it for the other one?",
    "Behind the first stand the wallet and the other's result, less the other's requirement at its price.",
    "Put that money into the wall of a long: value at entry less money, over size × (1 − κ).",
)

ITEMS = (
    _number(
        id="7.1a",
        title="A wall beside another position",
        minutes=4,
        given=_BOOK,
        other=_OTHER,
        unit="price",
        ask=_ask_shown,
        truth=shown,
        wrong=(
            Wrong("others-maintenance", _not_both, _ANSWERS_FOR_BOTH, "Derive it"),
            Wrong("margin-behind-cross", Trade.wall, _WHOLE_WALLET, "The reveal"),
            Wrong("equity-zero", equity_zero, AT_THE_REQUIREMENT, "Derive it"),
            Wrong(
                "free-part",
                on(lambda b: b.wallet + b.brings - b.second.collateral),
                "The other position's margin is reserved, not gone: it stands behind both.",
                "The reveal",
            ),
        ),
        hints=_SHOWN_HINTS,
        work=_work_shown,
        solve="behind = 3000 - 0.0046 * 10000\nanswer = (10000 - behind) / (0.2 * (1 - 0.0046))",
    ),
    _again(
        id="7.1b",
        of="5.3a",
        given=_PAYING,
        solve="from math import ceil\nanswer = ceil((200 - 0.0046 * 6000) / (6000 * 0.0004))",
    ),
    _number(
        id="7.2",
        title="The same wall after the other price has fallen",
        minutes=4,
        given=_FALLEN,
        other=_OTHER_FALLEN,
        unit="price",
        ask=_ask_shown,
        truth=shown,
        wrong=(
            Wrong(
                "others-result",
                on(lambda b: b.wallet - b.second.required(b.at)),
                _RESULT_COUNTS,
                "The reveal",
            ),
            Wrong("others-maintenance", _not_both, _ANSWERS_FOR_BOTH, "Derive it"),
            Wrong(
                "others-doubled",
                on(lambda b: b.wallet + b.brings + b.second.pnl(b.at)),
                "The other's loss is taken off the wallet once; that it is open does not double it.",
                "Derive it",
            ),
            Wrong("margin-behind-cross", Trade.wall, _WHOLE_WALLET, "The reveal"),
        ),
        hints=_SHOWN_HINTS,
        work=_work_shown,
        solve=(
            "behind = 3000 - 4 * 250 - 0.0046 * 9000\n"
            "answer = (10000 - behind) / (0.2 * (1 - 0.0046))"
        ),
    ),
    _number(
        id="7.3a",
        title="A fall of both",
        minutes=4,
        given=_BOOK,
        other=_OTHER,
        unit="percent",
        ask=_ask_fall,
        truth=fall,
        wrong=(
            _ONE_AT_A_TIME,
            Wrong("equity-zero", lambda b: fall(b, rate=NONE), AT_THE_REQUIREMENT, "Derive it"),
            Wrong("margin-behind-cross", own_margin, _WHOLE_WALLET, "The reveal"),
            closing_fee_forgotten(lambda b: fall(b, rate=b.mmr)),
        ),
        hints=(
            "How much do both together lose for each per cent?",
            "Equity after a fall x: wallet − value of both × x. Requirement: κ × value of both × (1 − x).",
            "x = (wallet − κ × N) / (N × (1 − κ)), where N is the value of both at entry.",
        ),
        work=_work_fall,
        solve="answer = (3000 - 0.0046 * 20000) / (20000 * (1 - 0.0046))",
    ),
    _again(
        id="7.3b",
        of="4.1",
        given=_ADDED,
        solve="answer = 0.2 * 5000 + 0.0046 * 0.2 * 45000 - 400",
    ),
    _number(
        id="7.4",
        title="A price that falls faster",
        minutes=5,
        given=_FASTER,
        other=_OTHER_FASTER,
        unit="percent",
        ask=_ask_fall,
        truth=fall,
        wrong=(
            Wrong(
                "slower-alike",
                lambda b: fall(replace(b, beta=Fraction(1))),
                "That is for two prices that fall alike; the other one falls faster and takes more.",
                "Derive it",
            ),
            Wrong(
                "faster-fall",
                lambda b: b.beta * fall(b),
                "So far the other coin has fallen by then; the question is about the slower one.",
                "Derive it",
            ),
            Wrong("equity-zero", lambda b: fall(b, rate=NONE), AT_THE_REQUIREMENT, "Derive it"),
            _ONE_AT_A_TIME,
        ),
        hints=(
            "One per cent of the first price is more than one per cent of the second.",
            "A fall x of the first takes its value times x, and the other's value times beta times x.",
            "Divide what is spare now, wallet − κ × N, by (value + beta × other value) × (1 − κ).",
        ),
        work=_work_fall,
        solve="answer = (3000 - 0.0046 * 20000) / ((10000 + 1.3 * 10000) * (1 - 0.0046))",
    ),
    _number(
        id="7.5a",
        title="A locked hedge, the larger leg charged",
        minutes=4,
        given=_LOCKED,
        other=_OTHER_LOCKED,
        unit="price",
        ask=_ask_locked(
            "The exchange charges the **larger leg** only, as Bitget does, the fee for closing included."
        ),
        truth=locked(BITGET),
        wrong=(
            Wrong("both-legs-charged", locked(BINANCE), _LARGER_RULE, "Derive it"),
            closing_fee_forgotten(without_fee(BITGET)),
            Wrong("cross-hedge-apart", short_alone, _LEGS_TOGETHER, "Derive it"),
        ),
        hints=(
            "What does a rise of the price do to the two legs together?",
            "Equity stands still. The requirement does not: it is κ × size × price.",
            "At which price is κ × size × price as large as the wallet?",
        ),
        work=_work_locked(BITGET, 1),
        solve="answer = 50 / (0.0046 * 0.1)",
    ),
    _again(
        id="7.5b",
        of="2.2",
        given=_SHORT,
        solve="answer = (7000 + 280) / (2 * (1 + 0.0046))",
    ),
    _number(
        id="7.5c",
        title="The same hedge, both legs charged",
        minutes=3,
        given=_LOCKED,
        other=_OTHER_LOCKED,
        unit="price",
        ask=_ask_locked("The exchange charges **both legs**, the fee for closing included."),
        truth=locked(BINANCE),
        wrong=(
            Wrong("one-leg-charged", locked(BITGET), _BOTH_RULE, "Derive it"),
            closing_fee_forgotten(without_fee(BINANCE)),
            Wrong("cross-hedge-apart", short_alone, _LEGS_TOGETHER, "Derive it"),
        ),
        hints=(
            "How many of the two legs does this exchange charge?",
            "The requirement is now κ × (size + size) × price.",
            "At which price is that as large as the wallet?",
        ),
        work=_work_locked(BINANCE, 2),
        solve="answer = 50 / (0.0046 * 0.2)",
    ),
)
