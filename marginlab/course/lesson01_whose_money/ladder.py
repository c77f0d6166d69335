"""Lesson 1's derivation, rung by rung: where the profit has paid both fees, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson01_whose_money.exercises import NOTEBOOK
from marginlab.course.trade import Trade, exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition
from marginlab.theory.formulas import taker_fee, unrealized_pnl
from marginlab.theory.terms import LONG, SHORT


def both_fees(size: Any, entry_price: Any, mark_price: Any, fee_rate: Any) -> Any:
    """What opening and closing cost [settle coin]."""
    return taker_fee(size, entry_price, fee_rate) + taker_fee(size, mark_price, fee_rate)


def opening_fee(size: Any, entry_price: Any, fee_rate: Any) -> Any:
    """What opening costs [settle coin]."""
    return taker_fee(size, entry_price, fee_rate)


def fees_on_margin(
    size: Any, entry_price: Any, mark_price: Any, fee_rate: Any, leverage: Any
) -> Any:
    """Both fees, where somebody believes that they are charged on the margin [settle coin]."""
    return both_fees(size, entry_price, mark_price, fee_rate) / leverage


def profit_turned(side: Any, size: Any, entry_price: Any, mark_price: Any) -> Any:
    """The profit of the other side [settle coin]."""
    return unrealized_pnl(-side, size, entry_price, mark_price)


_PAID = {
    RIGHT: Condition(unrealized_pnl, both_fees),
    "one-fee": Condition(unrealized_pnl, opening_fee),
    "fee-on-margin": Condition(unrealized_pnl, fees_on_margin),
    "sides-swapped": Condition(profit_turned, both_fees),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="the profit equals the fees of opening and of closing",
    read=Case("the break-even price of a long", derived(_PAID, "mark_price", side=LONG)),
    faded=Case("the break-even price of a short", derived(_PAID, "mark_price", side=SHORT)),
    alone=Case(
        "the entry price of a long that breaks even at the price P",
        derived(_PAID, "entry_price", side=LONG),
    ),
    ideas=(
        Idea(
            "one-fee",
            "Closing costs a fee, too, on the value at the price at which it is closed.",
            "Derive it",
        ),
        Idea(
            "fee-on-margin",
            "A fee is charged on the value of the position; the leverage has no part in it.",
            "Derive it",
        ),
        Idea(
            "sides-swapped",
            "A long earns when the price rises, and a short when it falls: look at the sign of the profit.",
            "Derive it",
        ),
    ),
)

BROKEN = Broken(
    of="1.5",
    idea="margin-spent",
    given=Trade(
        base="ETH", **exact(size=3, entry_price=3_200, leverage=12, at=3_110, wallet=2_500)
    ),
    believed=lambda t: replace(t, wallet=t.wallet - t.collateral),
)
