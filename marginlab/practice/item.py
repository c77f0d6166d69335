"""The exercises: what is asked, what is true, and which wrong ideas give which answer.

An item holds no answer. Its truth and its wrong ideas are functions of the item's own numbers
(`given`), so both are computed; the worked solution runs the same functions on `other` numbers.
Texts are paragraphs of Markdown with **bold**, `code` and numbered lines, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from random import Random
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

# What an item is about: a frozen value that its functions read. Exact numbers inside: Fraction.
Given = Any

HALF_A_DISPLAY_UNIT: Mapping[str, Fraction] = MappingProxyType({
    "price": Fraction("0.005"), "money": Fraction("0.005"), "x": Fraction("0.005"),
    "count": Fraction("0.005"), "percent": Fraction("0.00005"), "move": Fraction("0.00005"),
    "size": Fraction("0.00005"), "leverage": Fraction("0.0005"),
})  # fmt: skip
SHARES: Mapping[str, str] = MappingProxyType({
    "percent": 'Write it as text, like `"12.34 %"`, or as a fraction, like `0.1234`.',
    "move": 'Write it as text with its sign, like `"-12.34 %"`, or as a fraction, like `-0.1234`.',
})  # fmt: skip
DECIMALS = {"size": "four", "leverage": "three"}  # that are asked for, where they are not two
POINTS = 24
STANDARD_ERRORS = 3  # by which a number that was simulated may be off


@dataclass(frozen=True)
class Wrong:
    """A wrong idea, as the formula that gives its answer.

    idea: its id, the same in every item where it occurs (progress counts by it);
    formula: what one gets who believes it; cure: one sentence; see: the heading that explains it,
    in the lesson that teaches the item.
    """

    idea: str
    formula: Callable[[Given], Any]
    cure: str
    see: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exercise.

    ask writes the prompt and work the solution, from the numbers that they are given;
    notebook: the lesson's file name without ending; hints: three, from a nudge to the last step;
    about: the notebook of the lesson that a question of the map is about;
    repeats: that of the earlier lesson which asked it first, see `Again`;
    solve: the code that answers it, which tests run and learners do not see; a choice needs none;
    draw: which of its fresh numbers these are (`fresh.py`), 0 for its own; no_fresh: why it can have none.
    """

    id: str
    title: str
    notebook: str
    minutes: int
    given: Given
    other: Given
    ask: Callable[[Given], str]
    truth: Callable[[Given], Any]
    wrong: tuple[Wrong, ...]
    hints: tuple[str, str, str]
    work: Callable[[Given], str]
    about: str = ""
    repeats: str = ""
    solve: str = ""
    draw: int = 0
    no_fresh: str = ""

    @property
    def taught_in(self) -> str:
        """The notebook of the lesson that teaches it."""
        return self.about or self.repeats or self.notebook

    @property
    def lesson(self) -> int:
        """The number of the lesson that it belongs to, or, belonging to none, that teaches it."""
        own, _, _ = self.id.partition(".")
        return int(own if own.isdecimal() else self.taught_in.partition("_")[0])

    @property
    def prompt(self) -> str:
        """What is asked, as Markdown."""
        return self.ask(self.given)

    @cached_property
    def solution(self) -> str:
        """A worked solution with other numbers, as Markdown."""
        return self.work(self.other)

    @property
    def stub(self) -> str:
        """The cell in which a learner writes the answer."""
        return self.checked("answer = ____")

    @property
    def solved(self) -> str:
        """The same cell with the right answer."""
        return self.checked(self.solve)

    def checked(self, code: str) -> str:
        """A cell of this code that has the answer judged."""
        return f'{code}\ncheck("{self.id}", answer)'


