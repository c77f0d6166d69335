"""The programs' cards by hand: each row of both runs from equity = requirement, in plain fractions.

What grows with the value to the power of 0.8 is no fraction: there the wall is found by halving.
"""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import KAPPA, OKX, RATE, Number, long_wall, short_wall

Rows = dict[str, Number | float | str]

# ---- T1: 10,000 + P - 60,000 = 0.005 P - 50; values above 50,000 are in the second tier.
SECOND = Fraction("0.005")
WALL = Fraction(60_000 - 10_000 - 50) / (1 - SECOND)


def ratios(*rows: tuple[int, Number, Number]) -> Rows:
    """Equity and requirement at each mark."""
    found: Rows = {"wall": WALL}
    for mark, equity, required in rows:
        found |= {
            f"equity at {mark:,}": equity, f"required at {mark:,}": required,
            f"margin ratio at {mark:,}": Fraction(required) / equity,
        }  # fmt: skip
    return {**found, "from there to the wall": 50_210 - WALL}


WORKED_BACK = 60_000 - WALL * (1 - SECOND)

# ---- T2: the short has lost 100 and requires 24.4; the long has won nothing and requires 120.
BTC, ETH = (Fraction("0.1"), 60_000), (10, 3_000)
REQUIRED_BTC, REQUIRED_ETH = RATE * BTC[0] * 61_000, RATE * 30_000
BY_THE_WALLET = short_wall(2_000, RATE, *BTC), long_wall(2_000, RATE, *ETH)
TOGETHER = (
    short_wall(2_000 - REQUIRED_ETH, RATE, *BTC),
    long_wall(2_000 - 100 - REQUIRED_BTC, RATE, *ETH),
)


def two_walls(btc: Fraction, eth: Fraction) -> Rows:
    """The walls of both, with more and more of the other position counted."""
    return {
        "wall of BTC by the wallet": BY_THE_WALLET[0],
        "wall of BTC, the other's profit counted": BY_THE_WALLET[0],
        "wall of BTC, its requirement too": TOGETHER[0],
        "wall of BTC": btc,
        "wall of ETH by the wallet": BY_THE_WALLET[1],
        "wall of ETH, the other's profit counted": long_wall(1_900, RATE, *ETH),
        "wall of ETH, its requirement too": TOGETHER[1],
        "wall of ETH": eth,
    }


# ---- T3: of the initial margin at the mark and the open profit, or of the whole account.
FALLING = 54_600, 54_000, 30_000


def falling(behind: dict[int, Number], rate: Fraction) -> Rows:
    """Money and margin ratio at each mark."""
    found: Rows = {}
    for mark in FALLING:
        found[f"behind it at {mark:,}"] = behind[mark]
        found[f"ratio at {mark:,}"] = rate * mark / behind[mark]
    return found


OWN_MARGIN = {mark: Fraction(mark, 10) + mark - 60_000 for mark in FALLING}
ACCOUNT = {mark: 40_000 + mark - 60_000 for mark in FALLING}

# ---- T7: 200,000 + 40 (P - 100,000) = rate 40 P - offset.
OFFSET = 800_000 * Fraction("0.0015") + 3_000_000 * Fraction("0.0035") + 300_000 * Fraction("0.001")


def tiered(rate: Fraction, offset: Number) -> Rows:
    """By the first tier, or by the fourth."""
    wall = (40 * 100_000 - 200_000 - offset) / (40 * (1 - rate))
    return {
        "margin": 200_000,
        "rate": rate,
        "offset": offset,
        "wall": wall,
        "value there": 40 * wall,
    }


# ---- T8: 10 ETH marked at 3,300 require 132, and have won or lost 3,000.
FIFTH = Fraction("0.2")
BESIDE_A_LONG = long_wall(8_000 + 3_000 - RATE * 33_000, RATE, FIFTH, 100_000)
BESIDE_A_SHORT = long_wall(8_000 - 3_000 - RATE * 33_000, RATE, FIFTH, 100_000)

# ---- T10: 1.65 BTC from 60,000 lose 19,800 at 48,000.
GAP = {"equity after the gap": -9_800, "trader": -10_000, "counterparties": 19_800}

# ---- T11
TENTH = Fraction("0.1")
CROSS_WALL = long_wall(2_000, KAPPA, TENTH, 60_000)
LEFT_THERE = KAPPA * TENTH * CROSS_WALL

