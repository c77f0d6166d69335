"""Your own position in a real JupyterLab: typed by keys alone, refused beside the field, in every column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from marginlab.course.own.kept import NAME
from marginlab.course.own.panel import own_panel
from tests.browser.lab import Notebook, PanelOnPage, Shots, becomes, collisions, violations

Opened = Callable[..., Notebook]
PAGE = "lessons/your_own_position.ipynb"
UNIFIED = {
    "symbol": "ETH/USDT:USDT", "side": "short", "contracts": 2, "contractSize": 1, "entryPrice": 3000,
    "markPrice": 2950, "leverage": 5, "marginMode": "cross", "liquidationPrice": 3700, "marginRatio": 0.02,
}  # fmt: skip


@pytest.fixture
def book(opened: Opened, course: Path) -> Iterator[Notebook]:
    (course / NAME).unlink(missing_ok=True)
    book = opened(PAGE)
    book.run_all()
    yield book
    (course / NAME).unlink(missing_ok=True)


def field(panel: PanelOnPage, name: str) -> Locator:
    return panel.root.get_by_role("textbox", name=name, exact=True)


def test_keys_alone_type_a_position_and_nonsense_keeps_the_last_good_picture(
    book: Notebook, course: Path, shots: Shots
) -> None:
    page, panel, model = book.page, book.panel(), own_panel()
    assert panel.alt() == model.summary()
    panel.root.get_by_role("combobox", name="exchange").focus()
    page.keyboard.type("Bin")  # a list takes the first letters
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ethusdt")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # short
    page.keyboard.press("Tab")
    expect(field(panel, "size")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0.2")
    model.set(exchange="Binance", contract="ethusdt", side="short", size="0.2")
    expect(panel.root.locator(".marginlab-say").first).to_have_text(plain(model))
    page.keyboard.type("x")
    size = panel.root.locator('[data-name="size"]')
    said = "size was '0.2x'; a number above 0, such as 0.1, is needed"
    expect(size.locator(".marginlab-fault")).to_have_text(f"{said}.")
    expect(field(panel, "size")).to_have_attribute("aria-invalid", "true")
    expect(field(panel, "size")).to_have_accessible_description(f"{said}.")
    assert panel.alt() == model.theme.words(model.scene).summary, (
        "the picture of the last good size"
    )
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        book.theme(theme)
        assert violations(page, ".marginlab-panel") == []
        shots.take(panel.root, f"own_fault_{theme[11:].lower()}")
    page.keyboard.press("Backspace")
    expect(size.locator(".marginlab-fault")).to_be_empty()
    expect(field(panel, "size")).to_be_focused()
    field(panel, "as JSON").focus()
    page.keyboard.insert_text(json.dumps(UNIFIED))
    page.keyboard.press("Enter")
    model.fill(json.dumps(UNIFIED))
    expect(panel.root).to_contain_text("not trusted")
    expect(panel.root.locator(".marginlab-say").first).to_have_text(plain(model))
    expect(field(panel, "entry price")).to_have_value("3000")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Keep in my folder
    expect(panel.root).to_contain_text(f"Kept in {NAME}")
    assert json.loads((course / NAME).read_text())["size"] == "2"


def plain(model: object) -> str:
    return model.view.say.replace("<b>", "").replace("</b>", "")  # type: ignore[attr-defined, no-any-return]


def test_every_column_holds_fields_picture_and_tables(book: Notebook, shots: Shots) -> None:
    page, panel = book.page, book.panel()
    page.set_viewport_size({"width": 1_920, "height": 1_200})
    try:
        for width in (320, 390, 840, 1_240):
            panel.root.evaluate("(root, width) => { root.style.width = `${width}px`; }", width)
            page.wait_for_function(
                """width => Math.abs(
                  document.querySelector('.marginlab-plot')._fullLayout.width - width) < 30""",
                arg=width,
            )
            field(panel, "size").fill("" if width == 320 else "0.1")
            wide = panel.root.evaluate(
                """root => [...root.querySelectorAll('*')].filter(node =>
                  !node.closest('.marginlab-stage') && node.getBoundingClientRect().right
                                                       > root.getBoundingClientRect().right + 1)
                  .map(node => node.className || node.tagName)"""
            )
            shots.take(panel.root, f"own_{width}")
            assert wide == [], f"at {width} pixels"
            becomes(page, lambda: collisions(panel.labels()), [])
    finally:
        page.set_viewport_size({"width": 1_280, "height": 800})
