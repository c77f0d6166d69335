"""An account and the moves that a trader can make: trades, settings, transfers of margin.

Every value is frozen; a move returns a new account, and a move that fails leaves the old one as
it was. Nonsense raises ValueError, what the exchange would refuse raises Rejected with a sentence
that says what was asked and what is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from marginlab.funds import ROUNDING, Funds
from marginlab.holdings import Marks, Order
from marginlab.risk import Position
from marginlab.rulebooks import (
    MarginMode,
    Rulebook,
    TierRule,
    by_symbol,
    direction,
    margin_mode,
    number,
)
from marginlab.terms import LONG, SHORT, show
from marginlab.venues import Rejected


@dataclass(frozen=True)
class Account(Funds):
    """A wallet at one venue with its positions and orders, and every move on them.

    A side may be left out while only one leg of the symbol is open.
    """

    # ---- settings -----------------------------------------------------------------------------

    def set_margin_mode(self, symbol: str, mode: MarginMode) -> Account:
        """Choose cross or isolated; refused while a position or an order of the symbol is open.

        Source: Bitget, API "Change Margin Mode" (read 2026-11-22).
        """
        current = self.mode(symbol)
        margin_mode(mode)
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
        sides = (LONG, SHORT) if side is None else (direction(side),)
        if self.mode(symbol) == "cross":
            sides = (LONG, SHORT)
        Rulebook.of(self.venue, symbol).contract.check_leverage(leverage)
        positions, more = dict(self.positions), 0.0
        for key in ((symbol, d) for d in sides):
            old = positions.get(key)
            if old is None:
                continue
            old = old.at(by_symbol("marks", marks))
            self._check_leverage_is_free(old, leverage)
            old.rules.contract.check_leverage(
                leverage, old.rules.notional(old.size, old.entry_price)
            )
            new = replace(old, leverage=leverage)
            needed, held = new.initial_margin(new.entry_price), old.margin
            if held is None:
                held = old.initial_margin(old.entry_price)
            else:
                needed = max(held, needed)
                new = replace(new, margin=needed)
            positions[key], more = new, more + needed - held
        self._check_available(symbol, "margin needed", more, marks)
        leverages = {**self.leverages, **{(symbol, d): leverage for d in sides}}
        return replace(self, positions=positions, leverages=leverages)

    def set_automatic_margin_call(
        self, symbol: str, setting: str = "on", side: int | None = None
    ) -> Account:
        """Switch the automatic margin call of an isolated position "on" or "off".

        It ends with the position. Source: Bitget, support article 12560603797467 (read 2026-11-22).
        """
        if setting not in ("on", "off"):
            raise ValueError(f"setting was {setting!r}; on or off is needed")
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
        marks = {symbol: price, **by_symbol("marks", marks)}
        leg = self.draft(symbol, side, 1.0, price, marks, tier_rule)
        self._check_settle_coin(leg.rules)
        if margin is not None:
            margin = number("margin", margin, positive=True)
        if size is None:
            size = (margin or 0.0) / leg.initial_margin(price)
        leg = replace(leg, size=number("size", size, positive=True))
        value = leg.position_value(price)
        needed = leg.initial_margin(price) if margin is None else margin
        fee = value * self.trading_fee_rate
        number("order value", value, positive=True)
        leg.rules.contract.check_order(leg.rules.notional(leg.size, price))
        if both:
            self._check_least_margin(leg, needed)
        leg = self._joined(leg, needed if isolated else None)
        opened = self.with_position(leg)
        leg.rules.contract.check_leverage(leg.leverage, leg.rules.notional(leg.size, price))
        self._check_available(symbol, "margin and fee needed", needed + fee, marks)
        opened = replace(opened, wallet_balance=self.wallet_balance - fee)
        risk = opened.pool_of(leg).risk({**opened._entries(), **marks})
        if risk.liquidated:
            money = leg.rules.contract.money
            raise Rejected(
                f"money behind the position was {money(risk.equity)}; it would be "
                f"liquidated at once, more than {money(risk.maintenance_margin)} is needed"
            )
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

        A part takes its share of an isolated margin along. Refused at a price that would leave
        less than nothing. Source: Bitget, announcement 12560604115513 (2024-07-24;
        read 2026-11-22).
        """
        leg, price = (
            self.position(symbol, side).at(by_symbol("marks", marks)),
            number("price", price, positive=True),
        )
        size = leg.size if size is None else number("size", size, positive=True)
        if size > leg.size * (1 + ROUNDING):
            raise Rejected(f"size was {show(size)}; {leg.name} has {show(leg.size)} to close")
        size = min(size, leg.size)
        share = size / leg.size
        part = replace(leg, size=size)
        value, money = part.position_value(price), leg.rules.contract.money
        gain = part.unrealized_pnl(price) - value * self.trading_fee_rate
        behind = self.cross_balance if leg.margin is None else leg.margin * share
        if behind + gain < -ROUNDING * value:
            raise Rejected(
                f"closing price was {leg.rules.contract.price(price)}; the loss of {money(-gain)} is "
                f"more than the {money(behind)} behind it"
            )
        wallet = max(0.0, self.wallet_balance + gain)
        if share == 1:
            return replace(self.without_position(leg), wallet_balance=wallet)
        margin = None if leg.margin is None else leg.margin - behind
        rest = replace(leg, size=leg.size - size, margin=margin)
        return replace(self.with_position(rest), wallet_balance=wallet)

    def place_order(
        self, symbol: str, side: int, *, size: float, price: float, marks: Marks | None = None
    ) -> Account:
        """Leave a limit order resting; it reserves its margin."""
        order = Order(symbol, side, size, price)
        draft = self.draft(symbol, order.side, order.size, order.price, by_symbol("marks", marks))
        notional, contract = draft.rules.notional(order.size, order.price), draft.rules.contract
        contract.check_order(notional)
        contract.check_leverage(draft.leverage, notional)
        needed = draft.initial_margin(order.price)
        self._check_available(symbol, "margin needed", needed, marks)
        return replace(self, orders=(*self.orders, order))

    def cancel_orders(self, symbol: str | None = None) -> Account:
        """Cancel the resting orders of a symbol, or all."""
        if symbol is not None:
            self.venue.contract(symbol)
        kept = tuple(o for o in self.orders if symbol is not None and o.symbol != symbol)
        return replace(self, orders=kept)

    # ---- inside -------------------------------------------------------------------------------

    def _joined(self, leg: Position, margin: float | None) -> Position:
        """The leg and what is already held of its symbol and side, as one position."""
        old = self.positions.get((leg.symbol, leg.side))
        if old is None:
            return leg if margin is None else self._backed(leg, margin)
        fills = ((p.size, p.entry_price) for p in (old, leg))
        average = old.rules.average_entry_price(fills)
        whole = replace(
            old, size=old.size + leg.size, entry_price=average, coin_price=leg.coin_price
        )
        return whole if margin is None else self._backed(whole, (old.margin or 0.0) + margin)

    def _entries(self) -> dict[str, float]:
        return {p.symbol: p.entry_price for p in self.positions.values()}

    def _check_settle_coin(self, rules: Rulebook) -> None:
        held = {p.rules.contract.settle for p in self.positions.values()}
        coins = held - {rules.contract.settle}
        if coins:
            raise ValueError(
                f"symbol was {rules.symbol!r}, settled in {rules.contract.settle}; this account "
                f"holds {coins.pop()}: one account has one settle coin"
            )

    def _check_least_margin(self, leg: Position, margin: float) -> None:
        contract, value = leg.rules.contract, leg.position_value(leg.entry_price)
        tier = contract.tier_at(leg.rules.notional(leg.size, leg.entry_price))
        rate = self.venue.least_margin or 1 / tier.max_leverage
        if margin < value * float(rate) * (1 - ROUNDING):
            raise Rejected(
                f"margin was {contract.money(margin)}; {contract.symbol} takes at least "
                f"{show(float(rate), 'percent')} of the value, {contract.money(value * float(rate))}"
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
