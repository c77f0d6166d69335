"""What must be right for the course to run: one finding a check, with the command that mends it.

Standard library only; what needs a kernel or JupyterLab runs as a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from marginlab.app.folder import PACKAGE, course, folder_problem

HOST = "127.0.0.1"
PORT, PORTS_TRIED = 8888, 50  # where JupyterLab begins, and how often it tries another
PYTHON = (3, 11)
EXTENSIONS = {  # JupyterLab's name of a front-end extension: the package that brings it
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
    "jupyterlab-plotly": "plotly",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and the command that mends it ("" when all is well)."""

    subject: str
    found: str
    remedy: str = ""


def findings(folder: Path, port: int | None) -> Iterator[Finding]:
    """Everything that the doctor looks at, each finding as soon as it is known."""
    yield _python_version()
    yield from _packages()
    yield from _front_end()
    yield _folder(folder)
    yield _free_port(port)
    yield _key_cell()


def port_problem(port: int) -> str | None:
    """Why the port cannot be opened; None when it is free."""
    with socket.socket() as probe:
        if os.name == "posix":  # else a server that has just ended would still hold it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return f"port {port} cannot be opened ({error.strerror}); name another one with --port."
    return None


def within(release: str, ranges: str) -> bool:
    """Whether a version lies within ranges such as ">=7.1,<8"; what has no number does not."""
    if not _numbers(release):
        return False
    for sign, bound in re.findall(r"(>=|<)\s*([\d.]+)", ranges):
        if (_numbers(release) < _numbers(bound)) == (sign == ">="):
            return False
    return True


def _numbers(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release.partition("+")[0])]


def _python_version() -> Finding:
    this, wanted = (".".join(map(str, numbers)) for numbers in (sys.version_info[:3], PYTHON))
    remedy = "" if sys.version_info >= PYTHON else f"python{wanted} -m venv .venv"
    return Finding("Python", f"{this}, wanted {wanted} or newer", remedy)


def _packages() -> Iterator[Finding]:
    """The packages that marginlab runs on, each against the range that it asks for."""
    try:
        wanted = [line for line in requires("marginlab") or [] if ";" not in line]
    except PackageNotFoundError:
        remedy = pip("-e", str(PACKAGE.parent))
        yield Finding("marginlab", "not installed for this Python", remedy)
        return
    found = {}
    for requirement in wanted:
        name, ranges = re.findall(r"^[\w.-]+|.+", requirement)
        try:
            release = version(name)
        except PackageNotFoundError:
            release = "not installed"
        found[requirement] = name, f"{release}, wanted {ranges}", within(release, ranges)
    remedy = pip("--upgrade", *(line for line, (*_, good) in found.items() if not good))
    for name, told, good in found.values():
        yield Finding(name, told, "" if good else remedy)


def _front_end() -> Iterator[Finding]:
    """The parts of the widgets that run in the browser, as JupyterLab itself lists them."""
    listed = _run("-m", "jupyterlab.labextensions", "list")
    lines = (listed.stdout + listed.stderr).splitlines()
    for extension, package in EXTENSIONS.items():
        line = next((line for line in lines if line.split()[:1] == [extension]), "")
        if "enabled OK" in line:
            yield Finding("front end", " ".join(line.split()[:2]))
        else:
            remedy = pip("--force-reinstall", "--no-deps", package)
            yield Finding("front end", f"{extension} is not enabled in JupyterLab", remedy)


def _folder(folder: Path) -> Finding:
    problem = folder_problem(folder)
    if problem is None:
        return Finding("folder", f"{folder} can be written")
    return Finding(
        "folder", problem, f"marginlab --folder {shlex.quote(str(Path.home() / 'course'))}"
    )


def _free_port(asked: int | None) -> Finding:
    tried = [asked] if asked else range(PORT, PORT + PORTS_TRIED)
    problems = []
    for port in tried:
        problem = port_problem(port)
        if problem is None:
            return Finding("port", f"{port} is free")
        problems.append(problem)
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return Finding("port", problems[0], f"marginlab --port {probe.getsockname()[1]}")


def _key_cell() -> Finding:
    """Runs lesson 2's key cell in a kernel and compares what it says with the stored lesson."""
    lesson = next((course() / "lessons").glob("02_*.ipynb"), None)
    if lesson is None:
        remedy = shlex.join([sys.executable, str(PACKAGE.parent / "lessons" / "build.py")])
        return Finding("kernel", "lesson 2 is missing from this installation", remedy)
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    key = next((cell for cell in code if "key" in cell["metadata"].get("tags", [])), code[0])
    notebook["cells"] = [code[0], key] if key is not code[0] else [key]
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "key.ipynb")
        small.write_text(json.dumps(notebook), encoding="utf-8")
        ran = _run("-m", "nbconvert", "--to=notebook", "--execute", "--stdout", str(small))
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:]
        found = f"lesson 2's key cell did not run: {''.join(last)}"
        return Finding("kernel", found, pip("--force-reinstall", "ipykernel"))
    if _said(json.loads(ran.stdout)["cells"][-1]) != _said(key):
        found = "lesson 2's key cell does not give the stored answer"
        return Finding("kernel", found, pip("--upgrade", "sympy>=1.14,<2"))
    return Finding("kernel", "lesson 2's key cell gives the stored answer")


def _said(cell: dict[str, Any]) -> list[str]:
    said = (out.get("data", {}).get("text/plain") for out in cell["outputs"])
    return ["".join(text) for text in said if text is not None]  # a view alone says nothing


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    """What this Python says when it is given these words, without colours."""
    command = [sys.executable, *words]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    ran.stdout, ran.stderr = (
        re.sub(r"\x1b\[[\d;]*m", "", said) for said in (ran.stdout, ran.stderr)
    )
    return ran


def pip(*words: str) -> str:
    """The command that installs something into this environment."""
    install = [sys.executable, "-m", "pip", "install"]
    if find_spec("pip") is None:  # in an environment that uv made
        install = ["uv", "pip", "install", "-p", sys.executable]
    return shlex.join([*install, *words])
