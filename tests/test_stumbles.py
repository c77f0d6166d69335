"""Where a learner gets stuck, one sentence says what to do; everybody else's errors stay what they are."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from marginlab import lesson, stumbles
from marginlab.stumbles import course_names, watch, watch_here

FIRST = "from marginlab.lesson import *"
pytestmark = pytest.mark.slow  # each runs the first cell in a fresh shell


class Shell(InteractiveShell):
    """A shell that keeps what it would show."""

    shown: str = ""

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        self.shown = "\n".join(stb)


@pytest.fixture(scope="module")
def one_shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    folder = tmp_path_factory.mktemp("ipython")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder))
        made = Shell(colors="nocolor")
    made.history_manager.enabled = False
    return made


@pytest.fixture
def shell(one_shell: Shell) -> Shell:
    """A shell in which nothing was run."""
    one_shell.reset()
    one_shell.set_custom_exc((), None)
    watch(one_shell)
    return one_shell


def told(shell: Shell, *cells: str) -> str:
    """What is shown after the last of these cells, which must fail."""
    for cell in cells:
        shell.shown = ""
        result = shell.run_cell(cell, store_history=True)
    assert not result.success, "it is an error all the same"
    return shell.shown


@pytest.mark.parametrize("cell", ['task("2.1")', "answer = ____", "wall_panel()", "x = 2 * LONG"])
def test_before_the_first_cell_was_run(shell: Shell, cell: str) -> None:
    said = told(shell, cell)
    assert said.startswith("`")
    assert "run the first cell of this notebook" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        ('answer = cross\ncheck("3.5a", answer)', 'answer = "cross"'),
        ('answer = (M + q*E) / (q*(1 + kappa))\ncheck("2.5", answer)', '"(M + q * E) / (q * (1 + kappa))"'),
        ('check("3.5a", neither)', '`"neither"`'),
    ],
)  # fmt: skip
def test_an_answer_without_its_quotes(shell: Shell, cell: str, quoted: str) -> None:
    said = told(shell, FIRST, cell)
    assert quoted in said
    assert "stands in quotes" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        ('answer = 9.5 %\ncheck("2.1", answer)', '`answer = "9.5 %"`'),
        ('answer = 54 249\ncheck("2.1", answer)', '`answer = "54 249"`'),
        ('answer = -54.249,55 USDT\ncheck("2.1", answer)', '`answer = "-54.249,55 USDT"`'),
        ('answer = $54249\ncheck("2.1", answer)', '`answer = "$54249"`'),
        ('check("2.1", 54 249)', '`check("2.1", "54 249")`'),
    ],
)
def test_a_number_that_python_cannot_read(shell: Shell, cell: str, quoted: str) -> None:
    said = told(shell, FIRST, cell)
    assert said.startswith("Python cannot read `")
    assert quoted in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("cell", ["answer = the cross", "for", "answer = (3", 'say("a" "b" c)'])
def test_other_lines_that_python_cannot_read_are_shown_as_always(shell: Shell, cell: str) -> None:
    assert "SyntaxError" in told(shell, FIRST, cell)


@pytest.mark.parametrize("before", [(), (FIRST,)], ids=["fresh", "after the first cell"])
@pytest.mark.parametrize("cell", ["by_leverage(10)", "walls[0]", "prise = pricce"])
def test_a_name_that_a_cell_above_would_give(
    shell: Shell, cell: str, before: tuple[str, ...]
) -> None:
    said = told(shell, *before, cell)
    assert "Run All Above Selected Cell" in said
    assert "misspelled" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("own", "cell", "name"),
    [
        ("check = 3", 'answer = 3\ncheck("2.1", answer)', "check"),
        ("solve = 3", 'price = solve(equity, "mark_price")', "solve"),
        ("say = 'hello'", 'say("{x:price}", x=1)', "say"),
        ("BITGET = 'bitget'", "BITGET.liquidation_price", "BITGET"),
        ("def check(answer): return answer", 'check("2.1", 5)', "check"),
        ("progress = 5", "progress()", "progress"),
    ],
)
def test_a_name_of_the_course_with_another_value(
    shell: Shell, own: str, cell: str, name: str
) -> None:
    said = told(shell, FIRST, own, cell)
    assert said.startswith(f"`{name}` belongs to the course")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "def f():\n    return check\nf()",
        "1 + 'a'",
        "len(5)",
        "'text'.nothing",
        "import json\njson.nothing",
        "def solve(a): return a\nsolve(1, 2)",
        "check = 3\ncheck()",
        "raise NameError('my own')",
        "%timeit -n 1 -r 1 pricce",
    ],
)
def test_all_other_errors_are_shown_as_always(shell: Shell, cell: str) -> None:
    """Here without the course, of which these know nothing."""
    assert "Traceback" in told(shell, cell)


def test_errors_below_a_cell_of_the_course_are_shown_as_always(shell: Shell) -> None:
    for cell in ("say('{x:price}', x=1 + 'a')", "def f(): return pricce\nf()", "wall_panel(1, 2)"):
        assert "Traceback" in told(shell, FIRST, cell)


def test_somebody_elses_way_of_showing_errors_stays(shell: Shell) -> None:
    shell.set_custom_exc((ZeroDivisionError,), lambda *_, **__: ["mine"])
    before = shell.CustomTB
    watch(shell)
    assert (shell.CustomTB, shell.custom_exceptions) == (before, (ZeroDivisionError,))


def test_the_first_cell_sets_it_in_any_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    shell = SimpleNamespace(custom_exceptions=(), set_custom_exc=lambda *given: asked.append(given))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    watch_here()
    assert asked == [(stumbles.KINDS, stumbles._show)]
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    watch_here()
    monkeypatch.delitem(sys.modules, "IPython")
    watch_here()
    assert len(asked) == 1


def test_the_names_are_those_that_the_first_cell_brings_in() -> None:
    assert course_names() == frozenset(lesson.__all__)
