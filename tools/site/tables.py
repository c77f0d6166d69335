"""What a page without Python needs of a panel or of a question: its states, packed.

One file holds the controls, the words of every state and where acts lead; another, for each width of a
column, the figures. A page loads the one that fits, and shows only what stands there.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.controls import Slider
from marginlab.drawing.panel import CONFIRMED, Panel
from marginlab.drawing.prediction import NO_MARK, STANDS, SURE, Prediction
from marginlab.drawing.states import MOST, State, States
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

    Each may be as large as what is left, shared among those that are still to come.
    """
    made: dict[str, Table] = {}
    left = largest
    for number, (name, place) in enumerate(places.items()):
        room = left // (len(places) - number)
        made[name] = asked(place, room) if isinstance(place, Prediction) else moved(place, room)
        left -= _size(made[name].figures(WIDTH))
    return made


def moved(panel: Panel, room: int) -> Table:
    """A panel's states, as many as there is room for."""
    drawer = _Drawer(panel)
    chosen = _fitting(drawer, room)
    return Table(
        _words(panel, chosen), lambda width: {"states": drawer.figures(chosen.states, width)}
    )


def asked(question: Prediction, room: int) -> Table:
    """A question at each mark, what stands there then, and the states of the panel that answers it."""
    slider, panel = _coarse(question.slider), question.panel
    marks, drawer = slider.steps, _Drawer(panel)
    told = [_marked(panel, slider.name, mark) for mark in marks]

    def marked(width: float) -> Json:
        before = []
        for mark in (None, *marks):
            question.mark = mark
            before.append(_plain(question.asked(width)))
        question.mark = None
        after = [_plain(panel.theme.figure(state.scene, width=width)) for state in told]
        return {"asked": packed(before), "told": packed(after)}

    chosen = _fitting(drawer, room - _size(marked(WIDTH)))
    words = _words(panel, chosen) | {
        "asks": question.question,
        "hint": question.view.say,
        "axis": question.axis,
        "mark": slider.spec(),
        "sure": SURE.spec() | {"value": SURE.value},
        "buttons": [spec for spec in question.controls.specs if spec["kind"] == "action"],
        "over": question.over.specs[0],
        "stands": STANDS,
        "missing": NO_MARK,
        "marks": packed([[mark, show(mark), question.said(mark, "{sure}")] for mark in marks]),
        "told": packed([_said(state) for state in told]),
    }
    return Table(
        words,
        lambda width: {**marked(width), "states": drawer.figures(chosen.states, width)},
    )


def _coarse(slider: Slider) -> Slider:
    """The same way in at most `MARKS` steps, which are steps of the slider."""
    count = len(slider.steps) - 1
    apart = next(n for n in range(1, count + 1) if count % n == 0 and count / n <= MARKS)
    return replace(slider, step=slider.step * apart)


def _marked(panel: Panel, name: str, mark: float) -> State:
    scene = panel.theme.scene(**panel.values, **panel.given, **{name: mark})
    words = panel.theme.words(scene)
    return State(panel.at, scene, words.say, words.summary, words.table)


class _Drawer:
    """The figures of a panel's states, each drawn once."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._drawn: dict[tuple[str, float], Json] = {}
        self._packed: list[tuple[Sequence[State], float, Json]] = []

    def figures(self, states: Sequence[State], width: float) -> Json:
        """The figures at this width, packed; null where the picture of before stays."""
        for same, wide, made in self._packed:
            if same is states and wide == width:
                return made
        made = packed([self._figure(state, width) for state in states])
        self._packed.append((states, width, made))
        return made

    def _figure(self, state: State, width: float) -> Json:
        if state.scene is None:
            return None
        key = json.dumps(state.at), width
        if key not in self._drawn:
            self._drawn[key] = _plain(self.panel.theme.figure(state.scene, width=width))
        return self._drawn[key]


def _fitting(drawer: _Drawer, room: int) -> States:
    """The most states whose figures have room; where few do, those of as many controls, in their order."""

    def fits(states: States) -> bool:
        return _size(drawer.figures(states.states, WIDTH)) <= room

    panel = drawer.panel
    for most in (MOST, 1):
        chosen = panel.states(most)
        if fits(chosen):
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
