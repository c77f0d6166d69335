"""The positions that the questions of the map are about, and what becomes of them, in a word.

A word is what two numbers of the library say when they are held against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Self

from marginlab.course.house import MODES, PAYMENTS_A_DAY, SYMBOL
from marginlab.course.trade import NONE, Trade, behind, exact, told
from marginlab.engine.replay import Mark, replay
from marginlab.practice.fresh import jitter, near
from marginlab.practice.item import Choice
from marginlab.theory.conditions import Statement
from marginlab.theory.formulas import maintenance_margin, taker_fee
from marginlab.theory.given import MarginMode
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET

NOTEBOOK = "00_start_here"
WHO = ("cross", "both", "neither")
PAYER = ("first", "second", "same")
STATE = ("open", "closed")
HOW_FAR = ("less", "exactly", "more")
WHERE = ("above", "below")
WALL = ("farther", "stays", "nearer")  # of a long: what is nearer stands higher
STAKE = ("less", "same", "more")
PAYS = ("trader", "fund")
VOLATILITY = 0.6  # of the price whose days are told

question = partial(Choice, notebook=NOTEBOOK, minutes=1)


def always(word: str) -> Callable[[Trade], str]:
    """What somebody answers who looks at no number."""
    return lambda case: word


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Trade):
    """A trade of the map; last, the last price beside the mark price [quote per base].

    times: how often as large another position is.
    beside: the size of a position of ETH in the same account [base coin], opened at last, and at: where
    its price goes.
    """

    last: Fraction = NONE
    beside: Fraction = NONE
    times: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Another case; in one with a second position, that one and its prices are others, too."""
        new = replace(
            Trade.drawn(self, random), added=near(random, self.added),
            times=Fraction(round(near(random, self.times))),
        )  # fmt: skip
        if not self.beside:
            return replace(new, last=self.moved(self.last, new, random))
        last = near(random, self.last)
        fall = round((1 - self.at / self.last) * jitter(random), 3)
        return replace(new, beside=near(random, self.beside), last=last, at=last * (1 - fall))


def case(
    size: float, entry_price: float, leverage: float, *, side: int = LONG, days: int = 0,
    wallet: float = 1_000_000, **others: float,
) -> Case:  # fmt: skip
    """A case from its numbers; where nobody asks for the wallet it is large."""
    numbers = exact(size=size, entry_price=entry_price, leverage=leverage, wallet=wallet, **others)
    return Case(side=side, payments=days * PAYMENTS_A_DAY, **numbers)


def opened(c: Trade) -> str:
    """The position in words, at the beginning of a sentence."""
    return told(c)[0].upper() + told(c)[1:]


def moved(before: Fraction, after: Fraction, words: tuple[str, str, str]) -> str:
    """The first word when it fell, the second when it stayed, the third when it rose."""
    if abs(after - before) < ROUNDING * abs(before):
        return words[1]
    return words[0] if after < before else words[2]


def loss(c: Trade) -> Fraction:
    """What the position has lost at the mark price [settle coin]."""
    return -c.pnl(c.at)


def margin(c: Trade, leverage: Fraction) -> Fraction:
    """What opening it takes at this leverage [settle coin]."""
    return c.value / leverage


def loses_all(c: Trade) -> str:
    isolated, cross = (behind(c.account(mode)) >= c.wallet for mode in MODES)
    return "both" if isolated and cross else "cross" if cross else "neither"


def _dearer(first: Fraction, second: Fraction) -> str:
    return moved(second, first, ("second", "same", "first"))


def fee_payer(c: Trade) -> str:
    one = Fraction(taker_fee(c.size, c.entry_price, c.fee_rate))
    return _dearer(one, one)


def payer_by(base: Callable[[Trade, Fraction], Fraction]) -> Callable[[Trade], str]:
    return lambda c: _dearer(base(c, c.leverage), base(c, c.other))


def state(c: Trade, price: Fraction) -> str:
    account = c.account("isolated")
    risk = account.pool_of(account.position(SYMBOL)).risk({SYMBOL: float(price)})
    return "closed" if risk.liquidated else "open"


