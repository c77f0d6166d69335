"""A quiz: one question at a time, with a field for the answer, and the verdict below.

It knows no exercise: questions and verdicts come from whoever made it, as text and as HTML. A question
to which no answer may follow, because one was given or because it cannot be answered here, leaves one
button, the next question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from json import dumps

import ipywidgets

from marginlab.drawing.controls import Action, Choice, Controls, Field
from marginlab.drawing.panel import Kept
from marginlab.drawing.prediction import SURE

EMPTY = "Type your answer first."
UNSURE = "Say first how sure you are of it."
NOT_SAID = Choice(SURE.name, SURE.options, "", "this is (if you like)")
TO_BE_SAID = Choice(SURE.name, SURE.options, "", "this is")
LINK = re.compile(r'<a href="\.\./((?:lessons|exercises)/[^"#]+)(#[^"]*)?"')


@dataclass(frozen=True, slots=True)
class Shown:
    """A question or a verdict, once as plain text, once as HTML.

    open: whether an answer may follow; below: a picture that stands below it, at the end.
    """

    text: str
    html: str
    open: bool = True
    below: Kept | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """What a quiz asks of whoever made it.

    name: what the questions are together, in a word; question: by its key; verdict: on an answer to it,
    given the key, the answer and how sure it is, "" where that was not said; ending: what is told after
    the last question; asks_sure: whether it has to be said; empty: what is said where nothing is typed.
    """

    name: str
    question: Callable[[str], Shown]
    verdict: Callable[[str, str, str], Shown]
    ending: Callable[[], Shown]
    asks_sure: bool = False
    empty: str = EMPTY


class Quiz(Kept):
    """Questions, asked in the order of their keys in `asked`.

    at: which one stands there, counted from 0; after the last it is their number. said: the verdict
    on it, if there is one.
    """

    at: int
    said: Shown | None
    row: Controls

    def __init__(self, keys: Sequence[str], asker: Asker) -> None:
        self.asked, self.asker = tuple(keys), asker
        self.paper, self.result = ipywidgets.HTML(), ipywidgets.HTML()
        for part in (self.paper, self.result):
            part.add_class("marginlab")
        super().__init__()
        self.add_class("marginlab-panel")
        self._ask(0)

    def answer(self, answer: str, sure: str = "") -> None:
        """Has an answer to the question judged."""
        if not self._is_open:
            return
        unsaid = self.asker.asks_sure and sure not in SURE.options.values()
        if unsaid or not answer.strip():
            self.result.value = _paragraph(UNSURE if answer.strip() else self.asker.empty)
            return
        self.said = self.asker.verdict(self.asked[self.at], answer, sure)
        self.result.value = f'<div role="status">{linked(self.said.html)}</div>'
        if not self.said.open:
            self._offer(focus=True)

    def next(self) -> None:
        """Asks the next question, or ends after the last one."""
        if self.at < len(self.asked):
            self._ask(self.at + 1, focus=True)

    def summary(self) -> str:
        """Question and verdict as plain text."""
        verdict = [self.said.text] if self.said else []
        below = [self.shown.below.summary()] if self.shown.below else []
        return "\n".join([*self._where(), self.shown.text, *verdict, *below])

    def html(self) -> str:
        """The same for viewers that show no widgets."""
        below = self.shown.below.html() if self.shown.below else ""
        return self._paper() + (self.said.html if self.said else "") + below

    # ---- inside

    @property
    def _is_open(self) -> bool:
        """Whether an answer may follow."""
        return self.at < len(self.asked) and (self.said or self.shown).open

    def _ask(self, at: int, *, focus: bool = False) -> None:
        self.at, self.said, self.result.value = at, None, ""
        over = at == len(self.asked)
        self.shown = self.asker.ending() if over else self.asker.question(self.asked[at])
        self.paper.value = linked(self._paper())
        if over:
            self.children = [self.paper, *filter(None, [self.shown.below])]
        else:
            self._offer(focus=focus)

    def _offer(self, *, focus: bool) -> None:
        """What is below the question: the field while an answer may follow, and the way on."""
        is_last = self.at + 1 == len(self.asked)
        on = Action("next", f"End the {self.asker.name}" if is_last else "Next question")
        field = Field("answer", "your answer", enter="check")
        sure = TO_BE_SAID if self.asker.asks_sure else NOT_SAID
        self.row = Controls([field, sure, Action("check", "Check"), on] if self._is_open else [on])
        self.row.focus = focus
        self.row.on_press(self._press)
        self.children = [self.paper, self.row, self.result]

    def _press(self, name: str) -> None:
        if name == "next":
            self.next()
        else:
            self.answer(self.row.values["answer"], self.row.values["sure"])

    def _where(self) -> list[str]:
        many = len(self.asked)
        return [f"Question {self.at + 1} of {many}"] if self.at < many else []

    def _paper(self) -> str:
        where = "".join(f"<p><b>{one}</b></p>" for one in self._where())
        # Drawn: what is stored gives way. A status: the next question is read aloud, although the
        # keyboard goes to its field.
        return f'<div class="marginlab-card marginlab-drawn" role="status">{where}{self.shown.html}</div>'


def linked(html: str) -> str:
    """The HTML, its links to notebooks of the course told to JupyterLab.

    In a widget a link is the browser's own and would load a page anew; JupyterLab opens what it is told.
    """

    def told(link: re.Match[str]) -> str:
        where = dumps({"path": link[1], "id": unescape(link[2] or "")})
        return (
            f'{link[0]} data-commandlinker-command="rendermime:handle-local-link" '
            f'data-commandlinker-args="{escape(where)}"'
        )

    return LINK.sub(told, html)


def _paragraph(text: str) -> str:
    return f'<p class="marginlab-say" role="status">{escape(text)}</p>'
