"""Account modes: which positions an account may hold, and which of its coins stand behind them.

Where contract families share one pool, all money is counted in USDT. A classic account, and one in
the isolated margin mode, counts in the one coin that its contracts settle in: pools in other coins
never touch it, and are accounts of their own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from marginlab.theory.given import MarginMode, Rejected
from marginlab.venues.contract import Contract
from marginlab.venues.traits import Source

UNIT = "USDT"  # what a pool of several families is counted in
# Coins that are worth one USDT unless a mark is given, under their own name: a labelled assumption.
PEGGED = ("USDC",)
ONE_TO_ONE = Source(
    "one USDC counts as one USDT unless its mark is given", "undated", "2026-11-27", assumed=True
)

MarginCoins = Literal["settle coin", "USDT and USDC", "coins by their collateral ratio"]


@dataclass(frozen=True, slots=True)
class AccountMode:
    """What an account in this mode may hold, and whose money stands behind what.

    margin_modes: those that its positions may have, the first where none is set. margin_coins:
    what its cross pool is made of; the settle coin alone, USDT and USDC, or every coin times its
    collateral ratio, which the exchange changes and the account is given. hedged_last: whether a
    position with an opposite one of its symbol stands at the end of the deleveraging queue; that it
    is the very end is assumed, for how far back it stands is not published.
    """

    name: str
    source: Source
    margin_modes: tuple[MarginMode, ...] = ("cross", "isolated")
    margin_coins: MarginCoins = "settle coin"
    hedged_last: bool = False

    @property
    def one_pool(self) -> bool:
        """Whether contracts of several settle coins share one cross pool, counted in USDT."""
        return self.margin_coins != "settle coin"

    def check_margin_mode(self, mode: MarginMode) -> None:
        """Rejected for a margin mode that this account mode does not have."""
        if mode not in self.margin_modes:
            raise Rejected(
                f"margin mode was {mode}; an account in the {self.name} mode takes "
                f"{' or '.join(self.margin_modes)}"
            )

    def check_contract(self, contract: Contract) -> None:
        """Rejected for a contract that the coins of this account mode do not back."""
        if self.margin_coins == "USDT and USDC" and contract.settle not in (UNIT, *PEGGED):
            raise Rejected(
                f"symbol was {contract.symbol!r}, settled in {contract.settle}; in the {self.name} "
                "mode only USDT and USDC are margin"
            )

    def counts(self, coin: str) -> bool:
        """Whether this coin, beside the one that the wallet is in, stands behind the cross pool."""
        return self.one_pool and (coin in PEGGED or self.margin_coins != "USDT and USDC")

    def ratio(self, coin: str, ratios: Mapping[str, float]) -> float:
        """The share of a coin's price that counts [fraction]; ValueError where none was given."""
        if self.margin_coins == "USDT and USDC":
            return 1.0
        try:
            return ratios[coin]
        except KeyError:
            raise ValueError(
                f"collateral ratio of {coin} was left out; the exchange changes it, none is assumed"
            ) from None

    def counted(self, contract: Contract) -> Contract:
        """The contract as a pool of several families counts it: COIN-M in USDT, others as they are.

        Assumed, for no page was found: what COIN-M pays in its coin counts at the contract's mark.
        ValueError for an inverse contract, which no such pool was documented for.
        """
        if not self.one_pool or contract.kind == "linear":
            return contract
        if contract.kind == "inverse":
            raise ValueError(
                f"kind of {contract.symbol} was inverse; the {self.name} mode counts linear and "
                "coin contracts"
            )
        return replace(contract, kind="linear", settle=UNIT)


_UNIFIED = Source(
    "Bitget, articles 12560603884121 and 12560603834587; API pages uta/intro",
    "2026-05-19",
    "2026-11-27",
)
CLASSIC = AccountMode(
    "classic", Source("Bitget, support article 12560603808747", "undated", "2026-11-22")
)
UNIFIED = (
    AccountMode("isolated margin", _UNIFIED, margin_modes=("isolated",)),
    AccountMode("basic", _UNIFIED, margin_coins="USDT and USDC"),
    AccountMode("advanced", _UNIFIED, margin_coins="coins by their collateral ratio"),
    AccountMode(
        "delta neutral",
        replace(_UNIFIED, page=f"{_UNIFIED.page}; its coins, as in the advanced mode, are assumed"),
        margin_modes=("cross",),
        margin_coins="coins by their collateral ratio",
        hedged_last=True,
    ),
)


def by_name(*modes: AccountMode) -> Mapping[str, AccountMode]:
    """The modes of a venue under their names; the first is the one that an account begins with."""
    return MappingProxyType({mode.name: mode for mode in modes})
