"""The start page's questions about the lessons from 6 on; the earlier ones stand in exercises.py."""

from __future__ import annotations

from fractions import Fraction

from marginlab.course.lesson00_start_here.cases import (
    HOW_FAR,
    PAYS,
    STATE,
    WALL,
    Case,
    a_day,
    always,
    case,
    coin_wall,
    gap_payer,
    met_in_the_day,
    question,
    required_grows,
    required_of,
    shared_wall,
    state,
    state_on_coins,
    wall_beside,
)
from marginlab.course.trade import held, told
from marginlab.practice.item import Wrong
from marginlab.theory.terms import show

SIXTH, SEVENTH, EIGHTH, NINTH, TENTH, ELEVENTH = (
    "06_which_price_who_pays",
    "07_one_roof_many_rooms",
    "08_bigger_is_different",
    "09_coins_as_collateral",
    "10_how_long_will_it_live",
    "11_claim_court",
)


def _ask_gap(c: Case) -> str:
    return (
        f"An isolated position, {held(c)}, with {show(c.wallet, 'money')} in the wallet before, is "
        f"liquidated. Its forced sale is filled at {show(c.at, 'money')} only, so the loss is larger than "
        "the margin. Who pays the difference: the trader or the insurance fund?"
    )


def _work_gap(c: Case) -> str:
    return (
        f"{_ask_gap(c)}\n\n1. The margin is {show(c.collateral, 'money')}, the loss "
        f"{show(-c.pnl(c.at), 'money')}.\n2. The rest of the wallet is out of reach, so the difference is "
        f"paid by the **{gap_payer(c)}**."
    )


def _ask_beside(c: Case) -> str:
    return (
        f"A cross account with {show(c.wallet, 'money')} in the wallet holds two positions: {told(c)}, and "
        f"long {show(c.beside)} ETH at {show(c.last, 'money')}. ETH falls to {show(c.at, 'money')}; the "
        "price of BTC does not move. The liquidation price of BTC is then: nearer to its price, farther "
        "from it, or does it stay?"
    )


def _work_beside(c: Case) -> str:
    one, other = (show(shared_wall(c, price), "price") for price in (c.last, c.at))
    return (
        f"{_ask_beside(c)}\n\n1. One wallet stands behind both, and ETH has lost a part of it.\n"
        f"2. From {one} to {other}: **{wall_beside(c)}**."
    )


def _ask_larger(c: Case) -> str:
    return (
        f"On Bitget {told(c)} requires {show(required_of(c, Fraction(1)), 'money')}. What does a position "
        f"{show(c.times)} times as large require: exactly {show(c.times)} times as much, or more?"
    )


def _work_larger(c: Case) -> str:
    one, other = (show(required_of(c, times), "money") for times in (Fraction(1), c.times))
    return (
        f"{_ask_larger(c)}\n\n1. {show(c.times)} times {one} is "
        f"{show(c.times * required_of(c, Fraction(1)), 'money')}.\n2. The larger one reaches into a tier "
        f"with a higher rate and requires {other}: **{required_grows(c)}**."
    )


def _ask_halved(c: Case) -> str:
    return (
        f"A contract is sized in dollars and paid in bitcoin. You hold {show(c.size)} BTC and no dollars, "
        f"and go long {show(c.value, 'money')} dollars of bitcoin at {show(c.entry_price, 'money')}, with "
        f"all of it as margin: no leverage. The price falls to {show(c.at, 'money')}. Is the "
        "position still open, or is it closed?"
    )


def _work_halved(c: Case) -> str:
    return (
        f"{_ask_halved(c)}\n\n1. It loses {show(-c.pnl(c.at), 'money')} dollars, and the bitcoin behind it "
        f"are worth {show(c.size * c.at, 'money')} now.\n2. Its wall stands at "
        f"{show(coin_wall(c), 'price')}: **{state_on_coins(c)}**."
    )


def _ask_left_alone(c: Case) -> str:
    ends, _ = a_day(c)
    return (
        f"You are {held(c)}, isolated, and leave it alone for a day. On {show(ends, 'percent')} of all days "
        "a price like this one ends at your liquidation price or below it. How likely is it that you have "
        "been liquidated in the day: exactly that, or more?"
    )


def _work_left_alone(c: Case) -> str:
    _, met = a_day(c)
    return (
        f"{_ask_left_alone(c)}\n\n1. Some prices dip to the wall and are back above it by the end of the "
        "day, nearly as many as end below it.\n2. Together "
        f"{show(met, 'percent')}: **{met_in_the_day(c)}**."
    )


def _ask_printed(c: Case) -> str:
    return (
        f"“An isolated position is closed when its equity is zero”, says an article. You are {held(c)}, "
        f"isolated, and the mark price falls to {show(c.at, 'money')}. By the rules of its exchange, is the "
        "position then open or closed?"
    )


