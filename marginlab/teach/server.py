"""The browser edition for a room, out of its zip: each file was packed once, when the site was built.

A member of a zip and a gzip stream hold the same packed bytes, so that a browser gets what lies in the
zip and nothing is packed while learners wait. A folder without its zip is shown as it is.
"""

from __future__ import annotations

import asyncio
import errno
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from mimetypes import MimeTypes
from pathlib import Path
from socket import gaierror, socket
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler

from marginlab.teach import addresses

COURSE = "marginlab/course.json"  # what every site says of itself
START = "index.html"
# Python's own table: what a machine's registry says of .js may keep a page from starting.
KINDS = MimeTypes()
for _ending in (".js", ".mjs"):
    KINDS.add_type("text/javascript", _ending)
OTHER = "application/octet-stream"
Route = tuple[str, type[RequestHandler], dict[str, Any]]
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
CUT_OFF = (EOFError, BadZipFile, zlib.error)  # of a zip that is written over while it is shown
GZIP_HEAD = bytes(
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
)  # RFC 1952: deflated, no time, any system
PIECE = 64 * 1024  # bytes that are sent before others have their turn
MAKE_ONE = "bring a release's site.zip, or make one in a checkout: python -m tools.site build site"
WITHOUT_ONE = "without one, `marginlab` on each laptop shows the same course"
PING = 20.0  # seconds after which a page that has gone without a word is asked whether it is there
IDLE = 30.0  # seconds for which a connection is held that asks for nothing more
MOST_BODY = 10_000  # bytes that a request brings along; none here needs any
FILES = 4096  # connections and files that a full room needs at once
LEAST_FREE_PORT = 1024  # those below are the system's


def is_site(folder: Path) -> bool:
    """Whether the folder holds a site that was built."""
    return (folder / COURSE).is_file()


def found(path: Path) -> Path:
    """What is shown when somebody names a site: a zip, or the folder where no zip of it lies beside.

    Raises ValueError, with a sentence, where there is no site.
    """
    if edition_of(path):
        beside = path.with_name(f"{path.name}.zip")
        same = path.is_dir() and beside.is_file() and _said_by(beside) == _said_by(path)
        return beside if same else path
    there = "holds no browser edition" if path.exists() else "does not exist"
    raise ValueError(f"{path} {there}; {MAKE_ONE}")


def edition_of(site: Path) -> str:
    """The edition that a site says it is: "marginlab", version, and the digest of its notebooks.

    Nothing where there is no site, or it does not say.
    """
    try:
        return str(json.loads(_said_by(site))["store"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""


def _said_by(site: Path) -> bytes:
    """What a site says of itself; nothing where there is none."""
    try:
        if site.is_dir():
            return (site / COURSE).read_bytes()
        with ZipFile(site) as packed:
            return packed.read(_root(packed) + COURSE)
    except (*CUT_OFF, KeyError, OSError, RuntimeError):  # the last where it wants a password
        return b""


def _root(packed: ZipFile) -> str:
    """The folder below which a zip holds its site."""
    names = (name for name in packed.namelist() if name.endswith(COURSE))
    return min(names, key=len, default="").removesuffix(COURSE)


class Archive:
    """A site in its zip; it stays whole and open where another zip takes its place."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._zip = ZipFile(self._file)
        root = _root(self._zip)
        self.members = {
            info.filename.removeprefix(root): info
            for info in self._zip.infolist()
            if info.filename.startswith(root) and not info.is_dir()
        }

    def pieces(self, member: ZipInfo) -> Iterator[bytes]:
        """The content of a file."""
        with self._zip.open(member) as content:
            while piece := content.read(PIECE):
                yield piece

    def packed_pieces(self, member: ZipInfo) -> Iterator[bytes]:
        """A packed file as gzip; its bytes stand behind two names of the lengths at byte 26."""
        yield GZIP_HEAD
        self._file.seek(member.header_offset + 26)
        lengths = struct.unpack("<HH", self._file.read(4))
        place = member.header_offset + 30 + sum(lengths)
        end = place + member.compress_size
        while place < end:
            self._file.seek(place)  # others have read meanwhile
            piece = self._file.read(min(PIECE, end - place))
            if not piece:
                raise EOFError
            place += len(piece)
            yield piece
        yield struct.pack("<LL", member.CRC, member.file_size & 0xFFFFFFFF)


def packed_size(member: ZipInfo) -> int:
    """The bytes of a file as gzip: what is in the zip, and the 18 around it."""
    return len(GZIP_HEAD) + member.compress_size + 8


def archive(path: Path) -> Archive:
    """The site in a zip as it is now: it may have been built anew."""
    about = path.stat()
    return _opened(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, _when: int, _size: int) -> Archive:
    return Archive(path)


class Discreet(RequestHandler):
    """What writes down nobody's address, not even that of who asks for what there is not."""

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, HTTPError):
            super().log_exception(kind, error, trace)


class Packed(Discreet):
    """Files out of a zip. A browser keeps them and asks after them, so that a new site is seen at once."""

    def initialize(self, path: Path) -> None:
        self._path = path

    async def head(self, name: str) -> None:
        await self.get(name)

    async def get(self, name: str) -> None:
        try:
            site = archive(self._path)
        except (OSError, BadZipFile):  # it is being put there anew
            raise HTTPError(503) from None
        if f"{name}/{START}" in site.members:
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"/{name}/{query}", permanent=True)
            return
        member = site.members.get(f"{name}{START}" if not name or name.endswith("/") else name)
        if member is None:
            raise HTTPError(404)
        deflated = member.compress_type == ZIP_DEFLATED
        packed = deflated and bool(
            TAKES_GZIP.search(self.request.headers.get("Accept-Encoding", ""))
        )
        self._mark = f'"{member.CRC:08x}-{member.file_size:x}{"-gzip" if packed else ""}"'
        self.set_header("Content-Type", KINDS.guess_type(member.filename)[0] or OTHER)
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_etag_header()
        if self.check_etag_header():
            self.set_status(304)
            return
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Content-Length", packed_size(member) if packed else member.file_size)
        if self.request.method == "HEAD":
            return
        try:
            for piece in site.packed_pieces(member) if packed else site.pieces(member):
                self.write(piece)
                await self.flush()
        except StreamClosedError:  # the browser went away
            return
        except CUT_OFF:  # the zip did, and so a browser has to see that its file is not whole
            self.detach().close()

    def compute_etag(self) -> str | None:
        return getattr(self, "_mark", None)  # an error page has none


