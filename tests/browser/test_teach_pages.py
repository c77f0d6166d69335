"""What instructors print, in a real page: on A4 and Letter nothing is cut, and grey can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from marginlab.teach import guide, handout, pages
from marginlab.teach.plan import plan, values
from marginlab.teach.syllabus import Syllabus
from tests.browser.lab import violations
from tests.teach.test_pages import PAGES

SYLLABUS = Syllabus.installed()
LESSONS = SYLLABUS.lessons
DAY = date(2026, 11, 27)
WIDTHS = {"a4": 210, "letter": 215.9}  # [mm]
MILLIMETRE = 96 / 25.4  # pixels
LEAST_CONTRAST = 4.5
every_paper = pytest.mark.parametrize("paper", handout.PAPERS)

# Elements that leave the page, or hold more than they show. Lines for notes are cut where they end, and
# the first and last number of an axis stand half beside it.
CUT = """() => [...document.querySelectorAll('main, main *')]
  .filter(one => !one.closest('.lines') && !one.closest('math *'))
  .filter(one => {
    const box = one.getBoundingClientRect();
    const wide = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
    return box.right > innerWidth + .5 || box.left < -.5 || (wide && !one.matches('.axis'));
  })
  .map(one => one.outerHTML.slice(0, 120))"""
# Sides that hold more than their paper.
SPILT = """() => [...document.querySelectorAll('.side')]
  .filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.innerText.slice(0, 60))"""
# Each colour of words with that of the paper behind it.
INKS = """() => {
  const found = {};
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim()) continue;
    let one = walker.currentNode.parentElement;
    const ink = getComputedStyle(one).color;
    const clear = 'rgba(0, 0, 0, 0)';
    while (one && getComputedStyle(one).backgroundColor === clear) one = one.parentElement;
    const paper = one ? getComputedStyle(one).backgroundColor : 'rgb(255, 255, 255)';
    found[`${ink} on ${paper}`] = walker.currentNode.data.trim().slice(0, 40);
  }
  return found;
}"""
# Whether the pictures of the page are drawn, and without colour where it is printed.
PICTURES = """() => [...document.images].map(one => [
  one.complete && one.naturalWidth > 0, getComputedStyle(one).filter])"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all of it, as a printer sees it."""
    opened = browser.new_page()
    opened.emulate_media(media="print")
    yield opened
    opened.close()


def shown(page: Page, html: str, paper: str = "a4") -> None:
    """Lays a page out in the width that the paper leaves between its margins."""
    width = (WIDTHS[paper] - 2 * pages.MARGIN) * MILLIMETRE
    page.set_viewport_size({"width": int(width), "height": 900})
    page.set_content(html, wait_until="load")


def sides(page: Page, paper: str) -> int:
    """How many pages of paper it takes."""
    printed = page.pdf(format=paper, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def grey(colour: str) -> float:
    """The light of a colour once it is printed in grey, from 0 to 1."""
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    level = 0.2126 * red + 0.7152 * green + 0.0722 * blue  # as a filter of CSS does it
    return level / 12.92 if level <= 0.03928 else ((level + 0.055) / 1.055) ** 2.4


@every_paper
def test_a_lessons_handout_is_two_sides_and_nothing_is_cut(page: Page, paper: str) -> None:
    for lesson in LESSONS:
        shown(page, handout.page([lesson], DAY, paper), paper)
        assert page.evaluate(CUT) == [], lesson.title
        assert page.evaluate(SPILT) == [], lesson.title
        assert sides(page, paper) == 2, lesson.title


@every_paper
def test_a_handout_of_all_lessons_begins_each_on_a_sheet_of_its_own(page: Page, paper: str) -> None:
    shown(page, handout.page(LESSONS, DAY, paper), paper)
    assert sides(page, paper) == 2 * len(LESSONS)


@every_paper
@pytest.mark.parametrize("minutes", [track.minutes for track in SYLLABUS.tracks])
def test_a_plan_fits_on_two_pages_uncut(page: Page, paper: str, minutes: int) -> None:
    made = pages.page("plan.html", DAY, **values(plan(SYLLABUS, minutes), 570))
    shown(page, made, paper)
    assert page.evaluate(CUT) == []
    assert sides(page, paper) <= 2


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_uncut_accessible_and_readable_in_grey(page: Page, name: str) -> None:
    shown(page, PAGES[name]())
    assert page.evaluate(CUT) == []
    assert violations(page, "html") == []
    inks: dict[str, str] = page.evaluate(INKS)
    assert inks
    for colours, words in inks.items():
        low, high = sorted(grey(colour) for colour in colours.split(" on "))
        assert (high + 0.05) / (low + 0.05) >= LEAST_CONTRAST, f"{words!r}: {colours}"
    pictures: list[list[Any]] = page.evaluate(PICTURES)
    assert bool(pictures) == (name in ("guide", "handout"))
    assert all(picture == [True, "grayscale(1)"] for picture in pictures)


def test_a_page_can_be_read_on_a_telephone(page: Page) -> None:
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    page.set_content(guide.page(LESSONS[2:3], DAY), wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
