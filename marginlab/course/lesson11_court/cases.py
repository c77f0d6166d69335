"""What lesson 11's exercises are about: a fall, a post, a trade that is told of, a card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Self

from marginlab.course.court.card import Card
from marginlab.course.court.docket import DOCKET, card_of
from marginlab.course.house import RATES
from marginlab.course.trade import Trade
from marginlab.practice.fresh import Numbers, near, rounded
from marginlab.theory.terms import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates(Numbers):
    """What a position pays: maintenance rate and taker fee rate [fraction]."""

    mmr: Fraction = RATES["mmr"]
    fee_rate: Fraction = RATES["fee_rate"]

    @property
    def kappa(self) -> Fraction:
        """Both together [fraction]."""
        return self.mmr + self.fee_rate

    @property
    def told(self) -> str:
        """The two in words."""
        return (
            f"Maintenance rate {show(self.mmr, 'percent')}, taker fee {show(self.fee_rate, 'percent')}, both "
            "on the value at the mark price."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall(Rates):
    """A fall from one price to another [quote per base]; when: at the beginning of a sentence."""

    when: str
    top: Fraction
    low: Fraction

    def drawn(self, random: Random) -> Self:
        """Another fall of about the same depth, of no day that anybody knows; per cent stay per cent."""
        top = self.top if self.top == 100 else near(random, self.top, 3)
        low = rounded(top * near(random, self.left), 2 if self.top == 100 else 3)
        return replace(self, when="In one bad hour", top=top, low=low)

    @property
    def left(self) -> Fraction:
        """What of the price is left [fraction]."""
        return self.low / self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Rates):
    """A cross position that a post tells of: its wallet and its value [settle coin], its leverage [x].

    claimed: the fall that is said to have liquidated it [fraction].
    """

    wallet: Fraction
    value: Fraction
    leverage: Fraction
    claimed: Fraction

    def drawn(self, random: Random) -> Self:
        """Another post, with about as much behind its position."""
        wallet, times = near(random, self.wallet), near(random, self.value / self.wallet)
        leverage = max(Fraction(2), near(random, self.leverage, 1))
        return replace(self, wallet=wallet, value=rounded(wallet * times), leverage=leverage)

    @property
    def margin(self) -> Fraction:
        """Its initial margin [settle coin]."""
        return self.value / self.leverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Trade):
    """A trade that is told of; card: where, claimed: the number that is printed there."""

    card: str
    claimed: Fraction

    def drawn(self, random: Random) -> Self:
        """Another one at the same leverage, of which the same is printed."""
        return replace(Trade.drawn(self, random), card="A post", leverage=self.leverage)


@dataclass(frozen=True, slots=True)
class OnCard(Numbers):
    """A card of the court, by its id."""

    key: str

    @property
    def card(self) -> Card:
        """The card itself."""
        return card_of(self.key)

    def drawn(self, random: Random) -> Self:
        """Another card of which running it says the same."""
        others = [
            key for key, card in DOCKET.items()
            if key != self.key and card.verdict == self.card.verdict and not card.why_not
        ]  # fmt: skip
        return replace(self, key=random.choice(others))
