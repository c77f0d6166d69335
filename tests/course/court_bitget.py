"""The cards of Bitget's pages by hand: each row of both runs from equity = requirement, in fractions."""

from __future__ import annotations

from fractions import Fraction

F = Fraction
FEE = F("0.0006")
FIRST, SECOND, THIRD = F("0.004"), F("0.005"), F("0.007")  # rates of BTCUSDT's first three tiers
FLOORS = (F(200_000), F(1_000_000))  # where the second and the third begin
OFFSET = FLOORS[0] * (SECOND - FIRST)
OFFSET_3 = OFFSET + FLOORS[1] * (THIRD - SECOND)


def wall(size: F, entry: F, money: F, rate: F = FIRST, offset: F | int = 0) -> F:
    """Where money + size (P - entry) = (rate + fee) size P - offset, for a long."""
    return (size * entry - money - offset) / (size * (1 - rate - FEE))


# ---- C1, C2: the printed sample, and a thousand times as much in the second tier

MARGIN = F("9.6695050093373343")
SMALL = wall(F("0.01"), F(25_000), MARGIN)
LARGE = wall(F(10), F(25_000), 1_000 * MARGIN, SECOND, OFFSET)
WALLS = {
    "wall": SMALL, "by the formula": SMALL, "wall, larger": LARGE, "by the formula, larger": LARGE,
    "as printed": F("24144.1124161806977798"),
}  # fmt: skip
EQUITY = MARGIN + F("0.01") * 100  # at 25,100


def required(small: F, large: F) -> dict[str, F]:
    """The rows of two positions that require this much at 25,100."""
    return {
        "position value": F(251), "maintenance rate": FIRST, "taker fee rate": FEE, "offset": F(0),
        "maintenance margin": small, "margin ratio": small / EQUITY,
        "position value, larger": F(251_000), "maintenance rate, larger": SECOND,
        "taker fee rate, larger": FEE, "offset, larger": OFFSET, "maintenance margin, larger": large,
        "margin ratio, larger": large / (1_000 * EQUITY),
        "ratio as printed": F("0.1082149545822005"),
    }  # fmt: skip


# ---- C3: 330,000 in tiers, flat and by slices

IN_SLICES = FLOORS[0] * (FIRST + FEE) + (330_000 - FLOORS[0]) * (SECOND + FEE)
TIERED = {"margin": F(33_000), "position value": F(330_000), "rate and fee": SECOND + FEE}

# ---- C4: a margin at the entry or at the mark

AT_ENTRY, AT_MARK = F("0.005") * F("88505.23") / 14, F("0.005") * 92_171 / 14
LEFT = 2_000 - F("0.005") * (92_171 - F("88505.23"))  # of the wallet, after the short's loss
SHOWN = {"size × entry / leverage": AT_ENTRY, "size × mark / leverage": AT_MARK}

# ---- C7: 0.1 BTC from 60,000, a margin that grows by calls of 600, and 200 at last

HOUSE = F("0.1"), F(60_000)
CROSS_WALL = wall(*HOUSE, F(2_000))
ALL_GONE = {"closed at": F(40_100), "lost": F(2_000), "held at the end": F(0)}

# ---- C8: 20 BTC from 60,000 at 50x, the price at 59,100, in the third tier

EQUITY_8, KEPT = F(24_000) - 20 * 900, FLOORS[0] / 59_100
FORCED = {
    "margin": F(24_000), "equity": EQUITY_8,
    "required": 20 * 59_100 * (THIRD + FEE) - OFFSET_3,
}  # fmt: skip
assert FORCED["required"] >= EQUITY_8
REDUCED = EQUITY_8 - (20 - KEPT) * 59_100 * FEE
assert FLOORS[0] * (FIRST + FEE) < REDUCED

# ---- C9: a margin of 60 that pays 0.60 at a time, above a requirement of 27.60

NEEDED = 6_000 * (FIRST + FEE)
A_HAIR = 2 * F(1, 10**9) * 6_000  # stays above it, so that rounding liquidates nobody
DRAINED = {"margin": F(60), "required": NEEDED, "funding asked": 60 * F("0.6")}

# ---- C16: 700,000 where the first tier ends at so many times 200,000


