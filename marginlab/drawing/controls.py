"""The row of controls above a picture: sliders, choices, fields and buttons as plain values.

It knows no margin. One widget holds the whole row, and its inputs are the browser's own: each has a
name for screen readers, shows its value in the course's number format, and knows the usual keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from math import nan
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from marginlab.theory.given import is_number
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import show


@dataclass(frozen=True, slots=True)
class Slider:
    """A number from `low` to `high`; an arrow key moves it by `step`."""

    name: str
    low: float
    high: float
    step: float
    value: float
    label: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def digits(self) -> int:
        """Decimal places that a value on a step has."""
        return max(0, -int(Decimal(str(self.step)).normalize().as_tuple().exponent))

    @property
    def steps(self) -> list[float]:
        """All values that it can have, from `low` to `high`."""
        count = round((self.high - self.low) / self.step)
        return [self.checked(self.low + n * self.step) for n in range(count + 1)]

    def nearest(self, value: float) -> float:
        """The value that a hand can put nearest to a number."""
        inside = min(max(value, self.low), self.high)
        return self.checked(self.low + round((inside - self.low) / self.step) * self.step)

    def checked(self, value: Any) -> float:
        """The value, if it lies on a step of the slider; else a ValueError says what is allowed."""
        number = float(value) if is_number(value) else nan
        if self.low <= number <= self.high:
            step = self.low + round((number - self.low) / self.step) * self.step
            if abs(step - number) < ROUNDING * self.high:
                return round(step, self.digits) if self.digits else round(step)
        raise ValueError(
            f"{_label(self)} was {value!r}; {show(self.low)} to {show(self.high)} "
            f"in steps of {show(self.step)} is allowed here"
        )

    def spec(self) -> dict[str, Any]:
        return asdict(self) | {"kind": "slider", "label": _label(self), "digits": self.digits}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values, each with the word that stands on its button; of many, in a list."""

    name: str
    options: Mapping[str, Any]
    value: Any
    label: str = ""
    listed: bool = False

    def checked(self, value: Any) -> Any:
        """The option's value, given that value or its word; else a ValueError names the words."""
        said = value.strip().casefold() if isinstance(value, str) else value
        for word, option in self.options.items():
            if value == option or said == word.casefold():
                return option
        raise ValueError(
            f"{_label(self)} was {value!r}; {' or '.join(self.options)} is allowed here"
        )

    def spec(self) -> dict[str, Any]:
        options = [[word, value] for word, value in self.options.items()]
        kind = "list" if self.listed else "choice"
        return {"kind": kind, "name": self.name, "label": _label(self), "options": options}


@dataclass(frozen=True, slots=True)
class Field:
    """A line of text that is typed; the Enter key presses the button named `enter`, where there is one.

    wide: its width, in the height of a letter.
    """

    name: str
    label: str
    enter: str = ""
    value: str = ""
    wide: float = 16

    def checked(self, value: Any) -> str:
        """The text; a ValueError for anything else."""
        if isinstance(value, str):
            return value
        raise ValueError(f"{_label(self)} was {value!r}; text is allowed here")

    def spec(self) -> dict[str, Any]:
        return asdict(self) | {"kind": "field"}


@dataclass(frozen=True, slots=True)
class Action:
    """A button."""

    name: str
    label: str = ""

    def spec(self) -> dict[str, Any]:
        return {"kind": "action", "name": self.name, "label": _label(self)}


Control = Slider | Choice | Field


def _label(control: Control | Action) -> str:
    return control.label or control.name.replace("_", " ")


class Controls(anywidget.AnyWidget):
    """The row itself.

    names: of all that stands in it; values: {name: value}, assigned as a whole, so that several changes
    are one update;
    faults: a sentence beside each control whose value cannot be, by its name;
    heard: how many moves of a hand were heard; after each the browser tells the next;
    focus: whether the keyboard goes to the first control when the row appears;
    moved: the names of the controls that the last change came from;
    still: whether the page asks for reduced motion.
    """

    _esm = Path(__file__).with_name("controls.js")
    _css = Path(__file__).with_name("widgets.css")

    specs: traitlets.List[Any] = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    faults = traitlets.Dict().tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)
    focus = traitlets.Bool(False).tag(sync=True)

    def __init__(self, controls: Iterable[Control | Action]) -> None:
        row = list(controls)
        self.names = [control.name for control in row]
        self._by_name = {c.name: c for c in row if not isinstance(c, Action)}
        super().__init__(
            specs=[control.spec() for control in row],
            values={name: control.value for name, control in self._by_name.items()},
        )
        self.moved: list[str] = []
        self.still = False
        self._pressed: list[Callable[[str], None]] = []
        self._touched: list[Callable[[list[str]], None]] = []
        self._focused: list[Callable[[str], None]] = []
        self.on_msg(self._hear)

    @property
    def controls(self) -> list[Control]:
        """What has a value."""
        return list(self._by_name.values())

    def act(self, name: str, value: Any = None) -> None:
        """What a hand on the page does: gives a control a value, presses a button."""
        self._hear(self, {"press": name} if value is None else {"moved": {name: value}}, [])

    def on_press(self, hearer: Callable[[str], None]) -> None:
        """Calls hearer(name) when a button is pressed."""
        self._pressed.append(hearer)

    def on_hand(self, hearer: Callable[[list[str]], None]) -> None:
        """Calls hearer(names) when a hand moves controls, before the new values are there.

        Even if they are the old ones: where something else moves a control meanwhile, a hand may ask
        for just what it has.
        """
        self._touched.append(hearer)

    def on_focus(self, hearer: Callable[[str], None]) -> None:
        """Calls hearer(name) when the keyboard or a pointer comes to a slider."""
        self._focused.append(hearer)

    def set(self, **values: Any) -> None:
        """Moves the named controls, all or none; a ValueError names what is not allowed."""
        for name in values:
            if name not in self._by_name:
                raise ValueError(
                    f"there is no control {name!r} here; there are {', '.join(self._by_name)}"
                )
        checked = {name: self._by_name[name].checked(value) for name, value in values.items()}
        self.moved = list(checked)
        self.values = {**self.values, **checked}

    def _hear(self, _row: object, message: Mapping[str, Any], _buffers: object) -> None:
        self.still = message.get("still", self.still)
        if "focus" in message:
            for focused in self._focused:
                focused(message["focus"])
        if "press" in message:
            for pressed in self._pressed:
                pressed(message["press"])
        if "moved" in message:
            with self.hold_sync():  # one message, so that the answer comes with its values
                self.moved = list(message["moved"])
                for touched in self._touched:
                    touched(self.moved)
                self.values = {**self.values, **message["moved"]}
                self.heard += 1
