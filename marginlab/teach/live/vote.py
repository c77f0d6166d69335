"""A vote: a room's marks on one question, from the first mark to the truth.

Seats are names that say nothing of a person, and are forgotten when a round is closed. Marks gather in
piles by the wrong idea that computes to that place, and hands that were counted are added to them.
Nothing is told of fewer marks than FEWEST. No clock and no network here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_uppercase

from marginlab.drawing.controls import Slider
from marginlab.drawing.prediction import SURE, Answers
from marginlab.teach.guide import OUTCOMES
from marginlab.theory.terms import show

FEWEST = 5  # of fewer marks one might guess whose they are
MOST_HANDS = 500
TRUTH, ELSEWHERE = "truth", "elsewhere"
RIGHT = "✓"  # the letter of the truth
CERTAIN = tuple(SURE.options)[-1]
# What may follow each step; everything may begin anew.
STEPS: Mapping[str, tuple[str, ...]] = {
    "asked": ("open", "cure"),
    "open": ("piles",),
    "piles": ("again", "named"),
    "again": ("piles again",),
    "piles again": ("named",),
    "named": ("truth",),
    "truth": ("cure",),
    "cure": ("truth",),
}
OPEN = ("open", "again")
UNNAMED = ("piles", "piles again")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a seat expects the answer, and how sure it is."""

    at: float
    sure: str


@dataclass(frozen=True, slots=True)
class Pile:
    """The marks of one place: TRUTH, ELSEWHERE, or the id of a wrong idea."""

    place: str
    count: int
    certain: int


