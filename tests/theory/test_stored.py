"""What is stored is what sympy derives, and is found for nothing else."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pytest

from marginlab.theory import inverse, linear
from marginlab.theory.compiled import bare
from marginlab.theory.conditions import Condition
from marginlab.theory.formulas import Formula, solve
from marginlab.theory.stored import FORMULAS, FUNCTIONS
from marginlab.theory.terms import INVERSE_TERMS, TERMS
from marginlab.theory.written import Written
from tests.mutants import Mutant, mutants
from tools.notebooks import derived

TRADE = {"side": 1, "size": 3, "entry_price": 100, "collateral": 40}


def test_every_entry_is_what_sympy_derives_now() -> None:
    assert len(FORMULAS) > 40
    assert len(FUNCTIONS) > 20
    for path, text in derived.derived().items():
        stored = path.read_text(encoding="utf-8")
        assert text.splitlines() == stored.splitlines(), "run python -m tools.notebooks 00"


def test_the_build_tells_of_what_is_not_derived_and_stores_what_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = (derived.THEORY / "stored.py").read_text(encoding="utf-8")
    path = tmp_path / "stored.py"
    monkeypatch.setattr(derived, "ROOT", tmp_path)
    monkeypatch.setattr(derived, "derived", lambda: {path: stored})
    path.write_text(stored, encoding="utf-8")
    assert not [*derived.problems()]
    path.write_text(stored.replace("q E - d", "q E + d", 1), encoding="utf-8")
    assert [*derived.problems()] == [
        "stored.py is not what sympy derives; run python -m tools.notebooks."
    ]
    derived.refresh()
    assert not [*derived.problems()]


# ---- nothing stale is found -------------------------------------------------------------------


def conditions(kind: Any) -> list[tuple[Condition, str]]:
    """What is solved of linear contracts or of inverse ones, and for what."""
    terms = TERMS if kind.__name__ == linear.__name__ else INVERSE_TERMS
    lines = (
        kind.maintenance_margin,
        kind.maintenance_margin_without_fee,
        kind.maintenance_rate_alone,
        kind.maintenance_margin_at_entry,
        kind.taker_fee,
    )
    return [
        *((Condition(kind.equity, line, terms), "mark_price") for line in lines),
        (Condition(kind.result, kind.taker_fee, terms), "mark_price"),
        (Condition(kind.funding_payment, kind.initial_margin, terms), "funding_rate"),
    ]


def keys(kind: Any) -> list[str]:
    return [solve(*one).key for one in conditions(kind)]


def of_statements(mutant: Mutant, kind: ModuleType) -> bool:
    """Whether the change is in a line of a statement that is solved."""
    stated = {side for one, _ in conditions(kind) for side in (one.left, one.right)}
    for statement in {*stated, kind.unrealized_pnl, kind.position_value}:
        lines, start = inspect.getsourcelines(statement)
        if start <= mutant.line < start + len(lines):
            return True
    return False


MUTANTS = [
    pytest.param(mutant, kind, id=f"{kind.__name__.rpartition('.')[2]}-{mutant.line}-{number}")
    for kind in (linear, inverse)
    for number, mutant in enumerate(mutants(f"theory/{kind.__name__.rpartition('.')[2]}"))
    if of_statements(mutant, kind)
]


@pytest.mark.parametrize(("mutant", "kind"), MUTANTS)
def test_a_changed_constant_sign_or_operation_is_derived_anew(
    mutant: Mutant, kind: ModuleType
) -> None:
    changed = ModuleType(kind.__name__)
    exec(mutant.text, vars(changed))
    found = [
        (condition, solve(condition, target))
        for (condition, target), before, now in zip(
            conditions(changed), keys(kind), keys(changed), strict=True
        )
        if before != now
    ]
    assert found, f"{mutant} is not noticed"
    condition, formula = found[0]
    assert formula.key
    holds(condition, formula)


def holds(condition: Condition, formula: Formula) -> None:
    """At its root both statements are the same number, where it has one root."""
    # Of no two terms the same, so that a mutant meets no zero; the square of a side is 1.
    values = {n: Fraction(7 * i, 1 + i) for i, n in enumerate(condition.parameters(), 1)}
    values["side"] = Fraction(1)
    try:
        needed = {n: values[n] for n in formula.terms}
    except ValueError:  # it has none, or two: that was derived as well
        return
    values[formula.solution.target] = formula.compiled(**needed)
    left, right = (
        statement(**{n: values[n] for n in inspect.signature(statement).parameters})
        for statement in (condition.left, condition.right)
    )
    assert left == right


def test_there_are_changes_enough_to_be_noticed() -> None:
    assert len(MUTANTS) > 50


def test_what_a_statement_calls_and_the_constants_it_names_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share = ModuleType("share")
    exec("PART = 2\ndef half(size, mark_price):\n    return size * mark_price / PART", vars(share))

    def formula() -> Formula:
        return solve(Condition(linear.equity, share.half), "mark_price")

    before = formula().key
    monkeypatch.setattr(share, "PART", 3)
    assert formula().key != before
    stored = solve(Condition(linear.equity, linear.maintenance_margin), "mark_price")
    assert stored.key in FORMULAS
    monkeypatch.setattr(linear, "position_value", lambda size, mark_price: size * mark_price * 2)
    anew = solve(Condition(linear.equity, linear.maintenance_margin), "mark_price")
    assert anew.key not in FORMULAS
    assert anew(**TRADE, mmr=0.01, fee_rate=0) == stored(**TRADE, mmr=0.02, fee_rate=0)


@pytest.mark.parametrize("change", [{"letter": "z"}, {"latex": "z"}, {"bounds": "0 < x < 9"}])
def test_how_a_term_is_written_and_bound_counts(change: dict[str, str]) -> None:
    terms = MappingProxyType({**TERMS, "mmr": replace(TERMS["mmr"], **change)})
    formula = solve(Condition(linear.equity, linear.maintenance_margin, terms), "mark_price")
    assert formula.key
    assert formula.key not in FORMULAS


def test_a_default_the_target_what_is_given_and_by_what_it_varies_count() -> None:
    def dear(size: Any, mark_price: Any, mmr: Any, fee_rate: Any, offset: Any = 1) -> Any:
        return linear.maintenance_margin(size, mark_price, mmr, fee_rate, offset)

    wall = solve(Condition(linear.equity, linear.maintenance_margin), "mark_price")
    others = [
        solve(Condition(linear.equity, dear), "mark_price"),
        solve(Condition(linear.equity, linear.maintenance_margin), "collateral"),
        wall.at(side=1),
        wall.at(side=1, offset=0),
        wall.at(side=-1, offset=0),
        wall.sensitivity("collateral"),
    ]
    assert len({wall.key, *(one.key for one in others)}) == 7
    assert wall.at(side=1, offset=0).key == wall.at(offset=0, side=1).key


def test_a_bare_function_counts_its_names_and_every_expression() -> None:
    size, price = Written("size"), Written("mark_price")
    names = ("size", "mark_price")
    function = bare(names, size * price)
    assert function in FUNCTIONS.values()
    for other in (
        bare(names[::-1], size * price),
        bare(names, size * price, size),
        bare(names, size / price + 1),
    ):
        assert other not in FUNCTIONS.values()


# ---- what cannot be written down --------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        lambda size, mark_price: __import__("sympy").Rational(1, 2) * size * mark_price,
        lambda size, mark_price: (size * mark_price).subs("none", 1),
    ],
)
def test_a_statement_of_sympys_own_is_derived_as_ever(statement: Callable[..., Any]) -> None:
    formula = solve(Condition(statement, lambda collateral: collateral), "mark_price")
    assert formula.key == ""
    assert formula(size=2, collateral=8) in (8, 4)
