"""The room's marks in the question's own picture: diamonds that pile up on its axis, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from marginlab.drawing.canvas import Figure
from marginlab.drawing.ink import INK, YOU
from marginlab.drawing.prediction import SURE, Prediction
from marginlab.teach.live.vote import TRUTH, Vote

HALF = 6  # pixels of a diamond
STEP = 13  # pixels from one diamond of a pile to the next
MOST = 14  # diamonds on top of one another; those of a larger pile are drawn closer
BINS = 60  # places along the axis at which marks stand on top of one another
HIGH, LOWER = 0.94, 0.09  # how far a line reaches through the picture, and how much less the next
FAR = 0.98
SHADES = dict(
    zip(SURE.options, ("59", "a6", "ff"), strict=True)
)  # how solid, as the end of a colour


def others(asked: Prediction, vote: Vote) -> Callable[[Figure], None]:
    """What adds to a question's picture the marks of the room, as far as the vote tells them."""

    def added(figure: Figure) -> None:
        place = _Place(figure["layout"], asked.axis["subplot"], asked.axis["along"])
        rounds = range(len(vote.rounds))
        named = list(vote.told_places())
        for number in rounds:
            figure["layout"]["shapes"] += _diamonds(place, vote, number, full=number == rounds[-1])
        for level, (name, at, _) in enumerate(named):
            figure["layout"]["shapes"].append(place.line(at, level, name == TRUTH))
        if named:
            figure["data"].append(place.words(named))

    return added


def _diamonds(place: _Place, vote: Vote, number: int, *, full: bool) -> Iterator[dict[str, Any]]:
    slider = vote.slider
    width = (slider.high - slider.low) / BINS
    bins = [round((at - slider.low) / width) for at, _ in vote.marks(number)]
    step = min(STEP, STEP * MOST / max(Counter(bins).values(), default=1))
    stood: Counter[int] = Counter()
    for where, (at, sure) in zip(bins, vote.marks(number), strict=True):
        yield place.diamond(at, 2 * HALF + stood[where] * step, SHADES[sure], full=full)
        stood[where] += 1


class _Place:
    """A subplot on whose axis marks are read; away is what stands across that axis, from its foot."""

    def __init__(self, layout: dict[str, Any], subplot: str, along: str) -> None:
        number = subplot[1:]
        self._refs = {"x": f"x{number}", "y": f"y{number}"}
        self._along, self._across = along, "y" if along == "x" else "x"
        self._range = {letter: layout[f"{letter}axis{number}"]["range"] for letter in "xy"}

    def _away(self, share: float) -> float:
        """The number at a share of the way across the picture."""
        foot, end = self._range[self._across]
        return float(foot + share * (end - foot))

    def diamond(self, at: float, away: float, shade: str, *, full: bool) -> dict[str, Any]:
        """A mark, pixels away from the axis; that of a first round, once there is a second, is hollow."""
        corners = [(0, away + HALF), (HALF, away), (0, away - HALF), (-HALF, away)]
        points = corners if self._along == "x" else [(y, x) for x, y in corners]
        anchor = {self._along: at, self._across: self._away(0)}
        look = {"color": YOU + shade, "width": 1}
        return {
            "type": "path", "name": "the room", "layer": "between",
            "path": f"M{' L'.join(f'{x:g},{y:g}' for x, y in points)} Z",
            "xref": self._refs["x"], "xsizemode": "pixel", "xanchor": anchor["x"],
            "yref": self._refs["y"], "ysizemode": "pixel", "yanchor": anchor["y"],
            "line": look, "fillcolor": YOU + (shade if full else "00"),
        }  # fmt: skip

    def line(self, at: float, level: int, truth: bool) -> dict[str, Any]:
        """A line from the axis up to a place's name."""
        ends = {
            self._along: (at, at),
            self._across: (self._away(0), self._away(self._reach(level))),
        }
        look = {"color": INK if truth else YOU, "width": 2, "dash": "dash" if truth else "dot"}
        (x0, x1), (y0, y1) = ends["x"], ends["y"]
        refs = {"xref": self._refs["x"], "yref": self._refs["y"]}
        return {
            "type": "line",
            "name": "the room",
            **refs,
            "x0": x0,
            "x1": x1,
            "y0": y0,
            "y1": y1,
            "line": look,
        }

    def _reach(self, level: int) -> float:
        """Lines side by side end at different heights, so that no two names meet."""
        return HIGH - LOWER * level if self._along == "x" else FAR

    def words(self, named: list[tuple[str, float, str]]) -> dict[str, Any]:
        """The names at the ends of the lines."""
        low, high = sorted(self._range["x"])
        found: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "textposition": []}
        for level, (_, at, told) in enumerate(named):
            found[self._along].append(at)
            found[self._across].append(self._away(self._reach(level)))
            left = self._along == "y" or at > (low + high) / 2
            found["textposition"].append(
                "top left" if self._along == "y" else f"middle {'left' if left else 'right'}"
            )
            found["text"].append(
                f"<b>{told}</b>" if self._along == "y" else f"<b>\u00a0{told}\u00a0</b>"
            )
        return found | {
            "mode": "text", "name": "the room", "ids": [f"the room: {name}" for name, *_ in named],
            "xaxis": self._refs["x"], "yaxis": self._refs["y"], "cliponaxis": False,
            "textfont": {
                "size": [14] * len(named),
                "color": [INK if name == TRUTH else YOU for name, *_ in named],
            },
        }  # fmt: skip
