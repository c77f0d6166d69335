"""A room over its lines: what stage, console and seats say and are told, and what nobody can make it do."""

from __future__ import annotations

import asyncio
import gzip
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.testing import AsyncHTTPTestCase, gen_test
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, websocket_connect

from marginlab.teach.live import doors
from marginlab.teach.live.messages import AT_ONCE, MOST_BYTES, Keys
from marginlab.teach.live.room import MOST_SEATS, Room
from marginlab.teach.live.vote import FEWEST
from marginlab.teach.plan import laid_out
from marginlab.teach.server import quiet
from marginlab.teach.syllabus import Syllabus

PLAN = laid_out(Syllabus.installed().tracks[0], 60)
KEY, CODE = "the key", "471147"
MARK = {"mark": 59_400, "sure": "certain", "on": "wall at 100x"}
SEAT_PAGE = 30_000  # bytes packed, with its picture


@contextmanager
def impatient() -> Iterator[None]:
    """A wrong code costs no time here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doors, "PATIENCE", 0)
        yield


class RoomTest(AsyncHTTPTestCase):
    """A room on loopback, and lines to it."""

    def get_app(self) -> Application:
        self.room = Room(PLAN, 540, Keys(CODE, KEY), "192.0.2.7:8000/seat")
        return quiet(doors.routes(self.room))

    async def line(
        self, name: str, *, key: str = KEY, origin: str = "", host: str = ""
    ) -> WebSocketClientConnection:
        own = f"127.0.0.1:{self.get_http_port()}"
        url = f"ws://{own}/room/line/{name}?key={key.replace(' ', '+')}"
        headers = {"Origin": origin or f"http://{own}"} | ({"Host": host} if host else {})
        return await websocket_connect(HTTPRequest(url, headers=headers))

    async def seat(self, token: str = "") -> WebSocketClientConnection:
        line = await self.line("seat", key="")
        await line.write_message(json.dumps({"join": CODE} | ({"seat": token} if token else {})))
        return line

    def ask(self) -> None:
        """Puts lesson 2's question on the wall, and opens the vote."""
        self.room.show(next(n for n, _ in enumerate(self.room.slides) if self.is_wall(n)))
        self.step("open")

    def step(self, step: str) -> None:
        """What the console says of the vote on that question."""
        self.room.hear({"vote": step, "on": MARK["on"]})

    def is_wall(self, number: int) -> bool:
        self.room.at = number
        return self.room.asked is not None and self.room.asked.question.name == MARK["on"]


async def told(line: WebSocketClientConnection, wanted: str) -> Any:
    """The next message in which this stands."""
    while True:
        said = await asyncio.wait_for(line.read_message(), 5)
        if said is None:
            raise ConnectionError
        message = json.loads(said)
        if wanted in message:
            return message[wanted]


