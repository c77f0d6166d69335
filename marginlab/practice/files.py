"""How a learner's file is written: whole or not at all, and by one process at a time.

Standard library only.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
elif sys.platform != "emscripten":
    import fcntl

PATIENCE = 10.0  # seconds: a change takes milliseconds
_PAUSE = 0.002  # seconds
# Windows refuses to replace a file while anybody has it open, if only to read it, which takes milliseconds.
_READ_IN = 1.0 if sys.platform == "win32" else 0.0  # seconds
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


def write_whole(path: Path, content: bytes) -> None:
    """Put this content into the file, all or nothing; its permissions stay.

    A browser that is full refuses without a word to Python, so what was written is read again.
    """
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _check_written(new, content)
        if path.exists():
            shutil.copymode(path, new)
        _replace(path, new)
        _check_written(path, content)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _replace(path: Path, new: Path) -> None:
    until = time.monotonic() + _READ_IN
    while True:
        try:
            os.replace(new, path)
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _check_written(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While this goes on, nobody else is inside `alone` for the same file, in whatever process.

    The system holds the lock, on an empty hidden file beside the other one, and takes it from a process
    that ends, however it ends; a lock that is only a file would stay. Where the system knows no locks,
    as in a browser and on some network drives, nobody is kept out.

    Raises OSError where the hidden file cannot be opened, or when others take longer than PATIENCE.
    """
    if sys.platform == "emscripten":
        yield
        return
    lock = os.open(path.with_name(f".{path.name}-lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(lock)
        yield
    finally:
        _let_go(lock)


def _take(lock: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            _try(lock)
        except OSError as error:
            if error.errno not in _TAKEN:
                return
            if time.monotonic() > until:
                raise TimeoutError(errno.ETIMEDOUT, "another notebook is keeping its own") from None
            time.sleep(_PAUSE)
        else:
            return


def _try(lock: int) -> None:
    """Take the lock, or raise OSError at once."""
    if sys.platform == "win32":
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
    elif sys.platform != "emscripten":
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _let_go(lock: int) -> None:
    """Close it: at once the lock is nobody's, but on Windows only where it is unlocked before."""
    if sys.platform == "win32":
        with suppress(OSError):  # it was not taken
            msvcrt.locking(lock, msvcrt.LK_UNLCK, 1)
    os.close(lock)
