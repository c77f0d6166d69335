"""The position that exercises are about, the words that tell it, and walls that are believed in.

A wrong wall is the right equation with another requirement or other money behind it, so it is solved
like the right one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from operator import attrgetter
from random import Random
from typing import Any, Self

from marginlab.course.house import RATES, opened
from marginlab.engine.account import Account
from marginlab.practice.fresh import Numbers, jitter, near, rounded
from marginlab.practice.item import Wrong
from marginlab.theory.conditions import Condition, Statement
from marginlab.theory.formulas import (
    Formula,
    equity,
    funding_payment,
    initial_margin,
    maintenance_margin,
    position_value,
    solve,
    unrealized_pnl,
)
from marginlab.theory.given import MarginMode, Rejected
from marginlab.theory.terms import LONG, show, side_name
from marginlab.venues import BITGET, Contract

NONE = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade(Numbers):
    """A position on Bitget, the money of its account, and what may become of it; all exact.

    size [base coin], entry_price [quote per base], leverage [x]; mmr, fee_rate [fraction]: its
    maintenance rate and taker fee rate; wallet [settle coin]: of its account, when it was opened;
    added [settle coin]: margin that it was given later; at [quote per base]: a price that it may
    reach, or a wall that is wanted; other [x]: another leverage setting; funding_rate [fraction],
    payments: of the funding while its price stands still.
    A lesson whose questions need more numbers adds them in a class of its own.
    """

    size: Fraction
    entry_price: Fraction
    leverage: Fraction
    side: int = LONG
    base: str = "BTC"
    mmr: Fraction = RATES["mmr"]
    fee_rate: Fraction = RATES["fee_rate"]
    wallet: Fraction = NONE
    added: Fraction = NONE
    at: Fraction = NONE
    other: Fraction = NONE
    funding_rate: Fraction = NONE
    payments: int = 0

    @property
    def value(self) -> Fraction:
        """The notional at the entry [settle coin]."""
        return Fraction(position_value(self.size, self.entry_price))

    @property
    def collateral(self) -> Fraction:
        """The initial margin [settle coin]."""
        return Fraction(initial_margin(self.size, self.entry_price, self.leverage))

    @property
    def margin(self) -> Fraction:
        """What it holds, isolated: its initial margin and what was added [settle coin]."""
        return self.collateral + self.added

    @property
    def kappa(self) -> Fraction:
        """Maintenance rate and fee rate together [fraction]."""
        return self.mmr + self.fee_rate

    @property
    def payment(self) -> Fraction:
        """What one funding payment takes at the entry price [settle coin]; negative: it receives."""
        return Fraction(funding_payment(self.side, self.size, self.entry_price, self.funding_rate))

    @property
    def contract(self) -> Contract | None:
        """What is traded, if the exchange's page on it is known here."""
        return BITGET.contracts.get(f"{self.base}USDT")

    def pnl(self, price: Fraction) -> Fraction:
        """Open profit or loss at a mark price [settle coin]."""
        return Fraction(unrealized_pnl(self.side, self.size, self.entry_price, price))

    def required(self, price: Fraction) -> Fraction:
        """The requirement at a mark price [settle coin]."""
        return Fraction(maintenance_margin(self.size, price, self.mmr, self.fee_rate))

    def given(self, formula: Formula, **changes: Any) -> dict[str, Any]:
        """What the formula asks for, of this trade's numbers, some of them changed."""
        known = {
            "side": self.side, "size": self.size, "entry_price": self.entry_price,
            "collateral": self.margin, "mmr": self.mmr, "fee_rate": self.fee_rate, "offset": NONE,
            "mark_price": self.at, "leverage": self.leverage, "funding_rate": self.funding_rate,
        } | changes  # fmt: skip
        return {name: known[name] for name in formula.terms if name in known}

    def solved(self, formula: Formula, **changes: Any) -> Fraction:
        """The formula at this trade's numbers, some of them changed."""
        return Fraction(formula(**self.given(formula, **changes)))

    def wall(
        self,
        behind: Fraction | None = None,
        requirement: Statement = maintenance_margin,
        **changes: Any,
    ) -> Fraction:
        """Its liquidation price on the margin that it holds or other money [quote per base].

        requirement: another one than the exchange's, in which somebody believes.
        """
        money = self.margin if behind is None else behind
        return self.solved(_price_for(requirement), collateral=money, **changes)

    def account(self, mode: MarginMode, leverage: Fraction | None = None) -> Account:
        """Its account on Bitget, where it was opened in that mode, at its own leverage or another."""
        return opened(
            mode, symbol=f"{self.base}USDT", side=self.side, size=float(self.size),
            entry_price=float(self.entry_price), leverage=float(leverage or self.leverage),
            wallet=float(self.wallet),
        )  # fmt: skip

    # ---- drawn anew ---------------------------------------------------------------------------

    def drawn(self, random: Random) -> Self:
        """Another one of the same coin, side and rates, with as much room as this one has."""
        leverage = 1 + Fraction(round(near(random, self.leverage - 1)))  # 1x stays 1x
        trade = replace(
            self, size=near(random, self.size), entry_price=near(random, self.entry_price),
            leverage=leverage, other=Fraction(round(self.other * leverage / self.leverage)),
            funding_rate=near(random, self.funding_rate), payments=round(self.payments * jitter(random)),
        )  # fmt: skip
        wallet, at = self.grown(self.wallet, trade, random), self.moved(self.at, trade, random)
        if self.added:  # what is told of it is the margin
            margin = near(random, self.margin / self.collateral * trade.collateral)
            trade = replace(trade, added=margin - trade.collateral)
        return replace(trade, wallet=wallet, at=at)

    def grown(self, money: Fraction, to: Trade, random: Random) -> Fraction:
        """As much money for another trade: what is left of it beside the margin grows with the value."""
        if money < self.collateral:
            return near(random, money * to.value / self.value)
        left = (money - self.collateral) * to.value / self.value
        return rounded(to.collateral + left * jitter(random))

    def moved(self, price: Fraction, to: Trade, random: Random) -> Fraction:
        """Where a price stands for another trade: as near to the entry, or to the bankruptcy price."""
        if not price:
            return price
        loss = self.side * (1 - price / self.entry_price)
        gone, beyond = 1 / to.leverage, loss - 1 / self.leverage
        if abs(beyond) < abs(loss):
            share = gone + beyond * jitter(random)
        else:
            share = loss * self.leverage * gone * jitter(random)
        return to.entry_price * (1 - to.side * round(share, 3))

    def check_open(self) -> None:
        """Rejected where its exchange would not open it on its wallet, or charges it at another rate.

        Where the exchange's page on the contract is not known here, its wallet alone is asked.
        """
        if (contract := self.contract) is not None:
            value = float(self.value)
            contract.check_order(value)
            tier = contract.check_leverage(float(self.leverage), value)
            if Fraction(tier.mmr) != self.mmr:
                charged = show(tier.mmr, "percent")
                raise Rejected(f"mmr was {show(self.mmr, 'percent')}; that value has {charged}")
        if self.wallet and self.wallet < self.collateral:
            needed, there = show(self.collateral, "money"), show(self.wallet, "money")
            raise Rejected(f"margin needed was {needed}; {there} is available")


