"""The room's marks in the question's own picture: diamonds that pile up on its axis, and their letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from marginlab.drawing.canvas import Figure
from marginlab.drawing.ink import INK, YOU
from marginlab.drawing.placement import Box, text_size
from marginlab.drawing.prediction import SURE, Prediction
from marginlab.teach.live.vote import RIGHT, Vote

MARKS = "marks of the room"
HALF = 6  # pixels from the middle of a diamond to its corners
DIAMOND = 1.3  # how much wider than its size plotly draws one
STEP = 13  # pixels from one diamond of a pile to the next
MOST = 182  # pixels that a pile is high at most; the diamonds of a larger one are drawn closer
BINS = 60  # places along the axis at which marks stand on top of one another
LETTER = 16  # pixels of a letter on top of a pile, and from one to the next below it
SHADES = dict(
    zip(SURE.options, ("59", "a6", "ff"), strict=True)
)  # how solid, as the end of a colour


def others(asked: Prediction, vote: Vote) -> Callable[[Figure, float], None]:
    """What adds to a question's picture, of a width [px], the room's marks as far as the vote tells them.

    Words of the picture on which they would stand give way.
    """

    def added(figure: Figure, width: float) -> None:
        pane = _Pane(figure["layout"], width, asked.axis["subplot"], asked.axis["along"])
        last = vote.last
        rounds = [vote.marks(number) for number in range(last + 1)]
        crowds = [Counter(_bin(vote, at) for at, _ in marks).values() for marks in rounds]
        most = min(MOST, pane.room - 3 * HALF - 1.5 * LETTER)  # the axis below, a letter above
        step = min(STEP, most / max(chain(*crowds), default=1))  # one for both, or none would grow
        marks = [
            (*mark, number == last)
            for number, placed in enumerate(rounds)
            for mark in _piled(vote, placed, step)
        ]
        tops = defaultdict[int, float](float)
        for at, away, *_ in marks:
            tops[_bin(vote, at)] = max(tops[_bin(vote, at)], away)
        named = [
            (letter, at, max(tops[_bin(vote, at) + by] for by in (-1, 0, 1)) + HALF + LETTER)
            for letter, at in vote.told_places()
        ]
        figure["layout"]["shapes"] += [
            pane.line(letter, at, away - LETTER / 2) for letter, at, away in named
        ]
        boxes = [pane.box(at, away, HALF) for at, away, *_ in marks]
        boxes += [pane.box(at, away, LETTER / 2) for _, at, away in named]
        figure["data"] = [left for trace in figure["data"] if (left := pane.without(trace, boxes))]
        if marks:
            figure["data"].append(pane.diamonds(marks))
        if named:
            figure["data"].append(pane.letters(named))

    return added


def _bin(vote: Vote, at: float) -> int:
    return round((at - vote.slider.low) / (vote.slider.high - vote.slider.low) * BINS)


def _piled(
    vote: Vote, marks: Iterable[tuple[float, str]], step: float
) -> list[tuple[float, float, str]]:
    """The marks of a round: where each stands, how far from the axis, and how sure it is; step [px]."""
    stood: Counter[int] = Counter()
    found = []
    for at, sure in marks:
        where = _bin(vote, at)
        found.append((at, 2 * HALF + stood[where] * step, sure))
        stood[where] += 1
    return found


class _Pane:
    """A subplot on whose axis marks are read; away is how far something stands from that axis [px]."""

    def __init__(self, layout: Mapping[str, Any], width: float, subplot: str, along: str) -> None:
        number = subplot[1:]
        self._refs = {"x": f"x{number}", "y": f"y{number}"}
        self._along, self._across = along, "y" if along == "x" else "x"
        margin = layout["template"]["layout"]["margin"]
        whole = {
            "x": width - margin["l"] - margin["r"],
            "y": layout["height"] - margin["t"] - margin["b"],
        }
        self._foot, self._unit = dict[str, float](), dict[str, float]()  # pixels of a unit
        for letter in "xy":
            axis = layout[f"{letter}axis{number}"]
            (low, high), (start, stop) = axis["range"], axis.get("domain", (0, 1))
            self._foot[letter] = low
            self._unit[letter] = whole[letter] * (stop - start) / (high - low)
            if letter == self._across:
                self.room = whole[letter] * (stop - start)  # pixels from the axis to the other side

    def _away(self, pixels: float) -> float:
        """The number so far across."""
        return self._foot[self._across] + pixels / self._unit[self._across]

    def _pixel(self, letter: str, value: float) -> float:
        """How far from the foot of an axis a number stands there."""
        return (value - self._foot[letter]) * self._unit[letter]

    def box(self, at: float, away: float, half: float) -> Box:
        """What stands there, in pixels from the pane's corner."""
        middle = {self._along: self._pixel(self._along, at), self._across: away}
        return Box(middle["x"] - half, middle["y"] - half, middle["x"] + half, middle["y"] + half)

    def without(self, trace: dict[str, Any], boxes: Sequence[Box]) -> dict[str, Any]:
        """A trace without those of its words in this pane that meet a box; nothing where none is left."""
        if trace.get("mode") != "text" or trace.get("xaxis", "x") != self._refs["x"]:
            return trace
        font = trace["textfont"]
        rows = list(zip(
            trace["ids"], trace["x"], trace["y"], trace["text"], trace["textposition"],
            font["size"], font["color"], strict=True,
        ))  # fmt: skip
        kept = [row for row in rows if not any(self._meet(row[1:6], box) for box in boxes)]
        if not kept:
            return {}
        names, xs, ys, texts, places, sizes, inks = map(list, zip(*kept, strict=True))
        changed = {"ids": names, "x": xs, "y": ys, "text": texts, "textposition": places}
        return trace | changed | {"textfont": font | {"size": sizes, "color": inks}}

    def _meet(self, words: tuple[float, float, str, str, float], box: Box) -> bool:
        x, y, text, place, size = words
        (width, height), (upwards, sideways) = text_size(text, size), place.split()
        left = self._pixel("x", x) - {"left": 1, "center": 0.5, "right": 0}[sideways] * width
        low = self._pixel("y", y) - {"bottom": 1, "middle": 0.5, "top": 0}[upwards] * height
        return (
            left < box.right
            and box.left < left + width
            and low < box.bottom
            and box.top < low + height
        )

    def diamonds(self, marks: Sequence[tuple[float, float, str, bool]]) -> dict[str, Any]:
        """The marks; those of a first round, once there is a second, are hollow."""
        inks = [YOU + SHADES[sure] for *_, sure, _ in marks]
        return {
            self._along: [at for at, *_ in marks],
            self._across: [self._away(away) for _, away, *_ in marks],
            "mode": "markers", "name": MARKS,
            "ids": [f"{MARKS}: {number}" for number, _ in enumerate(marks, 1)],
            "xaxis": self._refs["x"], "yaxis": self._refs["y"], "cliponaxis": False,
            "marker": {
                "symbol": ["diamond" if full else "diamond-open" for *_, full in marks],
                "angle": [0] * len(marks), "size": [2 * HALF / DIAMOND] * len(marks),
                "color": inks, "opacity": 1, "line": {"color": inks, "width": [1] * len(marks)},
            },
        }  # fmt: skip

    def line(self, letter: str, at: float, away: float) -> dict[str, Any]:
        """From the axis up to a letter."""
        ends = {self._along: (at, at), self._across: (self._away(0), self._away(away))}
        (x0, x1), (y0, y1) = ends["x"], ends["y"]
        return {
            "type": "line", "name": "the room", "xref": self._refs["x"], "yref": self._refs["y"],
            "x0": x0, "x1": x1, "y0": y0, "y1": y1,
            "line": {"color": _ink(letter), "width": 2, "dash": "dot"},
        }  # fmt: skip

    def letters(self, named: Sequence[tuple[str, float, float]]) -> dict[str, Any]:
        """A letter above each pile that has a name, which is told beside the picture."""
        along, across = [at for _, at, _ in named], [self._away(away) for *_, away in named]
        return {
            self._along: along, self._across: across, "mode": "text", "name": "the room",
            "ids": [f"the room: {letter}" for letter, *_ in named],
            "text": [f"<b>{letter}</b>" for letter, *_ in named],
            "textposition": ["middle center"] * len(named),
            "xaxis": self._refs["x"], "yaxis": self._refs["y"], "cliponaxis": False,
            "textfont": {"size": [LETTER] * len(named), "color": [_ink(one) for one, *_ in named]},
        }  # fmt: skip


def _ink(letter: str) -> str:
    return INK if letter == RIGHT else YOU
