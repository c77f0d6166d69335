"""How an answer to a `Number` is judged: its size, its sign, its unit, its rounding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from marginlab.practice.cards import Verdict
from marginlab.practice.item import Number
from marginlab.practice.reading import echo, quantity
from marginlab.practice.slips import Slip
from marginlab.practice.verdicts import correct, looks_like, read, verdict

# A last digit that is off, or a price rounded on the way: near, but not what was asked.
NEAR = 10


def judged(item: Number, answer: object, slips: Iterable[Slip] = ()) -> Verdict:
    """The verdict on a number of any kind, or on text that is one; slips: what usual ones give."""
    given = read(quantity, answer)
    said = f"You said `{read(echo, answer)}`."
    number = given.value / 100 if given.mark == "%" and item.is_share else given.value

    digits = f"{item.decimals} decimals{' of a percent' if item.is_share else ''}"
    rounding = f"compute with all digits and round once, at the end, to {digits}"

    def near(other: Fraction, tolerance: Fraction = item.tolerance) -> bool:
        return abs(number - other) <= tolerance

    if near(item.answer):
        unit = _unit_problem(item, given.mark)
        return verdict(item, "almost", f"{said} {unit}") if unit else correct(item, said)
    if near(-item.answer):
        return verdict(item, "almost", f"{said} The size is right, the sign is not.")
    if number == item.displayed:
        return verdict(
            item,
            "almost",
            f"{said} Right in the exchange's rounding, to the step of its prices and never too far "
            "away. Wanted is what comes out before it rounds, with two decimals.",
        )
    for wrong, other in item.wrong_answers:
        if near(other) or near(-other):
            return looks_like(item, said, wrong)
    if item.is_share and not given.mark:
        number /= 100
        if near(item.answer) or near(-item.answer):
            return verdict(
                item,
                "almost",
                f"{said} As a number this is a fraction, a hundred times too large: "
                "write it as text with its sign and %, or divide it by 100.",
            )
        for wrong, other in item.wrong_answers:
            if near(other) or near(-other):
                return looks_like(item, said, wrong)
        if _rounded(number, item.answer, item):
            return verdict(
                item,
                "almost",
                f"{said} This is a number of per cent, so write it with its %; and {rounding}.",
            )
        number *= 100
    if _rounded(number, item.answer, item) or near(item.answer, NEAR * item.tolerance):
        return verdict(item, "almost", f"{said} Only the rounding is off: {rounding}.")
    for slip in slips:
        if slip.gives(number, item.tolerance):
            found = verdict(item, "this looks like", f"{said} {slip.cure}")
            return replace(found, idea=slip.idea)
    rounded = [pair for pair in item.wrong_answers if _rounded(abs(number), abs(pair[1]), item)]
    if rounded:
        wrong, _ = min(rounded, key=lambda pair: abs(abs(number) - abs(pair[1])))
        return looks_like(item, said, wrong)
    return verdict(item, "not yet", f"{said} That is not it, and no usual slip gives this number.")


def _rounded(number: Fraction, exact: Fraction, item: Number) -> bool:
    """Whether this is the exact number as people round: to fewer digits than asked, or cut there."""
    for unit in (item.tolerance * 20, item.tolerance * 200):
        steps = exact / unit
        if number in (round(steps) * unit, int(steps) * unit):
            return number != 0 and abs(number - exact) <= abs(exact) / 50
    return False


def _unit_problem(item: Number, mark: str) -> str:
    allowed = {
        "price": "money",
        "money": "money",
        "x": "x",
        "leverage": "x",
        "count": "",
        "size": "",
        "percent": "%",
        "move": "%",
    }[item.unit]
    if not mark or mark == allowed:
        return ""
    wanted = {"money": "an amount of money", "x": "a leverage", "%": "a share in %", "": "a count"}[
        allowed
    ]
    return f"The number is right, the unit is not: wanted is {wanted}."
