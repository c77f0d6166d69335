"""Said against true: what is drawn, told and listed is what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.course.book import check
from marginlab.course.calibration import (
    NOTHING_SAID,
    Calibration,
    calibration,
    calibration_figure,
    calibration_words,
)
from marginlab.drawing.panel import Panel
from marginlab.practice import progress
from marginlab.practice.cards import Card
from marginlab.practice.entries import SURE
from tests.drawn import collisions, cut, words

TALLIES = st.integers(1, 9_999).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
SAID = st.dictionaries(st.sampled_from(SURE), TALLIES, min_size=1).map(
    lambda said: Calibration({word: said[word] for word in SURE if word in said})
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "progress.json"
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


def test_answers_and_marks_are_drawn_together(kept: Path) -> None:
    check("2.1", 2375, sure="certain")
    check("2.2", 2612.98, sure="certain")
    progress.keep_mark("wall", {"mark": 3, "sure": "guess", "right": True})
    shown = calibration()
    assert isinstance(shown, Panel)
    assert dict(shown.scene.said) == {"guess": (1, 1), "certain": (1, 2)}
    told = shown.summary()
    assert "Guess, answers: 1; right: 1; share: 100 %." in told
    assert "Fairly sure, answers: 0; right: 0; share: none." in told
    assert "Certain, answers: 2; right: 1; share: 50 %." in told
    assert "You were right less often when you said certain than when you said guess." in told
    assert shown.view.alt == told
    assert "<table>" in shown.html()


def test_who_has_said_nothing_is_told_how(kept: Path) -> None:
    shown = calibration()
    assert isinstance(shown, Card)
    assert shown.text == NOTHING_SAID


def test_a_file_that_cannot_be_used_is_told(kept: Path) -> None:
    for content, told in (("{", "is damaged"), ('{"version": 99}', "newer edition")):
        kept.write_text(content)
        shown = calibration()
        assert isinstance(shown, Card)
        assert told in shown.text
        assert kept.read_text() == content


def test_it_says_where_surer_was_not_better() -> None:
    told = calibration_words(Calibration({"guess": (3, 4), "certain": (1, 2)})).verdict
    assert told == "You were right less often when you said certain than when you said guess."
    assert calibration_words(Calibration({"guess": (1, 4), "certain": (2, 2)})).verdict == ""


@given(SAID)
def test_every_number_is_drawn_and_told(scene: Calibration) -> None:
    drawn, told = words(calibration_figure(scene)), calibration_words(scene)
    for word, (right, of) in scene.said.items():
        assert f"<b>{right} of {of}</b>" in str(drawn)
        assert [word, str(of), str(right)] in [row[:3] for row in told.table]


@settings(max_examples=300, deadline=None)
@given(SAID, st.integers(320, 1_600))
def test_no_label_collides_or_is_cut(scene: Calibration, width: int) -> None:
    drawn = calibration_figure(scene, width=width)
    assert collisions(drawn, width) + cut(drawn, width) == []
