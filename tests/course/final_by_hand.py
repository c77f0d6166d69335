"""The final's questions worked out in plain arithmetic, of whatever numbers they are given.

Nothing of the library is imported. κ = maintenance rate + fee rate, value = size × entry, margin = value /
leverage; a long is liquidated at (value − money) / (q (1 − κ)), a short at (value + money) / (q (1 + κ)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, erfc, log, sqrt
from typing import Any, NamedTuple

Worked = tuple[Any, Mapping[str, Any]]  # the right answer, and that of each wrong idea


class Numbers(NamedTuple):
    """A position's letters."""

    q: Fraction
    E: Fraction
    L: Fraction
    m: Fraction
    f: Fraction
    W: Fraction
    r: Fraction

    @property
    def k(self) -> Fraction:
        return self.m + self.f

    @property
    def value(self) -> Fraction:
        return self.q * self.E

    @property
    def margin(self) -> Fraction:
        return self.value / self.L

    def long(self, money: Fraction, rate: Fraction | None = None) -> Fraction:
        return (self.value - money) / (self.q * (1 - (self.k if rate is None else rate)))

    def short(self, money: Fraction, rate: Fraction | None = None) -> Fraction:
        return (self.value + money) / (self.q * (1 + (self.k if rate is None else rate)))


def letters(given: Any) -> Numbers:
    g = given
    return Numbers(g.size, g.entry_price, g.leverage, g.mmr, g.fee_rate, g.wallet, g.funding_rate)


def _notional(n: Numbers, g: Any) -> Worked:
    return n.value, {
        "notional-margin-swapped": n.margin, "leverage-twice": n.value * n.L, "one-coin": n.E,
    }  # fmt: skip


def _margin(n: Numbers, g: Any) -> Worked:
    return n.margin, {
        "notional-margin-swapped": n.value, "one-coin": n.E / n.L, "fee-as-margin": n.margin + n.value * n.f,
    }  # fmt: skip


def _fee(n: Numbers, g: Any) -> Worked:
    fee = n.value * n.f
    return fee, {"fee-on-margin": n.margin * n.f, "both-fees": 2 * fee, "leverage-twice": fee * n.L}


def _long(n: Numbers, g: Any) -> Worked:
    return n.long(n.margin), {
        "equity-zero": (n.value - n.margin) / n.q,
        "entry-value": (n.value - n.margin + n.k * n.value) / n.q,
        "closing-fee-forgotten": n.long(n.margin, n.m),
        "kappa-turned": n.long(n.margin, -n.k),
        "sides-swapped": n.short(n.margin),
    }


def _short(n: Numbers, g: Any) -> Worked:
    return n.short(n.margin), {
        "equity-zero": (n.value + n.margin) / n.q,
        "entry-value": (n.value + n.margin - n.k * n.value) / n.q,
        "closing-fee-forgotten": n.short(n.margin, n.m),
        "kappa-turned": n.short(n.margin, -n.k),
        "sides-swapped": n.long(n.margin),
        "short-mirrored": 2 * n.E - n.long(n.margin),
    }


def _cross(n: Numbers, g: Any) -> Worked:
    return n.long(n.W), {
        "margin-for-wallet": n.long(n.margin),
        "margin-twice": n.long(n.W + n.margin),
        "free-part": n.long(n.W - n.margin),
        "equity-zero": (n.value - n.W) / n.q,
        "closing-fee-forgotten": n.long(n.W, n.m),
    }


def _added(n: Numbers, g: Any) -> Worked:
    money = n.margin + g.added
    return n.long(money), {
        "added-out-of-reach": n.long(n.margin),
        "equity-zero": (n.value - money) / n.q,
        "closing-fee-forgotten": n.long(money, n.m),
        "margin-forgotten": n.long(g.added),
    }


def _left(n: Numbers, g: Any) -> Worked:
    left = n.k * n.q * n.long(n.margin)
    return left, {
        "equity-zero": Fraction(0),
        "entry-value": n.k * n.value,
        "closing-fee-forgotten": n.m * n.q * n.long(n.margin),
        "lost-for-left": n.margin - left,
    }


def _roe(n: Numbers, g: Any) -> Worked:
    def back(rate: Fraction) -> Fraction:
        return n.q * (n.long(n.margin, rate) - n.E) / n.margin

    return back(n.k), {
        "equity-zero": Fraction(-1),
        "move-for-roe": n.long(n.margin) / n.E - 1,
        "left-for-lost": n.k * n.q * n.long(n.margin) / n.margin,
        "closing-fee-forgotten": back(n.m),
    }


