"""One class while it runs: the slide on the wall, the votes, the seats, and what each page is told.

All of it is in memory and gone with the process. A seat is a random word: no name, no address, no time.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from marginlab import __version__
from marginlab.drawing.ink import DARK
from marginlab.drawing.prediction import Prediction
from marginlab.practice.files import write_whole
from marginlab.teach import addresses
from marginlab.teach import plan as planned
from marginlab.teach.live.alive import Alive, Send
from marginlab.teach.live.asked import Asked
from marginlab.teach.live.board import Board
from marginlab.teach.live.messages import TABLES, Keys, Refused, fields, whole
from marginlab.teach.live.pace import Pace, key, of_the_day
from marginlab.teach.live.slides import Slide, invitation, slides
from marginlab.teach.pages import Picture
from marginlab.teach.report import MOST, Kept

MOST_SEATS = 300
WIDTH = 850  # pixels of a picture on the wall, of 1,200
BEAT = 0.1  # seconds between two counts that are told
Told = Mapping[str, Any]


@dataclass
class Seat:
    """A place in the room. lines: to its pages, none while they are down; table: who is stuck there."""

    lines: set[Send] = field(default_factory=set)
    table: int | None = None


class Room:
    """A class that follows a plan.

    start: when it begins, in minutes after midnight; who gives none, or one that is further away than the
    class is long, begins with the first page that is turned. address: where seats are found, as it is
    typed; clock: minutes after midnight. kept_in: the file for what may outlive it, if that is wanted.
    """

    def __init__(
        self,
        plan: planned.Plan,
        start: int | None,
        keys: Keys,
        address: str,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.plan, self.keys, self._clock = plan, keys, clock or of_the_day()
        self.address = address
        scanned = addresses.drawing(f"http://{address}")
        self._invitation = Picture(scanned, f"The address {address}, to be scanned.")
        self.slides = slides(plan)
        self.at = 0
        rehearsed = start is None or abs(start - self.now) > plan.track.minutes
        self.pace = Pace(plan, None if rehearsed else start)
        self.walls: set[Send] = set()
        self.consoles: set[Send] = set()
        self.seats: dict[str, Seat] = {}
        self.lines = self.trying = 0  # to seats, taken or not; those that wait after a wrong code
        self.board = Board()
        self.kept_in: Path | None = None
        self._due = False
        self._panels: dict[int, Alive] = {}
        self._asked: dict[int, Asked] = {}

    @property
    def now(self) -> float:
        """The minutes of the clock."""
        return self._clock()

    @property
    def begins(self) -> float:
        """The minute from which the plan's times are told."""
        return self.now if self.pace.begun is None else self.pace.begun

    @property
    def slide(self) -> Slide:
        """What stands on the wall."""
        return self.slides[self.at]

    @property
    def alive(self) -> Alive | None:
        """The panel on the wall, made when it is first shown."""
        if self.slide.make and self.at not in self._panels:
            shown = self.slide.make()
            alive = Alive(shown, partial(self._to_wall, self.at))
            self._panels[self.at] = alive
            votes = self.plan.rows[self.slide.row].vote
            if votes and isinstance(shown, Prediction) and shown.answers:
                self._asked[self.at] = Asked.of(shown)
        return self._panels.get(self.at)

    @property
    def asked(self) -> Asked | None:
        """The question on the wall, where the slide asks one."""
        return self._asked.get(self.at) if self.alive else None

    @property
    def seated(self) -> int:
        """How many seats have a page open."""
        return sum(bool(seat.lines) for seat in self.seats.values())

    # What is told

    def wall(self) -> dict[str, Any]:
        """All that the stage shows."""
        slide, alive = self.slide, self.alive
        code, words, still = None, slide.words, slide.still
        if not self.at:
            code = self._invitation
            words += invitation(self.address, self.keys.code)
        return {
            "number": self.at + 1,
            "of": len(self.slides),
            "heading": slide.heading,
            "words": str(words),
            "size": slide.size,
            "code": code and {"source": code.source, "alt": code.alt},
            "still": still
            and {"figure": still.figure(width=WIDTH), "alt": still.alt, "dark": dict(DARK)},
            "panel": alive and alive.tree,
            "join": f"{self.address}, code {self.keys.code}",
            **self.told(),
        }

    def told(self) -> dict[str, Any]:
        """What stands beside the picture, and how many are there."""
        return {"seats": self.seated} | (self.asked.for_the_wall() if self.asked else {"said": []})

    def console(self) -> dict[str, Any]:
        """All that the instructor reads and can do."""
        row, now = self.plan.rows[self.slide.row], self.now
        late = self.pace.late(now)
        return {
            "number": self.at + 1,
            "of": len(self.slides),
            "heading": self.slide.heading,
            "notes": self._notes(row),
            "minutes": row.shown,
            "planned": planned.clock(self.begins + row.begins),
            "next": self._following(),
            "rows": [
                [number, planned.clock(self.begins + one.begins), one.what]
                for number, one in enumerate(self.plan.rows)
                if one.minutes
            ],
            "row": self.slide.row,
            "late": round(late),
            "cuts": [one.what for one in self.pace.cuts(now)],
            "stuck": sorted({seat.table for seat in self.seats.values() if seat.table is not None}),
            "board": self.board.said(),
            "vote": self.asked and self.asked.for_the_console(),
            "seats": self.seated,
        }

    def _notes(self, row: planned.Row) -> list[list[str]]:
        """What is noted for a beat: kinds and texts. What is asked of piles would give them away before."""
        later = row.vote and not (self.asked and self.asked.vote.closed)
        after = {"Ask": "Ask, after the piles"} if later else {}
        notes = row.beat.notes if row.beat else ()
        return [[after.get(note.kind, note.kind), note.text] for note in notes]

    def _following(self) -> str:
        """What comes next; slides of one beat have one heading, so its picture is told apart."""
        if self.at + 1 == len(self.slides):
            return "the end"
        slide = self.slides[self.at + 1]
        vote = slide.make and self.plan.rows[slide.row].vote
        what = (
            ", the question and its vote" if vote else ", a picture to move" if slide.make else ""
        )
        return f"{slide.heading}{what}"

    def seat(self, token: str) -> dict[str, Any]:
        """What a seat is told."""
        shown = {"seat": token, "room": self.keys.name}
        return shown | (self.asked.for_a_seat(token) if self.asked else {})

    def kept(self) -> Kept:
        """What may outlive the class: its minutes, and how many were right in each round."""
        votes = {
            key(self.plan.rows[self.slides[at].row]): [
                one.vote.hits(number) for number in range(one.vote.last + 1)
            ]
            for at, one in self._asked.items()
        }
        held = {name: rounds for name, rounds in votes.items() if any(rounds)}
        minutes = {name: min(taken, MOST) for name, taken in self.pace.minutes(self.now).items()}
        return Kept(__version__, minutes, held, self.board.counts())

    def keep(self) -> None:
        """Writes that into its file, if there is one; what stood there stays where that fails: OSError."""
        if self.kept_in:
            write_whole(self.kept_in, self.kept().text.encode())

    def _keep_on(self) -> None:
        """The same while the class goes on, which a full disk must not end; at the end it is told."""
        with suppress(OSError):
            self.keep()

    # What is heard of stage and console

    def hear(self, message: Told) -> None:
        """What stage and console may say: {"go": 1}, {"row": 3}, {"vote": "open", "on": ..}, ..."""
        match message:
            case {"go": step}:
                self.show(self.at + whole(step, -1, 1))
            case {"row": row}:
                number = whole(row, 0, len(self.plan.rows) - 1)
                self.show(next(n for n, one in enumerate(self.slides) if one.row >= number))
            case {"look": True}:
                pass  # how late it is changes by itself
            case {"vote": str(step), "on": on}:
                self._asked_now(on).step(step)
                self._keep_on()
                self._tell_seats()
            case {"hands": [str(place), str(sure), count], "on": on}:
                self._asked_now(on).vote.tally(place, sure, count)
            case {"helped": table}:
                for seat in self.seats.values():
                    if seat.table == table:
                        seat.table = None
            case {"part": part, "message": told}:
                if self.alive and self._heeds(told):
                    self.alive.hear(part, told)
                return
            case _:
                raise Refused("the message is none that stage or console may send")
        self.tell()

    def _asked_now(self, name: object) -> Asked:
        """The question of that name, if it is still on the wall: what is said of it may come too late."""
        if self.asked is None or self.asked.question.name != name:
            raise ValueError("this question is not asked now")
        return self.asked

    def _heeds(self, told: object) -> bool:
        """Whether the wall heeds a hand: not while the room marks there. How wide it is it always heeds."""
        width = isinstance(told, dict) and told.get("kind") == "width"
        return width or not (self.asked and self.asked.voting)

    def show(self, number: int) -> None:
        """Puts a slide on the wall."""
        self.at = min(max(number, 0), len(self.slides) - 1)
        self.pace.go(self.slide.row, self.now)
        self._keep_on()
        self._tell_wall()
        self._tell_seats()

    # What is heard of seats

    def knows(self, token: object) -> TypeGuard[str]:
        """Whether it is a seat's."""
        return isinstance(token, str) and token in self.seats

    def join(self, send: Send, token: object = None) -> str:
        """Gives a page its seat, the one it had if it is known; a Refused where all are taken."""
        if not self.knows(token):
            if len(self.seats) >= MOST_SEATS:
                self._free()
            token = secrets.token_urlsafe(9)
            self.seats[token] = Seat()
        self.seats[token].lines.add(send)
        send(self.seat(token))
        return token

    def _free(self) -> None:
        """Takes the seat that was left first and never taken again, with all that it has said."""
        left = (token for token, seat in self.seats.items() if not seat.lines)
        token = next(left, None)
        if token is None:
            raise Refused(f"the room has {MOST_SEATS} seats, and all are taken")
        self.leave(token)

    def gone(self, token: str, send: Send) -> None:
        """A line is down; the seat stays, and so do its marks."""
        if token in self.seats:
            self.seats[token].lines.discard(send)
            if not self.seats[token].lines:
                self.seats[token] = self.seats.pop(token)  # behind those that were left before

    def hear_seat(self, token: str, message: Told) -> bool:
        """A seat's mark or verdict, that somebody is stuck there, or that it leaves; whether it stays."""
        if token not in self.seats:  # it was left by another page that had it too
            return False
        match message:
            case {"mark": _}:
                at, sure, name = fields(message, "mark", "sure", "on")
                self._asked_now(name).vote.mark(token, at, sure)
            case {"verdict": _}:
                [said] = fields(message, "verdict")
                self.board.enter(token, said)
            case {"stuck": table}:
                fields(message, "stuck")
                self.seats[token].table = None if table is None else whole(table, 1, TABLES)
            case {"leave": True}:
                fields(message, "leave")
                self.leave(token)
                return False
            case _:
                raise Refused("the message is none that a seat may send")
        return True

    def leave(self, token: str) -> None:
        """Forgets a seat, its verdicts and its marks where they are still taken; its pages are told."""
        for send in self.seats.pop(token, Seat()).lines:
            send({"left": True})
        self.board.leave(token)
        for asked in self._asked.values():
            asked.vote.leave(token)

    # Telling

    def tell(self) -> None:
        """Tells the consoles how things stand, and the walls the counts."""
        for send in tuple(self.consoles):
            send(self.console())
        for send in tuple(self.walls):
            send({"told": self.told()})

    def tell_soon(self) -> None:
        """The same once, however many seats speak within a beat."""
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_later(BEAT, self._tell_due)

    def _tell_due(self) -> None:
        self._due = False
        self.tell()

    def tell_others(self, token: str, send: Send) -> None:
        """Tells the other pages of a seat what one of them has said."""
        for other in self.seats[token].lines - {send}:
            other(self.seat(token))

    def _tell_wall(self) -> None:
        for send in tuple(self.walls):
            send({"slide": self.wall()})

    def _tell_seats(self) -> None:
        for token, seat in tuple(self.seats.items()):
            if seat.lines:
                told = self.seat(token)
                for send in tuple(seat.lines):
                    send(told)

    def _to_wall(self, slide: int, message: Told) -> None:
        if slide == self.at:
            for send in tuple(self.walls):
                send(message)
