"""How much tiers, checks and pools add to a liquidation price, as ratios taken in one run.

Run it by hand: `python tests/benchmarks/bench_accounts.py`.
"""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from statistics import median
from timeit import Timer
from types import MappingProxyType

from bench_formulas import alternating

from marginlab.engine.account import Account
from marginlab.engine.replay import Funding, Mark, replay
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


def book(mode, *trades, wallet=4_000):
    """An account with these trades, each (symbol, side, size, price)."""
    account = Account(TWO, wallet)
    for symbol, side, size, price in trades:
        account = account.set_margin_mode(symbol, mode)
        account = account.open(symbol, side, size=size, price=price)
    return account


def main() -> None:
    """Print every figure with its bar."""
    compiled = BITGET.liquidation_price.compiled
    bare = (1, 0.1, 60_000.0, 600.0, 0.004, 0.0006, 0.0)
    long, ether = (BTC, 1, 0.1, 60_000), (ETH, 1, 2, 3_000)
    single, pair = book("isolated", long), book("cross", long, ether)
    formula, one, two = alternating(
        [
            lambda: compiled(*bare),
            lambda: single.liquidation_price(BTC, MARKS),
            lambda: pair.liquidation_price(BTC, MARKS),
        ]
    )
    print(f"Formula.compiled {formula:.3f} us")
    print(f"isolated, with tiers and checks {one:.2f} us, ratio {one / formula:.1f} (bar 8)")
    print(f"cross pool of two {two:.2f} us, ratio {two / formula:.1f} (bar 14)")

    events = [e for i in range(500) for e in step(i)]
    books = {
        "cross": pair,
        "isolated": book("isolated", long, ether),
        "cross, hedged": book("cross", long, (BTC, -1, 0.06, 60_000), wallet=1_000),
    }
    calls = [lambda account=account: replay(account, events) for account in books.values()]
    timers = [Timer(lambda: compiled(*bare)), *(Timer(call) for call in calls)]
    runs = [[t.timeit(20_000 if t is timers[0] else 1) for t in timers] for _ in range(15)]
    for i, name in enumerate(books, 1):
        ratio = median((run[i] / 500) / (run[0] / 20_000) for run in runs)
        each = median(run[i] for run in runs) / 500 * 1e6
        print(f"replay step, two positions and funding, {name}: {each:.1f} us, "
              f"ratio {ratio:.0f} (bar 100)")  # fmt: skip

    events = [e for i in range(10_000) for e in step(i)]
    for name, account in books.items():
        tracemalloc.start()
        replay(account, events)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"10,000 steps, {name}: peak {peak / 1e6:.1f} MB (bar 40)")


if __name__ == "__main__":
    main()