# ---- T12: 1,800,000 + 300 (P - 60,000) = rate 300 P.
GROWTH, LEAST = 0.0002478, 0.006


def rate_at(price: float) -> float:
    """The rate of the value at this price."""
    return max(LEAST, GROWTH * (300 * price / 100_000) ** 0.8)


def left_at(price: float) -> float:
    """What is left there."""
    return 1_800_000 + 300 * (price - 60_000)


def halved(low: float, high: float, until: float) -> float:
    """The upper end, once both are so near as a share of their middle."""
    while (high - low) / (high + low) * 2 > until:
        middle = (low + high) / 2
        if left_at(middle) >= rate_at(middle) * 300 * middle:
            high = middle
        else:
            low = middle
    return high


BY_LEAST, BY_MARK = 54_000 / (1 - LEAST), 54_000 / (1 - rate_at(60_000))


def growing(wall: float) -> Rows:
    """The walls by three calls, and equity and requirement at this one."""
    return {
        "wall by the least rate": BY_LEAST, "wall by the rate at the mark": BY_MARK,
        "wall halved to 0.01 %": halved(BY_LEAST, BY_MARK, 1e-4), "wall": wall,
        "equity there": left_at(wall), "required there": rate_at(wall) * 300 * wall,
    }  # fmt: skip


REFUSED, ACCEPTED = "refused: margin and fee needed was ", "accepted"
RETURN = {"put in": 600, "profit": -500, "left": 100}

HAND = {
    "T1": (
        ratios((60_000, WORKED_BACK, SECOND * 60_000), (50_210, WORKED_BACK, SECOND * 50_210)),
        ratios((60_000, 10_000, SECOND * 60_000 - 50), (50_210, 210, SECOND * 50_210 - 50)),
    ),
    "T2": (two_walls(*BY_THE_WALLET), two_walls(*TOGETHER)),
    "T3": (falling(OWN_MARGIN, RATE), falling(ACCOUNT, OKX)),
    "T4": ({**RETURN, "return": 5}, {**RETURN, "return": Fraction(-5, 6)}),
    "T5": (
        {"size": 100, "order value": 6_000_000, "fee": 3_000},
        {"size": 1, "order value": 60_000, "fee": 30},
    ),
    "T6": (
        {"second tier from": 1_001, "position value": 6_000, "its tier": 2},
        {"second tier from": 600_600, "position value": 6_000, "its tier": 1},
    ),
    "T7": (tiered(RATE, 0), tiered(Fraction("0.01"), OFFSET)),
    "T8": (
        {"profit of the long": 3_000, "wall beside a long": BESIDE_A_LONG,
         "profit of the short": 3_000, "wall beside a short": BESIDE_A_LONG},
        {"profit of the long": 3_000, "wall beside a long": BESIDE_A_LONG,
         "profit of the short": -3_000, "wall beside a short": BESIDE_A_SHORT},
    ),
    "T9": (
        {"available": 10_000, "margin of the first": 4_800_000, "buy 800 BTC": ACCEPTED,
         "buy 16 BTC": ACCEPTED, "buy 1.6 BTC": ACCEPTED},
        {"available": 10_000, "margin of the first": 4_800_000, "buy 800 BTC": f"{REFUSED}4,800,000",
         "buy 16 BTC": f"{REFUSED}96,000", "buy 1.6 BTC": ACCEPTED},
    ),
    "T10": (
        {**GAP, "insurance fund": 0, "sum of all": 9_800},
        {**GAP, "insurance fund": -9_800, "sum of all": 0},
    ),
    "T11": (
        {"wall": "never", "equity at 40,100": 10, "equity at 30,200": -980, "equity at 60,000": 2_000,
         "held at the end": 2_000},
        # 10 are left at 40,100, less than the requirement of 18.45: they go to the fund.
        {"wall": CROSS_WALL, "equity at the wall": LEFT_THERE, "required there": LEFT_THERE,
         "equity at 40,100": 0, "equity at 30,200": 0, "equity at 60,000": 0, "closed at": 40_100,
         "lost": 2_000, "insurance fund": 10, "held at the end": 0},
    ),
    "T12": (growing(BY_MARK), growing(halved(BY_LEAST, BY_MARK, 1e-13))),
}  # fmt: skip
