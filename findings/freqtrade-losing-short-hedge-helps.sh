#!/usr/bin/env bash
# freqtrade==2026.9 (seen 2026-11-27); installing it takes about 850 MB for the time of the run
# For Binance in cross margin the dry run adds the other trades' unrealised profit as
# amount x (mark - open), with no sign for shorts: a short that loses counts as one that wins, and
# long or short gives one and the same liquidation price. Wallet 2,000, long 0.1 BTC from 60,000
# (maintenance 0.4 %), beside it 2 ETH from 3,000 marked at 3,300 (0.5 %).
# Output seen: "beside a short: 34467.87, beside a long: 34467.87; with the short's loss: 46516.06".
# Why it matters: a hedged pool looks a fifth of the entry price safer than it is. The sign belongs
# to the position: side x size x (mark - entry). No report of it found; odd cross prices in dry run
# are freqtrade/freqtrade#11318.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check freqtrade==2026.9
venv/bin/python - <<'PY'
import sys
from types import SimpleNamespace

from freqtrade.enums import MarginMode, RunMode, TradingMode
from freqtrade.exchange.binance import Binance

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"


class Offline(Binance):
    """Binance's rules without its network: tiers and marks are given."""

    def __init__(self, rates, marks):
        self._config = {"dry_run": True, "runmode": RunMode.DRY_RUN}
        self.trading_mode, self.margin_mode = TradingMode.FUTURES, MarginMode.CROSS
        self.liquidation_buffer = 0.0
        self.marks = marks
        self._leverage_tiers = {
            pair: [{"minNotional": 0.0, "maintenanceMarginRate": rate, "maintAmt": 0.0}]
            for pair, rate in rates.items()
        }

    def __del__(self):
        pass

    def exchange_has(self, endpoint):
        return True

    def fetch_funding_rates(self, pairs=None):
        return {pair: {"markPrice": mark} for pair, mark in self.marks.items()}


exchange = Offline({BTC: 0.004, ETH: 0.005}, {ETH: 3300.0})


def price_beside(is_short):
    other = SimpleNamespace(pair=ETH, open_rate=3000.0, amount=2.0, stake_amount=600.0, is_short=is_short)
    price = exchange.get_liquidation_price(
        pair=BTC, open_rate=60000.0, is_short=False, amount=0.1, stake_amount=600.0,
        leverage=10.0, wallet_balance=2000.0, open_trades=[other],
    )  # fmt: skip
    return round(price, 2)


short, long = price_beside(True), price_beside(False)
room = 2000 - 2 * (3300 - 3000) - 2 * 3300 * 0.005
signed = round((0.1 * 60000 - room) / (0.1 * (1 - 0.004)), 2)
if (short, long, signed) != (34467.87, 34467.87, 46516.06):
    sys.exit(f"changed: the price is now {short} beside a short and {long} beside a long (with signs {signed})")
print(f"beside a short: {short}, beside a long: {long}; with the short's loss: {signed}")
PY
