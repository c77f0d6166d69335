"""The browser edition as its visitors have it: its servers, browsers of one's own, what they fetch."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext

from tests.browser.lab import FLAGS, HOST, ROOT

ROOM = "room.test"  # the same machine under a name of its own: a page from there is on plain http
RULES = f"--host-resolver-rules=MAP {ROOM} {HOST} , MAP * ~NOTFOUND , EXCLUDE {HOST}"
OURS = [sys.executable, "-m", "tools.site", "serve", "{site}", "--port", "{port}"]
PLAIN = [sys.executable, "-m", "http.server", "{port}", "--bind", HOST, "--directory", "{site}"]
ISOLATING = [sys.executable, str(Path(__file__).with_name("isolating.py")), "{site}", "{port}"]


@contextmanager
def shown(site: Path, command: list[str] = OURS) -> Iterator[int]:
    """Shows a site until the block ends; yields the port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    words = [word.format(site=site, port=port) for word in command]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                with urlopen(f"http://{HOST}:{port}/", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the site's server did not start")
        yield port
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def visitor(
    browser: Browser, chromium: str, profile: Path, **more: Any
) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, which outlives it; it keeps a log of its network there."""
    log = f"--log-net-log={profile / 'net.json'}"
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium, args=[*FLAGS, RULES, log],
        **{"viewport": {"width": 1280, "height": 800}} | more,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    try:
        yield context
    finally:
        context.close()


def fetched(profile: Path) -> set[str]:
    """The addresses that pages of a browser which has ended asked for, or their workers.

    As its network service wrote them down; what Chromium itself wants of its makers is left out.
    """
    log = json.loads((profile / "net.json").read_text(encoding="utf-8"))
    started = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    begun = [event.get("params", {}) for event in log["events"] if event["type"] == started]
    asked = [one for one in begun if one.get("url", "").startswith(("http", "ws"))]
    return {
        one["url"] for one in asked
        if one["initiator"] != "not an origin" or one["request_type"] == "main frame"
    }  # fmt: skip


def weight(site: Path, urls: set[str]) -> tuple[int, int]:
    """The bytes of the files behind these addresses: as they are, and each packed by gzip -6."""
    paths = {urlsplit(url).path.lstrip("/") for url in urls}
    files = {
        site / path / "index.html" if (site / path).is_dir() else site / path for path in paths
    }
    contents = [path.read_bytes() for path in sorted(files) if path.is_file()]
    return sum(map(len, contents)), sum(len(gzip.compress(content, 6)) for content in contents)
