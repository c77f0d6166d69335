"""The pages to be read, in a real page: alone, on a telephone, in the dark, on paper, under the hand."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from marginlab.course.lesson02_the_wall.panel import place_wall_mark, wall_panel
from marginlab.drawing.sheet import LAYOUTS
from marginlab.theory.terms import show
from tests.browser.lab import HOST, Shots, violations
from tools.site import places

LESSON = "02_where_the_wall_stands"
PHONE = {"width": 390, "height": 844}
LEAST, TARGET = 12, 44  # pixels of letters; of what a finger has to hit
# Letters smaller than they may be, with their size on the screen.
SMALL = """least => {
  const found = [], walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, svg = one.closest('svg');
    if (!walker.currentNode.data.trim() || one.closest('math') || !one.checkVisibility()) continue;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = scale * parseFloat(getComputedStyle(one).fontSize);
    if (size < least - 0.05) found.push(`${size} ${walker.currentNode.data}`);
  }
  return found;
}"""
# What can be pressed and is too low, links in the middle of a sentence apart.
LOW = """least => [...document.querySelectorAll('a, button, summary, select, input, label')]
  .filter(one => one.checkVisibility() && !one.matches('[type=radio], p a:not(.begin), li a'))
  .map(one => [one.getBoundingClientRect().height, one.textContent])
  .filter(([height]) => height && height < least - 0.5)"""
# What stands beyond the paper's edge.
CUT = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.checkVisibility() && !one.closest('svg'))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""
DRAWN = "place => place.querySelector('.picture svg').outerHTML"


class Quiet(SimpleHTTPRequestHandler):
    """A web server for files that says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(read: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(read.parent))
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}/read/"
        server.shutdown()


@contextlib.contextmanager
def opened(browser: Browser, address: str, name: str = LESSON, **look: object) -> Iterator[Page]:
    """A page in a browser of its own; it may fail at nothing, and asks no other server."""
    context = browser.new_context(**look)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            asked.url.startswith(address.removesuffix("read/")) or problems.append(asked.url)
        ),
    )
    page.goto(f"{address}{name}.html")
    yield page
    context.close()
    assert problems == []


def live(page: Page) -> tuple[Locator, Locator]:
    """The places of the question and of the panel, once they move."""
    found = page.locator("[data-live]").all()
    for place in found:
        place.scroll_into_view_if_needed()
        expect(place.locator(".picture svg")).to_be_visible()
    question, panel = found
    return question, panel


def number(place: Locator, name: str, value: float) -> None:
    """Gives a slider a value, as a hand does."""
    place.get_by_role("slider", name=name, exact=True).fill(f"{value:g}")


