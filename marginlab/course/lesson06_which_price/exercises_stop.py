"""Lesson 6, how to leave first: a stop beside the wall, a size from a stop, a gap through it.

That a stop beyond the wall never fires, and that leverage has no place in the size, are usual questions
of traders (pages read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Self

from marginlab.course.lesson06_which_price.exercises import NOTEBOOK
from marginlab.course.trade import NONE, Answer, Trade, exact, sentence, terms, told
from marginlab.practice.fresh import near
from marginlab.practice.item import Again, Choice, Number, Wrong
from marginlab.theory.terms import SHORT, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Trade):
    """A trade with a stop; distance: of the stop from the entry, gap: of the fill beyond it [fractions].

    risk [settle coin]: what the stop is to cost.
    """

    distance: Fraction
    risk: Fraction
    gap: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Another entry with another stop."""
        return replace(
            self, entry_price=near(random, self.entry_price), risk=near(random, self.risk),
            leverage=1 + Fraction(round(near(random, self.leverage - 1))),
            distance=near(random, self.distance), gap=near(random, self.gap),
        )  # fmt: skip

    def check_open(self) -> None:
        """Rejected where the exchange would not open the size that the stop asks for."""
        Trade.check_open(replace(self, size=size_for(self)))

    @property
    def stop(self) -> Fraction:
        return self.entry_price * (1 - self.distance)

    @property
    def fill(self) -> Fraction:
        return self.stop * (1 - self.gap)


def size_for(s: Stopped) -> Fraction:
    """The size that loses the risk at the stop [base coin]."""
    return s.risk / (s.entry_price * s.distance)


def loss_at(s: Stopped, price: Fraction) -> Fraction:
    """What that size loses at a price [settle coin]."""
    return size_for(s) * (s.entry_price - price)


def fires(walls: Answer) -> Callable[[Trade], str]:
    """At which of two leverages a stop is above the wall, where somebody believes in this wall."""

    def where(t: Trade) -> str:
        one, two = (t.at > walls(replace(t, leverage=x)) for x in (t.leverage, t.other))
        if one != two:
            return "lower" if one else "higher"
        return "both" if one else "neither"

    return where


def _ask_fires(t: Trade) -> str:
    return (
        f"{sentence(told(t))} {terms(t)} A stop at **{show(t.at, 'money')}**, by the mark price. At one "
        f"time it has {show(t.leverage, 'x')}, at another {show(t.other, 'x')}. The mark falls slowly. At "
        "which leverage does the stop close the position: the lower, the higher, both or neither?"
    )


def _work_fires(t: Trade) -> str:
    one, two = (show(replace(t, leverage=x).wall(), "price") for x in (t.leverage, t.other))
    return (
        f"{_ask_fires(t)}\n\n1. The walls: {one} at {show(t.leverage, 'x')}, {two} at "
        f"{show(t.other, 'x')}.\n2. A stop works only above the wall: **{fires(Trade.wall)(t)}**."
    )


def _plan(s: Stopped) -> str:
    return (
        f"You go long BTC at {show(s.entry_price, 'money')} with {show(s.leverage, 'x')}. A stop lies "
        f"**{show(s.distance, 'percent')}** below the entry. Filled there, it is to cost "
        f"**{show(s.risk, 'money')}**."
    )


def _ask_size(s: Stopped) -> str:
    return f"{_plan(s)}\n\nWhich size, in BTC? No fee is charged."


def _ask_gap(s: Stopped) -> str:
    return (
        f"{_plan(s)} You chose the size for that, not rounded. The market jumps, and the fill lies "
        f"**{show(s.gap, 'percent')}** of the stop's price below it.\n\n"
        "What does it cost? No fee is charged."
    )


def _work_size(s: Stopped) -> str:
    away = s.entry_price - s.stop
    return (
        f"{_plan(s)}\n\n1. From entry to stop are {show(away, 'money')}.\n"
        f"2. Each BTC loses that much: {show(s.risk, 'money')} / {show(away)} = "
        f"**{show(size_for(s), 'size')}**."
    )


