"""The equations of margin, and everything that follows from them.

A *statement* is plain arithmetic, so the same line carries floats, Fraction, Decimal, arrays and
sympy symbols; those of linear contracts are handed on from `marginlab.theory.linear`, those of inverse
ones stand in `marginlab.theory.inverse`. A *formula* is what sympy finds when a condition made of
statements is solved for one term; no closed form in this project is typed.

Signs: side is +1 long, -1 short; a positive funding payment leaves the position.
Prices in quote per base, money in the settle coin, rates as fractions (0.004 is 0.4 %).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import inf, isfinite
from typing import TYPE_CHECKING

from marginlab.theory.compiled import code, defined, found, function
from marginlab.theory.conditions import (
    Condition,
    N,
    Solution,
    Statement,
    is_sympy,
    name_of,
    nothing,
    plain_symbol,
)
from marginlab.theory.derivation import derivation
from marginlab.theory.given import look_closer
from marginlab.theory.linear import (
    average_entry_price,
    cross_collateral,
    effective_leverage,
    equity,
    funding_payment,
    initial_margin,
    maintenance_margin,
    maintenance_margin_at_entry,
    maintenance_margin_without_fee,
    maintenance_rate_alone,
    margin_ratio,
    position_value,
    result,
    roe,
    taker_fee,
    tier_offset,
    unrealized_pnl,
)
from marginlab.theory.stored import FORMULAS, Stored
from marginlab.theory.terms import TERMS, symbol
from marginlab.theory.typeset import Step, Steps, Where, latex
from marginlab.theory.written import key, said

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = [
    "Condition",
    "Formula",
    "average_entry_price",
    "cross_collateral",
    "effective_leverage",
    "equity",
    "funding_payment",
    "initial_margin",
    "maintenance_margin",
    "maintenance_margin_at_entry",
    "maintenance_margin_without_fee",
    "maintenance_rate_alone",
    "margin_ratio",
    "position_value",
    "result",
    "roe",
    "solve",
    "taker_fee",
    "tier_offset",
    "unrealized_pnl",
]

# By key, the formulas and the derivations that were asked for in this process, for the build to store.
DERIVED: dict[str, Formula] = {}
TOLD: dict[str, tuple[Step, ...]] = {}

# ---- conditions and their solution ------------------------------------------------------------


def solve(
    condition: Condition | Statement | Expr,
    for_: str | Symbol,
    *,
    name: str = "",
    source: str = "",
) -> Formula:
    """Solve a condition for one of its terms.

    condition: a `Condition`, a statement or sympy expression that is to be zero, or a sympy `Eq`.
    for_: the name of a term ("mark_price"), its letter ("P") or its symbol.
    name: what the solution is called; by default the name of the term solved for.
    Derivation happens when the formula is first used, and once.

    Raises ValueError, at first use, when the condition does not have exactly one solution.
    """
    if callable(condition) and not isinstance(condition, Condition) and not is_sympy(condition):
        condition = Condition(condition, nothing)
    terms = condition.terms if isinstance(condition, Condition) else TERMS
    unknown = name_of(for_, terms)
    return Formula(name or unknown, Solution(condition, unknown), source)


@dataclass(frozen=True, eq=False)
class Formula:
    """One derived result with five faces: number, mathematics, derivation, terms, variation.

    Call it with keywords, numbers of any kind: float, Fraction, Decimal, arrays, sympy symbols;
    so it is a statement again, and a condition may be made of it.
    It returns the algebraic root, even at or below zero; whether such a price can ever be reached
    is for the caller to say.
    """

    name: str
    solution: Solution
    source: str = ""
    given: Mapping[str, N] = field(default_factory=dict)
    by: tuple[str, ...] = ()

    @cached_property
    def expr(self) -> Expr:
        """The result as a sympy expression."""
        import sympy

        if self.key:
            DERIVED.setdefault(self.key, self)
        expression = self.solution.root
        if self.given:
            values = {self.solution.symbol_of(n): sympy.sympify(v) for n, v in self.given.items()}
            expression = expression.subs(values, simultaneous=True)
            if expression.is_rational_function():
                expression = sympy.cancel(expression)
        for term in self.by:
            expression = sympy.factor(sympy.diff(expression, self.solution.symbol_of(term)))
        return expression

    @cached_property
    def key(self) -> str:
        """Under which it is stored; empty where what it was derived from cannot be written down."""
        given = [(n, said(value)) for n, value in sorted(self.given.items())]
        if not all(value for _, value in given):
            return ""
        return key(self.solution.says, *(f"{n} is {value}" for n, value in given), *self.by)

    @property
    def _stored(self) -> Stored | None:
        return FORMULAS.get(self.key)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Names of the terms that it needs, in the order of `compiled`."""
        if self._stored:
            return self._stored.terms
        names = {self.solution.name_of(s) for s in self.expr.free_symbols}
        first = [n for n in self.solution.order if n in names]
        rest = sorted(names - set(first), key=lambda n: list(TERMS).index(n) if n in TERMS else 99)
        defaults = self.solution.defaults
        ordered = [*first, *rest]
        return tuple(sorted(ordered, key=lambda n: n in defaults))

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Names that it takes and that change nothing: what the venue's rule leaves out."""
        defaults = self.solution.defaults
        return tuple(
            n
            for n in defaults
            if n not in self.terms and n not in self.given and n != self.solution.target
        )

    @cached_property
    def __signature__(self) -> inspect.Signature:
        """Its terms as keywords, for those who ask what it takes."""
        defaults = self.solution.defaults
        keyword, required = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.empty
        names = (*self.terms, *self.idle)
        return inspect.Signature(
            [inspect.Parameter(n, keyword, default=defaults.get(n, required)) for n in names]
        )

    @cached_property
    def compiled(self) -> Callable[..., N]:
        """The bare function of `terms`, by position or keyword, without any check; for loops."""
        return defined(self.text())

    @cached_property
    def _checked(self) -> Callable[..., N]:
        """The same behind a look at every value; one comparison each when all is well."""
        if self._stored:
            return self._stored.function
        return defined(self.text(checked=True), inf=inf, look_closer=look_closer)

    def text(self, name: str = "formula", *, checked: bool = False) -> str:
        """The bare function of that name as Python text, or the one that looks at every value."""
        accepted = (*self.terms, *self.idle)
        bounds = [re.sub(r"\bx\b", n, TERMS[n].bounds) for n in accepted if n in TERMS]
        guard = ""
        if checked and bounds:
            all_hold = " and ".join(f"({b})" for b in bounds)
            guard = (
                f"    try:\n        good = {all_hold}\n    except Exception:\n        good = False\n"
                "    if not good:\n        look_closer(locals())\n"
            )
        body = f"{guard}    return {code(self._named)}"
        return function(name, accepted, self.solution.defaults, body)

    @property
    def _named(self) -> Expr:
        """The result with the terms' names for their letters."""
        names = {self.solution.symbol_of(n): plain_symbol(n) for n in self.terms}
        return self.expr.subs(names, simultaneous=True)

    def taking(self, *names: str) -> Callable[..., N]:
        """The bare function of these terms in this order, by position, without any check; for loops.

        It takes all that it needs, and what it does not need changes nothing.
        """
        return found(key(self.key, *names), names, lambda: (self._named,))

    def __call__(self, **terms: N) -> N:
        """The number, from keywords.

        Raises TypeError for missing or unknown terms, ValueError for values that make no sense.
        """
        try:
            return self._checked(**terms)
        except ZeroDivisionError:
            raise ValueError(
                f"{self._title} has no value here: its divisor is zero with {_listed(terms)}"
            ) from None
        except TypeError:
            self._explain(terms)
            raise

    @property
    def _title(self) -> str:
        return self.name.replace("_", " ")

    def _explain(self, terms: Mapping[str, N]) -> None:
        """Say in words why a call could not work, if its terms are the reason."""
        needed = [n for n in self.terms if n not in self.solution.defaults]
        missing = [n for n in needed if n not in terms]
        unknown = [n for n in terms if n not in self.terms and n not in self.idle]
        if missing or unknown:
            said = [f"missing {', '.join(missing)}"] if missing else []
            said += [f"does not know {', '.join(unknown)}"] if unknown else []
            raise TypeError(
                f"{self.name} {' and '.join(said)}; its terms are {', '.join(self.terms)}"
            ) from None
        kinds = sorted({type(v).__name__ for v in terms.values()})
        if len(kinds) > 1:
            raise TypeError(
                f"{self.name} was given {' and '.join(kinds)} together; give numbers of one kind"
            ) from None

    @cached_property
    def latex(self) -> str:
        """The right-hand side in LaTeX, arranged as a person would write it."""
        return self._stored.latex if self._stored else latex(self.expr)

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self._left} = {self.latex}$"

    @property
    def _left(self) -> str:
        name = TERMS[self.name].latex if self.name in TERMS else self.name
        for term in self.by:
            name = rf"\frac{{\partial {name}}}{{\partial {self.solution.symbol_of(term).name}}}"
        return name

    def __repr__(self) -> str:
        by = "".join(f" by {t}" for t in self.by)
        return f"{self.name}{by} = {self.expr}"

    def steps(self) -> Steps:
        """The derivation line by line: the condition, its terms gathered, the division."""
        root = Formula(self.name, self.solution, self.source, self.given)
        stored = root._stored
        lines = [Step(*line) for line in stored.steps] if stored else []
        lines = lines or root._told()
        for term in self.by:
            lines.append(Step(f"Vary {term.replace('_', ' ')}", f"{self._left} = {self.latex}"))
        return Steps(lines)

    def _told(self) -> list[Step]:
        """The derivation of the root, told now."""
        lines = derivation(self).lines
        if self.key:
            TOLD[self.key] = lines
        return [*lines]

    def gathered(self, *names: str) -> Callable[..., tuple[N, N]]:
        """What the unknown is multiplied with in its derivation, and what that is equal to.

        One function of these terms in this order, by position, without any check.
        Raises ValueError where the unknown stands alone at once.
        """

        def both() -> tuple[Expr, Expr]:
            sides = derivation(self).gathered
            if sides is None:
                raise ValueError(f"{self.name} stands alone at once; nothing is gathered")
            known = {self.solution.symbol_of(n): plain_symbol(n) for n in names}
            rates = symbol("mmr") + symbol("fee_rate")
            first, second = (
                side.subs(symbol("requirement_rate"), rates).subs(known, simultaneous=True)
                for side in sides
            )
            return first, second

        return found(key(self.key, "gathered", *names), names, both)

    @property
    def where(self) -> Where:
        """The terms of the formula: letter, unit and meaning."""
        known = self.solution.terms
        return Where(known[n] for n in self.terms if n in known)

    def at(self, **terms: N) -> Formula:
        """The same formula with some terms fixed: to numbers, or to expressions of other terms.

        Raises TypeError for a term that the formula does not have.
        """
        unknown = [n for n in terms if n not in self.terms and n not in self.idle]
        if unknown:
            raise TypeError(
                f"{self.name} does not know {', '.join(unknown)}; "
                f"its terms are {', '.join(self.terms)}"
            )
        # Exact: a float like 0.004 stands for the decimal that was written.
        exact = {n: _exactly(v) for n, v in terms.items()}
        return Formula(self.name, self.solution, self.source, {**self.given, **exact}, self.by)

    def sensitivity(self, term: str) -> Formula:
        """How much the result changes for one unit more of a term: the partial derivative."""
        by = (*self.by, self.solution.name_of(term))
        return Formula(self.name, self.solution, self.source, self.given, by)


def _exactly(value: N) -> N:
    return Fraction(str(value)) if isinstance(value, float) and isfinite(value) else value


def _listed(terms: Mapping[str, N]) -> str:
    return ", ".join(f"{n} {v}" for n, v in terms.items())
