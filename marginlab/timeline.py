"""Replays: what becomes of an account that lives through events in time.

Marks are jumps: a liquidation is triggered by the first mark at or past the wall. Times are hours
by convention and never go back. Refusals of a move end the replay with Rejected.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf, nan
from types import MappingProxyType
from typing import Literal

from marginlab.accounts import Account
from marginlab.events import Close, Event, Funding, Mark, Open, Transfer
from marginlab.risk import TOLERANCE
from marginlab.rulebooks import expect, mark_of, number
from marginlab.settlement import Entry, Exchange, Settlement, liquidate
from marginlab.standings import Standing

__all__ = ["Close", "Event", "Funding", "Mark", "Open", "Trace", "Transfer", "replay"]

Columns = dict[str, "array[float]"]
FundingFrom = Literal["margin", "available", "capped"]
FUNDING_FROM = ("margin", "available", "capped")


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
    expect("account", account, Account)
    expect("events", events, Iterable)
    exchange = Exchange.of(account.venue) if exchange is None else exchange
    expect("exchange", exchange, Exchange)
    run = _Run(account, exchange, funding_from)
    for event in events:
        run.live(event)
    return run.trace()


@dataclass
class _Run:
    """The replay while it runs: the one thing here that changes, and only inside replay.

    Marks and funding change cash and measures only, and these are kept in standings, one for each
    pool; the account is brought up to date when a move or a liquidation needs it.
    """

    account: Account
    exchange: Exchange
    funding_from: FundingFrom
    standings: tuple[Standing, ...] = ()  # isolated ones first, which is the order of liquidation
    marks: dict[str, float] = field(default_factory=dict)
    time: float = -inf
    times: array[float] = field(default_factory=lambda: array("d"))
    equity: array[float] = field(default_factory=lambda: array("d"))
    columns: tuple[Columns, Columns, Columns] = field(default_factory=lambda: ({}, {}, {}))
    row: tuple[array[float], ...] = ()  # the columns that a row goes to; () when they changed
    ledger: list[Entry] = field(default_factory=list)
    liquidations: list[Settlement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._adopt(self.account)

    def live(self, event: Event) -> None:
        """One event, what it triggers, and the row that it leaves."""
        time = number("time", getattr(event, "time", None))
        if time < self.time:
            raise ValueError(f"time was {time:g}; the event before was at {self.time:g}")
        if time > self.time > -inf:
            self._record()
        self.time = time
        match event:
            case Mark():
                self._mark(event.prices)
            case Funding():
                self._fund(event.symbol, number("funding rate", event.rate))
            case Transfer():
                self._transfer(event)
            case Open() | Close():
                self._trade(event)
            case _:
                raise ValueError(f"event was {event!r}; Mark, Funding, Transfer, Open or Close")
        while (dying := self._dying()) is not None:
            self._end(dying)

    def trace(self) -> Trace:
        """The frozen result, every column as long as the times."""
        if self.time > -inf:
            self._record()
        named = []
        for columns in self.columns:
            for name in columns:
                self._column(columns, name)
            named.append(MappingProxyType(columns))
        marks, ratios, walls = named
        return Trace(
            self._settled(), self.exchange, self.times, self.equity, marks, ratios, walls,
            tuple(self.ledger), tuple(self.liquidations),
        )  # fmt: skip

    # ---- the account and its standings --------------------------------------------------------

    def _adopt(self, account: Account) -> None:
        """Go on with this account."""
        shared, *alone = account.pools
        self.account, self.row = account, ()
        self.standings = tuple(Standing.of(pool) for pool in (*alone, shared))

    def _settled(self) -> Account:
        """The account with the cash of now."""
        if not any(s.paid for s in self.standings):
            return self.account
        cash = {s.keys[0]: s.cash for s in self.standings[:-1]}
        held = {
            key: leg.with_margin(cash[key]) if key in cash else leg
            for key, leg in self.account.positions.items()
        }
        wallet = self.account.wallet_balance - sum(s.paid for s in self.standings)
        return replace(self.account, wallet_balance=max(0.0, wallet), positions=held)

    # ---- events -------------------------------------------------------------------------------

    def _mark(self, prices: Mapping[str, float]) -> None:
        if not isinstance(prices, Mapping):
            raise ValueError(f"prices were {prices!r}; mark prices by symbol are needed")
        for symbol in prices:
            if symbol not in self.marks:
                self.account.venue.contract(symbol)
                self.row = ()
            self.marks[symbol] = mark_of(prices, symbol)
        for standing in self.standings:
            if standing.legs:
                standing.turn(self.marks)

    def _fund(self, symbol: str, rate: float) -> None:
        mark = mark_of(self.marks, symbol)
        for standing in self.standings:
            for leg in standing.legs:
                if leg.rules.symbol == symbol:
                    asked = leg.funding_payment(mark, rate)
                    paid = self._pay(standing, asked)
                    self.ledger.append(Entry(self.time, f"funding of {leg.name}", -paid, paid))

    def _pay(self, standing: Standing, asked: float) -> float:
        """Take a payment where the venue takes it; what is really paid.

        Nobody pays more than is there: a pool without cash pays what it has and is liquidated.
        """
        shared, others = self.standings[-1], 0.0
        if standing is not shared and asked > 0:
            if self.funding_from == "available":
                others = min(asked, self._settled().available_balance(self.marks))
                shared.pay(others)
            elif self.funding_from == "capped":
                spare = standing.spare - 2 * TOLERANCE * standing.position_value
                asked = min(asked, max(0.0, spare))
        own = min(asked - others, max(0.0, standing.cash))
        standing.pay(own)
        return others + own

    def _transfer(self, event: Transfer) -> None:
        amount, symbol, account = number("amount", event.amount), event.symbol, self._settled()
        if symbol is None:
            self._adopt(account.transfer(amount, self.marks))
            self.ledger.append(Entry(event.time, "transfer", amount, outside=-amount))
            return
        if amount < 0:
            account = account.remove_margin(symbol, -amount, self.marks, event.side)
        else:
            account = account.add_margin(symbol, amount, event.side, marks=self.marks)
        self._adopt(account)
        word = "remove" if amount < 0 else "add"
        self.ledger.append(Entry(event.time, f"{word} margin of {symbol}: {abs(amount):,.2f}"))

    def _trade(self, event: Open | Close) -> None:
        account, symbol = self._settled(), event.symbol
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
        self._adopt(after)

    # ---- liquidations -------------------------------------------------------------------------

    def _dying(self) -> Standing | None:
        """The first pool that has reached its requirement."""
        for standing in self.standings:
            if standing.unsure and standing.liquidated(self.marks):
                return standing
        return None

    def _end(self, standing: Standing) -> None:
        """Liquidate the pool, unless its automatic margin call can still be met."""
        account, leg = self._settled(), standing.legs[0]
        money = account.available_balance(self.marks) if leg.automatic_margin_call else 0.0
        if money > TOLERANCE * standing.position_value:
            self._adopt(account.call_margin(leg.symbol, self.marks, leg.side))
            self.ledger.append(Entry(self.time, f"automatic margin call of {leg.name}"))
            return
        pool = account.pool_of(account.positions[standing.keys[0]])
        outcome = liquidate(account, pool, self.marks, self.time, self.exchange)
        self._adopt(outcome.account)
        self.exchange = outcome.exchange
        self.ledger.extend(outcome.entries)
        if outcome.settlement is not None:
            self.liquidations.append(outcome.settlement)

    # ---- rows ---------------------------------------------------------------------------------

    def _record(self) -> None:
        if not self.row:
            self.row = tuple(self._columns())
        columns = iter(self.row)
        self.times.append(self.time)
        for mark in self.marks.values():
            next(columns).append(mark)
        equity = 0.0
        for standing in self.standings:
            equity += standing.equity
            if standing.legs:
                next(columns).append(standing.margin_ratio)
                for wall in standing.walls(self.marks):
                    next(columns).append(wall)
        self.equity.append(equity)

    def _columns(self) -> Iterator[array[float]]:
        """The columns of a row in order; rows in which one had nothing to say are nan."""
        marks, ratios, walls = self.columns
        for symbol in self.marks:
            yield self._column(marks, symbol)
        for standing in self.standings:
            if standing.legs:
                yield self._column(ratios, standing.pool.name)
                for leg in standing.legs:
                    yield self._column(walls, leg.name)

    def _column(self, columns: Columns, name: str) -> array[float]:
        column = columns.setdefault(name, array("d"))
        column.extend([nan] * (len(self.times) - len(column)))
        return column
