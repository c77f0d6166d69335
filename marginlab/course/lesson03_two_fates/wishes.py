"""Five wishes about one trade, and the margin mode that grants each: choices for lesson 3.

Nothing is decided here: a wish is tried in an account of each mode, and the answer is the mode
where it comes true, or "neither". With the worked solution's numbers the answers are others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Self

from marginlab.course.house import MODES, SYMBOL
from marginlab.course.trade import NONE, Trade, behind, exact
from marginlab.engine.account import Account
from marginlab.practice.fresh import rounded
from marginlab.practice.item import Choice, Wrong
from marginlab.theory.given import MarginMode, Rejected
from marginlab.theory.terms import SHORT, show

NOTEBOOK = "03_one_switch_two_fates"
OPTIONS = (*MODES, "neither")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Trade):
    """A long of BTC and what is wanted of it.

    limit [settle coin]: the most that may be lost; hedge [base coin]: the size of a short beside
    it; the mark goes to `at` and then to target [quote per base].
    """

    limit: Fraction = NONE
    hedge: Fraction = NONE
    target: Fraction = NONE

    def drawn(self, random: Random) -> Self:
        """Another long with the same wish; the hedge, and the limit, are as large a part as before."""
        new = Trade.drawn(self, random)
        return replace(
            new, limit=rounded(self.limit * new.margin / self.margin, 3),
            hedge=self.hedge * new.size / self.size, target=self.moved(self.target, new, random),
        )  # fmt: skip

    def account(self, mode: MarginMode, leverage: Fraction | None = None) -> Account:
        """The account with the position, and its hedge, open in that mode."""
        made = Trade.account(self, mode, leverage)
        if self.hedge:
            made = made.open(SYMBOL, SHORT, size=float(self.hedge), price=float(self.entry_price))
        return made

    def behind(self, mode: MarginMode) -> Fraction:
        """The money behind the long, which is the most that it can lose [settle coin]."""
        return behind(self.account(mode))

    def wall_in(self, mode: MarginMode) -> Fraction:
        """The liquidation price of the long, without a hedge's help [quote per base]."""
        return self.wall(self.behind(mode))

    def survives(self, mode: MarginMode) -> bool:
        """Whether every leg is still open after the mark was at `at`."""
        return self._is_open(self.account(mode))

    def final_wallet(self, mode: MarginMode) -> Fraction:
        """The wallet when the mark was at `at` and then at `target` [settle coin]."""
        account = self.account(mode)
        if not self._is_open(account):
            return self.wallet - behind(account)
        return Fraction(account.close(SYMBOL, float(self.target)).wallet_balance)

    def _is_open(self, account: Account) -> bool:
        marks = {SYMBOL: float(self.at)}
        return not any(pool.risk(marks).liquidated for pool in account.pools if pool.positions)

    def moved_wall(self, mode: MarginMode) -> Fraction | None:
        """The liquidation price after the leverage was lowered; None where that is refused."""
        try:
            lowered = self.account(mode).set_leverage(SYMBOL, float(self.other))
        except Rejected:
            return None
        return self.wall(behind(lowered))


def _only(granted: Callable[[Wish, MarginMode], bool]) -> Callable[[Wish], str]:
    """The one mode that grants a wish, or "neither"."""

    def mode_of(wish: Wish) -> str:
        modes = [mode for mode in MODES if granted(wish, mode)]
        return modes[0] if len(modes) == 1 else "neither"

    return mode_of


capped = _only(lambda wish, mode: wish.behind(mode) <= wish.limit)
dip = _only(lambda wish, mode: wish.survives(mode))
hedge = dip
leverage = _only(
    lambda wish, mode: (after := wish.moved_wall(mode)) is not None and after < wish.wall_in(mode)
)


def profit(wish: Wish) -> str:
    """The mode with which more is left in the wallet, or "neither"."""
    isolated, cross = map(wish.final_wallet, MODES)
    return "neither" if isolated == cross else MODES[cross > isolated]


def _always(word: str) -> Callable[[Wish], str]:
    return lambda wish: word


def _told(wish: Wish, wanted: str) -> str:
    w = wish
    return (
        f"**Long {show(w.size)} BTC at {show(w.entry_price, 'money')}, "
        f"{show(w.leverage, 'x')}**, with {show(w.wallet, 'money')} in the wallet and "
        f"nothing else open; fees are left out.\n\n{wanted} Which mode grants that?"
    )


# ---- how the wishes are told and solved -------------------------------------------------------


def _ask_capped(w: Wish) -> str:
    return _told(
        w, f"Wanted: never to lose more than {show(w.limit, 'money')}, wherever the price goes."
    )


