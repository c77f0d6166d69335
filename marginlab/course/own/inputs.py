"""What is typed about a position, read: each field is right, or is told in one sentence.

What a position is now is stated and not traded: it may have been opened long ago, at another price and
with another margin than its leverage asks for today. Percentages are typed as such, 0.01 for 0.01 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from marginlab.course.house import SYMBOL
from marginlab.course.own.others import Other, others_in
from marginlab.engine.account import Account
from marginlab.engine.position import Position
from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, shown
from marginlab.theory.given import MarginMode, Misread, Rejected
from marginlab.theory.terms import LONG, show, side_name
from marginlab.venues import BITGET, VENUES, Contract, Venue
from marginlab.venues.contract import contract as contract_of

BY_NAME: Mapping[str, Venue] = MappingProxyType({venue.name: venue for venue in VENUES})
ACCOUNT_MODES = tuple(dict.fromkeys(mode for venue in VENUES for mode in venue.account_modes))
TYPED = "typed in"
MOST_LEVERAGE = 1_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:-]{0,29}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that is typed: from `low` to `high`, such as `example`.

    opens: what stands there at first; marks: what may stand behind the number; of: what one of it is,
    a hundredth where per cent are typed; optional: whether it may be left out.
    """

    label: str
    opens: str
    low: float = 1e-12
    high: float = 1e15
    marks: tuple[str, ...] = ("", "money")
    of: Fraction = Fraction(1)
    optional: bool = False
    example: str = ""

    def read(self, typed: str) -> float | None:
        """The number, None where it was left out; else a ValueError says what is needed."""
        if self.optional and not typed.strip():
            return None
        try:
            said = quantity(typed)
        except (Unreadable, OverflowError):
            said = None
        if said is None or said.mark not in self.marks or not self.low <= said.value <= self.high:
            raise ValueError(f"{self.label} was {shown(typed)!r}; {self._needed} is needed")
        return float(said.value * self.of)

    @property
    def _needed(self) -> str:
        example = self.example or self.opens
        if self.high < 1e15:
            return f"{show(self.low)} to {show(self.high)}, such as {example},"
        return f"a number {'from' if self.low == 0 else 'above'} 0, such as {example},"


_PERCENT: dict[str, Any] = {"marks": ("", "%"), "of": Fraction(1, 100)}
ASKED: Mapping[str, Asked] = MappingProxyType({
    "size": Asked("size", "0.1", marks=("",)),
    "entry_price": Asked("entry price", "60,000"),
    "leverage": Asked("leverage", "10", 1, MOST_LEVERAGE, ("", "x"), optional=True),
    "margin": Asked("margin", "", optional=True, example="600"),
    "wallet": Asked("wallet", "2,000", 0),
    "mark_price": Asked("mark price", "60,000"),
    "volatility": Asked("volatility, % a year", "60", 1, 1_000, **_PERCENT),
    "funding_rate": Asked("funding rate, %", "0.01", -10, 10, **_PERCENT),
    "interval": Asked("hours between payments", "", 0.1, 1_000, ("",), optional=True, example="8"),
    "mmr": Asked("maintenance rate, %", "", 0, 99, optional=True, example="0.4", **_PERCENT),
    "fee_rate": Asked("taker fee, %", "", 0, 10, optional=True, example="0.06", **_PERCENT),
    "stop": Asked("stop", "", optional=True, example="57,000"),
    "added": Asked("margin to add", "", optional=True, example="200"),
})  # fmt: skip

