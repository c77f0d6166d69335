"""What a venue's equation says about leverage, margin calls, funding, and books of positions.

Each formula is the venue's own equation with one statement exchanged: the money behind the
position is its initial margin, is filled up by automatic margin calls, is drained by funding, or
answers for several positions at once. Linear contracts; a formula holds within one tier.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, isfinite, nan
from typing import TYPE_CHECKING

from marginlab.theory.conditions import Condition, N, Statement, plain_symbol
from marginlab.theory.formulas import Formula, solve
from marginlab.theory.linear import (
    effective_leverage,
    equity,
    funding_payment,
    initial_margin,
    position_value,
    roe,
    unrealized_pnl,
)
from marginlab.theory.terms import LONG, symbol
from marginlab.venues import Venue

if TYPE_CHECKING:
    from sympy import Eq

# ---- statements -------------------------------------------------------------------------------


def equity_on_initial_margin(side: N, size: N, entry_price: N, mark_price: N, leverage: N) -> N:
    """Equity of a position to which nothing was added [settle coin]."""
    margin = initial_margin(size, entry_price, leverage)
    return equity(side, size, entry_price, mark_price, margin)


def equity_after_haircut(
    side: N, size: N, entry_price: N, mark_price: N, collateral: N, collateral_ratio: N
) -> N:
    """Equity backed by coins of whose price only a share counts [settle coin].

    collateral: what they are worth in full. Source: Bitget, support article 12560603884121
    (2026-05-19; read 2026-11-27); it states no ratios, and they change.
    """
    return equity(side, size, entry_price, mark_price, collateral * collateral_ratio)


def equity_after_calls(side: N, size: N, entry_price: N, mark_price: N, leverage: N, calls: N) -> N:
    """Equity after this many automatic margin calls of one initial margin each [settle coin]."""
    margin = initial_margin(size, entry_price, leverage)
    return equity(side, size, entry_price, mark_price, margin * (1 + calls))


def equity_after_funding(
    side: N,
    size: N,
    entry_price: N,
    mark_price: N,
    collateral: N,
    funding_rate: N,
    intervals: N,
) -> N:
    """Equity after this many payments, each made while the mark stood at the entry [settle coin]."""
    paid = intervals * funding_payment(side, size, entry_price, funding_rate)
    return equity(side, size, entry_price, mark_price, collateral - paid)


def equity_after_common_fall(wallet_balance: N, position_value: N, distance: N) -> N:
    """Equity of a book of longs after all marks fell by the same share [settle coin].

    position_value: of all positions together, before the fall.
    """
    return equity(LONG, position_value, 1, 1 - distance, wallet_balance)


def price_of_opening(entry_price: N) -> N:
    """The mark price at which it was opened [quote per base]."""
    return entry_price


def price_at_distance(side: N, entry_price: N, distance: N) -> N:
    """The mark price after a move against the position [quote per base]."""
    return entry_price * (1 - side * distance)


def margin_at_mark(size: N, mark_price: N, leverage: N) -> N:
    """What opening the position now would take [settle coin]."""
    return initial_margin(size, mark_price, leverage)


def roe_on_initial_margin(side: N, size: N, entry_price: N, mark_price: N, leverage: N) -> N:
    """Open profit or loss over the margin that opening took [fraction]."""
    pnl = unrealized_pnl(side, size, entry_price, mark_price)
    return roe(pnl, initial_margin(size, entry_price, leverage))


def leverage_at_mark(side: N, size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    """Position value over equity at the mark price [x]."""
    behind = equity(side, size, entry_price, mark_price, collateral)
    return effective_leverage(position_value(size, mark_price), behind)


# ---- formulas ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Consequences:
    """The formulas that follow from a venue's equation: `Consequences(BITGET).distance`.

    Like every formula they give the algebraic root: a wall at or below zero is never reached.
    Walls are where the venue displays them; payments count until it really liquidates.
    """

    venue: Venue

    @cached_property
    def wall(self) -> Formula:
        """Liquidation price of a position on its initial margin [quote per base]."""
        requirement = self.venue.requirement
        return self._solve(equity_on_initial_margin, requirement, "mark_price", "liquidation_price")

    @cached_property
    def distance(self) -> Formula:
        """How far the mark may move until that wall [fraction of the entry price]."""
        return self._solve(self.wall, price_at_distance, "distance")

    @cached_property
    def leverage_for_distance(self) -> Formula:
        """The leverage setting that leaves this distance to the wall [x]."""
        return self._solve(self.wall, price_at_distance, "leverage")

    @cached_property
    def largest_leverage(self) -> Formula:
        """The leverage at which a position is liquidated where it was opened [x].

        Only settings below it can be held, whatever the tier allows.
        """
        return self._solve(self.wall, price_of_opening, "leverage", "largest_leverage")

    @cached_property
    def collateral_for_wall(self) -> Formula:
        """The money that puts the liquidation price at this mark price [settle coin]."""
        return self._solve(equity, self.venue.requirement, "collateral")

    @cached_property
    def wall_after_haircut(self) -> Formula:
        """Liquidation price where only a share of the collateral counts [quote per base]."""
        requirement = self.venue.requirement
        return self._solve(equity_after_haircut, requirement, "mark_price", "liquidation_price")

    @cached_property
    def distance_after_haircut(self) -> Formula:
        """How far the mark may then move until that wall [fraction of the entry price]."""
        return self._solve(self.wall_after_haircut, price_at_distance, "distance")

    @cached_property
    def ratio_at_the_wall(self) -> Formula:
        """The collateral ratio that liquidates while the mark stands still [fraction]."""
        return self._solve(equity_after_haircut, self.venue.requirement, "collateral_ratio")

    @cached_property
    def gap(self) -> Formula:
        """From the liquidation price on to the bankruptcy price [quote per base].

        What an isolated liquidation forfeits lies between the two.
        """

        def bankruptcy_and_gap(side: N, size: N, entry_price: N, collateral: N, gap: N) -> N:
            bankruptcy = self.venue.bankruptcy_price(
                side=side, size=size, entry_price=entry_price, collateral=collateral
            )
            return bankruptcy + side * gap

        return self._solve(self.venue.liquidation_price, bankruptcy_and_gap, "gap")

    @cached_property
    def roe(self) -> Formula:
        """Return on the initial margin at a mark price [fraction]."""
        return self._solve(lambda roe: roe, roe_on_initial_margin, "roe")

    @cached_property
    def effective_leverage(self) -> Formula:
        """Position value over equity at a mark price [x]; at the wall it is 1 / kappa."""
        return self._solve(
            lambda effective_leverage: effective_leverage, leverage_at_mark, "effective_leverage"
        )

    @cached_property
    def wall_after_calls(self) -> Formula:
        """Liquidation price after this many automatic margin calls [quote per base].

        Bitget's call adds one initial margin each time: a linear ladder. When the wallet gives out
        on the way, the last rung is the wall of all its money: the cross wall.
        Source: Bitget, support articles 12560603797467 and 360052754051 (2020-11-19 onward; read
        2026-11-22).
        """
        requirement = self.venue.requirement
        return self._solve(equity_after_calls, requirement, "mark_price", "liquidation_price")

    @cached_property
    def restoring_top_up(self) -> Formula:
        """What a call takes at the wall to bring equity back to value over leverage [settle coin].

        Not Bitget's rule: a variant, after which the position is as good as newly opened.
        """

        def refilled(
            size: N,
            entry_price: N,
            mark_price: N,
            top_up: N,
            mmr: N,
            fee_rate: N = 0,
            offset: N = 0,
        ) -> N:
            return top_up + self._required(size, entry_price, mark_price, mmr, fee_rate, offset)

        return self._solve(refilled, margin_at_mark, "top_up", "restoring_top_up")

    @cached_property
    def wall_after_restoring_calls(self) -> Formula:
        """Liquidation price after this many restoring calls [quote per base]; without an offset.

        Each call makes the last wall the new entry: a geometric ladder, whose limit is zero.
        """
        from sympy import Eq, Function, rsolve

        price, n, entry = Function("price"), plain_symbol("n"), symbol("entry_price")
        next_wall = self.wall.at(offset=0).expr.subs(entry, price(n))
        walls = rsolve(price(n + 1) - next_wall, price(n), {price(0): entry})
        ladder = Eq(symbol("mark_price"), walls.subs(n, symbol("calls") + 1))
        return solve(ladder, "mark_price", name="liquidation_price", source=self.venue.source)

    @cached_property
    def wall_after_funding(self) -> Formula:
        """Liquidation price after this many payments at a price that stood still [quote per base]."""
        requirement = self.venue.requirement
        return self._solve(equity_after_funding, requirement, "mark_price", "liquidation_price")

    @cached_property
    def flat_price_life(self) -> Formula:
        """Payments that an initial margin lasts at a price that stands still; see payments_left."""
        size, entry, leverage = symbol("size"), symbol("entry_price"), symbol("leverage")
        margin = initial_margin(size, entry, leverage)
        return self.venue.funding_intervals_left.at(mark_price=entry, collateral=margin)

    def payments_left(self, **terms: N) -> float:
        """The number of the payment that liquidates, exact; 0 if it was not needed, nan if none does.

        terms: those of `venue.funding_intervals_left`. Counted with fractions, because floats can
        miss it by one; where a tie is safe at the venue, one payment more is needed there.
        """
        exact = {
            name: Fraction(str(value))
            if isinstance(value, float | Decimal) and isfinite(value)
            else value
            for name, value in terms.items()
        }
        # At a rate of 0 another one tells whether equity is above the requirement.
        asked = {**exact, "funding_rate": 1} if exact.get("funding_rate") == 0 else exact
        intervals = self.venue.funding_intervals_left(**asked)
        pays = exact["side"] * exact["funding_rate"]
        spare = (
            intervals * exact["side"] * asked["funding_rate"]
        )  # in sign: equity less requirement
        alive = self.venue.tie == "alive"
        if spare < 0 or (spare == 0 and not alive):
            return 0
        if pays <= 0:
            return nan
        count: int = floor(intervals) + 1 if alive else ceil(intervals)
        return count

    @cached_property
    def common_fall(self) -> Formula:
        """The fall of all marks together that ends a cross book of longs [fraction].

        position_value: of all positions before the fall; one rate for all of them.
        """

        def required(position_value: N, distance: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
            return self._required(position_value, 1, 1 - distance, mmr, fee_rate, offset)

        return self._solve(equity_after_common_fall, required, "distance", "common_fall")

    def cross_condition(self, count: int) -> Eq:
        """The marks P_1, P_2, ... at which a cross pool of this many symbols is liquidated.

        A hyperplane: a displayed liquidation price is one coordinate of it, the others still.
        kappa_i: maintenance margin rate and fee rate of the i-th position; A: all offsets.
        """
        from sympy import Add, Eq, expand, factor

        sides, sizes, entries, marks, rates = (
            [plain_symbol(f"{letter}_{i}") for i in range(1, count + 1)]
            for letter in ("d", "q", "E", "P", "kappa")
        )
        legs = range(count)
        gains = Add(*(unrealized_pnl(sides[i], sizes[i], entries[i], marks[i]) for i in legs))
        required = Add(
            *(self._required(sizes[i], entries[i], marks[i], rates[i], 0, 0) for i in legs)
        )
        surplus = expand(symbol("wallet_balance") + gains - required + symbol("offset"))
        rest = surplus.subs(dict.fromkeys(marks, 0))
        return Eq(Add(*(mark * factor(surplus.coeff(mark)) for mark in marks)), -rest)

    def _required(
        self, size: N, entry_price: N, mark_price: N, mmr: N, fee_rate: N, offset: N
    ) -> N:
        return self.venue.linear.required(
            size=size,
            entry_price=entry_price,
            mark_price=mark_price,
            mmr=mmr,
            fee_rate=fee_rate,
            offset=offset,
        )

    def _solve(self, left: Statement, right: Statement, for_: str, name: str = "") -> Formula:
        return solve(Condition(left, right), for_, name=name, source=self.venue.source)
