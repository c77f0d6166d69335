"""Conditions and the root that sympy finds of them.

A condition is two statements that are equal, equity and requirement for a liquidation. It is solved
once, when the formula that needs it is first used, for the term that the formula is to give.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from marginlab.theory.terms import TERMS, Term
from marginlab.theory.written import Written, said

if TYPE_CHECKING:
    from sympy import Expr, Symbol

N = Any  # any kind of number: float, Fraction, Decimal, array, sympy expression
Statement = Callable[..., N]
EMPTY = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Condition:
    """Two statements that are equal: `Condition(equity, maintenance_margin)` is a liquidation.

    terms: the vocabulary that gives the statements' terms their letters and units.
    """

    left: Statement
    right: Statement
    terms: Mapping[str, Term] = field(default_factory=lambda: TERMS, compare=False)

    def sides(self) -> tuple[Expr, Expr]:
        """Both statements with symbols for their terms."""
        return self._with_symbols(self.left), self._with_symbols(self.right)

    def _with_symbols(self, statement: Statement) -> Expr:
        import sympy

        names = inspect.signature(statement).parameters
        return sympy.sympify(statement(**{n: symbol_of(n, self.terms) for n in names}))

    def parameters(self) -> dict[str, N]:
        """Names of all terms, in order, with the default of those that have one."""
        found: dict[str, N] = {}
        for statement in (self.left, self.right):
            for name, parameter in inspect.signature(statement).parameters.items():
                found.setdefault(name, parameter.default)
        return found

    def says(self) -> str:
        """All that a derivation depends on, as text; empty where a statement cannot be written down.

        Both statements, the terms with their defaults, and how each of these is written and bound.
        """
        try:
            sides = [said(s(**_names(s))) for s in (self.left, self.right)]
        except Exception:  # what is wrong with a statement is told when it is derived
            return ""
        if not all(sides):
            return ""
        names = self.parameters()
        known = [self.terms[n] for n in (*names, "requirement_rate") if n in self.terms]
        return "\n".join(
            (
                " = ".join(sides),
                ", ".join(n if v is EMPTY else f"{n}={v!r}" for n, v in names.items()),
                *(f"{t.name} {t.letter} {t.latex} {t.bounds}" for t in known),
            )
        )


def _names(statement: Statement) -> dict[str, Written]:
    return {n: Written(n) for n in inspect.signature(statement).parameters}


def nothing() -> int:
    """The requirement of a bankruptcy: none [settle coin]."""
    return 0


def is_sympy(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "sympy"


def name_of(term: object, terms: Mapping[str, Term] = TERMS) -> str:
    """The term's name, given its name, its letter or its symbol; a stranger keeps his own."""
    text = str(term)
    if text in terms:
        return text
    # Two names share the letter M; the one that every formula uses wins.
    named = (t.name for t in terms.values() if t.letter == text and t.name != "margin")
    return next(named, text)


def symbol_of(name: str, terms: Mapping[str, Term] = TERMS) -> Symbol:
    """The symbol that carries the term's letter; a stranger's is its name."""
    return plain_symbol(terms[name].letter if name in terms else name)


def plain_symbol(name: str) -> Symbol:
    import sympy

    return sympy.Symbol(name)


class Solution:
    """The recipe of a formula: its equation, and the root that sympy finds."""

    def __init__(self, condition: Condition | Expr, target: str) -> None:
        self.condition = condition
        self.target = target
        self.terms = condition.terms if isinstance(condition, Condition) else TERMS

    def name_of(self, term: object) -> str:
        return name_of(term, self.terms)

    def symbol_of(self, name: str) -> Symbol:
        return symbol_of(name, self.terms)

    @cached_property
    def sides(self) -> tuple[Expr, Expr]:
        if isinstance(self.condition, Condition):
            return self.condition.sides()
        import sympy

        if isinstance(self.condition, sympy.Equality):
            return self.condition.lhs, self.condition.rhs
        return self.condition, sympy.Integer(0)

    @cached_property
    def root(self) -> Expr:
        import sympy

        left, right = self.sides
        unknown = self.symbol_of(self.target)
        # sympy's own simplification would load its units of physics, a quarter of a second of nothing.
        roots = sympy.solve(left - right, unknown, simplify=False)
        if len(roots) != 1:
            raise ValueError(
                f"{left} = {right} has {len(roots)} solutions for {unknown}; exactly one is needed"
            )
        return _side_is_a_sign(roots[0])

    @cached_property
    def says(self) -> str:
        """What the root depends on, as text; empty where it cannot be written down."""
        stated = self.condition.says() if isinstance(self.condition, Condition) else ""
        return stated and f"{self.target} of {stated}"

    @property
    def defaults(self) -> dict[str, N]:
        if not isinstance(self.condition, Condition):
            return {}
        given = self.condition.parameters()
        return {n: v for n, v in given.items() if v is not EMPTY}

    @property
    def order(self) -> list[str]:
        return list(self.condition.parameters()) if isinstance(self.condition, Condition) else []


def _side_is_a_sign(root: Expr) -> Expr:
    """The root as a fraction in which side, whose square is 1, multiplies what a person expects."""
    import sympy

    side = symbol_of("side")
    if not root.is_rational_function():
        return sympy.simplify(root)
    if side not in root.free_symbols:
        return sympy.cancel(root)
    top, bottom = sympy.fraction(sympy.cancel(root))

    def reduced(expression: Expr) -> Expr:
        return sympy.rem(sympy.expand(expression), side**2 - 1, side)

    # Without its rates the divisor is q d or d; times d it is q or 1, and the rates carry the d.
    # An inverse contract's is d Q + M E: there the d moves from the size to the collateral.
    rates = {symbol_of(n): 0 for n in ("mmr", "fee_rate", "requirement_rate")}
    if side in bottom.subs(rates).free_symbols:
        top, bottom = reduced(top * side), reduced(bottom * side)
    return sympy.factor_terms(top) / sympy.factor_terms(bottom)
