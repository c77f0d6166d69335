"""Price paths made from a seed: the same numbers every time, no market data.

A path is a tuple of mark prices at even steps; `marks` turns paths into events. Volatility is per
year of 365 days, as a fraction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import exp, log, sqrt
from random import Random

from marginlab.engine.events import Mark
from marginlab.theory.given import count, expect, number, within
from marginlab.theory.survival import HOURS

MOST = 1_000_000  # steps of a path

# Published marks of 2020-03-12/13, hours from the first: 7,353; 5,678; 3,596, and the price before
# the fall, 7,672 (sources: ledgerprime "Crypto's Black Thursday"; chaincatcher 2058014).
_CRASH = ((0.0, 7_672.0), (6.0, 7_353.0), (6.75, 5_678.0), (16.0, 3_596.0))


def _walk(
    seed: int, start: float, steps: int, hours: float, volatility: float, drift: float = 0.0
) -> tuple[float, ...]:
    draw, dt = Random(seed), number("hours", hours, positive=True) / HOURS
    price, path = number("start", start, positive=True), []
    path.append(price)
    for _ in range(count("number of steps", steps, most=MOST)):
        shock = volatility * sqrt(dt) * draw.gauss(0.0, 1.0)
        price *= exp((drift - volatility**2 / 2) * dt + shock)
        path.append(price)
    return tuple(path)


def calm(
    seed: int = 1, *, start: float = 60_000.0, steps: int = 168, hours: float = 1.0
) -> tuple[float, ...]:
    """An ordinary week: a driftless random walk with a volatility of 40 % a year."""
    return _walk(seed, start, steps, hours, 0.4)


def grind(
    seed: int = 2, *, start: float = 60_000.0, steps: int = 168, hours: float = 1.0
) -> tuple[float, ...]:
    """A price that goes nowhere (5 % a year), for watching what funding does."""
    return _walk(seed, start, steps, hours, 0.05)


def wick(
    seed: int = 3, *, start: float = 60_000.0, steps: int = 60, hours: float = 1 / 60
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(last, mark): in mid-hour the last price dives 4 % for a moment, the mark 1 %."""
    quiet = _walk(seed, start, steps, hours, 0.4)
    middle, width = steps / 2, max(1.0, steps / 20)
    dips = [exp(-(((i - middle) / width) ** 2)) for i in range(steps + 1)]
    last = tuple(p * (1 - 0.04 * d) for p, d in zip(quiet, dips, strict=True))
    mark = tuple(p * (1 - 0.01 * d) for p, d in zip(quiet, dips, strict=True))
    return last, mark


def crash(*, start: float = 60_000.0, steps: int = 64) -> tuple[float, ...]:
    """A fall by half within sixteen hours, stylised after 12 March 2020.

    Only the published prices are used, joined by straight lines in the logarithm.
    """
    scale = number("start", start, positive=True) / _CRASH[0][1]
    end = _CRASH[-1][0]
    parts = count("number of steps", steps, most=MOST)
    return tuple(scale * _published(end * i / parts) for i in range(parts + 1))


def _published(hour: float) -> float:
    for (t0, p0), (t1, p1) in pairwise(_CRASH):
        if hour <= t1:
            return exp(log(p0) + (log(p1) - log(p0)) * (hour - t0) / (t1 - t0))
    return _CRASH[-1][1]


def twins(
    seed: int = 4,
    *,
    starts: tuple[float, float] = (60_000.0, 3_000.0),
    steps: int = 168,
    hours: float = 1.0,
    correlation: float = 0.85,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Two coins that mostly move together; volatilities 60 % and 80 % a year."""
    correlation = within("correlation", correlation, -1, 1)
    draw, dt = Random(seed), number("hours", hours, positive=True) / HOURS
    paths: tuple[list[float], list[float]] = ([], [])
    expect("starts", starts, tuple)
    prices = [number("start", s, positive=True) for s in starts]
    for i in range(count("number of steps", steps, most=MOST) + 1):
        if i:
            common, own = draw.gauss(0.0, 1.0), draw.gauss(0.0, 1.0)
            other = correlation * common + sqrt(1 - correlation**2) * own
            for k, (sigma, shock) in enumerate(((0.6, common), (0.8, other))):
                prices[k] *= exp(-(sigma**2) / 2 * dt + sigma * sqrt(dt) * shock)
        for path, price in zip(paths, prices, strict=True):
            path.append(price)
    return tuple(paths[0]), tuple(paths[1])


def squeeze(
    seed: int = 5, *, start: float = 60_000.0, steps: int = 48, hours: float = 0.5
) -> tuple[float, ...]:
    """Shorts are driven out: a day that ends a quarter higher, faster and faster."""
    quiet = _walk(seed, start, steps, hours, 0.4)
    return tuple(p * (1 + 0.25 * (i / steps) ** 3) for i, p in enumerate(quiet))


def marks(
    paths: Mapping[str, Sequence[float]],
    *,
    start: float = 0.0,
    hours: float = 1.0,
    between: int = 0,
) -> tuple[Mark, ...]:
    """Paths of several symbols, step by step, as mark events.

    between: how many further marks to put on the straight line from each to the next, which shows
    the crossing rather than the jump.
    """
    start, hours = number("start", start), number("hours", hours, positive=True)
    expect("paths", paths, Mapping)
    for path in paths.values():
        expect("path", path, Sequence)
    if len({len(p) for p in paths.values()}) != 1 or not all(paths.values()):
        raise ValueError(
            "paths were of different lengths, or there were none; give paths of equal length"
        )
    parts, events = count("number of marks between", between, least=0) + 1, []
    steps = len(next(iter(paths.values()))) - 1
    for i in range(steps * parts + 1):
        k, part = divmod(i, parts)
        prices = {
            s: p[k] if not part else p[k] + (p[k + 1] - p[k]) * part / parts
            for s, p in paths.items()
        }
        events.append(Mark(start + i * hours / parts, prices))
    return tuple(events)
