"""Lesson 8, bigger is different: requirements in tiers, offsets, walls in their tier, steps, least margins.

A wrong idea charges another rate, forgets what lower slices save, or looks the tier up elsewhere.
Where people believe them: a program took a rate of the wrong tier (freqtrade's issue 7294); that orders
below a least margin are refused stands in an article (kdj.com, 2026-03-03), without its number.
(Pages read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from random import Random
from typing import Self

from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    NONE,
    Trade,
    closing_fee_forgotten,
    exact,
    held,
    wall_with,
)
from marginlab.practice.fresh import Numbers, near, rounded
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.formulas import maintenance_margin
from marginlab.theory.terms import SHORT, show
from marginlab.venues import BITGET, progressive_tiers
from marginlab.venues.contract import Tier

NOTEBOOK = "08_bigger_is_different"
FIFTH = Fraction(1, 5)  # what Hyperliquid closes first


def charge(tier: Tier) -> dict[str, Fraction]:
    """What a tier charges: its rate, and what it takes off."""
    return {"mmr": Fraction(tier.mmr), "offset": Fraction(tier.offset)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Large(Trade):
    """A position under the tiers that its exchange published for its coin."""

    def drawn(self, random: Random) -> Self:
        """Another one of about the same value, so that its tiers are the same."""
        new = Trade.drawn(self, random)
        value = self.value * Fraction(random.randint(950, 1_150), 1_000)
        most = self.tiers[self.tier(value)].max_leverage
        new = replace(
            new, size=rounded(value / new.entry_price, 3),
            leverage=min(new.leverage, Fraction(most)),
        )  # fmt: skip
        return replace(new, at=self.moved(self.at, new, random))

    def check_open(self) -> None:
        """Rejected where the exchange would not open it."""
        Trade.check_open(replace(self, mmr=Fraction(self.tiers[self.tier(self.value)].mmr)))

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Those tiers, the lowest first."""
        return BITGET.contract(f"{self.base}USDT").tiers

    def tier(self, value: Fraction) -> int:
        """The place of the tier of a value."""
        return next(i for i, tier in enumerate(self.tiers) if value <= tier.cap)

    def charged(self, value: Fraction, i: int, **changes: Fraction) -> Fraction:
        """What a value requires by the rate of that tier [settle coin]."""
        charged = charge(self.tiers[i]) | {"fee_rate": self.fee_rate} | changes
        return Fraction(BITGET.requirement(size=1, mark_price=value, **charged))

    def wall_in(self, i: int, **changes: Fraction) -> Fraction:
        """Its isolated wall by the rate of that tier [quote per base]."""
        charged = charge(self.tiers[i]) | changes
        return self.wall(None, maintenance_margin, **charged)

    @property
    def wall_tier(self) -> int:
        """The place of the tier in which its wall stands."""
        fits = (i for i in range(len(self.tiers)) if self.tier(self.size * self.wall_in(i)) == i)
        return next(fits)

    def least_margin(self, i: int) -> Fraction:
        """Its value over the greatest leverage of that tier [settle coin]."""
        return self.value / self.tiers[i].max_leverage


@dataclass(frozen=True, slots=True)
class Table(Numbers):
    """A table of tiers: (cap, rate, greatest leverage), as text; tier: the place of the one asked."""

    rows: tuple[tuple[str, str, int], ...]
    tier: int

    def drawn(self, random: Random) -> Self:
        """Another table; its rates rise as it did from tier to tier."""
        rates = [near(random, Fraction(self.rows[0][1]), 1)]
        for (_, below, _), (_, here, _) in pairwise(self.rows):
            rates.append(rates[-1] + near(random, Fraction(here) - Fraction(below), 1))
        caps = [near(random, Fraction(cap)) for cap, _, _ in self.rows]
        rows = zip(caps, rates, self.rows, strict=True)
        new = tuple((f"{float(cap):g}", f"{float(rate):g}", old[2]) for cap, rate, old in rows)
        return replace(self, rows=new)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers with their offsets."""
        return progressive_tiers(*self.rows)

    @property
    def edge(self) -> Fraction:
        """Where the tier that is asked begins [settle coin]."""
        return Fraction(self.tiers[self.tier].floor)

    def rate(self, i: int) -> Fraction:
        """The maintenance rate of a tier [fraction]."""
        return Fraction(self.tiers[i].mmr)

    def jump(self, below: int) -> Fraction:
        """The rise of the rate from a tier to the one asked, on all below its edge [settle coin]."""
        return self.edge * (self.rate(self.tier) - self.rate(below))


def offset(table: Table) -> Fraction:
    """What the tier that is asked takes off [settle coin]."""
    return Fraction(table.tiers[table.tier].offset)


# ---- requirements and walls -------------------------------------------------------------------


def required(t: Large) -> Fraction:
    """What it requires at the entry [settle coin]."""
    return t.charged(t.value, t.tier(t.value))


def required_whole(t: Large) -> Fraction:
    """The same with the whole value at its tier's rate [settle coin]."""
    return t.charged(t.value, t.tier(t.value), offset=NONE)


