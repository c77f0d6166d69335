"""The panel: controls above a picture, the picture said in words, and a line for refusals.

A panel holds no arithmetic. It hands its values to the pure functions of a theme and shows what
they return. What the exchange would refuse is said in words, and the last good picture stays. The
panel of a puzzle knows its goals and confirms each, once, when it is reached.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Self

import ipywidgets
from IPython.display import publish_display_data

from marginlab.drawing.ahead import Ahead
from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.controls import Action, Control, Controls
from marginlab.drawing.ink import DARK
from marginlab.drawing.play import Play
from marginlab.drawing.png import png
from marginlab.drawing.states import MOST, States, Way, tabulated
from marginlab.drawing.view import PlotView
from marginlab.drawing.words import Words
from marginlab.theory.given import Misread, Rejected

KEPT = "The picture still shows what stood there before."
CONFIRMED = "✓ Goal reached ({count}): {goal}."
TROUBLE = "This picture could not be drawn; the one above is the last that could."
OPENING = "The opening state. <b>Run → Run All Cells</b> brings it to life."
VIEW = "application/vnd.jupyter.widget-view+json"
STYLE = Path(__file__).with_name("stored.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Theme:
    """What a panel is about, as pure functions of the same scene.

    scene: from the values of the controls, by keyword, to all numbers; raises ValueError or Rejected;
    figure: to a plotly dict, with `width=` and, where it can hold back the truth, `revealed=`;
    words: to the same in words.
    """

    scene: Callable[..., Any]
    figure: Callable[..., Figure]
    words: Callable[[Any], Words]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a puzzle asks for: in words, as they follow "Goal reached:", and how a panel shows it.

    by: acts that lead there from where the puzzle opens, if no control does so alone.
    """

    words: str
    reached: Callable[[Any], bool]
    by: Way = ()


class Kept(ipywidgets.VBox):  # type: ignore[misc]
    """A widget that a notebook keeps, as a cell's result, in two outputs: words and picture, and its view.

    Of one output a page shows one form, and an error for a view whose model is gone. So what is stored
    stands beside the view, with the rules (stored.css) by which it gives way to a view that has drawn
    and by which nothing is seen of one that has not. `summary()` and `html()` say what is stored.
    """

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        html = f'<style>{STYLE}</style><div class="marginlab-stored">{self.html()}</div>'
        return {"text/plain": self.summary(), "text/html": html}

    def _ipython_display_(self) -> None:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        for output in (self._repr_mimebundle_(), {VIEW: view}):
            publish_display_data(output)  # type: ignore[no-untyped-call]