class Files(Discreet, StaticFileHandler):
    """Files of a folder, which a browser keeps and asks after as well."""

    def compute_etag(self) -> str:
        assert self.absolute_path is not None  # tornado knows the file when it asks for its mark
        return f'"{self.get_content_version(self.absolute_path)}"'  # its own remembers the old file

    def get_content_type(self) -> str:
        return KINDS.guess_type(str(self.absolute_path))[0] or OTHER

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")


def application(site: Path) -> Application:
    """What answers the browsers; raises ValueError where there is no site."""
    return quiet(routes(site))


def routes(site: Path) -> list[Route]:
    """The addresses of a site, which are all; raises ValueError where there is none."""
    shown = found(site)
    if shown.is_dir():
        return [("/(.*)", Files, {"path": str(shown), "default_filename": START})]
    return [("/(.*)", Packed, {"path": shown})]


def quiet(answers: list[Route]) -> Application:
    """An application that writes down nobody's address."""
    return Application(
        answers,
        log_function=lambda handler: None,
        websocket_ping_interval=PING,
    )


def opened(hosts: Sequence[str], port: int) -> list[socket]:
    """Sockets on which these addresses are heard, all of this machine's where none is given.

    Port 0 is any that is free. Raises OSError, with a sentence, where one cannot be had.
    """
    sockets: list[socket] = []
    every: Sequence[str | None] = hosts or [None]
    try:
        for host in every:
            sockets += bind_sockets(port, host)
            port = port or sockets[0].getsockname()[1]
    except OSError as error:
        for one in sockets:
            one.close()
        if error.errno == errno.EADDRINUSE:
            told = f"port {port} is taken; choose another with --port"
        elif isinstance(error, gaierror) or error.errno == errno.EADDRNOTAVAIL:
            told = f"{host} is no address of this machine; leave --host away for all that it has"
        elif error.errno == errno.EACCES and port < LEAST_FREE_PORT:
            told = (
                f"port {port} is kept for the system; choose one from {LEAST_FREE_PORT} with --port"
            )
        else:
            told = f"port {port} cannot be opened ({error.strerror}); choose another with --port"
        raise OSError(told) from None
    return sockets


def serve(site: Path, answering: Application, sockets: list[socket]) -> None:
    """Lets the site's application answer on these sockets until Ctrl+C, and says where."""
    print(f"Showing {found(site)}, {edition_of(site)}.")
    print(*addresses.told(sockets), sep="\n")
    print("Stop it with Ctrl+C.", flush=True)
    asyncio.run(answer(answering, sockets))


def _allow_files() -> None:
    """Lets this process hold a connection for everybody in a large room, as far as the system does."""
    if sys.platform != "win32":
        import resource

        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
        if now < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def answer(answering: Application, sockets: list[socket]) -> None:
    """Answers on these sockets until it is cancelled."""
    _allow_files()
    server = HTTPServer(answering, idle_connection_timeout=IDLE, max_body_size=MOST_BODY)
    server.add_sockets(sockets)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
