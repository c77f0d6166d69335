"""What is true of every lesson's panel and question in a real JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import expect

from marginlab.drawing.ink import DARK
from marginlab.theory.terms import show
from tests.browser.desktop import draws, fitting
from tests.browser.lab import (
    SIZES,
    Cell,
    Notebook,
    PanelOnPage,
    Shots,
    becomes,
    collisions,
    moved,
    until,
    violations,
    window,
)
from tests.lessons import Lesson, lessons


@pytest.fixture(scope="module", params=lessons())
def lesson(request: pytest.FixtureRequest) -> str:
    """Each lesson in turn, all tests of one before the next."""
    return str(request.param)


@pytest.fixture
def row(lesson: str) -> Lesson:
    return lessons()[lesson]


def said(panel: Any) -> str:
    """The sentence on the picture, without the goals that were reached on the way."""
    return re.sub(r"</?b>", "", panel.theme.words(panel.scene).say)


# ---- the panel


def test_the_panel_is_accessible_in_both_themes_and_swaps_every_colour(
    row: Lesson, panel: PanelOnPage, book: Notebook
) -> None:
    """The dark theme comes without the kernel."""
    assert panel.alt() == row.panel().summary()
    assert violations(panel.page, ".marginlab-panel") == []
    light, places = panel.colours(), panel.labels()
    try:
        book.theme("JupyterLab Dark")
        becomes(panel.page, panel.colours, {DARK[colour] for colour in light})
        becomes(panel.page, panel.labels, places)  # nothing but colours
        assert violations(panel.page, ".marginlab-panel") == []
    finally:
        book.theme("JupyterLab Light")
    becomes(panel.page, panel.colours, light)


@pytest.mark.parametrize("size", SIZES)
def test_at_either_end_of_any_control_the_page_draws_what_python_does_and_no_label_collides(
    size: str, lesson: str, row: Lesson, book: Notebook, panel: PanelOnPage, shots: Shots
) -> None:
    model, found = row.panel(), {}

    def agrees() -> None:
        panel.expect_say(said(model))
        draws(panel, model)
        if model.view.refusal:
            panel.expect_refusal(model.view.refusal)
        else:
            panel.expect_no_refusal()

    with window(book, size, shots, lesson):
        model.view.width = fitting(model, panel.width())
        agrees()
        found["the opening state"] = collisions(panel.labels())
        for state, there, back in states(row, model, panel):
            there()
            agrees()
            found[state] = collisions(panel.labels())
            shots.take(book.page, f"{lesson}_{size}_{state}")
            back()
            agrees()
    assert {state: texts for state, texts in found.items() if texts} == {}


def states(
    row: Lesson, model: Any, panel: PanelOnPage
) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Both ends of every control and what the row names besides: how to go there and to come back."""

    def go(controls: Any, spec: Any, value: Any) -> None:
        if spec["kind"] == "slider":
            panel.put(spec["label"], value)
        else:
            panel.choose(spec["label"], dict(map(reversed, spec["options"]))[value])
        (model if controls is model.controls else controls).set(**{spec["name"]: value})

    def begin() -> None:
        for spec in model.controls.specs:
            if spec["name"] in row.first:
                go(model.controls, spec, row.first[spec["name"]])

    def again() -> None:
        panel.button(row.again).click()
        model.press("again")

    for controls in filter(None, (model.controls, getattr(model, "hand", None))):
        for spec in controls.specs:
            if spec["kind"] == "action":
                continue
            name, start = spec["name"], controls.values[spec["name"]]
            ends = (
                [spec["low"], spec["high"]] if spec["kind"] == "slider"
                else [value for _, value in spec["options"]]
            )  # fmt: skip
            for value in (*ends, *row.also.get(name, ())):
                move = partial(go, controls, spec, value)
                if row.again:
                    yield f"{name} {value}", lambda move=move: (begin(), move()), again
                elif value != start:
                    yield f"{name} {value}", move, partial(go, controls, spec, start)


# ---- place your mark


def is_held_back(row: Lesson, asked: Cell) -> bool:
    """Whether neither a line nor a word of the truth is on the page below the question."""
    texts = asked.root.locator(".jp-OutputArea").all_inner_texts()
    return not row.asked.truth & set(asked.panel().drawn()) and not any(
        row.asked.secret in text for text in texts
    )


def mark_of(row: Lesson, panel: PanelOnPage) -> float:
    [mark] = panel.drawn()[f"x{row.asked.axes}/your mark"][row.asked.along]
    return float(mark)


def shows_both(row: Lesson, asked: Cell, mark: float) -> None:
    """The mark stands beside the truth, and stays where it is when the panel is moved."""
    panel, question = asked.panel(1), row.question()
    question.put(mark)
    question.place()
    model = question.panel
    panel.expect_say(said(model))
    panel.expect_say(row.asked.said.format(show(mark)))
    assert set(panel.drawn()) >= row.asked.truth
    expect(panel.root).to_contain_text(row.asked.secret, use_inner_text=True)
    name, key = row.moved
    label = row.control["label"]
    model.set(**{name: moved(panel.slider(label), key)})
    panel.expect_say(said(model))
    assert mark_of(row, panel) == mark, "a placed mark never moves"


def test_a_mark_by_mouse_holds_the_truth_back_and_then_stands_beside_it(
    row: Lesson, asked: Cell
) -> None:
    panel, mouse = asked.panel(), asked.page.mouse
    first, last = row.asked.marks
    assert is_held_back(row, asked)
    mouse.click(*panel.pixel(*row.asked.click, row.asked.axes))
    panel.expect_say("Your mark: ")
    placed = panel.drawn()[f"x{row.asked.axes}/your mark"]
    assert mark_of(row, panel) == pytest.approx(first, abs=row.asked.near / 2)
    mouse.move(*panel.pixel(*(row.asked.grasp or (placed["x"][0], placed["y"][0])), row.asked.axes))
    mouse.down()
    mouse.move(*panel.pixel(*row.asked.drop, row.asked.axes), steps=4)
    mouse.up()
    until(panel.page, lambda: abs(mark_of(row, panel) - last) <= row.asked.near)
    mark = mark_of(row, panel)
    panel.expect_say(f"Your mark: {show(mark)}")
    assert is_held_back(row, asked)
    panel.button("Place my mark").click()
    shows_both(row, asked, mark)


def test_a_mark_by_keyboard_does_the_same(row: Lesson, asked: Cell) -> None:
    panel, keyboard = asked.panel(), asked.page.keyboard
    panel.button("Place my mark").press("Enter")
    panel.expect_refusal("There is no mark yet")
    panel.press("your mark", *row.asked.keys)
    panel.expect_say(f"Your mark: {show(row.asked.typed)}")
    assert is_held_back(row, asked)
    assert violations(asked.page, ".marginlab-panel") == []
    for key in ("Tab", "Tab", "Space"):
        keyboard.press(key)
    shows_both(row, asked, row.asked.typed)


def test_the_stored_words_fold_the_answer(row: Lesson) -> None:
    question, answer = row.question().html().split("<details>")
    assert row.asked.secret not in question
    assert row.asked.secret in answer
