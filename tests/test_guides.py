"""What guides say is so: the commands that they name are there, and nothing is said in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from marginlab.app import command

ROOT = Path(__file__).resolve().parents[1]
TEACHING = (ROOT / "TEACHING.md").read_text("utf-8")
# Where sentences for people stand, but for REFERENCE.md, which the build writes, and for CHANGELOG.md,
# which tells what others say.
WRITTEN = sorted(
    path
    for pattern in (
        "[CRT]*.md",
        "LICENSE-CONTENT",
        ".github/ISSUE_TEMPLATE/*.yml",
        "lessons/src/*.md",
        "exercises/src/*.md",
        "marginlab/teach/**/*.html",
        "marginlab/teach/*.py",
        "tools/site/page/index.html",
    )
    for path in ROOT.glob(pattern)
    if path.name not in ("CHANGELOG.md", "REFERENCE.md", "_template.md")
)
# Those that must repeat nothing at all; a lesson and its exercises have sentences in common.
OURS = {"TEACHING.md", "CODE_OF_CONDUCT.md", "LICENSE-CONTENT"}
LONG = 6  # words


def sentences(text: str) -> Iterator[str]:
    """The sentences of a file that are long enough to be missed when one of two is changed."""
    for part in re.split(r"[.!?:;]\s|\n\s*\n|\n *(?:[-*>]|\d+\.) |\||\n *\w+: ", text):
        words = re.findall(r"[\w']+", part.lower())
        if len(words) >= LONG:
            yield " ".join(words)


def test_a_sentence_is_found_wherever_it_stands() -> None:
    text = "- One two three four\n  five six.\n- Short one. | ONE two (three) four five, six |"
    assert [*sentences(text)] == ["one two three four five six"] * 2


def test_no_guide_says_again_what_stands_elsewhere() -> None:
    said = {path: {*sentences(path.read_text("utf-8"))} for path in WRITTEN}
    assert {path.name for path in WRITTEN} > OURS
    twice = [
        f"{one.relative_to(ROOT)} and {other.relative_to(ROOT)}: {sentence}"
        for one, other in combinations(WRITTEN, 2)
        if one.name in OURS
        or other.name in OURS
        or one.parent.name == other.parent.name == ".github"
        for sentence in said[one] & said[other]
    ]
    assert not twice, "\n".join(twice)


def words_of(capsys: pytest.CaptureFixture[str], *before: str) -> set[str]:
    """The words that the command offers after these."""
    with pytest.raises(SystemExit):
        command.main([*before, "--help"])
    return {*re.findall(r"^ {4}(\w+)", capsys.readouterr().out, re.M)}


def test_the_instructors_guide_has_every_word_of_teach(capsys: pytest.CaptureFixture[str]) -> None:
    told = {*re.findall(r"^\| `(\w+)[^`]*` \|", TEACHING, re.M)} - {"marginlab"}
    assert words_of(capsys, "teach") == told


def test_commands_in_the_instructors_guide_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    named = {*re.findall(r"\bmarginlab ([a-z]+)\b(?=[ `\n])", TEACHING)}
    assert {"doctor", "reset", "teach"} <= named
    assert named - {"teach"} <= words_of(capsys)
