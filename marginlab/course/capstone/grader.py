"""What must hold of a memo, whatever its plan is: some properties, each with a sentence for each trap.

A plan is judged by what follows from it, so that many are right. No sentence says a number that the memo
is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from marginlab.course.capstone import plan as plans
from marginlab.course.capstone.mandate import ERRORS, Mandate
from marginlab.course.capstone.memo import Said
from marginlab.course.capstone.plan import Leg, Plan
from marginlab.theory.terms import show

CHANCE_SLACK = 0.0005  # half of a tenth of a per cent
MONEY_SLACK = Fraction(1, 2)  # to the unit
Complaints = Iterator[str]


@dataclass(frozen=True, slots=True)
class Property:
    """What must hold of a memo; needs: its fields besides the plan; complaints: why it does not hold."""

    name: str
    needs: tuple[str, ...]
    complaints: Callable[[Plan, Said], Complaints]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a property; why: the first sentence against it, or what is still to be filled in."""

    name: str
    state: Literal["holds", "fails", "open"]
    why: str = ""


def _money(amount: Fraction) -> str:
    return show(amount, "money")


def _near(stated: Fraction, amount: Fraction) -> bool:
    return abs(stated - amount) <= MONEY_SLACK


# ---- the orders, and what ALT can cost --------------------------------------------------------


def _opened(plan: Plan, said: Said) -> Complaints:
    wallet = plan.mandate.wallet
    for leg in plan.legs:
        if leg.behind <= leg.held.required:
            yield (
                f"{_money(leg.behind)} behind {leg.held.base} do not meet its requirement at the entry; if "
                "that is a leverage, the money is the value divided by it."
            )
        if leg.mode == "cross" and leg.is_called:
            yield (
                f"{leg.held.base} in cross has no automatic margin call: the wallet stands behind it already."
            )
    if plan.fenced > wallet:
        yield f"Both margins together are more than the {_money(wallet)} in the wallet."
    for leg in plan.legs:
        if leg.mode == "cross" and not _near(leg.behind, wallet - plan.fenced):
            yield (
                f"{_money(leg.behind)} is not what stands behind {leg.held.base} in cross: that is all "
                "of the wallet that no isolated margin fences off, whatever the leverage."
            )


def _capped(plan: Plan, said: Said) -> Complaints:
    bet, most = plan.bet, plan.mandate.most
    if bet.mode == "cross":
        yield (
            "In cross all that the wallet holds, and whatever comes back into it, stands behind ALT: the "
            f"mandate lets it cost {_money(most)}."
        )
    elif bet.is_called:
        yield (
            "The automatic margin call takes from the wallet what ALT lacks, so that ALT can cost more than "
            "the margin that you gave it."
        )
    elif bet.behind > most:
        yield (
            f"ALT can lose all {_money(bet.behind)} behind it, and the mandate lets it cost {_money(most)}."
        )


# ---- how likely -------------------------------------------------------------------------------


def _lasts(plan: Plan, said: Said) -> Complaints:
    mandate, core, money = plan.mandate, plan.mandate.core, plan.money(plan.core)
    limit = show(mandate.limit, "percent")
    paying = core.fates(money, mandate.high_rate)
    if core.chance(money) > mandate.limit:
        yield (
            f"With what stands behind BTC its wall is at {core.told(core.wall(money))}, and within "
            f"{core.days} days that is reached with a chance above {limit}."
        )
    elif paying.probability - ERRORS * paying.standard_error > mandate.limit:
        yield (
            "Without funding the limit holds. But every payment takes from the money behind BTC: with "
            f"{show(mandate.high_rate * 100)} % every eight hours the chance is above {limit}."
        )


def _chances(plan: Plan, said: Said) -> Complaints:
    for field, leg in (("btc_chance", plan.core), ("alt_chance", plan.bet)):
        yield from _touched(field, float(said[field]), leg, plan.money(leg))
    money, core, stated = plan.money(plan.core), plan.mandate.core, float(said["btc_chance_paying"])
    rate = plan.mandate.high_rate
    paying = core.fates(money, rate)
    off = abs(stated - paying.probability)
    if abs(stated - core.chance_paying(money, rate)) <= CHANCE_SLACK or off <= CHANCE_SLACK:
        return
    if abs(stated - core.chance(money)) <= CHANCE_SLACK:
        yield (
            "`btc_chance_paying` is the chance without funding: each payment takes from the money behind BTC "
            "and moves its wall towards the price."
        )
    if off > ERRORS * paying.standard_error + CHANCE_SLACK:
        yield (
            f"`btc_chance_paying` was {show(stated, 'percent')}; {len(paying.liquidated):,} simulated paths "
            f"that pay the funding say something else, by more than {ERRORS} standard errors."
        )


def _touched(field: str, stated: float, leg: Leg, money: Fraction) -> Complaints:
    held, told = leg.held, f"`{field}` was {show(stated, 'percent')}"
    chance = held.chance(money)
    if abs(stated - chance) <= CHANCE_SLACK:
        return
    if stated == round(chance, 2):
        yield f"{told}: only the rounding is off, wanted is one decimal of a per cent."
    if leg.is_called and abs(stated - held.chance(leg.behind)) <= CHANCE_SLACK:
        yield (
            f"{told}: with the call on, all of the wallet that no margin fences off stands behind "
            f"{held.base}, so that its wall is further away."
        )
    if abs(stated - held.chance_at_the_end(money)) <= CHANCE_SLACK:
        yield (
            f"`{field}` counts the paths that end beyond the wall; those that touch it and come back are "
            "liquidated, too."
        )
    yield (
        f"{told}; the chance that the price touches the wall of your plan within {held.days} days is "
        "another. Ask `Survival` with the wall that this money gives."
    )


