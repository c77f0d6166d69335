"""How each worked example of an exchange is computed through the library.

`CASES` maps the id of an entry to a function of its inputs and its side, which gives the numbers
under the entry's own names. Numbers are Decimal, so that printed digits can be compared exactly.
Nothing here is a closed form: prices come from venues, the rest from statements.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from marginlab.theory import inverse, linear
from marginlab.theory.formulas import Condition, solve
from marginlab.theory.terms import INVERSE_TERMS, LONG, SHORT
from marginlab.venues import (
    BINANCE,
    BITGET,
    BITGET_2020,
    BYBIT_ENTRY_VALUE,
    DYDX,
    GATE,
    HYPERLIQUID,
    KUCOIN,
    OKX,
    Venue,
    progressive_tiers,
)

Inputs = dict[str, Any]
Numbers = dict[str, Any]
CASES: dict[str, Callable[[Inputs, int], Numbers]] = {}
ONE = Decimal(1)


# What exchanges published of their modes and traits and no test reproduces, with the reason.
CANNOT_BE_REPRODUCED = {
    "KuCoin: a risk rate of 5.88 % while an order rests": "its inputs are not printed",
    "Binance: a fee of a liquidation": "its rate was not found; `liquidation_fee` takes it",
    "Bitget: adjusted equity of the advanced mode": "no worked example, and the ratios change",
    "Bitget: a hedge stands further back in the delta neutral mode": "how far is not printed; it is last",
    "Bitget: one pool of the basic mode": "no worked example; by hand in test_account_mode",
    "Hyperliquid: what becomes of a share's rest": "what the pages say of the pause differs; here "
    "nothing is closed in it, and then the whole",
    "Deribit: a liquidation price": "no example was found; its initial margins stand for it",
}


def case(*ids: str) -> Callable[..., Any]:
    def keep(function: Callable[[Inputs, int], Numbers]) -> Callable[[Inputs, int], Numbers]:
        CASES.update(dict.fromkeys(ids, function))
        return function

    return keep


def first(i: Inputs, names: str, default: Any = None) -> Any:
    return next((i[n] for n in names.split() if n in i), default)


def terms(i: Inputs, side: int, kind: Any = linear) -> dict[str, Any]:
    """The library's terms from an entry's inputs; without a margin, the initial margin."""
    size, entry = first(i, "size q qty contracts", ONE), first(i, "entry E price")
    margin = first(i, "position_margin margin WB WB_btc wallet collateral")
    if margin is None:
        margin = kind.initial_margin(size, entry, i["leverage"])
    return {
        "side": side,
        "size": size,
        "entry_price": entry,
        "collateral": margin,
        "mmr": first(i, "mmr mm mmf t mmr_wrong", Decimal(0)),
        "fee_rate": first(i, "taker_fee fee taker", Decimal(0)),
        "offset": first(i, "cum", Decimal(0)),
    }


def opening(i: Inputs, side: int) -> Numbers:
    """Initial margin, and the requirement on the entry value, of a linear position."""
    t = terms(i, side)
    at_entry = linear.maintenance_margin_at_entry(t["size"], t["entry_price"], t["mmr"])
    return {"initial_margin": t["collateral"], "maintenance_margin": at_entry}


def prices(venue: Venue) -> Callable[[Inputs, int], Numbers]:
    def compute(i: Inputs, side: int) -> Numbers:
        t = terms(i, side)
        return opening(i, side) | {
            "liquidation_price": venue.liquidation_price(**t),
            "bankruptcy_price": venue.bankruptcy_price(**t),
        }

    return compute


def inverse_prices(venue: Venue) -> Callable[[Inputs, int], Numbers]:
    def compute(i: Inputs, side: int) -> Numbers:
        t = terms(i, side, inverse)
        return {
            "liquidation_price": venue.inverse.liquidation_price(**t),
            "bankruptcy_price": venue.inverse.bankruptcy_price(**t),
        }

    return compute


case("bitget-api-isolated-long-lp")(prices(BITGET))
case("bitget-old-long-50x")(prices(BITGET_2020))
case("binance-usdm-isolated-eth", "binance-ft-long-5x", "binance-ft-long-3x")(prices(BINANCE))
case("bybit-usdt-isolated-long", "bybit-bankruptcy-linear")(prices(BYBIT_ENTRY_VALUE))
case("bybit-ft-short-5x", "bybit-ft-long-10x", "bybit-ft-long-1x")(prices(BYBIT_ENTRY_VALUE))
case("kucoin-bp-linear-short")(prices(KUCOIN))
case("okx-calculator", "okx-ft-long-3x")(prices(OKX))
case("gate-ft-short-3x", "gate-ft-short-8", "gate-ft-long-5x")(prices(GATE))
case("gate-shib-published-failure")(prices(GATE))
case("kucoin-bp-inverse-long")(inverse_prices(KUCOIN))
case("mcs-inverse-long", "10101-inverse-long")(inverse_prices(BYBIT_ENTRY_VALUE))


@case("kucoin-lp-linear-short")
def _(i: Inputs, side: int) -> Numbers:
    return prices(KUCOIN)({**i, "size": i["lots"] * i["multiplier"]}, side)


@case("binance-coinm-cross-forum-user")
def _(i: Inputs, side: int) -> Numbers:
    return inverse_prices(BINANCE)({**i, "contracts": i["contracts"] * i["contract_usd"]}, side)


@case("bitget-api-isolated-long-marginratio")
def _(i: Inputs, side: int) -> Numbers:
    t = terms(i, side)
    required = linear.maintenance_margin(t["size"], i["mark"], t["mmr"], t["fee_rate"])
    worth = linear.equity(side, t["size"], t["entry_price"], i["mark"], t["collateral"])
    return {
        "margin_ratio": linear.margin_ratio(required, worth),
        "upnl": linear.unrealized_pnl(side, t["size"], t["entry_price"], i["mark"]),
    }


@case("bitget-api-cross-short-margin-jan2026-a")
def _(i: Inputs, side: int) -> Numbers:
    return {
        "margin": linear.initial_margin(i["size"], i["mark"], i["leverage"]),
        "upnl": linear.unrealized_pnl(side, i["size"], i["entry"], i["mark"]),
    }


@case("bitget-uta-position-balance")
def _(i: Inputs, side: int) -> Numbers:
    balance = linear.initial_margin(i["size"], i["mark"], i["leverage"]) + linear.taker_fee(
        i["size"], i["mark"], i["close_fee_rate"]
    )
    open_pnl = linear.unrealized_pnl(side, i["size"], i["entry"], i["mark"])
    return {
        "position_balance": balance,
        "open_fee": linear.taker_fee(i["size"], i["entry"], i["close_fee_rate"]),
        "roe": linear.roe(open_pnl, balance),
    }


@case("bitget-uta-roe")
def _(i: Inputs, side: int) -> Numbers:
    return {"roe": linear.roe(i["upnl"], i["position_balance"])}


@case("bitget-auto-margin-1")
def _(i: Inputs, side: int) -> Numbers:
    found = prices(BITGET)(i, side)
    return found | {"available_after": i["available"] - found["initial_margin"]}


@case("bitget-mm-flat-2025")
def _(i: Inputs, side: int) -> Numbers:
    return {
        "maintenance_margin": linear.maintenance_margin(i["size"], i["mark"], i["mmr"], i["fee"])
    }


@case("bitget-mm-tiered-2025")
def _(i: Inputs, side: int) -> Numbers:
    value, cap = linear.position_value(i["size"], i["mark"]), i["tier1_cap"]
    low, high = progressive_tiers((cap, i["mmr1"], 1), (2 * value, i["mmr2"], 1))
    return {
        "maintenance_margin": linear.maintenance_margin(
            i["size"], i["mark"], high.mmr, i["fee"], high.offset
        ),
        "slice1": linear.maintenance_margin(cap, ONE, low.mmr, i["fee"]),
        "slice2": linear.maintenance_margin(value - cap, ONE, high.mmr, i["fee"]),
    }


@case("bitget-initial-margin")
def _(i: Inputs, side: int) -> Numbers:
    return opening(i, side)


@case("btcc-im-linear")
def _(i: Inputs, side: int) -> Numbers:
    return opening({**i, "size": i["face"] * i["contracts"]}, side)


@case("bitget-breakeven-a")
def _(i: Inputs, side: int) -> Numbers:
    price = BITGET.break_even_price(
        side=side,
        size=i["size"],
        entry_price=i["entry"],
        fee_rate=i["taker_fee"],
        realized_pnl=i["realized"] + i["accumulated_funding"] - i["trading_fees"],
    )
    return {"break_even": price}


def others_drag(positions: list[Inputs], rule: Any) -> dict[str, Any]:
    """What other long legs add and require, at their marks."""
    return {
        "unrealized_pnl": sum(
            linear.unrealized_pnl(LONG, p["q"], p["E"], p["mk"]) for p in positions
        ),
        "maintenance_margin": sum(
            rule(p["q"], p["mk"], p["mmr"], offset=p["cum"]) for p in positions
        ),
    }


@case("binance-usdm-cross-btc")
def _(i: Inputs, side: int) -> Numbers:
    drag = others_drag([i["other"]], linear.maintenance_margin_without_fee)
    return prices(BINANCE)(
        {**i["position"], "collateral": linear.cross_collateral(i["WB"], **drag)}, side
    )


@case("dydx-cross-short")
def _(i: Inputs, side: int) -> Numbers:
    other = i["other"]
    required = linear.maintenance_rate_alone(other["size"], other["price"], other["mmf"])
    # An account priced from its equity: the mark of now stands for the entry.
    own = {**i, "size": abs(i["size"]), "entry": i["price"]}
    own["collateral"] = linear.cross_collateral(i["equity"], maintenance_margin=required)
    return prices(DYDX)(own, side) | {"mmr_other": required}


@case("binance-coinm-mm")
def _(i: Inputs, side: int) -> Numbers:
    usd = i["contracts"] * i["contract_usd"]
    return {
        "notional_btc": inverse.position_value(usd, i["mark"]),
        "maintenance_margin_btc": inverse.maintenance_margin_without_fee(
            usd, i["mark"], i["mmr"], offset=i["cum"]
        ),
    }


@case("binance-coinm-initial-margin")
def _(i: Inputs, side: int) -> Numbers:
    usd = i["contracts"] * i["contract_usd"]
    return {"initial_margin_btc": inverse.initial_margin(usd, i["price"], i["leverage"])}


@case("okx-im-inverse")
def _(i: Inputs, side: int) -> Numbers:
    usd = i["contracts"] * i["face_usd"]
    return {"initial_margin_btc": inverse.initial_margin(usd, i["price"], i["leverage"])}


@case("bybit-inverse-im")
def _(i: Inputs, side: int) -> Numbers:
    return {"initial_margin_btc": inverse.initial_margin(i["contracts"], i["price"], i["leverage"])}


@case("binance-coinm-maint-amount-L5")
def _(i: Inputs, side: int) -> Numbers:
    return {"cum": linear.tier_offset(i["cum_prev"], i["floor_btc"], i["mmr_prev"], i["mmr_n"])}


@case("binance-coinm-maint-amount-L7")
def _(i: Inputs, side: int) -> Numbers:
    offset, below = i["cum_L4"], Decimal("0.025")  # the rate of level 4, on the same page
    for floor, rate in zip(i["floors"], i["mmr"], strict=True):
        offset, below = linear.tier_offset(offset, floor, below, rate), rate
    return {"cum": offset}


ENTRY_MARGIN = solve(
    Condition(linear.equity, linear.maintenance_margin_at_entry), "collateral", name="collateral"
)


@case("bybit-margin-add-1")
def _(i: Inputs, side: int) -> Numbers:
    t = {"side": side, "size": i["size"], "entry_price": i["entry"], "mmr": Decimal("0.005")}
    margin = ENTRY_MARGIN(mark_price=i["lp_before"], **t)
    price = BYBIT_ENTRY_VALUE.liquidation_price(collateral=margin + i["extra_margin"], **t)
    return {"liquidation_price": price}


@case("bybit-margin-add-2-then-scale")
def _(i: Inputs, side: int) -> Numbers:
    t = {"side": side, "mmr": Decimal("0.005")}
    own = ENTRY_MARGIN(mark_price=i["base_lp"], size=i["size_before"], entry_price=i["entry"], **t)
    fills = [(i["size_before"], i["entry"]), (i["add_size"], i["add_price"])]
    total = i["size_before"] + i["add_size"]
    margin = own * total / i["size_before"] + i["extra_margin"]
    entry = linear.average_entry_price(fills)
    price = BYBIT_ENTRY_VALUE.liquidation_price(
        collateral=margin, size=total, entry_price=entry, **t
    )
    return {"liquidation_price": price}


@case("bybit-order-cost-2022", "bybit-order-cost-linear-2024")
def _(i: Inputs, side: int) -> Numbers:
    found = prices(BYBIT_ENTRY_VALUE)(i, side)
    fee_open = linear.taker_fee(i["size"], i["price"], i["taker"])
    fee_close = linear.taker_fee(i["size"], found["bankruptcy_price"], i["taker"])
    cost = found["initial_margin"] + fee_open + fee_close
    return found | {"fee_open": fee_open, "fee_close": fee_close, "order_cost": cost}


@case("bybit-inverse-avg-entry")
def _(i: Inputs, side: int) -> Numbers:
    return {"avg_entry": inverse.average_entry_price(i["fills"])}


@case("bybit-inverse-cross-lp-2020")
def _(i: Inputs, side: int) -> Numbers:
    t = {"side": side, "size": i["contracts"], "entry_price": i["entry"]}
    money = {"collateral": i["balance_btc"], "fee_rate": i["taker"]}
    worst = BYBIT_ENTRY_VALUE.inverse.worst_close_price(**t, **money)
    assert abs(worst - i["bankruptcy"]) < Decimal("0.005")  # the page prints cents

    def requirement(
        size: Any, entry_price: Any, mmr: Any, fee_rate: Any, worst_close_price: Any
    ) -> Any:
        """Maintenance at entry value, and the closing fee at the worst price."""
        at_entry = inverse.maintenance_margin_at_entry(size, entry_price, mmr)
        return at_entry + inverse.taker_fee(size, worst_close_price, fee_rate)

    price = solve(Condition(inverse.equity, requirement, INVERSE_TERMS), "mark_price")
    found = price(**t, **money, mmr=i["mmr"], worst_close_price=worst)
    tick = Decimal("0.5")  # printed after rounding up to the tick
    return {"liquidation_price": (found / tick).to_integral_value(ROUND_CEILING) * tick}


@case("bybit-inverse-isolated-components")
def _(i: Inputs, side: int) -> Numbers:
    return {
        "position_value": inverse.position_value(i["usd"], i["entry"]),
        "initial_margin": inverse.initial_margin(i["usd"], i["entry"], i["leverage"]),
    }


@case("bitmex-isolated-vs-cross")
def _(i: Inputs, side: int) -> Numbers:
    entry, size = i["entry_usd"], i["position_xbt"] / i["entry_usd"]
    t = {"side": side, "size": size, "entry_price": entry, "collateral": i["margin_xbt"]}
    gone = BYBIT_ENTRY_VALUE.bankruptcy_price(**t)
    return {
        "liquidation_price": BYBIT_ENTRY_VALUE.liquidation_price(**t, mmr=i["mm_rate"]),
        "isolated_loss": -linear.unrealized_pnl(side, size, entry, gone),
        "cross_loss_at_94": -linear.unrealized_pnl(side, size, entry, 94),
    }


@case("bitmex-funding-inverse")
def _(i: Inputs, side: int) -> Numbers:
    rate = (i["quote_rate"] - i["base_rate"]) / 3  # interest of a day in three payments
    return {
        "mark_value_xbt": inverse.position_value(i["contracts"], i["entry"]),
        "funding_rate": rate,
        "funding_xbt": inverse.funding_payment(side, i["contracts"], i["entry"], rate),
    }


@case("hyperliquid-isolated-long-doc")
def _(i: Inputs, side: int) -> Numbers:
    size, entry = i["size"], i["entry"]
    margin = i["rawUsd"] + linear.position_value(size, entry)  # rawUsd: the cash leg
    t = {"side": side, "size": size, "entry_price": entry, "collateral": margin}
    mark = i["positionValue"] / size
    return {
        "liquidation_price": HYPERLIQUID.liquidation_price(**t, mmr=1 / (2 * i["maxLeverage"])),
        "margin_used": linear.equity(side, size, entry, mark, margin),
    }


def from_margin_available(i: Inputs, side: int, price: Any, available: Any, mmr: Any) -> Any:
    """Hyperliquid's own way: what stands above the requirement at the mark of now."""
    required = linear.maintenance_margin_without_fee(i["size"], price, mmr)
    return HYPERLIQUID.liquidation_price(
        side=side, size=i["size"], entry_price=price, collateral=available + required, mmr=mmr
    )


