"""The modes of an account: the account's own, and cross or isolated for each symbol.

Both can change only while nothing is open that the change would touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from marginlab.engine.holdings import POSITION_MODES, Holdings, PositionMode
from marginlab.theory.given import MODES, MarginMode, Rejected, one_of


@dataclass(frozen=True)
class Moded(Holdings):
    """Holdings whose modes can be changed."""

    def set_account_mode(
        self,
        account_mode: str,
        *,
        coins: Mapping[str, float] | None = None,
        collateral_ratios: Mapping[str, float] | None = None,
    ) -> Self:
        """Choose one of the venue's account modes; refused while anything is open or owed.

        coins: amounts that the account holds beside its cash, and collateral_ratios [fraction] the
        shares of their prices that count; what is left out stays as it is. While something is open
        coins can be brought, but not taken out. In a mode of one pool the wallet balance is in USDT.

        Raises ValueError for a mode that the venue does not have and for a ratio that is missing.
        Source: Bitget, support article 12560603884121 (2026-05-19; read 2026-11-27).
        """
        mode = self.venue.account_mode(account_mode)
        open_ = self._open()
        if self.cross_balance < 0:
            open_.append(f"a debt of {-self.cross_balance:,.2f}")
        if open_ and account_mode != self.account_mode:
            raise Rejected(
                f"account mode was {self.account_mode}, and {account_mode} is not allowed now; it can "
                f"change only while nothing is open or owed, and there is {open_[0]}"
            )
        after = replace(
            self,
            account_mode=account_mode,
            modes={s: m for s, m in self.modes.items() if m in mode.margin_modes},
            coins=self.coins if coins is None else coins,
            collateral_ratios=(
                self.collateral_ratios if collateral_ratios is None else collateral_ratios
            ),
        )
        left = {coin.name: coin.amount for coin in after.counted_coins}
        for coin in self.counted_coins if open_ else ():
            if left.get(coin.name, 0.0) < coin.amount:
                raise Rejected(
                    f"{coin.name} was {coin.amount:g}, and less is not allowed now; it can be taken "
                    f"out only while nothing is open or owed, and there is {open_[0]}"
                )
        return after

    def set_margin_mode(self, symbol: str, mode: MarginMode) -> Self:
        """Choose cross or isolated; refused while a position or an order of the symbol is open.

        Source: Bitget, API "Change Margin Mode" (read 2026-11-22).
        """
        current = self.mode(symbol)
        one_of("mode", mode, MODES)
        open_ = self._open(symbol)
        if open_ and mode != current:
            raise Rejected(
                f"margin mode was {current}, and {mode} is not allowed now; it can change only while "
                f"nothing is open on {symbol}: close {open_[0]} first"
            )
        return replace(self, modes={**self.modes, symbol: mode})

    def set_position_mode(self, position_mode: PositionMode) -> Self:
        """Choose "hedge" or "one-way"; refused while a position or an order is open.

        Source: as the margin mode, Bitget, API "Change Margin Mode"; its page of this one was not
        read, so this is an assumption.
        """
        one_of("position mode", position_mode, POSITION_MODES)
        open_ = self._open()
        if open_ and position_mode != self.position_mode:
            raise Rejected(
                f"position mode was {self.position_mode}, and {position_mode} is not allowed now; it "
                f"can change only while nothing is open: close {open_[0]} first"
            )
        return replace(self, position_mode=position_mode)

    def _open(self, symbol: str | None = None) -> list[str]:
        """What is open, of one symbol or at all, in words: positions first, then orders."""
        legs = [leg for leg in self.positions.values() if symbol in (None, leg.symbol)]
        waiting = [order for order in self.orders if symbol in (None, order.symbol)]
        return [leg.name for leg in legs] + [f"an order of {order.symbol}" for order in waiting]
