"""Formulas as trees of our own: exact, bounded in size, and never run.

A tree is a Fraction, a letter, or (operator, left, right). Text is taken apart by Python's `ast`,
a sympy object by its arguments. What cannot be read raises `Unreadable` with a sentence to show.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import isfinite
from numbers import Integral, Number, Real
from operator import add, mul, sub, truediv
from typing import Any

from marginlab.theory.formulas import Formula
from marginlab.theory.terms import MINUS

CHARACTERS = 200
EXPONENT = 6
# The size of a tree is the number of 32-bit words that its value may need; so it bounds the work.
SIZE = 400
DIGITS = 300
SHOWN = 60
WANTED_NUMBER = 'Wanted is one number, such as `53012.05` or the text `"53,012.05"`.'

Tree = Any  # Fraction | str | tuple[str, Tree, Tree]; a recursive alias would hide the functions


class Unreadable(ValueError):
    """The answer cannot be read; the sentence says what was read and what is wanted."""


_LANGUAGE = re.compile(r"[A-Za-z0-9_.+\-*/() ]*")
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": add, "-": sub, "*": mul, "/": truediv,
}  # fmt: skip


def tree(answer: object, letters: Collection[str]) -> Tree:
    """The tree of an answer: text, a sympy object, a `Formula` or a number."""
    kind = type(answer)
    if issubclass(kind, Formula):
        return tree(answer.expr, letters)  # type: ignore[attr-defined]
    if issubclass(kind, str):
        found = _tree_of_text(str(answer), letters)
    elif is_sympy(kind):
        found = _tree_of_sympy(answer, letters)
    elif is_number(kind) and not issubclass(kind, bool):
        found = exact(answer)
    else:
        raise Unreadable(
            f"An answer of the kind `{shown(kind.__name__)}` is no formula; "
            "wanted is text between quotes, or a sympy expression."
        )
    return _bounded(found)


def exact(number: Any) -> Fraction:
    """Any number as a Fraction of bounded size."""
    return _small(_fraction(number))


def _small(number: Fraction) -> Fraction:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > DIGITS * 10 // 3:
        raise Unreadable(f"This number has more than {DIGITS} digits.")
    return number


def value(tree: Tree, point: Mapping[str, Fraction]) -> Fraction:
    """What a tree is worth at a point; ZeroDivisionError where it is worth nothing."""
    if isinstance(tree, Fraction):
        return tree
    if isinstance(tree, str):
        return point[tree]
    operator, left, right = tree
    if operator == "^":
        return Fraction(value(left, point) ** right)
    return _ARITHMETIC[operator](value(left, point), value(right, point))


def letters_of(tree: Tree) -> set[str]:
    """The letters that occur in a tree."""
    if isinstance(tree, str):
        return {tree}
    return letters_of(tree[1]) | letters_of(tree[2]) if isinstance(tree, tuple) else set()


def _bounded(tree: Tree) -> Tree:
    """The tree, if its value can be computed at once; powers of powers grow without end."""
    if _size(tree) > SIZE:
        raise Unreadable("This formula is too large to be compared.")
    return tree


def _size(tree: Tree) -> int:
    if isinstance(tree, Fraction):
        return 1 + max(tree.numerator.bit_length(), tree.denominator.bit_length()) // 32
    if isinstance(tree, str):
        return 2
    operator, left, right = tree
    if operator == "^":
        return int(max(1, abs(right))) * _size(left)
    return _size(left) + _size(right)


def _tree_of_text(text: str, letters: Collection[str]) -> Tree:
    text = plain(text).replace("^", "**").replace("κ", "kappa")
    text = text.replace("·", "*").replace("×", "*").replace("÷", "/")
    if len(text) > CHARACTERS:
        raise Unreadable(f"A formula here has at most {CHARACTERS} characters.")
    if "=" in text:
        raise Unreadable("Leave out the equals sign and what stands before it.")
    if not _LANGUAGE.fullmatch(text):
        raise Unreadable("A formula here is made of letters, numbers, + - * / ^ and ( ) only.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's remarks on its own syntax, such as "1if"
            parsed = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unreadable(
            "Something is missing or too much: look at the brackets, and write every "
            "multiplication with `*`, as in `2*q`."
        ) from None
    return _tree_of_syntax(parsed.body, letters)


def _tree_of_syntax(node: ast.expr, letters: Collection[str]) -> Tree:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return exact(number)
        case ast.Name(id=name):
            return _letter(name, letters)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _tree_of_syntax(operand, letters)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ("-", Fraction(0), _tree_of_syntax(operand, letters))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_tree_of_syntax(left, letters), _tree_of_syntax(right, letters))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            symbol = _OPERATORS[type(operator)]
            return (symbol, _tree_of_syntax(left, letters), _tree_of_syntax(right, letters))
        case ast.Call():
            raise Unreadable("Write every multiplication with `*`, as in `q*(1 + f)`.")
        case _:
            raise Unreadable("A formula here is made of letters, numbers, + - * / ^ and ( ) only.")


def _tree_of_sympy(expression: Any, letters: Collection[str]) -> Tree:
    budget = [SIZE]

    def walk(node: Any) -> Tree:
        budget[0] -= 1
        if budget[0] < 0:
            raise Unreadable("This formula is too large to be compared.")
        if node.is_Symbol:
            return _letter(node.name.replace("κ", "kappa"), letters)
        if node.is_Rational and node.is_finite:
            return _small(Fraction(int(node.p), int(node.q)))
        if node.is_NumberSymbol:
            raise Unreadable(
                f"`{node}` is a number of its own in sympy; make the letter with "
                f'`sympy.Symbol("{node}")`.'
            )
        if node.is_Float:
            return exact(float(node))
        if node.is_Pow:
            return _power(walk(node.base), walk(node.exp))
        if node.is_Add or node.is_Mul:
            symbol = "+" if node.is_Add else "*"
            return reduce(lambda left, right: (symbol, left, right), map(walk, node.args))
        raise Unreadable(
            f"`{type(node).__name__}` cannot be compared here; use + - * / ^, letters and numbers."
        )

    return walk(expression)


def _power(base: Tree, exponent: Tree) -> Tree:
    try:
        power = value(exponent, {})
    except (KeyError, ZeroDivisionError):
        power = Fraction(1, 2)
    if power.denominator != 1 or abs(power) > EXPONENT:
        raise Unreadable(f"An exponent here is a whole number, at most {EXPONENT}.")
    return _bounded(("^", base, int(power)))


def _letter(name: str, letters: Collection[str]) -> str:
    if name in letters:
        return name
    if not letters:
        raise Unreadable(WANTED_NUMBER)
    allowed = ", ".join(letters)
    if len(name) > SHOWN:
        raise Unreadable(f"A name is too long to be a letter; they are {allowed}.")
    parts = _parted(name, letters)
    if parts:
        raise Unreadable(f"Write `{'*'.join(parts)}` instead of `{name}`.")
    raise Unreadable(f"`{shown(name)}` is not one of the letters of this exercise: {allowed}.")


def _parted(name: str, letters: Collection[str]) -> list[str]:
    """The letters and numbers that a name like qE was run together from, or nothing."""
    part = "|".join(sorted(letters, key=len, reverse=True))
    return re.findall(part, name) if re.fullmatch(f"(?:{part})+", name) else []


def is_sympy(kind: type) -> bool:
    """Whether objects of that kind are sympy's; nobody has one before sympy was imported."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and issubclass(kind, sympy.Basic)


