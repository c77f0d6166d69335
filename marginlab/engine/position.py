"""What a position is worth and what it requires: Risk, Position and its wall.

Money in the settle coin, prices in quote per base; what a contract's kind makes of them stands in
its rulebook. A price that is never reached is nan.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import inf, nan

from marginlab.engine.rulebook import Rulebook
from marginlab.theory.formulas import roe
from marginlab.theory.given import (
    MarginMode,
    Rejected,
    by_symbol,
    direction,
    expect,
    number,
    one_of,
)
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import SHORT, show, side_name
from marginlab.venues.traits import WORDS, Tie, line_of_death

Measures = tuple[float, float, float, float]  # open profit, requirement, value, least equity


@dataclass(frozen=True, slots=True)
class Risk:
    """Equity and maintenance margin of a position or of a whole pool [settle coin]. Risks add.

    position_value [settle coin] sets the tolerance with which the two are compared. trigger
    [settle coin]: the equity that liquidates, the maintenance margin unless it is given. tie: what
    becomes of equity that equals it, by the venue's trait.
    """

    equity: float
    maintenance_margin: float
    position_value: float = 0.0
    trigger: float = nan
    tie: Tie = "liquidated"

    def __post_init__(self) -> None:
        one_of("tie", self.tie, WORDS["tie"])
        if self.trigger is nan:
            object.__setattr__(self, "trigger", self.maintenance_margin)
        for name in ("equity", "maintenance_margin", "position_value", "trigger"):
            number(name, getattr(self, name))

    def __add__(self, other: Risk) -> Risk:
        if not isinstance(other, Risk):
            return NotImplemented
        if other.tie != self.tie:
            raise ValueError(f"tie was {other.tie!r} and {self.tie!r}; risks of one venue add")
        return Risk(
            self.equity + other.equity,
            self.maintenance_margin + other.maintenance_margin,
            self.position_value + other.position_value,
            self.trigger + other.trigger,
            self.tie,
        )

    @property
    def margin_ratio(self) -> float:
        """Maintenance margin over equity [fraction]; inf when no equity is left."""
        return self.maintenance_margin / self.equity if self.equity > 0 else inf

    @property
    def effective_leverage(self) -> float:
        """Position value over equity [x]: the leverage that is true now.

        Its reciprocal, equity over value, falls steadily through zero; so this grows without limit
        as equity is used up, is inf where none is left, and has the sign of a debt beyond.
        """
        return self.position_value / self.equity if self.equity else inf

    @property
    def liquidated(self) -> bool:
        """Whether equity has fallen to the trigger; a tie is settled by the venue's trait."""
        line = line_of_death(self.trigger, self.position_value, self.tie)
        return self.position_value > 0 and self.equity <= line

    @property
    def releasable(self) -> float:
        """The most that can leave without a liquidation [settle coin]; without positions, all."""
        return max(0.0, self.equity - self.trigger - 2 * ROUNDING * self.position_value)


