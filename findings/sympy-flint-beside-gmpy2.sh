#!/usr/bin/env bash
# sympy==1.14.0, gmpy2==2.3.2, python-flint==0.9.0 (seen 2026-11-27)
# sympy takes gmpy2's exact mpq(1, 250) as the Rational 1/250. Once python-flint is
# installed too, sympy prefers it for its own integers and no longer registers gmpy2's
# types: the same line now makes the Float 0.004, and mpz(7) the Float 7.0. Nothing warns.
# Output seen: "gmpy2 alone: 1/250, 7; with python-flint beside it: 0.00400000000000000, 7.00000000000000".
# Why it matters: an exact rate or tier offset turns inexact because somebody installed an
# unrelated package; pass fractions.Fraction (it stays exact either way) or compare as Fraction.
# Related: flintlib/python-flint#56 (the two packages' types do not convert to each other).
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv venv
cat >probe.py <<'PY'
from fractions import Fraction

import gmpy2
import sympy

assert sympy.sympify(Fraction(1, 250)) == sympy.Rational(1, 250)
print(f"{sympy.sympify(gmpy2.mpq(1, 250))}, {sympy.sympify(gmpy2.mpz(7))}")
PY
unset SYMPY_GROUND_TYPES PYTHONPATH
venv/bin/pip install -q --disable-pip-version-check sympy==1.14.0 gmpy2==2.3.2
alone="$(venv/bin/python probe.py)"
venv/bin/pip install -q --disable-pip-version-check python-flint==0.9.0
beside="$(venv/bin/python probe.py)"
if [ "$alone" != "1/250, 7" ] || [ "$beside" != "0.00400000000000000, 7.00000000000000" ]; then
    echo "changed: gmpy2 alone gave '$alone', with python-flint beside it '$beside'" >&2
    exit 1
fi
echo "gmpy2 alone: $alone; with python-flint beside it: $beside"
