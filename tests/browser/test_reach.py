"""The page of `teach check`, as another device opens it."""

from __future__ import annotations

import asyncio
import threading

from playwright.sync_api import Browser, expect

from marginlab.teach import reach
from marginlab.teach.server import opened
from tests.browser.lab import HOST, violations


def test_a_device_says_that_it_came_and_how_fast_it_loads(browser: Browser) -> None:
    known, sockets = reach.Reach(lambda remote: False), opened([HOST], 0)
    port = sockets[0].getsockname()[1]
    waiting = threading.Thread(target=lambda: asyncio.run(reach.wait(known, sockets, 60)))
    waiting.start()
    page = browser.new_page(viewport={"width": 360, "height": 640})  # a telephone
    page.goto(f"http://{HOST}:{port}/")
    expect(page.get_by_role("heading")).to_have_text("This device reaches the laptop")
    expect(page.get_by_role("status")).to_contain_text("Mbit/s. You may close this page.")
    assert violations(page, "html") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    waiting.join(10)
    assert known.rate is not None
    page.close()
