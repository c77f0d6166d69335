"""The positions that the questions of the map are about, and what becomes of them, in a word.

A word is what two numbers of the library say when they are held against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marginlab.engine.account import Account
from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import equity, initial_margin, solve, taker_fee, unrealized_pnl
from marginlab.theory.given import MarginMode
from marginlab.theory.terms import LONG, show, side_name
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

SYMBOL, MMR, FEE = "BTCUSDT", Fraction("0.004"), Fraction("0.0006")
WHO = ("cross", "both", "neither")
PAYER = ("first", "second", "same")
STATE = ("open", "closed")
HOW_FAR = ("less", "exactly", "more")
WHERE = ("above", "below")
WALL = ("farther", "stays", "nearer")  # of a long: what is nearer stands higher
STAKE = ("less", "same", "more")


@dataclass(frozen=True, slots=True)
class Case:
    """A position and what is done to it.

    at, last [quote per base]: the mark price and the last price; other [x]: another leverage;
    more [settle coin]: margin added; rate [fraction], days: of the funding that is paid.
    """

    size: float
    entry_price: float
    leverage: float
    side: int = LONG
    wallet: float = 1_000_000.0
    at: float = 0.0
    last: float = 0.0
    other: float = 0.0
    more: float = 0.0
    rate: float = 0.0
    days: int = 0

    @property
    def told(self) -> str:
        """The position in words."""
        return f"{side_name(self.side)} {show(self.size)} BTC at {show(self.entry_price, 'money')}"

    @property
    def opened(self) -> str:
        """The same at the beginning of a sentence."""
        return self.told[0].upper() + self.told[1:]

    def margin(self, leverage: float | None = None) -> float:
        """What opening takes, at its own or at another leverage [settle coin]."""
        return float(initial_margin(self.size, self.entry_price, leverage or self.leverage))

    def account(self, mode: MarginMode, leverage: float | None = None) -> Account:
        """The account with the position open, at its own or at another leverage."""
        made = Account(BITGET, self.wallet).set_margin_mode(SYMBOL, mode)
        made = made.set_leverage(SYMBOL, leverage or self.leverage)
        return made.open(SYMBOL, self.side, size=self.size, price=self.entry_price)

    def wall(self, collateral: float, requirement: Statement = BITGET.requirement) -> float:
        """The liquidation price on that money [quote per base]."""
        formula = solve(Condition(equity, requirement), "mark_price")
        known: dict[str, Any] = {
            "side": self.side, "size": self.size, "entry_price": self.entry_price,
            "collateral": collateral, "mmr": float(MMR), "fee_rate": float(FEE), "offset": 0.0,
        }  # fmt: skip
        return float(formula(**{name: known[name] for name in formula.terms}))


def behind(account: Account) -> float:
    """The money behind the account's one position: the most that it can lose [settle coin]."""
    [position] = account.positions.values()
    return account.pool_of(position).collateral


def moved(before: float, after: float, words: tuple[str, str, str]) -> str:
    """The first word when it fell, the second when it stayed, the third when it rose."""
    if abs(after - before) < 1e-9 * abs(before):
        return words[1]
    return words[0] if after < before else words[2]


def loss(c: Case) -> Fraction:
    """What the position has lost at the mark price [settle coin]."""
    return -exact(unrealized_pnl(c.side, c.size, c.entry_price, c.at))


def exact(amount: float) -> Fraction:
    return Fraction(str(amount))


def loses_all(c: Case) -> str:
    isolated, cross = (behind(c.account(mode)) >= c.wallet for mode in ("isolated", "cross"))
    return "both" if isolated and cross else "cross" if cross else "neither"


def _dearer(first: float, second: float) -> str:
    return moved(second, first, ("second", "same", "first"))


def fee_payer(c: Case) -> str:
    one = taker_fee(c.size, c.entry_price, float(FEE))
    return _dearer(one, one)


def payer_by(base: Callable[[Case, float], float]) -> Callable[[Case], str]:
    return lambda c: _dearer(base(c, c.leverage), base(c, c.other))


def state(c: Case, price: float) -> str:
    account = c.account("isolated")
    risk = account.pool_of(account.position(SYMBOL)).risk({SYMBOL: price})
    return "closed" if risk.liquidated else "open"


def room(c: Case, requirement: Statement = BITGET.requirement) -> str:
    """How far the wall stands from the entry, held against one over the leverage."""
    distance = 1 - c.wall(c.margin(), requirement) / c.entry_price
    return moved(1 / c.leverage, distance, HOW_FAR)


def wall_side(c: Case) -> str:
    account = c.account("isolated")
    wall = account.liquidation_price(SYMBOL, {SYMBOL: c.entry_price})
    return "above" if wall > c.entry_price else "below"


def wall_moved(mode: MarginMode) -> Callable[[Case], str]:
    """What the other leverage does to the wall."""

    def word(c: Case) -> str:
        entry = {SYMBOL: c.entry_price}
        before, after = (
            c.account(mode, by).liquidation_price(SYMBOL, entry) for by in (c.leverage, c.other)
        )
        return moved(before, after, WALL)

    return word


def free_part_moved(c: Case) -> str:
    before, after = (c.wall(c.wallet - c.margin(by)) for by in (c.leverage, c.other))
    return moved(before, after, WALL)


def stake_moved(c: Case) -> str:
    before = c.account("isolated")
    after = before.add_margin(SYMBOL, c.more)
    return moved(behind(before), behind(after), STAKE)


def chance_moved(c: Case) -> str:
    """The word for the chance, which falls while the wall moves away."""
    wall = moved(c.wall(c.margin()), c.wall(c.margin() + c.more), WALL)
    return STAKE[WALL.index(wall)]


def wall_after(c: Case, sign: int = 1) -> float:
    """The wall after the days' payments, or as if they were received [quote per base]."""
    payments = c.days * 24 // BITGET.contract(SYMBOL).funding_hours
    return float(Consequences(BITGET).wall_after_funding(
        side=c.side, size=c.size, entry_price=c.entry_price, mmr=float(MMR), fee_rate=float(FEE),
        collateral=c.margin(), funding_rate=sign * c.rate, intervals=payments,
    ))  # fmt: skip


def drained(c: Case, sign: int = 1) -> str:
    return moved(c.wall(c.margin()), wall_after(c, sign), WALL)