def _payments(n: Numbers, g: Any) -> Worked:
    room, each = n.margin - n.k * n.value, n.r * n.value
    return ceil(room / each), {
        "until-margin-empty": ceil(n.margin / each),
        "closing-fee-forgotten": ceil((n.margin - n.m * n.value) / each),
        "leverage-twice": ceil(room / (each * n.L)),
        "funding-on-margin": ceil(room / (n.r * n.margin)),
    }


def _beside(n: Numbers, g: Any) -> tuple[Fraction, Fraction, Fraction]:
    """What the short of BTC has gained, requires and took as margin; BTC's rate is 0.40 % and the fee."""
    gained = -g.second_size * (g.at - g.second_entry)
    required = (Fraction("0.004") + n.f) * g.second_size * g.at
    return gained, required, g.second_size * g.second_entry / n.L


def _still(n: Numbers, g: Any) -> Worked:
    gained, required, margin = _beside(n, g)
    money = n.W + gained - required
    return n.long(money), {
        "others-maintenance": n.long(n.W + gained),
        "margin-behind-cross": n.long(n.margin),
        "equity-zero": (n.value - n.W - gained) / n.q,
        "free-part": n.long(money - margin),
    }


def _risen(n: Numbers, g: Any) -> Worked:
    gained, required, _ = _beside(n, g)
    money = n.W + gained - required
    return n.long(money), {
        "others-result": n.long(n.W - required),
        "others-maintenance": n.long(n.W + gained),
        "others-doubled": n.long(money + gained),
        "margin-behind-cross": n.long(n.margin),
    }


def _on_coins(n: Numbers, g: Any) -> Worked:
    # Sized in dollars: q of them are q / E coins, and M = q / (E L) coins.
    coins = n.q / n.E + n.q / n.E / n.L
    return n.q * (1 + n.k) / coins, {
        "linear-for-inverse": n.E * (1 - 1 / n.L) / (1 - n.k),
        "equity-zero": n.q / coins,
        "kappa-turned": n.q * (1 - n.k) / coins,
        "closing-fee-forgotten": n.q * (1 + n.m) / coins,
    }


def normal(z: float) -> float:
    return erfc(-z / sqrt(2)) / 2


def touched(wall: float, price: float, volatility: float, years: float) -> float:
    """The chance that a price without drift touches a wall below it."""
    b, nu, spread = log(wall / price), -(volatility**2) / 2, volatility * sqrt(years)
    back = (wall / price) ** (2 * nu / volatility**2) * normal((b + nu * years) / spread)
    return normal((b - nu * years) / spread) + back


def _chance(n: Numbers, g: Any) -> Worked:
    volatility, years = float(g.volatility), float(g.days) / 365
    wall, price, spread = float(n.long(n.margin)), float(n.E), float(g.volatility) * sqrt(years)
    b = log(wall / price)
    return touched(wall, price, volatility, years), {
        "end-alone": normal((b + spread**2 / 2) / spread),
        "equity-zero": touched(float((n.value - n.margin) / n.q), price, volatility, years),
        "log-drift-forgotten": 2 * normal(b / spread),
        "year-for-horizon": touched(wall, price, volatility, 1.0),
    }


def _called(n: Numbers, g: Any) -> Worked:
    return n.long(3 * n.margin), {
        "call-restores": n.E * ((1 - 1 / n.L) / (1 - n.k)) ** 3,
        "call-forgotten": n.long(2 * n.margin),
        "equity-zero": (n.value - 3 * n.margin) / n.q,
        "closing-fee-forgotten": n.long(3 * n.margin, n.m),
    }


def _traded(n: Numbers, g: Any) -> Worked:
    def state(price: Fraction) -> str:
        return "open" if price > n.long(n.margin) else "closed"

    return state(g.at), {"last-for-mark": state(g.last)}


BY_HAND: Mapping[str, Callable[[Numbers, Any], Worked]] = {
    "F.1a": _notional, "F.1b": _margin, "F.1c": _fee, "F.2": _long, "F.3a": _cross, "F.3b": _cross,
    "F.4": _short, "F.5": _added, "F.6a": _left, "F.6b": _roe, "F.7": _payments, "F.8a": _still,
    "F.8b": _risen, "F.9a": _on_coins, "F.9b": _long, "F.10": _chance, "F.11": _called,
    "F.12a": _traded, "F.12b": _traded,
}  # fmt: skip
DIGITS = {"percent": 4, "move": 4}


def worked(item: Any) -> Worked:
    """The right answer to a question and that of each wrong idea, as one would type them."""
    right, wrong = BY_HAND[item.id](letters(item.given), item.given)
    digits = DIGITS.get(getattr(item, "unit", ""), 2)

    def typed(answer: Any) -> Any:
        return answer if isinstance(answer, str) else round(float(answer), digits)

    return typed(right), {idea: typed(answer) for idea, answer in wrong.items()}