def levels(*times: F) -> dict[str, F]:
    """Where the first tier ends, and what 700,000 require, at each multiple."""
    rows = {"first tier in the table": FLOORS[0]}
    for level, k in enumerate(times, 1):
        low = min(F(700_000), k * FLOORS[0])
        rows[f"first tier at level {level}"] = k * FLOORS[0]
        rows[f"required at level {level}"] = low * FIRST + (700_000 - low) * SECOND + 700_000 * FEE
    return rows


# ---- C17, C19: fills around bankruptcy, and a fund


def fill(at: str, left: int, fund: int) -> dict[str, F | str]:
    """What the fund gets or pays of what a fill leaves; what it cannot pay, winners do."""
    called = left + fund < 0
    return {
        f"left at {at}": F(left), f"insurance fund at {at}": F(0 if called else left),
        f"asked of the fund at {at}": F(max(0, -left), fund),
        f"winners called at {at}": "yes" if called else "no",
    }  # fmt: skip


USED_UP = {
    "bankruptcy price": F(54_000),
    **fill("53,500", 600 - 650, 125),
    **fill("52,000", 600 - 800, 125),
}
BETTER_AND_WORSE = {
    "bankruptcy price": F(100_000),
    **fill("100,100", 25_000 - 24_900, 10_000),
    **fill("99,900", 25_000 - 25_100, 10_000),
}
PAID = {
    "payment at 10x": F("0.6"), "margin after it at 10x": 600 - F("0.6"),
    "share of the margin at 10x": F("0.6") / 600,
    "payment at 50x": F("0.6"), "margin after it at 50x": 120 - F("0.6"),
    "share of the margin at 50x": F("0.6") / 120,
}  # fmt: skip

HAND = {
    "C1": (WALLS, WALLS),
    "C2": (
        required(251 * FIRST, 251_000 * SECOND),
        required(251 * (FIRST + FEE), 251_000 * (SECOND + FEE) - OFFSET),
    ),
    "C3": (
        {**TIERED, "maintenance margin": 330_000 * (SECOND + FEE),
         "wall": wall(F(3), F(110_000), F(33_000), SECOND)},
        {**TIERED, "maintenance margin": IN_SLICES,
         "wall": wall(F(3), F(110_000), F(33_000), SECOND, OFFSET)},
    ),
    "C4": (
        {**SHOWN, "margin shown": AT_ENTRY, "available": LEFT - AT_ENTRY},
        {**SHOWN, "margin shown": AT_MARK, "available": LEFT - AT_MARK},
    ),
    "C5": (
        {"value of the long": F(120_000), "value of the short": F(90_000),
         "value for the tier": F(210_000), "tier": F(2), "maintenance rate": SECOND},
        {"value of the long": F(120_000), "value of the short": F(90_000),
         "value for the tier": F(120_000), "tier": F(1), "maintenance rate": FIRST},
    ),
    "C7": (
        {"wall": CROSS_WALL, "wall after 54,200": CROSS_WALL, "wall after 48,200": CROSS_WALL,
         "wall after 42,100": CROSS_WALL, **ALL_GONE},
        {"wall": wall(*HOUSE, F(600)), "wall after 54,200": wall(*HOUSE, F(1_200)),
         "wall after 48,200": wall(*HOUSE, F(1_800)), "wall after 42,100": CROSS_WALL, **ALL_GONE},
    ),
    "C8": (
        {**FORCED, "first step": "cross: reduce BTCUSDT long from tier 3 to 1", "size left": KEPT,
         "held at the end": REDUCED},
        {**FORCED, "first step": "BTCUSDT long: close the rest", "size left": F(0),
         "held at the end": F(0)},
    ),
    "C9": (
        {**DRAINED, "paid in funding": 60 - NEEDED - A_HAIR, "closed at payment": "never"},
        {**DRAINED, "paid in funding": 60 - NEEDED, "closed at payment": (60 - NEEDED) / F("0.6")},
    ),
    "C16": (levels(F("1.5"), F(2), F(3)), levels(F(2), F(3), F(4))),
    "C17": (USED_UP, USED_UP),
    "C18": (PAID, PAID),
    "C19": (BETTER_AND_WORSE, BETTER_AND_WORSE),
}  # fmt: skip
