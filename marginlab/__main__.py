"""The command `marginlab`: puts the course into a folder and opens it; `doctor` says what is wrong.

Standard library only: at the end of `start` JupyterLab takes over this process.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from marginlab import __version__
from marginlab.doctor import HOST, PORT, PORTS_TRIED, findings, port_problem
from marginlab.folder import PACKAGE, copy_course, folder_problem


def main(argv: list[str] | None = None) -> int:
    """Runs the command line; 0 when all went well. A `SystemExit` carries the sentence to tell."""
    words = sys.argv[1:] if argv is None else argv
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["start", *words]
    arguments = _parser().parse_args(words)
    folder = arguments.folder.absolute()
    if arguments.command == "doctor":
        return doctor(folder, arguments.port)
    return start(folder, arguments.port, browser=not arguments.no_browser)


def start(folder: Path, port: int | None, *, browser: bool) -> int:
    """Copies what is missing and hands over to JupyterLab, opened at the first lesson."""
    if find_spec("jupyterlab") is None:
        raise SystemExit("JupyterLab is not installed here; `marginlab doctor` says what to run.")
    problem = folder_problem(folder) or (port and port_problem(port))
    if problem:
        raise SystemExit(problem)
    try:
        copied, kept = copy_course(folder)
    except OSError as error:
        raise SystemExit(
            f"{error.filename or folder} could not be written: {error.strerror}."
        ) from None
    print(f"{folder}: {copied} notebooks copied, {kept} kept as they were", flush=True)
    lessons = sorted((folder / "lessons").glob("[0-9]*.ipynb"))
    if not lessons:
        raise SystemExit("There are no lessons here; `marginlab doctor` says what to run.")
    # Layered under the user's own settings: none of theirs is written or hidden.
    layers = [str(PACKAGE / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, layers))
    sys.argv = [
        "jupyter-lab",
        "--allow-root",  # in a container there is often nobody else
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port or PORT}",
        f"--ServerApp.port_retries={0 if port else PORTS_TRIED}",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.workspaces_dir={folder / '.jupyter' / 'workspaces'}",
        f"--LabApp.default_url=/lab/tree/lessons/{quote(lessons[0].name)}",
    ]
    runpy.run_module("jupyterlab", run_name="__main__")
    return 0


def doctor(folder: Path, port: int | None) -> int:
    """Prints one line a check, then the command to run; 1 when something is wrong."""
    remedies = []
    for finding in findings(folder, port):
        verdict = "WRONG" if finding.remedy else "ok"
        print(f"{verdict:<6} {finding.subject:<12} {finding.found}", flush=True)
        remedies += [finding.remedy] if finding.remedy else []
    if not remedies:
        print("\nAll is well. Run:\n    marginlab")
        return 0
    print(f"\nRun this, then `marginlab doctor` once more:\n    {remedies[0]}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="marginlab",
        description="Isolated and cross margin, to be moved by hand.",
        epilog="`marginlab` alone is `marginlab start`; see `marginlab start --help`.",
    )
    parser.add_argument("--version", action="version", version=f"marginlab {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    tasks = {
        "start": "copy the course into a folder, keeping what is there, and open it in JupyterLab",
        "doctor": "check the installation, one line a check",
    }
    for name, task in tasks.items():
        command = commands.add_parser(name, help=task, description=task)
        told = "where your copy of the course lies (default: %(default)s)"
        command.add_argument("--folder", type=Path, default=Path("marginlab-course"), help=told)
        told = f"the port to open on {HOST} (default: {PORT}, or the next free one)"
        command.add_argument("--port", type=_port, help=told)
    told = "print the address instead of opening it"
    commands.choices["start"].add_argument("--no-browser", action="store_true", help=told)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"was {text}; allowed are whole numbers from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
