"""The reference of the public names, made from their docstrings: REFERENCE.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

import marginlab
from marginlab import lesson
from marginlab.venues import Venue
from tools.notebooks import COMMAND, ROOT

FILE = "REFERENCE.md"
HEAD = """\
# Reference

Written by the build from the docstrings; change those, not this file.

**What stays.** `from marginlab import …` and `from marginlab.lesson import …` give the names below, and
go on doing so: one that has to go is marked here first, and stays for another minor version. Where in the
package a name is defined, such as `marginlab.engine.account`, may change with any version.
"""


def written() -> str:
    """The whole file."""
    here = set(marginlab.__all__)
    more = set(lesson.__all__) - here
    sections = {
        "`marginlab`": (marginlab, here),
        "`marginlab.lesson`, in notebooks": (lesson, more),
    }
    parts = [HEAD]
    for title, (module, names) in sections.items():
        parts += [f"## {title}\n", *_told(module, sorted(names, key=str.casefold))]
    return "\n".join(parts)


def refresh() -> None:
    """Writes the file."""
    (ROOT / FILE).write_text(written(), encoding="utf-8")


def problems() -> Iterator[str]:
    """That the file is not what the docstrings give, if it is not."""
    file = ROOT / FILE
    if not file.is_file() or file.read_text(encoding="utf-8") != written():
        yield f"{FILE} is not what the docstrings give; run {COMMAND}."


def _told(module: ModuleType, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        thing = getattr(module, name)
        yield f"### `{name}{_signature(thing)}`\n"
        yield f"{_said(thing)}\n"
        if inspect.isclass(thing) and (lines := [*_members(thing)]):
            yield "\n".join(lines) + "\n"


def _said(thing: object) -> str:
    """What it says of itself; for a value, what it is."""
    if isinstance(thing, Venue):
        return f"`Venue`: {thing.name}. {thing.source}; as of {thing.as_of}, read {thing.read}."
    if isinstance(thing, int):
        return f"`{thing!r}`"
    if isinstance(thing, Mapping):
        return f"`{type(next(iter(thing.values()))).__name__}` by name: {', '.join(thing)}."
    return inspect.cleandoc(inspect.getdoc(thing) or "")


def _members(kind: type) -> Iterator[str]:
    """Its public methods and properties, a line each, by name."""
    for name, member in sorted(inspect.getmembers_static(kind)):
        if name.startswith("_") or not _is_ours(kind, name):
            continue
        called = getattr(kind, name) if isinstance(member, classmethod | staticmethod) else member
        shown = f"{name}{_signature(called)}" if inspect.isroutine(called) else name
        said = inspect.getdoc(called) if inspect.isroutine(called) else _of_property(member)
        if said:
            yield f"- `{shown}`: {' '.join(said.split(chr(10) * 2)[0].split())}"


def _is_ours(kind: type, name: str) -> bool:
    """Whether a member is defined in this package, and not by a library's class below it."""
    home = next(cls for cls in kind.__mro__ if name in vars(cls))
    return home.__module__.partition(".")[0] == "marginlab"


def _of_property(member: object) -> str | None:
    cached = hasattr(member, "attrname")  # as functools.cached_property has
    return inspect.getdoc(member) if isinstance(member, property) or cached else None


def _signature(thing: object) -> str:
    """What it is called with, without types: the docstring says units."""
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    if isinstance(thing, Venue):
        return ""
    shown = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
        if parameter.name != "self"
    ]
    return str(signature.replace(parameters=shown, return_annotation=inspect.Signature.empty))
