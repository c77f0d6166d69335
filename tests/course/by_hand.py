"""What the cards of several modules have by hand: a wall, what is left there, a change of margin mode."""

from __future__ import annotations

from fractions import Fraction

Number = Fraction | int

KAPPA = Fraction("0.0046")  # 0.4 % and a fee of 0.06 %
RATE = Fraction("0.004")  # without a fee
OKX = Fraction("0.0045")  # with a fee of 0.05 %
SIZE, ENTRY = Fraction("0.1"), Fraction(60_000)
MARGIN = SIZE * ENTRY / 10
ACCEPTED = "accepted"
LOCKED = (
    "refused: margin mode was {}, and {} is not allowed now; it can change only while nothing is open on "
    "BTCUSDT: close {}"
)


def wall(
    money: Number, size: Number = SIZE, entry: Number = ENTRY, kappa: Number = KAPPA, d: int = 1
) -> Fraction:
    """Where money + d q (P - E) = kappa q P."""
    return Fraction(money - d * size * entry) / (size * (kappa - d))


def long_wall(
    money: Number, kappa: Fraction, size: Number = SIZE, entry: Number = ENTRY
) -> Fraction:
    """The wall of a long."""
    return wall(money, size, entry, kappa)


def short_wall(
    money: Number, kappa: Fraction, size: Number = SIZE, entry: Number = ENTRY
) -> Fraction:
    """The wall of a short."""
    return wall(money, size, entry, kappa, d=-1)


def opened(
    money: Number, size: Number = SIZE, entry: Number = ENTRY, *, kappa: Number = KAPPA, d: int = 1,
    isolated: bool = True,
) -> dict[str, Number]:  # fmt: skip
    """The margin of a position, its wall, and what is left and required there."""
    at = wall(money, size, entry, kappa, d)
    left = money + d * size * (at - entry)
    assert left == kappa * size * at
    margin = {"margin": money} if isolated else {}
    return {**margin, "wall": at, "equity at the wall": left, "required there": left}


def switched(mode: str) -> dict[str, Number | str]:
    """From isolated to cross with a position, with an order, with neither: at will, or as documented."""
    free = mode == "cross"
    held, ordered = (
        ACCEPTED if free else LOCKED.format("isolated", "cross", what)
        for what in ("BTCUSDT long", "an order of BTCUSDT")
    )
    return {"margin": MARGIN, "to cross with a position": held, "mode then": mode,
            "wall then": wall(2_000 if free else MARGIN), "to cross with an order": ordered,
            "to cross with neither": ACCEPTED}  # fmt: skip
