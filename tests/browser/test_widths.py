"""All panels and questions in columns from a phone's to a projector's, light and dark, on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

import pytest

from marginlab.drawing.canvas import SMALLEST
from marginlab.drawing.panel import Panel
from marginlab.drawing.prediction import Prediction
from tests.browser.desktop import fitting
from tests.browser.lab import Notebook, Shots, collisions, frames
from tests.lessons import lessons

MADE: tuple[Callable[[], Panel | Prediction], ...] = (
    *(lesson.panel for lesson in lessons().values()),
    *(lesson.question for lesson in lessons().values()),
)
CELLS = tuple(f"from {make.__module__} import {make.__name__}\n{make.__name__}()" for make in MADE)
# A theme changes colours and moves no label (test_every_panel.py): each width has one of the two.
LOOKS = tuple(zip((320, 480, 640, 840, 1_200, 1_600), cycle(("Light", "Dark"))))
TARGET = 24  # pixels that a pointer needs
# All texts of a plot, drawn by plotly or set by the view; the controls; and what is wider than its room.
LOOK = """root => {
  const graph = root.querySelector('.marginlab-plot'), frame = graph.getBoundingClientRect();
  const box = (node) => {
    const {left, top, right, bottom} = node.getBoundingClientRect();
    return {left: left - frame.left, top: top - frame.top, right: right - frame.left,
            bottom: bottom - frame.top, width: frame.width, height: frame.height};
  };
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const texts = [...root.querySelectorAll('.marginlab-words span, .marginlab-plot text')]
    .filter((node) => node.textContent.trim())
    .map((node) => ({text: node.textContent, letters: size(node), ...box(node)}));
  const hit = [...root.querySelectorAll(
    '.marginlab-slider input, .marginlab-choice label span, .marginlab-action button')].map((node) => {
    const {width, height} = node.getBoundingClientRect();
    return [node.textContent || node.getAttribute('aria-label'), Math.min(width, height)];
  });
  const said = [...root.querySelectorAll('.marginlab, .marginlab *')]
    .filter((node) => node.childNodes.length && !node.closest('svg'));
  const wide = [root, ...said].filter((node) => node.scrollWidth > node.clientWidth + 1 &&
    getComputedStyle(node).display !== 'inline').map((node) => node.className || node.tagName);
  const sliders = [...root.querySelectorAll('.marginlab-slider input')].map((node) => node.clientWidth);
  const small = said.filter((node) => size(node) < 12).map((node) => node.className);
  return {texts, hit, wide, sliders, small};
}"""


@pytest.fixture(scope="module")
def all_panels(opened: Callable[..., Notebook]) -> Notebook:
    """Every panel and every question below one another, in a window that holds the largest of them."""
    book = opened("widths.ipynb", *CELLS)
    book.page.set_viewport_size({"width": 1_920, "height": 1_800})
    book.page.add_style_tag(content=".marginlab-panel { width: var(--column) !important; }")
    book.run_again()
    return book


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_panel_holds_its_column(
    width: int, theme: str, all_panels: Notebook, shots: Shots
) -> None:
    page = all_panels.page
    page.bring_to_front()
    all_panels.theme(f"JupyterLab {theme}")
    page.evaluate("w => document.body.style.setProperty('--column', w + 'px')", width)
    found: dict[str, Any] = {}
    for number, make in enumerate(MADE):
        panel, twin = all_panels.panel(number), make()
        page.wait_for_function(
            """([number, width, height]) => {
              const layout = document.querySelectorAll('.marginlab-panel')[number]
                ?.querySelector('.marginlab-plot')?._fullLayout;
              return layout?.width === width && Math.abs(layout.height - height) < 1;
            }""",
            arg=[number, width, height(twin, width)],
        )
        for _ in range(20):  # while the page still scrolls and draws, words are anywhere
            frames(page)
            if not (wrong := faults(all_panels.panel(number).root.evaluate(LOOK))):
                break
            page.wait_for_timeout(100)
        shots.take(panel.root, f"{make.__name__}_{width}_{theme.lower()}")
        if wrong:
            found[make.__name__] = wrong
    assert found == {}, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())


def faults(seen: Mapping[str, Any]) -> list[str]:
    """What is wrong with a panel as it was seen, in words."""
    return [
        *collisions(seen["texts"]),
        *(f"{text['text']!r} is small" for text in seen["texts"] if text["letters"] < SMALLEST),
        *(f"{name!r} is hard to hit" for name, size in seen["hit"] if size < TARGET),
        *(f"{name} is wider than its room" for name in seen["wide"]),
        *(f"{name} has small letters" for name in seen["small"]),
    ]


def height(made: Panel | Prediction, width: int) -> float:
    """How high the figure is that Python draws for this width."""
    view = made.view
    view.width = fitting(made, width)
    return float(view.figure["layout"]["height"])


def test_sliders_grow_with_the_column(all_panels: Notebook) -> None:
    page = all_panels.page
    page.bring_to_front()
    lengths = []
    for width in (320, 840):
        page.evaluate("w => document.body.style.setProperty('--column', w + 'px')", width)
        frames(page)
        lengths.append(all_panels.panel(0).root.evaluate(LOOK)["sliders"][0])
    assert lengths[1] > lengths[0] >= 92, lengths
