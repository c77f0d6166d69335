"""What a preview, the largest order and a market from a file cost, as ratios taken in one run.

Run it by hand: `python tests/benchmarks/bench_moves.py`.
"""

from __future__ import annotations

from bench_accounts import BTC, ETH, MARKS, book
from bench_formulas import alternating

from marginlab.engine.largest import largest_order
from marginlab.engine.preview import preview

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


if __name__ == "__main__":
    main()
