"""The whole site, from the notebooks of this checkout to a folder and a zip file."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat

import marginlab
from marginlab.app.folder import edition_name, handed, notebooks
from marginlab.teach import server
from tools.site import landing, lite, reading, wheels
from tools.site.environment import Tools, epoch


def build(out: Path, tools_folder: Path, moving: Sequence[str] = ("",)) -> None:
    """Makes the site and the zip beside it; an earlier site there is replaced, anything else is not.

    moving: how the names of the lessons begin whose pictures move on the pages to be read.

    Raises ValueError for a folder that holds something else, RuntimeError when a tool fails.
    """
    if out.exists() and not server.is_site(out) and (out.is_file() or any(out.iterdir())):
        raise ValueError(f"{out} holds something else; name a new or an empty folder")
    tools = Tools(tools_folder)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        pyodide = wheels.Pyodide(tools, work)
        wheels.collect(pyodide, work / "wheels")
        wheels.slim(pyodide, work / "wheels", work / "slimmed")
        packages = wheels.install(pyodide, work / "slimmed", work / "python")
        lay_out(work / "contents")
        lite.build(tools, work / "lite", work / "site", work / "contents", packages, edition_name())
        shutil.move(work / "python", work / "site" / lite.PYTHON)
        landing.add(tools, work, work / "site", edition_name())
        reading.add(tools, work / "site", moving)
        for path in (work / "site").rglob("*"):
            os.utime(path, (epoch(), epoch()))
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "site", out)
    pack(out)


def lay_out(folder: Path) -> None:
    """Hands out the notebooks with every text in one piece; a page, unlike a server, joins no lines."""
    for name, path in notebooks().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = nbformat.writes(nbformat.reads(handed(path), as_version=4), split_lines=False)
        target.write_text(whole + "\n", encoding="utf-8")


def packed(out: Path) -> Path:
    """Where the zip of a site stands."""
    return out.with_name(f"{out.name}.zip")


def pack(out: Path) -> None:
    """Packs the site, below one folder: same files, same bytes.

    A server that shows the zip meanwhile has the old one until the new one is whole.
    """
    when, whole = time.gmtime(epoch())[:6], packed(out)
    growing = whole.with_name(f"{whole.name}.part")
    with ZipFile(growing, "w", ZIP_DEFLATED) as target:
        for path in sorted(p for p in out.rglob("*") if p.is_file()):
            name = f"marginlab-{marginlab.__version__}/{path.relative_to(out).as_posix()}"
            info = ZipInfo(name, when)
            info.external_attr = 0o644 << 16
            target.writestr(info, path.read_bytes(), ZIP_DEFLATED)
    growing.replace(whole)
