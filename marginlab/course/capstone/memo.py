"""A memo as a learner fills it in: its fields, how each is read, and the sentence for what cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, plain, shown
from marginlab.practice.verdicts import is_blank, read, text_of
from marginlab.theory.terms import show

MODES, SWITCH, SOURCES = ("isolated", "cross"), ("on", "off"), ("wallet", "margins")
ACTIONS = ("close", "reduce", "add margin")
LONGEST = 2_000  # characters of a reason
LARGEST = 10**12
DAY = re.compile(r"day (\d{1,4})")


@dataclass(frozen=True, slots=True)
class Alarm:
    """When to act: at a mark price [quote per base], or on a day, counted from 1."""

    price: Fraction | None = None
    day: int = 0

    def __str__(self) -> str:
        return f"day {self.day}" if self.price is None else show(self.price)


def _word(options: tuple[str, ...]) -> Callable[[object], str]:
    def reader(answer: object) -> str:
        word = plain(text_of(answer) or "").casefold().strip(" .\"'")
        if word not in options:
            raise Unreadable(f"Wanted is one of {', '.join(f'`{one!r}`' for one in options)}.")
        return word

    return reader


def _amount(answer: object) -> Fraction:
    given = read(quantity, answer)
    if given.mark == "x":
        raise Unreadable("That is a leverage; wanted is money, which is value over leverage.")
    if given.mark == "%" or not 0 < given.value < LARGEST:
        raise Unreadable("Wanted is an amount of money above zero.")
    return given.value


def _share(answer: object) -> Fraction:
    given = read(quantity, answer)
    share = given.value / 100 if given.mark == "%" else given.value
    if given.mark not in ("", "%") or not 0 <= share <= 1:
        raise Unreadable(
            'Wanted is a chance, as text like `"12.3 %"` or as a fraction like `0.123`.'
        )
    return share


def _alarm(answer: object) -> Alarm:
    text = text_of(answer)
    if text is not None and (day := DAY.fullmatch(plain(text).casefold())):
        return Alarm(day=int(day[1]))
    try:
        return Alarm(_amount(answer))
    except Unreadable:
        raise Unreadable('Wanted is a mark price, or a day like `"day 10"`.') from None


def _reason(answer: object) -> str:
    text = text_of(answer)
    if text is None or not 0 < len(text.strip()) <= LONGEST:
        raise Unreadable(f"Wanted is text of at most {LONGEST:,} characters.")
    return "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text.strip()
    )


FIELDS: Mapping[str, Callable[[object], Any]] = MappingProxyType({
    "btc_mode": _word(MODES), "btc_behind": _amount, "btc_auto_call": _word(SWITCH),
    "btc_chance": _share, "btc_chance_paying": _share,
    "alt_mode": _word(MODES), "alt_behind": _amount, "alt_auto_call": _word(SWITCH), "alt_chance": _share,
    "drain": _amount, "drain_high": _amount,
    "worst_case": _amount, "worst_case_from": _word(SOURCES),
    "btc_alarm": _alarm, "btc_action": _word(ACTIONS), "alt_alarm": _alarm, "alt_action": _word(ACTIONS),
    "why": _reason,
})  # fmt: skip


Said = Mapping[str, Any]  # what was filled in, by field


def filled_in(answers: Mapping[str, object]) -> tuple[Said, list[str]]:
    """What was filled in, and a sentence for each field that cannot be read; a blank is in neither."""
    said: dict[str, Any] = {}
    problems = []
    for field, answer in answers.items():
        if is_blank(answer):
            continue
        try:
            said[field] = FIELDS[field](answer)
        except Unreadable as problem:
            text = text_of(answer)
            wrote = f"you wrote `{shown(text)}`. " if text is not None else ""
            problems.append(f"`{field}`: {wrote}{problem}")
    return said, problems
