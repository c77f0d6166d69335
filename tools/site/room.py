"""A small web server for the site: on this machine, or for a room."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application, GZipContentEncoding, StaticFileHandler

from tools.site import COMMAND

LOOPBACK = "127.0.0.1"


def is_site(folder: Path) -> bool:
    """Whether the folder holds a site that was built here."""
    return (folder / "marginlab" / "course.json").is_file()


class Compressed(GZipContentEncoding):
    """Python for the browser shrinks to a third as well."""

    CONTENT_TYPES = GZipContentEncoding.CONTENT_TYPES | {"application/wasm"}


class Files(StaticFileHandler):
    """Files that a browser keeps and asks after, so that a site that is built anew is seen at once."""

    def compute_etag(self) -> str:
        assert self.absolute_path is not None  # tornado knows the file when it asks for its mark
        return f'"{self.get_content_version(self.absolute_path)}"'  # its own remembers the old file

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")


def application(site: Path) -> Application:
    """What answers the browsers; raises ValueError for a folder that holds no site."""
    if not is_site(site):
        raise ValueError(f"{site} holds no site; make one with: {COMMAND} build {site}")
    files = {"path": str(site), "default_filename": "index.html"}
    return Application([("/(.*)", Files, files)], transforms=[Compressed])


def serve(site: Path, host: str, port: int) -> None:
    """Shows the site until Ctrl+C; raises OSError when the port is taken."""
    asyncio.run(_serve(application(site), host, port))


async def _serve(answering: Application, host: str, port: int) -> None:
    server = HTTPServer(answering)
    try:
        server.listen(port, host)
    except OSError as error:
        raise OSError(
            f"port {port} cannot be opened ({error.strerror}); choose another with --port"
        ) from None
    print(f"On this machine: http://localhost:{port}/", flush=True)
    if host != LOOPBACK:
        print(
            f"In this room: http://{socket.gethostname()}:{port}/, or this machine's address in its place"
        )
        print("Over plain http the browsers keep edits, but progress only until a page is closed.")
    print("Stop it with Ctrl+C.", flush=True)
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        server.stop()
