"""What a notebook's first cell brings in: `from marginlab.lesson import *`.

Formulas, venues, panels and checks under their own names, and a few small helpers of the lessons:
`letters` (symbols for the mathematics), `say` (a sentence whose numbers are computed), and the
tables `sweep` (a formula over several values of one term), `added_margin` (what adding margin does),
`account_modes` (which account is whose), `flat_price_lives`, `rests_at` (who keeps what a
liquidation leaves), `realised_at` (what closing one position does to another), `tier_table`,
`larger_positions` and `liquidation_steps` (what a larger position requires, and how it is closed),
`coin_families`, `one_times` and `ratios_at` (walls by margin coin, and by collateral ratio),
`chances_at`, `modes_over` and `shapes_of_chance` (how likely a position is liquidated, by leverage,
margin mode and model), `crash_survivors` (which leverage a fall leaves alive).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from marginlab.course.book import again, check, hint, ladder, my_map, progress, reveal, task
from marginlab.course.calibration import calibration
from marginlab.course.capstone.page import mandate, risk_memo
from marginlab.course.court.panel import court_panel
from marginlab.course.final.page import final
from marginlab.course.lesson00_start_here.panel import place_twin_mark, twin_panel
from marginlab.course.lesson01_whose_money.panel import place_stakes_mark, stakes_panel
from marginlab.course.lesson02_the_wall.panel import place_wall_mark, wall_panel
from marginlab.course.lesson03_two_fates.panel import fates_panel, place_fates_mark
from marginlab.course.lesson03_two_fates.scene import fates_scene
from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel, place_adjust_mark
from marginlab.course.lesson04_plus_and_minus.words import top_ups
from marginlab.course.lesson05_quiet_leak.panel import leak_panel, place_leak_mark
from marginlab.course.lesson06_which_price.panel import (
    cascade_panel,
    place_cascade_mark,
    place_price_mark,
    price_panel,
)
from marginlab.course.lesson06_which_price.scene import cascade_scene, price_scene
from marginlab.course.lesson06_which_price.words import rests
from marginlab.course.lesson07_one_roof.panel import place_roof_mark, roof_panel
from marginlab.course.lesson07_one_roof.scene import roof_scene
from marginlab.course.lesson07_one_roof.words import realised
from marginlab.course.lesson08_bigger.panel import place_tiers_mark, tiers_panel
from marginlab.course.lesson08_bigger.words import size_rows, step_rows, tier_rows
from marginlab.course.lesson09_coins.panel import coins_panel, place_coins_mark
from marginlab.course.lesson09_coins.words import family_rows, halved_rows, ratio_rows
from marginlab.course.lesson10_how_long.panel import life_panel, place_life_mark
from marginlab.course.lesson10_how_long.scene import life_scene
from marginlab.course.lesson10_how_long.words import life_rows, mode_rows, shape_rows
from marginlab.course.lesson11_court.panel import crash_panel, place_crash_mark
from marginlab.course.lesson11_court.words import survivor_rows
from marginlab.course.own.panel import own_panel
from marginlab.course.review import review
from marginlab.course.stills import STILLS
from marginlab.drawing import still
from marginlab.drawing.hearing import Hearing
from marginlab.drawing.prediction import Prediction
from marginlab.engine.account import Account
from marginlab.practice.progress import keep_mark, mark
from marginlab.practice.verdicts import ____
from marginlab.practice.whereabouts import seen
from marginlab.stumbles import watch_here
from marginlab.theory.formulas import (
    Condition,
    Formula,
    equity,
    funding_payment,
    initial_margin,
    maintenance_margin,
    margin_ratio,
    position_value,
    roe,
    solve,
    taker_fee,
    unrealized_pnl,
)
from marginlab.theory.given import Rejected
from marginlab.theory.survival import Survival, wall_for
from marginlab.theory.terms import LONG, SHORT, TERMS, filled, glossary, show, symbol
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

if TYPE_CHECKING:
    from sympy import Symbol

__all__ = [
    "BITGET",
    "LONG",
    "SHORT",
    "TERMS",
    "Account",
    "Condition",
    "Consequences",
    "Picture",
    "Rejected",
    "Survival",
    "____",
    "account_modes",
    "added_margin",
    "adjust_panel",
    "again",
    "calibration",
    "cascade_panel",
    "cascade_scene",
    "chances_at",
    "check",
    "coin_families",
    "coins_panel",
    "court_panel",
    "crash_panel",
    "crash_survivors",
    "equity",
    "fates_panel",
    "fates_scene",
    "final",
    "flat_price_lives",
    "funding_payment",
    "glossary",
    "hint",
    "initial_margin",
    "ladder",
    "larger_positions",
    "leak_panel",
    "letters",
    "life_panel",
    "life_scene",
    "liquidation_steps",
    "maintenance_margin",
    "mandate",
    "margin_ratio",
    "modes_over",
    "my_map",
    "one_times",
    "own_panel",
    "place_adjust_mark",
    "place_cascade_mark",
    "place_coins_mark",
    "place_crash_mark",
    "place_fates_mark",
    "place_leak_mark",
    "place_life_mark",
    "place_price_mark",
    "place_roof_mark",
    "place_stakes_mark",
    "place_tiers_mark",
    "place_twin_mark",
    "place_wall_mark",
    "position_value",
    "price_panel",
    "price_scene",
    "progress",
    "ratios_at",
    "realised_at",
    "rests_at",
    "reveal",
    "review",
    "risk_memo",
    "roe",
    "roof_panel",
    "roof_scene",
    "say",
    "shapes_of_chance",
    "show",
    "solve",
    "stakes_panel",
    "sweep",
    "taker_fee",
    "task",
    "tier_table",
    "tiers_panel",
    "twin_panel",
    "unrealized_pnl",
    "wall_for",
    "wall_panel",
]


watch_here()
Asking = TypeVar("Asking", Prediction, Hearing)


def _remembered(question: Callable[..., Asking]) -> Callable[..., Asking]:
    """The same question, with what is said to it in the learner's progress file; it says who sees a mark."""

    @wraps(question)
    def asked(*given: Any, **named: Any) -> Asking:
        made = question(*given, **named)
        if isinstance(made, Prediction):
            made.seen.value = seen()
        return made.remember(mark, keep_mark)

    return asked


