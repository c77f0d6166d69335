"""The exercise engine: an answer goes in, a verdict comes out, and no answer can break it.

A verdict never says the right answer. It says what was read, and, when the answer is what a known
wrong idea gives, which idea and where it is cured. `trees` and `reading` read answers, `cards`
shows verdicts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from marginlab import progress
from marginlab.checks.cards import Card, Fold, Kind, Link, Task, Verdict
from marginlab.checks.reading import echo, quantity
from marginlab.checks.trees import Unreadable, letters_of, shown, tree, value
from marginlab.items import ITEMS, Expression, Item, Number, Wrong

__all__ = ["Verdict", "____", "check", "hint", "reveal", "task"]

T = TypeVar("T")


class _Blank:
    """What stands in an exercise until the learner writes an answer."""

    def __repr__(self) -> str:
        return "____"


____ = _Blank()
_BLANKS = ("", "____")
# A last digit that is off, or a price rounded on the way: near, but not what was asked.
NEAR = 10


def check(exercise: str, answer: object) -> Verdict:
    """The verdict on an answer to an exercise, such as `check("2.1", 2400)`.

    answer: a number of any kind, or text such as "2,400", "-9.5 %" or "(M - q*E)/q".
    """
    item = _found(exercise)
    if item is None:
        return Verdict("can't read it", "", _no_such(exercise))
    verdict = judged(item, answer)
    if verdict.kind == "not tried":
        return verdict
    return replace(verdict, note=progress.record(item.id, verdict.kind, verdict.idea))


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
    return Card("hint", item.id, text, folds=_folds(item)[rung:], next=f"More: `{more}`")


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


def judged(item: Item, answer: object) -> Verdict:
    """The verdict on an answer; nothing is recorded."""
    if answer is None or answer is ... or answer is ____:
        return _not_tried(item)
    # Not isinstance: it would ask the answer for its __class__, and an answer may refuse.
    text = str(answer) if issubclass(type(answer), str) else None
    if text is not None and text.strip() in _BLANKS:
        return _not_tried(item)
    try:
        if isinstance(item, Number):
            return _judged_number(item, answer)
        assert isinstance(item, Expression)
        return _judged_expression(item, answer)
    except Unreadable as problem:
        said = f"You wrote `{shown(text)}`.\n\n" if text is not None else ""
        return _verdict(item, "can't read it", said + str(problem))


# ---- numbers ----------------------------------------------------------------------------------


def _judged_number(item: Number, answer: object) -> Verdict:
    read = _read(quantity, answer)
    said = f"You said `{_read(echo, answer)}`."
    is_share = item.unit in ("percent", "move")
    number = read.value / 100 if read.mark == "%" and is_share else read.value

    def near(other: Fraction, tolerance: Fraction = item.tolerance) -> bool:
        return abs(number - other) <= tolerance

    if near(item.answer):
        unit = _unit_problem(item, read.mark)
        return _verdict(item, "almost", f"{said} {unit}") if unit else _correct(item, said)
    if near(-item.answer):
        return _verdict(item, "almost", f"{said} The size is right, the sign is not.")
    for wrong, given in item.wrong_answers:
        if near(given) or near(-given):
            return _looks_like(item, said, wrong)
    if is_share and not read.mark:
        number /= 100
        if near(item.answer) or near(-item.answer):
            return _verdict(
                item,
                "almost",
                f"{said} As a number this is a fraction, a hundred times too large: "
                "write it as text with its sign and %, or divide it by 100.",
            )
        for wrong, given in item.wrong_answers:
            if near(given) or near(-given):
                return _looks_like(item, said, wrong)
        number *= 100
    if _rounded(number, item) or near(item.answer, NEAR * item.tolerance):
        return _verdict(
            item,
            "almost",
            f"{said} Only the rounding is off: compute with all digits and round once, "
            f"at the end, to two decimals{' of a percent' if is_share else ''}.",
        )
    return _verdict(item, "not yet", f"{said} That is not it, and no usual slip gives this number.")


def _rounded(number: Fraction, item: Number) -> bool:
    """Whether this is the right answer, rounded or cut to fewer digits than asked."""
    for unit in (item.tolerance * 20, item.tolerance * 200):
        if number in (round(item.answer / unit) * unit, int(item.answer / unit) * unit):
            return number != 0
    return False


def _unit_problem(item: Number, mark: str) -> str:
    allowed = {"price": "money", "money": "money", "x": "x", "percent": "%", "move": "%"}[item.unit]
    if not mark or mark == allowed:
        return ""
    wanted = {"money": "an amount of money", "x": "a leverage", "%": "a share in %"}[allowed]
    return f"The number is right, the unit is not: wanted is {wanted}."


# ---- formulas ---------------------------------------------------------------------------------


def _judged_expression(item: Expression, answer: object) -> Verdict:
    letters = item.points[0].letters
    read = _read(lambda given: tree(given, letters), answer)
    said = f"You said `{_read(echo, answer)}`."
    values: list[Fraction | None] = []
    for point in item.points:
        try:
            values.append(value(read, point.letters))
        except ZeroDivisionError:
            values.append(None)
    if values.count(None) > len(values) // 2:
        return _verdict(item, "can't read it", f"{said} It divides by zero.")

    def equals(others: list[Fraction]) -> bool:
        return all(a is None or a == b for a, b in zip(values, others, strict=True))

    truth = [point.truth for point in item.points]
    if equals(truth):
        left = [
            sentence for letter, sentence in item.leftover.items() if letter in letters_of(read)
        ]
        return _verdict(item, "almost", f"{said} {left[0]}") if left else _correct(item, said)
    if equals([-number for number in truth]):
        return _verdict(item, "almost", f"{said} Its sign is turned: everything else is right.")
    for at, wrong in enumerate(item.wrong):
        if equals([point.wrong[at] for point in item.points]):
            return _looks_like(item, said, wrong)
    return _verdict(
        item, "not yet", f"{said} That is another formula, and no usual slip leads to it."
    )


# ---- what is said -----------------------------------------------------------------------------


def _read(reader: Callable[[object], T], answer: object) -> T:
    """What a reader makes of an answer; the answer's own methods may do whatever they like."""
    try:
        return reader(answer)
    except Unreadable:
        raise
    except Exception as error:
        kind = shown(type(answer).__name__)
        raise Unreadable(f"An answer of the kind `{kind}` could not be read.") from error