# ---- numbers and text -------------------------------------------------------------------------


def _fraction(number: Any) -> Fraction:
    """Any number of Python's, or one that declares itself as such, as a Fraction."""
    kind = type(number)
    if issubclass(kind, Decimal):
        if not number.is_finite():
            raise Unreadable(f"`{number}` is no finite number. {WANTED_NUMBER}")
        if number and abs(number.adjusted()) > DIGITS:
            raise Unreadable(f"This number has more than {DIGITS} digits. {WANTED_NUMBER}")
        return Fraction(number)
    if issubclass(kind, Integral):
        return Fraction(int(number))
    ratio = _ratio(number)
    if ratio is not None:
        return ratio
    if issubclass(kind, Real):
        number = float(number)
        if not isfinite(number):
            raise Unreadable(f"`{number}` is no finite number. {WANTED_NUMBER}")
        # A float stands for the shortest decimal that gives it: 0.0046, not its binary neighbour.
        return Fraction(repr(number))
    raise Unreadable(f"A `{shown(kind.__name__)}` is no real number. {WANTED_NUMBER}")


def is_number(kind: type) -> bool:
    """Whether objects of that kind are numbers: they say so, or have numerator and denominator."""
    return issubclass(kind, Number) or _is_ratio(kind)


def _is_ratio(kind: type) -> bool:
    return hasattr(kind, "numerator") and hasattr(kind, "denominator")


def _ratio(number: Any) -> Fraction | None:
    """A number that has a numerator and a denominator, exactly; of some kinds these are methods."""
    if not _is_ratio(type(number)):
        return None
    above, below = number.numerator, number.denominator
    return Fraction(*(int(part() if callable(part) else part) for part in (above, below)))


def plain(text: str) -> str:
    """The text with ordinary spaces and minus signs."""
    text = " ".join(text[: 10 * CHARACTERS].split())
    return text.replace(MINUS, "-").replace("–", "-").replace(" %", "%")


def shown(text: str) -> str:
    """The text as it can be printed back: one line, cut, without what a page would obey."""
    text = " ".join(text[: 2 * SHOWN].split()).replace("`", "'")
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
