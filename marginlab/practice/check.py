"""The exercise engine: an answer goes in, a verdict comes out, and no answer can break it.

A verdict never says the right answer. It says what was read, and, when the answer is what a known
wrong idea gives, which idea and where it is cured. `trees` and `reading` read answers; `number`,
`expression`, `choice` and `function` judge them, one kind of exercise each; `cards` shows verdicts,
`course_map` draws what the answers say about the lessons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from marginlab.practice import choice, expression, function, number
from marginlab.practice.cards import Card, Task, Verdict
from marginlab.practice.course_map import CourseMap, drawn
from marginlab.practice.entries import SURE, due, today
from marginlab.practice.item import Choice, Expression, Function, Item, Number
from marginlab.practice.progress import Damaged, Newer, file, load, record
from marginlab.practice.report import report, trouble
from marginlab.practice.slips import Slip, slips
from marginlab.practice.trees import Unreadable, shown
from marginlab.practice.verdicts import folds, is_blank, not_tried, text_of, verdict

NOT_SURE = f"How sure you are was not kept: it is one of `{'`, `'.join(SURE)}`."


@dataclass(frozen=True)
class Book:
    """The exercises of a course by id, in its order, and what is said of an answer to one.

    position: the numbers by name of the position that a lesson speaks of, for each mark price at
    which a number is read off there; ideas: the name of each wrong idea, by its id; ids: their ids,
    by the names under which progress files of version 1 keep them.
    """

    items: Mapping[str, Item]
    position: Callable[[int], Iterable[Mapping[str, Any]]]
    ideas: Mapping[str, str]
    ids: Mapping[str, str]

    def check(self, exercise: str, answer: object, sure: str = "") -> Verdict:
        """The verdict on an answer to an exercise, such as `check("2.1", 2400)`.

        answer: a number of any kind, text such as "2,400", "-9.5 %", "(M - q*E)/q" or "cross", a
        sympy expression, or a function; sure: how sure you are of it, "guess", "fairly sure" or
        "certain", if you like.
        """
        item = self._found(exercise)
        if item is None:
            return Verdict("can't read it", "", self._no_such(exercise))
        found = self.judged(item, answer)
        if found.kind == "not tried":
            return found
        word = (text_of(sure) or "").strip().lower()
        kept = record(item.id, found.kind, found.idea, self.ids, sure=word if word in SURE else "")
        unkept = "" if word in SURE or is_blank(sure) else NOT_SURE
        return replace(found, note=" ".join(filter(None, [unkept, kept])))

    def hint(self, exercise: str, rung: int = 1) -> Card:
        """A hint to an exercise: rung 1 is a nudge, rung 3 the last step but one."""
        item = self._found(exercise)
        if item is None:
            return self._unknown(exercise)
        last = len(item.hints)
        if type(rung) is not int or not 1 <= rung <= last:
            return Card("can't read it", item.id, f"There are hints 1 to {last}.")
        text = "\n".join(f"{at}. {line}" for at, line in enumerate(item.hints[:rung], 1))
        more = f'hint("{item.id}", {rung + 1})' if rung < last else f'reveal("{item.id}")'
        return Card("hint", item.id, text, folds=folds(item)[rung:], next=f"More: `{more}`")

    def reveal(self, exercise: str) -> Card:
        """The same exercise solved with other numbers."""
        item = self._found(exercise)
        if item is None:
            return self._unknown(exercise)
        return Card("worked solution", item.id, item.solution)

    def task(self, exercise: str) -> Task | Card:
        """What an exercise asks."""
        item = self._found(exercise)
        return Task(item.prompt) if item else self._unknown(exercise)

    def progress(self) -> Card:
        """What was mastered, which wrong ideas were met and cured, and what to do next."""
        told = report(file(), tuple(self.items), self.ideas, self.ids)
        return Card("progress", "", "\n\n".join(told))

    def my_map(self) -> CourseMap | Card:
        """Which lessons you may skip, look into or take, as far as your answers say."""
        try:
            kept = load()["exercises"]
        except (Damaged, Newer, OSError) as error:
            return Card("progress", "", trouble(file(), error))
        known = {exercise: kept[exercise] for exercise in self.items if exercise in kept}
        return replace(drawn(known, self.items), due=len(due(known, today())))

    def judged(self, item: Item, answer: object) -> Verdict:
        """The verdict on an answer; nothing is recorded."""
        found = self._judged(item, answer)
        return replace(found, named=self.ideas[found.idea]) if found.idea else found

    def _judged(self, item: Item, answer: object) -> Verdict:
        if is_blank(answer):
            return not_tried(item)
        try:
            match item:
                case Number():
                    return number.judged(item, answer, self.slips(item))
                case Expression():
                    return expression.judged(item, answer)
                case Choice():
                    return choice.judged(item, answer)
                case Function():
                    return function.judged(item, answer)
            raise TypeError(f"{type(item).__name__} is no kind of exercise")
        except Unreadable as problem:
            text = text_of(answer)
            said = f"You wrote `{shown(text)}`.\n\n" if text is not None else ""
            return verdict(item, "can't read it", said + str(problem))

    def slips(self, item: Number) -> Iterator[Slip]:
        """What the usual slips give in this exercise."""
        others = (
            other
            for other in self.items.values()
            if isinstance(other, Number) and other.lesson == item.lesson and other.id != item.id
        )
        return slips(item, others, self.position(item.lesson))

    def _found(self, exercise: object) -> Item | None:
        """The exercise of that id; 2.1 without quotes is understood too."""
        if type(exercise) is not str and type(exercise) is not float:
            return None
        return self.items.get(str(exercise).strip().lower())

    def _unknown(self, exercise: object) -> Card:
        return Card("can't read it", "", self._no_such(exercise))

    def _no_such(self, exercise: object) -> str:
        asked = f"exercise `{shown(exercise)}`" if isinstance(exercise, str) else "such exercise"
        return f"There is no {asked}. There are {', '.join(self.items)}; write the id in quotes."
