"""What sympy derives for the course, as modules: `python -m tools.notebooks.derived` prints them as JSON.

Pictures, accounts and checks ask a few dozen formulas, always the same. The build stores their
functions, their LaTeX and the derivations that exercises show as `marginlab/theory/stored.py`, so that
nobody who uses one waits for sympy, and what the ladders ask besides as `stored_steps.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from marginlab import lesson
from marginlab.course.book import BOOK, ITEMS, ladders, rungs
from marginlab.course.court.docket import DOCKET
from marginlab.engine.rulebook import Rulebook
from marginlab.theory import compiled, formulas
from marginlab.theory.formulas import Formula
from marginlab.theory.mark_price import mark_price_2
from marginlab.theory.stored import FORMULAS, FUNCTIONS
from marginlab.venues import BITGET, VENUES
from marginlab.venues.consequences import Consequences
from tools.notebooks import COMMAND, ROOT

THEORY = ROOT / "marginlab" / "theory"
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

    steps: its derivation where it is shown; of each line what is done, in LaTeX and as typed.
    """

    terms: tuple[str, ...]
    latex: str
    function: Callable[..., N]
    steps: tuple[tuple[str, str, str], ...] = ()


FORMULAS: dict[str, Stored] = {}
FUNCTIONS: dict[str, Callable[..., N]] = {}
'''
HEAD_OF_STEPS = '''"""What sympy derived for the ladders alone. Written by the build, never edited.

Only a ladder loads it: pictures, accounts and checks do without.
"""

from __future__ import annotations

from math import inf

from marginlab.theory.conditions import N
from marginlab.theory.given import look_closer
from marginlab.theory.stored import FORMULAS, FUNCTIONS, Stored
'''


def problems() -> Iterator[str]:
    """Whether what is stored is what sympy derives now."""
    for path, text in derived().items():
        if path.read_text(encoding="utf-8") != text:
            yield f"{path.relative_to(ROOT)} is not what sympy derives; run {COMMAND}."


def refresh() -> None:
    """Stores what sympy derives now."""
    for path, text in derived().items():
        path.write_text(text, encoding="utf-8")


def derived() -> dict[Path, str]:
    """The modules' texts, from a Python of its own, in which nothing was looked up before."""
    command = [sys.executable, "-m", __name__]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {THEORY / name: text for name, text in json.loads(told).items()}


def texts() -> dict[str, str]:
    """The modules' texts by their names; all that stands in them is derived now."""
    ladders()  # brings in what is stored for them
    for stored in (FORMULAS, FUNCTIONS):
        stored.clear()
    use()
    everywhere, known = written(HEAD), {*formulas.DERIVED, *compiled.DERIVED}
    told_before = set(formulas.TOLD)
    climb()
    # A ladder may tell the derivation of what was stored without it.
    known -= formulas.TOLD.keys() - told_before
    return {"stored.py": everywhere, "stored_steps.py": written(HEAD_OF_STEPS, known)}


def written(head: str, known: Collection[str] = ()) -> str:
    """What was derived in this process, but for these keys, as the text of a module with this head."""
    pieces, found, bare = [head], [], []
    for key, formula in sorted(formulas.DERIVED.items(), key=lambda one: told(one[1])):
        if key in known:
            continue
        name = f"{formula.name}_{key[:6]}"
        pieces.append(f"# {told(formula)}\n{formula.text(name, checked=True)}")
        steps = tuple((step.words, step.latex, step.plain) for step in formulas.TOLD.get(key, ()))
        shown = f", {steps!r}" if steps else ""
        found.append(f'    "{key}": Stored({formula.terms!r}, {formula.latex!r}, {name}{shown}),')
    for key, function in sorted(compiled.DERIVED.items()):
        if key in known:
            continue
        name = f"function_{key[:6]}"
        pieces.append(function.replace("def function(", f"def {name}("))
        bare.append(f'    "{key}": {name},')
    for name, entries in (("FORMULAS", found), ("FUNCTIONS", bare)):
        if entries:
            pieces.append("\n".join([f"{name}.update({{", *entries, "})", ""]))
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


def climb() -> None:
    """Asks all that ladders ask."""
    for ladder in ladders().values():
        _ = ladder.reading, ladder.rungs
    for item in rungs().values():
        BOOK.judged(item, "1")


def derive(holder: object) -> None:
    """Derives all the formulas that something holds."""
    for kind in type(holder).__mro__:
        for name, one in vars(kind).items():
            if isinstance(one, cached_property):
                _ = getattr(holder, name).terms


if __name__ == "__main__":
    json.dump(texts(), sys.stdout)
