"""What the build writes into sources from the items: the exercises of a page, and counts in words.

A page, exercises/src/NN_slug.md, is the prose around the line `{{ exercises }}`. Title, number and
minutes, the first code cell, and heading, task, stub and solution of each exercise come from the
lesson of the same name and its items; at its end stand the claim court's cards about that lesson. Where
the lesson's derivation has a ladder, `{{ ladder }}` stands for its rungs and `{{ repair }}` for the
solution to repair; these are not counted.

In the prose of any source `{{ number of exercises }}` is how many its lesson has, and
`{{ number of questions }}` how many of them are about another lesson; with a capital where the placeholder
has one. No count is typed, so none can become wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from marginlab.course.court.docket import DOCKET
from marginlab.practice.item import Item, is_rung

ALL, LADDER, REPAIR = PARTS = "{{ exercises }}", "{{ ladder }}", "{{ repair }}"
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


def page(prose: str, items: Sequence[Item], rungs: Sequence[Item] = ()) -> str:
    """A page of exercises as the Markdown of a whole notebook."""
    text = f"\n{prose}"
    for place, written in _written(items, rungs).items():
        text = text.replace(f"\n{place}\n", f"\n{written}\n")
    return FIRST + text[1:] + cards(items[0].lesson)


def cards(lesson: int) -> str:
    """A cell that names the claim court's cards about a lesson; empty where there is none."""
    known = [card.id for card in DOCKET.values() if card.lesson == lesson]
    if not known:
        return ""
    return (
        "\n+++\n\nPublished sentences about this lesson are judged in lesson 11, the "
        f"[claim court](../lessons/11_claim_court.ipynb): {', '.join(known)}. To open the first one here, "
        f'make a new cell (Esc, then B) and run `court_panel("{known[0]}")` in it.\n'
    )


def _written(items: Sequence[Item], rungs: Sequence[Item]) -> dict[str, str]:
    """What stands in the place of each line of `PARTS`."""
    ladder = [item for item in rungs if is_rung(item.id)]
    read = [_cell(f"ladder({ladder[0].lesson})")] if ladder else []
    repair = [item for item in rungs if not is_rung(item.id)]
    return {
        ALL: exercises(items),
        LADDER: "\n\n".join([*read, exercises(ladder, level=3)]),
        REPAIR: exercises(repair, level=3),
    }


def exercises(items: Sequence[Item], level: int = 2) -> str:
    """The items as Markdown: heading, task, stub and solution of each."""
    return "\n\n".join(
        f'{"#" * level} {item.id} {item.title}\n\n{_cell(f"""task("{item.id}")""")}\n\n'
        f"{_cell(item.stub)}\n\n{_cell(item.solved, ':tags: [solution]')}"
        for item in items
    )


def place_problems(prose: str, rungs: Sequence[Item]) -> Iterator[str]:
    """A part of the page that has no place, or that stands there for nothing."""
    for place in PARTS:
        stands, wanted = f"\n{prose}".count(f"\n{place}\n"), place == ALL or bool(rungs)
        if wanted and stands != 1:
            what = "the exercises have" if place == ALL else f"the {place.strip('{} ')} has"
            yield f"{what} no place; wanted: one line {place}"
        elif stands and not wanted:
            yield f"{place} stands for nothing: its lesson has no ladder"


def _cell(code: str, option: str = "") -> str:
    return "\n".join(["```{code-cell}", *([option, ""] if option else []), code, "```"])


def line_in_prose(line: int, prose: str, items: Sequence[Item], rungs: Sequence[Item] = ()) -> int:
    """Where a line of the whole page stands in its prose; a part stands where its line does."""
    written, line = _written(items, rungs), line - FIRST.count("\n")
    for at, text in enumerate(prose.splitlines(), 1):
        line -= written[text].count("\n") + 1 if text in PARTS else 1
        if line <= 0:
            return at
    return max(1, len(prose.splitlines()))


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
