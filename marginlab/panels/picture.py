"""A figure that stands still, as a cell's result that shows in every viewer.

JupyterLab draws the plotly figure; where nothing runs, the stored PNG shows; the words are for
screen readers and for the check that the figure still says what it said.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from marginlab.figures import PICTURES
from marginlab.figures.base import LIGHT, WIDTH
from marginlab.pictures import png


class Picture:
    """The figure `name` of marginlab.figures.PICTURES with its description.

    It keeps to light colours on white paper: a stored picture has nobody who could swap them.
    """

    def __init__(self, name: str, alt: str) -> None:
        self.name, self.alt = name, alt

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        figure = PICTURES[self.name]()
        stored = png(self.name, figure)
        card = figure | {"layout": figure["layout"] | {"paper_bgcolor": LIGHT["paper"]}}
        shown = {"application/vnd.plotly.v1+json": card, "text/plain": self.alt}
        if stored is not None:
            shown["image/png"] = b64encode(stored).decode("ascii")
        # The file has more pixels than the column; JupyterLab would cut it off.
        return shown, {"image/png": {"width": WIDTH}}
