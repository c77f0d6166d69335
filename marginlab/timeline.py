"""Events in time, and what becomes of an account that lives through them.

Marks are jumps: a liquidation is triggered by the first mark at or past the wall. Times are hours
by convention and never go back. Refusals of a move end the replay with Rejected.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import inf, nan
from types import MappingProxyType
from typing import Any, Literal

from marginlab.accounts import Account
from marginlab.risk import TOLERANCE, Position, Risk
from marginlab.rulebooks import TierRule, mark_of, number
from marginlab.settlement import Entry, Exchange, Settlement, liquidate
from marginlab.terms import side_name

Columns = dict[Any, "array[float]"]
FundingFrom = Literal["margin", "available", "capped"]
FUNDING_FROM = ("margin", "available", "capped")


@dataclass(frozen=True, slots=True)
class Mark:
    """New mark prices, by symbol [quote per base]; symbols that are not named stay."""

    time: float
    prices: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding time of one symbol: rate [fraction]; positive, longs pay."""

    time: float
    symbol: str
    rate: float


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved [settle coin]: into the account (negative: out of it), or, where a symbol is
    named, from the wallet into its isolated position (negative: back)."""

    time: float
    amount: float
    symbol: str | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Open at the mark price, or at `price`; by size or by margin, as `Account.open`."""

    time: float
    symbol: str
    side: int
    size: float | None = None
    margin: float | None = None
    price: float | None = None
    tier_rule: TierRule = "progressive"


@dataclass(frozen=True, slots=True)
class Close:
    """Close at the mark price, or at `price`, whole or in part, as `Account.close`."""

    time: float
    symbol: str
    size: float | None = None
    side: int | None = None
    price: float | None = None


Event = Mark | Funding | Transfer | Open | Close


@dataclass(frozen=True)
class Trace:
    """What happened: one row for each time, taken after its last event and what that triggered.

    times; equity [settle coin]; marks, by symbol; margin_ratio [fraction] and liquidation_price
    [quote per base] by pool and by position name; nan where a column has nothing to say.
    """

    account: Account
    exchange: Exchange
    times: array[float]
    equity: array[float]
    marks: Mapping[str, array[float]]
    margin_ratio: Mapping[str, array[float]]
    liquidation_price: Mapping[str, array[float]]
    ledger: tuple[Entry, ...]
    liquidations: tuple[Settlement, ...]


def replay(
    account: Account,
    events: Iterable[Event],
    *,
    exchange: Exchange | None = None,
    funding_from: FundingFrom = "margin",
) -> Trace:
    """Live through the events in order.

    exchange: how it settles; by default as the account's venue documents itself.
    funding_from: where an isolated position's payment is taken. "margin": from its margin;
    "available": from the available balance first (Bybit, 2024-12-19); "capped": from its margin,
    at most down to the requirement, the excess is not charged (Bitget's pages of 2020-21).

    Raises ValueError for events that go back in time, name unknown things or come before a mark.
    """
    if funding_from not in FUNDING_FROM:
        raise ValueError(f"funding_from was {funding_from!r}; one of {', '.join(FUNDING_FROM)}")
    run = _Run(account, exchange or Exchange.of(account.venue), funding_from)
    for event in events:
        run.live(event)
    return run.trace()


