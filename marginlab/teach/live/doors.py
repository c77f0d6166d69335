"""The addresses of a room: its three pages, the files they are made of, and a line to each.

Pages are asked for by this machine's number only, and bring nothing from elsewhere. Stage and console
open with the key that is printed in the terminal, seats with the code that stands on the wall.
"""

from __future__ import annotations

import asyncio
import json
import time
from functools import cache
from gzip import compress
from pathlib import Path
from socket import socket
from typing import Any

from tornado.web import HTTPError, RedirectHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from marginlab import drawing
from marginlab.drawing.controls import Controls
from marginlab.drawing.ink import DARK
from marginlab.drawing.view import PlotView
from marginlab.teach import addresses
from marginlab.teach.live.messages import (
    MOST_BYTES,
    MOST_BYTES_KEYED,
    Keys,
    Rate,
    Refused,
    fields,
    is_number,
    read,
)
from marginlab.teach.live.room import MOST_SEATS, Room, Told
from marginlab.teach.plan import Plan
from marginlab.teach.server import KINDS, TAKES_GZIP, Discreet, Route, answer, quiet

WEB = Path(__file__).with_name("web")
DRAWING = Path(drawing.__file__).parent

NO_EDITION = "is not here: no site.zip lies in this folder, and none is named with --site"
FILES = {"view.js", "controls.js", "drawer.js", "plotly.js", "widgets.css"} | {
    path.name for path in WEB.iterdir()
}
PAGES = {"seat": "seat.html", "stage": "stage.html", "wall": "wall.html", "console": "console.html"}
# `style` because plotly.js and MathML set looks of their own; nothing else stands in a page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
PATIENCE = 1.0  # seconds after a wrong code
MOST_TRYING = 10  # wrong codes within that
SIT_DOWN = 20.0  # seconds until a line without a seat is cut off
MOST_LINES = 3 * MOST_SEATS  # to seats: a browser may have several pages open
POLICY_VIOLATION = 1008  # RFC 6455


