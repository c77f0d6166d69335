"""Places by name: "NE" of a point, "above" a line, "inside" a box, as the spots that placement tries.

Each function gives the spots of one word, the best first, and none for a word that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from marginlab.drawing.placement import Box, Spot

_STRAIGHT = ((1.0, 1.0), (1.7, 1.7))  # steps away from a point, in gaps
_DIAGONAL = ((0.8, 0.8), (0.2, 1.0), (1.0, 0.2), (1.7, 0.8), (0.2, 1.7), (1.7, 1.7))
_LEVEL = (0.02, 0.12, 0.25, 0.4, 0.55)  # along a line, for words above or below it
_STEEP = (0.6, 0.45, 0.75, 0.3, 0.9)  # along one that climbs, for words to one side
_DOWN = (10, 60, 110, 160, 210, 260, 300)  # pixels below the top of an upright one
_ROWS = (0, *(sign * step for step in range(12, 121, 12) for sign in (1, -1)))  # beside a box
_NEARER = 6, 20  # pixels from what words stand above or below, and from one row to the next


def near(x: float, y: float, word: str, gap: float) -> list[Spot]:
    """Towards "NE", "E", ... of a point, or "on" it; the next ones farther away."""
    if word == "on":
        return [Spot(x, y)]
    if not {*word} <= {*"NESW"}:
        return []
    right, down = ("E" in word) - ("W" in word), ("S" in word) - ("N" in word)
    anchors = ("right", "center", "left")[right + 1], ("bottom", "middle", "top")[down + 1]
    steps = _DIAGONAL if right and down else _STRAIGHT
    return [Spot(x, y, right * dx * gap, down * dy * gap, *anchors) for dx, dy in steps]


def along(xs: Sequence[float], ys: Sequence[float], word: str) -> list[Spot]:
    """ "above" a line or "below-end", "right" of its end or of all that is upright, "NW" where it climbs."""
    side, _, corner = word.partition("-")
    if side in ("right", "left"):
        if xs[0] == xs[-1]:
            dx, anchor = (9, "left") if side == "right" else (-9, "right")
            return [Spot(xs[0], min(ys) + down, dx, 0, anchor, "top") for down in _DOWN]
        i = -1 if side == "right" else 0
        return around(Box(xs[i], ys[i], xs[i], ys[i]), word)
    if side in ("above", "below"):
        if corner:
            i, anchor = (0, "left") if corner == "start" else (-1, "right")
            return _beside(xs[i], ys[i], side, anchor)
        points = [_at(xs, ys, share) for share in _LEVEL]
        return [spot for x, y in points for spot in _beside(x, y, side, "left")]
    return [spot for share in _STEEP for spot in near(*_at(xs, ys, share), word, 8)[:1]]


def around(box: Box, word: str) -> list[Spot]:
    """In the "middle" of a box, "inside" it, "right" or "left" of it, "above" it or "below-left"."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    side, _, corner = word.partition("-")
    match side:
        case "middle":
            return [Spot(x, y)]
        case "inside" if corner:
            edge, dx = (box.right, -6) if corner == "right" else (box.left, 6)
            return [Spot(edge, y, dx, 0, corner)]
        case "inside":
            return [Spot(x, box.top + share * box.height) for share in (0.3, 0.2, 0.4, 0.5)]
        case "right" | "left":
            edge, dx, anchor = box.right, 8, "left"
            if side == "left":
                edge, dx, anchor = box.left, -8, "right"
            return [Spot(edge, y, dx, dy, anchor) for dy in _ROWS]
        case "top" | "bottom":
            edge, dx = (box.left, 5) if corner == "left" else (box.right, -5)
            y, dy = (box.top, 5) if side == "top" else (box.bottom, -6)
            return [Spot(edge, y, dx, dy, corner, side)]
        case "above" | "below":
            y = box.top if side == "above" else box.bottom
            if corner:
                return _beside(box.left if corner == "left" else box.right, y, side, corner)
            tried = (
                (box.right, "right"), (x, "center"), (box.right, "left"), (box.left, "left"),
            )  # fmt: skip
            return [spot for at, anchor in tried for spot in _beside(at, y, side, anchor, 3)]
    return []


def mirrored(words: str) -> str:
    """The places on the other side."""
    swapped = {"E": "W", "W": "E", "left": "right", "right": "left"}
    return re.sub("left|right|E|W", lambda found: swapped[found[0]], words)


def _at(xs: Sequence[float], ys: Sequence[float], share: float) -> tuple[float, float]:
    """The point after this share of a line's pieces."""
    i = min(int(share * (len(xs) - 1)), len(xs) - 2)
    part = share * (len(xs) - 1) - i
    return xs[i] + part * (xs[i + 1] - xs[i]), ys[i] + part * (ys[i + 1] - ys[i])


def _beside(x: float, y: float, side: str, xanchor: str, rows: int = 1) -> list[Spot]:
    """Above or below a point, the next rows farther away."""
    (first, row), (sign, yanchor) = _NEARER, (-1, "bottom") if side == "above" else (1, "top")
    return [Spot(x, y, 0, sign * (first + row * i), xanchor, yanchor) for i in range(rows)]
