"""The browser edition served by a room: nothing is said before a learner joins, marks and verdicts after."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket, expect
from tornado.web import Application

from marginlab.teach import server
from marginlab.teach.live import doors
from marginlab.teach.live.messages import Keys
from marginlab.teach.live.room import Room
from marginlab.teach.live.vote import FEWEST
from marginlab.teach.plan import laid_out
from marginlab.teach.syllabus import Syllabus
from tests.browser.lab import HOST, Notebook, PanelOnPage, Shots, moved, until, violations
from tests.browser.seated import CODE, KEY, to_the_vote
from tests.browser.test_browser_edition import address_of, run_all
from tests.teach.conftest import answering, broken

WRONG = 100  # lesson 0 asks for this answer on purpose


def test_marks_and_verdicts_reach_the_room_after_joining_and_nothing_before(
    site: Path, browser: Browser, shots: Shots
) -> None:
    track = Syllabus.installed().tracks[1]
    room = Room(laid_out(track, track.minutes), 540, Keys(CODE, KEY), "192.0.2.7/seat")
    number = next(
        n for n, one in enumerate(room.slides) if room.plan.rows[one.row].vote and one.make
    )
    for seat in range(FEWEST - 1):
        room.board.enter(str(seat), ["0.1", "correct", ""])
    asked: set[str] = set()
    answers = [*doors.routes(room), *server.routes(site)]
    heard_by = Application(answers, log_function=lambda one: asked.add(str(one.request.method)))
    with answering(heard_by) as port:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        console = context.new_page()
        console.goto(f"http://{HOST}:{port}/console?key={KEY}")
        to_the_vote(console, room, room.slides[number].row)
        console.get_by_role("button", name="Open the vote").click()

        said: list[object] = []

        def watch(line: WebSocket) -> None:
            said.append(line.url.rpartition("/")[2])
            line.on("framesent", lambda frame: said.append(json.loads(frame)))

        context.on("page", lambda page: page.on("websocket", watch))
        book = Notebook(context, address_of(port, "lessons/00_start_here.ipynb"))
        run_all(book)
        question = book.panel(1)
        mark(question)
        answer(book)
        assert said == []

        bar = book.page.get_by_role("navigation", name="marginlab")
        bar.get_by_label("Code on the wall").fill(CODE)
        bar.get_by_role("button", name="Join the room").click()
        expect(bar.get_by_text("In the room:")).to_be_visible()
        expect(console.locator("#seats")).to_have_text("1 seated")
        question.button("Start over").click()
        placed = mark(question)
        expect(console.locator("#said")).to_have_text("1 mark.")
        answer(book)
        expect(console.locator("#board")).to_contain_text(f"0.1: {FEWEST - 1} correct, 1 ")
        heard = room.board.counts()["0.1"]
        idea = next(one for one in heard if one != "correct")
        bar.get_by_role("button", name="Leave the room").click()
        expect(console.locator("#seats")).to_have_text("0 seated")
        expect(question.root.locator(".marginlab-question")).to_be_visible()
        expect(console.locator("#said")).to_have_text("0 marks.")
        mark_again = {"mark": placed, "sure": "guess", "on": "twin"}
        verdict = {"verdict": ["0.1", "this looks like", idea]}
        assert said == ["seat", {"join": CODE}, mark_again, verdict, {"leave": True}]

        bar.get_by_role("button", name="Join the room").click()
        expect(bar.get_by_text("In the room:")).to_be_visible()
        [token] = room.seats
        with broken(room, token):
            expect(bar.get_by_text("The line to the room is down")).to_be_visible()
        expect(bar.get_by_text("In the room:")).to_be_visible()
        assert len(room.seats) == 1

        book.page.set_viewport_size({"width": 390, "height": 844})
        for part in (bar.get_by_text("In the room:"), *bar.get_by_role("button").all()):
            expect(part).to_be_in_viewport(ratio=1)
        shots.take(book.page, "joined-narrow")
        book.page.set_viewport_size({"width": 1280, "height": 900})
        the_answer_waits_for_the_room(book, question, console, shots)
        assert asked <= {"GET", "HEAD"}  # what a page asks of its service worker never gets there
        assert book.errors == []
        context.close()


def the_answer_waits_for_the_room(
    book: Notebook, question: PanelOnPage, console: Page, shots: Shots
) -> None:
    """However it came there, from when the question is on the wall; its place and a way to mark stay."""
    bar = book.page.get_by_role("navigation", name="marginlab")
    answered = question.root.locator(".marginlab-question", has_text="You said")

    def says(text: str) -> None:
        expect(answered).to_be_hidden()
        words = "root => getComputedStyle(root, '::before').content"
        until(book.page, lambda: text in question.root.evaluate(words))

    def press(step: str) -> None:
        console.get_by_role("button", name=step).click()

    says("The room votes on this question")  # it was marked before, and the room has forgotten it
    for _ in range(2):
        question.button("Start over").click()
        high = question.root.bounding_box()["height"]
        mark(question)
        says("Your mark is in the room's vote")
        expect(console.locator("#said")).to_have_text("1 mark.")
        expect(question.button("Start over")).to_be_focused()
        assert question.root.bounding_box()["height"] > 0.8 * high, "what stands below comes up"
    assert violations(book.page, ".marginlab-panel") == []
    shots.take(book.page, "joined-waits")
    press("Next slide")
    expect(answered).to_be_visible()
    press("Back")
    says("Your mark is in the room's vote")
    press("Close: show the piles")
    says("The room has this question now")
    question.button("Start over").click()
    mark(question)
    expect(bar.get_by_text("Your mark was not counted")).to_be_visible()
    says("The room has this question now")
    press("Open a second round")
    says("The room votes on this question")
    press("Close: show both rounds")
    press("Name the ideas")
    says("The room has this question now")
    question.root.evaluate("root => root.classList.add('of-before')")
    book.cell("place_twin_mark").locator(".cm-content").click()
    book.page.keyboard.press("ControlOrMeta+Enter")  # a cell that is run again
    expect(book.page.locator(".of-before")).to_have_count(0)
    expect(question.button("Start over")).to_be_visible()
    says("The room has this question now")
    press("Show the truth")
    expect(answered).to_be_visible()


def mark(question: PanelOnPage) -> float:
    """Moves the mark by one step and places it; where it stands."""
    at = moved(question.slider("your mark"), "ArrowLeft")
    question.button("Place my mark").click()
    expect(question.button("Start over")).to_be_visible()
    return at


def answer(book: Notebook) -> None:
    cell, card = book.stub("0.1")
    book.write(cell, f'answer = {WRONG}\ncheck("0.1", answer)')
    expect(card).to_contain_text("looks like")