Answer = Callable[[Any], Fraction]  # to a question about a Trade


@cache
def _price_for(requirement: Statement) -> Formula:
    """The mark price at which equity meets that requirement."""
    return solve(Condition(equity, requirement), "mark_price")


def exact(**numbers: float) -> dict[str, Any]:
    """Numbers of a trade as they are typed: 0.1 is a tenth."""
    return {name: Fraction(str(number)) for name, number in numbers.items()}


def behind(account: Account) -> Fraction:
    """The money behind the account's first position: the most that it can lose [settle coin]."""
    return Fraction(account.pool_of(next(iter(account.positions.values()))).collateral)


# ---- in words ---------------------------------------------------------------------------------


def told(trade: Trade) -> str:
    return (
        f"{side_name(trade.side)} {show(trade.size)} {trade.base} "
        f"at {show(trade.entry_price, 'money')}"
    )


def sentence(words: str) -> str:
    """These words as a sentence of their own; a coin keeps its capitals."""
    return f"{words[0].upper()}{words[1:]}."


def held(trade: Trade) -> str:
    return f"{told(trade)}, {show(trade.leverage, 'x')}"


def terms(trade: Trade) -> str:
    return (
        f"Isolated, nothing added. Maintenance rate {show(trade.mmr, 'percent')}, "
        f"taker fee {show(trade.fee_rate, 'percent')}, both on the value at the mark price."
    )


# ---- walls that are believed in ---------------------------------------------------------------


def maintenance_on_entry_value(size: Any, entry_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """A requirement that stays what it was at the entry [settle coin]."""
    return maintenance_margin(size, entry_price, mmr, fee_rate)


def maintenance_turned(size: Any, mark_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with its sign turned [settle coin]."""
    return -maintenance_margin(size, mark_price, mmr, fee_rate)


def wall_with(
    requirement: Statement = maintenance_margin,
    *,
    on: Answer = attrgetter("margin"),
    **changes: Fraction,
) -> Answer:
    """The wall under that requirement, on that money."""
    return lambda trade: trade.wall(on(trade), requirement, **changes)


AT_THE_REQUIREMENT = (
    "There equity is zero, the bankruptcy price; the exchange steps in earlier, "
    "when equity has fallen to the requirement."
)
MET_BEFORE = (
    "The requirement is money that must still be there: it is met before all is gone, not after."
)
ON_MARK_VALUE = (
    "Some venues charge maintenance on the value at entry; here it is charged on the value "
    "at the mark price and moves with it."
)
KAPPA_HAS_THE_FEE = (
    "The requirement also sets aside the taker fee of the closing trade: "
    "κ is maintenance rate plus fee rate."
)
SHORT_DIVIDES = (
    "The requirement grows with the price and so meets a short earlier: "
    "divide by 1 + κ, not by 1 − κ."
)
LONG_FOR_SHORT = (
    "That is the wall of a long; a short loses when the price rises, "
    "so its wall lies above the entry."
)
SHORT_FOR_LONG = (
    "That is the wall of a short; a long loses when the price falls, "
    "so its wall lies below the entry."
)
NO_MIRROR = (
    "The wall of a short is not as far above the entry as that of a long is below: "
    "the requirement grows with the price."
)
ADD_THE_ENTRY = "That is how far the wall stands from the entry; add the entry price."


def closing_fee_forgotten(formula: Answer) -> Wrong:
    """The idea that the requirement is maintenance alone; formula: what it gives."""
    return Wrong("closing-fee-forgotten", formula, KAPPA_HAS_THE_FEE, "Derive it")
