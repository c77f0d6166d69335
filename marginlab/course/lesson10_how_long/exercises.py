"""Lesson 10, how long a position lives: chances, half-lives, leverage for a limit, what it all leaves out.

A wrong idea takes another chance, horizon or wall, or a share of the wrong whole. Where people believe
them: that what the price ends at is what counts is how value at risk is told in any textbook; that a
normal law will do is what Cheng, Deng, Wang and Yu (arXiv 2102.04591) found to understate margins. That a
simulation at intervals finds too few is from Broadie, Glasserman and Kou (Mathematical Finance 7, 1997).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from math import erfc, exp, sqrt
from random import Random
from statistics import NormalDist
from typing import Any, Self

from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    NONE,
    Trade,
    exact,
    held,
    sentence,
)
from marginlab.practice.fresh import jitter, near
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.survival import Survival, wall_for
from marginlab.theory.terms import SHORT, show

NOTEBOOK = "10_how_long_will_it_live"
DAY, YEAR = 24, 8_760  # hours
WEEK = Fraction(7)  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Life(Trade):
    """A position under a price that wanders without drift.

    volatility, faster [fraction per year]: that of the price, and another one; days: how long it is
    looked at; limit [fraction]: the greatest chance that somebody will bear.
    """

    volatility: Fraction
    faster: Fraction = NONE
    days: Fraction = Fraction(1)
    limit: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Another one under another price, for other days."""
        return replace(
            Trade.drawn(self, random), volatility=near(random, self.volatility, 1),
            faster=near(random, self.faster, 1), limit=near(random, self.limit, 1),
            days=max(Fraction(1), Fraction(round(self.days * jitter(random)))),
        )  # fmt: skip

    def survival(self, wall: Fraction | None = None) -> Survival:
        """Its life before its own wall or another one."""
        stands = float(self.wall() if wall is None else wall)
        return Survival(self.side, float(self.entry_price), stands, float(self.volatility))

    def chance(self, wall: Fraction | None = None) -> Fraction:
        """How likely it is liquidated within its days [fraction]."""
        return Fraction(self.survival(wall).probability(float(self.days * DAY)))

    @property
    def spread(self) -> float:
        """Standard deviation of the price's logarithm over its days."""
        return float(self.volatility) * sqrt(self.days * DAY / YEAR)

    @property
    def half_life(self) -> Fraction:
        """Hours until half of such positions are gone, as they are told."""
        return _half_life(self.survival())

    @property
    def forfeited(self) -> Fraction:
        """What is left at its wall, and lost with it: the requirement there [settle coin]."""
        return self.required(self.wall())

    def leverage_for(self, wall: float) -> Fraction:
        """The leverage with which its wall stands there."""
        return 1 / (1 - Fraction(wall) / self.entry_price * (1 - self.kappa))

    def wall_at_limit(self) -> float:
        """The wall that is reached within its days with the chance of its limit."""
        return float(self.entry_price) * _kept(self.side, self.limit, self.days, self.volatility)


# Both are tried until they fit, and asked of the same numbers by a truth and all its wrong ideas.
@lru_cache(maxsize=64)
def _half_life(survival: Survival) -> Fraction:
    return Fraction(str(round(survival.half_life, 2)))


@lru_cache(maxsize=64)
def _kept(side: int, limit: Fraction, days: Fraction, volatility: Fraction) -> float:
    """The part of the price at which such a wall stands."""
    hours, sigma = float(days * DAY), float(volatility)
    return wall_for(float(limit), hours, side=side, mark_price=1.0, volatility=sigma)


def ends_beyond(life: Life) -> Fraction:
    """The chance that the price ends beyond the wall, whatever it did before."""
    return Fraction(life.survival().probability(float(life.days * DAY))) - came_back(life)


def came_back(life: Life) -> Fraction:
    """The chance that it was liquidated, and the price ends on the living side of the wall."""
    return _right_after(life, float(life.wall()))


