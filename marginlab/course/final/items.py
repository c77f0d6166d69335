"""The final's questions: what the lessons' exercises ask, of another position, and what none of them asks.

A question of the first kind takes everything but the numbers from its exercise, as those do that a later
lesson asks again; the others have words, wrong ideas and cures of their own. The parts of an item,
F.1a to F.1c, count as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from marginlab.course.book import ITEMS
from marginlab.course.final.hedged import Hedged
from marginlab.course.lesson00_start_here.cases import STATE, Case
from marginlab.course.lesson04_plus_and_minus.change import after_calls
from marginlab.course.lesson09_coins.exercises import OnCoins
from marginlab.course.lesson10_how_long.exercises import Life, ask_chance
from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    NONE,
    Trade,
    closing_fee_forgotten,
    exact,
    held,
    told,
    wall_with,
)
from marginlab.practice.item import Again, Choice, Item, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.terms import SHORT, show

NOTEBOOK = "final"
FOURTH, SIXTH = "04_the_plus_and_the_minus", "06_which_price_who_pays"

# ---- how it is asked and worked ---------------------------------------------------------------


def _position(t: Trade) -> str:
    return (
        f"You are **{held(t)}**, isolated. Maintenance rate {show(t.mmr, 'percent')}, taker fee "
        f"{show(t.fee_rate, 'percent')}, both on the value at the mark price."
    )


def _ask_added(t: Trade) -> str:
    return (
        f"{_position(t)} You add **{show(t.added, 'money')}** to its margin.\n\n"
        "Where is its wall then?"
    )


def _ask_second_call(t: Trade) -> str:
    return (
        f"{_position(t)} There are {show(t.wallet, 'money')} in the account, margin included, and "
        "Bitget's automatic margin call is on.\n\nThe price falls, and the call is made for the **second** "
        "time. Where is the wall then?"
    )


def _ask_beside(b: Hedged) -> str:
    still = b.at == b.second_entry
    where = "has not moved" if still else f"stands at **{show(b.at, 'money')}**"
    return (
        f"A cross account with **{show(b.wallet, 'money')}** in the wallet holds two positions: "
        f"**{told(b)}**, and **{told(b.second)}**. Maintenance rate {show(b.mmr, 'percent')} for {b.base} "
        f"and {show(b.second.mmr, 'percent')} for {b.second_base}, taker fee {show(b.fee_rate, 'percent')} "
        f"for both, all on the value at the mark price. The price of {b.second_base} {where}.\n\n"
        f"At which mark price of {b.base} is the account liquidated?"
    )


def _ask_state(c: Case) -> str:
    return (
        f"{_position(c)} Somebody trades at {show(c.last, 'price')}, which is the last price now; the mark "
        f"price is {show(c.at, 'price')}.\n\nIs your position open or closed then?"
    )


def _walled(t: Trade, number: int, margin: Fraction) -> str:
    """The step that ends with the wall on this margin."""
    top, bottom = t.value - t.side * margin, t.size * (1 - t.side * t.kappa)
    return (
        f"{number}. The wall, with κ = {show(t.kappa, 'percent')}: ({show(t.value, 'money')} − "
        f"{show(margin, 'money')}) over {show(t.size)} × (1 − {show(t.kappa)}): {show(top, 'money')} / "
        f"{show(bottom)} = **{show(t.wall(margin), 'price')}**."
    )


def _margin(t: Trade) -> str:
    return (
        f"1. Margin at the opening: {show(t.value, 'money')} / {show(t.leverage)} = "
        f"{show(t.collateral, 'money')}."
    )


def _work_added(t: Trade) -> str:
    return (
        f"{_ask_added(t)}\n\n{_margin(t)}\n2. With what is added: {show(t.margin, 'money')}.\n"
        f"{_walled(t, 3, t.margin)}"
    )


def _work_second_call(t: Trade) -> str:
    margin = 3 * t.collateral
    return (
        f"{_ask_second_call(t)}\n\n{_margin(t)}\n2. Each call adds as much again: three times that is "
        f"{show(margin, 'money')}.\n{_walled(t, 3, margin)}"
    )


def _work_state(c: Case) -> str:
    return (
        f"{_ask_state(c)}\n\n1. Its wall stands at {show(c.wall(), 'price')}.\n2. Only the mark price "
        f"counts, and {show(c.at, 'price')} makes it **{_state(c, c.at)}**."
    )


def _state(c: Case, price: Fraction) -> str:
    return STATE[c.side * (price - c.wall()) <= 0]


# ---- the items --------------------------------------------------------------------------------

_NUMBERS = {"base": "SOL", **exact(size=40, entry_price=150, leverage=20, mmr=0.005)}
_LONG = Trade(**_NUMBERS, **exact(wallet=1_000))
_AT_50 = replace(_LONG, leverage=Fraction(50))
_SHORT = replace(_LONG, side=SHORT)
_ADDED = replace(_LONG, added=Fraction(150))
_PAYING = replace(_LONG, funding_rate=Fraction("0.0003"))
_ON_COINS = OnCoins(base="SOL", **exact(size=6_000, entry_price=150, leverage=2, mmr=0.005))
_HEDGED = Hedged(
    **_NUMBERS,
    **exact(wallet=1_000, second_size=0.05, second_entry=60_000, at=60_000),
)
_RISEN = replace(_HEDGED, at=Fraction(63_000))
_LIFE = Life(**_NUMBERS, **exact(volatility=1, days=3))
_BELOW = Case(**_NUMBERS, **exact(last=143.10, at=143.45))
_ABOVE = Case(**_NUMBERS, **exact(last=143.60, at=143.20))
# For the worked solutions.
_OTHER_NUMBERS = {"base": "ETH", **exact(size=4, entry_price=2_500, leverage=16)}
_OTHER = Trade(**_OTHER_NUMBERS, **exact(wallet=3_000, added=275))
_OTHER_CASE = Case(**_OTHER_NUMBERS, **exact(last=2_351, at=2_359))

_again = partial(Again, notebook=NOTEBOOK)
_AGAIN = (
    _again(id="F.1a", of="1.1a", given=_LONG, solve="answer = 40 * 150"),
    _again(id="F.1b", of="1.1b", given=_LONG, solve="answer = 40 * 150 / 20"),
    _again(id="F.1c", of="1.2", given=_LONG, solve="answer = 40 * 150 * 0.0006"),
    _again(id="F.2", of="2.1", given=_LONG, solve="answer = (6000 - 300) / (40 * (1 - 0.0056))"),
    _again(id="F.3a", of="3.2a", given=_LONG, solve="answer = (6000 - 1000) / (40 * (1 - 0.0056))"),
    _again(id="F.3b", of="3.2b", given=_AT_50, solve="answer = (6000 - 1000) / (40 * (1 - 0.0056))"),
    _again(id="F.4", of="2.2", given=_SHORT, solve="answer = (6000 + 300) / (40 * (1 + 0.0056))"),
    _again(
        id="F.6a", of="2.3a", given=_LONG,
        solve="wall = (6000 - 300) / (40 * (1 - 0.0056))\nanswer = 300 + 40 * (wall - 150)",
    ),
    _again(
        id="F.6b", of="2.3b", given=_LONG,
        solve="wall = (6000 - 300) / (40 * (1 - 0.0056))\nanswer = 40 * (wall - 150) / 300",
    ),
    _again(
        id="F.7", of="5.3a", given=_PAYING, solve="answer = (300 - 0.0056 * 6000) / (6000 * 0.0003)"
    ),
    _again(
        id="F.8a", of="7.1a", given=_HEDGED,
        solve="answer = (6000 - 1000 + 0.0046 * 3000) / (40 * (1 - 0.0056))",
    ),
    _again(
        id="F.8b", of="7.2", given=_RISEN,
        solve="answer = (6000 - 1000 + 150 + 0.0046 * 3150) / (40 * (1 - 0.0056))",
    ),
    _again(
        id="F.9a", of="9.1a", given=_ON_COINS,
        solve="answer = 6000 * (1 + 0.0056) / (6000 / 150 / 2 + 6000 / 150)",
    ),
    _again(
        id="F.9b", of="2.1", given=Trade(**_NUMBERS | exact(leverage=2)),
        solve="answer = (6000 - 3000) / (40 * (1 - 0.0056))",
    ),
    _again(
        id="F.10", of="10.1a", given=_LIFE,
        solve=(
            "from math import erfc, log, sqrt\n"
            "b, years = log((1 - 1 / 20) / (1 - 0.0056)), 3 / 365\n"
            "ends = erfc(-(b + years / 2) / sqrt(2 * years)) / 2\n"
            "answer = ends + erfc(-(b - years / 2) / sqrt(2 * years)) / 2 * (1 - 0.0056) / (1 - 1 / 20)"
        ),
    ),
)  # fmt: skip
# What is told otherwise than in the lesson: titles that name its numbers, and a hedge.
_TOLD_ANEW: Mapping[str, Mapping[str, Any]] = {
    "F.3a": {"title": "The cross wall"},
    "F.3b": {"title": "The cross wall at more leverage"},
    "F.8a": {"ask": _ask_beside},
    "F.8b": {"title": "A wall after the other price has moved", "ask": _ask_beside},
    "F.10": {"title": "The chance of a few days", "ask": ask_chance},
}

_number = partial(Number, notebook=NOTEBOOK)
_OWN = (
    _number(
        id="F.5",
        title="The wall after a top-up",
        about=FOURTH,
        minutes=2,
        given=_ADDED,
        other=_OTHER,
        unit="price",
        ask=_ask_added,
        truth=Trade.wall,
        wrong=(
            Wrong(
                "added-out-of-reach",
                lambda t: t.wall(t.collateral),
                "What is added stands behind the position like the first margin, and moves its wall away.",
                "The reveal",
            ),
            Wrong("equity-zero", wall_with(nothing), AT_THE_REQUIREMENT, "Derive it"),
            closing_fee_forgotten(wall_with(fee_rate=NONE)),
            Wrong(
                "margin-forgotten",
                lambda t: t.wall(t.added),
                "The margin that opening took is still there: what is added comes on top of it.",
                "Derive it",
            ),
        ),
        hints=(
            "What stands behind the position after the top-up?",
            "Its first margin and what was added; size and entry stay as they were.",
            "Value at entry less both, divided by size × (1 − κ).",
        ),
        work=_work_added,
        solve="answer = (6000 - 300 - 150) / (40 * (1 - 0.0056))",
    ),
    _number(
        id="F.11",
        title="After the second automatic call",
        about=FOURTH,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="price",
        ask=_ask_second_call,
        truth=lambda t: after_calls(t, 2),
        wrong=(
            Wrong(
                "call-restores",
                lambda t: replace(t, entry_price=replace(t, entry_price=t.wall()).wall()).wall(),
                "That restores 1/L of the value at each rung; Bitget's rule adds one initial margin.",
                "Derive it",
            ),
            Wrong(
                "call-forgotten",
                lambda t: after_calls(t, 1),
                "That is the wall at which the second call is made; what it adds moves the wall away.",
                "Derive it",
            ),
            Wrong(
                "equity-zero",
                lambda t: t.wall(3 * t.collateral, nothing),
                AT_THE_REQUIREMENT,
                "Derive it",
            ),
            closing_fee_forgotten(lambda t: t.wall(3 * t.collateral, fee_rate=NONE)),
        ),
        hints=(
            "What does each call put into the position?",
            "One initial margin each time, as much as the opening took.",
            "Value at entry less three initial margins, divided by size × (1 − κ).",
        ),
        work=_work_second_call,
        solve="answer = (6000 - 3 * 300) / (40 * (1 - 0.0056))",
    ),
)


def _traded(part: str, given: Case) -> Choice:
    """A question on a position whose wall stands between the last price and the mark price."""
    return Choice(
        id=f"F.12{part}",
        title="One odd trade",
        notebook=NOTEBOOK,
        about=SIXTH,
        minutes=1,
        given=given,
        other=_OTHER_CASE,
        options=STATE,
        ask=_ask_state,
        truth=lambda c: _state(c, c.at),
        wrong=(
            Wrong(
                "last-for-mark",
                lambda c: _state(c, c.last),
                "The exchange values a position at the mark price; an odd trade moves the last price alone.",
                "The reveal",
            ),
        ),
        hints=(
            "Two prices are named. Which of them does the exchange use for your position?",
            "It is the one that does not follow odd trades.",
            "Compute the wall and compare the mark price with it.",
        ),
        work=_work_state,
    )


def number_of(question: str) -> int:
    """Which item a question is, or is a part of: 1 for F.1a."""
    return int(question.removeprefix("F.").rstrip("abc"))


def _made() -> Iterator[Item]:
    for again in _AGAIN:
        yield replace(again.made(ITEMS[again.of]), **_TOLD_ANEW.get(again.id, {}))
    yield from (*_OWN, _traded("a", _BELOW), _traded("b", _ABOVE))


@cache
def questions() -> Mapping[str, Item]:
    """Every question by its id, in the order in which they are asked."""
    made = {item.id: item for item in _made()}
    return MappingProxyType(
        {key: made[key] for key in sorted(made, key=lambda key: (number_of(key), key))}
    )
