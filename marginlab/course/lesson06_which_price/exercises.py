"""Lesson 6, which price, who pays: a mark price, what a fill leaves, the queue, a stop.

Where people believe the wrong ideas: that what is left comes back, and that the fund protects the
trader, are answered by Bitget's articles 360059239211 (2025-10-21) and 12560603800805 (2025-09-27); a
stop beyond the wall is a usual question (read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Self

from marginlab.course.trade import NONE, Trade, exact, held, sentence, terms
from marginlab.engine.settlement import deleveraging_score
from marginlab.practice.fresh import Numbers, jitter, near, rounded
from marginlab.practice.item import Again, Choice, Number, Wrong
from marginlab.theory.mark_price import mark_price_2, median_price
from marginlab.theory.terms import SHORT, show

NOTEBOOK = "06_which_price_who_pays"
COLOURS = ("red", "blue", "grey")  # of the counterparties in a queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices(Numbers):
    """What a mark price is made of: index, last price, the index as far off as the last price lately was.

    left, interval: minutes to the next payment, and between two; rate [fraction] of that payment.
    """

    index: Fraction
    rate: Fraction
    left: Fraction
    interval: Fraction
    last: Fraction = NONE
    third: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Other prices, in the same order, and another payment at the same interval."""
        index = near(random, self.index, 3)
        last, third = (
            index + rounded((price - self.index) * index / self.index * jitter(random))
            for price in (self.last, self.third)
        )
        rate, left = self.rate * random.randint(1, 4), near(random, self.left)
        return replace(self, index=index, rate=rate, left=left, last=last, third=third)

    def second(self, left: Fraction | None = None, rate: Fraction | None = None) -> Fraction:
        """The index with the funding to come, or with another part or rate of it."""
        return Fraction(
            mark_price_2(
                index_price=self.index, funding_rate=self.rate if rate is None else rate,
                time_left=self.left if left is None else left, funding_interval=self.interval,
            )
        )  # fmt: skip

    @property
    def three(self) -> tuple[Fraction, Fraction, Fraction]:
        return self.last, self.second(), self.third


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Numbers):
    """Three counterparties: return on margin and margin ratio of each [fractions]."""

    returns: tuple[Fraction, Fraction, Fraction]
    ratios: tuple[Fraction, Fraction, Fraction]

    def drawn(self, random: Random) -> Self:
        """Other counterparties, in another order."""
        pairs = [
            (near(random, roi), 1 - near(random, 1 - ratio))
            for roi, ratio in zip(self.returns, self.ratios, strict=True)
        ]
        returns, ratios = zip(*random.sample(pairs, len(pairs)), strict=True)
        return replace(self, returns=returns, ratios=ratios)

    def first(self, scores: Iterable[float | Fraction]) -> str:
        """Whose score is the highest."""
        return max(zip(scores, COLOURS, strict=True))[1]

    @property
    def scores(self) -> list[float]:
        """As Bitget documents them."""
        pairs = zip(self.returns, self.ratios, strict=True)
        return [deleveraging_score(float(roi), float(ratio)) for roi, ratio in pairs]


def second(p: Prices) -> Fraction:
    return p.second()


def rest(t: Trade) -> Fraction:
    """What a fill at `at` leaves above zero equity [settle coin]."""
    return t.margin + t.pnl(t.at)


# ---- how the numbers are told -----------------------------------------------------------------


def _index(p: Prices) -> str:
    return (
        f"The index stands at **{show(p.index, 'money')}**. The next funding payment, at a rate of "
        f"{show(p.rate, 'percent')}, is due in **{show(p.left)}** of {show(p.interval)} minutes."
    )


def _ask_second(p: Prices) -> str:
    return f"{_index(p)}\n\nWhat is the index with the funding that is still to come?"