class TestRoom(RoomTest):
    @gen_test
    async def test_a_mark_is_counted_and_no_line_tells_more_than_the_count(self) -> None:
        self.ask()
        console, wall = await self.line("console"), await self.line("wall")
        seats = [await self.seat() for _ in range(FEWEST)]
        for seat in seats:
            assert await told(seat, "open") is True
            await seat.write_message(json.dumps(MARK))
            assert await told(seat, "taken") == MARK["mark"]
        counted = [f"{FEWEST} marks."]
        while (await told(console, "vote"))["said"] != counted:
            pass
        while (await told(wall, "told"))["said"] != counted:
            pass
        await console.write_message(json.dumps({"vote": "piles", "on": MARK["on"]}))
        while (said := (await told(console, "vote"))["said"]) == counted:
            pass
        assert said == [
            f"{FEWEST} near 59,400, {FEWEST} certain.",
            "The stronger the colour, the surer the mark.",
        ]

    @gen_test
    async def test_a_slider_of_the_stage_moves_the_panel_and_one_message_answers(self) -> None:
        wall = await self.line("wall")
        self.room.show(next(n for n, one in enumerate(self.room.slides) if one.make))
        tree = (await told(wall, "slide"))["panel"]
        while tree is None:
            tree = (await told(wall, "slide"))["panel"]
        parts = {part["module"]: part for part in tree["box"]}
        [name] = [
            spec["name"] for spec in parts["controls"]["state"]["specs"] if spec["kind"] == "slider"
        ][:1]
        spec = next(one for one in parts["controls"]["state"]["specs"] if one["name"] == name)
        move = {"part": parts["controls"]["id"], "message": {"moved": {name: spec["low"]}}}
        await wall.write_message(json.dumps(move))
        changed = await told(wall, "changed")
        assert changed[parts["controls"]["id"]]["values"][name] == spec["low"]
        before = parts["view"]["state"]["figure"]
        assert changed[parts["view"]["id"]]["figure"] != before

    @gen_test
    async def test_while_the_room_marks_no_hand_on_the_stage_does(self) -> None:
        self.ask()
        assert self.room.asked is not None
        assert self.room.alive is not None
        question = self.room.asked.question
        controls, view = question.controls.model_id, question.view.model_id
        self.room.hear({"part": controls, "message": {"press": "skip"}})
        click = {"kind": "click", "subplot": "x", "x": 59_500, "y": 0}
        self.room.hear({"part": view, "message": click})
        assert (question.revealed, question.mark) == (False, None)
        self.room.hear({"part": view, "message": {"kind": "width", "width": 612}})
        assert question.view.width == 612
        self.step("asked")  # nor before, for one press there would show the answer
        self.room.hear({"part": controls, "message": {"press": "skip"}})
        self.room.hear({"part": view, "message": click})
        assert (question.revealed, question.mark) == (False, None)
        self.step("cure")
        assert question.revealed
        self.step("truth")
        assert not question.revealed

    @gen_test
    async def test_what_is_asked_of_piles_is_noted_for_when_they_are_there(self) -> None:
        self.ask()
        kinds = [kind for kind, _ in self.room.console()["notes"]]
        assert "Ask, after the piles" in kinds
        assert "Ask" not in kinds
        self.step("piles")
        assert "Ask" in [kind for kind, _ in self.room.console()["notes"]]

    @gen_test
    async def test_a_full_disk_does_not_end_the_class(self) -> None:
        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            self.room.kept_in = Path(folder) / "class-1.json"
            self.ask()
            kept = self.room.kept_in.read_text(encoding="utf-8")
            with patch.context() as no_space:
                no_space.setattr("os.fsync", full)
                self.room.hear({"go": -1})
                assert self.room.kept_in.read_text(encoding="utf-8") == kept
                with pytest.raises(OSError, match="No space left"):
                    self.room.keep()
            self.room.hear({"go": 1})
            assert "minutes" in json.loads(self.room.kept_in.read_text(encoding="utf-8"))
            assert [*Path(folder).iterdir()] == [self.room.kept_in]

    @gen_test
    async def test_a_vote_that_starts_over_leaves_nothing_in_the_picture(self) -> None:
        self.ask()
        assert self.room.asked is not None
        question = self.room.asked.question
        for steps in (["piles"], ["piles", "named", "truth", "cure"]):
            for _ in range(FEWEST):
                token = self.room.join(lambda message: None)
                self.room.hear_seat(token, MARK)
            for step in steps:
                self.step(step)
            assert question.revealed == ("cure" in steps)
            if not question.revealed:
                assert "the room" in json.dumps(question.view.figure)
            self.step("asked")
            assert "the room" not in json.dumps(question.view.figure)
            assert not question.revealed
            self.step("open")

    @gen_test
    async def test_a_seat_whose_line_was_down_has_its_mark_again_and_stands_once(self) -> None:
        self.ask()
        seat = await self.seat()
        token = await told(seat, "seat")
        await seat.write_message(json.dumps(MARK))
        await told(seat, "taken")
        seat.close()
        again = await self.seat(token)
        assert await told(again, "mark") == [MARK["mark"], MARK["sure"]]
        assert len(self.room.seats) == 1

    @gen_test
    async def test_who_leaves_takes_the_mark_away(self) -> None:
        self.ask()
        seat = await self.seat()
        await seat.write_message(json.dumps(MARK))
        await told(seat, "taken")
        await seat.write_message(json.dumps({"leave": True}))
        assert await told(seat, "left") is True
        assert await seat.read_message() is None
        assert self.room.seats == {}
        assert self.room.asked is not None
        assert self.room.asked.vote.rounds[0].count == 0

    @gen_test
    async def test_a_seat_that_two_pages_have_is_left_by_both(self) -> None:
        self.ask()
        first = await self.seat()
        token = await told(first, "seat")
        other = await self.seat(token)
        await told(other, "seat")
        await first.write_message(json.dumps({"leave": True}))
        for line in (first, other):
            assert await told(line, "left") is True
        assert await first.read_message() is None
        await other.write_message(json.dumps(MARK))
        assert await other.read_message() is None
        assert self.room.seats == {}
        assert self.room.asked is not None
        assert self.room.asked.vote.rounds[0].count == 0

    @gen_test
    async def test_a_table_that_is_stuck_is_seen_until_it_was_helped(self) -> None:
        console, seat, other = await self.line("console"), await self.seat(), await self.seat()
        for one in (seat, other):  # who are at one table
            await one.write_message(json.dumps({"stuck": 7}))
            assert await told(one, "stuck") == 7
        while (tables := await told(console, "stuck")) == []:
            pass
        assert tables == [7]
        await console.write_message(json.dumps({"helped": 7}))
        while await told(console, "stuck"):
            pass

    @gen_test
    async def test_a_mark_that_comes_too_late_is_answered_by_how_things_stand(self) -> None:
        self.ask()
        seat = await self.seat()
        await told(seat, "open")
        self.step("piles")
        assert await told(seat, "open") is False
        await seat.write_message(json.dumps(MARK))
        assert await told(seat, "open") is False
        assert self.room.asked is not None
        assert self.room.asked.vote.rounds[0].count == 0

    @gen_test
    async def test_only_a_number_of_this_machine_its_own_pages_and_the_key_open_a_line(
        self,
    ) -> None:
        for name in ("wall", "console"):
            for wrong in ({"key": ""}, {"key": "another"}, {"origin": "http://evil.example"},
                          {"host": "evil.example"}, {"origin": "null"}):  # fmt: skip
                with pytest.raises(HTTPClientError) as refused:
                    await self.line(name, **wrong)
                assert refused.value.code == 403
        for wrong in ({"origin": "http://evil.example"}, {"host": "evil.example"}):
            with pytest.raises(HTTPClientError):
                await self.line("seat", **wrong)
        assert not self.room.walls | self.room.consoles

    @gen_test(timeout=60)
    async def test_a_thousand_hostile_messages_change_nothing_and_the_room_goes_on(self) -> None:
        """Wrong codes, sizes, ranges and fields, script text, no JSON, and more than a person sends."""
        self.ask()
        wall = await self.line("wall")
        good = await self.seat()
        await told(good, "open")
        script = "<script>alert(1)</script>"
        hostile: list[str | bytes] = [
            "", "{", "[]", "7", "null", b"\xff\xfe", "[" * MOST_BYTES, json.dumps({"mark": script}),
            json.dumps(MARK | {"sure": script}), json.dumps(MARK | {"on": script}),
            json.dumps(MARK | {"mark": 1e9}), json.dumps(MARK | {"mark": 59_400.5}),
            '{"mark": NaN, "sure": "guess", "on": "wall at 100x"}', json.dumps(MARK | {"more": 1}),
            json.dumps({"stuck": 0}), json.dumps({"stuck": "7"}), json.dumps({"stuck": True}),
            json.dumps({"go": 1}), json.dumps({"vote": "truth"}), json.dumps({"hands": ["a", "guess", 9]}),
            json.dumps(MARK | {"pad": "x" * MOST_BYTES}), json.dumps({"join": CODE}),
            json.dumps({"part": "x", "message": {"press": "skip"}}),
        ]  # fmt: skip
        at = self.room.at
        sent = 0
        with impatient():
            while sent < 1000:
                joined = sent % 2 == 0
                line = await (self.seat() if joined else self.line("seat", key=""))
                for _ in range(5):
                    said = (
                        hostile[sent % len(hostile)]
                        if joined
                        else json.dumps({"join": f"{sent:05d}"})
                    )
                    sent += 1
                    try:
                        await line.write_message(said, binary=isinstance(said, bytes))
                    except Exception:  # it was cut off
                        break
                line.close()
        flood = await self.seat()
        for _ in range(int(AT_ONCE) + 5):
            await flood.write_message(json.dumps({"stuck": None}))
        while await flood.read_message() is not None:
            pass
        assert self.room.asked is not None
        assert (self.room.at, self.room.asked.vote.rounds[0].count) == (at, 0)
        assert all(seat.table is None for seat in self.room.seats.values())
        await good.write_message(json.dumps(MARK))
        assert await told(good, "taken") == MARK["mark"]
        self.room.tell()
        while True:
            said = await asyncio.wait_for(wall.read_message(), 5)
            assert script not in str(said)
            if '"1 mark."' in str(said):
                break

    @gen_test
    async def test_a_wrong_code_gives_no_seat(self) -> None:
        with impatient():
            for code in ("000000", 471147, None, CODE + " "):
                line = await self.line("seat", key="")
                await line.write_message(json.dumps({"join": code}))
                assert await told(line, "refused") == "That is not the code on the wall."
                assert await line.read_message() is None
        assert self.room.seats == {}

    @gen_test
    async def test_codes_cannot_be_tried_fast_and_who_has_a_seat_does_not_wait_for_that(
        self,
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(doors, "MOST_TRYING", 3)
            patch.setattr(doors, "PATIENCE", 0.3)
            seat = await self.seat()
            token = await told(seat, "seat")
            trying = [await self.line("seat", key="") for _ in range(3)]
            for line in trying:
                await line.write_message(json.dumps({"join": "000000"}))
                await line.write_message(json.dumps({"join": CODE}))  # is not heard any more
            while self.room.trying < 3:
                await asyncio.sleep(0.01)
            newcomer = await self.seat()
            assert await told(newcomer, "refused") == (
                "Too many wrong codes come in; look at the wall's, and try again in a moment."
            )
            assert await newcomer.read_message() is None
            again = await self.seat(token)
            assert await told(again, "seat") == token
            for line in trying:
                assert await told(line, "refused") == "That is not the code on the wall."
                assert await line.read_message() is None
            assert (self.room.trying, [*self.room.seats]) == (0, [token])
            late = await self.seat()
            assert await told(late, "seat") != token

    @gen_test
    async def test_what_is_said_of_a_question_that_is_no_longer_on_the_wall_is_too_late(
        self,
    ) -> None:
        self.ask()
        console = await self.line("console")
        await told(console, "vote")
        self.room.hear({"go": -1})
        for late in ({"vote": "piles"}, {"vote": "asked"}, {"hands": ["truth", "guess", 9]}):
            await console.write_message(json.dumps(late | {"on": MARK["on"]}))
            assert await told(console, "heading")
        self.room.hear({"go": 1})
        assert self.room.asked is not None
        assert (self.room.asked.vote.step, self.room.asked.vote.rounds[-1].count) == ("open", 0)

    @gen_test
    async def test_two_pages_of_a_browser_are_one_seat_until_both_are_closed(self) -> None:
        self.ask()
        first = await self.seat()
        token = await told(first, "seat")
        other = await self.seat(token)
        assert await told(other, "seat") == token
        for line, at in ((first, 59_400), (other, 59_500)):
            await line.write_message(json.dumps(MARK | {"mark": at}))
            assert await told(line, "taken") == at
        assert self.room.asked is not None
        assert [mark.at for mark in self.room.asked.vote.rounds[0].marks] == [59_500]
        for line, seated in ((other, 1), (first, 0)):
            line.close()
            while self.room.seats[token].lines and not seated:
                await asyncio.sleep(0.01)
            while self.room.lines > seated:
                await asyncio.sleep(0.01)
            assert self.room.told()["seats"] == seated

    @gen_test
    async def test_a_line_that_takes_no_seat_is_cut_off_and_so_is_one_too_many(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            seat = await self.seat()
            await told(seat, "seat")
            patch.setattr(doors, "SIT_DOWN", 0.2)
            patch.setattr(doors, "MOST_LINES", 2)
            idle = await self.line("seat", key="")
            many = await self.line("seat", key="")
            assert await told(many, "refused") == (
                "2 pages are open in this room, and no more are taken."
            )
            assert await many.read_message() is None
            assert await idle.read_message() is None
            await seat.write_message(json.dumps({"stuck": 3}))
            assert await told(seat, "stuck") == 3

    @gen_test
    async def test_a_full_room_takes_nobody_and_keeps_those_who_were_there(self) -> None:
        for _ in range(MOST_SEATS):
            self.room.join(lambda message: None)
        first, second, third, *_ = self.room.seats
        line = await self.seat()
        assert await told(line, "refused") == "The room has 300 seats, and all are taken."
        assert await line.read_message() is None
        assert len(self.room.seats) == MOST_SEATS
        for left in (third, second):  # whoever sat there has closed the page, first the third one
            [send] = self.room.seats[left].lines
            self.room.gone(left, send)
        line = await self.seat()
        assert await told(line, "seat") not in (first, second, third)
        assert len(self.room.seats) == MOST_SEATS
        assert third not in self.room.seats
        assert second in self.room.seats
        again = await self.seat(first)
        assert await told(again, "seat") == first

    def test_pages_open_with_the_key_and_bring_nothing_from_elsewhere(self) -> None:
        for page in doors.PAGES:
            answer = self.fetch(f"/{page}?key=the+key")
            assert answer.code == 200
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';")
            for source in policy.split():
                assert not source.startswith(("http", "*"))
            assert self.fetch(f"/{page}?key=another").code == (200 if page == "seat" else 403)
            assert self.fetch(f"/{page}?key=the+key", headers={"Host": "evil.example"}).code == 403
        assert self.fetch("/room/room.py").code == 404
        assert self.fetch("/room/still").code == 404

    def test_who_asks_for_what_there_is_not_leaves_no_word_in_the_terminal(self) -> None:
        self.ask()
        with self.assertNoLogs("tornado"):
            for path, code in {
                f"/room/{'a' * 300}.js": 404, "/room/..%2fdoors.py": 404, "/stage?key=%ff": 400,
                "/room/still?on=twin": 404, "/room/still?on=%ff": 400, "/console": 403,
            }.items():  # fmt: skip
                assert self.fetch(path).code == code
            known = doors._made.cache_info().currsize
            for number in range(20):
                assert self.fetch(f"/room/{'b' * (number + 1)}.js").code == 404
            assert doors._made.cache_info().currsize == known

    def test_a_seat_weighs_less_than_thirty_kilobytes_with_its_picture(self) -> None:
        self.ask()
        whole = 0
        files = (
            "room.css",
            "seat.js",
            "room.js",
            "kept.js",
            "name.js",
            "drawer.js",
            "pictures.js",
            "still?on=wall+at+100x",
        )
        for path in ("/seat", *(f"/room/{name}" for name in files)):
            answer = self.fetch(
                path, headers={"Accept-Encoding": "gzip"}, decompress_response=False
            )
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.body)
            whole += len(answer.body)
        assert whole < SEAT_PAGE

    def test_keys_and_seats_are_drawn_anew_for_each_room(self) -> None:
        assert (
            len({Keys().key for _ in range(100)}) == len({Keys().name for _ in range(100)}) == 100
        )
        assert all(Keys().opens(key) is False for key in ("", None, 7, secrets.token_urlsafe()))
        assert all(len(Keys().code) == 6 for _ in range(100))
