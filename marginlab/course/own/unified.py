"""A position as text: as this page writes it, or as ccxt's unified position, which bots hand on, has it.

What a unified position says of the trade itself is taken: contract, side, size, entry, leverage and mark.
What else it says is computed by each exchange, or for it, in another way; it is shown beside the page's
own number and fills nothing. Source of the names: ccxt 4.5.90, the type Position (read 2026-11-27).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from marginlab.course.own.inputs import ASKED
from marginlab.course.own.standing import OwnScene, Standing
from marginlab.practice.trees import shown
from marginlab.theory.given import is_number
from marginlab.theory.terms import LONG, SHORT, show, side_name

VERSION = 1
MODE = "marginMode"
_CHOSEN = ("exchange", "account_mode", "contract", "side", "others")
# What stood there for another position, and would be a wrong number of this one.
_OF_ANOTHER = ("margin", "mmr", "stop", "added")
_SIDES = {"long": LONG, "short": SHORT}
_SYMBOL = re.compile(r"([A-Z0-9]{1,20})/([A-Z]{2,10}):([A-Z0-9]{1,20})")
WANTED = "one position as JSON is needed, as this page writes it or as ccxt's unified position"


class Doubted(NamedTuple):
    """A field that is filled with different meanings: the page's own number for it, as `show` prints it in
    `unit`, and why it is not trusted."""

    own: Callable[[OwnScene, Standing], float]
    unit: str
    why: str


_SEEN = "seen in ccxt 4.5.90, 2026-11-27"
DOUBTED: Mapping[str, Doubted] = {
    "liquidationPrice": Doubted(
        lambda _, one: one.wall, "price",
        f"Binance, cross: loss and requirement of the other positions may be left out ({_SEEN})",
    ),
    "marginRatio": Doubted(
        lambda _, one: one.risk.margin_ratio, "plain",
        f"Binance: it falls as the danger grows; OKX: it may be below zero ({_SEEN})",
    ),
    "percentage": Doubted(
        lambda scene, one: 100 * one.position.unrealized_pnl(scene.own.mark_price)
        / one.position.initial_margin(scene.own.entry_price), "plain",
        f"Hyperliquid: a loss may have no sign ({_SEEN}); else over the margin at the entry or the mark",
    ),
    "collateral": Doubted(
        lambda _, one: one.collateral, "money",
        "Gate: margin and open profit together (ccxt, pull request 29104, 2026-07-04; read 2026-11-27); "
        "here open profit is not in it",
    ),
    "initialMargin": Doubted(
        lambda scene, one: one.position.set_aside(scene.own.mark_price), "money",
        "at the entry price or at the mark (ccxt, issue 27707, 2026-01-19; read 2026-11-27)",
    ),
    "maintenanceMargin": Doubted(
        lambda scene, one: one.position.maintenance_margin(scene.own.mark_price), "money",
        "with or without the closing fee, by the exchange's rule",
    ),
    "unrealizedPnl": Doubted(
        lambda scene, one: one.position.unrealized_pnl(scene.own.mark_price), "money",
        "at the mark or the last price of another moment",
    ),
}  # fmt: skip


def written(values: Mapping[str, Any]) -> str:
    """The fields of the page as JSON, in their order.

    In ASCII: a field may hold half of a character, which no file can.
    """
    said = {name: values[name] for name in (*_CHOSEN, *ASKED)}
    said["side"] = side_name(values["side"])
    return json.dumps({"marginlab position": VERSION, **said}, indent=1)


def filling(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What fields a text fills, and which of its fields are shown and not trusted.

    Raises ValueError for a text that is neither.
    """
    if not isinstance(text, str):
        raise ValueError(f"the text was {shown(repr(text))!r}; {WANTED}")
    try:
        # A float would say 0.1 as 0.1000000000000000055; text and numbers stay as they are written.
        said = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError):
        said = None
    if isinstance(said, list) and len(said) == 1:  # as a list of positions comes
        said = said[0]
    if not isinstance(said, dict):
        raise ValueError(f"the text was {shown(text)!r}; {WANTED}")
    if "marginlab position" in said:
        return _own(said), {}
    return _unified(said)


