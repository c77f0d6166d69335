"""A learner's folder brought to the installed edition, or one notebook brought back to its start.

Standard library only. Nothing of the learner's is ever lost: a notebook is replaced only while its
cells are those that the course has given, run or not; everything else stays, and the new edition is
put beside it. A file is written as a whole or not at all, so a full disk leaves it as it was.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from marginlab.app.folder import MANIFEST, Given, digest, handed, manifest, notebooks, save_manifest
from marginlab.practice.files import write_whole

ARCHIVE = "archive"
_BESIDE = re.compile(r"-new-\d+\.ipynb$")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one file, in a word and a sentence; writes: the file that was written."""

    name: str
    done: str
    why: str = ""
    writes: str = ""


def update(folder: Path, *, dry_run: bool = False) -> Iterator[Step]:
    """Brings the folder to the installed edition, a step a file; or only says what it would do."""
    given = manifest(folder)
    before = dict(given)
    current = notebooks()
    for name, path in current.items():
        try:
            edition = handed(path)
            step = _planned(folder, name, edition, given)
            if not dry_run:
                if step.writes:
                    _write(folder / step.writes, edition)
                    given[step.writes] = digest(edition)
                given[name] = digest(edition)
        except OSError as error:
            step = Step(name, "failed", _reason(error))
        yield step
    for name in given:
        if name not in current and not _BESIDE.search(name) and (folder / name).exists():
            yield Step(name, "kept", "no longer in the course")
    if not dry_run and given != before:
        try:
            save_manifest(folder, given)
        except OSError as error:
            yield Step(MANIFEST, "failed", f"{_reason(error)}; untouched files now count as yours")


def _planned(folder: Path, name: str, edition: bytes, given: dict[str, Given]) -> Step:
    """What an update does about a notebook, as its file is at this moment."""
    match _state(folder / name, edition, given.get(name)):
        case "missing" if name in given:
            return Step(name, "restored", "it was deleted or renamed", name)
        case "missing":
            return Step(name, "new", writes=name)
        case "same":
            return Step(name, "up to date")
        case "untouched":
            return Step(name, "replaced", "you had not changed it", name)
    if given.get(name) == digest(edition):
        return Step(name, "kept", "yours; the course has nothing newer")
    for number in count(1):
        beside = _numbered(name, f"new-{number}")
        state = _state(folder / beside, edition, given.get(beside))
        if state != "touched":
            told = f"yours; the new edition is {beside}"
            return Step(name, "kept", told, "" if state == "same" else beside)
    raise AssertionError("some number is free")


def _state(path: Path, edition: bytes, given: Given | None) -> str:
    """How a file stands to the edition and to what was given before: in one word.

    A link, a folder and a write-protected file are the learner's own, whatever is in them.
    """
    if not os.path.lexists(path):
        return "missing"
    if path.is_symlink() or not path.is_file():
        return "touched"
    content, newest = path.read_bytes(), digest(edition)
    if given and given.is_still(content) and given.whole != newest.whole:
        return "untouched" if path.stat().st_mode & stat.S_IWUSR else "touched"
    return "same" if newest.is_still(content) else "touched"


def reset(folder: Path, wanted: str) -> Step:
    """Archives a notebook, then puts the course's edition in its place.

    wanted: its name, or enough of it, such as "exercises/02".
    Raises ValueError for a name that fits none or several, OSError when nothing could be written.
    """
    name = _named(wanted)
    path, edition, given = folder / name, handed(notebooks()[name]), manifest(folder)
    if path.is_symlink() or path.is_dir():
        raise ValueError(f"{path} is a link or a folder; only a file can be reset.")
    step = Step(name, "restored", "there was none", name)
    if path.exists():
        content = path.read_bytes()
        if content == edition:
            return Step(name, "up to date", "it is as the course has it")
        archived = next(
            kept
            for number in count(1)
            if not os.path.lexists(folder / (kept := f"{ARCHIVE}/{_numbered(name, str(number))}"))
        )
        _write(folder / archived, content)
        step = Step(name, "reset", f"yours is now {archived}", name)
    _write(path, edition)
    save_manifest(folder, {**given, name: digest(edition)})
    return step


def _named(wanted: str) -> str:
    """The one notebook of the course that is meant."""
    known = list(notebooks())
    plain = wanted.replace("\\", "/").removeprefix("./")
    fitting = [n for n in known if n in (plain, f"{plain}.ipynb") or plain.endswith(f"/{n}")]
    fitting = fitting or [
        n for n in known if n.startswith(plain) or PurePosixPath(n).name.startswith(plain)
    ]
    if len(fitting) != 1:
        told = "none" if not fitting else f"{len(fitting)} notebooks"
        raise ValueError(
            f"{wanted!r} fits {told}; name one of {', '.join(fitting or known) or 'no notebooks'}."
        )
    return fitting[0]


def _numbered(name: str, number: str) -> str:
    return f"{name.removesuffix('.ipynb')}-{number}.ipynb"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or "no access").lower()
