#!/usr/bin/env bash
# ccxt==4.5.90 (seen 2026-11-27)
# decimal_to_precision, which price_to_precision and amount_to_precision call, sets the calling
# thread's decimal context to ROUND_HALF_UP and arms the Underflow trap, and never puts it back.
# So after one formatted price the caller's own quantize rounds halves up instead of to even.
# Output seen: "0.125 to cents: 0.12 before, 0.13 after one call; ROUND_HALF_EVEN -> ROUND_HALF_UP".
# Why it matters: a ledger in Decimal gives other cents once a price was formatted; work inside
# decimal.localcontext() or name the rounding in every quantize.
# The other direction (the caller's context changes ccxt's result) is freqtrade/freqtrade#1289.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check ccxt==4.5.90
venv/bin/python - <<'PY'
import sys
from decimal import Decimal, Underflow, getcontext

from ccxt import DECIMAL_PLACES, ROUND, decimal_to_precision


def state():
    context = getcontext()
    return str(Decimal("0.125").quantize(Decimal("0.01"))), context.rounding, context.traps[Underflow]


before = state()
decimal_to_precision("54216.867", ROUND, 2, DECIMAL_PLACES)
after = state()
if before != ("0.12", "ROUND_HALF_EVEN", False) or after != ("0.13", "ROUND_HALF_UP", True):
    sys.exit(f"changed: the context was {before} before the call and is {after} after it")
print(f"0.125 to cents: {before[0]} before, {after[0]} after one call; {before[1]} -> {after[1]}")
PY
