#!/usr/bin/env bash
# backtesting==0.6.6 (seen 2026-11-27)
# Backtest(margin=0.1) knows no maintenance margin: an account ends when equity is not above zero at a
# bar's close. A 9x long of 6,000 whose bar falls 25 % and closes where it began goes on untouched.
# When a bar does close 17 % lower, equity is set to 0.00 but the trade is booked with -9,000: the
# table of trades loses 3,000 more than the account ever held.
# Output seen: "wick to -25 %: equity 6000, PnL 0; close at -17 %: equity 0, PnL -9000".
# Why it matters: a leveraged back-test passes where an exchange had closed the position; statistics
# made from trades and from equity disagree. Known: kernc/backtesting.py#939 (only the close counts).
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check backtesting==0.6.6 pandas==3.1.1
venv/bin/python - 2>log <<'PY' || { tail -n 1 log >&2; exit 1; }
import sys
import warnings

import pandas as pd

warnings.simplefilter("ignore")
from backtesting import Backtest, Strategy

QUIET = (6000.0, 6000.0, 6000.0, 6000.0)


class NineTimesLong(Strategy):
    def init(self):
        self.bought = False

    def next(self):
        if not self.bought:
            self.bought = True
            self.buy(size=9)


def outcome(low, close):
    bars = [QUIET, QUIET, QUIET, (6000.0, 6000.0, low, close), QUIET, QUIET]
    hours = pd.date_range("2026-01-01", periods=len(bars), freq="h")
    prices = pd.DataFrame(bars, columns=["Open", "High", "Low", "Close"], index=hours)
    result = Backtest(prices, NineTimesLong, cash=6000, margin=0.1, finalize_trades=True).run()
    return round(result["Equity Final [$]"]), round(float(result["_trades"]["PnL"].sum()))


wick, crash = outcome(4500.0, 6000.0), outcome(5000.0, 5000.0)
if (wick, crash) != ((6000, 0), (0, -9000)):
    sys.exit(f"changed: final equity and booked PnL are now {wick} after a wick and {crash} after a crash")
print(f"wick to -25 %: equity {wick[0]}, PnL {wick[1]}; close at -17 %: equity {crash[0]}, PnL {crash[1]}")
PY
