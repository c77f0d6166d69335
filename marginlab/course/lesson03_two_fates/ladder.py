"""Lesson 3's derivation, rung by rung: the cross wall, behind which the wallet stands; a repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.lesson03_two_fates.exercises import NOTEBOOK
from marginlab.course.trade import AT_THE_REQUIREMENT, Trade, exact
from marginlab.practice.ladder import RIGHT, Case, Idea, Ladder, derived
from marginlab.practice.repair import Broken
from marginlab.theory.conditions import Condition, Statement, nothing
from marginlab.theory.formulas import equity, maintenance_margin
from marginlab.theory.terms import LONG, SHORT


def on_wallet(side: Any, size: Any, entry_price: Any, mark_price: Any, wallet_balance: Any) -> Any:
    """Equity of a cross position with no other beside it [settle coin]."""
    return equity(side, size, entry_price, mark_price, wallet_balance)


def on_both(
    side: Any, size: Any, entry_price: Any, mark_price: Any, wallet_balance: Any, collateral: Any
) -> Any:
    """The same, where somebody adds the margin to the wallet [settle coin]."""
    return equity(side, size, entry_price, mark_price, wallet_balance + collateral)


def on_free_part(
    side: Any, size: Any, entry_price: Any, mark_price: Any, wallet_balance: Any, collateral: Any
) -> Any:
    """The same, where somebody takes the margin for gone [settle coin]."""
    return equity(side, size, entry_price, mark_price, wallet_balance - collateral)


_MONEY: dict[str, Statement] = {
    RIGHT: on_wallet,
    "margin-for-wallet": equity,
    "margin-twice": on_both,
    "free-part": on_free_part,
}
_MEETS = {idea: Condition(money, maintenance_margin) for idea, money in _MONEY.items()} | {
    "equity-zero": Condition(on_wallet, nothing)
}

LADDER = Ladder(
    notebook=NOTEBOOK,
    moment="equity, with the whole wallet in it, equals the requirement",
    read=Case("the cross wall of a long", derived(_MEETS, "mark_price", side=LONG, offset=0)),
    faded=Case("the cross wall of a short", derived(_MEETS, "mark_price", side=SHORT, offset=0)),
    alone=Case(
        "the size of a long whose cross wall stands at the price P",
        derived(_MEETS, "size", side=LONG, offset=0),
    ),
    ideas=(
        Idea(
            "margin-for-wallet",
            "That is the isolated wall; in cross the whole wallet stands behind the position.",
            "Derive it",
        ),
        Idea(
            "margin-twice",
            "The wallet holds the margin already: added to it once more, it counts twice.",
            "The reveal",
        ),
        Idea(
            "free-part",
            "The margin is only reserved in cross: it stays in the wallet that stands behind the position.",
            "The reveal",
        ),
        Idea("equity-zero", AT_THE_REQUIREMENT, "Derive it"),
    ),
)

BROKEN = Broken(
    of="3.2b",
    idea="margin-for-wallet",
    given=Trade(base="ETH", **exact(size=2, entry_price=3_000, leverage=30, wallet=2_400)),
    believed=lambda t: replace(t, wallet=t.collateral),
)