def wall(t: Large) -> Fraction:
    """Its isolated wall, in the tier that fits [quote per base]."""
    return t.wall_in(t.wall_tier)


def closed_first(t: Large, tiers: int = 2) -> Fraction:
    """The value that a step of so many tiers closes at the price that it met [settle coin]."""
    value = t.size * t.at
    return value - Fraction(t.tiers[t.tier(value) - tiers].cap)


def least_by_slices(t: Large) -> Fraction:
    """Every slice over the greatest leverage of its own tier [settle coin]."""
    parts = ((min(t.value, Fraction(tier.cap)) - Fraction(tier.floor), tier) for tier in _up_to(t))
    return sum((part / tier.max_leverage for part, tier in parts), NONE)


def _up_to(t: Large) -> tuple[Tier, ...]:
    return t.tiers[: t.tier(t.value) + 1]


# ---- how the numbers are told -----------------------------------------------------------------


def _slices(t: Large) -> str:
    """The first two tiers of its table as one sentence."""
    first, second = t.tiers[:2]
    return (
        f"Maintenance rate {show(first.mmr, 'percent')} up to {show(first.cap, 'money')}, "
        f"{show(second.mmr, 'percent')} above, slice by slice; taker fee {show(t.fee_rate, 'percent')} on "
        "all of it."
    )


def _asks(question: str) -> Callable[[Large], str]:
    return lambda t: f"You are **{held(t)}**, isolated. {_slices(t)}\n\n{question}"


def _work_required(t: Large) -> str:
    i = t.tier(t.value)
    tier = t.tiers[i]
    whole, rate = required_whole(t), Fraction(tier.mmr) + t.fee_rate
    return (
        f"Take **{held(t)}**. {_slices(t)}\n\n1. Its value is {show(t.value, 'money')}, in tier "
        f"{i + 1}: {show(whole, 'money')} / {show(t.value, 'money')} = {show(rate, 'percent')} of all.\n"
        f"2. The offset of that tier: {show(tier.floor, 'money')} × "
        f"{show(tier.mmr - t.tiers[i - 1].mmr, 'percent')} = {show(tier.offset, 'money')}.\n"
        f"3. {show(whole, 'money')} − {show(tier.offset, 'money')} = **{show(required(t), 'money')}**."
    )


def _work_wall(t: Large) -> str:
    i = t.wall_tier
    tier, kappa = t.tiers[i], Fraction(t.tiers[i].mmr) + t.fee_rate
    top, bottom = t.value - t.collateral - Fraction(tier.offset), t.size * (1 - kappa)
    less = f" − {show(tier.offset, 'money')}" if tier.offset else ""
    return (
        f"Take **{held(t)}**. {_slices(t)}\n\n1. Margin {show(t.collateral, 'money')}. Try tier "
        f"{i + 1}: κ = {show(kappa, 'percent')}, offset {show(tier.offset, 'money')}.\n"
        f"2. ({show(t.value, 'money')} − {show(t.collateral, 'money')}{less}) / ({show(t.size)} × "
        f"(1 − {show(kappa)})): {show(top, 'money')} / {show(bottom)} = {show(wall(t), 'price')}.\n"
        f"3. There it is worth {show(t.size * wall(t), 'money')}, which is in tier {i + 1}: "
        f"**{show(wall(t), 'price')}**."
    )


