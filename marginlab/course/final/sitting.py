"""One sitting of the final: which questions it asks, what was said to them, and what came of it.

The first answer that says something counts, and its verdict is told at the end. What cannot be read, or is
a slip of the pen, is told at once and may be answered again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from marginlab.course.book import BOOK
from marginlab.course.calibration import calibrated
from marginlab.course.final.items import number_of, questions
from marginlab.course.review import shown, unquoted
from marginlab.drawing.quiz import EMPTY, Asker, Quiz, Shown
from marginlab.practice.cards import Card, Link, Verdict
from marginlab.practice.entries import MISSED, RIGHT, SURE
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Item
from marginlab.practice.report import Tally

PASS = 9  # items, of which each part is right
KEPT = "Your answer is kept; what it was worth is told at the end."
COUNTED = "the answers of this sitting"


@dataclass(frozen=True, slots=True)
class Said:
    """The answer that counts: how sure it was said to be, and its verdict."""

    sure: str
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        return self.verdict.kind == RIGHT


class Sitting:
    """The questions of a sitting, counted from 1: in the first with their own numbers, then with others.

    said: the answers that count, by question.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.items = {key: _drawn(item, number - 1) for key, item in questions().items()}
        self.said: dict[str, Said] = {}

    def quiz(self) -> Quiz:
        """The box in which it is asked."""
        asker = Asker("final", self._question, self._verdict, self.ending, asks_sure=True)
        return Quiz(tuple(self.items), asker)

    def ending(self) -> Shown:
        """The result, what was missed with what mends it, and how sure was held against how right."""
        cards = [Card("final", "", self._result()), *map(self._missed, self.misses())]
        told = [shown(card) for card in cards]
        picture = calibrated(self.tallies(), COUNTED) if self.said else None
        return Shown(
            "\n\n".join(one.text for one in told), "".join(one.html for one in told), below=picture
        )

    def right(self) -> tuple[int, int]:
        """How many items are right in each part, and how many there are."""
        parts: dict[int, list[bool]] = {}
        for key in self.items:
            parts.setdefault(number_of(key), []).append(self._is_right(key))
        return sum(map(all, parts.values())), len(parts)

    def misses(self) -> list[str]:
        """The questions that are not right, those first of which the learner was surest."""

        def order(key: str) -> int:
            return -SURE.index(self.said[key].sure) if key in self.said else 1

        return sorted((key for key in self.items if not self._is_right(key)), key=order)

    def tallies(self) -> Mapping[str, Tally]:
        """By how sure it was: how many answers were right, and of how many."""
        of = Counter(said.sure for said in self.said.values())
        right = Counter(said.sure for said in self.said.values() if said.is_right)
        return {word: (right[word], of[word]) for word in SURE if of[word]}

    # ---- inside

    def _is_right(self, key: str) -> bool:
        return key in self.said and self.said[key].is_right

    def _question(self, key: str) -> Shown:
        return shown(Card("question", key, self.items[key].prompt))

    def _verdict(self, key: str, answer: str, sure: str) -> Shown:
        found = BOOK.answered(self.items[key], unquoted(answer), sure)
        if found.kind in (RIGHT, *MISSED):
            self.said[key] = Said(sure, found)
            return shown(Card("final", key, KEPT, note=found.note), is_open=False)
        text = EMPTY if found.kind == "not tried" else found.text
        return shown(replace(found, text=text, folds=(), next=""))

    def _result(self) -> str:
        return "\n\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        right, of = self.right()
        word = "Passed" if right >= PASS else "Not passed yet"
        yield f"**{word}**: {right} of {of} items are right in every part, and {PASS} are needed."
        tallies = self.tallies()
        so_many, of_them = tallies.get(SURE[-1], (0, 0))
        if wrong := of_them - so_many:
            yield f"You were certain of {of_them} answers, and {wrong} of them missed: they come first."
        yield f"Another sitting has other numbers: `final({self.number + 1})`."

    def _missed(self, key: str) -> Card:
        item, said = self.items[key], self.said.get(key)
        there = Link(item.taught_in, item.wrong[0].see)
        title = f"**{item.title}**"
        if said is None:
            return Card("not tried", key, f"{title}\n\nYou left it out.", link=there)
        text = f"{title}, {said.sure}\n\n{said.verdict.text}"
        return replace(
            said.verdict,
            text=text,
            link=said.verdict.link or there,
            folds=said.verdict.folds[-1:],
            next="",
        )


def _drawn(item: Item, draw: int) -> Item:
    """The question with the numbers of a draw; with its own where that is 0, or where there is none."""
    return (draw and Sampler(BOOK.slips).drawn(item, draw)) or item
