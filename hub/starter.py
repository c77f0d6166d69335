"""Starts every seat before class, through JupyterHub's own interface, and says when it is ready."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from http.client import HTTPException
from urllib.request import Request, urlopen

from hub.configuration import SECONDS_TO_START, Hub, at_once


@dataclass(frozen=True, slots=True)
class Start:
    """How a seat started: after how long it answered [s], or why it did not."""

    seat: str
    seconds: float
    problem: str = ""


def started(hub: Hub, token: str) -> Iterator[Start]:
    """Starts all seats, a few at a time, and yields each as soon as it answers or failed."""
    _wait(hub)
    with ThreadPoolExecutor(at_once()) as workers:
        starts = [workers.submit(_started, hub, seat, token) for seat in hub.seats]
        for start in as_completed(starts):
            yield start.result()


def _wait(hub: Hub) -> None:
    """Waits for the hub itself; where it ends instead, this thread ends with it."""
    while True:
        try:
            urlopen(f"{hub.address}/hub/api/", timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _started(hub: Hub, seat: str, token: str) -> Start:
    begun = time.monotonic()
    server = f"{hub.address}/hub/api/users/{seat}/server"
    allowed = {"Authorization": f"token {token}"}
    last: dict[str, object] = {}
    try:
        urlopen(Request(server, b"", allowed, method="POST"), timeout=SECONDS_TO_START).close()
        # What is told meanwhile, an event a line; the last one says how it ended.
        with urlopen(
            Request(f"{server}/progress", headers=allowed), timeout=SECONDS_TO_START
        ) as told:
            for line in told:
                if line.startswith(b"data: "):
                    last = json.loads(line.removeprefix(b"data: "))
    except (OSError, HTTPException) as error:
        return Start(seat, time.monotonic() - begun, str(error))
    problem = (
        "" if last.get("ready") else str(last.get("message", "the hub did not say how it ended"))
    )
    return Start(seat, time.monotonic() - begun, problem)
