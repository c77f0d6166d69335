"""What is true of every lesson's picture, words and panel, at every state of its controls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import tests.course.test_lesson00_picture as twin
import tests.course.test_lesson01_picture as stakes
import tests.course.test_lesson03_picture as fates
import tests.course.test_lesson04_picture as adjust
import tests.course.test_lesson05_picture as leak
import tests.drawing.test_canvas as wall
from marginlab import lesson as notebook
from marginlab.course.lesson00_start_here.panel import twin_panel
from marginlab.course.lesson01_whose_money.panel import stakes_panel
from marginlab.course.lesson02_the_wall.panel import wall_panel
from marginlab.course.lesson03_two_fates.panel import fates_panel
from marginlab.course.lesson03_two_fates.scene import OWN
from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel
from marginlab.course.lesson05_quiet_leak.panel import leak_panel
from marginlab.drawing.canvas import Figure
from tests.browser.panels import PANELS
from tests.drawing.test_panel import QUESTIONS
from tests.drawn import WIDTHS, collisions, lines, names
from tests.goals import PUZZLES

State = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson's picture by its theme: the folder of what makes it, and what is held back at first.

    truth: what is not drawn then, and secret: what is not written; asked: values that do not show
    then; axes: the values on which the axes depend; moving: axes that follow the state; holds:
    whether the axes hold every line; unsaid: what no words may say; first: values with which no end
    of a control closes the position; largest: a state that draws much, and bytes: of it, at most;
    refused: values that cannot be, each with what is said of them.
    """

    theme: str
    room: str
    panel: Callable[..., Any]
    states: SearchStrategy[State]
    truth: frozenset[str]
    secret: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    axes: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    holds: bool = False
    unsaid: str = r"\bnan\b"
    first: Mapping[str, Any] = field(default_factory=dict)
    largest: Mapping[str, Any] = field(default_factory=dict)
    bytes: int
    refused: tuple[tuple[State, str], ...]

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

    def said(self, scene: Any) -> str:
        """All that is said of the picture."""
        words = self._made("words")(scene)
        return f"{words.say} {words.summary} {words.table}"

    def _made(self, part: str, name: str = "") -> Callable[..., Any]:
        """The function of one of the lesson's modules."""
        module = import_module(f"marginlab.course.{self.room}.{part}")
        made: Callable[..., Any] = getattr(module, f"{self.theme}_{name or part}")
        return made


