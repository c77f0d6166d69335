"""A class in real pages: every slide on the wall, a vote with two telephones, and lines that break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

import pytest
from playwright.sync_api import Browser, Frame, Page, WebSocketRoute, expect, sync_playwright

from marginlab.teach.live import doors
from marginlab.teach.live.asked import STILL
from marginlab.teach.live.messages import Keys
from marginlab.teach.live.room import Room
from marginlab.teach.plan import laid_out
from marginlab.teach.server import quiet
from marginlab.teach.syllabus import Syllabus
from tests.browser.lab import DRAWN, FLAGS, HOST, Shots, moved, until, violations
from tests.browser.seated import CODE, KEY, sit_down, start_over, to_the_vote
from tests.drawn import pixel
from tests.teach.conftest import answering, broken

PHONE = {"width": 390, "height": 844}
SIZES = {"720": (1280, 720), "1080": (1920, 1080)}
# What leaves the wall or stands on its foot, and words that are too small: 28 pixels of a picture of 1080
# lines are 17.5 of the wall's 675, and 20 of a picture's letters 12.5.
AMISS = """() => {
  const foot = document.querySelector('footer').getBoundingClientRect().top, found = [];
  for (const one of document.querySelectorAll('main, main *')) {
    if (one.closest('svg') || one.closest('math *')) continue;
    const box = one.getBoundingClientRect();
    if (!box.height) continue;
    if (box.right > 1200.5 || box.left < -.5 || box.top < -.5 || box.bottom > foot + 1 || box.bottom > 675.5)
      found.push(`${one.tagName} ${one.className} leaves the wall: ${one.textContent.slice(0, 40)}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: one } = walker.currentNode;
    const seen = data.trim() && one.getClientRects().length;
    if (!seen || one.closest('script, style, sub, sup, math *')) continue;
    const least = one.closest('.marginlab-words, svg') ? 12.5 : 17.5;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < least) found.push(`${size} pixels: ${data.slice(0, 40)}`);
    if (/\\$|\\\\[a-z]/.test(data)) found.push(`raw mathematics: ${data.slice(0, 40)}`);
  }
  return found;
}"""


def every_slide() -> Room:
    """A class that holds each row of each track once."""
    plans = [laid_out(track, track.minutes) for track in Syllabus.installed().tracks]
    rows = {
        row.what: row for row in chain.from_iterable(plan.rows for plan in plans) if row.minutes
    }
    return Room(
        replace(plans[-1], rows=tuple(rows.values())), 540, Keys(CODE, KEY), "192.0.2.7/seat"
    )


@pytest.fixture(scope="module")
def room() -> Iterator[tuple[Room, str]]:
    made = every_slide()
    with answering(quiet(doors.routes(made))) as port:
        yield made, f"http://{HOST}:{port}"


@pytest.fixture(scope="module")
def stage(browser: Browser, room: tuple[Room, str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    amiss: list[str] = []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda said: amiss.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda one: None if one.url.startswith(("data:", room[1])) else amiss.append(one.url),
    )
    page.goto(f"{room[1]}/stage?key={KEY}")
    wall(page).locator("#count").filter(has_text="/").wait_for()
    yield page
    assert amiss == []
    context.close()


def wall(page: Page) -> Frame:
    found = page.frame(url="**/wall*")
    assert found is not None
    return found


def turned(page: Page, number: int) -> None:
    expect(wall(page).locator("#count")).to_contain_text(f"{number} / ")


def drawn(page: Page) -> object:
    """What the panel's picture is drawn from, once it is drawn."""
    plot = wall(page).locator(".marginlab-plot")
    expect(wall(page).locator(".marginlab-drawn")).to_be_attached()
    return plot.evaluate(DRAWN)


def test_every_slide_of_every_track_fits_and_every_panel_on_it_is_alive(
    room: tuple[Room, str], stage: Page, shots: Shots
) -> None:
    """By the keys of a remote control; the wall is laid out once, whatever the projector has."""
    frame, amiss = wall(stage), {}
    for number, slide in enumerate(room[0].slides, 1):
        turned(stage, number)
        if slide.make:
            assert drawn(stage), slide.heading
        if found := frame.evaluate(AMISS):
            amiss[f"{number} {slide.heading}"] = found
        if asked := room[0].asked:
            hear = partial(in_the_loop, room[0], on=asked.question.name)
            hear(vote="cure")
            frame.locator(".marginlab-revealed").first.wait_for()
            assert drawn(stage), slide.heading
            if found := frame.evaluate(AMISS):
                amiss[f"{number} {slide.heading}, answered"] = found
            hear(vote="asked")
            expect(frame.locator(".marginlab-revealed")).to_have_count(0)
        elif slide.still:
            assert frame.locator("#still path").count() > 2, slide.heading
        if number < len(room[0].slides):
            stage.keyboard.press("PageDown")
    assert amiss == {}


def in_the_loop(made: Room, **said: object) -> None:
    """Something that the console says, from the test's thread."""
    [send, *_] = made.walls
    line = send.__self__  # type: ignore[attr-defined]
    line.ws_connection.stream.io_loop.add_callback(made.hear, said)


def test_slides_are_accessible_in_both_themes(room: tuple[Room, str], browser: Browser) -> None:
    assert unreadable(browser, room, every=20) == []


def unreadable(browser: Browser, room: tuple[Room, str], every: int) -> list[str]:
    """What axe finds on every so many slides, light and dark; it sees no frame, so the wall stands alone."""
    made, address = room
    context = browser.new_context(viewport={"width": 1200, "height": 675})
    page, found = context.new_page(), []
    page.goto(f"{address}/wall?key={KEY}")
    expect(page.locator("#count")).to_contain_text(f"{made.at + 1} / ")
    while made.at:
        turn(page, made, "PageUp")
    for number, slide in enumerate(made.slides):
        if number % every == 0:
            for theme in ("light", "dark"):
                if slide.make:
                    expect(page.locator(".marginlab-drawn")).to_be_attached()
                said = [*violations(page, "body"), *page.evaluate(AMISS)]
                found += [f"{number + 1} {theme}: {one}" for one in said]
                page.keyboard.press("d")
        if number + 1 < len(made.slides):
            turn(page, made, "PageDown")
    context.close()
    return found


def turn(page: Page, made: Room, key: str) -> None:
    number = made.at + {"PageDown": 2, "PageUp": 0}[key]
    page.keyboard.press(key)
    expect(page.locator("#count")).to_contain_text(f"{number} / ")


def failures(count: int) -> list[str]:
    """All slides, for `tests.long`."""
    made = every_slide()
    every = max(1, len(made.slides) // count)
    with answering(quiet(doors.routes(made))) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        return unreadable(browser, (made, f"http://{HOST}:{port}"), every)


@pytest.mark.parametrize("size", SIZES)
def test_the_wall_fills_a_projector_and_nothing_scrolls(stage: Page, size: str) -> None:
    width, height = SIZES[size]
    stage.set_viewport_size({"width": width, "height": height})

    def fills() -> bool:  # a frame after the window has its size
        box = stage.locator("#wall").bounding_box()
        assert box is not None
        return (round(box["x"]), round(box["width"]), round(box["height"])) == (0, width, height)

    until(stage, fills)
    scrolls = "e => [e.scrollWidth > e.clientWidth, e.scrollHeight > e.clientHeight]"
    pages = [one.locator("html") for one in (stage, wall(stage))]
    assert [one.evaluate(scrolls) for one in pages] == [[False, False]] * 2


def test_keys_turn_the_page_while_a_slider_has_the_focus(
    room: tuple[Room, str], stage: Page, shots: Shots
) -> None:
    number = next(n for n, one in enumerate(room[0].slides) if one.make and "Puzzle" in one.heading)
    console = stage.context.new_page()
    console.goto(f"{room[1]}/console?key={KEY}")
    console.get_by_label("Go to").select_option(str(room[0].slides[number].row))
    stage.bring_to_front()
    first = next(n for n, one in enumerate(room[0].slides) if one.row == room[0].slides[number].row)
    for at in range(first + 1, number + 1):
        turned(stage, at)
        stage.keyboard.press("PageDown")
    at = number + 1
    turned(stage, at)
    before = drawn(stage)
    slider = wall(stage).get_by_role("slider").first
    slider.focus()
    value = moved(slider, "ArrowRight")
    until(stage, lambda: drawn(stage) != before)
    alone = stage.context.new_page()  # axe sees no frame
    alone.goto(f"{room[1]}/wall?key={KEY}")
    alone.locator(".marginlab-drawn").wait_for()
    assert violations(alone, "body") == []
    alone.close()
    stage.keyboard.press("PageDown")
    turned(stage, at + 1)
    stage.keyboard.press("PageUp")
    turned(stage, at)
    assert float(wall(stage).get_by_role("slider").first.input_value()) == value
    console.close()


def test_a_vote_with_two_telephones_and_hands(
    room: tuple[Room, str], stage: Page, browser: Browser, shots: Shots
) -> None:
    """Only the count while it is open, piles without names, then the names, the truth and the answer."""
    address = room[1]
    console = stage.context.new_page()
    console.goto(f"{address}/console?key={KEY}")
    to_the_vote(console, room[0])
    telephones = [browser.new_context(viewport=PHONE, has_touch=True) for _ in range(2)]
    phones = [one.new_page() for one in telephones]
    said: list[str] = []
    for phone in phones:
        phone.on("websocket", lambda line: said.append(line.url))
        phone.goto(f"{address}/seat")
    assert said == []  # before anybody has joined
    sit_down(phones[0], "000000")
    expect(phones[0].get_by_role("status")).to_have_text("That is not the code on the wall.")
    for phone in phones:
        sit_down(phone, CODE)
        expect(phone.get_by_role("button", name="Leave the room")).to_be_visible()
    for press in ("Place my mark", "Skip"):  # nothing on the stage gives the answer away
        expect(wall(stage).get_by_role("button", name=press)).to_be_hidden()
    console.get_by_role("button", name="Open the vote").click()
    for phone, keys in zip(phones, (1, 3), strict=True):
        slider = phone.get_by_role("slider")
        phone.get_by_role("button", name="Place my mark").click()
        expect(phone.get_by_role("status")).to_have_text("Move the slider first.")
        for _ in range(keys):
            slider.press("ArrowLeft")
        expect(phone.get_by_role("status")).to_have_text("Not sent yet: press Place my mark.")
        phone.get_by_label("certain").last.check()
        phone.get_by_role("button", name="Place my mark").click()
        expect(phone.get_by_role("status")).to_contain_text("Your mark stands at")
        expect(phone.locator("#still svg").first).to_be_visible()
    assert violations(phones[0], "body") == violations(console, "body") == []
    expect(console.locator("#said")).to_have_text("2 marks.")
    shots.take(phones[0], "room-seat")
    console.get_by_text("Count hands").click()
    for name, count in (("liquidation at equity zero, guess", 3), ("the truth, certain", 2)):
        field = console.get_by_label(name)
        field.fill(str(count))
        field.press("Tab")
    expect(console.locator("#said")).to_have_text("2 marks and 5 hands.")
    expect(wall(stage).locator("#said")).to_have_text("2 marks and 5 hands.")
    console.get_by_role("button", name="Close: show the piles").click()
    said_first = wall(stage).locator("#said")
    expect(said_first).to_contain_text("3 near 59,400.")
    expect(said_first).not_to_contain_text("equity zero")
    expect(phones[0].get_by_role("status")).to_contain_text("Marks are closed.")
    shots.take(stage, "room-piles")
    shots.take(console, "room-console")
    console.get_by_role("button", name="Name the ideas").click()
    expect(said_first).to_contain_text("3 near 59,400; liquidation at equity zero.")
    stage.bring_to_front()
    until(stage, lambda: "the room" in {one["name"] for one in drawn(stage)})
    console.get_by_role("button", name="Show the truth").click()
    expect(said_first).to_contain_text("the truth")
    shots.take(stage, "room-truth")
    told = said_first.inner_text()
    console.get_by_role("button", name="own picture").click()
    expect(wall(stage).get_by_role("slider", name="leverage")).to_be_visible()
    expect(wall(stage).get_by_role("button", name="Start over")).to_be_hidden()
    console.get_by_role("button", name="Show the piles again").click()
    expect(said_first).to_have_text(told, use_inner_text=True)
    phones[0].get_by_role("button", name="Leave the room").click()
    expect(console.locator("#seats")).to_have_text("1 seated")
    for one in telephones:
        one.close()
    console.close()


def test_a_finger_on_the_picture_of_a_seat_moves_the_mark_there(
    room: tuple[Room, str], stage: Page, browser: Browser
) -> None:
    """On each question's own axis, across or upwards."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto(f"{room[1]}/seat")
    sit_down(page, CODE)
    expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    made, tried = room[0], set()
    console = stage.context.new_page()
    console.goto(f"{room[1]}/console?key={KEY}")
    for row in [n for n, one in enumerate(made.plan.rows) if one.vote]:
        to_the_vote(console, made, row)
        start_over(console)
        console.get_by_role("button", name="Open the vote").click()
        slider = page.get_by_role("slider")
        expect(slider).to_be_visible()
        expect(page.locator("#still svg").first).to_be_visible()
        asked = made.asked
        assert asked is not None
        expect(page.get_by_role("heading")).to_have_text(asked.question.question)
        figure, axis = asked.still, asked.question.axis
        low, high = asked.question.slider.low, asked.question.slider.high
        wanted = asked.question.slider.nearest(low + 0.7 * (high - low))
        subplot, number = axis["subplot"], axis["subplot"][1:]
        foot = figure["layout"][f"yaxis{number}"]["range"][0]
        side = figure["layout"][f"xaxis{number}"]["range"][0]
        at = (wanted, foot) if axis["along"] == "x" else (side, wanted)
        x, y = pixel(figure, STILL, subplot, *at)
        box = page.locator("#still svg").first.bounding_box()
        assert box is not None
        scale = box["width"] / STILL
        page.locator("#still svg").first.click(
            position={"x": x * scale, "y": min(y * scale, box["height"] - 1)}
        )
        step = asked.question.slider.step
        page.locator("#still svg").first.click(position={"x": 2, "y": 2})  # beside the picture
        expect(page.get_by_role("status")).to_contain_text("Touch inside the picture")
        assert abs(float(slider.input_value()) - wanted) <= max(step, 0.01 * (high - low))
        tried.add(axis["along"])
        start_over(console)
    assert tried == {"x", "y"}
    context.close()
    console.close()


def test_stage_and_console_of_a_room_that_was_started_again_say_so(
    room: tuple[Room, str], browser: Browser
) -> None:
    made, address = room
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/console?key={KEY}")
    expect(page.get_by_role("button", name="Next slide")).to_be_visible()
    until(page, lambda: len(made.consoles) == 1)  # those of other tests are gone
    [send] = made.consoles
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "keys", Keys(CODE, "another key"))
        line = send.__self__  # type: ignore[attr-defined]
        line.ws_connection.stream.io_loop.add_callback(line.close)
        expect(page.locator("#late")).to_contain_text("This room has ended.")
        expect(page.get_by_role("button", name="Next slide")).to_be_hidden()
    context.close()


def test_a_seat_of_a_room_that_was_started_again_is_not_told_that_its_code_was_wrong(
    room: tuple[Room, str], browser: Browser
) -> None:
    made, address = room
    context, before = browser.new_context(viewport=PHONE), {*made.seats}
    page = context.new_page()
    page.goto(f"{address}/seat")
    sit_down(page, CODE)
    expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    [token] = {*made.seats} - before
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "keys", Keys("999999", KEY))
        with broken(made, token):
            expect(page.get_by_role("status")).to_contain_text("is down")
        expect(page.get_by_role("status")).to_contain_text("Your room has ended.")
        expect(page.get_by_label("Code on the wall")).to_have_value("")
        sit_down(page, "999999")
        expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    context.close()


def test_a_browser_has_one_seat_and_what_it_cannot_send_it_says(
    room: tuple[Room, str], browser: Browser
) -> None:
    """Two pages, of which the second did not join by itself; then a line that is down, and leaving."""
    made, address = room
    seats = len(made.seats)
    context = browser.new_context(viewport=PHONE)
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        if len(lines) < 3:
            line.connect_to_server()
        else:  # as where the network has gone
            line.close()
        lines.append(line)

    context.route_web_socket("**/room/line/seat*", through)
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{address}/seat")
    leaves = first.get_by_role("button", name="Leave the room")
    sit_down(first, CODE)
    expect(leaves).to_be_visible()
    sit_down(second, "000000")
    expect(second.get_by_role("status")).to_have_text("That is not the code on the wall.")
    second.reload()  # a wrong code has not cost the seat of the other page
    expect(second.get_by_role("button", name="Leave the room")).to_be_visible()
    assert len(made.seats) == seats + 1
    lines[0].close()
    expect(first.get_by_role("status")).to_contain_text("The line to the room is down.")
    leaves.click()
    expect(first.get_by_role("status")).to_contain_text("Not sent")
    assert len(made.seats) == seats + 1
    second.get_by_role("button", name="Leave the room").click()
    expect(second.get_by_role("status")).to_contain_text("You have left the room")
    assert len(made.seats) == seats
    context.close()


def test_a_press_on_the_console_outlives_the_marks_that_come_meanwhile(
    room: tuple[Room, str], stage: Page
) -> None:
    console = stage.context.new_page()
    console.goto(f"{room[1]}/console?key={KEY}")
    to_the_vote(console, room[0])
    start_over(console)
    console.get_by_role("button", name="Open the vote").dblclick()
    expect(console.locator("#said")).to_have_text("0 marks.")
    closes = console.get_by_role("button", name="Close: show the piles")
    pressed = closes.element_handle()
    phone = stage.context.new_page()
    phone.goto(f"{room[1]}/seat")
    sit_down(phone, CODE)
    phone.get_by_role("slider").press("ArrowLeft")
    phone.get_by_role("button", name="Place my mark").click()
    expect(console.locator("#said")).to_have_text("1 mark.")
    assert pressed.evaluate("node => node.isConnected")
    phone.get_by_role("button", name="Leave the room").click()
    start_over(console)
    phone.close()
    console.close()


def test_who_sits_down_on_a_slide_without_a_vote_is_told_so_and_again_after_a_reload(
    room: tuple[Room, str], stage: Page, browser: Browser
) -> None:
    """As on the first slide, which invites to sit down."""
    console = stage.context.new_page()
    console.goto(f"{room[1]}/console?key={KEY}")
    console.get_by_label("Go to").select_option("0")
    expect(console.locator("#clock")).to_contain_text("slide 1 of ")
    context = browser.new_context(viewport=PHONE)
    page, amiss = context.new_page(), []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.goto(f"{room[1]}/seat")
    sit_down(page, CODE)
    for _ in range(2):
        expect(page.get_by_role("status")).to_contain_text("You have a seat.")
        expect(page.get_by_label("Code on the wall")).to_be_hidden()
        page.reload()
    to_the_vote(console, room[0])
    start_over(console)
    console.get_by_role("button", name="Open the vote").click()
    expect(page.get_by_role("slider")).to_be_visible()
    console.get_by_role("button", name="Next slide").click()
    expect(page.get_by_role("status")).to_contain_text("You have a seat.")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("You have a seat.")
    assert amiss == []
    context.close()
    console.close()


def test_a_mark_that_could_not_be_sent_is_sent_when_the_line_is_there(
    room: tuple[Room, str], stage: Page, browser: Browser
) -> None:
    console = stage.context.new_page()
    console.goto(f"{room[1]}/console?key={KEY}")
    to_the_vote(console, room[0])
    start_over(console)
    console.get_by_role("button", name="Open the vote").click()
    context, before = browser.new_context(viewport=PHONE), {*room[0].seats}
    page = context.new_page()
    page.goto(f"{room[1]}/seat")
    sit_down(page, CODE)
    page.get_by_role("slider").press("ArrowLeft")
    page.get_by_role("button", name="Place my mark").click()
    expect(console.locator("#said")).to_have_text("1 mark.")
    [token] = {*room[0].seats} - before
    with broken(room[0], token):
        expect(page.get_by_role("status")).to_contain_text("The line to the room is down.")
        at = moved(page.get_by_role("slider"), "ArrowLeft")
        page.get_by_role("button", name="Place my mark").click()
        expect(page.get_by_role("status")).to_contain_text("is sent when it is there again")
    expect(page.get_by_role("status")).to_contain_text("Your mark stands at")
    assert room[0].asked is not None
    assert [mark.at for mark in room[0].asked.vote.rounds[0].marks] == [at]
    start_over(console)
    context.close()
    console.close()


def test_a_line_that_breaks_is_there_again_by_itself(
    room: tuple[Room, str], browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    before = {*room[0].seats}
    page.goto(f"{room[1]}/seat")
    sit_down(page, CODE)
    expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    seats = len(room[0].seats)
    [token] = {*room[0].seats} - before
    with broken(room[0], token):
        expect(page.get_by_role("status")).to_contain_text("The line to the room is down.")
    expect(page.get_by_role("status")).not_to_contain_text("down")
    page.reload()
    expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    assert len(room[0].seats) == seats
    context.close()