@dataclass
class _Run:
    """The replay while it runs: the one thing here that changes, and only inside replay."""

    account: Account
    exchange: Exchange
    funding_from: FundingFrom
    marks: dict[str, float] = field(default_factory=dict)
    times: array[float] = field(default_factory=lambda: array("d"))
    equity: array[float] = field(default_factory=lambda: array("d"))
    columns: tuple[Columns, Columns, Columns] = field(default_factory=lambda: ({}, {}, {}))
    risks: dict[Any, Risk] = field(default_factory=dict)
    time: float = -inf
    ledger: list[Entry] = field(default_factory=list)
    liquidations: list[Settlement] = field(default_factory=list)

    def live(self, event: Event) -> None:
        """One event, what it triggers, and the row that it leaves."""
        time = number("time", getattr(event, "time", None))
        if time < self.time:
            raise ValueError(f"time was {time:g}; the event before was at {self.time:g}")
        if time > self.time > -inf:
            self._record()
        self.time = time
        match event:
            case Mark(prices=prices):
                if not isinstance(prices, Mapping):
                    raise ValueError(f"prices were {prices!r}; mark prices by symbol are needed")
                for symbol in prices:
                    self.account.venue.contract(symbol)
                self.marks.update({s: mark_of(prices, s) for s in prices})
            case Funding(symbol=symbol, rate=rate):
                self._fund(time, symbol, number("funding rate", rate))
            case Transfer():
                self._transfer(event)
            case Open() | Close():
                self._trade(event)
            case _:
                raise ValueError(f"event was {event!r}; Mark, Funding, Transfer, Open or Close")
        self._liquidate(time)

    def trace(self) -> Trace:
        """The frozen result, every column as long as the times."""
        if self.time > -inf:
            self._record()
        named = []
        for columns in self.columns:
            for column in columns.values():
                column.extend([nan] * (len(self.times) - len(column)))
            named.append(MappingProxyType({_name(key): c for key, c in columns.items()}))
        marks, ratios, walls = named
        return Trace(
            self.account, self.exchange, self.times, self.equity, marks, ratios, walls,
            tuple(self.ledger), tuple(self.liquidations),
        )  # fmt: skip

    def _trade(self, event: Open | Close) -> None:
        account, symbol = self.account, event.symbol
        price = mark_of(self.marks, symbol) if event.price is None else event.price
        if isinstance(event, Open):
            after = account.open(
                symbol, event.side, price=price, size=event.size, margin=event.margin,
                tier_rule=event.tier_rule, marks=self.marks,
            )  # fmt: skip
            fee = account.wallet_balance - after.wallet_balance
            self.ledger.append(Entry(event.time, f"open {symbol}", -fee, 0.0, fee))
        else:
            leg = account.position(symbol, event.side).at(self.marks)
            after = account.close(symbol, price, event.size, event.side, marks=self.marks)
            if event.size is not None:
                leg = replace(leg, size=min(event.size, leg.size))
            change = after.wallet_balance - account.wallet_balance
            fee = leg.position_value(price) * account.trading_fee_rate
            what = f"close {leg.name}"
            self.ledger.append(Entry(event.time, what, change, -change - fee, fee))
        self.account = after

    def _transfer(self, event: Transfer) -> None:
        amount, symbol = number("amount", event.amount), event.symbol
        if symbol is None:
            self.account = self.account.transfer(amount, self.marks)
            self.ledger.append(Entry(event.time, "transfer", amount, outside=-amount))
        else:
            if amount < 0:
                after = self.account.remove_margin(symbol, -amount, self.marks, event.side)
            else:
                after = self.account.add_margin(symbol, amount, event.side, marks=self.marks)
            self.account = after
            word = "remove" if amount < 0 else "add"
            self.ledger.append(Entry(event.time, f"{word} margin of {symbol}: {abs(amount):,.2f}"))

    def _fund(self, time: float, symbol: str, rate: float) -> None:
        self.account.venue.contract(symbol)
        mark = mark_of(self.marks, symbol)
        for leg in [p for p in self.account.positions.values() if p.rules.symbol == symbol]:
            asked = leg.at(self.marks).funding_payment(mark, rate)
            paid, from_margin = self._payable(leg, mark, asked)
            rest = paid - from_margin
            if from_margin:
                self.account = self.account.with_paid(from_margin, leg)
            if rest:
                self.account = self.account.with_paid(rest)
            self.ledger.append(Entry(time, f"funding of {leg.name}", -paid, paid))

    def _payable(self, leg: Position, mark: float, asked: float) -> tuple[float, float]:
        """What is really paid, and how much of it comes out of the position's own margin.

        Nobody pays more than is there: a position without cash pays what it has and is liquidated.
        """
        if leg.margin is None:
            return min(asked, max(0.0, self.account.cross_balance)), 0.0
        if asked <= 0:
            return asked, asked
        own = asked
        if self.funding_from == "available":
            own = max(0.0, asked - self.account.available_balance(self.marks))
        elif self.funding_from == "capped":
            risk = leg.at(self.marks).risk(mark, leg.margin)
            spare = risk.equity - risk.maintenance_margin - 2 * TOLERANCE * risk.position_value
            own = min(asked, max(0.0, spare))
            asked = own
        paid = min(own, max(0.0, leg.margin))
        return asked - own + paid, paid

    def _liquidate(self, time: float) -> None:
        """Liquidate every pool that has reached its requirement, isolated ones first."""
        self.risks.clear()
        for key, leg in self.account.positions.items():
            if leg.margin is None:
                continue
            mark, leg = mark_of(self.marks, leg.rules.symbol), leg.at(self.marks)
            risk = leg.risk(mark, leg.margin or 0.0)
            while risk.liquidated:
                money = self.account.available_balance(self.marks)
                if not leg.automatic_margin_call or money <= TOLERANCE * risk.position_value:
                    self._end(leg, time)
                    break
                self.account = self.account.call_margin(leg.symbol, self.marks, leg.side)
                self.ledger.append(Entry(time, f"automatic margin call of {leg.name}"))
                leg = self.account.positions[key].at(self.marks)
                risk = leg.risk(mark, leg.margin or 0.0)
            else:
                self.risks[key] = risk
        pool = self.account.cross_pool
        risk = pool.risk(self.marks)
        if risk.liquidated:
            self._end(pool.positions[0], time)
            risk = self.account.cross_pool.risk(self.marks)
        self.risks["cross"] = risk

    def _end(self, leg: Position, time: float) -> None:
        pool = self.account.pool_of(leg)
        outcome = liquidate(self.account, pool, self.marks, time, self.exchange)
        self.account, self.exchange = outcome.account, outcome.exchange
        self.ledger.extend(outcome.entries)
        if outcome.settlement is not None:
            self.liquidations.append(outcome.settlement)

    def _record(self) -> None:
        row, account = len(self.times), self.account
        marks, ratios, walls = self.columns
        self.times.append(self.time)
        for symbol, mark in self.marks.items():
            _put(marks, symbol, row, mark)
        shared, equity = account.cross_pool, 0.0
        for key, risk in self.risks.items():
            equity += risk.equity
            if key != "cross" or shared.positions:
                _put(ratios, key, row, risk.margin_ratio)
        self.equity.append(equity)
        for key, leg in account.positions.items():
            if leg.margin is None:
                wall = shared.liquidation_price(key[0], self.marks)
            else:
                wall = leg.at(self.marks).liquidation_price(leg.margin, self.marks[key[0]])
            _put(walls, key, row, wall)


def _name(key: Any) -> str:
    """The name of a column: a symbol, "cross", or a position's name."""
    return key if isinstance(key, str) else f"{key[0]} {side_name(key[1])}"


def _put(columns: Columns, name: Any, row: int, value: float) -> None:
    """The value at that row; rows that were skipped are nan."""
    column = columns.get(name)
    if column is None:
        column = columns[name] = array("d")
    if len(column) < row:
        column.extend([nan] * (row - len(column)))
    column.append(value)
