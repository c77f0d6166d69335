"""The words after `marginlab teach` that show the course to a room: `serve`, `room`, `report` and `check`.

What they need beyond the course itself is loaded when they run, so that the others cost nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from marginlab.app.arguments import amount, path, whole
from marginlab.practice.files import write_whole

HERE = ("site.zip", "site")  # what is looked for where one stands
PORT = 8000
KEPT = "class-*.json"
LEARNERS, MBIT, WAIT = 20, 20, 120


def add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `teach serve`."""
    task = "show the browser edition to a room, from this machine"
    command = commands.add_parser("serve", help=task, description=task)
    command.set_defaults(run=serve)
    command.add_argument("site", nargs="?", type=path, metavar="SITE", help=_site())
    _add_place(command)


def add_room(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """The arguments of `teach room`, but for the length of the class."""
    task = "hold the class: slides with live panels, votes from telephones, the browser edition"
    command = commands.add_parser("room", help=task, description=task)
    command.set_defaults(run=room)
    command.add_argument("--site", type=path, help=f"{_site()}; without one there are seats only")
    told = "a new file for its minutes and counts, which `teach report` reads (default: none)"
    command.add_argument("--keep", type=path, metavar="FILE", help=told)
    _add_place(command)
    return command


def add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `teach report`."""
    task = "real minutes beside planned ones, and the minutes that your classes suggest"
    command = commands.add_parser("report", help=task, description=task)
    command.set_defaults(run=report)
    told = f"what `teach room --keep` has written (default: {KEPT} here)"
    command.add_argument("files", nargs="*", type=path, metavar="FILE", help=told)


def add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `teach check`."""
    task = "look before class at what this room allows, and name what will work"
    command = commands.add_parser("check", help=task, description=task)
    command.set_defaults(run=check)
    command.add_argument("--site", type=path, help=_site())
    _add_place(command)
    told = f"how many will load the course at once (default: {LEARNERS})"
    command.add_argument("--learners", type=whole(1, 1000), default=LEARNERS, help=told)
    told = f"the network's rate where no other device measures it (default: {MBIT} Mbit/s)"
    command.add_argument("--mbit", type=amount(0.1, 10_000), default=MBIT, help=told)
    told = f"how long another device is waited for, 0 for not at all (default: {WAIT} s)"
    command.add_argument("--wait", type=amount(0, 3600), default=WAIT, help=told)


def serve(arguments: argparse.Namespace) -> int:
    """Shows the course until Ctrl+C. A `SystemExit` carries the sentence to tell."""
    from marginlab.teach import server

    try:
        site = _chosen(arguments.site)
        answering, sockets = (
            server.application(site),
            server.opened(arguments.hosts, arguments.port),
        )
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from None
    try:
        server.serve(site, answering, sockets)
    except KeyboardInterrupt:
        print()
    return 0


def room(arguments: argparse.Namespace) -> int:
    """Holds a class until Ctrl+C. A `SystemExit` carries the sentence to tell."""
    from marginlab.teach import server
    from marginlab.teach.live import doors
    from marginlab.teach.plan import plan
    from marginlab.teach.syllabus import Syllabus

    site = arguments.site or _here()
    try:
        planned = plan(Syllabus.installed(), arguments.minutes)
        shown = server.routes(site) if site else []
        sockets = server.opened(arguments.hosts, arguments.port)
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from None
    _reserve(arguments.keep)
    try:
        doors.hold(planned, arguments.start, shown, sockets, arguments.keep)
    except KeyboardInterrupt:
        print()
    return 0


def _reserve(file: Path | None) -> None:
    """Makes the new file in which a class is kept, so that a long one does not end without it."""
    try:
        if file is not None:
            file.touch(exist_ok=False)
            write_whole(file, b"")  # as it will be written
    except FileExistsError:
        raise SystemExit(f"{file} is there already; name a new file") from None
    except OSError as error:
        raise SystemExit(f"{file} could not be written: {error.strerror}") from None


def report(arguments: argparse.Namespace) -> int:
    """Reports on kept classes."""
    from marginlab.teach import report
    from marginlab.teach.syllabus import Syllabus

    files = arguments.files or sorted(Path().glob(KEPT))
    if not files:
        raise SystemExit(
            f"there is no {KEPT} here; `marginlab teach room --keep class-1.json` keeps one"
        )
    try:
        classes = [report.read(file) for file in files]
    except ValueError as error:
        raise SystemExit(str(error)) from None
    print(*report.text(classes, Syllabus.installed()), sep="\n")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Looks at the room and says what it assumed; 1 where something has to be mended."""
    from marginlab.teach import room_check, server

    named = arguments.site or _here()
    try:
        shown = server.found(named) if named else None
    except ValueError as error:
        raise SystemExit(str(error)) from None
    learners, mbit = arguments.learners, arguments.mbit
    print(
        f"Assumed: {learners} learners (--learners); {mbit:g} Mbit/s where no device measures it "
        f"(--mbit); {shown or 'a site is still to come'} (--site).\n"
    )
    hosts, port, wait = arguments.hosts, arguments.port, arguments.wait
    return room_check.check(shown, hosts=hosts, port=port, learners=learners, mbit=mbit, wait=wait)


def _here() -> Path | None:
    return next((Path(name) for name in HERE if Path(name).exists()), None)


def _chosen(site: Path | None) -> Path:
    """The site that was named, else the one that lies here."""
    from marginlab.teach import server

    found = site or _here()
    if found is None:
        raise ValueError(f"there is no site.zip here; {server.MAKE_ONE}; {server.WITHOUT_ONE}")
    return found


def _site() -> str:
    return f"the zip of the browser edition, or its folder (default: {' or '.join(HERE)} here)"


def _add_place(command: argparse.ArgumentParser) -> None:
    told = "an address of this machine, may be repeated (default: all that it has)"
    command.add_argument(
        "--host", action="append", default=[], dest="hosts", metavar="HOST", help=told
    )
    told = f"the port to open (default: {PORT})"
    command.add_argument("--port", type=whole(1, 65535), default=PORT, help=told)
