"""The page on a position of your own: what is typed about it, and both margin modes side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from marginlab.course.own.derived import derived
from marginlab.course.own.inputs import ACCOUNT_MODES, ASKED, BY_NAME, OPENS, Own
from marginlab.course.own.kept import forget, keep, kept
from marginlab.course.own.picture import own_figure
from marginlab.course.own.replayed import Replayed, replayed
from marginlab.course.own.standing import OwnScene, own_scene
from marginlab.course.own.unified import compared, filling, written
from marginlab.course.own.words import own_words
from marginlab.drawing.controls import Choice, Control, Field
from marginlab.drawing.form import Desk, Form
from marginlab.drawing.panel import Theme, html_table
from marginlab.theory.given import MODES, MarginMode, Rejected, one_of
from marginlab.theory.terms import LONG, SHORT
from marginlab.theory.typeset import Steps
from marginlab.venues.traits import Rule

HERE = Path(__file__).parent
OWN = Theme(own_scene, own_figure, own_words)
# The rules of a venue on which the numbers of the page rest.
RESTS = (
    "requirement", "tie", "funding_from", "removal_floor", "initial_margin_at", "margin_sets_leverage",
)  # fmt: skip


class OwnPanel(Form):
    """The form of a position of your own."""

    def __init__(self) -> None:
        super().__init__(_fields(), OWN, Desk(filling, written, _below, keep, forget))

    def derivation(self, mode: MarginMode = "isolated") -> Steps:
        """How the wall in that margin mode follows, with the numbers that stand in the fields.

        Raises Rejected where there is no such position in that mode, Misread for fields that are wrong.
        """
        one_of("mode", mode, MODES)
        scene = own_scene(**self.values)  # that of the picture may be one that stood there before
        one = scene.cross if mode == "cross" else scene.isolated
        if isinstance(one, str):
            raise Rejected(one)
        return derived(scene.own, one)

    def replay(self, history: str) -> Replayed:
        """What becomes of the position in both modes along a CSV file, by its name, or along its text.

        The first line names the columns: time, mark, and funding where it is known.
        Raises ValueError for what is no such file, with its row.
        """
        return replayed(own_scene(**self.values), history)


def own_panel(text: str = "") -> OwnPanel:
    """The page, filled from a text, or else from what is kept, or with the house position.

    text: JSON as the page writes it, or ccxt's unified position.
    """
    panel = OwnPanel()
    panel.picture = HERE / "own.png"
    if there := text or kept():
        panel.fill(there)
    return panel


def _fields() -> Iterator[Control]:
    for name, words in (("exchange", BY_NAME), ("account_mode", ACCOUNT_MODES)):
        yield Choice(name, {word: word for word in words}, OPENS[name], listed=True)
    yield Field("contract", "contract", value=OPENS["contract"], wide=8)
    yield Choice("side", {"long": LONG, "short": SHORT}, OPENS["side"])
    for name, asked in ASKED.items():
        yield Field(name, asked.label, value=asked.opens, wide=6.5)
    yield Field("others", "other positions, cross", wide=24)


def _below(scene: OwnScene, also: Mapping[str, Any]) -> str:
    """The rules that were used, and what a text said beside what is computed here."""
    rows = compared(scene, also)
    theirs = html_table(rows) if rows else ""
    used = [
        ["rule", "says", "source"],
        *([r.name, r.says, str(r.source)] for r in _used(scene.own)),
    ]
    told = f"The rules of {scene.own.venue.name} that were used, with their sources"
    return f"{theirs}<details><summary>{escape(told)}</summary>{html_table(used)}</details>"


def _used(own: Own) -> Iterator[Rule]:
    names = {*RESTS, f"{own.account_mode} account", own.symbol}
    return (rule for rule in own.venue.rules() if rule.name in names)