def right(life: Life) -> Fraction:
    """The chance that it was liquidated, and the price ends no worse than at the entry."""
    return _right_after(life, float(life.entry_price))


def _right_after(life: Life, price: float) -> Fraction:
    return Fraction(life.survival().liquidated_yet_right(float(life.days * DAY), price))


def without_drift_of_the_logarithm(life: Life) -> Fraction:
    """The chance if the logarithm of the price, instead of the price, went nowhere on average."""
    survival = life.survival()
    still = replace(survival, drift=survival.volatility**2 / 2)
    return Fraction(still.probability(float(life.days * DAY)))


def within_a_year(life: Life) -> Fraction:
    """The chance with the volatility of a year for that of its days."""
    return replace(life, days=Fraction(YEAR, DAY)).chance()


def leverage_by_the_end(life: Life) -> Fraction:
    """The leverage for its limit if only the price at the end counted."""
    move = NormalDist().inv_cdf(float(life.limit)) * life.spread - life.spread**2 / 2
    return life.leverage_for(float(life.entry_price) * exp(move))


# ---- how the numbers are told -----------------------------------------------------------------


def within(days: Fraction) -> str:
    return "within a day" if days == 1 else f"within {show(days)} days"


def _rates(t: Trade) -> str:
    return (
        f"Maintenance rate {show(t.mmr, 'percent')}, taker fee {show(t.fee_rate, 'percent')}, both on the "
        "value at the mark price."
    )


def wanders(t: Life) -> str:
    return (
        "The mark price wanders without direction: its mean stays where it is. Its volatility is "
        f"**{show(t.volatility, 'percent')}** a year, and it is watched at every moment."
    )


def _told(t: Life) -> str:
    return f"{sentence(held(t))} Isolated. {_rates(t)} {wanders(t)}"


def ask_chance(t: Life) -> str:
    """How likely it is liquidated, as it is asked."""
    return f"{_told(t)}\n\nHow likely is it to be liquidated {within(t.days)}?"


def _wall_line(t: Life) -> str:
    top, bottom = t.value - t.margin, t.size * (1 - t.kappa)
    return (
        f"The wall: ({show(t.value, 'money')} − {show(t.margin, 'money')}) / ({show(t.size)} × "
        f"(1 − {show(t.kappa)})): {show(top, 'money')} / {show(bottom)} = {show(t.wall(), 'price')}"
    )


def _work_chance(t: Life) -> str:
    survival, spread = t.survival(), t.spread
    b, drift = survival.log_distance, -(spread**2) / 2
    first, second = (b - drift) / spread, (b + drift) / spread
    return (
        f"{ask_chance(t)}\n\n1. {_wall_line(t)}.\n"
        f"2. Its distance as a logarithm: b = ln({show(t.wall(), 'price')} / "
        f"{show(t.entry_price, 'money')}) = {show(b, 'size')}. The spread of the price's logarithm, "
        f"σ√T: {show(spread, 'size')}. Its drift, −σ²T/2: {show(drift, 'size')}.\n"
        f"3. Ends beyond the wall: Φ({show(first, 'size')}) = {show(_phi(first), 'size')}. Touches it and "
        f"comes back: exp(2 × {show(drift, 'size')} × {show(b, 'size')} / {show(spread, 'size')}²) × "
        f"Φ({show(second, 'size')}) = {show(came_back(t), 'size')}.\n"
        f"4. Together: **{show(t.chance(), 'percent')}**."
    )


def _phi(z: float) -> float:
    return erfc(-z / sqrt(2)) / 2


def _ask_half_life(t: Life) -> str:
    return (
        f"{_told(t)} Half of such positions are liquidated within **{show(t.half_life, 'price')} hours**."
        f"\n\nWithin how many hours are they at a volatility of {show(t.faster, 'percent')}?"
    )


