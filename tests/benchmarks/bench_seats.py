"""How a full room marks: `python -m tests.benchmarks.bench_seats [SITE]`, by hand.

A process of its own holds the class. Two hundred seats mark twice within seconds of one another, each
over its own line; with a built SITE also while twenty learners load all files of a lesson from the same
process, and twenty more as soon as they have them. Then ten thousand more marks say whether its memory grows.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.benchmarks.bench_room import LEARNERS, a_lesson, load
from tests.benchmarks.bench_stage import a_class
from tests.browser.lab import HOST

SEATS, ROUNDS, SPREAD = 200, 2, 6.0  # seconds within which all of a round mark
MORE = 10_000
PORT = 8650
BARS = {"alone": 0.1, "while a lesson loads": 0.6}  # seconds of the 95th of a hundred marks


async def line(name: str, key: str = "") -> WebSocketClientConnection:
    own = f"{HOST}:{PORT}"
    url = f"ws://{own}/room/line/{name}?key={key}"
    return await websocket_connect(HTTPRequest(url, headers={"Origin": f"http://{own}"}))


async def told(line: WebSocketClientConnection, wanted: str) -> object:
    while True:
        said = await line.read_message()
        assert said is not None, "the line was cut off"
        message = json.loads(said)
        if wanted in message:
            return message[wanted]


async def read(line: WebSocketClientConnection) -> None:
    """As a console does, so that nothing waits for it."""
    while await line.read_message() is not None:
        pass


async def marked(seat: WebSocketClientConnection, name: str, waits: list[float]) -> None:
    """One mark, sometime; how long it takes until the room has taken it."""
    await asyncio.sleep(random.uniform(0, SPREAD))
    at = random.randrange(59_000, 60_500, 10)
    begun = time.monotonic()
    await seat.write_message(json.dumps({"mark": at, "sure": "guess", "on": name}))
    await told(seat, "taken")
    waits.append(time.monotonic() - begun)


async def room(key: str, code: str, process: psutil.Process, files: list[str]) -> None:
    console = await line("console", key)
    votes = int(bool(await told(console, "vote")))
    while votes < 2:  # the second vote of the shortest track is lesson 2's, on a narrow axis
        await console.write_message(json.dumps({"go": 1}))
        votes += bool(await told(console, "vote"))
    seats = [await line("seat") for _ in range(SEATS)]
    for seat in seats:
        await seat.write_message(json.dumps({"join": code}))
    name = ""
    for seat in seats:
        name = str(await told(seat, "name"))
    reading = asyncio.create_task(read(console))
    for step, under in zip(("open", "again"), BARS if files else list(BARS)[:1], strict=False):
        if step == "again":
            await console.write_message(json.dumps({"vote": "piles", "on": name}))
        await console.write_message(json.dumps({"vote": step, "on": name}))
        await asyncio.sleep(1)
        waits: list[float] = []
        with ProcessPoolExecutor(1) as others:
            loaded: list[int] = []
            loading = (
                asyncio.create_task(load_on(others, files, loaded)) if under != "alone" else None
            )
            for _ in range(ROUNDS):
                await asyncio.gather(*(marked(seat, name, waits) for seat in seats))
            if loading:
                loading.cancel()
        tail = statistics.quantiles(waits, n=20)[-1]
        busy = f", {sum(loaded)} lessons loaded, {LEARNERS} still on the way" if loading else ""
        print(f"{under}: {len(waits)} of {SEATS * ROUNDS} marks{busy};")
        middle, most = statistics.median(waits), max(waits)
        print(
            f"  median {middle:.3f} s, 95th {tail:.3f} (bar {BARS[under]}), worst {most:.3f}",
            flush=True,
        )
    before = process.memory_info().rss
    for _ in range(MORE // SEATS):
        await asyncio.gather(*(soon(seat, name) for seat in seats))
        await asyncio.sleep(0.3)
    after = process.memory_info().rss
    reading.cancel()
    print(f"{MORE:,} marks more: memory {before / 1e6:.1f} -> {after / 1e6:.1f} MB")


async def load_on(others: ProcessPoolExecutor, files: list[str], loaded: list[int]) -> None:
    """Learners load the lesson, one class after the other; how many have it."""
    while True:
        await asyncio.get_running_loop().run_in_executor(others, load, PORT, files, LEARNERS)
        loaded.append(LEARNERS)


async def soon(seat: WebSocketClientConnection, name: str) -> None:
    mark = {"mark": 59_400, "sure": "guess", "on": name}
    await seat.write_message(json.dumps(mark))
    await told(seat, "taken")


def main() -> None:
    site = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    files: list[str] = []
    if site:
        with tempfile.TemporaryDirectory() as folder:
            files = a_lesson(site, Path(folder))
    with a_class(PORT, *(["--site", str(site)] if site else [])) as (number, said):
        key, code = re.search(r"key=(\S+)", said), re.search(r"code (\d{6})", said)
        assert key
        assert code
        asyncio.run(room(key[1], code[1], psutil.Process(number), files))


if __name__ == "__main__":
    main()
