"""A figure that stands still, as a cell's result that shows in every viewer.

The stored PNG shows everywhere, whether anything runs or not; the words are for screen readers and
for the check. plotly's own output comes only while there is no PNG: where it has both, JupyterLab
shows the PNG at its full 1,350 pixels and cuts it off at the column.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import LIGHT
from marginlab.drawing.png import png

QUESTION: dict[str, Any] = {"revealed": False}


@dataclass(frozen=True, slots=True)
class Still:
    """A figure, which takes a `width`, and the file in which it is stored as PNG, at the usual one."""

    file: Path
    figure: Callable[..., Figure]

    def png(self) -> bytes | None:
        """The stored picture, if there is one and it shows the figure as it is."""
        return png(self.file, self.figure())


def stills(
    figure: Callable[..., Figure], scene: Callable[..., Any], **states: Mapping[str, Any]
) -> dict[str, Callable[..., Figure]]:
    """Figures that stand still, by name, each a state of the scene; QUESTION is before a mark is placed."""

    def still(*, revealed: bool = True, width: float = WIDTH, **values: Any) -> Figure:
        return figure(scene(**values), width=width, revealed=revealed)

    return {name: partial(still, **values) for name, values in states.items()}


class Picture:
    """A still with its description.

    It keeps to light colours on white paper: a stored picture has nobody who could swap them.
    """

    def __init__(self, still: Still, alt: str) -> None:
        self.still, self.alt = still, alt

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        stored = self.still.png()
        if stored is None:
            figure = self.still.figure()
            card = figure | {"layout": figure["layout"] | {"paper_bgcolor": LIGHT["paper"]}}
            return {"application/vnd.plotly.v1+json": card, "text/plain": self.alt}, {}
        picture = b64encode(stored).decode("ascii")
        look = {"width": WIDTH, "alt": self.alt}
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": look}
