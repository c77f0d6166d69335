"""Lesson 9, coins as collateral: walls on coins, results in coins and dollars, coins at their ratios.

A wrong idea takes the formula of dollar margin, an old price of the coin, or a ratio for what has none.
Where people believe them: that 1x on a coin-margined contract cannot be liquidated stands in many a post
(futuresbit.com; BitMEX's blog, "Convexity", answers it); that collateral keeps its worth failed in October
2025, when a dollar coin was counted at 0.65 on one exchange. (Pages read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from random import Random
from typing import Any, Self

from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    NONE,
    Trade,
    closing_fee_forgotten,
    exact,
)
from marginlab.practice.fresh import Numbers, near
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory import inverse
from marginlab.theory.conditions import Condition, Statement, nothing
from marginlab.theory.formulas import Formula, maintenance_margin, solve
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT, show, side_name

NOTEBOOK = "09_coins_as_collateral"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCoins(Trade):
    """A position sized in dollars, whose margin is the coin that it is about; size [USD]."""

    def check_open(self) -> None:
        """Rejected where the exchange would not open as large a position of its other contract."""
        self.on_dollars.check_open()

    @property
    def coins(self) -> Fraction:
        """Its initial margin [base coin]."""
        return Fraction(inverse.initial_margin(self.size, self.entry_price, self.leverage))

    def coin_wall(
        self, requirement: Statement = inverse.maintenance_margin, **changes: Any
    ) -> Fraction:
        """Its isolated wall under a requirement, the right one or another [quote per base]."""
        return self.solved(_price_for(requirement), collateral=self.coins, **changes)

    def coin_pnl(self, price: Fraction) -> Fraction:
        """Its open profit or loss [base coin]."""
        return Fraction(inverse.unrealized_pnl(self.side, self.size, self.entry_price, price))

    @property
    def on_dollars(self) -> Trade:
        """As large a position of a contract sized in coins, with dollars as margin."""
        return Trade(
            size=self.size / self.entry_price, entry_price=self.entry_price, leverage=self.leverage,
            base=self.base, side=self.side, mmr=self.mmr, fee_rate=self.fee_rate, at=self.at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged(Trade):
    """A cross long with coins behind it; units: how many, worth: what each is worth now [settle coin].

    at: where the price of the position's own coin stands.
    """

    units: Fraction
    worth: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Another long with other coins behind it: dollar coins, or as large a part of its own."""
        new = Trade.drawn(self, random)
        if not self.worth:
            return replace(new, units=near(random, self.units / self.size * new.size))
        units = self.grown(self.units, new, random)
        return replace(new, units=units, worth=1 - near(random, 1 - self.worth))

    def check_open(self) -> None:
        """Rejected where the exchange would not open it, or would close it now at any ratio."""
        Trade.check_open(replace(self, wallet=self.units * (1 if self.worth else self.entry_price)))
        if self.at and self.least_ratio(self.at, self.required(self.at)) >= 1:
            raise Rejected(f"units were {show(self.units)}; they do not cover the loss in full")

    def distance(
        self, money: Fraction, requirement: Statement = maintenance_margin, **changes: Any
    ) -> Fraction:
        """How far the wall on this money stands from the entry [fraction of it]."""
        return 1 - self.wall(money, requirement, **changes) / self.entry_price

    def least_ratio(self, price: Fraction, required: Fraction) -> Fraction:
        """The collateral ratio at which the coins, at a price of theirs, just meet loss and requirement."""
        return (required - self.pnl(self.at)) / (self.units * price)


@dataclass(frozen=True, slots=True)
class Kept:
    """An amount of a coin in an account, its price and its collateral ratio."""

    coin: str
    amount: Fraction
    price: Fraction
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class Chest(Numbers):
    """An account in the advanced mode: USDT, coins, and the open loss of its positions [USDT]."""

    cash: Fraction
    coins: tuple[Kept, ...]
    loss: Fraction

    def drawn(self, random: Random) -> Self:
        """Another account with the same coins."""
        coins = tuple(
            replace(
                kept, amount=near(random, kept.amount), price=near(random, kept.price),
                ratio=1 - near(random, 1 - kept.ratio),
            )
            for kept in self.coins
        )  # fmt: skip
        return replace(
            self, cash=near(random, self.cash), coins=coins, loss=near(random, self.loss)
        )

    def adjusted(self) -> Fraction:
        """The adjusted equity [USDT]."""
        return self.cash + sum((c.amount * c.price * c.ratio for c in self.coins), NONE) - self.loss

    def at_ratio(self, ratio: Fraction) -> Chest:
        """The same with one ratio for all coins."""
        return replace(self, coins=tuple(replace(c, ratio=ratio) for c in self.coins))


