"""Where the course lies in an installation, and the learner's own copy of it.

Standard library only. A file of the learner's is never overwritten. The copy's manifest holds the
digests of what was last given for each notebook: a file that still has them was not touched. Who only
opens or runs a notebook has not touched it, though JupyterLab writes it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from marginlab import __version__
from marginlab.practice.files import write_whole

PACKAGE = Path(__file__).resolve().parents[1]
MANIFEST = ".marginlab-given.json"
PARTS = ("lessons", "exercises")
COPY = "marginlab-course"
# What front ends note in a cell by themselves: how it was last looked at or run.
NOTES = {"ExecuteTime", "collapsed", "execution", "jupyter", "scrolled", "trusted", "vscode"}


def course() -> Path:
    """The folder that holds lessons/ and exercises/: inside a wheel, or beside it in a checkout."""
    carried = PACKAGE / "notebooks"
    return carried if carried.is_dir() else PACKAGE.parent


def standing_in(place: Path) -> Path:
    """The learner's copy in which this place lies; where it lies in none, the one that belongs here."""
    found = (folder for folder in (place, *place.parents) if (folder / MANIFEST).is_file())
    return next(found, place / COPY)


def handed(path: Path) -> bytes:
    """A notebook of the course as a learner gets it: an exercise looks like one that nobody has run.

    Its tasks can be read at once; verdicts on blanks and the counts beside the cells are left out.
    """
    content = path.read_bytes()
    if path.parent.name != "exercises":
        return content
    try:
        notebook = json.loads(content)
    except ValueError:
        return content
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            asked = "".join(cell["source"]).startswith("task(")
            cell["outputs"] = [
                output | ({"execution_count": None} if "execution_count" in output else {})
                for output in cell["outputs"]
                if asked
            ]
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def notebooks() -> dict[str, Path]:
    """The notebooks of the installed edition by their name inside the course: lessons/….ipynb."""
    root = course()
    found = [path for part in PARTS for path in sorted((root / part).glob("*.ipynb"))]
    return {path.relative_to(root).as_posix(): path for path in found}


def edition_name() -> str:
    """The edition that is installed, under which a browser keeps the work of it.

    It changes with every notebook, so that a copy that was saved once never hides a newer lesson.
    """
    digests = b"".join(hashlib.sha256(path.read_bytes()).digest() for path in notebooks().values())
    return f"marginlab {__version__} {_digest(digests)[:8]}"


def exercises() -> list[str]:
    """The ids of the exercises that the installed edition asks, in order; a rung, as 2.L2, is none."""
    found: list[str] = []
    for name, path in notebooks().items():
        if name.startswith("exercises/"):
            cells = json.loads(path.read_bytes())["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            asked = re.compile(r'^task\("(\d+\.\d\w*)"\)')
            found += [i for source in code for i in asked.findall(source)]
    return found


def copy_course(folder: Path) -> tuple[int, int]:
    """Puts the missing notebooks into the folder; how many were copied, how many kept."""
    copied = kept = 0
    given = manifest(folder)
    try:
        for name, path in notebooks().items():
            target = folder / name
            if os.path.lexists(target):
                kept += 1
                continue
            content = handed(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)
            given[name] = digest(content)
            copied += 1
    finally:
        if copied:
            save_manifest(folder, given)
    return copied, kept


class Given(NamedTuple):
    """What tells a notebook that was given: the digest of its bytes, and that of its cells.

    There are none in a file that is no notebook, nor in the manifest of an early edition.
    """

    whole: str
    cells: str = ""

    def is_still(self, content: bytes) -> bool:
        """Whether a learner has changed nothing in it."""
        now = digest(content)
        return now.whole == self.whole or (self.cells != "" and now.cells == self.cells)


def digest(content: bytes) -> Given:
    """What tells one content of a file from another."""
    try:
        cells = [_written(cell) for cell in json.loads(content)["cells"]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Given(_digest(content))
    return Given(_digest(content), _digest(json.dumps(cells, sort_keys=True).encode()))


def _written(cell: dict[str, Any]) -> list[Any]:
    """What a learner writes in a cell: no output, no count, no name, and no note of a front end."""
    noted = cell.get("metadata", {}).items()
    labels = {name: label for name, label in noted if name not in NOTES}
    return [cell["cell_type"], "".join(cell["source"]), labels, cell.get("attachments", {})]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest(folder: Path) -> dict[str, Given]:
    """What was last given for each notebook; empty, and so nothing is untouched, if unreadable."""
    try:
        kept = json.loads((folder / MANIFEST).read_bytes())
        cells = kept.get("cells", {})
        return {
            str(name): Given(str(whole), str(cells.get(name, "")))
            for name, whole in kept["given"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def save_manifest(folder: Path, given: dict[str, Given]) -> None:
    """Keeps what was given, all or nothing."""
    kept = {
        "version": 1,
        "given": {name: known.whole for name, known in given.items()},
        "cells": {name: known.cells for name, known in given.items() if known.cells},
    }
    write_whole(folder / MANIFEST, (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode())


def folder_problem(folder: Path) -> str | None:
    """Why nothing can be written in the folder, which need not exist yet; None when all is well."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        return f"{there} is a file, not a folder; name another one with --folder."
    try:
        tempfile.TemporaryFile(dir=there).close()
    except OSError as error:
        return f"{there} cannot be written ({error.strerror}); name another one with --folder."
    return None
