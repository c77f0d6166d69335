"""Where labels go, so that none hides a line, a marker or another label.

Pure geometry in pixels, x to the right and y downwards; it knows no margin and no plotting library.
A label brings an ordered list of spots around its object; the first spot without a collision wins,
so the order is the style and the list's length is the safety. Same input, same answer.

A figure grows sideways with its column: points move apart, texts and markers keep their size. So a
spot has to be good in the narrowest column and in a wide one, which is the narrow one stretched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot, inf
from typing import NamedTuple, Protocol

# Advance widths of Arial in thousandths of the font size; a character that is not listed counts as a digit.
_ADVANCES = {
    191: "'",
    222: "ijl",
    250: "\N{NARROW NO-BREAK SPACE}",
    278: " !,./:;Ift",
    333: "()-r",
    500: "Jcksvxyz",
    556: "0123456789?Labdeghnopqu",
    584: "+<=>\N{MINUS SIGN}\N{MULTIPLICATION SIGN}",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}\N{EM DASH}",
}
_WIDTH = {char: width / 1000 for width, chars in _ADVANCES.items() for char in chars}
_BOLD = 1.07
_OTHER_FONTS = 1.03  # Roboto and Segoe UI are now and then a little wider than Arial
_LINE_HEIGHT = 1.3
_UNSEEN = 1.0  # pixels²: an overlap that sends no label away from its own spots
_TAG = re.compile(r"(</?b>)")


@cache
def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in pixels; `<br>` starts a line, `<b>` makes bold."""
    widths = [0.0]
    bold = False
    for part in _TAG.split(text.replace("<br>", "\n")):
        if _TAG.fullmatch(part):
            bold = part == "<b>"
            continue
        for char in part:
            if char == "\n":
                widths.append(0.0)
            else:
                widths[-1] += _WIDTH.get(char, 0.556) * (_BOLD if bold else 1)
    return max(widths) * size * _OTHER_FONTS, len(widths) * size * _LINE_HEIGHT


def wrapped(text: str, size: float, room: float) -> str:
    """The text with line breaks for spaces, so that no line is longer than the room in pixels."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and text_size(longer, size)[0] > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return "<br>".join(lines)


class Box(NamedTuple):
    """A rectangle; as an obstacle it is solid and grows with the figure."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def bounds(self) -> Box:
        return self

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def stretched(self, by: float) -> Box:
        return Box(self.left * by, self.top, self.right * by, self.bottom)

    def covers(self, box: Box) -> float:
        """The area that both share, 0 when they are apart."""
        if (
            box.right <= self.left or box.left >= self.right
            or box.bottom <= self.top or box.top >= self.bottom
        ):  # fmt: skip
            return 0.0  # as nearly always
        wide = min(self.right, box.right) - max(self.left, box.left)
        high = min(self.bottom, box.bottom) - max(self.top, box.top)
        return wide * high

    def way_inside(self, panel: Box) -> tuple[float, float]:
        """The shortest move that brings this box into the panel, (0, 0) when it is inside."""
        return (
            max(panel.left - self.left, 0) + min(panel.right - self.right, 0),
            max(panel.top - self.top, 0) + min(panel.bottom - self.bottom, 0),
        )


class Segment(NamedTuple):
    """A straight piece of a line with its stroke width.

    A weight far below 1 is for a faint line that a label may cross when its other spots are worse.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 1.0
    weight: float = 1.0

    @property
    def bounds(self) -> Box:
        left, right = sorted((self.x0, self.x1))
        top, bottom = sorted((self.y0, self.y1))
        return Box(left, top, right, bottom).grown(self.width / 2 + _NEARLY)

    def stretched(self, by: float) -> Segment:
        return Segment(self.x0 * by, self.y0, self.x1 * by, self.y1, self.width, self.weight)

    def covers(self, box: Box) -> float:
        """The area of stroke that runs through the box, 0 when it passes by."""
        half = self.width / 2
        left, right = box.left - half, box.right + half
        top, bottom = box.top - half, box.bottom + half
        if (
            (self.x0 < left and self.x1 < left) or (self.x0 > right and self.x1 > right)
            or (self.y0 < top and self.y1 < top) or (self.y0 > bottom and self.y1 > bottom)
        ):  # fmt: skip
            return 0.0
        dx, dy = self.x1 - self.x0, self.y1 - self.y0
        start, end = 0.0, 1.0
        for step, room in (
            (-dx, self.x0 - left),
            (dx, right - self.x0),
            (-dy, self.y0 - top),
            (dy, bottom - self.y0),
        ):
            if step == 0:
                if room <= 0:
                    return 0.0
            elif step < 0:
                start = max(start, room / step)
            else:
                end = min(end, room / step)
        if start >= end:
            return 0.0
        return max((end - start) * hypot(dx, dy), 1.0) * self.width * self.weight


class Obstacle(Protocol):
    """What a label must not cover; bounds: what is outside of them it does not touch."""

    @property
    def bounds(self) -> Box: ...

    def covers(self, box: Box) -> float: ...

    def stretched(self, by: float) -> Obstacle: ...


_NEARLY = 1e-6  # pixels that rounding may take from a bound
# The share of a text's size that lies before its anchor.
_ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}


@dataclass(frozen=True, slots=True)
class View:
    """One pair of axes: what it shows and which pixels it fills, at scale 1 in the narrowest column.

    `number` is the axes' number in the figure: "" for the first pair, "2" for the second.
    """

    number: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    box: Box

    def x(self, value: float) -> float:
        low, high = self.x_range
        return self.box.left + (value - low) / (high - low) * self.box.width

    def y(self, value: float) -> float:
        low, high = self.y_range
        return self.box.bottom - (value - low) / (high - low) * self.box.height

    def value_x(self, pixel: float) -> float:
        low, high = self.x_range
        return low + (pixel - self.box.left) / self.box.width * (high - low)

    def value_y(self, pixel: float) -> float:
        low, high = self.y_range
        return low + (self.box.bottom - pixel) / self.box.height * (high - low)

    def shows(self, x: float) -> bool:
        return self.x_range[0] <= x <= self.x_range[1]

    def segment(self, x0: float, y0: float, x1: float, y1: float, width: float = 1.0) -> Segment:
        return Segment(self.x(x0), self.y(y0), self.x(x1), self.y(y1), width)


class Spot(NamedTuple):
    """A place for a label: an object's point, a shift away from it, and which edge of the text sits there."""

    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    xanchor: str = "center"
    yanchor: str = "middle"

    def box(self, width: float, height: float) -> Box:
        left = self.x + self.dx - _ANCHORS[self.xanchor] * width
        top = self.y + self.dy - _ANCHORS[self.yanchor] * height
        return Box(left, top, left + width, top + height)

    def shifted(self, dx: float, dy: float) -> Spot:
        return Spot(self.x, self.y, self.dx + dx, self.dy + dy, self.xanchor, self.yanchor)

    def stretched(self, by: float) -> Spot:
        return Spot(self.x * by, self.y, self.dx * by, self.dy, self.xanchor, self.yanchor)


