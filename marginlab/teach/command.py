"""The words of `marginlab teach`, each useful without arguments; serve and check stand in `words`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from marginlab.app.doctor import pip
from marginlab.teach import words as of_the_room
from marginlab.teach.mail import ADDRESS
from marginlab.teach.mail import text as letter
from marginlab.teach.plan import Plan, plan
from marginlab.teach.plan import text as plan_text
from marginlab.teach.plan import values as plan_values
from marginlab.teach.syllabus import Lesson, Syllabus

LENGTH, START = 180, "09:00"


def main(words: list[str]) -> int:
    """Runs the command line; 0 when all went well. A `SystemExit` carries the sentence to tell."""
    arguments = _parser().parse_args(words)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except ModuleNotFoundError as error:
        library = (error.name or "marginlab").partition(".")[0]
        if library == "marginlab":
            raise
        told = f"{library} is not installed here, which this needs; run: {pip('marginlab[teach]')}"
        raise SystemExit(told) from None
    except KeyboardInterrupt:
        return 130  # as shells say of what Ctrl+C has ended


def _planned(arguments: argparse.Namespace) -> Plan:
    try:
        return plan(Syllabus.installed(), arguments.minutes)
    except ValueError as error:
        raise SystemExit(f"{error}.") from None


def _plan(arguments: argparse.Namespace) -> int:
    made = _planned(arguments)
    if arguments.out:
        from marginlab.teach import pages

        values = plan_values(made, arguments.start)
        _write(arguments.out, pages.page("plan.html", date.today(), **values))
    print(plan_text(made, arguments.start))
    return 0


def _guide(arguments: argparse.Namespace) -> int:
    from marginlab.teach import guide

    return _write(arguments.out, guide.page(_lessons(arguments), date.today()))


def _answers(arguments: argparse.Namespace) -> int:
    from marginlab.teach import answers, pages

    rows = [row for lesson in _lessons(arguments) for row in answers.rows(lesson.number)]
    return _write(arguments.out, pages.page("answers.html", date.today(), rows=rows))


def _handout(arguments: argparse.Namespace) -> int:
    from marginlab.teach import handout

    made = handout.page(_lessons(arguments), date.today(), arguments.paper)
    return _write(arguments.out, made)


def _mail(arguments: argparse.Namespace) -> int:
    made = _planned(arguments)
    lines = letter(made, arguments.start, arguments.date, arguments.place, arguments.address)
    print(*lines, sep="\n")
    return 0


def _lessons(arguments: argparse.Namespace) -> Sequence[Lesson]:
    """The lessons that were named by number, or all."""
    known = {f"{lesson.number:02d}": lesson for lesson in Syllabus.installed().lessons}
    if arguments.lesson is None:
        return list(known.values())
    lesson = known.get(arguments.lesson.zfill(2))
    if lesson is None:
        raise SystemExit(f"lesson was {arguments.lesson!r}; there are {', '.join(known)}.")
    return [lesson]


def _write(path: Path, text: str) -> int:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SystemExit(f"{path} could not be written: {error.strerror}.") from None
    print(f"{path} is written; open it in a browser, and print it there.", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="marginlab teach", description="For the person who teaches: plan, guide, handout."
    )
    commands = parser.add_subparsers(required=True, metavar="word")
    tasks: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
        "plan": ("a workshop by the minute, with breaks, votes and what to cut", _plan),
        "guide": ("what to say, ask and watch for in each lesson, as a page", _guide),
        "answers": ("every exercise with its answer, wrong answers and cures, as a page", _answers),
        "handout": ("two pages a lesson to print and to write on", _handout),
        "mail": ("the letter to participants: what to bring and to open at home", _mail),
    }
    for word, (task, run) in tasks.items():
        command = commands.add_parser(word, help=task, description=task)
        command.set_defaults(run=run)
        if word in ("plan", "mail"):
            told = f"the length of the workshop (default: {LENGTH})"
            command.add_argument("minutes", nargs="?", type=_length, default=LENGTH, help=told)
            told = f"when it begins (default: {START})"
            command.add_argument("--start", type=_time, default=START, help=told)
        else:
            told = "its number, such as 02 (default: all)"
            command.add_argument("lesson", nargs="?", help=told)
        if word != "mail":
            name = None if word == "plan" else Path(f"marginlab-{word}.html")
            told = f"the file of the page (default: {name or 'none, only text'})"
            command.add_argument("--out", type=Path, default=name, help=told)
    of_the_room.add_check(commands)
    of_the_room.add_serve(commands)
    told = "the paper that it is printed on (default: a4)"
    commands.choices["handout"].add_argument(
        "--paper", choices=("a4", "letter"), default="a4", help=told
    )
    mail = commands.choices["mail"]
    mail.add_argument("--date", default="(date)", help="the day, in words")
    mail.add_argument("--place", default="(place)", help="the room and how to get there")
    mail.add_argument("--address", default=ADDRESS, help="where the browser edition is published")
    return parser


def _length(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"was {text}; allowed are whole minutes from 1 to 1000")
    return int(text)


def _time(text: str) -> int:
    """Minutes after midnight."""
    read = re.fullmatch(r"(\d?\d):(\d\d)", text)
    if read is None or int(read[1]) > 23 or int(read[2]) > 59:
        raise argparse.ArgumentTypeError(f"was {text}; allowed is a time of the day, such as 09:30")
    return int(read[1]) * 60 + int(read[2])
