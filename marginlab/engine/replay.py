"""Replays: what becomes of an account that lives through events in time.

Marks are jumps: a liquidation is triggered by the first mark at or past the wall. All payments of
one time are booked together, and only then is it asked what they liquidate, so that the order of
positions decides nothing; a mark between them liquidates by itself, after what is owed so far is
paid. A mark that reaches both the wall and a stop liquidates: the exchange takes the position over
before an order of it is filled. Times are hours by convention and never go back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import get_args

from marginlab.engine.account import Account
from marginlab.engine.events import (
    Close,
    Deleveraging,
    Event,
    Exit,
    Funding,
    Mark,
    Move,
    Open,
    StopLoss,
    TakeProfit,
    Transfer,
    check_sense,
)
from marginlab.engine.holdings import Key
from marginlab.engine.moved import Moved, traded, transferred
from marginlab.engine.settlement import Entry, Settlement, liquidate
from marginlab.engine.settling import Settling
from marginlab.engine.standing import Leg, Standing
from marginlab.engine.trace import Rows, Trace, Undone
from marginlab.engine.waiting import Waiting, deleveraged
from marginlab.theory.given import (
    LARGEST,
    SMALLEST,
    Rejected,
    by_symbol,
    expect,
    mark_of,
    number,
    one_of,
)
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import LONG, SHORT, side_name
from marginlab.venues.modes import PEGGED
from marginlab.venues.traits import WORDS, FundingFrom

__all__ = [
    "Close",
    "Deleveraging",
    "Event",
    "Funding",
    "Mark",
    "Open",
    "StopLoss",
    "TakeProfit",
    "Trace",
    "Transfer",
    "Undone",
    "replay",
]

_EVENTS = ", ".join(kind.__name__ for kind in get_args(Event))


def replay(
    account: Account,
    events: Iterable[Event],
    *,
    settling: Settling | None = None,
    funding_from: FundingFrom | None = None,
    strict: bool = False,
) -> Trace:
    """Take the events in order.

    settling: how the exchange settles; by default as the account's venue documents itself.
    funding_from: where an isolated position's payment is taken, by default as the venue's trait of
    that name says; given, it overrides the trait. "margin": from its margin;
    "available": from the withdrawable balance first, by shares where it is not enough for all
    (Bybit, 2024-12-19); "capped": from its margin, at most down to the requirement, the excess is
    not charged (Bitget's pages of 2020-21).
    strict: raise Rejected for a move that is refused or whose position is gone; otherwise such a
    move changes nothing and stands in `Trace.undone`.

    Raises ValueError for events that go back in time, name unknown things or positions that were
    never held, or come before a mark.
    """
    expect("strict", strict, bool)
    expect("account", account, Account)
    funding_from = account.venue.funding_from if funding_from is None else funding_from
    one_of("funding_from", funding_from, WORDS["funding_from"])
    expect("events", events, Iterable)
    settling = Settling.of(account.venue) if settling is None else settling
    expect("settling", settling, Settling)
    run = _Run(account, settling, funding_from, strict=strict)
    for event in events:
        run.step(event)
    return run.trace()


@dataclass
class _Run:
    """The replay while it runs: the one thing here that changes, and only inside `replay`.

    Marks and funding change cash and measures only, and these are kept in standings, one for each
    pool; the account is brought up to date when a move or a liquidation needs it.
    """

    account: Account
    settling: Settling
    funding_from: FundingFrom
    strict: bool
    standings: tuple[Standing, ...] = ()  # isolated ones first, which is the order of liquidation
    held: tuple[Standing, ...] = ()  # those with positions
    cap: float | None = None  # of a funding rate
    idle: tuple[Standing, ...] = ()  # those with coins only, whose worth goes with the marks
    payers: dict[str, list[tuple[Standing, Leg]]] = field(default_factory=dict)  # by symbol
    # Payments of this time that are not yet booked, and from which pool.
    owed: dict[Leg, tuple[Standing, float]] = field(default_factory=dict)
    ended: dict[Key, str] = field(default_factory=dict)  # what became of positions that are gone
    pausing: list[Standing] = field(default_factory=list)  # liquidated after a pause, unless saved
    # Symbols of which one leg was liquidated and the other lives on: which one is meant now?
    orphans: set[str] = field(default_factory=set)
    marks: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)  # prices, where they are known
    waiting: Waiting = field(default_factory=Waiting)
    time: float = -inf
    rows: Rows = field(default_factory=Rows)
    ledger: list[Entry] = field(default_factory=list)
    liquidations: list[Settlement] = field(default_factory=list)
    undone: list[Undone] = field(default_factory=list)

    def __post_init__(self) -> None:
        cap = self.account.venue.funding_rate_cap
        self.cap = None if cap is None else float(cap)
        if self.account.mode_rules.one_pool:
            self.marks.update(dict.fromkeys(PEGGED, 1.0))  # until a mark says otherwise
        self._take(self.account, "")

    def step(self, event: Event) -> None:
        """Take one event and what it triggers; the row of a time is written when time moves on."""
        time = number("time", getattr(event, "time", None))
        if time < self.time:
            raise ValueError(f"time was {time:g}; the event before was at {self.time:g}")
        if time > self.time > -inf:
            self._record()
        self.time = time
        if isinstance(event, Mark):
            self._mark(event.prices)
            if event.last is not None or self.last:
                self._trade_at(event.prices, event.last)
            self._liquidate_all()
            if self.waiting.orders:
                self._fill_orders()
        elif isinstance(event, Funding):
            self._fund(event.symbol, number("funding rate", event.rate))
        elif isinstance(event, Move):
            self._settle()
            self._move(event)
            self._liquidate_all()
        else:
            raise ValueError(f"event was {event!r}; one of {_EVENTS} is needed")

    def trace(self) -> Trace:
        """The frozen result, every column as long as the times."""
        if self.time > -inf:
            self._record()
        return Trace(
            self._up_to_date(), self.settling, *self.rows.finished(),
            tuple(self.ledger), tuple(self.liquidations), tuple(self.undone),
        )  # fmt: skip

    def _record(self) -> None:
        self._settle()
        for standing in self.idle:
            standing.measure(self.marks)
        self.rows.record(self.time, self.marks, self.standings)

    # ---- the account and its standings --------------------------------------------------------

    def _take(self, account: Account, how: str) -> None:
        """Take this account; how: what became of the positions that it no longer has."""
        for key, leg in self.account.positions.items():
            if key not in account.positions:
                self.ended[key] = f"{leg.name} was {how} at {self.time:g}"
                if how != "closed" and (leg.symbol, -leg.side) in account.positions:
                    self.orphans.add(leg.symbol)
        for order, key in self.waiting.ended_with(account.positions):
            self.undone.append(Undone(self.time, order, f"{self.ended[key]}; its order ended"))
        shared, *alone = account.pools
        self.rows.change()
        self.account = account
        self.standings = tuple(Standing(pool) for pool in (*alone, shared))
        self.held = tuple(standing for standing in self.standings if standing.legs)
        self.idle = tuple(s for s in self.standings if s.pool.coins and not s.legs)
        if self.settling.begun:
            live = {standing.pool.name for standing in self.held}
            begun = {name: at for name, at in self.settling.begun.items() if name in live}
            self.settling = replace(self.settling, begun=begun)
        self.payers = {}
        for standing in self.held:
            standing.update(self.marks)
            for bound in standing.legs:
                self.payers.setdefault(bound.symbol, []).append((standing, bound))

    def _up_to_date(self) -> Account:
        """The account with its current cash."""
        if not any(standing.paid for standing in self.standings):
            return self.account
        cash = {s.legs[0].key: s.cash for s in self.standings[:-1]}
        held = {
            key: leg.with_margin(cash[key]) if key in cash else leg
            for key, leg in self.account.positions.items()
        }
        wallet = sum(standing.cash for standing in self.standings)
        return replace(self.account, wallet_balance=wallet, positions=held)

    # ---- marks and payments -------------------------------------------------------------------

    def _mark(self, prices: Mapping[str, float]) -> None:
        if type(prices) is not dict and not isinstance(prices, Mapping):
            raise ValueError(f"prices were {prices!r}; mark prices by symbol are needed")
        marks = self.marks
        for symbol, price in prices.items():
            if symbol not in marks:
                self.account.venue.contract(symbol)
                self.rows.change()
            good = type(price) is float and SMALLEST < price < LARGEST
            marks[symbol] = price if good else mark_of(prices, symbol)
        for standing in self.held:
            standing.update(marks)

    def _trade_at(self, marked: Iterable[str], last: Mapping[str, float] | None) -> None:
        """Note the last prices; one from before its symbol's mark is nothing to be filled at."""
        for symbol in marked:
            self.last.pop(symbol, None)
        known = by_symbol("last", last)
        for symbol in known:
            self.account.venue.contract(symbol)
            self.last[symbol] = mark_of(known, symbol, "last")

    def _fund(self, symbol: str, rate: float) -> None:
        """Note what every position of the symbol owes at its current mark."""
        mark, owed = mark_of(self.marks, symbol), self.owed
        if self.cap is not None:
            rate = max(-self.cap, min(self.cap, rate))
        for standing, leg in self.payers.get(symbol, ()):
            before = owed[leg][1] if leg in owed else 0.0
            owed[leg] = standing, before + leg.fund(mark, rate)

    def _settle(self) -> None:
        """Book the payments of this time together, then liquidate."""
        if self.owed:
            self._book()
            self._liquidate_all()

    def _book(self) -> None:
        shared, own = self.standings[-1], self.funding_from == "margin"
        bounded: list[tuple[Standing, Leg, float]] = []
        for leg, (standing, asked) in self.owed.items():
            if own or standing is shared or asked <= 0:
                standing.pay(asked)
                self.ledger.append(Entry(self.time, leg.funding, -asked, asked))
            else:
                bounded.append((standing, leg, asked))
        self.owed.clear()
        if bounded and self.funding_from == "available":
            self._book_available(bounded)
        for standing, leg, asked in bounded:
            if self.funding_from == "capped":
                asked = min(asked, self._above_requirement(standing))
                standing.pay(asked)
            self.ledger.append(Entry(self.time, leg.funding, -asked, asked))

    def _book_available(self, bounded: list[tuple[Standing, Leg, float]]) -> None:
        """From the cross pool first; where it cannot pay all, each gets its share by what it owes."""
        total = sum(asked for _, _, asked in bounded)
        share = min(1.0, self._up_to_date().withdrawable_balance(self.marks) / total)
        for standing, _, asked in bounded:
            self.standings[-1].pay(asked * share)
            standing.pay(asked - asked * share)

    def _above_requirement(self, standing: Standing) -> float:
        if standing.stale:
            standing.measure(self.marks)
        slack = 2 * ROUNDING * standing.position_value
        return max(0.0, standing.equity - standing.required - slack)

    # ---- moves --------------------------------------------------------------------------------

    def _fill_orders(self) -> None:
        """Fill the orders whose price is reached, one after the other."""
        while (place := self.waiting.reached(self.marks, self.last)) is not None:
            if self.owed:  # it may end the position before the order is filled
                self._settle()
                continue
            held = self.account.positions[self.waiting.orders[place][1]].size
            order, trade = self.waiting.filled(place, self.time, held, self.marks, self.last)
            try:
                self._booked(traded(self._up_to_date(), trade, self.marks, order.word), "closed")
            except Rejected as refusal:
                if self.strict:
                    raise
                self.undone.append(Undone(self.time, order, str(refusal)))
            self._liquidate_all()

    def _move(self, event: Move) -> None:
        """Make the move, or note why it is not made."""
        try:
            check_sense(event, self.account.venue)
            if not isinstance(event, Open) and event.symbol is not None:
                self._check_held(event.symbol, event.side)
            if isinstance(event, Transfer):
                self._booked(transferred(self._up_to_date(), event, self.marks), "")
            elif isinstance(event, Exit):
                leg = self.account.position(event.symbol, event.side)
                self.waiting.add(event, leg, self.marks, self.last)
            elif isinstance(event, Deleveraging):
                moved = deleveraged(self._up_to_date(), event, self.marks)
                self._booked(moved, "deleveraged")
            else:
                self._booked(traded(self._up_to_date(), event, self.marks), "closed")
        except Rejected as refusal:
            if self.strict:
                raise
            self.undone.append(Undone(self.time, event, str(refusal)))
            if isinstance(event, Open) and (event.symbol, event.side) not in self.account.positions:
                name = f"{event.symbol} {side_name(event.side)}"
                self.ended[event.symbol, event.side] = f"{name} was refused at {self.time:g}"
        else:
            if isinstance(event, Open | Close):
                self.orphans.discard(event.symbol)

    def _booked(self, moved: Moved, how: str) -> None:
        """Take the account after a move, and its rows of the ledger."""
        self._take(moved[0], how)
        self.ledger.extend(moved[1])

    def _check_held(self, symbol: str, side: int | None) -> None:
        """Rejected for a position that is gone; nothing for one that was never held."""
        sides = (LONG, SHORT) if side is None else (side,)
        held = any((symbol, s) in self.account.positions for s in sides)
        told = " and ".join(self.ended[symbol, s] for s in sides if (symbol, s) in self.ended)
        if told and not held:
            raise Rejected(f"{told}; there is nothing to move")
        if side is None and symbol in self.orphans:
            raise Rejected(f"{told}; its other leg lives and no side was named, name it")

    # ---- liquidations -------------------------------------------------------------------------

    def _liquidate_all(self) -> None:
        """Liquidate the first pool that has reached its requirement, until none is left that has."""
        for standing in self.pausing:
            standing.unsure = True
        self.pausing.clear()
        while True:  # from the start each time: the others may have lost what this one took
            for standing in self.held:
                if standing.unsure and standing.liquidated(self.marks):
                    if self.owed:  # a mark ends it: what is owed so far is paid before, and counts
                        self._book()
                    else:
                        self._liquidate(standing)
                    break
            else:
                return

    def _liquidate(self, standing: Standing) -> None:
        """Liquidate the pool, unless its automatic margin call can still be met."""
        account, leg = self._up_to_date(), standing.legs[0].position
        money = account.withdrawable_balance(self.marks) if leg.automatic_margin_call else 0.0
        if money > ROUNDING * standing.position_value:
            self._take(account.call_margin(leg.symbol, self.marks, leg.side), "")
            self.ledger.append(Entry(self.time, f"automatic margin call of {leg.name}"))
            return
        pool = account.pool_of(account.positions[standing.legs[0].key])
        outcome = liquidate(account, pool, self.marks, self.time, self.settling)
        if outcome.waits:
            standing.unsure = False
            self.pausing.append(standing)
            return
        step = outcome.settlement is None
        self.settling = outcome.settling
        self._take(outcome.account, "netted in a liquidation" if step else "liquidated")
        self.ledger.extend(outcome.entries)
        if outcome.settlement is not None:
            self.liquidations.append(outcome.settlement)
