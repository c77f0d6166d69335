"""The stored pictures: drawn, stale, belonging to no figure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from marginlab.drawing.still import Still
from tools.notebooks import stills


def line_figure() -> dict[str, object]:
    return {"data": [{"x": [0, 1], "y": [0, 1]}], "layout": {"height": 120}}


def test_a_picture_without_its_figures_digest_is_drift(tmp_path: Path) -> None:
    folder = tmp_path / "marginlab" / "course"
    missing = Still(folder / "lesson07" / "no_such_picture.png", line_figure)
    told = list(stills.problems(folder, {"no_such_picture": missing}))
    assert len(told) == 1
    assert "marginlab/course/lesson07/no_such_picture.png does not show its figure" in told[0]


def test_a_picture_carries_its_digest_and_is_small(chromium_path: str, tmp_path: Path) -> None:
    stills.draw([Still(tmp_path / "line.png", line_figure)], chromium_path)
    file = (tmp_path / "line.png").read_bytes()
    assert stills.digest(line_figure()).encode() in file
    assert file[16:24] == bytes([0, 0, 5, 70, 0, 0, 0, 180])  # 1,350 x 180: 1.5 dots a pixel
    assert len(file) < 10_000


def test_without_a_browser_the_pictures_not_drawn_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stills, "BROWSERS", ("no-such-browser",))
    line = Still(tmp_path / "line.png", line_figure)
    told = list(stills.refresh(redraw=True, stills={"line": line}))
    assert told[0].startswith("the pictures line were not drawn: none of no-such-browser")


def test_every_still_is_drawn_when_asked_and_else_the_stale_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium_path: str
) -> None:
    drawn: list[Still] = []
    monkeypatch.setattr(stills, "draw", lambda some, _: drawn.extend(some))
    fresh, stale = (Still(tmp_path / f"{name}.png", line_figure) for name in ("fresh", "stale"))
    monkeypatch.setattr(Still, "png", lambda still: b"" if still is fresh else None)
    both = {"fresh": fresh, "stale": stale}
    assert not [
        *stills.refresh(redraw=False, stills=both),
        *stills.refresh(redraw=True, stills=both),
    ]
    assert drawn == [stale, fresh, stale]


@pytest.fixture
def chromium_path() -> str:
    found = next(filter(None, map(shutil.which, stills.BROWSERS)), None)
    if found is None:
        assert not os.environ.get("CI"), "Chromium must be there when CI is set"
        pytest.skip("Chromium is not installed, so no picture can be drawn here")
    return found
