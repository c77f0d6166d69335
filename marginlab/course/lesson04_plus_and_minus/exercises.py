"""Lesson 4, the plus and the minus: what a wall costs, what may leave, and what calls lead to.

Where people believe it: that margin can be taken out down to maintenance stands in articles on
isolated margin, while ApolloX (article 4404852569497) and Binance (faq 360038447311) print the floor
of the initial margin; a wall from the last price paid is freqtrade's issue 9205. (Pages read 2026-11-22.)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from marginlab.course.house import ENTRY_PRICE, LEVERAGE, SIZE
from marginlab.course.lesson04_plus_and_minus.change import (
    Bought,
    after_calls,
    after_one_restoring_call,
    after_the_last_call,
    at_mark,
    down_to_rate,
    full_calls,
    needed_for,
    removable,
    top_up,
    top_up_at_the_old_requirement,
    turned,
    whole_margin,
    with_more_margin,
    with_more_size,
)
from marginlab.course.trade import NONE, Trade, exact, told
from marginlab.practice.item import Again, Number, Wrong
from marginlab.theory.conditions import nothing
from marginlab.theory.terms import SHORT, show

NOTEBOOK = "04_the_plus_and_the_minus"


# ---- how the numbers are told -----------------------------------------------------------------


def _position(t: Trade) -> str:
    return (
        f"You are **{told(t)}, {show(t.leverage, 'x')}**, isolated. Maintenance rate "
        f"{show(t.mmr, 'percent')}, taker fee {show(t.fee_rate, 'percent')}."
    )


def _ask_top_up(t: Trade) -> str:
    return (
        f"{_position(t)} Nothing was added yet.\n\nHow much margin must be **added** to put "
        f"the liquidation price at {show(t.at, 'money')}?"
    )


def _ask_removable(t: Trade) -> str:
    return (
        f"{_position(t)} It holds a margin of **{show(t.margin, 'money')}**, and the "
        f"mark price is {show(t.at, 'money')}.\n\nHow much may be taken out, by the "
        "rule of the lesson *The plus and the minus*?"
    )


def _ask_first_call(t: Trade) -> str:
    return (
        f"{_position(t)} There are {show(t.wallet, 'money')} in the account, and "
        "Bitget's automatic margin call is on.\n\nThe price reaches the wall and the call is made "
        "for the **first** time. Where is the wall then?"
    )


def _ask_last_call(t: Trade) -> str:
    return (
        f"{_position(t)} There are {show(t.wallet, 'money')} in the account, and "
        "Bitget's automatic margin call is on.\n\nThe price falls on, from call to call. Where is "
        "the wall after the **last** one, when no money is free any more?"
    )


def _second(t: Bought) -> str:
    return (
        f"another **{show(t.again)} {t.base} at {show(t.at, 'money')}**, also with "
        f"{show(t.leverage, 'x')}"
    )


def _ask_size(t: Bought) -> str:
    return f"{_position(t)}\n\nYou buy {_second(t)}. Where is the wall of the whole position?"


def _ask_margin(t: Bought) -> str:
    return (
        f"{_position(t)}\n\nInstead of buying {_second(t)}, you add the margin of that "
        f"purchase, **{show(t.more, 'money')}**, and no size. Where is the wall?"
    )


def _work_start(t: Trade, more: str = "") -> str:
    """The position, what else is given, and the margin of the opening."""
    value = t.value
    return (
        f"Take a **{told(t)}, {show(t.leverage, 'x')}**, "
        f"with κ = {show(t.mmr, 'percent')} + {show(t.fee_rate, 'percent')} "
        f"= {show(t.kappa, 'percent')}.{more}\n\n"
        f"1. Margin at the opening: {show(value, 'money')} / {show(t.leverage)} "
        f"= {show(t.collateral, 'money')}.\n"
    )


def _work_top_up(t: Trade) -> str:
    loss, required = -t.pnl(t.at), t.required(t.at)
    return _work_start(t, f" Wanted: the wall at {show(t.at, 'money')}.") + (
        f"2. Loss at {show(t.at, 'money')}: {show(t.size)} × "
        f"{show(abs(t.at - t.entry_price), 'money')} = {show(loss, 'money')}.\n"
        f"3. Requirement there: {show(t.kappa)} × {show(t.size)} × {show(t.at, 'money')} "
        f"= {show(required, 'money')}.\n"
        f"4. The margin must cover both, {show(loss + required, 'money')}; "
        f"{show(t.collateral, 'money')} is there: add **{show(top_up(t), 'price')}**."
    )


def _work_removable(t: Trade) -> str:
    profit, required, opening = at_mark(t)
    over, above = t.margin - required, t.margin + profit - opening
    held, mark = show(t.margin, "money"), show(t.at, "money")
    return _work_start(t, f" It holds {held} now, and the mark price is {mark}.") + (
        f"2. From the margin: {held} − {show(t.kappa)} × {show(t.size)} × {mark} "
        f"= {show(over, 'price')}.\n"
        f"3. Margin of a new opening: {show(t.size * t.at, 'money')} / {show(t.leverage)} "
        f"= {show(opening, 'money')}.\n"
        f"4. From equity: {held} + {show(profit, 'money')} "
        f"− {show(opening, 'money')} = {show(above, 'money')}.\n"
        f"5. The smaller of the two, and never below zero: **{show(removable(t), 'price')}**."
    )


def _divided(t: Trade, number: int, margin: Fraction) -> str:
    """The last step of a wall on this margin, at the trade's size and entry."""
    top, bottom = t.value - t.side * margin, t.size * (1 - t.side * t.kappa)
    return (
        f"{number}. The wall: ({show(t.value, 'money')} − {show(margin, 'money')}) "
        f"over {show(t.size)} × (1 − {show(t.kappa)}): {show(top, 'money')} / {show(bottom)} "
        f"= **{show(t.wall(margin), 'price')}**."
    )


