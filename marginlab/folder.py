"""Where the course lies in an installation, and the learner's own copy of it.

Standard library only. A file of the learner's is never overwritten. The copy's manifest holds the
digest of what was last given for each notebook: a file that still has it was not touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

from marginlab.progress import write_whole

PACKAGE = Path(__file__).resolve().parent
MANIFEST = ".marginlab-given.json"
PARTS = ("lessons", "exercises")
COPY = "marginlab-course"


def course() -> Path:
    """The folder that holds lessons/ and exercises/: inside a wheel, or beside it in a checkout."""
    carried = PACKAGE / "course"
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


def exercises() -> list[str]:
    """The ids of the exercises that the installed edition asks, in order."""
    found: list[str] = []
    for name, path in notebooks().items():
        if name.startswith("exercises/"):
            cells = json.loads(path.read_bytes())["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            found += [i for source in code for i in re.findall(r'^task\("([^"]+)"\)', source)]
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


def digest(content: bytes) -> str:
    """What tells one content of a file from another."""
    return hashlib.sha256(content).hexdigest()


def manifest(folder: Path) -> dict[str, str]:
    """The digest last given for each notebook; empty, and so nothing is untouched, if unreadable."""
    try:
        given = json.loads((folder / MANIFEST).read_bytes())["given"]
        return {str(name): str(known) for name, known in given.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def save_manifest(folder: Path, given: dict[str, str]) -> None:
    """Keeps what was given, all or nothing."""
    text = json.dumps({"version": 1, "given": given}, indent=1, sort_keys=True) + "\n"
    write_whole(folder / MANIFEST, text.encode())


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
