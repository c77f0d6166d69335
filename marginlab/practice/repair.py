"""A wrong solution to be repaired: find its line, name the idea behind it, mend it.

Nothing of it is written: the lines are those of an exercise's worked solution, at numbers in which a
known wrong idea has been put. The first line that differs from the right solution is the one to find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from marginlab.practice.item import Choice, Given, Item, Number, Wrong

SOUND, FOLLOWS, OTHER = "line-sound", "line-follows", "idea-misread"
SOUND_CURE = "Line {} is sound: it would stand like that in the right solution, too."
FOLLOWS_CURE = "Line {} follows from those above it, and one of them is wrong already: go up."


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A wrong solution of a lesson's exercise.

    of: the exercise's id; idea: the id of the wrong idea that is followed; given: numbers of its own;
    believed: the numbers with which the right solution says what somebody writes who has the idea.
    """

    of: str
    idea: str
    given: Given
    believed: Callable[[Any], Given]

    def items(self, first: Item, names: Mapping[str, str]) -> tuple[Item, ...]:
        """The three exercises, from the one whose solution is broken and the name of each idea."""
        if not isinstance(first, Number):
            raise TypeError(f"exercise {first.id} does not ask for a number")
        return _Solution(self, first).items(names)


@dataclass(frozen=True)
class _Solution:
    """A broken solution beside the exercise that it is one of."""

    broken: Broken
    first: Number

    @cached_property
    def lines(self) -> list[str]:
        """What is written there."""
        return _lines(self.first.work(self.broken.believed(self.broken.given)))

    @cached_property
    def at(self) -> int:
        """The number of the line in which the idea comes in."""
        return min(self.off)

    @cached_property
    def off(self) -> set[int]:
        """The numbers of the lines that would not stand in the right solution."""
        right = _lines(self.first.work(self.broken.given))
        pairs = enumerate(zip(self.lines, right, strict=True), 1)
        return {at for at, (line, wanted) in pairs if line != wanted}

    def items(self, names: Mapping[str, str]) -> tuple[Item, ...]:
        first, lesson = self.first, self.first.lesson
        mended = replace(
            first, id=f"{lesson}.R3", title="Mend it", minutes=2, given=self.broken.given,
            ask=lambda t: f"Once more, and right this time. {first.ask(t)}",
            solve=f"answer = {float(first.truth(self.broken.given))!r}",
        )  # fmt: skip
        return self._line(), self._idea(names), mended

    def _choice(self, part: int, title: str, **fields: Any) -> Choice:
        first = self.first
        return Choice(
            id=f"{first.lesson}.R{part}", title=title, notebook=first.notebook, minutes=1,
            given=self.broken.given, other=first.other, work=first.work, **fields,
        )  # fmt: skip

    def _line(self) -> Choice:
        first, see = self.first, self._followed.see
        lines = "\n".join(self.lines).replace("**", "")
        numbers = tuple(str(at) for at in range(1, len(self.lines) + 1))
        wrong = tuple(
            Wrong(FOLLOWS, _always(number), FOLLOWS_CURE.format(number), see)
            if int(number) in self.off
            else Wrong(SOUND, _always(number), SOUND_CURE.format(number), see)
            for number in numbers
            if int(number) != self.at
        )
        return self._choice(
            1,
            "Find the line",
            options=numbers,
            ask=lambda t: (
                f"{first.ask(t)}\n\nSomebody wrote this, and one wrong idea is in it:\n\n{lines}\n\n"
                "In which line does it come in? What follows from it is wrong, too; the first one counts."
            ),
            truth=_always(str(self.at)),
            wrong=wrong,
            hints=(
                "Go from the top, and compare each line with what is given.",
                "Do each line yourself before you read on; stop at the first that differs from yours.",
                "Ask of each line where its numbers come from: from the task, from a line above, or from an "
                "idea about what counts.",
            ),
        )

    def _idea(self, names: Mapping[str, str]) -> Choice:
        first, broken = self.first, self.broken
        known = "\n\n".join(f"`{wrong.idea}`: {names[wrong.idea]}" for wrong in first.wrong)
        followed = self._followed
        wrong = tuple(
            Wrong(
                OTHER,
                _always(other.idea),
                f"With {names[other.idea]} another number would stand in the last line.",
                other.see,
            )
            for other in first.wrong
            if other.idea != broken.idea
        )
        return self._choice(
            2,
            "Name the idea",
            options=tuple(wrong.idea for wrong in first.wrong),
            ask=lambda t: f"Which idea is behind the wrong line of {first.lesson}.R1?\n\n{known}",
            truth=_always(followed.idea),
            wrong=wrong,
            hints=(
                "Look at the wrong line alone: which number in it would you not have written?",
                "Say in your own words what somebody must believe who writes that number.",
                "Work each idea out as far as the last line, and compare with the number there.",
            ),
        )

    @property
    def _followed(self) -> Wrong:
        return next(wrong for wrong in self.first.wrong if wrong.idea == self.broken.idea)


def _always(word: str) -> Callable[[object], str]:
    return lambda _: word


def _lines(solution: str) -> list[str]:
    return re.findall(r"^\d+\. .*", solution, re.MULTILINE)
