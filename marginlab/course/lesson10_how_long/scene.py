"""Two hundred longs whose price wanders by a seed, each once in isolated and once in cross margin.

All are the house position, opened at the same moment. A model moves the price by chance, and says how
often the exchange looks at it. Time is counted in the steps of the price that the time span has.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from operator import neg
from random import Random
from statistics import fmean
from types import MappingProxyType

from marginlab.course.house import ENTRY_PRICE, MODES, SIZE, SYMBOL, opened
from marginlab.theory.given import MarginMode, one_of, within
from marginlab.theory.price_models import MODELS, Shocks, shocks
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG

COUNT = 200
SEED = 19  # of the first thirty: its prices come nearest to the formulas in all time spans
ASKED = "4 hours"


@dataclass(frozen=True, slots=True)
class Span:
    """How long is looked at.

    hours; steps: of the bell's price; apart: from one drawn price to the next [steps]; prices, money:
    the prices that the picture shows, and the results on either side of nothing.
    """

    name: str
    hours: int
    steps: int
    apart: int
    prices: tuple[float, float]
    money: float


_SPANS = (
    Span(ASKED, 4, 48, 3, (57_500, 62_500), 240),
    Span("a day", 24, 48, 4, (54_000, 66_000), 600),
    Span("a week", 168, 168, 12, (45_000, 78_000), 1_500),
    Span("a month", 720, 720, 45, (30_000, 100_000), 3_000),
)
SPANS: Mapping[str, Span] = MappingProxyType({span.name: span for span in _SPANS})


@dataclass(frozen=True, slots=True)
class Watched:
    """A model of the price by its name in `price_models`, and how often the exchange looks.

    always: at every moment; else once an hour.
    """

    model: str
    always: bool = False


WATCHED: Mapping[str, Watched] = MappingProxyType({
    "bell, always": Watched("normal", always=True),
    "bell, hourly": Watched("normal"),
    "fat tails, hourly": Watched("student t"),
    "jumps, hourly": Watched("jumps"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Path:
    """One price as the exchange sees it: at each look, and the lowest that it has seen by then."""

    prices: Sequence[float]
    lowest: Sequence[float]

    def reaches(self, wall: float) -> int | None:
        """The first look by which the price was at the wall or below; None if there is none."""
        at = bisect_left(self.lowest, -wall, key=neg)
        return at if at < len(self.lowest) else None


@dataclass(frozen=True, slots=True)
class Crowd:
    """The positions in one margin mode.

    stake: what a liquidation takes [settle coin]; wall [quote per base]; ended: by position, the step
    at which it was liquidated, if it was; life: the bell's chances, with the looks of the model put in.
    """

    stake: float
    wall: float
    ended: tuple[int | None, ...]
    life: Survival

    def open_at(self, step: int) -> int:
        """How many are open after a step."""
        return sum(end is None or end > step for end in self.ended)


@dataclass(frozen=True, slots=True)
class LifeScene:
    """What has become of all of them by a step of the time span, and what the learner said.

    every: steps from one look to the next; asked: how many of 100 the question is about.
    """

    span: Span
    watched: str
    leverage: float
    wallet: float
    volatility: float
    now: int
    every: int
    paths: tuple[Path, ...]
    isolated: Crowd
    cross: Crowd
    asked: float
    guess: float | None

    @property
    def exact(self) -> bool:
        """Whether the formula is of this very model."""
        return WATCHED[self.watched].always

    def hours(self, step: float) -> float:
        """The time of a step [h]."""
        return step / self.span.steps * self.span.hours

    def formula(self, crowd: Crowd, step: float) -> float:
        """How many of 100 are open after a step, by the bell's formula."""
        return 100 * (1 - crowd.life.probability(self.hours(step)))

    def results(self, crowd: Crowd) -> list[float]:
        """What each position has won or lost by now; a liquidated one its whole stake [settle coin]."""
        seen = self.now // self.every
        return [
            SIZE * (path.prices[seen] - ENTRY_PRICE)
            if end is None or end > self.now
            else -crowd.stake
            for path, end in zip(self.paths, crowd.ended, strict=True)
        ]

    def mean(self, crowd: Crowd) -> float:
        """Their mean [settle coin]."""
        return fmean(self.results(crowd))


