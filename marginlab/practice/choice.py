"""How an answer to a `Choice` is judged: every wrong word has its own diagnosis."""

from __future__ import annotations

from marginlab.practice.cards import Verdict
from marginlab.practice.item import Choice
from marginlab.practice.trees import Unreadable, plain
from marginlab.practice.verdicts import correct, looks_like, text_of, verdict

MANY = 100  # more words than a choice has; Python refuses to write very large numbers


def judged(item: Choice, answer: object) -> Verdict:
    """The verdict on one of the item's words; capitals, spaces and a full stop do not matter.

    A whole number is its digits: 3 is "3".
    """
    text = str(answer) if type(answer) is int and abs(answer) < MANY else text_of(answer)
    word = plain(text or "").casefold().strip(" .\"'")
    if word not in item.options:
        words = ", ".join(f'`"{option}"`' for option in item.options)
        raise Unreadable(f"Wanted is one of {words}, with its quotes.")
    said = f"You said `{word}`."
    if word == item.answer:
        return correct(item, said)
    for wrong, other in item.wrong_answers:
        if word == other:
            return looks_like(item, said, wrong)
    return verdict(item, "not yet", f"{said} That is not it.")
