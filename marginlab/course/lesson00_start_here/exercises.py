"""The start page: an exercise to try the checks on, and questions that draw a map.

Each question is about the central idea of a lesson (`about`), and so are the places to which its
cures lead. What is asked is tried in accounts or read off the derived formulas; nothing is decided
here.
"""

from __future__ import annotations

from marginlab.course.house import PAYMENTS_A_DAY, SYMBOL
from marginlab.course.lesson00_start_here.cases import (
    HOW_FAR,
    NOTEBOOK,
    PAYER,
    STAKE,
    STATE,
    WALL,
    WHERE,
    WHO,
    Case,
    always,
    case,
    chance_moved,
    drained,
    fee_payer,
    free_part_moved,
    loses_all,
    loss,
    margin,
    opened,
    payer_by,
    question,
    room,
    stake_moved,
    state,
    wall_after,
    wall_moved,
    wall_side,
)
from marginlab.course.trade import Trade, behind, maintenance_turned, told
from marginlab.practice.item import Number, Wrong
from marginlab.theory.formulas import taker_fee
from marginlab.theory.terms import LONG, SHORT, show

FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    "01_whose_money_is_it",
    "02_where_the_wall_stands",
    "03_one_switch_two_fates",
    "04_the_plus_and_the_minus",
    "05_the_quiet_leak",
)


# ---- how it is asked and worked ---------------------------------------------------------------


def _ask_loss(c: Trade) -> str:
    aside, value = show(c.collateral, "money"), show(c.value, "money")
    return (
        f"You have bought **{show(c.size)} ETH** at {show(c.entry_price, 'money')} apiece. Of "
        f"their {value} you have set {aside} aside; that is called a leverage of "
        f"{show(c.leverage, 'x')}. The price falls to {show(c.at, 'money')}. How much have you lost, "
        "fees left out? Give an amount without a sign."
    )


def _work_loss(c: Trade) -> str:
    way, lost = show(c.entry_price - c.at, "money"), show(loss(c), "money")
    return (
        f"{_ask_loss(c)}\n\n1. The price fell by {way}.\n2. Times the size: {show(c.size)} × {way} "
        f"= **{lost}**.\n3. Backwards: {lost} / {show(c.size)} = {way}. The leverage is not asked for."
    )


def _ask_all(c: Trade) -> str:
    return (
        f"Two accounts hold {show(c.wallet, 'money')} each and open the same position: {told(c)}, "
        f"margin {show(c.collateral, 'money')}. One is isolated, the other cross; nothing is added "
        f"later. Whose position can lose all of the {show(c.wallet, 'money')}?"
    )


def _work_all(c: Trade) -> str:
    own, whole = (show(behind(c.account(mode)), "money") for mode in ("isolated", "cross"))
    return (
        f"{_ask_all(c)}\n\n1. Isolated: {own} stand behind it.\n2. Cross: {whole} do.\n"
        f"3. All of {show(c.wallet, 'money')}: **{loses_all(c)}**."
    )


def _ask_fee(c: Trade) -> str:
    return (
        f"Two traders open the same position: {told(c)}. The first has {show(c.leverage, 'x')}, the "
        f"second {show(c.other, 'x')}. Both pay a fee of {show(c.fee_rate * 100)} %. Who pays more?"
    )


def _work_fee(c: Trade) -> str:
    fee = show(taker_fee(c.size, c.entry_price, c.fee_rate), "price")
    return (
        f"{_ask_fee(c)}\n\n1. The fee is charged on the position's value, "
        f"{show(c.value, 'money')} for either of them.\n"
        f"2. That makes {fee} each: **{fee_payer(c)}**."
    )


def _ask_state(c: Case) -> str:
    wall = show(c.wall(c.collateral), "price")
    return (
        f"{opened(c)}, isolated, with its liquidation price at {wall}. One odd trade is done "
        f"at {show(c.last, 'money')}; the mark price stays at {show(c.at, 'money')}. What is the "
        "position afterwards?"
    )


