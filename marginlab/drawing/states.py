"""The states of a panel, tabulated as a hand reaches them, for pages on which no Python answers.

From the opening state each control moves alone, and so it does from every choice beside it, as long as
those stay few; buttons are pressed until nothing changes; the ways to a puzzle's goals and the states of
a play are walked. The panel itself is moved, so that what is tabulated is what it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from marginlab.drawing.controls import Choice, Control, Slider

if TYPE_CHECKING:
    from marginlab.drawing.panel import Panel

Act = tuple[str, Any]  # a control and its value; a button and None
Way = tuple[Act, ...]
MOST = 300  # states of controls that move alone, from as many choices as that allows
PRESSES = 50  # of one button, at most


@dataclass(frozen=True, slots=True)
class State:
    """What a panel shows after an act.

    at: the values of its controls, and what else decides the picture, by name;
    scene: what is drawn; None where the act is refused and the picture of before stays;
    say, alt, table: the scene in words; refusal, faults: as the panel's own;
    goals: which of its goals are reached here, by their places.
    """

    at: Mapping[str, Any]
    scene: Any
    say: str = ""
    alt: str = ""
    table: Sequence[Sequence[str]] = ()
    refusal: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    goals: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class States:
    """All tabulated states, the opening one first, and where acts lead.

    ways: from a state by an act to a state, by their places, where that is not the state which differs in
    this one value alone; plays: the states that a play passes through, by their places.
    """

    states: Sequence[State]
    ways: Mapping[tuple[int, str, Any], int]
    plays: Sequence[int]


def tabulated(panel: Panel, most: int = MOST, names: Sequence[str] | None = None) -> States:
    """Tabulates a panel that stands where it opens, and leaves it there.

    most: of the states that controls reach alone, from as many choices beside them as that allows; with 0
    goals are reached at one stroke; names: of the controls that move, if not all.
    Raises ValueError for a control whose values cannot be counted, and what no theme should raise.
    """
    theme = panel.theme
    panel.theme = replace(theme, figure=lambda *_, **__: {})  # nobody looks
    walk = _Walk(panel)
    for base, controls in _bases(panel, most):
        for control in controls:
            for value in options(control) if names is None or control.name in names else ():
                walk.to((*base, (control.name, value)))
        walk.press(base)
    for goal in panel.goals:
        if goal.by:
            walk.to(goal.by)
    plays = [tuple(state.items()) for state in panel.played.states] if panel.played else []
    if names is not None and any({*dict(state)} - {*names} for state in plays):
        plays = []
    played = [walk.to(state) for state in plays]
    panel.theme = theme
    walk.back()
    return States(walk.states, walk.ways, played)


def options(control: Control) -> list[Any]:
    """All values that a hand can give to a slider or a choice."""
    match control:
        case Slider():
            return control.steps
        case Choice():
            return list(control.options.values())
    raise ValueError(f"{control.name!r} was a field; what is typed there cannot be tabulated")


def _bases(panel: Panel, most: int) -> Iterator[tuple[Way, list[Control]]]:
    """From where controls move alone, and which of them."""
    controls = [control for row in panel.rows for control in row.controls]
    each = sum(len(options(control)) for control in controls)
    bases: list[Way] = [()]
    for choice in controls:
        if isinstance(choice, Choice) and len(bases) * len(choice.options) * each <= most:
            beside = [(choice.name, value) for value in options(choice)]
            bases = [(*base, act) for base, act in product(bases, beside)]
    for base in dict.fromkeys([(), *bases]):
        yield base, [control for control in controls if control.name not in dict(base)]
    for goal in panel.goals if most else ():
        for base in _before(goal.by):
            left = {name for name, _ in goal.by[len(base) :]} | {*dict(goal.by)} - {*dict(base)}
            yield base, [control for control in controls if control.name in left]


def _before(way: Way) -> list[Way]:
    """Where one is on the way to a goal; of two controls either is moved first."""
    steps = [way[:length] for length in range(1, len(way))]
    return [(way[1],), *steps] if len({*dict(way)}) == len(way) == 2 else steps


class _Walk:
    """A panel moved about, and what was seen."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.opening = panel.at
        self.states: list[State] = []
        self.ways: dict[tuple[int, str, Any], int] = {}
        self._places: dict[str, int] = {}  # of a state in the list, by what it is
        self._reached: dict[Way, int] = {}
        self.back()
        self._reached[()] = self._place()

    def back(self) -> None:
        """To the opening state."""
        self.panel.put_back(self.opening)

    def to(self, way: Way) -> int:
        """Goes there from the opening state; the place of what is there."""
        if way not in self._reached:
            *before, (name, value) = way
            start = self.to(tuple(before))
            self._go(way)
            place = self._reached[way] = self._place(self.states[start].goals)
            moved = {**self.states[start].at, name: value}
            if value is None or moved != self.states[place].at:
                self.ways[start, name, value] = place
        return self._reached[way]

    def press(self, base: Way) -> None:
        """Presses each button there until it leads nowhere new, and between two presses any other."""
        for name in self.panel.buttons:
            way, seen = base, {self.to(base)}
            for _ in range(PRESSES):
                way = (*way, (name, None))
                place = self.to(way)
                if place in seen or self.states[place].refusal:
                    break
                seen.add(place)
                for other in self.panel.buttons:
                    self.to((*way, (other, None)))

    def _go(self, way: Way) -> None:
        if self.panel.forgets and None not in dict(way).values():
            self.panel.put_back({**self.opening, **dict(way)})
            if not self.panel.view.refusal:  # what stays of a picture is that of the way there
                return
        self.back()
        for name, value in way:
            row = next(row for row in self.panel.rows if name in row.names)
            row.act(name, value)

    def _place(self, before: Sequence[int] = ()) -> int:
        """The place of what is seen now; before: the goals that were reached one act earlier."""
        state = self._seen(before)
        place = self._places.setdefault(json.dumps([state.at, state.refusal]), len(self.states))
        if place == len(self.states):
            self.states.append(state)
        return place

    def _seen(self, before: Sequence[int]) -> State:
        panel = self.panel
        if panel.error:
            raise panel.error
        goals = [number for number, goal in enumerate(panel.goals) if goal.reached(panel)]
        if panel.view.refusal:
            goals = [number for number in goals if number not in before]  # its scene is another's
            refusal, faults = panel.view.refusal, dict(panel.controls.faults)
            return State(panel.at, None, refusal=refusal, faults=faults, goals=goals)
        words = panel.theme.words(panel.scene)
        return State(panel.at, panel.scene, words.say, words.summary, words.table, goals=goals)
