"""The largest order that is still possible.

Three things bound an order: the money that has to be free for it, the tier that allows its leverage,
and that nobody may be liquidated by what it opens. The first two are straight in the size; only
where the third binds, as for a price far from the mark, is a size looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.holdings import Marks
from marginlab.engine.position import Position
from marginlab.theory.given import Rejected, TierRule, by_symbol, direction, expect, mark_of, number
from marginlab.theory.rounding import HAIR
from marginlab.venues.traits import line_of_death

HALVINGS = 60  # of a range of sizes: less than the last digit is left


def largest_order(
    account: Account,
    symbol: str,
    side: int,
    *,
    price: float,
    tier_rule: TierRule = "progressive",
    marks: Marks | None = None,
) -> float:
    """The largest size that `Account.open` takes at this price [base coin; USD if inverse].

    Its fee is included, and so are the smallest order, the tier of what would then be held, and
    that it is not liquidated at once; 0 where the exchange would refuse every size. The symbol's
    mark is taken to be the price unless marks say otherwise.

    Raises ValueError for values that make no sense, as `Account.open` does.
    """
    expect("account", account, Account)
    side, price = direction(side), number("price", price, positive=True)
    account.venue.contract(symbol)
    marks, closing = {symbol: price, **by_symbol("marks", marks)}, 0.0
    try:
        one = account.draft(symbol, side, 1.0, price, marks, tier_rule)
    except Rejected:
        return 0.0
    if account.position_mode == "one-way" and (symbol, -side) in account.positions:
        closing = account.positions[symbol, -side].size
        try:
            account = account.close(symbol, price, side=-side, marks=marks)
        except Rejected:
            return _closable(account, one, closing, marks)
    fee = one.position_value(price) * account.trading_fee_rate
    old, isolated = account.positions.get((symbol, side)), account.mode(symbol) == "isolated"
    order = _Order(account, one, old, fee, marks, isolated)
    most = min(order.paid_for(), order.allowed()) * (1 - HAIR)  # what was rounded is above neither
    least = float(one.rules.contract.min_order_value) / one.rules.notional(1.0, price)
    if closing + most < least:
        return 0.0
    if most <= 0 or order.lives(most):
        return closing + max(most, 0.0)
    found = _last(order.lives, max(least - closing, 0.0), most)
    return closing + found if closing or order.lives(found) else 0.0


def _last(good: Callable[[float], bool], low: float, high: float) -> float:
    """The largest size between the two that is still good, where the lower is and the upper is not."""
    for _ in range(HALVINGS):
        size = (low + high) / 2
        low, high = (size, high) if good(size) else (low, size)
    return low * (1 - HAIR)


def _closable(account: Account, one: Position, held: float, marks: Marks) -> float:
    """How much of an opposite position closes, where the whole would not; 0 for nothing."""
    price, contract = one.entry_price, one.rules.contract

    def closes(size: float) -> bool:
        try:
            contract.check_order(one.rules.notional(size, price))
            account.close(one.symbol, price, size, -one.side, marks=marks)
        except Rejected:
            return False
        return True

    least = float(contract.min_order_value) / one.rules.notional(1.0, price) * (1 + HAIR)
    return _last(closes, least, held) if least < held and closes(least) else 0.0


class _Order(NamedTuple):
    """An order of any size: a draft of size 1 and its fee, and the leg that it adds to."""

    account: Account
    one: Position
    old: Position | None
    fee: float
    marks: Marks
    isolated: bool

    def paid_for(self) -> float:
        """The size whose margin and fee the free money pays."""
        account, one, old, price = self.account, self.one, self.old, self.one.entry_price
        if self.isolated:
            free = account.withdrawable_balance(self.marks)
            return free / (one.initial_margin(price) + self.fee)
        free = account.available_balance(self.marks)
        each = one.initial_margin(price) * one.leverage / (old or one).leverage + self.fee
        other = account.positions.get((one.symbol, -one.side))
        held = old.size if old else 0.0
        if (
            other is None
            or other.size <= held
            or account.venue.hedged_legs != "larger leg, initial margin too"
        ):
            return free / each
        behind = other.size - held  # so much is charged a fee alone
        if behind * self.fee > free:
            return free / self.fee
        free += other.at(self.marks).set_aside(price)
        free -= old.at(self.marks).set_aside(price) if old else 0.0
        return max(behind, free / each)

    def allowed(self) -> float:
        """The size up to which the tiers allow the leverage of what is then held."""
        leverage, contract = self._least_leverage(), self.one.rules.contract
        each = self.one.rules.notional(1.0, mark_of(self.marks, self.one.symbol))
        growth, held = float(contract.rate_growth), self.old.size if self.old else 0.0
        floors = self.one.rules.floors
        for tier, floor in zip(reversed(contract.tiers), reversed(floors), strict=True):
            if 1 <= leverage <= tier.max_leverage:
                most = float(tier.cap) / each
                if growth:  # of the initial rate, which may be at most one over the leverage
                    most = min(most, (1 / leverage - 1 / tier.max_leverage) / growth)
                if most * each > floor:
                    return most - held
        return 0.0

    def _least_leverage(self) -> float:
        """What it then has, or, where the margin sets it, what it has at least."""
        old, one = self.old, self.one
        if old is None or not (self.isolated and self.account.venue.margin_sets_leverage):
            return (old or one).leverage
        return min(one.leverage, old.backed_by(old.cash).leverage)

    def _suffices(self, margin: float, size: float, leg: Position) -> bool:
        """Whether this margin is enough for the size, and then for the leg that it is added to."""
        behind, mark = margin + (self.old.cash if self.old else 0.0), self.marks[leg.symbol]
        try:
            self.one.with_size(size).check_least_margin(margin)
            leverage, notional = leg.backed_by(behind).leverage, leg.rules.notional(leg.size, mark)
            leg.rules.contract.check_leverage(leverage, notional, leg.size)
        except Rejected:
            return False
        return True

    def lives(self, size: float) -> bool:
        """Whether what sets its own leverage may, and its pool is not liquidated at the marks."""
        account, one, old, marks = self.account, self.one, self.old, self.marks
        mark = mark_of(marks, one.symbol)
        leg = one.with_size(size) if old is None else old.filled(size, one)
        pnl, _, value, least = leg.measured(mark)
        if self.isolated:
            margin = one.initial_margin(one.entry_price) * size
            if account.venue.margin_sets_leverage and not self._suffices(margin, size, leg):
                return False
            equity = margin + (old.cash if old else 0.0) + pnl
        elif (one.symbol, -one.side) in account.positions:
            legs = {**account.positions, (leg.symbol, leg.side): leg}.values()
            cash = account.cross_balance - self.fee * size
            shared = tuple(p for p in legs if p.margin is None)
            hedged = replace(account.cross_pool, collateral=cash, positions=shared)
            return not hedged.risk(marks).liquidated
        else:  # of the pool only this leg changes
            pool = account.cross_pool.risk(marks)
            before = old.at(marks).measured(mark) if old else (0.0,) * 4
            equity = pool.equity - self.fee * size + pnl - before[0]
            value += pool.position_value - before[2]
            least += pool.trigger - before[3]
        return equity > line_of_death(least, value, account.venue.tie)
