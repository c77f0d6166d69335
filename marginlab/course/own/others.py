"""Other positions of the account, typed in one line: "short 10 ETHUSDT from 3,000 at 3,300; long …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, shown
from marginlab.theory.given import number
from marginlab.theory.terms import LONG, SHORT

EXAMPLE = "short 10 ETHUSDT from 3,000 at 3,300"
MOST = 20
PRICE = ("", "money")  # what may stand behind a price
_ONE = re.compile(
    r"(?P<side>long|short)\s+(?P<size>\S+)\s+(?P<symbol>\S+)\s+from\s+(?P<entry>\S+)"
    r"(?:\s+at\s+(?P<mark>\S+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Other:
    """A cross position beside your own: size [base coin], entry and mark price [quote per base]."""

    side: int
    size: float
    symbol: str
    entry_price: float
    mark_price: float


def others_in(typed: str) -> tuple[Other, ...]:
    """The positions that are typed, parted by semicolons; without a mark price one stands at its entry.

    Raises ValueError for what is none, and for more than MOST.
    """
    found = tuple(_all(typed))
    if len(found) > MOST:
        raise ValueError(f"other positions were {len(found)}; at most {MOST} are read here")
    if len({one.symbol for one in found}) < len(found):
        raise ValueError(f"other positions were {shown(typed)!r}; one of each contract is needed")
    return found


def _all(typed: str) -> Iterator[Other]:
    for part in filter(None, map(str.strip, typed.split(";"))):
        said = _ONE.fullmatch(part)
        try:
            if said is None:
                raise Unreadable(part)
            size, entry, mark = (
                _number(said[name] or said["entry"], marks)
                for name, marks in (("size", ("",)), ("entry", PRICE), ("mark", PRICE))
            )
        except (ValueError, OverflowError):
            raise ValueError(
                f"other position was {shown(part)!r}; one such as {EXAMPLE!r} is needed, several "
                "parted by semicolons"
            ) from None
        side = LONG if said["side"].casefold() == "long" else SHORT
        yield Other(side, size, said["symbol"].upper(), entry, mark)


def _number(typed: str, marks: Sequence[str]) -> float:
    """A number above 0, of which none but these marks stand behind it."""
    read = quantity(typed)
    if read.mark not in marks:
        raise Unreadable(typed)
    return number("number", float(read.value), positive=True)
