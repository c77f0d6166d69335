#!/usr/bin/env bash
# quantstats==0.0.86 (seen 2026-11-27)
# Its functions guess whether a series holds returns or prices: never negative and somewhere above 1
# means prices. Four gains of 10, 90, 20 and 5 % are read as returns: win rate 100 %, no drawdown.
# Make the second 110 % and the same four gains are read as prices: win rate 33 %, drawdown -95 %.
# comp() does not guess and stays right, so one report contradicts itself.
# Output seen: "gains to 90 %: win rate 1.00, drawdown 0.00; to 110 %: win rate 0.33, drawdown -0.95; compounded 1.91".
# Why it matters: a period above +100 % is what leverage makes common, and a lesson's good run turns
# into a disaster. Compute such figures from the equity yourself.
# Known: ranaroussi/quantstats#7 (closed as fixed in 0.0.21, for the guess in the other direction).
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check quantstats==0.0.86
export MPLBACKEND=Agg MPLCONFIGDIR="$lab/matplotlib" XDG_CACHE_HOME="$lab/cache"
venv/bin/python - 2>log <<'PY' || { tail -n 1 log >&2; exit 1; }
import sys
import warnings

warnings.simplefilter("ignore")
import pandas as pd
import quantstats.stats as stats


def figures(*returns):
    series = pd.Series(returns, index=pd.date_range("2026-01-01", periods=len(returns)))
    return tuple(f"{measure(series):.2f}" for measure in (stats.win_rate, stats.max_drawdown, stats.comp))


below, above = figures(0.10, 0.90, 0.20, 0.05), figures(0.10, 1.10, 0.20, 0.05)
if [below, above] != [("1.00", "0.00", "1.63"), ("0.33", "-0.95", "1.91")]:
    sys.exit(f"changed: win rate, drawdown and compounded gain are now {below} to 90 % and {above} to 110 %")
print(
    f"gains to 90 %: win rate {below[0]}, drawdown {below[1]}; "
    f"to 110 %: win rate {above[0]}, drawdown {above[1]}; compounded {above[2]}"
)
PY