@dataclass(frozen=True, kw_only=True)
class Again:
    """An exercise of an earlier lesson that is asked again, mixed in among those of a later one.

    of: the id of the first one; id, notebook, given, solve: as of an item. Everything else is that of
    the first one: its words, its wrong ideas, the headings that explain them.
    """

    id: str
    of: str
    notebook: str
    given: Given
    solve: str

    def made(self, first: Item) -> Item:
        """The item, from the first one."""
        return replace(
            first, id=self.id, notebook=self.notebook, given=self.given, solve=self.solve,
            repeats=first.notebook,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Number(Item):
    """An exercise whose answer is a number; unit is one of `HALF_A_DISPLAY_UNIT`.

    How a share is written is said below every question for one, and nowhere in the question itself: a
    "in percent" there would leave open whether 0.5 is a half or half a percent. Likewise with the decimals
    of another answer: they are asked for where it is no whole number, as it may be with fresh numbers only.
    """

    unit: str

    @property
    def prompt(self) -> str:
        """What is asked, and how to write it if it is a share or no whole number, as Markdown."""
        rounded = "" if self.answer.denominator == 1 else f"{self.decimals.capitalize()} decimals."
        return f"{super().prompt} {SHARES.get(self.unit, rounded)}".rstrip()

    @property
    def decimals(self) -> str:
        """How many are asked for, in a word; of a percent where the answer is a share."""
        return DECIMALS.get(self.unit, "two")

    @property
    def is_share(self) -> bool:
        """Whether the answer may be written with a %."""
        return self.unit in SHARES

    @cached_property
    def answer(self) -> Fraction:
        """The right answer, exact."""
        return Fraction(self.truth(self.given))

    @cached_property
    def wrong_answers(self) -> tuple[tuple[Wrong, Fraction], ...]:
        """Each wrong idea with the number that it gives."""
        return tuple((wrong, Fraction(wrong.formula(self.given))) for wrong in self.wrong)

    @cached_property
    def displayed(self) -> Fraction | None:
        """The right price as the exchange displays it; None where no source tells its step."""
        contract = getattr(self.given, "contract", None)
        if self.unit != "price" or contract is None or contract.tick is None:
            return None
        return Fraction(str(contract.displayed(float(self.answer), self.given.side)))

    @property
    def tolerance(self) -> Fraction:
        """How far off an answer may be: half a display unit."""
        return HALF_A_DISPLAY_UNIT[self.unit]


@dataclass(frozen=True, kw_only=True)
class Choice(Item):
    """An exercise whose answer is one of a few words; every wrong word is what some idea gives."""

    options: tuple[str, ...]

    @property
    def prompt(self) -> str:
        """What is asked, and the words to choose from, as Markdown."""
        words = ", ".join(f'`"{option}"`' for option in self.options)
        return f"{super().prompt}\n\nAnswer with one of {words}."

    @cached_property
    def answer(self) -> str:
        """The right word."""
        return str(self.truth(self.given))

    @property
    def solved(self) -> str:
        """The cell with the right word."""
        return self.checked(f'answer = "{self.answer}"')

    @cached_property
    def wrong_answers(self) -> tuple[tuple[Wrong, str], ...]:
        """Each wrong idea with the word that it leads to."""
        return tuple((wrong, str(wrong.formula(self.given))) for wrong in self.wrong)


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """An exercise whose answer is some of its lines in their order, by their letters, as in "C A".

    lines: those that are shown, as Markdown; strays: the lines that a wrong idea leads to, by their
    letters. What a wrong idea gives is a whole order, too.
    """

    lines: tuple[str, ...]
    strays: Mapping[str, Wrong]

    @property
    def letters(self) -> str:
        """A letter for each line."""
        return ascii_uppercase[: len(self.lines)]

    @property
    def prompt(self) -> str:
        """What is asked, and the lines with their letters, as Markdown."""
        lines = (
            f"`{letter}`: {line}" for letter, line in zip(self.letters, self.lines, strict=True)
        )
        return "\n\n".join((super().prompt, *lines))

    @cached_property
    def answer(self) -> str:
        """The right letters, in order."""
        return str(self.truth(self.given))

    @property
    def solved(self) -> str:
        """The cell with the right letters."""
        return self.checked(f'answer = "{" ".join(self.answer)}"')


@dataclass(frozen=True)
class Point:
    """One set of numbers to compare at: the letters', the truth's, the wrong ideas'.

    error: by how much a number that was simulated may be off there.
    """

    letters: Mapping[str, Fraction]
    truth: Fraction
    wrong: tuple[Fraction, ...]
    error: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Sampled(Item):
    """An exercise whose answer is compared with the truth at many points.

    sample draws the numbers of a point; letters says what each letter of a formula, or each
    parameter of a function, stands for there.
    """

    sample: Callable[[Random], Given]
    letters: Callable[[Given], Mapping[str, Fraction]]

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The same points every time, drawn from the item's id, the simplest numbers first."""
        random = Random(f"{self.id} {self.draw}" if self.draw else self.id)
        points = [self._point(self.sample(random)) for _ in range(POINTS)]
        return tuple(sorted(points, key=_digits))

    def _point(self, given: Given) -> Point:
        wrong = tuple(Fraction(idea.formula(given)) for idea in self.wrong)
        return Point(self.letters(given), Fraction(self.truth(given)), wrong)


def _digits(point: Point) -> int:
    """How many digits it takes to write the point's letters."""
    return sum(len(f"{float(number):.12g}") for number in point.letters.values())


@dataclass(frozen=True, kw_only=True)
class Expression(Sampled):
    """An exercise whose answer is a formula; any way of writing it counts.

    leftover: letters that have a value in this exercise and should have been replaced, with a
    sentence on each; example: some other formula, to show the way of writing; unit: that in which the
    course prints what it gives.
    """

    leftover: Mapping[str, str]
    example: str
    unit: str = "price"


@dataclass(frozen=True)
class Simulation:
    """What is simulated with a learner's function, and judged in its place.

    told: what it is, as the beginning of a sentence; run: the number that it gives, from the function,
    called with its arguments by name, and from those of a point; error: its standard error there.
    """

    told: str
    run: Callable[[Callable[[dict[str, float]], Any], dict[str, float]], float]
    error: Callable[[Given], Fraction]


@dataclass(frozen=True, kw_only=True)
class Function(Sampled):
    """An exercise whose answer is a Python function of the letters that gives a number.

    name: what it is called in the stub and in the verdicts; unit: that of the number it gives,
    one of `HALF_A_DISPLAY_UNIT`; within: the simulation of which it is a part, if that is what is judged.
    """

    name: str
    unit: str
    within: Simulation | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what the function is given, in order."""
        return tuple(self.points[0].letters)

    @property
    def stub(self) -> str:
        """The cell in which a learner writes the function."""
        return self.checked(f"def {self.name}({', '.join(self.parameters)}):\n    return ____")

    def _point(self, given: Given) -> Point:
        point = super()._point(given)
        if self.within is None:
            return point
        return replace(point, error=STANDARD_ERRORS * self.within.error(given))

    def checked(self, code: str) -> str:
        """A cell of this code that has the function judged."""
        return f'{code}\n\n\ncheck("{self.id}", {self.name})'


def is_rung(exercise: str) -> bool:
    """Whether an exercise of this id is a rung of a ladder."""
    return exercise.partition(".")[2].startswith("L")
