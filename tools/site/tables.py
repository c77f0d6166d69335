"""What a page without Python needs of a panel or of a question: its states, packed.

One file holds the controls, the words of every state and where acts lead; another, for each width of a
column, the figures. A page loads the one that fits, and shows only what stands there.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.controls import Slider
from marginlab.drawing.panel import CONFIRMED, Panel
from marginlab.drawing.prediction import ELSEWHERE, NO_MARK, STANDS, SURE, Prediction
from marginlab.drawing.states import State, States
from marginlab.practice.whereabouts import IN_THIS_BROWSER
from marginlab.theory.terms import show
from tools.site.packing import packed

LARGEST = 90_000  # bytes, packed, of a lesson's figures for one width; some are left for its page
MARKS = 240  # steps of a mark's way on a page
Json = Any


@dataclass(frozen=True)
class Table:
    """The words of a panel or of a question, and from a width its figures, all to be packed."""

    words: Json
    figures: Callable[[float], Json]

    def files(self, name: str, widths: Sequence[int]) -> Iterator[tuple[str, bytes]]:
        """The words' file, which names those of the figures, before them; named by what is in them."""
        drawn = {width: _bytes(self.figures(width)) for width in widths}
        names = {width: f"{name}-{width}-{_digest(text)}.json" for width, text in drawn.items()}
        words = _bytes({**self.words, "figures": names})
        yield f"{name}-{_digest(words)}.json", words
        for width, text in drawn.items():
            yield names[width], text


def tables(places: Mapping[str, Panel | Prediction], largest: int = LARGEST) -> dict[str, Table]:
    """A table of each panel and question of a lesson; together they stay small.

    What opens and what goals need has room first, and the marks of questions; then controls that move, of
    the lesson's panels before those that answer questions.
    """
    drawer = _Drawer()
    asked = {name: _Asked(place) for name, place in places.items() if isinstance(place, Prediction)}
    panels = {name: place for name, place in places.items() if isinstance(place, Panel)}
    panels |= {name: one.question.panel for name, one in asked.items()}

    def size(panel: Panel, chosen: States) -> int:
        return _size(drawer.figures(panel, chosen.states, WIDTH))

    least = {name: size(panel, panel.states(0, [])) for name, panel in panels.items()}
    left = largest - sum(_size(one.figures(WIDTH)) for one in asked.values()) - sum(least.values())
    made: dict[str, Table] = {}
    for name, panel in panels.items():
        chosen = _fitting(panel, left + least[name], drawer)
        left -= size(panel, chosen) - least[name]
        made[name] = _table(panel, chosen, drawer, asked.get(name))
    return {name: made[name] for name in places}


def _table(panel: Panel, chosen: States, drawer: _Drawer, asked: _Asked | None) -> Table:
    def figures(width: float) -> Json:
        drawn = {"states": drawer.figures(panel, chosen.states, width)}
        return drawn | (asked.figures(width) if asked else {})

    return Table(_words(panel, chosen) | (asked.words() if asked else {}), figures)


class _Asked:
    """A question before and after each mark."""

    def __init__(self, question: Prediction) -> None:
        self.question = question
        self.slider = _coarse(question.slider)
        self.told = [self._marked(mark) for mark in self.slider.steps]
        self.figures = cache(self._figures)

    def words(self) -> Json:
        """What is said of it, and what stands in its row."""
        question, marks = self.question, self.slider.steps
        return {
            "asks": question.question,
            "hint": question.view.say,
            "axis": question.axis,
            "mark": self.slider.spec(),
            "sure": SURE.spec() | {"value": SURE.value},
            "buttons": [spec for spec in question.controls.specs if spec["kind"] == "action"],
            "over": question.over.specs[0],
            "stands": STANDS,
            "missing": NO_MARK,
            "elsewhere": ELSEWHERE,
            "seen": IN_THIS_BROWSER,
            "marks": packed([[mark, show(mark), question.said(mark, "{sure}")] for mark in marks]),
            "told": packed([_said(state) for state in self.told]),
        }

    def _figures(self, width: float) -> Json:
        """Before a mark and at each, and the truth beside each."""
        before, theme = [], self.question.panel.theme
        for mark in (None, *self.slider.steps):
            self.question.mark = mark
            before.append(_plain(self.question.asked(width)))
        self.question.mark = None
        after = [_plain(theme.figure(state.scene, width=width)) for state in self.told]
        return {"asked": packed(before), "told": packed(after)}

    def _marked(self, mark: float) -> State:
        panel = self.question.panel
        scene = panel.theme.scene(**panel.values, **panel.given, **{self.slider.name: mark})
        words = panel.theme.words(scene)
        return State(panel.at, scene, words.say, words.summary, words.table)


def _coarse(slider: Slider) -> Slider:
    """The same way in at most `MARKS` steps, which are steps of the slider."""
    count = len(slider.steps) - 1
    apart = next(n for n in range(1, count + 1) if count % n == 0 and count / n <= MARKS)
    return replace(slider, step=slider.step * apart)


class _Drawer:
    """The figures of a lesson's states, each drawn once; its panels often show the same."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[Any, str, float], Json] = {}
        self._packed: list[tuple[Sequence[State], float, Json]] = []

    def figures(self, panel: Panel, states: Sequence[State], width: float) -> Json:
        """The figures at this width, packed; null where the picture of before stays."""
        for same, wide, made in self._packed:
            if same is states and wide == width:
                return made
        made = packed([self._figure(panel, state, width) for state in states])
        self._packed.append((states, width, made))
        return made

    def _figure(self, panel: Panel, state: State, width: float) -> Json:
        if state.scene is None:
            return None
        key = panel.theme.figure, json.dumps(state.at), width
        if key not in self._drawn:
            self._drawn[key] = _plain(panel.theme.figure(state.scene, width=width))
        return self._drawn[key]


def _fitting(panel: Panel, room: int, drawer: _Drawer) -> States:
    """The most states whose figures have room; where few do, those of as many controls, in their order."""

    def fits(states: States) -> bool:
        return _size(drawer.figures(panel, states.states, WIDTH)) <= room

    if fits(chosen := panel.states()):
        return chosen
    names: list[str] = []
    for control in (control for row in panel.rows for control in row.controls):
        if fits(panel.states(0, [*names, control.name])):
            names.append(control.name)
    return panel.states(0, names)


def _words(panel: Panel, chosen: States) -> Json:
    names = list(chosen.states[0].at)
    rows = [
        [spec for spec in row.specs if spec["name"] != "play" or chosen.plays] for row in panel.rows
    ]
    return {
        "rows": rows,
        "names": names,
        "at": packed([list(state.at.values()) for state in chosen.states]),
        "said": packed([_said(state) for state in chosen.states]),
        "ways": packed([[*way, to] for way, to in chosen.ways.items()]),
        "plays": chosen.plays,
        "goals": [goal.words for goal in panel.goals],
        "confirmed": CONFIRMED,
    }


def _said(state: State) -> Json:
    said = {"say": state.say, "alt": state.alt, "table": state.table}
    refused = {"refusal": state.refusal, "faults": dict(state.faults)}
    return (refused if state.scene is None else said) | {"goals": list(state.goals)}


def _plain(figure: Figure) -> Json:
    """What of a figure is drawn."""
    return {name: figure[name] for name in ("data", "layout")}


def _bytes(json_like: Json) -> bytes:
    return json.dumps(json_like, separators=(",", ":"), ensure_ascii=False).encode()


def _size(json_like: Json) -> int:
    return len(gzip.compress(_bytes(json_like)))


def _digest(text: bytes) -> str:
    return sha256(text).hexdigest()[:12]
