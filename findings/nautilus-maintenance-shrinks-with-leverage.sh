#!/usr/bin/env bash
# nautilus_trader==1.221.0, for Python 3.11 to 3.13 (seen 2026-11-27 on 3.11)
# A margin account's default model divides the maintenance margin by the leverage set for the
# instrument. One position, three settings, three requirements: 150 USDT at 1x, 15 at 10x, 1.5 at 100x.
# Output seen: "maintenance of 0.1 BTC at 60,000: 1x 150.00, 10x 15.00, 100x 1.50".
# Why it matters: on the perpetual venues the rate belongs to the position's size, whatever the
# leverage; here more leverage looks safer, and a back-test at 100x can hardly be liquidated.
# Choose the standard margin model. Known: nautechsystems/nautilus_trader#2278 and #2530.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check nautilus_trader==1.221.0
venv/bin/python - <<'PY'
import sys
from decimal import Decimal

from nautilus_trader.model.enums import PositionSide
from nautilus_trader.model.objects import Price, Quantity
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.test_kit.stubs.execution import TestExecStubs

perpetual = TestInstrumentProvider.btcusdt_perp_binance()
account = TestExecStubs.margin_account()


def maintenance(leverage):
    account.set_leverage(perpetual.id, Decimal(leverage))
    size, price = Quantity.from_str("0.1"), Price.from_str("60000")
    return f"{account.calculate_margin_maint(perpetual, PositionSide.LONG, size, price).as_double():.2f}"


seen = {leverage: maintenance(leverage) for leverage in (1, 10, 100)}
if seen != {1: "150.00", 10: "15.00", 100: "1.50"}:
    sys.exit(f"changed: maintenance margin by leverage is now {seen}")
print("maintenance of 0.1 BTC at 60,000: " + ", ".join(f"{leverage}x {value}" for leverage, value in seen.items()))
PY
