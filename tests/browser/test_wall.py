"""Lesson 2's panel and question in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marginlab.course.lesson02_the_wall.panel import place_wall_mark
from marginlab.theory.terms import show
from marginlab.venues import BITGET
from tests.browser.lab import Cell, Notebook, PanelOnPage, notebook, violations

LESSON = "wall"
Opened = Callable[..., Notebook]
PANEL = ("from marginlab.course.lesson02_the_wall.panel import wall_panel", "wall_panel()")
HOUSE = {"side": 1, "size": 0.1, "entry_price": 60_000.0}
CONTRACT = BITGET.contracts["BTCUSDT"]


def wall(collateral: float, **changed: float) -> float:
    """Where the library says that the wall is."""
    position = HOUSE | changed
    tier = CONTRACT.tier_at(position["size"] * position["entry_price"])
    rates = {"mmr": float(tier.mmr), "fee_rate": float(CONTRACT.fee_rate)}
    return float(BITGET.liquidation_price(**position, collateral=collateral, **rates))


def stands(panel: PanelOnPage, trace: str, price: float) -> None:
    """The drawn line comes to stand at the price: in the drawn data, and as the path in the page."""
    panel.settles(trace, price)
    assert panel.drawn()[trace]["x"] == pytest.approx([price, price], abs=0.005)
    axis = trace.partition("/")[0].removeprefix("x")
    left, right = panel.stroke(trace)
    expected = panel.pixel(price, 0, axis)[0]
    assert (left + right) / 2 == pytest.approx(expected, abs=1)


def test_the_opening_state_is_the_house_position(panel: PanelOnPage) -> None:
    panel.expect_say(show(wall(600), "price"))
    stands(panel, "x/wall", wall(600))
    stands(panel, "x2/wall", wall(2_000))


def test_arrow_keys_move_text_and_line_and_only_the_isolated_wall(panel: PanelOnPage) -> None:
    panel.press("leverage", "ArrowRight", 5)
    panel.expect_say(show(wall(6_000 / 15), "price"))
    stands(panel, "x/wall", wall(6_000 / 15))
    stands(panel, "x2/wall", wall(2_000))
    panel.press("leverage", "ArrowDown", 7)
    panel.expect_say(show(wall(6_000 / 8), "price"))
    stands(panel, "x/wall", wall(6_000 / 8))


def test_a_mouse_drag_moves_text_and_line(panel: PanelOnPage) -> None:
    wallet = panel.drag("wallet", 0.3)
    assert 900 <= wallet <= 1_300
    panel.expect_say(show(wall(wallet), "price"))
    stands(panel, "x2/wall", wall(wallet))
    stands(panel, "x/wall", wall(600))


def test_a_choice_turns_the_whole_picture(panel: PanelOnPage) -> None:
    panel.choose("side", "short")
    panel.expect_say(show(wall(600, side=-1), "price"))
    stands(panel, "x/wall", wall(600, side=-1))
    panel.page.keyboard.press("ArrowLeft")
    panel.expect_say(show(wall(600), "price"))


def test_what_the_exchange_refuses_is_said_and_the_picture_stays(panel: PanelOnPage) -> None:
    before = panel.drawn()
    panel.expect_no_refusal()
    panel.press("leverage", "Home")
    panel.expect_refusal("6,000")
    assert panel.drawn() == before
    panel.expect_say(show(wall(600), "price"))
    panel.press("leverage", "End")
    panel.expect_say(show(wall(40), "price"))
    panel.expect_no_refusal()


def test_keys_on_a_control_do_not_command_the_notebook(panel: PanelOnPage) -> None:
    panel.press("leverage", "d", 2)
    panel.press("leverage", "ArrowDown")
    panel.expect_say(show(wall(6_000 / 9), "price"))
    assert panel.page.locator(".jp-CodeCell").count() == 3


def test_a_panel_hears_while_a_cell_awaits_and_after_it(opened: Opened) -> None:
    waits = "while panel.values['leverage'] < 13: await asyncio.sleep(0.01)"
    book = opened(
        "awaiting.ipynb", f"import asyncio\n{PANEL[0]}", "panel = wall_panel(); panel", waits
    )
    book.command("notebook:run-all-cells")
    panel = book.panel()
    for leverage in (11, 12, 13, 14):  # the third ends the cell, if it is heard
        panel.press("leverage", "ArrowRight")
        panel.expect_say(show(wall(6_000 / leverage), "price"))
    book.idle()


HANDED = """leverage => {
  const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
  window.handed = new Promise(done => kernel.iopubMessage.connect(function hear(_, {content}) {
    if (content.data?.content?.at?.leverage !== leverage) return;
    kernel.iopubMessage.disconnect(hear);
    done();
  }));
}"""
SLEEPS = """() => {
  const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
  window.slept = kernel.requestExecute({code: "import time; time.sleep(1)"}).done;
}"""


def test_a_slider_in_hand_moves_the_picture_while_the_kernel_is_busy(panel: PanelOnPage) -> None:
    page = panel.page
    page.evaluate(HANDED, 12)
    panel.slider("leverage").focus()
    page.evaluate("() => window.handed")
    page.evaluate(SLEEPS)
    panel.press("leverage", "ArrowRight", 2)
    panel.expect_say(show(wall(500), "price"))
    drawn_by_drawer = panel.root.locator("[data-moving] .marginlab-moving svg")
    assert drawn_by_drawer.count() == 1, "plotly draws what the kernel has confirmed"
    page.evaluate("() => window.slept")
    stands(panel, "x/wall", wall(500))


def test_a_page_without_the_extension_draws_the_same(opened: Opened, panel: PanelOnPage) -> None:
    other = opened("fallback.ipynb", *PANEL)
    other.page.evaluate("() => { delete globalThis._JUPYTERLAB['jupyterlab-plotly']; }")
    other.run_all()
    fallback = other.panel()
    assert fallback.drawn() == panel.drawn()
    fallback.press("leverage", "ArrowRight", 5)
    stands(fallback, "x/wall", wall(6_000 / 15))
    assert other.page.evaluate("() => globalThis.Plotly !== undefined")


# ---- place your mark


def test_after_the_mark_the_keyboard_goes_on_where_the_panel_begins(asked: Cell) -> None:
    asked.panel().press("your mark", "ArrowLeft", 3)
    for key in ("Tab", "ArrowRight", "Tab", "Space"):
        asked.page.keyboard.press(key)
    asked.page.get_by_text("You said 59,970 (fairly sure).").wait_for()
    expect(asked.page.locator(":focus")).to_have_attribute("aria-label", "leverage")


def test_a_click_on_the_labels_of_the_axis_counts(asked: Cell) -> None:
    panel = asked.panel()
    x, y = panel.pixel(59_250, -20)
    asked.page.mouse.click(x, y + 15)
    panel.expect_say("Your mark: 59,250")


REMEMBERED = ("from marginlab.lesson import *", "place_wall_mark()")


def test_a_mark_is_there_the_next_day_until_the_question_is_started_over(opened: Opened) -> None:
    book = opened("remembered.ipynb", *REMEMBERED)
    book.run_again()
    asked = book.panel()
    asked.put("your mark", 59_400)
    asked.choose("this is", "certain")
    asked.button("Place my mark").click()
    asked.expect_say(show(wall(60), "price"))
    book.run_all()  # in a new kernel
    again = book.panel()
    again.expect_say(show(wall(60), "price"))
    told = "You said 59,400 (certain). This idea leads near there: liquidation at equity zero."
    expect(again.root).to_contain_text(told)
    stands(again, "x/wall", wall(60))
    assert again.drawn()["x/your mark"]["x"] == [59_400]
    assert violations(book.page, ".marginlab-panel") == []
    over = again.button("Start over")
    over.focus()
    book.page.keyboard.press("Space")
    again.expect_say("Click on the axis")
    assert "x/wall" not in again.drawn()
    again.press("your mark", "ArrowLeft")  # the keyboard is in the row again
    again.expect_say("59,990")
    book.run_all()
    book.panel().expect_say("Click on the axis")


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def test_a_lesson_that_was_never_run_shows_its_picture_whole(opened: Opened) -> None:
    book = opened("lessons/02_where_the_wall_stands.ipynb")
    picture = book.page.locator(".jp-OutputArea-output img").first
    picture.wait_for()
    column = picture.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')]").first
    assert 600 < picture.bounding_box()["width"] <= column.bounding_box()["width"]


def test_a_stored_question_keeps_its_fold_and_its_picture(opened: Opened, course: Path) -> None:
    """JupyterLab cleans what it has not run itself: the answer must stay folded and complete."""
    picture = f'<img src="data:image/png;base64,{DOT}" alt="the picture"></details>'
    unsafe = '<p id="unsafe" onclick="alert()">nothing</p>'
    html = place_wall_mark().html().replace("</details>", picture) + unsafe
    notebook(course / "stored.ipynb", "place_wall_mark()", html=html)
    output = opened("stored.ipynb").page.locator(".jp-OutputArea-output").first
    assert output.get_by_text("nothing").get_attribute("onclick") is None, "this was not cleaned"
    table, image = output.locator("details table"), output.get_by_alt_text("the picture")
    assert not table.is_visible()
    output.locator("summary").click()
    expect(table).to_contain_text(show(wall(60), "price"))
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
