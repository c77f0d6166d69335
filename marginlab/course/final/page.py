"""What a learner calls: a sitting of the final, in a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marginlab.practice.cards import Card

if TYPE_CHECKING:
    from marginlab.drawing.quiz import Quiz

MOST = 100


def final(sitting: int = 1) -> Quiz | Card:
    """The final, a question at a time. sitting: each after the first has other numbers."""
    from marginlab.course.final.sitting import Sitting  # it loads every exercise of the course

    if type(sitting) is not int or not 1 <= sitting <= MOST:
        return Card(
            "can't read it", "", f"There are sittings 1 to {MOST}; write `final(2)` for the second."
        )
    return Sitting(sitting).quiz()
