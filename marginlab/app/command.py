"""The command `marginlab`: puts the course into a folder, opens it, and keeps it up to date.

Standard library only: at the end of `start` JupyterLab takes over this process, or what a JupyterHub
calls a learner's server.
"""

from __future__ import annotations

import argparse
import os
import re
import runpy
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from marginlab import __version__
from marginlab.app.arguments import whole
from marginlab.app.copies import Step, reset, update
from marginlab.app.doctor import HOST, PORT, PORTS_TRIED, findings, port_problem
from marginlab.app.folder import COPY, PACKAGE, copy_course, exercises, folder_problem, standing_in
from marginlab.course.ideas import IDS, NAMES
from marginlab.practice.progress import Damaged, Newer, file
from marginlab.practice.report import everything, report, trouble


def main(argv: list[str] | None = None) -> int:
    """Runs the command line; 0 when all went well. A `SystemExit` carries the sentence to tell."""
    words = sys.argv[1:] if argv is None else argv
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["start", *words]
    if words[0] == "teach":
        from marginlab.teach.command import main as teach  # only here: it is no learner's

        return teach(words[1:])
    arguments = _parser().parse_args(words)
    folder = (arguments.folder or standing_in(Path.cwd())).absolute()
    match arguments.command:
        case "doctor":
            return doctor(folder, arguments.port)
        case "update":
            return updated(folder, dry_run=arguments.dry_run)
        case "reset":
            return restored(folder, arguments.notebook)
        case "progress":
            if arguments.export:
                return exported(file(folder), arguments.export)
            print(*report(file(folder), exercises(), NAMES, IDS), sep="\n")
            return 0
    if arguments.hub:
        return seat(folder)
    return start(folder, arguments.port, browser=not arguments.no_browser)


def start(folder: Path, port: int | None, *, browser: bool) -> int:
    """Copies what is missing and hands over to JupyterLab, opened at the first lesson."""
    if find_spec("jupyterlab") is None:
        raise SystemExit(f"JupyterLab is not installed here; `{called()} doctor` says what to run.")
    if port and (problem := port_problem(port)):
        raise SystemExit(problem)
    where = [
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port or PORT}",
        f"--ServerApp.port_retries={0 if port else PORTS_TRIED}",
        f"--ServerApp.open_browser={browser}",
    ]
    return _handed_over(folder, "jupyterlab", where)


def seat(folder: Path) -> int:
    """Copies what is missing and becomes a learner's server of the JupyterHub that has called."""
    if not os.environ.get("JUPYTERHUB_SERVICE_URL") or find_spec("jupyterhub") is None:
        raise SystemExit("--hub is for a JupyterHub, which starts a learner's server with it.")
    return _handed_over(folder, "jupyterhub.singleuser", [])


def _handed_over(folder: Path, server: str, where: list[str]) -> int:
    """Copies what is missing and lets the server's module take over, opened at the first lesson."""
    if problem := folder_problem(folder):
        raise SystemExit(problem)
    try:
        copied, kept = copy_course(folder)
    except OSError as error:
        raise SystemExit(
            f"{error.filename or folder} could not be written: {error.strerror}."
        ) from None
    print(f"{folder}: {copied} notebooks copied, {kept} kept as they were", flush=True)
    newer = [step for step in update(folder, dry_run=True) if step.writes]
    if newer:
        print(f"a newer edition of {len(newer)}: `{called()} update` brings it", flush=True)
    lessons = sorted((folder / "lessons").glob("[0-9]*.ipynb"))
    if not lessons:
        raise SystemExit(f"There are no lessons here; `{called()} doctor` says what to run.")
    page = f"/lab/tree/lessons/{quote(lessons[0].name)}"
    # Layered under the user's own settings: none of theirs is written or hidden.
    for variable in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        layers = [str(PACKAGE / "jupyter"), os.environ.get(variable, "")]
        os.environ[variable] = os.pathsep.join(filter(None, layers))
    sys.argv = [
        server,
        "--allow-root",  # in a container there is often nobody else
        *where,
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.workspaces_dir={folder / '.jupyter' / 'workspaces'}",
        f"--LabApp.default_url={page}",
        f"--ServerApp.default_url={page}",  # which alone a JupyterHub's server asks
    ]
    runpy.run_module(server, run_name="__main__")
    return 0


