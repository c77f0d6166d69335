"""The pictures of lesson 6 in words, and who keeps what a liquidation leaves, by the exchange's rule."""

from __future__ import annotations

from dataclasses import replace

from marginlab.course.house import ENTRY_PRICE, SIZE, SYMBOL, WALLET, opened
from marginlab.course.lesson06_which_price.scene import (
    BEGIN,
    DEEPEST,
    FUND,
    PRICE,
    WALLS,
    CascadeScene,
    Fall,
    Fate,
    PriceScene,
)
from marginlab.drawing.words import Words, bold, verdict
from marginlab.engine.replay import Mark, replay
from marginlab.engine.settling import Settling
from marginlab.theory.terms import show
from marginlab.venues import BINANCE, BITGET, HYPERLIQUID

FEE_OF_A_LIQUIDATION = 0.0005  # of the value, an assumption: Binance's own rate was not found


def price_words(scene: PriceScene) -> Words:
    """The sentences, and every number of both accounts."""
    hour = scene.hour
    three = (prices[DEEPEST] for prices in (hour.last, hour.seconds, hour.thirds))
    last, second, third = (show(price, "price") for price in three)
    opening = (
        f"Long {show(SIZE)} BTC from {show(ENTRY_PRICE, 'tick')}, 10x, {show(WALLET, 'money')} in the "
        f"wallet; the hour begins at {show(BEGIN, 'tick')}. In its deepest minute the last price is "
        f"{last}, the index {show(hour.index[DEEPEST], 'price')}; with the funding to come it is "
        f"{second}, with the average distance of the last minutes {third}. The mark is the middle one of the "
        f"three, {show(scene.low, 'price')}."
    )
    if scene.stop != "none":
        opening += (
            f" A stop at {show(scene.at, 'tick')}, by the {scene.stop} price, is filled "
            f"{show(scene.gap, 'percent')} below the market."
        )
    rows = {"isolated": _row(scene.isolated), "cross": _row(scene.cross)}
    return Words(_said(scene), opening, rows, _verdict(scene))


def _row(fate: Fate) -> dict[str, str]:
    closed = {"": "no", "wall": "by the exchange", "stop": "by its stop"}[fate.ended]
    if fate.ended:
        closed += f" in minute {show(fate.minute)} at {show(fate.fill, 'price')}"
    elif fate.refused:
        closed = "no, its stop was refused"
    return {
        "wall": show(fate.wall, "price"),
        "closed": closed,
        "lost": show(fate.lost, "money") if fate.ended else f"{show(fate.lost, 'money')}, open",
        "insurance fund": show(fate.rest, "money"),
        "worth": show(fate.worth, "money"),
    }


def _said(scene: PriceScene) -> str:
    own, shared = scene.isolated, scene.cross
    last = scene.hour.last[DEEPEST]
    seen = f"The last price falls to {show(last, 'tick')}, the mark to {bold(scene.low, 'price')}."
    wall = show(own.wall, "price")
    if own.ended == "wall":
        whose = "goes to the insurance fund" if own.rest >= 0 else "is paid by the insurance fund"
        told = (
            f"That is at or below the wall of {wall}: isolated is liquidated, at {show(own.fill, 'price')}. "
            f"{bold(own.lost, 'money')} are lost; {bold(abs(own.rest), 'money')} between that and the "
            f"fill {whose}."
        )
    elif own.ended == "stop":
        told = (
            f"The stop was reached in minute {show(own.minute)} and filled at "
            f"{show(own.fill, 'price')}: {bold(own.lost, 'money')} are lost in either mode, and no more."
        )
    elif own.refused:
        told = (
            "The stop was reached, but at its fill the isolated margin could not pay the loss: the order "
            "is refused, and the position stays open."
        )
    else:
        told = f"The wall of {wall} is not met: isolated lives."
    if own.ended != "stop" and shared.ended == "stop":
        end = f"Cross left by its stop at {show(shared.fill, 'price')}"
    else:
        end = "Cross ends" if own.ended == "stop" else "Cross is open, far from its wall, and ends"
    return f"{seen} {told} {end}, worth {bold(shared.worth, 'money')}."