def room(c: Trade, requirement: Statement = maintenance_margin) -> str:
    """How far the wall stands from the entry, held against one over the leverage."""
    distance = 1 - c.wall(requirement=requirement) / c.entry_price
    return moved(1 / c.leverage, distance, HOW_FAR)


def wall_side(c: Trade) -> str:
    return "above" if c.wall() > c.entry_price else "below"


def wall_moved(mode: MarginMode) -> Callable[[Trade], str]:
    """What the other leverage does to the wall."""

    def word(c: Trade) -> str:
        before, after = (c.wall(behind(c.account(mode, by))) for by in (c.leverage, c.other))
        return moved(before, after, WALL)

    return word


def free_part_moved(c: Trade) -> str:
    before, after = (c.wall(c.wallet - margin(c, by)) for by in (c.leverage, c.other))
    return moved(before, after, WALL)


def stake_moved(c: Trade) -> str:
    before = c.account("isolated")
    after = before.add_margin(SYMBOL, float(c.added))
    return moved(behind(before), behind(after), STAKE)


def chance_moved(c: Trade) -> str:
    """The word for the chance, which falls while the wall moves away."""
    wall = moved(c.wall(c.collateral), c.wall(), WALL)
    return STAKE[WALL.index(wall)]


def shared_wall(c: Case, other_price: Fraction) -> Fraction:
    """The wall of the position beside as much worth of ETH, with ETH at this price [quote per base]."""
    account = c.account("cross").open("ETHUSDT", c.side, size=float(c.beside), price=float(c.last))
    marks = {SYMBOL: float(c.entry_price), "ETHUSDT": float(other_price)}
    return Fraction(account.liquidation_price(SYMBOL, marks))


def wall_beside(c: Case, sign: int = 1) -> str:
    """What a fall of ETH does to the wall, or a rise as large."""
    after = c.last + sign * (c.at - c.last)
    return moved(shared_wall(c, c.last), shared_wall(c, after), WALL)


def gap_payer(c: Trade) -> str:
    """Who pays for what a liquidation at `at` lacks, isolated."""
    symbol, account = f"{c.base}USDT", c.account("isolated")
    jump = [Mark(0.0, {symbol: float(c.entry_price)}), Mark(1.0, {symbol: float(c.at)})]
    (end,) = replay(account, jump).liquidations
    return "fund" if end.insurance_fund_change < 0 else "trader"


def required_of(c: Case, times: Fraction) -> Fraction:
    """What a position so many times as large requires at the entry [settle coin]."""
    account = replace(c, size=times * c.size).account("isolated")
    return Fraction(account.position(SYMBOL).maintenance_margin(float(c.entry_price)))


def required_grows(c: Case) -> str:
    """What becomes of the requirement, held against so many times that of the smaller position."""
    return moved(c.times * required_of(c, Fraction(1)), required_of(c, c.times), HOW_FAR)


def coin_wall(c: Trade) -> Fraction:
    """The isolated wall of as large a position sized in dollars, its margin in its own coin."""
    wall = BITGET.inverse.liquidation_price(
        side=c.side, size=c.value, entry_price=c.entry_price, collateral=c.size / c.leverage,
        mmr=c.mmr, fee_rate=c.fee_rate, offset=NONE,
    )  # fmt: skip
    return Fraction(wall)


def state_on_coins(c: Trade) -> str:
    return "open" if c.side * (c.at - coin_wall(c)) > 0 else "closed"


def a_day(c: Trade) -> tuple[Fraction, Fraction]:
    """The chances that a day ends at the wall or beyond it, and that it is met in the day [fraction]."""
    wall = float(c.wall())
    life = Survival(c.side, float(c.entry_price), wall, VOLATILITY)
    met = life.probability(24)
    return Fraction(met - life.liquidated_yet_right(24, wall)), Fraction(met)


def met_in_the_day(c: Trade) -> str:
    """How likely the wall is met, held against how likely the day ends there."""
    return moved(*a_day(c), HOW_FAR)


def wall_after(c: Trade, sign: int = 1) -> Fraction:
    """The wall after the payments, or as if they were received [quote per base]."""
    return c.wall(c.collateral - sign * c.payments * c.payment)


def drained(c: Trade, sign: int = 1) -> str:
    return moved(c.wall(), wall_after(c, sign), WALL)