def _ask_offset(t: Table) -> str:
    told = ", ".join(f"{show(x.mmr, 'percent')} up to {show(x.cap, 'money')}" for x in t.tiers)
    which = ("first", "second", "third")[t.tier]
    return (
        f"A table of tiers: {told}. The requirement is to have no jump.\n\n"
        f"What is the offset of the **{which}** tier?"
    )


def _work_offset(t: Table) -> str:
    here, below = t.tiers[t.tier], t.tiers[t.tier - 1]
    rise = here.mmr - below.mmr
    own = t.jump(t.tier - 1)
    carried = show(below.offset, "money")
    return (
        f"{_ask_offset(t)}\n\n1. At its floor, {show(here.floor, 'money')}, the rate rises by "
        f"{show(rise, 'percent')}: that would be {show(own, 'money')} too much.\n"
        f"2. Backwards: {show(own, 'money')} / {show(here.floor, 'money')} = {show(rise, 'percent')}.\n"
        f"3. The tier below takes off {carried} already: {carried} + {show(own, 'money')} = "
        f"**{show(offset(t), 'money')}**."
    )


def _ask_least(t: Large) -> str:
    told = ", ".join(f"{tier.max_leverage}x up to {show(tier.cap, 'money')}" for tier in _up_to(t))
    return (
        f"An exchange allows at most {told}. You want to open **{show(t.size)} {t.base}** at "
        f"{show(t.entry_price, 'money')}, isolated.\n\nBelow which margin is the order refused?"
    )


def _work_least(t: Large) -> str:
    tier = t.tiers[t.tier(t.value)]
    return (
        f"{_ask_least(t)}\n\n1. The order is worth {show(t.value, 'money')}, so at most "
        f"{tier.max_leverage}x is allowed, on all of it.\n2. {show(t.value, 'money')} / "
        f"{tier.max_leverage} = **{show(t.least_margin(t.tier(t.value)), 'money')}**."
    )


def _ask_step(t: Large) -> str:
    caps = [show(tier.cap, "money") for tier in t.tiers[: t.tier(t.size * t.at)]]
    return (
        f"A cross long of **{show(t.size)} {t.base}** on Bitget meets its wall at "
        f"**{show(t.at, 'money')}**. Tiers end at {' and at '.join(caps)}, and it is in the next.\n\n"
        "How much value does the first step close?"
    )


