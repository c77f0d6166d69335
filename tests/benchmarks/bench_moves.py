"""What a preview, the largest order and a market from a file cost, as ratios taken in one run.

Run it by hand: `python tests/benchmarks/bench_moves.py`.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_accounts import BTC, ETH, MARKS, book
from bench_formulas import alternating

from marginlab.engine.largest import largest_order
from marginlab.engine.market import Market
from marginlab.engine.paths import calm
from marginlab.engine.preview import preview
from marginlab.engine.replay import Mark, replay

ROWS = 10_000

ORDER = {"size": 0.01, "price": 60_000.0, "marks": MARKS}


def reading(account):
    """What a preview tells of an account, asked for one by one."""
    found = [account.available_balance(MARKS), account.withdrawable_balance(MARKS)]
    for (symbol, side), leg in account.positions.items():
        risk = account.pool_of(leg).risk(MARKS)
        found += [risk.effective_leverage, risk.margin_ratio, leg.leverage]
        found.append(account.liquidation_price(symbol, MARKS, side))
        found.append(leg.set_aside(MARKS[symbol]) if leg.margin is None else leg.margin)
    return found


def made_and_read(account):
    """The move, and both readings by hand."""
    return reading(account), reading(account.open(BTC, 1, **ORDER))


def peak(call):
    """The most memory that a call takes [bytes]."""
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> None:
    """Print every figure with its bar."""
    long, ether = (BTC, 1, 0.1, 60_000), (ETH, 1, 2, 3_000)
    for mode in ("cross", "isolated"):
        account = book(mode, long, ether)
        seen, both, most, opened = alternating(
            [
                lambda a=account: preview(a, "open", BTC, 1, **ORDER),
                lambda a=account: made_and_read(a),
                lambda a=account: largest_order(a, BTC, 1, price=60_000.0, marks=MARKS),
                lambda a=account: a.open(BTC, 1, **ORDER),
            ],
            loops=200,
        )
        print(
            f"{mode}: preview {seen:.0f} us, {seen / both:.2f} x the move and both readings (bar 1.2); "
            f"largest order {most:.1f} us, {most / opened:.2f} x Account.open (bar 0.3)"
        )

    account, path = book("isolated", (BTC, 1, 0.01, 60_000)), calm(steps=ROWS - 1, hours=1 / 60)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "market.csv"
        file.write_text("time,mark\n" + "".join(f"{i},{p}\n" for i, p in enumerate(path)))

        def events():
            return replay(account, [Mark(float(i), {BTC: p}) for i, p in enumerate(path)])

        def lines():
            return replay(account, Market.read(file, BTC))

        made, read = alternating([events, lines], loops=1)
        peaks = [peak(lines), peak(events)]
    print(
        f"{ROWS:,} rows of a file: {read / 1e3:.0f} ms, {read / made:.2f} x the same marks made as "
        f"events (bar 1.3); memory {peaks[0] / peaks[1]:.2f} x (bar 1.2)"
    )


if __name__ == "__main__":
    main()
