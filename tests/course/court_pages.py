"""The cards of pages by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ENTRY, KAPPA, SIZE, opened, switched, wall

F = Fraction


def shorts(*, by_formula: bool) -> dict[str, F]:
    """Shorts from 60,000: E (1 + 1/L) / (1 + kappa), and the page's E / (1 - (1/L - kappa))."""
    rows = {"entry price": ENTRY, "maintenance rate and fee": KAPPA}
    for leverage in (10, 50, 125):
        formula = ENTRY / (1 - (F(1, leverage) - KAPPA))
        rows[f"by the formula at {leverage}x"] = formula
        right = wall(SIZE * ENTRY / leverage, SIZE, ENTRY, d=-1)
        assert right == ENTRY * (1 + F(1, leverage)) / (1 + KAPPA)
        rows[f"wall at {leverage}x"] = formula if by_formula else right
    return rows


def both_sides(kappa: F) -> dict[str, F]:
    """A long and a short from 60,000 on half of their value."""
    long, short = (wall(F(3_000), SIZE, ENTRY, kappa, d) for d in (1, -1))
    return {"wall of the long": long, "distance of the long": 1 - long / ENTRY,
            "wall of the short": short, "distance of the short": short / ENTRY - 1}  # fmt: skip


def leg(name: str, rows: dict[str, F]) -> dict[str, F]:
    return {f"{what}, BTCUSDT {name}": value for what, value in rows.items()}


# In one pool profit and loss cancel, and 2,000 meet what the larger leg requires: in the second
# tier, 0.5 % and the fee of a value above 200,000, less 200.
POOL_WALL = (2_000 + F(200)) / (SIZE * F("0.0056"))
assert POOL_WALL * SIZE > 200_000
POOLED = {"wall": POOL_WALL, "equity at the wall": F(2_000), "required there": F(2_000)}

HAND = {
    "G1": (switched("cross"), switched("isolated")),
    "G2": (shorts(by_formula=True), shorts(by_formula=False)),
    "G3": (both_sides(F(0)), both_sides(KAPPA)),
    "G4": (
        {**leg("long", opened(F(600), SIZE, ENTRY, isolated=True)),
         **leg("short", opened(F(600), SIZE, ENTRY, isolated=True, d=-1)),
         "equity at 54,000": F(1_400) + 600, "equity at 50,000": F(1_400) + 1_000,
         **{f"{what}, BTCUSDT long": F(value)
            for what, value in (("closed at", 54_000), ("lost", 600), ("insurance fund", 0))},
         "held at the end": F(2_400)},
        {**leg("long", POOLED), **leg("short", POOLED), "equity at 54,000": F(2_000),
         "equity at 50,000": F(2_000), "held at the end": F(2_000)},
    ),
}  # fmt: skip
