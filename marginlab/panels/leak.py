"""Lesson 5, the quiet leak: a calendar on which funding moves the wall, in both modes."""

from __future__ import annotations

from typing import Any

from marginlab.controls import Choice, Slider
from marginlab.figures.leak import leak_figure, leak_say, leak_scene, leak_summary, leak_table
from marginlab.panels.base import Panel, Theme
from marginlab.panels.prediction import Prediction

LEAK = Theme(leak_scene, leak_figure, leak_say, leak_summary, leak_table)
QUESTION = (
    "The price stands still at 60,000. On which day does the exchange close this isolated 100x long? "
    "Day 24 means: on day 24 it is still open."
)


def leak_panel(**values: Any) -> Panel:
    """The panel, opened on the day of the liquidation or at these values of its controls."""
    panel = Panel(
        [
            Slider("day", 0, 24, 1, 18),
            Slider("rate_percent", -0.005, 0.01, 0.001, 0.01, label="funding rate", suffix=" %"),
            Slider("leverage", 80, 150, 5, 100, suffix="x"),
            Choice(
                "funding_from",
                {"margin": "margin", "wallet first": "available", "margin, capped": "capped"},
                "margin",
                label="paid from",
            ),
        ],
        LEAK,
    )
    if values:
        panel.set(**values)
    return panel


def place_leak_mark() -> Prediction:
    """The question before the panel: how long does a position live while nothing happens?"""
    mark = Slider("guess", 1, 24, 1, 12, label="your mark")
    return Prediction(leak_panel(), QUESTION, mark, picture="leak")
