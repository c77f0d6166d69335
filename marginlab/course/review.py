"""The review: what is due to be asked again, a question at a time, with fresh numbers."""

from __future__ import annotations

from dataclasses import replace

from marginlab.course.book import BOOK, ITEMS
from marginlab.drawing.quiz import Asker, Quiz, Shown
from marginlab.practice.cards import Card, Link
from marginlab.practice.entries import today
from marginlab.practice.item import Function, Item
from marginlab.practice.progress import Damaged, Newer, file, load
from marginlab.practice.report import trouble
from marginlab.practice.review import chosen

NO_IDEA = "?"  # typed in place of an answer; nothing is judged or kept
EMPTY = f"Type your answer first, or {NO_IDEA} for a hint."
NOTHING_DUE = (
    "Nothing is due today. What you answer in the exercises is asked again here: after a day, and after "
    "longer and longer times while you answer it right."
)
OVER = "That was the last question of this review. `progress()` says what is due on another day."
MORE = (
    "That was the last question of this review. More is due: run the cell again, now or tomorrow."
)
IN_ITS_NOTEBOOK = (
    "It asks for a function, which is written in its own notebook: open it there, or go on to the next "
    "question."
)


def review() -> Quiz | Card:
    """Up to eight questions that are due, never two of one lesson in a row, with fresh numbers."""
    try:
        found = chosen(ITEMS, load()["exercises"], today())
    except (Damaged, Newer, OSError) as error:
        return Card("review", "", trouble(file(), error))
    if not found.asked:
        return Card("review", "", NOTHING_DUE)
    return Quiz(found.asked, _Desk().asker(ending=MORE if found.left else OVER))


class _Desk:
    """The questions of one review: the numbers that each was asked with are those that are judged."""

    def __init__(self) -> None:
        self._asked: dict[str, Item] = {}

    def asker(self, ending: str) -> Asker:
        end = shown(Card("review", "", ending))
        return Asker("review", self._question, self._verdict, lambda: end, empty=EMPTY)

    def _question(self, exercise: str) -> Shown:
        item = ITEMS[exercise]
        if isinstance(item, Function):
            there = Link(item.notebook, f"{item.id} {item.title}", folder="exercises")
            card = Card("question", item.id, item.prompt, link=there, note=IN_ITS_NOTEBOOK)
            return shown(card, is_open=False)
        self._asked[exercise], note = BOOK.anew(exercise)
        return shown(Card("question", item.id, self._asked[exercise].prompt, note=note))

    def _verdict(self, exercise: str, answer: str, sure: str) -> Shown:
        if answer.strip() == NO_IDEA:
            return shown(BOOK.hint(exercise))
        verdict = BOOK.answered(self._asked[exercise], unquoted(answer), sure)
        if verdict.kind == "not tried":  # an empty pair of quotes; here is no cell to run again
            verdict = replace(verdict, text=EMPTY)
        return shown(verdict, is_open=verdict.kind != "correct")


def shown(card: Card, *, is_open: bool = True) -> Shown:
    """A card as a quiz shows it."""
    return Shown(repr(card), card._repr_mimebundle_()["text/html"], is_open)


def unquoted(answer: str) -> str:
    """What was typed, without the quotes that a cell of code would want."""
    text = answer.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