@dataclass
class Round:
    """Marks, and hands by place and how sure they are.

    placed: the marks by their seats, while they are taken; once they are not, nobody can tell whose one
    was, and nobody sees by a pile who left.
    """

    placed: dict[str, Mark] = field(default_factory=dict)
    closed: tuple[Mark, ...] = ()
    hands: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks."""
        return *self.placed.values(), *self.closed

    @property
    def count(self) -> int:
        """How many have said something."""
        return len(self.marks) + self.hands.total()

    def close(self) -> None:
        """Forgets whose mark each is."""
        self.closed = tuple(sorted(self.marks, key=lambda mark: (mark.at, mark.sure)))
        self.placed.clear()


class Vote:
    """A question's vote. step: one of STEPS; rounds: the first, and the second once it is open.

    answers: where marks may stand that say something; slider: the numbers that can be marked.
    """

    def __init__(self, answers: Answers, slider: Slider) -> None:
        self.answers, self.slider = answers, slider
        self.start_over()

    def start_over(self) -> None:
        """Forgets every mark."""
        self.step = "asked"
        self.rounds = [Round()]

    def go(self, step: str) -> None:
        """Takes the next step; a ValueError says which there are."""
        following = STEPS[self.step]
        if step not in following:
            told = " or ".join(following) or "none"
            raise ValueError(f"the step was {step!r}; after {self.step!r} comes {told}")
        self.step = step
        if step == "again":
            self.rounds.append(Round())
        elif not self.open:
            self.rounds[-1].close()

    @property
    def open(self) -> bool:
        """Whether marks are taken."""
        return self.step in OPEN

    @property
    def closed(self) -> bool:
        """Whether marks have been taken, and are no more."""
        return self.step not in (*OPEN, "asked")

    @property
    def places(self) -> dict[str, float]:
        """Where marks gather, in the order of the axis."""
        every = {TRUTH: self.answers.truth, **self.answers.ideas}
        return dict(sorted(every.items(), key=lambda one: one[1]))

    def place(self, at: float) -> str:
        """What a mark there says."""
        if self.answers.right(at):
            return TRUTH
        return self.answers.idea(at) or ELSEWHERE

    def mark(self, seat: str, at: object, sure: object) -> None:
        """Takes a seat's mark in place of its last; a ValueError where it is closed or no mark."""
        self._check_open()
        self.rounds[-1].placed[seat] = Mark(self.slider.checked(at), SURE.checked(sure))

    def leave(self, seat: str) -> None:
        """Takes back the mark of a seat, which can be done while marks are taken."""
        self.rounds[-1].placed.pop(seat, None)

    def tally(self, place: str, sure: str, count: object) -> None:
        """How many hands were up for a place, in place of what was typed before."""
        self._check_open()
        if place not in {*self.places, ELSEWHERE}:
            raise ValueError(f"the place was {place!r}; there are {', '.join(self.places)}")
        if type(count) is not int or not 0 <= count <= MOST_HANDS:
            raise ValueError(
                f"the hands were {count!r}; allowed are whole numbers from 0 to {MOST_HANDS}"
            )
        self.rounds[-1].hands[place, SURE.checked(sure)] = count

    def _check_open(self) -> None:
        if not self.open:
            raise ValueError("marks are not taken now")

    def _told(self, number: int) -> Round | None:
        """What is told of a round: its hands, which all have seen, and its marks unless they are too few.

        None while marks are taken, and where it is fewer than FEWEST in all.
        """
        one = self.rounds[number]
        told = one if len(one.marks) >= FEWEST else Round(hands=one.hands)
        return told if self.closed and told.count >= FEWEST else None

    @property
    def last(self) -> int:
        """The last round of which anything is told; the first where nothing is."""
        return max((number for number in range(len(self.rounds)) if self._told(number)), default=0)

    def marks(self, number: int) -> tuple[tuple[float, str], ...]:
        """What is drawn of a round, from left to right: places and how sure."""
        told = self._told(number) or Round()
        seats = [(mark.at, mark.sure) for mark in told.marks]
        hands = [
            (self.places[place], sure)
            for place, sure in told.hands.elements()
            if place != ELSEWHERE
        ]
        return tuple(sorted([*seats, *hands]))

    def piles(self, number: int | None = None) -> tuple[Pile, ...]:
        """The piles of a round, the last that is told where none is named.

        Wrong ideas, the most certain first, then elsewhere, then the truth.
        """
        one = self._told(self.last if number is None else number) or Round()
        counts = one.hands + Counter((self.place(m.at), m.sure) for m in one.marks)
        found: Counter[str] = Counter()
        for (place, _), count in counts.items():
            found[place] += count
        piles = (Pile(place, count, counts[place, CERTAIN]) for place, count in found.items())
        return tuple(sorted(piles, key=self._first))

    def _first(self, pile: Pile) -> tuple[int, int, int, float]:
        rank = (ELSEWHERE, TRUTH).index(pile.place) + 1 if pile.place not in self.ideas else 0
        return rank, -pile.certain, -pile.count, self.places.get(pile.place, 0)

    @property
    def ideas(self) -> Mapping[str, float]:
        """The wrong ideas that a mark can tell, by their ids."""
        return self.answers.ideas

    def hits(self, number: int) -> tuple[int, int] | None:
        """How many were right in a round, and of how many; None where nothing is told of it."""
        piles = self.piles(number)
        right = sum(one.count for one in piles if one.place == TRUTH)
        return (right, sum(one.count for one in piles)) if piles else None

    @property
    def right(self) -> float | None:
        """The share of the last told round that is right; None where nothing is told."""
        told = self.hits(self.last)
        return told and told[0] / told[1]

    @property
    def following(self) -> tuple[str, ...]:
        """The steps that may come next, the advised one first."""
        steps = STEPS[self.step]
        return steps[::-1] if self.advice == OUTCOMES["above 70 %"] else steps

    @property
    def advice(self) -> str:
        """What to do after these piles; empty where nothing is told of them."""
        if self.right is None or self.step != "piles":
            return ""
        least, middle, most = OUTCOMES.values()
        return least if self.right < 0.3 else middle if self.right <= 0.7 else most

    def shown(self, at: float) -> str:
        """A number of the axis as it is written there."""
        return f"{self.slider.prefix}{show(at, 'money')}{self.slider.suffix}"

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The first and the last mark that says this of its learner, for each place of the axis."""
        said: dict[str, list[float]] = {place: [] for place in self.places}
        for at in self.slider.steps:
            said.get(self.place(at), []).append(at)
        return {place: (marks[0], marks[-1]) for place, marks in said.items()}

    def letter(self, place: str) -> str:
        """By which a place is found in the picture, in the order in which the ideas are told."""
        ideas = [pile.place for pile in self.piles() if pile.place in self.ideas]
        return RIGHT if place == TRUTH else ascii_uppercase[ideas.index(place)]

    def told_places(self) -> Iterator[tuple[str, float]]:
        """The places that have a name so far: their letters, and numbers on the axis."""
        if self.step not in ("named", "truth", "cure"):
            return
        counted = {pile.place for pile in self.piles()}
        for place, at in self.places.items():
            if place in counted if place != TRUTH else self.step != "named":
                yield self.letter(place), at
