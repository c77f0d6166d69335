r"""Formulas written as a person would write them.

sympy prints a solution as (-E q + M)/(q(f + m - 1)). A person writes \frac{q E - M}{q\,(1-\kappa)}:
positive terms first, the constant of a factor in front, m + f as one rate kappa, 1/L as it stands.
The rule is one for all formulas: among the ways to write a fraction take the one with the fewest
letters; sums of rates are set tight, sums of money with spaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from marginlab.theory.terms import TERMS, Term, symbol

if TYPE_CHECKING:
    from sympy import Expr, Symbol

# fmt: off
_ORDER = (
    "d", "k", "n", "kappa", "m", "f", "r", "x",
    "q", "q_h", "Q", "Q_h", "M", "W", "A", "E", "E_h", "P", "L",
)
_SUM_ORDER = (
    "q", "q_h", "Q", "Q_h", "W", "M", "A", "d", "L", "kappa", "m", "f", "k", "n", "r", "x",
    "E", "E_h", "P",
)
# fmt: on
_LATEX = {term.letter: term.latex for term in TERMS.values()}


def latex(expression: Expr) -> str:
    """The expression in LaTeX, arranged for a reader; no surrounding dollar signs."""
    from sympy import Mul

    factors = Mul.make_args(expression)
    grown = [p for p in factors if p.is_Pow and not p.exp.is_number]
    if grown:
        rest = latex(Mul(*(p for p in factors if p not in grown)))
        powers = r"\,".join(rf"\left({latex(p.base)}\right)^{{{latex(p.exp)}}}" for p in grown)
        return powers if rest == "1" else rf"{rest}\,{powers}"
    expression = with_kappa(expression)
    if not expression.free_symbols:
        return _number(expression)
    # People divide by a leverage and by an entry price; 1/q or 1/P read badly.
    letters = sorted(expression.free_symbols & {symbol("leverage"), symbol("entry_price")}, key=str)
    candidates = [_Fraction(expression, ())]
    for count in range(1, len(letters) + 1):
        for inverted in combinations(letters, count):
            candidate = _Fraction(expression, inverted)
            if candidate.polynomial:
                candidates.append(candidate)
    return min(candidates, key=lambda c: c.letters).latex()


def _number(expression: Expr) -> str:
    from sympy import latex as plain_latex

    text: str = plain_latex(expression)
    return text


def as_stated(expression: Expr) -> str:
    """A sum as the sum of products that was stated: M + d q (P - E)."""
    words = ""
    texts = [latex(term) for term in expression.as_ordered_terms()]
    for text in sorted(texts, key=lambda t: (t.startswith("-"), len(t))):
        if words:
            text = f" - {text[1:]}" if text.startswith("-") else f" + {text}"
        words += text
    return words


def with_kappa(expression: Expr) -> Expr:
    """The same with m + f written as kappa wherever the two occur only together."""
    m, f, kappa = symbol("mmr"), symbol("fee_rate"), symbol("requirement_rate")
    if not {m, f} <= expression.free_symbols:
        return expression
    from sympy import cancel

    grouped = cancel(expression.subs(f, kappa - m))
    return expression if m in grouped.free_symbols else grouped


class _Fraction:
    """One way to write an expression, with 1/L for L where `inverted` names L."""

    def __init__(self, expression: Expr, inverted: tuple[Symbol, ...]) -> None:
        from sympy import Symbol, cancel, factor_list, fraction

        self.names = dict(_LATEX)
        for letter in inverted:
            reciprocal = Symbol(f"1/{letter}")
            self.names[reciprocal.name] = f"1/{_LATEX.get(letter.name, letter.name)}"
            expression = expression.subs(letter, 1 / reciprocal)
        top, bottom = fraction(cancel(expression))
        top_sign, self.top = factor_list(top)
        bottom_sign, self.bottom = factor_list(bottom)
        self.scale = top_sign / bottom_sign
        self.top, flips = self._positive_first(self.top)
        self.bottom, more = self._positive_first(self.bottom)
        self.scale *= flips * more
        self.polynomial = not any(
            base.is_Symbol and base.name.startswith("1/") for base, _ in self.bottom
        )
        if self.scale.is_negative:
            self._turn_a_sum()
        self.letters = sum(
            sum(1 for node in _walk(base) if node.is_Symbol) * power
            for base, power in (*self.top, *self.bottom)
        )

    def _positive_first(self, factors: Any) -> tuple[list[tuple[Expr, int]], int]:
        """Each sum with its leading term positive: the constant, or the first letter in order."""
        turned, sign = [], 1
        for base, power in factors:
            if base.is_Add and self._lead(base).as_coeff_Mul()[0].is_negative:
                base, sign = -base, sign * (-1) ** power
            turned.append((base, power))
        return turned, sign

    def _lead(self, total: Expr) -> Expr:
        constants = [term for term in total.args if term.is_Number]
        # Q/E before m Q/E: what is not a small share of something leads.
        return constants[0] if constants else min(total.args, key=self._lead_rank)

    def _lead_rank(self, term: Expr) -> tuple[Any, ...]:
        return bool({"m", "f", "kappa"} & set(_letters(term))), self._rank(term)

    def _turn_a_sum(self) -> None:
        """Take a minus sign into a sum, where a person would put it: above rather than below."""
        for factors in (self.top, self.bottom):
            for index, (base, power) in enumerate(factors):
                # Where every term is positive the minus stays in front: -Q (1 + kappa).
                mixed = base.is_Add and any(t.as_coeff_Mul()[0].is_negative for t in base.args)
                # A rate is never turned: 1 - kappa reads as what is left of one.
                if mixed and power % 2 and not (factors is self.bottom and _is_rate(base)):
                    factors[index] = (-base, power)
                    self.scale = -self.scale
                    return

    def _rank(self, term: Expr) -> tuple[int, ...]:
        names = sorted(_SUM_ORDER.index(n) if n in _SUM_ORDER else 99 for n in _letters(term))
        return tuple(names) or (-1,)

    def latex(self) -> str:
        top, bottom = list(self.top), list(self.bottom)
        front: list[tuple[Expr, int]] = []
        sums = [base for base, _ in (*top, *bottom) if base.is_Add]
        if bottom and sums and all(_is_rate(base) for base in sums):
            front = [(b, p) for b, p in top if not b.is_Add]
            if any(b.is_Add for b, _ in top):
                top = [(b, p) for b, p in top if b.is_Add]
            else:
                front = []
        sign = "-" if self.scale.is_negative else ""
        scale = abs(self.scale)
        above, below = self._product(top, scale.p), self._product(bottom, scale.q)
        if below == "1":
            return sign + (above if not front else self._product(front + top, scale.p))
        body = rf"\frac{{{above}}}{{{below}}}"
        if front:
            body = rf"{self._product(front, 1)}\,{body}"
        return sign + body

    def _product(self, factors: list[tuple[Expr, int]], number: int) -> str:
        plain = sorted(
            ((b, p) for b, p in factors if not b.is_Add),
            key=lambda f: _ORDER.index(f[0].name) if f[0].name in _ORDER else 99,
        )
        sums = [(b, p) for b, p in factors if b.is_Add]
        words = [self._power(self._name(b), p) for b, p in plain]
        if number != 1 or not (plain or sums):
            words.insert(0, str(number))
        text = (r"\," if plain and plain[0][0] == symbol("side") else " ").join(words)
        if len(sums) == 1 and not text and sums[0][1] == 1:
            return self._sum(sums[0][0])
        brackets = r"\,".join(self._power(f"({self._sum(b)})", p) for b, p in sums)
        return rf"{text}\,{brackets}" if text and brackets else text + brackets

    def _name(self, letter: Expr) -> str:
        name: str = letter.name
        return self.names.get(name, name)

    @staticmethod
    def _power(base: str, power: int) -> str:
        return base if power == 1 else f"{base}^{{{power}}}"

    def _sum(self, total: Expr) -> str:
        tight = _is_rate(total)
        if tight and (text := self._around_one(total)):
            return text
        # What a direction multiplies belongs together: d (M + A), not d M + d A.
        terms = self._by_side(total)
        words = ""
        for negative, text in terms:
            if not words:
                words = ("-" if negative else "") + text
            elif tight:
                words += ("-" if negative else "+") + text
            else:
                words += (" - " if negative else " + ") + text
        return words

    def _around_one(self, total: Expr) -> str:
        r"""A sum of rates as 1-(1-x)\,(1-\kappa) or (1+x)\,(1+\kappa)-1, where it is one; or ""."""
        from sympy import factor_list

        for sign in (-1, 1):
            scale, factors = factor_list(1 + sign * total)
            if sum(power for _, power in factors) > 1 and all(b.is_Add for b, _ in factors):
                factors, flips = self._positive_first(factors)
                if scale * flips == 1:
                    product = self._product(factors, 1)
                    return f"1-{product}" if sign < 0 else f"{product}-1"
        return ""

    def _by_side(self, total: Expr) -> list[tuple[bool, str]]:
        side = symbol("side")
        with_side = [t for t in total.args if side in t.free_symbols]
        alone = [t for t in total.args if side not in t.free_symbols]
        terms = [self._term(t) for t in self._sorted(alone)]
        if len(with_side) > 1 and all(t.coeff(side) for t in with_side):
            inner = sum(t.coeff(side) for t in with_side)
            negative = self._lead(inner).as_coeff_Mul()[0].is_negative
            terms.append((bool(negative), rf"d\,({self._sum(-inner if negative else inner)})"))
        else:
            terms.extend(self._term(t) for t in self._sorted(with_side))
        return [t for t in terms if not t[0]] + [t for t in terms if t[0]]

    def _sorted(self, terms: list[Expr]) -> list[Expr]:
        # Plain terms before quotients and before shares of them: M + Q/E, q - q_h - kappa q.
        def quotient(term: Expr) -> bool:
            return any(s.name.startswith("1/") for s in term.free_symbols)

        return sorted(terms, key=lambda t: (quotient(t), self._lead_rank(t)))

    def _term(self, term: Expr) -> tuple[bool, str]:
        number, rest = term.as_coeff_Mul()
        factors = [(base, int(power)) for base, power in rest.as_powers_dict().items() if base != 1]
        over = [(b, p) for b, p in factors if b.is_Symbol and b.name.startswith("1/")]
        plain = [(b, p) for b, p in factors if (b, p) not in over]
        if over:
            top = self._product(plain, abs(number.p))
            below = " ".join(self._power(self.names[b.name].removeprefix("1/"), p) for b, p in over)
            return bool(number.is_negative), f"{top}/{below}"
        text = self._product(plain, abs(number.p))
        if number.q != 1:
            text = f"{text}/{number.q}"
        return bool(number.is_negative), text


def _walk(expression: Expr) -> Any:
    from sympy import preorder_traversal

    return preorder_traversal(expression)


def _letters(term: Expr) -> list[str]:
    return [s.name.removeprefix("1/") for s in term.free_symbols]


_RATES = {"kappa", "m", "f", "L", "r", "d", "n", "x", "k"}


def _is_rate(total: Expr) -> bool:
    """Whether a sum holds pure numbers only: rates, leverage, counts, direction."""
    return all(name in _RATES for name in _letters(total))


@dataclass(frozen=True)
class Step:
    """One line of a derivation: what is done, and the equation that it leaves, in LaTeX and as typed."""

    words: str
    latex: str
    plain: str = ""


class Steps(tuple[Step, ...]):
    """A derivation line by line; a notebook shows it as a numbered list."""

    def _repr_markdown_(self) -> str:
        return "\n".join(f"{i}. {s.words}\n\n   ${s.latex}$\n" for i, s in enumerate(self, 1))

    def __repr__(self) -> str:
        return "\n".join(f"{i}. {s.words}: {s.latex}" for i, s in enumerate(self, 1))


class Where(tuple[Term, ...]):
    """The terms of a formula; a notebook shows them as a table."""

    def __repr__(self) -> str:
        return "\n".join(f"{t.letter}  {t.name} [{t.unit}]: {t.meaning}" for t in self)

    def _repr_markdown_(self) -> str:
        rows = [f"| ${t.latex}$ | `{t.name}` | {t.unit} | {t.meaning} |" for t in self]
        return "\n".join(["| letter | name | unit | meaning |", "|---|---|---|---|", *rows])