class Pinned(NamedTuple):
    """A thing of fixed size at a spot: a marker, or a label that has been placed."""

    spot: Spot
    width: float
    height: float

    @property
    def box(self) -> Box:
        return self.spot.box(self.width, self.height)

    @property
    def bounds(self) -> Box:
        return self.box

    def covers(self, box: Box) -> float:
        return self.box.covers(box)

    def stretched(self, by: float) -> Pinned:
        return Pinned(self.spot.stretched(by), self.width, self.height)


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its spots, best first. One that is not needed is hidden rather than put badly."""

    name: str
    text: str
    spots: Sequence[Spot]
    size: float = 15.0
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went. `overlap` is what it covers all the same [pixels²], 0 when all is well."""

    label: Label
    pinned: Pinned
    overlap: float


_COMPASS = {
    "N": (0, -1), "NE": (1, -1), "E": (1, 0), "SE": (1, 1),
    "S": (0, 1), "SW": (-1, 1), "W": (-1, 0), "NW": (-1, -1),
}  # fmt: skip


def place(
    labels: Iterable[Label],
    obstacles: Iterable[Obstacle],
    panel: Box,
    *,
    gap: float = 3.0,
    stretches: Sequence[float] = (1.0,),
) -> dict[str, Placed]:
    """Every label's place by its name, the most important label first; hidden ones are missing.

    Each place is checked with the whole panel stretched sideways by each of `stretches`.
    No label leaves the panel unless it is larger than the panel itself.
    """
    obstacles = list(obstacles)
    worlds = [(by, [_solid(o, by) for o in obstacles]) for by in stretches]
    placed: dict[str, Placed] = {}
    for label in labels:
        width, height = text_size(label.text, label.size)
        best: Placed | None = None
        for own, spot, inner in _candidates(label, width, height, panel):
            if not own and best is not None and best.overlap < _UNSEEN:
                break
            box = inner.grown(gap)
            limit = inf if best is None else best.overlap
            overlap = 0.0
            for by, others in worlds:
                aside = (spot.x + spot.dx) * (by - 1)
                left, right = box.left + aside, box.right + aside
                wide = Box(left, box.top, right, box.bottom)
                for (west, north, east, south), other in others:
                    if west < right and east > left and north < wide.bottom and south > wide.top:
                        overlap += other.covers(wide)
                if overlap >= limit:
                    break
            if best is None or overlap < best.overlap:
                best = Placed(label, Pinned(spot, width, height), overlap)
            if overlap == 0:
                break
        if best is not None and (label.needed or best.overlap == 0):
            placed[label.name] = best
            for by, others in worlds:
                others.append(_solid(best.pinned, by))
    return placed


def _solid(obstacle: Obstacle, by: float) -> tuple[Box, Obstacle]:
    """An obstacle in a wider figure, after its bounds; one of fixed size as its box, which is quicker."""
    wide = obstacle.stretched(by)
    bounds = wide.bounds
    return bounds, bounds if isinstance(wide, Pinned) else wide


def _candidates(
    label: Label, width: float, height: float, panel: Box
) -> Iterator[tuple[bool, Spot, Box]]:
    """The label's own spots inside the panel; for a needed label then ever wider rings around them.

    Each as whether it is its own, and the box that the label fills there.
    """
    for spot in label.spots:
        box = spot.box(width, height)
        if box.way_inside(panel) == (0, 0):
            yield True, spot, box
    if label.needed:
        for ring in range(7):
            for spot in label.spots:
                for right, down in _COMPASS.values():
                    far = spot.shifted(right * ring * 12, down * ring * 12)
                    inside = far.shifted(*far.box(width, height).way_inside(panel))
                    yield False, inside, inside.box(width, height)


def place_box(
    width: float,
    height: float,
    corners: Iterable[tuple[float, float]],
    obstacles: Sequence[Obstacle],
    *,
    gap: float = 0.0,
) -> Box:
    """A box of this size at the first (left, top) corner where it covers nothing, else at the least bad."""
    boxes = [Box(left, top, left + width, top + height) for left, top in corners]
    return min(boxes, key=lambda box: sum(o.covers(box.grown(gap)) for o in obstacles))
