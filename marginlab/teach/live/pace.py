"""Real minutes beside planned ones: how late a class is, what to leave out, and what a report keeps.

All times are minutes of one clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

from marginlab.teach.plan import Plan, Row

ON_TIME = 1.0  # minutes; nobody has to hurry for less


def key(row: Row) -> str:
    """A row's name in a report: "2/mark", "2.1", or the word of what is no lesson's."""
    if row.exercise:
        return row.exercise.id
    if row.lesson and row.beat:
        return f"{row.lesson.number}/{row.beat.key}"
    return row.kind


def of_the_day() -> Callable[[], float]:
    """A clock that tells the minutes since the last midnight, and goes on over the next."""
    now = datetime.now()
    today = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second)
    midnight = now.timestamp() - today.total_seconds()
    return lambda: (time.time() - midnight) / 60  # not the monotonic one: laptops sleep in breaks


@dataclass
class Pace:
    """Where a class stands in its plan.

    begun: the minute at which it begins; where that is not told, none until the first page is turned,
    and who turns that is on time. at: the row.
    """

    plan: Plan
    begun: float | None = None
    at: int = 0
    spent: dict[int, float] = field(default_factory=dict)
    _since: float = -inf

    def go(self, row: int, now: float) -> None:
        """Goes to a row; what the one before took is added to its minutes."""
        if row == self.at:
            return
        if self.begun is None:
            self.begun, self._since = now - self.plan.rows[self.at].minutes, now
        self.spent[self.at] = self._spent(now)
        self.at, self._since = row, now

    def _spent(self, now: float) -> float:
        """What the row has taken so far; before the class begins nothing counts."""
        since = now if self.begun is None else max(self._since, self.begun)
        return self.spent.get(self.at, 0.0) + max(0.0, now - since)

    def late(self, now: float) -> float:
        """The minutes that the class is behind; below nothing it is ahead.

        A row that has not used up its minutes does not count as late for them.
        """
        if self.begun is None:
            return 0.0
        row = self.plan.rows[self.at]
        return now - self.begun - (row.begins + min(self._spent(now), row.minutes))

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
        spent = self.spent | {self.at: self._spent(now)}
        found: dict[str, float] = {}
        for at, taken in sorted(spent.items()):
            name = key(self.plan.rows[at])
            found[name] = found.get(name, 0.0) + taken
        return {name: minutes for name, taken in found.items() if (minutes := round(taken, 1))}
