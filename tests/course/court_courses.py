"""The cards of courses and issue threads by hand, from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ACCEPTED, ENTRY, KAPPA, SIZE, wall
from tests.course.court_posts import chance

F = Fraction
TOO_LITTLE = "refused: money behind the position was 184.05; it would be liquidated at once, more than 228.37"


def carried(gain: F) -> dict[str, F]:
    """A value of 10,000 at 10x pays 0.01 % of it 24 times."""
    paid = 24 * F("0.0001") * 10_000
    return {"position value": F(10_000), "margin": F(1_000), "gain": gain,
            "paid in funding": paid, "in all": gain - paid}  # fmt: skip


def profit(by: F) -> dict[str, F]:
    """0.1 BTC from 60,000 to 61,000, the change times something."""
    return {"size": SIZE, "position value": SIZE * ENTRY, "margin": F(600),
            "change of price": F(1_000), "profit": 1_000 * by}  # fmt: skip


def shared(leverage: int, rate: F = KAPPA) -> dict[str, F]:
    """6,000 at a leverage: the two margins, and rate x leverage."""
    return {"initial margin": F(6_000, leverage), "maintenance margin and fee": rate * 6_000,
            "share of it": rate * leverage}  # fmt: skip


def rowed(mmr: str, answer: str) -> dict[str, F | str]:
    """65.9974 million SHIB from 13.841 a million on 184.05."""
    size, entry, margin, kappa = F("65.9974"), F("13.841"), F("184.05"), F(mmr) + F("0.0000075")
    return {
        "entry price": entry, "leverage": size * entry / margin, "margin": margin,
        "required at the entry": kappa * size * entry, "wall": wall(margin, size, entry, kappa),
        "open it": answer,
    }  # fmt: skip


def bracketed(mmr: F, offset: F) -> dict[str, F]:
    """100 BTC from 60,000 at 100x: margin + q (P - E) = mmr q P - offset."""
    at = wall(60_000 + offset, F(100), ENTRY, mmr)
    return {
        "position value": F(6_000_000), "margin": F(60_000),
        "rate of the size's bracket": F("0.004"), "rate of the margin's bracket": F("0.005"),
        "rate of the value's bracket": F("0.01"), "rate charged": mmr,
        "wall": at, "required there": mmr * 100 * at - offset,
    }  # fmt: skip


def shapes(*, by_chance: bool) -> dict[str, F | float]:
    """600 or 2,000 behind the house position for 30 days at 60 %; what is left at the wall is lost."""
    behind = {"isolated": F(600), "cross": F(2_000)}
    walls = {mode: wall(money, SIZE, ENTRY) for mode, money in behind.items()}
    lost = {mode: chance(1 - at / ENTRY, 30, 0.6) for mode, at in walls.items()}
    return {
        **{f"{mode}, counted": lost[mode] if by_chance else behind[mode] for mode in behind},
        **{f"{mode}, forfeited on average": lost[mode] * float(KAPPA * SIZE * at)
           for mode, at in walls.items()},
    }  # fmt: skip


def room(counted: F, others: F) -> dict[str, F]:
    """A value of 100 in a pool of 14 that has lost 9 on ETH; 0.4 % of each value is required."""
    equity, size, mark = 14 - F("0.25") * 36, F("0.001"), F(100_000)
    return {
        "initial margin of all positions": F(1_100, 100), "equity": equity,
        "its maintenance margin": F("0.4"),
        "that of all positions": F("4.4"), "room": (equity - counted) / 100,
        "wall": wall(equity - others, size, mark, F("0.004")),
    }  # fmt: skip


HAND = {
    "E12": (carried(F(1_000, 100)), carried(F("0.2") * 500)),
    "E13": (
        {"buffer as printed": F("0.3"), "wall": F(42_000), "buffer": F("0.3"),
         "leverage for the printed buffer": F("3.846")},
        # 1 - x = (1 - 1/L) / (1 - kappa), for x and for L.
        {"buffer as printed": F("0.3"), "wall": ENTRY * (1 - 1 / F("3.846")) / (1 - KAPPA),
         "buffer": 1 - (1 - 1 / F("3.846")) / (1 - KAPPA),
         "leverage for the printed buffer": 1 / (1 - F("0.7") * (1 - KAPPA))},
    ),
    "E14": (shared(125), shared(10)),
    "E15": (profit(SIZE * ENTRY), profit(SIZE)),
    "E16": (shared(5, F("0.025")), shared(5)),
    "E17": (rowed("0.25", TOO_LITTLE), rowed("0.0257", ACCEPTED)),
    # The offsets: 50,000 x 0.1 %, and 250,000 x 0.5 % more.
    "E18": (bracketed(F("0.005"), F(50)), bracketed(F("0.01"), F(1_300))),
    "E19": (shapes(by_chance=True), shapes(by_chance=False)),
    "E20": (room(F("0.4"), F(0)), room(F("4.4"), F(4))),
}  # fmt: skip