@case("hyperliquid-isolated-long-doc-formula2")
def _(i: Inputs, side: int) -> Numbers:
    found = from_margin_available(i, side, i["price"], i["margin_available"], i["l"])
    return {"liquidation_price": found}


@case("hyperliquid-thirdparty-sample")
def _(i: Inputs, side: int) -> Numbers:
    available = i["account_value"] - i["maintenance_used"]
    return {
        "liquidation_price": from_margin_available(
            i, side, i["mark"], available, 1 / (2 * i["maxLeverage"])
        ),
        "upnl": linear.unrealized_pnl(side, i["size"], i["entry"], i["mark"]),
    }


@case("kucoin-insurance-shortfall")
def _(i: Inputs, side: int) -> Numbers:
    left = linear.equity(side, i["size_btc"], i["entry"], i["fill"], i["margin"])
    return {"insurance_payout": -left}


@case("mexc-copycat-error")
def _(i: Inputs, side: int) -> Numbers:
    return prices(KUCOIN)({**i, "mmr": Decimal("0.004")}, side)  # the rate of the page's original


@case("phemex-linear-long")
def _(i: Inputs, side: int) -> Numbers:
    opened = prices(GATE)(i, side)
    close = linear.taker_fee(i["contracts"], opened["bankruptcy_price"], i["fee"])
    assigned = opened["initial_margin"] + close
    return prices(GATE)({**i, "margin": assigned}, side) | {"assigned_balance": assigned}


