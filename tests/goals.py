"""Every goal of every puzzle, and the keys that reach it from where the one before was reached.

A test presses them in Python, another one in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marginlab.course.lesson01_whose_money.panel import stakes_panel
from marginlab.course.lesson02_the_wall.panel import wall_panel
from marginlab.course.lesson03_two_fates.panel import fates_panel
from marginlab.course.lesson04_plus_and_minus.panel import adjust_panel
from marginlab.course.lesson05_quiet_leak.panel import leak_panel

Keys = list[tuple[str, str, int]]  # the control's label, the key, how often

# By lesson: the panel as its puzzle opens it, as code and made; the keys for each of its goals in turn.
PUZZLES: dict[int, tuple[str, Callable[[], Any], list[Keys]]] = {
    1: ("stakes_panel()", stakes_panel, [
        [("leverage", "ArrowLeft", 1)],
        [("margin", "ArrowRight", 40)],
        [("margin", "ArrowRight", 1)],
    ]),
    2: ("wall_panel()", wall_panel, [
        [("maintenance", "ArrowRight", 1)],
        [("maintenance", "ArrowRight", 1), ("extra margin", "End", 1)],
        [("side", "ArrowRight", 1)],
    ]),
    3: ('fates_panel(path="C")', lambda: fates_panel(path="C"), [
        [("leverage", "ArrowRight", 10)],
        [("leverage", "ArrowLeft", 10), ("path", "ArrowRight", 2), ("shape the path on", "ArrowRight", 1),
         ("price there", "Home", 1), ("price there", "ArrowRight", 30),
         ("shape the path on", "ArrowRight", 1), ("price there", "Home", 1),
         ("price there", "ArrowRight", 34)],
        [("price there", "ArrowRight", 4)],
    ]),
    4: ('adjust_panel(margin=600.0, mark_price=55_000, automatic_call="Bitget")',
        lambda: adjust_panel(margin=600.0, mark_price=55_000, automatic_call="Bitget"), [
        [("mark price", "Home", 1)],
        [("mark price", "ArrowRight", 36)],
        [("Start again", "Space", 1), ("automatic call", "ArrowLeft", 1), ("− 100", "Space", 1)],
        [("mark price", "End", 1), ("− 100", "Space", 1)],
    ]),
    5: ("leak_panel()", leak_panel, [
        [("funding rate", "Home", 1)],
        [("funding rate", "End", 1), ("day", "End", 1), ("leverage", "Home", 1),
         ("leverage", "ArrowRight", 4)],
        [("leverage", "ArrowRight", 16), ("paid from", "ArrowRight", 1)],
    ]),
}  # fmt: skip


def rows(panel: Any) -> list[Any]:
    """The rows of controls of a panel."""
    return [panel.controls, *([panel.hand] if hasattr(panel, "hand") else [])]


def found(panel: Any, label: str) -> tuple[Any, dict[str, Any]]:
    """The row and the specification of the control with this label."""
    return next((row, spec) for row in rows(panel) for spec in row.specs if spec["label"] == label)


def press(panel: Any, label: str, key: str, times: int) -> None:
    """What the page tells Python when a key is pressed on a control."""
    row, spec = found(panel, label)
    for _ in range(times):
        if spec["kind"] == "action":
            row._handle_custom_msg({"press": spec["name"]}, [])
        else:
            row.moved = [spec["name"]]
            value = _moved(spec, row.values[spec["name"]], key)
            row.values = {**row.values, spec["name"]: value}


def _moved(spec: dict[str, Any], value: Any, key: str) -> Any:
    way = {"ArrowRight": 1, "ArrowLeft": -1}.get(key, 0)
    if spec["kind"] == "choice":
        options = [option for _, option in spec["options"]]
        return options[(options.index(value) + way) % len(options)]
    low, high, step = spec["low"], spec["high"], spec["step"]
    number = {"Home": low, "End": high}.get(key, value + way * step)
    return round(low + round((min(max(number, low), high) - low) / step) * step, spec["digits"])
