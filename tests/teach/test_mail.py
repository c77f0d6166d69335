"""The letter to participants: when, where, what for, and no line that a mail program would break."""

from __future__ import annotations

from marginlab.teach.mail import text
from marginlab.teach.plan import plan
from marginlab.teach.syllabus import Syllabus

SYLLABUS = Syllabus.installed()


def test_it_says_when_where_and_what_one_will_be_able_to_do() -> None:
    made = plan(SYLLABUS, 90)
    lines = list(text(made, 9 * 60 + 30, "3 May", "room 7", "https://example.org/course"))
    assert lines[0].startswith("Subject: ")
    assert "When: 3 May, 09:30 to 11:00" in lines
    assert "Where: room 7" in lines
    assert "    https://example.org/course" in lines
    wanted = [*made.objectives, *made.questions]
    told = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    assert [line.casefold() for line in told] == [goal.casefold() for goal in wanted]
    assert any("not advice" in line for line in lines)


def test_only_the_lessons_of_this_workshop_are_promised() -> None:
    """Of an hour nobody takes a derivation home, but the questions."""
    short = list(text(plan(SYLLABUS, 60), 0, "", "", ""))
    assert "You will be able to" not in short
    assert [line for line in short if line.startswith("- ")] == [
        f"- {SYLLABUS.lessons[number].question}" for number in (0, 2, 3)
    ]


def test_the_end_that_is_announced_is_that_of_the_plan() -> None:
    assert "When: 3 May, 09:00 to 10:30" in list(text(plan(SYLLABUS, 100), 540, "3 May", "", ""))


def test_a_mail_program_breaks_no_line() -> None:
    """RFC 5322 asks for 78 characters at most; objectives and what was typed are not the letter's."""
    lines = text(plan(SYLLABUS, 240), 0, "", "", "")
    assert all(len(line) <= 78 for line in lines if not line.startswith("- "))
