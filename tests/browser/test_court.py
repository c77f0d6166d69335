"""The claim court in a real JupyterLab: found, judged, run and repaired by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from marginlab.course.court.card import Card, Typed
from marginlab.course.court.docket import DOCKET, card_of, find
from marginlab.practice.progress import FILE
from tests.browser.lab import Notebook, Shots, violations

Opened = Callable[..., Notebook]
CELL = "from marginlab.lesson import court_panel\ncourt_panel()"


@pytest.fixture
def court(opened: Opened, course: Path) -> Iterator[Locator]:
    """The court at its first card, of which nobody has said anything."""
    (course / FILE).unlink(missing_ok=True)
    book = opened("court.ipynb", CELL)
    book.run_all()
    found = book.page.locator(".marginlab-panel")
    expect(found.locator(".marginlab-card")).to_be_visible()
    yield found
    (course / FILE).unlink(missing_ok=True)


def ledgers(court: Locator) -> list[list[str]]:
    """The rows that are drawn, without the words that mark where they part."""
    cells = court.locator(".marginlab-ledgers tbody tr").evaluate_all(
        """rows => rows.map(row => [...row.children].map(cell => {
          const copy = cell.cloneNode(true);
          copy.querySelectorAll('em').forEach(node => node.remove());
          return copy.textContent.trim();
        }))"""
    )
    return [list(row) for row in cells]


def drawn(card: Card) -> dict[str, tuple[str, str]]:
    """What has to be drawn of a card, by the name of the row."""
    left, right = (one.printed for one in card.ledgers)
    return {name: (left.get(name, ""), right.get(name, "")) for name in {**left, **right}}


def chosen(court: Locator, name: str) -> Locator:
    return court.get_by_role("combobox", name=name, exact=True)


def call(court: Locator, card: Card) -> None:
    [label] = [one for one in offered(court) if one.startswith(f"{card.id}: ")]
    chosen(court, "card").select_option(label=label)
    expect(court.locator("blockquote")).to_have_text(card.sentence)


def offered(court: Locator) -> list[str]:
    """The cards that can be chosen now."""
    return chosen(court, "card").locator("option").all_text_contents()


def judge(court: Locator, verdict: str) -> None:
    group = court.get_by_role("radiogroup", name="your verdict")
    group.get_by_text(verdict, exact=True).click()
    court.get_by_role("button", name="Run it", exact=True).click()
    expect(court.locator(".marginlab-ledgers")).to_be_visible()


def test_what_is_drawn_is_what_was_run(court: Locator) -> None:
    for card in list(DOCKET.values())[:: max(1, len(DOCKET) // 12)]:
        if card.why_not:
            continue
        call(court, card)
        expect(court.locator(".marginlab-ledgers")).to_have_count(0)
        judge(court, card.verdict)
        rows = ledgers(court)
        assert {name: (left, right) for name, left, right in rows} == drawn(card)
        parts = court.locator(".marginlab-parts th")
        if card.parting:
            expect(parts).to_have_text(f"{card.parting} (here they part)")
        else:
            expect(parts).to_have_count(0)
        expect(court).to_contain_text(f"✓ You said {card.verdict} (guess).")
        expect(court).to_contain_text(card.reason)


def test_keys_alone_find_judge_run_and_repair(court: Locator) -> None:
    page, card = court.page, card_of("B4.5b")
    chosen(court, "topic").focus()
    page.keyboard.type(card.topic)
    expect(chosen(court, "topic")).to_have_value(card.topic)
    expect(chosen(court, "topic")).to_be_focused()
    there = [re.compile(f"^{re.escape(one.id)}: ") for one in find(topic=card.topic)]
    expect(chosen(court, "card").locator("option")).to_have_text(there)
    call(court, card)
    court.get_by_role("radiogroup", name="your verdict").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")  # false
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(court).to_contain_text("✓ You said false (fairly sure).")
    # The keyboard is where the repair begins, with the first words in the order of the alphabet.
    words = min(card.repairs or ())
    assert not card.mends(words)
    expect(court.get_by_role("radio", name=words, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(court).to_contain_text("✗ Run again, it does not hold")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(court).to_contain_text("✓ Run again, it holds")


def test_a_number_is_typed_and_run_again(court: Locator) -> None:
    numbers = [one for one in DOCKET.values() if isinstance(one.repairs, Typed)]
    card = numbers[0]
    assert isinstance(card.repairs, Typed)
    call(court, card)
    judge(court, "true")
    field = court.get_by_label("number", exact=True)
    expect(field).to_be_focused()
    again = court.get_by_role("button", name="Run it again")
    for typed, said in (
        ("abc", "a number like 54,249.55 is needed"),
        ("1", "✗ Run again, it does not hold"),
        (card.ledgers[1].says(card.repairs.row), "✓ Run again, it holds"),
    ):
        field.fill(typed)
        again.click()
        expect(court).to_contain_text(said)
    field.fill("2")
    field.press("Enter")
    expect(court).to_contain_text("✗ Run again, it does not hold")


def test_what_was_said_stands_there_at_the_next_visit(court: Locator, opened: Opened) -> None:
    judge(court, "false")
    opened("court.ipynb").run_again()
    expect(court).to_contain_text("✓ You said false (guess).")
    court.get_by_role("button", name="Judge it again").click()
    expect(court.locator(".marginlab-ledgers")).to_have_count(0)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_every_column_holds_card_and_ledgers(
    theme: str, court: Locator, opened: Opened, shots: Shots
) -> None:
    page, book = court.page, opened("court.ipynb")
    page.set_viewport_size({"width": 1_920, "height": 1_200})
    try:
        book.theme(f"JupyterLab {theme}")
        judge(court, "false")
        for width in (320, 390, 840, 1_200, 1_600):
            court.evaluate("(root, width) => { root.style.width = `${width}px`; }", width)
            wide = court.evaluate(
                """root => [...root.querySelectorAll('*')]
                  .filter(node => node.getBoundingClientRect().right
                                  > root.getBoundingClientRect().right + 1)
                  .map(node => node.className || node.tagName)"""
            )
            assert wide == [], f"at {width} pixels"
            shots.take(court, f"court_{width}_{theme.lower()}")
        assert violations(page, ".marginlab-panel") == []
    finally:
        book.theme("JupyterLab Light")
        page.set_viewport_size({"width": 1_280, "height": 800})
