"""Whether another device reaches this machine, and how fast: a page that loads a sample from it.

The clock is this machine's, from the request for the sample to the word that it has arrived, so that
nothing that a device says is taken for a number.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from socket import socket

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from marginlab.teach.server import PIECE, quiet

PAGE = Path(__file__).with_name("reach.html")
SAMPLE = 64 * PIECE  # bytes: four seconds at 8 Mbit/s


class Reach:
    """What is known of other devices: whether one came, and what it loaded, in bits a second.

    is_own says of an address whether it is one of this machine.
    """

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        self.is_own = is_own
        self.tried = self.device = False
        self.rate: float | None = None
        self.begun: dict[str, float] = {}
        self.measured = asyncio.Event()


class _Answer(RequestHandler):
    def initialize(self, reach: Reach) -> None:
        self.reach = reach
        self.remote = str(self.request.remote_ip)
        self.own = reach.is_own(self.remote)
        self.set_header("Cache-Control", "no-store")


class _Page(_Answer):
    def get(self) -> None:
        self.reach.device |= not self.own
        self.write(PAGE.read_bytes())


class _Sample(_Answer):
    async def get(self) -> None:
        piece = os.urandom(PIECE)  # nothing on the way can make it smaller
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Length", SAMPLE)
        self.reach.begun[self.remote] = time.monotonic()
        try:
            for _ in range(SAMPLE // PIECE):
                self.write(piece)
                await self.flush()
        except StreamClosedError:  # the device went away
            self.reach.begun.pop(self.remote, None)


class _Done(_Answer):
    def post(self) -> None:
        begun = self.reach.begun.pop(self.remote, None)
        if begun is None:
            raise HTTPError(409)
        rate = SAMPLE * 8 / (time.monotonic() - begun)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if self.own:
            self.write("This is the laptop itself. Open the page on another device.")
            return
        self.write(f"It loads {rate / 1e6:.3g} Mbit/s. You may close this page.")
        self.reach.device, self.reach.rate = True, rate
        self.reach.measured.set()


async def wait(reach: Reach, sockets: list[socket], seconds: float) -> None:
    """Shows the page until another device has measured, the seconds are over, or Ctrl+C is pressed."""
    reach.tried = True
    answers = {"/": _Page, "/sample": _Sample, "/done": _Done}
    server = HTTPServer(quiet([(path, kind, {"reach": reach}) for path, kind in answers.items()]))
    server.add_sockets(sockets)
    try:
        await asyncio.wait_for(reach.measured.wait(), seconds)
        await asyncio.sleep(0.2)  # the device is still to be told
    except (TimeoutError, asyncio.CancelledError):
        pass
    finally:
        server.stop()
