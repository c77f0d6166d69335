"""What may be said to the room: short JSON in ranges and lists, at a person's pace, with the right word.

Nothing else is read, and what is read is never shown: there are numbers and words of lists, no text.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any, NoReturn
from urllib.parse import urlsplit

MOST_BYTES = 300  # of a seat's message
MOST_BYTES_KEYED = 2000  # of one from the stage: a dragged shape tells its path
PACE, AT_ONCE = 4.0, 20.0  # messages a second, and how many may come together
TABLES = 99


class Refused(ValueError):
    """What was said is none of what may be said here."""


def read(said: str | bytes, most: int = MOST_BYTES) -> dict[str, Any]:
    """A message; raises Refused where it is no short JSON object."""
    length = len(said.encode()) if isinstance(said, str) else len(said)
    if length > most:
        raise Refused(f"the message has {length} bytes; allowed are {most}")
    try:
        found = json.loads(said, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("the message is no JSON") from None
    if not isinstance(found, dict):
        raise Refused(f"the message is a {type(found).__name__}; allowed is an object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def whole(value: object, least: int, most: int) -> int:
    """A whole number of a range."""
    if type(value) is not int or not least <= value <= most:
        raise Refused(f"the number is not one of {least} to {most}")
    return value


def fields(message: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    """The values of a message that has these fields and no other."""
    if message.keys() != {*names}:
        raise Refused(f"the message has not the fields {', '.join(names)}")
    return tuple(message[name] for name in names)


@dataclass
class Rate:
    """How much one connection may say. now: seconds of a clock that never goes back."""

    left: float = AT_ONCE
    last: float | None = None

    def check(self, now: float) -> None:
        """Raises Refused where it has been faster than a person."""
        gone = 0.0 if self.last is None else now - self.last
        self.left, self.last = min(AT_ONCE, self.left + gone * PACE), now
        if self.left < 1:
            raise Refused(f"more than {AT_ONCE:g} messages at once, or {PACE:g} a second")
        self.left -= 1


@dataclass(frozen=True)
class Keys:
    """What opens the room: the code on the wall for seats, a key for the stage and the console.

    name: by which a browser knows the room again; it opens nothing.
    """

    code: str = field(default_factory=lambda: f"{secrets.randbelow(1_000_000):06d}")
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    name: str = field(default_factory=lambda: secrets.token_hex(4))

    def opens(self, key: object) -> bool:
        """Whether it is the key of stage and console."""
        return _same(key, self.key)

    def seats(self, code: object) -> bool:
        """Whether it is the code of the seats."""
        return _same(code, self.code)


def _same(said: object, word: str) -> bool:
    """Whether it is the word; how long that takes says nothing."""
    return isinstance(said, str) and said.isascii() and compare_digest(said.encode(), word.encode())


def is_number(host: str) -> bool:
    """Whether a page was asked for by a number, as this machine's addresses are told, or as localhost.

    A name that somebody else may turn towards this machine (DNS rebinding) is neither.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False
