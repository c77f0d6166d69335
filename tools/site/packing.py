"""Many like values as one small JSON: what they share is written once, what varies in columns.

Values of one shape, which differ in numbers alone, become one form with holes and a row of numbers each;
a number inside a text is such a hole as well. A column holds how far each number is from the one before,
in units of its last decimal, so that a slider's way packs to a few bytes a step. A path of many strokes
is a list of threads, each of which is the beginning of one that was there, and what follows.
Same values, same bytes. `read/unpack.js` gives every value back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

# In prose commas group thousands; in a path they stand between two numbers.
PROSE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
PATH = re.compile(r"-?\d+(?:\.\d+)?")
STROKES = 20  # a path with more of them is a list of threads
NUMBER, TEXT, GROUPED, LIST, AS_IT_IS, SAME = range(6)  # kinds of columns
EXACT = 2**53
Json = Any


def packed(values: Sequence[Json]) -> Json:
    """The values, which are JSON, in the same order.

    order: each value's form, by its place; forms: of each, its shape, in which a hole is {"$": …}, and a
    column for each hole; a column of one entry holds for every row; threads: see `_Threads`.
    """
    threads = _Threads()
    places: dict[str, int] = {}
    forms: list[tuple[Json, list[list[Any]]]] = []
    order = []
    for value in values:
        holes: list[Any] = []
        shape = _shape(value, holes, threads)
        place = places.setdefault(json.dumps(shape), len(forms))
        if place == len(forms):
            forms.append((shape, []))
        forms[place][1].append(holes)
        order.append(place)
    return {
        "order": order,
        "forms": [{"shape": shape, "columns": _columns(rows)} for shape, rows in forms],
        "threads": threads.packed(),
    }


def _shape(value: Json, holes: list[Any], threads: _Threads) -> Json:
    """The value with holes, and what was in them."""
    match value:
        case dict():
            return {key: _shape(inner, holes, threads) for key, inner in value.items()}
        case list() | tuple():
            return [_shape(inner, holes, threads) for inner in value]
        case bool() | None:
            return value
        case int() | float():
            holes.append(value)
            return {"$": 0}
    is_path = value.startswith("M") and value[1:2] in "-0123456789"
    if is_path and value.count("M") > STROKES:
        holes.append(threads.ids(value))
        return {"$": "M"}
    found = PATH if is_path else PROSE
    if value.startswith("#") or not found.search(value):  # a colour is no number
        return value
    holes += found.findall(value)
    return {"$": found.split(value)}


def _columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """A column for each hole; one that repeats an earlier one names its place."""
    made: dict[str, int] = {}
    columns: list[list[Any]] = []
    for holes in zip(*rows, strict=True):
        column = _column(holes)
        first = made.setdefault(json.dumps(column), len(columns))
        columns.append(column if first == len(columns) or len(column) < 4 else [SAME, first])
    return columns


def _column(holes: Sequence[Any]) -> list[Any]:
    if isinstance(holes[0], list):
        lists = [[*ids[:1], *(b - a for a, b in pairwise(ids))] for ids in holes]
        same = (later if later != earlier else [] for earlier, later in pairwise(lists))
        return [LIST, lists[0], *same]  # no list of threads is empty
    numbers = [Decimal(str(hole).replace(",", "")) for hole in holes]
    decimals = max(0, *(-int(number.as_tuple().exponent) for number in numbers))
    whole = [int(number.scaleb(decimals)) for number in numbers]
    kind = NUMBER
    if isinstance(holes[0], str):
        kind = next(
            (k for k in (TEXT, GROUPED) if _written(k, decimals, whole) == [*holes]), AS_IT_IS
        )
    if kind == AS_IT_IS or max(map(abs, whole)) >= EXACT or decimals > 15:
        return [AS_IT_IS, *(holes[:1] if len({*holes}) == 1 else holes)]
    steps = [later - earlier for earlier, later in pairwise(whole)]
    return [kind, decimals, whole[0], *(steps if any(steps) else [])]


def _written(kind: int, decimals: int, whole: Sequence[int]) -> list[str]:
    comma = "," if kind == GROUPED else ""
    return [f"{Decimal(number).scaleb(-decimals):{comma}.{decimals}f}" for number in whole]


class _Threads:
    """The strokes of long paths, each once, by its place: the first points of an earlier one, and more."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._beginnings: dict[int, int] = {}  # the thread that last began so
        self._back: list[int] = []
        self._kept: list[int] = []
        self._more: list[str] = []

    def ids(self, path: str) -> list[int]:
        return [self._place(stroke) for stroke in path[1:].split("M")]

    def packed(self) -> Json:
        """back: how many threads before it the one is whose first points a thread has; kept: how many
        of them; more: the points after those."""
        return {"back": self._back, "kept": self._kept, "more": self._more}

    def _place(self, stroke: str) -> int:
        place = self._places.setdefault(stroke, len(self._places))
        if place == len(self._back):
            points, beginning, kept, like = stroke.split("L"), 0, 0, place
            for number, point in enumerate(points, 1):
                beginning = hash((beginning, point))
                if beginning in self._beginnings and kept == number - 1:
                    kept, like = number, self._beginnings[beginning]
                self._beginnings[beginning] = place
            self._back.append(place - like)
            self._kept.append(kept)
            self._more.append("L".join(points[kept:]))
        return place
