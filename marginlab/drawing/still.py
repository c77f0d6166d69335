"""A figure that stands still, as a cell's result that shows in every viewer.

The stored PNG shows everywhere, whether anything runs or not; the words are for screen readers and
for the check. plotly's own output comes only while there is no PNG: where it has both, JupyterLab
shows the PNG at its full 1,350 pixels and cuts it off at the column.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from marginlab.course.stills import PICTURES
from marginlab.drawing.canvas import LIGHT, WIDTH
from marginlab.drawing.png import png


class Picture:
    """The figure `name` of marginlab.course.stills.PICTURES with its description.

    It keeps to light colours on white paper: a stored picture has nobody who could swap them.
    """

    def __init__(self, name: str, alt: str) -> None:
        self.name, self.alt = name, alt

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        figure = PICTURES[self.name]()
        stored = png(self.name, figure)
        if stored is None:
            card = figure | {"layout": figure["layout"] | {"paper_bgcolor": LIGHT["paper"]}}
            return {"application/vnd.plotly.v1+json": card, "text/plain": self.alt}, {}
        picture = b64encode(stored).decode("ascii")
        look = {"width": WIDTH, "alt": self.alt}
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": look}
