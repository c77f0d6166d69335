"""Place your mark: the learner says where the truth lies, on the axis itself, before seeing it.

The mark is put down by a click, dragged by its diamond, or moved with the slider beside it. Nothing
of the truth is drawn until it is committed or skipped; then the panel stands in the same place, with
the mark beside the truth, and the mark never moves again: *Start over* takes it back and asks anew.

Where a question is given a memory, the mark outlives the kernel, and the panel opens with it. A mark
says something only on the axis on which it was placed, so the axis is kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Self

import ipywidgets

from marginlab.drawing.canvas import REACH, WIDTH, Figure
from marginlab.drawing.controls import Action, Choice, Controls, Slider
from marginlab.drawing.ink import CLEAR, DARK
from marginlab.drawing.panel import Kept, Panel, stored_picture
from marginlab.drawing.view import Act, PlotView
from marginlab.theory.terms import show

SURE = Choice(
    "sure", {word: word for word in ("guess", "fairly sure", "certain")}, "guess", "this is"
)
HINTS = {
    "x": "Click on the axis where you expect the answer, or move the slider. Then place your mark.",
    "y": "Click into the picture at the height that you expect, or move the slider. Then place your mark.",
}
NO_MARK = "There is no mark yet: click on the picture, or move the slider, then place it."
ELSEWHERE = "Your mark belongs in the other picture: the question is about that one."

# What a question is to a page: whose it is, once its answer stands there, and what takes the mark back.
ASKS, REVEALED, OVER = "marginlab-asks", "marginlab-revealed", "marginlab-over"
STANDS = "Your mark: <b>{mark}</b>."
LEADS = "This idea leads near there: {}."

Recall = Callable[[str], Mapping[str, Any]]
Keep = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Where marks may stand that say something: the truth, and wrong ideas by their ids.

    All are numbers on the question's axis; names: what learners read of an idea, by its id; cures: one
    sentence for each that says why it is not so.
    """

    truth: float
    ideas: Mapping[str, float]
    names: Mapping[str, str]
    cures: Mapping[str, str]

    def reach(self, at: float) -> float:
        """How far from an answer a mark still says it: half way to the next answer, and never far.

        Far is a fifth of the way between the outermost answers.
        """
        every = {self.truth, *self.ideas.values()}
        following = min(abs(other - at) for other in every - {at})
        return min(following / 2, (max(every) - min(every)) / 5)

    def idea(self, mark: float) -> str | None:
        """The id of the idea that a mark tells; None where it is within reach of none."""
        near = (idea for idea, at in self.ideas.items() if abs(mark - at) < self.reach(at))
        return next(near, None)

    def right(self, mark: float) -> bool:
        """Whether it is within reach of the truth."""
        return abs(mark - self.truth) < self.reach(self.truth)

    def told(self, mark: float) -> str:
        """A sentence that names the idea and one that cures it; empty where the mark tells none."""
        idea = self.idea(mark)
        return f"{LEADS.format(self.names[idea])} {self.cures[idea]}" if idea else ""


