"""What a chance of liquidation costs by its closed form, and by the simulation that gives two digits.

Run it by hand: `python tests/benchmarks/bench_lives.py`. Ratios of CPU time are taken in one run, in
turn, because machines differ and are noisy; the times stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from marginlab.theory.price_models import MODELS, PriceModel, Shocks, shocks
from marginlab.theory.simulation import liquidated_at, simulate
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET

MONTH = 720
ENOUGH = 10_000  # paths: two standard errors of a half are a hundredth, its second digit
RATE = {"mmr": 0.004, "fee_rate": 0.0006}


def house(collateral: float) -> Survival:
    """The house position: 0.1 BTC at 60,000 with this behind it."""
    wall = BITGET.liquidation_price(
        side=LONG, size=0.1, entry_price=60_000.0, collateral=collateral, **RATE
    )
    return Survival(LONG, 60_000.0, wall, 0.6)


def cpu(call: Callable[[], object], loops: int = 1) -> float:
    """CPU seconds of one call."""
    start = process_time()
    for _ in range(loops):
        call()
    return (process_time() - start) / loops


def main() -> None:
    """Print every figure with its bar."""
    position, cross = house(600.0), house(2_000.0)
    pairs = [
        (
            cpu(lambda: house(600.0).probability(MONTH), loops=1_000),
            cpu(lambda: simulate(position, MONTH, paths=ENOUGH, steps=1)),
        )
        for _ in range(11)
    ]
    closed, simulated = (median(pair[i] for pair in pairs) for i in (0, 1))
    ratio = median(a / b for a, b in pairs)
    print(f"the chance within a month, its wall and all {closed * 1e6:.1f} us")
    print(f"simulated to two digits {simulated * 1e3:.0f} ms, ratio {ratio:.5f} (bar 0.05)")
    for name, model in MODELS.items():
        drawn = list(_drawn(model))
        paths = [path.prices(60_000.0, 0.6) for path in drawn]
        draw = median(cpu(lambda m=model: list(_drawn(m))) for _ in range(11))
        move = median(cpu(lambda d=drawn: [p.prices(60_000.0, 0.6) for p in d]) for _ in range(11))
        look = median(cpu(lambda p=paths: _fates(p, position, cross)) for _ in range(11))
        print(
            f"200 paths of a week by the hour, {name}: drawn {draw * 1e3:.1f} ms, moved "
            f"{move * 1e3:.1f} ms, both modes' fates {look * 1e3:.1f} ms"
        )


def _drawn(model: PriceModel) -> Iterator[Shocks]:
    return shocks(model, paths=200, steps=168, hours=168, seed=1)


def _fates(paths: list[list[float]], *lives: Survival) -> list[int | None]:
    return [liquidated_at(life, prices) for life in lives for prices in paths]


if __name__ == "__main__":
    main()
