"""The light drawer draws what plotly draws: each path, marker and word, within half a pixel, in its colour.

plotly draws in a bare page as view.js has it draw, with the words that the browser sets over it; the other
drawing lies in the same place. `python -m tests.long` compares all states.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from marginlab.drawing.canvas import Figure
from marginlab.drawing.ink import DARK, dark_rules
from marginlab.drawing.prediction import Prediction
from marginlab.drawing.sheet import LAYOUTS
from marginlab.drawing.states import MOST, State
from marginlab.drawing.view import PlotView
from tests.browser.lab import FLAGS
from tests.lessons import lessons

COUNT, SEED = 300, 23
STRETCHED = 1.1  # a column is seldom as wide as the step that its figure is made for
MARKS = 20  # of a question, at most
COMPARISON = Path(__file__).with_name("same_picture.js").read_text(encoding="utf-8")
PAGE = f"""<!doctype html><meta charset="utf-8"><style>
  {PlotView._css}
  {dark_rules("[data-dark]")}
  .marginlab {{ position: absolute; left: 0; top: 0; }} .marginlab-stage {{ margin: 0; }}
</style>
<div class="marginlab"><div class="marginlab-stage">
  <div class="marginlab-plot"></div><div class="marginlab-words"></div>
</div></div>
<div class="marginlab" id="drawn"></div>"""
LOAD = """async ([view, comparison]) => {
  const loaded = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const { plot, drawn } = await loaded(view);
  const { differences } = await loaded(comparison);
  const [graph, words] = ["plot", "words"].map((name) => document.querySelector(`.marginlab-${name}`));
  const picture = document.querySelector("#drawn");
  let revision = 0;
  window.compare = (figure, width, dark, [first, instead] = []) => {
    // From one width to another plotly leaves an axis' title where it was, a pixel off.
    if (graph.style.width !== `${width}px`) Plotly.purge(graph);
    graph.style.width = `${width}px`;
    plot(Plotly, graph, words, { figure, width, dark, revision: ++revision });
    picture.toggleAttribute("data-dark", Object.keys(dark).length > 0);
    const text = drawn(figure, width);
    picture.innerHTML = first ? text.replace(new RegExp(first), instead) : text;
    return differences(graph, words, picture);
  };
}"""


class Drawing(NamedTuple):
    """One state of a panel or of a question in one column and one theme."""

    name: str
    figure: Figure
    width: int
    dark: bool


def drawings(most: int, count: int) -> Iterator[Drawing]:
    """So many of all states in all layouts and both themes; most: as `tabulated` has it."""
    tables = {theme: row.panel().states(most).states for theme, row in lessons().items()}
    places = [(theme, state) for theme, states in tables.items() for state in states if state.scene]
    asked = [(theme, mark) for theme, row in lessons().items() for mark in marks(row.question())]
    looks = list(product([one.width for one in LAYOUTS], (1, STRETCHED), (False, True)))
    every = [(*look, *place) for look in looks for place in (*places, *asked)]
    for layout, stretched, dark, theme, shown in sorted(
        Random(SEED).sample(every, min(count, len(every))), key=itemgetter(0, 1, 3)
    ):
        row = lessons()[theme]
        if isinstance(shown, State):
            name, figure = f"{theme} {shown.at}", row.figure(shown.scene, width=layout)
        else:
            question = row.question()
            question.mark = shown
            name, figure = f"the question of {theme} at {shown}", question.asked(layout)
        yield Drawing(name, figure, round(layout * stretched), dark)


def marks(question: Prediction) -> list[float | None]:
    steps = question.slider.steps
    return [None, *map(float, steps[:: max(1, len(steps) // MARKS)])]


def loaded(browser: Browser) -> Page:
    """A bare page with plotly, the view and the comparison."""
    from plotly.offline import get_plotlyjs

    page = browser.new_page(viewport={"width": 1_300, "height": 1_300})
    page.set_content(PAGE)
    page.add_script_tag(content=get_plotlyjs())
    page.evaluate(LOAD, [str(PlotView._esm), COMPARISON])
    return page


def compared(page: Page, drawing: Drawing) -> list[str]:
    """What the two drawings do not share, in words."""
    seen: dict[str, Any] = page.evaluate(
        "([figure, width, dark]) => compare(figure, width, dark)",
        [drawing.figure, drawing.width, dict(DARK) if drawing.dark else {}],
    )
    theme = "dark" if drawing.dark else "light"
    return [f"{drawing.name}, {drawing.width} px, {theme}: {one}" for one in seen["found"]]


def failures(count: int) -> list[str]:
    """What the two do not share in so many states, layouts and themes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = loaded(browser)
        found = [one for drawing in drawings(MOST, count) for one in compared(page, drawing)]
        browser.close()
        return found


def test_the_drawer_draws_what_plotly_draws(browser: Browser) -> None:
    page = loaded(browser)
    found = [one for drawing in drawings(0, COUNT) for one in compared(page, drawing)]
    page.close()
    assert found == [], "\n".join(found)


# What would be another picture: what is found first in the drawing, and what stands there instead.
@pytest.mark.parametrize(
    ("first", "instead", "said"),
    [
        ('stroke="#d40154"', 'stroke="#d40155"', "stroke"),
        ("<pattern(.*?)#5d636b", "<pattern$1#5d636c", "hatch"),
        ('stroke-dasharray="', 'stroke-dasharray="1', "dash"),
        ('stroke-width="5"', 'stroke-width="5.1"', "width"),
        ('<rect width="', '<rect width="1', "clip"),
        ('fill-rule="', 'transform="translate(0 0.6)" fill-rule="', "px away"),
        ('transform="translate\\((\\d+)', 'transform="translate(1$1', "px away"),
        ("<path [^>]*fill-rule[^>]*></path>", "", "paths"),
        ("data-name", 'transform="translate(0.6 0)" data-name', "px away"),
        ('font-weight="bold"', "", "bold"),
        ('font-size="13"', 'font-size="13.2"', "size"),
        (">wall", ">wal", "texts"),
    ],
)
def test_another_picture_is_not_the_same(first: str, instead: str, said: str, wall: Page) -> None:
    figure = lessons()["wall"].panel().view.figure
    script = "([figure, change]) => compare(figure, 840, {}, change ?? [])"
    assert wall.evaluate(script, [figure, None])["found"] == []
    found = wall.evaluate(script, [figure, [first, instead]])["found"]
    assert any(said in one for one in found), found


@pytest.fixture(scope="module")
def wall(browser: Browser) -> Iterator[Page]:
    page = loaded(browser)
    yield page
    page.close()
