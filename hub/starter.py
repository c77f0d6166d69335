"""Starts every seat before class, through JupyterHub's own interface, and says when it is ready."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from hub.configuration import SECONDS_TO_START, Hub

# The hub is on this machine, whatever this machine asks others through.
ask = build_opener(ProxyHandler({})).open


@dataclass(frozen=True, slots=True)
class Start:
    """How a seat started: after how long it answered [s], or why it did not."""

    seat: str
    seconds: float
    problem: str = ""


def started(hub: Hub, token: str) -> Iterator[Start]:
    """Starts all seats, a few at a time, and yields each as soon as it answers or failed."""
    _wait(hub)
    with ThreadPoolExecutor(os.cpu_count()) as workers:  # a start keeps one core busy
        starts = [workers.submit(_started, hub, seat, token) for seat in hub.seats]
        for start in as_completed(starts):
            yield start.result()


def _wait(hub: Hub) -> None:
    """Waits for the hub itself; where it ends instead, this thread ends with it."""
    while True:
        try:
            ask(f"{hub.inside}/hub/api/", timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _started(hub: Hub, seat: str, token: str) -> Start:
    begun = time.monotonic()
    try:
        problem = _problem(f"{hub.inside}/hub/api/users/{seat}/server", token)
    except (OSError, HTTPException) as error:
        problem = str(error)
    return Start(seat, time.monotonic() - begun, problem)


def _problem(server: str, token: str) -> str:
    """Starts it and waits; why it does not answer, or nothing."""
    allowed = {"Authorization": f"token {token}"}
    try:
        ask(Request(server, b"", allowed, method="POST"), timeout=SECONDS_TO_START).close()
    except HTTPError as error:
        if error.code != HTTPStatus.BAD_REQUEST:  # its learner was faster, and it runs
            raise
    last: dict[str, object] = {"message": "the hub did not say how it ended"}
    asked = Request(f"{server}/progress", headers=allowed)
    with ask(asked, timeout=SECONDS_TO_START) as told:  # an event a line, until it has ended
        for line in told:
            if line.startswith(b"data: "):
                last = json.loads(line.removeprefix(b"data: "))
    return "" if last.get("ready") else str(last.get("message"))
