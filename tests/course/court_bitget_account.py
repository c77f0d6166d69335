"""The cards of Bitget's pages on the account by hand, in plain fractions."""

from __future__ import annotations

from fractions import Fraction

from tests.course.by_hand import ACCEPTED, ENTRY, KAPPA, SIZE, switched, wall

F = Fraction
# ---- C10: a profit of 300 USD in ETH of 3,000, and 0.06 % of 6,300 USD

PROFIT, CLOSING = SIZE * (63_000 - ENTRY) / 3_000, SIZE * 63_000 * F("0.0006") / 3_000
ENDED = {
    "profit at the mark": PROFIT, "taker fee": CLOSING, "booked": PROFIT - CLOSING,
    "held after it": 2 + PROFIT - CLOSING,
    "open another": "refused: margin of BTCUSD was ETH; Bitget ended another coin's margin on 2026-05-28",
}  # fmt: skip

# ---- C11: 700 USDT and 800 USDC, a long that loses 1,000 and a short that wins it

LEG = KAPPA * SIZE * 50_000
assert LEG >= 700 - 1_000  # alone it dies
assert 2 * LEG < 700 + 800

# ---- C12

FULL = F(1_000) + 500 + F("0.5") * 3_000
RATIOS = F(1_000) + F("0.98") * 500 + F("0.9") * F("0.5") * 3_000
SUMS = {"sum at full price": FULL, "sum at the ratios": RATIOS}

# ---- C13: ROI x maintenance rate of the account, at 54,000

PNL, INITIAL, REQUIRED = SIZE * 6_000, SIZE * 54_000 / 10, KAPPA * SIZE * 54_000
HEDGED = PNL / INITIAL * REQUIRED / (2_000 + PNL - F("0.05") * 6_000)
UNHEDGED = PNL / INITIAL * REQUIRED / (4_000 + PNL)
assert HEDGED > UNHEDGED
SCORES = {"score of the hedged": HEDGED, "score of the unhedged": UNHEDGED}

# ---- C14


def moded(to: str) -> dict[str, F | str]:
    """What is free beside 600 of initial margin or a debt of 50, and the refusals."""
    refused = f"refused: account mode was basic, and {to} is not allowed now; it can change only "
    refused += "while nothing is open or owed, and there is "
    return {
        "available beside the position": 1_000 - SIZE * ENTRY / 10,
        "with a position": f"{refused}BTCUSDT long",
        "available beside the order": 1_000 - SIZE * ENTRY / 10,
        "with an order": f"{refused}an order of BTCUSDT",
        "available beside the debt": F(1_000 - 50), "with a debt": f"{refused}a debt of 50.00",
        "available beside nothing": F(1_000), "with nothing": ACCEPTED,
    }  # fmt: skip


# ---- C15

ASIDE, OPEN_PROFIT = F("0.2") * 55_000 / 10, F("0.2") * 5_000
FREE = 10_000 + OPEN_PROFIT - ASIDE
BACKS = {
    "open profit": OPEN_PROFIT, "initial margin at the mark": ASIDE,
    "available without the profit": 10_000 - ASIDE, "available": FREE,
    "most that can be opened": FREE * 10 / 55_000, "needed for more": F("0.02") * 55_000 / 10,
    "open more": ACCEPTED,
}  # fmt: skip

HAND = {
    "C6": (switched("cross"), switched("isolated")),
    "C10": (ENDED, ENDED),
    "C11": (
        {"pools": F(1), "equity of the long's pool": F(1_500), "required of it": 2 * LEG,
         "the long": "alive", "held in all": F(1_500)},
        # The debt of 300 is the insurance fund's; the short keeps its 800 and the profit.
        {"pools": F(2), "equity of the long's pool": F(-300), "required of it": LEG,
         "the long": "liquidated", "held in all": F(1_800)},
    ),
    "C12": (
        {**SUMS, "behind the long": RATIOS, "wall": wall(RATIOS)},
        {**SUMS, "behind the long": F(1_000), "wall": wall(F(1_000))},
    ),
    "C13": (
        {**SCORES, "taken from the hedged": F(0), "held by the hedged": F(2_000)},
        {**SCORES, "taken from the hedged": SIZE, "held by the hedged": 2_000 + PNL},
    ),
    "C14": (moded("advanced"), moded("classic")),
    "C15": (BACKS, BACKS),
}  # fmt: skip
