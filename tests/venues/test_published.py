"""Published numbers, exchanges' and other projects', come out to their stated digits.

Every entry of tests/data is computed through the library or named in `OUT_OF_SCOPE` with a reason.
Tolerances are the entries' own. Inputs are read as Decimal: what was printed is what is meant.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import VENUES
from tests.venues.published_exchanges import CANNOT_BE_REPRODUCED, CASES
from tests.venues.published_peers import FORMULAS, OUT_OF_SCOPE

DATA = Path(__file__).parents[1] / "data"
SIDES = {"long": LONG, "short": SHORT}
WRONG = ("source_error", "not_reproducible")


def entries(name):
    text = (DATA / name).read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


EXAMPLES = entries("exchange-examples.json")
VECTORS = entries("peer-vectors.json")
IN_SCOPE = [v for v in VECTORS if v["id"] not in OUT_OF_SCOPE]


def number(value):
    """A number that stands as text in the file; anything else as it is."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except ArithmeticError:
            return value
    return value


def computed(entry):
    inputs = {name: number(value) for name, value in entry["inputs"].items()}
    return CASES[entry["id"]](inputs, SIDES.get(entry["side"], LONG))


def tolerance(entry, name):
    stated = entry["tolerance"]
    return stated[name] if isinstance(stated, dict) else stated


def by_id(entry):
    return entry["id"]


def test_every_entry_is_a_case_or_says_why_it_is_not():
    cases = set(CASES) | {v["id"] for v in VECTORS if v["formula_id"] in FORMULAS}
    everything = {e["id"] for e in EXAMPLES} | {v["id"] for v in VECTORS}
    assert cases.isdisjoint(OUT_OF_SCOPE)
    assert cases | set(OUT_OF_SCOPE) == everything
    assert len(everything) == len(EXAMPLES) + len(VECTORS)
    assert all(OUT_OF_SCOPE.values())


def test_every_entry_names_its_source():
    assert all(e["source_url"].startswith("https://") and e["source_kind"] for e in EXAMPLES)
    assert all(v["project"] and v["path"] and v["commit"] for v in VECTORS)


@pytest.mark.parametrize("entry", [e for e in EXAMPLES if e["status"] == "reproduced"], ids=by_id)
def test_an_exchanges_example_comes_out_to_its_stated_digits(entry):
    found = computed(entry)
    for name, printed in entry["expected"].items():
        assert abs(found[name] - number(printed)) <= tolerance(entry, name), name


@pytest.mark.parametrize("entry", [e for e in EXAMPLES if e["status"] in WRONG], ids=by_id)
def test_a_wrong_source_is_shown_to_be_wrong_by_the_right_value(entry):
    found = computed(entry)
    # A third value tells the two apart: it was worked out apart from both, to 12 digits.
    for name, right in entry["computed"].items():
        assert found[name] == pytest.approx(right, rel=Decimal("1e-11")), name
    assert any(
        abs(found[name] - number(printed)) > tolerance(entry, name)
        for name, printed in entry["expected"].items()
    )


@pytest.mark.parametrize("entry", IN_SCOPE, ids=by_id)
def test_another_projects_expectation_comes_out_within_its_tolerance(entry):
    found = FORMULAS[entry["formula_id"]](entry["inputs"], SIDES.get(entry["side"], LONG))
    stated = entry["tolerance"]
    assert agree(found, entry["expected"], stated["type"], stated["value"]), found


def agree(found, expected, how, value):
    if isinstance(expected, list):
        pairs = zip(found, expected, strict=True)
        return all(agree(f, e, how, value) for f, e in pairs)
    if isinstance(expected, dict):
        return all(agree(found[n], e, how, value) for n, e in expected.items())
    if isinstance(expected, bool | str) or expected is None or how == "exact":
        return found == expected
    return abs(found - expected) <= value * (abs(expected) if how == "rel" else 1)


def test_what_cannot_be_reproduced_is_of_a_venue_and_has_its_reason():
    venues = {venue.name for venue in VENUES}
    assert {what.partition(":")[0] for what in CANNOT_BE_REPRODUCED} <= venues
    assert all(CANNOT_BE_REPRODUCED.values())
