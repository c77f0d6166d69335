"""How long a verdict takes, warm: judged alone, and with its entry in the progress file.

Run it by hand: `python tests/benchmarks/bench_checks.py`. For every exercise the slowest of a right
answer, a wrong one, nonsense and a text at the limits is printed, and how long a draw of fresh numbers
takes, those that are not taken counted, beside that answer's check.
"""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from marginlab.course.book import BOOK, ITEMS, check
from marginlab.course.lesson03_two_fates.wishes import WISHES
from marginlab.practice import progress
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Choice, Function, Item, Number

BAR = 50
DRAWS, DRAWN_BAR = 30, 2  # times a check
LONG = "+".join(["(q*E/7)^6"] * 19)
NONSENSE = ("about 2400", LONG, "9" * 600, 10**4_000, float("nan"), object())


def answers(item: Item) -> list[object]:
    """A few answers of the item's kind, the slowest that there are."""
    match item:
        case Number() | Choice():
            return [item.answer, *(given for _, given in item.wrong_answers), *NONSENSE]
        case Function():
            return [lambda *numbers: sum(numbers), lambda *numbers: 1 / 0, *NONSENSE]
    return ["(M + q*E)/(q*(1 + kappa))", "2*E - (q*E - M)/(q*(1 - kappa))", *NONSENSE]


def milliseconds(call: object, *given: object) -> float:
    """The median of several warm calls [ms]."""
    times = []
    for _ in range(9):
        start = perf_counter()
        call(*given)  # type: ignore[operator]
        times.append((perf_counter() - start) * 1e3)
    return median(times[1:])


def drawn(item: Item, answer: object) -> float:
    """How many checks of this answer a draw takes; both in turn, by the time of the processor."""
    sampler = Sampler(BOOK.slips)
    sampler.drawn(item, 0)
    spent = [0.0, 0.0]
    for draw in range(1, DRAWS + 1):
        for at, call in enumerate(
            (partial(sampler.drawn, item, draw), partial(check, item.id, answer))
        ):
            start = process_time()
            call()
            spent[at] += process_time() - start
    return spent[0] / spent[1]


def main() -> None:
    """Print every figure with its bar."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[progress.VARIABLE] = str(Path(folder) / progress.FILE)
        for item in (*ITEMS.values(), *WISHES):
            alone = max(milliseconds(BOOK.judged, item, answer) for answer in answers(item))
            line = f"{item.id:<5} judged {alone:6.2f} ms"
            if item.id in ITEMS:
                timed = [(milliseconds(check, item.id, given), given) for given in answers(item)]
                kept, slowest = max(timed, key=lambda pair: pair[0])
                line += f", judged and kept {kept:6.2f} ms (bar {BAR})"
                line += f", drawn in {drawn(item, slowest):.2f} checks (bar {DRAWN_BAR})"
            print(line)


if __name__ == "__main__":
    main()
