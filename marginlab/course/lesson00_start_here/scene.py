"""One trade in two accounts that differ by one switch, and the price that moves both, as values.

The price goes from the entry straight to the mark price of now; nothing is left in between. Trading
fees are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from marginlab.course.house import MODES, opened
from marginlab.engine.account import Account
from marginlab.theory.given import MarginMode, number

SYMBOL = "ETHUSDT"
SIZE, ENTRY_PRICE, LEVERAGE, WALLET = 2.0, 2_500.0, 10.0, 1_500.0
LOWEST, HIGHEST, STEP = 1_500.0, 2_800.0, 25.0  # where the mark price may stand


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the two accounts at the mark price of now.

    stake: the money behind the position; kept: what is out of its reach; worth: of the whole account
    now [settle coin]. bankruptcy_price is where the stake is used up; closed: liquidated on the way.
    """

    stake: float
    kept: float
    worth: float
    liquidation_price: float
    bankruptcy_price: float
    closed: bool

    @property
    def forfeited(self) -> float:
        """What was left of the stake at the wall [settle coin]; 0 while the position is open."""
        left = SIZE * (self.liquidation_price - self.bankruptcy_price)
        return left if self.closed else 0.0

    @property
    def equity(self) -> float:
        """What is left of the stake, gains included [settle coin]."""
        return self.worth - self.kept

    @property
    def change(self) -> float:
        """What the account has gained since the trade [settle coin]; negative when it has lost."""
        return self.worth - self.stake - self.kept


@dataclass(frozen=True, slots=True)
class TwinScene:
    """The mark price of now, both accounts at it, and where the learner put the mark."""

    mark_price: float
    wallet_balance: float
    isolated: Twin
    cross: Twin
    guess: float | None


def twin_scene(
    *, mark_price: float = 2_200.0, wallet_balance: float = WALLET, guess: float | None = None
) -> TwinScene:
    """Both accounts, long two ETH since 2,500 with 10x leverage, when the price has come here.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    mark_price = number("mark price", mark_price, positive=True)
    guess = None if guess is None else number("your mark", guess, positive=True)
    isolated, cross = (_twin(mode, wallet_balance, mark_price) for mode in MODES)
    return TwinScene(mark_price, wallet_balance, isolated, cross, guess)


def _twin(mode: MarginMode, wallet_balance: float, mark_price: float) -> Twin:
    account = _opened(mode, wallet_balance)
    position = account.position(SYMBOL)
    pool = account.pool_of(position)
    risk, kept = pool.risk({SYMBOL: mark_price}), wallet_balance - pool.collateral
    return Twin(
        stake=pool.collateral,
        kept=kept,
        # The exchange takes the position over with all the money behind it.
        worth=kept if risk.liquidated else kept + risk.equity,
        liquidation_price=account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE}),
        bankruptcy_price=position.bankruptcy_price(pool.collateral),
        closed=risk.liquidated,
    )


@lru_cache(maxsize=8)
def _opened(mode: MarginMode, wallet_balance: float) -> Account:
    return opened(
        mode, symbol=SYMBOL, size=SIZE, entry_price=ENTRY_PRICE, leverage=LEVERAGE,
        wallet=wallet_balance,
    )  # fmt: skip
