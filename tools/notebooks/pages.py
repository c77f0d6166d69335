"""What the build writes into sources from the items: the exercises of a page, and counts in words.

A page, exercises/src/NN_slug.md, is the prose around the line `{{ exercises }}`. Title, number and
minutes, the first code cell, and heading, task, stub and solution of each exercise come from the
lesson of the same name and its items; at its end stand the claim court's cards about that lesson. In the
prose of any source `{{ number of exercises }}` is how many its lesson has, and `{{ number of questions }}`
how many of them are about another lesson; with a capital where the placeholder has one. No count is
typed, so none can become wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from marginlab.course.court.docket import DOCKET
from marginlab.practice.item import Item

ALL = "{{ exercises }}"
FIRST = "```{code-cell}\nfrom marginlab.lesson import *\n```\n\n"
# fmt: off
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on
PLACE = re.compile(r"\{\{ (\w+ [\w ]*\w) \}\}")
TYPED = re.compile(
    rf"\b(?:{'|'.join(NUMBERS[2:])}|\d+)\s+(?!(?:and|for|in|of|to|with)\b)(?:\w+\s+)?"
    r"(?:exercise|question|lesson|panel|verdict)s?\b",
    re.IGNORECASE,
)


def page(prose: str, items: Sequence[Item]) -> str:
    """A page of exercises as the Markdown of a whole notebook."""
    return FIRST + prose.replace(f"\n{ALL}\n", f"\n{exercises(items)}\n") + cards(items[0].lesson)


def cards(lesson: int) -> str:
    """A cell that names the claim court's cards about a lesson; empty where there is none."""
    known = [card.id for card in DOCKET.values() if card.lesson == lesson]
    if not known:
        return ""
    return (
        "\n+++\n\nPublished sentences about this lesson are judged in the "
        f"[claim court](../lessons/11_claim_court.ipynb): {', '.join(known)}. "
        f'`court_panel("{known[0]}")`, in a cell of your own, opens the first one here.\n'
    )


def exercises(items: Sequence[Item]) -> str:
    """The items as Markdown: heading, task, stub and solution of each."""
    return "\n\n".join(
        f'## {item.id} {item.title}\n\n{_cell(f"""task("{item.id}")""")}\n\n{_cell(item.stub)}\n\n'
        f"{_cell(item.solved, ':tags: [solution]')}"
        for item in items
    )


def _cell(code: str, option: str = "") -> str:
    return "\n".join(["```{code-cell}", *([option, ""] if option else []), code, "```"])


def line_in_prose(line: int, prose: str, items: Sequence[Item]) -> int:
    """Where a line of the whole page stands in its prose; all exercises stand where their line does."""
    at = prose.splitlines().index(ALL) + 1
    line -= FIRST.count("\n")
    return max(1, line) if line <= at else max(at, line - exercises(items).count("\n"))


def filled(markdown: str, items: Sequence[Item]) -> str:
    """The Markdown with its counts in words."""
    counts = _counts(items)

    def word(place: re.Match[str]) -> str:
        count = counts[place[1].lower()]
        told = NUMBERS[count] if count < len(NUMBERS) else f"{count}"
        return told.capitalize() if place[1][0].isupper() else told

    return PLACE.sub(word, markdown)


def count_problems(markdown: str) -> Iterator[str]:
    """Placeholders that stand for nothing, and counts that are typed."""
    known = _counts(())
    for place in PLACE.finditer(markdown):
        if place[1].lower() not in known:
            yield f"has {place[0]}, which stands for nothing; there are {', '.join(known)}"
    if typed := typed_count(markdown):
        yield f'types "{typed}"; write {{{{ number of exercises }}}} for the number, or none'


def typed_count(text: str) -> str | None:
    """The first count of what the course has that is typed in a text."""
    found = TYPED.search(text)
    return found and " ".join(found[0].split())


def _counts(items: Sequence[Item]) -> dict[str, int]:
    return {
        "number of exercises": len(items),
        "number of questions": sum(bool(item.about) for item in items),
    }
