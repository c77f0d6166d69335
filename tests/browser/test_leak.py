"""Lesson 5's calendar in a real JupyterLab: what is drawn is what the library computes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from marginlab.course.lesson05_quiet_leak.panel import leak_panel
from marginlab.drawing.canvas import DARK
from marginlab.drawing.panel import Panel
from marginlab.theory.terms import LONG, show
from marginlab.venues import BITGET
from marginlab.venues.consequences import Consequences
from tests.browser.lab import SIZES, Notebook, PanelOnPage, collisions, frames, violations, window

Opened = Callable[..., Notebook]
PANEL = ("from marginlab.course.lesson05_quiet_leak.panel import leak_panel", "leak_panel()")
QUESTION = (
    "from marginlab.course.lesson05_quiet_leak.panel import place_leak_mark",
    "place_leak_mark()",
)
WALL = Consequences(BITGET).wall_after_funding
HOUSE = {"side": LONG, "size": 0.1, "entry_price": 60_000, "mmr": 0.004, "fee_rate": 0.0006}


def wall(collateral: float, payments: int, rate: float = 0.0001) -> float:
    """Where the library says that the wall is after so many payments."""
    return float(WALL(**HOUSE, collateral=collateral, funding_rate=rate, intervals=payments))


def ends(panel: PanelOnPage, trail: str, day: float, price: float) -> None:
    """The drawn trail comes to end on that day at that price."""
    for _ in range(50):
        drawn = panel.drawn()[trail]
        if abs(drawn["x"][-1] - day) < 0.001 and abs(drawn["y"][-1] - price) < 0.01:
            return
        panel.page.wait_for_timeout(100)
    pytest.fail(f"{trail} ends on day {drawn['x'][-1]} at {drawn['y'][-1]}, not {day}, {price}")


def test_the_opening_state_is_the_day_of_the_liquidation(panel: PanelOnPage) -> None:
    panel.expect_say("54 payments of 0.60 took 32.40 of 60")
    ends(panel, "x/wall", 18, 60_000)
    ends(panel, "x2/wall", 18, wall(2_000, 54))


def test_arrow_keys_turn_the_calendar_in_both_panes(panel: PanelOnPage) -> None:
    panel.press("day", "ArrowLeft", 3)
    panel.expect_say(show(wall(60, 45), "price"))
    ends(panel, "x/wall", 15, wall(60, 45))
    ends(panel, "x2/wall", 15, wall(2_000, 45))
    panel.press("funding rate", "Home")
    panel.expect_say("shorts pay")
    ends(panel, "x/wall", 15, wall(60, 45, -0.00005))


def test_a_mouse_drag_moves_text_and_trail(panel: PanelOnPage) -> None:
    day = panel.drag("day", 0.4)
    assert 8 <= day <= 11
    panel.expect_say(show(wall(60, 3 * int(day)), "price"))
    ends(panel, "x/wall", day, wall(60, 3 * int(day)))


def test_another_pocket_leaves_the_isolated_wall_where_it_stands(panel: PanelOnPage) -> None:
    panel.choose("paid from", "wallet first")
    panel.expect_say("The rest of the wallet paid 32.40")
    ends(panel, "x/wall", 18, wall(60, 0))
    ends(panel, "x2/wall", 18, wall(2_000, 54))


def test_both_ends_of_the_leverage_are_allowed(panel: PanelOnPage) -> None:
    panel.press("leverage", "End")
    panel.expect_no_refusal()
    panel.press("leverage", "Home")
    panel.expect_say("75")
    panel.expect_no_refusal()


def test_the_dark_theme_swaps_every_colour_without_the_kernel(
    panel: PanelOnPage, panel_book: Notebook
) -> None:
    light = panel.colours()
    try:
        panel_book.theme("JupyterLab Dark")
        assert panel.colours() == {DARK[colour] for colour in light}
    finally:
        panel_book.theme("JupyterLab Light")
    assert panel.colours() == light


def test_the_panel_is_accessible(panel: PanelOnPage) -> None:
    assert violations(panel.page, ".marginlab-panel") == []
    assert panel.alt() == leak_panel().summary()


# ---- place your mark


def truth_is_held_back(panel: PanelOnPage) -> bool:
    texts = panel.page.locator(".jp-OutputArea").all_inner_texts()
    hidden = {"x/payments", "x2/payments", "x/end", "x3/leaked", "x3/lost"}
    return not hidden & set(panel.drawn()) and not any("32.40" in text for text in texts)


def shows_both(book: Notebook, mark: float) -> None:
    panel = book.panel(1)
    panel.expect_say(f"You said day {show(mark)}")
    ends(panel, "x/wall", 18, 60_000)
    assert panel.drawn()["x/your mark"]["x"] == [mark]
    panel.press("day", "ArrowLeft")
    panel.expect_say(show(wall(60, 51), "price"))
    assert panel.drawn()["x/your mark"]["x"] == [mark], "a placed mark never moves"


def test_a_mark_by_mouse_holds_the_truth_back_and_then_stands_beside_it(asked: Notebook) -> None:
    panel, mouse = asked.panel(), asked.page.mouse
    assert truth_is_held_back(panel)
    mouse.click(*panel.pixel(6.1, 59_500))
    panel.expect_say("Your mark: 6")
    mouse.move(*panel.pixel(6, 59_190))
    mouse.down()
    mouse.move(*panel.pixel(9.1, 59_300), steps=4)
    mouse.up()
    panel.expect_say("Your mark: 9")
    assert truth_is_held_back(panel)
    panel.button("Place my mark").click()
    shows_both(asked, 9)


def test_a_mark_by_keyboard_does_the_same(asked: Notebook) -> None:
    panel, keyboard = asked.panel(), asked.page.keyboard
    panel.press("your mark", "ArrowRight", 3)
    panel.expect_say("Your mark: 15")
    assert truth_is_held_back(panel)
    for key in ("Tab", "Tab", "Space"):
        keyboard.press(key)
    asked.page.get_by_text("You said 15 (guess).").wait_for()
    shows_both(asked, 15)


def test_the_question_is_accessible(asked: Notebook) -> None:
    panel = asked.panel()
    panel.press("your mark", "ArrowLeft")
    panel.expect_say("Your mark: 11")
    assert violations(asked.page, ".marginlab-panel") == []


# ---- the look


@pytest.mark.parametrize("size", SIZES)
def test_no_label_collides_at_either_end_of_any_control(
    size: str, panel_book: Notebook, panel: PanelOnPage, shots: Path
) -> None:
    page, found = panel_book.page, {}
    with window(panel_book, size, shots, "leak"):
        found["the opening state"] = collisions(panel.labels())
        for name, value, move, back in both_ends(panel):
            move()
            panel.expect_say(said(leak_panel(**{name: value})))
            found[f"{name} {value}"] = collisions(panel.labels())
            page.screenshot(path=shots / f"leak_{size}_{name}_{value}.png")
            back()
            panel.expect_say(said(leak_panel()))
        frames(page)
    assert {state: texts for state, texts in found.items() if texts} == {}


def both_ends(
    panel: PanelOnPage,
) -> Iterator[tuple[str, float | str, Callable[[], None], Callable[[], None]]]:
    """Both ends of every control: its name, the value, how to go there and how to come back."""
    for name, label, start, values in (
        ("day", "day", 18, (0, 24)),
        ("rate_percent", "funding rate", 0.01, (-0.005, 0.01)),
        ("leverage", "leverage", 100, (80, 150)),
    ):
        for value in values:
            yield name, value, partial(panel.put, label, value), partial(panel.put, label, start)
    for word in ("wallet first", "margin, capped"):
        move, back = (partial(panel.choose, "paid from", w) for w in (word, "margin"))
        yield "funding_from", word, move, back


def said(panel: Panel) -> str:
    """The sentence on the picture, without the goals that were reached on the way."""
    return re.sub(r"</?b>", "", panel.theme.say(panel.scene))