# ---- what it costs ----------------------------------------------------------------------------


def _drains(plan: Plan, said: Said) -> Complaints:
    mandate, core = plan.mandate, plan.mandate.core
    for field, rate in (("drain", mandate.rate), ("drain_high", mandate.high_rate)):
        stated, payment = said[field], core.payment(rate)
        if _near(stated, mandate.drain(rate)):
            continue
        told = f"`{field}` was {_money(stated)}: "
        if _near(stated, payment):
            yield told + "that is one payment; there are several a day."
        if _near(stated, core.days * payment):
            yield told + "that is one payment a day; there is one every eight hours."
        if _near(stated, core.payments * rate * plan.core.behind):
            yield told + (
                "funding is charged on the value of the position, not on the money behind it."
            )
        yield told + (
            f"wanted is what BTC pays in {core.days} days at {show(rate * 100)} % every eight hours, its "
            "price standing still."
        )


def _worst(plan: Plan, said: Said) -> Complaints:
    stated = said["worst_case"]
    if plan.reaches_the_wallet:
        if not _near(stated, plan.worst_case):
            yield (
                f"`worst_case` was {_money(stated)}: a position that is in cross, or is called for, reaches "
                "everything in the wallet that no margin fences off, and the other loses its margin."
            )
        if said["worst_case_from"] != "wallet":
            yield "A position in cross, or one that is called for, is paid out of the wallet."
        return
    if not _near(stated, plan.worst_case):
        yield (
            f"`worst_case` was {_money(stated)}: each isolated position can lose its whole margin, and "
            "nothing more."
        )
    if said["worst_case_from"] != "margins":
        yield "Isolated positions without calls lose their margins; the rest of the wallet is out of reach."


# ---- what to do -------------------------------------------------------------------------------


def _acts(plan: Plan, said: Said) -> Complaints:
    for name, leg in (("btc", plan.core), ("alt", plan.bet)):
        alarm, held = said[f"{name}_alarm"], leg.held
        wall, last = plan.wall(leg), plan.last_wall(leg)
        told = f"`{name}_alarm` was {alarm}; "
        if alarm.price is None:
            if not 1 <= alarm.day <= held.days:
                yield told + f"{held.base} is held from day 1 to day {held.days}."
        elif alarm.price <= wall:
            yield told + (
                f"the wall stands at {held.told(wall)}, so that {held.base} is gone before it rings."
            )
        elif alarm.price <= last:
            yield told + (
                f"the funding that is expected moves the wall to {held.told(last)} within {held.days} days, "
                f"so that late in that time {held.base} is gone before it rings."
            )
        elif alarm.price >= held.entry_price:
            yield told + (
                f"the price stands at {show(held.entry_price)} now, so that it rings at once."
            )
        if said[f"{name}_action"] == "add margin":
            yield from _adding(f"`{name}_action`: ", plan, leg)


def _adding(told: str, plan: Plan, leg: Leg) -> Complaints:
    if leg.mode == "cross":
        yield (
            told + "in cross the wallet stands behind the position already; no margin can be added."
        )
    if leg is plan.bet and leg.behind >= plan.mandate.most:
        yield told + "what is added can be lost as well, and ALT then costs more than it may."
    if plan.fenced >= plan.mandate.wallet:
        yield told + "no money is free that could be added."


# ---- all of it --------------------------------------------------------------------------------

PLAN = Property("The exchange opens it", (), _opened)
PROPERTIES = (
    Property("What ALT can cost", (), _capped),
    Property("BTC lasts", (), _lasts),
    Property("The chances", ("btc_chance", "btc_chance_paying", "alt_chance"), _chances),
    Property("What funding drains", ("drain", "drain_high"), _drains),
    Property("The worst case", ("worst_case", "worst_case_from"), _worst),
    Property("Alarms and actions", ("btc_alarm", "btc_action", "alt_alarm", "alt_action"), _acts),
)


def findings(mandate: Mandate, said: Said) -> list[Finding]:
    """What became of each property; all are open while the plan is, or where no exchange would open it."""
    blank = _blank(plans.FIELDS, said)
    first = (
        Finding(PLAN.name, "open", blank)
        if blank
        else _found(PLAN, plans.planned(mandate, said), said)
    )
    if first.state != "holds":
        waiting = "not looked at yet; first the exchange has to open the plan"
        return [
            first,
            *(Finding(one.name, "open", _blank(one.needs, said) or waiting) for one in PROPERTIES),
        ]
    plan = plans.planned(mandate, said)
    return [first, *(_found(one, plan, said) for one in PROPERTIES)]


def _found(one: Property, plan: Plan, said: Said) -> Finding:
    if blank := _blank(one.needs, said):
        return Finding(one.name, "open", blank)
    why = next(one.complaints(plan, said), "")
    return Finding(one.name, "fails" if why else "holds", why)


def _blank(fields: tuple[str, ...], said: Said) -> str:
    """Which of these fields are still to be filled in, in words; empty where none is."""
    missing = [f"`{field}`" for field in fields if field not in said]
    return f"still to be filled in: {', '.join(missing)}" if missing else ""
