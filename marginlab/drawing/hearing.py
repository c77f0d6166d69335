"""A hearing: one published sentence at a time, judged by the learner before it is run.

The sentence stands with its source; the learner says what becomes of it, and how sure that is. Only
then both ledgers are drawn side by side, the first row in which they part is marked, and the verdict
stands with its number. Where the sentence fails, other words are chosen or a number is typed, and it
is run again. What was said of each sentence is kept, where the hearing is given a memory.

It knows no margin: what it shows are exhibits, made elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Self

import ipywidgets

from marginlab.drawing.controls import Action, Choice, Control, Controls, Field
from marginlab.drawing.panel import Kept
from marginlab.drawing.prediction import SURE, Keep, Recall

EVERY = "all"
JUDGED = ("true", "false", "depends", "no source")
NOTHING = "There is nothing to repair: run as it stands, the sentence holds."
UNRUN = "There is nothing to run, and so nothing to repair."
ASK_NUMBER = "Type the number that makes it true, then run it again."
ASK_WORDS = "Choose the smallest change that makes it true, then run it again."
PARTS = "here they part"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """All that a hearing shows of one sentence.

    by: its source; story: position and path; sides: the names of the two rule sets; rows: name, left
    and right, "" where a side lacks it, none at all where it cannot be run; parts: the name of the
    first row that differs; repairs: words to choose from, none where a number is typed; sound: whether
    nothing needs repair; note: what is said of the age of its rule.
    """

    key: str
    sentence: str
    by: str
    story: str
    sides: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]
    parts: str
    verdict: str
    reason: str
    repairs: tuple[str, ...]
    sound: bool
    note: str

    @property
    def heading(self) -> tuple[str, str, str]:
        """The first row of the ledgers."""
        return ("", *self.sides)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a hearing asks of the court.

    found: keys and their words, by what the finders say; exhibit: by key; mended: the sentence as
    another answer makes it, and whether it is true then; raises ValueError for what is no answer.
    """

    found: Callable[..., Sequence[tuple[str, str]]]
    exhibit: Callable[[str], Exhibit]
    mended: Callable[[str, str], tuple[str, bool]]


