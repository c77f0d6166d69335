"""The article's cards by hand, 4 and its answers: each row from equity = requirement, in fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ACCEPTED, KAPPA, LOCKED, RATE, SIZE, opened

SAMPLE = Fraction("9.6695050093373343")


def sample_wall(kappa: Fraction) -> Fraction:
    """Where 9.67 + 0.01 (P - 25,000) = kappa 0.01 P."""
    return (250 - SAMPLE) / (Fraction("0.01") * (1 - kappa))


def sample(kappa: Fraction) -> dict[str, Fraction]:
    return {
        "margin": SAMPLE, "wall by the maintenance rate alone": sample_wall(RATE),
        "wall with two fees": sample_wall(Fraction("0.0052")), "wall": sample_wall(kappa),
        "wall as printed": Fraction("24144.1124161806977798"),
    }  # fmt: skip


PAID = {
    "margin before": 600, "margin after payment 1": Fraction("599.4"),
    "margin after payment 2": Fraction("597.6"), "margin after payment 3": Fraction("596.4"),
    "wallet beside it before": 1_400, "wallet beside it after": 1_400,
}  # fmt: skip


def weighed(kappa: Fraction | int) -> dict[str, Fraction | int | str]:
    rows: dict[str, Fraction | int | str] = {"margin": 600}
    for mark in (62_000, 57_000, 53_900):
        profit = SIZE * (mark - 60_000)
        rows |= {
            f"open profit at {mark:,}": profit, f"equity at {mark:,}": 600 + profit,
            f"required at {mark:,}": kappa * SIZE * mark,
            f"liquidated at {mark:,}": "yes" if 600 + profit <= kappa * SIZE * mark else "no",
        }  # fmt: skip
    return rows


def staged(reductions: int, left: Fraction | int) -> dict[str, Fraction | int]:
    return {"reductions, isolated": 0, "left, isolated": 0, "reductions, cross": reductions,
            "left, cross": left}  # fmt: skip


REOPENED = {
    "initial margin": 600, "to cross with a position":
    LOCKED.format("isolated", "cross", "BTCUSDT long"), "to cross with neither": ACCEPTED,
    "fees of closing and opening anew": 2 * Fraction("0.0006") * 6_000,
}  # fmt: skip


def drained(
    payment: int, required: Fraction | int, worse: Fraction | int
) -> dict[str, Fraction | int]:
    """60 of margin at 100x, 0.60 a payment."""
    left = 60 - payment * Fraction("0.6")
    zero = 60_000 - left / SIZE
    return {"margin": 60, "payment that ends it": payment, "left then": left,
            "required then": required, "bankruptcy price": zero,
            "filled at": zero * (1 - worse) if worse else 60_000}  # fmt: skip


def least(refused: str) -> dict[str, Fraction | int | str]:
    return {
        "margin at 150x": 40, "least share of the value": Fraction(1, 150), "opened at 151x": refused,
        "value of a small order": 4,
        "the small order": "refused: order value was 4; BTCUSDT takes at least 5",
    }  # fmt: skip


HAND = {
    "B4.1": (sample(RATE), sample(KAPPA)),
    "B4.2": (PAID, PAID),
    "B4.3": (weighed(0), weighed(KAPPA)),
    "B4.4": (
        {"market price": 54_000, "filled at": 53_730, "worse by": Fraction("0.005"),
         "lost by that": 27},
        {"market price": 54_000, "filled at": 54_000, "worse by": 0, "lost by that": 0},
    ),
    # At 54,300 a value of 5.43 million stands in tier 4; two tiers down is at most 1 million.
    "B4.5a": (staged(0, 0), staged(1, Fraction(1_000_000, 54_300))),
    "B4.5b": (
        # Where nothing is required it lives at 54,200; filled 0.5 % below 54,000, the fund pays for that.
        {**opened(600, kappa=0), "equity at 54,200": 2_000 - 580, "equity at 53,900": 1_400,
         "closed at": 53_900, "lost": 600, "insurance fund": -SIZE * 54_000 * Fraction("0.005"),
         "held at the end": 1_400},
        {**opened(600), "equity at 54,200": 1_400, "equity at 53,900": 1_400, "closed at": 54_200,
         "lost": 600, "insurance fund": 600 - 580, "held at the end": 1_400},
    ),
    "BF1": (REOPENED, REOPENED),
    # The first payment n with 60 - 0.6 n <= 0, and with 60 - 0.6 n <= 0.0046 x 6,000.
    "BF3": (drained(100, 0, Fraction("0.005")), drained(54, KAPPA * 6_000, 0)),
    # 6,000 / 151 is less than 6,000 / 150.
    "BF4": (
        least("refused: margin was 39.74; BTCUSDT takes at least 0.67"),
        least("refused: leverage was 151x; BTCUSDT allows 1x to 150x at most"),
    ),
}  # fmt: skip
