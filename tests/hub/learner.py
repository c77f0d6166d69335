"""A hub of this machine that really runs, and learners at it, by HTTP as their browsers would."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

HUB = [sys.executable, "-m", "hub"]
ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120


class Running(NamedTuple):
    """A hub: its address, the room's password, its folder, its process, what it said in the terminal."""

    address: str
    password: str
    folder: Path
    process: int
    said: str


@contextmanager
def running(folder: Path, seats: int) -> Iterator[Running]:
    """A hub whose seats are all ready. RuntimeError, with what it said, where it ends instead."""
    said, kept = folder / "said", folder / "kept"
    words = ["--seats", str(seats), "--port", str(free_ports()), "--folder", str(kept)]
    with said.open("wb") as file:
        # Ctrl+C counts for it also where the tests run in the background, for which shells ignore it.
        heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(
            [*HUB, *words], cwd=ROOT, stdout=file, stderr=file, preexec_fn=heeds
        )
    try:
        end = time.monotonic() + SECONDS_TO_START * seats
        while f"{seats} of {seats} seats are ready" not in (text := said.read_text("utf-8")):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(text)
            time.sleep(0.1)
        found = re.match(r"(http://\S+)  log in as .+, password (\w+)\n", text)
        assert found, text
        yield Running(found[1], found[2], kept, process.pid, text)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=SECONDS_TO_START)


def free_ports() -> int:
    """The first of three ports in a row that are free."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            first = int(probe.getsockname()[1])
        try:
            for port in (first + 1, first + 2):
                socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return first


class Learner:
    """A browser's cookies, and what is done with them."""

    def __init__(self, hub: Running) -> None:
        self._hub, self._cookies = hub, CookieJar()
        self._open = build_opener(ProxyHandler({}), HTTPCookieProcessor(self._cookies)).open

    def _pass(self, path: str) -> str:
        """What the hub, or a seat of it, gave to its own pages and wants back from them."""
        known = {cookie.path: cookie.value for cookie in self._cookies if cookie.name == "_xsrf"}
        return known.get(path) or ""

    def cookies(self, path: str) -> str:
        """What the browser sends along when it opens a page below this path."""
        return "; ".join(
            f"{c.name}={c.value}" for c in self._cookies if path.startswith(c.path.rstrip("/"))
        )

    def log_in(self, seat: str, password: str) -> str:
        """Logs in; the address at which the browser is then."""
        self._open(f"{self._hub.address}/hub/login")
        form = {"username": seat, "password": password, "_xsrf": self._pass("/hub/")}
        with self._open(f"{self._hub.address}/hub/login", urlencode(form).encode()) as answer:
            return str(answer.geturl())

    def ask(self, path: str, method: str = "GET", said: Any = None) -> Any:
        """What the hub, or a seat of it, answers to one of its own pages."""
        under = "/hub/" if path.startswith("/hub/") else "/".join([*path.split("/")[:3], ""])
        content = None if said is None else json.dumps(said).encode()
        head = {"X-XSRFToken": self._pass(under), "Content-Type": "application/json"}
        with self._open(Request(self._hub.address + path, content, head, method=method)) as answer:
            text = answer.read()
        return json.loads(text) if text else None
