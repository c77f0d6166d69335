"""How another project's expectation is computed through the library.

`FORMULAS` maps the rule that a peer tests to a function of its inputs and side; `OUT_OF_SCOPE`
names what is a peer's own machinery. Where a peer starts from the equity of now, the mark of now
stands for the entry: the equation does not know the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from marginlab.theory import inverse, linear
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import (
    BINANCE,
    BITGET,
    BYBIT_ENTRY_VALUE,
    DYDX,
    HYPERLIQUID,
    Tier,
    progressive_tiers,
)
from tests.venues.published_exchanges import Inputs, first, inverse_prices, prices, terms

_INDEX = "dYdX's funding index in integer quantums: index arithmetic, no rate and no price in it"
_FILL = "the price of dYdX's own closing order, made from the parameters of its order book"
_CLOSER = "how much another system's liquidator may close, from its liquidator's fees"
_BUFFER = "a trading bot's safety buffer on a price that is given; no exchange's rule in it"
OUT_OF_SCOPE = {
    **dict.fromkeys(("dydx-025", "dydx-026", "dydx-029", "dydx-032"), _INDEX),
    **dict.fromkeys(("dydx-015", "dydx-021", "dydx-022", "dydx-023", "dydx-024"), _FILL),
    **dict.fromkeys(("drift-001", "drift-004"), _CLOSER),
    "freqtrade-029": _BUFFER,
    "jojo-024": "what JOJO's liquidator pays, with its price discount and its insurance cut",
}

ZERO, ONE = Decimal(0), Decimal(1)
FORMULAS: dict[str, Callable[[Inputs, int], Any]] = {}


def rule(*ids: str) -> Callable[..., Any]:
    def keep(function: Callable[[Inputs, int], Any]) -> Callable[[Inputs, int], Any]:
        FORMULAS.update(dict.fromkeys(ids, function))
        return function

    return keep


def price(rules: Any, name: str, kind: Any = linear) -> Callable[[Inputs, int], Any]:
    return lambda i, side: getattr(rules, name)(**terms(i, side, kind))


def direction(size: Any) -> int:
    return LONG if size > 0 else SHORT


LIQUIDATION, BANKRUPTCY = "liquidation_price", "bankruptcy_price"
rule("inv_bankruptcy")(price(BYBIT_ENTRY_VALUE.inverse, BANKRUPTCY, inverse))
rule("inv_entry_mm")(price(BYBIT_ENTRY_VALUE.inverse, LIQUIDATION, inverse))
rule("lin_bankruptcy")(price(BITGET, BANKRUPTCY))
rule("lin_entry_mm")(price(BYBIT_ENTRY_VALUE, LIQUIDATION))
rule("lin_fee_denominator")(price(BITGET, LIQUIDATION))
rule("lin_wb_cum")(price(BINANCE, LIQUIDATION))


@rule("lin_fee_buffer", "lin_wb_cum_buffer")
def _(i: Inputs, side: int) -> Any:
    venue = BITGET if "taker_fee" in i else BINANCE
    price = prices(venue)(i, side)[LIQUIDATION]
    return price + side * i["buffer"] * abs(i["entry"] - price)  # the bot's buffer on top


@rule("hyperliquid")
def _(i: Inputs, side: int) -> Any:
    rated = {**i, "mmr": 1 / (2 * i["max_leverage"])}
    return prices(HYPERLIQUID)(rated, side)[LIQUIDATION]


@rule("inv_extend_liq")
def _(i: Inputs, side: int) -> Any:
    entry = inverse.average_entry_price([(i["q1"], i["e1"]), (i["q2"], i["e2"])])
    whole = {**i, "entry": entry, "size": i["q1"] + i["q2"]}
    return inverse_prices(BYBIT_ENTRY_VALUE)(whole, side)[LIQUIDATION]


@rule("inv_avg_entry")
def _(i: Inputs, side: int) -> Any:
    return inverse.average_entry_price([(abs(i["q1"]), i["e1"]), (abs(i["q2"]), i["e2"])])


@rule("inv_im")
def _(i: Inputs, side: int) -> Any:
    return inverse.initial_margin(i["contracts"], i["entry"], i["leverage"])


@rule("inv_mm_entry")
def _(i: Inputs, side: int) -> Any:
    return inverse.maintenance_margin_at_entry(i["contracts"], i["entry"], i["mmr"])


@rule("lin_mm_entry")
def _(i: Inputs, side: int) -> Any:
    return linear.maintenance_margin_at_entry(i["qty"], i["entry"], i["mmr"])


@rule("inv_pnl")
def _(i: Inputs, side: int) -> Any:
    return inverse.unrealized_pnl(side, i["contracts"], i["entry"], i["price"])


@rule("inv_pnl_sats")
def _(i: Inputs, side: int) -> Any:
    coins = inverse.unrealized_pnl(side, i["contracts"], i["entry"], i["price"])
    margin = inverse.initial_margin(i["contracts"], i["entry"], i["leverage"])
    return max(coins, -margin) * 10**8  # isolated: the loss stops at the margin


@rule("lin_two_way_fee", "inv_two_way_fee")
def _(i: Inputs, side: int) -> Any:
    kind, compute = (inverse, inverse_prices) if "contracts" in i else (linear, prices)
    size = first(i, "qty contracts")
    bankrupt = compute(BITGET)(i, side)[BANKRUPTCY]
    return sum(kind.taker_fee(size, price, i["taker_fee"]) for price in (i["price"], bankrupt))


@rule("account_cross")
def _(i: Inputs, side: int) -> Any:
    collateral = linear.cross_collateral(i["equity"], maintenance_margin=i["other_risk"])
    own = {"size": abs(i["size"]), "entry": i["oracle"], "mmf": i["mmf"], "margin": collateral}
    return prices(DYDX)(own, direction(i["size"]))[LIQUIDATION]


@rule("torch_cross")
def _(i: Inputs, side: int) -> Any:
    size = abs(i["size"])
    own = linear.maintenance_rate_alone(size, i["mark"], i["mmr"])
    drag = max(i["total_mm"] - own, ZERO)
    collateral = linear.cross_collateral(i["equity"], maintenance_margin=drag)
    position = {"size": size, "entry": i["mark"], "mmr": i["mmr"], "margin": collateral}
    return prices(DYDX)(position, direction(i["size"]))[LIQUIDATION]


@rule("lin_cross_two")
def _(i: Inputs, side: int) -> Any:
    collateral = linear.cross_collateral(
        i["wallet"],
        sum(
            linear.unrealized_pnl(int(o["sign"]), o["qty"], o["entry"], o["mark"])
            for o in i["others"]
        ),
        sum(
            linear.maintenance_margin_without_fee(o["qty"], o["mark"], o["mmr"], offset=o["cum"])
            for o in i["others"]
        ),
    )
    return prices(BINANCE)({**i, "margin": collateral}, side)[LIQUIDATION]


@rule("cross_mm_frozen")
def _(i: Inputs, side: int) -> Any:
    # Maintenance held at the marks of now is a fixed sum: what is left is a bankruptcy.
    fixed = linear.maintenance_rate_alone(i["total_notional"], ONE, i["mmr"])
    collateral = linear.cross_collateral(i["account_value"], maintenance_margin=fixed)
    position = {"size": i["qty"], "entry": i["oracle"], "margin": collateral}
    price = prices(HYPERLIQUID)(position, side)[BANKRUPTCY]
    return price if price > 0 else None


@rule("gmx_v1")
def _(i: Inputs, side: int) -> Any:
    size = i["notional"] / i["entry"]
    fees = linear.taker_fee(size, i["entry"], i["margin_fee"]) + i["funding_fee"] + i["liq_fee"]
    worn = prices(BITGET)({**i, "size": size, "margin": i["collateral"] - fees}, side)[BANKRUPTCY]
    floor = {**i, "size": size, "mmr": 1 / i["max_leverage"]}
    stretched = prices(BYBIT_ENTRY_VALUE)(floor, side)[LIQUIDATION]
    return side * max(side * worn, side * stretched)  # the first that the price meets


@rule("jojo_cross")
def _(i: Inputs, side: int) -> Any:
    size = abs(i["paper"])
    position = {"size": size, "entry": abs(i["credit"]) / size, "t": i["t"], "margin": i["cash"]}
    return prices(DYDX)(position, side)[LIQUIDATION]


@rule("jojo_safe")
def _(i: Inputs, side: int) -> Any:
    worth, required = i["cash"], ZERO
    for p in i["pos"]:
        size, way = abs(p["paper"]), direction(p["paper"])
        worth += linear.unrealized_pnl(way, size, abs(p["credit"]) / size, p["mark"])
        worth += p["paper"] * p.get("cum_funding", ZERO)
        required += linear.maintenance_rate_alone(size, p["mark"], p["t"])
    return worth >= required


@rule("margin_ratio")
def _(i: Inputs, side: int) -> Any:
    worth = linear.equity(side, i["qty"], i["entry"], i["oracle"], i["margin"])
    value = linear.position_value(i["qty"], i["oracle"])
    return 1 / linear.effective_leverage(value, worth)  # the older direction: it falls


@rule("margin_remove_blocked")
def _(i: Inputs, side: int) -> Any:
    left = linear.equity(side, i["qty"], i["entry"], i["oracle"], i["margin"] - i["remove"])
    floor = linear.initial_margin(i["qty"], i["oracle"], i["leverage"])
    return not (0 < i["remove"] <= i["margin"] and left >= floor)


@rule("partial_liq_insurance")
def _(i: Inputs, side: int) -> Any:
    t = terms(i, side)
    gone = BITGET.bankruptcy_price(**t)
    surplus = linear.unrealized_pnl(side, i["qty_liq"], gone, i["oracle"])
    insured = max(surplus, ZERO) * i["ins_ratio"]
    rest = i["qty"] - i["qty_liq"]
    margin = i["margin"] * rest / i["qty"]
    ratio = ONE
    if rest:
        worth = linear.equity(side, rest, i["entry"], i["oracle"], margin)
        ratio = worth / linear.position_value(rest, i["oracle"])
    return [margin, ratio, surplus - insured, insured]


@rule("dydx_bankruptcy")
def _(i: Inputs, side: int) -> Any:
    p = i["pos"][int(i["target"])]
    account = i["quote"] + sum(o["q"] * o["oracle"] for o in i["pos"])
    total = sum(linear.maintenance_rate_alone(abs(o["q"]), o["oracle"], o["mmf"]) for o in i["pos"])
    own = linear.maintenance_rate_alone(abs(p["q"]), p["oracle"], p["mmf"])
    share = {"size": abs(p["q"]), "entry": p["oracle"], "margin": account * own / total}
    return -i["delta"] * prices(DYDX)(share, direction(p["q"]))[BANKRUPTCY]


@rule("dydx_margin_req")
def _(i: Inputs, side: int) -> Any:
    size = abs(i["base_quantums"]) * ONE.scaleb(int(i["resolution"]))
    price = i["price"] * ONE.scaleb(int(i["exponent"]))
    opening = linear.initial_margin(size, price, 10**6 / i["im_ppm"])
    keeping = opening * i["maint_fraction_ppm"] / 10**6
    quantums = (margin * 10**6 for margin in (opening, keeping))
    return [q.to_integral_value(ROUND_CEILING) for q in quantums]


@rule("is_liquidatable")
def _(i: Inputs, side: int) -> Any:
    return i["mmr"] > 0 and linear.margin_ratio(i["nc"], i["mmr"]) < 1


def tiers_of(floors: list[list[Any]]) -> tuple[Tier, ...]:
    """A table given by its floors."""
    caps = [floor for floor, _ in floors[1:]] + [Decimal("1e18")]
    return progressive_tiers(*((cap, row[1], 1) for cap, row in zip(caps, floors, strict=True)))


def tier_at(tiers: tuple[Tier, ...], notional: Any) -> Tier:
    return next(tier for tier in tiers if notional <= tier.cap)


@rule("tier_rate_flat")
def _(i: Inputs, side: int) -> Any:
    return tier_at(tiers_of(i["tiers"]), i["notional"]).mmr


@rule("liq_flag_equity")
def _(i: Inputs, side: int) -> Any:
    worth = linear.equity(side, i["qty"], i["entry"], i["mark"], i["equity"])
    value = linear.position_value(i["qty"], i["mark"])
    mmr = tier_at(tiers_of(i["tiers"]), value).mmr
    liquidated = worth < linear.maintenance_rate_alone(i["qty"], i["mark"], mmr)
    return [liquidated, min(worth, ZERO) if liquidated else ZERO]


def bracket_margin(i: Inputs, size: Any, mark: Any) -> Any:
    """The requirement under a table of (cap, rate, deduction), whose deductions must agree."""
    tiers = progressive_tiers(*((cap, rate, 1) for cap, rate, _ in i["brackets"]))
    assert [tier.offset for tier in tiers] == [cum for _, _, cum in i["brackets"]]
    tier = tier_at(tiers, linear.position_value(size, mark))
    return linear.maintenance_margin_without_fee(size, mark, tier.mmr, offset=tier.offset)


@rule("tier_mm")
def _(i: Inputs, side: int) -> Any:
    return bracket_margin(i, abs(i["qty"]), i["mark"])


@rule("account_snapshot")
def _(i: Inputs, side: int) -> Any:
    balance, opening, keeping, targets = i["wallet"], ZERO, ZERO, []
    for p in i["pos"]:
        size, way = abs(p["qty"]), direction(p["qty"])
        required = bracket_margin(i, size, p["mark"])
        worth = linear.equity(way, size, p["entry"], p["mark"], p["isolated_margin"])
        if worth <= required:  # a tie liquidates
            targets.append(p["symbol"])
        balance += linear.unrealized_pnl(way, size, p["entry"], p["mark"])
        opening += linear.initial_margin(size, p["mark"], p["leverage"])
        keeping += required
    return {
        "margin_balance": balance,
        "initial_margin": opening,
        "maintenance_margin": keeping,
        "available": balance - opening,
        "status": "position_liquidation" if targets else "safe",
        "targets": targets,
    }


@rule("funding_fee")
def _(i: Inputs, side: int) -> Any:
    paid = sum(linear.funding_payment(side, i["qty"], mark, rate) for mark, rate in i["events"])
    return -paid


@rule("lean_im")
def _(i: Inputs, side: int) -> Any:
    size = abs(i["qty"]) * i["multiplier"]
    if i["inverse"]:
        return inverse.initial_margin(size, i["price"], i["leverage"]) * i["price"]
    return linear.initial_margin(size, i["price"], i["leverage"])


@rule("notional_lev_rate")
def _(i: Inputs, side: int) -> Any:
    kind = inverse if i["inverse"] else linear
    # This peer charges its rate on the initial margin, not on the value.
    return kind.initial_margin(i["qty"], i["price"], i["leverage"]) * i["rate"]
