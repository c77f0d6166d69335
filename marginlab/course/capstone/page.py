"""What a learner calls: the mandate of a sitting, and the memo on it, judged and printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marginlab.course.capstone.grader import Finding, findings
from marginlab.course.capstone.mandate import mandate_of
from marginlab.course.capstone.memo import FIELDS, filled_in
from marginlab.course.capstone.plan import planned
from marginlab.course.capstone.sheet import page, told
from marginlab.practice.cards import Card, Kind, Task
from marginlab.practice.files import write_whole
from marginlab.practice.progress import record

MOST = 100
EXERCISE = "capstone"
MARKS = {"holds": "✓", "fails": "✗", "open": "○"}
HELD = "Every property holds."
NOT_YET = "Not every property holds yet."
NO_REASON = "Every property holds. Write your reasons as `why`, and the memo is made a page."
BLANK = "Fill in the memo in place of `____` and run the cell again."


def mandate(sitting: int = 1) -> Task | Card:
    """What the memo has to keep to. sitting: each after the first has other numbers."""
    if problem := _no_such(sitting):
        return problem
    return Task("\n\n".join(f"- {line}" for line in told(mandate_of(sitting))))


def risk_memo(sitting: int = 1, **answers: Any) -> Card:
    """A memo on the mandate of a sitting, judged; when every property holds it is written as a page.

    answers: its fields by name; one that is `____`, or left out, is still open.
    """
    if problem := _no_such(sitting):
        return problem
    if unknown := [field for field in answers if field not in FIELDS]:
        return Card(
            "can't read it",
            "",
            f"The memo has no `{unknown[0]}`; its fields are {', '.join(FIELDS)}.",
        )
    said, problems = filled_in(answers)
    if not said and not problems:
        return Card("not tried", "", BLANK)
    found = findings(mandate_of(sitting), said)
    lines = [*problems, *map(_line, found)]
    if "why" not in said and not any(one.startswith("`why`") for one in problems):
        lines.append(
            "○ **Why**: still to be filled in, `why`. Nobody grades it; whoever reads the page will."
        )
    holds = not problems and all(one.state == "holds" for one in found)
    kind: Kind = "not yet" if not holds else "correct" if "why" in said else "almost"
    kept = record(EXERCISE, kind)
    if kind != "correct":
        first = NO_REASON if holds else NOT_YET
        return Card(kind, "", "\n\n".join([first, *lines]), note=kept)
    plan = planned(mandate_of(sitting), said)
    html = page(plan, said, [one.name for one in found], _title(sitting))
    return Card("correct", "", "\n\n".join([HELD, *lines, _written(sitting, html)]), note=kept)


def _no_such(sitting: object) -> Card | None:
    if type(sitting) is int and 1 <= sitting <= MOST:
        return None
    return Card(
        "can't read it", "", f"There are sittings 1 to {MOST}; write `mandate(2)` for the second."
    )


def _line(found: Finding) -> str:
    why = f": {found.why}" if found.why else ""
    return f"{MARKS[found.state]} **{found.name}**{why}"


def _title(sitting: int) -> str:
    return "Risk memo" if sitting == 1 else f"Risk memo, sitting {sitting}"


def _written(sitting: int, html: str) -> str:
    """Writes the page beside the notebook, and says where it is, or why there is none."""
    path = Path.cwd() / ("risk-memo.html" if sitting == 1 else f"risk-memo-{sitting}.html")
    try:
        write_whole(path, html.encode())
    except OSError as error:
        return f"The page could not be written here: {(error.strerror or 'no access').lower()}."
    return (
        f"Your memo is `{path.name}`, beside this notebook: open it, and print it from the browser."
    )