def _work_printed(c: Case) -> str:
    zero = show(c.entry_price - c.collateral / c.size, "money")
    return (
        f"{_ask_printed(c)}\n\n1. Equity would be zero at {zero}, and that is lower.\n2. But it meets the "
        f"requirement at {show(c.wall(), 'price')} already: it is **{state(c, c.at)}**."
    )


ITEMS = (
    question(
        id="0.10",
        title="A sale that goes badly",
        about=SIXTH,
        given=case(0.2, 50_000, 10, wallet=3_000, at=44_500),
        other=case(0.3, 65_000, 20, wallet=4_000, at=61_400),
        options=PAYS,
        ask=_ask_gap,
        truth=gap_payer,
        wrong=(
            Wrong(
                "hole-mine",
                always("trader"),
                "Isolated reaches the margin and no more; what a bad fill lacks beyond it the insurance "
                "fund of the exchange pays.",
                "The reveal",
            ),
        ),
        hints=(
            "How much does this position lose at the fill, and how much stands behind it?",
            "It has lost more than its margin. Can the rest of the wallet be reached?",
            "The exchange keeps money aside for such sales.",
        ),
        work=_work_gap,
    ),
    question(
        id="0.11",
        title="Another coin falls",
        about=SEVENTH,
        given=case(0.1, 50_000, 10, wallet=2_500, beside=2, last=2_500, at=2_300),
        other=case(0.2, 65_000, 10, wallet=4_500, beside=3, last=3_200, at=3_050),
        options=WALL,
        ask=_ask_beside,
        truth=wall_beside,
        wrong=(
            Wrong(
                "fixed-wall",
                always("stays"),
                "In cross one wallet stands behind every position, so a loss of the other one leaves "
                "less behind this one.",
                "The reveal",
            ),
            Wrong(
                "others-turned",
                lambda c: wall_beside(c, -1),
                "That is what a profit of the other position does; it has lost, and so the wall comes "
                "nearer.",
                "The reveal",
            ),
        ),
        hints=(
            "Which money stands behind BTC, and does anybody else use it?",
            "ETH has lost. Out of which money will that be paid?",
            "Less money behind it carries less of a fall.",
        ),
        work=_work_beside,
    ),
    question(
        id="0.12",
        title="Many times as large",
        about=EIGHTH,
        given=case(1, 50_000, 10, times=8),
        other=case(2, 65_000, 10, times=9),
        options=HOW_FAR[1:],
        ask=_ask_larger,
        truth=required_grows,
        wrong=(
            Wrong(
                "first-tier-rate",
                always("exactly"),
                "A large position reaches into tiers with higher rates.",
                "The reveal",
            ),
        ),
        hints=(
            "Is a large position as easy to sell as a small one?",
            "The maintenance rate comes from a table of tiers.",
            "What lies above the edge of a tier is charged at a higher rate.",
        ),
        work=_work_larger,
    ),
    question(
        id="0.13",
        title="One bitcoin behind one",
        about=NINTH,
        given=case(0.5, 50_000, 1, at=25_000),
        other=case(2, 64_000, 1, at=31_000),
        options=STATE,
        ask=_ask_halved,
        truth=state_on_coins,
        wrong=(
            Wrong(
                "collateral-still",
                lambda c: state(c, c.at),
                "That holds with dollars as margin; bitcoin as margin are worth less themselves.",
                "The reveal",
            ),
        ),
        hints=(
            "How many dollars does it lose?",
            "What are the bitcoin behind it worth at that price?",
            "Hold the loss against what the margin is worth now.",
        ),
        work=_work_halved,
    ),
    question(
        id="0.14",
        title="It was on a website",
        about=ELEVENTH,
        given=case(0.1, 50_000, 2, at=25_080),
        other=case(0.2, 65_000, 4, at=48_900),
        options=STATE,
        ask=_ask_printed,
        truth=lambda c: state(c, c.at),
        wrong=(
            Wrong(
                "equity-zero",
                lambda c: "open" if c.margin + c.pnl(c.at) > 0 else "closed",
                "It is closed earlier, when its equity has fallen to what the exchange requires.",
                "Derive it",
            ),
        ),
        hints=(
            "How much does this position hold, and how much has it lost at that price?",
            "Something is left. Is it enough for the exchange?",
            "The exchange requires a small share of the value, and closes where less is left.",
        ),
        work=_work_printed,
    ),
    question(
        id="0.15",
        title="Left alone for a day",
        about=TENTH,
        given=case(0.1, 50_000, 40),
        other=case(0.2, 65_000, 30),
        options=HOW_FAR[1:],
        ask=_ask_left_alone,
        truth=met_in_the_day,
        wrong=(
            Wrong(
                "end-alone",
                always("exactly"),
                "A position is closed on the way: a price that dips and comes back has ended it, too.",
                "The reveal",
            ),
        ),
        hints=(
            "Does the exchange wait until the day is over?",
            "What becomes of a position whose price dips to its wall and comes back?",
            "Count the days that end below the wall, and those on which the price came back.",
        ),
        work=_work_left_alone,
    ),
)  # fmt: skip
