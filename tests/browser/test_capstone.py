"""The finished memo as a page: readable for everybody, and printed on one sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from marginlab.course.capstone.page import risk_memo
from marginlab.practice import progress
from tests.browser.lab import Shots, violations
from tests.course.test_capstone import CROSS


def test_the_memo_is_a_page_for_everybody_on_one_sheet(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shots: Shots
) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    monkeypatch.chdir(tmp_path)
    risk_memo(**CROSS)
    page = context.new_page()
    page.goto((tmp_path / "risk-memo.html").as_uri())
    assert violations(page, "html") == []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shots.take(page, f"memo_{width}")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) == 1
    page.close()
