"""marginlab: isolated and cross margin, from one equation, to be moved by hand.

Importing the package loads nothing else: a public name is fetched when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would cost more than the whole package
if TYPE_CHECKING:
    from marginlab.course.book import check as check
    from marginlab.course.book import hint as hint
    from marginlab.course.book import reveal as reveal
    from marginlab.engine.account import Account as Account
    from marginlab.engine.beyond import beyond_stop as beyond_stop
    from marginlab.engine.largest import largest_order as largest_order
    from marginlab.engine.market import Market as Market
    from marginlab.engine.pool import Pool as Pool
    from marginlab.engine.position import Position as Position
    from marginlab.engine.position import Risk as Risk
    from marginlab.engine.preview import preview as preview
    from marginlab.theory.formulas import Condition as Condition
    from marginlab.theory.formulas import Formula as Formula
    from marginlab.theory.formulas import solve as solve
    from marginlab.theory.given import Rejected as Rejected
    from marginlab.theory.simulation import simulate as simulate
    from marginlab.theory.survival import Survival as Survival
    from marginlab.theory.survival import wall_for as wall_for
    from marginlab.theory.terms import LONG as LONG
    from marginlab.theory.terms import SHORT as SHORT
    from marginlab.theory.terms import TERMS as TERMS
    from marginlab.theory.terms import glossary as glossary
    from marginlab.theory.terms import show as show
    from marginlab.venues import ARTICLE as ARTICLE
    from marginlab.venues import BINANCE as BINANCE
    from marginlab.venues import BITGET as BITGET
    from marginlab.venues import BITGET_2020 as BITGET_2020
    from marginlab.venues import BYBIT_2021 as BYBIT_2021
    from marginlab.venues import BYBIT_ENTRY_VALUE as BYBIT_ENTRY_VALUE
    from marginlab.venues import DYDX as DYDX
    from marginlab.venues import GATE as GATE
    from marginlab.venues import HYPERLIQUID as HYPERLIQUID
    from marginlab.venues import KUCOIN as KUCOIN
    from marginlab.venues import OKX as OKX
    from marginlab.venues import Contract as Contract
    from marginlab.venues import Tier as Tier
    from marginlab.venues import Venue as Venue
    from marginlab.venues.consequences import Consequences as Consequences

__version__ = "0.1.0"

# Without checks.progress: marginlab.practice.progress is the module of that name.
_NAMES = {
    "theory.terms": ("LONG", "SHORT", "TERMS", "glossary", "show"),
    "theory.formulas": ("Condition", "Formula", "solve"),
    "theory.given": ("Rejected",),
    "venues": (
        "ARTICLE",
        "BINANCE",
        "BITGET",
        "BITGET_2020",
        "BYBIT_2021",
        "BYBIT_ENTRY_VALUE",
        "DYDX",
        "GATE",
        "HYPERLIQUID",
        "KUCOIN",
        "OKX",
        "Contract",
        "Tier",
        "Venue",
    ),
    "venues.consequences": ("Consequences",),
    "engine.position": ("Position", "Risk"),
    "engine.pool": ("Pool",),
    "engine.account": ("Account",),
    "engine.preview": ("preview",),
    "engine.largest": ("largest_order",),
    "engine.market": ("Market",),
    "engine.beyond": ("beyond_stop",),
    "theory.survival": ("Survival", "wall_for"),
    "theory.simulation": ("simulate",),
    "course.book": ("check", "hint", "reveal"),
}
_MODULE = {name: module for module, names in _NAMES.items() for name in names}
__all__ = sorted(_MODULE)


def __getattr__(name: str) -> object:
    if name not in _MODULE:
        raise AttributeError(f"module 'marginlab' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"marginlab.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
