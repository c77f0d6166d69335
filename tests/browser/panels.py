"""The lessons' panels and questions, one row each: what tests/browser/test_every_panel.py does with them.

A lesson's panel and question stand on one page, which its own test file shares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marginlab.course.lesson00_start_here.panel import place_twin_mark, twin_panel
from marginlab.course.lesson01_whose_money.panel import place_stakes_mark, stakes_panel
from marginlab.course.lesson02_the_wall.panel import place_wall_mark, wall_panel
from marginlab.course.lesson03_two_fates.panel import fates_panel, place_fates_mark
from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel, place_adjust_mark
from marginlab.course.lesson05_quiet_leak.panel import leak_panel, place_leak_mark

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A lesson's panel and question, made in Python as on the page.

    truth: the traces, and secret: the words, that nobody sees before the mark is placed; axes, along:
    the mark's pane and its axis there; click, grasp, drop: where the mouse clicks, takes the mark, and
    lets it go; marks: where the mark stands after the click and after the drop, give or take near;
    keys, typed: what moves the mark by keyboard, and where to; said: how the answer repeats a mark;
    moved: a control's label and a key that moves it on the answer's panel. also: more values of
    controls at which labels are looked at; first: values that are set before; again: the button that
    starts again; code: what its own tests ask the kernel in a last cell.
    """

    panel: Callable[..., Any]
    question: Callable[[], Any]
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
    moved: tuple[str, str]
    also: Mapping[str, Sequence[float]] = field(default_factory=dict)
    first: Mapping[str, Any] = field(default_factory=dict)
    again: str = ""
    code: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The page: what is imported, the panel, the question, the last cell."""
        names = ", ".join((self.panel.__name__, self.question.__name__))
        return (
            f"from {self.panel.__module__} import {names}",
            f"panel = {self.panel.__name__}(); panel",
            f"{self.question.__name__}()",
            *filter(None, (self.code,)),
        )


PANELS: dict[str, Row] = {
    "start": Row(
        panel=twin_panel, question=place_twin_mark, truth=frozenset({"x2/wall"}), secret="1,506",
        axes="2", along="y", click=(0.4, 1_600), drop=(0.4, 2_000), marks=(1_600, 2_000), near=25,
        keys=("ArrowLeft", 5), typed=2_450, moved=("price", "ArrowRight"),
        also={"mark_price": (1_750, 1_775, 2_250, 2_275, 2_475, 2_500, 2_525)},
    ),
    "stakes": Row(
        panel=stakes_panel, question=place_stakes_mark, truth=frozenset({"x/lost"}), secret="1,700",
        along="y", click=(0.8, 460), drop=(0.5, 1_000), marks=(450, 1_000), near=50,
        keys=("ArrowLeft", 3), typed=450, moved=("mark price", "ArrowRight"),
    ),
    "wall": Row(
        panel=wall_panel, question=place_wall_mark, secret="59,674.50",
        truth=frozenset({"x/wall", "x/equity", "x/requirement"}),
        click=(59_641, 40), drop=(59_300, 20), marks=(59_640, 59_300), near=10,
        keys=("ArrowLeft", 3), typed=59_970, moved=("leverage", "ArrowRight"),
    ),
    "fates": Row(
        panel=fates_panel, question=place_fates_mark, secret="1,400",
        truth=frozenset({"x/isolated wall", "x/cross wall", "x2/worth", "x3/worth", "x2/end"}),
        axes="2", along="y", click=(5, 1_700), grasp=(10, 1_700), drop=(10, 1_900),
        marks=(1_700, 1_900), keys=("ArrowLeft", 6), typed=1_700, moved=("day", "ArrowLeft"),
        also={"leverage": (3,)}, code="panel.scene.way_points",
    ),
    "adjust": Row(
        panel=adjust_panel, question=place_adjust_mark, secret="51,235.68",
        truth=frozenset({"x/walls", "x/now", "x2/wall", "x4/chance now", "x4/chance cross"}),
        axes="4", click=(12.1, 2), drop=(40, 0.5), marks=(12, 40), keys=("ArrowLeft", 3), typed=47,
        said="You said {} of 100, it is 6.2 of 100.", moved=("mark price", "ArrowRight"),
        first={"automatic_call": "Bitget"}, again="Start again",
    ),
    "leak": Row(
        panel=leak_panel, question=place_leak_mark, secret="32.40",
        truth=frozenset({"x/payments", "x2/payments", "x/end", "x3/leaked", "x3/lost"}),
        click=(6.1, 59_500), grasp=(6, 59_190), drop=(9.1, 59_300), marks=(6, 9),
        keys=("ArrowRight", 3), typed=15, said="You said day {}", moved=("day", "ArrowLeft"),
    ),
}  # fmt: skip
