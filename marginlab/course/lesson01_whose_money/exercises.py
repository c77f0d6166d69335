"""Lesson 1, whose money is it: notional, margin, fees, profit, ROE, and what stands behind.

Where the wrong ideas are believed: fees on the margin and profit times leverage are asked about at
Binance Square (posts 18588680857609 and 22736154878178) and denied in Bitget's article 360059301491;
the margin taken for all that can be lost stands in the second of those posts. (Read 2026-11-22.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from marginlab.course.trade import Trade, exact, told
from marginlab.practice.item import Number, Wrong
from marginlab.theory.formulas import (
    initial_margin,
    position_value,
    roe,
    taker_fee,
)
from marginlab.theory.terms import show
from marginlab.venues import BITGET

NOTEBOOK = "01_whose_money_is_it"


def opening_fee(trade: Trade) -> Fraction:
    """What opening costs [settle coin]."""
    return Fraction(taker_fee(trade.size, trade.entry_price, trade.fee_rate))


def profit(trade: Trade) -> Fraction:
    """Open profit at `trade.at` [settle coin]."""
    return trade.pnl(trade.at)


def return_on_margin(trade: Trade) -> Fraction:
    """Open profit over the margin that was paid in [fraction]."""
    return Fraction(roe(profit(trade), trade.collateral))


def break_even(trade: Trade) -> Fraction:
    """The price at which closing pays the fees of both ways [quote per base]."""
    return trade.solved(BITGET.break_even_price, realized_pnl=-opening_fee(trade))


def behind_in_cross(trade: Trade) -> Fraction:
    """Equity of the cross position at the mark price [settle coin]."""
    return trade.wallet + profit(trade)


def _with_fees(fees: Callable[[Trade], Fraction]) -> Callable[[Trade], Fraction]:
    """The price at which the profit is that much [quote per base]."""
    return lambda trade: trade.entry_price + trade.side * fees(trade) / trade.size


def _with_leverage(number: Callable[[Trade], Fraction]) -> Callable[[Trade], Fraction]:
    return lambda trade: number(trade) * trade.leverage


# ---- how the numbers are told -----------------------------------------------------------------


def _ask_notional(trade: Trade) -> str:
    return f"You are **{told(trade)}, {show(trade.leverage, 'x')}**.\n\nWhat is the notional of the position?"


def _ask_margin(trade: Trade) -> str:
    return f"You are **{told(trade)}, {show(trade.leverage, 'x')}**.\n\nHow much margin did opening take?"


def _ask_fee(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. The taker fee is "
        f"{show(trade.fee_rate, 'percent')}.\n\nWhat fee did opening cost?"
    )


def _ask_profit(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. The mark price is "
        f"{show(trade.at, 'money')}.\n\nWhat is the open profit or loss?"
    )


def _ask_roe(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. The mark price is "
        f"{show(trade.at, 'money')}.\n\nWhat is the ROE over the margin that opening took?"
    )


def _ask_break_even(trade: Trade) -> str:
    return (
        f"You are **{told(trade)}, {show(trade.leverage, 'x')}**. The taker fee is "
        f"{show(trade.fee_rate, 'percent')}, for opening and for closing.\n\n"
        "At which price does closing leave neither profit nor loss?"
    )


def _ask_behind(t: Trade) -> str:
    return (
        f"Your wallet holds {show(t.wallet, 'money')}, and you are **{told(t)}, "
        f"{show(t.leverage, 'x')}**, in cross, with no other position. The mark price is "
        f"{show(t.at, 'money')}.\n\nWhat is the equity of the position now?"
    )


def _take(trade: Trade) -> str:
    return f"Take a **{told(trade)}, {show(trade.leverage, 'x')}**.\n\n"


def _work_notional(trade: Trade) -> str:
    t, value = trade, show(trade.value, "money")
    return _take(t) + (
        f"1. Notional is size times price: {show(t.size)} × {show(t.entry_price, 'money')} "
        f"= **{value}**.\n2. Backwards: {value} / {show(t.size)} = {show(t.entry_price, 'money')}. "
        "Leverage is not asked for."
    )


def _work_margin(trade: Trade) -> str:
    t, value = trade, show(trade.value, "money")
    return _take(t) + (
        f"1. Notional: {show(t.size)} × {show(t.entry_price, 'money')} = {value}.\n"
        f"2. Margin is notional over leverage: {value} / {show(t.leverage)} "
        f"= **{show(t.collateral, 'money')}**."
    )


def _work_fee(trade: Trade) -> str:
    t, value, fee = trade, show(trade.value, "money"), show(opening_fee(trade), "price")
    rate = show(t.fee_rate, "percent")
    return _take(t) + (
        f"The taker fee is {rate}.\n\n"
        f"1. Notional: {show(t.size)} × {show(t.entry_price, 'money')} = {value}.\n"
        f"2. The fee is {rate} of it: **{fee}**.\n3. Backwards: {fee} / {value} = {rate}."
    )


def _work_profit(trade: Trade) -> str:
    t, way = trade, show(trade.at - trade.entry_price, "money")
    return _take(t) + (
        f"The mark price is {show(t.at, 'money')}.\n\n"
        f"1. The price went from {show(t.entry_price, 'money')} to {show(t.at, 'money')}, by {way}.\n"
        f"2. Times the size: {show(t.size)} × {way} = **{show(profit(t), 'money')}**.\n"
        f"3. Backwards: {show(profit(t), 'money')} / {show(t.size)} = {way}."
    )


def _work_roe(trade: Trade) -> str:
    t, gained = trade, show(profit(trade), "money")
    return _take(t) + (
        f"The mark price is {show(t.at, 'money')}.\n\n1. Profit there: {gained}.\n"
        f"2. Margin: {show(t.value, 'money')} / {show(t.leverage)} "
        f"= {show(t.collateral, 'money')}.\n"
        f"3. {gained} / {show(t.collateral, 'money')} = {show(return_on_margin(t), 'percent')}, "
        f"a gain: ROE = **{show(return_on_margin(t), 'move')}**."
    )


def _work_break_even(trade: Trade) -> str:
    t = trade
    plus, minus = 1 + t.fee_rate, 1 - t.fee_rate
    needed = t.entry_price * plus
    return _take(t) + (
        f"The fee is {show(t.fee_rate, 'percent')} each way.\n\n"
        f"1. One coin was paid with {show(t.entry_price, 'money')} × {show(plus)} "
        f"= {show(needed, 'price')}, the fee of opening included.\n"
        f"2. Closing at P brings P × {show(minus)}.\n"
        f"3. Both are the same at {show(needed, 'price')} / {show(minus)} "
        f"= **{show(break_even(t), 'price')}**."
    )


def _work_behind(trade: Trade) -> str:
    t, wallet = trade, show(trade.wallet, "money")
    lost, share = show(-profit(t), "money"), -profit(t) / t.wallet
    return _take(t) + (
        f"The wallet holds {wallet}, the mark price is {show(t.at, 'money')}.\n\n"
        f"1. Loss: {show(t.size)} × {show(t.entry_price - t.at, 'money')} = {lost}.\n"
        f"2. As a share of the wallet: {lost} / {wallet} = {show(share, 'percent')}.\n"
        f"3. In cross the whole wallet stands behind it: {wallet} − {lost} "
        f"= **{show(behind_in_cross(t), 'money')}**."
    )


# ---- the items --------------------------------------------------------------------------------

_LONG = Trade(base="ETH", **exact(size=4, entry_price=2_500, leverage=20, at=2_550))
_OTHER = Trade(**exact(size=0.5, entry_price=48_000, leverage=12, fee_rate=0.0005, at=51_000))
_BACKED = replace(_LONG, **exact(at=2_440, wallet=1_800))
_OTHER_BACKED = replace(_OTHER, **exact(at=45_000, wallet=5_000))

_SIZE_HOLDS_IT = (
    "The size already is the whole position with the borrowed part in it, "
    "so leverage does not multiply it again."
)
_ALL_COINS = "That is for one coin; multiply by the size of the position."

ITEMS = (
    Number(
        id="1.1a",
        title="Notional",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_notional,
        truth=lambda t: t.value,
        wrong=(
            Wrong(
                "notional-margin-swapped",
                lambda t: t.collateral,
                "That is the margin; the notional is the value of the whole position.",
                "The question",
            ),
            Wrong("leverage-twice", _with_leverage(lambda t: t.value), _SIZE_HOLDS_IT, "Derive it"),
            Wrong("one-coin", lambda t: t.entry_price, _ALL_COINS, "The question"),
        ),
        hints=(
            "The notional is what the whole position is worth.",
            "How many coins are there, and what does one of them cost?",
            "Multiply the size by the entry price. Leave the leverage aside.",
        ),
        work=_work_notional,
        solve="answer = 4 * 2500",
    ),
    Number(
        id="1.1b",
        title="Margin",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_margin,
        truth=lambda t: t.collateral,
        wrong=(
            Wrong(
                "notional-margin-swapped",
                lambda t: t.value,
                "That is the notional; the margin is the part of it that you put up.",
                "The question",
            ),
            Wrong(
                "one-coin",
                lambda t: initial_margin(1, t.entry_price, t.leverage),
                _ALL_COINS,
                "The question",
            ),
            Wrong(
                "fee-as-margin",
                lambda t: t.collateral + opening_fee(t),
                "The order costs margin and fee together, but only the margin stays "
                "behind the position.",
                "The reveal",
            ),
        ),
        hints=(
            "The margin is the part of the notional that you put up yourself.",
            "With a leverage of L you put up one L-th.",
            "Divide the notional, size times entry price, by the leverage.",
        ),
        work=_work_margin,
        solve="answer = 4 * 2500 / 20",
    ),
    Number(
        id="1.2",
        title="The opening fee",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_fee,
        truth=opening_fee,
        wrong=(
            Wrong(
                "fee-on-margin",
                lambda t: t.collateral * t.fee_rate,
                "The fee is charged on the notional, which is larger than the margin "
                "by the leverage.",
                "The reveal",
            ),
            Wrong(
                "both-fees",
                lambda t: 2 * opening_fee(t),
                "That is opening and closing together; asked is the opening alone.",
                "The reveal",
            ),
            Wrong("leverage-twice", _with_leverage(opening_fee), _SIZE_HOLDS_IT, "The reveal"),
        ),
        hints=(
            "What is a fee charged on: on your own part, or on all that is traded?",
            "It is charged on the notional.",
            "Multiply the notional by the fee rate; a percent is a hundredth.",
        ),
        work=_work_fee,
        solve="answer = 0.0006 * 4 * 2500",
    ),
    Number(
        id="1.3a",
        title="Profit or loss",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="money",
        ask=_ask_profit,
        truth=profit,
        wrong=(
            Wrong("leverage-twice", _with_leverage(profit), _SIZE_HOLDS_IT, "Derive it"),
            Wrong("one-coin", lambda t: t.at - t.entry_price, _ALL_COINS, "Derive it"),
            Wrong(
                "value-for-change",
                lambda t: position_value(t.size, t.at),
                "That is what the position is worth now; the profit is how much more "
                "that is than at the entry.",
                "Derive it",
            ),
        ),
        hints=(
            "How far did the price go, and which way?",
            "Each coin of the position gains that much.",
            "Multiply the way of the price by the size. Nothing else is needed.",
        ),
        work=_work_profit,
        solve="answer = 4 * (2550 - 2500)",
    ),
    Number(
        id="1.3b",
        title="Return on equity",
        notebook=NOTEBOOK,
        minutes=2,
        given=_LONG,
        other=_OTHER,
        unit="percent",
        ask=_ask_roe,
        truth=return_on_margin,
        wrong=(
            Wrong(
                "move-for-roe",
                lambda t: t.at / t.entry_price - 1,
                "That is how far the price moved; ROE puts the profit over the margin, "
                "which is smaller than the position by the leverage.",
                "Derive it",
            ),
            Wrong(
                "margin-at-mark",
                lambda t: roe(profit(t), initial_margin(t.size, t.at, t.leverage)),
                "Bitget's table divides so since 2025, but asked is the margin "
                "that opening took, at the entry price.",
                "Puzzle",
            ),
            Wrong(
                "leverage-twice",
                _with_leverage(return_on_margin),
                "Dividing by the margin has counted the leverage already.",
                "Derive it",
            ),
        ),
        hints=(
            "Which money is the profit measured against?",
            "ROE puts the profit over the margin, not over the whole position.",
            "Divide the profit, size times way of the price, by the margin, notional over leverage.",
        ),
        work=_work_roe,
        solve="answer = 4 * (2550 - 2500) / 500",
    ),
    Number(
        id="1.4",
        title="Break-even",
        notebook=NOTEBOOK,
        minutes=5,
        given=_LONG,
        other=_OTHER,
        unit="price",
        ask=_ask_break_even,
        truth=break_even,
        wrong=(
            Wrong(
                "one-fee",
                _with_fees(opening_fee),
                "That pays for one of the two fees; closing is charged as well.",
                "Derive it",
            ),
            Wrong(
                "fee-on-margin",
                _with_fees(lambda t: 2 * t.collateral * t.fee_rate),
                "Both fees are charged on the notional, not on the margin.",
                "The reveal",
            ),
            Wrong(
                "sides-swapped",
                lambda t: break_even(replace(t, side=-t.side)),
                "That is where a short breaks even; a long has to rise to pay its fees.",
                "Derive it",
            ),
        ),
        hints=(
            "Two trades, two fees. The profit has to pay for both.",
            "The first is charged on the value at the entry, the second on the value at closing.",
            "Set size × (P − entry) equal to fee rate × size × (entry + P), and solve for P. "
            "The size cancels.",
        ),
        work=_work_break_even,
        solve="answer = 2500 * (1 + 0.0006) / (1 - 0.0006)",
    ),
    Number(
        id="1.5",
        title="Equity in cross",
        notebook=NOTEBOOK,
        minutes=3,
        given=_BACKED,
        other=_OTHER_BACKED,
        unit="money",
        ask=_ask_behind,
        truth=behind_in_cross,
        wrong=(
            Wrong(
                "margin-alone",
                lambda t: t.collateral + profit(t),
                "That would be isolated; in cross the whole wallet stands behind the position.",
                "The reveal",
            ),
            Wrong(
                "loss-forgotten",
                lambda t: t.wallet,
                "That was there at the opening; the loss has taken its part since.",
                "The reveal",
            ),
            Wrong(
                "margin-on-top",
                lambda t: behind_in_cross(t) + t.collateral,
                "The margin is a part of the wallet, so it is not added to it.",
                "The reveal",
            ),
            Wrong(
                "margin-spent",
                lambda t: behind_in_cross(t) - t.collateral,
                "The margin is set aside and not spent: it still stands behind the position.",
                "The reveal",
            ),
        ),
        hints=(
            "Which money can a cross position reach?",
            "It can reach the whole wallet, the margin being a part of it.",
            "Take the loss at the mark price away from the wallet.",
        ),
        work=_work_behind,
        solve="answer = 1800 + 4 * (2440 - 2500)",
    ),
)
