"""The picture of lesson 10 in words, and its tables: chances, results, and other shapes of chance."""

from __future__ import annotations

from collections.abc import Iterator

from marginlab.course.house import ENTRY_PRICE, LEVERAGE, MODES, RATES, SIZE, WALLET
from marginlab.course.lesson10_how_long.picture import lasting
from marginlab.course.lesson10_how_long.scene import (
    ASKED,
    COUNT,
    SPANS,
    Crowd,
    LifeScene,
    position,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.formulas import maintenance_margin
from marginlab.theory.simulated import SHARES
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, show

Rows = Iterator[list[str]]

VOLATILITY = 0.6  # a year, an assumption that the lesson repeats
SHAPES = {"normal": "bell", "student t": "fat tails", "jumps": "jumps"}
MODELS = {
    "bell, always": "The price moves by the bell and is watched at every moment.",
    "bell, hourly": "The price moves by the bell; the exchange looks at it once an hour.",
    "fat tails, hourly": "The price moves by fat tails; the exchange looks at it once an hour.",
    "jumps, hourly": "The price moves by the bell, with jumps; the exchange looks at it once an hour.",
}


def life_words(scene: LifeScene) -> Words:
    """The sentences, and every number of both crowds."""
    opening = (
        f"{COUNT} longs of {show(SIZE)} BTC from {show(ENTRY_PRICE, 'tick')}, each once isolated with "
        f"{show(scene.leverage, 'x')} and once in cross with {show(scene.wallet, 'money')} in the wallet; "
        f"volatility {show(scene.volatility * 100)} % a year; {lasting(scene.hours(scene.now))} of "
        f"{scene.span.name} have passed. {MODELS[scene.watched]}"
    )
    rows = {"isolated": _row(scene, scene.isolated), "cross": _row(scene, scene.cross)}
    said = (
        f"{MODELS[scene.watched]} Isolated {_tells(scene, scene.isolated)}, cross "
        f"{_tells(scene, scene.cross)}."
    )
    return Words(said, opening, rows, _verdict(scene))


def _row(scene: LifeScene, crowd: Crowd) -> dict[str, str]:
    results = scene.results(crowd)
    return {
        "wall": show(crowd.wall, "price"),
        "open": f"{crowd.open_at(scene.now)} of {COUNT}",
        _by(scene): show(scene.formula(crowd, scene.now) / 100, "chance"),
        "half-life": lasting(crowd.life.half_life),
        "mean result": show(scene.mean(crowd), "about"),
        "worst": show(min(results), "money"),
        "best": show(max(results), "money"),
    }


def _by(scene: LifeScene) -> str:
    return "by the formula" if scene.exact else "by the bell's formula"


def _tells(scene: LifeScene, crowd: Crowd) -> str:
    formula = show(scene.formula(crowd, scene.now) / 100, "chance")
    return f"<b>{crowd.open_at(scene.now)}</b> of {COUNT} are open ({_by(scene)} {formula})"


def _verdict(scene: LifeScene) -> str:
    if scene.guess is None:
        return ""
    miss = scene.guess - scene.asked
    said = verdict(show(scene.guess), miss, show(abs(miss), "about"), "many", "few", "exactly that")
    return f"Of 100 at 100x {bold(scene.asked, 'about')} are open after {ASKED}. {said}"


# ---- tables: the first row is the heading -----------------------------------------------------


def life_rows(*leverages: float) -> Rows:
    """The chance of isolated longs to be liquidated within each time span, and their half-lives."""
    yield ["leverage", "wall", *(f"within {name}" for name in SPANS), "half-life"]
    for leverage in leverages:
        _, wall = position("isolated", leverage, 6_000 / leverage)
        life = Survival(LONG, ENTRY_PRICE, wall, VOLATILITY)
        chances = [show(life.probability(span.hours), "chance") for span in SPANS.values()]
        yield [show(leverage, "x"), show(wall, "price"), *chances, lasting(life.half_life)]


def mode_rows(span: str) -> Rows:
    """By formulas, what the house position has come to in each mode by the end of a time span."""
    yield ["mode", "wall", "liquidated", "ends with a profit", "can lose", "mean result"]
    hours = SPANS[span].hours
    above = Survival(LONG, ENTRY_PRICE, ENTRY_PRICE, VOLATILITY)  # gone at once, whatever follows
    for mode in MODES:
        stake, wall = position(mode, LEVERAGE, WALLET)
        life = Survival(LONG, ENTRY_PRICE, wall, VOLATILITY)
        profit = above.liquidated_yet_right(hours) - life.liquidated_yet_right(hours)
        forfeit = life.expected_forfeit(hours, maintenance_margin(SIZE, wall, **RATES))
        yield [
            mode, show(wall, "price"), show(life.probability(hours), "chance"),
            show(profit, "chance"), show(stake, "money"), show(-forfeit, "about"),
        ]  # fmt: skip


def shape_rows() -> Rows:
    """Of a million positions, how many are liquidated under prices of equal volatility."""
    yield ["liquidated, of a million", *SHAPES.values()]
    told = (
        ("10x, within a day", 10, 0),
        ("10x, within a week", 10, 1),
        ("cross, within a week", 3, 1),
    )
    for name, leverage, span in told:
        shares = (SHARES[model][leverage][span] for model in SHAPES)
        yield [name, *(show(1_000_000 * share, "tick") for share in shares)]
