"""A card: a published sentence, what it has to be run on, and the verdict that follows.

The sentence is run twice, on one position and one path: under the rules that it speaks of, and under
those that an exchange documents. Its verdict is computed from the two ledgers; the one that a card
states is what its author expects, and a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, get_args

from marginlab.course.court.ledger import Ledger, first_difference
from marginlab.theory.terms import filled
from marginlab.venues import BITGET, Venue
from marginlab.venues.traits import Rule, day, read_before

Judgement = Literal["true", "false", "depends", "no source"]
Topic = Literal[
    "margin", "leverage", "margin mode", "liquidation price", "liquidation", "funding", "profit",
    "insurance fund", "account", "tiers",
]  # fmt: skip
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
TOPICS: tuple[Topic, ...] = get_args(Topic)

_SLOT = re.compile(r"\{(.*?)\}")


@dataclass(frozen=True, slots=True)
class Published:
    """Where a sentence stands: its title, its date or "undated", the day on which it was read."""

    title: str
    date: str
    read: str

    def __post_init__(self) -> None:
        for name in ("title", "date", "read"):
            if not getattr(self, name):
                raise ValueError(f"{name} of a source was left out")
        day(self.read, "read")

    @property
    def year(self) -> str:
        """The year of the date, or "undated"."""
        found = re.search(r"\b20\d\d\b", self.date)
        return found[0] if found else "undated"

    def __str__(self) -> str:
        return f"{self.title} ({self.date}; read {self.read})"


@dataclass(frozen=True, slots=True)
class Side:
    """A rule set under which a card is run.

    venue: the exchange; rule: what else tells the two sides apart, a margin mode, a formula;
    documented: whether an exchange writes that it works so, and not only the sentence.
    """

    name: str
    venue: Venue = BITGET
    rule: Any = None
    documented: bool = True


def at_its_word(venue: Venue = BITGET, rule: Any = None) -> Side:
    """The rules of which the sentence speaks, where no exchange has them."""
    return Side("the sentence at its word", venue, rule, documented=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """A repair that is a number: that of a row in the ledger on the right, as it is printed."""

    row: str


Repair = Callable[[Ledger, Ledger], bool]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One claim.

    says: the sentence in few words, {in braces} what a repair would change; by: where it stands;
    about: the exchange of which it speaks, or "none named"; lesson: the one whose idea it touches;
    scene: the position and the path in words, with the numbers of `given`;
    given: the numbers of position and path; run: from a side and these, by name, to its ledger;
    left, right: the two rule sets, on the right an exchange as documented;
    holds: whether the sentence is true of a run; verdict: the expected one;
    told: the verdict's reason, with the rows of `{left[…]}` and `{right[…]}` as printed;
    repairs: other words for the braces and whether they are true of the two runs, or a number;
    rests: the rules on which the verdict rests, by their names in `Venue.rules` of the right side;
    unfound: what was looked for and not found, in words; nothing else makes a failing claim one without
    a source;
    why_not: why it cannot be run, for the few of which that is so.

    Raises ValueError for what is missing, by its name.
    """

    id: str
    says: str
    by: Published
    about: str
    topic: Topic
    lesson: int
    verdict: Judgement
    told: str
    scene: str = ""
    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    run: Callable[..., Ledger] | None = None
    left: Side | None = None
    right: Side = Side("Bitget")
    holds: Callable[[Ledger], bool] | None = None
    repairs: Mapping[str, Repair] | Typed | None = None
    rests: tuple[str, ...] = ("requirement",)
    unfound: str = ""
    why_not: str = ""

    def __post_init__(self) -> None:
        self._check_words()
        if self.why_not:
            return
        for name in ("run", "left", "holds", "scene"):
            if not getattr(self, name):
                raise ValueError(f"card {self.id} has no {name}; without it nothing can be run")
        if self.verdict != "true" and not self.repairs:
            raise ValueError(f"card {self.id} has no repairs; its sentence is {self.verdict}")
        self.rules()

    def _check_words(self) -> None:
        for one in fields(self)[:8]:
            if getattr(self, one.name) in ("", None):
                raise ValueError(f"card {self.id or '?'} has no {one.name}")
        if not isinstance(self.by, Published):
            raise ValueError(f"card {self.id}: its source was {self.by!r}; Published is needed")
        for name, words in (("topic", TOPICS), ("verdict", JUDGEMENTS)):
            if getattr(self, name) not in words:
                said = getattr(self, name)
                raise ValueError(f"card {self.id}: {name} was {said!r}; one of {', '.join(words)}")
        if len(_SLOT.findall(self.says)) > 1:
            raise ValueError(
                f"card {self.id} has two places in braces; one repair changes one place"
            )

    # ---- the sentence

    @property
    def sentence(self) -> str:
        """The sentence as it was published."""
        return _SLOT.sub(r"\1", self.says)

    def repaired(self, words: str) -> str:
        """The sentence with other words in the place that a repair changes."""
        return _SLOT.sub(lambda _: words, self.says)

    @property
    def story(self) -> str:
        """Position and path in words."""
        return filled(self.scene, **self.given)

    # ---- what running it shows

    @cached_property
    def ledgers(self) -> tuple[Ledger, Ledger]:
        """Its two runs, left and right."""
        if self.run is None or self.left is None:
            raise ValueError(f"card {self.id} cannot be run: {self.why_not}")
        one, other = (self.run(side, **self.given) for side in (self.left, self.right))
        return one, other

    @property
    def judged(self) -> Judgement:
        """The verdict that follows from running it."""
        if self.why_not:
            return "no source"
        assert self.holds is not None
        assert self.left is not None
        there, here = map(self.holds, self.ledgers)
        if self.left.documented and there != here:
            return "depends"
        if here:
            return "true"
        return "no source" if self.unfound else "false"

    @property
    def reason(self) -> str:
        """Why, with the numbers of the two runs."""
        if self.why_not:
            return self.told
        left, right = (one.printed for one in self.ledgers)
        return self.told.format(left=left, right=right)

    @property
    def parting(self) -> str:
        """The name of the first row in which the two runs differ, "" where there is none."""
        return first_difference(*self.ledgers)

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Both runs as rows of one table, name, left, right; a row that only one has keeps its place."""
        one, other = (ledger.printed for ledger in self.ledgers)
        names = list(one)
        for before, name in zip([None, *other], other, strict=False):
            if name not in one:
                names.insert(names.index(before) + 1 if before else 0, name)
        return tuple((name, one.get(name, ""), other.get(name, "")) for name in names)

    @property
    def is_share(self) -> bool:
        """Whether the number that repairs it is printed in per cent."""
        if not isinstance(self.repairs, Typed):
            return False
        rows = (row for row in self.ledgers[1] if row.what == self.repairs.row)
        return next(rows).unit in ("percent", "move", "chance")

    def mends(self, answer: str | float) -> bool:
        """Whether a repair makes the sentence true, found by running it again.

        Raises ValueError for words that are none of the repairs.
        """
        left, right = self.run_again()
        if isinstance(self.repairs, Typed):
            row = next(row for row in right if row.what == self.repairs.row)
            return type(row)(row.what, answer, row.unit).says == row.says
        if not self.repairs or answer not in self.repairs:
            known = ", ".join(self.repairs or ()) or "none"
            raise ValueError(f"repair was {answer!r}; one of {known}")
        return self.repairs[str(answer)](left, right)

    def run_again(self) -> tuple[Ledger, Ledger]:
        """The two runs, made anew."""
        vars(self).pop("ledgers", None)
        return self.ledgers

    # ---- how old it is

    def rules(self) -> tuple[Rule, ...]:
        """The rules that the verdict rests on, of the right side and of another exchange on the left."""
        there = self.left is not None and self.left.documented
        venues = {self.right.venue: None} | ({self.left.venue: None} if self.left and there else {})
        known = [{rule.name: rule for rule in venue.rules()} for venue in venues]
        for name in self.rests:
            if name not in known[0]:
                raise ValueError(
                    f"card {self.id} rests on {name!r}; {self.right.venue.name} has {', '.join(known[0])}"
                )
        return tuple(rules[name] for rules in known for name in self.rests if name in rules)

    def stale(self, today: date) -> str:
        """A sentence where its rules were last read more than 180 days before a day, else ""."""
        old = read_before(self.rules(), today)
        if not old or self.why_not:
            return ""
        return f"The rule behind this verdict was last read on {old[0].source.read}; look again."