def half_life_faster(t: Life) -> Fraction:
    """The half-life at the other volatility [h]: it goes with the inverse of the variance."""
    return t.half_life * (t.volatility / t.faster) ** 2


def _work_half_life(t: Life) -> str:
    ratio = t.volatility / t.faster
    return (
        f"{_ask_half_life(t)}\n\n1. Chances depend on σ²T alone, so the time goes with the inverse of "
        f"the variance.\n2. {show(100 * t.volatility)} / {show(100 * t.faster)} = {show(ratio, 'size')}, "
        f"squared {show(ratio**2, 'size')}.\n3. {show(t.half_life, 'price')} × {show(ratio**2, 'size')} = "
        f"**{show(half_life_faster(t), 'price')}** hours."
    )


def _ask_leverage(t: Life) -> str:
    return (
        f"A long of {t.base} at {show(t.entry_price, 'money')}, isolated on its initial margin. {_rates(t)} "
        f"{wanders(t)}\n\nWith which leverage is the chance to be liquidated {within(t.days)} exactly "
        f"**{show(t.limit, 'percent')}**?"
    )


def _work_leverage(t: Life) -> str:
    wall = Fraction(t.wall_at_limit())
    less = t.entry_price - wall * (1 - t.kappa)
    return (
        f"{_ask_leverage(t)}\n\n1. The spread of the price's logarithm over these days, σ√T: "
        f"{show(t.spread, 'size')}.\n2. The wall that is touched with that chance, tried until it fits or "
        f"asked of `wall_for`: {show(wall, 'price')}.\n3. A wall stands at entry × (1 − 1/L) / (1 − κ), so L "
        f"is the entry over the entry less (1 − κ) times the wall: {show(t.entry_price, 'money')} / "
        f"{show(less, 'price')} = **{show(t.leverage_for(float(wall)), 'price')}**."
    )


def _ask_forfeit(t: Life) -> str:
    return (
        f"{_told(t)} What is left at its wall is kept by the exchange.\n\nHow much does it forfeit "
        f"{within(t.days)}, on average over all that may happen?"
    )


def _work_forfeit(t: Life) -> str:
    return (
        f"{_ask_forfeit(t)}\n\n1. {_wall_line(t)}.\n2. What is left there is the requirement, κ × size × "
        f"wall: {show(t.kappa)} × {show(t.size)} × {show(t.wall(), 'price')} = "
        f"{show(t.forfeited, 'money')}.\n3. The chance to be liquidated {within(t.days)}, as in 10.1a: "
        f"{show(t.chance(), 'percent')}.\n4. Their product: "
        f"**{show(t.chance() * t.forfeited, 'money')}**."
    )


def _ask_right(t: Life) -> str:
    return (
        f"{_told(t)} Of some that are liquidated {within(t.days)} the price is back at the entry or above it "
        "when these are over: right, and yet without a position.\n\nWhat share of the liquidated is that?"
    )


def share_right(t: Life) -> Fraction:
    """Of the liquidated, the share whose price ends no worse than the entry."""
    return right(t) / t.chance()


