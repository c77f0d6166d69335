"""Lesson 2, the wall once more, as a function that the learner writes: one for long and short.

Its wrong ideas are those of the numbers, and one that only a function can have: to leave the side
out, which is right for every long. Where they come from stands in lesson02.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from marginlab.course.lesson02_the_wall.exercises import NOTEBOOK, wall_of_the_other_side
from marginlab.course.trade import (
    ADD_THE_ENTRY,
    AT_THE_REQUIREMENT,
    ON_MARK_VALUE,
    Trade,
    exact,
    maintenance_on_entry_value,
    maintenance_turned,
    told,
    wall_with,
)
from marginlab.practice.item import Function, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BITGET

NAME = "wall"


def _random_trade(random: Random) -> Trade:
    """A long or a short with numbers that can be checked by hand."""
    return Trade(
        side=random.choice((LONG, SHORT)),
        size=Fraction(random.choice((1, 2, 4, 5, 25)), random.choice((1, 10, 100))),
        base="",
        entry_price=Fraction(random.choice((100, 250, 2_500, 3_040, 60_000, 64_125))),
        leverage=Fraction(random.choice((2, 4, 5, 8, 10, 20, 25))),
        mmr=Fraction(random.choice((4, 5, 10, 25)), 10**3),
    )


def _arguments(trade: Trade) -> Mapping[str, Fraction]:
    return {
        "side": Fraction(trade.side), "size": trade.size, "entry_price": trade.entry_price,
        "collateral": trade.collateral, "kappa": trade.kappa,
    }  # fmt: skip


def _ask(trade: Trade) -> str:
    return (
        "Write a function that gives the liquidation price of any position, long or short, in two "
        f"decimals or more: `{NAME}(side, size, entry_price, collateral, kappa)`. "
        "The side is `LONG` or `SHORT`, which are plus one and minus one.\n\n"
        f"For a {told(trade)} with {show(trade.collateral, 'money')} behind it and "
        f"κ = {show(trade.kappa, 'percent')} it is called as "
        f"`{NAME}({'LONG' if trade.side == LONG else 'SHORT'}, {show(trade.size)}, "
        f"{float(trade.entry_price):.12g}, {float(trade.collateral):.12g}, "
        f"{show(trade.kappa)})`. It is tried on many positions. Only what stands after `return` is "
        "yours to write, a formula in Python in place of `____`; whoever has never written Python may "
        "leave this one out."
    )


def _work(trade: Trade) -> str:
    price = trade.solved(BITGET.bankruptcy_price)
    sign = "−" if trade.side == LONG else "+"
    return (
        "The same for the **bankruptcy price**, the mark price at which nothing is left:\n\n"
        "1. Equity at a mark price P: `collateral + side * size * (P - entry_price)`.\n"
        "2. Zero when `side * size * P = side * size * entry_price - collateral`.\n"
        "3. Divide by `side * size`. The side is plus or minus one, so dividing by it is "
        "multiplying by it: one line serves both.\n"
        "4. So the function returns `entry_price - side * collateral / size`.\n"
        f"5. Try it by hand, on a {told(trade)} with {show(trade.collateral, 'money')} behind it: "
        f"{show(trade.collateral, 'money')} / {show(trade.size)} = "
        f"{show(trade.collateral / trade.size, 'money')}, and "
        f"{show(trade.entry_price, 'money')} {sign} "
        f"{show(trade.collateral / trade.size, 'money')} = **{show(price, 'money')}**."
    )


_GIVEN = Trade(base="ETH", **exact(size=4, entry_price=2_500, leverage=20))

ITEMS = (
    Function(
        id="2.6",
        title="One function for every wall",
        notebook=NOTEBOOK,
        minutes=6,
        given=_GIVEN,
        other=Trade(side=SHORT, **exact(size=0.5, entry_price=64_000, leverage=8, mmr=0.005)),
        name=NAME,
        unit="price",
        sample=_random_trade,
        letters=_arguments,
        ask=_ask,
        truth=Trade.wall,
        wrong=(
            Wrong("equity-zero", wall_with(nothing), AT_THE_REQUIREMENT, "The reveal"),
            Wrong("entry-value", wall_with(maintenance_on_entry_value), ON_MARK_VALUE, "Derive it"),
            Wrong(
                "kappa-turned",
                wall_with(maintenance_turned),
                "The requirement is met before equity is gone: it makes a long divide by 1 − κ "
                "and a short by 1 + κ.",
                "Derive it",
            ),
            Wrong(
                "side-left-out",
                lambda t: t.wall(side=LONG),
                "That is right for every long and wrong for every short: let the side turn the "
                "signs.",
                "Derive it",
            ),
            Wrong(
                "sides-swapped",
                wall_of_the_other_side,
                "A long loses when the price falls, so its wall lies below the entry; that of a "
                "short lies above.",
                "Derive it",
            ),
            Wrong(
                "distance-for-price",
                lambda t: t.wall() - t.entry_price,
                ADD_THE_ENTRY,
                "Derive it",
            ),
        ),
        hints=(
            "Long and short differ in one sign only: that of the profit, `size * (P - entry_price)`.",
            "With the side in it one equation serves both: `collateral + side * size * "
            "(P - entry_price)` equals `kappa * size * P`. Solve it for `P`.",
            "Bring everything with `P` to one side and take it out as a factor: "
            "`size * (side - kappa)` times `P`. Divide what stands on the other side by that.",
        ),
        work=_work,
        solve=(
            "def wall(side, size, entry_price, collateral, kappa):\n"
            "    return (collateral - side * size * entry_price) / (size * (kappa - side))"
        ),
    ),
)
