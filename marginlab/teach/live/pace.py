"""Real minutes beside planned ones: how late a class is, what to leave out, and what a report keeps.

The clock is handed in, in minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from marginlab.teach.plan import Plan, Row

ON_TIME = 1.0  # minutes; nobody has to hurry for less


def key(row: Row) -> str:
    """A row's name in a report: "2/mark", "2.1", or the word of what is no lesson's."""
    if row.exercise:
        return row.exercise.id
    if row.lesson and row.beat:
        return f"{row.lesson.number}/{row.beat.key}"
    return row.kind


@dataclass
class Pace:
    """Where a class stands in its plan. at: the row; begun: when it began, none before that."""

    plan: Plan
    at: int = 0
    begun: float | None = None
    spent: dict[int, float] = field(default_factory=dict)
    _since: float = 0.0

    def begin(self, now: float) -> None:
        """Starts the clock, once."""
        if self.begun is None:
            self.begun = self._since = now

    def go(self, row: int, now: float) -> None:
        """Goes to a row; what the one before took is added to its minutes."""
        if row == self.at:
            return
        self.begin(now)
        self.spent[self.at] = self.spent.get(self.at, 0.0) + now - self._since
        self.at, self._since = row, now

    def late(self, now: float) -> float:
        """The minutes that the class is behind; below nothing it is ahead.

        A row that has not used up its minutes does not count as late for them.
        """
        if self.begun is None:
            return 0.0
        row = self.plan.rows[self.at]
        taken = self.spent.get(self.at, 0.0) + now - self._since
        return now - self.begun - (row.begins + min(taken, row.minutes))

    def cuts(self, now: float) -> list[Row]:
        """What to leave out of the rest, in the plan's order, until the class is on time again.

        Questions that do not come make up for lateness first.
        """
        missing = self.late(now)
        rest = self.plan.rows[self.at + 1 :]
        if missing <= ON_TIME:
            return []
        missing -= sum(row.minutes for row in rest if row.kind == "slack")
        left_out = []
        for row in self.plan.cuts:
            if missing <= 0:
                break
            if row in rest:
                left_out.append(row)
                missing -= row.minutes
        return left_out

    def minutes(self, now: float) -> Mapping[str, float]:
        """The real minutes of the rows that have been taught, by their names; all breaks together."""
        spent = dict(self.spent)
        if self.begun is not None:
            spent[self.at] = spent.get(self.at, 0.0) + now - self._since
        found: dict[str, float] = {}
        for at, taken in sorted(spent.items()):
            name = key(self.plan.rows[at])
            found[name] = found.get(name, 0.0) + taken
        return {name: minutes for name, taken in found.items() if (minutes := round(taken, 1))}
