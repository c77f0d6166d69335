"""How an answer to a `Function` is judged: it is called with the item's numbers and compared.

The simplest numbers come first, so the first case that fails is the smallest counterexample. It is
shown with what the learner's function gave there, never with what it should have given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext, redirect_stdout
from fractions import Fraction
from functools import partial
from inspect import Signature, signature
from io import StringIO
from typing import Any

from marginlab.practice.cards import Verdict
from marginlab.practice.item import HALF_A_DISPLAY_UNIT, Function, Simulation
from marginlab.practice.reading import echo, quantity
from marginlab.practice.trees import Unreadable, shown
from marginlab.practice.verdicts import ____, correct, looks_like, not_tried, read, text_of, verdict
from marginlab.theory.terms import side_name

# As a share of the right number: far more than floats lose, far less than any idea is off.
TOLERANCE = Fraction(1, 10**6)

BY_ITS_WORD = (
    "It asks for the side by its word; elsewhere in the course `LONG` is plus one, so write "
    "`side == LONG`, without quotes."
)

Arguments = dict[str, float]


class Side(int):
    """A side that is also its word: plus one, "LONG" and "long" are one."""

    def __eq__(self, other: object) -> bool:
        text = text_of(other)
        return int(self) == other if text is None else side_name(int(self)) == text.strip().lower()

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__


def judged(item: Function, answer: object) -> Verdict:
    """The verdict on a function that takes the item's parameters, by name or in their order."""
    side = Side if read(_asks_for_words, answer) else int
    call = read(partial(_caller, item), answer)
    given = _results(item, call, side)
    if given is None:
        return not_tried(item)
    results = [read(partial(_number, _told(item, at)), result) for at, result in enumerate(given)]
    if item.within:
        results = [_simulated(item, item.within, call, at) for at in range(len(results))]

    def failing(others: list[Fraction], slack: Fraction = Fraction(0)) -> list[int]:
        rows = enumerate(zip(results, others, item.points, strict=True))
        return [
            at
            for at, (a, b, point) in rows
            if abs(a - b) > max(TOLERANCE * abs(b), slack, point.error)
        ]

    truth = [point.truth for point in item.points]
    wrong_at = failing(truth)
    if not wrong_at:
        what = f"{item.within.told} gives" if item.within else "Your function gives"
        said = f"{what} the right number in all {len(truth)} cases."
        return correct(item, said if side is int else f"{said} {BY_ITS_WORD}")
    at = wrong_at[0]
    if item.within:
        gave = f"{item.within.told}, as at {_told(item, at)}, gave `{float(results[at]):.4f}`."
    else:
        gave = f"{_told(item, at)} gave `{read(echo, given[at])}`."
    if not failing([-number for number in truth]):
        return verdict(item, "almost", f"{gave} The size is right in all cases, the sign is not.")
    for index, wrong in enumerate(item.wrong):
        if not failing([point.wrong[index] for point in item.points]):
            return looks_like(item, gave, wrong)
    if not failing(truth, HALF_A_DISPLAY_UNIT[item.unit]):
        return verdict(item, "almost", f"{gave} Only the rounding is off: return all digits.")
    off = "low" if results[at] < truth[at] else "high"
    return verdict(
        item,
        "not yet",
        f"{gave} That is too {off}. This is the simplest of the {len(wrong_at)} cases out of "
        f"{len(truth)} that are not right yet.",
    )


def _asks_for_words(answer: object) -> bool:
    """Whether the learner's function holds the word for a side, as in `side == "LONG"`."""
    code = getattr(answer, "__code__", None)
    words = repr(getattr(code, "co_consts", "")).casefold()
    return "'long'" in words or "'short'" in words


def _caller(item: Function, answer: object) -> Callable[[Arguments], object]:
    """Calls the learner's function by keywords, or by positions when it names them otherwise."""
    if text_of(answer) is not None or not callable(answer):
        raise Unreadable(
            f'Wanted is the function itself, by its name, as in `check("{item.id}", {item.name})`.'
        )
    taken = signature(answer)
    names = item.parameters
    if _binds(taken, **dict.fromkeys(names)):
        return lambda case: answer(**case)
    if _binds(taken, *names):
        return lambda case: answer(*case.values())
    raise Unreadable(
        f"Your function takes `{shown(str(taken))}`; it is called with {len(names)} numbers: "
        f"{', '.join(f'`{name}`' for name in names)}."
    )


def _binds(taken: Signature, *positions: Any, **keywords: Any) -> bool:
    try:
        taken.bind(*positions, **keywords)
    except TypeError:
        return False
    return True


def _results(
    item: Function, call: Callable[[Arguments], object], side: type[int]
) -> list[object] | None:
    """What the learner's function gives in every case; None when it returns a blank."""
    results = []
    for at, point in enumerate(item.points):
        # What it prints is shown for the first case alone: not as many times as it is tried.
        quiet = redirect_stdout(StringIO()) if at else nullcontext()
        try:
            case = _arguments(point.letters)
            with quiet:
                result = call(case | {"side": side(case["side"])} if "side" in case else case)
        except (Exception, SystemExit) as error:
            stopped = f"{_told(item, at)} stopped with `{_words(error)}`."
            raise Unreadable(stopped) from error
        if result is ____ or result is ...:
            return None
        results.append(result)
    return results


def _simulated(
    item: Function, within: Simulation, call: Callable[[Arguments], object], at: int
) -> Fraction:
    """What the simulation gives in a case; the learner's function may fail at the numbers it meets."""
    try:
        return Fraction(within.run(call, _arguments(item.points[at].letters)))
    except (Exception, SystemExit) as error:
        raise Unreadable(f"{within.told} stopped with `{_words(error)}`.") from error


def _words(error: BaseException) -> str:
    """An exception in one line; its own words may fail, too."""
    name = type(error).__name__
    try:
        return shown(f"{name}: {error}".removesuffix(": "))
    except Exception:
        return name


def _number(told: str, result: object) -> Fraction:
    if result is None:
        raise Unreadable(f"{told} gave nothing; end the function with `return` and the number.")
    if text_of(result) is not None:
        raise Unreadable(f"{told} gave text; return a number.")
    try:
        return quantity(result).value
    except Unreadable as problem:
        raise Unreadable(f"{told} gave no number. {problem}") from None


def _arguments(letters: Mapping[str, Fraction]) -> Arguments:
    """The numbers as Python writes them: whole ones without a point."""
    return {name: int(n) if n.denominator == 1 else float(n) for name, n in letters.items()}


def _told(item: Function, at: int) -> str:
    """The call of a case, as one would write it."""
    case = _arguments(item.points[at].letters)
    return f"`{item.name}({', '.join(f'{name}={number}' for name, number in case.items())})`"
