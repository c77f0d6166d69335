"""How fast a formula is against the same arithmetic written by hand, and what a first one costs.

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


# What is asked first in a Python, and what stands before it and is not counted.
FIRST = {
    "first price": (
        "import marginlab",
        "marginlab.BITGET.liquidation_price(side=1, size=0.1, entry_price=6e4, collateral=600, "
        "mmr=0.004, fee_rate=0.0006)",
    ),
    "first panel": ("from marginlab.lesson import wall_panel", "wall_panel()"),
}
# As if nothing were stored.
DERIVED = "from marginlab.theory import stored; stored.FORMULAS.clear(); stored.FUNCTIONS.clear()"


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


def cpu(before: str, code: str) -> float:
    """CPU seconds that the code takes in a fresh Python, after what stands before it."""
    timed = f"{before}\nt = process_time()\n{code}\nprint(process_time() - t)"
    command = [sys.executable, "-c", f"from time import process_time\n{timed}"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


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
    for name, (before, code) in FIRST.items():
        runs = [(cpu(before, code), cpu(before, f"{DERIVED}\n{code}")) for _ in range(11)]
        stored = median(now for now, _ in runs)
        ratio = median(now / derived for now, derived in runs)
        print(f"{name} {stored * 1e3:.1f} ms, derived anew ratio {ratio:.2f} (bar 0.15)")


if __name__ == "__main__":
    main()