def _verdict(scene: PriceScene) -> str:
    if scene.guess is None:
        return ""
    miss = scene.guess - scene.low
    much = f"it is {show(scene.low, 'price')}; you were {show(abs(miss), 'price')}"
    return verdict(show(scene.guess, "tick"), miss, much, "high", "low", "just there")


def cascade_words(scene: CascadeScene) -> Words:
    """The sentences, and every number of both fields."""
    opening = (
        f"{WALLS} longs; one sale pushes the price from {show(PRICE, 'tick')} by "
        f"{show(scene.push, 'percent')} to {show(scene.pushed_to, 'tick')}. The book takes "
        f"{show(scene.depth)} BTC for each per cent; in the insurance fund are {show(FUND, 'money')}."
    )
    rows = {"isolated": _fall(scene.isolated), "cross": _fall(scene.cross)}
    return Words(_fell(scene), opening, rows, _stopped(scene))


def _fall(fall: Fall) -> dict[str, str]:
    of_it = f", for {show(fall.deleveraged, 'money')} BTC" if fall.winners else ""
    return {
        "reached by the push": show(fall.pushed),
        "liquidated": show(fall.fallen),
        "sold [BTC]": show(fall.closed - fall.deleveraged, "money"),
        "the price stops at": show(fall.stops, "price"),
        "in the fund": show(fall.fund, "price"),
        "winners deleveraged": show(fall.winners) + of_it,
    }


def _fell(scene: CascadeScene) -> str:
    own, shared = scene.isolated, scene.cross
    grew = show(own.fallen - own.pushed)
    said = (
        f"Isolated, the push itself reaches {bold(own.pushed)} walls; their sales reach {grew} more, and the "
        f"price stops at {bold(own.stops, 'price')}. The fund has {bold(own.fund, 'price')} of "
        f"{show(FUND, 'money')}."
    )
    if own.winners:
        count = f"{bold(own.winners)} winner{'s are' if own.winners > 1 else ' is'}"
        said += (
            f" It could not pay for all: {count} deleveraged, which sells nothing into the book."
        )
    return (
        f"{said} With twice the money behind each, in cross, {bold(shared.fallen)} fall, and the price "
        f"stops at {bold(shared.stops, 'price')}."
    )


def _stopped(scene: CascadeScene) -> str:
    if scene.guess is None:
        return ""
    stops = scene.isolated.stops
    miss = scene.guess - stops
    much = f"it stops at {show(stops, 'price')}; you were {show(abs(miss), 'price')}"
    return verdict(show(scene.guess, "tick"), miss, much, "high", "low", "just there")


def rests(*fills: float) -> list[tuple[str, ...]]:
    """Rows of a table: what a liquidation at each fill leaves of the house position, and whose it is.

    Each exchange settles as it documents; of Binance's fee the rate is assumed.
    """
    binance = replace(
        Settling.of(BINANCE), rest_goes_to="trader", liquidation_fee=FEE_OF_A_LIQUIDATION
    )
    rules = {
        "Bitget": Settling.of(BITGET),
        "Hyperliquid": Settling.of(HYPERLIQUID),
        "Binance": binance,
    }
    rows: list[tuple[str, ...]] = [("fill", "rest", *(f"{name}: trader, fund" for name in rules))]
    for fill in fills:
        ends = [_settled(settling, fill) for settling in rules.values()]
        told = [f"{show(WALLET - lost, 'price')}, {_signed(fund)}" for lost, fund in ends]
        rows.append((show(fill, "tick"), _signed(ends[0][1]), *told))
    return rows


def _settled(settling: Settling, fill: float) -> tuple[float, float]:
    """What the trader lost and what the fund got, where the market jumps to this fill."""
    jump = [Mark(0.0, {SYMBOL: ENTRY_PRICE}), Mark(1.0, {SYMBOL: fill})]
    (end,) = replay(opened("isolated"), jump, settling=settling).liquidations
    return end.trader_loss, end.insurance_fund_change


def _signed(amount: float) -> str:
    return f"{'+' if amount > 0 else ''}{show(amount, 'money')}"
