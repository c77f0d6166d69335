"""What the slider in hand will show, handed to the page before it is asked for.

The page draws from it at once, and the kernel's own answer confirms.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from marginlab.drawing.controls import Slider

if TYPE_CHECKING:
    from marginlab.drawing.panel import Panel

QUIET = 0.2  # seconds without a change, after which the kernel has time
PAUSE = 0.005  # seconds from one state to the next, in which a hand is heard


class Ahead:
    """Hands over the states of the slider that has the focus, the nearest first, while nothing changes.

    All is forgotten, and begun anew, as soon as something else that decides the picture changes: another
    control, a value without a control, the width, a goal that is reached. A panel whose picture depends on
    how it came about hands over nothing.
    """

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._slider: Slider | None = None
        self._beside: Any = None  # what else decided the pictures that the page was given
        self._given = False  # whether the page has any
        self._changed = 0.0  # when something did last
        self.running: asyncio.Task[None] | None = None

    def focus(self, name: str) -> None:
        """Hears that a hand has come to a control of the panel."""
        control = next(one for one in self._panel.controls.controls if one.name == name)
        if isinstance(control, Slider) and self._panel.forgets:
            self._slider = control
            self.follow()

    def follow(self) -> None:
        """Hears that the panel shows something else."""
        if not self._slider:
            return
        loop = asyncio.get_running_loop()
        self._changed = loop.time()
        beside = self._decides()
        if beside == self._beside:
            return
        self._beside = beside
        if self._given:
            self._panel.view.send({"kind": "forget"})
            self._given = False
        self.running = loop.create_task(self._hand_over(self._slider))

    def _decides(self) -> Any:
        """All that decides a picture of the panel but the value of the slider in hand."""
        panel, name = self._panel, self._slider and self._slider.name
        others = {one: value for one, value in panel.at.items() if one != name}
        return name, others, panel.view.width, list(panel.reached)

    async def _hand_over(self, slider: Slider) -> None:
        panel, clock, mine = self._panel, asyncio.get_running_loop().time, asyncio.current_task()
        here = panel.values[slider.name]
        for value in sorted(slider.steps, key=lambda step: abs(step - here)):
            await asyncio.sleep(PAUSE)
            while (wait := self._changed + QUIET - clock()) > 0:
                await asyncio.sleep(wait)
            if self.running is not mine:
                return
            at = {**panel.values, slider.name: value}
            try:
                figure, say, alt = panel.shown(panel.theme.scene(**at, **panel.given))
            except Exception:  # what cannot be is said once it is asked for
                continue
            state = {"figure": figure, "say": say, "alt": alt, "refusal": ""}
            panel.view.send({"kind": "state", "at": at, "state": state})
            self._given = True