class Prediction(Kept):
    """A question about a panel that is still folded away.

    name: the question's own, under which its mark is kept: whoever asks something else takes another;
    panel: makes the panel;
    mark: the slider beside the picture, named like the value of the panel's scene that it will be;
    handle: the id of the marker that the theme's figure draws for that value; the diamond to drag;
    subplot: the subplot on which the question is asked, by its axis across: "x", "x2";
    along: the axis on which the mark is read there, "x" or "y";
    hint: how to put down the mark, where the usual words do not fit;
    answers: what a mark says about the one who placed it, where that is known;
    picture: the file of the picture that goes into the folded answer; that of the question stands
    beside the panel's own.

    Its `seen` is HTML below everything, for whoever knows who sees the marks and where they stay.
    """

    panel: Panel
    mark: float | None
    confidence: str | None
    revealed: bool

    def __init__(
        self, name: str, panel: Callable[[], Panel], question: str, mark: Slider, *,
        handle: str = "your mark", subplot: str = "x", along: str = "x", hint: str = "",
        picture: Path | None = None, answers: Answers | None = None,
    ) -> None:  # fmt: skip
        self.name, self.question, self.slider = name, question, mark
        self._made, self._picture, self.answers = panel, picture, answers
        self._keep: Keep = lambda *_: ""
        self._handle, self._subplot, self._along = handle, subplot, along
        self._hint = hint or HINTS[along]
        self._others: Callable[[Figure, float], None] = lambda figure, width: None
        self.words = ipywidgets.HTML()
        self.words.add_class("marginlab")
        self.seen = ipywidgets.HTML()
        self.seen.add_class("marginlab")
        self.alt = f"The question as a picture. {question}"
        self.over = Controls([Action("over", "Start over")])
        self.over.on_press(lambda _: self.start_over())
        self.over.add_class(OVER)
        super().__init__()
        self.add_class("marginlab-panel")
        self.add_class(f"{ASKS}-{name.replace(' ', '-')}")
        self._ask()

    @property
    def axis(self) -> dict[str, Any]:
        """What a number says that is marked here."""
        low, high = self.slider.low, self.slider.high
        return {"subplot": self._subplot, "along": self._along, "from": low, "to": high}

    def remember(self, recall: Recall, keep: Keep) -> Self:
        """Opens with the mark of an earlier visit, if there is one, and keeps the next.

        recall: from a question's name to what was kept, which may be anything;
        keep: keeps it, an empty mark being none; gives back a sentence where that went wrong.
        """
        self._keep = keep
        match recall(self.name):
            case {"axis": axis, "mark": value, "sure": sure} if axis == self.axis:
                with suppress(ValueError, TypeError):  # where no hand could have placed it
                    sure = SURE.checked(sure)
                    self.mark, self.confidence = self.slider.checked(value), sure
        if self.mark is not None:
            self._reveal()
        return self

    def put(self, value: float) -> None:
        """Puts the mark where a hand would, at the nearest step of the slider."""
        if self.revealed:
            return
        self.mark = self.slider.nearest(value)
        self.controls.set(**{self.slider.name: self.mark})
        self._draw()

    def place(self) -> None:
        """Commits the mark and shows the truth beside it."""
        if self.mark is None:
            self.view.refusal = NO_MARK
        elif not self.revealed:
            self.confidence = self.controls.values["sure"]
            kept = {"axis": self.axis, "mark": self.mark, "sure": self.confidence}
            if self.answers:
                kept["right"] = self.answers.right(self.mark)
            self._reveal(self._keep(self.name, kept), focus=True)

    def skip(self) -> None:
        """Shows the truth without a mark."""
        if not self.revealed:
            self.mark = None
            self._reveal(focus=True)

    def start_over(self) -> None:
        """Takes the mark back, for good, and asks anew."""
        if self.revealed:
            trouble = self._keep(self.name, {}) if self.mark is not None else ""
            self._ask(focus=True)
            self.view.refusal = trouble

    def said(self, mark: float, sure: str | None) -> str:
        """What stands beside the question once a mark is placed: the mark, and the idea that it tells."""
        idea = self.answers.told(mark) if self.answers else ""
        return f"You said {show(mark)} ({sure}). {idea}".rstrip()

    def show_others(self, added: Callable[[Figure, float], None]) -> None:
        """Draws into the question's picture what others have marked; added: changes the figure, which has
        this width [px], so."""
        self._others = added
        self._draw()

    def summary(self) -> str:
        """The question and, below it, the truth as plain text."""
        return f"{self.question}\n{self.panel.summary()}"

    def html(self) -> str:
        """The question with its picture, and below it the truth: folded away until it was seen."""
        if self.revealed:
            values = self.panel.values | self.panel.given | {self.slider.name: None}
            unmarked = self.panel.theme.figure(self.panel.theme.scene(**values))
            return f"{self.words.value}{self.panel.html(unmarked)}"
        answer = self.panel.picture
        asked = answer and answer.with_stem(f"{answer.stem}_question")
        picture = stored_picture(asked, self.asked(), self.alt)
        return (
            f"{_paragraph(self.question)}{picture}<details><summary>Show the answer</summary>"
            f"{self.panel.html()}</details>"
        )

    def asked(self, width: float = WIDTH) -> Figure:
        """The figure without the truth, with the mark if there is one."""
        values = self.panel.values | self.panel.given | {self.slider.name: self.mark}
        return self.panel.theme.figure(
            self.panel.theme.scene(**values), width=width, revealed=False
        )

    def _ask(self, *, focus: bool = False) -> None:
        self.panel = self._made()
        self.panel.picture = self._picture
        self.mark, self.confidence = None, None
        self.revealed = False
        self.remove_class(REVEALED)
        self.words.value = _paragraph(self.question)
        self.view = PlotView(dark=dict(DARK), alt=self.alt, say=self._hint)
        self.controls = Controls(
            [self.slider, SURE, Action("place", "Place my mark"), Action("skip", "Skip")]
        )
        self.controls.focus = focus
        self.controls.observe(self._moved, "values")
        self.controls.on_press(lambda name: self.place() if name == "place" else self.skip())
        self.view.on_act(self._act)
        self.view.observe(lambda _: self._draw(), "width")
        self._draw()
        self.children = [self.words, self.view, self.controls, self.seen]

    def _reveal(self, trouble: str = "", *, focus: bool = False) -> None:
        self.revealed = True
        self.add_class(REVEALED)
        if self.mark is not None:
            self.panel.give(**{self.slider.name: self.mark})
            said = self.said(self.mark, self.confidence)
            self.words.value = _paragraph(self.question, said)
        if focus:  # the button under the learner's finger goes away
            self.panel.view.width = self.view.width
            self.panel.controls.focus = True
        if trouble:
            self.panel.view.refusal = trouble
        self.children = [self.words, self.panel, self.over, self.seen]

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
        figure = self.asked(self.view.width)
        figure["layout"]["shapes"] += _draggable(figure, self._handle)
        self._others(figure, self.view.width)
        figure["config"] |= {"staticPlot": False, "edits": {"shapePosition": True}}
        with self.view.hold_sync():
            self.view.figure = figure
            self.view.say = self._hint if self.mark is None else STANDS.format(mark=show(self.mark))
            self.view.refusal = ""


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
            "fillcolor": colour, "line": {"color": CLEAR, "width": REACH},
        }  # fmt: skip
