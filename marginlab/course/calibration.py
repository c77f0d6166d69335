"""Said against true: how sure the learner was of an answer, and how often it was right.

The three words stand for no numbers: nobody says how often "fairly sure" ought to be right. What can be
seen is whether the shares rise with the words, and on how few answers each of them stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marginlab.drawing.canvas import WIDTH, Figure
from marginlab.drawing.ink import INK, KEPT, MUTED, YOU
from marginlab.drawing.panel import Panel, Theme
from marginlab.drawing.sheet import Sheet
from marginlab.drawing.words import Words
from marginlab.practice.cards import Card
from marginlab.practice.entries import SURE
from marginlab.practice.progress import Damaged, Newer, file, load
from marginlab.practice.report import Tally, tallies, trouble

NOTHING_SAID = (
    "You have not said yet how sure you are of an answer. Every mark asks for it; to an answer you can "
    'add it, as in `check("2.1", answer, sure="certain")`.'
)
ALL = "the first answer of a day to each exercise, and the first mark on each question"
ACROSS, HALF = (-0.6, 2.6), 0.16  # the window, and half of a bar
SHARES, TICKS = (0.0, 1.18), (0, 0.25, 0.5, 0.75, 1)
X_AXIS = {
    "tickvals": list(range(len(SURE))), "ticktext": list(SURE), "showgrid": False,
    "title": {"text": "how sure you said you were"},
}  # fmt: skip
Y_AXIS = {"tickvals": list(TICKS), "ticktext": [f"{100 * one:.0f} %" for one in TICKS]}


@dataclass(frozen=True)
class Calibration:
    """For each word that was said: how many answers were right, and of how many; counted: which ones."""

    said: Mapping[str, Tally]
    counted: str = ALL

    @property
    def turns(self) -> list[tuple[str, str]]:
        """Words of which the surer one was right less often."""
        shares = {word: right / of for word, (right, of) in self.said.items()}
        words = list(shares)
        pairs = [(less, more) for at, more in enumerate(words) for less in words[:at]]
        return [(less, more) for less, more in pairs if shares[more] < shares[less]]


def calibration() -> Panel | Card:
    """How often you were right, by how sure you said you were, of marks and answers."""
    try:
        said = tallies(load())
    except (Damaged, Newer, OSError) as error:
        return Card("progress", "", trouble(file(), error))
    if not said:
        return Card("progress", "", NOTHING_SAID)
    return calibrated(said)


def calibrated(said: Mapping[str, Tally], counted: str = ALL) -> Panel:
    """The picture of these answers: for each word, how many were right, and of how many."""
    theme = Theme(Calibration, calibration_figure, calibration_words)
    return Panel([], theme, said=said, counted=counted)


def calibration_figure(scene: Calibration, *, width: float = WIDTH) -> Figure:
    """A bar for each word, up to the share that was right, with the count behind it."""
    sheet = Sheet(width)
    [slot] = sheet.row(300)
    pane = slot.pane(ACROSS, SHARES, X_AXIS, Y_AXIS)
    pane.heading("how often you were right", INK)
    for x, word in enumerate(SURE):
        if word not in scene.said:
            pane.point(word, x, 0, MUTED, "").label("never said", "N", ink=MUTED)
            continue
        right, of = scene.said[word]
        pane.bar(word, (x - HALF, x + HALF), (0, right / of), KEPT)
        point = pane.point(f"{word}: share", x, right / of, YOU)
        point.label(f"<b>{right} of {of}</b>", "N", name=word, ink=YOU)
    return sheet.figure()


def calibration_words(scene: Calibration) -> Words:
    """The same as sentences, and every number of it."""
    told = [f"{word}, right <b>{right} of {of}</b>" for word, (right, of) in scene.said.items()]
    rows = {
        word: {
            "answers": str(of),
            "right": str(right),
            "share": f"{100 * right / of:.0f} %" if of else "none",
        }
        for word, (right, of) in ((word, scene.said.get(word, (0, 0))) for word in SURE)
    }
    turned = [f"when you said {more} than when you said {less}" for less, more in scene.turns]
    verdict = f"You were right less often {', and '.join(turned)}." if turned else ""
    return Words(
        f"You said {'; '.join(told)}.",
        f"How often you were right, by how sure you said you were: {scene.counted}.",
        rows,
        verdict,
        first="said",
    )
