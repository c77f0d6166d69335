"""The exercise engine: an answer goes in, a verdict comes out, and no answer can break it.

A verdict never says the right answer. It says what was read, and, when the answer is what a known
wrong idea gives, which idea and where it is cured. `trees` and `reading` read answers; `number`,
`expression`, `choice`, `function` and `order` judge them, one kind of exercise each; `cards` shows
verdicts, `course_map` draws what the answers say about the lessons, `ladder` and `repair` make exercises
of derivations and of worked solutions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from marginlab.practice import choice, expression, function, number, order
from marginlab.practice.cards import Card, Task, Verdict
from marginlab.practice.course_map import CourseMap, drawn
from marginlab.practice.entries import SURE, due, today
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Choice, Expression, Function, Item, Number, Order, is_rung
from marginlab.practice.progress import Damaged, Newer, file, load, record
from marginlab.practice.report import report, trouble
from marginlab.practice.slips import Slip, slips
from marginlab.practice.trees import Unreadable, shown
from marginlab.practice.verdicts import folds, is_blank, not_tried, text_of, verdict
from marginlab.practice.waiting import Waiting, numbers_of

if TYPE_CHECKING:
    from marginlab.practice.ladder import Ladder

NOT_SURE = f"How sure you are was not kept: it is one of `{'`, `'.join(SURE)}`."


@dataclass(frozen=True)
class Book:
    """The exercises of a course by id, in its order, and what is said of an answer to one.

    rungs: those by id that count for nothing; ladders: what some of them lead up to, by lesson;
    position: the numbers by name of the position that a lesson speaks of, for each mark price at
    which a number is read off there; ideas: the name of each wrong idea, by its id; ids: their ids,
    by the names under which progress files of version 1 keep them.
    """

    items: Mapping[str, Item]
    rungs: Callable[[], Mapping[str, Item]]
    ladders: Callable[[], Mapping[int, Ladder]]
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
        fresh = self._waiting.of(item)
        found = self._judged_anew(item, fresh, answer) if fresh else self.judged(item, answer)
        return self._kept(item, found, fresh, sure)

    def answered(self, asked: Item, answer: object, sure: str = "") -> Verdict:
        """The verdict on an answer to just these numbers of an exercise, kept as `check` keeps it."""
        found, fresh = self.judged(asked, answer), asked if asked.draw else None
        if fresh and found.kind == "correct":
            found = replace(found, draw=fresh.draw)
        return self._kept(asked, found, fresh, sure)

    def again(self, exercise: str) -> Task | Card:
        """The same exercise with fresh numbers, which `check` judges until they were answered right."""
        item = self._found(exercise)
        if item is None:
            return self._unknown(exercise)
        if item.id not in self.items:
            return Card(
                "can't read it",
                item.id,
                "Its numbers stay as they are: it belongs to a ladder or a repair.",
            )
        fresh, note = self._waiting.ask(item)
        if fresh is None:
            none = item.no_fresh or "No fresh numbers were found for this exercise."
            return Card("can't read it", item.id, none)
        return self._told(fresh, note)

    def anew(self, exercise: str) -> tuple[Item, str]:
        """An exercise with the fresh numbers that wait, or else with new ones, its own where it has none;
        and a sentence if they could not be kept."""
        item = self.items[exercise]
        if waiting := self._waiting.of(item):
            return waiting, ""
        fresh, note = self._waiting.ask(item)
        return fresh or item, note

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
        """What an exercise asks; with the fresh numbers that `again` has asked, while they wait."""
        item = self._found(exercise)
        if item is None:
            return self._unknown(exercise)
        fresh = self._waiting.of(item)
        return self._told(fresh) if fresh else self._folded(item.prompt, item.id)

    def ladder(self, lesson: int) -> Task | Card:
        """The first rung of a lesson's ladder: its derivation, to be read."""
        found = self.ladders().get(lesson) if type(lesson) is int else None
        if found is None:
            known = ", ".join(map(str, self.ladders()))
            return Card("can't read it", "", f"There is no such ladder; lessons with one: {known}.")
        return self._folded(found.reading, found.rungs[0].id)

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

    def _kept(self, item: Item, found: Verdict, fresh: Item | None, sure: str) -> Verdict:
        """The verdict after it was kept, with what there is to say of that."""
        if found.kind == "not tried":
            return found
        word = (text_of(sure) or "").strip().lower()
        kept = record(item.id, found.kind, found.idea, self.ids, sure=word if word in SURE else "")
        unkept = "" if word in SURE or is_blank(sure) else NOT_SURE
        if fresh and found.draw:
            self._waiting.end(fresh)
        said = " ".join(filter(None, [unkept, kept]))
        return replace(found, note="\n\n".join(filter(None, [found.note, said])))

    @cached_property
    def _waiting(self) -> Waiting:
        return Waiting(Sampler(self.slips))

    def _told(self, fresh: Item, note: str = "") -> Task:
        """What is asked again, and the cell to answer in."""
        above = (
            f"Exercise {fresh.id} again, with fresh numbers. Until they are answered right, "
            f'`check("{fresh.id}", …)` judges these, in this notebook.'
        )
        return Task("\n\n".join(filter(None, (above, fresh.prompt, note))), stub=fresh.stub)

    def _judged_anew(self, item: Item, fresh: Item, answer: object) -> Verdict:
        """The verdict on an answer where fresh numbers wait, and in words which ones were judged."""
        found, again = self.judged(fresh, answer), f'`again("{item.id}")`'
        if found.kind == "correct":
            note = f"Right with the fresh numbers of {again}; from now on the exercise's own are judged."
            return replace(found, note=note, draw=fresh.draw)
        waiting = f"the fresh numbers of {again}: {numbers_of(fresh)}"
        if found.kind == "not yet" and (own := self.judged(item, answer)).kind != "not yet":
            # Somebody runs the exercise's own cell: its answer is judged by what stands above it.
            return replace(
                own, note=f"Judged were the exercise's own numbers. Waiting are {waiting}"
            )
        return replace(found, note=f"Judged were {waiting}")

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
                case Order():
                    return order.judged(item, answer)
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
        asked = str(exercise).strip()
        return self.items.get(asked.lower()) or self.rungs().get(asked.upper())

    def _folded(self, text: str, rung: str) -> Task:
        """A text as a task, folded where that rung of a ladder was passed at the first try."""
        if not is_rung(rung):
            return Task(text)
        try:
            entry = load()["exercises"].get(rung)
        except (Damaged, Newer, OSError):
            return Task(text)  # the next check says so
        passed = entry is not None and set(entry["verdicts"]) == {"correct"}
        return Task(text, fold="Passed at the first try" if passed else "")

    def _unknown(self, exercise: object) -> Card:
        return Card("can't read it", "", self._no_such(exercise))

    def _no_such(self, exercise: object) -> str:
        asked = f"exercise `{shown(exercise)}`" if isinstance(exercise, str) else "such exercise"
        return f"There is no {asked}. There are {', '.join(self.items)}; write the id in quotes."
