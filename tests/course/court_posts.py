"""The cards of posts by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction
from math import erfc, exp, log, sqrt

from tests.course.by_hand import KAPPA, opened, wall

F = Fraction
NEVER = "never"


def all_in(
    margin: int, wallet: int, low: int, kappa: F, *, at_entry: bool = False
) -> dict[str, F | str]:
    """margin x 10 from 100,000 on a wallet."""
    entry, value = F(100_000), F(10 * margin)
    size = value / entry
    at = (
        (value - wallet + kappa * value) / size if at_entry else wall(F(wallet), size, entry, kappa)
    )
    there = wallet + size * (low - entry)
    required = kappa * value if at_entry else kappa * size * low
    return {
        "position value": value,
        "wall": at if at > 0 else NEVER,
        "distance": 1 - at / entry if at > 0 else NEVER,
        "equity at the low": there,
        "equity over value": there / (size * low),
        "required over value": required / (size * low),
    }


def by_leverage(kappa: F) -> dict[str, F]:
    """Isolated longs from 60,000: E (1 - 1/L) / (1 - kappa)."""
    rows = {}
    for leverage in (10, 50, 100, 125):
        at = 60_000 * (1 - F(1, leverage)) / (1 - kappa)
        rows |= {f"wall at {leverage}x": at, f"distance at {leverage}x": 1 - at / 60_000}
    return rows


def walls(kappa: F) -> dict[str, F]:
    """0.1 BTC from 60,000 with 2,000 behind it, or a margin of 6,000 / L."""
    size, entry = F("0.1"), F(60_000)
    cross = wall(F(2_000), size, entry, kappa)
    return {
        **{f"cross wall at {leverage}x": cross for leverage in (10, 20, 50)},
        **{f"isolated wall at {leverage}x": wall(F(6_000, leverage), size, entry, kappa)
           for leverage in (10, 20, 50)},
    }  # fmt: skip


def drained(kappa: F) -> dict[str, F]:
    """500 behind a value of 10,000, of which 0.05 % is paid until kappa of it, or less, is left."""
    payments, left = 0, F(500)
    while left > kappa * 10_000:
        payments, left = payments + 1, left - F("0.0005") * 10_000
    return {"margin": F(500), "one payment": F(5), "payments until it is closed": F(payments),
            "days until then": F(payments, 3), "left then": left}  # fmt: skip


def chance(distance: F, days: int, volatility: float) -> float:
    """That a price without drift falls to (1 - distance) of itself: the law of first passage."""
    b, spread = log(1 - distance), volatility * sqrt(days / 365)
    nu_t = -(spread**2) / 2
    back = exp(2 * nu_t * b / spread**2) * erfc(-(b + nu_t) / spread / sqrt(2)) / 2
    return erfc(-(b - nu_t) / spread / sqrt(2)) / 2 + back


def danger(leverage: int, size: F) -> dict[str, F | float]:
    """What a long of this size from 60,000 stakes, and its chance to lose it within 7 days."""
    stake = size * 60_000 / leverage
    lost = chance(1 - (1 - F(1, leverage)) / (1 - KAPPA), 7, 0.6)
    return {f"size at {leverage}x": size, f"stake at {leverage}x": stake,
            f"chance at {leverage}x": lost,
            f"chance × stake at {leverage}x": lost * float(stake)}  # fmt: skip


def beside(ether: F) -> F:
    """The bitcoin wall in cross beside 2 ETH from 3,000, which gain, lose and require as well."""
    others = 2 * (ether - 3_000) - KAPPA * 2 * ether
    return wall(2_000 + others, F("0.1"), F(60_000))


ETH_LONG, HUNDREDFOLD = (F("0.2"), F(2_500)), (F("0.2"), F(50_000))
SHORT = opened(F(500), F("0.2"), F(50_000), isolated=True, d=-1)
HOUSE_WALL = wall(F(600), F("0.1"), F(60_000))
ALONE = {"isolated wall, ETH at 3,000": HOUSE_WALL, "isolated wall, ETH at 2,700": HOUSE_WALL}

HAND = {
    "E1": (all_in(9_500, 10_000, 97_000, F("0.0786")), all_in(9_500, 10_000, 97_000, KAPPA)),
    "E2": (all_in(900, 1_000, 95_000, F("0.06433")), all_in(900, 1_000, 95_000, KAPPA)),
    "E3": (all_in(100, 1_000, 50_000, F("0.5"), at_entry=True), all_in(100, 1_000, 50_000, KAPPA)),
    "E4": (
        # At 2,455 the loss is 9: the fund pays 4 of it, or in cross is left 1.
        {**opened(F(5), *ETH_LONG, isolated=True), "equity at 2,455": F(5), "closed at": F(2_455),
         "lost": F(5), "insurance fund": F(-4), "held at the end": F(5)},
        {**opened(F(10), *ETH_LONG, isolated=False), "equity at 2,455": F(0), "closed at": F(2_455),
         "lost": F(10), "insurance fund": F(1), "held at the end": F(0)},
    ),
    "E5": (by_leverage(F(0)), by_leverage(KAPPA)),
    "E6": (walls(F("0.004")), walls(KAPPA)),
    "E7": (
        {**opened(F(100), *HUNDREDFOLD, isolated=True), "equity at 50,000": F(100),
         "paid in funding": F(100), "closed at": F(50_000), "lost": F(0), "insurance fund": F(0),
         "held at the end": F(0)},
        {**opened(F(100), *HUNDREDFOLD, isolated=True), "equity at 50,000": F(100),
         "paid in funding": F(1), "held at the end": F(99)},
    ),
    "E8": (drained(F(0)), drained(KAPPA)),
    "E9": (
        {**SHORT, "equity at 50,000": F(2_000), "paid in funding": F(5), "held at the end": F(1_995)},
        {**SHORT, "equity at 50,000": F(2_000), "paid in funding": F(-5), "held at the end": F(2_005)},
    ),
    "E10": (
        {**danger(10, F("0.1")), **danger(50, F("0.1"))},
        {**danger(10, F("0.1")), **danger(50, F("0.5"))},
    ),
    "E11": (
        {**ALONE, "cross wall, ETH at 3,000": wall(F(2_000), F("0.1"), F(60_000)),
         "cross wall, ETH at 2,700": wall(F(2_000), F("0.1"), F(60_000))},
        {**ALONE, "cross wall, ETH at 3,000": beside(F(3_000)),
         "cross wall, ETH at 2,700": beside(F(2_700))},
    ),
}  # fmt: skip
