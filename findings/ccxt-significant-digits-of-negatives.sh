#!/usr/bin/env bash
# ccxt==4.5.90 (seen 2026-11-27)
# Rounding to significant digits loses a digit when the number is negative and larger than those
# digits: the minus sign is counted as one. 12345 to two digits is 12000, -12345 is -1000: a tenth
# and less of the size. TRUNCATE and numbers with fewer digits before the point are right.
# Output seen: "ROUND to 2 digits: 12345 -> 12000, -12345 -> -1000; TRUNCATE: -12345 -> -12000".
# Why it matters: signed sizes, losses and payments are negative. Round the absolute value and put
# the sign back. No report of it found.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check ccxt==4.5.90
venv/bin/python - <<'PY'
import sys

from ccxt import ROUND, SIGNIFICANT_DIGITS, TRUNCATE, decimal_to_precision


def two_digits(number, mode):
    return decimal_to_precision(number, mode, 2, SIGNIFICANT_DIGITS)


seen = (
    two_digits("12345", ROUND),
    two_digits("-12345", ROUND),
    two_digits("-12345", TRUNCATE),
    two_digits("-0.12345", ROUND),
)
if seen != ("12000", "-1000", "-12000", "-0.12"):
    sys.exit(f"changed: 12345, -12345, -12345 truncated and -0.12345 to two digits are now {seen}")
print(f"ROUND to 2 digits: 12345 -> {seen[0]}, -12345 -> {seen[1]}; TRUNCATE: -12345 -> {seen[2]}")
PY