def said(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_without_javascript_all_of_a_lesson_stands_there(
    browser: Browser, address: str, shots: Shots
) -> None:
    with opened(browser, address, java_script_enabled=False, color_scheme="dark") as page:
        panel, question = wall_panel(), place_wall_mark()
        expect(page.get_by_text(said(panel.theme.words(panel.scene).say))).to_be_visible()
        expect(page.locator(".marginlab-controls")).to_have_count(0)
        answer = question.panel.theme.words(question.panel.scene)
        expect(page.get_by_text(said(answer.say))).to_be_hidden()
        page.get_by_text("Show the answer").click()
        expect(page.get_by_text(said(answer.say))).to_be_visible()
        for picture in page.get_by_role("img").all():
            assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
        shots.take(page, "reading_plain_dark", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_can_be_read_and_moved_on_a_telephone(
    scheme: str, browser: Browser, address: str, shots: Shots
) -> None:
    look = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": scheme}
    with opened(browser, address, **look) as page:
        live(page)
        shots.take(page, f"reading_phone_{scheme}", full_page=True)
        for one in page.locator("details").all():
            one.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert page.evaluate(SMALL, LEAST) == []
        assert page.evaluate(LOW, TARGET) == []
        assert violations(page, "html") == []


def test_a_panel_says_and_draws_what_python_computed(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        _, place = live(page)
        opening = place.evaluate(DRAWN)
        for leverage in (20, 147):
            number(place, "leverage", leverage)
            wanted = wall_panel(leverage=leverage)
            expect(place.locator(".marginlab-say")).to_have_text(said(wanted.view.say))
            expect(place.locator(".picture")).to_have_attribute("aria-label", wanted.view.alt)
            wall = show(wanted.scene.isolated.liquidation_price, "price")
            expect(place.locator(".picture text", has_text=wall).first).to_be_visible()
        # Both at once were never computed: it is said, and there are two ways on.
        before = place.evaluate(DRAWN)
        number(place, "entry", 61_000)
        off = place.locator(".off")
        expect(off).to_contain_text("was not computed")
        expect(off.get_by_role("link")).to_have_attribute("href", re.compile(f"lessons/{LESSON}"))
        assert place.evaluate(DRAWN) == before
        off.get_by_role("button").click()
        expect(off).to_be_hidden()
        expect(place.get_by_role("slider", name="leverage")).to_have_value("147")
        number(place, "leverage", 10)
        expect(place.locator(".marginlab-say")).to_have_text(said(wall_panel().view.say))
        assert place.evaluate(DRAWN) == opening
        place.get_by_text("off", exact=True).click()
        expect(place.locator(".marginlab-say")).to_contain_text("✓ Goal reached (1 of 3)")


def test_a_mark_is_placed_on_the_picture_and_kept_in_this_browser(
    browser: Browser, address: str, shots: Shots
) -> None:
    asked = place_wall_mark()
    assert asked.answers
    with opened(browser, address) as page:
        place, _ = live(page)
        place.get_by_role("button", name="Place my mark").click()
        expect(place.get_by_role("alert")).to_contain_text("There is no mark yet")
        tick = place.locator(".picture text", has_text="59,500").bounding_box()
        assert tick
        page.mouse.click(tick["x"] + tick["width"] / 2, tick["y"] - 100)
        expect(place.locator(".marginlab-say")).to_have_text("Your mark: 59,500.")
        belief = asked.answers.ideas["equity-zero"]
        number(place, "your mark", belief)
        place.get_by_text("certain").click()
        place.get_by_role("button", name="Place my mark").click()
        told = f"You said {show(belief)} (certain). {asked.answers.told(belief)}"
        expect(place.locator(".marginlab-question")).to_contain_text(told)
        expect(place.locator(".picture text", has_text="you said").first).to_be_visible()
        expect(place.get_by_role("slider", name="leverage")).to_be_focused()
        shots.take(place, "reading_revealed")
        page.reload()
        place, _ = live(page)
        expect(place.locator(".marginlab-question")).to_contain_text(told)
        place.get_by_role("button", name="Start over").click()
        expect(place.locator(".marginlab-question")).to_have_text(asked.question)
        assert page.evaluate("localStorage.getItem('marginlab read')") == "{}"
        place.get_by_role("button", name="Skip").click()
        expect(place.locator(".marginlab-say")).to_have_text(said(asked.panel.view.say))


def test_a_column_has_only_widths_for_which_its_pictures_are_laid_out(
    browser: Browser, address: str
) -> None:
    held = {
        one.width: one.width * one.stretches[-1] for one in LAYOUTS if one.width in places.WIDTHS
    }
    with opened(browser, address) as page:
        for wide in (
            320,
            360,
            390,
            430,
            480,
            600,
            671,
            672,
            700,
            768,
            871,
            872,
            900,
            1100,
            1280,
            1900,
        ):
            page.set_viewport_size({"width": wide, "height": 800})
            column = page.locator(".picture").first.evaluate("one => one.clientWidth")
            assert any(least <= column <= most for least, most in held.items()), (wide, column)


def test_nothing_is_cut_on_paper(browser: Browser, address: str, shots: Shots) -> None:
    with opened(browser, address) as page:
        live(page)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # of A4 inside its margins
        assert page.evaluate(CUT) == []
        expect(page.get_by_role("heading", name="2.1 The wall of a long")).to_be_visible()
        expect(page.locator(".marginlab-controls").first).to_be_hidden()
        assert len(page.pdf(prefer_css_page_size=True, format="A4")) > 50_000
        if shots.folder:
            page.pdf(path=shots.folder / "reading.pdf", prefer_css_page_size=True, format="A4")
