"""The picture of lesson 9 in words, and its tables: families of contracts, coins at their ratios."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import isnan

from marginlab.course.house import SYMBOL
from marginlab.course.lesson09_coins.picture import money
from marginlab.course.lesson09_coins.scene import (
    ASKED,
    BACKINGS,
    COIN,
    ENTRY_PRICE,
    INVERSE,
    UNITS,
    Backed,
    CoinsScene,
    backed,
    coins_scene,
    lent,
    opened,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.theory.terms import LONG, SHORT, show, side_name
from marginlab.venues import BITGET

Rows = Iterator[list[str]]

BEHIND = {
    "COIN-M": "a contract sized in dollars, with bitcoin as margin",
    "USDT-M": "a contract sized in bitcoin, with USDT as margin",
    "USDT-M on coins": "the same, in cross with bitcoin behind it at a collateral ratio of {}",
}
IN_DOLLARS = "COIN-M sized in dollars"  # where Bitget's own, sized in bitcoin, is near
FAR = 1_000_000.0  # a wall beyond this is told, not counted out


def coins_words(scene: CoinsScene) -> Words:
    """The sentences, and every number of both accounts."""
    opening = (
        f"{side_name(scene.side).capitalize()} one bitcoin's worth at {show(ENTRY_PRICE, 'tick')}, "
        f"{show(scene.leverage, 'x')}: {BEHIND[scene.backing].format(show(scene.ratio, 'percent'))}; the "
        f"mark price is {show(scene.price, 'tick')}."
    )
    rows = {"isolated": _row(scene, scene.isolated), "cross": _row(scene, scene.cross)}
    said = f"Isolated {_tells(scene, scene.isolated)} Cross {_tells(scene, scene.cross)}"
    return Words(said, opening, rows, _verdict(scene))


def _row(scene: CoinsScene, held: Backed) -> dict[str, str]:
    left = {unit: held.left(scene.price, unit) for unit in UNITS}
    required = "nothing" if held.closed else money(held.required.at(scene.price, "USD"), "USD")
    return {
        "counted at the opening": money(held.opened, "BTC"),
        "left in bitcoin": money(left["BTC"], "BTC"),
        "left in dollars": money(left["USD"], "USD"),
        "required now": required,
        "wall": _wall(held),
    }


def _wall(held: Backed) -> str:
    if isnan(held.wall):
        return "none"
    return show(held.wall, "price") if held.wall < FAR else f"above {show(FAR, 'tick')}"


def _tells(scene: CoinsScene, held: Backed) -> str:
    if held.closed:
        return f"was closed at {bold(held.wall, 'price')}: nothing is left."
    left = (
        f"has <b>{money(held.left(scene.price, 'BTC'), 'BTC')}</b> left, worth "
        f"<b>{money(held.left(scene.price, 'USD'), 'USD')}</b>"
    )
    if isnan(held.wall):
        return f"{left}, and no wall at any price."
    return f"{left}, and its wall at <b>{_wall(held)}</b>."


def _verdict(scene: CoinsScene) -> str:
    if scene.guess is None:
        return ""
    miss = scene.guess - scene.asked
    said = verdict(
        money(scene.guess, "BTC"), miss, money(abs(miss), "BTC"), "much", "little", "exactly that"
    )
    return f"At {show(ASKED, 'tick')} there was {money(scene.asked, 'BTC')} left at 1x. {said}"


# ---- tables: the first row is the heading -----------------------------------------------------


def family_rows(*leverages: float) -> Rows:
    """Isolated walls of one bitcoin's worth, long and short, in each family of contracts."""
    yield ["", "size in", "margin in", *(
        f"{show(leverage, 'x')} {name}" for leverage in leverages for name in ("long", "short")
    )]  # fmt: skip
    families = {
        "USDT-M": BITGET.contract(SYMBOL),
        "USDC-M": lent("BTCPERP"),
        "COIN-M of Bitget": lent(COIN),
        IN_DOLLARS: INVERSE,
    }
    for name, contract in families.items():
        row = [name, "USD" if contract.kind == "inverse" else contract.base, contract.settle]
        for leverage, side in product(leverages, (LONG, SHORT)):
            account = opened("isolated", contract, side, leverage)
            wall = account.liquidation_price(contract.symbol, {contract.symbol: ENTRY_PRICE})
            row.append(show(wall, "price"))
        yield row


def halved_rows() -> Rows:
    """What the four positions at 1x, isolated, have left once the price has halved, and doubled."""
    prices = (ASKED, 2 * ENTRY_PRICE)
    yield ["1x, isolated", "wall", *(
        f"left at {show(price, 'tick')}, in {unit}" for price, unit in product(prices, UNITS)
    )]  # fmt: skip
    for backing, side in product(BACKINGS[1::-1], (LONG, SHORT)):
        halved, doubled = (backed("isolated", backing, side, 1, 1, price) for price in prices)
        left = [
            money(held.left(price, unit), unit).removesuffix(f" {unit}")
            for (held, price), unit in product(zip((halved, doubled), prices, strict=True), UNITS)
        ]
        name = IN_DOLLARS if backing == "COIN-M" else backing
        yield [f"{name}, {side_name(side)}", _wall(halved), *left]


def ratio_rows(price: float, *ratios: float) -> Rows:
    """Adjusted equity and wall of a long on 1.5 bitcoin, in cross, while the price stands at this."""
    yield ["collateral ratio", "adjusted equity", "required", "wall", "away"]
    for ratio in ratios:
        held = coins_scene(backing="USDT-M on coins", ratio=ratio, price=price).cross
        away = "closed" if held.closed else show(held.wall / price - 1, "move")
        yield [
            show(ratio, "percent"), show(held.equity.at(price, "USD"), "money"),
            show(held.required.at(price, "USD"), "money"), show(held.wall, "price"), away,
        ]  # fmt: skip