def _work_capped(w: Wish) -> str:
    isolated, cross = (show(w.behind(mode), "money") for mode in MODES)
    return (
        f"{_ask_capped(w)}\n\n"
        f"1. Isolated: only the margin stands behind it, {show(w.value, 'money')} "
        f"/ {show(w.leverage)} = {isolated}.\n"
        f"2. Cross: the whole wallet does, {cross}.\n"
        f"3. Held against {show(w.limit, 'money')}: **{capped(w)}**."
    )


def _ask_dip(w: Wish) -> str:
    return _told(
        w,
        f"Wanted: the position is still open after a fall to {show(w.at, 'money')}, "
        "even if all the money in the wallet is put at stake for it.",
    )


def _work_dip(w: Wish) -> str:
    return f"{_ask_dip(w)}\n\n{_walls(w)}3. Held against {show(w.at, 'money')}: **{dip(w)}**."


def _walls(w: Wish) -> str:
    isolated, cross = MODES
    return (
        f"1. Isolated: {show(w.behind(isolated), 'money')} behind it, "
        f"wall at {show(w.wall_in(isolated), 'price')}.\n"
        f"2. Cross: {show(w.behind(cross), 'money')} behind it, "
        f"wall at {show(w.wall_in(cross), 'price')}.\n"
    )


def _ask_hedge(w: Wish) -> str:
    long, short = show(w.size), show(w.hedge)
    return (
        f"**Long {long} BTC and short {short} BTC, both at {show(w.entry_price, 'money')}, "
        f"{show(w.leverage, 'x')}**, with {show(w.wallet, 'money')} in the wallet; fees "
        f"are left out.\n\nWanted: after a fall to {show(w.at, 'money')} both are still open. "
        "Which mode grants that?"
    )


def _work_hedge(w: Wish) -> str:
    isolated, cross = MODES
    loss = (w.size - w.hedge) * (w.entry_price - w.at)
    return (
        f"{_ask_hedge(w)}\n\n"
        f"1. Isolated: the long has its own margin of {show(w.behind(isolated), 'money')} and its "
        f"own wall at {show(w.wall_in(isolated), 'price')}; the short's profit does not reach it.\n"
        f"2. Cross: the short's profit counts; together they lose {show(loss, 'money')}, with "
        f"{show(w.behind(cross), 'money')} behind them.\n"
        f"3. At {show(w.at, 'money')}: **{hedge(w)}**."
    )


def _ask_leverage(w: Wish) -> str:
    return _told(
        w,
        "Wanted: to move the wall further away by lowering the leverage setting to "
        f"{show(w.other, 'x')}, with the same position.",
    )


def _work_leverage(w: Wish) -> str:
    needed = w.value / w.other
    lines = []
    for number, mode in enumerate(MODES, 1):
        moved = w.moved_wall(mode)
        after = "the exchange refuses the lower setting"
        if moved is not None:
            after = f"with the lower setting it stands at {show(moved, 'price')}"
        before = show(w.wall_in(mode), "price")
        lines.append(f"{number}. {mode.capitalize()}: the wall stands at {before}; {after}.\n")
    return (
        f"{_ask_leverage(w)}\n\n{''.join(lines)}"
        f"3. The lower setting reserves {show(w.value, 'money')} "
        f"/ {show(w.other)} = {show(needed, 'money')}; the wallet holds "
        f"{show(w.wallet, 'money')}: **{leverage(w)}**."
    )


def _ask_profit(w: Wish) -> str:
    return _told(
        w,
        f"The price goes to {show(w.at, 'money')} and then to {show(w.target, 'money')}, where "
        "the position is closed, if it is still there. Wanted: more money in the wallet at the "
        "end than the other mode would leave.",
    )


def _work_profit(w: Wish) -> str:
    isolated, cross = (show(w.final_wallet(mode), "money") for mode in MODES)
    return (
        f"{_ask_profit(w)}\n\n{_walls(w)}"
        f"3. Wallet at the end: {isolated} isolated, {cross} cross: **{profit(w)}**."
    )


# ---- the items --------------------------------------------------------------------------------

_TRADE = Wish(**exact(wallet=1_500, size=0.05, entry_price=60_000, leverage=10))
_OTHER = Wish(**exact(wallet=10_000, size=0.5, entry_price=64_000, leverage=8))