@cache
def _price_for(requirement: Statement) -> Formula:
    """The mark price at which the equity of a position on coins meets that requirement."""
    return solve(Condition(inverse.equity, requirement), "mark_price")


def _turned(size: Any, mark_price: Any, mmr: Any, fee_rate: Any) -> Any:
    """The requirement with its sign turned [base coin]."""
    return -inverse.maintenance_margin(size, mark_price, mmr, fee_rate)


# ---- how the numbers are told -----------------------------------------------------------------


def _told(t: OnCoins) -> str:
    return (
        f"{side_name(t.side).capitalize()} **{show(t.size, 'money')} USD** of {t.base} at "
        f"{show(t.entry_price, 'money')}, {show(t.leverage, 'x')}, isolated; the contract is sized in "
        f"dollars and the margin is {t.base}."
    )


def _rates(t: Trade, value: str = "the value at the mark price") -> str:
    return (
        f"Maintenance rate {show(t.mmr, 'percent')}, taker fee {show(t.fee_rate, 'percent')}, both on "
        f"{value}."
    )


def _ask_wall(t: OnCoins) -> str:
    value = f"the value, which is {show(t.size, 'money')} USD at every price"
    return f"{_told(t)} {_rates(t, value)}\n\nAt which mark price is it liquidated?"


def _work_wall(t: OnCoins) -> str:
    value = t.size / t.entry_price
    sign = "+" if t.side == LONG else "−"
    left = (t.coins, value)[:: t.side]  # the larger first
    top, bottom = t.size * (1 + t.side * t.kappa), value + t.side * t.coins
    return (
        f"{_ask_wall(t)}\n\n1. Value at entry in coins: {show(t.size, 'money')} / "
        f"{show(t.entry_price, 'money')} = {show(value)}. Margin: {show(value)} / {show(t.leverage)} = "
        f"{show(t.coins)}.\n2. Equity meets the requirement when {show(left[0])} {sign} {show(left[1])} = "
        f"{show(t.size, 'money')} × (1 {sign} {show(t.kappa)}) / P.\n"
        f"3. So P: {show(top)} / {show(bottom)} = **{show(t.coin_wall(), 'price')}**."
    )


def _ask_result(money: str) -> Callable[[OnCoins], str]:
    return lambda t: (
        f"{_told(t)} The price goes to **{show(t.at, 'money')}**.\n\nWhat is its open profit or loss in "
        f"{money}? A loss has a minus."
    )


def _work_coins(t: OnCoins) -> str:
    then, now = t.size / t.entry_price, t.size / t.at
    return (
        f"{_ask_result(t.base)(t)}\n\n1. At entry it is worth {show(t.size, 'money')} / "
        f"{show(t.entry_price, 'money')} = {show(then)} coins.\n2. Now {show(t.size, 'money')} / "
        f"{show(t.at, 'money')} = {show(now)}.\n3. A {side_name(t.side)} gets "
        f"{'the first less the second' if t.side == LONG else 'the second less the first'}: "
        f"**{show(t.coin_pnl(t.at), 'size')}**."
    )


def _work_dollars(t: OnCoins) -> str:
    coins, dollars = t.coin_pnl(t.at), t.coin_pnl(t.at) * t.at
    return (
        f"{_ask_result('USD')(t)}\n\n1. In coins {show(coins, 'size')}.\n2. Each is worth "
        f"{show(t.at, 'money')} now. Backwards: {show(dollars, 'money')} / {show(t.at, 'money')} = "
        f"{show(coins, 'size')}.\n3. {show(coins, 'size')} × {show(t.at, 'money')} = "
        f"**{show(dollars, 'money')}**."
    )


def _ask_pledged(t: Pledged) -> str:
    return (
        f"Cross, long **{show(t.size)} {t.base}** at {show(t.entry_price, 'money')}, sized in coins and "
        "settled in USDT: profit and loss are paid in it. Behind it stand "
        f"**{show(t.units, 'money')} units** of a dollar coin, counted at one USDT each. {_rates(t)} Now "
        f"the exchange counts a unit at **{show(t.worth)}** USDT; the price of {t.base} has not moved.\n\n"
        "How far below the entry is the wall now, as a share of it?"
    )


