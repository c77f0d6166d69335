"""A ladder to a derivation, made of its lines: read it, fill in one step, put it in order, do it alone.

Nothing of it is written: the lines are those of `Formula.steps`, and the wrong ones those of the same
derivation from a condition that somebody believes in. The rungs are exercises that count for nothing:
the way up to a derivation that the lesson has shown already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from itertools import islice
from random import Random
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

from marginlab.practice.item import Expression, Item, Order, Wrong
from marginlab.theory.conditions import Condition
from marginlab.theory.formulas import Formula, solve
from marginlab.theory.terms import TERMS
from marginlab.theory.typeset import Step

import_module("marginlab.theory.stored_steps")  # finds what sympy derived for the ladders

RIGHT = ""  # the key of the condition that holds, among those that are believed in
FACTOR, BLANK = r" \cdot ", r"\boxed{\;?\;}"
EXAMPLE = "3*L/(1 + n)"
IN_THE_FACTOR = (
    "Each term with the unknown leaves one term in the factor: what the unknown was multiplied with there, "
    "with the sign that it has on this side."
)
ON_THE_OTHER_SIDE = (
    "On that side stand the terms that never held the unknown, with the signs that they have there."
)
RATES = ("mmr", "fee_rate")
MIXED_IN = 3  # wrong ideas among the lines that are put in order: with more it is a search
# What a letter stands for, where the term's name says it less well.
WORDS = {
    "mmr": "maintenance rate", "collateral": "margin", "realized_pnl": "what the trade brings",
    "top_up": "margin added", "intervals": "number of payments", "distance": "share of the move",
}  # fmt: skip
# What a term may be at a point, over ten thousand; anything else is a size, a price or an amount.
SHARES = {
    "mmr": (20, 400),
    "fee_rate": (30, 90),
    "funding_rate": (1, 90),
    "distance": (100, 5_000),
    "chance": (500, 9_500),
}

Numbers = Mapping[str, Fraction]
Answer = Callable[[Numbers], Fraction]


def derived(conditions: Mapping[str, Condition], unknown: str, **fixed: Any) -> dict[str, Formula]:
    """Each condition that holds the unknown, solved for it with these terms fixed, by the id of its idea."""
    found = {}
    for idea, condition in conditions.items():
        names = condition.parameters()
        if unknown in names:
            known = {name: value for name, value in fixed.items() if name in names}
            found[idea] = replace(solve(condition, unknown), given=known)
    return found


@dataclass(frozen=True)
class Idea:
    """A wrong idea about what is true at that moment: its id, its cure, the heading that explains it."""

    id: str
    cure: str
    see: str

    def wrong(self, formula: Callable[[Any], Any]) -> Wrong:
        """The idea as that of an item, where it gives this."""
        return Wrong(self.id, formula, self.cure, self.see)


@dataclass(frozen=True)
class Case:
    """What is derived, in words, and its formulas: the right one and those of wrong ideas, by id."""

    told: str
    formulas: Mapping[str, Formula]

    @property
    def right(self) -> Formula:
        return self.formulas[RIGHT]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The terms of its conditions, without the unknown and what is fixed."""
        held = {
            name
            for formula in self.formulas.values()
            for name in formula.solution.order
            if name not in (formula.solution.target, *formula.given)
        }
        return tuple(name for name in TERMS if name in held)

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """The letters of its formulas, each with what it stands for."""
        words = (WORDS.get(name, name.replace("_", " ")) for name in self.names)
        told = dict(zip((TERMS[name].letter for name in self.names), words, strict=True))
        return told | ({"kappa": "κ = m + f"} if set(RATES) <= set(self.names) else {})

    def sample(self, random: Random) -> Numbers:
        """Numbers for its terms that meet in no two formulas."""
        return MappingProxyType({
            name: Fraction(random.randint(*SHARES.get(name, (10_000, 990_000))), 10_000)
            for name in self.names
        })  # fmt: skip

    def numbers(self, given: Numbers) -> Numbers:
        """What each letter stands for at these numbers."""
        kappa = sum((given.get(name, Fraction(0)) for name in RATES), Fraction(0))
        own = {TERMS[name].letter: number for name, number in given.items()} | {"kappa": kappa}
        return {letter: own[letter] for letter in self.letters}

    def root(self, idea: str) -> Answer:
        """The formula of that idea, or the right one."""
        formula = self.formulas[idea]
        return lambda given: Fraction(formula(**{name: given[name] for name in formula.terms}))

    def side(self, idea: str, at: int) -> Answer:
        """One side of that idea's gathered line: 0 the unknown's factor, 1 the other side."""
        both = self.formulas[idea].gathered(*self.names)
        return lambda given: Fraction(both(*(given[name] for name in self.names))[at])


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The ladder of a lesson's derivation.

    notebook: the lesson's; moment: what is true there, in words; read, faded, alone: what is read line by
    line, what has a step missing and is put in order, what is derived without help; ideas: the wrong
    ones, the one whose whole derivation is mixed among the right lines first.
    """

    notebook: str
    moment: str
    read: Case
    faded: Case
    alone: Case
    ideas: tuple[Idea, ...]

    @property
    def lesson(self) -> int:
        """The number of the lesson."""
        return int(self.notebook.partition("_")[0])

    @property
    def reading(self) -> str:
        """The first rung as Markdown: the derivation, to be read."""
        steps = self.read.right.steps()._repr_markdown_()
        true = f"What is true at that moment: {self.moment}."
        return f"Here is **{self.read.told}**, line by line. {true}\n\n{steps}"

    @cached_property
    def rungs(self) -> tuple[Item, ...]:
        """The other rungs, from one missing step to the whole."""
        return self._missing(), self._order(), self._alone()

    def _missing(self) -> Expression:
        case = self.faded
        at, wrong = max(((at, self._apart(case, at)) for at in (0, 1)), key=lambda two: len(two[1]))
        stated, line, *_ = case.right.steps()
        left, _, right = line.latex.partition(" = ")
        unknown, *_ = left.partition(FACTOR)
        sides = (f"{unknown}{FACTOR}{BLANK}", right) if at == 0 else (left, BLANK)
        lines = _listed((stated, Step(line.words, " = ".join(sides))))
        return self._expression(
            case,
            rung=2,
            title="One step is missing",
            minutes=2,
            ask=f"The same for **{case.told}**, as far as the second line:\n\n{lines}\n\n"
            "What belongs in the box?",
            truth=case.side(RIGHT, at),
            wrong=wrong,
            hints=(
                "The second line says the same as the first: its terms have only changed places.",
                "Multiply the brackets of the first line out. Then bring what holds the unknown to one "
                "side and the rest to the other; what changes sides changes its sign.",
                IN_THE_FACTOR if at == 0 else ON_THE_OTHER_SIDE,
            ),
            solve=_typed(line, at),
        )

    def _apart(self, case: Case, at: int) -> tuple[Wrong, ...]:
        """The ideas that this side of the second line tells from the truth and from each other."""
        random = Random(self.notebook)
        points = [case.sample(random) for _ in range(3)]
        known = [_values(case.side(RIGHT, at), points)]
        found = []
        for idea in self._ideas(case):
            if len(case.formulas[idea.id].steps()) == len(case.right.steps()):
                answer = case.side(idea.id, at)
                if _values(answer, points) not in known:
                    known.append(_values(answer, points))
                    found.append(idea.wrong(answer))
        return tuple(found)

    def _order(self) -> Order:
        case = self.faded
        right = _lines(case.right)
        paths: dict[Idea, list[str]] = {}  # what somebody puts in order who has that idea
        astray: dict[str, Idea] = {}
        for idea in islice(self._ideas(case), MIXED_IN):
            path = _lines(case.formulas[idea.id])
            if paths:
                path = [*right[:-1], path[-1]]
            own = [line for line in path if line not in (*right, *astray)]
            if own:
                paths[idea] = path
                astray |= dict.fromkeys(own, idea)
        lines, random = [*right, *astray], Random(f"{self.lesson}.L3")
        while lines[: len(right)] == right:
            random.shuffle(lines)
        letter = dict(zip(lines, ascii_uppercase, strict=False))
        orders = {i: i.wrong(_always([letter[line] for line in path])) for i, path in paths.items()}
        return Order(
            **self._common(3, "In order", 3),
            given=None,
            other=None,
            ask=lambda _: (
                f"Once more **{case.told}**. Of these lines {len(right)} lead from what is true to the "
                "formula; the others come from wrong ideas. Put the right ones in order, by their "
                'letters, as in `"X Y Z"`.'
            ),
            truth=_always([letter[line] for line in right]),
            wrong=tuple(orders.values()),
            hints=(
                f"Begin with the line that says what is true at that moment: {self.moment}.",
                "Each line follows from the one above it by algebra alone: a term that was not there "
                "cannot come in, and none is lost.",
                "First the condition, then the line in which the unknown has one factor, and last the "
                "one in which it stands alone.",
            ),
            work=lambda _: self._solved(),
            lines=tuple(f"${line}$" for line in lines),
            strays={letter[line]: orders[idea] for line, idea in astray.items()},
        )

    def _alone(self) -> Expression:
        case = self.alone
        last = case.right.steps()[-1]
        wrong = tuple(idea.wrong(case.root(idea.id)) for idea in self._ideas(case))
        return self._expression(
            case,
            rung=4,
            title="Alone",
            minutes=4,
            ask=f"Now without lines: **{case.told}**. What is true at that moment: {self.moment}.\n\n"
            "Which formula gives it?",
            truth=case.root(RIGHT),
            wrong=wrong,
            hints=(
                f"Write down as one equation what is true: {self.moment}.",
                "Multiply out, and gather every term with the unknown on one side.",
                "Take the unknown out as a factor, and divide by what it is multiplied with.",
            ),
            solve=_typed(last, 1),
        )

    def _expression(
        self, case: Case, *, rung: int, title: str, minutes: int, ask: str, **fields: Any
    ) -> Expression:
        random = Random(f"{self.lesson}.L{rung}, told")
        letters = ", ".join(f"`{letter}` {words}" for letter, words in case.letters.items())
        return Expression(
            **self._common(rung, title, minutes),
            given=case.sample(random),
            other=case.sample(random),
            ask=lambda _: (
                f'{ask} Write it as text, as in `"{EXAMPLE}"`, in these letters: {letters}.'
            ),
            work=lambda _: self._solved(),
            sample=case.sample,
            letters=case.numbers,
            leftover={},
            example=EXAMPLE,
            unit="plain",
            **fields,
        )

    def _common(self, rung: int, title: str, minutes: int) -> dict[str, Any]:
        key = f"{self.lesson}.L{rung}"
        return {"id": key, "title": title, "notebook": self.notebook, "minutes": minutes}

    def _ideas(self, case: Case) -> Iterator[Idea]:
        return (idea for idea in self.ideas if idea.id in case.formulas)

    def _solved(self) -> str:
        steps = _listed(self.read.right.steps())
        return f"The derivation that the ladder begins with, **{self.read.told}**:\n\n{steps}"


def _always(letters: Iterable[str]) -> Callable[[object], str]:
    return lambda _: "".join(letters)


def _values(answer: Answer, points: Iterable[Numbers]) -> list[Fraction]:
    return [abs(answer(point)) for point in points]


def _lines(formula: Formula) -> list[str]:
    return [step.latex for step in formula.steps()]


def _listed(steps: Iterable[Step]) -> str:
    return "\n".join(f"{at}. {step.words}: ${step.latex}$" for at, step in enumerate(steps, 1))


def _typed(line: Step, at: int) -> str:
    """One side of a line as it is typed: what the unknown is multiplied with, or the other side."""
    left, _, right = line.plain.partition(" = ")
    return f'answer = "{right if at else left.partition("*")[2]}"'