# What stands in all fields when the page opens.
OPENS: Mapping[str, Any] = MappingProxyType({
    "exchange": BITGET.name, "account_mode": ACCOUNT_MODES[0], "contract": SYMBOL, "side": LONG,
    **{name: asked.opens for name, asked in ASKED.items()}, "others": "",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A position as it stands, and what is assumed of its price.

    venue: its exchange, with the contract as it is meant; size [base coin; USD where the contract is
    inverse]; entry_price, mark_price, stop [quote per base]; leverage: the setting [x]; margin: its own,
    were it isolated; wallet: all the cash of the account, isolated margins in it, open profit not; added:
    what is to be moved into its margin [settle coin]; volatility [fraction a year]; funding_rate
    [fraction a payment]; interval: the time between two payments [h]; others: cross positions of the
    account beside it. stop and added are None where they are not asked for.
    """

    venue: Venue
    account_mode: str
    symbol: str
    side: int
    size: float
    entry_price: float
    leverage: float
    margin: float
    wallet: float
    mark_price: float
    volatility: float
    funding_rate: float
    interval: float
    stop: float | None = None
    added: float | None = None
    others: tuple[Other, ...] = ()

    @property
    def contract(self) -> Contract:
        """What is traded."""
        return self.venue.contract(self.symbol)

    @property
    def marks(self) -> Mapping[str, float]:
        """The mark prices by symbol, as an account is asked with them."""
        return {self.symbol: self.mark_price, **_marks(self.others)}

    def account(self, mode: MarginMode) -> Account:
        """The account with this position in that margin mode.

        Rejected where the account mode has no such margin mode, or an isolated margin is more than
        the wallet holds.
        """
        account = Account(
            self.venue, self.wallet, modes={self.symbol: mode}, account_mode=self.account_mode,
            leverages={(self.symbol, self.side): self.leverage},
        )  # fmt: skip
        marks = self.marks
        leg = account.draft(self.symbol, self.side, self.size, self.entry_price, marks)
        if mode == "isolated":
            if self.margin > self.wallet:
                asked, there = map(self.contract.money, (self.margin, self.wallet))
                raise Rejected(f"margin was {asked}; {there} is in the wallet")
            leg = leg.backed_by(self.margin)
        account = account.with_position(leg)
        for one in self.others:
            account = account.with_position(_drafted(account, one, marks))
        return account


class _Faults:
    """What was told of each field so far."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    @contextmanager
    def of(self, field: str) -> Iterator[None]:
        """Whatever cannot be in here is told of this field."""
        try:
            yield
        except ValueError as fault:
            self._told.setdefault(field, str(fault))

    def tell(self) -> None:
        """Raises Misread where something was told."""
        if self._told:
            raise Misread(self._told)


def read(
    *, exchange: str, account_mode: str, contract: str, side: int, others: str, **typed: str
) -> Own:
    """The position that is typed; Misread holds a sentence for each field that is wrong."""
    faults, numbers = _Faults(), dict[str, Any]()
    for name, asked in ASKED.items():
        with faults.of(name):
            numbers[name] = asked.read(typed[name])
    with faults.of("leverage"):
        if {"leverage", "margin"} <= numbers.keys() and numbers["leverage"] is numbers[
            "margin"
        ] is None:
            raise ValueError("leverage and margin were both left out; one of them is needed")
    with faults.of("others"):
        numbers["others"] = others_in(others)
    venue = BY_NAME[exchange]
    with faults.of("account_mode"):
        venue.account_mode(account_mode)
    if {"mmr", "fee_rate"} <= numbers.keys():
        with faults.of("contract"):
            rates = numbers.pop("mmr"), numbers.pop("fee_rate")
            venue, contract = _traded(venue, contract.strip(), *rates)
    faults.tell()
    return _checked(faults, venue, account_mode, contract, side, **numbers)


def _checked(
    faults: _Faults, venue: Venue, account_mode: str, symbol: str, side: int, *, size: float,
    entry_price: float, mark_price: float, leverage: float | None, margin: float | None,
    interval: float | None, stop: float | None, others: tuple[Other, ...], **more: Any,
) -> Own:  # fmt: skip
    """The position of these numbers, after a look at what one says of another."""
    marks = {symbol: mark_price, **_marks(others)}
    with faults.of("contract"):
        empty = Account(venue, 0.0, account_mode=account_mode, default_leverage=1.0)
        leg = empty.draft(symbol, side, size, entry_price, marks)
    faults.tell()
    value, notional = leg.initial_margin(entry_price), leg.rules.notional(size, entry_price)
    if leverage is None and margin is not None:
        leverage = max(1.0, value / margin)
    assert leverage is not None
    with faults.of("size"):
        leg.rules.contract.tier_at(notional)
    faults.tell()
    with faults.of("leverage" if margin is None else "margin"):
        leg.rules.contract.check_leverage(leverage, notional, size)
    with faults.of("others"):
        held = empty.with_position(leg)
        for one in others:
            if one.symbol == symbol:
                raise ValueError(
                    f"other position was in {symbol}; one in another contract is needed"
                )
            if "cross" not in empty.mode_rules.margin_modes:
                raise ValueError(
                    f"other positions were typed; the {account_mode} mode has no cross"
                )
            other = _drafted(held, one, marks)
            other.rules.contract.tier_at(other.rules.notional(one.size, one.entry_price))
    with faults.of("stop"):
        if stop is not None and side * (mark_price - stop) <= 0:
            where, at = "below" if side == LONG else "above", leg.rules.contract.price(mark_price)
            said = leg.rules.contract.price(stop)
            raise ValueError(
                f"stop was {said}; one {where} the mark price, {at}, is needed for a {side_name(side)}"
            )
    faults.tell()
    return Own(
        venue=venue, account_mode=account_mode, symbol=symbol, side=side, size=size,
        entry_price=entry_price, mark_price=mark_price, leverage=leverage,
        interval=float(leg.rules.contract.funding_hours) if interval is None else interval,
        margin=value / leverage if margin is None else margin, stop=stop, others=others, **more,
    )  # fmt: skip


def _marks(others: tuple[Other, ...]) -> Mapping[str, float]:
    return {one.symbol: one.mark_price for one in others}


def _drafted(account: Account, one: Other, marks: Mapping[str, float]) -> Position:
    return account.draft(one.symbol, one.side, one.size, one.entry_price, marks)


@lru_cache(maxsize=64)
def _traded(
    venue: Venue, symbol: str, mmr: float | None, fee_rate: float | None
) -> tuple[Venue, str]:
    """The venue with that contract, at the rates that were typed, and the contract's symbol there."""
    same = (one for one in venue.contracts.values() if one.symbol.casefold() == symbol.casefold())
    known = next(same, None)
    if known is None:
        if mmr is None or fee_rate is None or not _NAME.fullmatch(symbol):
            there = ", ".join(venue.contracts) or "no table of any"
            raise ValueError(
                f"contract was {shown(symbol)!r}; {venue.name} here has {there}. For another one type "
                "its name and the maintenance rate and taker fee of today"
            )
        known = contract_of(symbol, base=symbol, source=TYPED, as_of="undated", read="")
    if fee_rate is not None:
        source = known.source if known.source == TYPED else f"{known.source}; fee {TYPED}"
        known = replace(known, fee_rate=_exact(fee_rate), source=source)
    if mmr is not None:
        known = known.with_rate(_exact(mmr), max_leverage=MOST_LEVERAGE)
    elif not known.tiers:
        raise ValueError(
            f"contract was {shown(symbol)!r}; {venue.name} published no table of it: type its "
            "maintenance rate of today"
        )
    return venue.with_contracts(known), known.symbol


def _exact(typed: float) -> Decimal:
    """The rate as it was typed."""
    return Decimal(str(typed))
