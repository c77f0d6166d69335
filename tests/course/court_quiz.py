"""The entry quiz by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ENTRY, KAPPA, SIZE, wall

F = Fraction
AT_ENTRY = F("0.01") * SIZE * ENTRY  # the maintenance that explains the quiz


def eaten(margin: F, at: F, left: F) -> dict[str, F]:
    """The rows of a margin of which so much is left at the wall."""
    assert margin + SIZE * (at - ENTRY) == left
    return {
        "margin": margin, "wall": at, "equity at the wall": left, "required there": left,
        "share of the margin left": left / margin, "share of the margin lost": 1 - left / margin,
    }  # fmt: skip


def quiz(margin: F) -> dict[str, F]:
    """Where a maintenance on the value at entry is met."""
    return eaten(margin, ENTRY - (margin - AT_ENTRY) / SIZE, AT_ENTRY)


def bitget(margin: F) -> dict[str, F]:
    """Where one on the value at the wall is met."""
    return eaten(margin, wall(margin), KAPPA * SIZE * wall(margin))


def both(kappa: F) -> dict[str, F]:
    """The walls of both modes, and what is left there."""
    rows = {}
    for mode, money in (("isolated", F(600)), ("cross", F(2_000))):
        rows[f"wall, {mode}"] = wall(money, kappa=kappa)
        left = kappa * SIZE * wall(money, kappa=kappa)
        rows[f"equity at the wall, {mode}"] = rows[f"required there, {mode}"] = left
    return rows


FILLED = {
    "loss at the fill": SIZE * 6_500, "wall": wall(F(600)), "closed at": F(53_500), "lost": F(600),
    "insurance fund": 600 - SIZE * 6_500,
}  # fmt: skip
PROFIT = SIZE * (65_000 - ENTRY)
ALL = 2_000 + PROFIT
OPEN = {"can be withdrawn before": 2_000 - SIZE * 65_000 / 10, "realised profit": PROFIT}


def week(booked: F) -> dict[str, F]:
    """The books of both modes, of which a settlement raises so much."""
    rows = {}
    for mode, ledger in (("isolated", F(600)), ("cross", F(2_000))):
        rows |= {
            f"ledger before, {mode}": ledger, f"open profit, {mode}": PROFIT,
            f"ledger after, {mode}": ledger + booked, f"equity, {mode}": ledger + PROFIT,
        }  # fmt: skip
    return rows


HAND = {
    "Q1": (quiz(F(600)), bitget(F(600))),
    "Q2": (quiz(F(300)), bitget(F(300))),
    "Q3": (eaten(F(600), F(54_000), F(0)), bitget(F(600))),
    "Q4": (both(F(0)), both(KAPPA)),
    "Q5": (FILLED, FILLED),
    "Q6": (
        {**OPEN, "can be withdrawn after the close": F(2_000), "can be withdrawn after the week": ALL},
        {**OPEN, "can be withdrawn after the close": ALL, "can be withdrawn after the week": ALL},
    ),
    "Q7": (week(PROFIT), week(F(0))),
}  # fmt: skip
