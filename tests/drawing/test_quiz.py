"""A quiz without a browser: a question, an answer, its verdict, and the next one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from marginlab.drawing.quiz import EMPTY, UNSURE, Asker, Quiz, Shown, linked

HREF = "../lessons/02_the_square.ipynb#Its-area"
ENDING = Shown("That was all.", "<p>That was all.</p>")


@dataclass
class Teacher:
    """Asks for squares; the square of 4 has to be drawn elsewhere."""

    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def question(self, key: str) -> Shown:
        return Shown(f"{key} squared?", f"<p>{key} squared?</p>", open=key != "4")

    def verdict(self, key: str, answer: str, sure: str) -> Shown:
        self.heard.append((key, answer, sure))
        right = answer == str(int(key) ** 2)
        word = "Right." if right else "No."
        return Shown(word, f'<p>{word} <a href="{HREF}">Read</a></p>', open=not right)


@pytest.fixture
def teacher() -> Teacher:
    return Teacher()


@pytest.fixture
def quiz(teacher: Teacher) -> Quiz:
    return Quiz(["3", "4", "5"], Asker("review", teacher.question, teacher.verdict, lambda: ENDING))


def buttons(quiz: Quiz) -> list[str]:
    return [spec["label"] for spec in quiz.row.specs if spec["kind"] == "action"]


def press(quiz: Quiz, name: str, **moved: str) -> None:
    """What the browser tells when a hand has moved something and pressed a button."""
    quiz.row.set(**{name: one for name, one in moved.items() if one})
    quiz.row._handle_custom_msg({"press": name}, [])


def test_one_question_stands_there_at_a_time(quiz: Quiz) -> None:
    assert "3 squared?" in quiz.paper.value
    assert "4 squared?" not in quiz.paper.value
    assert "Question 1 of 3" in quiz.paper.value
    assert "marginlab-drawn" in quiz.paper.value, "what is stored gives way to it"
    assert buttons(quiz) == ["Check", "Next question"]


def test_a_wrong_answer_may_be_followed_by_another(quiz: Quiz, teacher: Teacher) -> None:
    row = quiz.row
    press(quiz, "check", answer="6")
    assert "No." in quiz.result.value
    assert quiz.row is row, "the keyboard stays where it is"
    press(quiz, "check", answer="9", sure="certain")
    assert "Right." in quiz.result.value
    assert teacher.heard == [("3", "6", ""), ("3", "9", "certain")]


def test_after_a_right_answer_nothing_more_is_judged(quiz: Quiz, teacher: Teacher) -> None:
    quiz.answer("9")
    assert buttons(quiz) == ["Next question"]
    assert quiz.row.focus
    quiz.answer("9")
    assert len(teacher.heard) == 1


@pytest.mark.parametrize("nothing", ["", "  ", "\t"])
def test_an_empty_field_is_no_answer(quiz: Quiz, teacher: Teacher, nothing: str) -> None:
    quiz.answer(nothing)
    assert EMPTY in quiz.result.value
    assert not teacher.heard


def test_what_cannot_be_answered_here_has_the_way_on_alone(quiz: Quiz, teacher: Teacher) -> None:
    press(quiz, "next")
    assert "4 squared?" in quiz.paper.value
    assert buttons(quiz) == ["Next question"]
    assert quiz.row.focus
    quiz.answer("16")
    assert not teacher.heard


def test_after_the_last_question_comes_the_ending(quiz: Quiz) -> None:
    for label in ("Next question", "Next question", "End the review"):
        assert buttons(quiz)[-1] == label
        quiz.next()
    assert quiz.summary() == "That was all."
    assert list(quiz.children) == [quiz.paper]
    quiz.next()
    quiz.answer("9")
    assert quiz.summary() == "That was all."


def test_how_sure_an_answer_is_may_have_to_be_said(teacher: Teacher) -> None:
    asker = Asker("test", teacher.question, teacher.verdict, lambda: ENDING, asks_sure=True)
    quiz = Quiz(["3"], asker)
    assert buttons(quiz) == ["Check", "End the test"]
    press(quiz, "check", answer="9")
    assert UNSURE in quiz.result.value
    assert not teacher.heard
    quiz.answer("9", "very")
    assert not teacher.heard
    press(quiz, "check", answer="9", sure="guess")
    assert teacher.heard == [("3", "9", "guess")]


def test_a_picture_may_stand_below_the_ending(teacher: Teacher) -> None:
    below = Quiz(["5"], Asker("test", teacher.question, teacher.verdict, lambda: ENDING))
    ending = replace(ENDING, below=below)
    quiz = Quiz(["3"], Asker("test", teacher.question, teacher.verdict, lambda: ending))
    quiz.next()
    assert list(quiz.children) == [quiz.paper, below]
    assert quiz.summary() == f"That was all.\n{below.summary()}"
    assert quiz.html().endswith(below.html())


def test_the_text_twin_says_what_is_seen(quiz: Quiz) -> None:
    quiz.answer("6")
    assert quiz.summary().splitlines() == ["Question 1 of 3", "3 squared?", "No."]
    for word in ("Question 1 of 3", "3 squared?", "No."):
        assert word in quiz.html()


def test_a_link_to_a_notebook_is_told_to_jupyterlab(quiz: Quiz) -> None:
    quiz.answer("6")
    assert f'href="{HREF}"' in quiz.result.value
    assert (
        "{&quot;path&quot;: &quot;lessons/02_the_square.ipynb&quot;, &quot;id&quot;: &quot;#Its-area&quot;}"
        in quiz.result.value
    )
    assert "commandlinker" not in quiz.html(), "what is stored is a page like any other"


@pytest.mark.parametrize("html", ['<a href="https://example.com/">', "<p>no link</p>", ""])
def test_other_html_stays_as_it_is(html: str) -> None:
    assert linked(html) == html
