"""The vocabulary of margin: one word for one thing, with its symbol, unit and meaning.

Axis labels, mathematics, glossary and the wording of errors are all made from this table.
Money is in the settle coin, prices in quote per base, rates and ratios are
fractions (0.004 is 0.4 %).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import isfinite
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sympy import Symbol

LONG = 1
SHORT = -1

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Term:
    """One quantity of margin trading.

    `bounds` is what a value x must hold, `allowed` says so in words.
    """

    name: str
    letter: str
    latex: str
    unit: str
    meaning: str
    bounds: str = "-inf < x < inf"
    allowed: str = "a finite number"


def _positive(name: str, letter: str, latex: str, unit: str, meaning: str) -> Term:
    return Term(name, letter, latex, unit, meaning, "0 < x < inf", "a number above 0")


def _rate(name: str, letter: str, latex: str, unit: str, meaning: str) -> Term:
    return Term(name, letter, latex, unit, meaning, "0 <= x < 1", "a fraction from 0 to below 1")


_TABLE = (
    Term("side", "d", "d", "+1 or -1", "direction of the position: +1 long, -1 short",
         "x == 1 or x == -1", "LONG (1) or SHORT (-1)"),
    _positive("size", "q", "q", "base coin", "size of the position: contracts times multiplier"),
    _positive("entry_price", "E", "E", "quote per base", "average price of opening the position"),
    _positive("mark_price", "P", "P", "quote per base",
              "the exchange's fair price; it alone triggers a liquidation"),
    Term("collateral", "M", "M", "settle coin", "the money that stands behind the position"),
    Term("margin", "M", "M", "settle coin",
         "an isolated position's own money, after top-ups and funding"),
    Term("wallet_balance", "W", "W", "settle coin",
         "all the cash of the account; open profit may carry it below zero"),
    Term("available_balance", "Wopen", r"W_{\mathrm{open}}", "settle coin",
         "what may open new cross positions: the pool's equity less its initial margin"),
    Term("withdrawable_balance", "Wout", r"W_{\mathrm{out}}", "settle coin",
         "what may leave the cross pool: open losses count, open profit does not"),
    _positive("leverage", "L", "L", "x", "the setting: value at entry over initial margin"),
    _rate("mmr", "m", "m", "fraction", "maintenance margin rate of the tier"),
    _rate("fee_rate", "f", "f", "fraction", "taker fee rate, set aside for closing"),
    _rate("requirement_rate", "kappa", r"\kappa", "fraction",
          "maintenance margin rate and taker fee rate together, m + f"),
    Term("offset", "A", "A", "settle coin",
         "what a higher tier takes off again, because the lower slices are charged at lower rates"),
    _rate("rate_growth", "g", "g", "fraction per unit of size",
          "what each unit of size adds to the margin rates, where they grow with it"),
    Term("initial_margin", "IM", r"\mathit{IM}", "settle coin", "the money needed to open"),
    Term("maintenance_margin", "MM", r"\mathit{MM}", "settle coin",
         "the requirement: the equity that a position needs to stay open"),
    Term("position_value", "V", "V", "settle coin", "size times mark price: the notional"),
    Term("unrealized_pnl", "U", "U", "settle coin", "open profit or loss at the mark price"),
    Term("equity", "equity", r"\mathit{equity}", "settle coin", "collateral and open profit"),
    Term("margin_ratio", "rho", r"\rho", "fraction",
         "maintenance margin over equity; the position is liquidated at 1"),
    Term("effective_leverage", "Leff", r"L_{\mathrm{eff}}", "x",
         "position value over equity: the leverage that is true now"),
    Term("liquidation_price", "Pliq", r"P_{\mathrm{liq}}", "quote per base",
         "the mark price at which equity has fallen to the requirement"),
    Term("bankruptcy_price", "Pzero", r"P_{0}", "quote per base",
         "the mark price at which equity is zero, closing fee left out"),
    Term("worst_close_price", "Pworst", r"P_{\mathrm{worst}}", "quote per base",
         "the worst price at which closing still pays its own fee: bankruptcy with the fee"),
    Term("break_even_price", "Peven", r"P_{\mathrm{even}}", "quote per base",
         "the price at which closing leaves neither profit nor loss, all fees and funding counted"),
    Term("realized_pnl", "R", "R", "settle coin",
         "what a trade has booked so far: closed profit and funding received, less fees paid"),
    _positive("coin_price", "C", "C", "quote per coin", "price of the coin that backs a position"),
    Term("hedge_size", "q_h", "q_h", "base coin", "size of the smaller leg on the other side",
         "0 <= x < inf", "a number from 0"),
    _positive("hedge_entry_price", "E_h", "E_h", "quote per base",
              "average price of opening the smaller leg"),
    Term("roe", "ROE", r"\mathit{ROE}", "fraction", "open profit or loss over the initial margin"),
    Term("distance", "x", "x", "fraction",
         "how far the mark price moves against the position, as a share of the entry price"),
    Term("gap", "gap", r"\mathit{gap}", "quote per base",
         "how far the bankruptcy price lies beyond the liquidation price"),
    Term("top_up", "a", "a", "settle coin", "money moved into the position's margin"),
    Term("calls", "k", "k", "count", "how many automatic margin calls were answered"),
    Term("funding_rate", "r", "r", "fraction per interval",
         "share of the position value paid at one funding time; positive: longs pay"),
    Term("intervals", "n", "n", "count", "how many funding times"),
    Term("funding_payment", "F", "F", "settle coin",
         "what leaves the position at one funding time; negative when it receives"),
    _positive("index_price", "I", "I", "quote per base", "average price of the coin itself, on spot"),
    Term("time_left", "t", "t", "h", "time until the next funding payment", "0 <= x < inf",
         "a number from 0"),
    _positive("funding_interval", "T", "T", "h", "time between two funding payments"),
    Term("collateral_ratio", "h", "h", "fraction", "share of a coin's price that counts as margin",
         "0 <= x <= 1", "a fraction from 0 to 1"),
    Term("chance", "p", "p", "fraction", "how likely it is, by a model of the price",
         "0 <= x <= 1", "a fraction from 0 to 1"),
    Term("mark_price_2", "P2", "P_{2}", "quote per base",
         "the index with the funding that is still to come"),
)  # fmt: skip

TERMS: Mapping[str, Term] = MappingProxyType({term.name: term for term in _TABLE})

# The same words where a contract is sized in USD and its money is the coin.
INVERSE_TERMS: Mapping[str, Term] = MappingProxyType({
    **TERMS,
    "size": _positive("size", "Q", "Q", "USD", "size of the position: contracts times face value"),
    "hedge_size": replace(TERMS["hedge_size"], letter="Q_h", latex="Q_h", unit="USD"),
    "position_value": Term("position_value", "V", "V", "coin",
                           "size over mark price: the notional"),
})  # fmt: skip


@cache
def symbol(name: str) -> Symbol:
    """The sympy symbol of a term: `symbol("size")` is q.

    Symbols carry no assumptions, so a learner's own `sympy.Symbol("q")` is the same symbol.
    """
    import sympy

    return sympy.Symbol(TERMS[name].letter)


def glossary() -> str:
    """Every term with its letter, unit and meaning, as a Markdown table."""
    rows = [
        f"| `{t.name}` | ${t.latex}$ | {t.unit} | {t.meaning} |"
        for t in sorted(TERMS.values(), key=lambda t: t.name)
    ]
    return "\n".join(["| name | letter | unit | meaning |", "|---|---|---|---|", *rows])


def side_name(side: int) -> str:
    """The word for a direction: long or short."""
    return "long" if side == LONG else "short"


def show(value: Any, unit: str = "plain") -> str:
    """A number as the course prints it; rounding happens here and nowhere else.

    unit: "price" 54,249.55; "tick" 60,000; "money" 24.95 or 600; "percent" 9.58 %;
    "move" −9.58 % or +9.58 %, always signed; "x" 10x; "leverage" 1.234x; "size" 0.0667;
    "plain" as short as it goes; what a model of chance gives has one decimal: "chance" 23.7 %, "about" 351.7.
    A value that does not exist (nan) is "never".

    Raises ValueError for a unit that is none of these.
    """
    try:
        write = _WRITERS[unit]
    except KeyError:
        raise ValueError(f"unit was {unit!r}; one of {', '.join(_WRITERS)} is needed") from None
    number = value if isinstance(value, Decimal) else _plain_number(value)
    if not isfinite(number):
        return "never" if number != number else ("no limit" if number > 0 else f"{MINUS}no limit")
    return write(number).replace("-", MINUS)


class _Writer(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return show(value, format_spec) if format_spec else str(value)


def filled(text: str, **values: Any) -> str:
    """A text with its numbers in it, as `show` prints them: `filled("{x:price} away", x=…)`."""
    return _Writer().vformat(text, (), values)


def _plain_number(value: Any) -> float | int:
    if isinstance(value, int | float):
        return value
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return float(value)


def _unsigned_zero(text: str) -> str:
    """A zero without sign: 0.00, not -0.00."""
    return text.removeprefix("-") if not any(c in "123456789" for c in text) else text


def _price(value: Any) -> str:
    return _unsigned_zero(f"{value:,.2f}")


def _tick(value: Any) -> str:
    return _unsigned_zero(f"{value:,.0f}")


def _money(value: Any) -> str:
    text = _price(value)
    return text.removesuffix(".00")


def _percent(value: Any) -> str:
    return f"{_price(value * 100)}{THIN_SPACE}%"


def _move(value: Any) -> str:
    text = _percent(value)
    return text if text.startswith("-") else f"+{text}"


def _size(value: Any) -> str:
    return _unsigned_zero(f"{value:,.4f}")


def _plain(value: Any) -> str:
    text = f"{value:,.10f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    return _unsigned_zero(text)


def _times(value: Any) -> str:
    return f"{_money(value)}x"


def _leverage(value: Any) -> str:
    return f"{value:,.3f}x"


def _about(value: Any) -> str:
    return _unsigned_zero(f"{value:,.1f}")


def _chance(value: Any) -> str:
    return f"{_about(value * 100)}{THIN_SPACE}%"


_WRITERS = {
    "price": _price,
    "tick": _tick,
    "money": _money,
    "percent": _percent,
    "move": _move,
    "x": _times,
    "leverage": _leverage,
    "size": _size,
    "plain": _plain,
    "chance": _chance,
    "about": _about,
}