for _name in __all__:
    if _name.startswith("place_") or _name == "court_panel":
        globals()[_name] = _remembered(globals()[_name])


class Picture(still.Picture):
    """The still of that name with its description: `Picture("wall_question", "A price axis …")`."""

    def __init__(self, name: str, alt: str) -> None:
        super().__init__(STILLS[name], alt)


def letters(names: str) -> tuple[Symbol, ...]:
    """The course's letters as sympy symbols: `M, q, P = letters("M q P")`.

    Raises ValueError for a letter that the course does not use.
    """
    by_letter = {term.letter: term.name for term in TERMS.values()}
    unknown = [n for n in names.split() if n not in by_letter]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not among the letters {', '.join(by_letter)}")
    return tuple(symbol(by_letter[n]) for n in names.split())


class Sentence(str):
    """Text with computed numbers; a notebook shows it as prose."""

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self).replace("**", "")


def say(text: str, **numbers: Any) -> Sentence:
    """A sentence with numbers as the course prints them: `say("{x:price} away", x=…)`.

    The units are those of `show`: price, tick, money, percent, move, x, plain.
    """
    return Sentence(filled(text, **numbers))


@dataclass(frozen=True)
class Table:
    """Rows of text under a heading; a notebook shows it as a table."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_markdown_(self) -> str:
        lines = [self.heading, tuple("--:" for _ in self.heading), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def __repr__(self) -> str:
        lines = [self.heading, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.heading))]
        padded = (" ".join(c.rjust(w) for c, w in zip(line, widths, strict=True)) for line in lines)
        return "\n".join(padded)


def sweep(formula: Formula, term: str, values: Sequence[float], **others: float) -> Table:
    """A price formula over several values of one term, and how far each price is from the entry.

    others: the remaining terms, `entry_price` [quote per base] among them.
    """
    entry = others["entry_price"]
    unit = "x" if term == "leverage" else "money"
    prices = [formula(**{term: value}, **others) for value in values]
    return Table(
        (term.replace("_", " "), formula.name.replace("_", " "), "away from entry"),
        tuple(
            (show(value, unit), show(price, "price"), show(price / entry - 1, "move"))
            for value, price in zip(values, prices, strict=True)
        ),
    )


def added_margin(*amounts: float, days: float = 7, mark_price: float = 60_000) -> Table:
    """What adding these amounts to the house position does to stake and chance.

    mark_price [quote per base]: where the price stands; days: how long it then wanders, driftless.
    """
    return _table(top_ups(*amounts, days=days, mark_price=mark_price))


def flat_price_lives(
    leverages: Sequence[float], funding_rates: Sequence[float], *, mmr: float, fee_rate: float
) -> Table:
    """How many payments, and days, a long on its initial margin lives while its price stands still.

    Counted exactly, under Bitget's requirement, with a payment every eight hours.
    """
    heading, rows = ["leverage"], [[show(leverage, "x")] for leverage in leverages]
    a_day = 24 // BITGET.contract("BTCUSDT").funding_hours
    one = {"side": LONG, "size": 1, "entry_price": 1, "mark_price": 1}
    rates = {"mmr": mmr, "fee_rate": fee_rate}
    for rate in funding_rates:
        heading += [f"payments of {show(rate * 100)} %", "days"]
        for row, leverage in zip(rows, leverages, strict=True):
            margin = 1 / Fraction(str(leverage))
            count = Consequences(BITGET).payments_left(
                **one, **rates, collateral=margin, funding_rate=rate
            )
            row += [show(count), show(count / a_day, "money")]
    return Table(tuple(heading), tuple(map(tuple, rows)))


def realised_at(price: float, *later: tuple[float, float]) -> Table:
    """The wall of BTC in time, where ETH stays open and where it is closed at this price.

    later: where the prices of BTC and ETH go after that.
    """
    return _table(realised(price, *later))


def rests_at(*fills: float) -> Table:
    """What a liquidation of the house position at each of these fills leaves, and who keeps it."""
    return _table(rests(*fills))


def account_modes() -> Table:
    """Bitget's account modes: which margin modes they have, and what stands behind a cross position."""
    rows = (
        (
            mode.name,
            " or ".join(mode.margin_modes),
            mode.margin_coins if "cross" in mode.margin_modes else "there is none",
            mode.source.as_of,
        )
        for mode in BITGET.account_modes.values()
    )
    return _table([("account mode", "margin mode", "behind a cross position", "as of"), *rows])


