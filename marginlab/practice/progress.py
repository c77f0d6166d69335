"""The learner's progress: one readable file in the course's folder, sent nowhere by this package.

It holds an entry for each exercise that was answered (`entries` says what that is), and the mark that was
placed on each question of a lesson: "marks", the one of now, and "first_marks", how sure the learner was
of the first one and whether it was right; and how many draws of fresh numbers were asked of an exercise and
which one was answered last ("draws"). The file is replaced as a whole, so that a break at any moment
leaves the old one or the new one, and by one kernel at a time, so that none overwrites another's. Keeping
it may fail; a check or a mark may not: what went wrong is returned as a sentence.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from marginlab.practice.entries import NONE, entered, is_sound, nothing_yet, today, with_ids
from marginlab.practice.files import alone, write_whole
from marginlab.practice.whereabouts import SESSION_ONLY, lasts, tell_page

FILE = "marginlab-progress.json"
VARIABLE = "MARGINLAB_PROGRESS"
VERSION = 3
_INSIDE_THE_COURSE = ("lessons", "exercises")

Progress = dict[str, Any]

_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Damaged(ValueError):
    """The file is not one that this module wrote."""


class Newer(ValueError):
    """The file was written by a later edition of the course."""


def file(folder: Path | None = None) -> Path:
    """Where progress is kept: beside the lessons and exercises, or where VARIABLE says."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    folder = folder or Path.cwd()
    return (folder.parent if folder.name in _INSIDE_THE_COURSE else folder) / FILE


def load(path: Path | None = None) -> Progress:
    """What is kept; an empty progress where there is no file yet.

    Raises Damaged or Newer for a file that cannot be used, OSError for one that cannot be read.
    """
    try:
        text = (path or file()).read_bytes()
    except FileNotFoundError:
        return {"version": VERSION, "exercises": {}}
    try:
        kept: Progress = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(str(error)) from None
    if (
        isinstance(kept, dict)
        and isinstance(kept.get("version"), int)
        and kept["version"] > VERSION
    ):
        raise Newer(f"version was {kept['version']}; {VERSION} is the newest known here")
    if not _is_sound(kept):
        raise Damaged("its content is not a marginlab progress")
    return kept


def save(kept: Progress, path: Path) -> None:
    """Replace the file by this progress, all or nothing: readable text, a line for each exercise and mark.

    Raises Damaged for what is nested too deeply to be written.
    """
    try:
        parts = [f" {_line(name)}: {_block(part)}" for name, part in sorted(kept.items())]
    except RecursionError as error:
        raise Damaged(str(error)) from None
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    # JSON can name half of a character, which no file can hold; it is named again.
    write_whole(path, text.encode("utf-8", "backslashreplace"))


def record(
    exercise: str, verdict: str, idea: str = "", ids: Mapping[str, str] = NONE, *,
    sure: str = "", day: date | None = None,
) -> str:  # fmt: skip
    """Keep a verdict and the id of the wrong idea that was met; a sentence if that went wrong, or "".

    ids: those of ideas that version 1 kept by their names; sure: one of entries.SURE, where the learner
    said it; day: that of the answer, where it is not today.
    """
    on = day or today()

    def enter(kept: Progress) -> None:
        entries = kept["exercises"] = with_ids(kept["exercises"], ids)
        before = entries.get(exercise) or nothing_yet()
        entries[exercise] = entered(before, verdict, on, idea=idea, sure=sure)
        kept["version"] = VERSION

    tell_page(verdict=[exercise, verdict, idea])
    return _changed(enter)


def draws() -> dict[str, tuple[int, int]]:
    """How many draws of fresh numbers were asked of each exercise, and which one was answered last."""
    try:
        kept = _part(load(), "draws")
    except (Damaged, Newer, OSError):
        return {}  # the next check says so
    return {exercise: _draw(pair) for exercise, pair in kept.items()}


def keep_draw(exercise: str, draw: int, *, answered: bool = False) -> str:
    """Keep that this draw was asked, or answered; a sentence, as from `record`."""

    def put(kept: Progress) -> None:
        pairs = _part(kept, "draws")
        pair = list(_draw(pairs.get(exercise)))
        pair[answered] = max(pair[answered], draw)
        kept["draws"] = pairs | {exercise: pair}

    return _changed(put)


def _draw(pair: object) -> tuple[int, int]:
    """Which draw was asked and which one answered; none where that is not sound."""
    match pair:
        case [int(asked), int(answered)]:
            return asked, answered
    return 0, 0


def mark(question: str) -> Mapping[str, Any]:
    """The mark that was placed on a question, as it was kept; empty where none is, or none can be read."""
    try:
        found = _part(load(), "marks").get(question)
    except (Damaged, Newer, OSError):
        return {}  # the next mark or check says so
    return found if isinstance(found, dict) else {}


def keep_mark(question: str, placed: Mapping[str, Any]) -> str:
    """Keep a mark in place of the one before; an empty one forgets it. A sentence, as from `record`.

    The first one on a question stays known: who asks anew has seen the answer.
    """

    def put(kept: Progress) -> None:
        marks = _part(kept, "marks")
        others = {name: one for name, one in marks.items() if name != question}
        kept["marks"] = others | ({question: dict(placed)} if placed else {})
        first = _part(marks, question) or placed
        known = {part: first[part] for part in ("sure", "right") if part in first}
        kept["first_marks"] = {question: known} | _part(kept, "first_marks")

    match placed:
        case {"mark": at, "sure": sure}:
            tell_page(mark=at, sure=sure, on=question)
    return _changed(put)


def _changed(change: Callable[[Progress], None]) -> str:
    """Make a change in the file; a sentence if that went wrong, or ""."""
    try:
        path = file()
        said = "" if lasts() or path.exists() else SESSION_ONLY  # once is enough
        with alone(path):
            try:
                _change(path, change)
            except Damaged:
                aside = _set_aside(path)
                said = f"{path.name} was damaged; it is now {aside.name}, and a new file was begun."
                _change(path, change)
    except Newer:
        return f"Progress was not kept: {FILE} was written by a newer edition of the course."
    except OSError as error:
        return f"Progress could not be kept here: {(error.strerror or 'no access').lower()}."
    return said


def _change(path: Path, change: Callable[[Progress], None]) -> None:
    kept = load(path)
    change(kept)
    save(kept, path)


def _part(kept: Mapping[str, Any], name: str) -> Progress:
    """A part that is no entry; what is not sound there costs no verdict, and whoever shows it looks."""
    part = kept.get(name)
    return part if isinstance(part, dict) else {}


def _block(part: object) -> str:
    if not isinstance(part, dict) or not part:
        return _line(part)
    rows = (f"  {_line(name)}: {_line(one)}" for name, one in sorted(part.items()))
    return "{\n" + ",\n".join(rows) + "\n }"


def _set_aside(path: Path) -> Path:
    """Give a damaged file the first free name beside its own."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")).exists():
        number += 1
    os.replace(path, aside)
    return aside


def _is_sound(kept: object) -> bool:
    match kept:
        case {"version": int(), "exercises": dict(exercises)}:
            return all(map(is_sound, exercises.values()))
    return False
