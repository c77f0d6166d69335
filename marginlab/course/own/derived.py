"""How the wall of a position of your own follows: the venue's equation in letters, then these numbers."""

from __future__ import annotations

from math import isnan

from marginlab.course.own.inputs import Own
from marginlab.course.own.standing import Standing
from marginlab.theory.terms import TERMS, show
from marginlab.theory.typeset import Step, Steps


def derived(own: Own, one: Standing) -> Steps:
    """The derivation of the wall, line by line, with the numbers of the tier that is charged there."""
    leg = one.position
    rules = leg.rules
    mark = own.mark_price if isnan(one.wall) else one.wall
    mmr, fee_rate, offset, growth = rules.rates[leg.tier(mark)]
    behind = one.collateral
    if own.others and one.mode == "cross":  # what they require is not there for this one
        behind -= one.risk.maintenance_margin - leg.maintenance_margin(own.mark_price)
    known = {
        "side": own.side, "size": own.size, "entry_price": own.entry_price,
        "collateral": behind * leg.coin_price, "mmr": mmr, "fee_rate": fee_rate,
        "offset": offset, "rate_growth": growth,
    }  # fmt: skip
    prices = own.venue.prices(own.symbol) if rules.reciprocal else own.venue.linear
    formula = prices.liquidation_price
    given = {name: known[name] for name in formula.terms}
    put_in = r",\quad ".join(
        f"{TERMS[name].latex} = {_number(value)}" for name, value in given.items()
    )
    wall = TERMS["liquidation_price"].latex
    if isnan(one.wall):
        end = Step("That is no price above zero: it is never reached", rf"{wall}\le 0")
    else:
        end = Step(
            "So it ends there, in the tier that is charged there",
            f"{wall} = {_number(formula(**given))}",
        )
    return Steps([*formula.steps(), Step("These are the numbers", put_in), end])


def _number(value: float) -> str:
    r"""A number in LaTeX, where a comma would be set with a space: 54{,}249.55."""
    return show(float(f"{value:.10g}")).replace(",", "{,}").replace("\N{MINUS SIGN}", "-")