class Hearing(Kept):
    """The sentences of a bench, found by what the finders offer, and judged one by one.

    finders: a name and its words each; opened: the key of the first sentence. found: the keys of those
    that can be called now.
    """

    found: list[str]
    cards: Controls
    shown: Exhibit
    judged: str | None
    sure: str | None

    def __init__(self, bench: Bench, finders: Mapping[str, Sequence[str]], opened: str) -> None:
        self.bench = bench
        self._keep: Keep = lambda *_: ""
        self._recall: Recall = lambda _: {}
        self.finders = Controls(
            Choice(name, {word: word for word in (EVERY, *words)}, EVERY, listed=True)
            for name, words in finders.items()
        )
        self.paper, self.result, self.reply = (ipywidgets.HTML() for _ in range(3))
        for part in (self.paper, self.result, self.reply):
            part.add_class("marginlab")
        super().__init__()
        self.add_class("marginlab-panel")
        self.finders.observe(lambda _: self._find(), "values")
        self._offer(self.bench.found(**self.finders.values), opened)
        self.call(opened)

    def remember(self, recall: Recall, keep: Keep) -> Self:
        """Opens with what was said of a sentence before, and keeps what is said from now on."""
        self._recall, self._keep = recall, keep
        self.call(self.shown.key)
        return self

    def call(self, key: str, *, focus: bool = False) -> None:
        """Shows a sentence, with its ledgers where it was judged before."""
        self.shown, self.judged, self.sure = self.bench.exhibit(key), None, None
        if key in self.found:
            self.cards.set(card=key)
        match self._recall(_name(key)):
            case {"judged": str(judged), "sure": str(sure)} if (
                judged in JUDGED and sure in SURE.options
            ):
                self.judged, self.sure = judged, sure
        self._draw(focus=focus)

    def judge(self, judged: str, sure: str = "guess") -> None:
        """Says what the sentence is held to be, and runs it."""
        self.judged, self.sure = VERDICTS.checked(judged), SURE.checked(sure)
        self._draw(focus=True)  # before it is kept, which waits for the disk
        self._kept({"judged": self.judged, "sure": self.sure})

    def again(self) -> None:
        """Takes back what was said of this sentence."""
        self.judged, self.sure = None, None
        self._draw(focus=True)
        self._kept({})

    def repair(self, answer: str) -> None:
        """Runs the sentence again with other words, or another number, in its open place."""
        try:
            sentence, holds = self.bench.mended(self.shown.key, answer)
        except ValueError as refusal:
            self._reply(f"{refusal}.")
            return
        verdict = "✓ Run again, it holds" if holds else "✗ Run again, it does not hold"
        self._reply(f"{verdict}: “{sentence}”")

    def next(self) -> None:
        """Shows the next sentence of those that are found, after the last the first."""
        at = self.found.index(self.shown.key) + 1 if self.shown.key in self.found else 0
        self.call(self.found[at % len(self.found)], focus=True)

    def summary(self) -> str:
        """The sentence as plain text, and the two ledgers below it."""
        shown = self.shown
        lines = [f"Card {shown.key}: {shown.sentence}", f"Source: {shown.by}.", shown.story]
        lines += [f"{name or 'rules'}: {left} | {right}" for name, left, right in self._table()]
        return "\n".join([*lines, self._verdict(), *filter(None, [shown.note])])

    def html(self) -> str:
        """The same for viewers that show no widgets, the ledgers folded until the sentence was judged."""
        ledgers = f"{_ledgers(self.shown)}<p>{escape(self._verdict())}</p>"
        if self.judged is None:
            ledgers = f"<details><summary>Show what running it says</summary>{ledgers}</details>"
        return f"{self._paper()}{ledgers}"

    # ---- inside

    def _table(self) -> Iterator[tuple[str, str, str]]:
        if self.shown.rows:
            yield self.shown.heading
            yield from self.shown.rows

    def _offer(self, found: Sequence[tuple[str, str]], key: str) -> None:
        """A list of the sentences that are found, open at one of them."""
        self.found = [key for _, key in found]
        self.cards = Controls([Choice("card", dict(found), key, listed=True)])
        self.cards.observe(self._called, "values")

    def _called(self, change: Any) -> None:
        if change["new"]["card"] != self.shown.key:
            self.call(change["new"]["card"])

    def _find(self) -> None:
        found = self.bench.found(**self.finders.values)
        if not found:
            self._reply("No card is like that; choose fewer of these at once.")
            return
        keys = [key for _, key in found]
        key = self.shown.key if self.shown.key in keys else keys[0]
        self._offer(found, key)
        self.call(key)

    def _kept(self, said: Mapping[str, Any]) -> None:
        trouble = self._keep(_name(self.shown.key), said)
        if trouble:
            self._reply(trouble)

    def _draw(self, *, focus: bool = False) -> None:
        judged = self.judged is not None
        self.paper.value, self.reply.value = self._paper(), ""
        # The ledgers' place is always there, so that they need no view of their own to be made first.
        ledgers = f"{_ledgers(self.shown)}{_paragraph(self._verdict(), self._ask())}"
        self.result.value = ledgers if judged else ""
        controls = self._repairing() if judged else self._judging()
        controls.focus = focus
        below = [self.result, controls, self.reply]
        self.children = [self.finders, self.cards, self.paper, *below]

    def _judging(self) -> Controls:
        """What is below a sentence that was not judged."""
        row = Controls([VERDICTS, SURE, Action("run", "Run it")])
        row.on_press(lambda _: self.judge(row.values["verdict"], row.values["sure"]))
        return row

    def _repairing(self) -> Controls:
        """What is below the ledgers."""
        mend = [] if self.shown.sound else [self._instead(), Action("mend", "Run it again")]
        row = Controls([*mend, Action("next", "Next card"), Action("over", "Judge it again")])
        acts = {
            "mend": lambda: self.repair(row.values["instead"]),
            "next": self.next,
            "over": self.again,
        }
        row.on_press(lambda name: acts[name]())
        return row

    def _instead(self) -> Control:
        """What says the repair: words to choose from, or a field for a number."""
        words = {_words(one): one for one in self.shown.repairs}
        if not words:
            return Field("instead", "number", enter="mend")
        return Choice("instead", words, next(iter(words.values())))

    def _ask(self) -> str:
        if self.shown.sound:
            return NOTHING if self.shown.rows else UNRUN
        return ASK_WORDS if self.shown.repairs else ASK_NUMBER

    def _verdict(self) -> str:
        """What was said, what running it says, and why."""
        shown, said = self.shown, ""
        if self.judged is not None:
            right = "✓" if self.judged == shown.verdict else "✗"
            said = f"{right} You said {self.judged} ({self.sure}). "
        found = "Run, the verdict is" if shown.rows else "It cannot be run"
        return f"{said}{found}: {shown.verdict}. {shown.reason}"

    def _paper(self) -> str:
        shown = self.shown
        note = f'<p class="marginlab-refusal">{escape(shown.note)}</p>' if shown.note else ""
        # A status: the next sentence is read aloud, although the keyboard goes to its verdict.
        return (
            f'<div class="marginlab-card marginlab-drawn" role="status"><p>Card {escape(shown.key)}</p>'
            f"<blockquote>{escape(shown.sentence)}</blockquote>"
            f"<p>{escape(shown.by)}.</p><p>{escape(shown.story)}</p>{note}</div>"
        )

    def _reply(self, text: str) -> None:
        self.reply.value = f'<p class="marginlab-say" role="status">{escape(text)}</p>'


VERDICTS = Choice("verdict", {word: word for word in JUDGED}, "true", "your verdict")


def _name(key: str) -> str:
    """Under which name the progress file keeps what was said of a sentence."""
    return f"card {key}"


def _words(repair: str) -> str:
    """A repair as it stands on its button."""
    return repair.strip(" ,;") or "these words left out"


def _paragraph(*sentences: str) -> str:
    first, *others = sentences
    return (
        f'<p class="marginlab-say" role="status"><b>{escape(first)}</b>'
        f" {escape(' '.join(others))}</p>"
    )


def _ledgers(shown: Exhibit) -> str:
    """Both ledgers as one table, the row in which they part marked in words and by its look."""
    if not shown.rows:
        return ""
    _, left, right = shown.heading
    head = (
        f'<tr><td></td><th scope="col">{escape(left)}</th><th scope="col">{escape(right)}</th></tr>'
    )
    body = ""
    for name, one, other in shown.rows:
        parts = name == shown.parts
        mark = f' class="marginlab-parts" data-part="{PARTS}"' if parts else ""
        here = f"{escape(name)} <em>({PARTS})</em>" if parts else escape(name)
        cells = f"<td>{escape(one)}</td><td>{escape(other)}</td>"
        body += f'<tr{mark}><th scope="row">{here}</th>{cells}</tr>'
    return f'<table class="marginlab-ledgers"><thead>{head}</thead><tbody>{body}</tbody></table>'
