"""How an answer to an `Expression` is judged: by its exact values at the item's points."""

from __future__ import annotations

from fractions import Fraction

from marginlab.practice.cards import Verdict
from marginlab.practice.item import Expression
from marginlab.practice.reading import echo
from marginlab.practice.trees import letters_of, tree, value
from marginlab.practice.verdicts import correct, looks_like, read, verdict


def judged(item: Expression, answer: object) -> Verdict:
    """The verdict on a formula, as text or as a sympy object."""
    letters = item.points[0].letters
    formula = read(lambda given: tree(given, letters), answer)
    said = f"You said `{read(echo, answer)}`."
    values: list[Fraction | None] = []
    for point in item.points:
        try:
            values.append(value(formula, point.letters))
        except ZeroDivisionError:
            values.append(None)
    if values.count(None) > len(values) // 2:
        return verdict(item, "can't read it", f"{said} It divides by zero.")

    def equals(others: list[Fraction]) -> bool:
        return all(a is None or a == b for a, b in zip(values, others, strict=True))

    truth = [point.truth for point in item.points]
    if equals(truth):
        left = [
            sentence for letter, sentence in item.leftover.items() if letter in letters_of(formula)
        ]
        return verdict(item, "almost", f"{said} {left[0]}") if left else correct(item, said)
    if equals([-number for number in truth]):
        return verdict(item, "almost", f"{said} Its sign is turned: everything else is right.")
    for at, wrong in enumerate(item.wrong):
        if equals([point.wrong[at] for point in item.points]):
            return looks_like(item, said, wrong)
    return verdict(
        item, "not yet", f"{said} That is another formula, and no usual slip leads to it."
    )