def _work_right(t: Life) -> str:
    return (
        f"{_ask_right(t)}\n\n1. Liquidated {within(t.days)}: {show(t.chance(), 'percent')}.\n"
        f"2. Liquidated, and back at the entry or above, by `liquidated_yet_right`: "
        f"{show(right(t), 'percent')}.\n3. {show(100 * right(t), 'price')} / "
        f"{show(100 * t.chance(), 'price')} = {show(share_right(t), 'size')}: "
        f"**{show(share_right(t), 'percent')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_number, _again = partial(Number, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)
_LONG = Life(**exact(size=0.1, entry_price=60_000, leverage=20, volatility=0.6))
_OTHER = Life(
    base="ETH", **exact(size=4, entry_price=2_500, leverage=15, mmr=0.005, volatility=0.9)
)

_END_ALONE = (
    "That counts where the price ends; a position is closed on the way, even if prices come back."
)
_SOLVED = (
    "from marginlab import LONG, Survival\n"
    "wall = 60_000 * (1 - 1 / 20) / (1 - 0.0046)\n"
    "life = Survival(LONG, 60_000, wall, 0.6)\n"
)


ITEMS: tuple[Any, ...] = (
    _number(
        id="10.1a", title="A day at a high leverage", minutes=5, unit="percent", given=_LONG,
        other=replace(_OTHER, days=Fraction(3)), ask=ask_chance, truth=Life.chance,
        wrong=(
            Wrong("end-alone", ends_beyond, _END_ALONE, "Derive it"),
            Wrong("equity-zero", lambda t: t.chance(t.wall(requirement=nothing)), AT_THE_REQUIREMENT,
                  "The reveal"),
            Wrong(
                "log-drift-forgotten", without_drift_of_the_logarithm,
                "A price that goes nowhere on average has a logarithm that falls by half the variance: it "
                "belongs in the formula.", "Derive it",
            ),
            Wrong(
                "year-for-horizon", within_a_year,
                "The volatility is that of a year: over a shorter time it is the root of that part of a "
                "year.", "Derive it",
            ),
        ),
        hints=(
            "Where is the wall, and how far away is it as a logarithm?",
            "The spread is the volatility times the root of the time in years of 365 days; the drift of the "
            "logarithm is minus half its square.",
            "`Survival(LONG, price, wall, volatility).probability(hours)` adds the paths that end beyond the "
            "wall and those that came back.",
        ),
        work=_work_chance, solve=f"{_SOLVED}answer = life.probability(24)",
    ),
    _again(
        id="10.1b", of="2.2",
        given=Trade(side=SHORT, base="ETH", **exact(size=6, entry_price=3_200, leverage=12)),
        solve="answer = 3200 * (1 + 1 / 12) / (1 + 0.0046)",
    ),
    _number(
        id="10.2a", title="The half-life in a faster market", minutes=3, unit="count",
        given=replace(_LONG, faster=Fraction("0.8")),
        other=replace(_OTHER, volatility=Fraction("0.5"), faster=Fraction("0.7")),
        ask=_ask_half_life, truth=half_life_faster,
        wrong=(
            Wrong(
                "volatility-not-squared", lambda t: t.half_life * t.volatility / t.faster,
                "A spread grows with the root of time, so the time goes with the square of the volatility.",
                "The reveal",
            ),
            Wrong(
                "volatility-turned", lambda t: t.half_life * (t.faster / t.volatility) ** 2,
                "A faster price reaches the wall sooner, not later.", "The reveal",
            ),
            Wrong(
                "life-by-wall", lambda t: t.half_life,
                "The wall stands where it stood, but the price gets there sooner.", "The reveal",
            ),
        ),
        hints=(
            "Does a faster price reach the same wall sooner or later?",
            "In the formula volatility and time occur only together, as σ²T.",
            "So the time is multiplied by the square of the old volatility over the new one.",
        ),
        work=_work_half_life, solve="answer = 110.56 * (60 / 80) ** 2",
    ),
    _again(
        id="10.2b", of="5.3b",
        given=Trade(base="ETH", **exact(size=3, entry_price=2_800, leverage=18, funding_rate=0.0002)),
        solve="answer = 255 / 3",
    ),
    _number(
        id="10.3", title="The leverage for a limit", minutes=6, unit="x",
        given=replace(_LONG, days=Fraction(30), limit=Fraction("0.05")),
        other=replace(_OTHER, days=Fraction(5), limit=Fraction("0.1")),
        ask=_ask_leverage, truth=lambda t: t.leverage_for(t.wall_at_limit()),
        wrong=(
            Wrong(
                "another-horizon", lambda t: t.leverage_for(replace(t, days=WEEK).wall_at_limit()),
                "That keeps the limit for a week; over more days the price gets further.", "Derive it",
            ),
            Wrong("end-alone", leverage_by_the_end, _END_ALONE, "Derive it"),
            Wrong(
                "equity-zero", lambda t: replace(t, mmr=NONE, fee_rate=NONE).leverage_for(t.wall_at_limit()),
                AT_THE_REQUIREMENT, "The reveal",
            ),
        ),
        hints=(
            "Which wall is touched within that time with that chance?",
            "`wall_for(chance, hours, side=LONG, mark_price=price, volatility=volatility)` tries until it "
            "fits; or try leverages with `Survival`.",
            "Then solve wall = entry × (1 − 1/L) / (1 − κ) for L.",
        ),
        work=_work_leverage,
        solve="from marginlab import LONG, wall_for\n"
        "wall = wall_for(0.05, 30 * 24, side=LONG, mark_price=60_000, volatility=0.6)\n"
        "answer = 1 / (1 - wall / 60_000 * (1 - 0.0046))",
    ),
    _number(
        id="10.4a", title="What is forfeited on average", minutes=4, unit="money",
        given=replace(_LONG, days=WEEK), other=replace(_OTHER, days=Fraction(10)),
        ask=_ask_forfeit, truth=lambda t: t.chance() * t.forfeited,
        wrong=(
            Wrong(
                "margin-for-forfeit", lambda t: t.chance() * t.margin,
                "The margin is lost there, but those that live win as much on average; only what is left at "
                "the wall is taken from all.", "Derive it",
            ),
            Wrong(
                "chance-left-out", lambda t: t.forfeited,
                "That is what one liquidation forfeits; not every such position meets one.", "Derive it",
            ),
            Wrong(
                "entry-value",
                lambda t: t.chance() * t.required(t.entry_price),
                "At the wall the position is worth less than at the entry, and requires less.", "Derive it",
            ),
        ),
        hints=(
            "What is left of the margin at the wall?",
            "What is left there is the requirement: κ times the value at the wall.",
            "Times the chance to get there in that time.",
        ),
        work=_work_forfeit,
        solve=f"{_SOLVED}answer = life.expected_forfeit(7 * 24, 0.0046 * 0.1 * wall)",
    ),
    _again(
        id="10.4b", of="4.1",
        given=Trade(base="ETH", **exact(size=5, entry_price=3_000, leverage=15, at=2_700)),
        solve="answer = 5 * 300 + 0.0046 * 5 * 2700 - 1000",
    ),
    _number(
        id="10.5a", title="Liquidated, yet right", minutes=4, unit="percent",
        given=replace(_LONG, days=WEEK), other=replace(_OTHER, days=Fraction(5)),
        ask=_ask_right, truth=share_right,
        wrong=(
            Wrong(
                "share-of-all", right,
                "That is the share of all such positions; the question is about the liquidated alone.",
                "The reveal",
            ),
            Wrong(
                "share-turned", lambda t: 1 - share_right(t),
                "Those are the liquidated whose price ends below the entry.", "The reveal",
            ),
            Wrong(
                "any-end-right", lambda t: Fraction(_phi(-t.spread / 2)),
                "That counts every price that ends there, also of those that were never liquidated.",
                "The reveal",
            ),
        ),
        hints=(
            "Two chances are needed: that it is liquidated, and that it is and the price comes back.",
            "`liquidated_yet_right(hours)` gives the second one, as a share of all.",
            "Divide it by the chance to be liquidated at all.",
        ),
        work=_work_right,
        solve=f"{_SOLVED}answer = life.liquidated_yet_right(7 * 24) / life.probability(7 * 24)",
    ),
    _again(
        id="10.5b", of="2.3a",
        given=Trade(base="ETH", **exact(size=6, entry_price=3_200, leverage=15)),
        solve="answer = 0.0046 * 6 * 3200 * (1 - 1 / 15) / (1 - 0.0046)",
    ),
)  # fmt: skip
