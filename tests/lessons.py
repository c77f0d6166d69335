"""The lessons, a row each: what all tests, browser tests and benchmarks need to know of one.

A row stands where a lesson's own tests do, as `LESSON` in `tests/course/test_lessonNN_picture.py`, and is
found there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from marginlab.drawing.canvas import Figure
from marginlab.drawing.panel import Panel
from marginlab.drawing.prediction import Prediction

State = dict[str, Any]
Point = tuple[float, float]
Keys = Sequence[tuple[str, str, int]]  # the control's label, the key, how often
NAN = float("nan")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A lesson's question on the page, and what a hand does there.

    truth: the traces, and secret: the words, that nobody sees before the mark is placed; axes, along:
    the mark's pane and its axis there; click, grasp, drop: where the mouse clicks, takes the mark, and
    lets it go; marks: where the mark stands after the click and after the drop, give or take near;
    keys, typed: what moves the mark by keyboard, and where to; said: how the answer repeats a mark.
    """

    truth: frozenset[str]
    secret: str
    click: Point
    drop: Point
    marks: Point
    keys: tuple[str, int]
    typed: float
    grasp: Point | None = None
    axes: str = ""
    along: str = "x"
    near: float = 0.0
    said: str = "You said {}"


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson by its theme and its folder.

    truth: what is not drawn before the mark is placed, and secret: what is not written; unseen: values
    that do not show then; axes: the values on which the axes depend; moving: axes that follow the
    state; unsaid: what no words may say; largest: a state
    that draws much, and bytes: of it, at most; refused: values that cannot be, each with what is said
    of them. first: values with which no end of a control closes the position; also: more values of
    controls at which labels are looked at; again: the button that starts again; code: what its own
    tests ask the kernel in a last cell. moved: the central control and the key that moves it; opens:
    the values at which the puzzle opens its panel; goals: the keys that reach each of its goals in
    turn, from where the one before was reached; cards: how many of the claim court stand before it.
    """

    theme: str
    room: str
    states: SearchStrategy[State]
    truth: frozenset[str]
    secret: tuple[str, ...] = ()
    unseen: Mapping[str, Any] = field(default_factory=dict)
    axes: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    unsaid: str = r"\bnan\b"
    largest: Mapping[str, Any] = field(default_factory=dict)
    bytes: int
    refused: tuple[tuple[State, str], ...]
    asked: Asked
    first: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Sequence[float]] = field(default_factory=dict)
    again: str = ""
    code: str = ""
    moved: tuple[str, str]
    opens: Mapping[str, Any] = field(default_factory=dict)
    goals: Sequence[Keys] = ()
    cards: int = 0

    @property
    def number(self) -> int:
        return int(self.room.removeprefix("lesson")[:2])

    @property
    def panel(self) -> Callable[..., Panel]:
        return self._made("panel")

    @property
    def question(self) -> Callable[[], Prediction]:
        return getattr(self._module("panel"), f"place_{self.theme}_mark")  # type: ignore[no-any-return]

    def scene(self, **state: Any) -> Any:
        return self._made("scene")(**state)

    def drawable(self, state: State) -> Any:
        """The scene; a state that is refused is passed over."""
        try:
            return self.scene(**state)
        except ValueError:
            assume(False)

    def figure(self, scene: Any, **look: Any) -> Figure:
        drawn: Figure = self._made("picture", "figure")(scene, **look)
        return drawn

    def words(self, scene: Any) -> Any:
        return self._made("words")(scene)

    def puzzle(self) -> Panel:
        """The panel as the puzzle opens it."""
        return self.panel(**self.opens)

    @property
    def opening(self) -> str:
        """That as a notebook's code."""
        values = ", ".join(f"{name}={value!r}" for name, value in self.opens.items())
        return f"{self.panel.__name__}({values})"

    @property
    def place(self) -> int:
        """Which of its notebook's panels that is, from 0: the guide alone shows it before it asks."""
        return self.cards + (1 if self.goals else 0)

    def move(self, panel: Panel, times: int) -> None:
        """What so many keys on the central control do."""
        name, key = self.moved
        step = self.control["step"] if key == "ArrowRight" else -self.control["step"]
        panel.set(**{name: panel.values[name] + times * step})

    @property
    def control(self) -> dict[str, Any]:
        """The specification of the central control."""
        return next(spec for spec in self.puzzle().controls.specs if spec["name"] == self.moved[0])

    @property
    def cells(self) -> tuple[str, ...]:
        """The page of its own: what is imported, the panel, the question, the last cell."""
        panel, question = self.panel.__name__, self.question.__name__
        return (
            f"from {self.panel.__module__} import {panel}, {question}",
            f"panel = {panel}(); panel",
            f"{question}()",
            *filter(None, (self.code,)),
        )

    def _module(self, part: str) -> Any:
        return import_module(f"marginlab.course.{self.room}.{part}")

    def _made(self, part: str, name: str = "") -> Callable[..., Any]:
        """The function of one of the lesson's modules."""
        made: Callable[..., Any] = getattr(self._module(part), f"{self.theme}_{name or part}")
        return made


def states_of(panel: Panel, question: Prediction) -> SearchStrategy[State]:
    """Every state of a panel's controls, with a mark of its question or without."""

    def steps(low: float, high: float, step: float, digits: int) -> SearchStrategy[float]:
        count = round((high - low) / step)
        return st.integers(0, count).map(lambda n: round(low + n * step, digits or None))

    values: dict[str, SearchStrategy[Any]] = {}
    for spec in panel.controls.specs:
        if spec["kind"] == "slider":
            values[spec["name"]] = steps(*(spec[key] for key in ("low", "high", "step", "digits")))
        elif spec["kind"] == "choice":
            values[spec["name"]] = st.sampled_from([value for _, value in spec["options"]])
    mark = question.slider
    values[mark.name] = st.none() | steps(mark.low, mark.high, mark.step, mark.digits)
    return st.fixed_dictionaries(values)


@cache
def lessons() -> Mapping[str, Lesson]:
    """All of them by theme, in the order of the course."""
    files = sorted((ROOT / "tests" / "course").glob("test_lesson*_picture.py"))
    rows = [import_module(f"tests.course.{file.stem}").LESSON for file in files]
    return {row.theme: row for row in rows}
