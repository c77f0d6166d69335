"""The words of `marginlab teach`, each useful without arguments; serve, room, report and check: `words`."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from marginlab.app.arguments import path, whole
from marginlab.app.doctor import pip
from marginlab.teach import words as of_the_room
from marginlab.teach.mail import BLANKS
from marginlab.teach.mail import text as letter
from marginlab.teach.plan import Plan, plan
from marginlab.teach.plan import text as plan_text
from marginlab.teach.plan import values as plan_values
from marginlab.teach.syllabus import Lesson, Syllabus

LENGTH, START = 180, "09:00"


def main(words: list[str]) -> int:
    """Runs the command line; 0 when all went well. A `SystemExit` carries the sentence to tell."""
    try:
        with _printing():
            arguments = _arguments(words)
            run: Callable[[argparse.Namespace], int] = arguments.run
            return run(arguments)
    except ModuleNotFoundError as error:
        library = (error.name or "marginlab").partition(".")[0]
        if library == "marginlab":
            raise
        told = f"{library} is not installed here, which this needs; run: {pip('marginlab[teach]')}"
        raise SystemExit(told) from None
    except KeyboardInterrupt:
        return 130  # as shells say of what Ctrl+C has ended
    except BrokenPipeError:
        return 141  # as they say of what wrote to somebody who had gone


@contextmanager
def _printing() -> Iterator[None]:
    """Says in a sentence where what is printed cannot be had whole; who reads no more needs none."""
    try:
        try:
            yield
        finally:
            print(end="", flush=True)
    except UnicodeEncodeError as error:
        unknown = error.object[error.start]
        told = f"{unknown!r} cannot be printed in {error.encoding}; set PYTHONIOENCODING=utf-8"
        raise SystemExit(f"{told} and run it again.") from None
    except OSError as error:
        if error.filename is not None:  # then it was no printing
            raise
        # What is still kept would be tried once more at the end, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise SystemExit(f"this could not be printed: {error.strerror}.") from None


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

    return _write(_named(arguments), guide.page(_lessons(arguments), date.today()))


def _answers(arguments: argparse.Namespace) -> int:
    from marginlab.teach import answers, pages

    numbers = [lesson.number for lesson in _lessons(arguments)]
    rows = [row for one in numbers for row in (*answers.rows(one), *answers.beside(one))]
    return _write(_named(arguments), pages.page("answers.html", date.today(), rows=rows))


def _handout(arguments: argparse.Namespace) -> int:
    from marginlab.teach import handout

    made = handout.page(_lessons(arguments), date.today(), arguments.paper)
    return _write(_named(arguments), made)


def _sheets(arguments: argparse.Namespace) -> int:
    from marginlab.teach import sheets

    return _write(_named(arguments), sheets.page(date.today()))


def _mail(arguments: argparse.Namespace) -> int:
    made = _planned(arguments)
    told = {name: getattr(arguments, name) or blank for name, blank in BLANKS.items()}
    text = "\n".join(letter(made, arguments.start, **told))
    if arguments.out:
        _write(arguments.out, f"{text}\n", "send it, or paste it into a mail")
    print(text)
    missing = [name for name in BLANKS if not getattr(arguments, name)]
    if missing:
        options = ", ".join(f"--{name}" for name in missing)
        print(f"Still to be filled in: {', '.join(missing)} ({options}).", file=sys.stderr)
    return 0


def _lessons(arguments: argparse.Namespace) -> Sequence[Lesson]:
    """The lessons that were named by number, or all."""
    known = {f"{lesson.number:02d}": lesson for lesson in Syllabus.installed().lessons}
    if arguments.lesson is None:
        return list(known.values())
    lesson = known.get(arguments.lesson and arguments.lesson.zfill(2))
    if lesson is None:
        raise SystemExit(f"lesson was {arguments.lesson!r}; there are {', '.join(known)}.")
    return [lesson]


def _named(arguments: argparse.Namespace) -> Path:
    """The file of a page: the one that was named, else one of its own for each lesson."""
    if arguments.out:
        return Path(arguments.out)
    lesson = getattr(arguments, "lesson", None)
    return Path(f"marginlab-{arguments.word}{'-' + lesson.zfill(2) if lesson else ''}.html")


def _write(path: Path, text: str, use: str = "open it in a browser, and print it there") -> int:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        gone = not path.parent.is_dir()
        why = f"there is no folder {path.parent}" if gone else error.strerror
        raise SystemExit(f"{path} could not be written: {why}.") from None
    print(f"{path} is written; {use}.", file=sys.stderr)
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    """What was typed, read; what is no option is told with the usage of its own word."""
    arguments, unknown = _parser().parse_known_args(words)
    if unknown:
        arguments.own.error(f"unrecognized arguments: {' '.join(unknown)}")
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="marginlab teach", description="For the person who teaches: plan, guide, handout."
    )
    commands = parser.add_subparsers(required=True, dest="word", metavar="word")
    tasks: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
        "plan": ("a workshop by the minute, with breaks, votes and what to cut", _plan),
        "guide": ("what to say, ask and watch for in each lesson, as a page", _guide),
        "answers": ("every exercise with its answer, wrong answers and cures, as a page", _answers),
        "handout": ("two pages a lesson to print and to write on", _handout),
        "mail": ("the letter to participants: what to bring and to open at home", _mail),
        "sheets": ("checklist, helpers' sheet, feedback card and what else a room needs", _sheets),
    }
    for word, (task, run) in tasks.items():
        command = commands.add_parser(word, help=task, description=task)
        command.set_defaults(run=run)
        if word in ("plan", "mail"):
            _add_length(command)
            told = "none, only text"
        elif word == "sheets":
            told = f"marginlab-{word}.html"
        else:
            told = "its number, such as 02 (default: all)"
            command.add_argument("lesson", nargs="?", help=told)
            told = f"marginlab-{word}.html, or with the lesson's number in it"
        told = f"the file that is written (default: {told})"
        command.add_argument("--out", type=path, help=told)
    of_the_room.add_check(commands)
    of_the_room.add_serve(commands)
    of_the_room.add_report(commands)
    _add_length(of_the_room.add_room(commands), None)
    told = "the paper that it is printed on (default: a4)"
    commands.choices["handout"].add_argument(
        "--paper", choices=("a4", "letter"), default="a4", help=told
    )
    mail = commands.choices["mail"]
    mail.add_argument("--date", type=_line, help="the day, in words")
    mail.add_argument("--place", type=_line, help="the room and how to get there")
    mail.add_argument("--address", type=_line, help="where the browser edition is published")
    for command in commands.choices.values():
        command.set_defaults(own=command)
    return parser


def _add_length(command: argparse.ArgumentParser, start: str | None = START) -> None:
    tracks = ", ".join(str(track.minutes) for track in Syllabus.installed().tracks)
    told = f"the length of the workshop; the longest track that fits is taken, of {tracks} "
    told += f"(default: {LENGTH})"
    command.add_argument("minutes", nargs="?", type=whole(1, 1000), default=LENGTH, help=told)
    told = f"when it begins (default: {start or 'with the first page that is turned'})"
    command.add_argument("--start", type=_time, default=start, help=told)


def _line(text: str) -> str:
    if text.splitlines() != [text]:
        raise argparse.ArgumentTypeError(f"was {text!r}; allowed is one line of text")
    return text


def _time(text: str) -> int:
    """Minutes after midnight."""
    read = re.fullmatch(r"(\d?\d):(\d\d)", text)
    if read is None or int(read[1]) > 23 or int(read[2]) > 59:
        told = f"was {text or 'empty'}; allowed is a time of the day, such as 09:30"
        raise argparse.ArgumentTypeError(told)
    return int(read[1]) * 60 + int(read[2])
