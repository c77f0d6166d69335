"""The claim court: every verdict follows from running its card, and every row from equity = requirement.

The rows by hand stand in the modules `court_…` beside this file, one for each module of cards; they
know nothing of the library.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from marginlab.course.court.card import Card, Side, Typed
from marginlab.course.court.docket import DOCKET
from marginlab.course.court.ledger import ACCEPTED, Ledger
from marginlab.theory.linear import maintenance_margin, maintenance_rate_alone
from marginlab.venues import Venue
from marginlab.venues.traits import WORDS

HERE = Path(__file__).parent
HAND = {
    key: rows
    for file in sorted(HERE.glob("court_*.py"))
    for key, rows in import_module(f"tests.course.{file.stem}").HAND.items()
}
RUN = [card for card in DOCKET.values() if not card.why_not]
by_card = pytest.mark.parametrize("card", RUN, ids=lambda card: card.id)


def off(run: Ledger, by_hand: Mapping[str, Fraction | float | str]) -> str:
    """The first row in which a run and the one by hand differ, "" where there is none."""
    if [row.what for row in run] != list(by_hand):
        return f"rows {[row.what for row in run]} beside {list(by_hand)} by hand"
    for row in run:
        told = by_hand[row.what]
        if isinstance(told, str) or isinstance(row.value, str):
            assert told != "refused", f"{row.what} is refused: what for?"
            alike = isinstance(told, str) and str(row.value).startswith(told)
        else:
            alike = row.value == pytest.approx(float(told), rel=1e-9, abs=1e-7)
        if not alike:
            return f"{row.what}: {row.value!r} beside {told!r} by hand"
    return ""


def offs(card: Card) -> str:
    """The same for both runs of a card."""
    return next(filter(None, map(off, card.run_again(), HAND[card.id])), "")


def test_every_card_is_worked_out_by_hand() -> None:
    assert set(HAND) == {card.id for card in RUN}


@by_card
def test_the_verdict_follows_from_running_it(card: Card) -> None:
    assert card.judged == card.verdict
    if not card.left.documented:
        assert card.holds(card.ledgers[0]), "at its word, the sentence is not true of its own run"
    assert card.reason
    assert "{" not in card.story + card.reason + card.sentence


@by_card
def test_every_row_is_that_worked_out_by_hand(card: Card) -> None:
    assert not offs(card)


@by_card
def test_one_repair_makes_the_sentence_true(card: Card) -> None:
    if card.verdict == "true":
        return
    if isinstance(card.repairs, Typed):
        (row,) = (row for row in card.ledgers[1] if row.what == card.repairs.row)
        assert card.mends(row.value)
        assert not card.mends(row.value * 1.01)
        return
    right = [words for words in card.repairs if card.mends(words)]
    assert len(right) == 1, f"{right} of {list(card.repairs)}"
    assert card.repaired(right[0]) != card.sentence
    with pytest.raises(ValueError, match=r"^repair was 'nonsense'; one of "):
        card.mends("nonsense")


@by_card
def test_a_sentence_that_holds_would_not_hold_of_another_run(card: Card) -> None:
    if card.verdict == "true":
        assert not all(map(card.holds, disturbed(card.ledgers[1])))


def disturbed(run: Ledger) -> Iterator[Ledger]:
    """The run with one of its rows otherwise: another number, another word."""
    for at, row in enumerate(run.rows):
        others = (
            ("another", ACCEPTED) if isinstance(row.value, str) else (row.value + 1, -row.value)
        )
        for other in others:
            yield Ledger((*run.rows[:at], row._replace(value=other), *run.rows[at + 1 :]))


# ---- mutations: whatever a card holds, another value of it makes a test above fail


def others(value: Any) -> Iterator[tuple[Any, ...]]:
    """Of each number in a given thing some other values, above and below it, seeded."""
    if isinstance(value, tuple):
        for at, one in enumerate(value):
            for changed in others(one):
                yield tuple((*value[:at], other, *value[at + 1 :]) for other in changed)
    else:
        chance = random.Random(repr(value))
        yield value * chance.uniform(1.02, 1.3), value * chance.uniform(0.7, 0.98)


def fails(card: Card) -> bool:
    """Whether one of the tests above would fail for it."""
    try:
        return bool(card.judged != card.verdict or offs(card))
    except (ValueError, KeyError, ZeroDivisionError):
        return True


@by_card
def test_another_number_of_position_or_path_fails(card: Card) -> None:
    for name, value in card.given.items():
        for changed in others(value):
            cards = [replace(card, given={**card.given, name: other}) for other in changed]
            assert any(map(fails, cards)), f"{name} decides nothing: {changed}"


@by_card
def test_another_verdict_fails(card: Card) -> None:
    for verdict in {"true", "false", "depends", "no source"} - {card.verdict}:
        changed = replace(card, verdict=verdict, repairs=card.repairs or Typed("any"))
        assert fails(changed)


def changed(venue: Venue, name: str) -> Iterator[Venue]:
    """The venue with one of its rules otherwise."""
    if name in venue.contracts:
        one = venue.contracts[name]
        fee = replace(one, fee_rate=one.fee_rate * Decimal("1.1") + Decimal("0.0001"))
        tiers = tuple(replace(t, mmr=t.mmr * Decimal("1.1")) for t in one.tiers)
        limits = tuple(replace(t, max_leverage=max(1, t.max_leverage // 2)) for t in one.tiers)
        for other in (fee, replace(one, tiers=tiers), replace(one, tiers=limits)):
            yield replace(venue, contracts={**venue.contracts, name: other})
    elif name == "requirement":
        for other in {maintenance_margin, maintenance_rate_alone} - {venue.requirement}:
            yield replace(venue, requirement=other, trigger=other)
    elif name in WORDS:
        for word in WORDS[name]:
            if word != getattr(venue, name):
                yield replace(venue, **{name: word})
    elif name.endswith(" account"):
        own = name.removesuffix(" account")
        for mode in venue.account_modes.values():
            if mode.name != own:
                modes = {**venue.account_modes, own: replace(mode, name=own)}
                yield replace(venue, account_modes=modes)
    elif isinstance(value := getattr(venue, name, None), str):
        yield replace(venue, **{name: ""})
    elif isinstance(value, bool):
        yield replace(venue, **{name: not value})
    elif isinstance(value, int | Decimal):
        yield replace(venue, **{name: value + type(value)(1) / 100 if value < 1 else 0})


@by_card
def test_another_rule_of_the_venue_fails(card: Card) -> None:
    for name in card.rests:
        cards = [
            replace(card, right=replace(card.right, venue=venue), left=_moved(card, venue))
            for venue in changed(card.right.venue, name)
        ]
        assert any(map(fails, cards)), f"{name} decides nothing"


def _moved(card: Card, venue: Venue) -> Side:
    same = card.left.venue is card.right.venue
    return replace(card.left, venue=venue) if same else card.left
