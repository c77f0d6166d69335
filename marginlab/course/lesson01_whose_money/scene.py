"""One order under both margin modes: what stands behind it and what is left out, as values.

Isolated, the position's own margin is at stake; cross, the whole wallet is. What is at stake is also
the most that the position can lose. The prices of this scene come before any liquidation.
"""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.house import ENTRY_PRICE, LEVERAGE, MODES, SIZE, SYMBOL, WALLET, opened
from marginlab.engine.account import Account
from marginlab.theory.formulas import initial_margin, roe
from marginlab.theory.terms import LONG, show


@dataclass(frozen=True, slots=True)
class Stake:
    """How one margin mode divides the wallet [settle coin].

    at_stake is what stood behind the position when it was opened, equity what is left of that, and
    untouched what it cannot reach.
    """

    at_stake: float
    equity: float
    untouched: float


@dataclass(frozen=True, slots=True)
class StakesScene:
    """An order filled at the entry price, the mark price of now, and both ways to back it.

    roe: over the margin that the opening took [fraction]; guess: where the learner put the mark.
    """

    side: int
    size: float
    entry_price: float
    mark_price: float
    leverage: float
    wallet_balance: float
    margin: float
    unrealized_pnl: float
    roe: float
    isolated: Stake
    cross: Stake
    guess: float | None


def ticket_margin(size: float, leverage: float) -> float:
    """The margin that an order of this size takes at the entry price [settle coin]."""
    return float(initial_margin(size, ENTRY_PRICE, leverage))


def ticket_size(margin: float, leverage: float) -> float:
    """The size that this margin opens at the entry price [base coin]."""
    return margin / ticket_margin(1.0, leverage)


def stakes_scene(
    *,
    side: int = LONG,
    size: float = SIZE,
    leverage: float = LEVERAGE,
    mark_price: float = 57_000,
    entry_price: float = ENTRY_PRICE,
    wallet_balance: float = WALLET,
    guess: float | None = None,
) -> StakesScene:
    """The order that a learner set up on Bitget, backed in both modes, at this mark price.

    Raises ValueError for values that make no sense and for a mark price beyond a liquidation,
    Rejected for what the exchange would refuse.
    """
    order, shared = (
        opened(
            mode, side=side, size=size, entry_price=entry_price, leverage=leverage,
            wallet=wallet_balance,
        )
        for mode in MODES
    )  # fmt: skip
    leg, margin = order.position(SYMBOL), float(initial_margin(size, entry_price, leverage))
    isolated, cross = (_stake(account, mark_price) for account in (order, shared))
    pnl = leg.unrealized_pnl(mark_price)
    return StakesScene(
        side=side, size=leg.size, entry_price=leg.entry_price, mark_price=mark_price,
        leverage=leverage, wallet_balance=wallet_balance, margin=margin, unrealized_pnl=pnl,
        roe=float(roe(pnl, margin)), isolated=isolated, cross=cross, guess=guess,
    )  # fmt: skip


def _stake(account: Account, mark_price: float) -> Stake:
    marks, position = {SYMBOL: mark_price}, account.position(SYMBOL)
    pool = account.pool_of(position)
    risk = pool.risk(marks)
    if risk.liquidated:
        wall = account.liquidation_price(SYMBOL, {SYMBOL: position.entry_price})
        raise ValueError(
            f"mark price was {show(mark_price)}; the {position.mode} position is liquidated at "
            f"{show(wall, 'price')}, before it gets there"
        )
    return Stake(pool.collateral, risk.equity, account.wallet_balance - pool.collateral)