def _verdict(item: Item, kind: Kind, text: str) -> Verdict:
    return Verdict(kind, item.id, text, folds=_folds(item), next=f'Stuck? `hint("{item.id}")`')


def _not_tried(item: Item) -> Verdict:
    text = "Write your answer in place of `____` and run the cell again."
    return _verdict(item, "not tried", text)


def _looks_like(item: Item, said: str, wrong: Wrong) -> Verdict:
    link = Link(item.lesson, item.notebook, wrong.see)
    verdict = _verdict(item, "this looks like", f"{said} {wrong.cure}")
    return replace(verdict, link=link, idea=wrong.idea)


def _correct(item: Item, said: str) -> Verdict:
    folds = _folds(item)[-1:]
    return Verdict("correct", item.id, said, folds=folds, next=f'To compare: `reveal("{item.id}")`')


def _folds(item: Item) -> tuple[Fold, ...]:
    hints = [Fold(f"Hint {at} of {len(item.hints)}", text) for at, text in enumerate(item.hints, 1)]
    return (*hints, Fold("Worked solution with other numbers", item.solution))


def _found(exercise: object) -> Item | None:
    """The exercise of that id; 2.1 without quotes is understood too."""
    if type(exercise) is not str and type(exercise) is not float:
        return None
    return ITEMS.get(str(exercise).strip().lower())


def _no_such(exercise: object) -> str:
    asked = f"exercise `{shown(exercise)}`" if isinstance(exercise, str) else "such exercise"
    return f"There is no {asked}. There are {', '.join(ITEMS)}; write the id in quotes."
