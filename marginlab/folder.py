"""Where the course lies in an installation, and the learner's own copy of it.

Standard library only. A file of the learner's is never overwritten.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def course() -> Path:
    """The folder that holds lessons/ and exercises/: inside a wheel, or beside it in a checkout."""
    carried = PACKAGE / "course"
    return carried if carried.is_dir() else PACKAGE.parent


def copy_course(folder: Path) -> tuple[int, int]:
    """Puts the missing notebooks into the folder; how many were copied, how many kept."""
    copied = kept = 0
    for part in ("lessons", "exercises"):
        for notebook in sorted((course() / part).glob("*.ipynb")):
            target = folder / part / notebook.name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                file = target.open("xb")
            except FileExistsError:
                kept += 1
                continue
            try:
                with file:
                    file.write(notebook.read_bytes())
            except BaseException:  # half a notebook would be kept for ever
                target.unlink()
                raise
            copied += 1
    return copied, kept


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
