"""A check that is kept, beside another checkout; a file that has seen many answers; and a review's opening.

Run it by hand: `python tests/benchmarks/bench_progress.py OTHER_CHECKOUT`. A process of each checkout
answers every exercise in turn with the other's; printed is the median of the pairs. A review is opened,
and a first exercise asked for, each in a Python of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from timeit import Timer

from marginlab.course.book import ITEMS
from marginlab.practice import progress

HERE = Path(__file__).resolve().parents[2]
ROUNDS = 21
KEPT_BAR, READ_BAR, OPENED_BAR = 1.0, 3.0, 2.0
FEW, MANY = 50, 10_000
IDEAS = ("equity-zero", "fixed-wall")
NEXT_YEAR = "2027-01-01"  # when all of it is due
FIRST = (
    "from time import process_time; from marginlab.lesson import *; start = process_time(); "
    "{}; print(process_time() - start)"
)


def answer_on_demand() -> None:
    """Answers every exercise for each line of input; prints the processor's milliseconds a check."""
    from marginlab.course.book import ITEMS, check

    answers = [(one.id, one.answer) for one in ITEMS.values() if hasattr(one, "answer")]
    for _ in sys.stdin:
        start = process_time()
        for exercise, answer in answers:
            check(exercise, answer)
        print((process_time() - start) / len(answers) * 1e3, flush=True)


def kept(other: Path) -> float:
    """A check with its entry written, here over there."""
    with ExitStack() as stack:
        processes = []
        for checkout in (HERE, other):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            own = {
                "PYTHONPATH": str(checkout),
                progress.VARIABLE: str(Path(folder) / "progress.json"),
            }
            processes.append(
                subprocess.Popen(
                    [sys.executable, __file__, "--answer"],
                    cwd=checkout,
                    env={**os.environ, **own},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )

        def asked(process: subprocess.Popen[str]) -> float:
            assert process.stdin
            assert process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        pairs = [tuple(map(asked, processes)) for _ in range(ROUNDS)][1:]
        for process in processes:
            process.communicate()
    return median(here / there for here, there in pairs)


def after(answers: int, path: Path, exercises: Sequence[str] = tuple(ITEMS)) -> None:
    """The file of a learner who has given so many answers, over a year, to one exercise after the other."""
    from marginlab.practice import entries  # which the other checkout may lack

    random, known, day = Random(answers), {}, date(2026, 1, 1)
    for number in range(answers):
        exercise = exercises[number % len(exercises)]
        verdict = random.choice([entries.RIGHT, *entries.MISSED])
        known[exercise] = entries.entered(
            known.get(exercise, entries.nothing_yet()),
            verdict,
            day + timedelta(365 * number // answers),
            idea=random.choice(IDEAS) if verdict == "this looks like" else "",
            sure=random.choice(["", *entries.SURE]),
        )
    progress.save({"version": progress.VERSION, "exercises": known}, path)


def read(exercises: Sequence[str]) -> tuple[float, float]:
    """How long a file is read after many answers, over after few; and how large it is, over that."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        after(FEW, few, exercises)
        after(MANY, many, exercises)
        pairs = [
            [
                min(Timer(lambda p=path: progress.load(p), timer=process_time).repeat(5, 10))
                for path in (many, few)
            ]
            for _ in range(ROUNDS)
        ]
        return median(m / f for m, f in pairs), many.stat().st_size / few.stat().st_size


def opened() -> float:
    """How long a review takes to open where much is due, over a lesson's first task."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers"
        after(MANY, answers)

        def taken(code: str) -> float:
            path = Path(folder) / "progress.json"  # in which a review notes what it asks
            shutil.copy(answers, path)
            own = {"MARGINLAB_TODAY": NEXT_YEAR, progress.VARIABLE: str(path)}
            command = [sys.executable, "-c", FIRST.format(code)]
            return float(subprocess.check_output(command, env={**os.environ, **own}, text=True))

        pairs = [[taken(code) for code in ("review()", 'task("2.1")')] for _ in range(ROUNDS)]
        return median(review / task for review, task in pairs)


def main() -> None:
    """Print every figure with its bar."""
    print(f"a check, kept: {kept(Path(sys.argv[1]).resolve()):.2f} x there (bar {KEPT_BAR})")
    # The file holds an entry for each exercise, so it grows with their number, too.
    for exercises in ([*ITEMS][:FEW], [*ITEMS]):
        times, size = read(exercises)
        print(
            f"{MANY:,} answers to {len(exercises)} exercises are read in {times:.2f} x the time of {FEW} "
            f"(bar {READ_BAR}); the file is {size:.1f} x as large"
        )
    print(f"a review opens in {opened():.2f} x the time of a first task (bar {OPENED_BAR})")


if __name__ == "__main__":
    answer_on_demand() if sys.argv[1:] == ["--answer"] else main()
