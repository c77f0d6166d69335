#!/usr/bin/env bash
# sympy==1.14.0 (seen 2026-11-27, Python 3.11)
# == between sympy's numbers and Python's exact ones depends on the pair and on the order:
# Fraction == Float raises AttributeError whichever stands first (while Fraction < Float
# answers), because Float counts as numbers.Complex but has no .imag. Decimal == Rational
# is True and Rational == Decimal is False, so even assert a == b can pass or fail by order.
# Output seen: "Fraction == Float: AttributeError; Fraction < Float: True; Decimal == Rational: True; Rational == Decimal: False".
# Why it matters: a check of a learner's answer compares numbers of whatever type the learner
# made. Turn both sides into Fraction before comparing.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check sympy==1.14.0
venv/bin/python - <<'PY'
import sys
from decimal import Decimal
from fractions import Fraction

from sympy import Float, Rational


def outcome(question):
    try:
        return str(question())
    except Exception as problem:
        return type(problem).__name__


half, exact, dec = Fraction(1, 2), Rational(1, 2), Decimal("0.5")
seen = {
    "Fraction == Float": outcome(lambda: half == Float(0.5)),
    "Float == Fraction": outcome(lambda: Float(0.5) == half),
    "Fraction < Float": outcome(lambda: half < Float(0.75)),
    "Decimal == Rational": outcome(lambda: dec == exact),
    "Rational == Decimal": outcome(lambda: exact == dec),
}
if list(seen.values()) != ["AttributeError", "AttributeError", "True", "True", "False"]:
    sys.exit(f"changed: the comparisons now answer {seen}")
del seen["Float == Fraction"]
print("; ".join(f"{pair}: {answer}" for pair, answer in seen.items()))
PY