NAN = float("nan")
LESSONS = {lesson.theme: lesson for lesson in (
    Lesson(
        theme="twin", room="lesson00_start_here", panel=twin_panel, states=twin.STATES, bytes=9_000,
        truth=frozenset({"wall", "lost", "end", "change"}), asked={"mark_price": 2_500.0},
        largest={"guess": 1_700}, holds=True,
        refused=(
            ({"mark_price": 0}, "mark price was 0"),
            ({"mark_price": NAN}, "mark price was nan"),
            ({"guess": -5}, "your mark was -5"),
            ({"wallet_balance": 400}, "margin and fee needed was 500; 400 is available"),
        ),
    ),
    Lesson(
        theme="stakes", room="lesson01_whose_money", panel=stakes_panel, states=stakes.STATES, bytes=12_000,
        truth=frozenset({"lost", "change", "opening"}), secret=("<b>1,700</b> behind it",),
        largest={"guess": 450}, holds=True,
        refused=(
            ({"leverage": 2}, "margin and fee needed was 3,000; 2,000 is available"),
            ({"mark_price": 54_000}, "the isolated position is liquidated at 54,249.55"),
            ({"mark_price": "low"}, "'low'"),
            ({"size": -1}, "size was -1"),
            ({"side": 2}, "side was 2"),
        ),
    ),
    Lesson(
        theme="wall", room="lesson02_the_wall", panel=wall_panel, states=wall.STATES, bytes=12_000,
        truth=frozenset({"wall", "equity", "end", "lens", "closed", "bankruptcy", "forfeited"}),
        asked={"maintenance": False}, secret=("54,249",), axes=("side",), moving=("xaxis3", "yaxis3"),
        refused=(
            ({"leverage": 200}, "leverage was 200x"),
            ({"leverage": NAN}, "leverage was nan"),
            ({"size": 0}, "size was 0"),
            ({"entry_price": "abc"}, "price was 'abc'"),
            ({"wallet_balance": -1}, "wallet balance was -1"),
            ({"guess": 0}, "mark was 0"),
            ({"side": "long"}, "side was 'long'"),
            ({"extra_margin": 1_500}, "amount was 1,500; 1,400 is available"),
        ),
    ),
    Lesson(
        theme="fates", room="lesson03_two_fates", panel=fates_panel, states=fates.STATES, bytes=40_000,
        truth=frozenset({
            "isolated wall", "cross wall", "worth", "lost", "end", "loss", "liquidated", "stake",
        }),
        secret=("54,249",), unsaid=r"\bnan\b|never stake",
        refused=(
            ({"leverage": 200}, "leverage was 200"),
            ({"leverage": 2}, "margin and fee needed was 3,000; 2,000 is available"),
            ({"path": "D"}, "path was 'D'; A, B, C or own is needed"),
            ({"day": 11}, "day was 11; 0 to 10 is needed"),
            ({"day": "x"}, "day was 'x'"),
            ({"guess": NAN}, "your mark was nan"),
            ({"path": OWN, "way_points": (60_000, 1)}, "way-points were 2; 6 are needed"),
            ({"path": OWN, "way_points": (60_000, 1, 1, 1, 1, 1)}, "a way-point was 1; 35,000 to"),
            ({"path": OWN, "way_points": (50_000,) * 6}, "the first way-point was 50000.0"),
        ),
    ),
    Lesson(
        theme="adjust", room="lesson04_plus_and_minus", panel=adjust_panel, states=adjust.STATES,
        bytes=20_000,
        truth=frozenset({"walls", "wall", "now", "calls", "room", "chance now", "chance cross"}),
        first={"automatic_call": "Bitget"},
        refused=(
            ({"margin": 0}, "margin was 0"),
            ({"margin": NAN}, "margin was nan"),
            ({"margin": 2_100}, "amount was 1,500; 1,400 is available"),
            ({"mark_price": -1}, "mark price was -1"),
            ({"mark_price": 50_000}, "mark price was 50,000; this position is liquidated at 51,235.68"),
            ({"automatic_call": "maybe"}, "automatic call was 'maybe'; off or Bitget or 1/L"),
            ({"days": 0}, "days was 0"),
            ({"guess": 101}, "your mark was 101"),
        ),
    ),
    Lesson(
        theme="leak", room="lesson05_quiet_leak", panel=leak_panel, states=leak.STATES, bytes=14_000,
        truth=frozenset({"end", "payments", "closed", "leaked", "lost", "moved", "now"}),
        asked={"day": 0}, secret=("payments", "closed"), unsaid=r"\bnan\b|\bnever\b(?! moved)",
        largest={"day": 24, "guess": 6},
        refused=(
            ({"day": 25}, "day was 25"),
            ({"day": 1.5}, "day was 1.5"),
            ({"day": True}, "day was True"),
            ({"day": "abc"}, "day was 'abc'"),
            ({"rate_percent": NAN}, "funding rate was nan"),
            ({"leverage": 0}, "leverage was 0"),
            ({"funding_from": "thin air"}, "funding from was 'thin air'"),
            ({"guess": -1}, "your mark was -1"),
        ),
    ),
)}  # fmt: skip
every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_a_panel_that_notebooks_know_has_a_row_in_every_table() -> None:
    # A row that is missing tests nothing, and no other test would say so.
    panels = {name for name in notebook.__all__ if name.endswith("_panel")}
    questions = {name for name in notebook.__all__ if name.startswith("place_")}
    assert {lesson.panel.__name__ for lesson in LESSONS.values()} == panels
    assert {row.panel.__name__ for row in PANELS.values()} == panels
    assert {row.question.__name__ for row in PANELS.values()} == questions
    assert {question.__name__ for question in QUESTIONS} == questions
    puzzles = {code.partition("(")[0] for code, _, _ in PUZZLES.values()}
    assert puzzles == panels - {"twin_panel"}, "the guide alone has no puzzle"


