"""The page of sheets is TEACHING.md: whole, with boxes to tick, and without links that lead nowhere."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

from marginlab.teach import sheets

GUIDE = (Path(__file__).parents[2] / sheets.FILE).read_text(encoding="utf-8")
PAGE = sheets.page(date(2026, 11, 27))


def bare(text: str) -> list[str]:
    """Its words, without marks."""
    return re.findall(r"\w+", text)


def test_every_word_of_the_guide_stands_in_the_page_in_its_order() -> None:
    main = PAGE.partition("<main>")[2].partition("<footer>")[0]
    shown = bare(unescape(re.sub(r"<[^>]+>", " ", main)))
    written = re.sub(r"```\w*|\]\([^)]*\)|^\d+\. ", " ", GUIDE, flags=re.MULTILINE)
    assert shown == bare(written)


def test_a_list_can_be_ticked() -> None:
    assert PAGE.count('<li class="box">') == GUIDE.count("- [ ] ") > 10
    assert "[ ]" not in PAGE


def test_links_into_the_project_are_words_and_others_stay() -> None:
    assert re.findall(r'href="(?!https?://)', PAGE) == []
    opening, _ = sheets.sections("# A\n[there](https://a.example/) and [here](b.md#c)\n## D\ne\n")
    assert opening == "# A\n[there](https://a.example/) and here\n"


def test_what_is_handed_out_stands_on_paper_of_its_own() -> None:
    shown = re.findall(r'<section class="sheet">\s*<h2>(.*?)</h2>', PAGE)
    assert tuple(shown) == sheets.SHEETS
