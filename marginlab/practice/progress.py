"""The learner's progress: one readable file in the course's folder, never sent anywhere.

It says, for each exercise, how often which verdict was given and which wrong ideas were met; an
idea counts as cured while its exercise was answered correctly since. Beside them stand the marks that the
learner placed, one for each question of a lesson ("marks"), and how many draws of fresh numbers were asked
and which one was answered last ("draws"); older files lack both. The file is replaced as a whole, so that a
break at any moment leaves the old one or the new one. Keeping it may fail; a check or a mark may not: what
went wrong is returned as a sentence.

In the browser edition the same file lies in the browser's storage. Python reaches it through a service
worker; where a page may have none (over plain http), the file lives as long as that page does.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = "marginlab-progress.json"
VARIABLE = "MARGINLAB_PROGRESS"
VERSION = 2
STORAGE = Path("/drive")  # where JupyterLite mounts the browser's storage
SESSION_ONLY = (
    "Your progress is kept only until this page is closed: here the browser gives Python no storage. "
    "Over https it does."
)
_INSIDE_THE_COURSE = ("lessons", "exercises")

Progress = dict[str, Any]
NONE: Mapping[str, str] = MappingProxyType({})


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


def lasts() -> bool:
    """Whether what is kept outlives this kernel: everywhere but in a browser without its storage."""
    return sys.platform != "emscripten" or STORAGE.exists()


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


def record(exercise: str, verdict: str, idea: str = "", ids: Mapping[str, str] = NONE) -> str:
    """Keep a verdict and the id of the wrong idea that was met; a sentence if that went wrong, or "".

    ids: those of ideas that version 1 kept by their names.
    """

    def enter(kept: Progress) -> None:
        entries = kept["exercises"] = _with_ids(kept["exercises"], ids)
        _enter(entries.setdefault(exercise, _nothing_yet()), verdict, idea)
        kept["version"] = VERSION

    return _changed(enter)


def draws() -> dict[str, tuple[int, int]]:
    """How many draws of each exercise were asked, and which one was answered last."""
    try:
        return _draws(load())
    except (Damaged, Newer, OSError):
        return {}  # the next check says so


def keep_draw(exercise: str, draw: int, *, answered: bool = False) -> str:
    """Keep that this draw was asked, or answered; a sentence, as from `record`."""

    def put(kept: Progress) -> None:
        pairs = {name: list(pair) for name, pair in _draws(kept).items()}
        pair = pairs.setdefault(exercise, [0, 0])
        pair[answered] = max(pair[answered], draw)
        kept["draws"] = pairs

    return _changed(put)


def _draws(kept: Progress) -> dict[str, tuple[int, int]]:
    """All draws that are sound."""
    found = kept.get("draws")
    pairs = found.items() if isinstance(found, dict) else ()
    return {
        name: (pair[0], pair[1])
        for name, pair in pairs
        if isinstance(pair, list) and [type(n) for n in pair] == [int, int]
    }


def mark(question: str) -> Mapping[str, Any]:
    """The mark that was placed on a question, as it was kept; empty where none is, or none can be read."""
    try:
        found = _marks(load()).get(question)
    except (Damaged, Newer, OSError):
        return {}  # the next mark or check says so
    return found if isinstance(found, dict) else {}


def keep_mark(question: str, placed: Mapping[str, Any]) -> str:
    """Keep a mark in place of the one before; an empty one forgets it. A sentence, as from `record`."""

    def put(kept: Progress) -> None:
        others = {name: one for name, one in _marks(kept).items() if name != question}
        kept["marks"] = others | ({question: dict(placed)} if placed else {})

    return _changed(put)


def _changed(change: Callable[[Progress], None]) -> str:
    """Make a change in the file; a sentence if that went wrong, or ""."""
    try:
        path = file()
        said = "" if lasts() or path.exists() else SESSION_ONLY  # once is enough
        try:
            kept = load(path)
        except Damaged:
            aside = _set_aside(path)
            said = f"{path.name} was damaged; it is now {aside.name}, and a new file was begun."
            kept = load(path)
        change(kept)
        save(kept, path)
    except Newer:
        return f"Progress was not kept: {FILE} was written by a newer edition of the course."
    except OSError as error:
        return f"Progress could not be kept here: {(error.strerror or 'no access').lower()}."
    return said


def _marks(kept: Progress) -> Mapping[str, Any]:
    """All marks; one that is not sound costs no verdict, so it is left to whoever shows it."""
    marks = kept.get("marks")
    return marks if isinstance(marks, dict) else {}


def save(kept: Progress, path: Path) -> None:
    """Replace the file by this progress, all or nothing."""
    text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    write_whole(path, text.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Put this content into the file, all or nothing; its permissions stay.

    A browser that is full refuses without a word to Python, so what was written is read again.
    """
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _check_written(new, content)
        if path.exists():
            shutil.copymode(path, new)
        os.replace(new, path)
        _check_written(path, content)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _check_written(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def report(
    path: Path, exercises: Sequence[str], ideas: Mapping[str, str] = NONE,
    ids: Mapping[str, str] = NONE,
) -> list[str]:  # fmt: skip
    """What was mastered, which ideas were met and cured, and what to do next, a sentence each.

    exercises: the ids of all there are, in the order of the course; ideas: the name of each by its
    id; ids: those of ideas that version 1 kept by their names.
    """
    try:
        kept = _with_ids(load(path)["exercises"], ids)
    except (Damaged, Newer, OSError) as error:
        return [trouble(path, error)]
    told = list(_sentences({e: kept[e] for e in exercises if e in kept}, exercises, ideas))
    return told if lasts() else [*told, SESSION_ONLY]


def trouble(path: Path, error: Damaged | Newer | OSError) -> str:
    """Why `load` could not use the file, in a sentence."""
    match error:
        case Damaged():
            return f"{path.name} is damaged; the next check sets it aside and begins a new one."
        case Newer():
            return f"{path.name} was written by a newer edition of the course."
    return f"{path.name} could not be read: {(error.strerror or 'no access').lower()}."


def _sentences(kept: Progress, exercises: Sequence[str], ideas: Mapping[str, str]) -> Iterator[str]:
    mastered = [e for e in exercises if e in kept and "correct" in kept[e]["verdicts"]]
    yield f"Mastered: {len(mastered)} of {len(exercises)} exercises{_listed(mastered)}."
    met: dict[str, list[str]] = {}  # each idea with the exercises where it still stands
    for exercise, entry in kept.items():
        for idea in entry["met"]:
            met.setdefault(ideas.get(idea, idea), []).extend(
                [] if idea in entry["cured"] else [exercise]
            )
    cured = [idea for idea, where in met.items() if not where]
    standing = {idea: where for idea, where in met.items() if where}
    if cured:
        yield f"Wrong ideas met and cured{_listed(cured)}."
    if standing:
        told = [f"{idea} (in {', '.join(where)})" for idea, where in standing.items()]
        yield f"Wrong ideas met and not cured yet{_listed(told)}."
    # On from where the learner is: who skips a lesson is not sent back to it.
    furthest = exercises.index(mastered[-1]) + 1 if mastered else 0
    onward = [*exercises[furthest:], *exercises[:furthest]]
    again = next(iter(standing.values()), [])
    waiting = [*again, *(e for e in onward if e not in mastered)]
    yield f"Next: exercise {waiting[0]}." if waiting else "All exercises are mastered."


def _listed(words: Sequence[str]) -> str:
    return f": {', '.join(words)}" if words else ""


def _with_ids(entries: Progress, ids: Mapping[str, str]) -> Progress:
    """The same entries, the ideas in them by their ids; an idea that is not known stays as it is."""

    def by_id(met: Sequence[str]) -> list[str]:
        # Once each: the browser edition may have joined a file of version 1 with one of version 2.
        return list(dict.fromkeys(ids.get(idea, idea) for idea in met))

    return {
        exercise: entry | {"met": by_id(entry["met"]), "cured": by_id(entry["cured"])}
        for exercise, entry in entries.items()
    }


def _nothing_yet() -> Progress:
    return {"verdicts": {}, "met": [], "cured": []}


def _enter(entry: Progress, verdict: str, idea: str) -> None:
    entry["verdicts"][verdict] = entry["verdicts"].get(verdict, 0) + 1
    if idea:
        entry["met"] = [*(i for i in entry["met"] if i != idea), idea]
        entry["cured"] = [i for i in entry["cured"] if i != idea]
    if verdict == "correct":
        entry["cured"] = list(entry["met"])


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
            return all(isinstance(e, dict) and _is_sound_entry(e) for e in exercises.values())
    return False


def _is_sound_entry(entry: Progress) -> bool:
    match entry:
        case {"verdicts": dict(verdicts), "met": list(met), "cured": list(cured)}:
            return all(type(n) is int for n in verdicts.values()) and all(
                isinstance(idea, str) for idea in [*met, *cured]
            )
    return False
