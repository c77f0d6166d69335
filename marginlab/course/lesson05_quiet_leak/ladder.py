"""Lesson 5's derivation, rung by rung: the wall after n payments, and a solution to repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson05_quiet_leak.exercises import NOTEBOOK
from marginlab.course.trade import (
    KAPPA_HAS_THE_FEE,
    Trade,
    exact,
    maintenance_on_entry_value,
)
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, nothing
from marginlab.theory.formulas import equity, maintenance_margin, maintenance_margin_at_entry
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues.consequences import equity_after_funding


def after_receiving(
    side: Any, size: Any, entry_price: Any, mark_price: Any, collateral: Any, funding_rate: Any,
    intervals: Any,
) -> Any:  # fmt: skip
    """Equity, where somebody believes that the other side pays [settle coin]."""
    return equity_after_funding(
        side, size, entry_price, mark_price, collateral, -funding_rate, intervals
    )


def after_paying_on_margin(
    side: Any, size: Any, entry_price: Any, mark_price: Any, collateral: Any, funding_rate: Any,
    intervals: Any,
) -> Any:  # fmt: skip
    """Equity, where somebody believes that the rate is charged on the margin [settle coin]."""
    paid = intervals * side * collateral * funding_rate
    return equity(side, size, entry_price, mark_price, collateral - paid)


def _still(equity_then: Any) -> Any:
    """That equity while the mark price stands at the entry."""

    def at_entry(
        side: Any, size: Any, entry_price: Any, collateral: Any, funding_rate: Any, intervals: Any
    ) -> Any:
        return equity_then(
            side, size, entry_price, entry_price, collateral, funding_rate, intervals
        )

    return at_entry


_MEETS = {
    RIGHT: Condition(equity_after_funding, maintenance_margin),
    "payer-swapped": Condition(after_receiving, maintenance_margin),
    "funding-on-margin": Condition(after_paying_on_margin, maintenance_margin),
    "until-margin-empty": Condition(equity_after_funding, nothing),
}
_STILL = {
    RIGHT: Condition(_still(equity_after_funding), maintenance_on_entry_value),
    "funding-on-margin": Condition(_still(after_paying_on_margin), maintenance_on_entry_value),
    "until-margin-empty": Condition(_still(equity_after_funding), nothing),
    "closing-fee-forgotten": Condition(_still(equity_after_funding), maintenance_margin_at_entry),
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity, less what was paid, equals the requirement",
    read=Case(
        "the wall of a long after n payments at the rate r",
        derived(_MEETS, "mark_price", side=LONG, offset=0),
    ),
    faded=Case(
        "the wall of a short after n payments at the rate r",
        derived(_MEETS, "mark_price", side=SHORT, offset=0),
    ),
    alone=Case(
        "the number n of payments with which a long meets its requirement while the price stands at "
        "its entry E",
        derived(_STILL, "intervals", side=LONG, offset=0),
    ),
    ideas=(
        Idea(
            "payer-swapped",
            "At a positive rate a long pays and a short receives: look at the sign of the payment.",
            "Derive it",
        ),
        Idea(
            "funding-on-margin",
            "The rate is charged on the value of the position, qE here, and not on its margin.",
            "Derive it",
        ),
        Idea(
            "until-margin-empty",
            "It ends when equity has fallen to the requirement, and that is before the margin is gone.",
            "Derive it",
        ),
        Idea("closing-fee-forgotten", KAPPA_HAS_THE_FEE, "Derive it"),
    ),
)

BROKEN = Broken(
    of="5.2b",
    idea="payer-swapped",
    given=Trade(
        **exact(size=0.3, entry_price=48_000, leverage=20, funding_rate=0.0003), payments=24
    ),
    believed=lambda t: replace(t, funding_rate=-t.funding_rate),
)
