"""Where the course runs, and what a question says there of who sees a mark."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from marginlab import lesson
from marginlab.practice import whereabouts

QUESTIONS = [getattr(lesson, name) for name in lesson.__all__ if name.startswith("place_")]


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(whereabouts.SERVER, raising=False)


def test_on_a_machine_of_ones_own_nobody_sees_a_mark() -> None:
    assert whereabouts.lasts()
    assert "Nobody sees your mark" in whereabouts.seen()
    assert "folder" in whereabouts.seen()


def test_who_runs_a_server_of_many_could_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(whereabouts.SERVER, "seat-01")
    assert "server could read it" in whereabouts.seen()
    assert "Nobody sees" not in whereabouts.seen()


@pytest.mark.parametrize("https", [True, False])
def test_a_browser_keeps_it_for_as_long_as_it_can_and_a_room_counts_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, https: bool
) -> None:
    storage = tmp_path / "drive"
    if https:
        storage.mkdir()
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(whereabouts, "STORAGE", storage)
    alone, joined = re.findall(
        r'<span class="marginlab-(?:alone|joined)">(.*?)</span>', whereabouts.seen()
    )
    assert whereabouts.lasts() == https
    assert ("stays in this browser" in alone) == https
    assert ("forgotten when this page is closed" in alone) != https
    assert joined == whereabouts.IN_A_ROOM


@pytest.mark.parametrize("place", QUESTIONS, ids=lambda one: one.__name__)
def test_every_question_says_so_before_a_mark_and_after_it(
    place: Callable[[], lesson.Prediction],
) -> None:
    asked = place()
    assert asked.seen.value == whereabouts.ON_THIS_MACHINE
    assert asked.children[-1] is asked.seen
    asked.skip()
    assert asked.children[-1] is asked.seen
