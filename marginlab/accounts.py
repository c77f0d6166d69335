"""An account: a wallet, its positions and resting orders, and the moves that a trader can make.

Every value is frozen; a move returns a new account, and a move that fails leaves the old one as
it was. One account has one settle coin; a position's key is its symbol and side. Nonsense raises
ValueError, what the exchange would refuse raises Rejected. Marks are mark prices by symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from marginlab.formulas import initial_margin
from marginlab.pools import Pool
from marginlab.risk import MarginMode, Position, Rulebook, TierRule, direction, mark_of, number
from marginlab.tables import PositionsTable
from marginlab.terms import LONG, SHORT, show, side_name
from marginlab.venues import Rejected, Venue

Key = tuple[str, int]
Marks = Mapping[str, float]
MODES = ("cross", "isolated")
CENT = 1e-9  # slack, as a share of the amount, for sums that were rounded on the way


@dataclass(frozen=True, slots=True)
class Order:
    """A resting limit order: it reserves margin and blocks a change of mode; it is never matched.

    size [base coin], price [quote per base].
    """

    symbol: str
    side: int
    size: float
    price: float

    def __post_init__(self) -> None:
        direction(self.side)
        for name in ("size", "price"):
            object.__setattr__(self, name, number(name, getattr(self, name), positive=True))


@dataclass(frozen=True)
class Account:
    """All the cash of one settle coin at one venue, and the positions it stands behind.

    wallet_balance [settle coin]: all the cash, isolated margins included, open profit not.
    trading_fee_rate [fraction]: what every trade costs; 0 keeps trades free, as in most lessons.
    leverages holds the settings that differ from default_leverage [x].
    """

    venue: Venue
    wallet_balance: float
    positions: Mapping[Key, Position] = field(default_factory=dict)
    modes: Mapping[str, MarginMode] = field(default_factory=dict)
    leverages: Mapping[Key, float] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    trading_fee_rate: float = 0.0
    default_leverage: float = 10.0

    def __post_init__(self) -> None:
        def put(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        if not isinstance(self.venue, Venue):
            raise ValueError(f"venue was {self.venue!r}; a Venue such as BITGET is needed")
        put("wallet_balance", number("wallet balance", self.wallet_balance))
        put("trading_fee_rate", number("trading fee rate", self.trading_fee_rate))
        for name in ("positions", "modes", "leverages"):
            put(name, MappingProxyType(dict(getattr(self, name))))
        if self.wallet_balance < 0:
            raise ValueError(f"wallet balance was {self.wallet_balance!r}; at least 0 is needed")
        if not 0 <= self.trading_fee_rate < 1:
            raise ValueError(
                f"trading fee rate was {self.trading_fee_rate!r}; 0 to below 1 is needed"
            )

    # ---- what is true now ---------------------------------------------------------------------

    @cached_property
    def cross_balance(self) -> float:
        """The cash that is in no isolated position: the collateral of the cross pool."""
        margins = sum(p.margin for p in self.positions.values() if p.margin is not None)
        return self.wallet_balance - margins

    @cached_property
    def cross_pool(self) -> Pool:
        """The pool of all cross positions; without any, what is left of the wallet."""
        legs = tuple(p for p in self.positions.values() if p.margin is None)
        return Pool("cross", "cross", self.cross_balance, legs)

    @property
    def pools(self) -> tuple[Pool, ...]:
        """The cross pool first, then one pool for each isolated position."""
        alone = [p for p in self.positions.values() if p.margin is not None]
        return (self.cross_pool, *(self.pool_of(p) for p in alone))

    def pool_of(self, position: Position) -> Pool:
        """The pool that answers for a position of this account."""
        if position.margin is None:
            return self.cross_pool
        return Pool(position.name, "isolated", position.margin, (position,))

    def position(self, symbol: str, side: int | None = None) -> Position:
        """The open position of that symbol; side may be left out while one leg is open."""
        if side is None:
            both = self.positions.get((symbol, LONG)), self.positions.get((symbol, SHORT))
            found = both[0] or both[1]
            if both[0] and both[1]:
                raise ValueError(f"side was left out; {symbol} has a long and a short, name one")
        else:
            found = self.positions.get((symbol, direction(side)))
        if found is None:
            self.venue.contract(symbol)
            held = ", ".join(p.name for p in self.positions.values()) or "none"
            wanted = symbol if side is None else f"{symbol} {side_name(side)}"
            raise ValueError(f"position was {wanted}; open positions: {held}")
        return found

    def mode(self, symbol: str) -> MarginMode:
        """Margin mode of a symbol: cross unless it was set."""
        self.venue.contract(symbol)
        return self.modes.get(symbol, "cross")

    def leverage(self, symbol: str, side: int) -> float:
        """The leverage setting of a symbol and side [x]."""
        return self.leverages.get((symbol, side), self.default_leverage)

    def equity(self, marks: Marks) -> float:
        """Wallet balance and the open profit of every position [settle coin]."""
        legs = self.positions.values()
        return self.wallet_balance + sum(p.unrealized_pnl(mark_of(marks, p.symbol)) for p in legs)

    def available_balance(self, marks: Marks | None = None) -> float:
        """What may still be moved or used to open [settle coin], never below zero.

        The cash in no isolated position, less open cross losses, less the initial margin of cross
        positions at mark, less what resting orders reserve. Open profit cannot be moved.
        Without marks, or where one is missing, positions stand at their entry price.
        """
        marks = {} if marks is None else marks
        pnl = reserved = 0.0
        for leg in self.cross_pool.positions:
            mark = mark_of(marks, leg.symbol) if leg.symbol in marks else leg.entry_price
            pnl += leg.unrealized_pnl(mark)
            reserved += leg.initial_margin(mark)
        for order in self.orders:
            leverage = self.leverage(order.symbol, order.side)
            reserved += initial_margin(order.size, order.price, leverage)
        return max(0.0, self.cross_balance + min(pnl, 0.0) - reserved)

    def liquidation_price(self, symbol: str, marks: Marks, side: int | None = None) -> float:
        """Mark price at which the position is liquidated, other symbols still; nan is never.

        In a cross pool both legs of a symbol share one price.
        """
        leg = None
        if side is None:
            long = self.positions.get((symbol, LONG))
            short = self.positions.get((symbol, SHORT))
            if long is None or short is None or long.margin is None:
                leg = long or short
        if leg is None:
            leg = self.position(symbol, side)
        if leg.margin is not None:
            return leg.liquidation_price(leg.margin, mark_of(marks, symbol))
        return self.cross_pool.liquidation_price(symbol, marks)

    def positions_table(self, marks: Marks) -> PositionsTable:
        """What an exchange's Positions tab shows, as a table with a text twin."""
        return PositionsTable.of([(p, self.pool_of(p)) for p in self.positions.values()], marks)

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
        if size > leg.size * (1 + CENT):
            raise Rejected(f"size was {show(size)}; {leg.name} has {show(leg.size)} to close")
        size = min(size, leg.size)
        share = size / leg.size
        part = replace(leg, size=size)
        gain = part.unrealized_pnl(price) - size * price * self.trading_fee_rate
        behind = self.cross_balance if leg.margin is None else leg.margin * share
        if behind + gain < -CENT * size * price:
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

        What stays must hold the maintenance margin from cash, and the initial margin at mark from
        equity. Bitget publishes no such line; this is Binance's (faq 360038447311), an assumption.
        """
        leg = self._isolated(symbol, side, "removing margin")
        mark = mark_of(marks, symbol)
        cash = leg.margin or 0.0
        above_initial = cash + leg.unrealized_pnl(mark) - leg.initial_margin(mark)
        return max(0.0, min(cash - leg.maintenance_margin(mark), above_initial))

    def remove_margin(
        self, symbol: str, amount: float, marks: Marks, side: int | None = None
    ) -> Account:
        """Take cash out of an isolated position, down to `removable_margin`."""
        amount = number("amount", amount, positive=True)
        leg = self._isolated(symbol, side, "removing margin")
        most = self.removable_margin(symbol, marks, leg.side)
        if amount > most * (1 + CENT):
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

    def with_position(self, position: Position) -> Account:
        """The account with this position in place of the one of its symbol and side."""
        key = position.symbol, position.side
        return replace(self, positions={**self.positions, key: position})

    def without_position(self, position: Position) -> Account:
        """The account without the position of that symbol and side; the wallet is left as it is."""
        key = position.symbol, position.side
        return replace(self, positions={k: p for k, p in self.positions.items() if k != key})

    def with_paid(self, amount: float, leg: Position | None = None) -> Account:
        """The account after paying an amount out of the wallet, or out of an isolated position.

        For replays: nothing is checked, and what is known of the other positions is kept.
        """
        account = object.__new__(Account)
        account.__dict__.update(self.__dict__, wallet_balance=self.wallet_balance - amount)
        if leg is None:
            left = self.cross_balance - amount
            account.__dict__.update(
                cross_balance=left, cross_pool=self.cross_pool.with_collateral(left)
            )
        else:
            key, margin = (leg.symbol, leg.side), (leg.margin or 0.0) - amount
            held = {**self.positions, key: leg.with_margin(margin)}
            account.__dict__["positions"] = MappingProxyType(held)
        return account

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
        if amount > 0 and amount > available * (1 + CENT):
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