def _own(said: Mapping[str, Any]) -> dict[str, Any]:
    if (version := _text(said, "marginlab position")) != str(VERSION):
        raise ValueError(f"the version was {shown(version)!r}; {VERSION} is known here")
    known = {*_CHOSEN, *ASKED}
    unknown = [name for name in said if name not in known and name != "marginlab position"]
    odd = [name for name in known & said.keys() if not _is_text(said[name])]
    if unknown or odd:
        name = (unknown or odd)[0]
        raise ValueError(
            f"the field {shown(name)!r} is not one of this page, or is no text; {WANTED}"
        )
    return {name: said[name] for name in known & said.keys()}


def _unified(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    symbol, word = _text(said, "symbol"), _text(said, "side")
    found = _SYMBOL.fullmatch(symbol)
    if found is None:
        raise ValueError(
            f"symbol was {shown(symbol)!r}; that of a perpetual contract, such as BTC/USDT:USDT, is needed"
        )
    if found[2] != found[3]:
        raise ValueError(
            f"symbol was {symbol!r}, settled in {found[3]}; what one of its contracts is, dollars or coins, "
            "differs by exchange: type it into the fields"
        )
    if word not in _SIDES:
        raise ValueError(f"side was {shown(word)!r}; long or short is needed")
    contracts, each = _number(said, "contracts"), said.get("contractSize")
    if contracts < 0 and _SIDES[word] == LONG:
        raise ValueError(
            f"contracts was {contracts:f} and side long; one of them is needed as it is"
        )
    size = abs(contracts) * (Decimal(1) if each is None else _number(said, "contractSize"))
    values: dict[str, Any] = {
        "contract": f"{found[1]}{found[2]}", "side": _SIDES[word], "size": _written(size),
        "entry_price": _written(_number(said, "entryPrice")),
    } | dict.fromkeys(_OF_ANOTHER, "")  # fmt: skip
    for field, name in (("leverage", "leverage"), ("mark_price", "markPrice")):
        values[field] = "" if said.get(name) is None else _written(_number(said, name))
    doubted = {name: said[name] for name in DOUBTED if is_number(said.get(name))}
    mode = said.get(MODE)
    return values, {name: float(value) for name, value in doubted.items()} | {
        MODE: "cross" if mode == "cross" else "isolated"
    }


def _number(said: Mapping[str, Any], name: str) -> Decimal:
    """A number of the position, which may be written as text."""
    text = _text(said, name)
    try:
        number = Decimal(text)
    except ArithmeticError:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise ValueError(f"{name} was {shown(text)!r}; a number is needed")
    return number


def _text(said: Mapping[str, Any], name: str) -> str:
    """A field as text; of one with parts only that it has some, however deep they go."""
    value = said.get(name)
    return "…" if isinstance(value, list | dict) else str(value)


def _is_text(value: object) -> bool:
    """Whether it is text of whole characters; JSON can name half of one, which no page can be sent."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def _written(number: Decimal) -> str:
    return f"{number:f}"


def compared(scene: OwnScene, also: Mapping[str, Any]) -> list[list[str]]:
    """What the text said beside what is computed here, with why it may differ; no rows without any."""
    standing = scene.cross if also.get(MODE) == "cross" else scene.isolated
    there = [name for name in DOUBTED if name in also]
    if not there or isinstance(standing, str):
        return []
    rows = [["not trusted", "in the text", f"here, {also[MODE]}", "why"]]
    for name in there:
        doubted = DOUBTED[name]
        numbers = (also[name], doubted.own(scene, standing))
        rows.append([name, *(show(round(n, 6), doubted.unit) for n in numbers), doubted.why])
    return rows
