"""A check that is kept, beside another checkout, and how a file is read that has seen many answers.

Run it by hand: `python tests/benchmarks/bench_progress.py OTHER_CHECKOUT`. A process of each checkout
answers every exercise in turn with the other's; printed is the median of the pairs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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
KEPT_BAR, READ_BAR = 1.0, 3.0
FEW, MANY = 50, 10_000
IDEAS = ("equity-zero", "fixed-wall")


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


def after(answers: int, path: Path) -> None:
    """The file of a learner who has given so many answers, over a year, to one exercise after the other."""
    from marginlab.practice import entries  # which the other checkout may lack

    random, known, day = Random(answers), {}, date(2026, 1, 1)
    for number in range(answers):
        exercise = [*ITEMS][number % len(ITEMS)]
        verdict = random.choice([entries.RIGHT, *entries.MISSED])
        known[exercise] = entries.entered(
            known.get(exercise, entries.nothing_yet()),
            verdict,
            day + timedelta(365 * number // answers),
            idea=random.choice(IDEAS) if verdict == "this looks like" else "",
            sure=random.choice(["", *entries.SURE]),
        )
    progress.save({"version": progress.VERSION, "exercises": known}, path)


def read() -> tuple[float, float]:
    """How long a file is read after many answers, over after few; and how large it is, over that."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        after(FEW, few)
        after(MANY, many)
        pairs = [
            [
                min(Timer(lambda p=path: progress.load(p), timer=process_time).repeat(5, 10))
                for path in (many, few)
            ]
            for _ in range(ROUNDS)
        ]
        return median(m / f for m, f in pairs), many.stat().st_size / few.stat().st_size


def main() -> None:
    """Print every figure with its bar."""
    print(f"a check, kept: {kept(Path(sys.argv[1]).resolve()):.2f} x there (bar {KEPT_BAR})")
    times, size = read()
    print(
        f"{MANY:,} answers are read in {times:.2f} x the time of {FEW} (bar {READ_BAR}); "
        f"the file is {size:.1f} x as large"
    )


if __name__ == "__main__":
    answer_on_demand() if sys.argv[1:] == ["--answer"] else main()
