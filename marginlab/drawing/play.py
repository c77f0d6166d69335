"""Play: a panel goes through states by itself, more than thirty pictures a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

FRAME = 1 / 32  # seconds from one picture to the next


class Play:
    """The states of a play, each as values of controls, and whether they are being passed through.

    Whoever moves one of the played controls meanwhile stops it.
    """

    def __init__(self, states: Sequence[Mapping[str, Any]], show: Callable[..., None]) -> None:
        """show: takes a state, by keyword, and shows it."""
        self.states, self._show = states, show
        self.running: asyncio.Task[None] | None = None  # nobody else has moved its controls since

    def begin(self, *, still: bool) -> None:
        """From the first state to the last; still: at once, where no motion is wanted."""
        if still:
            self._show(**self.states[-1])
        else:
            self.running = asyncio.get_running_loop().create_task(self._pass())

    def touched(self, names: Iterable[str]) -> None:
        """Hears which controls somebody else moves."""
        if {*names} & {*self.states[0]}:
            self.running = None

    async def _pass(self) -> None:
        clock = asyncio.get_running_loop().time
        begun, mine = clock(), asyncio.current_task()
        for number, state in enumerate(self.states, 1):
            if self.running is not mine:
                return
            self._show(**state)
            await asyncio.sleep(max(0.0, begun + number * FRAME - clock()))
