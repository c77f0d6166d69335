"""The article's cards by hand: each row of both runs from equity = requirement, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

KAPPA = Fraction("0.0046")  # 0.4 % and a fee of 0.06 %
MARGIN = Fraction("0.1") * 60_000 / 10


def wall(margin: Fraction, kappa: Fraction = KAPPA) -> Fraction:
    """Where margin + 0.1 (P - 60,000) = kappa 0.1 P."""
    return (Fraction(6_000) - margin) / (Fraction("0.1") * (1 - kappa))


WALL = wall(MARGIN)
LEFT_AT_WALL = KAPPA * Fraction("0.1") * WALL
OPENED = {
    "margin": MARGIN, "wall": WALL, "equity at the wall": LEFT_AT_WALL,
    "required there": LEFT_AT_WALL,
}  # fmt: skip
ARTICLE_WALL = wall(MARGIN, Fraction("0.004"))
ARTICLE_LEFT = Fraction("0.004") * Fraction("0.1") * ARTICLE_WALL
REFUSED, ACCEPTED = "refused", "accepted"

HAND = {
    "B1.4": (
        {**OPENED, "equity at 54,000": Fraction(1_400), "equity at 40,000": Fraction(1_400), "closed at": Fraction(54_000),
         "lost": Fraction(600), "insurance fund": Fraction(0), "held at the end": Fraction(1_400)},
        # One call of 600 at 54,000: equity 1,400 in all; at 40,000 all 2,000 are gone and owed.
        {**OPENED, "equity at 54,000": Fraction(1_400), "equity at 40,000": Fraction(0), "closed at": Fraction(40_000),
         "lost": Fraction(2_000), "insurance fund": Fraction(0), "held at the end": Fraction(0)},
    ),
    "B1.5": (
        {"margin before": MARGIN, "set the leverage": REFUSED, "margin after": MARGIN},
        {"margin before": MARGIN, "set the leverage": ACCEPTED, "margin after": Fraction(6_000) / 5},
    ),
    "B4.4": (
        {"bankruptcy price": Fraction(54_000), "fill at worst": Fraction(53_730), "share of it": Fraction("0.005"),
         "below it": Fraction(27)},
        {"bankruptcy price": Fraction(54_000), "fill at worst": Fraction(54_000), "share of it": Fraction(0), "below it": Fraction(0)},
    ),
    "B4.5b": (
        {"margin": MARGIN, "wall": ARTICLE_WALL, "equity at the wall": ARTICLE_LEFT,
         "required there": ARTICLE_LEFT, "equity at 54,200": Fraction(1_420), "held at the end": Fraction(1_420)},
        {**OPENED, "equity at 54,200": Fraction(1_400), "closed at": Fraction(54_200), "lost": Fraction(600),
         "insurance fund": Fraction(20), "held at the end": Fraction(1_400)},
    ),
}  # fmt: skip
