"""A root's derivation as one writes it by hand: the condition, its terms gathered, the division."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from marginlab.theory.terms import symbol
from marginlab.theory.typeset import Step, Steps, as_stated, latex, with_kappa

if TYPE_CHECKING:
    from sympy import Expr

    from marginlab.theory.formulas import Formula


class Derivation(NamedTuple):
    """The lines, and both sides of the one in which the unknown has one factor; None without such a line.

    gathered: that factor, and what the unknown times it is equal to.
    """

    lines: Steps
    gathered: tuple[Expr, Expr] | None


def derivation(formula: Formula) -> Derivation:
    """How the root of the formula's condition is found."""
    import sympy

    solution = formula.solution
    values = {solution.symbol_of(n): sympy.sympify(v) for n, v in formula.given.items()}
    left, right = (with_kappa(s.subs(values, simultaneous=True)) for s in solution.sides)
    unknown = solution.symbol_of(solution.target)
    difference = sympy.expand(left - right)
    words = f"Gather what holds {unknown} on one side"
    if difference.has(1 / unknown):
        difference = sympy.expand(difference * unknown)
        words = f"Multiply by {unknown}, and gather what holds it on one side"
    top, bottom = sympy.fraction(sympy.together(difference))
    if unknown in bottom.free_symbols:
        if _mostly_negative(bottom):
            top, bottom = -top, -bottom
        difference = sympy.expand(top)
        words = f"Multiply by ${latex(bottom)}$, and gather what holds {unknown} on one side"
    collected = sympy.collect(difference, unknown, evaluate=False)
    factor, rest = collected.get(unknown), collected.get(sympy.S.One, sympy.S.Zero)
    stated = f"{as_stated(left)} = {as_stated(right)}"
    lines = [Step("What is true at that moment", stated, f"{left} = {right}")]
    alone = factor in (1, -1)
    gathered = None
    if factor is not None and not alone and set(collected) <= {unknown, sympy.S.One}:
        if _mostly_negative(factor):
            factor, rest = -factor, -rest
        gathered = (factor, -rest)
        typed = f"{unknown}*({sympy.factor(factor)}) = {sympy.factor(-rest)}"
        told = rf"{latex(unknown)} \cdot {_bracketed(latex(factor))} = {latex(-rest)}"
        lines.append(Step(words, told, typed))
    solved = f"{latex(unknown)} = {formula.latex}"
    if lines[0].latex != solved:
        typed = f"{unknown} = {with_kappa(formula.expr)}"
        lines.append(Step("Leave it alone on its side" if alone else "Divide", solved, typed))
    return Derivation(Steps(lines), gathered)


def _mostly_negative(factor: Expr) -> bool:
    """Whether the term without rates carries a minus sign, as in q (kappa - 1)."""
    import sympy

    rates = {symbol("mmr"), symbol("fee_rate"), symbol("requirement_rate"), symbol("side")}
    terms = [t for t in sympy.Add.make_args(sympy.expand(factor)) if not t.free_symbols & rates]
    return bool(terms) and bool(terms[0].as_coeff_Mul()[0].is_negative)


def _bracketed(text: str) -> str:
    """A factor, in brackets where it is a sum; what stands in brackets of its own is none."""
    outside = re.sub(r"\([^()]*\)", "", text).replace(r"\,", "")
    return f"({text})" if not text.startswith(r"\frac{") and re.search("[ +-]", outside) else text
