"""Lesson 11: what a crash left alive, what a published number would need, and verdicts on five cards.

A wrong idea leaves the requirement out, counts a fall from its lowest price, or says what becomes of a
sentence without running it. The post of 11.2 and the sentences of 11.3 are cards of the court, with their
sources there (read 2026-11-22 and 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from marginlab.course.court.card import JUDGEMENTS, Card
from marginlab.course.lesson11_court.cases import Fall, OnCard, Post, Told
from marginlab.course.trade import (
    AT_THE_REQUIREMENT,
    KAPPA_HAS_THE_FEE,
    NONE,
    ON_MARK_VALUE,
    Trade,
    closing_fee_forgotten,
    exact,
    held,
    terms,
)
from marginlab.practice.item import Again, Choice, Number, Wrong
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences

NOTEBOOK = "11_claim_court"
FOLLOWS = Consequences(BITGET)


# ---- a fall, and the leverage that it ends ----------------------------------------------------


def ended(f: Fall, **changes: Fraction) -> Fraction:
    """The isolated leverage that it just liquidates [x]."""
    rates = {"mmr": f.mmr, "fee_rate": f.fee_rate} | changes
    position = {"side": LONG, "size": 1, "entry_price": f.top, "offset": 0}
    return Fraction(FOLLOWS.leverage_for_distance(distance=1 - f.left, **position, **rates))


def _ask_prices(f: Fall) -> str:
    return (
        f"{f.when} the price of a perpetual fell from **{show(f.top, 'tick')}** to "
        f"**{show(f.low, 'tick')}**; take it for the mark price. A long was opened at the top, isolated, "
        f"nothing added. {f.told}\n\n"
        "Which leverage does the lowest price exactly liquidate?"
    )


def _ask_share(f: Fall) -> str:
    return (
        f"{f.when} the price fell by **{show(100 * (1 - f.left))} %**. A long was opened before, isolated, "
        f"nothing added. {f.told}\n\n"
        "Which leverage does such a fall of the mark price exactly liquidate?"
    )


def _work_fall(ask: Callable[[Fall], str], f: Fall) -> str:
    margin = 1 - f.left * (1 - f.kappa)
    return (
        f"{ask(f)}\n\n1. What is left of the price: {show(f.low, 'tick')} / {show(f.top, 'tick')} = "
        f"{show(f.left, 'percent')}.\n"
        f"2. For each unit of value the margin must be 1 − {show(f.left, 'size')} × (1 − "
        f"{show(f.kappa, 'size')}) = {show(margin, 'plain')}.\n"
        f"3. Leverage is value over margin: 1 / {show(margin, 'plain')} = **{show(ended(f), 'leverage')}**."
    )


# ---- a number in a post, and what it would need -----------------------------------------------


def fall(p: Post, money: Fraction | None = None, **changes: Fraction) -> Fraction:
    """The fall that liquidates it, with the wallet or other money behind it [fraction]."""
    rates = {"mmr": p.mmr, "fee_rate": p.fee_rate} | changes
    behind = p.wallet if money is None else money
    return Fraction(
        FOLLOWS.common_fall(wallet_balance=behind, position_value=p.value, offset=0, **rates)
    )


def kappa_for(p: Post, money: Fraction | None = None) -> Fraction:
    """The requirement, as a share of the value, with which the fall that is claimed would [fraction]."""
    left = (p.wallet if money is None else money) - p.claimed * p.value
    return left / (p.value * (1 - p.claimed))


def _post(p: Post) -> str:
    return (
        f"A post tells of a wallet of **{show(p.wallet, 'money')}** and one long in it, cross, "
        f"{show(p.leverage, 'x')}, worth **{show(p.value, 'money')}**: a fall of less than "
        f"**{show(100 * p.claimed)} %** liquidated it."
    )


def _ask_post(p: Post) -> str:
    return f"{_post(p)} {p.told}\n\nWhich fall liquidates it by these rates?"


def _work_post(p: Post) -> str:
    spare, each = p.wallet - p.kappa * p.value, p.value * (1 - p.kappa)
    return (
        f"{_ask_post(p)}\n\n1. Required at the entry: {show(p.kappa, 'percent')} of "
        f"{show(p.value, 'money')}, so {show(spare, 'money')} of the wallet are spare.\n"
        f"2. A fall takes its share of the value, and the requirement falls with it: "
        f"{show(p.value, 'money')} × (1 − {show(p.kappa, 'size')}) = {show(each, 'money')}.\n"
        f"3. {show(spare, 'money')} / {show(each, 'money')} = **{show(fall(p), 'percent')}**."
    )


def _ask_kappa(p: Post) -> str:
    return (
        f"{_post(p)} Suppose that it was so, at exactly {show(100 * p.claimed)} %.\n\nWhich requirement, as "
        "a share of the value at the mark price, explains it?"
    )


def _work_kappa(p: Post) -> str:
    lost = p.claimed * p.value
    left, worth = p.wallet - lost, p.value - lost
    return (
        f"{_ask_kappa(p)}\n\n1. The fall takes {show(lost, 'money')}; {show(left, 'money')} of equity are "
        f"left.\n2. There the position is worth {show(worth, 'money')}.\n"
        f"3. {show(left, 'money')} / {show(worth, 'money')} = **{show(kappa_for(p), 'percent')}**."
    )


# ---- numbers on cards -------------------------------------------------------------------------


def lost(t: Trade) -> Fraction:
    """The share of the margin that is lost at the wall [fraction]."""
    return -t.pnl(t.wall()) / t.collateral


def _ask_lost(t: Told) -> str:
    return (
        f"{t.card}, from an exchange's entry quiz: at {show(t.leverage, 'x')} a position is "
        f"liquidated when {show(100 * t.claimed)} % of its margin is lost. A **{held(t)}**. {terms(t)}\n\n"
        "Which share of its margin is lost at its wall?"
    )


def _work_lost(t: Told) -> str:
    left = t.collateral + t.pnl(t.wall())
    return (
        f"{_ask_lost(t)}\n\n1. Its wall: {show(t.wall(), 'price')}, where {show(left, 'price')} of a margin "
        f"of {show(t.collateral, 'money')} are left.\n"
        f"2. {show(left, 'price')} / {show(t.collateral, 'money')} = {show(left / t.collateral, 'percent')}; "
        f"the rest is lost: **{show(lost(t), 'percent')}**."
    )


def ends_with(t: Trade, **changes: Fraction) -> Fraction:
    """With which payment it is closed, while its price stands still [count]."""
    given = {"mmr": t.mmr, "fee_rate": t.fee_rate, "collateral": t.margin} | changes
    return Fraction(
        FOLLOWS.payments_left(
            side=t.side, size=t.size, entry_price=t.entry_price, mark_price=t.entry_price,
            funding_rate=t.funding_rate, **given,
        )
    )  # fmt: skip


def _ask_lasts(t: Told) -> str:
    return (
        f"{t.card}: a short worth **{show(t.value, 'money')}** with a margin of "
        f"**{show(t.margin, 'money')}** pays {show(-100 * t.funding_rate)} % every eight hours, nothing "
        f"moves, and it lasts {show(t.claimed)} days. {terms(t)}\n\nWith which payment is it closed? Answer "
        "with its number."
    )


def _work_lasts(t: Told) -> str:
    spare = t.margin - t.required(t.entry_price)
    return (
        f"{_ask_lasts(t)}\n\n1. Required: {show(t.kappa, 'percent')} of {show(t.value, 'money')}, so "
        f"{show(spare, 'money')} are spare.\n2. One payment takes {show(t.payment, 'money')}: "
        f"{show(spare, 'money')} / {show(t.payment, 'money')} = {show(spare / t.payment, 'money')}.\n"
        f"3. The first whole number from there: **{show(ends_with(t))}**."
    )


# ---- verdicts on cards ------------------------------------------------------------------------

_MEANT = {  # what words of a card mean there, in case they are not known or not clear
    "B4.4": (
        " The fill is the price that is really got; 0.5 % worse means 0.5 % below the "
        "bankruptcy price. A buffer is money that the fund is said to keep."
    ),
}


def _ask_verdict(on: OnCard) -> str:
    card = on.card
    unfound = f" Looked for in vain: {card.unfound}." if card.unfound else ""
    return (
        f"Card {on.key}: “{card.sentence}”{_MEANT.get(on.key, '')}\n\nIts run: {card.story} It is judged at "
        f"{_where(card)}. If rules, settings or days that are documented disagree, it depends.{unfound}\n\n"
        "What becomes of this sentence when it is run?"
    )


def _where(card: Card) -> str:
    """The exchanges under whose documented rules a card is run."""
    sides = [side for side in (card.left, card.right) if side and side.documented]
    return " and at ".join(dict.fromkeys(side.venue.name for side in sides))


def _work_verdict(on: OnCard) -> str:
    card = on.card
    return f"{_ask_verdict(on)}\n\n1. Run: {card.reason}\n2. The verdict is **{card.judged}**."


def _said(word: str) -> Callable[[OnCard], str]:
    """What somebody answers who runs nothing."""
    return lambda on: word


def _verdict(key: str, other: str, cures: Mapping[str, tuple[str, str]], **item: Any) -> Choice:
    """An item on one card; cures: by each wrong word the idea that leads to it, and its cure."""
    return Choice(
        notebook=NOTEBOOK,
        minutes=2,
        given=OnCard(key),
        other=OnCard(other),
        options=JUDGEMENTS,
        ask=_ask_verdict,
        truth=lambda on: on.card.judged,
        wrong=tuple(
            Wrong(idea, _said(word), cure, "The reveal") for word, (idea, cure) in cures.items()
        ),
        hints=(
            "What would have to be seen in a ledger, so that nobody could doubt the sentence?",
            "Open it by its id, with `court_panel`, in a new cell (Esc, then B): judge it, run it, and read "
            "whether the sentence holds in each column.",
            "Is it so on the right? Does another documented rule, on the left, say otherwise? Or was a page "
            "looked for in vain?",
        ),
        work=_work_verdict,
        **item,
    )


# ---- the items --------------------------------------------------------------------------------

_number, _again = partial(Number, notebook=NOTEBOOK), partial(Again, notebook=NOTEBOOK)

_MARCH = Fall(when="On 12 March 2020", **exact(top=7_353, low=3_596))
_OTHER_FALL = Fall(when="In one bad night", **exact(top=8_000, low=5_000, mmr=0.005))
_OCTOBER = Fall(when="On 10 October 2025", **exact(top=100, low=83))
_OTHER_SHARE = Fall(when="In one bad week", **exact(top=100, low=76, mmr=0.005))
_POST = Post(**exact(wallet=10_000, value=95_000, leverage=10, claimed=0.03))
_OTHER_POST = Post(**exact(wallet=4_000, value=50_000, leverage=20, claimed=0.05, mmr=0.005))
_QUIZ = Told(card="Card Q1", **exact(size=0.3, entry_price=50_000, leverage=10, claimed=0.9))
_OTHER_QUIZ = Told(
    card="Card Q2",
    base="ETH",
    **exact(size=7, entry_price=3_000, leverage=20, claimed=0.8, mmr=0.005),
)
_LASTS = Told(
    card="Card E8, a post", side=SHORT,
    **exact(size=0.2, entry_price=50_000, leverage=20, funding_rate=-0.0005, claimed=33),
)  # fmt: skip
_OTHER_LASTS = Told(
    card="Another post", side=SHORT,
    **exact(size=3, entry_price=3_000, leverage=15, funding_rate=-0.0004, claimed=55, mmr=0.005),
)  # fmt: skip

_ZERO = Wrong("equity-zero", lambda f: 1 / (1 - f.left), AT_THE_REQUIREMENT, "Derive it")
_TURNED = Wrong(
    "kappa-turned",
    lambda f: 1 / (1 - f.left * (1 + f.kappa)),
    "The requirement takes a part of what is left, so count with 1 − κ, not with 1 + κ.",
    "Derive it",
)
_LEFT = Wrong(
    "left-for-lost",
    lambda f: 1 / f.left,
    "That divides by what is left of the price; the margin has to pay for what was lost.",
    "Derive it",
)
_FALL_HINTS = (
    "How much of each unit of value has to be margin, so that it lasts down to that price?",
    "At the lowest price equity, margin less fall, equals κ times what is left.",
    "Leverage is one over that margin: 1 / (1 − what is left × (1 − κ)).",
)
_ONLY_MARGIN = "In cross the whole wallet stands behind the position, not only its margin."

ITEMS = (
    _number(
        id="11.1a", title="What a day left alive", minutes=4, unit="leverage",
        given=_MARCH, other=_OTHER_FALL,
        ask=_ask_prices, truth=ended,
        wrong=(
            _ZERO,
            _TURNED,
            _LEFT,
            Wrong(
                "fall-from-low",
                lambda f: f.low / (f.top - f.low),
                "The fall is counted from the price before it, where the position was opened.",
                "The reveal",
            ),
        ),
        hints=_FALL_HINTS,
        work=partial(_work_fall, _ask_prices),
        solve="answer = 1 / (1 - 3596 / 7353 * (1 - 0.0046))",
    ),
    _again(
        id="11.1b", of="5.2b",
        given=Trade(
            payments=20, **exact(size=0.5, entry_price=64_000, leverage=20, funding_rate=0.0004)
        ),
        solve="margin = 1600 - 20 * 12.8\nanswer = (32000 - margin) / (0.5 * (1 - 0.0046))",
    ),
    _number(
        id="11.1c", title="What a night left alive", minutes=3, unit="leverage",
        given=_OCTOBER, other=_OTHER_SHARE,
        ask=_ask_share, truth=ended,
        wrong=(_ZERO, _TURNED, _LEFT, closing_fee_forgotten(lambda f: ended(f, fee_rate=NONE))),
        hints=_FALL_HINTS,
        work=partial(_work_fall, _ask_share),
        solve="answer = 1 / (1 - 0.83 * (1 - 0.0046))",
    ),
    _number(
        id="11.2a", title="A post, counted again", minutes=4, unit="percent",
        given=_POST, other=_OTHER_POST,
        ask=_ask_post, truth=fall,
        wrong=(
            Wrong("equity-zero", lambda p: p.wallet / p.value, AT_THE_REQUIREMENT, "Derive it"),
            Wrong("margin-behind-cross", lambda p: fall(p, p.margin), _ONLY_MARGIN, "The reveal"),
            Wrong(
                "entry-value", lambda p: p.wallet / p.value - p.kappa, ON_MARK_VALUE, "Derive it"
            ),
            closing_fee_forgotten(lambda p: fall(p, fee_rate=NONE)),
        ),
        hints=(
            "Which money stands behind a cross position?",
            "Equity after a fall x: wallet − value × x. Requirement: κ × value × (1 − x).",
            "x = (wallet − κ × value) / (value × (1 − κ)).",
        ),
        work=_work_post, solve="answer = (10000 - 0.0046 * 95000) / (95000 * (1 - 0.0046))",
    ),
    _again(
        id="11.2b", of="4.2",
        given=Trade(side=SHORT, **exact(size=0.4, entry_price=55_000, leverage=16, at=60_000)),
        solve="answer = 0.4 * 5_000 + 0.0046 * 0.4 * 60_000 - 1_375",
    ),
    _number(
        id="11.2c", title="What would make it true", minutes=4, unit="percent",
        given=_POST, other=_OTHER_POST,
        ask=_ask_kappa, truth=kappa_for,
        wrong=(
            Wrong(
                "entry-value", lambda p: p.wallet / p.value - p.claimed,
                "That is a share of the value at entry; asked is one of the value after the fall, which is "
                "smaller.",
                "Derive it",
            ),
            Wrong(
                "margin-behind-cross", lambda p: kappa_for(p, p.margin), _ONLY_MARGIN, "The reveal"
            ),
            Wrong(
                "loss-forgotten", lambda p: p.wallet / (p.value * (1 - p.claimed)),
                "By then the fall has taken its part of the wallet; only what is left can be required.",
                "Derive it",
            ),
            Wrong(
                "closing-fee-forgotten", lambda p: kappa_for(p) - p.fee_rate,
                KAPPA_HAS_THE_FEE, "Derive it",
            ),
        ),
        hints=(
            "How much equity is there after such a fall?",
            "A position is liquidated where equity equals the requirement.",
            "Divide the equity that is left by the value that is left.",
        ),
        work=_work_kappa,
        solve="answer = (10000 - 0.03 * 95000) / (95000 * 0.97)",
    ),
    _verdict(
        "E6", "E7",
        {
            "false": (
                "doubt-for-disproof",
                "Isolated the wall moves with leverage; in cross the whole wallet stands behind the position "
                "at every setting.",
            ),
            "depends": (
                "depends-always",
                "Both exchanges that were run give one wall at every setting, so nothing depends here.",
            ),
            "no source": (
                "run-left-out",
                "No page is needed: the wall follows from equity and requirement, and both can be run.",
            ),
        },
        id="11.3a", title="A verdict on leverage",
    ),
    _number(
        id="11.3b", title="A quiz, counted again", minutes=3, unit="percent",
        no_fresh="The quiz speaks of one leverage, and at that the share is the same for any position.",
        given=_QUIZ, other=_OTHER_QUIZ,
        ask=_ask_lost, truth=lost,
        wrong=(
            Wrong(
                "printed-for-true", lambda t: t.claimed,
                "That is what the quiz prints, by the rules of its exchange; these rates give another share.",
                "The reveal",
            ),
            Wrong("equity-zero", lambda t: Fraction(1), AT_THE_REQUIREMENT, "Derive it"),
            Wrong("entry-value", lambda t: 1 - t.kappa * t.leverage, ON_MARK_VALUE, "Derive it"),
            Wrong(
                "left-for-lost", lambda t: 1 - lost(t),
                "That is the share that is left; asked is the one that is lost.", "Derive it",
            ),
        ),
        hints=(
            "How much is left of the margin where the position is closed?",
            "What is left is the requirement: κ × size × wall.",
            "Find the wall, multiply, divide by the margin, and take it off the whole.",
        ),
        work=_work_lost,
        solve=(
            "wall = 0.9 * 50_000 / (1 - 0.0046)\n"
            "answer = 1 - 0.0046 * 0.3 * wall / 1_500"
        ),
    ),
    _again(
        id="11.3c", of="3.3",
        given=Trade(**exact(size=0.2, entry_price=48_000, leverage=10)),
        solve="answer = 0.2 * 48_000",
    ),
    _verdict(
        "B1.4", "B4.1",
        {
            "true": (
                "printed-for-true",
                "With the automatic margin call on, money of the wallet follows, and more than the margin is "
                "lost.",
            ),
            "false": (
                "doubt-for-disproof",
                "With the automatic margin call off nothing but the margin is lost: one setting decides.",
            ),
            "no source": (
                "run-left-out",
                "Both settings stand in the exchange's own pages, and both can be run.",
            ),
        },
        id="11.3d", title="A verdict on the largest loss",
    ),
    _number(
        id="11.3e", title="A post on a quiet leak", minutes=3, unit="count",
        given=_LASTS, other=_OTHER_LASTS,
        ask=_ask_lasts, truth=ends_with,
        wrong=(
            Wrong(
                "until-margin-empty", lambda t: t.margin / t.payment,
                "It does not wait until the margin is paid out: it is closed at the requirement.",
                "Derive it",
            ),
            Wrong(
                "printed-for-true", lambda t: t.claimed,
                "Those are the days that the post prints; asked is a payment, and not as late.",
                "The reveal",
            ),
            closing_fee_forgotten(lambda t: ends_with(t, fee_rate=NONE)),
        ),
        hints=(
            "How far may its equity fall, and how much does one payment take?",
            "Spare is the margin less κ times the value.",
            "Divide what is spare by one payment, and go on to the next whole number.",
        ),
        work=_work_lasts,
        solve="from math import ceil\nanswer = ceil((500 - 0.0046 * 10_000) / 5)",
    ),
    _again(
        id="11.3f", of="1.5",
        given=Trade(
            base="ETH", **exact(size=3, entry_price=3_000, leverage=10, wallet=2_600, at=2_880)
        ),
        solve="answer = 2600 + 3 * (2880 - 3000)",
    ),
    _verdict(
        "B4.4", "C19",
        {
            "true": (
                "printed-for-true",
                "No page of the exchange has it; that it is printed elsewhere makes it no rule of the "
                "exchange's.",
            ),
            "false": (
                "doubt-for-disproof",
                "No page that was read denies it: it was looked for and not found, which is less.",
            ),
            "depends": (
                "depends-always",
                "Then some page would have to say where it applies, and none was found that does.",
            ),
        },
        id="11.3g", title="A verdict on a buffer",
        no_fresh="Too few cards have no source; open another one with `court_panel`.",
    ),
    _again(
        id="11.3h", of="1.3b",
        given=Trade(base="ETH", **exact(size=5, entry_price=2_800, leverage=14, at=2_884)),
        solve="answer = 5 * (2884 - 2800) / 1000",
    ),
)  # fmt: skip
