"""The browser edition: `python -m tools.site build OUT`, then `python -m tools.site serve OUT`.

    build OUT     makes the folder OUT, a site of static files that any web server can show, and OUT.zip
    read OUT      makes only the pages to be read, OUT/read; with 02 … after it, only these lessons' pictures
                  move, which is quicker
    serve OUT     shows it on this machine; `marginlab teach serve` shows it to a room

The site holds every lesson and exercise, Python itself, and the libraries; a page of it asks no other
server for anything. Same inputs give the same bytes. The tools that build it are fetched into
build/site-tools when they are first needed, apart from the environment in which this runs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from marginlab.teach import server
from marginlab.teach.words import PORT
from tools.site import COMMAND
from tools.site.environment import FOLDER


def main(argv: list[str] | None = None) -> int:
    """Runs the command line; 0 when all is well, else 1 and a sentence."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.task == "build":
            from tools.site import edition  # showing a site needs nothing that builds one

            edition.build(arguments.out, FOLDER)
            print(
                f"The site is in {arguments.out} and, packed, in {edition.packed(arguments.out)}."
            )
            print(f"Look at it: {COMMAND} serve {arguments.out}")
        elif arguments.task == "read":
            from tools.site import environment, reading

            reading.add(environment.Tools(FOLDER), arguments.out, arguments.lessons or [""])
            print(f"The pages to be read are in {arguments.out / reading.FOLDER}.")
        else:
            answering = server.application(arguments.out)
            sockets = server.opened([arguments.host], arguments.port)
            server.serve(arguments.out, answering, sockets)
    except KeyboardInterrupt:
        pass
    except (OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Makes and shows the browser edition."
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    build = tasks.add_parser("build", help="make the site")
    read = tasks.add_parser("read", help="make its pages to be read alone")
    serve = tasks.add_parser("serve", help="show a site that was built")
    for task in (build, read, serve):
        task.add_argument("out", type=Path, metavar="OUT", help="the folder of the site")
    read.add_argument(
        "lessons", nargs="*", metavar="02", help="how the lessons begin that move; all"
    )
    serve.add_argument("--host", default="127.0.0.1", help="0.0.0.0 shows it to a room")
    serve.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
