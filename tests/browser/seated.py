"""A room as its tests hold it, and what a learner and an instructor do in it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from marginlab.teach.live.room import Room

KEY, CODE = "key", "471147"


def sit_down(page: Page, code: str) -> None:
    page.get_by_label("Code on the wall").fill(code)
    page.get_by_role("button", name="Join the room").click()


def start_over(console: Page) -> None:
    over = console.get_by_role("button", name="Start this vote over")
    if over.is_visible():
        console.once("dialog", lambda asked: asked.accept())
        over.click()
    expect(console.get_by_role("button", name="Open the vote")).to_be_visible()


def to_the_vote(console: Page, made: Room, row: int | None = None) -> None:
    """Puts a row's question on the wall, that of lesson 2 where none is named."""
    votes = (n for n, one in enumerate(made.plan.rows) if one.vote and one.screen == "lessons/02")
    row = next(votes) if row is None else row
    first = next(n for n, one in enumerate(made.slides, 1) if one.row == row)
    console.get_by_label("Go to").select_option(str(row))
    expect(console.locator("#clock")).to_contain_text(f"slide {first} of ")
    while not console.locator("#vote").is_visible():
        first += 1
        console.get_by_role("button", name="Next slide").click()
        expect(console.locator("#clock")).to_contain_text(f"slide {first} of ")
