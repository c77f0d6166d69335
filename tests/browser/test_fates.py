"""Lesson 3's panel and question in a real JupyterLab: a hand, a key and time change what they should."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from marginlab.course.lesson03_two_fates.panel import STRIDE, fates_panel
from marginlab.course.lesson03_two_fates.scene import DAYS, PATHS, fates_scene
from marginlab.theory.terms import show
from tests.browser.lab import Cell, Notebook, PanelOnPage, becomes, played

LESSON = "fates"


def says(panel: PanelOnPage, **values: Any) -> None:
    """The panel comes to say, and to draw, what the library makes of these values."""
    scene = fates_scene(**values)
    panel.expect_say(re.sub(r"</?b>", "", fates_panel().theme.words(scene).say))
    worth = {
        axis: [pytest.approx(scene.wallet(fate, scene.day), abs=0.005)]
        for axis, fate in (("x2", scene.isolated), ("x3", scene.cross))
    }
    becomes(  # the text comes before the drawing
        panel.page, lambda: {axis: panel.drawn()[f"{axis}/now"]["y"] for axis in worth}, worth
    )
    drawn = panel.drawn()
    for mode, fate in (("isolated", scene.isolated), ("cross", scene.cross)):
        wall = fate.liquidation_price
        assert drawn[f"x/{mode} wall"]["y"] == pytest.approx([wall, wall], abs=0.005)
        label = show(scene.wallet(fate, scene.day), "money")
        assert any(label == box["text"] for box in panel.labels())


def test_the_opening_state_is_path_a(panel: PanelOnPage) -> None:
    says(panel)
    expect(panel.root.get_by_role("radio", name="A", exact=True)).to_be_checked()
    expect(panel.root.get_by_role("radio", name="day 6")).to_be_checked()


def test_leverage_moves_the_isolated_wall_alone(panel: PanelOnPage) -> None:
    before = panel.drawn()["x/cross wall"]
    panel.press("leverage", "ArrowRight", 10)
    says(panel, leverage=20)
    assert panel.drawn()["x/cross wall"] == before


def test_a_choice_of_path_or_fees_changes_both_ends(panel: PanelOnPage) -> None:
    panel.choose("path", "B")
    says(panel, path="B")
    panel.choose("fees", "on")
    says(panel, path="B", fees=True)


def test_the_day_shows_the_path_so_far(panel: PanelOnPage) -> None:
    panel.put("day", 3)
    says(panel, day=3)
    panel.press("day", "ArrowRight", 2)
    says(panel, day=3.2)


def drag_disc(panel: PanelOnPage, number: int, start: float, price: float) -> None:
    mouse, day = panel.page.mouse, 2 * number
    mouse.move(*panel.pixel(day, start))
    mouse.down()
    mouse.move(*panel.pixel(day + 0.3, (start + price) / 2), steps=4)
    mouse.move(*panel.pixel(day, price), steps=4)
    mouse.up()


def pythons_path(book: Notebook) -> str:
    """What the kernel says that the panel's path is."""
    cell = Cell(book, 3)
    cell.run()
    return str(cell.root.locator(".jp-OutputArea-output").inner_text())


def test_mouse_and_keyboard_shape_the_same_path_and_both_ends(
    panel: PanelOnPage, book: Notebook
) -> None:
    panel.choose("path", "C")
    says(panel, path="C")
    drag_disc(panel, 5, 61_000, 38_000)
    own = {"path": "own", "way_points": (*PATHS["C"][:5], 38_000.0)}
    says(panel, **own)
    expect(panel.root.get_by_role("radio", name="own")).to_be_checked()
    assert str(own["way_points"]) == pythons_path(book)
    by_mouse = panel.drawn()
    panel.choose("path", "C")
    says(panel, path="C")
    panel.choose("shape the path on", "day 10")
    panel.put("price there", 38_500)
    panel.press("price there", "ArrowLeft")
    says(panel, **own)
    assert panel.drawn() == by_mouse
    assert str(own["way_points"]) == pythons_path(book)


def test_a_disc_dropped_beside_its_day_goes_back(panel: PanelOnPage) -> None:
    mouse, start = panel.page.mouse, panel.pixel(10, 61_000)
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] - 60, start[1], steps=4)
    mouse.up()
    disc = """graph => { const [end] = graph._fullLayout.shapes.filter(s => s.name === 'way-point 5');
                         return [end.xanchor, end.yanchor]; }"""
    plot = panel.root.locator(".marginlab-plot.js-plotly-plot")
    becomes(panel.page, lambda: plot.evaluate(disc), [10, 61_000])
    box = plot.locator(".shapelayer path").last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] / 2 == pytest.approx(start[0], abs=2)


def test_play_brings_every_day_to_the_page_in_order(panel: PanelOnPage) -> None:
    desktop = fates_panel()
    played(panel, desktop)
    assert [state["day"] for state in desktop.played.states] == [
        round(frame * STRIDE, 1) for frame in range(round(DAYS / STRIDE) + 1)
    ]


def test_an_arrow_on_the_day_stops_the_play_where_it_stands(panel: PanelOnPage) -> None:
    for key in ("ArrowRight", "ArrowLeft", "ArrowRight"):
        say = panel.root.locator(".marginlab-say")
        stood = say.inner_text()
        panel.button("play").click()
        expect(say).not_to_have_text(stood)  # the words of before may name a later day, too
        expect(say).to_contain_text(re.compile("Day [1-9]"))
        panel.slider("day").evaluate(
            "day => day.addEventListener('input', () => { day.moved = day.value; }, {once: true})"
        )
        panel.press("day", key)
        moved = "() => document.querySelector('input[aria-label=day]').moved"
        day = float(panel.page.wait_for_function(moved).json_value())  # a play may go on until then
        panel.slider("day").evaluate("day => { delete day.moved; }")
        for _ in range(2):  # and some frames later it still stands there
            says(panel, day=day)
            assert float(panel.slider("day").input_value()) == day
            panel.page.wait_for_timeout(200)


def test_an_arrow_at_the_end_of_the_way_stops_the_play_as_well(panel: PanelOnPage) -> None:
    panel.press("day", "Home")
    says(panel, day=0)
    panel.root.evaluate(
        """root => {
          const day = root.querySelector('input[aria-label=day]');
          const key = (key) => new KeyboardEvent('keydown', {key, bubbles: true});
          [...root.querySelectorAll('button')].find((one) => one.textContent === 'play').click();
          day.dispatchEvent(key('ArrowLeft'));
        }"""
    )
    for _ in range(2):
        panel.page.wait_for_timeout(300)
        assert float(panel.slider("day").input_value()) == 0


def test_what_the_exchange_refuses_is_said_and_the_picture_stays(panel: PanelOnPage) -> None:
    before = panel.drawn()
    panel.press("leverage", "Home")
    panel.expect_refusal("2,000 is available")
    assert panel.drawn() == before
    panel.press("leverage", "End")
    says(panel, leverage=150)
    panel.expect_no_refusal()
