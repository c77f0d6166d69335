"""Does a wrong engine fail? Seeded small changes of it, each tried on the tests in a copy.

A change turns one comparison, one sign, one number or one min or max of the engine or the venues.
`python -m tests.mutants [COUNT] [SEED]` prints every change that no test noticed; those in
EQUIVALENT are known to change nothing. Run by hand: two hundred take about half an hour.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ENGINE = (
    *(f"theory/{name}" for name in ("linear", "inverse", "compiled", "given", "rounding")),
    *(f"venues/{name}" for name in (
        "bitget", "consequences", "contract", "modes", "others", "prices", "traits", "venue",
    )),
    *(f"engine/{name}" for name in (
        "crossing", "rulebook", "coins", "position", "pool", "holdings", "account_mode", "account",
        "settling", "settlement", "standing", "trace", "moved", "replay",
    )),
)  # fmt: skip
# The quickest and sharpest first: a change is dropped at the first test that fails.
TESTS = (
    "engine/test_account", "engine/test_account_mode", "engine/test_settling",
    "engine/test_replay", "venues/test_traits", "engine/test_settlement",
    "venues/test_venues", "engine/test_rulebook", "engine/test_position", "venues/test_consequences",
    "venues/test_published", "theory/test_inverse", "engine/test_pool", "theory/test_compiled",
    "course/test_course_numbers", "tools/test_sources", "engine/test_money",
)  # fmt: skip
TURNED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*",
}  # fmt: skip
SECONDS = 300
# Changes that nobody could see, by file and the changed line, with the reason.
EQUIVALENT: dict[tuple[str, str], str] = {
    ("engine/crossing", "if x <= right and x < limit * (1 - HAIR):"): (
        "at x = right the next stretch begins at a height of 0 and gives the same"
    ),
    ("engine/standing", "low, high = min(ends) * (1 + HAIR), max(ends) * (1 - HAIR)"): (
        "a narrower stretch only looks the tier up again, more slowly"
    ),
    ("engine/position", "if (equity > here) is not (equity > beyond):"): (
        "equity that equals the requirement at the edge is the root that was returned before"
    ),
    ("engine/rulebook", "contract.tier_at(1)  # says that no table is published, and what to do"): (
        "it raises whatever the value"
    ),
    ("engine/pool", "sign: float = 1.0,"): "only the sign of the height is asked",
    (
        "engine/holdings",
        "if len(margins) == len(self.positions) and self.cross_balance < -ROUNDING * scale:",
    ): "one float apart",
    ("theory/given", "LARGEST, SMALLEST = 1e60, 1e-60"): "no market comes near either bound",
    (
        "engine/holdings",
        "if self.cross_balance < 0:",
    ): "only asked more often, with the same answer",
    (
        "theory/given",
        "if type(value) is float and (SMALLEST if positive else least) < value < LARGEST:",
    ): "the quick way in; the slow one says the same",
    ("engine/trace", "if len(self.block) > BLOCK:"): "a block is one number longer",
    (
        "engine/account",
        "whole = size >= leg.size * (1 - ROUNDING)  # what is less was rounded away",
    ): "one float apart",
    ("engine/replay", "if money > ROUNDING * standing.position_value:"): "one float apart",
    **dict.fromkeys(
        (
            ("engine/account", "if amount > most * (1 + ROUNDING):"),
            ("engine/account", "if amount > 0 and amount > most * (1 + ROUNDING):"),
        ),
        "one float between what is taken and what is refused",
    ),
}


class Mutant(NamedTuple):
    """One change: in which file and line, and the whole text of the file with it."""

    module: str
    line: int
    was: str
    now: str
    text: str

    def __str__(self) -> str:
        return f"marginlab/{self.module}.py, line {self.line}: {self.was}  ->  {self.now}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of a module, in order."""
    text = (ROOT / "marginlab" / f"{module}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        changed = _changed(node, text)
        if changed is None:
            continue
        start, end = (_offset(text, *at) for at in _span(node))
        now = text[:start] + changed + text[end:]
        line = text.splitlines()[node.lineno - 1].strip()
        new = now.splitlines()[node.lineno - 1].strip()
        yield Mutant(module, node.lineno, line, new, now)


def _changed(node: ast.AST, text: str) -> str | None:
    segment = ast.get_source_segment(text, node) or ""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
        left, right = (ast.get_source_segment(text, n) for n in (node.left, node.comparators[0]))
        return f"({left}) {TURNED[type(node.ops[0])]} ({right})"
    if isinstance(node, ast.BinOp) and type(node.op) in TURNED and "'" not in segment:
        left, right = (ast.get_source_segment(text, n) for n in (node.left, node.right))
        return None if '"' in segment else f"(({left}) {TURNED[type(node.op)]} ({right}))"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"(+{ast.get_source_segment(text, node.operand)})"
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return repr(node.value + 1 if isinstance(node.value, int) else node.value * 2 + 1e-3)
    if isinstance(node, ast.Name) and node.id in ("min", "max"):
        return "max" if node.id == "min" else "min"
    return None


def _span(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def survives(mutant: Mutant, home: Path) -> bool:
    """Whether all tests pass with the change, in a copy of the project."""
    path = home / "marginlab" / f"{mutant.module}.py"
    kept = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    files = [str(home / "tests" / f"{name}.py") for name in TESTS]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        *files,
    ]
    try:
        done = subprocess.run(
            command,
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False  # it hangs: noticed
    finally:
        path.write_text(kept, encoding="utf-8")
    return done.returncode == 0


def main(count: int = 200, seed: int = 14) -> int:
    """Try that many; print survivors and the share that was caught."""
    chosen = [m for module in ENGINE for m in mutants(module)]
    chosen = Random(seed).sample(chosen, count)
    start, survivors = perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        homes = []
        for i in range(os.cpu_count() or 1):
            home = Path(folder) / str(i)
            ignore = shutil.ignore_patterns("browser", "__pycache__")
            for part in ("marginlab", "tests"):
                shutil.copytree(ROOT / part, home / part, ignore=ignore)
            shutil.copy(ROOT / "pyproject.toml", home)
            homes.append(home)

        def work(number: int) -> list[Mutant]:
            unnoticed = []
            for mutant in chosen[number :: len(homes)]:
                if survives(mutant, homes[number]):
                    print(mutant, flush=True)
                    unnoticed.append(mutant)
            return unnoticed

        with ThreadPoolExecutor(len(homes)) as pool:
            for found in pool.map(work, range(len(homes))):
                survivors += found
    known = [m for m in survivors if (m.module, m.was) in EQUIVALENT]
    caught = count - len(survivors)
    print(
        f"{caught} of {count} caught, {len(known)} known to change nothing, "
        f"{len(survivors) - len(known)} unnoticed, {perf_counter() - start:.0f} s"
    )
    return 0 if caught + len(known) >= 0.95 * count else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
