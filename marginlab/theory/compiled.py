"""Expressions as Python functions: what sympy derived, to be called in loops without sympy.

What is stored (`marginlab.theory.stored`) is taken from there; anything else is derived at its first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from marginlab.theory.stored import FUNCTIONS
from marginlab.theory.written import key, said

if TYPE_CHECKING:
    from sympy import Expr

N = Any  # any kind of number


DERIVED: dict[str, str] = {}  # the functions derived in this process, for the build to store


def bare(names: tuple[str, ...], *expressions: N) -> Callable[..., N]:
    """Expressions in these names as one function, by position; for loops.

    An expression is `Written` or sympy's. Of several it gives a tuple, and what they share is computed
    once.
    """
    return found(key(*names, *map(said, expressions)), names, lambda: expressions)


def lines(
    names: tuple[str, ...], *expressions: N, variable: str, reciprocal: bool
) -> Callable[..., N]:
    """Of each expression a and b, one after the other, as `straight` finds them, as one function."""

    def parts() -> Iterable[N]:
        return chain(*(straight(e, variable, reciprocal=reciprocal) for e in expressions))

    way = f"straight in {'1/' * reciprocal}{variable}"
    return found(key(way, *names, *map(said, expressions)), names, parts)


def found(
    stored: str, names: tuple[str, ...], expressions: Callable[[], Iterable[N]]
) -> Callable[..., N]:
    """The function stored under this key; else that of the expressions, derived now."""
    if stored in FUNCTIONS:
        return FUNCTIONS[stored]
    from sympy import sympify

    return _derived(stored, names, *map(sympify, expressions()))


@cache
def _derived(stored: str, names: tuple[str, ...], *expressions: Expr) -> Callable[..., N]:
    from sympy import cse

    shared, results = cse(expressions) if len(expressions) > 1 else ([], expressions)
    steps = "".join(f"    {name} = {code(value)}\n" for name, value in shared)
    text = function("function", names, {}, f"{steps}    return {', '.join(map(code, results))}")
    if stored:
        DERIVED[stored] = text
    return defined(text)


def straight(expression: N, variable: str, *, reciprocal: bool = False) -> tuple[N, N]:
    """a and b of an expression that is a + b x, x the variable or its reciprocal.

    Raises ValueError for one that is not straight.
    """
    from sympy import Symbol, diff, expand, sympify

    expression, x = sympify(expression), Symbol(variable)
    if reciprocal:
        expression = expression.subs(x, 1 / x)
    expression = expand(expression)
    slope = diff(expression, x)
    if slope.has(x):
        raise ValueError(f"{expression} is not straight in {variable}")
    return expression.subs(x, 0), slope


def code(expression: Expr) -> str:
    """The expression as Python writes it."""
    from sympy.printing.pycode import PythonCodePrinter

    text: str = PythonCodePrinter({"fully_qualified_modules": False}).doprint(expression)
    return text


def function(name: str, names: Iterable[str], defaults: Mapping[str, N], body: str) -> str:
    """The text of a function of these names, some of them with a default."""
    takes = ", ".join(f"{n}: N = {defaults[n]!r}" if n in defaults else f"{n}: N" for n in names)
    return f"def {name}({takes}) -> N:\n{body}\n"


def defined(text: str, **scope: Any) -> Callable[..., N]:
    """The function that a text defines, which may use what is in scope."""
    exec(text, scope)  # our own text
    made: Callable[..., N] = scope[text[len("def ") : text.index("(")]]
    return made
