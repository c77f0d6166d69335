"""How an answer to an `Order` is judged: each line that is astray has its own diagnosis."""

from __future__ import annotations

import re
from itertools import pairwise

from marginlab.practice.cards import Verdict
from marginlab.practice.item import Order, Wrong
from marginlab.practice.trees import Unreadable, plain, shown
from marginlab.practice.verdicts import correct, looks_like, text_of, verdict

OUT_OF_ORDER = "step-out-of-order"


def judged(item: Order, answer: object) -> Verdict:
    """The verdict on letters in their order; capitals, spaces, commas and arrows do not matter."""
    text = text_of(answer)
    if text is None:
        raise Unreadable('Wanted are letters in their order, as text: `"X Y Z"`.')
    letters = re.sub(r"[\s,;.>-]", "", plain(text)).upper()
    for at, letter in enumerate(letters):
        if letter not in item.letters:
            raise Unreadable(
                f"There is no line `{shown(letter)}`; they are {', '.join(item.letters)}."
            )
        if letter in letters[:at]:
            raise Unreadable(f"Line `{letter}` stands in it twice; each is wanted once at most.")
    said = f"You said `{' '.join(letters)}`."
    if letters == item.answer:
        return correct(item, said)
    for letter in letters:
        if letter in item.strays:
            return looks_like(item, f"{said} Line `{letter}` does not belong.", item.strays[letter])
    if len(letters) < len(item.answer):
        return verdict(item, "almost", f"{said} These belong, and a line is missing.")
    places = [item.answer.index(letter) for letter in letters]
    early = next(letters[at] for at, (one, next_) in enumerate(pairwise(places)) if one > next_)
    cure = (
        f"Line `{early}` stands before a line that it follows from: a step needs the one above it."
    )
    return looks_like(item, said, Wrong(OUT_OF_ORDER, lambda _: letters, cure, item.wrong[0].see))
