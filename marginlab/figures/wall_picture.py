"""The picture of lesson 2: equity against requirement, and the wall where they meet.

Both panels share one window a side, wide enough for the sliders' whole range, so that nothing jumps.
A long wins to the right and is closed left of its wall; a short is the mirror image, so `side` times
a number of pixels always leads to where the position wins.
"""

from __future__ import annotations

from typing import Any

from marginlab.figures.base import LIGHT, MARGIN, WIDTH, Canvas, Figure, View, figure, heading
from marginlab.figures.placement import Box, Label, Segment, Spot, around, place, place_box, text_size
from marginlab.figures.wall_lens import LENS, draw_lens
from marginlab.figures.wall_scene import Wall, WallScene
from marginlab.terms import LONG, SHORT, TERMS, show

HEIGHT = 500
PRICES = {LONG: (29_500.0, 74_500.0), SHORT: (45_500.0, 90_500.0)}
MONEY = (-400.0, 2_950.0)
DOMAINS = ((0.0, 0.485), (0.515, 1.0))
PLOT = Box(MARGIN["l"], MARGIN["t"], WIDTH - MARGIN["r"], HEIGHT - MARGIN["b"])
ROW = 28.0  # pixels from the zero line down to the measured distance
DIAMOND = 8.0  # pixels that the learner's mark hangs below the zero line, so that it hides nothing


def wall_figure(scene: WallScene, *, scale: float = 1.0, revealed: bool = True) -> Figure:
    """Equity against requirement over the mark price, isolated left, cross right.

    With `revealed=False` only what the question gives away: the position, its money, the mark.
    """
    left = _Panel(scene, scene.isolated, LIGHT["isolated"], _canvas("", scene.side, 0, scale))
    right = _Panel(scene, scene.cross, LIGHT["cross"], _canvas("2", scene.side, 1, scale))
    canvases, layout = [left.canvas, right.canvas], _axes(scene.side)
    if revealed:
        frame = left.draw_wall(lens=True)
        right.draw_wall()
        if frame is not None:
            lens = draw_lens(scene, scene.isolated, left.canvas, frame)
            canvases.append(lens)
            layout |= _lens_axes(lens.view)
        left.label_wall("equity")
        right.label_wall("equity", "requirement")
    else:
        left.draw_question()
        right.draw_question()
    own, all_in = (show(wall.collateral, "money") for wall in (scene.isolated, scene.cross))
    layout["annotations"] = [
        *(note for canvas in canvases for note in canvas.notes),
        heading(f"<b>Isolated</b>: {own} stands behind it", left.colour, DOMAINS[0][0], scale=scale),
        heading(f"<b>Cross</b>: all {all_in} stand behind it", right.colour, DOMAINS[1][0], scale=scale),
    ]
    traces = [trace for canvas in canvases for trace in canvas.traces]
    return figure(traces, layout, height=HEIGHT, scale=scale)