def _work_second(p: Prices) -> str:
    return (
        f"{_index(p)}\n\n{_still_to_come(p)}2. {show(p.index, 'money')} × (1 + that part) = "
        f"**{show(p.second(), 'price')}**."
    )


def _still_to_come(p: Prices) -> str:
    share = p.left / p.interval
    return (
        f"1. Still to come is {show(p.left)} / {show(p.interval)} = {show(share)} of the payment, "
        f"{show(share * p.rate * 100)} %.\n"
    )


def _ask_median(p: Prices) -> str:
    return (
        f"{_index(p)} The last price is **{show(p.last, 'money')}**. The index with the average distance of "
        f"the last five minutes is **{show(p.third, 'money')}**.\n\nWhat is the mark price?"
    )


def _work_median(p: Prices) -> str:
    return (
        f"{_ask_median(p)}\n\n{_still_to_come(p)}"
        f"2. So the index with the funding to come is {show(p.second(), 'price')}.\n"
        f"3. In order: {', '.join(show(price, 'price') for price in sorted(p.three))}.\n"
        f"4. The middle one is the mark price: **{show(median_price(*p.three), 'price')}**."
    )


def _liquidated(t: Trade) -> str:
    return (
        f"{sentence(held(t))} {terms(t)} It is liquidated, and its forced order is filled at "
        f"**{show(t.at, 'price')}**. The exchange settles as Bitget does."
    )


def _ask_rest(t: Trade) -> str:
    return (
        f"{_liquidated(t)}\n\nWhat does the insurance fund get? Negative if it pays; no fee is "
        "charged."
    )


def _ask_lost(t: Trade) -> str:
    return (
        f"{_liquidated(t)} The wallet held {show(t.wallet, 'money')} before.\n\n"
        "How much has the trader lost? No fee."
    )


def _steps(t: Trade) -> str:
    return (
        f"1. Margin: {show(t.value, 'money')} / {show(t.leverage)} = {show(t.margin, 'money')}.\n"
        f"2. At the fill the position has lost {show(-t.pnl(t.at), 'money')}.\n"
    )


def _work_rest(t: Trade) -> str:
    return (
        f"{_liquidated(t)}\n\n{_steps(t)}3. What is left, or lacks: {show(t.margin, 'money')} − "
        f"{show(-t.pnl(t.at), 'money')} = **{show(rest(t), 'price')}**."
    )


def _work_lost(t: Trade) -> str:
    return (
        f"{_liquidated(t)}\n\n{_steps(t)}3. The margin is forfeited whatever the fill: what lacks the fund "
        f"pays, what is left it keeps.\n4. Lost: **{show(t.margin, 'price')}**."
    )


def _ask_queue(q: Queue) -> str:
    each = ", ".join(
        f"**{name}** with a return on margin of {show(roi, 'move')} and a margin ratio of "
        f"{show(ratio, 'percent')}"
        for name, roi, ratio in zip(COLOURS, q.returns, q.ratios, strict=True)
    )
    return (
        f"The insurance fund is empty, and somebody has to be closed. On the other side stand {each}. Who "
        "comes first, by the score that Bitget documents?"
    )


def _work_queue(q: Queue) -> str:
    scores = ", ".join(
        f"{name} {show(score)}" for name, score in zip(COLOURS, q.scores, strict=True)
    )
    return (
        f"{_ask_queue(q)}\n\n1. A gain is multiplied by the margin ratio, a loss divided by it.\n"
        f"2. The scores: {scores}.\n3. The highest comes first: **{q.first(q.scores)}**."
    )


# ---- the items --------------------------------------------------------------------------------

