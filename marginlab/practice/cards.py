"""The small cards that answer a learner: once as text, once as HTML, saying the same.

Only tags and inline styles that JupyterLab's sanitiser keeps, so that a card in a notebook from
somebody else still reads well; it drops `var(...)` and `aria-*`. Text takes the page's own colour,
and the edge is readable on light and dark; icon, word and form of the edge all carry the verdict.
Texts are Markdown of the simplest kind: paragraphs, numbered lines, **bold**, `code`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

Kind = Literal["not tried", "can't read it", "almost", "this looks like", "not yet", "correct"]

# The learner's own violet and a grey, each at least 3:1 on #ffffff and on #111111.
_VIOLET, _GREY = "#8b5cf6", "#7a828b"
_LOOKS: dict[str, tuple[str, str]] = {
    "not tried": ("○", f"3px dotted {_GREY}"),
    "can't read it": ("?", f"3px dashed {_GREY}"),
    "almost": ("≈", f"6px dashed {_VIOLET}"),
    "this looks like": ("↺", f"6px double {_VIOLET}"),
    "not yet": ("✗", f"6px dotted {_VIOLET}"),
    "correct": ("✓", f"6px solid {_VIOLET}"),
    "hint": ("→", f"3px solid {_GREY}"),
    "worked solution": ("→", f"3px solid {_GREY}"),
    "progress": ("→", f"3px solid {_GREY}"),
    "review": ("→", f"3px solid {_GREY}"),
    "final": ("→", f"3px solid {_GREY}"),
    "question": ("→", f"3px solid {_GREY}"),
}
_BOX = "padding:4px 14px;margin:6px 0;max-width:46em;line-height:1.5"


def lesson_number(notebook: str) -> int:
    """The number of a lesson from the name of its notebook."""
    return int(notebook.partition("_")[0])


@dataclass(frozen=True)
class Link:
    """Where to read on: a heading of a lesson or of its exercises, from any notebook of the course."""

    notebook: str
    heading: str
    folder: Literal["lessons", "exercises"] = "lessons"

    @property
    def text(self) -> str:
        word = "Lesson" if self.folder == "lessons" else "Exercises"
        return f"{word} {lesson_number(self.notebook)}, “{self.heading}”"

    @property
    def address(self) -> str:
        return f"../{self.folder}/{self.notebook}.ipynb#{self.heading.replace(' ', '-')}"


@dataclass(frozen=True)
class Fold:
    """Something to open on demand; the text twin names a call that shows it instead."""

    title: str
    text: str


@dataclass(frozen=True, repr=False)
class Card:
    """A heading, some paragraphs, a ladder of folds; next is what to type where nothing folds."""

    kind: str
    exercise: str
    text: str
    link: Link | None = None
    folds: tuple[Fold, ...] = ()
    next: str = ""
    note: str = ""

    @property
    def heading(self) -> str:
        return f"{_LOOKS[self.kind][0]} {self.kind.capitalize()}"

    def __repr__(self) -> str:
        read_on = f"Read: {self.link.text}" if self.link else ""
        parts = (_unmarked(self.text), read_on, _unmarked(self.next), _unmarked(self.note))
        first = f"{self.heading}, exercise {self.exercise}" if self.exercise else self.heading
        return "\n".join([first, *filter(None, parts)])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._html()}

    def _html(self) -> str:
        where = f", exercise {escape(self.exercise)}" if self.exercise else ""
        parts = [
            f'<p style="margin:4px 0"><strong>{escape(self.heading)}</strong>{where}</p>',
            *_html(self.text),
        ]
        if self.link:
            parts.append(
                f'<p style="margin:4px 0">Read: <a href="{escape(self.link.address)}">'
                f"{escape(self.link.text)}</a></p>"
            )
        parts.append(_ladder(self.folds))
        if not self.folds:
            parts += _html(self.next)
        parts += _html(self.note)
        style = f"border-left:{_LOOKS[self.kind][1]};{_BOX}"
        return f'<div lang="en" style="{style}">{"".join(parts)}</div>'


@dataclass(frozen=True, repr=False)
class Verdict(Card):
    """What `check` says of an answer. kind is one of `Kind`; idea: the id of the wrong idea that was
    met, and named: its name; draw: the fresh numbers that were answered right, if they were asked."""

    idea: str = ""
    named: str = ""
    draw: int = 0

    @property
    def heading(self) -> str:
        return f"{super().heading}: {self.named}" if self.named else super().heading


@dataclass(frozen=True)
class Task:
    """An exercise's prompt, shown as the prose of the page.

    fold: under which words it is folded; stub: the cell to answer in, if it is told.
    """

    text: str
    fold: str = ""
    stub: str = ""

    def __repr__(self) -> str:
        prose = _unmarked("\n".join(filter(None, (self.fold, self.text))))
        return "\n".join(filter(None, (prose, self.stub)))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        shown = self.text + (f"\n\n```python\n{self.stub}\n```" if self.stub else "")
        if self.fold:
            # The empty line lets the page read what follows as Markdown.
            shown = f"<details><summary>{escape(self.fold)}</summary>\n\n{shown}\n\n</details>"
        return {"text/plain": repr(self), "text/markdown": shown}


def _ladder(folds: tuple[Fold, ...]) -> str:
    """The folds one inside the other, so that each shows itself when the one before was opened."""
    html = ""
    for fold in reversed(folds):
        inside = "".join(_html(fold.text)) + html
        html = f"<details><summary>{escape(fold.title)}</summary>{inside}</details>"
    return html


def _unmarked(markdown: str) -> str:
    """The text without its marks, one line a paragraph."""
    lines = (line.split("`") for line in markdown.splitlines() if line.strip())
    return "\n".join(
        "".join(span if at % 2 else span.replace("**", "") for at, span in enumerate(spans))
        for spans in lines
    )


def _html(markdown: str) -> Iterator[str]:
    """Our few marks as HTML, a paragraph or list at a time; everything else is escaped."""
    for block in filter(None, (part.strip() for part in markdown.split("\n\n"))):
        lines = block.splitlines()
        if all(re.match(r"\d+\. ", line) for line in lines):
            items = "".join(f"<li>{_inline(line.partition('. ')[2])}</li>" for line in lines)
            start = int(lines[0].partition(".")[0])
            yield f'<ol start="{start}">{items}</ol>'
        else:
            yield f'<p style="margin:4px 0">{_inline(" ".join(lines))}</p>'


def _inline(line: str) -> str:
    spans: Sequence[str] = line.split("`")
    return "".join(
        f"<code>{escape(span)}</code>"
        if at % 2
        else re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(span))
        for at, span in enumerate(spans)
    )
