"""An account and the moves that a trader can make: trades, settings, transfers of margin.

Every value is frozen; a move returns a new account, and a move that fails leaves the old one as
it was. Nonsense raises ValueError, what the exchange would refuse raises Rejected with a sentence
that says what was asked and what is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from marginlab.formulas import initial_margin
from marginlab.holdings import Holdings, Marks, Order
from marginlab.risk import MarginMode, Position, Rulebook, TierRule, direction, mark_of, number
from marginlab.terms import LONG, SHORT, show
from marginlab.venues import Rejected

MODES = ("cross", "isolated")
ROUNDING = 1e-9  # slack, as a share of the amount, for sums that were rounded on the way


@dataclass(frozen=True)
class Account(Holdings):
    """A wallet at one venue with its positions and orders, and every move on them.

    A side may be left out while only one leg of the symbol is open.
    """

    # ---- settings -----------------------------------------------------------------------------

    def set_margin_mode(self, symbol: str, mode: MarginMode) -> Account:
        """Choose cross or isolated; refused while a position or an order of the symbol is open.

        Source: Bitget, API "Change Margin Mode" (read 2026-11-22).
        """
        current = self.mode(symbol)
        if mode not in MODES:
            raise ValueError(f"mode was {mode!r}; one of {', '.join(MODES)} is needed")
        open_ = [p.name for p in self.positions.values() if p.symbol == symbol]
        open_ += [f"an order of {o.symbol}" for o in self.orders if o.symbol == symbol]
        if open_ and mode != current:
            raise Rejected(
                f"mode was {current} and {mode} was asked; it can change only while nothing is "
                f"open on {symbol}, close {open_[0]} first"
            )
        return replace(self, modes={**self.modes, symbol: mode})

    def set_leverage(
        self, symbol: str, leverage: float, side: int | None = None, *, marks: Marks | None = None
    ) -> Account:
        """Change the leverage setting, of both sides unless one is named.

        An isolated position takes in what a lower leverage asks for at its entry; what a higher
        one frees stays in it until it is taken out by hand.
        Source: Bitget, support article 360058878512 (read 2026-11-22).
        """
        leverage = number("leverage", leverage, positive=True)
        rules = Rulebook.of(self.venue, symbol)
        sides = (LONG, SHORT) if side is None else (direction(side),)
        if self.mode(symbol) == "cross":
            sides = (LONG, SHORT)
        _check_leverage(rules, leverage, 0.0)
        positions = dict(self.positions)
        for key in ((symbol, d) for d in sides):
            leg = positions.get(key)
            if leg is None:
                continue
            _check_leverage(rules, leverage, leg.size * leg.entry_price)
            margin = leg.margin
            if margin is not None:
                margin = max(margin, initial_margin(leg.size, leg.entry_price, leverage))
            positions[key] = replace(leg, leverage=leverage, margin=margin)
        leverages = {**self.leverages, **{(symbol, d): leverage for d in sides}}
        changed = replace(self, positions=positions, leverages=leverages)
        more = sum(
            (new.margin or 0.0) - (old.margin or 0.0)
            if new.margin is not None
            else new.initial_margin(new.entry_price) - old.initial_margin(old.entry_price)
            for new, old in zip(positions.values(), self.positions.values(), strict=True)
        )
        self._check_available("margin needed", more, marks)
        return changed

    def set_automatic_margin_call(
        self, symbol: str, setting: str = "on", side: int | None = None
    ) -> Account:
        """Switch the automatic margin call of an isolated position "on" or "off".

        It ends with the position. Source: Bitget, support article 12560603797467 (read 2026-11-22).
        """
        if setting not in ("on", "off"):
            raise ValueError(f"setting was {setting!r}; on or off is needed")
        leg = self._isolated(symbol, side, "the automatic margin call")
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

        Each gives the other through the leverage setting: margin = size x price / leverage.
        The entry price becomes the average. A position keeps the tier rule that it began with.
        The symbol's mark is taken to be the price unless marks say otherwise.

        Raises ValueError for values that make no sense, Rejected for what the exchange refuses.
        """
        side, price = direction(side), number("price", price, positive=True)
        leverage = self.leverage(symbol, side)
        rules = Rulebook.of(self.venue, symbol, tier_rule)
        if (size is None) is (margin is None):
            raise ValueError("size and margin were both given or both left out; give one")
        if size is None:
            size = number("margin", margin, positive=True) * leverage / price
        size = number("size", size, positive=True)
        held = {p.rules.contract.settle for p in self.positions.values()}
        coins = held - {rules.contract.settle}
        if coins:
            raise ValueError(
                f"symbol was {symbol!r}, settled in {rules.contract.settle}; this account holds "
                f"{coins.pop()}: one account has one settle coin"
            )
        old = self.positions.get((symbol, side))
        whole = size if old is None else old.size + size
        value = number("order value", size * price, positive=True)
        self._check_order(rules, value, leverage, whole * price)
        needed = initial_margin(size, price, leverage)
        fee = value * self.trading_fee_rate
        marks = {**(marks or {})}
        marks.setdefault(symbol, price)
        self._check_available("margin and fee needed", needed + fee, marks)

        isolated = self.mode(symbol) == "isolated"
        if old is None:
            leg = Position(rules, side, size, price, leverage, needed if isolated else None)
        else:
            average = (old.size * old.entry_price + value) / whole
            money = None if old.margin is None else old.margin + needed
            leg = replace(old, size=whole, entry_price=average, margin=money)
        opened = replace(self.with_position(leg), wallet_balance=self.wallet_balance - fee)
        risk = opened.pool_of(leg).risk({**opened._entries(), **marks})
        if risk.liquidated:
            raise Rejected(
                f"money behind the position was {show(risk.equity, 'money')}; it would be "
                f"liquidated at once, more than {show(risk.maintenance_margin, 'money')} is needed"
            )
        return opened

    def close(
        self, symbol: str, price: float, size: float | None = None, side: int | None = None
    ) -> Account:
        """Close a position, or `size` of it, at this price, and take the profit or loss.

        A part takes its share of an isolated margin along. Refused at a price that would leave
        less than nothing. Source: Bitget, announcement 12560604115513 (2024-07-24;
        read 2026-11-22).
        """
        leg, price = self.position(symbol, side), number("price", price, positive=True)
        size = leg.size if size is None else number("size", size, positive=True)
        if size > leg.size * (1 + ROUNDING):
            raise Rejected(f"size was {show(size)}; {leg.name} has {show(leg.size)} to close")
        size = min(size, leg.size)
        share = size / leg.size
        part = replace(leg, size=size)
        gain = part.unrealized_pnl(price) - size * price * self.trading_fee_rate
        behind = self.cross_balance if leg.margin is None else leg.margin * share
        if behind + gain < -ROUNDING * size * price:
            raise Rejected(
                f"closing price was {show(price, 'price')}; the loss of {show(-gain, 'money')} is "
                f"more than the {show(behind, 'money')} behind it"
            )
        wallet = max(0.0, self.wallet_balance + gain)
        if share == 1:
            return replace(self.without_position(leg), wallet_balance=wallet)
        margin = None if leg.margin is None else leg.margin - behind
        rest = replace(leg, size=leg.size - size, margin=margin)
        return replace(self.with_position(rest), wallet_balance=wallet)

    def place_order(self, symbol: str, side: int, *, size: float, price: float) -> Account:
        """Leave a limit order resting; it reserves its margin."""
        order = Order(symbol, side, size, price)
        leverage = self.leverage(symbol, order.side)
        value = order.size * order.price
        self._check_order(Rulebook.of(self.venue, symbol), value, leverage, value)
        self._check_available("margin needed", value / leverage, None)
        return replace(self, orders=(*self.orders, order))

    def cancel_orders(self, symbol: str | None = None) -> Account:
        """Cancel the resting orders of a symbol, or all."""
        kept = tuple(o for o in self.orders if symbol is not None and o.symbol != symbol)
        return replace(self, orders=kept)

    # ---- money --------------------------------------------------------------------------------

    def transfer(self, amount: float, marks: Marks | None = None) -> Account:
        """Bring money into the account (positive) or take it out (negative) [settle coin]."""
        amount = number("amount", amount)
        if amount < 0:
            self._check_available("amount", -amount, marks)
        return replace(self, wallet_balance=max(0.0, self.wallet_balance + amount))

    def add_margin(
        self, symbol: str, amount: float, side: int | None = None, *, marks: Marks | None = None
    ) -> Account:
        """Move cash of the wallet into an isolated position; its wall moves away [settle coin].

        Source: Bitget, API "Change Margin" (only for isolated; read 2026-11-22).
        """
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "adding margin")
        self._check_available("amount", amount, marks)
        return self._moved(leg, amount)

    def removable_margin(self, symbol: str, marks: Marks, side: int | None = None) -> float:
        """The most that can be taken out of an isolated position [settle coin], never below zero.

        Where the venue asks for maintenance margin only, that must remain, in cash and in equity.
        Elsewhere what stays must hold the maintenance margin from cash and the initial margin at
        mark from equity. Bitget publishes no such line; this is Binance's (faq 360038447311;
        read 2026-11-22), taken as an assumption.
        """
        leg = self._isolated(symbol, side, "removing margin")
        mark = mark_of(marks, symbol)
        cash = leg.margin or 0.0
        if self.venue.removal_floor == "maintenance margin":
            required = leg.maintenance_margin(mark)
            return max(0.0, cash - required + min(0.0, leg.unrealized_pnl(mark)))
        above_initial = cash + leg.unrealized_pnl(mark) - leg.initial_margin(mark)
        return max(0.0, min(cash - leg.maintenance_margin(mark), above_initial))

    def remove_margin(
        self, symbol: str, amount: float, marks: Marks, side: int | None = None
    ) -> Account:
        """Take cash out of an isolated position, down to `removable_margin`."""
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "removing margin")
        most = self.removable_margin(symbol, marks, leg.side)
        if amount > most * (1 + ROUNDING):
            raise Rejected(
                f"insufficient coverage: amount was {show(amount, 'money')}; at most "
                f"{show(most, 'money')} can be taken out of {leg.name}"
            )
        return self._moved(leg, -min(amount, most))

    def call_margin(self, symbol: str, marks: Marks, side: int | None = None) -> Account:
        """The automatic margin call: one initial margin from the wallet, or what is available.

        Source: Bitget, support article 12560603797467 (2020-11-19 onward; read 2026-11-22).
        """
        leg = self._isolated(symbol, side, "the automatic margin call")
        amount = min(leg.initial_margin(leg.entry_price), self.available_balance(marks))
        return self._moved(leg, amount)

    # ---- inside -------------------------------------------------------------------------------

    def _moved(self, leg: Position, amount: float) -> Account:
        return self.with_position(replace(leg, margin=(leg.margin or 0.0) + amount))

    def _entries(self) -> dict[str, float]:
        return {p.symbol: p.entry_price for p in self.positions.values()}

    def _isolated(self, symbol: str, side: int | None, what: str) -> Position:
        leg = self.position(symbol, side)
        if leg.margin is None:
            raise Rejected(
                f"mode was cross; {what} is for isolated positions, {leg.name} is backed by the "
                "whole wallet: transfer to it instead"
            )
        return leg

    def _check_available(self, what: str, amount: float, marks: Marks | None) -> None:
        available = self.available_balance(marks)
        if amount > 0 and amount > available * (1 + ROUNDING):
            raise Rejected(
                f"{what} was {show(amount, 'money')}; {show(available, 'money')} is available"
            )

    def _check_order(self, rules: Rulebook, value: float, leverage: float, whole: float) -> None:
        contract = rules.contract
        if value < contract.min_order_value:
            raise Rejected(
                f"order value was {show(value, 'money')}; {contract.symbol} takes at least "
                f"{show(contract.min_order_value, 'money')} {contract.settle}"
            )
        _check_leverage(rules, leverage, whole)


def _check_leverage(rules: Rulebook, leverage: float, value: float) -> None:
    """Rejected when a position of this value may not have this leverage."""
    contract = rules.contract
    tier = contract.tier_at(value) if value > 0 else contract.tiers[0]
    if not 1 <= leverage <= tier.max_leverage:
        at = f"for a position of {show(value, 'money')}" if value > 0 else "at most"
        raise Rejected(
            f"leverage was {show(leverage, 'x')}; {contract.symbol} allows 1x to "
            f"{tier.max_leverage}x {at}"
        )