_PRICES = Prices(
    **exact(index=91_500, rate=0.0001, left=120, interval=480, last=91_380, third=91_455)
)
_OTHER_PRICES = Prices(
    **exact(index=3_200, rate=0.0004, left=60, interval=240, last=3_214, third=3_203)
)
_BETTER = Trade(base="ETH", **exact(size=4, entry_price=2_500, leverage=20, wallet=3_000, at=2_378))
_WORSE, _NEAR = (replace(_BETTER, at=Fraction(price)) for price in ("2362", "2373.5"))
_OTHER_BETTER = Trade(
    **exact(size=0.2, entry_price=50_000, leverage=10, wallet=4_000, mmr=0.005, at=45_100)
)
_OTHER_WORSE = replace(_OTHER_BETTER, at=Fraction(44_700))
_QUEUE = Queue(
    returns=(Fraction("1.5"), Fraction("0.8"), Fraction("-0.2")),
    ratios=(Fraction("0.1"), Fraction("0.4"), Fraction("0.9")),
)
_OTHER_QUEUE = Queue(
    returns=(Fraction("0.6"), Fraction("2.2"), Fraction("-0.35")),
    ratios=(Fraction("0.55"), Fraction("0.05"), Fraction("0.85")),
)
_PAYING = Trade(base="ETH", **exact(size=2, entry_price=3_300, leverage=15, funding_rate=0.0005))
_RAISED = Trade(base="ETH", side=SHORT, **exact(size=2, entry_price=3_500, leverage=25, at=3_700))
_number = partial(Number, notebook=NOTEBOOK)
_choice = partial(Choice, notebook=NOTEBOOK)
_again = partial(Again, notebook=NOTEBOOK)

_WRONG_REST = (
    Wrong(
        "from-the-wall",
        lambda t: t.size * (t.at - t.wall()),
        "The exchange reckons with the bankruptcy price, where equity is zero, not with the wall.",
        "Derive it",
    ),
    Wrong(
        "margin-forgotten",
        lambda t: t.pnl(t.at),
        "That is the loss of the position; its margin pays for it first.",
        "Derive it",
    ),
    Wrong(
        "one-coin",
        lambda t: rest(t) / t.size,
        "One coin alone; the position holds more or less than one.",
        "Derive it",
    ),
    Wrong(
        "rest-returned",
        lambda t: 0,
        "On Bitget the fund keeps what is left and pays what lacks; the trader gets and pays nothing.",
        "The reveal",
    ),
)

