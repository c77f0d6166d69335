"""The light drawer in Node: it draws every panel at every layout, and refuses by name what it does not know.

That it draws what plotly draws is shown in a page, by tests/browser/test_drawer.py.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import marginlab.drawing
from marginlab.drawing.canvas import Figure
from marginlab.drawing.ink import DARK, dark_rules
from marginlab.drawing.sheet import LAYOUTS
from tests.lessons import lessons

DRAWER = Path(marginlab.drawing.__file__).with_name("drawer.js")
# Of each figure [figure, width] what was drawn, or the message of the error.
DRAW = """
import { readFileSync } from "node:fs";
const { drawn, panes } = await import(process.argv[1]);
const answer = ([figure, width]) => {
  try { return { svg: drawn(figure, width), panes: panes(figure, width) }; }
  catch (error) { return { error: error.message }; }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0)).map(answer)));
"""
SVG = "{http://www.w3.org/2000/svg}"
UNSEEN = {"config", "hoverlabel"}  # nothing in them is drawn


def in_node(figures: list[tuple[Figure, float]]) -> list[dict[str, Any]]:
    """What Node makes of figures in columns of these widths."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on the path")
    command = [node, "--input-type=module", "-e", DRAW, DRAWER.as_uri()]
    done = subprocess.run(
        command, input=json.dumps(figures), capture_output=True, text=True, check=True
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def openings() -> list[tuple[Figure, float]]:
    """Every panel and every question as it opens, at every layout."""
    made = [make() for row in lessons().values() for make in (row.panel, row.question)]
    found = []
    for one in made:
        for layout in LAYOUTS:
            one.view.width = layout.width
            found.append((dict(one.view.figure), layout.width))
    return found


def test_every_panel_is_drawn_at_every_layout(openings):
    for (figure, width), answer in zip(openings, in_node(openings), strict=True):
        root = ElementTree.fromstring(answer.get("svg") or f"<p>{answer['error']}</p>")
        assert root.tag == f"{SVG}svg", root.text
        assert float(root.attrib["width"]) == width
        names = [one.attrib["data-name"] for one in root.iter() if "data-name" in one.attrib]
        words = [trace for trace in figure["data"] if trace.get("mode") == "text"]
        assert names == [
            f"{trace.get('xaxis', 'x')}/{name}" for trace in words for name in trace["ids"]
        ]
        ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
        assert len(ids) == len({*ids})
        assert {*re.findall(r"url\(#([^)]*)\)", answer["svg"])} <= {*ids}
        paints = {one.attrib.get(paint) for one in root.iter() for paint in ("fill", "stroke")}
        strange = {p for p in paints if p and p[0] == "#" and p not in DARK} - {"#444444"}
        assert not strange, "no rule would make these colours dark"


def test_the_panes_are_where_the_axes_are(openings):
    for (figure, width), answer in zip(openings, in_node(openings), strict=True):
        layout, margin = figure["layout"], figure["layout"]["template"]["layout"]["margin"]
        for pane in answer["panes"]:
            number = pane["axis"][1:]
            assert pane["x"] == layout[f"xaxis{number}"]["range"]
            assert pane["y"] == layout[f"yaxis{number}"]["range"]
            assert pane["left"] >= round(margin["l"])
            assert pane["left"] + pane["width"] <= width - round(margin["r"]) + 0.01
            assert pane["top"] + pane["height"] < layout["height"]


def objects(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all objects in a figure in which a key could be drawn; one of each kind of a list."""
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            if key not in UNSEEN:
                yield from objects(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from objects(value, (*path, number))


def has(figure: Figure, path: tuple[Any, ...], key: str) -> bool:
    """Whether there is such a key in it."""
    node: Any = figure
    for step in path:
        node = node[step] if isinstance(step, int) or step in node else {}
    return key in node


def changed(figure: Figure, path: tuple[Any, ...], key: str, value: Any) -> Figure:
    """A copy of the figure with one key more, or another value of it."""
    copy = deepcopy(figure)
    node: Any = copy
    for step in path:
        node = node[step]
    node[key] = value
    return copy


def test_a_key_that_is_not_known_is_named(openings):
    # Of every lesson one width: what a figure says does not depend on it.
    strange = [
        (changed(figure, path, "strange", 1), width)
        for figure, width in openings[:: len(LAYOUTS)]
        for path in {re.sub(r"\d+", "0", str(p)): p for p in objects(figure)}.values()
    ]
    answers = in_node(strange)
    assert [
        answer.get("error", "drawn")
        for answer in answers
        if "strange" not in answer.get("error", "")
    ] == []


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("data", 0), "mode", "lines+markers"),
        (("data", 0), "fill", "tozeroy"),
        (("data", 0, "marker"), "opacity", 0.5),
        (("data", 0), "x", [None] * 9),
        (("layout", "shapes", 0), "type", "circle"),
        (("layout", "shapes", -1), "layer", "below"),
        (("layout", "shapes", 0, "line"), "dash", "longdashdot"),
        (("layout", "shapes", 0, "line"), "color", "red"),
        (("layout", "shapes", 0), "xref", "paper"),
        (("layout", "xaxis"), "anchor", "free"),
        (("layout", "template", "layout", "xaxis"), "tickformat", ".2f"),
        (("layout", "template", "layout", "yaxis"), "ticks", "inside"),
        (("layout", "xaxis", "title"), "text", "<i>price</i>"),
        (("layout", "template", "layout"), "paper_bgcolor", "#ffffff"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_drawn_is_named(path, key, value, openings):
    figure, width = next(one for one in openings if has(one[0], path, key))
    (answer,) = in_node([(changed(figure, path, key, value), width)])
    said = value[0] if isinstance(value, list) else value
    assert {None: "null"}.get(said, str(said)) in answer.get("error", "")


def test_the_rules_turn_every_colour_dark_once():
    rules = dark_rules(".night")
    for light, dark in DARK.items():
        assert f'.night svg [fill="{light}"] {{ fill: {dark}; }}' in rules
        assert f'.night svg [stroke="{light}"] {{ stroke: {dark}; }}' in rules
    assert len(rules.splitlines()) == 2 * len(DARK)
