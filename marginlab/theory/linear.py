"""What is true of a linear contract: size in the base coin, money in the quote coin.

Every statement is plain arithmetic. `marginlab.theory.inverse` has the same names for contracts sized in
USD. A requirement is charged on a value; the three that exchanges use stand here side by side.
"""

from __future__ import annotations

from collections.abc import Iterable

from marginlab.theory.conditions import N


def position_value(size: N, mark_price: N) -> N:
    """Notional of a linear position at the mark price [settle coin].

    Source: Bitget, "Margin" (support article 12560603838731, 2025-09-29; read 2026-11-22).
    """
    return size * mark_price


def unrealized_pnl(side: N, size: N, entry_price: N, mark_price: N) -> N:
    """Profit or loss of an open linear position at the mark price [settle coin].

    Source: Bitget, support article 12560603818084 (read 2026-11-22).
    """
    return side * size * (mark_price - entry_price)


def equity(side: N, size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    """What the position and the money behind it are worth at the mark price [settle coin].

    Isolated: collateral is the position's margin. Cross: it is the wallet balance plus what the
    other positions add (unrealised profit or loss less their maintenance margin).
    Source: Bitget, support article 12560603808759 (2025-09-18; read 2026-11-22).
    """
    return collateral + unrealized_pnl(side, size, entry_price, mark_price)


def result(side: N, size: N, entry_price: N, mark_price: N, realized_pnl: N = 0) -> N:
    """What the trade has brought so far, booked and open together [settle coin].

    realized_pnl: closed profit and funding received, less the fees paid.
    Source: Bitget, API documentation, get-single-position (`breakEvenPrice`; read 2026-11-22).
    """
    return realized_pnl + unrealized_pnl(side, size, entry_price, mark_price)


def average_entry_price(fills: Iterable[tuple[N, N]]) -> N:
    """Average price of several fills, each (size, price) [quote per base]; weighted by size."""
    fills = list(fills)
    return sum(size * price for size, price in fills) / sum(size for size, _ in fills)


def initial_margin(size: N, entry_price: N, leverage: N) -> N:
    """The margin that opening a linear position takes [settle coin].

    With the mark price for the entry price it is the margin that Bitget displays since 2025-09-29.
    Source: Bitget, support articles 12560603808747 (undated) and 12560603838731 (2025-09-29;
    read 2026-11-22).
    """
    return size * entry_price / leverage


def taker_fee(size: N, mark_price: N, fee_rate: N) -> N:
    """Fee of opening or closing at this price [settle coin].

    Source: Bitget, support article 12560603808747 (undated; read 2026-11-22).
    """
    return position_value(size, mark_price) * fee_rate


# ---- requirements -----------------------------------------------------------------------------
# Each takes mmr, fee_rate and offset, so that every venue is asked in the same words; what a
# venue's rule does not know has a default and no effect.


def maintenance_margin(size: N, mark_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    """The requirement on Bitget: the equity that keeps a linear position open [settle coin].

    Charged on the value at the mark price, with the taker fee of the closing trade inside and,
    since 2025-11-10, the tier offset taken off. Holds within one tier. Gate and OKX: the same.
    Source: Bitget, support articles 12560603808759 (2025-09-18) and 12560603841952 (2025-11-07;
    read 2026-11-22).
    """
    return position_value(size, mark_price) * (mmr + fee_rate) - offset


def maintenance_margin_without_fee(
    size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0
) -> N:
    """The requirement on Binance and Hyperliquid: mark value, no fee in it [settle coin].

    offset: Binance's "maintenance amount", Hyperliquid's "maintenance deduction".
    Source: Binance, support faq b3c689c1f50a44cabb3a84e663b81d93 (2020-08-14; read 2026-11-22).
    """
    return position_value(size, mark_price) * mmr - offset


def maintenance_rate_alone(size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    """A requirement of mark value times rate and nothing else [settle coin]: dYdX.

    Source: dYdX, documentation of liquidations (commit 3e475b7, 2026-04-22; read 2026-11-22).
    """
    return position_value(size, mark_price) * mmr


def maintenance_margin_growing_with_size(
    size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0, rate_growth: N = 0
) -> N:
    """A requirement whose rate grows in a straight line with the size [settle coin]: Deribit.

    There are no steps; mmr is the rate of the smallest size. With the base of the initial rate in
    place of mmr it is the exchange's initial margin.
    Source: Deribit, support article 25944738177565 (undated; read 2026-11-22).
    """
    return position_value(size, mark_price) * (mmr + rate_growth * size)


def maintenance_margin_at_entry(
    size: N, entry_price: N, mmr: N, fee_rate: N = 0, offset: N = 0
) -> N:
    """The requirement of Bybit's classic accounts and of KuCoin: entry value [settle coin].

    It stays where it is while the price moves: under the same rate a long is liquidated earlier
    and a short later than where the requirement follows the mark.
    Source: Bybit, "Liquidation Price (USDT Contract)" (2024 edition; read 2026-11-22).
    """
    return position_value(size, entry_price) * mmr - offset


def no_requirement(mmr: N = 0, fee_rate: N = 0, offset: N = 0) -> N:
    """The requirement of a bankruptcy: none [settle coin]."""
    return 0


def tier_offset(offset: N, floor: N, mmr_below: N, mmr: N) -> N:
    """Offset of the tier that begins at `floor`, from that of the tier below [settle coin].

    It makes the requirement continuous: only the slice above the floor is charged the higher rate.
    Source: Bitget, support article 12560603841952 (2025-11-07); Binance, support faq
    ceccfcfb4e3a45e3b48b0b1bb1a8ae46 (2021-02-05; read 2026-11-22).
    """
    return offset + floor * (mmr - mmr_below)


# ---- ratios and flows -------------------------------------------------------------------------


def cross_collateral(wallet_balance: N, unrealized_pnl: N = 0, maintenance_margin: N = 0) -> N:
    """The money behind one position of a cross pool [settle coin].

    unrealized_pnl and maintenance_margin: sums over the positions on other symbols, at the
    current marks. With none of them it is the wallet balance.
    Source: Bitget, support article 12560603808759 (2025-09-18; read 2026-11-22).
    """
    return wallet_balance + unrealized_pnl - maintenance_margin


def margin_ratio(maintenance_margin: N, equity: N) -> N:
    """Share of the equity that the requirement takes [fraction]; liquidation at 1.

    Source: Bitget, support article 360058821652 (2025-02-07; read 2026-11-22).
    """
    return maintenance_margin / equity


def effective_leverage(position_value: N, equity: N) -> N:
    """Position value over equity [x]: the leverage that is true now.

    Its reciprocal is what older pages call margin rate: liquidation where that falls to mmr.
    """
    return position_value / equity


def roe(unrealized_pnl: N, initial_margin: N) -> N:
    """Return on the initial margin [fraction].

    Source: Bitget, support article 12560603838731 (2025-09-29; read 2026-11-22).
    """
    return unrealized_pnl / initial_margin


def funding_payment(side: N, size: N, mark_price: N, funding_rate: N) -> N:
    """What the position pays at one funding time [settle coin]; negative when it receives.

    Source: Bitget, support article 12560603824512 (2025; read 2026-11-22).
    """
    return side * position_value(size, mark_price) * funding_rate
