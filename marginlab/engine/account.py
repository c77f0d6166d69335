"""An account and the moves that a trader can make: trades, settings, transfers of margin.

Every value is frozen; a move returns a new account, and a move that fails leaves the old one as
it was. Nonsense raises ValueError, what the exchange would refuse raises Rejected with a sentence
that says what was asked and what is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from marginlab.engine.account_mode import Moded
from marginlab.engine.holdings import Marks, Order
from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.engine.rulebook import Rulebook
from marginlab.theory.given import (
    Rejected,
    TierRule,
    by_symbol,
    direction,
    mark_of,
    number,
    one_of,
)
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues.contract import liquidated_at_once


@dataclass(frozen=True)
class Account(Moded):
    """A wallet at one venue with its positions and orders, and every move on them.

    A side may be left out while only one leg of the symbol is open.
    """

    # ---- settings -----------------------------------------------------------------------------

    def set_leverage(
        self, symbol: str, leverage: float, side: int | None = None, *, marks: Marks | None = None
    ) -> Account:
        """Change the leverage setting, of both sides unless one is named.

        An isolated position takes in what a lower leverage asks for at its entry; what a higher
        one frees stays in it until it is taken out by hand. The tier that allows a leverage is that
        of the value at the mark; without marks, at the entry price.
        Source: Bitget, support article 360058878512 (read 2026-11-22).
        """
        leverage = number("leverage", leverage, positive=True)
        sides = (LONG, SHORT) if side is None else (direction(side),)
        marks = self._seen(marks)
        if self.mode(symbol) == "cross" or self.position_mode == "one-way":
            sides = (LONG, SHORT)
        Rulebook.of(self.venue, symbol).contract.check_leverage(leverage)
        positions, more = dict(self.positions), 0.0
        for key in ((symbol, d) for d in sides):
            old = positions.get(key)
            if old is None:
                continue
            old, mark = old.at(marks), mark_of(marks, symbol)
            self._check_leverage_is_free(old, leverage)
            notional = old.rules.notional(old.size, mark)
            old.rules.contract.check_leverage(leverage, notional, old.size)
            new = replace(old, leverage=leverage)
            if old.margin is not None:
                needed = max(old.margin, new.initial_margin(new.entry_price))
                more += needed - old.margin
                new = replace(new, margin=needed)
            positions[key] = new
        leverages = {**self.leverages, **{(symbol, d): leverage for d in sides}}
        if self.mode(symbol) == "isolated":  # its margin and its orders take cash of one pool
            ordered = replace(self, leverages=leverages)._set_aside(marks) - self._set_aside(marks)
            if more + ordered > 0:
                self._withdrawn("margin needed", more + ordered, marks, symbol)
            return replace(self, positions=positions, leverages=leverages)
        after = replace(self, positions=positions, leverages=leverages)
        needed = after._set_aside(marks) - self._set_aside(marks)
        self._check_available("margin needed", needed, marks, symbol)
        return after

    def set_automatic_margin_call(
        self, symbol: str, setting: str = "on", side: int | None = None
    ) -> Account:
        """Switch the automatic margin call of an isolated position "on" or "off".

        It ends with the position. Source: Bitget, support article 12560603797467 (read 2026-11-22).
        """
        one_of("setting", setting, ("on", "off"))
        leg = self._isolated(symbol, side, "the automatic margin call")
        if self.venue.margin_sets_leverage and setting == "on":
            raise Rejected(
                f"automatic margin call was asked; at {self.venue.name} a margin stays as it is "
                "unless it is adjusted by hand"
            )
        return self.with_position(replace(leg, automatic_margin_call=setting == "on"))

    # ---- trades -------------------------------------------------------------------------------

    def open(
        self,
        symbol: str,
        side: int,
        *,
        price: float,
        size: float | None = None,
        margin: float | None = None,
        tier_rule: TierRule = "progressive",
        marks: Marks | None = None,
    ) -> Account:
        """Open a position, or add to it, at this price; by size or by margin.

        Each gives the other through the leverage setting: margin = size x price / leverage. Where
        the venue takes the leverage from the margin, an isolated position may be given both.
        The entry price becomes the average. A position keeps the tier rule that it began with.
        In one-way mode what stands against it is closed first, both at this price, or nothing is.
        The symbol's mark is taken to be the price unless marks say otherwise.

        Raises ValueError for values that make no sense, Rejected for what the exchange refuses.
        """
        side, price = direction(side), number("price", price, positive=True)
        isolated = self.mode(symbol) == "isolated"
        both = isolated and self.venue.margin_sets_leverage
        if size is None and margin is None:
            raise ValueError("size and margin were both left out; give one")
        if size is not None and margin is not None and not both:
            raise ValueError("size and margin were both given; give one, leverage sets the other")
        marks = self._seen({symbol: price, **by_symbol("marks", marks)})
        leg = self.draft(symbol, side, 1.0, price, marks, tier_rule)
        if margin is not None:
            margin = number("margin", margin, positive=True)
        if size is None:
            size = (margin or 0.0) / leg.initial_margin(price)
        leg = replace(leg, size=number("size", size, positive=True))
        value, contract = leg.position_value(price), leg.rules.contract
        number("order value", value, positive=True)
        contract.check_order(leg.rules.notional(leg.size, price))
        needed = leg.initial_margin(price) if margin is None else margin
        against = self.positions.get((symbol, -side))
        if against is None or self.position_mode == "hedge":
            return self._entered(leg, needed, marks)
        rest = leg.size - against.size
        closing = min(leg.size, against.size)
        closed = self.close(symbol, price, closing, against.side, marks=marks)
        if rest <= ROUNDING * against.size:
            return closed
        more = leg.with_size(rest)
        share = needed * rest / leg.size if both else more.initial_margin(price)
        return closed._entered(more, share, marks)

    def _entered(self, leg: Position, needed: float, marks: Marks) -> Account:
        """The account with this leg added, for which so much margin is needed."""
        symbol, side, price, contract = leg.symbol, leg.side, leg.entry_price, leg.rules.contract
        isolated = self.mode(symbol) == "isolated"
        fee = leg.position_value(price) * self.trading_fee_rate
        if isolated and self.venue.margin_sets_leverage:
            leg.check_least_margin(needed)
        old = self.positions.get((symbol, side))
        behind = needed + (old.cash if old else 0.0)
        leg = leg if old is None else old.joined(leg)
        leg = leg.backed_by(behind) if isolated else leg
        mark = mark_of(marks, symbol)
        contract.check_leverage(leg.leverage, leg.rules.notional(leg.size, mark), leg.size)
        if isolated:
            self._withdrawn("margin and fee needed", needed + fee, marks, symbol)
        cash = self.cross_balance - fee - (needed if isolated else 0.0)
        opened = self.holding({**self.positions, (symbol, side): leg}, cash)
        if not isolated:
            at_price = {**marks, symbol: price}
            needed = opened._set_aside(at_price) - self._set_aside(at_price)
            self._check_available("margin and fee needed", needed + fee, marks, symbol)
        risk = opened.pool_of(leg).risk(marks)
        if risk.liquidated:
            raise Rejected(liquidated_at_once(risk.tie, risk.equity, risk.trigger, contract.money))
        return opened

    def close(
        self,
        symbol: str,
        price: float,
        size: float | None = None,
        side: int | None = None,
        *,
        marks: Marks | None = None,
    ) -> Account:
        """Close a position, or `size` of it, at this price, and take the profit or loss.

        A part takes its share of an isolated margin along, less what its loss exceeds that share
        by. Refused where the rest of its pool would be liquidated, and where no rest could carry
        what the price leaves below nothing.
        The symbol's mark is taken to be the price unless marks say otherwise; other positions
        stand at their entry price where a mark is missing.
        Source: Bitget, announcement 12560604115513 (2024-07-24; read 2026-11-22).
        """
        price = number("price", price, positive=True)
        given = by_symbol("marks", marks)
        leg = self.position(symbol, side).at(given)
        marks = self._seen({symbol: price, **given})
        size = leg.size if size is None else number("size", size, positive=True)
        if size > leg.size * (1 + ROUNDING):
            raise Rejected(f"size was {show(size)}; {leg.name} has {show(leg.size)} to close")
        whole = size >= leg.size * (1 - ROUNDING)  # what is less was rounded away
        part = leg if whole else replace(leg, size=size)
        value = part.position_value(price)
        gain = part.unrealized_pnl(price) - value * self.trading_fee_rate
        behind = self.cross_pool.backing(marks) if leg.margin is None else leg.margin
        shared = leg.margin is None and len(self.cross_pool.positions) > 1
        if whole and not shared:
            if behind + gain < -ROUNDING * value:
                money, at = leg.rules.contract.money, leg.rules.contract.price(price)
                raise Rejected(
                    f"closing price was {at}; the loss of {money(-gain)} is more than the "
                    f"{money(behind)} behind it"
                )
            gain = max(gain, -behind)  # what is missing was rounded away
        left = {k: p for k, p in self.positions.items() if k != (leg.symbol, leg.side)}
        cash = self.cross_balance + gain
        if whole:
            cash += leg.cash
        else:
            margin = None if leg.margin is None else behind - max(behind * size / leg.size, -gain)
            rest = replace(leg, size=leg.size - size, margin=margin)
            left, cash = (
                {**self.positions, (leg.symbol, leg.side): rest},
                cash + leg.cash - rest.cash,
            )
            leg = rest
        closed = self.holding(left, cash)
        if shared or not whole:
            self._check_rest(closed.pool_of(leg), price, marks)
        return closed

    def place_order(
        self, symbol: str, side: int, *, size: float, price: float, marks: Marks | None = None
    ) -> Account:
        """Leave a limit order resting; it reserves its margin."""
        order = Order(symbol, side, size, price)
        draft = self.draft(symbol, order.side, order.size, order.price, by_symbol("marks", marks))
        notional, contract = draft.rules.notional(order.size, order.price), draft.rules.contract
        contract.check_order(notional)
        contract.check_leverage(draft.leverage, notional, order.size)
        needed = draft.initial_margin(order.price)
        check = self._withdrawn if self.mode(symbol) == "isolated" else self._check_available
        check("margin needed", needed, marks, symbol)
        placed = replace(self, orders=(*self.orders, order))
        risk = placed.cross_pool.risk(self._seen(marks))
        if risk.liquidated:
            raise Rejected(liquidated_at_once(risk.tie, risk.equity, risk.trigger, contract.money))
        return placed

    def cancel_orders(self, symbol: str | None = None) -> Account:
        """Cancel the resting orders of a symbol, or all."""
        if symbol is not None:
            self.venue.contract(symbol)
        kept = tuple(o for o in self.orders if symbol is not None and o.symbol != symbol)
        return replace(self, orders=kept)

    # ---- money on the move --------------------------------------------------------------------
    # What leaves the cross pool, wherever it goes, is bounded by the withdrawable balance, what
    # leaves an isolated position by what can be removed.

    def transfer(self, amount: float, marks: Marks | None = None) -> Account:
        """Bring money into the account (positive) or take it out (negative) [settle coin]."""
        amount = number("amount", amount)
        if amount < 0:
            amount = -self._withdrawn("amount", -amount, marks)
        return self.holding(self.positions, self.cross_balance + amount)

    def add_margin(
        self, symbol: str, amount: float, side: int | None = None, *, marks: Marks | None = None
    ) -> Account:
        """Move cash of the wallet into an isolated position; its wall moves away [settle coin].

        Source: Bitget, API "Change Margin" (only for isolated; read 2026-11-22).
        """
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "adding margin")
        return self._moved(leg, self._withdrawn("amount", amount, marks))

    def remove_margin(
        self, symbol: str, amount: float, marks: Marks, side: int | None = None
    ) -> Account:
        """Take cash out of an isolated position, down to `removable_margin`."""
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "removing margin")
        most = self.removable_margin(symbol, marks, leg.side)
        if amount > most * (1 + ROUNDING):
            money = leg.rules.contract.money
            raise Rejected(
                f"insufficient coverage: amount was {money(amount)}; at most "
                f"{money(most)} can be taken out of {leg.name} now, so that what stays suffices"
            )
        return self._moved(leg, -min(amount, most))

    def set_margin(
        self, symbol: str, margin: float, marks: Marks, side: int | None = None
    ) -> Account:
        """Add or remove margin until an isolated position holds this much [settle coin]."""
        margin = number("margin", margin, positive=True)
        more = margin - self._isolated(symbol, side, "setting the margin").cash
        if more < 0:
            return self.remove_margin(symbol, -more, marks, side)
        return self.add_margin(symbol, more, side, marks=marks) if more else self

    def call_margin(self, symbol: str, marks: Marks, side: int | None = None) -> Account:
        """Make the automatic margin call: one initial margin from the wallet, or what can leave it.

        Source: Bitget, support article 12560603797467 (2020-11-19 onward; read 2026-11-22).
        """
        leg = self._isolated(symbol, side, "the automatic margin call").at(marks)
        amount = min(leg.initial_margin(leg.entry_price), self.withdrawable_balance(marks))
        return self._moved(leg, amount)

    # ---- inside -------------------------------------------------------------------------------

    def _moved(self, leg: Position, amount: float) -> Account:
        return self.with_position(leg.backed_by(leg.cash + amount))

    def _withdrawn(
        self, what: str, amount: float, marks: Marks | None, symbol: str | None = None
    ) -> float:
        """The amount, as far as it can leave the cross pool; Rejected when it is more."""
        most = self.withdrawable_balance(marks)
        if amount > most * (1 + ROUNDING):
            told = self._too_much(what, amount, most, symbol)
            if amount <= self.available_balance(marks):
                told += " to be moved; open profit stays, and so does what the positions require"
            raise Rejected(told)
        return min(amount, most)

    def _too_much(self, what: str, amount: float, most: float, symbol: str | None) -> str:
        held = (p.rules.contract.money for p in self.positions.values())
        money = self.venue.contract(symbol).money if symbol else next(held, show)
        if money(amount) == money(most):  # so near that a cent does not tell them apart
            money = show
        return f"{what} was {money(amount)}; {money(most)} is available"

    def _check_available(
        self, what: str, amount: float, marks: Marks | None, symbol: str | None = None
    ) -> None:
        if amount <= 0:
            return
        most = self.available_balance(marks)
        if amount > most * (1 + ROUNDING):
            raise Rejected(self._too_much(what, amount, most, symbol))

    def _check_rest(self, rest: Pool, price: float, marks: Marks) -> None:
        risk, contract = rest.risk(marks), rest.positions[0].rules.contract
        if risk.liquidated:
            reason = liquidated_at_once(risk.tie, risk.equity, risk.trigger, contract.money)
            raise Rejected(
                f"closing price was {contract.price(price)}; of what is left the {reason}"
            )

    def _check_leverage_is_free(self, leg: Position, leverage: float) -> None:
        if not self.venue.margin_sets_leverage or leg.margin is None:
            return
        needed = replace(leg, leverage=leverage).initial_margin(leg.entry_price)
        if abs(needed - leg.margin) > ROUNDING * needed:
            money = leg.rules.contract.money
            raise Rejected(
                f"leverage was {show(leverage, 'x')}; it follows from the margin of "
                f"{money(leg.margin)}: adjust that to {money(needed)} first"
            )
