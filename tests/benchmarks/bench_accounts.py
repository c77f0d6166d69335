"""How much tiers, checks and pools add to a liquidation price, as ratios taken in one run.

Run it by hand: `python tests/benchmarks/bench_accounts.py`.
"""

from __future__ import annotations

from dataclasses import replace
from timeit import Timer
from types import MappingProxyType

from bench_formulas import alternating

from marginlab.accounts import Account
from marginlab.timeline import Funding, Mark, replay
from marginlab.venues import BITGET

BTC, ETH = "BTCUSDT", "ETHUSDT"
TWO = replace(
    BITGET,
    contracts=MappingProxyType(
        {BTC: BITGET.contract(BTC), ETH: replace(BITGET.contract(BTC), symbol=ETH)}
    ),
)
MARKS = {BTC: 60_000.0, ETH: 3_000.0}


def step(i):
    """New marks of both symbols and a funding payment of one."""
    prices = {BTC: 60_000.0 + i % 7, ETH: 3_000.0 - i % 5}
    return Mark(float(i), prices), Funding(float(i), BTC, 0.00001)


def main() -> None:
    """Print every figure with its bar."""
    compiled = BITGET.liquidation_price.compiled
    bare = (1, 0.1, 60_000.0, 600.0, 0.004, 0.0006, 0.0)
    isolated = Account(BITGET, 2_000).set_margin_mode(BTC, "isolated")
    isolated = isolated.open(BTC, 1, size=0.1, price=60_000)
    cross = Account(TWO, 2_000).open(BTC, 1, size=0.1, price=60_000)
    cross = cross.open(ETH, 1, size=2, price=3_000)
    formula, one, two = alternating(
        [
            lambda: compiled(*bare),
            lambda: isolated.liquidation_price(BTC, MARKS),
            lambda: cross.liquidation_price(BTC, MARKS),
        ]
    )
    events = [e for i in range(500) for e in step(i)]
    per_step = min(Timer(lambda: replay(cross, events)).repeat(7, 1)) / 500 * 1e6
    print(f"Formula.compiled {formula:.3f} us")
    print(f"isolated, with tiers and checks {one:.2f} us, ratio {one / formula:.1f} (bar 8)")
    print(f"replay step, two positions and funding {per_step:.1f} us, "
          f"ratio {per_step / formula:.0f} (bar 100)")  # fmt: skip
    print(f"cross pool of two {two:.2f} us, ratio {two / formula:.1f} (bar 14)")


if __name__ == "__main__":
    main()
