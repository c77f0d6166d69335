"""How long a room waits for a lesson: `python tests/benchmarks/bench_room.py SITE OTHER_CHECKOUT`, by hand.

SITE is a built site with its zip beside it; OTHER_CHECKOUT is one in which `python -m tools.site serve`
shows it as well. Chromium opens lesson 2 once, which says what a lesson fetches. Then learners load these
files all at once, with six connections each as browsers have, from one server after the other; meanwhile
a small file is asked for five times a second. What counts are the ratios of one run.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import sync_playwright

from tests.browser.lab import FLAGS, HOST, ROOT, Notebook
from tests.browser.net import fetched, shown, visitor
from tests.browser.test_browser_edition import run_all

LEARNERS, CONNECTIONS, ROUNDS = 20, 6, 2
LESSON, SMALL = "Run lesson 2", "/marginlab/bar.css"
BETWEEN = 0.2  # seconds from one request for the small file to the next
HEADERS = {"Accept-Encoding": "gzip"}


class Room(NamedTuple):
    """What a room saw of a server: seconds, seconds, bytes, seconds of a core, bytes a learner."""

    wall: float
    small: float
    memory: float
    cpu: float
    fetched: float


def a_lesson(site: Path, profile: Path) -> list[str]:
    """The paths that one lesson fetches when it is opened for the first time and run."""
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    with sync_playwright() as playwright, shown(site) as port:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with visitor(browser, chromium, profile) as context:
            book = Notebook(context, f"http://{HOST}:{port}/", link=LESSON)
            run_all(book)
        browser.close()
    return sorted(urlsplit(url)._replace(scheme="", netloc="").geturl() for url in fetched(profile))


def load(port: int, paths: list[str], learners: int) -> tuple[float, int]:
    """Seconds until all learners have all files, and the bytes that came."""
    work = [iter(paths) for _ in range(learners)]
    turns = [threading.Lock() for _ in range(learners)]

    def connection(learner: int) -> int:
        line, came = HTTPConnection(HOST, port, timeout=600), 0
        while True:
            with turns[learner]:
                path = next(work[learner], None)
            if path is None:
                return came
            line.request("GET", path, headers=HEADERS)
            answer = line.getresponse()
            while piece := answer.read(256 * 1024):
                came += len(piece)

    begun = time.monotonic()
    with ThreadPoolExecutor(learners * CONNECTIONS) as hands:
        came = sum(hands.map(connection, list(range(learners)) * CONNECTIONS))
    return time.monotonic() - begun, came


def small_file(port: int, waited: list[float]) -> None:
    begun = time.monotonic()
    line = HTTPConnection(HOST, port, timeout=600)
    line.request("GET", SMALL, headers=HEADERS)
    line.getresponse().read()
    line.close()
    waited.append(time.monotonic() - begun)


def room(checkout: Path, site: Path, paths: list[str], port: int) -> Room:
    """One room before one server."""
    words = [sys.executable, "-m", "tools.site", "serve", str(site), "--port", str(port)]
    with subprocess.Popen(words, cwd=checkout, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        while not server.stdout.readline().startswith("Stop it"):
            assert server.poll() is None
        waited: list[float] = []
        asking: list[threading.Thread] = []
        with ProcessPoolExecutor(1) as others:
            loading = others.submit(load, port, paths, LEARNERS)
            while not loading.done():
                asking.append(threading.Thread(target=small_file, args=(port, waited)))
                asking[-1].start()
                time.sleep(BETWEEN)
        for one in asking:
            one.join()
        wall, came = loading.result()
        process = psutil.Process(server.pid)
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii").split()
        memory = int(status[status.index("VmHWM:") + 1]) * 1024
        cpu = sum(process.cpu_times()[:2])
        server.terminate()
    return Room(wall, statistics.quantiles(waited, n=20)[-1], memory, cpu, came / LEARNERS)


def main() -> None:
    site, other = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        paths = a_lesson(site, Path(folder))
    print(f"{LESSON}: {len(paths)} files; {LEARNERS} learners, {CONNECTIONS} connections each")
    seen: dict[str, list[Room]] = {"here": [], "other": []}
    for turn in range(ROUNDS):
        for port, (name, checkout) in enumerate(
            {"here": ROOT, "other": other}.items(), 8600 + 2 * turn
        ):
            seen[name].append(one := room(checkout, site, paths, port))
            print(
                f"{name:6} all loaded {one.wall:6.1f} s   small file, 95th {one.small:6.2f} s   "
                f"memory {one.memory / 1e6:5.0f} MB   CPU {one.cpu:5.1f} s   {one.fetched / 1e6:.1f} MB each"
            )
    bars: dict[str, tuple[Callable[[Room], float], float]] = {
        "all loaded": (lambda one: one.wall, 0.15),
        "small file": (lambda one: one.small, 0.1),
        "memory": (lambda one: one.memory, 1.1),
    }
    for what, (of, bar) in bars.items():
        ratio = statistics.fmean(map(of, seen["here"])) / statistics.fmean(map(of, seen["other"]))
        print(f"{what}: {ratio:.3f} of the other's (bar {bar})")


if __name__ == "__main__":
    main()
