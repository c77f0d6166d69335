"""Words for the places where a learner gets stuck, instead of a bare traceback.

Five kinds: a name of the course before the first cell was run, a word or formula as an answer without
its quotes, a number written as Python writes none, any other name that has no value (the cell above was
not run), a name of the course that was given another value. What is none of these is shown as always,
and so is whatever happens below the cell's own lines.

`watch` sets it in a shell of IPython's: marginlab.lesson does so where the course runs in somebody's
own kernel; the kernel that the command `marginlab` starts has it before any cell, as an extension.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

Shell = Any  # IPython's InteractiveShell

COURSE = "marginlab.lesson"
KINDS = (NameError, TypeError, AttributeError, SyntaxError)
# An answer that begins like a number: where it goes, and what was written.
NUMBER = re.compile(r"\s*(\w+ *= *|check\([^,]+, *)([-+$€]?[\d.][^()=\"']*?)(\)?)\s*")
NOT_PYTHON = (
    "Python cannot read `{text}`: write a number without spaces, units or signs of currency, or put "
    'it in quotes as it is, `{before}"{text}"{after}`.'
)
NOT_YET = (
    "`{name}` is not there yet: run the first cell of this notebook, the one that says "
    "`from marginlab.lesson import *`, then this one again."
)
NO_VALUE = (
    "`{name}` has no value: a cell above that gives it one has not been run (choose Run → Run All Above "
    "Selected Cell, then run this one again), or the name is misspelled."
)
NO_QUOTES = (
    "`{name}` has no value: an answer that is a word or a formula stands in quotes, as in "
    '`{target}"{text}"`; a number of your own comes from a cell that must be run first.'
)
TAKEN = (
    "`{name}` belongs to the course and has another value now: give what is yours another name, "
    "then run the first cell of this notebook and this one again."
)


def watch(shell: Shell) -> None:
    """Lets this shell say what to do where one of these happens; somebody else's way stays."""
    if not shell.custom_exceptions:
        shell.set_custom_exc(KINDS, _show)


def watch_here() -> None:
    """The same for the shell in which this runs, if it is one."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell is not None:
        watch(shell)


load_ipython_extension = watch


def _show(
    shell: Shell, _: type, error: Any, trace: TracebackType, tb_offset: int | None = None
) -> None:
    if isinstance(error, SyntaxError):
        if sentence := as_written(error.text or ""):
            shell._showtraceback(type(error), error, [sentence])  # its own way asks no error
        else:
            shell.showsyntaxerror()
        return
    sentence = advice(error, trace, shell.user_ns)
    if sentence:
        error._render_traceback_ = lambda: [sentence]  # IPython asks the error itself first
    shell.showtraceback((type(error), error, trace), tb_offset=tb_offset)


def advice(error: Exception, trace: TracebackType, names: Mapping[str, Any]) -> str:
    """The sentence for an error that went out of a cell; empty for one that is none of ours.

    names: what the cell's names stand for.
    """
    while trace.tb_next:
        trace = trace.tb_next
    frame = trace.tb_frame
    if frame.f_locals is not names and frame.f_globals is not frame.f_locals:
        return ""  # inside a function
    try:
        cell = ast.parse("".join(linecache.getlines(frame.f_code.co_filename)))
    except SyntaxError:  # lines of IPython's own, such as %time
        return ""
    if isinstance(error, NameError):
        name = str(error.name)
        if name in course_names():
            return NOT_YET.format(name=name)
        return next(_unquoted(cell, name), NO_VALUE.format(name=name) if error.name else "")
    line = trace.tb_lineno
    return next((TAKEN.format(name=name) for name in _used(cell, line) if _taken(name, names)), "")


def as_written(line: str) -> str:
    """The sentence for an answer on a line that Python cannot read; empty where there is none."""
    found = NUMBER.fullmatch(line)
    if not found:
        return ""
    before, text, after = found.groups()
    return NOT_PYTHON.format(before=before, text=text, after=after)


@cache
def course_names() -> frozenset[str]:
    """The names that a notebook's first cell brings in, read without running anything."""
    spec = find_spec(COURSE)
    if spec is None or spec.origin is None:
        return frozenset()
    for statement in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(statement.value))
    return frozenset()


def _unquoted(cell: ast.Module, name: str) -> Iterator[str]:
    """The sentence on an answer in which this name stands without quotes, where the cell checks one."""
    calls = [node for node in ast.walk(cell) if isinstance(node, ast.Call)]
    checks = [call for call in calls if ast.unparse(call.func) == "check"]
    if not checks:
        return
    assigned = [one for one in cell.body if isinstance(one, ast.Assign)]
    given = [(f"{ast.unparse(one.targets[0])} = ", one.value) for one in assigned]
    for target, value in [*given, *(("", one) for call in checks for one in call.args[1:])]:
        if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value)):
            yield NO_QUOTES.format(name=name, target=target, text=ast.unparse(value))


def _used(cell: ast.Module, line: int) -> Iterator[str]:
    """The names that are called on this line of the cell, or of which something is asked there."""
    for node in ast.walk(cell):
        if isinstance(node, ast.Call | ast.Attribute):
            owner = node.func if isinstance(node, ast.Call) else node.value
            there = node.lineno <= line <= (node.end_lineno or line)
            if there and isinstance(owner, ast.Name):
                yield owner.id


def _taken(name: str, names: Mapping[str, Any]) -> bool:
    """Whether a name of the course stands for something else here."""
    course = sys.modules.get(COURSE)
    if course is None or name not in course_names() or name not in names:
        return False
    its = {one: vars(course)[one] for one in course_names()}
    at_home = any(names.get(one) is value for one, value in its.items() if one != name)
    return at_home and names[name] is not its[name]
