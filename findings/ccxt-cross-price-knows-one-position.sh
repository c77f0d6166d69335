#!/usr/bin/env bash
# ccxt==4.5.90 (seen 2026-11-27)
# For Binance's account endpoint ccxt works out liquidationPrice itself: from the cross wallet
# balance and one position. What the other positions of the same account lose, and their maintenance
# margin, do not enter. With 2,000 USDT, a long of 0.1 BTC from 60,000 (maintenance 0.4 %) and a long
# of 2 ETH from 3,000 (0.5 %), BTC's price stays the same while ETH falls to 2,200.
# Output seen: "ETH at 3,000: 40160.64, ETH at 2,200: 40160.64; with the loss and margin of ETH: 56445.78".
# Why it matters: the number reads "far away" while the account is nearly gone. Add the others'
# unrealised profit and take off their maintenance margin, as Binance's published formula does.
# The formula entered with ccxt/ccxt#9253; no report of this found.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check ccxt==4.5.90
venv/bin/python - <<'PY'
import sys

import ccxt

RATES = {"BTC": 0.004, "ETH": 0.005}
brackets = {f"{coin}/USDT:USDT": [["0", str(rate)]] for coin, rate in RATES.items()}
exchange = ccxt.binance({"options": {"leverageBrackets": brackets}})


def market(coin):
    return exchange.safe_market_structure(
        {
            "id": f"{coin}USDT", "symbol": f"{coin}/USDT:USDT", "type": "swap", "swap": True,
            "base": coin, "quote": "USDT", "settle": "USDT", "baseId": coin, "quoteId": "USDT",
            "settleId": "USDT", "contract": True, "linear": True, "inverse": False,
            "contractSize": 1.0, "precision": {"price": 0.01, "amount": 0.001},
        }
    )  # fmt: skip


def position(coin, size, entry, mark):
    return {
        "symbol": f"{coin}USDT", "positionSide": "BOTH", "positionAmt": str(size), "isolated": False,
        "entryPrice": str(entry), "notional": str(size * mark), "isolatedWallet": "0", "leverage": "10",
        "unrealizedProfit": str(size * (mark - entry)), "initialMargin": str(size * mark / 10),
        "maintMargin": str(size * mark * RATES[coin]), "positionInitialMargin": str(size * mark / 10),
        "openOrderInitialMargin": "0", "maxNotional": "1000000", "updateTime": "0",
    }  # fmt: skip


def price_of_btc(mark_of_eth):
    legs = [position("BTC", 0.1, 60000, 60000), position("ETH", 2, 3000, mark_of_eth)]
    loss = legs[1]["unrealizedProfit"]
    account = {
        "assets": [{"asset": "USDT", "crossWalletBalance": "2000", "crossUnPnl": loss}],
        "positions": legs,
    }
    return exchange.parse_account_positions(account)[0]["liquidationPrice"]


exchange.set_markets([market("BTC"), market("ETH")])
calm, fallen = price_of_btc(3000), price_of_btc(2200)
room = 2000 + 2 * (2200 - 3000) - 2 * 2200 * RATES["ETH"]
whole = round((0.1 * 60000 - room) / (0.1 * (1 - RATES["BTC"])), 2)
if (calm, fallen, whole) != (40160.64, 40160.64, 56445.78):
    sys.exit(f"changed: BTC's price is now {calm} with ETH at 3,000 and {fallen} at 2,200 (whole account: {whole})")
print(f"ETH at 3,000: {calm}, ETH at 2,200: {fallen}; with the loss and margin of ETH: {whole}")
PY
