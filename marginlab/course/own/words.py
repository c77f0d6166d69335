"""A position of your own in words: the same numbers as sentences and as a table."""

from __future__ import annotations

from math import isnan

from marginlab.course.own.standing import HORIZONS, OwnScene, Standing
from marginlab.drawing.words import Words
from marginlab.theory.terms import LONG, show, side_name

DAYS_A_YEAR = 365
CENTURY = 100 * DAYS_A_YEAR


def own_words(scene: OwnScene) -> Words:
    """The sentences, and how each mode stands."""
    own = scene.own
    size = f"{show(own.size)} of"
    if own.contract.kind != "linear":  # on other exchanges such a size is counted in dollars
        size = f"{show(own.size)} {own.contract.base} of"
    price = own.contract.price
    opening = (
        f"{own.venue.name}, {own.account_mode} account: {side_name(own.side)} {size} {own.symbol} "
        f"from {price(own.entry_price)}, mark price {price(own.mark_price)}."
    )
    modes = {"isolated": scene.isolated, "cross": scene.cross}
    rows = {name: _row(scene, one) for name, one in modes.items()}
    said = " ".join(_said(scene, name, one) for name, one in modes.items())
    return Words(f"{said} {_funding(scene)}", opening, rows)


def _row(scene: OwnScene, one: Standing | str) -> dict[str, str]:
    own, contract = scene.own, scene.own.contract
    asked = [f"wall with {contract.money(own.added)} added"] if own.added is not None else []
    if own.stop is not None:
        asked += [f"left at the stop, {contract.price(own.stop)}", "stop within a month"]
    if isinstance(one, str):
        heads = [
            "stands behind it",
            "liquidation price",
            "away",
            "bankruptcy price",
            "margin ratio",
        ]
        heads += [*(f"within a {name}" for name in HORIZONS), "by funding alone", *asked]
        return dict.fromkeys(heads, "") | {"stands behind it": one}
    row = {
        "stands behind it": contract.money(one.collateral),
        "liquidation price": contract.price(one.wall),
        "away": show(one.away, "move"),
        "bankruptcy price": contract.price(one.bankruptcy),
        "margin ratio": show(one.risk.margin_ratio, "percent"),
        **{
            f"within a {name}": show(chance, "chance")
            for name, chance in zip(HORIZONS, one.chances, strict=True)
        },
        "by funding alone": _life(one),
    }
    answers = []
    if one.added is not None:
        answers.append(one.added.refused or contract.price(one.added.wall))
    if one.stop is not None:
        left = "the wall comes first" if isnan(one.stop.left) else contract.money(one.stop.left)
        answers += [left, show(one.stop.chance, "chance")]
    return row | dict(zip(asked, answers, strict=True))


def _life(one: Standing) -> str:
    if isnan(one.payments):
        return "never"
    if one.days > CENTURY:
        return "after more than a century"
    times = "payment" if one.payments == 1 else "payments"
    return f"{show(one.payments)} {times}, {show(one.days, 'money')} days"


def _said(scene: OwnScene, name: str, one: Standing | str) -> str:
    if isinstance(one, str):
        return f"{name.capitalize()} there is no such position: {one}."
    if one.risk.liquidated:
        return f"{name.capitalize()} it is <b>already liquidated</b> at this mark price."
    if isnan(one.wall):
        return f"{name.capitalize()} <b>no price</b> liquidates it."
    price, away = scene.own.contract.price(one.wall), show(abs(one.away), "percent")
    where = "below" if scene.own.side == LONG else "above"
    week = show(one.chances[list(HORIZONS).index("week")], "chance")
    return (
        f"{name.capitalize()} it ends at <b>{price}</b>, {away} {where} the mark price: "
        f"<b>{week}</b> within a week."
    )


def _funding(scene: OwnScene) -> str:
    lives = [
        f"{name} {_life(one)}"
        for name, one in (("isolated", scene.isolated), ("cross", scene.cross))
        if isinstance(one, Standing)
    ]
    return f"Funding alone, at a price that stands still, ends it: {'; '.join(lives)}."
