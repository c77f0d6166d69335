"""What a page has to show: what the desktop's Python computes for the same panel."""

from __future__ import annotations

import math
import re
from html import unescape
from typing import Any

from playwright.sync_api import expect

from marginlab.drawing.panel import Panel
from marginlab.drawing.prediction import Prediction
from tests.browser.lab import PanelOnPage, until


def plain(html: str) -> str:
    """Its text alone."""
    return unescape(re.sub("<[^>]*>", "", html))


def fitting(made: Panel | Prediction, width: float) -> int:
    """The width for which Python draws in a column of this many pixels."""
    return int(max(step for step in made.view.steps if step <= width))


def drawn_by_desktop(figure: dict[str, Any]) -> dict[str, list[Any]]:
    """Where the lines, washes, curves and markers of a figure stand, by axis and name."""
    found = [
        (
            s["xref"],
            s["name"],
            [s.get("x0"), s.get("x1")],
            [s.get("y0"), s.get("y1")],
            s.get("path"),
        )
        for s in figure["layout"]["shapes"]
    ]
    for trace in figure["data"]:
        if trace.get("mode") == "text":
            continue
        axis, x, y = trace.get("xaxis", "x"), trace["x"], trace["y"]
        if "ids" in trace:
            found += [(axis, name, [x[i]], [y[i]], None) for i, name in enumerate(trace["ids"])]
        else:
            found.append((axis, trace["name"], list(x), list(y), None))
    return {f"{axis}/{name}": [x, y, path] for axis, name, x, y, path in found}


def agrees(drawn: dict[str, dict[str, Any]], wanted: dict[str, list[Any]]) -> bool:
    """Whether the page draws the same things at the same places."""

    def same(one: Any, other: Any) -> bool:
        if isinstance(other, list):
            return len(one) == len(other) and all(map(same, one, other))
        if isinstance(other, int | float):
            if math.isnan(other):
                return one is None
            return isinstance(one, int | float) and math.isclose(
                one, other, rel_tol=1e-9, abs_tol=1e-9
            )
        return bool(one == other)

    return drawn.keys() == wanted.keys() and all(
        same([drawn[key]["x"], drawn[key]["y"], drawn[key].get("path")], wanted[key])
        for key in wanted
    )


def shows(panel: PanelOnPage, desktop: Panel) -> None:
    """The words and the drawing of the page come to be those that the desktop computes."""
    panel.expect_say(plain(desktop.view.say))
    draws(panel, desktop)


def draws(panel: PanelOnPage, desktop: Panel) -> None:
    """The drawing of the page and its description come to be those that the desktop computes."""
    graph = panel.root.locator(".marginlab-plot.js-plotly-plot")
    expect(graph).to_have_attribute("aria-label", desktop.view.alt)  # words may stay when it moves
    wanted = drawn_by_desktop(desktop.view.figure)
    until(
        panel.page, lambda: agrees(panel.drawn(), wanted), lambda: f"{panel.drawn()}, not {wanted}"
    )
