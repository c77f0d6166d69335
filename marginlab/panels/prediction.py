"""Place your mark: the learner says where the truth lies, on the axis itself, before seeing it.

The mark is put down by a click, dragged by its diamond, or moved with the slider beside it. Nothing
of the truth is drawn until it is committed or skipped; then the panel stands in the same place, with
the mark beside the truth, and the mark never moves again.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import ipywidgets

from marginlab.controls import Action, Choice, Controls, Slider
from marginlab.figures.base import DARK, Figure
from marginlab.panels.base import Panel, bundle
from marginlab.plot_view import Act, PlotView
from marginlab.terms import show

SURE = Choice(
    "sure", {word: word for word in ("guess", "fairly sure", "certain")}, "guess", "this is"
)
HINTS = {
    "x": "Click on the axis where you expect the answer, or move the slider. Then place your mark.",
    "y": "Click into the picture at the height that you expect, or move the slider. Then place your mark.",
}
NO_MARK = "There is no mark yet: click on the picture, or move the slider, then place it."
ELSEWHERE = "Your mark belongs in the other picture: the question is about that one."


class Prediction(ipywidgets.VBox):  # type: ignore[misc]
    """A question about a panel that is still folded away.

    mark: the slider beside the picture, named like the value of the panel's scene that it will be;
    handle: the id of the marker that the theme's figure draws for that value; the diamond to drag;
    subplot: the subplot on which the question is asked, by its axis across: "x", "x2";
    along: the axis on which the mark is read there, "x" or "y";
    hint: how to put down the mark, where the usual words do not fit;
    picture: the stored picture that goes into the folded answer.
    """

    def __init__(
        self, panel: Panel, question: str, mark: Slider, *,
        handle: str = "your mark", subplot: str = "x", along: str = "x", hint: str = "",
        picture: str = "",
    ) -> None:  # fmt: skip
        self.panel, self.question, self.slider = panel, question, mark
        panel.picture = picture
        self.mark: float | None = None
        self.confidence: str | None = None
        self.revealed = False
        self._handle, self._subplot, self._along = handle, subplot, along
        self._hint = hint or HINTS[along]
        self.words = ipywidgets.HTML(_paragraph(question))
        self.words.add_class("marginlab")
        self.view = PlotView(
            dark=dict(DARK), alt=f"The question as a picture. {question}", say=self._hint
        )
        self.controls = Controls(
            [mark, SURE, Action("place", "Place my mark"), Action("skip", "Skip")]
        )
        super().__init__([self.words, self.view, self.controls])
        self.add_class("marginlab-panel")
        self.controls.observe(self._moved, "values")
        self.controls.on_press(lambda name: self.place() if name == "place" else self.skip())
        self.view.on_act(self._act)
        self.view.observe(lambda _: self._draw(), "room")
        self._draw()

    def put(self, value: float) -> None:
        """Puts the mark where a hand would, at the nearest step of the slider."""
        if self.revealed:
            return
        low, step = self.slider.low, self.slider.step
        nearest = low + round((min(max(value, low), self.slider.high) - low) / step) * step
        self.mark = self.slider.checked(nearest)
        self.controls.set(**{self.slider.name: self.mark})
        self._draw()

    def place(self) -> None:
        """Commits the mark and shows the truth beside it."""
        if self.mark is None:
            self.view.refusal = NO_MARK
        elif not self.revealed:
            self.confidence = self.controls.values["sure"]
            self.panel.give(**{self.slider.name: self.mark})
            said = f"You said {show(self.mark)} ({self.confidence})."
            self.words.value = _paragraph(self.question, said)
            self._reveal()

    def skip(self) -> None:
        """Shows the truth without a mark."""
        if not self.revealed:
            self.mark = None
            self._reveal()

    def summary(self) -> str:
        """The question and, below it, the truth as plain text."""
        return f"{self.question}\n{self.panel.summary()}"

    def html(self) -> str:
        """The question, and folded away below it the truth."""
        return (
            f"{_paragraph(self.question)}<details><summary>Show the answer</summary>"
            f"{self.panel.html()}</details>"
        )

    def _reveal(self) -> None:
        self.revealed = True
        self.panel.view.room = self.view.room
        self.panel.controls.focus = True  # the button under the learner's finger goes away
        self.children = [self.words, self.panel]

    def _moved(self, change: Any) -> None:
        value = change["new"][self.slider.name]
        if value != change["old"][self.slider.name] and value != self.mark:
            self.put(value)

    def _act(self, act: Act) -> None:
        if act["kind"] == "shape":
            self.put(act[self._along + "anchor"])
        elif act["subplot"] == self._subplot:
            self.put(act[self._along])
        else:
            self.view.refusal = ELSEWHERE

    def _draw(self) -> None:
        values = self.panel.values | self.panel.given | {self.slider.name: self.mark}
        scene = self.panel.theme.scene(**values)
        figure = self.panel.theme.figure(scene, scale=self.view.scale, revealed=False)
        figure["layout"]["shapes"] += _draggable(figure, self._handle)
        figure["config"] |= {"staticPlot": False, "edits": {"shapePosition": True}}
        with self.view.hold_sync():
            self.view.figure = figure
            self.view.say = (
                self._hint if self.mark is None else f"Your mark: <b>{show(self.mark)}</b>."
            )
            self.view.refusal = ""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(super()._repr_mimebundle_(), self.summary(), self.html())


def _paragraph(question: str, said: str = "") -> str:
    said = f" <b>{escape(said)}</b>" if said else ""
    return f'<p class="marginlab-question">{escape(question)}{said}</p>'


def _draggable(figure: Figure, handle: str) -> Iterator[dict[str, Any]]:
    """A diamond for the hand, over the one that the figure draws; pixels, so that it keeps its size.

    A path, because plotly resizes every other shape that is taken near its edge.
    """
    for points in (trace for trace in figure["data"] if handle in trace.get("ids", ())):
        at, look = points["ids"].index(handle), points["marker"]
        half, colour = look["size"][at] * 0.65, look["color"][at]
        across, up = points.get("xaxis", "x"), points.get("yaxis", "y")
        yield {
            "type": "path", "layer": "above", "path": f"M0,{half} L{half},0 L0,{-half} L{-half},0 Z",
            "xref": across, "xsizemode": "pixel", "xanchor": points["x"][at],
            "yref": up, "ysizemode": "pixel", "yanchor": points["y"][at],
            "fillcolor": colour, "line": {"color": colour, "width": 1},
        }  # fmt: skip