def _work_first_call(t: Trade) -> str:
    margin = 2 * t.collateral
    return _work_start(t) + (
        f"2. The call adds the same again: {show(margin, 'money')}.\n{_divided(t, 3, margin)}"
    )


def _work_last_call(t: Trade) -> str:
    rest = t.wallet - t.margin - full_calls(t) * t.collateral
    return _work_start(t, f" There are {show(t.wallet, 'money')} in the account.") + (
        f"2. The free money gives {full_calls(t)} whole calls and then the "
        f"{show(rest, 'money')} that are left.\n"
        f"3. All {show(t.wallet, 'money')} stand behind the position.\n"
        f"{_divided(t, 4, t.wallet)}"
    )


def _work_size(t: Bought) -> str:
    both = t.whole
    margin = t.margin + t.more
    return _work_start(t, f" You buy {_second(t)}.") + (
        f"2. The purchase takes {show(t.again * t.at, 'money')} / {show(t.leverage)} "
        f"= {show(t.more, 'money')}; the margin is {show(margin, 'money')}.\n"
        f"3. Size {show(both.size)}, value at entry {show(t.value, 'money')} "
        f"+ {show(t.again * t.at, 'money')}.\n{_divided(both, 4, margin)}"
    )


def _work_margin(t: Bought) -> str:
    margin = t.margin + t.more
    return _work_start(t, f" You add {show(t.more, 'money')} of margin.") + (
        f"2. With what is added: {show(margin, 'money')}; size and entry stay.\n"
        f"{_divided(t, 3, margin)}"
    )


# ---- the items --------------------------------------------------------------------------------

_HOUSE = Trade(**exact(size=SIZE, entry_price=ENTRY_PRICE, leverage=LEVERAGE))
_CALLED = Trade(**exact(size=0.05, entry_price=58_000, leverage=10, wallet=1_000))
_ETH = Trade(base="ETH", **exact(size=4, entry_price=2_500, leverage=20, mmr=0.005))
_AGAIN = Bought(
    **exact(size=SIZE, entry_price=ENTRY_PRICE, leverage=LEVERAGE, again=0.1, at=57_000)
)
_OTHER_AGAIN = Bought(
    base="ETH", **exact(size=4, entry_price=2_500, leverage=20, mmr=0.005, again=3, at=2_400)
)
_again = partial(Again, notebook=NOTEBOOK)

