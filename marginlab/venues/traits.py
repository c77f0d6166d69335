"""What venues differ in, in words, and where each of their rules is written.

A trait is one plain field of a venue whose value is one of a few words (`WORDS`) or a number; its
source stands beside it under the same name. Where a venue's page was not found, its trait is an
assumption and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from marginlab.theory.given import fraction, number, one_of
from marginlab.theory.rounding import ROUNDING

HedgedLegs = Literal["larger leg", "both legs", "larger leg, initial margin too"]
Tie = Literal["liquidated", "alive"]
OpenProfit = Literal["backs new positions", "backs none"]
InitialMarginAt = Literal["mark", "entry"]
RemovalFloor = Literal["initial margin", "maintenance margin"]
RestingOrders = Literal["initial margin", "maintenance margin and fee too"]
RestGoesTo = Literal["insurance fund", "trader"]
FundingFrom = Literal["margin", "available", "capped"]

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "hedged_legs": get_args(HedgedLegs),
        "tie": get_args(Tie),
        "open_profit": get_args(OpenProfit),
        "initial_margin_at": get_args(InitialMarginAt),
        "removal_floor": get_args(RemovalFloor),
        "resting_orders": get_args(RestingOrders),
        "rest_goes_to": get_args(RestGoesTo),
        "funding_from": get_args(FundingFrom),
    }
)


def line_of_death(least: float, position_value: float, tie: Tie) -> float:
    """The equity at and below which a pool is liquidated [settle coin], rounding allowed for.

    least: the requirement that liquidates [settle coin]; tie: what becomes of equity that equals it.
    """
    slack = ROUNDING * position_value
    return least + slack if tie == "liquidated" else least - slack


def day(written: object, name: str) -> None:
    """ValueError unless it is a day as YYYY-MM-DD, or "" for none."""
    try:
        date.fromisoformat(written or "2026-01-01" if isinstance(written, str) else "")
    except ValueError:
        raise ValueError(f"{name} was {written!r}; a day as YYYY-MM-DD is needed") from None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands, the day that it holds from or is dated, and the day it was read.

    read: a day as YYYY-MM-DD, "" where the rule came from a caller and not from a page.
    assumed: the page is another venue's, or none; this venue's own was not found.
    """

    page: str
    as_of: str
    read: str
    assumed: bool = False

    def __post_init__(self) -> None:
        for name in ("page", "as_of", "read"):
            if not isinstance(getattr(self, name), str):
                raise ValueError(f"{name} was {getattr(self, name)!r}; text is needed")
        day(self.read, "read")

    def __str__(self) -> str:
        told = f"{self.page} ({self.as_of}; read {self.read})" if self.read else self.page
        return f"assumption: {told}" if self.assumed else told


@dataclass(frozen=True, slots=True)
class ShareFirst:
    """A liquidation that begins with a share: then it waits, and what is left goes whole.

    share: of the largest position of the pool [fraction], where that is worth more than `above`
    [settle coin]; pause: how long nothing more is closed after it [h].
    """

    share: Decimal
    above: Decimal
    pause: Fraction

    def __post_init__(self) -> None:
        fraction("share", self.share, positive=True)
        number("above", self.above, least=0)
        number("pause", self.pause, least=0)

    def __str__(self) -> str:
        return f"{self.share} above {self.above:,}, then {float(self.pause) * 3600:g} s of pause"


class Rule(NamedTuple):
    """One rule of a venue: its name, what it says, and where that stands."""

    venue: str
    name: str
    says: str
    source: Source


GIVEN = Source("given by the caller", "", "")


def read_before(rules: Iterable[Rule], day: date, *, days: int = 180) -> tuple[Rule, ...]:
    """The rules that were last read more than this many days before a day, oldest first.

    A rule that a caller gave was read by nobody and is not among them.
    """
    last = day - timedelta(days=days)
    old = (r for r in rules if r.source.read and date.fromisoformat(r.source.read) < last)
    return tuple(sorted(old, key=lambda rule: rule.source.read))


def check_words(traits: Mapping[str, object]) -> None:
    """ValueError for a trait whose value is none of its words."""
    for name, words in WORDS.items():
        one_of(name, traits[name], words)
