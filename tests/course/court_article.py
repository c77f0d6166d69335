"""The article's cards by hand, 1 to 3: each row of both runs from equity = requirement, in fractions."""

from __future__ import annotations

from fractions import Fraction
from math import erfc, exp, log, sqrt

from tests.course.by_hand import ACCEPTED, KAPPA, LOCKED, MARGIN, RATE, SIZE, opened, wall


def adjusted(*margins: Fraction | int) -> dict[str, Fraction | int]:
    names = ("when opened", "after adding", "after funding", "after the change of leverage")
    return {f"margin {name}": money for name, money in zip(names, margins, strict=True)}


def neighbour(kappa: Fraction) -> dict[str, Fraction | int]:
    """1 ETH from 3,000 with 300: 300 + P - 3,000 = kappa P."""
    own = {"its margin": 300, "its wall": 2_700 / (1 - kappa), "its resting orders": 1}
    after = {f"{what} after": value for what, value in own.items()}
    return {
        **own,
        "reserved by them": 2_900 / 10,
        "lost beside it": 600,
        **after,
        "the same, had the other been in cross": 0,
    }


def left_alone(kappa: Fraction, paid: Fraction | int) -> dict[str, Fraction | int]:
    return {"margin before": 600, "wall before": wall(600, kappa=kappa), "paid in funding": paid,
            "margin after": 600 - paid, "wall after": wall(600 - paid, kappa=kappa)}  # fmt: skip


def ordered() -> dict[str, Fraction | str]:
    return {"reserved by the order": MARGIN, "mode, then order": ACCEPTED,
            "order, then mode": LOCKED.format("cross", "isolated", "an order of BTCUSDT")}  # fmt: skip


def entered(setting_after: Fraction | int) -> dict[str, Fraction | int]:
    return {"position value": 6_000, "margin": 600, "leverage setting": 10, "margin after adding": 900,
            "leverage setting after": setting_after,
            "effective leverage after": Fraction(6_000, 900)}  # fmt: skip


def chance(margin: int, days: int) -> float:
    """That a price of 60 % a year without drift falls from 60,000 to the wall: reflection."""
    years, sigma = days / 365, 0.6
    b, nu = log(wall(margin) / 60_000), -(0.6**2) / 2
    spread = sigma * sqrt(years)

    def phi(z: float) -> float:
        return erfc(-z / sqrt(2)) / 2

    back = exp(2 * nu * b / sigma**2) * phi((b + nu * years) / spread)
    return phi((b - nu * years) / spread) + back


def stakes(read: str) -> dict[str, Fraction | float]:
    rows: dict[str, Fraction | float] = {}
    for when, margin in (("", 600), (" after", 900)):
        rows |= {
            f"wall{when}": wall(margin), f"chance of closure{when}": chance(margin, 7),
            f"stake{when}": margin, f"chance × stake over 30 days{when}": chance(margin, 30) * margin,
            f"risk{when}": chance(margin, 7) if read == "chance" else margin,
        }  # fmt: skip
    return rows


def room(kappa: Fraction, leverage: Fraction | int) -> dict[str, Fraction]:
    """900 of margin at 61,000: what it has and requires."""
    return {
        "margin": Fraction(900), "equity": 900 + SIZE * 1_000,
        "maintenance margin": kappa * SIZE * 61_000,
        "initial margin at the mark": SIZE * 61_000 / leverage,
    }  # fmt: skip


def removable(kappa: Fraction, leverage: Fraction | int, taken: Fraction) -> dict[str, Fraction]:
    return {
        **room(kappa, leverage), "initial margin at the entry": SIZE * 60_000 / leverage,
        "equity above maintenance": 1_000 - kappa * SIZE * 61_000, "can be taken out": taken,
    }  # fmt: skip


def taken(amount: int) -> dict[str, Fraction | int | str]:
    return {**room(KAPPA, 10), "asked for": amount, "would be left": 1_000 - amount,
            "take it out": f"refused: insufficient coverage: amount was {amount}; at most 390 "}  # fmt: skip


def recomputed(*, effective: bool) -> dict[str, Fraction | int]:
    rows: dict[str, Fraction | int] = {}
    for when, margin in (("", 600), (" after adding", 900), (" after taking out", 800)):
        rows |= {
            f"wall{when}": wall(margin),
            f"leverage{when}": Fraction(6_000, margin) if effective else 10,
            f"available{when}": 2_000 - margin,
        }
    return rows


HAND = {
    # 300 are added, 0.01 % of 6,000 is paid, 5x asks for 6,000 / 5.
    "B1.1": (adjusted(600, 600, 600, 600), adjusted(600, 900, Fraction("899.4"), 1_200)),
    "B1.2": (neighbour(RATE), neighbour(KAPPA)),
    "B1.3": (left_alone(KAPPA, 0), left_alone(KAPPA, 90 * Fraction("0.0001") * 6_000)),
    "B1.4": (
        {**opened(600), "equity at 54,000": 1_400, "equity at 40,000": 1_400, "closed at": 54_000,
         "lost": 600, "insurance fund": 0, "held at the end": 1_400},
        # One call of 600 at 54,000: equity 1,400 in all; at 40,000 all 2,000 are gone and owed.
        {**opened(600), "equity at 54,000": 1_400, "equity at 40,000": 0, "closed at": 40_000,
         "lost": 2_000, "insurance fund": 0, "held at the end": 0},
    ),
    "B1.5": (
        {"margin before": MARGIN, "set the leverage":
         "refused: leverage was 5x; it follows from the margin of 600: adjust that to 1,200",
         "margin after": MARGIN},
        {"margin before": MARGIN, "set the leverage": ACCEPTED, "margin after": Fraction(6_000) / 5},
    ),
    "B2.2": (ordered(), ordered()),
    "B2.4": (entered(Fraction(6_000, 900)), entered(10)),
    "B3.2": (stakes("chance"), stakes("stake")),
    "B3.3": (
        # The article: the margin gives the leverage; in cash the maintenance margin must stay.
        removable(RATE, Fraction(6_000, 900), 900 - RATE * 6_100),
        removable(KAPPA, 10, Fraction(1_000 - 610)),
    ),
    "B3.4": (recomputed(effective=True), recomputed(effective=False)),
    "B3.5": (taken(980), taken(400)),
}  # fmt: skip
