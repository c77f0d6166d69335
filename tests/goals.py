"""The keys of puzzles, pressed in Python as a page presses them."""

from __future__ import annotations

from typing import Any

from tests.lessons import lessons

PUZZLES = {lesson.number: lesson for lesson in lessons().values() if lesson.goals}


def found(panel: Any, label: str) -> tuple[Any, dict[str, Any]]:
    """The row and the specification of the control with this label."""
    return next((row, spec) for row in panel.rows for spec in row.specs if spec["label"] == label)


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