def _work_state(c: Case) -> str:
    return (
        f"{_ask_state(c)}\n\n1. Only the mark price counts: {show(c.at, 'money')}.\n"
        f"2. Held against {show(c.wall(c.collateral), 'price')}: **{state(c, c.at)}**."
    )


def _ask_room(c: Trade) -> str:
    return (
        f"{opened(c)}, isolated, {show(c.leverage, 'x')}, so its margin is "
        f"{show(1 / c.leverage, 'percent')} of its value. How far may the mark price fall before the "
        f"exchange closes it: less than {show(1 / c.leverage, 'percent')}, exactly that, or more?"
    )


def _work_room(c: Trade) -> str:
    wall = c.wall(c.collateral)
    return (
        f"{_ask_room(c)}\n\n1. The exchange closes it while a small share of the value, the "
        f"requirement, is still left: at {show(wall, 'price')}.\n"
        f"2. That is a fall of {show(1 - wall / c.entry_price, 'percent')}, held against "
        f"{show(1 / c.leverage, 'percent')}: **{room(c)}**."
    )


def _ask_side(c: Trade) -> str:
    return (
        f"{opened(c)}, isolated, {show(c.leverage, 'x')}. Where does its liquidation price "
        "stand: above the entry or below it?"
    )


def _work_side(c: Trade) -> str:
    return (
        f"{_ask_side(c)}\n\n1. It loses when the price {'falls' if c.side == LONG else 'rises'}.\n"
        f"2. So that is where it is closed: **{wall_side(c)}**."
    )


def _ask_leverage(c: Trade) -> str:
    return (
        f"{opened(c)}, cross, {show(c.wallet, 'money')} in the wallet and nothing else open. "
        f"It was opened with {show(c.leverage, 'x')}. With {show(c.other, 'x')} and the same size, "
        "its liquidation price would be: nearer to the entry, farther from it, or does it stay?"
    )


def _work_leverage(c: Trade) -> str:
    accounts = (c.account("cross", by) for by in (c.leverage, c.other))
    one, other = (show(c.wall(behind(account)), "price") for account in accounts)
    return (
        f"{_ask_leverage(c)}\n\n1. In cross the whole wallet stands behind it, at any leverage.\n"
        f"2. {one} with the one, {other} with the other: **{wall_moved('cross')(c)}**."
    )


def _ask_stake(c: Trade) -> str:
    return (
        f"{opened(c)}, isolated, with a margin of {show(c.collateral, 'money')}. You add "
        f"{show(c.added, 'money')} of margin. The most that the position can lose is then: less than "
        "before, the same, or more?"
    )


def _work_stake(c: Trade) -> str:
    before = c.account("isolated")
    after = before.add_margin(SYMBOL, float(c.added))
    one, other = (show(behind(account), "money") for account in (before, after))
    return (
        f"{_ask_stake(c)}\n\n1. Before, {one} stand behind it; afterwards {other}.\n"
        f"2. It is closed later, but then that is what is gone: **{stake_moved(c)}**."
    )


def _ask_drain(c: Trade) -> str:
    return (
        f"{opened(c)}, isolated, {show(c.leverage, 'x')}. The price stands still for "
        f"{c.payments // PAYMENTS_A_DAY} days, and every eight hours the position pays a funding of "
        f"{show(c.funding_rate * 100)} %. Its liquidation price is then: nearer to the price, farther from "
        "it, or does it stay?"
    )


def _work_drain(c: Trade) -> str:
    one, other = show(c.wall(c.collateral), "price"), show(wall_after(c), "price")
    return (
        f"{_ask_drain(c)}\n\n1. Each payment leaves less behind the position.\n"
        f"2. From {one} to {other}: **{drained(c)}**."
    )


# ---- the items --------------------------------------------------------------------------------

