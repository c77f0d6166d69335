"""REFERENCE.md: every public name is in it, and what it says is what a reader can import."""

from __future__ import annotations

import re

import pytest

import marginlab
from marginlab import lesson
from tools.notebooks import ROOT, reference

TEXT = (ROOT / reference.FILE).read_text(encoding="utf-8")
ENTRY = re.compile(r"^### `(\w+)(\(.*\))?`\n\n(.+)$", re.MULTILINE)


def test_it_names_every_public_name_once_and_nothing_else() -> None:
    names = [entry[1] for entry in ENTRY.finditer(TEXT)]
    assert sorted(names) == sorted({*marginlab.__all__, *lesson.__all__})


def test_no_public_name_is_without_a_word() -> None:
    assert len(ENTRY.findall(TEXT)) == TEXT.count("\n### ")  # each is followed by a text


def test_units_errors_and_sources_come_with_it() -> None:
    [entry] = [text for text in TEXT.split("\n### ") if text.startswith("`funding_payment(")]
    assert "[settle coin]" in entry
    assert re.search(r"Source: Bitget, support article \d+ \(2025; read 2026-11-22\)", entry)


def test_a_docstring_that_has_changed_is_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(reference.problems())
    monkeypatch.setattr(lesson.say, "__doc__", "Says something else.")
    [problem] = reference.problems()
    assert problem.startswith("REFERENCE.md is not what the docstrings give")