def _wish(
    exercise: str,
    title: str,
    ask: Callable[[Wish], str],
    truth: Callable[[Wish], str],
    work: Callable[[Wish], str],
    given: Mapping[str, float],
    other: Mapping[str, float],
    hints: tuple[str, str, str],
    *wrong: tuple[str, str, str],
    see: str = "The reveal",
) -> Choice:
    """A choice between the modes; wrong: the word, the idea that leads to it, its cure;
    see: the part of the lesson that says so."""
    return Choice(
        id=exercise,
        title=title,
        notebook=NOTEBOOK,
        minutes=1,
        given=replace(_TRADE, **exact(**given)),
        other=replace(_OTHER, **exact(**other)),
        options=OPTIONS,
        ask=ask,
        truth=truth,
        wrong=tuple(Wrong(idea, _always(word), cure, see) for word, idea, cure in wrong),
        hints=hints,
        work=work,
    )


WISHES = (
    _wish(
        "3.5a", "A capped loss", _ask_capped, capped, _work_capped,
        {"limit": 300.0}, {"limit": 1_000.0},
        (
            "What a position can lose is the money that stands behind it.",
            "Which money stands behind it in isolated mode, and which in cross mode?",
            "Compute the initial margin, then hold it and the wallet against the limit.",
        ),
        (
            "cross", "margin-at-stake-only",
            "In cross mode the whole wallet stands behind the position and can be lost with it.",
        ),
        (
            "neither", "isolated-without-cap",
            "In isolated mode nothing but the margin stands behind the position, so with the "
            "automatic margin call off no more can be lost.",
        ),
    ),
    _wish(
        "3.5b", "Through the dip", _ask_dip, dip, _work_dip,
        {"at": 45_000.0}, {"at": 40_000.0},
        (
            "The position is open as long as the mark price has not reached its wall.",
            "The more money stands behind a position, the further away its wall.",
            "Solve for both walls, once with the margin and once with the whole wallet behind "
            "the position, and hold them against the lowest price.",
        ),
        (
            "isolated", "isolated-for-safe",
            "Isolated mode caps the loss, but its wall stands nearer: with less money behind it "
            "the position is closed sooner.",
        ),
        (
            "neither", "margin-behind-cross",
            "In cross mode the whole wallet stands behind the position, so its wall lies far "
            "below the one that the margin alone gives.",
        ),
    ),
    _wish(
        "3.5c", "Two positions, one profit", _ask_hedge, hedge, _work_hedge,
        {"at": 45_000.0, "hedge": 0.05}, {"at": 30_000.0, "hedge": 0.1},
        (
            "While the price falls, the short earns what the long loses, or a part of it.",
            "In which mode does the profit of one position stand behind the other one?",
            "An isolated position lives on its own margin, a cross position on the equity that all "
            "cross positions share, in which the profits of the others are counted.",
        ),
        (
            "isolated", "isolated-hedge-as-one",
            "Isolated positions have a margin each: the losing one is liquidated while the profit of "
            "the other cannot help it.",
        ),
        (
            "neither", "cross-hedge-apart",
            "In cross mode both positions share the whole wallet, and what one loses the other earns.",
        ),
        see="Derive it",
    ),
    _wish(
        "3.5d", "A wall moved by leverage", _ask_leverage, leverage, _work_leverage,
        {"other": 5.0}, {"other": 2.0},
        (
            "A wall moves when the money behind the position changes.",
            "What does the leverage setting decide: the money behind the position, or how much of the "
            "wallet is reserved?",
            "Write both walls down with M for isolated and W for cross, and look for L: M is "
            "value at entry over L.",
        ),
        (
            "cross", "leverage-in-cross-wall",
            "In cross mode the setting only reserves a part of the wallet; all of it stood "
            "behind the position before and still does.",
        ),
        (
            "neither", "leverage-as-label",
            "In isolated mode a lower setting takes more margin out of the wallet, and that "
            "margin stands behind the position.",
        ),
        see="Derive it",
    ),
    _wish(
        "3.5e", "The larger profit", _ask_profit, profit, _work_profit,
        {"at": 57_000.0, "target": 66_000.0}, {"at": 50_000.0, "target": 70_000.0},
        (
            "A profit is size times the move. Does the mode stand in that?",
            "The mode decides whether the position is still there at the end; so look at the "
            "lowest price first.",
            "Hold the lowest price against both walls. Then close what is left at the end.",
        ),
        (
            "isolated", "more-profit-isolated",
            "The profit is size times the move in both modes; on the smaller margin it is only a "
            "larger percentage.",
        ),
        (
            "cross", "more-profit-cross",
            "Where no wall is reached, more money behind the position earns nothing more; it "
            "counts only on a path that reaches the nearer wall.",
        ),
    ),
)  # fmt: skip
