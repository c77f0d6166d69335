"""Lesson 3, one switch, two fates: the same trade behind its margin and behind the whole wallet.

Every answer is the one equation with other money behind it, and so is every wrong idea. Where people
believe them: Binance Square, post 14638589459978, answers those who expect leverage to move a cross
wall; post 22736154878178 asks whether the margin or the whole wallet can be lost. (Read 2026-11-22.)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache, partial

from marginlab.course.lesson03_two_fates.wishes import WISHES
from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    LONG_FOR_SHORT,
    NO_MIRROR,
    NONE,
    ON_MARK_VALUE,
    SHORT_DIVIDES,
    Trade,
    closing_fee_forgotten,
    exact,
    maintenance_on_entry_value,
    maintenance_turned,
    terms,
    told,
    wall_with,
)
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import Condition, nothing
from marginlab.theory.formulas import Formula, equity, solve
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BITGET

NOTEBOOK = "03_one_switch_two_fates"


def margin(trade: Trade) -> Fraction:
    """What stands behind it in isolated mode [settle coin]."""
    return trade.margin


def wallet(trade: Trade) -> Fraction:
    """What stands behind it in cross mode [settle coin]."""
    return trade.wallet


isolated_wall, cross_wall = wall_with(), wall_with(on=wallet)


def other_cross_wall(trade: Trade) -> Fraction:
    """The cross wall of the same trade the other way round [quote per base]."""
    return trade.wall(trade.wallet, side=-trade.side)


def enough(trade: Trade) -> Fraction:
    """The money whose wall stands at a price of zero [settle coin]."""
    return trade.solved(_collateral_at_zero())


@cache
def _collateral_at_zero() -> Formula:
    formula = solve(Condition(equity, BITGET.requirement), "collateral")
    return formula.at(mark_price=0, offset=0)


# ---- how the numbers are told -----------------------------------------------------------------


def _shared(trade: Trade) -> str:
    return (
        f"Cross, no other position. Maintenance rate {show(trade.mmr, 'percent')}, "
        f"taker fee {show(trade.fee_rate, 'percent')}, both on the value at the mark price."
    )


def _ask_isolated(trade: Trade) -> str:
    return (
        f"A wallet of **{show(trade.wallet, 'money')}**, and in it a **{told(trade)}, "
        f"{show(trade.leverage, 'x')}**. {terms(trade)}\n\n"
        "At which mark price is it liquidated?"
    )


def _ask_cross(trade: Trade) -> str:
    return (
        f"A wallet of **{show(trade.wallet, 'money')}**, and in it a **{told(trade)}, "
        f"{show(trade.leverage, 'x')}**. {_shared(trade)}\n\n"
        "At which mark price is it liquidated?"
    )


def _ask_enough(trade: Trade) -> str:
    return (
        f"A **{told(trade)}, {show(trade.leverage, 'x')}**. {_shared(trade)}\n\n"
        "What is the smallest wallet with which no price above zero liquidates it?"
    )


def _work(trade: Trade, money: Fraction, name: str, price: Fraction) -> str:
    t, value = trade, trade.value
    sign, other = ("−", "−") if t.side == LONG else ("+", "+")
    return (
        f"Take a wallet of {show(t.wallet, 'money')} and a **{told(t)}, {show(t.leverage, 'x')}**, "
        f"with κ = {show(t.kappa, 'percent')}.\n\n"
        f"1. Behind it stands {name}: {show(money, 'money')}.\n"
        f"2. Value at entry: {show(t.size)} × {show(t.entry_price, 'money')} "
        f"= {show(value, 'money')}.\n"
        f"3. Equity meets the requirement when {show(t.size)} × (1 {other} {show(t.kappa)}) × P "
        f"= {show(value, 'money')} {sign} {show(money, 'money')}.\n"
        f"4. So P = {show(value - t.side * money, 'money')} / "
        f"{show(t.size * (1 - t.side * t.kappa))} = **{show(price, 'price')}**."
    )


def _work_isolated(trade: Trade) -> str:
    name = f"its margin, the value divided by {show(trade.leverage)}"
    return _work(trade, margin(trade), name, isolated_wall(trade))


def _work_cross(trade: Trade) -> str:
    name = "the whole wallet, whatever the leverage"
    return _work(trade, wallet(trade), name, cross_wall(trade))


def _work_enough(trade: Trade) -> str:
    t, half = trade, enough(trade) / 2
    return (
        f"Take a **{told(t)}**, with κ = {show(t.kappa, 'percent')}.\n\n"
        "1. The wall of a long is (value at entry − money behind it) / (size × (1 − κ)).\n"
        f"2. With half of the value behind it there is a wall: {show(half, 'money')} / "
        f"{show(t.size * (1 - t.kappa))} = {show(cross_wall(replace(t, wallet=half)), 'price')}.\n"
        "3. It stands at zero when the money behind it equals the value at entry.\n"
        f"4. {show(t.size)} × {show(t.entry_price, 'money')} = **{show(enough(t), 'money')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_LONG = Trade(**exact(size=0.05, entry_price=60_000, leverage=12, wallet=1_500))
_OTHER = Trade(base="ETH", **exact(size=3, entry_price=2_400, leverage=8, mmr=0.005, wallet=1_800))
_AT_25 = replace(_LONG, leverage=Fraction(25))
_OTHER_AT_40 = replace(_OTHER, leverage=Fraction(40))
_again = partial(Again, notebook=NOTEBOOK)


_ISOLATED_IDEAS = (
    Wrong(
        "wallet-for-margin",
        cross_wall,
        "That is the cross wall; an isolated position has only its own margin, "
        "the rest of the wallet does not come to its help.",
        "The reveal",
    ),
    Wrong("equity-zero", wall_with(nothing), AT_THE_REQUIREMENT, "Derive it"),
    Wrong("entry-value", wall_with(maintenance_on_entry_value), ON_MARK_VALUE, "Derive it"),
    closing_fee_forgotten(wall_with(fee_rate=NONE)),
)


def _cross_ideas(used_the_margin: str) -> tuple[Wrong, ...]:
    return (
        Wrong("margin-for-wallet", isolated_wall, used_the_margin, "Derive it"),
        Wrong(
            "margin-twice",
            wall_with(on=lambda t: t.wallet + t.collateral),
            "Wallet plus margin counts the margin twice: it is a part of the wallet.",
            "The reveal",
        ),
        Wrong(
            "free-part",
            wall_with(on=lambda t: t.wallet - t.collateral),
            "The margin is only reserved in cross, it is not gone: "
            "the whole wallet stands behind the position.",
            "The reveal",
        ),
        Wrong("equity-zero", wall_with(nothing, on=wallet), AT_THE_REQUIREMENT, "Derive it"),
        closing_fee_forgotten(wall_with(on=wallet, fee_rate=NONE)),
    )


_ISOLATED_HINTS = (
    "Which money comes to the help of this position, and which does not?",
    "Its margin is the value at entry divided by the leverage. Equity at a price P: "
    "margin + size × (P − entry). Requirement: κ × size × P.",
    "Set both equal and gather P: size × (1 − κ) × P = size × entry − margin. Divide.",
)

ITEMS = (
    Number(
        id="3.1a",
        title="The isolated wall at 12x",
        notebook=NOTEBOOK,
        minutes=3,
        given=_LONG,
        other=_OTHER,
        unit="price",
        ask=_ask_isolated,
        truth=isolated_wall,
        wrong=_ISOLATED_IDEAS,
        hints=_ISOLATED_HINTS,
        work=_work_isolated,
        solve="answer = (0.05 * 60_000 - 250) / (0.05 * (1 - 0.0046))",
    ),
    _again(
        id="3.6",
        of="1.3a",
        given=Trade(base="ETH", **exact(size=7, entry_price=2_900, leverage=14, at=2_955)),
        solve="answer = 7 * (2955 - 2900)",
    ),
    Number(
        id="3.1b",
        title="The isolated wall at 25x",
        notebook=NOTEBOOK,
        minutes=3,
        given=_AT_25,
        other=_OTHER_AT_40,
        unit="price",
        ask=_ask_isolated,
        truth=isolated_wall,
        wrong=_ISOLATED_IDEAS,
        hints=(
            "How much margin is set aside at this leverage? Only that stands behind it.",
            "More leverage on the same value means less margin: value at entry / leverage.",
            "With that margin it is the same equation: size × (1 − κ) × P = size × entry − margin.",
        ),
        work=_work_isolated,
        solve="answer = (0.05 * 60_000 - 120) / (0.05 * (1 - 0.0046))",
    ),
    Number(
        id="3.2a",
        title="The cross wall at 12x",
        notebook=NOTEBOOK,
        minutes=3,
        given=_LONG,
        other=_OTHER,
        unit="price",
        ask=_ask_cross,
        truth=cross_wall,
        wrong=_cross_ideas(
            "You used the position's margin, which is the isolated wall; cross lends it "
            "the whole wallet."
        ),
        hints=(
            "The equation is that of an isolated wall. Which money stands in it now?",
            "Equity at a price P is wallet + size × (P − entry); the margin is a part of the wallet.",
            "Gather P: size × (1 − κ) × P = size × entry − wallet. Divide.",
        ),
        work=_work_cross,
        solve="answer = (0.05 * 60_000 - 1_500) / (0.05 * (1 - 0.0046))",
    ),
    _again(
        id="3.7",
        of="2.4",
        given=Trade(**exact(size=0.3, entry_price=45_000, leverage=13, at=41_850)),
        solve=(
            "margin = 0.3 * (45_000 - 41_850) + 0.0046 * 0.3 * 41_850\n"
            "answer = 0.3 * 45_000 / margin"
        ),
    ),
    Number(
        id="3.2b",
        title="The cross wall at 25x",
        notebook=NOTEBOOK,
        minutes=3,
        given=_AT_25,
        other=_OTHER_AT_40,
        unit="price",
        ask=_ask_cross,
        truth=cross_wall,
        wrong=_cross_ideas(
            "You used the position's margin; the formula of the cross wall has no leverage "
            "in it: only the wallet."
        ),
        hints=(
            "Before you compute: which wall stood still while the leverage was moved?",
            "Write the equation with the wallet in it and look for the leverage L.",
            "The leverage only says how much of the wallet is reserved; all of it stands in the equation.",
        ),
        work=_work_cross,
        solve="answer = (0.05 * 60_000 - 1_500) / (0.05 * (1 - 0.0046))",
    ),
    Number(
        id="3.3",
        title="A long without a wall",
        notebook=NOTEBOOK,
        minutes=3,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_enough,
        truth=enough,
        wrong=(
            Wrong(
                "margin-for-wallet",
                margin,
                "That is the margin, which opens the position; to have no wall, the wallet must "
                "pay for a fall to zero.",
                "Derive it",
            ),
            Wrong(
                "maintenance-added",
                lambda t: enough(t) + t.required(t.entry_price),
                "The requirement is a share of the value at the mark price, and at a price of zero "
                "that is nothing.",
                "Derive it",
            ),
            Wrong(
                "maintenance-taken-off",
                lambda t: enough(t) - t.required(t.entry_price),
                "The requirement never helps to carry a loss, and at a price of zero it is nothing.",
                "Derive it",
            ),
        ),
        hints=(
            "What is the worst that can happen to the price of a coin?",
            "Solve the equation for the wall and ask when the wall stands at zero.",
            "The wall is (size × entry − wallet) / (size × (1 − κ)). When is its numerator zero?",
        ),
        work=_work_enough,
        solve="answer = 0.05 * 60_000",
    ),
    _again(
        id="3.8",
        of="2.3a",
        given=Trade(base="ETH", **exact(size=5, entry_price=3_600, leverage=18)),
        solve="wall = (5 * 3600 - 1000) / (5 * (1 - 0.0046))\nanswer = 1000 + 5 * (wall - 3600)",
    ),
    Number(
        id="3.4",
        title="The cross wall of a short",
        notebook=NOTEBOOK,
        minutes=5,
        given=replace(_LONG, side=SHORT),
        other=replace(_OTHER, side=SHORT),
        unit="price",
        ask=_ask_cross,
        truth=cross_wall,
        wrong=(
            Wrong(
                "margin-for-wallet",
                isolated_wall,
                "You used the position's margin, which is the isolated wall; cross lends it "
                "the whole wallet.",
                "Derive it",
            ),
            Wrong("equity-zero", wall_with(nothing, on=wallet), AT_THE_REQUIREMENT, "Derive it"),
            closing_fee_forgotten(wall_with(on=wallet, fee_rate=NONE)),
            Wrong(
                "kappa-turned",
                wall_with(maintenance_turned, on=wallet),
                SHORT_DIVIDES,
                "Derive it",
            ),
            Wrong(
                "sides-swapped",
                other_cross_wall,
                LONG_FOR_SHORT,
                "Derive it",
            ),
            Wrong(
                "short-mirrored",
                lambda t: 2 * t.entry_price - other_cross_wall(t),
                NO_MIRROR,
                "Derive it",
            ),
        ),
        hints=(
            "A short loses when the price rises. On which side of the entry is its wall?",
            "Equity at a price P is wallet + size × (entry − P). The requirement grows with P.",
            "Gather P: size × (1 + κ) × P = size × entry + wallet. Divide.",
        ),
        work=_work_cross,
        solve="answer = (0.05 * 60_000 + 1_500) / (0.05 * (1 + 0.0046))",
    ),
    *WISHES,
)
