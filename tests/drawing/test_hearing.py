"""A hearing without a browser: a sentence, what was said of it, its ledgers and its repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from marginlab.drawing.hearing import PARTS, Bench, Exhibit, Hearing

SQUARE = Exhibit(
    key="X1", sentence="A square of side 3 has an area of 6.", by="A page (undated)",
    story="A square of side 3.", sides=("the sentence at its word", "a square"),
    rows=(("side", "3", "3"), ("area", "6", "9")), parts="area", verdict="false",
    reason="Its area is 9.", repairs=("an area of 9", "an area of 12"), sound=False, note="",
)  # fmt: skip
NUMBER = replace(SQUARE, key="X2", repairs=())
SOUND = replace(
    SQUARE, key="X3", sentence="It has four sides.", verdict="true", sound=True, parts=""
)
UNSEEN = replace(SOUND, key="X4", sentence="Most are red.", rows=(), verdict="no source", reason="")
EXHIBITS = {one.key: one for one in (SQUARE, NUMBER, SOUND, UNSEEN)}


def found(topic: str = "all") -> Sequence[tuple[str, str]]:
    if topic == "none":
        return []
    keys = ["X3"] if topic == "sides" else list(EXHIBITS)
    return [(f"{key}: …", key) for key in keys]


def mended(key: str, answer: str) -> tuple[str, bool]:
    if not answer:
        raise ValueError("number was ''; a number is needed")
    return f"A square of side 3 has {answer}.", "9" in answer


@pytest.fixture
def hearing() -> Hearing:
    return Hearing(Bench(found, EXHIBITS.__getitem__, mended), {"topic": ["sides", "none"]}, "X1")


def shown(hearing: Hearing) -> str:
    """All HTML that stands there."""
    texts = [part.value for part in hearing.children if hasattr(part, "value")]
    return "\n".join(str(text) for text in texts)


def test_nothing_of_the_ledgers_is_there_before_the_sentence_was_judged(hearing: Hearing) -> None:
    assert SQUARE.sentence in shown(hearing)
    assert "a square" not in shown(hearing)
    assert "<details>" in hearing.html()
    hearing.judge("true", "certain")
    assert "✗ You said true (certain). Run, the verdict is: false. Its area is 9." in shown(hearing)
    assert "<details>" not in hearing.html()


def test_the_first_row_that_differs_is_marked_in_words(hearing: Hearing) -> None:
    hearing.judge("false")
    [row] = [line for line in shown(hearing).split("<tr") if PARTS in line]
    assert "area" in row
    assert "<td>6</td><td>9</td>" in row


def test_words_are_run_again_and_a_number_too(hearing: Hearing) -> None:
    hearing.judge("false")
    hearing.repair("an area of 12")
    assert "does not hold: “A square of side 3 has an area of 12.”" in shown(hearing)
    hearing.repair("an area of 9")
    assert "✓ Run again, it holds" in shown(hearing)
    hearing.next()
    hearing.judge("false")
    row = hearing.children[-2]
    assert [spec["kind"] for spec in row.specs] == ["field", "action", "action", "action"]
    for typed, said in ("", "a number is needed."), ("12", "it does not hold"), ("9", "it holds"):
        row.set(instead=typed)
        row._hear(None, {"press": "mend"}, None)
        assert said in shown(hearing)
    assert "✓ Run again, it holds" in shown(hearing)
    hearing.next()
    assert "Run again" not in shown(hearing)


def test_where_the_sentence_holds_there_is_nothing_to_repair(hearing: Hearing) -> None:
    hearing.call("X3")
    hearing.judge("true")
    assert "nothing to repair" in shown(hearing)
    last = hearing.children[-2]
    assert [spec["label"] for spec in last.specs] == ["Next card", "Judge it again"]


def test_what_cannot_be_run_has_no_ledgers_and_is_not_said_to_hold(hearing: Hearing) -> None:
    hearing.call("X4")
    hearing.judge("no source")
    assert "It cannot be run: no source" in shown(hearing)
    assert "nothing to run" in shown(hearing)
    assert "<table" not in shown(hearing) + hearing.html()
    assert "|" not in hearing.summary()


def test_a_finder_leaves_what_is_like_that(hearing: Hearing) -> None:
    hearing.finders.set(topic="sides")
    assert hearing.found == ["X3"]
    assert hearing.shown is SOUND
    hearing.finders.set(topic="none")
    assert "No card is like that" in shown(hearing)
    assert hearing.shown is SOUND


def test_after_the_last_card_comes_the_first(hearing: Hearing) -> None:
    for key in ("X2", "X3", "X4", "X1"):
        hearing.next()
        assert hearing.shown.key == hearing.cards.values["card"] == key


def test_what_was_said_is_kept_until_it_is_taken_back() -> None:
    kept: dict[str, Any] = {}

    def keep(name: str, said: Mapping[str, Any]) -> str:
        kept[name] = said
        return ""

    def opened() -> Hearing:
        bench = Bench(found, EXHIBITS.__getitem__, mended)
        return Hearing(bench, {}, "X1").remember(lambda name: kept.get(name, {}), keep)

    opened().judge("no source", "fairly sure")
    assert kept == {"card X1": {"judged": "no source", "sure": "fairly sure"}}
    again = opened()
    assert "You said no source (fairly sure)" in shown(again)
    again.again()
    assert opened().judged is None


@pytest.mark.parametrize(
    "kept",
    [
        {"judged": "thin air", "sure": "certain"},
        {"judged": "true", "sure": "<b>very</b>" * 99},
        {"judged": 3},
        {"mark": 2.0},
        {},
    ],
)
def test_what_nobody_could_have_said_is_passed_over(kept: dict[str, Any], hearing: Hearing) -> None:
    hearing.remember(lambda _: kept, lambda *_: "")
    assert hearing.judged is None


def test_where_it_could_not_be_kept_that_is_said(hearing: Hearing) -> None:
    hearing.remember(lambda _: {}, lambda *_: "The disk is full.")
    hearing.judge("false")
    assert "The disk is full." in shown(hearing)


@pytest.mark.parametrize("said", ["maybe", "", 3])
def test_another_word_is_no_judgement(said: Any, hearing: Hearing) -> None:
    with pytest.raises(ValueError, match="your verdict was"):
        hearing.judge(said)


def test_the_text_twin_says_what_is_seen(hearing: Hearing) -> None:
    assert hearing.summary().splitlines() == [
        "Card X1: A square of side 3 has an area of 6.",
        "Source: A page (undated).",
        "A square of side 3.",
        "rules: the sentence at its word | a square",
        "side: 3 | 3",
        "area: 6 | 9",
        "Run, the verdict is: false. Its area is 9.",
    ]