def _work_pledged(t: Pledged) -> str:
    money = t.units * t.worth
    top, bottom = t.value - money, t.size * (1 - t.kappa)
    return (
        f"{_ask_pledged(t)}\n\n1. Behind it count {show(t.units, 'money')} × {show(t.worth)} = "
        f"{show(money, 'money')}.\n2. Wall: ({show(t.value, 'money')} − {show(money, 'money')}) / "
        f"({show(t.size)} × (1 − {show(t.kappa)})): {show(top, 'money')} / {show(bottom)} = "
        f"{show(t.wall(money), 'price')}.\n3. One less {show(t.wall(money), 'price')} over "
        f"{show(t.entry_price, 'money')} is **{show(t.distance(money), 'percent')}**."
    )


def _ask_chest(c: Chest) -> str:
    coins = " and ".join(
        f"**{show(k.amount)} {k.coin}** at {show(k.price, 'money')} with a collateral ratio of "
        f"{show(k.ratio, 'percent')}"
        for k in c.coins
    )
    return (
        f"An account in the advanced mode holds **{show(c.cash, 'money')} USDT** and two other coins: "
        f"{coins}. Its cross positions have an open loss of **{show(c.loss, 'money')}**.\n\nWhat is its "
        "adjusted equity in USDT?"
    )


def _work_chest(c: Chest) -> str:
    lines, terms = [], [show(c.cash, "money")]
    for k in c.coins:
        full, counts = k.amount * k.price, k.amount * k.price * k.ratio
        terms.append(show(counts, "money"))
        lines.append(
            f"{k.coin}: {show(k.amount)} × {show(k.price, 'money')} = {show(full, 'money')}, and "
            f"{show(full, 'money')} × {show(k.ratio, 'percent')} = {terms[-1]} count. Backwards: "
            f"{terms[-1]} / {show(full, 'money')} = {show(k.ratio, 'percent')}."
        )
    last = (
        f"USDT counts in full, and the loss comes off: {' + '.join(terms)} − {show(c.loss, 'money')} = "
        f"**{show(c.adjusted(), 'money')}**."
    )
    steps = "\n".join(f"{i}. {line}" for i, line in enumerate([*lines, last], 1))
    return f"{_ask_chest(c)}\n\n{steps}"


def _ask_ratio(t: Pledged) -> str:
    return (
        f"Cross, long **{show(t.size)} {t.base}** at {show(t.entry_price, 'money')}, settled in USDT, with "
        f"nothing behind it but **{show(t.units)} {t.base}**. {_rates(t)} The price stands at "
        f"**{show(t.at, 'money')}**.\n\nBelow which collateral ratio of {t.base} is it liquidated there?"
    )