class Door(Discreet):
    """What all of the room's addresses have in common."""

    def initialize(self, room: Room) -> None:
        self.room = room

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "no-referrer")  # the key stands in the address
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        if not is_number(self.request.host):
            raise HTTPError(403)

    def check_key(self) -> None:
        """Lets in who has the key of stage and console."""
        if not self.room.keys.opens(self.get_query_argument("key", "")):
            raise HTTPError(403)

    def give(self, name: str, content: bytes, packed: bytes) -> None:
        """A file of this kind, packed for whoever takes it so."""
        self.set_header("Content-Type", KINDS.guess_type(name)[0] or "text/plain")
        self.set_header("Vary", "Accept-Encoding")
        if TAKES_GZIP.search(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            content = packed
        self.write(content)


class ToTheSeats(Discreet, RedirectHandler):
    """From the bare address to the seats, where there is no browser edition."""


class PageDoor(Door):
    """The pages; only the seats' needs no key."""

    def get(self, name: str) -> None:
        if name != "seat":
            self.check_key()
        self.give(PAGES[name], *_made(PAGES[name]))


class FileDoor(Door):
    """What the pages are made of."""

    def get(self, name: str) -> None:
        if name not in FILES:
            raise HTTPError(404)
        self.give(name, *_made(name))


class JoiningDoor(Door):
    """What the browser edition has nothing of anywhere else: the way into a room."""

    def get(self) -> None:
        self.give("joining.js", *_made("joining.js"))


class NameDoor(Door):
    """The room's name, as a module."""

    def get(self) -> None:
        content = f'export default "{self.room.keys.name}";\n'.encode()
        self.give("name.js", content, compress(content))


class StillDoor(Door):
    """The picture of the question on the wall, for the seats to draw; `dark`: its colours at night.

    on: the question's name; of one that is there no more there is no picture.
    """

    def get(self) -> None:
        asked = self.room.asked
        if asked is None or asked.question.name != self.get_query_argument("on", ""):
            raise HTTPError(404)
        content = json.dumps({"figure": asked.still, "dark": dict(DARK)}).encode()
        self.give("still.json", content, compress(content))


@cache
def _made(name: str) -> tuple[bytes, bytes]:
    """A file of a page, plain and packed; a widget's module is the text that a notebook gets of it."""
    match name:
        case "view.js" | "widgets.css":
            view = PlotView()
            return _packed(str(view._esm if name == "view.js" else view._css).encode())
        case "controls.js":
            return _packed(str(Controls([])._esm).encode())
        case "drawer.js":
            return _packed((DRAWING / name).read_bytes())
        case "plotly.js":
            from plotly.offline import get_plotlyjs

            return _packed(get_plotlyjs().encode(), level=1)  # it goes no further than this machine
    return _packed((WEB / name).read_bytes())


def _packed(content: bytes, level: int = 9) -> tuple[bytes, bytes]:
    return content, compress(content, level)


class Line(Door, WebSocketHandler):
    """A line to a page. Who says what is none of ours is cut off."""

    most = MOST_BYTES_KEYED
    keyed = True

    @property
    def max_message_size(self) -> int:
        return self.most

    def prepare(self) -> None:
        super().prepare()
        if "Origin" not in self.request.headers:  # each browser sends one
            raise HTTPError(403)
        if self.keyed:
            self.check_key()

    def get_compression_options(self) -> dict[str, Any]:
        return {"compression_level": 1}

    def tell(self, message: Told) -> None:
        """Sends to the page, if it is still there."""
        try:
            sending = self.write_message(json.dumps(message))
        except WebSocketClosedError:
            return
        # Who goes away meanwhile needs no answer, and an error nobody looks at would be logged.
        sending.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def on_message(self, said: str | bytes) -> None:
        if self.ws_connection is None or self.ws_connection.is_closing():
            return  # what is still under way from whom was cut off
        try:
            await self.hear(read(said, self.most))
        except Refused:
            self.close(POLICY_VIOLATION)
        except ValueError:  # it was too late for that; the page is told how things stand
            self.look()

    async def hear(self, message: dict[str, Any]) -> None:
        self.room.hear(message)

    def look(self) -> None:
        """Tells the page all that it shows."""
        raise NotImplementedError


class WallLine(Line):
    """The stage's."""

    def open(self) -> None:
        self.room.walls.add(self.tell)
        self.look()

    def look(self) -> None:
        self.tell({"slide": self.room.wall()})

    def on_close(self) -> None:
        self.room.walls.discard(self.tell)


class ConsoleLine(Line):
    """The instructor's."""

    def open(self) -> None:
        self.room.consoles.add(self.tell)
        self.look()

    def look(self) -> None:
        self.tell(self.room.console())

    def on_close(self) -> None:
        self.room.consoles.discard(self.tell)


class SeatLine(Line):
    """A seat's: nothing is heard of it but the code, until it has that."""

    most = MOST_BYTES
    keyed = False

    def open(self) -> None:
        self.token = ""
        self.rate = Rate()
        self.room.lines += 1
        if self.room.lines > MOST_LINES:
            self._turn_away(f"{MOST_LINES} pages are open in this room, and no more are taken")
        self._waits = asyncio.get_running_loop().call_later(SIT_DOWN, self.close, POLICY_VIOLATION)

    async def hear(self, message: dict[str, Any]) -> None:
        self.rate.check(time.monotonic())
        if not self.token:
            try:
                await self._join(message)
            except Refused as refused:
                self._turn_away(str(refused))
        elif not self.room.hear_seat(self.token, message):
            self.token = ""
            self.close()
        elif "mark" in message:
            self.tell({"taken": message["mark"]})
            self.room.tell_others(self.token, self.tell)
        elif "stuck" in message:
            self.tell({"stuck": message["stuck"]})
        self.room.tell_soon()

    async def _join(self, message: dict[str, Any]) -> None:
        code, token = fields({"seat": None, **message}, "join", "seat")
        right = self.room.keys.seats(code)
        # So that nobody tries all codes; who has had a seat does not wait for those who do.
        if self.room.trying >= MOST_TRYING and not (right and self.room.knows(token)):
            raise Refused(
                "too many wrong codes come in; look at the wall's, and try again in a moment"
            )
        if not right:
            self.room.trying += 1
            await asyncio.sleep(PATIENCE)
            self.room.trying -= 1
            raise Refused("that is not the code on the wall")
        self.token = self.room.join(self.tell, token)
        self._waits.cancel()

    def _turn_away(self, sentence: str) -> None:
        """Closes the line of a page that gets no seat, and says why; the page does not come again."""
        self.tell({"refused": f"{sentence[:1].upper()}{sentence[1:]}."})
        self.close(POLICY_VIOLATION)

    def look(self) -> None:
        self.tell(self.room.seat(self.token))

    def on_close(self) -> None:
        self.room.lines -= 1
        self._waits.cancel()
        if self.token:
            self.room.gone(self.token, self.tell)
            self.room.tell_soon()


def hold(
    plan: Plan, start: int | None, others: list[Route], sockets: list[socket], keep: Path | None
) -> None:
    """Holds a class on these sockets until Ctrl+C, and says where.

    start: minutes after midnight, or None; others: addresses of the browser edition; keep: where
    its minutes and counts are written as it goes on.
    """
    port = sockets[0].getsockname()[1]
    seats = [
        addresses.url(one, port) for one in addresses.heard(sockets, addresses.of_this_machine())
    ]
    here = addresses.here(sockets)
    room = Room(plan, start, Keys(), f"{(seats or [here])[0]}seat".partition("//")[2])
    room.kept_in, key = keep, room.keys.key
    print(f"A class of {plan.track.minutes} minutes, {len(room.slides)} slides.")
    print(f"Stage, for the projector: {here}stage?key={key}")
    print(f"Console, for your eyes:   {here}console?key={key}")
    print("These two are yours alone; who has their key leads the class.")
    print(f"Seats, with the code {room.keys.code}:")
    print(*addresses.told(sockets, "seat"), sep="\n")
    told = "stands at the same addresses without the word seat" if others else NO_EDITION
    print(f"The browser edition {told}.")
    print("Stop it with Ctrl+C; then all seats and marks are forgotten.", flush=True)
    bare: list[Route] = [("/", ToTheSeats, {"url": "/seat", "permanent": False})]
    try:
        asyncio.run(answer(quiet([*routes(room), *(others or bare)]), sockets))
    finally:
        try:
            room.keep()
        except OSError as error:
            print(
                f"What is kept of the class could not be written: {(error.strerror or 'no access').lower()}."
            )


def routes(room: Room) -> list[Route]:
    """All addresses of a room; the browser edition has the others."""
    given = {"room": room}
    return [
        (f"/({'|'.join(PAGES)})", PageDoor, given),
        ("/room/still", StillDoor, given),
        ("/room/name.js", NameDoor, given),
        ("/room/line/wall", WallLine, given),
        ("/room/line/console", ConsoleLine, given),
        ("/room/line/seat", SeatLine, given),
        (r"/room/([a-z]+\.(?:js|css))", FileDoor, given),
        ("/marginlab/room.js", JoiningDoor, given),
    ]
