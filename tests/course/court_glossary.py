"""The glossary's cards by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import KAPPA, MARGIN, RATE, Number, switched, wall


def house_wall(behind: Number, kappa: Fraction = KAPPA) -> Fraction:
    """The wall of the house position that has this behind it."""
    return wall(behind, kappa=kappa)


def beside_eth(cash: Fraction | int, at: int, kappa: Fraction) -> Fraction:
    """What is behind the BTC in one pool with 1 ETH from 3,000, at this price of ETH."""
    return cash + (at - 3_000) - kappa * at


def spared(kappa: Fraction) -> dict[str, Fraction | int]:
    # 1,400 behind 1 ETH from 3,000: 1,400 + P - 3,000 = kappa P.
    own = {"equity of the other": 1_400, "its wall": 1_600 / (1 - kappa)}
    return {
        **own,
        "lost beside it": MARGIN,
        **{f"{what} after": value for what, value in own.items()},
    }


def saved(kappa: Fraction) -> dict[str, Fraction | int]:
    return {"wall without it": house_wall(600, kappa), "lost without it": 600,
            "wall with it": house_wall(900, kappa), "lost with it": 0}  # fmt: skip


def swept(
    pool: int, more: Fraction | int, lost: int, held: int, left: int
) -> dict[str, Fraction | int]:
    """0.1 BTC at 50,000 and 2 ETH at 2,520 have lost 1,960; the order reserves 200 x 0.4 / 10."""
    required = KAPPA * (5_000 + 5_040) + more
    return {"positions before": 3, "orders before": 1, "reserved by the order": 8,
            "equity of the cross pool": pool - 1_960, "required of it": required, "lost": lost,
            "held at the end": held, "positions after": left, "orders after": 0}  # fmt: skip


def reached(kappa: Fraction) -> dict[str, Fraction | int]:
    return {
        "wall before": house_wall(beside_eth(2_000, 3_000, kappa), kappa),
        "realised profit": 300, "wall after a profit": house_wall(2_300, kappa),
        "realised loss": -300, "wall after a loss": house_wall(1_700, kappa),
    }  # fmt: skip


def fates(cross: int) -> dict[str, Fraction | int]:
    return {
        "in its reach, isolated": 600, "wall, isolated": house_wall(600), "held at the end, isolated": 1_400,
        "in its reach, cross": 2_000, "wall, cross": house_wall(2_000), "held at the end, cross": cross,
    }  # fmt: skip


def largest(*lost: int) -> dict[str, Fraction | int]:
    at = dict(zip(("54,000", "48,000", "40,000"), lost, strict=True))
    rows = {f"lost at {price}": money for price, money in at.items()}
    return {"margin": 600, "wall": house_wall(600), **rows, "largest loss": max(lost)}


def carried(kappa: Fraction) -> dict[str, Fraction | int | str]:
    return {
        "deficit of the one": -1_200, "profit of the other": 500,
        "equity, alone": 0, "wall, alone": house_wall(1_200, kappa), "fate, alone": "liquidated",
        "equity, beside the other": 500,
        "wall, beside the other": house_wall(beside_eth(1_200, 3_500, kappa), kappa),
        "fate, beside the other": "alive",
    }  # fmt: skip


HAND = {
    "A1": (spared(RATE), spared(KAPPA)),
    "A2": (saved(RATE), saved(KAPPA)),
    "A3": (switched("isolated"), switched("isolated")),
    "A4": (
        swept(2_000, Fraction("0.0106") * 100, 2_000, 0, 0),  # SAFE: 1 % and the fee, on 100
        swept(1_990, 0, 1_990, 10, 1),
    ),
    "A5": (reached(RATE), reached(KAPPA)),
    "A7": (fates(2_100), fates(0)),
    # With calls of 600 from 1,400: at 54,000 one, at 48,000 two, at 40,000 all is not enough.
    "A8": (largest(600, 600, 600), largest(0, 0, 2_000)),
    "A9": (carried(RATE), carried(KAPPA)),
}
