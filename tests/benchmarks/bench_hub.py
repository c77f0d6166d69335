"""How long learners wait at a hub, and the memory of each: `python -m tests.benchmarks.bench_hub 10`.

By hand, not a test. All seats are started one after the other, as before class; then all learners at
once log in and run lesson 2 whole. Then all seats are stopped, and the same learners come to a hub on
which nothing has been started. Memory is the proportional set size, in which a page that several
processes share counts once; servers and kernels are told apart. hub/README.md keeps the figures.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
from websocket import create_connection

from hub.configuration import seats
from marginlab.app.folder import notebooks
from tests.hub.learner import Learner, Running, running

LESSON = next(name for name in notebooks() if name.startswith("lessons/02"))


class Timed(Learner):
    """A learner who logs in, starts the seat where it has not started, and runs the lesson."""

    def __init__(self, hub: Running, seat: str) -> None:
        super().__init__(hub)
        self._at, self._room = hub, f"/user/{seat}"
        self._seat = seat

    def come(self) -> tuple[float, float]:
        """After how long the seat answered, and after how long the lesson had run [s]."""
        begun = time.monotonic()
        self._open_seat()
        ready = time.monotonic() - begun
        self._run()
        return ready, time.monotonic() - begun

    def _open_seat(self) -> None:
        self.log_in(self._seat, self._at.password)
        while self.ask(f"/hub/api/users/{self._seat}")["server"] is None:
            time.sleep(0.2)
        self.log_in(self._seat, self._at.password)  # the seat's own cookies

    def leave(self) -> None:
        """Stops the seat."""
        self.ask(f"/hub/api/users/{self._seat}/server", "DELETE")

    def _run(self) -> None:
        wanted = {"path": LESSON, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self.ask(f"{self._room}/api/sessions", "POST", wanted)["kernel"]["id"]
        cells = self.ask(f"{self._room}/api/contents/{LESSON}")["content"]["cells"]
        address = self._at.address.replace("http", "ws", 1)
        socket = create_connection(
            f"{address}{self._room}/api/kernels/{kernel}/channels", cookie=self.cookies(self._room)
        )
        for cell in cells:
            if cell["cell_type"] == "code":
                _execute(socket, "".join(cell["source"]))


def _execute(socket: Any, code: str) -> None:
    head = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    parts = {"header": {**head, "username": "", "session": "1", "date": ""}, "content": content}
    socket.send(json.dumps({**parts, "parent_header": {}, "metadata": {}, "channel": "shell"}))
    while True:
        told = json.loads(socket.recv())
        if (
            told["msg_type"] == "execute_reply"
            and told["parent_header"]["msg_id"] == head["msg_id"]
        ):
            if told["content"]["status"] != "ok":
                sys.exit(f"a cell failed: {told['content']}")
            return


def at_once(learners: list[Timed]) -> list[tuple[float, float]]:
    """All of them come in the same moment."""
    with ThreadPoolExecutor(len(learners)) as workers:
        return list(workers.map(Timed.come, learners))


def memory(hub: Running) -> dict[str, list[float]]:
    """Of the hub with its proxy and culler, of each server, of each kernel [MB]."""
    found: dict[str, list[float]] = {"hub, proxy and culler": [_pss(psutil.Process(hub.process))]}
    for child in psutil.Process(hub.process).children():
        if "--hub" in child.cmdline():
            found.setdefault("a server", []).append(_pss(child))
            found.setdefault("its kernel", []).append(
                sum(map(_pss, child.children(recursive=True)))
            )
        else:
            found["hub, proxy and culler"][0] += _pss(child)
    return found


def _pss(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1e6


def told(name: str, values: Iterable[float], written: Callable[[float], str]) -> None:
    """A line: from, median, to."""
    numbers = list(values)
    low, middle, high = min(numbers), statistics.median(numbers), max(numbers)
    print(f"{name:<36}{written(low)} to {written(high)}, median {written(middle)}", flush=True)


def main(count: int) -> None:
    """Prints it all."""
    seconds, megabytes = "{:.1f} s".format, "{:.0f} MB".format
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), count) as hub,
    ):
        print(hub.said.splitlines()[-1])
        learners = [Timed(hub, seat) for seat in seats(count)]
        for name in "all seats started", "no seat started":
            ready, run = zip(*at_once(learners), strict=True)
            told(f"{name}: seat ready", ready, seconds)
            told(f"{name}: lesson run", run, seconds)
            for part, values in memory(hub).items():
                told(part, values, megabytes)
            for learner in learners:
                learner.leave()


if __name__ == "__main__":
    main(int(sys.argv[1]))
