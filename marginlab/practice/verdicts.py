"""What every kind of exercise says alike, and how an answer is touched without being trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from marginlab.practice.cards import Fold, Kind, Link, Verdict
from marginlab.practice.item import Item, Wrong
from marginlab.practice.trees import Unreadable, shown

T = TypeVar("T")


class _Blank:
    """What stands in an exercise until the learner writes an answer."""

    def __repr__(self) -> str:
        return "____"


____ = _Blank()
_BLANKS = ("", "____")


def is_blank(answer: object) -> bool:
    """Whether nothing was answered yet."""
    if answer is None or answer is ... or answer is ____:
        return True
    text = text_of(answer)
    return text is not None and text.strip() in _BLANKS


def text_of(answer: object) -> str | None:
    """The answer if it is text."""
    # Not isinstance, not str(): they would ask the answer's own methods, and those may refuse.
    return str.__str__(answer) if issubclass(type(answer), str) else None


def read(reader: Callable[[object], T], answer: object) -> T:
    """What a reader makes of an answer; the answer's own methods may do whatever they like."""
    try:
        return reader(answer)
    except Unreadable:
        raise
    except Exception as error:
        kind = shown(type(answer).__name__)
        raise Unreadable(f"An answer of the kind `{kind}` could not be read.") from error


def verdict(item: Item, kind: Kind, text: str) -> Verdict:
    """A verdict with the item's whole ladder under it."""
    return Verdict(kind, item.id, text, folds=folds(item), next=f'Stuck? `hint("{item.id}")`')


def not_tried(item: Item) -> Verdict:
    """The verdict on a blank."""
    text = "Write your answer in place of `____` and run the cell again."
    return verdict(item, "not tried", text)


def looks_like(item: Item, said: str, wrong: Wrong) -> Verdict:
    """The verdict on what a known wrong idea gives: its cure, where to read on."""
    link = Link(item.taught_in, wrong.see)
    found = verdict(item, "this looks like", f"{said} {wrong.cure}")
    return replace(found, link=link, idea=wrong.idea)


def correct(item: Item, said: str) -> Verdict:
    """The verdict on a right answer; only the worked solution is left to open."""
    compare = f'To compare: `reveal("{item.id}")`'
    return Verdict("correct", item.id, said, folds=folds(item)[-1:], next=compare)


def folds(item: Item) -> tuple[Fold, ...]:
    """The hints and the worked solution, to be opened one after the other."""
    hints = [Fold(f"Hint {at} of {len(item.hints)}", text) for at, text in enumerate(item.hints, 1)]
    return (*hints, Fold("Worked solution with other numbers", item.solution))