class Panel(Kept):
    """Controls bound to a theme.

    given: values of the scene that have no control;
    picture: the file of the stored picture for viewers that show no widgets;
    goals: those of the puzzle that the panel belongs to; reached: those that were, in their order;
    refused: whether the exchange, and not the panel, has refused the last move;
    plays: the states, as values of its controls, through which a button *play* lets it pass.
    `error` keeps an exception that no theme should raise: the learner reads a sentence, tests see it.
    """

    def __init__(
        self,
        controls: Iterable[Control | Action],
        theme: Theme,
        plays: Sequence[Mapping[str, Any]] = (),
        **given: Any,
    ) -> None:
        self.theme = theme
        self.given = given
        self.picture: Path | None = None
        self.goals: Sequence[Goal] = ()
        self.reached: list[Goal] = []
        self.refused = False
        self.error: Exception | None = None
        self.controls = Controls([*controls, *([Action("play")] if plays else ())])
        self.played = Play(plays, self._put) if plays else None
        self.view = PlotView(dark=dict(DARK))
        self.ahead = Ahead(self)
        self.scene = theme.scene(**self.values, **given)
        self._show()
        super().__init__([self.controls, self.view])
        self.add_class("marginlab-panel")
        self.controls.observe(lambda _: self._update(), "values")
        if self.played:
            self.controls.on_press(lambda name: self.play() if name == "play" else None)
            self.controls.on_hand(self.played.touched)
        self.controls.on_focus(self.ahead.focus)
        self.view.observe(lambda _: self._show(), "width")

    def posed(self, goals: Sequence[Goal], picture: Path, **values: Any) -> Self:
        """The same panel as a puzzle: its goals, its stored picture, and where its controls begin."""
        self.goals, self.picture = goals, picture
        if values:
            self.set(**values)
        return self

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say."""
        return dict(self.controls.values)

    @property
    def rows(self) -> list[Controls]:
        """All rows of controls."""
        return [self.controls]

    @property
    def buttons(self) -> list[str]:
        """The buttons that lead from a state to another."""
        return []

    @property
    def at(self) -> dict[str, Any]:
        """All that decides what is shown, by name: what every row says, and values without a control."""
        said = [pair for row in self.rows for pair in row.values.items()]
        return {**self.given, **dict(said)}

    @property
    def forgets(self) -> bool:
        """Whether nothing depends on how the values came to be what they are."""
        return type(self)._update is Panel._update

    def put_back(self, at: Mapping[str, Any]) -> None:
        """Shows again what was shown `at` some time, as if nothing had been before."""
        self.given = {name: at[name] for name in self.given}
        before, self.controls.moved = self.values, []
        self.controls.values = {name: at[name] for name in before}
        if self.values == before:
            self._update()

    def states(self, most: int = MOST, names: Sequence[str] | None = None) -> States:
        """All that a hand reaches in few acts, for pages without Python; `tabulated` says how far."""
        return tabulated(self, most, names)

    def set(self, **values: Any) -> None:
        """Moves controls as a hand would, all at once; what a control cannot say moves none of them."""
        if self.played:
            self.played.touched(values)
        self._put(**values)

    def play(self) -> None:
        """Lets it pass through its states; at once where no motion is wanted."""
        if self.played:
            self.played.begin(still=self.controls.still)

    def _put(self, **values: Any) -> None:
        before = self.values
        try:
            self.controls.set(**values)
        except ValueError as refusal:
            self.refuse(refusal)
        else:
            if self.values == before:  # no control has moved, and none has told
                self._update()

    def refuse(self, refusal: ValueError) -> None:
        """Says what cannot be; the last good picture stays."""
        self.refused = isinstance(refusal, Rejected)
        self.controls.faults = refusal.faults if isinstance(refusal, Misread) else {}
        self._look()
        self.view.say = self._said(self.theme.words(self.scene))
        self.view.refusal = told(refusal)
        self.ahead.follow()

    def give(self, **given: Any) -> None:
        """Changes values that have no control."""
        self.given |= given
        self._update()

    def summary(self) -> str:
        """The picture that stands there as plain text, and the refusal if there is one."""
        parts = [self.theme.words(self.scene).summary, self._confirmed(), self.view.refusal]
        return "\n".join(filter(None, parts))

    def html(self, figure: Figure | None = None) -> str:
        """The sentence, the stored picture and the numbers, for viewers that show no widgets.

        figure: what the picture has to show, where that is not the figure of now.
        """
        picture = stored_picture(
            self.picture, figure or self.theme.figure(self.scene), self.summary()
        )
        words = self.theme.words(self.scene)
        return f"<p>{self._said(words)}</p>{picture}{html_table(words.table)}"

    def _update(self) -> None:
        last = self.scene
        try:
            self.scene = self.theme.scene(**self.values, **self.given)
            self.controls.faults = {}
            self._show()
        except ValueError as refusal:
            self.refuse(refusal)
        except Exception as error:  # no traceback reaches a learner
            self.scene, self.error = last, error
            self.view.refusal = TROUBLE

    def _show(self) -> None:
        self.refused = False
        self._look()
        shown = self.shown(self.scene)
        with self.view.hold_sync():  # one message, so that words and picture change together
            self.view.figure, self.view.say, self.view.alt = shown
            self.view.refusal = ""
        self.ahead.follow()

    def shown(self, scene: Any) -> tuple[Figure, str, str]:
        """A scene as figure, sentence and description, where the panel stands otherwise as it does."""
        words = self.theme.words(scene)
        return self.theme.figure(scene, width=self.view.width), self._said(words), words.summary

    def _look(self) -> None:
        """Notes the goals that are reached now."""
        self.reached += [
            goal for goal in self.goals if goal not in self.reached and goal.reached(self)
        ]

    def _said(self, words: Words) -> str:
        confirmed = self._confirmed()
        return words.say + (f" <b>{escape(confirmed)}</b>" if confirmed else "")

    def _confirmed(self) -> str:
        """The goal that was reached last, and how many were, as a sentence; empty before the first."""
        if not self.reached:
            return ""
        count = f"{len(self.reached)} of {len(self.goals)}"
        return CONFIRMED.format(count=count, goal=self.reached[-1].words)


def stored_picture(file: Path | None, figure: Figure, alt: str) -> str:
    """The stored picture as HTML, if there is one and it shows just this figure."""
    picture = png(file, figure) if file else None
    if picture is None:
        return ""
    source = f"data:image/png;base64,{b64encode(picture).decode('ascii')}"
    image = f'<img src="{source}" alt="{escape(alt)}" width="{WIDTH}">'
    return f"<figure>{image}<figcaption>{OPENING}</figcaption></figure>"


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
