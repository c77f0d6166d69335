"""Lesson 10, what is seen of a price: a simulation to mend, marks at intervals, prices of another shape.

Its wrong ideas are those of somebody who looks at the price now and then, and of somebody who takes two
models of equal variance for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from math import exp, sqrt
from random import Random
from statistics import median
from typing import Self

from marginlab.course.lesson10_how_long.exercises import (
    DAY,
    NOTEBOOK,
    YEAR,
    Life,
    within,
)
from marginlab.course.trade import Trade, exact, held, sentence
from marginlab.practice.item import Again, Choice, Function, Simulation, Wrong
from marginlab.theory.price_models import MODELS, shocks
from marginlab.theory.simulated import HOURS, SHARES
from marginlab.theory.survival import COARSENESS
from marginlab.theory.terms import LONG, SHORT, show

# ---- a simulation to mend ---------------------------------------------------------------------

STEPS, PATHS, SEED = 4, 500, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated(Life):
    """A long whose lives are simulated; `days` is how long each of them may last."""

    @property
    def stands(self) -> Fraction:
        """Its wall as it is told [quote per base]."""
        return round(self.wall(), 2)

    @property
    def hours(self) -> Fraction:
        """The time of a step [h]."""
        return self.days * DAY / STEPS

    def share(self) -> Fraction:
        """The chance to be liquidated within its days [fraction]."""
        return self.chance(self.stands)

    def share_at_steps(self) -> Fraction:
        """The share that a look at the steps alone finds [fraction]."""
        seen = self.survival(self.stands).at_marks(float(self.hours))
        return Fraction(seen.probability(float(self.days * DAY)))

    def error(self) -> Fraction:
        """The standard error of the simulated share [fraction]."""
        share = self.share()
        return Fraction(sqrt(share * (1 - share) / PATHS))


def simulated(between: Callable[[dict[str, float]], float], at: dict[str, float]) -> float:
    """The share of longs that is liquidated, by steps and what `between` says of the time between."""
    draw, spread = Random(SEED), at["volatility"] * sqrt(at["hours"] / YEAR)
    gone = 0
    for _ in range(PATHS):
        price = at["before"]
        # All are drawn at once, so that every path has its own numbers whatever becomes of the others.
        for move, luck in [(draw.gauss(0.0, 1.0), draw.random()) for _ in range(STEPS)]:
            before = price
            price *= exp(spread * move - spread**2 / 2)
            if price <= at["wall"] or luck < between({**at, "before": before, "price": price}):
                gone += 1
                break
    return gone / PATHS


def _random_life(random: Random) -> Simulated:
    """A long whose wall stands as many spreads away, so that what is missed is far above an error."""
    life = Simulated(
        size=Fraction(1), entry_price=Fraction(random.choice((2_500, 60_000, 64_000))), base="",
        leverage=Fraction(random.choice((8, 10, 12, 20))),
        volatility=Fraction(random.choice((50, 60, 80, 90)), 100),
    )  # fmt: skip
    away = life.survival().log_distance / (0.8 * float(life.volatility))
    return replace(life, days=Fraction(STEPS * round(away**2 * YEAR / STEPS), DAY))


def _arguments(t: Simulated) -> Mapping[str, Fraction]:
    return {
        "before": t.entry_price, "price": t.entry_price, "wall": t.stands,
        "volatility": t.volatility, "hours": t.hours,
    }  # fmt: skip


def _ask_simulated(t: Simulated) -> str:
    return (
        "A simulation moves a price without direction in four steps, looks at it at these steps alone, and "
        f"finds too few liquidations: of positions like **{held(t)}**, whose wall stands at "
        f"{show(t.stands, 'price')}, it finds about {show(t.share_at_steps(), 'chance')} liquidated "
        f"{within(t.days)} at a volatility of {show(t.volatility, 'percent')}, not "
        f"{show(t.share(), 'chance')}.\n\nMend it. Write the chance that a price which is above the wall "
        "at both ends of a step has touched it between them, as *Derive it* tells at its end: "
        "`between(before, price, wall, volatility, hours)`, where the hours are those of the "
        "step. The simulation asks it after each step, and the "
        "share that it then finds may be off by what chance does with so few lives. "
        "Whoever has never written Python may leave this one out."
    )


def _work_simulated(t: Simulated) -> str:
    drift = -(float(t.volatility) ** 2) / 2 * float(t.hours) / YEAR
    return (
        "Another part of the same simulation, **the drift of the logarithm** in one step:\n\n"
        "1. A step is `hours / 8760` of a year.\n"
        "2. A price that goes nowhere on average has a logarithm that falls by half the variance.\n"
        "3. So that part returns `-volatility * volatility / 2 * hours / 8760`.\n"
        f"4. At {show(t.volatility, 'percent')} and {show(t.hours)} hours a step: **{show(drift)}**."
    )


# ---- marks at intervals -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Life):
    """A position that is looked at once in so many hours; its wall is told by `at`."""

    hours: Fraction

    def seen(
        self, *, side: int | None = None, spread: Callable[[float], float] = sqrt, year: int = YEAR
    ) -> Fraction:
        """Where the wall stands for the closed form, by the right shift or another [quote per base]."""
        away = COARSENESS * float(self.volatility) * spread(float(self.hours) / year)
        return self.at * Fraction(exp(-(self.side if side is None else side) * away))


def _random_marked(random: Random) -> Marked:
    """A position whose wall is a round price."""
    return Marked(
        side=random.choice((LONG, SHORT)), size=Fraction(1), leverage=Fraction(10), base="",
        entry_price=Fraction(60_000), at=Fraction(random.choice((54_000, 2_350, 40_000, 66_000, 120))),
        volatility=Fraction(random.choice((40, 60, 85, 120)), 100),
        hours=Fraction(random.choice((1, 2, 4, 8, 24))),
    )  # fmt: skip


def _ask_marked(t: Marked) -> str:
    return (
        "An exchange that looks at the mark price once in so many hours misses what came and went between. "
        "Write a function that moves the wall, so that the formula, which watches at every moment, gives "
        "the chance that such an exchange sees: `seen_wall(side, wall, volatility, hours)`. The side is "
        f"`LONG` or `SHORT`.\n\nFor a {'long' if t.side == LONG else 'short'} whose wall stands at "
        f"{show(t.at, 'money')}, at a volatility of {show(t.volatility, 'percent')} and with a look every "
        f"{show(t.hours)} hours it is called as `seen_wall({'LONG' if t.side == LONG else 'SHORT'}, "
        f"{float(t.at):.12g}, {show(t.volatility)}, {show(t.hours)})`. The factor is that of the lesson: "
        "e to the power of σ√Δt times the number told there, with its side's sign, the time in years."
    )


def _work_marked(t: Marked) -> str:
    variance = float(t.volatility) ** 2 * float(t.hours) / YEAR
    return (
        "The same for the **variance** of the logarithm from one mark to the next, without the wall:\n\n"
        "1. The hours are `hours / 8760` of a year.\n"
        "2. A variance grows with time, a standard deviation with its root.\n"
        "3. So that function returns `volatility * volatility * hours / 8760`.\n"
        f"4. At {show(t.volatility, 'percent')} a year and marks every {show(t.hours)} hours: "
        f"**{show(variance)}**, whose root is the spread, {show(sqrt(variance), 'percent')}."
    )


# ---- prices of another shape ------------------------------------------------------------------

BELL, FAT, ALIKE = "bell", "fat tails", "same"
_MODELS = {BELL: "normal", FAT: "student t"}
APART = Fraction(3, 100)  # of the smaller share: nearer to each other is no question


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped(Life):
    """A long under two models of equal variance, whose leverage and days are in the table of shares."""

    def drawn(self, random: Random) -> Self:
        """Another one that the table knows, of another size and price."""
        leverage = Fraction(random.choice(tuple(SHARES[_MODELS[BELL]])))
        return replace(Trade.drawn(self, random), leverage=leverage)

    def share(self, model: str) -> float:
        """The share that is liquidated by that model [fraction]."""
        return SHARES[_MODELS[model]][int(self.leverage)][HOURS.index(int(self.days * DAY))]

    def kills_more(self) -> str:
        """The model by which more are liquidated; ValueError where it is a matter of digits."""
        less, more = sorted((self.share(BELL), self.share(FAT)))
        if more - less < APART * less:
            raise ValueError(f"shares were {less!r} and {more!r}; two that differ are needed")
        return _larger(self.share)


def _larger(measure: Callable[[str], float]) -> str:
    """The model with the larger measure, if one has."""
    bell, fat = measure(BELL), measure(FAT)
    return ALIKE if bell == fat else BELL if bell > fat else FAT


@cache
def _moves(model: str) -> list[float]:
    """A thousand moves of an hour, without their signs, in standard deviations."""
    [path] = shocks(MODELS[_MODELS[model]], paths=1, steps=1_000, hours=1_000, seed=1)
    return [abs(move) for move in path.moves]


def by_variance(_: Shaped) -> str:
    """What is believed by who takes the variance for all: both have that of the volatility."""
    return ALIKE


def by_usual_move(_: Shaped) -> str:
    """What is believed by who compares the moves of an ordinary hour."""
    return _larger(lambda model: median(_moves(model)))


def by_rarest_move(_: Shaped) -> str:
    """What is believed by who compares the largest moves."""
    return _larger(lambda model: max(_moves(model)))


def _ask_shaped(t: Shaped) -> str:
    return (
        f"{sentence(held(t))} Isolated. Two models of the mark price have the same volatility, sixty per "
        "cent a year: by the `bell` its logarithm moves normally; with `fat tails` every hourly move has the "
        "shape of Student's t with three degrees of freedom, a bell with thick ends: it moves less in most "
        "hours and far more in some. The exchange looks once an hour.\n\nBy which model are more such "
        f"positions liquidated {within(t.days)}, or is it the `same` by both?"
    )


def _work_shaped(t: Shaped) -> str:
    bell, fat = t.share(BELL), t.share(FAT)
    return (
        f"{_ask_shaped(t)}\n\n1. Simulated with hundreds of millions of paths: {show(100 * bell)} in a "
        f"hundred by the bell, {show(100 * fat)} with fat tails.\n"
        "2. A wall that few meet takes a rare move, one that many meet takes ordinary moves.\n"
        "3. Fat tails make the rare likelier and, as the variance is the same, the likely rarer: "
        f"**{t.kills_more()}**."
    )


_EQUAL_VARIANCE = (
    "Equal variance makes the spreads equal, not the shapes: what is rare by one model may not be by the "
    "other."
)
_SHAPE_HINTS = (
    "Is the wall near enough to be met by ordinary moves in that time, or does it take a rare one?",
    "The variance is the same, so what the tails have more of, the middle has less of.",
    "A wall that is rarely met is met by the tails; one that is often met, by the many moves of the middle.",
)

_choice, _again = partial(Choice, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)
_GIVEN = Simulated(**exact(size=0.1, entry_price=60_000, leverage=20, volatility=0.8, days=7))
_SHAPED = Shaped(**exact(size=0.1, entry_price=60_000, leverage=10, volatility=0.6))
_OTHER_SHAPED = Shaped(
    base="ETH", **exact(size=4, entry_price=2_500, leverage=3, volatility=0.6, days=7)
)

ITEMS = (
    Function(
        id="10.6a", title="A simulation to mend", notebook=NOTEBOOK, minutes=6, name="between",
        unit="percent", given=_GIVEN,
        other=Simulated(
            base="ETH", **exact(size=4, entry_price=2_500, leverage=10, volatility=0.5, days=18)
        ),
        within=Simulation(
            f"A simulation of {PATHS:,} lives with your function", simulated, Simulated.error
        ),
        sample=_random_life, letters=_arguments, ask=_ask_simulated, truth=Simulated.share,
        wrong=(
            Wrong(
                "between-marks-missed", Simulated.share_at_steps,
                "It still looks at the steps alone: a price above the wall at both ends of a step may have "
                "been below it in between.", "Derive it",
            ),
        ),
        hints=(
            "The formula for it stands at the end of the lesson's derivation, for two looks.",
            "The chance depends on how far both ends are above the wall, as logarithms, and on the variance "
            "of a step, σ²Δt: the squared volatility times its part of a year.",
            "It is e to the power of minus two times the product of both distances over that variance.",
        ),
        work=_work_simulated,
        solve="from math import exp, log\n\n\n"
        "def between(before, price, wall, volatility, hours):\n"
        "    variance = volatility**2 * hours / 8760\n"
        "    return exp(-2 * log(before / wall) * log(price / wall) / variance)",
    ),
    _again(
        id="10.6b", of="1.2", given=Trade(base="ETH", **exact(size=8, entry_price=3_100, leverage=16)),
        solve="answer = 8 * 3100 * 0.0006",
    ),
    Function(
        id="10.7", title="What an exchange sees", notebook=NOTEBOOK, minutes=5, name="seen_wall",
        unit="price",
        given=Marked(
            **exact(size=0.1, entry_price=60_000, leverage=10, at=54_000, volatility=0.6, hours=8)
        ),
        other=Marked(
            side=SHORT,
            **exact(size=4, entry_price=2_500, leverage=15, at=2_660, volatility=0.9, hours=4),
        ),
        sample=_random_marked,
        letters=lambda t: {
            "side": Fraction(t.side), "wall": t.at, "volatility": t.volatility, "hours": t.hours,
        },
        ask=_ask_marked, truth=Marked.seen,
        wrong=(
            Wrong(
                "marks-turned", lambda t: t.seen(side=-t.side),
                "Less is seen, as if the wall stood further away, not nearer.", "Derive it",
            ),
            Wrong(
                "side-left-out", lambda t: t.seen(side=LONG),
                "That is right for every long and wrong for every short: away from the price is up there.",
                "Derive it",
            ),
            Wrong(
                "time-not-rooted", lambda t: t.seen(spread=float),
                "A spread grows with the root of time, not with time.", "Derive it",
            ),
            Wrong(
                "hours-for-years", lambda t: t.seen(year=1),
                "The volatility is that of a year, so the hours are to be a part of a year.", "Derive it",
            ),
        ),
        hints=(
            "Does the wall that such an exchange sees stand nearer to the price or further away?",
            "The spread from one mark to the next is the volatility times the root of the hours as a part "
            "of a year.",
            "The wall times e to the power of minus the side times 0.5826 times that spread.",
        ),
        work=_work_marked,
        solve="from math import exp, sqrt\n\n\ndef seen_wall(side, wall, volatility, hours):\n"
        "    return wall * exp(-side * 0.5826 * volatility * sqrt(hours / 8760))",
    ),
    _choice(
        id="10.8a", title="Which model kills more in a day", minutes=2, given=_SHAPED, other=_OTHER_SHAPED,
        options=(BELL, FAT, ALIKE), ask=_ask_shaped, truth=Shaped.kills_more,
        wrong=(
            Wrong(
                "usual-for-rare", by_usual_move,
                "An ordinary hour does move further by the bell, but no ordinary hours reach that "
                "wall in that time: rare ones do.", "The reveal",
            ),
            Wrong("variance-decides", by_variance, _EQUAL_VARIANCE, "The reveal"),
        ),
        hints=_SHAPE_HINTS, work=_work_shaped,
    ),
    _again(
        id="10.8b", of="3.3", given=Trade(base="ETH", **exact(size=7, entry_price=2_900, leverage=12)),
        solve="answer = 7 * 2900",
    ),
    _choice(
        id="10.8c", title="Which model kills more in a week", minutes=2,
        given=replace(_SHAPED, days=Fraction(7)), other=replace(_OTHER_SHAPED, days=Fraction(1)),
        options=(BELL, FAT, ALIKE), ask=_ask_shaped, truth=Shaped.kills_more,
        wrong=(
            Wrong(
                "tails-always", by_rarest_move,
                "Its largest moves are larger, but it moves less in most hours, and in that time ordinary "
                "hours reach the wall.", "The reveal",
            ),
            Wrong("variance-decides", by_variance, _EQUAL_VARIANCE, "The reveal"),
        ),
        hints=_SHAPE_HINTS, work=_work_shaped,
    ),
)  # fmt: skip
