"""What sympy derives for the course, as a module: `python -m tools.notebooks.derived` prints it.

Pictures, accounts and checks ask a few dozen formulas, always the same. The build stores their
functions, their LaTeX and the derivations that exercises show as `marginlab/theory/stored.py`, so that
nobody who uses one waits for sympy.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property

from marginlab import lesson
from marginlab.course.book import BOOK, ITEMS
from marginlab.course.court.docket import DOCKET
from marginlab.engine.rulebook import Rulebook
from marginlab.theory import compiled, formulas
from marginlab.theory.formulas import Formula
from marginlab.theory.mark_price import mark_price_2
from marginlab.theory.stored import FORMULAS, FUNCTIONS
from marginlab.venues import BITGET, VENUES
from marginlab.venues.consequences import Consequences
from tools.notebooks import COMMAND, ROOT

MODULE = ROOT / "marginlab" / "theory" / "stored.py"
HEAD = '''"""What sympy derived for the course: plain functions and LaTeX. Written by the build, never edited.

Each stands under a key that is made of all that it was derived from (`marginlab.theory.written`), so for a
statement, a constant or a term that has changed nothing is found here, and it is derived anew.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from marginlab.theory.conditions import N
from marginlab.theory.given import look_closer


class Stored(NamedTuple):
    """A formula: its terms, its right-hand side, and its function, which looks at every value.

    steps: its derivation, words and LaTeX of each line, where an exercise shows it.
    """

    terms: tuple[str, ...]
    latex: str
    function: Callable[..., N]
    steps: tuple[tuple[str, str], ...] = ()
'''


def problems() -> Iterator[str]:
    """Whether what is stored is what sympy derives now."""
    if MODULE.read_text(encoding="utf-8") != derived():
        yield f"{MODULE.relative_to(ROOT)} is not what sympy derives; run {COMMAND}."


def refresh() -> None:
    """Stores what sympy derives now."""
    MODULE.write_text(derived(), encoding="utf-8")


def derived() -> str:
    """The module's text, from a Python of its own, in which nothing was looked up before."""
    command = [sys.executable, "-m", __name__]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def text() -> str:
    """The module's text; all that stands in it is derived now."""
    FORMULAS.clear()
    FUNCTIONS.clear()
    use()
    pieces, found, bare = [HEAD], [], []
    for key, formula in sorted(formulas.DERIVED.items(), key=lambda one: told(one[1])):
        name = f"{formula.name}_{key[:6]}"
        pieces.append(f"# {told(formula)}\n{formula.text(name, checked=True)}")
        steps = tuple((step.words, step.latex) for step in formulas.TOLD.get(key, ()))
        shown = f", {steps!r}" if steps else ""
        found.append(f'    "{key}": Stored({formula.terms!r}, {formula.latex!r}, {name}{shown}),')
    for key, function in sorted(compiled.DERIVED.items()):
        name = f"function_{key[:6]}"
        pieces.append(function.replace("def function(", f"def {name}("))
        bare.append(f'    "{key}": {name},')
    pieces.append("\n".join(["FORMULAS: dict[str, Stored] = {", *found, "}", ""]))
    pieces.append("\n".join(["FUNCTIONS: dict[str, Callable[..., N]] = {", *bare, "}", ""]))
    return "\n\n".join(pieces)


def told(formula: Formula) -> str:
    """What the formula is the root of, in one line."""
    condition, *_ = formula.solution.says.splitlines()
    return ", ".join([condition, *(f"{n} {value}" for n, value in formula.given.items())])


def use() -> None:
    """Asks all that pictures, accounts and checks ask: what is asked first is derived then."""
    for venue in VENUES:
        traded = venue.with_contracts(BITGET.contract("BTCUSDT"), *venue.contracts.values())
        for symbol, contract in traded.contracts.items():
            known = contract if contract.tiers else contract.with_rate("0.004")
            Rulebook.of(traded.with_contracts(known), symbol)
            derive(traded.prices(symbol))
    derive(Consequences(BITGET))
    _ = mark_price_2.terms
    for name in lesson.__all__:
        if name.endswith("_panel"):  # one may trade a kind of contract that no venue lists
            getattr(lesson, name)()
    for item in ITEMS.values():
        BOOK.judged(item, "1")
    for card in DOCKET.values():
        _ = card.judged


def derive(holder: object) -> None:
    """Derives all the formulas that something holds."""
    for kind in type(holder).__mro__:
        for name, one in vars(kind).items():
            if isinstance(one, cached_property):
                _ = getattr(holder, name).terms


if __name__ == "__main__":
    sys.stdout.write(text())
