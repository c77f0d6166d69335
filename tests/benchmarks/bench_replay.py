"""Replays and walls beside another checkout, in turn, each in processes of its own.

Run it by hand: `python tests/benchmarks/bench_replay.py OTHER_CHECKOUT`. Prints, for each figure,
this checkout's median over the other's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[2]
ROUNDS = 11
STEPS = 2_000
BARS = {
    "replay step, cross": 0.6,
    "replay step, isolated": 0.6,
    "replay step, cross and hedged": 0.6,
    "isolated price": 0.8,
    "memory of 10,000 steps, cross": 1.0,
    "memory of 10,000 steps, isolated": 1.0,
    "memory of 10,000 steps, cross and hedged": 1.0,
}


def figures() -> dict[str, float]:
    """What one process measures: microseconds and bytes."""
    import tracemalloc
    from timeit import Timer

    from bench_accounts import BTC, ETH, MARKS, book, step

    from marginlab.engine.replay import replay

    long, ether = (BTC, 1, 0.1, 60_000), (ETH, 1, 2, 3_000)
    books = {
        "cross": book("cross", long, ether),
        "isolated": book("isolated", long, ether),
        "cross and hedged": book("cross", long, (BTC, -1, 0.06, 60_000), wallet=1_000),
    }
    events = [e for i in range(STEPS) for e in step(i)]
    single, found = book("isolated", long), {}
    for name, account in books.items():
        replay(account, events[:20])
        seconds = min(Timer(lambda a=account: replay(a, events)).repeat(5, 1))
        found[f"replay step, {name}"] = seconds / STEPS * 1e6
    one = Timer(lambda: single.liquidation_price(BTC, MARKS)).repeat(7, 20_000)
    found["isolated price"] = min(one) / 20_000 * 1e6
    many = [e for i in range(10_000) for e in step(i)]
    for name, account in books.items():
        tracemalloc.start()
        replay(account, many)
        found[f"memory of 10,000 steps, {name}"] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


def measured(checkout: Path) -> dict[str, float]:
    """The figures of a checkout's library, by this file."""
    paths = os.pathsep.join([str(checkout), str(HERE / "tests" / "benchmarks")])
    done = subprocess.run(
        [sys.executable, __file__, "--figures"],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def main(other: Path) -> None:
    """Print every ratio with its bar."""
    runs = [(measured(HERE), measured(other)) for _ in range(ROUNDS)]
    for name, bar in BARS.items():
        ratio = median(ours[name] / theirs[name] for ours, theirs in runs)
        now = median(ours[name] for ours, _ in runs)
        print(f"{name}: {ratio:.2f} x (bar {bar}); {now:,.2f} now")


if __name__ == "__main__":
    if sys.argv[1:] == ["--figures"]:
        print(json.dumps(figures()))
    else:
        main(Path(sys.argv[1]).resolve())
