"""A plan for both positions, and what follows from it: the money that each can reach, and the worst case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from marginlab.course.capstone.mandate import Holding, Mandate
from marginlab.course.capstone.memo import Said

FIELDS = ("btc_mode", "btc_behind", "btc_auto_call", "alt_mode", "alt_behind", "alt_auto_call")
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the positions as it is to be opened; behind [settle coin]: what is said to stand behind it."""

    held: Holding
    mode: str
    behind: Fraction
    is_called: bool

    @property
    def fenced(self) -> Fraction:
        """What its margin takes out of the wallet; in cross it is only reserved [settle coin]."""
        return self.behind if self.mode == "isolated" else NOTHING

    @property
    def reaches_further(self) -> bool:
        """Whether it can take more than a margin that was set aside for it."""
        return self.mode == "cross" or self.is_called


@dataclass(frozen=True, slots=True)
class Plan:
    """Both positions: the core, which is to last, and the bet."""

    mandate: Mandate
    core: Leg
    bet: Leg

    @property
    def legs(self) -> tuple[Leg, Leg]:
        return self.core, self.bet

    @property
    def fenced(self) -> Fraction:
        """All margins that are out of the wallet [settle coin]."""
        return self.core.fenced + self.bet.fenced

    @property
    def reaches_the_wallet(self) -> bool:
        """Whether more than the margins can be lost."""
        return any(leg.reaches_further for leg in self.legs)

    @property
    def worst_case(self) -> Fraction:
        """The most that can be lost in all [settle coin]."""
        return self.mandate.wallet if self.reaches_the_wallet else self.fenced

    def money(self, leg: Leg) -> Fraction:
        """What a position can reach while the other one's price stands still [settle coin].

        Of the wallet the other one keeps its margin, or in cross what it requires.
        """
        if not leg.reaches_further:
            return leg.behind
        [other] = (one for one in self.legs if one is not leg)
        kept = other.fenced if other.mode == "isolated" else other.held.required
        return self.mandate.wallet - kept

    def wall(self, leg: Leg) -> Fraction:
        """The liquidation price that follows [quote per base]; at or below zero it is never reached."""
        return leg.held.wall(self.money(leg))

    def last_wall(self, leg: Leg) -> Fraction:
        """The same at the end of its days, its price standing still: the core has paid the funding that is
        expected, of the bet none is asked."""
        paid = self.mandate.drain(self.mandate.rate) if leg is self.core else NOTHING
        return leg.held.wall(self.money(leg) - paid)


def planned(mandate: Mandate, said: Said) -> Plan:
    """The plan that these fields are."""

    def leg(name: str, held: Holding) -> Leg:
        mode, behind, calls = (said[f"{name}_{part}"] for part in ("mode", "behind", "auto_call"))
        return Leg(held, mode, behind, calls == "on")

    return Plan(mandate, leg("btc", mandate.core), leg("alt", mandate.bet))