def tier_table(symbol: str, count: int) -> Table:
    """The lowest tiers of a contract on Bitget: requirement and least margin, as shares of the value."""
    return _table(tier_rows(symbol, count))


def larger_positions(*sizes: float) -> Table:
    """Requirement and walls of lesson 8's position at these sizes [BTC], in both margin modes."""
    return _table(size_rows(*sizes))


def liquidation_steps() -> Table:
    """What the first step of a liquidation leaves of that position, by exchange and margin mode."""
    return _table(step_rows())


def coin_families(*leverages: float) -> Table:
    """Isolated walls of lesson 9's position at these leverages, in each family of contracts."""
    return _table(family_rows(*leverages))


def one_times() -> Table:
    """What that position at 1x has left at half and at twice the price, with dollars and with coins."""
    return _table(halved_rows())


def ratios_at(price: float, *ratios: float) -> Table:
    """Adjusted equity and wall of a long on coins at this price [USDT], by their collateral ratio."""
    return _table(ratio_rows(price, *ratios))


def crash_survivors(*falls: tuple[str, float]) -> Table:
    """The leverage that each fall [fraction] just liquidates, isolated, by the money of its margin."""
    return _table(survivor_rows(*falls))


def chances_at(*leverages: float) -> Table:
    """The chances of isolated longs from 60,000 at these leverages to be liquidated, and half-lives."""
    return _table(life_rows(*leverages))


def modes_over(span: str) -> Table:
    """What lesson 10's position comes to in each margin mode over "a week", "a month", ..., by formulas."""
    return _table(mode_rows(span))


def shapes_of_chance() -> Table:
    """How many of a million positions are liquidated under prices of equal volatility."""
    return _table(shape_rows())


def _table(rows: Iterable[Sequence[str]]) -> Table:
    heading, *others = rows
    return Table(tuple(heading), tuple(map(tuple, others)))
