"""The environment of the tools that make the site: Python, pip, JupyterLite, Node and npm.

It is made when it is first needed, from requirements.txt and constraints.txt, and again when one of them
has changed. Node comes as a wheel like all the others, so that nothing is asked of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build" / "site-tools"
WANTED, HELD = HERE / "requirements.txt", ROOT / "constraints.txt"


class Tools:
    """The tools in a folder of their own; it is made or renewed here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._programs = folder / ("Scripts" if os.name == "nt" else "bin")
        stamp, made_of = folder / "made-of", self._made_of()
        if stamp.exists() and stamp.read_text() == made_of:
            return
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", folder])
        self.pip("install", "-r", WANTED, "-c", HELD)
        stamp.write_text(made_of)

    @staticmethod
    def _made_of() -> str:
        return sha256(
            b"".join([sys.version.encode(), *(p.read_bytes() for p in (WANTED, HELD))])
        ).hexdigest()

    def python(self, *command: Any, folder: Path = ROOT) -> str:
        """What this environment's Python prints."""
        return run([self._programs / "python", *command], folder)

    def pip(self, *command: Any) -> None:
        """Runs pip."""
        self.python("-m", "pip", "--disable-pip-version-check", "--quiet", *command)

    def node(self, *command: Any) -> str:
        """What Node prints."""
        return run([self._programs / "node", *command])

    def npm_package(self, name: str, folder: Path) -> Path:
        """A package of npm, such as name@1.2, unpacked into a folder that is made."""
        folder.mkdir()
        packed = run([self._programs / "npm", "pack", "--silent", name], folder).split()[-1]
        shutil.unpack_archive(folder / packed, folder)
        return folder / "package"

    def extension(self, name: str) -> Path:
        """Where an extension of JupyterLab is installed."""
        return self.folder / "share" / "jupyter" / "labextensions" / name


@cache
def epoch() -> int:
    """The time that every file of the site is given [s]: SOURCE_DATE_EPOCH, else that of the last commit.

    The same for the same sources. Not a time long past, because a browser asks less often after a file
    that is old.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH")
    return int(said or run(["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]))


def run(command: list[Any], folder: Path = ROOT) -> str:
    """What a command prints; its complaint, should it fail, is the error's text."""
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
