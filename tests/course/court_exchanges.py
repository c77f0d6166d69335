"""Other exchanges' cards by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ENTRY, KAPPA, MARGIN, OKX, RATE, SIZE, long_wall, short_wall

Rows = dict[str, Fraction | int | str]


def opened(wall: Fraction, rate: Fraction, of: str = "") -> Rows:
    """The rows of an isolated position before anything happens."""
    required = rate * SIZE * wall
    return {
        f"margin{of}": MARGIN, f"wall{of}": wall, f"equity at the wall{of}": required,
        f"required there{of}": required,
    }  # fmt: skip


def closed_at_54_200(rate: Fraction) -> Rows:
    """600 + 0.1 (54,200 - 60,000) = 20 are less than required, and go to the fund."""
    return {
        **opened(long_wall(MARGIN, rate), rate), "equity at 54,200": 1_400, "closed at": 54_200,
        "lost": 600, "insurance fund": 20, "held at the end": 1_400,
    }  # fmt: skip


def hedge_lived(rate: Fraction) -> Rows:
    """The long dies at 54,200 with 20 left, the short at 65,800 with 20 left."""
    long, short = ", BTCUSDT long", ", BTCUSDT short"
    return {
        **opened(long_wall(MARGIN, rate), rate, long), **opened(short_wall(MARGIN, rate), rate, short),
        "equity at 54,200": 2_000 - 600 + 580, "equity at 65,800": 800,
        f"closed at{long}": 54_200, f"lost{long}": 600, f"insurance fund{long}": 20,
        f"closed at{short}": 65_800, f"lost{short}": 600, f"insurance fund{short}": 20,
        "held at the end": 800,
    }  # fmt: skip


def hedged(money: int, legs: int, rate: Fraction, entry: int) -> Rows:
    """Equal legs cancel: money = legs rate 0.1 P."""
    one = rate * SIZE * entry
    return {
        "one leg requires": one, "required of the pool": legs * one,
        "wall": money / (legs * rate * SIZE), "wall, no fee in it": money / (legs * Fraction("0.004") * SIZE),
    }  # fmt: skip


def funding(divided_by: int) -> Rows:
    """A premium of 10 on 7,000, and 100,000 USD at that index."""
    premium = Fraction(10, 7_000)
    return {
        "premium, in %": premium * 100, "divided by": Fraction(divided_by),
        "hourly rate, in %": premium / divided_by * 100,
        "paid in an hour, in BTC": Fraction(100_000, 7_000) * premium / divided_by,
    }  # fmt: skip


# 60,000 USD at 50,000 are 1.2 coins; 0.12 + 60,000 / 50,000 - 60,000 / P = what is required.
BEHIND = Fraction(12, 100) + Fraction(60_000, 50_000)
HALF = Fraction("0.005")

# 0.5 x 43,250 of a 20x market at 2.5 %, and 259.375 required elsewhere; 125 of the equity is profit.
SAMPLE = Fraction("10250.75")
ELSEWHERE = Fraction("259.375")


def sample_equity(price: Fraction | int) -> Fraction:
    """0.5 coins from a mark of 43,250."""
    return SAMPLE + Fraction("0.5") * (price - 43_250)


def sample_required(price: Fraction | int) -> Fraction:
    """2.5 % of the long, and the rest."""
    return Fraction("0.025") * Fraction("0.5") * price + ELSEWHERE


SAMPLE_WALL = (Fraction("0.5") * 43_250 - (SAMPLE - ELSEWHERE)) / (
    Fraction("0.5") * (1 - Fraction("0.025"))
)


def sampled(wall: Fraction | int) -> Rows:
    """What the account has and needs at the mark, and at a wall."""
    return {
        "open profit": 125, "equity at the mark": SAMPLE, "required in all": sample_required(43_250),
        "as printed": 38_500, "wall": wall, "equity there": sample_equity(wall),
        "required there": sample_required(wall),
    }  # fmt: skip


WALL = long_wall(MARGIN, KAPPA)
AT_25X = Fraction("0.1") * 50_000 / 25
ON_ENTRY_VALUE = 50_000 - (AT_25X - Fraction("0.004") * 5_000) / Fraction("0.1")

HAND = {
    "D1": (closed_at_54_200(OKX), closed_at_54_200(KAPPA)),
    "D2": (
        {"margin": MARGIN, "wall": WALL, "last 54,300, mark 54,200": "alive",
         "last 53,500, mark 54,400": "liquidated"},
        {"margin": MARGIN, "wall": WALL, "last 54,300, mark 54,200": "liquidated",
         "last 53,500, mark 54,400": "alive"},
    ),
    "D3": (
        {"open profit": -80, "equity": 270, "required": 320,
         "margin ratio": Fraction(320, 270), "position": "liquidated"},
        {"open profit": 20 * (1_600 - 1_596), "equity": 430, "required": Fraction("0.005") * 32_000,
         "margin ratio": Fraction(160, 430), "position": "alive"},
    ),
    "D4": (
        {"margin": AT_25X, "wall, charged on the entry value": ON_ENTRY_VALUE, "wall": 51_800},
        {"margin": AT_25X, "wall, charged on the entry value": ON_ENTRY_VALUE,
         "wall": long_wall(AT_25X, KAPPA, entry=50_000)},
    ),
    "D5": (funding(8), funding(24)),
    "D6": (
        {"edition": "2024-09-10", "margin": Fraction("0.12"), "required at the entry": HALF * Fraction("1.2"),
         "required lower down": HALF * Fraction("1.2"), "wall": 60_000 / (BEHIND - HALF * Fraction("1.2"))},
        {"edition": "2026-05-27", "margin": Fraction("0.12"), "required at the entry": HALF * Fraction("1.2"),
         "required lower down": HALF * Fraction(60_000, 46_000), "wall": 60_000 * (1 + HALF) / BEHIND},
    ),
    "D7": (hedged(100, 2, RATE, ENTRY), hedged(100, 1, KAPPA, ENTRY)),
    "D8": (hedge_lived(RATE), hedge_lived(KAPPA)),
    "D9": (hedged(50, 2, KAPPA, 30_000), hedged(50, 1, KAPPA, 30_000)),
    "D10": (
        {"margin before": 300, "wall before": long_wall(300, KAPPA), "margin after": 150,
         "wall after": long_wall(150, KAPPA)},
        {"margin before": 300, "wall before": long_wall(300, KAPPA), "margin after": 300,
         "wall after": long_wall(300, KAPPA)},
    ),
    "D11": (
        {"position value": 10_000, "equity": 100, "required": 100, "margin ratio": 1,
         "account": "alive"},
        {"position value": 10_000, "equity": 100, "required": 100, "margin ratio": 1,
         "account": "liquidated"},
    ),
    # 600 + 0.1 (54,100 - 60,000) = 10 are left.
    "D12": (
        {**opened(WALL, KAPPA), "equity at 54,100": 1_410, "closed at": 54_100, "lost": 590,
         "insurance fund": 0, "held at the end": 1_410},
        {**opened(WALL, KAPPA), "equity at 54,100": 1_400, "closed at": 54_100, "lost": 600,
         "insurance fund": 10, "held at the end": 1_400},
    ),
    "D13": (sampled(38_500), sampled(SAMPLE_WALL)),
}  # fmt: skip