ITEMS = (
    _number(
        id="6.1a",
        title="The index with its funding",
        minutes=4,
        given=_PRICES,
        other=_OTHER_PRICES,
        unit="price",
        ask=_ask_second,
        truth=second,
        wrong=(
            Wrong(
                "whole-payment",
                lambda p: p.second(left=p.interval),
                "Only the part of the payment that belongs to the time left is still to come.",
                "Derive it",
            ),
            Wrong(
                "time-gone-for-left",
                lambda p: p.second(left=p.interval - p.left),
                "That is the part that lies behind; what counts is the time until the payment.",
                "Derive it",
            ),
            Wrong(
                "funding-turned",
                lambda p: p.second(rate=-p.rate),
                "The exchange adds what is still to come: at a positive rate this price stands above the "
                "index.",
                "Derive it",
            ),
        ),
        hints=(
            "Which part of the payment belongs to the time that is left?",
            "Time left over the interval, times the rate.",
            "Index × (1 + rate × left / interval).",
        ),
        work=_work_second,
        solve="answer = 91_500 * (1 + 0.0001 * 120 / 480)",
    ),
    _again(id="6.1b", of="5.1", given=_PAYING, solve="answer = 2 * 3300 * 0.0005"),
    _number(
        id="6.1c",
        title="The middle one",
        minutes=3,
        given=_PRICES,
        other=_OTHER_PRICES,
        unit="price",
        ask=_ask_median,
        truth=lambda p: median_price(*p.three),
        wrong=(
            Wrong(
                "mean-for-median",
                lambda p: sum(p.three) / 3,
                "A mean follows every price a third of the way; the exchange takes the middle one.",
                "Derive it",
            ),
            Wrong(
                "last-for-mark",
                lambda p: p.last,
                "The last price is only one of the three.",
                "The reveal",
            ),
            Wrong(
                "index-for-mark",
                lambda p: p.second(),
                "That is the index with its funding, the highest of the three here.",
                "Derive it",
            ),
        ),
        hints=(
            "Three prices. Two are given, you know how to compute the other one.",
            "Put them in order.",
            "Which one has one price below it and one above?",
        ),
        work=_work_median,
        solve="answer = sorted([91_380, 91_455, 91_500 * (1 + 0.0001 * 120 / 480)])[1]",
    ),
    _number(
        id="6.2a",
        title="A fill above bankruptcy",
        minutes=4,
        given=_BETTER,
        other=_OTHER_BETTER,
        unit="price",
        ask=_ask_rest,
        truth=rest,
        wrong=_WRONG_REST,
        hints=(
            "What stands behind the position, and what has it lost at the fill?",
            "Margin less loss is what is left.",
            "Margin + size × (fill − entry).",
        ),
        work=_work_rest,
        solve="answer = 500 + 4 * (2378 - 2500)",
    ),
    _again(id="6.2b", of="1.4", given=_PAYING, solve="answer = 3300 * (1 + 0.0006) / (1 - 0.0006)"),
    _number(
        id="6.2c",
        title="A fill below bankruptcy",
        minutes=3,
        given=_WORSE,
        other=_OTHER_WORSE,
        unit="price",
        ask=_ask_rest,
        truth=rest,
        wrong=_WRONG_REST,
        hints=(
            "Is the loss at the fill larger than the margin?",
            "What lacks somebody has to pay. Who, and with which sign?",
            "Margin + size × (fill − entry), which is negative here.",
        ),
        work=_work_rest,
        solve="answer = 500 + 4 * (2362 - 2500)",
    ),
    _again(id="6.2d", of="4.2", given=_RAISED, solve="answer = 2 * 200 + 0.0046 * 2 * 3700 - 280"),
    _number(
        id="6.2e",
        title="What the trader has lost",
        minutes=3,
        given=_NEAR,
        other=_OTHER_WORSE,
        unit="price",
        ask=_ask_lost,
        truth=lambda t: t.margin,
        wrong=(
            Wrong(
                "hole-mine",
                lambda t: -t.pnl(t.at),
                "What the fill lacks below zero equity is paid by the fund, not by the trader.",
                "The reveal",
            ),
            Wrong(
                "fund-for-trader",
                lambda t: t.margin + rest(t),
                "The fund pays so that the winner gets all; of the trader's margin it gives nothing back.",
                "The reveal",
            ),
            Wrong(
                "wallet-for-margin",
                lambda t: t.wallet,
                "Isolated reaches the margin alone; the rest of the wallet stays.",
                "The reveal",
            ),
        ),
        hints=(
            "Which money stands behind an isolated position?",
            "Is the fill above or below bankruptcy, and does that matter to the trader?",
            "Size × entry / leverage.",
        ),
        work=_work_lost,
        solve="answer = 4 * 2500 / 20",
    ),
    _choice(
        id="6.3",
        title="Who is closed first",
        minutes=3,
        given=_QUEUE,
        other=_OTHER_QUEUE,
        options=COLOURS,
        ask=_ask_queue,
        truth=lambda q: q.first(q.scores),
        wrong=(
            Wrong(
                "highest-roi",
                lambda q: q.first(q.returns),
                "The return alone does not decide: it is multiplied by how near the account is to its "
                "own liquidation.",
                "Derive it",
            ),
            Wrong(
                "loser-first",
                lambda q: q.first(q.ratios),
                "A loss makes the score negative, so whoever loses comes behind all winners.",
                "Derive it",
            ),
        ),
        hints=(
            "Who has gained, and who stands nearest to a liquidation?",
            "A gain times the margin ratio; a loss divided by it.",
            "The highest score comes first.",
        ),
        work=_work_queue,
    ),
)
