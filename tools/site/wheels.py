"""The Python of the browser edition: Pyodide, the wheels that the course needs, and their lock file.

Wheels come as pip finds them for the Python in the browser, held by constraints.txt, and marginlab is
built from this folder. Under Node, Pyodide itself then drops what no lesson uses and compiles the
rest (slim.py), all but marginlab, which stays readable. The lock file lists these files by their bare
names and nothing else, so that a page which loads them asks no other server for anything.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection
from email.message import Message
from email.parser import Parser
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.site.environment import HELD, HERE, Tools

KERNEL = "@jupyterlite/pyodide-kernel-extension"
CORE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "package.json",
)
# What the kernel and the lessons import; the rest follows from what these require.
ROOTS = (
    "anywidget",
    "ipykernel",
    "ipython",
    "ipywidgets",
    "micropip",
    "piplite",
    "plotly",
    "pyodide-kernel",
    "sympy",
)
# Only a desktop has these: JupyterLab and terminals. The page holds the widgets' JavaScript itself.
ABSENT = ("jupyterlab", "jupyterlab-widgets", "pexpect")
LATER = ("plotly", "sympy")  # wait until somebody imports them (page/python.js)
ASKED = "from jupyterlite_pyodide_kernel.constants import *; print(PYODIDE_VERSION, PYODIDE_PYTHON_VERSION)"


class Wheel(NamedTuple):
    """A wheel file and what its metadata say."""

    path: Path
    name: str
    version: str
    imports: tuple[str, ...]
    requires: tuple[str, ...]


class Pyodide:
    """Python for the browser, in the version that the kernel wants; it runs under Node too."""

    def __init__(self, tools: Tools, work: Path) -> None:
        self.tools = tools
        version, self.python = tools.python("-c", ASKED).split()
        self.core = tools.npm_package(f"pyodide@{version}", work / "pyodide")
        self.lock: dict[str, Any] = json.loads((self.core / "pyodide-lock.json").read_text())

    def run(self, script: Path, folder: Path, *arguments: str) -> str:
        """What a script prints that runs in it, with a folder of this machine as its own."""
        return self.tools.node(
            HERE / "run.mjs", self.core / "pyodide.mjs", script, folder, *arguments
        )

    def read(self, path: Path) -> Wheel:
        """What a wheel is called, what it can be imported as, and what it needs here."""
        with ZipFile(path) as archive:
            names = archive.namelist()
            said = next(n for n in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
            metadata: Message = Parser().parsestr(archive.read(said).decode())
        modules = {
            re.sub(r"\.pyc?$", "", name.split("/")[0])
            for name in names
            if name.endswith((".py", ".pyc")) and ".data/" not in name
        }
        needs = map(Requirement, metadata.get_all("Requires-Dist") or [])
        required = {
            canonicalize_name(need.name)
            for need in needs
            if need.marker is None or need.marker.evaluate(self._markers())
        }
        name = canonicalize_name(metadata["Name"])
        return Wheel(
            path, name, metadata["Version"], tuple(sorted(modules)), tuple(sorted(required))
        )

    def _markers(self) -> dict[str, str]:
        return {
            "extra": "",
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": "wasm32",
            "platform_python_implementation": "CPython",
            "platform_system": "Emscripten",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "emscripten",
        }


def download(tools: Tools, python: str, folder: Path, *wanted: Any) -> None:
    """Fetches pure wheels for a version of Python; wanted: what pip is to be told besides."""
    kind = ("--no-deps", "--only-binary=:all:", "--platform", "any", "--python-version", python)
    tools.pip("download", *kind, "-d", folder, *wanted)


def collect(pyodide: Pyodide, folder: Path) -> None:
    """Puts all wheels that the browser needs into a folder that is made, as they were published."""
    tools = pyodide.tools
    folder.mkdir()
    tools.python("-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    for path in (tools.extension(KERNEL) / "static" / "pypi").glob("*.whl"):
        shutil.copy(path, folder)
    # ipywidgets 8 wants the later of the two stand-ins for its classic extension.
    (folder / "widgetsnbextension-3.6.999-py3-none-any.whl").unlink(missing_ok=True)
    micropip = f"micropip=={pyodide.lock['packages']['micropip']['version']}"
    wanted: set[str] = {*ROOTS}
    while True:
        wheels = {wheel.name: wheel for wheel in map(pyodide.read, sorted(folder.glob("*.whl")))}
        wanted.update(name for wheel in wheels.values() for name in wheel.requires)
        missing = sorted(wanted - wheels.keys() - {*ABSENT})
        if not missing:
            return
        names = [micropip if name == "micropip" else name for name in missing]
        download(tools, pyodide.python, folder, "-c", HELD, *names)


def slim(pyodide: Pyodide, wheels: Path, slimmed: Path) -> None:
    """Drops and compiles under Node, with the very Python that will import it."""
    slimmed.mkdir()
    pyodide.run(HERE / "slim.py", wheels.parent, wheels.name, slimmed.name)


def install(pyodide: Pyodide, slimmed: Path, target: Path) -> list[str]:
    """Puts Pyodide, wheels and lock file where the page finds them; the packages it loads at once."""
    target.mkdir(parents=True)
    for name in CORE:
        shutil.copy(pyodide.core / name, target)
    wheels = {wheel.name: wheel for wheel in map(pyodide.read, sorted(slimmed.glob("*.whl")))}
    for wheel in wheels.values():
        shutil.copy(wheel.path, target)
    packages = {name: entry(wheel, wheels) for name, wheel in wheels.items()}
    lock = json.dumps(pyodide.lock | {"packages": packages}, indent=1, sort_keys=True)
    (target / "pyodide-lock.json").write_text(lock)
    return at_once(wheels)


def at_once(wheels: dict[str, Wheel]) -> list[str]:
    """The packages without which the kernel or a lesson would not start."""
    waiting, found = {"marginlab", *ROOTS} - {*LATER}, set[str]()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= {*wheels[name].requires} & {*wheels} - found - {*LATER}
    return sorted(found)


def entry(wheel: Wheel, wheels: Collection[str]) -> dict[str, Any]:
    """A wheel in the words of Pyodide's lock file."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.path.name,
        "install_dir": "site",
        "package_type": "package",
        "sha256": sha256(wheel.path.read_bytes()).hexdigest(),
        "imports": wheel.imports,
        "depends": sorted({*wheel.requires} & {*wheels} - {*LATER}),
        "unvendored_tests": False,
    }
