"""How fast a formula is, against the same arithmetic written by hand, and what an import costs.

Run it by hand: `python tests/benchmarks/bench_formulas.py`. Ratios are taken in one run, because
machines differ and are noisy; the times stand beside them.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter
from timeit import Timer

from marginlab.venues import BITGET

TERMS = {
    "side": 1,
    "size": 0.1,
    "entry_price": 60_000.0,
    "collateral": 600.0,
    "mmr": 0.004,
    "fee_rate": 0.0006,
    "offset": 0.0,
}


def by_hand(side, size, entry_price, collateral, mmr, fee_rate, offset=0):
    """What a programmer would type."""
    return (collateral + offset - side * size * entry_price) / (size * (mmr + fee_rate - side))


def alternating(calls, loops=20_000, rounds=31):
    """Median microseconds of each call, measured in turn so that a slow moment hits them all."""
    timers = [Timer(call) for call in calls]
    runs = [[timer.timeit(loops) / loops * 1e6 for timer in timers] for _ in range(rounds)]
    return [median(run[i] for run in runs) for i in range(len(calls))]


def seconds(code: str) -> float:
    """Wall time of a fresh Python that runs the code."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - start


def main() -> None:
    """Print every figure with its bar."""
    price = BITGET.liquidation_price
    compiled, values = price.compiled, tuple(TERMS.values())
    price(**TERMS)
    hand, bare, checked = alternating(
        [lambda: by_hand(*values), lambda: compiled(*values), lambda: price(**TERMS)]
    )
    print(f"by hand {hand:.3f} us")
    print(f"Formula.compiled {bare:.3f} us, ratio {bare / hand:.2f} (bar 1.5)")
    print(f"formula(**terms) {checked:.3f} us, ratio {checked / hand:.2f} (bar 10)")
    pairs = [(seconds("pass"), seconds("import marginlab")) for _ in range(21)]
    empty = median(p for p, _ in pairs)
    added = median(i - p for p, i in pairs)
    print(
        f"python -c pass {empty * 1e3:.1f} ms; import marginlab adds {added * 1e3:.1f} ms, "
        f"ratio {added / empty:.2f} (bar 1)"
    )


if __name__ == "__main__":
    main()
