"""Expressions as Python functions: what sympy derived, to be called in loops without sympy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sympy import Expr, Symbol

N = Any  # any kind of number


@cache
def bare(names: tuple[str, ...], *expressions: Expr) -> Callable[..., N]:
    """Expressions in `plain_symbol`s of these names as one function, by position; for loops.

    Of several expressions it gives a tuple, and what they share is computed once.
    """
    from sympy import cse, sympify

    shared, results = (
        cse([sympify(e) for e in expressions]) if len(expressions) > 1 else ([], expressions)
    )
    lines = [f"    {name} = {code(value)}" for name, value in shared]
    lines.append(f"    return {', '.join(map(code, results))}")
    return defined("function", ", ".join(names), "\n".join(lines))


def straight(expression: N, variable: Symbol, *, reciprocal: bool = False) -> tuple[N, N]:
    """a and b of an expression that is a + b x, x the variable or its reciprocal.

    Raises ValueError for one that is not straight.
    """
    from sympy import diff, expand, sympify

    expression = sympify(expression)
    if reciprocal:
        expression = expression.subs(variable, 1 / variable)
    expression = expand(expression)
    slope = diff(expression, variable)
    if slope.has(variable):
        raise ValueError(f"{expression} is not straight in {variable}")
    return expression.subs(variable, 0), slope


def code(expression: Expr) -> str:
    """The expression as Python writes it."""
    from sympy.printing.pycode import PythonCodePrinter

    text: str = PythonCodePrinter({"fully_qualified_modules": False}).doprint(expression)
    return text


def defined(name: str, signature: str, body: str, **scope: Any) -> Callable[..., N]:
    """The function of this name, signature and indented body, which may use what is in scope."""
    exec(f"def {name}({signature}):\n{body}", scope)  # our own text
    function: Callable[..., N] = scope[name]
    return function