@case("toobit-isolated-ratio")
def _(i: Inputs, side: int) -> Numbers:
    opened = opening(i, side)
    worth = linear.equity(side, i["size"], i["entry"], i["mark"], opened["initial_margin"])
    return {"margin_ratio": linear.margin_ratio(opened["maintenance_margin"], worth)}


@case("toobit-cross-error")
def _(i: Inputs, side: int) -> Numbers:
    worth = linear.equity(side, i["size"], i["entry"], i["mark"], i["balance"])
    return {"margin_ratio": linear.margin_ratio(opening(i, side)["maintenance_margin"], worth)}


@case("deribit-im-btc-25", "deribit-im-btc-350", "deribit-im-sol-25", "deribit-im-sol-6000")
def _(i: Inputs, side: int) -> Numbers:
    rate = i["base"] + i["size"] * i["slope_per_unit"]  # Deribit's rate has no steps
    return {
        "rate": rate,
        "margin_usdc": linear.initial_margin(i["size"], i["price"], 1 / rate),
    }


def premium_each_hour(i: Inputs) -> Any:
    return linear.unrealized_pnl(LONG, ONE, i["index"], i["perp"]) / i["index"] / 24


@case("kraken-funding-1")
def _(i: Inputs, side: int) -> Numbers:
    return {"hourly_rate": premium_each_hour(i)}


@case("kraken-funding-2-cap")
def _(i: Inputs, side: int) -> Numbers:
    rate = premium_each_hour(i)
    return {"uncapped": rate, "capped": min(rate, i["cap"])}


@case("kraken-funding-1b")
def _(i: Inputs, side: int) -> Numbers:
    received = -inverse.funding_payment(SHORT, i["usd"], i["index"], i["hourly_rate"])
    return {"btc": received, "usd": received * i["index"]}


@case("bingx-inv-long-down")
def _(i: Inputs, side: int) -> Numbers:
    usd = i["size_btc"] * i["entry"]
    return {
        "roe": linear.roe(inverse.unrealized_pnl(side, usd, i["entry"], i["exit"]), i["margin_btc"])
    }
