"""How a mark price is made: the index with the funding that is still to come, and a median of three.

Prices in quote per base, times in one unit of time, rates as fractions.
Source: Bitget, support article 12560603824106 (undated; read 2026-11-22).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marginlab.theory.conditions import Condition, N
from marginlab.theory.formulas import solve

if TYPE_CHECKING:
    from sympy import Eq


def price_over_index(mark_price_2: N, index_price: N) -> N:
    """How far the second of the three prices stands above the index [quote per base]."""
    return mark_price_2 - index_price


def funding_to_come(index_price: N, funding_rate: N, time_left: N, funding_interval: N) -> N:
    """The part of the next payment that belongs to the time left until it [quote per base].

    A long owes the whole rate on the value of a coin at the funding time, and it comes due evenly
    over the interval.
    """
    return index_price * funding_rate * time_left / funding_interval


# A rule of the exchange: a positive rate is a sign that the perpetual costs more than the coin, so the
# price stands above the index, by less and less until the payment.
mark_price_2 = solve(
    Condition(price_over_index, funding_to_come),
    "mark_price_2",
    source="Bitget, support article 12560603824106 (undated; read 2026-11-22)",
)


def median_price(one: N, two: N, three: N) -> N:
    """The middle one of three prices [quote per base]: no single price can carry it away.

    However far one of them jumps, it stays between the other two. Any numbers that have an order.
    """
    low, high = min(one, two), max(one, two)
    return max(low, min(high, three))


def median_equation() -> Eq:
    """The same as mathematics: of the sum of three, without the largest and without the smallest."""
    from sympy import Eq, Max, Min, symbols

    prices = symbols("P_1 P_2 P_3")
    return Eq(symbols("P"), sum(prices) - Max(*prices) - Min(*prices))