def updated(folder: Path, *, dry_run: bool) -> int:
    """Prints a line a file; 1 when one could not be written."""
    _check_course(folder)
    if dry_run:
        print(f"Nothing is changed; `{called()} update` would do this:")
    failed = 0
    for step in update(folder, dry_run=dry_run):
        failed += step.done == "failed"
        print(_line(step), flush=True)
    return 1 if failed else 0


def restored(folder: Path, notebook: str) -> int:
    """Archives one notebook, puts the course's in its place, and says so in a line."""
    _check_course(folder)
    try:
        print(_line(reset(folder, notebook)))
    except ValueError as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        raise SystemExit(
            f"{error.filename or folder} could not be written: {error.strerror}."
        ) from None
    return 0


def exported(kept: Path, to: str) -> int:
    """Writes all of a progress file as text into a new file, or prints it where that is `-`."""
    try:
        text = everything(kept, NAMES, IDS)
    except (Damaged, Newer, OSError) as error:
        raise SystemExit(trouble(kept, error)) from None
    if to == "-":
        print(text)
        return 0
    try:
        with Path(to).open("x", encoding="utf-8") as file:
            print(text, file=file)
    except OSError as error:
        raise SystemExit(
            f"{to} could not be written: {(error.strerror or 'no access').lower()}."
        ) from None
    print(f"{to}: all that {kept.name} holds, as text")
    return 0


def _check_course(folder: Path) -> None:
    if not folder.is_dir():
        raise SystemExit(f"there is no course in {folder}; run `{called()}`, or name its --folder.")


def _line(step: Step) -> str:
    return f"{step.done:<11} {step.name}  {step.why}".rstrip()


def doctor(folder: Path, port: int | None) -> int:
    """Prints one line a check, then the command to run; 1 when something is wrong."""
    remedies = []
    for finding in findings(folder, port):
        verdict = "WRONG" if finding.remedy else "ok"
        print(f"{verdict:<6} {finding.subject:<12} {finding.found}", flush=True)
        remedies += [finding.remedy] if finding.remedy else []
    if not remedies:
        print(f"\nAll is well. Run:\n    {called()}")
        return 0
    remedy = re.sub("^marginlab", called(), remedies[0])
    print(f"\nRun this, then `{called()} doctor` once more:\n    {remedy}")
    return 1


def called() -> str:
    """The words by which this command was called, so that a sentence names what works here."""
    given = Path(sys.argv[0] if sys.argv else "")
    if given.name == "__main__.py":
        return f"{_short(sys.executable)} -m marginlab"
    by_name = shutil.which("marginlab") == str(given)
    return "marginlab" if by_name or given.stem != "marginlab" else _short(str(given))


def _short(path: str) -> str:
    """A path as one types it here."""
    inside = Path(path).is_relative_to(Path.cwd())  # an absolute path that can be a short one
    return shlex.quote(os.path.relpath(path) if inside else path)


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
        "update": "bring your copy to the installed edition; what you changed is kept",
        "reset": "archive one notebook of yours and put the course's in its place",
        "progress": "say what is mastered and due, which ideas were cured, and what to do next",
        "doctor": "check the installation, one line a check",
    }
    commands.add_parser("teach", help="plan a workshop and hold it; `teach --help` says how")
    for name, task in tasks.items():
        command = commands.add_parser(name, help=task, description=task)
        told = f"where your copy of the course lies (default: the one you stand in, or {COPY})"
        command.add_argument("--folder", type=Path, help=told)
    told = f"the port to open on {HOST} (default: {PORT}, or the next free one)"
    for name in ("start", "doctor"):
        commands.choices[name].add_argument("--port", type=whole(1, 65535), help=told)
    told = "print the address instead of opening it"
    commands.choices["start"].add_argument("--no-browser", action="store_true", help=told)
    told = "be a learner's server of the JupyterHub that calls this"
    commands.choices["start"].add_argument("--hub", action="store_true", help=told)
    told = "only say what would be done"
    commands.choices["update"].add_argument("--dry-run", action="store_true", help=told)
    told = "write all that is kept as text into this new file, or print it"
    commands.choices["progress"].add_argument(
        "--export", nargs="?", const="-", metavar="FILE", help=told
    )
    told = "its name, or enough of it: exercises/02"
    commands.choices["reset"].add_argument("notebook", help=told)
    return parser


if __name__ == "__main__":
    sys.exit(main())
