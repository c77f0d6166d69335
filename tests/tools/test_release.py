"""tools/release.py: what it refuses, and what anybody can check of a release.

That sources and wheel are whole is tested in test_packaging.py, the site in test_browser_edition.py.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import marginlab
from tests.tools.test_packaging import run
from tools import release

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that stands ready to be released as 2.0.1."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 2.0.1\n")
    (folder / "CHANGELOG.md").write_text("## [Unreleased]\n\n## [2.0.1] - 2027-01-31\n")
    run("git", "init", "-q", folder=folder)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    run("git", "add", ".", folder=folder)
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    run("git", *who, "commit", "-q", "-m", "All", folder=folder)


def test_a_checkout_that_is_ready_is_released(checkout: Path, tmp_path: Path) -> None:
    assert release.obstacles(checkout, "2.0.1", tmp_path / "out") == []


def test_everything_in_the_way_is_named_at_once(checkout: Path) -> None:
    (checkout / "notes.txt").write_text("new")
    (checkout / "CITATION.cff").write_text("cff-version: 2.0.2\nversion: 2.0.1\n")
    assert release.obstacles(checkout, "2.0.2", checkout / "dist") == [
        f"OUT was {checkout / 'dist'}; name a new folder outside the checkout.",
        "No commit holds these changes: CITATION.cff, notes.txt.",
        "CITATION.cff names version 2.0.1; marginlab is 2.0.2.",
        "CHANGELOG.md has no heading `## [2.0.2] - ` with the day.",
    ]


@pytest.mark.parametrize("heading", ["## [2.0.1]", "## [2.0.1] - soon", "## [2x0.1] - 2027-01-31"])
def test_the_changelog_says_when(checkout: Path, tmp_path: Path, heading: str) -> None:
    (checkout / "CHANGELOG.md").write_text(f"{heading}\n")
    commit(checkout)
    [said] = release.obstacles(checkout, "2.0.1", tmp_path / "out")
    assert said.startswith("CHANGELOG.md has no heading")


def test_a_citation_without_a_version_is_named(checkout: Path, tmp_path: Path) -> None:
    (checkout / "CITATION.cff").write_text("cff-version: 1.2.0\n")
    commit(checkout)
    [said] = release.obstacles(checkout, "2.0.1", tmp_path / "out")
    assert said == "CITATION.cff names no version; marginlab is 2.0.1."


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert release.main([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"OUT was {tmp_path}; name a new folder outside the checkout.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"b" * 1000)
    (tmp_path / "a.whl").write_bytes(b"a")
    sums = release.sums(tmp_path)
    (tmp_path / release.SUMS).write_text(sums)
    assert run("sha256sum", "-c", release.SUMS, folder=tmp_path) == "a.whl: OK\nb.zip: OK\n"
    (tmp_path / "a.whl").write_bytes(b"A")
    assert (
        subprocess.run(["sha256sum", "--status", "-c", release.SUMS], cwd=tmp_path).returncode == 1
    )


def test_the_citation_names_the_installed_version() -> None:
    assert f"\nversion: {marginlab.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