ITEMS = (
    Number(
        id="0.1",
        title="A first answer",
        notebook=NOTEBOOK,
        minutes=2,
        given=case(2, 2_500, 10, at=2_400),
        other=case(12, 1_800, 20, at=1_740),
        unit="money",
        ask=_ask_loss,
        truth=loss,
        wrong=(
            Wrong(
                "one-coin",
                lambda c: loss(c) / c.size,
                "That is for one coin; multiply by the number of coins.",
                "One picture",
            ),
            Wrong(
                "leverage-twice",
                lambda c: loss(c) * c.leverage,
                "The leverage does not multiply the loss: it has set how much money you had to put "
                "up for the coins.",
                "One picture",
            ),
            Wrong(
                "value-for-change",
                lambda c: c.size * c.at,
                "That is what the coins are worth now; the loss is how much less that is than before.",
                "One picture",
            ),
        ),
        hints=(
            "By how much did the price of one coin fall?",
            "Each coin has lost that much, and you hold more than one.",
            "Multiply the fall of the price by the number of coins.",
        ),
        work=_work_loss,
        solve="answer = 2 * (2_500 - 2_400)",
    ),
    question(
        id="0.2",
        title="Two wallets",
        about=FIRST,
        given=case(0.05, 40_000, 10, wallet=1_000),
        other=case(0.04, 30_000, 1, wallet=1_200),
        options=WHO,
        ask=_ask_all,
        truth=loses_all,
        wrong=(
            Wrong(
                "isolated-without-cap",
                always("both"),
                "Isolated lets a position reach its own margin and no more.",
                "The reveal",
            ),
            Wrong(
                "margin-at-stake-only",
                always("neither"),
                "In cross the margin is only what opening sets aside; the whole wallet stands behind "
                "the position.",
                "The reveal",
            ),
        ),
        hints=(
            "Which money can the position reach in each mode?",
            "One mode fences the margin off from the rest of the wallet.",
            "Compare the money that each position can reach with the wallet.",
        ),
        work=_work_all,
    ),
    question(
        id="0.3",
        title="Two fees",
        about=FIRST,
        given=case(0.1, 50_000, 5, other=20),
        other=case(0.3, 45_000, 4, other=25),
        options=PAYER,
        ask=_ask_fee,
        truth=fee_payer,
        wrong=(
            Wrong(
                "fee-on-margin",
                payer_by(lambda c, leverage: margin(c, leverage)),
                "The fee is charged on the whole position, not on its margin.",
                "The reveal",
            ),
            Wrong(
                "leverage-twice",
                payer_by(lambda c, leverage: c.value * leverage),
                "The size already holds the leverage, so it does not come in once more.",
                "The reveal",
            ),
        ),
        hints=(
            "What does the exchange take its share of?",
            "Is the position of one of them larger than that of the other?",
            "Fee = size × price × rate. Which of these differs?",
        ),
        work=_work_fee,
    ),
    question(
        id="0.4",
        title="One odd trade",
        about=FIRST,
        given=case(0.2, 50_000, 10, at=45_400, last=45_100),
        other=case(0.4, 70_000, 20, at=66_700, last=66_950),
        options=STATE,
        ask=_ask_state,
        truth=lambda c: state(c, c.at),
        wrong=(
            Wrong(
                "last-for-mark",
                lambda c: state(c, c.last),
                "The exchange values a position at the mark price, and one odd trade hardly moves "
                "that.",
                "Place your mark",
            ),
        ),
        hints=(
            "Two prices are named. Which of them does the exchange use for your position?",
            "It is the one that does not follow odd trades.",
            "Compare the mark price with the liquidation price.",
        ),
        work=_work_state,
    ),
    question(
        id="0.5",
        title="How far at high leverage",
        about=SECOND,
        given=case(0.1, 40_000, 50),
        other=case(0.3, 65_000, 80),
        options=HOW_FAR,
        ask=_ask_room,
        truth=room,
        wrong=(
            Wrong(
                "equity-zero",
                always("exactly"),
                "At that fall the money would be gone to the last cent, and the exchange closes the "
                "position while some is left.",
                "The reveal",
            ),
            Wrong(
                "kappa-turned",
                lambda c: room(c, maintenance_turned),
                "The requirement asks for money that must still be there, so it takes room away.",
                "Derive it",
            ),
        ),
        hints=(
            "Does the exchange wait until nothing is left?",
            "It wants to see a small share of the position's value as long as the position is open.",
            "That share stands between the wall and the price at which all is gone.",
        ),
        work=_work_room,
    ),
    question(
        id="0.6",
        title="The wall of a short",
        about=SECOND,
        given=case(0.1, 40_000, 20, side=SHORT),
        other=case(0.3, 65_000, 15),
        options=WHERE,
        ask=_ask_side,
        truth=wall_side,
        wrong=(
            Wrong(
                "sides-swapped",
                lambda c: next(word for word in WHERE if word != wall_side(c)),
                "A short gains when the price falls, so it is closed on the other side.",
                "Derive it",
            ),
        ),
        hints=(
            "When does this position lose?",
            "A short has sold first and hopes to buy back cheaper.",
            "The wall stands where the losses are.",
        ),
        work=_work_side,
    ),
    question(
        id="0.7",
        title="More leverage in cross",
        about=THIRD,
        given=case(0.05, 40_000, 5, wallet=1_000, other=20),
        other=case(0.04, 30_000, 4, wallet=900, other=25),
        options=WALL,
        ask=_ask_leverage,
        truth=wall_moved("cross"),
        wrong=(
            Wrong(
                "leverage-in-cross-wall",
                wall_moved("isolated"),
                "That is what happens in isolated, where leverage sets the money behind the position; "
                "in cross it is the wallet.",
                "Derive it",
            ),
            Wrong(
                "free-part",
                free_part_moved,
                "The margin that opening reserves stands behind the position too, so nothing is won "
                "by reserving less.",
                "Derive it",
            ),
        ),
        hints=(
            "Which money stands behind a cross position?",
            "Leverage sets how much of it opening reserves. Is the reserved part gone?",
            "Same size, same entry, same money behind it.",
        ),
        work=_work_leverage,
    ),
    question(
        id="0.8",
        title="Margin added",
        about=FOURTH,
        given=case(0.1, 50_000, 10, added=250),
        other=case(0.3, 65_000, 15, added=350),
        options=STAKE,
        ask=_ask_stake,
        truth=stake_moved,
        wrong=(
            Wrong(
                "chance-for-stake",
                chance_moved,
                "The chance to lose it falls, because the wall moves away; what can be lost is "
                "another thing.",
                "The reveal",
            ),
            Wrong(
                "added-out-of-reach",
                always("same"),
                "What you add stands behind the position from then on, like the first margin.",
                "The reveal",
            ),
        ),
        hints=(
            "Where does the money lie that you have added?",
            "Two things move: how far the wall is, and how much stands behind the position.",
            "In isolated the most that can be lost is all the margin of the position.",
        ),
        work=_work_stake,
    ),
    question(
        id="0.9",
        title="A price that stands still",
        about=FIFTH,
        given=case(0.1, 50_000, 25, funding_rate=0.0001, days=12),
        other=case(0.3, 65_000, 40, funding_rate=0.0003, days=9),
        options=WALL,
        ask=_ask_drain,
        truth=drained,
        wrong=(
            Wrong(
                "fixed-wall",
                always("stays"),
                "Funding leaves the position's margin, so there is less behind it after every "
                "payment.",
                "The reveal",
            ),
            Wrong(
                "payer-swapped",
                lambda c: drained(c, -1),
                "That is the wall of the side that receives; this position pays.",
                "The reveal",
            ),
        ),
        hints=(
            "Out of which money is the payment taken?",
            "What does the wall do when there is less behind the position?",
            "Less money behind it carries less of a fall.",
        ),
        work=_work_drain,
    ),
)  # fmt: skip
