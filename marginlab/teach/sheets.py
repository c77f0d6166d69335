"""TEACHING.md as a page: checklist of the room, helpers' sheet, ladder, accessibility, feedback card."""

from __future__ import annotations

import re
from datetime import date

from marginlab.app.folder import course
from marginlab.teach import pages

FILE = "TEACHING.md"
SHEETS = ("The room", "Sheet for helpers", "Feedback card")  # each on paper of its own
LINK = re.compile(r"\[([^]]+)\]\((?!https?://)[^)]+\)")  # into the project, which a page is not in


def sections(text: str) -> tuple[str, dict[str, str]]:
    """The opening of a guide, and its sections by their headings, as Markdown for a page."""
    opening, *parts = pages.HEADING.split(LINK.sub(r"\1", text))
    return opening, dict(zip(parts[::2], parts[1::2], strict=True))


def page(day: date) -> str:
    """The instructor's guide to the room, as a page."""
    opening, parts = sections((course() / FILE).read_text(encoding="utf-8"))
    made = pages.page("sheets.html", day, opening=opening, sections=parts, sheets=SHEETS)
    return made.replace("<li>[ ] ", '<li class="box">')