def _work_step(t: Large) -> str:
    value, closed = t.size * t.at, closed_first(t)
    cap = t.tiers[t.tier(value) - 2].cap
    return (
        f"{_ask_step(t)}\n\n1. There it is worth {show(value, 'money')}. Two tiers lower ends at "
        f"{show(cap, 'money')}.\n2. Closed: {show(value, 'money')} − {show(cap, 'money')} = "
        f"{show(closed, 'money')}.\n3. In coins {show(closed, 'money')} / {show(t.at, 'money')} = "
        f"{show(closed / t.at, 'money')}; the value is **{show(closed, 'money')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_number, _again = partial(Number, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)


def _large(base: str, **numbers: float) -> Large:
    return Large(base=base, **exact(**numbers))


_TABLE = (("50000", "0.004", 125), ("250000", "0.005", 100), ("1000000", "0.01", 50))
_OTHER_TABLE = (("20000", "0.006", 75), ("80000", "0.009", 60), ("400000", "0.016", 40))
_SAVED = (
    "Only what lies above the edge is charged at the higher rate; the offset takes off again what the "
    "lower slices save."
)
_RISES = "Above the edge of a tier the rate is higher, for the slice that lies there."
_AT_WALL = (
    "The tier is that of the value at the wall, which for a long is smaller than at the entry."
)
_RISE_ONLY = "Not the whole rate comes off, only its rise at the edge."
_FIRST_SLICE = "The first slice requires that; the offset is what it saves against the higher rate."
_NEXT = "That is the offset of the third tier, which begins where the second one ends."
_ADD = "What the tier below takes off is still to be taken off, so the two add."
_FROM_BELOW = "The middle slice has its own rate, so the rise is that from the tier below."
_OPENING = "That keeps a position open; to open one takes the margin of the greatest leverage."
_LIMIT = "Only maintenance is charged by slices; the leverage limit of a tier is the whole order's."
_FALLS = "The greatest leverage falls with the size of the order."
_TWO_TIERS = "Bitget reduces a cross position by two tiers at a time."
_NOT_WHOLE = "An isolated position goes whole; a cross one in a high tier is reduced first."
_ELSEWHERE = "A fifth first is the rule of another exchange, Hyperliquid."


def _wall_ideas(place: Callable[[Large], int]) -> tuple[Wrong, ...]:
    """What is believed of a wall in the second tier, or in that of the entry, by the place of a tier."""
    return (
        Wrong("offset-forgotten", lambda t: t.wall_in(place(t), offset=NONE), _SAVED, "Derive it"),
        closing_fee_forgotten(lambda t: t.wall_in(t.wall_tier, fee_rate=NONE)),
        Wrong("equity-zero", wall_with(nothing), AT_THE_REQUIREMENT, "Derive it"),
    )


ITEMS = (
    _number(
        id="8.1a", title="A requirement in slices", minutes=3, unit="money",
        given=_large("BTC", size=4.5, entry_price=100_000, leverage=25),
        other=_large("SUPER", size=160, entry_price=50, leverage=10),
        ask=_asks("What does it require at the entry price?"),
        truth=required,
        wrong=(
            Wrong("offset-forgotten", required_whole, _SAVED, "The reveal"),
            Wrong("first-tier-rate", lambda t: t.charged(t.value, 0), _RISES, "The reveal"),
            closing_fee_forgotten(lambda t: t.charged(t.value, t.tier(t.value), fee_rate=NONE)),
        ),
        hints=(
            "How much of the value lies in each tier?",
            "Charge each slice at its own rate, and the taker fee on both.",
            "The first slice ends at the edge; the rest of the value is the second one.",
        ),
        work=_work_required, solve="answer = 200000 * 0.0046 + 250000 * 0.0056",
    ),
    _again(
        id="8.1b", of="5.5",
        given=Trade(base="ETH", **exact(size=3, entry_price=2_800, leverage=20, funding_rate=0.0004)),
        solve="answer = 3 * 0.0004 * 20",
    ),
    _number(
        id="8.2a", title="A wall in the second tier", minutes=4, unit="price",
        given=_large("BTC", size=3, entry_price=110_000, leverage=20),
        other=_large("SUPER", size=180, entry_price=50, leverage=8),
        ask=_asks("Where is its wall?"),
        truth=wall,
        wrong=(
            *_wall_ideas(lambda t: t.wall_tier),
            Wrong("first-tier-rate", lambda t: t.wall_in(0), _RISES, "Derive it"),
        ),
        hints=(
            "In which tier will its value be at the wall?",
            "Equity equals requirement, and the requirement is κ × value less the offset.",
            "Divide value at entry less margin less offset by size × (1 − κ) of that tier.",
        ),
        work=_work_wall, solve="answer = (330000 - 16500 - 200) / (3 * (1 - 0.0056))",
    ),
    _again(
        id="8.2b", of="4.3",
        given=Trade(**exact(size=1, entry_price=90_000, leverage=15, added=1_500, at=92_000)),
        solve="answer = 7500 + 2000 - 92000 / 15",
    ),
    _number(
        id="8.3a", title="The tier at the answer", minutes=4, unit="price",
        given=_large("BTC", size=2, entry_price=105_000, leverage=10),
        other=_large("SUPER", size=110, entry_price=50, leverage=5),
        ask=_asks("Where is its wall?"),
        truth=wall,
        wrong=(
            *_wall_ideas(lambda t: t.tier(t.value)),
            Wrong("tier-at-entry", lambda t: t.wall_in(t.tier(t.value)), _AT_WALL, "Derive it"),
        ),
        hints=(
            "Which tier is it in at the entry, and which at the wall?",
            "Compute the wall in the lower tier, and look at what the position is worth there.",
            "It lies below the edge, so no offset: value less margin, over size × (1 − κ).",
        ),
        work=_work_wall, solve="answer = (210000 - 21000) / (2 * (1 - 0.0046))",
    ),
    _again(
        id="8.3b", of="2.4",
        given=Trade(base="ETH", **exact(size=30, entry_price=3_000, leverage=10, at=2_760)),
        solve="answer = 1 / (1 - 0.92 * (1 - 0.0046))",
    ),
    _number(
        id="8.4a", title="The offset of a second tier", minutes=3, unit="money",
        given=Table(_TABLE, 1),
        other=Table(_OTHER_TABLE, 1),
        ask=_ask_offset,
        truth=offset,
        wrong=(
            Wrong("rate-for-offset", lambda t: t.edge * t.rate(1), _RISE_ONLY, "Derive it"),
            Wrong("first-tier-rate", lambda t: t.edge * t.rate(0), _FIRST_SLICE, "Derive it"),
            Wrong("tier-above", lambda t: offset(replace(t, tier=2)), _NEXT, "Derive it"),
        ),
        hints=(
            "Where does the second tier begin?",
            "At its floor both rates must require the same.",
            "Multiply that floor by the rise of the rate.",
        ),
        work=_work_offset, solve="answer = 50000 * (0.005 - 0.004)",
    ),
    _again(
        id="8.4b", of="3.4",
        given=Trade(
            base="ETH", side=SHORT, **exact(size=20, entry_price=3_000, leverage=10, wallet=9_000)
        ),
        solve="answer = (60000 + 9000) / (20 * (1 + 0.0046))",
    ),
    _number(
        id="8.4c", title="The offset of a third tier", minutes=3, unit="money",
        given=Table(_TABLE, 2),
        other=Table(_OTHER_TABLE, 2),
        ask=_ask_offset,
        truth=offset,
        wrong=(
            Wrong("offset-not-carried", lambda t: t.jump(1), _ADD, "Derive it"),
            Wrong("rise-from-first", lambda t: t.jump(0), _FROM_BELOW, "Derive it"),
            Wrong("rate-for-offset", lambda t: t.edge * t.rate(2), _RISE_ONLY, "Derive it"),
        ),
        hints=(
            "What does the second tier take off already?",
            "At the floor of the third tier it and the second one must require the same.",
            "Add to the offset of the second tier: the floor of the third times the rise of the rate.",
        ),
        work=_work_offset, solve="answer = 50 + 250000 * (0.01 - 0.005)",
    ),
    _number(
        id="8.5", title="The least margin", minutes=3, unit="money",
        given=_large("BTC", size=12, entry_price=100_000, leverage=50),
        other=_large("SUPER", size=30_000, entry_price=0.6, leverage=20),
        ask=_ask_least,
        truth=lambda t: t.least_margin(t.tier(t.value)),
        wrong=(
            Wrong("first-tier-rate", lambda t: t.least_margin(0), _FALLS, "The reveal"),
            Wrong("leverage-by-slices", least_by_slices, _LIMIT, "The reveal"),
            Wrong("maintenance-for-least", required, _OPENING, "The reveal"),
        ),
        hints=(
            "What is the order worth, and what leverage is allowed for that?",
            "Margin is value over leverage, and the leverage has an upper limit.",
            "Divide the whole value by the greatest leverage of its tier.",
        ),
        work=_work_least, solve="answer = 12 * 100000 / 75",
    ),
    _number(
        id="8.6", title="The first step", minutes=3, unit="money",
        given=_large("BTC", size=20, entry_price=90_000, leverage=10, at=75_000),
        other=_large("SUPER", size=30_000, entry_price=0.8, leverage=10, at=0.6),
        ask=_ask_step,
        truth=closed_first,
        wrong=(
            Wrong("one-tier-a-step", lambda t: closed_first(t, 1), _TWO_TIERS, "The reveal"),
            Wrong("all-at-once", lambda t: t.size * t.at, _NOT_WHOLE, "The reveal"),
            Wrong("share-first", lambda t: FIFTH * t.size * t.at, _ELSEWHERE, "The reveal"),
        ),
        hints=(
            "How many tiers at a time?",
            "What is it worth at the wall, and where does the tier two below end?",
            "The value there less the end of that tier is closed.",
        ),
        work=_work_step, solve="answer = 20 * 75000 - 200000",
    ),
)  # fmt: skip
