"""The minute plan of a workshop: `marginlab teach plan 180 --start 09:30`.

The slack, what a track leaves of its length, stands where it is needed: after each lesson, in
proportion to its minutes. Standard library only; minutes are floats, rounded where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from marginlab.teach.syllabus import Beat, Exercise, Lesson, Part, Syllabus, Track

LEAST_SLACK = 0.08  # of the whole length
LONGEST_STRETCH = 70  # minutes without a break
LONGEST_LISTENING = 10  # minutes in which the learners do nothing but listen
DAY = 24 * 60
WORDS = {
    "welcome": "Welcome: who is here, what a wallet and a coin are, how to reach the course",
    "break": "Break",
    "slack": "Questions, and what took longer",
    "close": "Close: each learner names one sentence to keep, feedback cards",
}
LATE = "When you are late, leave out, in this order"
NO_CUTS = "Nothing may be cut"
SPOKEN = (
    "A track is what of the lessons fits into a length; slack is the time that it keeps in hand."
)
EVERYBODY = ("break", "slack", "close")
DERIVE, ANSWER = "derive", "answer"  # what a lesson's exercises need, and what all of them do


@dataclass(frozen=True)
class Row:
    """A line of the plan. begins: minutes from the start; slack: the whole minutes that the lines from
    here on keep in hand."""

    begins: float
    minutes: float
    kind: str
    lesson: Lesson | None = None
    beat: Beat | None = None
    exercise: Exercise | None = None
    slack: int = 0

    @property
    def act(self) -> bool:
        """Whether the learners do something; questions may not come, so that slack is no act."""
        if self.kind in ("break", "close"):
            return True
        return self.exercise is not None or (self.beat is not None and self.beat.act)

    @property
    def core(self) -> bool:
        """Whether the shortest class keeps it."""
        if self.exercise:
            return self.exercise.kind == "core"
        return self.beat is None or self.beat.core

    def needs(self, other: Row) -> bool:
        """Whether it is an exercise that asks for what this beat teaches."""
        if self.exercise is None or other.beat is None:
            return False
        own = other.beat.key == DERIVE and other.lesson is self.lesson
        return own or other.beat.key == ANSWER

    @property
    def what(self) -> str:
        """What happens, in a few words."""
        if self.exercise:
            return f"Exercise {self.exercise.id}: {self.exercise.title}"
        if self.lesson and self.beat:
            return f"{self.lesson.number}. {self.lesson.title}: {self.beat.heading}"
        return WORDS[self.kind]

    @property
    def who(self) -> str:
        """Who acts."""
        if self.vote or self.kind in EVERYBODY:
            return "all"
        return "learners" if self.act else "you"

    @property
    def vote(self) -> bool:
        """Whether the room's marks are counted here."""
        return self.beat is not None and self.beat.key == "mark"

    @property
    def screen(self) -> str:
        """The notebook that is shown, by the beginning of its name."""
        if self.lesson is None:
            return ""
        return f"{'exercises' if self.exercise else 'lessons'}/{self.lesson.number:02d}"

    @property
    def shown(self) -> int:
        """Its minutes by a clock without seconds, so that they add up."""
        return whole(self.begins + self.minutes) - whole(self.begins)


@dataclass(frozen=True)
class Plan:
    """A track laid out over a length [min]."""

    track: Track
    length: float
    rows: tuple[Row, ...]

    @property
    def slack(self) -> float:
        """What the track leaves of its own length [min]."""
        return self.track.minutes - self.track.taken

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons that it takes up, each once."""
        return tuple(dict.fromkeys(row.lesson for row in self.rows if row.lesson))

    @property
    def left(self) -> float:
        """What the room has beyond the track [min]."""
        return self.length - self.track.minutes

    @property
    def objectives(self) -> tuple[str, ...]:
        """What participants can do afterwards: of the lessons that they derive or exercise."""
        return tuple(goal for lesson in self._practised() for goal in lesson.objectives)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions of the lessons that they only meet."""
        practised = self._practised()
        return tuple(lesson.question for lesson in self.lessons if lesson not in practised)

    def _practised(self) -> tuple[Lesson, ...]:
        rows = [row for row in self.rows if row.exercise or (row.beat and row.beat.key == DERIVE)]
        return tuple(dict.fromkeys(row.lesson for row in rows if row.lesson))

    @property
    def cuts(self) -> tuple[Row, ...]:
        """What to leave out when late, in this order: first exercises that are no core, then beats
        that are none, then the other exercises; of these always the next one in the plan. A beat
        that exercises need goes after the last of them."""
        return tuple(
            sorted((row for row in self.rows if row.exercise or not row.core), key=self._cut)
        )

    def _cut(self, row: Row) -> tuple[int, float, int]:
        """How late a row is left out: its rank, the minute, and how many exercises go before it."""
        if row.exercise:
            return 2 if row.core else 0, row.begins, 0
        needing = [self._cut(other) for other in self.rows if other.needs(row)]
        rank, begins, _ = max(needing, default=(1, row.begins, 0))
        return max(rank, 1), begins, len(needing)

    @property
    def longest_stretch(self) -> float:
        """The most minutes without a break."""
        breaks = [row for row in self.rows if row.kind == "break"]
        ends = [0.0, *(row.begins + row.minutes for row in breaks)]
        begins = [*(row.begins for row in breaks), self.track.minutes]
        return max(begin - end for end, begin in zip(ends, begins, strict=True))

    @property
    def longest_listening(self) -> float:
        """The most minutes in which the learners do nothing but listen."""
        longest = listened = 0.0
        for row in self.rows:
            if row.act:
                listened = 0
            elif row.kind not in EVERYBODY:
                listened += row.minutes
            longest = max(longest, listened)
        return longest


