"""What the learner's progress says, in sentences: what to do next, and, on demand, all that is kept.

Standard library only. What stands in the file may be anything that somebody wrote there, so no words of it
are printed that a terminal could take for an order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from marginlab.practice.entries import (
    INTERVALS,
    NONE,
    RETURNS,
    RIGHT,
    SURE,
    Entry,
    due,
    put_right,
    said,
    today,
    with_ids,
)
from marginlab.practice.progress import Damaged, Newer, Progress, load
from marginlab.practice.whereabouts import SESSION_ONLY, lasts

Tally = tuple[int, int]
_LABELS = {
    "day": "last answered on", "due": "due on", "box": f"box, of {len(INTERVALS)}",
    "missed": "sure of the last wrong answer",
}  # fmt: skip


def report(
    path: Path, exercises: Sequence[str], ideas: Mapping[str, str] = NONE,
    ids: Mapping[str, str] = NONE, *, day: date | None = None,
) -> list[str]:  # fmt: skip
    """What was mastered and is due, which ideas were met and cured, and what to do next, a sentence each.

    exercises: the ids of all there are, in the order of the course; ideas: the name of each by its
    id; ids: those of ideas that version 1 kept by their names; day: on which it is due, if not today.
    """
    try:
        kept = with_ids(load(path)["exercises"], ids)
    except (Damaged, Newer, OSError) as error:
        return [trouble(path, error)]
    known = {exercise: kept[exercise] for exercise in exercises if exercise in kept}
    told = map(printable, _sentences(known, exercises, ideas, day or today()))
    return [*told] if lasts() else [*told, SESSION_ONLY]


def trouble(path: Path, error: Damaged | Newer | OSError) -> str:
    """Why `load` could not use the file, in a sentence."""
    match error:
        case Damaged():
            return f"{path.name} is damaged; the next check sets it aside and begins a new one."
        case Newer():
            return f"{path.name} was written by a newer edition of the course."
    return f"{path.name} could not be read: {(error.strerror or 'no access').lower()}."


def tallies(kept: Progress) -> dict[str, Tally]:
    """By how sure the learner was, in the order of SURE: how many answers were right, and of how many.

    Counted are the first answer of a day to each exercise and the first mark on each question.
    """
    right, of = Counter[str](), Counter[str]()
    for entry in kept["exercises"].values():
        for word, (so_many, all_of_them) in said(entry).items():
            right[word] += so_many
            of[word] += all_of_them
    marks = kept.get("first_marks")
    for one in marks.values() if isinstance(marks, dict) else ():
        match one:
            case {"sure": str(word), "right": bool(is_right)}:
                right[word] += is_right
                of[word] += 1
    return {word: (right[word], of[word]) for word in SURE if of[word]}


def everything(path: Path, ideas: Mapping[str, str] = NONE, ids: Mapping[str, str] = NONE) -> str:
    """All that the file holds, as text to read: a heading for each exercise and each other part.

    Raises Damaged or Newer for a file that cannot be used, OSError for one that cannot be read.
    """
    kept = load(path)
    lines = [f"{path.name}, version {kept['version']}"]
    for exercise, entry in with_ids(kept["exercises"], ids).items():
        lines += ["", f"Exercise {exercise}", *(f"  {one}" for one in _of_one(entry, ideas))]
    for name, part in kept.items():
        if name not in ("version", "exercises"):
            rows = part.items() if isinstance(part, dict) else [("", part)]
            lines += ["", name.replace("_", " ").capitalize()]
            lines += [
                f"  {label}: {_plain(one)}" if label else f"  {_plain(one)}" for label, one in rows
            ]
    return "\n".join(map(printable, lines))


def printable(text: str) -> str:
    """The text, with a question mark for what would move a cursor or is half of a character."""
    return "".join(one if one.isprintable() else "?" for one in text)


def _sentences(
    kept: Mapping[str, Entry], exercises: Sequence[str], ideas: Mapping[str, str], day: date
) -> Iterator[str]:
    mastered = [e for e, entry in kept.items() if RIGHT in entry["verdicts"]]
    yield f"Mastered: {len(mastered)} of {len(exercises)} exercises{_listed(mastered)}."
    if waiting := due(kept, day):
        yield f"{len(waiting)} due{_listed(waiting)}."
    cured, returning, standing = _ideas(kept, ideas)
    if cured:
        yield f"Wrong ideas met and cured{_listed(cured)}."
    if returning:
        back = f"they come back after {RETURNS} days before they count as cured"
        yield f"Wrong ideas put right, {back}{_listed(returning)}."
    if standing:
        told = [f"{idea} (in {', '.join(where)})" for idea, where in standing.items()]
        yield f"Wrong ideas met and not cured yet{_listed(told)}."
    # On from where the learner is: who skips a lesson is not sent back to it.
    furthest = exercises.index(mastered[-1]) + 1 if mastered else 0
    onward = [*exercises[furthest:], *exercises[:furthest]]
    again = next(iter(standing.values()), [])
    following = [*again, *(e for e in onward if e not in mastered)]
    yield f"Next: exercise {following[0]}." if following else "All exercises are mastered."


def _ideas(
    kept: Mapping[str, Entry], ideas: Mapping[str, str]
) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """The names of the ideas that are cured wherever they were met, of those that were put right
    everywhere, and of those that still stand, with the exercises where they do."""
    standing: dict[str, list[str]] = {}
    returning = set()
    for exercise, entry in kept.items():
        since = put_right(entry)
        for idea in entry["met"]:
            name = ideas.get(idea, idea)
            stands = idea not in entry["cured"] and idea not in since
            standing.setdefault(name, []).extend([exercise] if stands else [])
            returning |= {name} & {ideas.get(one, one) for one in since}
    settled = [name for name, where in standing.items() if not where]
    return (
        [name for name in settled if name not in returning],
        [name for name in settled if name in returning],
        {name: where for name, where in standing.items() if where},
    )


def _of_one(entry: Entry, ideas: Mapping[str, str]) -> Iterator[str]:
    """All that is kept of one exercise, a line each."""
    yield "answers" + (
        _listed([f"{n} {verdict}" for verdict, n in entry["verdicts"].items()]) or ": none"
    )
    since = put_right(entry)
    for idea in entry["met"]:
        state = f"put right on {since[idea]}" if idea in since else "not put right yet"
        yield f"wrong idea: {ideas.get(idea, idea)}, {'cured' if idea in entry['cured'] else state}"
    for word, (right, of) in said(entry).items():
        yield f"{word}: {right} of {of} right"
    for name, one in entry.items():
        if name not in ("verdicts", "met", "cured", "cured_on", "said"):
            yield f"{_LABELS.get(name, name)}: {_plain(one)}"


def _plain(one: Any) -> str:
    """A value of the file without the marks of JSON, as far as it is words and numbers."""
    match one:
        case str():
            return one
        case dict():
            return ", ".join(f"{name} {_plain(part)}" for name, part in one.items())
    return json.dumps(one, ensure_ascii=False)


def _listed(words: Sequence[str]) -> str:
    return f": {', '.join(words)}" if words else ""