def at_any_state(lesson: Lesson, claim: Callable[..., None], **more: SearchStrategy[Any]) -> None:
    """Draws states at random; claim: what holds of each, its scene and what is drawn besides."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(state=lesson.states, **more)
    def holds(state: State, **drawn: Any) -> None:
        claim(lesson.drawable(state), state, **drawn)

    holds()


@pytest.mark.parametrize("width", WIDTHS)
@every_lesson
def test_no_label_covers_another_or_a_line_at_any_state(lesson: Lesson, width: int) -> None:
    def claim(scene: Any, _: State, revealed: bool) -> None:
        assert collisions(lesson.figure(scene, revealed=revealed), width) == []

    at_any_state(lesson, claim, revealed=st.booleans())


@every_lesson
def test_before_the_mark_nothing_of_the_truth_is_drawn(lesson: Lesson) -> None:
    def claim(scene: Any, state: State) -> None:
        drawn = lesson.figure(scene, revealed=False)
        assert not names(drawn) & lesson.truth
        assert not [text for text in lesson.secret if text in json.dumps(drawn)]
        if lesson.asked:
            begun = lesson.scene(**state | lesson.asked)
            assert drawn == lesson.figure(begun, revealed=False), "the answer's value shows"

    at_any_state(lesson, claim)


@every_lesson
def test_axes_stand_still_at_every_state(lesson: Lesson) -> None:
    def claim(scene: Any, state: State) -> None:
        figure = lesson.figure(scene)
        layout = figure["layout"]
        home = lesson.figure(lesson.scene(**{name: state[name] for name in lesson.axes}))["layout"]
        for key, value in home.items():
            if re.fullmatch(r"[xy]axis\d*", key) and key not in lesson.moving:
                for part in ("range", "domain", "tickvals"):
                    assert layout[key].get(part) == value.get(part), (key, part)
        assert layout["uirevision"] == home["uirevision"]
        low, high = layout["yaxis"]["range"]
        for piece in lines(figure).values() if lesson.holds else ():
            assert low < min(piece["y"]) <= max(piece["y"]) < high

    at_any_state(lesson, claim)


@every_lesson
def test_picture_and_words_are_plain_json_without_nan(lesson: Lesson) -> None:
    def claim(scene: Any, _: State) -> None:
        json.dumps(lesson.figure(scene), allow_nan=False)
        assert not re.search(lesson.unsaid, lesson.said(scene))

    at_any_state(lesson, claim)


@every_lesson
def test_a_drawn_state_is_small(lesson: Lesson) -> None:
    """What goes over the wire at every key press; the common template alone weighs 7 kB."""
    figure = lesson.figure(lesson.scene(**lesson.largest))
    assert len([trace for trace in figure["data"] if trace.get("mode") != "text"]) <= 8
    assert len(json.dumps(figure)) < lesson.bytes


@pytest.mark.parametrize(
    ("lesson", "bad", "said"),
    [(lesson, bad, said) for lesson in LESSONS.values() for bad, said in lesson.refused],
    ids=[f"{lesson.theme}-{bad}" for lesson in LESSONS.values() for bad, _ in lesson.refused],
)
def test_what_cannot_be_is_said_in_a_sentence(lesson: Lesson, bad: State, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        lesson.scene(**bad)


@every_lesson
def test_each_control_holds_at_both_ends(lesson: Lesson) -> None:
    for spec in lesson.panel().controls.specs:
        bounds = [spec["low"], spec["high"]] if spec["kind"] == "slider" else []
        for end in bounds + [value for _, value in spec.get("options", [])]:
            panel = lesson.panel(**lesson.first)
            panel.set(**{spec["name"]: end})
            assert panel.error is None, (spec["name"], end, panel.error)
