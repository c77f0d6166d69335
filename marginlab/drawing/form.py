"""A form: a panel whose fields are typed, filled from a text, written as one, and kept where that is asked.

It knows no margin: what a text means, what stands below the picture and where a text is kept is the
affair of whoever made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from marginlab.drawing.controls import Action, Control, Controls, Field
from marginlab.drawing.panel import Panel, Theme, html_table

FILLED = "Filled in."


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form asks of whoever made it.

    read: from a text to the values of controls and to what else was in it; raises ValueError for what it
    is not; written: from the values to a text that `read` knows; below: from a scene, and what else was
    in the text that was read last, to the HTML below the picture; keep, forget: a text, and nothing, to a
    sentence on what was done.
    """

    read: Callable[[str], tuple[Mapping[str, Any], Mapping[str, Any]]]
    written: Callable[[Mapping[str, Any]], str]
    below: Callable[[Any, Mapping[str, Any]], str]
    keep: Callable[[str], str]
    forget: Callable[[], str]


class Form(Panel):
    """The panel, below its picture the table of its numbers, and a desk with a line for texts.

    also: what else was in the text that was read last; told: what the desk says of the last press.
    """

    def __init__(self, controls: Iterable[Control], theme: Theme, desk: Desk) -> None:
        self.desk, self.also = desk, dict[str, Any]()
        self.told = ""
        self.below, self.reply = ipywidgets.HTML(), ipywidgets.HTML()
        self.row = Controls(
            [
                Field("text", "as JSON", enter="fill", wide=24),
                Action("fill", "Fill in"),
                Action("write", "Show as JSON"),
                Action("keep", "Keep in my folder"),
                Action("forget", "Forget what is kept"),
            ]
        )
        super().__init__(controls, theme)
        for part in (self.below, self.reply):
            part.add_class("marginlab")
            part.add_class("marginlab-below")
        self.children = [self.controls, self.view, self.below, self.row, self.reply]
        self.row.on_press(self.press)

    def press(self, button: str) -> None:
        """Does what a button of the desk says: "fill", "write", "keep" or "forget"."""
        acts = {
            "fill": lambda: self.fill(self.row.values["text"]),
            "write": lambda: self._reply("", self.text()),
            "keep": lambda: self._reply(self.desk.keep(self.text())),
            "forget": lambda: self._reply(self.desk.forget()),
        }
        acts[button]()

    def fill(self, text: str) -> None:
        """Fills the fields from a text; one that says nothing leaves them as they are."""
        before = self.also
        try:
            values, also = self.desk.read(text)
            self.also = dict(also)  # before the picture is drawn anew
            self.controls.set(**values)
        except ValueError as refusal:
            self.also = before
            self._reply(f"{refusal}.")
            return
        self._update()  # the fields may be as they were, and what else was in the text is new
        self._reply(FILLED)

    def text(self) -> str:
        """The values of the fields as a text that fills them again."""
        return self.desk.written(self.values)

    def html(self, figure: Any = None) -> str:
        """The panel for viewers that show no widgets, with what stands below its picture."""
        return super().html(figure) + self.desk.below(self.scene, self.also)

    def _show(self) -> None:
        super()._show()
        words = self.theme.words(self.scene)
        turned = [list(row) for row in zip(*words.table, strict=True)]
        self.below.value = html_table(turned) + self.desk.below(self.scene, self.also)

    def _reply(self, said: str, text: str = "") -> None:
        self.told = said or text
        shown = f'<pre tabindex="0">{escape(text)}</pre>' if text else escape(said)
        self.reply.value = f'<div class="marginlab-say" role="status">{shown}</div>'