def _work_gap(s: Stopped) -> str:
    return (
        f"{_plan(s)}\n\n1. The stop lies at {show(s.stop, 'money')}, the fill at {show(s.fill, 'price')}.\n"
        f"2. The size: {show(s.risk, 'money')} / {show(s.entry_price - s.stop)} = "
        f"{show(size_for(s), 'size')} BTC.\n"
        f"3. It loses that times {show(s.entry_price - s.fill, 'price')}: "
        f"**{show(loss_at(s, s.fill), 'price')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_TWO = Trade(**exact(size=0.1, entry_price=60_000, leverage=25, other=50, at=58_800))
_OTHER_TWO = Trade(
    **exact(size=0.2, entry_price=40_000, leverage=20, other=100, mmr=0.005, at=39_500)
)
_STOP = Stopped(
    size=NONE, **exact(entry_price=60_000, leverage=10, distance=0.03, risk=120, gap=0.005)
)
_OTHER_STOP = Stopped(
    size=NONE, **exact(entry_price=40_000, leverage=20, distance=0.02, risk=100, gap=0.01)
)
_SHORT = Trade(side=SHORT, **exact(size=0.1, entry_price=50_000, leverage=20, wallet=2_000))
_LONG = Trade(base="ETH", **exact(size=3, entry_price=3_100, leverage=12))
_number = partial(Number, notebook=NOTEBOOK)
_again = partial(Again, notebook=NOTEBOOK)

ITEMS = (
    Choice(
        notebook=NOTEBOOK,
        id="6.4a",
        title="Two stops at one price",
        minutes=3,
        given=_TWO,
        other=_OTHER_TWO,
        options=("lower", "higher", "both", "neither"),
        ask=_ask_fires,
        truth=fires(Trade.wall),
        wrong=(
            Wrong(
                "stop-always-first",
                lambda t: "both",
                "A stop is an order of the position: below the wall there is no position any more.",
                "The reveal",
            ),
            Wrong(
                "stop-by-leverage",
                lambda t: "neither",
                "Below that leverage the wall lies deeper than the stop, which then comes first.",
                "The reveal",
            ),
            Wrong(
                "sides-swapped",
                lambda t: "higher",
                "More leverage puts the wall nearer to the entry, so that it is met before the stop.",
                "The reveal",
            ),
        ),
        hints=(
            "Two things can close the position. Which of them does the falling mark meet first?",
            "Compute both walls.",
            "Compare each with the price of the stop.",
        ),
        work=_work_fires,
    ),
    _again(
        id="6.4b", of="3.4", given=_SHORT, solve="answer = (5000 + 2000) / (0.1 * (1 + 0.0046))"
    ),
    _number(
        id="6.5a",
        title="A size from a stop",
        minutes=4,
        given=_STOP,
        other=_OTHER_STOP,
        unit="size",
        ask=_ask_size,
        truth=size_for,
        wrong=(
            Wrong(
                "leverage-twice",
                lambda s: size_for(s) / s.leverage,
                "Leverage sets the margin, not the loss: it has no place in this formula.",
                "Derive it",
            ),
            Wrong(
                "risk-over-value",
                lambda s: s.risk / s.entry_price,
                "That size would lose the risk if the price fell to nothing; divide by the distance.",
                "Derive it",
            ),
            Wrong(
                "notional-margin-swapped",
                lambda s: s.risk * s.leverage / s.entry_price,
                "That takes the risk for the margin; the stop closes before the margin is lost.",
                "Derive it",
            ),
        ),
        hints=(
            "How much does one BTC lose on the way to the stop?",
            "The risk is that loss times the size.",
            "Risk / (entry − stop).",
        ),
        work=_work_size,
        solve="answer = 120 / (60_000 * 0.03)",
    ),
    _again(id="6.5b", of="2.1", given=_LONG, solve="answer = 3100 * (1 - 1 / 12) / (1 - 0.0046)"),
    _number(
        id="6.5c",
        title="A gap through the stop",
        minutes=4,
        given=_STOP,
        other=_OTHER_STOP,
        unit="price",
        ask=_ask_gap,
        truth=lambda s: loss_at(s, s.fill),
        wrong=(
            Wrong(
                "filled-at-stop",
                lambda s: s.risk,
                "A stop becomes an order when its price is reached; it is filled where the market is then.",
                "The reveal",
            ),
            Wrong(
                "gap-turned",
                lambda s: loss_at(s, s.stop * (1 + s.gap)),
                "A gap through the stop of a long makes the fill lower, and the loss larger.",
                "The reveal",
            ),
            Wrong(
                "leverage-twice",
                lambda s: s.leverage * loss_at(s, s.fill),
                "The size already holds the leverage: size times price move is the whole loss.",
                "Derive it",
            ),
        ),
        hints=(
            "Where is the order filled?",
            "The size stays what it was; only the way to the fill is longer.",
            "Risk / (entry − stop) × (entry − fill).",
        ),
        work=_work_gap,
        solve="answer = 120 / 1_800 * (60_000 - 58_200 * 0.995)",
    ),
)
