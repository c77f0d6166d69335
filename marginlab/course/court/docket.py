"""All cards of the court by their ids, and how to find some of them.

The cards are the `CARDS` of the modules `cards_…` in this folder; they are loaded when the first is
looked up.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module

from marginlab.course import court
from marginlab.course.court.card import Card

ANY = "all"


class _Docket(Mapping[str, Card]):
    """All cards by id, module by module; found at first use."""

    @cached_property
    def _cards(self) -> dict[str, Card]:
        found: dict[str, Card] = {}
        names = (module.name for module in pkgutil.iter_modules(court.__path__))
        for name in sorted(name for name in names if name.startswith("cards_")):
            for card in import_module(f"{court.__name__}.{name}").CARDS:
                if card.id in found:
                    raise ValueError(f"card {card.id} stands twice in marginlab/course/court")
                found[card.id] = card
        return found

    def __getitem__(self, key: str) -> Card:
        return self._cards[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)


DOCKET: Mapping[str, Card] = _Docket()


def card_of(key: str) -> Card:
    """The card of that id; ValueError names those that there are."""
    if key not in DOCKET:
        raise ValueError(f"card was {key!r}; there is {', '.join(DOCKET)}")
    return DOCKET[key]


def find(*, topic: str = ANY, about: str = ANY, year: str = ANY) -> tuple[Card, ...]:
    """The cards of this topic, about this exchange, published in this year, in their order."""
    asked = {"topic": topic, "about": about, "year": year}
    return tuple(
        card
        for card in DOCKET.values()
        if all(value in (ANY, _told(card)[name]) for name, value in asked.items())
    )


def kinds(name: str) -> tuple[str, ...]:
    """What "topic", "about" or "year" can be, each once, in alphabetical order."""
    return tuple(sorted({_told(card)[name] for card in DOCKET.values()}, key=str.casefold))


def _told(card: Card) -> dict[str, str]:
    return {"topic": card.topic, "about": card.about, "year": card.by.year}
