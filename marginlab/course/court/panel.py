"""The court's panel: any card, found by topic, exchange and year, judged, run and repaired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from marginlab.course.court.card import Card, Typed
from marginlab.course.court.docket import card_of, find, kinds
from marginlab.drawing.hearing import Bench, Exhibit, Hearing
from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, shown

EDITION = date(2026, 11, 27)  # the day of the verdicts in stored notebooks
FIRST = "B4.5b"


def court_panel(card: str = FIRST, *, today: date = EDITION) -> Hearing:
    """The court, open at one card; a rule read more than 180 days before `today` is told as old.

    Raises ValueError for a card that there is not, and for a day that is no date.
    """
    if type(today) is not date:
        raise ValueError(f"today was {today!r}; a date is needed, such as {EDITION!r}")
    finders = {"topic": kinds("topic"), "exchange": kinds("about"), "year": kinds("year")}
    bench = Bench(found=_found, exhibit=partial(_exhibit, today=today), mended=_mended)
    return Hearing(bench, finders, card_of(card).id)


def _found(topic: str, exchange: str, year: str) -> Sequence[tuple[str, str]]:
    """Words and keys of the cards that are like this."""
    cards = find(topic=topic, about=exchange, year=year)
    return [(f"{card.id}: {_short(card.sentence)}", card.id) for card in cards]


def _short(sentence: str, most: int = 60) -> str:
    return sentence if len(sentence) <= most else f"{sentence[: most - 1].rstrip()}…"


def _exhibit(key: str, *, today: date) -> Exhibit:
    card = card_of(key)
    sides, parts = ("", ""), ""
    rows: tuple[tuple[str, str, str], ...] = ()
    if card.left is not None:
        sides, rows, parts = (card.left.name, card.right.name), card.rows, card.parting
    repairs = (
        tuple(sorted(card.repairs)) if card.repairs and not isinstance(card.repairs, Typed) else ()
    )
    return Exhibit(
        card.id, card.sentence, str(card.by), card.story, sides, rows, parts, card.judged,
        card.reason, repairs, not card.repairs, card.stale(today),
    )  # fmt: skip


def _mended(key: str, answer: object) -> tuple[str, bool]:
    """The sentence as this answer makes it, and whether it is true then."""
    card, said = card_of(key), str(answer)
    if not isinstance(card.repairs, Typed):
        return card.repaired(said), card.mends(said)
    return card.repaired(said.strip()), any(map(card.mends, _numbers(card, said)))


def _numbers(card: Card, answer: str) -> Sequence[float]:
    """The numbers that an answer may mean: where a share is asked, 5 is read as 5 % or as 500 %."""
    try:
        said = quantity(answer)
        value = float(said.value)
    except (Unreadable, OverflowError):
        raise ValueError(
            f"number was {shown(answer)!r}; a number like 54,249.55 is needed"
        ) from None
    if not card.is_share:
        return (value,)
    return (value / 100,) if said.mark == "%" else (value / 100, value)
