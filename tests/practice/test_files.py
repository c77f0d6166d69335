"""A file is written by one process at a time, whatever becomes of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from marginlab.practice import files

HOLDER = """
import sys, time
from pathlib import Path
from marginlab.practice.files import alone
with alone(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(60)
"""


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    with files.alone(tmp_path / "a"):
        with pytest.raises(TimeoutError), files.alone(tmp_path / "a"):
            pass
        with files.alone(tmp_path / "b"):
            pass


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    code = [sys.executable, "-c", HOLDER, str(tmp_path / "a")]
    with subprocess.Popen(code, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    with files.alone(tmp_path / "a"):
        pass


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    with pytest.raises(KeyError), files.alone(tmp_path / "a"):
        raise KeyError
    with files.alone(tmp_path / "a"):
        pass


def test_a_file_that_somebody_reads_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, readers, replace = tmp_path / "a", ["one", "another"], os.replace

    def refuse(new: Path, old: Path) -> None:
        """As Windows does while the file is open."""
        if readers:
            raise PermissionError(13, f"{readers.pop()} reads it")
        replace(new, old)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(files, "_READ_IN", 5.0)
    files.write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_that_may_not_be_replaced_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> None:
        raise PermissionError(13, os.strerror(13))

    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(files, "_READ_IN", 0.01)
    with pytest.raises(PermissionError):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_where_the_system_knows_no_locks_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(files, "_try", unknown)
    with files.alone(tmp_path / "a"), files.alone(tmp_path / "a"):
        pass
