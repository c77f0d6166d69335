#!/usr/bin/env bash
# lrvx==0.11.0 (seen 2026-11-27)
# The engine's ready-made Binance profile charges a tier's rate on the whole position and takes no
# maintenance amount off, so the requirement jumps at each edge: 200.00 just below 50,000 of notional,
# 250.00 just above. A long that has only gained is liquidated by the tick that lifts it over the edge.
# Output seen: "long 0.5 from 99,990 with 225: open at 99,999, liquidated at 100,001 with equity 230.50".
# Why it matters: on Binance the amount makes the requirement continuous, so a rise cannot do this;
# a simulated cascade gets deaths that such a venue would not have. A tier table without its offsets
# is a different rule.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check lrvx==0.11.0
venv/bin/python - <<'PY'
import sys

from lrvx import LiquidationEngine

SIZE, ENTRY, EQUITY = 0.5, 99_990.0, 225.0
engine = LiquidationEngine.binance_um_futures()
engine.open_position(1, 1, SIZE, ENTRY, EQUITY)
below = engine.on_mark(1, 99_999.0)["liquidated"]
above = engine.on_mark(1, 100_001.0)["liquidated"]
if (below, above) != ([], [1]):
    sys.exit(f"changed: accounts liquidated below the tier's edge {below}, above it {above}")
equity = EQUITY + SIZE * (100_001.0 - ENTRY)
print(f"long 0.5 from 99,990 with 225: open at 99,999, liquidated at 100,001 with equity {equity:.2f}")
PY
