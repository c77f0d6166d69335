"""The exercise engine: an answer goes in, a verdict comes out, and no answer can break it.

A verdict never says the right answer. It says what was read, and, when the answer is what a known
wrong idea gives, which idea and where it is cured. `trees` and `reading` read answers; `number`,
`expression`, `choice` and `function` judge them, one kind of exercise each; `cards` shows verdicts,
`course_map` draws what the answers say about the lessons.
"""

from __future__ import annotations

from dataclasses import replace

from marginlab.practice import choice, expression, function, number
from marginlab.practice.cards import Card, Task, Verdict
from marginlab.practice.course_map import CourseMap, drawn
from marginlab.practice.item import ITEMS, Choice, Expression, Function, Item, Number
from marginlab.practice.progress import Damaged, Newer, file, load, record, report, trouble
from marginlab.practice.trees import Unreadable, shown
from marginlab.practice.verdicts import ____, folds, is_blank, not_tried, text_of, verdict

__all__ = ["Verdict", "____", "check", "hint", "my_map", "progress", "reveal", "task"]


def check(exercise: str, answer: object) -> Verdict:
    """The verdict on an answer to an exercise, such as `check("2.1", 2400)`.

    answer: a number of any kind, text such as "2,400", "-9.5 %", "(M - q*E)/q" or "cross", a
    sympy expression, or a function.
    """
    item = _found(exercise)
    if item is None:
        return Verdict("can't read it", "", _no_such(exercise))
    found = judged(item, answer)
    if found.kind == "not tried":
        return found
    return replace(found, note=record(item.id, found.kind, found.idea))


def hint(exercise: str, rung: int = 1) -> Card:
    """A hint to an exercise: rung 1 is a nudge, rung 3 the last step but one."""
    item = _found(exercise)
    if item is None:
        return Card("can't read it", "", _no_such(exercise))
    last = len(item.hints)
    if type(rung) is not int or not 1 <= rung <= last:
        return Card("can't read it", item.id, f"There are hints 1 to {last}.")
    text = "\n".join(f"{at}. {line}" for at, line in enumerate(item.hints[:rung], 1))
    more = f'hint("{item.id}", {rung + 1})' if rung < last else f'reveal("{item.id}")'
    return Card("hint", item.id, text, folds=folds(item)[rung:], next=f"More: `{more}`")


def reveal(exercise: str) -> Card:
    """The same exercise solved with other numbers."""
    item = _found(exercise)
    if item is None:
        return Card("can't read it", "", _no_such(exercise))
    return Card("worked solution", item.id, item.solution)


def task(exercise: str) -> Task | Card:
    """What an exercise asks."""
    item = _found(exercise)
    return Task(item.prompt) if item else Card("can't read it", "", _no_such(exercise))


def progress() -> Card:
    """What was mastered, which wrong ideas were met and cured, and what to do next."""
    return Card("progress", "", "\n\n".join(report(file(), tuple(ITEMS))))


def my_map() -> CourseMap | Card:
    """Which lessons you may skip, look into or take, as far as your answers say."""
    try:
        return drawn(load()["exercises"])
    except (Damaged, Newer, OSError) as error:
        return Card("progress", "", trouble(file(), error))


def judged(item: Item, answer: object) -> Verdict:
    """The verdict on an answer; nothing is recorded."""
    if is_blank(answer):
        return not_tried(item)
    try:
        match item:
            case Number():
                return number.judged(item, answer)
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


def _found(exercise: object) -> Item | None:
    """The exercise of that id; 2.1 without quotes is understood too."""
    if type(exercise) is not str and type(exercise) is not float:
        return None
    return ITEMS.get(str(exercise).strip().lower())


def _no_such(exercise: object) -> str:
    asked = f"exercise `{shown(exercise)}`" if isinstance(exercise, str) else "such exercise"
    return f"There is no {asked}. There are {', '.join(ITEMS)}; write the id in quotes."