_ZERO_IS_LATER = (
    "With that the money is gone at this price; the position is closed before, "
    "when equity has fallen to the requirement."
)
_FEE_TOO = "The requirement also sets aside the taker fee for closing: κ is both rates together."


def _top_up_ideas(still: str, turned_cure: str) -> tuple[Wrong, ...]:
    return (
        Wrong("requirement-still", top_up_at_the_old_requirement, still, "Derive it"),
        Wrong("equity-zero", needed_for(nothing), _ZERO_IS_LATER, "Derive it"),
        Wrong(
            "closing-fee-forgotten",
            needed_for(fee_rate=NONE),
            _FEE_TOO,
            "Derive it",
        ),
        Wrong("kappa-turned", turned, turned_cure, "Derive it"),
        Wrong(
            "whole-margin",
            whole_margin,
            "That is all the margin that this wall takes; a part of it is in the position already.",
            "Derive it",
        ),
    )  # fmt: skip


ITEMS = (
    Number(
        id="4.1",
        title="The price of a lower wall",
        notebook=NOTEBOOK,
        minutes=5,
        given=replace(_HOUSE, **exact(at=50_000)),
        other=replace(_ETH, **exact(at=2_300)),
        unit="money",
        ask=_ask_top_up,
        truth=top_up,
        wrong=_top_up_ideas(
            "You forgot that maintenance falls too: at a lower price the requirement is smaller, "
            "so the distance costs only (1 − κ) of its value.",
            "The requirement has to be covered as well; it comes on top of the loss.",
        ),
        hints=(
            "Do not ask where the wall is. It is given; ask which margin belongs to it.",
            "At the wall the margin must just cover the loss down to there and the requirement "
            "there.",
            "Add size × (entry − wall) and κ × size × wall. Take off what the position holds "
            "already.",
        ),
        work=_work_top_up,
        solve="answer = 0.1 * (60_000 - 50_000) + 0.0046 * 0.1 * 50_000 - 600",
    ),
    _again(
        id="4.6",
        of="2.2",
        given=Trade(base="ETH", side=SHORT, **exact(size=3, entry_price=3_100, leverage=25)),
        solve="answer = (3 * 3100 + 372) / (3 * (1 + 0.0046))",
    ),
    Number(
        id="4.2",
        title="The price of a higher wall",
        notebook=NOTEBOOK,
        minutes=3,
        given=replace(_HOUSE, side=SHORT, **exact(at=70_000)),
        other=replace(_ETH, side=SHORT, **exact(at=2_700)),
        unit="money",
        ask=_ask_top_up,
        truth=top_up,
        wrong=_top_up_ideas(
            "For a short the requirement grows while the price rises, so moving the wall up costs "
            "(1 + κ) of the distance.",
            "The requirement has to be covered as well; it comes on top of the loss.",
        ),
        hints=(
            "A short loses when the price rises. Its wall is above the entry.",
            "The margin must cover the loss up to the wanted wall, and the requirement there.",
            "Add size × (wall − entry) and κ × size × wall. Take off what the position holds "
            "already.",
        ),
        work=_work_top_up,
        solve="answer = 0.1 * (70_000 - 60_000) + 0.0046 * 0.1 * 70_000 - 600",
    ),
    _again(
        id="4.7",
        of="3.2a",
        given=Trade(**exact(size=0.4, entry_price=48_000, leverage=12, wallet=5_100)),
        solve="answer = (0.4 * 48_000 - 5_100) / (0.4 * (1 - 0.0046))",
    ),
    Number(
        id="4.3",
        title="What may be taken out",
        notebook=NOTEBOOK,
        minutes=3,
        given=replace(_HOUSE, **exact(at=61_000, added=300)),
        other=replace(_ETH, **exact(at=2_600, added=170)),
        unit="money",
        ask=_ask_removable,
        truth=removable,
        wrong=(
            Wrong(
                "down-to-maintenance",
                lambda c: c.margin - at_mark(c)[1],
                "The floor is the initial margin at the mark price: at maintenance the position "
                "would be liquidated at once.",
                "Derive it",
            ),
            Wrong(
                "equity-to-maintenance",
                lambda c: c.margin + at_mark(c)[0] - at_mark(c)[1],
                "Equity must stay above the initial margin at the mark price; with nothing but the "
                "requirement left, the position would be liquidated at once.",
                "Derive it",
            ),
            Wrong(
                "down-to-rate",
                down_to_rate,
                "That leaves the maintenance rate only; the floor is the initial margin at the "
                "mark price.",
                "Derive it",
            ),
            Wrong(
                "entry-for-mark",
                lambda c: c.margin + at_mark(c)[0] - c.collateral,
                "The initial margin is taken at the mark price, as if the position were opened "
                "now.",
                "Derive it",
            ),
            Wrong(
                "profit-forgotten",
                lambda c: c.margin - at_mark(c)[2],
                "Equity counts, and the open profit belongs to it.",
                "Derive it",
            ),
        ),
        hints=(
            "Two conditions must hold afterwards, one for the margin and one for equity. The tighter "
            "one decides.",
            "The margin must still cover the requirement. Equity, which is margin and open profit, must "
            "still cover the initial margin at the mark price.",
            "Compute margin − κ × size × mark, and margin + size × (mark − entry) − size × mark / "
            "leverage. Take the smaller one.",
        ),
        work=_work_removable,
        solve=(
            "cash = 900 - 0.0046 * 0.1 * 61_000\n"
            "equity_above = 900 + 0.1 * (61_000 - 60_000) - 0.1 * 61_000 / 10\n"
            "answer = max(0, min(cash, equity_above))"
        ),
    ),
    Number(
        id="4.4a",
        title="After the first automatic call",
        notebook=NOTEBOOK,
        minutes=3,
        given=_CALLED,
        other=replace(_ETH, **exact(wallet=1_900)),
        unit="price",
        ask=_ask_first_call,
        truth=lambda c: after_calls(c, 1),
        wrong=(
            Wrong(
                "call-restores",
                after_one_restoring_call,
                "That restores 1/L of the value at each rung: a fine rule, not Bitget's, which "
                "adds one initial margin.",
                "Derive it",
            ),
            Wrong(
                "call-forgotten",
                Trade.wall,
                "There the call is made; what it adds moves the wall away.",
                "Derive it",
            ),
            Wrong(
                "equity-zero",
                lambda c: c.wall(2 * c.margin, nothing),
                _ZERO_IS_LATER,
                "Derive it",
            ),
            Wrong(
                "closing-fee-forgotten",
                lambda c: c.wall(2 * c.margin, fee_rate=NONE),
                _FEE_TOO,
                "Derive it",
            ),
        ),
        hints=(
            "What does the call put into the position: a fixed amount, or as much as is lost?",
            "One initial margin goes in, as much as the opening took. Then it is the wall of a "
            "position with twice the margin.",
            "Value at entry less two initial margins, divided by size × (1 − κ).",
        ),
        work=_work_first_call,
        solve="answer = (0.05 * 58_000 - 2 * 290) / (0.05 * (1 - 0.0046))",
    ),
    _again(
        id="4.8",
        of="2.3b",
        given=Trade(**exact(size=0.25, entry_price=68_000, leverage=40)),
        solve=(
            "wall = (0.25 * 68_000 - 425) / (0.25 * (1 - 0.0046))\n"
            "answer = 0.25 * (wall - 68_000) / 425"
        ),
    ),
    Number(
        id="4.4b",
        title="After the last automatic call",
        notebook=NOTEBOOK,
        minutes=3,
        given=_CALLED,
        other=replace(_ETH, **exact(wallet=1_900)),
        unit="price",
        ask=_ask_last_call,
        truth=after_the_last_call,
        wrong=(
            Wrong(
                "endless-wallet",
                lambda c: after_calls(c, full_calls(c) + 1),
                "The last call cannot be a whole one: it takes what is still free.",
                "Derive it",
            ),
            Wrong(
                "last-call-left-out",
                lambda c: after_calls(c, full_calls(c)),
                "Some money is still free, too little for a whole call; Bitget's rule "
                "takes it all the same.",
                "Derive it",
            ),
            Wrong(
                "margin-twice",
                lambda c: c.wall(c.wallet + c.margin),
                "That counts the margin twice; it is a part of the account's money.",
                "Derive it",
            ),
            Wrong("equity-zero", lambda c: c.wall(c.wallet, nothing), _ZERO_IS_LATER, "Derive it"),
        ),
        hints=(
            "You need not climb down rung by rung. How much stands behind the position at the end?",
            "At the end all the money of the account is in the position. Which mode has that from "
            "the start?",
            "Value at entry less all the money, divided by size × (1 − κ).",
        ),
        work=_work_last_call,
        solve="answer = (0.05 * 58_000 - 1_000) / (0.05 * (1 - 0.0046))",
    ),
    Number(
        id="4.5a",
        title="More size",
        notebook=NOTEBOOK,
        minutes=3,
        given=_AGAIN,
        other=_OTHER_AGAIN,
        unit="price",
        ask=_ask_size,
        truth=with_more_size,
        wrong=(
            Wrong(
                "last-paid-for-entry",
                lambda c: c.whole.wall(c.margin + c.more, entry_price=c.at),
                "Only the new part was bought at that price; the entry is the average of all.",
                "In real life",
            ),
            Wrong(
                "size-still",
                with_more_margin,
                "That is the wall if the money were added as margin; with the size the loss of "
                "each dollar grows too.",
                "In real life",
            ),
            Wrong(
                "margin-still",
                lambda c: c.whole.wall(c.margin),
                "The purchase brings its own margin into the position.",
                "In real life",
            ),
            Wrong(
                "equity-zero",
                lambda c: c.whole.wall(c.margin + c.more, nothing),
                _ZERO_IS_LATER,
                "Derive it",
            ),
        ),
        hints=(
            "Three things change at once: size, entry and margin.",
            "The value at entry is the sum of both purchases, and so is the margin.",
            "Sum of the values less sum of the margins, divided by the whole size × (1 − κ).",
        ),
        work=_work_size,
        solve="answer = (0.1 * 60_000 + 0.1 * 57_000 - 600 - 570) / (0.2 * (1 - 0.0046))",
    ),
    Number(
        id="4.5b",
        title="More margin",
        notebook=NOTEBOOK,
        minutes=2,
        given=_AGAIN,
        other=_OTHER_AGAIN,
        unit="price",
        ask=_ask_margin,
        truth=with_more_margin,
        wrong=(
            Wrong(
                "size-grows",
                with_more_size,
                "That is the wall after buying more; margin alone leaves size and entry as they "
                "were.",
                "In real life",
            ),
            Wrong(
                "last-paid-for-entry",
                lambda c: c.wall(c.margin + c.more, entry_price=c.at),
                "Adding margin buys nothing, so the entry price stays what it was.",
                "In real life",
            ),
            Wrong(
                "equity-zero",
                lambda c: c.wall(c.margin + c.more, nothing),
                _ZERO_IS_LATER,
                "Derive it",
            ),
            Wrong(
                "closing-fee-forgotten",
                lambda c: c.wall(c.margin + c.more, fee_rate=NONE),
                _FEE_TOO,
                "Derive it",
            ),
        ),
        hints=(
            "Of size, entry price and margin only one changes now.",
            "The margin is the old one and the added one together; size and entry stay.",
            "Value at entry less the whole margin, divided by size × (1 − κ).",
        ),
        work=_work_margin,
        solve="answer = (0.1 * 60_000 - 600 - 570) / (0.1 * (1 - 0.0046))",
    ),
)
