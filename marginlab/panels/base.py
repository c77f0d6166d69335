"""The panel: controls above a picture, the picture said in words, and a line for refusals.

A panel holds no arithmetic. It hands its values to the pure functions of a theme and shows what
they return. What the exchange would refuse is said in words, and the last good picture stays.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from marginlab.controls import Action, Control, Controls
from marginlab.figures.base import DARK, Figure
from marginlab.pictures import png
from marginlab.plot_view import PlotView
from marginlab.venues import Rejected

KEPT = "The picture still shows what stood there before."
TROUBLE = "This picture could not be drawn; the one above is the last that could."


@dataclass(frozen=True, slots=True)
class Theme:
    """What a panel is about, as pure functions of the same scene.

    scene: from the values of the controls, by keyword, to all numbers; raises ValueError or Rejected;
    figure: to a plotly dict, with `scale=` and, where it can hold back the truth, `revealed=`;
    say: to a sentence or two of HTML; summary: to plain text that holds every number;
    table: to rows of text, the first one being the header.
    """

    scene: Callable[..., Any]
    figure: Callable[..., Figure]
    say: Callable[[Any], str]
    summary: Callable[[Any], str]
    table: Callable[[Any], Sequence[Sequence[str]]]


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """Controls bound to a theme.

    given: values of the scene that have no control;
    picture: the name of the stored picture for viewers that show no widgets.
    `error` keeps an exception that no theme should raise: the learner reads a sentence, tests see it.
    """

    def __init__(self, controls: Iterable[Control | Action], theme: Theme, **given: Any) -> None:
        self.theme = theme
        self.given = given
        self.picture = ""
        self.error: Exception | None = None
        self.controls = Controls(controls)
        self.view = PlotView(dark=dict(DARK))
        self.scene = theme.scene(**self.values, **given)
        self._show()
        super().__init__([self.controls, self.view])
        self.add_class("marginlab-panel")
        self.controls.observe(lambda _: self._update(), "values")
        self.view.observe(lambda _: self._show(), "room")

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say."""
        return dict(self.controls.values)

    def set(self, **values: Any) -> None:
        """Moves controls as a hand would, all at once; what a control cannot say moves none of them."""
        before = self.values
        try:
            self.controls.set(**values)
        except ValueError as refusal:
            self.view.refusal = told(refusal)
        else:
            if self.values == before:  # no control has moved, and none has told
                self._update()

    def give(self, **given: Any) -> None:
        """Changes values that have no control."""
        self.given |= given
        self._update()

    def summary(self) -> str:
        """The picture that stands there as plain text, and the refusal if there is one."""
        return "\n".join(filter(None, [self.theme.summary(self.scene), self.view.refusal]))

    def html(self) -> str:
        """The sentence, the stored picture and the numbers, for viewers that show no widgets."""
        words, table = self.theme.say(self.scene), html_table(self.theme.table(self.scene))
        return f"<p>{words}</p>{self._stored_picture()}{table}"

    def _update(self) -> None:
        last = self.scene
        try:
            self.scene = self.theme.scene(**self.values, **self.given)
            self._show()
        except ValueError as refusal:
            self.view.refusal = told(refusal)
        except Exception as error:  # no traceback reaches a learner
            self.scene, self.error = last, error
            self.view.refusal = TROUBLE

    def _show(self) -> None:
        figure = self.theme.figure(self.scene, scale=self.view.scale)
        say, alt = self.theme.say(self.scene), self.theme.summary(self.scene)
        with self.view.hold_sync():  # one message, so that words and picture change together
            self.view.figure, self.view.say, self.view.alt = figure, say, alt
            self.view.refusal = ""

    def _stored_picture(self) -> str:
        """The picture, if there is one and it shows just this state."""
        stored = png(self.picture, self.theme.figure(self.scene)) if self.picture else None
        if stored is None:
            return ""
        source = f"data:image/png;base64,{b64encode(stored).decode('ascii')}"
        return f'<img src="{source}" alt="{escape(self.summary())}">'

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(super()._repr_mimebundle_(), self.summary(), self.html())


def bundle(view: dict[str, Any] | None, text: str, html: str) -> dict[str, Any]:
    """A widget as a cell's result: its view, and what stands for it where no widgets live."""
    return {**(view or {}), "text/plain": text, "text/html": html}


def told(refusal: ValueError) -> str:
    """A refusal as a sentence: who refuses, and what the picture shows meanwhile."""
    who = "The exchange refuses this: " if isinstance(refusal, Rejected) else "This cannot be: "
    return f"{who}{refusal}. {KEPT}"


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text as an HTML table; the first row and the first column are headers."""
    header, *body = rows
    lines = ["".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)]
    for first, *others in body:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        lines.append(f'<th scope="row">{escape(first)}</th>{cells}')
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
