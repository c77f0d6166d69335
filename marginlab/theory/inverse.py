"""What is true of contracts whose money is a coin: inverse ones, and Bitget's COIN-M.

Inverse: size in USD, money in the base coin, and the names of `marginlab.theory.linear`. A coin is worth
1/P of a USD, so every value is size over price; in mathematics the size is Q.
Bitget's COIN-M: size in the base coin, money in a margin coin that has a price of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from marginlab.theory.conditions import N


def position_value(size: N, mark_price: N) -> N:
    """Notional of an inverse position at the mark price [coin].

    Source: Bybit, "Initial Margin (Inverse Contract)" (undated; read 2026-11-22).
    """
    return size / mark_price


def unrealized_pnl(side: N, size: N, entry_price: N, mark_price: N) -> N:
    """Profit or loss of an open inverse position at the mark price [coin].

    A straight line in USD, a curve in coin.
    Source: Binance, support faq ceccfcfb4e3a45e3b48b0b1bb1a8ae46 (2021-02-05; read 2026-11-22).
    """
    return side * size * (1 / entry_price - 1 / mark_price)


def equity(side: N, size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    """What the position and the coins behind it are worth at the mark price [coin]."""
    return collateral + unrealized_pnl(side, size, entry_price, mark_price)


def result(side: N, size: N, entry_price: N, mark_price: N, realized_pnl: N = 0) -> N:
    """What the trade has brought so far, booked and open together [coin]."""
    return realized_pnl + unrealized_pnl(side, size, entry_price, mark_price)


def average_entry_price(fills: Iterable[tuple[N, N]]) -> N:
    """Average price of several fills, each (size, price) [quote per base]: the harmonic mean.

    The mean that leaves the position's value in coin unchanged.
    Source: Bybit, "How to Calculate Average Entry Price" (undated; read 2026-11-22).
    """
    fills = list(fills)
    return sum(size for size, _ in fills) / sum(size / price for size, price in fills)


def initial_margin(size: N, entry_price: N, leverage: N) -> N:
    """The margin that opening an inverse position takes [coin].

    Source: Bybit, "Initial Margin (Inverse Contract)" (undated; read 2026-11-22).
    """
    return size / entry_price / leverage


def taker_fee(size: N, mark_price: N, fee_rate: N) -> N:
    """Fee of opening or closing at this price [coin]."""
    return position_value(size, mark_price) * fee_rate


def maintenance_margin(size: N, mark_price: N, mmr: N, fee_rate: N, offset: N = 0) -> N:
    """A requirement on the value at the mark price with the taker fee inside [coin]."""
    return position_value(size, mark_price) * (mmr + fee_rate) - offset


def maintenance_margin_without_fee(
    size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0
) -> N:
    """The requirement of Binance COIN-M: mark value less the maintenance amount [coin].

    Source: Binance, support faq ceccfcfb4e3a45e3b48b0b1bb1a8ae46 (2021-02-05; read 2026-11-22).
    """
    return position_value(size, mark_price) * mmr - offset


def maintenance_rate_alone(size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0) -> N:
    """A requirement of mark value times rate and nothing else [coin]."""
    return position_value(size, mark_price) * mmr


def maintenance_margin_growing_with_size(
    size: N, mark_price: N, mmr: N, fee_rate: N = 0, offset: N = 0, rate_growth: N = 0
) -> N:
    """A requirement whose rate grows in a straight line with the size in USD [coin]."""
    return position_value(size, mark_price) * (mmr + rate_growth * size)


def maintenance_margin_at_entry(
    size: N, entry_price: N, mmr: N, fee_rate: N = 0, offset: N = 0
) -> N:
    """The requirement of Bybit's classic inverse contracts and of KuCoin: entry value [coin].

    Source: Bybit, "Liquidation Price Calculation under Isolated Mode" (2024-09-10 edition; read
    2026-11-22). The edition of 2026-05-27 charges the mark value.
    """
    return position_value(size, entry_price) * mmr - offset


def funding_payment(side: N, size: N, mark_price: N, funding_rate: N) -> N:
    """What the position pays at one funding time [coin]; negative when it receives.

    Source: BitMEX, perpetual contracts guide, examples (undated; read 2026-11-22).
    """
    return side * position_value(size, mark_price) * funding_rate


# ---- Bitget COIN-M: size in the base coin, money in a coin with a price of its own ------------


def coin_equity(side: N, size: N, entry_price: N, mark_price: N, collateral: N, coin_price: N) -> N:
    """Equity of a COIN-M position in USD, with the margin coin's price as it stands [quote].

    Approximate: a fall of the contract usually comes with a fall of the coin, and the frozen
    price leaves that out. Exact only in the moment.
    Source: Bitget, support article 12560603808759 (2025-09-18; read 2026-11-22), whose
    `CoinMainIndexPrice` is the coin price; its closed form is cut off there, so this is derived.
    """
    return collateral * coin_price + side * size * (mark_price - entry_price)


def own_coin_equity(side: N, size: N, entry_price: N, mark_price: N, collateral: N) -> N:
    """Equity in USD of a COIN-M position that its own base coin backs [quote]; exact."""
    return coin_equity(side, size, entry_price, mark_price, collateral, mark_price)