def _work_ratio(t: Pledged) -> str:
    loss, required, full = -t.pnl(t.at), t.required(t.at), t.units * t.at
    return (
        f"{_ask_ratio(t)}\n\n1. Loss {show(loss, 'money')}, requirement {show(required, 'money')}: together "
        f"{show(loss + required, 'money')} must stand behind it.\n2. At full price the coins are worth "
        f"{show(full, 'money')}.\n3. {show(loss + required, 'money')} / {show(full, 'money')} = "
        f"**{show(t.least_ratio(t.at, required), 'percent')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_number, _again = partial(Number, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)
_LONG = OnCoins(**exact(size=30_000, entry_price=60_000, leverage=3, at=48_000))
_OTHER = OnCoins(
    base="ETH", **exact(size=45_000, entry_price=3_000, leverage=4, mmr=0.005, at=2_400)
)
_SHORT, _OTHER_SHORT = replace(_LONG, side=SHORT), replace(_OTHER, side=SHORT)
_CHEST = Chest(Fraction(2_000), (
    Kept("BTC", Fraction("0.5"), Fraction(80_000), Fraction("0.95")),
    Kept("ETH", Fraction(8), Fraction(2_500), Fraction("0.8")),
), Fraction(4_500))  # fmt: skip
_OTHER_CHEST = Chest(Fraction(700), (
    Kept("ETH", Fraction(4), Fraction(3_000), Fraction("0.9")),
    Kept("SUPER", Fraction(6_000), Fraction("0.6"), Fraction("0.5")),
), Fraction(1_100))  # fmt: skip

_MARGIN_FALLS = "With coins as margin the margin loses worth as well, so its wall is another one."
_OLD_PRICE = "Coins are worth the price of now, not that of the entry."
_IN_SIZE = "The size holds the leverage already; it sets the margin, not the result."
_TURNED = (
    "The requirement comes first, so a long's wall lies above its bankruptcy and a short's below."
)
_MARKED = "What stands behind a position is marked, too: count it at its worth of now."
_ROOM = (
    "Less money brings the whole wall nearer, it does not shrink the distance by the same share."
)
_EACH_RATIO = "Every coin has a ratio of its own."
_RATIO_COUNTS = "A coin counts at its price times its collateral ratio, not at its full price."
_LOSS_COUNTS = "An open loss comes off the equity."

_WALL_IDEAS = (
    Wrong("linear-for-inverse", lambda t: t.on_dollars.wall(), _MARGIN_FALLS, "Derive it"),
    Wrong("equity-zero", lambda t: t.coin_wall(nothing), AT_THE_REQUIREMENT, "Derive it"),
    Wrong("kappa-turned", lambda t: t.coin_wall(_turned), _TURNED, "Derive it"),
)

ITEMS = (
    _number(
        id="9.1a", title="A long on coins", minutes=4, unit="price", given=_LONG, other=_OTHER,
        ask=_ask_wall, truth=OnCoins.coin_wall,
        wrong=(
            *_WALL_IDEAS,
            closing_fee_forgotten(lambda t: t.coin_wall(fee_rate=NONE)),
        ),
        hints=(
            "Count everything in coins: margin, result and requirement.",
            "Margin + size/E − size/P = κ × size/P, with the margin size/(E × leverage).",
            "Multiply by P: size × (1 + κ), divided by the margin plus size/E.",
        ),
        work=_work_wall, solve="answer = 30000 * (1 + 0.0046) / (30000 / 60000 / 3 + 30000 / 60000)",
    ),
    _again(
        id="9.1b", of="2.3b", given=Trade(base="ETH", **exact(size=6, entry_price=2_800, leverage=15)),
        solve="answer = 15 * ((1 - 1 / 15) / (1 - 0.0046) - 1)",
    ),
    _number(
        id="9.2a", title="A short on coins", minutes=3, unit="price", given=_SHORT, other=_OTHER_SHORT,
        ask=_ask_wall, truth=OnCoins.coin_wall,
        wrong=(
            *_WALL_IDEAS,
            Wrong(
                "sides-swapped", lambda t: replace(t, side=LONG).coin_wall(),
                "A short loses when the price rises, so its wall lies above the entry.", "Derive it",
            ),
        ),
        hints=(
            "The side turns the sign of the result: size/P − size/E.",
            "Margin − size/E + size/P = κ × size/P.",
            "Size × (1 − κ), divided by size/E less the margin.",
        ),
        work=_work_wall, solve="answer = 30000 * (1 - 0.0046) / (30000 / 60000 - 30000 / 60000 / 3)",
    ),
    _again(
        id="9.2b", of="3.2a", given=Trade(**exact(size=0.2, entry_price=70_000, leverage=12, wallet=4_200)),
        solve="answer = (14000 - 4200) / (0.2 * (1 - 0.0046))",
    ),
    _number(
        id="9.3a", title="A result in coins", minutes=2, unit="size", given=_LONG, other=_OTHER,
        ask=_ask_result("BTC"), truth=lambda t: t.coin_pnl(t.at),
        wrong=(
            Wrong("coins-at-entry-price", lambda t: t.on_dollars.pnl(t.at) / t.entry_price, _OLD_PRICE,
                  "The reveal"),
            Wrong("leverage-twice", lambda t: t.leverage * t.coin_pnl(t.at), _IN_SIZE, "Derive it"),
            Wrong("value-for-change", lambda t: t.size / t.at,
                  "That is what the position is worth; the result is the change of it.", "Derive it"),
        ),
        hints=(
            "How many coins are the dollars worth at the entry, and how many now?",
            "Divide the size by each of the two prices.",
            "A long gets the coins at the entry less the coins of now.",
        ),
        work=_work_coins, solve="answer = 30000 / 60000 - 30000 / 48000",
    ),
    _again(
        id="9.3b", of="1.5",
        given=Trade(base="ETH", **exact(size=5, entry_price=3_000, leverage=10, at=2_900, wallet=2_600)),
        solve="answer = 2600 - 5 * 100",
    ),
    _number(
        id="9.3c", title="The same in dollars", minutes=2, unit="money", given=_LONG, other=_OTHER,
        ask=_ask_result("USD"), truth=lambda t: t.at * t.coin_pnl(t.at),
        wrong=(
            Wrong("coins-at-entry-price", lambda t: t.entry_price * t.coin_pnl(t.at), _OLD_PRICE,
                  "The reveal"),
            Wrong("leverage-twice", lambda t: t.leverage * t.at * t.coin_pnl(t.at), _IN_SIZE, "Derive it"),
            Wrong(
                "collateral-in-pnl",
                lambda t: t.at * t.coin_pnl(t.at) + t.coins * (t.at - t.entry_price),
                "The margin lost worth as well, but that is no result of the position.", "The reveal",
            ),
        ),
        hints=(
            "What is one coin worth now?",
            "Take the coins that it has won or lost, at the price of now.",
            "Multiply the result in coins by the mark price.",
        ),
        work=_work_dollars, solve="answer = (30000 / 60000 - 30000 / 48000) * 48000",
    ),
    _again(
        id="9.3d", of="5.4",
        given=Trade(base="ETH", payments=35,
                    **exact(size=8, entry_price=2_500, leverage=20, funding_rate=-0.0003)),
        solve="answer = (20000 - 1000 - 35 * 6) / (8 * (1 - 0.0046))",
    ),
    _number(
        id="9.4", title="A dollar coin that is none", minutes=4, unit="percent",
        given=Pledged(**exact(size=0.4, entry_price=60_000, leverage=10, units=3_000, worth=0.65)),
        other=Pledged(
            base="ETH", **exact(size=6, entry_price=2_800, leverage=12, mmr=0.005, units=4_000, worth=0.8)
        ),
        ask=_ask_pledged, truth=lambda t: t.distance(t.units * t.worth),
        wrong=(
            Wrong("collateral-still", lambda t: t.distance(t.units), _MARKED, "The reveal"),
            Wrong("ratio-on-distance", lambda t: t.worth * t.distance(t.units), _ROOM, "Derive it"),
            Wrong("equity-zero", lambda t: t.distance(t.units * t.worth, nothing), AT_THE_REQUIREMENT,
                  "Derive it"),
        ),
        hints=(
            "How much money counts behind the position now?",
            "The units times their new worth are the money W of a cross wall.",
            "Wall = (value − W) / (size × (1 − κ)); then one less the wall over the entry.",
        ),
        work=_work_pledged,
        solve="answer = 1 - (24000 - 3000 * 0.65) / (0.4 * (1 - 0.0046)) / 60000",
    ),
    _number(
        id="9.5", title="Adjusted equity", minutes=3, unit="money", given=_CHEST, other=_OTHER_CHEST,
        ask=_ask_chest, truth=Chest.adjusted,
        wrong=(
            Wrong("ratio-forgotten", lambda c: c.at_ratio(Fraction(1)).adjusted(), _RATIO_COUNTS,
                  "The reveal"),
            Wrong("one-ratio", lambda c: c.at_ratio(c.coins[0].ratio).adjusted(), _EACH_RATIO,
                  "The reveal"),
            Wrong("loss-forgotten", lambda c: replace(c, loss=NONE).adjusted(), _LOSS_COUNTS, "The reveal"),
        ),
        hints=(
            "How much of each coin counts?",
            "Amount times price times ratio, for each coin; USDT has no ratio.",
            "Add what counts to the USDT, and take the open loss off.",
        ),
        work=_work_chest, solve="answer = 2000 + 0.5 * 80000 * 0.95 + 8 * 2500 * 0.8 - 4500",
    ),
    _number(
        id="9.6", title="The price stands still", minutes=4, unit="percent",
        given=Pledged(**exact(size=1, entry_price=64_000, leverage=10, units=0.5, at=50_000)),
        other=Pledged(
            base="ETH", **exact(size=10, entry_price=3_000, leverage=12, mmr=0.005, units=4, at=2_500)
        ),
        ask=_ask_ratio, truth=lambda t: t.least_ratio(t.at, t.required(t.at)),
        wrong=(
            Wrong("equity-zero", lambda t: t.least_ratio(t.at, NONE), AT_THE_REQUIREMENT, "Derive it"),
            Wrong("coins-at-entry-price", lambda t: t.least_ratio(t.entry_price, t.required(t.at)),
                  _OLD_PRICE, "The reveal"),
            closing_fee_forgotten(lambda t: t.least_ratio(t.at, t.required(t.at) * t.mmr / t.kappa)),
        ),
        hints=(
            "What must the coins count for, so that equity equals the requirement?",
            "Ratio × coins × price = loss + κ × value at the mark price.",
            "Divide loss plus requirement by the coins at the mark price.",
        ),
        work=_work_ratio, solve="answer = (14000 + 0.0046 * 50000) / (0.5 * 50000)",
    ),
)  # fmt: skip