def life_scene(
    *,
    leverage: float = 100,
    wallet: float = 2_000,
    volatility_percent: float = 60,
    span: str = ASKED,
    watched: str = "bell, always",
    time_percent: float = 100,
    guess: float | None = None,
) -> LifeScene:
    """Two hundred longs of 0.1 BTC from 60,000, after this share of the time span.

    volatility_percent: a year. Raises ValueError for values that make no sense, Rejected for what the
    exchange would refuse.
    """
    one_of("time span", span, tuple(SPANS))
    one_of("model", watched, tuple(WATCHED))
    volatility = within("volatility", volatility_percent, 40, 200) / 100
    share = within("time", time_percent, 0, 100) / 100
    guess = None if guess is None else within("your mark", guess, 0, 100)
    wallet = within("wallet", wallet, 100, 5_000)
    chosen, always = SPANS[span], WATCHED[watched].always
    every = 1 if always else chosen.steps // chosen.hours
    paths = wander(span, watched, volatility)

    def crowd(mode: MarginMode) -> Crowd:
        stake, wall = position(mode, leverage, wallet)
        looks = [path.reaches(wall) for path in paths]
        ended = tuple(None if look is None else look * every for look in looks)
        life = Survival(LONG, ENTRY_PRICE, wall, volatility)
        return Crowd(stake, wall, ended, life if always else life.at_marks(1))

    isolated, cross = map(crowd, MODES)
    return LifeScene(
        chosen, watched, leverage, wallet, volatility, round(share * chosen.steps), every, paths,
        isolated, cross, of_100(), guess,
    )  # fmt: skip


def position(mode: MarginMode, leverage: float, wallet: float) -> tuple[float, float]:
    """What stands behind the house position, and its wall."""
    account = opened(mode, leverage=leverage, wallet=wallet)
    margin = account.position(SYMBOL).margin
    stake = wallet if margin is None else margin
    return stake, account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE})


@cache
def of_100() -> float:
    """The question's answer: how many of 100 longs at 100x are open after four hours."""
    _, wall = position("isolated", 100, 2_000)
    return 100 * (1 - Survival(LONG, ENTRY_PRICE, wall, 0.6).probability(SPANS[ASKED].hours))


# ---- prices -----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def drawn(span: str, model: str) -> tuple[Shocks, ...]:
    """What chance gives to each price, kept: it is the same at every volatility."""
    chosen = SPANS[span]
    steps = chosen.steps if MODELS[model].is_normal else chosen.hours
    return tuple(shocks(MODELS[model], paths=COUNT, steps=steps, hours=chosen.hours, seed=SEED))


@lru_cache(maxsize=4)
def wander(span: str, watched: str, volatility: float) -> tuple[Path, ...]:
    """The prices as the exchange sees them, kept while a hand changes what does not move them."""
    chosen, looks = SPANS[span], WATCHED[watched]
    between = Random(f"{SEED} between the steps")
    paths = []
    for one in drawn(span, looks.model):
        prices = one.prices(ENTRY_PRICE, volatility)
        if not looks.always:
            prices = prices[:: (len(prices) - 1) // chosen.hours]
        lows = lows_within(prices, volatility**2 * one.years, between) if looks.always else prices
        paths.append(Path(array("d", prices), array("d", accumulate(lows, min))))
    return tuple(paths)


def lows_within(prices: Sequence[float], variance: float, draw: Random) -> Iterator[float]:
    """The start, then the lowest price within each step of that variance, of which both ends are known.

    Drawn by the law of a Brownian bridge: the logarithm falls below both ends by y, one after the
    other, with the chance exp(-2 y (y + their distance) / variance).
    """
    yield prices[0]
    for one, other in pairwise(map(log, prices)):
        reach = sqrt((one - other) ** 2 - 2 * variance * log(1 - draw.random()))
        yield exp((one + other - reach) / 2)
