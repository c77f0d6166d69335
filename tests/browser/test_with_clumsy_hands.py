"""Twenty clumsy acts, each kind in each edition; `python -m tests.long` replays two hundred."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.clumsy import ACTS, InTheBrowser, OwnComputer, replay
from tests.browser.net import shown, visitor

SEED = 0


def test_a_pack_is_ten_acts() -> None:
    assert ACTS == 10


def test_nothing_is_lost_in_jupyterlab(context: BrowserContext, address: str, course: Path) -> None:
    replay(OwnComputer(context, address, course, course / "clumsy"), SEED)


def test_nothing_is_lost_in_the_browser_edition(
    site: Path, browser: Browser, chromium: str, tmp_path: Path
) -> None:
    with shown(site) as port, visitor(browser, chromium, tmp_path) as context:
        replay(InTheBrowser(context, port), SEED)