def plan(syllabus: Syllabus, length: float) -> Plan:
    """The longest track that fits into a length [min]; raises ValueError where none does."""
    fitting = [track for track in syllabus.tracks if track.minutes <= length]
    if not fitting:
        least = syllabus.tracks[0].minutes
        raise ValueError(f"the length was {length:g} minutes; the shortest track takes {least}")
    return laid_out(fitting[-1], length)


def laid_out(track: Track, length: float) -> Plan:
    """A track over a length [min], its slack after its lessons, what is longer than it at the end."""
    slack = track.minutes - track.taken
    taught = sum(part.minutes for part in track.parts if part.lesson)
    rows: list[Row] = []
    clock = 0.0
    for part in track.parts:
        share = slack * part.minutes / taught if part.lesson else 0
        for row in _rows(part, share):
            rows.append(replace(row, begins=clock))
            clock += row.minutes
    shown = [row.shown if row.kind == "slack" else 0 for row in rows]
    kept = (replace(row, slack=sum(shown[at:])) for at, row in enumerate(rows))
    return Plan(track, length, tuple(kept))


def _rows(part: Part, slack: float) -> Iterator[Row]:
    if part.lesson is None:
        yield Row(0, part.minutes, part.kind)
        return
    for beat in part.beats:
        yield Row(0, beat.minutes, "beat", part.lesson, beat)
    for exercise in part.exercises:
        yield Row(0, exercise.in_class, "exercise", part.lesson, exercise=exercise)
    yield Row(0, slack, "slack")


def problems(syllabus: Syllabus) -> Iterator[str]:
    """Where a track, over its own length, breaks one of the rules of a good workshop."""
    for track in syllabus.tracks:
        made = laid_out(track, track.minutes)
        told = f"track {track.minutes}"
        if made.slack < LEAST_SLACK * track.minutes:
            yield f"{told} leaves {made.slack:g} minutes of slack; at least {LEAST_SLACK:.0%} are wanted."
        if made.longest_stretch > LONGEST_STRETCH:
            stretch = made.longest_stretch
            yield f"{told} goes on for {stretch:.0f} minutes without a break; at most {LONGEST_STRETCH}."
        if made.longest_listening > LONGEST_LISTENING:
            listened = made.longest_listening
            yield f"{told} lets learners listen for {listened:g} minutes; at most {LONGEST_LISTENING}."
        beats = {beat.key for part in track.parts for beat in part.beats}
        known = {beat.key for lesson in syllabus.lessons for beat in lesson.beats}
        if any(part.exercises for part in track.parts) and ANSWER in known - beats:
            yield f"{told} holds exercises without the beat {ANSWER}, which shows how they are checked."
        taken = [row.exercise or row.beat for row in made.rows if row.lesson]
        if len(set(map(id, taken))) < len(taken):
            yield f"{told} takes a beat or an exercise twice."


def text(made: Plan, start: int) -> str:
    """The plan for a terminal; start is in minutes after midnight."""
    lines = [*opening(made, start), ""]
    lines.append(f"{'clock':<7}{'min':>4}  {'slack':>5}  {'who':<9} {'on screen':<13} what")
    for row in made.rows:
        mark = "" if row.core else "  (may be cut)"
        vote = "  [vote]" if row.vote else ""
        lines.append(
            f"{clock(start + row.begins):<7}{row.shown:>4}  {row.slack:>5}  {row.who:<9} "
            f"{row.screen:<13} {row.what}{vote}{mark}"
        )
    lines.append(f"{clock(start + made.track.minutes):<7}  end")
    lines += ["", f"{LATE}:" if made.cuts else f"{NO_CUTS}."]
    lines += [f"  {row.shown:>2} min  {row.what}" for row in made.cuts]
    for told, ones in promises(made).items():
        lines += ["", f"{told}:", *(f"  - {one}" for one in ones)]
    return "\n".join(lines)


def opening(made: Plan, start: int) -> list[str]:
    """What stands above a plan: its track, whether another length was asked for, its figures."""
    track, length = made.track, made.length
    fits = "" if not made.left else f", the longest that fits into {length:g}"
    minutes = sorted({lesson.measured for lesson in made.lessons})
    lines = [
        f"A workshop of {track.minutes} minutes, {clock(start)} to {clock(start + track.minutes)}: "
        f"the track of {track.minutes}{fits}.",
        f"Slack {made.rows[0].slack} min. Longest stretch without a break "
        f"{made.longest_stretch:.0f} min, longest listening {made.longest_listening:.0f} min.",
        SPOKEN,
        f"Minutes of a class, {' and '.join(minutes)}; a reader's stand in the notebooks.",
    ]
    if made.left:
        lines.append(
            f"The room is yours for {made.left:g} min more: a longer break, or exercises of your choice."
        )
    return lines


def promises(made: Plan) -> dict[str, tuple[str, ...]]:
    """What participants can do and which questions they have met, each where there are some."""
    told = {
        "Afterwards participants can": made.objectives,
        "They have met the questions": made.questions,
    }
    return {words: ones for words, ones in told.items() if ones}


def values(made: Plan, start: int) -> dict[str, Any]:
    """What the page of a plan shows."""
    late = LATE if made.cuts else NO_CUTS
    shown = {"plan": made, "opening": opening(made, start), "start": start, "late": late}
    return {**shown, "promises": promises(made), "clock": clock}


def clock(minutes: float) -> str:
    """A time of the day, as 09:30."""
    hours, rest = divmod(whole(minutes) % DAY, 60)
    return f"{hours:02d}:{rest:02d}"


def whole(minutes: float) -> int:
    """Whole minutes, a half up."""
    return floor(minutes + 0.5)
