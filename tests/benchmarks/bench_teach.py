"""What `marginlab teach plan` costs in a fresh interpreter, as a share of `marginlab --help`.

Run it by hand: `python tests/benchmarks/bench_teach.py`. Runs of both take turns, so that a busy machine
slows both; what is compared is the time of the processor, from the interpreter's start to its end.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from statistics import median

BAR = 1.5
TURNS = 40
WORDS = {"--help": ["--help"], "teach plan": ["teach", "plan"], "teach mail": ["teach", "mail"]}


def spent(words: list[str]) -> float:
    """The time of the processor that a command takes [ms]."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "marginlab", *words]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Print each ratio with its bar."""
    taken: dict[str, list[float]] = {name: [] for name in WORDS}
    for _ in range(TURNS):
        for name, words in WORDS.items():
            taken[name].append(spent(words))
    help_takes = median(taken["--help"])
    for name in list(WORDS)[1:]:
        ratio = median(taken[name]) / help_takes
        print(f"{name}: {ratio:.2f} of --help ({help_takes:.0f} ms), bar {BAR}")


if __name__ == "__main__":
    main()
