"""Lesson 2, where the wall stands: liquidation prices, long and short, and what is left there.

A wrong wall is the right equation with another requirement, so it is solved like the right one.
Where people believe it: equity zero is what OKX's page "When would my order be liquidated" calls a
common misconception, and what comparison tables of 10x and -10 % imply; maintenance on the entry
value is a rule of its own at Bybit (until 2026), KuCoin, MEXC and BitMEX; Binance's requirement has
no closing fee in it; long and short as mirror images, and a return of -100 % at the liquidation,
stand in many leverage calculators. (Pages read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from marginlab.course.trade import (
    ADD_THE_ENTRY,
    AT_THE_REQUIREMENT,
    LONG_FOR_SHORT,
    NO_MIRROR,
    NONE,
    ON_MARK_VALUE,
    SHORT_DIVIDES,
    SHORT_FOR_LONG,
    Trade,
    closing_fee_forgotten,
    exact,
    maintenance_on_entry_value,
    maintenance_turned,
    terms,
    told,
    wall_with,
)
from marginlab.practice.item import Again, Expression, Number, Wrong
from marginlab.theory.conditions import Condition, Statement, nothing
from marginlab.theory.formulas import (
    equity,
    initial_margin,
    maintenance_margin,
    roe,
    solve,
)
from marginlab.theory.terms import LONG, SHORT, show, side_name
from marginlab.venues import BITGET

NOTEBOOK = "02_where_the_wall_stands"


def equity_on_initial_margin(
    side: Any, size: Any, entry_price: Any, mark_price: Any, leverage: Any
) -> Any:
    """Equity of a position to which nothing was added [settle coin]."""
    margin = initial_margin(size, entry_price, leverage)
    return equity(side, size, entry_price, mark_price, margin)


def _leverage(requirement: Statement, **changes: Fraction) -> Callable[[Trade], Fraction]:
    """The leverage setting that puts that wall at `trade.at`."""
    formula = solve(Condition(equity_on_initial_margin, requirement), "leverage")
    return lambda trade: trade.solved(formula, **changes)


def wall_of_the_other_side(trade: Trade) -> Fraction:
    """The liquidation price of the same trade the other way round [quote per base]."""
    return trade.wall(side=-trade.side)


def left_at_wall(trade: Trade) -> Fraction:
    """Equity at the liquidation price [settle coin]."""
    return trade.margin + lost_at_wall(trade)


def lost_at_wall(trade: Trade) -> Fraction:
    """Unrealised loss at the liquidation price [settle coin], negative."""
    return trade.pnl(trade.wall())


def roe_at_wall(trade: Trade) -> Fraction:
    """Return on the margin at the liquidation price [fraction]."""
    return Fraction(roe(lost_at_wall(trade), trade.collateral))


right_leverage = _leverage(maintenance_margin)
_EXAMPLE = "(M - kappa*E)/(2*q)"


# ---- how the numbers are told -----------------------------------------------------------------


def _ask_wall(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. {terms(trade)}\n\n"
        "At which mark price is it liquidated?"
    )


def _ask_left(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. {terms(trade)}\n\n"
        "The mark price has just reached the liquidation price. "
        "How much equity is left in the position?"
    )


def _ask_roe(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. {terms(trade)}\n\n"
        "What is the ROE at the liquidation price: profit or loss over the margin that opening took?"
    )


def _ask_leverage(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}**. {terms(trade)}\n\nSuppose that the exchange takes any leverage. "
        f"Which one puts the liquidation price exactly {_distance(trade)} from the entry, at "
        f"{show(trade.at, 'money')}?"
    )


def _ask_formula(trade: Trade) -> str:
    return (
        f"A **{side_name(trade.side)}** of size `q`, opened at `E`, isolated, with margin `M` "
        "and requirement rate `κ` (type `kappa`).\n\n"
        f'Write its liquidation price as a formula between quotes, like `"{_EXAMPLE}"`: '
        "every multiplication needs its `*`."
    )


def _distance(trade: Trade) -> str:
    return show(abs(trade.at / trade.entry_price - 1), "percent").replace(".00", "")


def _equation(trade: Trade) -> str:
    """The first lines of every solution: both sides of the equation, in numbers."""
    t = trade
    value, margin = t.value, t.collateral
    change = f"P − {show(t.entry_price, 'money')}"
    if t.side == SHORT:
        change = f"{show(t.entry_price, 'money')} − P"
    sign = "−" if t.side == LONG else "+"
    return (
        f"Take a **{told(t)}, {show(t.leverage, 'x')}**, "
        f"with κ = {show(t.mmr, 'percent')} + {show(t.fee_rate, 'percent')} "
        f"= {show(t.kappa, 'percent')}.\n\n"
        f"1. Margin: {show(value, 'money')} / {show(t.leverage)} = {show(margin, 'money')}.\n"
        f"2. Equity at a mark price P: {show(margin, 'money')} + {show(t.size)} × ({change}).\n"
        f"3. Requirement at P: {show(t.kappa)} × {show(t.size)} × P.\n"
        f"4. Equal when {show(t.size)} × (1 {sign} {show(t.kappa)}) × P "
        f"= {show(value - t.side * margin, 'money')}.\n"
        f"5. So P = {show(value - t.side * margin, 'money')} "
        f"/ {show(t.size * (1 - t.side * t.kappa))} = **{show(t.wall(), 'price')}**.\n"
    )


def _work_left(trade: Trade) -> str:
    t = trade
    return _equation(t) + (
        f"6. There the position has lost {show(-lost_at_wall(t), 'price')}, and "
        f"{show(t.collateral, 'money')} − {show(-lost_at_wall(t), 'price')} "
        f"= **{show(left_at_wall(t), 'price')}** is left: exactly the requirement."
    )


def _work_roe(trade: Trade) -> str:
    t = trade
    return _equation(t) + (
        f"6. There the position has lost {show(-lost_at_wall(t), 'price')} of a margin of "
        f"{show(t.collateral, 'money')}: ROE = {show(lost_at_wall(t), 'price')} / "
        f"{show(t.collateral, 'money')} = **{show(roe_at_wall(t), 'move')}**."
    )


def _work_leverage(trade: Trade) -> str:
    t = trade
    requirement, loss, value = t.required(t.at), -t.pnl(t.at), t.value
    return (
        f"Take a **{told(t)}** that is to be liquidated {_distance(t)} away, "
        f"at {show(t.at, 'money')}, with κ = {show(t.kappa, 'percent')}.\n\n"
        f"1. Loss there: {show(t.size)} × {show(abs(t.at - t.entry_price), 'money')} "
        f"= {show(loss, 'money')}.\n"
        f"2. Requirement there: {show(t.kappa)} × {show(t.size)} × {show(t.at, 'money')} "
        f"= {show(requirement, 'money')}.\n"
        f"3. The margin has to cover both: {show(loss + requirement, 'money')}.\n"
        f"4. Leverage is value at entry over margin: {show(value, 'money')} / "
        f"{show(loss + requirement, 'money')} = **{show(right_leverage(t), 'money')}**."
    )


def _work_formula(trade: Trade) -> str:
    formula = BITGET.liquidation_price.at(side=trade.side, offset=0)
    lines = [f"{i}. {step.words}: ${step.latex}$\n" for i, step in enumerate(formula.steps(), 1)]
    return (
        f"The same for a **{side_name(trade.side)}**; only the sign of its profit differs:\n\n"
        + "".join(lines)
    )


# ---- the items --------------------------------------------------------------------------------

_LONG = Trade(base="ETH", **exact(size=4, entry_price=2_500, leverage=20))
_SHORT = replace(_LONG, side=SHORT)
_OTHER = Trade(**exact(size=0.5, entry_price=64_000, leverage=8, mmr=0.005))
_again = partial(Again, notebook=NOTEBOOK)

_WALL_IDEAS = (
    Wrong("equity-zero", wall_with(nothing), AT_THE_REQUIREMENT, "The reveal"),
    Wrong("entry-value", wall_with(maintenance_on_entry_value), ON_MARK_VALUE, "Derive it"),
    closing_fee_forgotten(wall_with(fee_rate=NONE)),
)
_SHORT_IDEAS = (
    *_WALL_IDEAS,
    Wrong(
        "kappa-turned",
        wall_with(maintenance_turned),
        SHORT_DIVIDES,
        "Derive it",
    ),
    Wrong(
        "sides-swapped",
        wall_of_the_other_side,
        LONG_FOR_SHORT,
        "Derive it",
    ),
    Wrong(
        "short-mirrored",
        lambda t: 2 * t.entry_price - wall_of_the_other_side(t),
        NO_MIRROR,
        "Derive it",
    ),
)


def _random_short(random: Random) -> Trade:
    return Trade(
        side=SHORT,
        size=Fraction(random.randint(1, 10**6), 10**3),
        base="",
        entry_price=Fraction(random.randint(1, 10**8), 10**2),
        leverage=Fraction(random.randint(10**3, 10**5), 10**3),
        mmr=Fraction(random.randint(1, 10**5), 10**6),
        fee_rate=Fraction(random.randint(1, 10**4), 10**6),
    )


def _letters(trade: Trade) -> Mapping[str, Fraction]:
    t = trade
    return {
        "q": t.size, "E": t.entry_price, "M": t.collateral, "L": t.leverage, "kappa": t.kappa,
        "m": t.mmr, "f": t.fee_rate, "d": Fraction(t.side), "A": Fraction(0),
    }  # fmt: skip


ITEMS = (
    Number(
        id="2.1",
        title="The wall of a long",
        notebook=NOTEBOOK,
        minutes=5,
        given=_LONG,
        other=_OTHER,
        unit="price",
        ask=_ask_wall,
        truth=Trade.wall,
        wrong=(
            *_WALL_IDEAS,
            Wrong(
                "kappa-turned",
                wall_with(maintenance_turned),
                "The requirement takes its share of q·P away from equity: "
                "a long divides by 1 − κ, not by 1 + κ.",
                "Derive it",
            ),
            Wrong(
                "sides-swapped",
                wall_of_the_other_side,
                SHORT_FOR_LONG,
                "Derive it",
            ),
        ),
        hints=(
            "The wall does not stand where the money is gone. It stands where equity has fallen "
            "to what the exchange requires.",
            "Write both down for an unknown mark price P. Equity: margin + size × (P − entry). "
            "Requirement: κ × size × P, where κ is maintenance rate plus taker fee. "
            "Set them equal.",
            "Bring everything with P to one side: size × (1 − κ) × P. On the other side stands "
            "the value at entry less the margin. Divide.",
        ),
        work=_equation,
        solve="answer = (4 * 2500 - 500) / (4 * (1 - 0.0046))",
    ),
    _again(
        id="2.7",
        of="1.3b",
        given=Trade(base="ETH", **exact(size=6, entry_price=3_200, leverage=15, at=3_280)),
        solve="answer = 6 * (3280 - 3200) / 1280",
    ),
    Number(
        id="2.2",
        title="The wall of a short",
        notebook=NOTEBOOK,
        minutes=3,
        given=_SHORT,
        other=replace(_OTHER, side=SHORT),
        unit="price",
        ask=_ask_wall,
        truth=Trade.wall,
        wrong=_SHORT_IDEAS,
        hints=(
            "A short loses when the price rises. On which side of the entry is its wall?",
            "Equity: margin + size × (entry − P). The requirement is the same as for a long, "
            "κ × size × P, and it grows while equity shrinks.",
            "Bring everything with P to one side: size × (1 + κ) × P. On the other side stands "
            "the value at entry plus the margin. Divide.",
        ),
        work=_equation,
        solve="answer = (4 * 2500 + 500) / (4 * (1 + 0.0046))",
    ),
    _again(
        id="2.8",
        of="1.4",
        given=Trade(base="ETH", **exact(size=3, entry_price=2_800, leverage=14)),
        solve="answer = 2800 * (1 + 0.0006) / (1 - 0.0006)",
    ),
    Number(
        id="2.3a",
        title="What is left at the wall",
        notebook=NOTEBOOK,
        minutes=3,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_left,
        truth=left_at_wall,
        wrong=(
            Wrong(
                "equity-zero",
                lambda t: Fraction(0),
                "Equity is zero only at the bankruptcy price; at the wall it equals "
                "the requirement, and that is not nothing.",
                "The reveal",
            ),
            Wrong(
                "entry-value",
                lambda t: maintenance_margin(t.size, t.entry_price, t.mmr, t.fee_rate),
                "The requirement is charged on the value at the mark price, "
                "which at the wall is smaller than it was at the entry.",
                "Derive it",
            ),
            closing_fee_forgotten(lambda t: maintenance_margin(t.size, t.wall(), t.mmr, 0)),
            Wrong(
                "lost-for-left",
                lost_at_wall,
                "That is what the position has lost; what is left is the margin less this loss.",
                "The reveal",
            ),
        ),
        hints=(
            "Liquidation happens when two lines cross. What do they have in common there?",
            "At the wall equity equals the requirement, so there are two ways to the same number: "
            "margin + size × (wall − entry), or κ × size × wall.",
            "Compute the wall, and take it with all its digits, not rounded to cents: "
            "the size multiplies whatever you cut off.",
        ),
        work=_work_left,
        solve="wall = (4 * 2500 - 500) / (4 * (1 - 0.0046))\nanswer = 500 + 4 * (wall - 2500)",
    ),
    Number(
        id="2.3b",
        title="The return at the wall",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="move",
        ask=_ask_roe,
        truth=roe_at_wall,
        wrong=(
            Wrong(
                "equity-zero",
                lambda t: Fraction(-1),
                "You never get to see −100 %: at the wall part of the margin is still there, "
                "and the exchange closes the position.",
                "The reveal",
            ),
            Wrong(
                "move-for-roe",
                lambda t: t.wall() / t.entry_price - 1,
                "That is how far the price moved; ROE puts the loss over the margin, "
                "which is smaller than the position by the leverage.",
                "The reveal",
            ),
            Wrong(
                "left-for-lost",
                lambda t: left_at_wall(t) / t.collateral,
                "That is the share of the margin that is left; ROE is the share that was lost.",
                "The reveal",
            ),
            closing_fee_forgotten(lambda t: roe_at_wall(replace(t, fee_rate=Fraction(0)))),
        ),
        hints=(
            "ROE measures against your own money, the margin, not against the whole position.",
            "The loss at the wall is the margin less what is left there: κ × size × wall.",
            "Divide that loss by the initial margin and give it a minus sign.",
        ),
        work=_work_roe,
        solve="wall = (4 * 2500 - 500) / (4 * (1 - 0.0046))\nanswer = 4 * (wall - 2500) / 500",
    ),
    _again(
        id="2.9",
        of="1.5",
        given=Trade(
            base="ETH", **exact(size=4, entry_price=3_150, leverage=18, wallet=3_100, at=3_075)
        ),
        solve="answer = 3100 + 4 * (3075 - 3150)",
    ),
    Number(
        id="2.4",
        title="Leverage for a given distance",
        notebook=NOTEBOOK,
        minutes=5,
        given=replace(_LONG, at=Fraction(2375)),
        other=replace(_OTHER, at=Fraction(57600)),
        unit="x",
        ask=_ask_leverage,
        truth=right_leverage,
        wrong=(
            Wrong(
                "equity-zero",
                _leverage(nothing),
                "Maintenance is forgotten: with this leverage all the margin would be lost at "
                "that price, so liquidation comes earlier.",
                "The reveal",
            ),
            Wrong("entry-value", _leverage(maintenance_on_entry_value), ON_MARK_VALUE, "Derive it"),
            closing_fee_forgotten(_leverage(maintenance_margin, fee_rate=Fraction(0))),
            Wrong(
                "kappa-turned",
                _leverage(maintenance_turned),
                "The requirement comes on top of the loss that the margin has to bear; "
                "it does not reduce it.",
                "Derive it",
            ),
            Wrong(
                "sides-swapped",
                lambda t: right_leverage(replace(t, side=-t.side, at=2 * t.entry_price - t.at)),
                "That is the leverage for a short as far away; a long's requirement is taken "
                "at the lower price.",
                "Derive it",
            ),
        ),
        hints=(
            "It is the same equation. Only the known and the unknown have changed places.",
            "At the given price the margin must just cover two things: the loss down to there, "
            "and the requirement there.",
            "Add the loss, size × (entry − wall), and the requirement, κ × size × wall. "
            "That is the margin; leverage is the value at entry divided by it.",
        ),
        work=_work_leverage,
        solve="margin = 4 * (2500 - 2375) + 0.0046 * 4 * 2375\nanswer = 4 * 2500 / margin",
    ),
    Expression(
        id="2.5",
        title="The wall of any short",
        notebook=NOTEBOOK,
        minutes=5,
        given=_SHORT,
        other=_OTHER,
        ask=_ask_formula,
        truth=Trade.wall,
        wrong=(
            *_SHORT_IDEAS,
            Wrong(
                "distance-for-price",
                lambda t: t.wall() - t.entry_price,
                ADD_THE_ENTRY,
                "Derive it",
            ),
        ),
        hints=(
            "Do what you would do with numbers, now with letters: where do two lines cross?",
            "Equity is `M + q*(E - P)`, the requirement is `kappa*q*P`. Solve for `P`.",
            "Bring everything with `P` to one side and take it out as a factor: `q*(1 + kappa)` "
            "times `P`. Divide what stands on the other side by that factor.",
        ),
        work=_work_formula,
        solve='answer = "(M + q*E)/(q*(1 + kappa))"',
        sample=_random_short,
        letters=_letters,
        leftover={
            "d": "You left the side d in it; for a short it is −1, so put that in.",
            "A": "You left the tier offset A in it; in the first tier it is 0.",
        },
        example=_EXAMPLE,
    ),
)