@dataclass(frozen=True, slots=True)
class Position:
    """One leg: a symbol and a side, with its size, average entry, and margin if isolated.

    size [base coin; USD for an inverse contract], entry_price [quote per base], leverage [x],
    margin [settle coin] or None in a cross pool. coin_price: where another coin than its own backs
    a coin contract, the price of that coin when it was last seen; 1 everywhere else.
    """

    rules: Rulebook
    side: int
    size: float
    entry_price: float
    leverage: float
    margin: float | None = None
    automatic_margin_call: bool = False
    coin_price: float = 1.0

    def __post_init__(self) -> None:
        expect("rules", self.rules, Rulebook)
        direction(self.side)
        for name in ("size", "entry_price", "leverage", "coin_price"):
            number(name, getattr(self, name), positive=True)
        if self.margin is not None:
            number("margin", self.margin)

    @property
    def symbol(self) -> str:
        """The contract's symbol."""
        return self.rules.symbol

    @property
    def name(self) -> str:
        """Symbol and side, as in "BTCUSDT long"."""
        return f"{self.symbol} {side_name(self.side)}"

    @property
    def cash(self) -> float:
        """Its own margin; nothing where the cross pool backs it [settle coin]."""
        return 0.0 if self.margin is None else self.margin

    @property
    def mode(self) -> MarginMode:
        """Whose money stands behind it."""
        return "cross" if self.margin is None else "isolated"

    def at(self, marks: Mapping[str, float]) -> Position:
        """The same position with the coin's price of these marks, where another coin backs it."""
        coin = self.rules.other_coin
        if coin is None or coin not in by_symbol("marks", marks):
            return self
        return self._changed(coin_price=self.rules.price_of_coin(marks))

    def with_margin(self, margin: float) -> Position:
        """The same position with another margin, not checked."""
        return self._changed(margin=margin)

    def with_size(self, size: float) -> Position:
        """The same position with another size, not checked."""
        return self._changed(size=size)

    def backed_by(self, margin: float) -> Position:
        """The isolated position with this margin [settle coin], and the leverage where it follows.

        Source: the venue's trait `margin_sets_leverage`.
        """
        leverage = self.leverage
        if self.rules.venue.margin_sets_leverage and margin > 0:
            leverage = replace(self, leverage=1.0).initial_margin(self.entry_price) / margin
        return replace(self, margin=margin, leverage=leverage)

    def check_least_margin(self, margin: float) -> None:
        """Rejected for less margin than it is opened with at its entry [settle coin].

        Source: the venue's trait `least_margin`.
        """
        contract, value = self.rules.contract, self.position_value(self.entry_price)
        tier = contract.tier_at(self.rules.notional(self.size, self.entry_price))
        rate = float(self.rules.venue.least_margin or 1 / tier.max_leverage)
        if margin < value * rate * (1 - ROUNDING):
            raise Rejected(
                f"margin was {contract.money(margin)}; {contract.symbol} takes at least "
                f"{show(rate, 'percent')} of the value, {contract.money(value * rate)}"
            )

    def joined(self, more: Position) -> Position:
        """This and more of the same symbol and side as one position, at the average entry."""
        return self.filled(more.size, more)

    def filled(self, size: float, at: Position) -> Position:
        """The position after so much more was filled at another's entry and coin price."""
        fills = ((self.size, self.entry_price), (size, at.entry_price))
        entry = number(
            "entry price", self.rules.statements.average_entry_price(fills), positive=True
        )
        size = number("size", self.size + size, positive=True)
        return self._changed(size=size, entry_price=entry, coin_price=at.coin_price)

    def _changed(self, **values: float) -> Position:
        position = object.__new__(Position)
        put = object.__setattr__
        for field in _FIELDS:
            put(position, field, values[field] if field in values else getattr(self, field))
        return position

    def position_value(self, mark_price: float) -> float:
        """Notional at the mark price [settle coin]."""
        value = self.rules.notional(self.size, mark_price)
        paid: float = self.rules.in_settle_coin(value, mark_price, self.coin_price)
        return paid

    def unrealized_pnl(self, mark_price: float) -> float:
        """Open profit or loss at the mark price [settle coin]."""
        pnl = self.rules.statements.unrealized_pnl
        return float(pnl(self.side, self.size, self.entry_price, self.coin_price, mark_price))

    def initial_margin(self, price: float) -> float:
        """What opening it at this price takes [settle coin]."""
        margin = self.rules.statements.initial_margin
        return float(margin(self.size, self.leverage, self.coin_price, price))

    def set_aside(self, mark_price: float) -> float:
        """The initial margin that the venue counts against it now, at mark or entry [settle coin].

        Source: the venue's trait `initial_margin_at`.
        """
        at_entry = self.rules.venue.initial_margin_at == "entry"
        return self.initial_margin(self.entry_price if at_entry else mark_price)

    def funding_payment(self, mark_price: float, funding_rate: float) -> float:
        """What it pays at one funding time [settle coin]; negative when it receives."""
        paid = self.rules.statements.funding_payment
        return float(paid(self.side, self.size, self.coin_price, mark_price, funding_rate))

    def roe(self, mark_price: float) -> float:
        """Open profit or loss over the initial margin at mark [fraction]."""
        return float(roe(self.unrealized_pnl(mark_price), self.initial_margin(mark_price)))

    def mark_at(self, value: float) -> float:
        """The mark price at which it has this value, counted as tiers are, from 0 to inf."""
        if 0.0 < value < inf:
            return float(self.rules.statements.price_at_notional(self.size, value))
        return value if self.rules.notional_rises else inf if value == 0.0 else 0.0

    def tier(self, mark_price: float) -> int:
        """Index of the tier of the value that is charged; an edge belongs to the lower one."""
        rules = self.rules
        price = self.entry_price if rules.charged_at_entry else mark_price
        return bisect_left(rules.caps, rules.statements.notional(self.size, price))

    def maintenance_margin(self, mark_price: float, tier: int | None = None) -> float:
        """The requirement at the mark price [settle coin], by the tier of its value there.

        tier: to have it charged as in another tier.
        """
        rules = self.rules
        rates = rules.rates[self.tier(mark_price) if tier is None else tier]
        required = rules.statements.requirement
        return float(required(self.size, self.entry_price, *rates, self.coin_price, mark_price))

    def measured(self, mark_price: float) -> Measures:
        """All that a risk is made of but the collateral, in one go; for pools and replays."""
        rates = self.rules.rates[self.tier(mark_price)]
        measures: Measures = self.rules.statements.measures(
            self.side, self.size, self.entry_price, *rates, self.coin_price, mark_price
        )
        return measures

    def risk(self, mark_price: float, collateral: float) -> Risk:
        """Its equity with that collateral, and its requirement."""
        pnl, required, value, least = self.measured(mark_price)
        return Risk(collateral + pnl, required, value, least, self.rules.venue.tie)

    def bankruptcy_price(self, collateral: float) -> float:
        """The mark price at which equity is zero, fee left out; nan if there is none above zero."""
        money = collateral * self.coin_price
        try:
            price = self.rules.statements.bankruptcy_price(
                self.side, self.size, self.entry_price, money
            )
        except ZeroDivisionError:
            return nan
        return price if 0 < price < inf else nan

    def liquidation_price(
        self, collateral: float, mark_price: float, hedge: Position | None = None
    ) -> float:
        """The first mark price, going against the position, at which it is liquidated.

        Tier-consistent: the tier is taken at the value at the answer, or at the entry where that is
        what is charged. With flat tiers the
        requirement jumps: of two roots the first is reached, and where none fits it dies at the
        tier's edge. Once liquidated at the mark: the price at which it would live again.
        hedge: the smaller opposite leg of the same symbol in the same pool, which pays nothing;
        then there may be a wall on either side, and the one towards which things get worse counts.
        """
        rules, size = self.rules, self.size
        statements = rules.statements
        charged_at = self.entry_price if rules.charged_at_entry else mark_price
        tier = bisect_left(rules.caps, statements.notional(size, charged_at))
        root = self._root(collateral, tier, hedge)
        if tier == 0 and root > 0 and (root < mark_price) is rules.notional_rises:
            return root  # in the first tier a value that falls needs no second look
        if rules.charged_at_entry:
            return root if 0 < root < inf else nan
        if root > 0 and rules.floors[tier] < statements.notional(size, root) <= rules.caps[tier]:
            return root
        upward = root > mark_price
        price = self._met(collateral, mark_price, hedge, tier, root, upward)
        if price != price and (hedge is not None or self.side == SHORT):
            price = self._met(collateral, mark_price, hedge, tier, root, not upward)
        return price

    def _met(
        self,
        collateral: float,
        at: float,
        hedge: Position | None,
        tier: int,
        root: float,
        upward: bool,
    ) -> float:
        """Where equity first meets the requirement from a price outward, tier by tier; or nan."""
        rules = self.rules
        grows = upward is rules.notional_rises
        last, step = (len(rules.caps) - 1, 1) if grows else (0, -1)
        while tier != last:
            edge: float = rules.statements.price_at_notional(
                self.size, rules.caps[tier if grows else tier - 1]
            )
            if at <= root <= edge if upward else edge <= root <= at:
                return root
            here, beyond = (self.maintenance_margin(edge, t) for t in (tier, tier + step))
            if here != beyond:  # it jumps, or it was rounded
                equity = collateral + self.unrealized_pnl(edge)
                equity += hedge.unrealized_pnl(edge) if hedge is not None else 0.0
                if (equity > here) is not (equity > beyond):
                    return edge
            at, tier = edge, tier + step
            root = self._root(collateral, tier, hedge)
        return root if (at <= root < inf if upward else 0 < root <= at) else nan

    def _root(self, collateral: float, tier: int, hedge: Position | None) -> float:
        """Where equity would meet the requirement of a tier; zero or less where it never does."""
        statements, rates = self.rules.statements, self.rules.rates[tier]
        money = collateral * self.coin_price
        try:
            root: float
            if hedge is None:
                root = statements.liquidation_price(
                    self.side, self.size, self.entry_price, *rates, money
                )
            else:
                root = statements.hedged_liquidation_price(
                    self.side, self.size, self.entry_price, *rates,
                    hedge.size, hedge.entry_price, money,
                )  # fmt: skip
        except ZeroDivisionError:
            return 0.0
        return root


_FIELDS = tuple(f.name for f in fields(Position))
