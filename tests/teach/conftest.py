"""Servers of the instructor's room, in a thread of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tornado.httpserver import HTTPServer
from tornado.web import Application

from marginlab.teach.live import doors
from marginlab.teach.live.room import Room
from marginlab.teach.server import opened

FILES = {
    "marginlab/course.json": b'{"store": "marginlab 9 abcdef"}',
    "index.html": b"<h1>The course</h1>",
    "notebooks/index.html": b"<h1>A notebook</h1>",
    "python.wasm": b"\0asm" * 50_000,
    "python.mjs": b"export const a = 1;\n" * 200,
    "a picture.png": bytes(range(256)) * 3,
    "empty.txt": b"",
}


def _can_be_had(host: str) -> bool:
    try:
        for one in opened([host], 0):
            one.close()
    except OSError:
        return False
    return True


HOSTS = [host for host in ("127.0.0.1", "::1") if _can_be_had(host)]  # some machines have no IPv6


def packed(path: Path, files: dict[str, bytes], root: str = "marginlab-9/") -> Path:
    """A zip of a site."""
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(root + name, content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site as a folder, without its zip."""
    for name, content in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "site"


@contextmanager
def broken(room: Room, token: str) -> Iterator[None]:
    """No line to the room's seats holds, and that of this seat breaks."""
    [send] = room.seats[token].lines
    line: Any = send.__self__  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doors.SeatLine, "check_origin", lambda *_: False)
        line.ws_connection.stream.io_loop.add_callback(line.close)
        yield


@contextmanager
def answering(application: Application) -> Iterator[int]:
    """Lets it answer on both address families; yields the port."""
    sockets = opened(HOSTS, 0)
    port = sockets[0].getsockname()[1]
    begun, ends = threading.Event(), []

    async def answer() -> None:
        server, end = HTTPServer(application), asyncio.Event()
        server.add_sockets(sockets)
        loop = asyncio.get_running_loop()
        ends.append(lambda: loop.call_soon_threadsafe(end.set))
        begun.set()
        await end.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(answer()))
    thread.start()
    begun.wait(10)
    try:
        yield port
    finally:
        ends[0]()
        thread.join(10)
