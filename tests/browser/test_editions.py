"""What JupyterLab itself writes into a notebook that somebody only looked at is nobody's change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from marginlab.app.folder import digest
from tests.browser.lab import ROOT, Notebook

NAME = "lessons/05_the_quiet_leak.ipynb"


def test_a_lesson_that_was_only_opened_and_saved_is_as_it_was_given(
    opened: Callable[..., Notebook], course: Path
) -> None:
    given = (ROOT / NAME).read_bytes()
    book = opened(NAME)
    book.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    saved = (course / NAME).read_bytes()
    assert saved != given, "JupyterLab has noted its kernel"
    assert digest(given).is_still(saved)
