"""What an account holds, and all that can be read off it at given mark prices.

One account has one settle coin, but where its account mode makes one pool of several: there money
is counted in USDT. A position's key is its symbol and side. Money in the settle coin. Marks are mark
prices by symbol. The moves that a trader can make are in `account`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, Self, get_args

from marginlab.engine.coins import Coin
from marginlab.engine.pool import Pool, Walls
from marginlab.engine.position import Position
from marginlab.engine.positions_table import PositionsTable
from marginlab.engine.rulebook import Rulebook
from marginlab.theory.given import (
    MODES,
    MarginMode,
    Rejected,
    TierRule,
    by_symbol,
    direction,
    expect,
    fraction,
    mark_of,
    number,
    one_of,
)
from marginlab.theory.rounding import DIGITS, ROUNDING
from marginlab.theory.terms import LONG, SHORT, side_name
from marginlab.venues import Venue
from marginlab.venues.modes import AccountMode

PositionMode = Literal["hedge", "one-way"]
POSITION_MODES: tuple[PositionMode, ...] = get_args(PositionMode)
Key = tuple[str, int]
Marks = Mapping[str, float]


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
class Holdings:
    """All the cash of one settle coin at one venue, and the positions it stands behind.

    account_mode: one of the venue's, which says whose money stands behind what. coins: amounts of
    other coins that the account holds, and collateral_ratios [fraction] how much of their price
    counts, where the mode counts them.
    wallet_balance [settle coin]: all the cash, isolated margins included, open profit not. It may
    be below zero while open profit of cross positions carries it.
    trading_fee_rate [fraction]: what every trade costs; 0 keeps trades free, as in most lessons.
    leverages holds the settings that differ from default_leverage [x].
    position_mode: "hedge" lets a symbol have a long and a short; in "one-way" an order against a
    position closes it first, and what is left of the order opens the other side.
    """

    venue: Venue
    wallet_balance: float
    positions: Mapping[Key, Position] = field(default_factory=dict)
    modes: Mapping[str, MarginMode] = field(default_factory=dict)
    leverages: Mapping[Key, float] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    trading_fee_rate: float = 0.0
    default_leverage: float = 10.0
    account_mode: str = "classic"
    coins: Mapping[str, float] = field(default_factory=dict, repr=False)
    collateral_ratios: Mapping[str, float] = field(default_factory=dict, repr=False)
    position_mode: PositionMode = "hedge"

    def __post_init__(self) -> None:
        def put(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        expect("venue", self.venue, Venue)
        expect("orders", self.orders, tuple)
        put("wallet_balance", number("wallet balance", self.wallet_balance))
        put("trading_fee_rate", fraction("trading fee rate", self.trading_fee_rate))
        put("default_leverage", number("default leverage", self.default_leverage, positive=True))
        rules = self.mode_rules
        for name in ("positions", "modes", "leverages", "coins", "collateral_ratios"):
            expect(name, getattr(self, name), Mapping)
            put(name, MappingProxyType(dict(getattr(self, name))))
        for key, position in self.positions.items():
            expect("position", position, Position)
            if key != (position.symbol, position.side):
                raise ValueError(f"key was {key!r}; that of {position.name} is its symbol and side")
        for symbol, mode in self.modes.items():
            self.venue.contract(symbol)
            one_of("mode", mode, MODES)
            rules.check_margin_mode(mode)
        for key, leverage in self.leverages.items():
            if not (isinstance(key, tuple) and len(key) == 2):
                raise ValueError(f"key of a leverage was {key!r}; a symbol and a side are needed")
            self.venue.contract(key[0])
            direction(key[1])
            number("leverage", leverage, positive=True)
        for order in self.orders:
            expect("order", order, Order)
        one_of("position mode", self.position_mode, POSITION_MODES)
        both = {symbol for symbol, side in self.positions if (symbol, -side) in self.positions}
        if self.position_mode == "one-way" and both:
            raise ValueError(f"positions were on both sides of {both.pop()}; one-way mode has one")
        if not self.counted_coins and self.cross_balance < 0:
            self._check_cash()

    # ---- what is true now ---------------------------------------------------------------------

    @cached_property
    def mode_rules(self) -> AccountMode:
        """What its account mode says of positions and of the money behind them."""
        return self.venue.account_mode(self.account_mode)

    @cached_property
    def counted_coins(self) -> tuple[Coin, ...]:
        """The coins that stand behind the cross pool, beside the cash."""
        mode, ratios = self.mode_rules, self.collateral_ratios
        return tuple(
            Coin(name, amount, mode.ratio(name, ratios), self.venue.price_symbol(name))
            for name, amount in self.coins.items()
            if mode.counts(name)
        )

    @cached_property
    def cross_balance(self) -> float:
        """The cash that is in no isolated position: the collateral of the cross pool."""
        margins = sum(leg.cash for leg in self.positions.values())
        cash = self.wallet_balance - margins
        # Nothing is left where the difference is smaller than what floats can tell.
        return cash if abs(cash) > DIGITS * abs(margins) else 0.0

    @cached_property
    def cross_pool(self) -> Pool:
        """The pool of all cross positions; without any, what is left of the wallet."""
        legs = tuple(p for p in self.positions.values() if p.margin is None)
        charged = self._drafts if self.venue.resting_orders != "initial margin" else ()
        orders = tuple(draft for draft in charged if self.mode(draft.symbol) == "cross")
        return Pool("cross", "cross", self.cross_balance, legs, self.counted_coins, orders)

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
        self.venue.contract(symbol)
        if side is None:
            both = self.positions.get((symbol, LONG)), self.positions.get((symbol, SHORT))
            found = both[0] or both[1]
            if both[0] and both[1]:
                raise ValueError(f"side was left out; {symbol} has a long and a short, name one")
        else:
            found = self.positions.get((symbol, direction(side)))
        if found is None:
            held = ", ".join(p.name for p in self.positions.values()) or "none"
            wanted = symbol if side is None else f"{symbol} {side_name(side)}"
            raise ValueError(f"position was {wanted}; open positions: {held}")
        return found

    def mode(self, symbol: str) -> MarginMode:
        """Margin mode of a symbol: cross unless it was set, where the account mode has cross."""
        self.venue.contract(symbol)
        return self.modes.get(symbol, self.mode_rules.margin_modes[0])

    def leverage(self, symbol: str, side: int) -> float:
        """The leverage setting of a symbol and side [x]."""
        self.venue.contract(symbol)
        direction(side)
        return self.leverages.get((symbol, side), self.default_leverage)

    def draft(
        self,
        symbol: str,
        side: int,
        size: float,
        price: float,
        marks: Marks,
        tier_rule: TierRule = "progressive",
    ) -> Position:
        """The position that a trade of this size and price would be, with no margin of its own.

        Rejected for a contract that this account may not open.
        """
        self._check_taken(symbol)
        rules = Rulebook.of(self.venue, symbol, tier_rule, self.mode_rules)
        leverage, coin_price = self.leverage(symbol, side), rules.price_of_coin(marks)
        return Position(rules, side, size, price, leverage, coin_price=coin_price)

    def equity(self, marks: Marks) -> float:
        """Wallet balance, open profit, and the coins that are margin at full price [settle coin]."""
        legs = [p.at(marks) for p in self.positions.values()]
        cash = self.wallet_balance + sum(c.amount * c.price(marks) for c in self.counted_coins)
        return cash + sum(p.unrealized_pnl(mark_of(marks, p.symbol)) for p in legs)

    def adjusted_equity(self, marks: Marks) -> float:
        """The equity with each coin at its collateral ratio [settle coin]: what backs positions.

        Where no coin is margin, the equity. Source: Bitget, support article 12560603884121
        (2026-05-19; read 2026-11-27).
        """
        haircut = sum((1 - c.ratio) * c.amount * c.price(marks) for c in self.counted_coins)
        return self.equity(marks) - haircut

    def available_balance(self, marks: Marks | None = None) -> float:
        """What may open new cross positions [settle coin], never below zero.

        The equity of the cross pool less the initial margin of its positions, less what resting
        orders hold. Whether open profit counts is a trait of the venue.
        Without marks, or where one is missing, positions stand at their entry price.
        Source: Bitget, support article 12560603819491 (undated; read 2026-11-27).
        """
        marks = self._seen(marks)
        risk, backing = self.cross_pool.risk(marks), self.cross_pool.backing(marks)
        counts = self.venue.open_profit == "backs new positions"
        free = risk.equity if counts else backing + min(risk.equity - backing, 0.0)
        return max(0.0, free - self._set_aside(marks))

    def withdrawable_balance(self, marks: Marks | None = None) -> float:
        """What may leave the cross pool, wherever it goes [settle coin], never below zero.

        Its cash less open losses, less the initial margin of its positions, less what resting
        orders hold; and never so much that its positions would be liquidated. Open profit can be
        lost again and does not leave, and coins that are margin do not leave as cash.
        Without marks, or where one is missing, positions stand at their entry price.
        """
        marks = self._seen(marks)
        risk, backing = self.cross_pool.risk(marks), self.cross_pool.backing(marks)
        free = backing + min(risk.equity - backing, 0.0) - self._set_aside(marks)
        return max(0.0, min(free, self.cross_balance, risk.releasable))

    def removable_margin(self, symbol: str, marks: Marks, side: int | None = None) -> float:
        """The most that can be taken out of an isolated position [settle coin], never below zero.

        Where the venue asks for maintenance margin only, that must remain, in cash and in equity.
        Elsewhere what stays must hold the maintenance margin from cash and the initial margin from
        equity; and never so much leaves that the position would be liquidated.
        Source: the venue's trait `removal_floor`.
        """
        leg = self._isolated(symbol, side, "removing margin")
        mark, leg = mark_of(marks, symbol), leg.at(marks)
        cash, pnl = leg.cash, leg.unrealized_pnl(mark)
        required = leg.maintenance_margin(mark)
        if self.venue.removal_floor == "maintenance margin":
            above_floor = cash - required + min(0.0, pnl)
        else:
            above_floor = min(cash - required, cash + pnl - leg.set_aside(mark))
        return max(0.0, min(above_floor, leg.risk(mark, cash).releasable))

    def liquidation_price(self, symbol: str, marks: Marks, side: int | None = None) -> float:
        """Mark price at which the position is liquidated, other symbols still; nan is never.

        In a cross pool both legs of a symbol share one price.
        """
        try:
            alone = self._alone.get(symbol)
            if alone is not None and side is None and alone.margin is not None:
                return alone.liquidation_price(alone.margin, mark_of(marks, symbol))
            long, short = self.positions.get((symbol, LONG)), self.positions.get((symbol, SHORT))
        except TypeError:  # a symbol that cannot be looked up
            long = short = None
        leg = long or short
        apart = long is not None and short is not None and long.margin is not None
        if leg is None or apart or side is not None:
            leg = self.position(symbol, side)
        if leg.margin is None:
            return self.cross_pool.liquidation_price(symbol, marks)
        return leg.at(marks).liquidation_price(leg.margin, mark_of(marks, symbol))

    def walls(self, symbol: str, marks: Marks, side: int | None = None) -> Walls:
        """Both liquidation prices of a symbol, below and above its mark; see `Pool.walls`."""
        self.venue.contract(symbol)
        both = [self.positions.get((symbol, s)) for s in (LONG, SHORT)] if side is None else []
        if all(leg is not None and leg.margin is None for leg in both) and both:
            return self.cross_pool.walls(symbol, marks)
        return self.pool_of(self.position(symbol, side)).walls(symbol, marks)

    def positions_table(self, marks: Marks) -> PositionsTable:
        """What an exchange's Positions tab shows, as a table with a text twin."""
        return PositionsTable.of([(p, self.pool_of(p)) for p in self.positions.values()], marks)

    # ---- the same with a change, unchecked ----------------------------------------------------

    def with_position(self, position: Position) -> Self:
        """The account with this position in place of the one of its symbol and side."""
        key = position.symbol, position.side
        return replace(self, positions={**self.positions, key: position})

    def without_position(self, position: Position) -> Self:
        """The account without the position of that symbol and side; the wallet is left as it is."""
        key = position.symbol, position.side
        return replace(self, positions={k: p for k, p in self.positions.items() if k != key})

    def holding(self, positions: Mapping[Key, Position], cross_balance: float) -> Self:
        """The account with these positions, and this cash in none of them [settle coin].

        The wallet is added up from its parts: what is left of a large one is no difference of two.
        """
        wallet = cross_balance + sum(leg.cash for leg in positions.values())
        return replace(self, positions=positions, wallet_balance=wallet)

    # ---- inside -------------------------------------------------------------------------------

    @cached_property
    def _alone(self) -> Mapping[str, Position]:
        """Isolated legs that are the only one of their symbol, by symbol: they need no other look."""
        held = [p.symbol for p in self.positions.values()]
        alone = (p for p in self.positions.values() if p.margin is not None)
        return {
            p.symbol: p for p in alone if held.count(p.symbol) == 1 and p.rules.other_coin is None
        }

    @cached_property
    def _drafts(self) -> tuple[Position, ...]:
        """What each resting order would be; other coins' prices are those of later marks."""
        return tuple(
            Position(
                Rulebook.of(self.venue, o.symbol, mode=self.mode_rules),
                o.side, o.size, o.price, self.leverage(o.symbol, o.side),
            )
            for o in self.orders
        )  # fmt: skip

    def _check_taken(self, symbol: str) -> None:
        """Rejected for a contract that is not offered or that the account mode does not back.

        ValueError for one in a second settle coin, where the mode makes no pool of several.
        """
        contract, mode = self.venue.contract(symbol), self.mode_rules
        self.venue.check_offered(contract)
        mode.check_contract(contract)
        for held in () if mode.one_pool else self.positions.values():
            coin = held.rules.contract.settle
            if coin != contract.settle:
                raise ValueError(
                    f"symbol was {symbol!r}, settled in {contract.settle}; this account holds {coin}: "
                    "one account has one settle coin"
                )

    def _set_aside(self, marks: Marks) -> float:
        """What cross positions and resting orders hold of the cross pool [settle coin]."""
        orders = sum(d.at(marks).initial_margin(d.entry_price) for d in self._drafts)
        return self.cross_pool.set_aside(marks) + orders

    def _isolated(self, symbol: str, side: int | None, what: str) -> Position:
        leg = self.position(symbol, side)
        if leg.margin is None:
            raise Rejected(
                f"mode was cross; {what} is for isolated positions, {leg.name} is backed by the "
                "whole wallet: transfer to it instead"
            )
        return leg

    def _seen(self, marks: Marks | None) -> Marks:
        """These marks; where a symbol's is missing, the entry price of its leg that came last."""
        given = by_symbol("marks", marks)
        entries = {p.symbol: p.entry_price for p in self.positions.values()}
        return {**entries, **{symbol: mark_of(given, symbol) for symbol in given}}

    def _check_cash(self) -> None:
        """ValueError for a cross pool with a debt and nothing that could carry it.

        Isolated positions never pay for it. Less than ROUNDING is no debt.
        """
        margins = [p.margin for p in self.positions.values() if p.margin is not None]
        scale = max(1.0, abs(self.wallet_balance), *map(abs, margins))
        if len(margins) == len(self.positions) and self.cross_balance < -ROUNDING * scale:
            held = f", of which {sum(margins)!r} is in isolated positions" if margins else ""
            raise ValueError(
                f"wallet balance was {self.wallet_balance!r}{held}; what is in none must be at least "
                "0 while no cross position carries it"
            )
