"""The letter to participants: what they bring and open at home. Standard library only."""

from __future__ import annotations

from collections.abc import Iterator

from marginlab.teach.plan import Plan, clock

# What stands there until somebody fills it in.
BLANKS = {
    "date": "(date)",
    "place": "(place)",
    "address": "(the address of the browser edition, or how we hand it out)",
}


def text(made: Plan, start: int, date: str, place: str, address: str) -> Iterator[str]:
    """The letter, a line each; start is in minutes after midnight, and the end that of the plan."""
    yield "Subject: Isolated and cross margin, a workshop: before you come"
    yield ""
    yield f"When: {date}, {clock(start)} to {clock(start + made.track.minutes)}"
    yield f"Where: {place}"
    yield ""
    if made.objectives:
        yield "You will be able to"
        yield from (f"- {_small(objective)}" for objective in made.objectives)
        yield ""
    if made.questions:
        yield "You will find out"
        yield from (f"- {question}" for question in made.questions)
        yield ""
    yield "Please bring a laptop with its power supply, and something to write with."
    yield "The course is made for a keyboard; with a telephone you can read it, and vote"
    yield "in the room, without your name."
    yield ""
    yield "Please open this once at home, on the laptop that you bring, in a current"
    yield "browser:"
    yield f"    {address}"
    yield "Press Run all cells in the first lesson and move its slider. The first visit"
    yield "fetches everything; in the room we share one network."
    yield ""
    yield "School algebra is enough. No account at an exchange is needed, nothing is"
    yield "bought, and nobody is told what to trade: this is education, not advice."
    yield ""
    yield "Every picture has a description in words, and keys do what the mouse does."
    yield "Tell us what else you need: large print, a seat near the front, a quiet place,"
    yield "breaks, the handout early."


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
