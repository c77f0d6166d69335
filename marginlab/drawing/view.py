"""The one picture on the page: a synced plotly figure, with its sentence and its refusal below.

It knows no margin. Python assigns a plain figure dict, the browser draws it with `Plotly.react`, and with
the light drawer while figures follow one another, and reports what a hand does on the picture, and how wide
the column is that it stands in.

How it gets at plotly.js, and why plotly is pinned within its major: JupyterLab's plotly extension
holds the library as `_JUPYTERLAB["jupyterlab-plotly"]`, "./mimeExtension", `RenderedPlotly.Plotly`,
filled when its renderer first draws (so the view has it draw an empty figure off the page).
plotly promises none of these names; they hold for plotly 7.1 with plotly.js 4.1, and tests/browser draws,
clicks and drags with them. Where the extension is missing, the view asks the kernel, which sends
plotly.js out of the installed package, once a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from marginlab.drawing.canvas import WIDTH
from marginlab.drawing.sheet import LAYOUTS

Act = Mapping[str, Any]


class PlotView(anywidget.AnyWidget):
    """Draws `figure`; `on_act` hears clicks and dragged shapes.

    figure: plotly's {data, layout, config} in light colours, always assigned as a whole; the words of
        its text traces (with ids) are set by the browser, over the picture;
    dark: {light hex: dark hex}, applied by the browser while JupyterLab's theme is dark;
    alt: the figure in words, its accessible name;
    say, refusal: the line of HTML below the figure, and the line of text below that;
    heard: how many drops were heard; after each the browser draws anew, so that a shape that a hand has
        dropped goes where the figure has it, even if that is the same figure;
    messages: {"kind": "state", "at": values of the controls, "state": figure, alt, say and refusal} hands
        over what is shown once a hand has put the controls there; {"kind": "forget"} takes all that back;
    width: the widest of `steps` [pixels] that the plot's column holds, or the first; the browser tells.
    """

    # One module, because a widget's cannot import: the drawer of what moves, and the view itself.
    _esm = "\n".join(
        Path(__file__).with_name(name).read_text(encoding="utf-8")
        for name in ("drawer.js", "view.js")
    )
    _css = Path(__file__).with_name("widgets.css")

    figure = traitlets.Dict().tag(sync=True)
    dark = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    say = traitlets.Unicode().tag(sync=True)
    refusal = traitlets.Unicode().tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)
    steps: traitlets.List[Any] = traitlets.List([one.width for one in LAYOUTS]).tag(sync=True)
    width = traitlets.Int(WIDTH).tag(sync=True)

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self._hearers: list[Callable[[Act], None]] = []
        self.on_msg(self._hear)

    def on_act(self, hearer: Callable[[Act], None]) -> None:
        """Calls hearer(act) for every click and every dragged shape, as plain data.

        {"kind": "click", "subplot": "x2", "x": 56400.2, "y": 12.5}: in the numbers of that subplot's
        axes, anywhere on it or on the strip of labels below it, where there is a trace or none;
        {"kind": "shape", "index": 0, "x0": ..., "x1": ..., "y0": ..., "y1": ...}: after a shape was
        dropped; with "xanchor", "yanchor", "path" where the shape has them. It stays there only if
        the next figure has it there. If the figure's config says {"edits": {"shapePosition": True}},
        all its shapes of layer "above" are movable; those of layer "between" stand still.
        """
        self._hearers.append(hearer)

    def _hear(self, _view: object, message: Act, _buffers: object) -> None:
        if message.get("kind") == "library":
            from plotly.offline import get_plotlyjs

            self.send({"kind": "library"}, [get_plotlyjs().encode()])
            return
        if message.get("kind") == "width":
            self.width = message["width"]
            return
        for hearer in self._hearers:
            hearer(message)
        if message.get("kind") == "shape":
            self.heard += 1
